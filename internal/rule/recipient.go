package rule

import (
	"dossier/internal/cpam"
	"dossier/internal/profile"
)

// A recipient is a fund, and what the address says of it.
type recipient struct {
	fund   cpam.Fund
	answer cpam.Answer
}

// Recipient is the fund the application goes to. Answer tells what the address says; the fund is
// empty when the person still has to choose or to name it.
func (c *Case) Recipient() (cpam.Fund, cpam.Answer) {
	r := once(&c.recipient, c.findRecipient)
	return r.fund, r.answer
}

func (c *Case) findRecipient() recipient {
	a := c.A
	ad, _ := a.Address(c.Signed)
	answer := cpam.For(ad.PostalCode, ad.Commune)
	fund := cpam.Fund{}
	switch named := cpam.Named(a.CPAM.Fund); {
	case a.CPAM.Fund != "" && len(named) == 1:
		fund = named[0]
	case a.CPAM.Fund != "":
	case a.Situation == profile.LanguageAssistant && c.Enclosed(profile.AppointmentOrder) != nil:
		fund = cpam.ParisLanguageAssistants()
	case len(answer.Funds) == 1:
		fund = answer.Funds[0]
	}
	return recipient{override(fund, a.CPAM), answer}
}

// override lays what the person wrote over what is known here.
func override(f cpam.Fund, by profile.CPAM) cpam.Fund {
	if by.Name != "" { // another fund: the address of the first is not its own
		f = cpam.Fund{Name: by.Name}
	}
	if by.PostalCode != "" && by.City != "" {
		f.Address, f.PostalCode, f.City = by.Address, by.PostalCode, by.City
		f.Source, f.SourceDate, f.Confidence = "profile", "", "user"
	}
	return f
}
