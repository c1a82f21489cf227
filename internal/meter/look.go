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
	depth  []uint8  // by pixel: by how much it is darker than the paper round it, up to 255 for black; 0 where it is no mark
	marks  []uint16 // pixels darker than what shows through, row by row: how far from the left they are
	row    []int    // by row: where its marks begin; at the end how many there are
	column []uint8  // by pixel of a row: its tile
	depths [256]int // how many pixels of the page have each depth, within the margin
	area   int      // pixels on the page within the margin
	inky   int      // of these, deeper than floor, and no speck
	ink    uint8    // a pixel deeper than this is a stroke
}

// Tiles across the long side: on A4 one is 5 mm, a line of print and a half.
const tiles = 56

// margin is the part of each side on which nothing is counted: shadows, holes of a punch (their
// inner edge is 15 mm from that of the paper), numbers of pages.
const margin = 0.08

// through is the part of black that is the deepest that shows through from the other side of the paper.
const through = 0.10

// faintest is the depth that a mark is deeper than.
const faintest = 255 * 10 / 100

// deepness is by how much a pixel is darker than paper of a level, 0 to 255 for black.
func deepness(paper, pixel uint8) uint8 {
	if pixel >= paper {
		return 0
	}
	return uint8(int32(paper-pixel) * parts[paper] >> 16)
}

// parts are 255/level in 1/65536, by level of the paper.
var parts = func() (parts [256]int32) {
	for l := range parts {
		parts[l] = int32(255 * 65536 / max(1, l))
	}
	return parts
}()

// marking are the levels below which a pixel is a mark, by level of the paper.
var marking = func() (marking [256]uint8) {
	for l := range marking {
		for m := range uint8(l) {
			if deepness(uint8(l), m) > uint8(faintest) {
				marking[l] = m + 1
			}
		}
	}
	return marking
}()

func look(g *image.Gray) *view {
	v := &view{w: g.Rect.Dx(), h: g.Rect.Dy()}
	v.tile = max(6, (max(v.w, v.h)+tiles-1)/tiles)
	v.tw = (v.w + v.tile - 1) / v.tile
	v.column = make([]uint8, v.w)
	for x := range v.column {
		v.column[x] = uint8(x / v.tile)
	}
	ground := v.closed(v.levels(g))
	sorted := slices.Clone(ground)
	slices.Sort(sorted)
	v.paper = float64(sorted[len(sorted)*97/100]) // a receipt on a dark sheet may cover less than a tenth
	v.page = v.within(ground)
	v.sink(g, ground)
	v.count()
	v.ink = uint8(min(254, max(v.floor(), 0.4*255*v.contrast()/100)))
	return v
}

// levels gives for each tile the level that 85 of 100 of its pixels do not exceed: the paper, where
// there is some between the strokes.
func (v *view) levels(g *image.Gray) []uint8 {
	th := (v.h + v.tile - 1) / v.tile
	out := make([]uint8, 0, v.tw*th)
	for y0 := 0; y0 < v.h; y0 += v.tile {
		for x0 := 0; x0 < v.w; x0 += v.tile {
			var n, odd [256]uint16 // two, so that counting one level does not wait for itself
			x1, y1 := min(v.w, x0+v.tile), min(v.h, y0+v.tile)
			for y := y0; y < y1; y += 2 { // every second row tells as much
				at := g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y+y)
				row := g.Pix[at+x0 : at+x1]
				for ; len(row) > 1; row = row[2:] {
					n[row[0]]++
					odd[row[1]]++
				}
				if len(row) > 0 {
					n[row[0]]++
				}
			}
			above, level := (x1-x0)*((y1-y0+1)/2)*15/100, 255
			for ; level > 0; level-- {
				if above -= int(n[level] + odd[level]); above < 0 {
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

// sink finds the marks, and the grain of the paper. The level of the paper is drawn straight between the
// centres of tiles.
func (v *view) sink(g *image.Gray, ground []uint8) {
	const (
		alike   = 4 // rows that have one level of paper
		sampled = 8 // one row in so many tells the grain
	)
	v.depth, v.marks = make([]uint8, v.w*v.h), make([]uint16, 0, v.w*v.h/8)
	paper, below := make([]uint8, v.w), make([]uint8, v.w)
	my := int(margin * float64(v.h))
	for y := range v.h {
		if y%alike == 0 {
			v.between(ground, min(y+alike/2, v.h-1), paper)
			for x, l := range paper {
				below[x] = marking[l]
			}
		}
		at := g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y+y)
		in, out := g.Pix[at:at+v.w], v.depth[y*v.w:(y+1)*v.w]
		if y%sampled == 0 && y >= my && y < v.h-my {
			v.sample(y, in, paper)
		}
		v.row = append(v.row, len(v.marks))
		for x, level := range below[:len(in)] {
			if in[x] < level {
				out[x] = deepness(paper[x], in[x])
				v.marks = append(v.marks, uint16(x))
			}
		}
	}
	v.row = append(v.row, len(v.marks))
}

// sample counts the depths of what is on the page in a row, within the margin.
func (v *view) sample(y int, in, paper []uint8) {
	mx := int(margin * float64(v.w))
	page := v.page[y/v.tile*v.tw:]
	for x := mx; x < v.w-mx; x++ {
		if page[v.column[x]] {
			v.depths[deepness(paper[x], in[x])]++
		}
	}
}

// between works out the level of the paper along a row.
func (v *view) between(ground []uint8, y int, paper []uint8) {
	j, f := v.part(y, len(ground)/v.tw)
	above, below := ground[j*v.tw:], ground[min(j+1, len(ground)/v.tw-1)*v.tw:]
	at := func(i int) int { return int(above[i])*(256-f) + int(below[i])*f } // in 1/256 of a level
	for x, end := 0, 0; x < v.w; {
		// Between two centres the level grows by the same from pixel to pixel.
		i, f := v.part(x, v.tw)
		level, step := at(i)<<8, 0
		switch half := v.tile / 2; {
		case x < half:
			end = min(v.w, half)
		case i == v.tw-1:
			end = v.w
		default:
			end = min(v.w, half+(i+1)*v.tile)
			step = (at(i+1) - at(i)) << 8 / v.tile
			level += (at(i+1) - at(i)) * f
		}
		for ; x < end; x++ {
			paper[x] = uint8(level >> 16)
			level += step
		}
	}
}

// part gives the tile whose centre lies before a pixel, and how far on to the next it is, of 256.
func (v *view) part(x, n int) (tile, part int) {
	x -= v.tile / 2
	if x <= 0 {
		return 0, 0
	}
	if i := x / v.tile; i < n-1 {
		return i, x % v.tile * 256 / v.tile
	}
	return n - 1, 0
}

// count fills in the grain, the table of depths and what is ink, of the page within the margin.
func (v *view) count() {
	const speck = 3 // pixels in one tile: dust is no ink
	all := 0
	for _, n := range v.depths {
		all += n
	}
	// Of a normal distribution 85 of 100 lie below 1.04 standard deviations over the middle.
	middle := 0
	for n := v.depths[0]; middle < 255 && n <= all/2; n += v.depths[middle] {
		middle++
	}
	v.grain = float64(middle) / 1.04
	floor := uint8(min(254, v.floor()))
	mx, my := int(margin*float64(v.w)), int(margin*float64(v.h))
	clear(v.depths[faintest+1:]) // those of the marks are counted, not guessed
	inked := make([]int, len(v.page))
	for y := my; y < v.h-my; y++ {
		page, inked := v.page[y/v.tile*v.tw:], inked[(y-my)/v.tile*v.tw:]
		for _, x := range v.marks[v.row[y]:v.row[y+1]] {
			if int(x) < mx || int(x) >= v.w-mx || !page[v.column[x]] {
				continue
			}
			d := v.depth[y*v.w+int(x)]
			v.depths[d]++
			if d > floor {
				inked[v.column[int(x)-mx]]++
			}
		}
	}
	for i, on := range v.page {
		if x, y := i%v.tw*v.tile, i/v.tw*v.tile; on {
			v.area += max(0, min(x+v.tile, v.w-mx)-max(x, mx)) * max(0, min(y+v.tile, v.h-my)-max(y, my))
		}
		if inked[i] > speck { // these tiles are those from the margin on
			v.inky += inked[i]
		}
	}
	for d, n := range v.depths[:faintest+1] {
		v.depths[d] = n * v.area / max(1, all)
	}
}

// deeper is the number of pixels of the page deeper than d.
func (v *view) deeper(d float64) int {
	n := 0
	for _, k := range v.depths[min(255, int(d))+1:] {
		n += k
	}
	return n
}

// floor is the depth from which on something is ink: what shows through is not, nor is the grain of the paper.
func (v *view) floor() float64 { return max(255*through, 5*v.grain) }

// inked is the share of the page that has ink, in 1/1000. Dust is none: a speck alone. A picture without any
// paper is not blank.
func (v *view) inked() float64 {
	const rough = 20 // grain of what is no paper but a photograph
	if v.area == 0 || v.grain > rough {
		return 1000
	}
	return 1000 * float64(v.inky) / float64(v.area)
}

// contrast is how much darker than the paper the darkest strokes are, in hundredths of black. Print
// is thinner than a pixel of the thumb, so only what is bold shows its full depth: it is judged by
// the deepest 4 of 100 inked pixels.
func (v *view) contrast() float64 {
	ink := v.deeper(v.floor())
	want := max(ink*4/100, v.area/2000)
	d := 255
	for n := v.depths[d]; d > 0 && n < want; n += v.depths[d] {
		d--
	}
	return 100 * float64(d) / 255
}
