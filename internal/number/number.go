// Package number reads the numbers of an applicant, the NIR and the IBAN, from left to right: what
// each character says, and which check fails. What cannot be told it does not guess.
package number

import (
	"fmt"
	"strings"

	"dossier/internal/rule"
)

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

// say fills words of each language into its sentence.
func say(sentence rule.Text, words ...rule.Text) rule.Text {
	en, fr := make([]any, len(words)), make([]any, len(words))
	for i, w := range words {
		en[i], fr[i] = w.EN, w.FR
	}
	return rule.Text{EN: fmt.Sprintf(sentence.EN, en...), FR: fmt.Sprintf(sentence.FR, fr...)}
}

// list joins words as a sentence does: "a, b and c".
func list(words []rule.Text) rule.Text {
	en, fr := make([]string, len(words)), make([]string, len(words))
	for i, w := range words {
		en[i], fr[i] = w.EN, w.FR
	}
	return rule.Text{EN: enumerate(en, "and"), FR: enumerate(fr, "et")}
}

func enumerate(words []string, and string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " " + and + " " + words[n-1]
}
