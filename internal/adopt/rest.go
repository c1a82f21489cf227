package adopt

import (
	"math"
	"slices"
)

// restConfidence is that of a field found by what is left between its neighbours.
const restConfidence = 0.65

// placeRest finds what has a label that no list knows, in a language whose label was never seen:
// the one place left of the right kind between the fields before and after it, with some words
// beside it. Where the label is known and is not printed, nothing is taken for it.
func (r *reading) placeRest(finds []find, printed, fields []place) {
	for i := range finds {
		f := &finds[i]
		if f.at() != nil || f.item.wanting() || !f.item.guessed() || r.language == french {
			continue
		}
		before, after := neighbour(finds, i, -1), neighbour(finds, i, 1)
		pool := &printed
		if len(fields) > 0 {
			pool = &fields
		}
		var best *place
		for j := range *pool {
			p := &(*pool)[j]
			if !made(f.item, *p) || used(finds, p) || !between(before, p, after) || !r.worded(p, before) {
				continue
			}
			if best == nil || p.width() > best.width() {
				best = p
			}
		}
		if best != nil {
			f.confidence = restConfidence
			if best.widget != nil {
				f.field = best
			} else {
				f.printed = best
			}
		}
	}
}

// made says whether a place is plainly of the kind that an answer needs.
func made(it item, p place) bool {
	n := it.field.Digits
	switch {
	case suits(it, p) >= 60 || p.height() > 30:
		return false
	case p.widget != nil:
		return p.tick || n == 0 || p.widget.field.MaxLen == n
	}
	return p.tick || p.cells == n
}

// neighbour is the place of the nearest find before or after i that has one.
func neighbour(finds []find, i, way int) *place {
	for j := i + way; j >= 0 && j < len(finds); j += way {
		if p := finds[j].at(); p != nil {
			return p
		}
	}
	return nil
}

func used(finds []find, p *place) bool {
	return slices.ContainsFunc(finds, func(f find) bool {
		taken := f.at()
		return taken != nil && (taken == p || taken.page == p.page && taken.meets(p.rect))
	})
}

// between says whether p comes after one place and before another as one reads, no further than a
// few lines from either where the other is unknown.
func between(before, p, after *place) bool {
	const far = 70.0
	switch {
	case before == nil && after == nil:
		return false
	case before == nil:
		return follows(p, after) && p.y0-after.y0 < far
	case after == nil:
		return follows(before, p) && before.y0-p.y0 < far
	}
	return follows(before, p) && follows(p, after)
}

// follows says whether b is read after a.
func follows(a, b *place) bool {
	if a.page != b.page {
		return a.page < b.page
	}
	if up := b.y0 - a.y0; math.Abs(up) > 14 {
		return up < 0
	}
	return b.x0 >= a.x1-4 || b.y0 < a.y0-6 && b.x0 >= a.x0-12
}

// worded says whether a text stands right before a place or over it, or the box that asks for it.
func (r *reading) worded(p, before *place) bool {
	const close = 60.0
	beside := rect{p.x0 - close, p.y0, p.x0 + 2, p.y1}
	if p.tick {
		beside.x1 = p.x1 + close
	}
	over := rect{p.x0 - 4, p.y1 - 2, p.x0 + close, p.y1 + 13}
	if before != nil && before.tick && before.page == p.page && before.meets(beside) {
		return true
	}
	return slices.ContainsFunc(r.sheets[p.page].ink, func(g rect) bool { return g.meets(beside) || g.meets(over) })
}
