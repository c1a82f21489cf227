package pdf

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"unicode/utf16"

	"dossier/internal/font"
)

// A typeface is the one font of a document: the part of a face that its texts need. Each
// character has a code of its own, even where two share a glyph, so that text taken out of the
// document is letter for letter what went in.
type typeface struct {
	face  *font.Face
	runes []rune // sorted; the code of a character is its place, from 1
	codes map[rune]int
	at    out // where the font goes in the document
}

// embed reserves a place for a font that can write the given texts; nil when they are empty.
func (d *document) embed(face *font.Face, texts []string) *typeface {
	t := &typeface{face: face, codes: make(map[rune]int)}
	for _, s := range texts {
		for _, r := range s {
			t.codes[r] = 0
		}
	}
	if len(t.codes) == 0 {
		return nil
	}
	for r := range t.codes {
		t.runes = append(t.runes, r)
	}
	slices.Sort(t.runes)
	for i, r := range t.runes {
		t.codes[r] = i + 1
	}
	t.at = d.reserve()
	return t
}

// encode is s as a hexadecimal string of codes, ready for Tj.
func (t *typeface) encode(b []byte, s string) []byte {
	b = append(b, '<')
	for _, r := range s {
		b = fmt.Appendf(b, "%04x", t.codes[r])
	}
	return append(b, '>')
}

// write puts the font and what belongs to it into d. A nil typeface writes nothing.
func (t *typeface) write(d *document) {
	if t == nil {
		return
	}
	glyphs := make([]uint16, len(t.runes))
	widths := make(array, len(t.runes))
	toGlyph := make([]byte, 2, 2+2*len(t.runes))
	for i, r := range t.runes {
		glyphs[i] = t.face.Glyph(r)
		widths[i] = int(t.face.Advance(glyphs[i]))
		toGlyph = append(toGlyph, byte(glyphs[i]>>8), byte(glyphs[i]))
	}
	program := t.face.Subset(glyphs)
	base := name(t.tag() + "+" + t.face.Name)
	descendant := d.add(dict{
		"Type": name("Font"), "Subtype": name("CIDFontType2"), "BaseFont": base,
		"CIDSystemInfo":  dict{"Registry": text("Adobe"), "Ordering": text("Identity"), "Supplement": 0},
		"FontDescriptor": d.add(t.descriptor(base, d.addStream(dict{"Length1": len(program)}, program))),
		"DW":             int(t.face.Advance(0)),
		"W":              array{1, widths},
		"CIDToGIDMap":    d.addStream(dict{}, toGlyph),
	})
	unicode := d.addStream(dict{}, t.toUnicode())
	d.write(t.at, dict{
		"Type": name("Font"), "Subtype": name("Type0"), "BaseFont": base,
		"Encoding": name("Identity-H"), "DescendantFonts": array{descendant}, "ToUnicode": unicode,
	}, nil)
}

func (t *typeface) descriptor(base name, program out) dict {
	f := t.face
	box := make(array, len(f.BBox))
	for i, v := range f.BBox {
		box[i] = round(v)
	}
	return dict{
		"Type": name("FontDescriptor"), "FontName": base, "FontFile2": program,
		"Flags":  4, // symbolic: glyphs are chosen by number, not by a standard encoding
		"Ascent": round(f.Ascent), "Descent": round(f.Descent), "CapHeight": round(f.CapHeight),
		"StemV": round(f.StemV), "ItalicAngle": round(f.ItalicAngle), "FontBBox": box,
	}
}

// tag is the six capitals that mark a subset, taken from the characters in it.
func (t *typeface) tag() string {
	sum := sha256.Sum256([]byte(string(t.runes)))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

// toUnicode is the table by which viewers copy and search text (ISO 32000-1, 9.10.3).
func (t *typeface) toUnicode() []byte {
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
	for code := 1; code <= len(t.runes); {
		group := t.runes[code-1 : min(code+99, len(t.runes))] // 100 a group at most, by the CMap rules
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
