package font

import (
	"bytes"
	"math"
	"slices"
	"sync"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestWidthsAreThoseOfHelvetica(t *testing.T) {
	// From Adobe's metrics of the standard fonts, Helvetica.afm and Helvetica-Bold.afm.
	for _, c := range []struct {
		r             rune
		regular, bold float64
	}{
		{' ', 278, 278}, {'!', 278, 333}, {'%', 889, 889}, {'@', 1015, 975}, {'0', 556, 556}, {':', 278, 333},
		{'A', 667, 722}, {'I', 278, 278}, {'J', 500, 556}, {'M', 833, 833}, {'W', 944, 944}, {'a', 556, 556},
		{'f', 278, 333}, {'i', 222, 278}, {'j', 222, 278}, {'m', 833, 889}, {'~', 584, 584},
		{'é', 556, 556}, {'Œ', 1000, 1000}, {'œ', 944, 944}, {'ß', 611, 611},
	} {
		if w := Sans().Advance(Sans().Glyph(c.r)); w != c.regular {
			t.Errorf("width of %q is %v, want %v", c.r, w, c.regular)
		}
		if w := SansBold().Advance(SansBold().Glyph(c.r)); w != c.bold {
			t.Errorf("width of bold %q is %v, want %v", c.r, w, c.bold)
		}
	}
}

func TestWidth(t *testing.T) {
	for _, c := range []struct {
		name, text string
		size, want float64
	}{
		{"nothing", "", 12, 0},
		{"one letter", "W", 10, 9.44},
		{"a word", "AW i", 12, (667 + 944 + 278 + 222) * 12 / 1000.0},
		{"composed", "é", 1000, 556},
		{"accent typed after the letter", "e\u0301", 1000, 556},
	} {
		if w := Sans().Width(c.text, c.size); math.Abs(w-c.want) > 1e-9 {
			t.Errorf("%s: width %v, want %v", c.name, w, c.want)
		}
	}
}

func TestHasTheLettersOfPeopleWhoMove(t *testing.T) {
	for _, r := range "ễỄờŁłğİışțșőůřžćđħŋþðÆŒœßΩжЩїәё€’“”«»–—…°№½×ñãøÅ" {
		if !Sans().Has(r) || !SansBold().Has(r) {
			t.Errorf("%q (%U) cannot be drawn", r, r)
		}
	}
}

func TestMissing(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing to say", "Élodie-Anne Łukasiewicz Nguyễn O’Brien", ""},
		{"accents typed after letters", "e\u0301 o\u031b\u0300 E\u0302\u0303", ""},
		{"Chinese and emoji, once each, in order", "中a😀中", "中😀"},
		{"an accent no letter takes", "x\u0301", "\u0301"},
		{"an accent alone", "\u0301", "\u0301"},
		{"Arabic", "عa", "ع"},
		{"Hebrew, which the face has but which runs leftwards", "שa", "ש"},
		{"a line break and a tab", "a\nb\tc", "\n\t"},
		{"not UTF-8", "a\xffb", "\ufffd"},
	} {
		if got := string(Sans().Missing(c.text)); got != c.want {
			t.Errorf("%s: missing %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCompose(t *testing.T) {
	for in, want := range map[string]string{
		"e\u0301": "é", "Nguye\u0302\u0303n": "Nguyễn", "\u212b": "Å", "Zoë": "Zoë", "o\u0301\u031b": "ớ",
	} {
		if got := Compose(in); got != want {
			t.Errorf("%+q is composed as %+q, want %+q", in, got, want)
		}
	}
}

func TestDescription(t *testing.T) {
	f := Sans()
	got := Face{Name: f.Name, Ascent: f.Ascent, Descent: f.Descent, CapHeight: f.CapHeight, StemV: f.StemV, BBox: f.BBox}
	want := Face{Name: "LiberationSans", Ascent: 905, Descent: -212, CapHeight: 688, StemV: 88, BBox: [4]float64{-544, -303, 1302, 980}}
	if got.Name != want.Name || got.Ascent != want.Ascent || got.Descent != want.Descent ||
		got.CapHeight != want.CapHeight || got.StemV != want.StemV || got.BBox != want.BBox || f.ItalicAngle != 0 {
		t.Errorf("described as %+v, want %+v", got, want)
	}
	if b := SansBold(); b.Name != "LiberationSans-Bold" || b.StemV != 166 {
		t.Errorf("bold is %s with stems of %v", b.Name, b.StemV)
	}
}

// TestGlyphsAgree holds our reading of the character map against another library's.
func TestGlyphsAgree(t *testing.T) {
	other := parseElsewhere(t, liberationsansregular.TTF)
	var buf sfnt.Buffer
	for r := rune(0); r < 0x20000; r++ {
		want, err := other.GlyphIndex(&buf, r)
		if err != nil {
			t.Fatal(err)
		}
		if got := Sans().Glyph(r); got != uint16(want) {
			t.Errorf("glyph of %U is %d, want %d", r, got, want)
		}
	}
}

// glyphsOf are the ids of the characters of s.
func glyphsOf(f *Face, s string) []uint16 {
	var ids []uint16
	for _, r := range s {
		ids = append(ids, f.Glyph(r))
	}
	return ids
}

func TestSubsetKeepsOutlines(t *testing.T) {
	f := Sans()
	ids := glyphsOf(f, "Aé Łễ€Œ’жğ")
	file := f.Subset(ids)
	before, after := parseElsewhere(t, liberationsansregular.TTF), parseElsewhere(t, file)
	kept := f.closure(ids)
	if want := int(slices.Max(kept)) + 1; after.NumGlyphs() != want {
		t.Errorf("%d glyphs, want %d", after.NumGlyphs(), want)
	}
	if len(kept) <= len(ids)+1 {
		t.Error("no composite glyph among those kept, so their parts are not tested")
	}
	for g := range after.NumGlyphs() {
		want := outlineElsewhere(t, before, g)
		if !slices.Contains(kept, uint16(g)) {
			want = nil
		}
		if !slices.Equal(outlineElsewhere(t, after, g), want) {
			t.Errorf("outline of glyph %d differs", g)
		}
	}
}

func TestSubsetReadsBack(t *testing.T) {
	f := Sans()
	file := f.Subset(glyphsOf(f, "Wi"))
	back, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "Wi" {
		g := f.Glyph(r)
		if back.Advance(g) != f.Advance(g) || back.lsbs[g] != f.lsbs[g] {
			t.Errorf("width of %q is %v, want %v; or its bearing differs", r, back.Advance(g), f.Advance(g))
		}
	}
	if back.Ascent != f.Ascent || back.BBox != f.BBox {
		t.Error("the metrics of the face have changed")
	}
	if len(file) > 12_000 {
		t.Errorf("%d bytes for two letters", len(file))
	}
}

func TestSubsetChecksums(t *testing.T) {
	file := Sans().Subset(glyphsOf(Sans(), "Dossier"))
	if sum := checksum(file); sum != 0xB1B0AFBA {
		t.Errorf("the file sums up to %#x, want 0xB1B0AFBA", sum)
	}
	last := ""
	for i := range int(be.Uint16(file[4:])) {
		rec := file[12+16*i:]
		tag, off, length := string(rec[:4]), be.Uint32(rec[8:]), be.Uint32(rec[12:])
		table := slices.Clone(file[off : off+length])
		if tag == "head" {
			be.PutUint32(table[8:], 0)
		}
		if checksum(table) != be.Uint32(rec[4:]) {
			t.Errorf("checksum of table %q is wrong", tag)
		}
		if tag <= last || off%4 != 0 {
			t.Errorf("table %q is out of order or not aligned", tag)
		}
		last = tag
	}
}

func TestSubsetIsASet(t *testing.T) {
	f := Sans()
	want := f.Subset(glyphsOf(f, "élan"))
	if !bytes.Equal(f.Subset(append(glyphsOf(f, "nalélan"), 0, 65535)), want) {
		t.Error("order, doubles or ids out of range change the bytes")
	}
	if empty := f.Subset(nil); int(be.Uint16(mustParse(empty).tables["maxp"][4:])) != 1 {
		t.Error("nothing asked for should leave glyph 0 alone")
	}
}

func TestFaceIsShared(t *testing.T) {
	want := Sans().Subset([]uint16{36})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if !bytes.Equal(Sans().Subset([]uint16{36}), want) || len(Sans().Missing("中")) != 1 {
				t.Error("goroutines disturb each other")
			}
		})
	}
	wg.Wait()
}

func parseElsewhere(t *testing.T, file []byte) *sfnt.Font {
	t.Helper()
	f, err := sfnt.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func outlineElsewhere(t *testing.T, f *sfnt.Font, g int) []sfnt.Segment {
	t.Helper()
	var buf sfnt.Buffer
	segments, err := f.LoadGlyph(&buf, sfnt.GlyphIndex(g), fixed.I(int(f.UnitsPerEm())), nil)
	if err != nil {
		t.Fatalf("glyph %d: %v", g, err)
	}
	return segments
}
