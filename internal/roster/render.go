package roster

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dossier/internal/profile"
)

// A line is a key of a profile with its value in TOML.
type line struct{ key, value string }

// write is the text of a profile: lines of one table stand together, keys of no table come first, and the
// tables of a repeated one in their order.
func write(lines []line) string {
	var b strings.Builder
	table := ""
	for _, l := range lines {
		in, name := "", l.key
		if i := strings.LastIndexByte(l.key, '.'); i >= 0 {
			in, name = l.key[:i], l.key[i+1:]
		}
		if in != table {
			table = in
			head := indexes.ReplaceAllString(in, "")
			if strings.HasSuffix(in, "]") {
				head = "[" + head + "]"
			}
			b.WriteString("\n[" + head + "]\n")
		}
		b.WriteString(name + " = " + l.value + "\n")
	}
	return b.String()
}

// A drawing is a row as a profile in the making.
type drawing struct {
	*Row
	lines  []line
	at     map[string]profile.Pos // the cells of keys, those of empty cells among them
	errs   []error
	text   []byte
	papers int                // so far
	own    map[string][]entry // folders of this row alone, as they were looked into
}

// draw writes the row's profile. What it cannot write is left out of the text and is among the mistakes.
func (w *Row) draw() *drawing {
	d := &drawing{Row: w, at: map[string]profile.Pos{}, own: map[string][]entry{}}
	if w.of.extends != "" {
		d.lines = append(d.lines, line{"extends", profile.Quote(filepath.ToSlash(w.of.extends))})
	}
	d.columns()
	for i := range w.of.m.papers {
		d.paper(i)
	}
	d.text = []byte(write(d.lines))
	return d
}

func (d *drawing) fail(at profile.Pos, key, msg, fix string) {
	d.errs = append(d.errs, &profile.Error{Pos: at, Key: key, Msg: msg, Fix: fix})
}

// A filled is a column's key with what the row has for it.
type filled struct {
	key  string
	toml string // empty if there is nothing
	at   profile.Pos

	constant bool // the map says it, not the row
}

// value is what the row has for a key of the map; full is the key as messages have it.
func (d *drawing) value(v value, full string) filled {
	f := filled{key: v.key, toml: v.toml, at: d.placeOf(v)}
	switch {
	case v.toml != "":
		f.constant = true
	case len(v.parts) == 1 && v.parts[0].heading != "":
		var msg, fix string
		c := v.of
		c.key, c.heading = full, v.parts[0].heading
		if f.toml, msg, fix = c.read(d.cell(d.of.cols[v.parts[0].fold]), d.of.m.Dates, filepath.Base(d.of.m.file)); msg != "" {
			d.fail(f.at, full, msg, fix)
		}
	default:
		f.toml = d.joined(v, full)
	}
	return f
}

// joined is a text made of several parts; nothing if all its cells are empty.
func (d *drawing) joined(v value, full string) string {
	var b strings.Builder
	told := false
	for _, p := range v.parts {
		s, ok := d.part(p, full)
		told = told || ok && (p.heading != "" || p.id)
		b.WriteString(s)
	}
	if !told {
		return ""
	}
	return profile.Quote(tidy(b.String()))
}

// columns writes what is not of papers. Of tables and texts that are repeated those that have a value of the
// row count: a row with a second address and no first has one address.
func (d *drawing) columns() {
	var all []filled
	for _, v := range d.of.m.plan {
		all = append(all, d.value(v, v.key))
	}
	numbers, count := map[string]string{}, map[string]int{}
	renumber := func(from string) string { // "address[1]" to "address[0]"
		if numbers[from] == "" {
			name := from[:strings.LastIndexByte(from, '[')]
			numbers[from] = profile.Key(name, count[name])
			count[name]++
		}
		return numbers[from]
	}
	for _, f := range all {
		if table, _ := tableOf(f.key); table != "" && f.toml != "" && !f.constant {
			renumber(table)
		}
	}
	for _, f := range all {
		if table, rest := tableOf(f.key); table != "" {
			if numbers[table] == "" {
				continue // nothing is known of this one
			}
			f.key = numbers[table] + rest
		}
		list := element.ReplaceAllString(f.key, "")
		if list != f.key && f.toml != "" {
			f.key = renumber(f.key)
			d.add(list, f.toml)
		} else if list != f.key {
			f.key = list
		} else if f.toml != "" {
			d.lines = append(d.lines, line{f.key, f.toml})
		}
		for _, key := range []string{f.key, list} {
			if _, ok := d.at[key]; !ok {
				d.at[key] = f.at
			}
		}
	}
}

// add puts a text at the end of a list that is written last.
func (d *drawing) add(list, toml string) {
	if n := len(d.lines) - 1; n >= 0 && d.lines[n].key == list {
		d.lines[n].value = strings.TrimSuffix(d.lines[n].value, "]") + ", " + toml + "]"
		return
	}
	d.lines = append(d.lines, line{list, "[" + toml + "]"})
}

// tableOf parts the key of a repeated table: "address[1].street" is "address[1]" and ".street". The
// table is empty for other keys.
func tableOf(key string) (table, rest string) {
	if m := indexes.FindStringIndex(key); m != nil && m[1] < len(key) {
		return key[:m[1]], key[m[1]:]
	}
	return "", key
}

// paper writes one [[document]] of the map: none, one, or one for each of many files.
func (d *drawing) paper(i int) {
	p := &d.of.m.papers[i]
	key := profile.Key("document", i)
	file, translation := p.value("file"), p.value("translation.file")
	files := []string{""}
	if file != nil {
		files = d.files(*file, p.optional, p.many, key+".file")
	}
	if len(files) == 0 {
		return
	}
	translated := []string{""}
	if translation != nil {
		translated = d.files(*translation, p.optionalTranslated, false, key+".translation.file")
	}
	var own []filled
	wrong := len(d.errs)
	for _, v := range p.values {
		if len(translated) == 0 && strings.HasPrefix(v.key, "translation.") {
			continue
		}
		f := filled{key: v.key, at: d.placeOf(v)}
		if v.key != "file" && v.key != "translation.file" {
			f = d.value(v, key+"."+v.key)
		}
		own = append(own, f)
	}
	told := slices.ContainsFunc(own, func(f filled) bool { return f.toml != "" && !f.constant })
	kind := slices.IndexFunc(own, func(f filled) bool { return f.key == "kind" })
	switch {
	case p.optional && file == nil && !told, own[kind].toml == "" && (p.optional || len(d.errs) > wrong):
		return
	case own[kind].toml == "":
		d.fail(own[kind].at, key+".kind", "the cell is empty, and it says what the paper is", "fill it in, or write optional = true in the [[document]] of "+filepath.Base(d.of.m.file))
		return
	}
	for _, name := range files {
		at := profile.Key("document", d.papers)
		d.papers++
		for _, f := range own {
			switch f.key {
			case "file":
				f.toml = quoteIf(name)
			case "translation.file":
				f.toml = quoteIf(translated[0])
			}
			if f.toml != "" {
				d.lines = append(d.lines, line{at + "." + f.key, f.toml})
			}
			d.at[at+"."+f.key] = f.at
		}
		d.at[at] = p.placeIn(d)
	}
}

func quoteIf(s string) string {
	if s == "" {
		return ""
	}
	return profile.Quote(s)
}

// placeIn is where a paper stands for a reader: at the cell of its file if there is one, else the row.
func (p *paper) placeIn(d *drawing) profile.Pos {
	if v := p.value("file"); v != nil {
		return d.placeOf(*v)
	}
	return d.Pos()
}

// placeOf is the cell of the first column that a value is made of, else the row.
func (d *drawing) placeOf(v value) profile.Pos {
	for _, p := range v.parts {
		if p.heading != "" {
			return d.place(d.of.cols[p.fold])
		}
	}
	return d.Pos()
}

func (p *paper) value(key string) *value {
	for i := range p.values {
		if p.values[i].key == key {
			return &p.values[i]
		}
	}
	return nil
}

// part is a part of a value as text; ok is false if its cell is empty or cannot be read, which is then said.
func (d *drawing) part(p part, key string) (s string, ok bool) {
	switch {
	case p.id:
		return d.ID, true
	case p.heading == "":
		return p.text, true
	}
	col := d.of.cols[p.fold]
	s, msg, fix := d.cell(col).plain()
	if msg != "" {
		d.fail(d.place(col), key, msg, fix)
	}
	return s, s != ""
}

// files are the files of a paper as the profile names them: relative to the sheet. None means that the paper
// stays out.
func (d *drawing) files(v value, optional, many bool, key string) []string {
	pattern, ok := d.pattern(v, optional, key)
	if !ok {
		return nil
	}
	if pattern.literal() && (!optional || v.path) { // if it is not there, the rule about files says so
		return []string{pattern.String()}
	}
	found, err := d.find(pattern)
	at := d.placeOf(v)
	switch {
	case err != nil:
		d.fail(at, key, fmt.Sprintf("the folder of %s cannot be read", pattern), "check its permissions")
		return nil
	case len(found) == 0 && optional:
		return nil
	case len(found) == 0:
		return []string{pattern.String()}
	case len(found) > 1 && !many:
		d.fail(at, key, fmt.Sprintf("%d files fit %s: %s", len(found), pattern, listed(found)), fmt.Sprintf("keep one, or write many = true in the [[document]] of %s", filepath.Base(d.of.m.file)))
		return nil
	case len(found) > mostFiles:
		d.fail(at, key, fmt.Sprintf("%d files fit %s", len(found), pattern), "give what goes in one envelope")
		return nil
	}
	return found
}

// mostFiles is how many files one pattern may find.
const mostFiles = 100

func listed(names []string) string {
	const most = 5
	var short []string
	for _, n := range names[:min(len(names), most)] {
		short = append(short, path.Base(n))
	}
	s := strings.Join(short, ", ")
	if len(names) > most {
		s += ", …"
	}
	return s
}
