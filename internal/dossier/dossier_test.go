package dossier

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dossier/forms"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

var today = profile.Date{Year: 2026, Month: 11, Day: 22}

// scans is the folder of made scans.
const scans = "../../testdata/scans"

// sound is an invented person who can post on 22 November 2026 but for the official form. Cases
// change a line of it or add some at its end.
const sound = `situation = "not working"
sex = "F"
nationalities = ["Canada"]
arrived = 2026-02-01
[name]
birth = "Tremblay"
first = ["Maude", "Élise"]
[birth]
date = 1980-05-17
town = "Montréal"
country = "Canada"
[contact]
phone = "06 12 34 56 78"
email = "maude@courriel.example"
[cover]
country = "Canada"
closed = true
[permit]
kind = "resident card"
until = 2030-01-01
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "MME MAUDE TREMBLAY"
[signature]
place = "Tours"
date = 2026-11-22
[[address]]
kind = "own lease"
street = "3 rue des Tanneurs"
postal_code = "37000"
commune = "Tours"
from = 2026-02-01
[[document]]
kind = "passport"
file = "passport.jpg"
expires = 2032-05-15
[[document]]
kind = "residence permit"
file = "visa.jpg"
[[document]]
kind = "birth certificate"
file = "birth-certificate.pdf"
country = "Canada"
language = "French"
shows_parents = true
[[document]]
kind = "lease"
file = "lease.pdf"
from = 2026-02-01
[[document]]
kind = "RIB"
file = "rib.pdf"
holder = "MME MAUDE TREMBLAY"
`

// changed is sound with pairs of an old text and a new one; an empty old text stands for the end.
func changed(t *testing.T, pairs ...string) string {
	t.Helper()
	text := sound
	for i := 0; i < len(pairs); i += 2 {
		switch old := pairs[i]; {
		case old == "":
			text += pairs[i+1] + "\n"
		case strings.Contains(text, old):
			text = strings.Replace(text, old, pairs[i+1], 1)
		default:
			t.Fatalf("the sound profile does not have %q", old)
		}
	}
	return text
}

// applicant reads a profile that stands beside the scans.
func applicant(t *testing.T, text string) *profile.Applicant {
	t.Helper()
	a, err := profile.Load("me.toml", func(string) ([]byte, error) { return []byte(text), nil })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func fromScans(name string) ([]byte, error) { return os.ReadFile(filepath.Join(scans, name)) }

var catalog = func() *form.Catalog {
	c, err := form.Load(forms.FS)
	if err != nil {
		panic(err)
	}
	return c
}()

// jobOf is the job of a profile's text, its files read from the scans.
func jobOf(t *testing.T, text string) *Job {
	t.Helper()
	return &Job{Applicant: applicant(t, text), Day: today, Catalog: catalog, Read: fromScans, Version: "test"}
}

// people are the jobs of the invented people of profiles/, by file name; the template, whose files
// do not exist, is not among them.
func people(t *testing.T) map[string]*Job {
	t.Helper()
	names, err := filepath.Glob("../../profiles/*.toml")
	if err != nil || len(names) < 10 {
		t.Fatalf("profiles %q, %v", names, err)
	}
	jobs := map[string]*Job{}
	for _, name := range names {
		base := filepath.Base(name)
		if base == "template.toml" || base == "household.toml" {
			continue
		}
		a, err := profile.Load(name, os.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		jobs[base] = &Job{Applicant: a, Day: today, Catalog: catalog, Read: os.ReadFile, Version: "test"}
	}
	return jobs
}

// official is the official blank, nil where it is not at hand.
func official(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../shared/forms/official/s1106-15763-01-fr.pdf")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return data
}

// build makes all papers, and holds that Check finds the same without making them.
func build(t *testing.T, j *Job) *Dossier {
	t.Helper()
	d, err := j.Build()
	if err != nil {
		t.Fatal(err)
	}
	if found, err := j.Check(true); err != nil || !reflect.DeepEqual(found, d.Findings) {
		t.Errorf("%v: check finds %v, build %v", err, found, d.Findings)
	}
	papersOf(t, d) // which completes the manifest
	return d
}

func opened(t *testing.T, data []byte) *pdf.File {
	t.Helper()
	f, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// papersOf writes all papers of a dossier, which completes its manifest but for their sums.
func papersOf(t interface{ Fatal(...any) }, d *Dossier) map[string][]byte {
	files := map[string][]byte{}
	for name, write := range d.Papers {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		files[name] = out.Bytes()
	}
	return files
}

// readable are papers as they are read back.
func readable(files map[string][]byte) map[string]Paper {
	papers := map[string]Paper{}
	for name, data := range files {
		papers[name] = bytes.NewReader(data)
	}
	return papers
}

// scanOf is a PDF of so many pages, each a small picture.
func scanOf(t interface{ Fatal(...any) }, pages int) []byte {
	data, err := fromScans("alpha.png")
	if err != nil {
		t.Fatal(err)
	}
	s, err := picture.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	part := pdf.Part{Title: "scan", Pages: pages, Open: func() (pdf.Source, error) {
		return pdf.Source{Pictures: slices.Repeat(s.Pages, pages)}, nil
	}}
	var out bytes.Buffer
	if _, err := pdf.Join(&out, []pdf.Part{part}, pdf.JoinOptions{Title: "scan"}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// plain has ordinary spaces in the place of those of French typography.
func plain(s string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s)
}

// letterOf is the letter of a profile with all its pieces.
func letterOf(t *testing.T, a *profile.Applicant) typeset.Letter {
	t.Helper()
	l, err := Letter(rule.NewCase(a, today), Pieces(a))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// findingAt is the finding of a rule at a key.
func findingAt(found []rule.Finding, id, key string) (rule.Finding, bool) {
	for _, f := range found {
		if f.Rule == id && f.Key == key {
			return f, true
		}
	}
	return rule.Finding{}, false
}
