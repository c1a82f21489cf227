package pdf

import (
	"encoding/hex"
	"math"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/font"
)

// A pen is how a place of a field is to be written in, from its default appearance (ISO 32000-1,
// 12.7.3.3).
type pen struct {
	style  font.Style
	size   float64   // in points; 0 is what suits the box
	colour []float64 // grey, RGB or CMYK; nil is black
	own    bool      // the colour is not the form's, which would not show
}

// givePens reads the default appearance of each place of a field.
func (f *File) givePens(fd *field) {
	for _, w := range fd.places {
		w.flags, _ = f.int(w.dict["F"])
		da := fd.da
		if own, ok := f.resolve(w.dict["DA"]).(text); ok {
			da = string(own)
		}
		a := parseAppearance(da)
		w.font = f.brought(f.fontResource(w.dict, a.font))
		w.pen = pen{style: font.Twin(f.fontName(w.dict, a.font)), size: typeSize(da), colour: a.colour}
		if ground := f.behind(w, a.colour); !contrasts(a.colour, ground) {
			w.pen.colour, w.pen.own = readable(ground), true
		}
	}
}

// behind is what a colour must show on: the background of the widget or, where it has none and the
// colour is too pale for white paper, what the page has there.
func (f *File) behind(w *widget, colour []float64) []float64 {
	if len(w.look.background) > 0 || w.Page == 0 || contrasts(colour, nil) {
		return w.look.background
	}
	return f.ground(f.pages[w.Page-1], (w.Rect.X0+w.Rect.X1)/2, (w.Rect.Y0+w.Rect.Y1)/2)
}

// fontName is the name of the font itself that a default appearance calls n: resources of the
// field, of those above it or of the form say which. Without any, n may be telling enough.
func (f *File) fontName(field dict, n name) string {
	if base := f.name(f.dict(f.fontResource(field, n))["BaseFont"]); base != "" {
		return string(base)
	}
	return string(n)
}

// fontResource is the nearest of these fonts that has a name; nil for none.
func (f *File) fontResource(field dict, n name) object {
	chain := []dict{}
	for d := field; d != nil && len(chain) < maxDepth; d = f.dict(d["Parent"]) {
		chain = append(chain, d)
	}
	for _, d := range append(chain, f.form()) {
		resource := f.dict(f.dict(d["DR"])["Font"])[n]
		if f.name(f.dict(resource)["BaseFont"]) != "" {
			return resource
		}
	}
	return nil
}

// An appearanceString is what we take from a default appearance: the last font and the last
// colour in it.
type appearanceString struct {
	font   name
	colour []float64
}

// colourants are how many numbers the operators that set a colour to fill with take. sc and scn
// take those of the colour space set before.
var colourants = map[string]int{"g": 1, "rg": 3, "k": 4, "DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}

func parseAppearance(da string) appearanceString {
	var a appearanceString
	var names []name
	var numbers []float64
	space := "DeviceGray"
	for _, word := range appearanceWords(da) {
		if n, isName := strings.CutPrefix(word, "/"); isName {
			names = append(names, unescaped(n))
			continue
		}
		if v, err := strconv.ParseFloat(word, 64); err == nil {
			numbers = append(numbers, v)
			continue
		}
		switch {
		case word == "Tf" && len(names) > 0:
			a.font = names[len(names)-1]
		case word == "cs" && len(names) > 0:
			space = string(names[len(names)-1])
		case word == "sc" || word == "scn":
			a.colour = colourOf(numbers, colourants[space], a.colour)
		case colourants[word] > 0:
			a.colour = colourOf(numbers, colourants[word], a.colour)
		}
		names, numbers = nil, nil
	}
	return a
}

// colourOf is the colour of the last n numbers, each from 0 to 1; else what it was before.
func colourOf(numbers []float64, n int, before []float64) []float64 {
	if n == 0 || len(numbers) < n {
		return before
	}
	c := slices.Clone(numbers[len(numbers)-n:])
	for i, v := range c {
		if math.IsNaN(v) {
			return before
		}
		c[i] = min(max(v, 0), 1)
	}
	return c
}

// appearanceWords splits at spaces and before names.
func appearanceWords(da string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(da, "/", " /"), func(r rune) bool {
		return r < 0x80 && isSpace(byte(r))
	})
}

// unescaped undoes the #xx of a name.
func unescaped(s string) name {
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if c, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				b = append(b, c...)
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return name(b)
}

// leastContrast is the ratio of luminances at which large letters can be read (WCAG 2.1, 1.4.3).
const leastContrast = 3.0

// contrasts reports a colour that can be seen on a background. No colour is black, no background
// is white paper.
func contrasts(colour, background []float64) bool {
	paper := 1.0
	if len(background) > 0 {
		paper = luminance(background)
	}
	return contrast(luminance(colour), paper) >= leastContrast
}

// contrast is the ratio of two luminances, from 1 to 21 (WCAG 2.1).
func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// readable is black or white, whichever shows better.
func readable(background []float64) []float64 {
	if len(background) > 0 {
		if l := luminance(background); contrast(1, l) > contrast(0, l) {
			return []float64{1}
		}
	}
	return nil
}

// luminance of a colour, from 0 for black to 1 for white (WCAG 2.1, relative luminance of sRGB).
func luminance(c []float64) float64 {
	var rgb [3]float64
	switch len(c) {
	case 1:
		rgb = [3]float64{c[0], c[0], c[0]}
	case 3:
		rgb = [3]float64(c)
	case 4:
		for i := range rgb {
			rgb[i] = (1 - c[i]) * (1 - c[3])
		}
	}
	for i, v := range rgb {
		if v <= 0.03928 {
			rgb[i] = v / 12.92
		} else {
			rgb[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2]
}
