package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dossier/internal/generate/npm"
)

// communesRelease is the version of the package that this program was written for.
var communesRelease = npm.Release{
	Name:      "@etalab/decoupage-administratif",
	Version:   "6.0.0",
	Integrity: "sha512-XavYsFlbcM/prKr8hNHPKER94IHw/dsxNM4nxjWMYk6PLFACpEedvn/7wK8Baozm0dCYhWWcf+7bcWpA5pmCaQ==",
}

const (
	communesFile    = "package/data/communes.json"
	departementFile = "package/data/departements.json"
)

var departementHeader = `# Départements and overseas collectivities. Made by internal/generate/data: do not edit.
# Source: npm ` + communesRelease.String() + ` (code MIT, data Licence Ouverte 2.0), vintage 2026.
`

var communeReadme = `Communes by postal code. Made by internal/generate/data: do not edit.
Source: npm ` + communesRelease.String() + ` (code MIT, data Licence Ouverte 2.0), vintage 2026.

A file holds the postal codes that begin with the two digits of its name. A line is a postal code,
a tab, then communes as "INSEE name" parted by ";": current communes first, then municipal
arrondissements, then communes déléguées and associées under the INSEE code they now belong to.
`

// A commune is one entry of communes.json.
type commune struct {
	Code        string   `json:"code"` // INSEE
	Name        string   `json:"nom"`
	Type        string   `json:"type"`
	Departement string   `json:"departement"`
	Chief       string   `json:"chefLieu"` // of a commune déléguée or associée: the commune it is part of
	PostalCodes []string `json:"codesPostaux"`
}

// ranks gives the order in a line; the first entry that fits a name is the one taken.
var ranks = map[string]int{
	"commune-actuelle":         0,
	"arrondissement-municipal": 1,
	"commune-deleguee":         2,
	"commune-associee":         2,
}

// communeTable turns communes.json into a ZIP archive with a file for each two digits that postal
// codes begin with, so that one can be looked up without unpacking the country.
func communeTable(source []byte) ([]byte, error) {
	var all []commune
	if err := json.Unmarshal(source, &all); err != nil {
		return nil, err
	}
	lines, err := byPostalCode(all)
	if err != nil {
		return nil, err
	}
	files := map[string]string{"README": communeReadme}
	for _, postal := range slices.Sorted(maps.Keys(lines)) {
		files[postal[:2]] += postal + "\t" + strings.Join(lines[postal], ";") + "\n"
	}
	return zipped(files)
}

// zipped packs files in the order of their names, without dates.
func zipped(files map[string]string) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, files[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// byPostalCode lists "INSEE name" under each postal code, in the order of ranks, then of INSEE.
func byPostalCode(all []commune) (map[string][]string, error) {
	current := map[string]commune{}
	for _, c := range all {
		if c.Type == "commune-actuelle" {
			current[c.Code] = c
		}
	}
	slices.SortStableFunc(all, func(a, b commune) int {
		if d := ranks[a.Type] - ranks[b.Type]; d != 0 {
			return d
		}
		return strings.Compare(a.Code, b.Code)
	})
	lines := map[string][]string{}
	for _, c := range all {
		place, err := served(c, current)
		if err != nil {
			return nil, err
		}
		for _, postal := range place.PostalCodes {
			if len(postal) != 5 {
				return nil, fmt.Errorf("commune %s: postal code %q", c.Code, postal)
			}
			lines[postal] = append(lines[postal], place.Code+" "+place.Name)
		}
	}
	return lines, nil
}

// served gives a commune déléguée or associée the INSEE and postal codes of the commune it is
// part of, which are the only ones the source has; one with that commune's own name has none.
func served(c commune, current map[string]commune) (commune, error) {
	rank, ok := ranks[c.Type]
	if !ok {
		return commune{}, fmt.Errorf("commune %s: unknown type %q", c.Code, c.Type)
	}
	if rank == 2 {
		chief, ok := current[c.Chief]
		if !ok {
			return commune{}, fmt.Errorf("commune %s: there is no commune %q", c.Code, c.Chief)
		}
		if chief.Name == c.Name {
			return commune{}, nil
		}
		chief.Name = c.Name
		c = chief
	}
	if !strings.HasPrefix(c.Code, c.Departement) || strings.ContainsAny(c.Name, ";\t\n") {
		return commune{}, fmt.Errorf("commune %s does not fit the table", c.Code)
	}
	return c, nil
}

// departementTable lists code and name, in the order of codes.
func departementTable(source []byte) ([]byte, error) {
	var all []struct {
		Code string `json:"code"`
		Name string `json:"nom"`
	}
	if err := json.Unmarshal(source, &all); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	out.WriteString(departementHeader)
	rows := [][]string{}
	for _, d := range all {
		if d.Code == "" || d.Name == "" {
			return nil, fmt.Errorf("département %q: name %q", d.Code, d.Name)
		}
		rows = append(rows, []string{d.Code, d.Name})
	}
	slices.SortFunc(rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	w := csv.NewWriter(&out)
	if err := w.WriteAll(slices.Concat([][]string{{"code", "name"}}, rows)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
