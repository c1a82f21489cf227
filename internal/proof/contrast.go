package proof

import (
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/structs"
)

// Contrasts, of 255. A character must show at all; of the thin end of one in small grey type there is
// at least a hint. Whatever the colours, two tones that are so far
// apart as surelyReadable have a ratio of luminances of 3:1; nearer ones may have it or not.
const (
	leastInk       = 35
	leastHint      = 8
	surelyReadable = 160
)

// leastRatio is what a text must have to be readable: WCAG 2.1 (1.4.3) asks of large letters a ratio
// of luminances of 3:1, grey 148 on white; a little less is for the soft edges of thin strokes.
const leastRatio = 2.8

// closeScale is how many pixels a point gets where colours count: a thin stroke is two pixels wide.
const closeScale = 4.0

// readable says whether the text of a claim is clear enough against what is around it. What cannot
// be drawn is not.
func (p *proofPage) readable(c *claim) bool {
	if p.through {
		return false // what is around it cannot be drawn in colour
	}
	around := c.got[0].Box
	for _, s := range c.got {
		b := s.Box
		around = Rect{min(around.Left, b.Left), min(around.Bottom, b.Bottom), max(around.Right, b.Right), max(around.Top, b.Top)}
	}
	const air = 2 // points: a text may fill the box of its ink, as a bar does
	around = Rect{around.Left - air, around.Bottom - air, around.Right + air, around.Top + air}
	view, err := p.doc.closeUp(p.paper, around)
	return err == nil && view.ratio(c.got) >= leastRatio
}

// A closeUp is a part of a page as luminances, from 0 for black to 1 for white.
type closeUp struct {
	scan
	light []float64
}

// closeUp draws a part of a page in colour. The place of an enormous one is drawn coarser.
func (d *Document) closeUp(p *paper, r Rect) (*closeUp, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r = p.frame.matrix().rect(r)
	scale := min(closeScale, math.Sqrt(scanPixels/max(1, r.area())))
	v := &closeUp{scan: scan{w: int(r.width()*scale) + 2, h: int(r.height()*scale) + 2}}
	v.place = p.frame.matrix().then(matrix{scale, 0, 0, -scale, 1 - r.Left*scale, 1 + r.Top*scale})
	pixels, err := d.render(p.page, p.frame.display().inverse().then(v.place), v.w, v.h, enums.FPDF_BITMAP_FORMAT_BGRX, 4, structs.FPDF_FS_RECTF{Right: float32(v.w), Bottom: float32(v.h)}, 0)
	if err != nil {
		return nil, err
	}
	v.light = make([]float64, v.w*v.h)
	for i := range v.light {
		v.light[i] = light(pixels[4*i+2], pixels[4*i+1], pixels[4*i])
	}
	return v, nil
}

// ratio is the largest ratio of luminances (WCAG 2.1) between the paper and a pixel of a sign, from 1 to 21.
func (v *closeUp) ratio(signs []*sign) float64 {
	const flare = 0.05
	const thin, aside = 1.0, 3 // points; pixels: PDFium draws a bar on whole pixels, beside its box
	paper, best := v.paper(), 1.0
	for _, s := range signs {
		wider := 0
		if min(s.Box.width(), s.Box.height()) < thin {
			wider = aside
		}
		v.each(v.patch(s.Box, wider), func(i int) {
			best = max(best, (max(v.light[i], paper)+flare)/(min(v.light[i], paper)+flare))
		})
	}
	return best
}

// paper is the luminance that most pixels have.
func (v *closeUp) paper() float64 {
	counts := map[float64]int{}
	most := v.light[0]
	for _, l := range v.light {
		if counts[l]++; counts[l] > counts[most] {
			most = l
		}
	}
	return most
}

// light is the relative luminance of a colour in sRGB.
func light(r, g, b byte) float64 { return 0.2126*linear[r] + 0.7152*linear[g] + 0.0722*linear[b] }

// linear leads from a component of sRGB to how much light it gives.
var linear = func() (list [256]float64) {
	for i := range list {
		v := float64(i) / 255
		if list[i] = v / 12.92; v > 0.04045 {
			list[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return list
}()
