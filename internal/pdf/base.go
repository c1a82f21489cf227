package pdf

import (
	"crypto/sha256"
	"slices"
	"sync"
)

// A base is what all filled copies of a file have in common, written once: the objects that no
// value changes. A copy is these bytes and the objects of its own after them.
type base struct {
	bytes      []byte
	digest     []byte // of bytes
	table      []byte // the cross-reference table so far, with the lines of held objects unwritten
	numbers    map[ref]out
	instead    map[ref]object // as in a copier
	held       []heldObject   // fields and their places, which each copy writes for itself
	index      map[ref]int    // of held
	pages      []basePage
	root, node out       // the catalog, and the one node above all pages, which each copy writes
	spare      sync.Pool // *filler, for their memory
}

// A basePage is a page that a copy either takes as it is or writes anew with values on it.
type basePage struct {
	at        out
	untouched []byte // the object, ready
	surface   surface
}

// bases are made when they are first needed, flat and editable.
type bases struct {
	once [2]sync.Once
	made [2]*base
}

func (f *File) base(editable bool) *base {
	i := 0
	if editable {
		i = 1
	}
	f.bases.once[i].Do(func() { f.bases.made[i] = f.newBase(editable) })
	return f.bases.made[i]
}

// number is the place of r in every copy; 0 when it has none.
func (b *base) number(r ref) out {
	if b == nil {
		return 0
	}
	return b.numbers[r]
}

// replaced is what stands in place of r in every copy.
func (b *base) replaced(r ref) (object, bool) {
	if b == nil {
		return nil, false
	}
	o, ok := b.instead[r]
	return o, ok
}

// unkept are the entries of the catalog that no filled copy keeps: rights and seals that a change breaks, and
// descriptions of the file as it was.
var unkept = dict{"Perms": nil, "Version": nil, "Metadata": nil, "DSS": nil, "NeedsRendering": nil}

func (f *File) newBase(editable bool) *base {
	m := &baseMaker{f: f, base: &base{}, c: newDocument(f.size).copier(f)}
	m.index, m.c.held = make(map[ref]int), make(map[ref]dict)
	m.root, m.node = m.c.doc.reserve(), m.c.doc.reserve()
	catalog := f.root.with(unkept).with(dict{"Type": name("Catalog"), "Pages": m.node})
	if editable {
		catalog = m.living(catalog)
	} else {
		catalog = m.flat(catalog)
	}
	m.c.write(m.root, catalog)
	for _, p := range f.pages {
		m.c.number(p.ref)
	}
	m.c.drain()
	m.keepEmpty(editable)
	m.c.drain()
	m.freeze()
	return m.base
}

// A baseMaker writes a base.
type baseMaker struct {
	*base
	f *File
	c *copier
}

// flat makes annotations part of their pages and takes the form out of the file, with the
// scripts that would look for it.
func (m *baseMaker) flat(catalog dict) dict {
	f := m.f
	for _, p := range f.pages {
		s := f.surface(p)
		for _, a := range s.gone {
			m.c.instead[a] = nil
		}
		for _, p := range s.paintings {
			m.c.completeForm(p.form)
		}
		m.page(p, s, dict{"Annots": s.annots(), "AA": nil})
	}
	catalog = catalog.with(dict{"AcroForm": nil, "AA": nil})
	if names := f.dict(f.root["Names"]); names["JavaScript"] != nil {
		catalog["Names"] = names.with(dict{"JavaScript": nil})
	}
	if action, ok := f.resolve(f.root["OpenAction"]).(dict); ok && f.name(action["S"]) != "GoTo" {
		delete(catalog, "OpenAction")
	}
	return catalog
}

// living leaves the form to be edited further.
func (m *baseMaker) living(catalog dict) dict {
	f := m.f
	for _, p := range f.pages {
		m.page(p, surface{}, dict{})
	}
	for _, fd := range f.fields {
		if fd.Type == Signature || fd.pushButton() {
			continue
		}
		for _, r := range fd.nodes {
			m.hold(r)
		}
		for _, w := range fd.places {
			m.hold(w.ref)
		}
	}
	form := f.form()
	if form == nil && len(f.orphans) == 0 {
		return catalog
	}
	changes := dict{"XFA": nil, "NeedAppearances": nil, "SigFlags": nil}
	if len(f.orphans) > 0 {
		fields := slices.Clone(f.list(form["Fields"]))
		for _, r := range f.orphans {
			fields = append(fields, r)
		}
		changes["Fields"] = fields
	}
	if f.resolve(form["DA"]) == nil {
		changes["DA"] = text(defaultDA)
		changes["DR"] = m.defaultResources(f.dict(form["DR"]))
	}
	return catalog.with(dict{"AcroForm": form.with(changes)})
}

// defaultDA is how viewers are to write in a field: Helvetica, in the size that suits, black.
const defaultDA = "/Helv 0 Tf 0 g"

func (m *baseMaker) defaultResources(dr dict) dict {
	fonts := m.f.dict(dr["Font"])
	if fonts["Helv"] != nil {
		return dr
	}
	return dr.with(dict{"Font": fonts.with(dict{"Helv": m.c.doc.add(helvetica())})})
}

// helvetica is one of the fonts every viewer has (ISO 32000-1, 9.6.2.2).
func helvetica() dict {
	return dict{
		"Type": name("Font"), "Subtype": name("Type1"), "BaseFont": name("Helvetica"),
		"Encoding": name("WinAnsiEncoding"),
	}
}

// page notes what becomes of a page that gets no value.
func (m *baseMaker) page(p *page, s surface, changes dict) {
	d := p.dict.with(changes)
	d["Parent"] = m.node
	m.c.instead[p.ref] = d
	m.c.held[p.ref] = d
	m.pages = append(m.pages, basePage{surface: s})
}

// freeze keeps what was written.
func (m *baseMaker) freeze() {
	m.numbers, m.instead = m.c.numbers, m.c.instead
	for i, p := range m.f.pages {
		at := m.numbers[p.ref]
		m.base.pages[i].at = at
		m.base.pages[i].untouched = appendNumbered(nil, at, m.c.instead[p.ref], m.c.number)
	}
	m.freezeHeld()
	m.bytes, m.table = slices.Clip(m.c.doc.body), m.c.doc.table
	sum := sha256.Sum256(m.bytes)
	m.digest = sum[:]
}
