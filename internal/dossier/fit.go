package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A How is what it took to make a text fit its box.
type How string

// In the order in which they are tried: a text that fits at the form's own size is left alone.
const (
	FormSize    How = "form size"
	Smaller     How = "smaller"
	Wrapped     How = "wrapped"
	Abbreviated How = "abbreviated" // addresses only
	OnSheet     How = "continued"   // on the sheet behind the form
)

// A Fit is how the answer to one field came to fit.
type Fit struct {
	ID    string              `json:"id"`
	How   How                 `json:"fit"`
	Asked float64             `json:"asked"` // size the form asks for, in points; 0 leaves it to the filler
	Size  float64             `json:"size"`  // in points
	Lines int                 `json:"lines"`
	Words []form.Abbreviation `json:"words,omitempty"` // those abbreviated
	Sheet int                 `json:"sheet,omitempty"` // number of the answer on the sheet
}

// text says in which type an answer stands, where that is not the form's.
func (f Fit) text() rule.Text {
	var t rule.Text
	size := func(comma string) string {
		return strings.Replace(strconv.FormatFloat(f.Size, 'f', -1, 64), ".", comma, 1) + " pt"
	}
	switch f.How {
	case Smaller:
		t = rule.Text{EN: "in " + size("."), FR: "en " + size(",")}
		if f.Asked > 0 {
			asked := strconv.FormatFloat(f.Asked, 'f', -1, 64)
			t.EN += " instead of " + asked + " pt"
			t.FR += " au lieu de " + strings.Replace(asked, ".", ",", 1) + " pt"
		}
	case Wrapped:
		t = rule.Text{EN: fmt.Sprintf("on %d lines in %s", f.Lines, size(".")), FR: fmt.Sprintf("sur %d lignes en %s", f.Lines, size(","))}
	}
	return t
}

// shortened is "Boulevard → Bd, Général → Gal".
func shortened(words []form.Abbreviation) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.Long + " → " + w.Short
	}
	return strings.Join(list, ", ")
}

// A Continued is an answer that stands in full on the sheet behind the form.
type Continued struct {
	Number int // by which the box on the form names it
	ID     string
	Text   string
}

// reference is what stands in the box instead. The form is for a French office, in either language.
func reference(n int) string { return fmt.Sprintf("voir feuille jointe, n° %d", n) }

// addressed are the fields that hold a part of an address, where the post's abbreviations are known
// to all.
var addressed = []string{"address", "commune", "domicile", "domicile_commune"}

// A fitting is the filling of one form.
type fitting struct {
	*Job
	form     *Form
	file     *pdf.File
	entries  []pdf.Entry // one for each of form.Values
	fits     map[string]Fit
	measured bool // and no more: no paper is written
}

func (j *Job) fitting(f *Form, file *pdf.File) *fitting {
	x := &fitting{Job: j, form: f, file: file, fits: map[string]Fit{}}
	for _, e := range f.Edition.Entries(f.Values) {
		x.entries = append(x.entries, entryOf(e))
	}
	return x
}

// entryOf is an answer in the terms of package pdf. A place without a PDF field goes by our own id.
func entryOf(e form.Entry) pdf.Entry {
	in := pdf.Entry{Field: e.Name, Text: e.Text, State: e.State, Cells: e.Cells, Page: e.Page}
	if e.Name == "" {
		in.Field = e.ID
	}
	in.Page = e.Page
	if r := e.Rect; r != nil {
		in.Rect = &pdf.Rect{X0: r[0], Y0: r[1], X1: r[2], Y1: r[3]}
	}
	return in
}

// idOf is the id of the field that a placement names.
func (f *Form) idOf(name string) string {
	for _, e := range f.Edition.Fields {
		if name != "" && (e.Name == name || slices.Contains(slices.Collect(maps.Values(e.Names)), name)) {
			return e.ID
		}
	}
	return name
}

// fit is how the answer to a field came to fit; boxes to tick have none.
func (f *Form) fit(id string) (Fit, bool) {
	i := slices.IndexFunc(f.Plan, func(x Fit) bool { return x.ID == id })
	if i < 0 {
		return Fit{}, false
	}
	return f.Plan[i], true
}

// value is the answer to a field, empty if it has none.
func (f *Form) value(id string) string {
	i := slices.IndexFunc(f.Values, func(v form.Value) bool { return v.ID == id })
	if i < 0 {
		return ""
	}
	return f.Values[i].Text
}

// fill writes the form; texts that do not fit are abbreviated or put on a sheet behind it. It is not
// whole if a value has no place.
func (x *fitting) fill() (whole bool, err error) {
	data, err := x.write(nil)
	if err != nil {
		if err = x.refit(err); err != nil {
			return false, err
		}
		if rule.Blocked(x.form.Findings) {
			x.plan()
			return false, nil
		}
		sheet, err := x.sheet()
		if err != nil {
			return false, err
		}
		if data, err = x.write(sheet); err != nil {
			return false, fmt.Errorf("fill the form again with what now fits: %w", err)
		}
	}
	x.plan()
	x.form.PDF = data
	return true, nil
}

func (x *fitting) write(sheet *pdf.File) (data []byte, err error) {
	o := x.options()
	if x.measured {
		x.form.Placements, err = x.file.Plan(x.entries, o)
		return nil, err
	}
	var out bytes.Buffer
	if sheet != nil {
		x.form.sheet = sheet.Pages()
		o.After = []*pdf.File{sheet}
	}
	x.form.Placements, err = x.file.Fill(&out, x.entries, o)
	return out.Bytes(), err
}

func (x *fitting) options() pdf.FillOptions {
	return pdf.FillOptions{Editable: x.Editable, Floor: x.Floor, Date: x.Day.Time(), Title: "S1106 (Cerfa " + x.Catalog.Form.Cerfa + ")"}
}

// refit finds another way for each text that did not fit, or a finding that blocks; the error is
// what else was wrong with the form.
func (x *fitting) refit(err error) (other error) {
	done := map[int]bool{} // a field on several pages fails once for each
	for _, err := range flatten(err) {
		var long *pdf.OverflowError
		var glyph *pdf.GlyphError
		switch {
		case errors.As(err, &long) && x.entry(long.Field) >= 0:
			if i := x.entry(long.Field); !done[i] {
				done[i] = true
				x.shorten(i, long)
			}
		case errors.As(err, &glyph) && x.entry(glyph.Field) >= 0:
			x.found(x.entry(glyph.Field), "form-glyph", rule.Text{EN: "the field “%s” cannot show this character: %s", FR: "le champ « %s » ne peut pas montrer ce caractère : %s"}, naming(glyph.Rune))
		default:
			other = errors.Join(other, err)
		}
	}
	return other
}

// entry is the answer written in a field, -1 for one that the blank itself came with.
func (x *fitting) entry(field string) int {
	return slices.IndexFunc(x.entries, func(e pdf.Entry) bool { return e.Field == field })
}

// found adds a finding about the i-th answer: the message's first argument is the field's label.
func (x *fitting) found(i int, id string, msg rule.Text, args ...any) {
	q := x.Catalog.Form.Field(x.form.Values[i].ID)
	args = append([]any{rule.Text{EN: q.EN, FR: q.FR}}, args...)
	x.form.Findings = append(x.form.Findings, rule.New(x.Applicant, id, keysOf[q.ID], msg, args...))
}

// shorten makes room for the i-th answer: with abbreviations where it is an address, else on the
// sheet. What is written in cells is a number or a date, which nobody may shorten or send elsewhere.
func (x *fitting) shorten(i int, long *pdf.OverflowError) {
	switch {
	case x.entries[i].Cells > 0 && long.Unit == "characters":
		x.found(i, "form-overflow", rule.Text{EN: "the field “%s” has room for %d characters", FR: "le champ « %s » a la place de %d caractères"}, int(long.Have))
	case x.entries[i].Cells == 0 && (x.abbreviate(i) || x.continueOnSheet(i)):
	default:
		x.found(i, "form-overflow", rule.Text{EN: "the field “%s” cannot hold this text whole", FR: "le champ « %s » ne peut pas contenir ce texte en entier"})
	}
}

// abbreviate shortens the fewest words of an address that make it fit.
func (x *fitting) abbreviate(i int) bool {
	v := x.form.Values[i]
	if x.Abbreviations == nil || !slices.Contains(addressed, v.ID) {
		return false
	}
	for _, s := range x.Abbreviations().Shorter(v.Text, x.host(v.Text)) {
		if !x.try(i, s.Text) {
			continue
		}
		x.fits[v.ID] = Fit{ID: v.ID, How: Abbreviated, Words: s.Words}
		x.found(i, "form-abbreviated", rule.Text{EN: "the field “%s” is abbreviated as the post does: %s", FR: "le champ « %s » est abrégé selon l’usage postal : %s"}, shortened(s.Words))
		return true
	}
	return false
}

// host is the beginning of an address that is a person's name.
func (x *fitting) host(address string) string {
	home, _ := x.Applicant.Address(x.rules().Signed)
	if at := strings.Index(address, home.Host); at >= 0 && home.Host != "" {
		return address[:at+len(home.Host)]
	}
	return ""
}

func (x *fitting) continueOnSheet(i int) bool {
	v, n := x.form.Values[i], len(x.form.Continued)+1
	if !x.try(i, reference(n)) {
		return false
	}
	x.form.Continued = append(x.form.Continued, Continued{n, v.ID, v.Text})
	x.fits[v.ID] = Fit{ID: v.ID, How: OnSheet, Sheet: n}
	x.found(i, "form-continued", rule.Text{EN: "the field “%s” is too small: the text stands on a sheet behind the form, no. %d", FR: "le champ « %s » est trop petit : le texte figure sur une feuille jointe au formulaire, n° %d"}, n)
	return true
}

// try writes another text for the i-th answer, if its box holds it.
func (x *fitting) try(i int, text string) bool {
	e := x.entries[i]
	e.Text = text
	if _, err := x.file.Plan([]pdf.Entry{e}, x.options()); err != nil {
		return false
	}
	x.entries[i] = e
	return true
}

// plan notes how each text fits. Of a field on several pages the smallest type counts.
func (x *fitting) plan() {
	for i, v := range x.form.Values {
		fit, ok := Fit{}, false
		for _, p := range x.form.Placements {
			if p.Field == x.entries[i].Field && p.Size > 0 && (!ok || p.Size < fit.Size) {
				fit, ok = x.fitOf(v.ID, p), true
			}
		}
		if ok {
			x.form.Plan = append(x.form.Plan, fit)
		}
		if fit.How == Smaller || fit.How == Wrapped { // the others have been said
			x.found(i, "form-fit", rule.Text{EN: "the field “%s” is written %s", FR: "le champ « %s » est écrit %s"}, fit.text())
		}
	}
}

func (x *fitting) fitOf(id string, p pdf.Placement) Fit {
	fit := x.fits[id]
	fit.ID, fit.Asked, fit.Size, fit.Lines = id, p.Asked, p.Size, len(p.Lines)
	switch {
	case fit.How != "":
	case len(p.Lines) > 1:
		fit.How = Wrapped
	case p.Asked > 0 && p.Size < p.Asked:
		fit.How = Smaller
	default:
		fit.How = FormSize
	}
	return fit
}

// partTitles are the headings of the form's parts, as printed.
var partTitles = map[string]rule.Text{
	"A": {EN: "Applicant’s personal information", FR: "Identification du demandeur"},
	"B": {EN: "Applicant’s employment circumstances", FR: "Situation du demandeur au regard de l’emploi"},
	"C": {EN: "Signed statement to be completed by the applicant", FR: "Attestation sur l’honneur à compléter par le demandeur"},
}

// sheet is the sheet behind the form, nil if every answer stands on the form itself or no paper is
// written.
func (x *fitting) sheet() (*pdf.File, error) {
	if len(x.form.Continued) == 0 || x.measured {
		return nil, nil
	}
	var out bytes.Buffer
	if _, err := x.continuation().Draw(&out, Meta("Feuille jointe au formulaire S1106", x.Day)); err != nil {
		return nil, fmt.Errorf("draw the sheet behind the form: %w", err)
	}
	file, err := pdf.Open(out.Bytes())
	if err != nil {
		return nil, fmt.Errorf("read our own sheet: %w", err)
	}
	return file, nil
}

// continuation is in French, with the English beneath for who fills the form in English.
func (x *fitting) continuation() typeset.Continuation {
	intro := x.both("Les réponses suivantes sont trop longues pour leur case : le formulaire y renvoie par leur numéro.",
		"The following answers are too long for their boxes: the form refers to them by number.")
	if len(x.form.Continued) == 1 {
		intro = x.both("La réponse suivante est trop longue pour sa case : le formulaire y renvoie par son numéro.",
			"The following answer is too long for its box: the form refers to it by number.")
	}
	c := typeset.Continuation{
		Title:     x.both("Feuille jointe au formulaire S1106", "Sheet added to form S1106"),
		Intro:     []typeset.Bi{intro},
		Facts:     x.facts(),
		PlaceDate: x.placeDate(),
		Signature: x.both("Signature du demandeur", "Applicant’s signature"),
	}
	part := ""
	for _, answer := range x.form.Continued {
		q := x.Catalog.Form.Field(answer.ID)
		if q.Section != part {
			part = q.Section
			title := partTitles[part]
			c.Sections = append(c.Sections, typeset.ContinuedSection{Title: x.both(part+" – "+title.FR, part+" – "+title.EN)})
		}
		s := &c.Sections[len(c.Sections)-1]
		s.Answers = append(s.Answers, typeset.Continued{Number: fmt.Sprintf("n° %d", answer.Number), Label: x.both(q.FR, q.EN), Text: answer.Text})
	}
	return c
}

func (x *fitting) both(fr, en string) typeset.Bi {
	b := typeset.Bi{FR: typeset.French(fr)}
	if x.form.Edition.Language == "en" {
		b.EN = en
	}
	return b
}

// facts say whose sheet it is, for a clerk who finds it apart from the form.
func (x *fitting) facts() []typeset.Pair {
	a := x.Applicant
	facts := []typeset.Pair{{Label: "Demandeur", Text: strings.TrimSpace(a.Name.FirstNames() + " " + a.Name.Birth)}}
	for _, f := range []typeset.Pair{
		{Label: typeset.French("Nom d’usage"), Text: a.Name.Usage},
		{Label: "Date de naissance", Text: typeset.French(a.Birth.Date.French())},
		{Label: typeset.French("N° de sécurité sociale"), Text: string(a.NIR)},
	} {
		if f.Text != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// placeDate is what part C of the form says; what it leaves open is left open here too.
func (x *fitting) placeDate() string {
	const open = "…………………………"
	place, day := x.Applicant.Signature.Place, x.Applicant.Signature.Date.French()
	if place == "" {
		place = open
	}
	if day == "" {
		day = open
	}
	return "Fait à " + place + ", le " + typeset.French(day)
}
