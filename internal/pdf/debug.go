package pdf

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dossier/internal/font"
)

// Sizes of the type in which fields are named, in points: as large as fits up to the first.
const (
	labelMost   = 6.0
	labelLeast  = 3.0
	labelBeside = 4.0 // of names that stand beside their frame
	labelPad    = 0.8 // between a name and its frame
	labelWidest = 70  // beside a frame: more would hide much of the print
)

// labelColour tells the types of fields apart, in RGB.
var labelColour = map[Type][]float64{
	Text: {0, 0.25, 0.85}, Button: {0.8, 0, 0.1}, Choice: {0, 0.5, 0.15}, Signature: {0.5, 0, 0.6},
}

// Debug writes a copy of f in which every field shows where it is: a thin frame, blue for texts,
// red for buttons, green for choices and violet for signatures; in it the name and, where there is
// room, the rectangle; at a box to tick its states. A name stands beside a frame that is too small
// for it, and of one too long for either the last parts are shown. Pages stand upright as they are
// shown, and nothing can be filled in any more.
func (f *File) Debug(w io.Writer) error {
	doc := newDocument(f.size)
	fonts := &typefaces{doc: doc}
	c := doc.copier(f)
	c.bare = true
	for _, p := range f.pages {
		c.instead[p.ref] = nil // what points to a page must not bring the page's tree along
	}
	values, err := f.plan(nil, FillOptions{})
	if err != nil {
		values = nil // a value that cannot be drawn is no reason to hide the field
	}
	root, node := doc.reserve(), doc.reserve()
	kids := make(array, len(f.pages))
	for i, p := range f.pages {
		o := c.overlay(p, fonts)
		c.flattenPage(o, onPage(values, i+1))
		kids[i] = c.add(f.debugged(o, i+1, node))
	}
	doc.write(node, dict{"Type": name("Pages"), "Kids": kids, "Count": len(kids)}, nil)
	catalog := dict{"Type": name("Catalog"), "Pages": node}
	var layers shown
	layers.take(c)
	if d := layers.dict(); d != nil {
		catalog["OCProperties"] = d
	}
	doc.write(root, catalog, nil)
	c.drain()
	fonts.write()
	return doc.finish(w, root, docInfo{title: f.title()})
}

func onPage(drawings []*drawing, page int) []*drawing {
	var on []*drawing
	for _, d := range drawings {
		if d.Page == page {
			on = append(on, d)
		}
	}
	return on
}

// debugged is a page, upright, with its fields named.
func (f *File) debugged(o *overlay, number int, node out) dict {
	p := o.page
	m := p.upright().then(scaling(p.unit, p.unit))
	var before ink
	before.do("cm", m[:]...)
	after := o.ink
	if len(after) > 0 {
		after = after.inside(m)
	}
	w, h := p.size()
	l := &labeller{size: Rect{0, 0, w, h}, face: o.fonts.of(font.SansStyle)}
	after = append(after, l.page(f.fields, number, m, o.use("Font", l.face.at))...)
	d := dict{
		"Type": name("Page"), "Parent": node, "MediaBox": array{0, 0, round(w), round(h)},
		"Contents": o.contents(before, after), "Resources": o.resources(),
	}
	if group := f.resolve(p.dict["Group"]); group != nil {
		d["Group"] = group
	}
	return d
}

// A labeller names the fields of one page, in the space in which the page is shown.
type labeller struct {
	size  Rect // of the page
	face  *typeface
	taken []Rect // frames, and names beside them
	ink   ink
}

// page draws the frames first, so that no name is put on one.
func (l *labeller) page(fields []*field, number int, m matrix, fontName name) ink {
	type place struct {
		colour []float64
		rect   Rect
		lines  []string
	}
	var places []place
	for _, fd := range fields {
		for _, w := range fd.places {
			if w.Page == number {
				places = append(places, place{labelColour[fd.Type], m.bounds(w.Rect), labelOf(fd, w)})
			}
		}
	}
	for _, p := range places {
		l.ink.colour(p.colour, "G", "RG", "K")
		l.ink.do("w", 0.4)
		l.ink.do("re", p.rect.X0, p.rect.Y0, p.rect.Width(), p.rect.Height())
		l.ink.do("S")
		l.taken = append(l.taken, p.rect)
	}
	for _, p := range places {
		l.ink.colour(p.colour, "g", "rg", "k")
		l.label(p.rect, p.lines, fontName)
	}
	return l.ink.inside(identity)
}

// labelOf is a field's name, and beneath it the states that tick the place or where it stands.
func labelOf(fd *field, w *widget) []string {
	below := fmt.Sprintf("%.1f %.1f %.1f %.1f", w.Rect.X0, w.Rect.Y0, w.Rect.X1, w.Rect.Y1)
	label := drawable(fd.Name)
	if len(w.States) > 0 {
		label += " = " + drawable(strings.Join(w.States, " | "))
	}
	return []string{label, below}
}

// drawable is s with the characters that the typeface lacks by their numbers.
func drawable(s string) string {
	s = font.Compose(s)
	for _, r := range font.Sans().Missing(s) {
		s = strings.ReplaceAll(s, string(r), fmt.Sprintf("<U+%04X>", r))
	}
	return s
}

// label writes the lines into their frame, or the first alone, or a part of it, or beside it.
func (l *labeller) label(frame Rect, lines []string, fontName name) {
	for _, try := range [][]string{lines, {strings.Join(lines, "  ")}, lines[:1]} {
		if size := l.fit(try, frame); size >= labelLeast {
			l.write(try, frame.X0+labelPad, frame, size, fontName)
			return
		}
	}
	for short := range endings(lines[0]) {
		if size := l.fit([]string{short}, frame); size >= labelLeast {
			l.write([]string{short}, frame.X0+labelPad, frame, size, fontName)
			return
		}
	}
	l.beside(frame, lines[0], fontName)
}

// endings are the last parts of a name, the longest first.
func endings(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for {
			_, rest, ok := strings.Cut(s, ".")
			if !ok || !yield("…"+rest) {
				return
			}
			s = rest
		}
	}
}

// fit is the size at which lines stand in a box, in points; 0 for a box without room.
func (l *labeller) fit(lines []string, box Rect) float64 {
	size := min(labelMost, (box.Height()-0.6)/(leading*float64(len(lines))))
	for _, line := range lines {
		if w := l.face.face.Width(line, 1); w > 0 {
			size = min(size, (box.Width()-2*labelPad)/w)
		}
	}
	return max(0, size)
}

// beside writes a name, or the last part of a long one, on a white plate: to the right, to the left, above or
// below, where it hides no field, and to the right if it hides one everywhere.
func (l *labeller) beside(frame Rect, line string, fontName name) {
	for short := range endings(line) {
		if l.face.face.Width(line, labelBeside) <= labelWidest {
			break
		}
		line = short
	}
	const height = labelBeside * leading
	w := l.face.face.Width(line, labelBeside) + 2*labelPad
	middle := (frame.Y0+frame.Y1)/2 - height/2
	at := func(x, y float64) Rect { return Rect{x, y, x + w, y + height} }
	places := []Rect{at(frame.X1, middle), at(frame.X0-w, middle), at(frame.X0, frame.Y1), at(frame.X0, frame.Y0-height)}
	best := places[0]
	if i := slices.IndexFunc(places, l.free); i >= 0 {
		best = places[i]
	}
	l.taken = append(l.taken, best)
	l.ink.do("q")
	l.ink.do("g", 1)
	l.ink.do("re", best.X0, best.Y0, w, height)
	l.ink.do("f")
	l.ink.do("Q")
	l.write([]string{line}, best.X0+labelPad, best, labelBeside, fontName)
}

// free says whether nothing stands in a rectangle of the page yet.
func (l *labeller) free(r Rect) bool {
	if r.X0 < l.size.X0 || r.X1 > l.size.X1 || r.Y0 < l.size.Y0 || r.Y1 > l.size.Y1 {
		return false
	}
	for _, t := range l.taken {
		if r.X0 < t.X1 && t.X0 < r.X1 && r.Y0 < t.Y1 && t.Y0 < r.Y1 {
			return false
		}
	}
	return true
}

// write sets lines from x, in the middle of a box's height.
func (l *labeller) write(lines []string, x float64, box Rect, size float64, fontName name) {
	capital := l.face.face.CapHeight / 1000 * size
	step := leading * size
	y := (box.Y0+box.Y1-capital)/2 + step*float64(len(lines)-1)/2
	l.ink.do("BT")
	l.ink = append(appendName(l.ink, fontName), ' ')
	l.ink.do("Tf", size)
	for _, line := range lines {
		l.ink.show(l.face, line, x, y)
		y -= step
	}
	l.ink.do("ET")
}
