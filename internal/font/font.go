// Package font knows TrueType faces: which characters a face draws, how wide they are, and how
// to cut a face down to the glyphs a document uses. It knows nothing of PDF objects.
package font

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// A Face is one TrueType font, read. Lengths are in 1/1000 em, the unit of PDF font
// descriptors, with y upwards from the baseline. A Face never changes: goroutines may share it.
type Face struct {
	Name        string     // PostScript name, "LiberationSans"; safe as a PDF name
	Ascent      float64    // positive
	Descent     float64    // negative
	CapHeight   float64    // height of a flat capital such as H
	StemV       float64    // estimated from the weight class, as TrueType does not record it
	ItalicAngle float64    // degrees counter-clockwise from vertical; 0 when upright
	BBox        [4]float64 // left, bottom, right, top of all glyphs laid over each other

	tables tables
	perEm  float64 // font units in an em, 16 to 16384
	advs   []uint16
	widths []float64 // advs in 1/1000 em, whole numbers unless a PDF file says otherwise
	lsbs   []uint16  // left side bearings, as stored; int16 in truth
	loca   []uint32  // where each glyph starts in glyf, and the end of the last
	glyphs map[rune]uint16
	latin  [latinEnd]uint16 // glyphs of the first characters, which are most of what is written
}

// latinEnd is where the Latin blocks of Unicode end that have neither marks to combine nor
// letters that run leftwards.
const latinEnd = 0x250

// Sans is Liberation Sans Regular: the widths of Helvetica and Arial, with Latin (Vietnamese
// included), Greek and Cyrillic letters.
func Sans() *Face { return SansStyle.Face() }

// SansBold is Liberation Sans Bold.
func SansBold() *Face { return (SansStyle | Bold).Face() }

// mustParse is for the faces built into the program.
func mustParse(ttf []byte) *Face {
	f, err := Parse(ttf)
	if err != nil {
		panic(err)
	}
	return f
}

// Compose puts s in the form to draw: a letter and the accents typed after it become one
// character where Unicode has one (NFC), so that e and a combining acute are drawn as é.
func Compose(s string) string {
	for i := range len(s) {
		if s[i] >= firstMark {
			return norm.NFC.String(s)
		}
	}
	return s
}

// firstMark is the first byte in UTF-8 of the characters from U+0300 on. Those before neither
// combine nor change.
const firstMark = 0xCC

// Has reports whether the face draws r correctly when characters are set one after the other
// from left to right. Besides a glyph this takes a character that stands alone: a combining
// mark would land beside its letter, and right-to-left letters would come out backwards.
func (f *Face) Has(r rune) bool {
	if r >= ' ' && r < latinEnd {
		return f.latin[r] != 0 && !unicode.IsControl(r)
	}
	return f.Glyph(r) != 0 && r != unicode.ReplacementChar &&
		!unicode.IsControl(r) && !unicode.IsMark(r) && !rightToLeft(r)
}

func rightToLeft(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// Missing lists the characters of s, once composed, that the face cannot draw, each once, in
// the order met. Line breaks are among them, so split s into lines first. Bytes that are not
// UTF-8 show as U+FFFD.
func (f *Face) Missing(s string) []rune {
	var missing []rune
	for _, r := range Compose(s) {
		if !f.Has(r) && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return missing
}

// Glyph gives the glyph id of r; 0, the empty box, when the face has none.
func (f *Face) Glyph(r rune) uint16 {
	if r >= 0 && r < latinEnd {
		return f.latin[r]
	}
	return f.glyphs[r]
}

// Advance is the width of glyph g in 1/1000 em, as in PDF's own tables of widths: of a face built
// in a whole number, of an embedded one what its file says. So what is measured here is what a PDF
// viewer advances. 0 for an id out of range.
func (f *Face) Advance(g uint16) float64 {
	if int(g) >= len(f.widths) {
		return 0
	}
	return f.widths[g]
}

// Width is how wide s, once composed, runs in points at size points, without kerning.
func (f *Face) Width(s string, size float64) float64 {
	sum := 0.0
	for _, r := range Compose(s) {
		sum += f.Advance(f.Glyph(r))
	}
	return sum * size / 1000
}

// Ink is how far s, once composed, reaches above and below its baseline, in 1/1000 em: bottom is
// negative for descenders, and both are 0 for blanks.
func (f *Face) Ink(s string) (top, bottom float64) {
	for _, r := range Compose(s) {
		if o := f.outline(f.Glyph(r)); len(o) >= 10 { // the header has the box around the outline
			top = max(top, f.perMille(s16(o, 8)))
			bottom = min(bottom, f.perMille(s16(o, 4)))
		}
	}
	return top, bottom
}
