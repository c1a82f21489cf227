package typeset

import (
	"io"
	"slices"
)

// A Continuation is a sheet put after a form, with what its boxes could not hold. It is signed, since
// it is a part of the form.
type Continuation struct {
	Title     Bi
	Intro     []Bi
	Facts     []Pair // the first stands at the head of each page
	Sections  []ContinuedSection
	PlaceDate string // "Fait à Lyon, le 2 mars 2026"
	Signature Bi     // at the head of the room to sign in
}

// A ContinuedSection is a part of the form, with those of its answers that stand on the sheet.
type ContinuedSection struct {
	Title   Bi
	Answers []Continued
}

// A Continued is one answer in full.
type Continued struct {
	Number string // by which the box on the form names it
	Label  Bi     // of the field, as printed
	Text   string
}

// The columns of an answer, in mm: its number, then label and text.
const (
	answerLeft  = listLeft + 12.0
	answerWidth = listRight - answerLeft
	signLeft    = 105.0
	signWidth   = listRight - signLeft
	signHeight  = 32.0
	signAir     = 3.0 // between the frame and what stands in it
)

var (
	answerNumber = style{face: bold, size: 11, lead: 5.2, ink: blue}
	answerLabel  = style{face: regular, size: 8.5, lead: 5.2, ink: grey}
	answerText   = style{face: regular, size: 11, lead: 5.4, ink: black}
)

// Draw writes the sheet as a PDF, on as many pages as it takes. An answer is never divided between two
// pages unless it is higher than a page. A character that cannot be drawn is a *GlyphError, and nothing is
// written.
func (c Continuation) Draw(w io.Writer, m Meta) (Layout, error) {
	p := newPaper(m)
	rows := p.opening(c.Title, c.Intro, c.Facts)
	for _, s := range c.Sections {
		rows = append(rows, p.continuedSection(s)...)
	}
	var out Layout
	rows = append(followed(rows), p.signing(c.PlaceDate, c.Signature, &out)...)
	out.Pages = p.flow(rows, p.listFrame(c.Title, c.Facts))
	return out, p.close(w)
}

// continuedSection is a title and the answers under it, the first of them on the same page.
func (p *paper) continuedSection(s ContinuedSection) []row {
	rows := followed(p.block(listBottom-listNext, column{x: listLeft, lines: p.bi(sectionFR, sectionEN, s.Title, listWidth)}))
	rows[0].gap = 9
	for i, a := range s.Answers {
		rows = append(rows, p.answer(a, i == 0)...)
	}
	return rows
}

// answer is one row, or one for each line of the text when it is higher than a page.
func (p *paper) answer(a Continued, first bool) []row {
	number := column{x: listLeft, lines: p.set(answerNumber, a.Number, answerLeft-listLeft-2)}
	label := p.bi(answerLabel, detailEN, a.Label, answerWidth)
	text := spaced(p.set(answerText, a.Text, answerWidth), 1)
	const room = listBottom - listNext - 4
	var rows []row
	if lines := slices.Concat(label, text); height(lines) <= room {
		rows = p.block(room, number, column{x: answerLeft, lines: lines})
	} else {
		rows = followed(p.block(room, number, column{x: answerLeft, lines: label}))
		rows = append(rows, p.paragraph(answerLeft, 1, text)...)
	}
	over, width := rule, 0.15
	if first {
		over, width = blue, 0.35
	}
	rows[0] = p.ruled(rows[0], over, width)
	rows[0].gap = 2.6
	return rows
}

// signing is the place and the day, and beside them a frame to sign in.
func (p *paper) signing(placeDate string, signature Bi, out *Layout) []row {
	beside := p.set(factText, placeDate, signLeft-listLeft-6)
	head := p.bi(headFR, headEN, signature, signWidth-2*signAir)
	return []row{{gap: 12, height: max(signHeight, height(beside)+signAir), draw: func(y float64) {
		p.pen(blue, 0.25)
		p.pdf.RoundedRect(signLeft, y, signWidth, signHeight, 1, "1234", "D")
		p.columns(y+signAir, []column{{x: listLeft, lines: beside}, {x: signLeft + signAir, lines: head}})
		out.SignaturePage = p.pdf.PageNo()
	}}}
}
