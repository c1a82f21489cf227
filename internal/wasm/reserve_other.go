//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package wasm

// Reserve gives so many bytes of zeroed memory.
func Reserve(size int) []byte { return make([]byte, size) }

// Release leaves it to the collector.
func Release([]byte) {}
