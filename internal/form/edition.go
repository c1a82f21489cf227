package form

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// An Edition is one printed version of the form.
type Edition struct {
	Edition  string         `toml:"edition"` // "15763*01"
	FormCode string         `toml:"form"`
	Language string         `toml:"language"` // fr or en
	Official bool           `toml:"official"`
	Adopted  bool           `toml:"adopted"` // learnt from a file of the user, not part of the program
	SHA256   string         `toml:"sha256"`  // of the blank PDF, hexadecimal
	Variant  string         `toml:"variant"` // tells blanks of one edition and language apart; empty for the first known
	File     string         `toml:"file"`    // our own blank, embedded; empty for official ones
	Sign     *Place         `toml:"sign"`    // where to sign by hand
	Fields   []EditionField `toml:"field"`
	Print    []Words        `toml:"print"` // what the blank has printed: a filled form is known by it

	Blank []byte `toml:"-"` // the embedded blank of a preparation sheet
}

// A Place is a rectangle on a page: pages from 1, points from the lower left corner.
type Place struct {
	Page int       `toml:"page"`
	Rect []float64 `toml:"rect"`
}

// Words are printed on a page.
type Words struct {
	Page int       `toml:"page"`
	Rect []float64 `toml:"rect"`
	Text string    `toml:"text"`
}

// An EditionField says where an answer goes: on the page, and in the PDF where it has fields. A
// field of boxes to tick has a box for each choice, and no rectangle of its own. Rectangles are
// left, bottom, right and top in the page's own space, in points.
type EditionField struct {
	ID     string               `toml:"id"`
	Name   string               `toml:"name"` // of the PDF field; empty when the blank has none for it
	Page   int                  `toml:"page"` // from 1
	Rect   []float64            `toml:"rect"`
	Inset  bool                 `toml:"inset"`  // the PDF field is larger than rect, and is not to be used beyond it
	Cells  int                  `toml:"cells"`  // that are printed; 0 is a run of text
	Free   bool                 `toml:"free"`   // an answer that does not fit the cells is written as a run of text
	States map[string]string    `toml:"states"` // of the box for each choice
	Boxes  map[string][]float64 `toml:"boxes"`  // where the box of each choice is
	Names  map[string]string    `toml:"names"`  // of the PDF field of each choice, when Name is not the field of all
}

// ReadEdition reads one edition and holds it against the form.
func ReadEdition(f *Form, src []byte) (*Edition, error) {
	e := &Edition{}
	if err := decodeBytes(src, e); err != nil {
		return nil, err
	}
	if err := f.checkEdition(e); err != nil {
		return nil, err
	}
	return e, nil
}

// checkEdition holds an edition against the form: every field once and in a place, every choice
// with a state and a box.
func (f *Form) checkEdition(e *Edition) error {
	var errs []error
	for _, field := range f.Fields {
		ef := e.Field(field.ID)
		if ef == nil {
			errs = append(errs, fmt.Errorf("field %s is not placed", field.ID))
			continue
		}
		if err := ef.check(field.Choice); err != nil {
			errs = append(errs, fmt.Errorf("field %s: %w", field.ID, err))
		}
	}
	if len(e.Fields) > len(f.Fields) {
		errs = append(errs, fmt.Errorf("%d fields are placed, the form has %d", len(e.Fields), len(f.Fields)))
	}
	if e.Sign != nil && !isRect(e.Sign.Rect) {
		errs = append(errs, errors.New("the place to sign is no rectangle"))
	}
	for _, w := range e.Print {
		if !isRect(w.Rect) || w.Page < 1 {
			errs = append(errs, fmt.Errorf("the printed words %q have no place", w.Text))
		}
	}
	return errors.Join(errs...)
}

func (ef *EditionField) check(choices []string) error {
	if ef.Page < 1 {
		return fmt.Errorf("page %d, want 1 or more", ef.Page)
	}
	if len(choices) == 0 && !isRect(ef.Rect) {
		return errors.New("rect is not left, bottom, right, top")
	}
	for _, choice := range choices {
		if ef.States[choice] == "" {
			return fmt.Errorf("choice %s has no state", choice)
		}
		if !isRect(ef.Boxes[choice]) {
			return fmt.Errorf("choice %s has no box", choice)
		}
	}
	return nil
}

func isRect(r []float64) bool { return len(r) == 4 && r[0] < r[2] && r[1] < r[3] }

// Field is where the answer to the question with this id goes, nil if there is none.
func (e *Edition) Field(id string) *EditionField {
	i := slices.IndexFunc(e.Fields, func(f EditionField) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &e.Fields[i]
}

// ID names an edition on the command line and in manifests: "15763*01-fr", "sheet-en", and
// "15763*01-fr-e3879c71" for another blank of an edition that is known.
func (e *Edition) ID() string {
	id := e.Edition + "-" + e.Language
	if !e.Official {
		id = "sheet-" + e.Language
	}
	if e.Variant != "" {
		id += "-" + e.Variant
	}
	return id
}

// Vary names an edition after its blank, and so apart from others of its number and language.
func (e *Edition) Vary() { e.Variant = e.SHA256[:min(8, len(e.SHA256))] }

// Distinguish gives an edition an id of its own: the one its blank goes by already, or another where
// the id is that of another blank.
func (c *Catalog) Distinguish(e *Edition) {
	for _, x := range c.Editions() {
		if x.SHA256 == e.SHA256 && e.SHA256 != "" {
			e.Variant = x.Variant
			return
		}
	}
	if slices.ContainsFunc(c.Editions(), func(x *Edition) bool { return x.ID() == e.ID() }) {
		e.Vary()
	}
}

// Add puts an edition in the catalog. It takes the place of one of the same blank, and a longer id
// where another blank goes by its own.
func (c *Catalog) Add(e *Edition) error {
	if err := c.Form.checkEdition(e); err != nil {
		return fmt.Errorf("edition %s: %w", e.ID(), err)
	}
	c.Distinguish(e)
	if i := slices.IndexFunc(c.Editions(), func(x *Edition) bool { return x.SHA256 == e.SHA256 && e.SHA256 != "" }); i >= 0 {
		c.leaves[i].edition = e
		return nil
	}
	c.leaves = append(c.leaves, &leaf{edition: e})
	return nil
}

// A Printed is one place of a PDF's own form: a field has several when it is drawn several times.
type Printed struct {
	Name   string
	Page   int        // from 1
	Rect   [4]float64 // left, bottom, right, top in points
	Button bool
	States []string // of a button: what ticks it here
}

// Resembles finds the edition whose blank has the same fields in the same places as a file of other
// bytes, one saved again by another program or filled in already. It knows nothing of a file
// without fields.
func (c *Catalog) Resembles(printed []Printed) (*Edition, bool) {
	for _, e := range c.Editions() {
		if !e.fits(printed) {
			continue
		}
		if suited, ok := e.suited(printed); ok {
			return suited, true
		}
	}
	return nil, false
}

// suited is the edition with the states that its boxes have in a file: some programs give them names
// of their own. It is not ok if two boxes of one field go by one state, so that one alone cannot be
// ticked.
func (e *Edition) suited(printed []Printed) (*Edition, bool) {
	own := *e
	own.Fields = slices.Clone(e.Fields)
	taken := map[[2]string]bool{} // by field and state
	for i := range own.Fields {
		f := &own.Fields[i]
		f.States = maps.Clone(f.States)
		for choice, box := range f.Boxes {
			p := find(printed, Printed{Name: f.name(choice), Page: f.Page, Rect: [4]float64(box), Button: true}, false)
			if !slices.Contains(p.States, f.States[choice]) && len(p.States) > 0 {
				f.States[choice] = p.States[0]
			}
			at := [2]string{p.Name, f.States[choice]}
			if taken[at] {
				return nil, false
			}
			taken[at] = true
		}
	}
	return &own, true
}

// fits says whether each place of the edition is printed, and nothing else is.
func (e *Edition) fits(printed []Printed) bool {
	places := 0
	for _, f := range e.Fields {
		places += max(1, len(f.Boxes))
		if !f.in(printed) {
			return false
		}
	}
	return places == len(printed)
}

func (ef *EditionField) in(printed []Printed) bool {
	if len(ef.Boxes) == 0 {
		return find(printed, Printed{Name: ef.Name, Page: ef.Page, Rect: [4]float64(ef.Rect)}, ef.Inset) != nil
	}
	for choice, box := range ef.Boxes {
		if find(printed, Printed{Name: ef.name(choice), Page: ef.Page, Rect: [4]float64(box), Button: true}, false) == nil {
			return false
		}
	}
	return true
}

// find looks for a place by name and rectangle, nil if there is none; within asks only that it holds
// the rectangle.
func find(printed []Printed, want Printed, within bool) *Printed {
	const near = 2.0 // points
	i := slices.IndexFunc(printed, func(p Printed) bool {
		if p.Name != want.Name || p.Page != want.Page || p.Button != want.Button {
			return false
		}
		for i, x := range p.Rect {
			out := math.Abs(x - want.Rect[i])
			if within { // beyond want is what may be cut off
				out = max(0, []float64{x - want.Rect[i], want.Rect[i] - x}[i/2])
			}
			if out > near {
				return false
			}
		}
		return true
	})
	if want.Name == "" || i < 0 {
		return nil
	}
	return &printed[i]
}

// name is the PDF field of the box for a choice; empty when the blank has none.
func (ef *EditionField) name(choice string) string {
	if name, ok := ef.Names[choice]; ok {
		return name
	}
	return ef.Name
}

// Takers are the names of the PDF fields that take an answer.
func (e *Edition) Takers() []string {
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Name)
		for choice := range f.Boxes {
			names = append(names, f.name(choice))
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// An Entry is a value in the terms of one edition: the PDF field's name, then text in so many
// cells (0: one run), or the state of the box to tick. Without a name it is written at Rect on Page.
type Entry struct {
	ID    string
	Name  string // empty when the blank has no field for it
	Text  string
	State string
	Cells int
	Page  int       // from 1
	Rect  []float64 // where, instead of the field's own rectangle; nil is the field's own
}

// Entries turns values into what an edition's fields take.
func (e *Edition) Entries(values []Value) []Entry {
	entries := make([]Entry, len(values))
	for i, v := range values {
		entries[i] = e.Field(v.ID).entry(v)
	}
	return entries
}

func (ef *EditionField) entry(v Value) Entry {
	entry := Entry{ID: v.ID, Name: ef.Name, Page: ef.Page}
	if len(ef.States) > 0 {
		entry.State, entry.Name = ef.States[v.Text], ef.name(v.Text)
		if entry.Name == "" {
			entry.Rect = ef.Boxes[v.Text]
		}
		return entry
	}
	if entry.Name == "" || ef.Inset {
		entry.Rect = ef.Rect
	}
	if entry.Text = v.Text; ef.Cells > 0 && (!ef.Free || fitsCells(v.Text, ef.Cells)) {
		entry.Cells = ef.Cells
	}
	return entry
}

func fitsCells(s string, cells int) bool {
	return len(s) == cells && strings.Trim(s, "0123456789") == ""
}

// Encode writes an edition as a file that ReadEdition reads: one line a field, in the order they
// have, and the same bytes for the same edition.
func (e *Edition) Encode() []byte {
	var b bytes.Buffer
	b.WriteString(editionHead)
	fmt.Fprintf(&b, "edition = %s\nform = %s\nlanguage = %s\nofficial = %t\n", quote(e.Edition), quote(e.FormCode), quote(e.Language), e.Official)
	if e.Adopted {
		b.WriteString("adopted = true\n")
	}
	if e.SHA256 != "" {
		fmt.Fprintf(&b, "sha256 = %s\n", quote(e.SHA256))
	}
	if e.Variant != "" {
		fmt.Fprintf(&b, "variant = %s\n", quote(e.Variant))
	}
	if e.File != "" {
		fmt.Fprintf(&b, "file = %s\n", quote(e.File))
	}
	if e.Sign != nil {
		fmt.Fprintf(&b, "sign = { page = %d, rect = %s }\n", e.Sign.Page, numbers(e.Sign.Rect))
	}
	b.WriteString("\nfield = [\n")
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "  { %s },\n", strings.Join(f.pairs(), ", "))
	}
	b.WriteString("]\n")
	if len(e.Print) > 0 {
		b.WriteString("\nprint = [\n")
		for _, w := range e.Print {
			fmt.Fprintf(&b, "  { page = %d, rect = %s, text = %s },\n", w.Page, numbers(w.Rect), quote(w.Text))
		}
		b.WriteString("]\n")
	}
	return b.Bytes()
}

const editionHead = `# Where each answer to S1106 goes in one edition of the form.
# rect and boxes: left, bottom, right, top in points from the lower left corner of the page.
# name: the field of the PDF; without one the answer is written at its place on the page.
# print: words of the blank and where they stand, by which a filled form is known again.

`

func (ef *EditionField) pairs() []string {
	pairs := []string{"id = " + quote(ef.ID)}
	add := func(given bool, key, value string) {
		if given {
			pairs = append(pairs, key+" = "+value)
		}
	}
	add(ef.Name != "", "name", quote(ef.Name))
	add(true, "page", strconv.Itoa(ef.Page))
	add(len(ef.Rect) > 0, "rect", numbers(ef.Rect))
	add(ef.Inset, "inset", "true")
	add(ef.Cells > 0, "cells", strconv.Itoa(ef.Cells))
	add(ef.Free, "free", "true")
	add(len(ef.States) > 0, "states", table(ef.States, quote))
	add(len(ef.Boxes) > 0, "boxes", table(ef.Boxes, numbers))
	add(len(ef.Names) > 0, "names", table(ef.Names, quote))
	return pairs
}

// table writes an inline table with its keys in order.
func table[V any](m map[string]V, write func(V) string) string {
	var pairs []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		pairs = append(pairs, quote(key)+" = "+write(m[key]))
	}
	return "{ " + strings.Join(pairs, ", ") + " }"
}

// quote writes a TOML string. Field names may hold anything at all.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// numbers writes a rectangle to a tenth of a point.
func numbers(r []float64) string {
	words := make([]string, len(r))
	for i, x := range r {
		words[i] = strconv.FormatFloat(math.Round(x*10)/10+0, 'f', 1, 64)
	}
	return "[" + strings.Join(words, ", ") + "]"
}
