package form

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

// told are keys as "name = value # note", one a line.
func told(keys []Key) string {
	var lines []string
	for _, k := range keys {
		line := k.Name + " = " + k.Value
		if k.Note != "" {
			line += " # " + k.Note
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// values are answers written "id: text", parted by "; ".
func values(s string) []Value {
	var all []Value
	for _, part := range strings.Split(s, "; ") {
		id, text, _ := strings.Cut(part, ": ")
		all = append(all, Value{id, strings.ReplaceAll(text, `\n`, "\n")})
	}
	return all
}

func TestProfile(t *testing.T) {
	f := catalog(t).Form
	const neither = "the form only says neither French nor UE/EEE/Suisse"
	for _, c := range []struct{ name, answers, want string }{
		{"nothing", "names: ", ``},
		{"unknown field", "shoe: 42", ``},
		{"names", "names: Łukasiewicz (pseudonyme Lilas), nom d’usage O’Brien, Élodie-Anne Marie", `name.birth = "Łukasiewicz"
name.first = ["Élodie-Anne", "Marie"]
name.usage = "O’Brien"
name.pseudonym = "Lilas"`},
		{"names with a typewriter's apostrophe", "names: Durand, nom d'usage Martin, Anne", `name.birth = "Durand"
name.first = ["Anne"]
name.usage = "Martin"`},
		{"names of another hand", "names: Durand Anne", `name.birth = "Durand Anne" # all names as they stand on the form: part them into birth, usage and first`},
		{"names with too many commas", "names: Durand, Anne, Lise", `name.birth = "Durand, Anne, Lise" # all names as they stand on the form: part them into birth, usage and first`},
		{"names on two lines", `names: Durand,\nAnne-\nLise`, `name.birth = "Durand"
name.first = ["Anne-Lise"]`},
		{"number and key", "nir: 2610299404123; nir_key: 69", `sex = "F" # from the first digit of the social security number
nir = "2610299404123 69"`},
		{"number with a wrong key", "nir: 2610299404123; nir_key: 70", `sex = "F" # from the first digit of the social security number
nir = "2610299404123 70" # the two digits of the key do not match the 13 before them: the key should be 69`},
		{"dates", "birth_date: 04021961; arrival: 01/07/2026", `arrived = 2026-07-01
birth.date = 1961-02-04`},
		{"no such day", "birth_date: 31021961", `birth.date =  # "31021961" is not a day`},
		{"place of birth", "birth_place: Albany, États-Unis", `birth.town = "Albany"
birth.country = "United States"`},
		{"town with a comma", "birth_place: Paris, 14e, France", `birth.town = "Paris, 14e"
birth.country = "France"`},
		{"town alone", "birth_place: Mexico", `birth.town = "Mexico"`},
		{"country alone", "birth_place: Mexique", `birth.country = "Mexico"`},
		{"country unknown", "birth_place: Cair Paravel, Narnia", `birth.town = "Cair Paravel"
birth.country = "Narnia" # not a country known here`},
		{"French", "nationality: french; birth_place: Rome, Italie", `nationalities = ["France"]
birth.town = "Rome"
birth.country = "Italy"`},
		{"European", "nationality: eea; birth_place: Rome, Italie", `nationalities = ["Italy"] # the form only says UE/EEE/Suisse; this is the country of birth
birth.town = "Rome"
birth.country = "Italy"`},
		{"European born elsewhere", "nationality: eea; birth_place: Lima, Pérou", `nationalities =  # the form only says UE/EEE/Suisse
birth.town = "Lima"
birth.country = "Peru"`},
		{"born in France of another nationality", "nationality: other; birth_place: Lyon, France", `nationalities =  # ` + neither + `
birth.town = "Lyon"
birth.country = "France"`},
		{"address", "address: 12 rue des Lilas, bât. B; postal_code: 37000; commune: Tours", `address[0].kind =  # the form does not tell how you live there
address[0].street = "12 rue des Lilas, bât. B"
address[0].postal_code = "37000"
address[0].commune = "Tours"`},
		{"hosted", "address: chez Marie Dupont, 12 rue des Lilas", `address[0].kind = "hosted"
address[0].street = "12 rue des Lilas"
address[0].host = "Marie Dupont"`},
		{"organisation", "domicile: CCAS de Tours, 2 rue X; domicile_postal_code: 37000; domicile_commune: Tours", `address[0].kind = "domiciliation"
address[0].street = "2 rue X"
address[0].postal_code = "37000"
address[0].commune = "Tours"
address[0].organisation = "CCAS de Tours"`},
		{"both addresses", "commune: Tours; domicile: CCAS", `address[0].kind =  # the form does not tell how you live there
address[0].commune = "Tours"
address[1].kind = "domiciliation"
address[1].organisation = "CCAS"`},
		{"contact", `phone: 0612345678; email: someone.with.a.long@\nname.example`, `contact.phone = "0612345678"
contact.email = "someone.with.a.long@name.example"`},
		{"claimant, signature", `caf_number: 1234567A; caf_office: Tours; signed_at: "Tours" \; signed_on: 22112026`, `caf.number = "1234567A"
caf.office = "Tours"
signature.place = "\"Tours\" \\"
signature.date = 2026-11-22`},
		{"employee", "working: yes; working_detail: salariée", `situation = "employee"
sex = "F"`},
		{"employee in own words", "working: yes; working_detail: ingénieur, SALARIE", `situation = "employee" # from the words beside the box
activity = "ingénieur, SALARIE"`},
		{"work of some kind", "working: yes; working_detail: ingénieur", `situation =  # one of: employee, self-employed, language assistant
activity = "ingénieur"`},
		{"sex left open", "working: yes; working_detail: salarié(e); nir: 2610299404123", `situation = "employee"
nir = "2610299404123"`},
		{"sex by number", "inactive: other; other_detail: titulaire d'un S1; nir: 1610299404123", `situation = "S1 holder"
sex = "M" # from the first digit of the social security number
nir = "1610299404123"`},
		{"sex gainsaid", "inactive: other; other_detail: retraité; nir: 2610299404123", `situation = "pensioner"
sex = "M"
nir = "2610299404123"`},
		{"other without words", "inactive: other", `situation =  # one of: student, job-seeker, pensioner, S1 holder, refugee, asylum seeker, family member`},
		{"without work", "inactive: none; nationality: other", `situation = "not working"
nationalities =  # ` + neither},
		{"French without work", "inactive: none; nationality: french", `situation = "returning French citizen" # or "not working": the form is the same for both
nationalities = ["France"]`},
		{"two boxes", "working: yes; working_detail: salarié; inactive: none", `situation =  # two boxes of part B are ticked
activity = "salarié"`},
		{"words without a box", "other_detail: retraité", `situation =  # no box of part B is ticked
activity = "retraité"`},
	} {
		if got := told(f.Profile(values(c.answers))); got != c.want {
			t.Errorf("%s: told\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

func TestContinued(t *testing.T) {
	f := catalog(t).Form
	const sheet = "page 1/1\nFeuille jointe\nn° 9 rue de l’Exemple\nA – Identification\nn° 1 Commune et pays de naissance\nVille-au-nom-\nlong, France\n" +
		"B – Situation\nn° 2 Activité\u00a0: précisez laquelle\nEmployed: specify\nn° 3 de la liste,\ncuisinier\nFait à Tours, le 2 mars 2026"
	for _, c := range []struct{ name, given, sheet, want string }{
		{"found", "birth_place: voir feuille jointe, n° 1; working: yes; working_detail: voir feuille\njointe, n° 2", sheet,
			"birth_place: Ville-au-nom-\nlong, France; working: yes; working_detail: n° 3 de la liste,\ncuisinier"},
		{"another number", "birth_place: voir feuille jointe, n° 4", sheet, "birth_place: voir feuille jointe, n° 4"},
		{"another label", "names: voir feuille jointe, n° 1", sheet, "names: voir feuille jointe, n° 1"},
		{"no sheet", "birth_place: voir feuille jointe, n° 1", "", "birth_place: voir feuille jointe, n° 1"},
		{"overleaf", "birth_place: voir feuille jointe, n° 1", "n° 1 Commune et pays de naissance\n" + strings.Repeat("long ", 500), "birth_place: voir feuille jointe, n° 1"},
		{"nothing continued", "names: A, B", sheet, "names: A, B"},
	} {
		if got := answers(f.Continued(values(c.given), c.sheet)); got != answers(values(c.want)) {
			t.Errorf("%s: the answers are\n%s", c.name, got)
		}
	}
	const open = "on the sheet behind the form"
	got := told(f.Profile(values("names: voir feuille jointe, n° 1; birth_place: voir feuille jointe, n° 2; address: voir feuille jointe, n° 3; working: yes; working_detail: voir feuille jointe, n° 4")))
	want := `situation =  # one of: employee, self-employed, language assistant
activity =  # ` + open + `
name.birth =  # ` + open + `
birth.town =  # ` + open + `
address[0].kind =  # the form does not tell how you live there
address[0].street =  # ` + open
	if got != want {
		t.Errorf("told\n%s", got)
	}
}

// lettersOf are those of words of an edition, moved and with others between.
func lettersOf(e *Edition, dx, dy float64, also string) func(int) []Letter {
	return func(number int) []Letter {
		var all []Letter
		for _, w := range e.Print {
			if w.Page != number {
				continue
			}
			for i, r := range []rune(w.Text + also) {
				step := (w.Rect[2] - w.Rect[0]) / float64(len([]rune(w.Text+also)))
				all = append(all, Letter{r, w.Rect[0] + (float64(i)+0.5)*step + dx, (w.Rect[1]+w.Rect[3])/2 + dy})
			}
		}
		slices.Reverse(all) // a turned page is read in another order
		return all
	}
}

func TestStands(t *testing.T) {
	e := catalog(t).Editions()[0]
	if e.ID() != "15763*01-fr" || len(e.Print) < 25 {
		t.Fatalf("%s has %d words printed", e.ID(), len(e.Print))
	}
	lost := *e
	lost.Print = e.Print[2:]
	half := *e
	half.Print = e.Print[len(e.Print)/2:]
	for _, x := range []struct {
		name string
		page func(int) []Letter
		want bool
	}{
		{"the form", lettersOf(e, 0, 0, ""), true},
		{"words written into it", lettersOf(e, 0, 0, "Élodie"), true},
		{"two labels written over", lettersOf(&lost, 0, 0, ""), true},
		{"half of it", lettersOf(&half, 0, 0, ""), false},
		{"another layout", lettersOf(e, -100, -50, ""), false},
		{"moved by a line", lettersOf(e, 0, 14, ""), false},
		{"moved by a cell", lettersOf(e, 14, 0, ""), false},
		{"nothing", func(int) []Letter { return nil }, false},
	} {
		if got := e.Stands(x.page); got != x.want {
			t.Errorf("%s: %v", x.name, got)
		}
	}
	if (&Edition{}).Stands(lettersOf(e, 0, 0, "")) {
		t.Error("an edition whose print is not known stands everywhere")
	}
}

func TestCopies(t *testing.T) {
	e := catalog(t).Editions()[0]
	blank := lettersOf(e, 0, 0, "")(1)
	for name, x := range map[string]struct {
		page []Letter
		want bool
	}{
		"itself":          {blank, true},
		"filled in":       {append(slices.Clone(blank), Letter{'é', 1, 1}), true},
		"a letter lost":   {blank[1:], true},
		"a hair away":     {lettersOf(e, 0.4, -0.4, "")(1), true},
		"moved by a line": {lettersOf(e, 0, 14, "")(1), false},
		"half of it":      {blank[len(blank)/2:], false},
		"nothing":         {nil, false},
	} {
		if Copies(blank, x.page) != x.want {
			t.Errorf("%s: %v", name, !x.want)
		}
	}
	if Copies(nil, blank) {
		t.Error("a blank without letters is every page")
	}
}

func TestGainsays(t *testing.T) {
	f := catalog(t).Form
	e := &Edition{Edition: "15763*01"}
	for text, want := range map[string]bool{
		"cerfa N° 15763*01":                    false,
		"N° 1 5 7 6 3 *\n0 1 and 50000*02":     false,
		"15763*02":                             true,
		"15763*02 takes the place of 15763*01": false,
		"no number at all":                     false,
		"cerfa 16216*01":                       false,
	} {
		if f.Gainsays(e, text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestTOML(t *testing.T) {
	got := TOML([]Key{
		{"situation", `"not working"`, ""},
		{"nationalities", "", "the form leaves it open"},
		{"nir", `"1"`, "too short"},
		{"name.birth", `"A"`, ""},
		{"name.first", `["B"]`, ""},
		{"address[0].street", `"C"`, ""},
		{"address[1].street", `"D"`, ""},
	})
	const want = `situation = "not working"
# nationalities: the form leaves it open
# too short
nir = "1"

[name]
birth = "A"
first = ["B"]

[[address]]
street = "C"

[[address]]
street = "D"
`
	if got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

// readBack makes a profile of what a form tells, and gives its answers; open are the keys that the
// form does not tell.
func readBack(t interface{ Fatal(...any) }, f *Form, given []Value) (again []Value, open []string) {
	keys := f.Profile(given)
	src := []byte(TOML(keys))
	a, err := profile.Load("read.toml", func(string) ([]byte, error) { return src, nil })
	if err != nil {
		t.Fatal(err, "\n"+string(src))
	}
	for _, k := range keys {
		if k.Value == "" {
			open = append(open, k.Name)
		}
	}
	return f.Values(a, today), open
}

// A profile read off a form gives the same form again.
func TestReadBackProfiles(t *testing.T) {
	f := catalog(t).Form
	names, err := filepath.Glob("../../profiles/*.toml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		a, err := profile.Load(name, os.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		given := f.Values(a, today)
		again, _ := readBack(t, f, given)
		if answers(again) != answers(given) {
			t.Errorf("%s: the form was\n%s\nand would be\n%s", name, answers(given), answers(again))
		}
	}
}

// The same for anybody: what differs is what the form leaves open, and said to be so.
func TestReadBack(t *testing.T) {
	f := catalog(t).Form
	word := rapid.StringMatching(`[A-ZÀ-Ý"\\][a-zß-ÿ’.-]{0,6}[a-z]`)
	words := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 3).Draw(t, "words"), " ")
	})
	oneOf := func(t *rapid.T, words []string, label string) string {
		return rapid.SampledFrom(append([]string{""}, words...)).Draw(t, label)
	}
	rapid.Check(t, func(t *rapid.T) {
		date := today.AddDays(-rapid.IntRange(0, 40_000).Draw(t, "age"))
		a := &profile.Applicant{
			Situation:     profile.Situation(oneOf(t, profile.Situation("").Words(), "situation")),
			Sex:           profile.Sex(oneOf(t, profile.Sex("").Words(), "sex")),
			Activity:      words.Draw(t, "activity"),
			Nationalities: rapid.SliceOf(rapid.SampledFrom([]string{"FR", "DE", "US", "Narnia"})).Draw(t, "nationalities"),
			Arrived:       date, NIR: profile.NIR(rapid.StringMatching(`([1-478][0-9]{12})?`).Draw(t, "nir")),
			Name: profile.Name{Birth: word.Draw(t, "birth"), Usage: words.Draw(t, "usage"), First: rapid.SliceOf(word).Draw(t, "first"), Pseudonym: words.Draw(t, "pseudonym")},
			Birth: profile.Birth{Date: date, Town: words.Draw(t, "town"),
				Country: rapid.SampledFrom([]string{"", "DE", "États-Unis", "CD", "Utopia"}).Draw(t, "country")},
			Contact:   profile.Contact{Phone: rapid.StringMatching(`(\+?[0-9]{10})?`).Draw(t, "phone"), Email: rapid.StringMatching(`([a-z-]{1,9}@[a-z]{3})?`).Draw(t, "email")},
			CAF:       profile.CAF{Number: words.Draw(t, "caf")},
			Signature: profile.Signature{Place: words.Draw(t, "place"), Date: date},
			Addresses: []profile.Address{{Kind: profile.Housing(oneOf(t, profile.Housing("").Words(), "kind")), Street: words.Draw(t, "street"),
				Extra: words.Draw(t, "extra"), PostalCode: rapid.StringMatching(`([0-9]{5})?`).Draw(t, "code"), Commune: words.Draw(t, "commune"),
				Host: words.Draw(t, "host"), Organisation: words.Draw(t, "organisation")}},
		}
		given := f.Values(a, today)
		again, open := readBack(t, f, given)
		skip := func(v Value) bool {
			q := f.Field(v.ID)
			return slices.Contains(open, "nationalities") && v.ID == "nationality" || slices.Contains(open, "situation") && q.Section == "B"
		}
		want, got := answers(slices.DeleteFunc(given, skip)), answers(slices.DeleteFunc(again, skip))
		if got != want {
			t.Fatalf("the form was\n%s\nand would be\n%s", want, got)
		}
	})
}
