package meter

import (
	"image"
	"math"
	"slices"
)

// Duplicates gives the pairs of pages that are the same paper, each first page with those that
// repeat it, in order. Pages are the same if their hashes are, or, for scans, if their pictures agree
// in every part: two months of one bill, or one form filled twice, do not. Where the file has live
// text too, the picture is not all of the page, and only the hash counts. Blank pages repeat nothing. Two
// scans of papers that differ by a figure or two are taken for the same.
func Duplicates(pages []Page) [][2]int {
	seen := make([]*likeness, len(pages))
	repeats := make([]bool, len(pages))
	var pairs [][2]int
	for i := range pages {
		seen[i] = pages[i].likeness()
		for j := range i {
			if repeats[j] {
				continue // what it repeats was compared
			}
			if same(&pages[j], &pages[i], seen[j], seen[i]) {
				pairs, repeats[i] = append(pairs, [2]int{j, i}), true
				break
			}
		}
	}
	return pairs
}

func same(a, b *Page, x, y *likeness) bool {
	if a.Hash != "" && a.Hash == b.Hash && a.Painted {
		return true
	}
	return x != nil && y != nil && Limits[Twin].broken(alike(x, y))
}

// A likeness is a page at one size, so that pages can be laid over each other whatever the size,
// the light and the paper of their pictures.
type likeness struct {
	full  sheet   // its long side has near pixels
	half  sheet   // half the size
	small sheet   // an eighth
	least float64 // variance of a pane that has something on it
}

// A sheet is a picture in shades, 255 for black.
type sheet struct {
	w, h  int
	shade []uint8
}

const (
	near  = 560 // pixels of the long side: a letter of print is three wide
	pane  = 16  // pixels of the side of what is compared at a time: 8 mm
	block = 64  // pixels of the side of what is moved at a time to lie over the other
)

// likeness is nil where the page is no scan, or a blank one.
func (p *Page) likeness() *likeness {
	if !p.Scan || p.written() > 0 || p.Thumb == nil || min(p.Thumb.Rect.Dx(), p.Thumb.Rect.Dy()) < smallest {
		return nil
	}
	v := look(p.Thumb)
	if Limits[Blank].broken(v.inked()) {
		return nil
	}
	size := max(v.w, v.h)
	s := shaded(p.Thumb).scaled(max(1, v.w*near/size), max(1, v.h*near/size)).smooth()
	const strokes = 3.0 / (pane * pane) // of the square of the ink: two or three letters
	ink := v.contrast() / 100 * v.paper
	return &likeness{full: s, half: s.scaled(s.w/2, s.h/2), small: s.scaled(s.w/8, s.h/8), least: strokes * ink * ink}
}

func shaded(g *image.Gray) sheet {
	s := sheet{g.Rect.Dx(), g.Rect.Dy(), make([]uint8, g.Rect.Dx()*g.Rect.Dy())}
	for y := range s.h {
		at := g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y+y)
		for x, p := range g.Pix[at : at+s.w] {
			s.shade[y*s.w+x] = 255 - p
		}
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
			for x, p := range s.shade[(down[y].from+k)*s.w:][:s.w] {
				row[x] += part * float32(p)
			}
		}
		for x := range w {
			sum := float32(0.5)
			for k, part := range across[x].of {
				sum += part * row[across[x].from+k]
			}
			out.shade[y*w+x] = uint8(min(255, sum))
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
	out := sheet{s.w, s.h, slices.Clone(s.shade)}
	for y := 1; y < s.h-1; y++ {
		up, at, low := s.shade[(y-1)*s.w:], s.shade[y*s.w:], s.shade[(y+1)*s.w:]
		for x := 1; x < s.w-1; x++ {
			beside := int(at[x-1]) + int(at[x+1]) + int(up[x]) + int(low[x])
			corners := int(up[x-1]) + int(up[x+1]) + int(low[x-1]) + int(low[x+1])
			out.shade[y*s.w+x] = uint8((4*int(at[x]) + 2*beside + corners + 8) / 16)
		}
	}
	return out
}

// moved is the sheet moved by half of the way to the pixel that is step on.
func (s sheet) moved(step int) sheet {
	out := sheet{s.w, s.h, slices.Clone(s.shade)}
	for i := range len(s.shade) - step {
		out.shade[i] = uint8((int(s.shade[i]) + int(s.shade[i+step]) + 1) / 2)
	}
	return out
}

// alike says how well two pages agree where they agree least, in hundredths of full correlation; 0
// where something differs that stands out from what another scan makes different.
func alike(a, b *likeness) float64 {
	const (
		shape = 0.03 // by which the proportions of two scans of one page may differ
		rough = 0.5  // correlation of the pages as wholes, seen from afar
		reach = 2    // pixels of small, 8 mm, by which one may lie elsewhere than the other
	)
	wide := func(l *likeness) float64 { return float64(l.full.w) / float64(l.full.h) }
	if math.Abs(wide(a)/wide(b)-1) > shape {
		return 0
	}
	dx, dy, r := offset(a.small, b.small, image.Rect(0, 0, a.small.w, a.small.h), 0, 0, reach)
	if r < rough {
		return 0
	}
	r = agree(a, b, 4*dx, 4*dy)
	if Limits[Twin].broken(100 * r) {
		r = min(r, agree(b, a, -4*dx, -4*dy))
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
// which has to be moved by dx and dy pixels of half. It is 0 where one pane differs by much more
// than nearly all others do: in a clean copy, one figure does.
func agree(a, b *likeness, dx, dy int) float64 {
	const (
		apart = 5.0   // times the difference that 90 of 100 panes do not exceed; two scans of one page have up to 4
		exact = 0.005 // a difference too small to mean anything
	)
	var differences []float64
	s := a.full
	// b as it is, half a pixel to the left, up, and both
	between := [4]sheet{b.full, b.full.moved(1), b.full.moved(b.full.w), b.full.moved(1).moved(b.full.w)}
	inner := image.Rect(0, 0, s.w, s.h).Inset(min(s.w, s.h) / 20)
	for y0 := inner.Min.Y; y0 < inner.Max.Y; y0 += block {
		for x0 := inner.Min.X; x0 < inner.Max.X; x0 += block {
			part := image.Rect(x0, y0, x0+block+pane/2, y0+block+pane/2).Intersect(inner)
			halved := image.Rectangle{Min: part.Min.Div(2), Max: part.Max.Div(2)}
			hx, hy, _ := offset(a.half, b.half, halved, dx, dy, 4)
			fx, fy, _ := offset(s, b.full, part, 2*hx, 2*hy, 1)
			for y := y0; y < y0+block; y += pane / 2 {
				for x := x0; x < x0+block; x += pane / 2 {
					p := image.Rect(x, y, x+pane, y+pane)
					if !p.In(inner) || s.variance(p) < a.least {
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

// closest is the best correlation of a pane of s with another sheet moved by dx and dy, or by a pixel more or
// less in steps of a half.
func closest(s sheet, between *[4]sheet, p image.Rectangle, dx, dy int) float64 {
	best := -1.0
	for j := -2; j <= 2; j++ {
		for i := -2; i <= 2; i++ {
			odd := i&1 + 2*(j&1)
			best = max(best, correlation(s, between[odd], p, dx+(i-i&1)/2, dy+(j-j&1)/2))
		}
	}
	return best
}

// variance is that of the pixels of a part of the sheet.
func (s sheet) variance(part image.Rectangle) float64 {
	sum, squares := 0, 0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for _, p := range s.shade[y*s.w+part.Min.X : y*s.w+part.Max.X] {
			sum, squares = sum+int(p), squares+int(p)*int(p)
		}
	}
	n := float64(part.Dx() * part.Dy())
	return (float64(squares) - float64(sum)*float64(sum)/n) / n
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
		row := b.shade[(y+dy)*b.w+over.Min.X+dx:]
		for i, p := range a.shade[y*a.w+over.Min.X : y*a.w+over.Max.X] {
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
