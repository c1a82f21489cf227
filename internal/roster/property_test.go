package roster

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"dossier/internal/invent"
	"dossier/internal/profile"
)

// keysOf are the keys that a profile has a value for.
func keysOf(a *profile.Applicant) (keys []string) {
	for key := range profile.Keys() {
		for i := range 12 {
			at := strings.Replace(key, "[0]", fmt.Sprintf("[%d]", i), 1)
			if at == key && i > 0 {
				break
			}
			if !a.Raw(at).IsZero() {
				keys = append(keys, at)
			}
		}
	}
	return keys
}

// asRow is a profile as a sheet of one row, with the map that reads it: a column a key, lists joined by a
// semicolon, dates in an order.
func asRow(a *profile.Applicant, order Order) (headings, cells []string, mapText string) {
	var columns, separators, documents strings.Builder
	headings, cells = []string{"Id"}, []string{"7"}
	for _, key := range keysOf(a) {
		typ, _ := profile.TypeOf(key)
		value := a.Raw(key).String()
		switch typ {
		case profile.ListType:
			fmt.Fprintf(&separators, "%q = \"semicolon\"\n", "H "+key)
			value = strings.ReplaceAll(value, ", ", ";")
		case profile.DateType:
			d, _ := a.Raw(key).Date()
			value = map[Order]string{
				DayFirst:   fmt.Sprintf("%d/%d/%04d", d.Day, int(d.Month), d.Year),
				MonthFirst: fmt.Sprintf("%02d.%02d.%04d", int(d.Month), d.Day, d.Year),
				YearFirst:  fmt.Sprintf("%04d-%d-%d", d.Year, int(d.Month), d.Day), "": d.String()}[order]
		case profile.YesNoType:
			value = map[string]string{"true": "oui", "false": "Non"}[value]
		}
		fmt.Fprintf(&columns, "%q = %q\n", "H "+key, key)
		headings, cells = append(headings, "H "+key), append(cells, value)
	}
	for range a.Documents {
		documents.WriteString("[[document]]\n")
	}
	mapText = "id = \"Id\"\n"
	if order != "" {
		mapText += fmt.Sprintf("dates = %q\n", order)
	}
	return headings, cells, mapText + "[columns]\n" + columns.String() + "[separators]\n" + separators.String() + documents.String()
}

func csvOf(t *rapid.T, comma rune, rows ...[]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func xlsxOf(t *rapid.T, rows ...[]string) []byte {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRowIsTheProfile holds that a profile written as a row and read again has the same values, whatever the
// format, separator, encoding and order of dates.
func TestRowIsTheProfile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := invent.Profile(rapid.IntRange(0, 5000).Draw(t, "person"), rapid.SampledFrom([]string{"", "scans"}).Draw(t, "scans"))
		more := rapid.SampledFrom([]string{
			"", "[family]\nstatus = \"PACS\"\nsince = 2020-02-29\n", "[income]\nyear = 2025\nactivity = 0\n[cover]\nclosed = false\ns1 = \"none\"\n",
			"[[child]]\nbirth = \"A\\\"B\"\nfirst = [\"C\", \"D E\"]\n[[child]]\ndate = 2015-01-01\n", "[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"\njoint = true\n",
		}).Draw(t, "more")
		if i := strings.Index(text, "[[document]]"); i >= 0 {
			text = text[:i] + more + "\n" + text[i:]
		} else {
			text += more
		}
		want, err := profile.Load("clients.csv#7", func(string) ([]byte, error) { return []byte(text), nil })
		if err != nil {
			t.Fatal(err)
		}
		order := rapid.SampledFrom([]Order{DayFirst, MonthFirst, YearFirst, ""}).Draw(t, "order")
		headings, cells, mapText := asRow(want, order)
		var data []byte
		switch rapid.SampledFrom([]string{"csv", "windows-1252", "xlsx"}).Draw(t, "format") {
		case "csv":
			data = csvOf(t, rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "separator"), headings, cells)
		case "windows-1252":
			data, err = charmap.Windows1252.NewEncoder().Bytes(csvOf(t, ';', headings, cells))
			if err != nil {
				return // a name in other letters
			}
		case "xlsx":
			data = xlsxOf(t, headings, cells)
		}
		m, err := ParseMap("map.toml", []byte(mapText))
		if err != nil && strings.Contains(err.Error(), "has no kind") {
			t.Fatal(mapText)
		}
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read("clients.csv", data, m, disk())
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Rows[0].Load(nil)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := values(want), values(got); a != b {
			t.Errorf("read\n%s\nwant\n%s", b, a)
		}
		src, err := r.Rows[0].Text()
		again, err2 := r.Rows[0].Text()
		if err != nil || err2 != nil || !bytes.Equal(src, again) {
			t.Errorf("the text is not the same twice")
		}
		if sources := got.Sources(); len(sources) != 1 || !bytes.Equal(sources[0].Text, src) || sources[0].File != "clients.csv#7" {
			t.Errorf("the sources are %v", sources)
		}
		for _, key := range keysOf(got) {
			if p := got.Pos(key); p.Line != 2 || !strings.Contains(p.Cell, fmt.Sprintf("column %q", "H "+key)) {
				t.Errorf("%s stands at %s", key, p)
			}
		}
	})
}

// values is all that a profile says.
func values(a *profile.Applicant) string {
	var b strings.Builder
	v := reflect.ValueOf(a).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() {
			fmt.Fprintf(&b, "%s: %+v\n", v.Type().Field(i).Name, v.Field(i).Interface())
		}
	}
	return b.String()
}

// TestFirstMapKnowsTheProfile holds that each key that people keep lists of has its headings, and that a first
// map of a sheet headed by the keys themselves reads it.
func TestFirstMapKnowsTheProfile(t *testing.T) {
	var all []string
	for key := range profile.Keys() {
		if !strings.HasPrefix(key, "document") && key != "extends" {
			all = append(all, key)
		}
	}
	data := []byte("Dossier;" + strings.Join(all, ";") + "\n7" + strings.Repeat(";", len(all)) + "\n")
	text, err := FirstMap("clients.csv", data)
	if err != nil {
		t.Fatal(err)
	}
	m, err := ParseMap("map.toml", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, key := range all {
		if m.Columns[key] != key && key != "situation" { // in French that is the family's, too
			t.Errorf("the heading %q is for %q", key, m.Columns[key])
		}
	}
	for like, keys := range headings() {
		for _, key := range keys {
			if typ, _ := profile.TypeOf(key); typ == profile.NoType && key != "id" {
				t.Errorf("%q is for %s, which is no key", like, key)
			}
		}
	}
	for at, words := range spellings() {
		key := strings.NewReplacer("address.", "address[0].").Replace(at[0])
		_, known := profile.TypeOf(key)
		for _, w := range words {
			if !slices.Contains(known, w) {
				t.Errorf("%q is said to mean %q, which %s has not", at[1], w, key)
			}
		}
	}
}

// TestFirstMap reads two lists as consultants keep them.
func TestFirstMap(t *testing.T) {
	french := "N° dossier;Nom;Nom de naissance;Prénoms;Né(e) le;Né(e) à;Pays de naissance;Nationalité;Civilité;Situation familiale;Adresse;CP;Ville;Tél.;E-mail;Remarques\n" +
		"1;Martin;Dupré;Zoë, Anna;04/02/1961;Albany;États-Unis;Américaine;Mme;Mariée;12 rue des Lilas;37000;Tours;06 39 98 00 00;;secret\n" +
		"2;;Weiß;Søren;05/02/1961;Lübeck;Allemagne;Allemande/Française;M.;Séparé;3 rue des Lilas;01000;Bourg;;;\n"
	english := "Client ID,First name,Maiden name,Date of birth,Place of birth,Country of birth,Citizenship,Gender,Marital status,Street,Zip code,City,Phone,Email,DOB\n" +
		"1,Zoë Anna,Dupré,1961-02-04,Albany,United States,United States,Female,married,12 rue des Lilas,37000,Tours,,,\n"
	for name, c := range map[string]struct {
		data string
		want []string
		not  []string
	}{
		"French": {french, []string{`id = "N° dossier"`, `# "Nom" = "name.birth" # or name.usage`, `"Nom de naissance" = "name.birth"`, `"Prénoms" = "name.first"`, `"Né(e) le" = "birth.date"`,
			`"Né(e) à" = "birth.town"`, `"Nationalité" = "nationalities"`, `"Civilité" = "sex"`, `"Adresse" = "address[0].street"`, `"CP" = "address[0].postal_code"`,
			`# "Ville" = "address[0].commune" # or birth.town`, `"Tél." = "contact.phone"`, `# "Remarques" = ""`, `"Prénoms" = "comma"`, `"Nationalité" = "slash"`,
			`[words."Civilité"]`, `"Mme" = "F"`, `"M." = "M"`, `"Mariée" = "married"`, `# "Séparé" = ""`}, []string{"secret", "Martin", "Lilas"}},
		"English": {english, []string{`id = "Client ID"`, `"Maiden name" = "name.birth"`, `# "Date of birth" = "birth.date" # another column fits it, too`, `# "DOB" = "birth.date" # another column fits it, too`,
			`"Citizenship" = "nationalities"`, `"Gender" = "sex"`, `"Female" = "F"`, `# "First name" = "space" # or comma, where a space is part of a name; the cells do not tell`}, []string{"[words.\"Marital status\"]", "Zoë"}},
	} {
		text, err := FirstMap("clients.csv", []byte(c.data))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		for _, want := range c.want {
			if !slices.Contains(lines, want) {
				t.Errorf("%s: no line %s in\n%s", name, want, text)
			}
		}
		for _, not := range c.not {
			if bytes.Contains(text, []byte(not)) {
				t.Errorf("%s: %s stands in\n%s", name, not, text)
			}
		}
		// What is off in a comment is all that is left to say; the rest is a sound map.
		if _, err := ParseMap("map.toml", text); (err == nil) != (name == "French") {
			t.Errorf("%s: %v", name, err)
		}
		// Every line that is off can be switched on.
		on := regexp.MustCompile(`(?m)^# ("[^"]*" = "[^"]+")`).ReplaceAll(text, []byte("$1"))
		if _, err := profile.Parse("map.toml", on, &Map{}); err != nil {
			t.Errorf("%s: switched on: %v", name, err)
		}
	}
}

// FuzzCSV reads any bytes as a table: whatever comes, errors stand at a place, and rows load or say why not.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("Dossier;Nom;Prénoms;Né(e) le;Code postal;Marié\n014;É;Zoë, Noël;04/02/1961;01000;oui\n"))
	f.Add([]byte("\xff\xfeD\x00;\x00"))
	f.Add([]byte("sep=,\nDossier,Nom,Prénoms,Né(e) le,Code postal,Marié\n\"1\"\"\",\"a\nb\",,,1E+4,#N/A\n"))
	f.Add([]byte("Dossier\tNom\r\x00\x81\"\""))
	m := mustMap(f, plainMap)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read("clients.csv", data, m, disk())
		if (r == nil) == (err == nil) {
			t.Fatalf("%v with error %v", r, err)
		}
		placed(t, err)
		if r != nil {
			for _, row := range r.Rows[:min(len(r.Rows), 50)] {
				a, err := row.Load(nil)
				if (a == nil) == (err == nil) {
					t.Fatalf("%v with error %v", a, err)
				}
				placed(t, err)
			}
		}
		if text, err := FirstMap("clients.csv", data); err == nil {
			if _, err := profile.Parse("map.toml", text, &Map{}); err != nil {
				t.Errorf("the first map cannot be read: %v\n%s", err, text)
			}
		}
	})
}

// FuzzXLSX reads any bytes as the first sheet of a workbook.
func FuzzXLSX(f *testing.F) {
	book := workbookOf(f, sheet{"A1": "Dossier", "B1": "Nom", "A2": 7, "B2": "Martin"})
	rezip(f, book, func(name string, part []byte) []byte {
		if strings.HasSuffix(name, "sheet1.xml") {
			f.Add(part)
		}
		return part
	})
	f.Add([]byte(`<worksheet><sheetData><row><c t="inlineStr"><is><t>Dossier</t></is></c><c t="inlineStr"><is><t>Nom</t></is></c></row><row r="9"><c s="0"><f/></c><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>`))
	m := mustMap(f, "id = \"Dossier\"\n[columns]\nNom = \"name.birth\"\n")
	f.Fuzz(func(t *testing.T, part []byte) {
		data := rezip(t, book, func(name string, old []byte) []byte {
			if strings.HasSuffix(name, "sheet1.xml") {
				return append([]byte{}, part...)
			}
			return old
		})
		r, err := Read("clients.xlsx", data, m, disk())
		placed(t, err)
		if r != nil {
			for _, row := range r.Rows[:min(len(r.Rows), 50)] {
				_, err := row.Load(nil)
				placed(t, err)
			}
		}
	})
}

// FuzzMap reads any text as a map, and a small sheet with it.
func FuzzMap(f *testing.F) {
	f.Add([]byte(plainMap))
	f.Add([]byte(paperMap))
	f.Add([]byte("id = \"Id\"\n[columns]\nNom = \"document[0].printed\"\n[separators]\nNom = \"space\"\n[words.Nom]\na = \"\"\n[[document]]\nkind = \"{Nom}\"\nfile = \"*/{id}[a-z\"\nmany = true\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := ParseMap("map.toml", text)
		if (m == nil) == (err == nil) {
			t.Fatalf("%v with error %v", m, err)
		}
		placed(t, err)
		if m == nil {
			return
		}
		w := disk("7/passport.pdf", "edf/7-1.pdf")
		list := w.List
		w.List = func(folder string) ([]fs.DirEntry, error) { return list(strings.Trim(folder, "/")) }
		r, err := Read("c.csv", []byte("Id;Nom;Bail;Noms imprimés;Expire le\n7;Martin;;a;b\n"), m, w)
		placed(t, err)
		if r != nil {
			for _, row := range r.Rows {
				_, err = row.Load(w.Read)
				placed(t, err)
			}
		}
	})
}

// placed holds that each error says where, and what.
func placed(t *testing.T, err error) {
	t.Helper()
	for _, e := range each(err) {
		p, ok := e.(*profile.Error)
		if !ok || p.Pos.File == "" || p.Msg == "" {
			t.Errorf("an error without a place: %v", e)
		}
	}
}

// TestInventedTable holds that people made up as rows of a table are those made up as profiles.
func TestInventedTable(t *testing.T) {
	m, err := ParseMap("map.toml", []byte(invent.Map("scans")))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, 20_000).Draw(t, "person")
		w := disk("firm.toml=" + invent.Defaults)
		r, err := Read("clients.xlsx", xlsxOf(t, invent.Headings, invent.Row(i)), m, w)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Rows[0].Load(w.Read)
		if err != nil {
			t.Fatal(err)
		}
		want, err := profile.Load("clients.xlsx", func(string) ([]byte, error) { return []byte(invent.Profile(i, "scans")), nil })
		if err != nil {
			t.Fatal(err)
		}
		got.Extends = ""
		if a, b := values(want), values(got); a != b {
			t.Errorf("read\n%s\nwant\n%s", b, a)
		}
	})
}
