package roster

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"dossier/internal/profile"
)

// plainMap is a map of a few columns.
const plainMap = `id = "Dossier"
dates = "day first"

[columns]
"Nom" = "name.birth"
"Prénoms" = "name.first"
"Né(e) le" = "birth.date"
"Code postal" = "address[0].postal_code"
"Marié" = "spouse.insured_in_france"

[separators]
"Prénoms" = "comma"
`

// disk is a world of files in memory, the sheet and the map at its root.
func disk(files ...string) World {
	all := fstest.MapFS{}
	for _, f := range files {
		name, text, _ := strings.Cut(f, "=")
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return World{
		Read: func(name string) ([]byte, error) { return all.ReadFile(filepath.ToSlash(name)) },
		List: func(folder string) ([]fs.DirEntry, error) { return all.ReadDir(filepath.ToSlash(folder)) },
	}
}

func mustMap(t testing.TB, text string) *Map {
	t.Helper()
	m, err := ParseMap("map.toml", []byte(text))
	if err != nil {
		t.Fatalf("the map: %v", err)
	}
	return m
}

// said are the errors joined in err, one text each, with the way out behind an arrow.
func said(err error) []string {
	var all []string
	for _, e := range each(err) {
		s := e.Error()
		var p *profile.Error
		if errors.As(e, &p) {
			s += " -> " + p.Fix
		}
		all = append(all, s)
	}
	return all
}

// holds compares errors with what each must contain.
func holds(t testing.TB, what string, err error, want ...string) {
	t.Helper()
	got := said(err)
	if len(got) != len(want) {
		t.Errorf("%s: %d errors, want %d:\n%s", what, len(got), len(want), strings.Join(got, "\n"))
		return
	}
	for i := range want {
		for _, part := range strings.Split(want[i], " … ") {
			if !strings.Contains(got[i], part) {
				t.Errorf("%s: %s\nhas not: %s", what, got[i], part)
			}
		}
	}
}

// load reads a sheet and its only row.
func load(t testing.TB, name string, data []byte, mapText string, w World) (*profile.Applicant, error) {
	t.Helper()
	r, err := Read(name, data, mustMap(t, mapText), w)
	if err != nil {
		return nil, err
	}
	if len(r.Rows) != 1 {
		t.Fatalf("%d rows", len(r.Rows))
	}
	return r.Rows[0].Load(w.Read)
}

// A sheet in a workbook: cells by their place, values as excelize takes them.
type sheet map[string]any

// workbookOf makes a workbook with excelize, an engine of its own.
func workbookOf(t testing.TB, cells sheet, also ...func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, at := range slices.Sorted(maps.Keys(cells)) {
		if err := f.SetCellValue("Sheet1", at, cells[at]); err != nil {
			t.Fatal(err)
		}
	}
	for _, do := range also {
		do(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// styled gives cells a number format.
func styled(t testing.TB, at string, code string, id int) func(*excelize.File) {
	return func(f *excelize.File) {
		style := &excelize.Style{NumFmt: id}
		if code != "" {
			style.CustomNumFmt = &code
		}
		s, err := f.NewStyle(style)
		if err == nil {
			err = f.SetCellStyle("Sheet1", at, at, s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEncodings(t *testing.T) {
	const table = "Dossier;Nom;Prénoms;Né(e) le;Code postal;Marié\r\n014;Étienne-Œuvrard;Zoë, Noël;04/02/1961;01000;oui\r\n"
	utf16 := func(big bool) []byte {
		var b []byte
		for _, r := range table {
			if big {
				b = append(b, byte(r>>8), byte(r))
			} else {
				b = append(b, byte(r), byte(r>>8))
			}
		}
		return b
	}
	latin := strings.NewReplacer("é", "\xe9", "É", "\xc9", "Œ", "\x8c", "ë", "\xeb").Replace(table)
	for name, data := range map[string][]byte{
		"UTF-8": []byte(table), "UTF-8 with BOM": []byte("\ufeff" + table), "Windows-1252": []byte(latin),
		"UTF-16 LE with BOM": append([]byte("\xff\xfe"), utf16(false)...), "UTF-16 BE with BOM": append([]byte("\xfe\xff"), utf16(true)...),
		"UTF-16 LE": utf16(false), "UTF-16 BE": utf16(true),
		"tabs": []byte(strings.ReplaceAll(table, ";", "\t")), "commas": []byte(strings.NewReplacer(";", ",", "Zoë, Noël", `"Zoë, Noël"`).Replace(table)),
		"line ends of old Macs": []byte(strings.ReplaceAll(table, "\r\n", "\r")), "line ends of Unix": []byte(strings.ReplaceAll(table, "\r\n", "\n")),
		"sep=": []byte("sep=;\r\n" + table), "no last line end": []byte(strings.TrimSpace(table)),
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Read("clients.csv", data, mustMap(t, plainMap), disk())
			if err != nil {
				t.Fatal(err)
			}
			a, err := r.Rows[0].Load(nil)
			if err != nil {
				t.Fatal(err)
			}
			want := profile.Name{Birth: "Étienne-Œuvrard", First: []string{"Zoë", "Noël"}}
			if a.Name.Birth != want.Birth || !slices.Equal(a.Name.First, want.First) || a.Birth.Date.String() != "1961-02-04" || a.Addresses[0].PostalCode != "01000" || a.Spouse.InsuredInFrance != profile.Yes {
				t.Errorf("read %+v, %v, %+v", a.Name, a.Birth.Date, a.Addresses)
			}
			if r.Rows[0].ID != "014" {
				t.Errorf("the id is %q", r.Rows[0].ID)
			}
			if noted := len(r.Notes) > 0; noted != (name == "Windows-1252" || name == "UTF-16 LE" || name == "UTF-16 BE") {
				t.Errorf("notes: %q", r.Notes)
			}
		})
	}
}

// TestBrokenCSV holds each mistake of a file against its row and what to do.
func TestBrokenCSV(t *testing.T) {
	const head = "Dossier;Nom;Prénoms;Né(e) le;Code postal;Marié\n"
	for _, c := range []struct{ name, data, want string }{
		{"UTF-8 broken", head + "1;Étienne;Zoé;;;\n2;\xc3;;;;\n", "clients.csv: row 3: the text is UTF-8 up to here … save the table again as CSV in UTF-8"},
		{"neither", "Dossier;Nom;Pr\xe9noms\n1;\x81;\n", "clients.csv: row 2: there is a character that neither"},
		{"UTF-16 cut", "\xff\xfeD\x00o", "clients.csv: row 1: the text is UTF-16 up to here"},
		{"half a pair", "\xff\xfeD\x00\x00\xd8D\x00", "row 1: the text is UTF-16 up to here"},
		{"zero byte", head + "1;a\x00b;;;;\n", "clients.csv: row 2: there is a zero byte"},
		{"ragged", head + "1;Martin;Anna;;37000;oui\n2;Martin;Bruno;12, rue;de l’Église;;37000;oui\n", "clients.csv: row 3: the row has 8 cells, and the first row has 6 … in quotes"},
		{"too few", head + "1;Martin\n", "row 2: the row has 2 cells"},
		{"quote inside", head + "1;Mar\"tin;;;;\n", "row 2: a quotation mark stands inside a cell"},
		{"quote open", head + "1;\"Martin;;;;\n2;;;;;\n", "row 2: a cell that begins with a quotation mark does not end"},
		{"behind a quote", head + "1;\"Mar\"tin;;;;\n", "row 2: more stands behind the closing quotation mark"},
		{"two separators", "Dossier;Nom,Prénoms\n", "row 1: two separators stand equally often … sep=;"},
		{"empty", " \n\n", "clients.csv: the file is empty"},
		{"headings alone", head, "clients.csv: there is no applicant below the headings"},
		{"heading twice", "Dossier;Nom;nom \n1;a;b\n", `clients.csv: row 1, column "nom" (C): column B has this heading already`},
		{"no such column", "Dossier;Nom;Prénoms;Né le;Code postal;Marié\n1;;;;;\n", "map.toml:7: columns.Né(e) le: clients.csv has no column \"Né(e) le\" … did you mean \"Né le\"?"},
		{"no id", head + "1;Martin;;;;\n ;Durand;;;;\n", `clients.csv: row 3, column "Dossier" (A): the row has no id`},
		{"id twice", head + "a1;Martin;;;;\n\n\nA1;Durand;;;;\n", `clients.csv: row 5, column "Dossier" (A): row 2 has this id already`},
		{"id that leads out", head + "../1;Martin;;;;\n", `row 2, column "Dossier" (A): this id cannot name a file or folder`},
	} {
		_, err := Read("clients.csv", []byte(c.data), mustMap(t, plainMap), disk())
		holds(t, c.name, err, c.want)
	}
}

func TestRowsAreCountedAsSpreadsheetsDo(t *testing.T) {
	data := "\n\nDossier;Nom;Prénoms;Né(e) le;Code postal;Marié\n1;\"Mar\ntin\";;;;\n;;;;;\n\n2;Durand;;4/2/61;;\n"
	r, err := Read("clients.csv", []byte(data), mustMap(t, plainMap), disk())
	if err != nil || len(r.Rows) != 2 {
		t.Fatal(err, r)
	}
	_, err = r.Rows[0].Load(nil)
	holds(t, "a line break", err, `clients.csv: row 4, column "Nom" (B): name.birth: the text holds a line break … write it on one line`)
	_, err = r.Rows[1].Load(nil)
	holds(t, "the last row", err, `clients.csv: row 7, column "Né(e) le" (D): birth.date: this is not a date written day first with a year of four digits`)
}

// TestCells says what a text in a cell becomes, or why it is refused.
func TestCells(t *testing.T) {
	const head = `id = "Id"
[columns]
"X" = %q
`
	for _, c := range []struct{ key, more, cell, want string }{
		{"birth.date", "", "1961-02-04", "1961-02-04"},
		{"birth.date", "", "1961-02-04 00:00:00", "1961-02-04"},
		{"birth.date", "", "1961-02-04T22:00:00Z", "!this is not a date"},
		{"birth.date", "", "02/04/1961", `!nothing says in which order -> write dates = "day first", "month first" or "year first" in map.toml`},
		{"birth.date", "", "31/12/1961", "!nothing says in which order"},
		{"birth.date", `dates = "day first"`, "02/04/1961", "1961-04-02"},
		{"birth.date", `dates = "month first"`, "02/04/1961", "1961-02-04"},
		{"birth.date", `dates = "month first"`, "2.4.1961", "1961-02-04"},
		{"birth.date", `dates = "year first"`, "1961/2/4", "1961-02-04"},
		{"birth.date", `dates = "year first"`, "04/02/1961", "!not a date written year first"},
		{"birth.date", `dates = "month first"`, "31/12/1961", "!there is no such day"},
		{"birth.date", `dates = "day first"`, "31-04-1961", "!there is no such day"},
		{"birth.date", `dates = "day first"`, "02/04-1961", "!this is not a date"},
		{"birth.date", `dates = "day first"`, "02/04/61", "!year of four digits"},
		{"birth.date", `dates = "day first"`, "le 2 avril 1961", "!this is not a date"},
		{"address[0].postal_code", "", "01000", "01000"},
		{"address[0].postal_code", "", "1000", "!there are 4 digits, and address[0].postal_code has 5: zeros in front may be lost -> format the column as text"},
		{"contact.phone", "", "639980000", "!there are 9 digits"},
		{"contact.phone", "", "06 39 98 00 00", "06 39 98 00 00"},
		{"contact.phone", "", "+1 518 555 0100", "+1 518 555 0100"},
		{"nir", "", "1,85E+14", "!the cell holds a number that was shortened"},
		{"nir", "", "1.85029940412360E+14", "!the cell holds a number that was shortened"},
		{"permit.number", "", "#N/A", "!the cell holds the error #N/A -> mend the formula"},
		{"permit.number", "", "#########", "!the cell holds the error"},
		{"permit.number", "", "#12", "#12"},
		{"family.status", "", "Single", "Single"},
		{"family.status", "", "célibataire", `!this is not a word known here -> one of: single, married, PACS, cohabiting, divorced, widowed; what the sheet says for it goes below [words."X"] of map.toml`},
		{"family.status", "[words.X]\n\"CÉLIBATAIRE\" = \"single\"\n", "célibataire ", "single"},
		{"family.status", "[words.X]\n\"-\" = \"\"\n", "-", ""},
		{"cover.closed", "", "Oui", "true"},
		{"cover.closed", "", "NON", "false"},
		{"cover.closed", "", "x", "!this is neither yes nor no"},
		{"cover.closed", "[words.X]\nx = \"yes\"\n", "X", "true"},
		{"income.activity", "", "24 000", "24000"},
		{"income.activity", "", "24\u202f000", "24000"},
		{"income.activity", "", "24,000", "!this is not a whole number"},
		{"income.activity", "", "24000.50", "!this is not a whole number"},
		{"income.activity", "", "1000000000", "!this is not a whole number"},
		{"name.first", "[separators]\nX = \"space\"\n", "Jean  Noël", "Jean, Noël"},
		{"name.first", "[separators]\nX = \"line\"\n", "\"Jean\nNoël\"", "Jean, Noël"},
		{"name.first[1]", "", "Noël", "Noël"},
		{"name.birth", "", "  O’Connor ", "O’Connor"},
		{"name.birth", "", strings.Repeat("a", 1001), "!this text has 1001 characters"},
		{"name.birth", "", "\"say \"\"a\"\" \\ b\"", `say "a" \ b`},
	} {
		text := fmt.Sprintf(head, c.key)
		if strings.HasPrefix(c.more, "[") {
			text += c.more
		} else {
			text = c.more + "\n" + text
		}
		a, err := load(t, "clients.csv", []byte("Id\tX\n7\t"+c.cell+"\n"), text, disk())
		key := strings.Replace(c.key, "[1]", "", 1)
		if want, bad := strings.CutPrefix(c.want, "!"); bad {
			holds(t, c.key+" "+c.cell, err, `clients.csv: row 2, column "X" (B): `+c.key+`: … `+want)
		} else if err != nil || a.Value(key) != want {
			t.Errorf("%s from %q: %q, %v; want %q", c.key, c.cell, a.Value(key), err, want)
		}
	}
}

// TestWorkbookCells says what cells of a workbook become.
func TestWorkbookCells(t *testing.T) {
	const text = "id = \"Id\"\n[columns]\n\"X\" = %q\n"
	at := time.Date(1961, 2, 4, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, key string
		value     any
		code      string
		id        int
		want      string
	}{
		{"a day", "birth.date", at, "", 14, "1961-02-04"},
		{"a day by code", "birth.date", 22316, "dd/mm/yyyy", 0, "1961-02-04"},
		{"a day by code with a language", "birth.date", 22316, `[$-40C]d\ mmmm\ yyyy;@`, 0, "1961-02-04"},
		{"a month by code", "birth.date", 22316, "mmm", 0, "1961-02-04"},
		{"a number", "birth.date", 22316, "", 0, "!the cell holds a number, not a date -> format the column as a date"},
		{"a number in a format with letters in quotes", "birth.date", 22316, `0" days"`, 0, "!the cell holds a number, not a date"},
		{"a day with a time", "birth.date", 22316.5, "", 22, "!the cell holds a time"},
		{"a time", "birth.date", 0.5, "hh:mm", 0, "!the cell holds a time"},
		{"minutes", "birth.date", 22316, "[mm]:ss", 0, "!the cell holds a time"},
		{"the first day", "birth.date", 1, "", 14, "1900-01-01"},
		{"the day before the one that was none", "birth.date", 59, "", 14, "1900-02-28"},
		{"the day that was none", "birth.date", 60, "", 14, "!the cell holds a time"},
		{"the day after", "birth.date", 61, "", 14, "1900-03-01"},
		{"a day as text", "birth.date", "1961-02-04", "", 0, "1961-02-04"},
		{"a day as text, ambiguous", "birth.date", "02/04/1961", "", 0, "!nothing says in which order"},
		{"a day where text is meant", "birth.date_as_written", at, "", 14, "!the cell holds a date of the spreadsheet, and this is a text"},
		{"five digits", "address[0].postal_code", 37000, "", 0, "37000"},
		{"four digits", "address[0].postal_code", 1000, "", 0, "!zeros in front of it may be lost -> format the column as text"},
		{"four digits shown as five", "address[0].postal_code", 1000, "00000", 0, "01000"},
		{"text of digits", "address[0].postal_code", "01000", "", 0, "01000"},
		{"nir", "nir", int64(185029940412360), "", 0, "185029940412360"},
		{"nir as Excel in French shows it", "nir", int64(185029940412360), `0\ 00\ 00\ 00\ 000\ 000\ \|\ 00`, 0, "185029940412360"},
		{"nir with digits lost", "nir", 1850299404123601.0, "", 0, "!the cell holds a number"},
		{"phone", "contact.phone", 639980000, "", 0, "!the cell holds a number, and zeros in front of it may be lost"},
		{"phone as Excel in French shows it", "contact.phone", 639980000, `0#" "##" "##" "##" "##`, 0, "0639980000"},
		{"a number that may have had zeros", "permit.number", 123456, "", 0, "!the cell holds a number"},
		{"euros", "income.activity", 24000, "", 3, "24000"},
		{"cents", "income.activity", 24000.5, "", 4, "!this is not a whole number"},
		{"yes", "cover.closed", true, "", 0, "true"},
		{"no", "cover.closed", false, "", 0, "false"},
		{"a number for yes", "cover.closed", 1, "", 0, "!this is neither yes nor no"},
		{"true where text is meant", "name.birth", true, "", 0, "!the cell holds true or false"},
		{"true where a date is meant", "birth.date", true, "", 0, "!the cell holds true or false"},
		{"text with a line break in the middle", "name.birth", "a\nb", "", 0, "!line break"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := workbookOf(t, sheet{"A1": "Id", "B1": "X", "A2": 7, "B2": c.value}, styled(t, "B2", c.code, c.id))
			a, err := load(t, "clients.xlsx", data, fmt.Sprintf(text, c.key), disk())
			if want, bad := strings.CutPrefix(c.want, "!"); bad {
				holds(t, c.key, err, `clients.xlsx: row 2, column "X" (B): `+c.key+": … "+want)
			} else if err != nil || a.Value(c.key) != want {
				t.Errorf("%v; want %q", err, want)
			}
		})
	}
}

func TestFormulas(t *testing.T) {
	const text = "id = \"Id\"\n[columns]\n\"X\" = \"name.birth\"\n"
	formula := func(f *excelize.File) {
		if err := f.SetCellFormula("Sheet1", "B2", `UPPER("martin")`); err != nil {
			t.Fatal(err)
		}
	}
	_, err := load(t, "clients.xlsx", workbookOf(t, sheet{"A1": "Id", "B1": "X", "A2": "7"}, formula), text, disk())
	holds(t, "no value", err, `clients.xlsx: row 2, column "X" (B): name.birth: the cell has a formula whose value was not saved`)

	// Excel writes the value beside the formula, which excelize does not.
	saved := func(cell string) []byte {
		return remade(t, workbookOf(t, sheet{"A1": "Id", "B1": "X", "A2": "7", "B2": "here"}), `<c r="B2" t="s"><v>3</v></c>`, cell)
	}
	a, err := load(t, "clients.xlsx", saved(`<c r="B2" t="str"><f>UPPER("martin")</f><v>MARTIN</v></c>`), text, disk())
	if err != nil || a.Name.Birth != "MARTIN" {
		t.Errorf("the value of a formula: %v", err)
	}
	_, err = load(t, "clients.xlsx", saved(`<c r="B2" t="e"><f>VLOOKUP(1,A:A,2)</f><v>#N/A</v></c>`), text, disk())
	holds(t, "an error", err, `clients.xlsx: row 2, column "X" (B): name.birth: the cell holds the error #N/A -> mend the formula`)
	_, err = load(t, "clients.xlsx", saved(`<c r="B2" t="e"><v>Secret</v></c>`), text, disk())
	holds(t, "an error that is none", err, "name.birth: the cell holds an error -> mend the formula")
	a, err = load(t, "clients.xlsx", saved(`<c r="B2" t="inlineStr"><is><r><t>Mar</t></r><r><t xml:space="preserve">tin </t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>`), text, disk())
	if err != nil || a.Name.Birth != "Martin" {
		t.Errorf("rich text: %v, %v", a, err)
	}
	a, err = load(t, "clients.xlsx", saved(`<c r="B2" t="str"><v>_x00C9_tienne_x005F_x00C9_</v></c>`), text, disk())
	if err != nil || a.Name.Birth != "Étienne_x00C9_" {
		t.Errorf("escapes: %v, %v", a, err)
	}
	for _, cell := range []string{`<c r="B2" t="s"><v>99</v></c>`, `<c r="B2" t="q"><v>1</v></c>`, `<c r="B2"><v>x</v></c>`, `<c r="A2"><v>1</v></c>`, `<c r="B2"><v>1</w></c>`, `<c r="?2"><v>1</v></c>`} {
		_, err := load(t, "clients.xlsx", saved(cell), text, disk())
		holds(t, cell, err, "clients.xlsx: row 2: the workbook is damaged here")
	}
}

func TestDatesFrom1904(t *testing.T) {
	yes := true
	data := workbookOf(t, sheet{"A1": "Id", "B1": "X", "A2": "7", "B2": 20854}, styled(t, "B2", "", 14), func(f *excelize.File) {
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
	})
	a, err := load(t, "clients.xlsx", data, "id = \"Id\"\n[columns]\n\"X\" = \"birth.date\"\n", disk())
	if err != nil || a.Birth.Date.String() != "1961-02-04" {
		t.Errorf("%v, %v", a, err)
	}
}

func TestSheets(t *testing.T) {
	second := func(hide bool) func(*excelize.File) {
		return func(f *excelize.File) {
			f.NewSheet("Clients")
			f.SetSheetRow("Clients", "A1", &[]any{"Id", "X"})
			f.SetSheetRow("Clients", "A2", &[]any{"8", "Durand"})
			f.SetSheetVisible("Clients", !hide)
		}
	}
	cells := sheet{"A1": "Id", "B1": "X", "A2": "7", "B2": "Martin"}
	const text = "id = \"Id\"\n[columns]\n\"X\" = \"name.birth\"\n"
	_, err := load(t, "c.xlsx", workbookOf(t, cells, second(false)), text, disk())
	holds(t, "two sheets", err, `c.xlsx: the workbook has several sheets -> say which one in the map, sheet = "Sheet1"; its sheets are "Sheet1", "Clients"`)
	a, err := load(t, "c.xlsx", workbookOf(t, cells, second(true)), text, disk())
	if err != nil || a.Name.Birth != "Martin" {
		t.Errorf("one sheet is hidden: %v", err)
	}
	a, err = load(t, "c.xlsx", workbookOf(t, cells, second(true)), "sheet = \"clients\"\n"+text, disk())
	if err != nil || a.Name.Birth != "Durand" {
		t.Errorf("the hidden sheet is named: %v", err)
	}
	_, err = load(t, "c.xlsx", workbookOf(t, cells), "sheet = \"Clients\"\n"+text, disk())
	holds(t, "no such sheet", err, `c.xlsx: the workbook has no sheet "Clients" -> its sheets are "Sheet1"`)
}

func TestHeadingRow(t *testing.T) {
	const text = "id = \"Id\"\nheading_row = 3\n[columns]\n\"X\" = \"name.birth\"\n"
	a, err := load(t, "c.csv", []byte("Clients de 2026;\n;\nId;X\n7;Martin\n"), text, disk())
	if err != nil || a.Name.Birth != "Martin" || a.Pos("name.birth").String() != `c.csv: row 4, column "X" (B)` {
		t.Errorf("%v, %v", a, err)
	}
}

// remade is a workbook with a text of its first sheet replaced.
func remade(t testing.TB, data []byte, old, new string) []byte {
	t.Helper()
	return rezip(t, data, func(name string, part []byte) []byte {
		if name != "xl/worksheets/sheet1.xml" {
			return part
		}
		if !bytes.Contains(part, []byte(old)) {
			t.Fatalf("the sheet has no %s:\n%s", old, part)
		}
		return bytes.Replace(part, []byte(old), []byte(new), 1)
	})
}

func TestForeignFiles(t *testing.T) {
	m := mustMap(t, plainMap)
	book := workbookOf(t, sheet{"A1": "Dossier"})
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"old Excel", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("x", 600)), "this is a workbook of the old format XLS, or one locked with a password -> save it as XLSX, without a password"},
		{"cut", book[:len(book)/2], "the workbook is damaged"},
		{"another archive", rezip(t, book, func(name string, part []byte) []byte {
			if name == "xl/workbook.xml" {
				return nil
			}
			return part
		}), "this is no XLSX workbook"},
		{"a bomb", rezip(t, book, func(name string, part []byte) []byte {
			if name == "xl/styles.xml" {
				return append(part, make([]byte, maxUnpacked)...)
			}
			return part
		}), "the workbook takes more than 192 MB unpacked"},
		{"many cells without anything", remade(t, book, "<sheetData>", "<sheetData>"+strings.Repeat("<row>"+strings.Repeat("<c/>", 1000)+"</row>", maxCells/1000)+`<row><c r="A1"/></row>`),
			fmt.Sprintf("row %d: there are more than %d cells", maxCells/1000+1, maxCells)},
		{"too large", make([]byte, MaxSize+1), "the file is larger than 64 MB"},
		{"many columns", []byte(strings.Repeat("a;", maxColumns) + "b\n"), "row 1: there are more than 1000 columns"},
		{"many rows", []byte("Dossier;Nom;Prénoms;Né(e) le;Code postal;Marié\n" + numbered(maxRows+1)), "row 100002: there are more than 100000 rows"},
	} {
		_, err := Read("clients.xlsx", c.data, m, disk())
		holds(t, c.name, err, "clients.xlsx: "+c.want)
	}
}

func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d;Martin;;;;\n", i)
	}
	return b.String()
}
