package adopt

import "math"

// assign gives each row a column of its own so that the sum of the costs is least, and -1 to a row
// that costs less without one. It is the Hungarian method with potentials, after Kuhn and Munkres.
func assign(cost [][]float64, without float64) []int {
	rows := len(cost)
	if rows == 0 {
		return nil
	}
	columns := len(cost[0])
	// Each row has a column of its own to stay without.
	width := columns + rows
	at := func(i, j int) float64 {
		switch {
		case j < columns:
			return cost[i][j]
		case j == columns+i:
			return without
		}
		return never * 2
	}
	match := hungarian(rows, width, at)
	out := make([]int, rows)
	for i := range out {
		out[i] = -1
	}
	for j, i := range match[:columns] {
		if i >= 0 && cost[i][j] < never {
			out[i] = j
		}
	}
	return out
}

// untangle exchanges the fields of two finds where they stand the other way round than what is
// printed for them, or come in the other order in the file, and exchanging costs little.
func untangle(finds []find, places []place, cost [][]float64, chosen []int) []int {
	const crossed, disordered = 20.0, 90.0 // what each is worth, in points
	ordered := inOrder(places, chosen)
	price := func(i, j, ci, cj int) float64 {
		a, b := finds[i].printed, finds[j].printed
		sum := cost[i][ci] + cost[j][cj] + crossed*crossings(a.rect, b.rect, places[ci].rect, places[cj].rect)
		if ordered && places[ci].text() && places[cj].text() && places[ci].widget.order < places[cj].widget.order { // i comes after j on the form
			sum += disordered
		}
		return sum
	}
	for i := range chosen {
		for j := range i {
			if chosen[i] < 0 || chosen[j] < 0 || finds[i].printed == nil || finds[j].printed == nil {
				continue
			}
			if price(i, j, chosen[j], chosen[i]) < price(i, j, chosen[i], chosen[j]) {
				chosen[i], chosen[j] = chosen[j], chosen[i]
			}
		}
	}
	return chosen
}

// inOrder says whether the file lists its text fields in the order of the form, but for a few.
// Boxes to tick are often kept apart and made last.
func inOrder(places []place, chosen []int) bool {
	const most = 0.9
	pairs, good := 0.0, 0.0
	for i, ci := range chosen {
		for _, cj := range chosen[:i] {
			if ci < 0 || cj < 0 || !places[ci].text() || !places[cj].text() {
				continue
			}
			pairs++
			if places[cj].widget.order < places[ci].widget.order {
				good++
			}
		}
	}
	return pairs > 0 && good >= most*pairs
}

// text says whether the place is a field for text.
func (p *place) text() bool { return p.widget != nil && !p.tick }

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

// hungarian gives the row of each column, -1 for none. There are at least as many columns as rows.
func hungarian(rows, columns int, cost func(i, j int) float64) []int {
	u, v := make([]float64, rows+1), make([]float64, columns+1)
	row := make([]int, columns+1) // from 1; column 0 holds the row being placed
	way := make([]int, columns+1)
	for i := 1; i <= rows; i++ {
		row[0] = i
		j := 0
		least, done := make([]float64, columns+1), make([]bool, columns+1)
		for k := range least {
			least[k] = math.Inf(1)
		}
		for row[j] != 0 {
			done[j] = true
			from, delta, next := row[j], math.Inf(1), 0
			for k := 1; k <= columns; k++ {
				if done[k] {
					continue
				}
				if c := cost(from-1, k-1) - u[from] - v[k]; c < least[k] {
					least[k], way[k] = c, j
				}
				if least[k] < delta {
					delta, next = least[k], k
				}
			}
			for k := range done {
				if done[k] {
					u[row[k]] += delta
					v[k] -= delta
				} else {
					least[k] -= delta
				}
			}
			j = next
		}
		for j != 0 {
			row[j], j = row[way[j]], way[j]
		}
	}
	match := make([]int, columns)
	for j := range match {
		match[j] = row[j+1] - 1
	}
	return match
}
