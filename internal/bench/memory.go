package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"dossier/internal/invent"
)

// A page of A4 at 600 dots an inch, which takes 7.5 MB.
const (
	largeWidth, largeHeight = 4960, 7016
	largeNoise              = 33
)

// A photograph of a telephone, of 12 megapixels, and how many there are of it: files, and pictures that differ.
const (
	photoWidth, photoHeight = 3024, 4032
	photoFiles, photoTakes  = 8, 2
)

// inPDFs are pages of a dossier of 200 MB, by the PDFs they come in.
var inPDFs = []int{5, 5, 5, 6, 6}

// mostMemory is what building a dossier of them may take at most, in bytes.
const mostMemory = 300 << 20

// A load is a way to bring scans.
type load struct {
	what  string
	files []string
	bytes int64
	free  bool // of the bound
	cold  bool // nothing is compiled before
}

// remembering prints how much memory the program takes to build a dossier of large scans, as GNU time finds it.
func remembering(out io.Writer, date, blank string) error {
	timer, err := exec.LookPath("/usr/bin/time")
	if err != nil {
		fmt.Fprintln(out, "Memory was not measured: GNU time is not installed (Debian package time).")
		return nil
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	defer os.RemoveAll(dir)
	program, err := buildProgram(dir)
	if err != nil {
		return err
	}
	loads, err := largeScans(dir)
	if err != nil {
		return err
	}
	heic, err := photographs(dir)
	var missing *missingError
	if err != nil && !errors.As(err, &missing) {
		return err
	}
	fmt.Fprintf(out, "%s, %s.\n\nOne process of `dossier build`, with scans of %d x %d pixels and photographs of %d x %d, as GNU time finds it; "+
		"at most %d MB are allowed.\n\n", machine(), date, largeWidth, largeHeight, photoWidth, photoHeight, mostMemory>>20)
	fmt.Fprintln(out, "| scans | MB of files | proof | pages | seconds | CPU seconds | peak MB |")
	fmt.Fprintln(out, "| --- | --: | --- | --: | --: | --: | --: |")
	r := remembered{out: out, timer: timer, program: program, dir: dir, blank: blank}
	r.row(load{what: "none, and PDFium is compiled, as once on a machine", free: true, cold: true}, true)
	for _, l := range loads {
		r.row(l, false)
		r.row(l, true)
	}
	if missing != nil {
		fmt.Fprintf(out, "| HEIC | | | | | | %s |\n", missing)
		return r.err
	}
	what := heic.what
	heic.what, heic.cold = what+", and libheif is compiled", true
	r.row(heic, false)
	heic.what, heic.free = what+", and PDFium too", true
	r.row(heic, true)
	heic.what, heic.free, heic.cold = what, false, false
	r.row(heic, false)
	r.row(heic, true)
	return r.err
}

// A remembered is a table of memory in the making.
type remembered struct {
	out                        io.Writer
	timer, program, dir, blank string
	err                        error // of all that take too much, or the first that could not
}

// row builds a dossier, with or without its proof.
func (r *remembered) row(l load, proof bool) {
	t, pages, err := r.build(l, proof)
	if err != nil {
		r.err = errors.Join(r.err, fmt.Errorf("%s: %w", l.what, err))
		return
	}
	fmt.Fprintf(r.out, "| %s | %d | %t | %d | %.1f | %.1f | %d |\n", l.what, l.bytes/1e6, proof, pages, t.wall, t.cpu, t.peak>>20)
	if !l.free && t.peak > mostMemory {
		r.err = errors.Join(r.err, fmt.Errorf("%s, proof %t: %d MB of memory", l.what, proof, t.peak>>20))
	}
}

func (r *remembered) build(l load, proof bool) (t taken, pages int, err error) {
	if l.cold {
		if err := os.RemoveAll(os.Getenv("XDG_CACHE_HOME")); err != nil {
			return t, 0, fmt.Errorf("remove what was compiled: %w", err)
		}
	}
	profile, made := filepath.Join(r.dir, "person.toml"), filepath.Join(r.dir, "out")
	if err := os.WriteFile(profile, []byte(l.profile()), 0o600); err != nil {
		return t, 0, fmt.Errorf("write the profile: %w", err)
	}
	command := []string{r.program, "build", profile, "--on", "2026-11-22", "-o", made}
	if _, err := os.Stat(r.blank); err == nil {
		command = append(command, "--blank", r.blank)
	}
	if !proof {
		command = append(command, "--no-proof")
	}
	if t, err = timed(r.timer, command); err != nil {
		return t, 0, err
	}
	pages, err = countPages(made)
	return t, pages, err
}

// largeScans makes the scans: as pictures, in a few PDFs, and in one.
func largeScans(dir string) ([]load, error) {
	var pictures [4][]byte
	for i := range pictures {
		var err error
		if pictures[i], err = scanned(largeWidth, largeHeight, largeNoise, uint64(i)); err != nil {
			return nil, err
		}
	}
	var single, several, one load
	all := 0
	for i, pages := range inPDFs {
		all += pages
		if err := several.add(dir, fmt.Sprintf("scans-%d.pdf", i), picturesAsPDF(pictures[:], pages)); err != nil {
			return nil, err
		}
	}
	for i := range all {
		if err := single.add(dir, fmt.Sprintf("scan-%d.jpg", i), pictures[i%len(pictures)]); err != nil {
			return nil, err
		}
	}
	if err := one.add(dir, "scans.pdf", picturesAsPDF(pictures[:], all)); err != nil {
		return nil, err
	}
	single.what, several.what, one.what = fmt.Sprintf("%d JPEG files", all), fmt.Sprintf("%d PDF files, %d pages", len(inPDFs), all), fmt.Sprintf("a PDF file, %d pages", all)
	one.free = true // a single piece is as large as what is allowed
	return []load{single, several, one}, nil
}

// photographs makes pages as a telephone takes them, in HEIC; the error is a *missingError without heif-enc.
func photographs(dir string) (l load, err error) {
	if _, err := exec.LookPath("heif-enc"); err != nil {
		return l, &missingError{"heif-enc, which is in Debian’s libheif-examples"}
	}
	var takes [photoTakes][]byte
	taken, packed := filepath.Join(dir, "photo.jpg"), filepath.Join(dir, "photo.heic")
	for i := range takes {
		photo, err := scanned(photoWidth, photoHeight, scanNoise, uint64(i))
		if err != nil {
			return l, err
		}
		if err := os.WriteFile(taken, photo, 0o600); err != nil {
			return l, fmt.Errorf("write a photograph: %w", err)
		}
		if _, _, err := execute("heif-enc", "-q", "60", "-p", "preset=ultrafast", "-o", packed, taken); err != nil {
			return l, err
		}
		if takes[i], err = os.ReadFile(packed); err != nil {
			return l, fmt.Errorf("read a photograph: %w", err)
		}
	}
	for i := range photoFiles {
		if err := l.add(dir, fmt.Sprintf("photo-%d.heic", i), takes[i%photoTakes]); err != nil {
			return l, err
		}
	}
	l.what = fmt.Sprintf("%d HEIC files", photoFiles)
	return l, nil
}

func (l *load) add(dir, name string, data []byte) error {
	l.files, l.bytes = append(l.files, filepath.Join(dir, name)), l.bytes+int64(len(data))
	return os.WriteFile(filepath.Join(dir, name), data, 0o600)
}

// picturesAsPDF is a PDF with a picture a page, each a stream of its own.
func picturesAsPDF(pictures [][]byte, pages int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 3+3*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String())
	for i := range pages {
		data := pictures[i%len(pictures)]
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Contents %d 0 R/Resources<</XObject<</I %d 0 R>>>>>>", 4+3*i, 5+3*i)
		const draw = "595.28 0 0 841.89 0 0 cm /I Do"
		object("<</Length %d>>\nstream\n%s\nendstream", len(draw), draw)
		object("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream",
			largeWidth, largeHeight, len(data), data)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return b.Bytes()
}

// profile is of an invented person with these files.
func (l load) profile() string { return invent.Profile(0, "") + l.documents() }

// documents are these files as a profile names them.
func (l load) documents() string {
	var b strings.Builder
	for i, f := range l.files {
		fmt.Fprintf(&b, "\n[[document]]\nkind = \"other\"\ntitle = \"Pièce inventée %d\"\nlanguage = \"French\"\nfile = %q\n", i+1, filepath.ToSlash(f))
	}
	return b.String()
}

// A taken is what a process took.
type taken struct {
	wall, cpu float64 // seconds
	peak      int     // bytes
}

// timed runs a command under GNU time.
func timed(timer string, command []string) (t taken, err error) {
	var said bytes.Buffer
	cmd := exec.Command(timer, append([]string{"--quiet", "-f", "%e %U %S %M"}, command...)...)
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != ruleStops {
		return t, fmt.Errorf("%w\n%s", err, said.Bytes())
	}
	lines := strings.Split(strings.TrimSpace(said.String()), "\n")
	var user, system float64
	if _, err := fmt.Sscan(lines[len(lines)-1], &t.wall, &user, &system, &t.peak); err != nil {
		return t, fmt.Errorf("read what GNU time measured: %w", err)
	}
	t.cpu, t.peak = user+system, t.peak<<10
	return t, nil
}

// countPages is how many pages the dossier has, by its manifest.
func countPages(dir string) (int, error) {
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return 0, err
	}
	var m struct{ Pages []json.RawMessage }
	err = json.Unmarshal(data, &m)
	return len(m.Pages), err
}
