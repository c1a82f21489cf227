package rule

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"dossier/internal/country"
	"dossier/internal/profile"
)

// foreigner says whether a visa or permit is needed: nationality given, and none that frees.
func (c *Case) foreigner() bool { return len(c.A.Nationalities) > 0 && !c.A.Free() }

func (c *Case) housedAs(h profile.Housing) bool {
	ad, i := c.A.Address(c.Signed)
	return i >= 0 && ad.Kind == h
}

// hostedInWindow says whether somebody housed the person on a day of the window, by the addresses or
// by a statement enclosed, in a case where the three months must be proven.
func (c *Case) hostedInWindow() bool {
	w := c.Window()
	return c.Waits() && (slices.ContainsFunc(c.A.Addresses, func(ad profile.Address) bool {
		return ad.Kind == profile.Hosted && !ad.From.After(w.To) && (ad.To.IsZero() || !ad.To.Before(w.From))
	}) || slices.ContainsFunc(c.statements(), func(s profile.Document) bool {
		return undated(s) || c.covers(s).Within(w).Days() > 0
	}))
}

// needsHostAddress says whether a host's proof of address is needed and no lease, receipt or bill in
// the host's name takes its place.
func (c *Case) needsHostAddress() bool {
	return c.hostedInWindow() && !slices.ContainsFunc(c.A.Documents, func(d profile.Document) bool {
		return d.File != "" && d.Kind != profile.HostAddressProof && c.housesHost(d)
	})
}

// needsBirthCertificate says whether the fund needs the certificate to have a number made, or
// corrected: not for a person born in France, nor for one who gives a sound permanent number with the
// digits of their birth, nor for a refugee, whose civil status the OFPRA makes up (CSS R114-8 3°).
func (c *Case) needsBirthCertificate() bool {
	en, _ := c.A.NIR.Problem()
	wrong, _ := NIRDifferences(c.A.NIR, c.A)
	settled := c.A.NIR != "" && en == "" && !c.A.NIR.Temporary() && wrong == nil
	return !c.A.BornInFrance() && c.A.Situation != profile.Refugee && !settled
}

// pensionFrom says whether a pensioner was last covered by a state that issues S1 forms.
func (c *Case) pensionFrom() bool {
	from, ok := country.Find(c.A.Cover.Country)
	return c.A.Situation == profile.Pensioner && ok && issuesS1(from)
}

// issuesS1 says whether a state issues S1 forms: those of the EU and EEA, Switzerland and the United
// Kingdom.
func issuesS1(from country.Country) bool { return from.EEA && from.ISO2 != "FR" || from.ISO2 == "GB" }

// stateless is the nationality of those who have none, as their papers say it.
func stateless(nationality string) bool {
	return slices.Contains([]string{"STATELESS", "APATRIDE"}, strings.Join(fold(nationality), ""))
}

// AmbiguousBirth is the key of a date of birth that papers give in digits only and whose day and
// month can be exchanged; empty if there is none.
func (c *Case) AmbiguousBirth() string {
	key, _ := c.ambiguousBirth()
	return key
}

// ambiguousBirth is AmbiguousBirth with the digits.
func (c *Case) ambiguousBirth() (key, digits string) {
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

// birthTranslated says whether the birth certificate has a translation that the funds accept: there the
// month is a word.
func (c *Case) birthTranslated() bool {
	return slices.ContainsFunc(c.Enclosed(profile.BirthCertificate), func(i int) bool { return TranslationOf(c.A.Documents[i]) == TranslationAttached })
}

// dayFirst says whether digits give a date in the order in which the French read them.
func dayFirst(digits string, d profile.Date) bool {
	parts := strings.FieldsFunc(digits, func(r rune) bool { return !unicode.IsDigit(r) })
	return len(parts) > 1 && strings.TrimLeft(parts[0], "0") == fmt.Sprint(d.Day) && strings.TrimLeft(parts[1], "0") == fmt.Sprint(int(d.Month))
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
	var n []int
	for _, p := range strings.FieldsFunc(printed, func(r rune) bool { return !unicode.IsDigit(r) }) {
		v, _ := strconv.Atoi(p)
		n = append(n, v)
	}
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

// ExemptCertificates are the civil-status papers without a word of French which need no translation
// because of who issued them or in what form.
func (c *Case) ExemptCertificates() []int {
	var found []int
	for i, d := range c.A.Documents {
		codes := profile.LanguageCodes(d.Language)
		if d.File != "" && d.Kind.CivilStatus() && TranslationOf(d) == TranslationNotRequired && len(codes) > 0 && !slices.Contains(codes, "fr") {
			found = append(found, i)
		}
	}
	return found
}

// ForeignSEPA says whether the account is sound, in the SEPA area and outside France.
func (c *Case) ForeignSEPA() bool {
	iban := c.A.Bank.IBAN
	en, _ := iban.Problem()
	in, _ := iban.SEPA()
	return iban != "" && en == "" && in && iban.Country() != "FR"
}

// EUAccount says whether the account is under Regulation (EU) 260/2012: in the Union or the EEA, not
// elsewhere in the SEPA area.
func (c *Case) EUAccount() bool {
	at, ok := country.Find(c.A.Bank.IBAN.Country())
	return ok && at.EEA && at.ISO2 != "CH"
}

// A printedName is a name on a paper, and the key that gives it.
type printedName struct{ key, name string }

// ribHolders are the holders named for the bank account and on the RIB, where they differ.
func (c *Case) ribHolders() []printedName {
	var holders []printedName
	if c.A.Bank.Holder != "" {
		holders = append(holders, printedName{"bank.holder", c.A.Bank.Holder})
	}
	for i, d := range c.A.Documents {
		if d.Kind == profile.RIB && d.Holder != "" && d.Holder != c.A.Bank.Holder {
			holders = append(holders, printedName{profile.Key("document", i, "holder"), d.Holder})
		}
	}
	return holders
}

// extension is what people write behind a number for a switchboard.
var extension = regexp.MustCompile(`(?i)[ ,;]*(ext\.?|x|poste) *[0-9]{1,6}$`)

func phoneLooksRight(s string) bool {
	s = extension.ReplaceAllString(s, "")
	digits := 0
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" .-()/\u00a0\u202f", r):
		default:
			return false
		}
	}
	if strings.HasPrefix(s, "+") {
		return digits >= 7 && digits <= 15 // ITU-T E.164
	}
	return digits == 10 && strings.HasPrefix(s, "0")
}

func emailLooksRight(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}
