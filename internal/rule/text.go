package rule

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/profile"
)

// A Text is said in English to the person and in French to whoever prefers it.
type Text struct{ EN, FR string }

// same is a text that is the same in both languages, such as the number of an article.
func same(s string) Text { return Text{s, s} }

// Day is a day, its month in letters.
func Day(d profile.Date) Text { return Text{d.English(), d.French()} }

// together is several sources as one.
func together(sources ...Text) Text {
	var en, fr []string
	for _, s := range sources {
		en, fr = append(en, s.EN), append(fr, s.FR)
	}
	return Text{strings.Join(en, "; "), strings.Join(fr, " ; ")}
}

// In is the text in a language, "fr" or else English.
func (t Text) In(lang string) string {
	if lang == "fr" {
		return t.FR
	}
	return t.EN
}

// With is the text with arguments in the place of its verbs: see fmt. Dates and Texts among them are
// put into the language of the text.
func (t Text) With(args ...any) Text {
	if len(args) == 0 {
		return t
	}
	en, fr := slices.Clone(args), slices.Clone(args)
	for i, arg := range args {
		switch v := arg.(type) {
		case profile.Date:
			en[i], fr[i] = Day(v).EN, Day(v).FR
		case Text:
			en[i], fr[i] = v.EN, v.FR
		}
	}
	return Text{fmt.Sprintf(t.EN, en...), fmt.Sprintf(t.FR, fr...)}
}

// Series joins texts as a sentence does: "a, b and c".
func Series(texts []Text) Text {
	var t Text
	for i, x := range texts {
		switch {
		case i == 0:
			t = x
		case i+1 == len(texts):
			t = Text{t.EN + " and " + x.EN, t.FR + " et " + x.FR}
		default:
			t = Text{t.EN + ", " + x.EN, t.FR + ", " + x.FR}
		}
	}
	return t
}

// uncapped begins with a small letter, as within a sentence; a word in capitals stays.
func uncapped(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(first)) + s[n:]
}
