package proof

import (
	"fmt"
	"testing"
)

// held is a form of one page with two text fields, each a value and what its appearance shows;
// flags says of the form whether viewers are to draw the values. printed is page content.
type held struct {
	name, town field2
	need       bool
	printed    string
}

type field2 struct{ value, look string }

func (h held) pdf() []byte {
	widget := func(name, value, rect string, ap int) string {
		return fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Tx /T (%s) /V (%s) /F 4 /Rect %s /AP << /N %d 0 R >> >>", name, value, rect, ap)
	}
	stream := func(head, content string) string {
		return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", head, len(content), content)
	}
	look := func(s string) string {
		if s != "" {
			s = "/Tx BMC BT /F 10 Tf 0 g 2 4 Td (" + s + ") Tj ET EMC"
		}
		return stream("/Type /XObject /Subtype /Form /BBox [0 0 120 14] /Resources << /Font << /F 4 0 R >> >>", s)
	}
	return write(
		fmt.Sprintf("<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R 6 0 R] /NeedAppearances %v /DR << /Font << /F 4 0 R >> >> /DA (/F 8 Tf 0 g) >> >>", h.need),
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Annots [5 0 R 6 0 R] /Contents 9 0 R /Resources << /Font << /F 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		widget("name", h.name.value, "[50 150 170 164]", 7),
		widget("town", h.town.value, "[50 100 170 114]", 8),
		look(h.name.look),
		look(h.town.look),
		stream("", "BT /F 10 Tf 20 154 Td (Nom) Tj ET "+h.printed),
	)
}

// TestCheckHeldValues fills fields that the blank has filled already.
func TestCheckHeldValues(t *testing.T) {
	a, formatted, none := field2{"A", "A"}, field2{"1234", "1 234,00"}, field2{}
	write := func(x, y int, s string) string { return fmt.Sprintf("BT /F 10 Tf %d %d Td (%s) Tj ET ", x, y, s) }
	name := Mark{Name: "name", Rect: Rect{50, 150, 170, 164}, Text: "A", Floor: 6.5}
	for _, c := range []struct {
		name        string
		blank, done held
		marks       []Mark
		want        string
	}{
		{"the same value again", held{name: a}, held{name: a}, []Mark{name}, ""},
		{"the same value, flat", held{name: a}, held{printed: write(52, 154, "A")}, []Mark{name}, ""},
		{"the old value stays beside", held{name: a}, held{name: field2{"B", "A B"}}, []Mark{{Name: "name", Rect: name.Rect, Text: "B"}}, "stray name"},
		{"the old value stays below", held{name: a}, held{name: a, printed: write(80, 154, "B")}, []Mark{{Name: "name", Rect: name.Rect, Text: "B"}}, "stray name"},
		{"the old value instead", held{name: a}, held{name: a}, []Mark{{Name: "name", Rect: name.Rect, Text: "B"}}, "changed name"},
		{"the old value in an empty place", held{name: a}, held{name: a}, []Mark{{Name: "name", Rect: name.Rect}}, "changed name"},
		{"the old value gone", held{name: a}, held{}, []Mark{name}, "missing name"},
		{"white where it was black", held{name: a}, held{printed: "1 g " + write(52, 154, "A")}, []Mark{name}, "faint name"},
		{"another field's value", held{town: a}, held{name: a, town: a}, []Mark{name}, ""},
		{"another field's value, drawn again", held{town: a}, held{name: a, town: none, printed: write(54, 103, "A")}, []Mark{name}, ""},
		{"another field's value changed", held{town: a}, held{name: a, town: field2{"A", "B"}}, []Mark{name}, "stray"},

		{"left to the viewer", held{need: true, town: a}, held{name: a, town: a}, []Mark{name}, ""},
		{"left to the viewer, formatted", held{need: true, town: formatted}, held{name: a, town: formatted}, []Mark{name}, ""},
		{"left to the viewer, formatted and flat", held{need: true, town: formatted}, held{name: a, printed: write(52, 104, "1 234,00")}, []Mark{name}, ""},
		{"left to the viewer, changed", held{need: true, town: formatted}, held{name: a, town: field2{"1234", "1 235,00"}}, []Mark{name}, "stray"},
		{"left to the viewer, the same again", held{need: true, name: a}, held{name: a}, []Mark{name}, ""},
		{"left to the viewer, the old value", held{need: true, name: a}, held{name: a}, []Mark{{Name: "name", Rect: name.Rect, Text: "B"}}, "changed name"},
	} {
		faults, err := open(t, c.done.pdf()).Check(Blank{Doc: open(t, c.blank.pdf())}, c.marks)
		if got := kinds(faults); err != nil || got != c.want {
			t.Errorf("%s: %v, %v, want %q", c.name, faults, err, c.want)
		}
	}
}

// TestCheckInheritedResources holds that a blank whose page has its fonts from the page tree is read
// with them.
func TestCheckInheritedResources(t *testing.T) {
	form := func(tree, page, content string) []byte {
		content = "BT /F 10 Tf 20 154 Td (Nom \\101) Tj ET " + content
		return write(
			"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
			"<< /Type /Pages /Kids [3 0 R] /Count 1 "+tree+" >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 6 0 R "+page+" >>",
			"<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding << /Type /Encoding /Differences [65 /Z] >> >>",
			"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /F 4 /Rect [60 150 170 164] /AP << /N 7 0 R >> >>",
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
			"<< /Type /XObject /Subtype /Form /BBox [0 0 110 14] /Length 12 >>\nstream\n0 g 0 0 5 5 re\nendstream",
		)
	}
	const resources = "/Resources << /Font << /F 4 0 R >> >>"
	blank := open(t, form(resources, "/Annots [5 0 R]", ""))
	done := open(t, form("", resources, "BT /F 10 Tf 62 154 Td (Paul) Tj ET"))
	faults, err := done.Check(Blank{Doc: blank}, []Mark{{Name: "name", Rect: Rect{60, 150, 170, 164}, Text: "Paul"}})
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
}
