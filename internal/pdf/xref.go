package pdf

import (
	"errors"
	"strings"
)

// A place is where the file keeps an object.
type place struct {
	at         int // of "n g obj", bytes from the start of the file
	generation int
	within     ref // the object stream that holds it; 0 when it stands by itself
	free       bool
}

// A directory is what a file's tables say: where the objects are, and what the trailers hold.
type directory struct {
	*source
	places  map[ref]place
	trailer dict
	rebuilt bool // the tables were of no use: places are where objects were found
}

// find learns where the objects are: from the tables where these hold true, else from the objects
// themselves.
func (src *source) find() (*directory, error) {
	d := &directory{source: src, places: make(map[ref]place), trailer: dict{}}
	start, ok := src.lastTable()
	if ok {
		ok = d.follow(start)
	}
	if src.spent() || len(d.places) > maxObjects {
		return nil, errTooLarge
	}
	if ok && d.trailer["Root"] != nil && d.holds() {
		return d, nil
	}
	return d.rebuild()
}

// lastTable is what the last startxref says. Objects after it are of a newer state of the file, whose
// own table was cut off.
func (src *source) lastTable() (int, bool) {
	i := strings.LastIndex(src.text, "startxref")
	if i < 0 {
		return 0, false
	}
	at, after, ok := leadingInt(src.text[i+len("startxref"):])
	for ok {
		n := strings.Index(after, "obj")
		if n < 0 {
			break
		}
		_, begun := headerBefore(after[:n])
		ok, after = !begun, after[n+len("obj"):]
	}
	return at, ok
}

// follow reads the tables from the newest to the oldest; false when one of them is broken.
func (d *directory) follow(at int) bool {
	seen := make(map[int]bool)
	for len(seen) < maxSections {
		if seen[at] {
			return true // in a ring: nothing new
		}
		seen[at] = true
		if at < 0 || at >= len(d.text) {
			return false
		}
		trailer, ok := d.section(at)
		if !ok {
			return false
		}
		for k, v := range trailer {
			if d.trailer[k] == nil {
				d.trailer[k] = v
			}
		}
		prev, ok := whole(trailer["Prev"])
		if !ok || prev == 0 {
			return true
		}
		at = prev
	}
	return false
}

func whole(o object) (int, bool) {
	switch n := o.(type) {
	case int:
		return n, true
	case float64:
		return int(n), n == float64(int32(n))
	}
	return 0, false
}

// section reads one table and gives its trailer.
func (d *directory) section(at int) (dict, bool) {
	s, ok := strings.CutPrefix(trimSpace(d.text[at:]), "xref")
	if !ok {
		return d.streamSection(at)
	}
	table, s, ok := d.table(s)
	if !ok {
		return nil, false
	}
	o, _, err := d.object(s)
	trailer, ok := o.(dict)
	if err != nil || !ok {
		return nil, false
	}
	for n, p := range table {
		if !p.free {
			d.put(n, p)
		}
	}
	// A hybrid file calls free what only a newer reader should find, in a stream (7.5.8.4).
	if hidden, ok := whole(trailer["XRefStm"]); ok && hidden > 0 && hidden < len(d.text) {
		d.streamSection(hidden)
	}
	for n, p := range table {
		d.put(n, p)
	}
	return trailer, true
}

// put keeps the place of an object unless a newer table gave one.
func (d *directory) put(n ref, p place) {
	if _, known := d.places[n]; !known && n > 0 && n <= maxNumber {
		d.places[n] = p
	}
}

// table reads "first count" and the lines that follow, as often as they come, up to the trailer.
func (d *directory) table(s string) (map[ref]place, string, bool) {
	table := make(map[ref]place)
	for {
		if rest, ok := strings.CutPrefix(trimSpace(s), "trailer"); ok {
			return table, rest, true
		}
		first, rest, ok := leadingInt(s)
		count, rest, ok2 := leadingInt(rest)
		if !ok || !ok2 || first > maxNumber {
			return nil, "", false
		}
		s = rest
		for i := range count {
			at, rest, ok := leadingInt(s)
			generation, rest, ok2 := leadingInt(rest)
			rest = trimSpace(rest)
			if !ok || !ok2 || len(rest) == 0 || len(table) > maxObjects {
				break // fewer than it says
			}
			p := place{at: at, generation: generation, free: rest[0] != 'n'}
			if s = rest[1:]; first+i > 0 {
				table[ref(first+i)] = p
			}
		}
	}
}

// streamSection reads a table kept in a stream (ISO 32000-1, 7.5.8). Its dictionary is the trailer.
func (d *directory) streamSection(at int) (dict, bool) {
	_, _, s, ok := objectHeader(d.text[at:])
	if !ok {
		return nil, false
	}
	o, rest, err := d.object(s)
	trailer, ok := o.(dict)
	if err != nil || !ok {
		return nil, false
	}
	s, ok = streamStart(rest)
	if !ok || trailer["W"] == nil {
		return nil, false
	}
	length, ok := trailer["Length"].(int)
	if !ok {
		length = -1
	}
	f := &File{} // such a dictionary refers to nothing
	table, err := f.unpack(&stream{dict: trailer, raw: []byte(streamData(s, length, len(s)))}, &d.unpack)
	d.parse += len(table)
	if err != nil && len(table) == 0 {
		return nil, false
	}
	return trailer, d.rows(trailer, string(table))
}

// rows reads the rows of a table, whose numbers have as many bytes as W says.
func (d *directory) rows(trailer dict, table string) bool {
	w, _ := trailer["W"].(array)
	if len(w) < 3 {
		return false
	}
	var width [3]int
	for i := range width {
		if n, ok := whole(w[i]); ok && n >= 0 && n <= 8 {
			width[i] = n
		} else {
			return false
		}
	}
	size := width[0] + width[1] + width[2]
	index, _ := trailer["Index"].(array)
	if len(index) < 2 {
		index = array{0, trailer["Size"]}
	}
	for ; len(index) >= 2 && size > 0; index = index[2:] {
		first, ok := whole(index[0])
		count, ok2 := whole(index[1])
		if !ok || !ok2 || first < 0 || first > maxNumber {
			return false
		}
		for i := 0; i < count && len(table) >= size && len(d.places) <= maxObjects; i++ {
			d.row(ref(first+i), table[:size], width)
			table = table[size:]
		}
	}
	return true
}

func (d *directory) row(n ref, row string, width [3]int) {
	kind := 1
	if width[0] > 0 {
		kind = bigEndian(row[:width[0]])
	}
	second := bigEndian(row[width[0] : width[0]+width[1]])
	third := bigEndian(row[width[0]+width[1]:])
	switch kind {
	case 0:
		d.put(n, place{free: true})
	case 1:
		d.put(n, place{at: second, generation: third})
	case 2:
		d.put(n, place{within: ref(second)})
	}
}

func bigEndian(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n<<8 | int(c)
	}
	return n
}

// holds reports that each object stands where the tables say. One that is nowhere near shows that
// the tables belong to another state of the file; an entry of 0 is a careless way to write free.
func (d *directory) holds() bool {
	for n, p := range d.places {
		if p.free || p.within != 0 {
			continue
		}
		if p.at == 0 {
			delete(d.places, n)
			continue
		}
		if p.at < 0 || p.at >= len(d.text) {
			return false
		}
		if got, _, _, ok := objectHeader(d.text[p.at:]); !ok || got != n {
			return false
		}
	}
	return true
}

// rebuild looks for the objects themselves: of two with the same number the later is the newer.
func (d *directory) rebuild() (*directory, error) {
	d.places, d.trailer, d.rebuilt = make(map[ref]place), dict{}, true
	trailer := d.index("trailer", 0)
	for at := d.index("obj", 0); at < len(d.text); at = d.index("obj", at) {
		for ; trailer < at; trailer = d.index("trailer", trailer+1) {
			d.mergeAt(trailer + len("trailer"))
		}
		at = d.landmark(at)
		if len(d.places) > maxObjects || d.spent() {
			return nil, errTooLarge
		}
	}
	for ; trailer < len(d.text); trailer = d.index("trailer", trailer+1) {
		d.mergeAt(trailer + len("trailer"))
	}
	if len(d.places) == 0 {
		return nil, errors.New("no object found")
	}
	return d, nil
}

// index is where a word stands from at on; the length of the file when it does not.
func (d *directory) index(word string, at int) int {
	if i := strings.Index(d.text[at:], word); i >= 0 {
		return at + i
	}
	return len(d.text)
}

// landmark takes in the object whose word "obj" is at a place, and gives where to look further:
// behind its data, so that nothing in there is taken for an object.
func (d *directory) landmark(at int) int {
	end := at + len("obj")
	start, ok := headerBefore(d.text[:at])
	if !ok {
		return end
	}
	n, generation, _, ok := objectHeader(d.text[start:end])
	if !ok || n == 0 {
		return end
	}
	d.places[n] = place{at: start, generation: generation}
	window := d.text[end:min(len(d.text), end+1<<16)]
	if i := strings.Index(window, "endobj"); i >= 0 {
		window = window[:i]
	}
	i := strings.Index(window, "stream")
	if i < 0 {
		return end
	}
	o, rest, err := d.object(window[:i+len("stream")])
	head, ok := o.(dict)
	if err != nil || !ok {
		return end
	}
	if head["Type"] == name("XRef") {
		d.merge(head)
	}
	data, ok := streamStart(d.text[end+len(window[:i+len("stream")])-len(rest):])
	if !ok {
		return end
	}
	length, ok := head["Length"].(int)
	if !ok {
		length = -1
	}
	return len(d.text) - len(data) + len(streamData(data, length, len(data)))
}

// mergeAt merges the trailer at a place.
func (d *directory) mergeAt(at int) {
	s := trimSpace(d.text[at:min(len(d.text), at+1<<16)])
	if !strings.HasPrefix(s, "<<") || d.spent() {
		return
	}
	o, _, err := d.object(s)
	if trailer, ok := o.(dict); err == nil && ok {
		d.merge(trailer)
	}
}

// merge takes what a later trailer says over what an earlier one did.
func (d *directory) merge(trailer dict) {
	for _, k := range []name{"Root", "Info", "Encrypt", "ID"} {
		if v := trailer[k]; v != nil {
			d.trailer[k] = v
		}
	}
}

// headerBefore gives where "n g " begins that ends s.
func headerBefore(s string) (int, bool) {
	i := len(s)
	for range 2 {
		space := i
		for i > 0 && isSpace(s[i-1]) {
			i--
		}
		digits := i
		for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' && digits-i < 10 {
			i--
		}
		if i == digits || space-digits > 16 {
			return 0, false
		}
	}
	return i, true
}
