package proof

import (
	"fmt"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Written is TextIn for the characters of some typefaces only: font chooses them by their names,
// with the six letters that mark a subset. It tells what was written on a form from the dots and
// words that are printed there.
func (d *Document) Written(page int, r Rect, font func(name string) bool) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return "", err
	}
	lines, err := d.written(p, r, font)
	if err != nil {
		return "", fmt.Errorf("read what is written on page %d: %w", page+1, plain(err))
	}
	return strings.Join(lines, "\n"), nil
}

func (d *Document) written(page requests.Page, r Rect, font func(string) bool) ([]string, error) {
	f, err := d.frame(page)
	if err != nil {
		return nil, err
	}
	text, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := d.pdf.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	s := sheet{frame: f}
	for i := range count.Count {
		if !d.stands(text.TextPage, i, r) || !font(d.fontName(text.TextPage, i)) {
			continue
		}
		c, err := d.char(text.TextPage, i)
		if err != nil {
			return nil, err
		}
		s.chars = append(s.chars, c)
	}
	var lines []string
	for _, l := range linesOf(s.within(r)) {
		lines = append(lines, l.String())
	}
	return lines, nil
}

// stands says whether character i has its center in r. It spares most characters of a page the
// questions that cost more.
func (d *Document) stands(text references.FPDF_TEXTPAGE, i int, r Rect) bool {
	box, err := d.pdf.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i})
	return err == nil && r.holds((box.Left+box.Right)/2, (box.Bottom+box.Top)/2)
}

// fontName is empty for a character that PDFium made up.
func (d *Document) fontName(text references.FPDF_TEXTPAGE, i int) string {
	info, err := d.pdf.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text, Index: i})
	if err != nil {
		return ""
	}
	return info.FontName
}
