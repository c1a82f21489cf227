//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package main

import (
	"errors"
	"os"
	"syscall"
)

// locks says that a file can be locked while it gets its name.
const locks = true

// hold locks a file until it is closed, or its process ends in whatever way. Where the file system has no locks
// it does nothing.
func hold(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }

// held says whether another run has locked a file; if not, this one has.
func held(f *os.File) bool {
	return errors.Is(syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK)
}

// numbers are those by which the system knows a file.
func numbers(f os.FileInfo) (device, inode uint64) {
	if s, ok := f.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Dev), s.Ino
	}
	return 0, 0
}
