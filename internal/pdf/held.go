package pdf

import (
	"slices"
	"strconv"
)

// A heldObject is a field, or a place of one, of which a value changes some entries. The others are
// written once for all copies.
type heldObject struct {
	ref   ref
	at    out
	rest  dict    // the entries that no value changes
	head  []byte  // the same, ready
	own   entries // the others, as the file has them
	ready []byte  // the whole object as the file has it; nil when it refers to what not every copy holds
}

// Entries that a value changes, in a field or in a place of it, in the order they are written.
const (
	ownAP = iota
	ownAS
	ownF
	ownFf
	ownI
	ownMaxLen
	ownRV
	ownRect
	ownV
	ownCount
)

var ownNames = [ownCount]name{"AP", "AS", "F", "Ff", "I", "MaxLen", "RV", "Rect", "V"}

// entries are values under the names in ownNames; nil for one that is not there. There are two or
// three such lists a field in each copy, so they are arrays and not maps.
type entries [ownCount]object

// written is an object ready in PDF syntax.
type written []byte

// hold keeps r for the copies to write.
func (m *baseMaker) hold(r ref) {
	if _, ok := m.index[r]; ok {
		return
	}
	h := heldObject{ref: r, rest: m.f.dict(r).with(nil)}
	for i, k := range ownNames {
		h.own[i] = h.rest[k]
		delete(h.rest, k)
	}
	m.c.held[r] = h.rest
	m.index[r] = len(m.held)
	m.held = append(m.held, h)
}

// keepEmpty puts into the base how boxes look that are not ticked: every editable copy has that in
// the widget, and every flat one under the mark, or alone where the file has the box so.
func (m *baseMaker) keepEmpty(editable bool) {
	painted := make(map[ref]ref) // by annotation
	for _, p := range m.pages {
		for _, pic := range p.surface.paintings {
			painted[pic.annotation] = pic.form
		}
	}
	for _, fd := range m.f.fields {
		for _, w := range fd.places {
			if w.off == 0 || fd.Type != Button {
				continue
			}
			if editable && m.c.numbers[w.ref] != 0 || !editable && painted[w.ref] == w.off {
				m.c.completeForm(w.off)
				m.c.number(w.off)
			}
		}
	}
}

// freezeHeld writes what is the same in all copies.
func (m *baseMaker) freezeHeld() {
	m.held = slices.DeleteFunc(m.held, func(h heldObject) bool { return m.numbers[h.ref] == 0 })
	clear(m.index)
	for i := range m.held {
		h := &m.held[i]
		m.index[h.ref] = i
		h.at = m.numbers[h.ref]
		h.head = appendEntries(nil, h.rest, m.c.number)
		whole := true
		for k, o := range h.own {
			if o == nil {
				continue
			}
			known := true
			b := appendObject(nil, o, func(r ref) out {
				known = known && (m.numbers[r] != 0 || m.c.object(r) == nil)
				return m.numbers[r]
			})
			if whole = whole && known; known {
				h.own[k] = written(b)
			}
		}
		if whole {
			h.ready = h.append(nil, &h.own, nil)
		}
	}
}

// append writes the object with these entries of its own.
func (h *heldObject) append(b []byte, own *entries, number func(ref) out) []byte {
	b = append(strconv.AppendInt(b, int64(h.at), 10), " 0 obj\n<<"...)
	b = append(b, h.head...)
	for i, o := range own {
		if o != nil {
			b = append(append(append(b, '/'), ownNames[i]...), ' ')
			b = append(appendObject(b, o, number), '\n')
		}
	}
	return append(b, ">>\nendobj\n"...)
}

// writeHeld writes all held objects, most of them as they are ready.
func (fl *filler) writeHeld() {
	for i := range fl.base.held {
		h := &fl.base.held[i]
		own := fl.altered[i]
		if own == nil && h.ready != nil {
			fl.doc.copy(h.at, h.ready)
			continue
		}
		if own == nil {
			own = &h.own
		}
		fl.doc.place(h.at)
		fl.doc.body = h.append(fl.doc.body, own, fl.c.number)
	}
}

// alter is what a value may change of a held object, as a copy to write in.
func (fl *filler) alter(r ref) *entries {
	i, ok := fl.base.index[r]
	if !ok {
		return new(entries) // nothing in the file leads to it
	}
	if fl.altered[i] == nil {
		fl.room = append(fl.room, fl.base.held[i].own)
		fl.altered[i] = &fl.room[len(fl.room)-1]
	}
	return fl.altered[i]
}

// dress gives a widget its new appearance.
func (fl *filler) dress(d *drawing) {
	w := fl.alter(d.widget.ref)
	if r := d.Rect; r != d.widget.Rect {
		w[ownRect] = array{round(r.X0), round(r.Y0), round(r.X1), round(r.Y1)}
	}
	if d.widget.flags&annotPrint == 0 {
		w[ownF] = d.widget.flags | annotPrint // what is given is to be on paper
	}
	switch {
	case d.field.Type != Button:
		w[ownAP] = fl.appearances(nil, "", fl.picture(d))
	case !d.Ticked:
		w[ownAS] = off
		if fl.covers(d) {
			w[ownAP] = fl.appearances(d.widget, "Off", 0)
		}
	default:
		w[ownAS] = d.state
		w[ownAP] = fl.appearances(d.widget, d.state, fl.picture(d))
	}
}

// covers says whether an empty box stands in the place of a ticked one of its field, as careless forms
// have it: its look would hide the mark.
func (fl *filler) covers(d *drawing) bool {
	x, y := (d.Rect.X0+d.Rect.X1)/2, (d.Rect.Y0+d.Rect.Y1)/2
	for _, e := range fl.on[d.Page-1] {
		if e.field == d.field && e.Ticked && e.Rect.X0 < x && x < e.Rect.X1 && e.Rect.Y0 < y && y < e.Rect.Y1 {
			return true
		}
	}
	return false
}

// off is the state of a box that is not ticked.
var off object = name("Off")

// appearances is the entry AP with a new picture: the only one, or that of a state of a button,
// beside those that the file has of the other states. Without a picture the state shows nothing.
func (fl *filler) appearances(w *widget, state name, picture out) written {
	b := append(make([]byte, 0, 64), "<</N "...)
	if w == nil {
		return append(appendObject(b, picture, nil), ">>"...)
	}
	b = append(b, "<<"...)
	normal, _ := fl.file.resolve(fl.file.dict(w.dict["AP"])["N"]).(dict)
	empty := normal["Off"]
	if empty == nil && w.off != 0 {
		empty = w.off // a file with one picture for all states
	}
	if empty != nil && state != "Off" {
		b = appendObject(append(b, "/Off "...), empty, fl.c.number)
	}
	for _, k := range w.on {
		if o := normal[k]; k != state && o != nil {
			b = appendObject(append(appendName(b, k), ' '), o, fl.c.number)
		}
	}
	if picture != 0 {
		b = appendObject(append(appendName(b, state), ' '), picture, nil)
	}
	return append(b, ">>>>"...)
}

// picture is the drawing as a stream for the widget itself. A turn of the text is part of it.
func (fl *filler) picture(d *drawing) out {
	o := &fl.sketch
	o.ink, o.ours = o.ink[:0], o.ours[:0]
	if d.field.Type == Button {
		o.draw(d, 0, 0)
	} else {
		o.ink.do("/Tx BMC") // where viewers put a new text
		o.draw(d, 0, 0)
		o.ink.do("EMC")
	}
	return fl.doc.addForm(d.Rect.Width(), d.Rect.Height(), o, fl.c.number)
}
