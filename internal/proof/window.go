package proof

import (
	"bytes"
	"io"
	"sync"
)

// A window reads a file in long pieces and keeps the last few: PDFium asks for some hundred bytes at a time, and jumps
// between the table of objects and what stands there.
type window struct {
	r io.ReaderAt

	mu     sync.Mutex
	pieces [4]piece
	next   int // the piece that goes next
}

// A piece is what a file has from an offset on.
type piece struct {
	at   int64
	data []byte
}

const pieceSize = 32 << 10 // bytes

// windowOn is one on a file, which is read as it is if it is in memory anyway.
func windowOn(r io.ReaderAt) io.ReaderAt {
	switch r.(type) {
	case *bytes.Reader, *window:
		return r
	}
	return &window{r: r}
}

func (w *window) ReadAt(b []byte, at int64) (n int, err error) {
	if len(b) >= pieceSize {
		return w.r.ReadAt(b, at)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for n < len(b) {
		p, err := w.piece(at + int64(n))
		from := int(at + int64(n) - p.at)
		if from >= len(p.data) {
			if err == nil {
				err = io.EOF
			}
			return n, err
		}
		n += copy(b[n:], p.data[from:])
	}
	return n, nil
}

// piece is the one in which an offset lies.
func (w *window) piece(at int64) (piece, error) {
	at -= at % pieceSize
	for _, p := range w.pieces {
		if p.data != nil && p.at == at {
			return p, nil
		}
	}
	p := &w.pieces[w.next]
	w.next = (w.next + 1) % len(w.pieces)
	if cap(p.data) == 0 {
		p.data = make([]byte, pieceSize)
	}
	n, err := w.r.ReadAt(p.data[:pieceSize], at)
	p.at, p.data = at, p.data[:n]
	if err != nil && err != io.EOF {
		p.data = nil
	}
	return *p, err
}
