package pdf

import "slices"

// A Type is the kind of a form field.
type Type string

const (
	Text      Type = "text"
	Button    Type = "button" // check boxes, radio buttons and push buttons
	Choice    Type = "choice"
	Signature Type = "signature"
)

// Field flags (ISO 32000-1, tables 221, 226, 228 and 230).
const (
	flagReadOnly    = 1 << 0
	flagRequired    = 1 << 1
	flagMultiline   = 1 << 12
	flagPassword    = 1 << 13
	flagRadio       = 1 << 15
	flagPushButton  = 1 << 16
	flagCombo       = 1 << 17
	flagEdit        = 1 << 18
	flagMultiSelect = 1 << 21 // of a list
	flagComb        = 1 << 24
	flagRichText    = 1 << 25 // of a text
	flagUnison      = 1 << 25 // of radio buttons
)

// Annotation flags (ISO 32000-1, table 165).
const (
	annotHidden = 1 << 1
	annotPrint  = 1 << 2
	annotNoView = 1 << 5
)

// A Field is one question of a form, with what it inherits.
type Field struct {
	Name      string // full name, the parts joined by dots
	Type      Type
	Flags     int // Ff, bit 1 lowest
	MaxLen    int // characters; 0 is no limit
	Comb      bool
	Multiline bool
	Value     string // text as it stands, or the state that is ticked
	Default   string // what the form's reset button writes
	Tooltip   string
	Align     int          // 0 left, 1 centre, 2 right
	Size      float64      // of the type, in points; 0 is the size that suits the box
	Choices   []ChoiceItem // of a list; fields may share one
	Widgets   []Widget

	ReadOnly, Required       bool
	Password                 bool // text that viewers show as stars
	Radio, PushButton        bool // kinds of buttons; one that is neither is a check box
	Combo, Edit, Multiselect bool // a list that drops down, takes other text, takes several
}

// A ChoiceItem is one line of a list.
type ChoiceItem struct {
	Export string // what the field's value is
	Shown  string // what is read on the form
}

// A Widget is a place of a field on a page.
type Widget struct {
	Page   int // from 1; 0 when no page shows it
	Rect   Rect
	States []string // what ticks it, Off left out: names in its appearance, then its export value
	Hidden bool     // neither shown nor printed
}

// field is a Field and what filling it takes.
type field struct {
	Field
	nodes   []ref // the dictionaries that carry the name; more than one in careless files
	places  []*widget
	hidden  []ref // widgets that no page shows
	claims  []ref // widgets without a name that have entries of a field all the same
	da      string
	align   int      // 0 left, 1 centre, 2 right
	choices []choice // of a list, in order
	signed  bool     // a signature that was given
}

type choice struct{ export, shown string }

// options are the lines of a list, read once for all fields that share it.
type options struct {
	choices []choice
	items   []ChoiceItem
}

type widget struct {
	Widget
	ref    ref
	dict   dict
	on     []name // states in the appearance, as written in the file
	export string // of a button, from Opt; may be empty
	look   look
	pen    pen
	font   ref  // to write with, where the file brings it along; 0 for none
	shown  name // the state it is in
	flags  int  // of the annotation
	off    ref  // appearance of the empty box; 0 when the file draws none

	pictured bool // the file has its own pictures of a button's states
}

// Fields lists the form's fields in the order of the file.
func (f *File) Fields() []Field {
	list := make([]Field, len(f.fields))
	for i, fd := range f.fields {
		list[i] = fd.Field
		list[i].Widgets = make([]Widget, len(fd.places))
		for j, w := range fd.places {
			list[i].Widgets[j] = w.Widget
			list[i].Widgets[j].States = slices.Clone(w.States)
		}
	}
	return list
}

// inherited is what a field takes from those above it. What is long is read where it stands, once
// for all that inherit it.
type inherited struct {
	name           string
	ft, ff, q, ml  object
	da             string
	value, initial string
	filled         bool // V is there, whatever it is
	opt            array
	*options
	tip string
}

// maxName bounds a full name, in bytes: each field carries the names of those above it.
const maxName = 2048

// under is in with what d says itself; false for a name that no form would have.
func (in inherited) under(f *File, d dict) (inherited, bool) {
	for _, e := range []struct {
		key name
		to  *object
	}{{"FT", &in.ft}, {"Ff", &in.ff}, {"Q", &in.q}, {"MaxLen", &in.ml}} {
		if v := f.resolve(d[e.key]); v != nil {
			*e.to = v
		}
	}
	if da, ok := f.resolve(d["DA"]).(text); ok {
		in.da = string(da)
	}
	if v := f.resolve(d["V"]); v != nil {
		in.value, in.filled = f.value(v), true
	}
	if v := f.resolve(d["DV"]); v != nil {
		in.initial = f.value(v)
	}
	if opt, ok := f.resolve(d["Opt"]).(array); ok {
		in.opt, in.options = opt, f.options(opt)
	}
	if part, ok := f.words(d["T"]); ok {
		if in.name != "" {
			in.name += "."
		}
		in.name += part
	}
	if tip, ok := f.words(d["TU"]); ok {
		in.tip = tip
	}
	return in, len(in.name) <= maxName
}

// open is in with what a widget of the field says in its place. Some tools write in a widget
// without a name what a field has, zero where they know nothing: the field is right.
func (in inherited) open(f *File, widget dict) inherited {
	own, _ := inherited{name: in.name, da: in.da, options: in.options}.under(f, widget)
	for _, e := range []struct{ to, from *object }{{&in.ft, &own.ft}, {&in.ff, &own.ff}, {&in.ml, &own.ml}} {
		if *e.to == nil {
			*e.to = *e.from
		}
	}
	if own.q != nil {
		in.q = own.q // how a text stands is the widget's own business, as is its DA
	}
	in.da = own.da
	if !in.filled {
		in.value, in.filled = own.value, own.filled
	}
	if in.initial == "" {
		in.initial = own.initial
	}
	if in.opt == nil {
		in.opt, in.options = own.opt, own.options
	}
	if in.tip == "" {
		in.tip = own.tip
	}
	return in
}

type fieldWalk struct {
	file    *File
	seen    map[ref]bool
	pagesOf map[ref][]int // that show an annotation
	tops    map[ref]bool  // of f.orphans
}

func (f *File) form() dict { return f.dict(f.root["AcroForm"]) }

func (f *File) findFields() {
	w := fieldWalk{file: f, seen: make(map[ref]bool), pagesOf: make(map[ref][]int), tops: make(map[ref]bool)}
	for i, p := range f.pages {
		for _, a := range p.annots {
			w.pagesOf[a] = append(w.pagesOf[a], i+1)
		}
	}
	f.hiding = make(map[ref]bool)
	for _, o := range f.hiddenLayers() {
		if r, ok := o.(ref); ok {
			f.hiding[r] = true
		}
	}
	form := f.form()
	top := inherited{q: f.resolve(form["Q"]), options: &options{}}
	if da, ok := f.resolve(form["DA"]).(text); ok {
		top.da = string(da)
	}
	for _, o := range f.list(form["Fields"]) {
		if r, ok := o.(ref); ok {
			w.node(r, top, 0)
		}
	}
	for _, p := range f.pages {
		for _, a := range p.annots {
			w.orphan(a, top)
		}
	}
	for _, fd := range f.fields {
		fd.finish()
		f.givePens(fd)
		fd.hidden, fd.claims = f.hidden(fd), fd.claiming()
	}
}

// orphan adds a widget that a page shows but the form's tree does not hold.
func (w *fieldWalk) orphan(r ref, top inherited) {
	f := w.file
	if w.seen[r] || f.name(f.dict(r)["Subtype"]) != "Widget" {
		return
	}
	chain := f.ancestry(r)
	at := f.holder(chain)
	in, ok := top.along(f, chain[:at])
	if !ok {
		return
	}
	before := len(f.fields)
	w.node(chain[at], in, 0)
	if !w.seen[r] { // its field does not know it
		w.seen[r] = true
		if in, ok = in.along(f, chain[at:len(chain)-1]); ok {
			in.opt = nil // which says what each kid stands for, by its place among them
			w.add(chain[at], in, []ref{r})
		}
	}
	if len(f.fields) > before && !w.tops[chain[0]] {
		w.tops[chain[0]] = true
		f.orphans = append(f.orphans, chain[0])
	}
}

// ancestry is the chain from the top of a field's tree down to a widget.
func (f *File) ancestry(r ref) []ref {
	chain := []ref{r}
	for len(chain) < maxDepth && f.spend(1) {
		parent, ok := f.dict(chain[len(chain)-1])["Parent"].(ref)
		if !ok || f.dict(parent) == nil || slices.Contains(chain, parent) {
			break
		}
		chain = append(chain, parent)
	}
	slices.Reverse(chain)
	return chain
}

// along is in with what a chain of nodes says, from the top down.
func (in inherited) along(f *File, chain []ref) (_ inherited, ok bool) {
	ok = true
	for _, r := range chain {
		if in, ok = in.under(f, f.dict(r)); !ok {
			break
		}
	}
	return in, ok
}

// holder is the place in a chain of the last node that has a name: the value belongs there.
func (f *File) holder(chain []ref) int {
	for i, r := range slices.Backward(chain) {
		if f.resolve(f.dict(r)["T"]) != nil {
			return i
		}
	}
	return len(chain) - 1
}

// node visits a field, which may be a group of fields, and its widgets.
func (w *fieldWalk) node(r ref, in inherited, depth int) {
	f := w.file
	d := f.dict(r)
	if d == nil || depth > maxDepth || w.seen[r] {
		return
	}
	w.seen[r] = true
	in, ok := in.under(f, d)
	kids, _ := f.resolve(d["Kids"]).(array)
	if !ok || !f.spend(1+len(kids)) {
		return
	}
	var places []ref
	for _, o := range kids {
		kid, ok := o.(ref)
		if !ok {
			continue
		}
		k := w.under(r, kid)
		if f.resolve(k["T"]) != nil || f.resolve(k["Kids"]) != nil {
			w.node(kid, in, depth+1)
		} else if k != nil && !w.seen[kid] {
			w.seen[kid] = true
			places = append(places, kid)
		}
	}
	if len(kids) == 0 {
		places = []ref{r}
	}
	if len(places) > 0 {
		w.add(r, in, places)
	}
}

// under is a kid that names the field above it. Viewers that start from the widget on the page
// would not find the field of one that does not (ISO 32000-1, table 220, requires it).
func (w *fieldWalk) under(parent, kid ref) dict {
	f := w.file
	d, ok := f.resolve(kid).(dict)
	if !ok || w.seen[kid] || f.resolve(d["Parent"]) != nil {
		return f.dict(kid)
	}
	d = d.with(dict{"Parent": parent})
	f.objects[kid] = d
	return d
}

// add takes in a field, or another node of one that is known already. Its widgets may say
// themselves what the field leaves open.
func (w *fieldWalk) add(r ref, in inherited, places []ref) {
	f := w.file
	if places[0] != r {
		in = in.open(f, f.dict(places[0]))
	}
	if in.ft == nil {
		return
	}
	fd := f.byName[in.name]
	if fd == nil {
		fd = f.newField(in)
		f.byName[in.name] = fd
		f.fields = append(f.fields, fd)
	}
	if n := len(fd.nodes); n == 0 || fd.nodes[n-1] != r {
		fd.nodes = append(fd.nodes, r)
	}
	for i, p := range places {
		export := ""
		if fd.Type == Button && i < len(in.opt) {
			export = f.text(in.opt[i])
		}
		w.place(fd, p, export)
	}
}

// place gives a field a widget: on each page that shows it, or on none.
func (w *fieldWalk) place(fd *field, r ref, export string) {
	wd := w.file.newWidget(r)
	if wd == nil {
		return
	}
	wd.export = export
	fd.places = append(fd.places, wd)
	for i, page := range w.pagesOf[r] {
		if i > 0 {
			again := *wd
			wd = &again
			fd.places = append(fd.places, wd)
		}
		wd.Page = page
	}
}

func (f *File) newField(in inherited) *field {
	fd := &field{da: in.da, signed: in.filled}
	fd.Name, fd.Value, fd.Default, fd.Tooltip = in.name, in.value, in.initial, in.tip
	fd.Flags, _ = f.int(in.ff)
	fd.MaxLen, _ = f.int(in.ml)
	fd.MaxLen = max(fd.MaxLen, 0)
	fd.align, _ = f.int(in.q)
	fd.Align = fd.align
	fd.Size = typeSize(fd.da)
	has := func(flag int) bool { return fd.Flags&flag != 0 }
	fd.ReadOnly, fd.Required = has(flagReadOnly), has(flagRequired)
	switch f.name(in.ft) {
	case "Tx":
		fd.Type = Text
		fd.Multiline, fd.Password = has(flagMultiline), has(flagPassword)
		fd.Comb = has(flagComb) && fd.MaxLen > 0 && !fd.Multiline
	case "Btn":
		fd.Type = Button
		fd.PushButton = has(flagPushButton)
		fd.Radio = has(flagRadio) && !fd.PushButton
	case "Ch":
		fd.Type = Choice
		fd.choices, fd.Choices = in.choices, in.items
		fd.Combo, fd.Multiselect = has(flagCombo), has(flagMultiSelect)
		fd.Edit = fd.Combo && has(flagEdit)
	default:
		fd.Type = Signature
	}
	return fd
}

// value is a field's value as text; that of a list with several choices is the first.
func (f *File) value(o object) string {
	switch v := f.resolve(o).(type) {
	case text:
		s, _ := f.words(v)
		return s
	case name:
		return v.readable()
	case *stream:
		left := min(f.unpacking, maxText)
		f.unpacking -= left
		b, err := f.unpack(v, &left)
		f.unpacking += max(left, 0)
		if err == nil && len(b) <= maxText {
			return decodeText(text(b))
		}
	case array:
		if len(v) > 0 {
			s, _ := f.words(v[0])
			return s
		}
	}
	return ""
}

// options reads a list of choices. It is read once, and charged for each field that has it: what is
// done with fields goes through them all.
func (f *File) options(a array) *options {
	if len(a) == 0 || !f.spend(len(a)) {
		return &options{}
	}
	if known := f.lists[&a[0]]; known != nil && len(known.choices) == len(a) {
		return known
	}
	o := &options{}
	for _, v := range a {
		var c choice
		if pair, ok := f.resolve(v).(array); ok && len(pair) == 2 {
			c.export, _ = f.words(pair[0])
			c.shown, _ = f.words(pair[1])
		} else {
			c.shown, _ = f.words(v)
			c.export = c.shown
		}
		o.choices = append(o.choices, c)
		o.items = append(o.items, ChoiceItem{Export: c.export, Shown: c.shown})
	}
	f.lists[&a[0]] = o
	return o
}

// words is a text of a field. What is long is charged, as many fields may refer to it.
func (f *File) words(o object) (string, bool) {
	t, ok := f.resolve(o).(text)
	if !ok || !f.spend(len(t)/bytesOfWork) {
		return "", false
	}
	return decodeText(t), true
}
