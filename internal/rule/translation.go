package rule

import (
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
)

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

// birthTranslated says whether the birth certificate has a translation that the funds accept: there the
// month is a word.
func (c *Case) birthTranslated() bool {
	return slices.ContainsFunc(c.Enclosed(profile.BirthCertificate), func(i int) bool { return TranslationOf(c.A.Documents[i]) == TranslationAttached })
}

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
