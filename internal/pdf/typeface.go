package pdf

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"sync"
	"unicode/utf16"

	"dossier/internal/font"
)

// typefaces are the fonts of a document, each there from its first use.
type typefaces struct {
	doc  *document
	list []*typeface
	tag  string // begins the tags of the fonts; empty is ourTag
	// ready takes fonts with the letters of most texts as they were made before. Else, and for
	// other letters, a font is cut to what the document uses: smaller and slower.
	ready bool
}

// of is the typeface of a style.
func (ts *typefaces) of(style font.Style) *typeface {
	if ts.tag == pressTag {
		return ts.take(style.Face(), pressCuts[style])
	}
	return ts.take(style.Face(), commonCuts[style])
}

// take is the typeface of a face, of which common has the letters of most texts.
func (ts *typefaces) take(face *font.Face, common func() *cut) *typeface {
	for _, t := range ts.list {
		if t.face == face {
			return t
		}
	}
	t := &typeface{face: face, at: ts.doc.reserve(), tag: cmp.Or(ts.tag, ourTag)}
	if ts.ready {
		t.common = common()
		t.used = make([]bool, len(t.common.runes)+1)
	}
	ts.list = append(ts.list, t)
	return t
}

// write puts the fonts and what belongs to them into the document.
func (ts *typefaces) write() {
	for _, t := range ts.list {
		if cut := t.cut(); cut != nil {
			cut.write(ts.doc, t.at)
		}
	}
}

// A typeface is one font of a document. Each character has a code of its own, even where two
// share a glyph, so that text taken out of the document is letter for letter what went in.
type typeface struct {
	own    map[rune]byte // codes of a font as the form has it, which the rest is not about; else nil
	face   *font.Face
	at     out // where the font goes in the document
	tag    string
	common *cut         // nil without one
	used   []bool       // by codes of common
	extra  []rune       // used characters beyond common, in the order met
	codes  map[rune]int // of extra
}

// code is the number that stands for r in the document's texts.
func (t *typeface) code(r rune) int {
	if c := t.common.code(r); c != 0 {
		t.used[c] = true
		return c
	}
	c, ok := t.codes[r]
	if !ok {
		if t.codes == nil {
			t.codes = make(map[rune]int)
		}
		t.extra = append(t.extra, r)
		c = len(t.common.all()) + len(t.extra)
		t.codes[r] = c
	}
	return c
}

// encode is s as a hexadecimal string of codes, ready for Tj.
func (t *typeface) encode(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '<')
	if t.own != nil {
		for _, r := range s {
			c := t.own[r]
			b = append(b, digits[c>>4], digits[c&15])
		}
		return append(b, '>')
	}
	for _, r := range s {
		c := t.code(r)
		b = append(b, digits[c>>12&15], digits[c>>8&15], digits[c>>4&15], digits[c&15])
	}
	return append(b, '>')
}

// cut is the part of the face that the document needs: the common one while it is enough.
func (t *typeface) cut() *cut {
	if len(t.extra) == 0 {
		return t.common
	}
	runes := slices.Concat(t.common.all(), t.extra)
	kept := slices.Clone(t.extra)
	for c, used := range t.used {
		if used {
			kept = append(kept, runes[c-1])
		}
	}
	return cutFace(t.tag, t.face, runes, kept)
}

// A cut is a face reduced to some glyphs, as the objects that go into a document.
type cut struct {
	face    *font.Face
	base    name
	runes   []rune        // the code of a character is its place, from 1
	latin   [0x180]uint16 // codes of the first characters
	codes   map[rune]int  // of the others
	program *stream
	glyphs  *stream // code to glyph
	unicode *stream // code to character
	widths  array
}

// commonCuts have the letters that nearly all forms are filled with, a cut for each style; pressCuts are those of a
// Press.
var (
	commonCuts = cutsOf(ourTag)
	pressCuts  = cutsOf(pressTag)
)

func cutsOf(tag string) (cuts [font.Styles]func() *cut) {
	for s := range cuts {
		cuts[s] = sync.OnceValue(func() *cut { return commonCut(tag, font.Style(s).Face()) })
	}
	return cuts
}

// Besides Latin-1 and Latin Extended-A, which serve the languages of the Union that are written
// in Latin letters, come Romanian's commas below and the signs of Windows-1252: some 30 KB.
const commonSigns = "ȘșȚțƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"

func commonCut(tag string, face *font.Face) *cut {
	var runes []rune
	for r := ' '; r < 0x180; r++ {
		if face.Has(r) {
			runes = append(runes, r)
		}
	}
	for _, r := range commonSigns {
		if face.Has(r) {
			runes = append(runes, r)
		}
	}
	return cutFace(tag, face, runes, runes)
}

// cutFace gives codes to runes and keeps the glyphs of some of them.
func cutFace(tag string, face *font.Face, runes, kept []rune) *cut {
	c := &cut{face: face, runes: runes, codes: make(map[rune]int), widths: make(array, len(runes))}
	toGlyph := make([]byte, 2, 2+2*len(runes))
	for i, r := range runes {
		if int(r) < len(c.latin) {
			c.latin[r] = uint16(i + 1)
		} else {
			c.codes[r] = i + 1
		}
		g := face.Glyph(r)
		c.widths[i] = short(face.Advance(g))
		toGlyph = append(toGlyph, byte(g>>8), byte(g))
	}
	glyphs := make([]uint16, len(kept))
	for i, r := range kept {
		glyphs[i] = face.Glyph(r)
	}
	program := face.Subset(glyphs)
	c.base = name(subsetTag(tag, kept) + "+" + face.Name)
	c.program = compressed(dict{"Length1": len(program)}, program)
	c.glyphs = compressed(dict{}, toGlyph)
	c.unicode = compressed(dict{}, toUnicode(runes))
	return c
}

// short is a number in the type that is written faster: widths are written for every copy.
func short(v float64) object {
	if v == math.Trunc(v) {
		return int(v)
	}
	return round(v)
}

// all are the characters in the order of their codes; none without a cut.
func (c *cut) all() []rune {
	if c == nil {
		return nil
	}
	return c.runes
}

// code is 0 for a character that is not in the cut.
func (c *cut) code(r rune) int {
	switch {
	case c == nil:
		return 0
	case r >= 0 && int(r) < len(c.latin):
		return int(c.latin[r])
	}
	return c.codes[r]
}

func (c *cut) write(d *document, at out) {
	descendant := d.add(dict{
		"Type": name("Font"), "Subtype": name("CIDFontType2"), "BaseFont": c.base,
		"CIDSystemInfo":  dict{"Registry": text("Adobe"), "Ordering": text("Identity"), "Supplement": 0},
		"FontDescriptor": d.add(c.descriptor(d.add(c.program))),
		"DW":             int(c.face.Advance(0)),
		"W":              array{1, c.widths},
		"CIDToGIDMap":    d.add(c.glyphs),
	})
	d.write(at, dict{
		"Type": name("Font"), "Subtype": name("Type0"), "BaseFont": c.base,
		"Encoding": name("Identity-H"), "DescendantFonts": array{descendant}, "ToUnicode": d.add(c.unicode),
	}, nil)
}

func (c *cut) descriptor(program out) dict {
	f := c.face
	box := make(array, len(f.BBox))
	for i, v := range f.BBox {
		box[i] = round(v)
	}
	return dict{
		"Type": name("FontDescriptor"), "FontName": c.base, "FontFile2": program,
		"Flags":  4, // symbolic: glyphs are chosen by number, not by a standard encoding
		"Ascent": round(f.Ascent), "Descent": round(f.Descent), "CapHeight": round(f.CapHeight),
		"StemV": round(f.StemV), "ItalicAngle": round(f.ItalicAngle), "FontBBox": box,
	}
}

// ourTag begins the tag of each font that values are written in, pressTag that of each in which a Press prints what is
// part of a page. A font of another program has ourTag once in 17,576.
const (
	ourTag   = "DSR"
	pressTag = "DSP"
)

// Wrote reports a font, by its name in a file, in which this package wrote.
func Wrote(font string) bool { return len(font) > 7 && font[:3] == ourTag && font[6] == '+' }

// subsetTag is the six capitals that mark a subset: those given, and three taken from the characters in it.
func subsetTag(begin string, kept []rune) string {
	sum := sha256.Sum256([]byte(string(kept)))
	tag := []byte(begin)
	for _, b := range sum[:3] {
		tag = append(tag, 'A'+b%26)
	}
	return string(tag)
}

// toUnicode is the table by which viewers copy and search text (ISO 32000-1, 9.10.3).
func toUnicode(runes []rune) []byte {
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
	for code := 1; code <= len(runes); {
		group := runes[code-1 : min(code+99, len(runes))] // 100 a group at most, by the CMap rules
		b = fmt.Appendf(b, "%d beginbfchar\n", len(group))
		for _, r := range group {
			b = fmt.Appendf(b, "<%04x> <", code)
			for _, u := range utf16.Encode([]rune{r}) {
				b = hex.AppendEncode(b, []byte{byte(u >> 8), byte(u)})
			}
			b = append(b, ">\n"...)
			code++
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"...)
}
