package dossier

import (
	"fmt"

	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A Response is what goes to the fund in reply to its letter.
type Response struct {
	Letter      []byte // drawn
	Changes     []byte // the table of what changed, drawn; nil if it is not enclosed
	Form        *Form  // nil if it is not enclosed
	Attachments []Attachment
	Facts       []typeset.Pair // at the head of the index, under those of the applicant
	Replaces    map[int]int    // by the number of a piece, that of the one whose place it takes
	Findings    []rule.Finding
}

// ResponseParts are the parts of a reply's dossier: the letter, an index of what is enclosed, the table of
// changes and the form where they are, and the attachments that could be read.
func (j *Job) ResponseParts(in Response) ([]Part, error) {
	first, err := PartOf(Part{Title: "Réponse", Label: "Réponse", File: "reply.pdf", Own: true}, in.Letter)
	if err != nil {
		return nil, err
	}
	var others []Part
	if in.Changes != nil {
		table, err := PartOf(Part{Title: "Modifications", Label: "Modifications", File: changesFile, Own: true}, in.Changes)
		if err != nil {
			return nil, err
		}
		others = append(others, table)
	}
	if in.Form != nil {
		flat, err := j.Flat(in.Form)
		if err != nil {
			return nil, err
		}
		form, err := FormPart(flat)
		if err != nil {
			return nil, err
		}
		others = append(others, form)
	}
	e, index, err := j.withIndex(first, append(others, j.Enclosed(in.Attachments)...), func(where map[int]Pages) typeset.Checklist {
		return j.responseIndex(in, where)
	})
	if err != nil {
		return nil, err
	}
	bordereau := &e.parts[e.index]
	bordereau.File = "" // it is in the dossier alone
	bordereau.Data = func() ([]byte, error) { return index, nil }
	return e.parts, nil
}

// responseIndex is the index of a reply: what is enclosed, section by section, and nothing of what is missing.
func (j *Job) responseIndex(in Response, where map[int]Pages) typeset.Checklist {
	c := rule.NewCase(j.Applicant, j.Day)
	c.Signed = j.Day
	l := lister{c: c, pages: where, findings: in.Findings, french: FrenchFor(nil, j.Applicant)}
	for _, a := range in.Attachments {
		l.pieces = append(l.pieces, a.Piece)
	}
	facts := l.facts()
	list := typeset.Checklist{
		Title: typeset.Bi{FR: "Bordereau des pièces", EN: "Checklist of attachments"},
		Facts: append(append(facts[:1:1], in.Facts...), facts[1:]...),
		Heads: [2]typeset.Bi{{FR: "Pages"}, {FR: "État", EN: "State"}},
		Foot: typeset.Bi{
			FR: "Copies uniquement : gardez les originaux. Signez à la main la lettre, et le formulaire s’il est joint.",
			EN: "Copies only: keep the originals. Sign the letter by hand, and the form if it is enclosed.",
		},
	}
	letter := l.letter()
	letter.Title = typeset.Bi{FR: "Réponse", EN: "Reply"}
	own := typeset.Section{Title: typeset.Bi{FR: "Réponse", EN: "Reply"}, Items: []typeset.Item{letter}}
	if in.Changes != nil {
		own.Items = append(own.Items, typeset.Item{
			Number: "–", State: typeset.Present, StateText: stateEnclosed, Pages: l.count(refChanges), Ref: refChanges,
			Title: typeset.Bi{FR: "Tableau des modifications", EN: "Table of changes"},
		})
	}
	if in.Form != nil {
		own.Items = append(own.Items, in.replacing(formPiece, l.form(in.Form.Edition.Official)))
	}
	list.Sections = append(list.Sections, own)
	for i, s := range sections {
		section := typeset.Section{Title: bi(s.title)}
		for _, p := range l.pieces {
			if p.Section == i {
				section.Items = append(section.Items, in.replacing(p.Number, l.item(p)))
			}
		}
		if len(section.Items) > 0 {
			list.Sections = append(list.Sections, section)
		}
	}
	return list
}

// replacing is the item of a piece, with the one whose place it takes.
func (in Response) replacing(number int, item typeset.Item) typeset.Item {
	switch was := in.Replaces[number]; {
	case was == 0:
	case number == formPiece:
		item.Details = append(item.Details, typeset.Bi{FR: "remplace celui de la demande", EN: "takes the place of the one sent first"})
	default:
		item.Details = append(item.Details, typeset.Bi{FR: typeset.French(fmt.Sprintf("remplace la pièce %d", was)), EN: fmt.Sprintf("takes the place of piece %d", was)})
	}
	return item
}
