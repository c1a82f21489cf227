package typeset

// A row is a strip across the page that no page break cuts.
type row struct {
	gap    float64 // mm of air above it, dropped at the top of a page
	height float64 // mm
	keep   bool    // it stays on the page of the row that follows
	signed bool    // it has the room for the signature
	draw   func(y float64)
}

// paginate says at which row each page begins. room is the height of a page in mm, counted from 0; only
// the first page may be left empty, when it is the shorter and what is kept together does not fit it.
// What is kept together and is higher than a page breaks where the page is full.
func paginate(rows []row, room func(page int) float64) []int {
	starts := []int{0}
	start, used := 0, 0.0
	for i := 0; i < len(rows); {
		page := len(starts) - 1
		need := rows[i].height
		if i > start {
			need += rows[i].gap
		}
		if used+need <= room(page)+slack {
			used += need
			i++
			continue
		}
		start = cut(rows, start, i, room(page) < room(page+1))
		starts, i, used = append(starts, start), start, 0
	}
	return starts
}

// tall is the height of rows on a page, in mm.
func tall(rows []row) float64 {
	h := 0.0
	for i, r := range rows {
		h += r.height
		if i > 0 {
			h += r.gap
		}
	}
	return h
}

// cut is the row that begins the next page when row full does not fit on the page begun at start.
func cut(rows []row, start, full int, mayBeEmpty bool) int {
	at := full
	for at > start && rows[at-1].keep {
		at--
	}
	if at == start && !mayBeEmpty {
		return max(full, start+1)
	}
	return at
}

// keepTogether forbids a page break between the rows.
func keepTogether(rows []row) []row {
	for i := range rows[:max(len(rows)-1, 0)] {
		rows[i].keep = true
	}
	return rows
}

// noWidow forbids a page break after the first row of a paragraph and before its last.
func noWidow(rows []row) []row {
	if n := len(rows); n > 1 {
		rows[0].keep, rows[n-2].keep = true, true
	}
	return rows
}

// A frame is the part of each page that rows fill, in mm from the top edge.
type frame struct {
	first, next float64 // top of the first page and of the others
	bottom      float64
	head        func(page, pages int) // draws what every page has; pages count from 1
}

// room is the height that rows may take on a page counted from 0.
func (f frame) room(page int) float64 {
	if page == 0 {
		return f.bottom - f.first
	}
	return f.bottom - f.next
}

// flow draws the rows on as many pages as they need and returns how many.
func (p *paper) flow(rows []row, f frame) int {
	starts := paginate(rows, f.room)
	for i, start := range starts {
		end := len(rows)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		p.pdf.AddPage()
		f.head(i+1, len(starts))
		y := f.bottom - f.room(i)
		for j := start; j < end; j++ {
			if j > start {
				y += rows[j].gap
			}
			rows[j].draw(y)
			y += rows[j].height
		}
	}
	return len(starts)
}
