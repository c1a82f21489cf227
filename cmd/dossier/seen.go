package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// A keeper keeps what was learnt of the scans of one applicant, a file for each by its sum: in a folder beside the
// papers of a batch, since it is as personal. What cannot be kept is learnt again: that costs time only. No link
// leads out of the batch's folder.
type keeper struct {
	out   *os.Root // nil where that cannot be opened
	dir   string   // within it
	ahead *ahead   // the files themselves, nil for none

	mu   sync.Mutex
	used map[string]bool
}

func newKeeper(out, id string, files *ahead) *keeper {
	root, err := os.OpenRoot(out)
	if err != nil {
		root = nil
	}
	return &keeper{out: root, dir: filepath.Join(seenName, id), ahead: files, used: map[string]bool{}}
}

// use is the file for a sum, which stays.
func (k *keeper) use(sum string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.used[sum] = true
	return filepath.Join(k.dir, sum)
}

func (k *keeper) Sum(data []byte) string { return k.ahead.sum(data) }

func (k *keeper) Get(sum string) []byte {
	name := k.use(sum)
	if k.out == nil {
		return nil
	}
	data, err := k.out.ReadFile(name)
	if err != nil {
		return nil
	}
	return data
}

// Put writes under another name first, so that a run that is killed leaves nothing half written under its own.
func (k *keeper) Put(sum string, learnt []byte) {
	name := k.use(sum)
	if k.out == nil || k.out.MkdirAll(k.dir, 0o700) != nil {
		return
	}
	temp := filepath.Join(k.dir, ".dossier-"+sum+".tmp")
	f, err := k.out.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return // the same scan is enclosed twice, or a run was killed here: tidy removes what it left
	}
	_, err = f.Write(learnt)
	if closed := f.Close(); err != nil || closed != nil || k.out.Rename(temp, name) != nil {
		_ = k.out.Remove(temp)
	}
}

// end removes what the applicant's scans had no use for.
func (k *keeper) end() {
	if k.out == nil {
		return
	}
	defer k.out.Close()
	entries, err := fs.ReadDir(k.out.FS(), filepath.ToSlash(k.dir))
	if err != nil {
		return
	}
	for _, e := range entries {
		if !k.used[e.Name()] {
			_ = k.out.Remove(filepath.Join(k.dir, e.Name()))
		}
	}
	_ = k.out.Remove(k.dir) // only if it is empty
}
