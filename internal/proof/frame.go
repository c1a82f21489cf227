package proof

import (
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
)

// A Rect is a rectangle of a page in points, in the order PDF writes it.
type Rect struct{ Left, Bottom, Right, Top float64 }

// holds says whether a point lies in the rectangle or on its edge.
func (r Rect) holds(x, y float64) bool {
	return x >= r.Left && x <= r.Right && y >= r.Bottom && y <= r.Top
}

// meets says whether two rectangles share a point.
func (r Rect) meets(s Rect) bool {
	return r.Left <= s.Right && s.Left <= r.Right && r.Bottom <= s.Top && s.Bottom <= r.Top
}

// A frame leads from user space to the page as it is shown: cropped, and
// turned clockwise by quarters of a circle.
type frame struct {
	crop     Rect
	quarters int
}

func (d *Document) frame(page requests.Page) (frame, error) {
	box, err := d.pdf.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: page})
	if err != nil {
		return frame{}, plain(err)
	}
	turn, err := d.pdf.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: page})
	if err != nil {
		return frame{}, plain(err)
	}
	crop := Rect{float64(box.Rect.Left), float64(box.Rect.Bottom), float64(box.Rect.Right), float64(box.Rect.Top)}
	return frame{crop, int(turn.PageRotation - enums.FPDF_PAGE_ROTATION_NONE)}, nil
}

// shown gives the place of a point on the shown page, from its bottom left.
func (f frame) shown(x, y float64) (float64, float64) {
	switch c := f.crop; f.quarters {
	case 1:
		return y - c.Bottom, c.Right - x
	case 2:
		return c.Right - x, c.Top - y
	case 3:
		return c.Top - y, x - c.Left
	default:
		return x - c.Left, y - c.Bottom
	}
}

// shownRect is the place of a rectangle on the shown page.
func (f frame) shownRect(r Rect) Rect {
	x0, y0 := f.shown(r.Left, r.Bottom)
	x1, y1 := f.shown(r.Right, r.Top)
	return Rect{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
}
