// Package profile is the applicant: a TOML file read with the line of every key, and the values in
// it (Date, NIR, IBAN) with their own arithmetic.
//
// Values are kept as the person wrote them. Load refuses what cannot be understood at all (an
// unknown key, a wrong type, a word that is none of those offered) and names all of it at once;
// whether a sound profile makes a sound application is for package rule to say.
package profile

import (
	"strings"

	"dossier/internal/country"
)

// An Applicant is one adult asking for cover: one profile, one form.
type Applicant struct {
	Extends       string       `toml:"extends"`
	FormLanguage  FormLanguage `toml:"form_language"`
	Situation     Situation    `toml:"situation"`
	Activity      string       `toml:"activity"` // what the work or the situation is, in words
	Sex           Sex          `toml:"sex"`
	Nationalities []string     `toml:"nationalities"`
	Arrived       Date         `toml:"arrived"` // first day of the present stay in France
	Exemption     Exemption    `toml:"exemption"`
	NIR           NIR          `toml:"nir"`
	NIRSince      Date         `toml:"nir_received"`

	CivilStatusAsked  Date `toml:"civil_status_asked"`  // of the fund's letter that asks for the civil-status paper
	CivilStatusNotice Date `toml:"civil_status_notice"` // of the formal notice that follows
	CivilStatusSent   Date `toml:"civil_status_sent"`   // day on which it was sent

	Name      Name       `toml:"name"`
	Birth     Birth      `toml:"birth"`
	Contact   Contact    `toml:"contact"`
	Family    Family     `toml:"family"`
	Spouse    Spouse     `toml:"spouse"`
	Children  []Child    `toml:"child"`
	Addresses []Address  `toml:"address"`
	CAF       CAF        `toml:"caf"`
	Permit    Permit     `toml:"permit"`
	Cover     Cover      `toml:"cover"`
	Bank      Bank       `toml:"bank"`
	Income    Income     `toml:"income"`
	CPAM      CPAM       `toml:"cpam"`
	Signature Signature  `toml:"signature"`
	Posted    Posted     `toml:"posted"`
	Refusal   Refusal    `toml:"refusal"`
	Done      Done       `toml:"done"`
	Documents []Document `toml:"document"`

	file    string
	whole   Pos // of what has no place of its own
	sources []Source
	pos     map[string]Pos
	texts   []Text
	tree    *node // as it was written, changes and shared files laid over each other
}

// A Source is a file that the profile was read from.
type Source struct {
	File string
	Text []byte
}

// Empty says whether the files have no key at all.
func (a *Applicant) Empty() bool { return len(a.pos) == 0 }

// Sources are the profile and the files it extends, in that order.
func (a *Applicant) Sources() []Source { return a.sources }

// A Text is a value of the profile that is words, and the key that gives it.
type Text struct{ Key, Value string }

// Texts are all words of the profile but file names, in the order of their keys.
func (a *Applicant) Texts() []Text { return a.texts }

// Name is what civil status calls the person. Birth is the name on the birth certificate, which
// French administration never drops; Usage is added to it.
type Name struct {
	Birth       string      `toml:"birth"`
	Usage       string      `toml:"usage"`
	UsageReason UsageReason `toml:"usage_reason"`
	First       []string    `toml:"first"` // all of them, in civil-status order
	Pseudonym   string      `toml:"pseudonym"`
}

// FirstNames is all first names, in order.
func (n Name) FirstNames() string { return strings.Join(n.First, " ") }

// Formal is how letters are signed and addressed: the first name in use, then the usage name, or
// the birth name where there is none.
func (n Name) Formal() string {
	last := n.Usage
	if last == "" {
		last = n.Birth
	}
	first := ""
	if len(n.First) > 0 {
		first = n.First[0]
	}
	return strings.TrimSpace(first + " " + last)
}

// Birth is what the birth certificate says of it.
type Birth struct {
	Date      Date   `toml:"date"`
	AsWritten string `toml:"date_as_written"` // as the certificate has it, "02/04/1961"
	Town      string `toml:"town"`
	Country   string `toml:"country"`
}

// Contact is how the fund may ask a question.
type Contact struct {
	Phone string `toml:"phone"`
	Email string `toml:"email"`
}

// Family is the civil status in force, since when, and where it was made.
type Family struct {
	Status Status `toml:"status"`
	Since  Date   `toml:"since"`
	Place  string `toml:"place"`
}

// Spouse is the husband, wife, PACS partner or cohabitant.
type Spouse struct {
	Birth           string   `toml:"birth"` // birth name
	Usage           string   `toml:"usage"`
	First           []string `toml:"first"`
	InsuredInFrance YesNo    `toml:"insured_in_france"`
	NIR             NIR      `toml:"nir"`
}

// A Child is one in the applicant's charge.
type Child struct {
	Birth   string   `toml:"birth"` // family name
	First   []string `toml:"first"`
	Date    Date     `toml:"date"`
	Country string   `toml:"country"`
}

// An Address is where the applicant lives or lived in France, from one day to another. A zero To
// means "still". Host and Organisation belong to the kinds that need them.
type Address struct {
	Kind         Housing `toml:"kind"`
	Street       string  `toml:"street"`
	Extra        string  `toml:"extra"`
	PostalCode   string  `toml:"postal_code"`
	Commune      string  `toml:"commune"`
	From         Date    `toml:"from"`
	To           Date    `toml:"to"`
	Host         string  `toml:"host"`
	Organisation string  `toml:"organisation"`
}

// CAF is the family benefits fund, if the person has a number there.
type CAF struct {
	Number string `toml:"number"`
	Office string `toml:"office"`
}

// Permit is the visa or card that makes the stay regular.
type Permit struct {
	Kind        PermitKind `toml:"kind"`
	Mention     string     `toml:"mention"`
	Number      string     `toml:"number"`
	From        Date       `toml:"from"`
	Until       Date       `toml:"until"`
	ValidatedOn Date       `toml:"validated_on"`
}

// Cover is the health cover the person had before France.
type Cover struct {
	Country string `toml:"country"`
	Closed  YesNo  `toml:"closed"`
	S1      S1     `toml:"s1"`
}

// Bank is the account for reimbursements, and the paper that shows it.
type Bank struct {
	IBAN   IBAN      `toml:"iban"`
	BIC    string    `toml:"bic"`
	Holder string    `toml:"holder"` // as printed
	Joint  YesNo     `toml:"joint"`
	Livret YesNo     `toml:"livret"` // a savings account
	Proof  BankProof `toml:"proof"`
}

// A Number is a whole number from 0 to 999,999,999, or not given.
type Number struct {
	N     int
	Given bool
}

// Income is what the yearly contribution of people without activity is estimated from: one year,
// in whole euros, as declared for the income tax.
type Income struct {
	Year           Number `toml:"year"`
	Activity       Number `toml:"activity"` // from work in France
	SpouseActivity Number `toml:"spouse_activity"`
	Capital        Number `toml:"capital"` // rent, interest, dividends, gains
	Pension        YesNo  `toml:"pension"` // a pension, annuity or unemployment benefit, of either spouse
}

// CPAM is the person's choice where several funds serve a département, or an address read
// elsewhere that takes the place of the one known here.
type CPAM struct {
	Fund       string   `toml:"fund"`
	Name       string   `toml:"name"`
	Address    []string `toml:"address"`
	PostalCode string   `toml:"postal_code"`
	City       string   `toml:"city"`
}

// Signature is where and when the form is signed, by hand.
type Signature struct {
	Place string `toml:"place"`
	Date  Date   `toml:"date"`
}

// Posted is how the file went to the fund, and what is known of its way since.
type Posted struct {
	Date         Date   `toml:"date"`         // posted, or handed in at a counter
	Registered   string `toml:"registered"`   // number of the registered letter, on the receipt of the post office
	Acknowledged Date   `toml:"acknowledged"` // day on which the fund's receipt came
	PassedOn     Date   `toml:"passed_on"`    // day on which the fund passed it on to the CNAV, as the fund says
}

// Refusal is a decision that opens no rights, and what was done about it.
type Refusal struct {
	Notified  Date   `toml:"notified"`  // day on which it came
	Reference string `toml:"reference"` // of the decision
	Grounds   string `toml:"grounds"`   // in the words of the decision
	Appealed  Date   `toml:"appealed"`  // day on which the commission de recours amiable received the appeal
}

// Done is the day of each step after the file that was taken.
type Done struct {
	Ameli         Date `toml:"ameli"`        // the account was opened
	CardOrdered   Date `toml:"card_ordered"` // on line or by post
	CardReceived  Date `toml:"card_received"`
	CardUpdated   Date `toml:"card_updated"` // for the last time
	Doctor        Date `toml:"doctor"`       // a médecin traitant was declared
	Complementary Date `toml:"complementary"`
}

// A Document is one paper for the envelope.
type Document struct {
	Kind         Kind        `toml:"kind"`
	Title        string      `toml:"title"` // for the kind "other"
	File         string      `toml:"file"`
	Country      string      `toml:"country"` // whose authorities issued it
	Language     string      `toml:"language"`
	Date         Date        `toml:"date"`
	Holder       string      `toml:"holder"`  // name as printed
	Printed      []string    `toml:"printed"` // other names and dates as printed
	BirthDate    string      `toml:"birth_date_as_printed"`
	BirthPlace   string      `toml:"birth_place_as_printed"`
	ShowsParents YesNo       `toml:"shows_parents"`
	Format       Format      `toml:"format"`
	Apostille    YesNo       `toml:"apostille"`
	Copy         Copy        `toml:"copy"`
	From         Date        `toml:"from"` // period covered, for proofs of residence
	To           Date        `toml:"to"`
	Expires      Date        `toml:"expires"`
	Translation  Translation `toml:"translation"`

	PasswordEnv Variable `toml:"password_env"` // holds the password of File

	path string
}

// A Variable is the name of an environment variable: what is secret stands there and not in a profile.
type Variable string

// valid says whether a name is one that every system takes.
func (v Variable) valid() bool {
	for i, r := range v {
		letter := r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// Translation is the French text of a document, a file of its own.
type Translation struct {
	File       string     `toml:"file"`
	Translator Translator `toml:"translator"`

	PasswordEnv Variable `toml:"password_env"` // holds the password of File

	path string
}

// Path is File as seen from the program: relative to the profile that names it. Empty without File.
func (d Document) Path() string    { return d.path }
func (t Translation) Path() string { return t.path }

// File is the name of the profile as it was given to Load.
func (a *Applicant) File() string { return a.file }

// Pos is where key stands, "document[1].language"; for a key that was not written, where its
// nearest parent stands, and else the file.
func (a *Applicant) Pos(key string) Pos { return Nearby(key, a.pos, a.whole) }

// Moved gives the keys of the profile's own file, and what has no key there, other places: those of
// at by key, or else by the nearest parent, and whole where at has neither. A key that at has and the
// profile has not stands there, too. What comes from files that the profile extends stays where it is.
func (a *Applicant) Moved(at map[string]Pos, whole Pos) {
	for key, p := range a.pos {
		if p.File == a.file {
			a.pos[key] = Nearby(key, at, whole)
		}
	}
	for key, p := range at {
		if _, ok := a.pos[key]; !ok {
			a.pos[key] = p
		}
	}
	a.whole = whole
}

// Nearby is the place of a key among those of at, or of its nearest parent there, else whole.
func Nearby(key string, at map[string]Pos, whole Pos) Pos {
	for {
		if p, ok := at[key]; ok {
			return p
		}
		i := strings.LastIndexAny(key, ".[")
		if i < 0 {
			return whole
		}
		key = key[:i]
	}
}

// Address is where the person lives on a day: the last address begun by then that has not ended,
// else the last one listed. The index is that of its [[address]], or -1 if there is none.
func (a *Applicant) Address(on Date) (Address, int) {
	best := -1
	for i, ad := range a.Addresses {
		open := ad.To.IsZero() || !ad.To.Before(on)
		begun := ad.From.IsZero() || !ad.From.After(on)
		if begun && open && (best < 0 || !ad.From.Before(a.Addresses[best].From)) {
			best = i
		}
	}
	if best < 0 {
		best = len(a.Addresses) - 1
	}
	if best < 0 {
		return Address{}, -1
	}
	return a.Addresses[best], best
}

// French says whether a nationality is French. Unknown country names count for nothing.
func (a *Applicant) French() bool {
	return a.anyNationality(func(c country.Country) bool { return c.ISO2 == "FR" })
}

// Free says whether the person may settle freely: French, EU, EEA or Swiss.
func (a *Applicant) Free() bool {
	return a.anyNationality(func(c country.Country) bool { return c.ISO2 == "FR" || c.EEA })
}

func (a *Applicant) anyNationality(is func(country.Country) bool) bool {
	for _, n := range a.Nationalities {
		if c, ok := country.Find(n); ok && is(c) {
			return true
		}
	}
	return false
}

// BornInFrance says whether the country of birth is France; unknown spellings are not.
func (a *Applicant) BornInFrance() bool {
	c, ok := country.Find(a.Birth.Country)
	return ok && c.ISO2 == "FR"
}

// Married says whether the person is or was married, so that a marriage certificate exists.
func (a *Applicant) Married() bool {
	switch a.Family.Status {
	case StatusMarried, StatusDivorced, StatusWidowed:
		return true
	}
	return false
}
