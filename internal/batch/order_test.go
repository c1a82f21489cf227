package batch

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// Results come in order, whatever takes longest, and no worker is in two calls at a time.
func TestInOrder(t *testing.T) {
	const n, jobs = 200, 4
	var busy [jobs]atomic.Bool
	var atOnce, most atomic.Int32
	next := 0
	err := InOrder(n, jobs, func(worker, i int) int {
		if busy[worker].Swap(true) {
			t.Errorf("worker %d does two things at a time", worker)
		}
		now := atOnce.Add(1)
		for m := most.Load(); now > m && !most.CompareAndSwap(m, now); m = most.Load() {
		}
		time.Sleep(time.Duration(i%7) * 100 * time.Microsecond)
		atOnce.Add(-1)
		busy[worker].Store(false)
		return i
	}, func(i int) error {
		if i != next {
			t.Fatalf("%d came for %d", i, next)
		}
		next++
		return nil
	})
	if err != nil || next != n {
		t.Errorf("%d of %d came: %v", next, n, err)
	}
	if most.Load() < 2 {
		t.Error("no two calls at a time")
	}
}

// An error of who takes the results ends it, and little more is done.
func TestInOrderStops(t *testing.T) {
	broken := errors.New("full")
	var done atomic.Int32
	taken := 0
	err := InOrder(10_000, 3, func(_, i int) int { done.Add(1); return i }, func(int) error {
		if taken++; taken == 5 {
			return broken
		}
		return nil
	})
	if err != broken || taken != 5 || done.Load() > 100 {
		t.Errorf("%v after %d, %d done", err, taken, done.Load())
	}
	if err := InOrder(0, 2, func(_, _ int) int { return 0 }, func(int) error { return broken }); err != nil {
		t.Error(err)
	}
}
