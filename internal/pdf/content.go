package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Bounds on what the data of streams may unpack to, in bytes. A page's drawing has a few megabytes
// at most; filters put one on another make the bombs.
const (
	maxDecoded  = 32 << 20 // one stream, after any of its filters
	maxContents = 64 << 20 // the drawings of all pages of a file
	maxFilters  = 8        // on one stream
)

// content is the drawing of a page with its filters taken off, the parts joined by a line end. It
// may cost what is left, and lessens that.
func (f *File) content(refs []ref, left *int) ([]byte, error) {
	var b bytes.Buffer
	for _, r := range refs {
		s, _ := f.resolve(r).(*stream)
		if s == nil {
			continue
		}
		data, err := f.unpack(s, left)
		if err != nil {
			return nil, err
		}
		if len(s.raw) == len(data) {
			*left -= len(data) // without a filter it cost nothing, and is still to be read
		}
		if b.Len()+len(data) > maxDecoded {
			return nil, fmt.Errorf("unpack a page: more than %d bytes", maxDecoded)
		}
		b.Write(data)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

// unpack takes all filters off a stream for at most so many bytes, and lessens them by what it
// took. What a broken stream gave before it broke comes with the error.
func (f *File) unpack(s *stream, left *int) (data []byte, err error) {
	defer recovered(&err)
	filters := f.list(s.dict["Filter"])
	if len(filters) > maxFilters {
		return nil, fmt.Errorf("unpack a stream: %d filters", len(filters))
	}
	parms := f.list(s.dict["DecodeParms"])
	data = s.raw
	for i, o := range filters {
		var p dict
		if i < len(parms) {
			p = f.dict(parms[i])
		}
		limit := min(maxDecoded, *left)
		if limit <= 0 {
			return nil, errTooLarge
		}
		data, err = f.decodeOne(f.name(o), p, data, limit)
		if errors.Is(err, filter.ErrDecodeLimitExceeded) {
			*left -= limit
			return nil, errTooLarge
		}
		if *left -= len(data); err != nil {
			return data, err
		}
	}
	return data, nil
}

func (f *File) decodeOne(n name, parms dict, data []byte, limit int) ([]byte, error) {
	settings := make(map[string]int)
	for k, v := range parms {
		switch v := f.resolve(v).(type) {
		case int:
			settings[string(k)] = v
		case bool:
			if v {
				settings[string(k)] = 1
			} else {
				settings[string(k)] = 0
			}
		}
	}
	fl, err := filter.NewFilter(longFilterName(n), settings, int64(limit))
	if err != nil {
		return nil, err
	}
	r, err := fl.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if b, ok := r.(*bytes.Buffer); ok {
		return b.Bytes(), nil
	}
	return io.ReadAll(r)
}

// longFilterName knows the short names, meant for inline images and used in streams too.
func longFilterName(n name) string {
	switch n {
	case "Fl":
		return filter.Flate
	case "AHx":
		return filter.ASCIIHex
	case "A85":
		return filter.ASCII85
	case "LZW":
		return filter.LZW
	case "RL":
		return filter.RunLength
	}
	return string(n)
}

// A balance says how a drawing leaves the stack of graphics states, and what else. Some producers write a
// Q too many, or forget one, and some files were cut; what is drawn after them must not be moved, hidden or
// swallowed by that.
type balance struct {
	missing int    // q that must come before, for each Q that has none
	open    int    // q left open at the end
	ends    string // what closes the rest that is left open: a string, brackets, a picture, a text, marked content
}

// balanceOf looks at a page's drawing.
func balanceOf(content []byte) balance {
	var b balance
	var marked, text int
	s := scanner{data: content}
	for {
		switch op := s.operator(); op {
		case "":
			b.ends = s.open + strings.Repeat("]\n", s.list)
			if text > 0 {
				b.ends += "ET\n"
			}
			b.ends += strings.Repeat("EMC\n", marked)
			return b
		case "q":
			b.open++
		case "Q":
			if b.open == 0 {
				b.missing++
			} else {
				b.open--
			}
		case "BT":
			text = 1
		case "ET":
			text = 0
		case "BMC", "BDC":
			marked++
		case "EMC":
			marked = max(0, marked-1)
		case "ID":
			s.skipInlineImage()
		}
	}
}

// A scanner walks over a content stream by operators and words of operands.
type scanner struct {
	data []byte
	pos  int
	name string // the last one passed over
	open string // what would close the string or the picture that the content ends in
	list int    // brackets of arrays that are open
}

// operator is the next bare word, numbers included; "" at the end. Strings, names, comments and
// brackets are skipped.
func (s *scanner) operator() string {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '(':
			s.skipString()
		case c == '%':
			s.skipUntil('\n', '\r')
		case c == '<' && s.pos+1 < len(s.data) && s.data[s.pos+1] != '<':
			if s.skipUntil('>', '>'); s.pos > len(s.data) {
				s.open = ">\n"
			}
		case c == '/':
			s.pos++
			s.name = s.word()
		case isSpace(c) || isDelimiter(c):
			switch c {
			case '[':
				s.list++
			case ']':
				s.list = max(0, s.list-1)
			}
			s.pos++
		default:
			return s.word()
		}
	}
	return ""
}

// letters are all strings of a drawing, one after the other and read as PDFDocEncoding, without
// spaces: what a plain text comes to.
func letters(content []byte) string {
	var b strings.Builder
	s := scanner{data: content}
	for s.pos < len(s.data) {
		start := s.pos
		switch c := s.data[s.pos]; {
		case c == '(':
			s.skipString()
			if raw, err := types.Unescape(string(s.data[start+1 : max(start+1, min(s.pos, len(s.data))-1)])); err == nil {
				b.WriteString(decodeText(text(raw)))
			}
		case c == '%':
			s.skipUntil('\n', '\r')
		case c == '<' && s.pos+1 < len(s.data) && s.data[s.pos+1] != '<':
			s.skipUntil('>', '>')
			b.WriteString(decodeText(importedHex(string(s.data[start+1 : max(start+1, min(s.pos, len(s.data))-1)]))))
		default:
			s.pos++
		}
	}
	return strings.Join(strings.Fields(b.String()), "")
}

func (s *scanner) word() string {
	start := s.pos
	for s.pos < len(s.data) && !isSpace(s.data[s.pos]) && !isDelimiter(s.data[s.pos]) {
		s.pos++
	}
	return string(s.data[start:s.pos])
}

func (s *scanner) skipUntil(a, b byte) {
	for s.pos < len(s.data) && s.data[s.pos] != a && s.data[s.pos] != b {
		s.pos++
	}
	s.pos++
}

func (s *scanner) skipString() {
	depth := 0
	for ; s.pos < len(s.data); s.pos++ {
		switch s.data[s.pos] {
		case '\\':
			s.pos++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.pos++
				return
			}
		}
	}
	s.open = strings.Repeat(")", depth) + "\n"
}

// skipInlineImage goes to the first EI that stands between spaces, as viewers do.
func (s *scanner) skipInlineImage() {
	for i := s.pos; i+2 < len(s.data); i++ {
		if isSpace(s.data[i]) && s.data[i+1] == 'E' && s.data[i+2] == 'I' &&
			(i+3 == len(s.data) || isSpace(s.data[i+3])) {
			s.pos = i + 3
			return
		}
	}
	s.pos, s.open = len(s.data), "\nEI\n"
}
