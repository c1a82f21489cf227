package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/font"
	"dossier/internal/picture"
)

// flood is a black that reaches beyond every edge.
const flood = "-5000 -5000 10000 10000 re f "

// leftOpen are ends of a page's content that leave something open, or close too much.
var leftOpen = []string{"", "q q q", "q /OC /L1 BDC", "Q Q", "q 0 0 1 1 re W n", "BT /F0 9 Tf 3 Tr (x) Tj", "/F0 9 Tf 1 1 1 rg 3 Tr", "/Span BMC", "/OC /L1 BDC", "10 0 0 10 900 900 cm", "BT (cut", "BT (cut \\(", "BT <63", "BT [(cut", "BT [(cut) 9",
	"BI /W 8 /H 8 /BPC 8 /CS /G ID abc", "/L1 << /A", "/OC /L1 BDC BT [(cut", "q 3 Tr BT 1 0 0 1 5 5 Tm"}

// blackFile is a file whose pages are black to their edges, whatever their boxes and turns.
func blackFile(t *rapid.T) []byte {
	pages := rapid.IntRange(1, 4).Draw(t, "pages")
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]>>>>>>", "",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<</Type/OCG/Name(hidden)>>",
		streamObject("/Subtype/Form/BBox[-2000 -2000 4000 4000]", flood),
	}
	var kids strings.Builder
	for range pages {
		w, h := rapid.Float64Range(20, 2000).Draw(t, "width"), rapid.Float64Range(20, 2000).Draw(t, "height")
		if rapid.Bool().Draw(t, "A4") {
			off := rapid.Float64Range(-tolerance, tolerance)
			w, h = a4Short+off.Draw(t, "wider"), a4Long+off.Draw(t, "higher")
		}
		x, y := rapid.Float64Range(-300, 300).Draw(t, "x"), rapid.Float64Range(-300, 300).Draw(t, "y")
		boxes := fmt.Sprintf("/MediaBox[%.3f %.3f %.3f %.3f]", x, y, x+w, y+h)
		if rapid.Bool().Draw(t, "cropped") {
			boxes = fmt.Sprintf("/MediaBox[%.3f %.3f %.3f %.3f]/CropBox[%.3f %.3f %.3f %.3f]", x-100, y-200, x+w+50, y+h+300, x, y, x+w, y+h)
		}
		n := len(objects) + 1
		fmt.Fprintf(&kids, "%d 0 R ", n)
		note := ""
		if rapid.Bool().Draw(t, "note") { // whose picture reaches beyond the page
			note = fmt.Sprintf("/Annots[<</Subtype/Stamp/F 4/Rect[%.3f %.3f %.3f %.3f]/AP<</N 5 0 R>>>>]", x-150, y-150, x+w+150, y+h/2)
		}
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R%s/Rotate %d%s/Contents %d 0 R/Resources<</Font<</F0 3 0 R>>/Properties<</L1 4 0 R>>>>>>",
				boxes, 90*rapid.IntRange(0, 3).Draw(t, "quarters"), note, n+1),
			streamObject("", flood+rapid.SampledFrom(leftOpen).Draw(t, "end")))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String())
	return handmade(objects...)
}

// blackPicture is a black picture of any aspect.
func blackPicture(t *rapid.T) *picture.Picture {
	side := func(name string) int { return int(math.Exp(rapid.Float64Range(0, 6).Draw(t, name))) }
	m := image.NewGray(image.Rect(0, 0, side("width"), side("height")))
	draw.Draw(m, m.Bounds(), image.NewUniform(color.Black), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	s, err := picture.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return s.Pages[0]
}

// Whatever a page shows and wherever: of the foot of its sheet nothing is dark but label and number, which are
// there.
func TestFootStaysFree(t *testing.T) {
	runs := 0
	rapid.Check(t, func(r *rapid.T) {
		if runs++; runs > 15 { // each has another engine draw some twenty pages
			return
		}
		var parts []Part
		for range rapid.IntRange(3, 8).Draw(r, "parts") {
			if rapid.IntRange(0, 2).Draw(r, "picture") == 0 {
				parts = append(parts, photos(Part{}, blackPicture(r)))
				continue
			}
			data := blackFile(r)
			f, err := Open(data)
			if err != nil {
				r.Fatalf("%v\n%s", err, data)
			}
			parts = append(parts, of(f, Part{}))
		}
		stamp := func(part, page, pages int) string { return fmt.Sprintf("Pièce %d · page %d/%d", part, page, pages) }
		var b bytes.Buffer
		where, err := Join(&b, parts, JoinOptions{Stamp: stamp})
		if err != nil {
			r.Fatal(err)
		}
		sheets := drawnPages(t, b.Bytes())
		n := 0
		for i, w := range where {
			for page := range w.Count {
				if n++; n <= len(sheets) {
					footFree(r, sheets[n-1], stamp(i, page+1, w.Count), fmt.Sprintf("%d/%d", n, len(sheets)))
				}
			}
		}
		if n != len(sheets) {
			r.Errorf("%d pages are drawn, want %d", len(sheets), n)
		}
	})
}

// drawnPages are all pages as another engine draws them, grey, a pixel to a point.
func drawnPages(t *testing.T, data []byte) (pages []*image.Gray) {
	t.Helper()
	all := []byte(tool(t, data, "pdftoppm", []string{"-r", "72", "-gray"}))
	for len(all) > 0 {
		var w, h, most int
		if n, _ := fmt.Sscanf(string(all[:min(len(all), 40)]), "P5\n%d %d\n%d\n", &w, &h, &most); n != 3 {
			t.Fatalf("no picture: %.20q", all)
		}
		head := len(fmt.Sprintf("P5\n%d %d\n%d\n", w, h, most))
		pages = append(pages, &image.Gray{Pix: all[head:][:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)})
		all = all[head+w*h:]
	}
	return pages
}

// footFree holds what is dark at the foot of a sheet against label and number.
func footFree(t *rapid.T, m *image.Gray, label, number string) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	width := func(s string) float64 { return font.Sans().Width(s, stampSize) }
	right := float64(w) - stampMargin
	inks := []struct {
		text   string
		x0, x1 float64
		dark   int
	}{{label, stampMargin, stampMargin + width(label), 0}, {number, right - width(number), right, 0}}
	for y := h - foot + 1; y < h; y++ { // the row at the edge may be shaded by the page above it
	pixel:
		for x := range w {
			if m.GrayAt(x, y).Y > 200 {
				continue
			}
			up := float64(h - y)
			for i := range inks {
				if ink := &inks[i]; float64(x) > ink.x0-2 && float64(x) < ink.x1+2 && up > stampBase-3 && up < stampBase+stampSize+1 {
					ink.dark++
					continue pixel
				}
			}
			t.Errorf("%q: dark at %d points from the left, %d from the foot", label, x, h-y)
			return
		}
	}
	for _, ink := range inks {
		if ink.dark < 10 {
			t.Errorf("%q: %q is not there: %d dark points", label, ink.text, ink.dark)
		}
	}
}
