package pdf

import "math"

// An ink collects the operators of a drawing.
type ink []byte

// do appends an operator after its operands.
func (k *ink) do(op string, operands ...float64) {
	b := *k
	for _, v := range operands {
		b = append(appendLength(b, v), ' ')
	}
	*k = append(append(b, op...), '\n')
}

// colour takes a grey, an RGB or a CMYK colour; anything else is no colour.
func (k *ink) colour(c []float64, grey, rgb, cmyk string) bool {
	switch len(c) {
	case 1:
		k.do(grey, c...)
	case 3:
		k.do(rgb, c...)
	case 4:
		k.do(cmyk, c...)
	default:
		return false
	}
	return true
}

// marks fills a box that starts at the origin with what the drawing shows; t writes its lines.
func (d *drawing) marks(k *ink, t *typeface, fontName name) {
	w, h := d.box()
	if d.widget != nil && !(d.field.Type == Button && d.widget.pictured) {
		if d.round() {
			k.ring(d.widget.look, w, h)
		} else {
			k.frame(d.widget.look, w, h)
		}
	}
	if d.Ticked {
		k.tick(d.shape(), w, h, d.pen.colour)
	}
	if len(d.Lines) > 0 {
		k.letters(d, t, fontName, w, h)
	}
}

// hasOff reports a box whose file draws it empty: that drawing stays under the mark. Where the file
// draws the other states only, the empty box is part of the page, and a frame of ours would hide it.
func (d *drawing) hasOff() bool { return d.widget.off != 0 && d.field.Type == Button }

// round reports a radio button of the usual look.
func (d *drawing) round() bool {
	return d.field.Type == Button && d.field.Flags&flagRadio != 0 && d.shape() == "l"
}

// shape is the letter of ZapfDingbats whose picture ticks the box.
func (d *drawing) shape() string {
	switch {
	case d.widget == nil:
		return ""
	case d.widget.look.mark == "" && d.field.Flags&flagRadio != 0:
		return "l"
	}
	return d.widget.look.mark
}

// tick draws a mark in the middle of the box, in lines and not in letters, so that it needs no
// font and no reader takes it for text. Shapes are those a box may ask for; any other letter
// gives a check mark.
func (k *ink) tick(shape string, w, h float64, colour []float64) {
	side := 0.84 * min(w, h)
	if !k.colour(colour, "g", "rg", "k") {
		k.do("g", 0)
	}
	x, y := (w-side)/2, (h-side)/2
	switch shape {
	case "l":
		k.disc(w/2, h/2, side*0.3)
		k.do("f")
	case "n":
		k.do("re", w/2-side*0.32, h/2-side*0.32, side*0.64, side*0.64)
		k.do("f")
	case "u":
		k.polygon(w/2, h/2+side*0.45, w/2+side*0.45, h/2, w/2, h/2-side*0.45, w/2-side*0.45, h/2)
	case "H":
		k.star(w/2, h/2, side*0.5)
	case "8":
		k.strokes(colour, side*0.13)
		k.do("m", x+0.12*side, y+0.12*side)
		k.do("l", x+0.88*side, y+0.88*side)
		k.do("m", x+0.12*side, y+0.88*side)
		k.do("l", x+0.88*side, y+0.12*side)
		k.do("S")
	default:
		k.strokes(colour, side*0.13)
		k.do("m", x+0.10*side, y+0.50*side)
		k.do("l", x+0.38*side, y+0.14*side)
		k.do("l", x+0.90*side, y+0.88*side)
		k.do("S")
	}
}

// strokes sets a colour and a width for lines with round ends.
func (k *ink) strokes(colour []float64, width float64) {
	if !k.colour(colour, "G", "RG", "K") {
		k.do("G", 0)
	}
	k.do("w", width)
	k.do("J", 1)
	k.do("j", 1)
}

// star fills a star of five points around (x, y).
func (k *ink) star(x, y, r float64) {
	const inner = 0.382 // of the radius: where the sides of a regular star cross
	var corners []float64
	for i := range 10 {
		length := r
		if i%2 == 1 {
			length = r * inner
		}
		sin, cos := math.Sincos(math.Pi/2 + float64(i)*math.Pi/5)
		corners = append(corners, x+length*cos, y+length*sin)
	}
	k.polygon(corners...)
}

// disc outlines a circle, as four Bézier curves.
func (k *ink) disc(x, y, r float64) {
	c := r * 4 / 3 * (math.Sqrt2 - 1)
	k.do("m", x+r, y)
	k.do("c", x+r, y+c, x+c, y+r, x, y+r)
	k.do("c", x-c, y+r, x-r, y+c, x-r, y)
	k.do("c", x-r, y-c, x-c, y-r, x, y-r)
	k.do("c", x+c, y-r, x+r, y-c, x+r, y)
	k.do("h")
}

// letters writes the lines, or the characters of a comb.
func (k *ink) letters(d *drawing, t *typeface, fontName name, w, h float64) {
	if d.existing {
		k.do("re", 0, 0, w, h) // a value that was there before may be too long for its box
		k.do("W")
		k.do("n")
	}
	k.do("BT")
	if !k.colour(d.pen.colour, "g", "rg", "k") {
		k.do("g", 0)
	}
	*k = append(appendName(*k, fontName), ' ')
	k.do("Tf", d.Size)
	if d.Cells > 0 {
		k.comb(d, t, w, h)
	} else {
		k.lines(d, t, w, h)
	}
	k.do("ET")
}

// comb puts each character in the middle of its cell.
func (k *ink) comb(d *drawing, t *typeface, w, h float64) {
	cell := w / float64(d.Cells)
	y := d.inside(t, (h-t.face.CapHeight/1000*d.Size)/2, 0, h)
	i := 0
	for _, r := range d.Text {
		s := string(r)
		k.show(t, s, (float64(i)+0.5)*cell-t.face.Width(s, d.Size)/2, y)
		i++
	}
}

// inside moves the baseline of the first line, from which the last is below, so that the ink stays
// in a box of height h, as far as the box holds it.
func (d *drawing) inside(t *typeface, first, below, h float64) float64 {
	top, bottom := t.face.Ink(d.Text)
	return min(max(first, below-bottom/1000*d.Size), h-top/1000*d.Size)
}

// lines puts the capitals of the lines around the middle of the box, or the first line at its top.
func (k *ink) lines(d *drawing, t *typeface, w, h float64) {
	capital := t.face.CapHeight / 1000 * d.Size
	step := leading * d.Size
	y := (h + float64(len(d.Lines)-1)*step - capital) / 2
	if d.top {
		y = max(y, h-d.pad-t.face.Ascent/1000*d.Size)
	}
	y = d.inside(t, y, float64(len(d.Lines)-1)*step, h)
	for _, line := range d.Lines {
		if line != "" {
			free := w - 2*d.pad - t.face.Width(line, d.Size)
			k.show(t, line, d.pad+free*float64(d.align)/2, y)
		}
		y -= step
	}
}

// show writes s from (x, y) on the baseline.
func (k *ink) show(t *typeface, s string, x, y float64) {
	k.do("Tm", 1, 0, 0, 1, x, y)
	*k = t.encode(*k, s)
	*k = append(*k, " Tj\n"...)
}

// place puts what was drawn upright from the origin into d's box with its corner at (x, y).
func (d *drawing) place(x, y float64) matrix {
	w, h := d.box()
	return turned(d.turn, w, h).then(translation(x, y))
}

// inside wraps operators so that they are drawn under m and change nothing after them.
func (k ink) inside(m matrix) ink {
	var b ink
	b.do("q")
	b.do("cm", m[:]...)
	b = append(b, k...)
	b.do("Q")
	return b
}
