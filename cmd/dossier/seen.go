package main

import (
	"os"
	"path/filepath"
	"sync"
)

// seenFolder is where a batch keeps, beside the papers, what was learnt of the scans of each applicant: as personal as
// these, it goes where they go.
const seenFolder = ".seen"

// A keeper keeps what was learnt of the scans of one applicant, a file for each by its sum. What cannot be kept is
// learnt again: that costs time only.
type keeper struct {
	dir string

	mu   sync.Mutex
	used map[string]bool
}

func newKeeper(out, id string) *keeper {
	return &keeper{dir: filepath.Join(out, seenFolder, id), used: map[string]bool{}}
}

func (k *keeper) use(sum string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used[sum] = true
	return filepath.Join(k.dir, sum)
}

func (k *keeper) Get(sum string) []byte {
	data, err := os.ReadFile(k.use(sum))
	if err != nil {
		return nil
	}
	return data
}

// Put writes under another name first, so that a run that is killed leaves nothing half written under its own.
func (k *keeper) Put(sum string, learnt []byte) {
	name := k.use(sum)
	if os.MkdirAll(k.dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(k.dir, ".dossier-*.tmp") // 0600
	if err != nil {
		return
	}
	_, err = f.Write(learnt)
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), name) != nil {
		os.Remove(f.Name())
	}
}

// tidy removes what the applicant's scans had no use for.
func (k *keeper) tidy() {
	k.mu.Lock()
	defer k.mu.Unlock()
	entries, err := os.ReadDir(k.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !k.used[e.Name()] {
			os.Remove(filepath.Join(k.dir, e.Name()))
		}
	}
	os.Remove(k.dir) // only if it is empty
}
