package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// drawn is what filling the one field of a form with these entries puts over the page.
func drawn(t *testing.T, widget string, e Entry) string {
	t.Helper()
	f := mustOpen(t, onePage("/Annots[5 0 R]", "", "<</Subtype/Widget/T(a)"+widget+">>"))
	e.Field = "a"
	data, _ := filled(t, f, []Entry{e}, FillOptions{})
	sound(t, data)
	got := mustOpen(t, data)
	left := maxDecoded
	content, err := got.content(got.pages[0].contents, &left)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(content)), " ")
}

func TestFrames(t *testing.T) {
	const box = "/FT/Tx/Rect[100 100 200 120]/DA(/Helv 9 Tf 1 0 0 rg)/MK<</BG[0.9]/BC[0 0 1]>>"
	for style, want := range map[string][]string{
		"":                                {"0.9 g 0 0 100 20 re f 0 0 1 RG 1 w 0.5 0.5 99 19 re S", "1 0 0 rg"},
		"/BS<</W 2/S/S>>":                 {"2 w 1 1 98 18 re S"},
		"/BS<</W 2/S/D/D[4 1]>>":          {"[4 1 ] 0 d 1 1 98 18 re S"},
		"/BS<</S/D>>":                     {"[3 ] 0 d"},
		"/BS<</W 2/S/U>>":                 {"0 1 m 100 1 l S"},
		"/BS<</S/B>>":                     {"1 g 1 1 m 1 19 l 99 19 l", "0.5 g 99 19 m"},
		"/BS<</S/I>>":                     {"0.5 g 1 1 m", "0.75 g 99 19 m"},
		"/Border[0 0 3]":                  {"3 w 1.5 1.5 97 17 re S"},
		"/Border[0 0 1 [2]]":              {"[2 ] 0 d"},
		"/Border[0 0 1 [-2]]":             {"[3 ] 0 d"},
		"/BS<</W 900>>":                   {"1 w 0.5 0.5 99 19 re S"},
		"/BS<</W 0>>":                     {"0.9 g 0 0 100 20 re f BT"},
		"/BS<</W 19>>":                    {"0.9 g 0 0 100 20 re f BT"}, // no room for it
		"/MK<</BG[0.9]/BC[0 0 1]/R 90>>":  {"0 1 -1 0 200 100 cm 0.9 g 0 0 20 100 re f"},
		"/MK<</BG[0.9]/BC[0 0 1]/R 180>>": {"-1 0 0 -1 200 120 cm"},
		"/MK<</BG[0.9]/BC[0 0 1]/R -90>>": {"0 -1 1 0 100 120 cm"},
		"/MK<</BG[5]/BC[1 1]>>":           {"1 g 0 0 100 20 re f BT"},
	} {
		widget := box + style
		if strings.HasPrefix(style, "/MK") {
			widget = strings.Split(box, "/MK")[0] + style
		}
		got := drawn(t, widget, Entry{Text: "1"})
		for _, s := range want {
			if !strings.Contains(got, s) {
				t.Errorf("%s: no %q in %s", style, s, got)
			}
		}
	}
}

// TestTicks has each shape a box may ask for, in the colour it asks for.
func TestTicks(t *testing.T) {
	const red = "1 0 0 rg "
	for widget, want := range map[string]string{
		"/MK<</CA(4)>>":           red + "1 0 0 RG 2.184 w 1 J 1 j",
		"/MK<</CA(8)>>":           "3.616 3.616 m 16.384 16.384 l 3.616 16.384 m 16.384 3.616 l S",
		"/MK<</CA(l)>>":           red + "15.04 10 m",
		"/MK<</CA(n)>>":           red + "4.624 4.624 10.752 10.752 re f",
		"/MK<</CA(u)>>":           red + "10 17.56 m",
		"/MK<</CA(H)>>":           red + "10 18.4 m",
		"/MK<</CA(?)>>":           "1 0 0 RG 2.184 w",
		"":                        "1 0 0 RG 2.184 w",
		"/Ff 32768":               red + "15.04 10 m", // a radio button
		"/Ff 32768/MK<</BC[0]>>":  "0 G 1 w 19.5 10 m",
		"/Ff 32768/MK<</CA(4)>>":  "1 0 0 RG 2.184 w",
		"/MK<</BC[0.5]/CA(l)>>":   "0.5 G 1 w 0.5 0.5 19 19 re S",
		"/AP<</N<</On 3 0 R>>>>":  "1 0 0 RG",
		"/Opt[(oui)]/MK<</CA()>>": "1 0 0 RG",
	} {
		got := drawn(t, "/FT/Btn/Rect[0 0 20 20]/DA(/ZaDb 0 Tf 1 0 0 rg)"+widget, Entry{State: state(widget)})
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %q in %s", widget, want, got)
		}
		if strings.Contains(got, "Tj") {
			t.Errorf("%s: ticked with a letter", widget)
		}
	}
}

// state is what ticks a box that has these entries.
func state(widget string) string {
	switch {
	case strings.Contains(widget, "/On"):
		return "On"
	case strings.Contains(widget, "(oui)"):
		return "oui"
	}
	return "Yes"
}

// TestUnframed has boxes of which the file draws states: no frame of ours goes over the page's own.
func TestUnframed(t *testing.T) {
	const mk = "/FT/Btn/Rect[0 0 20 20]/MK<</BG[1]/BC[0 0 1]>>"
	for ap, want := range map[string]string{
		"":                                 "0 0 1 RG",
		"/AP<</N<</On 6 0 R>>>>":           "",
		"/AP<</N<</On 6 0 R/Off 6 0 R>>>>": "Do",
		"/AP<</N 6 0 R>>":                  "Do",
		"/AP<</N 6 0 R>>/V/Yes":            "0 0 1 RG",
	} {
		f := mustOpen(t, onePage("/Annots[5 0 R]", "", "<</Subtype/Widget/T(a)"+mk+ap+">>", streamObject("/BBox[0 0 20 20]", "0 0 20 20 re S")))
		for _, editable := range []bool{false, true} {
			data, _ := filled(t, f, []Entry{{Field: "a", State: f.byName["a"].places[0].States[0]}}, FillOptions{Editable: editable})
			sound(t, data)
			if got := string(data); !strings.Contains(got, want) || (want == "0 0 1 RG") != strings.Contains(got, "0 0 1 RG") {
				t.Errorf("%s, editable %v: want %q in\n%s", ap, editable, want, got)
			}
		}
	}
}

func TestRound(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 1: "1", -1.5: "-1.5", 0.00004: "0", -0.00004: "0", 12.34567: "12.3457", 0.0001: "0.0001", 1e6 + 0.1: "1000000.1", 3e12: "3000000000000",
	} {
		if got := string(appendLength(nil, f)); got != want {
			t.Errorf("%g is written %s, want %s", f, got, want)
		}
	}
}

func TestPassword(t *testing.T) {
	f := mustOpen(t, onePage("/Annots[5 0 R 6 0 R]", "",
		"<</Subtype/Widget/T(a)/FT/Tx/Ff 8192/V(vieux)/Rect[100 100 200 120]>>",
		"<</Subtype/Widget/T(b)/FT/Tx/Ff 8192/V(laisse)/Rect[100 200 200 220]>>"))
	for _, editable := range []bool{false, true} {
		data, placed := filled(t, f, []Entry{{Field: "a", Text: "Sésame9"}}, FillOptions{Editable: editable})
		if p := placed[0]; !p.Masked || p.Text != "*******" || !slices.Equal(p.Lines, []string{"*******"}) {
			t.Errorf("editable %v: %+v", editable, p)
		}
		words := strings.Fields(tool(t, data, "pdftotext", nil, "-"))
		slices.Sort(words)
		if fmt.Sprint(words) != "[****** *******]" {
			t.Errorf("editable %v: on paper: %v", editable, words)
		}
		if got := mustOpen(t, data).byName["a"]; editable && (got == nil || got.Value != "") {
			t.Errorf("the password is kept: %+v", got)
		}
	}
}

func TestLists(t *testing.T) {
	const options = "/Opt[(un)[(2)(deux)](trois)(quatre)]/Rect[100 100 200 160]>>"
	f := mustOpen(t, onePage("/Annots[5 0 R 6 0 R 7 0 R 8 0 R]", "",
		"<</Subtype/Widget/T(several)/FT/Ch/Ff 2097152/I[0]"+options,
		"<</Subtype/Widget/T(one)/FT/Ch/I[0]"+options,
		"<</Subtype/Widget/T(combo)/FT/Ch/Ff 131072"+options,
		"<</Subtype/Widget/T(edit)/FT/Ch/Ff 393216"+options))
	for _, c := range []struct{ field, text, want string }{
		{"several", "trois\n2\ntrois", `[(2) (trois)] [1 2] deux|trois`},
		{"several", "quatre", `(quatre) null quatre`},
		{"several", "un\ncinq", `field "several": has no such choice among its 4`},
		{"one", "un\ntrois", `field "one": has no such choice among its 4`},
		{"one", "deux", `(2) null deux`},
		{"combo", "cinq", `field "combo": has no such choice among its 4`},
		{"edit", "cinq", `(cinq) null cinq`},
		{"edit", "2", `(2) null deux`},
	} {
		var got string
		placed, err := f.Plan([]Entry{{Field: c.field, Text: c.text}}, FillOptions{})
		if err != nil {
			got = err.Error()
		} else {
			data, _ := filled(t, f, []Entry{{Field: c.field, Text: c.text}}, FillOptions{Editable: true})
			sound(t, data)
			g := mustOpen(t, data)
			d := g.dict(g.byName[c.field].nodes[0])
			got = fmt.Sprintf("%s %s %s", appendObject(nil, d["V"], nil), appendObject(nil, d["I"], nil), strings.Join(placed[0].Lines, "|"))
		}
		if got != c.want {
			t.Errorf("%s %q: %s, want %s", c.field, c.text, got, c.want)
		}
	}
}
