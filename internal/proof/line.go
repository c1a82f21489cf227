package proof

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// A line is the characters on one base line, from left to right.
type line []glyph

// linesOf sorts characters into lines, from the top of the shown page down. Two
// characters share a line when their base lines differ by less than a third of
// the size, which keeps a raised "er" with its number.
func linesOf(glyphs []glyph) []line {
	var lines []line
	for _, g := range glyphs {
		near := func(l line) bool { return math.Abs(l[0].base-g.base) < max(l[0].size, g.size)/3 }
		if i := slices.IndexFunc(lines, near); i >= 0 {
			lines[i] = append(lines[i], g)
		} else {
			lines = append(lines, line{g})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b[0].base, a[0].base) })
	for _, l := range lines {
		slices.SortStableFunc(l, func(a, b glyph) int { return cmp.Compare(a.left, b.left) })
	}
	return lines
}

// gap is the distance, in ems, that parts two words. The narrowest blank of a
// usual text face is 0.2.
const gap = 0.15

// String is the text of the line, with the blanks the file draws and one for
// each gap beside a run of two characters or more.
func (l line) String() string {
	var b strings.Builder
	before := 0 // length of the run that ends here
	for len(l) > 0 {
		n := l.run()
		if before > 0 && max(before, n) > 1 {
			b.WriteByte(' ')
		}
		for _, g := range l[:n] {
			b.WriteRune(g.r)
		}
		before, l = n, l[n:]
	}
	return b.String()
}

// run counts the characters that stand together at the start of the line. A
// drawn blank bridges any gap: it is one already.
func (l line) run() int {
	for i := 1; i < len(l); i++ {
		a, b := l[i-1], l[i]
		if !unicode.IsSpace(a.r) && !unicode.IsSpace(b.r) && b.left-a.next > gap*max(a.size, b.size) {
			return i
		}
	}
	return len(l)
}
