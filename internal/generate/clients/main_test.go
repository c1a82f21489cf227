package main

import (
	"os"
	"path/filepath"
	"testing"

	"dossier/internal/profile"
)

// Every profile but the one that is meant to be broken can be read, every file it names is there but for those that
// are meant to be broken, and two runs give the same bytes.
func TestRun(t *testing.T) {
	const root = "../../.."
	out, again := filepath.Join(root, "out", "clients-test"), filepath.Join(root, "out", "clients-test-again")
	for _, d := range []string{out, again} {
		if err := run(root, d); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(d)
	}
	files, err := filepath.Glob(filepath.Join(out, "*.toml"))
	if err != nil || len(files) != len(clients) || len(files) < 12 {
		t.Fatalf("%d profiles, %v", len(files), err)
	}
	for _, name := range files {
		one, err := os.ReadFile(name)
		two, err2 := os.ReadFile(filepath.Join(again, filepath.Base(name)))
		if err != nil || err2 != nil || string(one) != string(two) {
			t.Errorf("%s: other bytes the second time, %v, %v", name, err, err2)
		}
		a, err := profile.Load(name, os.ReadFile)
		if broken := filepath.Base(name) == "berrada.toml"; broken != (err != nil) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		for _, d := range a.Documents {
			for _, path := range []string{d.Path(), d.Translation.Path()} {
				if _, err := os.Stat(path); path != "" && err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
	}
}

// What a client is to be without, or to have otherwise, must be in the profile.
func TestChangesAreMade(t *testing.T) {
	for _, c := range []client{{"x", "p", []string{"RIB"}, nil}, {"x", "p", nil, []string{"b", "c"}}} {
		if text, err := c.text("a\n[[document]]\nkind = \"visa\"\n", "scans"); err == nil {
			t.Errorf("%+v: %q", c, text)
		}
	}
	got, err := client{"x", "p", []string{"visa"}, []string{"a", "b"}}.text("a\n[[document]]\nkind = \"visa\"\nfile = \"1\"\n\n[[document]]\nkind = \"RIB\"\nfile = \"../testdata/scans/r\"", "s")
	if want := "b\n[[document]]\nkind = \"RIB\"\nfile = \"s/r\""; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
}
