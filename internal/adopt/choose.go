package adopt

import "math"

// choose picks for each item one of the labels found for it, or none: those whose wordings fit
// best and that stand on the page in the order of the form. The order tells two postal codes apart.
// It is Viterbi's path through the candidates.
func choose(found [][]label) []*label {
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
	return alone(chosen)
}

// step is what it costs that b follows a: nothing further down or to the right, little for a place
// in the same band of the page, and more the further up. Nothing stands in the place of another.
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
	default:
		return 0.0004 * -up
	}
}

// alone drops the later of two items that were given the same label.
func alone(chosen []*label) []*label {
	for i, a := range chosen {
		for j := range i {
			if b := chosen[j]; a != nil && b != nil && a.page == b.page && a.rect().meets(b.rect()) {
				chosen[i] = nil
				break
			}
		}
	}
	return chosen
}
