package rule

import (
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"dossier/internal/profile"
)

// AmbiguousBirth is a date of birth that a paper gives in digits only and whose day and month can be
// exchanged: its key and its digits; empty if there is none.
func (c *Case) AmbiguousBirth() (key, digits string) {
	if c.A.Birth.Date.IsZero() || !c.A.Birth.Date.Ambiguous() {
		return "", ""
	}
	if digitsOnly(c.A.Birth.AsWritten) && !misdated(c.A.Birth.AsWritten, c.A.Birth.Date) {
		return "birth.date_as_written", c.A.Birth.AsWritten
	}
	for i, d := range c.A.Documents {
		if d.Kind == profile.BirthCertificate && digitsOnly(d.BirthDate) && !misdated(d.BirthDate, c.A.Birth.Date) {
			return profile.Key("document", i, "birth_date_as_printed"), d.BirthDate
		}
	}
	return "", ""
}

// dayFirst says whether digits give a date in the order in which the French read them.
func dayFirst(digits string, d profile.Date) bool {
	n := numbersIn(digits)
	return len(n) > 1 && n[0] == d.Day && n[1] == int(d.Month)
}

// MonthFirst says whether digits give a date in the order in which Americans write it.
func MonthFirst(digits string, d profile.Date) bool {
	n := numbersIn(digits)
	return len(n) > 1 && n[0] == int(d.Month) && n[1] == d.Day
}

// numbersIn are the numbers in a text; one of other digits than 0 to 9 is 0.
func numbersIn(s string) []int {
	var all []int
	for _, digits := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) {
		n, _ := strconv.Atoi(digits)
		all = append(all, n)
	}
	return all
}

// digitsOnly says whether a date is written without the name of a month, year not first.
func digitsOnly(s string) bool {
	if s == "" || strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	first := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
	return len(first) == 3 && len(first[0]) <= 2
}

// misdated says whether a date on paper is another than d: three numbers that are d in no order (day,
// month and year, or month first, or year first, the year with two or four digits), or a month in
// English or French letters with two numbers. What is written otherwise cannot be told.
func misdated(printed string, d profile.Date) bool {
	n := numbersIn(printed)
	year := func(y int) bool { return y == d.Year || y == d.Year%100 }
	if strings.ContainsFunc(printed, unicode.IsLetter) {
		month := monthNamed(printed)
		return len(n) == 2 && month != 0 && !(month == d.Month && (n[0] == d.Day && year(n[1]) || n[1] == d.Day && year(n[0])))
	}
	dayMonth := func(x, y int) bool { return x == d.Day && y == int(d.Month) || x == int(d.Month) && y == d.Day }
	return len(n) == 3 && !(year(n[2]) && dayMonth(n[0], n[1]) || year(n[0]) && dayMonth(n[1], n[2]))
}

// monthNamed is the one month of which a text has the name, or its first letters, in English or
// French; 0 if there is none, or more than one.
func monthNamed(s string) time.Month {
	var found time.Month
	for _, w := range fold(s) {
		for m, names := range monthNames() {
			named := len(w) >= 3 && (strings.HasPrefix(names[0], w) || strings.HasPrefix(names[1], w))
			switch month := time.Month(m + 1); {
			case named && found != 0 && found != month:
				return 0
			case named:
				found = month
			}
		}
	}
	return found
}

// monthNames are the names of the months in English and French, folded.
var monthNames = sync.OnceValue(func() (names [12][2]string) {
	for i := range names {
		m := time.Month(i + 1)
		names[i] = [2]string{fold(m.String())[0], fold(profile.FrenchMonth(m))[0]}
	}
	return names
})
