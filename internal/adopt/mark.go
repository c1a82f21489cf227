package adopt

import (
	"cmp"
	"math"
	"slices"

	"dossier/internal/proof"
)

// marks are the places to write in that are printed on a page.
type marks struct {
	combs []comb // rows of cells
	ticks []rect // boxes to tick
	gaps  []gap  // room on a line to write on
	boxes []rect // larger boxes without text in them

	covered []rect // boxes to tick that a text runs over
}

// A comb is a row of cells of about the same width.
type comb []rect

func (c comb) rect() rect { return c[0].union(c[len(c)-1]) }

// A gap is the room on a line between the texts that stand on it.
type gap struct {
	rect
	dotted bool
}

// Sizes of what is printed to be filled in, in points.
const (
	tickMin, tickMax = 4.5, 16.0
	cellMin, cellMax = 7.0, 34.0 // clear width of a cell
	edgeMin, edgeMax = 3.5, 32.0 // height of the strokes between cells
	lineMin          = 18.0      // length of a line to write on
	lineThick        = 2.2
	writeHeight      = 14.0 // what a hand takes above a line
	writeMin         = 7.5
)

func readMarks(shapes proof.Shapes, f frame, drawn []glyph, ink []rect) marks {
	var m marks
	d := drawing(shapes, f, drawn)
	m.combs = d.combs()
	m.ticks, m.covered = d.ticks(m.combs, ink)
	m.boxes = d.places(m.combs, m.ticks, ink)
	m.gaps = d.gaps(m, ink)
	return m
}

// A drawn is what is drawn on a page.
type drawn struct {
	flat    []line // lines from left to right, joined where dots or dashes make them up
	pieces  []line // the same, as they are drawn
	edges   []edge // strokes from bottom to top, and the sides of boxes
	boxes   []box
	signs   []rect // characters that are a box to tick
	corners []rect // boxes of four separate strokes
}

type box struct {
	rect
	look proof.Box
}

type line struct {
	rect
	dotted bool
}

// An edge is a side of a cell. One that belongs to a box says on which side of it the box lies.
type edge struct {
	rect
	opens, closes bool
	faint         bool // of a white box without lines, which may be there to hide something
}

func drawing(shapes proof.Shapes, f frame, signs []glyph) *drawn {
	d := &drawn{}
	var flat []line
	for _, r := range shapes.Rules {
		at := f.rect(r.Rect)
		if at.height() > at.width() {
			d.edges = append(d.edges, edge{rect: at})
		} else {
			flat = append(flat, line{at, r.Dashed})
		}
	}
	for _, b := range shapes.Boxes {
		at := f.rect(b.Rect)
		d.boxes = append(d.boxes, box{at, b})
		if !b.Round {
			faint := !b.Stroked && b.Fill == proof.Color{255, 255, 255}
			d.edges = append(d.edges, edge{rect{at.x0, at.y0, at.x0, at.y1}, true, false, faint}, edge{rect{at.x1, at.y0, at.x1, at.y1}, false, true, faint})
		}
	}
	for _, g := range signs {
		switch {
		case g.r == '|':
			d.edges = append(d.edges, edge{rect: g.rect})
		case tickSign(g.r):
			d.signs = append(d.signs, g.rect)
		default:
			flat = append(flat, line{rect{g.x0, g.y0, g.x1, min(g.y1, g.y0+1)}, true})
		}
	}
	d.edges = slices.DeleteFunc(d.edges, func(e edge) bool { return e.height() < edgeMin })
	d.corners = squares(flat, d.edges)
	d.pieces = slices.Clone(flat)
	d.flat = joined(flat)
	return d
}

// joined makes one line of the dots, dashes and pieces that continue each other.
func joined(pieces []line) []line {
	const apart = 6.5 // between dots, in points
	slices.SortStableFunc(pieces, func(a, b line) int {
		if d := math.Round(a.y0) - math.Round(b.y0); d != 0 {
			return cmp.Compare(d, 0)
		}
		return cmp.Compare(a.x0, b.x0)
	})
	var all []line
	for _, p := range pieces {
		if n := len(all) - 1; n >= 0 && math.Abs(all[n].y0-p.y0) < 1 && p.x0-all[n].x1 < apart {
			all[n].dotted = all[n].dotted || p.dotted || p.x0 > all[n].x1
			all[n].rect = all[n].union(p.rect)
			continue
		}
		all = append(all, p)
	}
	return all
}

// squares finds boxes to tick that are drawn as four strokes.
func squares(flat []line, edges []edge) []rect {
	var found []rect
	edges = slices.Clone(edges)
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(a.x0, b.x0) })
	for i, a := range edges {
		for _, b := range edges[i+1:] {
			if b.x0-a.x0 > tickMax {
				break
			}
			r := a.rect.union(b.rect)
			if !squarish(r) || math.Abs(a.y0-b.y0) > 1.5 || math.Abs(a.y1-b.y1) > 1.5 {
				continue
			}
			if sided(flat, r, r.y0) && sided(flat, r, r.y1) {
				found = append(found, r)
			}
		}
	}
	return found
}

// sided says whether a line runs along the side of r at height y, and not far beyond.
func sided(flat []line, r rect, y float64) bool {
	return slices.ContainsFunc(flat, func(l line) bool {
		return math.Abs((l.y0+l.y1)/2-y) < 1.5 && math.Abs(l.x0-r.x0) < 2 && math.Abs(l.x1-r.x1) < 2
	})
}

func squarish(r rect) bool {
	w, h := r.width(), r.height()
	return min(w, h) >= tickMin && max(w, h) <= tickMax && w < 1.5*h && h < 1.5*w
}

// A divider is where one cell ends and the next begins: one or several edges in one place.
type divider struct {
	edge
	shared bool // between two cells, as far as the edges tell
}

// combs finds rows of cells of the same width between upright edges on one base.
func (d *drawn) combs() []comb {
	edges := slices.DeleteFunc(slices.Clone(d.edges), func(e edge) bool { return e.height() > edgeMax })
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(a.y0, b.y0) })
	var all []comb
	for start := 0; start < len(edges); {
		end := start + 1
		for end < len(edges) && edges[end].y0-edges[end-1].y0 < 2 && edges[end].y0-edges[start].y0 < 8 {
			end++
		}
		all = append(all, d.row(dividers(edges[start:end]))...)
		start = end
	}
	return all
}

// dividers joins the edges of a row that are one stroke to the eye.
func dividers(edges []edge) []divider {
	edges = slices.Clone(edges)
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Compare(a.x0, b.x0) })
	var all []divider
	for _, e := range edges {
		n := len(all) - 1
		if n < 0 || e.x0-all[n].x1 > 3.2 {
			all = append(all, divider{edge: e, shared: !e.opens && !e.closes})
			continue
		}
		g := &all[n]
		g.rect = g.union(e.rect)
		g.opens, g.closes = g.opens || e.opens, g.closes || e.closes
	}
	for i := range all {
		all[i].shared = all[i].opens == all[i].closes
	}
	return all
}

// row takes the spaces between dividers for cells where they are alike. A divider much thicker
// than the one before, as between a number and its key, ends a comb; so does a space without a line
// under it where most have one.
func (d *drawn) row(ds []divider) []comb {
	cells := make([]rect, 0, len(ds)) // between each divider and the next; empty when it is none
	floors, found := 0, 0
	for i := 1; i < len(ds); i++ {
		a, b := ds[i-1], ds[i]
		cell := rect{a.x1, min(a.y0, b.y0), b.x0, max(a.y1, b.y1)}
		between := (a.shared || a.opens) && (b.shared || b.closes)
		if !between || cell.width() < cellMin || cell.width() > cellMax {
			cell = rect{}
		} else if found++; d.floored(cell) {
			floors++
		}
		cells = append(cells, cell)
	}
	var all []comb
	var c comb
	end := func() {
		if len(c) >= 2 {
			all = append(all, c)
		}
		c = nil
	}
	for i, cell := range cells {
		if cell == (rect{}) || 3*floors > 2*found && !d.floored(cell) {
			end()
			continue
		}
		if len(c) > 0 && (!alike(c[0].width(), cell.width()) || ds[i].width() > 4.5) {
			end()
		}
		c = append(c, cell)
	}
	end()
	return all
}

// floored says whether a line runs along the foot of most of a cell.
func (d *drawn) floored(cell rect) bool {
	covered := 0.0
	for _, l := range d.pieces {
		if math.Abs(l.y0-cell.y0) < 3 {
			covered += max(0, min(l.x1, cell.x1)-max(l.x0, cell.x0))
		}
	}
	return covered > 0.5*cell.width()
}

func alike(a, b float64) bool { return math.Abs(a-b) < 0.28*max(a, b) }

// ticks are the boxes of the size of a tick that are no cells: those that are empty, and those with
// text in them.
func (d *drawn) ticks(combs []comb, ink []rect) (free, covered []rect) {
	add := func(r rect) {
		inside := func(c comb) bool { return c.rect().holds(r, 3) }
		same := func(s rect) bool { return s.meets(r) }
		full := func(g rect) bool { x, y := g.center(); return r.holds(rect{x, y, x, y}, -1) }
		switch {
		case !squarish(r) || slices.ContainsFunc(combs, inside) || slices.ContainsFunc(free, same) || slices.ContainsFunc(covered, same):
		case slices.ContainsFunc(ink, full):
			covered = append(covered, r)
		default:
			free = append(free, r)
		}
	}
	for _, b := range d.boxes {
		if b.look.Stroked || b.look.Filled && b.look.Fill != (proof.Color{}) {
			add(b.rect)
		}
	}
	for _, r := range d.corners {
		add(r)
	}
	for _, r := range d.signs {
		add(r)
	}
	return free, covered
}

// places are the boxes for a line or two of writing. Text inside means that a box is a frame; dots
// and cells inside, that they are what is written on.
func (d *drawn) places(combs []comb, ticks, ink []rect) []rect {
	const least, tallest = 25.0, 70.0
	var found []rect
	for _, b := range d.boxes {
		r := b.rect
		if r.width() < least || r.height() < writeMin || r.height() > tallest || b.look.Round {
			continue
		}
		inner := rect{r.x0 + 1, r.y0 + 1, r.x1 - 1, r.y1 - 1}
		taken := slices.ContainsFunc(ink, inner.meets) || slices.ContainsFunc(ticks, inner.meets) ||
			slices.ContainsFunc(combs, func(c comb) bool { return c.rect().meets(inner) }) ||
			slices.ContainsFunc(found, func(f rect) bool { return f.holds(r, 3) && r.holds(f, 3) })
		if !taken {
			found = append(found, r)
		}
	}
	return found
}

// gaps finds the room on each line to write on: between the texts, cells and boxes that stand on
// it, and as high as what is above leaves it.
func (d *drawn) gaps(m marks, ink []rect) []gap {
	obstacles := slices.Clone(ink)
	obstacles = append(obstacles, m.ticks...)
	for _, c := range m.combs {
		obstacles = append(obstacles, c.rect())
	}
	for _, e := range d.edges {
		if !e.faint {
			obstacles = append(obstacles, rect{e.x0 - 0.5, e.y0, e.x1 + 0.5, e.y1})
		}
	}
	var all []gap
	for _, l := range d.flat {
		if l.width() < lineMin || l.height() > lineThick {
			continue
		}
		for _, r := range room(l.rect, obstacles) {
			in := func(b rect) bool { return b.holds(r, 2) }
			if !slices.ContainsFunc(m.boxes, in) {
				all = append(all, gap{r, l.dotted})
			}
		}
	}
	return all
}

// room is what the obstacles leave of the band above a line.
func room(l rect, obstacles []rect) []rect {
	const clear = 2.0 // between a text and what is written beside it
	band := rect{l.x0, l.y1 + 0.7, l.x1, l.y1 + writeMin}
	var taken []rect
	for _, o := range obstacles {
		if o.meets(band) {
			taken = append(taken, o)
		}
	}
	slices.SortStableFunc(taken, func(a, b rect) int { return cmp.Compare(a.x0, b.x0) })
	var free []rect
	x := l.x0
	for _, o := range append(taken, rect{l.x1 + clear, 0, l.x1 + clear, 0}) {
		if o.x0-clear-x >= lineMin {
			free = append(free, rect{x, l.y1, o.x0 - clear, ceiling(rect{x, l.y1, o.x0 - clear, l.y1 + writeHeight}, obstacles)})
		}
		x = max(x, o.x1+clear)
	}
	return slices.DeleteFunc(free, func(r rect) bool { return r.height() < writeMin })
}

// ceiling is how far up r is clear.
func ceiling(r rect, obstacles []rect) float64 {
	top := r.y1
	for _, o := range obstacles {
		if o.x0 < r.x1 && o.x1 > r.x0 && o.y0 > r.y0+writeMin && o.y0 < top {
			top = o.y0
		}
	}
	return top
}
