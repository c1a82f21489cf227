package font

import (
	"fmt"
	"slices"
	"testing"
)

// rebuilt is Sans cut to some characters, with tables changed.
func rebuilt(text string, changes tables) []byte {
	f := Sans()
	t := tables{}
	for tag, b := range mustParse(f.Subset(glyphsOf(f, text))).tables {
		t[tag] = slices.Clone(b)
	}
	for tag, b := range changes {
		t[tag] = b
	}
	return t.assemble()
}

// charMaps is a table cmap of subtables under their platforms and encodings.
func charMaps(subtables ...any) []byte {
	b := words(0, len(subtables)/3)
	var body []byte
	for i := 0; i < len(subtables); i += 3 {
		b = append(b, words(subtables[i].(int), subtables[i+1].(int), 0, 4+8*len(subtables)/3+len(body))...)
		body = append(body, subtables[i+2].([]byte)...)
	}
	return append(b, body...)
}

// run is the part of a table of format 4 that maps three characters from first on to glyphs from 7.
func run(first int) []byte { return format4(first, first+2, 0x10007-first, 0)[12:] }

func TestMapsOfEmbedded(t *testing.T) {
	bytesOf := make([]byte, 256)
	bytesOf['A'] = 9
	format0 := append(words(0, 262, 0), bytesOf...)
	format6 := words(6, 14, 0, 'B', 2, 5, 60000)
	for _, c := range []struct {
		name string
		cmap []byte
		want string // glyphs of A by each map, of B by Mac OS Roman
		bad  bool
	}{
		{"none", charMaps(), "0 0 0 0", false},
		{"all three", charMaps(1, 0, format0, 3, 0, run(0xF041), 3, 1, run('A')), "7 9 7 0", false},
		{"a run of bytes", charMaps(1, 0, format6), "0 0 0 5", false},
		{"the first of two", charMaps(1, 0, format6, 1, 0, format0), "0 0 0 5", false},
		{"others", charMaps(0, 3, run('A'), 3, 10, format12('A', 'A', 7)[12:]), "0 0 0 0", false},
		{"bytes cut short", charMaps(1, 0, format0[:200]), "", true},
		{"run cut short", charMaps(1, 0, format6[:12]), "", true},
		{"bytes in a format of words", charMaps(1, 0, run('A')), "", true},
		{"outside", words(0, 1, 3, 1, 0, 999), "", true},
		{"cut short", charMaps(3, 1, words(4, 0)), "", true},
	} {
		e, err := ParseEmbedded(rebuilt("é", tables{"cmap": c.cmap}))
		if (err != nil) != c.bad {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil {
			continue
		}
		if got := fmt.Sprint(e.Unicode['A'], e.Roman['A'], e.Symbol[0xF041], e.Roman['B']); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestDraws takes outlines apart: each glyph is drawn only while it is whole.
func TestDraws(t *testing.T) {
	sans := Sans()
	o := slices.Clone(sans.outline(sans.Glyph('o')))
	low := func(at int, v uint16) []byte { b := slices.Clone(o); be.PutUint16(b[at:], v); return b }
	box := words(0xFFFF, 0, 0, 500, 500)
	for _, c := range []struct {
		name    string
		outline []byte // of glyph 1; glyph 2 is an o, glyph 3 is blank
		want    bool
	}{
		{"whole", o, true},
		{"padded", append(slices.Clone(o), 0, 0), true},
		{"nothing", nil, false},
		{"no contour", low(0, 0), false},
		{"the box too low", low(8, be.Uint16(o[8:])-1), false},
		{"the box too narrow", low(2, be.Uint16(o[2:])+1), false},
		{"the box upside down", low(8, 0x8000), false},
		{"contours backwards", low(12, 0), false},
		{"instructions without end", low(14, 0xFFFF), false},
		{"cut in the points", o[:len(o)-8], false},
		{"cut in the flags", o[:20], false},
		{"cut in the contours", o[:11], false},
		{"a part", slices.Concat(box, words(0, 2, 0)), true},
		{"a blank part", slices.Concat(box, words(moreComponents, 2, 0, 0, 3, 0)), false},
		{"a part of itself", slices.Concat(box, words(0, 1, 0)), false},
		{"parts without a box", slices.Concat(words(0xFFFF, 0, 0, 0, 0), words(0, 2, 0)), false},
	} {
		e := &Embedded{face: of([][]byte{nil, c.outline, o, nil}), drawn: make(map[uint16]bool), left: maxPoints}
		if got := e.Draws(1); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if e.Draws(3) || e.Draws(4) || !e.Blank(3) || e.Blank(2) || e.Blank(4) {
			t.Errorf("%s: blanks are not told from letters", c.name)
		}
	}
}

// of is a face with outlines and nothing else.
func of(outlines [][]byte) *Face {
	f := &Face{advs: make([]uint16, len(outlines)), loca: []uint32{0}, tables: tables{}}
	for _, o := range outlines {
		f.tables["glyf"] = append(f.tables["glyf"], o...)
		f.loca = append(f.loca, uint32(len(f.tables["glyf"])))
	}
	return f
}

func TestPartsOfPartsAreBounded(t *testing.T) {
	sans := Sans()
	box := words(0xFFFF, 0, 0, 500, 500)
	outlines := [][]byte{sans.outline(sans.Glyph('o'))}
	for g := range maxPartDepth + 1 {
		outlines = append(outlines, slices.Concat(box, words(0, g, 0)))
	}
	for g, want := range map[uint16]bool{maxPartDepth: true, maxPartDepth + 1: false} {
		e := &Embedded{face: of(outlines), drawn: make(map[uint16]bool), left: maxPoints}
		if got := e.Draws(g); got != want {
			t.Errorf("%d parts in each other: %v, want %v", g, got, want)
		}
	}
}

func TestFaceOfEmbedded(t *testing.T) {
	sans := Sans()
	chars := []Char{{'H', sans.Glyph('H'), 722.5}, {'g', sans.Glyph('g'), 556}, {'x', 65535, 1}}
	e, err := ParseEmbedded(rebuilt("Hg", nil))
	if err != nil {
		t.Fatal(err)
	}
	f, err := e.Face(chars)
	if err != nil {
		t.Fatal(err)
	}
	if f.Width("Hg", 1000) != 722.5+556 || !f.Has('g') || f.Has('x') || f.Has('o') {
		t.Errorf("width %g; has g %v, x %v, o %v", f.Width("Hg", 1000), f.Has('g'), f.Has('x'), f.Has('o'))
	}
	top, bottom := f.Ink("Hg")
	if wantTop, wantBottom := sans.Ink("Hg"); top != wantTop || bottom != wantBottom || f.CapHeight != wantTop {
		t.Errorf("ink from %g to %g, capitals of %g", bottom, top, f.CapHeight)
	}
	if w := e.Width(sans.Glyph('H')); w < 722 || w > 723 || e.Width(65535) != 0 {
		t.Errorf("the program says %g", w)
	}
	if _, err := e.Face(chars[1:]); err == nil {
		t.Error("a font without capitals has a height of capitals")
	}
	hhea := slices.Clone(sans.tables["hhea"])
	be.PutUint16(hhea[34:], 1)
	be.PutUint16(hhea[6:], 0)
	e, err = ParseEmbedded(rebuilt("Hg", tables{"hhea": hhea}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Face(chars); err == nil {
		t.Error("a font without descent is measured by")
	}
}

func FuzzParseEmbedded(f *testing.F) {
	f.Add(rebuilt("é", tables{"cmap": charMaps(1, 0, words(6, 14, 0, 'B', 2, 5, 6), 3, 0, run(0xF041), 3, 1, run('A'))}))
	f.Fuzz(func(t *testing.T, file []byte) {
		e, err := ParseEmbedded(file)
		if err != nil {
			return
		}
		var chars []Char
		for g := range uint16(300) {
			if e.Draws(g) {
				chars = append(chars, Char{rune(' ' + g), g, e.Width(g)})
			}
		}
		if face, err := e.Face(chars); err == nil {
			face.Ink("Aé€")
			if _, err := parseGlyphs(face.Subset([]uint16{0, 1, 36})); err != nil {
				t.Errorf("the cut of a font that is read is not read: %v", err)
			}
		}
	})
}
