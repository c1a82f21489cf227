package pdf

import (
	"slices"
	"strconv"
	"strings"
)

// newWidget is nil for a dictionary without a place.
func (f *File) newWidget(r ref) *widget {
	d := f.dict(r)
	rect, ok := f.rect(d["Rect"])
	if !ok {
		return nil
	}
	w := &widget{ref: r, dict: d, look: f.look(d)}
	w.Rect = rect
	w.shown = f.name(d["AS"])
	flags, _ := f.int(d["F"])
	w.Hidden = flags&annotHidden != 0 || flags&annotNoView != 0 && flags&annotPrint == 0
	normal := f.dict(d["AP"])["N"]
	states, _ := f.resolve(normal).(dict)
	w.off, w.pictured = f.drawing(states["Off"]), len(states) > 0
	if states == nil {
		w.off = f.drawing(normal) // one picture for all states
	}
	if !f.spend(len(states)) {
		return w
	}
	for _, k := range states.keys() {
		if k != "Off" {
			w.on = append(w.on, k)
		}
	}
	return w
}

// drawing is the number of a stream with something in it; 0 for anything else.
func (f *File) drawing(o object) ref {
	r, ok := o.(ref)
	if s, is := f.resolve(o).(*stream); !ok || !is || len(s.raw) == 0 {
		return 0
	}
	return r
}

// finish gives each widget of a button the names it can be ticked by.
func (fd *field) finish() {
	if fd.Type != Button || fd.Flags&flagPushButton != 0 {
		return
	}
	count, i := fd.widgets(), 0
	for at, w := range fd.places {
		if at == 0 || w.ref != fd.places[at-1].ref {
			i++
		}
		if len(w.on) == 0 {
			w.on = []name{impliedState(i, count)}
		}
		for _, n := range w.on {
			w.States = append(w.States, n.readable())
		}
		if w.export != "" && !slices.Contains(w.States, w.export) {
			w.States = append(w.States, w.export)
		}
		if state := w.shown; fd.Value == "" && state != "" && state != "Off" {
			fd.Value = state.readable()
		}
	}
	for _, w := range fd.places {
		if !w.pictured && fd.Value != "" && fd.Value != "Off" {
			w.off = 0 // its one picture may be that of the ticked box
		}
		w.pictured = w.pictured || w.off != 0
	}
}

// hidden lists the widgets of a field that are seen on no page.
func (f *File) hidden(fd *field) (list []ref) {
	shown := make(map[ref]bool)
	for _, w := range fd.places {
		shown[w.ref] = shown[w.ref] || f.unseen(w, w.Rect) == ""
	}
	for _, w := range fd.places {
		if !shown[w.ref] {
			list = append(list, w.ref)
		}
	}
	return list
}

// ownKeys are entries that belong to a field, and mislead viewers in a widget without a name.
var ownKeys = []name{"V", "RV", "I", "Ff", "MaxLen"}

// claiming lists the widgets that are not the field itself and have such entries.
func (fd *field) claiming() (list []ref) {
	node := make(map[ref]bool)
	for _, r := range fd.nodes {
		node[r] = true
	}
	for _, w := range fd.places {
		has := func(k name) bool { return w.dict[k] != nil }
		if !node[w.ref] && slices.ContainsFunc(ownKeys, has) {
			list = append(list, w.ref)
		}
	}
	return list
}

// widgets counts those of the field. One that several pages list has a place on each, one after
// the other.
func (fd *field) widgets() int {
	n := 0
	for at, w := range fd.places {
		if at == 0 || w.ref != fd.places[at-1].ref {
			n++
		}
	}
	return n
}

// impliedState is the on-state of the i-th of n widgets, from 1, when it has no appearances, so
// that the file names none: Yes for a box alone (ISO 32000-1, 12.7.4.2.3), the place in the group
// for one of several.
func impliedState(i, n int) name {
	if n == 1 {
		return "Yes"
	}
	return name(strconv.Itoa(i))
}

// pushButton reports a field that does something and holds nothing.
func (fd *field) pushButton() bool {
	return fd.Type == Button && fd.Flags&flagPushButton != 0
}

// stateNamed is the name in the file of the state a caller calls s; "" when w has none.
func (w *widget) stateNamed(s string) name {
	for _, n := range w.on {
		if n.readable() == s {
			return n
		}
	}
	return ""
}

// stateExported is the same for the value that ticking w sends.
func (w *widget) stateExported(s string) name {
	if s == w.export {
		return w.on[0]
	}
	return ""
}

// leastAsked is the smallest size that a form is taken at its word for, in points. Many ask for 5
// or 6 on purpose; what cannot be read nobody meant, and the size that suits the box takes its place.
const leastAsked = 4.0

// typeSize is the size of the last Tf in a default appearance, in points; 0 asks for a size
// that suits the box.
func typeSize(da string) float64 {
	words := strings.Fields(da)
	for i := len(words) - 1; i >= 1; i-- {
		if words[i] == "Tf" {
			size, err := strconv.ParseFloat(words[i-1], 64)
			if err != nil || !(size >= leastAsked && size < 1000) {
				return 0
			}
			return size
		}
	}
	return 0
}
