//go:build conformance

package conformance

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/pdf"
)

// others says what programs that share no code with ours find wrong with a filled form.
func others(t *testing.T, m filled) (said []string) {
	dir := t.TempDir()
	name, blank := filepath.Join(dir, "filled.pdf"), filepath.Join(dir, "blank.pdf")
	for file, data := range map[string][]byte{name: m.data, blank: m.raw} {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, judge := range [][]string{
		{"qpdf", "--check"},
		{"mutool", "draw", "-q", "-r", "10", "-o", os.DevNull},
	} {
		out, err := run(judge, name)
		if err == nil {
			continue
		}
		if _, before := run(judge, blank); before == nil { // else the fault came with the form
			said = append(said, fmt.Sprintf("%s: %v: %s", judge[0], err, firstLines(out)))
		}
	}
	if missing := unread(name, m.placed); missing != "" {
		said = append(said, "pdftotext: "+missing)
	}
	if m.editable {
		for _, r := range readers() {
			said = append(said, r.disagree(name, m)...)
		}
	}
	return said
}

func run(command []string, file string) ([]byte, error) {
	return exec.Command(command[0], append(slices.Clone(command[1:]), file)...).CombinedOutput()
}

func firstLines(out []byte) string {
	lines := strings.SplitN(string(out), "\n", 4)
	return strings.Join(lines[:min(3, len(lines))], " | ")
}

// unread compares how often each line of the values stands in the text that poppler reads.
func unread(name string, placed []pdf.Placement) string {
	out, err := exec.Command("pdftotext", "-raw", name, "-").Output()
	if err != nil {
		return err.Error()
	}
	text := squeezed(string(out))
	want := make(map[string]int)
	for _, p := range placed {
		for _, l := range p.Lines {
			if l = squeezed(l); len(l) > 4 {
				want[l]++
			}
		}
	}
	missing := 0
	for line, n := range want {
		missing += max(0, n-strings.Count(text, line))
	}
	if missing == 0 {
		return ""
	}
	return fmt.Sprintf("%d lines of values are not in the text", missing)
}

// A reader is a program that reads the living fields of a form.
type reader struct {
	name    string
	command []string
	env     []string
}

// pdfjsPlaces are where Debian's libjs-pdf puts pdf.js, and what PDFJS names.
var pdfjsPlaces = []string{os.Getenv("PDFJS"), "/usr/share/nodejs/pdfjs-dist/build/pdf.js", "/usr/share/javascript/pdf/build/pdf.js"}

// readers are those that are installed.
var readers = sync.OnceValue(func() (list []reader) {
	if _, err := exec.LookPath("mutool"); err == nil {
		list = append(list, reader{name: "mupdf", command: []string{"mutool", "run", "testdata/values.mupdf.js"}})
	}
	if python := withPikepdf(); python != "" {
		list = append(list, reader{name: "pikepdf", command: []string{python, "testdata/values.py"}})
	}
	if _, err := exec.LookPath("node"); err == nil {
		for _, place := range pdfjsPlaces {
			if _, err := os.Stat(place); err == nil {
				list = append(list, reader{name: "pdf.js", command: []string{"node", "testdata/values.pdfjs.js"}, env: []string{"PDFJS=" + place}})
				break
			}
		}
	}
	return list
})

func withPikepdf() string { return pythonWith("pikepdf") }

// pythonWith is a Python that has a module: the first on the path, else the system's own; "" if none has.
func pythonWith(module string) string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return python
		}
	}
	return ""
}

func (r reader) read(name string) (map[string][]string, error) {
	cmd := exec.Command(r.command[0], append(slices.Clone(r.command[1:]), name)...)
	cmd.Env = append(os.Environ(), r.env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, firstLines([]byte(stderr.String())))
	}
	var values map[string][]string
	if err := json.Unmarshal(out, &values); err != nil {
		return nil, err
	}
	return values, nil
}

// disagree says where the reader sees another value than was given.
func (r reader) disagree(name string, m filled) (said []string) {
	values, err := r.read(name)
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", r.name, err)}
	}
	wanted := stored(m)
	for _, e := range m.entries {
		got, ok := values[e.Field]
		want := wanted[e.Field]
		same := func(s string) bool {
			return s == "?" || lines.Replace(s) == want || e.State != "" && slices.ContainsFunc(otherNames(m, e), func(n string) bool { return sameName(s, n) })
		}
		switch {
		case !ok:
			said = append(said, fmt.Sprintf("%s: has no field %s", r.name, e.Field))
		case !slices.ContainsFunc(got, same):
			said = append(said, fmt.Sprintf("%s: %s holds %q, want %q", r.name, e.Field, got, want))
		}
	}
	return said
}

// lines makes the line ends of values alike.
var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// otherNames are the states by which the box that e ticks may be known: a box goes by a state of its
// picture and by what it exports, and a file says the first.
func otherNames(m filled, e pdf.Entry) []string {
	names := []string{e.State}
	for _, fd := range m.form.Fields() {
		for _, w := range fd.Widgets {
			if fd.Name == e.Field && slices.Contains(w.States, e.State) {
				names = append(names, w.States...)
			}
		}
	}
	return names
}

// sameName compares names as programs read them: some keep no more than 127 bytes (ISO 32000-1, annex C).
func sameName(read, want string) bool {
	long := len(read) > 100
	read, want = ascii(read), ascii(want)
	return read == want || long && strings.HasPrefix(want, read)
}

// ascii leaves out what each program decodes its own way: PDF does not say how a name is encoded.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
}

// stored is what each field is to hold: of a choice, what it sends. Password fields hold nothing.
func stored(m filled) map[string]string {
	fields := make(map[string]pdf.Field)
	for _, fd := range m.form.Fields() {
		fields[fd.Name] = fd
	}
	values := make(map[string]string)
	for _, e := range m.entries {
		fd := fields[e.Field]
		values[e.Field] = e.Text + e.State
		for _, c := range fd.Choices {
			if c.Shown == e.Text {
				values[e.Field] = c.Export
				break
			}
		}
		if fd.Password {
			values[e.Field] = ""
		}
	}
	return values
}

// TestReaders says which programs editable forms were not read with, since nothing else would.
func TestReaders(t *testing.T) {
	found := readers()
	for _, want := range []string{"mupdf", "pikepdf", "pdf.js"} {
		t.Run(want, func(t *testing.T) {
			if !slices.ContainsFunc(found, func(r reader) bool { return r.name == want }) {
				t.Skip("not installed")
			}
		})
	}
}
