package meter

import (
	"image"
	"math"
	"slices"
)

// Duplicates gives the pairs of pages that are the same paper, each first page with those that
// repeat it, in order. Pages are the same if their hashes are, or, for scans, if their pictures agree
// in every part. Two months of one bill, or one form filled twice, do not; but a few figures of small
// print are seen only with Detail. Where the file has live text too, the picture is not all of the
// page, and only the hash counts. Blank pages repeat nothing.
func Duplicates(pages []Page) [][2]int {
	p := papers{pages: pages, far: make([]*likeness, len(pages)), near: map[int]*likeness{}}
	repeats := make([]bool, len(pages))
	var pairs [][2]int
	for i := range pages {
		p.far[i] = pages[i].likeness()
		for j := range i {
			if !repeats[j] && p.same(j, i) { // what repeats another one was compared with that
				pairs, repeats[i] = append(pairs, [2]int{j, i}), true
				break
			}
		}
	}
	return pairs
}

// papers are pages with what was worked out of them.
type papers struct {
	pages []Page
	far   []*likeness       // of the thumbs
	near  map[int]*likeness // of the pictures in detail, of some pages
}

func (p *papers) same(i, j int) bool {
	a, b := &p.pages[i], &p.pages[j]
	switch {
	case a.Hash != "" && a.Hash == b.Hash:
		return a.Painted
	case p.far[i] == nil || p.far[j] == nil || !Limits[Twin].broken(alike(p.far[i], p.far[j])):
		return false
	case a.Detail == nil || b.Detail == nil:
		return true
	}
	x, y := p.detail(i), p.detail(j)
	return x == nil || y == nil || alike(x, y) >= detailed
}

// detail is the likeness of the picture of a page in detail; nil where it cannot be had. It takes 2 MB,
// so only some are kept.
func (p *papers) detail(i int) *likeness {
	const kept = 32
	l, ok := p.near[i]
	if !ok {
		if g := p.pages[i].Detail(); g != nil {
			l = liken(g, p.far[i].ink, closely)
		}
		if len(p.near) < kept {
			p.near[i] = l
		}
	}
	return l
}

// A likeness is a page at one size, so that pages can be laid over each other whatever the size,
// the light and the paper of their pictures.
type likeness struct {
	sight
	sizes []sheet // each half of the one before, the last of less than 100 pixels
	ink   float64 // how much darker than the paper, in levels
}

// A sight is how near pages are looked at.
type sight struct {
	long    int     // pixels of the long side
	pane    int     // pixels of the side of what is compared at a time
	block   int     // pixels of the side of what is moved at a time to lie over the other
	from    int     // the size at which it is first moved
	strokes float64 // pixels of ink in a pane that has something on it: two or three letters
}

var (
	roughly = sight{long: 560, pane: 16, block: 64, from: 1, strokes: 3}   // a letter of print is three pixels wide
	closely = sight{long: 1400, pane: 16, block: 128, from: 2, strokes: 8} // a figure is eight
)

// A sheet is a picture in grey.
type sheet struct {
	w, h int
	grey []uint8
}

// likeness is nil where the page is no scan, or a blank one.
func (p *Page) likeness() *likeness {
	if !p.Scan || p.written() > 0 || p.Thumb == nil || min(p.Thumb.Rect.Dx(), p.Thumb.Rect.Dy()) < smallest {
		return nil
	}
	v := look(p.Thumb)
	if Limits[Blank].broken(v.inked()) {
		return nil
	}
	return liken(p.Thumb, v.contrast()/100*v.paper, roughly)
}

func liken(g *image.Gray, ink float64, as sight) *likeness {
	l := &likeness{sight: as, ink: ink}
	s := sheetOf(g)
	size := max(s.w, s.h)
	s = s.scaled(max(1, s.w*as.long/size), max(1, s.h*as.long/size)).smooth()
	for l.sizes = append(l.sizes, s); max(s.w, s.h) >= 100 && min(s.w, s.h) > 1; l.sizes = append(l.sizes, s) {
		s = s.scaled(s.w/2, s.h/2)
	}
	return l
}

// sheetOf is a picture as a sheet, which shares its pixels where they lie without gaps.
func sheetOf(g *image.Gray) sheet {
	s := sheet{w: g.Rect.Dx(), h: g.Rect.Dy()}
	if g.Stride == s.w {
		s.grey = g.Pix[:s.w*s.h]
		return s
	}
	for y := g.Rect.Min.Y; y < g.Rect.Max.Y; y++ {
		at := g.PixOffset(g.Rect.Min.X, y)
		s.grey = append(s.grey, g.Pix[at:at+s.w]...)
	}
	return s
}

// scaled is the sheet in another size; a pixel is the mean of what it covers.
func (s sheet) scaled(w, h int) sheet {
	out := sheet{w, h, make([]uint8, w*h)}
	row := make([]float32, s.w)
	across, down := shares(s.w, w), shares(s.h, h)
	for y := range h {
		clear(row)
		for k, part := range down[y].of {
			for x, p := range s.grey[(down[y].from+k)*s.w:][:s.w] {
				row[x] += part * float32(p)
			}
		}
		for x := range w {
			sum := float32(0.5)
			for k, part := range across[x].of {
				sum += part * row[across[x].from+k]
			}
			out.grey[y*w+x] = uint8(min(255, sum))
		}
	}
	return out
}

// A share says of which pixels another one is made, and of how much of each.
type share struct {
	from int
	of   []float32
}

// shares are those of m pixels of n.
func shares(n, m int) []share {
	all := make([]share, m)
	ratio := float64(n) / float64(m)
	for i := range all {
		a, b := float64(i)*ratio, float64(i+1)*ratio
		all[i].from = int(a)
		for k := int(a); k < n && float64(k) < b; k++ {
			part := min(float64(k+1), b) - max(float64(k), a)
			all[i].of = append(all[i].of, float32(part/ratio))
		}
	}
	return all
}

// smooth takes out what depends on where the pixels of a scan happen to lie.
func (s sheet) smooth() sheet {
	out := sheet{s.w, s.h, slices.Clone(s.grey)}
	for y := 1; y < s.h-1; y++ {
		up, at, low := s.grey[(y-1)*s.w:], s.grey[y*s.w:], s.grey[(y+1)*s.w:]
		for x := 1; x < s.w-1; x++ {
			beside := int(at[x-1]) + int(at[x+1]) + int(up[x]) + int(low[x])
			corners := int(up[x-1]) + int(up[x+1]) + int(low[x-1]) + int(low[x+1])
			out.grey[y*s.w+x] = uint8((4*int(at[x]) + 2*beside + corners + 8) / 16)
		}
	}
	return out
}

// shifted is the sheet moved by half of the way to the pixel that is step on.
func (s sheet) shifted(step int) sheet {
	out := sheet{s.w, s.h, slices.Clone(s.grey)}
	for i := range len(s.grey) - step {
		out.grey[i] = uint8((int(s.grey[i]) + int(s.grey[i+step]) + 1) / 2)
	}
	return out
}

// alike says how well two pages agree where they agree least, in hundredths of full correlation; 0
// where something differs that stands out from what another scan makes different.
func alike(a, b *likeness) float64 {
	const (
		shape = 0.03 // by which the proportions of two scans of one page may differ
		whole = 0.5  // correlation of the pages as wholes, seen from afar
		reach = 2    // pixels seen from afar, 8 mm, by which one may lie elsewhere than the other
	)
	wide := func(l *likeness) float64 { return float64(l.sizes[0].w) / float64(l.sizes[0].h) }
	if math.Abs(wide(a)/wide(b)-1) > shape {
		return 0
	}
	last := min(len(a.sizes), len(b.sizes)) - 1
	s := a.sizes[last]
	dx, dy, r := offset(s, b.sizes[last], image.Rect(0, 0, s.w, s.h), 0, 0, reach)
	if r < whole {
		return 0
	}
	up := 1 << (last - a.from)
	r = agree(a, b, up*dx, up*dy)
	if Limits[Twin].broken(100 * r) {
		r = min(r, agree(b, a, -up*dx, -up*dy))
	}
	return 100 * r
}

// offset is by how much b has to be moved to lie on a part of a, near x0 and y0, and how well it
// then correlates.
func offset(a, b sheet, part image.Rectangle, x0, y0, reach int) (dx, dy int, r float64) {
	dx, dy, r = x0, y0, correlation(a, b, part, x0, y0)
	for y := y0 - reach; y <= y0+reach; y++ {
		for x := x0 - reach; x <= x0+reach; x++ {
			if c := correlation(a, b, part, x, y); c > r {
				dx, dy, r = x, y, c
			}
		}
	}
	return dx, dy, r
}

// agree is the least correlation of a pane of a that has something on it with what lies there on b,
// which has to be moved by dx and dy pixels of the size from. It is 0 where one pane differs by much more
// than nearly all others do: in a clean copy, one figure does.
func agree(a, b *likeness, dx, dy int) float64 {
	const (
		apart = 5.0   // times the difference that 90 of 100 panes do not exceed; two scans of one page have up to 4
		exact = 0.005 // a difference too small to mean anything
	)
	var differences []float64
	s, o := a.sizes[0], b.sizes[0]
	between := [4]sheet{o, o.shifted(1), o.shifted(o.w), o.shifted(1).shifted(o.w)} // as it is, half a pixel to the left, up, and both
	least := a.strokes * a.ink * a.ink
	inner := image.Rect(0, 0, s.w, s.h).Inset(min(s.w, s.h) / 20)
	for y0 := inner.Min.Y; y0 < inner.Max.Y; y0 += a.block {
		for x0 := inner.Min.X; x0 < inner.Max.X; x0 += a.block {
			part := image.Rect(x0, y0, x0+a.block+a.pane/2, y0+a.block+a.pane/2).Intersect(inner)
			if s.spread(part) < least {
				continue
			}
			fx, fy := moved(a, b, part, dx, dy)
			for y := y0; y < y0+a.block; y += a.pane / 2 {
				for x := x0; x < x0+a.block; x += a.pane / 2 {
					p := image.Rect(x, y, x+a.pane, y+a.pane)
					if !p.In(inner) || s.spread(p) < least {
						continue
					}
					r := closest(s, &between, p, fx, fy)
					if !Limits[Twin].broken(100 * r) {
						return max(0, r)
					}
					differences = append(differences, 1-r)
				}
			}
		}
	}
	if len(differences) == 0 {
		return 0
	}
	slices.Sort(differences)
	most, usual := differences[len(differences)-1], differences[len(differences)*9/10]
	if most > max(exact, apart*usual) {
		return 0
	}
	return 1 - most
}

// moved is by how many pixels b has to be moved to lie on a part of a, looked for near dx and dy of
// the size from, and then in each larger one.
func moved(a, b *likeness, part image.Rectangle, dx, dy int) (x, y int) {
	reach := 4
	for k := a.from; k >= 0; k-- {
		smaller := image.Rectangle{Min: part.Min.Div(1 << k), Max: part.Max.Div(1 << k)}
		dx, dy, _ = offset(a.sizes[k], b.sizes[k], smaller, dx, dy, reach)
		if k > 0 {
			dx, dy, reach = 2*dx, 2*dy, 1
		}
	}
	return dx, dy
}

// closest is the best correlation of a pane of s with another sheet moved by dx and dy, or by up to
// two pixels more or less, and then by a half: paper laid askew is not where its block is.
func closest(s sheet, between *[4]sheet, p image.Rectangle, dx, dy int) float64 {
	x, y, best := offset(s, between[0], p, dx, dy, 2)
	for j := -1; j <= 1; j++ {
		for i := -1; i <= 1; i++ {
			odd := i&1 + 2*(j&1)
			best = max(best, correlation(s, between[odd], p, x+(i-i&1)/2, y+(j-j&1)/2))
		}
	}
	return best
}

// spread is how far the pixels of a part of the sheet are from their mean: the sum of the squares.
func (s sheet) spread(part image.Rectangle) float64 {
	sum, squares := 0, 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, p := range s.grey[y*s.w+part.Min.X : y*s.w+part.Max.X] {
			sum, squares = sum+int(p), squares+int(p)*int(p)
		}
	}
	return float64(squares) - float64(sum)*float64(sum)/float64(part.Dx()*part.Dy())
}

// correlation is that of a part of a with what lies on b at dx and dy from there; 0 where much of
// that is beyond the edge of b, or one of them is plain.
func correlation(a, b sheet, part image.Rectangle, dx, dy int) float64 {
	over := part.Intersect(image.Rect(-dx, -dy, b.w-dx, b.h-dy))
	n := over.Dx() * over.Dy()
	if 4*n < 3*part.Dx()*part.Dy() || n == 0 {
		return 0
	}
	var sa, sb, aa, bb, ab int
	for y := over.Min.Y; y < over.Max.Y; y++ {
		row := b.grey[(y+dy)*b.w+over.Min.X+dx:]
		for i, p := range a.grey[y*a.w+over.Min.X : y*a.w+over.Max.X] {
			p, q := int(p), int(row[i])
			sa, sb, aa, bb, ab = sa+p, sb+q, aa+p*p, bb+q*q, ab+p*q
		}
	}
	va, vb := n*aa-sa*sa, n*bb-sb*sb
	if va <= 0 || vb <= 0 {
		return 0
	}
	return float64(n*ab-sa*sb) / math.Sqrt(float64(va)*float64(vb))
}
