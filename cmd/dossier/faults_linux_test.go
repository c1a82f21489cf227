package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dossier/internal/dossier"
)

// mount puts a small disk in memory, of so many bytes, in the place of a folder. It skips where that needs
// more rights.
func mount(t *testing.T, dir string, bytes int) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=0700", bytes)); err != nil {
		t.Skip("a disk cannot be mounted here: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// resize gives a mounted disk another size.
func resize(t *testing.T, dir string, bytes int) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Fatal(err)
	}
}

// A disk fills up wherever: all papers are the old ones or all the new, and the manifest with them.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	const page = 4096                                // in which such a disk counts
	pages := func(files map[string]string) (n int) { // but for papers with a second name
		for name, text := range files {
			if !strings.HasPrefix(name, "history/0001/") {
				n += (len(text) + page - 1) / page
			}
		}
		return n
	}
	for maker := range makers {
		t.Run(maker, func(t *testing.T) {
			d := newDesk(t)
			out := filepath.Join(d.dir, "out")
			old, now := d.made(t, maker, "old", dayOld), d.made(t, maker, "old", dayNew)
			mount(t, out, 8<<20)
			least, most := pages(old), pages(old)+pages(now)+2-pages(map[string]string{"": old["history/0001.json"]})
			step := max(1, (most-least)/9)
			if testing.Short() {
				step *= 3
			}
			failed, done := 0, 0
			for room := most + 1; room > least; room -= step {
				resize(t, out, 8<<20)
				lay(t, out, old)
				resize(t, out, room*page)
				code, said, _ := d.run(t, dossierArgs(maker, "out", dayNew)...)
				if oldOrNew(t, fmt.Sprintf("%d pages of room for %d and %d", room, pages(old), pages(now)), out, code, said, old, now, "no space left on device") {
					failed++
				} else {
					done++
				}
			}
			// The last pages are those of the manifest: all papers are on the disk when it is not.
			for room := most; room > most-12; room -= 2 {
				resize(t, out, 8<<20)
				lay(t, out, old)
				resize(t, out, room*page)
				code, said, _ := d.run(t, dossierArgs(maker, "out", dayNew)...)
				oldOrNew(t, fmt.Sprintf("%d pages of room for %d and %d", room, pages(old), pages(now)), out, code, said, old, now, "no space left on device")
			}
			if failed == 0 || done == 0 {
				t.Errorf("%d runs failed, %d did not", failed, done)
			}
		})
	}
}

// Papers that are on the disk may leave no room for their manifest: they do not take their names then.
func TestDiskFullLate(t *testing.T) {
	disk := filepath.Join(t.TempDir(), "disk")
	mount(t, disk, 64<<10)
	dir := filepath.Join(disk, "out")
	for i := range 2 {
		fill := func(map[string]dossier.Paper) error {
			if i == 1 {
				os.WriteFile(filepath.Join(disk, "filler"), make([]byte, 64<<10), 0o600) // as far as it goes
			}
			return nil
		}
		err := (&program{}).writeFolder(dir, papers("form.pdf", fmt.Sprint("f", i), "letter.pdf", "l"), made(), oursTest, fill)
		if (err != nil) != (i == 1) || err != nil && !strings.HasSuffix(err.Error(), "manifest.json: no space left on device") {
			t.Errorf("run %d: %v", i, err)
		}
	}
	holds(t, filepath.Join(dir, "form.pdf"), "f0")
	if got := contents(t, dir); len(got) != 4 || strings.Contains(got["manifest.json"], "unfinished") {
		t.Errorf("in the folder %v", got)
	}
}

// A disk that is full from the start, and one that cannot be written to, leave nothing and say why.
func TestDiskRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, c := range []struct {
		name      string
		flags     uintptr
		what, fix string
	}{
		{"full", 0, "no space left on device", "the disk is full: make room, or name another place with -o"},
		{"closed", syscall.MS_RDONLY, "read-only file system", "nothing can be written to that disk: name another place with -o"},
	} {
		disk := filepath.Join(d.dir, c.name)
		mount(t, disk, 8192)
		put(t, filepath.Join(disk, "filler"), strings.Repeat("x", 4096), 0o600)
		if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT|c.flags, "size=8192"); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			dossierArgs("build", c.name+"/out", dayNew), dossierArgs("build", c.name, dayNew),
			{"dossier", "letter", "me.toml", "-o", c.name + "/letter.pdf"}, {"dossier", "init", "-o", c.name + "/new.toml"},
		} {
			code, said, _ := d.run(t, args...)
			last := said[strings.LastIndex("\n"+said, "\ndossier: "):]
			if code != couldNot || !strings.Contains(last, c.name+"/") && !strings.Contains(last, c.name+":") || !strings.HasSuffix(last, ": "+c.what+"\n\t"+c.fix+"\n") {
				t.Errorf("%s: %q: exit status %d, says %q", c.name, args[1:], code, last)
			}
			if got := names(t, disk); !slices.Equal(got, []string{"filler"}) {
				t.Errorf("%s: %q: left behind %v", c.name, args[1:], got)
			}
		}
	}
}

// A run is killed at every step by which it changes the folder, and at some of those by which it writes: one
// that makes papers of the same kind anew, and one that puts a reply in the place of an application.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if err := exec.Command(strace, "-f", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skip("strace may not be used here: ", err)
	}
	d := newDesk(t)
	fresh := d.made(t, "build", "new", dayNew)
	kill := func(maker, call string, k int) string {
		inject := fmt.Sprintf("inject=%s:signal=KILL:when=%d", call, k)
		args := []string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", inject}
		d.run(t, append(args, dossierArgs(maker, "out", dayNew)...)...)
		return fmt.Sprintf("%s killed at %s %d", maker, call, k)
	}
	out := filepath.Join(d.dir, "out")
	seen := map[string]int{}
	for _, maker := range []string{"build", "correct"} {
		if err := os.RemoveAll(out); err != nil {
			t.Fatal(err)
		}
		old, now := d.made(t, "build", "out", dayOld), d.made(t, maker, "out", dayNew)
		old["notes.pdf"] = "a paper of the person's own" // stays, whatever happens
		now["notes.pdf"] = old["notes.pdf"]
		for _, step := range []struct {
			call             string
			first, last, gap int
		}{
			{"mkdirat", 1, 1, 1},  // history/0001
			{"linkat", 1, 7, 1},   // five old papers, the entry
			{"renameat", 1, 8, 1}, // manifest, four or five papers, manifest
			{"unlinkat", 1, 4, 1}, // outdated papers, and what was linked
			{"fsync", 1, 15, 3},   // of each file, then of the folders
			{"write", 1, 40, 9},
		} {
			if testing.Short() {
				step.gap *= 4
			}
			if maker == "correct" && (step.call == "fsync" || step.call == "write") {
				continue
			}
			for k := step.first; k <= step.last; k += step.gap {
				lay(t, out, old)
				seen[d.killed(t, kill(maker, step.call, k), maker, "out", old, now)]++
			}
		}
	}
	if seen["old"] == 0 || seen["unfinished"] == 0 || seen["none"] > 0 {
		t.Errorf("the runs left %v", seen)
	}
	t.Log(seen)
	put(t, filepath.Join(d.dir, "me.toml"), me, 0o600)   // as it was before it was corrected
	for _, call := range []string{"fsync", "renameat"} { // nothing was there before
		for _, k := range []int{1, 5} {
			if err := os.RemoveAll(out); err != nil {
				t.Fatal(err)
			}
			d.killed(t, kill("build", call, k)+" in a new folder", "build", "out", map[string]string{}, fresh)
		}
	}
}

// The history may lie on another disk, where a file has no second name: papers are copied. On a disk that
// cannot be written to, or is full, nothing changes.
func TestHistoryOnAnotherDisk(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	old, now := d.made(t, "build", "out", dayOld), d.made(t, "build", "out", dayNew)
	out := filepath.Join(d.dir, "out")
	lay(t, out, map[string]string{})
	mount(t, filepath.Join(out, "history"), 8<<20)
	fill := func(flags uintptr, size int) {
		resize(t, filepath.Join(out, "history"), 8<<20)
		for name := range contents(t, filepath.Join(out, "history")) {
			if err := os.Remove(filepath.Join(out, "history", name)); err != nil {
				t.Fatal(err)
			}
		}
		for name, text := range old {
			put(t, filepath.Join(out, name), text, 0o600)
		}
		if err := syscall.Mount("tmpfs", filepath.Join(out, "history"), "tmpfs", syscall.MS_REMOUNT|flags, fmt.Sprintf("size=%d", size)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		flags uintptr
		size  int
		cause string
	}{{syscall.MS_RDONLY, 8 << 20, "read-only file system"}, {0, 120 << 10, "no space left on device"}, {0, 160 << 10, "no space left on device"}} {
		fill(c.flags, c.size)
		code, said, _ := d.run(t, dossierArgs("build", "out", dayNew)...)
		if !oldOrNew(t, c.cause, out, code, said, old, now, c.cause) {
			t.Errorf("%s: exit status %d", c.cause, code)
		}
	}
	fill(0, 8<<20)
	if again := d.made(t, "build", "out", dayNew); !maps.Equal(again, now) {
		t.Errorf("in the folder %v", slices.Sorted(maps.Keys(again)))
	}
	d.remembered(t, "copied", "out", old)
}
