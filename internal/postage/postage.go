// Package postage knows which envelope takes so many sheets, what it then weighs, and up to which weight
// La Poste asks one price for a letter. It knows no prices.
package postage

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"sync"

	"dossier/internal/table"
)

// SheetGrams is the weight of a sheet of A4 (210 × 297 mm, ISO 216) of common paper, of 80 g/m².
const SheetGrams = 0.210 * 0.297 * 80

// An Envelope is a format of ISO 269, and what of A4 goes in.
type Envelope struct {
	Name          string
	Width, Height int  // mm
	Folds         int  // of each sheet: 2 is in three
	Window        bool // the address of a letter folded so shows in it
	Sheets        int  // that it takes at most
	Grams         int
}

// A Class is a weight up to which one price is asked.
type Class struct {
	Grams  int    // with the envelope
	Of     int    // the year of the table that was read
	Source string // of the table
	Read   string // the day on which it was read, ISO
}

// A Mail is so many sheets in their envelope.
type Mail struct {
	Sheets   int
	Envelope Envelope
	Grams    int   // estimated, rounded up
	Class    Class // zero if it is more than a letter may weigh
	TooThick bool  // more sheets than any envelope here takes
	// Near is the limit of a class that the weight comes so near, from below or above, that only scales
	// can tell; 0 if there is none.
	Near int
}

// Weigh puts sheets, one at least, into the smallest envelope that takes them; more than any takes go into
// the largest.
func Weigh(sheets int, registered bool) Mail {
	m := Mail{Sheets: sheets, Envelope: envelopeFor(sheets)}
	m.TooThick = sheets > m.Envelope.Sheets
	m.Grams = int(math.Ceil(float64(sheets)*SheetGrams + float64(m.Envelope.Grams)))
	for _, c := range Classes(registered) {
		if abs(m.Grams-c.Grams) <= doubt(m.Grams) {
			m.Near = c.Grams
		}
		if m.Class.Grams == 0 && m.Grams <= c.Grams {
			m.Class = c
		}
	}
	return m
}

// doubt is how far an estimate of so many grams may be off: a sheet, or 5 % as papers of one name differ.
func doubt(grams int) int { return max(5, grams/20) }

func abs(n int) int { return max(n, -n) }

func envelopeFor(sheets int) Envelope {
	all := envelopes()
	for _, e := range all {
		if sheets <= e.Sheets {
			return e
		}
	}
	return all[len(all)-1]
}

//go:embed envelopes.csv
var envelopesCSV []byte

var envelopes = sync.OnceValue(func() []Envelope {
	var all []Envelope
	for _, row := range table.Rows(envelopesCSV) {
		all = append(all, Envelope{Name: row[0], Width: number(row[1]), Height: number(row[2]), Folds: number(row[3]),
			Window: row[4] == "yes", Sheets: number(row[5]), Grams: number(row[6])})
	}
	return all
})

//go:embed classes.csv
var classesCSV []byte

// Classes are those of a letter, or of a registered one, from the lightest.
func Classes(registered bool) []Class {
	if registered {
		return classes()["registered"]
	}
	return classes()["letter"]
}

var classes = sync.OnceValue(func() map[string][]Class {
	all := map[string][]Class{}
	for _, row := range table.Rows(classesCSV) {
		all[row[0]] = append(all[row[0]], Class{Grams: number(row[1]), Of: number(row[2]), Source: row[3], Read: row[4]})
	}
	return all
})

// number reads a number of the tables, which are our own.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(fmt.Sprintf("read an embedded table: %v", err))
	}
	return n
}
