package pdf

import "strconv"

// ground is the colour of the last plain rectangle that a page's drawing fills around a point of
// user space; nil is bare paper. Pictures, shadings and what clips them are not looked at: it is a
// second witness for a form that asks for pale letters, and no more.
func (f *File) ground(p *page, x, y float64) []float64 {
	left := min(f.unpacking, maxDecoded)
	f.unpacking -= left
	content, err := f.content(p.contents, &left)
	f.unpacking += max(left, 0)
	if err != nil {
		return nil
	}
	g := groundFinder{x: x, y: y, state: fillState{ctm: identity, colour: []float64{0}}}
	s := scanner{data: content}
	for op := s.operator(); op != ""; op = s.operator() {
		if v, err := strconv.ParseFloat(op, 64); err == nil {
			if len(g.numbers) <= len(matrix{}) { // one more than any operator here takes
				g.numbers = append(g.numbers, v)
			}
			continue
		}
		if op == "ID" {
			s.skipInlineImage()
		}
		g.do(op)
		g.numbers = g.numbers[:0]
	}
	return g.found
}

// A fillState is what q keeps of how to fill.
type fillState struct {
	ctm    matrix
	colour []float64
}

type groundFinder struct {
	x, y    float64
	state   fillState
	stack   []fillState
	around  bool // a rectangle of the path has the point in it
	numbers []float64
	found   []float64
}

func (g *groundFinder) do(op string) {
	n := g.numbers
	switch {
	case op == "q" && len(g.stack) < maxNesting:
		g.stack = append(g.stack, g.state)
	case op == "Q" && len(g.stack) > 0:
		g.state, g.stack = g.stack[len(g.stack)-1], g.stack[:len(g.stack)-1]
	case op == "cm" && len(n) == 6:
		g.state.ctm = matrix(n).then(g.state.ctm)
	case op == "re" && len(n) == 4:
		x0, x1 := min(n[0], n[0]+n[2]), max(n[0], n[0]+n[2])
		y0, y1 := min(n[1], n[1]+n[3]), max(n[1], n[1]+n[3])
		r := g.state.ctm.bounds(Rect{x0, y0, x1, y1})
		g.around = g.around || r.X0 <= g.x && g.x <= r.X1 && r.Y0 <= g.y && g.y <= r.Y1
	case op == "g", op == "rg", op == "k", op == "sc", op == "scn":
		if before := g.state.colour; len(n) != 2 && len(n) <= 4 {
			g.state.colour = colourOf(n, len(n), before)
		}
	case op == "f", op == "F", op == "f*", op == "B", op == "B*", op == "b", op == "b*":
		if g.around {
			g.found = g.state.colour
		}
		g.around = false
	case op == "n", op == "S", op == "s":
		g.around = false
	}
}
