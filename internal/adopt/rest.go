package adopt

import (
	"math"
	"slices"
	"strings"
)

// Confidence in a place found by what is left between its neighbours: one without words, one with
// words of any kind, and one whose words have some in common with those that were expected.
const bareConfidence, restConfidence, wordConfidence = 0.61, 0.65, 0.75

// companions are fields on one line of the official form: a translation moves no lines. The answer
// to the first stands right of the second.
var companions = map[string]string{"email": "phone", "working_detail": "working.yes", "other_detail": "inactive.other"}

// placeRest finds what has a label that no list knows, in a language whose label was never seen: of
// the places of the right kind between the fields before and after it, with some words beside them,
// the only one, or the only one whose words are like those expected. What is found may leave but one
// place for another. Where the label is known and is not printed, nothing is taken for it.
func (r *reading) placeRest(finds []find, pool []place) {
	for found := true; found; {
		found = false
		for i := range finds {
			f := &finds[i]
			if f.at() != nil || f.item.wanting() || !f.item.guessed() || r.language == french {
				continue
			}
			left, worded := r.likely(r.left(finds, i, pool), neighbour(finds, i, -1))
			p, confidence := r.likeliest(f.item, left)
			if !worded {
				confidence = min(confidence, bareConfidence)
			}
			if p == nil {
				continue
			}
			f.confidence, found = confidence, true
			if p.widget != nil {
				f.field = p
			} else {
				f.printed = p
			}
		}
	}
}

// left are the places left for find i.
func (r *reading) left(finds []find, i int, pool []place) []*place {
	before, after := neighbour(finds, i, -1), neighbour(finds, i, 1)
	var all []*place
	for j := range pool {
		p := &pool[j]
		if made(finds[i].item, *p) && !used(finds, p) && between(before, p, after) && accompanied(finds, i, p, pool) {
			all = append(all, p)
		}
	}
	return all
}

// accompanied says whether p stands on a line with the field that shares one with find i.
func accompanied(finds []find, i int, p *place, pool []place) bool {
	for answer, question := range companions {
		for k := range finds {
			f := &finds[k]
			switch id := finds[i].item.id(); {
			case id == answer && f.item.id() == question:
				return beside(f.at(), p)
			case id == question && f.item.id() == answer:
				return f.at() != nil && beside(p, f.at()) || f.at() == nil && slices.ContainsFunc(pool, func(q place) bool {
					return made(f.item, q) && !used(finds, &q) && beside(p, &q)
				})
			}
		}
	}
	return true
}

// likely are those with words beside them. Where none has any, the label is left out, and a place
// counts if it is plainly one.
func (r *reading) likely(left []*place, before *place) (likely []*place, worded bool) {
	const plain = 80.0 // width of a line, in points
	var bare []*place
	for _, p := range left {
		switch {
		case r.worded(p, before):
			likely = append(likely, p)
		case p.tick || p.cells > 0 || p.width() > plain:
			bare = append(bare, p)
		}
	}
	if len(likely) > 0 {
		return likely, true
	}
	return bare, false
}

// beside says whether b stands right of a, on its line.
func beside(a, b *place) bool {
	return a != nil && a.page == b.page && b.x0 > a.x0 && math.Abs(a.y0-b.y0) < 8
}

// likeliest is the one place of several, nil when two are as likely. One word is not enough to tell
// them apart: a new question may be about names too.
func (r *reading) likeliest(it item, left []*place) (*place, float64) {
	const telling = 2
	var best *place
	most, next := 0, -telling
	for _, p := range left {
		switch n := r.common(it, p); {
		case best == nil:
			best, most = p, n
		case n > most:
			best, most, next = p, n, most
		default:
			next = max(next, n)
		}
	}
	switch {
	case most-next < telling:
		return nil, 0
	case most > 0 && len(left) == 1:
		return best, wordConfidence
	}
	return best, restConfidence
}

// common counts the words beside a place that some wording of the item's label has too.
func (r *reading) common(it item, p *place) int {
	n := 0
	for _, word := range r.wordsBeside(p) {
		if slices.ContainsFunc(it.words, func(w string) bool { return kindred(w, word) }) {
			n++
		}
	}
	return n
}

// kindred says whether two words are the same but for how they end.
func kindred(a, b string) bool {
	const stem = 4
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n >= stem && max(len(a), len(b))-n < 4
}

// wordsBeside are the words of the text right before a place or, beside a box to tick, behind it.
func (r *reading) wordsBeside(p *place) []string {
	var words []string
	for _, s := range r.sheets[p.page].segments {
		if at := s.rect(); at.meets(reachOf(p)) || at.meets(above(p)) {
			words = append(words, wordsOf(s.String())...)
		}
	}
	return words
}

// wordsOf are the words that tell something: those with four letters and more, but for your.
func wordsOf(s string) []string {
	var words []string
	for _, w := range strings.Fields(strings.ReplaceAll(s, "-", "")) {
		if f := string(fold(w)); len(f) >= 4 && f != "your" {
			words = append(words, f)
		}
	}
	return words
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
	near := reachOf(p)
	if before != nil && before.tick && before.page == p.page && before.meets(near) {
		return true
	}
	return slices.ContainsFunc(r.sheets[p.page].ink, func(g rect) bool { return g.meets(near) || g.meets(above(p)) })
}

// closeBy is how far from a place its words may be, in points.
const closeBy = 60.0

// reachOf is where the words for a place stand on its line.
func reachOf(p *place) rect {
	r := rect{p.x0 - closeBy, p.y0, p.x0 + 2, p.y1}
	if p.tick {
		r.x1 = p.x1 + closeBy
	}
	return r
}

func above(p *place) rect { return rect{p.x0 - 4, p.y1 - 2, p.x0 + closeBy, p.y1 + 13} }
