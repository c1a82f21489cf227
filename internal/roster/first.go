package roster

import (
	_ "embed"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"dossier/internal/profile"
	"dossier/internal/spelling"
	"dossier/internal/table"
)

//go:embed headings.csv
var headingsCSV []byte

//go:embed words.csv
var wordsCSV []byte

// headings are the keys that a heading may be for, by its likeness; "id" stands for the id.
var headings = sync.OnceValue(func() map[string][]string {
	known := map[string][]string{}
	for key := range profile.Keys() {
		known[likeness(key)] = []string{key}
	}
	for _, row := range table.Rows(headingsCSV) {
		if like := likeness(row[1]); !slices.Contains(known[like], row[0]) {
			known[like] = append(known[like], row[0])
		}
	}
	return known
})

// spellings are the words of the profile that a cell may mean, by key without indexes and the cell's likeness.
var spellings = sync.OnceValue(func() map[[2]string][]string {
	known := map[[2]string][]string{}
	for _, row := range table.Rows(wordsCSV) {
		if at := [2]string{row[0], likeness(row[2])}; !slices.Contains(known[at], row[1]) {
			known[at] = append(known[at], row[1])
		}
	}
	return known
})

// likeness is what the spellings of one heading have in common.
func likeness(s string) string {
	words := strings.FieldsFunc(strings.ToLower(spelling.Bare(s)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '°' })
	words = slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"de", "du", "des", "d", "la", "les", "l", "of", "the", "e", "s", "ve"}, w)
	})
	return strings.Join(words, " ")
}

// A seen is a column with what its cells tell of it.
type seen struct {
	heading string
	keys    []string        // that its heading may be for
	values  []string        // the first different ones, as they are written
	folded  map[string]bool // the same, folded
	marks   map[Separator]bool
}

// mostValues is how many different values of a column are looked at for words.
const mostValues = 40

// mostLooked is how many rows are looked at for a first map.
const mostLooked = 10_000

// FirstMap is a map to begin with for a sheet: headings that can be for one key alone are mapped to it, all
// others are comments with what they may be for. Where cells hold words that the profile has its own for,
// they are listed; no other value of a cell is repeated.
func FirstMap(name string, data []byte) ([]byte, error) {
	t, err := open(name, data, "")
	if err != nil {
		return nil, err
	}
	f := first{name: filepath.Base(name)}
	if w, ok := t.(*workbook); ok && len(w.shown) > 1 {
		f.sheets = w.shown
	}
	if err := t.rows(f.row); err != nil {
		return nil, err
	}
	if f.columns == nil {
		return nil, whole(name, "there is no row of headings", "the first row that is not empty names the columns")
	}
	f.settle()
	return []byte(f.text()), nil
}

// A first is a first map in the making.
type first struct {
	name    string
	sheets  []string // if there are several
	columns []*seen  // by column; nil where there is no heading
	rows    int
	id      []string // headings that may be for the id
}

func (f *first) row(_ int, cells []cell) error {
	if f.columns == nil {
		f.columns = make([]*seen, cells[len(cells)-1].col+1)
		for _, c := range cells {
			if h := tidy(c.text); h != "" {
				f.columns[c.col] = &seen{heading: h, keys: headings()[likeness(h)], folded: map[string]bool{}, marks: map[Separator]bool{}}
			}
		}
		return nil
	}
	if f.rows++; f.rows > mostLooked {
		return nil
	}
	for _, c := range cells {
		if int(c.col) < len(f.columns) && f.columns[c.col] != nil && c.kind == textCell {
			f.columns[c.col].note(strings.TrimSpace(c.text))
		}
	}
	return nil
}

func (s *seen) note(value string) {
	if !s.folded[fold(value)] && len(s.values) < mostValues {
		s.values, s.folded[fold(value)] = append(s.values, value), true
	}
	for name, mark := range separators {
		if strings.Contains(value, mark) {
			s.marks[name] = true
		}
	}
}

// settle takes the id out of the columns, and keys from those that share one with another.
func (f *first) settle() {
	count := map[string]int{}
	for _, s := range f.columns {
		if s == nil {
			continue
		}
		if slices.Contains(s.keys, "id") {
			f.id = append(f.id, s.heading)
			s.keys = nil
			continue
		}
		if len(s.keys) == 1 {
			count[s.keys[0]]++
		}
	}
	// "Nom" is the birth name or the name in use; beside "Nom de naissance" it is still either.
	for _, s := range f.columns {
		if s != nil && len(s.keys) == 1 && count[s.keys[0]] > 1 {
			s.keys = []string{s.keys[0], ""}
		}
	}
}

func (s *seen) key() string {
	if s == nil || len(s.keys) != 1 {
		return ""
	}
	return s.keys[0]
}

const firstHead = `# How the rows of %s become profiles. Look at each line before you use it:
#   dossier check %s --map map.toml
# A line that begins with "# " is off. dossier init -o me.toml explains every key.

# The column that names each applicant. Its values become the names of folders.
`

const firstSettings = `
# The order of dates that are written as text: "day first" (31/12/2026), "month first" or "year first". Dates of
# the spreadsheet itself, and 2026-12-31, need none.
# dates = "day first"

# A profile beside this file with what all applicants share.
# defaults = "firm.toml"
`

const firstPapers = `
# What is the same for all, or made of several columns.
# [values]
# "address[0].kind" = "own lease"
# "address[0].street" = "{N°} {Voie}"

# The papers of each applicant, one [[document]] each, seen from the folder of the sheet. {id} is the id, {Heading}
# what stands in a column; * stands for any letters. Several files that fit are refused, unless many = true.
# [[document]]
# kind = "passport"
# file = "{id}/passport*"
# optional = true
`

func (f *first) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, firstHead, f.name, f.name)
	switch len(f.id) {
	case 0:
		b.WriteString("# id = \"\"\n")
	case 1:
		fmt.Fprintf(&b, "id = %s\n", profile.Quote(f.id[0]))
	default:
		for _, h := range f.id {
			fmt.Fprintf(&b, "# id = %s\n", profile.Quote(h))
		}
	}
	if f.sheets != nil {
		fmt.Fprintf(&b, "\n# The sheets are %s.\nsheet = %s\n", strings.Join(f.sheets, ", "), f.sheets[0])
	}
	b.WriteString(firstSettings + "\n[columns]\n")
	for _, s := range f.columns {
		if s != nil && !slices.Contains(f.id, s.heading) {
			b.WriteString(s.line())
		}
	}
	f.separators(&b)
	for _, s := range f.columns {
		b.WriteString(s.words())
	}
	return b.String() + firstPapers
}

// line is a column's line below [columns].
func (s *seen) line() string {
	heading := profile.Quote(s.heading)
	switch {
	case len(s.keys) == 0:
		return fmt.Sprintf("# %s = \"\"\n", heading)
	case len(s.keys) == 1:
		return fmt.Sprintf("%s = %s\n", heading, profile.Quote(s.keys[0]))
	case s.keys[1] == "":
		return fmt.Sprintf("# %s = %s # another column fits it, too\n", heading, profile.Quote(s.keys[0]))
	}
	return fmt.Sprintf("# %s = %s # or %s\n", heading, profile.Quote(s.keys[0]), strings.Join(s.keys[1:], ", or "))
}

// separators writes what stands between the texts of a cell, where the cells tell.
func (f *first) separators(b *strings.Builder) {
	head := "\n# What stands between the texts of one cell: comma, semicolon, slash, space or line.\n[separators]\n"
	for _, s := range f.columns {
		if typ, _ := profile.TypeOf(s.key()); typ != profile.ListType {
			continue
		}
		b.WriteString(head)
		head = ""
		var marks []Separator
		for _, name := range Separator("").Words() {
			if s.marks[Separator(name)] && name != "space" {
				marks = append(marks, Separator(name))
			}
		}
		heading := profile.Quote(s.heading)
		switch {
		case len(marks) == 1:
			fmt.Fprintf(b, "%s = %q\n", heading, marks[0])
		case len(marks) == 0 && !s.marks["space"]:
			fmt.Fprintf(b, "%s = \"comma\"\n", heading)
		default:
			fmt.Fprintf(b, "# %s = \"space\" # or comma, where a space is part of a name; the cells do not tell\n", heading)
		}
	}
}

// words writes what the cells of a column say for the words of a key that takes no others.
func (s *seen) words() string {
	key := s.key()
	typ, words := profile.TypeOf(key)
	if len(words) == 0 && typ != profile.YesNoType {
		return ""
	}
	var b strings.Builder
	for _, v := range s.values {
		if known(v, words) || typ == profile.YesNoType && yesNo(v) != "" {
			continue
		}
		if b.Len() == 0 {
			one := "yes, no"
			if len(words) > 0 {
				one = strings.Join(words, ", ")
			}
			fmt.Fprintf(&b, "\n# One of: %s.\n[words.%s]\n", one, profile.Quote(s.heading))
		}
		switch meant := spellings()[[2]string{indexes.ReplaceAllString(key, ""), likeness(v)}]; len(meant) {
		case 1:
			fmt.Fprintf(&b, "%s = %s\n", profile.Quote(v), profile.Quote(meant[0]))
		case 0:
			fmt.Fprintf(&b, "# %s = \"\"\n", profile.Quote(v))
		default:
			fmt.Fprintf(&b, "# %s = %s # or %s\n", profile.Quote(v), profile.Quote(meant[0]), strings.Join(meant[1:], ", or "))
		}
	}
	return b.String()
}
