package dossier

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// Black areas, bars and rules end at other pixels where a page is made smaller: that is no difference between a
// page and its source. Words that are lost are one.
func TestEdgesAreNoDifference(t *testing.T) {
	engine := started(t)
	lines := func(format string) string {
		var b strings.Builder
		for i := range 20 {
			fmt.Fprintf(&b, format, 100+float64(i)*17.3)
		}
		return b.String()
	}
	for name, content := range map[string]string{
		"block": "15 30 60 30 re f", "area": "100 100 300 400 re f", "edge": "-100 -100 2000 2000 re f",
		"frame": "0.5 w 20 20 400 300 re S 40 40 360 260 re S",
		"rules": lines("50 %f 480 0.5 re f "), "bars": lines("50 %f 480 7.3 re f "),
		"text": lines("BT /F0 11 Tf 50 %f Td (Le contrat de bail est conclu pour trois ans) Tj ET "),
	} {
		for _, size := range [][2]float64{{595.276, 841.89}, {841.89, 1190.55}} {
			for _, turn := range []int{0, 90} {
				page := func(content string) []byte {
					return pdfOf([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[4 0 R]>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
						fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %g %g]/Rotate %d/Contents 5 0 R/Resources<</Font<</F0 3 0 R>>>>>>", size[0], size[1], turn),
						fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content)})
				}
				for _, lost := range []bool{false, true} {
					source := page(content)
					if lost {
						source = page(content + " BT /F0 24 Tf 390 700 Td (mots perdus) Tj ET")
					}
					lighter, darker := inkApart(t, engine, source, page(content))
					if lost && name != "edge" != (lighter > likeDrawing) || darker > likeDrawing {
						t.Errorf("%s on %v, turned by %d, words lost %v: lighter by %d, darker by %d", name, size, turn, lost, lighter, darker)
					}
				}
			}
		}
	}
}

// inkApart is by how much a sheet with a page differs from the sheet that another page should make.
func inkApart(t *testing.T, engine *proof.Engine, source, page []byte) (lighter, darker int) {
	t.Helper()
	var sheet bytes.Buffer
	where, err := pdf.Join(&sheet, []pdf.Part{{Pages: 1, Open: func() (pdf.Source, error) {
		return pdf.Source{File: opened(t, page)}, nil
	}}}, pdf.JoinOptions{Stamp: func(int, int, int) string { return "Pièce" }})
	if err != nil {
		t.Fatal(err)
	}
	read := func(data []byte) *proof.Document {
		doc, err := engine.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { doc.Close() })
		return doc
	}
	was, is := read(source), read(sheet.Bytes())
	then, _, err := was.InkOn(0, where[0].At[0], is.PageSize(0))
	if err != nil {
		t.Fatal(err)
	}
	now, err := is.Ink(0)
	if err != nil {
		t.Fatal(err)
	}
	body := len(now.Dark) - now.Columns // all but the foot
	upper := func(k proof.Ink) proof.Ink {
		return proof.Ink{Columns: k.Columns, Rows: k.Rows - 1, Dark: k.Dark[:body]}
	}
	return upper(now).Compare(upper(then))
}
