package proof

import (
	"slices"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// An item is one object that a page paints, as far as it is cheap to know.
type item struct {
	kind   enums.FPDF_PAGEOBJ
	bounds responses.FPDFPageObj_GetBounds
	fill   responses.FPDFPageObj_GetFillColor
	line   responses.FPDFPageObj_GetStrokeColor
}

// mostItems bounds an inventory: to draw a page with more objects takes no longer than to list them.
const mostItems = 2000

// inventory lists what a page paints, once; ok is false when that is too much.
func (d *Document) inventory(p *paper) (list []item, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.items != nil {
		return p.items, true
	}
	count, err := d.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: p.page})
	if err != nil || count.Count > mostItems {
		return nil, false
	}
	for i := range count.Count {
		o, err := d.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: p.page, Index: i})
		if err != nil {
			return nil, false
		}
		list = append(list, d.item(o.PageObject))
	}
	p.items = list
	return list, true
}

// item reads an object. What it does not have, as a picture has no line, stays empty.
func (d *Document) item(o references.FPDF_PAGEOBJECT) (it item) {
	if kind, err := d.pdf.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: o}); err == nil {
		it.kind = kind.Type
	}
	if b, err := d.pdf.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: o}); err == nil {
		it.bounds = *b
	}
	if c, err := d.pdf.FPDFPageObj_GetFillColor(&requests.FPDFPageObj_GetFillColor{PageObject: o}); err == nil {
		it.fill = *c
	}
	if c, err := d.pdf.FPDFPageObj_GetStrokeColor(&requests.FPDFPageObj_GetStrokeColor{PageObject: o}); err == nil {
		it.line = *c
	}
	return it
}

// sameItems says whether two pages paint the same objects in the same places and colours, so that
// it is not worth while to draw them. What a group of objects holds is not looked into.
func (d *Document) sameItems(now *paper, blank *Document, then *paper) bool {
	a, ok := d.inventory(now)
	if !ok {
		return false
	}
	b, ok := blank.inventory(then)
	group := func(it item) bool { return it.kind == enums.FPDF_PAGEOBJ_FORM }
	return ok && slices.Equal(a, b) && !slices.ContainsFunc(a, group)
}
