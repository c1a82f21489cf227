package proof

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
)

// coarseScale is how many pixels a point gets on a page without marks, where no letter is judged
// and only what was drawn besides is looked for: a hair line still darkens its pixels by half.
const coarseScale = 1.0

const (
	unlike     = 24 // of 255: less is no ink that a reader would see
	leastTrace = 3  // pixels: fewer are no more than two renderings may differ by
	tile       = 16 // pixels: what is no farther apart counts as one trace
	margin     = 2  // pixels: how far the soft edge of ink reaches

	inPlace = 1         // pixels: how far a letter may be from its place
	moved   = 2         // on a page that is laid elsewhere than the blank
	edge    = moved + 1 // of a page: beyond it one cannot look beside
)

// differs says whether a page looks other than another one at a pixel. A page that is laid a
// hair's breadth aside has its letters moved by a pixel or two, each in a direction of its own: so what
// is around the pixel on one page may be found beside on the other, no farther than reach; and where
// two letters touch, which part, at least the tone is one of those beside.
func (s *scan) differs(other *scan, i, reach int) bool {
	if distance(s.grey[i], other.grey[i]) < unlike {
		return false
	}
	at := s.inner(i)
	if s.spans(at, other.grey[i]) && other.spans(at, s.grey[i]) {
		return false
	}
	for dy := -reach; dy <= reach; dy++ {
		for dx := -reach; dx <= reach; dx++ {
			if beside := at + dy*s.w + dx; s.resembles(other, at, beside, reach) || other.resembles(s, at, beside, reach) {
				return false
			}
		}
	}
	return true
}

// inner is a pixel, or the one nearest to it that has so many others on each side that one may look
// beside.
func (s *scan) inner(i int) int {
	x, y := max(edge, min(i%s.w, s.w-1-edge)), max(edge, min(i/s.w, s.h-1-edge))
	return y*s.w + x
}

// spans says whether a tone is one of those at and around a pixel, or between them.
func (s *scan) spans(i int, tone byte) bool {
	lo, hi := s.grey[i], s.grey[i]
	for row := -s.w; row <= s.w; row += s.w {
		for _, v := range s.grey[i+row-1 : i+row+2] {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return int(tone) > int(lo)-unlike && int(tone) < int(hi)+unlike
}

// resembles says whether nine pixels of a page, around the one at i, look like nine of another. The
// farther letters move, the more a bar may gain or lose of its soft edge.
func (s *scan) resembles(other *scan, i, j, reach int) bool {
	apart := 0
	for row := -s.w; row <= s.w; row += s.w {
		for k := row - 1; k <= row+1; k++ {
			apart += distance(s.grey[i+k], other.grey[j+k])
		}
	}
	return apart < 9*unlike*reach
}

// A mask has true for the pixels that are left out.
type mask []bool

func (s *scan) cover(m mask, p patch) {
	for y := p.y0; y < p.y1 && p.x0 < p.x1; y++ {
		row := m[y*s.w+p.x0 : y*s.w+p.x1]
		for x := range row {
			row[x] = true
		}
	}
}

// accounted masks what other judges look at: boxes to tick and all characters; the soft edges of the
// other places; and what the blank does not cover.
func (p *proofPage) accounted() mask {
	s := p.seen
	m := p.doc.mask(len(s.grey))
	s.frame(m, patch{0, 0, s.w, s.h}, s.patch(p.area, -margin))
	for _, c := range p.claims {
		inner := patch{}
		if !c.Box {
			inner = s.patch(c.Rect, -1)
		}
		s.frame(m, s.patch(c.Rect, margin), inner)
	}
	for _, g := range p.signs {
		s.cover(m, s.patch(g.Box, margin))
	}
	for _, w := range p.prior {
		if w.value == "" && w.shown == "" {
			continue
		}
		for _, g := range p.paper.glimpses { // an old value that a filler painted anew
			if w.rect.holds((g.box.Left+g.box.Right)/2, (g.box.Bottom+g.box.Top)/2) {
				s.cover(m, s.patch(g.box, margin))
			}
		}
	}
	return m
}

// frame covers one patch but for another one inside it.
func (s *scan) frame(m mask, p, but patch) {
	if but.x0 >= but.x1 || but.y0 >= but.y1 {
		s.cover(m, p)
		return
	}
	s.cover(m, patch{p.x0, p.y0, p.x1, but.y0})
	s.cover(m, patch{p.x0, but.y1, p.x1, p.y1})
	s.cover(m, patch{p.x0, but.y0, but.x0, but.y1})
	s.cover(m, patch{but.x1, but.y0, p.x1, but.y1})
}

// A ground is what a field may bring along in the place of a mark, or of a value or box that the blank
// had already and a filler painted: a background, which covers what is printed there, and a border.
type ground struct {
	patch
	tone byte
}

func (p *proofPage) grounds() []ground {
	var list []ground
	add := func(r Rect) {
		tone := p.seen.ground(p.seen.patch(r, 0))
		list = append(list, ground{p.seen.patch(r, 1), tone}) // half of a border may fall on the next pixel
	}
	for _, c := range p.claims {
		add(c.Rect)
	}
	for _, w := range p.prior {
		if w.button || w.value != "" || w.shown != "" {
			add(w.rect)
		}
	}
	return list
}

// holds says whether a pixel is of the background, or of a line along an edge.
func (g ground) holds(s *scan, i int) bool {
	x, y := i%s.w, i/s.w
	if !g.has(x, y) {
		return false
	}
	if distance(s.grey[i], g.tone) < unlike {
		return true
	}
	inner := g.within()
	return (y < inner.y0 || y >= inner.y1) && g.drawn(s, patch{g.x0, y, g.x1, y + 1}) ||
		(x < inner.x0 || x >= inner.x1) && g.drawn(s, patch{x, g.y0, x + 1, g.y1})
}

// drawn says whether a row or column of pixels is a line, which may be dashed.
func (g ground) drawn(s *scan, row patch) bool {
	const least = 0.4
	return s.inked(row, g.tone, unlike) >= least
}

// within is a patch without the edge that a border may take: some points, and no more than a third.
func (p patch) within() patch {
	const widest = 12
	dx, dy := min(widest, (p.x1-p.x0)/3), min(widest, (p.y1-p.y0)/3)
	return patch{p.x0 + dx, p.y0 + dy, p.x1 - dx, p.y1 - dy}
}

func (p patch) has(x, y int) bool { return x >= p.x0 && x < p.x1 && y >= p.y0 && y < p.y1 }

// findTraces notes where the page looks other than its blank though no value is there. What
// annotations of the blank show may be left away.
func (p *proofPage) findTraces(blank *Document, then *paper, at matrix, onto frame) (err error) {
	reach := inPlace
	if at != identity {
		reach = moved
	}
	pixels := p.unaccounted(reach)
	if len(pixels) > 0 && then.dressed && p.bare == nil {
		if p.bare, err = blank.scan(then, at, onto, bare, p.scale()); err != nil {
			return err
		}
	}
	if p.bare != nil {
		pixels = slices.DeleteFunc(pixels, func(i int) bool { return !p.seen.differs(p.bare, i, reach) })
	}
	p.traces = p.seen.gather(pixels)
	return nil
}

// unaccounted lists the pixels that differ between a page and its blank though nobody judges them.
func (p *proofPage) unaccounted(reach int) []int {
	now, then := p.seen, p.before
	if min(now.w, now.h) <= 2*edge {
		return nil
	}
	skip, grounds := p.accounted(), p.grounds()
	var pixels []int
	for y := range now.h {
		row := y * now.w
		if bytes.Equal(now.grey[row:row+now.w], then.grey[row:row+now.w]) {
			continue
		}
		for i := row; i < row+now.w; i++ {
			if i = alike(now.grey[:row+now.w], then.grey, i); i == row+now.w {
				break
			}
			if skip[i] || !now.differs(then, i, reach) {
				continue
			}
			if !slices.ContainsFunc(grounds, func(g ground) bool { return g.holds(now, i) }) {
				pixels = append(pixels, i)
			}
		}
	}
	return pixels
}

// alike is the first place from i on where two pictures may differ, or the end of the first.
func alike(a, b []byte, i int) int {
	for i+8 <= len(a) && binary.LittleEndian.Uint64(a[i:]) == binary.LittleEndian.Uint64(b[i:]) {
		i += 8
	}
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i
}

// gather puts pixels that are close together into traces, and drops what is no more than a speck.
func (s *scan) gather(pixels []int) []patch {
	tiles := map[[2]int][]int{}
	for _, i := range pixels {
		t := [2]int{i % s.w / tile, i / s.w / tile}
		tiles[t] = append(tiles[t], i)
	}
	var traces []patch
	for len(tiles) > 0 {
		for t := range tiles {
			if group := drain(tiles, t); len(group) >= leastTrace {
				traces = append(traces, s.bounds(group))
			}
			break
		}
	}
	slices.SortFunc(traces, func(a, b patch) int { return cmp.Or(cmp.Compare(a.y0, b.y0), cmp.Compare(a.x0, b.x0)) })
	return traces
}

// drain takes a tile and all that hang together with it, and gives their pixels.
func drain(tiles map[[2]int][]int, first [2]int) []int {
	group := tiles[first]
	delete(tiles, first)
	for open := [][2]int{first}; len(open) > 0; open = open[1:] {
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				next := [2]int{open[0][0] + dx, open[0][1] + dy}
				if pixels, ok := tiles[next]; ok {
					group = append(group, pixels...)
					delete(tiles, next)
					open = append(open, next)
				}
			}
		}
	}
	return group
}

// bounds is the smallest patch that holds some pixels.
func (s *scan) bounds(pixels []int) patch {
	p := patch{s.w, s.h, 0, 0}
	for _, i := range pixels {
		x, y := i%s.w, i/s.w
		p = patch{min(p.x0, x), min(p.y0, y), max(p.x1, x+1), max(p.y1, y+1)}
	}
	return p
}

// traceFaults says where the page looks other than its blank, once for each mark and once for the
// rest of the page: one line may leave many traces.
func (p *proofPage) traceFaults() []Fault {
	var names []string
	places := map[string][]patch{}
	for _, t := range p.traces {
		if p.echoed(t) {
			continue
		}
		name := p.markIn(t)
		if len(places[name]) == 0 {
			names = append(names, name)
		}
		places[name] = append(places[name], t)
	}
	var faults []Fault
	for _, name := range names {
		faults = append(faults, Fault{name, p.number, Stray, p.describe(places[name])})
	}
	return faults
}

// echoed says whether a trace is a text that PDFium does not read, see echo.
func (p *proofPage) echoed(t patch) bool {
	return slices.ContainsFunc(p.claims, func(c *claim) bool {
		at := p.seen.patch(c.Rect, 1)
		return c.echoes && at.has(t.x0, t.y0) && at.has(t.x1-1, t.y1-1)
	})
}

func (p *proofPage) describe(traces []patch) string {
	t := traces[0]
	r := p.seen.place.inverse().rect(Rect{float64(t.x0), float64(t.y0), float64(t.x1), float64(t.y1)})
	where := fmt.Sprintf("from %.0f, %.0f to %.0f, %.0f", r.Left, r.Bottom, r.Right, r.Top)
	if len(traces) > 1 {
		where = fmt.Sprintf("in %d places, the first %s", len(traces), where)
	}
	return "what no value accounts for is drawn or covered " + where
}

// markIn names the first mark whose place holds the whole of a trace; empty when there is none.
func (p *proofPage) markIn(t patch) string {
	for _, c := range p.claims {
		if at := p.seen.patch(c.Rect, 0); at.has(t.x0, t.y0) && at.has(t.x1-1, t.y1-1) {
			return c.Name
		}
	}
	return ""
}
