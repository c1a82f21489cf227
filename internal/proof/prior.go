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

// printed lists what is on the blank for good: all but the texts of widgets that a mark stands for, and
// of those that a filler painted anew, which are not all in their places.
func (p *proofPage) printed(now, then *paper, at matrix) []glimpse {
	gone := map[int]bool{}
	for n, texts := range p.byWidget(then.worn, at) {
		if n < 0 || !p.prior[n].retaken && len(written(texts, now.glimpses, identity)) == 0 {
			continue
		}
		for _, g := range texts {
			gone[g.index] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(then.glimpses), func(g glimpse) bool { return gone[g.index] })
}

// byWidget parts characters, moved to their places on the page, by the widget they lie in: of several
// the smallest; -1 is for none.
func (p *proofPage) byWidget(worn []glimpse, at matrix) map[int][]glimpse {
	parts := map[int][]glimpse{}
	for _, g := range worn {
		g.box = at.rect(g.box)
		own := -1
		for i, w := range p.prior {
			if w.rect.holds(g.box.center()) && (own < 0 || w.rect.area() < p.prior[own].rect.area()) {
				own = i
			}
		}
		parts[own] = append(parts[own], g)
	}
	return parts
}

func (r Rect) area() float64 { return r.width() * r.height() }

func (r Rect) center() (x, y float64) { return (r.Left + r.Right) / 2, (r.Bottom + r.Top) / 2 }
