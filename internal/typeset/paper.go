package typeset

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"dossier/internal/font"
	"dossier/internal/pdf"

	"github.com/jung-kurt/gofpdf"
)

// The sheet is A4 (ISO 216), in mm.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
	pointMM     = 25.4 / 72 // mm in a point
	capHeight   = 0.729     // height of a capital of Liberation Sans, of the size
)

// An ink is a colour, red, green and blue of 255.
type ink struct{ r, g, b int }

var (
	black = ink{26, 28, 32}
	grey  = ink{96, 101, 110} // 5.9:1 on white: above the 4.5:1 that WCAG 2.1 asks of small text
	blue  = ink{22, 56, 112}  // the one accent
	rule  = ink{203, 208, 216}
	tint  = ink{244, 246, 250}
)

// The cuts of Liberation Sans, in which all is set.
const (
	regular = font.SansStyle
	bold    = font.SansStyle | font.Bold
	italic  = font.SansStyle | font.Italic
)

// A style is how a text looks.
type style struct {
	face font.Style
	size float64 // points
	lead float64 // mm from one line to the next
	ink  ink
}

// width of a text set on one line, in mm.
func (s style) width(text string) float64 {
	return s.face.Face().Width(text, s.size) * pointMM
}

// A paper is a document being drawn.
type paper struct {
	pdf   *gofpdf.Fpdf
	press *pdf.Press // which has the typefaces
	meta  Meta
	refs  []Ref // rows that lead somewhere, where they came to stand
	err   error // the first text that cannot be drawn
}

func newPaper(m Meta) *paper {
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCompression(false) // the press does that
	f.SetCatalogSort(true)
	f.SetLineCapStyle("round")
	f.SetLineJoinStyle("round")
	return &paper{pdf: f, press: pdf.NewPress(), meta: m}
}

// close writes the document, or nothing when some text could not be drawn.
func (p *paper) close(w io.Writer) error {
	if p.err != nil {
		return p.err
	}
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return fmt.Errorf("draw the pages: %w", err)
	}
	if err := p.press.Print(w, b.Bytes(), pdf.About(p.meta)); err != nil {
		return fmt.Errorf("write the pages: %w", err)
	}
	return nil
}

// A line is one line of text in a column.
type line struct {
	style
	text string
	gap  float64              // mm above it, dropped at the top of a column
	x    float64              // mm from the left of the column
	mark func(x, mid float64) // drawn with it: x is the left of the column, mid the middle of the capitals
}

// set breaks a text into lines of a width in mm, a new line of the text beginning a new one.
func (p *paper) set(s style, text string, width float64) []line {
	var lines []line
	for _, part := range strings.Split(text, "\n") {
		for _, t := range breakLines(p.clean(s.face, part), width, s.width) {
			lines = append(lines, line{style: s, text: t})
		}
	}
	return lines
}

// bi sets the French, then the English, in their styles.
func (p *paper) bi(fr, en style, b Bi, width float64) []line {
	return append(p.set(fr, b.FR, width), spaced(p.set(en, b.EN, width), 0.3)...)
}

// spaced puts air, in mm, above the first of the lines.
func spaced(lines []line, gap float64) []line {
	if len(lines) > 0 {
		lines[0].gap = gap
	}
	return lines
}

// shifted moves the lines to the right, by mm.
func shifted(lines []line, x float64) []line {
	for i := range lines {
		lines[i].x += x
	}
	return lines
}

// clean composes accents, turns tabs into spaces, and notes the first character the face lacks.
func (p *paper) clean(f font.Style, text string) string {
	text = font.Compose(blanks.Replace(text))
	if missing := f.Face().Missing(text); len(missing) > 0 && p.err == nil {
		p.err = &GlyphError{missing[0]}
	}
	return text
}

var blanks = strings.NewReplacer("\t", " ", "\r", "")

// text draws one line with its left at x and the middle of its capitals at mid, in mm from the top left.
func (p *paper) text(s style, x, mid float64, text string) {
	p.pdf.SetFont("Helvetica", standIns[s.face], s.size)
	p.pdf.SetTextColor(s.ink.r, s.ink.g, s.ink.b)
	p.pdf.Text(x, mid+s.size*pointMM*capHeight/2, p.press.Code(s.face, text))
}

// standIns are the standard fonts that gofpdf sets texts in, by its names for their styles.
var standIns = map[font.Style]string{regular: "", bold: "B", italic: "I"}

// A column is a part of a row's width with lines in it.
type column struct {
	x, width float64 // mm
	lines    []line
}

// height of the lines, in mm.
func height(lines []line) float64 {
	h := 0.0
	for i, l := range lines {
		h += l.lead
		if i > 0 {
			h += l.gap
		}
	}
	return h
}

// take splits lines after the last one that fits in room mm; one at least is taken.
func take(lines []line, room float64) (head, rest []line) {
	for n := range lines {
		if n > 0 && height(lines[:n+1]) > room+slack {
			return lines[:n], lines[n:]
		}
	}
	return lines, nil
}

// block sets columns side by side: one row, or several when they are higher than room mm.
func (p *paper) block(room float64, columns ...column) []row {
	var rows []row
	for {
		now, h, more := make([]column, len(columns)), 0.0, false
		for i, c := range columns {
			now[i] = c
			now[i].lines, columns[i].lines = take(c.lines, room)
			h = max(h, height(now[i].lines))
			more = more || len(columns[i].lines) > 0
		}
		rows = append(rows, row{height: h, draw: func(y float64) { p.columns(y, now) }})
		if !more {
			return rows
		}
	}
}

// columns draws the columns from y down.
func (p *paper) columns(y float64, columns []column) {
	for _, c := range columns {
		at := y
		for i, l := range c.lines {
			if i > 0 {
				at += l.gap
			}
			p.line(c, l, at+l.lead/2)
			at += l.lead
		}
	}
}

func (p *paper) line(c column, l line, mid float64) {
	if l.mark != nil {
		l.mark(c.x, mid)
	}
	if l.text != "" {
		p.text(l.style, c.x+l.x, mid, l.text)
	}
}

// paragraph gives each line a row of its own, so that a page may end within.
func (p *paper) paragraph(x, gap float64, lines []line) []row {
	rows := make([]row, len(lines))
	for i, l := range lines {
		rows[i] = row{gap: l.gap, height: l.lead, draw: func(y float64) { p.line(column{x: x}, l, y+l.lead/2) }}
	}
	if len(rows) > 0 {
		rows[0].gap = gap
	}
	return noWidow(rows)
}

// hair draws a thin line across, in mm.
func (p *paper) hair(x0, x1, y, width float64, c ink) {
	p.pdf.SetDrawColor(c.r, c.g, c.b)
	p.pdf.SetLineWidth(width)
	p.pdf.Line(x0, y, x1, y)
}

// pageNumber writes n/N at the foot, on the right.
func (p *paper) pageNumber(right float64, page, pages int) {
	s := style{face: regular, size: 8, ink: grey}
	t := fmt.Sprintf("page %d/%d", page, pages)
	p.text(s, right-s.width(t), sheetHeight-12, t)
}
