package font

import (
	"errors"
	"fmt"
)

// readCmap reads the widest Unicode table of cmap, in format 4 (the first 65,536 characters)
// or 12 (all): https://learn.microsoft.com/typography/opentype/spec/cmap.
func (f *Face) readCmap() error {
	sub, err := unicodeSubtable(f.tables["cmap"])
	if err != nil {
		return err
	}
	f.glyphs = map[rune]uint16{}
	if be.Uint16(sub) == 12 {
		return readFormat12(sub, uint32(len(f.advs)), f.add)
	}
	return readFormat4(sub, f.add)
}

// unicodeSubtable finds the subtable to read, at least two bytes long; its format is 4 or 12.
func unicodeSubtable(cmap []byte) ([]byte, error) {
	var best []byte
	n := int(be.Uint16(cmap[2:]))
	for rec := cmap[4:]; n > 0 && len(rec) >= 8; n, rec = n-1, rec[8:] {
		platform, encoding, off := be.Uint16(rec), be.Uint16(rec[2:]), be.Uint32(rec[4:])
		if uint64(off)+2 > uint64(len(cmap)) {
			return nil, errors.New("character table lies outside table \"cmap\"")
		}
		isUnicode := platform == 0 && encoding != 5 || platform == 3 && (encoding == 1 || encoding == 10)
		sub := cmap[off:]
		switch format := be.Uint16(sub); {
		case isUnicode && format == 12:
			return sub, nil
		case isUnicode && format == 4 && best == nil:
			best = sub
		}
	}
	if best == nil {
		return nil, errors.New("no Unicode character table in format 4 or 12")
	}
	return best, nil
}

// readFormat12 reads groups of a first and a last character and the glyph of the first, of so many
// glyphs in all.
func readFormat12(sub []byte, limit uint32, add func(rune, uint16)) error {
	if len(sub) < 16 || uint64(len(sub)-16)/12 < uint64(be.Uint32(sub[12:])) {
		return errors.New("character table cut short")
	}
	next := uint32(0)
	groups := sub[16 : 16+12*int(be.Uint32(sub[12:]))]
	for ; len(groups) > 0; groups = groups[12:] {
		first, last, glyph := be.Uint32(groups), be.Uint32(groups[4:]), be.Uint32(groups[8:])
		if first < next || last < first || last > 0x10FFFF {
			return fmt.Errorf("character table out of order at U+%04X", first)
		}
		next = last + 1
		for c := first; c <= last && glyph < limit; c, glyph = c+1, glyph+1 {
			add(rune(c), uint16(glyph))
		}
	}
	return nil
}

// readFormat4 reads four parallel arrays: last characters, first characters, deltas, and
// offsets into the glyph ids that follow, each counted from the place of the offset itself.
func readFormat4(sub []byte, add func(rune, uint16)) error {
	if len(sub) < 14 {
		return errors.New("character table cut short")
	}
	size := int(be.Uint16(sub[6:])) &^ 1 // bytes in each array
	if len(sub) < 16+4*size {
		return errors.New("character table cut short")
	}
	lasts, firsts := sub[14:], sub[16+size:]
	deltas, offsets := sub[16+2*size:], sub[16+3*size:]
	next := 0
	for i := 0; i < size; i += 2 {
		first, last := int(be.Uint16(firsts[i:])), int(be.Uint16(lasts[i:]))
		if first < next || last < first {
			return fmt.Errorf("character table out of order at U+%04X", first)
		}
		next = last + 1
		delta, off := be.Uint16(deltas[i:]), int(be.Uint16(offsets[i:]))
		for c := first; c <= last; c++ {
			if off == 0 {
				add(rune(c), uint16(c)+delta)
				continue
			}
			at := i + off + 2*(c-first)
			if at+2 > len(offsets) {
				break
			}
			if g := be.Uint16(offsets[at:]); g != 0 {
				add(rune(c), g+delta)
			}
		}
	}
	return nil
}

// add notes the glyph of a character. Glyph 0 stands for no glyph, and U+FFFF, which closes a
// table of format 4, is no character.
func (f *Face) add(r rune, g uint16) {
	if g != 0 && int(g) < len(f.advs) && r != 0xFFFF {
		f.glyphs[r] = g
		if r < latinEnd {
			f.latin[r] = g
		}
	}
}
