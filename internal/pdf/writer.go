package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"strconv"
	"sync"
	"time"
)

// A document is a PDF file being written. Objects get their numbers in the order in which they
// are asked for, so that the same content gives the same file.
type document struct {
	before []byte // what comes first in the file; shared with other documents, never changed
	digest []byte // of before
	body   []byte // what is written after it, and not yet sent
	table  []byte // the lines of the cross-reference table but the first, one an object
	plain  bool   // leave streams of our own uncompressed, which is faster

	to   io.Writer // where the file goes while it grows; nil keeps it until it is finished
	sent int       // bytes that have gone there
	sum  hash.Hash // of all bytes, those of large streams as their checksums
	err  error     // the first in sending
}

// The second line tells programs that move files that this one is binary.
const header = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

// newDocument starts a file that takes about size bytes.
func newDocument(size int) *document {
	return &document{body: append(make([]byte, 0, size+size/4+1<<16), header...)}
}

// streamed starts a file that is sent to w while it grows, so that no more of it is in memory than
// the object being written.
func streamed(w io.Writer) *document {
	return &document{body: append(make([]byte, 0, 2*sendAt), header...), to: w, sum: sha256.New()}
}

// Bounds of what gathers before it is sent, in bytes.
const (
	sendAt  = 1 << 16 // so much is worth sending
	largest = 1 << 15 // a stream from this length on goes as it is, without a copy
)

// send passes on what is written so far, if that is worth it or if all must go.
func (d *document) send(all bool) {
	if d.to == nil || !all && len(d.body) < sendAt {
		return
	}
	d.sum.Write(d.body)
	d.pass(d.body)
	if d.body = d.body[:0]; cap(d.body) > 8*sendAt {
		d.body = make([]byte, 0, 2*sendAt) // one large object is not kept for the sake of the next
	}
}

func (d *document) pass(b []byte) {
	d.sent += len(b)
	if d.err == nil && len(b) > 0 {
		if _, err := d.to.Write(b); err != nil {
			d.err = fmt.Errorf("write PDF: %w", err)
		}
	}
}

// castagnoli is a second checksum beside that of crc32.ChecksumIEEE.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sendStream passes on the data of a stream as it is, behind what is written so far. To the identifier of the
// file it counts as two checksums of 32 bits: a digest of all scans would take as long as all else.
func (d *document) sendStream(raw []byte) {
	d.send(true)
	var check [8]byte
	binary.BigEndian.PutUint32(check[:], crc32.ChecksumIEEE(raw))
	binary.BigEndian.PutUint32(check[4:], crc32.Checksum(raw, castagnoli))
	d.sum.Write(check[:])
	d.pass(raw)
}

// A line of the cross-reference table (ISO 32000-1, 7.5.4).
const (
	unwritten  = "0000000000 65535 f \n" // its number is given out, and nothing came of it
	lineLength = len(unwritten)
)

// reserve gives out the next number.
func (d *document) reserve() out {
	d.table = append(d.table, unwritten...)
	return out(len(d.table) / lineLength)
}

// place notes that object n starts here.
func (d *document) place(n out) {
	line := d.table[lineLength*int(n-1):][:lineLength]
	copy(line, "0000000000 00000 n")
	for i, at := 9, d.sent+len(d.before)+len(d.body); at > 0; i, at = i-1, at/10 {
		line[i] = byte('0' + at%10)
	}
}

// add writes an object that refers to no source file.
func (d *document) add(o object) out {
	n := d.reserve()
	d.write(n, o, nil)
	return n
}

// addStream writes a stream of our own.
func (d *document) addStream(entries dict, data []byte) out {
	return d.add(d.stream(entries, data))
}

func (d *document) stream(entries dict, data []byte) *stream {
	if d.plain {
		return &stream{dict: entries, raw: data}
	}
	return compressed(entries, data)
}

// deflaters are compressors: their memory is large, and serves one stream after the other. A typeface takes half of
// the time at level 4 that it takes at the usual 6, and 1 % more room.
var deflaters = sync.Pool{New: func() any {
	z, _ := zlib.NewWriterLevel(nil, 4) // there is such a level
	return z
}}

// compressed is a stream of our own, in fewer bytes.
func compressed(entries dict, data []byte) *stream {
	var b bytes.Buffer
	z := deflaters.Get().(*zlib.Writer)
	defer deflaters.Put(z)
	z.Reset(&b)
	z.Write(data) // a bytes.Buffer takes everything
	z.Close()
	return &stream{dict: entries.with(dict{"Filter": name("FlateDecode")}), raw: b.Bytes()}
}

// write puts object n into the file; number maps references to a source file, and is nil for an
// object that has none.
func (d *document) write(n out, o object, number func(ref) out) {
	d.place(n)
	if s, ok := o.(*stream); ok && d.to != nil && len(s.raw) >= largest {
		d.body = appendStreamStart(d.body, n, s, number)
		d.sendStream(s.raw)
		d.body = append(d.body, streamEnd...)
	} else {
		d.body = appendNumbered(d.body, n, o, number)
	}
	d.send(false)
}

// addForm writes a form XObject that starts at the origin. There are as many as a form has
// fields, so it is written straight and as it is.
func (d *document) addForm(w, h float64, drawing *overlay, number func(ref) out) out {
	n := d.reserve()
	d.place(n)
	b := append(strconv.AppendInt(d.body, int64(n), 10), " 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 "...)
	b = append(appendLength(b, w), ' ')
	b = append(appendLength(b, h), "]/Resources "...)
	b = append(drawing.appendOurs(b, number), "/Length "...)
	b = append(strconv.AppendInt(b, int64(len(drawing.ink)), 10), ">>\nstream\n"...)
	d.body = append(append(b, drawing.ink...), "\nendstream\nendobj\n"...)
	return n
}

// copy puts object n into the file as it was written before.
func (d *document) copy(n out, written []byte) {
	d.place(n)
	d.body = append(d.body, written...)
}

// appendNumbered writes an object that others can refer to.
func appendNumbered(b []byte, n out, o object, number func(ref) out) []byte {
	if s, ok := o.(*stream); ok {
		b = appendStreamStart(b, n, s, number)
		return append(append(b, s.raw...), streamEnd...)
	}
	b = append(strconv.AppendInt(b, int64(n), 10), " 0 obj\n"...)
	return append(appendObject(b, o, number), "\nendobj\n"...)
}

// appendStreamStart writes what stands before the data of a stream, and streamEnd is what stands behind it.
func appendStreamStart(b []byte, n out, s *stream, number func(ref) out) []byte {
	b = append(strconv.AppendInt(b, int64(n), 10), " 0 obj\n<<"...)
	b = appendEntries(b, s.dict, number)
	b = append(b, "/Length "...)
	return append(strconv.AppendInt(b, int64(len(s.raw)), 10), ">>\nstream\n"...)
}

const streamEnd = "\nendstream\nendobj\n"

// docInfo is what a file says of itself.
type docInfo struct {
	title, author string
	date          text // as PDF writes dates; may be empty
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
	if i.author != "" {
		d["Author"] = encodeText(i.author)
	}
	if i.date != "" {
		d["CreationDate"] = i.date
	}
	return d
}

// finish writes the table of objects and the file, to w unless it was sent elsewhere all along. The identifier is a digest of the content,
// so it changes when anything does and at no other time.
func (d *document) finish(w io.Writer, root out, info docInfo) error {
	about := d.add(info.dict())
	sum := d.sum
	if d.send(true); sum == nil {
		sum = sha256.New()
		sum.Write(d.digest)
		sum.Write(d.body)
	}
	id := text(hex.EncodeToString(sum.Sum(nil)[:8])) // printable, 16 bytes
	start := d.sent + len(d.before) + len(d.body)
	size := len(d.table)/lineLength + 1
	d.body = fmt.Appendf(d.body, "xref\n0 %d\n%s", size, unwritten)
	d.body = append(d.body, d.table...)
	d.body = append(d.body, "trailer\n"...)
	d.body = appendDict(d.body, dict{"Size": size, "Root": root, "Info": about, "ID": array{id, id}}, nil)
	d.body = fmt.Appendf(d.body, "\nstartxref\n%d\n%%%%EOF\n", start)
	if d.to != nil {
		d.send(true)
		return d.err
	}
	if b, ok := w.(interface{ Grow(n int) }); ok {
		b.Grow(len(d.before) + len(d.body)) // a bytes.Buffer would copy what it has to make room
	}
	for _, b := range [][]byte{d.before, d.body} {
		if _, err := w.Write(b); err != nil {
			return fmt.Errorf("write PDF: %w", err)
		}
	}
	return nil
}

// A copier carries objects of one file into a document, each once.
type copier struct {
	doc     *document
	file    *File
	base    *base // what the document begins with; may be nil
	numbers map[ref]out
	instead map[ref]object // what to write in place of an object; nil leaves it out
	queue   []ref
	held    map[ref]dict // objects that get a number and are written later; this is what they refer to
	review  *Review      // of the pictures, some of which are written otherwise; may be nil
	bare    bool         // leave out what says who made an object, and what ties it to a structure
}

func (d *document) copier(f *File) *copier {
	return &copier{doc: d, file: f, numbers: make(map[ref]out), instead: make(map[ref]object)}
}

// number is the place of r in the document; 0 when there is nothing to copy.
func (c *copier) number(r ref) out {
	if n := c.base.number(r); n != 0 {
		return n
	}
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
	if o, ok := c.base.replaced(r); ok {
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
	var unused []byte
	for len(c.queue) > 0 {
		r := c.queue[0]
		c.queue = c.queue[1:]
		if d, ok := c.held[r]; ok {
			unused = appendDict(unused[:0], d, c.number) // gives numbers to what it refers to
			continue
		}
		o := c.review.instead(c.file, r)
		if o == nil {
			o = c.file.resolve(c.object(r))
		}
		if c.bare {
			o = c.file.bared(o)
		}
		c.doc.write(c.numbers[r], o, c.number)
	}
}
