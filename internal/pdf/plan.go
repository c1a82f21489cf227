package pdf

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"dossier/internal/font"
)

// An Entry is what to write in one field, or in one place of a page.
type Entry struct {
	Field string // name of a field; only a label when Rect is set and the form has no such field
	Text  string // for text and choices; a line end starts a new line
	State string // of a button, the state to tick; "" or "Off" ticks nothing
	Cells int    // one character in each of so many equal cells; 0 writes a plain run of text
	Rect  *Rect  // where, instead of the field's own rectangle
	Page  int    // from 1; needed only with a label
}

// FillOptions say how a form is filled. The zero value flattens it.
type FillOptions struct {
	Editable bool      // keep the fields alive; else values become part of the page
	Floor    float64   // smallest type, in points; 0 is 6.5
	Date     time.Time // creation date to record; only the day counts, the zero time records none
	Title    string    // of the document
}

// A Placement is one value as it stands on paper.
type Placement struct {
	Field  string
	Page   int // from 1
	Rect   Rect
	Text   string
	Size   float64  // of the type, in points; 0 for a box to tick
	Lines  []string // Text as broken into lines
	Cells  int
	Ticked bool
	State  string // of a box to tick, the state asked for
}

// An OverflowError is a text that its box cannot hold at the smallest size allowed.
type OverflowError struct {
	Field string
	Need  float64
	Have  float64
	Unit  string // of Need and Have: "characters" for cells, "lines", or "points" of width
}

func (e *OverflowError) Error() string {
	return fmt.Sprintf("field %q: the text takes %s %s and the box has %s",
		e.Field, tenths(e.Need), e.Unit, tenths(e.Have))
}

func tenths(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

// A GlyphError is a character that our typeface does not have.
type GlyphError struct {
	Field string
	Rune  rune
}

func (e *GlyphError) Error() string {
	return fmt.Sprintf("field %q: the character %U cannot be drawn", e.Field, e.Rune)
}

// A FieldError is an entry that does not suit the form.
type FieldError struct{ Field, Msg string }

func (e *FieldError) Error() string { return fmt.Sprintf("field %q: %s", e.Field, e.Msg) }

// Type sizes, in points.
const (
	defaultFloor = 6.5
	autoSize     = 12.0 // the most a field with automatic size gets
	leading      = 1.15 // from line to line, in type sizes
)

// A drawing is a placement with all it takes to draw it.
type drawing struct {
	Placement
	field    *field  // nil for a label
	widget   *widget // nil for a label
	turn     int     // degrees counter-clockwise
	align    int     // as Q
	top      bool    // lines start at the top of the box, not around its middle
	pad      float64 // left free on each side, in points
	state    name    // to tick, as written in the file
	stored   string  // the value to keep in the field: not what is shown for some choices
	existing bool    // the field had this value before; it lacks only its picture
}

// Plan measures every entry and says where and how each would stand, without writing anything.
// The error joins one *FieldError, *OverflowError or *GlyphError for each trouble, in the order
// of the entries; placements are given for the entries that have none.
func (f *File) Plan(entries []Entry, o FillOptions) ([]Placement, error) {
	drawings, err := f.plan(entries, o)
	return placements(drawings), err
}

func placements(drawings []*drawing) []Placement {
	list := make([]Placement, 0, len(drawings))
	for _, d := range drawings {
		if !d.existing {
			list = append(list, d.Placement)
		}
	}
	return list
}

// A planner measures with one face and one smallest size.
type planner struct {
	file  *File
	face  *font.Face
	floor float64
}

func (f *File) planner(o FillOptions) planner {
	floor := o.Floor
	if floor <= 0 {
		floor = defaultFloor
	}
	return planner{file: f, face: font.Sans(), floor: floor}
}

func (f *File) plan(entries []Entry, o FillOptions) ([]*drawing, error) {
	p := f.planner(o)
	var all []*drawing
	var errs []error
	given := make(map[*field]bool)
	for _, e := range entries {
		fd := f.byName[e.Field]
		if fd != nil && given[fd] {
			errs = append(errs, &FieldError{e.Field, "is given twice"})
			continue
		}
		drawings, err := p.entry(e, fd)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if fd != nil {
			given[fd] = true
		}
		all = append(all, drawings...)
	}
	return all, errors.Join(errs...)
}

func (p planner) entry(e Entry, fd *field) ([]*drawing, error) {
	switch {
	case fd == nil:
		return p.label(e)
	case fd.Type == Signature:
		return nil, &FieldError{e.Field, "is a place to sign and takes no value"}
	case fd.pushButton():
		return nil, &FieldError{e.Field, "is a push button and takes no value"}
	}
	drawings := fd.drawings(e)
	if len(drawings) == 0 {
		return nil, &FieldError{e.Field, "is on no page of the form"}
	}
	if fd.Type == Button {
		if e.Text != "" {
			return nil, &FieldError{e.Field, "is a box to tick and takes no text"}
		}
		return drawings, tick(drawings, e)
	}
	shown, stored, err := fd.chosen(e)
	if err != nil {
		return nil, err
	}
	return drawings, p.write(drawings, shown, stored, e.Cells)
}

// label is an entry for a place on a page that is no field. Its rectangle is in the page's own
// space, and it reads upright when the page is shown turned.
func (p planner) label(e Entry) ([]*drawing, error) {
	if e.Rect == nil {
		return nil, &FieldError{e.Field, "is not in the form"}
	}
	if e.Page < 1 || e.Page > p.file.Pages() {
		return nil, &FieldError{e.Field, fmt.Sprintf("is put on page %d of %d", e.Page, p.file.Pages())}
	}
	d := &drawing{turn: p.file.pages[e.Page-1].rotate}
	d.Placement = Placement{Field: e.Field, Page: e.Page, Rect: *e.Rect}
	if e.State != "" {
		d.Ticked, d.State = true, e.State
		return []*drawing{d}, nil
	}
	d.Text, d.stored = font.Compose(e.Text), e.Text
	return []*drawing{d}, p.compose(d, e.Cells, autoSize)
}

// drawings has an empty one for each place of the field on a page. A rectangle given instead of
// the field's own counts for the first of them, or for the box that is ticked.
func (fd *field) drawings(e Entry) []*drawing {
	var list []*drawing
	for _, w := range fd.places {
		if w.Page > 0 {
			list = append(list, fd.drawing(w))
		}
	}
	if e.Rect != nil && len(list) > 0 && fd.Type != Button {
		list[0].Rect = *e.Rect
	}
	return list
}

func (fd *field) drawing(w *widget) *drawing {
	d := &drawing{field: fd, widget: w, align: fd.align, top: fd.Multiline}
	d.Placement = Placement{Field: fd.Name, Page: w.Page, Rect: w.Rect}
	d.turn = w.look.turn
	d.pad = w.look.width
	return d
}

// tick sets the state of each box of a button.
func tick(drawings []*drawing, e Entry) error {
	fd := drawings[0].field
	if e.State == "" || e.State == "Off" {
		return nil
	}
	for _, match := range []func(*widget, string) name{(*widget).stateNamed, (*widget).stateExported} {
		found := false
		for _, d := range drawings {
			if d.state = match(d.widget, e.State); d.state == "" {
				continue
			}
			d.Ticked, d.State = true, e.State
			if e.Rect != nil && !found {
				d.Rect = *e.Rect
			}
			found = true
		}
		if found {
			return nil
		}
	}
	return &FieldError{e.Field, fmt.Sprintf("has no state %q; it has %s", e.State, fd.stateList())}
}

func (fd *field) stateList() string {
	var states []string
	seen := make(map[string]bool)
	for _, w := range fd.places {
		for _, s := range w.States {
			if !seen[s] {
				seen[s] = true
				states = append(states, strconv.Quote(s))
			}
		}
	}
	return strings.Join(states, ", ")
}

// write measures a text or a choice in each place of its field.
func (p planner) write(drawings []*drawing, shown, stored string, cells int) error {
	var errs []error
	for _, d := range drawings {
		d.Text, d.stored = font.Compose(shown), stored
		errs = append(errs, p.compose(d, cells, typeSize(d.field.da)))
	}
	return errors.Join(errs...)
}

// lineEnds makes all line ends the same; PDF has three kinds.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// chosen is what a text or choice field shows and what it keeps.
func (fd *field) chosen(e Entry) (shown, stored string, err error) {
	s := lineEnds.Replace(e.Text)
	switch {
	case fd.Type == Text && e.State != "":
		return "", "", &FieldError{e.Field, "is for text and has no states"}
	case fd.Type == Text:
		return s, s, nil
	case s == "":
		s = e.State
	}
	if s == "" {
		return "", "", nil
	}
	for _, c := range fd.choices {
		if s == c.shown || s == c.export {
			return c.shown, c.export, nil
		}
	}
	if len(fd.choices) == 0 || fd.Flags&flagCombo != 0 && fd.Flags&flagEdit != 0 {
		return s, s, nil
	}
	return "", "", &FieldError{e.Field, fmt.Sprintf("has no such choice among its %d", len(fd.choices))}
}

// box is the size of the place as the text sees it.
func (d *drawing) box() (w, h float64) {
	if d.turn%180 != 0 {
		return d.Rect.Height(), d.Rect.Width()
	}
	return d.Rect.Width(), d.Rect.Height()
}

// compose finds the size and the lines of d.Text; size is what the form asks for, 0 for what
// suits the box.
func (p planner) compose(d *drawing, cells int, size float64) error {
	lines := strings.Split(d.Text, "\n")
	for _, line := range lines {
		if missing := p.face.Missing(line); len(missing) > 0 {
			var errs []error
			for _, r := range missing {
				errs = append(errs, &GlyphError{d.Field, r})
			}
			return errors.Join(errs...)
		}
	}
	w, h := d.box()
	d.pad += min(2, w/12)
	if size == 0 {
		size = autoSize
	}
	if d.Text == "" {
		d.Size = size
		return nil
	}
	if cells > 0 {
		d.Cells = cells
		return p.spread(d, lines, size)
	}
	if !d.top && len(lines) == 1 && p.oneLine(d, w-2*d.pad, h, size) {
		return nil
	}
	return p.wrap(d, lines, w-2*d.pad, h, size)
}

// tallest is the largest type that stays in a box of height h, accents and descenders included,
// when its capitals stand in the middle. A box lower than that for the floor is still good while
// it holds bare capitals.
func (p planner) tallest(h float64) float64 {
	size := h * 1000 / (p.face.CapHeight - 2*p.face.Descent)
	if size < p.floor && p.floor*p.face.CapHeight/1000 <= h {
		return p.floor
	}
	return size
}

// spread puts each character in the middle of a cell.
func (p planner) spread(d *drawing, lines []string, size float64) error {
	n := len([]rune(d.Text))
	if n > d.Cells || len(lines) > 1 {
		return &OverflowError{d.Field, float64(n), float64(d.Cells), "characters"}
	}
	w, h := d.box()
	cell := w / float64(d.Cells)
	var widest float64
	for _, r := range d.Text {
		widest = max(widest, p.face.Advance(p.face.Glyph(r))/1000)
	}
	d.Lines = []string{d.Text}
	d.Size = min(size, p.tallest(h))
	if widest > 0 {
		d.Size = min(d.Size, cell/widest)
	}
	d.Size = tenthBelow(d.Size)
	if floor := min(p.floor, size); d.Size < floor {
		d.Size = floor
		return &OverflowError{d.Field, widest * floor, cell, "points"}
	}
	return nil
}

// tenthBelow keeps sizes short without making a text wider than was measured.
func tenthBelow(size float64) float64 { return math.Floor(size*10+1e-6) / 10 }

// oneLine tries the text on a line of its own, smaller if need be.
func (p planner) oneLine(d *drawing, w, h, size float64) bool {
	s := min(size, p.tallest(h))
	if em := p.face.Width(d.Text, 1); em*s > w {
		s = w / em
	}
	s = tenthBelow(s)
	if s < min(p.floor, size) {
		return false
	}
	d.Size, d.Lines = s, []string{d.Text}
	return true
}

// wrap breaks the text at spaces, at the largest size at which the box holds all lines. When
// none does, d is left with the lines at the smallest size.
func (p planner) wrap(d *drawing, lines []string, w, h, size float64) error {
	floor := min(p.floor, size)
	for s := min(size, max(floor, tenthBelow(p.tallest(h)))); ; s = max(floor, s-0.5) {
		broken, whole := p.broken(lines, w, s)
		d.Size, d.Lines = s, broken
		if whole && p.deep(len(broken), s) <= h {
			return nil
		}
		if s <= floor {
			break
		}
	}
	return p.tooMuch(d, lines, w, h)
}

// tooMuch says what the box is short of, with d.Lines as they break at the smallest size.
func (p planner) tooMuch(d *drawing, lines []string, w, h float64) error {
	var widest float64
	for _, line := range d.Lines {
		widest = max(widest, p.face.Width(line, d.Size))
	}
	rows := max(1, math.Floor((h/d.Size-p.deep(1, 1))/leading)+1)
	switch {
	case widest > w:
		return &OverflowError{d.Field, widest, w, "points"}
	case rows == 1 && len(lines) == 1:
		return &OverflowError{d.Field, p.face.Width(d.Text, d.Size), w, "points"}
	}
	return &OverflowError{d.Field, float64(len(d.Lines)), rows, "lines"}
}

// deep is the height of n lines: from the top of the capitals to a little below the last line.
func (p planner) deep(n int, size float64) float64 {
	return (float64(n-1)*leading + (p.face.CapHeight+80)/1000) * size
}

// broken splits lines at spaces so that they fit in w. A word that is wider stays whole and
// whole is false.
func (p planner) broken(lines []string, w, size float64) (broken []string, whole bool) {
	whole = true
	for _, line := range lines {
		words := strings.Split(line, " ")
		current := words[0]
		for _, word := range words[1:] {
			if longer := current + " " + word; p.face.Width(longer, size) <= w {
				current = longer
				continue
			}
			broken = append(broken, current)
			whole = whole && p.face.Width(current, size) <= w
			current = word
		}
		broken = append(broken, current)
		whole = whole && p.face.Width(current, size) <= w
	}
	return broken, whole
}
