package adopt

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// A rect is a place on a page, turned so that its text is upright, in points.
type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) width() float64  { return r.x1 - r.x0 }
func (r rect) height() float64 { return r.y1 - r.y0 }

func (r rect) center() (x, y float64) { return (r.x0 + r.x1) / 2, (r.y0 + r.y1) / 2 }

// meets says whether two rectangles share more than an edge.
func (r rect) meets(s rect) bool { return r.x0 < s.x1 && s.x0 < r.x1 && r.y0 < s.y1 && s.y0 < r.y1 }

// holds says whether s lies in r, give or take slack points.
func (r rect) holds(s rect, slack float64) bool {
	return s.x0 >= r.x0-slack && s.x1 <= r.x1+slack && s.y0 >= r.y0-slack && s.y1 <= r.y1+slack
}

func (r rect) times(k float64) rect { return rect{k * r.x0, k * r.y0, k * r.x1, k * r.y1} }

func (r rect) union(s rect) rect {
	return rect{min(r.x0, s.x0), min(r.y0, s.y0), max(r.x1, s.x1), max(r.y1, s.y1)}
}

// A turn is by how many quarters of a circle, against the clock, the text of a page runs away from
// the right in the page's own space. What the page says of its rotation does not count: labels are
// read where they stand upright.
type turn int

// rect is a rectangle of the page's own space in the frame where text is upright.
func (t turn) rect(r proof.Rect) rect {
	switch t {
	case 1:
		return rect{r.Bottom, -r.Right, r.Top, -r.Left}
	case 2:
		return rect{-r.Right, -r.Top, -r.Left, -r.Bottom}
	case 3:
		return rect{-r.Top, r.Left, -r.Bottom, r.Right}
	}
	return rect{r.Left, r.Bottom, r.Right, r.Top}
}

// user is the inverse of rect.
func (t turn) user(r rect) proof.Rect {
	switch t {
	case 1:
		return proof.Rect{Left: -r.y1, Bottom: r.x0, Right: -r.y0, Top: r.x1}
	case 2:
		return proof.Rect{Left: -r.x1, Bottom: -r.y1, Right: -r.x0, Top: -r.y0}
	case 3:
		return proof.Rect{Left: r.y0, Bottom: -r.x1, Right: r.y1, Top: -r.x0}
	}
	return proof.Rect{Left: r.x0, Bottom: r.y0, Right: r.x1, Top: r.y1}
}

// A frame is how a page is measured: in points where its text is upright, and the form is as wide as
// on A4. What is a cell, and what is near, is then the same on a page of any size.
type frame struct {
	turn turn
	unit float64 // by how much the page is wider than A4
}

// frameOf leaves pages be that are about as wide: the form is printed on them as it is.
func frameOf(chars []proof.Char, size proof.Size) frame {
	const a4, about = 595.0, 0.05
	unit := min(size.W, size.H) / a4
	if unit <= 0 || math.Abs(unit-1) < about {
		unit = 1
	}
	return frame{turnOf(chars), unit}
}

func (f frame) rect(r proof.Rect) rect { return f.turn.rect(r).times(1 / f.unit) }

// user is the inverse of rect.
func (f frame) user(r rect) proof.Rect { return f.turn.user(r.times(f.unit)) }

// turnOf is how most characters follow each other.
func turnOf(chars []proof.Char) turn {
	var votes [4]int
	for i := 1; i < len(chars); i++ {
		a, b := chars[i-1], chars[i]
		dx, dy := b.X-a.X, b.Y-a.Y
		far := math.Hypot(dx, dy)
		if a.Generated || b.Generated || far > 1.5*a.Size {
			continue
		}
		for q, along := range []float64{dx, dy, -dx, -dy} {
			if along > 0.95*far && far > 0 {
				votes[q]++
			}
		}
	}
	return turn(slices.Index(votes[:], slices.Max(votes[:])))
}

// A glyph is a character that is drawn. Its letters are what counts when labels are compared: in
// lower case and without accents, none for a sign.
type glyph struct {
	r       rune
	letters []rune
	rect
	base, size float64
	spaced     bool // a blank or a gap stands before it
}

// A segment is the characters of a line that stand together, as a label does: no gap in it is
// wider than wide ems.
type segment []glyph

const wide = 1.3

func (s segment) rect() rect {
	r := s[0].rect
	for _, g := range s[1:] {
		r = r.union(g.rect)
	}
	return r
}

func (s segment) String() string {
	var b strings.Builder
	for i, g := range s {
		if i > 0 && g.spaced {
			b.WriteByte(' ')
		}
		b.WriteRune(g.r)
	}
	return b.String()
}

// solid is the text without blanks, for numbers that are set with gaps.
func (s segment) solid() string {
	var b strings.Builder
	for _, g := range s {
		b.WriteRune(g.r)
	}
	return b.String()
}

// A sheet is what is printed on one page.
type sheet struct {
	number   int       // from 1
	segments []segment // from the top down, then from left to right
	ink      []rect    // of each character, signs that draw places left out
	marks    marks
	widgets  []widget
	frame    frame
	width    float64 // as the text runs
}

// A widget is a place that the file's own form has on the page.
type widget struct {
	rect
	field  *pdf.Field
	states []string
	order  int // in the file
}

// Bounds on a page that is looked at; the form has some 5,000 characters and, where each dot is one,
// as many shapes.
const maxChars, maxShapes = 20_000, 12_000

func readSheet(doc *proof.Document, file *pdf.File, number int) (*sheet, error) {
	chars, shapes, err := doc.Printed(number - 1)
	if err != nil {
		return nil, err
	}
	size := doc.PageSize(number - 1)
	f := frameOf(chars, size)
	s := &sheet{number: number, frame: f, width: size.W / f.unit}
	if len(chars) > maxChars || len(shapes.Rules)+len(shapes.Boxes) > maxShapes {
		return s, nil
	}
	text, drawn := divide(glyphs(chars, f))
	s.segments = segments(text)
	for _, g := range text {
		s.ink = append(s.ink, g.rect)
	}
	s.widgets = widgets(file, number, f)
	s.marks = readMarks(shapes, f, drawn, s.ink)
	return s, nil
}

// glyphs are the characters with ink.
func glyphs(chars []proof.Char, f frame) []glyph {
	var all []glyph
	blank := false
	for _, c := range chars {
		if c.Generated || unicode.IsSpace(c.Rune) || c.Rune == 0 {
			blank = true
			continue
		}
		at := f.rect(proof.Rect{Left: c.X, Bottom: c.Y, Right: c.X, Top: c.Y})
		all = append(all, glyph{c.Rune, fold(string(c.Rune)), f.rect(c.Box), at.y0, c.Size / f.unit, blank})
		blank = false
	}
	return all
}

// fold is what counts of a text when labels are compared: letters and digits, without case and
// accents. It gives nothing for signs, so "N° " and "n" are the same.
func fold(s string) []rune {
	var out []rune
	for _, r := range norm.NFKD.String(s) {
		switch {
		case r == 'œ' || r == 'Œ':
			out = append(out, 'o', 'e')
		case r == 'º':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// divide parts text from the characters that draw places to write in.
func divide(all []glyph) (text, drawn []glyph) {
	slices.SortStableFunc(all, byLine)
	for i := 0; i < len(all); {
		n := leaders(all[i:])
		switch {
		case n > 0:
			drawn = append(drawn, all[i:i+n]...)
		case tickSign(all[i].r) || all[i].r == '|':
			n = 1
			drawn = append(drawn, all[i])
		default:
			n = 1
			text = append(text, all[i])
		}
		i += n
	}
	return text, drawn
}

// byLine orders characters as they are read. Lines are told apart by half a point here; raised
// letters are joined to theirs in segments.
func byLine(a, b glyph) int {
	if d := math.Round(b.base*2) - math.Round(a.base*2); d != 0 {
		return cmp.Compare(d, 0)
	}
	return cmp.Compare(a.x0, b.x0)
}

// leaders counts the dots or strokes that start here and stand for a line to write on.
func leaders(s []glyph) int {
	weight, n := 0, 0
	for ; n < len(s); n++ {
		w, ok := map[rune]int{'.': 1, '·': 1, '․': 1, '…': 3, '_': 3, '‗': 3}[s[n].r]
		if !ok || n > 0 && (math.Abs(s[n].base-s[0].base) > 1 || s[n].x0-s[n-1].x1 > 8) {
			break
		}
		weight += w
	}
	if weight < 4 {
		return 0
	}
	return n
}

// tickSign says whether a character draws a box to tick, in Unicode or in the usual sign fonts.
func tickSign(r rune) bool {
	return strings.ContainsRune("□☐▢❏❐❑❒◻◽⬜○◯\uf06f\uf071\uf0a8\uf0a1", r)
}

// segments sorts characters into lines and parts the lines where they have wide gaps.
func segments(text []glyph) []segment {
	var lines []segment
	for _, g := range text {
		i := len(lines) - 1
		for ; i >= 0 && i >= len(lines)-4; i-- {
			if math.Abs(lines[i][0].base-g.base) < 0.3*max(g.size, lines[i][0].size) {
				break
			}
		}
		if i < 0 || i < len(lines)-4 {
			lines = append(lines, segment{g})
		} else {
			lines[i] = append(lines[i], g)
		}
	}
	var all []segment
	for _, l := range lines {
		slices.SortStableFunc(l, func(a, b glyph) int { return cmp.Compare(a.x0, b.x0) })
		all = append(all, l.split()...)
	}
	return all
}

func (s segment) split() []segment {
	var parts []segment
	start := 0
	for i := 1; i < len(s); i++ {
		gap := s[i].x0 - s[i-1].x1
		em := max(s[i].size, s[i-1].size)
		s[i].spaced = s[i].spaced && gap > 0.12*em || gap > 0.3*em
		if gap > wide*em || gap < -2*em {
			parts = append(parts, s[start:i])
			start = i
		}
	}
	return append(parts, s[start:])
}

// widgets are the fields of a page that can be filled.
func widgets(file *pdf.File, number int, at frame) []widget {
	var all []widget
	fields := file.Fields()
	for i := range fields {
		f := &fields[i]
		for _, w := range f.Widgets {
			fillable := f.Type == pdf.Text || f.Type == pdf.Button && len(w.States) > 0
			if w.Page != number || !fillable || w.Rect.Width() < 1 || w.Rect.Height() < 1 {
				continue
			}
			r := at.rect(proof.Rect{Left: w.Rect.X0, Bottom: w.Rect.Y0, Right: w.Rect.X1, Top: w.Rect.Y1})
			all = append(all, widget{r, f, w.States, len(all)})
		}
	}
	return all
}
