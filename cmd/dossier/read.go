package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

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
fields are alive, whoever filled it, or one that dossier made flat. What the form leaves open
is a comment. With --blank the form is taken for a copy of that blank. Exit status is 0 when
it was read, filled or empty, and 1 when it is no edition of the form known here.`,
		Flags: []cli.Flag{jsonFlag(),
			&cli.StringFlag{Name: "blank", Usage: "the blank that was filled, `OFFICIAL.pdf`"}},
		Action: p.readForm,
	}
}

func (p *program) readForm(c *cli.Context) error {
	name, err := oneFile(c, "read")
	if err != nil {
		return err
	}
	catalog := p.catalog()
	data, err := p.read(name)
	if err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	file, err := pdf.Open(data)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	r := &formReader{program: p, catalog: catalog, file: file, data: data}
	defer r.close()
	if err := r.find(c.String("blank")); err != nil {
		return err
	}
	if r.edition == nil {
		return &hinted{name + " is not a form S1106 known here", "known: " + strings.Join(editionIDs(catalog), ", ") + "; another edition is learnt by dossier forms adopt"}
	}
	if err := r.answers(); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return r.print(name, c.Bool("json"))
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

// find tells which edition was filled; none is no error.
func (r *formReader) find(blank string) error {
	e, living := r.catalog.Resembles(printedOn(r.file))
	candidates := r.catalog.Editions
	if living {
		if candidates = twins(candidates, e); len(candidates) == 1 {
			r.edition = e
			return nil
		}
	}
	r.flat = !living
	if blank != "" {
		data, err := r.givenBlank(blank, r.catalog)
		if err != nil {
			return err
		}
		r.edition, _ = r.recognise(data)
		candidates = nil
	}
	err := r.byPrint(candidates)
	if living && r.edition == nil {
		r.edition = e
	}
	return err
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

// byPrint looks for the edition by what is printed.
func (r *formReader) byPrint(candidates []*form.Edition) error {
	if err := r.start(); err != nil {
		return err
	}
	for _, e := range candidates {
		is, err := r.printed(e)
		if err != nil {
			return err
		}
		if is {
			r.edition = e
			return nil
		}
	}
	return nil
}

// printedOn is the structure of a form, for an edition to be recognised by.
func printedOn(file *pdf.File) []form.Printed {
	var all []form.Printed
	for _, f := range file.Fields() {
		for _, w := range f.Widgets {
			r := w.Rect
			all = append(all, form.Printed{Name: f.Name, Page: w.Page, Rect: [4]float64{r.X0, r.Y0, r.X1, r.Y1}, Button: f.Type == pdf.Button})
		}
	}
	return all
}

// printed says whether the flat file has an edition's print: that of a blank at hand, else the
// edition's number and labels.
func (r *formReader) printed(e *form.Edition) (bool, error) {
	page := e.Fields[0].Page - 1
	if page >= r.doc.Pages() {
		return false, nil
	}
	text, err := r.doc.Text(page)
	if err != nil {
		return false, err
	}
	if e.Blank == nil {
		return r.catalog.Form.Prints(e, text), nil
	}
	engine, err := r.engine()
	if err != nil {
		return false, err
	}
	blank, err := engine.Open(e.Blank)
	if err != nil {
		return false, err
	}
	defer blank.Close()
	want, err := blank.Text(page)
	return form.SamePrint(want, text), err
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
	images := map[int]*proof.Image{}
	for _, f := range r.edition.Fields {
		if err := r.paper(f, images); err != nil {
			return err
		}
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

// paper takes an answer from a flat page: the text in our own typeface, or the box with ink in it.
func (r *formReader) paper(f form.EditionField, images map[int]*proof.Image) error {
	if len(f.Boxes) == 0 {
		text, err := r.doc.Written(f.Page-1, rectOf(f.Rect), ownTypeface)
		r.say(f.ID, text)
		return err
	}
	img := images[f.Page]
	if img == nil {
		var err error
		if img, err = r.doc.Image(f.Page-1, boxDPI); err != nil {
			return err
		}
		images[f.Page] = img
	}
	r.choose(f, func(choice string) bool { return img.Ink(inner(f.Boxes[choice])) >= tickInk })
	return nil
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

// ownTypeface knows the typefaces in which values are written on flat forms. Their subsets are
// tagged; sheets of our own are printed in the same face under another name.
func ownTypeface(name string) bool {
	_, face, subset := strings.Cut(name, "+")
	return subset && strings.HasPrefix(face, "Liberation")
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
