package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// machine is what the figures were measured on.
func machine() string {
	return fmt.Sprintf("%s, %d cores, %s/%s, %s", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// processor is the model the kernel names; only Linux says it in a file.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "processor unknown"
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if key, value, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "processor unknown"
}

// compared is the row that the others are compared with: the engine of ours that, as they do,
// leaves the fields alive.
const compared = 1

func printEngines(out io.Writer, j *job, rows []row) {
	texts := 0
	for _, e := range j.records[0] {
		if e.Text != "" {
			texts++
		}
	}
	fmt.Fprintf(out, "One form of %d pages and %d KB, %d texts and %d boxes filled; median of %d rounds. Go runs on one thread.\n\n",
		j.form.Pages(), len(j.blank)/1000, texts, len(j.records[0])-texts, rounds)
	fmt.Fprintln(out, "| engine | how | records | forms/s | CPU ms a form | dossier is faster | values held | values shown |")
	fmt.Fprintln(out, "| --- | --- | --: | --: | --: | --: | --: | --: |")
	for i, r := range rows {
		if r.trouble != "" {
			fmt.Fprintf(out, "| %s | %s | | | | | | |\n", r.name, r.trouble)
			continue
		}
		times := ""
		if i > compared && r.last != nil {
			times = figure(r.each.wall.Seconds()/rows[compared].each.wall.Seconds()) + " times"
		}
		fmt.Fprintf(out, "| %s | %s | %d | %s | %s | %s | %s | %s |\n", r.name, r.how, r.n,
			figure(1/r.each.wall.Seconds()), milliseconds(r.each.cpu), times, r.verdict.held, r.verdict.shown)
	}
	fmt.Fprintln(out)
}

// figure writes a number with three digits that count at most.
func figure(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

func milliseconds(d time.Duration) string {
	if d == 0 {
		return "–"
	}
	return figure(float64(d) / float64(time.Millisecond))
}
