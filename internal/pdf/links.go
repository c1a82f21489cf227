package pdf

import "slices"

// Links of a page stay links when pages are joined: to addresses on the web, and to pages of the same
// file. Whatever else an annotation does, a script or a program to start, stays behind.

// links are the links among the annotations of a page, moved by m. Sheets are where the pages of the
// file stand in the document.
func (j *joiner) links(f *File, annotations array, m matrix, sheets []out) array {
	var list array
	for _, a := range annotations {
		link := f.dict(a)
		rect, ok := f.rect(link["Rect"])
		if f.name(link["Subtype"]) != "Link" || !ok {
			continue
		}
		d := f.target(link, sheets)
		if d == nil {
			continue
		}
		r := m.bounds(rect)
		d["Type"], d["Subtype"], d["Rect"], d["Border"] = name("Annot"), name("Link"), array{r.X0, r.Y0, r.X1, r.Y1}, array{0, 0, 0}
		list = append(list, j.doc.add(d))
	}
	return list
}

// target is where a link leads, as the entry of a link of ours; nil where it may not lead.
func (f *File) target(link dict, sheets []out) dict {
	dest, action := link["Dest"], f.dict(link["A"])
	switch f.name(action["S"]) {
	case "URI":
		if uri, ok := f.resolve(action["URI"]).(text); ok {
			return dict{"A": dict{"S": name("URI"), "URI": uri}}
		}
		return nil
	case "GoTo":
		dest = action["D"]
	}
	wanted := f.destination(dest)
	page := slices.IndexFunc(f.pages, func(p *page) bool { return wanted == object(p.ref) })
	if page < 0 || page >= len(sheets) {
		return nil
	}
	return dict{"Dest": array{sheets[page], name("Fit")}}
}

// destination is the page that a destination names (ISO 32000-1, 12.3.2), nil if it names none.
func (f *File) destination(dest object) object {
	switch d := f.resolve(dest).(type) {
	case name:
		dest = f.dict(f.root["Dests"])[d]
	case text:
		dest = f.named(f.dict(f.root["Names"])["Dests"], d, make(map[ref]bool))
	}
	if d := f.dict(dest); d != nil {
		dest = d["D"]
	}
	if list := f.list(dest); len(list) > 0 {
		return list[0]
	}
	return nil
}

// named looks a name up in a tree of names (7.9.6), whose nodes may lead in circles.
func (f *File) named(node object, key text, seen map[ref]bool) object {
	if r, ok := node.(ref); ok {
		if seen[r] {
			return nil
		}
		seen[r] = true
	}
	n := f.dict(node)
	names := f.list(n["Names"])
	for i := 0; i+1 < len(names); i += 2 {
		if s, ok := f.resolve(names[i]).(text); ok && s == key {
			return names[i+1]
		}
	}
	for _, kid := range f.list(n["Kids"]) {
		if !f.mayHold(kid, key) {
			continue
		}
		if found := f.named(kid, key, seen); found != nil {
			return found
		}
	}
	return nil
}

// mayHold says whether a name lies between the limits of a node.
func (f *File) mayHold(node object, key text) bool {
	limits := f.list(f.dict(node)["Limits"])
	if len(limits) != 2 {
		return true
	}
	least, _ := f.resolve(limits[0]).(text)
	most, _ := f.resolve(limits[1]).(text)
	return least <= key && key <= most
}
