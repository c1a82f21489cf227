package main

import (
	"image/color"
	"math"
)

// A canvas takes drawing, in millimetres from the top left of a sheet.
type canvas interface {
	text(x, y float64, f font, s string) // y is the base line
	width(f font, s string) float64      // of s, in millimetres
	polygon(ink color.RGBA, points ...point)
	stroke(ink color.RGBA, thick float64, points ...point)
}

type point struct{ x, y float64 }

// A font is a face by name, its size in points and its colour.
type font struct {
	face string // a key of faces
	size float64
	ink  color.RGBA
}

// lead is the distance between two lines, in millimetres.
func (f font) lead() float64 { return f.size * 1.3 * mmPerPoint }

const mmPerPoint = 25.4 / 72

var (
	black = color.RGBA{0x18, 0x18, 0x18, 0xFF}
	grey  = color.RGBA{0x70, 0x70, 0x70, 0xFF}
	pale  = color.RGBA{0xDD, 0xDD, 0xDD, 0xFF}
	faint = color.RGBA{0xEA, 0xEA, 0xEA, 0xFF}
	white = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
	blue  = color.RGBA{0x1F, 0x3A, 0x8A, 0xFF}
	red   = color.RGBA{0xA3, 0x20, 0x2C, 0xFF}

	plain  = font{"sans", 10, black}
	small  = font{"sans", 7.5, grey}
	strong = font{"bold", 10, black}
	title  = font{"bold", 15, black}
	deed   = font{"serif", 11, black}
	typed  = font{"mono", 11, black}
)

// A sheet is a page of paper and what is on it.
type sheet struct {
	w, h float64 // millimetres
	draw func(canvas)
}

// a4 is an upright sheet of 210 × 297 mm (ISO 216) with the mark of an
// invented paper under its text.
func a4(draw func(canvas)) sheet { return marked(210, 297, draw) }

func marked(w, h float64, draw func(canvas)) sheet {
	return sheet{w, h, func(c canvas) {
		f := font{"bold", min(w, h) / 6, faint}
		for _, part := range []float64{0.27, 0.55, 0.83} {
			specimen(c, f, w/2, h*part)
		}
		draw(c)
	}}
}

// specimen says that a paper is invented, in the middle of a line.
func specimen(c canvas, f font, x, y float64) {
	const mark = "SPECIMEN – invented"
	c.text(x-c.width(f, mark)/2, y, f, mark)
}

func box(c canvas, ink color.RGBA, x, y, w, h float64) {
	c.polygon(ink, point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h})
}

func frame(c canvas, ink color.RGBA, thick, x, y, w, h float64) {
	c.stroke(ink, thick, point{x, y}, point{x + w, y}, point{x + w, y + h}, point{x, y + h}, point{x, y})
}

func rule(c canvas, ink color.RGBA, x, y, w float64) {
	c.stroke(ink, 0.3, point{x, y}, point{x + w, y})
}

// oval gives the outline of an ellipse.
func oval(x, y, rx, ry float64) []point {
	const steps = 60
	points := make([]point, 0, steps+1)
	for i := range steps + 1 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / steps)
		points = append(points, point{x + rx*cos, y + ry*sin})
	}
	return points
}

// seal draws a round stamp with its words across it.
func seal(c canvas, ink color.RGBA, x, y, r float64, words ...string) {
	c.stroke(ink, 0.6, oval(x, y, r, r)...)
	c.stroke(ink, 0.3, oval(x, y, r-1.2, r-1.2)...)
	f := font{"bold", r * 0.42, ink}
	top := y - float64(len(words)-1)*f.lead()/2 + f.size*mmPerPoint/3
	for i, s := range words {
		c.text(x-c.width(f, s)/2, top+float64(i)*f.lead(), f, s)
	}
}

// signature draws a scrawl, w millimetres wide; seed makes it a person's own.
func signature(c canvas, x, y, w float64, seed int) {
	var points []point
	for i := range 90 {
		t := float64(i) / 89
		swing := 4 * math.Exp(-1.5*t) * math.Sin(t*float64(20+seed%7)+float64(seed))
		points = append(points, point{x + w*t + 2*math.Sin(t*float64(31+seed%5)), y + swing})
	}
	c.stroke(blue, 0.45, points...)
}
