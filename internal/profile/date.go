package profile

import (
	"fmt"
	"strings"
	"time"
)

// A Date is a day of the civil calendar, without time or zone. The zero Date is "not given".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day on which t falls in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-07-01".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a day written as 2026-07-01", s)
	}
	return DateOf(t), nil
}

func (d Date) IsZero() bool { return d == Date{} }

// Time is the start of the day in UTC.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// String is the ISO form, "2026-07-01"; empty for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

func (d Date) Before(e Date) bool { return d.Time().Before(e.Time()) }
func (d Date) After(e Date) bool  { return e.Before(d) }

// AddDays moves by n days.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// AddMonths moves by n months and keeps the day of the month; a month too short for it gives its
// last day (30 November + 3 months = 28 or 29 February), as civil time limits are counted.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// DaysTo counts the days from d to e; negative when e is earlier.
func (d Date) DaysTo(e Date) int {
	const day = 24 * 60 * 60 // seconds; a time.Duration would overflow after 292 years
	return int((e.Time().Unix() - d.Time().Unix()) / day)
}

// Age is the number of full years between d and on.
func (d Date) Age(on Date) int {
	years := on.Year - d.Year
	if on.Month < d.Month || on.Month == d.Month && on.Day < d.Day {
		years--
	}
	return years
}

// Digits is DDMMYYYY, the order of the cells on French forms; empty for the zero Date.
func (d Date) Digits() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d%02d%04d", d.Day, int(d.Month), d.Year)
}

// Ambiguous says whether day and month can be read in either order: 2/4, not 4/4 nor 13/4.
func (d Date) Ambiguous() bool { return d.Day <= 12 && d.Day != int(d.Month) }

// Swapped is the date read with day and month exchanged. Only for an Ambiguous date.
func (d Date) Swapped() Date { return Date{d.Year, time.Month(d.Day), int(d.Month)} }

var frenchMonths = [...]string{"", "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
	"août", "septembre", "octobre", "novembre", "décembre"}

// FrenchMonth is the French name of a month, 1 to 12.
func FrenchMonth(m time.Month) string { return frenchMonths[m] }

// French is "4 février 1961", and "1er mai 2026" for the first of a month.
func (d Date) French() string {
	if d.IsZero() {
		return ""
	}
	day := fmt.Sprint(d.Day)
	if d.Day == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, frenchMonths[d.Month], d.Year)
}

// English is "4 February 1961": the month in letters, so that no order can be mistaken.
func (d Date) English() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// FrenchMonth and EnglishMonth are the month of the date, "octobre 2026" and "October 2026"; empty
// for the zero Date.
func (d Date) FrenchMonth() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d", frenchMonths[d.Month], d.Year)
}

func (d Date) EnglishMonth() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %d", d.Month, d.Year)
}

// FrenchWords is the date without a digit: "quatre février mille neuf cent soixante et un"; empty
// for the zero Date.
func (d Date) FrenchWords() string {
	if d.IsZero() {
		return ""
	}
	day := frenchNumber(d.Day)
	if d.Day == 1 {
		day = "premier"
	}
	return strings.Join([]string{day, frenchMonths[d.Month], frenchNumber(d.Year)}, " ")
}

var frenchSmall = [...]string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
	"dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"}

var frenchTens = [...]string{"", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"}

// frenchNumber spells 0 to 9999, as years are spelled on civil-status records.
func frenchNumber(n int) string {
	switch {
	case n < 20:
		return frenchSmall[n]
	case n < 100:
		return frenchTensOf(n)
	case n < 1000:
		return frenchScale(n, 100, "cent")
	default:
		return frenchScale(n, 1000, "mille")
	}
}

func frenchTensOf(n int) string {
	tens, unit := n/10, n%10
	if tens == 7 || tens == 9 {
		unit += 10
	}
	switch {
	case n == 80:
		return "quatre-vingts"
	case unit == 0:
		return frenchTens[tens]
	case (unit == 1 || unit == 11) && tens < 8:
		return frenchTens[tens] + " et " + frenchSmall[unit]
	default:
		return frenchTens[tens] + "-" + frenchSmall[unit]
	}
}

// frenchScale spells n as so many hundreds or thousands and a rest. "cent" takes an s when it is
// multiplied and ends the number; "mille" never does.
func frenchScale(n, scale int, word string) string {
	count, rest := n/scale, n%scale
	s := word
	if count > 1 {
		s = frenchNumber(count) + " " + word
		if rest == 0 && scale == 100 {
			s += "s"
		}
	}
	if rest > 0 {
		s += " " + frenchNumber(rest)
	}
	return s
}
