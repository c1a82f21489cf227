package cpam

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"dossier/internal/table"
)

//go:embed departements.csv
var departementsCSV []byte

var departements = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, row := range table.Rows(departementsCSV) {
		names[row[0]] = row[1]
	}
	return names
})

// DepartementName is the name of a département or of a collectivity overseas, "2A" or "974"; empty
// for a code that none has today.
func DepartementName(code string) string { return departements()[code] }

// Departements returns the départements that have a commune of this name today, in the order of
// their codes. A commune stays under the name it had before it became part of another.
func Departements(commune string) []string {
	var codes []string
	for _, p := range named(communeKey(commune)) {
		codes = append(codes, p.Departement)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// Commune returns the commune or municipal arrondissement that has an INSEE code today, at the
// first of its postal codes.
func Commune(insee string) (Place, bool) {
	for postalCode, entries := range lines() {
		if !strings.Contains(entries, insee) {
			continue
		}
		for _, p := range places(postalCode, entries) {
			if p.INSEE == insee {
				return p, true // what follows are parts of the same commune
			}
		}
	}
	return Place{}, false
}
