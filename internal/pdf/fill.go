package pdf

import "io"

// Fill writes f with the entries in it. Nothing is written when an entry does not fit: the
// errors are those of Plan. What all filled copies have in common is made at the first call and
// kept; later ones are quick.
func (f *File) Fill(w io.Writer, entries []Entry, o FillOptions) ([]Placement, error) {
	drawings, err := f.plan(entries, o)
	if err != nil {
		return placements(drawings), err
	}
	fl := f.filler(drawings, o.Editable)
	if o.Editable {
		fl.keepAlive()
	} else {
		fl.flatten()
	}
	if err := fl.writeTree(o.After); err != nil {
		return placements(drawings), err
	}
	fl.fonts.write()
	err = fl.doc.finish(w, fl.base.root, docInfo{title: o.Title, date: day(o.Date)})
	fl.reset()
	fl.base.spare.Put(fl)
	return placements(drawings), err
}

// A filler makes one filled copy of a file.
type filler struct {
	file    *File
	base    *base
	doc     *document
	c       *copier
	fonts   *typefaces
	on      [][]*drawing    // by page, from 0
	altered []*entries      // of the base's held objects; nil for those that are as they were
	room    []entries       // for those altered: one for each held object
	sketch  overlay         // for one picture after the other
	met     map[*field]bool // fields whose value is set; true for one that is ticked
	empty   out             // picture of nothing; 0 until there is one
}

func (f *File) filler(drawings []*drawing, editable bool) *filler {
	b := f.base(editable)
	fl, ok := b.spare.Get().(*filler)
	if !ok {
		fl = b.filler(f)
	}
	for _, d := range drawings {
		fl.on[d.Page-1] = append(fl.on[d.Page-1], d)
	}
	return fl
}

func (b *base) filler(f *File) *filler {
	fl := &filler{
		file: f, base: b, doc: &document{before: b.bytes, digest: b.digest, plain: true},
		on: make([][]*drawing, len(f.pages)), met: make(map[*field]bool),
		altered: make([]*entries, len(b.held)), room: make([]entries, 0, len(b.held)),
	}
	fl.c = fl.doc.copier(f)
	fl.c.base = b
	fl.fonts = &typefaces{doc: fl.doc, ready: true}
	fl.sketch = overlay{c: fl.c, page: &page{}, fonts: fl.fonts}
	fl.reset()
	return fl
}

// reset makes the filler ready for the next copy.
func (fl *filler) reset() {
	fl.doc.body, fl.doc.table = fl.doc.body[:0], append(fl.doc.table[:0], fl.base.table...)
	for i := range fl.on {
		clear(fl.on[i])
		fl.on[i] = fl.on[i][:0]
	}
	fl.empty = 0
	clear(fl.met)
	clear(fl.altered)
	clear(fl.room)
	fl.room = fl.room[:0]
	clear(fl.c.numbers)
	clear(fl.c.instead)
	fl.c.queue = fl.c.queue[:0]
	fl.fonts.list = fl.fonts.list[:0]
}

// flatten makes the values part of the pages, with what annotations show.
func (fl *filler) flatten() {
	for i, p := range fl.file.pages {
		o := fl.c.overlay(p, fl.fonts)
		o.flatten(fl.base.pages[i].surface, fl.on[i])
		fl.writePage(i, o)
	}
	fl.c.drain()
}

// writePage writes page i, from 0, with the overlay on it if there is any.
func (fl *filler) writePage(i int, o *overlay) {
	at := fl.base.pages[i]
	if len(o.ink) == 0 {
		fl.doc.copy(at.at, at.untouched)
		return
	}
	d := fl.c.change(fl.file.pages[i].ref)
	d["Contents"] = o.contents(nil, o.ink)
	d["Resources"] = o.resources()
	fl.c.write(at.at, d)
}

// writeTree writes the one node above all pages, and the pages that come after the form's own.
func (fl *filler) writeTree(after []*File) error {
	kids := make(array, 0, len(fl.base.pages))
	for _, p := range fl.base.pages {
		kids = append(kids, p.at)
	}
	for _, f := range after {
		pages, err := fl.annex(f)
		if err != nil {
			return err
		}
		kids = append(kids, pages...)
	}
	fl.doc.write(fl.base.node, dict{"Type": name("Pages"), "Kids": kids, "Count": len(kids)}, nil)
	return nil
}

// annex adds the pages of another file as they are seen, without what they do.
func (fl *filler) annex(f *File) (array, error) {
	values, err := f.plan(nil, FillOptions{})
	if err != nil {
		return nil, err
	}
	c := fl.doc.copier(f)
	c.bare = true
	for _, p := range f.pages {
		c.instead[p.ref] = nil // what points to a page must not bring the page's tree along
	}
	var kids array
	for i, p := range f.pages {
		o := c.overlay(p, fl.fonts)
		var on []*drawing
		for _, d := range values {
			if d.Page == i+1 {
				on = append(on, d)
			}
		}
		c.flattenPage(o, on)
		kids = append(kids, c.add(o.sheet(fl.base.node)))
	}
	c.drain()
	return kids, nil
}

// sheet is the overlay's page, flat and alone, under a node of another tree.
func (o *overlay) sheet(node out) dict {
	d := dict{"Type": name("Page"), "Parent": node, "Resources": o.resources(), "Contents": o.contents(nil, o.ink)}
	for _, k := range []name{"MediaBox", "CropBox", "Rotate", "UserUnit", "Group"} {
		if v := o.page.dict[k]; v != nil {
			d[k] = v
		}
	}
	return d
}

// pageTree queues all pages under one node, each with all it needs in itself.
func (c *copier) pageTree(node out) {
	kids := make(array, len(c.file.pages))
	for i, p := range c.file.pages {
		c.change(p.ref)["Parent"] = node
		kids[i] = c.number(p.ref)
	}
	c.doc.write(node, dict{"Type": name("Pages"), "Kids": kids, "Count": len(kids)}, nil)
}

// keepAlive sets the values in the fields.
func (fl *filler) keepAlive() {
	for i, p := range fl.file.pages {
		o := fl.c.overlay(p, fl.fonts)
		for _, d := range fl.on[i] {
			if d.widget == nil {
				o.draw(d, d.Rect.X0, d.Rect.Y0)
				continue
			}
			fl.dress(d)
			if !d.existing {
				fl.setValue(d)
			}
		}
		fl.writePage(i, o)
	}
	fl.writeHeld()
	fl.c.drain()
}

// setValue writes the value in the dictionaries that carry the field's name.
func (fl *filler) setValue(d *drawing) {
	ticked, met := fl.met[d.field]
	fl.met[d.field] = ticked || d.Ticked
	if !met {
		fl.coverHidden(d)
	} else if ticked || !d.Ticked {
		return // the value is the same in all places
	}
	for _, r := range d.field.nodes {
		n := fl.alter(r)
		n[ownRV] = nil
		switch d.field.Type {
		case Button:
			n[ownV] = off
			if d.Ticked {
				n[ownV] = d.state
			}
		case Choice:
			fl.setChoice(n, d)
		case Text:
			fl.setText(r, n, d)
		}
	}
	for _, r := range d.field.claims {
		fl.yield(r, d)
	}
}

// yield has a widget leave to its field what is the field's.
func (fl *filler) yield(r ref, d *drawing) {
	w := fl.alter(r)
	flags := w[ownFf] != nil
	for _, k := range []int{ownV, ownRV, ownI, ownFf, ownMaxLen} {
		w[k] = nil
	}
	if flags {
		w[ownFf] = d.flags()
	}
}

// coverHidden has the places of the field that nobody sees show nothing. Without a picture of their own
// viewers would make one up, and draw it beyond a box that is as flat as a line.
func (fl *filler) coverHidden(d *drawing) {
	for _, r := range d.field.hidden {
		if r == d.widget.ref {
			continue
		}
		w := fl.alter(r)
		if d.field.Type == Button {
			w[ownAS] = off
		} else {
			w[ownAP] = fl.appearances(nil, "", fl.nothing())
		}
	}
}

// nothing is a picture of nothing, one for each copy.
func (fl *filler) nothing() out {
	if fl.empty == 0 {
		o := &fl.sketch
		o.ink, o.ours = o.ink[:0], o.ours[:0]
		fl.empty = fl.doc.addForm(1, 1, o, fl.c.number)
	}
	return fl.empty
}

func (fl *filler) setChoice(n *entries, d *drawing) {
	n[ownI] = nil
	if len(d.picks) == 0 {
		n[ownV] = encodeText(d.stored)
		return
	}
	var values, places array
	for _, i := range d.picks {
		values = append(values, encodeText(d.field.choices[i].export))
		places = append(places, i)
	}
	n[ownV], n[ownI] = values, places
}

func (fl *filler) setText(r ref, n *entries, d *drawing) {
	n[ownV] = encodeText(d.stored)
	if d.Masked {
		n[ownV] = nil
	}
	fl.setLimits(r, n, d)
}

// noLimit is a MaxLen longer than any answer, for where the field would inherit a shorter one.
const noLimit = 32767

// setLimits makes the field a comb of d's cells, or frees it of comb and length.
func (fl *filler) setLimits(r ref, n *entries, d *drawing) {
	switch {
	case d.comb():
		n[ownMaxLen] = d.Cells
	case fl.file.inherits(r, "MaxLen"):
		n[ownMaxLen] = noLimit
	default:
		n[ownMaxLen] = nil
	}
	if flags := d.flags(); flags != d.field.Flags {
		n[ownFf] = flags
	}
}

// comb reports a text that viewers, too, are to put into cells.
func (d *drawing) comb() bool { return d.Cells > 0 && !d.field.Multiline }

// flags are those of the field once it holds the value: a plain text, in cells only if asked.
func (d *drawing) flags() int {
	flags := d.field.Flags
	if d.field.Type == Text {
		flags &^= flagRichText | flagComb
		if d.comb() {
			flags |= flagComb
		}
	}
	return flags
}

// inherits reports a key that a field has from one above it.
func (f *File) inherits(field ref, key name) bool {
	d := f.dict(field)
	for range maxDepth {
		if d = f.dict(d["Parent"]); d == nil {
			return false
		}
		if d[key] != nil {
			return true
		}
	}
	return false
}
