package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/invent"
)

// TestDecoderIsKept holds that libheif is compiled into the cache folder, and by the first run alone.
func TestDecoderIsKept(t *testing.T) {
	photo, err := os.ReadFile("../../testdata/scans/photo.heic")
	if err != nil {
		t.Fatal(err)
	}
	dir, cache := t.TempDir(), t.TempDir()
	name := filepath.Join(dir, "person.toml")
	enclosed := invent.Profile(0, "") + "\n[[document]]\nkind = \"other\"\ntitle = \"Lettre inventée\"\nlanguage = \"French\"\nfile = \"photo.heic\"\n"
	for name, data := range map[string][]byte{name: []byte(enclosed), filepath.Join(dir, "photo.heic"): photo} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var first os.FileInfo
	for range 2 {
		r := newRunner(t)
		r.cacheDir = func() string { return cache }
		if said := string(r.run("check", name, "--scans", "--on", "2026-11-22")); !strings.Contains(said, "Lettre inventée") {
			t.Errorf("no word about the photograph:\n%s", said)
		}
		kept, err := filepath.Glob(filepath.Join(cache, "*", "*"))
		if err != nil || len(kept) != 1 {
			t.Fatalf("%d files are kept, %v: %q", len(kept), err, kept)
		}
		info, err := os.Stat(kept[0])
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !os.SameFile(first, info) {
			t.Error("it was compiled again")
		}
		first = info
	}
}
