//go:build unix

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/forms"
	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/history"
	"dossier/internal/profile"
)

// oldOrNew holds that a run that failed left the old papers, and one that did not the new ones.
func oldOrNew(t *testing.T, what, dir string, code int, said string, old, now map[string]string, cause string) (failed bool) {
	t.Helper()
	got := contents(t, dir)
	switch code {
	case done, ruleStops:
		if !maps.Equal(got, now) {
			t.Errorf("%s: exit status %d, and in the folder %v", what, code, slices.Sorted(maps.Keys(got)))
		}
		return false
	case couldNot:
		if !maps.Equal(got, old) {
			t.Errorf("%s: it failed, and the old papers are not as they were: %v", what, slices.Sorted(maps.Keys(got)))
		}
		last := said[strings.LastIndex(said, "\ndossier: ")+1:]
		if message, hint, _ := strings.Cut(last, "\n\t"); !strings.HasPrefix(message, "dossier: write "+filepath.Base(dir)+"/") || !strings.HasSuffix(message, ": "+cause) || len(hint) < 10 || strings.Contains(last, ".dossier-") {
			t.Errorf("%s: says %q, want the file, %q and a way out", what, last, cause)
		}
		return true
	}
	t.Errorf("%s: exit status %d, %s", what, code, said)
	return false
}

// A file may not grow beyond a limit: whatever that is, all papers are the old ones or all the new.
func TestFilesTooLarge(t *testing.T) {
	t.Parallel()
	for maker := range makers {
		d := newDesk(t)
		old, now := d.made(t, maker, "out", dayOld), d.made(t, maker, "out", dayNew)
		out := filepath.Join(d.dir, "out")
		sizes := []int{0}
		for _, text := range now {
			sizes = append(sizes, len(text)/512-1)
		}
		slices.Sort(sizes)
		sizes = append(sizes, sizes[len(sizes)-1]+2)
		failed := 0
		for _, size := range slices.Compact(sizes) {
			lay(t, out, old)
			limit := fmt.Sprintf("ulimit -f %d && exec %s", size, strings.Join(dossierArgs(maker, "out", dayNew), " "))
			code, said, _ := d.run(t, "sh", "-c", limit)
			if oldOrNew(t, fmt.Sprintf("%s, files of at most %d blocks", maker, size), out, code, said, old, now, "file too large") {
				failed++
			}
		}
		if failed == 0 || failed == len(sizes) {
			t.Errorf("%s: %d of %d failed", maker, failed, len(sizes))
		}
	}
}

// torn holds what a run that was killed left: each file is the old or the new one whole, and unless the
// manifest says that it is unfinished, all are of its run, but for what the history has in advance. It gives
// which run that is.
func torn(t *testing.T, what string, got, old, now map[string]string) string {
	t.Helper()
	var mixed map[string]string
	run := "unfinished"
	switch got["manifest.json"] {
	case "":
		run, mixed = "none", map[string]string{}
	case old["manifest.json"]:
		run, mixed = "old", old
	case now["manifest.json"]:
		run, mixed = "new", now
	case string(unfinished(dossier.Application)), string(unfinished(dossier.Reply)):
	default:
		t.Errorf("%s: the manifest is %.200q", what, got["manifest.json"])
	}
	for name, text := range got {
		switch {
		case name == "manifest.json" || strings.HasPrefix(path.Base(name), ".dossier-") && strings.HasSuffix(name, ".tmp"):
		case run == "old" && strings.HasPrefix(name, "history/0001/") && text == old[path.Base(name)]:
		case mixed != nil && text != mixed[name]:
			t.Errorf("%s: the manifest is %s, and %s is not", what, run, name)
		case text != old[name] && text != now[name]:
			t.Errorf("%s: %s is neither the old nor the new one, %d bytes", what, name, len(text))
		}
	}
	for name := range mixed {
		if _, ok := got[name]; !ok {
			t.Errorf("%s: the manifest is %s, and %s is not there", what, run, name)
		}
	}
	return run
}

// killed holds what a killed run left in a folder, what verify says of it, and that the next run goes on.
func (d desk) killed(t *testing.T, what, maker, dir string, old, now map[string]string) string {
	t.Helper()
	out := filepath.Join(d.dir, dir)
	if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
		return "none"
	}
	got := contents(t, out)
	state := torn(t, what, got, old, now)
	d.remembered(t, what, dir, old)
	code, said, _ := d.run(t, "dossier", "verify", dir)
	switch state {
	case "unfinished":
		if code != couldNot || !strings.Contains(said, dir+"/manifest.json: the manifest is unfinished: the run that wrote it was interrupted\n\tmake the papers again") {
			t.Errorf("%s: unfinished, verify: exit status %d, %s", what, code, said)
		}
	case "none":
		if code != couldNot || !strings.Contains(said, dir+"/manifest.json: ") {
			t.Errorf("%s: no manifest, verify: exit status %d, %s", what, code, said)
		}
	default:
		if code != done {
			t.Errorf("%s: %s, verify: exit status %d, %s", what, state, code, said)
		}
	}
	if maps.Equal(got, old) || maps.Equal(got, now) {
		return state
	}
	if again := d.made(t, maker, dir, dayNew); !maps.Equal(again, now) {
		t.Errorf("%s: after the next run the folder holds %v", what, slices.Sorted(maps.Keys(again)))
	}
	return state
}

// remembered holds that the history of a folder can be read, and that all papers of its first version, if it
// had one, are whole: version 1 is what was there before.
func (d desk) remembered(t *testing.T, what, dir string, old map[string]string) {
	t.Helper()
	fsys := os.DirFS(filepath.Join(d.dir, dir))
	chain, err := history.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	lost, err := chain.Lost(fsys)
	if err != nil || len(lost)+len(chain.Faults) > 0 {
		t.Errorf("%s: the history has %v, lost %v, %v", what, chain.Faults, lost, err)
	}
	if old["manifest.json"] == "" {
		return
	}
	if first := chain.Versions[0]; first.Sum != dossier.Hash([]byte(old["manifest.json"])) || len(first.Manifest.Outputs) < 4 {
		t.Errorf("%s: version 1 is %s with %v", what, first.File, first.Manifest.Outputs)
	}
	if code, said, _ := d.run(t, "dossier", "history", dir); code != done {
		t.Errorf("%s: history: exit status %d, %s", what, code, said)
	}
}

// A run is killed at moments that nobody chose.
func TestKilledAnyTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	old, now := d.made(t, "build", "out", dayOld), d.made(t, "build", "out", dayNew)
	out := filepath.Join(d.dir, "out")
	runs := 6
	if testing.Short() {
		runs = 3
	}
	began := time.Now()
	lay(t, out, old)
	d.made(t, "build", "out", dayNew)
	takes := time.Since(began)
	for i := range runs {
		lay(t, out, old)
		args := dossierArgs("build", "out", dayNew)
		c := exec.Command(args[0], args[1:]...)
		c.Dir, c.Env = d.dir, d.env
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(takes))))
		c.Process.Kill() // it may have ended
		c.Wait()
		d.killed(t, fmt.Sprintf("run %d", i), "build", "out", old, now)
	}
}

// errPen stands for whatever keeps a paper from being made.
var errPen = errors.New("the pen broke")

// What cannot be staged leaves the old file as it is, and nothing beside it.
func TestStageFails(t *testing.T) {
	gone := &unreadable{"scan.pdf", "there is no such file", "check the name", &fs.PathError{Op: "stat", Path: "scan.pdf", Err: fs.ErrNotExist}}
	for _, c := range []struct {
		name        string
		write       func(io.Writer) error
		what, hints string
	}{
		{"at once", func(io.Writer) error { return errPen }, "make %s: the pen broke", ""},
		{"on its way", func(w io.Writer) error {
			_, err := w.Write(make([]byte, 1<<20))
			return cmp.Or(err, errPen)
		}, "make %s: the pen broke", ""},
		{"an input that is gone", func(io.Writer) error { return fmt.Errorf("join: %w", gone) }, "make %s: join: scan.pdf: there is no such file", "check the name"},
		{"mistakes of ours", func(w io.Writer) error {
			w.Write([]byte("half"))
			panic("a mistake")
		}, "", ""},
		{"a disk whose error nobody passes on", func(w io.Writer) error {
			w.(*disk).f.Close()
			w.Write([]byte("x"))
			return nil
		}, "write %s: file already closed", "name another place with -o"},
		{"a file taken from under it", func(w io.Writer) error { return w.(*disk).f.Close() }, "write %s: file already closed", "name another place with -o"},
	} {
		dir := t.TempDir()
		name := put(t, filepath.Join(dir, "a.pdf"), "old", 0o600)
		err := func() (err error) {
			defer func() {
				if recover() != nil {
					err = nil
				}
			}()
			temp, err := stage(name, c.write)
			if err == nil {
				err = temp.publish() // that it is not on the disk is known by then
			}
			if err == nil {
				t.Errorf("%s: it has its name", c.name)
			}
			return err
		}()
		if want := strings.ReplaceAll(c.what, "%s", name); err != nil && err.Error() != want || err == nil && want != "" {
			t.Errorf("%s: %v, want %s", c.name, err, want)
		}
		var hint interface{ Hint() string }
		if errors.As(err, &hint); c.hints != "" && (hint == nil || hint.Hint() != c.hints) {
			t.Errorf("%s: no way out of %v: %s", c.name, err, c.hints)
		}
		holds(t, name, "old")
		if got := names(t, dir); len(got) != 1 {
			t.Errorf("%s: left behind %v", c.name, got)
		}
	}
}

// A paper that cannot be made, or is not accepted, leaves the papers of a folder as they are, and of a new
// folder nothing.
func TestWriteFolderRefused(t *testing.T) {
	fails := papers("form.pdf", "f", "letter.pdf", "l")
	fails["letter.pdf"] = func(io.Writer) error { return errPen }
	refuse := func(map[string]dossier.Paper) error { return errPen }
	for _, c := range []struct {
		name   string
		papers dossier.Papers
		accept func(map[string]dossier.Paper) error
	}{{"a paper fails", fails, anything}, {"not as meant", papers("form.pdf", "f", "letter.pdf", "l"), refuse}} {
		dir := t.TempDir()
		old := map[string]string{"form.pdf": "old", "letter.pdf": "old", "dossier.pdf": "old", "manifest.json": `{"program": "dossier 0.0.9", "kind": "application"}`}
		lay(t, dir, old)
		fresh := filepath.Join(dir, "fresh")
		for _, in := range []string{fresh, dir} {
			if err := (&program{}).writeFolder(in, c.papers, made(), oursTest, c.accept); !errors.Is(err, errPen) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if _, err := os.Stat(fresh); err == nil {
			t.Errorf("%s: the new folder stays", c.name)
		}
		if got := contents(t, dir); !maps.Equal(got, old) {
			t.Errorf("%s: in the folder %v", c.name, got)
		}
	}
}

// Names that no file can have are found before anything changes.
func TestWriteFolderNameTaken(t *testing.T) {
	for _, name := range []string{"form.pdf", "dossier.pdf"} { // one that is made, and an outdated one
		dir := t.TempDir()
		manifest := `{"program": "dossier 0.0.9", "kind": "application"}`
		put(t, filepath.Join(dir, "manifest.json"), manifest, 0o600)
		put(t, filepath.Join(dir, "letter.pdf"), "old", 0o600)
		if err := os.MkdirAll(filepath.Join(dir, name, "mine"), 0o700); err != nil {
			t.Fatal(err)
		}
		err := (&program{}).writeFolder(dir, papers("form.pdf", "f", "letter.pdf", "l"), made(), oursTest, anything)
		var hint interface{ Hint() string }
		if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, name)+" is a folder") || !errors.As(err, &hint) || hint.Hint() == "" {
			t.Errorf("%s: %v", name, err)
		}
		holds(t, filepath.Join(dir, "letter.pdf"), "old")
		holds(t, filepath.Join(dir, "manifest.json"), manifest)
	}
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "manifest.json"), 0o600); err != nil {
		t.Skip("no pipes here")
	}
	if err := (&program{}).writeFolder(dir, papers("form.pdf", "f"), made(), oursTest, anything); err == nil || !strings.Contains(err.Error(), "that this program did not make") {
		t.Errorf("a pipe for a manifest: %v", err) // and it is not waited for
	}
}

// A folder may be a link, and stays one; a link that leads nowhere is no folder.
func TestWriteFolderLink(t *testing.T) {
	dir := t.TempDir()
	real, link, broken := filepath.Join(dir, "real"), filepath.Join(dir, "link"), filepath.Join(dir, "broken")
	if err := errors.Join(os.Mkdir(real, 0o700), os.Symlink(real, link), os.Symlink(filepath.Join(dir, "nowhere"), broken)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := (&program{}).writeFolder(link, papers("form.pdf", "f"), made(), oursTest, anything); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, real); !slices.Equal(got, []string{"form.pdf", "history", "manifest.json"}) {
		t.Errorf("in the folder %v", got)
	}
	if to, err := os.Readlink(link); err != nil || to != real {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if err := (&program{}).writeFolder(broken, papers("form.pdf", "f"), made(), oursTest, anything); err == nil || !strings.Contains(err.Error(), "make the folder "+broken) {
		t.Errorf("a link that leads nowhere: %v", err)
	}
}

// A folder that is removed while papers are made, or before they take their names, is an error that
// names it.
func TestWriteFolderRemoved(t *testing.T) {
	for _, late := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "out")
		remove := func() error { return os.RemoveAll(dir) }
		files, accept := papers("form.pdf", "f", "letter.pdf", "l"), anything
		if late {
			accept = func(map[string]dossier.Paper) error { return remove() }
		} else {
			files["form.pdf"] = func(io.Writer) error { return remove() }
		}
		err := (&program{}).writeFolder(dir, files, made(), oursTest, accept)
		var hint interface{ Hint() string }
		if err == nil || !strings.Contains(err.Error(), "write "+dir+string(filepath.Separator)) || strings.Contains(err.Error(), ".dossier-") || !errors.As(err, &hint) || hint.Hint() == "" {
			t.Errorf("late %v: %v", late, err)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("late %v: the folder is there again", late)
		}
	}
}

// large is a PDF of one page and about so many bytes.
func large(t *testing.T, bytes int) []byte {
	t.Helper()
	data, err := os.ReadFile("../../testdata/scans/lease.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(data, []byte("\n%"), slices.Repeat([]byte("x"), bytes), []byte("\n"))
}

// A scan that is another one, or gone, when it goes into the dossier stops the run: the old papers stay. The
// files are larger than what is kept in memory, so that they are read twice.
func TestAttachmentChanges(t *testing.T) {
	catalog, err := form.Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	day, err := profile.ParseDate(dayNew)
	if err != nil {
		t.Fatal(err)
	}
	scan := large(t, 24<<20)
	for want, change := range map[string]func(name string) error{
		"scans/lease.pdf: the file was changed while the dossier was made": func(name string) error {
			return os.WriteFile(name, []byte("%PDF-1.7 another"), 0o600)
		},
		"scans/lease.pdf: there is no such file":        os.Remove,
		"scans/lease.pdf: this is not a regular file":   func(name string) error { return errors.Join(os.Remove(name), syscall.Mkfifo(name, 0o600)) },
		"scans/lease.pdf: this is a folder, not a file": func(name string) error { return errors.Join(os.Remove(name), os.Mkdir(name, 0o700)) },
	} {
		t.Chdir(t.TempDir())
		if err := os.Mkdir("scans", 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"scans/passport.jpg", "scans/lease.pdf"} {
			put(t, name, string(scan), 0o600)
		}
		put(t, "me.toml", me, 0o600)
		p := &program{}
		a, err := profile.Load("me.toml", p.readText)
		if err != nil {
			t.Fatal(err)
		}
		j := &dossier.Job{Applicant: a, Day: day, Catalog: catalog, Read: p.read, Version: version}
		built, err := j.Build()
		if err != nil || len(built.Papers) == 0 {
			t.Fatalf("%v, findings %v", err, built.Findings)
		}
		if err := change("scans/lease.pdf"); err != nil {
			t.Fatal(err)
		}
		old := map[string]string{"dossier.pdf": "old", "form.pdf": "old", "manifest.json": `{"program": "dossier 0.0.9", "kind": "application"}`}
		if err := os.Mkdir("out", 0o700); err != nil {
			t.Fatal(err)
		}
		lay(t, "out", old)
		err = p.writeFolder("out", built.Papers, &built.Manifest, buildFiles, anything)
		var hint interface{ Hint() string }
		if err == nil || !strings.HasPrefix(err.Error(), "make out/dossier.pdf: ") || !strings.HasSuffix(err.Error(), want) || !errors.As(err, &hint) || hint.Hint() == "" {
			t.Errorf("%v, want %s", err, want)
		}
		if got := contents(t, "out"); !maps.Equal(got, old) {
			t.Errorf("%s: in the folder %v", want, slices.Sorted(maps.Keys(got)))
		}
	}
}

// peakOf is the most memory that a process had on Linux, in bytes; 0 where it is not known.
func peakOf(s *os.ProcessState) int64 {
	if use, ok := s.SysUsage().(*syscall.Rusage); ok {
		return int64(use.Maxrss) << 10
	}
	return 0
}

// Whatever a profile names as an attachment: it is found out at once and with little memory, is named, and
// the others are there.
func TestAttachmentsOfAllSorts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at := func(name string) string { return filepath.Join(d.dir, name) }
	huge, err := os.Create(at("huge.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(huge.Truncate(maxFile+1), huge.Close(), syscall.Mkfifo(at("pipe.pdf"), 0o600), os.Mkdir(at("folder.pdf"), 0o700),
		os.Symlink("/dev/zero", at("endless.pdf")), os.Symlink("loop.pdf", at("loop.pdf"))); err != nil {
		t.Fatal(err)
	}
	put(t, at("empty.pdf"), "", 0o600)
	put(t, at("closed.pdf"), "%PDF-1.7", 0)
	const fix = "\n\t"
	limit := ""
	if runtime.GOOS == "linux" {
		limit = "ulimit -v 4000000 && " // a mistake must not take the memory of the machine
	}
	for name, want := range map[string]string{
		"nowhere.pdf":        "there is no file nowhere.pdf",
		"folder.pdf":         "this is a folder, not a file",
		"pipe.pdf":           "this is not a regular file",
		"endless.pdf":        "this is not a regular file",
		"/dev/zero":          "this is not a regular file",
		"loop.pdf":           "too many levels of symbolic links",
		"empty.pdf":          "the file is empty",
		"huge.pdf":           "the file is larger than 512 MB",
		"closed.pdf":         "the file may not be read",
		"/proc/self/pagemap": "the file has more bytes than it is said to have", // 256 GB of them, and no size
	} {
		if _, err := os.Lstat(name); strings.HasPrefix(name, "/") && err != nil || name == "closed.pdf" && os.Geteuid() == 0 {
			t.Logf("%s cannot be tried here", name)
			continue
		}
		put(t, at("odd.toml"), strings.Replace(me, "scans/lease.pdf", name, 1), 0o600)
		for _, command := range []string{"check odd.toml --on 2026-11-22", "build odd.toml --on 2026-11-22 --no-proof -o odd"} {
			code, said, state := d.run(t, "sh", "-c", limit+"exec dossier "+command+" 1>&2")
			if code != ruleStops || !strings.Contains(said, want) || !strings.Contains(said, "odd.toml:30: document[1].file: ") {
				t.Errorf("%s: dossier %s: exit status %d, %s", name, command, code, said)
			}
			if i := strings.Index(said, "document[1].file"); i < 0 || !strings.Contains(said[i:], fix) {
				t.Errorf("%s: dossier %s: no way out", name, command)
			}
			_, _, idle := d.run(t, "true") // what Linux counts for a child begins with what its parent has
			if use := peakOf(state); limit != "" && use > max(400<<20, peakOf(idle)+64<<20) {
				t.Errorf("%s: dossier %s: %d MB of memory", name, command, use>>20)
			}
		}
		code, said, _ := d.run(t, "sh", "-c", limit+"exec dossier check odd.toml --on 2026-11-22 --lang fr 1>&2")
		if system := "too many levels of symbolic links"; code != ruleStops || !strings.Contains(said, "odd.toml:30: document[1].file: Bail : ") || want != system && strings.Contains(said, want) {
			t.Errorf("%s, in French: exit status %d, %s", name, code, said)
		}
		if got := names(t, at("odd")); !slices.Contains(got, "dossier.pdf") {
			t.Errorf("%s: made are %v", name, got)
		}
	}
}
