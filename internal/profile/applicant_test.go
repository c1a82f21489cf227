package profile

import (
	"slices"
	"testing"
)

func TestAddress(t *testing.T) {
	const two = `
[[address]]
street = "first"
from = 2026-07-01
to = 2026-07-31
[[address]]
street = "second"
from = 2026-08-01
`
	for _, c := range []struct {
		name, text, on string
		want           int
	}{
		{"before all", two, "2026-06-30", 1},
		{"first day", two, "2026-07-01", 0},
		{"last day", two, "2026-07-31", 0},
		{"day of the move", two, "2026-08-01", 1},
		{"long after", two, "2030-01-01", 1},
		{"the later of two that run", "[[address]]\nfrom = 2026-07-01\n[[address]]\nfrom = 2026-06-01\n", "2026-11-22", 0},
		{"the second of two without days", "[[address]]\nstreet = \"a\"\n[[address]]\nstreet = \"b\"\n", "2026-11-22", 1},
		{"all ended", "[[address]]\nto = 2026-07-01\n", "2026-11-22", 0},
		{"none", "", "2026-11-22", -1},
	} {
		a, err := loadText(c.text)
		if err != nil {
			t.Fatal(err)
		}
		ad, i := a.Address(day(t, c.on))
		if i != c.want || i >= 0 && ad != a.Addresses[i] {
			t.Errorf("%s: got %d (%+v), want %d", c.name, i, ad, c.want)
		}
	}
}

func TestFormal(t *testing.T) {
	for want, n := range map[string]Name{
		"Élodie-Anne O’Brien": {Birth: "Łukasiewicz", Usage: "O’Brien", First: []string{"Élodie-Anne", "Marie"}},
		"Una Weiß":            {Birth: "Weiß", First: []string{"Una"}},
		"Weiß":                {Birth: "Weiß"},
		"":                    {},
	} {
		if got := n.Formal(); got != want {
			t.Errorf("%+v is %q, want %q", n, got, want)
		}
	}
}

func TestNationality(t *testing.T) {
	for _, c := range []struct {
		nationalities []string
		french, free  bool
	}{
		{[]string{"France"}, true, true},
		{[]string{"Vietnam", "fr"}, true, true},
		{[]string{"Allemagne"}, false, true},
		{[]string{"Switzerland"}, false, true},
		{[]string{"Norway"}, false, true},
		{[]string{"United Kingdom"}, false, false},
		{[]string{"United States"}, false, false},
		{[]string{"Ruritania"}, false, false},
		{nil, false, false},
	} {
		a := Applicant{Nationalities: c.nationalities}
		if a.French() != c.french || a.Free() != c.free {
			t.Errorf("%q: French %v, free %v", c.nationalities, a.French(), a.Free())
		}
	}
	for name, want := range map[string]bool{"France": true, "FR": true, "United States": false, "": false, "Frankreich": false} {
		if a := (Applicant{Birth: Birth{Country: name}}); a.BornInFrance() != want {
			t.Errorf("born in %q: %v", name, a.BornInFrance())
		}
	}
}

func TestMarried(t *testing.T) {
	var married []string
	for _, w := range Status("").Words() {
		if a := (Applicant{Family: Family{Status: Status(w)}}); a.Married() {
			married = append(married, w)
		}
	}
	if !slices.Equal(married, []string{"married", "divorced", "widowed"}) {
		t.Errorf("marriage certificates exist for %q", married)
	}
}

func TestKinds(t *testing.T) {
	titles := map[string]Kind{}
	for _, w := range Kind("").Words() {
		k := Kind(w)
		for _, title := range []string{k.French(), k.English()} {
			if other, ok := titles[title]; title == "" || ok && other != k {
				t.Errorf("%s is titled %q as %s is", k, title, other)
			}
			titles[title] = k
		}
		if k.CivilStatus() && k.Residence() {
			t.Errorf("%s cannot be both", k)
		}
	}
	if d := (Document{Kind: OtherDocument, Title: "Attestation"}); d.French() != "Attestation" || d.English() != "Attestation" {
		t.Error("a title of its own does not win")
	}
	if k := Kind(""); k.French() != OtherDocument.French() || k.Residence() {
		t.Error("a document without kind is not treated as other")
	}
}

func TestLanguageCode(t *testing.T) {
	for name, want := range map[string]string{
		"English": "en", "anglais": "en", "EN": "en", " french ": "fr", "français": "fr", "Deutsch": "de",
		"Vietnamese": "vi", "vietnamien": "vi", "Tiếng Việt": "vi", "Chinese": "zh", "Klingon of the north": "", "": "",
		"Norwegian": "no", "norvégien": "no", "Farsi": "fa", "Mandarin": "zh", "flamand": "nl",
	} {
		if got := LanguageCode(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	for name, want := range alsoCalled {
		if got := LanguageCode(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
	if fr, en := LanguageNames("vi"); fr != "vietnamien" || en != "Vietnamese" {
		t.Errorf("got %q, %q", fr, en)
	}
	if fr, en := LanguageNames("?"); fr != "?" || en != "?" {
		t.Errorf("got %q, %q", fr, en)
	}
}
