package meter

import (
	"image"
	"slices"
)

// A view is a thumb with what is paper and what is ink on it told apart.
type view struct {
	w, h   int
	tile   int      // pixels of the side of a tile
	tw     int      // tiles in a row
	paper  float64  // how light the paper is, 0 (black) to 255
	grain  float64  // of the paper: standard deviation of depth
	page   []bool   // by tile: paper, and not the table under it or the shadow of the lid
	depth  []uint8  // by pixel: by how much it is darker than the paper round it, 0 to 255 for black
	depths [256]int // how many pixels of the page have each depth, within the margin
	area   int      // pixels on the page within the margin
	ink    uint8    // a pixel deeper than this is a stroke
}

// Tiles across the long side: on A4 one is 5 mm, a line of print and a half.
const tiles = 56

// margin is the part of each side on which nothing is counted: shadows, holes of a punch (their
// inner edge is 15 mm from that of the paper), numbers of pages.
const margin = 0.08

func look(g *image.Gray) *view {
	v := &view{w: g.Rect.Dx(), h: g.Rect.Dy()}
	v.tile = max(6, (max(v.w, v.h)+tiles-1)/tiles)
	v.tw = (v.w + v.tile - 1) / v.tile
	ground := v.closed(v.levels(g))
	sorted := slices.Clone(ground)
	slices.Sort(sorted)
	v.paper = float64(sorted[len(sorted)*97/100]) // a receipt on a dark sheet may cover less than a tenth
	v.page = v.within(ground)
	v.sink(g, ground)
	v.count()
	v.ink = uint8(min(254, max(v.floor(0.10), 0.4*255*v.contrast()/100)))
	return v
}

// levels gives for each tile the level that 85 of 100 of its pixels do not exceed: the paper, where
// there is some between the strokes.
func (v *view) levels(g *image.Gray) []uint8 {
	th := (v.h + v.tile - 1) / v.tile
	out := make([]uint8, 0, v.tw*th)
	for y0 := 0; y0 < v.h; y0 += v.tile {
		for x0 := 0; x0 < v.w; x0 += v.tile {
			var n [256]uint16
			x1, y1 := min(v.w, x0+v.tile), min(v.h, y0+v.tile)
			for y := y0; y < y1; y += 2 { // every second row tells as much
				at := g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y+y)
				for _, p := range g.Pix[at+x0 : at+x1] {
					n[p]++
				}
			}
			above, level := (x1-x0)*((y1-y0+1)/2)*15/100, 255
			for ; level > 0; level-- {
				if above -= int(n[level]); above < 0 {
					break
				}
			}
			out = append(out, uint8(level))
		}
	}
	return out
}

// closed fills what is dark and less than three tiles wide: a heading or a stamp has paper under it.
func (v *view) closed(tiles []uint8) []uint8 {
	widest := func(a, b uint8) uint8 { return max(a, b) }
	narrow := func(a, b uint8) uint8 { return min(a, b) }
	return v.spread(v.spread(tiles, widest), narrow)
}

// spread gives each tile the extreme of its neighbours and itself.
func (v *view) spread(tiles []uint8, extreme func(a, b uint8) uint8) []uint8 {
	pass := func(in []uint8, step int, ends func(i int) (first, last bool)) []uint8 {
		out := slices.Clone(in)
		for i := range in {
			first, last := ends(i)
			if !first {
				out[i] = extreme(out[i], in[i-step])
			}
			if !last {
				out[i] = extreme(out[i], in[i+step])
			}
		}
		return out
	}
	out := pass(tiles, 1, func(i int) (bool, bool) { return i%v.tw == 0, i%v.tw == v.tw-1 })
	return pass(out, v.tw, func(i int) (bool, bool) { return i < v.tw, i >= len(tiles)-v.tw })
}

// within says which tiles are on the page: light enough, and none beside them is darker, for the edge
// of the page is no ink.
func (v *view) within(ground []uint8) []bool {
	const lit = 0.6 // of the level of the paper; a shadow across the page takes less
	darkest := v.spread(ground, func(a, b uint8) uint8 { return min(a, b) })
	page := make([]bool, len(ground))
	for i, d := range darkest {
		page[i] = float64(d) >= lit*v.paper
	}
	return page
}

// sink works out depth, with the level of the paper drawn straight between the centres of tiles.
func (v *view) sink(g *image.Gray, ground []uint8) {
	v.depth = make([]uint8, v.w*v.h)
	th := len(ground) / v.tw
	row := make([]int, v.tw) // the paper along a row, in 1/256 of a level
	var part [256]int32      // 255/level in 1/65536
	for l := range part {
		part[l] = int32(255 * 65536 / max(1, l))
	}
	for y := range v.h {
		j, f := v.between(y, th)
		for i := range row {
			row[i] = int(ground[j*v.tw+i])*(256-f) + int(ground[min(j+1, th-1)*v.tw+i])*f
		}
		at := g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y+y)
		in, out := g.Pix[at:at+v.w], v.depth[y*v.w:(y+1)*v.w]
		for x, end := 0, 0; x < v.w; {
			// Between two centres the level grows by the same from pixel to pixel.
			i, f := v.between(x, v.tw)
			level, step := row[i]<<8, 0
			switch half := v.tile / 2; {
			case x < half:
				end = min(v.w, half)
			case i == v.tw-1:
				end = v.w
			default:
				end = min(v.w, half+(i+1)*v.tile)
				step = (row[i+1] - row[i]) << 8 / v.tile
				level += (row[i+1] - row[i]) * f
			}
			for ; x < end; x++ {
				l := int32(level >> 16)
				if d := l - int32(in[x]); d > 0 {
					out[x] = uint8(d * part[l] >> 16)
				}
				level += step
			}
		}
	}
}

// between gives the tile whose centre lies before a pixel, and how far on to the next it is, of 256.
func (v *view) between(x, n int) (tile, part int) {
	x -= v.tile / 2
	if x <= 0 {
		return 0, 0
	}
	if i := x / v.tile; i < n-1 {
		return i, x % v.tile * 256 / v.tile
	}
	return n - 1, 0
}

// count fills the table of depths of what is on the page within the margin, and the grain.
func (v *view) count() {
	mx, my := int(margin*float64(v.w)), int(margin*float64(v.h))
	for y := my; y < v.h-my; y++ {
		page := v.page[y/v.tile*v.tw:]
		for x := mx; x < v.w-mx; {
			end := min(v.w-mx, (x/v.tile+1)*v.tile)
			if page[x/v.tile] {
				for _, d := range v.depth[y*v.w+x : y*v.w+end] {
					if d > 0 { // most are not
						v.depths[d]++
						v.depths[0]--
					}
				}
				v.area += end - x
			}
			x = end
		}
	}
	v.depths[0] += v.area
	// Of a normal distribution 85 of 100 lie below 1.04 standard deviations over the middle.
	middle, n := 0, 0
	for ; middle < 255 && n+v.depths[middle] <= v.area/2; middle++ {
		n += v.depths[middle]
	}
	v.grain = float64(middle) / 1.04
}

// deeper is the number of pixels of the page deeper than d.
func (v *view) deeper(d float64) int {
	n := 0
	for _, k := range v.depths[min(255, int(d))+1:] {
		n += k
	}
	return n
}

// floor is the depth from which on something is ink and not grain of the paper.
func (v *view) floor(least float64) float64 { return max(255*least, 5*v.grain) }

// inked is the share of the page that has ink, in 1/1000. What shows through from the other side of
// the paper is no ink, nor is dust: a speck alone. A picture without any paper is not blank.
func (v *view) inked() float64 {
	const (
		through = 0.10 // of black: the deepest that shows through
		speck   = 3    // pixels in one tile
		rough   = 20   // grain of what is no paper but a photograph
	)
	if v.area == 0 || v.grain > rough {
		return 1000
	}
	floor := uint8(min(254, v.floor(through)))
	mx, my := int(margin*float64(v.w)), int(margin*float64(v.h))
	ink := 0
	for y0 := my; y0 < v.h-my; y0 += v.tile {
		for x0 := mx; x0 < v.w-mx; x0 += v.tile {
			if !v.page[y0/v.tile*v.tw+x0/v.tile] {
				continue
			}
			n := 0
			for y := y0; y < min(v.h-my, y0+v.tile); y++ {
				for _, d := range v.depth[y*v.w+x0 : y*v.w+min(v.w-mx, x0+v.tile)] {
					if d > floor {
						n++
					}
				}
			}
			if n > speck {
				ink += n
			}
		}
	}
	return 1000 * float64(ink) / float64(v.area)
}

// contrast is how much darker than the paper the darkest strokes are, in hundredths of black. Print
// is thinner than a pixel of the thumb, so only what is bold shows its full depth: it is judged by
// the deepest 4 of 100 inked pixels.
func (v *view) contrast() float64 {
	ink := v.deeper(v.floor(0.10))
	want := max(ink*4/100, v.area/2000)
	d := 255
	for n := v.depths[d]; d > 0 && n < want; n += v.depths[d] {
		d--
	}
	return 100 * float64(d) / 255
}
