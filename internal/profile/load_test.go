package profile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// reader reads from a map of file names to texts.
func reader(files map[string]string) Reader {
	return func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

func loadText(text string) (*Applicant, error) {
	return Load("p.toml", reader(map[string]string{"p.toml": text}))
}

// mistakes are the errors joined in err, one text each.
func mistakes(err error) []string {
	var list []string
	for _, e := range mistakesOf(err) {
		list = append(list, e.Error())
	}
	return list
}

func mistakesOf(err error) []*Error {
	var list []*Error
	switch e := err.(type) {
	case nil:
	case *Error:
		list = append(list, e)
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			list = append(list, mistakesOf(one)...)
		}
	default:
		list = append(list, &Error{Msg: "not an *Error: " + err.Error()})
	}
	return list
}

func TestLoad(t *testing.T) {
	a, err := loadText(`
form_language = "EN"
situation = "Not Working"
sex = "f"
nationalities = ["United States", " Ireland "]
arrived = 2026-07-01
name = { birth = "  O’Neill ", first = ["Una", "Mary"] }
birth.date = 1961-02-04
birth.town = '''Cork'''

[spouse]
insured_in_france = false

[[document]]
kind = "lease"
copy = "Original"
apostille = true
[document.translation]
translator = "Sworn in France"

[[document]]
kind = "rib"
`)
	if err != nil {
		t.Fatal(err)
	}
	want := Document{Kind: Lease, Copy: Original, Apostille: Yes, Translation: Translation{Translator: SwornInFrance}}
	switch {
	case a.FormLanguage != "en", a.Situation != NotWorking, a.Sex != Female:
		t.Errorf("words are not read in the case of the list: %q %q %q", a.FormLanguage, a.Situation, a.Sex)
	case !slices.Equal(a.Nationalities, []string{"United States", "Ireland"}):
		t.Errorf("nationalities %q", a.Nationalities)
	case a.Name.Birth != "O’Neill" || a.Name.FirstNames() != "Una Mary" || a.Birth.Town != "Cork":
		t.Errorf("names %+v, town %q", a.Name, a.Birth.Town)
	case a.Arrived != (Date{2026, 7, 1}) || a.Birth.Date != (Date{1961, 2, 4}):
		t.Errorf("dates %v %v", a.Arrived, a.Birth.Date)
	case a.Spouse.InsuredInFrance != No || a.Bank.Joint != Unsaid:
		t.Errorf("yes and no: %v %v", a.Spouse.InsuredInFrance, a.Bank.Joint)
	case len(a.Documents) != 2 || a.Documents[1].Kind != RIB || !sameDocument(a.Documents[0], want):
		t.Errorf("documents %+v", a.Documents)
	case a.File() != "p.toml":
		t.Errorf("file %q", a.File())
	}
}

func sameDocument(x, y Document) bool {
	return x.Kind == y.Kind && x.Copy == y.Copy && x.Apostille == y.Apostille && x.Translation == y.Translation
}

func TestLoadEmptyFile(t *testing.T) {
	a, err := loadText("")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Pos("birth.date"); got != (Pos{File: "p.toml"}) {
		t.Errorf("a key not written stands at %v, want the file", got)
	}
}

// Each case is a file and all that Load says of it, in order, "message | hint".
func TestLoadMistakes(t *testing.T) {
	for _, c := range []struct {
		name, src string
		want      []string
	}{
		{"unknown key, near one", "[name]\nbrith = \"X\"", []string{
			"p.toml:2: name.brith: there is no such key | did you mean birth?"}},
		{"unknown key, none near", "[caf]\nxyzzy = 1", []string{
			"p.toml:2: caf.xyzzy: there is no such key | the keys here are number, office"}},
		{"unknown table", "[adress]\nstreet = \"X\"", []string{
			"p.toml:1: adress: there is no such key | did you mean address?"}},
		{"unknown key with quotes", "\"birth.date\" = 1961-02-04", []string{
			"p.toml:1: birth.date: there is no such key | the keys here are activity, address"}},
		{"date in quotes", `arrived = "2026-07-01"`, []string{
			"p.toml:1: arrived: expected a date, found text | write year, month, day without quotes: 2026-07-01"}},
		{"year for date", "arrived = 2026", []string{"p.toml:1: arrived: expected a date, found a number"}},
		{"time for date", "arrived = 2026-07-01T10:00:00", []string{"p.toml:1: arrived: expected a date, found a time"}},
		{"zoned time for date", "arrived = 2026-07-01T10:00:00Z", []string{"p.toml:1: arrived: expected a date, found a time"}},
		{"clock for date", "arrived = 10:00:00", []string{"p.toml:1: arrived: expected a date, found a time"}},
		{"list for date", "arrived = [2026-07-01]", []string{"p.toml:1: arrived: expected a date, found a list"}},
		{"one bracket for two", "[address]\n", []string{
			"p.toml:1: address: expected a list, found a table | write it with two brackets: [[address]]"}},
		{"postal code without quotes", "[[address]]\npostal_code = 37000", []string{
			`p.toml:2: address[0].postal_code: expected text, found a number | write it in quotes: "..."`}},
		{"date for text", "birth.date_as_written = 1961-02-04", []string{"p.toml:1: birth.date_as_written: expected text, found a date"}},
		{"text for yes or no", "bank.joint = \"yes\"", []string{
			"p.toml:1: bank.joint: expected true or false, found text | write true or false, without quotes"}},
		{"yes or no for text", "bank.holder = true", []string{"p.toml:1: bank.holder: expected text, found true or false"}},
		{"text for list", `nationalities = "France"`, []string{
			`p.toml:1: nationalities: expected a list, found text | write it as a list: nationalities = ["..."]`}},
		{"number in a list", "nationalities = [\n\"France\",\n33]", []string{
			"p.toml:3: nationalities[1]: expected text, found a number"}},
		{"text for table", `birth = "1961"`, []string{
			"p.toml:1: birth: expected a table, found text | write it as a table: [birth]"}},
		{"text for document", `document = ["lease"]`, []string{"p.toml:1: document[0]: expected a table, found text"}},
		{"table for text", "[signature.place]", []string{"p.toml:1: signature.place: expected text, found a table"}},
		{"word near another", `situation = "employe"`, []string{
			`p.toml:1: situation: this is not a word known here | did you mean "employee"? one of: not working, employee`}},
		{"word near none", `sex = "woman"`, []string{`p.toml:1: sex: this is not a word known here | one of: F, M`}},
		{"kind of document", "[[document]]\nkind = \"passeport\"", []string{
			`p.toml:2: document[0].kind: this is not a word known here | did you mean "passport"?`}},
		{"line break in text", "[name]\nbirth = \"\"\"O\nBrien\"\"\"", []string{
			"p.toml:2: name.birth: the text holds a line break or another control character | write it on one line"}},
		{"Unicode line break", "name.birth = \"O\u2028Brien\"", []string{"p.toml:1: name.birth: the text holds a line break"}},
		{"list without end", strings.Repeat("[[document]]\n", 501), []string{
			"p.toml:1: document: there are more than 500 of these | give what goes in one envelope"}},
		{"less than nothing", "[income]\ncapital = -1", []string{"p.toml:2: income.capital: expected a whole number, found a number | write digits only"}},
		{"more than anybody has", "[income]\ncapital = 1_000_000_000", []string{"p.toml:2: income.capital: expected a whole number"}},
		{"cents", "[income]\ncapital = 12.50", []string{"p.toml:2: income.capital: expected a whole number"}},
		{"several, in file order", "sex = 1\n\n[zz]\n[birth]\ntown = 7\ndate = 8\n[bank]\nibna = \"\"\n[[document]]\nkind = \"lease\"\n[[document]]\nfrom = \"x\"\n", []string{
			"p.toml:1: sex: expected text", "p.toml:3: zz: there is no such key", "p.toml:5: birth.town: expected text",
			"p.toml:6: birth.date: expected a date", "p.toml:8: bank.ibna: there is no such key", "p.toml:12: document[1].from: expected a date"}},
		{"the second of two repeated tables", "[[document]]\nkind = \"lease\"\nfrom = 2026-07-01\n\n[[document]]\nkind = \"visa\"\nfrom = \"July\"\n\n[[document]]\nfrom = 2026-07-01", []string{
			"p.toml:7: document[1].from: expected a date, found text"}},
		{"under a repeated table", "[[document]]\n[[document]]\n[document.translation]\ntranslator = \"friend\"", []string{
			`p.toml:4: document[1].translation.translator: this is not a word known here`}},
		{"inline tables over lines", "document = [\n  { kind = \"lease\" },\n  { kind = \"visa\", form = 1 },\n]", []string{
			"p.toml:3: document[1].form: there is no such key | did you mean format?"}},
		{"after a long text", "caf.office = \"\"\"\n\\\n   Tours \\\"\\\n\"\"\"\ncaf.number = 7", []string{
			"p.toml:5: caf.number: expected text"}},
		{"Windows line ends", "sex = \"F\"\r\n\r\n[birth]\r\ndate = 1\r\n", []string{"p.toml:4: birth.date: expected a date"}},
		{"byte order mark", "\ufeffsex = 1", []string{"p.toml:1: sex: expected text"}},
		{"syntax", "sex = \"F\"\n\n[name]\nbirth = Smith\n", []string{"p.toml:4: name.birth: what stands here is neither text in quotes, nor a number, a date, true or false | text stands in quotes"}},
		{"unknown escape", "sex = \"F\"\n[name]\nbirth = \"a\\qb\"\n", []string{"p.toml:3: "}},
		{"quotes not closed", "[name]\nbirth = \"Smith\n", []string{"p.toml:2: "}},
		{"twice the same key", "sex = \"F\"\nsex = \"M\"", []string{"p.toml:2: sex: | keep one of the two"}},
		{"no such day", "arrived = 2026-02-30", []string{"p.toml:1: "}},
		{"French quotes", "sex = «F»", []string{"p.toml:1: sex: "}},
		{"not UTF-8", "sex = \"F\"\nname.birth = \"O\xe9\"", []string{"p.toml:2: the file is not UTF-8 text | save it again as UTF-8"}},
		{"zero byte", "sex = \"F\"\n\x00", []string{"p.toml:2: the file is not UTF-8 text"}},
		{"UTF-16", "\xff\xfes\x00e\x00x\x00", []string{"p.toml: the file is UTF-16, not UTF-8 | save it again as UTF-8"}},
		{"UTF-16, other order", "\xfe\xff\x00s", []string{"p.toml: the file is UTF-16"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := loadText(c.src)
			if a != nil {
				t.Error("an applicant comes with the error")
			}
			compareMistakes(t, err, c.want)
		})
	}
}

// A text has room for what papers say, and what is longer is counted, not repeated.
func TestLongTexts(t *testing.T) {
	const hint = " | shorten it to what the paper says"
	x := func(n int) string { return strings.Repeat("é", n) }
	for _, c := range []struct {
		src  string
		want []string
	}{
		{`name.birth = "` + x(1000) + `"`, nil},
		{"sex = \"F\"\nname.birth = \"" + x(20_000) + `"`, []string{"p.toml:2: name.birth: this text has 20000 characters; 1000 are room enough" + hint}},
		{`name.birth = "` + x(1001) + `"`, []string{"p.toml:1: name.birth: this text has 1001 characters; 1000 are room enough"}},
		{`sex = "` + x(1001) + `"`, []string{"p.toml:1: sex: this text has 1001 characters"}},
		{`extends = "` + x(1001) + `"`, []string{"p.toml:1: extends: this text has 1001 characters"}},
		{`nationalities = ["` + x(500) + `", "` + x(501) + `"]`, []string{"p.toml:1: nationalities: these texts have 1001 characters; 1000 are room enough"}},
		{"[[document]]\nfile = \"" + x(900) + "\"\n[[document]]\nfile = \"" + x(900) + `"`, nil},
		{"\"" + x(300) + "\" = 1", []string{"p.toml:1: " + x(100) + "…: there is no such key | the keys here are"}},
		{`"a\nb" = 1`, []string{"p.toml:1: a b: there is no such key"}},
	} {
		_, err := loadText(c.src)
		compareMistakes(t, err, c.want)
	}
}

// A file full of mistakes is told in a screenful: the first twenty, how many more, and the keys once.
func TestManyMistakes(t *testing.T) {
	var own, shared strings.Builder
	own.WriteString("extends = \"b.toml\"\n")
	for i := range 5000 {
		fmt.Fprintf(&own, "zz%d = 1\n", i)
	}
	for i := range 21 {
		fmt.Fprintf(&shared, "yy%d = 1\n", i)
	}
	_, err := Load("p.toml", reader(map[string]string{"p.toml": own.String(), "b.toml": shared.String()}))
	list := mistakesOf(err)
	if len(list) != 42 || list[20].Error() != "b.toml: and 1 more" || list[41].Error() != "p.toml: and 4,980 more" || list[40].Pos.Line != 21 {
		t.Fatalf("%d mistakes: %v", len(list), mistakes(err))
	}
	lists := 0
	for _, e := range list {
		if strings.Contains(e.Hint(), "signature, situation") {
			lists++
		}
		if e.Hint() == "" {
			t.Errorf("%s: no hint", e)
		}
	}
	if lists != 1 {
		t.Errorf("the keys are listed %d times", lists)
	}
}

// Each case is a line that is not TOML, with a value of the person in it, and what is said of it.
func TestSyntax(t *testing.T) {
	const value, number = "what stands here is neither text in quotes, nor a number, a date, true or false", "this is not written as a number"
	const quote, more, twice, escape = "a quote is missing at the end of the text", "more stands behind the value", "this key stands here for the second time", "a backslash stands before something"
	for _, c := range []struct{ src, want string }{
		{`name.birth = PEABODY`, "name.birth: " + value},
		{`iban = FR76 3000 639981234`, "iban: " + value},
		{"name.birth = \n# PEABODY", "name.birth: the value is missing"},
		{`name.birth = # PEABODY`, "name.birth: the value is missing"},
		{`name.birth =`, "name.birth: the value is missing"},
		{`contact.phone = 0639981234`, "contact.phone: " + number},
		{`contact.phone = 639981234_`, "contact.phone: " + number},
		{`contact.phone = 06.39.98.12.34`, "contact.phone: " + number},
		{`contact.phone = .639981234`, "contact.phone: " + number},
		{`contact.phone = +0x639981234`, "contact.phone: " + number},
		{`contact.phone = 639981234e`, "contact.phone: " + number},
		{`nir = 0xPEABODY`, "nir: " + number},
		{`iban = 3000600001639981234189`, "iban: the number is too large"},
		{`rent = 639981234e999`, "rent: the number is too large"},
		{`nir = 2 639981234`, more},
		{`name.birth = "PEABODY" PEABODY`, more},
		{`name.birth = ""PEABODY""`, more},
		{`arrived = 2026-02-30`, "arrived: there is no such day or time"},
		{`arrived = 2026-2-3`, "arrived: there is no such day or time"},
		{"name.birth = \"PEABODY\nsex = \"F\"", "name.birth: " + quote},
		{`name.birth = "PEABODY`, "name.birth: " + quote},
		{`name.birth = 'PEABODY`, "name.birth: " + quote},
		{`name.birth = """PEABODY`, "name.birth: " + quote},
		{`name.birth = """PEABODY""""""`, "name.birth: there are too many quotes"},
		{`name.birth = "PEA\PEABODY"`, "name.birth: " + escape},
		{`name.birth = "\uPEABODY"`, "name.birth: " + escape},
		{`name.birth = "\ud800PEABODY"`, "name.birth: " + escape},
		{"name.birth = \"PEABODY\x01\"", "name.birth: there is a control character"},
		{`name.first = ["Una" "PEABODY"]`, "name.first: a comma or ] is missing in the list"},
		{`name.first = [, "PEABODY"]`, "name.first: there is a comma too many"},
		{`name = { birth = "PEABODY" usage = "PEABODY" }`, "name.birth: a comma or } is missing"},
		{`sex = "F"` + "\nsex = \"PEABODY\"", "sex: " + twice},
		{"[name]\nbirth = \"PEABODY\"\n[name]", twice},
		{"address = []\n[[address]]\nstreet = \"PEABODY\"", twice},
		{"[name", "the name of the table is not whole"},
		{"[[document]", "the name of the table is not whole"},
		{"[]", "the name of the table is not whole"},
		{`PEABODY`, "a = is missing behind the key"},
		{"sex = \"F\"\nPEABODY 639981234", "a = is missing behind the key"},
		{`= "PEABODY"`, "the key before = or . is missing"},
		{`.birth = "PEABODY"`, "the key before = or . is missing"},
	} {
		_, err := loadText(c.src)
		got := mistakesOf(err)
		if len(got) != 1 {
			t.Errorf("%s: %d mistakes", c.src, len(got))
			continue
		}
		_, said, _ := strings.Cut(got[0].Error(), ": ")
		if !strings.HasPrefix(said, c.want) || got[0].Hint() == "" || got[0].Pos.Line == 0 {
			t.Errorf("%s: %s | %s, want %s", c.src, got[0], got[0].Hint(), c.want)
		}
		if all := got[0].Error() + got[0].Hint(); strings.Contains(all, "PEABODY") || strings.Contains(all, "39981234") || strings.Contains(all, "02-30") {
			t.Errorf("%s: a value is repeated: %s", c.src, all)
		}
	}
}

// Whatever the library says of a text, what it found is not repeated.
func TestSyntaxNeverQuotes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		around := rapid.StringOfN(rapid.RuneFrom([]rune("\"'=.[]{},#\\_-+0x: \n")), 0, 6, -1)
		src := "name.birth = " + around.Draw(t, "before") + "PEABODY" + around.Draw(t, "after")
		_, err := loadText(src)
		for _, e := range mistakesOf(err) {
			if strings.Contains(e.Msg, "PEABODY") || strings.Contains(e.Fix, "PEABODY") {
				t.Fatalf("%q: %s | %s", src, e, e.Fix)
			}
		}
	})
}

// compareMistakes holds each error against "beginning | beginning of the hint".
func compareMistakes(t *testing.T, err error, want []string) {
	t.Helper()
	got := mistakesOf(err)
	if len(got) != len(want) {
		t.Fatalf("got %d mistakes, want %d:\n%s", len(got), len(want), strings.Join(mistakes(err), "\n"))
	}
	for i, w := range want {
		msg, fix, _ := strings.Cut(w, "| ")
		if !strings.HasPrefix(got[i].Error()+" ", strings.TrimSpace(msg)) || !strings.HasPrefix(got[i].Hint(), fix) {
			t.Errorf("got  %s | %s\nwant %s", got[i], got[i].Hint(), w)
		}
	}
}

// The file that a profile extends is found without reading all profiles, however the key is written.
func TestBase(t *testing.T) {
	for text, want := range map[string]string{
		"extends = \"household.toml\"": "clients/household.toml", "\"ext\\u0065nds\" = \"household.toml\"": "clients/household.toml",
		"extends = \" \"": "", "extends = 1": "", "extends = ": "", "sex = \"F\" # extends nothing": "", "sex = \"F\"": "",
	} {
		if got := filepath.ToSlash(Base("clients/anna.toml", reader(map[string]string{"clients/anna.toml": text}))); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	if got := Base("gone.toml", reader(nil)); got != "" {
		t.Errorf("a file that is not there extends %q", got)
	}
}

func TestLoadLongList(t *testing.T) {
	a, err := loadText(strings.Repeat("[[document]]\n", 500))
	if err != nil || len(a.Documents) != 500 {
		t.Errorf("a list that is just short enough is not read: %v", err)
	}
}

func TestByteOrderMark(t *testing.T) {
	a, err := loadText("\ufeffsex = \"M\"")
	if err != nil || a.Sex != Male {
		t.Errorf("got %v, %v", a, err)
	}
}

func TestLoadUnreadable(t *testing.T) {
	_, err := Load("gone.toml", reader(nil))
	compareMistakes(t, err, []string{"gone.toml: there is no such file | check the name, or begin one with dossier init -o gone.toml"})
	for _, c := range []struct {
		err  error
		want string
	}{
		{fs.ErrPermission, "x/p.toml: the file may not be read"},
		{&fs.PathError{Op: "read", Path: "x/p.toml", Err: errors.New("is a directory")}, "x/p.toml: the file cannot be read: is a directory"},
		{errors.New("no network"), "x/p.toml: the file cannot be read: no network"},
	} {
		_, err := Load("x/p.toml", func(string) ([]byte, error) { return nil, c.err })
		compareMistakes(t, err, []string{c.want})
	}
}

const sharedText = `sex = "M"
arrived = 2026-07-01
nationalities = ["France", "Spain"]

[name]
birth = "Shared"
usage = "Both"

[[address]]
street = "1 shared street"

[[document]]
kind = "lease"
file = "lease.pdf"

[[document]]
kind = "passport"
file = "other.jpg"

[[document]]
kind = "energy bill"
file = "bill-1.pdf"

[[document]]
kind = "energy bill"
file = "/scans/bill-2.pdf"
translation.file = "bill-2-fr.pdf"
`

func TestExtends(t *testing.T) {
	own := `extends = "../home/shared.toml"
nationalities = ["Italy"]
[name]
birth = "Own"
[[document]]
kind = "Passport"
file = "passport.jpg"
`
	a, err := Load("people/own.toml", reader(map[string]string{"people/own.toml": own, "home/shared.toml": sharedText}))
	if err != nil {
		t.Fatal(err)
	}
	if a.Sex != Male || a.Name.Birth != "Own" || a.Name.Usage != "Both" || !slices.Equal(a.Nationalities, []string{"Italy"}) || len(a.Addresses) != 1 {
		t.Errorf("merged %+v", a)
	}
	var papers []string
	for _, d := range a.Documents {
		papers = append(papers, string(d.Kind)+" "+filepath.ToSlash(d.Path())+" "+filepath.ToSlash(d.Translation.Path()))
	}
	want := []string{"passport people/passport.jpg ", "lease home/lease.pdf ", "energy bill home/bill-1.pdf ", "energy bill /scans/bill-2.pdf home/bill-2-fr.pdf"}
	if !slices.Equal(papers, want) {
		t.Errorf("documents\n%s\nwant\n%s", strings.Join(papers, "\n"), strings.Join(want, "\n"))
	}
	for key, want := range map[string]Pos{
		"name.birth":              {File: "people/own.toml", Line: 4},
		"name.usage":              {File: "home/shared.toml", Line: 7},
		"name.first":              {File: "people/own.toml", Line: 3},
		"document[1].file":        {File: "home/shared.toml", Line: 14},
		"document[3].translation": {File: "home/shared.toml", Line: 27},
		"document[0].expires":     {File: "people/own.toml", Line: 5},
		"address[0].street":       {File: "home/shared.toml", Line: 10},
		"bank.iban":               {File: "people/own.toml", Line: 0},
	} {
		if got := a.Pos(key); got != want {
			t.Errorf("%s stands at %v, want %v", key, got, want)
		}
	}
}

func TestExtendsMistakes(t *testing.T) {
	const circle = "extends: the files extend each other in a circle"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"the right file and line", map[string]string{
			"p.toml":      "extends = \"base.toml\"\nsex = 3\n",
			"base.toml":   "extends = \"ground.toml\"\n\n[birth]\ndate = 1961\n",
			"ground.toml": "arrived = \"today\"\nsex = 4",
		}, []string{
			"base.toml:4: birth.date: expected a date", "ground.toml:1: arrived: expected a date", "p.toml:2: sex: expected text"}},
		{"missing base", map[string]string{"p.toml": "sex = \"F\"\nextends = \"base.toml\"\n[birth]\ndate = 1\n"}, []string{
			"p.toml:2: extends: base.toml: there is no such file | check the name", "p.toml:4: birth.date: expected a date"}},
		{"base with bad syntax", map[string]string{"p.toml": "extends = \"base.toml\"", "base.toml": "sex = \n"}, []string{"base.toml:1: "}},
		{"base in UTF-16", map[string]string{"p.toml": "extends = \"base.toml\"", "base.toml": "\xff\xfes\x00"}, []string{
			"p.toml:1: extends: base.toml: the file is UTF-16, not UTF-8 | save it again as UTF-8"}},
		{"itself", map[string]string{"p.toml": "extends = \"./p.toml\""}, []string{"p.toml:1: " + circle}},
		{"in a circle", map[string]string{"p.toml": "extends = \"b.toml\"", "b.toml": "\nextends = \"c.toml\"", "c.toml": "\n\nextends = \"b.toml\""}, []string{
			"c.toml:3: " + circle}},
		{"in a circle of two", map[string]string{"p.toml": "extends = \"b.toml\"", "b.toml": "extends = \"p.toml\""}, []string{"b.toml:1: " + circle}},
		{"a number", map[string]string{"p.toml": "extends = 3"}, []string{"p.toml:1: extends: expected text, found a number"}},
		{"documents of the wrong type", map[string]string{"p.toml": "extends = \"b.toml\"\ndocument = \"lease.pdf\"", "b.toml": sharedText}, []string{
			"p.toml:2: document: expected a list, found text"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Load("p.toml", reader(c.files))
			compareMistakes(t, err, c.want)
		})
	}
}

// A document without a kind is one that the rules speak of; it takes the place of no other.
func TestExtendsDocumentsWithoutKind(t *testing.T) {
	a, err := Load("p.toml", reader(map[string]string{
		"p.toml": "extends = \"b.toml\"\n[[document]]\nfile = \"own.pdf\"",
		"b.toml": "[[document]]\nfile = \"shared.pdf\"\n[[document]]\nkind = \"lease\"",
	}))
	if err != nil || len(a.Documents) != 3 {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestExtendsNothing(t *testing.T) {
	if a, err := loadText("extends = \" \"\nsex = \"F\""); err != nil || a.Sex != Female {
		t.Errorf("got %v, %v", a, err)
	}
}

func TestExtendsTooDeep(t *testing.T) {
	reads := 0
	_, err := Load("0", func(name string) ([]byte, error) {
		reads++
		return []byte("extends = \"" + name + "0\""), nil
	})
	if len(mistakes(err)) != 1 || reads > maxExtends+2 {
		t.Errorf("after %d files: %v", reads, err)
	}
}

func TestParse(t *testing.T) {
	var v struct {
		Date Date   `toml:"date"`
		Kind []Kind `toml:"kind"`
		New  Raw    `toml:"new"`
	}
	pos, err := Parse("r.toml", []byte("kind = [\"lease\",\n\"visa\"]\ndate = 2026-10-02\nnew = [\"a\", 2026-07-01, true, 3]\n"), &v)
	if err != nil || v.Date.String() != "2026-10-02" || !slices.Equal(v.Kind, []Kind{Lease, Visa}) {
		t.Fatalf("got %+v, %v", v, err)
	}
	if pos["kind[1]"] != (Pos{File: "r.toml", Line: 2}) || pos["date"] != (Pos{File: "r.toml", Line: 3}) {
		t.Errorf("positions %v", pos)
	}
	if v.New.IsZero() || v.New.String() != "a, 2026-07-01, true, 3" {
		t.Errorf("raw value %q", v.New)
	}
	_, err = Parse("r.toml", []byte("kind = 1\ndate = 2\nadd = 3"), &v)
	compareMistakes(t, err, []string{"r.toml:1: kind: ", "r.toml:2: date: ", "r.toml:3: add: there is no such key"})
}

func TestChanges(t *testing.T) {
	const text = "[contact]\nemail = \"old@x.example\"\n[[address]]\nstreet = \"1 old street\"\nfrom = 2026-07-01\n"
	for _, c := range []struct {
		name, request string
		want          string // what contact.email, the street, the day and the RIB holder then are
		mistake       string
	}{
		{"new value", `key="contact.email"` + "\n" + `new="new@x.example"`, "new@x.example 1 old street 2026-07-01 ", ""},
		{"old value as it is", `key="contact.email"` + "\nold=\"old@x.example\"\nnew=\"new@x.example\"", "new@x.example 1 old street 2026-07-01 ", ""},
		{"changed already", `key="contact.email"` + "\nold=\"older@x.example\"\nnew=\"old@x.example\"", "old@x.example 1 old street 2026-07-01 ", ""},
		{"element", `key="address[0].street"` + "\nnew=\"2 new street\"", "old@x.example 2 new street 2026-07-01 ", ""},
		{"date", `key="address[0].from"` + "\nold=2026-07-01\nnew=2026-07-02", "old@x.example 1 old street 2026-07-02 ", ""},
		{"table not written", `key="bank.holder"` + "\nold=\"\"\nnew=\"U. O’Neill\"", "old@x.example 1 old street 2026-07-01 U. O’Neill", ""},
		{"neither old nor new", `key="contact.email"` + "\nold=\"a@x.example\"\nnew=\"b@x.example\"", "", "r.toml:2: contact.email: the profile has neither | compare the request with p.toml:2"},
		{"old value of nothing", `key="bank.holder"` + "\nold=\"A\"\nnew=\"B\"", "", "r.toml:2: bank.holder: the profile has neither | the profile does not have this key"},
		{"no such element", `key="address[1].street"` + "\nnew=\"x\"", "", "r.toml:1: address[1].street: the profile has no such element"},
		{"no such index", `key="address[x].street"` + "\nnew=\"x\"", "", "r.toml:1: address[x].street: the profile has no such element"},
		{"below a value", `key="contact.email.host"` + "\nnew=\"x\"", "", "r.toml:1: contact.email.host: the profile has no such table"},
		{"a whole list", `key="address[0]"` + "\nnew=\"x\"", "", "r.toml:1: address[0]: this is not the key of a single value"},
		{"no key", `key=""` + "\nnew=\"x\"", "", "r.toml:1: this is not the key of a single value"},
		{"unknown key", `key="contact.fax"` + "\n\nnew=\"x\"", "", "r.toml:3: contact.fax: there is no such key"},
		{"wrong type", `key="address[0].from"` + "\nnew=\"2026-07-02\"", "", "r.toml:2: address[0].from: expected a date, found text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r struct {
				Key string `toml:"key"`
				Old Raw    `toml:"old"`
				New Raw    `toml:"new"`
			}
			pos, err := Parse("r.toml", []byte(c.request), &r)
			if err != nil {
				t.Fatal(err)
			}
			a, err := Load("p.toml", reader(map[string]string{"p.toml": text}), Change{r.Key, r.Old, r.New, pos["key"]})
			if c.mistake != "" {
				compareMistakes(t, err, []string{c.mistake})
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			ad := a.Addresses[0]
			if got := strings.Join([]string{a.Contact.Email, ad.Street, ad.From.String(), a.Bank.Holder}, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if got := a.Pos(r.Key).File; got != "r.toml" {
				t.Errorf("the changed key stands in %s", got)
			}
		})
	}
}

// A value is found by its key as a request has it, with changes and shared files laid over.
func TestValue(t *testing.T) {
	files := map[string]string{
		"p.toml": "extends = \"h.toml\"\n[name]\nfirst = [\"Ann\", \"Bea\"]\n[birth]\ndate = 1980-05-17\n[contact]\nphone = \"1\"\n",
		"h.toml": "[[address]]\nstreet = \"1 old street\"\n[contact]\nphone = \"2\"\nemail = \"a@x.example\"\n",
	}
	var r struct {
		New Raw `toml:"new"`
	}
	if _, err := Parse("r.toml", []byte(`new = "b@x.example"`), &r); err != nil {
		t.Fatal(err)
	}
	a, err := Load("p.toml", reader(files), Change{Key: "contact.email", New: r.New})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"name.first": "Ann, Bea", "birth.date": "1980-05-17", "contact.phone": "1", "contact.email": "b@x.example", "address[0].street": "1 old street",
		"birth.town": "", "bank.iban": "", "address[1].street": "", "address[x].street": "", "address[-1].street": "", "address": "", "contact": "", "contact.phone.x": "", "": "",
	} {
		if got := a.Value(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if got := (&Applicant{}).Value("nir"); got != "" {
		t.Errorf("a value of nobody: %q", got)
	}
}

// The same mistakes come in the same order, though tables are maps.
func TestLoadIsDeterministic(t *testing.T) {
	const text = "zz=1\nyy=1\nname={xx=1,ww=1,vv=1}\n[bank]\nuu=1\n[[document]]\ntt=1\nss=1\n"
	_, first := loadText(text)
	for range 50 {
		if _, err := loadText(text); err.Error() != first.Error() {
			t.Fatalf("first\n%v\nthen\n%v", first, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{"", sharedText, "extends = \"p.toml\"", "[[document]]\nkind=\"visa\"\n[document.translation]\nfile='x'",
		"a.\"b c\".d = [{x=1},\n[2,3]]", "x = '''\n'''\ny = \"\"\"\\\"\"\"\"\"", "\xff\xfe", "[name]\nfirst = [1, \"x\"]"} {
		f.Add([]byte(seed))
	}
	if template, err := os.ReadFile("../../profiles/template.toml"); err == nil {
		f.Add(template)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		read := func(name string) ([]byte, error) {
			if name != "p.toml" {
				return nil, fs.ErrNotExist
			}
			return src, nil
		}
		a, err := Load("p.toml", read)
		if (a == nil) == (err == nil) {
			t.Fatalf("applicant %v with error %v", a, err)
		}
		for _, e := range mistakesOf(err) {
			if e.Pos.File != "p.toml" || e.Pos.Line < 0 || e.Pos.Line == 0 && e.Key != "" || e.Msg == "" {
				t.Errorf("an error without a place: %q at %+v", e, e.Pos)
			}
			if e.Pos.Line > strings.Count(string(src), "\n")+1 {
				t.Errorf("an error behind the end of the file: %q", e)
			}
		}
	})
}
