package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// processRuns is how often each command is run; the median counts. It is odd.
const processRuns = 11

// A process is a command that fills one form, from its start to its end.
type process struct {
	name    string
	prepare func(*job) (command []string, err error)
}

// processes prints the second table: one filled form as a user waits for it.
func processes(out io.Writer, dir, blank, profile string) error {
	if _, err := os.Stat(blank); err != nil {
		fmt.Fprintf(out, "The program as a whole was not timed: %v.\n", err)
		return nil
	}
	program, err := buildProgram(dir)
	if err != nil {
		return err
	}
	j, err := newJob(blank, dir, rounds)
	if err != nil {
		return err
	}
	fill := []string{program, "fill", profile, "--blank", blank, "--on", "2026-01-15", "-o", filepath.Join(dir, "filled.pdf")}
	list := []process{
		{"`dossier fill --no-proof`", given(append(fill, "--no-proof"))},
		{"`dossier fill`, proof included", given(fill)},
		{"qpdf, values through JSON", qpdfProcess},
		{"`pdftk fill_form`", pdftkProcess},
		{"python3 with pikepdf", pikepdfProcess},
	}
	fmt.Fprintf(out, "One process, %s, median of %d runs after one to warm up. Ours reads the profile and checks it; "+
		"the others are given values.\n\n", filepath.Base(blank), processRuns)
	fmt.Fprintln(out, "| command | seconds | CPU seconds |")
	fmt.Fprintln(out, "| --- | --: | --: |")
	for _, p := range list {
		if err := p.print(out, j); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// buildProgram builds the program as make does, and gives it folders of its own to look in.
func buildProgram(dir string) (string, error) {
	for key, value := range map[string]string{
		"CGO_ENABLED": "0", "XDG_CACHE_HOME": filepath.Join(dir, "cache"), "XDG_DATA_HOME": filepath.Join(dir, "data"),
	} {
		if err := os.Setenv(key, value); err != nil {
			return "", fmt.Errorf("set %s: %w", key, err)
		}
	}
	program := filepath.Join(dir, "dossier")
	_, _, err := execute("go", "build", "-trimpath", "-tags", "urfave_cli_no_docs", "-o", program, "./cmd/dossier")
	return program, err
}

func given(command []string) func(*job) ([]string, error) {
	return func(*job) ([]string, error) { return command, nil }
}

func (p process) print(out io.Writer, j *job) error {
	command, err := p.prepare(j)
	var missing *missingError
	if errors.As(err, &missing) {
		fmt.Fprintf(out, "| %s | %s | |\n", p.name, missing)
		return nil
	}
	if err != nil {
		return err
	}
	var walls, cpus []time.Duration
	for i := range processRuns + 1 {
		c, _, err := execute(command[0], command[1:]...)
		if err != nil {
			return err
		}
		if i > 0 {
			walls, cpus = append(walls, c.wall), append(cpus, c.cpu)
		}
	}
	fmt.Fprintf(out, "| %s | %.3f | %.3f |\n", p.name, median(walls).Seconds(), median(cpus).Seconds())
	return nil
}

func qpdfProcess(j *job) ([]string, error) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		return nil, &missingError{"qpdf"}
	}
	objects, err := readObjects(j.name)
	if err != nil {
		return nil, err
	}
	data, err := objects.update(j.records[0])
	if err != nil {
		return nil, err
	}
	update, err := j.write("process.json", data)
	if err != nil {
		return nil, err
	}
	return append(append([]string{"qpdf"}, quiet()...), j.name, "--update-from-json="+update,
		"--generate-appearances", filepath.Join(j.dir, "process.pdf")), nil
}

func pdftkProcess(j *job) ([]string, error) {
	if _, err := exec.LookPath("pdftk"); err != nil {
		return nil, &missingError{"pdftk-java"}
	}
	input, err := j.write("process.fdf", fdf(j.records[0]))
	if err != nil {
		return nil, err
	}
	return []string{"pdftk", j.name, "fill_form", input, "output", filepath.Join(j.dir, "process.pdf")}, nil
}

func pikepdfProcess(j *job) ([]string, error) {
	python, err := pythonWith("pikepdf")
	if err != nil {
		return nil, err
	}
	script, records, err := pikepdfInputs(j)
	if err != nil {
		return nil, err
	}
	return []string{python, script, j.name, records, "0", "1", filepath.Join(j.dir, "process.pdf")}, nil
}
