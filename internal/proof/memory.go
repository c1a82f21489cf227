package proof

import (
	"sync"

	"github.com/tetratelabs/wazero/experimental"
)

// Sizes of the memory of one sandbox, in bytes. A form of two pages takes some
// 40 MB; what is reserved and never used costs nothing. PDFium gives up on a
// document that asks for more than the most.
const (
	reservedMemory = 64 << 20
	mostMemory     = 512 << 20
)

// memories hands out the memory of sandboxes, and again what a closed one gave
// back: left to itself, the runtime copies all of it whenever it grows.
type memories struct{ used sync.Pool }

// Allocate makes the memory of a new sandbox.
func (m *memories) Allocate(_, _ uint64) experimental.LinearMemory {
	if b, ok := m.used.Get().(*[]byte); ok {
		clear(*b)
		return &memory{m, (*b)[:0]}
	}
	return &memory{m, make([]byte, 0, reservedMemory)}
}

// A memory is all zero beyond its length.
type memory struct {
	from  *memories
	bytes []byte
}

// Reallocate makes the memory longer, nil when that would be too much.
func (m *memory) Reallocate(size uint64) []byte {
	switch {
	case size > mostMemory:
		return nil
	case size > uint64(cap(m.bytes)):
		longer := make([]byte, len(m.bytes), min(2*size, mostMemory))
		copy(longer, m.bytes)
		m.bytes = longer
	}
	m.bytes = m.bytes[:size]
	return m.bytes
}

// Free gives the memory back for another sandbox; one that grew very large is let go.
func (m *memory) Free() {
	if b := m.bytes; cap(b) == reservedMemory {
		m.from.used.Put(&b)
	}
	m.bytes = nil
}
