package proof

import (
	"os"
	"strings"
	"testing"

	"dossier/internal/pdf"
)

// TestCheckSingleCharacters holds that a value of one character is read, whatever PDFium makes of it in
// a running text, and that it is missed when it is not there.
func TestCheckSingleCharacters(t *testing.T) {
	f := fields(t)
	empty, _ := fill(t, f, nil, true)
	blank := open(t, empty)
	for _, s := range []string{"-", ".", "'", ",", "_", "~", "|", "`", "^", "´", "¨", "·", "–", "—", "\u00AD", "\u2010", "°", "*", "/", "a-", "a-\nb", "5-\n-", "-\n-", "é-\n5"} {
		given := []pdf.Entry{{Field: "name", Text: s}, {Field: "town", Text: s}, {Field: "notes", Text: s}, {Field: "date", Text: s[:len(s)-len(s)%2], Cells: 8}}
		if len([]rune(s)) > 1 {
			given = given[2:3]
		} else {
			given[3].Text = s
		}
		for _, editable := range []bool{false, true} {
			data, marks := fill(t, f, given, editable)
			if faults, err := open(t, data).Check(Blank{Doc: blank}, marks); err != nil || len(faults) > 0 {
				t.Errorf("%q, editable %v: %v, %v", s, editable, faults, err)
			}
			if faults, err := blank.Check(Blank{Doc: blank}, marks); err != nil || len(faults) < len(given) {
				t.Errorf("%q is not there: %v, %v", s, faults, err)
			}
		}
	}
}

// preparationSheet is a blank form with tinted fields, for both engines.
func preparationSheet(t *testing.T) (*pdf.File, *Document) {
	t.Helper()
	data, err := os.ReadFile("../../forms/standin-fr.pdf")
	if err != nil {
		t.Fatal(err)
	}
	f, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f, open(t, data)
}

// TestCheckThin holds that a thin value is not called pale on a ground that is not white.
func TestCheckThin(t *testing.T) {
	f, blank := preparationSheet(t)
	for _, s := range []string{"_", "-", ".", "|", "'", "– _"} {
		filled, marks := fill(t, f, []pdf.Entry{{Field: "signed_at", Text: s}, {Field: "names", Text: s}}, false)
		if faults, err := open(t, filled).Check(Blank{Doc: blank}, marks); err != nil || len(faults) > 0 {
			t.Errorf("%q: %v, %v", s, faults, err)
		}
	}
}

// TestCheckEcho holds that two equal texts so near each other that PDFium reads one are both known to be
// there, and that one of them alone is not enough.
func TestCheckEcho(t *testing.T) {
	f, blank := preparationSheet(t)
	upper := pdf.Entry{Field: "upper", Page: 1, Text: "ÉèçñŒ Łğờ Ωж €", Rect: &pdf.Rect{X0: 300, Y0: 20.5, X1: 405, Y1: 31.8}}
	lower := upper
	lower.Field, lower.Rect = "lower", &pdf.Rect{X0: 300, Y0: 12.5, X1: 405, Y1: 23.8}
	both, marks := fill(t, f, []pdf.Entry{upper, lower}, false)
	doc := open(t, both)
	text, err := doc.Text(0)
	if n := strings.Count(text, "ÉèçñŒ"); err != nil || n != 1 {
		t.Errorf("PDFium reads the text %d times, which this test is not about; %v", n, err)
	}
	if faults, err := doc.Check(Blank{Doc: blank}, marks); err != nil || len(faults) > 0 {
		t.Errorf("both texts: %v, %v", faults, err)
	}
	one, _ := fill(t, f, []pdf.Entry{upper}, false)
	if faults, err := open(t, one).Check(Blank{Doc: blank}, marks); err != nil || len(faults) != 1 || faults[0].Kind != Missing {
		t.Errorf("one text: %v, %v", faults, err)
	}
}
