// Command bench fills one form many times with our engine and with those of others, from the same
// inputs in the same run, and prints the figures as Markdown tables.
//
//	go run ./internal/bench -form FORM.pdf [-n 200] [-blank S1106.pdf -profile profiles/demo.toml]
//	go run ./internal/bench -check [-blank S1106.pdf -profile profiles/demo.toml]
//	go run ./internal/bench -dossier -blank S1106.pdf
//	go run ./internal/bench -memory [-blank S1106.pdf]
//	go run ./internal/bench -soak 10000 [-blank S1106.pdf]
//	go run ./internal/bench -batch [-blank S1106.pdf] [-records 1000]
//
// With -check it times dossier check instead, on one profile and on many, with -dossier the joining of papers; with
// -memory it measures what dossier build takes of large scans, with -batch what dossier batch takes of many applicants.
//
// It is run from the root of the project. An engine that is not installed is said to be missing;
// nothing is installed. Machine, processor and Go version are printed with the figures: compare
// ratios, not times.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"dossier/internal/pdf"
)

func main() {
	form := flag.String("form", "", "`FORM.pdf` to fill")
	n := flag.Int("n", 200, "`RECORDS` to fill; slow engines do fewer and say so")
	date := flag.String("date", time.Now().Format(time.DateOnly), "`YYYY-MM-DD` to print with the figures")
	blank := flag.String("blank", "", "official `S1106.pdf`, to time the program as a whole")
	profile := flag.String("profile", "profiles/demo.toml", "`PROFILE.toml` to time the program with")
	check := flag.Bool("check", false, "time dossier check alone")
	assemble := flag.Bool("dossier", false, "time the joining of a dossier alone")
	memory := flag.Bool("memory", false, "measure the memory that a dossier of large scans takes alone")
	soak := flag.Int("soak", 0, "run batch over `APPLICANTS` alone, and see that memory and open files do not grow")
	many := flag.Bool("batch", false, "time dossier batch alone")
	records := flag.Int("records", 1000, "`APPLICANTS` of -batch; the longest run has ten times as many, and takes 40 GB of disk for 1000")
	flag.Parse()
	measure := func() error { return run(os.Stdout, *form, *n, *date, *blank, *profile) }
	switch {
	case *check:
		measure = func() error { return checks(os.Stdout, *date, *blank, *profile) }
	case *assemble:
		measure = func() error { return assembling(os.Stdout, *date, *blank, assemblyRounds) }
	case *memory:
		measure = func() error { return remembering(os.Stdout, *date, *blank) }
	case *many:
		measure = func() error { return batching(os.Stdout, *date, *blank, *records) }
	}
	if *soak > 0 {
		measure = func() error { return soaking(os.Stdout, *date, *blank, *soak) }
	}
	if err := measure(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// rounds is how often each engine is timed; the median counts. It is odd.
const rounds = 5

func run(out io.Writer, form string, n int, date, blank, profile string) error {
	if form == "" || n < rounds {
		return fmt.Errorf("give -form and at least %d records", rounds)
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	defer os.RemoveAll(dir)
	j, err := newJob(form, dir, n)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %s.\n\n", machine(), date)
	if err := compare(out, j); err != nil || blank == "" {
		return err
	}
	return processes(out, dir, blank, profile)
}

// compare times every engine with one thread and prints the first table. PDFium judges at the end:
// its memory would make the collector of ours run less often.
func compare(out io.Writer, j *job) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	rows := make([]row, len(engines))
	for i, e := range engines {
		var err error
		rows[i], err = timeEngine(e, j)
		var missing *missingError
		if errors.As(err, &missing) {
			rows[i] = row{engine: e, trouble: missing.Error()}
		} else if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	if err := judgeAll(j, rows); err != nil {
		return err
	}
	printEngines(out, j, rows)
	return nil
}

// newJob reads the form and makes the records that every engine gets.
func newJob(name, dir string, n int) (*job, error) {
	blank, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	f, err := pdf.Open(blank)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	j := &job{name: name, blank: blank, form: f, dir: dir}
	for i := range n {
		j.records = append(j.records, record(f, i))
	}
	if len(j.records[0]) == 0 {
		return nil, fmt.Errorf("%s has no field to fill", name)
	}
	return j, nil
}
