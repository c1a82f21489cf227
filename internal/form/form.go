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
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
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
	Also      []string                 `toml:"also"`  // other Cerfa numbers of the same form
	Labels    map[string]Label         `toml:"label"` // by Field.ID, or ID.choice for a box; "signature" too
}

// A Label is what is printed beside a field, in all wordings known, so that the field can be found
// on an edition that is not.
type Label struct {
	FR    []string `toml:"fr"`
	EN    []string `toml:"en"`
	Guess []string `toml:"guess"` // English wordings that are likely but were never seen
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
	Own     string   `toml:"own"`    // what the person calls it in a letter; empty where fr will do
	Digits  int      `toml:"digits"` // as many as an answer has, and cells for it; 0 for words
	Free    bool     `toml:"free"`   // digits for most people, and something else for some
}

type situationText struct {
	Box string `toml:"box"`
	M   string `toml:"m"`
	F   string `toml:"f"`
	Any string `toml:"any"`
}

// A Catalog is the form and all editions of it. Goroutines may share it once nothing is added to it
// any more.
type Catalog struct {
	Form *Form

	reading sync.Mutex
	leaves  []*leaf
}

// A leaf of the catalog is an edition, or the file it will be read from.
type leaf struct {
	fsys    fs.FS
	name    string
	src     []byte
	edition *Edition // nil until it is read
}

// NewCatalog is a catalog of the editions given.
func NewCatalog(f *Form, editions ...*Edition) *Catalog {
	c := &Catalog{Form: f}
	for _, e := range editions {
		c.leaves = append(c.leaves, &leaf{edition: e})
	}
	return c
}

// Load reads s1106.toml and every edition beside it, and holds them against each other.
func Load(fsys fs.FS) (*Catalog, error) {
	c, err := Open(fsys)
	if err != nil {
		return nil, err
	}
	for _, l := range c.leaves {
		if err := l.read(c.Form); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Open is Load for tables that are part of the program and written as Encode writes them: each is read
// when it is first needed, and one that is not sound panics then.
func Open(fsys fs.FS) (*Catalog, error) {
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
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		c.leaves = append(c.leaves, &leaf{fsys: fsys, name: name, src: src})
	}
	return c, nil
}

func (l *leaf) read(f *Form) error {
	if l.edition != nil {
		return nil
	}
	e := &Edition{}
	if err := decodeBytes(l.src, e); err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	if err := f.checkEdition(e); err != nil {
		return fmt.Errorf("%s: %w", l.name, err)
	}
	if e.File != "" {
		var err error
		if e.Blank, err = fs.ReadFile(l.fsys, path.Join(path.Dir(l.name), e.File)); err != nil {
			return err
		}
	}
	l.edition = e
	return nil
}

// has reports that a file has some words; of an edition that is read already it is always true.
func (l *leaf) has(words string) bool {
	return l.edition != nil || bytes.Contains(l.src, []byte(words))
}

// Editions are all editions, in the order of their files; those that were added come last.
func (c *Catalog) Editions() []*Edition {
	return c.those(func(*leaf) bool { return true })
}

// those are the editions that are worth reading.
func (c *Catalog) those(worth func(*leaf) bool) []*Edition {
	c.reading.Lock()
	defer c.reading.Unlock()
	var list []*Edition
	for _, l := range c.leaves {
		if !worth(l) {
			continue
		}
		if err := l.read(c.Form); err != nil {
			panic("the embedded forms are not sound: " + err.Error())
		}
		list = append(list, l.edition)
	}
	return list
}

func decode(fsys fs.FS, name string, v any) error {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	if err := decodeBytes(src, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func decodeBytes(src []byte, v any) error {
	md, err := toml.NewDecoder(bytes.NewReader(src)).Decode(v)
	if err != nil {
		return err
	}
	if left := md.Undecoded(); len(left) > 0 {
		return fmt.Errorf("unknown key %s", left[0])
	}
	return nil
}

func (f *Form) check() error {
	var errs []error
	for _, field := range f.Fields {
		if len(field.Shown) != len(field.Choice) {
			errs = append(errs, fmt.Errorf("field %s: %d choices and %d words for them", field.ID, len(field.Choice), len(field.Shown)))
		}
		if field.Free && field.Digits == 0 {
			errs = append(errs, fmt.Errorf("field %s: free says that digits are not a must, and it has none", field.ID))
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
	return errors.Join(append(errs, f.checkLabels())...)
}

// checkLabels holds the labels against the fields: one for each, and none for nothing.
func (f *Form) checkLabels() error {
	known := map[string]bool{"signature": true}
	var errs []error
	for _, field := range f.Fields {
		known[field.ID] = true
		for _, choice := range field.Choice {
			key := field.ID + "." + choice
			known[key] = true
			if _, ok := f.Labels[key]; !ok {
				errs = append(errs, fmt.Errorf("box %s has no label", key))
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(f.Labels)) {
		if !known[key] {
			errs = append(errs, fmt.Errorf("label %s is of no field", key))
		}
	}
	return errors.Join(errs...)
}

// Numbers are the Cerfa numbers the form goes by.
func (f *Form) Numbers() []string { return append([]string{f.Cerfa}, f.Also...) }

// Older says whether an edition comes before the newest that is known: "15763*01" before
// "15763*02". Editions of another Cerfa number are not compared.
func (f *Form) Older(edition string) bool {
	number, version, _ := strings.Cut(edition, "*")
	newest, last, _ := strings.Cut(f.Newest, "*")
	a, errA := strconv.Atoi(version)
	b, errB := strconv.Atoi(last)
	return number == newest && errA == nil && errB == nil && a < b
}

// Recognise finds the edition of an official blank by its bytes.
func (c *Catalog) Recognise(blank []byte) (*Edition, bool) {
	sum := sha256.Sum256(blank)
	hash := hex.EncodeToString(sum[:])
	for _, e := range c.those(func(l *leaf) bool { return l.has(hash) }) {
		if e.SHA256 == hash {
			return e, true
		}
	}
	return nil, false
}

// Sheet is the preparation sheet in a language, "fr" or "en".
func (c *Catalog) Sheet(language string) *Edition {
	for _, e := range c.those(func(l *leaf) bool { return l.has("file = ") && l.has(`"`+language+`"`) }) {
		if !e.Official && e.Language == language {
			return e
		}
	}
	return nil
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
