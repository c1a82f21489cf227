package typeset

import "io"

// A Memo is what the applicant is told and nobody else: it says on every page that it is not to be
// posted. It is in one language.
type Memo struct {
	Title    string
	Private  string // what stands on every page
	Intro    string
	Facts    []Pair
	Sections []MemoSection
}

// A MemoSection is one matter of a memo. What is empty is left out; the rest comes in this order.
type MemoSection struct {
	Title string
	Intro string
	Notes []Note
	Chart *Chart
	Items []Pair // a label in bold and its text
	Ticks []Tick
}

// A Note is something to be settled or known.
type Note struct {
	Level int    // as that of a Flag
	Title string // what it is
	Text  string // what to do
	Small string // where it stands and on what ground
}

// A Tick is something that is so, or is not.
type Tick struct {
	Is   bool
	Text string
}

var (
	memoTitle   = titleFR
	memoIntro   = textFR
	memoPrivate = style{face: bold, size: 11, lead: 5.2, ink: black}
	memoHead    = sectionFR
	noteTitle   = style{face: bold, size: 9.5, lead: 4.5, ink: black}
	noteText    = style{face: regular, size: 9.5, lead: 4.5, ink: black}
	noteSmall   = style{face: regular, size: 7.5, lead: 3.5, ink: grey}
)

// noteIndent is where the text of a note begins, in mm from the sign of its level.
const noteIndent = 6.0

// Draw writes the memo as a PDF. A note is never divided between two pages unless it is higher than a
// page. A character that cannot be drawn is a *GlyphError, and nothing is written.
func (m Memo) Draw(w io.Writer, meta Meta) (Layout, error) {
	p := newPaper(meta)
	rows := keepTogether(p.paragraph(listLeft, 0, p.set(memoTitle, m.Title, listWidth)))
	rows = append(rows, p.band(m.Private)...)
	rows = append(rows, p.paragraph(listLeft, 4, p.set(memoIntro, m.Intro, listWidth))...)
	rows = append(rows, p.facts(m.Facts)...)
	for _, s := range m.Sections {
		rows = append(rows, p.memoSection(s)...)
	}
	out := Layout{Pages: p.flow(rows, p.memoFrame(m))}
	return out, p.close(w)
}

// band is a text in a frame across the page.
func (p *paper) band(text string) []row {
	lines := p.set(memoPrivate, text, listWidth-10)
	if len(lines) == 0 {
		return nil
	}
	const air = 2.4
	h := height(lines) + 2*air
	return []row{{gap: 4, height: h, draw: func(y float64) {
		p.pen(black, 0.5)
		p.pdf.Rect(listLeft, y, listWidth, h, "D")
		p.columns(y+air, []column{{x: listLeft + 5, lines: lines}})
	}}}
}

// memoSection is a title over a line, and what the section has.
func (p *paper) memoSection(s MemoSection) []row {
	rows := p.paragraph(listLeft, 8, p.set(memoHead, s.Title, listWidth))
	rows = followed(keepTogether(append(rows, row{gap: 1.2, height: 0.4, draw: func(y float64) { p.hair(listLeft, listRight, y, 0.35, blue) }})))
	if intro := p.paragraph(listLeft, 2.2, p.set(memoIntro, s.Intro, listWidth)); len(intro) > 0 {
		rows = append(rows, followed(intro)...)
	}
	for _, n := range s.Notes {
		rows = append(rows, p.note(n)...)
	}
	if s.Chart != nil {
		chart := p.chart(*s.Chart)
		if len(s.Items) > 0 {
			chart = followed(chart)
		}
		rows = append(rows, chart...)
	}
	for _, it := range s.Items {
		rows = append(rows, p.memoItem(it)...)
	}
	for i, t := range s.Ticks {
		gap := 1.2
		if i == 0 {
			gap = 3.4
		}
		rows = append(rows, p.memoTick(t, gap)...)
	}
	return rows
}

// note is the sign of its level, what it is, what to do, and where it stands.
func (p *paper) note(n Note) []row {
	const width = listWidth - noteIndent
	lines := p.set(noteTitle, n.Title, width)
	lines = append(lines, spaced(p.set(noteText, n.Text, width), 0.4)...)
	lines = append(lines, spaced(p.set(noteSmall, n.Small, width), 0.6)...)
	if len(lines) == 0 {
		return nil
	}
	shifted(lines, noteIndent)
	lines[0].mark = func(x, mid float64) { p.flagMark(n.Level, x, mid) }
	rows := p.block(listBottom-listNext, column{x: listLeft, lines: lines})
	rows[0].gap = 3.2
	return rows
}

// memoItem is a label beside its text.
func (p *paper) memoItem(it Pair) []row {
	const label = 52.0
	rows := p.block(listBottom-listNext,
		column{x: listLeft, lines: p.set(noteTitle, it.Label, label-4)},
		column{x: listLeft + label, lines: p.set(noteText, it.Text, listWidth-label)})
	rows[0].gap = 2.4
	return rows
}

// memoTick is a box, ticked or empty, beside its text.
func (p *paper) memoTick(t Tick, gap float64) []row {
	s, state := noteText, Present
	if !t.Is {
		s.ink, state = grey, Missing
	}
	lines := shifted(p.set(s, t.Text, listWidth-noteIndent), noteIndent)
	if len(lines) == 0 {
		return nil
	}
	lines[0].mark = func(x, mid float64) { p.tickBox(state, x, mid) }
	rows := p.block(listBottom-listNext, column{x: listLeft, lines: lines})
	rows[0].gap = gap
	return rows
}

// memoFrame is the page of lists with the mark of what is private at the head from the second page on.
func (p *paper) memoFrame(m Memo) frame {
	private := p.clean(bold, joined(m.Title, " – ", m.Private))
	return frame{first: listTop, next: listNext, bottom: listBottom, head: func(page, pages int) {
		if page > 1 {
			p.text(style{face: bold, size: 8.5, ink: black}.within(private, listWidth), listLeft, 18, private)
		}
		p.pageNumber(listRight, page, pages)
	}}
}
