package proof

import (
	"fmt"

	"github.com/klippa-app/go-pdfium/requests"
)

// maxLinks bounds how many links of one page are read.
const maxLinks = 10_000

// A Link leads from a rectangle of a page to another page.
type Link struct {
	Rect Rect
	Page int // from 0; -1 when it leads to no page of the document
}

// Links are those of a page, in the order of the file.
func (d *Document) Links(page int) ([]Link, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return nil, err
	}
	links, err := d.links(p)
	if err != nil {
		return nil, fmt.Errorf("read the links of page %d: %w", page+1, plain(err))
	}
	return links, nil
}

func (d *Document) links(page requests.Page) (links []Link, err error) {
	for at := 0; len(links) < maxLinks; {
		next, err := d.pdf.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: page, StartPos: at})
		if err != nil {
			return nil, err
		}
		if next.Link == nil || next.NextStartPos == nil {
			break
		}
		at = *next.NextStartPos
		l := Link{Page: -1}
		box, err := d.pdf.FPDFLink_GetAnnotRect(&requests.FPDFLink_GetAnnotRect{Link: *next.Link})
		if err != nil {
			return nil, err
		}
		if r := box.Rect; r != nil {
			l.Rect = Rect{float64(r.Left), float64(r.Bottom), float64(r.Right), float64(r.Top)}
		}
		dest, err := d.pdf.FPDFLink_GetDest(&requests.FPDFLink_GetDest{Document: d.ref, Link: *next.Link})
		if err != nil {
			return nil, err
		}
		if dest.Dest != nil {
			index, err := d.pdf.FPDFDest_GetDestPageIndex(&requests.FPDFDest_GetDestPageIndex{Document: d.ref, Dest: *dest.Dest})
			if err != nil {
				return nil, err
			}
			l.Page = index.Index
		}
		links = append(links, l)
	}
	return links, nil
}
