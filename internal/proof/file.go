package proof

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
)

// A file is a PDF read without PDFium, object by object, as far as it is laid out the way ours are: one table of
// objects, nothing packed into others, nothing changed afterwards. What is laid out otherwise is an error, and is then
// left to PDFium alone. It tells which parts of two files are the same.
type file struct {
	r       io.ReaderAt
	offsets []int64 // of objects by number; 0 where there is none
	ends    []int64 // sorted: where something else begins
	root    ref
	sums    map[ref]sum
	open    map[ref]bool // being summed, so as not to go in circles
	scratch []byte       // for the data of streams
	heads   [][]byte     // for the beginnings of objects, as many as were being summed at a time
}

// Values of a PDF: a dict, a list, a ref, or anything else as it is written.
type (
	dict map[string]any
	list []any
	ref  int
	atom string
	sum  [sha256.Size]byte
)

// An object is one of a file; raw is nil but for a stream, whose data begins at the offset at.
type object struct {
	value any
	raw   []byte
	at    int64
}

var errLayout = errors.New("the file is laid out otherwise than ours")

// mostTable is the largest table of objects read, in bytes: of 200,000 objects.
const mostTable = 4 << 20

func readFile(r io.ReaderAt, size int64) (*file, error) {
	tail := make([]byte, min(size, 64))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, err
	}
	at := bytes.LastIndex(tail, []byte("startxref\n"))
	if at < 0 {
		return nil, errLayout
	}
	digits, _, _ := bytes.Cut(tail[at+len("startxref\n"):], []byte("\n"))
	start, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil || start <= 0 || start >= size || size-start > mostTable {
		return nil, errLayout
	}
	table := make([]byte, size-start)
	if _, err := r.ReadAt(table, start); err != nil && err != io.EOF {
		return nil, err
	}
	f := &file{r: windowOn(r), ends: []int64{start}, sums: map[ref]sum{}, open: map[ref]bool{}}
	return f, f.table(table)
}

// table reads the table of objects and the trailer.
func (f *file) table(b []byte) error {
	const line = 20 // bytes (PDF 32000-1, 7.5.4)
	var count int
	if n, err := fmt.Sscanf(string(b[:min(len(b), 32)]), "xref\n0 %d\n", &count); n != 1 || err != nil {
		return errLayout
	}
	b = b[len(fmt.Sprintf("xref\n0 %d\n", count)):]
	if count < 1 || len(b) < count*line {
		return errLayout
	}
	f.offsets = make([]int64, count)
	for i := range count {
		row := b[i*line : (i+1)*line]
		if row[17] != 'n' {
			continue
		}
		at, err := strconv.ParseInt(string(row[:10]), 10, 64)
		if err != nil || at <= 0 {
			return errLayout
		}
		f.offsets[i], f.ends = at, append(f.ends, at)
	}
	slices.Sort(f.ends)
	p := parser{b: b[count*line:]}
	if !p.word("trailer") {
		return errLayout
	}
	trailer, ok := p.value().(dict)
	root, isRef := trailer["Root"].(ref)
	if !ok || !isRef || trailer["Prev"] != nil || trailer["XRefStm"] != nil || trailer["Encrypt"] != nil {
		return errLayout
	}
	f.root = root
	return p.err
}

// object reads one.
func (f *file) object(r ref) (object, error) {
	at, size, err := f.extent(r)
	if err != nil {
		return object{}, err
	}
	b := make([]byte, size)
	if _, err := f.r.ReadAt(b, at); err != nil && err != io.EOF {
		return object{}, err
	}
	p := parser{b: b}
	if !p.word(strconv.Itoa(int(r))) || !p.word("0") || !p.word("obj") {
		return object{}, errLayout
	}
	o := object{value: p.value()}
	if p.err != nil {
		return o, p.err
	}
	if d, ok := o.value.(dict); ok && p.word("stream") {
		length, err := strconv.Atoi(string(asAtom(d["Length"])))
		if err != nil || length < 0 || p.i >= len(b) || b[p.i] != '\n' || p.i+1+length > len(b) {
			return o, errLayout
		}
		o.raw, o.at = b[p.i+1:p.i+1+length], at+int64(p.i)+1
		p.i += 1 + length
		if !p.word("endstream") {
			return o, errLayout
		}
	}
	if !p.word("endobj") {
		return o, errLayout
	}
	return o, nil
}

// extent is where an object stands, up to where something else begins.
func (f *file) extent(r ref) (at, size int64, err error) {
	if int(r) >= len(f.offsets) || f.offsets[r] == 0 {
		return 0, 0, errLayout
	}
	at = f.offsets[r]
	i := sort.Search(len(f.ends), func(i int) bool { return f.ends[i] > at })
	if i == len(f.ends) {
		return 0, 0, errLayout
	}
	return at, f.ends[i] - at, nil
}

// resolved is a value, or the object that it refers to.
func (f *file) resolved(v any) (any, error) {
	if r, ok := v.(ref); ok {
		o, err := f.object(r)
		return o.value, err
	}
	return v, nil
}

func asAtom(v any) atom { a, _ := v.(atom); return a }

// sumOf is the same for two values exactly if they say the same, with all that they refer to, whatever the numbers.
func (f *file) sumOf(v any) (sum, error) {
	var b bytes.Buffer
	err := f.spell(&b, v)
	return sha256.Sum256(b.Bytes()), err
}

func (f *file) spell(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case dict:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		b.WriteString("<<")
		for _, k := range keys {
			b.WriteString("/" + k + " ")
			if err := f.spell(b, v[k]); err != nil {
				return err
			}
		}
		b.WriteString(">>")
	case list:
		b.WriteString("[")
		for _, e := range v {
			if err := f.spell(b, e); err != nil {
				return err
			}
		}
		b.WriteString("]")
	case ref:
		s, err := f.sumRef(v)
		if err != nil {
			return err
		}
		b.Write(append(hex.AppendEncode(nil, s[:]), " R "...))
	case atom:
		b.WriteString(string(v))
		b.WriteByte(' ')
	}
	return nil
}

func (f *file) sumRef(r ref) (sum, error) {
	if s, ok := f.sums[r]; ok {
		return s, nil
	}
	if f.open[r] || len(f.open) > 100 {
		return sum{}, errLayout
	}
	f.open[r] = true
	defer delete(f.open, r)
	s, err := f.sumAsWritten(r)
	if err == nil {
		f.sums[r] = s
	}
	return s, err
}

// head is room for the beginning of an object.
func (f *file) head() []byte {
	if n := len(f.heads); n > 0 {
		head := f.heads[n-1]
		f.heads = f.heads[:n-1]
		return head
	}
	return make([]byte, mostHead)
}

// sumAsWritten is the sum of an object's bytes as they stand in the file, each reference in them replaced by the sum of
// what it leads to. The data of a stream is read a piece at a time.
func (f *file) sumAsWritten(r ref) (sum, error) {
	at, size, err := f.extent(r)
	if err != nil {
		return sum{}, err
	}
	head := f.head()
	defer func() { f.heads = append(f.heads, head) }()
	b := head[:min(size, mostHead)]
	if _, err := f.r.ReadAt(b, at); err != nil && err != io.EOF {
		return sum{}, err
	}
	rest := io.NewSectionReader(f.r, at+int64(len(b)), size-int64(len(b)))
	b, ok := bytes.CutPrefix(b, strconv.AppendInt(nil, int64(r), 10))
	if b, ok = bytes.CutPrefix(b, []byte(" 0 obj")); !ok {
		return sum{}, errLayout
	}
	refs, whole, err := referring(b)
	if !whole && rest.Size() > 0 { // there is more of its dictionary
		more, failed := io.ReadAll(rest)
		if failed != nil {
			return sum{}, failed
		}
		b = slices.Concat(b, more)
		refs, _, err = referring(b)
	}
	if err != nil {
		return sum{}, err
	}
	h := sha256.New()
	from := 0
	for _, p := range refs {
		s, err := f.sumRef(p.to)
		if err != nil {
			return sum{}, err
		}
		h.Write(b[from:p.from])
		h.Write(append(hex.AppendEncode(nil, s[:]), " R"...))
		from = p.end
	}
	h.Write(b[from:])
	if f.scratch == nil {
		f.scratch = make([]byte, 2*pieceSize)
	}
	if _, err := io.CopyBuffer(h, rest, f.scratch); err != nil {
		return sum{}, err
	}
	return sum(h.Sum(nil)), nil
}

// A reference stands in the bytes of an object.
type reference struct {
	from, end int
	to        ref
}

// referring are the references in an object, up to its data if it is a stream; whole says that this was reached.
func referring(b []byte) (all []reference, whole bool, err error) {
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '\n':
			if bytes.HasPrefix(b[i:], []byte("\nstream\n")) {
				return all, true, nil
			}
		case '(':
			p := parser{b: b, i: i}
			if p.text(); p.err != nil {
				return nil, false, p.err
			}
			i = p.i - 1
		case 'R':
			if b[i-1] != ' ' || i+1 < len(b) && !isSpace(b[i+1]) && !isDelimiter(b[i+1]) {
				continue
			}
			number, ok := bytes.CutSuffix(b[:i], []byte(" 0 "))
			from := len(number)
			for from > 0 && number[from-1] >= '0' && number[from-1] <= '9' {
				from--
			}
			n, err := strconv.Atoi(string(number[from:]))
			if !ok || err != nil || from > 0 && !isSpace(number[from-1]) && !isDelimiter(number[from-1]) {
				return nil, false, errLayout
			}
			all = append(all, reference{from, i + 1, ref(n)})
		case '%':
			return nil, false, errLayout // a comment, which we write none of
		}
	}
	return all, false, nil
}

// kids are the pages, in order.
func (f *file) kids() (list, error) {
	v, err := f.resolved(f.root)
	if err != nil {
		return nil, err
	}
	catalog, _ := v.(dict)
	if v, err = f.resolved(catalog["Pages"]); err != nil {
		return nil, err
	}
	tree, _ := v.(dict)
	for _, inherited := range []string{"Resources", "MediaBox", "CropBox", "Rotate"} {
		if tree[inherited] != nil {
			return nil, errLayout
		}
	}
	kids, _ := tree["Kids"].(list)
	return kids, nil
}

// page is the dictionary of a page, counted from 0.
func (f *file) page(i int) (dict, error) {
	kids, err := f.kids()
	if err != nil {
		return nil, err
	}
	if i < 0 || i >= len(kids) {
		return nil, errLayout
	}
	v, err := f.resolved(kids[i])
	if err != nil {
		return nil, err
	}
	page, ok := v.(dict)
	if !ok || asAtom(page["Type"]) != "/Page" {
		return nil, errLayout
	}
	return page, nil
}

// picture is the only thing that a page may draw by name, if that is a picture, and its data.
func (f *file) picture(number int) (dict, *io.SectionReader, error) {
	page, err := f.page(number)
	if err != nil {
		return nil, nil, err
	}
	v, err := f.resolved(page["Resources"])
	if err != nil {
		return nil, nil, err
	}
	resources, _ := v.(dict)
	if v, err = f.resolved(resources["XObject"]); err != nil {
		return nil, nil, err
	}
	drawn, _ := v.(dict)
	for _, v := range drawn {
		r, ok := v.(ref)
		if !ok || len(drawn) > 1 {
			return nil, nil, errLayout
		}
		d, data, err := f.stream(r)
		if err == nil && asAtom(d["Subtype"]) == "/Image" {
			return d, data, nil
		}
	}
	return nil, nil, errLayout
}

// mostHead is the longest dictionary of a stream that is read without its data, in bytes.
const mostHead = 4 << 10

// stream is an object whose data stays in the file.
func (f *file) stream(r ref) (dict, *io.SectionReader, error) {
	at, size, err := f.extent(r)
	if err != nil {
		return nil, nil, err
	}
	head := make([]byte, min(size, mostHead))
	if _, err := f.r.ReadAt(head, at); err != nil && err != io.EOF {
		return nil, nil, err
	}
	p := parser{b: head}
	if !p.word(strconv.Itoa(int(r))) || !p.word("0") || !p.word("obj") {
		return nil, nil, errLayout
	}
	d, ok := p.value().(dict)
	if !ok || !p.word("stream") || p.i >= len(head) || head[p.i] != '\n' {
		return nil, nil, errLayout
	}
	from := int64(p.i) + 1
	length, err := strconv.ParseInt(string(asAtom(d["Length"])), 10, 64)
	if err != nil || length < 0 || from+length > size || size-from-length > mostHead {
		return nil, nil, errLayout
	}
	tail := make([]byte, size-from-length)
	if _, err := f.r.ReadAt(tail, at+from+length); err != nil && err != io.EOF {
		return nil, nil, err
	}
	if p := (parser{b: tail}); !p.word("endstream") || !p.word("endobj") {
		return nil, nil, errLayout
	}
	return d, io.NewSectionReader(f.r, at+from, length), nil
}

// A parser reads values. After an error it gives nothing more.
type parser struct {
	b   []byte
	i   int
	err error
}

func (p *parser) fail() any {
	p.err, p.i = errLayout, len(p.b)
	return nil
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (p *parser) space() {
	for p.i < len(p.b) && isSpace(p.b[p.i]) {
		p.i++
	}
}

// token is what stands up to the next blank or delimiter.
func (p *parser) token() []byte {
	from := p.i
	for p.i < len(p.b) && !isSpace(p.b[p.i]) && !isDelimiter(p.b[p.i]) {
		p.i++
	}
	return p.b[from:p.i]
}

// word says whether the next token is this one, and if so passes it over.
func (p *parser) word(want string) bool {
	p.space()
	from := p.i
	if string(p.token()) == want {
		return true
	}
	p.i = from
	return false
}

func (p *parser) value() any {
	p.space()
	if p.i >= len(p.b) {
		return p.fail()
	}
	switch c := p.b[p.i]; c {
	case '/':
		p.i++
		return atom("/" + string(p.token()))
	case '[':
		p.i++
		return p.list()
	case '(':
		return p.text()
	case '<':
		if p.i+1 < len(p.b) && p.b[p.i+1] == '<' {
			p.i += 2
			return p.dict()
		}
		end := bytes.IndexByte(p.b[p.i:], '>')
		if end < 0 {
			return p.fail()
		}
		v := atom(p.b[p.i : p.i+end+1])
		p.i += end + 1
		return v
	}
	t := p.token()
	if len(t) == 0 {
		return p.fail()
	}
	if n, err := strconv.Atoi(string(t)); err == nil && n > 0 {
		after := p.i
		if p.word("0") && p.word("R") {
			return ref(n)
		}
		p.i = after
	}
	return atom(t)
}

func (p *parser) list() any {
	l := list{}
	for p.err == nil {
		if p.space(); p.i < len(p.b) && p.b[p.i] == ']' {
			p.i++
			return l
		}
		l = append(l, p.value())
	}
	return nil
}

func (p *parser) dict() any {
	d := dict{}
	for p.err == nil {
		p.space()
		if p.i+1 < len(p.b) && p.b[p.i] == '>' && p.b[p.i+1] == '>' {
			p.i += 2
			return d
		}
		key, ok := p.value().(atom)
		if !ok || len(key) < 2 || key[0] != '/' || d[string(key[1:])] != nil {
			return p.fail()
		}
		d[string(key[1:])] = p.value()
	}
	return nil
}

// text is a string in brackets.
func (p *parser) text() any {
	from, depth := p.i, 0
	for ; p.i < len(p.b); p.i++ {
		switch p.b[p.i] {
		case '\\':
			p.i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				p.i++
				return atom(p.b[from:p.i])
			}
		}
	}
	return p.fail()
}
