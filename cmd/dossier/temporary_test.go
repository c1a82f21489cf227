//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package main

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/dossier"
)

// leftIn puts what a crash leaves into a folder that is there.
func leftIn(t *testing.T, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		put(t, filepath.Join(dir, ".dossier-123.tmp"), "half a letter", 0o600)
	}
}

// temporaries are the temporary files in a folder and those in it.
func temporaries(t *testing.T, dir string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && strings.HasPrefix(e.Name(), ".dossier-") {
			within, _ := filepath.Rel(dir, name)
			found = append(found, filepath.ToSlash(within))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// What a crash left goes at the next start, in the folder of one paper and in those of applicants that have not
// changed; what another run is writing at that time stays, and so does a link.
func TestRemoveTemporary(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, args := range []string{"init -o new.toml", "letter me.toml -o letter.pdf", "nir 2610299404123 --profile me.toml --request request.toml"} {
		leftIn(t, d.dir)
		live, err := stage(filepath.Join(d.dir, "other.pdf"), dossier.Written([]byte("x")))
		if err != nil {
			t.Fatal(err)
		}
		code, said, _ := d.run(t, append([]string{"dossier"}, strings.Fields(args)...)...)
		if got := temporaries(t, d.dir); !slices.Equal(got, []string{filepath.Base(live.temp)}) {
			t.Errorf("%s: exit status %d, %s, left %v", args, code, said, got)
		}
		live.discard()
	}
	client := func(day string) {
		t.Helper()
		code, said, _ := d.run(t, "dossier", "batch", "me.toml", "-o", "all", "--no-proof", "--on", day)
		if code != done && code != ruleStops {
			t.Fatalf("exit status %d, %s", code, said)
		}
	}
	client(dayOld)
	client(dayNew)
	all := filepath.Join(d.dir, "all")
	mine := filepath.Join(all, "me")
	elsewhere := t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(all, "gone")); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{filepath.Join(all, ".dossier-merge.tmp"), filepath.Join(all, "moved"), filepath.Join(mine, "own", "deep")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	leftIn(t, all, filepath.Join(all, ".dossier-merge.tmp"), mine, filepath.Join(mine, "history"), filepath.Join(mine, "history", "0001"), filepath.Join(all, "moved"), filepath.Join(mine, "own", "deep"), elsewhere)
	put(t, filepath.Join(all, ".dossier-merge.tmp", "form.pdf"), "f", 0o600)
	live, err := stage(filepath.Join(mine, "form.pdf"), dossier.Written([]byte("x")))
	if err != nil {
		t.Fatal(err)
	}
	defer live.discard()
	client(dayNew)
	if got, want := temporaries(t, all), []string{"me/" + filepath.Base(live.temp), "me/own/deep/.dossier-123.tmp"}; !slices.Equal(got, want) {
		t.Errorf("left %v, want %v", got, want)
	}
	if slices.Contains(names(t, all), ".dossier-merge.tmp") {
		t.Error("the folder of a merge that was killed is left")
	}
	if got := temporaries(t, elsewhere); len(got) != 1 {
		t.Errorf("behind a link %v is left", got)
	}
}

// Of two runs that write into one folder at a time the second says so and changes nothing; a run over another folder
// goes on, and so does the next one over this.
func TestOccupied(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	build := func(dir string) (int, string) {
		code, said, _ := d.run(t, "dossier", "build", "me.toml", "-o", dir, "--no-proof", "--on", dayOld)
		return code, said
	}
	out := filepath.Join(d.dir, "out")
	meanwhile := func(map[string]dossier.Paper) error {
		before := contents(t, out)
		code, said := build("out")
		if code != couldNot || !strings.Contains(said, "out: another run of dossier writes into this folder\n") || !strings.Contains(said, "wait until it ends") {
			t.Errorf("exit status %d, %s", code, said)
		}
		if !maps.Equal(before, contents(t, out)) {
			t.Error("the folder is another one")
		}
		if code, said := build("other"); code != ruleStops {
			t.Errorf("another folder: exit status %d, %s", code, said)
		}
		return nil
	}
	if err := (&program{}).writeFolder(out, papers("form.pdf", "f"), made(), oursTest, meanwhile); err != nil {
		t.Fatal(err)
	}
	holds(t, filepath.Join(out, "form.pdf"), "f")
	if code, said := build("out"); code != ruleStops {
		t.Errorf("the next run: exit status %d, %s", code, said)
	}
}

// A run that is killed as it gives a paper its name leaves a temporary file beside it, which the next run removes.
func TestKilledPaper(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil || exec.Command(strace, "-f", "-o", "/dev/null", "true").Run() != nil {
		t.Skip("strace is not installed, or may not be used")
	}
	d := newDesk(t)
	dir := filepath.Join(d.dir, "papers")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	code, said, _ := d.run(t, strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat", "-e", "inject=renameat:signal=KILL:when=1", "dossier", "letter", "me.toml", "-o", "papers/letter.pdf")
	if got := temporaries(t, dir); code != -1 || len(got) != 1 || len(names(t, dir)) != 1 {
		t.Fatalf("exit status %d, %s, left %v", code, said, names(t, dir))
	}
	if code, said, _ := d.run(t, "dossier", "checklist", "me.toml", "-o", "papers/checklist.pdf"); code != done && code != ruleStops {
		t.Errorf("exit status %d, %s", code, said)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"checklist.pdf"}) {
		t.Errorf("in the folder %v", got)
	}
}

// All that is written is for the owner alone, even where the system would let everybody in.
func TestOnlyOwner(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	before, err := filepath.Glob(filepath.Join(d.dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{
		"init -o new.toml", "fill me.toml -o form.pdf --no-proof", "letter me.toml -o letter.pdf", "checklist me.toml -o list.pdf", "check me.toml --ics days.ics", "next me.toml --ics next.ics",
		"build me.toml -o one --no-proof --on " + dayOld, "build me.toml -o one --no-proof --on " + dayNew, "correct me.toml --request asked.toml -o one --no-proof --on " + dayNew,
		"batch me.toml -o some/all --no-proof --on " + dayOld, "batch me.toml -o some/all --no-proof --on " + dayNew, "batch me.toml -o parts --shard 1/1 --no-proof", "batch merge parts -o whole",
	} {
		code, said, _ := d.run(t, "sh", "-c", "umask 0 && exec dossier "+args)
		if code != done && code != ruleStops {
			t.Fatalf("%s: exit status %d, %s", args, code, said)
		}
	}
	made := 0
	err = filepath.WalkDir(d.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == d.dir || slices.Contains(before, name) {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		made++
		want := fs.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s is %v", name, info.Mode())
		}
		return nil
	})
	if err != nil || made < 60 {
		t.Errorf("%d files and folders, %v", made, err)
	}
}
