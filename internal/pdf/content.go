package pdf

import (
	"bytes"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
)

// maxDecoded bounds one unpacked stream, in bytes: a page's drawing has a few megabytes at most.
const maxDecoded = 64 << 20

// content is the drawing of a page with its filters taken off, the parts joined by a line end.
func (f *File) content(refs []ref) ([]byte, error) {
	var b bytes.Buffer
	for _, r := range refs {
		s, _ := f.resolve(r).(*stream)
		if s == nil {
			continue
		}
		data, err := f.decode(s)
		if err != nil {
			return nil, err
		}
		if b.Len()+len(data) > maxDecoded {
			return nil, fmt.Errorf("unpack a page: more than %d bytes", maxDecoded)
		}
		b.Write(data)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

// decode takes all filters off a stream.
func (f *File) decode(s *stream) (data []byte, err error) {
	defer recovered(&err)
	filters := f.list(s.dict["Filter"])
	parms := f.list(s.dict["DecodeParms"])
	data = s.raw
	for i, o := range filters {
		var p dict
		if i < len(parms) {
			p = f.dict(parms[i])
		}
		if data, err = f.decodeOne(f.name(o), p, data); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func (f *File) decodeOne(n name, parms dict, data []byte) ([]byte, error) {
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
	fl, err := filter.NewFilter(longFilterName(n), settings, maxDecoded)
	if err != nil {
		return nil, err
	}
	r, err := fl.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
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

// A balance says how a drawing leaves the stack of graphics states. Some producers write a Q too
// many, or forget one; what is drawn after them must not be moved by that.
type balance struct {
	missing int // q that must come before, for each Q that has none
	open    int // q left open at the end
}

// balanceOf counts q and Q in a page's drawing.
func balanceOf(content []byte) balance {
	var b balance
	s := scanner{data: content}
	for {
		switch op := s.operator(); op {
		case "":
			return b
		case "q":
			b.open++
		case "Q":
			if b.open == 0 {
				b.missing++
			} else {
				b.open--
			}
		case "ID":
			s.skipInlineImage()
		}
	}
}

// A scanner walks over a content stream by operators and words of operands.
type scanner struct {
	data []byte
	pos  int
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
			s.skipUntil('>', '>')
		case c == '/':
			s.pos++
			s.word()
		case isSpace(c) || isDelimiter(c):
			s.pos++
		default:
			return s.word()
		}
	}
	return ""
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
	s.pos = len(s.data)
}
