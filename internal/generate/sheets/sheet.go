package main

import "dossier/internal/typeset"

// words are what the sheet says in the reader's language; the boxes are the same in both.
type words struct {
	lang, name     string // language tag and name of the file
	banner         string
	title, sub     string
	foot           string
	person, work   string // titles of the groups
	oath, oathNote string
	nationality    [3]string
	working        string
	inactive       [2]string
	label          map[string]typeset.Bi
}

// date is the cells of a day: DDMMYYYY.
var date = []int{2, 2, 4}

// sheet lays out the 23 facts that form S1106 asks for, in its order, and the place for the signature.
func sheet(w words) typeset.Sheet {
	plain := func(field string, width float64) typeset.Box {
		return typeset.Box{Field: field, Label: w.label[field], Width: width}
	}
	cells := func(field string, groups ...int) typeset.Box {
		return typeset.Box{Field: field, Label: w.label[field], Cells: groups}
	}
	pick := func(field string, width float64, choices ...typeset.Choice) typeset.Box {
		return typeset.Box{Field: field, Label: w.label[field], Width: width, Choices: choices}
	}
	return typeset.Sheet{
		Banner: w.banner, Title: typeset.Bi{FR: w.title, EN: w.sub}, Foot: w.foot,
		Groups: []typeset.Group{
			{Title: w.person, Rows: [][]typeset.Box{
				{plain("names", 0)},
				{cells("nir", 1, 2, 2, 2, 3, 3), cells("nir_key", 2), plain("caf_number", 34), plain("caf_office", 0)},
				{cells("birth_date", date...), plain("birth_place", 0)},
				{pick("nationality", 0, typeset.Choice{State: "french", Label: w.nationality[0]},
					typeset.Choice{State: "eea", Label: w.nationality[1]}, typeset.Choice{State: "other", Label: w.nationality[2]})},
				{plain("address", 0)},
				{cells("postal_code", 5), plain("commune", 0)},
				{plain("phone", 52), plain("email", 0)},
				{plain("domicile", 0)},
				{cells("domicile_postal_code", 5), plain("domicile_commune", 0)},
			}},
			{Title: w.work, Rows: [][]typeset.Box{
				{pick("working", 56, typeset.Choice{State: "yes", Label: w.working}), plain("working_detail", 0)},
				{pick("inactive", 56, typeset.Choice{State: "none", Label: w.inactive[0]}, typeset.Choice{State: "other", Label: w.inactive[1]}),
					plain("other_detail", 0), cells("arrival", date...)},
			}},
			{Title: w.oath, Note: w.oathNote, Rows: [][]typeset.Box{
				{plain("signed_at", 52), cells("signed_on", date...), {Label: w.label["signature"], Height: 21}},
			}},
		},
	}
}
