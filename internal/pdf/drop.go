package pdf

import "slices"

// A Drop is a kind of thing that a file has and its pages, once joined with others, have no more, or
// not as it was.
type Drop string

const (
	DropScript    Drop = "scripts"
	DropAction    Drop = "actions"           // to start a program, open another file, send the form; links to the web stay
	DropFiles     Drop = "attached files"    // other papers may be among them
	DropPortfolio Drop = "portfolio"         // the pages are a cover for the attached files
	DropXFA       Drop = "XFA"               // the form once more, for some viewers
	DropMedia     Drop = "multimedia"        // films, sounds, models in space
	DropSignature Drop = "digital signature" // void on a copy
	DropLayers    Drop = "hidden layers"     // they stay hidden
	DropForm      Drop = "form fields"       // what they show is part of the page now
	DropNotes     Drop = "notes"             // likewise
	DropMetadata  Drop = "metadata"
)

// Harmless says that nothing of what a reader of the paper sees is lost with it.
func (d Drop) Harmless() bool { return d == DropForm || d == DropNotes || d == DropMetadata }

// drops are all kinds in the order in which they are told.
var drops = []Drop{DropPortfolio, DropFiles, DropScript, DropAction, DropXFA, DropMedia, DropSignature, DropLayers, DropForm, DropNotes, DropMetadata}

// Dropped names what Join leaves behind or changes of a file, wherever it is hidden, in a fixed order.
func (f *File) Dropped() []Drop {
	d := dropper{file: f, found: make(map[Drop]bool), seen: make(map[ref]bool), left: maxDropWork}
	d.catalog()
	for _, p := range f.pages {
		d.holder(p.dict)
		for _, a := range p.annots {
			d.annotation(f.dict(a))
		}
	}
	for _, fd := range f.fields {
		for _, n := range fd.nodes {
			d.holder(f.dict(n))
		}
		for _, w := range fd.places {
			d.holder(w.dict)
		}
	}
	return slices.DeleteFunc(slices.Clone(drops), func(kind Drop) bool { return !d.found[kind] })
}

// maxDropWork is how many entries are looked at.
const maxDropWork = 1_000_000

type dropper struct {
	file  *File
	found map[Drop]bool
	seen  map[ref]bool // actions and nodes of names met
	left  int
}

func (d *dropper) catalog() {
	f := d.file
	root := f.root
	d.holder(root)
	d.action(root["OpenAction"])
	names := f.dict(root["Names"])
	if d.holds(names["JavaScript"], 0) {
		d.found[DropScript] = true
	}
	d.found[DropFiles] = d.found[DropFiles] || d.holds(names["EmbeddedFiles"], 0) || f.embeds()
	d.found[DropMedia] = d.holds(names["Renditions"], 0)
	d.found[DropPortfolio] = f.portfolio()
	form := f.form()
	d.found[DropXFA] = f.resolve(form["XFA"]) != nil
	d.found[DropForm] = len(f.fields) > 0
	d.found[DropSignature] = f.signed()
	d.found[DropLayers] = len(f.hiding) > 0
	d.found[DropMetadata] = d.found[DropMetadata] || len(f.info) > 0
}

// embeds reports the bytes of another file, whatever leads to them.
func (f *File) embeds() bool {
	for _, o := range f.objects {
		if s, ok := o.(*stream); ok && f.name(s.dict["Type"]) == "EmbeddedFile" {
			return true
		}
	}
	return false
}

// portfolio reports a file whose pages are a cover for the papers inside (ISO 32000-1, 12.3.5).
func (f *File) portfolio() bool {
	d := dropper{file: f, seen: make(map[ref]bool), left: maxDropWork}
	return f.dict(f.root["Collection"]) != nil && d.holds(f.dict(f.root["Names"])["EmbeddedFiles"], 0)
}

// holds reports a tree of names with a name in it.
func (d *dropper) holds(node object, depth int) bool {
	f := d.file
	n := f.dict(node)
	if n == nil || depth > maxDepth {
		return false
	}
	if r, ok := node.(ref); ok {
		if d.seen[r] {
			return false
		}
		d.seen[r] = true
	}
	if len(f.list(n["Names"])) > 1 {
		return true
	}
	for _, kid := range f.list(n["Kids"]) {
		if d.left--; d.left < 0 {
			return false
		}
		if d.holds(kid, depth+1) {
			return true
		}
	}
	return false
}

// holder looks at what the catalog, a page, a field and an annotation may all have.
func (d *dropper) holder(o dict) {
	f := d.file
	for _, action := range f.dict(o["AA"]) {
		d.action(action)
	}
	if f.name(o["Subtype"]) != "Link" {
		d.action(o["A"])
	}
	if len(f.list(o["AF"])) > 0 {
		d.found[DropFiles] = true
	}
	for _, k := range []name{"Metadata", "PieceInfo", "LastModified", "Thumb"} {
		if o[k] != nil && f.resolve(o[k]) != nil {
			d.found[DropMetadata] = true
		}
	}
}

func (d *dropper) annotation(o dict) {
	f := d.file
	d.holder(o)
	switch kind := f.name(o["Subtype"]); kind {
	case "Link":
		d.link(o["A"])
	case "FileAttachment":
		d.found[DropFiles] = true
	case "Screen", "Movie", "Sound", "RichMedia", "3D":
		d.found[DropMedia] = true
	case "Widget", "Popup", "":
	default:
		d.found[DropNotes] = true
	}
}

// link is an action that may stay: those that lead to the web or to a page of the file.
func (d *dropper) link(o object) {
	switch a := d.file.dict(o); d.file.name(a["S"]) {
	case "URI", "GoTo":
		d.action(a["Next"])
	default:
		d.action(o)
	}
}

// action looks at an action and those that follow it (ISO 32000-1, 12.6).
func (d *dropper) action(o object) {
	f := d.file
	if r, ok := o.(ref); ok {
		if d.seen[r] {
			return
		}
		d.seen[r] = true
	}
	if d.left--; d.left < 0 {
		return
	}
	if list, ok := f.resolve(o).(array); ok {
		for _, next := range list {
			if f.dict(next) != nil { // else it is a place to go to
				d.action(next)
			}
		}
		return
	}
	a := f.dict(o)
	if a == nil {
		return
	}
	switch f.name(a["S"]) {
	case "JavaScript":
		d.found[DropScript] = true
	case "Rendition":
		d.found[DropMedia] = true
		if a["JS"] != nil {
			d.found[DropScript] = true
		}
	case "Sound", "Movie", "RichMediaExecute", "GoTo3DView":
		d.found[DropMedia] = true
	case "Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "ResetForm", "URI", "Hide", "SetOCGState", "Trans", "Thread", "Named", "GoToDp":
		d.found[DropAction] = true
	}
	if a["Next"] != nil {
		d.action(a["Next"])
	}
}
