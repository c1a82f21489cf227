package dossier

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/proof"
	"dossier/internal/rule"
)

// Every key that the template shows, live or behind a comment sign, has a fate, and every fate is of
// such a key.
func TestEveryKeyHasAFate(t *testing.T) {
	src, err := os.ReadFile("../../profiles/template.toml")
	if err != nil {
		t.Fatal(err)
	}
	off := regexp.MustCompile(`(?m)^# ([a-z0-9_.]+ = .+|\[+[a-z.]+\]+)$`)
	text := off.ReplaceAllString(string(src), "$1")
	a, err := profile.Load("template.toml", func(name string) ([]byte, error) {
		if name == "template.toml" {
			return []byte(text), nil
		}
		return nil, nil // the profile that the template extends
	})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, l := range leavesOf(a) {
		shown[l.row] = true
		if _, ok := byRow[l.row]; !ok {
			t.Errorf("%s has no fate", l.key)
		}
	}
	for _, text := range a.Texts() { // what the profile itself knows of its words
		if !shown[regexp.MustCompile(`\[\d+\]`).ReplaceAllString(text.Key, "[]")] {
			t.Errorf("%s is not visited", text.Key)
		}
	}
	rows := map[string]bool{}
	for _, f := range fates {
		if !shown[f.row] || rows[f.row] {
			t.Errorf("the row %s is of no key, or there twice", f.row)
		}
		rows[f.row] = true
		if f.fields == nil && !f.words && f.why == "" || f.asked != nil && f.why == "" {
			t.Errorf("%s may be lost without a word", f.row)
		}
		for _, id := range f.fields {
			if catalog.Form.Field(id) == nil {
				t.Errorf("%s stands in %q, which the form does not have", f.row, id)
			}
		}
	}
}

// Every field of the form is fed by a key that is held against it, but for what the program works out.
func TestEveryFieldIsHeld(t *testing.T) {
	for _, q := range catalog.Form.Fields {
		if !slices.ContainsFunc(fates, func(f fate) bool { return slices.Contains(f.fields, q.ID) }) {
			t.Errorf("nothing is held against %s", q.ID)
		}
	}
}

func TestLeaves(t *testing.T) {
	a := applicant(t, "nationalities = [\"Canada\", \"Japan\"]\n[spouse]\ninsured_in_france = false\n[[address]]\n[[address]]\ncommune = \"Tours\"\n[[document]]\ntranslation.file = \"x.pdf\"\nprinted = [\"a\", \"b\"]\ndate = 2026-01-02\n")
	var got []string
	for _, l := range leavesOf(a) {
		got = append(got, fmt.Sprintf("%s %d %s%s", l.key, l.at, l.text, strings.TrimPrefix(l.date.String(), "0000-00-00")))
	}
	want := []string{"nationalities[0] 0 Canada", "nationalities[1] 1 Japan", "spouse.insured_in_france -1 ", "address[1].commune 1 Tours",
		"document[0].date 0 2026-01-02", "document[0].printed[0] 0 a", "document[0].printed[1] 0 b", "document[0].translation.file 0 x.pdf"}
	if !slices.Equal(got, want) {
		t.Errorf("leaves are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever goes wrong between the answers and the paper is caught, at the key of what was lost.
func TestLostIsCaught(t *testing.T) {
	long := strings.Repeat("Bartholomäus ", 40) + "Tremblay"
	text := changed(t, `"Tremblay"`, `"`+long+`"`, "street = \"3 rue des Tanneurs\"", "street = \"3 avenue du Général Tanneur\"\nextra = \"bâtiment C\"",
		"arrived = 2026-02-01", "arrived = 2026-02-01\nnir = \"2 80 05 99 404 123 07\"")
	place := func(f *Form, id string) *pdf.Placement {
		i := slices.IndexFunc(f.Placements, func(p pdf.Placement) bool { return f.idOf(p.Field) == id && (p.Text != "" || p.Ticked) })
		return &f.Placements[i]
	}
	for _, c := range []struct {
		name  string
		spoil func(f *Form)
		key   string
	}{
		{"nothing", func(*Form) {}, ""},
		{"a line is missing", func(f *Form) { place(f, "birth_place").Lines = []string{"Montr"} }, "birth.town birth.country"},
		{"a word is missing", func(f *Form) { place(f, "address").Lines = []string{"3 avenue du Général Tanneur"} }, "address[0].extra"},
		{"abbreviated without saying so", func(f *Form) { place(f, "address").Lines = []string{"3 av du Gal Tanneur, bat C"} }, "address[0].street address[0].extra"},
		{"a digit is another", func(f *Form) { place(f, "nir").Lines = []string{"2800599404124"} }, "nir"},
		{"the key is another", func(f *Form) { place(f, "nir_key").Lines = []string{"08"} }, "nir"},
		{"a field is not written", func(f *Form) { place(f, "email").Field = "elsewhere" }, "contact.email"},
		{"the wrong box", func(f *Form) { place(f, "nationality").State = "eea" }, "nationalities[0]"},
		{"no box", func(f *Form) { place(f, "inactive").Ticked = false }, "situation"},
		{"the sheet is forgotten", func(f *Form) { f.Continued = nil }, "name.birth name.first[0] name.first[1]"},
		{"the sheet is cut", func(f *Form) { f.Continued[0].Text = strings.TrimSuffix(f.Continued[0].Text, "e") }, "name.first[1]"},
		{"the box does not name the sheet", func(f *Form) { place(f, "names").Lines = []string{"voir feuille jointe"} }, "name.birth name.first[0] name.first[1]"},
		{"a word of our own", func(f *Form) {
			place(f, "birth_place").Lines = []string{"Montréal, Canada,"}
			f.Values = append(f.Values, f.Values[0])
			f.Values[len(f.Values)-1].ID = "caf_office"
		}, "caf.office"},
		{"day and month exchanged", func(f *Form) { place(f, "birth_date").Lines = []string{"05171980"} }, "birth.date"},
		{"all of it", func(f *Form) { f.Placements = nil }, "situation nationalities[0] arrived nir name.birth name.first[0] name.first[1] birth.date birth.town birth.country contact.phone contact.email address[0].street address[0].extra address[0].postal_code address[0].commune signature.place signature.date"},
	} {
		j := jobOf(t, text)
		f := filled(t, j)
		if f.PDF == nil {
			t.Fatalf("findings %v", f.Findings)
		}
		c.spoil(f)
		var keys []string
		for _, found := range j.lostOnForm(f) {
			if found.Rule != "form-lost" || found.Level != rule.Block {
				t.Errorf("%s: %+v", c.name, found)
			}
			keys = append(keys, found.Key)
		}
		if got := strings.Join(keys, " "); got != c.key {
			t.Errorf("%s: lost are %q, want %q", c.name, got, c.key)
		}
	}
}

// What stands on no paper is in the manifest, by its key and with the reason; the value is not.
func TestUnused(t *testing.T) {
	text := changed(t, "arrived = 2026-02-01", "arrived = 2026-02-01\nactivity = \"pianiste\"\nnir_received = 2026-03-04", "",
		"[[address]]\nkind = \"hotel\"\nstreet = \"3 quai Ancien\"\npostal_code = \"75012\"\ncommune = \"Paris\"\nfrom = 2026-01-01\nto = 2026-01-31", "",
		"[spouse]\nbirth = \"Inconnue\"", "", "[[child]]\nbirth = \"Tremblay\"\nfirst = [\"Zoé\"]\ndate = 2001-02-03")
	d := build(t, jobOf(t, text))
	if d.Papers == nil {
		t.Fatalf("findings %v", d.Findings)
	}
	got := map[string]string{}
	for _, u := range d.Manifest.Unused {
		got[u.Key] = u.Reason
	}
	for _, key := range []string{"activity", "sex", "nir_received", "address[1].street", "address[1].to", "spouse.birth", "child[0].first[0]", "child[0].date",
		"cover.country", "bank.iban", "document[0].file", "document[0].expires"} {
		if got[key] == "" {
			t.Errorf("%s is not listed: %v", key, got)
		}
	}
	for _, key := range []string{"situation", "name.birth", "address[0].street", "address[0].from", "contact.email", "permit.until", "document[4].holder", "document[3].from", "document[0].kind"} {
		if got[key] != "" {
			t.Errorf("%s is listed as unused: %s", key, got[key])
		}
	}
	data, err := d.Manifest.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"quai Ancien", "Inconnue", "Zoé", "pianiste"} {
		if strings.Contains(string(data), value) {
			t.Errorf("the manifest has %q", value)
		}
	}
}

// Of the people of profiles/ nothing is lost, whatever their situation.
func TestPeopleKeepAll(t *testing.T) {
	for name, j := range people(t) {
		d := build(t, j)
		if f := slices.IndexFunc(d.Findings, func(f rule.Finding) bool { return f.Rule == "form-lost" }); f >= 0 {
			t.Errorf("%s: %+v", name, d.Findings[f])
		}
		for _, l := range leavesOf(j.Applicant) {
			f := byRow[l.row]
			listed := slices.ContainsFunc(d.Unused, func(u Unused) bool { return u.Key == l.key })
			if listed && f.onForm(j.rules(), l) {
				t.Errorf("%s: %s is on the form and listed as unused", name, l.key)
			}
		}
	}
}

// letters are words of several scripts, with and without what a form finds hard.
var letters = []string{"Jean", "Łukasiewicz", "Nguyễn Thị Hương", "Ğökçe", "Œuvrard", "Ωμέγα", "Щербакова", "O’Brien", "d'Arc", "Þórsdóttir",
	"e\u0301toile", "de la Rochefoucauld-Montmorency", "Wolfeschlegelsteinhausenbergerdorff", "McDonald & Fils", "(dit) \"Joe\"", "\\n", "北京", "\u200b"}

// Whatever the values: each is whole on the paper, or the application is blocked at its key.
func TestNothingIsEverLost(t *testing.T) {
	blank := official(t)
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		if runs++; runs > 60 { // each fills two forms, some with a sheet drawn behind
			return
		}
		keepsAll(t, randomJob(t, blank, letters))
	})
}

// Whatever the values, PDFium finds them on the papers as they were meant.
func TestWhateverIsMadeIsProved(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	blank := official(t)
	proved := 0
	rapid.Check(t, func(t *rapid.T) {
		if proved > 12 { // each makes all papers and reads them back
			return
		}
		j := randomJob(t, blank, letters[:15])
		j.Editable = rapid.Bool().Draw(t, "editable")
		d, err := j.Build()
		if err != nil {
			t.Fatal(err)
		}
		if d.Papers == nil {
			return // blocked, see TestNothingIsEverLost
		}
		if err := j.Prove(p, &d.Manifest, readable(papersOf(t, d))); err != nil {
			t.Fatal(err)
		}
		proved++
	})
	if proved == 0 {
		t.Error("nothing was proved")
	}
}

// An answer that is broken where it has no blank is whole in the living field.
func TestBrokenAnswerAlive(t *testing.T) {
	j := jobOf(t, changed(t, "maude@courriel.example", "marie-philomene.tremblay-laflamme.de.la.durantaye@courriel-du-quebec.example"))
	if j.Blank = official(t); j.Blank == nil {
		t.Skip("the official form is not at hand")
	}
	j.Editable = true
	f := filled(t, j)
	if fit, _ := f.fit("email"); fit.How != Wrapped {
		t.Fatalf("the e-mail is %s, which this test is not about", fit.How)
	}
	engine := started(t)
	files := readable(map[string][]byte{"form.pdf": f.PDF})
	m := j.Record(f, nil, nil)
	if err := j.Prove(NewProver(func() (*proof.Engine, error) { return engine, nil }), &m, files); err != nil {
		t.Error(err)
	}
}

// started is PDFium, until the test is over.
func started(t *testing.T) *proof.Engine {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := proof.Start(filepath.Join(cache, "dossier"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return engine
}

// randomJob is somebody with answers of all kinds in some letters, on the official blank, if it is at
// hand, or a sheet.
func randomJob(t *rapid.T, blank []byte, letters []string) *Job {
	words := func(key string, from []string, most int) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(from), 0, most).Draw(t, key), " ")
	}
	streets := append([]string{"12 bis", "avenue", "du", "Général", "Leclerc,", "Résidence", "les Lilas,", "bâtiment", "C,", "zone industrielle", "Saint-Étienne", "-", "_", "A/B"}, letters[:10]...)
	var text strings.Builder
	put := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&text, "%s = %s\n", key, tomlText(value))
		}
	}
	put("situation", rapid.SampledFrom(profile.Situation("").Words()).Draw(t, "situation"))
	put("activity", words("activity", letters, 9))
	put("nir", rapid.SampledFrom([]string{"", "2 80 05 99 404 123 07", "280059940412", "2 80 05 99 404 123 0707", "2A"}).Draw(t, "nir"))
	fmt.Fprintf(&text, "nationalities = [%s]\narrived = 2026-0%d-01\n[name]\n", tomlText(rapid.SampledFrom([]string{"France", "Japan", "Italy", "Narnia"}).Draw(t, "nationality")), rapid.IntRange(1, 9).Draw(t, "month"))
	put("birth", words("birth", letters, 7))
	put("usage", words("usage", letters, 3))
	put("pseudonym", words("pseudonym", letters, 3))
	fmt.Fprintf(&text, "first = [%s, %s]\n[birth]\ndate = 1980-05-17\n", tomlText(words("first", letters, 4)), tomlText(words("second", letters, 4)))
	put("town", words("town", letters, 6))
	put("country", rapid.SampledFrom([]string{"", "US", "germany", "USSR, Ukraine"}).Draw(t, "country"))
	text.WriteString("[contact]\n")
	put("phone", rapid.SampledFrom([]string{"", "06 12 34 56 78", "+1 518 555 0100", "0612345678 (evening, after eight, or else the neighbour’s: +33 1 23 45 67 89)", "12345"}).Draw(t, "phone"))
	put("email", strings.ReplaceAll(words("email", letters[:8], 7), " ", ".")+"@exemple.fr")
	text.WriteString("[caf]\n")
	put("number", rapid.SampledFrom([]string{"", "1234567", "1234567A", "not yet known to me, sorry"}).Draw(t, "caf"))
	text.WriteString("[signature]\nplace = \"Tours\"\ndate = 2026-11-22\n[[address]]\n")
	put("kind", rapid.SampledFrom(profile.Housing("").Words()).Draw(t, "kind"))
	put("street", words("street", streets, 14))
	put("extra", words("extra", streets, 8))
	put("host", words("host", streets, 4))
	put("organisation", words("organisation", streets, 9))
	put("postal_code", rapid.SampledFrom([]string{"", "37000", "37 000", "F-37000", "3700", "370001"}).Draw(t, "code"))
	put("commune", words("commune", streets, 8))
	a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(text.String()), nil })
	if err != nil {
		t.Fatal(err, text.String())
	}
	j := &Job{Applicant: a, Day: today, Catalog: catalog, Abbreviations: postal, Read: fromScans, Version: "test"}
	if rapid.Bool().Draw(t, "official") {
		j.Blank = blank
	}
	return j
}

// tomlText is a basic string of TOML.
func tomlText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// keepsAll holds a form against the profile by its own, simpler table: where each text must be read.
func keepsAll(t *rapid.T, j *Job) {
	f, err := j.Form()
	if err != nil {
		t.Fatal(err)
	}
	if f.PDF == nil {
		if !rule.Blocked(f.Findings) {
			t.Fatal("no form, and nothing says why")
		}
		for _, found := range f.Findings {
			if found.Rule == "form-lost" || found.Key == "" {
				t.Fatalf("%+v", found)
			}
		}
		return
	}
	on := map[string]string{}
	for _, p := range f.Placements {
		on[f.idOf(p.Field)] += strings.Join(p.Lines, "")
	}
	for _, c := range f.Continued {
		on[c.ID] = c.Text
	}
	n, home := j.Applicant.Name, j.Applicant.Addresses[0]
	street, commune := "address", "commune"
	host, organisation := home.Host, ""
	if home.Kind == profile.Domiciliation {
		street, commune, host, organisation = "domicile", "domicile_commune", "", home.Organisation
	}
	for _, want := range []struct{ id, text string }{
		{"names", n.Birth}, {"names", n.Usage}, {"names", n.Pseudonym}, {"names", n.First[0]}, {"names", n.First[1]},
		{"birth_place", j.Applicant.Birth.Town}, {"email", j.Applicant.Contact.Email}, {"caf_number", j.Applicant.CAF.Number},
		{street, home.Street}, {street, home.Extra}, {commune, home.Commune}, {street, host}, {street, organisation},
	} {
		if !strings.Contains(bare(on[want.id]), bare(want.text)) && !postal().Holds(on[want.id], want.text) {
			t.Fatalf("%q is not in %s: %q", want.text, want.id, on[want.id])
		}
	}
}

// The kinds of value that a profile can have are those that walk knows.
func TestWalkKnowsEveryKind(t *testing.T) {
	var check func(t *testing.T, v reflect.Type, path string)
	check = func(t *testing.T, v reflect.Type, path string) {
		switch {
		case v == reflect.TypeFor[profile.Date](), v == reflect.TypeFor[profile.YesNo](), v.Kind() == reflect.String:
		case v.Kind() == reflect.Slice:
			check(t, v.Elem(), path+"[]")
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				if tag := v.Field(i).Tag.Get("toml"); tag != "" {
					check(t, v.Field(i).Type, path+"."+tag)
				}
			}
		default:
			t.Errorf("%s is a %s", path, v)
		}
	}
	check(t, reflect.TypeFor[profile.Applicant](), "")
}

// What letter and checklist are to say is whole on the finished pages, as PDFium reads them, or it is
// listed as standing on no paper.
func TestPagesLoseNothing(t *testing.T) {
	engine := started(t)
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		if runs++; runs > 12 { // each makes all papers and reads them back
			return
		}
		some := func(key string) string {
			return tomlText(strings.Join(rapid.SliceOfN(rapid.SampledFrom(letters[:15]), 1, 6).Draw(t, key), " "))
		}
		text := sound + fmt.Sprintf("[spouse]\nbirth = %s\nfirst = [%s]\ninsured_in_france = true\n[[child]]\nbirth = %s\nfirst = [%s]\ndate = 2015-02-03\n",
			some("spouse"), some("spouse first"), some("child"), some("child first"))
		text += fmt.Sprintf("[[document]]\nkind = \"host statement\"\nfile = \"passport.jpg\"\nholder = %s\nfrom = 2026-02-01\n[[document]]\nkind = \"other\"\ntitle = %s\nfile = \"passport.jpg\"\n", some("holder"), some("other title"))
		a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(text), nil })
		if err != nil {
			t.Fatal(err, text)
		}
		j := &Job{Applicant: a, Day: today, Catalog: catalog, Abbreviations: postal, Read: fromScans, Version: "test"}
		d, err := j.Build()
		if err != nil {
			t.Fatal(err)
		}
		if d.Papers == nil {
			t.Fatalf("no papers: %v", d.Findings)
		}
		shown := bare(readAll(t, engine, papersOf(t, d)["letter.pdf"]) + readAll(t, engine, papersOf(t, d)["checklist.pdf"]))
		for _, l := range leavesOf(a) {
			f := byRow[l.row]
			listed := slices.ContainsFunc(d.Unused, func(u Unused) bool { return u.Key == l.key })
			if f.onForm(j.rules(), l) || f.words || listed {
				continue
			}
			if !slices.ContainsFunc(f.written(a, l), func(way string) bool { return strings.Contains(shown, bare(way)) }) {
				t.Errorf("%s is on no page that PDFium reads, and is not listed", l.key)
			}
		}
	})
}

// readAll is the text of a paper as PDFium reads it.
func readAll(t interface{ Fatal(...any) }, engine *proof.Engine, data []byte) string {
	return strings.Join(textsOf(t, engine, data), "")
}

// textsOf is what each page says.
func textsOf(t interface{ Fatal(...any) }, engine *proof.Engine, data []byte) []string {
	doc, err := engine.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	texts := make([]string, doc.Pages())
	for i := range texts {
		if texts[i], err = doc.Text(i); err != nil {
			t.Fatal(err)
		}
	}
	return texts
}
