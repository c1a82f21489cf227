package proof

// A matrix maps x, y to x*m[0]+y*m[2]+m[4], x*m[1]+y*m[3]+m[5], as in PDF.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

func (m matrix) apply(x, y float64) (float64, float64) {
	return x*m[0] + y*m[2] + m[4], x*m[1] + y*m[3] + m[5]
}

// then is m followed by n.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// inverse undoes m; a matrix that cannot be undone gives the identity.
func (m matrix) inverse() matrix {
	det := m[0]*m[3] - m[1]*m[2]
	if det == 0 {
		return identity
	}
	return matrix{
		m[3] / det, -m[1] / det, -m[2] / det, m[0] / det,
		(m[2]*m[5] - m[3]*m[4]) / det, (m[1]*m[4] - m[0]*m[5]) / det,
	}
}

// rect is the upright rectangle around r as m places it.
func (m matrix) rect(r Rect) Rect {
	x, y := m.apply(r.Left, r.Bottom)
	out := Rect{x, y, x, y}
	for _, p := range [][2]float64{{r.Left, r.Top}, {r.Right, r.Bottom}, {r.Right, r.Top}} {
		x, y := m.apply(p[0], p[1])
		out = Rect{min(out.Left, x), min(out.Bottom, y), max(out.Right, x), max(out.Top, y)}
	}
	return out
}

// matrix is the frame as a matrix, from user space to the shown page.
func (f frame) matrix() matrix {
	x, y := f.shown(0, 0)
	ax, ay := f.shown(1, 0)
	bx, by := f.shown(0, 1)
	return matrix{ax - x, ay - y, bx - x, by - y, x, y}
}

// size is the width and height of the shown page.
func (f frame) size() (w, h float64) {
	w, h = f.crop.Right-f.crop.Left, f.crop.Top-f.crop.Bottom
	if f.quarters%2 != 0 {
		return h, w
	}
	return w, h
}
