package profile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// An Error is one thing wrong at one place in a file.
type Error struct {
	Pos Pos
	Key string // dotted, with an index for repeated tables: "document[1].language"
	Msg string
	Fix string // what to do about it; may be empty
}

func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s: %s", e.Pos, e.Msg)
	}
	return fmt.Sprintf("%s: %s: %s", e.Pos, cutKey(e.Key), e.Msg)
}

// longestKey is how much of a key is repeated, in characters.
const longestKey = 100

// cutKey is a key as a message has it: on one line, and no longer than a reader needs.
func cutKey(key string) string {
	runes := []rune(key)
	if len(runes) > longestKey {
		runes = append(runes[:longestKey:longestKey], '…')
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, string(runes))
}

func (e *Error) Hint() string { return e.Fix }

// A Reader gives the bytes of a named file; errors are those of package os.
type Reader func(name string) ([]byte, error)

// maxExtends is how many files a profile may stand on. More is a mistake, most likely a circle.
const maxExtends = 8

// Load reads the profile called name and the files it extends, and lays changes over them. Every
// mistake of every file is reported at once, joined, each an *Error, in the order of the files' lines.
func Load(name string, read Reader, changes ...Change) (*Applicant, error) {
	var sources []Source
	tree, errs := loadTree(name, func(name string) ([]byte, error) {
		src, err := read(name)
		sources = append(sources, Source{name, src})
		return src, err
	}, nil)
	if tree == nil {
		return nil, errors.Join(errs...)
	}
	for _, c := range changes {
		if err := c.apply(tree); err != nil {
			errs = append(errs, err)
		}
	}
	a := &Applicant{file: name, whole: Pos{File: name}, pos: map[string]Pos{}, sources: sources, tree: tree}
	b := binder{pos: a.pos, errs: errs}
	b.table(tree, a, "")
	a.texts = b.texts
	a.resolvePaths()
	if len(b.errs) > 0 {
		return nil, report(b.errs)
	}
	return a, nil
}

// mostErrors is how many mistakes of one file are told.
const mostErrors = 20

// report joins mistakes in the order of their places: the first of each file, and how many more there
// are. A list of all keys that may stand in a place is given once.
func report(errs []error) error {
	slices.SortStableFunc(errs, byPlace)
	var told []error
	said := map[string]bool{}
	for len(errs) > 0 {
		file := fileOf(errs[0])
		n := 1
		for n < len(errs) && fileOf(errs[n]) == file {
			n++
		}
		for _, err := range errs[:min(n, mostErrors)] {
			var e *Error
			if errors.As(err, &e) && strings.HasPrefix(e.Fix, keysHere) {
				if said[e.Fix] {
					err = &Error{e.Pos, e.Key, e.Msg, "the keys here are those named above"}
				}
				said[e.Fix] = true
			}
			told = append(told, err)
		}
		if n > mostErrors {
			told = append(told, &Error{Pos{File: file, Line: 0}, "", "and " + thousands(n-mostErrors) + " more", "mend these first, then look again"})
		}
		errs = errs[n:]
	}
	return errors.Join(told...)
}

func fileOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Pos.File
	}
	return ""
}

// thousands is "24,980".
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func byPlace(a, b error) int {
	var x, y *Error
	if !errors.As(a, &x) || !errors.As(b, &y) {
		return 0
	}
	return cmp.Or(cmp.Compare(x.Pos.File, y.Pos.File), cmp.Compare(x.Pos.Line, y.Pos.Line))
}

// Parse reads one file's text into v, a pointer to a struct with toml tags, with the same care as
// Load: unknown keys, types and words are *Errors with their line. It gives the place of every key.
func Parse(name string, src []byte, v any) (map[string]Pos, error) {
	tree, err := parseTree(name, src)
	if err != nil {
		return nil, err
	}
	b := binder{pos: map[string]Pos{}}
	b.table(tree, v, "")
	return b.pos, report(b.errs)
}

// loadTree reads a file and everything below it; above holds the files that led here.
func loadTree(name string, read Reader, above []string) (*node, []error) {
	src, err := read(name)
	if err != nil {
		return nil, []error{readError(name, err)}
	}
	own, err := parseTree(name, src)
	if err != nil {
		return nil, []error{err}
	}
	link := own.table["extends"]
	if link == nil {
		return own, nil
	}
	base, _ := link.scalar.(string)
	if base = strings.TrimSpace(base); base == "" {
		return own, nil // not given, or of a type that the binder reports
	}
	above = append(above, name)
	if utf8.RuneCountInString(base) > roomForText {
		return own, nil // the binder says so
	}
	base = beside(name, base)
	if slices.Contains(above, base) || len(above) > maxExtends {
		return own, []error{&Error{link.pos, "extends", "the files extend each other in a circle", "let only the person's own file extend the shared one"}}
	}
	shared, errs := loadTree(base, read, above)
	if shared == nil {
		for i, err := range errs {
			var e *Error
			if errors.As(err, &e) && e.Pos.File == base && e.Pos.Line == 0 {
				errs[i] = &Error{link.pos, "extends", err.Error(), e.Fix}
			}
		}
		return own, errs
	}
	return merge(own, shared), errs
}

func readError(name string, err error) error {
	e := &Error{Pos: Pos{File: name}}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Msg, e.Fix = "there is no such file", "check the name, or begin one with dossier init -o "+name
	case errors.Is(err, fs.ErrPermission):
		e.Msg, e.Fix = "the file may not be read", "check its permissions"
	default:
		e.Msg = "the file cannot be read: " + lastCause(err)
		var way interface{ Hint() string }
		if errors.As(err, &way) {
			e.Fix = way.Hint()
		}
	}
	return e
}

// lastCause is the reason alone, without the file name that package os puts before it.
func lastCause(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// A node is a value of a TOML file with the place where it stands. One of scalar, table and list is set.
type node struct {
	pos    Pos
	scalar any
	table  map[string]*node
	list   []*node
}

func parseTree(name string, src []byte) (*node, error) {
	text, err := decodeText(name, src)
	if err != nil {
		return nil, err
	}
	lines, deep := keyLines(text)
	if deep > 0 {
		return nil, &Error{Pos{File: name, Line: deep}, "", "the keys are nested too deeply", "a profile has tables and keys in them, no more"}
	}
	var values map[string]any
	if _, err := toml.Decode(text, &values); err != nil {
		return nil, syntaxError(name, err)
	}
	return grow(values, "", name, 0, lines), nil
}

// MaxSize is the largest profile or request, in bytes: far more than anybody writes, and little enough
// that a file nested without end is read in a moment.
const MaxSize = 256 << 10

func decodeText(name string, src []byte) (string, error) {
	if len(src) > MaxSize {
		return "", &Error{Pos{File: name, Line: 0}, "", fmt.Sprintf("the file is too large: more than %d kB", MaxSize>>10), "a profile or a request is a TOML file of a few pages"}
	}
	text := strings.TrimPrefix(string(src), "\ufeff")
	if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return "", &Error{Pos{File: name, Line: 0}, "", "the file is UTF-16, not UTF-8", "save it again as UTF-8 from your editor"}
	}
	line := 1
	for rest := text; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		if r == utf8.RuneError && n == 1 || r == 0 {
			return "", &Error{Pos{File: name, Line: line}, "", "the file is not UTF-8 text", "save it again as UTF-8 from your editor"}
		}
		if r == '\n' {
			line++
		}
		rest = rest[n:]
	}
	return text, nil
}

// grow turns what the TOML library decoded into nodes. A value without a place of its own stands
// where its parent does.
func grow(v any, path, file string, line int, lines map[string]int) *node {
	if n, ok := lines[path]; ok {
		line = n
	}
	n := &node{pos: Pos{File: file, Line: line}}
	switch v := v.(type) {
	case map[string]any:
		n.table = map[string]*node{}
		for k, elem := range v {
			n.table[k] = grow(elem, join(path, k), file, line, lines)
		}
	case []map[string]any:
		n.list = []*node{}
		for i, elem := range v {
			n.list = append(n.list, grow(elem, fmt.Sprintf("%s[%d]", path, i), file, line, lines))
		}
	case []any:
		n.list = []*node{}
		for i, elem := range v {
			n.list = append(n.list, grow(elem, fmt.Sprintf("%s[%d]", path, i), file, line, lines))
		}
	default:
		n.scalar = v
	}
	return n
}

// merge lays the person's own file over the shared one: single keys of the own file win, tables are
// joined key by key, and the lists of documents are joined, leaving out shared documents of a kind
// that the own file has too.
func merge(own, shared *node) *node {
	if own.table == nil || shared.table == nil {
		return own
	}
	for key, theirs := range shared.table {
		switch ours := own.table[key]; {
		case ours == nil:
			own.table[key] = theirs
		case ours.table != nil && theirs.table != nil:
			own.table[key] = merge(ours, theirs)
		case key == "document" && ours.list != nil:
			ours.list = append(ours.list, othersOf(theirs.list, ours.list)...)
		}
	}
	return own
}

func othersOf(shared, own []*node) []*node {
	has := map[string]bool{}
	for _, d := range own {
		has[kindOf(d)] = true
	}
	return slices.DeleteFunc(slices.Clone(shared), func(d *node) bool {
		kind := kindOf(d)
		return kind != "" && has[kind]
	})
}

// kindOf is the kind of a document as words are compared, empty if it has none.
func kindOf(d *node) string {
	kind := d.table["kind"]
	if kind == nil {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(kind.text()))
}

// resolvePaths makes the files of documents relative to the profile that names each.
func (a *Applicant) resolvePaths() {
	for i := range a.Documents {
		d := &a.Documents[i]
		at := Key("document", i)
		d.path = beside(a.Pos(at+".file").File, d.File)
		d.Translation.path = beside(a.Pos(at+".translation.file").File, d.Translation.File)
	}
}

// beside is name as seen from the folder of file; empty for an empty name.
func beside(file, name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(filepath.Dir(file), filepath.FromSlash(name))
}

// Key writes the path of an element of a repeated table, and of a key in it: Key("document", 1,
// "language") is "document[1].language".
func Key(table string, i int, key ...string) string {
	return strings.Join(append([]string{fmt.Sprintf("%s[%d]", table, i)}, key...), ".")
}

// Base is the file that a profile extends, empty if there is none or the profile cannot be read.
func Base(name string, read Reader) string {
	src, err := read(name)
	if err != nil || !bytes.Contains(src, []byte("extends")) && !bytes.ContainsRune(src, '\\') { // a key may be written in escapes
		return ""
	}
	tree, err := parseTree(name, src)
	if err != nil || tree.table["extends"] == nil {
		return ""
	}
	base, _ := tree.table["extends"].scalar.(string)
	return beside(name, strings.TrimSpace(base))
}
