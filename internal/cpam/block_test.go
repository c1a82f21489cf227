package cpam

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var machineReadable = regexp.MustCompile(`^[A-Z0-9]+( [A-Z0-9]+)*$`)

func TestBlockOfEveryFund(t *testing.T) {
	for _, f := range append(Funds(), ParisLanguageAssistants()) {
		block, err := f.Block("Service PUMa – affiliation")
		if !f.HasAddress() {
			if err == nil || !strings.Contains(err.Error(), f.Name) {
				t.Errorf("%s has no address, and Block says %v", f.Name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
			continue
		}
		checkBlock(t, f, block)
	}
}

func checkBlock(t *testing.T, f Fund, block []string) {
	t.Helper()
	if len(block) > 6 {
		t.Errorf("%s: %d lines", f.Name, len(block))
	}
	for i, line := range block {
		if utf8.RuneCountInString(line) > 38 || line == "" {
			t.Errorf("%s: line %q", f.Name, line)
		}
		if (i >= 3 || i == len(block)-1) && !machineReadable.MatchString(line) {
			t.Errorf("%s: line %d is %q", f.Name, i+1, line)
		}
	}
	if !strings.HasPrefix(block[len(block)-1], f.PostalCode+" ") {
		t.Errorf("%s: last line %q", f.Name, block[len(block)-1])
	}
	if whole := strings.Join(block, ""); !strings.HasPrefix(strings.ReplaceAll(whole, " ", ""), strings.ReplaceAll(f.Name, " ", "")) {
		t.Errorf("%s: the name was cut: %q", f.Name, block)
	}
}

func TestBlock(t *testing.T) {
	tests := []struct {
		fund, service string
		want          []string
	}{
		{"011", "", []string{"CPAM de l'Ain", "1 PLACE DE LA GRENOUILLERE", "01015 BOURG EN BRESSE CEDEX"}},
		{"071", "", []string{"CPAM d'Ardèche", "6 AVENUE DE L EUROPE UNIE", "07000 PRIVAS"}},
		{"021", "", []string{"CPAM de l'Aisne", "29 BOULEVARD ROOSEVELT", "CS 20606", "02323 SAINT QUENTIN CEDEX"}},
		{"751", "", []string{"CPAM de Paris", "75948 PARIS CEDEX 19"}},
		{"751", "Relations internationales", []string{"CPAM de Paris", "RELATIONS INTERNATIONALES", "75948 PARIS CEDEX 19"}},
		{"021", "Gestion des bénéficiaires", []string{"CPAM de l'Aisne", "Gestion des bénéficiaires", "29 BOULEVARD ROOSEVELT",
			"CS 20606", "02323 SAINT QUENTIN CEDEX"}},
		{"761", "", []string{"CPAM de Rouen-Elbeuf-Dieppe-Seine-", "Maritime", "CS 76039", "76039 ROUEN CEDEX 1"}},
		{"891", "", []string{"CPAM de l'Yonne", "1 3 RUE DU MOULIN", "89024 AUXERRE CEDEX"}},
	}
	for _, test := range tests {
		f := Named(test.fund)[0]
		block, err := f.Block(test.service)
		if err != nil || !slices.Equal(block, test.want) {
			t.Errorf("%s: %q, %v, want %q", test.fund, block, err, test.want)
		}
	}
}

func TestBlockAbbreviates(t *testing.T) {
	tests := []struct{ line, want string }{
		{"11 boulevard du Président-Allende", "11 BOULEVARD DU PRESIDENT ALLENDE"},
		{"128 boulevard du Maréchal-Jean-Marie-Deladier", "128 BD DU MARECHAL JEAN MARIE DELADIER"},
		{"128 boulevard du Maréchal-Jean-Marie-Delattrier", "128 BD DU MAL JEAN MARIE DELATTRIER"},
		{"Zone d'activité de la Grande Lande du Nord", "ZA DE LA GRANDE LANDE DU NORD"},
	}
	for _, test := range tests {
		f := Fund{Name: "CPAM", Address: []string{test.line}, PostalCode: "01000", City: "Bourg"}
		block, err := f.Block()
		if err != nil || block[1] != test.want {
			t.Errorf("%q becomes %q, %v, want %q", test.line, block, err, test.want)
		}
	}
}

func TestBlockRefuses(t *testing.T) {
	long := strings.Repeat("Longueville", 4)
	tests := []struct {
		what string
		fund Fund
		want string
	}{
		{"an address line", Fund{Name: "CPAM", Address: []string{long}, PostalCode: "01000", City: "Bourg"}, "even when abbreviated"},
		{"a city", Fund{Name: "CPAM", PostalCode: "01000", City: long}, "even when abbreviated"},
		{"a name of one word", Fund{Name: long, PostalCode: "01000", City: "Bourg"}, "does not fit in two lines"},
		{"a name of three lines", Fund{Name: strings.Repeat("Caisse primaire ", 6), PostalCode: "01000", City: "Bourg"}, "does not fit in two lines"},
		{"too many lines", Fund{Name: "CPAM", Address: strings.Fields("a b c d e"), PostalCode: "01000", City: "Bourg"}, "takes 7 lines"},
		{"no city", Fund{Name: "CPAM", PostalCode: "01000"}, "no postal address is known for CPAM"},
	}
	for _, test := range tests {
		if block, err := test.fund.Block(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %q, %v, want an error with %q", test.what, block, err, test.want)
		}
	}
}

func TestBlockLeavesTheFundAlone(t *testing.T) {
	f := Fund{Name: "CPAM", Address: []string{"", "2 rue Haute"}, PostalCode: "01000", City: "Bourg"}
	service := []string{" ", "Accueil"}
	block, err := f.Block(service...)
	if want := []string{"CPAM", "ACCUEIL", "2 RUE HAUTE", "01000 BOURG"}; err != nil || !slices.Equal(block, want) {
		t.Errorf("%q, %v, want %q", block, err, want)
	}
	if !slices.Equal(f.Address, []string{"", "2 rue Haute"}) || !slices.Equal(service, []string{" ", "Accueil"}) {
		t.Errorf("Block changed its input: %q, %q", f.Address, service)
	}
}
