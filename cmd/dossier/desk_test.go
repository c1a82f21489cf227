package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// me is a profile with a few papers of the folder scans beside it.
const me = `situation = "not working"
sex = "F"
nationalities = ["Canada"]
arrived = 2026-02-01
[name]
birth = "Tremblay"
first = ["Maude"]
[birth]
date = 1980-05-17
town = "Montréal"
country = "Canada"
[contact]
phone = "06 12 34 56 78"
[permit]
kind = "resident card"
until = 2030-01-01
[signature]
place = "Tours"
[[address]]
kind = "own lease"
street = "3 rue des Tanneurs"
postal_code = "37000"
commune = "Tours"
from = 2026-02-01
[[document]]
kind = "passport"
file = "scans/passport.jpg"
[[document]]
kind = "lease"
file = "scans/lease.pdf"
`

// asked is a letter of the fund.
const asked = `date = 2026-11-21
reference = "AB 12"
[[change]]
key = "contact.phone"
old = "06 12 34 56 78"
new = "06 12 34 56 79"
[[document]]
kind = "passport"
`

// makers are the commands that make a folder of papers, but for the folder and the day.
var makers = map[string][]string{
	"build":   {"build", "me.toml", "--no-proof"},
	"correct": {"correct", "me.toml", "--request", "asked.toml", "--no-proof"},
}

// A desk is a folder with a profile, from which commands run.
type desk struct {
	dir string
	env []string
}

func newDesk(t *testing.T) desk {
	t.Helper()
	dir := t.TempDir()
	scans, err := filepath.Abs("../../testdata/scans")
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "me.toml"), me, 0o600)
	put(t, filepath.Join(dir, "asked.toml"), asked, 0o600)
	if err := os.Symlink(scans, filepath.Join(dir, "scans")); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+filepath.Join(dir, "data"))
	if cache, err := os.UserCacheDir(); err == nil {
		env = append(env, "XDG_CACHE_HOME="+cache) // compiled PDFium
	}
	return desk{dir, env}
}

// run runs a command to its end and gives its exit status, -1 if it was killed, and what it said on
// standard error. One that hangs is a failure.
func (d desk) run(t *testing.T, args ...string) (int, string, *os.ProcessState) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, args[0], args[1:]...)
	var said bytes.Buffer
	c.Dir, c.Env, c.Stderr = d.dir, d.env, &said
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("%q hangs", args)
	}
	return c.ProcessState.ExitCode(), said.String(), c.ProcessState
}

// dossierArgs is a command line that makes papers into a folder.
func dossierArgs(maker, dir, day string) []string {
	return slices.Concat([]string{"dossier"}, makers[maker], []string{"-o", dir, "--on", day})
}

// made makes papers into a folder beside the profile, and gives them.
func (d desk) made(t *testing.T, maker, dir, day string) map[string]string {
	t.Helper()
	if code, said, _ := d.run(t, dossierArgs(maker, dir, day)...); code != done && code != ruleStops {
		t.Fatalf("%s: exit status %d, %s", maker, code, said)
	}
	return contents(t, filepath.Join(d.dir, dir))
}

// contents are the files of a folder and of those in it.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// lay puts files into a folder in the place of all that is in it.
func lay(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for _, name := range names(t, dir) {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, name), text, 0o600)
	}
}

// Two days on which papers are made: those of the first are old when the second comes.
const dayOld, dayNew = "2026-11-21", "2026-11-22"

// put makes a file of the given mode, whatever the umask.
func put(t *testing.T, name, text string, mode fs.FileMode) string {
	t.Helper()
	if err := errors.Join(os.WriteFile(name, []byte(text), 0o600), os.Chmod(name, mode)); err != nil {
		t.Fatal(err)
	}
	return name
}

// names are the entries of a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// holds checks a file's text, and that only its owner may read it.
func holds(t *testing.T, name, want string) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", filepath.Base(name), got, err, want)
	}
	if info, err := os.Lstat(name); err != nil || info.Mode() != 0o600 {
		t.Errorf("%s: %v, mode %v, want 0600", filepath.Base(name), err, info.Mode())
	}
}
