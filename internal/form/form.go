// Package form says which fact of an applicant goes into which field of S1106, and knows the
// form's editions. Both are data (see forms/); the facts are a table in this package.
package form

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/BurntSushi/toml"

	"dossier/internal/profile"
)

// A Form is what is asked, whatever the edition.
type Form struct {
	Code      string                   `toml:"code"`
	Cerfa     string                   `toml:"cerfa"`
	Newest    string                   `toml:"newest"` // the edition in force, "15763*02"
	Fields    []Field                  `toml:"field"`
	Situation map[string]situationText `toml:"situation"`
}

// A Field is one question: ID is ours, From names a fact, Choice the answers of boxes to tick.
type Field struct {
	ID      string   `toml:"id"`
	Section string   `toml:"section"`
	From    string   `toml:"from"`
	Choice  []string `toml:"choice"`
	Shown   []string `toml:"shown"` // each choice in French words
	Date    bool     `toml:"date"`  // DDMMYYYY
	FR      string   `toml:"fr"`
	EN      string   `toml:"en"`
	Own     string   `toml:"own"` // what the person calls it in a letter; empty where fr will do
}

type situationText struct {
	Box string `toml:"box"`
	M   string `toml:"m"`
	F   string `toml:"f"`
	Any string `toml:"any"`
}

// An Edition is one printed version of the form.
type Edition struct {
	Edition  string         `toml:"edition"` // "15763*01"
	FormCode string         `toml:"form"`
	Language string         `toml:"language"` // fr or en
	Official bool           `toml:"official"`
	SHA256   string         `toml:"sha256"` // of the blank PDF, hexadecimal
	File     string         `toml:"file"`   // our own blank, embedded; empty for official ones
	Sign     *Place         `toml:"sign"`   // where to sign by hand
	Fields   []EditionField `toml:"field"`

	Blank []byte `toml:"-"` // the embedded blank of a preparation sheet
}

// A Place is a rectangle on a page: pages from 1, points from the lower left corner.
type Place struct {
	Page int       `toml:"page"`
	Rect []float64 `toml:"rect"`
}

// An EditionField says where an answer goes: the PDF field's name, how many cells are printed, and
// which state of which box stands for each choice.
type EditionField struct {
	ID     string            `toml:"id"`
	Name   string            `toml:"name"`
	Cells  int               `toml:"cells"`
	Free   bool              `toml:"free"`
	Rect   []float64         `toml:"rect"` // instead of the field's own, in points from the lower left
	States map[string]string `toml:"states"`
}

// A Catalog is the form and all editions of it.
type Catalog struct {
	Form     *Form
	Editions []*Edition
}

// Load reads s1106.toml and every edition beside it, and holds them against each other.
func Load(fsys fs.FS) (*Catalog, error) {
	c := &Catalog{Form: &Form{}}
	if err := decode(fsys, "s1106.toml", c.Form); err != nil {
		return nil, err
	}
	if err := c.Form.check(); err != nil {
		return nil, fmt.Errorf("s1106.toml: %w", err)
	}
	names, err := fs.Glob(fsys, "*-*.toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		e := &Edition{}
		if err := decode(fsys, name, e); err != nil {
			return nil, err
		}
		if err := c.Form.checkEdition(e); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if e.File != "" {
			if e.Blank, err = fs.ReadFile(fsys, path.Join(path.Dir(name), e.File)); err != nil {
				return nil, err
			}
		}
		c.Editions = append(c.Editions, e)
	}
	return c, nil
}

func decode(fsys fs.FS, name string, v any) error {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	md, err := toml.NewDecoder(bytes.NewReader(src)).Decode(v)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if left := md.Undecoded(); len(left) > 0 {
		return fmt.Errorf("%s: unknown key %s", name, left[0])
	}
	return nil
}

func (f *Form) check() error {
	var errs []error
	for _, field := range f.Fields {
		if len(field.Shown) != len(field.Choice) {
			errs = append(errs, fmt.Errorf("field %s: %d choices and %d words for them", field.ID, len(field.Choice), len(field.Shown)))
		}
		if facts[field.From] == nil {
			errs = append(errs, fmt.Errorf("field %s: there is no fact %q", field.ID, field.From))
		}
	}
	for _, s := range profile.Situation("").Words() {
		if box := f.Situation[s].Box; !slices.Contains([]string{"working", "none", "other"}, box) {
			errs = append(errs, fmt.Errorf("situation %q has no box of the form: %q", s, box))
		}
	}
	return errors.Join(errs...)
}

// checkEdition holds an edition against the form: every field once, every choice with a state.
func (f *Form) checkEdition(e *Edition) error {
	var errs []error
	for _, field := range f.Fields {
		ef := e.field(field.ID)
		if ef == nil {
			errs = append(errs, fmt.Errorf("field %s is not placed", field.ID))
			continue
		}
		if len(ef.Rect) != 0 && len(ef.Rect) != 4 {
			errs = append(errs, fmt.Errorf("field %s: rect has %d numbers, want 4", field.ID, len(ef.Rect)))
		}
		for _, choice := range field.Choice {
			if ef.States[choice] == "" {
				errs = append(errs, fmt.Errorf("field %s: choice %s has no state", field.ID, choice))
			}
		}
	}
	if len(e.Fields) > len(f.Fields) {
		errs = append(errs, fmt.Errorf("%d fields are placed, the form has %d", len(e.Fields), len(f.Fields)))
	}
	return errors.Join(errs...)
}

func (e *Edition) field(id string) *EditionField {
	i := slices.IndexFunc(e.Fields, func(f EditionField) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &e.Fields[i]
}

// Recognise finds the edition of an official blank by its bytes.
func (c *Catalog) Recognise(blank []byte) (*Edition, bool) {
	sum := sha256.Sum256(blank)
	hash := hex.EncodeToString(sum[:])
	for _, e := range c.Editions {
		if e.SHA256 == hash {
			return e, true
		}
	}
	return nil, false
}

// Sheet is the preparation sheet in a language, "fr" or "en".
func (c *Catalog) Sheet(language string) *Edition {
	for _, e := range c.Editions {
		if !e.Official && e.Language == language {
			return e
		}
	}
	return nil
}

// ID names an edition on the command line and in manifests: "15763*01-fr", "sheet-en".
func (e *Edition) ID() string {
	if !e.Official {
		return "sheet-" + e.Language
	}
	return e.Edition + "-" + e.Language
}

// Field is the question with this id, nil if there is none.
func (f *Form) Field(id string) *Field {
	i := slices.IndexFunc(f.Fields, func(x Field) bool { return x.ID == id })
	if i < 0 {
		return nil
	}
	return &f.Fields[i]
}

// Said is what the answer is called in a letter of the person.
func (q *Field) Said() string {
	if q.Own != "" {
		return q.Own
	}
	return q.FR
}

// Show is an answer in French words, as a letter quotes it: a date with its month in letters, a
// ticked box by its label.
func (q *Field) Show(answer string) string {
	if i := slices.Index(q.Choice, answer); i >= 0 {
		return q.Shown[i]
	}
	if d, err := time.Parse("02012006", answer); q.Date && err == nil {
		return profile.DateOf(d).French()
	}
	return answer
}
