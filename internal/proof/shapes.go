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
// those outside the page, those that a box painted later hides or a clip cuts away, and what an annotation paints.
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

var errTooManyShapes = errors.New("it has too many lines and texts to be a form")

// Shapes lists the straight lines and the rectangles that the content of a page paints, those in
// form XObjects included.
func (d *Document) Shapes(page int) (Shapes, error) {
	_, s, err := d.Printed(page)
	return s, err
}

// Printed lists the characters and the shapes of a page that can be seen: not what is cut away or
// painted over, as a label is that was covered to put another in its place.
func (d *Document) Printed(page int) ([]Char, Shapes, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return nil, Shapes{}, err
	}
	chars, s, err := d.printed(page, p)
	if err != nil {
		return nil, Shapes{}, fmt.Errorf("read what is printed on page %d: %w", page+1, plain(err))
	}
	return chars, s, nil
}

func (d *Document) printed(index int, page requests.Page) ([]Char, Shapes, error) {
	f, err := d.frame(page)
	if err != nil {
		return nil, Shapes{}, err
	}
	loaded, err := d.pdf.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: index})
	if err != nil {
		return nil, Shapes{}, err
	}
	defer d.pdf.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	held := requests.Page{ByReference: &loaded.Page}
	w := shapeWalk{pdf: d, page: f.crop}
	if err := w.walk(held); err != nil {
		return nil, Shapes{}, err
	}
	chars, err := d.seen(held, &w)
	return chars, w.out, err
}

func (w *shapeWalk) walk(page requests.Page) error {
	count, err := w.pdf.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return err
	}
	top := layer{unmoved, w.page, 0}
	for i := range count.Count {
		object, err := w.pdf.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return err
		}
		if err := w.object(object.PageObject, top); err != nil {
			return err
		}
	}
	return nil
}

// seen lists the characters on the page that belong to no text that is hidden.
func (d *Document) seen(page requests.Page, w *shapeWalk) ([]Char, error) {
	chars, err := d.readChars(page)
	if err != nil {
		return nil, err
	}
	text, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	suspect := w.suspects()
	var seen []Char
	for i, c := range chars {
		if c.Generated || c.Box.meets(w.page) && !(suspect(c) && w.hidden(text.TextPage, i, c)) {
			seen = append(seen, c)
		}
	}
	return seen, nil
}

// suspects tells quickly, and rightly for most pages, of most characters that they can be seen.
func (w *shapeWalk) suspects() func(c Char) bool {
	var places []Rect
	for _, t := range w.texts {
		covered := func(c cover) bool { return c.after > t.order && c.meets(t.Rect) }
		if t.common(t.clip) != t.Rect || slices.ContainsFunc(w.covers, covered) {
			places = append(places, t.Rect)
		}
	}
	return func(c Char) bool {
		x, y := c.center()
		return slices.ContainsFunc(places, func(r Rect) bool { return r.holds(x, y) })
	}
}

// hidden says whether a character is cut away or painted over. Where one is hidden another may be in
// its place: PDFium tells which text a character is part of, under a new handle each time, so that
// only the bounds say which it is. A form that is painted twice has texts of the same bounds in two
// places.
func (w *shapeWalk) hidden(text references.FPDF_TEXTPAGE, i int, c Char) bool {
	x, y := c.center()
	var here []textRun
	for _, t := range w.texts {
		if t.holds(x, y) {
			here = append(here, t)
		}
	}
	if !slices.ContainsFunc(here, func(t textRun) bool { return w.unseen(t, x, y) }) {
		return false
	}
	o, err := w.pdf.pdf.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: text, Index: i})
	if err != nil {
		return false
	}
	key, err := w.bounds(o.TextObject)
	own := func(t textRun) bool { return t.key == key && !w.unseen(t, x, y) }
	return err == nil && !slices.ContainsFunc(here, own)
}

// unseen says whether a point of a text is outside its clip, or under a box painted after it.
func (w *shapeWalk) unseen(t textRun, x, y float64) bool {
	return !t.clip.holds(x, y) || slices.ContainsFunc(w.covers, func(c cover) bool { return c.after > t.order && c.holds(x, y) })
}

// A cover is a filled box, and how many texts were painted before it.
type cover struct {
	Rect
	after int
}

// A textKey is the bounds of a text as PDFium gives them.
type textKey [4]float32

// A textRun is one text object of the page.
type textRun struct {
	Rect
	key   textKey
	clip  Rect
	order int // among the texts of the page, from 0
}

func (w *shapeWalk) bounds(o references.FPDF_PAGEOBJECT) (textKey, error) {
	b, err := w.pdf.pdf.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o})
	if err != nil {
		return textKey{}, err
	}
	return textKey{b.Left, b.Bottom, b.Right, b.Top}, nil
}

// text notes where a text is painted.
func (w *shapeWalk) text(o references.FPDF_PAGEOBJECT, in layer) error {
	key, err := w.bounds(o)
	if err != nil {
		return err
	}
	corners := outline{points: []point{{float64(key[0]), float64(key[1])}, {float64(key[2]), float64(key[3])}, {float64(key[0]), float64(key[3])}, {float64(key[2]), float64(key[1])}}}
	for i, p := range corners.points {
		corners.points[i] = in.under.apply(p)
	}
	w.texts = append(w.texts, textRun{corners.bounds(), key, in.clip, len(w.texts)})
	return w.err()
}

// err says that the walk was given up.
func (w *shapeWalk) err() error {
	if w.segments > maxSegments || len(w.out.Rules)+len(w.out.Boxes)+len(w.texts) > maxShapes {
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
	window   Rect // what the clip of the present path lets through
	texts    []textRun
	covers   []cover
	segments int
}

// A layer is where an object is painted: through which matrix and which clip, in how many forms.
type layer struct {
	under transform
	clip  Rect
	depth int
}

func (w *shapeWalk) object(o references.FPDF_PAGEOBJECT, in layer) error {
	kind, err := w.pdf.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o})
	if err != nil {
		return err
	}
	w.segments++
	in.clip = w.clip(o, in)
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_TEXT:
		return w.text(o, in)
	case enums.FPDF_PAGEOBJ_PATH:
		return w.path(o, in)
	case enums.FPDF_PAGEOBJ_FORM:
		if in.depth < maxNesting {
			return w.form(o, in)
		}
	}
	return nil
}

// clip is the bounds of what an object's clip lets through.
func (w *shapeWalk) clip(o references.FPDF_PAGEOBJECT, in layer) Rect {
	api := w.pdf.pdf
	c, err := api.FPDFPageObj_GetClipPath(&requests.FPDFPageObj_GetClipPath{PageObject: o})
	if err != nil {
		return in.clip
	}
	count, err := api.FPDFClipPath_CountPaths(&requests.FPDFClipPath_CountPaths{ClipPath: c.ClipPath})
	if err != nil {
		return in.clip
	}
	out := in.clip
	for i := range count.Count {
		if l := w.clipOutline(c.ClipPath, i, in.under); len(l.points) > 0 {
			out = out.common(l.bounds())
		}
	}
	return out
}

func (w *shapeWalk) clipOutline(c references.FPDF_CLIPPATH, path int, m transform) outline {
	api := w.pdf.pdf
	var l outline
	count, err := api.FPDFClipPath_CountPathSegments(&requests.FPDFClipPath_CountPathSegments{ClipPath: c, PathIndex: path})
	if err != nil {
		return l
	}
	w.segments += count.Count
	for i := range min(count.Count, maxSegments-min(maxSegments, w.segments)) {
		s, err := api.FPDFClipPath_GetPathSegment(&requests.FPDFClipPath_GetPathSegment{ClipPath: c, PathIndex: path, SegmentIndex: i})
		if err != nil {
			return outline{}
		}
		p, err := api.FPDFPathSegment_GetPoint(&requests.FPDFPathSegment_GetPoint{PathSegment: s.PathSegment})
		if err != nil {
			return outline{}
		}
		l.points = append(l.points, m.apply(point{float64(p.X), float64(p.Y)}))
	}
	return l
}

// common is the part that two rectangles share; without one its sides are crossed.
func (r Rect) common(s Rect) Rect {
	return Rect{max(r.Left, s.Left), max(r.Bottom, s.Bottom), min(r.Right, s.Right), min(r.Top, s.Top)}
}

// form visits what a form XObject paints.
func (w *shapeWalk) form(o references.FPDF_PAGEOBJECT, in layer) error {
	m, err := w.matrix(o)
	if err != nil {
		return err
	}
	count, err := w.pdf.pdf.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: o})
	if err != nil {
		return err
	}
	in.under = m.then(in.under)
	in.depth++
	for i := range count.Count {
		if err := w.err(); err != nil {
			return err
		}
		inner, err := w.pdf.pdf.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: o, Index: uint64(i)})
		if err != nil {
			return err
		}
		if err := w.object(inner.PageObject, in); err != nil {
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
func (w *shapeWalk) path(o references.FPDF_PAGEOBJECT, in layer) error {
	m, err := w.matrix(o)
	if err != nil {
		return err
	}
	m = m.then(in.under)
	w.window = in.clip
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

// round says whether a curve is a circle or a square with rounded corners: of four arcs or more, with or
// without straight sides between them.
func (l outline) round(r Rect) bool {
	const most = 24 // points across: a larger one is no box to tick
	n := len(l.points)
	return n >= 13 && n <= 40 && max(r.width(), r.height()) < most && math.Abs(r.width()-r.height()) < 0.15*r.width()
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
	if r = r.common(w.window); r.width() <= 0 || r.height() <= 0 {
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
	if n := len(w.texts); n > 0 {
		w.covers = append(w.covers, cover{r, n})
	}
}

func (w *shapeWalk) rule(r Rect, p pen, ink Color) {
	if r = r.common(w.window); r.width() >= 0 && r.height() >= 0 {
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
