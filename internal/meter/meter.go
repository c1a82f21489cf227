// Package meter looks at the pages that go into the envelope as a clerk does who opens it: it says
// which of them is too coarse, blurred, pale, dark, askew, upside down, cut, blank or there twice.
// It measures pictures and counts; it does not read, and what it cannot tell it does not say.
package meter

import (
	"image"
	"math"
)

// A Page is what is known of one page.
type Page struct {
	Thumb         *image.Gray // the picture, upright as it will stand, without the margin round it; its long side has 500 to 1000 pixels. Nil where there is none.
	Width, Height int         // pixels of the picture itself, upright
	Scale         float64     // by which the page is made smaller to stand on its sheet; 0 where its own size is not known
	DPI           float64     // dots an inch of the picture as it stands on A4; 0 where there is no picture
	Sharp         float64     // sharpness of the picture in full, 0 to 1, high is crisp; -1 where it is not known
	Text          [4]int      // glyphs of live text that stand at 0, 90, 180 and 270 degrees counter-clockwise on the page as shown
	Painted       bool        // anything at all is drawn on the page
	Scan          bool        // one picture covers the page
	Hash          string      // the same for pages known to be the same; empty where that is not known

	// Detail gives the picture, upright, with 1400 pixels of its long side or more. It is asked only of
	// pages that look like others, and tells figures apart that are too small in the thumb. It may be
	// nil, and may give nil.
	Detail func() *image.Gray

	// Glance is what the thumb shows; nil until it is looked at. Where it is known there need be no Thumb: Again
	// gives it, and is asked only of pages that look like others from afar.
	Glance *Glance
	Again  func() *image.Gray

	// Known names the file of the page and what it is made into, for Verdicts; empty where nothing is to be kept of it.
	Known string
}

// A Kind is what can be wrong with a page.
type Kind int

const (
	Coarse  Kind = iota // too few dots an inch
	Blurred             // out of focus or shaken
	Faint               // grey on grey
	Light               // washed out: pale on white
	Dark                // the paper itself is dark
	Askew
	Turned // upside down or on its side
	Cut    // writing runs off the picture
	Blank
	Twin // the same as an earlier page
)

// A Side of a picture.
type Side int

const (
	Left Side = iota
	Right
	Top
	Bottom
)

// A Defect is one thing wrong with one page.
type Defect struct {
	Kind  Kind
	Value float64 // in the unit of Limits; degrees of Askew and Turned are clockwise as seen, -180 to 180
	Side  Side    // of Cut: where
	Other int     // of Twin: index of the page it repeats
}

// Measure gives what is wrong with a page by itself. A picture that does not cover its page, as a
// logo or a signature, is no scan: nothing is measured on it.
func Measure(p *Page) []Defect {
	if p.written() == 0 && !p.Painted && p.Thumb == nil && p.Glance == nil {
		return []Defect{{Kind: Blank}}
	}
	found := turned(p.Text)
	if !p.Scan {
		return found
	}
	say := func(k Kind, value float64) bool {
		if !Limits[k].broken(value) {
			return false
		}
		found = append(found, Defect{Kind: k, Value: value})
		return true
	}
	if p.DPI > 0 {
		say(Coarse, math.Round(p.DPI)) // a page of 150 dots an inch is rarely a whole number of dots wide
	}
	g := p.Look()
	if g == nil {
		return found
	}
	dark := say(Dark, g.Paper)
	if g.blank() {
		if p.written() == 0 && !dark {
			say(Blank, g.Inked)
		}
		return found
	}
	const soft = 0.5 // of Page.Sharp; above it is the dots that are few
	if p.DPI > 0 && p.Sharp >= 0 && p.Sharp < soft {
		say(Blurred, p.Sharp*p.DPI)
	}
	pale := Faint
	if g.Paper >= bright {
		pale = Light
	}
	say(pale, g.Contrast)
	say(Askew, g.Skew)
	return append(found, g.Cuts...)
}

// Look looks at the thumb, once: Measure and Duplicates do so where it was not done before. The Glance is nil where
// there is nothing to be measured.
func (p *Page) Look() *Glance {
	if p.Glance == nil {
		p.Glance = At(p.Thumb)
	}
	return p.Glance
}

// written is the number of glyphs of live text.
func (p *Page) written() int { return p.Text[0] + p.Text[1] + p.Text[2] + p.Text[3] }

// turned goes by counting: most of the glyphs of a page stand the way it is read.
func turned(text [4]int) []Defect {
	const (
		few  = 40   // glyphs: fewer are a stamp or a number at the edge
		most = 0.75 // of all: less is a plan or a form with writing in several ways
	)
	all := text[0] + text[1] + text[2] + text[3]
	if all < few {
		return nil
	}
	for i, clockwise := range []float64{0, -90, 180, 90} {
		if i > 0 && float64(text[i]) >= most*float64(all) {
			return []Defect{{Kind: Turned, Value: clockwise}}
		}
	}
	return nil
}
