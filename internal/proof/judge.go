package proof

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// judge finds the faults of every mark on the page.
func (p *proofPage) judge() {
	p.attribute()
	for _, c := range p.claims {
		switch {
		case c.Box:
			p.judgeBox(c)
		case c.found:
			p.judgeText(c)
		case len(c.want) > 0:
			c.judgeLoss()
		case len(c.got) > 0:
			c.fault(Changed, "text stands in a place that must be empty")
		}
		if c.Living != "" {
			p.judgeLiving(c)
		}
	}
}

// judgeLoss says how a text that was not found differs from what stands there.
func (c *claim) judgeLoss() {
	var want, got []rune
	for _, u := range c.want {
		want = append(want, u.r)
	}
	for _, s := range c.got {
		got = append(got, s.parts...)
	}
	want, got = characters(want), characters(got)
	switch {
	case len(got) == 0:
		c.fault(Missing, "nothing is written there")
	case partOf(got, want):
		c.fault(Missing, "only %d of %d characters are there", len(got), len(want))
	default:
		c.fault(Changed, "the text that stands there is another")
	}
}

func (p *proofPage) judgeText(c *claim) {
	if slices.ContainsFunc(c.got, func(s *sign) bool { return s.mirrored }) {
		c.fault(Changed, "the text is mirrored")
	}
	if c.Cells == 0 {
		c.judgeGaps()
	}
	if c.Cells == 0 || c.judgeCells() {
		p.judgeInside(c)
	}
	c.judgeSize()
	p.judgeInk(c)
}

// Widths, in type sizes, of what parts words. The narrowest blank of a usual
// face is 0.2, and letters of a word stand closer than that.
const (
	narrowBlank = 0.2
	blankSlack  = 0.1
)

// judgeGaps holds the gaps between the signs against the blanks of the text.
func (c *claim) judgeGaps() {
	at := 0
	for i, s := range c.got {
		u := c.want[at]
		at += len(s.parts)
		if i == 0 {
			continue
		}
		before := c.got[i-1]
		gap := gapAfter(before, s) / max(s.Size, before.Size)
		switch same := sameLine(before, s); {
		case !same && u.blanks == 0:
			c.fault(Changed, "a word is broken at a line end")
			return
		case same && u.blanks > 0 && gap < float64(u.blanks)*narrowBlank-blankSlack:
			c.fault(Missing, "a space is missing between two words")
			return
		case same && u.blanks == 0 && gap > narrowBlank:
			c.fault(Changed, "a gap parts a word")
			return
		}
	}
}

// offCentre is how far from the middle of its cell, in cells, a character may stand.
const offCentre = 0.3

// judgeCells says whether every character stands in its own cell.
func (c *claim) judgeCells() bool {
	at, wrong := 0, 0
	for _, s := range c.got {
		want := float64(c.want[at].cell) + 0.5
		at += len(s.parts)
		row, own := s.along(c.Rect), s.along(s.cell)
		cell := (row[1] - row[0]) / float64(c.Cells)
		if math.Abs(((own[0]+own[1])/2-row[0])/cell-want) > offCentre {
			wrong++
		}
	}
	if wrong > 0 {
		c.fault(Outside, "%d of %d characters are not in the middle of their cells", wrong, len(c.got))
	}
	return wrong == 0
}

// How far ink may leave the rectangle: in points on every side for side
// bearings and rounding, and in type sizes for accents and descenders, which
// no reader misses while the page shows them.
const (
	bearing   = 0.5
	capHeight = 0.72
	ascent    = 0.4
	descent   = 0.25
)

// judgeInside says whether the ink stays in the rectangle, and that what leaves
// it a little was not cut off there.
func (p *proofPage) judgeInside(c *claim) {
	for _, s := range c.got {
		if !s.inside(c.Rect) {
			c.fault(Outside, "a character leaves the rectangle")
			return
		}
	}
	for _, s := range c.got {
		if p.cutOff(s, c) {
			c.fault(Outside, "a character is cut off at the edge of the rectangle")
			return
		}
	}
}

func (s *sign) inside(r Rect) bool {
	row, own := s.along(r), s.along(s.Box)
	if own[0] < row[0]-bearing || own[1] > row[1]+bearing {
		return false
	}
	deep, ink := s.across(r), s.across(s.Box)
	foot, top := max(ink[0], s.base()), min(ink[1], s.base()+capHeight*s.Size)
	return foot >= deep[0]-bearing && top <= deep[1]+bearing &&
		ink[0] >= deep[0]-bearing-descent*s.Size && ink[1] <= deep[1]+bearing+ascent*s.Size
}

// cutOff says whether the part of a sign beyond an edge of the rectangle shows no ink.
func (p *proofPage) cutOff(s *sign, c *claim) bool {
	b, r, before := s.Box, c.Rect, p.was(c)
	for _, part := range []Rect{
		{b.Left, r.Top, b.Right, b.Top}, {b.Left, b.Bottom, b.Right, r.Bottom},
		{r.Right, b.Bottom, b.Right, b.Top}, {b.Left, b.Bottom, r.Left, b.Top},
	} {
		if part.Right-part.Left < bearing || part.Top-part.Bottom < bearing {
			continue
		}
		if area := p.seen.patch(part, 0); before.plain(area, r) && !p.seen.shows(before, area, leastInk) {
			return true
		}
	}
	return false
}

// plain says whether the blank is bare in a patch and of the tone it has in
// the rectangle, so that ink must show there; true when the blank is unknown.
func (s *scan) plain(area patch, r Rect) bool {
	return s == nil || s.inked(area, s.ground(s.patch(r, 0)), leastInk) == 0
}

func (c *claim) judgeSize() {
	const rounding = 0.05
	for _, s := range c.got {
		if s.Size < c.Floor-rounding {
			c.fault(Small, "printed at %.1f points, the floor is %.1f", s.Size, c.Floor)
			return
		}
	}
}

// judgeInk says whether every character shows against what is around it.
func (p *proofPage) judgeInk(c *claim) {
	best, within, solid := 0, 0, true
	before := p.was(c)
	for _, s := range c.got {
		if !p.seen.shows(before, p.seen.patch(s.Box, 1), leastInk) {
			c.fault(Faint, "a character does not show against its background")
			return
		}
		if p.halved(s, before) {
			c.fault(Faint, "a part of a character does not show")
			return
		}
		best = max(best, p.seen.contrast(p.seen.patch(s.Box, 1)))
		within = max(within, p.seen.contrast(p.seen.patch(s.Box, -1)))
		solid = solid && strings.ContainsRune(bars, s.r)
	}
	switch {
	case best < surelyReadable && !p.readable(c):
		c.fault(Faint, "the text is too pale against its background")
	case !solid && within < leastInk && c.tall():
		c.fault(Faint, "the text is hidden under something")
	}
}

// halved says whether a quarter of a sign, at one of the edges that its ink reaches, shows nothing
// although the blank is plain there: something cuts the sign or covers it. A dot is too small for
// that: where a typeface is not in the file, it may stand beside the box that PDFium gives.
func (p *proofPage) halved(s *sign, before *scan) bool {
	const least = 2 // points
	b := s.Box
	var parts []Rect
	if w := b.width() / 4; b.width() >= least {
		parts = append(parts, Rect{b.Left, b.Bottom, b.Left + w, b.Top}, Rect{b.Right - w, b.Bottom, b.Right, b.Top})
	}
	if h := b.height() / 4; b.height() >= least {
		parts = append(parts, Rect{b.Left, b.Bottom, b.Right, b.Bottom + h}, Rect{b.Left, b.Top - h, b.Right, b.Top})
	}
	return slices.ContainsFunc(parts, func(part Rect) bool {
		area := p.seen.patch(part, 1)
		return before.plain(area, b) && !p.seen.shows(before, area, leastHint)
	})
}

// bars are characters that fill the box around them.
const bars = "Il|!.,:;'’-–—_~•·iíì/\\\u00AD\u2010"

// tall says whether the type is large enough for pixels to fall inside its letters.
func (c *claim) tall() bool {
	return slices.ContainsFunc(c.got, func(s *sign) bool { return s.Size >= 5 })
}

// shows says whether a patch has contrast, and has it since something was written; on an unknown
// blank, nil, whether it has any.
func (s *scan) shows(before *scan, area patch, least int) bool {
	return s.contrast(area) >= least && (before == nil || s.change(before, area) >= least)
}

// A box counts as ticked when so much of its middle, clear of a frame with
// bevels, has changed.
const (
	frameShare = 0.3  // of the width and height, left out on each side
	tickShare  = 0.03 // of the pixels
	tickInk    = 50   // of 255
)

func (p *proofPage) judgeBox(c *claim) {
	if !c.Ticked && p.shared(c) {
		return // what stands there is the other's mark
	}
	switch ticked := p.ticked(c); {
	case ticked && !c.Ticked:
		c.fault(Ticked, "the box is ticked and must be empty")
	case !ticked && c.Ticked:
		c.fault(Unticked, "the box is empty and must be ticked")
	}
}

// shared says whether a box that must be ticked is in the same place, as careless forms have two choices
// of one question: nobody can tell them apart on paper.
func (p *proofPage) shared(c *claim) bool {
	return slices.ContainsFunc(p.claims, func(o *claim) bool {
		return o != c && o.Box && o.Ticked && o.Rect.holds(c.Rect.center())
	})
}

func (p *proofPage) ticked(c *claim) bool {
	if p.before == nil {
		return p.seen.middleInk(c.Rect) >= tickShare
	}
	if c.rewrites && (!p.seen.crossed(c.Rect) || p.hollow(c)) { // the background and a frame may have been drawn
		return false
	}
	return p.seen.changed(p.was(c), p.seen.patch(c.Rect.inset(frameShare), 0), tickInk) >= tickShare
}

// middleInk is the share of the pixels in the middle of a box that are not of
// the tone around it: a tick crosses the middle, a frame does not.
func (s *scan) middleInk(r Rect) float64 {
	return s.inked(s.patch(r.inset(frameShare), 0), s.ground(s.patch(r, 3)), tickInk)
}

// crossed says whether a band across the middle of a box has two tones: an empty box has one,
// whatever its background, and a disc or a square leaves some of it free at both ends.
func (s *scan) crossed(r Rect) bool {
	const ends, sides = 0.15, 0.35 // of the width and the height, left out on each side
	w, h := ends*r.width(), sides*r.height()
	band := s.patch(Rect{r.Left + w, r.Bottom + h, r.Right - w, r.Top - h}, 0)
	return s.inked(band, s.ground(band), tickInk) >= tickShare
}

// hollow says whether the very middle of a box is as bare as the page beneath: a frame may be thick
// and have a bevel, but every mark comes through the middle.
func (p *proofPage) hollow(c *claim) bool {
	const around = 0.38 // of the width and height, left out on each side
	core := p.seen.patch(c.Rect.inset(around), 0)
	tone := p.seen.ground(core)
	return p.seen.inked(core, tone, tickInk) < tickShare && distance(tone, p.bare.ground(core)) < unlike
}

// inset leaves out a share of the width and height on each side.
func (r Rect) inset(share float64) Rect {
	w, h := share*(r.Right-r.Left), share*(r.Top-r.Bottom)
	return Rect{r.Left + w, r.Bottom + h, r.Right - w, r.Top - h}
}

// fieldAt finds the widget of a field nearest to a rectangle that it meets. A
// name that no widget there has does not count: careless files have several
// for one field.
func fieldAt(list []widget, name string, r Rect) (widget, bool) {
	var best *widget
	named := false
	for i, w := range list {
		if !w.rect.meets(r) {
			continue
		}
		same := name != "" && w.name == name
		if best == nil || same && !named || same == named && w.rect.apart(r) < best.rect.apart(r) {
			best, named = &list[i], same
		}
	}
	if best == nil {
		return widget{}, false
	}
	return *best, true
}

// judgeLiving holds the field itself against the mark.
func (p *proofPage) judgeLiving(c *claim) {
	w, ok := fieldAt(p.fields, c.Living, c.Rect)
	held := cmp.Or(c.Held, c.Text)
	switch {
	case !ok:
		c.fault(Living, "there is no living field")
	case c.Box && !c.Ticked && p.shared(c), c.Box && c.Ticked && p.checkedAt(c):
	case c.Box && w.checked != c.Ticked:
		c.fault(Living, "the living field has the other state")
	case !c.Box && !w.secret && !sameText(w.value, held) && !sameText(w.shown, held):
		c.fault(Living, "the living field holds something else")
	}
}

// checkedAt says whether one of the boxes that a field has in a place is ticked.
func (p *proofPage) checkedAt(c *claim) bool {
	return slices.ContainsFunc(p.fields, func(w widget) bool { return w.name == c.Living && w.checked && w.rect.holds(c.Rect.center()) })
}

// sameText compares two texts of which one may be broken into lines, so that a
// line end stands for any blanks.
func sameText(a, b string) bool {
	return slices.EqualFunc(unitsOf(a), unitsOf(b), func(u, v unit) bool {
		blanks := u.blanks == v.blanks || (u.line || v.line) && u.blanks > 0 && v.blanks > 0
		return u.r == v.r && blanks
	})
}
