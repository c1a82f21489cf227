package invent

import (
	"os"
	"path/filepath"
	"testing"

	"dossier/internal/profile"
)

const scans = "../../testdata/scans"

// Whoever is made up has a profile that can be read, with papers that are there.
func TestProfile(t *testing.T) {
	names := map[string]bool{}
	for i := range 2000 {
		text := Profile(i, scans)
		if text != Profile(i, scans) {
			t.Fatalf("person %d is two people", i)
		}
		a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(text), nil })
		if err != nil {
			t.Fatalf("person %d: %v", i, err)
		}
		names[a.Name.FirstNames()+" "+a.Name.Birth] = true
		for _, d := range a.Documents {
			if _, err := os.Stat(d.Path()); err != nil {
				t.Errorf("person %d: %v", i, err)
			}
		}
		if len(a.Documents) != len(papers) {
			t.Errorf("person %d has %d papers", i, len(a.Documents))
		}
	}
	if len(names) < 1000 {
		t.Errorf("2000 people have %d names", len(names))
	}
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	if err := Folder(dir, 3, ""); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.toml"))
	if err != nil || len(files) != 3 {
		t.Fatalf("files %q, %v", files, err)
	}
	if text, err := os.ReadFile(files[2]); err != nil || string(text) != Profile(2, "") {
		t.Errorf("%s: %v", files[2], err)
	}
}
