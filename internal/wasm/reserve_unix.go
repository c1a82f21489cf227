//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package wasm

import "syscall"

// Reserve gives so many bytes of zeroed memory, which takes room only where it is written and is unknown to the
// collector of garbage. Release gives it back.
func Reserve(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil { // there is a limit on addresses
		return make([]byte, size)
	}
	return b
}

// Release undoes Reserve. What was not mapped is left to the collector.
func Release(b []byte) { _ = syscall.Munmap(b) }
