package profile

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIBANSound(t *testing.T) {
	for _, c := range []struct {
		iban    IBAN
		country string
		in      bool
	}{
		{"FR76 3000 6000 0112 3456 7890 189", "FR", true},
		{"FR14 2004 1010 0505 0001 3M02 606", "FR", true},
		{"fr14 2004 1010 0505 0001 3m02 606", "FR", true},
		{"FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606", "FR", true},
		{"FR60 2004 1010 050S 00Z0 A0J0 R18", "FR", true}, // letters of all three rows of the RIB key's table
		{"FR41 2004 1010 05I9 W8K7 H6U5 T54", "FR", true},
		{"DE89 3704 0044 0532 0130 00", "DE", true},
		{"BE68 5390 0754 7034", "BE", true},
		{"NL91ABNA0417164300", "NL", true},
		{"NO93 8601 1117 947", "NO", true},
		{"GB29 NWBK 6016 1331 9268 19", "GB", true},
		{"MC58 1122 2000 0101 2345 6789 030", "MC", true},
		{"BR18 0036 0305 0000 1000 9795 493C 1", "BR", false},
		{"TR33 0006 1005 1978 6457 8413 26", "TR", false},
	} {
		if en, fr := c.iban.Problem(); en != "" || fr != "" {
			t.Errorf("%s: %s / %s", c.iban, en, fr)
		}
		if in, known := c.iban.SEPA(); c.iban.Country() != c.country || in != c.in || !known {
			t.Errorf("%s: country %s, SEPA %v, known %v", c.iban, c.iban.Country(), in, known)
		}
	}
	if in, known := IBAN("RS35260005601001611379").SEPA(); in || known {
		t.Errorf("Serbia joined after the list was made: in %v, known %v", in, known)
	}
}

func TestIBANProblem(t *testing.T) {
	const shape, control = "two letters, two digits", "control digits"
	for _, c := range []struct {
		name string
		iban IBAN
		want string
	}{
		{"mistyped", "FR14 2004 1010 0505 0001 3M03 606", control},
		{"two digits exchanged", "FR76 3000 6000 0112 3456 7809 189", control},
		{"one digit short", "FR76 3000 6000 0112 3456 7890 18", "an IBAN of FR has 27 characters, this one has 26"},
		{"one digit too many", "DE89 3704 0044 0532 0130 000", "an IBAN of DE has 22 characters, this one has 23"},
		{"wrong RIB key, right control digits", reControl("FR00 3000 6000 0112 3456 7890 188"), "RIB key, the last two digits, should be 89"},
		{"wrong RIB key with a letter", reControl("FR00 2004 1010 0505 0001 3M02 607"), "should be 06"},
		{"wrong RIB key in Monaco", reControl("MC00 1122 2000 0101 2345 6789 031"), "should be 30"},
		{"an American account", "021000021 123456789", shape},
		{"no country", "76 3000 6000 0112 3456 7890 189", shape},
		{"country only", "FR", shape},
		{"letters for digits", "FRO6 3000 6000 0112 3456 7890 189", shape},
		{"other signs", "FR76_3000_6000_0112_3456_7890_189", shape},
		{"accents", "ÉÉ76 3000 6000 0112 3456 7890 189", shape},
		{"nothing", "", shape},
	} {
		en, fr := c.iban.Problem()
		if !strings.Contains(en, c.want) || fr == "" || fr == en {
			t.Errorf("%s: English %q, French %q, want %q", c.name, en, fr, c.want)
		}
	}
}

// reControl gives an account number the control digits that belong to it.
func reControl(s string) IBAN {
	c := compact(s)
	return IBAN(fmt.Sprintf("%s%02d%s", c[:2], 98-mod97(c[4:]+c[:2]+"00"), c[4:]))
}

func TestIBANGrouped(t *testing.T) {
	for in, want := range map[IBAN]string{
		"fr7630006000011234567890189": "FR76 3000 6000 0112 3456 7890 189",
		"DE89-3704.0044 0532013000":   "DE89 3704 0044 0532 0130 00",
		"BE68":                        "BE68",
		"":                            "",
	} {
		if got := in.Grouped(); got != want {
			t.Errorf("%q grouped = %q, want %q", in, got, want)
		}
	}
}

// Any wrong digit or letter of a French number is found.
func TestIBANFindsOneWrongSign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bban := rapid.StringMatching(`[0-9]{10}[A-Z0-9]{11}`).Draw(t, "account")
		sound := reControl("FR00" + bban + ribKey(bban+"00"))
		if en, _ := sound.Problem(); en != "" {
			t.Fatalf("%s: %s", sound, en)
		}
		i := rapid.IntRange(4, 26).Draw(t, "place")
		alike := `[0-9]`
		if sound[i] >= 'A' {
			alike = `[A-Z]`
		}
		wrong := IBAN(string(sound[:i]) + rapid.StringMatching(alike).Draw(t, "sign") + string(sound[i+1:]))
		if en, _ := wrong.Problem(); wrong != sound && en == "" {
			t.Fatalf("%s passes for %s", wrong, sound)
		}
	})
}

func TestIBANNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := IBAN(rapid.OneOf(rapid.String(), rapid.StringMatching(`(FR|MC)[0-9]{2}[A-Z0-9]{23}`)).Draw(t, "text"))
		i.Problem()
		i.SEPA()
		if got := compact(i.Grouped()); got != i.Compact() {
			t.Fatalf("grouping %q loses characters: %q", i, got)
		}
	})
}
