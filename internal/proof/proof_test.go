package proof

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"
)

// engine serves all tests: starting one is by far the slowest thing they do.
var engine *Engine

// testCache is where it keeps compiled PDFium.
var testCache string

func TestMain(m *testing.M) { os.Exit(withEngine(m.Run)) }

func withEngine(run func() int) int {
	dir, cleanup := cacheDir()
	defer cleanup()
	testCache = dir
	var err error
	if engine, err = Start(dir); err != nil {
		log.Fatal(err)
	}
	defer engine.Close()
	return run()
}

func cacheDir() (dir string, cleanup func()) {
	if user, err := os.UserCacheDir(); err == nil {
		dir = filepath.Join(user, "dossier-test")
		if os.MkdirAll(dir, 0o755) == nil {
			return dir, func() {}
		}
	}
	dir, err := os.MkdirTemp("", "dossier-test")
	if err != nil {
		log.Fatal(err)
	}
	return dir, func() { os.RemoveAll(dir) }
}

func open(t *testing.T, data []byte) *Document {
	t.Helper()
	d, err := engine.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// official is the blank that the State publishes, when it is at hand.
func official(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../shared/forms/official/s1106-15763-01-fr.pdf")
	if err != nil {
		t.Skip("the official form is not here: ", err)
	}
	return data
}

func TestOfficialForm(t *testing.T) {
	d := open(t, official(t))
	if d.Pages() != 2 {
		t.Errorf("%d pages, want 2", d.Pages())
	}
	if s := d.PageSize(0); math.Abs(s.W-595.22) > 0.01 || s.H != 842 {
		t.Errorf("page size %v, want 595.22 x 842", s)
	}
	text, err := d.Text(0)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text, "N° 15763*01") {
		t.Error("the text lacks the number of the form")
	}
	if strings.Contains(text, "Projet SXXXX") {
		t.Error("the text has words that lie beside the page")
	}
	if form, err := d.HasForm(); err != nil || !form {
		t.Errorf("HasForm = %v, %v", form, err)
	}
}

func TestOfficialLabels(t *testing.T) {
	d := open(t, official(t))
	for want, r := range map[string]Rect{
		"Votre adresse":                {48, 455, 104, 470},
		"VOS NOM ET PRENOMS":           {50, 572, 152, 588},
		"Commune et pays de naissance": {268, 497, 384, 512},
		"":                             {155, 575, 551, 587}, // the box for the name is still blank
	} {
		if got, err := d.TextIn(0, r); err != nil || got != want {
			t.Errorf("TextIn(%v) = %q, %v, want %q", r, got, err, want)
		}
	}
}

func TestOfficialFields(t *testing.T) {
	fields, err := open(t, official(t)).Fields()
	if err != nil {
		t.Fatal(err)
	}
	widgets := map[string]int{}
	for _, f := range fields {
		widgets[f.Name]++
		if f.Page != 0 || f.Value != "" || f.Checked {
			t.Errorf("%+v in a blank form", f)
		}
	}
	if len(widgets) != 23 || widgets["NAT"] != 3 || widgets["sa"] != 2 || widgets["préc"] != 1 {
		t.Errorf("fields %v", widgets)
	}
}

// sample is two A4 pages: text and combs with a filled square, then nothing.
func sample(t *testing.T) []byte {
	t.Helper()
	f := gofpdf.New("P", "pt", "A4", "")
	f.AddUTF8FontFromBytes("Sans", "", liberationsansregular.TTF)
	f.SetFont("Sans", "", 10)
	f.AddPage()
	f.Bookmark("Première pièce", 0, 0)
	f.Text(100, 100, "Élodie-Anne Łukasiewicz, O’Brien")
	for i, r := range "04021961" {
		f.Text(100+14*float64(i), 120, string(r))
	}
	f.Text(100, 140, "deuxième")
	f.Text(160, 140, "mot")
	f.Text(100, 152, "troisième ligne")
	f.Rect(300, 300, 50, 20, "F")
	f.AddPage()
	f.Bookmark("Détail", 1, 0)
	f.Bookmark("Seconde", 0, 0)
	return output(t, f)
}

func output(t *testing.T, f *gofpdf.Fpdf) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// a4 turns a distance from the top of the sheet into PDF coordinates.
func a4(left, top, width, height float64) Rect {
	return Rect{left, 841.89 - top - height, left + width, 841.89 - top}
}

func TestTextIn(t *testing.T) {
	d := open(t, sample(t))
	for _, c := range []struct {
		name string
		rect Rect
		want string
	}{
		{"letters beyond Latin-1", a4(90, 90, 200, 14), "Élodie-Anne Łukasiewicz, O’Brien"},
		{"a comb", a4(95, 110, 120, 14), "04021961"},
		{"two cells of a comb", a4(95, 110, 28, 14), "04"},
		{"two runs with a gap", a4(90, 130, 200, 14), "deuxième mot"},
		{"two lines", a4(90, 130, 60, 26), "deuxième\ntroisième li"},
		{"nothing", a4(300, 90, 200, 60), ""},
	} {
		if got, err := d.TextIn(0, c.rect); err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestChars(t *testing.T) {
	chars, err := open(t, sample(t)).Chars(0)
	if err != nil {
		t.Fatal(err)
	}
	c := chars[0]
	if c.Rune != 'É' || math.Abs(c.Size-10) > 0.01 || math.Abs(c.X-100) > 0.01 || math.Abs(c.Y-741.89) > 0.01 {
		t.Errorf("first character %+v, want É of 10 points at 100, 741.89", c)
	}
	// The glyph É of Liberation Sans reaches from 168 to 1278 of 2048 across
	// and to 1761 above the base line.
	want := Rect{100.82, 741.89, 106.24, 750.5}
	if got := c.Box; math.Abs(got.Left-want.Left) > 0.1 || math.Abs(got.Right-want.Right) > 0.2 || math.Abs(got.Top-want.Top) > 0.3 {
		t.Errorf("box %v, want about %v", got, want)
	}
}

func TestOutline(t *testing.T) {
	got, err := open(t, sample(t)).Outline()
	want := []Bookmark{{"Première pièce", 0, 0}, {"Détail", 1, 1}, {"Seconde", 1, 0}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestInk(t *testing.T) {
	m, err := open(t, sample(t)).Image(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		rect     Rect
		min, max float64
	}{
		{"the square", a4(302, 302, 46, 16), 1, 1},
		{"twice the square", a4(300, 300, 100, 20), 0.45, 0.55},
		{"text", a4(100, 92, 150, 10), 0.05, 0.4},
		{"white paper", a4(300, 330, 200, 200), 0, 0},
		{"beside the page", a4(-300, 300, 200, 200), 0, 0},
	} {
		if got := m.Ink(c.rect); got < c.min || got > c.max {
			t.Errorf("%s: %.3f, want %v to %v", c.name, got, c.min, c.max)
		}
	}
	if _, _, _, a := m.At(0, 0).RGBA(); a != 0xFFFF {
		t.Error("the picture is not opaque")
	}
}

func TestImageTooLarge(t *testing.T) {
	d := open(t, sample(t))
	for _, dpi := range []float64{0, -100, 1e5, math.NaN(), math.Inf(1)} {
		if _, err := d.Image(0, dpi); err == nil {
			t.Errorf("a picture at %v dpi was drawn", dpi)
		}
	}
}

// write makes a PDF whose object i+1 is objects[i]; the first is the catalog.
func write(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// turned is a page cropped to 300 x 200 points and turned by degrees. Its text
// reads upright when shown, after a filled square; matrix says how.
func turned(degrees int, matrix string) []byte {
	content := matrix + " cm 0 0 20 20 re f BT /F 1 Tf 12 0 0 12 30 5 Tm (Right way up) Tj 0 -1.5 Td (below) Tj ET"
	return write(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /CropBox [100 100 400 300] /Rotate %d /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>", degrees),
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	)
}

func TestTurnedPages(t *testing.T) {
	for _, c := range []struct {
		degrees int
		matrix  string // puts the origin of the drawing at 200, 200, upright when shown
		w, h    float64
		square  Rect
	}{
		{0, "1 0 0 1 200 200", 300, 200, Rect{200, 200, 220, 220}},
		{90, "0 1 -1 0 200 200", 200, 300, Rect{180, 200, 200, 220}},
		{180, "-1 0 0 -1 200 200", 300, 200, Rect{180, 180, 200, 200}},
		{270, "0 -1 1 0 200 200", 200, 300, Rect{200, 180, 220, 200}},
	} {
		t.Run(fmt.Sprint(c.degrees), func(t *testing.T) {
			d := open(t, turned(c.degrees, c.matrix))
			if s := d.PageSize(0); s != (Size{c.w, c.h}) {
				t.Errorf("size %v, want %v x %v", s, c.w, c.h)
			}
			if text, err := d.TextIn(0, Rect{100, 100, 400, 300}); err != nil || text != "Right way up\nbelow" {
				t.Errorf("text %q, %v", text, err)
			}
			if chars, _ := d.Chars(0); math.Abs(chars[0].Size-12) > 0.01 {
				t.Errorf("size %v of the first letter, want 12", chars[0].Size)
			}
			m, err := d.Image(0, 72)
			if err != nil {
				t.Fatal(err)
			}
			if ink := m.Ink(c.square); ink != 1 {
				t.Errorf("ink %v in the square, want 1", ink)
			}
		})
	}
}

// TestTransparentPage holds that a page with transparency lies on white paper too.
func TestTransparentPage(t *testing.T) {
	f := gofpdf.New("P", "pt", "A4", "")
	f.AddPage()
	f.SetAlpha(0.1, "Normal")
	f.Rect(100, 100, 50, 50, "F")
	m, err := open(t, output(t, f)).Image(0, 36)
	if err != nil {
		t.Fatal(err)
	}
	if ink := m.Ink(Rect{0, 0, 595, 841}); ink != 0 {
		t.Errorf("ink %v, want none", ink)
	}
}

func TestAnnotationsAreDrawn(t *testing.T) {
	square := "0 0 20 20 re f"
	d := open(t, write(
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [4 0 R 5 0 R] >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (b) /F 4 /Rect [40 40 60 60] /AP << /N 6 0 R >> >>",
		"<< /Type /Annot /Subtype /Stamp /F 4 /Rect [70 40 90 60] /AP << /N 6 0 R >> >>",
		fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 20 20] /Length %d >>\nstream\n%s\nendstream", len(square), square),
	))
	m, err := d.Image(0, 72)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]Rect{"field": {40, 40, 60, 60}, "stamp": {70, 40, 90, 60}} {
		if ink := m.Ink(r); ink != 1 {
			t.Errorf("ink %v in the %s, want 1", ink, name)
		}
	}
}

func TestNoForm(t *testing.T) {
	if form, err := open(t, sample(t)).HasForm(); err != nil || form {
		t.Errorf("HasForm = %v, %v", form, err)
	}
}

func TestFieldValues(t *testing.T) {
	d := open(t, write(
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 5 0 R 6 0 R] >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Annots [4 0 R 5 0 R 6 0 R] >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V <FEFF00C90064> /Rect [0 0 10 10] >>",
		"<< /Type /Annot /Subtype /Widget /FT /Btn /T (yes) /V /On /AS /On /Rect [0 20 10 30] /AP << /N << /On 7 0 R >> >> >>",
		"<< /Type /Annot /Subtype /Widget /FT /Btn /T (no) /V /Off /AS /Off /Rect [0 40 10 50] /AP << /N << /On 7 0 R >> >> >>",
		"<< /Type /XObject /Subtype /Form /BBox [0 0 10 10] /Length 0 >>\nstream\n\nendstream",
	))
	got, err := d.Fields()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Field{"name": {Name: "name", Value: "Éd"}, "yes": {Name: "yes", Checked: true}, "no": {Name: "no"}}
	for _, f := range got {
		if f != want[f.Name] {
			t.Errorf("%+v, want %+v", f, want[f.Name])
		}
		delete(want, f.Name)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func TestOutlineInCircles(t *testing.T) {
	for name, item := range map[string]string{
		"siblings": "<< /Title (a) /Parent 4 0 R /Next 6 0 R >>",
		"children": "<< /Title (a) /Parent 4 0 R /First 5 0 R /Last 5 0 R >>",
	} {
		d := open(t, write(
			"<< /Type /Catalog /Pages 2 0 R /Outlines 4 0 R >>",
			"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
			"<< /Type /Outlines /First 5 0 R /Last 5 0 R >>",
			item,
			"<< /Title (b) /Parent 4 0 R /Next 5 0 R >>",
		))
		if list, err := d.Outline(); err == nil {
			t.Errorf("%s: no error, %d bookmarks", name, len(list))
		}
	}
}

func TestOpenErrors(t *testing.T) {
	noPage := write("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>")
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "open PDF: the file is empty"},
		{"text", []byte("Dear Sir"), "open PDF: this is not a PDF, or it is damaged"},
		{"only a header", []byte("%PDF-1.7\n"), "open PDF: this is not a PDF, or it is damaged"},
		{"half a file", sample(t)[:400], "open PDF: this is not a PDF, or it is damaged"},
		{"no page", noPage, "open PDF: the PDF has no page"},
	} {
		if _, err := engine.Open(c.data); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestPassword(t *testing.T) {
	f := gofpdf.New("P", "pt", "A4", "")
	f.SetProtection(0, "secret", "owner")
	f.AddPage()
	if _, err := engine.Open(output(t, f)); !errors.Is(err, ErrPassword) {
		t.Errorf("%v, want ErrPassword", err)
	}
}

func TestNoSuchPage(t *testing.T) {
	d := open(t, sample(t))
	for _, page := range []int{-1, 2} {
		if _, err := d.Text(page); err == nil {
			t.Errorf("text of page %d", page)
		}
		if _, err := d.Image(page, 72); err == nil {
			t.Errorf("picture of page %d", page)
		}
		if d.PageSize(page) != (Size{}) {
			t.Errorf("size of page %d", page)
		}
	}
}

func TestClosedDocument(t *testing.T) {
	d := open(t, sample(t))
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Text(0); err == nil {
		t.Error("a closed document still has a text")
	}
	if _, err := d.Image(0, 72); err == nil {
		t.Error("a closed document still has a picture")
	}
}

// TestDamaged changes one byte at a time; any answer will do but a crash.
func TestDamaged(t *testing.T) {
	whole := turned(90, "0 1 -1 0 200 200")
	for i := 0; i < len(whole); i += 9 {
		data := bytes.Clone(whole)
		data[i] ^= 0x15
		d, err := engine.Open(data)
		if err != nil {
			continue
		}
		d.Text(0)
		d.Image(0, 20)
		d.Outline()
		d.Fields()
		d.Close()
	}
}

func TestManyGoroutines(t *testing.T) {
	data := sample(t)
	shared := open(t, data)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			own, err := engine.Open(data)
			if err != nil {
				t.Error(err)
				return
			}
			defer own.Close()
			for _, d := range []*Document{own, shared} {
				if text, err := d.TextIn(0, a4(95, 110, 120, 14)); err != nil || text != "04021961" {
					t.Errorf("%q, %v", text, err)
				}
			}
		})
	}
	wait.Wait()
}
