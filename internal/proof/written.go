package proof

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// Written is TextIn for the characters of some typefaces only: font chooses them by their names,
// with the six letters that mark a subset. It tells what was written on a form from the dots and
// words that are printed there. Lines are read the way the print of the page runs, however the page
// is turned to be shown; the error is ErrAcross where what was written does not run so.
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
	s, way, first := sheet{frame: f}, 0, true
	for i := range count.Count {
		if !d.stands(text.TextPage, i, r) || !font(d.fontName(text.TextPage, i)) {
			continue
		}
		c, err := d.char(text.TextPage, i)
		if err != nil {
			return nil, err
		}
		s.chars = append(s.chars, c)
		switch is := d.way(text.TextPage, i); {
		case first:
			way, first = is, false
		case is != way:
			return nil, ErrAcross
		}
	}
	if len(s.chars) > 0 && (way == aslant || way != d.print(text.TextPage, count.Count)) {
		return nil, ErrAcross
	}
	s.frame.quarters = way
	var lines []string
	for _, l := range linesOf(s.within(r)) {
		lines = append(lines, l.String())
	}
	return lines, nil
}

// ErrAcross is text that does not run the way of the print around it.
var ErrAcross = errors.New("what is written there does not run the way of the print")

// aslant is text along neither side of the page.
const aslant = -1

// way is the direction in which character i runs, in quarters of a circle against the clock in the
// page's own space: turned so far with the clock, the page shows it upright.
func (d *Document) way(text references.FPDF_TEXTPAGE, i int) int {
	m, err := d.pdf.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: i})
	if err != nil {
		return aslant
	}
	quarters := math.Atan2(float64(m.Matrix.B), float64(m.Matrix.A)) / (math.Pi / 2)
	const little = 0.05 // of a quarter: 4.5 degrees
	if whole := math.Round(quarters); math.Abs(quarters-whole) < little {
		return (int(whole) + 4) % 4
	}
	return aslant
}

// print is the way of most characters of a page, asked of one in eight.
func (d *Document) print(text references.FPDF_TEXTPAGE, count int) int {
	votes := map[int]int{}
	for i := 0; i < count; i += 8 {
		if d.fontName(text, i) != "" {
			votes[d.way(text, i)]++
		}
	}
	best := aslant
	for way := range 4 {
		if votes[way] > votes[best] || best == aslant {
			best = way
		}
	}
	return best
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
