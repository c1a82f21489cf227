package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"
)

// A document is a PDF file being written. Objects get their numbers in the order in which they
// are asked for, so that the same content gives the same file.
type document struct {
	body    []byte
	offsets []int // of object n at n-1; 0 while only its number is given out
	deflate *zlib.Writer
}

// newDocument starts a file that takes about size bytes.
func newDocument(size int) *document {
	// The second line tells programs that move files that this one is binary.
	const header = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
	return &document{body: append(make([]byte, 0, size+size/4+1<<16), header...)}
}

// reserve gives out the next number.
func (d *document) reserve() out {
	d.offsets = append(d.offsets, 0)
	return out(len(d.offsets))
}

// add writes an object that refers to no source file.
func (d *document) add(o object) out {
	n := d.reserve()
	d.write(n, o, func(ref) out { return 0 })
	return n
}

// addStream writes a stream of our own, compressed.
func (d *document) addStream(entries dict, data []byte) out {
	return d.add(d.stream(entries, data))
}

func (d *document) stream(entries dict, data []byte) *stream {
	var b bytes.Buffer
	if d.deflate == nil {
		d.deflate = zlib.NewWriter(&b)
	} else {
		d.deflate.Reset(&b)
	}
	d.deflate.Write(data) // a bytes.Buffer takes everything
	d.deflate.Close()
	return &stream{dict: entries.with(dict{"Filter": name("FlateDecode")}), raw: b.Bytes()}
}

// write puts object n into the file; number maps references to a source file.
func (d *document) write(n out, o object, number func(ref) out) {
	d.offsets[n-1] = len(d.body)
	d.body = fmt.Appendf(d.body, "%d 0 obj\n", n)
	if s, ok := o.(*stream); ok {
		d.body = appendDict(d.body, s.dict.with(dict{"Length": len(s.raw)}), number)
		d.body = append(d.body, "\nstream\n"...)
		d.body = append(d.body, s.raw...)
		d.body = append(d.body, "\nendstream"...)
	} else {
		d.body = appendObject(d.body, o, number)
	}
	d.body = append(d.body, "\nendobj\n"...)
}

// docInfo is what a file says of itself.
type docInfo struct {
	title string
	date  text // as PDF writes dates; may be empty
}

// day is a date in PDF's notation, at midnight; empty for the zero time.
func day(t time.Time) text {
	if t.IsZero() {
		return ""
	}
	return text(t.Format("D:20060102") + "000000Z")
}

func (i docInfo) dict() dict {
	d := dict{"Producer": text("dossier")}
	if i.title != "" {
		d["Title"] = encodeText(i.title)
	}
	if i.date != "" {
		d["CreationDate"] = i.date
	}
	return d
}

// finish writes the table of objects and the file. The identifier is a digest of the content,
// so it changes when anything does and at no other time.
func (d *document) finish(w io.Writer, root out, info docInfo) error {
	about := d.add(info.dict())
	sum := sha256.Sum256(d.body)
	id := text(hex.EncodeToString(sum[:8])) // printable, 16 bytes
	start := len(d.body)
	d.body = fmt.Appendf(d.body, "xref\n0 %d\n0000000000 65535 f \n", len(d.offsets)+1)
	for _, at := range d.offsets {
		d.body = fmt.Appendf(d.body, "%010d 00000 n \n", at)
	}
	d.body = append(d.body, "trailer\n"...)
	d.body = appendDict(d.body, dict{
		"Size": len(d.offsets) + 1,
		"Root": root,
		"Info": about,
		"ID":   array{id, id},
	}, nil)
	d.body = fmt.Appendf(d.body, "\nstartxref\n%d\n%%%%EOF\n", start)
	if _, err := w.Write(d.body); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// A copier carries objects of one file into a document, each once.
type copier struct {
	doc     *document
	file    *File
	numbers map[ref]out
	instead map[ref]object // what to write in place of an object; nil leaves it out
	queue   []ref
	bare    bool // leave out what says who made an object, and what ties it to a structure
}

func (d *document) copier(f *File) *copier {
	return &copier{doc: d, file: f, numbers: make(map[ref]out), instead: make(map[ref]object)}
}

// number is the place of r in the document; 0 when there is nothing to copy.
func (c *copier) number(r ref) out {
	if n, ok := c.numbers[r]; ok {
		return n
	}
	if c.object(r) == nil {
		return 0
	}
	n := c.doc.reserve()
	c.numbers[r] = n
	c.queue = append(c.queue, r)
	return n
}

func (c *copier) object(r ref) object {
	if o, ok := c.instead[r]; ok {
		return o
	}
	return c.file.objects[r]
}

// change is the current state of a dictionary, as a copy that the caller may alter.
func (c *copier) change(r ref) dict {
	d, _ := c.object(r).(dict)
	d = d.with(nil)
	c.instead[r] = d
	return d
}

// add writes an object that may refer to the source file.
func (c *copier) add(o object) out {
	n := c.doc.reserve()
	c.write(n, o)
	return n
}

func (c *copier) write(n out, o object) { c.doc.write(n, o, c.number) }

// drain writes everything that has been referred to so far, and what that refers to.
func (c *copier) drain() {
	for len(c.queue) > 0 {
		r := c.queue[0]
		c.queue = c.queue[1:]
		o := c.file.resolve(c.object(r))
		if c.bare {
			o = bared(o)
		}
		c.doc.write(c.numbers[r], o, c.number)
	}
}

// traces are entries that a page of a joined document has no use for: they tell of its maker, or
// point into a structure that stays behind.
var traces = dict{
	"Metadata": nil, "PieceInfo": nil, "LastModified": nil, "AF": nil,
	"StructParent": nil, "StructParents": nil,
}

func bared(o object) object {
	switch o := o.(type) {
	case dict:
		return o.with(traces)
	case *stream:
		return &stream{dict: o.dict.with(traces), raw: o.raw}
	}
	return o
}
