// Package pdf reads, fills, flattens, joins and extends PDF files.
//
// Objects that depart from the rules are parsed by pdfcpu, whose filters it uses too; all else, what
// is decided and every byte that is written, is ours. The same input always gives the same bytes.
// Lengths are in points, 1/72 inch, with the origin at the lower left of the page; pages are counted
// from 1.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
)

// Bounds on the trees in a file.
const (
	maxPages = 20_000
	maxDepth = 64        // of page trees, field trees and chains of references
	maxWork  = 4_000_000 // entries of all pages, annotations and fields, each as often as it is used

	bytesOfWork = 16 // of the text of a field, as much as an entry
)

// An Error is a file that cannot be used, in the user's words.
type Error struct {
	Msg string // what is wrong
	Fix string // what to do about it
	err error
}

func (e *Error) Error() string { return e.Msg }
func (e *Error) Hint() string  { return e.Fix }
func (e *Error) Unwrap() error { return e.err }

// ErrPassword is a file that opens only with a password, ErrWrongPassword one that the password given
// does not open: which is an ErrPassword too.
var (
	ErrPassword error = &Error{
		Msg: "the PDF is locked with a password",
		Fix: "open it with its password and print it to a new PDF",
	}
	ErrWrongPassword error = &Error{
		Msg: "the PDF is locked, and the password given does not open it",
		Fix: "give the password with which it opens in a viewer, or open it there and print it to a new PDF",
		err: ErrPassword,
	}
)

// A Rect is a rectangle in points, X0 <= X1 and Y0 <= Y1.
type Rect struct{ X0, Y0, X1, Y1 float64 }

func (r Rect) Width() float64  { return r.X1 - r.X0 }
func (r Rect) Height() float64 { return r.Y1 - r.Y0 }

// within is the part of r that lies in another rectangle, which it meets.
func (r Rect) within(o Rect) Rect {
	return Rect{max(r.X0, o.X0), max(r.Y0, o.Y0), min(r.X1, o.X1), min(r.Y1, o.Y1)}
}

// A File is a PDF file read whole. It never changes: goroutines may share it, and it may be
// filled and joined any number of times.
type File struct {
	size      int // in bytes
	version   string
	encrypted bool
	linear    bool
	objects   map[ref]object
	last      ref // highest object number in use
	root      dict
	info      dict
	pages     []*page
	fields    []*field
	byName    map[string]*field
	orphans   []ref        // tops of fields that pages show and the form does not list
	hiding    map[ref]bool // layers that are not shown
	lacks     lack

	work      int                  // that opening may still take
	unpacking int                  // bytes that opening may still take out of streams
	lists     map[*object]*options // by the place of their first choice; nil once the file is open

	bases bases // of filled copies
	own   ownFonts

	leaving   sync.Mutex
	left      []leftover
	leftFloor float64 // of left

	tornOnce sync.Once
	torn     Torn

	ending sync.Mutex
	broken map[ref]bool // drawings that were looked at, and whether they break off
	ended  int          // bytes that took

	measuring sync.Mutex
	balances  []balance // of the first pages, as far as they were asked for
	drawn     int       // bytes of drawings that they took
}

// A page is a leaf of the page tree with what it inherits written into it.
type page struct {
	ref      ref
	dict     dict
	crop     Rect    // the visible part, in user space before rotation
	rotate   int     // clockwise, 0, 90, 180 or 270
	unit     float64 // points in a unit of user space; 1 nearly always
	contents []ref
	annots   []ref
	balance  func() balance
}

// Open reads a PDF file whose pages are all there; what else is damaged is mended as well as it can
// be. A file encrypted for reading with an empty password is read like any other; one that asks for a
// password is ErrPassword, other trouble an *Error. The data must not change afterwards.
func Open(data []byte) (*File, error) {
	f, err := OpenWith(data, "")
	if err == nil && f.lacks.torn {
		return nil, errTorn // what is left of it is not the form
	}
	return f, err
}

// OpenWith reads a PDF file with its password, the user's or the owner's; one that needs none opens all
// the same. Of a damaged file it keeps the pages that can be read: see File.Torn. The errors are those
// of Open, and ErrWrongPassword.
func OpenWith(data []byte, password string) (f *File, err error) {
	defer recovered(&err)
	whole := data
	data = body(data)
	if data == nil {
		return nil, &Error{Msg: "the file is not a PDF", Fix: "save or print it as a PDF first"}
	}
	if f, err = read(data, password); err != nil && posted(whole[:len(whole)-len(data)]) {
		return nil, errMessage
	}
	return f, err
}

func read(data []byte, password string) (*File, error) {
	src := newSource(data)
	src.password = password
	where, err := src.find()
	if err != nil {
		return nil, broken(err)
	}
	f, err := where.open()
	if !where.rebuilt && (errors.Is(err, errNoPage) || errors.Is(err, errTorn)) {
		// Tables that hold true may still leave out what matters.
		whole, again := where.rebuild()
		if again != nil {
			return nil, err
		}
		f, err = whole.open()
	}
	if err != nil {
		return nil, broken(err)
	}
	if f.lacks.torn && f.empty() {
		return nil, errTorn
	}
	return f, nil
}

// errMessage is an e-mail saved whole, of which the file is a part.
var errMessage error = &Error{
	Msg: "this is an e-mail message with the PDF inside",
	Fix: "save the attachment out of it in the mail program, as a file of its own",
}

// posted reports the head of an e-mail message.
func posted(head []byte) bool {
	return bytes.Contains(bytes.ToLower(head), []byte("content-transfer-encoding:"))
}

// open reads the objects and what they make up.
func (d *directory) open() (*File, error) {
	f := &File{
		size: len(d.data), objects: make(map[ref]object, len(d.places)), byName: make(map[string]*field),
		work: maxWork, version: d.version(), lists: make(map[*object]*options),
	}
	if err := d.load(f); err != nil {
		return nil, err
	}
	f.unpacking = d.unpack
	if err := f.findPages(d.rebuilt); err != nil {
		return nil, err
	}
	f.findFields()
	f.lists = nil
	if f.work < 0 {
		return nil, errTooLarge
	}
	return f, nil
}

// Errors of files of which nothing can be made.
var (
	errNoPage error = &Error{Msg: "the PDF has no page", Fix: "download or scan it again"}
	errTorn   error = &Error{Msg: "the PDF is damaged or cut off: parts of its pages are missing", Fix: "download or scan it again"}
	errSize   error = &Error{
		Msg: "the PDF is larger inside than can be read safely",
		Fix: "print it to a new PDF, or split it",
	}
)

// broken is what an error of reading is to the user.
func broken(err error) error {
	switch {
	case errors.Is(err, errTooLarge):
		return errSize
	case errors.As(err, new(*Error)):
		return err
	}
	return damaged(err)
}

func damaged(err error) error {
	return &Error{Msg: "the PDF is damaged and cannot be read", Fix: "download or scan it again", err: err}
}

// recovered turns a panic of the parser, which a damaged file can cause, into an error.
func recovered(err *error) {
	if r := recover(); r != nil {
		*err = damaged(fmt.Errorf("parser: %v", r))
	}
}

// spend counts work that a small file can ask for often; false when there has been too much.
func (f *File) spend(n int) bool {
	f.work -= n
	return f.work >= 0
}

// promote gives an object that stands inside another one a number of its own.
func (f *File) promote(o object) ref {
	f.last++
	f.objects[f.last] = o
	return f.last
}

// resolve follows references; nil when they lead nowhere.
func (f *File) resolve(o object) object {
	for range maxDepth {
		r, ok := o.(ref)
		if !ok {
			return o
		}
		o = f.objects[r]
	}
	return nil
}

func (f *File) dict(o object) dict {
	switch o := f.resolve(o).(type) {
	case dict:
		return o
	case *stream:
		return o.dict
	}
	return nil
}

func (f *File) name(o object) name {
	n, _ := f.resolve(o).(name)
	return n
}

func (f *File) text(o object) string {
	t, _ := f.resolve(o).(text)
	return decodeText(t)
}

func (f *File) int(o object) (int, bool) {
	switch n := f.resolve(o).(type) {
	case int:
		return n, true
	case float64:
		if math.Abs(n) < 1<<31 {
			return int(n), true
		}
	}
	return 0, false
}

func (f *File) number(o object) (float64, bool) {
	switch n := f.resolve(o).(type) {
	case int:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// numbers reads an array of n numbers at least.
func (f *File) numbers(o object, n int) ([]float64, bool) {
	a, _ := f.resolve(o).(array)
	if len(a) < n {
		return nil, false
	}
	list := make([]float64, len(a))
	for i, v := range a {
		x, ok := f.number(v)
		if !ok || math.IsNaN(x) || math.Abs(x) > 1e7 {
			return nil, false
		}
		list[i] = x
	}
	return list, true
}

// list is an array, or the one object that stands where an array may.
func (f *File) list(o object) array {
	switch v := f.resolve(o).(type) {
	case nil:
		return nil
	case array:
		return v
	}
	return array{o}
}

func (f *File) rect(o object) (Rect, bool) {
	n, ok := f.numbers(o, 4)
	if !ok {
		return Rect{}, false
	}
	return Rect{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}, true
}

// Pages is how many pages the file has, 1 at least.
func (f *File) Pages() int { return len(f.pages) }

// PageSize gives the visible size of page i as a reader sees it, turned, in points.
// i is from 1 to Pages.
func (f *File) PageSize(i int) (w, h float64) { return f.pages[i-1].size() }

func (f *File) title() string { return f.text(f.info["Title"]) }

func (p *page) size() (w, h float64) {
	w, h = p.crop.Width()*p.unit, p.crop.Height()*p.unit
	if p.rotate%180 != 0 {
		return h, w
	}
	return w, h
}

// inheritable are the entries a page takes from the nodes above it.
var inheritable = []name{"Resources", "MediaBox", "CropBox", "Rotate"}

// findPages reads the page tree. A file whose tables are broken and that lacks part of a page was
// cut off or worse. Where the tables hold true, a page that leads nowhere may be its maker's
// carelessness, and viewers show the others.
func (f *File) findPages(rebuilt bool) error {
	f.lacks.rebuilt = rebuilt
	w := pageWalk{file: f, seen: make(map[ref]bool)}
	w.node(f.root["Pages"], dict{}, 0)
	if rebuilt && len(f.pages) == 0 && !w.deep && !w.over {
		w.strays()
	}
	f.lacks.torn = w.torn && (rebuilt || len(f.pages) == 0)
	count, told := f.int(f.dict(f.root["Pages"])["Count"])
	switch missing := count - len(f.pages); {
	case w.holes == 0 || len(f.pages) == 0 || f.lacks.list:
	case told && missing > 0 && missing <= maxPages:
		f.lacks.missing = missing
	case !told && rebuilt:
		f.lacks.missing = w.holes
	}
	switch {
	case f.work < 0 || w.deep:
		return errTooLarge
	case w.over:
		return &Error{Msg: fmt.Sprintf("the PDF has more than %d pages", maxPages), Fix: "split it"}
	case len(f.pages) > 0:
		return nil
	case w.torn:
		return errTorn
	}
	return errNoPage
}

type pageWalk struct {
	file *File
	seen map[ref]bool // nodes met: an inner one twice is a cycle
	over bool         // there are too many pages
	deep bool         // the tree is too high
	torn bool         // part of a page leads nowhere

	holes int // nodes that are not there
}

func (w *pageWalk) node(o object, inherited dict, depth int) {
	f := w.file
	d := f.dict(o)
	kids, inner := f.resolve(d["Kids"]).(array)
	if d == nil || !inner && d["Kids"] != nil {
		w.torn = true
		w.holes++
		return
	}
	if w.deep = w.deep || depth > maxDepth; w.deep || w.over {
		return
	}
	r, numbered := o.(ref)
	again := numbered && w.seen[r]
	if inner && again {
		return
	}
	if w.seen[r] = true; !f.spend(len(d) + len(kids)) {
		w.over = true
		return
	}
	own := make(dict)
	for _, k := range inheritable {
		if v := f.resolve(d[k]); v != nil {
			own[k] = d[k]
		}
	}
	inherited = inherited.with(own)
	if inner {
		for _, kid := range kids {
			w.node(kid, inherited, depth+1)
		}
		return
	}
	if w.over = len(f.pages) >= maxPages; w.over {
		return
	}
	if !numbered || again {
		r = f.promote(d)
	}
	f.addPage(r, d.with(inherited))
	if f.gone(d["Contents"]) {
		w.torn = true
		f.lacks.drawing = append(f.lacks.drawing, len(f.pages))
	}
}

// strays are the pages of a file whose tree of pages is lost, in the order of their numbers.
func (w *pageWalk) strays() {
	f := w.file
	for _, n := range f.inOrder() {
		d, _ := f.objects[n].(dict)
		if f.name(d["Type"]) != "Page" {
			continue
		}
		w.torn, f.lacks.list = true, true
		inherited := dict{}
		for up, left := f.dict(d["Parent"]), maxDepth; up != nil && left > 0; up, left = f.dict(up["Parent"]), left-1 {
			for _, k := range inheritable {
				if inherited[k] == nil && f.resolve(up[k]) != nil {
					inherited[k] = up[k]
				}
			}
		}
		w.node(n, inherited, 0)
	}
}

// gone reports a drawing of which a part leads nowhere, or to what is no drawing any more.
func (f *File) gone(contents object) bool {
	if _, ok := contents.(ref); ok && f.resolve(contents) == nil {
		return true
	}
	for _, o := range f.list(contents) {
		r, ok := o.(ref)
		if !ok {
			continue
		}
		switch f.resolve(r).(type) {
		case nil, dict:
			return true
		}
	}
	return false
}

func (f *File) addPage(r ref, d dict) {
	p := &page{ref: r, crop: f.cropBox(d), unit: 1}
	if n, ok := f.int(d["Rotate"]); ok {
		p.rotate = ((n/90*90)%360 + 360) % 360
	}
	if u, ok := f.number(d["UserUnit"]); ok && u > 0 && u < 1e4 {
		p.unit = u
	}
	p.contents = f.streams(d["Contents"], 0)
	p.annots = f.annotations(d["Annots"])
	if f.lacks.rebuilt && f.lostNote(d["Annots"]) {
		f.lacks.drawing = append(f.lacks.drawing, len(f.pages)+1)
	}
	if len(p.annots) > 0 {
		list := make(array, len(p.annots))
		for i, a := range p.annots {
			list[i] = a
		}
		d = d.with(dict{"Annots": list})
	}
	p.dict = d
	at := len(f.pages)
	p.balance = func() balance { return f.balance(at) }
	f.objects[r] = d
	f.pages = append(f.pages, p)
}

// balance is that of the i-th page, from 0. Pages are looked at in their order, until together they
// cost too much: so what is found does not depend on who asks first.
func (f *File) balance(i int) balance {
	f.measuring.Lock()
	defer f.measuring.Unlock()
	for len(f.balances) <= i {
		left := maxContents - f.drawn
		content, err := f.content(f.pages[len(f.balances)].contents, &left)
		f.drawn = maxContents - left
		if !errors.Is(err, errTooLarge) {
			content, err = f.mendedAs(f.pages[len(f.balances)], content, err)
		}
		var b balance // a viewer that can unpack it knows better than we do
		if err == nil {
			b = balanceOf(content)
		}
		f.balances = append(f.balances, b)
	}
	return f.balances[i]
}

// mendedAs is the drawing of a page as Join writes it: as it is, unless a part of it breaks off.
func (f *File) mendedAs(p *page, content []byte, err error) ([]byte, error) {
	if !slices.ContainsFunc(p.contents, func(r ref) bool { return !f.goesOn(r) }) {
		return content, err
	}
	var b []byte
	left := maxDecoded
	for _, r := range p.contents {
		if !f.goesOn(r) {
			b = append(b, f.mended(r)...)
			continue
		}
		part, err := f.content([]ref{r}, &left)
		if err != nil {
			return nil, err
		}
		b = append(b, part...)
	}
	return b, nil
}

// cropBox is the visible part of a page; a page without a usable size is taken for US Letter,
// as viewers do.
func (f *File) cropBox(d dict) Rect {
	media, ok := f.rect(d["MediaBox"])
	if !ok || media.Width() < 1 || media.Height() < 1 {
		media = Rect{0, 0, 612, 792}
	}
	crop, ok := f.rect(d["CropBox"])
	if !ok {
		return media
	}
	crop = Rect{max(crop.X0, media.X0), max(crop.Y0, media.Y0), min(crop.X1, media.X1), min(crop.Y1, media.Y1)}
	if crop.Width() < 1 || crop.Height() < 1 {
		return media
	}
	return crop
}

// streams lists the parts of a page's drawing.
func (f *File) streams(o object, depth int) []ref {
	if r, ok := o.(ref); ok {
		if _, ok := f.resolve(r).(*stream); ok {
			return []ref{r}
		}
	}
	var refs []ref
	if a, ok := f.resolve(o).(array); ok && depth < 4 && f.spend(len(a)) {
		for _, v := range a {
			refs = append(refs, f.streams(v, depth+1)...)
		}
	}
	return refs
}

// lostNote reports a list of annotations of which one is not there, or that is not there itself.
func (f *File) lostNote(o object) bool {
	a, ok := f.resolve(o).(array)
	if _, is := o.(ref); is && !ok {
		return true
	}
	return slices.ContainsFunc(a, func(v object) bool {
		r, ok := v.(ref)
		return ok && f.resolve(r) == nil
	})
}

// annotations lists a page's annotations, each under a number of its own.
func (f *File) annotations(o object) []ref {
	var refs []ref
	seen := make(map[ref]bool)
	a, _ := f.resolve(o).(array)
	if !f.spend(len(a)) {
		return nil
	}
	for _, v := range a {
		if f.dict(v) == nil {
			continue
		}
		r, ok := v.(ref)
		if !ok {
			r = f.promote(v)
		}
		if !seen[r] {
			seen[r] = true
			refs = append(refs, r)
		}
	}
	return refs
}
