package pdf

// A matrix is the six numbers of PDF's cm: (x, y) goes to (ax+cy+e, bx+dy+f).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func translation(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

func scaling(x, y float64) matrix { return matrix{x, 0, 0, y, 0, 0} }

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// bounds is the upright rectangle around r once moved by m.
func (m matrix) bounds(r Rect) Rect {
	var b Rect
	for i, p := range [4][2]float64{{r.X0, r.Y0}, {r.X1, r.Y0}, {r.X0, r.Y1}, {r.X1, r.Y1}} {
		x, y := m[0]*p[0]+m[2]*p[1]+m[4], m[1]*p[0]+m[3]*p[1]+m[5]
		if i == 0 {
			b = Rect{x, y, x, y}
		}
		b = Rect{min(b.X0, x), min(b.Y0, y), max(b.X1, x), max(b.Y1, y)}
	}
	return b
}

// turned takes the box (0, 0, w, h), in which something was drawn upright, and turns it by a
// multiple of 90 degrees counter-clockwise so that its lower left corner is at the origin again.
func turned(degrees int, w, h float64) matrix {
	switch degrees {
	case 90:
		return matrix{0, 1, -1, 0, h, 0}
	case 180:
		return matrix{-1, 0, 0, -1, w, h}
	case 270:
		return matrix{0, -1, 1, 0, 0, w}
	}
	return identity
}
