package roster

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestMapMistakes holds each mistake of a map against its line and what to do.
func TestMapMistakes(t *testing.T) {
	const sound = "id = \"Dossier\"\n[columns]\n\"Nom\" = \"name.birth\"\n"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"empty", "", []string{"map.toml: columns: the map has no columns", "map.toml: id: the map does not say which column is the id"}},
		{"no TOML", "id = \n", []string{"map.toml:1: "}},
		{"unknown key", "ids = \"x\"\n" + sound, []string{"map.toml:1: ids: there is no such key … did you mean id?"}},
		{"a type", "id = 3\n[columns]\nA = \"sex\"\n", []string{"map.toml:1: id: expected text, found a number"}},
		{"an order", "dates = \"day\"\n" + sound, []string{`map.toml:1: dates: this is not a word known here … day first, month first, year first`}},
		{"no such key of a profile", sound + "\"Né le\" = \"birth.dat\"\n", []string{`map.toml:4: columns.Né le: "birth.dat" is no key of a profile -> did you mean birth.date?`}},
		{"a table", sound + "A = \"name\"\n", []string{`map.toml:4: columns.A: "name" is no key of a profile`}},
		{"no index", sound + "A = \"address.street\"\n", []string{`"address.street" is no key of a profile -> say which one, the first is address[0]: address[0].street`}},
		{"index too large", sound + "A = \"child[50].birth\"\n", []string{`map.toml:4: columns.A: "child[50].birth" is no key`}},
		{"extends", sound + "A = \"extends\"\n", []string{`write defaults = "firm.toml"`}},
		{"a key twice", sound + "A = \"name.birth\"\n", []string{`map.toml:4: columns.A: "Nom" has this key already -> keep one of them`}},
		{"a heading twice", sound + "NOM = \"name.usage\"\n", []string{`map.toml:4: columns.NOM: this is the same heading as "Nom"`}},
		{"a list without separator", sound + "A = \"name.first\"\n", []string{`map.toml:4: columns.A: nothing says what stands between the texts of a cell -> write below [separators]: "A" = "comma"; or give each its own column: name.first[0], name.first[1]`}},
		{"a list and its element", sound + "B = \"name.first[1]\"\nA = \"name.first\"\n[separators]\nA = \"comma\"\n", []string{`map.toml:4: columns.B: "A" gives the whole list`}},
		{"a separator of none", sound + "[separators]\nNom = \"comma\"\nX = \"space\"\n", []string{"map.toml:5: separators.Nom: name.birth is no list", "map.toml:6: separators.X: this is no column of the map"}},
		{"a separator unknown", sound + "[separators]\nNom = \",\"\n", []string{"map.toml:5: separators.Nom: this is not a word known here"}},
		{"words of none", sound + "[words.X]\na = \"b\"\n", []string{"words.X: this is no column of the map"}},
		{"words that are none", sound + "S = \"sex\"\nJ = \"bank.joint\"\nD = \"birth.date\"\n[words.S]\nMme = \"W\"\n[words.J]\nx = \"perhaps\"\n[words.D]\nx = \"1961-02-04\"\n", []string{
			"map.toml:8: words.S.Mme: sex has no such word -> one of: F, M", "map.toml:10: words.J.x: bank.joint is yes or no", "map.toml:12: words.D.x: birth.date takes no words"}},
		{"a word twice", sound + "S = \"sex\"\n[words.S]\nMME = \"F\"\nmme = \"M\"\n", []string{"this word is there twice"}},
		{"values", sound + "[values]\nsex = \"W\"\nname.birth = \"x\"\n\"name.first\" = \"{Nom}\"\n\"name.usage\" = \"{\"\n\"document[0].kind\" = \"visa\"\n\"spouse.first[0]\" = \"x\"\nbirth.date = \"1961\"\ncountry = 1\n", []string{
			"map.toml:5: values.sex: this is not a word known here", "map.toml:6: values.name.birth: a column has this key already", "map.toml:7: values.name.first: a list is not taken from braces",
			"map.toml:8: values.name.usage: a { stands without its }", "map.toml:9: values.document[0].kind: \"document[0].kind\" is no key of a profile that is given here", "map.toml:10: values.spouse.first[0]: this is one text of a list",
			"map.toml:11: values.birth.date: expected a date, found text", "map.toml:12: values.country: \"country\" is no key"}},
		{"a document without kind", sound + "[[document]]\nfile = \"{id}/*\"\n", []string{"map.toml:4: document[0]: the document has no kind"}},
		{"a document's keys", sound + "[[document]]\nkind = \"pasport\"\nfyle = \"x\"\noptional = \"yes\"\ndate = 3\ncountry = {a = 1}\n", []string{
			"map.toml:5: document[0].kind: this is not a word known here … did you mean \"passport\"?", "map.toml:6: document[0].fyle: there is no such key",
			"map.toml:7: document[0].optional: expected true or false", "map.toml:8: document[0].date: expected a date, found a number", "map.toml:9: document[0].country.a: there is no such key"}},
		{"braces", sound + "[[document]]\nkind = \"visa\"\nfile = \"{id/x\"\nholder = \"a}\"\ntitle = \"{}\"\ncountry = \"{a{b}}\"\n", []string{
			"map.toml:6: document[0].file: a { stands without its }", "map.toml:7: document[0].holder: a } stands without its {", "map.toml:8: document[0].title: there is nothing between the braces", "map.toml:9: document[0].country: a { stands without its }"}},
		{"text around a date", sound + "[[document]]\nkind = \"visa\"\nexpires = \"le {Date}\"\nprinted = \"{Noms}\"\n", []string{
			`map.toml:6: document[0].expires: this key takes no text around a column`, `map.toml:7: document[0].printed: a list is not taken from braces -> give it below [columns]: "Heading" = "document[0].printed"`}},
		{"backslash", sound + "[[document]]\nkind = \"visa\"\nfile = 'scans\\{id}.pdf'\n", []string{"map.toml:6: document[0].file: the name of a file has a backslash -> write / between folders"}},
		{"many with a translation", sound + "[[document]]\nkind = \"visa\"\nfile = \"x*\"\nmany = true\n[document.translation]\nfile = \"y*\"\n", []string{"map.toml:4: document[0]: one translation cannot be that of many files"}},
		{"a column of no document", sound + "A = \"document[1].date\"\n[[document]]\nkind = \"visa\"\n", []string{"map.toml:4: columns.A: the map has 1 [[document]], and this is of another"}},
		{"a column of a key that is there", sound + "A = \"document[0].kind\"\n[[document]]\nkind = \"visa\"\n", []string{"map.toml:4: columns.A: the [[document]] has this key already"}},
		{"many mistakes", "id = \"a\"\n[columns]\n" + strings.Repeat("x", 0) + manyColumns(25), append(repeat(20, "is no key of a profile"), "map.toml: and 5 more")},
	} {
		_, err := ParseMap("map.toml", []byte(c.text))
		holds(t, c.name, err, c.want...)
	}
}

func manyColumns(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(letters(i) + " = \"none\"\n")
	}
	return b.String()
}

func repeat(n int, s string) (all []string) {
	for range n {
		all = append(all, s)
	}
	return all
}

func TestDefaults(t *testing.T) {
	const text = "id = \"Id\"\ndefaults = \"%\"\n[columns]\nX = \"name.birth\"\n"
	m, err := ParseMap("maps/map.toml", []byte(strings.Replace(text, "%", "firm.toml", 1)))
	if err != nil {
		t.Fatal(err)
	}
	w := disk("maps/firm.toml=sex = \"F\"\n[name]\nbirth = \"Nobody\"\n[signature]\nplace = \"Tours\"\n")
	r, err := Read("clients/c.csv", []byte("Id;X\n7;Martin\n8;\n"), m, w)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"Martin", "Nobody"} {
		a, err := r.Rows[i].Load(w.Read)
		if err != nil || a.Name.Birth != want || a.Sex != "F" || a.Signature.Place != "Tours" || a.Pos("signature.place").String() != "maps/firm.toml:5" {
			t.Errorf("%v, %v", a, err)
		}
	}
	src, err := r.Rows[0].Text()
	if want := "extends = \"../maps/firm.toml\"\n\n[name]\nbirth = \"Martin\"\n"; err != nil || string(src) != want {
		t.Errorf("the text is %q, %v", src, err)
	}
	for sheet, want := range map[string]string{"../lists/c.csv": "../home/maps/firm.toml", "/lists/c.csv": "../work/home/maps/firm.toml"} {
		w.Abs = func(name string) (string, error) {
			if filepath.IsAbs(name) {
				return name, nil
			}
			return filepath.Join("/work/home", name), nil
		}
		r, err := Read(sheet, []byte("Id;X\n7;Martin\n"), m, w)
		if err != nil {
			t.Fatal(err)
		}
		if src, _ := r.Rows[0].Text(); !strings.HasPrefix(string(src), fmt.Sprintf("extends = %q\n", want)) {
			t.Errorf("%s: the text is %q", sheet, src)
		}
	}
	_, err = Read("clients/c.csv", []byte("Id;X\n7;Martin\n"), m, disk("maps/firm.toml=sex = 3\n"))
	holds(t, "a mistake in the defaults", err, "maps/firm.toml:1: sex: expected text")
	_, err = Read("clients/c.csv", []byte("Id;X\n7;Martin\n"), m, disk())
	holds(t, "no defaults", err, "maps/firm.toml: there is no such file")
}

func TestValues(t *testing.T) {
	const text = `id = "Id"
[columns]
Ville = "address[1].commune"
[values]
situation = "not working"
nationalities = ["CA", "FR"]
signature.date = 2026-12-01
"address[0].kind" = "owner"
"address[1].kind" = "own lease"
"address[1].street" = "{N°} {Voie}"
"contact.email" = "{id}@firm.example"
`
	for row, want := range map[string]string{
		"7;12; rue des Lilas;Tours": "own lease, 12 rue des Lilas, Tours", "7;;rue des Lilas;": "own lease, rue des Lilas, ", "7;;;Tours": "own lease, , Tours", "7;;;": "",
	} {
		a, err := load(t, "c.csv", []byte("Id;N°;Voie;Ville\n"+row+"\n"), text, disk())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, ad := range a.Addresses {
			got += string(ad.Kind) + ", " + ad.Street + ", " + ad.Commune
		}
		if got != want || a.Situation != "not working" || len(a.Nationalities) != 2 || a.Signature.Date.String() != "2026-12-01" || a.Contact.Email != "7@firm.example" {
			t.Errorf("%s: %q, want %q; %+v", row, got, want, a)
		}
	}
	a, err := load(t, "c.csv", []byte("Id;N°;Voie;Ville\n7;12;rue des Lilas;Tours\n"), text, disk())
	if err != nil || a.Pos("address[0].street").String() != `c.csv: row 2, column "N°" (B)` || a.Pos("address[0].commune").String() != `c.csv: row 2, column "Ville" (D)` || a.Pos("situation").String() != "c.csv: row 2" {
		t.Errorf("%s, %s, %v", a.Pos("address[0].street"), a.Pos("address[0].commune"), err)
	}
}
