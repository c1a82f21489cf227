package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shownText is the drawing of a page, as PDF operators.
func shownText(t *testing.T, f *File, page int) string {
	t.Helper()
	left := 1 << 26
	content, err := f.content(f.pages[page-1].contents, &left)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func debugged(t *testing.T, f *File) *File {
	t.Helper()
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := f.Debug(w); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("not the same bytes twice")
	}
	out, err := Open(a.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A debug copy keeps the pages, has no form any more, and a frame for each place of a field.
func TestDebug(t *testing.T) {
	files, err := filepath.Glob("../../../shared/forms/*/*.pdf")
	if err != nil || len(files) == 0 {
		t.Skip("the shared forms are not at hand: ", err)
	}
	for _, name := range append(files, "../../forms/standin-fr.pdf") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Open(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		out := debugged(t, f)
		if len(out.Fields()) != 0 || out.Pages() != f.Pages() {
			t.Errorf("%s: %d fields and %d pages, want 0 and %d", name, len(out.Fields()), out.Pages(), f.Pages())
			continue
		}
		places := make(map[int]int)
		for _, fd := range f.Fields() {
			for _, w := range fd.Widgets {
				places[w.Page]++
			}
		}
		for i := 1; i <= f.Pages(); i++ {
			w, h := f.PageSize(i)
			if gotW, gotH := out.PageSize(i); gotW-w > 0.01 || w-gotW > 0.01 || gotH-h > 0.01 || h-gotH > 0.01 {
				t.Errorf("%s: page %d is %.2f by %.2f, was %.2f by %.2f", name, i, gotW, gotH, w, h)
			}
			if got := strings.Count(shownText(t, out, i), "0.4 w\n"); got < places[i] {
				t.Errorf("%s: %d frames on page %d for %d places", name, got, i, places[i])
			}
		}
	}
}

func TestDrawable(t *testing.T) {
	for s, want := range map[string]string{
		"préc": "préc", "e\u0301": "é", "名": "<U+540D>", "a\nb": "a<U+000A>b", "": "",
	} {
		if got := drawable(s); got != want {
			t.Errorf("%q is drawn as %q, want %q", s, got, want)
		}
	}
}

func TestEndings(t *testing.T) {
	var got []string
	for s := range endings("a.b[0].c = 1") {
		got = append(got, s)
	}
	if all := strings.Join(got, " | "); all != "…b[0].c = 1 | …c = 1" {
		t.Errorf("endings are %s", all)
	}
	for s := range endings("whole") {
		t.Errorf("%q is an ending of a name without parts", s)
	}
}

// Names beside their frames keep off other frames and on the page.
func TestLabelPlaces(t *testing.T) {
	doc := newDocument(0)
	l := &labeller{size: Rect{0, 0, 200, 100}, face: (&typefaces{doc: doc}).of(0)}
	for _, c := range []struct {
		name  string
		frame Rect
		taken Rect
		left  bool // the name ends before the frame
	}{
		{"room to the right", Rect{50, 50, 58, 58}, Rect{}, false},
		{"another field to the right", Rect{50, 50, 58, 58}, Rect{60, 45, 100, 65}, true},
		{"the end of the page", Rect{190, 50, 198, 58}, Rect{}, true},
	} {
		l.taken = []Rect{c.frame, c.taken}
		l.beside(c.frame, "box = Yes", "F")
		at := l.taken[2]
		if (at.X1 <= c.frame.X0) != c.left || (at.X0 >= c.frame.X1) == c.left {
			t.Errorf("%s: the name stands at %v", c.name, at)
		}
	}
}
