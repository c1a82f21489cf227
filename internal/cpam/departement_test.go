package cpam

import (
	"slices"
	"strings"
	"testing"
)

func TestEveryDepartementHasAName(t *testing.T) {
	everyPlace(t, func(_ string, served []Place) {
		for _, p := range served {
			if DepartementName(p.Departement) == "" {
				t.Errorf("%s has no name", p.Departement)
			}
		}
	})
	for code, want := range map[string]string{"37": "Indre-et-Loire", "2A": "Corse-du-Sud", "974": "La Réunion", "978": "Saint-Martin", "20": "", "96": "", "": ""} {
		if got := DepartementName(code); got != want {
			t.Errorf("%q is %q, want %q", code, got, want)
		}
	}
}

func TestDepartements(t *testing.T) {
	for commune, want := range map[string]string{
		"Tours": "37", "TOURS": "37", "Saint-Denis": "11 30 93 974", "st denis": "11 30 93 974", "Lyon 3e": "69",
		"Paris": "75", "Ajaccio": "2A", "Bâgé-la-Ville": "01", "Atlantide": "", "": "",
	} {
		if got := strings.Join(Departements(commune), " "); got != want {
			t.Errorf("Departements(%q) = %q, want %q", commune, got, want)
		}
	}
	Departements("Saint-Denis")[0] = "changed"
	if Departements("Saint-Denis")[0] != "11" {
		t.Error("Departements does not hand out a copy")
	}
}

func TestCommune(t *testing.T) {
	for insee, want := range map[string]string{
		"37261": "37000 Tours", "75118": "75018 Paris 18e Arrondissement", "2B033": "20200 Bastia", "97411": "97400 Saint-Denis",
		"91479": "91550 Paray-Vieille-Poste", "01025": "01380 Bâgé-Dommartin", "37999": "", "3726": "", "Tours": "", "": "",
	} {
		p, ok := Commune(insee)
		if got := strings.TrimSpace(p.PostalCode + " " + p.Commune); got != want || ok != (want != "") {
			t.Errorf("Commune(%q) = %q, %v, want %q", insee, got, ok, want)
		}
	}
}

// Each commune is found by its code, and has the present name and not that of a part.
func TestEveryCommune(t *testing.T) {
	var codes []string
	everyPlace(t, func(_ string, served []Place) {
		for _, p := range served {
			codes = append(codes, p.INSEE)
		}
	})
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if len(codes) != 34964+45 {
		t.Errorf("%d codes, the vintage 2026 has 34964 communes with a postal code and 45 arrondissements", len(codes))
	}
	for i := 0; i < len(codes); i += 701 {
		if p, ok := Commune(codes[i]); !ok || p.INSEE != codes[i] {
			t.Errorf("Commune(%q) = %+v, %v", codes[i], p, ok)
		}
	}
}
