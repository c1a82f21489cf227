package pdf

import "slices"

// hiddenLayers are those that the file shows only when somebody asks for them (ISO 32000-1, 8.11.4.3).
func (f *File) hiddenLayers() array {
	properties := f.dict(f.root["OCProperties"])
	setting := f.dict(properties["D"])
	if f.name(setting["BaseState"]) == "OFF" {
		return without(f.list(properties["OCGs"]), f.list(setting["ON"]))
	}
	return f.list(setting["OFF"])
}

// concealed reports an annotation on a layer that is hidden; oc is its entry OC. One that depends on
// several layers is hidden with all of them, or with one if its policy says so (8.11.2.2).
func (f *File) concealed(oc object) bool {
	if oc == nil || len(f.hiding) == 0 {
		return false
	}
	hidden := func(o object) bool {
		r, ok := o.(ref)
		return ok && f.hiding[r]
	}
	groups := f.list(f.dict(oc)["OCGs"])
	switch {
	case len(groups) == 0:
		return hidden(oc)
	case f.name(f.dict(oc)["P"]) == "AllOn":
		return slices.ContainsFunc(groups, hidden)
	case f.name(f.dict(oc)["P"]) == "" || f.name(f.dict(oc)["P"]) == "AnyOn":
		return !slices.ContainsFunc(groups, func(o object) bool { return !hidden(o) })
	}
	return false
}

// shown is which layers of copied files are shown: without it, what a file hides would be on paper.
type shown struct{ groups, off, automatic array }

// take adds the layers of a file.
func (s *shown) take(c *copier) {
	f := c.file
	properties := f.dict(f.root["OCProperties"])
	setting := f.dict(properties["D"])
	s.groups = append(s.groups, c.numbered(f.list(properties["OCGs"]))...)
	s.off = append(s.off, c.numbered(f.hiddenLayers())...)
	for _, rule := range f.list(setting["AS"]) {
		s.automatic = append(s.automatic, c.add(f.resolve(rule)))
	}
}

// dict is the entry of a catalogue; nil without layers.
func (s *shown) dict() dict {
	if len(s.groups) == 0 {
		return nil
	}
	d := dict{"OFF": s.off}
	if len(s.automatic) > 0 {
		d["AS"] = s.automatic
	}
	return dict{"OCGs": s.groups, "D": d}
}
