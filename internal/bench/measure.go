package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"runtime"
	"slices"
	"time"
)

// An engine is one way to fill the form.
type engine struct {
	name string
	how  string // it is run
	most int    // records it is given; 0 is all
	open func(*job) (filler, error)
}

// A filler fills records from to to-1 and gives what that took and the last file made. It measures
// itself, so that making the inputs and starting an interpreter count only where they must.
type filler func(from, to int) (cost, []byte, error)

// A cost is time passed and time computed, children and the kernel's share included.
type cost struct{ wall, cpu time.Duration }

// A missingError names what is not installed.
type missingError struct{ what string }

func (e *missingError) Error() string { return "not installed: " + e.what }

// A row is one line of the first table.
type row struct {
	engine
	n       int // records filled
	each    cost
	last    []byte
	verdict verdict
	trouble string // why there is no figure
}

// timeEngine fills one record to warm up, then all of them in rounds, and takes the round in the middle.
func timeEngine(e engine, j *job) (row, error) {
	n := len(j.records)
	if e.most > 0 {
		n = min(n, e.most)
	}
	fill, err := e.open(j)
	if err != nil {
		return row{}, err
	}
	if _, _, err := fill(0, 1); err != nil {
		return row{}, err
	}
	r := row{engine: e, n: n}
	var walls, cpus []time.Duration
	for i := range rounds {
		from, to := n*i/rounds, n*(i+1)/rounds
		c, last, err := fill(from, to)
		if err != nil {
			return row{}, err
		}
		walls = append(walls, c.wall/time.Duration(to-from))
		cpus = append(cpus, c.cpu/time.Duration(to-from))
		r.last = last
	}
	r.each = cost{median(walls), median(cpus)}
	return r, nil
}

// median sorts the list, which is not empty.
func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2]
}

// inProcess times a function of this process that writes each form into memory of its own. The
// garbage of one record is paid for in the time of those that follow.
func inProcess(fill func(w *bytes.Buffer, i int) error) filler {
	return func(from, to int) (cost, []byte, error) {
		runtime.GC() // what the engine before left behind is not ours to pay
		var last []byte
		wall, cpu := time.Now(), cpuTime()
		for i := from; i < to; i++ {
			var b bytes.Buffer
			if err := fill(&b, i); err != nil {
				return cost{}, nil, err
			}
			last = b.Bytes()
		}
		return cost{time.Since(wall), cpuTime() - cpu}, last, nil
	}
}

// execute runs a command to its end.
func execute(name string, args ...string) (cost, []byte, error) {
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	start := time.Now()
	out, err := cmd.Output()
	wall := time.Since(start)
	if err != nil {
		return cost{}, nil, fmt.Errorf("%s: %w\n%s", name, err, stderr.Bytes())
	}
	return cost{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}, out, nil
}
