package pdf

import (
	"strings"
)

// Traits are what a reader should know of a file before writing in it. Filling leaves out XFA,
// UsageRights and NeedAppearances, and Encrypted files come out open.
type Traits struct {
	Version         string // of the format: "1.7"
	Encrypted       bool   // for reading with an empty password
	XFA             bool   // a second description of the form, which some viewers prefer
	DynamicXFA      bool   // pages are made from XFA as one types; those in the file are a notice
	UsageRights     bool   // its maker allows a viewer more than usual, until the file changes
	Signed          bool
	Scripts         bool // something runs when the file is opened or a field changes
	NeedAppearances bool // viewers are to draw the values
	Linearized      bool // laid out to be shown page by page while it is loading
	Portfolio       bool // a cover for files inside it
}

// Lost names what of a file no filled copy has: a change ends it, or it would show another form than the
// one on paper.
func (t Traits) Lost() []string {
	var lost []string
	for _, x := range []struct {
		there bool
		what  string
	}{{t.XFA, "XFA"}, {t.UsageRights, "usage rights"}, {t.Encrypted, "encryption"}, {t.Signed, "signature"}} {
		if x.there {
			lost = append(lost, x.what)
		}
	}
	return lost
}

// Traits tells what kind of file f is.
func (f *File) Traits() Traits {
	form, perms := f.form(), f.dict(f.root["Perms"])
	need, _ := f.resolve(form["NeedAppearances"]).(bool)
	rendering, _ := f.resolve(f.root["NeedsRendering"]).(bool)
	xfa := f.resolve(form["XFA"]) != nil
	return Traits{
		Version:         f.version,
		Encrypted:       f.encrypted,
		XFA:             xfa,
		DynamicXFA:      xfa && (rendering || len(f.fields) == 0),
		UsageRights:     f.resolve(perms["UR3"]) != nil || f.resolve(perms["UR"]) != nil,
		Signed:          f.signed(),
		Scripts:         f.scripted(),
		NeedAppearances: need,
		Linearized:      f.linear,
		Portfolio:       f.portfolio(),
	}
}

// signed reports a signature that somebody has given.
func (f *File) signed() bool {
	if f.resolve(f.dict(f.root["Perms"])["DocMDP"]) != nil {
		return true
	}
	for _, fd := range f.fields {
		if fd.Type == Signature && fd.signed {
			return true
		}
	}
	return false
}

// scripted reports scripts of the whole file, of a page or of a field.
func (f *File) scripted() bool {
	if f.dict(f.dict(f.root["Names"])["JavaScript"]) != nil || f.dict(f.root["AA"]) != nil || f.runs(f.root["OpenAction"]) {
		return true
	}
	for _, p := range f.pages {
		if f.dict(p.dict["AA"]) != nil {
			return true
		}
	}
	for _, fd := range f.fields {
		for _, n := range fd.nodes {
			if d := f.dict(n); f.dict(d["AA"]) != nil || f.runs(d["A"]) {
				return true
			}
		}
		for _, w := range fd.places {
			if f.dict(w.dict["AA"]) != nil || f.runs(w.dict["A"]) {
				return true
			}
		}
	}
	return false
}

func (f *File) runs(action object) bool {
	d, _ := f.resolve(action).(dict)
	return f.name(d["S"]) == "JavaScript"
}

// version is what the header says.
func (src *source) version() string {
	v := strings.TrimPrefix(src.text[:min(len(src.text), 32)], "%PDF-")
	i := strings.IndexFunc(v, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if i >= 0 {
		v = v[:i]
	}
	return v
}
