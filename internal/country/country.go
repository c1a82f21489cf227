// Package country knows the world's countries as French administrations name and number them,
// and finds the one that a person means, in whichever of the usual spellings.
package country

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"dossier/internal/table"
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
	l := list()
	if i, ok := l.written[s]; ok { // as most people write it: no other spelling need be known
		return l.countries[i], true
	}
	t := everySpelling()
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
	for _, c := range list().countries {
		if c.INSEE == code {
			return c, true
		}
	}
	return Country{}, false
}

var (
	//go:embed countries.csv
	countriesCSV []byte
	//go:embed aliases.csv
	aliasesCSV []byte
)

// A register is the table of countries once read, with their codes and short names. It is not
// changed after that.
type register struct {
	rows      [][]string
	countries []Country
	written   map[string]int // a code or short name, to the letter -> position in countries
}

// list reads the countries once. They are part of the program, so that a fault in them is our own
// mistake and panics.
var list = sync.OnceValue(func() *register {
	rows := table.Rows(countriesCSV)
	l := &register{rows: rows, countries: make([]Country, len(rows)), written: make(map[string]int, 4*len(rows))}
	for i, row := range rows {
		c := Country{INSEE: row[0], ISO2: row[1], ISO3: row[2], FR: row[3], EN: row[4], EEA: row[6] != ""}
		l.countries[i] = c
		for _, s := range []string{c.ISO2, c.ISO3, c.FR, c.EN} {
			if s != "" {
				l.written[s] = i
			}
		}
	}
	return l
})

// index is every spelling of every country. It is not changed once it is made.
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

// everySpelling makes the index once, for names that are not written as in the list. A fault in the embedded
// files is our own mistake and panics.
var everySpelling = sync.OnceValue(func() *index {
	l := list()
	t := &index{countries: l.countries, byKey: map[string]int{}}
	for i, row := range l.rows {
		t.add(i, row[1:5]...)
		t.add(i, strings.Split(row[5], "|")...)
	}
	t.addAliases()
	return t
})

func (t *index) addAliases() {
	position := map[string]int{}
	for i, c := range t.countries {
		position[c.INSEE] = i
	}
	for _, row := range table.Rows(aliasesCSV) {
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
