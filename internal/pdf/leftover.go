package pdf

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// A leftover is a value that the form came with and has no picture of, or one that viewers are told
// not to trust: they make one up as they go, paper cannot. It is drawn with the entries, unless an
// entry takes its place.
type leftover struct {
	field    *field
	drawings []*drawing
	err      error // when it cannot be drawn: then it would be lost
}

// leftovers are measured once for each floor in turn; most callers keep to one.
func (f *File) leftovers(p *planner) []leftover {
	f.leaving.Lock()
	defer f.leaving.Unlock()
	if f.left != nil && f.leftFloor == p.floor {
		return f.left
	}
	f.left, f.leftFloor = []leftover{}, p.floor
	for _, fd := range f.fields {
		if fd.Value == "" || fd.Type == Signature || fd.pushButton() {
			continue
		}
		if drawings, err := p.unpictured(fd); len(drawings) > 0 {
			f.left = append(f.left, leftover{fd, drawings, err})
		}
	}
	return f.left
}

// pictured says how far the file's own picture of a value is to be had, and to be trusted. With
// NeedAppearances (ISO 32000-1, table 218) it may be of an earlier value; that of a list of which all
// choices are shown, or of a box to tick, is left to stand.
func (f *File) pictured(fd *field, w *widget) (there, trusted bool) {
	if fd.Type == Button {
		return f.dict(w.dict["AP"]) != nil, true
	}
	form, shows := f.appearanceOf(w.dict)
	need, _ := f.resolve(f.form()["NeedAppearances"]).(bool)
	return shows && !f.blank(form), !need || fd.Type == Choice && !fd.Combo
}

func (p *planner) unpictured(fd *field) ([]*drawing, error) {
	var all []*drawing
	spare := true // pictures that are there can stand in
	for _, w := range fd.places {
		there, trusted := p.file.pictured(fd, w)
		if there && trusted || p.file.unseen(w, w.Rect) != "" {
			continue
		}
		d := p.drawing(fd, w, w.Rect)
		d.existing = true
		all = append(all, d)
		spare = spare && there
	}
	if len(all) == 0 {
		return nil, nil
	}
	if fd.Type == Button {
		if err := tick(all, Entry{Field: fd.Name, State: fd.Value}); err != nil {
			return nil, nil // a value that ticks nothing shows nothing
		}
		return all, nil
	}
	a, err := fd.chosen(Entry{Text: fd.Value})
	if err != nil {
		a = answer{shown: fd.Value} // a choice that is not in the list is still what the file says
	}
	a.shown = strings.ReplaceAll(a.shown, "\t", " ")
	cells := 0
	if fd.Comb && utf8.RuneCountInString(a.shown) <= fd.MaxLen {
		cells = fd.MaxLen
	}
	err = p.write(all, a, cells)
	switch {
	case errors.As(err, new(*GlyphError)) && spare:
		return nil, nil
	case errors.As(err, new(*GlyphError)):
		err = &FieldError{fd.Name, "came with a value in letters that cannot be drawn: give it another"}
	case errors.As(err, new(*OverflowError)):
		err = nil // cut at the box, as any viewer would
	}
	return all, err
}
