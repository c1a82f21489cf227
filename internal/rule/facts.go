package rule

import (
	"net/mail"
	"regexp"
	"slices"
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

// Works says whether the person applies because of work in France.
func (c *Case) Works() bool {
	switch c.A.Situation {
	case profile.Employee, profile.SelfEmployed, profile.LanguageAssistant:
		return true
	}
	return false
}
