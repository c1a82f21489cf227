package font

import (
	"maps"
	"slices"
)

// Subset is a TrueType file with the outlines of the given glyphs and nothing else. Glyph ids
// stay as they are in f: outlines not asked for are empty, and there is no glyph after the
// last one kept. Glyph 0 and the parts of composite glyphs are kept too; ids out of range are
// ignored. The order of the ids and doubles do not matter: the same set gives the same bytes.
//
// Characters are not mapped to glyphs any more, as a PDF addresses the glyphs by id; a map
// without characters stands in for readers that insist on having one.
func (f *Face) Subset(glyphs []uint16) []byte {
	kept := f.closure(glyphs)
	n := int(slices.Max(kept)) + 1
	glyf, loca := f.cutOutlines(kept, n)
	cut := tables{"glyf": glyf, "loca": loca, "hmtx": f.cutMetrics(kept, n), "cmap": emptyCmap}
	for _, tag := range []string{"head", "hhea", "maxp", "cvt ", "fpgm", "prep"} {
		if b, ok := f.tables[tag]; ok {
			cut[tag] = slices.Clone(b)
		}
	}
	be.PutUint32(cut["head"][8:], 0)  // checkSumAdjustment, set by assemble
	be.PutUint16(cut["head"][50:], 1) // loca holds 32-bit offsets
	be.PutUint16(cut["hhea"][34:], uint16(n))
	be.PutUint16(cut["maxp"][4:], uint16(n))
	cut["post"] = make([]byte, 32)
	copy(cut["post"], f.tables["post"])
	be.PutUint32(cut["post"], 0x00030000) // no glyph names
	return cut.assemble()
}

// closure is glyph 0, the glyphs in range, and the parts they are made of; each once.
func (f *Face) closure(glyphs []uint16) []uint16 {
	seen := map[uint16]bool{0: true}
	kept := []uint16{0}
	add := func(ids []uint16) {
		for _, g := range ids {
			if int(g) < len(f.advs) && !seen[g] {
				seen[g] = true
				kept = append(kept, g)
			}
		}
	}
	add(glyphs)
	for i := 0; i < len(kept); i++ {
		parts, _ := components(f.outline(kept[i])) // Parse has seen that they are sound
		add(parts)
	}
	return kept
}

// cutOutlines makes the tables glyf and loca (with 32-bit offsets) for n glyphs.
func (f *Face) cutOutlines(kept []uint16, n int) (glyf, loca []byte) {
	keep := make([]bool, n)
	size := 0
	for _, g := range kept {
		keep[g] = true
		size += len(f.outline(g)) + 3
	}
	glyf, loca = make([]byte, 0, size), make([]byte, 0, 4*(n+1))
	for g, wanted := range keep {
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		if wanted {
			glyf = pad(append(glyf, f.outline(uint16(g))...))
		}
	}
	return glyf, be.AppendUint32(loca, uint32(len(glyf)))
}

// cutMetrics makes the table hmtx with an advance and a bearing for each of n glyphs.
func (f *Face) cutMetrics(kept []uint16, n int) []byte {
	hmtx := make([]byte, 4*n)
	for _, g := range kept {
		be.PutUint16(hmtx[4*int(g):], f.advs[g])
		be.PutUint16(hmtx[4*int(g)+2:], f.lsbs[g])
	}
	return hmtx
}

// emptyCmap is a Windows Unicode table of format 4 with the closing segment alone.
var emptyCmap = []byte{
	0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, // version, one subtable: platform 3, encoding 1, offset 12
	0, 4, 0, 24, 0, 0, // format, length, language
	0, 2, 0, 2, 0, 0, 0, 0, // twice the number of segments, and the figures for searching
	0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 1, 0, 0, // U+FFFF to U+FFFF, delta 1: glyph 0
}

// assemble writes a font file: directory in the order of tags, then the tables, padded to
// four bytes, with checksums.
func (t tables) assemble() []byte {
	tags := slices.Sorted(maps.Keys(t))
	n, log := len(tags), 0
	for 2<<log <= n {
		log++
	}
	size := 12 + 16*n
	for _, b := range t {
		size += len(b) + 3
	}
	file := be.AppendUint32(make([]byte, 0, size), 0x00010000)
	for _, v := range []int{n, 16 << log, log, 16*n - 16<<log} {
		file = be.AppendUint16(file, uint16(v))
	}
	off, head := 12+16*n, 0 // where the next table starts, and the table head
	for _, tag := range tags {
		if tag == "head" {
			head = off
		}
		file = append(file, tag...)
		file = be.AppendUint32(file, checksum(t[tag]))
		file = be.AppendUint32(file, uint32(off))
		file = be.AppendUint32(file, uint32(len(t[tag])))
		off += (len(t[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		file = pad(append(file, t[tag]...))
	}
	be.PutUint32(file[head+8:], 0xB1B0AFBA-checksum(file))
	return file
}

// pad fills b with zeros up to a multiple of four bytes.
func pad(b []byte) []byte { return append(b, make([]byte, -len(b)&3)...) }

// checksum is the sum of the big-endian 32-bit words of b, the last filled with zeros.
func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += be.Uint32(b)
	}
	var last [4]byte
	copy(last[:], b)
	return sum + be.Uint32(last[:])
}
