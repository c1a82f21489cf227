package pdf

// A look is what a widget says of its box (ISO 32000-1, 12.5.4 and table 189).
type look struct {
	turn       int // degrees counter-clockwise
	background []float64
	border     []float64
	width      float64   // of the border, in points; 0 without one
	line       name      // style of the border: S solid, D dashed, B beveled, I inset, U underline
	dash       []float64 // lengths drawn and left out, in points
	mark       string    // the ZapfDingbats letter a ticked box shows
}

// widest is the border beyond which a width is taken for a mistake, in points.
const widest = 20.0

func (f *File) look(widget dict) look {
	mk, bs := f.dict(widget["MK"]), f.dict(widget["BS"])
	l := look{background: f.colour(mk["BG"]), border: f.colour(mk["BC"]), line: f.name(bs["S"])}
	if n, ok := f.int(mk["R"]); ok {
		l.turn = ((n/90*90)%360 + 360) % 360
	}
	l.mark = f.text(mk["CA"])
	raised := l.line == "B" || l.line == "I"
	if len(l.border) == 0 && !raised {
		return l
	}
	l.width = 1
	list := f.list(widget["Border"])
	if w, ok := f.number(bs["W"]); ok && w >= 0 && w < widest {
		l.width = w
	} else if b, ok := f.numbers(list[:min(3, len(list))], 3); ok && bs == nil && b[2] >= 0 && b[2] < widest {
		l.width = b[2]
	}
	if bs == nil && len(list) > 3 {
		l.line = "D"
		l.dash = f.dashes(list[3])
	} else if l.line == "D" {
		l.dash = f.dashes(bs["D"])
	}
	return l
}

// colour reads a grey, an RGB or a CMYK colour; an empty list, and anything else, is no colour.
func (f *File) colour(o object) []float64 {
	c, ok := f.numbers(o, 1)
	if !ok || len(c) == 2 || len(c) > 4 {
		return nil
	}
	for i, v := range c {
		c[i] = min(max(v, 0), 1)
	}
	return c
}

func (f *File) dashes(o object) []float64 {
	d, ok := f.numbers(o, 1)
	if !ok {
		return []float64{3} // ISO 32000-1, table 166
	}
	sum := 0.0
	for _, v := range d {
		if v < 0 {
			return []float64{3}
		}
		sum += v
	}
	if sum <= 0 {
		return nil
	}
	return d
}

// inset is how far from the edges of the box there is room for text, in points.
func (l look) inset() float64 {
	if l.line == "B" || l.line == "I" {
		return 2 * l.width
	}
	return l.width
}

// frame paints the background and the border of a box that starts at the origin.
func (k *ink) frame(l look, w, h float64) {
	if k.colour(l.background, "g", "rg", "k") {
		k.do("re", 0, 0, w, h)
		k.do("f")
	}
	if l.width <= 0 || w <= 2*l.width || h <= 2*l.width {
		return
	}
	switch l.line {
	case "B":
		k.relief(l.width, w, h, 1, 0.5)
	case "I":
		k.relief(l.width, w, h, 0.5, 0.75)
	}
	if !k.colour(l.border, "G", "RG", "K") {
		return
	}
	k.do("w", l.width)
	k.dash(l.dash)
	if l.line == "U" {
		k.do("m", 0, l.width/2)
		k.do("l", w, l.width/2)
	} else {
		k.do("re", l.width/2, l.width/2, w-l.width, h-l.width)
	}
	k.do("S")
}

// relief shades the inner edges: those above and left, and those below and right, in two greys.
func (k *ink) relief(b, w, h, above, below float64) {
	if w <= 4*b || h <= 4*b {
		return
	}
	k.do("g", above)
	k.polygon(b, b, b, h-b, w-b, h-b, w-2*b, h-2*b, 2*b, h-2*b, 2*b, 2*b)
	k.do("g", below)
	k.polygon(w-b, h-b, w-b, b, b, b, 2*b, 2*b, w-2*b, 2*b, w-2*b, h-2*b)
}

// polygon fills a shape given by its corners, x and y in turn.
func (k *ink) polygon(corners ...float64) {
	for i := 0; i+1 < len(corners); i += 2 {
		op := "l"
		if i == 0 {
			op = "m"
		}
		k.do(op, corners[i], corners[i+1])
	}
	k.do("f")
}

func (k *ink) dash(lengths []float64) {
	if len(lengths) == 0 {
		return
	}
	*k = append(*k, '[')
	for _, v := range lengths {
		*k = append(appendLength(*k, v), ' ')
	}
	*k = append(*k, "] 0 d\n"...)
}

// round is the frame of a radio button, which viewers draw as a circle.
func (k *ink) ring(l look, w, h float64) {
	r := min(w, h) / 2
	if k.colour(l.background, "g", "rg", "k") {
		k.disc(w/2, h/2, r)
		k.do("f")
	}
	if l.width > 0 && l.width < r && k.colour(l.border, "G", "RG", "K") {
		k.do("w", l.width)
		k.dash(l.dash)
		k.disc(w/2, h/2, r-l.width/2)
		k.do("S")
	}
}
