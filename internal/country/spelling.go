package country

import (
	"slices"
	"strings"
	"unicode"

	"dossier/internal/spelling"
)

// key is what all the spellings of one name have in common: lower case, no accents, words parted
// by one space, without articles and particles; "U.S.A." is "usa" and "St." is "saint".
func key(s string) string {
	words := strings.FieldsFunc(unaccented(s), func(r rune) bool { return !unicode.IsLetter(r) })
	words = initials(words)
	if len(words) == 1 {
		return words[0] // perhaps an ISO code: DE, LA and ST are also words dropped or changed below
	}
	kept := words[:0:0]
	for _, w := range words {
		switch w {
		case "the", "of", "and", "le", "la", "les", "l", "de", "du", "des", "d", "et":
		case "st":
			kept = append(kept, "saint")
		case "ste":
			kept = append(kept, "sainte")
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func unaccented(s string) string { return spelling.Bare(strings.ToLower(s)) }

// initials joins runs of single letters: "u s virgin" is "us virgin". A lone one stays as it is,
// since it is the article of "l'Inde".
func initials(words []string) []string {
	var out []string
	for i := 0; i < len(words); {
		end := i
		for end < len(words) && len(words[end]) == 1 {
			end++
		}
		end = max(end, i+1)
		out = append(out, strings.Join(words[i:end], ""))
		i = end
	}
	return out
}

// forms are the words by which a State says how it is governed, with the adjectives that may
// stand before them; "democratic" is missing because it tells the two Congos and Koreas apart.
var forms = []string{"republic", "kingdom", "state", "commonwealth", "union", "principality", "sultanate",
	"republique", "royaume", "etat", "principaute"}

var adjectives = []string{"federal", "federative", "federated", "islamic", "arab", "united", "people", "peoples", "s",
	"socialist", "independent", "plurinational", "cooperative", "hashemite"}

// withoutForm turns the key of "Kingdom of Spain" into that of "Spain". No State has a code behind
// its form: "Royaume-ni" is not Nicaragua.
func withoutForm(key string) string {
	words := strings.Split(key, " ")
	i := 0
	for i < len(words) && slices.Contains(adjectives, words[i]) {
		i++
	}
	if i+1 < len(words) && slices.Contains(forms, words[i]) {
		if name := strings.Join(words[i+1:], " "); len(name) > 3 {
			return name
		}
	}
	return key
}
