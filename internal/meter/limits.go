package meter

import (
	"math"

	"dossier/internal/rule"
)

// A Limit is from where on what is measured is said. All are our own: no text of law sets them.
type Limit struct {
	Rule  string // the row of rule.Table
	Unit  string // of Defect.Value
	Below bool   // less is worse; else more is, to either side of nought
	Warn  float64
	Info  float64 // said for information only from here to Warn; the same as Warn where there is no such grade
	Why   string
}

// Limits is the table of all of them. How far from them sound and flawed scans lie is measured in
// the tests: see margins.
var Limits = [...]Limit{
	Coarse: {"scan-resolution", "dots an inch on A4", true, 100, 150,
		"scanners and guides for offices take 300, and 150 as the least for small print; below 100 the letters of a form of 8 points have 6 dots"},
	Blurred: {"scan-blurred", "dots an inch that can be told apart: sharpness times dots", true, 60, 90,
		"as little detail as a picture of so many dots has"},
	Faint: {"scan-contrast", "hundredths of black between the paper and its darkest strokes", true, 20, 20,
		"a copier makes a stroke of 20 black or white as it comes"},
	Light: {"scan-dark", "hundredths of black between the paper and its darkest strokes", true, 20, 20,
		"the same stroke on white paper"},
	Dark: {"scan-dark", "level of the paper, 0 to 255 for white", true, 90, 90,
		"printed, it is a grey page on which strokes are lost; sound scans, of coloured paper too, have 170 and more"},
	Askew: {"scan-skewed", "degrees, clockwise", false, 5, 2,
		"a hand lays a sheet on the glass by a degree or so; 5 degrees are 18 mm over the width of A4"},
	Turned: {"scan-upside-down", "degrees, clockwise", false, 180, 90,
		"a page upside down has to be turned on the screen of whoever reads it; a table that lies is usual"},
	Cut: {"scan-cut", "lines cut, or at the top and the foot letters in fours", false, 5, 5,
		"a whole page has a letter or two at its edge: a stamp, a number, a note by hand"},
	Blank: {"scan-blank", "thousandths of the page that have ink", true, 0.2, 0.2,
		"a line of ten words has 2"},
	Twin: {"scan-duplicate", "hundredths of correlation, where it is least", false, 75, 75,
		"thumbs of copies and new scans of one page have 83 and more, two months of one bill 60 and less"},
}

// detailed is the limit of Twin for pages seen in detail: copies have 94 and more, rent receipts that
// differ in the figures of a month 70 and less.
const detailed = 82

// broken says whether a value is to be spoken of.
func (l Limit) broken(v float64) bool { return l.beyond(v, l.Info) }

func (l Limit) beyond(v, limit float64) bool {
	if l.Below {
		return v < limit
	}
	return math.Abs(v) >= limit
}

// Level is that of the finding. A Twin needs no value: Duplicates has judged it.
func (d Defect) Level() rule.Level {
	if l := Limits[d.Kind]; d.Kind != Twin && !l.beyond(d.Value, l.Warn) {
		return rule.Info
	}
	return rule.Warn
}

// bright is the level of paper from which on a pale page is washed out and not grey.
const bright = 240
