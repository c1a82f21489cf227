package rule

import (
	"slices"
	"strings"
	"unicode"

	"dossier/internal/country"
	"dossier/internal/profile"
)

// An Agreement says how what a paper prints stands to the profile.
type Agreement int

const (
	Agrees       Agreement = iota // the same but for accents, case, hyphens, spaces, letters written out, or the surname's place
	BothNames                     // birth name and usage name
	OtherScript                   // in letters that cannot be held against Latin ones
	UsageName                     // the usage name, without the birth name
	SpouseName                    // the spouse's, which the profile does not give as usage name
	OtherSurname                  // a first name of the applicant with another surname
	OtherFirst                    // the surname with another first name
	OtherPerson                   // neither of them
	FewerFirst                    // some first names are missing, or only their initials there
	MoreFirst                     // more names than the profile gives
	MovedFirst                    // all first names, in another order
	OtherDate                     // not the date of birth in any order of its digits
	OtherPlace                    // not the town of birth
	UnclearPlace                  // not the town of birth, but perhaps the region around it
)

// A Comparison holds one thing that an enclosed paper prints against the profile.
type Comparison struct {
	Doc     int    // index of the document
	Key     string // "document[2].holder"
	Printed string // as the paper has it; of several people's names the applicant's
	Is      Agreement
	Link    int // index of the enclosed paper that ties another surname to the birth name; -1 if there is none
}

// SurnameDiffers says whether the paper does not show the birth name.
func (x Comparison) SurnameDiffers() bool {
	switch x.Is {
	case UsageName, SpouseName, OtherSurname, OtherPerson:
		return true
	}
	return false
}

// onCertificate says whether a comparison is with a birth certificate.
func (c *Case) onCertificate(x Comparison) bool {
	return c.A.Documents[x.Doc].Kind == profile.BirthCertificate
}

// paper is what the paper of a comparison is called.
func (c *Case) paper(x Comparison) Text {
	d := c.A.Documents[x.Doc]
	return Text{d.English(), d.French()}
}

// Concordance compares the names, dates and places of birth that the enclosed papers of the
// applicant print with those of the profile.
func (c *Case) Concordance() []Comparison { return slices.Concat(c.Names(), c.Births()) }

// Names compares the names, in the order of the papers. A name can differ in two ways, surname and
// first names. Whose name proofs of residence and the RIB bear is asked by rows of their own
// (residence-holder, rib-holder).
func (c *Case) Names() []Comparison { return once(&c.names, c.compareNames) }

func (c *Case) compareNames() []Comparison {
	var all []Comparison
	for _, i := range c.ownPapers() {
		all = append(all, c.compareName(i)...)
	}
	return all
}

// Births compares dates and places of birth, in the order of the papers.
func (c *Case) Births() []Comparison { return once(&c.births, c.compareBirths) }

func (c *Case) compareBirths() []Comparison {
	var all []Comparison
	born := c.A.Birth.Date
	for _, i := range c.ownPapers() {
		d := c.A.Documents[i]
		add := func(key, printed string, is Agreement) {
			all = append(all, Comparison{i, profile.Key("document", i, key), printed, is, -1})
		}
		switch {
		case d.BirthDate == "" || born.IsZero():
		case misdated(d.BirthDate, born):
			add("birth_date_as_printed", d.BirthDate, OtherDate)
		default:
			add("birth_date_as_printed", d.BirthDate, Agrees)
		}
		if strings.ContainsFunc(d.BirthPlace, unicode.IsLetter) && c.A.Birth.Town != "" {
			add("birth_place_as_printed", d.BirthPlace, c.comparePlace(d))
		}
	}
	return all
}

// ownPapers are the indexes of the enclosed papers that are about the applicant.
func (c *Case) ownPapers() []int {
	var own []int
	for i, d := range c.A.Documents {
		spouse := d.Kind != profile.MarriageCertificate && c.ofSpouseAlone(d) // see second-adult
		if d.File != "" && !ofOthers(d.Kind) && !spouse {
			own = append(own, i)
		}
	}
	return own
}

// ofOthers says whether a kind of paper is about somebody else than the applicant.
func ofOthers(k profile.Kind) bool {
	switch k {
	case profile.HostStatement, profile.HostIdentity, profile.HostAddressProof, profile.SpouseCover,
		profile.ChildForm, profile.ChildBirth, profile.ChildIdentity:
		return true
	}
	return false
}

// inFull says whether a kind of paper gives all first names of its holder.
func inFull(k profile.Kind) bool {
	switch k {
	case profile.Passport, profile.IdentityCard, profile.Visa, profile.ResidencePermit, profile.BirthCertificate, profile.MarriageCertificate:
		return true
	}
	return false
}

// inShort says whether a kind of paper is the applicant's and may name them by one first name, or by
// the usage name, as everybody does.
func inShort(k profile.Kind) bool {
	switch k {
	case profile.VisaValidation, profile.RefugeeDecision, profile.AsylumAttestation,
		profile.WorkContract, profile.Payslip, profile.BusinessRegistration, profile.AppointmentOrder, profile.JobSeekerNotice,
		profile.S1Form, profile.S1Refusal, profile.CoverEnded:
		return true
	}
	return false
}

func (c *Case) compareName(i int) []Comparison {
	d := c.A.Documents[i]
	if !inFull(d.Kind) && !inShort(d.Kind) {
		return nil
	}
	s, ok := c.sighted(d)
	if !ok {
		return nil
	}
	if d.Kind == profile.BirthCertificate && s.surname == BothNames {
		s.surname = OtherSurname // a certificate has the birth name only
	}
	if s.first == OtherFirst {
		other := OtherFirst
		if s.surname == UsageName || s.surname == SpouseName { // the spouse
			other = OtherPerson
		}
		s.surname, s.first = other, Agrees
	}
	if inShort(d.Kind) {
		if s.first = Agrees; s.surname == UsageName || s.surname == OtherScript || c.isApplicant(d.Holder) {
			s.surname = Agrees
		}
	}
	at := func(is Agreement) Comparison {
		return Comparison{i, profile.Key("document", i) + "." + s.key, s.quote, is, c.link(i, s, is)}
	}
	switch {
	case s.first == Agrees:
		return []Comparison{at(s.surname)}
	case s.surname == Agrees || s.surname == BothNames:
		return []Comparison{at(s.first)}
	}
	return []Comparison{at(s.surname), at(s.first)}
}

// link is the index of the enclosed paper that ties the surname on paper i to the birth name: the
// marriage certificate or judgment, for a name of both parents the birth certificate, or a paper
// that shows the applicant under both names.
func (c *Case) link(i int, s sighting, is Agreement) int {
	if is != UsageName && is != SpouseName && is != OtherSurname {
		return -1
	}
	certificate := c.A.Documents[i].Kind == profile.BirthCertificate
	for _, ties := range []func(profile.Document, sighting) bool{c.marriageTies, c.showsBoth} {
		for j, d := range c.A.Documents {
			// What the birth certificate says, a marriage cannot have changed.
			if j != i && d.File != "" && (!certificate || d.Kind == profile.OtherDocument) && ties(d, s) {
				return j
			}
		}
	}
	return -1
}

// marriageTies says whether a paper is the act that gave the applicant another surname.
func (c *Case) marriageTies(d profile.Document, s sighting) bool {
	reason, status := c.A.Name.UsageReason, c.A.Family.Status
	divorced := status == profile.StatusDivorced || reason == profile.UsageDivorced
	ended := divorced || status == profile.StatusWidowed || reason == profile.UsageWidowed
	switch {
	case d.Kind == profile.BirthCertificate:
		return s.surname == UsageName && reason == profile.UsageBoth && d.ShowsParents != profile.No
	case d.Kind == profile.MarriageCertificate && (c.A.Married() || ended || reason == profile.UsageMarriage), d.Kind == profile.DivorceJudgment && divorced:
	default:
		return false
	}
	if own, ok := c.sighted(d); ok && own.surname != Agrees && own.surname != BothNames && own.surname != OtherScript {
		return false // it does not show the birth name
	}
	return s.surname != OtherSurname || ended && c.namesOther(d, s)
}

// namesOther says whether a paper that names several people has the surname of s among them, or names
// one only.
func (c *Case) namesOther(d profile.Document, s sighting) bool {
	all := namesOn(d)
	return len(all) < 2 || slices.ContainsFunc(all, func(name string) bool { return names(name, c.otherSurname(s)) })
}

// showsBoth says whether an official paper gives the applicant's birth name and the surname of s.
func (c *Case) showsBoth(d profile.Document, s sighting) bool {
	if ofOthers(d.Kind) || !inFull(d.Kind) && !d.Kind.CivilStatus() && d.Kind != profile.OtherDocument {
		return false
	}
	birth, other := false, false
	for _, name := range namesOn(d) {
		t := c.sight("", part{name, name})
		birth = birth || (t.surname == Agrees || t.surname == BothNames) && t.first != OtherFirst
		other = other || hasFirst(name, c.A.Name.First[0]) && names(name, c.otherSurname(s))
	}
	return birth && other
}

// otherSurname is what a sighting has beside first names and birth name.
func (c *Case) otherSurname(s sighting) string {
	words, _ := untitled(fold(s.name))
	own := fold(c.A.Name.FirstNames() + " " + c.A.Name.Birth)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return slices.Contains(own, w) }), " ")
}

// namesOn are the names on a paper, one of each person.
func namesOn(d profile.Document) []string {
	var all []string
	for _, printed := range append([]string{d.Holder}, d.Printed...) {
		if len(eachName(printed)) > 0 {
			all = append(all, between.Split(printed, -1)...)
		}
	}
	return all
}

// comparePlace holds a printed place of birth against the town. Only a birth certificate must name
// the town: passports of some States have the region and the country.
func (c *Case) comparePlace(d profile.Document) Agreement {
	latin, written := inLatin(d.BirthPlace)
	towns := placeParts(c.A.Birth.Town) // "Jinan, Shandong"
	switch {
	case latin == "":
		return OtherScript
	case samePlace(latin, towns[:min(1, len(towns))]...), d.Kind != profile.BirthCertificate && samePlace(latin, towns...):
		return Agrees
	case written:
		return OtherScript
	}
	born, _ := country.Find(c.A.Birth.Country)
	printed, rest, ok := countryAtEnd(latin)
	switch {
	case ok && rest == "" && printed == born: // no town at all
		return Agrees
	case d.Kind == profile.BirthCertificate, ok && printed != born:
		return OtherPlace
	case ok:
		return Agrees
	}
	return UnclearPlace
}

// samePlace says whether a printed place has all words of one of these.
func samePlace(printed string, places ...string) bool {
	words := placeWords(printed)
	return slices.ContainsFunc(places, func(s string) bool { return holdsAll(words, bareTown(placeWords(s))) })
}

func placeParts(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;/()", r) })
}

// placeWords folds a place, with saints in full.
func placeWords(s string) []string {
	words := fold(s)
	for i, w := range words {
		switch w {
		case "ST":
			words[i] = "SAINT"
		case "STE":
			words[i] = "SAINTE"
		}
	}
	return words
}

// bareTown leaves out what only says that a place is a town, unless that is all: Of is in Türkiye.
func bareTown(words []string) []string {
	bare := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.Contains([]string{"CITY", "TOWN", "VILLE", "OF", "DE"}, w)
	})
	if len(bare) == 0 {
		return words
	}
	return bare
}

// countryAtEnd is the country with which a place ends, and what stands before it. Codes of two
// letters are as often those of regions.
func countryAtEnd(place string) (c country.Country, rest string, ok bool) {
	parts := placeParts(place)
	words := strings.Fields(parts[len(parts)-1])
	for n := range words {
		name := strings.Join(words[n:], " ")
		if c, ok = country.Find(name); ok && len(name) > 2 {
			return c, strings.TrimSpace(strings.Join(append(parts[:len(parts)-1], words[:n]...), " ")), true
		}
	}
	return c, "", false
}
