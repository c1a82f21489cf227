package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dossier/forms"
	"dossier/internal/form"
	"dossier/internal/profile"
)

// runner runs commands one after the other with one PDFium.
type runner struct {
	*program
	t        *testing.T
	out, err bytes.Buffer
}

func newRunner(t *testing.T) *runner {
	t.Helper()
	e, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{t: t, program: &program{now: time.Now, dataDir: t.TempDir, cacheDir: t.TempDir}}
	r.startOnce.Do(func() { r.started.Store(e) })
	r.program.out, r.program.err = &r.out, &r.err
	return r
}

// run gives what a command wrote on standard output; a rule may stop it.
func (r *runner) run(args ...string) []byte {
	r.t.Helper()
	r.out.Reset()
	r.err.Reset()
	app := r.app()
	arranged, err := arrange(app, append([]string{"dossier"}, args...))
	if err == nil {
		err = app.RunContext(context.Background(), arranged)
	}
	if err != nil && !errors.Is(err, errBlocked) {
		r.t.Fatalf("%v: %v\n%s", args, err, r.err.String())
	}
	return slices.Clone(r.out.Bytes())
}

// A form that was filled from a profile, alive or on paper, tells a profile that gives the same form.
func TestReadBack(t *testing.T) {
	catalog, err := form.Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("../../profiles/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	all := [][]string{{}, {"--editable"}, {"--form-lang", "en"}, {"--form-lang", "en", "--editable"}}
	const official = "../../../shared/forms/official/s1106-15763-01-fr.pdf"
	if _, err := os.Stat(official); err == nil {
		all = append([][]string{{"--blank", official}, {"--blank", official, "--editable"}}, all...)
	}
	day, _ := profile.ParseDate("2026-11-22")
	r := newRunner(t)
	dir := t.TempDir()
	for n, name := range names {
		ways := all
		if n > 0 {
			ways = all[:2] // all ways once will do: they take PDFium half a second each
		}
		a, err := profile.Load(name, os.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		want := catalog.Form.Values(a, day)
		for i, way := range ways {
			filled := filepath.Join(dir, fmt.Sprintf("%s-%d.pdf", filepath.Base(name), i))
			r.run(append([]string{"fill", name, "-o", filled, "--on", "2026-11-22", "--no-proof"}, way...)...)
			src := r.run("read", filled)
			again, err := profile.Load("read.toml", func(string) ([]byte, error) { return src, nil })
			if err != nil {
				t.Errorf("%s %v: %v\n%s", name, way, err, src)
				continue
			}
			if got := catalog.Form.Values(again, day); !slices.Equal(got, want) {
				t.Errorf("%s %v: the form would be\n%v\nand was\n%v", name, way, got, want)
			}
			if english := slices.Contains(way, "en"); english != (again.FormLanguage == "en") {
				t.Errorf("%s %v: the language of the form is read as %q", name, way, again.FormLanguage)
			}
		}
	}
}

func TestTwoBoxes(t *testing.T) {
	catalog, err := form.Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	field := *catalog.Editions()[0].Field("nationality")
	for _, c := range []struct {
		ticked []string
		want   []form.Value
		open   []string
	}{
		{nil, nil, nil},
		{[]string{"eea"}, []form.Value{{ID: "nationality", Text: "eea"}}, nil},
		{[]string{"eea", "other"}, nil, []string{"nationality"}},
	} {
		r := &formReader{catalog: catalog}
		r.choose(field, func(choice string) bool { return slices.Contains(c.ticked, choice) })
		if !slices.Equal(r.values, c.want) || !slices.Equal(r.open, c.open) {
			t.Errorf("ticked %v: %v, open %v", c.ticked, r.values, r.open)
		}
	}
}
