package main

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

const languageHeader = `# Languages with a code of two letters. Made by internal/generate/data: do not edit.
# Codes: ISO 639-1. French, English and own names: Unicode CLDR %s, by golang.org/x/text (BSD).
`

// languageTable has every language of two letters that has an English name.
func languageTable() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, languageHeader, display.CLDRVersion)
	w := csv.NewWriter(&out)
	if err := w.Write([]string{"code", "fr", "en", "own"}); err != nil {
		return nil, err
	}
	en, fr := display.Languages(language.English), display.Languages(language.French)
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string([]rune{a, b})
			tag, err := language.Parse(code)
			if err != nil || tag.String() != code || en.Name(tag) == "" {
				continue
			}
			if err := w.Write([]string{code, fr.Name(tag), en.Name(tag), display.Self.Name(tag)}); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}
