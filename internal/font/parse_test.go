package font

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
)

// small is a font of a few glyphs, one of them composite, with the character map given.
func small(cmap []byte) []byte {
	f := Sans()
	t := tables{}
	for tag, b := range mustParse(f.Subset(glyphsOf(f, "é"))).tables {
		t[tag] = slices.Clone(b)
	}
	t["cmap"] = cmap
	return t.assemble()
}

// words are big-endian 16-bit numbers.
func words(n ...int) []byte {
	var b []byte
	for _, v := range n {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

// format12 is a character map whose groups are first, last, glyph.
func format12(groups ...uint32) []byte {
	b := words(0, 1, 3, 10, 0, 12, 12, 0, 0, 16+4*len(groups), 0, 0, 0, len(groups)/3)
	for _, v := range groups {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// format4 is a character map of two segments: U+0041 to U+0043 as the arguments say, and the last.
func format4(first, last, delta, offset int, ids ...int) []byte {
	b := words(0, 1, 3, 1, 0, 12, 4, 32+2*len(ids), 0, 4, 4, 1, 0, last, 0xFFFF, 0, first, 0xFFFF, delta, 1, offset, 0)
	return append(b, words(ids...)...)
}

func TestCharacterMaps(t *testing.T) {
	for _, c := range []struct {
		name string
		cmap []byte
		want [3]uint16 // of U+0041, U+0042, U+0043
	}{
		{"format 12", format12(0x41, 0x43, 7), [3]uint16{7, 8, 9}},
		{"format 12, a gap", format12(0x41, 0x41, 7, 0x43, 0x43, 3), [3]uint16{7, 0, 3}},
		{"format 12, glyphs that do not exist", format12(0x41, 0x10FFFF, 0xFFFFFFFF), [3]uint16{}},
		{"format 4, delta", format4(0x41, 0x43, 0x10000-0x3A, 0), [3]uint16{7, 8, 9}},
		{"format 4, ids", format4(0x41, 0x43, 0, 4, 9, 0, 5), [3]uint16{9, 0, 5}},
		{"format 4, ids and delta", format4(0x41, 0x43, 1, 4, 9, 0, 5), [3]uint16{10, 0, 6}},
		{"format 4, ids cut short", format4(0x41, 0x43, 0, 4, 9), [3]uint16{9, 0, 0}},
	} {
		f, err := Parse(small(c.cmap))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := [3]uint16{f.Glyph('A'), f.Glyph('B'), f.Glyph('C')}; got != c.want {
			t.Errorf("%s: glyphs %v, want %v", c.name, got, c.want)
		}
	}
}

func TestWideCharacterIsFound(t *testing.T) {
	f, err := Parse(small(format12(0x1F600, 0x1F600, 4)))
	if err != nil || !f.Has('😀') {
		t.Errorf("a character above U+FFFF is lost: %v", err)
	}
}

// TestGlyphAloneIsNotEnough takes a face with glyphs for characters that still cannot be set.
func TestGlyphAloneIsNotEnough(t *testing.T) {
	f := mustParse(small(format12('\n', '\n', 4, 'A', 'A', 4, 0x301, 0x301, 4, 0x5D0, 0x5D0, 4, 0x627, 0x627, 4, 0xFFFD, 0xFFFD, 4)))
	for r, want := range map[rune]bool{'A': true, '\n': false, 0x301: false, 0x5D0: false, 0x627: false, 0xFFFD: false} {
		if f.Glyph(r) != 4 || f.Has(r) != want {
			t.Errorf("%U: glyph %d, can be drawn: %v, want %v", r, f.Glyph(r), f.Has(r), want)
		}
	}
}

func TestBrokenFonts(t *testing.T) {
	without := func(tag string) []byte {
		f := mustParse(Sans().Subset(nil)).tables
		delete(f, tag)
		if tag == "head" { // assemble writes into it
			f["head"] = make([]byte, 12)
		}
		return f.assemble()
	}
	with := func(tag string, off int, value uint16) []byte {
		f := tables{}
		for tag, b := range mustParse(small(emptyCmap)).tables {
			f[tag] = slices.Clone(b)
		}
		binary.BigEndian.PutUint16(f[tag][off:], value)
		return f.assemble()
	}
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "file too short"},
		{"PostScript outlines", []byte("OTTO\x00\x01\x00\x00\x00\x00\x00\x00"), "TrueType outlines"},
		{"a collection", []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x00"), "not a single font"},
		{"cut in the directory", liberationsansregular.TTF[:40], "directory cut short"},
		{"cut in a table", liberationsansregular.TTF[:4000], "lies outside the file"},
		{"no head", without("head"), `"head" is missing`},
		{"no cmap", without("cmap"), `"cmap" is missing`},
		{"no loca", without("loca"), `"loca" is missing`},
		{"no units", with("head", 18, 0), "0 units in an em"},
		{"no widths", with("hhea", 34, 0), `do not agree with table "hmtx"`},
		{"more glyphs than places", with("maxp", 4, 60000), `"loca" is too short`},
		{"an outline outside glyf", with("loca", 4, 0xFFFF), `outside table "glyf"`},
		{"no Unicode map", small(words(0, 1, 1, 0, 0, 12, 6, 0)), "no Unicode character table"},
		{"map outside", small(words(0, 1, 3, 1, 0, 999)), `outside table "cmap"`},
		{"map cut short", small(words(0, 1, 3, 1, 0, 12, 4, 0)), "cut short"},
		{"segments cut short", small(words(0, 1, 3, 1, 0, 12, 4, 0, 0, 400, 0, 0, 0)), "cut short"},
		{"groups cut short", small(format12(0x41, 0x43, 7)[:30]), "cut short"},
		{"groups out of order", small(format12(0x43, 0x43, 7, 0x41, 0x41, 3)), "out of order at U+0041"},
		{"beyond Unicode", small(format12(0x41, 0x110000, 1)), "out of order"},
		{"segment backwards", small(format4(0x43, 0x41, 0, 0)), "out of order"},
	} {
		_, err := Parse(c.file)
		if err == nil || !strings.HasPrefix(err.Error(), "read font: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestBrokenComposites(t *testing.T) {
	header := words(0xFFFF, 0, 0, 0, 0)
	for _, c := range []struct {
		name    string
		outline []byte
		parts   []uint16
		broken  bool
	}{
		{"a blank", nil, nil, false},
		{"plain", words(1, 0, 0, 0, 0), nil, false},
		{"header cut", words(1, 0), nil, true},
		{"no part", header, nil, true},
		{"one part", slices.Concat(header, words(0, 5, 0)), []uint16{5}, false},
		{"word arguments, a scale, another", slices.Concat(header, words(argsAreWords|haveScale|moreComponents, 5, 0, 0, 0, haveXYScale, 6, 0, 0, 0)), []uint16{5, 6}, false},
		{"two by two", slices.Concat(header, words(haveTwoByTwo, 5, 0, 0, 0, 0, 0)), []uint16{5}, false},
		{"two by two cut", slices.Concat(header, words(haveTwoByTwo, 5, 0, 0, 0)), nil, true},
		{"a part promised", slices.Concat(header, words(moreComponents, 5, 0)), nil, true},
	} {
		parts, err := components(slices.Clip(c.outline))
		if (err != nil) != c.broken || !slices.Equal(parts, c.parts) {
			t.Errorf("%s: %v, %v", c.name, parts, err)
		}
	}
}

func TestPostScriptName(t *testing.T) {
	record := func(platform, id int, value string) []byte {
		return append(words(0, 1, 18, platform, 0, 0, id, len(value), 0), value...)
	}
	for _, c := range []struct {
		name  string
		table []byte
		want  string
	}{
		{"no table", nil, "TrueType"},
		{"Macintosh", record(1, 6, "Arial-Bold"), "Arial-Bold"},
		{"Windows", record(3, 6, "\x00A\x00b"), "Ab"},
		{"another name", record(3, 4, "\x00A\x00b"), "TrueType"},
		{"PDF syntax in it", record(1, 6, "A/ (b)#"), "Ab"},
		{"cut", record(1, 6, "Arial")[:20], "TrueType"},
	} {
		if got := postScriptName(c.table); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestFontsOfThisMachine reads fonts made by others, where there are any.
func TestFontsOfThisMachine(t *testing.T) {
	const name = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
	file, err := os.ReadFile(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	f, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	if f.Name != "DejaVuSans" || !f.Has('𝔸') || f.CapHeight != 729 {
		t.Errorf("%s, capitals of %v; mathematical letters: %v", f.Name, f.CapHeight, f.Has('𝔸'))
	}
	parseElsewhere(t, f.Subset(glyphsOf(f, "é𝔸")))
}

func FuzzParse(f *testing.F) {
	f.Add(Sans().Subset([]uint16{36}))
	f.Add(small(format12(0x41, 0x43, 7)))
	f.Add(small(format4(0x41, 0x43, 0, 4, 9, 0, 5)))
	f.Fuzz(func(t *testing.T, file []byte) {
		face, err := Parse(file)
		if err != nil {
			return
		}
		ids := []uint16{0, 1, 36, 65535}
		face.Width("Aé€", 10)
		if _, err := Parse(face.Subset(ids)); err != nil {
			t.Errorf("the subset of a font that is read is not read: %v", err)
		}
	})
}
