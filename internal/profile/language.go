package profile

import (
	_ "embed"
	"strings"
	"sync"

	"dossier/internal/table"
)

//go:embed languages.csv
var languagesCSV []byte

// A language is one row of languages.csv; names that are not known are empty.
type language struct{ code, fr, en, own string }

// languages finds a language by its ISO 639-1 code and by its English, French and own name, in small
// letters.
var languages = sync.OnceValue(func() map[string]language {
	rows := table.Rows(languagesCSV)
	known := make(map[string]language, 4*len(rows))
	for _, row := range rows {
		l := language{row[0], row[1], row[2], row[3]}
		for _, name := range row {
			if name != "" {
				known[strings.ToLower(name)] = l
			}
		}
	}
	for name, code := range alsoCalled {
		known[name] = known[code]
	}
	return known
})

// alsoCalled are names that people write for languages that the table calls otherwise.
var alsoCalled = map[string]string{
	"norwegian": "no", "norvégien": "no", "flemish": "nl", "flamand": "nl", "castilian": "es", "castillan": "es",
	"moldovan": "ro", "moldave": "ro", "slovene": "sl", "mandarin": "zh", "cantonese": "zh", "cantonais": "zh",
	"farsi": "fa", "dari": "fa", "panjabi": "pa",
}

// LanguageCode is the ISO 639-1 code of a language written as a code or by its English, French or
// own name; empty if it is not known.
func LanguageCode(s string) string { return languages()[strings.ToLower(strings.TrimSpace(s))].code }

var conjunctions = strings.NewReplacer(" and ", ",", " et ", ",", " & ", ",")

// LanguageCodes reads the language of a paper, or those of a bilingual one: "English, French",
// "anglais et français". What is not known is left out.
func LanguageCodes(s string) []string {
	s = conjunctions.Replace(s)
	var codes []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;/+", r) }) {
		if code := LanguageCode(part); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}

// LanguageNames are a code's French and English names; those of an unknown one are the code.
func LanguageNames(code string) (fr, en string) {
	l, ok := languages()[code]
	if !ok {
		return code, code
	}
	return l.fr, l.en
}
