package profile

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The first five pairs were computed in two independent ways; the first two are those of npm
// french-ssn 4.1.0.
func TestNIRKey(t *testing.T) {
	for body, key := range map[string]string{
		"2550814168025": "38",
		"1780599330108": "17",
		"180052A004012": "24",
		"295032B033045": "77",
		"2610299404123": "69",
	} {
		for _, n := range []NIR{NIR(body), NIR(body + key), NIR(body[:1] + " " + body[1:3] + "." + body[3:5] + "\u00a0" + body[5:] + "\u202f" + key), NIR(strings.ToLower(body) + "-" + key)} {
			if got := n.ComputedKey(); got != key {
				t.Errorf("key of %q = %q, want %q", n, got, key)
			}
			if en, fr := n.Problem(); en != "" || fr != "" {
				t.Errorf("%q: %s / %s", n, en, fr)
			}
			if n.Body() != body {
				t.Errorf("body of %q = %q", n, n.Body())
			}
		}
	}
}

func TestNIRProblem(t *testing.T) {
	const digits, key = "13 digits", "the key should be "
	for _, c := range []struct {
		name string
		nir  NIR
		want string
	}{
		{"wrong key", "2 61 02 99 404 123 68", key + "69"},
		{"two digits exchanged", "2 61 20 99 404 123 69", key},
		{"wrong key in Corsica", "1 80 05 2A 004 012 25", key + "24"},
		{"the other half of Corsica", "1 80 05 2B 004 012 24", key},
		{"short", "26102994041", digits},
		{"one digit of the key", "26102994041236", digits},
		{"three digits of key", "2610299404123699", digits},
		{"a letter", "26102994O4123", digits},
		{"2C is not a département", "180052C004012", digits},
		{"2A as département, no key", "261022A404123", ""},
		{"2A in the commune", "26102992A4123", digits},
		{"2A in the year", "22A0299404123", digits},
		{"letters as key", "2610299404123AB", key + "69"},
		{"not a number at all", "à recevoir", digits},
		{"accents", "ééééééééééééé", digits},
	} {
		en, fr := c.nir.Problem()
		if c.want == "" && en != "" || !strings.Contains(en, c.want) {
			t.Errorf("%s: %q, want %q", c.name, en, c.want)
		}
		if (en == "") != (fr == "") || en != "" && en == fr {
			t.Errorf("%s: English %q, French %q", c.name, en, fr)
		}
	}
}

func TestNIRParts(t *testing.T) {
	n := NIR("2 61 02 99 404 123 69")
	if n.Sex() != Female || n.Year() != "61" || n.Month() != "02" || n.Place() != "99404" || n.Key() != "69" || n.Temporary() {
		t.Errorf("got %s %s %s %s %s", n.Sex(), n.Year(), n.Month(), n.Place(), n.Key())
	}
	if short := NIR("261"); short.Year()+short.Month()+short.Place()+short.Key()+short.ComputedKey() != "" {
		t.Error("a short number has parts")
	}
	for first, want := range map[string]struct {
		sex       Sex
		temporary bool
	}{
		"1": {Male, false}, "2": {Female, false}, "3": {Male, true}, "4": {Female, true},
		"7": {Male, true}, "8": {Female, true}, "5": {"", false}, "": {"", false},
	} {
		n := NIR(first)
		if n.Sex() != want.sex || n.Temporary() != want.temporary {
			t.Errorf("first digit %q: sex %q, temporary %v", first, n.Sex(), n.Temporary())
		}
	}
}

// One wrong digit is always found, which is what the key is for; so are most exchanges of neighbours.
func TestNIRFindsOneWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := fmt.Sprintf("%d%012d", rapid.IntRange(1, 2).Draw(t, "sex"), rapid.Int64Range(0, 999999999999).Draw(t, "rest"))
		sound := body + NIR(body).ComputedKey()
		if en, _ := NIR(sound).Problem(); en != "" {
			t.Fatalf("%s: %s", sound, en)
		}
		i := rapid.IntRange(0, 14).Draw(t, "place")
		digit := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
		wrong := sound[:i] + string(digit) + sound[i+1:]
		if en, _ := NIR(wrong).Problem(); wrong != sound && en == "" {
			t.Fatalf("%s passes for %s", wrong, sound)
		}
	})
}

func TestNIRNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := NIR(rapid.String().Draw(t, "text"))
		n.Problem()
		_ = n.Year() + n.Month() + n.Place() + n.Key() + string(n.Sex())
		n.Temporary()
	})
}
