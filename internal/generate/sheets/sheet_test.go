package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/typeset"
)

// asked is what form S1106 asks for, in its order: name, on-state of a box to tick, cells.
var asked = strings.Fields(`names//0 nir//13 nir_key//2 caf_number//0 caf_office//0 birth_date//8 birth_place//0
	nationality/french/0 nationality/eea/0 nationality/other/0 address//0 postal_code//5 commune//0 phone//0 email//0
	domicile//0 domicile_postal_code//5 domicile_commune//0 working/yes/0 working_detail//0
	inactive/none/0 inactive/other/0 other_detail//0 arrival//8 signed_at//0 signed_on//8`)

func slots(t *testing.T, w words) []typeset.Slot {
	t.Helper()
	s, err := sheet(w).Draw(io.Discard, typeset.Meta{Date: edition})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSheetAsksWhatTheFormAsks(t *testing.T) {
	for _, w := range both {
		var got []string
		names := map[string]bool{}
		for _, s := range slots(t, w) {
			got = append(got, fmt.Sprintf("%s/%s/%d", s.Field, s.State, s.Cells))
			names[s.Field] = true
			if s.Label == "" {
				t.Errorf("%s: %s has no label", w.name, s.Field)
			}
		}
		if !slices.Equal(got, asked) {
			t.Errorf("%s: fields %v, want %v", w.name, got, asked)
		}
		if len(names) != 23 {
			t.Errorf("%s: %d fields, want the 23 of the form", w.name, len(names))
		}
	}
}

func TestSlotsAreApartAndWideEnough(t *testing.T) {
	for _, w := range both {
		all := slots(t, w)
		for i, a := range all {
			if width := a.Rect[2] - a.Rect[0]; a.State == "" && width < max(12*float64(a.Cells), 24) {
				t.Errorf("%s: %s is %.0f points wide", w.name, a.Field, width)
			}
			for _, b := range all[i+1:] {
				if a.Rect[0] < b.Rect[2] && b.Rect[0] < a.Rect[2] && a.Rect[1] < b.Rect[3] && b.Rect[1] < a.Rect[3] {
					t.Errorf("%s: %s and %s overlap", w.name, a.Field, b.Field)
				}
			}
		}
	}
}

func TestEveryLabelIsUsed(t *testing.T) {
	for _, w := range both {
		used := map[string]bool{"signature": true}
		for _, s := range slots(t, w) {
			used[s.Field] = true
		}
		for name := range w.label {
			if !used[name] {
				t.Errorf("%s: no box has the label of %q", w.name, name)
			}
		}
	}
}

// answers are for an invented person.
var answers = []pdf.Entry{
	{Field: "names", Text: "ŁUKASIEWICZ O’BRIEN, Élodie-Anne Nguyễn"},
	{Field: "nir", Text: "2580299404123", Cells: 13}, {Field: "nir_key", Text: "69", Cells: 2},
	{Field: "caf_number", Text: "1234567"}, {Field: "caf_office", Text: "Lyon"},
	{Field: "birth_date", Text: "04021958", Cells: 8}, {Field: "birth_place", Text: "Springfield (États-Unis)"},
	{Field: "nationality", State: "other"},
	{Field: "address", Text: "12 rue de l’Église, bâtiment C, 3e étage"},
	{Field: "postal_code", Text: "69003", Cells: 5}, {Field: "commune", Text: "Lyon"},
	{Field: "phone", Text: "+1 217 555 0123"}, {Field: "email", Text: "elodie-anne.lukasiewicz@courrier.exemple.fr"},
	{Field: "domicile", Text: "Centre communal d’action sociale, 1 place de la Mairie"},
	{Field: "domicile_postal_code", Text: "69003", Cells: 5}, {Field: "domicile_commune", Text: "Lyon"},
	{Field: "working", State: "yes"}, {Field: "working_detail", Text: "traductrice"},
	{Field: "inactive", State: "other"}, {Field: "other_detail", Text: "retraitée"},
	{Field: "arrival", Text: "23102025", Cells: 8},
	{Field: "signed_at", Text: "Lyon"}, {Field: "signed_on", Text: "02032026", Cells: 8},
}

func TestFilesHaveFieldsThatFill(t *testing.T) {
	for _, w := range both {
		var made bytes.Buffer
		if err := draw(&made, w); err != nil {
			t.Fatal(err)
		}
		file, err := pdf.Open(made.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if file.Pages() != 1 || len(file.Fields()) != 23 {
			t.Errorf("%s: %d pages, %d fields", w.name, file.Pages(), len(file.Fields()))
		}
		for _, f := range file.Fields() {
			if f.Tooltip == "" {
				t.Errorf("%s: %s is not explained to a reader that speaks", w.name, f.Name)
			}
		}
		var filled bytes.Buffer
		places, err := file.Fill(&filled, answers, pdf.FillOptions{})
		if err != nil {
			t.Fatalf("%s: %v", w.name, err)
		}
		if len(places) < len(answers) {
			t.Errorf("%s: %d of %d answers are on the sheet", w.name, len(places), len(answers))
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, w := range both {
		var a, b bytes.Buffer
		if err := draw(&a, w); err != nil {
			t.Fatal(err)
		}
		if err := draw(&b, w); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: other bytes the second time", w.name)
		}
	}
}
