package profile

import (
	"iter"
	"reflect"
	"regexp"
)

// A Type is what a key of a profile takes.
type Type int

const (
	NoType   Type = iota // there is no such key
	TextType             // one of its words, where it has words
	ListType             // of texts
	DateType
	YesNoType
	NumberType
)

var index = regexp.MustCompile(`\[\d+\]`)

// A schemaKey is a key as Keys gives it, and what it takes.
type schemaKey struct {
	key   string
	typ   Type
	words []string
}

// schema are the keys of a profile in the order of its structs.
var schema = walkSchema(reflect.TypeFor[Applicant](), "")

func walkSchema(t reflect.Type, path string) []schemaKey {
	var keys []schemaKey
	for i := range t.NumField() {
		tag, of := t.Field(i).Tag.Get("toml"), t.Field(i).Type
		if tag == "" {
			continue
		}
		key := join(path, tag)
		switch {
		case of == dateType:
			keys = append(keys, schemaKey{key, DateType, nil})
		case of == yesNoType:
			keys = append(keys, schemaKey{key, YesNoType, nil})
		case of == numType:
			keys = append(keys, schemaKey{key, NumberType, nil})
		case of.Kind() == reflect.String:
			var known []string
			if w, ok := reflect.Zero(of).Interface().(words); ok {
				known = w.Words()
			}
			keys = append(keys, schemaKey{key, TextType, known})
		case of.Kind() == reflect.Struct:
			keys = append(keys, walkSchema(of, key)...)
		case of.Elem().Kind() == reflect.Struct:
			keys = append(keys, walkSchema(of.Elem(), key+"[0]")...)
		default:
			keys = append(keys, schemaKey{key, ListType, nil})
		}
	}
	return keys
}

// Keys are all keys that take a value, in the order of the profile: keys of its own before those of
// tables. Those of a table that may be repeated are given as of its first: "address[0].street".
func Keys() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, k := range schema {
			if !yield(k.key) {
				return
			}
		}
	}
}

// TypeOf says what a key such as "address[1].street" takes, and which words if it takes no others. An
// element of a list of texts, "name.first[0]", is a text.
func TypeOf(key string) (t Type, words []string) {
	first := index.ReplaceAllString(key, "[0]")
	for _, k := range schema {
		switch {
		case k.key == first:
			return k.typ, k.words
		case k.typ == ListType && k.key+"[0]" == first:
			return TextType, nil
		}
	}
	return NoType, nil
}

// NearestKey is the key that s is most likely meant for, empty if none is near.
func NearestKey(s string) string {
	known := make([]string, len(schema))
	for i, k := range schema {
		known[i] = k.key
	}
	return Nearest(s, known)
}

// Leaves gives each value of a table by its key, those of tables in it as "translation.file", in the
// order of the keys. A value that is no table gives nothing.
func (r Raw) Leaves(yield func(key string, value Raw) bool) {
	if r.node != nil {
		r.node.leaves("", yield)
	}
}

func (n *node) leaves(path string, yield func(string, Raw) bool) bool {
	for _, key := range sortedKeys(n.table) {
		child, full := n.table[key], join(path, key)
		if child.table != nil {
			if !child.leaves(full, yield) {
				return false
			}
		} else if !yield(full, Raw{child}) {
			return false
		}
	}
	return true
}

// Pos is where the value stands.
func (r Raw) Pos() Pos {
	if r.node == nil {
		return Pos{}
	}
	return r.node.pos
}

// Text is the value if it is a text.
func (r Raw) Text() (string, bool) {
	if r.node == nil {
		return "", false
	}
	s, ok := r.node.scalar.(string)
	return s, ok
}

// TOML is the value as a profile has it, on one line; ok is false of a table.
func (r Raw) TOML() (text string, ok bool) {
	if r.node == nil || r.node.table != nil {
		return "", false
	}
	text, err := r.node.toml(nil)
	return text, err == nil
}

// Quote is a text as a profile has it.
func Quote(s string) string { return quoted(s) }
