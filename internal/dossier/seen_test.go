package dossier

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"dossier/internal/picture"
)

// A memory is a Seen of a test.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Get(sum string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept[sum]
}

func (m *memory) Put(sum string, learnt []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[sum] = learnt
}

// What was learnt of scans changes no byte of the papers and nothing that is said of them, and a scan that was whole is
// read once. What is damaged, or of another version, counts as nothing.
func TestSeenChangesNothing(t *testing.T) {
	seen := &memory{kept: map[string][]byte{}}
	read := 0
	var mu sync.Mutex
	counted := func(data []byte) (*picture.Scan, error) {
		mu.Lock()
		defer mu.Unlock()
		read++
		return picture.Read(data)
	}
	made := func(change func(*Job)) (string, map[string][]byte) {
		all, files := "", map[string][]byte{}
		read = 0
		jobs := people(t)
		for _, name := range slices.Sorted(maps.Keys(jobs))[:5] {
			j := jobs[name]
			j.Picture = counted
			change(j)
			d, err := j.Build()
			if err != nil {
				t.Fatal(name, err)
			}
			for paper, data := range papersOf(t, d) {
				if paper != "manifest.json" {
					files[name+" "+paper] = data
				}
			}
			d.Manifest.Program = ""
			said, err := d.Manifest.JSON()
			if err != nil {
				t.Fatal(err)
			}
			all += string(said)
		}
		return all, files
	}
	alone, papers := made(func(*Job) {})
	cold := read
	if cold == 0 {
		t.Fatal("the profiles have no pictures")
	}
	same := func(name string, change func(*Job), want int) {
		t.Helper()
		said, files := made(func(j *Job) { j.Seen = seen; change(j) })
		if said != alone || !maps.EqualFunc(files, papers, bytes.Equal) {
			t.Errorf("%s: papers or manifest are others", name)
		}
		if want >= 0 && read != want {
			t.Errorf("%s: %d pictures were read, want %d", name, read, want)
		}
	}
	same("the first time", func(*Job) {}, -1)
	kept := len(seen.kept)
	if kept == 0 {
		t.Fatal("nothing was kept")
	}
	same("again", func(*Job) {}, -1)
	warm := read
	if warm >= cold {
		t.Errorf("%d pictures were read, %d without memory", warm, cold)
	}
	sound := maps.Clone(seen.kept)
	for _, at := range []int{0, 60, -1} {
		for sum, learnt := range sound {
			bad := slices.Clone(learnt)
			bad[(at+len(bad))%len(bad)] ^= 1
			seen.kept[sum] = bad
		}
		same(fmt.Sprintf("byte %d is another", at), func(*Job) {}, -1)
		if read <= warm {
			t.Errorf("byte %d is another, and it was believed", at)
		}
	}
	for sum, learnt := range sound {
		seen.kept[sum] = learnt[:len(learnt)/2]
	}
	same("cut off", func(*Job) {}, -1)
	same("of another version", func(j *Job) { j.Version = "other" }, -1)
	if read <= warm {
		t.Error("what another version had learnt was believed")
	}

	if len(seen.kept) != kept {
		t.Errorf("%d are kept, %d before", len(seen.kept), kept)
	}
}
