package typeset

import "io"

// Changes is a table of what was written before and what is to be read now.
type Changes struct {
	Title Bi
	Intro []Bi
	Facts []Pair // the first stands at the head of each page
	Heads [4]Bi  // over field, place, before and after; may be empty
	Rows  []Change
	Foot  Bi // after the last row
}

// A Change is one field that differs. A value that is empty is shown as a dash.
type Change struct {
	Field         Bi
	Where         string // "formulaire, p. 1"
	Before, After string
}

// Words are the values in the table, as given.
func (c Changes) Words() []string {
	var words []string
	for _, f := range c.Facts {
		words = append(words, f.Text)
	}
	for _, r := range c.Rows {
		words = append(words, r.Before, r.After)
	}
	return words
}

var (
	changeBefore = style{face: regular, size: 9.5, lead: 4.6, ink: grey}
	changeAfter  = style{face: bold, size: 9.5, lead: 4.6, ink: black}
)

// Draw writes the table as a PDF. A change is never divided between two pages unless it is higher than a
// page. A character that cannot be drawn is a *GlyphError, and nothing is written.
func (c Changes) Draw(w io.Writer, m Meta) (Layout, error) {
	p := newPaper(m)
	rows := p.opening(c.Title, c.Intro, c.Facts)
	rows = append(rows, p.changeHeads(c.Heads)...)
	for i, ch := range c.Rows {
		rows = append(rows, p.change(ch, i == 0)...)
	}
	rows = append(followed(rows), p.closingNote(c.Foot)...)
	out := Layout{Pages: p.flow(rows, p.listFrame(c.Title, c.Facts))}
	return out, p.close(w)
}

// changeColumns are field, place, before and after, with 4 mm of air between.
func changeColumns() []column {
	widths := [...]float64{44, 32, 47, 47}
	cols, x := make([]column, len(widths)), listLeft
	for i, w := range widths {
		cols[i] = column{x: x, width: w - 4}
		x += w
	}
	return cols
}

func (p *paper) changeHeads(h [4]Bi) []row {
	if h == [4]Bi{} {
		return nil
	}
	cols := changeColumns()
	for i := range cols {
		cols[i].lines = p.bi(headFR, headEN, h[i], cols[i].width)
	}
	rows := followed(p.block(listBottom-listNext, cols...))
	rows[0].gap = 8
	return rows
}

func (p *paper) change(c Change, first bool) []row {
	cols := changeColumns()
	cols[0].lines = p.bi(textFR, itemEN, c.Field, cols[0].width)
	cols[1].lines = p.set(letterLabel, c.Where, cols[1].width)
	cols[2].lines = p.set(changeBefore, dashed(c.Before), cols[2].width)
	cols[3].lines = p.set(changeAfter, dashed(c.After), cols[3].width)
	rows := p.block(listBottom-listNext-4, cols...)
	for i := range rows {
		if first {
			rows[i] = p.ruled(rows[i], blue, 0.35)
		} else {
			rows[i] = p.ruled(rows[i], rule, 0.15)
		}
	}
	rows[0].gap = 2.2
	return rows
}

// dashed is the text, or a dash for none.
func dashed(text string) string {
	if text == "" {
		return "–"
	}
	return text
}
