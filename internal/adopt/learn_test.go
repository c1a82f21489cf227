package adopt

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"

	"dossier/forms"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/proof"
)

// engine serves all tests: starting one is by far the slowest thing they do.
var engine *proof.Engine

func TestMain(m *testing.M) { os.Exit(withEngine(m.Run)) }

func withEngine(run func() int) int {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	if engine, err = proof.Start(filepath.Join(dir, "dossier-test")); err != nil {
		log.Fatal(err)
	}
	defer engine.Close()
	return run()
}

func catalog(t *testing.T) *form.Catalog {
	t.Helper()
	c, err := form.Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func learn(t *testing.T, blank []byte, o Options) (*Learned, error) {
	t.Helper()
	file, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := engine.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	return Learn(catalog(t).Form, blank, file, doc, o)
}

// The edition that is known is learnt again as the table has it: the names of its fields, the
// printed cells, and the cells that only the file's own form claims left out.
func TestOfficial(t *testing.T) {
	blank := official(t)
	l, err := learn(t, blank, Options{})
	if err != nil {
		t.Fatal(err)
	}
	known, _ := catalog(t).Recognise(blank)
	if l.Edition.ID() != known.ID() || l.Edition.SHA256 != known.SHA256 || !l.Edition.Adopted || l.Language != "fr" {
		t.Errorf("learnt as %s, sha256 %s", l.Edition.ID(), l.Edition.SHA256)
	}
	for _, want := range known.Fields {
		got := l.Edition.Field(want.ID)
		if got.Name != want.Name || got.Page != want.Page || got.Cells != want.Cells || got.Free != want.Free || !reflect.DeepEqual(got.States, want.States) {
			t.Errorf("learnt %+v, want %+v", got, want)
		}
		if !want.Inset && !got.Inset && !close(got.Rect, want.Rect) {
			t.Errorf("%s is at %v, want %v", want.ID, got.Rect, want.Rect)
		}
		for choice, box := range want.Boxes {
			if !close(got.Boxes[choice], box) {
				t.Errorf("%s is ticked for %s at %v, want %v", want.ID, choice, got.Boxes[choice], box)
			}
		}
	}
	for _, m := range l.Matches {
		if m.Confidence < 0.85 || m.How != "field" || m.Label == "" && m.ID != "nir_key" {
			t.Errorf("%+v", m)
		}
	}
	if s := l.Edition.Sign; s == nil || s.Page != 1 || s.Rect[0] < 350 || s.Rect[2] > 545 || s.Rect[1] < 150 || s.Rect[3] > 195 {
		t.Errorf("the place to sign is %+v", s)
	}
	again, err := form.ReadEdition(catalog(t).Form, l.Edition.Encode())
	if err != nil || !reflect.DeepEqual(again, l.Edition) {
		t.Errorf("written down and read again: %+v, %v", again, err)
	}
}

// close allows for a rounding of tenths.
func close(a, b []float64) bool {
	return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) < 0.11 })
}

// What is written in the learnt places is filled, flattened, and read back there.
func TestFill(t *testing.T) {
	blank := official(t)
	file, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	var flat bytes.Buffer
	if _, err := file.Fill(&flat, nil, pdf.FillOptions{}); err != nil {
		t.Fatal(err)
	}
	l, err := learn(t, flat.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if file, err = pdf.Open(flat.Bytes()); err != nil {
		t.Fatal(err)
	}
	var in []pdf.Entry
	values := Samples(catalog(t).Form, l.Edition)
	if len(values) != len(catalog(t).Form.Fields) {
		t.Errorf("%d samples for %d fields", len(values), len(catalog(t).Form.Fields))
	}
	for _, e := range l.Edition.Entries(values) {
		if e.Name != "" || len(e.Rect) != 4 {
			t.Fatalf("%+v in a file without fields", e)
		}
		in = append(in, pdf.Entry{Field: e.ID, Text: e.Text, State: e.State, Cells: e.Cells, Page: e.Page,
			Rect: &pdf.Rect{X0: e.Rect[0], Y0: e.Rect[1], X1: e.Rect[2], Y1: e.Rect[3]}})
	}
	var out bytes.Buffer
	if _, err := file.Fill(&out, in, pdf.FillOptions{}); err != nil {
		t.Fatal(err)
	}
	doc, err := engine.Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	for _, e := range in {
		if e.Text == "" {
			continue
		}
		r := proof.Rect{Left: e.Rect.X0, Bottom: e.Rect.Y0, Right: e.Rect.X1, Top: e.Rect.Y1}
		if got, err := doc.TextIn(e.Page-1, r); err != nil || strings.TrimSpace(got) != e.Text {
			t.Errorf("%s reads %q, %v; want %q", e.Field, got, err, e.Text)
		}
	}
}

// Our own sheets have other labels, above the fields.
func TestSheets(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		e := catalog(t).Sheet(lang)
		if len(e.Blank) == 0 {
			t.Skip("the sheet has not been drawn: make forms")
		}
		file, err := pdf.Open(e.Blank)
		if err != nil {
			t.Fatal(err)
		}
		var flat bytes.Buffer
		if _, err := file.Fill(&flat, nil, pdf.FillOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, blank := range [][]byte{e.Blank, flat.Bytes()} {
			bare := bytes.Equal(blank, flat.Bytes())
			l, err := learn(t, blank, Options{Edition: "15763*02"})
			if err != nil {
				t.Errorf("%s, flat %v: %v", lang, bare, err)
				continue
			}
			if l.Language != lang || l.Edition.ID() != "15763*02-"+lang {
				t.Errorf("learnt as %s", l.Edition.ID())
			}
			for _, m := range mistakes(l, truths(e, file), 1, bare) {
				t.Errorf("%s, flat %v: %s", lang, bare, m)
			}
		}
		var missing *NoEdition
		if _, err := learn(t, e.Blank, Options{}); !errors.As(err, &missing) {
			t.Errorf("a sheet without a number: %v", err)
		}
	}
}

// Other forms are refused, by the number or the title they have.
func TestOtherForms(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "forms", "other", "*.pdf"))
	if err != nil || len(names) == 0 {
		t.Skip("the other forms are not at hand")
	}
	numbers := map[string]string{"cerfa_13753_04": "13753*04", "cerfa_13969_01": "13969*01", "cerfa_11580_05": "11580*05",
		"cerfa_16216_01": "16216*01", "cerfa_template_15476": "15476*04", "sample-cerfa": "12596*04"}
	for _, name := range names {
		blank, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = learn(t, blank, Options{Edition: "15763*02"})
		var wrong *WrongForm
		if !errors.As(err, &wrong) || wrong.Number == "" && wrong.Title == "" {
			t.Errorf("%s: %v", filepath.Base(name), err)
			continue
		}
		for part, number := range numbers {
			if strings.Contains(name, part) && wrong.Number != number {
				t.Errorf("%s is called %q", filepath.Base(name), wrong.Number)
			}
		}
	}
}

// A file that is cut short, or has nothing on it, ends in words and not in a form.
func TestDamaged(t *testing.T) {
	whole := official(t)
	empty := gofpdf.New("P", "pt", "A4", "")
	empty.AddPage()
	var nothing bytes.Buffer
	if err := empty.Output(&nothing); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"no bytes": nil, "no text": nothing.Bytes(), "no PDF": []byte("S1106, 15763*02\nVos nom et prénoms: ____")}
	for _, part := range []int{1, 10, 50, 90, 99} {
		files[fmt.Sprintf("%d hundredths", part)] = whole[:len(whole)*part/100]
	}
	for name, blank := range files {
		if err := try(t, blank); err == nil || err.Error() == "" {
			t.Errorf("%s: learnt, or no words: %v", name, err)
		}
	}
}

// try is learn for files that may not open at all.
func try(t *testing.T, blank []byte) error {
	t.Helper()
	file, err := pdf.Open(blank)
	if err != nil {
		return err
	}
	doc, err := engine.Open(blank)
	if err != nil {
		return err
	}
	defer doc.Close()
	_, err = Learn(catalog(t).Form, blank, file, doc, Options{Edition: "15763*02"})
	t.Logf("%d bytes: %v", len(blank), err)
	return err
}

// The number of an invented person has its right key, so that a reader who checks finds it so.
func TestSampleKey(t *testing.T) {
	if key := profile.NIR(samples[numberID]).ComputedKey(); key != samples[keyID] {
		t.Errorf("key %s, want %s", samples[keyID], key)
	}
}
