package proof

import "slices"

// retake notes the widgets of the blank that a mark stands for, and the marks whose widget shows a
// text or a tick already: what the mark says takes its place.
func (p *proofPage) retake(worn []glimpse, at matrix) {
	for _, c := range p.claims {
		if w, ok := fieldAt(p.prior, "", c.Rect); ok && c.Box {
			c.rewrites = w.checked
		}
	}
	for i := range p.prior {
		w := &p.prior[i]
		for _, c := range p.claims {
			if c.Box || !c.replaces(*w) {
				continue
			}
			w.retaken = true
			c.rewrites = c.rewrites || slices.ContainsFunc(worn, func(g glimpse) bool { return w.rect.holds(at.rect(g.box).center()) })
		}
	}
}

// replaces says whether a claim and a widget take much the same place, most of it shared.
func (c *claim) replaces(w widget) bool {
	shared := c.Rect.common(w.rect)
	if shared.width() <= 0 || shared.height() <= 0 {
		return false
	}
	return 2*shared.area() > max(c.Rect.area(), w.rect.area())
}

// printed lists what is on the blank for good: all but the texts that its retaken widgets show.
func (p *proofPage) printed(then *paper, at matrix) []glimpse {
	gone := map[int]bool{}
	for _, g := range then.worn {
		if p.retakes(at.rect(g.box)) {
			gone[g.index] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(then.glimpses), func(g glimpse) bool { return gone[g.index] })
}

// retakes says whether a character belongs to a widget that a mark stands for: of all widgets it
// lies in, to the smallest.
func (p *proofPage) retakes(box Rect) bool {
	var own *widget
	for i, w := range p.prior {
		if w.rect.holds(box.center()) && (own == nil || w.rect.area() < own.rect.area()) {
			own = &p.prior[i]
		}
	}
	return own != nil && own.retaken
}

func (r Rect) area() float64 { return r.width() * r.height() }

func (r Rect) center() (x, y float64) { return (r.Left + r.Right) / 2, (r.Bottom + r.Top) / 2 }
