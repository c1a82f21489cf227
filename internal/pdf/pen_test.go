package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dossier/internal/font"
)

func TestParseAppearance(t *testing.T) {
	for da, want := range map[string]string{
		"":                                "{ []}",
		"/Helv 0 Tf 0 g":                  "{Helv [0]}",
		"0 0 1 rg/F#201 12 Tf":            "{F 1 [0 0 1]}",
		"1 0 0 rg /A 9 Tf 0.2 g":          "{A [0.2]}",
		"/A 9 Tf 0 1 1 0 k":               "{A [0 1 1 0]}",
		"/DeviceRGB cs 0 .5 1 sc /A 9 Tf": "{A [0 0.5 1]}",
		"/DeviceCMYK cs 0 0 0 1 scn":      "{ [0 0 0 1]}",
		"/Pattern cs /P0 scn":             "{ []}",
		"0 G 1 1 RG":                      "{ []}",
		"1 rg":                            "{ []}",
		"2 -1 .5 rg":                      "{ [1 0 0.5]}",
		"NaN g":                           "{ []}",
		"Tf g rg /":                       "{ []}",
	} {
		if got := fmt.Sprint(parseAppearance(da)); got != want {
			t.Errorf("%q is %s, want %s", da, got, want)
		}
	}
}

// TestPens has one field for each way to name a font and a colour.
func TestPens(t *testing.T) {
	const dark = "/MK<</BG[0 0 0.4]>>"
	cases := []struct {
		entries string
		want    pen
	}{
		{"/DA(/F1 9 Tf 0 0 1 rg)", pen{font.SerifStyle | font.Bold, 9, []float64{0, 0, 1}, false}},
		{"/DA(/F1 9 Tf)/DR<</Font<</F1<</BaseFont/CourierNewPSMT>>>>>>", pen{font.MonoStyle, 9, nil, false}},
		{"/DA(/HeBo 0 Tf 0 g)", pen{font.SansStyle | font.Bold, 0, []float64{0}, false}},
		{"/DA(/F2 -3 Tf 0.9 g)", pen{font.SansStyle, 0, nil, true}}, // light grey on white paper
		{"/DA(/F2 8 Tf 1 1 0 rg)" + dark, pen{font.SansStyle, 8, []float64{1, 1, 0}, false}},
		{"/DA(/F2 8 Tf 0 g)" + dark, pen{font.SansStyle, 8, []float64{1}, true}},
		{"/DA(/F2 8 Tf 0 0 0 1 k)", pen{font.SansStyle, 8, []float64{0, 0, 0, 1}, false}},
		{"/DA(/F2 6 Tf 0 g)", pen{font.SansStyle, 6, []float64{0}, false}},
		{"/DA(/F2 0.05 Tf 0 g)", pen{font.SansStyle, 0, []float64{0}, false}}, // nobody meant that
		{"/DA(/F2 3.9 Tf 0 g)", pen{font.SansStyle, 0, []float64{0}, false}},
		{"", pen{font.SansStyle, 0, []float64{0}, false}}, // the form's own
	}
	var widgets []string
	var annots strings.Builder
	for i, c := range cases {
		fmt.Fprintf(&annots, "%d 0 R ", 5+i)
		widgets = append(widgets, fmt.Sprintf("<</Subtype/Widget/T(f%d)/FT/Tx/Rect[10 10 90 30]%s>>", i, c.entries))
	}
	data := onePage("/Annots["+annots.String()+"]", "", widgets...)
	data = bytes.Replace(data, []byte("/DA(/Helv 0 Tf 0 g)"),
		[]byte("/DA(/Helv 0 Tf 0 g)/DR<</Font<</F1<</BaseFont/Times-Bold>>/F2<</BaseFont/XYZABC+Unheard>>>>>>"), 1)
	f := mustOpen(t, data)
	for i, c := range cases {
		if got := f.byName[fmt.Sprintf("f%d", i)].places[0].pen; fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.entries, got, c.want)
		}
	}
}

// TestGround has white letters asked for, on paper and on what the page paints.
func TestGround(t *testing.T) {
	for content, want := range map[string]string{
		"":                                      "[] true",
		"0 0 0.4 rg 0 0 300 300 re f":           "[1] false",
		"q 2 0 0 2 0 0 cm 0 g 0 0 50 50 re f Q": "[1] false",
		"0 g 50 50 10 10 re f":                  "[] true", // elsewhere
		"0 g 0 0 300 300 re S":                  "[] true",
		"0 g 0 0 300 300 re f 1 g 5 5 90 90 re f*": "[] true",
		"0 g 0 0 300 300 re W n":                   "[] true",
		"0.6 g 0 0 300 300 re B":                   "[] true",
	} {
		f := mustOpen(t, onePage("/Annots[5 0 R]", content, "<</Subtype/Widget/T(a)/FT/Tx/DA(/F0 9 Tf 1 g)/Rect[10 10 90 30]>>"))
		placed, err := f.Plan([]Entry{{Field: "a", Text: "Lyon"}}, FillOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(f.byName["a"].places[0].pen.colour, placed[0].Repainted); got != want {
			t.Errorf("%q: %s, want %s", content, got, want)
		}
	}
}

// TestFacesOnPaper lets another program list the fonts: the twins are there, embedded, with a way
// back to the characters, and a text that its twin cannot write is in Sans.
func TestFacesOnPaper(t *testing.T) {
	f := mustOpen(t, onePage("/Annots[5 0 R 6 0 R]", "",
		"<</Subtype/Widget/T(a)/FT/Tx/DA(/TiBI 9 Tf)/Rect[10 10 190 30]>>",
		"<</Subtype/Widget/T(b)/FT/Tx/DA(/Cour 9 Tf)/Rect[10 40 190 60]>>"))
	for _, editable := range []bool{false, true} {
		data, placed := filled(t, f, []Entry{{Field: "a", Text: "Łódź Nguyễn"}, {Field: "b", Text: "Żółć ½"}}, FillOptions{Editable: editable})
		readBack(t, data, placed)
		fonts := tool(t, data, "pdffonts", nil)
		for _, want := range []string{"+LiberationSerif-BoldItalic", "+LiberationMono"} {
			if !strings.Contains(fonts, want) {
				t.Errorf("editable %v: no font %s in\n%s", editable, want, fonts)
			}
		}
		if n := strings.Count(fonts, " yes yes yes "); n != 2 {
			t.Errorf("editable %v: %d fonts embedded as a subset with Unicode, want 2:\n%s", editable, n, fonts)
		}
	}
}

func TestFaceOfLastResort(t *testing.T) {
	sans, mono := font.SansStyle.Face(), font.MonoStyle.Face()
	for r := rune(0x100); r < 0x2500; r++ {
		if !sans.Has(r) || mono.Has(r) {
			continue
		}
		d := &drawing{pen: pen{style: font.MonoStyle}}
		if err := d.chooseFace([]string{"a" + string(r)}); err != nil || d.pen.style != font.SansStyle {
			t.Errorf("%U is written in %v: %v", r, d.pen.style, err)
		}
		return
	}
	t.Skip("the faces have the same letters")
}
