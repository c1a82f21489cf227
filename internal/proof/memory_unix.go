//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package proof

import (
	"syscall"
	"time"
)

// reserve gives zeroed memory that takes room only where it is written.
func reserve(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil { // there is a limit on addresses
		return make([]byte, size)
	}
	return b
}

// release undoes reserve. What was not mapped is left to the collector.
func release(b []byte) { _ = syscall.Munmap(b) }

// processorTime is what this process has used.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Since(started)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
