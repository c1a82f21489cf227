// Package number reads the numbers of an applicant, the NIR and the IBAN, from left to right: what
// each character says, and which check fails. What cannot be told it does not guess.
package number

import "dossier/internal/rule"

// A Part is a run of characters that says one thing.
type Part struct {
	ID       string // "sex", "control": the same in any language
	From, To int    // places of the first and last character, counted from 1
	Text     string // the characters
	Meaning  rule.Text
	Here     rule.Text // what they say in this number
}

// after is a part that begins where another ends.
func after(parts []Part, id, text string, meaning, here rule.Text) []Part {
	from := 1
	if n := len(parts); n > 0 {
		from = parts[n-1].To + 1
	}
	return append(parts, Part{id, from, from + len(text) - 1, text, meaning, here})
}

// same is a text that both languages have: a name, a number.
func same(s string) rule.Text { return rule.Text{EN: s, FR: s} }
