package pdf

import (
	"errors"
	"fmt"
	"io"
)

// A NewField is a field to add to a file: a text, or a box to tick when State is set. Boxes of
// the same name are one field, of which one state is ticked at a time.
type NewField struct {
	Name      string
	Tooltip   string // said by screen readers; may be empty
	Page      int    // from 1
	Rect      Rect
	MaxLen    int  // characters; 0 is no limit
	Comb      bool // MaxLen equal cells
	Multiline bool
	State     string // of a box that is ticked
}

// fieldDA is how viewers are to write in the fields we make.
const fieldDA = "/Helv 9 Tf 0 g"

// AddFields writes base with a form on it. The file must not have fields already; fields are in
// the order given.
func AddFields(w io.Writer, base *File, fields []NewField) error {
	if err := base.acceptable(fields); err != nil {
		return err
	}
	doc := newDocument(base.size)
	fm := &formMaker{file: base, doc: doc, c: doc.copier(base), groups: make(map[string]*group)}
	root, pages := doc.reserve(), doc.reserve()
	for _, nf := range fields {
		fm.add(nf)
	}
	fm.c.pageTree(pages)
	catalog := base.root.with(dict{
		"Type": name("Catalog"), "Pages": pages, "Version": nil, "Metadata": nil,
		"AcroForm": fm.form(),
	})
	fm.c.write(root, catalog)
	fm.c.drain()
	date, _ := base.resolve(base.info["CreationDate"]).(text)
	return doc.finish(w, root, docInfo{title: base.title(), date: date})
}

// acceptable reports all that is wrong with the fields for f.
func (f *File) acceptable(fields []NewField) error {
	if len(f.fields) > 0 {
		return errors.New("add fields: the file has a form already")
	}
	var errs []error
	first := make(map[string]NewField)
	for _, nf := range fields {
		before, twice := first[nf.Name]
		first[nf.Name] = nf
		switch {
		case nf.Name == "":
			errs = append(errs, errors.New("add fields: a field has no name"))
		case nf.Page < 1 || nf.Page > f.Pages():
			errs = append(errs, &FieldError{nf.Name, fmt.Sprintf("is put on page %d of %d", nf.Page, f.Pages())})
		case nf.Rect.Width() <= 0 || nf.Rect.Height() <= 0:
			errs = append(errs, &FieldError{nf.Name, "has an empty rectangle"})
		case nf.Comb && nf.MaxLen <= 0:
			errs = append(errs, &FieldError{nf.Name, "is a comb without a number of cells"})
		case twice && (nf.State == "" || before.State == ""):
			errs = append(errs, &FieldError{nf.Name, "is there twice, and not as a box to tick"})
		}
	}
	return errors.Join(errs...)
}

// A formMaker builds the form of a file that had none.
type formMaker struct {
	file   *File
	doc    *document
	c      *copier
	order  []*group
	groups map[string]*group
}

// A group is one field, with a box for each of its states if it is one to tick.
type group struct {
	at      out
	tooltip string
	name    string
	boxes   array
}

func (fm *formMaker) add(nf NewField) {
	g := fm.groups[nf.Name]
	if g == nil {
		g = &group{at: fm.doc.reserve(), name: nf.Name, tooltip: nf.Tooltip}
		fm.groups[nf.Name] = g
		fm.order = append(fm.order, g)
	}
	at := g.at
	if nf.State != "" {
		at = fm.doc.reserve()
		g.boxes = append(g.boxes, at)
	}
	p := fm.file.pages[nf.Page-1]
	fm.c.write(at, fm.widget(nf, g, p))
	d := fm.c.change(p.ref)
	d["Annots"] = append(append(array{}, fm.file.list(d["Annots"])...), at)
}

// widget is the place of a field; that of a text is the field itself.
func (fm *formMaker) widget(nf NewField, g *group, p *page) dict {
	r := nf.Rect
	d := dict{
		"Type": name("Annot"), "Subtype": name("Widget"), "F": annotPrint, "P": p.ref,
		"Rect": array{round(r.X0), round(r.Y0), round(r.X1), round(r.Y1)}, "DA": text(fieldDA),
	}
	if nf.State != "" {
		d["Parent"] = g.at
		d["AS"] = name("Off")
		d["MK"] = dict{"CA": text("4")}
		d["DA"] = text("/ZaDb 0 Tf 0 g")
		d["AP"] = dict{"N": dict{"Off": fm.appearance(r, nil), name(nf.State): fm.ticked(r)}}
		return d
	}
	flags := 0
	if nf.Comb {
		flags |= flagComb
	}
	if nf.Multiline {
		flags |= flagMultiline
	}
	if nf.MaxLen > 0 {
		d["MaxLen"] = nf.MaxLen
	}
	d["Ff"] = flags
	d["AP"] = dict{"N": fm.appearance(r, ink("/Tx BMC\nEMC\n"))}
	return d.with(g.head("Tx"))
}

// head is what tells a field from a mere widget.
func (g *group) head(kind name) dict {
	d := dict{"FT": kind, "T": encodeText(g.name)}
	if g.tooltip != "" {
		d["TU"] = encodeText(g.tooltip)
	}
	return d
}

func (fm *formMaker) ticked(r Rect) out {
	var k ink
	k.tick("", r.Width(), r.Height(), nil)
	return fm.appearance(r, k)
}

func (fm *formMaker) appearance(r Rect, k ink) out {
	return fm.doc.addStream(dict{
		"Type": name("XObject"), "Subtype": name("Form"), "Resources": dict{},
		"BBox": array{0, 0, round(r.Width()), round(r.Height())},
	}, k)
}

// form writes the fields that are groups of boxes, and lists all fields.
func (fm *formMaker) form() dict {
	list := make(array, len(fm.order))
	for i, g := range fm.order {
		list[i] = g.at
		if len(g.boxes) > 0 {
			fm.doc.write(g.at, g.head("Btn").with(dict{"Kids": g.boxes, "V": name("Off")}), nil)
		}
	}
	dingbats := dict{"Type": name("Font"), "Subtype": name("Type1"), "BaseFont": name("ZapfDingbats")}
	return dict{
		"Fields": list, "DA": text(fieldDA),
		"DR": dict{"Font": dict{"Helv": fm.doc.add(helvetica()), "ZaDb": fm.doc.add(dingbats)}},
	}
}
