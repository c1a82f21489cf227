package pdf

import (
	"errors"
	"fmt"
	"io"
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
	Title   string // in the outline; empty gives no entry
	Level   int    // in the outline, 0 at the top
	Own     bool   // pages drawn with a free foot: the stamp goes there and A4 pages keep their size
	Sources []Source
}

// A Source is the pages of a file or one picture: one of the two is set.
type Source struct {
	File    *File
	Picture *picture.Picture
}

// JoinOptions say what is put on and around the joined pages.
type JoinOptions struct {
	Title string
	Date  time.Time // creation date to record; only the day counts, the zero time records none
	// Stamp gives the line at the foot of a page: part counts from 0, page from 1 to pages, the
	// number of pages of that part. An empty line or a nil Stamp leaves the page bare.
	Stamp func(part, page, pages int) string
}

// PartPages says where a part went.
type PartPages struct {
	Title string
	First int // page of the joined file, from 1
	Count int
	At    [][6]float64 // of each page of a file, the matrix from its own space to the sheet's; of a picture nothing
}

// Join writes all pages of all parts as one file of A4 sheets. A page of A4, upright or lying, is
// made smaller by as little as the stamp needs; a larger one as needed, a smaller one is put in
// the middle and never enlarged. What forms and
// notes show becomes part of their page, and links stay; scripts, attached files and descriptions
// of the sources stay behind.
func Join(w io.Writer, parts []Part, o JoinOptions) ([]PartPages, error) {
	j := &joiner{doc: newDocument(size(parts)), copiers: make(map[*File]*copier),
		images: make(map[*picture.Picture]out), values: make(map[*File][]*drawing)}
	j.fonts = &typefaces{doc: j.doc}
	where, err := j.survey(parts, o)
	if err != nil {
		return nil, err
	}
	root := j.doc.reserve()
	j.pages = j.doc.reserve()
	for range j.stamps {
		j.sheets = append(j.sheets, j.doc.reserve())
	}
	for i, part := range parts {
		for _, s := range part.Sources {
			where[i].At = append(where[i].At, j.source(s, part.Own)...)
		}
		if part.Title != "" {
			j.marks = append(j.marks, bookmark{part.Title, part.Level, j.kids[where[i].First-1].(out)})
		}
	}
	j.doc.write(j.pages, dict{"Type": name("Pages"), "Kids": j.kids, "Count": len(j.kids)}, nil)
	j.doc.write(root, j.catalog(), nil)
	for _, c := range j.order {
		c.drain()
	}
	j.fonts.write()
	return where, j.doc.finish(w, root, docInfo{o.Title, day(o.Date)})
}

// size is about what the parts take together, in bytes.
func size(parts []Part) int {
	n := 0
	for _, part := range parts {
		for _, s := range part.Sources {
			if s.File != nil {
				n += s.File.size
			}
			if s.Picture != nil {
				n += len(s.Picture.Data)
			}
		}
	}
	return n
}

// A joiner writes the joined file.
type joiner struct {
	doc     *document
	copiers map[*File]*copier
	order   []*copier // in the order of first use
	images  map[*picture.Picture]out
	values  map[*File][]*drawing // of form fields that have no appearance
	stamps  []string             // by page
	sheets  []out                // likewise
	fonts   *typefaces
	pages   out
	kids    array
	marks   []bookmark
}

// survey counts the pages and collects what will be written on them.
func (j *joiner) survey(parts []Part, o JoinOptions) ([]PartPages, error) {
	var where []PartPages
	total := 0
	for i, part := range parts {
		count := 0
		for _, s := range part.Sources {
			n, err := j.count(s)
			if err != nil {
				return nil, fmt.Errorf("join %q: %w", part.Title, err)
			}
			count += n
		}
		if count == 0 {
			return nil, fmt.Errorf("join %q: it has no pages", part.Title)
		}
		for p := 1; p <= count; p++ {
			line := ""
			if o.Stamp != nil {
				line = font.Compose(o.Stamp(i, p, count))
			}
			if missing := font.Sans().Missing(line); len(missing) > 0 {
				return nil, fmt.Errorf("stamp %q: %w", part.Title, &GlyphError{"stamp", missing[0]})
			}
			j.stamps = append(j.stamps, line)
		}
		where = append(where, PartPages{Title: part.Title, First: total + 1, Count: count})
		total += count
	}
	if total == 0 {
		return nil, errors.New("join: there are no pages")
	}
	return where, nil
}

func (j *joiner) count(s Source) (int, error) {
	if (s.File == nil) == (s.Picture == nil) {
		return 0, errors.New("a source is a file or a picture, and one of them only")
	}
	if s.Picture != nil {
		return 1, nil
	}
	if j.copiers[s.File] != nil {
		return s.File.Pages(), nil
	}
	values, err := s.File.plan(nil, FillOptions{})
	if err != nil {
		return 0, err
	}
	j.values[s.File] = values
	c := j.doc.copier(s.File)
	c.bare = true
	for _, p := range s.File.pages {
		c.instead[p.ref] = nil // what points to a page must not bring the page's tree along
	}
	j.copiers[s.File] = c
	j.order = append(j.order, c)
	return s.File.Pages(), nil
}

// source adds the pages of a source and says where each stands on its sheet.
func (j *joiner) source(s Source, own bool) [][6]float64 {
	if s.Picture != nil {
		j.addPicture(s.Picture)
		return nil
	}
	var at [][6]float64
	sheets := j.sheets[len(j.kids):][:len(s.File.pages)]
	for i := range s.File.pages {
		free := foot
		if own || j.stamps[len(j.kids)] == "" {
			free = 0
		}
		at = append(at, j.addPage(s.File, i+1, free, sheets))
	}
	return at
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

// addPage puts a page of a file, turned the way it is shown, on a sheet: the file's pages go on sheets.
func (j *joiner) addPage(f *File, number int, free float64, sheets []out) matrix {
	c, p := j.copiers[f], f.pages[number-1]
	w, h := p.size()
	s := sheetFor(w, h, fileMargin, 1, free)
	o := c.overlay(p, j.fonts)
	var values []*drawing
	for _, d := range j.values[f] {
		if d.Page == number {
			values = append(values, d)
		}
	}
	stay := c.flattenPage(o, values)
	m := p.upright().then(scaling(s.scale*p.unit, s.scale*p.unit)).then(translation(s.x, s.y))
	var before ink
	before.do("cm", m[:]...)
	before.do("re", p.crop.X0, p.crop.Y0, p.crop.Width(), p.crop.Height())
	before.do("W")
	before.do("n")
	var after ink
	if len(o.ink) > 0 {
		after = o.ink.inside(m)
	}
	after = append(after, j.stamp(s, o)...)
	d := dict{"Contents": o.contents(before, after)}
	if group := f.resolve(p.dict["Group"]); group != nil {
		d["Group"] = group
	}
	if links := j.links(f, stay, m, sheets); links != nil {
		d["Annots"] = links
	}
	j.addSheet(c, s, o, d)
	return m
}

// upright moves the visible part of a page to the origin, turned as it is shown.
func (p *page) upright() matrix {
	return translation(-p.crop.X0, -p.crop.Y0).
		then(turned((360-p.rotate)%360, p.crop.Width(), p.crop.Height()))
}

// addPicture puts a picture upright on a sheet, as large as the margins let it be.
func (j *joiner) addPicture(p *picture.Picture) {
	pw, ph := p.Upright()
	w, h := float64(pw), float64(ph)
	s := sheetFor(w, h, pictureMargin, a4Long, 0) // the margin holds the stamp
	c := j.doc.copier(&File{})
	o := c.overlay(&page{}, j.fonts)
	var k ink
	m := matrix(p.Matrix(s.x, s.y, w*s.scale, h*s.scale))
	k = append(appendName(k, o.use("XObject", j.image(p))), ' ')
	k.do("Do")
	k = append(k.inside(m), j.stamp(s, o)...)
	j.addSheet(c, s, o, dict{"Contents": j.doc.addStream(dict{}, k)})
}

func (j *joiner) addSheet(c *copier, s sheet, o *overlay, d dict) {
	at := j.sheets[len(j.kids)]
	c.write(at, d.with(dict{
		"Type": name("Page"), "Parent": j.pages,
		"MediaBox":  array{0, 0, s.w, s.h},
		"Resources": o.resources(),
	}))
	j.kids = append(j.kids, at)
}

// image writes a picture's samples, once however often it is used.
func (j *joiner) image(p *picture.Picture) out {
	if n, ok := j.images[p]; ok {
		return n
	}
	d := dict{
		"Type": name("XObject"), "Subtype": name("Image"), "Width": p.Width, "Height": p.Height,
		"ColorSpace": name(p.ColorSpace), "BitsPerComponent": p.Bits, "Filter": name(p.Filter),
	}
	if p.Predictor {
		d["DecodeParms"] = dict{
			"Predictor": 15, "Colors": p.Components(), "BitsPerComponent": p.Bits, "Columns": p.Width,
		}
	}
	if p.Decode != nil {
		var a array
		for _, v := range p.Decode {
			a = append(a, v)
		}
		d["Decode"] = a
	}
	n := j.doc.add(&stream{dict: d, raw: p.Data})
	j.images[p] = n
	return n
}

// stamp writes the line at the foot of the next sheet.
func (j *joiner) stamp(s sheet, o *overlay) ink {
	line := j.stamps[len(j.kids)]
	if line == "" {
		return nil
	}
	face := j.fonts.of(font.SansStyle)
	fontName := o.use("Font", face.at)
	width := face.face.Width(line, stampSize)
	x := s.w - stampMargin - width
	var k ink
	k.do("BT")
	k.do("g", 0.25)
	k = append(appendName(k, fontName), ' ')
	k.do("Tf", stampSize)
	k.show(face, line, x, stampBase)
	k.do("ET")
	return k.inside(identity)
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
	if layers := j.layers(); layers != nil {
		d["OCProperties"] = layers
	}
	return d
}

// layers carries over which layers of the sources are shown: without it, what a source hides
// would be on paper.
func (j *joiner) layers() dict {
	var groups, off, automatic array
	for _, c := range j.order {
		f := c.file
		properties := f.dict(f.root["OCProperties"])
		setting := f.dict(properties["D"])
		groups = append(groups, c.numbered(f.list(properties["OCGs"]))...)
		off = append(off, c.numbered(f.hiddenLayers())...)
		for _, rule := range f.list(setting["AS"]) {
			automatic = append(automatic, c.add(f.resolve(rule)))
		}
	}
	if len(groups) == 0 {
		return nil
	}
	d := dict{"OFF": off}
	if len(automatic) > 0 {
		d["AS"] = automatic
	}
	return dict{"OCGs": groups, "D": d}
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
