// Package roster is a list of applicants, one a row of a CSV file or an XLSX workbook. A Map says which
// column gives which key of a profile; each row becomes the text of a profile, and every mistake and
// finding stands at the cell its value came from.
//
// A value that cannot be known for certain (a date in an order nobody stated, a postal code without its
// leading zero, an error of a formula) is refused at its cell, never guessed. The package reads no
// disk: files that attachments and defaults need are read by functions that are given.
package roster

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Bounds of a sheet: far more than a firm has clients, and what fits in memory.
const (
	MaxSize    = 64 << 20 // bytes of the file
	maxRows    = 100_000
	maxColumns = 1000
	maxText    = 32_767 // bytes of a cell; Excel takes as many characters
)

// A World is what a roster needs of the disk and of the person.
type World struct {
	Read profile.Reader                             // of the firm's defaults
	List func(folder string) ([]fs.DirEntry, error) // in order of name, as os.ReadDir
	Abs  func(name string) (string, error)          // a name from the root of the disk, as filepath.Abs
	Lang string                                     // of places in findings: "fr", else English
}

// A Roster is a sheet whose headings fit its map.
type Roster struct {
	Rows  []*Row
	Notes []rule.Text // what a person should know once: columns that are not used, how the text was read

	name    string
	m       *Map
	world   World
	heads   []string       // by column; empty where there is none
	cols    map[string]int // by fold of the heading
	extends string         // as the text of a row has it
	folders folders
}

// A Row is one applicant.
type Row struct {
	ID     string
	Number int // as a spreadsheet counts: from 1, the heading among them

	of    *Roster
	cells []cell // those that are used and not empty, by column
}

// Read reads a sheet: data is a CSV file or an XLSX workbook, whatever name says. What is wrong with the
// sheet as a whole, its headings or its ids is told at once, joined; what is wrong in a row is for Row.Load to
// say.
func Read(name string, data []byte, m *Map, w World) (*Roster, error) {
	r := &Roster{name: name, m: m, world: w}
	if err := r.base(); err != nil {
		return nil, err
	}
	t, err := open(name, data, m.Sheet)
	if err != nil {
		return nil, err
	}
	if w, ok := t.(*workbook); ok && m.Sheet == "" {
		if err := w.only(); err != nil {
			return nil, err
		}
	}
	in := reading{Roster: r}
	if err := t.rows(in.row); err != nil {
		return nil, err
	}
	return in.end(t)
}

// base finds the firm's defaults and reads them once, so that a mistake in them is told once.
func (r *Roster) base() error {
	if r.m.Defaults == "" {
		return nil
	}
	at := filepath.FromSlash(r.m.Defaults)
	if !filepath.IsAbs(at) {
		at = filepath.Join(filepath.Dir(r.m.file), at)
	}
	if _, err := profile.Load(at, r.world.Read); err != nil {
		return err
	}
	r.extends = r.beside(at)
	return nil
}

// beside is a file as seen from the folder of the sheet; from the root of the disk if there is no way from one to
// the other.
func (r *Roster) beside(file string) string {
	folder := filepath.Dir(r.name)
	if from, err := filepath.Rel(folder, file); err == nil {
		return from
	}
	whole, err := r.world.Abs(file)
	if err != nil {
		return file
	}
	if folder, err = r.world.Abs(folder); err == nil {
		if from, err := filepath.Rel(folder, whole); err == nil {
			return from
		}
	}
	return whole
}

// A grid is a CSV file or a sheet of a workbook.
type grid interface {
	// rows gives each row that has a cell, with its number from 1. The cells, by column, are those that
	// are not empty; they are good until the next row.
	rows(yield func(number int, cells []cell) error) error
	notes() []rule.Text
}

// open finds out what data is by its content.
func open(name string, data []byte, sheet string) (grid, error) {
	if len(data) > MaxSize {
		return nil, whole(name, fmt.Sprintf("the file is larger than %d MB", MaxSize>>20), "divide it into several files of fewer rows")
	}
	if isArchive(data) {
		return openXLSX(name, data, sheet)
	}
	return openCSV(name, data)
}

// whole is a mistake of a file as a whole.
func whole(file, msg, fix string) error {
	return &profile.Error{Pos: profile.Pos{File: file}, Msg: msg, Fix: fix}
}

// inRow is a mistake of one row.
func inRow(file string, number int, msg, fix string) error {
	return &profile.Error{Pos: profile.Pos{File: file, Line: number, Cell: fmt.Sprintf("row %d", number)}, Msg: msg, Fix: fix}
}

// mostErrors is how many mistakes of one sheet are told.
const mostErrors = 20

// some are the first of many mistakes, and how many more there are.
func some(file string, errs []error) error {
	if more := len(errs) - mostErrors; more > 0 {
		errs = append(slices.Clip(errs[:mostErrors]), whole(file, fmt.Sprintf("and %d more", more), "mend these first, then look again"))
	}
	return errors.Join(errs...)
}

// A reading is a roster in the making.
type reading struct {
	*Roster
	used []bool // by column
	id   int    // the column of the ids
	ids  map[string]*Row
	errs []error
}

func (r *reading) row(number int, cells []cell) error {
	switch {
	case number < r.m.HeadingRow.N:
		return nil
	case r.heads == nil:
		return r.headings(number, cells)
	case len(r.Rows) == maxRows:
		return inRow(r.name, number, fmt.Sprintf("there are more than %d rows", maxRows), "divide the file into several")
	}
	row := &Row{Number: number, of: r.Roster}
	cells = slices.DeleteFunc(cells, func(c cell) bool { return int(c.col) >= len(r.used) || !r.used[c.col] })
	if len(cells) == 0 {
		return nil // nothing but what is not used
	}
	row.cells = slices.Clone(cells)
	if err := r.identify(row); err != nil {
		r.errs = append(r.errs, err)
	}
	r.Rows = append(r.Rows, row)
	return nil
}

// identify gives a row its id.
func (r *reading) identify(row *Row) error {
	c := row.cell(r.id)
	id, msg, fix := c.plain()
	before := r.ids[fold(id)]
	switch {
	case msg != "":
	case id == "":
		msg, fix = "the row has no id", "write one, or empty the row"
	case !plainName(id):
		msg, fix = "this id cannot name a file or folder", `leave out / \ : * ? " < > | and dots alone; 120 bytes at most`
	case before != nil:
		msg, fix = fmt.Sprintf("row %d has this id already", before.Number), "give each applicant an id of their own; small and capital letters are not told apart"
	default:
		row.ID, r.ids[fold(id)] = id, row
		return nil
	}
	return &profile.Error{Pos: row.place(r.id), Msg: msg, Fix: fix}
}

// plainName says whether a value can be part of the name of a file or folder, and leads nowhere else.
func plainName(s string) bool {
	return len(s) <= 120 && strings.Trim(s, ". ") != "" && !strings.ContainsAny(s, `/\:*?"<>|`) && !strings.ContainsFunc(s, unicode.IsControl)
}

// headings reads the row of headings and fits the map to it.
func (r *reading) headings(number int, cells []cell) error {
	last := cells[len(cells)-1].col
	r.ids, r.cols = map[string]*Row{}, map[string]int{}
	r.heads, r.used = make([]string, last+1), make([]bool, last+1)
	var errs []error
	for _, c := range cells {
		h := tidy(c.text)
		if h == "" {
			continue
		}
		r.heads[c.col] = h
		if before, twice := r.cols[fold(h)]; twice {
			errs = append(errs, &profile.Error{Pos: r.place(number, int(c.col)), Msg: fmt.Sprintf("column %s has this heading already", letters(before)), Fix: "give each column a heading of its own"})
			continue
		}
		r.cols[fold(h)] = int(c.col)
	}
	if len(errs) == 0 {
		errs = r.fit(number)
	}
	return some(r.name, errs)
}

// fit finds the columns that the map names.
func (r *reading) fit(number int) (errs []error) {
	use := func(name, key string) int {
		col, ok := r.cols[fold(name)]
		if !ok {
			fix := fmt.Sprintf("the headings are those of row %d of %s", number, r.name)
			if near := profile.Nearest(name, r.headed()); near != "" {
				fix = fmt.Sprintf("did you mean %q?", near)
			}
			errs = append(errs, &profile.Error{Pos: r.m.at(key), Key: key, Msg: fmt.Sprintf("%s has no column %q", filepath.Base(r.name), name), Fix: fix})
			return 0
		}
		r.used[col] = true
		return col
	}
	r.id = use(r.m.ID, "id")
	values := r.m.plan
	for _, d := range r.m.papers {
		values = append(slices.Clip(values), d.values...)
	}
	for _, v := range values {
		for _, p := range v.parts {
			if p.heading != "" {
				use(p.heading, v.at)
			}
		}
	}
	return errs
}

// headed are all headings.
func (r *Roster) headed() []string {
	var all []string
	for _, h := range r.heads {
		if h != "" {
			all = append(all, h)
		}
	}
	return all
}

func (r *reading) end(t grid) (*Roster, error) {
	switch {
	case r.heads == nil:
		return nil, whole(r.name, "there is no row of headings", "the first row that is not empty names the columns; heading_row in the map says which row it is")
	case len(r.errs) > 0:
		return nil, some(r.name, r.errs)
	case len(r.Rows) == 0:
		return nil, whole(r.name, "there is no applicant below the headings", "write one a row")
	}
	r.Notes = t.notes()
	var en, fr []string
	for col, h := range r.heads {
		if h != "" && !r.used[col] {
			en = append(en, fmt.Sprintf("%q (%s)", h, letters(col)))
			fr = append(fr, fmt.Sprintf("« %s » (%s)", h, letters(col)))
		}
	}
	if len(en) > 0 {
		r.Notes = append(r.Notes, rule.Text{EN: "columns that the map does not use: " + strings.Join(en, ", "), FR: "colonnes dont la correspondance ne se sert pas : " + strings.Join(fr, ", ")})
	}
	return r.Roster, nil
}

// letters is a column as spreadsheets name it: A, Z, AA.
func letters(col int) string {
	if col < 26 {
		return string(rune('A' + col))
	}
	return letters(col/26-1) + string(rune('A'+col%26))
}

// place is that of a cell, in words of the person's language.
func (r *Roster) place(number, col int) profile.Pos {
	format := "row %d, column %q (%s)"
	if r.world.Lang == "fr" {
		format = "ligne %d, colonne « %s » (%s)"
	}
	return profile.Pos{File: r.name, Line: number, Cell: fmt.Sprintf(format, number, r.heads[col], letters(col))}
}

func (w *Row) place(col int) profile.Pos { return w.of.place(w.Number, col) }

// Pos is the row as a place.
func (w *Row) Pos() profile.Pos {
	format := "row %d"
	if w.of.world.Lang == "fr" {
		format = "ligne %d"
	}
	return profile.Pos{File: w.of.name, Line: w.Number, Cell: fmt.Sprintf(format, w.Number)}
}

// cell is what the row has in a column; an empty text if nothing.
func (w *Row) cell(col int) cell {
	for _, c := range w.cells {
		if int(c.col) == col {
			return c
		}
	}
	return cell{}
}

// File is what the row's profile is called: the sheet and the id, "clients.xlsx#014". It stands in the
// folder of the sheet, as its attachments do.
func (w *Row) File() string { return w.of.name + "#" + w.ID }

// Text is the row as a profile of its own, the same each time for the same values and attachments. The
// error names each cell that cannot be read.
func (w *Row) Text() ([]byte, error) {
	d := w.draw()
	return d.text, some(w.of.name, d.errs)
}

// Load reads the row as profile.Load reads a profile; read gives the files that it extends. Places of keys
// and of mistakes are those of the cells.
func (w *Row) Load(read profile.Reader) (*profile.Applicant, error) {
	d := w.draw()
	a, err := profile.Load(w.File(), func(name string) ([]byte, error) {
		if name == w.File() {
			return d.text, nil
		}
		return read(name)
	})
	if err = some(w.of.name, append(d.errs, w.atCells(err, d.at)...)); err != nil {
		return nil, err
	}
	a.Moved(d.at, w.Pos())
	return a, nil
}

// atCells are the mistakes of a profile at the cells they come from.
func (w *Row) atCells(err error, at map[string]profile.Pos) []error {
	all := each(err)
	for i, err := range all {
		var e *profile.Error
		if errors.As(err, &e) && e.Pos.File == w.File() {
			all[i] = &profile.Error{Pos: profile.Nearby(e.Key, at, w.Pos()), Key: e.Key, Msg: e.Msg, Fix: e.Fix}
		}
	}
	return all
}
