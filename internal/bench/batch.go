package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"

	"dossier/internal/invent"
)

// Scans of an applicant: pages of A4 at 200 dots an inch, of 0.9 MB, and small ones where records are very many.
const (
	batchScans              = 3
	smallWidth, smallHeight = 620, 877
	rivalRecords            = 20 // of which the loop of single builds makes so many
)

// batching prints what dossier batch takes of n applicants with three scans each, and of ten times as many with one
// small scan.
func batching(out io.Writer, date, blank string, n int) error {
	timer, err := exec.LookPath("/usr/bin/time")
	if err != nil {
		fmt.Fprintln(out, "Batches were not measured: GNU time is not installed (Debian package time).")
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
	fmt.Fprintf(out, "%s, %s.\n\nOne process of `dossier batch` with its proof, as GNU time finds it; %d scans of %d x %d pixels for each applicant, or one of %d x %d.\n\n",
		machine(), date, batchScans, scanWidth, scanHeight, smallWidth, smallHeight)
	fmt.Fprintln(out, "| applicants | scans | jobs | before | seconds | dossiers/s | CPU ms a dossier | peak MB |")
	fmt.Fprintln(out, "| --: | --- | --: | --- | --: | --: | --: | --: |")
	b := batched{out: out, timer: timer, program: program, dir: dir, blank: blank}
	jobs := min(2, runtime.NumCPU())
	if _, err := b.run(1, littleScan, jobs, cold); err != nil { // PDFium is compiled, as once on a machine
		return err
	}
	some := max(1, n/10)
	part, err := b.row(some, largeScan, jobs, cold)
	if err != nil {
		return err
	}
	whole, err := b.row(n, largeScan, jobs, cold)
	if err != nil {
		return err
	}
	if _, err := b.row(n, largeScan, jobs, warm); err != nil {
		return err
	}
	few, err := b.row(n, littleScan, jobs, cold)
	if err != nil {
		return err
	}
	many, err := b.row(10*n, littleScan, jobs, cold)
	if err != nil {
		return err
	}
	rate := func(t taken, n int) float64 { return t.cpu / float64(n) }
	fmt.Fprintf(out, "\nA dossier among %d takes %.2f times the CPU of one among %d, among %d %.2f times one among %d.\n",
		n, rate(whole, n)/rate(part, some), some, 10*n, rate(many, 10*n)/rate(few, n), n)
	if err := b.workers(n); err != nil {
		return err
	}
	return b.rival(rate(whole, n))
}

// A kindOfScans is large or small.
type kindOfScans string

const (
	largeScan  kindOfScans = "0.9 MB"
	littleScan kindOfScans = "small"
)

// What is there before a run.
const (
	cold = "nothing"
	warm = "scans were measured"
)

// A batched is a table of batches in the making.
type batched struct {
	out                        io.Writer
	timer, program, dir, blank string
}

func (b *batched) row(n int, scans kindOfScans, jobs int, before string) (taken, error) {
	t, err := b.run(n, scans, jobs, before)
	if err == nil {
		fmt.Fprintf(b.out, "| %d | %s | %d | %s | %.1f | %.1f | %.0f | %d |\n", n, scans, jobs, before, t.wall, float64(n)/t.wall, 1000*t.cpu/float64(n), t.peak>>20)
	}
	return t, err
}

// run makes the dossiers of n applicants; what it made stays for a warm run after it.
func (b *batched) run(n int, scans kindOfScans, jobs int, before string) (taken, error) {
	clients, made := filepath.Join(b.dir, "clients"), filepath.Join(b.dir, "out")
	command := []string{b.program, "batch", clients, "--on", "2026-11-22", "-o", made, "--jobs", fmt.Sprint(jobs)}
	if before == warm {
		return timed(b.timer, append(b.with(command), "--force"))
	}
	for _, old := range []string{clients, made} {
		if err := os.RemoveAll(old); err != nil {
			return taken{}, fmt.Errorf("clear away: %w", err)
		}
	}
	if err := applicants(clients, n, scans); err != nil {
		return taken{}, err
	}
	return timed(b.timer, b.with(command))
}

// with adds the official form, if it is at hand.
func (b *batched) with(command []string) []string {
	if _, err := os.Stat(b.blank); err == nil {
		return append(command, "--blank", b.blank)
	}
	return command
}

// applicants are invented people in a folder, with scans of which no two are the same file.
func applicants(dir string, n int, scans kindOfScans) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("make a folder of applicants: %w", err)
	}
	w, h, each := scanWidth, scanHeight, batchScans
	if scans == littleScan {
		w, h, each = smallWidth, smallHeight, 1
	}
	var pages [][]byte
	for i := range each {
		page, err := scanned(w, h, scanNoise, uint64(i))
		if err != nil {
			return err
		}
		pages = append(pages, page)
	}
	for i := range n {
		var l load
		for k, page := range pages {
			if err := l.add(dir, fmt.Sprintf("s%05d-%d.jpg", i, k), numbered(page, uint64(i))); err != nil {
				return err
			}
		}
		text := invent.Profile(i, "") + l.documents()
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("c%05d.toml", i)), []byte(text), 0o600); err != nil {
			return fmt.Errorf("write a profile: %w", err)
		}
	}
	return nil
}

// numbered is a JPEG with a number in a comment, so that its bytes are its own.
func numbered(page []byte, n uint64) []byte {
	comment := binary.BigEndian.AppendUint64([]byte{0xFF, 0xFE, 0, 10}, n) // COM, with its own length
	return slices.Concat(page[:2], comment, page[2:])
}

// rival makes some of the dossiers one process each, side by side with GNU parallel.
func (b *batched) rival(each float64) error {
	clients, made := filepath.Join(b.dir, "clients"), filepath.Join(b.dir, "alone")
	if err := os.RemoveAll(clients); err != nil {
		return fmt.Errorf("clear away: %w", err)
	}
	if err := applicants(clients, rivalRecords, largeScan); err != nil {
		return err
	}
	if _, err := exec.LookPath("parallel"); err != nil {
		fmt.Fprintln(b.out, "\nA loop of `dossier build` was not measured: GNU parallel is not installed.")
		return nil
	}
	profiles, err := filepath.Glob(filepath.Join(clients, "*.toml"))
	if err != nil {
		return err
	}
	build := b.with([]string{b.program, "build", "{}", "--on", "2026-11-22", "-o", filepath.Join(made, "{/.}")})
	loop := []string{"sh", "-c", `parallel --jobs 2 "$@" || true`, "parallel"} // it ends with how many have a rule that stops them
	t, err := timed(b.timer, slices.Concat(loop, build, []string{":::"}, profiles))
	if err != nil {
		return err
	}
	alone := t.cpu / rivalRecords
	fmt.Fprintf(b.out, "\nA process of `dossier build` for each applicant, with GNU parallel, takes %.0f CPU ms a dossier: %.1f times the batch.\n", 1000*alone, alone/each)
	return nil
}
