package meter

import "image"

// A Glance is what the thumb of a page shows: all that Measure goes by, and Duplicates at first. It can be kept
// without the thumb, in a hundredth of the room, and not a word can be read in it.
type Glance struct {
	Paper    float64 // level of the paper, 0 (black) to 255
	Inked    float64 // thousandths of the page that have ink
	Contrast float64 // hundredths of black between the paper and its darkest strokes; this and what follows only of a page that is not blank
	Skew     float64 // degrees, clockwise; 0 where it cannot be told
	Cuts     []Defect
	Afar     Afar
}

// An Afar is how dark the ink of a page makes it, from afar: its long side has 70 pixels of 4 mm, and the
// lines of a letter run into one.
type Afar struct {
	W, H int
	Ink  []uint8 // row by row from the top, whatever the light; 0 is none
}

// At looks at a thumb; nil where it is too small for anything to be measured on it.
func At(thumb *image.Gray) *Glance {
	if thumb == nil || min(thumb.Rect.Dx(), thumb.Rect.Dy()) < smallest {
		return nil
	}
	v := look(thumb)
	s := v.afar()
	g := &Glance{Paper: v.paper, Inked: v.inked(), Afar: Afar{s.w, s.h, s.grey}}
	if g.blank() {
		return g
	}
	g.Contrast, g.Cuts = v.contrast(), v.cuts()
	if degrees, ok := v.skew(); ok {
		g.Skew = degrees
	}
	return g
}

// smallest side of a thumb, in pixels, on which anything can be measured.
const smallest = 120

func (g *Glance) blank() bool { return Limits[Blank].broken(g.Inked) }

// Sound says whether it can be what At gave: one that was kept elsewhere may have come to harm.
func (g *Glance) Sound() bool {
	for _, d := range g.Cuts {
		if d.Kind != Cut || d.Side < Left || d.Side > Bottom {
			return false
		}
	}
	a := g.Afar
	return a.W > 0 && a.H > 0 && max(a.W, a.H) <= distant && len(a.Ink) == a.W*a.H
}

// ink is how much darker than the paper it is, in levels; 0 of a blank page.
func (g *Glance) ink() float64 { return g.Contrast / 100 * g.Paper }
