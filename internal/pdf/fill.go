package pdf

import (
	"errors"
	"io"
	"strings"

	"dossier/internal/font"
)

// Fill writes f with the entries in it. Nothing is written when an entry does not fit: the
// errors are those of Plan.
func (f *File) Fill(w io.Writer, entries []Entry, o FillOptions) ([]Placement, error) {
	drawings, err := f.plan(entries, o)
	if err != nil {
		return placements(drawings), err
	}
	old, err := f.unpictured(drawings, o)
	if err != nil {
		return placements(drawings), err
	}
	fl := f.filler(append(drawings, old...))
	root, pages := fl.doc.reserve(), fl.doc.reserve()
	catalog := dict{
		"Type": name("Catalog"), "Pages": pages, "AcroForm": nil, "Perms": nil, "Version": nil,
		"Metadata": nil, "DSS": nil, "NeedsRendering": nil,
	}
	if o.Editable {
		fl.keepAlive(catalog)
	} else {
		fl.flatten(catalog)
	}
	fl.writePages(pages)
	fl.c.write(root, f.root.with(catalog))
	fl.c.drain()
	fl.face.write(fl.doc)
	err = fl.doc.finish(w, root, docInfo{o.Title, day(o.Date)})
	return placements(drawings), err
}

// A filler makes one filled copy of a file.
type filler struct {
	file *File
	doc  *document
	c    *copier
	face *typeface
	on   map[int][]*drawing // by page
	met  map[*field]bool    // fields whose value is set
}

func (f *File) filler(drawings []*drawing) *filler {
	fl := &filler{file: f, doc: newDocument(f.size), on: make(map[int][]*drawing), met: make(map[*field]bool)}
	fl.c = fl.doc.copier(f)
	var texts []string
	for _, d := range drawings {
		texts = append(texts, d.Lines...)
		fl.on[d.Page] = append(fl.on[d.Page], d)
	}
	fl.face = fl.doc.embed(font.Sans(), texts)
	return fl
}

// unpictured draws the values that the form already had but has no appearance for: a viewer
// makes them up as it goes, paper cannot.
func (f *File) unpictured(filled []*drawing, o FillOptions) ([]*drawing, error) {
	done := make(map[*field]bool)
	for _, d := range filled {
		done[d.field] = true
	}
	p := f.planner(o)
	var all []*drawing
	var errs []error
	for _, fd := range f.fields {
		if done[fd] || fd.Value == "" || fd.Type == Signature || fd.pushButton() {
			continue
		}
		drawings, err := p.unpictured(fd)
		all = append(all, drawings...)
		errs = append(errs, err)
	}
	return all, errors.Join(errs...)
}

func (p planner) unpictured(fd *field) ([]*drawing, error) {
	var all []*drawing
	for _, w := range fd.places {
		if w.Page == 0 || w.dict["AP"] != nil || !p.file.visible(w.dict) {
			continue
		}
		d := fd.drawing(w)
		d.existing = true
		all = append(all, d)
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
	shown, _, err := fd.chosen(Entry{Text: fd.Value})
	if err != nil {
		shown = fd.Value // a choice that is not in the list is still what the file says
	}
	cells := 0
	if fd.Comb {
		cells = fd.MaxLen
	}
	err = p.write(all, strings.ReplaceAll(shown, "\t", " "), fd.Value, cells)
	if errors.As(err, new(*OverflowError)) {
		return all, nil // cut at the box, as any viewer would
	}
	return all, err
}

// writePages queues all pages under one node, each with all it needs in itself.
func (fl *filler) writePages(node out) {
	kids := make(array, len(fl.file.pages))
	for i, p := range fl.file.pages {
		fl.c.change(p.ref)["Parent"] = node
		kids[i] = fl.c.number(p.ref)
	}
	fl.doc.write(node, dict{"Type": name("Pages"), "Kids": kids, "Count": len(kids)}, nil)
}

// flatten makes annotations part of their pages and takes the form out of the file, with the
// scripts that would look for it.
func (fl *filler) flatten(catalog dict) {
	f := fl.file
	for i, p := range f.pages {
		o := fl.c.overlay(p)
		links := fl.c.flattenPage(o, fl.on[i+1], fl.face)
		fl.revise(o, p)
		d := fl.c.change(p.ref)
		delete(d, "AA")
		delete(d, "Annots")
		if len(links) > 0 {
			d["Annots"] = links
		}
	}
	catalog["AA"] = nil
	if names := f.dict(f.root["Names"]); names["JavaScript"] != nil {
		catalog["Names"] = names.with(dict{"JavaScript": nil})
	}
	if action, ok := f.resolve(f.root["OpenAction"]).(dict); ok && f.name(action["S"]) != "GoTo" {
		catalog["OpenAction"] = nil
	}
}

// revise gives the page the overlay's drawing, if there is any.
func (fl *filler) revise(o *overlay, p *page) {
	if len(o.ink) == 0 {
		return
	}
	d := fl.c.change(p.ref)
	d["Contents"] = o.contents(nil, o.ink)
	d["Resources"] = o.resources
}

// flattenPage draws the values and paints what annotations show. It returns the annotations that
// stay: links, and those that show nothing of themselves.
func (c *copier) flattenPage(o *overlay, drawings []*drawing, t *typeface) array {
	ours := make(map[ref]*drawing)
	for _, d := range drawings {
		if d.widget != nil {
			ours[d.widget.ref] = d
		}
	}
	var stay array
	for _, a := range o.page.annots {
		annotation := c.file.dict(a)
		kind := c.file.name(annotation["Subtype"])
		switch {
		case ours[a] != nil: // drawn below
		case kind == "Link":
			stay = append(stay, a)
			continue
		case kind == "Popup":
		case !o.paint(annotation) && kind != "Widget":
			stay = append(stay, a)
			continue
		}
		c.instead[a] = nil
	}
	for _, d := range drawings {
		o.draw(d, t)
	}
	return stay
}

// keepAlive sets the values in the fields and leaves the form to be edited further.
func (fl *filler) keepAlive(catalog dict) {
	for i, p := range fl.file.pages {
		o := fl.c.overlay(p)
		for _, d := range fl.on[i+1] {
			if d.widget == nil {
				o.draw(d, fl.face)
				continue
			}
			fl.dress(d)
			if !d.existing {
				fl.setValue(d)
			}
		}
		fl.revise(o, p)
	}
	form := fl.file.form()
	if form == nil {
		return
	}
	changes := dict{"XFA": nil, "NeedAppearances": nil, "SigFlags": nil}
	if len(fl.file.orphans) > 0 {
		fields := append(array{}, fl.file.list(form["Fields"])...)
		for _, r := range fl.file.orphans {
			fields = append(fields, r)
		}
		changes["Fields"] = fields
	}
	if fl.file.resolve(form["DA"]) == nil {
		changes["DA"] = text(defaultDA)
		changes["DR"] = fl.defaultResources(fl.file.dict(form["DR"]))
	}
	catalog["AcroForm"] = form.with(changes)
}

// defaultDA is how viewers are to write in a field: Helvetica, in the size that suits, black.
const defaultDA = "/Helv 0 Tf 0 g"

func (fl *filler) defaultResources(dr dict) dict {
	fonts := fl.file.dict(dr["Font"])
	if fonts["Helv"] != nil {
		return dr
	}
	return dr.with(dict{"Font": fonts.with(dict{"Helv": fl.doc.add(helvetica())})})
}

// helvetica is one of the fonts every viewer has (ISO 32000-1, 9.6.2.2).
func helvetica() dict {
	return dict{
		"Type": name("Font"), "Subtype": name("Type1"), "BaseFont": name("Helvetica"),
		"Encoding": name("WinAnsiEncoding"),
	}
}

// dress gives a widget its new appearance.
func (fl *filler) dress(d *drawing) {
	w := fl.c.change(d.widget.ref)
	r := d.Rect
	w["Rect"] = array{round(r.X0), round(r.Y0), round(r.X1), round(r.Y1)}
	delete(w, "RV")
	if d.field.Type != Button {
		w["AP"] = dict{"N": fl.c.appearance(d, fl.face)}
		return
	}
	w["AS"] = name("Off")
	if !d.Ticked {
		return
	}
	w["AS"] = d.state
	normal, _ := fl.file.resolve(fl.file.dict(d.widget.dict["AP"])["N"]).(dict)
	w["AP"] = dict{"N": normal.with(dict{d.state: fl.c.appearance(d, fl.face)})}
}

// setValue writes the value in the dictionaries that carry the field's name.
func (fl *filler) setValue(d *drawing) {
	first := !fl.met[d.field]
	fl.met[d.field] = true
	for _, r := range d.field.nodes {
		n := fl.c.change(r)
		delete(n, "RV")
		switch {
		case d.field.Type == Button && d.Ticked:
			n["V"] = d.state
		case d.field.Type == Button && first:
			n["V"] = name("Off")
		case d.field.Type == Choice:
			n["V"] = encodeText(d.stored)
			delete(n, "I")
		case d.field.Type == Text:
			n["V"] = encodeText(d.stored)
			fl.setLimits(n, d)
		}
	}
}

// noLimit is a MaxLen longer than any answer, for where the field would inherit a shorter one.
const noLimit = 32767

// setLimits makes the field a comb of d's cells, or frees it of comb and length.
func (fl *filler) setLimits(n dict, d *drawing) {
	flags := d.field.Flags &^ (flagRichText | flagComb)
	switch {
	case d.Cells > 0 && !d.field.Multiline:
		flags |= flagComb
		n["MaxLen"] = d.Cells
	case fl.inherits(n, "MaxLen"):
		n["MaxLen"] = noLimit
	default:
		delete(n, "MaxLen")
	}
	if flags != d.field.Flags {
		n["Ff"] = flags
	}
}

// inherits reports a key that a field has from one above it.
func (fl *filler) inherits(n dict, key name) bool {
	for range maxDepth {
		n = fl.file.dict(n["Parent"])
		if n == nil {
			return false
		}
		if n[key] != nil {
			return true
		}
	}
	return false
}
