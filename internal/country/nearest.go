package country

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest returns at most n countries whose name resembles s, the closest first: for "did you
// mean". It has none when every name differs from s in more than a third of its letters.
func Nearest(s string, n int) []Country {
	t := everySpelling()
	k := key(s)
	type candidate struct{ country, distance int }
	best := map[int]int{}
	for _, name := range t.names {
		d, near := resemblance(k, name.key)
		if old, seen := best[name.country]; near && (!seen || d < old) {
			best[name.country] = d
		}
	}
	var found []candidate
	for i := range t.countries {
		if d, ok := best[i]; ok {
			found = append(found, candidate{i, d})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.distance, b.distance) })
	var out []Country
	for _, c := range found[:min(max(n, 0), len(found))] {
		out = append(out, t.countries[c.country])
	}
	return out
}

// resemblance compares two keys. A name of which k is a whole word counts as one change, so that
// "korea" brings both Koreas.
func resemblance(k, name string) (distance int, near bool) {
	if len(k) > 3 && slices.Contains(strings.Split(name, " "), k) {
		return 1, true
	}
	if len(name) <= 3 { // a code is near to every short word
		return 0, false
	}
	most, x, y := max(1, len(k)/3), []rune(k), []rune(name)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return 0, false // told without a table of both
	}
	d := edits(x, y)
	return d, d <= most
}

// edits is the Damerau–Levenshtein distance of two words in its restricted form: the least number
// of letters to add, drop, replace or swap with their neighbour, none of them touched twice.
func edits(a, b []rune) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
