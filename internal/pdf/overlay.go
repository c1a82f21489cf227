package pdf

import (
	"bytes"
	"slices"
	"strconv"
)

// An overlay is what is drawn over a page, and the resources it takes.
type overlay struct {
	c     *copier
	page  *page
	fonts *typefaces
	ink   ink
	ours  []resource
}

// A resource is an object under the name that our drawing has for it.
type resource struct {
	class name // Font, XObject or Properties
	name  name
	of    object
}

func (c *copier) overlay(p *page, fonts *typefaces) *overlay {
	return &overlay{c: c, page: p, fonts: fonts}
}

// use names an object in a class of the resources.
func (o *overlay) use(class name, n object) name {
	for _, r := range o.ours {
		if r.class == class && r.of == n {
			return r.name
		}
	}
	taken := o.c.file.dict(o.c.file.dict(o.page.dict["Resources"])[class])
	for i := len(o.ours); ; i++ {
		k := ourName(i)
		if _, ok := taken[k]; !ok {
			o.ours = append(o.ours, resource{class, k, n})
			return k
		}
	}
}

// firstNames are those that most drawings have enough with.
var firstNames = [...]name{"Dossier0", "Dossier1", "Dossier2", "Dossier3"}

func ourName(i int) name {
	if i < len(firstNames) {
		return firstNames[i]
	}
	return name("Dossier" + strconv.Itoa(i))
}

// appendOurs writes the resources of a drawing that has none but ours, of which there are few.
func (o *overlay) appendOurs(b []byte, number func(ref) out) []byte {
	b = append(b, "<<"...)
	for i, r := range o.ours {
		same := func(other resource) bool { return other.class == r.class }
		if slices.ContainsFunc(o.ours[:i], same) {
			continue
		}
		b = append(appendName(b, r.class), "<<"...)
		for _, r := range o.ours[i:] {
			if same(r) {
				b = appendObject(append(appendName(b, r.name), ' '), r.of, number)
			}
		}
		b = append(b, ">>"...)
	}
	return append(b, ">>"...)
}

// resources are the page's with ours; never nil.
func (o *overlay) resources() dict {
	all := o.c.file.dict(o.page.dict["Resources"]).with(nil)
	if o.c.bare {
		all = o.c.file.bareDict(all, 0)
	}
	own := make(map[name]bool)
	for _, r := range o.ours {
		if !own[r.class] {
			own[r.class] = true
			all[r.class] = o.c.file.dict(all[r.class]).with(nil)
		}
		all[r.class].(dict)[r.name] = r.of
	}
	return all
}

// draw puts a value on the page, the lower left corner of its box at (x, y).
func (o *overlay) draw(d *drawing, x, y float64) {
	if d.widget != nil && d.hasOff() {
		o.paintForm(painting{form: d.widget.off, rect: Rect{x, y, x + d.Rect.Width(), y + d.Rect.Height()}})
	}
	var t *typeface
	var fontName name
	if len(d.Lines) > 0 {
		t, fontName = o.typefaceOf(d)
	}
	start := len(o.ink)
	o.ink.do("q")
	m := d.place(x, y)
	o.ink.do("cm", m[:]...)
	empty := len(o.ink)
	if d.marks(&o.ink, t, fontName); len(o.ink) == empty {
		o.ink = o.ink[:start]
		return
	}
	o.ink.do("Q")
}

// A surface is what the annotations of a page come to on paper.
type surface struct {
	stay      array      // those that remain annotations: links, and those that show nothing of themselves
	paintings []painting // of the others, what is seen
	gone      []ref      // the others
}

// A painting is the appearance of an annotation, where it stands.
type painting struct {
	annotation ref
	form       ref
	rect       Rect
	layer      object // the optional content it belongs to; nil for none
}

// annots is the entry of a page for what stays of its annotations.
func (s surface) annots() object {
	if len(s.stay) == 0 {
		return nil
	}
	return s.stay
}

func (f *File) surface(p *page) surface {
	var s surface
	for _, a := range p.annots {
		annotation := f.dict(a)
		kind := f.name(annotation["Subtype"])
		form, shows := f.appearanceOf(annotation)
		if kind == "Link" || !shows && kind != "Widget" && kind != "Popup" {
			s.stay = append(s.stay, a)
			continue
		}
		s.gone = append(s.gone, a)
		rect, ok := f.rect(annotation["Rect"])
		if !shows || !ok || kind == "Popup" || !f.visible(annotation) || f.blank(form) {
			continue
		}
		pic := painting{annotation: a, form: form, rect: rect}
		if layer, ok := annotation["OC"].(ref); ok {
			pic.layer = layer
		}
		s.paintings = append(s.paintings, pic)
	}
	return s
}

// flattenPage paints what annotations show and draws the values. It returns the annotations that
// stay.
func (c *copier) flattenPage(o *overlay, drawings []*drawing) array {
	s := c.file.surface(o.page)
	for _, a := range s.gone {
		c.instead[a] = nil
	}
	o.flatten(s, drawings)
	return s.stay
}

// flatten puts the values on the page, and the paintings of all annotations that get none.
func (o *overlay) flatten(s surface, drawings []*drawing) {
	drawn := make(map[ref]bool, len(drawings))
	for _, d := range drawings {
		if d.widget != nil {
			drawn[d.widget.ref] = true
		}
	}
	for _, pic := range s.paintings {
		if !drawn[pic.annotation] {
			o.paint(pic)
		}
	}
	for _, ticked := range []bool{false, true} { // an empty box drawn in the same place must not cover a mark
		for _, d := range drawings {
			if d.Ticked == ticked {
				o.draw(d, d.Rect.X0, d.Rect.Y0)
			}
		}
	}
}

// paint puts an annotation's own appearance on the page.
func (o *overlay) paint(pic painting) {
	if pic.layer != nil {
		o.ink = append(appendName(append(o.ink, "/OC "...), o.use("Properties", pic.layer)), ' ')
		o.ink.do("BDC")
		defer o.ink.do("EMC")
	}
	o.paintForm(pic)
}

// appearanceOf is the stream an annotation shows in its present state.
func (f *File) appearanceOf(annotation dict) (ref, bool) {
	n := f.dict(annotation["AP"])["N"]
	if states, ok := f.resolve(n).(dict); ok {
		state := f.name(annotation["AS"])
		if state == "" {
			state = "Off"
		}
		n = states[state]
		if n == nil {
			return 0, true // a state without a drawing is empty
		}
	}
	r, ok := n.(ref)
	if _, isStream := f.resolve(n).(*stream); !ok || !isStream {
		return 0, false
	}
	return r, true
}

// visible reports an annotation that belongs on paper. Buttons to press do not, unless their
// file says that they are printed.
func (f *File) visible(annotation dict) bool {
	flags, _ := f.int(annotation["F"])
	if flags&annotHidden != 0 || flags&annotNoView != 0 && flags&annotPrint == 0 {
		return false
	}
	ff := annotation["Ff"]
	if ff == nil {
		ff = f.dict(annotation["Parent"])["Ff"]
	}
	n, _ := f.int(ff)
	ft := f.name(annotation["FT"])
	if ft == "" {
		ft = f.name(f.dict(annotation["Parent"])["FT"])
	}
	return flags&annotPrint != 0 || ft != "Btn" || n&flagPushButton == 0
}

// An appearance is looked into, for whether it draws anything, up to these lengths in bytes.
const (
	longestBlank   = 1 << 10 // as stored
	longestDrawing = 1 << 16 // unpacked
)

// blank reports an appearance that draws nothing, as an empty field of most forms has.
func (f *File) blank(form ref) bool {
	s, _ := f.resolve(form).(*stream)
	if s == nil {
		return true
	}
	if len(s.raw) > longestBlank {
		return false
	}
	left := longestDrawing
	content, err := f.unpack(s, &left)
	return err == nil && !paints(content)
}

// paints reports a drawing with an operator that leaves ink (ISO 32000-1, table A.1).
func paints(content []byte) bool {
	if bytes.Contains(content, []byte("BI")) {
		return true // an inline image, or as good as one: not worth telling apart
	}
	s := scanner{data: content}
	for {
		switch s.operator() {
		case "":
			return false
		case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", "\"", "Do", "sh":
			return true
		}
	}
}

// paintForm draws a form XObject into a rectangle as ISO 32000-1, 12.5.5 says: its box, once
// turned by its own matrix, is stretched to the rectangle.
func (o *overlay) paintForm(pic painting) {
	f := o.c.file
	s, _ := f.resolve(pic.form).(*stream)
	if s == nil {
		return
	}
	box, ok := f.rect(s.dict["BBox"])
	m := identity
	if n, ok := f.numbers(s.dict["Matrix"], 6); ok {
		copy(m[:], n)
	}
	box = m.bounds(box)
	rect := pic.rect
	if !ok || box.Width() <= 0 || box.Height() <= 0 || rect.Width() <= 0 || rect.Height() <= 0 {
		return
	}
	o.c.completeForm(pic.form)
	var k ink
	k = append(appendName(k, o.use("XObject", pic.form)), ' ')
	k.do("Do")
	fit := translation(-box.X0, -box.Y0).
		then(scaling(rect.Width()/box.Width(), rect.Height()/box.Height())).
		then(translation(rect.X0, rect.Y0))
	o.ink = append(o.ink, k.inside(fit)...)
}

// completeForm adds what an appearance may lack and a form XObject may not: its type, and the
// resources that old files keep in the form's defaults only.
func (c *copier) completeForm(form ref) {
	s, _ := c.file.resolve(form).(*stream)
	if s == nil || c.base.number(form) != 0 {
		return // the base has seen to it
	}
	changes := dict{}
	if c.file.name(s.dict["Subtype"]) != "Form" {
		changes["Subtype"] = name("Form")
	}
	if c.file.dict(s.dict["Resources"]) == nil {
		if defaults := c.file.form()["DR"]; defaults != nil {
			changes["Resources"] = defaults
		}
	}
	if len(changes) > 0 {
		c.instead[form] = &stream{dict: s.dict.with(changes), raw: s.raw}
	}
}

// contents is the page's drawing under m with ours on top, in page space after m. The page's own
// streams are used as they are, between two short ones; those that break off are mended.
func (o *overlay) contents(before, after ink) array {
	b := o.page.balance()
	var own array
	for _, r := range o.page.contents {
		o.c.mend(r)
		own = append(own, r)
	}
	var open, end ink
	open.do("q")
	open = append(open, before...)
	for range b.missing {
		open.do("q")
	}
	end = append(end, b.ends...)
	for range b.open + 1 {
		end.do("Q")
	}
	doc := o.c.doc
	parts := append(array{doc.addStream(dict{}, open)}, own...)
	return append(parts, doc.addStream(dict{}, append(end, after...)))
}

// mend puts what can be read of a drawing in its place, should it break off.
func (c *copier) mend(r ref) {
	if _, done := c.instead[r]; done || c.file.goesOn(r) {
		return
	}
	c.instead[r] = c.doc.stream(dict{}, c.file.mended(r))
}
