package cpam

import (
	"strings"
	"unicode"

	"dossier/internal/spelling"
)

// plain keeps letters without their accents, and digits; a run of anything else becomes one space.
func plain(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range spelling.Bare(s) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	return b.String()
}

// fold is what the spellings of one name have in common.
func fold(s string) string { return strings.ToLower(plain(s)) }

// upon spells out the preposition of "Vitry s/ Seine".
var upon = strings.NewReplacer("S/", " sur ", "s/", " sur ")

// communeKey is what the spellings of one commune have in common: "ST-ETIENNE" and
// "Saint-Étienne", "Vitry s/ Seine", "Lyon 3", "Lyon 3e Arrondissement" and "LYON 03 CEDEX".
func communeKey(s string) string {
	words := strings.Fields(fold(upon.Replace(s)))
	var key []string
	for i, w := range words {
		switch {
		case w == "cedex" && i > 0: // a sorting office, whose number is no arrondissement
			return strings.Join(key, " ")
		case w == "st":
			key = append(key, "saint")
		case w == "ste":
			key = append(key, "sainte")
		case i > 0 && (w == "arrondissement" || w == "arr" || w == "ardt"):
		default:
			key = append(key, ordinal(w))
		}
	}
	return strings.Join(key, " ")
}

// ordinal reduces "14e", "14eme", "1er" and "01" to the number; other words are returned as they are.
func ordinal(word string) string {
	digits := strings.TrimRightFunc(word, unicode.IsLetter)
	if digits == "" || strings.IndexFunc(digits, unicode.IsLetter) >= 0 {
		return word
	}
	switch word[len(digits):] {
	case "", "e", "er", "eme", "ieme":
		return strings.TrimLeft(digits, "0")
	}
	return word
}
