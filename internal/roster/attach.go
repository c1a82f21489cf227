package roster

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/profile"
)

// A pattern is the name of a file with wildcards, folder by folder.
type pattern []segment

// A segment is one folder of a pattern, or the file at its end. What comes from the row is escaped, so
// that no value is a wildcard or leads elsewhere.
type segment struct {
	glob string // as path.Match reads it
	own  bool   // whether the row's values are in it
}

var escapeGlob = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`)

func (s segment) literal() bool { return !strings.ContainsAny(unescaped(s.glob), `*?[`) }

// unescaped leaves out the characters that are escaped.
func unescaped(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		if glob[i] == '\\' {
			i++
			continue
		}
		b.WriteByte(glob[i])
	}
	return b.String()
}

// name is a segment without escapes.
func (s segment) name() string {
	var b strings.Builder
	for i := 0; i < len(s.glob); i++ {
		if s.glob[i] == '\\' && i+1 < len(s.glob) {
			i++
		}
		b.WriteByte(s.glob[i])
	}
	return b.String()
}

func (p pattern) literal() bool {
	return !slices.ContainsFunc(p, func(s segment) bool { return !s.literal() })
}

// String is the pattern as a person writes it, and the name of a file where it is literal.
func (p pattern) String() string {
	names := make([]string, len(p))
	for i, s := range p {
		names[i] = s.name()
	}
	return strings.Join(names, "/")
}

// pattern puts the row's values into the name of a file; ok is false if the paper stays out.
func (d *drawing) pattern(v value, optional bool, key string) (p pattern, ok bool) {
	p = pattern{{}}
	for _, piece := range v.parts {
		wrong := len(d.errs)
		s, given := d.part(piece, key)
		at := d.placeOf(value{parts: []part{piece}})
		switch {
		case piece.heading == "" && !piece.id:
			for i, text := range strings.Split(s, "/") {
				if i > 0 {
					p = append(p, segment{})
				}
				p[len(p)-1].glob += text
			}
			continue
		case !given && (optional || len(d.errs) > wrong):
			return nil, false
		case !given:
			d.fail(at, key, "the cell is empty, and it names a file", "fill it in, or write optional = true in the [[document]] of "+filepath.Base(d.of.m.file))
			return nil, false
		case v.path:
			return d.given(s, at, key)
		case !plainName(s):
			d.fail(at, key, "this cannot be part of the name of a file", `leave out / \ : * ? " < > | and dots alone`)
			return nil, false
		}
		p[len(p)-1].glob += escapeGlob.Replace(s)
		p[len(p)-1].own = true
	}
	return p, true
}

// given is the name of a file that stands in a cell: in the folder of the sheet or below.
func (d *drawing) given(s string, at profile.Pos, key string) (p pattern, ok bool) {
	s = strings.ReplaceAll(s, `\`, "/")
	if !filepath.IsLocal(filepath.FromSlash(s)) || strings.Contains(s, ":") {
		d.fail(at, key, "the file is not in the folder of the sheet", "put it there, and write its name as seen from there: 014/passport.pdf")
		return nil, false
	}
	for _, name := range strings.Split(path.Clean(s), "/") {
		p = append(p, segment{escapeGlob.Replace(name), true})
	}
	return p, true
}

// An entry is a name in a folder.
type entry struct {
	fold   string
	name   string
	folder bool
	link   bool // may be either
}

// folders are those that all rows share, looked into once.
type folders struct {
	mu   sync.Mutex
	kept map[string][]entry
}

// find are the files that fit a pattern, in the order of their names. Small and capital letters, and the two
// ways to write an accent, are not told apart.
func (d *drawing) find(p pattern) ([]string, error) {
	at, own := []string{""}, false
	for i, s := range p {
		last := i == len(p)-1
		if s.literal() && !last {
			for j := range at {
				at[j] += s.name() + "/"
			}
			own = own || s.own
			continue
		}
		var next []string
		for _, folder := range at {
			entries, err := d.entries(folder, own)
			if err != nil {
				return nil, err
			}
			for _, e := range s.among(entries) {
				switch {
				case last && (!e.folder || e.link):
					next = append(next, folder+e.name)
				case !last && (e.folder || e.link):
					next = append(next, folder+e.name+"/")
				}
			}
			if last && len(next) > mostFiles {
				break
			}
		}
		at, own = next, own || s.own
	}
	return at, nil
}

// among are the entries that a segment fits. They are in order, so that one among many is soon found.
func (s segment) among(entries []entry) []entry {
	glob := foldName(s.glob)
	first, _, wild := cutWild(glob)
	from, _ := slices.BinarySearchFunc(entries, first, func(e entry, s string) int { return strings.Compare(e.fold, s) })
	var found []entry
	for _, e := range entries[from:] {
		if !strings.HasPrefix(e.fold, first) {
			break
		}
		if strings.HasPrefix(e.fold, ".") && !strings.HasPrefix(first, ".") { // of the system
			continue
		}
		if ok, _ := path.Match(glob, e.fold); ok || !wild && e.fold == first {
			found = append(found, e)
		}
	}
	return found
}

// cutWild parts a glob before its first wildcard, and takes the escapes out of what stands before.
func cutWild(glob string) (before, rest string, wild bool) {
	for i := 0; i < len(glob); i++ {
		switch glob[i] {
		case '*', '?', '[':
			return segment{glob: glob[:i]}.name(), glob[i:], true
		case '\\':
			i++
		}
	}
	return segment{glob: glob}.name(), "", false
}

func foldName(s string) string { return strings.ToLower(norm.NFC.String(s)) }

// entries are the names in a folder, as seen from the sheet; none if there is no such folder.
func (d *drawing) entries(folder string, own bool) ([]entry, error) {
	if known, ok := d.own[folder]; ok {
		return known, nil
	}
	shared := &d.of.folders
	if !own {
		shared.mu.Lock()
		defer shared.mu.Unlock()
		if known, ok := shared.kept[folder]; ok {
			return known, nil
		}
	}
	at := filepath.FromSlash(folder)
	if !filepath.IsAbs(at) {
		at = filepath.Join(filepath.Dir(d.of.name), at)
	}
	list, err := d.of.world.List(at)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return nil, err
	}
	entries := make([]entry, len(list))
	for i, e := range list {
		entries[i] = entry{foldName(e.Name()), e.Name(), e.IsDir(), e.Type()&fs.ModeSymlink != 0}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if a.fold != b.fold {
			return strings.Compare(a.fold, b.fold)
		}
		return strings.Compare(a.name, b.name)
	})
	if own {
		d.own[folder] = entries
		return entries, nil
	}
	if shared.kept == nil {
		shared.kept = map[string][]entry{}
	}
	shared.kept[folder] = entries
	return entries, nil
}
