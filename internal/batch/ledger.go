package batch

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"sync"
)

// A Ledger knows where the last line of each record stands in files of lines, one in JSON for each. The lines stay in
// the files, which are only added to meanwhile: of many thousand records a ledger takes little memory.
type Ledger struct {
	mu   sync.Mutex
	last map[string]place
}

// A place is a line of a file.
type place struct {
	file io.ReaderAt
	at   int64
	size int
}

// Read adds the lines of a file of so many bytes; a line goes before those on the same record that were there. A torn or
// foreign line is passed over: its record is done again.
func (l *Ledger) Read(file io.ReaderAt, size int64) error {
	in := bufio.NewReaderSize(io.NewSectionReader(file, 0, size), 64<<10)
	for at := int64(0); ; {
		text, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		var line Line
		if json.Unmarshal(text, &line) == nil && line.ID != "" {
			l.put(line.ID, place{file, at, len(text)})
		}
		if err != nil {
			return nil
		}
		at += int64(len(text))
	}
}

// Note says that a line on a record was written to a file, so many bytes at such a place.
func (l *Ledger) Note(id string, file io.ReaderAt, at int64, size int) {
	l.put(id, place{file, at, size})
}

func (l *Ledger) put(id string, p place) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil {
		l.last = map[string]place{}
	}
	l.last[id] = p
}

// Join adds what another ledger knows, which goes before what was there.
func (l *Ledger) Join(other *Ledger) {
	for id, p := range other.last {
		l.put(id, p)
	}
}

// Has says whether there is a line on a record.
func (l *Ledger) Has(id string) bool {
	_, ok := l.place(id)
	return ok
}

func (l *Ledger) place(id string) (place, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.last[id]
	return p, ok
}

// Line is the last line on a record. An error names the record.
func (l *Ledger) Line(id string) (line Line, err error) {
	defer func() {
		if err != nil {
			line, err = Line{}, fmt.Errorf("the line of %q: %w", id, err)
		}
	}()
	p, ok := l.place(id)
	if !ok {
		return line, errors.New("there is none")
	}
	text := make([]byte, p.size)
	n, err := p.file.ReadAt(text, p.at)
	switch {
	case n < p.size && !errors.Is(err, io.EOF):
		return line, err
	case n < p.size || json.Unmarshal(text, &line) != nil || line.ID != id:
		return line, errors.New("it was changed by another program")
	}
	return line, nil
}

// Lines are those on some records, in their order, read as they are asked for.
func (l *Ledger) Lines(ids []string) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, id := range ids {
			if line, err := l.Line(id); !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// IDs are those of the records that it has a line of, in order.
func (l *Ledger) IDs() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Sorted(maps.Keys(l.last))
}

// Write writes a line for each record, as Read reads it, in order of id: the same bytes in whatever order they ended.
func (l *Ledger) Write(w io.Writer) error {
	to := bufio.NewWriter(w)
	for line, err := range l.Lines(l.IDs()) {
		if err != nil {
			return err
		}
		data, err := json.Marshal(line)
		if err != nil {
			return fmt.Errorf("write the line of a record: %w", err)
		}
		to.Write(data)
		to.WriteByte('\n')
	}
	return to.Flush()
}
