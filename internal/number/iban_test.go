package number

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

func TestReadIBAN(t *testing.T) {
	for _, c := range []struct {
		iban profile.IBAN
		part string
		want string // English, in whole
	}{
		{"FR76 3000 6000 0112 3456 7890 189", "country", "France"},
		{"FR76 3000 6000 0112 3456 7890 189", "control", "right (ISO 7064)"},
		{"FR76 3000 6000 0112 3456 7890 189", "bank", ""},
		{"FR76 3000 6000 0112 3456 7890 189", "rib_key", "right"},
		{"FR67 3000 6000 0112 3456 7890 189", "control", "wrong (ISO 7064): the rest as it stands would have 76"},
		{"FR76 3000 6000 0112 3456 7890 188", "rib_key", "wrong: the rest as it stands would have 89"},
		{"FR14 2OO4 1010 0505 0001 3M02 606", "bank", "bank and branch should be digits"},
		{"DE89 3704 0044 0532 0130 00", "account", "in the form of that country, which is not read here"},
		{"XK05 1212 0123 4567 8906", "country", "Kosovo"},
		{"ZZ82 3456 7890 1234 5678", "country", "no country has this code"},
		{"DE89 3704 0044 0532 0130 0", "country", "no part country"}, // where the others are is not certain
		{"not an IBAN", "country", "no part country"},
	} {
		if got := here(ReadIBAN(c.iban).Parts, c.part); got.EN != c.want {
			t.Errorf("%s, %s: %q, want %q", c.iban, c.part, got.EN, c.want)
		}
	}
}

// A country without IBANs has no sound one, however its control digits agree.
func TestReadIBANOfNoCountry(t *testing.T) {
	for iban, want := range map[profile.IBAN]string{
		"XX79 AAAA BBBB CCCC":           "XX has no IBAN known here",
		"US64 SVBK US6S 3300 9588 79":   "US has no IBAN known here",
		"XK05 1212 0123 4567 8906":      "",
		"RS35 2600 0560 1001 6113 79":   "",
		"SA03 8000 0000 6080 1016 7519": "",
	} {
		if r := ReadIBAN(iban); (r.Problem.EN == "") != (want == "") || !strings.HasPrefix(r.Problem.EN, want) || (r.Problem.FR == "") != (want == "") {
			t.Errorf("%s: %q, want %q", iban, r.Problem.EN, want)
		}
	}
}

// Which check fails says where to look.
func TestReadIBANLook(t *testing.T) {
	for iban, want := range map[profile.IBAN]string{
		"FR76 3000 6000 0112 3456 7890 189": "",
		"FR67 3000 6000 0112 3456 7890 189": "the RIB key holds, ISO 7064 does not: look at the first four characters before the others",
		"FR76 3000 6000 0112 3456 7809 189": "neither ISO 7064 nor the RIB key holds: compare characters 5 to 27 with the bank’s RIB",
		"FR06 3000 6000 0112 3456 7890 188": "ISO 7064 holds, the RIB key does not: compare characters 5 to 27 with the bank’s RIB",
		"BE68 5390 0754 7043":               "ISO 7064 does not hold: compare every character with the bank’s paper",
	} {
		r, found := ReadIBAN(iban), ""
		for _, x := range r.Notes {
			if strings.Contains(x.EN, "hold") {
				found = x.EN
			}
		}
		if found != want || (r.Problem.EN == "") != (want == "") {
			t.Errorf("%s: %q (%s), want %q", iban, found, r.Problem.EN, want)
		}
	}
}

func TestReadIBANSEPA(t *testing.T) {
	for iban, want := range map[profile.IBAN]struct {
		sepa   SEPA
		french bool
		note   string
	}{
		"FR76 3000 6000 0112 3456 7890 189": {InSEPA, true, ""},
		"MC58 1122 2000 0101 2345 6789 030": {InSEPA, false, "some counters refuse it"},
		"DE89 3704 0044 0532 0130 00":       {InSEPA, false, "some counters refuse it"},
		"SA03 8000 0000 6080 1016 7519":     {OutsideSEPA, false, "may not pay"},
		"RS35 2600 0560 1001 6113 79":       {Unverified, false, "Albania, Moldova, Montenegro, North Macedonia and Serbia"},
		"ZZ82 3456 7890 1234 5678":          {OutsideSEPA, false, ""},
		"12 3456":                           {"", false, "shows the IBAN"},
		"021000021":                         {"", false, "routing number of a US bank"},
		"FR76 3000 6000 0112 3456 7890 1é9": {InSEPA, true, "character 26, spaces not counted"},
	} {
		r := ReadIBAN(iban)
		note := ""
		if len(r.Notes) > 0 {
			note = r.Notes[0].EN
		}
		if r.SEPA != want.sepa || r.French() != want.french || want.note == "" && note != "" || !strings.Contains(note, want.note) {
			t.Errorf("%s: SEPA %q, French %v, %q", iban, r.SEPA, r.French(), note)
		}
	}
}

func TestReadIBANWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := profile.IBAN(rapid.OneOf(rapid.StringMatching(`(FR|MC)[0-9]{2}[A-Z0-9]{23}`), rapid.StringMatching(`(DE|RS|US|ZZ)[0-9]{2}[A-Z0-9]{18}`), rapid.String()).Draw(t, "number"))
		r := ReadIBAN(i)
		whole(t, r.Parts, i.Compact())
		for _, x := range append(r.Notes, r.Sources...) {
			if x.EN == "" || x.FR == "" {
				t.Fatalf("%q: %+v", i, x)
			}
		}
		if (r.Account != nil) != (r.ExpectedRIBKey != "") || (len(r.Parts) > 0) != (r.ExpectedControl != "") {
			t.Fatalf("%q: %+v", i, r)
		}
	})
}

func TestIBANDifferences(t *testing.T) {
	bank := "[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"\n"
	for _, c := range []struct {
		name, profile string
		iban          profile.IBAN
		held, want    string
	}{
		{"the same", bank, "fr7630006000011234567890189", "bank.iban", ""},
		{"two exchanged", bank, "FR76 3000 6000 0112 3456 7809 189", "bank.iban", "the profile has another IBAN: characters 23 and 24 differ"},
		{"one digit", bank, "FR76 3000 6000 0112 3456 7890 188", "bank.iban", "the profile has another IBAN: character 27 differs"},
		{"four digits", bank, "FR76 3000 6000 0112 3456 0987 189", "bank.iban", "the profile has another IBAN: characters 21, 22, 23 and 24 differ"},
		{"five digits", bank, "FR76 3000 6000 0112 3450 0987 189", "bank.iban", "the profile has another IBAN"},
		{"another account", bank, "FR14 2004 1010 0505 0001 3M02 606", "bank.iban", "the profile has another IBAN"},
		{"one digit short", bank, "FR76 3000 6000 0112 3456 7890 18", "bank.iban", "the profile has an IBAN of 27 characters, this one has 26"},
		{"nothing said", "", "FR76 3000 6000 0112 3456 7890 189", "", ""},
	} {
		found, held := IBANDifferences(c.iban, load(t, c.profile))
		got := ""
		if len(found) > 0 {
			got = found[0].Message.EN
		}
		if got != c.want || strings.Join(held, " ") != c.held || len(found) > 1 {
			t.Errorf("%s: %q held against %q, want %q", c.name, got, held, c.want)
		}
	}
}
