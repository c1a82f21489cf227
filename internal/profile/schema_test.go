package profile

import (
	"slices"
	"testing"
)

func TestTypeOf(t *testing.T) {
	for key, want := range map[string]Type{
		"situation": TextType, "name.first": ListType, "name.first[2]": TextType, "birth.date": DateType,
		"address[1].postal_code": TextType, "document[0].translation.file": TextType, "cover.closed": YesNoType, "income.year": NumberType,
		"name": NoType, "address": NoType, "address.street": NoType, "name.firstt": NoType, "": NoType, "name.birth[0]": NoType,
	} {
		if got, _ := TypeOf(key); got != want {
			t.Errorf("%q is of type %d, want %d", key, got, want)
		}
	}
	if _, words := TypeOf("sex"); !slices.Equal(words, []string{"F", "M"}) {
		t.Errorf("the words of sex are %q", words)
	}
	all := slices.Collect(Keys())
	if first, last := all[0], all[len(all)-1]; first != "extends" || last != "document[0].password_env" {
		t.Errorf("the keys go from %s to %s", first, last)
	}
}

func TestMoved(t *testing.T) {
	a, err := Load("p.toml", reader(map[string]string{
		"p.toml": "extends = \"base.toml\"\nsex = \"F\"\n[name]\nbirth = \"Martin\"\n", "base.toml": "[contact]\nphone = \"06 39 98 00 00\"\n"}))
	if err != nil {
		t.Fatal(err)
	}
	row := Pos{File: "clients.xlsx", Line: 12, Cell: "row 12"}
	cell, empty := row, row
	cell.Cell, empty.Cell = `row 12, column "Nom" (B)`, `row 12, column "Ville" (C)`
	a.Moved(map[string]Pos{"name.birth": cell, "birth.town": empty}, row)
	for key, want := range map[string]Pos{
		"name.birth": cell, "name.first": row, "sex": row, "": row, "birth.town": empty, "birth.country": row,
		"contact.phone": {File: "base.toml", Line: 2},
	} {
		if got := a.Pos(key); got != want {
			t.Errorf("%q stands at %v, want %v", key, got, want)
		}
	}
	if got := a.Pos("name.birth").String(); got != `clients.xlsx: row 12, column "Nom" (B)` {
		t.Errorf("the place is written %s", got)
	}
}

func TestParseEntries(t *testing.T) {
	var v struct {
		Columns map[string]string            `toml:"columns"`
		Words   map[string]map[string]string `toml:"words"`
		Papers  []map[string]Raw             `toml:"paper"`
	}
	pos, err := Parse("map.toml", []byte("[columns]\n\"Né(e) le.\" = \"birth.date\"\n\n[words.Sexe]\nMme = \"F\"\n[[paper]]\nkind = \"visa\"\n[paper.translation]\nfile = \"x\"\n"), &v)
	if err != nil {
		t.Fatal(err)
	}
	if v.Columns["Né(e) le."] != "birth.date" || v.Words["Sexe"]["Mme"] != "F" || pos["columns.Né(e) le."].Line != 2 || pos["words.Sexe.Mme"].Line != 5 {
		t.Errorf("read %v at %v", v, pos)
	}
	leaves := map[string]string{}
	for key, value := range v.Papers[0]["translation"].Leaves {
		leaves[key], _ = value.TOML()
	}
	if len(leaves) != 1 || leaves["file"] != `"x"` {
		t.Errorf("the leaves are %v", leaves)
	}
	for src, want := range map[string]string{
		"columns = 3\n": "map.toml:1: columns: expected a table, found a number", "[columns]\na = 1\n": "map.toml:2: columns.a: expected text, found a number",
	} {
		if _, err := Parse("map.toml", []byte(src), &v); err == nil || err.Error() != want {
			t.Errorf("%q: %v", src, err)
		}
	}
}
