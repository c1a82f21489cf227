package roster

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/profile"
)

// papers are the documents of an applicant, one a line: kind, file, translation, and the day it expires.
func papers(a *profile.Applicant) string {
	var b strings.Builder
	for _, d := range a.Documents {
		fmt.Fprintf(&b, "%s %s %s %s %s\n", d.Kind, d.File, d.Translation.File, d.Expires, d.Holder)
	}
	return b.String()
}

const paperMap = `id = "Id"
dates = "day first"
[columns]
"Nom" = "name.birth"
"Bail" = "document[2].file"
"Noms imprimés" = "document[0].printed"
[separators]
"Noms imprimés" = "semicolon"

[[document]]
kind = "passport"
file = "{id}/passport*"
expires = "{Expire le}"
holder = "{Nom} {Id}"

[[document]]
kind = "birth certificate"
file = "{id}/naissance*.pdf"
optional = true
[document.translation]
file = "{id}/traduction*"
optional = true
translator = "sworn in France"

[[document]]
kind = "lease"
optional = true

[[document]]
kind = "energy bill"
file = "edf/{id}-*"
many = true
optional = true
`

func TestAttachments(t *testing.T) {
	for _, c := range []struct {
		name, row string
		files     []string
		papers    string
		err       []string
	}{
		{"all", "7;Martin;baux/7.pdf;A;31/12/2030", []string{"7/Passport.JPG", "7/naissance-1.pdf", "7/traduction.pdf", "edf/7-1.pdf", "edf/7-2.pdf", "edf/77-1.pdf"},
			"passport 7/Passport.JPG  2030-12-31 Martin 7\nbirth certificate 7/naissance-1.pdf 7/traduction.pdf  \nlease baux/7.pdf   \nenergy bill edf/7-1.pdf   \nenergy bill edf/7-2.pdf   \n", nil},
		{"none", "7;Martin;;;", nil, "passport 7/passport*   Martin 7\n", nil},
		{"no translation", "7;Martin;;;", []string{"7/passport.pdf", "7/naissance.pdf"}, "passport 7/passport.pdf   Martin 7\nbirth certificate 7/naissance.pdf   \n", nil},
		{"an accent in two characters", "é7;Martin;;;", []string{"e\u03017/passport.pdf"}, "passport é7/passport*   Martin é7\n", nil},
		{"accents of file names", "7;Martin;;;", []string{"7/passporte\u0301.pdf"}, "passport 7/passporte\u0301.pdf   Martin 7\n", nil},
		{"hidden files and folders do not count", "7;Martin;;;", []string{"7/.passport", "7/passport/x", "7/passport.png"}, "passport 7/passport.png   Martin 7\n", nil},
		{"several", "7;Martin;;;", []string{"7/passport.pdf", "7/passport-2.pdf", "7/naissance1.pdf", "7/naissance2.pdf"}, "", []string{
			"c.csv: row 2: document[0].file: 2 files fit 7/passport*: passport-2.pdf, passport.pdf -> keep one, or write many = true in the [[document]] of map.toml", "c.csv: row 2: document[1].file: 2 files fit"}},
		{"a wildcard in the id", "[7];Martin;;;", []string{"7/passport.pdf", "[7]/passport.png"}, "passport [7]/passport.png   Martin [7]\n", nil},
		{"a file elsewhere", "7;Martin;../../etc/passwd;;", nil, "", []string{`c.csv: row 2, column "Bail" (C): document[2].file: the file is not in the folder of the sheet`}},
		{"an absolute file", "7;Martin;/etc/passwd;;", nil, "", []string{`column "Bail" (C): document[2].file: the file is not in the folder of the sheet`}},
		{"a drive", `7;Martin;c:\x.pdf;;`, nil, "", []string{`document[2].file: the file is not in the folder of the sheet`}},
		{"a file by Windows", `7;Martin;baux\7.pdf;;`, nil, "passport 7/passport*   Martin 7\nlease baux/7.pdf   \n", nil},
		{"a bad date", "7;Martin;;;12/2030", nil, "", []string{`c.csv: row 2, column "Expire le" (E): document[0].expires: this is not a date`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := load(t, "c.csv", []byte("Id;Nom;Bail;Noms imprimés;Expire le\n"+c.row+"\n"), paperMap, disk(c.files...))
			if c.err != nil {
				holds(t, "row", err, c.err...)
				return
			}
			if err != nil || papers(a) != c.papers {
				t.Errorf("%v\n%s\nwant\n%s", err, papers(a), c.papers)
			}
		})
	}
}

// TestPlaces says where a reader finds the keys of papers and what a row lacks.
func TestPlaces(t *testing.T) {
	w := disk("7/passport.pdf", "edf/7-1.pdf", "edf/7-2.pdf")
	data := []byte("Id;Nom;Bail;Noms imprimés;Expire le\n7;;;A;31/12/2030\n")
	w.Lang = "fr"
	a, err := load(t, "dir/c.csv", data, paperMap, disk("dir/7/passport.pdf", "dir/edf/7-1.pdf", "dir/edf/7-2.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"name.birth": `dir/c.csv: row 2, column "Nom" (B)`, "name.first": "dir/c.csv: row 2", "": "dir/c.csv: row 2", "sex": "dir/c.csv: row 2",
		"document[0].expires": `dir/c.csv: row 2, column "Expire le" (E)`, "document[0].printed": `dir/c.csv: row 2, column "Noms imprimés" (D)`,
		"document[2].file": "dir/c.csv: row 2", "document": "dir/c.csv: row 2",
	} {
		if got := a.Pos(key).String(); got != want {
			t.Errorf("%q stands at %s, want %s", key, got, want)
		}
	}
	if got := filepath.ToSlash(a.Documents[2].Path()); got != "dir/edf/7-2.pdf" {
		t.Errorf("the second bill is %s", got)
	}
	if a, err = load(t, "c.csv", data, paperMap, w); err != nil || a.Pos("name.birth").String() != "c.csv: ligne 2, colonne « Nom » (B)" {
		t.Errorf("in French: %v, %v", a.Pos("name.birth"), err)
	}
}

// TestFilesAreFoundOnDisk uses a folder as it is, and a pattern in a folder above the sheet.
func TestFilesAreFoundOnDisk(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"scans/Martin-passport.pdf", "scans/Martinez-passport.pdf", "lists/c.csv", "secret.pdf"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const text = "id = \"Id\"\n[columns]\nNom = \"name.birth\"\n[[document]]\nkind = \"passport\"\nfile = \"../scans/{Nom}-pass*\"\n"
	w := World{Read: os.ReadFile, List: os.ReadDir}
	name := filepath.Join(dir, "lists", "c.csv")
	a, err := load(t, name, []byte("Id;Nom\n7;Martin\n"), text, w)
	if err != nil || a.Documents[0].File != "../scans/Martin-passport.pdf" {
		t.Fatalf("%v, %v", a, err)
	}
	if _, err := os.Stat(a.Documents[0].Path()); err != nil {
		t.Error(err)
	}
	for cell, want := range map[string]string{
		"../secret.pdf": `column "Nom" (B): document[0].file: this cannot be part of the name of a file`, "..": "this cannot be part of the name of a file", `a\b`: "this cannot be part",
		"": `column "Nom" (B): document[0].file: the cell is empty, and it names a file`,
	} {
		_, err := load(t, name, []byte("Id;Nom\n7;"+cell+"\n"), text, w)
		holds(t, cell, err, want)
	}
	a, err = load(t, name, []byte("Id;Nom\n7;*\n"), text, w)
	if err == nil {
		t.Errorf("a wildcard in a cell found %s", papers(a))
	}
}

// TestUnreadableFolder holds that a folder that cannot be looked into is not taken for an empty one.
func TestUnreadableFolder(t *testing.T) {
	w := disk()
	w.List = func(folder string) ([]os.DirEntry, error) {
		return nil, &os.PathError{Op: "open", Path: folder, Err: os.ErrPermission}
	}
	_, err := load(t, "c.csv", []byte("Id;Nom;Bail;Noms imprimés;Expire le\n7;Martin;;;\n"), paperMap, w)
	holds(t, "row", err, "c.csv: row 2: document[0].file: the folder of 7/passport* cannot be read", "document[1].file", "document[3].file")
}

// TestTablesOfPapers holds that what stands within a document stays in it, and that a kind may be a column's.
func TestTablesOfPapers(t *testing.T) {
	const text = `id = "Id"
[[document]]
kind = "{Quoi}"
password_env = "SECRET"
[document.translation]
file = "fr.pdf"
password_env = "SECRET"
[[document]]
kind = "visa"
[columns]
X = "document[1].language"
Y = "document[1].translation.file"
`
	data := "Id;Quoi;X;Y\n7;%;anglais;visa-fr.pdf\n"
	a, err := load(t, "c.csv", []byte(strings.Replace(data, "%", "passport", 1)), text, disk())
	if err != nil || papers(a) != "passport  fr.pdf  \nvisa  visa-fr.pdf  \n" || a.Documents[0].PasswordEnv != "SECRET" {
		t.Errorf("%v\n%s", err, papers(a))
	}
	_, err = load(t, "c.csv", []byte(strings.Replace(data, "%", "", 1)), text, disk())
	holds(t, "no kind", err, `c.csv: row 2, column "Quoi" (B): document[0].kind: the cell is empty, and it says what the paper is`)
	_, err = load(t, "c.csv", []byte(strings.Replace(data, "%", "pasport", 1)), text, disk())
	holds(t, "a word unknown", err, `c.csv: row 2, column "Quoi" (B): document[0].kind: this is not a word known here`)
	a, err = load(t, "c.csv", []byte(strings.Replace(data, "%", "", 1)), strings.Replace(text, "password_env", "optional = true\npassword_env", 1), disk())
	if err != nil || papers(a) != "visa  visa-fr.pdf  \n" {
		t.Errorf("%v\n%s", err, papers(a))
	}
}
