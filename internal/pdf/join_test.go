package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"weak"

	"dossier/internal/picture"
)

func joined(t *testing.T, parts []Part, o JoinOptions) ([]byte, []PartPages) {
	t.Helper()
	var b bytes.Buffer
	where, err := Join(&b, parts, o)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, b.Bytes())
	return b.Bytes(), where
}

func photo(t *testing.T, w, h int) *picture.Picture {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{byte(x * 255 / w), byte(y * 255 / h), 128, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	s, err := picture.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return s.Pages[0]
}

// of is a part with the pages of a file.
func of(f *File, p Part) Part {
	p.Pages, p.Open = f.Pages(), func() (Source, error) { return Source{File: f}, nil }
	return p
}

// photos is a part with a page for each picture.
func photos(p Part, pictures ...*picture.Picture) Part {
	p.Pages, p.Open = len(pictures), func() (Source, error) { return Source{Pictures: pictures}, nil }
	return p
}

func stampFrench(part, page, pages int) string {
	if part == 0 {
		return ""
	}
	return fmt.Sprintf("Pièce %d · page %d sur %d", part, page, pages)
}

func TestJoin(t *testing.T) {
	form := openOfficial(t)
	data, _ := filled(t, form, answers, filling)
	letter := onePage("/Rotate 90", "Q q 2 0 0 2 0 0 cm BT /F0 20 Tf 40 40 Td (turned letter) Tj ET")
	parts := []Part{
		of(mustOpen(t, data), Part{Title: "Formulaire"}),
		photos(Part{Title: "Titre de séjour — recto", Section: "Identité"}, photo(t, 400, 300), photo(t, 300, 400)),
		of(mustOpen(t, letter), Part{Title: "Bail", Section: "Résidence"}),
		of(mustOpen(t, locked(t, onePage("", "BT /F0 20 Tf 40 40 Td (locked) Tj ET"), "", "256")), Part{Title: "Facture", Section: "Résidence"}),
	}
	o := JoinOptions{Title: "Dossier", Date: filling.Date, Stamp: stampFrench}
	got, where := joined(t, parts, o)
	var places []string
	for _, p := range where {
		places = append(places, fmt.Sprintf("%d+%d/%d", p.First, p.Count, len(p.At)))
	}
	if s := strings.Join(places, ", "); s != "1+2/2, 3+2/2, 5+1/1, 6+1/1" {
		t.Errorf("parts are at %s", s)
	}
	if m := where[0].At[0]; m[0] != 1 || m[1] != 0 || m[3] != 1 || m[4] < 0 || m[4] > 0.1 {
		t.Errorf("the form stands at %v", m)
	}
	if m := where[2].At[0]; m[0] != 0 || m[1] == 0 { // a page turned by a quarter
		t.Errorf("the lease stands at %v", m)
	}
	f := mustOpen(t, got)
	var sizes []string
	for i := range f.Pages() {
		w, h := f.PageSize(i + 1)
		sizes = append(sizes, fmt.Sprintf("%.0f×%.0f", w, h))
	}
	if s := strings.Join(sizes, " "); s != "595×842 595×842 595×842 595×842 842×595 595×842" {
		t.Errorf("pages are %s", s)
	}
	if again, _ := joined(t, parts, o); !bytes.Equal(got, again) {
		t.Error("the same parts give other bytes")
	}
	checkOutline(t, f, []string{"Formulaire>1", "Identité>3", " Titre de séjour — recto>3", "Résidence>5", " Bail>5", " Facture>6"})
	words := tool(t, got, "pdftotext", nil, "-")
	for _, s := range []string{"Łukasiewicz", "Pièce 1 · page 2 sur 2", "turned letter", "locked", "Pièce 3 · page 1 sur 1"} {
		if !strings.Contains(words, s) {
			t.Errorf("%q is not on paper", s)
		}
	}
	if strings.Contains(words, "Pièce 0") {
		t.Error("an empty stamp is on paper")
	}
}

// checkOutline reads the bookmarks, one space a level, with the page each leads to.
func checkOutline(t *testing.T, f *File, want []string) {
	t.Helper()
	var got []string
	var walk func(o object, indent string)
	walk = func(o object, indent string) {
		for d := f.dict(o); d != nil && len(got) < 100; d = f.dict(d["Next"]) {
			title := f.text(d["Title"])
			dest := f.list(d["Dest"])
			page := slices.IndexFunc(f.pages, func(p *page) bool { return p.ref == dest[0] })
			got = append(got, fmt.Sprintf("%s%s>%d", indent, title, page+1))
			walk(d["First"], indent+" ")
		}
	}
	outlines := f.dict(f.root["Outlines"])
	walk(outlines["First"], "")
	if !slices.Equal(got, want) {
		t.Errorf("outline is %q, want %q", got, want)
	}
	if f.name(f.root["PageMode"]) != "UseOutlines" || outlines["Count"] != len(want) {
		t.Errorf("outline of %v lines, shown as %v", outlines["Count"], f.root["PageMode"])
	}
}

// TestStampStandsFree fills pages with black to their edges: the stamp must stand on white, and
// what was on the page must all be there; pages of ours keep their size.
func TestStampStandsFree(t *testing.T) {
	black := onePage("/MediaBox[0 0 595.276 841.89]", "0 0 595.276 841.89 re f")
	stamp := JoinOptions{Stamp: func(_, _, _ int) string { return "x" }}
	for _, c := range []struct {
		own  bool
		want image.Rectangle
	}{
		{false, image.Rect(9, 0, 586, 827)}, // the stamp is the lowest thing, 13 points from the edge
		{true, image.Rect(0, 0, 595, 842)},
	} {
		data, _ := joined(t, []Part{of(mustOpen(t, black), Part{Own: c.own})}, stamp)
		if got := dark(t, data); !near(got.Min, c.want.Min) || !near(got.Max, c.want.Max) {
			t.Errorf("own %v: the page is dark in %v, want %v", c.own, got, c.want)
		}
	}
}

func TestSheetFor(t *testing.T) {
	for _, c := range []struct {
		name         string
		w, h         float64
		margin, most float64
		free         float64
		want         sheet
	}{
		{"A4", 595.276, 841.89, fileMargin, 1, 0, sheet{595.276, 841.89, 1, 0, 0}},
		{"A4, rounded up", 597, 843, fileMargin, 1, 0, sheet{595.276, 841.89, 1, -0.862, -0.555}},
		{"A4 lying", 842, 595, fileMargin, 1, 0, sheet{841.89, 595.276, 1, -0.055, 0.138}},
		{"A4 over a stamp", 595.276, 841.89, fileMargin, 1, foot, sheet{595.276, 841.89, 0.9703, 8.838, 25}},
		{"A4 lying over a stamp", 841.89, 595.276, fileMargin, 1, foot, sheet{841.89, 595.276, 0.958, 17.678, 25}},
		{"slip over a stamp", 595, 280, fileMargin, 1, foot, sheet{595.276, 841.89, 1, 0.138, 293.445}},
		{"slip", 595, 280, fileMargin, 1, 0, sheet{595.276, 841.89, 1, 0.138, 280.945}},
		{"US Letter", 612, 792, fileMargin, 1, 0, sheet{595.276, 841.89, 0.9269, 14, 53.883}},
		{"A3 lying", 1190.55, 841.89, fileMargin, 1, 0, sheet{841.89, 595.276, 0.6738, 19.841, 14}},
		{"small picture", 100, 100, pictureMargin, a4Long, 0, sheet{595.276, 841.89, 5.3928, 28, 151.307}},
		{"wide picture", 4000, 3000, pictureMargin, a4Long, 0, sheet{841.89, 595.276, 0.1798, 61.43, 28}},
	} {
		got := sheetFor(c.w, c.h, c.margin, c.most, c.free)
		for _, pair := range [][2]float64{{got.w, c.want.w}, {got.h, c.want.h}, {got.x, c.want.x}, {got.y, c.want.y}, {got.scale, c.want.scale}} {
			if math.Abs(pair[0]-pair[1]) > 0.01 {
				t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
				break
			}
		}
	}
}

// TestJoinTurned follows a black bar, 20 wide and 10 high in the corner of a turned and cropped
// page, to paper. What lies outside the crop box must not come along.
func TestJoinTurned(t *testing.T) {
	for _, c := range []struct {
		rotate int
		want   image.Rectangle // from the top left, in points
	}{
		{0, image.Rect(198, 611, 218, 621)},
		{90, image.Rect(98, 321, 108, 341)},
		{180, image.Rect(378, 221, 398, 231)},
		{270, image.Rect(488, 501, 498, 521)},
	} {
		page := fmt.Sprintf("/Rotate %d/CropBox[100 100 300 500]", c.rotate)
		src := onePage(page, "Q 100 100 20 10 re f 0 0 90 600 re f q")
		data, _ := joined(t, []Part{of(mustOpen(t, src), Part{})}, JoinOptions{})
		if got := dark(t, data); !near(got.Min, c.want.Min) || !near(got.Max, c.want.Max) {
			t.Errorf("turned by %d: the bar is at %v, want %v", c.rotate, got, c.want)
		}
	}
}

// A pattern moves with the drawing that is painted with it: here a cell of 100 by 100, black in its lower left
// quarter, of a page that is made smaller and moved up for the stamp.
func TestJoinMovesPatterns(t *testing.T) {
	src := handmade(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595.276 841.89]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Pattern<</P 5 0 R/Q 6 0 R>>>>>>",
		streamObject("", "/Pattern cs /P scn 200 400 100 100 re f /Q scn 200 600 100 100 re f"),
		streamObject("/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 100 100]/XStep 100/YStep 100/Resources<<>>/Matrix[1 0 0 1 0 0]", "0 g 0 0 50 50 re f"),
		"<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 600 0 700]/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[0]/N 1>>>>>>",
	)
	data, _ := joined(t, []Part{of(mustOpen(t, src), Part{})}, JoinOptions{Stamp: func(int, int, int) string { return "x" }})
	m := scaling(0.9703, 0.9703).then(translation(8.838, 25))
	lower, upper := m.bounds(Rect{200, 400, 250, 450}), m.bounds(Rect{200, 600, 300, 700})
	got := dark(t, data, image.Rect(0, 0, 595, 800)) // without the stamp
	want := image.Rect(int(lower.X0), int(842-upper.Y1), int(upper.X1), int(842-lower.Y0))
	if d := got.Min.Sub(want.Min); max(d.X, -d.X, d.Y, -d.Y) > 1 {
		t.Errorf("dark in %v, want %v", got, want)
	}
	if d := got.Max.Sub(want.Max); max(d.X, -d.X, d.Y, -d.Y) > 1 {
		t.Errorf("dark in %v, want %v", got, want)
	}
}

func near(a, b image.Point) bool {
	d := a.Sub(b)
	return d.X*d.X <= 1 && d.Y*d.Y <= 1
}

// dark is the rectangle around all that another engine paints dark on the first page, or in one part of it.
func dark(t *testing.T, data []byte, within ...image.Rectangle) image.Rectangle {
	t.Helper()
	pgm := tool(t, data, "pdftoppm", []string{"-r", "72", "-gray", "-singlefile"})
	var w, h, most int
	if n, _ := fmt.Sscanf(pgm, "P5\n%d %d\n%d\n", &w, &h, &most); n != 3 {
		t.Fatalf("no picture: %.20q", pgm)
	}
	pixels := pgm[len(pgm)-w*h:]
	var r image.Rectangle
	for i := range pixels {
		if pixels[i] < 128 && (len(within) == 0 || image.Pt(i%w, i/w).In(within[0])) {
			r = r.Union(image.Rect(i%w, i/w, i%w+1, i/w+1))
		}
	}
	return r
}

// TestJoinLeavesBehind joins a file with a script, an attachment, a field and a hidden layer.
func TestJoinLeavesBehind(t *testing.T) {
	src := handmade(
		"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R/Metadata 7 0 R/AcroForm<</Fields[5 0 R]>>/OCProperties<</OCGs[8 0 R 9 0 R]/D<</BaseState/OFF/ON[8 0 R]>>>>>>",
		"<</Type/Pages/Kids[3 0 R 10 0 R]/Count 2/MediaBox[0 0 595 842]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[5 0 R]/AA<</O 6 0 R>>/Metadata 7 0 R/Resources<</Properties<</L0 8 0 R/L1 9 0 R>>/XObject<</X 11 0 R>>>>>>",
		streamObject("", "/OC /L1 BDC 0 0 9 9 re f EMC /X Do"),
		"<</Subtype/Widget/T(a)/FT/Tx/V(value kept)/P 3 0 R/Rect[100 100 200 120]/AA<</K 6 0 R>>>>",
		"<</S/JavaScript/JS(app.alert\\('secret'\\))>>",
		streamObject("/Type/Metadata", "<x>secret author</x>"),
		"<</Type/OCG/Name(shown)>>",
		"<</Type/OCG/Name(hidden)>>",
		"<</Type/Page/Parent 2 0 R>>",
		streamObject("/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Metadata 7 0 R/PieceInfo<</P 3 0 R>>", ""),
	)
	f := mustOpen(t, src)
	data, _ := joined(t, []Part{of(f, Part{Title: "x"}), of(f, Part{Title: "y"})}, JoinOptions{})
	if bytes.Contains(data, []byte("secret")) || bytes.Contains(data, []byte("Metadata")) || bytes.Contains(data, []byte("Widget")) {
		t.Error("traces of the source in the joined file")
	}
	got := mustOpen(t, data)
	if got.Pages() != 4 || len(got.fields) != 0 {
		t.Errorf("%d pages and %d fields, want 4 and 0", got.Pages(), len(got.fields))
	}
	off := got.list(got.dict(got.dict(got.root["OCProperties"])["D"])["OFF"])
	if len(off) != 2 { // one of each part
		t.Fatalf("hidden layers: %v", off)
	}
	for _, layer := range off {
		if s := got.text(got.dict(layer)["Name"]); s != "hidden" {
			t.Errorf("the layer %q is hidden", s)
		}
	}
	if words := tool(t, data, "pdftotext", nil, "-"); !strings.Contains(words, "value kept") {
		t.Errorf("words on paper: %q", words)
	}
}

func TestJoinErrors(t *testing.T) {
	f := mustOpen(t, onePage("", ""))
	p := photo(t, 8, 8)
	give := func(s Source) func() (Source, error) { return func() (Source, error) { return s, nil } }
	for _, c := range []struct {
		name  string
		parts []Part
		stamp string
		want  string
	}{
		{"nothing", nil, "", "join: there are no pages"},
		{"empty part", []Part{{Title: "Bail"}}, "", `join "Bail": it has no pages`},
		{"two at once", []Part{{Title: "Bail", Pages: 1, Open: give(Source{File: f, Pictures: []*picture.Picture{p}})}}, "", `join "Bail": a source is a file or pictures, and one of them only`},
		{"none", []Part{{Title: "Bail", Pages: 1, Open: give(Source{})}}, "", `join "Bail": a source is a file or pictures, and one of them only`},
		{"more than counted", []Part{{Title: "Bail", Pages: 2, Open: give(Source{File: f})}}, "", `join "Bail": it has 1 pages now, 2 when it was counted`},
		{"not to be read", []Part{{Title: "Bail", Pages: 2, Open: func() (Source, error) { return Source{}, io.ErrUnexpectedEOF }}}, "", `join "Bail": unexpected EOF`},
		{"stamp", []Part{of(f, Part{Title: "Bail"})}, "页", `stamp "Bail": field "stamp": the character U+9875 cannot be drawn`},
	} {
		var b bytes.Buffer
		_, err := Join(&b, c.parts, JoinOptions{Stamp: func(int, int, int) string { return c.stamp }})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
		if b.Len() > 0 {
			t.Errorf("%s: %d bytes written", c.name, b.Len())
		}
	}
}

func TestAddFields(t *testing.T) {
	base := mustOpen(t, onePage("", "BT /F0 9 Tf 50 700 Td (Nom) Tj ET"))
	fields := []NewField{
		{Name: "nom", Tooltip: "Votre nom", Page: 1, Rect: Rect{50, 650, 250, 670}},
		{Name: "né", Page: 1, Rect: Rect{50, 600, 250, 620}, MaxLen: 8, Comb: true},
		{Name: "sexe", Page: 1, Rect: Rect{50, 550, 60, 560}, State: "F"},
		{Name: "sexe", Page: 1, Rect: Rect{80, 550, 90, 560}, State: "M"},
		{Name: "mot", Page: 1, Rect: Rect{50, 450, 250, 520}, Multiline: true, MaxLen: 300},
	}
	var b bytes.Buffer
	if err := AddFields(&b, base, fields); err != nil {
		t.Fatal(err)
	}
	sound(t, b.Bytes())
	var again bytes.Buffer
	if err := AddFields(&again, base, fields); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same fields give other bytes, or %v", err)
	}
	f := mustOpen(t, b.Bytes())
	var got []string
	for _, fd := range f.Fields() {
		var states []string
		for _, w := range fd.Widgets {
			states = append(states, w.States...)
		}
		got = append(got, fmt.Sprintf("%s %s %d %v %v %s%v", fd.Name, fd.Type, fd.MaxLen, fd.Comb, fd.Multiline, fd.Tooltip, states))
	}
	want := []string{"nom text 0 false false Votre nom[]", "né text 8 true false []", "sexe button 0 false false [F M]", "mot text 300 false true []"}
	if !slices.Equal(got, want) {
		t.Errorf("fields %q, want %q", got, want)
	}
	data, placed := filled(t, f, []Entry{
		{Field: "nom", Text: "Łukasiewicz"}, {Field: "né", Text: "14051985", Cells: 8},
		{Field: "sexe", State: "M"}, {Field: "mot", Text: "un\ndeux"},
	}, FillOptions{})
	sound(t, data)
	readBack(t, data, []Placement{placed[0], placed[1]})
	if placed[2].Ticked || !placed[3].Ticked {
		t.Errorf("boxes: %+v", placed[2:4])
	}
}

func TestAddFieldsErrors(t *testing.T) {
	base := mustOpen(t, onePage("", ""))
	r := Rect{0, 0, 9, 9}
	err := AddFields(new(bytes.Buffer), base, []NewField{
		{Page: 1, Rect: r}, {Name: "a", Page: 2, Rect: r}, {Name: "b", Page: 1},
		{Name: "c", Page: 1, Rect: r, Comb: true}, {Name: "d", Page: 1, Rect: r}, {Name: "d", Page: 1, Rect: r, State: "Oui"},
	})
	want := `add fields: a field has no name
field "a": is put on page 2 of 1
field "b": has an empty rectangle
field "c": is a comb without a number of cells
field "d": is there twice, and not as a box to tick`
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant\n%s", err, want)
	}
	if err := AddFields(new(bytes.Buffer), small(t), nil); err == nil {
		t.Error("fields added to a form")
	}
}

// Links go where they went, wherever their pages stand in the whole; nothing else an annotation does is left.
func TestJoinLinks(t *testing.T) {
	link := func(what string) string { return "<</Subtype/Link/Rect[100 100 200 120]" + what + ">>" }
	src := mustOpen(t, handmade(
		"<</Type/Catalog/Pages 2 0 R/Dests<</old[4 0 R/Fit]>>/Names<</Dests 5 0 R>>>>",
		"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/MediaBox[0 0 1190.55 1683.78]>>",
		"<</Type/Page/Parent 2 0 R/Annots["+link("/A<</S/URI/URI(https://example.org/a)>>")+link("/Dest[4 0 R/XYZ 0 0 0]")+link("/A<</S/GoTo/D(new)>>")+
			link("/Dest/old")+link("/A<</S/JavaScript/JS(app.alert)>>")+link("/A<</S/Launch/F(x.exe)>>")+link("/Dest(lost)")+link("/Dest[9 0 R/Fit]")+link("")+"]>>",
		"<</Type/Page/Parent 2 0 R>>",
		"<</Kids[5 0 R 6 0 R]>>",
		"<</Limits[(a)(z)]/Names[(mine)[3 0 R/Fit](new)<</D[4 0 R/Fit]>>]>>",
	))
	data, _ := joined(t, []Part{of(mustOpen(t, onePage("", "")), Part{Title: "first"}), of(src, Part{Title: "linked"})}, JoinOptions{Stamp: stampFrench})
	f := mustOpen(t, data)
	var got []string
	for _, a := range f.list(f.pages[1].dict["Annots"]) {
		d := f.dict(a)
		to := "elsewhere"
		if uri, ok := f.resolve(f.dict(d["A"])["URI"]).(text); ok {
			to = string(uri)
		}
		if dest := f.list(d["Dest"]); len(dest) > 0 && dest[0] == object(f.pages[2].ref) {
			to = "page 3"
		}
		r, _ := f.rect(d["Rect"])
		got = append(got, fmt.Sprintf("%s at %.0f %.0f %.0f %.0f", to, r.X0, r.Y0, r.X1, r.Y1))
	}
	want := "https://example.org/a at 66 86 112 95\npage 3 at 66 86 112 95\npage 3 at 66 86 112 95\npage 3 at 66 86 112 95"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("links:\n%s\nwant:\n%s", s, want)
	}
	for _, word := range []string{"JavaScript", "Launch", "alert"} {
		if bytes.Contains(data, []byte(word)) {
			t.Errorf("%q came along", word)
		}
	}
}

// Notes that a viewer draws by itself are drawn where they were, and say nothing of who made them.
func TestJoinKeepsNotesWithoutPicture(t *testing.T) {
	src := handmade(
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 1190.55 1683.78]>>",
		"<</Type/Page/Parent 2 0 R/Annots[4 0 R 5 0 R 6 0 R 7 0 R]>>",
		"<</Subtype/Ink/Rect[200 200 400 400]/InkList[[200 200 400 400 400 200]]/BS<</W 20>>/C[0 0 0]/F 4/T(Secret Author)>>",
		"<</Subtype/Highlight/Rect[100 600 300 700]/QuadPoints[100 700 300 700 100 600 300 600]/C[0 0 0]/F 4/Popup 6 0 R>>",
		"<</Subtype/Popup/Rect[0 0 50 50]/Parent 5 0 R>>",
		"<</Subtype/FreeText/Rect[100 900 500 1000]/DA(/Helv 20 Tf 0 g)/Contents(words of a note)/F 4/C[]>>",
	)
	data, _ := joined(t, []Part{of(mustOpen(t, src), Part{})}, JoinOptions{})
	f := mustOpen(t, data)
	var got []string
	for _, a := range f.list(f.pages[0].dict["Annots"]) {
		d := f.dict(a)
		r, _ := f.rect(d["Rect"])
		got = append(got, fmt.Sprintf("%s %.0f %.0f %.0f %.0f", f.name(d["Subtype"]), r.X0, r.Y0, r.X1, r.Y1))
		if da, ok := f.resolve(d["DA"]).(text); ok {
			got = append(got, string(da))
		}
	}
	if s := strings.Join(got, ", "); s != "Ink 109 115 205 210, Highlight 62 306 157 353, FreeText 62 449 252 496, /Helv 9.530 Tf 0 g" {
		t.Errorf("notes: %s", s)
	}
	if bytes.Contains(data, []byte("Secret")) {
		t.Error("the author came along")
	}
	if got := dark(t, data, image.Rect(0, 500, 595, 842)); got.Empty() || got.Min.X > 112 || got.Max.X < 200 {
		t.Errorf("the line is drawn in %v", got)
	}
}

// A shore holds what of a joined file has come to it.
type shore struct {
	mu  sync.Mutex
	got []byte
}

func (s *shore) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.got = append(s.got, b...)
	return len(b), nil
}

func (s *shore) has(what string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Contains(s.got, []byte(what))
}

// TestJoinHoldsTwoParts opens a part only when the last but one before it has gone out and is let go of.
func TestJoinHoldsTwoParts(t *testing.T) {
	const parts = 8
	var to shore
	var opened []weak.Pointer[byte]
	mark := func(i int) string { return fmt.Sprintf("scan number %d", i) }
	list := make([]Part, parts)
	for i := range list {
		list[i] = Part{Title: mark(i), Pages: 1, Open: func() (Source, error) { // never two at a time
			runtime.GC()
			for k, p := range opened[:max(0, i-1)] {
				if p.Value() != nil {
					t.Errorf("part %d is in memory when part %d is read", k, i)
				}
				if !to.has(mark(k)) {
					t.Errorf("part %d is not written when part %d is read", k, i)
				}
			}
			data := append([]byte(mark(i)), make([]byte, 1<<20)...)
			opened = append(opened, weak.Make(&data[0]))
			return Source{Pictures: []*picture.Picture{{Width: 1000, Height: 1000, Orientation: 1, ColorSpace: "DeviceGray", Bits: 8, Filter: "DCTDecode", Data: data}}}, nil
		}}
	}
	if _, err := Join(&to, list, JoinOptions{}); err != nil || len(opened) != parts {
		t.Errorf("%d parts were opened, %v", len(opened), err)
	}
}

// TestJoinCopiesNoScan joins scans of 64 MB and allots a small part of that.
func TestJoinCopiesNoScan(t *testing.T) {
	p := &picture.Picture{Width: 1000, Height: 1000, Orientation: 1, ColorSpace: "DeviceGray", Bits: 8, Filter: "DCTDecode", Data: make([]byte, 8<<20)}
	part := photos(Part{}, p, p, p, p, p, p, p, p)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Join(io.Discard, []Part{part}, JoinOptions{}); err != nil {
		t.Fatal(err)
	}
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 8<<20 {
		t.Errorf("%d MB are allotted", (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}

// TestJoinedIdentifier differs with a byte of a scan and with nothing else.
func TestJoinedIdentifier(t *testing.T) {
	id := func(change int) string {
		p := photo(t, 400, 300)
		p.Data = append(bytes.Clone(p.Data), make([]byte, 1<<20)...) // more than goes through the buffer
		if change >= 0 {
			p.Data[change]++
		}
		data, _ := joined(t, []Part{photos(Part{}, p)}, JoinOptions{})
		return string(data[bytes.LastIndex(data, []byte("/ID")):])
	}
	whole := id(-1)
	if again := id(-1); again != whole {
		t.Error("the same scan gives another identifier")
	}
	if other := id(1 << 19); other == whole {
		t.Error("another scan gives the same identifier")
	}
}
