package dossier

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// letterFacts is what the template of a letter may ask. Words of ours among the answers are in the language
// of the letter.
type letterFacts struct {
	*profile.Applicant
	Case   *rule.Case
	Pieces []Piece
	lang   string
	blanks []rule.Finding // facts that the letter wants and the profile does not have
}

// The lines on which a fact is completed by hand: an address, a name or number, a place or day.
const (
	wideBlank  = "________________________________________________"
	longBlank  = "________________________"
	shortBlank = "________________"
)

// Fact is a value, or a line to complete by hand where it was not given, which is then a finding at the key.
func (f *letterFacts) Fact(key, value string) string {
	if value != "" {
		return value
	}
	f.blank(key, rule.Text{EN: "not given; the letter leaves a line to complete by hand", FR: "non indiqué ; la lettre laisse une ligne à compléter à la main"})
	return longBlank
}

// blank notes a fact that is left to be completed by hand, once.
func (f *letterFacts) blank(key string, why rule.Text) {
	if !slices.ContainsFunc(f.blanks, func(b rule.Finding) bool { return b.Key == key }) {
		f.blanks = append(f.blanks, rule.New(f.Applicant, "letter-blank", key, why))
	}
}

// wayOut says what to do about a line that is left blank for other reasons than a fact that is missing.
func (f *letterFacts) wayOut(key string, fix rule.Text) {
	for i := range f.blanks {
		if f.blanks[i].Key == key {
			f.blanks[i].Fix = fix
		}
	}
}

// ByHand is a line that is completed by hand whatever the profile has.
func (*letterFacts) ByHand() string { return shortBlank }

// Day is a day as letters write it, empty if it is not known.
func (f *letterFacts) Day(d profile.Date) string {
	if d.IsZero() {
		return ""
	}
	return rule.Day(d).In(f.lang)
}

// G agrees a word with the sex of the applicant: masculine, feminine, or both where it is not given.
func (f *letterFacts) G(masculine, feminine string) string {
	switch f.Sex {
	case profile.Female:
		return feminine
	case profile.Male:
		return masculine
	}
	return masculine + "(" + strings.TrimPrefix(feminine, masculine) + ")"
}

// Waited says whether three months of residence are over on the day of the request.
func (f *letterFacts) Waited() bool {
	return !f.Arrived.IsZero() && !f.Case.Signed.Before(rule.EarliestPosting(f.Arrived))
}

// Proven says whether the papers enclosed cover the three months.
func (f *letterFacts) Proven() bool { return len(f.Case.Gaps()) == 0 }

func (f *letterFacts) Works() bool { return f.Case.Works() }

func (f *letterFacts) Waits() bool       { return f.Case.Waits() }
func (f *letterFacts) ForeignSEPA() bool { return f.Case.ForeignSEPA() }
func (f *letterFacts) EUAccount() bool   { return f.Case.EUAccount() }
func (f *letterFacts) Foreigner() bool   { return len(f.Nationalities) > 0 && !f.Free() }

// AmbiguousDigits is a date of birth as its digits stand on paper, where they can be read in two ways.
func (f *letterFacts) AmbiguousDigits() string {
	_, digits := f.Case.AmbiguousBirth()
	return digits
}

// MonthFirst says whether those digits give the month before the day.
func (f *letterFacts) MonthFirst() bool { return rule.MonthFirst(f.AmbiguousDigits(), f.Birth.Date) }

// Birthplace is "Albany (États-Unis)"; empty if neither is known.
func (f *letterFacts) Birthplace() string {
	if c, ok := country.Find(f.Birth.Country); ok && c.ISO2 != "FR" {
		return strings.TrimSpace(f.Birth.Town + " (" + rule.Text{EN: c.EN, FR: c.FR}.In(f.lang) + ")")
	}
	return f.Birth.Town
}

// PermitName is how a permit is called in a sentence, with its article.
func (f *letterFacts) PermitName() string { return permitNames[f.Permit.Kind].In(f.lang) }

var permitNames = map[profile.PermitKind]rule.Text{
	profile.VLSTS:          {EN: "a long-stay visa that serves as a residence permit", FR: "d’un visa de long séjour valant titre de séjour"},
	profile.VLST:           {EN: "a temporary long-stay visa", FR: "d’un visa de long séjour temporaire"},
	profile.ShortStay:      {EN: "a short-stay visa", FR: "d’un visa de court séjour"},
	profile.TemporaryCard:  {EN: "a temporary residence card", FR: "d’une carte de séjour temporaire"},
	profile.MultiYearCard:  {EN: "a multi-year residence card", FR: "d’une carte de séjour pluriannuelle"},
	profile.ResidentCard:   {EN: "a resident card", FR: "d’une carte de résident"},
	profile.TalentCard:     {EN: "a residence card “talent”", FR: "d’une carte de séjour « talent »"},
	profile.RetiredCard:    {EN: "a residence card “retraité”", FR: "d’une carte de séjour « retraité »"},
	profile.EUFamilyCard:   {EN: "a residence card of a family member of a citizen of the European Union", FR: "d’une carte de séjour de membre de la famille d’un citoyen de l’Union européenne"},
	profile.WithdrawalCard: {EN: "a residence card under the withdrawal agreement of the United Kingdom", FR: "d’une carte de séjour délivrée au titre de l’accord de retrait du Royaume-Uni"},
	profile.AlgerianCert:   {EN: "a certificate of residence of an Algerian national", FR: "d’un certificat de résidence de ressortissant algérien"},
	profile.RenewalReceipt: {EN: "a receipt for the application to renew a residence permit", FR: "d’un récépissé de demande de renouvellement de titre de séjour"},
	profile.AsylumPaper:    {EN: "an attestation of an application for asylum", FR: "d’une attestation de demande d’asile"},
	profile.APS:            {EN: "a provisional authorisation to stay", FR: "d’une autorisation provisoire de séjour"},
	profile.OtherPermit:    {EN: "a residence permit", FR: "d’un titre de séjour"},
}

// A certificate is a paper in a sentence; of a civil-status paper that needs no translation, with why.
type certificate struct {
	Subject  rule.Text // "Mon acte de naissance"
	Feminine bool
	Country  rule.Text // "Allemagne"; empty if it is the form of the paper that exempts it
	Format   profile.Format
}

// Agree is a participle in the gender of the certificate.
func (c certificate) Agree(participle string) string {
	if c.Feminine {
		return participle + "e"
	}
	return participle
}

// subjects are papers as the subject of a sentence: those of civil status, and those of identity.
var subjects = map[profile.Kind]certificate{
	profile.Passport:            {Subject: rule.Text{EN: "My passport", FR: "Mon passeport"}},
	profile.IdentityCard:        {Subject: rule.Text{EN: "My identity card", FR: "Ma carte d’identité"}, Feminine: true},
	profile.Visa:                {Subject: rule.Text{EN: "My long-stay visa", FR: "Mon visa de long séjour"}},
	profile.ResidencePermit:     {Subject: rule.Text{EN: "My residence permit", FR: "Mon titre de séjour"}},
	profile.BirthCertificate:    {Subject: rule.Text{EN: "My birth certificate", FR: "Mon acte de naissance"}},
	profile.MarriageCertificate: {Subject: rule.Text{EN: "My marriage certificate", FR: "Mon acte de mariage"}},
	profile.PACSCertificate:     {Subject: rule.Text{EN: "My PACS certificate", FR: "Mon attestation de PACS"}, Feminine: true},
	profile.DivorceJudgment:     {Subject: rule.Text{EN: "My divorce judgment", FR: "Mon jugement de divorce"}},
	profile.ChildBirth:          {Subject: rule.Text{EN: "The birth certificate of my child", FR: "L’acte de naissance de mon enfant"}},
}

// Exempt are the certificates in another language that need no translation.
func (f *letterFacts) Exempt() []certificate {
	var found []certificate
	for _, i := range f.Case.ExemptCertificates() {
		d := f.Documents[i]
		c := subjects[d.Kind]
		c.Format = d.Format
		if issuer, ok := country.Find(d.Country); ok && issuer.EEA {
			c.Country = rule.Text{EN: issuer.EN, FR: issuer.FR}
		}
		found = append(found, c)
	}
	return found
}

// A printedName is a name as papers print it, and those papers: "Mon passeport et mon visa".
type printedName struct {
	Printed string
	papers  []certificate
}

// Subject are the papers at the head of a sentence, with the verb; Papers are they further on.
func (n printedName) Subject() rule.Text {
	fr, en := " est "+n.papers[0].Agree("établi"), " is"
	if len(n.papers) > 1 {
		fr, en = " sont établis", " are"
		if !slices.ContainsFunc(n.papers, func(c certificate) bool { return !c.Feminine }) {
			fr = " sont établies"
		}
	}
	papers := n.Papers()
	return rule.Text{EN: capped(papers.EN) + en, FR: capped(papers.FR) + fr}
}

func (n printedName) Papers() rule.Text {
	var list []rule.Text
	for _, c := range n.papers {
		list = append(list, rule.Text{EN: uncapped(c.Subject.EN), FR: uncapped(c.Subject.FR)})
	}
	return rule.Series(list)
}

func uncapped(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// Names are the names on papers of identity and civil status that the letter explains: those that
// differ from the profile's, then one that does not, if there is one. A birth certificate with
// another birth name is a mistake to correct first, and leaves nothing to explain.
func (f *letterFacts) Names() []printedName {
	var names []printedName
	var agreeing *rule.Comparison
	all := f.Case.Names()
	for i, x := range all {
		switch kind := f.Documents[x.Doc].Kind; {
		case subjects[kind].Subject == (rule.Text{}):
		case x.Is == rule.Agrees && (agreeing == nil || kind == profile.BirthCertificate):
			agreeing = &all[i]
		case kind == profile.BirthCertificate && x.SurnameDiffers() && x.Link < 0:
			return nil
		case explained(x.Is):
			names = addPaper(names, x.Printed, subjects[kind])
		}
	}
	if len(names) > 0 && agreeing != nil {
		names = addPaper(names, agreeing.Printed, subjects[f.Documents[agreeing.Doc].Kind])
	}
	return names
}

// explained says whether a name that differs so is the applicant's all the same.
func explained(is rule.Agreement) bool {
	switch is {
	case rule.UsageName, rule.SpouseName, rule.OtherSurname, rule.FewerFirst, rule.MoreFirst, rule.MovedFirst:
		return true
	}
	return false
}

// addPaper adds a paper to those with a name, once.
func addPaper(names []printedName, printed string, paper certificate) []printedName {
	i := slices.IndexFunc(names, func(n printedName) bool { return n.Printed == printed })
	if i < 0 {
		return append(names, printedName{printed, []certificate{paper}})
	}
	if !slices.Contains(names[i].papers, paper) {
		names[i].papers = append(names[i].papers, paper)
	}
	return names
}

// Certified says whether no birth certificate shows another birth name than the profile.
func (f *letterFacts) Certified() bool {
	return !slices.ContainsFunc(f.Case.Names(), func(x rule.Comparison) bool {
		return f.Documents[x.Doc].Kind == profile.BirthCertificate && x.SurnameDiffers()
	})
}

// CivilName is the name of the birth certificate where no paper listed among Names shows it.
func (f *letterFacts) CivilName() string {
	if slices.ContainsFunc(f.Case.Names(), func(x rule.Comparison) bool {
		return x.Is == rule.Agrees && subjects[f.Documents[x.Doc].Kind].Subject != (rule.Text{})
	}) {
		return ""
	}
	return f.Name.Birth + " " + f.Name.FirstNames()
}

// Link is the paper that ties the other surname to the birth name, as the end of a sentence.
func (f *letterFacts) Link() string {
	for _, x := range f.Case.Names() {
		if x.Link < 0 || !explained(x.Is) {
			continue
		}
		d := f.Documents[x.Link]
		if link, ok := links[d.Kind]; ok {
			return link.In(f.lang)
		}
		return rule.Text{EN: "both names stand on the paper enclosed “%s”", FR: "les deux noms figurent sur la pièce jointe « %s »"}.With(rule.Text{EN: d.English(), FR: d.French()}).In(f.lang)
	}
	return ""
}

var links = map[profile.Kind]rule.Text{
	profile.MarriageCertificate: {EN: "the marriage certificate enclosed shows it", FR: "l’acte de mariage joint en fait foi"},
	profile.DivorceJudgment:     {EN: "the divorce judgment enclosed shows it", FR: "le jugement de divorce joint en fait foi"},
	profile.BirthCertificate:    {EN: "the birth certificate enclosed, with both parents, shows it", FR: "l’acte de naissance joint, avec filiation, en fait foi"},
}

// Minors are the names of the children to be attached.
func (f *letterFacts) Minors() []string {
	var names []string
	for _, ch := range f.Children {
		if ch.Date.IsZero() || ch.Date.Age(f.Case.Signed) < 18 {
			names = append(names, strings.TrimSpace(strings.Join(ch.First, " ")+" "+ch.Birth))
		}
	}
	return names
}

// Together is "A, B et C".
func (f *letterFacts) Together(names []string) string {
	texts := make([]rule.Text, len(names))
	for i, n := range names {
		texts[i] = rule.Text{EN: n, FR: n}
	}
	return rule.Series(texts).In(f.lang)
}

// Host is the person who houses the applicant and since when, empty for others.
func (f *letterFacts) Host() profile.Address {
	if home, i := f.Address(f.Case.Signed); i >= 0 && home.Kind == profile.Hosted {
		return home
	}
	return profile.Address{}
}

// Domiciliation is the organisation that gives the address, empty for others.
func (f *letterFacts) Domiciliation() profile.Address {
	if home, i := f.Address(f.Case.Signed); i >= 0 && home.Kind == profile.Domiciliation {
		return home
	}
	return profile.Address{}
}

// SpouseName is the spouse as the letter names them.
func (f *letterFacts) SpouseName() string {
	last := f.Spouse.Usage
	if last == "" {
		last = f.Spouse.Birth
	}
	return strings.TrimSpace(strings.Join(f.Spouse.First, " ") + " " + last)
}

// Encloses says whether a paper of a kind is in the envelope.
func (f *letterFacts) Encloses(kind string) bool {
	return f.Case.Enclosed(profile.Kind(kind)) != nil
}

// Translated says whether a paper of this kind is enclosed with its translation.
func (f *letterFacts) Translated(kind string) bool {
	return slices.ContainsFunc(f.Documents, func(d profile.Document) bool {
		return string(d.Kind) == kind && d.Translation.File != ""
	})
}

// Sent is the day of the form that a reminder speaks of, a line to complete by hand where the profile has none
// before the day of the letter.
func (f *letterFacts) Sent() string {
	signed := f.Signature.Date
	switch {
	case signed.IsZero():
		return f.Fact("signature.date", "")
	case !signed.Before(f.Case.Day):
		f.blank("signature.date", rule.Text{EN: "a reminder speaks of a form signed on an earlier day; this one is dated %s and the form %s; the letter leaves a line for the day of the form", FR: "une relance parle d’un formulaire signé avant elle ; celle-ci est datée du %s et le formulaire du %s ; la lettre laisse une ligne pour la date du formulaire"}.With(f.Case.Day, signed))
		f.wayOut("signature.date", rule.Text{EN: "give the day on which the form that was sent was signed, and write the reminder on the day you post it, or for that day with --on; or complete the line by hand", FR: "indiquez la date à laquelle le formulaire envoyé a été signé, et faites la relance le jour de son envoi, ou pour ce jour avec --on ; ou complétez la ligne à la main"})
		return longBlank
	}
	return f.Day(signed)
}

// RefusalDay, RefusalReference and RefusalGrounds are what an appeal quotes of the decision.
func (f *letterFacts) RefusalDay() string {
	return f.Fact("refusal.notified", f.Day(f.Refusal.Notified))
}
func (f *letterFacts) RefusalReference() string {
	return f.Fact("refusal.reference", f.Refusal.Reference)
}
func (f *letterFacts) RefusalGrounds() string {
	return cmp.Or(strings.TrimRight(f.Refusal.Grounds, ". "), f.Fact("refusal.grounds", f.Refusal.Grounds))
}

// RequestDay is the day of the application that was refused, empty if the profile has none before the refusal.
func (f *letterFacts) RequestDay() string {
	if signed := f.Signature.Date; !signed.IsZero() && signed.Before(f.Case.Day) && (f.Refusal.Notified.IsZero() || !signed.After(f.Refusal.Notified)) {
		return f.Day(signed)
	}
	return ""
}

// AppealInTime and AppealLate say on which side of its two months the letter is written: neither where the day
// of the notification is not known.
func (f *letterFacts) AppealInTime() bool {
	n := f.Refusal.Notified
	return !n.IsZero() && !rule.ClockAppeal.End(n).Before(f.Case.Day)
}
func (f *letterFacts) AppealLate() bool { return !f.Refusal.Notified.IsZero() && !f.AppealInTime() }

// Permanent is the number that a carte Vitale is made for.
func (f *letterFacts) Permanent() string {
	if f.NIR.Temporary() {
		f.blank("nir", rule.Text{EN: "a temporary number opens no carte Vitale; the letter leaves a line for the permanent one", FR: "un numéro provisoire n’ouvre pas de carte Vitale ; la lettre laisse une ligne pour le numéro définitif"})
		return longBlank
	}
	return f.Number()
}

// PermanentSince is the day on which it came, if it is known.
func (f *letterFacts) PermanentSince() profile.Date {
	if f.NIR == "" || f.NIR.Temporary() {
		return profile.Date{}
	}
	return f.NIRSince
}

// CivilStatus is the names of the birth certificate, empty if they or the date of birth are not given.
func (f *letterFacts) CivilStatus() string {
	if f.Name.Birth == "" || f.Birth.Date.IsZero() {
		return ""
	}
	return strings.TrimSpace(f.Name.Birth + " " + f.Name.FirstNames())
}

// Number is the number that care is reimbursed under, the permanent or the temporary one.
func (f *letterFacts) Number() string {
	return f.Fact("nir", strings.ReplaceAll(string(f.NIR), " ", "\u00a0"))
}

// Temporary says whether it is the temporary one.
func (f *letterFacts) Temporary() bool { return f.NIR.Temporary() }

// A photoIdentity is a paper with a photograph that proves who somebody is.
type photoIdentity struct {
	Name    rule.Text // within a sentence: "mon passeport"
	Expires profile.Date
}

// Identity is the identity paper of the profile, the passport first, that is valid on the day.
func (f *letterFacts) Identity() photoIdentity {
	for _, kind := range []profile.Kind{profile.Passport, profile.IdentityCard, profile.ResidencePermit} {
		for _, d := range f.Documents {
			if d.Kind == kind && !d.Expires.IsZero() && d.Expires.After(f.Case.Day) {
				name := subjects[kind].Subject
				return photoIdentity{rule.Text{EN: uncapped(name.EN), FR: uncapped(name.FR)}, d.Expires}
			}
		}
	}
	return photoIdentity{Name: rule.Text{EN: "my identity document", FR: "ma pièce d’identité"}}
}

// hosted is where somebody houses the applicant: the home of the day, or else the last such home. The index is
// that of its [[address]], or -1 if there is none.
func (f *letterFacts) hosted() (profile.Address, int) {
	if home, i := f.Address(f.Case.Signed); i >= 0 && home.Kind == profile.Hosted {
		return home, i
	}
	for i, ad := range slices.Backward(f.Addresses) {
		if ad.Kind == profile.Hosted {
			return ad, i
		}
	}
	return profile.Address{}, -1
}

// hostFact is a value of the hosted address, or a line to complete by hand.
func (f *letterFacts) hostFact(name, value string) string {
	_, i := f.hosted()
	if i < 0 {
		f.blank("address", rule.Text{EN: "none is of the kind hosted; the statement leaves lines to complete by hand", FR: "aucune n’est du type hosted ; l’attestation laisse des lignes à compléter à la main"})
		return longBlank
	}
	return f.Fact(profile.Key("address", i, name), value)
}

// HostName, HostAddress and HostFrom are who houses the applicant, where and since when; HostTo is until when,
// empty if it goes on.
func (f *letterFacts) HostName() string {
	home, _ := f.hosted()
	return f.hostFact("host", home.Host)
}

func (f *letterFacts) HostAddress() string {
	home, _ := f.hosted()
	town := home.PostalCode + " " + home.Commune
	home.Host, home.Organisation = "", ""
	if lines := addressLines(home); len(lines) > 0 {
		return f.hostFact("street", strings.Replace(strings.Join(lines, ", "), town, home.PostalCode+"\u00a0"+home.Commune, 1))
	}
	f.hostFact("street", "")
	return wideBlank
}

func (f *letterFacts) HostFrom() string {
	home, _ := f.hosted()
	return f.hostFact("from", f.Day(home.From))
}

func (f *letterFacts) HostTo() string {
	home, _ := f.hosted()
	return f.Day(home.To)
}

// FundName is the fund as a sentence has it, "CPAM de l’Ain"; empty if it is not known or no caisse by its name.
func (f *letterFacts) FundName() string {
	fund, _ := f.Case.Recipient()
	if !caisse.MatchString(fund.Name) {
		return ""
	}
	return strings.ReplaceAll(fund.Name, "'", "’")
}

// caisse matches the names that begin with the letters of a caisse: CPAM, CGSS, CSSM.
var caisse = regexp.MustCompile(`^C[A-Z]+ `)
