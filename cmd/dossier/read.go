package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

func (p *program) readCommand() *cli.Command {
	return &cli.Command{
		Name:      "read",
		Usage:     "turn a filled S1106 back into a profile",
		ArgsUsage: "FORM.pdf",
		Description: `Read writes the profile that a filled form tells, as TOML on standard output: a form whose
fields are alive, whoever filled it, or one that dossier made flat, however its pages are
turned. What the form leaves open is a comment. A flat form is known by the words printed on
it and where they stand; with --blank it must be a copy of that blank. Exit status is 0 when
it was read, filled or empty, and 1 when it is no edition of the form known here, or may be
one of several that read differently.`,
		Flags: []cli.Flag{jsonFlag(),
			&cli.StringFlag{Name: "blank", Usage: "the blank that was filled, `OFFICIAL.pdf`"}},
		Action: p.readForm,
	}
}

func (p *program) readForm(c *cli.Context) error {
	name, err := one(c, "PDF")
	if err != nil {
		return err
	}
	r, err := p.knownForm(name, c.String("blank"))
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.answers(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return r.print(name, c.Bool("json"))
}

// knownForm opens a filled form of an edition that is known; blank is what it was filled from, if that
// has been said.
func (p *program) knownForm(name, blank string) (*formReader, error) {
	data, err := p.read(name)
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	file, err := pdf.Open(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	r := &formReader{program: p, catalog: p.catalog(), file: file, data: data}
	if err = r.find(blank); err == nil && r.edition == nil {
		err = r.unknown(name)
	}
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *formReader) unknown(name string) error {
	return &hinted{name + " is not a form S1106 known here", "known: " + strings.Join(editionIDs(r.catalog), ", ") + "; another edition is learnt by dossier forms adopt"}
}

// filledIn is the edition of which a file is a copy that is filled in, alive or flat; nil if it is none.
func (p *program) filledIn(data []byte) *form.Edition {
	file, err := p.opened(data)
	if err != nil {
		return nil
	}
	r := &formReader{program: p, catalog: p.catalog(), file: file, data: data}
	defer r.close()
	if err := r.find(""); err != nil || r.edition == nil {
		return nil
	}
	if r.flat {
		err = r.texts() // a box may be dark on the blank
	} else {
		r.living()
	}
	if err != nil || len(r.values) == 0 {
		return nil
	}
	return r.edition
}

// A formReader reads one filled form.
type formReader struct {
	*program
	catalog *form.Catalog
	file    *pdf.File
	data    []byte
	doc     *proof.Document // the same file in PDFium, once it is needed

	edition *form.Edition
	flat    bool
	values  []form.Value
	open    []string // questions with two boxes ticked
}

func (r *formReader) close() {
	if r.doc != nil {
		r.doc.Close()
	}
}

// find tells which edition was filled; none is no error. Several with one print are no harm if they
// read the same.
func (r *formReader) find(blank string) error {
	e, living := r.catalog.Resembles(dossier.Printed(r.file))
	candidates := r.catalog.Editions()
	if living {
		if r.edition, candidates = e, twins(candidates, e); len(candidates) <= 1 {
			return nil
		}
	}
	r.flat = !living
	if blank != "" {
		return r.copyOf(blank)
	}
	var fit []*form.Edition
	for _, e := range candidates {
		is, err := r.stands(e)
		if err != nil {
			return err
		}
		if is {
			fit = append(fit, e)
		}
	}
	if len(fit) == 0 {
		return nil
	}
	r.edition = fit[0]
	return r.agree(fit)
}

// copyOf takes the file for a copy of a blank, if it is one.
func (r *formReader) copyOf(name string) error {
	b, err := r.givenBlank(name, r.catalog)
	if err != nil {
		return err
	}
	is, err := r.copies(b.edition, b.data)
	if err != nil {
		return err
	}
	if !is {
		return &hinted{"this form is no copy of the blank " + name, "leave out --blank: the edition is told by what is printed"}
	}
	r.edition = b.edition
	return nil
}

// agree refuses a file that editions with one print read differently.
func (r *formReader) agree(fit []*form.Edition) error {
	if !r.flat || len(fit) == 1 {
		return nil
	}
	var first *formReader
	for _, e := range fit {
		other := &formReader{program: r.program, catalog: r.catalog, file: r.file, data: r.data, doc: r.doc, edition: e, flat: true}
		if err := other.answers(); err != nil {
			return err
		}
		if first == nil {
			first = other
		} else if !slices.Equal(first.values, other.values) {
			return &hinted{fmt.Sprintf("this may be edition %s or %s, which do not read the same", first.edition.ID(), e.ID()), "say which blank was filled: --blank OFFICIAL.pdf"}
		}
	}
	return nil
}

// twins are the editions with the fields of e, e among them: our sheets differ in their words only.
func twins(editions []*form.Edition, e *form.Edition) []*form.Edition {
	var same []*form.Edition
	for _, x := range editions {
		if reflect.DeepEqual(x.Fields, e.Fields) {
			same = append(same, x)
		}
	}
	return same
}

// start opens the file in PDFium, once.
func (r *formReader) start() error {
	if r.doc != nil {
		return nil
	}
	engine, err := r.engine()
	if err == nil {
		r.doc, err = engine.Open(r.data)
	}
	return err
}

// stands says whether the file has an edition's print in its places: that of its table, else that
// of a blank at hand. Labels elsewhere belong to another layout, whose answers are elsewhere too.
func (r *formReader) stands(e *form.Edition) (bool, error) {
	if err := r.start(); err != nil {
		return false, err
	}
	if len(e.Print) == 0 {
		blank := e.Blank
		if blank == nil {
			blank = r.blankWith(e.SHA256)
		}
		return r.copies(e, blank)
	}
	page := e.Fields[0].Page - 1
	if page >= r.doc.Pages() {
		return false, nil
	}
	text, err := r.doc.Text(page)
	if err != nil || r.catalog.Form.Gainsays(e, text) {
		return false, err
	}
	is := e.Stands(func(number int) []form.Letter {
		if err != nil || number > r.doc.Pages() {
			return nil
		}
		var letters []form.Letter
		letters, err = lettersOf(r.doc, number-1)
		return letters
	})
	return is, err
}

// copies says whether the first page that is filled in an edition has the print of a blank.
func (r *formReader) copies(e *form.Edition, blank []byte) (bool, error) {
	page := e.Fields[0].Page - 1
	if err := r.start(); err != nil || blank == nil || page >= r.doc.Pages() {
		return false, err
	}
	engine, err := r.engine()
	if err != nil {
		return false, err
	}
	doc, err := engine.Open(blank)
	if err != nil {
		return false, err
	}
	defer doc.Close()
	was, err := lettersOf(doc, page)
	if err != nil {
		return false, err
	}
	is, err := lettersOf(r.doc, page)
	return form.Copies(was, is), err
}

// lettersOf are the characters of a page that leave ink.
func lettersOf(doc *proof.Document, page int) ([]form.Letter, error) {
	chars, err := doc.Chars(page)
	var letters []form.Letter
	for _, c := range chars {
		if !c.Generated && c.Rune > ' ' && !unicode.IsSpace(c.Rune) {
			letters = append(letters, form.Letter{Rune: c.Rune, X: (c.Box.Left + c.Box.Right) / 2, Y: (c.Box.Bottom + c.Box.Top) / 2})
		}
	}
	return letters, err
}

func (r *formReader) answers() error {
	if !r.flat {
		r.living()
	} else if err := r.written(); err != nil {
		return err
	}
	if !slices.ContainsFunc(r.values, form.Refers) {
		return nil
	}
	sheet, err := r.sheet()
	r.values = r.catalog.Form.Continued(r.values, sheet)
	return err
}

// sheet is the text of the pages behind the form.
func (r *formReader) sheet() (string, error) {
	if err := r.start(); err != nil {
		return "", err
	}
	var pages []string
	for i := range r.doc.Pages() {
		if slices.ContainsFunc(r.edition.Fields, func(f form.EditionField) bool { return f.Page == i+1 }) {
			continue
		}
		text, err := r.doc.Text(i)
		if err != nil {
			return "", err
		}
		pages = append(pages, text)
	}
	return strings.Join(pages, "\n"), nil
}

// written takes the answers from what is on paper.
func (r *formReader) written() error {
	if err := r.texts(); err != nil {
		return err
	}
	if err := r.boxes(); err != nil {
		return err
	}
	order := func(v form.Value) int {
		return slices.IndexFunc(r.edition.Fields, func(f form.EditionField) bool { return f.ID == v.ID })
	}
	slices.SortFunc(r.values, func(a, b form.Value) int { return cmp.Compare(order(a), order(b)) })
	return nil
}

// texts are those in our own typefaces in the places of answers.
func (r *formReader) texts() error {
	for _, f := range r.edition.Fields {
		if len(f.Boxes) > 0 {
			continue
		}
		text, err := r.doc.Written(f.Page-1, rectOf(f.Rect), pdf.Wrote)
		if err != nil {
			return fmt.Errorf("%s: %w", f.ID, err)
		}
		r.say(f.ID, text)
	}
	return nil
}

// boxes are ticked that have ink in them.
func (r *formReader) boxes() error {
	images := map[int]*proof.Image{}
	for _, f := range r.edition.Fields {
		if len(f.Boxes) == 0 {
			continue
		}
		if images[f.Page] == nil {
			var err error
			if images[f.Page], err = r.doc.Image(f.Page-1, boxDPI); err != nil {
				return err
			}
		}
		r.choose(f, func(choice string) bool { return images[f.Page].Ink(inner(f.Boxes[choice])) >= tickInk })
	}
	return nil
}

func (r *formReader) say(id, text string) {
	if text != "" {
		r.values = append(r.values, form.Value{ID: id, Text: text})
	}
}

// living takes the answers from the fields.
func (r *formReader) living() {
	held := map[string]string{}
	for _, f := range r.file.Fields() {
		held[f.Name] = f.Value
	}
	for _, f := range r.edition.Fields {
		if len(f.States) == 0 {
			r.say(f.ID, held[f.Name])
			continue
		}
		r.choose(f, func(choice string) bool {
			name := cmp.Or(f.Names[choice], f.Name)
			return held[name] == f.States[choice]
		})
	}
}

// choose takes the choice whose box is ticked; two of them are no answer.
func (r *formReader) choose(f form.EditionField, ticked func(choice string) bool) {
	var found []string
	for _, choice := range r.catalog.Form.Field(f.ID).Choice {
		if ticked(choice) {
			found = append(found, choice)
		}
	}
	switch len(found) {
	case 0:
	case 1:
		r.say(f.ID, found[0])
	default:
		r.open = append(r.open, f.ID)
	}
}

const (
	boxDPI  = 150  // of the picture in which ticks are looked for: a box of 8 pt is 17 pixels wide
	tickInk = 0.04 // share of dark pixels inside a box; a tick of ours leaves 0.1 at least
)

func rectOf(r []float64) proof.Rect {
	return proof.Rect{Left: r[0], Bottom: r[1], Right: r[2], Top: r[3]}
}

// inner is the middle of a box, without its printed edge.
func inner(r []float64) proof.Rect {
	dx, dy := (r[2]-r[0])/5, (r[3]-r[1])/5
	return proof.Rect{Left: r[0] + dx, Bottom: r[1] + dy, Right: r[2] - dx, Top: r[3] - dy}
}

// A readKey is a key in JSON.
type readKey struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"` // null when the form leaves it open
	Note  string          `json:"note,omitempty"`
}

type readAnswer struct {
	Field string `json:"field"`
	Text  string `json:"text"`
}

func (r *formReader) print(name string, asJSON bool) error {
	keys := r.catalog.Form.Profile(r.values)
	if len(keys) > 0 && r.edition.Language == "en" {
		keys = append([]form.Key{{Name: "form_language", Value: form.Quote("en")}}, keys...)
	}
	for _, id := range r.open {
		fmt.Fprintf(r.err, "%s: %s: more than one box is ticked\n", name, id)
	}
	if asJSON {
		return r.printReading(name, keys)
	}
	if len(keys) == 0 {
		fmt.Fprintf(r.err, "%s: edition %s, nothing is filled in\n", name, r.edition.ID())
		return nil
	}
	head := fmt.Sprintf("# Read from form S1106, edition %s. A comment says what the form leaves open.\n\n", r.edition.ID())
	return r.write("-", []byte(head+form.TOML(keys)))
}

func (r *formReader) printReading(name string, keys []form.Key) error {
	out := struct {
		File    string       `json:"file"`
		Edition string       `json:"edition"`
		Flat    bool         `json:"flat"`
		Answers []readAnswer `json:"answers"`
		Profile []readKey    `json:"profile"`
	}{name, r.edition.ID(), r.flat, []readAnswer{}, []readKey{}}
	for _, v := range r.values {
		out.Answers = append(out.Answers, readAnswer{v.ID, v.Text})
	}
	for _, k := range keys {
		out.Profile = append(out.Profile, readKey{k.Name, jsonOf(k.Value), k.Note})
	}
	return r.printJSON(out)
}

// jsonOf is a value of a key in JSON, where a date is a text.
func jsonOf(value string) json.RawMessage {
	switch {
	case value == "":
		return json.RawMessage("null")
	case strings.HasPrefix(value, `"`), strings.HasPrefix(value, "["):
		return json.RawMessage(value)
	}
	return json.RawMessage(form.Quote(value))
}
