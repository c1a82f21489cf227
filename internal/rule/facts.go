package rule

import (
	"fmt"
	"net/mail"
	"strings"
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

// AmbiguousBirth is the key of a date of birth that papers give in digits only and whose day and
// month can be exchanged; empty if there is none.
func (c *Case) AmbiguousBirth() string {
	if c.A.Birth.Date.IsZero() || !c.A.Birth.Date.Ambiguous() {
		return ""
	}
	if digitsOnly(c.A.Birth.AsWritten) {
		return "birth.date_as_written"
	}
	for i, d := range c.A.Documents {
		if d.Kind == profile.BirthCertificate && digitsOnly(d.BirthDate) {
			return profile.Key("document", i, "birth_date_as_printed")
		}
	}
	return ""
}

// digitsOnly says whether a date is written without the name of a month, year not first.
func digitsOnly(s string) bool {
	if s == "" || strings.ContainsFunc(s, unicode.IsLetter) {
		return false
	}
	first := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
	return len(first) == 3 && len(first[0]) <= 2
}

// ExemptCertificates are the civil-status papers in another language than French which need no
// translation because of who issued them or in what form.
func (c *Case) ExemptCertificates() []int {
	var found []int
	for i, d := range c.A.Documents {
		codes := languageCodes(d.Language)
		if d.File != "" && d.Kind.CivilStatus() && TranslationOf(d) == TranslationNotRequired && len(codes) > 0 && codes[0] != "fr" {
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

// nirDifferences holds the digits of a sound number against the profile.
func nirDifferences(a *profile.Applicant) []Text {
	var found []Text
	n, born := a.NIR, a.Birth.Date
	if s := n.Sex(); a.Sex != "" && s != "" && s != a.Sex {
		found = append(found, Text{"its first digit does not match the sex in the profile", "son premier chiffre ne correspond pas au sexe du profil"})
	}
	if born.IsZero() {
		return found
	}
	if want := fmt.Sprintf("%02d", born.Year%100); n.Year() != want {
		found = append(found, Text{"digits 2 and 3 should be " + want + ", the year of birth", "les chiffres 2 et 3 devraient être " + want + ", l’année de naissance"})
	}
	// Months above 12 stand for an incomplete civil status and say nothing.
	if want := fmt.Sprintf("%02d", born.Month); n.Month() != want && n.Month() <= "12" {
		found = append(found, Text{"digits 4 and 5 should be " + want + ", the month of birth", "les chiffres 4 et 5 devraient être " + want + ", le mois de naissance"})
	}
	if c, ok := country.Find(a.Birth.Country); ok && c.ISO2 != "FR" && strings.HasPrefix(n.Place(), "99") && n.Place() != c.INSEE {
		found = append(found, Text{"digits 6 to 10 should be " + c.INSEE + ", the country of birth", "les chiffres 6 à 10 devraient être " + c.INSEE + ", le pays de naissance"})
	}
	return found
}

func phoneLooksRight(s string) bool {
	digits := 0
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case r == '+' && i == 0, strings.ContainsRune(" .-()/\u00a0", r):
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
