package adopt

import (
	"cmp"
	"math"
	"slices"
)

// A slot is a printed place, or the label of one that could not be made out, that may have a field
// in the file: that of an item, or one for something the form did not ask before.
type slot struct {
	find    *find // nil for what nothing is known of
	printed *place
}

// A pairing is which field of the file is for which slot. What is printed is where the answer
// belongs; the fields of a file may stand off from it, all by the same way or each by its own.
type pairing struct {
	*reading
	slots   []slot
	fields  []place
	kin     *kinship
	off     [2]float64 // by which all fields stand off
	loose   bool       // each stands off by its own way: being near says little
	ordered bool       // the file lists them as the form does
	chosen  []int      // the field of each slot, -1 for none
	total   float64
}

// What speaks for and against a pair, in points of distance.
const (
	byLabel    = 15.0 // placed by its label alone: what is printed is the better guide
	homeless   = 60.0 // a field without a place
	crossed    = 20.0 // two fields the other way round than their places, for each direction
	disordered = 90.0 // two fields listed the other way round, in a file that lists them as the form does
	mixed      = 40.0 // two boxes of one question in two fields, or of two questions in one
	looseness  = 0.3  // what a point of distance is worth when fields are strewn
	strewn     = 24.0 // how far that goes
	beyond     = 3.0  // what a point is worth further out
	tight      = 6.0  // what fields stand off where they are drawn with care
)

// placeFields gives the finds the fields of the file. Where two fields could as well be exchanged,
// none of the two is taken: the answer goes where it is printed.
func (r *reading) placeFields(finds []find, printed, fields []place) {
	if len(fields) == 0 {
		return
	}
	p := &pairing{reading: r, slots: r.slots(finds, printed), fields: fields, kin: kin(fields)}
	p.settle()
	doubtful := p.doubtful()
	for i, s := range p.slots {
		j := p.chosen[i]
		if s.find == nil || j < 0 || doubtful[i] && s.printed != nil {
			continue
		}
		s.find.field = &fields[j]
		s.find.confidence = max(s.find.confidence*0.9, confidence(s.find.label, p.cost(i, j)))
		switch {
		case doubtful[i]:
			s.find.confidence = 0
		case s.printed == nil && s.find.label == nil: // known by its size alone
			s.find.confidence = min(s.find.confidence, wordConfidence)
		}
	}
}

// slots are the finds, then the printed places that none of them has and that have words of their
// own, as what was added to the form does.
func (r *reading) slots(finds []find, printed []place) []slot {
	var all []slot
	for i := range finds {
		if !finds[i].item.wanting() {
			all = append(all, slot{&finds[i], finds[i].printed})
		}
	}
	for i := range printed {
		p := &printed[i]
		free := !slices.ContainsFunc(all, func(s slot) bool {
			return s.printed != nil && s.printed.page == p.page && s.printed.meets(p.rect)
		})
		if free && r.asked(p) {
			all = append(all, slot{nil, p})
		}
	}
	return all
}

// asked says whether words stand beside a place that are no label of a known field.
func (r *reading) asked(p *place) bool {
	return slices.ContainsFunc(r.sheets[p.page].segments, func(s segment) bool {
		at := s.rect()
		known := slices.ContainsFunc(r.labels, func(l *label) bool { return l != nil && l.page == p.page && l.block().meets(at) })
		return !known && at.meets(reachOf(p))
	})
}

// settle pairs for each way in which the fields may stand off, and keeps the pairing that explains
// most.
func (p *pairing) settle() {
	best := *p
	best.total = math.Inf(1)
	for _, off := range p.ways() {
		for _, loose := range []bool{false, true} {
			q := *p
			q.off, q.loose = off, loose
			q.pair()
			if q.total < best.total {
				best = q
			}
		}
	}
	*p = best
}

// ways are the ways by which all fields may stand off: none, and those that bring most fields onto
// a place as wide.
func (p *pairing) ways() [][2]float64 {
	const far, near, most = 32.0, 2.0, 3
	var all [][2]float64
	for _, s := range p.slots {
		for _, f := range p.fields {
			if s.printed == nil || s.printed.tick != f.tick || s.printed.page != f.page || math.Abs(s.printed.width()-f.width()) > 9 {
				continue
			}
			if d := offset(*s.printed, f); math.Abs(d[0]) < far && math.Abs(d[1]) < far {
				all = append(all, d)
			}
		}
	}
	votes := func(d [2]float64) int {
		n := 0
		for _, e := range all {
			if math.Hypot(d[0]-e[0], d[1]-e[1]) < near {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b [2]float64) int { return cmp.Compare(votes(b), votes(a)) })
	ways := [][2]float64{{}}
	for _, d := range all {
		known := slices.ContainsFunc(ways, func(w [2]float64) bool { return math.Hypot(d[0]-w[0], d[1]-w[1]) < 2*near })
		if !known && len(ways) < 1+most {
			ways = append(ways, d)
		}
	}
	return ways
}

// offset is by how much a field stands off from a printed place. One that begins or ends with its
// line may be shorter.
func offset(p, f place) [2]float64 {
	px, py := p.center()
	fx, fy := f.center()
	if p.tick || p.cells > 0 {
		return [2]float64{fx - px, fy - py}
	}
	left, right := f.x0-p.x0, f.x1-p.x1
	if math.Abs(right) < math.Abs(left) {
		left = right
	}
	return [2]float64{left, f.y0 - p.y0}
}

// pair takes the pairs that cost least, then exchanges those that are the better for it.
func (p *pairing) pair() {
	costs := make([][]float64, len(p.slots))
	for i, s := range p.slots {
		costs[i] = make([]float64, len(p.fields))
		for j := range p.fields {
			costs[i][j] = min(never, p.cost(i, j))
			if s.find == nil {
				costs[i][j] += giveUp - homeless
			}
		}
	}
	p.chosen = assign(costs, giveUp)
	p.ordered = inOrder(p.places())
	for range 3 {
		if !p.exchange() {
			break
		}
	}
	p.total = p.sum(costs) + 4*math.Hypot(p.off[0], p.off[1])
	if p.loose { // no file is strewn that can be explained otherwise
		p.total += tight * float64(len(p.fields))
	}
}

func (p *pairing) sum(costs [][]float64) float64 {
	total := 0.0
	for i, j := range p.chosen {
		if j < 0 {
			total += giveUp
			continue
		}
		total += costs[i][j]
		for k := range i {
			total += p.between(i, k, j, p.chosen[k])
		}
	}
	return total
}

// places are the fields as they were chosen, in the order of the form.
func (p *pairing) places() []*place {
	var all []*place
	for i, j := range p.chosen {
		if p.slots[i].find != nil && j >= 0 {
			all = append(all, &p.fields[j])
		}
	}
	return all
}

// cost is that of field j for slot i.
func (p *pairing) cost(i, j int) float64 {
	if p.evidence(i, j) >= never {
		return never
	}
	s, f := p.slots[i], p.fields[j]
	cost := never
	if s.printed != nil {
		cost = p.distance(*s.printed, f) + wider(*s.printed, f)
	}
	if s.find != nil && s.printed == nil && p.kin.knows(&s.find.item, f) {
		cost = byLabel // a text may run over what is printed
	}
	if s.find != nil && s.find.label != nil && !(p.loose && s.printed != nil) {
		cost = min(cost, p.reading.cost(s.find.label, f)+byLabel)
	}
	return cost + p.evidence(i, j)
}

// distance is what it costs that a field stands off from a printed place.
func (p *pairing) distance(at, f place) float64 {
	points := apart(at, f, p.off)
	if !p.loose || points >= never {
		return points
	}
	return looseness*points + beyond*max(0, p.away(at, f)-strewn)
}

// evidence is what speaks against a pair whatever the distance.
func (p *pairing) evidence(i, j int) float64 {
	s, f := p.slots[i], p.fields[j]
	if s.find == nil {
		return p.kin.cost(nil, f)
	}
	return suits(s.find.item, f) + p.kin.cost(&s.find.item, f)
}

// size is what speaks against a pair wherever the field stands.
func (p *pairing) size(i, j int) float64 {
	if s := p.slots[i]; s.printed != nil {
		return p.evidence(i, j) + wider(*s.printed, p.fields[j])
	}
	return p.evidence(i, j)
}

// between is what speaks against two pairs together: fields a and b for slots i and k.
func (p *pairing) between(i, k, a, b int) float64 {
	return p.turned(i, k, a, b) + p.hints(i, k, a, b)
}

// turned is what it costs that two fields stand the other way round than their places.
func (p *pairing) turned(i, k, a, b int) float64 {
	s, t := p.slots[i], p.slots[k]
	if a < 0 || b < 0 || s.find == nil || t.find == nil || s.printed == nil || t.printed == nil || s.printed.page != t.printed.page {
		return 0
	}
	cost := crossed * crossings(s.printed.rect, t.printed.rect, p.fields[a].rect, p.fields[b].rect)
	if p.loose {
		cost *= looseness
	}
	return cost
}

// hints is what speaks against two pairs wherever the fields stand.
func (p *pairing) hints(i, k, a, b int) float64 {
	s, t := p.slots[i], p.slots[k]
	if a < 0 || b < 0 || s.find == nil || t.find == nil {
		return 0
	}
	f, g := &p.fields[a], &p.fields[b]
	cost := 0.0
	if p.ordered && !f.tick && !g.tick && (i < k) != (f.widget.order < g.widget.order) {
		cost += disordered
	}
	if f.tick && g.tick && (s.find.item.field == t.find.item.field) != (f.widget.field == g.widget.field) {
		cost += mixed
	}
	return cost
}

// exchange exchanges fields between slots while that costs less; it says whether any was.
func (p *pairing) exchange() bool {
	changed := false
	for i := range p.chosen {
		for k := range i {
			if p.gain(i, k, p.cost, p.between) > 0.01 {
				p.chosen[i], p.chosen[k] = p.chosen[k], p.chosen[i]
				changed = true
			}
		}
	}
	return changed
}

// gain is how much less it costs when slots i and k have each other's fields, by what each pair
// costs alone and two together.
func (p *pairing) gain(i, k int, alone func(i, j int) float64, together func(i, k, a, b int) float64) float64 {
	a, b := p.chosen[i], p.chosen[k]
	if a < 0 || b < 0 {
		return 0
	}
	before, after := alone(i, a)+alone(k, b)+together(i, k, a, b), alone(i, b)+alone(k, a)+together(i, k, b, a)
	if after >= never {
		return -never
	}
	for n, c := range p.chosen {
		if n != i && n != k {
			before += together(i, n, a, c) + together(k, n, b, c)
			after += together(i, n, b, c) + together(k, n, a, c)
		}
	}
	return before - after
}

// doubtful says of which slots the field could be that of another slot: where the fields of the file
// stand off so far that both could stand where the other does, or one where the other has none, and
// nothing else tells them apart.
func (p *pairing) doubtful() []bool {
	reach := p.reach()
	out := make([]bool, len(p.slots))
	for i := range p.slots {
		for k := range i {
			if p.exchangeable(i, k, reach) {
				out[i], out[k] = true, true
			}
		}
	}
	return out
}

// exchangeable says whether the fields of two slots could as well be exchanged, or that of one be of the
// other.
func (p *pairing) exchangeable(i, k int, reach float64) bool {
	const telling = 25.0
	a, b := p.chosen[i], p.chosen[k]
	switch {
	case a >= 0 && b >= 0:
		return p.within(i, b, reach) && p.within(k, a, reach) && p.gain(i, k, p.size, p.hints) > -telling
	case a >= 0:
		return p.within(k, a, reach) && p.size(k, a)-p.size(i, a) < telling
	case b >= 0:
		return p.within(i, b, reach) && p.size(i, b)-p.size(k, b) < telling
	}
	return false
}

// reach is how far a field of this file may stand from its place, in points. Where fields are strewn
// that is as far as the farthest does, and not less than strewn.
func (p *pairing) reach() float64 {
	if !p.loose {
		return tight
	}
	reach := 0.0
	for i, s := range p.slots {
		if j := p.chosen[i]; s.printed != nil && j >= 0 {
			reach = max(reach, p.away(*s.printed, p.fields[j]), strewn)
		}
	}
	return reach
}

// away is how far a field stands from a printed place, across or up.
func (p *pairing) away(at, f place) float64 {
	d := offset(at, f)
	return max(math.Abs(d[0]-p.off[0]), math.Abs(d[1]-p.off[1]))
}

// within says whether field j could be for slot i, by where both are.
func (p *pairing) within(i, j int, reach float64) bool {
	if j < 0 || p.slots[i].printed == nil {
		return false
	}
	at, f := p.slots[i].printed, p.fields[j]
	return at.page == f.page && at.tick == f.tick && p.away(*at, f) <= reach
}

// inOrder says whether the file lists its text fields in the order of the form, but for a few.
// Boxes to tick are often kept apart and made last, and in any order.
func inOrder(fields []*place) bool {
	const most = 0.9
	pairs, good := 0.0, 0.0
	for i, b := range fields {
		for _, a := range fields[:i] {
			if a.tick || b.tick {
				continue
			}
			pairs++
			if a.widget.order < b.widget.order {
				good++
			}
		}
	}
	return pairs > 0 && good >= most*pairs
}

// crossings counts the directions, across and up, in which two fields stand the other way round
// than the places printed for them.
func crossings(a, b, fa, fb rect) float64 {
	const clear = 8.0
	n := 0.0
	for _, d := range [][2]float64{{a.x0 - b.x0, fa.x0 - fb.x0}, {a.y0 - b.y0, fa.y0 - fb.y0}} {
		if math.Abs(d[0]) > clear && d[0]*d[1] < 0 {
			n++
		}
	}
	return n
}

// setAside has the answers of fields that stand on each other written where they are printed, until
// none is in the way of another: fields that are strewn may lie on top of each other, and of two
// answers on one spot neither can be read.
func setAside(finds []find) {
	for changed := true; changed; {
		changed = false
		for i := range finds {
			f := &finds[i]
			if f.aside || f.field == nil || f.printed == nil || f.field.tick {
				continue
			}
			for k := range finds {
				g := &finds[k]
				if k != i && g.at() != nil && collide(f.field, g.writing()) {
					f.aside, changed = true, true
					g.aside = g.aside || g.field != nil && g.printed != nil && !g.field.tick
				}
			}
		}
	}
}

// collide says whether two answers would touch: the rectangles of neighbours overlap by a little on
// the official form too.
func collide(a, b *place) bool {
	const slack = 2.5
	return a.page == b.page && rect{a.x0 + slack, a.y0 + slack, a.x1 - slack, a.y1 - slack}.meets(b.rect)
}
