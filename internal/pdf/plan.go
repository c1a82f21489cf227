package pdf

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dossier/internal/font"
)

// An Entry is what to write in one field, or in one place of a page.
type Entry struct {
	Field string // name of a field; only a label when Rect is set and the form has no such field
	Text  string // for text and choices; a line end starts a new line, or the next choice of a list that takes several
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
	After    []*File   // pages to put after the form's own, in their size and without fields or links
}

// A Placement is one value as it stands on paper.
type Placement struct {
	Field  string
	Page   int // from 1
	Rect   Rect
	Text   string   // with a line end between the choices of a list
	Size   float64  // of the type, in points; 0 for a box to tick
	Asked  float64  // the size the form asks for, in points; 0 is automatic, as is a size too small to be meant
	Lines  []string // Text as broken into lines
	Cells  int
	Masked bool // a password: Text has an asterisk for each of its characters
	Ticked bool
	State  string // of a box to tick, the state asked for

	// Repainted says that the colour the form asks for would not show on the field's background, or
	// on white paper where it has none: the value is black instead, or white on a dark background.
	Repainted bool
}

// An OverflowError is a text that its box cannot hold at the smallest size allowed.
type OverflowError struct {
	Field string
	Need  float64
	Have  float64
	Unit  string // of Need and Have: "characters" for cells, "lines", "points" of width, or "points of height"
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
	pen      pen
	turn     int     // degrees counter-clockwise
	align    int     // as Q
	top      bool    // lines start at the top of the box, not around its middle
	pad      float64 // left free on each side, in points
	state    name    // to tick, as written in the file
	stored   string  // the value to keep in the field: not what is shown for some choices
	picks    []int   // of a list that takes several, the choices by their places in it
	existing bool    // the field had this value before; it lacks only its picture

	own *ownFont // to write with; nil for the pen's style
}

// Plan measures every entry and says where and how each would stand, without writing anything.
// The error joins one *FieldError, *OverflowError or *GlyphError for each trouble, in the order
// of the entries; placements are given for the entries that have none. Last come the fields without
// an entry that hold a value already, have no picture of it, and cannot be given one: as they are,
// the value would be lost on paper. An entry for such a field, even an empty one, settles it.
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

// A planner measures down to a smallest size.
type planner struct {
	file  *File
	floor float64
	room  []drawing // for the next ones, which are many and large
}

func (f *File) planner(o FillOptions, expected int) *planner {
	floor := o.Floor
	if floor <= 0 {
		floor = defaultFloor
	}
	return &planner{file: f, floor: floor, room: make([]drawing, 0, expected)}
}

func (f *File) plan(entries []Entry, o FillOptions) ([]*drawing, error) {
	p := f.planner(o, len(entries))
	all := make([]*drawing, 0, len(entries))
	var errs []error
	given := make(map[*field]bool)
	for _, e := range entries {
		fd := f.byName[e.Field]
		if fd != nil && given[fd] {
			errs = append(errs, &FieldError{e.Field, "is given twice"})
			continue
		}
		given[fd] = true
		drawings, err := p.entry(e, fd)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, drawings...)
	}
	for _, l := range f.leftovers(p) {
		if !given[l.field] {
			all = append(all, l.drawings...)
			errs = append(errs, l.err)
		}
	}
	return all, errors.Join(errs...)
}

func (p *planner) entry(e Entry, fd *field) ([]*drawing, error) {
	switch {
	case fd == nil:
		return p.label(e)
	case fd.Type == Signature:
		return nil, &FieldError{e.Field, "is a place to sign and takes no value"}
	case fd.pushButton():
		return nil, &FieldError{e.Field, "is a push button and takes no value"}
	}
	drawings, err := p.drawings(fd, e)
	if err != nil {
		return nil, err
	}
	if fd.Type == Button {
		if e.Text != "" {
			return nil, &FieldError{e.Field, "is a box to tick and takes no text"}
		}
		return drawings, tick(drawings, e)
	}
	a, err := fd.chosen(e)
	if err != nil {
		return nil, err
	}
	return drawings, p.write(drawings, a, e.Cells)
}

// label is an entry for a place on a page that is no field. Its rectangle is in the page's own
// space, and it reads upright when the page is shown turned.
func (p *planner) label(e Entry) ([]*drawing, error) {
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

// drawings has an empty one for each place of the field that is seen. A rectangle given instead
// of the field's own counts for the first of them, or for the box that is ticked.
func (p *planner) drawings(fd *field, e Entry) ([]*drawing, error) {
	var list []*drawing
	why := "is on no page of the form"
	for _, w := range fd.places {
		moved := e.Rect != nil && fd.Type != Button && (len(list) == 0 || list[0].widget.ref == w.ref)
		rect := w.Rect
		if moved {
			rect = *e.Rect
		}
		if reason := p.file.unseen(w, rect); reason != "" {
			why = reason
			continue
		}
		list = append(list, p.drawing(fd, w, rect))
	}
	if len(list) == 0 {
		return nil, &FieldError{e.Field, why}
	}
	return list, nil
}

// unseen says why nobody would see a value in this place of a field; "" when it is seen.
func (f *File) unseen(w *widget, rect Rect) string {
	switch {
	case w.Page == 0:
		return "is on no page of the form"
	case !f.visible(w.dict):
		return "is hidden on the form: nobody would see it"
	case f.concealed(w.dict["OC"]):
		return "is on a layer that the form hides: nobody would see it"
	case rect.Width() < 1 || rect.Height() < 1:
		return "has an empty box on the form: nobody would see it"
	}
	crop := f.pages[w.Page-1].crop
	if x, y := (rect.X0+rect.X1)/2, (rect.Y0+rect.Y1)/2; x < crop.X0 || x > crop.X1 || y < crop.Y0 || y > crop.Y1 {
		return "lies outside its page: nobody would see it"
	}
	return ""
}

// drawing is an empty one for a place of a field that is seen. Of a box that leaves its page only
// what the page shows is written in.
func (p *planner) drawing(fd *field, w *widget, rect Rect) *drawing {
	if len(p.room) == cap(p.room) {
		p.room = make([]drawing, 0, 8)
	}
	p.room = append(p.room, drawing{field: fd, widget: w, align: fd.align, pen: w.pen})
	d := &p.room[len(p.room)-1]
	d.Placement = Placement{Field: fd.Name, Page: w.Page, Rect: rect, Asked: w.pen.size, Repainted: w.pen.own}
	if fd.Type != Button {
		d.Rect = rect.within(p.file.pages[w.Page-1].crop)
	}
	d.top = fd.Multiline || fd.Type == Choice && fd.Flags&flagCombo == 0
	d.turn = w.look.turn
	d.pad = w.look.inset()
	return d
}

// tick sets the state of each box of a button. Radio buttons of one name and one state are
// ticked together only if their form says so (ISO 32000-1, table 226), or if they are one box that
// several pages show.
func tick(drawings []*drawing, e Entry) error {
	fd := drawings[0].field
	if e.State == "" || e.State == "Off" {
		return nil
	}
	for _, match := range []func(*widget, string) name{(*widget).stateNamed, (*widget).stateExported} {
		var first *widget
		for _, d := range drawings {
			state := match(d.widget, e.State)
			same := first == nil || first.ref == d.widget.ref
			if state == "" || !same && fd.Flags&flagRadio != 0 && fd.Flags&flagUnison == 0 {
				continue
			}
			d.Ticked, d.state, d.State = true, state, e.State
			if e.Rect != nil && same {
				d.Rect = *e.Rect
			}
			if first == nil {
				first = d.widget
			}
		}
		if first != nil {
			return nil
		}
	}
	for _, w := range fd.places {
		if w.stateNamed(e.State) != "" || w.stateExported(e.State) != "" {
			return &FieldError{e.Field, fmt.Sprintf("has the box for %q hidden on the form: nobody would see it", e.State)}
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
func (p *planner) write(drawings []*drawing, a answer, cells int) error {
	var errs []error
	for _, d := range drawings {
		d.Text, d.stored, d.picks = font.Compose(a.shown), a.stored, a.picks
		if d.field.Type == Text && d.field.Flags&flagPassword != 0 {
			d.Text, d.stored, d.Masked = strings.Repeat("*", utf8.RuneCountInString(d.Text)), "", true
		}
		errs = append(errs, p.compose(d, cells, d.pen.size))
	}
	return errors.Join(errs...)
}

// lineEnds makes all line ends the same; PDF has three kinds.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// An answer is what a text or choice field shows and what it keeps.
type answer struct {
	shown, stored string
	picks         []int // of a list that takes several, in order
}

func (fd *field) chosen(e Entry) (answer, error) {
	s := lineEnds.Replace(e.Text)
	switch {
	case fd.Type == Text && e.State != "":
		return answer{}, &FieldError{e.Field, "is for text and has no states"}
	case fd.Type == Text:
		return answer{shown: s, stored: s}, nil
	case s == "":
		s = e.State
	}
	if s == "" {
		return answer{}, nil
	}
	if i := fd.choice(s); i >= 0 {
		return answer{shown: fd.choices[i].shown, stored: fd.choices[i].export}, nil
	}
	combo := fd.Flags&flagCombo != 0
	switch {
	case len(fd.choices) == 0 || combo && fd.Flags&flagEdit != 0:
		return answer{shown: s, stored: s}, nil
	case !combo && fd.Flags&flagMultiSelect != 0 && strings.Contains(s, "\n"):
		return fd.several(e.Field, strings.Split(s, "\n"))
	}
	return answer{}, fd.noChoice(e.Field)
}

// choice finds s among what the list shows or sends; -1 when it is not there.
func (fd *field) choice(s string) int {
	return slices.IndexFunc(fd.choices, func(c choice) bool { return s == c.shown || s == c.export })
}

func (fd *field) noChoice(label string) error {
	return &FieldError{label, fmt.Sprintf("has no such choice among its %d", len(fd.choices))}
}

// several picks choices of a list, which shows and keeps them in its own order.
func (fd *field) several(label string, wanted []string) (answer, error) {
	var a answer
	for _, s := range wanted {
		i := fd.choice(s)
		if i < 0 {
			return answer{}, fd.noChoice(label)
		}
		a.picks = append(a.picks, i)
	}
	slices.Sort(a.picks)
	a.picks = slices.Compact(a.picks)
	var shown []string
	for _, i := range a.picks {
		shown = append(shown, fd.choices[i].shown)
	}
	a.shown = strings.Join(shown, "\n")
	a.stored = fd.choices[a.picks[0]].export
	return a, nil
}

// box is the size of the place as the text sees it.
func (d *drawing) box() (w, h float64) {
	if d.turn%180 != 0 {
		return d.Rect.Height(), d.Rect.Width()
	}
	return d.Rect.Width(), d.Rect.Height()
}
