package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"dossier/internal/picture"
)

var errFull = errors.New("no space left")

// A shelf takes so many bytes and no more.
type shelf struct {
	left int
	got  bytes.Buffer
}

func (s *shelf) Write(b []byte) (int, error) {
	n := min(len(b), s.left)
	s.left -= n
	s.got.Write(b[:n])
	if n < len(b) {
		return n, errFull
	}
	return n, nil
}

// faulty are parts of all sorts, of more than a megabyte together.
func faulty(t *testing.T) []Part {
	t.Helper()
	noise := make([]byte, 700_000)
	for i := range noise {
		noise[i] = byte(i * i >> 3)
	}
	big := onePage("/Annots[5 0 R]", "BT /F0 20 Tf 40 40 Td (large) Tj ET /X Do", "<</Subtype/Link/Rect[0 0 9 9]/Dest[3 0 R/Fit]>>",
		streamObject("/Type/XObject/Subtype/Form/BBox[0 0 1 1]", string(noise)))
	big = bytes.Replace(big, []byte("/Resources<</Font"), []byte("/Resources<</XObject<</X 6 0 R>>/Font"), 1)
	return []Part{
		of(mustOpen(t, onePage("", "BT /F0 20 Tf 40 40 Td (one) Tj ET")), Part{Title: "Lettre", Own: true, Links: []Link{{Rect: Rect{0, 0, 9, 9}, To: Target{Part: 1}}}}),
		of(mustOpen(t, big), Part{Title: "Bail", Section: "Résidence", Back: &Target{}}),
		photos(Part{Title: "Photo", Section: "Identité"}, photo(t, 900, 700), photo(t, 30, 40)),
		of(mustOpen(t, big), Part{Title: "Bail", Section: "Résidence"}),
	}
}

// A writer that fails at whatever byte makes an error and never a file; nothing is written after it.
func TestJoinToWriterThatFails(t *testing.T) {
	o := JoinOptions{Title: "Dossier", Stamp: stampFrench, Duplex: true}
	parts := faulty(t)
	whole, _ := joined(t, parts, o)
	if len(whole) < 1<<20 {
		t.Fatalf("the joined file has %d bytes, which are too few for this test", len(whole))
	}
	sample := []int{0, 1, len(header), sendAt - 1, sendAt, sendAt + 1, len(whole) - 7, len(whole) - 1}
	for n := 0; n < len(whole); n += len(whole) / 60 {
		sample = append(sample, n)
	}
	for _, n := range sample {
		w := &shelf{left: n}
		where, err := Join(w, parts, o)
		if !errors.Is(err, errFull) || where != nil {
			t.Errorf("after %d bytes of %d: %v, %v", n, len(whole), where, err)
		}
		if w.got.Len() != n || !bytes.Equal(w.got.Bytes(), whole[:n]) {
			t.Errorf("after %d bytes: %d were written, and not those of the whole", n, w.got.Len())
		}
	}
	w := &shelf{left: len(whole)}
	if _, err := Join(w, parts, o); err != nil || !bytes.Equal(w.got.Bytes(), whole) {
		t.Errorf("with room for all: %v", err)
	}
}

// Each writing of a PDF says that its writer failed.
func TestWritersThatFail(t *testing.T) {
	f := small(t)
	base := mustOpen(t, onePage("", ""))
	for what, write := range map[string]func(io.Writer) error{
		"fill":           func(w io.Writer) error { _, err := f.Fill(w, nil, FillOptions{}); return err },
		"fill, editable": func(w io.Writer) error { _, err := f.Fill(w, nil, FillOptions{Editable: true}); return err },
		"fields": func(w io.Writer) error {
			return AddFields(w, base, []NewField{{Name: "a", Page: 1, Rect: Rect{0, 0, 9, 9}}})
		},
	} {
		var whole bytes.Buffer
		if err := write(&whole); err != nil {
			t.Fatal(what, err)
		}
		for n := 0; n < whole.Len(); n += 1 + whole.Len()/40 {
			if err := write(&shelf{left: n}); !errors.Is(err, errFull) {
				t.Errorf("%s, after %d bytes of %d: %v", what, n, whole.Len(), err)
			}
		}
	}
}

// A part that cannot be read, or has become another one, stops the file wherever it stands, and says which
// part it is.
func TestJoinPartThatFails(t *testing.T) {
	for i := range 4 {
		for what, open := range map[string]func() (Source, error){
			"gone": func() (Source, error) { return Source{}, io.ErrUnexpectedEOF },
			"other file": func() (Source, error) {
				return Source{Pictures: []*picture.Picture{photo(t, 3, 3), photo(t, 3, 3), photo(t, 3, 3)}}, nil
			},
			"nothing": func() (Source, error) { return Source{}, nil },
		} {
			parts := faulty(t)
			parts[i].Open = open
			var out bytes.Buffer
			where, err := Join(&out, parts, JoinOptions{})
			if where != nil || err == nil || !strings.Contains(err.Error(), fmt.Sprintf("join %q: ", parts[i].Title)) {
				t.Errorf("part %d, %s: %v, %v", i, what, where, err)
			}
			if bytes.Contains(out.Bytes(), []byte("%%EOF")) {
				t.Errorf("part %d, %s: the file looks whole", i, what)
			}
		}
	}
}

// A mistake in opening a part is one that the caller of Join can recover from, whatever goroutine it was made in.
func TestJoinMistake(t *testing.T) {
	for i := range 4 {
		parts := faulty(t)
		parts[i].Open = func() (Source, error) { panic("a mistake") }
		func() {
			defer func() {
				if r := recover(); r != "a mistake" {
					t.Errorf("part %d: recovered %v", i, r)
				}
			}()
			Join(io.Discard, parts, JoinOptions{})
		}()
	}
}
