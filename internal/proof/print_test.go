package proof

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"dossier/internal/pdf"
)

// readPrint reads how a file lies.
func readPrint(t *testing.T, data []byte) *Print {
	t.Helper()
	p, err := ReadPrint(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// joined is a form and where its page stands in a joined file.
func joined(t *testing.T) (form, whole []byte, at [6]float64) {
	t.Helper()
	form, _ = fill(t, fields(t), others, false)
	var out bytes.Buffer
	parts := []pdf.Part{{Title: "form", Pages: 1, Back: &pdf.Target{}, Open: func() (pdf.Source, error) {
		f, err := pdf.Open(form)
		return pdf.Source{File: f}, err
	}}}
	where, err := pdf.Join(&out, parts, pdf.JoinOptions{Title: "joined", Stamp: func(part, page, pages int) string { return "Pièce 1 · page 1/1" }})
	if err != nil {
		t.Fatal(err)
	}
	return form, out.Bytes(), where[0].At[0]
}

const footHeight = 25 // points

// A page that was joined shows what its source does; one that shows anything else is not taken for it.
func TestRepeats(t *testing.T) {
	form, whole, at := joined(t)
	of := readPrint(t, form)
	if err := readPrint(t, whole).Repeats(0, of, 0, at, footHeight); err != nil {
		t.Fatal("the page as it was joined is not known:", err)
	}
	moved := at
	moved[4] += 0.5
	if readPrint(t, whole).Repeats(0, of, 0, moved, footHeight) == nil {
		t.Error("it may stand elsewhere than is said")
	}
	parts := stretches(t, whole)
	last := len(parts) - 1
	inStream := func(n int, change func(string) string) []byte {
		return again(t, whole, func(r ref, s stretch, body string) string {
			if r != parts[n] {
				return body
			}
			return streamed(t, s, func(was string) string {
				now := change(was)
				if now == was {
					t.Fatal("nothing was changed")
				}
				return now
			})
		})
	}
	more := func(s string) func(string) string { return func(was string) string { return was + s } }
	swap := func(old, new string) func(string) string {
		return func(was string) string { return strings.Replace(was, old, new, 1) }
	}
	inObject := func(old, new string) []byte {
		found := false
		data := again(t, whole, func(r ref, s stretch, body string) string {
			if s.raw != nil || found || !strings.Contains(body, old) {
				return body
			}
			found = true
			return strings.Replace(body, old, new, 1)
		})
		if !found {
			t.Fatalf("there is no %q", old)
		}
		return data
	}
	contents := fmt.Sprintf("/Contents [%d 0 R", parts[0])
	for name, data := range map[string][]byte{
		"a line over it":                        inStream(last, more("q 0 G 300 300 m 400 300 l S Q\n")),
		"a white box over it":                   inStream(last, more("q 1 g 100 300 200 300 re f Q\n")),
		"a picture over it":                     inStream(last, more("q 100 0 0 100 200 200 cm /X0 Do Q\n")),
		"a text high on the page":               inStream(last, more("BT 1 0 0 1 100 400 Tm <0001> Tj ET\n")),
		"a text in large letters":               inStream(last, more("BT /Dossier0 60 Tf 1 0 0 1 100 0 Tm <0001> Tj ET\n")),
		"a text turned":                         inStream(last, more("BT 0 1 -1 0 100 5 Tm <0001> Tj ET\n")),
		"a text moved by a matrix":              inStream(last, more("q 1 0 0 1 0 300 cm BT 1 0 0 1 100 5 Tm <0001> Tj ET Q\n")),
		"a text that goes on higher":            inStream(last, more("BT 1 0 0 1 100 5 Tm 300 TL T* <0001> Tj ET\n")),
		"what is not ended":                     inStream(last, swap("Q\n", "")),
		"a page made smaller":                   inStream(0, swap(" cm", " cm 0.5 0 0 0.5 0 0 cm")),
		"a page cut":                            inStream(0, swap("W\n", "0 0 100 100 re\nW\n")),
		"a page not cut":                        inStream(0, swap("W\nn\n", "n\n")),
		"another value on the form":             inStream(last-1, more("q 0 G 300 300 m 400 300 l S Q\n")),
		"a stream more":                         inObject(contents, fmt.Sprintf("/Contents [%d 0 R %d 0 R", parts[0], parts[1])),
		"a stream less":                         inObject(fmt.Sprintf("%d 0 R %d 0 R", parts[1], parts[2]), fmt.Sprintf("%d 0 R", parts[2])),
		"another typeface":                      inObject("/BaseFont /utf8sans", "/BaseFont /utf8sanz"),
		"a note on it":                          inObject("/Subtype /Link", "/Subtype /Square"),
		"a frame round a link":                  inObject("/Border [0 0 0]", "/Border [0 0 1]"),
		"a page that is turned":                 inObject("/Type /Page\n", "/Type /Page\n/Rotate 90\n"),
		"a page with a transparency of its own": inObject("/Type /Page\n", "/Type /Page\n/Group <</S /Transparency /CS /DeviceRGB>>\n"),
	} {
		if readPrint(t, data).Repeats(0, of, 0, at, footHeight) == nil {
			t.Errorf("%s: taken for the page of the form", name)
		}
	}
}

// The sum of a page changes with all that the page shows, and with nothing else.
func TestPrintSum(t *testing.T) {
	_, whole, _ := joined(t)
	sum := func(data []byte) string {
		s, err := readPrint(t, data).Sum(0)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	was := sum(whole)
	parts := stretches(t, whole)
	for name, c := range map[string]struct {
		change func(r ref, s stretch, body string) string
		same   bool
	}{
		"nothing":         {func(_ ref, _ stretch, body string) string { return body }, true},
		"the title":       {func(_ ref, _ stretch, body string) string { return strings.Replace(body, "joined", "joint", 1) }, true},
		"where a link is": {func(_ ref, _ stretch, body string) string { return strings.Replace(body, "/Rect [", "/Rect [1", 1) }, true},
		"the drawing": {func(r ref, s stretch, body string) string {
			if r != parts[1] {
				return body
			}
			return streamed(t, s, func(was string) string { return was + " " })
		}, false},
		"a typeface": {func(_ ref, _ stretch, body string) string {
			return strings.Replace(body, "/Encoding /Identity-H", "/Encoding /Identity-V", 1)
		}, false},
		"the sheet": {func(_ ref, _ stretch, body string) string {
			return strings.Replace(body, "/MediaBox [0 0 595", "/MediaBox [0 0 594", 1)
		}, false},
	} {
		if now := sum(again(t, whole, c.change)); (now == was) != c.same {
			t.Errorf("%s changed: the same sum %v", name, now == was)
		}
	}
}

// A file of ours with one object more, which its page does not use, and the sum of that.
func sumOfObject(t *testing.T, body string) (sum, error) {
	t.Helper()
	var out bytes.Buffer
	var table strings.Builder
	table.WriteString("xref\n0 5\n0000000000 65535 f \n")
	out.WriteString("%PDF-1.7\n")
	for i, o := range []string{"<</Type /Catalog>>", "<</A 1>>", "<</B 2>>", body} {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := out.Len()
	fmt.Fprintf(&out, "%strailer\n<</Root 1 0 R /Size 5>>\nstartxref\n%d\n%%%%EOF\n", table.String(), start)
	f, err := readFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return f.sumRef(4)
}

// The sum of an object depends on what it refers to and not on the number of that, and a string is no reference.
func TestSumOfReferences(t *testing.T) {
	long := strings.Repeat(" /Name", 2*mostHead/6)
	stream := func(dict, data string) string {
		return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
	}
	data := strings.Repeat("3 0 R ", mostHead)
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"the same", "[2 0 R]", "[2 0 R]", true},
		{"another object", "[2 0 R]", "[3 0 R]", false},
		{"another object at the end", "[/X" + long + " 2 0 R]", "[/X" + long + " 3 0 R]", false},
		{"a number", "[2 0 3 0 R]", "[3 0 3 0 R]", false},
		{"a string like a reference", "[(2 0 R)]", "[(3 0 R)]", false},
		{"after a string", `[(\)) 2 0 R]`, `[(\)) 3 0 R]`, false},
		{"a long string", "[(" + long + ") 2 0 R]", "[(" + long + ") 3 0 R]", false},
		{"data of a stream", stream("/X 2 0 R", data), stream("/X 2 0 R", strings.Replace(data, "3", "2", 1)), false},
		{"the dictionary of a stream", stream("/X 2 0 R", data), stream("/X 3 0 R", data), false},
		{"a long dictionary", stream("/X ["+long+" 2 0 R]", data), stream("/X ["+long+" 3 0 R]", data), false},
		{"the end of the data", stream("/X 2", data+"a"), stream("/X 2", data+"b"), false},
	} {
		a, err := sumOfObject(t, c.a)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		b, err := sumOfObject(t, c.b)
		if err != nil || (a == b) != c.same {
			t.Errorf("%s: the same sum %v (%v)", c.name, a == b, err)
		}
	}
	for name, body := range map[string]string{
		"itself": "[4 0 R]", "no object": "[9 0 R]", "another generation": "[2 1 R]", "a string without end": "[(2 0 R]", "a comment": "[2 % 0 R\n]",
	} {
		if _, err := sumOfObject(t, body); err == nil {
			t.Errorf("%s: summed", name)
		}
	}
}
