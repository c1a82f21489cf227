// Package country knows the world's countries as French administrations name and number them,
// and finds the one that a person means, in whichever of the usual spellings.
package country

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"
	"sync"
)

// A Country is a country, or a territory that has a number of its own. Territories that share
// one number (the British territories of the West Indies, say) are one Country.
type Country struct {
	INSEE string // five digits, 99100 to 99699: the code of the country of birth in a NIR
	ISO2  string // ISO 3166-1 alpha-2; empty for Kosovo and for territories that share a number
	ISO3  string // ISO 3166-1 alpha-3, as in a passport; empty when ISO2 is
	FR    string // short French name by INSEE, with its accents: "États-Unis"
	EN    string // short English name
	EEA   bool   // member of the European Union, of the European Economic Area, or Switzerland, in 2026
}

// French is the name to print in a French document.
func (c Country) French() string { return c.FR }

// Find returns the country that s names: by ISO code of two or three letters, or by a French or
// English name, short, official or everyday, whatever its case, accents, articles, hyphens and
// dots. It is false for a name that several countries share ("Korea", "Virgin Islands").
func Find(s string) (Country, bool) {
	t := table()
	k := key(s)
	if i, ok := t.byKey[k]; ok {
		return t.countries[i], true
	}
	i, ok := t.byKey[withoutForm(k)]
	if !ok {
		return Country{}, false
	}
	return t.countries[i], true
}

// ByINSEE returns the country with a five-digit INSEE code such as "99404".
func ByINSEE(code string) (Country, bool) {
	for _, c := range table().countries {
		if c.INSEE == code {
			return c, true
		}
	}
	return Country{}, false
}

// All returns every country, in the order of INSEE codes.
func All() []Country {
	return append([]Country(nil), table().countries...)
}

var (
	//go:embed countries.csv
	countriesCSV []byte
	//go:embed aliases.csv
	aliasesCSV []byte
)

// index is the two files once read. It is not changed after that.
type index struct {
	countries []Country
	names     []name         // every spelling, in file order
	byKey     map[string]int // key of a spelling -> position in countries
}

// A name is one spelling of a country.
type name struct {
	key     string
	country int // position in index.countries
}

// table reads the embedded files once. They are part of the program, so that a fault in them
// is our own mistake and panics.
var table = sync.OnceValue(func() *index {
	t := &index{byKey: map[string]int{}}
	for i, row := range readCSV(countriesCSV) {
		iso2, iso3, fr, en, also := row[1], row[2], row[3], row[4], row[5]
		t.countries = append(t.countries, Country{
			INSEE: row[0], ISO2: iso2, ISO3: iso3, FR: fr, EN: en, EEA: row[6] != "",
		})
		t.add(i, iso2, iso3, fr, en)
		t.add(i, strings.Split(also, "|")...)
	}
	t.addAliases()
	return t
})

func (t *index) addAliases() {
	position := map[string]int{}
	for i, c := range t.countries {
		position[c.INSEE] = i
	}
	for _, row := range readCSV(aliasesCSV) {
		i, ok := position[row[0]]
		if !ok {
			panic(fmt.Sprintf("country: aliases.csv: there is no country %s", row[0]))
		}
		t.add(i, strings.Split(row[1], "|")...)
	}
}

// add gives country i more spellings. Two countries must not share one.
func (t *index) add(i int, spellings ...string) {
	for _, s := range spellings {
		k := key(s)
		if k == "" {
			continue
		}
		if j, ok := t.byKey[k]; ok && j != i {
			panic(fmt.Sprintf("country: %q is both %s and %s", s, t.countries[j].INSEE, t.countries[i].INSEE))
		}
		t.byKey[k] = i
		t.names = append(t.names, name{k, i})
	}
}

// readCSV returns the rows below the heading.
func readCSV(data []byte) [][]string {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("country: read an embedded table: %v", err))
	}
	return rows[1:]
}
