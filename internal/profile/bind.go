package profile

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
	"github.com/agext/levenshtein"
)

// A binder moves nodes into a struct by its toml tags, notes where each key stands and collects
// what cannot be moved. (toml.Decode stops at the first such error and cannot say its line.)
type binder struct {
	pos   map[string]Pos
	texts []Text
	errs  []error
}

// mostInList is how many papers, addresses or names there may be: far more than anybody has, and few
// enough that each can be held against each in a moment.
const mostInList = 500

type words interface{ Words() []string }

var (
	dateType  = reflect.TypeFor[Date]()
	yesNoType = reflect.TypeFor[YesNo]()
	rawType   = reflect.TypeFor[Raw]()
	numType   = reflect.TypeFor[Number]()
	varType   = reflect.TypeFor[Variable]()
)

func (b *binder) fail(at Pos, key, fix, format string, args ...any) {
	b.errs = append(b.errs, &Error{at, key, fmt.Sprintf(format, args...), fix})
}

// table moves n, a table, into dst, a pointer to a struct.
func (b *binder) table(n *node, dst any, path string) {
	v := reflect.ValueOf(dst).Elem()
	fields := taggedFields(v)
	for _, key := range sortedKeys(n.table) {
		child, full := n.table[key], join(path, key)
		b.pos[full] = child.pos
		field, ok := fields[key]
		if !ok {
			b.fail(child.pos, full, hintFor(key, fields), "there is no such key")
			continue
		}
		b.value(child, field, full)
	}
}

// taggedFields are the fields of a struct by their tags, those of an embedded struct among them.
func taggedFields(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous {
			maps.Copy(fields, taggedFields(v.Field(i)))
		}
		if tag := v.Type().Field(i).Tag.Get("toml"); tag != "" {
			fields[tag] = v.Field(i)
		}
	}
	return fields
}

func sortedKeys(m map[string]*node) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

const keysHere = "the keys here are "

func hintFor(key string, fields map[string]reflect.Value) string {
	known := make([]string, 0, len(fields))
	for k := range fields {
		known = append(known, k)
	}
	sort.Strings(known)
	if near := Nearest(key, known); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return keysHere + strings.Join(known, ", ")
}

// Nearest is the one of known that s is most likely meant for, empty if none is near.
func Nearest(s string, known []string) string {
	best, score := "", 0.55 // below, proposals look random
	for _, k := range known {
		n, m := utf8.RuneCountInString(s), utf8.RuneCountInString(k)
		if 2*min(n, m) < max(n, m) {
			continue // cannot be near, and to compare takes time by the product of both
		}
		if m := levenshtein.Match(strings.ToLower(s), strings.ToLower(k), nil); m > score {
			best, score = k, m
		}
	}
	return best
}

// roomForText is how many characters a text may have, or the texts of a list together: more than any
// box or line takes.
const roomForText = 1000

func (b *binder) value(n *node, dst reflect.Value, key string) {
	if long := n.characters(); long > roomForText && (n.list == nil || ofTexts(dst)) {
		what := "this text has"
		if n.list != nil {
			what = "these texts have"
		}
		b.fail(n.pos, key, "shorten it to what the paper says", "%s %d characters; %d are room enough", what, long, roomForText)
		return
	}
	switch {
	case dst.Type() == rawType:
		dst.Set(reflect.ValueOf(Raw{n}))
	case dst.Type() == dateType:
		b.date(n, dst, key)
	case dst.Type() == yesNoType:
		b.yesNo(n, dst, key)
	case dst.Type() == numType:
		b.number(n, dst, key)
	case dst.Kind() == reflect.String:
		b.text(n, dst, key)
	case dst.Kind() == reflect.Struct:
		if n.table == nil {
			b.fail(n.pos, key, "write it as a table: ["+key+"]", "expected a table, found %s", n.what())
			return
		}
		b.table(n, dst.Addr().Interface(), key)
	case dst.Kind() == reflect.Map:
		b.entries(n, dst, key)
	case dst.Kind() == reflect.Slice:
		b.list(n, dst, key)
	default:
		panic("profile: no way to read a " + dst.Type().String())
	}
}

// mostEntries is how many keys a table may have whose keys the person chooses.
const mostEntries = 1000

// entries moves a table whose keys the person chooses, such as the headings of a sheet.
func (b *binder) entries(n *node, dst reflect.Value, key string) {
	if n.table == nil {
		b.fail(n.pos, key, "write it as a table: ["+key+"]", "expected a table, found %s", n.what())
		return
	}
	if len(n.table) > mostEntries {
		b.fail(n.pos, key, "give what is needed", "there are more than %d of these", mostEntries)
		return
	}
	dst.Set(reflect.MakeMap(dst.Type()))
	for _, name := range sortedKeys(n.table) {
		child, full := n.table[name], join(key, name)
		b.pos[full] = child.pos
		v := reflect.New(dst.Type().Elem()).Elem()
		b.value(child, v, full)
		dst.SetMapIndex(reflect.ValueOf(name), v)
	}
}

// characters counts those of a text, or of the texts in a list.
func (n *node) characters() int {
	count := 0
	if s, ok := n.scalar.(string); ok {
		count = utf8.RuneCountInString(s)
	}
	for _, elem := range n.list {
		count += elem.characters()
	}
	return count
}

// ofTexts says whether a list is one of texts: a list of tables is as long as it is.
func ofTexts(dst reflect.Value) bool {
	return dst.Type() == rawType || dst.Kind() == reflect.Slice && dst.Type().Elem().Kind() == reflect.String
}

func (b *binder) list(n *node, dst reflect.Value, key string) {
	if n.list == nil {
		fix := `write it as a list: ` + key + ` = ["..."]`
		if dst.Type().Elem().Kind() == reflect.Struct {
			fix = "write it with two brackets: [[" + key + "]]"
		}
		b.fail(n.pos, key, fix, "expected a list, found %s", n.what())
		return
	}
	if len(n.list) > mostInList {
		b.fail(n.pos, key, "give what goes in one envelope", "there are more than %d of these", mostInList)
		return
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(n.list), len(n.list)))
	for i, elem := range n.list {
		at := Key(key, i)
		b.pos[at] = elem.pos
		b.value(elem, dst.Index(i), at)
	}
}

func (b *binder) text(n *node, dst reflect.Value, key string) {
	s, ok := n.scalar.(string)
	if !ok {
		b.fail(n.pos, key, `write it in quotes: "..."`, "expected text, found %s", n.what())
		return
	}
	s = strings.TrimSpace(s)
	for strings.Contains(s, "  ") { // no paper shows more than one
		s = strings.ReplaceAll(s, "  ", " ")
	}
	if i := strings.IndexFunc(s, isControl); i >= 0 {
		b.fail(n.pos, key, "write it on one line", "the text holds a line break or another control character")
		return
	}
	if w, ok := dst.Interface().(words); ok && s != "" {
		known := w.Words()
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, s) })
		if i < 0 {
			b.fail(n.pos, key, wordHint(s, known), "this is not a word known here")
			return
		}
		s = known[i]
	}
	if dst.Type() == varType && !Variable(s).valid() {
		b.fail(n.pos, key, "write the name alone: RIB_PASSWORD; the password itself stands in that variable, never here", "this is not the name of an environment variable")
		return
	}
	dst.SetString(s)
	if !strings.HasSuffix(key, "file") && key != "extends" && dst.Type() != varType {
		b.texts = append(b.texts, Text{key, s})
	}
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }

func wordHint(s string, known []string) string {
	all := "one of: " + strings.Join(known, ", ")
	if near := Nearest(s, known); near != "" {
		return fmt.Sprintf("did you mean %q? %s", near, all)
	}
	return all
}

func (b *binder) yesNo(n *node, dst reflect.Value, key string) {
	v, ok := n.scalar.(bool)
	if !ok {
		b.fail(n.pos, key, "write true or false, without quotes", "expected true or false, found %s", n.what())
		return
	}
	answer := No
	if v {
		answer = Yes
	}
	dst.Set(reflect.ValueOf(answer))
}

func (b *binder) number(n *node, dst reflect.Value, key string) {
	v, ok := n.scalar.(int64)
	if !ok || v < 0 || v > 999_999_999 {
		b.fail(n.pos, key, "write digits only, without quotes, points or cents: 24000", "expected a whole number, found %s", n.what())
		return
	}
	dst.Set(reflect.ValueOf(Number{int(v), true}))
}

func (b *binder) date(n *node, dst reflect.Value, key string) {
	t, ok := n.scalar.(time.Time)
	if !ok || t.Location().String() != localDate {
		b.fail(n.pos, key, "write year, month, day without quotes: 2026-07-01", "expected a date, found %s", n.what())
		return
	}
	dst.Set(reflect.ValueOf(DateOf(t)))
}

// localDate is how the TOML library marks a value that is a day without a time.
var localDate = func() string {
	var v map[string]any
	if _, err := toml.Decode("day = 2026-07-01", &v); err != nil {
		panic(err)
	}
	return v["day"].(time.Time).Location().String()
}()

// what names the node's type in the words of a person.
func (n *node) what() string {
	switch v := n.scalar.(type) {
	case string:
		return "text"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case time.Time:
		if v.Location().String() == localDate {
			return "a date"
		}
		return "a time"
	}
	if n.table != nil {
		return "a table"
	}
	return "a list"
}
