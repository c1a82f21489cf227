package profile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// A Pos is a place in a file the user wrote. Line counts from 1; 0 means the file as a whole. In a
// table of applicants it is the row, and Cell says the place in words: `row 12, column "Sexe" (D)`.
type Pos struct {
	File string
	Line int
	Cell string
}

func (p Pos) String() string {
	switch {
	case p.Cell != "":
		return p.File + ": " + p.Cell
	case p.Line == 0:
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// keyLines gives the line of every key of a TOML document that is known to be valid, by its full
// path: "name.first", "document[1].translation.file", "nationalities[0]". The TOML library keeps
// its own positions private and, for a repeated [[table]], reports the wrong element, so the
// source is walked here a second time.
//
// Any text may be given: the walk ends, and deep is the line of a key or value nested deeper than a
// profile ever is, 0 if there is none. What lies behind such a line is not walked, and must not be
// given to the TOML library, which takes minutes and gigabytes over it.
func keyLines(src string) (lines map[string]int, deep int) {
	s := &keyScanner{src: src, line: 1, lines: map[string]int{}, last: map[string]int{}}
	s.document()
	return s.lines, s.deep
}

// A span is a run of bytes.
type span struct{ from, to int }

// maxDepth is how many keys may stand above a value; a profile needs four.
const maxDepth = 16

type keyScanner struct {
	src  string
	at   int
	line int

	table string         // path of the table header in force
	last  map[string]int // index of the last element of each [[table]], by path
	lines map[string]int
	spans map[string]span // where the value of each key stands, if that is wanted; nil if not
	level int             // of the value being read
	deep  int             // line of the first value too deep
}

func (s *keyScanner) document() {
	for {
		s.blank()
		switch {
		case s.at >= len(s.src) || s.deep > 0:
			return
		case s.peek() == '[':
			s.header()
		default:
			s.assignment(s.table)
		}
	}
}

func (s *keyScanner) peek() byte {
	if s.at < len(s.src) {
		return s.src[s.at]
	}
	return 0
}

func (s *keyScanner) next() byte {
	c := s.peek()
	if s.at < len(s.src) {
		s.at++
	}
	if c == '\n' {
		s.line++
	}
	return c
}

// blank skips white space, line ends and comments.
func (s *keyScanner) blank() {
	for s.at < len(s.src) {
		switch c := s.peek(); {
		case c == '#':
			for s.at < len(s.src) && s.peek() != '\n' {
				s.next()
			}
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			s.next()
		default:
			return
		}
	}
}

func (s *keyScanner) header() {
	line := s.line
	s.next()
	repeated := s.peek() == '['
	if repeated {
		s.next()
	}
	path, parts := "", s.dotted()
	for i, part := range parts {
		path = join(path, part)
		if repeated && i == len(parts)-1 {
			if n, ok := s.last[path]; ok {
				s.last[path] = n + 1
			} else {
				s.last[path] = 0
				s.note(path, line)
			}
		}
		if n, ok := s.last[path]; ok {
			path += "[" + strconv.Itoa(n) + "]"
		}
		s.note(path, line)
	}
	s.table = path
	for s.at < len(s.src) && s.peek() == ']' {
		s.next()
	}
}

func (s *keyScanner) assignment(table string) {
	line := s.line
	before := s.at
	path := table
	for _, part := range s.dotted() {
		path = join(path, part)
		s.note(path, line)
	}
	s.blank()
	if s.peek() == '=' {
		s.next()
	}
	s.blank()
	from := s.at
	s.value(path)
	if s.spans != nil {
		if _, twice := s.spans[path]; !twice {
			s.spans[path] = span{from, from + len(strings.TrimRight(s.src[from:min(s.at, len(s.src))], " \t"))}
		}
	}
	if s.at == before {
		s.next() // whatever this is, go on
	}
}

func (s *keyScanner) note(path string, line int) {
	if _, ok := s.lines[path]; !ok {
		s.lines[path] = line
	}
}

// dotted reads a.b."c d" and leaves the scanner behind it.
func (s *keyScanner) dotted() []string {
	var parts []string
	for {
		s.blank()
		switch c := s.peek(); {
		case c == '"' || c == '\'':
			from := s.at
			s.text()
			parts = append(parts, unquote(s.src[from:s.at]))
		default:
			from := s.at
			for isBare(s.peek()) {
				s.next()
			}
			if s.at == from {
				return parts
			}
			parts = append(parts, s.src[from:s.at])
		}
		s.blank()
		if s.peek() != '.' {
			return parts
		}
		if len(parts) > maxDepth {
			s.tooDeep()
		}
		s.next()
	}
}

// tooDeep ends the walk.
func (s *keyScanner) tooDeep() {
	if s.deep == 0 {
		s.deep = s.line
	}
	s.at = len(s.src)
}

func isBare(c byte) bool {
	return c == '_' || c == '-' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c >= 0x80
}

func (s *keyScanner) value(path string) {
	s.level++
	defer func() { s.level-- }()
	if s.level > maxDepth {
		s.tooDeep()
	}
	switch s.peek() {
	case '"', '\'':
		s.text()
	case '[':
		s.next()
		for i := 0; ; i++ {
			if s.blankOrComma(); s.at >= len(s.src) || s.peek() == ']' {
				s.next()
				return
			}
			elem := path + "[" + strconv.Itoa(i) + "]"
			s.note(elem, s.line)
			s.value(elem)
		}
	case '{':
		s.next()
		for {
			if s.blankOrComma(); s.at >= len(s.src) || s.peek() == '}' {
				s.next()
				return
			}
			s.assignment(path)
		}
	default:
		from := s.at
		for s.at < len(s.src) && !strings.ContainsRune(",]}#\r\n", rune(s.peek())) {
			s.next()
		}
		if s.at == from {
			s.next()
		}
	}
}

func (s *keyScanner) blankOrComma() {
	for s.blank(); s.peek() == ','; s.blank() {
		s.next()
	}
}

// text skips a string of any of TOML's four kinds.
func (s *keyScanner) text() {
	q := s.src[s.at : s.at+1]
	if long := strings.Repeat(q, 3); strings.HasPrefix(s.src[s.at:], long) {
		for range 3 {
			s.next()
		}
		for s.at < len(s.src) && !strings.HasPrefix(s.src[s.at:], long) {
			if s.next() == '\\' && q == `"` {
				s.next()
			}
		}
		// Up to two quotes of the text may stand before the three that close it.
		for s.at < len(s.src) && s.peek() == q[0] {
			s.next()
		}
		return
	}
	s.next()
	for s.at < len(s.src) && s.peek() != q[0] && s.peek() != '\n' {
		if s.next() == '\\' && q == `"` {
			s.next()
		}
	}
	s.next()
}

// unquote reads a quoted key, whose escapes are those of a value.
func unquote(s string) string {
	var v struct{ Key string }
	if _, err := toml.Decode("Key = "+s, &v); err != nil {
		return s
	}
	return v.Key
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
