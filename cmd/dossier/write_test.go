//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"dossier/internal/dossier"
	"dossier/internal/history"
)

func TestWriteFileMode(t *testing.T) {
	for _, umask := range []int{0, 0o022, 0o077} {
		old := syscall.Umask(umask)
		dir := t.TempDir()
		name := filepath.Join(dir, "new.pdf")
		err := writeFile(name, []byte("new"))
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, name, "new")
	}
}

func TestWriteFileOverOld(t *testing.T) {
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o666, 0o777, 0o444, 0} {
		dir := t.TempDir()
		name := put(t, filepath.Join(dir, "old.pdf"), "a longer text than the new one", mode)
		if err := writeFile(name, []byte("new")); err != nil {
			t.Errorf("mode %v: %v", mode, err)
		}
		holds(t, name, "new")
		if got := names(t, dir); len(got) != 1 {
			t.Errorf("mode %v: left behind %v", mode, got)
		}
	}
}

func TestWriteFileNoBytes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "empty")
	if err := writeFile(name, nil); err != nil {
		t.Fatal(err)
	}
	holds(t, name, "")
}

// A link is followed: the file it leads to is replaced and the link stays. One that leads nowhere
// becomes the file.
func TestWriteFileOverLink(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	elsewhere := put(t, filepath.Join(other, "elsewhere.txt"), "old", 0o644)
	link, broken := filepath.Join(dir, "link.pdf"), filepath.Join(dir, "broken.pdf")
	if err := errors.Join(os.Symlink(elsewhere, link), os.Symlink(filepath.Join(other, "nowhere"), broken)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{link, broken} {
		if err := writeFile(name, []byte("new")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	holds(t, elsewhere, "new")
	holds(t, broken, "new")
	if to, err := os.Readlink(link); err != nil || to != elsewhere {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if got := names(t, other); len(got) != 1 {
		t.Errorf("left behind %v", got)
	}
}

// What is no regular file is written to as it is, and stays what it was.
func TestWriteFileIntoDevice(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip("no pipes here")
	}
	read := make(chan string)
	go func() {
		data, _ := os.ReadFile(fifo)
		read <- string(data)
	}()
	if err := writeFile(fifo, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "new" {
		t.Errorf("the pipe gave %q", got)
	}
	if info, err := os.Stat(fifo); err != nil || info.Mode().IsRegular() {
		t.Errorf("the pipe is %v, %v", info.Mode(), err)
	}
}

// A file that was read is never written over, under whatever name.
func TestSpare(t *testing.T) {
	dir := t.TempDir()
	scan := put(t, filepath.Join(dir, "dossier.pdf"), "a scan", 0o600)
	twin := filepath.Join(dir, "twin.pdf")
	if err := os.Link(scan, twin); err != nil {
		t.Skip("this file system has no hard links")
	}
	p := &program{}
	if _, err := p.read(scan); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		p.write(scan, []byte("new")), p.write(twin, []byte("new")),
		p.writeFolder(dir, papers("dossier.pdf", "new"), made(), oursTest, anything),
	} {
		if err == nil || !strings.Contains(err.Error(), "goes into this run") {
			t.Errorf("%v", err)
		}
	}
	holds(t, scan, "a scan")
	if err := p.write(filepath.Join(dir, "other.pdf"), []byte("new")); err != nil {
		t.Errorf("another file: %v", err)
	}
}

// Other names of the old file keep the old text.
func TestWriteFileOverHardLink(t *testing.T) {
	dir := t.TempDir()
	name := put(t, filepath.Join(dir, "a.pdf"), "old", 0o644)
	twin := filepath.Join(dir, "b.pdf")
	if err := os.Link(name, twin); err != nil {
		t.Skip("this file system has no hard links")
	}
	if err := writeFile(name, []byte("new")); err != nil {
		t.Fatal(err)
	}
	holds(t, name, "new")
	if data, _ := os.ReadFile(twin); string(data) != "old" {
		t.Errorf("the twin holds %q", data)
	}
}

func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "folder"), 0o700), os.Symlink("folder", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "file"), "a file", 0o600)
	for _, c := range []struct{ target, want string }{
		{"folder", "is a folder"},
		{"link", "is a folder"},
		{"missing/x.pdf", "no such file or directory"},
		{"file/x.pdf", "not a directory"},
	} {
		name := filepath.Join(dir, c.target)
		err := writeFile(name, []byte("new"))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), ".dossier-") {
			t.Errorf("%s: %v, want %q", c.target, err, c.want)
		}
		if got := names(t, dir); !slices.Equal(got, []string{"file", "folder", "link"}) {
			t.Errorf("%s: left behind %v", c.target, got)
		}
	}
	var hint interface{ Hint() string }
	if err := writeFile(dir, nil); !errors.As(err, &hint) || hint.Hint() == "" {
		t.Errorf("no way out of %v", err)
	}
	holds(t, filepath.Join(dir, "file"), "a file")
}

// A name too long is found out by the last step only: what was written beside it goes away, and the
// error does not speak of it.
func TestWriteFileNameTooLong(t *testing.T) {
	dir := t.TempDir()
	err := writeFile(filepath.Join(dir, strings.Repeat("x", 300)), []byte("new"))
	if err == nil || !strings.Contains(err.Error(), "file name too long") {
		t.Fatalf("%v", err)
	}
	if strings.Contains(err.Error(), ".dossier-") {
		t.Errorf("the error names the temporary file: %v", err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("left behind %v", got)
	}
}

func TestWriteFileReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	name := put(t, filepath.Join(dir, "a.pdf"), "old", 0o600)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	if err := writeFile(name, []byte("new")); err == nil || !strings.Contains(err.Error(), "permission denied") || strings.Contains(err.Error(), ".dossier-") {
		t.Errorf("%v", err)
	}
	holds(t, name, "old")
}

func made() *dossier.Manifest {
	return &dossier.Manifest{Program: "dossier test", Kind: dossier.Application, Ready: true, Outputs: map[string]string{}}
}

// papers are those of pairs of a name and a text.
func papers(pairs ...string) dossier.Papers {
	all := dossier.Papers{}
	for i := 0; i < len(pairs); i += 2 {
		all[pairs[i]] = dossier.Written([]byte(pairs[i+1]))
	}
	return all
}

// anything accepts papers as they are.
func anything(map[string]dossier.Paper) error { return nil }

var oursTest = []string{"dossier.pdf", "form.pdf", "letter.pdf"}

func TestWriteFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "out")
	files := papers("form.pdf", "f", "letter.pdf", "l")
	if err := (&program{}).writeFolder(dir, files, made(), oursTest, anything); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if info, err := os.Stat(d); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", d, info.Mode(), err)
		}
	}
	holds(t, filepath.Join(dir, "form.pdf"), "f")
	holds(t, filepath.Join(dir, "letter.pdf"), "l")
	if data, err := os.ReadFile(filepath.Join(dir, "manifest.json")); err != nil || !bytes.Contains(data, []byte(`"ready": true`)) {
		t.Errorf("the manifest is %s, %v", data, err)
	}
	if got := contents(t, dir); len(got) != 4 || got["history/0001.json"] != got["manifest.json"] {
		t.Errorf("in the folder: %v", got)
	}
	holds(t, filepath.Join(dir, "history", "0001.json"), contents(t, dir)["manifest.json"])
}

// What an earlier run made and this one did not is removed, and so is what a killed run left; files
// that are not ours stay, and the folder keeps its mode.
func TestWriteFolderAgain(t *testing.T) {
	for _, name := range []string{"out", "out [2026]", "out*", `out\`} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o750); err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "manifest.json"), `{"program": "dossier 0.0.9", "kind": "application"}`, 0o640)
		for _, old := range []string{"dossier.pdf", "form.pdf", ".dossier-123.tmp", ".dossier-9.tmp", "notes.txt", ".dossier-notes", "dossier.pdf.bak"} {
			put(t, filepath.Join(dir, old), "old", 0o640)
		}
		if err := (&program{}).writeFolder(dir, papers("form.pdf", "f"), made(), oursTest, anything); err != nil {
			t.Fatal(err)
		}
		if got, want := names(t, dir), []string{".dossier-notes", "dossier.pdf.bak", "form.pdf", "history", "manifest.json", "notes.txt"}; !slices.Equal(got, want) {
			t.Errorf("%s: left are %q, want %q", name, got, want)
		}
		holds(t, filepath.Join(dir, "form.pdf"), "f")
		if data, err := os.ReadFile(filepath.Join(dir, "notes.txt")); err != nil || string(data) != "old" {
			t.Errorf("%s: notes.txt holds %q, %v", name, data, err)
		}
	}
}

// A folder with papers that this program did not make is refused, and nothing in it changes.
func TestWriteFolderForeign(t *testing.T) {
	for _, manifest := range []string{"", "a text", `{"program": "another"}`, `{"program": "dossier 0.1.0", "kind": "reply"}`} {
		dir := t.TempDir()
		letter := put(t, filepath.Join(dir, "letter.pdf"), "to my aunt", 0o600)
		if manifest != "" {
			put(t, filepath.Join(dir, "manifest.json"), manifest, 0o600)
		}
		err := (&program{}).writeFolder(dir, papers("form.pdf", "f"), made(), oursTest, anything)
		if err == nil || !strings.Contains(err.Error(), "holds ") {
			t.Errorf("%q: %v", manifest, err)
		}
		holds(t, letter, "to my aunt")
		if got := names(t, dir); slices.Contains(got, "form.pdf") {
			t.Errorf("%q: in the folder %v", manifest, got)
		}
	}
}

// A run that fails on its way leaves a manifest that says so, and the next run goes on.
func TestWriteFolderHalf(t *testing.T) {
	dir := t.TempDir()
	manifest := put(t, filepath.Join(dir, "manifest.json"), `{"program": "dossier 0.0.9", "kind": "application"}`, 0o600)
	files := papers("form.pdf", "f", "letter.pdf", "l")
	inTheWay := func(map[string]dossier.Paper) error { return os.Mkdir(filepath.Join(dir, "letter.pdf"), 0o700) }
	if err := (&program{}).writeFolder(dir, files, made(), oursTest, inTheWay); err == nil {
		t.Fatal("a folder was taken for a file")
	}
	if data, _ := os.ReadFile(manifest); !strings.Contains(string(data), "unfinished") {
		t.Errorf("the manifest says %s", data)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"form.pdf", "history", "letter.pdf", "manifest.json"}) {
		t.Errorf("left behind %v", got)
	}
	if err := os.Remove(filepath.Join(dir, "letter.pdf")); err != nil {
		t.Fatal(err)
	}
	if err := (&program{}).writeFolder(dir, files, made(), oursTest, anything); err != nil {
		t.Errorf("the next run: %v", err)
	}
	if got := contents(t, dir); len(got) != 4 {
		t.Errorf("in the folder %v", got)
	}
}

func TestWriteFolderFails(t *testing.T) {
	dir := t.TempDir()
	file := put(t, filepath.Join(dir, "file"), "x", 0o600)
	for _, c := range []struct{ dir, want string }{{file, "make the folder"}, {filepath.Join(file, "x"), "make the folder"}} {
		if err := (&program{}).writeFolder(c.dir, nil, made(), nil, anything); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.dir, err)
		}
	}
	stuck := filepath.Join(dir, ".dossier-stuck.tmp", "x")
	if err := os.MkdirAll(stuck, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := (&program{}).writeFolder(dir, nil, made(), nil, anything); err == nil || !strings.Contains(err.Error(), "remove the temporary file") {
		t.Errorf("a folder in the place of a temporary file: %v", err)
	}
}

func TestWriteToStandardOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	p := &program{out: &out}
	if err := p.write("-", []byte("x")); err != nil || out.String() != "x" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if got := names(t, "."); len(got) != 0 {
		t.Errorf("made %v", got)
	}
}

// Output that cannot be written is no success, and says what to do.
func TestOutputLost(t *testing.T) {
	closed, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, args := range []string{"check ../../profiles/demo.toml", "check ../../profiles/demo.toml --json", "rules", "nir 2610299404123", "cpam 37000", "init"} {
		var said bytes.Buffer
		code := run(context.Background(), append([]string{"dossier"}, strings.Fields(args)...), strings.NewReader(""), closed, &said)
		if code != couldNot || !strings.Contains(said.String(), "write to standard output: ") || !strings.Contains(said.String(), "\n\tthe output is not whole") {
			t.Errorf("%s: %d, %s", args, code, said.String())
		}
	}
}

// madeOn is the manifest of papers of a kind and a day.
func madeOn(kind dossier.Kind, day string) *dossier.Manifest {
	m := made()
	m.Kind, m.Day = kind, day
	return m
}

// Papers of both kinds are made into one folder in turn: each version can be found whole, whatever came after
// it, and what is made once more is no version.
func TestWriteFolderInTurn(t *testing.T) {
	dir := t.TempDir()
	runs := []struct {
		kind dossier.Kind
		day  string
		put  []string
	}{
		{dossier.Application, "2026-11-21", []string{"form.pdf", "f1", "letter.pdf", "l1", "dossier.pdf", "d1"}},
		{dossier.Application, "2026-11-22", []string{"form.pdf", "f1", "letter.pdf", "l2", "dossier.pdf", "d2"}},
		{dossier.Application, "2026-11-22", []string{"form.pdf", "f1", "letter.pdf", "l2", "dossier.pdf", "d2"}},
		{dossier.Reply, "2026-12-10", []string{"form.pdf", "f3", "reply.pdf", "r3", "dossier.pdf", "d3"}},
		{dossier.Reply, "2026-12-10", []string{"form.pdf", "f3", "reply.pdf", "r3", "dossier.pdf", "d3"}},
		{dossier.Application, "2026-12-20", []string{"form.pdf", "f1", "letter.pdf", "l2", "dossier.pdf", "d2"}},
	}
	for i, r := range runs {
		before := contents(t, dir)
		if err := (&program{}).writeFolder(dir, papers(r.put...), madeOn(r.kind, r.day), papersOf[r.kind], anything); err != nil {
			t.Fatal(err)
		}
		if now := contents(t, dir); (i == 2 || i == 4) != maps.Equal(before, now) {
			t.Errorf("run %d: the folder holds %v", i, slices.Sorted(maps.Keys(now)))
		}
	}
	chain, err := history.Read(os.DirFS(dir))
	if err != nil || len(chain.Versions) != 4 || len(chain.Faults) > 0 || chain.Sent().Number != 4 {
		t.Fatalf("%+v, %v", chain, err)
	}
	shelf, err := chain.Shelf(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for i, run := range []int{0, 1, 3, 5} {
		r := runs[run]
		for j := 0; j < len(r.put); j += 2 {
			sum := chain.Versions[i].Manifest.Outputs[r.put[j]]
			data, err := os.ReadFile(filepath.Join(dir, shelf[sum]))
			if sum != dossier.Hash([]byte(r.put[j+1])) || err != nil || string(data) != r.put[j+1] {
				t.Errorf("version %d: %s is %q at %q, %v", i+1, r.put[j], data, shelf[sum], err)
			}
		}
	}
	if got, want := names(t, dir), []string{"dossier.pdf", "form.pdf", "history", "letter.pdf", "manifest.json"}; !slices.Equal(got, want) {
		t.Errorf("in the folder %v", got)
	}
}

// A paper that somebody changed since it was made is kept as it is, beside the true one if there is one; and
// the same run mends it without a version.
func TestWriteFolderChanged(t *testing.T) {
	dir := t.TempDir()
	build := func(day, form string) {
		t.Helper()
		if err := (&program{}).writeFolder(dir, papers("form.pdf", form), madeOn(dossier.Application, day), buildFiles, anything); err != nil {
			t.Fatal(err)
		}
	}
	build("2026-11-21", "made")
	put(t, filepath.Join(dir, "form.pdf"), "filled in further", 0o600)
	put(t, filepath.Join(dir, "letter.pdf"), "a letter of the person's own", 0o600)
	build("2026-11-21", "made")
	holds(t, filepath.Join(dir, "form.pdf"), "made")
	build("2026-11-22", "made anew")
	changed := "form-" + dossier.Hash([]byte("filled in further"))[:8] + ".pdf"
	own := "letter-" + dossier.Hash([]byte("a letter of the person's own"))[:8] + ".pdf"
	kept := filepath.Join(dir, "history", "0001")
	if got, want := names(t, kept), []string{changed, "form.pdf", own}; !slices.Equal(got, want) {
		t.Errorf("kept are %v, want %v", got, want)
	}
	holds(t, filepath.Join(kept, changed), "filled in further")
	holds(t, filepath.Join(kept, "form.pdf"), "made")
	holds(t, filepath.Join(kept, own), "a letter of the person's own")

	// What was kept is not written over either, nor an entry of the history.
	put(t, filepath.Join(dir, "history", "0002.json"), "torn", 0o600)
	if err := os.MkdirAll(filepath.Join(dir, "history", "0002"), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "history", "0002", "form.pdf"), "something else", 0o600)
	sound := contents(t, dir)["manifest.json"]
	build("2026-11-23", "made a third time")
	all := contents(t, dir)
	if all["history/0002.json"] != "torn" || all["history/0002/form.pdf"] != "something else" ||
		all["history/0002/form-"+dossier.Hash([]byte("made anew"))[:8]+".pdf"] != "made anew" ||
		all["history/0002/manifest-"+dossier.Hash([]byte(sound))[:8]+".json"] != sound {
		t.Errorf("in the folder %v", slices.Sorted(maps.Keys(all)))
	}
	chain, err := history.Read(os.DirFS(dir))
	if err != nil || len(chain.Faults) != 1 || chain.Faults[0].File != "history/0002.json" || chain.Last().Number != 3 {
		t.Errorf("%+v, %v", chain, err)
	}
}

// A folder that was made before histories existed becomes version 1, whatever comes next.
func TestWriteFolderOld(t *testing.T) {
	for _, kind := range []dossier.Kind{dossier.Application, dossier.Reply} {
		for _, day := range []string{"2026-11-21", "2026-11-22"} {
			dir := t.TempDir()
			m := madeOn(dossier.Application, "2026-11-21")
			m.Outputs["form.pdf"] = dossier.Hash([]byte("f"))
			old, err := m.JSON()
			if err != nil {
				t.Fatal(err)
			}
			put(t, filepath.Join(dir, "manifest.json"), string(old), 0o600)
			put(t, filepath.Join(dir, "form.pdf"), "f", 0o600)
			text := map[bool]string{true: "f", false: "g"}[day == m.Day]
			if err := (&program{}).writeFolder(dir, papers("form.pdf", text), madeOn(kind, day), papersOf[kind], anything); err != nil {
				t.Fatal(err)
			}
			all := contents(t, dir)
			if all["history/0001.json"] != string(old) {
				t.Errorf("%s on %s: the first entry is %s", kind, day, all["history/0001.json"])
			}
			chain, err := history.Read(os.DirFS(dir))
			want := 2
			if kind == m.Kind && day == m.Day {
				want = 1
			}
			if err != nil || len(chain.Versions) != want || len(chain.Faults) > 0 {
				t.Errorf("%s on %s: %+v, %v", kind, day, chain, err)
			}
			if lost, err := chain.Lost(os.DirFS(dir)); err != nil || len(lost) > 0 {
				t.Errorf("%s on %s: lost %v, %v", kind, day, lost, err)
			}
		}
	}
}

// A file of the person's own is not taken for a paper, though the folder has a history.
func TestWriteFolderOwn(t *testing.T) {
	dir := t.TempDir()
	p := &program{}
	if err := p.writeFolder(dir, papers("form.pdf", "f"), madeOn(dossier.Application, "2026-11-21"), buildFiles, anything); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "reply.pdf"), "to my aunt", 0o600)
	before := contents(t, dir)
	err := p.writeFolder(dir, papers("reply.pdf", "r"), madeOn(dossier.Reply, "2026-12-10"), correctFiles, anything)
	if err == nil || err.Error() != dir+" holds a reply.pdf that this program did not make" {
		t.Errorf("%v", err)
	}
	if now := contents(t, dir); !maps.Equal(before, now) {
		t.Errorf("in the folder %v", slices.Sorted(maps.Keys(now)))
	}
}

// Two runs at once cannot both make a version, nor can one be written over.
func TestClaim(t *testing.T) {
	dir := t.TempDir()
	entry := put(t, filepath.Join(dir, "0002.json"), "of another run", 0o600)
	s := staged{dir: dir}
	if _, err := s.stage("0002.json", dossier.Written([]byte("mine"))); err != nil {
		t.Fatal(err)
	}
	var hint interface{ Hint() string }
	if err := s.claim(); err == nil || err.Error() != entry+" is there already: another run has made this version" || !errors.As(err, &hint) || hint.Hint() == "" {
		t.Errorf("%v", err)
	}
	s.discard()
	holds(t, entry, "of another run")
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("left behind %v", got)
	}
}

func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("0123456789", 40_000)
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"", "", true}, {"a", "a", true}, {long, long, true}, {long[:256<<10], long[:256<<10], true},
		{"a", "b", false}, {"", "a", false}, {long, long + "x", false}, {long + "x", long + "y", false}, {"x" + long, "y" + long, false},
	} {
		a, b := put(t, filepath.Join(dir, "a"), c.a, 0o600), put(t, filepath.Join(dir, "b"), c.b, 0o600)
		if sameBytes(a, b) != c.same {
			t.Errorf("%d and %d bytes: the same %v", len(c.a), len(c.b), !c.same)
		}
	}
	if a := filepath.Join(dir, "a"); sameBytes(a, filepath.Join(dir, "none")) || sameBytes(dir, dir) {
		t.Error("a file is the same as what is none")
	}
}
