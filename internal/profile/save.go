package profile

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Unsaved is why a value cannot be put in its place, in English and French.
type Unsaved struct{ EN, FR string }

func (e *Unsaved) Error() string { return e.EN }

var (
	errElsewhere = &Unsaved{"it stands in a file that the profile extends", "elle se trouve dans un fichier dont le profil hérite"}
	errNotThere  = &Unsaved{"the profile has no place for this key yet", "le profil n’a pas encore de place pour cette clé"}
	errLines     = &Unsaved{"the value stands on several lines", "la valeur occupe plusieurs lignes"}
	errTakenAway = &Unsaved{"the line is to be taken out", "la ligne est à retirer"}
	errReread    = &Unsaved{"the file would not read as meant", "le fichier ne se lirait plus comme voulu"}
)

// Put is the text of a profile with a change made where the value stands: nothing else of it differs by
// one byte, neither comments nor order nor line ends. A text that has the new value already is given as it
// is. The error says why the person must write it: then nothing is changed. What comes of it is read
// again and compared before it is given.
func Put(name string, src []byte, c Change) ([]byte, error) {
	tree, err := parseTree(name, src)
	if err != nil {
		return nil, err
	}
	now, ok := lookup(tree, c.Key)
	switch {
	case !ok && c.New.String() == "":
		return src, nil
	case !ok && tree.table["extends"] != nil:
		return nil, errElsewhere
	case ok && Raw{now}.String() == c.New.String():
		return src, nil
	}
	text, bom := strings.CutPrefix(string(src), "\ufeff")
	s := &keyScanner{src: text, line: 1, lines: map[string]int{}, last: map[string]int{}, spans: map[string]span{}}
	s.document()
	value, err := c.New.node.toml(now)
	if err != nil {
		return nil, err
	}
	at, ok := s.spans[c.Key]
	if !ok {
		if at, value, err = s.newLine(c.Key, value); err != nil {
			return nil, err
		}
	}
	if strings.ContainsAny(text[at.from:at.to], "\r\n") {
		return nil, errLines
	}
	out := text[:at.from] + value + text[at.to:]
	if bom {
		out = "\ufeff" + out
	}
	again, err := parseTree(name, []byte(out))
	if err != nil {
		return nil, errReread
	}
	c.Old = Raw{}
	if err := c.apply(tree); err != nil {
		return nil, err
	}
	if c.New.String() == "" { // an empty text is in the file what is not given
		if n, ok := lookup(again, c.Key); !ok || n.text() != "" || n.scalar == nil {
			return nil, errReread
		}
		if err := c.apply(again); err != nil {
			return nil, err
		}
	}
	if !sameValues(tree, again) {
		return nil, errReread
	}
	return []byte(out), nil
}

// newLine is where a key that a profile does not have yet goes, and its line: under the head of its table,
// or under the first key of the file.
func (s *keyScanner) newLine(key, value string) (span, string, error) {
	table, last := "", key
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		table, last = key[:i], key[i+1:]
	}
	at, above := 0, ""
	for text := range strings.Lines(s.src) {
		at += len(text)
		line := 1 + strings.Count(s.src[:at-len(text)], "\n")
		first, _, _ := strings.Cut(strings.TrimSpace(text), "=")
		switch {
		case table == "" && strings.HasPrefix(first, "["):
			return span{}, "", errNotThere
		case table == "" && s.spans[strings.TrimSpace(first)] != span{} && s.lines[strings.TrimSpace(first)] == line,
			table != "" && s.lines[table] == line && strings.HasPrefix(first, "["):
			above = text
		}
		if above != "" {
			break
		}
	}
	if !strings.HasSuffix(above, "\n") {
		return span{}, "", errNotThere
	}
	end := above[len(strings.TrimRight(above, "\r\n")):]
	return span{at, at}, last + " = " + value + end, nil
}

// lookup is the node at a key.
func lookup(n *node, key string) (*node, bool) {
	for part := range strings.SplitSeq(key, ".") {
		name, index, listed := strings.Cut(part, "[")
		if n = n.table[name]; n == nil {
			return nil, false
		}
		if !listed {
			continue
		}
		i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
		if err != nil || i < 0 || i >= len(n.list) {
			return nil, false
		}
		n = n.list[i]
	}
	return n, true
}

// toml is a value as a file has it, on one line. old is what it takes the place of.
func (n *node) toml(old *node) (string, error) {
	switch v := n.scalar.(type) {
	case string:
		if v == "" && old != nil {
			if _, text := old.scalar.(string); !text {
				return "", errTakenAway
			}
		}
		return quoted(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case time.Time:
		return DateOf(v).String(), nil
	}
	if n.list == nil {
		return "", errReread
	}
	if len(n.list) == 0 {
		return "", errTakenAway
	}
	parts := make([]string, len(n.list))
	for i, e := range n.list {
		var err error
		if parts[i], err = e.toml(e); err != nil {
			return "", err
		}
	}
	return "[" + strings.Join(parts, ", ") + "]", nil
}

// quoted is a text as TOML writes it in double quotes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// sameValues compares what two files say, wherever it stands.
func sameValues(a, b *node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if !reflect.DeepEqual(a.scalar, b.scalar) || (a.table == nil) != (b.table == nil) || len(a.table) != len(b.table) {
		return false
	}
	for k, v := range a.table {
		if !sameValues(v, b.table[k]) {
			return false
		}
	}
	return slices.EqualFunc(a.list, b.list, sameValues)
}

// Raw is what the profile has at a key such as "address[0].street"; the zero Raw if nothing.
func (a *Applicant) Raw(key string) Raw {
	n, _ := lookup(a.tree, key)
	return Raw{n}
}

// Date is the value as a day, if it is one.
func (r Raw) Date() (Date, bool) {
	if r.node == nil {
		return Date{}, false
	}
	t, ok := r.node.scalar.(time.Time)
	if !ok || t.Location().String() != localDate {
		return Date{}, false
	}
	return DateOf(t), true
}
