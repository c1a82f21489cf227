package pdf

// An overlay is what is drawn over a page, and the resources it takes.
type overlay struct {
	c         *copier
	page      *page
	ink       ink
	resources dict // of the page with ours added
}

func (c *copier) overlay(p *page) *overlay {
	return &overlay{c: c, page: p, resources: c.file.dict(p.dict["Resources"]).with(nil)}
}

// use names an object in a class of the resources, Font or XObject.
func (o *overlay) use(class name, stem string, n object) name {
	entries := o.c.file.dict(o.resources[class])
	for _, k := range entries.keys() {
		if entries[k] == n {
			return k
		}
	}
	k := freeName(entries, stem)
	o.resources[class] = entries.with(dict{k: n})
	return k
}

// draw puts a value on the page.
func (o *overlay) draw(d *drawing, t *typeface) {
	if d.widget != nil && d.hasOff() {
		o.paintForm(d.widget.off, d.Rect)
	}
	var fontName name
	if len(d.Lines) > 0 {
		fontName = o.use("Font", "Dossier", t.at)
	}
	if k := d.marks(t, fontName); len(k) > 0 {
		o.ink = append(o.ink, k.inside(d.place())...)
	}
}

// paint puts an annotation's own appearance on the page; false when it has none.
func (o *overlay) paint(annotation dict) bool {
	f := o.c.file
	form, ok := f.appearanceOf(annotation)
	if !ok {
		return false
	}
	rect, ok := f.rect(annotation["Rect"])
	if !ok || !f.visible(annotation) {
		return true
	}
	if layer, ok := annotation["OC"].(ref); ok {
		o.ink = append(appendName(append(o.ink, "/OC "...), o.use("Properties", "Dossier", layer)), ' ')
		o.ink.do("BDC")
		defer o.ink.do("EMC")
	}
	o.paintForm(form, rect)
	return true
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

// paintForm draws a form XObject into a rectangle as ISO 32000-1, 12.5.5 says: its box, once
// turned by its own matrix, is stretched to the rectangle.
func (o *overlay) paintForm(form ref, rect Rect) {
	f := o.c.file
	s, _ := f.resolve(form).(*stream)
	if s == nil {
		return
	}
	box, ok := f.rect(s.dict["BBox"])
	m := identity
	if n, ok := f.numbers(s.dict["Matrix"], 6); ok {
		copy(m[:], n)
	}
	box = m.bounds(box)
	if !ok || box.Width() <= 0 || box.Height() <= 0 || rect.Width() <= 0 || rect.Height() <= 0 {
		return
	}
	o.c.completeForm(form, s)
	var k ink
	k = append(appendName(k, o.use("XObject", "Dossier", form)), ' ')
	k.do("Do")
	fit := translation(-box.X0, -box.Y0).
		then(scaling(rect.Width()/box.Width(), rect.Height()/box.Height())).
		then(translation(rect.X0, rect.Y0))
	o.ink = append(o.ink, k.inside(fit)...)
}

// completeForm adds what an appearance may lack and a form XObject may not: its type, and the
// resources that old files keep in the form's defaults only.
func (c *copier) completeForm(form ref, s *stream) {
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
// streams are used as they are, between two short ones.
func (o *overlay) contents(before, after ink) array {
	b := o.page.balance()
	var open, end ink
	open.do("q")
	open = append(open, before...)
	for range b.missing {
		open.do("q")
	}
	for range b.open + 1 {
		end.do("Q")
	}
	doc := o.c.doc
	parts := array{doc.addStream(dict{}, open)}
	for _, r := range o.page.contents {
		parts = append(parts, r)
	}
	return append(parts, doc.addStream(dict{}, append(end, after...)))
}

// appearance is the drawing as a stream for the widget itself. A turn of the text is part of it.
func (c *copier) appearance(d *drawing, t *typeface) out {
	w, h := d.Rect.Width(), d.Rect.Height()
	here := *d
	here.Rect = Rect{0, 0, w, h}
	o := &overlay{c: c, resources: dict{}}
	o.draw(&here, t)
	if d.field.Type != Button {
		o.ink = append(append(ink("/Tx BMC\n"), o.ink...), "EMC\n"...) // where viewers put a new text
	}
	return c.add(c.doc.stream(dict{
		"Type": name("XObject"), "Subtype": name("Form"),
		"BBox": array{0, 0, round(w), round(h)}, "Resources": o.resources,
	}, o.ink))
}
