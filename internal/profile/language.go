package profile

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// languages maps the ISO 639-1 code and the English, French and own name of a language, in small
// letters, to its code.
var languages = sync.OnceValue(func() map[string]string {
	en, fr := display.Languages(language.English), display.Languages(language.French)
	known := map[string]string{}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			tag, err := language.Parse(code)
			if err != nil || tag.String() != code || en.Name(tag) == "" {
				continue
			}
			for _, name := range []string{code, en.Name(tag), fr.Name(tag), display.Self.Name(tag)} {
				if name != "" {
					known[strings.ToLower(name)] = code
				}
			}
		}
	}
	return known
})

// LanguageCode is the ISO 639-1 code of a language written as a code or by its English, French or
// own name; empty if it is not known.
func LanguageCode(s string) string { return languages()[strings.ToLower(strings.TrimSpace(s))] }

// LanguageCodes reads the language of a paper, or those of a bilingual one: "English, French",
// "anglais et français". What is not known is left out.
func LanguageCodes(s string) []string {
	s = strings.NewReplacer(" and ", ",", " et ", ",", " & ", ",").Replace(s)
	var codes []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;/+", r) }) {
		if code := LanguageCode(part); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}

// LanguageNames are a code's French and English names.
func LanguageNames(code string) (fr, en string) {
	tag, err := language.Parse(code)
	if err != nil {
		return code, code
	}
	return display.Languages(language.French).Name(tag), display.Languages(language.English).Name(tag)
}
