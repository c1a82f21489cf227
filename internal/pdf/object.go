package pdf

import (
	"encoding/hex"
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// An object is one PDF value: nil, bool, int, float64, name, text, ref, out, array, dict, written
// or *stream. Objects read from a file are shared by every document made from it and never change.
type object any

type (
	name  string // without the slash, #xx decoded
	text  string // the bytes of a string, neither escaped nor decoded
	ref   int    // number of an object in the file it was read from
	out   int    // number of an object in the document being written
	array []object
	dict  map[name]object
)

// A stream holds its data as it stands in the file, filters still on it, but decrypted.
type stream struct {
	dict  dict
	raw   []byte
	short bool // some of it may be missing: see shortened
}

// imported turns what the parser found into our own objects.
func imported(o types.Object) object {
	switch o := o.(type) {
	case types.Boolean:
		return bool(o)
	case types.Integer:
		return int(o)
	case types.Float:
		return float64(o)
	case types.Name:
		return name(o)
	case types.StringLiteral:
		b, _ := types.Unescape(string(o))
		return text(b)
	case types.HexLiteral:
		return importedHex(string(o))
	case types.IndirectRef:
		return ref(o.ObjectNumber)
	case types.Array:
		a := make(array, len(o))
		for i, v := range o {
			a[i] = imported(v)
		}
		return a
	case types.Dict:
		return importedDict(o)
	case types.StreamDict:
		return importedStream(o)
	}
	return nil // null, and the containers of compressed objects, whose content stands alone by now
}

func importedHex(s string) text {
	if len(s)%2 == 1 {
		s += "0" // ISO 32000-1, 7.3.4.3
	}
	b, _ := hex.DecodeString(s)
	return text(b)
}

func importedDict(o types.Dict) dict {
	d := make(dict, len(o))
	for k, v := range o {
		if v := imported(v); v != nil {
			d[name(k)] = v
		}
	}
	return d
}

// importedStream drops the mark of the one filter that makes no sense once a file is decrypted.
func importedStream(o types.StreamDict) *stream {
	d := importedDict(o.Dict)
	delete(d, "Length")
	if d["Filter"] == name("Crypt") {
		delete(d, "Filter")
		delete(d, "DecodeParms")
	}
	return &stream{dict: d, raw: o.Raw}
}

// with is a copy of d in which some entries differ; a nil value takes the entry away.
func (d dict) with(changes dict) dict {
	c := make(dict, len(d)+len(changes))
	for k, v := range d {
		c[k] = v
	}
	for k, v := range changes {
		if v == nil {
			delete(c, k)
		} else {
			c[k] = v
		}
	}
	return c
}

func (d dict) keys() []name { return d.appendKeys(make([]name, 0, len(d))) }

// appendKeys appends the keys in order.
func (d dict) appendKeys(keys []name) []name {
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// appendObject writes o in PDF syntax. A ref is written under the number that number gives it;
// 0 stands for an object that is not there, and a nil number knows none.
func appendObject(b []byte, o object, number func(ref) out) []byte {
	switch o := o.(type) {
	case bool:
		return strconv.AppendBool(b, o)
	case int:
		return strconv.AppendInt(b, int64(o), 10)
	case float64:
		return appendReal(b, o)
	case name:
		return appendName(b, o)
	case text:
		return appendText(b, o)
	case written:
		return append(b, o...)
	case out:
		return append(strconv.AppendInt(b, int64(o), 10), " 0 R"...)
	case ref:
		if number == nil {
			break
		}
		if n := number(o); n != 0 {
			return appendObject(b, n, number)
		}
	case array:
		return appendArray(b, o, number)
	case dict:
		return appendDict(b, o, number)
	}
	return append(b, "null"...)
}

func appendArray(b []byte, a array, number func(ref) out) []byte {
	b = append(b, '[')
	for i, v := range a {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendObject(b, v, number)
	}
	return append(b, ']')
}

func appendDict(b []byte, d dict, number func(ref) out) []byte {
	return append(appendEntries(append(b, "<<"...), d, number), ">>"...)
}

// appendEntries writes what stands between the brackets of a dictionary.
func appendEntries(b []byte, d dict, number func(ref) out) []byte {
	var room [32]name // most dictionaries are small
	for _, k := range d.appendKeys(room[:0]) {
		b = append(appendName(b, k), ' ')
		b = appendObject(b, d[k], number)
		b = append(b, '\n')
	}
	return b
}

// appendReal writes f without exponent, which PDF does not have.
func appendReal(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) || math.Abs(f) < 1e-9 {
		return append(b, '0')
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

func appendName(b []byte, n name) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || isDelimiter(c) || c == '#' {
			b = append(b, '#', digits[c>>4], digits[c&15])
		} else {
			b = append(b, c)
		}
	}
	return b
}

// appendText writes a literal string where it is readable and a hexadecimal one elsewhere.
func appendText(b []byte, s text) []byte {
	for _, c := range []byte(s) {
		if c < ' ' || c > '~' {
			b = append(b, '<')
			b = hex.AppendEncode(b, []byte(s))
			return append(b, '>')
		}
	}
	b = append(b, '(')
	for _, c := range []byte(s) {
		if c == '(' || c == ')' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return append(b, ')')
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isSpace(c byte) bool {
	switch c {
	case 0, '\t', '\n', '\f', '\r', ' ':
		return true
	}
	return false
}

// appendLength writes a length rounded to 1/10,000.
func appendLength(b []byte, f float64) []byte {
	const unit = 10_000
	if !(math.Abs(f) < 1e9) {
		return appendReal(b, f)
	}
	n := int64(math.Round(f * unit))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/unit, 10)
	if n %= unit; n == 0 {
		return b
	}
	b = append(b, '.')
	for digit := int64(unit / 10); n > 0; digit /= 10 {
		b = append(b, byte('0'+n/digit))
		n %= digit
	}
	return b
}

// round keeps a computed length to 1/10,000 pt, so that it prints short.
func round(f float64) float64 { return math.Round(f*1e4) / 1e4 }
