package proof

import (
	"fmt"
	"strings"
	"testing"
)

// printedForm is what the blank of the damage test has on it; writtenForm is added by who fills it.
const printedForm = `BT /F 9 Tf 20 254 Td (Nom :) Tj ET
BT /F 9 Tf 20 234 Td (Ville :) Tj ET
BT /F 9 Tf 100 233 Td (......................................................) Tj ET
BT /F 9 Tf 20 104 Td (Je certifie exacts les renseignements ci-dessus) Tj ET
0.5 w 100 180 m 260 180 l S
100 180 m 100 196 l S 120 180 m 120 186 l S 140 180 m 140 186 l S 160 180 m 160 186 l S 180 180 m 180 186 l S
100 210 12 12 re S 160 210 12 12 re S
`

const writtenForm = `q 0 g
BT /F 10 Tf 102 254 Td (Ren\351e Durand) Tj ET
BT /F 10 Tf 102 234 Td (Saint-Denis) Tj ET
BT /F 10 Tf 107 184 Td (0) Tj 20 0 Td (4) Tj 20 0 Td (0) Tj 20 0 Td (2) Tj 20 0 Td (1) Tj 20 0 Td (9) Tj 20 0 Td (6) Tj 20 0 Td (1) Tj ET
BT /F 10 Tf 102 160 Td (une phrase assez) Tj 0 -12 Td (longue et finie) Tj ET
1 w 102 212 m 110 220 l S 102 220 m 110 212 l S
Q
`

// paged is a page of 300 by 300 points with a content. Its image is a chessboard.
func paged(content string, extra string) []byte {
	return write(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] "+extra+" /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /I 6 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /XObject /Subtype /Image /Width 8 /Height 2 /BitsPerComponent 1 /ColorSpace /DeviceGray /Length 2 >>\nstream\n\x55\xAA\nendstream",
	)
}

var damageMarks = []Mark{
	{Name: "name", Rect: Rect{100, 250, 260, 264}, Text: "Renée Durand", Floor: 6.5},
	{Name: "town", Rect: Rect{100, 230, 260, 244}, Text: "Saint-Denis", Floor: 6.5},
	{Name: "date", Rect: Rect{100, 180, 260, 196}, Text: "04021961", Cells: 8, Floor: 6.5},
	{Name: "notes", Rect: Rect{100, 140, 260, 172}, Text: "une phrase assez\nlongue et finie", Floor: 6.5},
	{Name: "yes", Rect: Rect{100, 210, 112, 222}, Box: true, Ticked: true},
	{Name: "no", Rect: Rect{160, 210, 172, 222}, Box: true},
	{Name: "empty", Rect: Rect{100, 120, 260, 134}},
}

// TestDamage damages a page that is as meant, and requires that each damage is seen.
func TestDamage(t *testing.T) {
	blank := open(t, paged(printedForm, ""))
	whole := printedForm + writtenForm
	check := func(content, extra string) string {
		faults, err := open(t, paged(content, extra)).Check(Blank{Doc: blank}, damageMarks)
		if err != nil {
			t.Error(err)
		}
		return kinds(faults)
	}
	if got := check(whole, ""); got != "" {
		t.Errorf("undamaged: %s", got)
	}
	// name is the operators that write it, at another place or in another manner.
	name := func(before, after string) string { return before + " (Ren\\351e Durand) Tj " + after }
	const nameNow, townNow = "BT /F 10 Tf 102 254 Td (Ren\\351e Durand) Tj ET", "BT /F 10 Tf 102 234 Td (Saint-Denis) Tj ET"
	const tick = "102 212 m 110 220 l S 102 220 m 110 212 l S"
	for _, c := range []struct{ name, old, new, want string }{
		{"the last letter lost", "Durand)", "Duran)", "missing name"},
		{"the first letter lost", "(Ren", "(en", "missing name"},
		{"a letter lost within", "Durand)", "Duand)", "missing name"},
		{"two letters exchanged", "Durand)", "Duradn)", "changed name"},
		{"another letter", "Durand)", "Durant)", "changed name"},
		{"an accent lost", `Ren\351e`, "Renee", "changed name"},
		{"the words joined", `\351e D`, `\351eD`, "missing name"},
		{"spaced out", "(Ren", "6 Tc (Ren", "changed name, changed town, changed notes, outside notes"},
		{"letters on top of each other", "(Ren", "-5.5 Tc (Ren", "changed name, outside town, changed notes, stray, stray"},
		{"a letter pushed out", nameNow, `BT /F 10 Tf 102 254 Td [(Ren\351e Duran) -11000 (d)] TJ ET`, "changed name, outside name"},
		{"a letter pushed far away", nameNow, `BT /F 10 Tf 102 254 Td [(Ren\351e Duran) 0 (d)] TJ 60 -150 Td (d) Tj ET`, "stray"},
		{"gone", nameNow, "", "missing name"},
		{"written twice", nameNow, nameNow + name(" BT /F 10 Tf 180 254 Td", "ET"), "stray name"},
		{"another text on top", nameNow, nameNow + " BT /F 10 Tf 102 254 Td (Martin) Tj ET", "stray name"},
		{"two values exchanged", nameNow + "\n" + townNow, `BT /F 10 Tf 102 254 Td (Saint-Denis) Tj ET BT /F 10 Tf 102 234 Td (Ren\351e Durand) Tj ET`, "outside name, outside town"},
		{"in the box below", nameNow, name("BT /F 10 Tf 102 124 Td", "ET"), "missing name, changed empty"},
		{"half out at the left", nameNow, name("BT /F 10 Tf 97 254 Td", "ET"), "outside name"},
		{"half out above", nameNow, name("BT /F 10 Tf 102 260 Td", "ET"), "outside name"},
		{"half out below", nameNow, name("BT /F 10 Tf 102 246 Td", "ET"), "outside name"},
		{"cut by a clip", nameNow, "q 100 250 80 6 re W n " + nameNow + " Q", "faint name"},
		{"cut at its end by a clip", nameNow, "q 100 250 40 14 re W n " + nameNow + " Q", "faint name"},
		{"small type", nameNow, name("BT /F 5 Tf 102 254 Td", "ET"), "small name"},
		{"small by a matrix", nameNow, "q 0.5 0 0 0.5 51 127 cm " + nameNow + " Q", "small name"},
		{"squeezed", "(Ren", "30 Tz (Ren", "missing name, missing notes"},
		{"flattened", nameNow, name("BT /F 10 Tf 1 0 0 0.3 102 254 Tm", "ET"), "small name"},
		{"mirrored", nameNow, name("BT /F 10 Tf -1 0 0 1 200 254 Tm", "ET"), "changed name"},
		{"white", nameNow, "1 g " + nameNow + " 0 g", "faint name"},
		{"pale", nameNow, "0.8 g " + nameNow + " 0 g", "faint name"},
		{"invisible", nameNow, name("BT 3 Tr /F 10 Tf 102 254 Td", "0 Tr ET"), "faint name"},
		{"one letter white", nameNow, `BT /F 10 Tf 102 254 Td (Ren\351e Dura) Tj 1 g (n) Tj 0 g (d) Tj ET`, "faint name"},
		{"under white paint", nameNow, nameNow + " 1 g 101 251 90 12 re f 0 g", "faint name"},
		{"under black paint", nameNow, nameNow + " 101 251 90 12 re f", "faint name, stray name"},
		{"under a picture", nameNow, nameNow + " q 158 0 0 12 101 251 cm /I Do Q", "faint name, stray name"},
		{"under a small picture", nameNow, nameNow + " q 30 0 0 10 101 252 cm /I Do Q", "stray name"},
		{"struck out", nameNow, nameNow + " 101 257 m 250 257 l S", "stray name"},
		{"crossed out", nameNow, nameNow + " 101 251 m 250 263 l S", "stray name"},
		{"a line across the page", nameNow, nameNow + " 0 0 m 300 300 l S", "stray"},
		{"a thin line across the margin", nameNow, nameNow + " 0.2 w 20 290 m 280 290 l S", "stray"},
		{"a grey line", nameNow, nameNow + " 0.8 G 2 w 20 290 m 280 290 l S 0 G", "stray"},
		{"a yellow marker", nameNow, nameNow + " 1 1 0 rg 20 280 50 10 re f 0 g", "stray"},
		{"a small square", nameNow, nameNow + " 20 290 2 2 re f", "stray"},
		{"a picture in the margin", nameNow, nameNow + " q 30 0 0 30 10 150 cm /I Do Q", "stray"},
		{"a line in an empty place", nameNow, nameNow + " 105 127 m 200 127 l S", "stray empty"},
		{"other text in the margin", nameNow, nameNow + " BT /F 10 Tf 20 284 Td (x) Tj ET", "stray"},
		{"a label covered", nameNow, nameNow + " 1 g 18 250 40 14 re f 0 g", "stray"},
		{"print taken away", "Je certifie exacts", "Je certifie", "stray, stray"},
		{"a tick lost", tick, "", "unticked yes"},
		{"a tick in the other box", tick, "162 212 m 170 220 l S 162 220 m 170 212 l S", "unticked yes, ticked no"},
		{"a tick in both", tick, tick + " 162 212 m 170 220 l S 162 220 m 170 212 l S", "ticked no"},
		{"a tick beside its box", tick, "122 212 m 130 220 l S 122 220 m 130 212 l S", "unticked yes, stray"},
		{"a white tick", tick, "1 G " + tick + " 0 G", "unticked yes"},
		{"a digit lost", "(2) Tj 20", "20", "missing date"},
		{"two digits exchanged", "(6) Tj 20 0 Td (1)", "(1) Tj 20 0 Td (6)", "changed date"},
		{"a cell too far", "107 184 Td", "127 184 Td", "outside date"},
		{"half a cell too far", "107 184 Td", "115 184 Td", "outside date"},
		{"two lines exchanged", "(une phrase assez) Tj 0 -12 Td (longue et finie) Tj", "(longue et finie) Tj 0 -12 Td (une phrase assez) Tj", "changed notes"},
		{"a line lost", "(longue et finie) Tj", "", "missing notes"},
		{"one line on the other", "0 -12 Td", "0 0 Td", "missing notes"},
		{"a line far below", "0 -12 Td (longue", "0 -40 Td (longue", "outside notes"},
	} {
		if !strings.Contains(whole, c.old) {
			t.Fatalf("%s: %q is not in the page", c.name, c.old)
		}
		if got := check(strings.Replace(whole, c.old, c.new, 1), ""); got == "" {
			t.Errorf("%s: no fault", c.name)
		} else if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, c := range []struct{ extra, want string }{
		{"/CropBox [0 0 300 256]", "faint name"},
		{"/CropBox [0 0 120 300]", "faint name, faint town, faint date, faint notes"},
	} {
		if got := check(whole, c.extra); got != c.want {
			t.Errorf("%s: %s, want %s", c.extra, got, c.want)
		}
	}
}
