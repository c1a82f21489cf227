package proof

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A Char is one character on a page.
type Char struct {
	Rune      rune
	Box       Rect    // the ink; for a blank the width it takes, without height
	Size      float64 // of the font as it is printed, in points; 0 when Generated
	Generated bool    // not in the file: a blank or line end PDFium saw between two runs
	X, Y      float64 // start of the character on its base line
	mirrored  bool
	cell      Rect // from X to where the next character starts, as high as the font
}

// center is where a character stands for deciding what it lies in.
func (c Char) center() (x, y float64) { return c.Box.center() }

// A sheet is what was read off one page.
type sheet struct {
	chars []Char
	frame frame
}

// Chars lists the characters of a page in the order of its content. Those that
// lie outside the page are left out. Text that only an annotation paints, such
// as the value of a living form field, is not page content and not listed;
// Fields has it.
func (d *Document) Chars(page int) ([]Char, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.sheet(page)
	return slices.Clone(s.chars), err
}

func (d *Document) sheet(page int) (sheet, error) {
	if s, ok := d.read[page]; ok {
		return s, nil
	}
	p, err := d.page(page)
	if err != nil {
		return sheet{}, err
	}
	s, err := d.readSheet(p)
	if err != nil {
		return sheet{}, fmt.Errorf("read the text of page %d: %w", page+1, plain(err))
	}
	d.read[page] = s
	return s, nil
}

func (d *Document) readSheet(page requests.Page) (sheet, error) {
	f, err := d.frame(page)
	if err != nil {
		return sheet{}, err
	}
	chars, err := d.readChars(page)
	if err != nil {
		return sheet{}, err
	}
	off := func(c Char) bool { return !c.Generated && !c.Box.meets(f.crop) }
	return sheet{slices.DeleteFunc(chars, off), f}, nil
}

func (d *Document) readChars(page requests.Page) ([]Char, error) {
	text, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := d.pdf.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	chars := make([]Char, count.Count)
	for i := range chars {
		if chars[i], err = d.char(text.TextPage, i); err != nil {
			return nil, err
		}
	}
	return chars, nil
}

func (d *Document) char(text references.FPDF_TEXTPAGE, i int) (Char, error) {
	code, err := d.pdf.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
	if err != nil {
		return Char{}, err
	}
	generated, err := d.pdf.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: text, Index: i})
	if err != nil {
		return Char{}, err
	}
	c := Char{Rune: letter(code.Unicode), Generated: generated.IsGenerated}
	// A generated line end has no place on the page: then these fail.
	if box, err := d.pdf.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: i}); err == nil {
		c.Box = Rect{box.Left, box.Bottom, box.Right, box.Top}
	}
	if cell, err := d.pdf.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i}); err == nil {
		c.cell = Rect{float64(cell.Rect.Left), float64(cell.Rect.Bottom), float64(cell.Rect.Right), float64(cell.Rect.Top)}
	}
	if at, err := d.pdf.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: text, Index: i}); err == nil {
		c.X, c.Y = at.X, at.Y
	}
	if c.Generated {
		return c, nil
	}
	err = d.measure(&c, text, i)
	return c, err
}

// measure finds the size that the file names, enlarged by the matrix it is drawn through: "1 Tf"
// under a matrix of 9 prints 9 points.
func (d *Document) measure(c *Char, text references.FPDF_TEXTPAGE, i int) error {
	size, err := d.pdf.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: i})
	if err != nil {
		return err
	}
	m, err := d.pdf.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: i})
	if err != nil {
		return err
	}
	c.Size = size.FontSize * math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D))
	c.mirrored = m.Matrix.A*m.Matrix.D < m.Matrix.B*m.Matrix.C
	return nil
}

// letter undoes PDFium's own mark, 2, for a hyphen at the end of a line.
func letter(code uint) rune {
	const endHyphen = 2
	if code == endHyphen {
		return '-'
	}
	return rune(uint32(code))
}

// Text is the text of a page as PDFium reads it, in the order of the content,
// with the blanks and line ends it sees between runs.
func (d *Document) Text(page int) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.sheet(page)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, c := range s.chars {
		if c.Rune != 0 && c.Rune != '\r' {
			b.WriteRune(c.Rune)
		}
	}
	return b.String(), nil
}

// TextIn is the text whose characters have their center in a rectangle, from
// left to right and line by line as the page is shown, lines parted by "\n".
// A gap that the file leaves without a blank is one beside a word, and is
// nothing between single characters, as in the cells of a comb.
func (d *Document) TextIn(page int, r Rect) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.sheet(page)
	if err != nil {
		return "", err
	}
	var text []string
	for _, l := range linesOf(s.within(r)) {
		text = append(text, l.String())
	}
	return strings.Join(text, "\n"), nil
}

// TextsNear are the texts whose characters touch rectangles, one text for each, in the order of the content: more than
// TextIn gives, and found without a look at every character of the page.
func (d *Document) TextsNear(page int, rects ...Rect) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return nil, err
	}
	texts, err := d.textsNear(p, rects)
	if err != nil {
		return nil, fmt.Errorf("read the text of page %d: %w", page+1, plain(err))
	}
	return texts, nil
}

func (d *Document) textsNear(page requests.Page, rects []Rect) ([]string, error) {
	if _, err := d.frame(page); err != nil { // reads the page, within bounds
		return nil, err
	}
	text, err := d.pdf.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return nil, err
	}
	defer d.pdf.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	texts := make([]string, len(rects))
	for i, r := range rects {
		near, err := d.pdf.FPDFText_GetBoundedText(&requests.FPDFText_GetBoundedText{TextPage: text.TextPage, Left: r.Left, Top: r.Top, Right: r.Right, Bottom: r.Bottom})
		if err != nil {
			return nil, err
		}
		texts[i] = near.Text
	}
	return texts, nil
}

// A glyph is a drawn character in its place on the shown page.
type glyph struct {
	r          rune
	left, next float64 // where it starts and where the next may start
	base, size float64
}

// within lists the drawn characters that have their center in a rectangle.
func (s sheet) within(r Rect) []glyph {
	var in []glyph
	for _, c := range s.chars {
		if c.Generated || c.Rune == 0 || !r.holds(c.center()) {
			continue
		}
		_, base := s.frame.shown(c.X, c.Y)
		cell := s.frame.shownRect(c.cell)
		in = append(in, glyph{c.Rune, cell.Left, cell.Right, base, c.Size})
	}
	return in
}
