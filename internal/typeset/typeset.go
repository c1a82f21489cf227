// Package typeset draws pages of our own: the cover letter, the checklist, the table of changes, the
// preparation sheet and the memo for the applicant. It knows the page and the type, and nothing of applicants: every word on the
// paper is given by the caller.
//
// All pages are A4 in Liberation Sans, which has the widths of Arial. gofpdf draws them, in standard fonts whose place
// the typefaces of a pdf.Press take. The same values give the same bytes. A text of any length is wrapped, if need be inside a word; none is cut.
package typeset

import (
	"fmt"
	"time"
)

// A Meta is what a file says of itself to a PDF reader.
type Meta struct {
	Title, Author string
	Lang          string    // RFC 3066 tag of the text: "fr-FR"
	Date          time.Time // of creation; only the day is written
}

// A Pair is a label and what it introduces: "Nos réf." and a reference.
type Pair struct {
	Label, Text string
	English     string // the label in English; may be empty
}

// A Bi is a text in French with its English beneath, smaller and grey; either may be empty.
type Bi struct{ FR, EN string }

// A Layout says where things came to be.
type Layout struct {
	Pages         int
	SignaturePage int  // page the letter is signed on, from 1; 0 on a document nobody signs
	WindowFits    bool // the recipient's address lies wholly in the window of the envelope (letters only)
	Refs          []Ref
}

// A Ref is where a line of a list stands that leads to something.
type Ref struct {
	Ref  int        // what it leads to, as the list was given it
	Page int        // from 0
	Box  [4]float64 // left, lower, right and upper edge in points, from the lower left of the page
}

// A GlyphError is a character that the typeface cannot draw.
type GlyphError struct{ Rune rune }

func (e *GlyphError) Error() string {
	return fmt.Sprintf("the typeface has no sign for the character %q (U+%04X)", e.Rune, e.Rune)
}

// Hint tells the user what to do about it.
func (e *GlyphError) Hint() string {
	return "write the text in Latin letters, as in the passport, without pictures or control characters"
}
