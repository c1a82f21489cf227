package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// workerRounds is how often each way is timed, in turns: the machine may be slower in one round than in another, so a way
// is held against one worker of the same round.
const workerRounds = 3

// A crew is so many processes with some cores each, and a worker for each core, which do all applicants together.
type crew struct {
	name    string
	cores   []string             // of each process, as taskset has them
	seconds map[string][]float64 // of each round, by what was there before
}

// against are how many times as fast as others, by themselves, this one was in each round.
func (c *crew) against(others []*crew, before string) []float64 {
	times := make([]float64, len(c.seconds[before]))
	for i, s := range c.seconds[before] {
		for _, o := range others {
			times[i] += o.seconds[before][i] / s / float64(len(others))
		}
	}
	return times
}

// spread is the middle one of an odd number of figures, and the least and the most.
func spread(figures []float64, format string) string {
	sorted := slices.Sorted(slices.Values(figures))
	return fmt.Sprintf(format+" ("+format+" to "+format+")", sorted[len(sorted)/2], sorted[0], sorted[len(sorted)-1])
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
	crews := []*crew{
		{name: "one worker on a core", cores: cores[:1]},
		{name: "one worker on the other", cores: cores[1:]},
		{name: "two workers on both", cores: []string{strings.Join(cores, ",")}},
		{name: "two processes, a worker and a core each", cores: cores},
	}
	for _, c := range crews {
		c.seconds = map[string][]float64{}
	}
	for range workerRounds {
		for _, c := range crews {
			for _, before := range []string{cold, warm} {
				wall, err := b.crew(c, before)
				if err != nil {
					return err
				}
				c.seconds[before] = append(c.seconds[before], wall)
			}
		}
	}
	fmt.Fprintf(b.out, "\nThe same of %d applicants in %d rounds, the middle one, the least and the most:\n\n| | seconds, before: %s | times | seconds, before: %s | times |\n| --- | --: | --: | --: | --: |\n", n, workerRounds, cold, warm)
	for _, c := range crews {
		fmt.Fprintf(b.out, "| %s |", c.name)
		for _, before := range []string{cold, warm} {
			fmt.Fprintf(b.out, " %s | %s |", spread(c.seconds[before], "%.1f"), spread(c.against(crews[:len(cores)], before), "%.2f"))
		}
		fmt.Fprintln(b.out)
	}
	return nil
}

// cores are those that are given to workers.
var cores = []string{"0", "1"}

// crew makes the dossiers of all applicants once, and gives the seconds until the last process has ended. Two processes
// have a half of the applicants each.
func (b *batched) crew(c *crew, before string) (wall float64, err error) {
	halves := []string{"*[02468].toml", "*[13579].toml"}
	commands := make([][]string, len(c.cores))
	for i := range commands {
		made := filepath.Join(b.dir, fmt.Sprintf("out-%d", i))
		if before == cold {
			if err := os.RemoveAll(made); err != nil {
				return 0, fmt.Errorf("clear away: %w", err)
			}
		}
		source := filepath.Join(b.dir, "clients")
		if len(c.cores) > 1 {
			source = filepath.Join(source, halves[i])
		}
		workers := strings.Count(c.cores[i], ",") + 1
		commands[i] = b.with([]string{"taskset", "--cpu-list", c.cores[i], b.program, "batch", source, "--on", "2026-11-22",
			"-o", made, "--jobs", strconv.Itoa(workers), "--force"})
	}
	if err := exec.Command("sync").Run(); err != nil { // else the disk is still at work for the run before
		return 0, fmt.Errorf("sync: %w", err)
	}
	var together sync.WaitGroup
	errs := make([]error, len(commands))
	began := time.Now()
	for i, command := range commands {
		together.Go(func() { _, errs[i] = timed(b.timer, command) })
	}
	together.Wait()
	return time.Since(began).Seconds(), errors.Join(errs...)
}
