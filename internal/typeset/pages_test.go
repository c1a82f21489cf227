package typeset

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// para is a paragraph of n rows 1 mm high with the air of one above.
func para(n int) []row {
	rows := make([]row, n)
	for i := range rows {
		rows[i].height = 1
	}
	rows[0].gap = 1
	return noWidow(rows)
}

func TestPaginate(t *testing.T) {
	for _, c := range []struct {
		name        string
		rows        []row
		first, next float64
		want        []int
	}{
		{"nothing", nil, 10, 10, []int{0}},
		{"one page, exactly", slices.Concat(para(4), para(5)), 10, 10, []int{0}},
		{"gap at the top of a page is dropped", slices.Concat(para(5), para(5)), 5, 5, []int{0, 5}},
		{"no orphan", slices.Concat(para(4), para(4)), 6, 10, []int{0, 4}},
		{"two lines may stay", slices.Concat(para(4), para(4)), 7, 10, []int{0, 6}},
		{"no widow", para(5), 4, 10, []int{0, 3}},
		{"three lines are one", slices.Concat(para(2), para(3)), 5, 10, []int{0, 2}},
		{"first page left empty", para(3), 2, 10, []int{0, 0}},
		{"no room at all on the first", para(4), -5, 10, []int{0, 0}},
		{"kept rows higher than a page", keepTogether(para(7)), 3, 3, []int{0, 3, 6}},
		{"a row higher than a page", []row{{height: 9}, {height: 1}}, 3, 3, []int{0, 1}},
	} {
		room := func(page int) float64 {
			if page == 0 {
				return c.first
			}
			return c.next
		}
		if got := paginate(c.rows, room); !slices.Equal(got, c.want) {
			t.Errorf("%s: pages begin at %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPaginateBreaksNoParagraphAtOneLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []row
		alone := map[int]bool{} // a page beginning at these rows leaves one line of a paragraph alone
		for range rapid.IntRange(1, 12).Draw(t, "paragraphs") {
			p := para(rapid.IntRange(1, 9).Draw(t, "lines"))
			if n := len(p); n > 1 {
				alone[len(rows)+1], alone[len(rows)+n-1] = true, true
			}
			rows = append(rows, p...)
		}
		first, next := rapid.Float64Range(4, 12).Draw(t, "first"), rapid.Float64Range(12, 20).Draw(t, "next")
		starts := paginate(rows, frame{first: -first, next: -next}.room)
		for i, s := range starts {
			if alone[s] {
				t.Fatalf("page %d begins at row %d of %d", i+1, s, len(rows))
			}
		}
		if !slices.IsSorted(starts) || starts[0] != 0 {
			t.Fatalf("pages begin at %v", starts)
		}
	})
}
