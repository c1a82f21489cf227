package typeset

import "github.com/jung-kurt/gofpdf"

// box is the side of a tick box, in mm.
const box = 3.8

// A State says what becomes of an item of the checklist.
type State int

const (
	Present   State = iota // in the envelope: ticked
	Missing                // to be found: an empty box
	ToDo                   // to be done by hand: an empty box, dashed
	NotNeeded              // a box struck out by a stroke
)

// tickBox draws the box of a state, its left at x and its middle at mid, in mm.
func (p *paper) tickBox(s State, x, mid float64) {
	y := mid - box/2
	p.pen(blue, 0.3)
	if s == ToDo {
		p.pdf.SetDashPattern([]float64{0.7, 0.75}, 0)
	}
	if s == NotNeeded {
		p.pen(grey, 0.25)
	}
	p.pdf.RoundedRect(x, y, box, box, 0.5, "1234", "D")
	p.pdf.SetDashPattern(nil, 0)
	switch s {
	case Present:
		p.tick(x, y, box, 0.6)
	case NotNeeded:
		p.pdf.Line(x+1.1, mid, x+box-1.1, mid)
	}
}

// tick draws a check mark in a square of the given side.
func (p *paper) tick(x, y, side, width float64) {
	p.pen(blue, width)
	p.path(false, x+0.22*side, y+0.54*side, x+0.43*side, y+0.76*side, x+0.82*side, y+0.25*side)
}

// flagMark draws the sign of a flag's level, 2.6 mm wide: a tick, a ring, a triangle and a full disc, the
// last two with an exclamation mark. The shapes differ, so that the levels can be told apart without colour.
func (p *paper) flagMark(level int, x, mid float64) {
	const r = 1.3
	c := x + r
	p.pen(blue, 0.25)
	p.pdf.SetFillColor(blue.r, blue.g, blue.b)
	switch {
	case level <= 0:
		p.tick(x, mid-r, 2*r, 0.4)
	case level == 1:
		p.pdf.Circle(c, mid, 0.8, "D")
	case level == 2:
		p.path(true, c, mid-r, x+2*r, mid+r*0.8, x, mid+r*0.8)
		p.exclaim(c, mid-0.45, 0.75, blue)
	default:
		p.pdf.Circle(c, mid, r, "F")
		p.exclaim(c, mid-0.75, 0.95, ink{255, 255, 255})
	}
}

// exclaim draws an exclamation mark of the given stem, in mm, from the top down.
func (p *paper) exclaim(x, top, stem float64, c ink) {
	p.pen(c, 0.32)
	p.pdf.Line(x, top, x, top+stem)
	p.pdf.SetFillColor(c.r, c.g, c.b)
	p.pdf.Circle(x, top+stem+0.5, 0.18, "F")
}

// path draws straight strokes through points given as x, y pairs.
func (p *paper) path(closed bool, xy ...float64) {
	points := make([]gofpdf.PointType, 0, len(xy)/2)
	for i := 0; i+1 < len(xy); i += 2 {
		points = append(points, gofpdf.PointType{X: xy[i], Y: xy[i+1]})
	}
	p.pdf.MoveTo(points[0].X, points[0].Y)
	for _, pt := range points[1:] {
		p.pdf.LineTo(pt.X, pt.Y)
	}
	if closed {
		p.pdf.ClosePath()
	}
	p.pdf.DrawPath("D")
}

// pen sets the colour and the width, in mm, of strokes.
func (p *paper) pen(c ink, width float64) {
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(width)
}
