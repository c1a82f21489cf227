package adopt

import (
	"math"
	"slices"
)

// choose picks for each item one of the labels found for it, or none: those whose wordings fit
// best and that stand on the page in the order of the form. The order tells two postal codes apart.
// No label serves two items.
func choose(found [][]label) []*label {
	chosen, _ := apartFrom(found, 5)
	return chosen
}

// apartFrom takes the best path. Where it goes over one label twice, it tries what is best without
// that label for the one item and for the other, so many times over.
func apartFrom(found [][]label, tries int) ([]*label, float64) {
	chosen, cost := path(found)
	i, j := double(chosen)
	if i < 0 {
		return chosen, cost
	}
	if tries == 0 {
		return apartFrom(without(found, j, nil), 0)
	}
	a, costA := apartFrom(without(found, i, chosen[i]), tries-1)
	b, costB := apartFrom(without(found, j, chosen[j]), tries-1)
	if costA < costB {
		return a, costA
	}
	return b, costB
}

// double finds two items with the same label; -1 when there are none.
func double(chosen []*label) (i, j int) {
	for j, b := range chosen {
		for i, a := range chosen[:j] {
			if a != nil && b != nil && a.page == b.page && a.rect().meets(b.rect()) {
				return i, j
			}
		}
	}
	return -1, -1
}

// without takes away the labels of item i that share letters with l, all for nil.
func without(found [][]label, i int, l *label) [][]label {
	found = slices.Clone(found)
	found[i] = slices.DeleteFunc(slices.Clone(found[i]), func(x label) bool {
		return l == nil || x.page == l.page && x.rect().meets(l.rect())
	})
	return found
}

// path is Viterbi's: the way through the candidates that costs least.
func path(found [][]label) ([]*label, float64) {
	const missing = 0.62 // what leaving out an item costs
	type node struct {
		item, at int
		cost     float64
		from     int
	}
	nodes := []node{{item: -1, from: -1}}
	for i, labels := range found {
		for j := range labels {
			best := node{i, j, math.Inf(1), -1}
			for k, before := range nodes {
				if before.item == i {
					break
				}
				cost := before.cost + missing*float64(i-before.item-1) + 1 - labels[j].score
				if before.item >= 0 {
					cost += step(&found[before.item][before.at], &labels[j])
				}
				if cost < best.cost {
					best.cost, best.from = cost, k
				}
			}
			nodes = append(nodes, best)
		}
	}
	end, least := 0, math.Inf(1)
	for k, n := range nodes {
		if cost := n.cost + missing*float64(len(found)-1-n.item); cost < least {
			end, least = k, cost
		}
	}
	chosen := make([]*label, len(found))
	for k := end; k > 0; k = nodes[k].from {
		chosen[nodes[k].item] = &found[nodes[k].item][nodes[k].at]
	}
	return chosen, least
}

// step is what it costs that b follows a: nothing further down or to the right, little for a place
// in the same band of the page, and more the further up. A postal code stands close under its
// address: a form may ask for several. Nothing stands in the place of another.
func step(a, b *label) float64 {
	switch up := b.base - a.base; {
	case b.page != a.page:
		return math.Abs(float64(b.page-a.page-1)) + 0.5
	case a.rect().meets(b.rect()):
		return math.Inf(1)
	case math.Abs(up) < 4 && b.last().x0 > a.last().x0:
		return 0
	case math.Abs(up) < 4:
		return 0.25
	case up > 0 && up < 16:
		return 0.1
	case up > 0:
		return 0.3 + 0.015*up
	case b.follows:
		return 0.004 * -up
	default:
		return 0.0004 * -up
	}
}
