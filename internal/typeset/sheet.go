package typeset

import (
	"errors"
	"io"
	"math"
)

// A Sheet is one page to be filled in: groups of boxes under labels, and a place for the signature.
type Sheet struct {
	Banner string // across the top, white on blue: what this page is not
	Title  Bi
	Groups []Group
	Foot   string
}

// A Group is a part of the sheet under a title.
type Group struct {
	Title string
	Note  string // before the boxes; may be empty
	Rows  [][]Box
}

// A Box is a place to write in, under its label, or a choice between boxes to tick. Boxes of one row stand
// side by side.
type Box struct {
	Field   string  // the name it is known by; empty for a place that is written on by hand only
	Label   Bi      // the second is a hint
	Width   float64 // mm; 0 takes what the others of the row leave
	Height  float64 // mm; 0 is a line of writing
	Cells   []int   // characters, one a cell, in groups: {2, 2, 4} for a date; none for a plain box
	Choices []Choice
}

// A Choice is one box to tick.
type Choice struct{ State, Label string }

// A Slot is where a value goes on the printed sheet.
type Slot struct {
	Field string
	State string // what ticking it says; empty for a box to write in
	Label string
	Cells int        // equal cells it is divided into; 0 for none
	Rect  [4]float64 // x0 y0 x1 y1 in points from the lower left of the page
}

// Measures of the sheet, in mm.
const (
	sheetLeft    = 18.0
	sheetFull    = 174.0
	sheetRight   = sheetLeft + sheetFull
	bannerHeight = 11.0
	boxHeight    = 6.6
	cellWidth    = 5.0
	boxAir       = 4.0
	rowAir       = 3.4
)

var (
	bannerText = style{face: bold, size: 10, lead: 4.8, ink: ink{255, 255, 255}}
	sheetTitle = style{face: bold, size: 15, lead: 7, ink: blue}
	sheetSub   = style{face: regular, size: 9, lead: 4.3, ink: grey}
	groupText  = style{face: bold, size: 10, lead: 5, ink: blue}
	groupNote  = style{face: regular, size: 8.5, lead: 4.1, ink: black}
	boxLabel   = style{face: regular, size: 7.5, lead: 3.6, ink: black}
	boxHint    = style{face: italic, size: 6.5, lead: 3.1, ink: grey}
	tickLabel  = style{face: regular, size: 8.5, lead: boxHeight, ink: black}
	sheetFoot  = style{face: bold, size: 8.5, lead: 4.2, ink: black}
)

// errSheet is a sheet with more boxes than a page has room for.
var errSheet = errors.New("the sheet is higher than a page")

// A sheetDraft is a sheet being drawn, from the top down.
type sheetDraft struct {
	*paper
	y     float64
	slots []Slot
}

// Draw writes the sheet as a PDF of one page and returns where its fields are, in the order of reading. A
// sheet that a page does not hold, or a character that cannot be drawn, is an error and nothing is written.
func (s Sheet) Draw(w io.Writer, m Meta) ([]Slot, error) {
	d := &sheetDraft{paper: newPaper(m)}
	d.pdf.AddPage()
	d.banner(s.Banner)
	d.y += 6
	d.lines(d.bi(sheetTitle, sheetSub, s.Title, sheetFull))
	for _, g := range s.Groups {
		d.group(g)
	}
	foot := d.set(sheetFoot, s.Foot, sheetFull)
	top := sheetHeight - 14 - height(foot)
	if d.y > top && d.err == nil {
		return nil, errSheet
	}
	d.hair(sheetLeft, sheetRight, top-2.5, 0.35, blue)
	d.columns(top, []column{{x: sheetLeft, lines: foot}})
	return d.slots, d.close(w)
}

// banner fills a band from edge to edge, so that no clerk takes the page for what it is not.
func (d *sheetDraft) banner(text string) {
	lines := d.set(bannerText, text, sheetFull)
	h := math.Max(bannerHeight, height(lines)+5)
	d.pdf.SetFillColor(blue.r, blue.g, blue.b)
	d.pdf.Rect(0, 0, sheetWidth, h, "F")
	d.columns((h-height(lines))/2, []column{{x: sheetLeft, lines: lines}})
	d.y = h
}

func (d *sheetDraft) lines(lines []line) {
	d.columns(d.y, []column{{x: sheetLeft, lines: lines}})
	d.y += height(lines)
}

func (d *sheetDraft) group(g Group) {
	d.y += 4.5
	d.lines(d.set(groupText, g.Title, sheetFull))
	d.hair(sheetLeft, sheetRight, d.y+0.4, 0.35, blue)
	d.y += 2.4
	d.lines(d.set(groupNote, g.Note, sheetFull))
	if g.Note != "" {
		d.y += 2
	}
	for _, boxes := range g.Rows {
		d.row(boxes)
	}
}

// row draws boxes side by side, their labels standing on them.
func (d *sheetDraft) row(boxes []Box) {
	widths := shares(boxes)
	labels, above, below := make([][]line, len(boxes)), 0.0, 0.0
	for i, b := range boxes {
		labels[i] = d.bi(boxLabel, boxHint, b.Label, widths[i])
		above = math.Max(above, height(labels[i]))
		below = math.Max(below, b.height())
	}
	x := sheetLeft
	for i, b := range boxes {
		d.columns(d.y+above-height(labels[i]), []column{{x: x, lines: labels[i]}})
		d.box(b, x, d.y+above+0.5, widths[i])
		x += widths[i] + boxAir
	}
	d.y += above + 0.5 + below + rowAir
}

// height of the box without its label, in mm.
func (b Box) height() float64 {
	if b.Height > 0 {
		return b.Height
	}
	return boxHeight
}

// cells is how many cells the box has.
func (b Box) cells() int {
	n := 0
	for _, c := range b.Cells {
		n += c
	}
	return n
}

// shares gives each box its width in mm: its own, that of its cells, or an equal part of what is left.
func shares(boxes []Box) []float64 {
	widths, left, open := make([]float64, len(boxes)), sheetFull-boxAir*float64(len(boxes)-1), 0
	for i, b := range boxes {
		widths[i] = math.Max(b.Width, cellWidth*float64(b.cells()))
		left -= widths[i]
		if widths[i] == 0 {
			open++
		}
	}
	for i := range widths {
		if widths[i] == 0 {
			widths[i] = left / float64(open)
		}
	}
	return widths
}

// box draws one box with its upper left at x, y, in mm, and notes where its fields are.
func (d *sheetDraft) box(b Box, x, y, w float64) {
	if len(b.Choices) > 0 {
		d.choices(b, x, y, w)
		return
	}
	h := b.height()
	d.pdf.SetFillColor(tint.r, tint.g, tint.b)
	d.pdf.Rect(x, y, w, h, "F")
	d.hair(x, x+w, y+h, 0.25, blue)
	d.cells(b, x, y, h)
	if b.Field != "" {
		d.slots = append(d.slots, Slot{Field: b.Field, Label: b.Label.FR, Cells: b.cells(), Rect: points(x, y, w, h)})
	}
}

// cells draws the divisions between characters, those between groups to the full height.
func (d *sheetDraft) cells(b Box, x, y, h float64) {
	at := 0
	for g, n := range b.Cells {
		for i := range n {
			top := y + h*0.55
			if i == 0 {
				top = y
			}
			if at > 0 || g > 0 {
				d.pen(blue, 0.18)
				d.pdf.Line(x+cellWidth*float64(at), top, x+cellWidth*float64(at), y+h)
			}
			at++
		}
	}
}

// choices draws the boxes to tick, spread evenly over the width.
func (d *sheetDraft) choices(b Box, x, y, w float64) {
	step := w / float64(len(b.Choices))
	for i, c := range b.Choices {
		left := x + step*float64(i)
		mid := y + boxHeight/2
		d.pen(blue, 0.3)
		d.pdf.Rect(left, mid-box/2, box, box, "D")
		d.columns(y, []column{{x: left + box + 2, lines: d.set(tickLabel, c.Label, step-box-3)}})
		d.slots = append(d.slots, Slot{Field: b.Field, State: c.State, Label: joined(b.Label.FR, " – ", c.Label), Rect: points(left, mid-box/2, box, box)})
	}
}

// points turns a rectangle in mm from the upper left into one in points from the lower left.
func points(x, y, w, h float64) [4]float64 {
	return [4]float64{x / pointMM, (sheetHeight - y - h) / pointMM, (x + w) / pointMM, (sheetHeight - y) / pointMM}
}
