package form

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

var today = profile.Date{Year: 2026, Month: time.November, Day: 22}

func load(t *testing.T, src string) *profile.Applicant {
	t.Helper()
	a, err := profile.Load("p.toml", func(string) ([]byte, error) { return []byte(src), nil })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// answers are the values as "id: text", one a line.
func answers(values []Value) string {
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintf(&b, "%s: %s\n", v.ID, v.Text)
	}
	return b.String()
}

func TestWholeForm(t *testing.T) {
	const src = `situation = "pensioner"
sex = "F"
nationalities = ["Ireland"]
arrived = 2026-07-01
nir = "2 61 02 99 404 123"
[name]
birth = "Łukasiewicz"
usage = "O’Brien"
first = ["Élodie-Anne", "Marie"]
pseudonym = "Lilas"
[birth]
date = 1961-02-04
town = "Albany"
country = "USA"
[contact]
phone = "02 47.00-00 01"
email = "elodie-anne.lukasiewicz@example.fr"
[caf]
number = "1234567A"
office = "Tours"
[signature]
place = "Tours"
date = 2026-11-02
[[address]]
kind = "hosted"
host = "Marie Dupont"
street = "12 rue des Lilas"
extra = "bât. B"
postal_code = "F-37 000"
commune = "Tours"
`
	const want = `names: Łukasiewicz (pseudonyme Lilas), nom d’usage O’Brien, Élodie-Anne Marie
nir: 2610299404123
nir_key: 69
caf_number: 1234567A
caf_office: Tours
birth_date: 04021961
birth_place: Albany, États-Unis
nationality: eea
address: chez Marie Dupont, 12 rue des Lilas, bât. B
postal_code: 37000
commune: Tours
phone: 0247000001
email: elodie-anne.lukasiewicz@example.fr
inactive: other
other_detail: retraitée
arrival: 01072026
signed_at: Tours
signed_on: 02112026
`
	if got := answers(catalog(t).Form.Values(load(t, src), today)); got != want {
		t.Errorf("answers are\n%s\nwant\n%s", got, want)
	}
}

func TestValues(t *testing.T) {
	f := catalog(t).Form
	for _, c := range []struct{ name, src, want string }{ // want: the answers to the fields it names
		{"nobody", "", ""},
		{"birth name alone", "[name]\nbirth = \"Nguyễn\"\nfirst = [\"Thị\", \"Hương\"]", "names: Nguyễn, Thị Hương"},
		{"key given", `nir = "1 80 05 2A 004 012 24"`, "nir: 180052A004012; nir_key: 24"},
		{"key computed, Corsica", `nir = "295032B033045"`, "nir: 295032B033045; nir_key: 77"},
		{"number too short for a key", `nir = "29503"`, "nir: 29503; nir_key: "},
		{"country of no list", "[birth]\ntown = \"Kiev\"\ncountry = \"USSR, Ukraine\"", "birth_place: Kiev, USSR, Ukraine"},
		{"country alone", "[birth]\ncountry = \"germany\"", "birth_place: Allemagne"},
		{"French before all", `nationalities = ["Italy", "Japan", "France"]`, "nationality: french"},
		{"EEA before others", `nationalities = ["Japan", "Switzerland"]`, "nationality: eea"},
		{"British", `nationalities = ["United Kingdom"]`, "nationality: other"},
		{"stateless", `nationalities = ["stateless"]`, "nationality: other"},
		{"no nationality", ``, "nationality: "},
		{"telephone of France", "[contact]\nphone = \"06 12 34 56 78\"", "phone: 0612345678"},
		{"telephone of France from abroad", "[contact]\nphone = \"+33 (0)6 12 34 56 78\"", "phone: +33 (0)6 12 34 56 78"},
		{"telephone of America", "[contact]\nphone = \"+1 518 555 0142\"", "phone: +1 518 555 0142"},
		{"telephone of Italy with a zero", "[contact]\nphone = \"+39 06 1234 5678\"", "phone: +39 06 1234 5678"},
		{"telephone with words", "[contact]\nphone = \"0612345678 (evening)\"", "phone: 0612345678 (evening)"},
		{"domiciled", "[[address]]\nkind = \"domiciliation\"\norganisation = \"CCAS\"\nstreet = \"1 rue X\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
			"address: ; postal_code: ; commune: ; domicile: CCAS, 1 rue X; domicile_postal_code: 37000; domicile_commune: Tours"},
		{"own home", "[[address]]\nstreet = \"1 rue X\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
			"address: 1 rue X; postal_code: 37000; commune: Tours; domicile: ; domicile_postal_code: ; domicile_commune: "},
		{"strange postal code", "[[address]]\npostal_code = \"3700\"", "postal_code: 3700"},
		{"moved since", "[signature]\ndate = 2026-08-01\n[[address]]\ncommune = \"Paris\"\nto = 2026-08-31\n[[address]]\ncommune = \"Tours\"\nfrom = 2026-09-01", "commune: Paris"},
		{"moved before", "[[address]]\ncommune = \"Paris\"\nto = 2026-08-31\n[[address]]\ncommune = \"Tours\"\nfrom = 2026-09-01", "commune: Tours; signed_on: "},
		{"not working", "situation = \"not working\"\narrived = 2026-07-01", "working: ; working_detail: ; inactive: none; other_detail: ; arrival: 01072026"},
		{"back home", "situation = \"returning French citizen\"\narrived = 2026-07-01", "inactive: none; arrival: 01072026"},
		{"employee", "situation = \"employee\"\nsex = \"F\"\narrived = 2026-07-01", "working: yes; working_detail: salariée; inactive: ; other_detail: ; arrival: "},
		{"employee in words", "situation = \"employee\"\nactivity = \"ingénieur\"", "working: yes; working_detail: ingénieur"},
		{"own business", "situation = \"self-employed\"\nsex = \"M\"", "working: yes; working_detail: travailleur indépendant"},
		{"assistant", `situation = "language assistant"`, "working: yes; working_detail: assistant(e) de langue"},
		{"student", "situation = \"student\"\nsex = \"M\"", "inactive: other; other_detail: étudiant"},
		{"job-seeker", "situation = \"job-seeker\"\nsex = \"F\"", "inactive: other; other_detail: demandeuse d’emploi"},
		{"S1 holder", `situation = "S1 holder"`, "inactive: other; other_detail: titulaire d’un S1"},
		{"refugee", "situation = \"refugee\"\narrived = 2026-07-01", "inactive: other; other_detail: réfugié(e); arrival: 01072026"},
		{"asylum seeker", "situation = \"asylum seeker\"\nsex = \"M\"", "inactive: other; other_detail: demandeur d’asile"},
		{"joins the family", "situation = \"family member\"\nsex = \"M\"", "inactive: other; other_detail: membre de la famille d’un assuré"},
	} {
		got := map[string]string{}
		for _, v := range f.Values(load(t, c.src+"\n"), today) {
			got[v.ID] = v.Text
		}
		for _, want := range strings.Split(c.want, "; ") {
			id, text, _ := strings.Cut(want, ": ")
			if got[id] != text {
				t.Errorf("%s: %s is %q, want %q", c.name, id, got[id], text)
			}
		}
		if c.want == "" && len(got) > 0 {
			t.Errorf("%s: answers %v", c.name, got)
		}
	}
}

// One box of part B is ticked, never two, in every situation.
func TestOneBox(t *testing.T) {
	f := catalog(t).Form
	for _, s := range profile.Situation("").Words() {
		n := 0
		for _, v := range f.Values(&profile.Applicant{Situation: profile.Situation(s), Arrived: today}, today) {
			if v.ID == "working" || v.ID == "inactive" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s ticks %d boxes", s, n)
		}
	}
}

func TestEntries(t *testing.T) {
	e := catalog(t).Editions()[0]
	for _, c := range []struct {
		value Value
		want  Entry
	}{
		{Value{"phone", "0612345678"}, Entry{Name: "TEL", Text: "0612345678", Cells: 10}},
		{Value{"phone", "+1 518 555 0142"}, Entry{Name: "TEL", Text: "+1 518 555 0142"}},
		{Value{"phone", "+151855501"}, Entry{Name: "TEL", Text: "+151855501"}}, // ten characters, not digits
		{Value{"email", "a-long-address@example.fr"}, Entry{Name: "COUR", Text: "a-long-address@example.fr"}},
		{Value{"caf_number", "1234567"}, Entry{Name: "NUM CAF", Text: "1234567"}},
		{Value{"nir", "180052A004012"}, Entry{Name: "NUM SS", Text: "180052A004012", Cells: 13}},
		{Value{"birth_date", "04021961"}, Entry{Name: "NAISS", Text: "04021961", Cells: 8}},
		{Value{"nationality", "eea"}, Entry{Name: "NAT", State: "NON"}},
		{Value{"inactive", "other"}, Entry{Name: "sa", State: "non"}},
		{Value{"working", "yes"}, Entry{Name: "act pro", State: "Oui"}},
		{Value{"other_detail", "retraitée"}, Entry{Name: "préc", Text: "retraitée"}},
	} {
		c.want.ID, c.want.Page = c.value.ID, 1
		if got := e.Entries([]Value{c.value}); len(got) != 1 || !reflect.DeepEqual(got[0], c.want) {
			t.Errorf("%v is written as %+v, want %+v", c.value, got, c.want)
		}
	}
}

// Nothing is lost between an answer and the paper, in any edition.
func TestNothingLost(t *testing.T) {
	c := catalog(t)
	text := rapid.StringMatching(`[A-Za-zÀ-ÿ0-9’ +@.-]{0,30}`)
	oneOf := func(t *rapid.T, words []string, label string) string {
		return rapid.SampledFrom(append([]string{""}, words...)).Draw(t, label)
	}
	rapid.Check(t, func(t *rapid.T) {
		date := today.AddDays(-rapid.IntRange(0, 40_000).Draw(t, "age"))
		a := &profile.Applicant{
			Situation:     profile.Situation(oneOf(t, profile.Situation("").Words(), "situation")),
			Sex:           profile.Sex(oneOf(t, profile.Sex("").Words(), "sex")),
			Activity:      text.Draw(t, "activity"),
			Nationalities: rapid.SliceOf(rapid.SampledFrom([]string{"FR", "DE", "US", "Narnia"})).Draw(t, "nationalities"),
			Arrived:       date, NIR: profile.NIR(text.Draw(t, "nir")),
			Name:      profile.Name{Birth: text.Draw(t, "birth"), Usage: text.Draw(t, "usage"), First: []string{text.Draw(t, "first")}},
			Birth:     profile.Birth{Date: date, Town: text.Draw(t, "town"), Country: text.Draw(t, "country")},
			Contact:   profile.Contact{Phone: text.Draw(t, "phone"), Email: text.Draw(t, "email")},
			CAF:       profile.CAF{Number: text.Draw(t, "caf")},
			Signature: profile.Signature{Place: text.Draw(t, "place")},
			Addresses: []profile.Address{{Kind: profile.Housing(oneOf(t, profile.Housing("").Words(), "kind")), Street: text.Draw(t, "street"),
				PostalCode: text.Draw(t, "code"), Commune: text.Draw(t, "commune"), Organisation: text.Draw(t, "organisation")}},
		}
		values := c.Form.Values(a, today)
		for _, e := range c.Editions() {
			entries := e.Entries(values)
			if len(entries) != len(values) {
				t.Fatalf("%s: %d entries for %d values", e.ID(), len(entries), len(values))
			}
			for i, v := range values {
				got, field := entries[i], e.Field(v.ID)
				ticked := got.Text == "" && got.State != "" && got.State == field.States[v.Text] && slices.Contains(c.Form.Field(v.ID).Choice, v.Text)
				written := got.State == "" && got.Text == v.Text && v.Text != "" && len(field.States) == 0
				if got.ID != v.ID || got.Name != field.Name || ticked == written {
					t.Fatalf("%s: %v is written as %+v", e.ID(), v, got)
				}
			}
		}
	})
}
