package proof

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"

	"dossier/internal/pdf"
)

// Places of the form that drawn makes, for marks.
var (
	nameRect  = a4(100, 100, 200, 14)
	townRect  = a4(100, 120, 200, 14)
	notesRect = a4(100, 150, 200, 60)
	dateRect  = a4(100, 230, 160, 16)
	yesRect   = a4(100, 260, 12, 12)
	noRect    = a4(160, 260, 12, 12)
)

// drawn is a form of one page with what add draws on it: labels, a dotted line
// under the town, eight cells and two boxes.
func drawn(t *testing.T, add func(f *gofpdf.Fpdf)) []byte {
	t.Helper()
	f := gofpdf.New("P", "pt", "A4", "")
	f.AddUTF8FontFromBytes("Sans", "", liberationsansregular.TTF)
	f.SetCompression(false)
	f.AddPage()
	f.SetFont("Sans", "", 9)
	f.Text(50, 110, "Nom :")
	f.Text(50, 130, "Ville :")
	f.Text(100, 130.5, strings.Repeat(".", 70))
	for i := range 9 {
		f.Line(100+20*float64(i), 230, 100+20*float64(i), 246)
	}
	f.Rect(100, 260, 12, 12, "D")
	f.Rect(160, 260, 12, 12, "D")
	f.Text(115, 270, "oui")
	f.Text(175, 270, "non")
	f.SetFont("Sans", "", 10)
	if add != nil {
		add(f)
	}
	return output(t, f)
}

func comb(f *gofpdf.Fpdf, text string, shift float64) {
	for i, r := range []rune(text) {
		f.Text(110+20*float64(i)-f.GetStringWidth(string(r))/2+shift, 242, string(r))
	}
}

func cross(f *gofpdf.Fpdf, x, y float64) {
	f.Line(x+2, y+2, x+10, y+10)
	f.Line(x+2, y+10, x+10, y+2)
}

// kinds lists faults as "kind name", in order.
func kinds(faults []Fault) string {
	var list []string
	for _, f := range faults {
		list = append(list, strings.TrimSpace(string(f.Kind)+" "+f.Name))
	}
	return strings.Join(list, ", ")
}

func TestCheck(t *testing.T) {
	blank := open(t, drawn(t, nil))
	name := Mark{Name: "name", Rect: nameRect, Text: "Élodie-Anne Łukasiewicz", Floor: 6.5}
	town := Mark{Name: "town", Rect: townRect, Text: "Tours. Sud", Floor: 6.5}
	notes := Mark{Name: "notes", Rect: notesRect, Text: "une ligne\net une autre"}
	date := Mark{Name: "date", Rect: dateRect, Text: "04021961", Cells: 8}
	yes, no := Mark{Name: "yes", Rect: yesRect, Box: true, Ticked: true}, Mark{Name: "no", Rect: noRect, Box: true}
	empty := func(m Mark) Mark { m.Text = ""; return m }
	put := func(x, y float64, text string) func(*gofpdf.Fpdf) {
		return func(f *gofpdf.Fpdf) { f.Text(x, y, text) }
	}
	for _, c := range []struct {
		name  string
		marks []Mark
		draw  func(f *gofpdf.Fpdf)
		want  string
	}{
		{"sound", []Mark{name}, put(102, 110, name.Text), ""},
		{"empty", []Mark{empty(name), empty(town), empty(date), no}, nil, ""},
		{"on printed dots", []Mark{town}, put(102, 130, town.Text), ""},
		{"two lines", []Mark{notes}, func(f *gofpdf.Fpdf) { f.Text(102, 162, "une ligne"); f.Text(102, 174, "et une autre") }, ""},
		{"lines written from the bottom", []Mark{notes}, func(f *gofpdf.Fpdf) { f.Text(102, 174, "et une autre"); f.Text(102, 162, "une ligne") }, ""},
		{"cells", []Mark{date}, func(f *gofpdf.Fpdf) { comb(f, "04021961", 0) }, ""},
		{"a cell left empty", []Mark{{Name: "date", Rect: dateRect, Text: "0402 96", Cells: 8}}, func(f *gofpdf.Fpdf) { comb(f, "0402 96", 0) }, ""},
		{"boxes", []Mark{yes, no}, func(f *gofpdf.Fpdf) { cross(f, 100, 260) }, ""},
		{"two spaces", []Mark{{Name: "name", Rect: nameRect, Text: "  A  B "}}, put(102, 110, "A  B"), ""},
		{"a ligature", []Mark{{Name: "name", Rect: nameRect, Text: "ﬁn"}}, put(102, 110, "ﬁn"), ""},
		{"accents apart", []Mark{{Name: "name", Rect: nameRect, Text: "E\u0301lodie"}}, put(102, 110, "Élodie"), ""},
		{"white on dark", []Mark{name}, func(f *gofpdf.Fpdf) {
			f.SetFillColor(0, 0, 120)
			f.Rect(100, 100, 200, 14, "F")
			f.SetTextColor(255, 255, 255)
			f.Text(102, 110, name.Text)
		}, ""},
		{"the smallest type", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetFontSize(6.5); f.Text(102, 109, name.Text) }, ""},
		{"close together", []Mark{{Name: "a", Rect: a4(100, 100, 60, 14), Text: "12"}, {Name: "b", Rect: a4(140, 100, 60, 14), Text: "12 bis"}},
			func(f *gofpdf.Fpdf) { f.Text(142, 110, "12"); f.Text(159, 110, "12 bis") }, ""},
		{"the same value side by side", []Mark{{Name: "a", Rect: a4(100, 100, 15, 14), Text: "12"}, {Name: "b", Rect: a4(115, 100, 15, 14), Text: "12"}},
			func(f *gofpdf.Fpdf) { f.Text(117, 110, "12"); f.Text(102, 110, "12") }, ""},

		{"printed twice in one place", []Mark{name, {Name: "again", Rect: nameRect, Text: name.Text}}, func(f *gofpdf.Fpdf) {
			f.Text(102, 110, name.Text)
			f.Text(102.4, 110, name.Text)
		}, ""},

		{"nothing there", []Mark{name, town}, put(102, 110, name.Text), "missing town"},
		{"cut at the end", []Mark{name}, put(102, 110, "Élodie-Anne Łukasiewic"), "missing name"},
		{"cut at the start", []Mark{name}, put(102, 110, "lodie-Anne Łukasiewicz"), "missing name"},
		{"a space lost", []Mark{name}, put(102, 110, "Élodie-AnneŁukasiewicz"), "missing name"},
		{"one space of two lost", []Mark{{Name: "name", Rect: nameRect, Text: "A  B"}}, put(102, 110, "A B"), "missing name"},
		{"a space too many", []Mark{name}, put(102, 110, "Élodie-Anne Łukas iewicz"), "changed name"},
		{"an accent lost", []Mark{name}, put(102, 110, "Elodie-Anne Łukasiewicz"), "changed name"},
		{"two letters exchanged", []Mark{name}, put(102, 110, "Éldoie-Anne Łukasiewicz"), "changed name"},
		{"another value", []Mark{name}, put(102, 110, "Patrick"), "changed name"},
		{"a word broken", []Mark{{Name: "notes", Rect: notesRect, Text: "ensemble"}}, func(f *gofpdf.Fpdf) { f.Text(102, 162, "ensem"); f.Text(102, 174, "ble") }, "changed notes"},
		{"lines exchanged", []Mark{notes}, func(f *gofpdf.Fpdf) { f.Text(102, 162, "et une autre"); f.Text(102, 174, "une ligne") }, "changed notes"},
		{"text in an empty place", []Mark{empty(name)}, put(102, 110, "x"), "changed name"},
		{"out at the left", []Mark{name}, put(97, 110, name.Text), "outside name"},
		{"out below", []Mark{name}, put(102, 117, name.Text), "outside name"},
		{"out above", []Mark{name}, put(102, 104, name.Text), "outside name"},
		{"too wide", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetFontSize(18); f.Text(102, 113, name.Text) }, "outside name"},
		{"somewhere else", []Mark{name}, put(320, 110, name.Text), "outside name"},
		{"an accent clipped away", []Mark{{Name: "name", Rect: a4(100, 100, 200, 8), Text: "ÉÉÉ"}}, func(f *gofpdf.Fpdf) {
			f.ClipRect(100, 100, 200, 8, false)
			f.Text(102, 107.5, "ÉÉÉ")
			f.ClipEnd()
		}, "outside name"},
		{"small type", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetFontSize(5); f.Text(102, 108, name.Text) }, "small name"},
		{"white ink", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetTextColor(255, 255, 255); f.Text(102, 110, name.Text) }, "faint name"},
		{"white ink on dots", []Mark{town}, func(f *gofpdf.Fpdf) { f.SetTextColor(255, 255, 255); f.Text(102, 130, town.Text) }, "faint town"},
		{"pale ink", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetTextColor(200, 200, 200); f.Text(102, 110, name.Text) }, "faint name"},
		{"yellow ink", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetTextColor(255, 255, 0); f.Text(102, 110, name.Text) }, "faint name"},
		{"green ink", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetTextColor(0, 255, 0); f.Text(102, 110, name.Text) }, "faint name"},
		{"grey ink", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetTextColor(146, 146, 146); f.Text(102, 110, name.Text) }, ""},
		{"grey ink, too pale", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetTextColor(160, 160, 160); f.Text(102, 110, name.Text) }, "faint name"},
		{"green on olive", []Mark{name}, func(f *gofpdf.Fpdf) {
			f.SetFillColor(100, 100, 10)
			f.Rect(100, 100, 200, 14, "F")
			f.SetTextColor(50, 220, 50)
			f.Text(102, 110, name.Text)
		}, ""},
		{"white on grey", []Mark{name}, func(f *gofpdf.Fpdf) {
			f.SetFillColor(170, 170, 170)
			f.Rect(100, 100, 200, 14, "F")
			f.SetTextColor(255, 255, 255)
			f.Text(102, 110, name.Text)
		}, "faint name"},
		{"black on dark grey", []Mark{name}, func(f *gofpdf.Fpdf) {
			f.SetFillColor(95, 95, 95)
			f.Rect(100, 100, 200, 14, "F")
			f.SetTextColor(0, 0, 0)
			f.Text(102, 110, name.Text)
		}, ""},
		{"under white paint", []Mark{name}, func(f *gofpdf.Fpdf) {
			f.Text(102, 110, name.Text)
			f.SetFillColor(255, 255, 255)
			f.Rect(100, 100, 200, 14, "F")
		}, "faint name"},
		{"half under white paint", []Mark{name}, func(f *gofpdf.Fpdf) {
			f.Text(102, 110, name.Text)
			f.SetFillColor(255, 255, 255)
			f.Rect(170, 100, 130, 14, "F")
		}, "faint name"},
		{"under black paint", []Mark{name}, func(f *gofpdf.Fpdf) { f.Text(102, 110, name.Text); f.Rect(95, 98, 210, 18, "F") }, "faint name, stray"},
		{"under black paint as low as the text", []Mark{name}, func(f *gofpdf.Fpdf) { f.Text(102, 110, name.Text); f.Rect(102, 100.5, 130, 12, "F") }, "faint name"},
		{"cells shifted by one", []Mark{date}, func(f *gofpdf.Fpdf) { comb(f, "04021961", 20) }, "outside date"},
		{"cells shifted by half", []Mark{date}, func(f *gofpdf.Fpdf) { comb(f, "04021961", -9) }, "outside date"},
		{"a run instead of cells", []Mark{date}, put(102, 242, "04021961"), "outside date"},
		{"the wrong box", []Mark{yes, no}, func(f *gofpdf.Fpdf) { cross(f, 160, 260) }, "unticked yes, ticked no"},
		{"both boxes", []Mark{yes, no}, func(f *gofpdf.Fpdf) { cross(f, 100, 260); cross(f, 160, 260) }, "ticked no"},
		{"no box", []Mark{yes, no}, nil, "unticked yes"},
		{"extra text beside", []Mark{name}, func(f *gofpdf.Fpdf) { f.Text(102, 110, name.Text); f.Text(400, 400, "de trop ici") }, "stray"},
		{"extra text in the rectangle", []Mark{name}, func(f *gofpdf.Fpdf) { f.Text(102, 110, name.Text); f.Text(270, 110, "x") }, "stray name"},
		{"written twice", []Mark{name}, func(f *gofpdf.Fpdf) { f.Text(102, 110, name.Text); f.Text(150, 110, name.Text) }, "stray name"},
		{"two faults", []Mark{name}, func(f *gofpdf.Fpdf) { f.SetFontSize(5); f.SetTextColor(250, 250, 250); f.Text(97, 108, name.Text) }, "outside name, small name, faint name"},
		{"no such page", []Mark{{Name: "far", Page: 3, Text: "x"}}, nil, "missing far"},
	} {
		d := open(t, drawn(t, c.draw))
		faults, err := d.Check(Blank{Doc: blank}, c.marks)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := kinds(faults); got != c.want {
			t.Errorf("%s: %q, want %q\n%v", c.name, got, c.want, faults)
		}
		for _, f := range faults {
			for _, m := range c.marks {
				if len(m.Text) > 1 && strings.Contains(f.Msg, m.Text) {
					t.Errorf("%s: the fault quotes the value: %s", c.name, f.Msg)
				}
			}
		}
	}
}

// TestCheckWithoutBlank holds that what is printed under a value is no fault,
// and that a wrong value is, when the blank is not at hand.
func TestCheckWithoutBlank(t *testing.T) {
	town := Mark{Name: "town", Rect: townRect, Text: "Tours"}
	label := Mark{Name: "label", Rect: a4(45, 100, 40, 14)} // empty but for print
	yes, no := Mark{Name: "yes", Rect: yesRect, Box: true, Ticked: true}, Mark{Name: "no", Rect: noRect, Box: true}
	for _, c := range []struct {
		name, text, want string
	}{
		{"sound", "Tours", ""},
		{"cut", "Tour", "changed town"}, // the dots cannot be told from what was written
		{"more", "Tours 1", "stray town"},
	} {
		d := open(t, drawn(t, func(f *gofpdf.Fpdf) { cross(f, 100, 260); f.Text(102, 130, c.text) }))
		faults, err := d.Check(Blank{}, []Mark{label, town, yes, no})
		if got := kinds(faults); err != nil || got != c.want {
			t.Errorf("%s: %v, %v, want %q", c.name, faults, err, c.want)
		}
	}
}

// TestCheckMovedBlank puts the form, made smaller, on the second page of another
// document, above a stamp that is no part of it.
func TestCheckMovedBlank(t *testing.T) {
	form := drawn(t, func(f *gofpdf.Fpdf) { f.Text(102, 130, "Tours"); cross(f, 100, 260) })
	var out bytes.Buffer
	cover, err := pdf.Open(drawn(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	filled, err := pdf.Open(form)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := pdf.Join(&out, []pdf.Part{
		{Title: "a", Pages: cover.Pages(), Open: func() (pdf.Source, error) { return pdf.Source{File: cover}, nil }},
		{Title: "b", Pages: filled.Pages(), Open: func() (pdf.Source, error) { return pdf.Source{File: filled}, nil }},
	}, pdf.JoinOptions{Stamp: func(part, page, pages int) string { return "pièce B, page 1" }})
	if err != nil {
		t.Fatal(err)
	}
	at := pages[1].At[0]
	marks := []Mark{
		{Name: "town", Page: 1, Rect: matrix(at).rect(townRect), Text: "Tours"},
		{Name: "yes", Page: 1, Rect: matrix(at).rect(yesRect), Box: true, Ticked: true},
		{Name: "no", Page: 1, Rect: matrix(at).rect(noRect), Box: true},
	}
	blank := Blank{open(t, drawn(t, nil)), 1, [][6]float64{at}}
	faults, err := open(t, out.Bytes()).Check(blank, marks)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v, %v", faults, err)
	}
}

// turnedForm is a page turned by degrees with a text field that is turned back,
// and a box.
func turnedForm(degrees int, value, look string) []byte {
	text := "BT /F 10 Tf 2 4 Td (" + look + ") Tj ET"
	matrices := map[int]string{0: "1 0 0 1 0 0", 90: "0 1 -1 0 14 0", 180: "-1 0 0 -1 120 14", 270: "0 -1 1 0 0 120"}
	rect := map[bool]string{false: "[200 200 320 214]", true: "[200 200 214 320]"}[degrees%180 != 0]
	return write(
		"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] /DR << /Font << /F 6 0 R >> >> /DA (/F 10 Tf 0 g) >> >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /CropBox [100 100 400 500] /Rotate %d /Annots [4 0 R] >>", degrees),
		fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (%s) /F 4 /Rect %s /MK << /R %d >> /AP << /N 5 0 R >> >>", value, rect, degrees),
		fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 120 14] /Matrix [%s] /Resources << /Font << /F 6 0 R >> >> /Length %d >>\nstream\n%s\nendstream", matrices[degrees], len(text), text),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	)
}

func TestCheckTurned(t *testing.T) {
	for _, degrees := range []int{0, 90, 180, 270} {
		rect := Rect{200, 200, 320, 214}
		if degrees%180 != 0 {
			rect = Rect{200, 200, 214, 320}
		}
		mark := Mark{Name: "name", Rect: rect, Text: "Marie-Jo Durand", Floor: 10, Living: "name"}
		blank := open(t, turnedForm(degrees, "", ""))
		for _, c := range []struct{ value, look, want string }{
			{"Marie-Jo Durand", "Marie-Jo Durand", ""},
			{"Marie-Jo Duran", "Marie-Jo Durand", "living name"},
			{"Marie-Jo Durand", "Marie-Jo Duran", "missing name"},
			{"Marie-Jo Durand", "Marie-JoDurand", "missing name"},
		} {
			faults, err := open(t, turnedForm(degrees, c.value, c.look)).Check(Blank{Doc: blank}, []Mark{mark})
			if got := kinds(faults); err != nil || got != c.want {
				t.Errorf("%d degrees, %q: %v, %v, want %q", degrees, c.look, faults, err, c.want)
			}
		}
	}
}

// fields is a form with a field of most kinds.
func fields(t *testing.T) *pdf.File {
	t.Helper()
	base, err := pdf.Open(drawn(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	at := func(r Rect) pdf.Rect { return pdf.Rect{X0: r.Left, Y0: r.Bottom, X1: r.Right, Y1: r.Top} }
	err = pdf.AddFields(&out, base, []pdf.NewField{
		{Name: "name", Page: 1, Rect: at(nameRect)},
		{Name: "town", Page: 1, Rect: at(townRect)},
		{Name: "notes", Page: 1, Rect: at(notesRect), Multiline: true},
		{Name: "date", Page: 1, Rect: at(dateRect), MaxLen: 8, Comb: true},
		{Name: "answer", Page: 1, Rect: at(yesRect), State: "oui"},
		{Name: "answer", Page: 1, Rect: at(noRect), State: "non"},
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := pdf.Open(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var entries = []pdf.Entry{
	{Field: "name", Text: "Élodie-Anne ŁUKASIEWICZ-Nguyễn"},
	{Field: "town", Text: "Saint-Étienne-du-Rouvray. 12"},
	{Field: "notes", Text: "une phrase assez longue pour tenir sur plus d’une ligne\net une autre, Ωж €"},
	{Field: "date", Text: "04021961", Cells: 8},
	{Field: "answer", State: "non"},
}

// fill writes the entries in a form and says what must stand on paper.
func fill(t *testing.T, f *pdf.File, entries []pdf.Entry, editable bool) ([]byte, []Mark) {
	t.Helper()
	var out bytes.Buffer
	placed, err := f.Fill(&out, entries, pdf.FillOptions{Editable: editable})
	if err != nil {
		t.Fatal(err)
	}
	button := map[string]bool{}
	for _, fd := range f.Fields() {
		button[fd.Name] = fd.Type == pdf.Button
	}
	var marks []Mark
	for _, p := range placed {
		m := Mark{
			Name: p.Field, Page: p.Page - 1, Rect: Rect{p.Rect.X0, p.Rect.Y0, p.Rect.X1, p.Rect.Y1},
			Text: strings.Join(p.Lines, "\n"), Cells: p.Cells, Box: button[p.Field], Ticked: p.Ticked,
		}
		if editable {
			m.Living = p.Field
		}
		marks = append(marks, m)
	}
	return out.Bytes(), marks
}

func TestCheckFilled(t *testing.T) {
	f := fields(t)
	empty, _ := fill(t, f, nil, true)
	blank := open(t, empty)
	for _, editable := range []bool{false, true} {
		data, marks := fill(t, f, entries, editable)
		d := open(t, data)
		if len(marks) != 6 {
			t.Fatalf("%d marks, want 6", len(marks))
		}
		for _, b := range []Blank{{Doc: blank}, {}} {
			if faults, err := d.Check(b, marks); err != nil || len(faults) > 0 {
				t.Errorf("editable %v, blank known %v: %v, %v", editable, b.Doc != nil, faults, err)
			}
		}
		for i := range marks {
			wrong := slices.Clone(marks)
			wrong[i].Ticked = !wrong[i].Ticked
			wrong[i].Text += "x"
			faults, err := d.Check(Blank{Doc: blank}, wrong)
			if err != nil || len(faults) == 0 || slices.ContainsFunc(faults, func(f Fault) bool { return f.Name != wrong[i].Name }) {
				t.Errorf("editable %v, %s is wrong: %v, %v", editable, wrong[i].Name, faults, err)
			}
		}
		if text, err := d.Text(0); err != nil || strings.Contains(text, "Rouvray") == editable {
			t.Errorf("editable %v: the document itself has changed: %q, %v", editable, text, err)
		}
	}
}

func TestCheckOfficial(t *testing.T) {
	data := official(t)
	f, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	blank := open(t, data)
	var given []pdf.Entry
	for _, fd := range f.Fields() {
		e := pdf.Entry{Field: fd.Name, Text: "ÉèŒ Łğờ Ωж"}
		if fd.MaxLen == 2 { // the key of the NIR
			e.Text = "Éж"
		}
		if fd.Type == pdf.Button {
			e = pdf.Entry{Field: fd.Name, State: fd.Widgets[0].States[0]}
		}
		given = append(given, e)
	}
	for _, editable := range []bool{false, true} {
		filled, marks := fill(t, f, given, editable)
		for i := range marks {
			marks[i].Floor = 6.5
		}
		if faults, err := open(t, filled).Check(Blank{Doc: blank}, marks); err != nil || len(faults) > 0 {
			t.Errorf("editable %v: %v, %v", editable, faults, err)
		}
	}
}

// TestCheckLists holds that a choice is right by the label it shows.
func TestCheckLists(t *testing.T) {
	form := func(value, selected, look string) []byte {
		look = "BT /F 10 Tf 2 4 Td (" + look + ") Tj ET"
		return write(
			"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
			"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Annots [4 0 R] >>",
			"<< /Type /Annot /Subtype /Widget /FT /Ch /Ff 131072 /Opt [[(f) (France)] [(i) (Italie)]] /T (c) /V "+value+" /I "+selected+" /F 4 /Rect [50 50 150 64] /AP << /N 5 0 R >> >>",
			fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 100 14] /Resources << /Font << /F 6 0 R >> >> /Length %d >>\nstream\n%s\nendstream", len(look), look),
			"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		)
	}
	mark := Mark{Name: "c", Rect: Rect{50, 50, 150, 64}, Text: "Italie", Living: "c"}
	blank := open(t, form("()", "[]", ""))
	for _, c := range []struct{ value, selected, look, want string }{
		{"(i)", "[1]", "Italie", ""},
		{"(f)", "[0]", "Italie", "living c"},
		{"(i)", "[1]", "France", "changed c"},
	} {
		faults, err := open(t, form(c.value, c.selected, c.look)).Check(Blank{Doc: blank}, []Mark{mark})
		if got := kinds(faults); err != nil || got != c.want {
			t.Errorf("%v: %v, %v, want %q", c, faults, err, c.want)
		}
	}
}

// TestCheckSharedBlank has many goroutines hold their papers against one blank.
func TestCheckSharedBlank(t *testing.T) {
	f := fields(t)
	empty, _ := fill(t, f, nil, true)
	blank := open(t, empty)
	var wait sync.WaitGroup
	for i := range 6 {
		data, marks := fill(t, f, entries, i%2 == 0)
		wait.Go(func() {
			d, err := engine.Open(data)
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if faults, err := d.Check(Blank{Doc: blank}, marks); err != nil || len(faults) > 0 {
				t.Errorf("%v, %v", faults, err)
			}
		})
	}
	wait.Wait()
}

func TestCheckClosed(t *testing.T) {
	d, err := engine.Open(drawn(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	if _, err := d.Check(Blank{}, []Mark{{Name: "a", Text: "x"}}); err == nil {
		t.Error("a closed document was checked")
	}
}

// BenchmarkCheck measures the proof of the official form, the blank read before
// (warm) and read anew (cold), with the opening of the filled form.
func BenchmarkCheck(b *testing.B) {
	blank, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "forms", "official", "s1106-15763-01-fr.pdf"))
	if err != nil {
		b.Skip("the official form is not here: ", err)
	}
	data, marks := fillAll(b, blank)
	for _, cold := range []bool{true, false} {
		b.Run(fmt.Sprintf("cold=%v", cold), func(b *testing.B) {
			base, err := engine.Open(blank)
			if err != nil {
				b.Fatal(err)
			}
			for range b.N {
				if cold {
					base.Close()
					if base, err = engine.Open(blank); err != nil {
						b.Fatal(err)
					}
				}
				d, err := engine.Open(data)
				if err != nil {
					b.Fatal(err)
				}
				if faults, err := d.Check(Blank{Doc: base}, marks); err != nil || len(faults) > 0 {
					b.Fatal(faults, err)
				}
				d.Close()
			}
			base.Close()
		})
	}
}

// fillAll writes a short text in every text field that takes it.
func fillAll(b *testing.B, blank []byte) ([]byte, []Mark) {
	f, err := pdf.Open(blank)
	if err != nil {
		b.Fatal(err)
	}
	var given []pdf.Entry
	for _, fd := range f.Fields() {
		if e := (pdf.Entry{Field: fd.Name, Text: "Éñ 12"}); fd.Type == pdf.Text {
			if _, err := f.Plan([]pdf.Entry{e}, pdf.FillOptions{}); err == nil {
				given = append(given, e)
			}
		}
	}
	var out bytes.Buffer
	placed, err := f.Fill(&out, given, pdf.FillOptions{})
	if err != nil {
		b.Fatal(err)
	}
	var marks []Mark
	for _, p := range placed {
		marks = append(marks, Mark{Name: p.Field, Page: p.Page - 1, Rect: Rect{p.Rect.X0, p.Rect.Y0, p.Rect.X1, p.Rect.Y1}, Text: p.Text, Cells: p.Cells})
	}
	return out.Bytes(), marks
}
