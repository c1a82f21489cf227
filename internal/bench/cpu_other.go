//go:build !unix

package main

import "time"

// cpuTime is not known on this system; the tables then show no time computed.
func cpuTime() time.Duration { return 0 }
