package pdf

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"dossier/internal/font"
	"dossier/internal/picture"
)

// A4 is a sheet of 210 × 297 mm (ISO 216), in points.
const (
	a4Short = 595.276
	a4Long  = 841.890
)

// Margins of a joined page, in points.
const (
	tolerance     = 3.0  // a page this much off A4 is A4
	fileMargin    = 14.0 // around a page larger than A4: what printers cannot reach
	pictureMargin = 28.0
	stampMargin   = 28.0 // right of the stamp
	stampBase     = 13.0 // from the lower edge to the stamp's baseline
	stampSize     = 7.5  // of its type
	foot          = 25.0 // kept free for the stamp, so that it never stands on what a page shows
)

// A Part is one document of a dossier: pages that belong together under one title.
type Part struct {
	Title   string                 // in the outline; empty gives no entry
	Section string                 // in the outline, above the titles of the parts in a row that share it; may be empty
	Own     bool                   // pages drawn with a free foot: the stamp goes there and A4 pages keep their size
	Pages   int                    // how many there are
	Open    func() (Source, error) // reads it when its turn comes; Join lets go of it then
	Links   []Link                 // drawn over its pages
	Back    *Target                // where the label on its first page leads; nil for nowhere
}

// A Source is the pages of a file, or pictures, each a page: one of the two is set.
type Source struct {
	File     *File
	Review   *Review // of that file, for what it changes; may be nil
	Pictures []*picture.Picture
}

// A Target is a page of a part; both count from 0.
type Target struct{ Part, Page int }

// A Link leads from a place on a page of its part, in points of that page as it is shown, to another page.
type Link struct {
	Page int // from 0
	Rect Rect
	To   Target
}

// JoinOptions say what is put on and around the joined pages.
type JoinOptions struct {
	Title string
	Date  time.Time // creation date to record; only the day counts, the zero time records none
	// Stamp gives the label at the foot of a page, on the left: part counts from 0, page from 1 to pages,
	// the number of pages of that part. On the right stands the number of the page in the whole. A nil
	// Stamp leaves all pages bare.
	Stamp func(part, page, pages int) string
	// Duplex ends each part but the last on an even page, with an empty one where it must, so that each
	// begins on the front of a sheet when both sides are printed.
	Duplex bool
}

// PartPages says where a part went.
type PartPages struct {
	First int // page of the joined file, from 1
	Count int
	Empty bool         // an empty page follows, that the next part begin on a front
	Lying []bool       // of each page, whether its sheet lies on its side
	At    [][6]float64 // of each page the matrix from its own space, in points as it is shown upright for a picture, to the sheet's
}

// stands notes how the next page stands on its sheet.
func (p *PartPages) stands(s sheet, m matrix) {
	p.At, p.Lying = append(p.At, m), append(p.Lying, s.w > s.h)
}

// Span says where parts of so many pages will go, without joining them.
func Span(pages []int, duplex bool) (where []PartPages, total int) {
	for i, n := range pages {
		p := PartPages{First: total + 1, Count: n}
		total += n
		if p.Empty = duplex && total%2 == 1 && i < len(pages)-1; p.Empty {
			total++
		}
		where = append(where, p)
	}
	return where, total
}

// Join writes all pages of all parts as one file of A4 sheets, to w while they are read: what is in memory
// is bounded by two parts, the one being written and the one being read. A page of A4, upright or lying, is
// made smaller by as little as the stamp needs; a larger one as needed, a smaller one is put in
// the middle and never enlarged. What forms and
// notes show becomes part of their page, and links stay; scripts, attached files and descriptions
// of the sources stay behind. After an error what w got is no whole file.
func Join(w io.Writer, parts []Part, o JoinOptions) ([]PartPages, error) {
	j := &joiner{doc: streamed(w), o: o}
	j.fonts = &typefaces{doc: j.doc, ready: true}
	if err := j.survey(parts); err != nil {
		return nil, err
	}
	root := j.doc.reserve()
	j.pages = j.doc.reserve()
	for range j.total {
		j.sheets = append(j.sheets, j.doc.reserve())
	}
	next := ahead(parts)
	for i, part := range parts {
		s, err := next()
		if err == nil {
			err = j.part(i, part, s)
		}
		if err != nil {
			return nil, fmt.Errorf("join %q: %w", part.Title, err)
		}
		if j.doc.err != nil {
			return nil, j.doc.err // nobody takes the rest
		}
	}
	j.doc.write(j.pages, dict{"Type": name("Pages"), "Kids": j.kids, "Count": len(j.kids)}, nil)
	j.doc.write(root, j.catalog(), nil)
	j.fonts.write()
	if err := j.doc.finish(nil, root, docInfo{title: o.Title, date: day(o.Date)}); err != nil {
		return nil, err
	}
	return j.where, nil
}

// ahead opens each part while the one before it is written. A mistake of ours in that is one of the caller's
// goroutine, which may recover from it.
func ahead(parts []Part) func() (Source, error) {
	type opened struct {
		source  Source
		err     error
		mistake any
	}
	open := func(i int) chan opened {
		done := make(chan opened, 1)
		if i < len(parts) {
			go func() {
				var o opened
				defer func() {
					o.mistake = recover()
					done <- o
				}()
				o.source, o.err = parts[i].Open()
			}()
		}
		return done
	}
	i, coming := 0, open(0)
	return func() (Source, error) {
		now := <-coming
		if now.mistake != nil {
			panic(now.mistake)
		}
		i++
		coming = open(i)
		return now.source, now.err
	}
}

// A joiner writes the joined file.
type joiner struct {
	doc     *document
	o       JoinOptions
	where   []PartPages
	total   int
	labels  [][]string // of the pages of each part
	sheets  []out      // by page
	fonts   *typefaces
	pages   out
	kids    array
	marks   []bookmark
	section string // of the part before
	layers  shown
}

// survey says where each part goes, and what is written at the foot of its pages.
func (j *joiner) survey(parts []Part) error {
	counts := make([]int, len(parts))
	for i, part := range parts {
		if part.Pages < 1 {
			return fmt.Errorf("join %q: it has no pages", part.Title)
		}
		counts[i] = part.Pages
		labels := make([]string, part.Pages)
		for p := range labels {
			if j.o.Stamp != nil {
				labels[p] = font.Compose(j.o.Stamp(i, p+1, part.Pages))
			}
			if missing := font.Sans().Missing(labels[p]); len(missing) > 0 {
				return fmt.Errorf("stamp %q: %w", part.Title, &GlyphError{"stamp", missing[0]})
			}
		}
		j.labels = append(j.labels, labels)
	}
	if j.where, j.total = Span(counts, j.o.Duplex); j.total == 0 {
		return errors.New("join: there are no pages")
	}
	return nil
}

// part adds the pages of a part.
func (j *joiner) part(i int, part Part, s Source) error {
	if (s.File == nil) == (s.Pictures == nil) {
		return errors.New("a source is a file or pictures, and one of them only")
	}
	on := &target{index: i, part: part, sheets: j.sheets[len(j.kids):][:part.Pages]}
	if n := s.pages(); n != part.Pages {
		return fmt.Errorf("it has %d pages now, %d when it was counted", n, part.Pages)
	}
	if s.File != nil {
		j.file(s, on)
	} else {
		for page, p := range s.Pictures {
			j.addPicture(p, on, page)
		}
	}
	j.mark(part, on.sheets[0])
	if j.where[i].Empty {
		at := j.sheets[len(j.kids)]
		j.doc.write(at, dict{"Type": name("Page"), "Parent": j.pages, "MediaBox": array{0, 0, a4Short, a4Long}, "Resources": dict{}}, nil)
		j.kids = append(j.kids, at)
	}
	return nil
}

// pages is how many pages come of a source.
func (s Source) pages() int {
	if s.File != nil {
		return s.File.Pages()
	}
	return len(s.Pictures)
}

// mark puts a part in the outline, its section before it where that begins.
func (j *joiner) mark(part Part, first out) {
	level := 0
	if part.Section != "" {
		if part.Section != j.section {
			j.marks = append(j.marks, bookmark{part.Section, 0, first})
		}
		level = 1
	}
	j.section = part.Section
	if part.Title != "" {
		j.marks = append(j.marks, bookmark{part.Title, level, first})
	}
}

// A target is where the pages of a part go.
type target struct {
	index  int
	part   Part
	sheets []out
}

// free is how much is kept free at the foot of a page.
func (j *joiner) free(on *target, page int) float64 {
	if on.part.Own || j.labels[on.index][page] == "" {
		return 0
	}
	return foot
}

// file adds the pages of a file.
func (j *joiner) file(s Source, on *target) {
	f := s.File
	values := f.kept() // of form fields that have no appearance
	c := j.doc.copier(f)
	c.bare = true
	c.review = s.Review
	for _, p := range f.pages {
		c.instead[p.ref] = nil // what points to a page must not bring the page's tree along
	}
	for page := range f.pages {
		j.addPage(c, page, values, on)
	}
	j.layers.take(c)
	c.drain()
}

// A sheet is the A4 page something goes on, and where.
type sheet struct {
	w, h  float64
	scale float64
	x, y  float64 // lower left corner of what is placed
}

// sheetFor chooses the way up on which w by h comes out larger, upright when it is the same, and
// leaves so much free at the foot. most is the largest scale.
func sheetFor(w, h, margin, most, free float64) sheet {
	scale := func(sw, sh float64) float64 {
		if most == 1 && w <= sw+tolerance && h <= sh+tolerance {
			if free == 0 {
				return 1
			}
			return min(1, (sh-free)/h)
		}
		return min(most, (sw-2*margin)/w, (sh-free-2*margin)/h)
	}
	s := sheet{w: a4Short, h: a4Long, scale: scale(a4Short, a4Long)}
	if lying := scale(a4Long, a4Short); lying > s.scale {
		s = sheet{w: a4Long, h: a4Short, scale: lying}
	}
	s.x, s.y = (s.w-w*s.scale)/2, free+(s.h-free-h*s.scale)/2
	return s
}

// addPage puts a page of a file, turned the way it is shown, on its sheet.
func (j *joiner) addPage(c *copier, page int, values []*drawing, on *target) {
	p := c.file.pages[page]
	w, h := p.size()
	s := sheetFor(w, h, fileMargin, 1, j.free(on, page))
	o := c.overlay(p, j.fonts)
	stay := c.flattenPage(o, onPage(values, page+1))
	m := p.upright().then(scaling(s.scale*p.unit, s.scale*p.unit)).then(translation(s.x, s.y))
	var before ink
	before.do("cm", m[:]...)
	before.do("re", p.crop.X0, p.crop.Y0, p.crop.Width(), p.crop.Height())
	before.do("W")
	before.do("n")
	var after ink
	if len(o.ink) > 0 { // notes may reach beyond the page, and must not cover the stamp
		var seen ink
		seen.do("re", p.crop.X0, p.crop.Y0, p.crop.Width(), p.crop.Height())
		seen.do("W")
		seen.do("n")
		after = append(seen, o.ink...).inside(m)
	}
	label, links := j.stamp(s, o, on, page)
	d := dict{"Contents": o.contents(before, append(after, label...))}
	if group := c.file.resolve(p.dict["Group"]); group != nil {
		d["Group"] = group
	}
	j.addSheet(c, s, d.with(dict{"Resources": c.there(c.moved(o.resources(), m))}), slices.Concat(j.notes(c, stay, m, s.scale*p.unit), j.links(c.file, stay, m, on.sheets), j.ours(on, page, m), links))
	j.where[on.index].stands(s, m)
}

// moved are the resources of a page that is moved by m. Patterns are laid from the corner of the page, whatever
// moves the drawing (ISO 32000-1, 8.7.3.1), so they are moved by themselves. Those that a form XObject has for
// its own are laid from the corner of that.
func (c *copier) moved(resources dict, m matrix) dict {
	patterns := c.file.dict(resources["Pattern"])
	if len(patterns) == 0 || m == identity {
		return resources
	}
	laid := patterns.with(nil)
	for _, k := range slices.Sorted(maps.Keys(patterns)) {
		own := identity
		change := func(d dict) dict {
			if n, ok := c.file.numbers(d["Matrix"], 6); ok {
				copy(own[:], n)
			}
			now := own.then(m)
			return d.with(dict{"Matrix": array{now[0], now[1], now[2], now[3], now[4], now[5]}})
		}
		switch o := c.file.resolve(patterns[k]).(type) {
		case dict:
			laid[k] = c.add(c.file.bared(change(o)))
		case *stream:
			laid[k] = c.add(c.file.bared(&stream{dict: change(o.dict), raw: o.raw}))
		}
	}
	return resources.with(dict{"Pattern": laid})
}

// there are resources with an empty drawing in the place of each that is lost: a viewer complains of a name it does not
// find.
func (c *copier) there(resources dict) dict {
	objects := c.file.dict(resources["XObject"])
	whole := objects
	for _, k := range slices.Sorted(maps.Keys(objects)) {
		r, theirs := objects[k].(ref)
		if _, ok := c.file.resolve(r).(*stream); ok || !theirs {
			continue
		}
		nothing := &stream{dict: dict{"Type": name("XObject"), "Subtype": name("Form"), "BBox": array{0, 0, 1, 1}}}
		whole = whole.with(dict{k: c.add(nothing)})
	}
	if len(objects) == 0 {
		return resources
	}
	return resources.with(dict{"XObject": whole})
}

// upright moves the visible part of a page to the origin, turned as it is shown.
func (p *page) upright() matrix {
	return translation(-p.crop.X0, -p.crop.Y0).
		then(turned((360-p.rotate)%360, p.crop.Width(), p.crop.Height()))
}

// leastDPI is how coarse a picture may become by being made large, in dots an inch.
const leastDPI = 75

// pictureSheet is how a picture stands: in its own size if that is known, made smaller only where it must, else
// as large as margins and dots let it be. free is kept free at the foot.
func pictureSheet(p *picture.Picture, free float64) (s sheet, w, h float64) {
	pw, ph := p.Upright()
	if w, h, ok := p.Natural(); ok {
		s = sheetFor(w, h, fileMargin, 1, free)
		return s, w * s.scale, h * s.scale
	}
	s = sheetFor(float64(pw), float64(ph), pictureMargin, 72.0/leastDPI, 0) // the margin holds the stamp
	return s, float64(pw) * s.scale, float64(ph) * s.scale
}

// PictureOn is how large a picture will stand on its sheet, in points.
func PictureOn(p *picture.Picture) (w, h float64) {
	_, w, h = pictureSheet(p, foot)
	return w, h
}

// PictureAt is where a picture will stand: the matrix from its pixels, as it is shown upright, to the sheet's points,
// and whether the sheet lies on its side.
func PictureAt(p *picture.Picture) (at [6]float64, lying bool) {
	s, w, h := pictureSheet(p, foot)
	return pictureOn(p, s, w, h), s.w > s.h
}

func pictureOn(p *picture.Picture, s sheet, w, h float64) matrix {
	pw, ph := p.Upright()
	return matrix{w / float64(pw), 0, 0, h / float64(ph), s.x, s.y}
}

// PageOn is by how much a page of a file, counted from 0, will be made smaller.
func (f *File) PageOn(page int) (scale float64) {
	w, h := f.pages[page].size()
	return sheetFor(w, h, fileMargin, 1, foot).scale
}

// addPicture puts a picture upright on a sheet.
func (j *joiner) addPicture(p *picture.Picture, on *target, number int) {
	s, w, h := pictureSheet(p, j.free(on, number))
	c := j.doc.copier(&File{})
	o := c.overlay(&page{}, j.fonts)
	var k ink
	m := matrix(p.Matrix(s.x, s.y, w, h))
	k = append(appendName(k, o.use("XObject", j.image(p))), ' ')
	k.do("Do")
	label, links := j.stamp(s, o, on, number)
	k = append(k.inside(m), label...)
	j.addSheet(c, s, dict{"Contents": j.doc.addStream(dict{}, k), "Resources": o.resources()}, links)
	j.where[on.index].stands(s, pictureOn(p, s, w, h))
}

func (j *joiner) addSheet(c *copier, s sheet, d dict, links array) {
	at := j.sheets[len(j.kids)]
	if len(links) > 0 {
		d["Annots"] = links
	}
	c.write(at, d.with(dict{
		"Type": name("Page"), "Parent": j.pages,
		"MediaBox": array{0, 0, s.w, s.h},
	}))
	j.kids = append(j.kids, at)
}

// image writes a picture's samples.
func (j *joiner) image(p *picture.Picture) out {
	d := dict{
		"Type": name("XObject"), "Subtype": name("Image"), "Width": p.Width, "Height": p.Height,
		"ColorSpace": name(p.ColorSpace), "BitsPerComponent": p.Bits, "Filter": name(p.Filter),
	}
	if p.Predictor {
		d["DecodeParms"] = dict{
			"Predictor": 15, "Colors": p.Components(), "BitsPerComponent": p.Bits, "Columns": p.Width,
		}
	}
	if p.Filter == "CCITTFaxDecode" {
		d["DecodeParms"] = dict{"K": -1, "Columns": p.Width, "Rows": p.Height, "BlackIs1": p.BlackIs1}
	}
	if p.Decode != nil {
		var a array
		for _, v := range p.Decode {
			a = append(a, v)
		}
		d["Decode"] = a
	}
	return j.doc.add(&stream{dict: d, raw: p.Data})
}

// stamp writes the foot of a sheet: the label on the left, the number in the whole on the right. The label
// of the first page of a part leads back.
func (j *joiner) stamp(s sheet, o *overlay, on *target, page int) (ink, array) {
	label := j.labels[on.index][page]
	if label == "" {
		return nil, nil
	}
	number := fmt.Sprintf("%d/%d", len(j.kids)+1, j.total)
	face := j.fonts.of(font.SansStyle)
	fontName := o.use("Font", face.at)
	var k ink
	k.do("BT")
	k.do("g", 0.25)
	k = append(appendName(k, fontName), ' ')
	k.do("Tf", stampSize)
	k.show(face, label, stampMargin, stampBase)
	k.do("ET")
	k.do("BT")
	k = append(appendName(k, fontName), ' ')
	k.do("Tf", stampSize)
	k.show(face, number, s.w-stampMargin-face.face.Width(number, stampSize), stampBase)
	k.do("ET")
	var links array
	if back := on.part.Back; back != nil && page == 0 {
		r := Rect{stampMargin - 4, 4, stampMargin + face.face.Width(label, stampSize) + 4, foot}
		links = append(links, j.link(r, *back))
	}
	return k.inside(identity), links
}

// ours are the links of the part itself on a page that is moved by m.
func (j *joiner) ours(on *target, page int, m matrix) array {
	var list array
	for _, l := range on.part.Links {
		if l.Page == page {
			list = append(list, j.link(m.bounds(l.Rect), l.To))
		}
	}
	return list
}

// link writes a link to a page of a part.
func (j *joiner) link(r Rect, to Target) out {
	at := j.sheets[j.where[to.Part].First-1+to.Page]
	return j.doc.add(dict{"Type": name("Annot"), "Subtype": name("Link"), "Rect": array{r.X0, r.Y0, r.X1, r.Y1},
		"Border": array{0, 0, 0}, "Dest": array{at, name("Fit")}})
}

func (j *joiner) catalog() dict {
	d := dict{
		"Type": name("Catalog"), "Pages": j.pages, "Lang": text("fr-FR"),
		"ViewerPreferences": dict{"DisplayDocTitle": true},
	}
	if len(j.marks) > 0 {
		d["PageMode"] = name("UseOutlines")
		d["Outlines"] = j.doc.outline(j.marks)
	}
	if layers := j.layers.dict(); layers != nil {
		d["OCProperties"] = layers
	}
	return d
}

// numbered turns references into a source into references into the document.
func (c *copier) numbered(a array) array {
	var list array
	for _, o := range a {
		if r, ok := o.(ref); ok {
			if n := c.number(r); n != 0 {
				list = append(list, n)
			}
		}
	}
	return list
}

func without(all, some array) array {
	drop := make(map[ref]bool)
	for _, o := range some {
		if r, ok := o.(ref); ok {
			drop[r] = true
		}
	}
	var rest array
	for _, o := range all {
		if r, ok := o.(ref); ok && !drop[r] {
			rest = append(rest, r)
		}
	}
	return rest
}
