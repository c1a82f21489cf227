package proof

import (
	"fmt"
	"testing"

	"dossier/internal/pdf"
)

// bordered is a form of two text fields that have a look but no picture of it; town has a value, and
// dots are printed where both are.
func bordered(look, town string) []byte {
	dots := "BT /F 9 Tf 50 153 Td (...............................................................) Tj 0 -50 Td (.............................................................) Tj ET"
	field := func(name, value, rect string) string {
		return fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Tx /T (%s) /V (%s) /F 4 /DA (/F 10 Tf 0 g) /Rect %s %s >>", name, value, rect, look)
	}
	return write(
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 6 0 R] /DR << /Font << /F 4 0 R >> >> >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Annots [5 0 R 6 0 R] /Contents 7 0 R /Resources << /Font << /F 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		field("name", "", "[50 146 190 166]"),
		field("town", town, "[50 96 190 116]"),
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(dots), dots),
	)
}

// TestCheckBorders holds that background and border, which a filler draws for a field that has no
// picture, are no strays: neither of a field it fills nor of one whose value it only paints.
func TestCheckBorders(t *testing.T) {
	for _, look := range []string{
		"", "/MK << /BC [0] >>", "/MK << /BC [1 0 0] /BG [0.9 0.9 1] >>", "/MK << /BG [1] >>",
		"/MK << /BC [0] >> /BS << /W 3 >>", "/MK << /BC [0] >> /BS << /W 1 /S /D /D [3 2] >>",
		"/MK << /BC [0] /BG [0.8] >> /BS << /W 1 /S /B >>", "/MK << /BC [0.5] >> /BS << /W 2 /S /I >>",
		"/MK << /BC [0] >> /BS << /W 1 /S /U >>", "/MK << /BG [0.1] >>",
	} {
		for _, town := range []string{"", "Tours"} {
			data := bordered(look, town)
			blank := open(t, data)
			f, err := pdf.Open(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, editable := range []bool{false, true} {
				filled, marks := fill(t, f, []pdf.Entry{{Field: "name", Text: "Élodie Durand"}}, editable)
				if faults, err := open(t, filled).Check(Blank{Doc: blank}, marks); err != nil || len(faults) > 0 {
					t.Errorf("%s, town %q, editable %v: %v, %v", look, town, editable, faults, err)
				}
			}
		}
	}
}
