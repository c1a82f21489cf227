package proof

import (
	"cmp"
	"math"
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A unit is one character to find, accents apart from their letters.
type unit struct {
	r      rune
	cell   int  // which cell of a comb the character is for
	blanks int  // that part it from the unit before
	line   bool // a line end is among them
}

// unitsOf takes a text apart. Blanks before and after it leave nothing to see.
func unitsOf(text string) []unit {
	var units []unit
	blanks, line := 0, false
	for i, r := range []rune(norm.NFC.String(text)) {
		if unicode.IsSpace(r) {
			blanks++
			line = line || r == '\n'
			continue
		}
		for _, part := range taken(r) {
			units = append(units, unit{part, i, blanks, line})
			blanks, line = 0, false
		}
	}
	if len(units) > 0 {
		units[0].blanks, units[0].line = 0, false
	}
	return units
}

// sameGlyph leads from a character to another that shares its glyph name, so that
// a reader cannot know which of the two a font means (Adobe Glyph List, doubly mapped names).
var sameGlyph = map[rune]rune{
	'\u2206': 'Δ', '\u2215': '\u2044', '\u00AD': '-', '\u02C9': '\u00AF', '\u00B5': 'μ',
	'\u2219': '\u00B7', 'Ț': 'Ţ', 'ț': 'ţ',
}

// taken is a character taken apart: accents follow their letter, and a Latin
// ligature is its letters, as PDFium reads it.
func taken(r rune) []rune {
	if other, ok := sameGlyph[r]; ok {
		r = other
	}
	if r >= 0xFB00 && r <= 0xFB06 {
		return []rune(norm.NFKD.String(string(r)))
	}
	return []rune(norm.NFD.String(string(r)))
}

// spells says whether signs, in this order, are the units wanted.
func spells(signs []*sign, want []unit) bool {
	i := 0
	for _, s := range signs {
		for _, r := range s.parts {
			if i == len(want) || want[i].r != r {
				return false
			}
			i++
		}
	}
	return i == len(want)
}

// characters are units put together again, an accented letter being one.
func characters(parts []rune) []rune { return []rune(norm.NFC.String(string(parts))) }

// partOf says whether some characters are left when others are taken out of want.
func partOf(some, want []rune) bool {
	for _, r := range some {
		i := slices.Index(want, r)
		if i < 0 {
			return false
		}
		want = want[i+1:]
	}
	return true
}

// sameLine says whether two signs stand on one line: their base lines differ by
// less than a third of the size.
func sameLine(a, b *sign) bool {
	return a.dx*b.dx+a.dy*b.dy > 0.99 && math.Abs(a.base()-b.base()) < max(a.Size, b.Size)/3
}

// inReadingOrder sorts signs line by line from the top of the text, and along each line.
func inReadingOrder(signs []*sign) []*sign {
	var lines [][]*sign
	for _, s := range signs {
		i := slices.IndexFunc(lines, func(l []*sign) bool { return sameLine(l[0], s) })
		if i < 0 {
			lines, i = append(lines, nil), len(lines)
		}
		lines[i] = append(lines[i], s)
	}
	slices.SortStableFunc(lines, func(a, b []*sign) int { return cmp.Compare(b[0].base(), a[0].base()) })
	for _, l := range lines {
		slices.SortStableFunc(l, func(a, b *sign) int { return cmp.Compare(a.start(), b.start()) })
	}
	return slices.Concat(lines...)
}

// gapAfter is the distance along the line, in points, from the end of a to the start of b.
func gapAfter(a, b *sign) float64 { return b.start() - a.along(a.cell)[1] }
