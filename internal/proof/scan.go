package proof

import (
	"errors"
	"math"
	"slices"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// scanScale is how many pixels a point gets. At 2, the thinnest stroke of 6.5
// point type (0.5 point) is one pixel wide, which is the least that tells
// black ink from grey.
const scanScale = 2.0

// scanPixels bounds one scan; a page too large for it is scanned coarser.
const scanPixels = 40_000_000

// A scan is a page as grey pixels, 0 black to 255 white.
type scan struct {
	w, h  int
	grey  []byte
	place matrix // from user space to pixels, which run downwards
}

// A clothing says whether a page is drawn with what its annotations show.
type clothing bool

const (
	dressed clothing = true
	bare    clothing = false
)

// A scanKey names a scan: of which page, laid how on what page.
type scanKey struct {
	number int
	at     matrix
	onto   frame
	as     clothing
	scale  float64
}

// scan draws a page as it stands on another one, once, and keeps the picture.
func (d *Document) scan(p *paper, at matrix, onto frame, as clothing, scale float64) (*scan, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := scanKey{p.number, at, onto, as, scale}
	if s, ok := d.double.scans[key]; ok {
		return s, nil
	}
	s, err := newScan(onto, scale)
	if err != nil {
		return nil, err
	}
	page := p.page
	if as == bare { // the page as it is in the file, which never had its annotations painted in
		page = requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: p.number}}
	}
	if err := d.expose(s, page, p.frame.display().inverse().then(at).then(s.place)); err != nil {
		return nil, err
	}
	d.double.scans[key] = s
	return s, nil
}

func newScan(onto frame, scale float64) (*scan, error) {
	w, h := onto.size()
	if !(w > 0 && h > 0) || math.IsInf(w*h, 0) {
		return nil, errors.New("the page has no size")
	}
	scale = min(scale, math.Sqrt(scanPixels/(w*h)))
	s := &scan{w: int(math.Ceil(w * scale)), h: int(math.Ceil(h * scale))}
	s.place = onto.matrix().then(matrix{scale, 0, 0, -scale, 0, h * scale})
	return s, nil
}

// display is how PDFium lays out a page before it applies our matrix: a pixel
// a point, downwards, the size cut to whole points.
func (f frame) display() matrix {
	w, h := f.size()
	iw, ih := math.Trunc(w), math.Trunc(h)
	return f.matrix().then(matrix{iw / w, 0, 0, -ih / h, 0, ih})
}

// expose lets PDFium draw the content of a page, m leading from its own layout to pixels.
func (d *Document) expose(s *scan, page requests.Page, m matrix) (err error) {
	s.grey, err = d.render(page, m, s.w, s.h, enums.FPDF_BITMAP_FORMAT_GRAY, 1, structs.FPDF_FS_RECTF{Right: float32(s.w), Bottom: float32(s.h)}, 0)
	return err
}

// render gives the pixels of a page, row by row, in a format that takes so many bytes each.
func (d *Document) render(page requests.Page, m matrix, w, h int, format enums.FPDF_BITMAP_FORMAT, bytes int, clip structs.FPDF_FS_RECTF, flags enums.FPDF_RENDER_FLAG) ([]byte, error) {
	bitmap, done, err := d.bitmap(w, h, format)
	if err != nil {
		return nil, err
	}
	defer done()
	white := &requests.FPDFBitmap_FillRect{Bitmap: bitmap, Width: w, Height: h, Color: 0xFFFFFFFF}
	if _, err := d.pdf.FPDFBitmap_FillRect(white); err != nil {
		return nil, err
	}
	_, err = d.pdf.FPDF_RenderPageBitmapWithMatrix(&requests.FPDF_RenderPageBitmapWithMatrix{
		Bitmap: bitmap,
		Page:   page,
		Matrix: structs.FPDF_FS_MATRIX{
			A: float32(m[0]), B: float32(m[1]), C: float32(m[2]), D: float32(m[3]), E: float32(m[4]), F: float32(m[5]),
		},
		Clipping: clip,
		Flags:    flags,
	})
	if err != nil {
		return nil, err
	}
	stride, err := d.pdf.FPDFBitmap_GetStride(&requests.FPDFBitmap_GetStride{Bitmap: bitmap})
	if err != nil {
		return nil, err
	}
	pixels, err := d.pdf.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: bitmap})
	if err != nil {
		return nil, err
	}
	out := d.pixels(w * h * bytes)
	for y := range h {
		copy(out[y*w*bytes:(y+1)*w*bytes], pixels.Buffer[y*stride.Stride:])
	}
	return out, nil
}

// pixels is room for so many bytes, which are any.
func (d *Document) pixels(n int) []byte {
	if s, ok := d.pdf.(*sandbox); ok {
		if i := slices.IndexFunc(s.pixels, func(b []byte) bool { return len(b) == n }); i >= 0 {
			b := s.pixels[i]
			s.pixels = slices.Delete(s.pixels, i, i+1)
			return b
		}
	}
	return make([]byte, n)
}

// done gives back the pixels of a page that nobody looks at any more.
func (d *Document) done(s *scan) {
	const most = 2 // pages
	d.mu.Lock()
	defer d.mu.Unlock()
	if box, ok := d.pdf.(*sandbox); ok && s != nil && len(box.pixels) < most {
		box.pixels = append(box.pixels, s.grey)
		s.grey = nil
	}
}

// mask is an empty one of so many pixels, good until the next.
func (d *Document) mask(n int) mask {
	s, ok := d.pdf.(*sandbox)
	if !ok || cap(s.mask) < n {
		m := make(mask, n)
		if ok {
			s.mask = m
		}
		return m
	}
	m := s.mask[:n]
	clear(m)
	return m
}

// A bitmapKey says what a bitmap can be used for again.
type bitmapKey struct {
	w, h   int
	format enums.FPDF_BITMAP_FORMAT
}

// mostBitmaps is how many are kept in a sandbox, of up to mostKept pixels each: those of a page of A4.
const (
	mostBitmaps = 3
	mostKept    = 2_100_000
)

// bitmap gives one to draw on, and what must be called when it is done with: then a sandbox keeps it for the next page.
func (d *Document) bitmap(w, h int, format enums.FPDF_BITMAP_FORMAT) (references.FPDF_BITMAP, func(), error) {
	s, own := d.pdf.(*sandbox)
	key := bitmapKey{w, h, format}
	if own {
		if b, ok := s.bitmaps[key]; ok {
			return b, func() {}, nil
		}
	}
	created, err := d.pdf.FPDFBitmap_CreateEx(&requests.FPDFBitmap_CreateEx{Width: w, Height: h, Format: format, Pointer: uint64(0)})
	if err != nil {
		return "", nil, err
	}
	if own && w*h <= mostKept && format == enums.FPDF_BITMAP_FORMAT_GRAY && len(s.bitmaps) < mostBitmaps {
		s.bitmaps[key] = created.Bitmap
		return created.Bitmap, func() {}, nil
	}
	return created.Bitmap, func() { d.pdf.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: created.Bitmap}) }, nil
}

// A patch is a rectangle of pixels, its right and lower edges left out.
type patch struct{ x0, y0, x1, y1 int }

// patch is the pixels that a rectangle of the page touches, widened by so many.
func (s *scan) patch(r Rect, wider int) patch {
	p := s.place.rect(r)
	return patch{
		max(0, int(math.Floor(p.Left))-wider), max(0, int(math.Floor(p.Bottom))-wider),
		min(s.w, int(math.Ceil(p.Right))+wider), min(s.h, int(math.Ceil(p.Top))+wider),
	}
}

// each calls f with the index of every pixel of a patch.
func (s *scan) each(p patch, f func(i int)) {
	for y := p.y0; y < p.y1; y++ {
		for x := p.x0; x < p.x1; x++ {
			f(y*s.w + x)
		}
	}
}

// contrast is the difference between the lightest and the darkest pixel of a patch.
func (s *scan) contrast(p patch) int {
	lo, hi := 255, 0
	s.each(p, func(i int) { lo, hi = min(lo, int(s.grey[i])), max(hi, int(s.grey[i])) })
	return max(0, hi-lo)
}

// change is the largest difference between the same pixels of two scans.
func (s *scan) change(before *scan, p patch) int {
	most := 0
	s.each(p, func(i int) { most = max(most, distance(s.grey[i], before.grey[i])) })
	return most
}

// changed is the share, 0 to 1, of pixels that differ between two scans by at least so much.
func (s *scan) changed(before *scan, p patch, least int) float64 {
	count, all := 0, 0
	s.each(p, func(i int) {
		all++
		if distance(s.grey[i], before.grey[i]) >= least {
			count++
		}
	})
	return float64(count) / float64(max(1, all))
}

// inked is the share, 0 to 1, of pixels that differ from a tone by at least so much.
func (s *scan) inked(p patch, tone byte, least int) float64 {
	count, all := 0, 0
	s.each(p, func(i int) {
		all++
		if distance(s.grey[i], tone) >= least {
			count++
		}
	})
	return float64(count) / float64(max(1, all))
}

// ground is the tone that most pixels of a patch have, which is that of the paper.
func (s *scan) ground(p patch) byte {
	var tones [256]int
	s.each(p, func(i int) { tones[s.grey[i]]++ })
	best := 255
	for t := 254; t >= 0; t-- {
		if tones[t] > tones[best] {
			best = t
		}
	}
	return byte(best)
}

func distance(a, b byte) int { return max(int(a)-int(b), int(b)-int(a)) }
