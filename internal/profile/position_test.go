package profile

import (
	"fmt"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"pgregory.net/rapid"
)

func TestKeyLines(t *testing.T) {
	src := `# a comment = "with a key"
a = 1 # another = 2

b.c = "#"   # b
b . "d e" = '\'
'f.g' = "\u00e9\""
"\u00e9" = [
  1, # one
  [2,

   3], { x = 4, y.z = '''
]''' },
]
long = """
x = 1
[no]
""""" # two quotes belong to the text
raw = '''
\'''
after = 2026-07-01 10:00:00

[ t . u ]
v = 1
[[w]]
x = 1
[[w]]
  x = 2
  [w.y]
  z = 3
  [[w.q]]
  [[w.q]]
  r = 4
[[w]]
x.s = { t = [ 5 ] }
`
	want := map[string]int{
		"a": 2, "b": 4, "b.c": 4, "b.d e": 5, "f.g": 6, "é": 7, "é[0]": 8, "é[1]": 9, "é[1][0]": 9, "é[1][1]": 11,
		"é[2]": 11, "é[2].x": 11, "é[2].y": 11, "é[2].y.z": 11, "long": 14, "raw": 18, "after": 20,
		"t": 22, "t.u": 22, "t.u.v": 23, "w": 24, "w[0]": 24, "w[0].x": 25, "w[1]": 26, "w[1].x": 27, "w[1].y": 28, "w[1].y.z": 29,
		"w[1].q": 30, "w[1].q[0]": 30, "w[1].q[1]": 31, "w[1].q[1].r": 32, "w[2]": 33, "w[2].x": 34, "w[2].x.s": 34, "w[2].x.s.t": 34, "w[2].x.s.t[0]": 34,
	}
	var v map[string]any
	if _, err := toml.Decode(src, &v); err != nil {
		t.Fatal(err)
	}
	got, _ := keyLines(src)
	for path, line := range want {
		if got[path] != line {
			t.Errorf("%s is on line %d, want %d", path, got[path], line)
		}
	}
	for path, line := range got {
		if want[path] == 0 {
			t.Errorf("%s on line %d is no key", path, line)
		}
	}
	if crlf, _ := keyLines(strings.ReplaceAll(src, "\n", "\r\n")); len(crlf) != len(got) || crlf["w[2].x.s"] != 34 {
		t.Errorf("lines differ with Windows line ends: %v", crlf)
	}
}

// A writer writes a random TOML document and notes on which line it puts each key.
type tomlWriter struct {
	t     *rapid.T
	text  strings.Builder
	line  int
	count int // keys so far, so that each key is a new one
	lines map[string]int
}

func (w *tomlWriter) put(s string) {
	w.text.WriteString(s)
	w.line += strings.Count(s, "\n")
}

func (w *tomlWriter) one(label string, of ...string) string {
	return rapid.SampledFrom(of).Draw(w.t, label)
}

// key writes a new key, bare or quoted, and gives its plain name.
func (w *tomlWriter) key() string {
	w.count++
	name := fmt.Sprintf("k%d", w.count)
	switch w.one("key", "bare", "basic", "literal", "escaped") {
	case "basic":
		name += " =]#'"
		w.put(`"` + name + `"`)
	case "literal":
		name += `"\n`
		w.put(`'` + name + `'`)
	case "escaped":
		w.put(`"` + name + `\u00e9\""`)
		name += `é"`
	default:
		w.put(name)
	}
	return name
}

func (w *tomlWriter) space(breaks bool) {
	if breaks {
		w.put(w.one("space", "", " ", "\n", "\r\n", " # \"[{'''\n", "\t\n\n"))
		return
	}
	w.put(w.one("space", "", " ", "\t"))
}

func (w *tomlWriter) value(path string, depth int) {
	kinds := []string{"scalar", "text"}
	if depth < 3 {
		kinds = append(kinds, "list", "table")
	}
	switch w.one("value", kinds...) {
	case "scalar":
		w.put(w.one("scalar", "1", "-2.5e3", "true", "2026-07-01", "2026-07-01 10:00:00", "10:00:00", "inf"))
	case "text":
		w.put(w.one("text", `""`, `''`, `"a\"b # ]"`, `'a\'`, "\"\"\"\"\"\"", "\"\"\"x = 1\n[a]\n\"\"\"", "'''\n\\'''", "\"\"\"\n\\\"\"\"\"\"\"", "'''''a'''''", "\"\"\"\\\n  z\"\"\""))
	case "list":
		w.list(path, depth)
	case "table":
		w.inline(path, depth)
	}
}

func (w *tomlWriter) list(path string, depth int) {
	w.put("[")
	n := rapid.IntRange(0, 3).Draw(w.t, "length")
	for i := range n {
		w.space(true)
		elem := fmt.Sprintf("%s[%d]", path, i)
		w.lines[elem] = w.line
		w.value(elem, depth+1)
		w.space(true)
		if i < n-1 || rapid.Bool().Draw(w.t, "trailing comma") {
			w.put(",")
		}
	}
	w.space(true)
	w.put("]")
}

func (w *tomlWriter) inline(path string, depth int) {
	w.put("{")
	for i := range rapid.IntRange(0, 3).Draw(w.t, "length") {
		if i > 0 {
			w.put(",")
		}
		w.assignment(path, depth+1)
	}
	w.put("}")
}

func (w *tomlWriter) assignment(path string, depth int) {
	w.space(false)
	line := w.line
	for more := true; more; {
		path = join(path, w.key())
		w.lines[path] = line
		w.space(false)
		if more = rapid.Bool().Draw(w.t, "dotted"); more {
			w.put(".")
			w.space(false)
		}
	}
	w.put("=")
	w.space(false)
	w.value(path, depth)
	w.space(false)
}

func (w *tomlWriter) body(path string) {
	for range rapid.IntRange(0, 3).Draw(w.t, "keys") {
		w.space(true)
		w.assignment(path, 0)
		w.put("\n")
	}
}

// section writes a table, or several of one name with sections in each.
func (w *tomlWriter) section(path, header string, depth int) {
	name := fmt.Sprintf("t%d", w.count)
	w.count++
	path, header = join(path, name), strings.TrimPrefix(header+"."+name, ".")
	repeats := rapid.IntRange(0, 3).Draw(w.t, "repeats") // 0 for a single table
	for i := range max(1, repeats) {
		w.space(true)
		at := path
		if _, seen := w.lines[path]; !seen {
			w.lines[path] = w.line
		}
		if repeats > 0 {
			at = fmt.Sprintf("%s[%d]", path, i)
			w.lines[at] = w.line
			w.put("[[ " + header + " ]]\n")
		} else {
			w.put("[" + header + "]\n")
		}
		w.body(at)
		if depth < 2 && rapid.Bool().Draw(w.t, "below") {
			w.section(at, header, depth+1)
		}
	}
}

func TestKeyLinesProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &tomlWriter{t: t, line: 1, lines: map[string]int{}}
		w.body("")
		for range rapid.IntRange(0, 3).Draw(t, "sections") {
			w.section("", "", 0)
		}
		src := w.text.String()
		var v map[string]any
		if _, err := toml.Decode(src, &v); err != nil {
			t.Fatalf("not TOML: %v\n%s", err, src)
		}
		got, _ := keyLines(src)
		for path, line := range w.lines {
			if got[path] != line {
				t.Fatalf("%q is on line %d, want %d, in\n%s", path, got[path], line, src)
			}
		}
		if len(got) != len(w.lines) {
			t.Fatalf("%d keys found, %d written\n%s", len(got), len(w.lines), src)
		}
	})
}

// Whatever the TOML library accepts, each of its values has a line that names its key.
func FuzzKeyLines(f *testing.F) {
	for _, seed := range []string{sharedText, "a.b = [1,\n{c=2}]", "[[a]]\nb=1\n[a.c]\nd=1\n[[a]]\nb=2", "'a' = 1\n\"\\x41\\e\" = 2", "x = {\n# c\na = 1,\n}\n", "\"\"\"\"=1", "\"\" = {'' = 1}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		src, err := decodeText("f.toml", []byte(src))
		if err != nil {
			return
		}
		var v map[string]any
		if _, err := toml.Decode(src, &v); err != nil {
			return
		}
		lines, _ := keyLines(src)
		text := strings.Split(src, "\n")
		leaves(v, "", "", func(path, key string) {
			line := lines[path]
			if line < 1 || line > len(text) {
				t.Fatalf("%q has line %d", path, line)
			}
			plain := strings.TrimFunc(key, func(r rune) bool { return r < 0x80 && isBare(byte(r)) }) == ""
			if plain && !strings.Contains(text[line-1], key) && !strings.Contains(text[line-1], `\`) {
				t.Fatalf("%q is not on line %d: %q", path, line, text[line-1])
			}
		})
	})
}

// leaves calls do with the path of every value that holds no other, and the last key of that path
// when the value has a key of its own.
func leaves(v any, path, key string, do func(path, key string)) {
	each := func(n int, elem func(int) any) {
		for i := range n {
			leaves(elem(i), fmt.Sprintf("%s[%d]", path, i), "", do)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		for k, elem := range v {
			leaves(elem, join(path, k), k, do)
		}
	case []any:
		each(len(v), func(i int) any { return v[i] })
	case []map[string]any:
		each(len(v), func(i int) any { return v[i] })
	default:
		do(path, key)
	}
}

// What is nested without end must be refused before the TOML library sees it.
func TestTooDeep(t *testing.T) {
	for name, src := range map[string]string{
		"dotted key":    "\na" + strings.Repeat(".a", 60_000) + " = 1",
		"table":         "\n[a" + strings.Repeat(".a", 60_000) + "]",
		"lists":         "\nx = " + strings.Repeat("[", 100_000),
		"inline tables": "\nx = " + strings.Repeat("{a=", 40_000),
	} {
		_, err := Load("me.toml", func(string) ([]byte, error) { return []byte(src), nil })
		if err == nil || err.Error() != "me.toml:2: the keys are nested too deeply" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load("me.toml", func(string) ([]byte, error) { return make([]byte, MaxSize+1), nil }); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("a large file: %v", err)
	}
}
