package country

import (
	"strings"
	"testing"

	"dossier/internal/table"
)

func TestEveryCountryIsFound(t *testing.T) {
	if n := len(list().countries); n != 229 {
		t.Fatalf("%d countries, the 2025 edition has 229", n)
	}
	for _, c := range list().countries {
		for _, s := range []string{c.ISO2, c.ISO3, c.FR, c.EN, strings.ToUpper(c.FR), "  the " + c.EN + "."} {
			if s == "" {
				continue
			}
			if got, ok := Find(s); !ok || got != c {
				t.Errorf("Find(%q) = %v, %v, want %s", s, got, ok, c.INSEE)
			}
		}
		for _, s := range []string{c.ISO2, c.ISO3, c.FR, c.EN} { // what is found to the letter is found by its key too
			if i, ok := everySpelling().byKey[key(s)]; s != "" && (!ok || everySpelling().countries[i] != c) {
				t.Errorf("the key of %q is not that of %s", s, c.INSEE)
			}
		}
		if got, ok := ByINSEE(c.INSEE); !ok || got != c {
			t.Errorf("ByINSEE(%q) = %v, %v", c.INSEE, got, ok)
		}
		if c.FR == "" || c.EN == "" || (c.ISO2 == "") != (c.ISO3 == "") || c.French() != c.FR {
			t.Errorf("incomplete: %+v", c)
		}
	}
}

func TestEveryAliasIsFound(t *testing.T) {
	for _, row := range table.Rows(aliasesCSV) {
		for s := range strings.SplitSeq(row[1], "|") {
			if got, ok := Find(s); !ok || got.INSEE != row[0] {
				t.Errorf("Find(%q) = %s, %v, want %s", s, got.INSEE, ok, row[0])
			}
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct{ spelling, insee string }{
		{"USA", "99404"}, {"U.S.", "99404"}, {"u.s.a.", "99404"}, {"United States of America", "99404"},
		{"America", "99404"}, {"etats unis", "99404"}, {"les États-Unis", "99404"}, {"ÉTATS-UNIS D’AMÉRIQUE", "99404"},
		{"UK", "99132"}, {"U.K.", "99132"}, {"U. K.", "99132"}, {"Great Britain", "99132"}, {"england", "99132"},
		{"Scotland", "99132"}, {"Wales", "99132"}, {"Northern Ireland", "99132"}, {"royaume uni", "99132"},
		{"Ireland", "99136"}, {"Holland", "99135"}, {"the Netherlands", "99135"}, {"Russia", "99123"},
		{"South Korea", "99239"}, {"Republic of Korea", "99239"}, {"North Korea", "99238"},
		{"Czech Republic", "99116"}, {"Ivory Coast", "99326"}, {"Cote dIvoire", ""}, {"côte d'ivoire", "99326"},
		{"Turkey", "99208"}, {"Türkiye", "99208"}, {"TURKIYE", "99208"}, {"Burma", "99224"},
		{"Viet Nam", "99243"}, {"DRC", "99312"}, {"D.R.C.", "99312"}, {"RDC", "99312"},
		{"Democratic Republic of the Congo", "99312"}, {"Republic of the Congo", "99324"}, {"Congo", "99324"},
		{"Republic of China", "99236"}, {"People's Republic of China", "99216"},
		{"Kingdom of Spain", "99134"}, {"Federal Republic of Nigeria", "99338"}, {"Commonwealth of Australia", "99501"},
		{"l'Inde", "99223"}, {"l’inde", "99223"}, {"The Gambia", "99304"}, {"St Lucia", "99439"}, {"Ste-Lucie", "99439"},
		{"LA", "99241"}, {"DE", "99109"}, {"ST", "99394"}, {"AND", "99130"}, {"ES", "99134"}, {"PT", "99139"},
		{"Jersey", "99161"}, {"Puerto Rico", "99432"}, {"US Virgin Islands", "99432"}, {"Canary Islands", "99313"},
		{"U\u0301SA", "99404"}, {"Réunion", "99100"},
		{"Korea", ""}, {"Corée", ""}, {"Virgin Islands", ""}, {"Saint-Martin", ""}, {"Yugoslavia", ""},
		{"Atlantis", ""}, {"", ""}, {"  -'. ", ""}, {"the", ""}, {"Kingdom of", ""}, {"99404", ""}, {"\xff", ""},
	}
	for _, test := range tests {
		got, ok := Find(test.spelling)
		if got.INSEE != test.insee || ok != (test.insee != "") {
			t.Errorf("Find(%q) = %q, %v, want %q", test.spelling, got.INSEE, ok, test.insee)
		}
	}
}

func TestByINSEEUnknown(t *testing.T) {
	for _, code := range []string{"", "99999", "404", "99115"} {
		if c, ok := ByINSEE(code); ok {
			t.Errorf("ByINSEE(%q) = %v", code, c)
		}
	}
}

func TestEEA(t *testing.T) {
	members := 0
	for _, c := range list().countries {
		if c.EEA && c.ISO2 != "" && c.ISO2 != "AX" {
			members++
		}
	}
	if members != 27+3+1 {
		t.Errorf("%d members, want the 27 of the Union, 3 more of the EEA, and Switzerland", members)
	}
	for s, want := range map[string]bool{
		"France": true, "Ireland": true, "Norway": true, "Liechtenstein": true, "Switzerland": true, "Croatia": true,
		"Canary Islands": true, "UK": false, "USA": false, "Monaco": false, "Turkey": false, "Serbia": false,
		"Jersey": false, "Gibraltar": false, "Greenland": false, "Aruba": false, "Svalbard": false,
	} {
		if c, ok := Find(s); !ok || c.EEA != want {
			t.Errorf("%s: found %v, EEA %v, want %v", s, ok, c.EEA, want)
		}
	}
}

func TestNearest(t *testing.T) {
	tests := []struct {
		spelling string
		n        int
		want     string // ISO codes
	}{
		{"Unted States", 1, "US"},
		{"Untied Kingdom", 1, "GB"},
		{"Germny", 1, "DE"},
		{"Untied Sates", 1, "US"},
		{"Korea", 2, "KP KR"},
		{"Irlnde", 1, "IE"},
		{"UAS", 3, ""},
		{"Austrla", 2, "AT AU"},
		{"Xyzzyplugh", 3, ""},
		{"Germny", 0, ""},
		{"Germny", -1, ""},
		{"", 3, ""},
	}
	for _, test := range tests {
		var codes []string
		for _, c := range Nearest(test.spelling, test.n) {
			codes = append(codes, c.ISO2)
		}
		if got := strings.Join(codes, " "); got != test.want {
			t.Errorf("Nearest(%q, %d) = %q, want %q", test.spelling, test.n, got, test.want)
		}
	}
}

func TestEdits(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0},
		{"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "xbc", 1}, {"abc", "abxc", 1},
		{"ca", "abc", 3}, {"kitten", "sitting", 3}, {"été", "ete", 2},
	}
	for _, test := range tests {
		if got := edits([]rune(test.a), []rune(test.b)); got != test.want {
			t.Errorf("edits(%q, %q) = %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

// A text much longer than any name is near to none, and is not laid against each in a table.
func TestNearestOfALongText(t *testing.T) {
	long := strings.Repeat("x", 900)
	Nearest("Ireland", 1) // reads the table
	if got := testing.AllocsPerRun(1, func() { Nearest(long, 3) }); got > 5000 || len(Nearest(long, 3)) > 0 {
		t.Errorf("%v allocations, nearest %v", got, Nearest(long, 3))
	}
}
