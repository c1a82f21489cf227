package rule

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/profile"
	"dossier/internal/spelling"
)

// umlauts takes away the E by which passports and banks write an umlaut: MUELLER is MÜLLER. Names
// that have it by nature (MANUEL) lose it on both sides of a comparison.
var umlauts = strings.NewReplacer("AE", "A", "OE", "O", "UE", "U")

// longhand writes in two letters what some passports write so and others with one: Åse is AASE, Đorđe
// is DJORDJE, Əli is ALI.
var longhand = strings.NewReplacer("Å", "AA", "å", "aa", "Đ", "DJ", "đ", "dj", "Ə", "A", "ə", "a")

// fold reduces a name to words that two papers must share: capitals without accents, hyphens or
// apostrophes.
func fold(s string) []string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Lm, r) { // the turned comma of Hawaiʻi
			return ' '
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return ' '
	}, spelling.Bare(s))
	return strings.Fields(umlauts.Replace(s))
}

// spellings are the ways in which papers may write a name, folded: one, or two with longhand.
func spellings(s string) [][]string {
	all := [][]string{fold(s)}
	composed := norm.NFC.String(s)
	if long := longhand.Replace(composed); long != composed {
		all = append(all, fold(long))
	}
	return all
}

// titles stand before names; the sex is that of the person they can stand for.
var titles = map[string]profile.Sex{"M": profile.Male, "MR": profile.Male, "MONSIEUR": profile.Male,
	"MME": profile.Female, "MLLE": profile.Female, "MADAME": profile.Female, "MRS": profile.Female, "MS": profile.Female, "MISS": profile.Female}

// untitled parts the words of a printed name from the titles before it, or before one of several
// people ("M OU MME"). Elsewhere such words are names or initials: OU is a surname, M is Marie's.
func untitled(words []string) (rest []string, sexes []profile.Sex) {
	head := true // at a place where a title can stand
	for i, w := range words {
		sex, title := titles[w]
		and := i > 0 && slices.Contains([]string{"OU", "ET", "OR", "AND"}, w) && i+1 < len(words) && titles[words[i+1]] != ""
		switch {
		case head && title:
			sexes = append(sexes, sex)
		case and:
			head = true
		default:
			rest, head = append(rest, w), false
		}
	}
	return rest, sexes
}

// names says whether the printed text holds all words of name, parted as they are or not: O BRIEN
// is OBRIEN.
func names(printed, name string) bool {
	for _, words := range spellings(printed) {
		if slices.ContainsFunc(spellings(name), func(wanted []string) bool { return holdsAll(words, wanted) }) {
			return true
		}
	}
	return false
}

func holdsAll(words, wanted []string) bool {
	has := func(w string) bool { return slices.Contains(words, w) }
	all := !slices.ContainsFunc(wanted, func(w string) bool { return !has(w) })
	return len(wanted) > 0 && (all || holdsRun(words, strings.Join(wanted, "")))
}

// holdsRun says whether some neighbouring words, written together, are s.
func holdsRun(words []string, s string) bool {
	for i := range words {
		if run(words[i:], s) > 0 {
			return true
		}
	}
	return false
}

// run is with how many words, written together, a text begins that is s; 0 if it begins otherwise.
func run(words []string, s string) int {
	for i, w := range words {
		rest, ok := strings.CutPrefix(s, w)
		if !ok {
			return 0
		}
		if s = rest; s == "" {
			return i + 1
		}
	}
	return 0
}

// isApplicant says whether a name as printed can be the applicant's: birth or usage name, with the
// first of the first names, its first part or its initial, or another of them whole; or with no first
// name at all, unless the title is another's. Of a birth name of several words one is enough with the
// first name whole. It is true when the profile has no birth name yet, or none in Latin letters.
func (c *Case) isApplicant(printed string) bool {
	is, asked := c.own[printed]
	if asked {
		return is
	}
	is = !comparable(c.A.Name.Birth) || // nothing to hold it against: see identity-incomplete, name-script
		slices.ContainsFunc(spellings(printed), func(words []string) bool { return applicantAmong(c.A, words) })
	if c.own == nil {
		c.own = map[string]bool{}
	}
	c.own[printed] = is
	return is
}

func applicantAmong(a *profile.Applicant, words []string) bool {
	words, sexes := untitled(words)
	text := strings.Join(words, " ")
	for _, last := range []string{a.Name.Birth, a.Name.Usage} {
		if !names(text, last) {
			continue
		}
		if len(fold(a.Name.FirstNames())) == 0 || hasFirst(text, a.Name.First[0]) {
			return true
		}
		alone := strings.Join(words, "") == strings.Join(fold(last), "")
		titled := len(sexes) == 0 || a.Sex == "" || slices.Contains(sexes, a.Sex)
		if titled && (alone || hasOther(text, a)) {
			return true
		}
	}
	return hasPart(text, a.Name)
}

// hasOther says whether a printed text has another first name than the first: any of them may be the
// one in use. One that the spouse has too says nothing.
func hasOther(printed string, a *profile.Applicant) bool {
	return slices.ContainsFunc(a.Name.First[1:], func(first string) bool {
		return names(printed, first) && !(len(a.Spouse.First) > 0 && names(a.Spouse.First[0], first))
	})
}

// hasPart says whether a printed text has the first name and one word of a birth name of several:
// leases and banks leave out one of two surnames, if no hyphen joins them. Short words are particles.
func hasPart(printed string, n profile.Name) bool {
	surnames := strings.Fields(n.Birth)
	return len(surnames) > 1 && len(n.First) > 0 && names(printed, n.First[0]) &&
		slices.ContainsFunc(surnames, func(w string) bool { return utf8.RuneCountInString(w) > 3 && names(printed, w) })
}

// comparable says whether a name of the profile can be held against what papers print: it is given, and
// in Latin letters.
func comparable(name string) bool {
	latin, written := inLatin(name)
	return !written && len(fold(latin)) > 0
}

func hasFirst(printed, first string) bool {
	parts, words := fold(first), fold(printed)
	return names(printed, first) || len(parts) > 0 && (slices.Contains(words, parts[0]) || slices.Contains(words, initial(parts[0])))
}

func initial(word string) string { return string([]rune(word)[:1]) }
