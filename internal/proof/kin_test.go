package proof

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/pdf"
)

// kinOf learns from a form that was filled from f.
func kinOf(t *testing.T, f *pdf.File, blank Blank, file []byte) *Kin {
	t.Helper()
	data, marks := fill(t, f, entries, false)
	if faults, err := open(t, data).Check(blank, marks); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	k, err := Learn(bytes.NewReader(data), int64(len(data)), blank, file)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// through checks a paper of a kin; whole says whether it is one and all is as meant.
func through(t *testing.T, k *Kin, blank Blank, data []byte, marks []Mark) (whole bool) {
	t.Helper()
	room, err := engine.Room()
	if err != nil {
		t.Fatal(err)
	}
	defer room.Close()
	d, err := room.OpenAs(k, readPrint(t, data), bytes.NewReader(data), int64(len(data)), blank, nil)
	if err != nil {
		return false
	}
	defer d.Close()
	faults, err := d.Check(blank, marks)
	return err == nil && len(faults) == 0
}

var others = []pdf.Entry{
	{Field: "name", Text: "Zoë Ōkubo"},
	{Field: "town", Text: "L’Haÿ-les-Roses"},
	{Field: "date", Text: "31121999", Cells: 8},
	{Field: "answer", State: "oui"},
}

// What was written on a form is read through its print as it is in full, and nothing is taken for whole that is not.
func TestKin(t *testing.T) {
	f := fields(t)
	file, _ := fill(t, f, nil, true)
	blank := Blank{Doc: open(t, file)}
	k := kinOf(t, f, blank, file)
	data, marks := fill(t, f, others, false)
	if !through(t, k, blank, data, marks) {
		t.Error("a form filled otherwise is not known as one of the kin")
	}
	for i := range marks {
		wrong := slices.Clone(marks)
		wrong[i].Ticked = !wrong[i].Ticked
		wrong[i].Text += "x"
		if through(t, k, blank, data, wrong) {
			t.Errorf("%s is wrong, and nothing is said", wrong[i].Name)
		}
		if through(t, k, blank, data, slices.Delete(slices.Clone(marks), i, i+1)) && (marks[i].Text != "" || marks[i].Ticked) {
			t.Errorf("%s was not to be there, and nothing is said", marks[i].Name)
		}
	}
}

// A paper whose print is not that of the kin is read in full.
func TestKinOfAnotherPrint(t *testing.T) {
	f := fields(t)
	file, _ := fill(t, f, nil, true)
	blank := Blank{Doc: open(t, file)}
	k := kinOf(t, f, blank, file)
	data, marks := fill(t, f, others, false)
	if !through(t, k, blank, data, marks) {
		t.Fatal("the paper itself is not known")
	}
	swap := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte {
			if !bytes.Contains(b, []byte(old)) || len(old) != len(new) {
				t.Fatalf("there is no %q", old)
			}
			return bytes.Replace(b, []byte(old), []byte(new), 1)
		}
	}
	content := func(change func(list string) string) func([]byte) []byte {
		return func(b []byte) []byte {
			from := bytes.Index(b, []byte("/Contents [")) + len("/Contents [")
			to := from + bytes.IndexByte(b[from:], ']')
			list := change(string(b[from:to]))
			if len(list) > to-from {
				t.Fatal("the list has become longer")
			}
			return slices.Concat(b[:from], []byte(list+strings.Repeat(" ", to-from-len(list))), b[to:])
		}
	}
	parts := func(list string) []string {
		all := strings.Split(strings.TrimSuffix(strings.TrimSpace(list), " R"), " R ")
		if len(all) != 3 {
			t.Fatalf("the content is %q", list)
		}
		return all
	}
	join := func(all ...string) string { return strings.Join(all, " R ") + " R" }
	for name, change := range map[string]func([]byte) []byte{
		"a printed line is elsewhere":     swap("100.00 611.89 m 100.00 595.89 l S", "100.00 711.89 m 100.00 695.89 l S"),
		"a page of another size":          swap("/MediaBox [0 0 595.28 841.89]", "/MediaBox [0 0 595.28 841.19]"),
		"no print":                        content(func(l string) string { p := parts(l); return join(p[0], p[2]) }),
		"the print once more":             content(func(l string) string { p := parts(l); return join(p[1], p[1], p[2]) }),
		"the print over what was written": content(func(l string) string { p := parts(l); return join(p[0], p[2], p[1]) }),
	} {
		if other := change(slices.Clone(data)); through(t, k, blank, other, marks) {
			t.Errorf("%s, and nothing is said", name)
		}
	}
}

// What is drawn on a form besides its values is found, as is a print that stands elsewhere.
func TestKinDrawnOn(t *testing.T) {
	f := fields(t)
	file, _ := fill(t, f, nil, true)
	blank := Blank{Doc: open(t, file)}
	k := kinOf(t, f, blank, file)
	for name, c := range map[string]struct {
		more  string
		whole bool
	}{
		"nothing":                  {"", true},
		"a line":                   {"0 G 300 300 m 400 300 l S", false},
		"a pale line":              {"0.8 G 3 w 300 300 m 400 300 l S", false},
		"a pale box over print":    {"0.9 g 45 700 60 60 re f", false},
		"a white box over print":   {"1 g 45 729 40 12 re f", false},
		"a white box over a value": {"1 g 100 729 100 12 re f", false},
	} {
		data, marks := fill(t, f, others, false)
		data = drawnOn(t, data, c.more)
		if full, err := open(t, data).Check(blank, marks); err != nil || (len(full) == 0) != c.whole {
			t.Errorf("%s, read in full: %v, %v", name, full, err)
		}
		if through(t, k, blank, data, marks) != c.whole {
			t.Errorf("%s: as meant %v", name, !c.whole)
		}
	}
}

// drawnOn writes a form anew with more in the last stream of its page, laid out as ours are.
func drawnOn(t *testing.T, data []byte, more string) []byte {
	t.Helper()
	last := stretches(t, data)
	return again(t, data, func(r ref, s stretch, body string) string {
		if r != last[len(last)-1] {
			return body
		}
		return streamed(t, s, func(content string) string { return content + "\nq " + more + " Q\n" })
	})
}

// stretches are the streams of the first page.
func stretches(t *testing.T, data []byte) (all []ref) {
	t.Helper()
	f, err := readFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	page, err := f.page(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range page["Contents"].(list) {
		all = append(all, part.(ref))
	}
	return all
}

// streamed is the body of a stream that says something else, unpacked.
func streamed(t *testing.T, s stretch, change func(string) string) string {
	t.Helper()
	was, ok := s.plain()
	if !ok {
		t.Fatal("the stream is packed in another way")
	}
	content := change(string(was))
	return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content)
}

// again writes a file anew, laid out as ours are, each object as change has it.
func again(t *testing.T, data []byte, change func(r ref, s stretch, body string) string) []byte {
	t.Helper()
	f, err := readFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(f.offsets))
	out.Write(data[:f.ends[0]])
	for r := ref(1); int(r) < len(f.offsets); r++ {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		o, err := f.object(r)
		if err != nil {
			t.Fatal(err)
		}
		end := f.ends[slices.Index(f.ends, f.offsets[r])+1]
		head := fmt.Sprintf("%d 0 obj\n", r)
		body := strings.TrimSpace(strings.TrimPrefix(string(data[f.offsets[r]:end]), head))
		d, _ := o.value.(dict)
		fmt.Fprintf(&out, "%s%s\nendobj\n", head, change(r, stretch{raw: o.raw, dict: d}, strings.TrimSuffix(body, "\nendobj")))
	}
	start := out.Len()
	trailer := data[bytes.LastIndex(data, []byte("trailer\n")):bytes.LastIndex(data, []byte("startxref"))]
	fmt.Fprintf(&out, "%s%sstartxref\n%d\n%%%%EOF\n", table, trailer, start)
	return out.Bytes()
}
