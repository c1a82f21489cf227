package number

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

var today = profile.Date{Year: 2026, Month: 11, Day: 22}

// here finds what a part says.
func here(parts []Part, id string) rule.Text {
	for _, p := range parts {
		if p.ID == id {
			return p.Here
		}
	}
	return rule.Text{EN: "no part " + id}
}

func TestReadNIR(t *testing.T) {
	for _, c := range []struct {
		nir  profile.NIR
		part string
		want string // English, in whole
	}{
		{"2 61 02 99 404 123 69", "sex", "female"},
		{"1 61 02 99 404 123", "sex", "male"},
		{"3 61 02 99 404 123", "sex", "male; a temporary number"},
		{"8 61 02 99 404 123", "sex", "female; a temporary number"},
		{"9 61 02 99 404 123", "sex", "no meaning: numbers begin with 1 to 4, 7 or 8"},
		{"2 61 02 99 404 123", "year", "1961 (2061 is still to come)"},
		{"2 26 02 99 404 123", "year", "1926 or 2026"},
		{"2 27 02 99 404 123", "year", "1927 (2027 is still to come)"},
		{"2 00 02 99 404 123", "year", "1900 or 2000"},
		{"2 61 02 99 404 123", "month", "February"},
		{"2 61 12 99 404 123", "month", "December"},
		{"2 61 20 99 404 123", "month", "no month: the civil status is incomplete"},
		{"2 61 42 99 404 123", "month", "no month: the civil status is incomplete"},
		{"2 61 99 99 404 123", "month", "no month: the civil status is incomplete"},
		{"2 61 13 99 404 123", "month", "no meaning: no month, and no number that stands for an unknown one"},
		{"2 61 00 99 404 123", "month", "no meaning: no month, and no number that stands for an unknown one"},
		{"2 61 02 99 404 123", "departement", "none: born abroad"},
		{"2 61 02 99 404 123", "country", "United States (INSEE code 99404)"},
		{"2 61 02 99 161 123", "country", "British Crown Dependencies (INSEE code 99161)"},
		{"2 61 02 99 115 123", "country", "not known here: 99115 is not in the list of today’s countries; a state that is no more keeps its code"},
		{"2 80 05 37 261 012", "departement", "Indre-et-Loire"},
		{"2 80 05 37 261 012", "commune", "Tours (INSEE code 37261)"},
		{"2 80 05 37 999 012", "commune", "not known here: no commune has the INSEE code 37999 today; the number keeps that of the day of birth"},
		{"2 80 05 69 383 012", "commune", "Lyon 3e Arrondissement (INSEE code 69383)"},
		{"2 80 05 974 11 012", "departement", "La Réunion"},
		{"2 80 05 974 11 012", "commune", "Saint-Denis (INSEE code 97411)"},
		{"2 80 05 987 35 012", "departement", "Polynésie française"},
		{"2 80 05 987 35 012", "commune", "Papeete (INSEE code 98735)"},
		{"2 80 05 979 11 012", "departement", "not known here: no territory has this number today"},
		{"1 80 05 2A 004 012", "departement", "Corse-du-Sud"},
		{"1 80 05 2b 033 012", "commune", "Bastia (INSEE code 2B033)"},
		{"1 60 05 20 004 012", "departement", "Corsica, one département until 1976, since then 2A and 2B"},
		{"1 60 05 00 004 012", "departement", "no département has this number"},
		{"1 60 05 75 012 012", "departement", "Paris; in older numbers also places now in 91 to 95"},
		{"1 60 05 78 012 012", "departement", "Yvelines; in older numbers also places now in 91 to 95"},
		{"1 40 06 91 123 456", "departement", "Algeria if the birth was there before 3 July 1962, else Essonne"},
		{"1 62 07 94 123 456", "departement", "Algeria if the birth was there before 3 July 1962, else Val-de-Marne"},
		{"1 62 08 94 123 456", "departement", "Val-de-Marne"},
		{"1 62 31 94 123 456", "departement", "Algeria if the birth was there before 3 July 1962, else Val-de-Marne"},
		{"1 63 12 95 018 456", "departement", "Morocco if the birth was there before 1964, else Val-d'Oise"},
		{"1 63 12 95 018 456", "commune", "Argenteuil, if it was in Val-d'Oise"},
		{"1 64 01 95 018 456", "departement", "Val-d'Oise"},
		{"1 64 01 95 018 456", "commune", "Argenteuil (INSEE code 95018)"},
		{"1 50 01 96 018 456", "departement", "Tunisia"},
		{"2 61 02 99 404 123", "order", "tells apart those born in that place that month"},
		{"2 61 02 99 404 123 69", "key", "right: the 13 digits give 69"},
		{"2 61 02 99 404 123 96", "key", "wrong: the 13 digits give 69"},
		{"2 61 02 99 404 123", "key", "not given; it is 69"},
	} {
		if got := here(ReadNIR(c.nir, today).Parts, c.part); got.EN != c.want || got.FR == "" {
			t.Errorf("%s, %s: %q / %q, want %q", c.nir, c.part, got.EN, got.FR, c.want)
		}
	}
}

func TestReadNIRProblem(t *testing.T) {
	for nir, want := range map[profile.NIR]string{
		"2 61 02 99 404 123 69": "", "2 61 02 99 404 123": "", "8 61 02 99 404 123": "", "2 61 31 99 404 123": "", "2 61 02 99 115 123": "",
		"2 61 02 97 904 123": "", // a territory of old cannot be told
		"2 61 02 00 404 123": "digits 6 and 7 are no département",
		"0":                  "two more for its key; characters given: 1",
		"2 61 02 99 4O4 123": "character 9, spaces not counted, is none of the digits",
		"２６１０２９９４０４１２３":         "character 1, spaces not counted, is none of the digits",
		"2 61 02 2C 404 123":    "character 7,",
		"2 61 02 99 404 123 68": "the key should be 69",
		"2 61 02":               "13 digits",
		"2 61 02 99 404 123 6":  "13 digits",
		"5 61 02 99 404 123":    "no number begins with this digit",
		"2 61 13 99 404 123":    "digits 4 and 5 are no month",
		"5 61 13 99 404 123 01": "no number begins with this digit",
		"9 61 02 99 404 123 01": "no number begins with this digit",
		"2 61 13 99 404 123 01": "digits 4 and 5 are no month",
	} {
		r := ReadNIR(nir, today)
		if want == "" && r.Problem.EN != "" || !strings.Contains(r.Problem.EN, want) || (r.Problem.FR == "") != (want == "") {
			t.Errorf("%s: %q / %q, want %q", nir, r.Problem.EN, r.Problem.FR, want)
		}
	}
	if r := ReadNIR("8610299404123", today); !r.Temporary || len(r.Notes) != 1 || !strings.Contains(r.Notes[0].EN, "neither an ameli account") {
		t.Errorf("a temporary number: %+v", r)
	}
	if r := ReadNIR("2 61 02", today); len(r.Parts) > 0 || r.ExpectedKey != "" {
		t.Errorf("a short number is read: %+v", r)
	}
}

// whole holds that parts follow each other and are the number, and that each speaks both languages.
func whole(t *rapid.T, parts []Part, number string) {
	text, at := "", 1
	for _, p := range parts {
		if p.From != at || p.Text != "" && p.To != p.From+len(p.Text)-1 || p.ID == "" || p.Meaning.EN == "" || p.Meaning.FR == "" || (p.Here.EN == "") != (p.Here.FR == "") {
			t.Fatalf("part %+v of %q", p, number)
		}
		text, at = text+p.Text, p.To+1
	}
	if len(parts) > 0 && text != number {
		t.Fatalf("the parts of %q are %q", number, text)
	}
}

func TestReadNIRWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := profile.NIR(rapid.OneOf(rapid.StringMatching(`[0-9]{13}([0-9]{2})?`), rapid.StringMatching(`[12][0-9]{4}(2[AB]|9[0-9])[0-9]{6}`), rapid.String()).Draw(t, "number"))
		r := ReadNIR(n, today)
		whole(t, r.Parts, n.Body()+n.Key())
		for _, x := range append(r.Notes, r.Sources...) {
			if x.EN == "" || x.FR == "" {
				t.Fatalf("%q: %+v", n, x)
			}
		}
		if r.ExpectedKey != "" && len(r.Parts) != 7 {
			t.Fatalf("%q has %d parts", n, len(r.Parts))
		}
	})
}

func load(t *testing.T, src string) *profile.Applicant {
	t.Helper()
	a, err := profile.Load("p.toml", func(string) ([]byte, error) { return []byte(src), nil })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestNIRDifferences(t *testing.T) {
	for _, c := range []struct {
		name, profile string
		nir           profile.NIR
		held, want    string
	}{
		{"the same number", `nir = "2 61 02 99 404 123 69"`, "261029940412369", "nir", ""},
		{"without its key", `nir = "2 61 02 99 404 123"`, "261029940412369", "nir", ""},
		{"another", `nir = "2 61 02 99 404 124"`, "2610299404123", "nir", "nir"},
		{"another key", `nir = "2 61 02 99 404 123 68"`, "261029940412369", "nir", "nir"},
		{"temporary before", "sex = \"F\"\nnir = \"8 61 02 99 404 123\"", "261029940412369", "sex nir", "nir"},
		{"the sex", `sex = "M"`, "2610299404123", "sex", "sex"},
		{"no number", `nir = "2 61 02 99 404 124"`, "2", "", ""},
		{"nothing said", ``, "2610299404123", "", ""},
	} {
		found, held := NIRDifferences(c.nir, load(t, c.profile))
		var keys []string
		for _, d := range found {
			keys = append(keys, d.Key)
		}
		if strings.Join(keys, " ") != c.want || strings.Join(held, " ") != c.held {
			t.Errorf("%s: %q held against %q, want %q, %q", c.name, keys, held, c.want, c.held)
		}
	}
}
