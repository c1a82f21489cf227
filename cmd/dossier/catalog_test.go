package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Where the system names no folder for data, the folder one stands in is not taken for it.
func TestOwnFormsWithoutDataFolder(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"s1106.pdf", "forms/s1106.pdf"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("%PDF-1.4"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	for data, want := range map[string]int{"": 0, dir: 1} {
		p := &program{dataDir: func() string { return data }}
		if got := p.ownForms(); len(got) != want {
			t.Errorf("data in %q: %v", data, got)
		}
	}
}
