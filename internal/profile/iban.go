package profile

import (
	"regexp"
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

// lateSEPA holds the states that are said to have joined SEPA in 2024 and 2025 but were not verified.
var lateSEPA = map[string]bool{"AL": true, "ME": true, "MD": true, "MK": true, "RS": true}

// SEPA says whether the account is domiciled in the SEPA area; known is false for a country about
// which this program has no verified answer.
func (i IBAN) SEPA() (in, known bool) {
	_, in = sepaLengths[i.Country()]
	return in, in || !lateSEPA[i.Country()]
}

var ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)

// Problem says what is wrong with the number's own arithmetic, in English and French; empty when
// sound: shape, length for its country where known, ISO 7064 mod 97, and for France the RIB key.
func (i IBAN) Problem() (en, fr string) {
	s := i.Compact()
	switch n, known := sepaLengths[i.Country()]; {
	case !ibanShape.MatchString(s):
		return "an IBAN is two letters, two digits, then 11 to 30 letters and digits",
			"un IBAN se compose de deux lettres, de deux chiffres, puis de 11 à 30 lettres et chiffres"
	case known && len(s) != n:
		return "an IBAN of " + s[:2] + " has " + strconv.Itoa(n) + " characters, this one has " + strconv.Itoa(len(s)),
			"un IBAN " + s[:2] + " compte " + strconv.Itoa(n) + " caractères, celui-ci en compte " + strconv.Itoa(len(s))
	case mod97(s[4:]+s[:4]) != 1:
		return "the control digits do not match the rest of the IBAN",
			"les chiffres de contrôle ne correspondent pas au reste de l’IBAN"
	case (s[:2] == "FR" || s[:2] == "MC") && ribKey(s[4:]) != s[25:]:
		return "the RIB key, the last two digits, should be " + ribKey(s[4:]),
			"la clé RIB, les deux derniers chiffres, devrait être " + ribKey(s[4:])
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

// ribKey is 97 − ((89·bank + 15·branch + 3·account) mod 97) over the 23 characters of a French
// BBAN, letters read as A–I 1–9, J–R 1–9, S–Z 2–9.
func ribKey(bban string) string {
	digits := strings.Map(func(r rune) rune {
		switch {
		case r >= 'S':
			return '2' + (r - 'S')
		case r >= 'J':
			return '1' + (r - 'J')
		case r >= 'A':
			return '1' + (r - 'A')
		}
		return r
	}, bban)
	bank, _ := strconv.Atoi(digits[:5])
	branch, _ := strconv.Atoi(digits[5:10])
	account, _ := strconv.Atoi(digits[10:21])
	key := 97 - (89*bank+15*branch+3*account)%97
	return string([]byte{byte('0' + key/10), byte('0' + key%10)})
}
