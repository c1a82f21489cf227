package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

const countryHeader = `# Foreign countries and territories. Made by internal/generate/data: do not edit.
# Codes, French names: INSEE, Code officiel géographique, edition 2025, by sfaut/data-cog (Unlicense).
# English names, other names: Unicode CLDR %s, by golang.org/x/text (BSD), some brought up to date.
# group: eu, eea (the three others of the European Economic Area) or ch, as of 2026; empty elsewhere.
`

// english replaces the English names that CLDR lacks, has under an older name, or gives in
// a form that nobody writes. The key is the INSEE code.
var english = map[string]string{
	"99156": "North Macedonia",
	"99157": "Kosovo",
	"99159": "Svalbard and Jan Mayen",
	"99161": "British Crown Dependencies",
	"99162": "Pheasant Island",
	"99224": "Myanmar",
	"99230": "Hong Kong",
	"99232": "Macau",
	"99261": "Palestine",
	"99265": "Australian territories in the Indian Ocean",
	"99306": "Saint Helena, Ascension and Tristan da Cunha",
	"99312": "Democratic Republic of the Congo",
	"99313": "Spanish territories in North Africa",
	"99319": "Portuguese territories in the Atlantic Ocean",
	"99324": "Republic of the Congo",
	"99326": "Ivory Coast",
	"99363": "Norwegian territories in the Antarctic",
	"99391": "Eswatini",
	"99425": "British territories in the West Indies and Bermuda",
	"99427": "British territories in the South Atlantic Ocean",
	"99432": "Territories of the United States in America",
	"99440": "Saint Vincent and the Grenadines",
	"99443": "Bonaire, Sint Eustatius and Saba",
	"99446": "Argentine Antarctica",
	"99447": "Chilean Antarctic Territory",
	"99505": "Territories of the United States in Oceania",
	"99519": "Territories of New Zealand",
	"99522": "Australian territories in Oceania",
}

// groups says in which way a country's people are free to settle in France, by INSEE code.
// A territory has its own row: Åland and the Spanish and Portuguese islands are part of the
// Union (TFEU articles 349 and 355), the others here left out are not.
var groups = map[string]string{
	"eu": "99100 99101 99104 99105 99106 99107 99108 99109 99110 99111 99112 99114 99116 99117 99119 " +
		"99122 99126 99127 99131 99134 99135 99136 99137 99139 99144 99145 99254 99160 99162 99313 99319",
	"eea": "99102 99103 99113",
	"ch":  "99140",
}

// countryTable turns the CSV file of sfaut/data-cog into ours.
func countryTable(source []byte) ([]byte, error) {
	rows, err := csv.NewReader(bytes.NewReader(source)).ReadAll()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, countryHeader, display.CLDRVersion)
	w := csv.NewWriter(&out)
	if err := w.Write([]string{"insee", "iso2", "iso3", "fr", "en", "also", "group"}); err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, row := range rows[1:] {
		record, err := countryRecord(row, taken)
		if err != nil {
			return nil, err
		}
		if err := w.Write(record); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// countryRecord makes one row. The source gives the ISO code of Spain and of Portugal a second
// time, to their territories: a code goes to the first row only, which is the country.
func countryRecord(row []string, taken map[string]bool) ([]string, error) {
	insee, iso2, iso3, fr, official := row[0], row[1], row[2], row[4], row[5]
	var en, frCLDR, enCLDR string
	if taken[iso2] {
		iso2, iso3 = "", ""
	}
	if iso2 != "" {
		taken[iso2] = true
		region, err := language.ParseRegion(iso2)
		if err != nil {
			return nil, fmt.Errorf("country %s: %w", insee, err)
		}
		frCLDR, enCLDR = display.French.Regions().Name(region), display.English.Regions().Name(region)
		en = strings.NewReplacer("St. ", "Saint ", " & ", " and ").Replace(enCLDR)
	}
	if name, ok := english[insee]; ok {
		en = name
	}
	if en == "" {
		return nil, fmt.Errorf("country %s has no English name: add one to the list", insee)
	}
	also := otherNames([]string{fr, en}, official, frCLDR, enCLDR)
	return []string{insee, iso2, iso3, fr, en, also, group(insee)}, nil
}

// otherNames joins with | the names that known does not hold. A list of several places, such
// as the islands of one territory, is no name.
func otherNames(known []string, names ...string) string {
	var others []string
	for _, name := range names {
		if name == "" || strings.Contains(name, ",") || slices.Contains(known, name) || slices.Contains(others, name) {
			continue
		}
		others = append(others, name)
	}
	return strings.Join(others, "|")
}

func group(insee string) string {
	for _, name := range []string{"eu", "eea", "ch"} {
		if slices.Contains(strings.Fields(groups[name]), insee) {
			return name
		}
	}
	return ""
}
