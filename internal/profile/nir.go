package profile

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// A NIR is a French social security number as the person wrote it: 13 characters, with or without
// its two-digit key, spaces and dots allowed. The département of birth may be 2A or 2B.
type NIR string

// Body is the 13 characters without the key; Key the two digits behind them, if they were given.
func (n NIR) Body() string { b, _ := n.split(); return b }
func (n NIR) Key() string  { _, k := n.split(); return k }

func (n NIR) split() (body, key string) {
	s := compact(string(n))
	if len(s) <= 13 {
		return s, ""
	}
	return s[:13], s[13:]
}

// ComputedKey is 97 − (N mod 97), with 2A read as 19 and 2B as 18 (arrêté on the NIR; the vectors
// in the test were computed by two independent ways). It is empty if the body is not a number.
func (n NIR) ComputedKey() string {
	body := n.Body()
	if len(body) != 13 {
		return ""
	}
	switch body[5:7] {
	case "2A":
		body = body[:5] + "19" + body[7:]
	case "2B":
		body = body[:5] + "18" + body[7:]
	}
	v, err := strconv.ParseUint(body, 10, 64)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%02d", 97-v%97)
}

// Problem says in English and French what is wrong with the number's own arithmetic; empty when sound.
func (n NIR) Problem() (en, fr string) {
	body, key := n.split()
	switch want := n.ComputedKey(); {
	case len(body) != 13 || want == "" || len(key) != 0 && len(key) != 2:
		en, fr = n.misfit()
		return "a French social security number has 13 digits, and two more for its key" + en,
			"un numéro de sécurité sociale a 13 chiffres, suivis d’une clé de deux chiffres" + fr
	case key != "" && key != want:
		return "the two digits of the key do not match the 13 before them: the key should be " + want,
			"la clé ne correspond pas aux 13 chiffres : elle devrait être " + want
	}
	return "", ""
}

// misfit says how a text is not 13 or 15 digits: by a place, counted from 1 without spaces, or by their
// number. The characters themselves it does not repeat.
func (n NIR) misfit() (en, fr string) {
	s := []rune(compact(string(n)))
	for i, r := range s {
		corsica := i == 6 && (r == 'A' || r == 'B') && s[5] == '2'
		if (r < '0' || r > '9') && !corsica {
			return fmt.Sprintf("; character %d, spaces not counted, is none of the digits 0 to 9", i+1),
				fmt.Sprintf(" ; le caractère %d, sans compter les espaces, n’est pas un chiffre de 0 à 9", i+1)
		}
	}
	return fmt.Sprintf("; characters given: %d", len(s)), fmt.Sprintf(" ; caractères donnés : %d", len(s))
}

// Temporary says whether the number is a provisional one (NIA): first digit 7 or 8, or 3 and 4.
func (n NIR) Temporary() bool {
	b := n.Body()
	return b != "" && strings.ContainsRune("3478", rune(b[0]))
}

// Sex is F or M as the first digit says, empty if it says neither.
func (n NIR) Sex() Sex {
	b := n.Body()
	switch {
	case b == "":
		return ""
	case strings.ContainsRune("137", rune(b[0])):
		return Male
	case strings.ContainsRune("248", rune(b[0])):
		return Female
	}
	return ""
}

// Year is the two digits of the year of birth, Month the two of the month, Place the five that say
// where: 99 and the country's INSEE code for a birth abroad, else the INSEE code that the commune had
// then. Order counts those born there that month. Empty when the number is too short.
func (n NIR) Year() string  { return n.part(1, 3) }
func (n NIR) Month() string { return n.part(3, 5) }
func (n NIR) Place() string { return n.part(5, 10) }
func (n NIR) Order() string { return n.part(10, 13) }

// Incomplete says whether the month is one of the numbers that stand for a civil status without a
// month of birth: 20, 30 to 42 and 50 to 99 (npm french-ssn 4.1.0).
func (n NIR) Incomplete() bool {
	m := n.Month()
	return m == "20" || m >= "30" && m <= "42" || m >= "50" && m <= "99"
}

// Grouped is the number in the groups of the attestation: "2 61 02 99 404 123 69".
func (n NIR) Grouped() string {
	body, key := n.split()
	if len(body) != 13 {
		return body
	}
	return strings.TrimSpace(strings.Join([]string{body[:1], body[1:3], body[3:5], body[5:7], body[7:10], body[10:], key}, " "))
}

func (n NIR) part(from, to int) string {
	if b := n.Body(); len(b) == 13 {
		return b[from:to]
	}
	return ""
}

// compact drops the spaces, dots and hyphens that people write into numbers, with the signs that
// nobody sees and that come with a copied text, and raises letters.
func compact(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s))
}
