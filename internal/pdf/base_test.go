package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// unreachable counts the objects of a file that nothing in it leads to.
func unreachable(t *testing.T, data []byte) int {
	t.Helper()
	f := mustOpen(t, data)
	seen := make(map[ref]bool)
	var walk func(o object)
	walk = func(o object) {
		switch o := o.(type) {
		case ref:
			if !seen[o] {
				seen[o] = true
				walk(f.objects[o])
			}
		case array:
			for _, v := range o {
				walk(v)
			}
		case dict:
			for _, v := range o {
				walk(v)
			}
		case *stream:
			walk(o.dict)
		}
	}
	walk(f.root)
	for _, p := range f.pages {
		walk(p.ref)
	}
	n := 0
	for r, o := range f.objects {
		if d, ok := o.(dict); ok && (d["Producer"] != nil || d["Type"] == name("Catalog") || d["Type"] == name("Pages")) {
			continue // the trailer leads there
		}
		if !seen[r] {
			n++
		}
	}
	return n
}

// TestNothingIdle fills a form in several ways, one after the other: no copy holds what only
// another needs, and each is what a form just read gives.
func TestNothingIdle(t *testing.T) {
	f := openOfficial(t)
	for _, entries := range [][]Entry{answers, nil, answers[:1], {{Field: "sa", State: "non"}}, {{Field: "N ET P", Text: "Ωж"}}, answers} {
		for _, editable := range []bool{false, true} {
			o := FillOptions{Editable: editable}
			data, _ := filled(t, f, entries, o)
			if n := unreachable(t, data); n > 0 {
				t.Errorf("%d entries, editable %v: nothing leads to %d objects", len(entries), editable, n)
			}
			if fresh, _ := filled(t, openOfficial(t), entries, o); !bytes.Equal(data, fresh) {
				t.Errorf("%d entries, editable %v: other bytes than from a form just read", len(entries), editable)
			}
		}
	}
}

func TestIdentifierIsOfContent(t *testing.T) {
	id := func(text string) string {
		data, _ := filled(t, small(t), []Entry{{Field: "line", Text: text}}, FillOptions{})
		_, after, _ := bytes.Cut(data, []byte("/ID ["))
		return string(after[:40])
	}
	if id("Lyon") != id("Lyon") || id("Lyon") == id("Nyon") {
		t.Error("the identifier does not follow the content")
	}
}

// TestAfter puts a turned page with a note, a link and a value of its own behind the form.
func TestAfter(t *testing.T) {
	sheet := mustOpen(t, onePage("/Rotate 90/CropBox[10 10 500 400]/Annots[5 0 R 6 0 R 7 0 R]", "q BT /F0 9 Tf 99 99 Td (suite) Tj ET",
		"<</Subtype/Widget/T(v)/FT/Tx/V(ancien)/Rect[100 200 200 220]>>",
		"<</Subtype/Link/Rect[0 0 10 10]/Dest[3 0 R/Fit]>>",
		"<</Subtype/FreeText/Rect[100 300 200 320]/AP<</N 8 0 R>>>>",
		streamObject("/BBox[0 0 100 20]/Resources<</Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>", "BT /F0 9 Tf 1 1 Td (note) Tj ET")))
	f := mustOpen(t, onePage("/Annots[5 0 R]", "", "<</Subtype/Widget/T(a)/FT/Tx/Rect[100 100 200 120]>>"))
	for _, editable := range []bool{false, true} {
		o := FillOptions{Editable: editable, After: []*File{sheet, sheet}}
		data, placed := filled(t, f, []Entry{{Field: "a", Text: "Lyon"}}, o)
		sound(t, data)
		got := mustOpen(t, data)
		if got.Pages() != 3 || len(placed) != 1 {
			t.Fatalf("%d pages, %d placements, want 3 and 1", got.Pages(), len(placed))
		}
		if w, h := got.PageSize(3); w != 390 || h != 490 {
			t.Errorf("the sheet is %g × %g, want 390 × 490", w, h)
		}
		if n := len(got.pages[1].annots); n != 0 || len(got.fields) > 1 {
			t.Errorf("the sheet keeps %d annotations; %d fields", n, len(got.fields))
		}
		words := strings.Fields(tool(t, data, "pdftotext", nil, "-"))
		slices.Sort(words)
		if s := fmt.Sprint(words); s != "[Lyon ancien ancien note note suite suite]" {
			t.Errorf("editable %v: on paper: %s", editable, s)
		}
		if n := unreachable(t, data); n > 0 {
			t.Errorf("nothing leads to %d objects", n)
		}
	}
	foreign := mustOpen(t, onePage("/Annots[5 0 R]", "", "<</Subtype/Widget/T(v)/FT/Tx/V<feff4e2d>/Rect[100 200 200 220]>>"))
	var b bytes.Buffer
	if _, err := f.Fill(&b, nil, FillOptions{After: []*File{foreign}}); err == nil || b.Len() > 0 {
		t.Errorf("%d bytes and error %v for a sheet with a value we cannot write", b.Len(), err)
	}
}
