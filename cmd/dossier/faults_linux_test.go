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
	const page = 4096 // in which such a disk counts
	pages := func(files map[string]string) (n int) {
		for _, text := range files {
			n += (len(text) + page - 1) / page
		}
		return n
	}
	for maker := range makers {
		t.Run(maker, func(t *testing.T) {
			d := newDesk(t)
			out := filepath.Join(d.dir, "out")
			old, now := d.made(t, maker, "old", dayOld), d.made(t, maker, "new", dayNew)
			mount(t, out, 8<<20)
			least, most := pages(old), pages(old)+pages(now)+2
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
	if got := contents(t, dir); len(got) != 3 || strings.Contains(got["manifest.json"], "unfinished") {
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

// A run is killed at every step by which it changes the folder, and at some of those by which it writes.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	d := newDesk(t)
	old, now := d.made(t, "build", "out", dayOld), d.made(t, "build", "new", dayNew)
	if err := exec.Command(strace, "-f", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skip("strace may not be used here: ", err)
	}
	out := filepath.Join(d.dir, "out")
	old["changes.pdf"] = "a paper that build does not make" // stays, whatever happens
	now["changes.pdf"] = old["changes.pdf"]
	seen := map[string]int{}
	for _, step := range []struct {
		call             string
		first, last, gap int
	}{
		{"renameat", 1, 8, 1}, // manifest, five papers, manifest
		{"fsync", 1, 11, 3},   // of each file, then of the folder
		{"write", 1, 40, 9},
	} {
		if testing.Short() {
			step.gap *= 4
		}
		for k := step.first; k <= step.last; k += step.gap {
			lay(t, out, old)
			inject := fmt.Sprintf("inject=%s:signal=KILL:when=%d", step.call, k)
			args := append([]string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + step.call, "-e", inject}, dossierArgs("build", "out", dayNew)...)
			d.run(t, args...)
			what := fmt.Sprintf("killed at %s %d", step.call, k)
			seen[d.killed(t, what, "out", old, now)]++
		}
	}
	if seen["old"] == 0 || seen["unfinished"] == 0 || seen["none"] > 0 {
		t.Errorf("the runs left %v", seen)
	}
	t.Log(seen)
	lay(t, out, nil) // nothing was there before
	for _, call := range []string{"fsync", "renameat"} {
		for _, k := range []int{1, 5} {
			if err := os.RemoveAll(out); err != nil {
				t.Fatal(err)
			}
			args := []string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", call, k)}
			d.run(t, append(args, dossierArgs("build", "out", dayNew)...)...)
			fresh := maps.Clone(now)
			delete(fresh, "changes.pdf")
			d.killed(t, fmt.Sprintf("killed at %s %d in a new folder", call, k), "out", map[string]string{}, fresh)
		}
	}
}
