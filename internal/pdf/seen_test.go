package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestUnseen names the reason why a value would not be seen.
func TestUnseen(t *testing.T) {
	f := mustOpen(t, onePage("/CropBox[0 0 612 700]/Annots[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R 11 0 R 12 0 R 13 0 R 16 0 R]", "",
		"<</Subtype/Widget/T(hidden)/FT/Tx/F 2/Rect[0 0 100 20]>>",
		"<</Subtype/Widget/T(screen)/FT/Tx/F 32/Rect[0 0 100 20]>>",
		"<</Subtype/Widget/T(printed)/FT/Tx/F 36/Rect[0 0 100 20]>>",
		"<</Subtype/Widget/T(above)/FT/Tx/Rect[0 701 100 720]>>",
		"<</Subtype/Widget/T(flat)/FT/Tx/Rect[0 0 100 0]>>",
		"<</Subtype/Widget/T(fixed)/FT/Tx/Ff 1/Rect[0 0 100 20]>>",
		"<</Subtype/Widget/T(partly)/FT/Tx/F 2/V(vieux)/AP<</N 15 0 R>>/Rect[0 0 100 20]>>",
		"<</Subtype/Widget/T(partly)/FT/Tx/Rect[0 50 100 70]>>",
		"<</Subtype/Widget/T(box)/FT/Btn/F 2/Rect[0 0 20 20]/AP<</N<</A 15 0 R>>>>>>",
		"<</T(nowhere)/FT/Tx/Rect[0 0 100 20]>>",
		streamObject("/BBox[0 0 1 1]", "f"),
		"<</Subtype/Widget/T(box)/FT/Btn/Rect[0 90 20 110]/AP<</N<</B 15 0 R>>>>>>",
	))
	for field, want := range map[string]string{
		"hidden":  "is hidden on the form: nobody would see it",
		"screen":  "is hidden on the form: nobody would see it",
		"above":   "lies outside its page: nobody would see it",
		"flat":    "has an empty box on the form: nobody would see it",
		"printed": "", "fixed": "", "partly": "",
	} {
		placed, err := f.Plan([]Entry{{Field: field, Text: "Lyon"}}, FillOptions{})
		if want != "" && (err == nil || err.Error() != fmt.Sprintf("field %q: %s", field, want)) {
			t.Errorf("%s: %v, want %q", field, err, want)
		}
		if want == "" && (err != nil || len(placed) != 1) {
			t.Errorf("%s: %d places, %v", field, len(placed), err)
		}
	}
	if _, err := f.Plan([]Entry{{Field: "box", State: "A"}}, FillOptions{}); err == nil || !strings.Contains(err.Error(), `the box for "A" hidden`) {
		t.Errorf("a hidden box: %v", err)
	}
	if _, err := f.Plan([]Entry{{Field: "flat", Text: "Lyon", Rect: &Rect{0, 0, 100, 20}}}, FillOptions{}); err != nil {
		t.Errorf("an empty box, and a place given for it: %v", err)
	}
	data, _ := filled(t, f, []Entry{{Field: "partly", Text: "neuf"}}, FillOptions{Editable: true})
	got := mustOpen(t, data)
	for _, w := range got.byName["partly"].places {
		picture, _ := got.resolve(got.dict(w.dict["AP"])["N"]).(*stream)
		if picture == nil {
			t.Fatal("a viewer would make a picture up")
		}
		left := 1000
		drawn, err := got.unpack(picture, &left)
		if hidden := w.flags&annotHidden != 0; err != nil || bytes.Contains(drawn, []byte("Tj")) == hidden {
			t.Errorf("hidden %v, drawn %q, %v", hidden, drawn, err)
		}
		if w.flags&(annotHidden|annotPrint) == 0 {
			t.Error("the value is not printed")
		}
	}
}

// radio is a form with one group of radio buttons of these flags, without appearances for the
// second, and a check box beside them that shares the name of a text.
func radio(t *testing.T, flags int) *File {
	const box = "<</Subtype/Widget/Parent 5 0 R/Rect[%d 100 %d 120]%s>>"
	kid := func(x int, more string) string { return fmt.Sprintf(box, x, x+20, more) }
	return mustOpen(t, onePage("/Annots[6 0 R 7 0 R 8 0 R 9 0 R 11 0 R 12 0 R]", "",
		fmt.Sprintf("<</T(r)/FT/Btn/Ff %d/Kids[6 0 R 7 0 R 8 0 R 9 0 R]>>", flags|flagRadio),
		kid(0, "/AP<</N<</A 10 0 R>>>>"), kid(30, ""), kid(60, "/AP<</N<</A 10 0 R/Off 10 0 R>>>>/AS/A"), kid(90, "/AP<</N<</C 10 0 R/Off null>>>>"),
		streamObject("/BBox[0 0 20 20]", "0 0 20 20 re S"),
		"<</Subtype/Widget/T(mixed)/FT/Tx/Rect[0 0 100 20]>>",
		"<</Subtype/Widget/T(mixed)/FT/Btn/Rect[0 50 20 70]/AP<</N<</Oui 10 0 R>>>>>>",
	))
}

func TestRadio(t *testing.T) {
	for _, c := range []struct {
		flags       int
		state, want string
	}{
		{0, "A", "A: A Off Off Off"}, // one at a time
		{flagUnison, "A", "A: A Off A Off"},
		{0, "C", "C: Off Off Off C"},
		{0, "2", "2: Off 2 Off Off"}, // the place in the group, where the file names no state
		{0, "", "Off: Off Off Off Off"},
		{0, "Z", `field "r": has no state "Z"; it has "A", "2", "C"`},
	} {
		f := radio(t, c.flags)
		placed, err := f.Plan([]Entry{{Field: "r", State: c.state}}, FillOptions{})
		var got string
		if err != nil {
			got = err.Error()
		} else {
			data, _ := filled(t, f, []Entry{{Field: "r", State: c.state}}, FillOptions{Editable: true})
			sound(t, data)
			g := mustOpen(t, data)
			got = string(g.name(g.dict(g.byName["r"].nodes[0])["V"])) + ":"
			for i, w := range g.byName["r"].places {
				as := g.name(w.dict["AS"])
				got += " " + string(as)
				if placed[i].Ticked != (as != "Off") {
					t.Errorf("state %q: box %d is %s and placed %v", c.state, i, as, placed[i].Ticked)
				}
			}
		}
		if got != c.want {
			t.Errorf("flags %d, state %q: %s, want %s", c.flags, c.state, got, c.want)
		}
	}
}

// TestOneNameTwoKinds only has to end well: such a form contradicts itself.
func TestOneNameTwoKinds(t *testing.T) {
	f := radio(t, 0)
	for _, e := range []Entry{{Field: "mixed", Text: "Lyon"}, {Field: "mixed", State: "Oui"}} {
		for _, editable := range []bool{false, true} {
			var b strings.Builder
			if _, err := f.Fill(&b, []Entry{e}, FillOptions{Editable: editable}); err == nil {
				sound(t, []byte(b.String()))
			} else if !own(err) {
				t.Errorf("%+v: %v", e, err)
			}
		}
	}
}

// TestWidgetOfSeveralPages has one widget listed by two pages: both show the same, and the file holds it.
func TestWidgetOfSeveralPages(t *testing.T) {
	f := mustOpen(t, handmade(
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 8 0 R 9 0 R]/DA(/Helv 0 Tf 0 g)>>>>",
		"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 612 792]>>",
		"<</Type/Page/Parent 2 0 R/Annots[6 0 R 7 0 R 8 0 R 9 0 R]>>",
		"<</Type/Page/Parent 2 0 R/CropBox[0 0 612 150]/Annots[6 0 R 7 0 R 8 0 R 9 0 R]>>",
		"<</T(r)/FT/Btn/Ff 32768/Kids[6 0 R 7 0 R]>>",
		"<</Subtype/Widget/Parent 5 0 R/Rect[0 100 20 120]/AP<</N<</A 10 0 R>>>>/AS/Off>>",
		"<</Subtype/Widget/Parent 5 0 R/Rect[30 100 50 120]/AP<</N<</A 10 0 R>>>>/AS/Off>>",
		"<</Subtype/Widget/T(box)/FT/Btn/Rect[60 100 80 120]>>",
		"<</Subtype/Widget/T(high)/FT/Tx/V(vieux)/Rect[100 200 200 220]>>",
		streamObject("/BBox[0 0 20 20]", "0 0 20 20 re S"),
	))
	moved := Rect{100, 50, 200, 70}
	for _, c := range []struct {
		entry Entry
		want  string // page and state or place of each drawing, and what the first widget holds
	}{
		{Entry{Field: "r", State: "A"}, "1A 2A 1 2; A"},
		{Entry{Field: "box", State: "Yes"}, "1Yes 2Yes; Yes"},
		{Entry{Field: "high", Text: "neuf"}, "1neuf; neuf"},
		{Entry{Field: "high", Text: "neuf", Rect: &moved}, "1neuf 2neuf; neuf"},
	} {
		data, placed := filled(t, f, []Entry{c.entry}, FillOptions{Editable: true})
		sound(t, data)
		var drawn []string
		for _, p := range placed {
			drawn = append(drawn, fmt.Sprint(p.Page, p.State+p.Text))
		}
		w := mustOpen(t, data).byName[c.entry.Field].places[0]
		holds := string(w.shown)
		if c.entry.Text != "" && w.dict["AP"] != nil {
			holds = c.entry.Text
		}
		got := strings.ReplaceAll(strings.Join(drawn, "|"), " ", "")
		if got = strings.ReplaceAll(got, "|", " ") + "; " + holds; got != c.want {
			t.Errorf("%+v: %s, want %s", c.entry, got, c.want)
		}
		flat, _ := filled(t, f, []Entry{c.entry}, FillOptions{})
		sound(t, flat)
	}
}

// TestLayers has fields on layers that the file shows and hides.
func TestLayers(t *testing.T) {
	widget := func(name, oc string) string {
		return "<</Subtype/Widget/T(" + name + ")/FT/Tx/OC" + oc + "/Rect[0 0 100 20]>>"
	}
	const ocmd = "<</Type/OCMD/OCGs[10 0 R 11 0 R]%s>>"
	for _, setting := range []string{"/OFF[10 0 R]", "/BaseState/OFF/ON[11 0 R]"} {
		data := onePage("/Annots[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R]", "",
			widget("off", " 10 0 R"), widget("on", " 11 0 R"),
			widget("any", fmt.Sprintf(ocmd, "")), widget("all", fmt.Sprintf(ocmd, "/P/AllOn")), widget("one", "<</Type/OCMD/OCGs 10 0 R>>"),
			"<</Type/OCG/Name(a)>>", "<</Type/OCG/Name(b)>>")
		f := mustOpen(t, bytes.Replace(data, []byte("/AcroForm"), []byte("/OCProperties<</OCGs[10 0 R 11 0 R]/D<<"+setting+">>>>/AcroForm"), 1))
		for field, hidden := range map[string]bool{"off": true, "on": false, "any": false, "all": true, "one": true} {
			_, err := f.Plan([]Entry{{Field: field, Text: "Lyon"}}, FillOptions{})
			if want := fmt.Sprintf("field %q: is on a layer that the form hides: nobody would see it", field); hidden != (err != nil) || hidden && err.Error() != want {
				t.Errorf("%s, field %s: %v", setting, field, err)
			}
		}
	}
}

// TestOverTheEdge has a box of which a part lies outside the page.
func TestOverTheEdge(t *testing.T) {
	f := mustOpen(t, onePage("/CropBox[20 20 400 400]/Annots[5 0 R]", "", "<</Subtype/Widget/T(a)/FT/Tx/Rect[-30 15 120 40]>>"))
	for _, editable := range []bool{false, true} {
		data, placed := filled(t, f, []Entry{{Field: "a", Text: "Lyon"}}, FillOptions{Editable: editable})
		sound(t, data)
		if want := (Rect{20, 20, 120, 40}); placed[0].Rect != want {
			t.Errorf("editable %v: in %v, want %v", editable, placed[0].Rect, want)
		}
	}
}

// TestWidgetOnNoPage has a widget that names its page, which does not list it: viewers go by what
// the page lists.
func TestWidgetOnNoPage(t *testing.T) {
	f := mustOpen(t, onePage("", "", "<</Subtype/Widget/T(a)/FT/Tx/P 3 0 R/Rect[0 0 100 20]>>"))
	_, err := f.Plan([]Entry{{Field: "a", Text: "Lyon"}}, FillOptions{})
	if want := `field "a": is on no page of the form`; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
