package cpam

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func names(funds []Fund) string {
	var out []string
	for _, f := range funds {
		out = append(out, f.Name)
	}
	return strings.Join(out, "; ")
}

func TestFunds(t *testing.T) {
	funds := Funds()
	if len(funds) != 110 {
		t.Errorf("%d funds, want the 109 of the directory and Saint-Barthélemy", len(funds))
	}
	seen := map[string]bool{}
	for _, f := range funds {
		if seen[f.Name] {
			t.Errorf("%s is there twice", f.Name)
		}
		seen[f.Name] = true
		if f.Name == "" || f.Departement == "" || (f.PostalCode == "") != (f.City == "") {
			t.Errorf("incomplete: %+v", f)
		}
		if f.HasAddress() {
			checkSource(t, f)
		} else if f.Confidence != "none" || len(f.Address) != 0 {
			t.Errorf("%s has no postal line, yet %q and %q", f.Name, f.Confidence, f.Address)
		}
	}
	funds[0].Name = "changed"
	if Funds()[0].Name == "changed" {
		t.Error("Funds does not hand out a copy")
	}
}

func checkSource(t *testing.T, f Fund) {
	t.Helper()
	if f.Confidence != "high" && f.Confidence != "medium" {
		t.Errorf("%s: confidence %q", f.Name, f.Confidence)
	}
	if _, err := time.Parse(time.DateOnly, f.SourceDate); err != nil || f.Source == "" {
		t.Errorf("%s: source %q of %q", f.Name, f.Source, f.SourceDate)
	}
	if len(f.PostalCode) != 5 || digits(f.PostalCode) != f.PostalCode {
		t.Errorf("%s: postal code %q", f.Name, f.PostalCode)
	}
}

func TestFundsWithoutAddress(t *testing.T) {
	var got []string
	for _, f := range Funds() {
		if !f.HasAddress() {
			got = append(got, f.Name)
		}
	}
	want := []string{
		"CPAM des Hautes-Alpes", "CPAM de l'Ariège", "CPAM de Lille-Douai (site Douai)", "CPAM de Lille-Douai (site Lille)",
		"CPAM de Roubaix-Tourcoing", "CPAM des Flandres (Dunkerque)", "CPAM de la Côte d'Opale", "CPAM de Bayonne",
		"CPAM du Havre", "CPAM du Territoire de Belfort", "CPS de Saint-Barthélemy",
	}
	if !slices.Equal(got, want) {
		t.Errorf("without address: %q\nwant %q", got, want)
	}
}

func TestParisLanguageAssistants(t *testing.T) {
	f := ParisLanguageAssistants()
	checkSource(t, f)
	if f.Departement != "" || slices.ContainsFunc(Funds(), func(g Fund) bool { return g.Name == f.Name }) {
		t.Errorf("the assistants' service is no fund of a département: %+v", f)
	}
	block, err := f.Block()
	want := []string{"Assurance Maladie de Paris", "SRI", "ASSISTANTS DE LANGUE", "75948 PARIS CEDEX 19"}
	if err != nil || !slices.Equal(block, want) {
		t.Errorf("block %q, %v, want %q", block, err, want)
	}
}

func TestNamed(t *testing.T) {
	tests := []struct{ query, want string }{
		{"641", "CPAM de Bayonne"},
		{" 641 ", "CPAM de Bayonne"},
		{"CPAM de Bayonne", "CPAM de Bayonne"},
		{"cpam bayonne", "CPAM de Bayonne"},
		{"Hainaut", "CPAM du Hainaut"},
		{"Valenciennes", "CPAM du Hainaut"},
		{"Dunkerque", "CPAM des Flandres (Dunkerque)"},
		{"flandres", "CPAM des Flandres (Dunkerque)"},
		{"Cote d'Opale", "CPAM de la Côte d'Opale"},
		{"CÔTE D’OR", "CPAM de Côte-d'Or"},
		{"Lille", "CPAM de Lille-Douai (site Douai); CPAM de Lille-Douai (site Lille)"},
		{"Lille-Douai (site Lille)", "CPAM de Lille-Douai (site Lille)"},
		{"Loire", "CPAM de la Loire"},
		{"CPAM de la Savoie", "CPAM de Savoie"},
		{"Haute Savoie", "CPAM de Haute-Savoie"},
		{"Le Havre", "CPAM du Havre"},
		{"Paris", "CPAM de Paris"},
		{"64", "CPAM de Bayonne; CPAM de Pau-Pyrénées"},
		{"2a", "CPAM de Corse-du-Sud"},
		{"201", "CPAM de Corse-du-Sud; CPAM de Haute-Corse"},
		{"Saint-Martin", "CGSS de Guadeloupe (Saint-Martin)"},
		{"Guadeloupe", "CGSS de Guadeloupe"},
		{"CPAM", ""}, {"de la", ""}, {"", ""}, {"Atlantide", ""}, {"999", ""},
	}
	for _, test := range tests {
		if got := names(Named(test.query)); got != test.want {
			t.Errorf("Named(%q) = %q, want %q", test.query, got, test.want)
		}
	}
}

// Whoever copies a fund's name from our list must get that fund back.
func TestNamedByWholeName(t *testing.T) {
	for _, f := range Funds() {
		if got := Named(f.Name); len(got) != 1 || got[0].Name != f.Name {
			t.Errorf("Named(%q) = %q", f.Name, names(got))
		}
	}
}
