package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// workerRounds is how often each way is timed, one after the other; the fastest counts, which the machine disturbed least.
const workerRounds = 3

// A crew is so many processes with so many cores and workers each, which do all applicants together.
type crew struct {
	name            string
	processes, each int
	cold, warm      float64 // seconds, the fewest
}

// workers prints how much more two workers with a core each do than one with one. A worker alone would use more than a
// core, since it reads an applicant's scans side by side: so each is given its own. Two processes of a core each, which
// share nothing but the machine, show what can be had of it.
func (b *batched) workers(n int) error {
	if err := exec.Command("taskset", "--cpu-list", strings.Join(cores, ","), "true").Run(); err != nil {
		fmt.Fprintf(b.out, "\nOne worker was not held against two: that takes the cores %v and taskset (Debian package util-linux).\n", cores)
		return nil
	}
	clients := filepath.Join(b.dir, "clients")
	if err := os.RemoveAll(clients); err != nil {
		return fmt.Errorf("clear away: %w", err)
	}
	if err := applicants(clients, n, largeScan); err != nil {
		return err
	}
	crews := []*crew{{name: "one worker, one core", processes: 1, each: 1}, {name: "two workers, two cores", processes: 1, each: 2}, {name: "two processes, a worker and a core each", processes: 2, each: 1}}
	for _, c := range crews {
		c.cold, c.warm = math.Inf(1), math.Inf(1)
	}
	for range workerRounds {
		for _, c := range crews {
			for _, before := range []string{cold, warm} {
				wall, err := b.crew(c, before)
				if err != nil {
					return err
				}
				if before == cold {
					c.cold = min(c.cold, wall)
				} else {
					c.warm = min(c.warm, wall)
				}
			}
		}
	}
	fmt.Fprintf(b.out, "\nThe same of %d applicants, the fastest of %d:\n\n| | seconds, before: %s | times | seconds, before: %s | times |\n| --- | --: | --: | --: | --: |\n", n, workerRounds, cold, warm)
	for _, c := range crews {
		fmt.Fprintf(b.out, "| %s | %.1f | %.2f | %.1f | %.2f |\n", c.name, c.cold, crews[0].cold/c.cold, c.warm, crews[0].warm/c.warm)
	}
	return nil
}

// cores are those that are given to workers.
var cores = []string{"0", "1"}

// crew makes the dossiers of all applicants once, and gives the seconds until the last process has ended. Two processes
// have a half of the applicants each.
func (b *batched) crew(c *crew, before string) (wall float64, err error) {
	halves := []string{"*[02468].toml", "*[13579].toml"}
	commands := make([][]string, c.processes)
	for i := range commands {
		made := filepath.Join(b.dir, fmt.Sprintf("out-%d", i))
		if before == cold {
			if err := os.RemoveAll(made); err != nil {
				return 0, fmt.Errorf("clear away: %w", err)
			}
		}
		source := filepath.Join(b.dir, "clients")
		if c.processes > 1 {
			source = filepath.Join(source, halves[i])
		}
		commands[i] = b.with([]string{"taskset", "--cpu-list", strings.Join(cores[i*c.each:(i+1)*c.each], ","),
			b.program, "batch", source, "--on", "2026-11-22", "-o", made, "--jobs", fmt.Sprint(c.each), "--force"})
	}
	var together sync.WaitGroup
	errs := make([]error, c.processes)
	began := time.Now()
	for i, command := range commands {
		together.Go(func() { _, errs[i] = timed(b.timer, command) })
	}
	together.Wait()
	return time.Since(began).Seconds(), errors.Join(errs...)
}
