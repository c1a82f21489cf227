package font

import "testing"

func TestTwin(t *testing.T) {
	for name, want := range map[string]Style{
		"Helvetica": SansStyle, "Helv": SansStyle, "HeBo": SansStyle | Bold, "Helvetica-BoldOblique": SansStyle | Bold | Italic,
		"ArialMT": SansStyle, "Arial": SansStyle, "Arial,BoldItalic": SansStyle | Bold | Italic, "Arial-BoldMT": SansStyle | Bold,
		"ABCDEF+Arial-ItalicMT": SansStyle | Italic, "HelveticaLTStd-Bold": SansStyle | Bold,
		"Times-Roman": SerifStyle, "TiRo": SerifStyle, "Times-BoldItalic": SerifStyle | Bold | Italic,
		"TimesNewRomanPSMT": SerifStyle, "TimesNewRomanPS-BoldMT": SerifStyle | Bold, "Times New Roman,Italic": SerifStyle | Italic,
		"Courier": MonoStyle, "CourierNewPSMT": MonoStyle, "CourierNewPS-BoldItalicMT": MonoStyle | Bold | Italic,
		"Courier-Oblique": MonoStyle | Italic, "CourierStd": MonoStyle,
		"MyriadPro-Bold": SansStyle, "ArialNarrow": SansStyle, "Arial-Black": SansStyle, "ZaDb": SansStyle, "": SansStyle,
	} {
		if got := Twin(name); got != want {
			t.Errorf("twin of %q is %v, want %v", name, got, want)
		}
	}
}

// TestTwinWidths holds the faces against Adobe's metrics of the standard fonts (the AFM files).
func TestTwinWidths(t *testing.T) {
	for _, c := range []struct {
		name       string
		w, i, zero float64
	}{
		{"Helvetica", 944, 222, 556}, {"Helvetica-Bold", 944, 278, 556}, {"Helvetica-Oblique", 944, 222, 556},
		{"Helvetica-BoldOblique", 944, 278, 556}, {"Times-Roman", 944, 278, 500}, {"Times-Bold", 1000, 278, 500},
		{"Times-Italic", 833, 278, 500}, {"Times-BoldItalic", 889, 278, 500}, {"Courier", 600, 600, 600},
		{"Courier-Bold", 600, 600, 600}, {"Courier-Oblique", 600, 600, 600}, {"Courier-BoldOblique", 600, 600, 600},
	} {
		f := Twin(c.name).Face()
		for r, want := range map[rune]float64{'W': c.w, 'i': c.i, '0': c.zero} {
			if got := f.Advance(f.Glyph(r)); got != want {
				t.Errorf("%s: %q is %v wide, want %v", c.name, r, got, want)
			}
		}
		if !f.Has('ễ') || !f.Has('ž') || !f.Has('Ж') || f.CapHeight == 0 {
			t.Errorf("%s lacks letters or the height of a capital", c.name)
		}
	}
}
