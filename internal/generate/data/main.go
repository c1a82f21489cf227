// Command data makes the tables that internal/country, internal/cpam and internal/profile embed.
//
//	go run ./internal/generate/data -cog FILE.csv -funds FILE.csv
//
// It is run from the root of the project, by hand, when a source has a new edition. It writes
//
//	internal/country/countries.csv   countries with their INSEE and ISO codes, French and English names
//	internal/profile/languages.csv   languages with their codes, French, English and own names
//	internal/cpam/funds.csv          the health funds and their postal addresses
//	internal/cpam/communes.zip       which communes each postal code serves
//	internal/cpam/departements.csv   the names of the départements
//
// The sources are
//
//   - the Code officiel géographique of INSEE, foreign countries, edition 2025, as the CSV file
//     of sfaut/data-cog (Unlicense): flag -cog;
//   - the list of funds taken from DILA's directory of public services (Licence Ouverte 2.0):
//     flag -funds; extra.csv beside this file adds what that directory lacks;
//   - the npm package @etalab/decoupage-administratif (code MIT, data Licence Ouverte 2.0),
//     which npm downloads to a temporary folder; its digest is in communes.go;
//   - languages, English and other French names of countries from the Unicode CLDR, by golang.org/x/text (BSD).
//
// The same sources give the same bytes. internal/country/aliases.csv and
// internal/cpam/abbreviations.csv are written by hand and are not touched.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"dossier/internal/generate/npm"
)

func main() {
	cog := flag.String("cog", "../shared/data/cog-countries-2025.csv", "countries of the Code officiel géographique, `FILE`")
	funds := flag.String("funds", "../shared/data/cpam.csv", "health funds, `FILE`")
	out := flag.String("out", "internal", "`FOLDER` that holds the packages country, cpam and profile")
	flag.Parse()
	if err := run(*cog, *funds, *out); err != nil {
		fmt.Fprintln(os.Stderr, "data:", err)
		os.Exit(1)
	}
}

// run makes every table in memory first, so that a source that cannot be read leaves all the
// present tables as they are.
func run(cog, funds, out string) error {
	countries, err := fromFile(cog, countryTable)
	if err != nil {
		return err
	}
	directory, err := fromFile(funds, fundTable)
	if err != nil {
		return err
	}
	languages, err := languageTable()
	if err != nil {
		return fmt.Errorf("make the table of languages: %w", err)
	}
	archive, err := communesRelease.Download()
	if err != nil {
		return err
	}
	communes, err := fromArchive(archive, communesFile, communeTable)
	if err != nil {
		return err
	}
	departements, err := fromArchive(archive, departementFile, departementTable)
	if err != nil {
		return err
	}
	return writeAll(out, []output{
		{"country/countries.csv", countries},
		{"profile/languages.csv", languages},
		{"cpam/funds.csv", directory},
		{"cpam/communes.zip", communes},
		{"cpam/departements.csv", departements},
	})
}

// fromFile makes a table from one source file.
func fromFile(name string, convert func(source []byte) ([]byte, error)) ([]byte, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	table, err := convert(source)
	if err != nil {
		return nil, fmt.Errorf("make a table from %s: %w", name, err)
	}
	return table, nil
}

// fromArchive makes a table from one file of a .tgz archive.
func fromArchive(archive []byte, name string, convert func(source []byte) ([]byte, error)) ([]byte, error) {
	source, err := npm.File(archive, name)
	if err != nil {
		return nil, err
	}
	table, err := convert(source)
	if err != nil {
		return nil, fmt.Errorf("make a table from %s: %w", name, err)
	}
	return table, nil
}

type output struct {
	path string // below the folder of the packages
	data []byte
}

func writeAll(folder string, files []output) error {
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(f.path)), f.data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
