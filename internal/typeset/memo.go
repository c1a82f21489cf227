package typeset

import (
	"io"
	"slices"
)

// A Memo is what the applicant is told and nobody else: it says on every page that it is not to be
// posted. It is in one language.
type Memo struct {
	Title    string
	Private  string // what stands on every page
	Intro    string // whom it is about
	Sections []MemoSection
}

// A MemoSection is one matter of a memo. What is empty is left out; the rest comes in this order.
type MemoSection struct {
	Title   string
	Intro   string
	Notes   []Note
	Chart   *Chart
	Items   []Pair // a label in bold and its text
	Ticks   []Tick
	Points  []string
	Address []string // lines of an address, as on the envelope
	Table   *Table
	Small   string // where what is said is from
	// Beside says that it stands to the right of what comes before it, where both are short.
	Beside bool
}

// A Note is something to be settled or known. One of level 0 or 1 takes less room: title and text are one
// paragraph. One with Lines is their heading: its Small stands at the right of its Title, and it has no Text.
type Note struct {
	Level int    // as that of a Flag
	Title string // what it is
	Text  string // what to do
	Small string // where it stands and on what ground
	Lines []Note // each takes less room
}

// A Tick is something that is so, is not (Missing), or is to be done by hand.
type Tick struct {
	State State
	Text  string
}

// A Table is rows of texts under the heads of their columns.
type Table struct {
	Columns []TableColumn
	Rows    [][]string // a text for each column
	Abreast int        // the rows go down so many times side by side, in parts that a page takes whole; 0 is once
}

// A TableColumn is a head, which may be empty, its part of the width, and how its texts look.
type TableColumn struct {
	Head  string
	Share float64 // of the width; those of a table make 1
	Look  CellLook
}

// A CellLook is how the texts of a column look.
type CellLook int

const (
	PlainCell CellLook = iota
	StrongCell
	SmallCell  // small and grey: a source
	NumberCell // at the right of its column
)

var (
	memoTitle   = titleFR
	memoIntro   = textFR
	memoPrivate = style{face: bold, size: 9.5, lead: 4.6, ink: black}
	memoHead    = sectionFR
	noteTitle   = style{face: bold, size: 9.5, lead: 4.5, ink: black}
	noteText    = style{face: regular, size: 9.5, lead: 4.5, ink: black}
	noteBrief   = style{face: regular, size: 9, lead: 4.2, ink: black}
	noteSmall   = style{face: regular, size: 7.5, lead: 3.4, ink: grey}

	lineHead      = style{face: bold, size: 8.5, lead: 3.8, ink: black}
	lineText      = style{face: regular, size: 8.5, lead: 3.8, ink: black}
	noteHeadSmall = style{face: regular, size: 7.5, lead: 4.5, ink: grey} // on the line of a noteTitle
	pointText     = style{face: regular, size: 9, lead: 4.2, ink: black}
	addressText   = style{face: regular, size: 10, lead: 4.7, ink: black}
	cellStyles    = [...]style{
		PlainCell:  {face: regular, size: 8.5, lead: 3.8, ink: black},
		StrongCell: {face: bold, size: 8.5, lead: 3.8, ink: black},
		SmallCell:  {face: regular, size: 7, lead: 3.1, ink: grey},
		NumberCell: {face: regular, size: 8.5, lead: 3.8, ink: black},
	}
)

// What a memo fills of a page, in mm from the top edge: it is denser than the lists.
const (
	memoTop    = 17.0
	memoNext   = 25.0
	memoBottom = 282.0
)

// noteIndent is where the text of a note begins, in mm from the sign of its level.
const noteIndent = 6.0

// Draw writes the memo as a PDF. A note is never divided between two pages unless it is higher than a
// page. A character that cannot be drawn is a *GlyphError, and nothing is written.
func (m Memo) Draw(w io.Writer, meta Meta) (Layout, error) {
	p := newPaper(meta)
	rows := p.memoHeading(m)
	rows = append(rows, p.paragraph(listLeft, 2.4, p.set(memoIntro, m.Intro, listWidth))...)
	rows = append(rows, p.memoSections(m.Sections)...)
	out := Layout{Pages: p.flow(rows, p.memoFrame(m))}
	return out, p.close(w)
}

// memoHeading is the title, and what stands on every page in a frame: beside it, or under it where both are long.
func (p *paper) memoHeading(m Memo) []row {
	const air = 2.2
	private := p.clean(bold, m.Private)
	title := p.set(memoTitle, m.Title, listWidth)
	wide := memoPrivate.width(private) + 2*air + 3
	frame := strip{listRight - wide, wide}
	beside := len(title) == 1 && memoTitle.width(title[0].text)+wide+8 <= listWidth
	if !beside {
		frame = wholePage
	}
	lines := p.set(memoPrivate, private, frame.width-2*air)
	if len(lines) == 0 {
		return keepTogether(p.paragraph(listLeft, 0, title))
	}
	h := height(lines) + 2*air
	box := row{gap: 4, height: h, draw: func(y float64) {
		p.pen(black, 0.5)
		p.pdf.Rect(frame.x, y, frame.width, h, "D")
		p.columns(y+air, []column{{x: frame.x + air + 1.5, lines: lines}})
	}}
	if !beside {
		return append(keepTogether(p.paragraph(listLeft, 0, title)), box)
	}
	return []row{{height: max(h, height(title)), draw: func(y float64) {
		p.columns(y, []column{{x: listLeft, lines: title}})
		box.draw(y)
	}}}
}

// A strip is a part of the page from its left to its right, in mm.
type strip struct{ x, width float64 }

// wholePage is what the margins leave; the halves stand side by side in it.
var (
	wholePage  = strip{listLeft, listWidth}
	leftHalf   = strip{listLeft, listWidth/2 - 4}
	besideHalf = strip{listLeft + listWidth/2 + 4, listWidth/2 - 4}
)

// besideMost is how high sections may be that stand side by side, in mm: what does so is not divided
// between pages.
const besideMost = 90.0

// memoSections sets sections one under the other, and those that stand beside one to its right.
func (p *paper) memoSections(sections []MemoSection) []row {
	var rows []row
	for len(sections) > 0 {
		n := 1
		for n < len(sections) && sections[n].Beside {
			n++
		}
		if pair, ok := p.sideBySide(sections[:n]); ok {
			rows = append(rows, pair)
		} else {
			for _, s := range sections[:n] {
				rows = append(rows, p.memoSection(s, wholePage)...)
			}
		}
		sections = sections[n:]
	}
	return rows
}

// sideBySide sets the first of sections on the left and the others on the right, if there are others and
// neither side is too high.
func (p *paper) sideBySide(sections []MemoSection) (row, bool) {
	if len(sections) < 2 || slices.ContainsFunc(sections, func(s MemoSection) bool { return s.Chart != nil }) {
		return row{}, false
	}
	left := p.memoSection(sections[0], leftHalf)
	var right []row
	for _, s := range sections[1:] {
		right = append(right, p.memoSection(s, besideHalf)...)
	}
	h := max(stackHeight(left), stackHeight(right))
	return row{gap: sectionGap, height: h, draw: func(y float64) {
		drawStack(left, y)
		drawStack(right, y)
	}}, h <= besideMost
}

// stackHeight is that of rows under each other, in mm.
func stackHeight(rows []row) float64 {
	h := 0.0
	for i, r := range rows {
		if i > 0 {
			h += r.gap
		}
		h += r.height
	}
	return h
}

// drawStack draws rows under each other from y down.
func drawStack(rows []row, y float64) {
	for i, r := range rows {
		if i > 0 {
			y += r.gap
		}
		r.draw(y)
		y += r.height
	}
}

// sectionGap is the air above a section, in mm.
const sectionGap = 6.0

// memoSection is a title over a line, and what the section has.
func (p *paper) memoSection(s MemoSection, in strip) []row {
	rows := p.paragraph(in.x, sectionGap, p.set(memoHead, s.Title, in.width))
	rows = followed(keepTogether(append(rows, row{gap: 1.2, height: 0.4, draw: func(y float64) { p.hair(in.x, in.x+in.width, y, 0.35, blue) }})))
	if intro := p.paragraph(in.x, 2.2, p.set(memoIntro, s.Intro, in.width)); len(intro) > 0 {
		rows = append(rows, followed(intro)...)
	}
	for _, n := range s.Notes {
		rows = append(rows, p.note(n, in)...)
	}
	if s.Chart != nil {
		chart := p.chart(*s.Chart)
		if len(s.Items) > 0 {
			chart = followed(chart)
		}
		rows = append(rows, chart...)
	}
	for _, it := range s.Items {
		rows = append(rows, p.memoItem(it, in)...)
	}
	for i, t := range s.Ticks {
		rows = append(rows, p.memoTick(t, in, firstGap(i))...)
	}
	for i, t := range s.Points {
		rows = append(rows, p.point(t, in, firstGap(i))...)
	}
	rows = append(rows, p.address(s.Address, in)...)
	if s.Table != nil {
		rows = append(rows, p.table(*s.Table, in)...)
	}
	return append(rows, p.paragraph(in.x, 2, p.set(noteSmall, s.Small, in.width))...)
}

// firstGap is the air above an entry of a list, in mm: more above the first.
func firstGap(i int) float64 {
	if i == 0 {
		return 2.6
	}
	return 1.2
}

// note is the sign of its level, what it is, what to do, and where it stands.
func (p *paper) note(n Note, in strip) []row {
	if len(n.Lines) > 0 {
		return p.noteLines(n, in)
	}
	width, gap := in.width-noteIndent, 3.2
	lines := p.set(noteTitle, n.Title, width)
	lines = append(lines, spaced(p.set(noteText, n.Text, width), 0.4)...)
	if n.Level <= 1 {
		lines, gap = p.set(noteBrief, joined(n.Title, " – ", n.Text), width), 2.2
	}
	lines = append(lines, spaced(p.set(noteSmall, n.Small, width), 0.5)...)
	return p.listed(shifted(lines, noteIndent), in, gap, func(x, mid float64) { p.flagMark(n.Level, x, mid) })
}

// noteLines is a heading and its lines: beside it where all are short, else under it. Those under it are
// together on a page, unless they take more than a third of one.
func (p *paper) noteLines(n Note, in strip) []row {
	if slices.ContainsFunc(n.Lines, func(l Note) bool { return l.Text != "" || l.Small != "" }) {
		return p.linesUnder(n, in)
	}
	const air, part = 4.0, 0.41 // mm between the columns, and the share of the heading
	head := in.width * part
	beside := strip{in.x + head + air, in.width - head - air}
	var lines []line
	for _, l := range n.Lines {
		lines = append(lines, p.noteLine(l, beside.width)...)
	}
	rows := p.block(listBottom-listNext,
		column{x: in.x, lines: p.lineHeading(n, head)},
		column{x: beside.x, lines: lines})
	rows[0].gap = 1.6
	return rows
}

// lineHeading is the title of a note and where it stands: on its last line if there is room.
func (p *paper) lineHeading(n Note, width float64) []line {
	title, small := p.set(lineHead, n.Title, width), p.set(noteSmall, n.Small, width)
	if len(title) == 0 || len(small) != 1 {
		return append(title, small...)
	}
	last := &title[len(title)-1]
	at := lineHead.width(last.text) + 2
	if at+noteSmall.width(small[0].text) > width {
		return append(title, small...)
	}
	last.mark = func(x, mid float64) { p.text(noteSmall, x+at, mid, small[0].text) }
	return title
}

func (p *paper) linesUnder(n Note, in strip) []row {
	const small, air = 54.0, 4.0 // mm of the width, and between the columns
	rows := followed(p.block(listBottom-listNext,
		column{x: in.x, lines: p.set(noteTitle, n.Title, in.width-small-air)},
		column{x: in.x + in.width - small, lines: p.set(noteHeadSmall, n.Small, small)}))
	rows[0].gap = 2.6
	for _, l := range n.Lines {
		line := p.block(listBottom-listNext, column{x: in.x, lines: p.noteLine(l, in.width)})
		line[0].gap = 0.4
		rows = append(rows, line...)
	}
	if tall(rows) <= (memoBottom-memoNext)/3 {
		keepTogether(rows)
	}
	return rows
}

// noteLine is a line under a heading or beside it, with the sign of its level.
func (p *paper) noteLine(n Note, width float64) []line {
	width -= noteIndent
	text := p.set(lineText, joined(n.Title, " – ", n.Text), width)
	lines := shifted(append(text, spaced(p.set(noteSmall, n.Small, width), 0.3)...), noteIndent)
	if len(lines) > 0 {
		lines[0].mark = func(x, mid float64) { p.flagMark(n.Level, x, mid) }
	}
	return lines
}

// memoItem is a label beside its text, or above it where there is no room.
func (p *paper) memoItem(it Pair, in strip) []row {
	if in.width < wholePage.width {
		lines := append(p.set(noteTitle, it.Label, in.width), p.set(noteBrief, it.Text, in.width)...)
		rows := p.block(listBottom-listNext, column{x: in.x, lines: lines})
		rows[0].gap = 1.8
		return rows
	}
	const label = 52.0
	rows := p.block(listBottom-listNext,
		column{x: in.x, lines: p.set(noteTitle, it.Label, label-4)},
		column{x: in.x + label, lines: p.set(noteText, it.Text, in.width-label)})
	rows[0].gap = 2.4
	return rows
}

// memoTick is the box of its state beside a text.
func (p *paper) memoTick(t Tick, in strip, gap float64) []row {
	s := pointText
	if t.State == Missing {
		s.ink = grey
	}
	lines := shifted(p.set(s, t.Text, in.width-noteIndent), noteIndent)
	return p.listed(lines, in, gap, func(x, mid float64) { p.tickBox(t.State, x, mid) })
}

// point is an entry of a list, behind a dash.
func (p *paper) point(text string, in strip, gap float64) []row {
	const indent = 3.5
	lines := shifted(p.set(pointText, text, in.width-indent), indent)
	return p.listed(lines, in, gap, func(x, mid float64) { p.text(pointText, x, mid, "–") })
}

// listed sets lines with a mark at the left of the first.
func (p *paper) listed(lines []line, in strip, gap float64, mark func(x, mid float64)) []row {
	if len(lines) == 0 {
		return nil
	}
	lines[0].mark = mark
	rows := p.block(listBottom-listNext, column{x: in.x, lines: lines})
	rows[0].gap = gap
	return rows
}

// address is a frame with an address in it, each line on one of its own unless it is far too long.
func (p *paper) address(address []string, in strip) []row {
	const air, most = 2.6, 86.0 // mm around the lines, and the width of the frame at most
	frame := min(in.width, most)
	s := addressText
	for s.size > 8 && widest(s, address) > frame-2*air {
		s.size -= 0.25
	}
	var lines []line
	for _, l := range address {
		lines = append(lines, p.set(s, l, frame-2*air)...)
	}
	var rows []row
	for first := true; len(lines) > 0; first = false {
		var part []line
		part, lines = take(lines, 150)
		h := height(part) + 2*air
		r := row{height: h, draw: func(y float64) {
			p.fill(tint)
			p.pen(rule, 0.2)
			p.pdf.RoundedRect(in.x, y, frame, h, 1, "1234", "FD")
			p.columns(y+air, []column{{x: in.x + air, lines: part}})
		}}
		if first {
			r.gap = 2.6
		}
		rows = append(rows, r)
	}
	return rows
}

// table sets rows under their heads, a thin line over each. A row is never divided between two pages
// unless it is higher than a page.
func (p *paper) table(t Table, in strip) []row {
	const between, air = 8.0, 1 // mm between tables side by side, and under the line over a row
	abreast := max(t.Abreast, 1)
	parts := make([]strip, abreast)
	for i := range parts {
		width := (in.width - between*float64(abreast-1)) / float64(abreast)
		parts[i] = strip{in.x + float64(i)*(width+between), width}
	}
	high := (len(t.Rows) + abreast - 1) / abreast
	var rows []row
	var heads []column
	for _, part := range parts {
		heads = append(heads, p.cells(t.Columns, t.heads(), headFR, part)...)
	}
	if head := p.block(listBottom-listNext, heads...); head[0].height > 0 {
		head[0].gap = 2.6
		rows = append(rows, followed(head)...)
	}
	for i := range high {
		var columns []column
		var over []strip
		for j, part := range parts {
			if at := j*high + i; at < len(t.Rows) {
				columns, over = append(columns, p.cells(t.Columns, t.Rows[at], style{}, part)...), append(over, part)
			}
		}
		for k, r := range p.block(listBottom-listNext-air, columns...) {
			draw := r.draw
			r.height += air
			r.draw = func(y float64) {
				for _, part := range over {
					p.hair(part.x, part.x+part.width, y, 0.15, rule)
				}
				draw(y + air)
			}
			if k == 0 {
				r.gap = 0.6
			}
			rows = append(rows, r)
		}
	}
	switch {
	case abreast == 1:
		return rows
	case tall(rows) <= abreastMost:
		return keepTogether(rows)
	case len(t.Rows) < 2*abreast: // a row higher than that
		t.Abreast = 1
		return p.table(t, in)
	}
	first, last := t, t
	first.Rows, last.Rows = t.Rows[:len(t.Rows)/2], t.Rows[len(t.Rows)/2:]
	last.Columns = slices.Clone(t.Columns)
	for i := range last.Columns {
		last.Columns[i].Head = "" // said once
	}
	below := p.table(last, in)
	below[0].gap = 4
	return append(p.table(first, in), below...)
}

// abreastMost is how high rows side by side may be, in mm: they are not divided between pages, which would
// put the end of the first half before the second.
const abreastMost = 90.0

func (t Table) heads() []string {
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Head
	}
	return heads
}

// cells sets the texts of a row in its columns, in a style, or that of each column if there is none.
func (p *paper) cells(columns []TableColumn, texts []string, s style, in strip) []column {
	const air = 3.0 // mm between columns
	var set []column
	x := in.x
	for i, c := range columns {
		width := c.Share * in.width
		room := width - air
		if i+1 == len(columns) {
			room = width
		}
		as := s
		if as == (style{}) {
			as = cellStyles[c.Look]
		}
		lines := p.set(as, texts[i], room)
		for k := range lines {
			if c.Look == NumberCell {
				lines[k].x = room - as.width(lines[k].text)
			}
		}
		if c.Look == SmallCell && len(lines) > 0 {
			lines[0].lead = max(as.lead, cellStyles[PlainCell].lead-0.4) // on the line of its neighbours
		}
		set = append(set, column{x: x, lines: lines})
		x += width
	}
	return set
}

// memoFrame is the page of lists with the mark of what is private at the head from the second page on.
func (p *paper) memoFrame(m Memo) frame {
	private := p.clean(bold, joined(m.Title, " – ", m.Private))
	return frame{first: memoTop, next: memoNext, bottom: memoBottom, head: func(page, pages int) {
		if page > 1 {
			p.text(style{face: bold, size: 8.5, ink: black}.within(private, listWidth), listLeft, 16, private)
		}
		p.pageNumber(listRight, page, pages)
	}}
}
