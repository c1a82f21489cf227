package proof

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
)

// counted is a reader that counts how often it is asked.
type counted struct {
	io.ReaderAt
	times int
}

func (c *counted) ReadAt(b []byte, at int64) (int, error) {
	c.times++
	return c.ReaderAt.ReadAt(b, at)
}

// A window gives what the file gives, at its end too, and asks it rarely.
func TestWindow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 3*pieceSize+100)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	file := &counted{ReaderAt: bytes.NewReader(data)}
	w := windowOn(file)
	for range 2000 {
		at, n := random.IntN(len(data)+10), random.IntN(2*pieceSize)
		if random.IntN(2) == 0 {
			n = random.IntN(600)
		}
		want, got := make([]byte, n), make([]byte, n)
		m, wanted := bytes.NewReader(data).ReadAt(want, int64(at))
		k, err := w.ReadAt(got, int64(at))
		if k != m || (err != nil) != (wanted != nil) || !bytes.Equal(got[:k], want[:m]) {
			t.Fatalf("%d bytes from %d: %d, %v; want %d, %v", n, at, k, err, m, wanted)
		}
	}
	file.times = 0
	for at := 0; at+100 <= len(data); at += 100 {
		if _, err := w.ReadAt(make([]byte, 100), int64(at)); err != nil {
			t.Fatal(at, err)
		}
	}
	if file.times > 4 {
		t.Errorf("the file was asked %d times for 4 pieces", file.times)
	}
}
