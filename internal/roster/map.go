package roster

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/profile"
)

type (
	// An Order is that of day, month and year in dates written as text.
	Order string
	// A Separator stands between the texts of one cell.
	Separator string
)

const (
	DayFirst   Order = "day first"
	MonthFirst Order = "month first"
	YearFirst  Order = "year first"
)

func (Order) Words() []string {
	return []string{string(DayFirst), string(MonthFirst), string(YearFirst)}
}

var separators = map[Separator]string{"comma": ",", "semicolon": ";", "slash": "/", "space": " ", "line": "\n"}

func (Separator) Words() []string { return []string{"comma", "semicolon", "slash", "space", "line"} }

// A Map says how the columns of a sheet become the keys of a profile.
type Map struct {
	ID         string         `toml:"id"`          // the column that names applicants
	Sheet      string         `toml:"sheet"`       // of a workbook; may be empty where there is one
	HeadingRow profile.Number `toml:"heading_row"` // else the first row that is not empty
	Dates      Order          `toml:"dates"`       // of dates written as text; they are refused without it
	Defaults   string         `toml:"defaults"`    // a profile beneath each row, beside the map

	Columns    map[string]string            `toml:"columns"`    // key by heading
	Separators map[string]Separator         `toml:"separators"` // by heading
	Words      map[string]map[string]string `toml:"words"`      // by heading, the profile's word by the sheet's
	Values     map[string]profile.Raw       `toml:"values"`     // by key: what is the same in each row, or made of several columns
	Documents  []map[string]profile.Raw     `toml:"document"`

	file   string
	pos    map[string]profile.Pos
	plan   []value // in the order of the profile's keys; those of documents are in papers
	papers []paper
}

// A column is one of the sheet and what it gives.
type column struct {
	heading string // as the map has it
	fold    string // of the heading
	key     string
	typ     profile.Type
	words   []string          // the only ones that the key takes
	sep     string            // of a list
	meaning map[string]string // the profile's words by fold of the sheet's
}

// A paper is one [[document]] of the map.
type paper struct {
	optional, many     bool
	optionalTranslated bool
	values             []value // in the order of the profile's keys
}

// A value is what the map has for one key: a constant, or parts with columns among them.
type value struct {
	key   string // of a paper, within the document: "translation.file"
	at    string // in the map: "document[0].translation.file"
	toml  string // of a constant
	parts []part // of all else
	of    column // how a cell is read that is the whole value
	path  bool   // the cell is the name of a file
}

// A part of a value is a text, the id, or a column.
type part struct {
	text    string
	id      bool
	heading string
	fold    string // of the heading
}

// ParseMap reads a map. All its mistakes are reported at once, each a *profile.Error at its line.
func ParseMap(name string, src []byte) (*Map, error) {
	m := &Map{file: name}
	var err error
	if m.pos, err = profile.Parse(name, src, m); err != nil {
		return nil, err
	}
	p := &mapProblems{Map: m}
	p.head()
	p.columns()
	p.settings()
	p.values()
	p.documents()
	p.constants()
	if len(p.errs) > 0 {
		slices.SortFunc(p.errs, func(a, b *profile.Error) int {
			return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Msg, b.Msg))
		})
		var all []error
		for _, e := range p.errs {
			all = append(all, e)
		}
		return nil, some(name, all)
	}
	return m, nil
}

// at is where a key of the map stands.
func (m *Map) at(key string) profile.Pos {
	return profile.Nearby(key, m.pos, profile.Pos{File: m.file})
}

// mapProblems looks over a map and lays out what it says.
type mapProblems struct {
	*Map
	errs []*profile.Error
}

func (p *mapProblems) fail(key, fix, format string, args ...any) {
	p.errs = append(p.errs, &profile.Error{Pos: p.at(key), Key: key, Msg: fmt.Sprintf(format, args...), Fix: fix})
}

func (p *mapProblems) head() {
	if p.ID == "" {
		p.fail("id", `write id = "Dossier", the heading of the column whose values name the applicants`, "the map does not say which column is the id")
	}
	if len(p.Columns) == 0 {
		p.fail("columns", `write [columns], and below it a line a column: "Date de naissance" = "birth.date"`, "the map has no columns")
	}
}

// furthest is the largest index of a repeated table or list in a map.
const furthest = 49

var indexes = regexp.MustCompile(`\[(\d*)\]`)

// columns holds each column against the profile.
func (p *mapProblems) columns() {
	headings, keys := map[string]string{}, map[string]string{}
	for _, heading := range sortedBy(p.Columns, func(h string) int { return p.at("columns." + h).Line }) {
		key, at := p.Columns[heading], "columns."+heading
		if other, twice := headings[fold(heading)]; twice {
			p.fail(at, "keep one of them", "this is the same heading as %q", other)
		}
		headings[fold(heading)] = heading
		typ, words := profile.TypeOf(key)
		switch other, twice := keys[key]; {
		case typ == profile.NoType || key == "extends" || tooFar(key):
			p.fail(at, p.keyFix(key), "%q is no key of a profile", key)
			continue
		case twice:
			p.fail(at, "keep one of them", "%s has this key already", other)
			continue
		}
		keys[key] = fmt.Sprintf("%q", heading)
		c := column{heading: heading, fold: fold(heading), key: key, typ: typ, words: words}
		if typ == profile.ListType {
			if c.sep = separators[p.separator(heading)]; c.sep == "" {
				p.fail(at, fmt.Sprintf("write below [separators]: %s = %s; or give each its own column: %s[0], %s[1]", profile.Quote(heading), `"comma"`, key, key), "nothing says what stands between the texts of a cell")
			}
		}
		c.meaning = p.meaning(c)
		p.plan = append(p.plan, value{key: key, at: at, parts: []part{{heading: heading, fold: c.fold}}, of: c, path: strings.HasPrefix(key, "document") && strings.HasSuffix(key, "file")})
	}
	for _, v := range p.plan {
		if list := keys[element.ReplaceAllString(v.key, "")]; list != "" && element.MatchString(v.key) {
			p.fail(v.at, "give each text a column, or all of them one", "%s gives the whole list", list)
		}
	}
}

// element matches the index of an element of a list of texts.
var element = regexp.MustCompile(`\[\d+\]$`)

func tooFar(key string) bool {
	for _, m := range indexes.FindAllStringSubmatch(key, -1) {
		if n, err := strconv.Atoi(m[1]); err != nil || n > furthest {
			return true
		}
	}
	return false
}

func (p *mapProblems) keyFix(key string) string {
	first, _, _ := strings.Cut(key, ".")
	switch first {
	case "address", "child", "document":
		return fmt.Sprintf("say which one, the first is %s[0]: %s", first, strings.Replace(key, first, first+"[0]", 1))
	case "extends":
		return `write defaults = "firm.toml" for a profile beneath all rows`
	}
	if near := profile.NearestKey(key); near != "" {
		return "did you mean " + near + "?"
	}
	return "dossier init -o me.toml explains every key"
}

// separator is that of a column, whatever capital letters its heading has there.
func (p *mapProblems) separator(heading string) Separator {
	for h, s := range p.Separators {
		if fold(h) == fold(heading) {
			return s
		}
	}
	return ""
}

// meaning is the table of a column's words.
func (p *mapProblems) meaning(c column) map[string]string {
	table := map[string]string{}
	for h, words := range p.Words {
		if fold(h) != fold(c.heading) {
			continue
		}
		for from, to := range words {
			at := "words." + h + "." + from
			switch {
			case table[fold(from)] != "":
				p.fail(at, "keep one of them", "this word is there twice")
			case len(c.words) > 0 && to != "" && !known(to, c.words):
				p.fail(at, "one of: "+strings.Join(c.words, ", "), "%s has no such word", c.key)
			case c.typ == profile.YesNoType && to != "" && yesNo(to) == "":
				p.fail(at, `write "yes" or "no"`, "%s is yes or no", c.key)
			case c.typ == profile.DateType || c.typ == profile.NumberType:
				p.fail(at, "take the table away", "%s takes no words", c.key)
			}
			table[fold(from)] = to
		}
	}
	return table
}

// known says whether a word is among those, in whatever letters.
func known(word string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, word) })
}

// settings refuses what is said of columns that the map does not have.
func (p *mapProblems) settings() {
	has := func(heading string) *column {
		for i := range p.plan {
			if p.plan[i].of.fold == fold(heading) {
				return &p.plan[i].of
			}
		}
		return nil
	}
	for h := range p.Separators {
		if c := has(h); c == nil {
			p.fail("separators."+h, "write its heading as it stands below [columns]", "this is no column of the map")
		} else if c.typ != profile.ListType {
			p.fail("separators."+h, "take the line away", "%s is no list", c.key)
		}
	}
	for h := range p.Words {
		if has(h) == nil {
			p.fail("words."+h, "write its heading as it stands below [columns]", "this is no column of the map")
		}
	}
	if p.HeadingRow.N > maxRows {
		p.fail("heading_row", "count as the spreadsheet does, from 1", "this is no row")
	}
}

// documents lays out each [[document]], with the columns that give keys of it.
func (p *mapProblems) documents() {
	if len(p.Documents) > furthest+1 {
		p.fail("document", "give what goes in one envelope", "there are more than %d of these", furthest+1)
		return
	}
	for i, doc := range p.Documents {
		p.papers = append(p.papers, p.document(i, doc))
	}
	rest := p.plan[:0]
	for _, v := range p.plan {
		after, is := strings.CutPrefix(v.key, "document[")
		if !is {
			rest = append(rest, v)
			continue
		}
		number, key, _ := strings.Cut(after, "].")
		i, _ := strconv.Atoi(number)
		if i >= len(p.papers) {
			p.fail(v.at, `begin it with [[document]] and kind = "passport"; the first is document[0]`, "the map has %d [[document]], and this is of another", len(p.papers))
			continue
		}
		if slices.ContainsFunc(p.papers[i].values, func(other value) bool { return other.key == key }) {
			p.fail(v.at, "keep one of them", "the [[document]] has this key already")
			continue
		}
		v.key = key
		p.papers[i].values = append(p.papers[i].values, v)
	}
	p.plan = rest
	slices.SortFunc(p.plan, func(a, b value) int { return compareKeys(a.key, b.key) })
	for i := range p.papers {
		slices.SortFunc(p.papers[i].values, func(a, b value) int {
			return compareKeys("document[0]."+a.key, "document[0]."+b.key)
		})
	}
}

func (p *mapProblems) document(i int, doc map[string]profile.Raw) paper {
	at := profile.Key("document", i)
	var d paper
	for key, leaf := range p.leaves(at, doc) {
		p.entry(&d, at, key, leaf)
	}
	has := func(key string) bool {
		return slices.ContainsFunc(d.values, func(v value) bool { return v.key == key })
	}
	switch {
	case !has("kind") && !slices.ContainsFunc(p.plan, func(v value) bool { return v.key == at+".kind" }):
		p.fail(at, `write kind = "passport"`, "the document has no kind")
	case d.many && has("translation.file"):
		p.fail(at, "list each with its translation, in a [[document]] of its own", "one translation cannot be that of many files")
	}
	return d
}

// leaves are the values of a table by their keys, whether these are written with dots or as tables.
func (p *mapProblems) leaves(at string, table map[string]profile.Raw) map[string]profile.Raw {
	all := map[string]profile.Raw{}
	for name, raw := range table {
		all[name] = raw
		for key, leaf := range raw.Leaves {
			delete(all, name)
			all[name+"."+key] = leaf
		}
	}
	for key, leaf := range all {
		p.pos[at+"."+key] = leaf.Pos()
	}
	return all
}

// entry reads one key of a document.
func (p *mapProblems) entry(d *paper, at, key string, raw profile.Raw) {
	if flag := map[string]*bool{"optional": &d.optional, "many": &d.many, "translation.optional": &d.optionalTranslated}[key]; flag != nil {
		toml, _ := raw.TOML()
		if toml != "true" && toml != "false" {
			p.fail(at+"."+key, "write true or false, without quotes", "expected true or false")
		}
		*flag = toml == "true"
		return
	}
	if typ, _ := profile.TypeOf("document[0]." + key); typ == profile.NoType {
		p.fail(at+"."+key, "the keys are those of [[document]] in a profile, optional and many", "there is no such key")
		return
	}
	if v, ok := p.value("document[0]."+key, at+"."+key, raw); ok {
		v.key = key
		d.values = append(d.values, v)
	}
}

// value reads what the map has at a place for a key of the profile; ok is false if that has been refused.
func (p *mapProblems) value(key, at string, raw profile.Raw) (v value, ok bool) {
	typ, words := profile.TypeOf(key)
	v = value{key: key, at: at, of: column{key: key, typ: typ, words: words}}
	text, isText := raw.Text()
	toml, single := raw.TOML()
	isFile := strings.HasPrefix(key, "document") && strings.HasSuffix(key, "file")
	if !single {
		p.fail(at, "write one value", "this value cannot be taken")
		return v, false
	}
	if !isText || !strings.ContainsAny(text, "{}") && !isFile {
		v.toml = toml
		return v, true
	}
	var why string
	v.parts, why = split(text)
	switch {
	case why != "":
		p.fail(at, `a column stands in braces, the id as {id}: file = "{id}/passport*"`, "%s", why)
	case typ == profile.ListType:
		p.fail(at, fmt.Sprintf(`give it below [columns]: "Heading" = %q`, at), "a list is not taken from braces")
	case len(v.parts) > 1 && typ != profile.TextType:
		p.fail(at, `write the column alone: "{Date}"`, "this key takes no text around a column")
	case isFile && strings.Contains(text, `\`):
		p.fail(at, "write / between folders, on Windows too", "the name of a file has a backslash")
	default:
		return v, true
	}
	return v, false
}

// values lays out what is the same in each row, or made of several columns.
func (p *mapProblems) values() {
	for key, raw := range p.leaves("values", p.Values) {
		at := "values." + key
		typ, _ := profile.TypeOf(key)
		switch {
		case typ == profile.NoType || key == "extends" || tooFar(key) || strings.HasPrefix(key, "document"):
			p.fail(at, p.keyFix(key), "%q is no key of a profile that is given here", key)
		case slices.ContainsFunc(p.plan, func(v value) bool { return v.key == key }):
			p.fail(at, "keep one of them", "a column has this key already")
		case element.MatchString(key):
			p.fail(at, "write the whole list: "+element.ReplaceAllString(key, "")+` = ["..."]`, "this is one text of a list")
		default:
			if v, ok := p.value(key, at, raw); ok {
				p.plan = append(p.plan, v)
			}
		}
	}
}

// split parts a text at its braces.
func split(text string) (parts []part, why string) {
	for text != "" {
		before, after, open := strings.Cut(text, "{")
		if strings.Contains(before, "}") {
			return nil, "a } stands without its {"
		}
		if before != "" {
			parts = append(parts, part{text: before})
		}
		if !open {
			break
		}
		name, rest, closed := strings.Cut(after, "}")
		switch {
		case !closed || strings.Contains(name, "{"):
			return nil, "a { stands without its }"
		case strings.TrimSpace(name) == "":
			return nil, "there is nothing between the braces"
		case name == "id":
			parts = append(parts, part{id: true})
		default:
			parts = append(parts, part{heading: name, fold: fold(name)})
		}
		text = rest
	}
	if parts == nil {
		parts = []part{{}}
	}
	return parts, ""
}

// constants holds what the map itself says for keys against the profile.
func (p *mapProblems) constants() {
	places := map[string]string{} // in the map, by key
	var lines []line
	for _, v := range p.plan {
		if v.toml != "" {
			key := indexes.ReplaceAllString(v.key, "[0]")
			if _, twice := places[key]; !twice {
				lines = append(lines, line{key, v.toml})
			}
			places[key] = v.at
		}
	}
	p.try(lines, places)
	for _, d := range p.papers {
		lines, places = nil, map[string]string{}
		for _, v := range d.values {
			if v.toml != "" {
				lines, places["document[0]."+v.key] = append(lines, line{"document[0]." + v.key, v.toml}), v.at
			}
		}
		p.try(lines, places)
	}
}

// try reads lines as a profile, and says what is wrong at their places in the map.
func (p *mapProblems) try(lines []line, places map[string]string) {
	text := []byte(write(lines))
	_, err := profile.Load("map", func(string) ([]byte, error) { return text, nil })
	for _, e := range each(err) {
		var of *profile.Error
		if errors.As(e, &of) {
			p.fail(cmp.Or(places[of.Key], "columns"), of.Fix, "%s", of.Msg)
		}
	}
}

// each are the errors joined in err.
func each(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	switch {
	case err == nil:
		return nil
	case !ok:
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, each(e)...)
	}
	return all
}

// ranks is where each key stands in a profile.
var ranks = func() map[string]int {
	at := map[string]int{}
	for key := range profile.Keys() {
		at[key] = len(at)
	}
	return at
}()

// compareKeys orders keys as a profile has them: tables that are repeated by their index, tables within a table
// behind its other keys.
func compareKeys(a, b string) int {
	rank := func(key string) (table, index, deep, within, elem int) {
		first := key
		for n, m := range indexes.FindAllStringSubmatchIndex(key, -1) {
			number, _ := strconv.Atoi(key[m[2]:m[3]])
			if m[1] == len(key) {
				elem = number
				first = first[:strings.LastIndexByte(first, '[')]
			} else if n == 0 {
				index = number
				first = key[:m[0]] + "[0]" + key[m[1]:]
			}
		}
		within = ranks[first]
		top, _, dotted := strings.Cut(first, ".")
		if dotted {
			table = 1 + slices.Index(tables, top)
		}
		return table, index, strings.Count(first, "."), within, elem
	}
	at, ai, ad, aw, ae := rank(a)
	bt, bi, bd, bw, be := rank(b)
	return cmp.Or(at-bt, ai-bi, ad-bd, aw-bw, ae-be)
}

// tables are the names of a profile's tables, in their order.
var tables = func() (names []string) {
	for key := range profile.Keys() {
		if top, _, dotted := strings.Cut(key, "."); dotted && !slices.Contains(names, top) {
			names = append(names, top)
		}
	}
	return names
}()

func sortedBy[V any](m map[string]V, rank func(string) int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	return keys
}

// tidy is a text of a sheet on one line, with single spaces.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// fold is what the spellings of one heading or word have in common.
func fold(s string) string { return strings.ToLower(norm.NFC.String(tidy(s))) }
