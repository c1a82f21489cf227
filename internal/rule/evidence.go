package rule

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/country"
	"dossier/internal/cpam"
	"dossier/internal/profile"
)

// EarliestPosting is the first day after three full months of residence.
func EarliestPosting(arrived profile.Date) profile.Date { return arrived.AddMonths(3).AddDays(1) }

// Waits says whether the three months of D160-2 apply. Work opens rights without them (L160-1), and
// D160-2 II exempts refugees and the family who join an insured person.
func (c *Case) Waits() bool {
	switch c.A.Situation {
	case profile.Employee, profile.SelfEmployed, profile.LanguageAssistant, profile.Refugee:
		return false
	case profile.JoiningFamily:
		return c.A.Spouse.InsuredInFrance != profile.Yes
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

// A Span is a run of days, both ends included.
type Span struct{ From, To profile.Date }

// Window is the time that proofs of residence must cover: the three months before the request.
func (c *Case) Window() Span { return Span{c.Signed.AddMonths(-3), c.Signed} }

// covers is the span a document proves within the window. Leases, deeds and domiciliations run on
// until they say otherwise; bills and receipts end on the day they say, or were made.
func (c *Case) covers(d profile.Document) Span {
	s := Span{d.From, d.To}
	if s.From.IsZero() {
		s.From = d.Date
	}
	if s.To.IsZero() {
		switch d.Kind {
		case profile.Lease, profile.TitleDeed, profile.DomiciliationPaper, profile.HostStatement, profile.BenefitNotice:
			s.To = c.Signed
		default:
			s.To = d.Date
		}
	}
	return s
}

// Tolerances in days. A bill for the running month cannot exist yet, and a day between two papers
// is the way periods are printed, not a day spent elsewhere.
const (
	openEnd   = 31
	innerSlip = 3
)

// Gaps are the runs of days of the window that no enclosed proof of residence covers.
func (c *Case) Gaps() []Span {
	var spans []Span
	for _, d := range c.A.Documents {
		if s := c.covers(d); d.Kind.Residence() && d.File != "" && !s.From.IsZero() && !s.To.Before(s.From) {
			spans = append(spans, s)
		}
	}
	slices.SortFunc(spans, func(x, y Span) int { return y.From.DaysTo(x.From) })
	w := c.Window()
	at := w.From // first day not yet covered
	var gaps []Span
	for _, s := range spans {
		if s.From.After(w.To) {
			break
		}
		if at.DaysTo(s.From) > innerSlip {
			gaps = append(gaps, Span{at, s.From.AddDays(-1)})
		}
		if next := s.To.AddDays(1); next.After(at) {
			at = next
		}
	}
	if at.DaysTo(w.To) > openEnd {
		gaps = append(gaps, Span{at, w.To})
	}
	return gaps
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
// (CNAM list, seen in 2018 and again in a guide of 2023; domain notes 4.2).
var toleratedLanguages = []string{"sq", "de", "en", "da", "hr", "es", "fi", "hu", "it", "lv", "lt", "nl",
	"no", "nb", "nn", "pl", "pt", "ro", "sk", "sv", "cs", "tr"}

// TranslationOf says what a paper needs. For civil-status papers it is R114-7 I 2°: a translation
// unless an EU, EEA or Swiss authority issued it or a convention exempts it; the country decides,
// not the language. Others are in French as a matter of language of procedure, identity papers apart.
func TranslationOf(d profile.Document) Translation {
	langs := languageCodes(d.Language)
	issuer, known := country.Find(d.Country)
	switch {
	case d.Translation.File != "" && d.Translation.Translator == profile.Abroad:
		return TranslationNotAcceptable
	case d.Translation.File != "":
		return TranslationAttached
	case slices.Contains(langs, "fr") || known && issuer.ISO2 == "FR" && len(langs) == 0:
		return TranslationNotRequired
	case !d.Kind.CivilStatus():
		return translationOfOther(d, langs)
	case d.Format != "" || known && (issuer.EEA || issuer.ISO2 == "FR"):
		return TranslationNotRequired
	case !known || len(langs) == 0:
		return TranslationUnknown
	case slices.ContainsFunc(langs, func(l string) bool { return slices.Contains(toleratedLanguages, l) }):
		return TranslationRecommended
	}
	return TranslationRequired
}

func translationOfOther(d profile.Document, langs []string) Translation {
	switch d.Kind {
	case profile.Passport, profile.IdentityCard, profile.HostIdentity, profile.ChildIdentity, profile.RIB, profile.S1Form:
		return TranslationNotRequired
	}
	if len(langs) == 0 {
		return TranslationNotRequired // papers issued in France are in French unless the profile says otherwise
	}
	return TranslationRecommended
}

// languageCodes reads "en", "English" or, for a bilingual paper, "English, French".
func languageCodes(s string) []string {
	var codes []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == '/' || r == '+' }) {
		if code := profile.LanguageCode(part); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}

// Recipient is the fund the application goes to. Answer tells what the address says; the fund is
// empty when the person still has to choose or to name it.
func Recipient(a *profile.Applicant, on profile.Date) (cpam.Fund, cpam.Answer) {
	ad, _ := a.Address(on)
	answer := cpam.For(ad.PostalCode, ad.Commune)
	fund := cpam.Fund{}
	switch named := cpam.Named(a.CPAM.Fund); {
	case a.CPAM.Fund != "" && len(named) == 1:
		fund = named[0]
	case a.CPAM.Fund != "":
	case a.Situation == profile.LanguageAssistant && hasKind(a, profile.AppointmentOrder):
		fund = cpam.ParisLanguageAssistants()
	case len(answer.Funds) == 1:
		fund = answer.Funds[0]
	}
	return override(fund, a.CPAM), answer
}

func hasKind(a *profile.Applicant, k profile.Kind) bool {
	return slices.ContainsFunc(a.Documents, func(d profile.Document) bool { return d.Kind == k })
}

// override lays what the person wrote over what is known here.
func override(f cpam.Fund, by profile.CPAM) cpam.Fund {
	if by.Name != "" {
		f.Name = by.Name
	}
	if by.PostalCode != "" && by.City != "" {
		f.Address, f.PostalCode, f.City = by.Address, by.PostalCode, by.City
		f.Source, f.SourceDate, f.Confidence = "profile", "", "user"
	}
	return f
}

// fold reduces a name to what two papers must share: capitals without accents, hyphens,
// apostrophes or titles. Letters that Unicode does not decompose (Ł, Ø, ß) are mapped by hand.
func fold(s string) []string {
	s = strings.NewReplacer("ł", "l", "Ł", "L", "ø", "o", "Ø", "O", "đ", "d", "Đ", "D", "ß", "ss", "æ", "ae", "Æ", "AE",
		"œ", "oe", "Œ", "OE", "ı", "i", "þ", "th", "Þ", "TH", "’", " ", "'", " ").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToUpper(r)
		}
		return ' '
	}, norm.NFD.String(s))
	return slices.DeleteFunc(strings.Fields(s), func(w string) bool {
		return slices.Contains([]string{"M", "MR", "MRS", "MS", "MME", "MLLE", "MONSIEUR", "MADAME", "OU", "ET", "OR", "AND"}, w)
	})
}

// names says whether the printed text holds all words of name.
func names(printed, name string) bool {
	words := fold(printed)
	for _, w := range fold(name) {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return len(fold(name)) > 0
}

// isApplicant says whether a name as printed is the applicant's: birth or usage name, with the
// first of the first names or its initial.
func isApplicant(a *profile.Applicant, printed string) bool {
	last := names(printed, a.Name.Birth) || a.Name.Usage != "" && names(printed, a.Name.Usage)
	if !last || len(a.Name.First) == 0 {
		return last
	}
	first := fold(a.Name.First[0])
	return names(printed, a.Name.First[0]) || len(first) > 0 && slices.Contains(fold(printed), first[0][:1])
}
