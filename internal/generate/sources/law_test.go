package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/internal/rule"
)

// A code in the shape of the package: days of sections in words and those of articles in
// milliseconds, articles at several depths.
const madeCode = `{"type": "code", "data": {"title": "Code inventé", "etat": "VIGUEUR", "dateModif": "2026-03-14"}, "children": [
	{"type": "article", "data": {"num": "L1-1", "id": "LEGIARTI000000000011", "etat": "VIGUEUR",
		"dateDebut": 1619827200000, "dateFin": 32472144000000, "texte": "Tout l'article est resté le même."}},
	{"type": "section", "data": {"title": "Titre Ier", "etat": "VIGUEUR", "dateDebut": "2016-01-01", "dateFin": "2999-01-01"}, "children": [
		{"type": "article", "data": {"num": "L1-2", "id": "LEGIARTI000000000022", "etat": "VIGUEUR",
			"dateDebut": 1767225600000, "dateFin": 32472144000000, "texte": "Plus de six mois."}},
		{"type": "section", "data": {"title": "Chapitre Ier", "etat": null}, "children": [
			{"type": "article", "data": {"num": "R1-3", "id": "LEGIARTI000000000013", "etat": "ABROGE",
				"dateDebut": 1451606400000, "dateFin": 1735689600000, "texte": "Abrogé."}},
			{"type": "article", "data": {"num": "R1-4", "id": "LEGIARTI000000000014", "etat": "VIGUEUR",
				"dateDebut": 1451606400000, "dateFin": 32472144000000, "texte": "Plus de trois mois."}}]}]},
	{"type": "article", "data": {"num": "D1-6", "id": "LEGIARTI000000000016", "etat": "ABROGE_DIFF",
		"dateDebut": 1451606400000, "dateFin": 1798761600000, "texte": "Finit."}},
	{"type": "article", "data": {"num": "D1-7", "id": "LEGIARTI000000000017", "etat": "VIGUEUR",
		"dateDebut": 1451606400000, "dateFin": 32472144000000, "texte": "Daté."}},
	{"type": "article", "data": {"num": null, "id": "LEGIARTI000000000018", "etat": null,
		"dateDebut": 1451606400000, "dateFin": 32472144000000, "texte": "Annexe."}}]}`

// row is of the made code; words are those the article had when it was read.
func row(name, legiarti, since, words string) rule.Article {
	code, number, _ := strings.Cut(name, " ")
	return rule.Article{Code: code, Number: number, LEGIARTI: legiarti, Since: since, Read: "2026-11-22", Text: fingerprint(words)}
}

var madeRows = []rule.Article{
	row("CSS L1-1", "LEGIARTI000000000011", "2021-05-01", "Tout l' article  est\nresté le même ."),
	row("CSS L1-2", "LEGIARTI000000000012", "2016-01-01", "Plus de trois mois."),
	row("CSS R1-3", "LEGIARTI000000000013", "2016-01-01", "Abrogé."),
	row("CSS R1-4", "LEGIARTI000000000014", "2016-01-01", "Trois mois."),
	row("CSS L1-5", "LEGIARTI000000000015", "2016-01-01", "Perdu."),
	row("CSS D1-6", "LEGIARTI000000000016", "2016-01-01", "Finit."),
	row("CSS D1-7", "LEGIARTI000000000017", "2015-01-01", "Daté."),
	row("CRPA L1-1", "LEGIARTI000000000011", "2021-05-01", "Tout l'article est resté le même."),
}

func TestReport(t *testing.T) {
	var l law
	if err := l.add("CSS", []byte(madeCode)); err != nil {
		t.Fatal(err)
	}
	const page = "https://www.legifrance.gouv.fr/codes/article_lc/"
	want := `CSS L1-2: changed: another version has been in force since 2026-01-01
	as read: ` + page + `LEGIARTI000000000012
	as it is: ` + page + `LEGIARTI000000000022
	its row, once read: CSS L1-2,LEGIARTI000000000022,2026-01-01,2026-11-27,` + fingerprint("Plus de six mois.") + `
CSS R1-3: no longer in force: ABROGE from 2016-01-01 until 2025-01-01
	as read: ` + page + `LEGIARTI000000000013
CSS R1-4: its text was corrected under the same number
	as read: ` + page + `LEGIARTI000000000014
	as it is: ` + page + `LEGIARTI000000000014
	its row, once read: CSS R1-4,LEGIARTI000000000014,2016-01-01,2026-11-27,` + fingerprint("Plus de trois mois.") + `
CSS L1-5: not found
	as read: ` + page + `LEGIARTI000000000015
CSS D1-6: stands, but ends on 2027-01-01
	as read: ` + page + `LEGIARTI000000000016
CSS D1-7: in force since 2016-01-01, not 2015-01-01
	as read: ` + page + `LEGIARTI000000000017
	as it is: ` + page + `LEGIARTI000000000017
	its row, once read: CSS D1-7,LEGIARTI000000000017,2016-01-01,2026-11-27,` + fingerprint("Daté.") + `
CRPA L1-1: not found
	as read: ` + page + `LEGIARTI000000000011
2 of 8 articles stand as they were read (Code inventé, changed last on 2026-03-14)
`
	got, changed := report(madeRows, l, "2026-11-27")
	if got != want || !changed {
		t.Errorf("changed %v, reported\n%s\nwant\n%s", changed, got, want)
	}
}

// What stands is not named, and an end that is still to come does not ask for a new reading.
func TestReportWhenAllStand(t *testing.T) {
	var l law
	if err := l.add("CSS", []byte(madeCode)); err != nil {
		t.Fatal(err)
	}
	got, changed := report(madeRows[:1], l, "2026-11-27")
	if want := "1 of 1 articles stand as they were read (Code inventé, changed last on 2026-03-14)\n"; got != want || changed {
		t.Errorf("changed %v, reported %q, want %q", changed, got, want)
	}
	if got, changed := report(madeRows[5:6], l, "2026-12-31"); changed || !strings.Contains(got, "ends on 2027-01-01") {
		t.Errorf("changed %v on its last day, reported %q", changed, got)
	}
	if got, changed := report(madeRows[5:6], l, "2027-01-01"); !changed || !strings.Contains(got, "no longer in force: ABROGE_DIFF") {
		t.Errorf("changed %v on the day after, reported %q", changed, got)
	}
}

func TestRowsToWriteAreRowsOfTheTable(t *testing.T) {
	table, err := os.ReadFile("../../rule/articles.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range rule.AllArticles() {
		if !strings.Contains(string(table), "\n"+line(a)+"\n") {
			t.Errorf("the table does not have %q", line(a))
		}
	}
}

func TestRunReadsAnArchive(t *testing.T) {
	const manifest, css, crpa = "package/package.json", "package/data/LEGITEXT000006073189.json", "package/data/LEGITEXT000031366350.json"
	whole := map[string]string{manifest: `{"name": "@socialgouv/legi-data", "version": "9.9.9"}`, css: madeCode, crpa: madeCode}
	archive := filepath.Join(t.TempDir(), "law.tgz")
	pack(t, archive, whole)
	text, changed, err := run("latest", archive, "2026-11-27")
	if err != nil || !changed || !strings.Contains(text, "CSS D160-2: not found\n") || !strings.HasSuffix(text, "; @socialgouv/legi-data@9.9.9)\n") {
		t.Errorf("changed %v, %v, reported\n%s", changed, err, text)
	}

	for _, test := range []struct{ file, content, want string }{
		{manifest, "", "the archive has no package/package.json"},
		{css, "", "the archive has no package/data/LEGITEXT000006073189.json"},
		{crpa, "", "the archive has no package/data/LEGITEXT000031366350.json"},
		{manifest, "{", "read package.json: unexpected end"},
		{css, "{", "read the CSS: unexpected end"},
		{css, `{"type": "code", "data": {"title": "Code vide"}}`, "read the CSS: there are no articles"},
		{crpa, `{"type": "article", "data": {"num": "L1", "dateDebut": {}}}`, "read the CRPA: json: cannot unmarshal"},
	} {
		files := maps.Clone(whole)
		files[test.file] = test.content
		if test.content == "" {
			delete(files, test.file)
		}
		pack(t, archive, files)
		if _, _, err := run("latest", archive, "2026-11-27"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s holds %q: %v, want an error with %q", test.file, test.content, err, test.want)
		}
	}
}

// pack writes an archive as npm does.
func pack(t *testing.T, path string, files map[string]string) {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	w := tar.NewWriter(zipped)
	for name, content := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
