//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package proof

import "time"

// processorTime is not told apart from the time on the clock.
func processorTime() time.Duration { return time.Since(started) }
