package dossier

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

func TestEveryKindStandsInOneSection(t *testing.T) {
	count := map[profile.Kind]int{}
	for _, s := range sections {
		if s.title.FR == "" || s.title.EN == "" {
			t.Errorf("a section of %v has no title", s.kinds)
		}
		for _, k := range s.kinds {
			count[k]++
		}
	}
	words := profile.Kind("").Words()
	for _, w := range words {
		if n := count[profile.Kind(w)]; n != 1 {
			t.Errorf("%q stands in %d sections", w, n)
		}
	}
	if len(count) != len(words) {
		t.Errorf("the sections hold %d kinds, a profile may use %d", len(count), len(words))
	}
}

// line says a piece in a few words: "2 passport", "5 birth certificate +" for a translation.
func line(a *profile.Applicant, p Piece) string {
	s := fmt.Sprintf("%d %s", p.Number, a.Documents[p.Doc].Kind)
	if p.Translation {
		s += " +"
	}
	return s
}

func TestPieces(t *testing.T) {
	document := func(kind, more string) string { return "[[document]]\nkind = \"" + kind + "\"\n" + more + "\n" }
	file := `file = "x.pdf"`
	for _, c := range []struct {
		name, profile string
		want          []string
	}{
		{"none", "", nil},
		{"order of the envelope, not of the file",
			document("other", file) + document("RIB", file) + document("lease", file) + document("birth certificate", file) + document("passport", file),
			[]string{"2 passport", "3 birth certificate", "4 lease", "5 RIB", "6 other"}},
		{"order within a section", document("visa validation", file) + document("visa", file) + document("identity card", file),
			[]string{"2 identity card", "3 visa", "4 visa validation"}},
		{"two of a kind keep the order of the file", document("energy bill", `file = "b.pdf"`) + document("energy bill", `file = "a.pdf"`),
			[]string{"2 energy bill", "3 energy bill"}},
		{"a translation follows its original", document("marriage certificate", file+"\ntranslation.file = \"y.pdf\"") + document("birth certificate", file+"\ntranslation.file = \"z.pdf\""),
			[]string{"2 birth certificate", "3 birth certificate +", "4 marriage certificate", "5 marriage certificate +"}},
		{"a translation alone", document("birth certificate", `translation.file = "z.pdf"`), []string{"2 birth certificate +"}},
		{"a paper without a file takes no number", document("passport", "") + document("visa", file), []string{"2 visa"}},
		{"no kind given", "[[document]]\n" + file + "\n" + document("RIB", file), []string{"2 RIB", "3 "}},
	} {
		a := applicant(t, c.profile)
		var got []string
		for _, p := range Pieces(a) {
			got = append(got, line(a, p))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	a := applicant(t, document("energy bill", `file = "b.pdf"`)+document("energy bill", `file = "a.pdf"`))
	if p := Pieces(a); p[0].Path != "b.pdf" || p[1].Path != "a.pdf" {
		t.Errorf("two bills changed places: %v", p)
	}
}

func TestTitles(t *testing.T) {
	for _, c := range []struct{ document, fr, en string }{
		{`kind = "passport"`, "Passeport", "Passport"},
		{`kind = "energy bill"
from = 2026-07-01
to = 2026-08-31`, "Facture d’énergie du 1er juillet 2026 au 31 août 2026", "Energy bill, 1 July 2026 to 31 August 2026"},
		{`kind = "lease"
from = 2026-07-01`, "Bail", "Lease"},
		{`kind = "visa"
from = 2026-07-01
to = 2027-06-30`, "Visa de long séjour", "Long-stay visa"}, // no proof of residence
		{`kind = "other"
title = "Attestation du consulat"`, "Attestation du consulat", "Attestation du consulat"},
	} {
		a := applicant(t, "[[document]]\nfile = \"x.pdf\"\ntranslation.file = \"y.pdf\"\n"+c.document+"\n")
		p := Pieces(a)
		if len(p) != 2 {
			t.Fatalf("%q: %d pieces", c.document, len(p))
		}
		if p[0].Title.FR != c.fr || p[0].Title.EN != c.en {
			t.Errorf("title %+v, want %q, %q", p[0].Title, c.fr, c.en)
		}
		if p[1].Title.FR != c.fr+", traduction" || p[1].Title.EN != c.en+", translation" {
			t.Errorf("title of the translation %+v", p[1].Title)
		}
	}
}

// randomDocuments draws documents whose files all have names of their own.
func randomDocuments(t *rapid.T) []profile.Document {
	kinds := append(profile.Kind("").Words(), "")
	docs := make([]profile.Document, rapid.IntRange(0, 12).Draw(t, "documents"))
	for i := range docs {
		docs[i].Kind = profile.Kind(rapid.SampledFrom(kinds).Draw(t, "kind"))
		if rapid.Bool().Draw(t, "has file") {
			docs[i].File = fmt.Sprintf("%d.pdf", i)
		}
		if rapid.Bool().Draw(t, "has translation") {
			docs[i].Translation.File = fmt.Sprintf("%d-fr.pdf", i)
		}
	}
	return docs
}

// Whatever the documents: numbers run from 2 without holes, sections never go back, and each file
// and each translation is there once, the translation right behind its original.
func TestPiecesOfAnyDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &profile.Applicant{Documents: randomDocuments(t)}
		pieces := Pieces(a)
		seen := map[string]int{}
		for i, p := range pieces {
			seen[p.Key()]++
			if p.Number != i+2 {
				t.Errorf("piece %d has number %d", i, p.Number)
			}
			if i > 0 && p.Section < pieces[i-1].Section {
				t.Errorf("piece %d goes back to section %d", p.Number, p.Section)
			}
			if follows := i > 0 && pieces[i-1].Doc == p.Doc; p.Translation && a.Documents[p.Doc].File != "" && !follows {
				t.Errorf("the translation %d does not follow its original", p.Number)
			}
		}
		for i, d := range a.Documents {
			at := profile.Key("document", i)
			for key, name := range map[string]string{at + ".file": d.File, at + ".translation.file": d.Translation.File} {
				if want := min(1, len(name)); seen[key] != want {
					t.Errorf("%s is there %d times, want %d", key, seen[key], want)
				}
			}
		}
	})
}

func TestPieceKey(t *testing.T) {
	if k := (Piece{Doc: 3}).Key(); k != "document[3].file" {
		t.Error(k)
	}
	if k := (Piece{Doc: 3, Translation: true}).Key(); !strings.HasPrefix(k, "document[3].translation.") {
		t.Error(k)
	}
}

// Every civil-status paper must be able to stand in the letter's sentence about translation, and
// the papers of identity beside them in that about names.
func TestSubjects(t *testing.T) {
	identity := []profile.Kind{profile.Passport, profile.IdentityCard, profile.Visa, profile.ResidencePermit}
	for _, word := range profile.Kind("").Words() {
		kind := profile.Kind(word)
		if _, ok := subjects[kind]; ok != (kind.CivilStatus() || slices.Contains(identity, kind)) {
			t.Errorf("%s: civil status %v, in the letter %v", kind, kind.CivilStatus(), ok)
		}
	}
}
