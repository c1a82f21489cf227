package profile

import (
	"fmt"
	"math/big"
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
	if n.Sex() != Female || n.Year() != "61" || n.Month() != "02" || n.Place() != "99404" || n.Order() != "123" || n.Key() != "69" || n.Temporary() {
		t.Errorf("got %s %s %s %s %s", n.Sex(), n.Year(), n.Month(), n.Place(), n.Key())
	}
	if short := NIR("261"); short.Year()+short.Month()+short.Place()+short.Order()+short.Key()+short.ComputedKey() != "" {
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

// nirBody draws the 13 characters of a number, the two halves of Corsica among them.
func nirBody(t *rapid.T) string {
	place := rapid.OneOf(
		rapid.StringMatching(`[0-9]{5}`), rapid.StringMatching(`2[AB][0-9]{3}`), rapid.StringMatching(`99[0-9]{3}`), rapid.StringMatching(`97[0-9]{3}`),
	).Draw(t, "place")
	return rapid.StringMatching(`[1-478][0-9]{4}`).Draw(t, "birth") + place + rapid.StringMatching(`[0-9]{3}`).Draw(t, "order")
}

// bigKey is the key by the other of the two published ways: whole numbers as large as need be, A and
// B read as 0 and then 1,000,000 or 2,000,000 taken away.
func bigKey(body string) string {
	n, _ := new(big.Int).SetString(strings.NewReplacer("A", "0", "B", "0").Replace(body), 10)
	switch body[6] {
	case 'A':
		n.Sub(n, big.NewInt(1_000_000))
	case 'B':
		n.Sub(n, big.NewInt(2_000_000))
	}
	n.Mod(n, big.NewInt(97))
	return fmt.Sprintf("%02d", 97-n.Int64())
}

func TestNIRKeyIsThatOfAnotherWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := nirBody(t)
		if got, want := NIR(body).ComputedKey(), bigKey(body); got != want {
			t.Fatalf("key of %s is %s, want %s", body, got, want)
		}
	})
}

// One wrong sign and two neighbours exchanged are always found, which is what the key is for.
func TestNIRFindsOneSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := nirBody(t)
		sound := body + bigKey(body)
		if en, _ := NIR(sound).Problem(); en != "" {
			t.Fatalf("%s: %s", sound, en)
		}
		i := rapid.IntRange(0, 14).Draw(t, "at")
		wrong := sound[:i] + rapid.StringMatching(`[0-9AB]`).Draw(t, "sign") + sound[i+1:]
		if en, _ := NIR(wrong).Problem(); wrong != sound && en == "" {
			t.Fatalf("%s passes for %s", wrong, sound)
		}
		i = min(i, 13)
		exchanged := sound[:i] + sound[i+1:i+2] + sound[i:i+1] + sound[i+2:]
		if en, _ := NIR(exchanged).Problem(); exchanged != sound && en == "" {
			t.Fatalf("%s passes for %s", exchanged, sound)
		}
	})
}

func TestNIRIncomplete(t *testing.T) {
	for m := range 100 {
		want := m == 20 || m >= 30 && m <= 42 || m >= 50
		if n := NIR(fmt.Sprintf("261%02d99404123", m)); n.Incomplete() != want {
			t.Errorf("month %s: %v", n.Month(), !want)
		}
	}
	if NIR("261").Incomplete() || NIR("").Incomplete() {
		t.Error("a short number has a month")
	}
}

func TestNIRGrouped(t *testing.T) {
	for in, want := range map[NIR]string{
		"261029940412369":              "2 61 02 99 404 123 69",
		"2.61.02.99.404.123":           "2 61 02 99 404 123",
		"180052a00401224":              "1 80 05 2A 004 012 24",
		"2 61\u200b02\u00ad99404123\n": "2 61 02 99 404 123",
		"261":                          "261",
		"":                             "",
	} {
		if got := in.Grouped(); got != want {
			t.Errorf("%q grouped = %q, want %q", in, got, want)
		}
	}
}

func TestNIRNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := NIR(rapid.String().Draw(t, "text"))
		n.Problem()
		_ = n.Year() + n.Month() + n.Place() + n.Order() + n.Key() + n.Grouped() + string(n.Sex())
		n.Incomplete()
		n.Temporary()
	})
}
