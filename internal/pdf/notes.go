package pdf

import (
	"regexp"
	"strconv"
)

// Some programs leave it to the viewer to draw their notes: they say where a line runs or what a text is, and
// have no picture of it. Such a note stays one when pages are joined, moved with its page, so that it looks as
// it did in the same viewer.

// noteKinds are the notes that viewers draw by themselves (ISO 32000-1, 12.5.6).
var noteKinds = map[name]bool{
	"FreeText": true, "Line": true, "Square": true, "Circle": true, "Polygon": true, "PolyLine": true,
	"Highlight": true, "Underline": true, "Squiggly": true, "StrikeOut": true, "Ink": true,
	"Text": true, "Stamp": true, "Caret": true, // by their names
}

// What is kept of a note: its look as it is, its points moved. Author, dates and answers stay behind.
var (
	noteLooks  = []name{"Subtype", "F", "C", "IC", "CA", "Border", "BE", "LE", "Q", "IT", "OC", "Name"}
	notePoints = []name{"QuadPoints", "Vertices", "L", "CL"}
)

// notes are those among the annotations that stay, moved by m.
func (j *joiner) notes(c *copier, annotations array, m matrix, scale float64) array {
	var list array
	f := c.file
	for _, a := range annotations {
		note := f.dict(a)
		rect, ok := f.rect(note["Rect"])
		if !noteKinds[f.name(note["Subtype"])] || !ok || !f.visible(note) {
			continue
		}
		r := m.bounds(rect)
		d := dict{"Type": name("Annot"), "Rect": array{r.X0, r.Y0, r.X1, r.Y1}}
		for _, k := range noteLooks {
			if v := f.resolve(note[k]); v != nil && k != "OC" {
				d[k] = v
			}
		}
		if layer, ok := note["OC"].(ref); ok {
			d["OC"] = layer
		}
		for _, k := range notePoints {
			if p := f.points(note[k], m); p != nil {
				d[k] = p
			}
		}
		var strokes array
		for _, stroke := range f.list(note["InkList"]) {
			if p := f.points(stroke, m); p != nil {
				strokes = append(strokes, p)
			}
		}
		if strokes != nil {
			d["InkList"] = strokes
		}
		if style := f.dict(note["BS"]); style != nil {
			if w, ok := f.number(style["W"]); ok {
				style = style.with(dict{"W": w * scale})
			}
			d["BS"] = style
		}
		if inner, ok := f.numbers(note["RD"], 4); ok {
			d["RD"] = array{inner[0] * scale, inner[1] * scale, inner[2] * scale, inner[3] * scale}
		}
		if d["Subtype"] == name("FreeText") {
			d["Contents"] = f.resolve(note["Contents"])
			if da, ok := f.resolve(note["DA"]).(text); ok {
				d["DA"] = text(scaledType(string(da), scale))
			}
		}
		list = append(list, c.add(d))
	}
	return list
}

// points are pairs of coordinates moved by m; nil if there are none.
func (f *File) points(o object, m matrix) array {
	xy, ok := f.numbers(o, 2)
	if !ok || len(xy)%2 != 0 {
		return nil
	}
	moved := make(array, len(xy))
	for i := 0; i < len(xy); i += 2 {
		moved[i], moved[i+1] = m[0]*xy[i]+m[2]*xy[i+1]+m[4], m[1]*xy[i]+m[3]*xy[i+1]+m[5]
	}
	return moved
}

var sizeOfType = regexp.MustCompile(`([0-9]*\.?[0-9]+)(\s+Tf\b)`)

// scaledType is a default appearance with another size of type.
func scaledType(da string, scale float64) string {
	return sizeOfType.ReplaceAllStringFunc(da, func(s string) string {
		parts := sizeOfType.FindStringSubmatch(s)
		size, err := strconv.ParseFloat(parts[1], 64)
		if err != nil {
			return s
		}
		return strconv.FormatFloat(size*scale, 'f', 3, 64) + parts[2]
	})
}
