package proof

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// A Rule is a straight line that runs along an edge of the page: a stroke, a side of a drawn box
// that is not closed, or a filled box too thin to write in.
type Rule struct {
	Rect          // from end to end, and as thick as it is drawn
	Upright bool  // runs up and down in user space
	Dashed  bool  // broken into dashes or dots by the pen
	Ink     Color // of the line
}

// A Box is a rectangle with sides along the edges of the page.
type Box struct {
	Rect
	Stroked, Filled bool
	Round           bool  // a circle, or a square with rounded corners
	Line, Fill      Color // meaningful when Stroked, Filled
}

// A Color is red, green and blue, each from 0 to 255.
type Color [3]uint8

// Shapes are the lines and boxes printed on a page, in the order they are painted. Left out are
// those outside the page, those that a box painted later hides, and what an annotation paints.
type Shapes struct {
	Rules []Rule
	Boxes []Box
}

// Bounds on what is looked at, so that a hostile page ends in an error and not in hours.
const (
	maxSegments = 500_000
	maxShapes   = 20_000
	maxNesting  = 12 // form XObjects in each other
)

// thin is the most a filled box measures across, in points, to be a line and not a place.
const thin = 2.0

var errTooManyShapes = errors.New("it has too many lines to be a form")

// Shapes lists the straight lines and the rectangles that the content of a page paints, those in
// form XObjects included.
func (d *Document) Shapes(page int) (Shapes, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return Shapes{}, err
	}
	s, err := d.shapes(page, p)
	if err != nil {
		return Shapes{}, fmt.Errorf("read the lines of page %d: %w", page+1, plain(err))
	}
	return s, nil
}

func (d *Document) shapes(index int, page requests.Page) (Shapes, error) {
	f, err := d.frame(page)
	if err != nil {
		return Shapes{}, err
	}
	loaded, err := d.pdf.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		return Shapes{}, err
	}
	defer d.pdf.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	held := requests.Page{ByReference: &loaded.Page}
	w := shapeWalk{pdf: d, page: f.crop}
	count, err := d.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: held})
	if err != nil {
		return Shapes{}, err
	}
	for i := range count.Count {
		object, err := d.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: held, Index: i})
		if err != nil {
			return Shapes{}, err
		}
		if err := w.object(object.PageObject, unmoved, 0); err != nil {
			return Shapes{}, err
		}
	}
	return w.out, w.err()
}

// err says that the walk was given up.
func (w *shapeWalk) err() error {
	if w.segments > maxSegments || len(w.out.Rules)+len(w.out.Boxes) > maxShapes {
		return errTooManyShapes
	}
	return nil
}

// A transform is a matrix as PDF writes it.
type transform [6]float64

var unmoved = transform{1, 0, 0, 1, 0, 0}

// then applies m first and n to what comes out.
func (m transform) then(n transform) transform {
	return transform{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

func (m transform) apply(p point) point {
	return point{p.x*m[0] + p.y*m[2] + m[4], p.x*m[1] + p.y*m[3] + m[5]}
}

// scale is by how much the matrix lengthens, on the average of all directions.
func (m transform) scale() float64 { return math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2])) }

func transformOf(m structs.FPDF_FS_MATRIX) transform {
	return transform{float64(m.A), float64(m.B), float64(m.C), float64(m.D), float64(m.E), float64(m.F)}
}

type point struct{ x, y float64 }

// A shapeWalk goes through the objects of one page.
type shapeWalk struct {
	pdf      *Document
	page     Rect // what is visible of it
	out      Shapes
	segments int
}

func (w *shapeWalk) object(o references.FPDF_PAGEOBJECT, under transform, depth int) error {
	kind, err := w.pdf.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil {
		return err
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_PATH:
		return w.path(o, under)
	case enums.FPDF_PAGEOBJ_FORM:
		if depth < maxNesting {
			return w.form(o, under, depth)
		}
	}
	return nil
}

// form visits what a form XObject paints.
func (w *shapeWalk) form(o references.FPDF_PAGEOBJECT, under transform, depth int) error {
	m, err := w.matrix(o)
	if err != nil {
		return err
	}
	count, err := w.pdf.pdf.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
	if err != nil {
		return err
	}
	for i := range count.Count {
		w.segments++
		if err := w.err(); err != nil {
			return err
		}
		inner, err := w.pdf.pdf.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)})
		if err != nil {
			return err
		}
		if err := w.object(inner.PageObject, m.then(under), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *shapeWalk) matrix(o references.FPDF_PAGEOBJECT) (transform, error) {
	m, err := w.pdf.pdf.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil {
		return unmoved, err
	}
	return transformOf(m.Matrix), nil
}

// path reads one path and sorts it into lines and boxes.
func (w *shapeWalk) path(o references.FPDF_PAGEOBJECT, under transform) error {
	m, err := w.matrix(o)
	if err != nil {
		return err
	}
	m = m.then(under)
	pen, err := w.pen(o, m.scale())
	if err != nil || !pen.Stroked && !pen.Filled {
		return err
	}
	outlines, err := w.outlines(o, m)
	if err != nil {
		return err
	}
	for _, l := range outlines {
		w.sort(l, pen)
	}
	return w.err()
}

// A pen is how a path is painted.
type pen struct {
	Box    // its Rect is not used
	width  float64
	dashed bool
	opaque bool // the filling hides what is under it
}

func (w *shapeWalk) pen(o references.FPDF_PAGEOBJECT, scale float64) (pen, error) {
	api := w.pdf.pdf
	mode, err := api.FPDFPath_GetDrawMode(&requests.FPDFPath_GetDrawMode{PageObject: o})
	if err != nil {
		return pen{}, err
	}
	p := pen{Box: Box{Stroked: mode.Stroke, Filled: mode.FillMode != enums.FPDF_FILLMODE_NONE}}
	// A path without a color of its own, as in a pattern, has none to give: black will do.
	if c, err := api.FPDFPageObj_GetStrokeColor(&requests.FPDFPageObj_GetStrokeColor{PageObject: o}); err == nil && p.Stroked {
		p.Line = colorOf(c.StrokeColor)
	}
	if c, err := api.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o}); err == nil && p.Filled {
		p.Fill = colorOf(c.FillColor)
		p.opaque = c.FillColor.A == 255
	}
	if s, err := api.FPDFPageObj_GetStrokeWidth(&requests.FPDFPageObj_GetStrokeWidth{PageObject: o}); err == nil && p.Stroked {
		p.width = float64(s.StrokeWidth) * scale
	}
	if n, err := api.FPDFPageObj_GetDashCount(&requests.FPDFPageObj_GetDashCount{PageObject: o}); err == nil {
		p.dashed = p.Stroked && n.DashCount > 0
	}
	return p, nil
}

func colorOf(c structs.FPDF_COLOR) Color { return Color{uint8(c.R), uint8(c.G), uint8(c.B)} }

// An outline is one run of a path without lifting the pen.
type outline struct {
	points []point
	curved bool
	closed bool
}

func (w *shapeWalk) outlines(o references.FPDF_PAGEOBJECT, m transform) ([]outline, error) {
	count, err := w.pdf.pdf.FPDFPath_CountSegments(&requests.FPDFPath_CountSegments{PageObject: o})
	if err != nil {
		return nil, err
	}
	if w.segments += count.Count; w.segments > maxSegments {
		return nil, errTooManyShapes
	}
	var all []outline
	for i := range count.Count {
		s, err := w.segment(o, i)
		if err != nil {
			return nil, err
		}
		if s.kind == enums.FPDF_SEGMENT_MOVETO || len(all) == 0 {
			all = append(all, outline{})
		}
		l := &all[len(all)-1]
		l.points = append(l.points, m.apply(s.point))
		l.curved = l.curved || s.kind == enums.FPDF_SEGMENT_BEZIERTO
		l.closed = l.closed || s.closes
	}
	return all, nil
}

type segment struct {
	point
	kind   enums.FPDF_SEGMENT
	closes bool
}

func (w *shapeWalk) segment(o references.FPDF_PAGEOBJECT, i int) (segment, error) {
	api := w.pdf.pdf
	at, err := api.FPDFPath_GetPathSegment(&requests.FPDFPath_GetPathSegment{PageObject: o, Index: i})
	if err != nil {
		return segment{}, err
	}
	kind, err := api.FPDFPathSegment_GetType(&requests.FPDFPathSegment_GetType{PathSegment: at.PathSegment})
	if err != nil {
		return segment{}, err
	}
	p, err := api.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: at.PathSegment})
	if err != nil {
		return segment{}, err
	}
	end, err := api.FPDFPathSegment_GetClose(&requests.FPDFPathSegment_GetClose{PathSegment: at.PathSegment})
	return segment{point{float64(p.X), float64(p.Y)}, kind.Type, err == nil && end.IsClose}, err
}

// sort puts an outline among the lines and boxes. A shape as small as a dot is a short line,
// whatever its form: many of them make a dotted one.
func (w *shapeWalk) sort(l outline, p pen) {
	bounds := l.bounds()
	switch {
	case bounds.width() < thin && bounds.height() < thin && (p.Filled || l.curved):
		w.rule(bounds, p, p.Fill)
	case !l.curved && l.boxed(bounds, p.Filled):
		w.box(bounds, p)
	case l.curved && l.round(bounds):
		p.Round, p.opaque = true, false
		w.box(bounds, p)
	case p.Stroked:
		w.sides(l, p)
	}
}

func (l outline) bounds() Rect {
	r := Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range l.points {
		r = Rect{min(r.Left, p.x), min(r.Bottom, p.y), max(r.Right, p.x), max(r.Top, p.y)}
	}
	return r
}

func (r Rect) width() float64  { return r.Right - r.Left }
func (r Rect) height() float64 { return r.Top - r.Bottom }

// slack is how far, in points, a line may lean and still be straight.
const slack = 0.3

// boxed says whether the outline goes round the four corners of its bounds. What is filled closes
// by itself.
func (l outline) boxed(r Rect, filled bool) bool {
	var corners [4]bool
	for _, p := range l.points {
		left, right := p.x-r.Left < slack, r.Right-p.x < slack
		low, high := p.y-r.Bottom < slack, r.Top-p.y < slack
		if !(left || right) || !(low || high) {
			return false
		}
		corners[b2i(right)*2+b2i(high)] = true
	}
	n := len(l.points)
	closed := l.closed || filled || n == 5 && l.points[0] == l.points[4]
	return closed && n >= 4 && n <= 6 && (corners == [4]bool{true, true, true, true} || min(r.width(), r.height()) < slack)
}

// round says whether a curve is a circle or a square with rounded corners: of four arcs, with or
// without straight sides between them.
func (l outline) round(r Rect) bool {
	const most = 24 // points across: a larger one is no box to tick
	n := len(l.points)
	return n >= 13 && n <= 18 && max(r.width(), r.height()) < most && math.Abs(r.width()-r.height()) < 0.15*r.width()
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w *shapeWalk) box(r Rect, p pen) {
	if min(r.width(), r.height()) < thin {
		ink := p.Fill
		if !p.Filled {
			ink = p.Line
		}
		w.rule(r, p, ink)
		return
	}
	if !w.page.meets(r) {
		return
	}
	if p.opaque {
		w.hide(r)
	}
	b := p.Box
	b.Rect = r
	w.out.Boxes = append(w.out.Boxes, b)
}

// hide takes away what was painted before inside r.
func (w *shapeWalk) hide(r Rect) {
	under := func(s Rect) bool {
		return s.Left >= r.Left-slack && s.Right <= r.Right+slack && s.Bottom >= r.Bottom-slack && s.Top <= r.Top+slack
	}
	w.out.Rules = slices.DeleteFunc(w.out.Rules, func(l Rule) bool { return under(l.Rect) })
	w.out.Boxes = slices.DeleteFunc(w.out.Boxes, func(b Box) bool { return under(b.Rect) })
}

func (w *shapeWalk) rule(r Rect, p pen, ink Color) {
	if w.page.meets(r) {
		w.out.Rules = append(w.out.Rules, Rule{r, r.height() > r.width(), p.dashed, ink})
	}
}

// sides adds each straight stroke of an outline that runs along an edge of the page.
func (w *shapeWalk) sides(l outline, p pen) {
	points := l.points
	if l.closed {
		points = append(points[:len(points):len(points)], points[0])
	}
	half := max(p.width, 0.1) / 2
	for i := 1; i < len(points) && !l.curved; i++ {
		a, b := points[i-1], points[i]
		r := Rect{min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)}
		switch {
		case r.height() < slack:
			r.Bottom, r.Top = r.Bottom-half, r.Top+half
		case r.width() < slack:
			r.Left, r.Right = r.Left-half, r.Right+half
		default:
			continue
		}
		w.rule(r, p, p.Line)
	}
}
