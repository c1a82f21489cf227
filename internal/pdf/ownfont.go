package pdf

import (
	"maps"
	"math"
	"slices"
	"sync"

	"dossier/internal/font"
)

// Bounds on the fonts that a form brings for its fields; the others have their twins.
const (
	maxOwnFonts = 16
	maxOwnBytes = 32 << 20 // of all of them, unpacked
)

// An ownFont is a font that a form brings along for its fields and that we write with, because it
// is certain which code draws which character, that the glyph is there, and how wide it is.
//
// It is a TrueType font with codes of one byte, which are nearly all that forms bring. The others
// (Type 1, CFF, those with codes of two bytes, and Type 3) give way to a twin of Liberation, and so
// do the fonts that are named only, the standard 14 among them: what a viewer puts in their place
// has the right widths at best.
//
// Where the copy has the font's object anyway it is written with as it stands. A flat copy, which
// the object would make larger by half a megabyte and more, gets a cut of it.
type ownFont struct {
	ref    ref
	asIs   *typeface
	common func() *cut // with all characters that are known
}

// typefaceOf is what a drawing is written with, and its name on the page.
func (o *overlay) typefaceOf(d *drawing) (*typeface, name) {
	if d.own == nil {
		t := o.fonts.of(d.pen.style)
		return t, o.use("Font", t.at)
	}
	if n := o.c.base.number(d.own.ref); n != 0 {
		return d.own.asIs, o.use("Font", n)
	}
	t := o.fonts.take(d.own.asIs.face, d.own.common)
	return t, o.use("Font", t.at)
}

// ownFonts are read when a text is first measured, all in the order of the fields, so that what is
// found within the bounds does not depend on who asks first.
type ownFonts struct {
	once  sync.Once
	known map[ref]*ownFont
}

// ownFont is the font of a place of a field, or of a label, which has none; nil for one we cannot
// write with.
func (f *File) ownFont(w *widget) *ownFont {
	if w == nil || w.font == 0 {
		return nil
	}
	f.own.once.Do(f.readOwnFonts)
	return f.own.known[w.font]
}

func (f *File) readOwnFonts() {
	f.own.known = make(map[ref]*ownFont)
	left := maxOwnBytes
	for _, fd := range f.fields {
		if fd.Type != Text && fd.Type != Choice {
			continue
		}
		for _, w := range fd.places {
			r := w.font
			if _, met := f.own.known[r]; !met && r != 0 && len(f.own.known) < maxOwnFonts {
				f.own.known[r] = f.readOwnFont(r, &left)
			}
		}
	}
}

// brought is the number of a font that we may be able to write with; 0 for another, and for one
// that is no object of its own.
func (f *File) brought(resource object) ref {
	r, _ := resource.(ref)
	if f.program(f.dict(r)) == nil {
		return 0
	}
	return r
}

// program is what a font of the kind we write with brings along; nil for another font.
func (f *File) program(font dict) *stream {
	if f.name(font["Subtype"]) != "TrueType" {
		return nil
	}
	s, _ := f.resolve(f.dict(font["FontDescriptor"])["FontFile2"]).(*stream)
	return s
}

// readOwnFont costs at most so many bytes unpacked, and lessens them; nil for a font that leaves
// something open, or is damaged.
func (f *File) readOwnFont(r ref, left *int) *ownFont {
	codes := ownCodes{file: f, font: f.dict(r)}
	if !codes.readTables() {
		return nil
	}
	before := *left
	ttf, err := f.unpack(f.program(codes.font), left)
	*left = min(*left, before-len(ttf)) // without a filter it cost nothing, and is still to be read
	if err != nil || *left < 0 {
		return nil
	}
	if codes.program, err = font.ParseEmbedded(ttf); err != nil {
		return nil
	}
	t := codes.typeface()
	if t == nil {
		return nil
	}
	return &ownFont{ref: r, asIs: t, common: sync.OnceValue(func() *cut {
		runes := slices.Sorted(maps.Keys(t.own))
		return cutFace(ourTag, t.face, runes, runes)
	})}
}

// writes reports that every character of the lines, which are composed, can be written.
func (o *ownFont) writes(lines []string) bool {
	if o == nil {
		return false
	}
	for _, line := range lines {
		for _, r := range line {
			if _, ok := o.asIs.own[r]; !ok {
				return false
			}
		}
	}
	return true
}

// Flags of a font descriptor (ISO 32000-1, table 123).
const (
	fontSymbolic    = 1 << 2
	fontNonsymbolic = 1 << 5
)

// ownCodes finds out what the codes of a font stand for.
type ownCodes struct {
	file     *File
	font     dict
	flags    int
	program  *font.Embedded
	encoding *codeTable // nil without one
	unicode  *codeTable // nil without one
}

// readTables reads what says which character a code is; false when that is open.
func (k *ownCodes) readTables() bool {
	f := k.file
	k.flags, _ = f.int(f.dict(k.font["FontDescriptor"])["Flags"])
	ok := true
	if f.resolve(k.font["Encoding"]) != nil {
		if k.encoding, ok = f.encoding(k.font["Encoding"]); !ok {
			return false
		}
	}
	if f.resolve(k.font["ToUnicode"]) != nil {
		s, _ := f.resolve(k.font["ToUnicode"]).(*stream)
		if s == nil {
			return false
		}
		left := maxToUnicode
		data, err := f.unpack(s, &left)
		if err != nil || len(data) > maxToUnicode {
			return false
		}
		if k.unicode, ok = readToUnicode(data); !ok {
			return false
		}
	}
	return k.encoding != nil || k.unicode != nil && k.flags&fontNonsymbolic == 0
}

// typeface is the font with the characters that are known; nil when there are none.
func (k *ownCodes) typeface() *typeface {
	var chars []font.Char
	codes := make(map[rune]byte)
	for c := range 256 {
		char, ok := k.char(c)
		if _, met := codes[char.Rune]; ok && !met {
			codes[char.Rune] = byte(c)
			chars = append(chars, char)
		}
	}
	face, err := k.program.Face(chars)
	if err != nil {
		return nil
	}
	for r := range codes {
		if !face.Has(r) {
			delete(codes, r)
		}
	}
	if len(codes) == 0 {
		return nil
	}
	return &typeface{face: face, own: codes}
}

// char is what a code draws; false when any of it is in doubt.
func (k *ownCodes) char(c int) (font.Char, bool) {
	r := k.character(c)
	if r == 0 {
		return font.Char{}, false
	}
	g := k.glyph(rune(c), r)
	width, ok := k.width(c)
	if !ok || g == 0 || math.Abs(width-k.program.Width(g)) > 1 { // both may be rounded, or one cut
		return font.Char{}, false
	}
	seen := k.program.Draws(g)
	if r == ' ' {
		seen = k.program.Blank(g)
	}
	return font.Char{Rune: r, Glyph: g, Width: width}, seen
}

// character is what a reader takes a code for; 0 when readers may differ.
func (k *ownCodes) character(c int) rune {
	switch {
	case k.encoding == nil:
		return k.unicode[c]
	case k.unicode != nil && k.unicode[c] != k.encoding[c]:
		return 0
	}
	return k.encoding[c]
}

// glyph is chosen by the character in a font of letters and by the code in a font of symbols
// (ISO 32000-1, 9.6.6.4). A font that calls itself both, or neither, or symbols with an encoding,
// is read in both ways, so both must find the same; 0 when they do not.
func (k *ownCodes) glyph(c, r rune) uint16 {
	if k.encoding == nil {
		return k.byCode(c)
	}
	g := k.byCharacter(r)
	if k.flags&(fontSymbolic|fontNonsymbolic) != fontNonsymbolic && g != k.byCode(c) {
		return 0
	}
	return g
}

func (k *ownCodes) byCharacter(r rune) uint16 {
	if k.program.Unicode != nil {
		return k.program.Unicode[r]
	}
	if c, ok := romanCode(r); ok {
		return k.program.Roman[c]
	}
	return 0
}

// byCode is the glyph on which all maps for symbols agree that have one. Their codes start at
// U+F000, and in some fonts at 0.
func (k *ownCodes) byCode(c rune) uint16 {
	var found uint16
	for _, g := range []uint16{k.program.Symbol[0xF000+c], k.program.Symbol[c], k.program.Roman[c]} {
		if found == 0 {
			found = g
		}
		if g != 0 && g != found {
			return 0
		}
	}
	return found
}

// width is what the file says that a code takes, in 1/1000 em.
func (k *ownCodes) width(c int) (float64, bool) {
	first, ok := k.file.int(k.font["FirstChar"])
	widths, _ := k.file.resolve(k.font["Widths"]).(array)
	if !ok || c < first || c-first >= len(widths) {
		return 0, false
	}
	w, ok := k.file.number(widths[c-first])
	return w, ok && w > 0
}
