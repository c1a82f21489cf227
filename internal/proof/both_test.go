package proof

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"
)

// TestBoth holds that a mistake in either of two jobs ends up with the caller, who can recover from it, and not before
// both have ended.
func TestBoth(t *testing.T) {
	one, two := errors.New("one"), errors.New("two")
	gives := func(err error) func() error { return func() error { return err } }
	for _, c := range []struct {
		f, g func() error
		want error
	}{{gives(nil), gives(nil), nil}, {gives(one), gives(nil), one}, {gives(nil), gives(two), two}, {gives(one), gives(two), one}} {
		if err := both(c.f, c.g); err != c.want {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
	for name, first := range map[string]bool{"the first": true, "the second": false} {
		t.Run(name, func(t *testing.T) {
			var ended atomic.Bool
			fails := func() error { panic("a mistake") }
			lasts := func() error {
				time.Sleep(10 * time.Millisecond)
				ended.Store(true)
				return nil
			}
			defer func() {
				if r := recover(); r != "a mistake" {
					t.Errorf("recovered %v", r)
				}
				if !ended.Load() {
					t.Error("the other goes on")
				}
			}()
			if first {
				both(fails, lasts)
			} else {
				both(lasts, fails)
			}
			t.Error("nothing was said")
		})
	}
}
