package proof

import (
	"sync"

	"github.com/tetratelabs/wazero/experimental"

	"dossier/internal/wasm"
)

// Budget is the most memory, in bytes, that PDFium gets for two documents: the form and its blank.
// Each further one that is open at the same time adds half of it. A form of two pages takes some 20 MB.
const Budget = 256 << 20

// memories hands out the memory of sandboxes, all of it within one budget. Each gets addresses for
// as much as it may ever have, so that it grows where it is: the runtime left to itself copies all
// of it whenever it grows, and has both copies at the time. Addresses without memory cost nothing.
type memories struct {
	mu     sync.Mutex
	open   int // sandboxes
	held   int // bytes of all of them
	most   int // bytes that were ever held
	newest *memory
}

// Allocate makes the memory of a new sandbox.
func (m *memories) Allocate(_, _ uint64) experimental.LinearMemory {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.open++
	m.newest = &memory{from: m, room: wasm.Reserve(Budget)}
	return m.newest
}

// A memory is all zero beyond its size.
type memory struct {
	from    *memories
	room    []byte
	size    int
	refused bool // it was to be longer than it may
}

// Reallocate makes the memory longer, nil when that would be too much. What a sandbox begins with
// it always gets, as the runtime wants it.
func (m *memory) Reallocate(size uint64) []byte {
	all := m.from
	all.mu.Lock()
	defer all.mu.Unlock()
	more := int(size) - m.size
	if size > Budget || m.size > 0 && all.held+more > max(Budget, all.open*Budget/2) {
		m.refused = true
		return nil
	}
	all.held += more
	all.most = max(all.most, all.held)
	m.size += more
	return m.room[:m.size]
}

// Free gives all of it back.
func (m *memory) Free() {
	all := m.from
	all.mu.Lock()
	defer all.mu.Unlock()
	all.open--
	all.held -= m.size
	wasm.Release(m.room)
	m.room, m.size = nil, 0
}

// exhausted reports that the sandbox asked for more than it may have.
func (m *memory) exhausted() bool {
	m.from.mu.Lock()
	defer m.from.mu.Unlock()
	return m.refused
}

// taken is how long the memory is, in bytes.
func (m *memory) taken() int {
	m.from.mu.Lock()
	defer m.from.mu.Unlock()
	return m.size
}
