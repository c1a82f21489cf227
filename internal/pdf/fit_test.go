package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"dossier/internal/font"

	"pgregory.net/rapid"
)

func TestParts(t *testing.T) {
	for word, want := range map[string]string{
		"":                           "",
		"mot":                        "mot",
		"Jean-Luc":                   "Jean-|Luc",
		"-a/":                        "-|a/",
		"a.b@c.fr":                   "a|.b|@c|.fr",
		"https://x.example/chemin-a": "https:/|/|x|.example/|chemin-|a",
		"...":                        ".|.|.",
		"é-è":                        "é-|è",
	} {
		got := strings.Join(parts(word), "|")
		if got != want {
			t.Errorf("%q breaks as %q, want %q", word, got, want)
		}
	}
}

// boxed is a form with one text field of a size, in points.
func boxed(t fataler, w, h float64, entries string) *File {
	f, err := Open(onePage("/Annots[5 0 R]", "", fmt.Sprintf("<</Subtype/Widget/T(a)/FT/Tx/Rect[0 0 %g %g]%s>>", w, h, entries)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

type fataler interface{ Fatal(...any) }

// repertoire are the characters that Sans can write.
var repertoire = func() []rune {
	var all []rune
	for r := ' '; r < 0x2200; r++ {
		if font.Sans().Has(r) && font.Compose(string(r)) == string(r) {
			all = append(all, r)
		}
	}
	return all
}()

// words are texts of the repertoire, with what breaks lines more often than chance has it.
func words() *rapid.Generator[string] {
	character := rapid.OneOf(rapid.SampledFrom([]rune(" -/@.\n")), rapid.RuneFrom([]rune("abcdeéimW1")), rapid.SampledFrom(repertoire))
	return rapid.Map(rapid.SliceOfN(character, 0, 60), func(r []rune) string { return string(r) })
}

// TestAnyTextIsWhole puts any text in any box: either all of it is in the lines, each within the
// width, or an error names the field.
func TestAnyTextIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.Float64Range(1, 300).Draw(t, "w"), rapid.Float64Range(1, 100).Draw(t, "h")
		da := rapid.SampledFrom([]string{"/Helv 0 Tf", "/Helv 9 Tf", "/TiRo 11 Tf", "/Cour 0 Tf", "/CoBo 30 Tf"}).Draw(t, "da")
		flags := rapid.SampledFrom([]int{0, flagMultiline}).Draw(t, "flags")
		f := boxed(t, w, h, fmt.Sprintf("/DA(%s)/Ff %d/Q %d", da, flags, rapid.IntRange(0, 2).Draw(t, "q")))
		text := words().Draw(t, "text")
		placed, err := f.Plan([]Entry{{Field: "a", Text: text}}, FillOptions{})
		if err != nil {
			if !own(err) || !strings.HasPrefix(err.Error(), `field "a": `) {
				t.Fatalf("error %v", err)
			}
			return
		}
		p := placed[0]
		if !rejoined(font.Compose(text), p.Lines) {
			t.Fatalf("%q comes out as %q", text, p.Lines)
		}
		face := f.byName["a"].places[0].pen.style.Face()
		for _, line := range p.Lines {
			if len(face.Missing(line)) > 0 {
				face = font.Sans()
			}
		}
		for _, line := range p.Lines {
			if got := face.Width(line, p.Size); got > p.Rect.Width()+1e-6 {
				t.Fatalf("line %q is %g wide in a box of %g", line, got, p.Rect.Width())
			}
		}
		if p.Size < defaultFloor-1e-9 && (p.Asked == 0 || p.Size < p.Asked) {
			t.Fatalf("size %g", p.Size)
		}
	})
}

// rejoined reports that lines are text, with a space or nothing lost where they break.
func rejoined(text string, lines []string) bool {
	for i, line := range lines {
		if i > 0 && text != "" && (text[0] == ' ' || text[0] == '\n') {
			text = text[1:]
		}
		var ok bool
		if text, ok = strings.CutPrefix(text, line); !ok {
			return false
		}
	}
	return text == ""
}

// TestAnyCombIsWhole puts any characters in cells: each stands in its own.
func TestAnyCombIsWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.IntRange(1, 30).Draw(t, "cells")
		f := boxed(t, rapid.Float64Range(1, 400).Draw(t, "w"), rapid.Float64Range(1, 40).Draw(t, "h"), "")
		text := string(rapid.SliceOfN(rapid.SampledFrom(repertoire), 0, 31).Draw(t, "text"))
		var b bytes.Buffer
		placed, err := f.Fill(&b, []Entry{{Field: "a", Text: text, Cells: cells}}, FillOptions{})
		if err != nil {
			if !own(err) {
				t.Fatalf("error %v", err)
			}
			return
		}
		p := placed[0]
		if strings.Join(p.Lines, "") != font.Compose(text) {
			t.Fatalf("%q comes out as %q", text, p.Lines)
		}
		if middles := middlesOf(t, b.Bytes(), p); len(middles) != len([]rune(p.Text)) {
			t.Fatalf("%d characters of %q drawn", len(middles), p.Text)
		} else {
			cell := p.Rect.Width() / float64(cells)
			for i, x := range middles {
				if math.Abs(x-(float64(i)+0.5)*cell) > 0.01 {
					t.Fatalf("character %d of %q is around %g, want the middle of cell %g", i, p.Text, x, cell)
				}
			}
		}
	})
}

// middlesOf reads from a filled page where the characters of p are centred.
func middlesOf(t fataler, data []byte, p Placement) []float64 {
	f, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	left := maxDecoded
	content, err := f.content(f.pages[0].contents, &left)
	if err != nil {
		t.Fatal(err)
	}
	var list []float64
	runes := []rune(p.Text)
	for line := range strings.Lines(string(content)) {
		var x, y float64
		if n, _ := fmt.Sscanf(line, "1 0 0 1 %g %g", &x, &y); n == 2 && strings.HasSuffix(line, " Tm\n") && len(list) < len(runes) {
			list = append(list, x+font.Sans().Width(string(runes[len(list)]), p.Size)/2)
		}
	}
	return list
}

func TestAutomaticSizeIsTheLargest(t *testing.T) {
	for _, c := range []struct {
		w, h float64
		text string
		want string
	}{
		{200, 40, "Lyon", "12 [Lyon]"},
		{200, 9, "Lyon", "8 [Lyon]"},
		{60, 40, "Villeurbanne", "10 [Villeurbanne]"},                             // no place to break it
		{60, 40, "Bourg-en-Bresse", "7 [Bourg-en-Bresse]"},                        // whole words first,
		{60, 40, "Bourg-en-Bresse-sur-Saône", "12 [Bourg-en-|Bresse-|sur-Saône]"}, // does not fit whole
	} {
		placed, err := boxed(t, c.w, c.h, "/Ff 4096").Plan([]Entry{{Field: "a", Text: c.text}}, FillOptions{})
		got := fmt.Sprint(err)
		if err == nil {
			got = fmt.Sprintf("%g [%s]", placed[0].Size, strings.Join(placed[0].Lines, "|"))
		}
		if got != c.want {
			t.Errorf("%q in %g × %g: %s, want %s", c.text, c.w, c.h, got, c.want)
		}
	}
}
