package font

import (
	"errors"
	"fmt"
	"math"
)

// An Embedded is a TrueType font as a PDF file carries it: cut down by a program we know nothing
// of, perhaps damaged, and with characters in the maps that the rules of PDF choose from
// (ISO 32000-1, 9.6.6.4). A map the font does not have is nil.
type Embedded struct {
	Unicode map[rune]uint16 // glyphs by character: platform 3, encoding 1
	Roman   map[rune]uint16 // by code of Mac OS Roman: platform 1, encoding 0
	Symbol  map[rune]uint16 // by code, mostly from U+F000 on: platform 3, encoding 0

	face  *Face
	drawn map[uint16]bool // what Draws found
	left  int             // points it may still look at
}

// Bounds on outlines, for fonts made to keep a reader busy.
const (
	maxPoints    = 4 << 20 // of all outlines that are looked at; a letter has some hundred
	maxPartDepth = 5       // parts of parts; accents on letters are 1
)

// ParseEmbedded reads a font out of a PDF file. It refers to ttf, which must not change afterwards.
// Unlike a Face it is not for goroutines to share.
func ParseEmbedded(ttf []byte) (*Embedded, error) {
	f, err := parseGlyphs(ttf)
	if err != nil {
		return nil, fmt.Errorf("read embedded font: %w", err)
	}
	e := &Embedded{face: f, drawn: make(map[uint16]bool), left: maxPoints}
	if err := e.readMaps(f.tables["cmap"]); err != nil {
		return nil, fmt.Errorf("read embedded font: %w", err)
	}
	return e, nil
}

// readMaps reads the three maps. Other formats than the usual ones are errors: readers that know
// them would choose other glyphs than we.
func (e *Embedded) readMaps(cmap []byte) error {
	n := int(be.Uint16(cmap[2:]))
	for rec := cmap[4:]; n > 0 && len(rec) >= 8; n, rec = n-1, rec[8:] {
		off := be.Uint32(rec[4:])
		if uint64(off)+2 > uint64(len(cmap)) {
			return errors.New("character table lies outside table \"cmap\"")
		}
		var to *map[rune]uint16
		read := readFormat4
		switch [2]uint16{be.Uint16(rec), be.Uint16(rec[2:])} {
		case [2]uint16{3, 1}:
			to = &e.Unicode
		case [2]uint16{3, 0}:
			to = &e.Symbol
		case [2]uint16{1, 0}:
			to, read = &e.Roman, readRoman
		}
		if to == nil || *to != nil {
			continue
		}
		m := make(map[rune]uint16)
		if err := read(cmap[off:], func(r rune, g uint16) { e.add(m, r, g) }); err != nil {
			return err
		}
		*to = m
	}
	return nil
}

func (e *Embedded) add(m map[rune]uint16, r rune, g uint16) {
	if g != 0 && int(g) < len(e.face.advs) && r != 0xFFFF {
		m[r] = g
	}
}

// readRoman reads a table of single bytes: in format 0 all 256 of them, in format 6 a run.
func readRoman(sub []byte, add func(rune, uint16)) error {
	switch format := be.Uint16(sub); {
	case format == 0 && len(sub) >= 6+256:
		for c, g := range sub[6 : 6+256] {
			add(rune(c), uint16(g))
		}
		return nil
	case format == 6 && len(sub) >= 10:
		first, n := int(be.Uint16(sub[6:])), int(be.Uint16(sub[8:]))
		if len(sub) < 10+2*n {
			break
		}
		for i := range n {
			add(rune(first+i), be.Uint16(sub[10+2*i:]))
		}
		return nil
	}
	return errors.New("Mac OS Roman character table cut short, or not in format 0 or 6")
}

// Width is the advance of glyph g in 1/1000 em, not rounded; 0 for an id out of range.
func (e *Embedded) Width(g uint16) float64 {
	if int(g) >= len(e.face.advs) {
		return 0
	}
	return float64(e.face.advs[g]) * 1000 / e.face.perEm
}

// Blank reports a glyph without ink, as that of a space is.
func (e *Embedded) Blank(g uint16) bool {
	if int(g) >= len(e.face.advs) {
		return false
	}
	o := e.face.outline(g)
	return len(o) == 0 || s16(o, 0) == 0
}

// Draws reports a glyph with ink of which every part is there and whole. Programs that cut fonts
// down leave the outlines empty that they take out, and the glyph's number in the maps.
func (e *Embedded) Draws(g uint16) bool { return e.draws(g, 0) }

func (e *Embedded) draws(g uint16, depth int) bool {
	if int(g) >= len(e.face.advs) || depth > maxPartDepth {
		return false
	}
	known, met := e.drawn[g]
	if !met {
		e.drawn[g] = false // for a glyph that is a part of itself
		known = e.whole(e.face.outline(g), depth)
		e.drawn[g] = known
	}
	return known
}

// whole reports an outline that can be followed to its end.
func (e *Embedded) whole(o []byte, depth int) bool {
	if len(o) < 10 || s16(o, 2) > s16(o, 6) || s16(o, 4) >= s16(o, 8) {
		return false
	}
	if n := s16(o, 0); n >= 0 {
		return n > 0 && e.plain(o, n)
	}
	parts, err := components(o)
	for _, part := range parts {
		if !e.draws(part, depth+1) {
			return false
		}
	}
	return err == nil
}

// Flags of a point of an outline.
const (
	xIsByte   = 0x02
	yIsByte   = 0x04
	isRun     = 0x08
	xIsSameOr = 0x10 // as the last, or positive for a byte
	yIsSameOr = 0x20
)

// plain reports an outline of so many contours that is whole and nowhere leaves the box that its
// header gives: by that box we keep ink inside a field.
func (e *Embedded) plain(o []byte, contours int) bool {
	at, points := 10+2*contours, 0
	if len(o) < at+2 {
		return false
	}
	for ends := o[10:at]; len(ends) > 0; ends = ends[2:] {
		end := int(be.Uint16(ends)) + 1
		if end <= points {
			return false
		}
		points = end
	}
	at += 2 + int(be.Uint16(o[at:])) // past the instructions
	if e.left -= points; e.left < 0 || at > len(o) {
		return false
	}
	flags, rest := pointFlags(o[at:], points)
	if flags == nil {
		return false
	}
	left, right, rest := extent(flags, rest, xIsByte, xIsSameOr)
	bottom, top, rest := extent(flags, rest, yIsByte, yIsSameOr)
	return rest != nil && left >= s16(o, 2) && bottom >= s16(o, 4) && right <= s16(o, 6) && top <= s16(o, 8)
}

// pointFlags are the flags of n points, with those written once for a run; nil when they are cut
// short.
func pointFlags(b []byte, n int) (flags, rest []byte) {
	flags = make([]byte, 0, n)
	for len(flags) < n {
		if len(b) == 0 {
			return nil, nil
		}
		flag, times := b[0], 1
		b = b[1:]
		if flag&isRun != 0 {
			if len(b) == 0 {
				return nil, nil
			}
			times += int(b[0])
			b = b[1:]
		}
		if len(flags)+times > n {
			return nil, nil
		}
		for range times {
			flags = append(flags, flag)
		}
	}
	return flags, b
}

// extent is the range of one coordinate of the points; rest is nil when they are cut short.
func extent(flags, b []byte, isByte, sameOr byte) (low, high int, rest []byte) {
	v := 0
	low, high = math.MaxInt, math.MinInt
	for _, flag := range flags {
		switch {
		case flag&isByte != 0:
			if len(b) < 1 {
				return 0, 0, nil
			}
			if flag&sameOr != 0 {
				v += int(b[0])
			} else {
				v -= int(b[0])
			}
			b = b[1:]
		case flag&sameOr == 0:
			if len(b) < 2 {
				return 0, 0, nil
			}
			v += s16(b, 0)
			b = b[2:]
		}
		low, high = min(low, v), max(high, v)
	}
	return low, high, b
}

// A Char is a character that an embedded font draws.
type Char struct {
	Rune  rune
	Glyph uint16
	Width float64 // in 1/1000 em, by the PDF file
}

// Face is the font with these characters alone, to measure with. A font that does not tell how
// high its letters are is an error.
func (e *Embedded) Face(chars []Char) (*Face, error) {
	f := *e.face
	f.glyphs = make(map[rune]uint16, len(chars))
	f.widths = make([]float64, len(f.advs))
	for _, c := range chars {
		f.add(c.Rune, c.Glyph)
		if int(c.Glyph) < len(f.widths) {
			f.widths[c.Glyph] = c.Width
		}
	}
	f.Name = postScriptName(f.tables["name"])
	f.readDescription()
	if f.Ascent <= 0 || f.Ascent > 2000 || f.Descent >= 0 || f.Descent < -1000 || f.CapHeight <= 0 || f.CapHeight > f.Ascent*1.2 {
		return nil, fmt.Errorf("read embedded font: ascent %g, descent %g and capitals %g make no sense", f.Ascent, f.Descent, f.CapHeight)
	}
	return &f, nil
}
