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
