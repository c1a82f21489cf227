package proof

import (
	"fmt"
	"slices"
)

// A Mark is one value or one tick as it is meant to stand on paper.
type Mark struct {
	Name   string  // of the field, as faults call it
	Page   int     // from 0
	Rect   Rect    // where it must stay, in the page's user space
	Text   string  // as written, lines parted by "\n"; "" leaves the place empty
	Cells  int     // one character in the middle of each of so many equal cells; 0 a run of text
	Floor  float64 // smallest size allowed, in points; 0 does not ask
	Box    bool    // a box to tick; Text and Cells do not count
	Ticked bool
	Living string // name of the living field that must hold Text, or be ticked, too; "" on a flat form
	Held   string // what the living field must hold, where the lines of Text part a word; "" is Text
}

// A Blank is the form before anything was put on it. It tells what is printed
// from what was written.
type Blank struct {
	Doc   *Document    // nil: unknown, then only what lies in the rectangles is judged
	First int          // page of the checked document on which page 0 of Doc stands
	At    [][6]float64 // where each page of Doc stands on its page (PDF matrix); a page beyond the list is in place
}

// A Fault is one way in which the paper differs from what was meant. Its words
// never quote a value.
type Fault struct {
	Name string // of the mark; empty for what is astray in no mark's rectangle
	Page int    // from 0
	Kind FaultKind
	Msg  string
}

// A FaultKind says in one word what is wrong.
type FaultKind string

const (
	Missing  FaultKind = "missing"  // characters of the value are not there
	Changed  FaultKind = "changed"  // other text stands there
	Outside  FaultKind = "outside"  // a character leaves the rectangle, or its cell
	Small    FaultKind = "small"    // the type is smaller than the floor
	Faint    FaultKind = "faint"    // a character does not show against its background
	Ticked   FaultKind = "ticked"   // a box is ticked that must be empty
	Unticked FaultKind = "unticked" // a box is empty that must be ticked
	Stray    FaultKind = "stray"    // something new on the form that no mark accounts for, or print that is covered
	Living   FaultKind = "living"   // the living field holds something else
)

// Check says how the pages differ from the marks, in the order of the marks,
// then what is astray page by page. Living fields are painted into a copy of the
// page before it is read, as a printer would. No fault means that every value
// is on the paper whole, in its place and readable, and that every box is as meant.
//
// The blank is read once and kept in blank.Doc, which many goroutines may share.
func (d *Document) Check(blank Blank, marks []Mark) ([]Fault, error) {
	faults := make([][]Fault, len(marks)+1)
	for _, page := range d.pagesToCheck(blank, marks) {
		var claims []*claim
		for i, m := range marks {
			if m.Page == page {
				claims = append(claims, &claim{Mark: m, order: i})
			}
		}
		examine := d.examine
		if _, _, hidden := d.veil.hides(page); hidden {
			examine = d.examineThrough
		}
		p, err := examine(blank, page, claims)
		if err != nil {
			return nil, fmt.Errorf("check page %d: %w", page+1, plain(err))
		}
		p.judge()
		for _, c := range claims {
			faults[c.order] = append(faults[c.order], c.faults...)
		}
		faults[len(marks)] = slices.Concat(faults[len(marks)], p.strays(), p.traceFaults())
		if p.through { // else the drawing is kept for what is asked later
			d.done(p.seen)
		}
	}
	for i, m := range marks {
		if m.Page < 0 || m.Page >= d.Pages() {
			faults[i] = []Fault{{m.Name, m.Page, Missing, fmt.Sprintf("there is no page %d", m.Page+1)}}
		}
	}
	return slices.Concat(faults...), nil
}

// pagesToCheck lists the pages that have a mark or stand on a blank page.
func (d *Document) pagesToCheck(blank Blank, marks []Mark) []int {
	var pages []int
	for _, m := range marks {
		pages = append(pages, m.Page)
	}
	if blank.Doc != nil {
		for i := range blank.Doc.Pages() {
			pages = append(pages, blank.First+i)
		}
	}
	slices.Sort(pages)
	pages = slices.Compact(pages)
	return slices.DeleteFunc(pages, func(p int) bool { return p < 0 || p >= d.Pages() })
}

// A proofPage is one page under examination.
type proofPage struct {
	number int
	doc    *Document
	paper  *paper
	known  bool     // what the page was like before anything was written
	area   Rect     // that the blank covers; text beside it is another's
	signs  []*sign  // what was written; with no blank, everything
	fields []widget // alive on the page
	prior  []widget // alive on the blank
	seen   *scan    // nil when nothing is new on the page
	before *scan    // the blank in the same place; nil when it is unknown
	bare   *scan    // the same without its annotations; nil when that does not matter
	traces []patch  // of seen: what else was drawn
	claims []*claim

	through bool // the print is hidden from doc, see Kin
}

// examine reads a page and its blank, side by side when there are two processors.
func (d *Document) examine(blank Blank, number int, claims []*claim) (*proofPage, error) {
	on, at, known := blank.page(number)
	var now, then *paper
	err := both(
		func() (err error) { now, err = d.paper(number); return },
		func() (err error) {
			if known {
				then, err = blank.Doc.paper(on)
			}
			return
		},
	)
	if err != nil {
		return nil, err
	}
	p := &proofPage{number: number, doc: d, paper: now, known: known, fields: now.widgets, claims: claims}
	fresh := now.glimpses
	if known {
		p.prior, p.area = movedTo(then.widgets, at), at.rect(then.frame.crop)
		p.retake(then.worn, at)
		fresh = written(now.glimpses, p.printed(now, then, at), at)
	}
	if known && len(claims) == 0 && at == identity && len(fresh) == 0 && d.sameItems(now, blank.Doc, then) {
		return p, nil
	}
	err = both(
		func() (err error) { return p.look(d, now, fresh) },
		func() (err error) {
			if known {
				err = p.lookBack(blank.Doc, then, at, now.frame)
			}
			return
		},
	)
	if err == nil && known {
		err = p.findTraces(blank.Doc, then, at, now.frame)
	}
	return p, err
}

// scale is how many pixels a point gets.
func (p *proofPage) scale() float64 {
	if len(p.claims) > 0 {
		return scanScale
	}
	return coarseScale
}

// lookBack draws the blank in the place it has on the page, and also what is below its widgets
// where one shows a text that is to be replaced: ink is to be new against that.
func (p *proofPage) lookBack(blank *Document, then *paper, at matrix, onto frame) (err error) {
	if p.before, err = blank.scan(then, at, onto, dressed, p.scale()); err != nil {
		return err
	}
	if slices.ContainsFunc(p.claims, func(c *claim) bool { return c.rewrites }) {
		p.bare, err = blank.scan(then, at, onto, bare, p.scale())
	}
	return err
}

// was is what the place of a claim was like before anything was written there.
func (p *proofPage) was(c *claim) *scan {
	if c.rewrites {
		return p.bare
	}
	return p.before
}

// look reads closely what is new, and draws the page.
func (p *proofPage) look(d *Document, now *paper, fresh []glimpse) (err error) {
	if p.signs, err = d.signs(now, fresh); err == nil {
		p.seen, err = d.scan(now, identity, now.frame, dressed, p.scale())
	}
	return err
}

// page finds the blank page that stands on a page of the checked document.
func (b Blank) page(number int) (on int, at matrix, known bool) {
	on = number - b.First
	if b.Doc == nil || on < 0 || on >= b.Doc.Pages() {
		return 0, identity, false
	}
	if on < len(b.At) {
		return on, matrix(b.At[on]), true
	}
	return on, identity, true
}

// both runs two jobs at the same time and gives the first one's error, else the other's. It ends when both have, and
// panics where one does: only the caller's goroutine can recover from that.
func both(f, g func() error) error {
	var second error
	var mistake any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { mistake = recover() }()
		second = g()
	}()
	first := func() error {
		defer func() { <-done }()
		return f()
	}()
	if mistake != nil {
		panic(mistake)
	}
	if first != nil {
		return first
	}
	return second
}
