package proof

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A double is a second copy of a document, whose pages may be altered while they
// are examined.
type double struct {
	ref    references.FPDF_DOCUMENT
	papers map[int]*paper
	scans  map[scanKey]*scan

	altered bool // PDFium has drawn some widget anew
}

// A paper is a page as it would be printed, living fields painted in. It does
// not change once it is read.
type paper struct {
	number   int
	page     requests.Page
	from     references.FPDF_DOCUMENT // that the page is loaded from
	index    int                      // its number there
	frame    frame
	glimpses []glimpse
	worn     []glimpse // those of the glimpses that widgets show
	dressed  bool      // it has annotations
	widgets  []widget
	items    []item // nil until they are needed
}

// A glimpse is what is cheap to know of a character: one is taken of all
// characters, and only those that are new on the page are looked at closely.
type glimpse struct {
	index  int // in PDFium's list
	r      rune
	box    Rect
	dx, dy float64 // unit vector along the line of text
}

// paper reads a page once and keeps it.
func (d *Document) paper(number int) (*paper, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.openDouble(); err != nil {
		return nil, err
	}
	if p, ok := d.double.papers[number]; ok {
		return p, nil
	}
	p, err := d.readPaper(number)
	if err == nil {
		d.double.papers[number] = p
	}
	return p, err
}

func (d *Document) openDouble() error {
	if d.double != nil {
		return nil
	}
	if d.veil != nil { // whose pages nothing alters, see flattenPaper
		d.double = &double{ref: d.ref, papers: map[int]*paper{}, scans: map[scanKey]*scan{}}
		return nil
	}
	doc, err := d.pdf.OpenDocument(d.file())
	if err != nil {
		return err
	}
	d.double = &double{ref: doc.Document, papers: map[int]*paper{}, scans: map[scanKey]*scan{}}
	return nil
}

func (d *Document) readPaper(number int) (*paper, error) {
	p := &paper{number: number, from: d.double.ref, index: number}
	err := d.loadPaper(p)
	if err != nil {
		return nil, err
	}
	redrawn := false
	if p.widgets, redrawn, err = d.widgets(p.page); err != nil {
		return nil, err
	}
	if redrawn {
		if err := d.loadCopy(p); err != nil {
			return nil, err
		}
	}
	return p, d.readFlat(p)
}

// readFlat paints in what annotations show and reads the page; before, too, when that matters.
func (d *Document) readFlat(p *paper) (err error) {
	var bare []glimpse
	worn := slices.ContainsFunc(p.widgets, func(w widget) bool { return w.writes })
	if worn {
		if bare, err = d.glimpses(p.page); err != nil {
			return err
		}
	}
	if err := d.flattenPaper(p); err != nil {
		return err
	}
	if p.frame, err = d.frame(p.page); err != nil {
		return err
	}
	if p.glimpses, err = d.glimpses(p.page); err == nil && worn {
		p.worn = written(p.glimpses, bare, identity)
	}
	return err
}

func (d *Document) loadPaper(p *paper) error {
	loaded, err := d.pdf.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: p.from, Index: p.index})
	if err != nil {
		return err
	}
	p.page = requests.Page{ByReference: &loaded.Page}
	return nil
}

// flattenPaper makes what annotations show part of the page, and reads the page anew. PDFium gives a
// page resources of its own for that, even one that has them from a page tree above: then it loses
// those, and a copy, which has them itself, is flattened in its place.
func (d *Document) flattenPaper(p *paper) error {
	count, err := d.pdf.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: p.page})
	if err != nil || count.Count == 0 {
		return err
	}
	if p.from == d.ref { // it must not be altered, and has nothing but links, see OpenAs
		return nil
	}
	p.dressed = true
	before := d.outlineOf(p.page)
	if err := d.flattenOnce(p); err != nil {
		return err
	}
	if after := d.outlineOf(p.page); after.objects >= before.objects && after.fonts == before.fonts {
		return nil
	}
	if err := d.loadCopy(p); err != nil {
		return err
	}
	return d.flattenOnce(p)
}

// A pageOutline is how many objects a page paints, and the fonts of its first texts.
type pageOutline struct {
	objects int
	fonts   string
}

func (d *Document) outlineOf(page requests.Page) (o pageOutline) {
	const texts, most = 5, 500
	count, err := d.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil {
		return o
	}
	o.objects = count.Count
	found := 0
	for i := 0; i < min(count.Count, most) && found < texts; i++ {
		if name, ok := d.objectFont(page, i); ok {
			o.fonts += name + "\n"
			found++
		}
	}
	return o
}

// objectFont names the font of an object of a page; ok is false when it is no text.
func (d *Document) objectFont(page requests.Page, i int) (name string, ok bool) {
	o, err := d.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
	if err != nil {
		return "", false
	}
	font, err := d.pdf.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: o.PageObject})
	if err != nil {
		return "", false
	}
	base, err := d.pdf.FPDFFont_GetBaseFontName(&requests.FPDFFont_GetBaseFontName{Font: font.Font})
	if err != nil {
		return "", true
	}
	return base.BaseFontName, true
}

// loadCopy takes the page from a new document that has nothing else, so that its widgets look as
// stored: where a form leaves it to the viewer to draw values (NeedAppearances), PDFium does so from
// the value alone, while what is stored, and left there by a filler, may be a formatted number.
func (d *Document) loadCopy(p *paper) error {
	made, err := d.pdf.FPDF_CreateNewDocument(&requests.FPDF_CreateNewDocument{})
	if err != nil {
		return err
	}
	_, err = d.pdf.FPDF_ImportPagesByIndex(&requests.FPDF_ImportPagesByIndex{
		Source: d.ref, Destination: made.Document, PageIndices: []int{p.number},
	})
	if err != nil {
		return err
	}
	p.from, p.index = made.Document, 0
	if err := d.loadPaper(p); err != nil {
		return err
	}
	return d.announce(p.from, p.page, func(references.FPDF_FORMHANDLE) {})
}

// announce shows a page to PDFium's form filler and calls f. Until then PDFium does not know the
// state of boxes, and has not drawn the highlights and other notes that lack a picture.
func (d *Document) announce(doc references.FPDF_DOCUMENT, page requests.Page, f func(references.FPDF_FORMHANDLE)) error {
	env, err := d.pdf.FPDFDOC_InitFormFillEnvironment(&requests.FPDFDOC_InitFormFillEnvironment{
		Document:     doc,
		FormFillInfo: nobody(),
	})
	if err != nil {
		return err
	}
	form := env.FormHandle
	defer d.pdf.FPDFDOC_ExitFormFillEnvironment(&requests.FPDFDOC_ExitFormFillEnvironment{FormHandle: form})
	if _, err := d.pdf.FORM_OnAfterLoadPage(&requests.FORM_OnAfterLoadPage{Page: page, FormHandle: form}); err != nil {
		return err
	}
	defer d.pdf.FORM_OnBeforeClosePage(&requests.FORM_OnBeforeClosePage{Page: page, FormHandle: form})
	f(form)
	return nil
}

func (d *Document) flattenOnce(p *paper) error {
	usage := requests.FPDFPage_FlattenUsageNormalDisplay
	if _, err := d.pdf.FPDFPage_Flatten(&requests.FPDFPage_Flatten{Page: p.page, Usage: usage}); err != nil {
		return err
	}
	if _, err := d.pdf.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: *p.page.ByReference}); err != nil {
		return err
	}
	return d.loadPaper(p)
}

// glimpses lists the characters that leave ink. Blanks are judged by the gaps
// they leave, and PDFium invents some.
func (d *Document) glimpses(page requests.Page) ([]glimpse, error) {
	text, err := d.pdf.GetPageTextStructured(&requests.GetPageTextStructured{
		Page: page,
		Mode: requests.GetPageTextStructuredModeChars,
	})
	if err != nil {
		return nil, err
	}
	var list []glimpse
	for i, c := range text.Chars {
		r, n := utf8.DecodeRuneInString(c.Text)
		if n == 0 {
			r = unicode.ReplacementChar // the font does not say which character it draws
		}
		if r = letter(uint(r)); unicode.IsSpace(r) {
			continue
		}
		p := c.PointPosition
		// PDFium counts the angle clockwise.
		list = append(list, glimpse{i, r, Rect{p.Left, p.Bottom, p.Right, p.Top}, math.Cos(c.Angle), -math.Sin(c.Angle)})
	}
	return list, nil
}

// samePlace is how far apart, in points, the same character may be found on
// the blank and on the filled page.
const samePlace = 0.3

// A spot is a character and the square, one point wide, that its box starts in.
type spot struct {
	r    rune
	x, y int
}

func spotOf(r rune, b Rect) spot {
	return spot{r, int(math.Floor(b.Left)), int(math.Floor(b.Bottom))}
}

// written leaves out of now the characters that the blank has at the same place.
func written(now, blank []glimpse, at matrix) []glimpse {
	bySpot := make(map[spot][]int, len(now))
	for i, g := range now {
		s := spotOf(g.r, g.box)
		bySpot[s] = append(bySpot[s], i)
	}
	printed := make([]bool, len(now))
	var moved []glimpse
	for _, b := range blank {
		box := at.rect(b.box)
		best, least := -1, samePlace
		for _, s := range spotsAround(b.r, box) {
			for _, i := range bySpot[s] {
				if far := now[i].box.apart(box); !printed[i] && far <= least {
					best, least = i, far
				}
			}
		}
		if best >= 0 {
			printed[best] = true
		} else {
			moved = append(moved, glimpse{r: b.r, box: box})
		}
	}
	var fresh []glimpse
	for i, g := range now {
		if !printed[i] {
			fresh = append(fresh, g)
		}
	}
	return withoutMoved(fresh, moved)
}

// nearPlace is how far apart, in points, a character may be found that is at its own place no more.
// PDFium makes up the shape of one whose typeface is not in the file, a little narrower or wider
// according to what it drew before.
const nearPlace = 1

// withoutMoved leaves out the characters that the blank has near.
func withoutMoved(fresh, moved []glimpse) []glimpse {
	for _, b := range moved {
		near := func(g glimpse) bool { return g.r == b.r && g.box.apart(b.box) <= nearPlace }
		if i := slices.IndexFunc(fresh, near); i >= 0 {
			fresh = slices.Delete(fresh, i, i+1)
		}
	}
	return fresh
}

// spotsAround are the spots in which the same character may be found again.
func spotsAround(r rune, b Rect) []spot {
	var list []spot
	for _, dx := range []float64{-samePlace, samePlace} {
		for _, dy := range []float64{-samePlace, samePlace} {
			s := spotOf(r, Rect{Left: b.Left + dx, Bottom: b.Bottom + dy})
			if !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// apart is the distance between the farthest of the corresponding edges of two rectangles.
func (r Rect) apart(s Rect) float64 {
	return max(math.Abs(r.Left-s.Left), math.Abs(r.Bottom-s.Bottom), math.Abs(r.Right-s.Right), math.Abs(r.Top-s.Top))
}

// A sign is a character that was written on the page, closely looked at.
type sign struct {
	Char
	glimpse
	parts []rune // the character taken apart
	order int    // among the signs of the page, as its content has them
	owner *claim // whose character it is; nil while nobody's
}

// signs looks closely at some characters of a page.
func (d *Document) signs(p *paper, fresh []glimpse) ([]*sign, error) {
	if len(fresh) == 0 {
		return nil, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	text, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: p.page})
	if err != nil {
		return nil, err
	}
	defer d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	var list []*sign
	for _, g := range fresh {
		c, err := d.char(text.TextPage, g.index)
		if err != nil {
			return nil, err
		}
		if !c.Generated {
			list = append(list, &sign{Char: c, glimpse: g, parts: taken(g.r), order: len(list)})
		}
	}
	return list, nil
}

// middle is the point that decides what a sign lies in: half its width along,
// and half the height of a small letter above the base line, so that a comma
// lies where the word before it does.
func (s *sign) middle() (x, y float64) {
	rise := 0.25 * s.Size
	along := s.along(s.cell)
	half := (along[1] - along[0]) / 2
	return s.X + s.dx*half - s.dy*rise, s.Y + s.dy*half + s.dx*rise
}

// along is what a rectangle covers in the direction of the text.
func (g glimpse) along(r Rect) [2]float64 { return r.span(g.dx, g.dy) }

// across is what a rectangle covers from the foot of the text to its top.
func (g glimpse) across(r Rect) [2]float64 { return r.span(-g.dy, g.dx) }

// span projects a rectangle on a direction.
func (r Rect) span(dx, dy float64) [2]float64 {
	lo := min(r.Left*dx, r.Right*dx) + min(r.Bottom*dy, r.Top*dy)
	hi := max(r.Left*dx, r.Right*dx) + max(r.Bottom*dy, r.Top*dy)
	return [2]float64{lo, hi}
}

// start and base are where the sign starts along the line of text and which line it stands on.
func (s *sign) start() float64 { return s.X*s.dx + s.Y*s.dy }
func (s *sign) base() float64  { return s.Y*s.dx - s.X*s.dy }

// A widget is the place of a living field on a page.
type widget struct {
	name    string
	rect    Rect
	value   string // of text and choices; as stored
	shown   string // the chosen labels of a list, joined by "\n"
	secret  bool   // a password, which is not shown
	button  bool
	checked bool
	writes  bool // its appearance may have text
	retaken bool // on the blank: a mark stands for what it is to show
}

// movedTo gives the widgets where a matrix places them.
func movedTo(list []widget, at matrix) []widget {
	out := make([]widget, len(list))
	for i, w := range list {
		w.rect = at.rect(w.rect)
		out[i] = w
	}
	return out
}

// widgets lists the living fields of a page with what they hold. PDFium may draw them anew, and
// those of other pages too, so that after the first time each page that shows any is suspected.
func (d *Document) widgets(page requests.Page) (list []widget, redrawn bool, err error) {
	count, err := d.pdf.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil || count.Count == 0 {
		return nil, false, err
	}
	stored := map[int]string{}
	d.eachWidget(page, count.Count, func(i int, a references.FPDF_ANNOTATION) { stored[i] = d.appearance(a) })
	err = d.announce(d.double.ref, page, func(form references.FPDF_FORMHANDLE) {
		d.eachWidget(page, count.Count, func(i int, a references.FPDF_ANNOTATION) {
			w, ok := d.widget(form, a)
			if !ok {
				return
			}
			drawn := d.appearance(a)
			w.writes = has(stored[i], writing) || has(drawn, writing)
			d.double.altered = d.double.altered || drawn != stored[i]
			redrawn = redrawn || has(drawn, painting) || drawn != stored[i] && has(stored[i], painting)
			list = append(list, w)
		})
	})
	return list, redrawn && d.double.altered, err
}

// eachWidget calls f with every widget of a page and its place in the list of annotations.
func (d *Document) eachWidget(page requests.Page, count int, f func(i int, a references.FPDF_ANNOTATION)) {
	for i := range count {
		annot, err := d.pdf.FPDFPage_GetAnnot(&requests.FPDFPage_GetAnnot{Page: page, Index: i})
		if err != nil {
			continue // not a dictionary, hence not a field
		}
		kind, err := d.pdf.FPDFAnnot_GetSubtype(&requests.FPDFAnnot_GetSubtype{Annotation: annot.Annotation})
		if err == nil && kind.Subtype == enums.FPDF_ANNOT_SUBTYPE_WIDGET {
			f(i, annot.Annotation)
		}
		d.pdf.FPDFPage_CloseAnnot(&requests.FPDFPage_CloseAnnot{Annotation: annot.Annotation})
	}
}

// appearance is the content of what an annotation shows; empty without any.
func (d *Document) appearance(a references.FPDF_ANNOTATION) string {
	ap, err := d.pdf.FPDFAnnot_GetAP(&requests.FPDFAnnot_GetAP{
		Annotation: a, AppearanceMode: enums.FPDF_ANNOT_APPEARANCEMODE_NORMAL,
	})
	if err != nil {
		return ""
	}
	return ap.Value
}

// Operators that leave ink (ISO 32000-1, table A.1); Do calls another content, which may.
var (
	writing  = []string{"Tj", "TJ", "'", "\"", "Do"}
	painting = append([]string{"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "BI"}, writing...)
)

// has says whether one of some operators is among the words of a content.
func has(content string, operators []string) bool {
	for word := range strings.FieldsSeq(strings.NewReplacer(")", ") ", ">", "> ", "]", "] ").Replace(content)) {
		if slices.Contains(operators, word) {
			return true
		}
	}
	return false
}

// widget reads one widget; ok is false when it has no place.
func (d *Document) widget(form references.FPDF_FORMHANDLE, a references.FPDF_ANNOTATION) (w widget, ok bool) {
	r, err := d.pdf.FPDFAnnot_GetRect(&requests.FPDFAnnot_GetRect{Annotation: a})
	if err != nil {
		return w, false
	}
	w.rect = upright(float64(r.Rect.Left), float64(r.Rect.Bottom), float64(r.Rect.Right), float64(r.Rect.Top))
	if name, err := d.pdf.FPDFAnnot_GetFormFieldName(&requests.FPDFAnnot_GetFormFieldName{FormHandle: form, Annotation: a}); err == nil {
		w.name = name.FormFieldName
	}
	t, err := d.pdf.FPDFAnnot_GetFormFieldType(&requests.FPDFAnnot_GetFormFieldType{FormHandle: form, Annotation: a})
	if err != nil {
		return w, true
	}
	switch t.FormFieldType {
	case enums.FPDF_FORMFIELD_TYPE_CHECKBOX, enums.FPDF_FORMFIELD_TYPE_RADIOBUTTON:
		w.button = true
		checked, err := d.pdf.FPDFAnnot_IsChecked(&requests.FPDFAnnot_IsChecked{FormHandle: form, Annotation: a})
		w.checked = err == nil && checked.IsChecked
	case enums.FPDF_FORMFIELD_TYPE_COMBOBOX, enums.FPDF_FORMFIELD_TYPE_LISTBOX:
		w.shown = strings.Join(d.chosen(form, a), "\n")
	case enums.FPDF_FORMFIELD_TYPE_TEXTFIELD:
		const password = 1 << 13 // ISO 32000-1, table 228
		flags, err := d.pdf.FPDFAnnot_GetFormFieldFlags(&requests.FPDFAnnot_GetFormFieldFlags{FormHandle: form, Annotation: a})
		w.secret = err == nil && flags.Flags&password != 0
	}
	if value, err := d.pdf.FPDFAnnot_GetFormFieldValue(&requests.FPDFAnnot_GetFormFieldValue{FormHandle: form, Annotation: a}); err == nil && !w.button {
		w.value = value.FormFieldValue
	}
	return w, true
}

// chosen lists the labels that are selected in a list.
func (d *Document) chosen(form references.FPDF_FORMHANDLE, a references.FPDF_ANNOTATION) []string {
	count, err := d.pdf.FPDFAnnot_GetOptionCount(&requests.FPDFAnnot_GetOptionCount{FormHandle: form, Annotation: a})
	if err != nil {
		return nil
	}
	var labels []string
	for i := range count.OptionCount {
		is, err := d.pdf.FPDFAnnot_IsOptionSelected(&requests.FPDFAnnot_IsOptionSelected{FormHandle: form, Annotation: a, Index: i})
		if err != nil || !is.IsOptionSelected {
			continue
		}
		if label, err := d.pdf.FPDFAnnot_GetOptionLabel(&requests.FPDFAnnot_GetOptionLabel{FormHandle: form, Annotation: a, Index: i}); err == nil {
			labels = append(labels, label.OptionLabel)
		}
	}
	return labels
}

// upright orders the corners of a rectangle.
func upright(x0, y0, x1, y1 float64) Rect {
	return Rect{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
}
