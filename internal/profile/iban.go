package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An IBAN is an account number as the person wrote it, spaces allowed.
type IBAN string

// Compact is the number without spaces, in capitals.
func (i IBAN) Compact() string { return compact(string(i)) }

// Country is the ISO code of the bank's country, empty if the text does not begin with two letters.
func (i IBAN) Country() string {
	s := i.Compact()
	if len(s) < 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return ""
	}
	return s[:2]
}

// Grouped is the number in groups of four, as banks print it.
func (i IBAN) Grouped() string {
	var b strings.Builder
	for n, r := range i.Compact() {
		if n > 0 && n%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// sepaLengths holds the SEPA countries whose IBAN length is known here (npm ibantools 4.5.4,
// 37 countries, read 2026-11-22). Countries that joined in 2024 and 2025 are not verified and so
// are absent: for these the program says that it does not know.
var sepaLengths = map[string]int{
	"AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
	"ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26,
	"IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
	"PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}

// otherLengths holds the countries outside SEPA whose IBANs are registered, with their length (npm
// ibantools 4.5.4, read 2026-11-27). French and Finnish territories have the IBANs of their State.
var otherLengths = map[string]int{
	"AE": 23, "AL": 28, "AZ": 28, "BA": 20, "BH": 22, "BR": 29, "BY": 28, "CR": 22, "DO": 28, "EG": 29,
	"FO": 18, "GE": 22, "GL": 18, "GT": 28, "IL": 23, "IQ": 23, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
	"LC": 32, "LY": 25, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MU": 30, "NI": 28, "OM": 23,
	"PK": 24, "PS": 29, "QA": 29, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SO": 23, "ST": 25,
	"SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VG": 24, "XK": 20, "YE": 30,
}

// Length is how many characters an IBAN of this country has; known is false for a country whose
// IBANs are not known here, among them those that have none.
func (i IBAN) Length() (n int, known bool) {
	c := i.Country()
	n = sepaLengths[c] + otherLengths[c] // no country is in both
	return n, n > 0
}

// UnverifiedSEPA are the ISO codes of the states that are said to have joined SEPA in 2024 and 2025;
// this was not verified.
func UnverifiedSEPA() []string { return []string{"AL", "MD", "ME", "MK", "RS"} }

// SEPA says whether the account is domiciled in the SEPA area; known is false for a country about
// which this program has no verified answer.
func (i IBAN) SEPA() (in, known bool) {
	_, in = sepaLengths[i.Country()]
	return in, in || !slices.Contains(UnverifiedSEPA(), i.Country())
}

var ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// WellFormed says whether the text is that of an IBAN: two letters, two digits, 11 to 30 letters and
// digits, and as many in all as its country has, where that is known.
func (i IBAN) WellFormed() bool {
	n, known := i.Length()
	return ibanShape.MatchString(i.Compact()) && (!known || len(i.Compact()) == n)
}

// Control is the two control digits, ComputedControl those that ISO 7064 gives for the rest. Only for
// an IBAN that is WellFormed.
func (i IBAN) Control() string { return i.Compact()[2:4] }
func (i IBAN) ComputedControl() string {
	s := i.Compact()
	return fmt.Sprintf("%02d", 98-mod97(s[4:]+s[:2]+"00"))
}

// ControlHolds says whether the control digits belong to the rest: the number with its first four
// characters moved to the end leaves 1 when divided by 97. Only for an IBAN that is WellFormed.
func (i IBAN) ControlHolds() bool {
	s := i.Compact()
	return mod97(s[4:]+s[:4]) == 1
}

// A FrenchAccount is the number on a RIB: five digits for the bank, five for the branch, eleven
// letters and digits for the account, and a key of two digits.
type FrenchAccount struct{ Bank, Branch, Account, Key string }

// FrenchAccount is the number in an IBAN of France or Monaco; false in any other or one that is not
// WellFormed.
func (i IBAN) FrenchAccount() (FrenchAccount, bool) {
	s := i.Compact()
	if c := i.Country(); !i.WellFormed() || c != "FR" && c != "MC" {
		return FrenchAccount{}, false
	}
	return FrenchAccount{s[4:9], s[9:14], s[14:25], s[25:]}, true
}

var tenDigits = regexp.MustCompile(`^[0-9]{10}$`)

// Numeric says whether bank and branch are digits, as they must be.
func (f FrenchAccount) Numeric() bool { return tenDigits.MatchString(f.Bank + f.Branch) }

// ComputedKey is 97 − ((89·bank + 15·branch + 3·account) mod 97), letters read as A–I 1–9, J–R 1–9,
// S–Z 2–9.
func (f FrenchAccount) ComputedKey() string {
	key := 97 - (89*ribNumber(f.Bank)+15*ribNumber(f.Branch)+3*ribNumber(f.Account))%97
	return fmt.Sprintf("%02d", key)
}

func ribNumber(s string) int {
	n, _ := strconv.Atoi(strings.Map(func(r rune) rune {
		switch {
		case r >= 'S':
			return '2' + (r - 'S')
		case r >= 'J':
			return '1' + (r - 'J')
		case r >= 'A':
			return '1' + (r - 'A')
		}
		return r
	}, s))
	return n
}

// Problem says what is wrong with the number's own arithmetic, in English and French; empty when
// sound: shape, length for its country where known, ISO 7064 mod 97, and for France the RIB key.
func (i IBAN) Problem() (en, fr string) {
	s := i.Compact()
	if !ibanShape.MatchString(s) {
		return "an IBAN is two letters, two digits, then 11 to 30 letters and digits",
			"un IBAN se compose de deux lettres, de deux chiffres, puis de 11 à 30 lettres et chiffres"
	}
	n, _ := i.Length()
	account, french := i.FrenchAccount()
	switch {
	case !i.WellFormed():
		return "an IBAN of " + s[:2] + " has " + strconv.Itoa(n) + " characters, this one has " + strconv.Itoa(len(s)),
			"un IBAN " + s[:2] + " compte " + strconv.Itoa(n) + " caractères, celui-ci en compte " + strconv.Itoa(len(s))
	case !i.ControlHolds():
		return "the control digits do not match the rest of the IBAN",
			"les chiffres de contrôle ne correspondent pas au reste de l’IBAN"
	case french && !account.Numeric():
		return "the bank and the branch, characters 5 to 14, should be digits",
			"la banque et le guichet, caractères 5 à 14, devraient être des chiffres"
	case french && account.Key != account.ComputedKey():
		return "the RIB key, the last two digits, should be " + account.ComputedKey(),
			"la clé RIB, les deux derniers chiffres, devrait être " + account.ComputedKey()
	}
	return "", ""
}

// mod97 reads letters as 10 to 35 (ISO 7064).
func mod97(s string) int {
	m := 0
	for _, r := range s {
		if r >= 'A' {
			m = (m*100 + int(r-'A') + 10) % 97
		} else {
			m = (m*10 + int(r-'0')) % 97
		}
	}
	return m
}
