package adopt

import (
	"math"
	"slices"
)

// A place is where an answer may go: printed on the page, or a field of the file's form.
type place struct {
	rect
	page   int
	how    string // as Match.How
	cells  int
	tick   bool
	widget *widget

	covered bool // by a text
}

// How a place was told to be one.
const (
	byField = "field"
	byCells = "cells"
	byBox   = "box"
	byDots  = "dotted line"
	byGap   = "gap"
)

// printed lists the places to write in that are drawn on a page. Digits are the lengths of number
// that are asked for: cells are put together, or parted, to have so many.
func (s *sheet) printed(digits []int) []place {
	var all []place
	add := func(r rect, how string, cells int) {
		all = append(all, place{rect: r, page: s.number, how: how, cells: cells, tick: how == byBox && cells < 0})
	}
	for _, c := range cellRuns(s.marks.combs, digits) {
		add(c.rect(), byCells, len(c))
	}
	for _, g := range s.marks.gaps {
		how := byGap
		if g.dotted {
			how = byDots
		}
		add(g.rect, how, 0)
	}
	for _, b := range s.marks.boxes {
		add(rect{b.x0 + 1, b.y0 + 1, b.x1 - 1, b.y1 - 1}, byBox, 0)
	}
	for _, t := range s.marks.ticks {
		add(t, byBox, -1)
		all[len(all)-1].cells = 0
	}
	for _, t := range s.marks.covered {
		all = append(all, place{rect: t, page: s.number, how: byBox, tick: true, covered: true})
	}
	return all
}

// cellRuns is each comb, and the runs of neighbouring combs and the halves of one comb that have as
// many cells as a number has digits.
func cellRuns(combs []comb, digits []int) []comb {
	all := slices.Clone(combs)
	for _, c := range combs {
		run := slices.Clone(c)
		for next := follower(combs, run); next != nil; next = follower(combs, run) {
			run = append(run, next...)
			if slices.Contains(digits, len(run)) && even(run) {
				all = append(all, slices.Clone(run))
			}
		}
		for _, n := range digits {
			if rest := len(c) - n; rest > 0 && rest < n && slices.Contains(digits, rest) {
				all = append(all, c[:n], c[n:])
			}
		}
	}
	return all
}

// follower is the comb that continues c on its row.
func follower(combs []comb, c comb) comb {
	end := c[len(c)-1]
	for _, next := range combs {
		if gap := next[0].x0 - end.x1; gap > 0 && gap < 1.6*end.width() && math.Abs(next[0].y0-end.y0) < 3 && alike(next[0].width(), end.width()) {
			return next
		}
	}
	return nil
}

// even says whether as many equal parts of the whole run fall into its cells.
func even(c comb) bool {
	whole := c.rect()
	pitch := whole.width() / float64(len(c))
	for i, cell := range c {
		x, _ := cell.center()
		if math.Abs(x-(whole.x0+(float64(i)+0.5)*pitch)) > 0.4*cell.width() {
			return false
		}
	}
	return true
}

// fields lists the places of the file's form on a page.
func (s *sheet) fields() []place {
	var all []place
	for i := range s.widgets {
		w := &s.widgets[i]
		p := place{rect: w.rect, page: s.number, how: byField, widget: w, tick: len(w.states) > 0}
		if w.field.Comb {
			p.cells = w.field.MaxLen
		}
		all = append(all, p)
	}
	return all
}

// Costs are in points of distance, more or less: what a reader would put up with before looking
// elsewhere.
const (
	giveUp = 130.0 // a label without a place
	never  = 1e6
)

// runsOver is what it costs that a label runs over the field or the box it asks for: a translation
// may be too long for its place.
const runsOver = 25.0

// A reader weighs places against labels.
type reader struct {
	sheets map[int]*sheet
	labels []*label // all that were chosen, in the order of the form
}

// suits is what it costs that an item's answer goes into cells, or into none.
func suits(it item, p place) float64 {
	n := it.field.Digits
	switch {
	case p.tick != (it.choice != ""):
		return never
	case p.tick:
		return 0
	case p.widget != nil:
		return suitsField(it, p)
	case n == 0 && p.cells > 0, n > 0 && p.cells > 0 && p.cells != n && !it.field.Free:
		return never
	case n > 0 && p.cells != n && p.cells > 0:
		return 8
	case n > 0 && !it.field.Free && p.cells == 0:
		return 45 // the ends of a dotted line are often nearer than the cells
	}
	return 240 / p.width()
}

// suitsField takes the form's own combs and limits for hints only: they are known to mislead.
func suitsField(it item, p place) float64 {
	n, limit := it.field.Digits, p.widget.field.MaxLen
	switch {
	case n > 0 && limit > 0 && limit < n:
		return 90
	case n > 0 && limit == n:
		return 0
	case n > 0 && !it.field.Free:
		return 12
	case n == 0 && limit > 0 && limit < 9:
		return 60
	case n == 0 && limit > 0 && limit < 20:
		return 12
	}
	return 0
}

// cost is how far a place is from where one would write the answer to a label: behind it, else
// under it.
func (r *reader) cost(l *label, p place) float64 {
	if l == nil || l.page != p.page {
		return never
	}
	if p.tick {
		return r.tickCost(l, p)
	}
	return min(r.behind(l, p), r.under(l, p))
}

func (r *reader) behind(l *label, p place) float64 {
	best := never
	reach, back := 14.0, -3.0
	if p.widget != nil { // may stand off from what is printed
		reach, back = 26, -24
	}
	for _, ref := range append([]rect{l.last()}, l.hints...) {
		if p.widget != nil && ref.x0 < p.x0 && ref.meets(p.rect) {
			best = min(best, runsOver+math.Abs(p.y0-ref.y0))
		}
		off := math.Abs(p.y0 - ref.y0)
		dx := p.x0 - ref.x1
		if off > reach || dx < back || p.y0 > ref.y1 || p.y1 < ref.y0 && p.widget == nil {
			continue
		}
		words := r.sheets[l.page].inkBetween(ref, p.rect)
		cost := 0.7*math.Abs(dx-words) + 0.1*words + 1.2*off
		if r.inTheWay(l, rect{ref.x1, min(ref.y0, p.y0) + 2, p.x0 + 2, max(ref.y1, p.y0+2) - 2}) {
			cost += giveUp
		}
		best = min(best, cost)
	}
	return best
}

// inkBetween is how much of the space between a label and a place has text in it, in points.
func (s *sheet) inkBetween(a, b rect) float64 {
	left, right := b.x0, a.x1
	for _, g := range s.ink {
		if g.x0 >= a.x1-0.5 && g.x1 <= b.x0+1 && g.y0 < a.y1 && g.y1 > a.y0 {
			left, right = min(left, g.x0), max(right, g.x1)
		}
	}
	return max(0, right-left)
}

func (r *reader) under(l *label, p place) float64 {
	block := l.block()
	drop := block.y0 - p.y1
	if p.x0 > l.rect().x1 || p.x1 < block.x0 || drop < -5 || drop > 30 {
		return never
	}
	cost := 5 + math.Abs(drop) + 0.25*math.Abs(p.x0-block.x0)
	if r.inTheWay(l, rect{max(block.x0, p.x0), p.y0 + 1, min(block.x1, p.x1), block.y0 - 1}) {
		cost += giveUp
	}
	return cost
}

// inTheWay says whether another label of the form stands in a space.
func (r *reader) inTheWay(l *label, space rect) bool {
	return slices.ContainsFunc(r.labels, func(other *label) bool {
		return other != nil && other != l && other.page == l.page && other.rect().meets(space)
	})
}

// tickCost allows a box behind its word, before it and, for the title of a group, under it.
func (r *reader) tickCost(l *label, p place) float64 {
	ref := l.rect()
	_, py := p.center()
	_, ly := l.last().center()
	reach, gap, off := 70.0, never, math.Abs(py-ly)
	space := ref
	switch {
	case p.covered && !ref.meets(p.rect):
		return never // a letter in a box
	case p.covered:
		return runsOver + off
	case off > 9 && p.widget == nil || off > 26:
		if drop := ref.y0 - p.y1; drop > 0 && drop < 24 && p.x0 < ref.x1 && p.x1 > ref.x0-3 {
			return 12 + drop
		}
		return never
	case p.x0 >= ref.x1-4:
		gap, space.x0, space.x1 = p.x0-ref.x1, ref.x1, p.x0
	case p.x1 <= ref.x0+4:
		gap, space.x0, space.x1 = ref.x0-p.x1, p.x1, ref.x0
	case p.widget != nil:
		gap = 10
	}
	if gap > reach {
		return never
	}
	cost := math.Abs(gap) + 1.5*off
	if r.inTheWay(l, space) {
		cost += giveUp
	}
	return cost
}

// apart is how far a field of the form is from a printed place that could be its own, with the way
// by which all fields stand off taken away.
func apart(p, f place, off [2]float64) float64 {
	if p.page != f.page || p.tick != f.tick {
		return never
	}
	px, py := p.center()
	fx, fy := f.center()
	dx, dy := fx-px-off[0], fy-py-off[1]
	switch {
	case p.tick:
		return math.Hypot(dx, dy)
	case p.cells > 0:
		return math.Abs(dx) + math.Abs(dy)
	}
	return 0.5*math.Abs(f.x0-p.x0-off[0]) + 0.5*math.Abs(f.x1-p.x1-off[0]) + math.Abs(f.y0-p.y0-off[1])
}

// wider is what it costs that a field has another width than its place: one that was moved keeps
// its size. A field may well leave some of its line to the label, hardly ever does it go beyond.
func wider(p, f place) float64 {
	const most, slack, left = 45.0, 5.0, 8.0
	if p.tick || f.tick {
		return 0
	}
	more := f.width() - p.width()
	return min(most, max(0, 3*(more-slack), 1.5*(-more-left)))
}
