// Package cpam says which health fund serves a place in France, and how to write to it.
//
// The fund is that of the place where a person usually lives (Code de la sécurité sociale
// R312-1): a postal code with a commune gives the département, and most départements have one
// fund. Four have several, and no list of their shares is public, so the person must choose.
package cpam

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"dossier/internal/table"
)

// A Fund is a caisse primaire d'assurance maladie, or the body that stands in for one overseas.
type Fund struct {
	Code        string   // three digits; empty for funds that have none, and one code for both of Corsica
	Name        string   // "CPAM de l'Ain"
	Departement string   // "01", "2A", "971"; empty for the language assistants' service
	Address     []string // lines between the name and the postal line, possibly none; not to be changed
	PostalCode  string   // of the fund's mail, mostly a CEDEX code; empty when no address is known
	City        string   // "Bourg-en-Bresse Cedex"
	Source      string   // where the address, or for want of one the fund, was found
	SourceDate  string   // YYYY-MM-DD
	Confidence  string   // "high": two lists agree; "medium": one list; "none": no address
}

// HasAddress reports whether a letter can be sent: many a large fund has no street but a CEDEX
// code of its own, so the postal code and the city are enough.
func (f Fund) HasAddress() bool { return f.PostalCode != "" && f.City != "" }

// Funds returns every fund that serves a département, in the order of the source.
func Funds() []Fund { return slices.Clone(directory().funds) }

// ParisLanguageAssistants is the service that language assistants appointed by an arrêté de
// nomination write to, wherever in France they live.
func ParisLanguageAssistants() Fund { return directory().assistants }

// Named returns the funds that a person may mean: by code ("641"), by département ("64", "2A"),
// by whole name ("CPAM de la Loire") or by words of it ("Hainaut"), and if no name has the words,
// of the name and the city together ("Valenciennes"). Words such as "CPAM" or "de" alone name none.
func Named(query string) []Fund {
	words := significant(query)
	if len(words) == 0 {
		return nil
	}
	code := strings.ToUpper(strings.TrimSpace(query))
	for _, fits := range []func(Fund) bool{
		func(f Fund) bool { return f.Code == code },
		func(f Fund) bool { return f.Departement == code },
		func(f Fund) bool { return slices.Equal(words, significant(f.Name)) },
		func(f Fund) bool { return hasAll(significant(f.Name), words) },
		func(f Fund) bool { return hasAll(significant(f.Name+" "+f.City), words) },
	} {
		if found := those(fits); len(found) > 0 {
			return found
		}
	}
	return nil
}

// of returns the funds of a département.
func of(departement string) []Fund {
	if departement == "" {
		return nil
	}
	return those(func(f Fund) bool { return f.Departement == departement })
}

func those(fits func(Fund) bool) []Fund {
	var found []Fund
	for _, f := range directory().funds {
		if fits(f) {
			found = append(found, f)
		}
	}
	return found
}

// significant are the words of a fund's name that tell it from another.
func significant(name string) []string {
	return slices.DeleteFunc(strings.Fields(fold(name)), func(word string) bool {
		switch word {
		case "cpam", "cgss", "cssm", "cps", "caisse", "primaire", "assurance", "maladie", "securite", "sociale",
			"le", "la", "les", "l", "de", "du", "des", "d", "et":
			return true
		}
		return false
	})
}

func hasAll(words, wanted []string) bool {
	for _, w := range wanted {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return true
}

//go:embed funds.csv
var fundsCSV []byte

type list struct {
	funds      []Fund
	assistants Fund
}

// directory reads the embedded list once. It is part of the program, so that a fault in it is
// our own mistake and panics.
var directory = sync.OnceValue(func() list {
	var all list
	for _, row := range table.Rows(fundsCSV) {
		f := Fund{
			Code: row[0], Name: row[1], Departement: row[2],
			Address:    slices.DeleteFunc([]string{row[3], row[4]}, func(s string) bool { return s == "" }),
			PostalCode: row[5], City: row[6], Source: row[7], SourceDate: row[8], Confidence: row[9],
		}
		if f.Departement == "" {
			all.assistants = f
			continue
		}
		all.funds = append(all.funds, f)
	}
	return all
})
