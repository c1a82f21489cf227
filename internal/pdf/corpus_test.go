package pdf

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const (
	official = "../../../shared/forms/official/s1106-15763-01-fr.pdf"
	corpus   = "../../../shared/forms/other/*.pdf"
)

func openOfficial(t testing.TB) *File {
	t.Helper()
	data, err := os.ReadFile(official)
	if err != nil {
		t.Skip("the official form is not here")
	}
	f, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func mustOpen(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// sound lets qpdf judge a file, where it is installed.
func sound(t testing.TB, data []byte) {
	t.Helper()
	if _, err := exec.LookPath("qpdf"); err != nil {
		return
	}
	if out, err := exec.Command("qpdf", "--check", onDisk(t, data)).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

func onDisk(t testing.TB, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// tool runs a program on a file and skips the test where the program is not installed.
func tool(t testing.TB, data []byte, program string, before []string, after ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(program + " is not installed")
	}
	args := append(append(append([]string{}, before...), onDisk(t, data)), after...)
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	return string(out)
}

// everything fills all text fields, picks the first choice of lists and ticks every box.
func everything(f *File) []Entry {
	var list []Entry
	for _, fd := range f.fields {
		e := Entry{Field: fd.Name}
		switch {
		case len(fd.places) == 0 || fd.Type == Signature || fd.pushButton():
			continue
		case fd.Type == Button:
			states := fd.places[len(fd.places)-1].States
			e.State = states[len(states)-1]
		case fd.Type == Choice && len(fd.choices) > 0:
			e.Text = fd.choices[0].shown
		default:
			e.Text = "Éàçñ Œ"
		}
		list = append(list, e)
	}
	return list
}

// own reports an error made of nothing but those a caller can act on.
func own(err error) bool {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			if !own(e) {
				return false
			}
		}
		return true
	}
	return errors.As(err, new(*FieldError)) || errors.As(err, new(*OverflowError)) || errors.As(err, new(*GlyphError))
}

func TestCorpus(t *testing.T) {
	files, _ := filepath.Glob(corpus)
	if len(files) == 0 {
		t.Skip("the other forms are not here")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			f := mustOpen(t, data)
			entries := everything(f)
			fillable := entries[:0:0]
			for _, e := range entries {
				if _, err := f.Plan([]Entry{e}, FillOptions{}); err == nil {
					fillable = append(fillable, e)
				} else if !own(err) {
					t.Errorf("%v", err)
				}
			}
			t.Logf("%d pages, %d fields, %d filled, %d do not fit", f.Pages(), len(f.fields), len(fillable), len(entries)-len(fillable))
			if len(fillable)*10 < len(entries)*9 {
				t.Errorf("%d of %d entries fit, want nine in ten", len(fillable), len(entries))
			}
			for _, editable := range []bool{false, true} {
				tryFill(t, f, fillable, editable)
			}
		})
	}
}

func tryFill(t *testing.T, f *File, entries []Entry, editable bool) {
	var b bytes.Buffer
	if _, err := f.Fill(&b, entries, FillOptions{Editable: editable}); err != nil {
		t.Errorf("editable %v: %v", editable, err)
		return
	}
	sound(t, b.Bytes())
	got := mustOpen(t, b.Bytes())
	if got.Pages() != f.Pages() {
		t.Errorf("editable %v: %d pages, want %d", editable, got.Pages(), f.Pages())
	}
	if !editable {
		if len(got.fields) != 0 || got.root["AcroForm"] != nil {
			t.Errorf("flattened, and still %d fields", len(got.fields))
		}
		return
	}
	if len(got.fields) != len(f.fields) {
		t.Errorf("%d fields, want %d", len(got.fields), len(f.fields))
	}
	for _, e := range entries {
		checkValue(t, got.byName[e.Field], e)
	}
}

func checkValue(t *testing.T, fd *field, e Entry) {
	if fd == nil {
		t.Errorf("%q is gone", e.Field)
		return
	}
	want := e.Text
	switch fd.Type {
	case Button:
		if fd.Value == "" || fd.Value == "Off" {
			t.Errorf("%q is not ticked", e.Field)
		}
		return
	case Choice:
		for _, c := range fd.choices {
			if c.shown == e.Text {
				want = c.export
				break
			}
		}
	}
	if fd.Value != want {
		t.Errorf("%q holds %q, want %q", e.Field, fd.Value, want)
	}
	if fd.Comb || fd.MaxLen != 0 && fd.MaxLen != noLimit {
		t.Errorf("%q keeps a limit of %d", e.Field, fd.MaxLen)
	}
}
