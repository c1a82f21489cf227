package proof

import (
	"cmp"
	"fmt"
	"slices"
)

// A claim is a mark with the signs that were found for it.
type claim struct {
	Mark
	order  int // among the marks
	want   []unit
	got    []*sign // in the order of want when found
	found  bool    // got spells want
	echoes bool    // got are the shapes of an equal text beside it
	faults []Fault

	rewrites bool // the blank shows a text or a tick in the field already
}

func (c *claim) fault(kind FaultKind, format string, args ...any) {
	c.faults = append(c.faults, Fault{c.Name, c.Page, kind, fmt.Sprintf(format, args...)})
}

func (c *claim) take(signs []*sign) {
	c.got = signs
	for _, s := range signs {
		s.owner = c
	}
}

// attribute gives each sign to the mark it was written for. Rectangles may
// overlap, so a text that is found exactly goes first, then one found in the
// order in which it was written, then what is left.
func (p *proofPage) attribute() {
	var texts []*claim
	for _, c := range p.claims {
		if c.want = nil; !c.Box {
			c.want = unitsOf(c.Text)
		}
		if len(c.want) > 0 {
			texts = append(texts, c)
		}
	}
	for _, find := range []func(*claim) []*sign{p.readInside, p.runInside, p.runBeside} {
		// A text found frees its neighbour of signs that were in the way.
		for again := true; again; {
			again = false
			for _, c := range texts {
				if c.found {
					continue
				}
				if signs := find(c); signs != nil {
					c.found, again = true, true
					c.take(signs)
				}
			}
		}
	}
	for _, c := range texts {
		p.sharePrint(c)
		p.echo(c)
	}
	p.leaveRest()
}

// sharePrint gives a text that was not found the signs of the same text found for
// another mark in its rectangle: PDFium reads what is printed twice over
// itself, as a careless form with two fields in one place has it, only once.
func (p *proofPage) sharePrint(c *claim) {
	if c.found || len(p.free(c.Rect)) > 0 {
		return
	}
	strange := func(s *sign) bool { return c.Rect.away(s.middle()) > bearing }
	for _, other := range p.claims {
		if other.found && other != c && !slices.ContainsFunc(other.got, strange) && spells(other.got, c.want) {
			c.got, c.found = other.got, true
			return
		}
	}
}

// echo gives a text that was not found the shapes of an equal one whose rectangle meets its own: of two
// equal texts so near each other PDFium reads one, though it draws both. Another text there would be
// read; and each character must have left as much ink as the one that was read.
func (p *proofPage) echo(c *claim) {
	if c.found || p.before == nil || len(p.free(c.Rect)) > 0 {
		return
	}
	for _, other := range p.claims {
		if other == c || !other.found || other.Text != c.Text || other.Cells != c.Cells || !other.Rect.meets(c.Rect) {
			continue
		}
		dx, dy := c.Rect.Left-other.Rect.Left, c.Rect.Bottom-other.Rect.Bottom
		faint := func(s *sign) bool {
			const least = 0.6 // of the ink: boxes meet pixels in other ways
			return p.newInk(c, s.moved(dx, dy).Box) < least*p.newInk(other, s.Box)
		}
		if slices.ContainsFunc(other.got, faint) {
			continue
		}
		for _, s := range other.got {
			c.got = append(c.got, s.moved(dx, dy))
		}
		c.found, c.echoes = true, true
		return
	}
}

// newInk is the share of a place whose pixels have changed since the blank.
func (p *proofPage) newInk(c *claim, r Rect) float64 {
	return p.seen.changed(p.was(c), p.seen.patch(r, 0), leastInk)
}

// moved is the sign elsewhere on the page.
func (s *sign) moved(dx, dy float64) *sign {
	m := *s
	m.X, m.Y = s.X+dx, s.Y+dy
	for _, r := range []*Rect{&m.Box, &m.box, &m.cell} {
		*r = Rect{r.Left + dx, r.Bottom + dy, r.Right + dx, r.Top + dy}
	}
	return &m
}

// free lists the signs that are nobody's and lie in a rectangle.
func (p *proofPage) free(r Rect) []*sign {
	var list []*sign
	for _, s := range p.signs {
		if s.owner == nil && r.holds(s.middle()) {
			list = append(list, s)
		}
	}
	return list
}

// readInside is all that stands in the rectangle, when it reads as it should.
func (p *proofPage) readInside(c *claim) []*sign {
	signs := inReadingOrder(p.free(c.Rect))
	if !spells(signs, c.want) {
		return nil
	}
	return signs
}

// runInside is the text among the signs as they were written, at least one of
// them in the rectangle: the one with most of them in it.
func (p *proofPage) runInside(c *claim) []*sign {
	var best []*sign
	most := 0
	for _, run := range p.runs(c.want) {
		in := 0
		for _, s := range run {
			if c.Rect.holds(s.middle()) {
				in++
			}
		}
		if in > most {
			best, most = run, in
		}
	}
	return best
}

// astray is how far from its rectangle, in points, a text is still known as its own.
const astray = 40

// runBeside is the text written somewhere near the rectangle, the nearest one.
// It stands alone: part of a longer text is another text.
func (p *proofPage) runBeside(c *claim) []*sign {
	var best []*sign
	least := float64(astray)
	for _, run := range p.runs(c.want) {
		if far := c.Rect.away(run[0].middle()); far < least && p.alone(run) {
			best, least = run, far
		}
	}
	return best
}

// away is how far a point is from the rectangle, the farther of the two directions.
func (r Rect) away(x, y float64) float64 {
	return max(r.Left-x, x-r.Right, r.Bottom-y, y-r.Top, 0)
}

// alone says whether no sign that is nobody's continues a run at either end.
func (p *proofPage) alone(run []*sign) bool {
	joins := func(a, b *sign) bool { return sameLine(a, b) && gapAfter(a, b) < max(a.Size, b.Size) }
	for _, s := range p.signs {
		if s.owner == nil && !slices.Contains(run, s) && (joins(s, run[0]) && s.start() < run[0].start() ||
			joins(run[len(run)-1], s) && s.start() > run[len(run)-1].start()) {
			return false
		}
	}
	return true
}

// runs finds every place where the units wanted were written one after the other.
func (p *proofPage) runs(want []unit) [][]*sign {
	var free []*sign
	for _, s := range p.signs {
		if s.owner == nil {
			free = append(free, s)
		}
	}
	var runs [][]*sign
	for i := range free {
		if n := startsWith(free[i:], want); n > 0 {
			runs = append(runs, free[i:i+n])
		}
	}
	return runs
}

// startsWith is the number of signs at the start of the list that spell want, 0 when they do not.
func startsWith(signs []*sign, want []unit) int {
	i := 0
	for n, s := range signs {
		for _, r := range s.parts {
			if i == len(want) || want[i].r != r {
				return 0
			}
			i++
		}
		if i == len(want) {
			return n + 1
		}
	}
	return 0
}

// leaveRest gives what is left in a rectangle to the mark that was not found
// there, then to boxes, the fields that the blank had filled, and empty places.
func (p *proofPage) leaveRest() {
	first := p.firstWritten()
	if first < len(p.signs) {
		p.forget(first)
	}
	for _, c := range p.claims {
		if len(c.want) > 0 && !c.found {
			c.take(inReadingOrder(p.free(c.Rect)))
		}
	}
	p.forget(first)
	for _, c := range p.claims {
		if c.Box {
			c.take(p.free(c.Rect))
		}
	}
	p.leavePrior()
	for _, c := range p.claims {
		if !c.Box && len(c.want) == 0 {
			c.take(p.free(c.Rect))
		}
	}
}

// firstWritten is where, among the signs, the writing starts. When the blank is
// unknown it is the first value found, for a filler adds to what is printed;
// with none found nothing is known to be written.
func (p *proofPage) firstWritten() int {
	if p.known {
		return 0
	}
	first := len(p.signs)
	for _, c := range p.claims {
		for _, s := range c.got {
			first = min(first, s.order)
		}
	}
	return first
}

// forget leaves out the signs before the first written one that are nobody's.
func (p *proofPage) forget(first int) {
	p.signs = slices.DeleteFunc(p.signs, func(s *sign) bool { return s.owner == nil && s.order < first })
}

// leavePrior gives signs to the fields of the blank that had a value of their
// own, which a filler may have to paint.
func (p *proofPage) leavePrior() {
	for _, w := range p.prior {
		if w.retaken {
			continue
		}
		signs := inReadingOrder(p.free(w.rect))
		for _, text := range []string{w.value, w.shown} {
			if w.button || spells(signs, unitsOf(text)) {
				(&claim{}).take(signs)
			}
		}
	}
}

// strays says where text stands that nobody wrote on purpose. With no blank
// only what lies in a rectangle is known to be such.
func (p *proofPage) strays() []Fault {
	var faults []Fault
	var last *sign
	for _, s := range p.byPlace() {
		if last != nil && sameLine(last, s) && gapAfter(last, s) < 2*s.Size {
			last = s
			continue
		}
		name := p.markAt(s)
		if last = s; name != "" || p.known && p.area.holds(s.middle()) {
			x, y := s.middle()
			faults = append(faults, Fault{name, p.number, Stray, fmt.Sprintf("text that no value accounts for starts at %.0f, %.0f", x, y)})
		}
	}
	return faults
}

// byPlace lists the signs that are nobody's, in reading order.
func (p *proofPage) byPlace() []*sign {
	rest := slices.DeleteFunc(slices.Clone(p.signs), func(s *sign) bool { return s.owner != nil })
	slices.SortStableFunc(rest, func(a, b *sign) int { return cmp.Compare(a.dx, b.dx) })
	return inReadingOrder(rest)
}

// markAt names the first mark in whose rectangle a sign lies; empty when there is none.
func (p *proofPage) markAt(s *sign) string {
	for _, c := range p.claims {
		if c.Rect.holds(s.middle()) {
			return c.Name
		}
	}
	return ""
}
