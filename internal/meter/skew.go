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
	mostDots = 6000 // of each half of the ink; more make nothing surer
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

// dots are the pixels of the page that are ink, from top to bottom, without those at its edge.
func (v *view) dots() []dot {
	const border = 0.03 // of each side
	mx, my := int(border*float64(v.w)), int(border*float64(v.h))
	row := max(1, (max(v.w, v.h)+rows/2)/rows)
	dots := make([]dot, 0, v.area/8)
	for y := my; y < v.h-my; y++ {
		page := v.page[y/v.tile*v.tw:]
		for x := mx; x < v.w-mx; x++ {
			if v.depth[y*v.w+x] > v.ink && page[x/v.tile] {
				dots = append(dots, dot{int32((x - v.w/2) * 64 / row), int32(y * 64 / row)})
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
	dots = every(dots, len(dots)/mostDots+1)
	var full [3 * rows]int32
	var tried []float64
	best, top := 0.0, -1.0
	try := func(a float64) {
		tried = append(tried, clarity(dots, a, &full))
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
	clarity(dots, best, &full)
	return best, top >= clearer*middle && bands(full[:]) >= few
}

// every takes one dot of so many.
func every(dots []dot, step int) []dot {
	if step == 1 {
		return dots
	}
	some := make([]dot, 0, len(dots)/step+1)
	for i := 0; i < len(dots); i += step {
		some = append(some, dots[i])
	}
	return some
}

// clarity says how clearly dots lie in lines that fall by so many degrees: rows full of ink beside
// empty ones. It leaves the number of dots in each row.
func clarity(dots []dot, degrees float64, full *[3 * rows]int32) float64 {
	clear(full[:])
	slope := int32(math.Round(math.Tan(degrees*math.Pi/180) * 65536))
	for _, d := range dots {
		full[(d.y-d.x*slope>>16)>>6+rows/2]++
	}
	s := 0.0
	for i := 1; i < len(full); i++ {
		d := float64(full[i] - full[i-1])
		s += d * d
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
