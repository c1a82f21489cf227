package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The tables in the project are the ones these sources give: nobody has edited them by hand.
func TestTablesAreCurrent(t *testing.T) {
	tests := []struct {
		source, table string
		convert       func([]byte) ([]byte, error)
	}{
		{"cog-countries-2025.csv", "country/countries.csv", countryTable},
		{"cpam.csv", "cpam/funds.csv", fundTable},
	}
	for _, test := range tests {
		t.Run(test.table, func(t *testing.T) {
			source := filepath.Join("..", "..", "..", "..", "shared", "data", test.source)
			if _, err := os.Stat(source); err != nil {
				t.Skip("the source is not here: ", err)
			}
			want, err := fromFile(source, test.convert)
			if err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(test.table)))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Error("the table is not what its source gives: run the command again")
			}
		})
	}
}

func TestLanguageTableIsCurrent(t *testing.T) {
	want, err := languageTable()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile("../../profile/languages.csv"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%v: the table is not what its source gives: run the command again", err)
	}
}

func TestFundTableRefusesOtherColumns(t *testing.T) {
	for _, source := range []string{"", "code,name\n1,2\n", "\"x"} {
		if table, err := fundTable([]byte(source)); err == nil {
			t.Errorf("%q made %q", source, table)
		}
	}
}

func TestCountryTableWantsAnEnglishName(t *testing.T) {
	source := "code,iso2_code,iso3_code,num3_code,name,official_name\n99998,,,,Nulle part,Nulle part\n"
	if _, err := countryTable([]byte(source)); err == nil || !strings.Contains(err.Error(), "99998") {
		t.Errorf("error %v does not name the country", err)
	}
}

const someCommunes = `[
{"code":"02285","nom":"Petitbourg","type":"commune-associee","chefLieu":"59545","departement":"59"},
{"code":"59545","nom":"Grandbourg","type":"commune-actuelle","departement":"59","codesPostaux":["59360","59361"]},
{"code":"59546","nom":"Grandbourg","type":"commune-deleguee","chefLieu":"59545","departement":"59"},
{"code":"59001","nom":"Avant","type":"commune-actuelle","departement":"59","codesPostaux":["59360"]},
{"code":"2A004","nom":"Bourg-d'Île","type":"commune-actuelle","departement":"2A","codesPostaux":["20000"]}
]`

func TestCommuneTable(t *testing.T) {
	table, err := communeTable([]byte(someCommunes))
	if err != nil {
		t.Fatal(err)
	}
	again, err := communeTable([]byte(someCommunes))
	if err != nil || !bytes.Equal(table, again) {
		t.Errorf("a second run gives other bytes, %v", err)
	}
	archive, err := zip.NewReader(bytes.NewReader(table), int64(len(table)))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"20":     "20000\t2A004 Bourg-d'Île\n",
		"59":     "59360\t59001 Avant;59545 Grandbourg;59545 Petitbourg\n59361\t59545 Grandbourg;59545 Petitbourg\n",
		"README": communeReadme,
	} {
		f, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestCommuneTableRefuses(t *testing.T) {
	tests := []struct{ what, source, want string }{
		{"no JSON", `{`, "unexpected end"},
		{"a type it does not know", `[{"code":"01001","type":"canton"}]`, `unknown type "canton"`},
		{"a part of nothing", `[{"code":"01001","type":"commune-deleguee","chefLieu":"01999"}]`, `no commune "01999"`},
		{"a code of another département", `[{"code":"01001","type":"commune-actuelle","departement":"02"}]`, "does not fit"},
		{"a name with our mark", `[{"code":"01001","type":"commune-actuelle","departement":"01","nom":"A;B"}]`, "does not fit"},
		{"a short postal code", `[{"code":"01001","type":"commune-actuelle","departement":"01","nom":"A","codesPostaux":["1"]}]`, `postal code "1"`},
	}
	for _, test := range tests {
		if _, err := communeTable([]byte(test.source)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want an error with %q", test.what, err, test.want)
		}
	}
}

func TestDepartementTable(t *testing.T) {
	table, err := departementTable([]byte(`[{"code":"971","nom":"Guadeloupe"},{"code":"2A","nom":"Corse-du-Sud"}]`))
	if want := departementHeader + "code,name\n2A,Corse-du-Sud\n971,Guadeloupe\n"; err != nil || string(table) != want {
		t.Errorf("%q, %v, want %q", table, err, want)
	}
	for _, source := range []string{"{", `[{"code":"01"}]`, `[{"nom":"Ain"}]`} {
		if table, err := departementTable([]byte(source)); err == nil {
			t.Errorf("%q made %q", source, table)
		}
	}
}
