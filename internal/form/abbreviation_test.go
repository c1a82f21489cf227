package form

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"dossier/forms"
	"dossier/internal/profile"
)

func abbreviations(t *testing.T) *Abbreviations {
	t.Helper()
	a, err := ReadAbbreviations(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAbbreviationsHaveTheirSource(t *testing.T) {
	a := abbreviations(t)
	if _, err := profile.ParseDate(a.Read); err != nil || a.Source == "" || !strings.HasPrefix(a.URL, "https://") || len(a.Words) < 100 {
		t.Errorf("source %q at %q, read %q, %d words", a.Source, a.URL, a.Read, len(a.Words))
	}
}

func TestShorter(t *testing.T) {
	a := abbreviations(t)
	for _, c := range []struct{ text, keep, want string }{ // want: one word abbreviated | two | three ...
		{"12 rue des Lilas", "", ""},
		{"12 avenue des Lilas", "", "12 av des Lilas"},
		{"12 Avenue des Lilas", "", "12 Av des Lilas"},
		{"12 AVENUE DES LILAS", "", "12 AV DES LILAS"},
		{"3 ALLÉE DU PARC", "", "3 ALL DU PARC"},
		{"3 allee du parc", "", "3 all du parc"},
		// the longest gain first, of two gains alike the first
		{"1 boulevard du Général Leclerc", "", "1 bd du Général Leclerc|1 bd du Gal Leclerc"},
		{"1 place du Maréchal Foch", "", "1 place du Mal Foch|1 pl du Mal Foch"},
		{"1 grand passage du petit port", "", "1 grand pas du petit port|1 gd pas du petit port|1 gd pas du pt port"},
		// whole words only, and never the last one, by which the street is known
		{"1 rue de l’Avenue", "", ""},
		{"1 rue Placement", "", ""},
		{"1 avenue de la Place, bâtiment C", "", "1 avenue de la Place, bat C|1 av de la Place, bat C"},
		{"Avenue", "", ""},
		// several words, with what stands between them
		{"Zone industrielle Nord", "", "ZI Nord"},
		{"Rond-point des Lices", "", "Rpt des Lices"},
		{"2 cours Notre-Dame des Champs", "", "2 cours ND des Champs"},
		{"4 zone d’activité économique Sud", "", "4 ZAE Sud"},
		{"4 zone d'activité Sud", "", "4 ZA Sud"},
		{"Centre Commercial", "", ""},
		{"Saint-Étienne-du-Rouvray", "", "St-Étienne-du-Rouvray"},
		{"sainte-foy", "", "ste-foy"},
		{"", "", ""},
		// a person's name is left alone
		{"chez Jean Place Noir, 3 place du Port", "chez Jean Place Noir", "chez Jean Place Noir, 3 pl du Port"},
		{"chez Marie Impasse, 3 rue X", "chez Marie Impasse", ""},
	} {
		var got []string
		for _, s := range a.Shorter(c.text, c.keep) {
			got = append(got, s.Text)
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s\n\tis %q\n\twant %q", c.text, s, c.want)
		}
	}
	if got := (*Abbreviations)(nil).Shorter("1 avenue X", ""); got != nil {
		t.Errorf("without a table: %v", got)
	}
	if s := a.Shorter("1 Boulevard du Général Leclerc", "")[1]; len(s.Words) != 2 || s.Words[0] != (Abbreviation{"Boulevard", "Bd"}) || s.Words[1] != (Abbreviation{"Général", "Gal"}) {
		t.Errorf("words %v", s.Words)
	}
}

func TestHolds(t *testing.T) {
	a := abbreviations(t)
	for _, c := range []struct {
		text, part string
		want       bool
	}{
		{"1 bd du Gal Leclerc, bat C", "1 boulevard du Général Leclerc", true},
		{"1 bd du Gal Leclerc, bat C", "Bâtiment C", true},
		{"1 bd du Gal Leclerc", "1 boulevard du Général Leclerc, bâtiment C", false},
		{"1 bd du Gal Leclerc", "11 bd du Gal Leclerc", false},
		{"11 bd du Gal Leclerc", "1 bd du Gal Leclerc", false},
		{"1 bd Leclerc", "1 boulevard du Général Leclerc", false},
		{"3 Ctre Commercial, dit X", "3 Centre Commercial", false}, // no short form of the table
	} {
		if got := a.Holds(c.text, c.part); got != c.want {
			t.Errorf("%q holds %q: %v", c.text, c.part, got)
		}
	}
}

// Whatever the words and signs of an address, each step is shorter than the one before, and says the
// same: every part of the address is still found.
func TestShorterSaysTheSame(t *testing.T) {
	a := abbreviations(t)
	var words []string
	for _, w := range a.Words {
		words = append(words, w.Long, strings.ToUpper(w.Long), w.Short)
	}
	words = append(words, "rue", "de", "la", "Lilas", "12", "l’Église", "Łódź", "Nguyễn", "e\u0301toile", "d’", "")
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Custom(func(t *rapid.T) string {
			var b strings.Builder
			for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "words") {
				b.WriteString(w + rapid.SampledFrom([]string{" ", "-", "'", "  ", ". "}).Draw(t, "sign"))
			}
			return b.String()
		})
		parts := rapid.SliceOfN(part, 1, 3).Draw(t, "parts")
		text := strings.Join(parts, ", ")
		before := length(text)
		for _, s := range a.Shorter(text, "") {
			if length(s.Text) >= before {
				t.Fatalf("%q is no shorter: %q", text, s.Text)
			}
			before = length(s.Text)
			for _, p := range parts {
				if !a.Holds(s.Text, p) {
					t.Fatalf("%q became %q: %q is not in it", text, s.Text, p)
				}
			}
		}
	})
}

func TestReadAbbreviationsErrors(t *testing.T) {
	for src, want := range map[string]string{
		`word = [{ long = "place", short = "pl" }, { long = "Placé", short = "p" }]`: `"Placé" is given twice`,
		`word = [{ long = "pl", short = "place" }]`:                                  `"place" is no shorter than "pl"`,
		`word = [{ long = "place", short = "" }]`:                                    `is no shorter`,
		`wrod = []`: "unknown key wrod",
		`[`:         "toml:",
	} {
		_, err := ReadAbbreviations(fstest.MapFS{"abbreviations.toml": {Data: []byte(src)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", src, err, want)
		}
	}
	if _, err := ReadAbbreviations(fstest.MapFS{}); err == nil {
		t.Error("an empty folder has abbreviations")
	}
}
