package roster

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"dossier/internal/rule"
)

// A csvFile is a CSV file as text.
type csvFile struct {
	name      string
	text      string
	encoding  string // in words, where it was not stated by the file; else empty
	separator byte
	first     int // number of the first row of text
}

// openCSV finds the encoding and the separator of a CSV file.
func openCSV(name string, data []byte) (*csvFile, error) {
	f := &csvFile{name: name, first: 1}
	if err := f.decode(data); err != nil {
		return nil, err
	}
	if i := strings.IndexByte(f.text, 0); i >= 0 {
		return nil, inRow(name, lineOf(f.text, i), "there is a zero byte: this is no text", "save the table again as CSV")
	}
	if strings.TrimSpace(f.text) == "" {
		return nil, whole(name, "the file is empty", "save the table again as CSV")
	}
	return f, f.findSeparator()
}

func lineOf(text string, at int) int { return 1 + strings.Count(text[:at], "\n") }

// decode reads UTF-8, UTF-16 and Windows-1252. What could be read in two ways is refused.
func (f *csvFile) decode(data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
		if !utf8.Valid(data) {
			return f.notText(data)
		}
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return f.decode16(data[2:], data[0] == 0xfe)
	case zerosAt(data, 0) && !zerosAt(data, 1):
		f.encoding = "UTF-16"
		return f.decode16(data, true)
	case zerosAt(data, 1) && !zerosAt(data, 0):
		f.encoding = "UTF-16"
		return f.decode16(data, false)
	}
	if utf8.Valid(data) {
		f.text = string(data)
		return nil
	}
	// Text in Windows-1252 has hardly ever two bytes that UTF-8 would have, too. Where most are, the file
	// is UTF-8 with something broken in it.
	whole, odd := utf8Evidence(data)
	if whole > odd {
		return f.notText(data)
	}
	for i, b := range data {
		if strings.IndexByte("\x81\x8d\x8f\x90\x9d", b) >= 0 {
			return inRow(f.name, 1+bytes.Count(data[:i], []byte("\n")), "there is a character that neither UTF-8 nor Windows-1252 has", "save the table again as CSV in UTF-8")
		}
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	f.text, f.encoding = string(text), "Windows-1252"
	return err
}

func (f *csvFile) notText(data []byte) error {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return inRow(f.name, 1+bytes.Count(data[:at], []byte("\n")), "the text is UTF-8 up to here, where a character is broken", "save the table again as CSV in UTF-8")
}

// utf8Evidence counts the characters of several bytes that are whole UTF-8, and the bytes that are in none.
func utf8Evidence(data []byte) (whole, odd int) {
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			odd++
		case n > 1:
			whole++
		}
		data = data[n:]
	}
	return whole, odd
}

// zerosAt says whether a third of the bytes at even (0) or odd (1) places of the beginning are zero, as in
// UTF-16 of a text in Latin letters.
func zerosAt(data []byte, parity int) bool {
	data = data[:min(len(data), 4096)]
	zeros := 0
	for i := parity; i < len(data); i += 2 {
		if data[i] == 0 {
			zeros++
		}
	}
	return zeros*6 > len(data)
}

func (f *csvFile) decode16(data []byte, big bool) error {
	line := 1
	var b strings.Builder
	b.Grow(len(data) / 2)
	unit := func(i int) rune {
		if big {
			return rune(data[i])<<8 | rune(data[i+1])
		}
		return rune(data[i+1])<<8 | rune(data[i])
	}
	broken := func() error {
		return inRow(f.name, line, "the text is UTF-16 up to here, where a character is broken", "save the table again as CSV in UTF-8")
	}
	if len(data)%2 != 0 {
		line = 1 + bytes.Count(data, []byte("\n"))
		return broken()
	}
	for i := 0; i < len(data); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i += 2; i >= len(data) {
				return broken()
			}
			if r = utf16.DecodeRune(r, unit(i)); r == utf8.RuneError {
				return broken()
			}
		}
		if r == '\n' {
			line++
		}
		b.WriteRune(r)
	}
	f.text = b.String()
	return nil
}

// findSeparator takes the one of , ; and tab that stands most often between the headings, or that the
// first line states as Excel reads it: sep=;
func (f *csvFile) findSeparator() error {
	line, rest, _ := strings.Cut(f.text, "\n")
	if sep, ok := strings.CutPrefix(strings.TrimRight(line, "\r"), "sep="); ok && len(sep) == 1 && strings.Contains(",;\t", sep) {
		f.text, f.separator, f.first = rest, sep[0], 2
		return nil
	}
	count := map[byte]int{}
	quoted, begun := false, false
	for i := 0; i < len(f.text) && !(begun && !quoted && (f.text[i] == '\n' || f.text[i] == '\r')); i++ {
		switch c := f.text[i]; {
		case c == '"':
			quoted, begun = !quoted, true
		case quoted:
		case c == ',' || c == ';' || c == '\t':
			count[c]++
		case c > ' ':
			begun = true
		}
	}
	f.separator = ','
	for _, c := range []byte(";\t") {
		switch {
		case count[c] > count[f.separator]:
			f.separator = c
		case count[c] == count[f.separator] && count[c] > 0:
			return inRow(f.name, 1, "two separators stand equally often between the headings", "put headings with a comma in quotes, or write a first line that says it: sep=;")
		}
	}
	return nil
}

func (f *csvFile) notes() []rule.Text {
	if f.encoding == "" {
		return nil
	}
	return []rule.Text{rule.Text{
		EN: "read as %s; if letters with accents are wrong, save it as CSV in UTF-8",
		FR: "lu comme %s ; si des lettres accentuées sont fausses, enregistrez-le en CSV UTF-8",
	}.With(f.encoding)}
}

// rows follows RFC 4180. A row with more or fewer cells than the first is refused: values would stand in
// the wrong columns.
func (f *csvFile) rows(yield func(number int, cells []cell) error) error {
	var cells []cell
	at, width := 0, -1
	for number := f.first; at < len(f.text); number++ {
		var err error
		var n int
		if cells, n, at, err = f.row(cells[:0], at, number); err != nil {
			return err
		}
		if len(cells) == 0 { // nothing but separators at most
			continue
		}
		if width < 0 {
			width = n
		}
		if n != width {
			return inRow(f.name, number, fmt.Sprintf("the row has %d cells, and the first row has %d", n, width), `a text with a separator or a line break in it stands in quotes: "12, rue de l’Exemple"`)
		}
		if err := yield(number, cells); err != nil {
			return err
		}
	}
	return nil
}

// row reads one row from a place of the text: its cells that are not empty, how many there are, and where
// the next row begins.
func (f *csvFile) row(cells []cell, at, number int) (_ []cell, n, next int, err error) {
	for {
		var s string
		if s, at, err = f.field(at, number); err != nil {
			return nil, 0, 0, err
		}
		if strings.TrimSpace(s) != "" {
			if n >= maxColumns {
				return nil, 0, 0, inRow(f.name, number, fmt.Sprintf("there are more than %d columns", maxColumns), "keep those that the map needs")
			}
			cells = append(cells, cell{col: int16(n), text: s})
		}
		n++
		switch {
		case at < len(f.text) && f.text[at] == f.separator:
			at++
			continue
		case strings.HasPrefix(f.text[at:], "\r\n"):
			at += 2
		case at < len(f.text):
			at++
		}
		return cells, n, at, nil
	}
}

// field reads one cell; it ends at a separator, a line's end, or the end of the text.
func (f *csvFile) field(at, number int) (s string, end int, err error) {
	ends := string(f.separator) + "\r\n"
	if at >= len(f.text) || f.text[at] != '"' {
		n := strings.IndexAny(f.text[at:], ends)
		if n < 0 {
			n = len(f.text) - at
		}
		s = f.text[at : at+n]
		if strings.Contains(s, `"`) {
			return "", 0, inRow(f.name, number, "a quotation mark stands inside a cell that is not in quotes", `put the whole cell in quotes, and double the mark: "12 ""bis"""`)
		}
		return s, at + n, nil
	}
	at++
	for from := at; ; {
		i := strings.IndexByte(f.text[at:], '"')
		if i < 0 {
			return "", 0, inRow(f.name, number, "a cell that begins with a quotation mark does not end", "close it with another one; a mark inside is written twice")
		}
		at += i + 1
		if at < len(f.text) && f.text[at] == '"' {
			at++
			continue
		}
		if at < len(f.text) && !strings.ContainsRune(ends, rune(f.text[at])) {
			return "", 0, inRow(f.name, number, "more stands behind the closing quotation mark of a cell", "a mark inside a cell is written twice")
		}
		s = f.text[from : at-1]
		if strings.Contains(s, `""`) {
			s = strings.ReplaceAll(s, `""`, `"`)
		}
		return s, at, nil
	}
}
