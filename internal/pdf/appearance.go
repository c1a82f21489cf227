package pdf

import (
	"math"
	"strconv"
)

// A look is what a widget's MK and BS say of its box (ISO 32000-1, table 189).
type look struct {
	turn       int // degrees counter-clockwise
	background []float64
	border     []float64
	width      float64 // of the border, in points; 0 without one
	mark       string  // the ZapfDingbats letter a ticked box shows
}

func (f *File) look(widget dict) look {
	mk := f.dict(widget["MK"])
	var l look
	if n, ok := f.int(mk["R"]); ok {
		l.turn = ((n/90*90)%360 + 360) % 360
	}
	l.background, _ = f.numbers(mk["BG"], 1)
	l.mark, _ = f.text(mk["CA"])
	l.border, _ = f.numbers(mk["BC"], 1)
	if len(l.border) == 0 {
		return l
	}
	l.width = 1
	if w, ok := f.number(f.dict(widget["BS"])["W"]); ok && w >= 0 && w < 20 {
		l.width = w
	} else if b, ok := f.numbers(widget["Border"], 3); ok && b[2] >= 0 && b[2] < 20 {
		l.width = b[2]
	}
	return l
}

// An ink collects the operators of a drawing.
type ink []byte

// do appends an operator after its operands.
func (k *ink) do(op string, operands ...float64) {
	for _, v := range operands {
		*k = append(appendReal(*k, round(v)), ' ')
	}
	*k = append(append(*k, op...), '\n')
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

// frame paints the background and the border of a box that starts at the origin.
func (k *ink) frame(l look, w, h float64) {
	if k.colour(l.background, "g", "rg", "k") {
		k.do("re", 0, 0, w, h)
		k.do("f")
	}
	if l.width > 0 && k.colour(l.border, "G", "RG", "K") {
		k.do("w", l.width)
		k.do("re", l.width/2, l.width/2, max(0, w-l.width), max(0, h-l.width))
		k.do("S")
	}
}

// marks fills a box that starts at the origin with what the drawing shows.
func (d *drawing) marks(t *typeface, fontName name) ink {
	var k ink
	w, h := d.box()
	if d.widget != nil && !d.hasOff() {
		k.frame(d.widget.look, w, h)
	}
	if d.Ticked {
		k.tick(d.shape(), w, h)
	}
	if len(d.Lines) > 0 {
		k.letters(d, t, fontName, w, h)
	}
	return k
}

// hasOff reports a box whose file draws it empty: that drawing stays under the mark.
func (d *drawing) hasOff() bool { return d.widget.off != 0 && d.field.Type == Button }

func (d *drawing) shape() string {
	if d.widget == nil {
		return ""
	}
	return d.widget.look.mark
}

// tick draws a mark in the middle of the box, in lines and not in letters, so that it needs no
// font and no reader takes it for text. A box whose own mark is a cross or a dot gets that.
func (k *ink) tick(shape string, w, h float64) {
	side := 0.84 * min(w, h)
	x, y := (w-side)/2, (h-side)/2
	k.do("g", 0)
	k.do("G", 0)
	k.do("w", side*0.13)
	k.do("J", 1)
	k.do("j", 1)
	at := func(op string, dx, dy float64) { k.do(op, x+dx*side, y+dy*side) }
	switch shape {
	case "l":
		k.disc(w/2, h/2, side*0.3)
		return
	case "8":
		at("m", 0.12, 0.12)
		at("l", 0.88, 0.88)
		at("m", 0.12, 0.88)
		at("l", 0.88, 0.12)
	default:
		at("m", 0.10, 0.50)
		at("l", 0.38, 0.14)
		at("l", 0.90, 0.88)
	}
	k.do("S")
}

// disc fills a circle, as four Bézier curves.
func (k *ink) disc(x, y, r float64) {
	c := r * 4 / 3 * (math.Sqrt2 - 1)
	k.do("m", x+r, y)
	k.do("c", x+r, y+c, x+c, y+r, x, y+r)
	k.do("c", x-c, y+r, x-r, y+c, x-r, y)
	k.do("c", x-r, y-c, x-c, y-r, x, y-r)
	k.do("c", x+c, y-r, x+r, y-c, x+r, y)
	k.do("f")
}

// letters writes the lines, or the characters of a comb, in black.
func (k *ink) letters(d *drawing, t *typeface, fontName name, w, h float64) {
	if d.existing {
		k.do("re", 0, 0, w, h) // a value that was there before may be too long for its box
		k.do("W")
		k.do("n")
	}
	k.do("BT")
	k.do("g", 0)
	*k = append(appendName(*k, fontName), ' ')
	k.do("Tf", d.Size)
	capital := t.face.CapHeight / 1000 * d.Size
	if d.Cells > 0 {
		cell := w / float64(d.Cells)
		i := 0
		for _, r := range d.Text {
			s := string(r)
			k.show(t, s, (float64(i)+0.5)*cell-t.face.Width(s, d.Size)/2, (h-capital)/2)
			i++
		}
	} else {
		step := leading * d.Size
		y := (h + float64(len(d.Lines)-1)*step - capital) / 2
		if d.top && len(d.Lines) > 0 {
			y = min(max(y, h-d.pad-t.face.Ascent/1000*d.Size), h-capital)
		}
		for _, line := range d.Lines {
			free := w - 2*d.pad - t.face.Width(line, d.Size)
			k.show(t, line, d.pad+free*float64(d.align)/2, y)
			y -= step
		}
	}
	k.do("ET")
}

// show writes s from (x, y) on the baseline.
func (k *ink) show(t *typeface, s string, x, y float64) {
	k.do("Tm", 1, 0, 0, 1, x, y)
	*k = t.encode(*k, s)
	*k = append(*k, " Tj\n"...)
}

// place puts what was drawn upright from the origin where d stands on its page.
func (d *drawing) place() matrix {
	w, h := d.box()
	return turned(d.turn, w, h).then(translation(d.Rect.X0, d.Rect.Y0))
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

// freeName is a name that d does not use yet.
func freeName(d dict, stem string) name {
	for i := 0; ; i++ {
		n := name(stem + strconv.Itoa(i))
		if _, taken := d[n]; !taken {
			return n
		}
	}
}
