package pdf

import (
	"errors"
	"math"
	"slices"
	"strings"

	"dossier/internal/font"
)

// compose finds the size and the lines of d.Text; size is what the form asks for, 0 for what
// suits the box.
func (p *planner) compose(d *drawing, cells int, size float64) error {
	lines := strings.Split(d.Text, "\n")
	if own := p.file.ownFont(d.widget); own.writes(lines) {
		d.own = own
	} else if err := d.chooseFace(lines); err != nil {
		return err
	}
	w, h := d.box()
	d.pad += min(2, w/12)
	if size == 0 {
		size = autoSize
	}
	if d.Text == "" {
		d.Size = size
		return nil
	}
	if cells > 0 {
		d.Cells = cells
		return p.spread(d, lines, size)
	}
	m := measure{d: d, face: d.face(), w: w - 2*d.pad, h: h, size: size, floor: min(p.floor, size)}
	if !d.top && len(lines) == 1 && m.oneLine() {
		return nil
	}
	return m.wrap(lines)
}

// face is what the text is measured by.
func (d *drawing) face() *font.Face {
	if d.own != nil {
		return d.own.asIs.face
	}
	return d.pen.style.Face()
}

// chooseFace takes Sans for a text that the twin of the field's own font cannot write.
func (d *drawing) chooseFace(lines []string) error {
	if len(d.pen.missing(lines)) == 0 {
		return nil
	}
	d.pen.style = font.SansStyle
	var errs []error
	for _, r := range d.pen.missing(lines) {
		errs = append(errs, &GlyphError{d.Field, r})
	}
	return errors.Join(errs...)
}

// missing are the characters that the pen's face lacks, each once.
func (p pen) missing(lines []string) []rune {
	var all []rune
	for _, line := range lines {
		for _, r := range p.style.Face().Missing(line) {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// tallest is the largest type in which text stays in a box of height h with some air around its
// capitals. A box too low for that at the floor is still good while it holds the ink itself.
func tallest(face *font.Face, text string, h, floor float64) float64 {
	airy := h * 1000 / (face.CapHeight - 2*face.Descent)
	top, bottom := face.Ink(text)
	if top <= bottom {
		return airy
	}
	return min(max(airy, floor), h*1000/(top-bottom))
}

// spread puts each character in the middle of a cell.
func (p *planner) spread(d *drawing, lines []string, size float64) error {
	face := d.face()
	n := len([]rune(d.Text))
	if n > d.Cells || len(lines) > 1 {
		return &OverflowError{d.Field, float64(n), float64(d.Cells), "characters"}
	}
	w, h := d.box()
	cell := w / float64(d.Cells)
	var widest float64
	for _, r := range d.Text {
		widest = max(widest, face.Advance(face.Glyph(r))/1000)
	}
	d.Lines = []string{d.Text}
	d.Size = min(size, tallest(face, d.Text, h, p.floor))
	if widest > 0 {
		d.Size = min(d.Size, cell/widest)
	}
	d.Size = tenthBelow(d.Size)
	if floor := min(p.floor, size); d.Size < floor {
		d.Size = floor
		return &OverflowError{d.Field, widest * floor, cell, "points"}
	}
	return nil
}

// tenthBelow keeps sizes short without making a text wider than was measured.
func tenthBelow(size float64) float64 { return math.Floor(size*10+1e-6) / 10 }

// A measure fits one text in one box.
type measure struct {
	d     *drawing
	face  *font.Face
	w, h  float64 // room for the text, in points
	size  float64 // largest type, in points
	floor float64 // smallest
}

// oneLine tries the text on a line of its own, smaller if need be.
func (m measure) oneLine() bool {
	s := min(m.size, tallest(m.face, m.d.Text, m.h, m.floor))
	if em := m.face.Width(m.d.Text, 1); em*s > m.w {
		s = m.w / em
	}
	s = tenthBelow(s)
	if s < m.floor {
		return false
	}
	m.d.Size, m.d.Lines = s, []string{m.d.Text}
	return true
}

// wrap breaks the text at spaces, at the largest size at which the box holds all lines; where
// none does, inside words as well. When that fails too, d is left with the lines, words whole, at
// the smallest size.
func (m measure) wrap(lines []string) error {
	if m.wrapped(lines, wordsOf) || m.wrapped(lines, m.piecesOf) {
		return nil
	}
	m.d.Lines, _ = m.broken(lines, wordsOf)
	return m.tooMuch(lines)
}

func (m measure) wrapped(lines []string, split func(string, float64) []piece) bool {
	m.d.Size = min(m.size, max(m.floor, tenthBelow(tallest(m.face, m.d.Text, m.h, m.floor))))
	for {
		broken, whole := m.broken(lines, split)
		if whole && m.deep(len(broken), m.d.Size) <= m.h {
			m.d.Lines = broken
			return true
		}
		if m.d.Size <= m.floor {
			return false
		}
		m.d.Size = max(m.floor, m.d.Size-0.5)
	}
}

// tooMuch says what the box is short of, with d.Lines as they break at the smallest size.
func (m measure) tooMuch(lines []string) error {
	d := m.d
	var widest float64
	for _, line := range d.Lines {
		widest = max(widest, m.face.Width(line, d.Size))
	}
	rows := max(1, math.Floor((m.h/d.Size-m.deep(1, 1))/leading)+1)
	switch one := m.deep(1, d.Size); {
	case one > m.h:
		return &OverflowError{d.Field, one, m.h, "points of height"}
	case widest > m.w:
		return &OverflowError{d.Field, widest, m.w, "points"}
	case rows == 1 && len(lines) == 1:
		return &OverflowError{d.Field, m.face.Width(d.Text, d.Size), m.w, "points"}
	}
	return &OverflowError{d.Field, float64(len(d.Lines)), rows, "lines"}
}

// deep is the height of n lines, from the top of the accents of the first to the foot of the
// descenders of the last.
func (m measure) deep(n int, size float64) float64 {
	top, bottom := m.face.Ink(m.d.Text)
	return (float64(n-1)*leading + (top-bottom)/1000) * size
}

// A piece is a part of a line that stays together.
type piece struct {
	text  string
	space bool // a space parts it from the piece before, and gives way to a line break
}

// broken sets lines, broken between pieces, so that they fit in the width. A piece that is wider
// stays whole, and whole is false.
func (m measure) broken(lines []string, split func(line string, size float64) []piece) (broken []string, whole bool) {
	size := m.d.Size
	whole = true
	end := func(line string) {
		broken = append(broken, line)
		whole = whole && m.face.Width(line, size) <= m.w
	}
	for _, line := range lines {
		pieces := split(line, size)
		current := pieces[0].text
		for _, p := range pieces[1:] {
			longer := current + p.text
			if p.space {
				longer = current + " " + p.text
			}
			if m.face.Width(longer, size) <= m.w {
				current = longer
				continue
			}
			end(current)
			current = p.text
		}
		end(current)
	}
	return broken, whole
}

// wordsOf splits at spaces.
func wordsOf(line string, _ float64) []piece {
	var pieces []piece
	for i, word := range strings.Split(line, " ") {
		pieces = append(pieces, piece{word, i > 0})
	}
	return pieces
}

// piecesOf splits at spaces, and words too wide for the box where a reader expects them to go on:
// after a hyphen or a slash, before an @ or a dot.
func (m measure) piecesOf(line string, size float64) []piece {
	var pieces []piece
	for _, word := range wordsOf(line, size) {
		if m.face.Width(word.text, size) <= m.w {
			pieces = append(pieces, word)
			continue
		}
		for i, part := range parts(word.text) {
			pieces = append(pieces, piece{part, i == 0 && word.space})
		}
	}
	return pieces
}

// parts are where a word may be broken.
func parts(word string) []string {
	var list []string
	start := 0
	for i, r := range word {
		cut := i
		switch r {
		case '-', '/':
			cut = i + 1
		case '@', '.':
		default:
			continue
		}
		if cut > start && cut < len(word) {
			list = append(list, word[start:cut])
			start = cut
		}
	}
	return append(list, word[start:])
}
