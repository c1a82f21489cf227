package proof

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"

	"dossier/internal/pdf"
)

// dotted is a sheet with dots and words printed where an answer goes, in the face that answers are
// written in.
func dotted(t *testing.T) []byte {
	t.Helper()
	f := gofpdf.New("P", "pt", "A4", "")
	f.AddUTF8FontFromBytes("LiberationSans", "", liberationsansregular.TTF)
	f.AddPage()
	f.SetFont("LiberationSans", "", 9)
	f.Text(100, 100, "Nom"+strings.Repeat(".", 60))
	f.Text(100, 200, "Adresse"+strings.Repeat(" .", 60))
	return output(t, f)
}

func TestWritten(t *testing.T) {
	base, err := pdf.Open(dotted(t))
	if err != nil {
		t.Fatal(err)
	}
	name, address, empty := pdf.Rect{X0: 100, Y0: 738, X1: 300, Y1: 752}, pdf.Rect{X0: 100, Y0: 620, X1: 240, Y1: 660}, pdf.Rect{X0: 310, Y0: 738, X1: 350, Y1: 752}
	digits := pdf.Rect{X0: 400, Y0: 738, X1: 500, Y1: 752}
	var form, filled bytes.Buffer
	err = pdf.AddFields(&form, base, []pdf.NewField{
		{Name: "name", Page: 1, Rect: name}, {Name: "address", Page: 1, Rect: address, Multiline: true},
		{Name: "digits", Page: 1, Rect: digits, Comb: true, MaxLen: 5},
	})
	if err != nil {
		t.Fatal(err)
	}
	blank, err := pdf.Open(form.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	_, err = blank.Fill(&filled, []pdf.Entry{
		{Field: "name", Text: "Łğờ d’Été, № 7"}, {Field: "digits", Text: "37000"},
		{Field: "address", Text: "chez Marie Dupont, 12 rue des Lilas-de-Mai, bâtiment B"},
	}, pdf.FillOptions{})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, filled.Bytes())
	ours := func(name string) bool { _, face, _ := strings.Cut(name, "+"); return face == "LiberationSans" }
	for _, c := range []struct {
		name string
		rect pdf.Rect
		want string
	}{
		{"over dots", name, "Łğờ d’Été, № 7"},
		{"in lines", address, "chez Marie Dupont, 12 rue des\nLilas-de-Mai, bâtiment B"},
		{"in cells", digits, "37000"},
		{"nothing written", empty, ""},
	} {
		got, err := d.Written(0, Rect{c.rect.X0, c.rect.Y0, c.rect.X1, c.rect.Y1}, ours)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
	if all, _ := d.TextIn(0, Rect{name.X0, name.Y0, name.X1, name.Y1}); !strings.Contains(all, "....") {
		t.Errorf("no dots are printed there: %q", all)
	}
	none := func(string) bool { return false }
	if got, err := d.Written(0, Rect{0, 0, 595, 842}, none); got != "" || err != nil {
		t.Errorf("in no typeface: %q, %v", got, err)
	}
	if _, err := d.Written(3, Rect{}, ours); err == nil || !strings.Contains(err.Error(), "there is no page 4") {
		t.Errorf("page 4 of 1: %v", err)
	}
}

// What was written along the print is read along it, however the page is turned; what was written
// across it is refused.
func TestWrittenOnTurnedPages(t *testing.T) {
	ours := func(name string) bool { return strings.HasPrefix(name, "ABCDEF+") }
	for _, degrees := range []int{0, 90, 180, 270} {
		for way, m := range []string{"1 0 0 1 300 300", "0 1 -1 0 300 300", "-1 0 0 -1 300 300", "0 -1 1 0 300 300"} {
			print := fmt.Sprintf("BT /F 9 Tf %s Tm 0 60 Td (Printed all over the page, in many words and more) Tj ET\n", m)
			lines := fmt.Sprintf("BT /G 9 Tf %s Tm (12 rue des) Tj 0 -12 Td (Lilas) Tj ET\n", m)
			across := "BT /G 9 Tf 1 0 0 1 300 300 Tm (Upright) Tj ET\n"
			if way == 0 {
				across = "BT /G 9 Tf 0 1 -1 0 300 300 Tm (Upright) Tj ET\n"
			}
			for content, want := range map[string]string{print + lines: "12 rue des\nLilas", print + across: ""} {
				d := open(t, turnedPage(degrees, content))
				got, err := d.Written(0, Rect{200, 200, 400, 400}, ours)
				if got != want || (err == nil) != (want != "") || want == "" && !errors.Is(err, ErrAcross) {
					t.Errorf("page turned by %d, print by %d quarters: %q, %v; want %q", degrees, way, got, err, want)
				}
			}
		}
	}
}

func turnedPage(degrees int, content string) []byte {
	return write(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Rotate %d /Contents 4 0 R /Resources << /Font << /F 5 0 R /G 6 0 R >> >> >>", degrees),
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Helvetica >>",
	)
}
