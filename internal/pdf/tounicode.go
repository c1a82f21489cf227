package pdf

import "encoding/hex"

// maxToUnicode bounds the table of characters of a font of 256 codes, in bytes unpacked.
const maxToUnicode = 1 << 18

// A codeTable has the character of each code of a simple font; 0 where it is not known, or is
// more than one.
type codeTable [256]rune

// readToUnicode reads the table by which viewers copy text (ISO 32000-1, 9.10.3); false for one
// that does not say all itself.
func readToUnicode(data []byte) (*codeTable, bool) {
	var t unicodeReader
	t.data = data
	for {
		switch t.next() {
		case "":
			return &t.table, true
		case "usecmap":
			return nil, false
		case "beginbfchar":
			t.characters()
		case "beginbfrange":
			t.ranges()
		}
	}
}

// A unicodeReader reads a CMap word by word.
type unicodeReader struct {
	data  []byte
	table codeTable
	met   [256]bool
}

// next is the next word, the bytes of a hexadecimal string after a "<", or "" at the end.
func (t *unicodeReader) next() string {
	s := scanner{data: t.data}
	defer func() { t.data = t.data[min(s.pos, len(t.data)):] }()
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '%':
			s.skipUntil('\n', '\r')
		case c == '(':
			s.skipString()
		case c == '[' || c == ']':
			s.pos++
			return string(c)
		case c == '<' && s.pos+1 < len(s.data) && s.data[s.pos+1] != '<':
			s.pos++
			start := s.pos
			s.skipUntil('>', '>')
			return "<" + unhex(s.data[start:min(s.pos, len(s.data))])
		case isSpace(c) || isDelimiter(c):
			s.pos++
		default:
			return s.word()
		}
	}
	return ""
}

// unhex are the bytes of a hexadecimal string; none for one that is broken.
func unhex(s []byte) string {
	var digits []byte
	for _, c := range s {
		if !isSpace(c) && c != '>' {
			digits = append(digits, c)
		}
	}
	b, err := hex.DecodeString(string(digits))
	if err != nil {
		return ""
	}
	return string(b)
}

// code is what a word says of a code; false for what is no hexadecimal string, and -1 for a code
// that is not a single byte.
func code(word string) (int, bool) {
	switch {
	case word == "" || word[0] != '<':
		return 0, false
	case len(word) != 2:
		return -1, true
	}
	return int(word[1]), true
}

// set notes the character of a code. A code that two entries disagree about is not known.
func (t *unicodeReader) set(c int, r rune) {
	if c < 0 || c > 255 {
		return
	}
	if t.met[c] && t.table[c] != r {
		r = 0
	}
	t.met[c], t.table[c] = true, r
}

func (t *unicodeReader) characters() {
	for {
		c, ok := code(t.next())
		if !ok {
			return
		}
		t.set(c, character(t.next()))
	}
}

func (t *unicodeReader) ranges() {
	for {
		first, ok := code(t.next())
		if !ok {
			return
		}
		last, ok := code(t.next())
		if !ok {
			return
		}
		to := t.next()
		if to == "[" {
			t.list(first, last)
			continue
		}
		r := character(to)
		for c := first; c <= last; c++ {
			if r == 0 {
				t.set(c, 0)
			} else {
				t.set(c, r+rune(c-first))
			}
		}
	}
}

// list reads a character for each code of a range.
func (t *unicodeReader) list(first, last int) {
	for c := first; ; c++ {
		word := t.next()
		if _, ok := code(word); !ok {
			return
		}
		if c <= last {
			t.set(c, character(word))
		}
	}
}

// character is the one character that a word with UTF-16 stands for; 0 when there are several.
func character(word string) rune {
	if len(word) < 3 || word[0] != '<' || len(word)%2 == 0 {
		return 0
	}
	runes := []rune(decodeUTF16([]byte(word[1:]), 1))
	if len(runes) != 1 {
		return 0
	}
	return runes[0]
}
