package typeset

import (
	"slices"
	"strings"
)

// A Chart shows runs of days under their months, a row for each paper. Days are counted from the first
// of the chart, which is 0. It can be read without colours: each look has a pattern of its own.
type Chart struct {
	Days   int
	Months []ChartMark // each at its first day
	From   int         // the days in question, shaded: the first
	To     int         // and the last
	Marks  []ChartMark // days of note: a line through all rows, the label above
	Rows   []ChartRow
	Key    []ChartKey // what the looks stand for
}

// A ChartMark is a day with its name.
type ChartMark struct {
	Day   int
	Label string
}

// A ChartRow is a label, a remark beneath it, and runs of days.
type ChartRow struct {
	Label, Note string
	Bars        []ChartBar
	Strong      bool // the row that matters most
}

// A ChartBar is a run of days with a text in it, or beside it if it is too short.
type ChartBar struct {
	From, To int
	Look     Look
	Text     string
}

// A ChartKey is a look and what it stands for.
type ChartKey struct {
	Look Look
	Text string
}

// A Look is how a bar is drawn.
type Look int

const (
	Solid   Look = iota // full
	Outline             // an empty frame, dashed
	Hatched             // strokes in a frame: something is missing
	Faint               // a dotted line
)

// Measures of the chart, in mm. The names of papers stand left of it.
const (
	chartLeft  = 72.0
	chartWidth = listRight - chartLeft
	barHeight  = 4.4
	barAir     = 1.6
	markLead   = 4.2
	monthBand  = 6.0
)

var (
	red        = ink{176, 28, 40} // dark enough to be told from white and from the bars in grey
	shade      = tint
	chartLabel = style{face: bold, size: 8.5, lead: 4, ink: black}
	chartNote  = style{face: regular, size: 7.5, lead: 3.4, ink: grey}
	chartMonth = style{face: bold, size: 8, lead: 4, ink: blue}
	chartMark  = style{face: regular, size: 7.5, lead: markLead, ink: black}
	chartText  = style{face: regular, size: 7.5, lead: 4, ink: black}
)

// at is where a day begins on the chart, in mm from the left of the page.
func (c Chart) at(day int) float64 {
	return chartLeft + chartWidth*float64(day)/float64(max(c.Days, 1))
}

// noon is the middle of a day.
func (c Chart) noon(day int) float64 { return (c.at(day) + c.at(day+1)) / 2 }

// chart sets the chart as rows of a page, with the key beneath. What is higher than a page goes on under
// another head of months.
func (p *paper) chart(c Chart) []row {
	const room = listBottom - listNext - 2*monthBand - 3*markLead
	head := p.chartMarks(c, p.chartHead(c))
	part, high := []row{head}, 0.0
	var rows []row
	for _, r := range c.Rows {
		for _, drawn := range p.chartRow(c, r) {
			if high += drawn.height; high > room && len(part) > 1 {
				rows, part, high = append(rows, keepTogether(part)...), []row{p.chartHead(c)}, drawn.height
			}
			part = append(part, drawn)
		}
	}
	rows = append(rows, keepTogether(part)...)
	return append(followed(rows), p.chartKey(c)...)
}

// chartHead is the band with the names of the months.
func (p *paper) chartHead(c Chart) row {
	names := make([]string, len(c.Months))
	for i, m := range c.Months {
		names[i] = p.clean(bold, m.Label)
	}
	return row{gap: 5, height: monthBand, draw: func(y float64) {
		p.fill(shade)
		p.pdf.Rect(chartLeft, y, chartWidth, monthBand, "F")
		for i, m := range c.Months {
			end := c.Days
			if i+1 < len(c.Months) {
				end = c.Months[i+1].Day
			}
			s := chartMonth.within(names[i], c.at(end)-c.at(m.Day)-1.5)
			p.text(s, (c.at(m.Day)+c.at(end)-s.width(names[i]))/2, y+monthBand/2, names[i])
			p.grid(c.at(m.Day), y, monthBand)
		}
		p.grid(c.at(c.Days), y, monthBand)
	}}
}

// within is the style, smaller if the text would be wider than room mm.
func (s style) within(text string, room float64) style {
	if w := s.width(text); w > room {
		s.size *= max(room, 0.1) / w
	}
	return s
}

// grid draws the line between two months.
func (p *paper) grid(x, y, h float64) {
	p.pen(rule, 0.2)
	p.pdf.Line(x, y, x, y+h)
}

// A flag is the name of a day of note, in mm from the left of the page, and how many lines above the lowest.
type flag struct {
	style
	x, from, to float64
	level       int
	text        string
}

// flags places the names of the days of note above the months: around the line of the day, or to one side
// of it, on the lowest line where no name touches another nor stands in the way of another's line.
func (p *paper) flags(c Chart) []flag {
	var placed []flag
	marks := slices.SortedStableFunc(slices.Values(c.Marks), func(x, y ChartMark) int { return x.Day - y.Day })
	for i, m := range marks {
		f := flag{x: c.noon(m.Day), text: p.clean(regular, m.Label)}
		f.style = chartMark.within(f.text, listWidth)
		w := f.width(f.text)
		fits := func(from float64) bool {
			f.from, f.to = from, from+w
			later := slices.ContainsFunc(marks[i+1:], func(m ChartMark) bool { return f.over(c.noon(m.Day)) })
			return from >= listLeft-slack && f.to <= listRight+slack && !later && !slices.ContainsFunc(placed, f.touches)
		}
		around := min(max(f.x-w/2, listLeft), listRight-w)
		for !fits(around) && !fits(f.x-w) && !fits(f.x) && !fits(f.x-w-besideLine) && !fits(f.x+besideLine) && f.level < len(marks) {
			f.level++
		}
		placed = append(placed, f)
	}
	return placed
}

// over says whether a line at x would go through the name.
func (f flag) over(x float64) bool { return f.from-besideLine < x && x < f.to+besideLine }

// besideLine is the air between a name and the line of another day, in mm: more than half a day's width
// of three months.
const besideLine = 1.2

// touches says whether two names cannot stand as they do.
func (f flag) touches(g flag) bool {
	switch {
	case f.level < g.level:
		return f.over(g.x)
	case f.level > g.level:
		return g.over(f.x)
	}
	return f.from < g.to+2 && g.from < f.to+2
}

// chartMarks puts the days of note above the first head.
func (p *paper) chartMarks(c Chart, head row) row {
	flags := p.flags(c)
	above := 0.0
	for _, f := range flags {
		above = max(above, float64(f.level+1)*markLead)
	}
	months := head.draw
	head.height += above + 1
	head.draw = func(y float64) {
		months(y + above + 1)
		for _, f := range flags {
			mid := y + above - (float64(f.level)+0.5)*markLead
			p.text(f.style, f.from, mid, f.text)
			p.markLine(f.x, mid+markLead/2-0.4, y+above+1)
		}
	}
	return head
}

// markLine is the line of a day of note.
func (p *paper) markLine(x, from, to float64) {
	p.pen(black, 0.3)
	p.pdf.SetLineCapStyle("butt")
	p.pdf.SetDashPattern([]float64{1.2, 0.8}, 0)
	p.pdf.Line(x, from, x, to)
	p.pdf.SetDashPattern(nil, 0)
	p.pdf.SetLineCapStyle("round")
}

// chartRow is one paper and its days; a label that is very long goes on in more rows.
func (p *paper) chartRow(c Chart, r ChartRow) []row {
	const width, most = chartLeft - listLeft - 3, 60.0
	rest := append(p.set(chartLabel, r.Label, width), spaced(p.set(chartNote, r.Note, width), 0.2)...)
	texts := make([]string, len(r.Bars))
	for i, b := range r.Bars {
		texts[i] = p.clean(regular, b.Text)
	}
	under := 0.15
	if r.Strong {
		under = 0.4
	}
	var rows []row
	for bars := r.Bars; len(rows) == 0 || len(rest) > 0; bars = nil {
		var lines []line
		lines, rest = take(rest, most)
		h := max(height(lines), barHeight) + 2*barAir
		rows = append(rows, row{height: h, draw: func(y float64) {
			p.chartGround(c, y, h)
			for i, b := range bars {
				p.bar(c, b, texts[i], y+h/2)
			}
			p.columns(y+(h-height(lines))/2, []column{{x: listLeft, lines: lines}})
			p.hair(listLeft, listRight, y+h, under, rule)
		}})
	}
	return rows
}

// chartGround draws what is behind the bars of a row: the days in question, months, days of note.
func (p *paper) chartGround(c Chart, y, h float64) {
	p.fill(shade)
	p.pdf.Rect(c.at(c.From), y, c.at(c.To+1)-c.at(c.From), h, "F")
	for _, m := range c.Months {
		p.grid(c.at(m.Day), y, h)
	}
	p.grid(c.at(c.Days), y, h)
	for _, m := range c.Marks {
		p.markLine(c.noon(m.Day), y, y+h)
	}
}

// bar draws a run of days around mid, and its text within, or to the right or left where there is room.
func (p *paper) bar(c Chart, b ChartBar, text string, mid float64) {
	x, w := c.at(b.From), c.at(b.To+1)-c.at(b.From)
	p.look(b.Look, x, mid-barHeight/2, w)
	if text == "" {
		return
	}
	s, paper := chartText.within(text, chartWidth-2), ink{255, 255, 255}
	tw := s.width(text)
	left := x + w + 1.2
	switch {
	case tw+3 <= w && b.Look != Faint:
		left = x + (w-tw)/2
		if b.Look == Solid {
			s.ink, paper = paper, blue
		}
	case left+tw > listRight:
		left = max(chartLeft, x-1.2-tw)
	}
	if b.Look != Solid || left < x || left > x+w {
		if left > c.at(c.From) && left+tw < c.at(c.To+1) {
			paper = shade
		}
	}
	p.fill(paper) // so that no stroke or line goes through the text
	p.pdf.Rect(left-0.6, mid-1.7, tw+1.2, 3.4, "F")
	p.text(s, left, mid, text)
}

// look draws a run of days, its top left at x and y.
func (p *paper) look(l Look, x, y, w float64) {
	w = max(w, 0.6)
	switch l {
	case Solid:
		p.fill(blue)
		p.pdf.Rect(x, y, w, barHeight, "F")
	case Outline:
		p.fill(ink{255, 255, 255})
		p.pen(grey, 0.25)
		p.pdf.SetDashPattern([]float64{0.9, 0.9}, 0)
		p.pdf.Rect(x, y, w, barHeight, "FD")
		p.pdf.SetDashPattern(nil, 0)
	case Hatched:
		p.fill(ink{255, 255, 255})
		p.pen(red, 0.45)
		p.pdf.Rect(x, y, w, barHeight, "F")
		p.pdf.ClipRect(x, y, w, barHeight, false)
		for d := -barHeight; d < w; d += 1.6 {
			p.pdf.Line(x+d, y+barHeight, x+d+barHeight, y)
		}
		p.pdf.ClipEnd()
		p.pdf.Rect(x, y, w, barHeight, "D")
	case Faint:
		p.pen(grey, 0.5)
		p.pdf.SetDashPattern([]float64{0.1, 1.1}, 0)
		p.pdf.Line(x+0.5, y+barHeight/2, x+max(w-0.5, 0.6), y+barHeight/2)
		p.pdf.SetDashPattern(nil, 0)
	}
}

// fill sets the colour of areas.
func (p *paper) fill(c ink) { p.pdf.SetFillColor(c.r, c.g, c.b) }

// chartKey says what the looks stand for, as many on a line as fit.
func (p *paper) chartKey(c Chart) []row {
	const sample, air = 7.0, 6.0
	type entry struct {
		style
		x    float64
		look Look
		text string
	}
	var lines [][]entry
	x := listRight
	for _, k := range c.Key {
		text := p.clean(regular, strings.TrimSpace(k.Text))
		s := chartText.within(text, listWidth-sample-2)
		w := sample + 1.6 + s.width(text)
		if x+w > listRight {
			lines, x = append(lines, nil), listLeft
		}
		last := len(lines) - 1
		lines[last] = append(lines[last], entry{s, x, k.Look, text})
		x += w + air
	}
	rows := make([]row, len(lines))
	for i, line := range lines {
		rows[i] = row{height: barHeight + 1.4, draw: func(y float64) {
			for _, e := range line {
				p.look(e.look, e.x, y, sample)
				p.text(e.style, e.x+sample+1.6, y+barHeight/2, e.text)
			}
		}}
	}
	if len(rows) > 0 {
		rows[0].gap = 2.6
	}
	return keepTogether(rows)
}
