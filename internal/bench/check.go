package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/xuri/excelize/v2"

	"dossier/internal/invent"
)

// few and many are how many profiles are checked in one process. What one takes should be the same.
const (
	few  = 1000
	many = 10_000
)

// checks prints what dossier check takes as a whole process: started, on one profile, on the official
// form, and on many profiles of invented people, each with eight papers, as files and as rows of a workbook.
func checks(out io.Writer, date, blank, profile string) error {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	defer os.RemoveAll(dir)
	program, err := buildProgram(dir)
	if err != nil {
		return err
	}
	check := []string{program, "check", "--on", "2026-11-22"}
	fmt.Fprintf(out, "%s, %s.\n\nOne process, start to end; median of %d runs, of many profiles one.\n\n", machine(), date, processRuns)
	fmt.Fprintln(out, "| command | profiles | CPU ms | CPU ms a profile | peak MB |")
	fmt.Fprintln(out, "| --- | --: | --: | --: | --: |")
	c := checked{out: out}
	c.row("`--version`", 0, processRuns, program, "--version")
	c.row("`check`", 1, processRuns, append(check, profile)...)
	if _, err := os.Stat(blank); err == nil {
		c.row("`check --blank`, the official form", 1, processRuns, append(check, profile, "--blank", blank)...)
	}
	each := map[int]time.Duration{}
	for _, n := range []int{few, many} {
		folder, err := people(dir, n)
		if err != nil {
			return err
		}
		each[n] = c.row("`check DIR`", n, 1, append(check, folder)...)
	}
	for _, n := range []int{few, many} {
		table, err := list(dir, n)
		if err != nil {
			return err
		}
		c.row("`check TABLE.xlsx`", n, 1, append(check, table, "--map", filepath.Join(filepath.Dir(table), "map.toml"))...)
	}
	if c.err == nil {
		fmt.Fprintf(out, "\nA profile among %d takes %.2f times one among %d.\n", many, each[many].Seconds()/each[few].Seconds(), few)
	}
	return c.err
}

// people is a folder of invented profiles.
func people(dir string, n int) (string, error) {
	scans, err := filepath.Abs("testdata/scans")
	if err != nil {
		return "", err
	}
	folder := filepath.Join(dir, fmt.Sprint(n))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", fmt.Errorf("make a folder of profiles: %w", err)
	}
	return folder, invent.Folder(folder, n, scans)
}

// list is a workbook of invented people, with its map and the profile beneath it.
func list(dir string, n int) (string, error) {
	scans, err := filepath.Abs("testdata/scans")
	if err != nil {
		return "", err
	}
	folder := filepath.Join(dir, fmt.Sprintf("list-%d", n))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", fmt.Errorf("make a folder of a list: %w", err)
	}
	for name, text := range map[string]string{"map.toml": invent.Map(scans), "firm.toml": invent.Defaults} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return "", err
	}
	for i := range n + 1 {
		texts := invent.Headings
		if i > 0 {
			texts = invent.Row(i - 1)
		}
		row := make([]any, len(texts))
		for j, text := range texts {
			row[j] = text
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			return "", err
		}
	}
	if err := w.Flush(); err != nil {
		return "", err
	}
	name := filepath.Join(folder, "clients.xlsx")
	return name, f.SaveAs(name)
}

// A checked is a table in the making, up to the first error.
type checked struct {
	out io.Writer
	err error
}

// row runs a command so many times on so many profiles, and gives the time computed for each profile.
func (c *checked) row(what string, profiles, runs int, command ...string) (each time.Duration) {
	var cpus []time.Duration
	most := 0
	for range runs {
		cpu, memory := c.execute(command)
		cpus, most = append(cpus, cpu), max(most, memory)
	}
	if c.err != nil {
		return 0
	}
	number, share, cpu := "", "", median(cpus)
	if profiles > 0 {
		each = cpu / time.Duration(profiles)
		number, share = fmt.Sprint(profiles), milliseconds(each)
	}
	fmt.Fprintf(c.out, "| %s | %s | %s | %s | %d |\n", what, number, milliseconds(cpu), share, most>>20)
	return each
}

// ruleStops is the exit status for findings that block: a result like others.
const ruleStops = 3

// execute runs a command to its end, and gives the time it computed and the most memory it had.
func (c *checked) execute(command []string) (cpu time.Duration, memory int) {
	if c.err != nil {
		return 0, 0
	}
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Run(); err != nil && cmd.ProcessState.ExitCode() != ruleStops {
		c.err = fmt.Errorf("%s: %w", command[1], err)
		return 0, 0
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak(cmd.ProcessState)
}
