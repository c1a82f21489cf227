package pdf

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"
)

// A loader reads the objects of a file from where its directory says they are.
type loader struct {
	*directory
	file  *File
	lock  *lock // nil for a file that is not encrypted
	found []found
}

// found is an object that stands by itself, and where.
type found struct {
	number ref
	place
	next  int    // where the next object begins
	after string // of a stream, the text from its first byte on; else ""
}

// load reads all objects of the file.
func (d *directory) load(f *File) error {
	l := &loader{directory: d, file: f}
	for n, p := range d.places {
		if !p.free && p.within == 0 {
			l.found = append(l.found, found{number: n, place: p})
		}
	}
	slices.SortFunc(l.found, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.number, b.number))
	})
	for i := range l.found {
		l.read(i)
		if d.spent() {
			return errTooLarge
		}
	}
	l.dropCut()
	if err := l.unlock(); err != nil {
		return err
	}
	if len(l.found) > 0 {
		first, _ := f.objects[l.found[0].number].(dict)
		length, _ := whole(first["L"])
		f.linear = first["Linearized"] != nil && length == len(d.data)
	}
	for i := range l.found {
		l.finish(&l.found[i])
	}
	if err := l.unpackObjects(); err != nil {
		return err
	}
	f.root, f.info = f.dict(d.trailer["Root"]), f.dict(d.trailer["Info"])
	if f.dict(f.root["Pages"]) == nil {
		f.root = f.catalog()
	}
	if v := string(f.name(f.root["Version"])); v > f.version && len(v) == len("1.7") {
		f.version = v
	}
	return nil
}

// read parses the i-th object found.
func (l *loader) read(i int) {
	o := &l.found[i]
	o.next = len(l.text)
	if i+1 < len(l.found) {
		o.next = l.found[i+1].at
	}
	_, _, s, ok := objectHeader(l.text[o.at:o.next])
	if !ok {
		return
	}
	value, rest, err := l.object(s)
	if err != nil || value == nil {
		return
	}
	l.file.put(o.number, value)
	if _, ok := value.(dict); ok {
		o.after, _ = streamStart(l.text[o.next-len(rest):])
	}
}

// dropCut forgets an object in which a file was cut off: what was read of it may lack what matters.
func (l *loader) dropCut() {
	if !l.rebuilt || len(l.found) == 0 {
		return
	}
	o := l.found[len(l.found)-1]
	_, _, s, ok := objectHeader(l.text[o.at:])
	if !ok || o.after != "" || strings.Contains(s, "endobj") || len(s) > maxText {
		return
	}
	p := parser{s: s}
	if _, whole := p.value(0); !whole {
		delete(l.file.objects, o.number)
	}
}

func (f *File) put(n ref, o object) {
	f.objects[n] = o
	f.last = max(f.last, n)
}

// unlock learns how the file is encrypted, if it is.
func (l *loader) unlock() error {
	f := l.file
	lost := l.findLock()
	d := f.dict(l.trailer["Encrypt"])
	if d == nil {
		return nil
	}
	var id text
	if list := f.list(l.trailer["ID"]); len(list) > 0 {
		id, _ = f.resolve(list[0]).(text)
	}
	var err error
	l.lock, err = f.unlock(d, id, l.password)
	f.encrypted = true
	if revision, _ := f.int(d["R"]); lost && err != nil && revision < 5 {
		return errTorn // no password opens it without the identifier, which was lost too
	}
	return err
}

// findLock looks for how a file is encrypted of which the trailer, that would say it, was cut off.
func (l *loader) findLock() (lost bool) {
	if !l.rebuilt || l.trailer["Encrypt"] != nil || l.trailer["Root"] != nil {
		return false
	}
	f := l.file
	for _, n := range f.inOrder() {
		d, _ := f.objects[n].(dict)
		if f.name(d["Filter"]) == "Standard" && len(f.bytes(d["O"])) >= 32 && len(f.bytes(d["U"])) >= 32 {
			l.trailer["Encrypt"] = n
			return true
		}
	}
	return false
}

// finish decrypts an object and cuts a stream's data.
func (l *loader) finish(o *found) {
	f := l.file
	value := f.objects[o.number]
	if l.lock != nil && l.trailer["Encrypt"] != o.number {
		value = l.lock.object(value, o.number, o.generation)
	}
	d, _ := value.(dict)
	if o.after == "" || d == nil {
		return
	}
	length, ok := f.int(d["Length"])
	if !ok {
		length = -1
	}
	start := len(l.text) - len(o.after)
	size := len(streamData(o.after, length, max(0, o.next-start)))
	raw := l.data[start : start+size]
	short := shortened(o.after[size:], size, length)
	if l.lock != nil {
		raw = l.lock.stream(f, d, raw, o.number, o.generation)
	}
	s := newStream(d, raw)
	s.short = short
	f.objects[o.number] = s
}

// shortened reports a stream of which data may be missing: it has less than its dictionary says, or
// the file goes on, or is over, before the word that ends it. rest is what follows the data.
func shortened(rest string, size, length int) bool {
	if size == length && (rest == "" || endsStream(rest)) {
		return false
	}
	return size < length || !endsStream(rest)
}

// newStream drops the length, which follows from the data, and the mark of the one filter that
// makes no sense once a file is decrypted.
func newStream(d dict, raw []byte) *stream {
	delete(d, "Length")
	filters, many := d["Filter"].(array)
	switch {
	case d["Filter"] == name("Crypt"):
		delete(d, "Filter")
		delete(d, "DecodeParms")
	case many && len(filters) > 0 && filters[0] == name("Crypt"):
		d["Filter"] = filters[1:]
		if parms, ok := d["DecodeParms"].(array); ok && len(parms) > 0 {
			d["DecodeParms"] = parms[1:]
		}
	}
	return &stream{dict: d, raw: raw}
}

// unpackObjects takes the objects out of the streams that hold some, in the order of the file. The
// streams themselves, and tables of objects, are of no further use.
func (l *loader) unpackObjects() error {
	f := l.file
	holders := make(map[ref]bool)
	for _, p := range l.places {
		holders[p.within] = true
	}
	taken := make(map[ref]int) // where in the file an object was taken from
	for _, o := range l.found {
		taken[o.number] = o.at
	}
	for _, o := range l.found {
		s, ok := f.objects[o.number].(*stream)
		if !ok {
			continue
		}
		switch kind := f.name(s.dict["Type"]); {
		case kind == "XRef":
			delete(f.objects, o.number)
		case kind == "ObjStm" || holders[o.number]:
			delete(f.objects, o.number)
			l.unpackStream(o, s, taken)
		}
		if l.spent() || len(f.objects) > maxObjects {
			return errTooLarge
		}
	}
	return nil
}

// unpackStream takes the objects out of one stream (ISO 32000-1, 7.5.7): those that the tables
// say are in it, or, when there are no tables, those not found further down the file.
func (l *loader) unpackStream(o found, s *stream, taken map[ref]int) {
	data, err := l.file.unpack(s, &l.unpack)
	l.parse += 2 * len(data)
	if errors.Is(err, errTooLarge) {
		l.unpack = -1
	}
	first, ok := l.file.int(s.dict["First"])
	if err != nil && len(data) == 0 || !ok || first < 0 || first > len(data) {
		return
	}
	body := string(data[first:])
	members := membersOf(string(data[:first]))
	for i, m := range members {
		end := len(body)
		if i+1 < len(members) && members[i+1].at >= m.at {
			end = min(end, members[i+1].at)
		}
		if m.at >= end || !l.wants(m.number, o, taken) {
			continue
		}
		if value, _, err := l.object(body[m.at:end]); err == nil && value != nil {
			l.file.put(m.number, value)
			taken[m.number] = o.at
		}
		if l.spent() {
			return
		}
	}
}

// A member is an object in a stream: its number, and where it begins.
type member struct {
	number ref
	at     int
}

func membersOf(head string) []member {
	var list []member
	for len(list) < maxObjects {
		number, rest, ok := leadingInt(head)
		at, rest, ok2 := leadingInt(rest)
		if !ok || !ok2 {
			break
		}
		list, head = append(list, member{ref(number), at}), rest
	}
	return list
}

// wants reports an object that is to be taken from a stream.
func (l *loader) wants(n ref, from found, taken map[ref]int) bool {
	if n == 0 || n > maxNumber {
		return false
	}
	if !l.rebuilt {
		return l.places[n].within == from.number
	}
	last, known := taken[n]
	return !known || last <= from.at
}

// catalog looks for the root of a file whose trailer does not name it.
func (f *File) catalog() dict {
	var best dict
	for _, n := range f.inOrder() {
		d, _ := f.objects[n].(dict)
		if f.name(d["Type"]) == "Catalog" && f.dict(d["Pages"]) != nil {
			best = d // the last one written, more often than not
		}
	}
	return best
}

// inOrder are the numbers of all objects in order.
func (f *File) inOrder() []ref {
	list := make([]ref, 0, len(f.objects))
	for n := range f.objects {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// body is the file from its header on; nil when there is none near the beginning. Some mail
// programs and servers put lines before it.
func body(data []byte) []byte {
	i := bytes.Index(data[:min(len(data), 1024+5)], []byte("%PDF-"))
	if i < 0 {
		return nil
	}
	return data[i:]
}
