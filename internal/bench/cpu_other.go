//go:build !unix

package main

import (
	"os"
	"time"
)

// cpuTime is not known on this system; the tables then show no time computed.
func cpuTime() time.Duration { return 0 }

// peak is not known either.
func peak(*os.ProcessState) int { return 0 }
