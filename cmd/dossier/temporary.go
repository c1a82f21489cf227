package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dossier/internal/history"
)

// A temporary is a file beside the one that it is to become, on the disk and without its name yet. While its run
// lives it is locked: another run can tell it from what a crash left behind.
type temporary struct {
	temp, name string
	lock       *os.File // nil where files cannot be locked

	file    *os.File      // as it was written
	syncing chan struct{} // closed once it is on the disk, or will not be; nil until it is sent there
	failed  error         // why it will not be, from then on

	clear []byte // of an encrypted file what it holds, until it was accepted
	sum   string // of an encrypted file the sha256 as it was written
}

// stage writes a temporary file beside name, which sync brings to the disk. What write could not read or make is told
// from what the disk does not take.
func stage(name string, write func(io.Writer) error) (staged *temporary, err error) {
	f, err := createTemporary(filepath.Dir(name))
	if err != nil {
		return nil, unwritten("write", name, err)
	}
	defer func() {
		if staged == nil { // even after a panic
			f.Close()
			os.Remove(f.Name())
		}
	}()
	to := &disk{f: f}
	if err := write(to); err != nil && to.err == nil {
		return nil, fmt.Errorf("make %s: %w", name, err)
	}
	if to.err != nil {
		return nil, unwritten("write", name, to.err)
	}
	t := &temporary{temp: f.Name(), name: name, file: f}
	if locks {
		t.lock = f
	}
	return t, nil
}

// send lets the file go to the disk while the caller does something else.
func (t *temporary) send() {
	if t.syncing != nil {
		return
	}
	t.syncing = make(chan struct{})
	go func() {
		defer close(t.syncing)
		t.failed = t.file.Sync()
		if !locks {
			t.failed = errors.Join(t.failed, t.file.Close())
		}
	}()
}

// sync waits until the file is on the disk, which comes before any file takes its name.
func (t *temporary) sync() error {
	t.send()
	<-t.syncing
	if t.failed != nil {
		return unwritten("write", t.name, t.failed)
	}
	return nil
}

// createTemporary makes a temporary file, 0600 and locked. One that was taken for a leftover before it was
// locked is made anew.
func createTemporary(dir string) (*os.File, error) {
	for {
		f, err := os.CreateTemp(dir, ".dossier-*.tmp")
		if err != nil {
			return nil, err
		}
		hold(f)
		if _, err := os.Lstat(f.Name()); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return f, nil
		}
		f.Close()
	}
}

// publish gives a staged file its name.
func (t *temporary) publish() error {
	err := t.sync()
	if err == nil {
		if err = t.rename(); err != nil {
			err = unwritten("write", t.name, err)
		}
	}
	if err != nil {
		t.discard()
		return err
	}
	syncDir(filepath.Dir(t.name))
	return nil
}

func (t *temporary) rename() error {
	err := os.Rename(t.temp, t.name)
	if err == nil {
		t.unlock()
	}
	return err
}

// discard removes what has no name yet.
func (t *temporary) discard() {
	if !locks { // then it cannot be removed while it is open, either
		t.send()
		<-t.syncing
	}
	os.Remove(t.temp)
	if t.syncing == nil {
		t.unlock()
		return
	}
	go func() { // nobody waits until the disk has what is gone
		<-t.syncing
		t.unlock()
	}()
}

func (t *temporary) unlock() {
	if t.lock != nil {
		t.lock.Close()
	}
}

// A disk is a file that remembers why it could not be written.
type disk struct {
	f   *os.File
	err error
}

func (d *disk) Write(b []byte) (int, error) {
	n, err := d.f.Write(b)
	if err != nil && d.err == nil {
		d.err = err
	}
	return n, err
}

// occupy makes a folder unless it is there, and keeps other runs from writing papers into it until leave is called or
// the process ends. Where folders cannot be locked it keeps nobody out. One that it made goes again if it stayed empty.
func occupy(dir string) (leave func(), err error) {
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritten("make the folder", dir, err)
	}
	f, err := os.Open(dir)
	if err != nil {
		return nil, unwritten("open the folder", dir, err)
	}
	if held(f) {
		f.Close()
		return nil, &hinted{dir + ": another run of dossier writes into this folder", "wait until it ends and run the command again, or name another folder with -o"}
	}
	return func() {
		f.Close()
		if missing != nil {
			os.Remove(dir) // only if it is empty
		}
	}, nil
}

// isTemporary says whether a file has the name of one.
func isTemporary(name string) bool {
	return strings.HasPrefix(name, ".dossier-") && strings.HasSuffix(name, ".tmp")
}

// removeTemporary clears what a run that was killed left in a folder; what a run that lives writes there stays.
func removeTemporary(dir string) error {
	left, err := filepath.Glob(filepath.Join(escapeGlob(dir), ".dossier-*.tmp"))
	if err != nil {
		return nil
	}
	for _, name := range left {
		if err := removeLeft(name); err != nil {
			return unwritten("remove the temporary file", name, err)
		}
	}
	return nil
}

// removeLeft removes a temporary file that no run holds.
func removeLeft(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err == nil {
		defer f.Close()
		if held(f) {
			return nil
		}
	}
	if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// removeAllTemporary does so in a folder of many applicants that this run has locked, in theirs and in their
// histories: what a crash left is not to wait until an applicant's papers are made again. A link is not followed.
func removeAllTemporary(dir string) error {
	left, _ := filepath.Glob(filepath.Join(escapeGlob(dir), ".dossier-*.tmp")) // the pattern is ours, and sound
	for _, name := range left {
		if info, err := os.Lstat(name); err == nil && info.IsDir() { // of batch merge, which has locked the folder, too
			if err := os.RemoveAll(name); err != nil {
				return unwritten("remove the temporary folder", name, err)
			}
		}
	}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil // what may not be read is not ours to clear
		}
		if err := removeTemporary(name); err != nil {
			return err
		}
		if within, err := filepath.Rel(dir, name); err == nil && !ofBatch(filepath.ToSlash(within)) {
			return fs.SkipDir
		}
		return nil
	})
}

// ofBatch says whether a folder in that of a batch may hold folders of the program's own: the applicants' and their
// histories.
func ofBatch(within string) bool {
	parts := strings.Split(within, "/")
	return len(parts) == 1 || len(parts) == 2 && parts[1] == history.Dir
}
