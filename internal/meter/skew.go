package meter

import (
	"math"
	"slices"
)

// A dot is a pixel of ink. Its place, from the middle of the upper edge, is in 1/64 of a row: a pixel
// of a thumb of about 500, two of a larger one. In finer rows a line of print falls apart.
type dot struct{ x, y int32 }

const (
	rows     = 500  // in the long side, about
	widest   = 15.0 // degrees to either side within which lines are looked for
	coarse   = 0.5  // degrees from one trial to the next
	fine     = 0.125
	mostDots = 4000 // of each half of the ink, about; more make nothing surer
	fewDots  = 150
)

// skew is by how many degrees the lines of the page fall to the right. It is told only where the
// upper and the lower half of the ink both have lines, and agree: a photograph, a stamp, the wood
// of a table or a page that curls do not.
func (v *view) skew() (degrees float64, ok bool) {
	const agree = 2.0 // degrees; a camera held aslant makes lines converge
	dots := v.dots()
	upper, sure := lines(dots[:len(dots)/2])
	if !sure {
		return 0, false
	}
	lower, sure := lines(dots[len(dots)/2:])
	return (upper + lower) / 2, sure && math.Abs(upper-lower) <= agree
}

// dots are the pixels of the page that are ink, from top to bottom, without those at its edge: one of so many
// where there are more than are wanted.
func (v *view) dots() []dot {
	const border = 0.03 // of each side
	mx, my := int(border*float64(v.w)), int(border*float64(v.h))
	unit := int32(64 / max(1, (max(v.w, v.h)+rows/2)/rows))
	step := v.deeper(float64(v.ink))/(2*mostDots) + 1
	dots := make([]dot, 0, 3*mostDots)
	n := 0
	for y := my; y < v.h-my; y++ {
		page, depth := v.page[y/v.tile*v.tw:], v.depth[y*v.w:]
		for _, x := range v.marks[v.row[y]:v.row[y+1]] {
			x := int(x)
			if depth[x] <= v.ink || !page[v.column[x]] || x < mx || x >= v.w-mx {
				continue
			}
			if n++; n == step {
				n = 0
				dots = append(dots, dot{int32(x-v.w/2) * unit, int32(y) * unit})
			}
		}
	}
	return dots
}

// lines is the angle at which dots lie in lines. It is sure where there are some, and they come out
// much clearer at that angle than at others.
func lines(dots []dot) (degrees float64, sure bool) {
	const (
		clearer = 3.0 // times as clear as at the middle one of all angles
		few     = 4   // lines
	)
	if len(dots) < fewDots {
		return 0, false
	}
	far := int32(0) // to either side
	for _, d := range dots {
		far = max(far, d.x, -d.x)
	}
	reach := int(float64(far)*math.Tan((widest+coarse)*math.Pi/180))>>6 + 2
	first, last := int(dots[0].y>>6)-reach, int(dots[len(dots)-1].y>>6)+reach
	full := make([]int32, last-first+1)
	var tried []int
	best, top := 0.0, -1
	try := func(a float64) {
		tried = append(tried, clarity(dots, a, first, full))
		if s := tried[len(tried)-1]; s > top {
			best, top = a, s
		}
	}
	for a := -widest; a <= widest; a += coarse {
		try(a)
	}
	slices.Sort(tried)
	middle := tried[len(tried)/2]
	for around, a := best, best-coarse+fine; a < around+coarse; a += fine {
		try(a)
	}
	clarity(dots, best, first, full)
	return best, float64(top) >= clearer*float64(middle) && bands(full) >= few
}

// clarity says how clearly dots lie in lines that fall by so many degrees: rows full of ink beside
// empty ones. It leaves the number of dots in each row, from the first on.
func clarity(dots []dot, degrees float64, first int, full []int32) int {
	clear(full)
	slope := int32(math.Round(math.Tan(degrees*math.Pi/180) * 65536))
	up := int32(first) << 6
	for _, d := range dots {
		full[(d.y-up-d.x*slope>>16)>>6]++
	}
	s, before := 0, full[0]
	for _, n := range full {
		s += int((n - before) * (n - before))
		before = n
	}
	return s
}

// bands counts the lines in a picture of rows: as full as half of a full one, with rows between
// them that are nearly empty.
func bands(full []int32) int {
	var some []int32
	for _, n := range full {
		if n > 0 {
			some = append(some, n)
		}
	}
	slices.Sort(some)
	level := some[len(some)*9/10]
	n, inside := 0, false
	for _, k := range full {
		switch {
		case !inside && k > level/2:
			n, inside = n+1, true
		case k < level/5:
			inside = false
		}
	}
	return n
}
