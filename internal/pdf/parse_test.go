package pdf

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// agrees holds what our parser makes of the beginning of s against what pdfcpu makes of it; false
// where ours gives up.
func agrees(t *testing.T, s string) bool {
	t.Helper()
	p := parser{s: s}
	got, ok := p.value(0)
	if !ok {
		return false
	}
	rest := s
	parsed, err := model.ParseObjectContext(context.Background(), &rest, 0, maxNesting)
	if err != nil {
		t.Errorf("%.200q: pdfcpu refuses what we read as %v: %v", s, got, err)
		return true
	}
	if want := imported(parsed); !reflect.DeepEqual(got, want) || s[p.at:] != rest {
		t.Errorf("%.200q: %#v before %.20q, pdfcpu has %#v before %.20q", s, got, s[p.at:], want, rest)
	}
	return true
}

// TestParserAgrees reads every kind of object, and careless ones that are left to pdfcpu.
func TestParserAgrees(t *testing.T) {
	for s, ours := range map[string]bool{
		"null": true, "true]": true, "false/A": true, "nullify": false, "True": false, "truest": false, "tru": false,
		"0": true, "-17 ": true, "+3": true, "4.": true, "-.002": true, "3.14159>>": true, "--5": false, "5-3": false, ".": false, "1,5": false, "0-5": false, "1e5": false, "99999999999999999999": false,
		"12 0 R": true, "12 0 R>>": true, "12 0 Rx": false, "12 0R ": true, "12 0 obj": true, "12\n0\rR ": true, "-12 0 R": false, "+1 0 R": false, "1 -2 R": false, "1 -2 3": true, "1 2": true, "1 2 ": true, "1 % a\n0 R": false, "1 0 % a\nR": false, "1 000001 R": false,
		"/Name ": true, "/A#20B/": true, "/A#2": false, "/A#00 ": false, "/ ": true, "/Pr\u00e9nom ": false, "/A": false, "/A)": false, "/A{ ": false, "/A% ": false,
		"()": true, "(a(b)c) x": true, "(a\\)b\\051\\n\\\r\n)": true, "(a": false, "(\xe9\r\n)": true,
		"<>": true, "<48656C6c6F>": true, "<4>": true, "<48 65>": false, "<4G>": false, "<48": false,
		"[]": true, "[ 1 2 R 3 0 R/A(b)<63>[null]]": true, "[1 2": false, "[1)]": false, "[%\n1]": false,
		"<<>>": true, "<</A 1/B[<</C null>>]/A 2/D null>> endobj": true, "<</A 1/A null>>": true, "<</A>>": false, "<</A 1": false, "<<A 1>>": false, "<</A/B/C>>": false, "<</A\n/B 1>>": false, "<</A 1>": false,
		"": false, "  ": false, "% a": false, ")": false, "endobj": false, "\v1": false,
	} {
		if agrees(t, s) != ours {
			t.Errorf("%q: read by us %v, want %v", s, !ours, ours)
		}
	}
}

// TestParserAgreesOnFiles also asks that sound files need no other parser.
func TestParserAgreesOnFiles(t *testing.T) {
	names, _ := filepath.Glob("../../testdata/scans/*.pdf")
	more, _ := filepath.Glob(corpus)
	if len(names) == 0 {
		t.Fatal("there are no scans")
	}
	for _, name := range append(names, more...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ours, all := 0, 0
		for _, at := range objectWord.FindAllIndex(data, -1) {
			_, _, s, ok := objectHeader(string(data[at[0]:at[1]]))
			if !ok {
				continue
			}
			if all++; agrees(t, s) {
				ours++
			}
		}
		if ours < all*9/10 {
			t.Errorf("%s: %d of %d objects are read by us", filepath.Base(name), ours, all)
		}
	}
}

func FuzzParser(f *testing.F) {
	for _, s := range []string{"<</A 1/B[2 0 R(c\\)<64>]/E#20 .5/F null>>", "[1 -2 3 0 R true false null]", "(a(b)\\051)", "1 % a\n0 R", "<</A\n/B 1>>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { agrees(t, s) })
}
