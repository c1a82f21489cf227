package rule

import (
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/cpam"
	"dossier/internal/profile"
)

// EarliestPosting is the first day after three full months of residence.
func EarliestPosting(arrived profile.Date) profile.Date { return arrived.AddMonths(3).AddDays(1) }

// Waits says whether the three months of D160-2 apply. Work opens rights without them (L160-1),
// D160-2 II exempts refugees, minors who seek asylum, volunteers back from abroad, the family who join
// an insured person, those in care of child welfare and those enrolled in a school, and the holder of an
// S1 relies on another state's cover.
func (c *Case) Waits() bool {
	if c.A.Exemption != "" {
		return false
	}
	switch c.A.Situation {
	case profile.Employee, profile.SelfEmployed, profile.LanguageAssistant, profile.Refugee, profile.Student, profile.S1Holder:
		return false
	case profile.JoiningFamily:
		return c.A.Spouse.InsuredInFrance != profile.Yes
	case profile.AsylumSeeker:
		b := c.A.Birth.Date
		return b.IsZero() || b.Age(c.Signed) >= 18
	}
	return true
}

// Works says whether the person applies because of work in France.
func (c *Case) Works() bool {
	switch c.A.Situation {
	case profile.Employee, profile.SelfEmployed, profile.LanguageAssistant:
		return true
	}
	return false
}

// Window is the time that proofs of residence must cover: the three months before the request, or
// the stay so far if it is shorter.
func (c *Case) Window() Span {
	from := c.Signed.AddMonths(-3)
	if c.A.Arrived.After(from) && !c.A.Arrived.After(c.Signed) {
		from = c.A.Arrived
	}
	return Span{from, c.Signed}
}

// A Translation is what a document needs in the way of a translation into French.
type Translation int

const (
	TranslationNotRequired   Translation = iota
	TranslationRecommended               // the law allows the fund to ask, an older list of languages spares it
	TranslationRequired                  // and absent
	TranslationAttached                  // by somebody the funds accept
	TranslationNotAcceptable             // attached, but by somebody the funds refuse
	TranslationUnknown                   // country or language not given
)

// toleratedLanguages are those for which funds used to need no translation, whatever the country
// (CNAM list, seen in 2018 and again in a guide of 2023).
var toleratedLanguages = []string{"sq", "de", "en", "da", "hr", "es", "fi", "hu", "it", "lv", "lt", "nl",
	"no", "nb", "nn", "pl", "pt", "ro", "sk", "sv", "cs", "tr"}

// TranslationOf says what a paper needs, or has. Who translated is held against a civil-status paper
// that needs a translation, and against no other.
func TranslationOf(d profile.Document) Translation {
	need := translationNeeded(d)
	switch {
	case d.Translation.File == "", need == TranslationNotRequired && d.Translation.Translator == profile.Abroad:
		return need
	case d.Translation.Translator == profile.Abroad && d.Kind.CivilStatus():
		return TranslationNotAcceptable
	}
	return TranslationAttached
}

// translationNeeded is what a paper without translation needs. For civil-status papers it is R114-7
// I 2°: a translation unless an EU, EEA or Swiss authority issued it or a convention exempts it; the
// country decides, not the language. Others are in French as a matter of language of procedure.
func translationNeeded(d profile.Document) Translation {
	langs := profile.LanguageCodes(d.Language)
	issuer, known := country.Find(d.Country)
	switch {
	case slices.Contains(langs, "fr") || known && issuer.ISO2 == "FR" && len(langs) == 0:
		return TranslationNotRequired
	case !d.Kind.CivilStatus():
		return translationOfOther(d, langs, known && issuer.EEA)
	case formatExempts(d) || known && (issuer.EEA || issuer.ISO2 == "FR"):
		return TranslationNotRequired
	case d.Kind == profile.PACSCertificate && d.Country == "" && d.Language == "":
		return TranslationNotRequired // a PACS is made in France
	case !known || len(langs) == 0:
		return TranslationUnknown
	case slices.ContainsFunc(langs, func(l string) bool { return slices.Contains(toleratedLanguages, l) }):
		return TranslationRecommended
	}
	return TranslationRequired
}

// translationOfOther spares identity papers and, between EU, EEA and Swiss health bodies, what one
// writes to the other (Regulation (EC) 883/2004, article 76 (7)). Without a language the paper is
// taken for one made in France.
func translationOfOther(d profile.Document, langs []string, eea bool) Translation {
	switch d.Kind {
	case profile.Passport, profile.IdentityCard, profile.HostIdentity, profile.ChildIdentity, profile.RIB, profile.S1Form, profile.S1Refusal:
		return TranslationNotRequired
	case profile.CoverEnded:
		if eea {
			return TranslationNotRequired
		}
	}
	if len(langs) == 0 {
		return TranslationNotRequired
	}
	return TranslationRecommended
}

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

// plurilingualStates issue extracts under CIEC Convention no. 16 (demarches-administratives.net,
// extraitactenaissance.com; Cape Verde: travelstand, 2015).
var plurilingualStates = strings.Fields("AT BA BE BG CH CV DE EE ES FR GR HR IT LT LU MD ME MK NL PL PT RO RS SI TR")

// outsideEU are the states of the EEA, and Switzerland, in which Regulation (EU) 2016/1191 does not apply.
var outsideEU = []string{"CH", "IS", "LI", "NO"}

// formatExempts says whether the form of a paper spares it a translation. Where the country is not
// known the form is believed.
func formatExempts(d profile.Document) bool {
	issuer, known := country.Find(d.Country)
	switch d.Format {
	case profile.Plurilingual:
		return !known || slices.Contains(plurilingualStates, issuer.ISO2)
	case profile.EUForm:
		return !known || (issuer.EEA || issuer.ISO2 == "FR") && !slices.Contains(outsideEU, issuer.ISO2)
	}
	return false
}

// legalised says whether a foreign act is in principle legalised or apostilled: not those of the EU
// (Regulation 2016/1191), nor of states with which a convention spares it (CIEC 1957 and 1977:
// Switzerland, Turkey), nor plurilingual extracts.
func legalised(d profile.Document) bool {
	issuer, known := country.Find(d.Country)
	return known && !issuer.EEA && issuer.ISO2 != "FR" && issuer.ISO2 != "TR" && !formatExempts(d)
}

// deciding is the key of a paper without which its need of a translation cannot be told.
func deciding(d profile.Document) string {
	if _, known := country.Find(d.Country); !known {
		return "country"
	}
	return "language"
}
