package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/font"

	"github.com/go-fonts/liberation/liberationserifregular"
)

// brought is a form with a field of each name in a font of its own; object 6 is the font, 7 its
// descriptor, 8 its program and 9 whatever table of characters it has.
type brought struct {
	font       string // entries besides the usual ones
	encoding   string // "" is WinAnsi
	flags      int
	widths     func(c int) float64 // nil is what the program says
	program    []byte
	programKey string // "" is FontFile2
	unicode    string
	subtype    string
	direct     bool
	box        string
	value      string // that the field has, without a picture
}

func (b brought) file() []byte {
	if b.program == nil {
		b.program = liberationserifregular.TTF
	}
	if b.encoding == "" {
		b.encoding = "/Encoding/WinAnsiEncoding"
	}
	if b.widths == nil {
		b.widths = serifWidth
	}
	if b.subtype == "" {
		b.subtype = "TrueType"
	}
	if b.programKey == "" {
		b.programKey = "FontFile2"
	}
	if b.box == "" {
		b.box = "100 100 300 116"
	}
	var widths strings.Builder
	for c := 32; c < 256; c++ {
		fmt.Fprintf(&widths, "%g ", b.widths(c))
	}
	dict := fmt.Sprintf("<</Type/Font/Subtype/%s/BaseFont/Own%s/FirstChar 32/LastChar 255/Widths[%s]/FontDescriptor 7 0 R%s>>",
		b.subtype, b.encoding, widths.String(), b.font)
	resource := "6 0 R"
	if b.direct {
		resource = dict
	}
	data := onePage("/Annots[5 0 R]", "",
		"<</Subtype/Widget/T(a)/FT/Tx/DA(/F1 11 Tf)/V("+b.value+")/Rect["+b.box+"]>>",
		dict,
		fmt.Sprintf("<</Type/FontDescriptor/FontName/Own/Flags %d/%s 8 0 R/FontBBox[0 -300 1000 1000]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80>>", b.flags, b.programKey),
		streamObject(fmt.Sprintf("/Length1 %d", len(b.program)), string(b.program)),
		streamObject("", b.unicode),
	)
	return bytes.Replace(data, []byte("/DA(/Helv 0 Tf 0 g)"), []byte("/DA(/Helv 0 Tf 0 g)/DR<</Font<</F1 "+resource+">>>>"), 1)
}

func serifWidth(c int) float64 {
	t, _ := baseEncoding("WinAnsiEncoding")
	f := font.SerifStyle.Face()
	return f.Advance(f.Glyph(t[c]))
}

// altered is a program with a change to a table.
func altered(tag string, change func(table []byte)) []byte {
	ttf := slices.Clone(liberationserifregular.TTF)
	for rec := ttf[12:]; ; rec = rec[16:] {
		if string(rec[:4]) == tag {
			change(ttf[binary.BigEndian.Uint32(rec[8:]):][:binary.BigEndian.Uint32(rec[12:])])
			return ttf
		}
	}
}

// emptied is a program in which the outline of a character's glyph was left out.
func emptied(r rune) []byte {
	return altered("loca", func(loca []byte) {
		at := 4 * int(font.SerifStyle.Face().Glyph(r))
		copy(loca[at:at+4], loca[at+4:])
	})
}

// cmapOf says that codes from first on are the characters to and on.
func cmapOf(first, last byte, to rune) string {
	return fmt.Sprintf("1 begincodespacerange <00> <ff> endcodespacerange\n1 beginbfrange\n<%02x> <%02x> <%04x>\nendbfrange\n", first, last, to)
}

// TestOwnFont says of each font in which of two texts it is used.
func TestOwnFont(t *testing.T) {
	const letters = fontNonsymbolic
	withUnicode := "/ToUnicode 9 0 R"
	for _, c := range []struct {
		name         string
		form         brought
		plain, exact bool // "Loire 12", "Éloïse"
	}{
		{"letters by WinAnsi", brought{flags: letters}, true, true},
		{"letters by Mac OS Roman", brought{flags: letters, encoding: "/Encoding/MacRomanEncoding", widths: romanWidth}, true, true},
		{"differences", brought{flags: letters, encoding: "/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[201/Eacute/Egrave 239/idieresis]>>"}, true, true},
		{"differences without a base", brought{flags: letters, encoding: "/Encoding<</Differences[201/Eacute/Egrave 239/uni00EF]>>"}, true, true},
		{"names of nothing", brought{flags: letters, encoding: "/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[201/g12]>>"}, true, false},
		{"another letter", brought{flags: letters, encoding: "/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[201/Egrave]>>"}, true, false},
		{"an encoding nobody knows", brought{flags: letters, encoding: "/Encoding/Mine"}, false, false},
		{"no encoding", brought{flags: letters, encoding: "/X 0"}, false, false},
		{"symbols by WinAnsi, agreeing on ASCII alone", brought{flags: fontSymbolic}, true, false},
		{"neither letters nor symbols", brought{}, true, false},
		{"symbols of no meaning", brought{flags: fontSymbolic, encoding: "/X 0"}, false, false},
		{"symbols with meanings", brought{flags: fontSymbolic, encoding: "/X 0", font: withUnicode, unicode: cmapOf(32, 126, 32)}, true, false},
		{"widths rounded", brought{flags: letters, widths: func(c int) float64 { return serifWidth(c) + 0.5 }}, true, true},
		{"wrong widths", brought{flags: letters, widths: func(c int) float64 { return serifWidth(c) + 3 }}, false, false},
		{"a wrong width", brought{flags: letters, widths: func(c int) float64 {
			if c == 'L' {
				return 500
			}
			return serifWidth(c)
		}}, false, true},
		{"no widths", brought{flags: letters, font: "/Widths 0"}, false, false},
		{"a letter left out", brought{flags: letters, program: emptied('2')}, false, true},
		{"an accent left out", brought{flags: letters, program: emptied('´')}, true, false},
		{"the meanings agree", brought{flags: letters, font: withUnicode, unicode: cmapOf(32, 126, 32) + cmapOf(160, 255, 160)}, true, true},
		{"other meanings", brought{flags: letters, font: withUnicode, unicode: cmapOf(32, 255, 33)}, false, false},
		{"some meanings", brought{flags: letters, font: withUnicode, unicode: cmapOf(32, 126, 32)}, true, false},
		{"meanings by name", brought{flags: letters, font: "/ToUnicode/Identity-H"}, false, false},
		{"a damaged program", brought{flags: letters, program: liberationserifregular.TTF[:9000]}, false, false},
		{"no program", brought{flags: letters, programKey: "Other"}, false, false},
		{"a program of another kind", brought{flags: letters, programKey: "FontFile3"}, false, false},
		{"Type 3", brought{flags: letters, subtype: "Type3"}, false, false},
		{"not an object", brought{flags: letters, direct: true}, false, false},
		{"no height", brought{flags: letters, program: altered("hhea", func(b []byte) { copy(b[4:8], "\x00\x00\x00\x00") })}, false, false},
	} {
		f := mustOpen(t, c.form.file())
		own := f.ownFont(f.byName["a"].places[0])
		if got := own.writes([]string{"Loire 12"}); got != c.plain {
			t.Errorf("%s: plain text in it: %v, want %v", c.name, got, c.plain)
		}
		if got := own.writes([]string{"Éloïse"}); got != c.exact {
			t.Errorf("%s: accents in it: %v, want %v", c.name, got, c.exact)
		}
	}
}

func romanWidth(c int) float64 {
	t, _ := baseEncoding("MacRomanEncoding")
	f := font.SerifStyle.Face()
	return f.Advance(f.Glyph(t[c]))
}

// TestOwnFontOnPaper lets another program read values in the form's own font: by its object where
// the copy has it, by a cut elsewhere, and in the twin where a letter is missing.
func TestOwnFontOnPaper(t *testing.T) {
	f := mustOpen(t, brought{flags: fontNonsymbolic}.file())
	for _, c := range []struct {
		text     string
		editable bool
		want     string // in the list of fonts
	}{
		{"Éloïse d’Aÿ 12 €", true, "Own "},
		{"Éloïse d’Aÿ 12 €", false, "+LiberationSerif "},
		{"Éloïse Nguyễn", true, "+LiberationSans "},
		{"Éloïse Nguyễn", false, "+LiberationSans "},
	} {
		data, placed := filled(t, f, []Entry{{Field: "a", Text: c.text}}, FillOptions{Editable: c.editable})
		sound(t, data)
		readBack(t, data, placed)
		again, _ := filled(t, mustOpen(t, brought{flags: fontNonsymbolic}.file()), []Entry{{Field: "a", Text: c.text}}, FillOptions{Editable: c.editable})
		if !bytes.Equal(data, again) {
			t.Errorf("%q, editable %v: other bytes from one run to the next", c.text, c.editable)
		}
		fonts := tool(t, data, "pdffonts", nil)
		if !strings.Contains(fonts, c.want) || strings.Count(fonts, "+Liberation") > 1 {
			t.Errorf("%q, editable %v: want the font %s\n%s", c.text, c.editable, c.want, fonts)
		}
		if name, _, cut := strings.Cut(fonts, "+"); cut && !Wrote(name[strings.LastIndexByte(name, '\n')+1:]+"+Liberation") {
			t.Errorf("%q, editable %v: a font that is not known as ours\n%s", c.text, c.editable, fonts)
		}
	}
}

// TestOwnFontAmongOthers has values in two forms' own fonts on pages of one paper.
func TestOwnFontAmongOthers(t *testing.T) {
	one := mustOpen(t, brought{flags: fontNonsymbolic, value: "Loire"}.file())
	other := mustOpen(t, brought{flags: fontNonsymbolic, value: "Rh\\364ne", program: emptied('x')}.file())
	var joined, followed bytes.Buffer
	if _, err := Join(&joined, []Part{of(one, Part{}), of(other, Part{})}, JoinOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Fill(&followed, nil, FillOptions{Editable: true, After: []*File{other}}); err != nil {
		t.Fatal(err)
	}
	for _, data := range [][]byte{joined.Bytes(), followed.Bytes()} {
		sound(t, data)
		if words := strings.Fields(tool(t, data, "pdftotext", nil, "-")); !slices.Equal(words, []string{"Loire", "Rhône"}) {
			t.Errorf("words on paper: %q", words)
		}
		if fonts := tool(t, data, "pdffonts", nil); strings.Count(fonts, "Own ")+strings.Count(fonts, "+LiberationSerif ") != 2 {
			t.Errorf("want two fonts:\n%s", fonts)
		}
	}
}

// TestOwnFontKeepsInkInside measures by the form's own font, which is as high as its tables say.
func TestOwnFontKeepsInkInside(t *testing.T) {
	f := mustOpen(t, brought{flags: fontNonsymbolic, box: "100 100 300 109"}.file())
	face := f.ownFont(f.byName["a"].places[0]).asIs.face
	placed, err := f.Plan([]Entry{{Field: "a", Text: "Éçgj"}}, FillOptions{})
	if err != nil {
		t.Fatal(err)
	}
	top, bottom := face.Ink("Éçgj")
	if height := (top - bottom) / 1000 * placed[0].Size; height > 9 || height < 7 {
		t.Errorf("at %g points the ink is %g high in a box of 9", placed[0].Size, height)
	}
	if twin, _ := font.SerifStyle.Face().Ink("Éçgj"); top != twin || top == 0 {
		t.Errorf("the ink reaches %g, want %g", top, twin)
	}
}

// TestOwnFontShared asks for the fonts of one file from several goroutines; run with -race.
func TestOwnFontShared(t *testing.T) {
	f := mustOpen(t, brought{flags: fontNonsymbolic}.file())
	var all [4]bytes.Buffer
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() { f.Fill(&all[i], []Entry{{Field: "a", Text: "Éloïse"}}, FillOptions{}) })
	}
	wg.Wait()
	for i := range all {
		if all[i].Len() == 0 || !bytes.Equal(all[i].Bytes(), all[0].Bytes()) {
			t.Error("goroutines get different files")
		}
	}
}

// TestOwnFontsAreBounded has more fonts than are read: the last fields have twins.
func TestOwnFontsAreBounded(t *testing.T) {
	one := brought{flags: fontNonsymbolic}
	f := mustOpen(t, one.file())
	w := f.byName["a"].places[0]
	d := f.dict(w.font)
	for range maxOwnFonts {
		again := *w
		again.font = f.promote(d.with(nil))
		f.byName["a"].places = append(f.byName["a"].places, &again)
	}
	if last := f.byName["a"].places[maxOwnFonts]; !f.ownFont(w).writes([]string{"a"}) || f.ownFont(last) != nil {
		t.Errorf("fonts read: %d", len(f.own.known))
	}
}

func TestToUnicode(t *testing.T) {
	for _, c := range []struct {
		cmap string
		want string // characters of the codes 1 to 5, a dot for none
	}{
		{"", "....."},
		{"2 beginbfchar <01> <0041> <03> <00E9> endbfchar", "A.é.."},
		{"beginbfrange <01> <03> <0041> <04><05> [<0078> <0079>] endbfrange", "ABCxy"},
		{"beginbfrange <01> <02> [<0041> <0042> <0043>] endbfrange beginbfchar <03> <005A> endbfchar", "ABZ.."},
		{"beginbfchar <01> <00660069> <02> <D83DDE00> <03> <41> <04> <> endbfchar", ".😀..."},
		{"beginbfchar <0001> <0041> <02> <0042> endbfchar", ".B..."},
		{"beginbfchar <01> <0041> <01> <0042> <02> <0043> <02> <0043> endbfchar", ".C..."},
		{"% beginbfchar <01> <0041>\n(beginbfchar) << /A /beginbfchar >> beginbfchar <0 1> <00 41> endbfchar", "A...."},
		{"beginbfchar <01> <0041", "A...."},
		{"beginbfrange <05> <01> <0041> <01>", "....."},
		{"beginbfrange <01> <ff", "....."},
	} {
		table, ok := readToUnicode([]byte(c.cmap))
		if !ok {
			t.Errorf("%q is not read", c.cmap)
			continue
		}
		got := ""
		for _, r := range table[1:6] {
			if r == 0 {
				r = '.'
			}
			got += string(r)
		}
		if got != c.want {
			t.Errorf("%q reads %q, want %q", c.cmap, got, c.want)
		}
	}
	if _, ok := readToUnicode([]byte("/Other usecmap")); ok {
		t.Error("a table that builds on another one is taken as whole")
	}
}

// FuzzToUnicode reads any bytes as a table of characters.
func FuzzToUnicode(f *testing.F) {
	f.Add([]byte("1 beginbfrange <01> <03> <0041> <04><05> [<0078> <0079>] endbfrange beginbfchar <03> <005A> endbfchar % (\n<< /a usecmap"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, ok := readToUnicode(data)
		if ok != (table != nil) {
			t.Fatal("a table and no table")
		}
	})
}

func TestGlyphRune(t *testing.T) {
	for s, want := range map[string]rune{
		"space": ' ', "A": 'A', "eacute": 'é', "Scaron": 'Š', "Lslash": 'Ł', "Euro": '€', "quoteright": '’', "uni1EC5": 'ễ', "backslash": '\\', "grave": '`',
		"uni1ec5": 0, "uni1EC50": 0, ".notdef": 0, "g12": 0, "Qacute": 0, "fi": 0, "": 0,
	} {
		if got := glyphRune(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}
