package roster

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/profile"
)

// A kind says what stands in a cell.
type kind uint8

const (
	textCell    kind = iota
	numberCell       // of a workbook: text is all its digits
	dayCell          // of a workbook: text is "2026-07-01"
	momentCell       // a time, or a day with a time
	yesNoCell        // text is "true" or "false"
	faultCell        // an error of a formula: text is "#N/A"
	unsavedCell      // a formula whose value was not saved
)

// A cell is one of a row.
type cell struct {
	text  string
	col   int16
	width int16 // of a number: how many digits its format shows at least
	kind  kind
}

// excelError matches what Excel, in English or French, writes where a formula fails or a column is too narrow.
var excelError = regexp.MustCompile(`^(#[A-Z/0ÀÉ]{2,}[!?]?|#{3,})$`)

// scientific matches a number that was shortened: 1,85E+14.
var scientific = regexp.MustCompile(`^[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+$`)

// broken says what cannot be taken from a cell whatever it is for; empty if nothing.
func (c cell) broken() (msg, fix string) {
	switch {
	case c.kind != numberCell && excelError.MatchString(c.text):
		return "the cell holds the error " + c.text, "mend the formula, or write the value"
	case c.kind == faultCell:
		return "the cell holds an error", "mend the formula, or write the value"
	case c.kind == unsavedCell:
		return "the cell has a formula whose value was not saved", "open the file in a spreadsheet program and save it again"
	case c.kind == textCell && len(c.text) > maxText:
		return "the cell holds too long a text", "shorten it"
	case c.kind == textCell && scientific.MatchString(c.text):
		return "the cell holds a number that was shortened, and digits of it are lost", "format the column as text before the number is written, then save again"
	}
	return "", ""
}

// plain is a cell as a name: a text, or a whole number.
func (c cell) plain() (s, msg, fix string) {
	if msg, fix = c.broken(); msg != "" {
		return "", msg, fix
	}
	switch {
	case c.kind == textCell:
		return tidy(c.text), "", ""
	case c.kind == numberCell && whollyDigits(c.text):
		return c.digits(), "", ""
	}
	return "", "the cell holds neither text nor a whole number", "format it as text and write it again"
}

// digits are those of a number, with the zeros in front that its format shows.
func (c cell) digits() string {
	return strings.Repeat("0", max(0, int(c.width)-len(c.text))) + c.text
}

func whollyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// read gives a cell as TOML for a column's key; empty if there is nothing. What it cannot tell for certain
// it refuses.
func (c column) read(v cell, order Order, mapFile string) (toml, msg, fix string) {
	if msg, fix = v.broken(); msg != "" {
		return "", msg, fix
	}
	if v.kind == textCell {
		v.text = strings.TrimSpace(v.text)
		if word, ok := c.meaning[fold(v.text)]; ok {
			v.text = word
		}
		if v.text == "" {
			return "", "", ""
		}
	}
	switch c.typ {
	case profile.DateType:
		return readDate(v, order, mapFile)
	case profile.YesNoType:
		return readYesNo(v, c, mapFile)
	case profile.NumberType:
		return readNumber(v)
	case profile.ListType:
		return c.readList(v)
	}
	s, msg, fix := c.readText(v)
	if msg != "" {
		return "", msg, fix
	}
	if len(c.words) > 0 && !known(s, c.words) {
		return "", "this is not a word known here", fmt.Sprintf("one of: %s; what the sheet says for it goes below [words.%s] of %s", strings.Join(c.words, ", "), profile.Quote(c.heading), mapFile)
	}
	return profile.Quote(s), "", ""
}

const asText = "format the column as text, then write the value again"

// lengths are how many digits a key has where it has digits alone: a number in a cell has lost no zero in
// front if it has as many.
var lengths = map[string][]int{"postal_code": {5}, "nir": {13, 15}, "phone": {10}, "caf.number": {7}}

func lengthsOf(key string) []int {
	for name, n := range lengths {
		if key == name || strings.HasSuffix(key, "."+name) {
			return n
		}
	}
	return nil
}

// readText reads a cell for a text, refusing digits that may have lost zeros in front.
func (c column) readText(v cell) (s, msg, fix string) {
	lengths := lengthsOf(c.key)
	switch v.kind {
	case textCell:
		if whollyDigits(v.text) && len(lengths) == 1 && len(v.text) < lengths[0] {
			return "", fmt.Sprintf("there are %d digits, and %s has %d: zeros in front may be lost", len(v.text), c.key, lengths[0]), asText
		}
		return v.text, "", ""
	case numberCell:
		if digits := v.digits(); whollyDigits(digits) && (slices.Contains(lengths, len(digits)) || v.width > 0 && lengths == nil) {
			return digits, "", ""
		}
		return "", "the cell holds a number, and zeros in front of it may be lost", asText
	case dayCell, momentCell:
		return "", "the cell holds a date of the spreadsheet, and this is a text", asText
	}
	return "", "the cell holds true or false, and this is a text", asText
}

func (c column) readList(v cell) (toml, msg, fix string) {
	s, msg, fix := c.readText(v)
	if msg != "" {
		return "", msg, fix
	}
	var quoted []string
	for one := range strings.SplitSeq(s, c.sep) {
		if one = strings.TrimSpace(one); one != "" {
			quoted = append(quoted, profile.Quote(one))
		}
	}
	if quoted == nil {
		return "", "", ""
	}
	return "[" + strings.Join(quoted, ", ") + "]", "", ""
}

// yesNo is "true" or "false" for what people write for it; empty for all else.
func yesNo(s string) string {
	switch strings.ToLower(s) {
	case "oui", "yes", "vrai", "true":
		return "true"
	case "non", "no", "faux", "false":
		return "false"
	}
	return ""
}

func readYesNo(v cell, c column, mapFile string) (toml, msg, fix string) {
	if v.kind == textCell || v.kind == yesNoCell {
		if answer := yesNo(v.text); answer != "" {
			return answer, "", ""
		}
	}
	return "", "this is neither yes nor no", fmt.Sprintf("write oui or non, yes or no; what the sheet says for it goes below [words.%s] of %s", profile.Quote(c.heading), mapFile)
}

// grouped takes the spaces out of "24 000".
var grouped = regexp.MustCompile(`^\d{1,3}([\x{20}\x{a0}\x{202f}]\d{3})+$`)

func readNumber(v cell) (toml, msg, fix string) {
	s := v.text
	if v.kind == textCell && grouped.MatchString(s) {
		s = strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
	}
	if n, err := strconv.Atoi(s); (v.kind == textCell || v.kind == numberCell) && whollyDigits(s) && err == nil && n <= 999_999_999 {
		return strconv.Itoa(n), "", ""
	}
	return "", "this is not a whole number", "write digits only, without cents, points or a currency: 24000"
}

// midnight matches a day as programs export it, with a time that says nothing.
var midnight = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$`)

// threeNumbers matches a date in figures.
var threeNumbers = regexp.MustCompile(`^(\d{1,4})([/. -])(\d{1,2})([/. -])(\d{1,4})$`)

func readDate(v cell, order Order, mapFile string) (toml, msg, fix string) {
	switch v.kind {
	case dayCell:
		return v.text, "", ""
	case momentCell:
		return "", "the cell holds a time, and the day may depend on the time zone", "format the column as a date, and write days alone"
	case numberCell:
		return "", "the cell holds a number, not a date", "format the column as a date, and see that each cell shows the right day"
	case yesNoCell:
		return "", "the cell holds true or false, not a date", "write a day"
	}
	if m := midnight.FindStringSubmatch(v.text); m != nil {
		return calendarDay(m[1])
	}
	m := threeNumbers.FindStringSubmatch(v.text)
	switch {
	case m == nil || m[2] != m[4]:
		return "", "this is not a date", "write it as 2026-07-01, or format the column as a date"
	case order == "":
		return "", "the date is written as text, and nothing says in which order", fmt.Sprintf("write dates = %q, %q or %q in %s; or format the column as a date", DayFirst, MonthFirst, YearFirst, mapFile)
	}
	at := map[Order][3]int{DayFirst: {5, 3, 1}, MonthFirst: {5, 1, 3}, YearFirst: {1, 3, 5}}[order]
	y, month, d := m[at[0]], m[at[1]], m[at[2]]
	if len(y) != 4 || len(month) > 2 || len(d) > 2 {
		return "", fmt.Sprintf("this is not a date written %s with a year of four digits", order), "write it as 2026-07-01"
	}
	return calendarDay(y + "-" + twoDigits(month) + "-" + twoDigits(d))
}

func twoDigits(s string) string { return strings.Repeat("0", 2-len(s)) + s }

// calendarDay is a day in TOML, if there is one.
func calendarDay(s string) (toml, msg, fix string) {
	d, err := profile.ParseDate(s)
	if err != nil || d.Year == 0 {
		return "", "there is no such day", "look at the order of day and month, and at the number of days"
	}
	return d.String(), "", ""
}
