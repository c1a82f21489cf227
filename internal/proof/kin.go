package proof

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/klippa-app/go-pdfium/enums"
)

// A Kin is what the papers that are filled from one blank have in common: the print of the form, byte for byte. It is
// learnt from a paper that was checked in full. Of another one of the same kin PDFium need not read the print again,
// with a hundred typefaces, but what was written on it only.
type Kin struct{ pages []kinPage }

// A kinPage is a page of the form as it lies in the file.
type kinPage struct {
	rest      sum             // all that the page says of itself but for its drawing, resources and notes
	drawing   []stretch       // in order
	printed   []sum           // those of the drawing that are the blank's
	unsaid    [][]byte        // what PDFium reads in the place of each of those
	resources map[string]sum  // by kind and name: "Font F1"
	named     map[string]bool // resources that the print speaks of by name
}

// A stretch is one stream of a page's drawing.
type stretch struct {
	sum  sum
	raw  []byte
	at   int64
	dict dict
}

// leastPrint is the shortest stream, in bytes, that is known as the blank's: what we write ourselves may be found in
// it by chance.
const leastPrint = 48

// Learn reads the pages of the form in a paper that was checked in full against blank, whose bytes are file.
func Learn(r io.ReaderAt, size int64, blank Blank, bytesOf []byte) (*Kin, error) {
	f, err := readFile(r, size)
	if err != nil {
		return nil, err
	}
	k := &Kin{}
	for i := range blank.Doc.Pages() {
		p, err := f.kinPage(blank.First + i)
		if err != nil {
			return nil, err
		}
		for _, s := range p.drawing {
			if len(s.raw) >= leastPrint && bytes.Contains(bytesOf, s.raw) {
				say := nothing
				if len(p.printed) == 0 {
					say = theSign
				}
				unsaid, err := s.saying(say())
				if err != nil {
					return nil, err
				}
				p.printed, p.unsaid = append(p.printed, s.sum), append(p.unsaid, unsaid)
				if err := p.names(s); err != nil {
					return nil, err
				}
			}
		}
		for i := range p.drawing {
			p.drawing[i].raw = nil
		}
		k.pages = append(k.pages, p)
	}
	return k, nil
}

func (f *file) kinPage(number int) (p kinPage, err error) {
	page, err := f.page(number)
	if err != nil {
		return p, err
	}
	rest := maps.Clone(page)
	for _, key := range []string{"Contents", "Resources", "Parent", "Annots"} {
		delete(rest, key)
	}
	if p.rest, err = f.sumOf(rest); err != nil {
		return p, err
	}
	if err := f.drawing(page, &p); err != nil {
		return p, err
	}
	return p, f.resources(page, &p)
}

func (f *file) drawing(page dict, p *kinPage) error {
	parts, ok := page["Contents"].(list)
	if !ok {
		parts = list{page["Contents"]}
	}
	for _, part := range parts {
		r, ok := part.(ref)
		if !ok {
			return errLayout
		}
		o, err := f.object(r)
		if err != nil {
			return err
		}
		d, ok := o.value.(dict)
		if !ok || o.raw == nil {
			return errLayout
		}
		s, err := f.sumRef(r)
		if err != nil {
			return err
		}
		p.drawing = append(p.drawing, stretch{s, o.raw, o.at, d})
	}
	return nil
}

func (f *file) resources(page dict, p *kinPage) error {
	v, err := f.resolved(page["Resources"])
	if err != nil {
		return err
	}
	p.resources = map[string]sum{}
	all, _ := v.(dict)
	for kind, v := range all {
		if v, err = f.resolved(v); err != nil {
			return err
		}
		of, ok := v.(dict)
		if !ok {
			of = dict{"": v}
		}
		for name, v := range of {
			if p.resources[kind+" "+name], err = f.sumOf(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// plain is what a stream says; ok is false where it is packed in another way than ours.
func (s stretch) plain() ([]byte, bool) {
	if s.dict["DecodeParms"] != nil || s.dict["F"] != nil {
		return nil, false
	}
	switch s.dict["Filter"] {
	case nil:
		return s.raw, true
	case atom("/FlateDecode"):
		const most = 16 << 20
		b, err := inflated(s.raw, most)
		return b, err == nil && len(b) < most
	}
	return nil, false
}

// inflaters are decompressors: their memory is large, and serves one stream after the other.
var inflaters sync.Pool // io.ReadCloser of zlib

// inflated is what is packed in a stream, at most so many bytes of it.
func inflated(packed []byte, most int64) ([]byte, error) {
	in := bytes.NewReader(packed)
	z, ok := inflaters.Get().(io.ReadCloser)
	var err error
	if ok {
		err = z.(zlib.Resetter).Reset(in, nil)
	} else {
		z, err = zlib.NewReader(in)
	}
	if err != nil {
		return nil, err // a reader that takes no other stream is not kept
	}
	defer inflaters.Put(z)
	return io.ReadAll(io.LimitReader(z, most))
}

// names notes the names in a stream of the print.
func (p *kinPage) names(s stretch) error {
	b, ok := s.plain()
	if !ok {
		return errLayout
	}
	if p.named == nil {
		p.named = map[string]bool{}
	}
	for {
		at := bytes.IndexByte(b, '/')
		if at < 0 {
			return nil
		}
		t := parser{b: b[at+1:]}
		p.named[string(t.token())] = true
		b = b[at+1:]
	}
}

// errOther is a paper that cannot be read as one of a kin.
var errOther = errors.New("it is not of the kin")

// A veil hides the print of the form from PDFium.
type veil struct {
	Blank
	patches []veiled
}

// veiled are bytes that PDFium reads in the place of others.
type veiled struct {
	at   int64
	data []byte
}

// token is what the print is replaced by: a white box, by which PDFium shows that it reaches the print, once, and where
// that stands on the page.
const token = "q 1 g 3 5 7 11 re f Q\n"

var tokenBox = Rect{3, 5, 10, 16}

// OpenAs opens a paper of a kin that holds a form filled from blank, and lies as p has it. Its form is read through the
// print, see Kin; of the pages held, which were found to repeat others, PDFium sees what was put on them only. The error
// says no more than that the paper must be opened as any other.
func (room *Room) OpenAs(k *Kin, p *Print, r io.ReaderAt, size int64, blank Blank, held []int) (*Document, error) {
	v, err := k.veil(p.f, blank)
	if err != nil {
		return nil, err
	}
	for _, page := range held {
		if err := v.hold(p.f, page); err != nil {
			return nil, err
		}
	}
	d, err := room.OpenAt(v.over(r), size)
	if err != nil {
		return nil, err
	}
	d.veil, d.laid = v, p.f // as it is, not as PDFium sees it
	return d, nil
}

// hold hides the drawing of a page that repeats another, all but what comes before and after it.
func (v *veil) hold(f *file, number int) error {
	page, err := f.page(number)
	if err != nil {
		return err
	}
	var p kinPage
	if err := f.drawing(page, &p); err != nil {
		return err
	}
	for i, s := range p.drawing {
		if i == 0 || i == len(p.drawing)-1 {
			continue
		}
		if data, err := s.saying(nothing()); err == nil { // else it is shorter than nothing
			v.patches = append(v.patches, veiled{s.at, data})
		}
	}
	return nil
}

// veil is what hides the print of the kin in a file of it.
func (k *Kin) veil(f *file, blank Blank) (*veil, error) {
	v := &veil{Blank: blank}
	for i, want := range k.pages {
		page, err := f.page(blank.First + i)
		if err != nil {
			return nil, err
		}
		if err := f.onlyLinks(page); err != nil {
			return nil, err
		}
		p, err := f.kinPage(blank.First + i)
		if err != nil {
			return nil, err
		}
		if err := v.hide(p, want); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// Knows says whether a file that holds a form filled from blank is of the kin: its form has the same print.
func (k *Kin) Knows(p *Print, blank Blank) bool {
	_, err := k.veil(p.f, blank)
	return err == nil
}

// hide replaces the print of a page if it is that of the kin, with the resources that it speaks of.
func (v *veil) hide(p, want kinPage) error {
	if len(want.printed) == 0 || p.rest != want.rest {
		return errOther
	}
	for _, key := range slices.Concat(slices.Collect(maps.Keys(p.resources)), slices.Collect(maps.Keys(want.resources))) {
		kind, name, _ := strings.Cut(key, " ")
		if p.resources[key] != want.resources[key] && (kind != "Font" || want.named[name]) {
			return errOther
		}
	}
	if n := want.before(); len(p.drawing) < n || !slices.EqualFunc(p.drawing[:n], want.drawing[:n], func(a, b stretch) bool { return a.sum == b.sum }) {
		return errOther // what is written may lie beneath the print
	}
	hidden := 0
	for _, s := range p.drawing {
		if hidden == len(want.printed) || s.sum != want.printed[hidden] {
			if slices.Contains(want.printed, s.sum) {
				return errOther // in another order, or more often
			}
			continue
		}
		v.patches = append(v.patches, veiled{s.at, want.unsaid[hidden]})
		hidden++
	}
	if hidden < len(want.printed) {
		return errOther
	}
	return nil
}

// before is how many streams of the drawing there are up to the last of the print, that included.
func (p *kinPage) before() int {
	n := 0
	for i, s := range p.drawing {
		if slices.Contains(p.printed, s.sum) {
			n = i + 1
		}
	}
	return n
}

// A word is what PDFium reads in the place of a stream, as it is and packed.
type word struct{ plain, packed []byte }

func wordOf(text string) func() word {
	return sync.OnceValue(func() word {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write([]byte(text)) // a bytes.Buffer takes everything
		z.Close()
		return word{[]byte(text), b.Bytes()}
	})
}

var (
	nothing = wordOf("\n")
	theSign = wordOf(token)
)

// saying is the data of a stream that says something else, as long as it was.
func (s stretch) saying(w word) ([]byte, error) {
	data, fill := w.plain, byte(' ')
	if s.dict["Filter"] != nil {
		data, fill = w.packed, 0 // after the end of what is packed
	}
	if len(data) > len(s.raw) {
		return nil, errOther
	}
	return append(slices.Clip(data), bytes.Repeat([]byte{fill}, len(s.raw)-len(data))...), nil
}

// over is a file seen through the veil.
func (v *veil) over(r io.ReaderAt) io.ReaderAt { return &veiledFile{r, v.patches} }

type veiledFile struct {
	io.ReaderAt
	patches []veiled
}

func (f *veiledFile) ReadAt(b []byte, at int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(b, at)
	for _, p := range f.patches {
		from, to := max(p.at, at), min(p.at+int64(len(p.data)), at+int64(n))
		if from < to {
			copy(b[from-at:to-at], p.data[from-p.at:to-p.at])
		}
	}
	return n, err
}

// hides says whether the print of a page is hidden, and which page of the blank it is.
func (v *veil) hides(page int) (on int, at matrix, ok bool) {
	if v == nil {
		return 0, identity, false
	}
	return v.page(page)
}

// Through says whether the print of a page is hidden from PDFium. How the page is drawn is put together then, which
// moves a line of print by a pixel.
func (d *Document) Through(page int) bool {
	_, _, hidden := d.veil.hides(page)
	return hidden
}

// examineThrough is examine for a page whose print is hidden: it was the same in a paper that was checked in full, and
// what PDFium draws now is what was written on it, on white. Over the blank as PDFium draws it that makes the page, where
// it is black or the blank is bare.
func (d *Document) examineThrough(blank Blank, number int, claims []*claim) (*proofPage, error) {
	on, at, _ := blank.page(number)
	now, err := d.paper(number)
	if err != nil {
		return nil, err
	}
	then, err := blank.Doc.paper(on)
	if err != nil {
		return nil, err
	}
	coloured, err := d.tokenOn(now, at)
	if err != nil {
		return nil, err
	}
	if len(then.worn) > 0 || len(now.widgets) > 0 {
		return nil, errOther
	}
	p := &proofPage{number: number, doc: d, paper: now, known: true, claims: claims, through: true}
	p.prior, p.area = movedTo(then.widgets, at), at.rect(then.frame.crop)
	p.retake(nil, at)
	if len(claims) == 0 && len(now.items) == 1 {
		return p, nil
	}
	if p.signs, err = d.signs(now, now.glimpses); err != nil {
		return nil, err
	}
	if err := p.lookBack(blank.Doc, then, at, now.frame); err != nil {
		return nil, err
	}
	under, err := blank.Doc.scan(then, at, now.frame, bare, p.scale())
	if err != nil {
		return nil, err
	}
	for _, r := range coloured { // on black, too, it would have its own colour
		if area := under.patch(r, 1); under.contrast(area) > 0 || under.ground(area) != 255 {
			return nil, errOther
		}
	}
	if p.seen, err = d.scanOnto(now, under, p.scale()); err != nil {
		return nil, err
	}
	return p, p.findTraces(blank.Doc, then, at, now.frame)
}

// tokenOn looks for the token where the print must be. coloured is where what was painted after it is not black.
func (d *Document) tokenOn(p *paper, at matrix) (coloured []Rect, err error) {
	items, ok := d.inventory(p)
	if !ok || len(items) == 0 || items[0].kind != enums.FPDF_PAGEOBJ_PATH || items[0].box().apart(at.rect(tokenBox)) > 0.05 {
		return nil, errOther
	}
	for _, it := range items[1:] {
		switch {
		case it.kind == enums.FPDF_PAGEOBJ_TEXT || it.kind == enums.FPDF_PAGEOBJ_PATH:
			if !it.black() {
				coloured = append(coloured, it.box())
			}
		case it.kind == enums.FPDF_PAGEOBJ_FORM && it.box().width() == 0 && it.box().height() == 0: // it shows nothing
		default:
			return nil, errOther
		}
	}
	return coloured, nil
}

func (it item) box() Rect {
	b := it.bounds
	return Rect{float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)}
}

func (it item) black() bool {
	f, l := it.fill.FillColor, it.line.StrokeColor
	return f.R == 0 && f.G == 0 && f.B == 0 && f.A == 255 && l.R == 0 && l.G == 0 && l.B == 0 && l.A == 255
}

// scanOnto draws what a page shows over another drawing.
func (d *Document) scanOnto(p *paper, under *scan, scale float64) (*scan, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := newScan(p.frame, scale)
	if err != nil {
		return nil, err
	}
	if err := d.expose(s, p.page, p.frame.display().inverse().then(s.place)); err != nil {
		return nil, err
	}
	if len(s.grey) != len(under.grey) {
		return nil, errOther
	}
	onto(s.grey, under.grey)
	return s, nil
}

// onto lays ink that was drawn on white over another drawing of the same size. Most of a page has none.
func onto(ink, under []byte) {
	const white = math.MaxUint64
	i := 0
	for ; i+8 <= len(ink); i += 8 {
		v, u := binary.LittleEndian.Uint64(ink[i:]), binary.LittleEndian.Uint64(under[i:])
		switch {
		case v == white:
			binary.LittleEndian.PutUint64(ink[i:], u)
		case u != white:
			ontoEach(ink[i:i+8], under[i:i+8])
		}
	}
	ontoEach(ink[i:], under[i:])
}

func ontoEach(ink, under []byte) {
	for i, v := range ink {
		ink[i] = byte((int(v)*int(under[i]) + 127) / 255)
	}
}
