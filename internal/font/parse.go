package font

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The layout of the tables is that of the OpenType specification 1.9.1,
// https://learn.microsoft.com/typography/opentype/spec/ (chapters otff, head, hhea, hmtx, maxp,
// loca, glyf, name, OS/2, post).

// tables are the tables of a font file by their four-letter tags.
type tables map[string][]byte

var be = binary.BigEndian

// s16 reads a signed 16-bit number at offset off.
func s16(b []byte, off int) int { return int(int16(be.Uint16(b[off:]))) }

// Parse reads a TrueType font file. The Face refers to ttf, which must not change afterwards.
// Fonts with PostScript outlines (OTF), collections (TTC) and damaged files are errors.
func Parse(ttf []byte) (*Face, error) {
	f, err := parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return f, nil
}

func parse(ttf []byte) (*Face, error) {
	f, err := parseGlyphs(ttf)
	if err != nil {
		return nil, err
	}
	if err := f.readCmap(); err != nil {
		return nil, err
	}
	f.Name = postScriptName(f.tables["name"])
	f.readDescription()
	return f, nil
}

// parseGlyphs reads all but the characters, and what is told by the glyphs of some of them.
func parseGlyphs(ttf []byte) (*Face, error) {
	t, err := readDirectory(ttf)
	if err != nil {
		return nil, err
	}
	f := &Face{tables: t}
	for _, read := range []func() error{f.readHead, f.readMetrics, f.readLoca, f.checkGlyphs} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// minLengths are the tables a face cannot do without, with the bytes read from each.
var minLengths = []struct {
	tag string
	min int
}{{"head", 54}, {"hhea", 36}, {"maxp", 32}, {"hmtx", 4}, {"loca", 4}, {"glyf", 0}, {"cmap", 4}}

func readDirectory(ttf []byte) (tables, error) {
	if len(ttf) < 12 {
		return nil, errors.New("file too short")
	}
	if v := be.Uint32(ttf); v != 0x00010000 && string(ttf[:4]) != "true" {
		return nil, errors.New("not a single font with TrueType outlines")
	}
	n := int(be.Uint16(ttf[4:]))
	if len(ttf) < 12+16*n {
		return nil, errors.New("table directory cut short")
	}
	t := make(tables, n)
	for rec := ttf[12 : 12+16*n]; len(rec) > 0; rec = rec[16:] {
		off, length := uint64(be.Uint32(rec[8:])), uint64(be.Uint32(rec[12:]))
		if off+length > uint64(len(ttf)) {
			return nil, fmt.Errorf("table %q lies outside the file", rec[:4])
		}
		t[string(rec[:4])] = ttf[off : off+length : off+length]
	}
	for _, need := range minLengths {
		if b, ok := t[need.tag]; !ok || len(b) < need.min {
			return nil, fmt.Errorf("table %q is missing or too short", need.tag)
		}
	}
	return t, nil
}

func (f *Face) readHead() error {
	head, hhea := f.tables["head"], f.tables["hhea"]
	unitsPerEm := be.Uint16(head[18:])
	if unitsPerEm < 16 || unitsPerEm > 16384 {
		return fmt.Errorf("%d units in an em, want 16 to 16384", unitsPerEm)
	}
	f.perEm = float64(unitsPerEm)
	for i := range f.BBox {
		f.BBox[i] = f.perMille(s16(head, 36+2*i))
	}
	f.Ascent = f.perMille(s16(hhea, 4))
	f.Descent = f.perMille(s16(hhea, 6))
	return nil
}

// perMille turns font units into 1/1000 em, to the nearest whole number.
func (f *Face) perMille(units int) float64 { return math.Round(float64(units) * 1000 / f.perEm) }

// readMetrics reads hmtx: pairs of advance and left side bearing, then bearings alone for the
// glyphs that share the last advance. Some fonts leave those last bearings out.
func (f *Face) readMetrics() error {
	n, long := int(be.Uint16(f.tables["maxp"][4:])), int(be.Uint16(f.tables["hhea"][34:]))
	hmtx := f.tables["hmtx"]
	if n == 0 || long == 0 || long > n || len(hmtx) < 4*long {
		return fmt.Errorf("%d glyphs and %d widths do not agree with table \"hmtx\"", n, long)
	}
	f.advs, f.lsbs, f.widths = make([]uint16, n), make([]uint16, n), make([]float64, n)
	for g := range n {
		f.advs[g] = be.Uint16(hmtx[4*min(g, long-1):])
		f.widths[g] = f.perMille(int(f.advs[g]))
		off := 4*g + 2
		if g >= long {
			off = 4*long + 2*(g-long)
		}
		if off+2 <= len(hmtx) {
			f.lsbs[g] = be.Uint16(hmtx[off:])
		}
	}
	return nil
}

func (f *Face) readLoca() error {
	loca, n := f.tables["loca"], len(f.advs)
	width := 2
	if be.Uint16(f.tables["head"][50:]) != 0 {
		width = 4
	}
	if len(loca) < width*(n+1) {
		return fmt.Errorf("table \"loca\" is too short for %d glyphs", n)
	}
	f.loca = make([]uint32, n+1)
	for i := range f.loca {
		if width == 4 {
			f.loca[i] = be.Uint32(loca[4*i:])
		} else {
			f.loca[i] = 2 * uint32(be.Uint16(loca[2*i:]))
		}
		if i > 0 && f.loca[i] < f.loca[i-1] || uint64(f.loca[i]) > uint64(len(f.tables["glyf"])) {
			return fmt.Errorf("glyph %d lies outside table \"glyf\"", i)
		}
	}
	return nil
}

// outline is the stored outline of glyph g, nothing for a blank. g must be in range.
func (f *Face) outline(g uint16) []byte {
	return f.tables["glyf"][f.loca[g]:f.loca[int(g)+1]]
}

// checkGlyphs makes sure that Subset can follow every composite glyph.
func (f *Face) checkGlyphs() error {
	for g := range f.advs {
		parts, err := components(f.outline(uint16(g)))
		if err != nil {
			return fmt.Errorf("glyph %d: %w", g, err)
		}
		for _, part := range parts {
			if int(part) >= len(f.advs) {
				return fmt.Errorf("glyph %d: part %d does not exist", g, part)
			}
		}
	}
	return nil
}

// Flags of a part of a composite glyph.
const (
	argsAreWords   = 0x0001
	haveScale      = 0x0008
	moreComponents = 0x0020
	haveXYScale    = 0x0040
	haveTwoByTwo   = 0x0080
)

// components lists the glyphs a composite outline is made of; none for a plain outline.
func components(outline []byte) ([]uint16, error) {
	if len(outline) == 0 {
		return nil, nil
	}
	if len(outline) < 10 {
		return nil, errors.New("outline cut short")
	}
	if s16(outline, 0) >= 0 {
		return nil, nil
	}
	var parts []uint16
	for rest, more := outline[10:], true; more; {
		if len(rest) < 4 {
			return nil, errors.New("composite outline cut short")
		}
		flags := be.Uint16(rest)
		parts = append(parts, be.Uint16(rest[2:]))
		size := componentSize(flags)
		if len(rest) < size {
			return nil, errors.New("composite outline cut short")
		}
		rest, more = rest[size:], flags&moreComponents != 0
	}
	return parts, nil
}

// componentSize is how many bytes the record of a part takes.
func componentSize(flags uint16) int {
	size := 6
	if flags&argsAreWords != 0 {
		size += 2
	}
	switch {
	case flags&haveScale != 0:
		size += 2
	case flags&haveXYScale != 0:
		size += 4
	case flags&haveTwoByTwo != 0:
		size += 8
	}
	return size
}

// readDescription fills what a PDF font descriptor wants beyond head and hhea, from tables
// that a font may lack.
func (f *Face) readDescription() {
	weight := 400
	os2, post := f.tables["OS/2"], f.tables["post"]
	if len(os2) >= 6 {
		weight = int(be.Uint16(os2[4:]))
	}
	// The usual estimate, 88 for a regular and 166 for a bold face; viewers use it only
	// to imitate a font that is not embedded.
	f.StemV = math.Round(50 + math.Pow(float64(weight)/65, 2))
	if len(os2) >= 90 && be.Uint16(os2) >= 2 {
		f.CapHeight = f.perMille(s16(os2, 88))
	}
	for _, r := range "HIEFLTZ" { // capitals with a flat top
		if g := f.Glyph(r); f.CapHeight == 0 && g != 0 && len(f.outline(g)) >= 10 {
			f.CapHeight = f.perMille(s16(f.outline(g), 8))
		}
	}
	if len(post) >= 8 {
		f.ItalicAngle = float64(int32(be.Uint32(post[4:]))) / 65536
	}
}

// postScriptName finds name 6 of the name table, and keeps the characters that a PDF name
// holds without escapes. A font without one is called "TrueType".
func postScriptName(name []byte) string {
	if len(name) < 6 {
		return "TrueType"
	}
	count, strings := int(be.Uint16(name[2:])), int(be.Uint16(name[4:]))
	for rec := name[6:]; count > 0 && len(rec) >= 12; count, rec = count-1, rec[12:] {
		start := strings + int(be.Uint16(rec[10:]))
		end := start + int(be.Uint16(rec[8:]))
		if be.Uint16(rec[6:]) != 6 || end > len(name) {
			continue
		}
		if s := regular(name[start:end]); s != "" {
			return s
		}
	}
	return "TrueType"
}

// regular keeps letters, digits and hyphens. It thereby drops the zero bytes of UTF-16 too,
// whichever the platform of the name record is.
func regular(b []byte) string {
	var s []byte
	for _, c := range b {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' {
			s = append(s, c)
		}
	}
	return string(s)
}
