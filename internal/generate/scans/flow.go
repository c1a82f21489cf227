package main

import "strings"

// A flow sets lines one under the other in a column.
type flow struct {
	c       canvas
	x, y, w float64 // millimetres; y is the next base line
}

func (f *flow) skip(mm float64) { f.y += mm }

// line sets one line, and center one in the middle of the column.
func (f *flow) line(ft font, s string) {
	f.c.text(f.x, f.y, ft, s)
	f.y += ft.lead()
}

func (f *flow) lines(ft font, list ...string) {
	for _, s := range list {
		f.line(ft, s)
	}
}

func (f *flow) center(ft font, s string) {
	f.c.text(f.x+(f.w-f.c.width(ft, s))/2, f.y, ft, s)
	f.y += ft.lead()
}

// para sets a paragraph, broken at its blanks, and leaves half a line after it.
func (f *flow) para(ft font, s string) {
	current := ""
	for _, word := range strings.Fields(s) {
		longer := strings.TrimSpace(current + " " + word)
		if current != "" && f.c.width(ft, longer) > f.w {
			f.line(ft, current)
			longer = word
		}
		current = longer
	}
	f.line(ft, current)
	f.skip(ft.lead() / 2)
}

// row sets a label and, from the given column on, its value, over a thin rule.
func (f *flow) row(label font, s string, column float64, value font, v string) {
	f.c.text(f.x, f.y, label, s)
	f.c.text(f.x+column, f.y, value, v)
	rule(f.c, pale, f.x, f.y+1.6, f.w)
	f.y += 1.6 + value.lead()
}

// heading sets a section title over a rule.
func (f *flow) heading(s string) {
	f.skip(2)
	f.line(strong, s)
	rule(f.c, black, f.x, f.y-2.6, f.w)
	f.skip(2)
}
