package pdf

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A parser reads objects that follow the rules (ISO 32000-1, 7.2 and 7.3), which nearly all do. It
// gives up on any other, however slight the fault, and on what is rare: that is for pdfcpu, which
// knows the mistakes of many makers. Of what it reads pdfcpu makes the same (kept by a test).
type parser struct {
	s      string
	at     int
	values int      // read so far: names, numbers and strings, a dictionary counting for several
	open   []object // elements of arrays that have not ended
}

// value reads the object that comes next, level arrays and dictionaries deep.
func (p *parser) value(level int) (object, bool) {
	if level > maxNesting || !p.space() {
		return nil, false
	}
	p.values++
	switch c := p.s[p.at]; c {
	case '/':
		return p.named()
	case '[':
		return p.array(level)
	case '(':
		return p.literal()
	case '<':
		if strings.HasPrefix(p.s[p.at:], "<<") {
			return p.dictionary(level)
		}
		return p.hexadecimal()
	case 't':
		return true, p.word("true")
	case 'f':
		return false, p.word("false")
	case 'n':
		return nil, p.word("null")
	}
	return p.number()
}

// space passes over white space; false where nothing follows, or a comment.
func (p *parser) space() bool {
	for p.at < len(p.s) && isSpace(p.s[p.at]) {
		p.at++
	}
	return p.at < len(p.s) && p.s[p.at] != '%'
}

// ends reports that a word or number is over here. A bracket that closes nothing known here, and a
// comment, are left to pdfcpu.
func (p *parser) ends() bool {
	if p.at >= len(p.s) {
		return true
	}
	switch c := p.s[p.at]; c {
	case '/', '<', '>', '[', ']', '(':
		return true
	default:
		return isSpace(c)
	}
}

func (p *parser) word(w string) bool {
	if !strings.HasPrefix(p.s[p.at:], w) {
		return false
	}
	p.at += len(w)
	return p.ends()
}

func (p *parser) named() (object, bool) {
	n, ok := p.name()
	return n, ok
}

func (p *parser) name() (name, bool) {
	if p.s[p.at] != '/' {
		return "", false
	}
	p.at++
	from, escaped := p.at, false
	for ; p.at < len(p.s); p.at++ {
		switch c := p.s[p.at]; {
		case c == '#':
			escaped = true
		case c <= ' ' || isDelimiter(c) || c >= 0x7F:
			n := p.s[from:p.at]
			if !p.ends() {
				return "", false
			}
			return unescapedName(n, escaped)
		}
	}
	return "", false
}

func unescapedName(s string, escaped bool) (name, bool) {
	if !escaped {
		return name(s), true
	}
	n, err := types.DecodeName(s)
	return name(n), err == nil
}

func (p *parser) array(level int) (object, bool) {
	p.at++
	from := len(p.open)
	for {
		if !p.space() {
			return nil, false
		}
		if p.s[p.at] == ']' {
			p.at++
			a := make(array, len(p.open)-from)
			copy(a, p.open[from:])
			p.open = p.open[:from]
			return a, true
		}
		v, ok := p.value(level + 1)
		if !ok {
			return nil, false
		}
		p.open = append(p.open, v)
	}
}

// dictionary leaves out entries that are null, which are as good as not there (7.3.7).
func (p *parser) dictionary(level int) (object, bool) {
	p.at += len("<<")
	p.values += 8
	d := dict{}
	for {
		if !p.space() {
			return nil, false
		}
		if strings.HasPrefix(p.s[p.at:], ">>") {
			p.at += len(">>")
			return d, true
		}
		k, ok := p.name()
		if !ok {
			return nil, false
		}
		v, ok := p.value(level + 1)
		if !ok {
			return nil, false
		}
		if p.values++; v != nil {
			d[k] = v
		}
	}
}

func (p *parser) literal() (object, bool) {
	from, open, escaped := p.at+1, 0, false
	for ; p.at < len(p.s); p.at++ {
		switch p.s[p.at] {
		case '\\':
			escaped = true
			p.at++
		case '(':
			open++
		case ')':
			if open--; open > 0 {
				continue
			}
			s := p.s[from:p.at]
			p.at++
			if escaped {
				b, err := types.Unescape(s)
				return text(b), err == nil
			}
			return text(s), true
		}
	}
	return nil, false
}

func (p *parser) hexadecimal() (object, bool) {
	p.at++
	digits, _, ok := strings.Cut(p.s[p.at:], ">")
	if !ok {
		return nil, false
	}
	p.at += len(digits) + 1
	if len(digits)%2 == 1 {
		digits += "0" // 7.3.4.3
	}
	b, err := hex.DecodeString(digits)
	return text(b), err == nil
}

// number reads a number, or a reference: two numbers and R.
func (p *parser) number() (object, bool) {
	from := p.at
	dots := 0
	for ; !p.ends(); p.at++ {
		switch c := p.s[p.at]; {
		case c == '.':
			dots++
		case (c == '+' || c == '-') && p.at == from:
		case c < '0' || c > '9':
			return nil, false
		}
	}
	s := p.s[from:p.at]
	if dots > 0 {
		f, err := strconv.ParseFloat(s, 64)
		return f, err == nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil, false
	}
	after := p.at
	switch follows, sure := p.reference(); {
	case !sure || follows && (n < 0 || s[0] == '+'):
		return nil, false
	case follows:
		return ref(n), p.ends()
	}
	p.at = after
	if n >= 0 && n < len(common) {
		return common[n], true
	}
	return n, true
}

// common are numbers that typefaces are full of, as the width of a letter is one. As an object each takes memory of its
// own, of which thousands would be made for every form.
var common = func() (list [2048]object) {
	for n := range list {
		list[n] = n
	}
	return list
}()

// reference passes over a generation and R, if they follow a number. It is not sure of it where a
// comment stands between, or the generation has a sign.
func (p *parser) reference() (follows, sure bool) {
	if !p.ends() || p.at >= len(p.s) || !isSpace(p.s[p.at]) {
		return false, true
	}
	if !p.space() {
		return false, p.at >= len(p.s)
	}
	from := p.at
	for p.at < len(p.s) && (p.s[p.at] >= '0' && p.s[p.at] <= '9' || p.at == from && (p.s[p.at] == '+' || p.s[p.at] == '-')) {
		p.at++
	}
	generation := p.s[from:p.at]
	if generation == "" || p.at >= len(p.s) || !isSpace(p.s[p.at]) {
		return false, true
	}
	if !p.space() {
		return false, p.at >= len(p.s)
	}
	if p.s[p.at] != 'R' {
		return false, true
	}
	p.at++
	return true, len(generation) <= 5 && generation[0] >= '0'
}
