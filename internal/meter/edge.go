package meter

// An edge is a picture seen from one of its sides: along it, and inwards from it.
type edge struct {
	v            *view
	side         Side
	along, depth int // pixels
}

func (v *view) edge(s Side) edge {
	if s == Left || s == Right {
		return edge{v, s, v.h, v.w}
	}
	return edge{v, s, v.w, v.h}
}

// at is the place of a pixel i along and k inwards.
func (e edge) at(i, k int) (x, y int) {
	switch e.side {
	case Left:
		return k, i
	case Right:
		return e.v.w - 1 - k, i
	case Top:
		return i, k
	}
	return i, e.v.h - 1 - k
}

func (e edge) ink(i, k int) bool {
	x, y := e.at(i, k)
	return e.v.depth[y*e.v.w+x] > e.v.ink
}

func (e edge) paper(i int) bool {
	x, y := e.at(i, 0)
	return e.v.page[y/e.v.tile*e.v.tw+x/e.v.tile]
}

// A run is a stretch of the side that ink touches.
type run struct{ from, to int }

// runs are the stretches at which ink no longer than a letter is high runs off the paper.
func (e edge) runs() []run {
	var found []run
	for i := 0; i < e.along; i++ {
		from := i
		for i < e.along && e.paper(i) && e.ink(i, 0) && e.ink(i, 1) {
			i++
		}
		if i > from && float64(i-from) <= letter*e.v.mm() {
			found = append(found, run{from, i})
		}
	}
	return found
}

const letter = 6.0 // mm, the largest that counts as one

// mm is how many pixels a millimetre has if the picture is a page of A4.
func (v *view) mm() float64 { return float64(max(v.w, v.h)) / 297 }

// lines counts the lines of writing that run off a left or right side: what goes on inwards from
// the side is strokes and gaps in turn, not a rule or the frame of a table.
func (e edge) lines() int {
	const (
		far   = 20.0 // mm inwards
		turns = 6    // from stroke to gap or back
		apart = 2.5  // mm between two lines; nearer, it is a stroke of the same letter
	)
	reach := min(e.depth/3, int(far*e.v.mm()))
	n, last := 0, -e.along
	for _, r := range e.runs() {
		ink, turned, was := 0, 0, true
		for k := 2; k < reach; k++ {
			is := false
			for i := r.from; i < r.to && !is; i++ {
				is = e.ink(i, k)
			}
			if is {
				ink++
			}
			if is != was {
				turned++
			}
			was = is
		}
		written := turned >= turns && ink <= reach*3/4
		if written && float64(r.from-last) > apart*e.v.mm() {
			n, last = n+1, r.from
		}
	}
	return n
}

// letters counts the letters of a line of writing that is cut along an upper or lower side: strokes and gaps in
// turn, with the white between two lines not far inwards.
func (e edge) letters() int {
	runs := e.runs()
	if len(runs) < 2 {
		return 0
	}
	touch := 0
	for _, r := range runs {
		touch += r.to - r.from
	}
	from, to := runs[0].from, runs[len(runs)-1].to
	if touch > (to-from)*7/10 { // a bar, a picture
		return 0
	}
	for k := 2; k < int(letter*e.v.mm()); k++ {
		ink := 0
		for i := from; i < to; i++ {
			if e.ink(i, k) {
				ink++
			}
		}
		if ink < touch/12 {
			return len(runs)
		}
	}
	return 0
}

// cuts are the sides at which writing runs off the picture.
func (v *view) cuts() []Defect {
	var found []Defect
	for _, s := range []Side{Left, Right, Top, Bottom} {
		if n := float64(v.cutAt(s)); Limits[Cut].broken(n) {
			found = append(found, Defect{Kind: Cut, Value: n, Side: s})
		}
	}
	return found
}

// cutAt counts what is cut at a side: lines at the left and right; letters, in fours, at the others.
func (v *view) cutAt(s Side) int {
	if s == Left || s == Right {
		return v.edge(s).lines()
	}
	return v.edge(s).letters() / 4
}
