package typeset

import "io"

// A Checklist is the list of what is in the envelope and what is not yet.
type Checklist struct {
	Title    Bi
	Intro    []Bi
	Facts    []Pair // name, birth, date of the file, fund; the first stands at the head of each page
	Heads    [2]Bi  // over the pages and the states; may be empty
	Sections []Section
	Foot     Bi // after the last item
}

// Words are the facts, the titles and what is said of them in French, as given.
func (c Checklist) Words() []string {
	var words []string
	for _, f := range c.Facts {
		words = append(words, f.Text)
	}
	for _, s := range c.Sections {
		for _, it := range s.Items {
			words = append(words, it.Title.FR)
			for _, d := range it.Details {
				words = append(words, d.FR)
			}
		}
	}
	return words
}

// A Section is a part of the checklist.
type Section struct {
	Title Bi
	Items []Item
}

// An Item is one document, with all that is to be known of it.
type Item struct {
	Number    string
	Title     Bi
	State     State
	StateText Bi     // the state in words
	Pages     string // where it is in the dossier
	Ref       int    // what its line leads to, told back in Layout.Refs with its place; 0 is nothing
	Details   []Bi
	Flags     []Flag
}

// A Flag is a remark on an item: its translation, its bank's country.
type Flag struct {
	Label, Text Bi
	Level       int // 0 in order, 1 a note, 2 a warning, 3 a stop
}

// The columns of the checklist, in mm: box, number, title, pages, state.
const (
	listLeft   = 20.0
	listWidth  = 170.0
	listRight  = listLeft + listWidth
	listTop    = 22.0
	listNext   = 30.0
	listBottom = 277.0
	itemLeft   = 36.0
	itemWidth  = 104.0
	pagesLeft  = 144.0
	pagesWidth = 17.0
	stateLeft  = 163.0
	flagIndent = 4.5
)

var (
	titleFR   = style{face: bold, size: 20, lead: 9, ink: blue}
	titleEN   = style{face: italic, size: 11, lead: 5.4, ink: grey}
	textFR    = style{face: regular, size: 9.5, lead: 4.6, ink: black}
	textEN    = style{face: italic, size: 8, lead: 3.9, ink: grey}
	headFR    = style{face: regular, size: 7.5, lead: 3.6, ink: grey}
	headEN    = style{face: italic, size: 7, lead: 3.3, ink: grey}
	sectionFR = style{face: bold, size: 11.5, lead: 5.6, ink: blue}
	sectionEN = style{face: italic, size: 8.5, lead: 4.1, ink: grey}
	itemFR    = style{face: bold, size: 10, lead: 4.8, ink: black}
	itemEN    = style{face: italic, size: 8, lead: 3.8, ink: grey}
	itemPages = style{face: regular, size: 8.5, lead: 4.8, ink: black}
	detailFR  = style{face: regular, size: 8.5, lead: 4.1, ink: black}
	detailEN  = style{face: italic, size: 7.5, lead: 3.6, ink: grey}
	stopFR    = style{face: bold, size: 8.5, lead: 4.1, ink: black}
	factText  = style{face: regular, size: 10, lead: 4.7, ink: black}
)

// Draw writes the checklist as a PDF. An item is never divided between two pages unless it is higher than a
// page. A character that cannot be drawn is a *GlyphError, and nothing is written.
func (c Checklist) Draw(w io.Writer, m Meta) (Layout, error) {
	p := newPaper(m)
	out := Layout{Pages: p.flow(p.checklist(c), p.listFrame(c.Title, c.Facts))}
	out.Refs = p.refs
	return out, p.close(w)
}

// Pages is how many pages Draw makes.
func (c Checklist) Pages() int {
	var p paper // on which nothing is drawn
	return len(paginate(p.checklist(c), p.listFrame(c.Title, c.Facts).room))
}

// checklist is all rows of a checklist.
func (p *paper) checklist(c Checklist) []row {
	rows := p.opening(c.Title, c.Intro, c.Facts)
	heads := c.Heads
	for _, s := range c.Sections {
		rows = append(rows, p.section(s, heads)...)
		heads = [2]Bi{} // said once
	}
	return append(followed(rows), p.closingNote(c.Foot)...)
}

// opening is the title, the introduction and the facts.
func (p *paper) opening(title Bi, intro []Bi, facts []Pair) []row {
	rows := keepTogether(p.paragraph(listLeft, 0, p.bi(titleFR, titleEN, title, listWidth)))
	for i, b := range intro {
		gap := 2.0
		if i == 0 {
			gap = 5
		}
		rows = append(rows, p.paragraph(listLeft, gap, p.bi(textFR, textEN, b, listWidth))...)
	}
	return append(rows, p.facts(facts)...)
}

// facts sets labels and their texts, two abreast.
func (p *paper) facts(facts []Pair) []row {
	var rows []row
	const half = listWidth / 2
	for i := 0; i < len(facts); i += 2 {
		cols := []column{{x: listLeft, lines: p.fact(facts[i], half-6)}}
		if i+1 < len(facts) {
			cols = append(cols, column{x: listLeft + half, lines: p.fact(facts[i+1], half-6)})
		}
		pair := p.block(listBottom-listNext, cols...)
		pair[0].gap = 2.6
		if i == 0 {
			pair[0].gap = 6
		}
		rows = append(rows, pair...)
	}
	return rows
}

// fact sets a label and, beneath, its text.
func (p *paper) fact(f Pair, width float64) []line {
	return append(p.bi(headFR, headEN, Bi{f.Label, f.English}, width), spaced(p.set(factText, f.Text, width), 0.2)...)
}

// section is a title with the names of the columns, over a line, and its items, the first of them on the same page.
func (p *paper) section(s Section, heads [2]Bi) []row {
	fr, en := headFR, headEN
	fr.lead, en.lead = sectionFR.lead, sectionEN.lead
	rows := followed(p.block(listBottom-listNext,
		column{x: listLeft, lines: p.bi(sectionFR, sectionEN, s.Title, pagesLeft-listLeft-4)},
		column{x: pagesLeft, lines: p.bi(fr, en, heads[0], pagesWidth)},
		column{x: stateLeft, lines: p.bi(fr, en, heads[1], listRight-stateLeft)}))
	rows[0].gap = 7
	for i, it := range s.Items {
		ink, width := rule, 0.15
		if i == 0 {
			ink, width = blue, 0.35
		}
		rows = append(rows, p.listItem(it, ink, width)...)
	}
	return rows
}

// listItem sets an item in its columns, under a line across the page.
func (p *paper) listItem(it Item, over ink, width float64) []row {
	number := p.set(itemFR, it.Number, itemLeft-listLeft-box-4)
	tick := line{style: style{lead: itemFR.lead}, mark: func(x, mid float64) { p.tickBox(it.State, x, mid) }}
	state := p.bi(p.stateStyle(it.State), headEN, it.StateText, listRight-stateLeft)
	rows := p.block(listBottom-listNext-4,
		column{x: listLeft, lines: []line{tick}},
		column{x: listLeft + box + 2.6, lines: number},
		column{x: itemLeft, lines: p.itemText(it)},
		column{x: pagesLeft, lines: p.set(itemPages, it.Pages, pagesWidth)},
		column{x: stateLeft, lines: state})
	for i := range rows {
		rows[i] = p.ruled(rows[i], over, width)
		if it.Ref != 0 {
			rows[i] = p.leading(rows[i], it.Ref)
		}
	}
	rows[0].gap = 2.2
	return rows
}

// leading notes where a row that leads somewhere comes to stand.
func (p *paper) leading(r row, ref int) row {
	draw, h := r.draw, r.height
	r.draw = func(y float64) {
		draw(y)
		p.refs = append(p.refs, Ref{ref, p.pdf.PageNo() - 1, [4]float64{
			listLeft / pointMM, (sheetHeight - y - h) / pointMM, listRight / pointMM, (sheetHeight - y) / pointMM}})
	}
	return r
}

// ruled puts a line over a row, and air between.
func (p *paper) ruled(r row, c ink, width float64) row {
	const air = 2.2
	draw := r.draw
	r.height += air
	r.draw = func(y float64) {
		p.hair(listLeft, listRight, y, width, c)
		draw(y + air)
	}
	return r
}

// stateStyle makes what is still to be had stand out.
func (p *paper) stateStyle(s State) style {
	st := style{face: bold, size: 8.5, lead: itemFR.lead, ink: black}
	switch s {
	case Present:
		st.face, st.ink = regular, blue
	case NotNeeded:
		st.face, st.ink = regular, grey
	}
	return st
}

// itemText is the title of an item, its details and its flags.
func (p *paper) itemText(it Item) []line {
	title := itemFR
	if it.State == NotNeeded {
		title.face, title.ink = regular, grey
	}
	lines := p.bi(title, itemEN, it.Title, itemWidth)
	for i, d := range it.Details {
		gap := 0.6
		if i == 0 {
			gap = 1.2
		}
		lines = append(lines, spaced(p.bi(detailFR, detailEN, d, itemWidth), gap)...)
	}
	for _, f := range it.Flags {
		lines = append(lines, p.flag(f)...)
	}
	return lines
}

// flag is the sign of its level, then label and text in one run, and both in English.
func (p *paper) flag(f Flag) []line {
	fr := detailFR
	if f.Level >= 3 {
		fr = stopFR
	}
	b := Bi{joined(f.Label.FR, "\u00a0: ", f.Text.FR), joined(f.Label.EN, ": ", f.Text.EN)}
	lines := spaced(shifted(p.bi(fr, detailEN, b, itemWidth-flagIndent), flagIndent), 1.1)
	if len(lines) > 0 {
		lines[0].mark = func(x, mid float64) { p.flagMark(f.Level, x, mid) }
	}
	return lines
}

// joined puts the mark between label and text when there are both.
func joined(label, mark, text string) string {
	if label == "" || text == "" {
		return label + text
	}
	return label + mark + text
}

// closingNote stands after all else, under a line; it belongs on the page of what is before it.
func (p *paper) closingNote(b Bi) []row {
	rows := keepTogether(p.paragraph(listLeft, 7, p.bi(detailFR, detailEN, b, listWidth)))
	if len(rows) > 0 {
		rows[0] = p.ruled(rows[0], rule, 0.15)
	}
	return rows
}

// listFrame is the page of lists: number at the foot, title and first fact at the head from the second on.
func (p *paper) listFrame(title Bi, facts []Pair) frame {
	head := title.FR
	if len(facts) > 0 {
		head = joined(title.FR, " – ", facts[0].Text)
	}
	head = p.clean(regular, head)
	return frame{first: listTop, next: listNext, bottom: listBottom, head: func(page, pages int) {
		if page > 1 {
			p.running(listLeft, listWidth, head)
		}
		p.pageNumber(listRight, page, pages)
	}}
}
