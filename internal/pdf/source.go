package pdf

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unsafe"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Bounds on what a hostile file may make us do. Within them a file is opened and filled in 512 MB
// and 5 s of a processor. Of some 2,100 real files the one that asks for most takes a third of a bound.
const (
	maxObjects  = 500_000   // numbered objects
	maxNumber   = 8_388_607 // the highest number of an object (ISO 32000-1, annex C)
	maxValues   = 5_000_000 // names, numbers and strings, a dictionary counting for several
	maxNesting  = 100       // of arrays and dictionaries inside one another
	maxText     = 2 << 20   // bytes of one object, the data of a stream left out
	maxUnpacked = 64 << 20  // bytes of all object streams and tables of objects, unpacked
	maxSections = 4096      // tables of objects: one for each time the file was saved
)

// errTooLarge is work beyond the bounds.
var errTooLarge = errors.New("more than a file may ask for")

// A source is the bytes of a file, and how much more they may cost.
type source struct {
	data   []byte
	text   string // the same bytes, not a copy, since scans are large: see Open, whose caller leaves them as they are
	values int    // that may still be made
	parse  int    // bytes that may still be parsed: what there is, twice
	unpack int    // bytes that may still come out of compressed streams

	open []object // room for the parser

	password string // to open the file with
}

func newSource(data []byte) *source {
	return &source{
		data: data, text: unsafe.String(unsafe.SliceData(data), len(data)), values: maxValues,
		parse: 2*len(data) + maxText, unpack: maxUnpacked,
	}
}

// object parses the object at the beginning of s and gives what follows it. The error is
// errTooLarge where no further object should be tried. What departs from the rules is left to
// pdfcpu.
func (src *source) object(s string) (o object, rest string, err error) {
	left := s[:min(len(s), maxText)]
	whole := len(left)
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parser: %v", r)
		}
		if err != nil {
			left = ""
		}
		if src.parse -= whole - len(left); src.spent() {
			err = errTooLarge
		}
	}()
	p := parser{s: left, open: src.open}
	o, ok := p.value(0)
	src.open = p.open[:0]
	if ok {
		src.values -= p.values
		left = left[p.at:]
		return o, s[p.at:], nil
	}
	parsed, err := model.ParseObjectContext(context.Background(), &left, 0, maxNesting)
	if err != nil {
		return nil, "", err
	}
	src.values -= weight(parsed)
	return imported(parsed), s[whole-len(left):], nil
}

// spent reports that the file has cost all it may.
func (src *source) spent() bool { return src.values < 0 || src.parse < 0 || src.unpack < 0 }

// weight is about how many values an object takes the memory of.
func weight(o types.Object) int {
	n := 1
	switch o := o.(type) {
	case types.Array:
		for _, v := range o {
			n += weight(v)
		}
	case types.Dict:
		n += 8
		for _, v := range o {
			n += 1 + weight(v)
		}
	}
	return n
}

// objectHeader reads "n g obj" and gives the text after it.
func objectHeader(s string) (n ref, generation int, rest string, ok bool) {
	number, s, ok1 := leadingInt(s)
	generation, s, ok2 := leadingInt(s)
	s = trimSpace(s)
	if !ok1 || !ok2 || number > maxNumber || !strings.HasPrefix(s, "obj") {
		return 0, 0, "", false
	}
	return ref(number), generation, s[len("obj"):], true
}

// leadingInt reads a number without a sign.
func leadingInt(s string) (n int, rest string, ok bool) {
	s = trimSpace(s)
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(s[:i])
	return n, s[i:], err == nil
}

// trimSpace takes space and comments off the beginning.
func trimSpace(s string) string {
	for len(s) > 0 {
		switch {
		case isSpace(s[0]):
			s = s[1:]
		case s[0] == '%':
			i := strings.IndexAny(s, "\r\n")
			if i < 0 {
				return ""
			}
			s = s[i:]
		default:
			return s
		}
	}
	return s
}

// streamStart gives the text from the first byte of a stream's data, when s begins with the word.
func streamStart(s string) (string, bool) {
	s, ok := strings.CutPrefix(trimSpace(s), "stream")
	if !ok {
		return "", false
	}
	s = strings.TrimLeft(s, " \t")
	if t, ok := strings.CutPrefix(s, "\r\n"); ok {
		return t, true
	}
	if len(s) > 0 && (s[0] == '\r' || s[0] == '\n') {
		s = s[1:]
	}
	return s, true
}

// endsStream reports text that follows a stream's data.
func endsStream(s string) bool {
	s = strings.TrimLeft(s[:min(len(s), 32)], "\x00\t\n\f\r ")
	return strings.HasPrefix(s, "endstream") || strings.HasPrefix(s, "endobj")
}

// streamData cuts a stream's data off what follows it. A length that does not lead to the end of
// the stream is wrong: then the data goes as far as the next word that ends one, within so many
// bytes.
func streamData(s string, length, within int) string {
	if length >= 0 && length <= len(s) && endsStream(s[length:]) {
		return s[:length]
	}
	s = s[:min(len(s), within)]
	for _, word := range []string{"endstream", "endobj"} {
		if i := strings.Index(s, word); i >= 0 {
			s = strings.TrimSuffix(s[:i], "\n")
			return strings.TrimSuffix(s, "\r")
		}
	}
	return s
}
