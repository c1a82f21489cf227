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
// page, and only the hash counts. Blank pages repeat nothing. What is known of two pages is not looked at again; known
// may be nil.
func Duplicates(pages []Page, known Verdicts) [][2]int {
	p := papers{pages: pages, known: known, far: make([]*likeness, len(pages)), near: map[int]*likeness{}}
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

// Verdicts keep whether pages that look alike from afar are the same paper, by what they are Known as: to say so takes
// longer than all else.
type Verdicts interface {
	Same(first, later string) (same, known bool)
	Keep(first, later string, same bool)
}

// papers are pages with what was worked out of them.
type papers struct {
	pages []Page
	known Verdicts
	far   []*likeness       // of the thumbs
	near  map[int]*likeness // of the pictures in detail, of some pages
}

func (p *papers) same(i, j int) bool {
	a, b := &p.pages[i], &p.pages[j]
	switch {
	case a.Hash != "" && a.Hash == b.Hash:
		return a.Painted
	case p.far[i] == nil || p.far[j] == nil:
		return false
	}
	dx, dy, near := over(p.far[i], p.far[j])
	if !near {
		return false
	}
	keeps := p.known != nil && a.Known != "" && b.Known != ""
	if keeps {
		if same, known := p.known.Same(a.Known, b.Known); known {
			return same
		}
	}
	same, sure := p.judged(i, j, dx, dy)
	if keeps && sure {
		p.known.Keep(a.Known, b.Known, same)
	}
	return same
}

// judged says whether two pages are the same, the second moved by dx and dy from afar; it is not sure where a picture
// cannot be had.
func (p *papers) judged(i, j, dx, dy int) (same, sure bool) {
	far, later := p.far[i], p.far[j]
	if !far.draw() || !later.draw() {
		return false, false
	}
	if !Limits[Twin].broken(agree(far, later, dx, dy)) {
		return false, true
	}
	if p.pages[i].Detail == nil || p.pages[j].Detail == nil {
		return true, true
	}
	x, y := p.detail(i), p.detail(j)
	if x == nil || y == nil {
		return true, false
	}
	return agree(x, y, dx, dy) >= detailed, true
}

// detail is the likeness of the picture of a page in detail; nil where it cannot be had. It takes 2 MB,
// so only some are kept.
func (p *papers) detail(i int) *likeness {
	const kept = 32
	l, ok := p.near[i]
	if !ok {
		if g := p.pages[i].Detail(); g != nil {
			l = &likeness{sight: closely, ink: p.far[i].ink, afar: p.far[i].afar, picture: func() *image.Gray { return g }}
			l.draw()
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
	ink     float64            // how much darker than the paper it is, in levels
	afar    [2]sheet           // of the Glance; the second is half the first
	picture func() *image.Gray // of which sizes are made when they are asked for
	sizes   []sheet            // each half of the one before, down to the size at which it is first moved
}

// distant is how many pixels the long side has from afar: one is 4 mm.
const distant = 70

// afar is the ink of the page, from afar.
func (v *view) afar() sheet {
	size := max(v.w, v.h)
	s := sheet{w: max(1, v.w*distant/size), h: max(1, v.h*distant/size)}
	sums, to := make([]int, s.w*s.h), make([]int, v.w)
	for x := range to {
		to[x] = x * s.w / v.w
	}
	for y := range v.h {
		page, depth, sums := v.page[y/v.tile*v.tw:], v.depth[y*v.w:], sums[y*s.h/v.h*s.w:]
		for _, x := range v.marks[v.row[y]:v.row[y+1]] {
			if page[v.column[x]] {
				sums[to[x]] += int(depth[x])
			}
		}
	}
	for _, n := range sums {
		s.grey = append(s.grey, uint8(n*s.w*s.h/(v.w*v.h)))
	}
	return s
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
	if !p.Scan || p.written() > 0 {
		return nil
	}
	g := p.Look()
	if g == nil || g.ink() == 0 {
		return nil
	}
	far := sheet{g.Afar.W, g.Afar.H, g.Afar.Ink}
	return &likeness{sight: roughly, ink: g.ink(), afar: [2]sheet{far, far.half()}, picture: p.thumb}
}

// thumb may be nil where it has to be had again.
func (p *Page) thumb() *image.Gray {
	if p.Thumb == nil && p.Again != nil {
		return p.Again()
	}
	return p.Thumb
}

// draw works out the sizes; it says whether there is a picture.
func (l *likeness) draw() bool {
	if l.sizes != nil {
		return true
	}
	g := l.picture()
	if g == nil {
		return false
	}
	l.sizes = []sheet{sheetOf(g).sized(l.long).smooth()}
	for k := range l.from {
		l.sizes = append(l.sizes, l.sizes[k].half())
	}
	l.picture = nil
	return true
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

// sized is the sheet with so many pixels of its long side.
func (s sheet) sized(long int) sheet {
	size := max(s.w, s.h)
	return s.scaled(max(1, s.w*long/size), max(1, s.h*long/size))
}

func (s sheet) half() sheet { return s.scaled(max(1, s.w/2), max(1, s.h/2)) }

// scaled is the sheet in another size; a pixel is the mean of what it covers, to 1/256 of a pixel.
func (s sheet) scaled(w, h int) sheet {
	out := sheet{w, h, make([]uint8, w*h)}
	ends, parts := make([]int, w), make([]float64, w) // of each column, and what to multiply its sum by
	for x := range w {
		ends[x] = (x + 1) * s.w * 256 / w
		parts[x] = 1 / float64(ends[x]-x*s.w*256/w)
	}
	sums, before := make([]uint32, s.w+1), make([]int, s.w+1) // of the rows under one of out; and of all sums to the left
	for y := range h {
		top, end := y*s.h*256/h, (y+1)*s.h*256/h
		clear(sums)
		for r := top >> 8; r<<8 < end; r++ {
			part := uint32(min(end, (r+1)<<8) - max(top, r<<8))
			row := s.grey[r*s.w:][:s.w]
			for x, n := range sums[:len(row)] {
				sums[x] = n + part*uint32(row[x])
			}
		}
		all := 0
		for x, n := range sums[:len(before)] {
			before[x] = all
			all += int(n)
		}
		left, part := 0, 1/float64(end-top)
		for x, at := range ends {
			right := before[at>>8]<<8 + (at&255)*int(sums[at>>8])
			out.grey[y*w+x] = uint8(float64(right-left)*parts[x]*part + 0.5)
			left = right
		}
	}
	return out
}

// smooth takes out what depends on where the pixels of a scan happen to lie.
func (s sheet) smooth() sheet {
	out := sheet{s.w, s.h, slices.Clone(s.grey)}
	sums := make([]uint32, s.w)
	for y := 1; y < s.h-1; y++ {
		up, at, low := s.grey[(y-1)*s.w:][:s.w], s.grey[y*s.w:][:s.w], s.grey[(y+1)*s.w:][:s.w]
		for x := range sums {
			sums[x] = uint32(up[x]) + 2*uint32(at[x]) + uint32(low[x])
		}
		row := out.grey[y*s.w:][:s.w]
		for x := 1; x < len(sums)-1; x++ {
			row[x] = uint8((sums[x-1] + 2*sums[x] + sums[x+1] + 8) / 16)
		}
	}
	return out
}

// over says by how many pixels b has to be moved from afar to lie on a, and whether they can be the same page.
func over(a, b *likeness) (dx, dy int, near bool) {
	const (
		shape = 0.03 // by which the proportions of two scans of one page may differ
		whole = 0.75 // correlation of the pages as wholes, seen from afar; two scans of one page have 0.9 and more
	)
	wide := func(l *likeness) float64 { return float64(l.afar[0].w) / float64(l.afar[0].h) }
	if math.Abs(wide(a)/wide(b)-1) > shape {
		return 0, 0, false
	}
	for k := len(a.afar) - 1; k >= 0; k-- { // one may lie elsewhere than the other, by 8 mm and a little
		s, r := a.afar[k], 0.0
		if dx, dy, r = offset(s, b.afar[k], image.Rect(0, 0, s.w, s.h), 2*dx, 2*dy, 1); r < whole {
			return 0, 0, false
		}
	}
	return dx, dy, true
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

// agree says how well two pages that are drawn agree where they agree least, in hundredths of full correlation: of a
// pane that has something on it, on a or on b, with what lies there on the other. B has to be moved by dx and dy pixels
// from afar. It is 0 where one pane differs by much more than nearly all others do: in a clean copy, one figure does.
func agree(a, b *likeness, dx, dy int) float64 {
	const (
		apart = 5.0   // times the difference that 90 of 100 panes do not exceed; two scans of one page have up to 4
		exact = 0.005 // a difference too small to mean anything
	)
	up := a.long >> a.from
	dx, dy = dx*up/distant, dy*up/distant
	var differences []float64
	add := func(r float64) bool {
		differences = append(differences, 1-r)
		return Limits[Twin].broken(100 * r)
	}
	if !panes(a, b, dx, dy, false, add) || !panes(b, a, -dx, -dy, true, add) {
		return 100 * max(0, 1-differences[len(differences)-1])
	}
	if len(differences) == 0 {
		return 0
	}
	slices.Sort(differences)
	most, usual := differences[len(differences)-1], differences[len(differences)*9/10]
	if most > max(exact, apart*usual) {
		return 0
	}
	return 100 * (1 - most)
}

// panes gives the correlation of each pane of a that has something on it, until it is told to stop. Those that
// have something on b too may be left out: b was compared with a already.
func panes(a, b *likeness, dx, dy int, alone bool, add func(r float64) bool) bool {
	s, o := a.sizes[0], b.sizes[0]
	least, there := a.strokes*a.ink*a.ink, b.strokes*b.ink*b.ink
	inner := s.inner()
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
					if q := p.Add(image.Pt(fx, fy)); alone && q.In(o.inner()) && o.spread(q) >= there {
						continue
					}
					if !add(closest(s, o, p, fx, fy)) {
						return false
					}
				}
			}
		}
	}
	return true
}

// inner is the part of the sheet that is compared.
func (s sheet) inner() image.Rectangle {
	return image.Rect(0, 0, s.w, s.h).Inset(min(s.w, s.h) / 20)
}

// moved is by how many pixels b has to be moved to lie on a part of a, to a pixel or two, looked for near dx and dy
// of the size from, and then in each larger one but the last.
func moved(a, b *likeness, part image.Rectangle, dx, dy int) (x, y int) {
	reach := 4
	for k := a.from; k > 0; k-- {
		smaller := image.Rectangle{Min: part.Min.Div(1 << k), Max: part.Max.Div(1 << k)}
		dx, dy, _ = offset(a.sizes[k], b.sizes[k], smaller, dx, dy, reach)
		dx, dy, reach = 2*dx, 2*dy, 1
	}
	return dx, dy
}

// closest is the best correlation of a pane of s with another sheet moved by dx and dy, or by some
// pixels more or less, and then by a half: paper laid askew is not where its block is.
func closest(s, o sheet, p image.Rectangle, dx, dy int) float64 {
	const steps = 4
	best := correlation(s, o, p, dx, dy)
	var beside [4]float64 // left, right, above and below of the best
	for range steps {
		to := image.Point{}
		for i, d := range [...]image.Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			if beside[i] = correlation(s, o, p, dx+d.X, dy+d.Y); beside[i] > best {
				best, to = beside[i], d
			}
		}
		if to == (image.Point{}) {
			break
		}
		dx, dy = dx+to.X, dy+to.Y
	}
	x, y := dx, dy // where the better half begins
	if beside[0] > beside[1] {
		x--
	}
	if beside[2] > beside[3] {
		y--
	}
	for _, half := range [...]sheet{
		o.between(p.Add(image.Pt(x, dy)), 1, 0), o.between(p.Add(image.Pt(dx, y)), 0, 1), o.between(p.Add(image.Pt(x, y)), 1, 1),
	} {
		best = max(best, correlation(s, half, p, -p.Min.X, -p.Min.Y))
	}
	return best
}

// between is a part of the sheet as it is half a pixel to the right, down, or both; empty at the edge.
func (s sheet) between(part image.Rectangle, right, down int) sheet {
	if !part.In(image.Rect(0, 0, s.w-1, s.h-1)) {
		return sheet{}
	}
	out := sheet{part.Dx(), part.Dy(), make([]uint8, 0, part.Dx()*part.Dy())}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for at := y*s.w + part.Min.X; at < y*s.w+part.Max.X; at++ {
			sum := int(s.grey[at]) + int(s.grey[at+right]) + int(s.grey[at+down*s.w]) + int(s.grey[at+right+down*s.w])
			out.grey = append(out.grey, uint8((sum+2)/4))
		}
	}
	return out
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
		row := b.grey[(y+dy)*b.w+over.Min.X+dx:][:over.Dx()]
		for i, p := range a.grey[y*a.w+over.Min.X:][:len(row)] {
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
