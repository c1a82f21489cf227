package main

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"dossier/internal/dossier"
)

// What was read for the key is what the papers are made of, once, with the sum of those bytes; what is encrypted, empty or
// beyond the room is read from the disk.
func TestFilesReadAhead(t *testing.T) {
	dir := t.TempDir()
	a := newAhead()
	a.room = 100
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	look := func(name string) {
		t.Helper()
		alone, lockedAlone, err := looked(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum, locked, err := looked(name, a)
		if err != nil || !bytes.Equal(sum, alone) || locked != lockedAlone {
			t.Errorf("%s: %x and locked %v, read in parts %x, %v (%v)", name, sum, locked, alone, lockedAlone, err)
		}
		data, err := os.ReadFile(name)
		if err != nil || hex.EncodeToString(sum) != dossier.Hash(data) {
			t.Errorf("%s: %x is not its sum (%v)", name, sum, err)
		}
	}
	scan, locked := write("scan.jpg", "a scan"), write("locked.pdf", "%PDF-1.4 trailer <</Encrypt 1 0 R>>")
	empty, sealed, large := write("empty.jpg", ""), write("sealed.jpg.age", "age-encryption.org/v1\n-> X25519 "), write("large.jpg", string(make([]byte, 60)))
	for _, name := range []string{scan, locked, empty, sealed, large} {
		look(name)
	}
	if _, _, err := looked(filepath.Join(dir, "none"), a); err == nil {
		t.Error("a file that is not there is read")
	}
	read := a.reading(os.ReadFile)
	for _, c := range []struct {
		name, want string // once it was changed
	}{{scan, "a scan"}, {locked, "%PDF-1.4 trailer <</Encrypt 1 0 R>>"}, {empty, "other"}, {sealed, "other"}, {large, "other"}} {
		write(filepath.Base(c.name), "other")
		for _, want := range []string{c.want, "other"} {
			got, err := read(c.name)
			if err != nil || string(got) != want {
				t.Errorf("%s: %q (%v), want %q", c.name, got, err, want)
			}
			if sum := a.sum(got); sum != dossier.Hash(got) {
				t.Errorf("%s: the sum is of something else", c.name)
			}
		}
	}
	if len(a.files)+len(a.given) > 0 {
		t.Errorf("%d files are still there", len(a.files)+len(a.given))
	}
	var none *ahead
	if got, err := none.reading(os.ReadFile)(scan); err != nil || string(got) != "other" || none.sum(got) != dossier.Hash(got) {
		t.Errorf("without any: %q (%v)", got, err)
	}
}
