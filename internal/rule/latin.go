package rule

import (
	"strings"
	"unicode"

	"dossier/internal/spelling"
)

// cyrillic writes letters out as passports do (ICAO Doc 9303, part 3, section 6). The letters with
// marks, such as Й and Ї, have lost them before.
var cyrillic = strings.NewReplacer("А", "A", "Б", "B", "В", "V", "Г", "G", "Ґ", "G", "Д", "D", "Е", "E", "Є", "IE", "Ж", "ZH", "З", "Z",
	"И", "I", "І", "I", "Ј", "J", "К", "K", "Л", "L", "Љ", "LJ", "М", "M", "Н", "N", "Њ", "NJ", "О", "O", "П", "P", "Р", "R", "С", "S",
	"Т", "T", "У", "U", "Ф", "F", "Х", "KH", "Ц", "TS", "Ч", "CH", "Ш", "SH", "Щ", "SHCH", "Ъ", "IE", "Ы", "Y", "Ь", "", "Э", "E",
	"Ю", "IU", "Я", "IA", "Ђ", "D", "Џ", "DZ")

// greek writes letters out as Greek passports do (ELOT 743). Where the sound decides, as for the Υ of
// ΕΥ, it takes the more frequent one.
var greek = strings.NewReplacer("ΟΥ", "OU", "ΑΥ", "AV", "ΕΥ", "EV", "ΓΓ", "NG", "ΓΞ", "NX", "ΓΧ", "NCH", " ΜΠ", " B",
	"Α", "A", "Β", "V", "Γ", "G", "Δ", "D", "Ε", "E", "Ζ", "Z", "Η", "I", "Θ", "TH", "Ι", "I", "Κ", "K", "Λ", "L", "Μ", "M",
	"Ν", "N", "Ξ", "X", "Ο", "O", "Π", "P", "Ρ", "R", "Σ", "S", "Τ", "T", "Υ", "Y", "Φ", "F", "Χ", "CH", "Ψ", "PS", "Ω", "O")

// inLatin is the part of a printed text in Latin letters. Where it has none, Cyrillic and Greek ones
// are written out, and written says so: such letters can show that two names agree, and not that
// they differ, since States and translators write them out in several ways. It is empty if nothing
// can be compared.
func inLatin(s string) (latin string, written bool) {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Common) {
				return ' '
			}
			return r
		}, s), false
	}
	s = greek.Replace(cyrillic.Replace(" " + strings.ToUpper(spelling.Bare(s))))
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.In(r, unicode.Latin, unicode.Common) }) {
		return "", true
	}
	return strings.TrimSpace(s), true
}
