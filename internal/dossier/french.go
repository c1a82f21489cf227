package dossier

import (
	"cmp"
	"slices"
	"strings"

	"dossier/internal/profile"
	"dossier/internal/typeset"
)

// French sets the spaces and apostrophes of our French around the values of a person, which stay
// as they were given: O'Brien keeps the apostrophe of the passport.
type French struct{ hide, show *strings.Replacer }

// FrenchFor keeps the texts of these profiles, and further values, as they are.
func FrenchFor(further []string, applicants ...*profile.Applicant) French {
	values := slices.Clone(further)
	for _, a := range applicants {
		for _, t := range a.Texts() {
			values = append(values, t.Value)
		}
	}
	values = slices.DeleteFunc(values, func(v string) bool { return plainSpaces.Replace(typeset.French(v)) == plainSpaces.Replace(v) })
	slices.SortFunc(values, func(x, y string) int { return cmp.Or(cmp.Compare(len(y), len(x)), cmp.Compare(x, y)) })
	values = slices.Compact(values)
	var hide, show []string
	for i, v := range values[:min(len(values), privateUse)] {
		token := string(rune(0xE000 + i))
		hide, show = append(hide, v, token), append(show, token, v)
	}
	return French{strings.NewReplacer(hide...), strings.NewReplacer(show...)}
}

// privateUse is how many characters Unicode leaves free for tokens, U+E000 to U+F8FF.
const privateUse = 6400

// plainSpaces makes no-break spaces ordinary: on paper they are the same.
var plainSpaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// Set is s with French spacing.
func (f French) Set(s string) string { return f.show.Replace(typeset.French(f.hide.Replace(s))) }

// Paragraphs splits a text at its blank lines and sets each; line ends within a paragraph are
// those of the template's source.
func (f French) Paragraphs(text string) []string {
	out := paragraphs(f.hide.Replace(text))
	for i, p := range out {
		out[i] = f.show.Replace(typeset.French(p))
	}
	return out
}

// paragraphs splits a text at its blank lines, without the line ends within; no-break spaces stay.
func paragraphs(text string) []string {
	var out []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.Join(strings.FieldsFunc(p, func(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}
