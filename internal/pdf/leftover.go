package pdf

import (
	"errors"
	"slices"
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
	cut      bool  // drawn, and not to be read whole: cut at its box, or as small as dust
}

// tiny is the smallest type for a value that the form came with, in points: viewers, too, make it as
// small as its box takes.
const tiny = 1.0

// legible is the smallest type that is still read on paper, in points.
const legible = 4.0

// A Clip is a value of a field of which the file has no picture, and that cannot be read whole on paper.
type Clip struct {
	Page  int // from 1
	Field string
	Lost  bool // it has letters that cannot be drawn, and is not there at all
}

// Clipped are the values that Join cannot put on a page whole, in the order of the fields.
func (f *File) Clipped() []Clip {
	var list []Clip
	for _, l := range f.leftovers(f.planner(FillOptions{}, 0)) {
		if l.cut || l.err != nil {
			list = append(list, Clip{l.drawings[0].Page, strings.Clone(l.field.Name), l.err != nil})
		}
	}
	return list
}

// kept are the values of which the file has no picture, drawn: all but those of Clipped that are lost.
func (f *File) kept() []*drawing {
	var all []*drawing
	for _, l := range f.leftovers(f.planner(FillOptions{}, 0)) {
		if l.err == nil {
			all = append(all, l.drawings...)
		}
	}
	return all
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
		if l := p.unpictured(fd); len(l.drawings) > 0 {
			f.left = append(f.left, l)
		}
	}
	return f.left
}

// pictured says whether the file has a picture of a value, and whether to trust it. With
// NeedAppearances (ISO 32000-1, table 218) it may be of an earlier value: one that spells the value is
// good, and so is that of a list, which shows all choices, and of a box to tick.
func (f *File) pictured(fd *field, w *widget) (there, trusted bool) {
	if fd.Type == Button {
		return f.dict(w.dict["AP"]) != nil, true
	}
	form, shows := f.appearanceOf(w.dict)
	if !shows || f.blank(form) {
		return false, false
	}
	if need, _ := f.resolve(f.form()["NeedAppearances"]).(bool); !need || fd.Type == Choice && !fd.Combo {
		return true, true
	}
	return true, f.spells(form, fd.shownValue())
}

// spells reports a picture whose letters are those of a text, in an encoding that needs no table.
func (f *File) spells(form ref, s string) bool {
	picture, _ := f.resolve(form).(*stream)
	left := longestDrawing
	content, err := f.unpack(picture, &left)
	return err == nil && letters(content) == strings.Join(strings.Fields(s), "")
}

// shownValue is the value as it is to be read: not what a choice sends.
func (fd *field) shownValue() string {
	a, err := fd.chosen(Entry{Text: fd.Value})
	if err != nil {
		return fd.Value // a choice that is not in the list is still what the file says
	}
	return a.shown
}

func (p *planner) unpictured(fd *field) leftover {
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
		return leftover{}
	}
	if fd.Type == Button {
		if err := tick(all, Entry{Field: fd.Name, State: fd.Value}); err != nil {
			return leftover{} // a value that ticks nothing shows nothing
		}
		return leftover{field: fd, drawings: all}
	}
	a := answer{shown: strings.ReplaceAll(fd.shownValue(), "\t", " ")}
	cells := 0
	if fd.Comb && utf8.RuneCountInString(a.shown) <= fd.MaxLen {
		cells = fd.MaxLen
	}
	err := p.write(all, a, cells)
	if errors.As(err, new(*OverflowError)) {
		for _, d := range all {
			d.pad = d.widget.look.inset()
		}
		small := planner{file: p.file, floor: tiny}
		err = small.write(all, a, cells) // whole, as its form has it, before readable
	}
	l := leftover{field: fd, drawings: all, err: err}
	switch {
	case errors.As(err, new(*GlyphError)) && spare:
		return leftover{}
	case errors.As(err, new(*GlyphError)):
		l.err = &FieldError{fd.Name, "came with a value in letters that cannot be drawn: give it another"}
	case errors.As(err, new(*OverflowError)):
		l.err, l.cut = nil, true // at the box, as any viewer would
	case err == nil:
		l.cut = slices.ContainsFunc(all, func(d *drawing) bool { return d.Size > 0 && d.Size < min(legible, p.floor) })
	}
	return l
}
