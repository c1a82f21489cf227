package pdf

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Bounds on looking at one page.
const (
	maxLooked   = 32 << 20 // bytes of drawings, packed ones counting twice, each as often as it is used
	maxPictures = 2000
)

// A PageLook is what is painted on a page as it is shown: turned as the page says, on those layers that
// are visible, its notes included.
type PageLook struct {
	W, H     float64         // of the page, in points
	Pictures []PlacedPicture // in the order in which they are painted
	Vectors  int             // shapes and shadings painted in another colour than white

	// Glyphs counts letters (of composite fonts spaces too) by the way they read: to the right, upwards, upside down, downwards.
	// That is 0, 90, 180 and 270 degrees counter-clockwise. Unseen are those of them that are there to be
	// searched and not seen, as over a scan; Slanted are letters on none of these lines.
	Glyphs  [4]int
	Unseen  int
	Slanted int

	Partial bool // the page asks for too much, or is damaged: there is more on it
}

// Seen is how many letters are to be seen.
func (l PageLook) Seen() int {
	n := l.Slanted - l.Unseen
	for _, g := range l.Glyphs {
		n += g
	}
	return max(n, 0)
}

// Blank reports a page on which nothing is painted.
func (l PageLook) Blank() bool {
	return !l.Partial && len(l.Pictures) == 0 && l.Vectors == 0 && l.Seen() == 0
}

// Direction is how most letters read, in degrees counter-clockwise, and the part of them that does; 0 of
// 0 where there are none.
func (l PageLook) Direction() (degrees int, part float64) {
	all, best := l.Slanted, 0
	for i, n := range l.Glyphs {
		if all += n; n > l.Glyphs[best] {
			best = i
		}
	}
	if all == 0 {
		return 0, 0
	}
	return 90 * best, float64(l.Glyphs[best]) / float64(all)
}

// Covered is the part of the page that lies under pictures, from 0 to 1.
func (l PageLook) Covered() float64 {
	const n = 64 // points each way that are looked at
	hit := 0
	for i := range n * n {
		x, y := (float64(i%n)+0.5)/n*l.W, (float64(i/n)+0.5)/n*l.H
		for _, p := range l.Pictures {
			if p.Rect.X0 <= x && x <= p.Rect.X1 && p.Rect.Y0 <= y && y <= p.Rect.Y1 {
				hit++
				break
			}
		}
	}
	return float64(hit) / (n * n)
}

// mostPage is the part of a page that a scan of it covers at least.
const mostPage = 0.8

// Scan reports a page that is a picture of paper, whole or in stripes, with nothing drawn on it: letters
// to be searched may lie under it. Largest is the picture to look at.
func (l PageLook) Scan() bool {
	return len(l.Pictures) > 0 && l.Seen() == 0 && l.Vectors == 0 && l.Covered() >= mostPage
}

// Largest is the picture that covers most of the page; nil where there is none.
func (l PageLook) Largest() *PlacedPicture {
	var best *PlacedPicture
	for i := range l.Pictures {
		if p := &l.Pictures[i]; best == nil || p.Share > best.Share {
			best = p
		}
	}
	return best
}

// Look looks at page i, from 1 to Pages, each time anew. No picture is decoded.
func (f *File) Look(i int) PageLook {
	p := f.pages[i-1]
	w, h := p.size()
	v := viewer{file: f, left: maxLooked, shown: Rect{0, 0, w, h}}
	v.look.W, v.look.H = w, h
	upright := p.upright().then(scaling(p.unit, p.unit))
	v.state = viewState{ctm: upright}
	v.run(f.parts(p.contents, &v.left, &v.look.Partial), p.dict["Resources"], 0)
	for _, pic := range f.surface(p).paintings {
		s, _ := f.resolve(pic.form).(*stream)
		if fit, ok := f.fitted(s, pic.rect); ok && !f.concealed(pic.layer) {
			v.state = viewState{ctm: fit.then(upright)}
			v.form(s, p.dict["Resources"], 0)
		}
	}
	return v.look
}

// fitted moves a form XObject into a rectangle, as paintForm does.
func (f *File) fitted(s *stream, rect Rect) (matrix, bool) {
	if s == nil {
		return identity, false
	}
	box, ok := f.rect(s.dict["BBox"])
	box = f.formMatrix(s).bounds(box)
	if !ok || box.Width() <= 0 || box.Height() <= 0 {
		return identity, false
	}
	return translation(-box.X0, -box.Y0).
		then(scaling(rect.Width()/box.Width(), rect.Height()/box.Height())).
		then(translation(rect.X0, rect.Y0)), true
}

func (f *File) formMatrix(s *stream) matrix {
	m := identity
	if n, ok := f.numbers(s.dict["Matrix"], 6); ok {
		copy(m[:], n)
	}
	return m
}

// parts are the parts of a drawing as far as they can be read, joined by a line end; partial is set
// when that is not all.
func (f *File) parts(refs []ref, left *int, partial *bool) []byte {
	var b bytes.Buffer
	for _, r := range refs {
		s, _ := f.resolve(r).(*stream)
		if s == nil || *left <= 0 {
			*partial = true
			continue
		}
		data, err := f.unpack(s, left)
		if len(data) > *left && len(s.raw) == len(data) { // without a filter: not yet counted
			data, err = data[:*left], errTooLarge
		}
		*partial = *partial || err != nil && !errors.Is(err, errChecksum)
		b.Write(data)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// A viewState is what q keeps.
type viewState struct {
	ctm         matrix
	font        dict
	size, scale float64 // of the type, and of its width, less than 0 where it reads backwards
	mode        int     // of rendering text
	fill, line  tint
}

// A tint is a colour as far as it matters whether it is white.
type tint struct {
	space string // "Separation", where 0 is white, or another
	white bool
}

// A viewer follows a drawing.
type viewer struct {
	file  *File
	left  int // bytes of drawings
	shown Rect
	look  PageLook

	state   viewState
	stack   []viewState
	text    matrix // where a line of text begins
	leading float64
	hidden  []bool // of marked content that is open, whether it begins what is not shown
	covered int    // of hidden
	n       []float64
	strings int    // letters in the strings since the last operator
	word    string // the last name but one
}

// run follows one drawing.
func (v *viewer) run(content []byte, resources object, depth int) {
	kept, marks := len(v.stack), len(v.hidden)
	v.left -= len(content)
	if v.left < 0 {
		v.look.Partial = true
		return
	}
	s := scanner{data: content}
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '(':
			start := s.pos
			s.skipString()
			v.strings += v.letters(s.data[start+1:max(start+1, min(s.pos, len(s.data))-1)], false)
		case c == '%':
			s.skipUntil('\n', '\r')
		case c == '<' && s.pos+1 < len(s.data) && s.data[s.pos+1] != '<':
			start := s.pos
			s.skipUntil('>', '>')
			v.strings += v.letters(s.data[start+1:max(start+1, min(s.pos, len(s.data))-1)], true)
		case c == '/':
			s.pos++
			v.word, s.name = s.name, s.word()
		case isSpace(c) || isDelimiter(c):
			s.pos++
		default:
			word := s.word()
			if x, err := strconv.ParseFloat(word, 64); err == nil {
				if len(v.n) <= len(matrix{}) {
					v.n = append(v.n, x)
				}
				continue
			}
			if word == "BI" {
				v.inline(&s, resources)
			} else {
				v.do(word, s.name, resources, depth, kept)
			}
			v.n, v.strings = v.n[:0], 0
		}
	}
	if len(v.stack) > kept {
		v.state, v.stack = v.stack[kept], v.stack[:kept]
	}
	for len(v.hidden) > marks {
		v.unmark()
	}
}

// letters counts those of a string, written in hexadecimal or not. A composite font has two bytes each.
func (v *viewer) letters(s []byte, hex bool) int {
	n := 0
	switch {
	case hex:
		for _, c := range s {
			if !isSpace(c) {
				n++
			}
		}
		n = (n + 1) / 2
	default:
		for i := 0; i < len(s); i++ {
			switch {
			case s[i] == '\\' && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '7':
				for k := 0; k < 3 && i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '7'; k++ {
					i++
				}
			case s[i] == '\\':
				i++
			case s[i] == ' ' && v.file.name(v.state.font["Subtype"]) != "Type0":
				continue
			}
			n++
		}
	}
	if v.file.name(v.state.font["Subtype"]) == "Type0" {
		return n / 2
	}
	return n
}

// do carries out one operator; the stack may not fall below kept.
func (v *viewer) do(op, name string, resources object, depth, kept int) {
	n := v.n
	switch op {
	case "q":
		if len(v.stack) < maxNesting {
			v.stack = append(v.stack, v.state)
		}
	case "Q":
		if len(v.stack) > kept {
			v.state, v.stack = v.stack[len(v.stack)-1], v.stack[:len(v.stack)-1]
		}
	case "cm":
		if len(n) == 6 {
			v.state.ctm = matrix(n).then(v.state.ctm)
		}
	case "Do":
		v.xobject(name, resources, depth)
	case "f", "F", "f*":
		v.vector(!v.state.fill.white)
	case "S", "s":
		v.vector(!v.state.line.white)
	case "B", "B*", "b", "b*":
		v.vector(!v.state.fill.white || !v.state.line.white)
	case "sh":
		v.vector(true)
	case "g", "rg", "k", "sc", "scn":
		v.state.fill.white = v.state.fill.whitened(op, n)
	case "G", "RG", "K", "SC", "SCN":
		v.state.line.white = v.state.line.whitened(op, n)
	case "cs":
		v.state.fill = v.tint(name, resources)
	case "CS":
		v.state.line = v.tint(name, resources)
	case "BDC":
		v.mark(v.word == "OC" && v.file.concealed(v.file.dict(v.file.dict(resources)["Properties"])[nameOf(name)]))
	case "BMC":
		v.mark(false)
	case "EMC":
		v.unmark()
	default:
		v.write(op, name, resources)
	}
}

// nameOf is a name as it stands in a drawing.
func nameOf(s string) name {
	n, ok := unescapedName(s, strings.Contains(s, "#"))
	if !ok {
		return name(s)
	}
	return n
}

func (v *viewer) mark(hides bool) {
	if len(v.hidden) > maxWork/100 {
		return
	}
	v.hidden = append(v.hidden, hides)
	if hides {
		v.covered++
	}
}

func (v *viewer) unmark() {
	last := len(v.hidden) - 1
	if last < 0 {
		return
	}
	if v.hidden[last] {
		v.covered--
	}
	v.hidden = v.hidden[:last]
}

func (v *viewer) vector(seen bool) {
	if seen && v.covered == 0 {
		v.look.Vectors++
	}
}

// tint is the first colour of a space, which is black in all that have white.
func (v *viewer) tint(n string, resources object) tint {
	f := v.file
	var p PlacedPicture
	space := f.dict(f.dict(resources)["ColorSpace"])[nameOf(n)]
	if space == nil {
		space = nameOf(n)
	}
	f.space(&p, space, 0)
	return tint{space: p.ColorSpace}
}

// whitened reports a colour that leaves no ink, as far as its numbers tell.
func (t tint) whitened(op string, n []float64) bool {
	const nearly = 0.99
	sum := 0.0
	for _, x := range n {
		sum += x
	}
	switch {
	case len(n) == 0:
		return false
	case len(n) == 4 || t.space == "Separation" && (op == "sc" || op == "scn" || op == "SC" || op == "SCN"):
		return sum < 1-nearly
	}
	return sum >= nearly*float64(len(n))
}

// write carries out the operators of text.
func (v *viewer) write(op, name string, resources object) {
	n := v.n
	switch op {
	case "BT":
		v.text = identity
	case "Tm":
		if len(n) == 6 {
			v.text = matrix(n)
		}
	case "Td", "TD":
		if len(n) == 2 {
			v.text = translation(n[0], n[1]).then(v.text)
			if op == "TD" {
				v.leading = -n[1]
			}
		}
	case "TL":
		if len(n) > 0 {
			v.leading = n[0]
		}
	case "T*":
		v.text = translation(0, -v.leading).then(v.text)
	case "Tf":
		v.state.font = v.file.dict(v.file.dict(v.file.dict(resources)["Font"])[nameOf(name)])
		if len(n) > 0 {
			v.state.size = n[len(n)-1]
		}
	case "Tz":
		if len(n) > 0 {
			v.state.scale = n[0]
		}
	case "Tr":
		if len(n) > 0 {
			v.state.mode = int(n[0])
		}
	case "'", "\"":
		v.text = translation(0, -v.leading).then(v.text)
		v.count(v.strings)
	case "Tj", "TJ":
		v.count(v.strings)
	}
}

// unseenText is the way of rendering text that leaves no ink (ISO 32000-1, table 106).
const unseenText = 3

// straight is how far from one of the four ways a line of text may be, in degrees.
const straight = 20

func (v *viewer) count(letters int) {
	if v.covered > 0 || letters == 0 {
		return
	}
	m := v.text.then(v.state.ctm)
	if m[4] < v.shown.X0 || m[4] > v.shown.X1 || m[5] < v.shown.Y0 || m[5] > v.shown.Y1 {
		return // it begins beside the page
	}
	dx, dy := m[0], m[1]
	if v.state.size < 0 != (v.state.scale < 0) {
		dx, dy = -dx, -dy
	}
	angle := math.Mod(math.Atan2(dy, dx)*180/math.Pi+360, 360)
	quarter := math.Round(angle / 90)
	if math.Abs(angle-90*quarter) > straight {
		v.look.Slanted += letters
	} else {
		v.look.Glyphs[int(quarter)%4] += letters
	}
	if v.state.mode == unseenText {
		v.look.Unseen += letters
	}
}

// xobject paints a picture, or follows a drawing inside this one.
func (v *viewer) xobject(n string, resources object, depth int) {
	f := v.file
	s, _ := f.resolve(f.dict(f.dict(resources)["XObject"])[nameOf(n)]).(*stream)
	if s == nil || f.concealed(s.dict["OC"]) || v.covered > 0 {
		return
	}
	switch f.name(s.dict["Subtype"]) {
	case "Image":
		v.picture(s, false, resources)
	case "Form":
		before := v.state
		v.form(s, resources, depth+1)
		v.state = before
	}
}

func (v *viewer) form(s *stream, resources object, depth int) {
	if depth > deepestForm || v.left <= 0 {
		v.look.Partial = true
		return
	}
	if own := s.dict["Resources"]; own != nil {
		resources = own
	}
	v.state.ctm = v.file.formMatrix(s).then(v.state.ctm)
	data, err := v.file.unpack(s, &v.left)
	v.look.Partial = v.look.Partial || err != nil && !errors.Is(err, errChecksum)
	text, n := v.text, v.n
	v.n = nil
	v.run(data, resources, depth)
	v.text, v.n = text, n
}

// picture notes a picture that is painted on the unit square.
func (v *viewer) picture(s *stream, inline bool, resources object) {
	if len(v.look.Pictures) >= maxPictures {
		v.look.Partial = true
		return
	}
	m := v.state.ctm
	r := m.bounds(Rect{0, 0, 1, 1})
	on := Rect{max(r.X0, v.shown.X0), max(r.Y0, v.shown.Y0), min(r.X1, v.shown.X1), min(r.Y1, v.shown.Y1)}
	if on.X0 >= on.X1 || on.Y0 >= on.Y1 {
		return // beside the page
	}
	p := v.file.placed(s, inline, resources)
	p.Rect, p.Share = on, on.Width()*on.Height()/(v.look.W*v.look.H)
	p.PrintedW, p.PrintedH = math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])
	angle := math.Mod(math.Atan2(m[1], m[0])*180/math.Pi+360, 360)
	p.Turn = int(math.Round(angle/90)) % 4 * 90
	p.Mirrored = m[0]*m[3]-m[1]*m[2] < 0
	v.look.Pictures = append(v.look.Pictures, p)
}

// inline reads a picture that stands in the drawing itself (ISO 32000-1, 8.9.7).
func (v *viewer) inline(s *scanner, resources object) {
	start := s.pos
	for s.pos < len(s.data) {
		if op := s.operator(); op == "ID" || op == "" {
			break
		}
	}
	head := s.data[start:max(start, s.pos-len("ID"))]
	from := min(s.pos+1, len(s.data))
	s.skipInlineImage()
	data := s.data[from:max(from, s.pos-len("\nEI"))]
	o, _, err := newSource([]byte("<<" + string(head) + ">>")).object("<<" + string(head) + ">>")
	d, ok := o.(dict)
	if err != nil || !ok || v.covered > 0 {
		return
	}
	long := dict{}
	for k, value := range d {
		if l, ok := inlineKeys[k]; ok {
			k = l
		}
		long[k] = value
	}
	v.picture(&stream{dict: long, raw: data}, true, resources)
}

// inlineKeys are the short names of entries (ISO 32000-1, table 93).
var inlineKeys = map[name]name{
	"BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "DP": "DecodeParms", "F": "Filter", "H": "Height", "IM": "ImageMask", "W": "Width",
}
