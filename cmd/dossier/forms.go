package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"dossier/internal/form"
	"dossier/internal/profile"
)

func (p *program) formsCommand() *cli.Command {
	command := &cli.Command{
		Name:      "forms",
		Usage:     "the editions of S1106 known here, and the fields of any PDF",
		ArgsUsage: "list | show EDITION | inspect FILE.pdf | adopt BLANK.pdf",
		Description: `Forms says which editions of the form are known (list), where each of their fields is (show),
and what fields any PDF has (inspect); it learns an edition that is not known from the
official PDF (adopt). Exit status is 0 when done, 1 when a file cannot be read or learnt, 2
when the command line is wrong.`,
		Subcommands: []*cli.Command{p.listCommand(), p.showCommand(), p.inspectCommand(), p.adoptCommand()},
	}
	command.Action = func(c *cli.Context) error {
		if name := c.Args().First(); name != "" {
			return &usageError{fmt.Sprintf("there is no command %q of forms", name), nearestOf(command.Subcommands, name)}
		}
		return &usageError{"forms: what to do is missing", "dossier forms " + command.ArgsUsage}
	}
	return command
}

func nearestOf(commands []*cli.Command, name string) string {
	var known []string
	for _, c := range commands {
		known = append(known, c.Name)
	}
	if near := profile.Nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "the commands are " + strings.Join(known, ", ")
}

func jsonFlag() cli.Flag { return &cli.BoolFlag{Name: "json", Usage: "as JSON"} }

func (p *program) listCommand() *cli.Command {
	return &cli.Command{
		Name:  "list",
		Usage: "the editions known",
		Description: `List says of each edition its language, whether it is the State's, one learnt here or a
preparation sheet of our own, whether a newer one is known, and where its blank was found.
Another blank of an edition that was known when it was learnt has the start of its sha256
in its name. Exit status is 0.`,
		Flags:  []cli.Flag{jsonFlag()},
		Action: p.listForms,
	}
}

// An editionLine is what list says of an edition.
type editionLine struct {
	ID       string `json:"id"`
	Edition  string `json:"edition"`
	SHA256   string `json:"sha256"` // of the blank it was made for; empty for sheets
	Language string `json:"language"`
	Kind     string `json:"kind"`  // official, adopted or preparation sheet
	Older    bool   `json:"older"` // than the newest known
	Newest   string `json:"newest,omitempty"`
	Fields   int    `json:"fields"`
	Blank    string `json:"blank"` // the file in the user's data folder; empty if there is none
	Embedded bool   `json:"embedded"`
}

func (p *program) listForms(c *cli.Context) error {
	if c.NArg() > 0 {
		return &usageError{"forms list takes no file", "dossier forms list, or dossier forms inspect " + c.Args().First()}
	}
	catalog := p.catalog()
	blanks := p.blanks()
	lines := []editionLine{}
	for _, e := range catalog.Editions() {
		line := editionLine{ID: e.ID(), Edition: e.Edition, SHA256: e.SHA256, Language: e.Language, Kind: kindOf(e), Fields: len(e.Fields),
			Blank: blanks[e.ID()], Embedded: e.Blank != nil}
		if e.Official && catalog.Form.Older(e.Edition) {
			line.Older, line.Newest = true, catalog.Form.Newest
		}
		lines = append(lines, line)
	}
	if c.Bool("json") {
		return p.printJSON(lines)
	}
	return p.printEditions(lines)
}

func kindOf(e *form.Edition) string {
	switch {
	case !e.Official:
		return "preparation sheet"
	case e.Adopted:
		return "adopted"
	}
	return "official"
}

func (p *program) printEditions(lines []editionLine) error {
	rows := [][]string{{"EDITION", "LANGUAGE", "KIND", "AGE", "BLANK"}}
	for _, l := range lines {
		age, blank := "newest known", l.Blank
		switch {
		case l.Kind == "preparation sheet":
			age = "-"
		case l.Older:
			age = "older than " + l.Newest
		}
		switch {
		case l.Embedded:
			blank = "in the program"
		case blank == "":
			blank = "not found"
		}
		rows = append(rows, []string{l.ID, l.Language, l.Kind, age, blank})
	}
	return p.printTable(rows)
}

// blanks are the files of the user's data folder that are blanks of editions known, by edition.
func (p *program) blanks() map[string]string {
	blanks := map[string]string{}
	for _, name := range p.ownForms() {
		data, err := p.read(name)
		if err != nil {
			continue
		}
		if e, ok := p.recognise(data); ok && blanks[e.ID()] == "" {
			blanks[e.ID()] = name
		}
	}
	return blanks
}

func (p *program) showCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "where the fields of an edition are",
		ArgsUsage: "EDITION",
		Description: `Show lists the fields of an edition: our name, the page and the rectangle in points from the
lower left corner, the field's name in the PDF, its cells or the states of its boxes, and
what the form asks. Exit status is 0 when the edition is known, 2 when it is not.`,
		Flags:  []cli.Flag{jsonFlag()},
		Action: p.showForm,
	}
}

// A fieldLine is what show says of a field.
type fieldLine struct {
	ID      string               `json:"id"`
	FR      string               `json:"label_fr"`
	EN      string               `json:"label_en"`
	Name    string               `json:"pdf_name"` // empty on a form without fields
	Page    int                  `json:"page"`
	Rect    []float64            `json:"rect,omitempty"` // of a box to tick in boxes
	Cells   int                  `json:"cells,omitempty"`
	Choices []string             `json:"choices,omitempty"` // of boxes to tick
	States  map[string]string    `json:"states,omitempty"`  // of the PDF, by choice
	Boxes   map[string][]float64 `json:"boxes,omitempty"`   // rectangles, by choice
}

func (p *program) showForm(c *cli.Context) error {
	if c.NArg() != 1 {
		return &usageError{fmt.Sprintf("forms show takes one edition, %d given", c.NArg()), "dossier forms list names them"}
	}
	catalog := p.catalog()
	id := c.Args().First()
	i := slices.IndexFunc(catalog.Editions(), func(e *form.Edition) bool { return e.ID() == id })
	if i < 0 {
		return &usageError{fmt.Sprintf("there is no edition %q", id), "known: " + strings.Join(editionIDs(catalog), ", ")}
	}
	lines := fieldLines(catalog.Form, catalog.Editions()[i])
	if c.Bool("json") {
		return p.printJSON(lines)
	}
	return p.printFieldLines(lines)
}

func editionIDs(catalog *form.Catalog) []string {
	var ids []string
	for _, e := range catalog.Editions() {
		ids = append(ids, e.ID())
	}
	return ids
}

func fieldLines(f *form.Form, e *form.Edition) []fieldLine {
	lines := []fieldLine{}
	for _, x := range e.Fields {
		q := f.Field(x.ID)
		lines = append(lines, fieldLine{ID: x.ID, FR: q.FR, EN: q.EN, Name: x.Name, Page: x.Page, Rect: x.Rect, Cells: x.Cells, Choices: q.Choice, States: x.States, Boxes: x.Boxes})
	}
	return lines
}

// printFieldLines writes a row for each field, and for each box of one that is ticked.
func (p *program) printFieldLines(lines []fieldLine) error {
	rows := [][]string{{"FIELD", "PAGE", "RECTANGLE", "PDF NAME", "TAKES", "FRENCH LABEL", "ENGLISH LABEL"}}
	for _, l := range lines {
		row := func(rect []float64, takes string) {
			rows = append(rows, []string{l.ID, fmt.Sprint(l.Page), points(rect), cmp.Or(l.Name, "-"), takes, l.FR, l.EN})
		}
		switch {
		case len(l.Choices) > 0:
			for _, choice := range l.Choices {
				row(l.Boxes[choice], choice+" = "+cmp.Or(l.States[choice], "-"))
			}
		case l.Cells > 0:
			row(l.Rect, fmt.Sprintf("%d cells", l.Cells))
		default:
			row(l.Rect, "text")
		}
	}
	return p.printTable(rows)
}

// points writes a rectangle in points, in the order of the PDF.
func points(rect []float64) string {
	if len(rect) != 4 {
		return "-"
	}
	return fmt.Sprintf("%6.1f %6.1f %6.1f %6.1f", rect[0], rect[1], rect[2], rect[3])
}

// printTable writes rows in columns that stand under each other.
func (p *program) printTable(rows [][]string) error {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return p.write("-", b.Bytes())
}

// writeJSON writes a value as JSON that people can read.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v) // in one piece
}

func (p *program) printJSON(v any) error { return writeJSON(p.out, v) }
