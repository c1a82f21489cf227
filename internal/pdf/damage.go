package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A lack is what reading the tree of pages found missing.
type lack struct {
	torn    bool  // as a whole the file is not what was made
	missing int   // pages that it lists and does not have
	list    bool  // the tree of pages: those there are were found one by one
	drawing []int // pages, from 1, of whose drawing a part is not there
	rebuilt bool  // the tables of objects are wrong or lost, and more may be
}

// Torn is what is lost of the pages of a damaged file. What viewers mend without a word, such as a
// wrong table of objects, is no loss.
type Torn struct {
	Pages    []int // those that lack part of what is drawn on them, from 1, in order
	Missing  int   // pages that the file lists and does not have
	Unlisted bool  // the list of pages is lost: nobody can tell whether there were more
}

// Whole reports that nothing is lost.
func (t Torn) Whole() bool { return len(t.Pages) == 0 && t.Missing == 0 && !t.Unlisted }

// Torn looks for what is lost: that takes unpacking the drawings of pages, of pictures only how they
// begin and end is looked at. It is found out once.
func (f *File) Torn() Torn {
	f.tornOnce.Do(func() {
		c := tearChecker{file: f, left: maxContents, known: make(map[ref]bool)}
		f.torn = Torn{Missing: f.lacks.missing, Unlisted: f.lacks.list}
		for i, p := range f.pages {
			if slices.Contains(f.lacks.drawing, i+1) || c.page(p) {
				f.torn.Pages = append(f.torn.Pages, i+1)
			}
		}
	})
	return f.torn
}

// And is a file of which these pages, from 1, are torn, too.
func (t Torn) And(pages []int) Torn {
	t.Pages = slices.Concat(t.Pages, pages)
	slices.Sort(t.Pages)
	t.Pages = slices.Compact(t.Pages)
	return t
}

// Damage is what is lost of the file, in words (see Torn.Says).
func (f *File) Damage() string { return f.Torn().Says(len(f.pages)) }

// Says says in one sentence what is lost of a file of which n pages were found; "" for a sound one.
func (t Torn) Says(n int) string {
	var lost []string
	if t.Unlisted {
		lost = append(lost, fmt.Sprintf("its list of pages is lost, and %s found", counted(n, "page was", "pages were")))
	}
	if t.Missing > 0 {
		lost = append(lost, fmt.Sprintf("%d of its %d pages cannot be read", t.Missing, n+t.Missing))
	}
	switch len(t.Pages) {
	case 0:
	case 1:
		lost = append(lost, fmt.Sprintf("page %d is not whole", t.Pages[0]))
	default:
		lost = append(lost, fmt.Sprintf("pages %s are not whole", numbers(t.Pages)))
	}
	if len(lost) == 0 {
		return ""
	}
	return "the PDF is damaged: " + strings.Join(lost, "; ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// mostNamed is how many pages are named one by one.
const mostNamed = 8

// numbers are those of pages, in words.
func numbers(pages []int) string {
	var list []string
	for _, p := range pages[:min(len(pages), mostNamed)] {
		list = append(list, strconv.Itoa(p))
	}
	if more := len(pages) - mostNamed; more > 0 {
		return strings.Join(list, ", ") + fmt.Sprintf(" and %d more", more)
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}

// goesOn reports a drawing that has its end, or that there is no more time to look at.
func (f *File) goesOn(r ref) bool {
	f.ending.Lock()
	defer f.ending.Unlock()
	if broken, known := f.broken[r]; known {
		return !broken
	}
	s, _ := f.resolve(r).(*stream)
	if s == nil || f.ended > maxContents {
		return true
	}
	if f.broken == nil {
		f.broken = make(map[ref]bool)
	}
	n, there := f.reach(s)
	f.ended += n
	f.broken[r] = !there
	return there
}

// mended is a drawing as far as it can be read, up to the last operator that is whole: a string that does
// not end would swallow what is put on the page after it.
func (f *File) mended(r ref) []byte {
	s, _ := f.resolve(r).(*stream)
	left := maxDecoded
	data, _ := f.unpack(s, &left)
	scan := scanner{data: data}
	end, inText := 0, false
	for op := scan.operator(); op != "" && scan.pos < len(data); op = scan.operator() {
		switch op {
		case "BT", "ET":
			inText = op == "BT"
		case "BI":
			continue
		case "ID":
			if scan.skipInlineImage(); scan.pos >= len(data) {
				continue
			}
		}
		if _, err := strconv.ParseFloat(op, 64); err != nil {
			end = scan.pos
		}
	}
	mended := append(bytes.Clone(data[:end]), '\n')
	if inText {
		mended = append(mended, "ET\n"...)
	}
	return mended
}

// empty reports that no page has anything of a drawing.
func (f *File) empty() bool {
	left := maxDecoded
	for _, p := range f.pages {
		for _, r := range p.contents {
			s, _ := f.resolve(r).(*stream)
			if data, _ := f.unpack(s, &left); len(bytes.TrimSpace(data)) > 0 || left <= 0 {
				return false
			}
		}
	}
	return true
}

// deepestForm is how far drawings inside drawings are followed.
const deepestForm = 6

// A tearChecker looks for parts of drawings that are lost. When it has looked at as much as it may, it
// finds all else sound.
type tearChecker struct {
	file  *File
	left  int          // bytes of drawings
	known map[ref]bool // objects met, and whether they are torn
}

func (c *tearChecker) page(p *page) bool {
	for _, a := range p.annots {
		if c.note(c.file.dict(a), p.dict["Resources"]) {
			return true
		}
	}
	u := make(uses)
	for _, r := range p.contents {
		s, _ := c.file.resolve(r).(*stream)
		if s == nil || c.drawing(s, u) {
			return true
		}
	}
	return c.used(u, p.dict["Resources"], 0)
}

// note reports an annotation whose picture is lost. Where the tables hold true it never was there.
func (c *tearChecker) note(annotation dict, resources object) bool {
	f := c.file
	n := f.dict(annotation["AP"])["N"]
	if states, ok := f.resolve(n).(dict); ok && states["BBox"] == nil { // else it is a picture without its drawing
		n = states[f.name(annotation["AS"])]
	}
	return f.lacks.rebuilt && n != nil && f.visible(annotation) && c.xobject(n, resources, 0)
}

// uses are the names that a drawing refers to by: XObjects, and fonts with a slash before them.
type uses map[string]bool

// drawing notes the names that a drawing uses; true if part of it is lost.
func (c *tearChecker) drawing(s *stream, u uses) bool {
	if c.left <= 0 {
		return false
	}
	before := c.left
	data, err := c.file.unpack(s, &c.left)
	switch {
	case errors.Is(err, errTooLarge):
		return false
	case (err != nil || before > c.left && !summed(s.raw, data)) && !c.file.allThere(s):
		return true
	case before == c.left && s.short:
		return true
	}
	if before == c.left {
		c.left -= len(data) // without a filter it cost nothing, and is still to be read
	}
	scan := scanner{data: data}
	for {
		switch op := scan.operator(); op {
		case "":
			return false
		case "Do":
			u[scan.name] = true
		case "Tf":
			u["/"+scan.name] = true
		case "ID":
			scan.skipInlineImage()
		}
	}
}

// summed reports data that is whole by the sum that Flate puts after it: that is known without unpacking it
// once more.
func summed(packed, data []byte) bool {
	const sum, lineEnd = 4, 2
	want := binary.BigEndian.AppendUint32(nil, adler32.Checksum(data))
	return bytes.Contains(packed[max(0, len(packed)-sum-lineEnd):], want)
}

// used reports that something a drawing uses is lost. A name that the resources do not have is its
// maker's carelessness.
func (c *tearChecker) used(u uses, resources object, depth int) bool {
	f := c.file
	if _, ok := resources.(ref); ok && f.resolve(resources) == nil {
		return len(u) > 0
	}
	classes := f.dict(resources)
	for n := range u {
		class := classes["XObject"]
		font, isFont := strings.CutPrefix(n, "/")
		if isFont {
			class, n = classes["Font"], font
		}
		if _, ok := class.(ref); ok && f.resolve(class) == nil {
			return true
		}
		o := f.dict(class)[nameOf(n)]
		if o == nil {
			continue
		}
		if isFont && f.lacks.rebuilt && c.font(o) || !isFont && c.xobject(o, resources, depth) {
			return true
		}
	}
	return false
}

// once is what check says of an object, asked once.
func (c *tearChecker) once(o object, check func() bool) bool {
	r, ok := o.(ref)
	if !ok {
		return check()
	}
	if torn, ok := c.known[r]; ok {
		return torn
	}
	c.known[r] = false // should it lead to itself
	c.known[r] = check()
	return c.known[r]
}

func (c *tearChecker) xobject(o, resources object, depth int) bool {
	return c.once(o, func() bool {
		f := c.file
		s, ok := f.resolve(o).(*stream)
		if !ok {
			return true
		}
		if f.name(s.dict["Subtype"]) == "Image" {
			return f.cutImage(s)
		}
		if depth >= deepestForm {
			return false
		}
		u := make(uses)
		if c.drawing(s, u) {
			return true
		}
		if own := s.dict["Resources"]; own != nil {
			resources = own
		}
		return c.used(u, resources, depth+1)
	})
}

// font reports a font of which the dictionary or the program is lost. Where the tables hold true, a font
// that is not there never was, and viewers take another.
func (c *tearChecker) font(o object) bool {
	return c.once(o, func() bool {
		f := c.file
		d := f.dict(o)
		if d == nil {
			return true
		}
		if below := f.list(d["DescendantFonts"]); len(below) > 0 {
			if d = f.dict(below[0]); d == nil {
				return true
			}
		}
		about, named := d["FontDescriptor"]
		if named && f.dict(about) == nil {
			return true
		}
		for _, k := range []name{"FontFile", "FontFile2", "FontFile3"} {
			program, named := f.dict(about)[k]
			s, _ := f.resolve(program).(*stream)
			if named && (s == nil || s.short && !f.allThere(s)) {
				return true
			}
		}
		return false
	})
}

// allThere reports data that goes on to its own end, for those filters of which that can be told:
// others are taken at the word of their length. The checksum that follows it does not matter.
func (f *File) allThere(s *stream) bool {
	_, there := f.reach(s)
	return there
}

// reach is allThere, and how many bytes had to be unpacked to find out.
func (f *File) reach(s *stream) (cost int, there bool) {
	filters := f.list(s.dict["Filter"])
	if len(filters) == 0 {
		return 0, !s.short
	}
	if n := f.name(filters[0]); n != "FlateDecode" && n != "Fl" {
		return 0, f.endsAs(n, s)
	}
	switch {
	case bytes.HasSuffix(s.raw, []byte("\x00\x00\xff\xff")):
		return 0, true // some makers flush and never end it
	case len(s.raw) < 2:
		return 0, !s.short && len(s.raw) == 0
	}
	z := inflaters.Get().(io.Reader)
	defer inflaters.Put(z)
	if err := z.(flate.Resetter).Reset(bytes.NewReader(s.raw[2:]), nil); err != nil {
		return 0, false
	}
	n, err := io.Copy(io.Discard, io.LimitReader(z, maxDecoded+1))
	return int(n), err == nil || n > maxDecoded
}

// inflaters are decompressors: their memory is large, and serves one stream after the other.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// endsAs reports data that ends as its filter has it.
func (f *File) endsAs(filter name, s *stream) bool {
	switch filter {
	case "ASCII85Decode", "A85":
		return !s.short || bytes.Contains(s.raw[max(0, len(s.raw)-8):], []byte("~>"))
	case "ASCIIHexDecode", "AHx":
		return !s.short || bytes.Contains(s.raw[max(0, len(s.raw)-8):], []byte(">"))
	case "DCTDecode", "DCT":
		return endsJPEG(s.raw)
	}
	return !s.short
}

// endsJPEG reports a JPEG that has its end marker; makers put a few bytes after it, scanners zeros.
func endsJPEG(b []byte) bool {
	const after = 64
	b = bytes.TrimRight(b, "\x00\n\r ")
	return bytes.Contains(b[max(0, len(b)-after):], []byte("\xff\xd9"))
}

// mostDeflated is how far Flate packs: one byte for so many.
const mostDeflated = 1032

// cutImage reports a picture whose samples are not all there, as far as its length and its end show.
func (f *File) cutImage(s *stream) bool {
	if space, ok := s.dict["ColorSpace"].(ref); ok && f.resolve(space) == nil {
		return true
	}
	filters := f.list(s.dict["Filter"])
	first := name("")
	if len(filters) > 0 {
		first = f.name(filters[0])
	}
	switch first {
	case "":
		return s.short || len(s.raw) < f.samples(s.dict)
	case "DCTDecode", "DCT":
		return !endsJPEG(s.raw)
	case "FlateDecode", "Fl":
		if s.short {
			return !f.allThere(s)
		}
		return len(filters) == 1 && len(s.raw) < f.samples(s.dict)/mostDeflated
	}
	return !f.allThere(s)
}

// samples is how many bytes the samples of a picture take, at least.
func (f *File) samples(image dict) int {
	w, _ := f.int(image["Width"])
	h, _ := f.int(image["Height"])
	bits, ok := f.int(image["BitsPerComponent"])
	if mask, _ := f.resolve(image["ImageMask"]).(bool); mask || !ok {
		bits = 1
	}
	if w < 1 || h < 1 || w > 1<<16 || h > 1<<16 || bits < 1 || bits > 16 {
		return 0
	}
	colours := 1
	switch f.name(image["ColorSpace"]) {
	case "DeviceRGB", "RGB":
		colours = 3
	case "DeviceCMYK", "CMYK":
		colours = 4
	}
	return (w*bits*colours + 7) / 8 * h
}
