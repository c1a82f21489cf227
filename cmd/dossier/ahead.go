package main

import (
	"sync"

	"dossier/internal/dossier"
	"dossier/internal/profile"
)

// mostAhead is how many bytes of an applicant's files stay in memory from the key to the papers.
const mostAhead = 8 << 20

// An ahead is the files of an applicant that were read for the key, and need not be read and hashed again for the papers
// that follow at once: these are made of the very bytes that the key stands for. Nil has none.
type ahead struct {
	mu    sync.Mutex
	room  int64            // in bytes
	files map[string]known // by name, until one is asked for
	given map[*byte]known  // by its first byte, until its sum is asked for
}

// A known is a file with its sum, see dossier.Hash.
type known struct {
	data []byte
	sum  string
}

func newAhead() *ahead {
	return &ahead{room: mostAhead, files: map[string]known{}, given: map[*byte]known{}}
}

// takes says whether there is room for a file of a size, and sets it aside.
func (a *ahead) takes(size int64) bool {
	if a == nil || size == 0 || size > a.room {
		return false
	}
	a.room -= size
	return true
}

func (a *ahead) put(name string, f known) { a.files[name] = f }

// reading gives each file once, and what is not here as read does.
func (a *ahead) reading(read profile.Reader) profile.Reader {
	if a == nil {
		return read
	}
	return func(name string) ([]byte, error) {
		a.mu.Lock()
		f, ok := a.files[name]
		if ok {
			delete(a.files, name)
			a.given[&f.data[0]] = f
		}
		a.mu.Unlock()
		if !ok {
			return read(name)
		}
		return f.data, nil
	}
}

// sum is that of a file that was read, which is worked out where it is not known.
func (a *ahead) sum(data []byte) string {
	if a == nil || len(data) == 0 {
		return dossier.Hash(data)
	}
	a.mu.Lock()
	f, ok := a.given[&data[0]]
	delete(a.given, &data[0])
	a.mu.Unlock()
	if !ok || len(f.data) != len(data) {
		return dossier.Hash(data)
	}
	return f.sum
}
