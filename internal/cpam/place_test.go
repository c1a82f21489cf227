package cpam

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// everyPlace calls f with each postal code of the table and its places.
func everyPlace(t *testing.T, f func(postalCode string, served []Place)) {
	t.Helper()
	n := 0
	for _, file := range archive().File {
		for line := range strings.Lines(region(file.Name)) {
			if postalCode, entries, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
				n++
				f(postalCode, places(postalCode, entries))
			}
		}
	}
	if n != 6310 {
		t.Errorf("%d postal codes, the vintage 2026 has 6310", n)
	}
}

func TestEveryPlaceHasAFundOrIsOutside(t *testing.T) {
	funded := map[string]bool{}
	for _, f := range Funds() {
		funded[f.Departement] = true
	}
	everyPlace(t, func(postalCode string, served []Place) {
		if len(served) == 0 {
			t.Fatalf("%s: no places", postalCode)
		}
		for _, p := range served {
			if !utf8.ValidString(p.Commune) || p.Commune == "" || len(p.INSEE) != 5 || p.PostalCode != postalCode {
				t.Errorf("%s: malformed %+v", postalCode, p)
			}
			a := answer(served, p.PostalCode, p.Commune)
			if !a.Known || a.Place.Departement != p.Departement || a.Near != nil {
				t.Errorf("answer for %q, %q: %+v", p.PostalCode, p.Commune, a)
			}
			if len(a.Funds) == 0 && a.Outside == "" {
				t.Errorf("%s %s: neither a fund nor outside", p.PostalCode, p.Commune)
			}
			if want := known(a); a.Verdict != want {
				t.Errorf("%s %s: %s, want %s", p.PostalCode, p.Commune, a.Verdict, want)
			}
			several := slices.Contains([]string{"59", "62", "64", "76"}, p.Departement)
			if (len(a.Funds) > 1) != several || funded[p.Departement] != (len(a.Funds) > 0) {
				t.Errorf("%s %s: %d funds in %s", p.PostalCode, p.Commune, len(a.Funds), p.Departement)
			}
		}
	})
}

// known is the verdict for a place of the table.
func known(a Answer) Verdict {
	switch {
	case a.Outside != "":
		return OutsideLaw
	case len(a.Funds) > 1:
		return ChooseFund
	case !a.Funds[0].HasAddress():
		return NoAddress
	}
	return OneFund
}

func TestPrefixDiffersExactlyForTheExceptions(t *testing.T) {
	got := map[string]bool{}
	everyPlace(t, func(_ string, served []Place) {
		for _, p := range served {
			if answer(served, p.PostalCode, p.Commune).PrefixDiffers {
				got[p.PostalCode+" "+p.INSEE+" "+p.Departement] = true
			}
		}
	})
	rows := exceptions(t)
	for _, row := range rows {
		if key := row[0] + " " + row[1] + " " + row[3]; !got[key] {
			t.Errorf("%s (%s) is not seen as an exception", key, row[2])
		}
	}
	if len(got) != len(rows) {
		t.Errorf("%d exceptions, want %d", len(got), len(rows))
	}
}

// exceptions are the pairs whose postal code begins like another département's, counted apart from
// this program: postal code, INSEE code, commune, département.
func exceptions(t *testing.T) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "postal_exceptions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != 1+26 {
		t.Fatalf("%d rows, %v, want a heading and 26", len(rows), err)
	}
	return rows[1:]
}

// The fund of each exception is that of the commune, not of the first digits.
func TestExceptionsGoToTheFundOfTheCommune(t *testing.T) {
	for _, row := range exceptions(t) {
		a := For(row[0], row[2])
		if !a.Known || !a.PrefixDiffers || a.Place.INSEE != row[1] || a.Place.Departement != row[3] {
			t.Errorf("For(%q, %q) = %+v, want %s in %s", row[0], row[2], a, row[1], row[3])
		}
		for _, f := range a.Funds {
			if f.Departement != row[3] {
				t.Errorf("%s %s: %s", row[0], row[2], f.Name)
			}
		}
		if outside := row[3] == "989"; outside != (a.Verdict == OutsideLaw) || !outside && len(a.Funds) == 0 {
			t.Errorf("%s %s: %s, %d funds", row[0], row[2], a.Verdict, len(a.Funds))
		}
	}
}

func TestFor(t *testing.T) {
	tests := []struct {
		postalCode, commune string
		insee, funds        string
	}{
		{"01000", "Bourg-en-Bresse", "01053", "CPAM de l'Ain"},
		{"01000", "BOURG EN BRESSE", "01053", "CPAM de l'Ain"},
		{"42000", "St-Etienne", "42218", "CPAM de la Loire"},
		{"42000", "SAINT ÉTIENNE", "42218", "CPAM de la Loire"},
		{"94400", "Vitry s/ Seine", "94081", "CPAM du Val-de-Marne"},
		{"94240", "l’hay les roses", "94038", "CPAM du Val-de-Marne"},
		{"75018", "Paris", "75056", "CPAM de Paris"},
		{"75018", "Paris 18e", "75118", "CPAM de Paris"},
		{"75 018", "PARIS 18", "75118", "CPAM de Paris"},
		{"75018", "Paris 18ème arrondissement", "75118", "CPAM de Paris"},
		{"75001", "Paris 1er", "75101", "CPAM de Paris"},
		{"75001", "Paris 01", "75101", "CPAM de Paris"},
		{"75116", "Paris 16e", "75116", "CPAM de Paris"},
		{"75018", "Paris Cedex 19", "75056", "CPAM de Paris"},
		{"69003", "Lyon 3", "69383", "CPAM du Rhône"},
		{"69003", "LYON 03 CEDEX", "69383", "CPAM du Rhône"},
		{"13015", "Marseille 15e", "13215", "CPAM des Bouches-du-Rhône"},
		{"20000", "Ajaccio", "2A004", "CPAM de Corse-du-Sud"},
		{"20200", "Bastia", "2B033", "CPAM de Haute-Corse"},
		{"94390", "Paray-Vieille-Poste", "91479", "CPAM de l'Essonne"},
		{"94390", "paray vieille poste", "91479", "CPAM de l'Essonne"},
		{"97133", "Saint-Barthélemy", "97701", "CPS de Saint-Barthélemy"},
		{"97150", "St Martin", "97801", "CGSS de Guadeloupe (Saint-Martin)"},
		{"97400", "Saint-Denis", "97411", "CGSS de La Réunion"},
		{"01380", "Bâgé-la-Ville", "01025", "CPAM de l'Ain"}, // déléguée of Bâgé-Dommartin
		{"59360", "Escaufourt", "59545", names(of("59"))},    // associée whose own old code is of the Aisne
		{"64100", "Bayonne", "64102", "CPAM de Bayonne; CPAM de Pau-Pyrénées"},
		{"76600", "Le Havre", "76351", "CPAM de Rouen-Elbeuf-Dieppe-Seine-Maritime; CPAM du Havre"},
		{"62000", "Arras", "62041", "CPAM de l'Artois; CPAM de la Côte d'Opale"},
	}
	for _, test := range tests {
		a := For(test.postalCode, test.commune)
		if !a.Known || a.Place.INSEE != test.insee || names(a.Funds) != test.funds || a.Outside != "" {
			t.Errorf("For(%q, %q) = %+v, want %s, %s", test.postalCode, test.commune, a, test.insee, test.funds)
		}
	}
}

func TestForUnknownPair(t *testing.T) {
	tests := []struct {
		postalCode, commune string
		departement, funds  string
		first               string // of Near: postal code and commune
	}{
		{"75018", "Lyon", "75", "CPAM de Paris", "75018 Paris"},
		{"75018", "Paris 14e", "75", "CPAM de Paris", "75014 Paris 14e Arrondissement"},
		{"01000", "Bourg-en-Brese", "01", "CPAM de l'Ain", "01000 Bourg-en-Bresse"},
		{"01000", "", "01", "CPAM de l'Ain", "01000 Bourg-en-Bresse"},
		{"94390", "Orly", "91", "CPAM de l'Essonne", "94310 Orly"},
		{"48250", "Langogne", "", "", "48300 Langogne"}, // the code spans two départements
		{"06999", "Nice", "", "", "06000 Nice"},
		{"06180", "Nice Cedex 2", "", "", "06100 Nice"},
		{"99999", "Atlantide", "", "", ""},
		{"", "", "", "", ""},
		{"7501", "Paris", "", "", "75010 Paris"},
		{"75018\t", "Nowhere", "75", "CPAM de Paris", "75018 Paris"},
	}
	for _, test := range tests {
		a := For(test.postalCode, test.commune)
		first := ""
		if len(a.Near) > 0 {
			first = a.Near[0].PostalCode + " " + a.Near[0].Commune
		}
		if a.Known || a.Place.Departement != test.departement || names(a.Funds) != test.funds || first != test.first {
			t.Errorf("For(%q, %q) = %+v\nwant %q, %q, %q", test.postalCode, test.commune, a, test.departement, test.funds, test.first)
		}
	}
}

// A wrong postal code is made good by the places that have the commune's name.
func TestNearHasThePostalCodesOfTheCommune(t *testing.T) {
	a := For("75018", "Lyon 3e")
	if !slices.Contains(a.Near, Place{"69003", "Lyon 3e Arrondissement", "69383", "69"}) {
		t.Errorf("Near = %v", a.Near)
	}
}

func TestOutside(t *testing.T) {
	tests := []struct{ postalCode, commune, want, funds string }{
		{"97600", "Mamoudzou", "Mayotte", "CSSM de Mayotte"},
		{"97500", "Saint-Pierre", "Saint-Pierre-et-Miquelon", ""},
		{"98714", "Papeete", "Polynésie française", ""},
		{"98714", "", "Polynésie française", ""},
		{"98800", "Nouméa", "Nouvelle-Calédonie", ""},
		{"98600", "Uvea", "Wallis-et-Futuna", ""},
		{"98000", "Monaco", "Monaco", ""},
		{"98799", "Île de Clipperton", "Île de Clipperton", ""},
		{"97150", "Saint-Martin", "", "CGSS de Guadeloupe (Saint-Martin)"},
		{"97110", "Pointe-à-Pitre", "", "CGSS de Guadeloupe"},
		{"75018", "Paris", "", "CPAM de Paris"},
	}
	for _, test := range tests {
		a := For(test.postalCode, test.commune)
		if a.Outside != test.want || names(a.Funds) != test.funds {
			t.Errorf("For(%q, %q): outside %q with %q, want %q with %q",
				test.postalCode, test.commune, a.Outside, names(a.Funds), test.want, test.funds)
		}
	}
}

func TestVerdict(t *testing.T) {
	for _, test := range []struct {
		postalCode, commune string
		want                Verdict
	}{
		{"37000", "Tours", OneFund},
		{"37000", "", OneFund},
		{"75 018", "", OneFund},
		{"37000", "Lyon", WrongCommune},
		{"01000", "Bourg-en-Brese", WrongCommune},
		{"48250", "", NameCommune},
		{"48250", "Luc", OneFund},
		{"48250", "Nowhere", WrongCommune},
		{"59000", "Lille", ChooseFund},
		{"59000", "", ChooseFund},
		{"90000", "Belfort", NoAddress},
		{"97133", "", NoAddress},
		{"75948", "", UnknownCode},
		{"7500", "Paris", UnknownCode},
		{"", "Paris", UnknownCode},
		{"97600", "Mamoudzou", OutsideLaw},
		{"97600", "Nowhere", OutsideLaw},
		{"98800", "", OutsideLaw},
		{"98799", "", OutsideLaw},
	} {
		if a := For(test.postalCode, test.commune); a.Verdict != test.want {
			t.Errorf("For(%q, %q): %s, want %s", test.postalCode, test.commune, a.Verdict, test.want)
		}
	}
}

// Every postal code alone gives a fund or says what is missing.
func TestEveryCodeAloneHasAVerdict(t *testing.T) {
	everyPlace(t, func(postalCode string, served []Place) {
		a := answer(served, postalCode, "")
		switch a.Verdict {
		case OneFund, NoAddress:
			if len(a.Funds) != 1 {
				t.Errorf("%s: %s, %d funds", postalCode, a.Verdict, len(a.Funds))
			}
		case ChooseFund:
			if len(a.Funds) < 2 {
				t.Errorf("%s: %d funds to choose from", postalCode, len(a.Funds))
			}
		case NameCommune:
			if common(a.Near) != "" || len(a.Near) != len(served) {
				t.Errorf("%s: asks for a commune of %v", postalCode, a.Near)
			}
		case OutsideLaw:
			if a.Outside == "" {
				t.Errorf("%s is outside of nowhere", postalCode)
			}
		default:
			t.Errorf("%s: %s", postalCode, a.Verdict)
		}
	})
}

func TestAround(t *testing.T) {
	for _, test := range []struct {
		postalCode string
		n          int
		want       []string
	}{
		{"69433", 3, []string{"69001", "69430", "69440"}},
		{"37035", 2, []string{"37000", "37100"}},
		{"75948", 2, []string{"75001", "75116"}},
		{"97262", 1, []string{"97200"}},
		{"99999", 3, nil},
		{"6943", 3, nil},
		{"69433", 0, nil},
	} {
		var got []string
		for _, p := range Around(test.postalCode, test.n) {
			got = append(got, p.PostalCode)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Around(%q, %d) = %q, want %q", test.postalCode, test.n, got, test.want)
		}
	}
}

func TestNearCodes(t *testing.T) {
	for _, test := range []struct {
		postalCode string
		n          int
		want       string // postal codes
	}{
		{"37035", 2, "37000 37130"}, // a CEDEX code
		{"73010", 2, "73000 73100"}, // a digit changed; two exchanged
		{"F-37035", 1, "37000"},
		{"7501", 2, "75010 75011"},
		{"370000", 1, "37000"},
		{"99999", 5, ""},
		{"37035", 0, ""},
		{"37035", -1, ""},
		{"12", 5, ""},
		{"", 5, ""},
	} {
		var codes []string
		for _, p := range NearCodes(test.postalCode, test.n) {
			codes = append(codes, p.PostalCode)
		}
		if got := strings.Join(codes, " "); got != test.want {
			t.Errorf("NearCodes(%q, %d) = %q, want %q", test.postalCode, test.n, got, test.want)
		}
	}
}

// Two entries of one postal code that read alike must lead to the same fund.
func TestNamesakesAgree(t *testing.T) {
	everyPlace(t, func(postalCode string, served []Place) {
		seen := map[string]string{}
		for _, p := range served {
			key := communeKey(p.Commune)
			if other, ok := seen[key]; ok && other != p.Departement {
				t.Errorf("%s %s is in %s and in %s", postalCode, p.Commune, other, p.Departement)
			}
			seen[key] = p.Departement
		}
	})
}

func TestPlaces(t *testing.T) {
	for _, code := range []string{"", "1", "99999", "75948", "README", "READM", "01053 ", "../75", "01"} {
		if got := Places(code); got != nil {
			t.Errorf("Places(%q) = %v", code, got)
		}
	}
	Places("01000")[0].Commune = "changed"
	if Places("01000")[0].Commune != "Bourg-en-Bresse" {
		t.Error("Places does not hand out a copy")
	}
}

func TestTableIsSmall(t *testing.T) {
	if size := len(communesZIP) + len(fundsCSV) + len(abbreviationsCSV); size > 600_000 {
		t.Errorf("%d bytes are embedded, 600,000 are allowed", size)
	}
}

func FuzzFor(f *testing.F) {
	f.Add("75018", "Paris 18e")
	f.Add("20200", "st/ s/ 00e cedex")
	f.Fuzz(func(t *testing.T, postalCode, commune string) {
		a := For(postalCode, commune)
		if a.Known && len(a.Funds) == 0 && a.Outside == "" {
			t.Errorf("For(%q, %q) has neither a fund nor a territory", postalCode, commune)
		}
		if a.Verdict == OneFund && len(a.Funds) != 1 || a.Verdict == "" {
			t.Errorf("For(%q, %q): %q with %d funds", postalCode, commune, a.Verdict, len(a.Funds))
		}
		NearCodes(postalCode, 3)
		Named(commune)
	})
}

func BenchmarkFor(b *testing.B) {
	for b.Loop() {
		For("97150", "Saint-Martin")
	}
}

// Looking a name up finds it under every name of the table: what is ruled out by its letters alone has
// another key.
func TestEveryNameIsFound(t *testing.T) {
	byKey := map[string]int{}
	for postalCode, entries := range lines() {
		for _, p := range places(postalCode, entries) {
			key := communeKey(p.Commune)
			if !mayBe(p.Commune, key) {
				t.Errorf("%s is ruled out as the name of the key %q", p.Commune, key)
			}
			byKey[key]++
		}
	}
	for _, name := range []string{"Tours", "Saint-Denis", "Étampes", "L'Haÿ-les-Roses", "Lyon 3e Arrondissement", "Œuilly"} {
		if key := communeKey(name); len(named(key)) != byKey[key] || byKey[key] == 0 {
			t.Errorf("%s: %d places, want %d", name, len(named(key)), byKey[key])
		}
	}
}
