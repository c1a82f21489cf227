package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// answers is an invented person's form, with what goes wrong in careless fillers.
var answers = []Entry{
	{Field: "N ET P", Text: "E\u0301lodie-Anne Łukasiewicz Nguyễn O’Brien"},
	{Field: "NUM SS", Text: "2850599350123", Cells: 13},
	{Field: "CLE", Text: "12", Cells: 2},
	{Field: "NAISS", Text: "14051985", Cells: 8},
	{Field: "LIEU NAISS", Text: "Hô-Chi-Minh-Ville, République socialiste du Viêt Nam"},
	{Field: "COUR", Text: "elodie-anne.lukasiewicz@mail.example.com"},
	{Field: "TEL", Text: "+1 617 555 01 23"},
	{Field: "CP", Text: "69007", Cells: 5},
	{Field: "NAT", State: "AUTRE"},
	{Field: "sa", State: "non"},
	{Field: "préc", Text: "étudiante"},
	{Field: "signature", Text: "à signer", Rect: &Rect{355, 153, 540, 191}, Page: 1},
}

var filling = FillOptions{Title: "Demande d’ouverture des droits", Date: time.Date(2026, 3, 2, 15, 4, 5, 0, time.UTC)}

func filled(t testing.TB, f *File, entries []Entry, o FillOptions) ([]byte, []Placement) {
	t.Helper()
	var b bytes.Buffer
	placed, err := f.Fill(&b, entries, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), placed
}

func TestOfficialFields(t *testing.T) {
	f := openOfficial(t)
	if n := len(f.Fields()); n != 23 {
		t.Errorf("%d fields, want 23", n)
	}
	for field, want := range map[string]string{
		"NAT": "Oui NON AUTRE", "sa": "Oui non", "act pro": "Oui",
	} {
		fd := f.byName[field]
		if fd == nil {
			t.Errorf("no field %q", field)
			continue
		}
		var states []string
		for _, w := range fd.places {
			states = append(states, w.States...)
		}
		if got := strings.Join(states, " "); got != want {
			t.Errorf("%q has states %s, want %s", field, got, want)
		}
	}
	for field, want := range map[string]int{"NUM SS": 13, "COUR": 10, "N ET P": 0, "COMMUNE CCAS": 0} {
		if fd := f.byName[field]; fd == nil || fd.MaxLen != want || fd.Comb != (want > 0) {
			t.Errorf("%q: %+v, want a comb of %d", field, fd, want)
		}
	}
}

func TestFillOfficial(t *testing.T) {
	f := openOfficial(t)
	data, placed := filled(t, f, answers, filling)
	sound(t, data)
	flat := mustOpen(t, data)
	if len(flat.Fields()) != 0 || flat.root["AcroForm"] != nil {
		t.Error("flattened, and still a form")
	}
	for _, p := range flat.pages {
		if len(p.annots) != 0 {
			t.Errorf("flattened, and still %d annotations", len(p.annots))
		}
	}
	if flat.title() != filling.Title || flat.info["CreationDate"] != text("D:20260302000000Z") || len(flat.info) != 3 {
		t.Errorf("information: %v", flat.info)
	}
	if i := slices.IndexFunc(placed, func(p Placement) bool { return p.Field == "COUR" }); placed[i].Cells != 0 || placed[i].Size < 6.5 {
		t.Errorf("e-mail: %+v", placed[i])
	}
	again, _ := filled(t, f, answers, filling)
	if !bytes.Equal(data, again) {
		t.Error("the same values give other bytes")
	}
	fresh, _ := filled(t, openOfficial(t), answers, filling)
	if !bytes.Equal(data, fresh) {
		t.Error("the same form, read again, gives other bytes")
	}
	readBack(t, data, placed)
}

func TestFillOfficialEditable(t *testing.T) {
	o := filling
	o.Editable = true
	f := openOfficial(t)
	data, placed := filled(t, f, answers, o)
	sound(t, data)
	got := mustOpen(t, data)
	for field, want := range map[string]string{
		"N ET P": "Élodie-Anne Łukasiewicz Nguyễn O’Brien", "NAT": "AUTRE", "sa": "non",
		"act pro": "", "NUM SS": "2850599350123", "COUR": answers[5].Text,
	} {
		if fd := got.byName[field]; fd == nil || strings.ReplaceAll(fd.Value, "E\u0301", "É") != want {
			t.Errorf("%q: %+v, want %q", field, fd, want)
		}
	}
	if e := got.byName["COUR"]; e.Comb || e.MaxLen != 0 {
		t.Error("the e-mail is still a comb")
	}
	if n := got.byName["NUM SS"]; !n.Comb || n.MaxLen != 13 {
		t.Error("the NIR is no comb any more")
	}
	var states []name
	for _, w := range got.byName["NAT"].places {
		states = append(states, got.name(w.dict["AS"]))
	}
	if !slices.Equal(states, []name{"Off", "Off", "AUTRE"}) {
		t.Errorf("boxes of NAT are %v", states)
	}
	second, _ := filled(t, got, []Entry{{Field: "NAT", State: "Oui"}}, o)
	if v := mustOpen(t, second).byName["NAT"].Value; v != "Oui" {
		t.Errorf("changed to Oui, NAT holds %q", v)
	}
	readBack(t, data, placed)
}

// readBack asks another engine where each value stands: in its box, and letter for letter.
func readBack(t *testing.T, data []byte, placed []Placement) {
	t.Helper()
	var doc struct {
		Pages []struct {
			Height float64 `xml:"height,attr"`
			Words  []struct {
				X0   float64 `xml:"xMin,attr"`
				Y0   float64 `xml:"yMin,attr"`
				X1   float64 `xml:"xMax,attr"`
				Y1   float64 `xml:"yMax,attr"`
				Text string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(strings.NewReader(tool(t, data, "pdftotext", []string{"-bbox"}, "-")))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	for _, p := range placed {
		if p.Text == "" {
			continue
		}
		page := doc.Pages[p.Page-1]
		var got []string
		for _, w := range page.Words {
			middle := page.Height - (w.Y0+w.Y1)/2
			if w.X0 >= p.Rect.X0-0.5 && w.X1 <= p.Rect.X1+0.5 && middle > p.Rect.Y0 && middle < p.Rect.Y1 {
				got = append(got, w.Text)
			}
		}
		want, found := p.Text, strings.Join(got, " ")
		if p.Cells > 0 {
			found = strings.Join(got, "")
		}
		if found != want {
			t.Errorf("%q reads %q on paper, want %q", p.Field, found, want)
		}
	}
}

// small is a form for measuring: a text of 100 × 12 points, a high one, a comb and two boxes.
func small(t *testing.T) *File {
	return mustOpen(t, onePage("/Annots[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]", "",
		"<</Subtype/Widget/T(line)/FT/Tx/DA(/Helv 10 Tf)/Rect[0 0 100 12]>>",
		"<</Subtype/Widget/T(high)/FT/Tx/DA(/Helv 10 Tf)/Rect[0 0 100 24]>>",
		"<</Subtype/Widget/T(area)/FT/Tx/Ff 4096/Rect[0 0 100 60]>>",
		"<</Subtype/Widget/T(box)/FT/Btn/Rect[0 0 10 10]/AP<</N<</1 11 0 R>>>>/Opt[(0)]>>",
		"<</Subtype/Widget/T(sign)/FT/Sig/Rect[0 0 10 10]>>",
		"<</Subtype/Widget/T(list)/FT/Ch/Opt[[(33)(France)](Maroc)]/Rect[0 0 100 12]>>",
		streamObject("/BBox[0 0 1 1]", ""),
	))
}

func TestPlan(t *testing.T) {
	f := small(t)
	long := strings.Repeat("mot ", 8)
	for _, c := range []struct {
		name  string
		entry Entry
		want  string
	}{
		{"as the form asks", Entry{Field: "line", Text: "Lyon"}, "10 [Lyon]"},
		{"smaller to fit", Entry{Field: "line", Text: "Saint-Étienne-du-Rouvray"}, "8.3 [Saint-Étienne-du-Rouvray]"},
		{"no line feed in a low box", Entry{Field: "line", Text: "a\nb"}, `field "line": the text takes 2 lines and the box has 1`},
		{"too long", Entry{Field: "line", Text: long + "fin"}, `field "line": the text takes 108 points and the box has 96`},
		{"two lines", Entry{Field: "high", Text: long + "fin"}, "10 [mot mot mot mot mot|mot mot mot fin]"},
		{"area", Entry{Field: "area", Text: long + "fin"}, "12 [mot mot mot mot|mot mot mot mot|fin]"},
		{"lines kept", Entry{Field: "area", Text: "1 rue\r\n69007 Lyon"}, "12 [1 rue|69007 Lyon]"},
		{"too many lines", Entry{Field: "area", Text: strings.Repeat(long, 9)}, `field "area": the text takes 11 lines and the box has 8`},
		{"a word too wide", Entry{Field: "area", Text: strings.Repeat("m", 40)}, `field "area": the text takes 216.6 points and the box has 96`},
		{"cells", Entry{Field: "line", Text: "69007", Cells: 5}, "10 [69007]"},
		{"cells of little width", Entry{Field: "line", Text: "0123456789", Cells: 13}, "10 [0123456789]"},
		{"too many characters", Entry{Field: "line", Text: "690071", Cells: 5}, `field "line": the text takes 6 characters and the box has 5`},
		{"cells too narrow", Entry{Field: "line", Text: "1", Cells: 40}, `field "line": the text takes 3.6 points and the box has 2.5`},
		{"no such characters", Entry{Field: "line", Text: "a中😀"}, `field "line": the character U+4E2D cannot be drawn; field "line": the character U+1F600 cannot be drawn`},
		{"tab", Entry{Field: "line", Text: "a\tb"}, `field "line": the character U+0009 cannot be drawn`},
		{"empty", Entry{Field: "line"}, "10 []"},
		{"no such field", Entry{Field: "lin", Text: "x"}, `field "lin": is not in the form`},
		{"no such page", Entry{Field: "lin", Text: "x", Rect: &Rect{0, 0, 9, 9}, Page: 2}, `field "lin": is put on page 2 of 1`},
		{"label", Entry{Field: "lin", Text: "x", Rect: &Rect{0, 0, 90, 9}, Page: 1}, "8 [x]"},
		{"elsewhere", Entry{Field: "line", Text: "Saint-Étienne-du-Rouvray", Rect: &Rect{0, 0, 200, 12}}, "10 [Saint-Étienne-du-Rouvray]"},
		{"state", Entry{Field: "box", State: "1"}, "ticked 1"},
		{"state by what it sends", Entry{Field: "box", State: "0"}, "ticked 0"},
		{"not ticked", Entry{Field: "box", State: "Off"}, "0 []"},
		{"no such state", Entry{Field: "box", State: "2"}, `field "box": has no state "2"; it has "1", "0"`},
		{"signature", Entry{Field: "sign", Text: "x"}, `field "sign": is a place to sign and takes no value`},
		{"text for a box", Entry{Field: "box", Text: "1"}, `field "box": is a box to tick and takes no text`},
		{"state for a text", Entry{Field: "line", State: "1"}, `field "line": is for text and has no states`},
		{"choice", Entry{Field: "list", Text: "33"}, "10.7 [France]"},
		{"no such choice", Entry{Field: "list", Text: "Italie"}, `field "list": has no such choice among its 2`},
	} {
		placed, err := f.Plan([]Entry{c.entry}, FillOptions{})
		got := strings.ReplaceAll(fmt.Sprint(err), "\n", "; ")
		if err == nil {
			p := placed[0]
			got = fmt.Sprintf("%g [%s]", p.Size, strings.Join(p.Lines, "|"))
			if p.Ticked {
				got = "ticked " + p.State
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPlanReportsAll(t *testing.T) {
	placed, err := small(t).Plan([]Entry{
		{Field: "line", Text: "中"}, {Field: "nothing"}, {Field: "high", Text: "Lyon"},
		{Field: "high", Text: "Paris"}, {Field: "area", Text: "123", Cells: 2},
	}, FillOptions{})
	var glyph *GlyphError
	var overflow *OverflowError
	if !errors.As(err, &glyph) || !errors.As(err, &overflow) || glyph.Rune != '中' || overflow.Field != "area" {
		t.Errorf("errors: %v", err)
	}
	if n := len(strings.Split(err.Error(), "\n")); n != 4 {
		t.Errorf("%d errors, want 4: %v", n, err)
	}
	if len(placed) != 1 || placed[0].Text != "Lyon" {
		t.Errorf("placed: %+v", placed)
	}
	var b bytes.Buffer
	if _, err := small(t).Fill(&b, []Entry{{Field: "nothing"}}, FillOptions{}); err == nil || b.Len() > 0 {
		t.Errorf("%d bytes written with error %v", b.Len(), err)
	}
}

// TestFloor asks for a smaller smallest size.
func TestFloor(t *testing.T) {
	e := []Entry{{Field: "line", Text: "une commune au nom particulièrement long"}}
	if _, err := small(t).Plan(e, FillOptions{}); err == nil {
		t.Error("fits at 6.5 points")
	}
	if p, err := small(t).Plan(e, FillOptions{Floor: 4}); err != nil || p[0].Size < 4 || p[0].Size >= 6.5 {
		t.Errorf("floor 4: %+v, %v", p, err)
	}
}

// TestFlatten paints what annotations show: a note in its place, hidden ones and buttons not at
// all, a value without appearance in our own letters; a link stays.
func TestFlatten(t *testing.T) {
	f := mustOpen(t, onePage("/Annots[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R]", "q q BT /F0 9 Tf 9 9 Td (base) Tj ET",
		"<</Subtype/Widget/T(old)/FT/Tx/V(ancien)/Rect[100 100 200 120]>>",
		"<</Subtype/FreeText/Rect[300 300 400 400]/AP<</N 10 0 R>>>>",
		"<</Subtype/FreeText/F 2/Rect[0 0 50 50]/AP<</N 10 0 R>>>>",
		"<</Subtype/Widget/T(go)/FT/Btn/Ff 65536/Rect[0 0 50 50]/AP<</N 10 0 R>>>>",
		"<</Subtype/Link/Rect[0 0 10 10]/A<</S/URI/URI(https://example.org)>>>>",
		streamObject("/BBox[10 10 20 20]/Matrix[0 1 -1 0 0 0]/Resources<</Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>", "BT /F0 2 Tf 11 11 Td (note) Tj ET"),
	))
	data, placed := filled(t, f, nil, FillOptions{})
	sound(t, data)
	if len(placed) != 0 {
		t.Errorf("placed: %+v", placed)
	}
	got := mustOpen(t, data)
	if n := len(got.pages[0].annots); n != 1 {
		t.Errorf("%d annotations left, want the link", n)
	}
	left := maxContents
	content, err := got.content(got.pages[0].contents, &left)
	if err != nil {
		t.Fatal(err)
	}
	if b := balanceOf(content); b != (balance{}) {
		t.Errorf("drawing out of balance: %+v", b)
	}
	if n := bytes.Count(content, []byte(" Do")); n != 1 {
		t.Errorf("%d appearances painted, want 1", n)
	}
	if !bytes.Contains(content, []byte("10 0 0 10 500 200 cm")) {
		t.Errorf("the note is not stretched to its rectangle:\n%s", content)
	}
	words := strings.Fields(tool(t, data, "pdftotext", nil, "-"))
	slices.Sort(words)
	if fmt.Sprint(words) != "[ancien base note]" {
		t.Errorf("words on paper: %v", words)
	}
}

// TestTurned fills a field that is turned with its page: another engine must read it upright.
func TestTurned(t *testing.T) {
	f := mustOpen(t, onePage("/Rotate 90/Annots[5 0 R]", "",
		"<</Subtype/Widget/T(a)/FT/Tx/MK<</R 90>>/Rect[100 100 120 300]>>"))
	entries := []Entry{{Field: "a", Text: "Lyon"}, {Field: "here", Text: "Paris", Rect: &Rect{200, 100, 220, 300}, Page: 1}}
	for _, editable := range []bool{false, true} {
		data, _ := filled(t, f, entries, FillOptions{Editable: editable})
		sound(t, data)
		box := tool(t, data, "pdftotext", []string{"-bbox"}, "-")
		for _, word := range []string{
			`<word xMin="102.000000" yMin="103.`, // Lyon: 100 + 2 from the left, in the band from 100 to 120
			`<word xMin="102.000000" yMin="203.`,
		} {
			if !strings.Contains(box, word) {
				t.Errorf("editable %v: no %s in\n%s", editable, word, box)
			}
		}
	}
}

// TestSharedFile fills one file from several goroutines; run with -race it also finds writes.
func TestSharedFile(t *testing.T) {
	f := small(t)
	got := make(chan string)
	for range 4 {
		go func() {
			var b bytes.Buffer
			f.Fill(&b, []Entry{{Field: "line", Text: "Lyon"}, {Field: "box", State: "1"}}, FillOptions{})
			got <- b.String()
		}()
	}
	first := <-got
	for range 3 {
		if next := <-got; next != first {
			t.Error("goroutines get different files")
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		openOfficial(b)
	}
}

// TestLeftovers has fields that hold a value without a picture of it.
func TestLeftovers(t *testing.T) {
	widget := func(y int, more string) string {
		return fmt.Sprintf("<</Subtype/Widget/FT/Tx/Rect[10 %d 190 %d]%s>>", y, y+20, more)
	}
	f := mustOpen(t, onePage("/Annots[5 0 R 6 0 R 7 0 R]", "",
		widget(10, "/T(latin)/V(Lyon)"),
		widget(40, "/T(other)/V<feff4e2d>"), // 中
		widget(70, "/T(comb)/Ff 16777216/MaxLen 3/V(69007)")))
	for _, c := range []struct{ form, picture, value, want string }{
		{"", "BT /F0 9 Tf 9 9 Td (image) Tj ET", "(neuf)", "image"},
		{"", "/Tx BMC EMC", "(neuf)", "neuf"},
		{"/NeedAppearances true", "BT /F0 9 Tf 9 9 Td (image) Tj ET", "(neuf)", "neuf"},
		{"/NeedAppearances true", "BT /F0 9 Tf 9 9 Td (image) Tj ET", "<feff4e2d>", "image"},
		{"/NeedAppearances true", "BT /F0 9 Tf 9 9 Td [(im\\141)-99<6765>] TJ % (x)\nET", "(im age)", "image"},
		{"", "", "(" + strings.Repeat("un nom qui est long ", 5) + ")", strings.TrimSpace(strings.Repeat("un nom qui est long ", 5))},
	} {
		const font = "/BBox[0 0 180 20]/Resources<</Font<</F0<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
		data := onePage("/Annots[5 0 R]", "", widget(10, "/T(a)/V"+c.value+"/AP<</N 6 0 R>>"), streamObject(font, c.picture))
		f := mustOpen(t, bytes.Replace(data, []byte("/Fields"), []byte(c.form+"/Fields"), 1))
		for _, editable := range []bool{false, true} {
			data, _ := filled(t, f, nil, FillOptions{Editable: editable})
			sound(t, data)
			if words := strings.Join(strings.Fields(tool(t, data, "pdftotext", nil, "-")), " "); words != c.want {
				t.Errorf("%+v, editable %v: on paper %q", c, editable, words)
			}
		}
	}
	want := `field "other": came with a value in letters that cannot be drawn: give it another`
	for _, editable := range []bool{false, true} {
		o := FillOptions{Editable: editable}
		if _, err := f.Plan(nil, o); err == nil || err.Error() != want {
			t.Errorf("planned: %v, want %s", err, want)
		}
		if _, err := f.Fill(io.Discard, []Entry{{Field: "latin", Text: "Nice"}}, o); err == nil || err.Error() != want {
			t.Errorf("filled: %v, want %s", err, want)
		}
		data, placed := filled(t, f, []Entry{{Field: "other"}}, o)
		sound(t, data)
		if len(placed) != 1 {
			t.Errorf("%d placements, want that of the entry: %+v", len(placed), placed)
		}
		if words := strings.Fields(tool(t, data, "pdftotext", nil, "-")); !slices.Equal(words, []string{"69007", "Lyon"}) {
			t.Errorf("editable %v: on paper: %v", editable, words)
		}
	}
}
