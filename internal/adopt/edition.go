package adopt

import (
	"math"

	"dossier/internal/form"
)

// editionFields writes the finds down as an edition does: the boxes of one field together.
func (r *reading) editionFields(f *form.Form, finds []find) []form.EditionField {
	var fields []form.EditionField
	for _, q := range f.Fields {
		var mine []find
		for _, x := range finds {
			if x.item.field.ID == q.ID && !x.item.wanting() {
				mine = append(mine, x)
			}
		}
		if len(q.Choice) > 0 {
			fields = append(fields, r.boxes(q.ID, mine))
		} else {
			fields = append(fields, r.text(q, mine[0]))
		}
	}
	return fields
}

func (r *reading) text(q form.Field, x find) form.EditionField {
	p := x.writing()
	ef := form.EditionField{ID: q.ID, Page: p.page, Cells: cells(q, x)}
	if f := x.field; f != nil && len(f.widget.field.Widgets) == 1 { // else the answer would be in all its places
		ef.Name = f.widget.field.Name
	}
	at := p.rect
	if ef.Cells == 0 {
		at = r.sheets[p.page].clear(at)
	}
	ef.Inset = ef.Name != "" && at != x.field.rect
	ef.Free = q.Free && ef.Cells > 0
	ef.Rect = r.user(p.page, at)
	return ef
}

// cells are those printed. A comb that only the file's form knows counts for a number of a fixed
// length; for words it would cut them.
func cells(q form.Field, x find) int {
	switch {
	case x.printed != nil && x.printed.cells > 0:
		return x.printed.cells
	case x.field != nil && q.Digits > 0 && !q.Free && x.field.cells == q.Digits:
		return q.Digits
	}
	return 0
}

// boxes writes down the boxes of one field. Where two have the same state, ticking one would tick
// both: they are ticked by their place.
func (r *reading) boxes(id string, finds []find) form.EditionField {
	ef := form.EditionField{ID: id, States: map[string]string{}, Boxes: map[string][]float64{}}
	names := map[string]string{}
	for _, x := range finds {
		p, choice := x.at(), x.item.choice
		ef.Page = p.page
		ef.Boxes[choice] = r.user(p.page, p.rect)
		ef.States[choice] = choice
		names[choice] = ""
		if w := p.widget; w != nil && w.alone() {
			ef.States[choice], names[choice] = w.states[0], w.field.Name
		}
	}
	first := names[finds[0].item.choice]
	for _, name := range names {
		if name != first {
			ef.Names = names
			return ef
		}
	}
	ef.Name = first
	return ef
}

// alone says whether no other box of the field is ticked with this one.
func (w *widget) alone() bool {
	n := 0
	for _, other := range w.field.Widgets {
		for _, s := range other.States {
			if s == w.states[0] {
				n++
				break
			}
		}
	}
	return n == 1
}

// clear is what of a place no text stands in: labels and explanations reach into the fields of some
// forms. A place that would be too small is left as it is.
func (s *sheet) clear(r rect) rect {
	const touch, clearance, least = 1.0, 1.5, 9.0
	free := r
	for _, g := range s.ink {
		in := rect{max(g.x0, r.x0), max(g.y0, r.y0), min(g.x1, r.x1), min(g.y1, r.y1)}
		if in.width() <= 0 || in.height() <= touch {
			continue
		}
		left, right := (g.x1-r.x0)/r.width(), (r.x1-g.x0)/r.width()
		low, high := (g.y1-r.y0)/r.height(), (r.y1-g.y0)/r.height()
		switch min(left, right, low, high) {
		case left:
			free.x0 = max(free.x0, g.x1+clearance)
		case right:
			free.x1 = min(free.x1, g.x0-clearance)
		case low:
			free.y0 = max(free.y0, g.y1+0.3)
		default:
			free.y1 = min(free.y1, g.y0-0.3)
		}
	}
	if free.width() < r.width()/2 || free.height() < min(least, r.height()) {
		return r
	}
	return free
}

// user is a rectangle in the page's own space, to a tenth of a point as it is written down.
func (r *reading) user(page int, at rect) []float64 {
	u := r.sheets[page].frame.user(at)
	out := []float64{u.Left, u.Bottom, u.Right, u.Top}
	for i, x := range out {
		out[i] = math.Round(x*10) / 10
	}
	return out
}

func (r *reading) matches(finds []find) []Match {
	var all []Match
	for _, x := range finds {
		if x.item.wanting() {
			continue
		}
		p := x.at()
		m := Match{ID: x.item.id(), Page: p.page, How: p.how, Rect: [4]float64(r.user(p.page, p.rect)), Confidence: math.Round(x.confidence*100) / 100}
		if x.label != nil {
			m.Label = x.label.text
		}
		if p.widget != nil {
			m.Name = p.widget.field.Name
		}
		all = append(all, m)
	}
	return all
}

// print are the labels found, as they are printed and where.
func (r *reading) print(finds []find) []form.Words {
	var all []form.Words
	for _, x := range finds {
		if l := x.label; l != nil {
			all = append(all, form.Words{Page: l.page, Rect: r.user(l.page, l.rect()), Text: l.text})
		}
	}
	return all
}

// sign is the box beside the word for the signature, nil when there is none.
func (r *reading) sign(f *form.Form) *form.Place {
	it := item{wordings: wordings(f.Labels["signature"], r.language)}
	var best *form.Place
	least := 80.0
	for _, s := range r.pages {
		for _, l := range s.find(it, flows(s)) {
			for _, b := range s.marks.boxes {
				p := place{rect: b, page: s.number}
				if cost := r.signCost(&l, p); b.height() > 20 && cost < least {
					least = cost
					best = &form.Place{Page: s.number, Rect: r.user(s.number, b)}
				}
			}
		}
	}
	return best
}

// signCost measures from the nearest sides: the box is higher than a line.
func (r *reading) signCost(l *label, p place) float64 {
	ref := l.rect()
	right := max(0, p.x0-ref.x1, ref.x0-p.x1)
	down := max(0, ref.y0-p.y1, p.y0-ref.y1)
	return right + down
}
