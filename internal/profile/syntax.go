package profile

import (
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// syntax says in our words what the TOML library finds wrong: its own quote what stands in the file,
// which may be of the person. The first row with a part of the library's message counts.
var syntax = []struct {
	parts    []string
	msg, fix string
	keyless  bool // the key that the library read last is another one
}{
	{[]string{"already been defined", "already created", "is not a table"},
		"this key stands here for the second time", "keep one of the two", false},
	{[]string{`found '\n'`, `found '\r'`, `found '#'`, "expected value but found '\x00'", "unexpected EOF; expected value"},
		"the value is missing", inQuotes, false},
	{[]string{"expected value but found"},
		"what stands here is neither text in quotes, nor a number, a date, true or false", inQuotes, false},
	{[]string{"strings cannot contain newlines", `unexpected EOF; expected '"`, `unexpected EOF; expected "'`},
		"a quote is missing at the end of the text", inQuotes, false},
	{[]string{`unexpected '""""""'`, `unexpected ""`},
		"there are too many quotes", inQuotes, false},
	{[]string{"invalid datetime"},
		"there is no such day or time", "compare it with the calendar, and write year, month, day: 2026-07-01", false},
	{[]string{"out of range", "out of the safe"},
		"the number is too large", "a number such as an IBAN or a telephone number stands in quotes", false},
	{[]string{"Invalid integer", "Invalid float", "invalid float", "floats must start", "expected a digit", "cannot use sign", "not a binary", "not an octal", "not a hexadecimal"},
		"this is not written as a number", "a postal code, a telephone number and the like stand in quotes; an amount has digits only: 24000", false},
	{[]string{"top-level item to end"},
		"more stands behind the value", inQuotes, false},
	{[]string{"array terminator"},
		"a comma or ] is missing in the list", inQuotes, false},
	{[]string{"unexpected comma"},
		"there is a comma too many", inQuotes, false},
	{[]string{"inline table"},
		"a comma or } is missing, or the braces do not close on the same line", `write it on one line: { kind = "lease", file = "lease.pdf" }`, false},
	{[]string{"invalid escape", "Escaped character", "hexadecimal digits"},
		"a backslash stands before something that it gives no meaning to", `write two, \\, or put the text in single quotes: 'C:\scans'`, false},
	{[]string{"control characters"},
		"there is a control character", "delete the invisible character, or save the file again as plain text", false},
	{[]string{"table name", "table array name", "table separator"},
		"the name of the table is not whole", "a table begins with [name] or [[document]], alone on its line", true},
	{[]string{"key separator", "expected '.' or '='"},
		"a = is missing behind the key", `write key = "value"`, true},
	{[]string{"key name appears blank", "unexpected '='", "unexpected '.'", "keys cannot start"},
		"the key before = or . is missing", `write key = "value"`, true},
}

const inQuotes = `text stands in quotes, "like this"; a date is 2026-07-01 without quotes; a list is ["a", "b"]`

// syntaxError is the library's error at its place, and nothing that it quotes.
func syntaxError(name string, err error) error {
	e := &Error{Pos: Pos{File: name, Line: 0}, Msg: "this line cannot be read as TOML", Fix: inQuotes}
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		e.Msg = "the file cannot be read as TOML"
		return e
	}
	// The library gives line 0 for a string that a CRLF breaks off on the first line.
	e.Pos.Line, e.Key = max(1, pe.Position.Line), pe.LastKey
	for _, row := range syntax {
		for _, part := range row.parts {
			if !strings.Contains(pe.Message, part) {
				continue
			}
			if e.Msg, e.Fix = row.msg, row.fix; row.keyless {
				e.Key = ""
			}
			return e
		}
	}
	return e
}
