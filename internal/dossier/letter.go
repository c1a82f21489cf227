package dossier

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/template"

	"dossier/internal/country"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

//go:embed letter.fr.tmpl
var letterText string

var letterTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("letter").Option("missingkey=error").Parse(letterText))
})

// subjectLine names the request as the fund's own staff do.
const subjectLine = "Objet : demande d’ouverture des droits à l’assurance maladie (formulaire S1106, Cerfa n° 15763)"

// A French letter's closing repeats its opening.
const (
	Opening = "Madame, Monsieur,"
	Closing = "Je vous prie d’agréer, Madame, Monsieur, l’expression de mes salutations distinguées."
)

// Letter is the cover letter to the fund: who asks, on what ground, what needs explaining, what is
// enclosed. It is in French whatever the person's language.
func Letter(c *rule.Case, pieces []Piece) (typeset.Letter, error) {
	var body bytes.Buffer
	facts := letterFacts{Case: c, Applicant: c.A}
	if err := letterTemplate().Execute(&body, facts); err != nil {
		return typeset.Letter{}, fmt.Errorf("write the letter: %w", err)
	}
	var quoted []string
	for _, n := range facts.Names() {
		quoted = append(quoted, n.Printed)
	}
	french := FrenchFor(quoted, c.A)
	l := Envelope(c)
	l.Subject, l.Opening, l.Closing = typeset.French(subjectLine), Opening, typeset.French(Closing)
	l.Body = french.Paragraphs(body.String())
	l.EnclosuresTitle, l.Enclosures = "Pièces jointes", enclosures(pieces, french)
	return l, nil
}

// Envelope is the frame of any letter to the applicant's fund: sender, recipient, place and date,
// references, signer.
func Envelope(c *rule.Case) typeset.Letter {
	a := c.A
	fund, _ := c.Recipient()
	recipient := []string{"Caisse primaire d’assurance maladie", "(adresse à compléter)"}
	if block, err := fund.Block(); err == nil { // else a finding blocks: no address, or one too long
		recipient = block
	}
	return typeset.Letter{
		Sender:     sender(c),
		Recipient:  recipient,
		PlaceDate:  placeDate(c),
		References: references(a),
		Signer:     a.Name.Formal(),
	}
}

func sender(c *rule.Case) []string {
	home, _ := c.A.Address(c.Signed)
	lines := []string{c.A.Name.Formal()}
	for _, l := range []string{home.Organisation, prefix("chez ", home.Host), home.Street, home.Extra,
		strings.TrimSpace(home.PostalCode + " " + home.Commune), prefix("Tél. ", c.A.Contact.Phone), c.A.Contact.Email} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

func prefix(p, s string) string {
	if s == "" {
		return ""
	}
	return p + s
}

func placeDate(c *rule.Case) string {
	place := c.A.Signature.Place
	if place == "" {
		home, _ := c.A.Address(c.Signed)
		place = home.Commune
	}
	return strings.TrimPrefix(place+", le "+c.Signed.French(), ", ")
}

func references(a *profile.Applicant) []typeset.Pair {
	var refs []typeset.Pair
	add := func(label, text string) {
		if text != "" {
			refs = append(refs, typeset.Pair{Label: label, Text: text})
		}
	}
	if a.Name.Usage != "" {
		add("Nom de naissance", a.Name.Birth)
	}
	add("Date de naissance", typeset.French(a.Birth.Date.French()))
	label := "N° de sécurité sociale"
	if a.NIR.Temporary() {
		label = "N° provisoire"
	}
	add(label, string(a.NIR))
	add("N° d’allocataire", a.CAF.Number)
	return refs
}

func enclosures(pieces []Piece, french French) []string {
	lines := []string{"1. " + typeset.French("Formulaire S1106 (Cerfa n° 15763), rempli et signé")}
	for _, p := range pieces {
		lines = append(lines, fmt.Sprintf("%d. %s", p.Number, french.Set(p.Title.FR)))
	}
	return lines
}

// letterFacts is what the letter's template may ask.
type letterFacts struct {
	*profile.Applicant
	Case *rule.Case
}

// G agrees a word with the sex of the applicant: masculine, feminine, or both where it is not given.
func (f letterFacts) G(masculine, feminine string) string {
	switch f.Sex {
	case profile.Female:
		return feminine
	case profile.Male:
		return masculine
	}
	return masculine + "(" + strings.TrimPrefix(feminine, masculine) + ")"
}

// Waited says whether three months of residence are over on the day of the request.
func (f letterFacts) Waited() bool {
	return !f.Arrived.IsZero() && !f.Case.Signed.Before(rule.EarliestPosting(f.Arrived))
}

// Proven says whether the papers enclosed cover the three months.
func (f letterFacts) Proven() bool { return len(f.Case.Gaps()) == 0 }

func (f letterFacts) Works() bool { return f.Case.Works() }

func (f letterFacts) Waits() bool       { return f.Case.Waits() }
func (f letterFacts) ForeignSEPA() bool { return f.Case.ForeignSEPA() }
func (f letterFacts) EUAccount() bool   { return f.Case.EUAccount() }
func (f letterFacts) Foreigner() bool   { return len(f.Nationalities) > 0 && !f.Free() }

// AmbiguousDigits is a date of birth as its digits stand on paper, where they can be read in two ways.
func (f letterFacts) AmbiguousDigits() string {
	_, digits := f.Case.AmbiguousBirth()
	return digits
}

// MonthFirst says whether those digits give the month before the day.
func (f letterFacts) MonthFirst() bool { return rule.MonthFirst(f.AmbiguousDigits(), f.Birth.Date) }

// Birthplace is "Albany (États-Unis)"; empty if neither is known.
func (f letterFacts) Birthplace() string {
	if c, ok := country.Find(f.Birth.Country); ok && c.ISO2 != "FR" {
		return strings.TrimSpace(f.Birth.Town + " (" + c.FR + ")")
	}
	return f.Birth.Town
}

// PermitName is how a permit is called in a sentence, with its article.
func (f letterFacts) PermitName() string { return permitNames[f.Permit.Kind] }

var permitNames = map[profile.PermitKind]string{
	profile.VLSTS:          "d’un visa de long séjour valant titre de séjour",
	profile.VLST:           "d’un visa de long séjour temporaire",
	profile.ShortStay:      "d’un visa de court séjour",
	profile.TemporaryCard:  "d’une carte de séjour temporaire",
	profile.MultiYearCard:  "d’une carte de séjour pluriannuelle",
	profile.ResidentCard:   "d’une carte de résident",
	profile.TalentCard:     "d’une carte de séjour « talent »",
	profile.RetiredCard:    "d’une carte de séjour « retraité »",
	profile.EUFamilyCard:   "d’une carte de séjour de membre de la famille d’un citoyen de l’Union européenne",
	profile.WithdrawalCard: "d’une carte de séjour délivrée au titre de l’accord de retrait du Royaume-Uni",
	profile.AlgerianCert:   "d’un certificat de résidence de ressortissant algérien",
	profile.RenewalReceipt: "d’un récépissé de demande de renouvellement de titre de séjour",
	profile.AsylumPaper:    "d’une attestation de demande d’asile",
	profile.APS:            "d’une autorisation provisoire de séjour",
	profile.OtherPermit:    "d’un titre de séjour",
}

// A certificate is a paper in a sentence; of a civil-status paper that needs no translation, with why.
type certificate struct {
	Subject  string // "Mon acte de naissance"
	Feminine bool
	Country  string // "Allemagne"; empty if it is the form of the paper that exempts it
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
	profile.Passport:            {Subject: "Mon passeport"},
	profile.IdentityCard:        {Subject: "Ma carte d’identité", Feminine: true},
	profile.Visa:                {Subject: "Mon visa de long séjour"},
	profile.ResidencePermit:     {Subject: "Mon titre de séjour"},
	profile.BirthCertificate:    {Subject: "Mon acte de naissance"},
	profile.MarriageCertificate: {Subject: "Mon acte de mariage"},
	profile.PACSCertificate:     {Subject: "Mon attestation de PACS", Feminine: true},
	profile.DivorceJudgment:     {Subject: "Mon jugement de divorce"},
	profile.ChildBirth:          {Subject: "L’acte de naissance de mon enfant"},
}

// Exempt are the certificates in another language that need no translation.
func (f letterFacts) Exempt() []certificate {
	var found []certificate
	for _, i := range f.Case.ExemptCertificates() {
		d := f.Documents[i]
		c := subjects[d.Kind]
		c.Format = d.Format
		if issuer, ok := country.Find(d.Country); ok && issuer.EEA {
			c.Country = issuer.FR
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
func (n printedName) Subject() string {
	verb := " est " + n.papers[0].Agree("établi")
	if len(n.papers) > 1 {
		verb = " sont établis"
		if !slices.ContainsFunc(n.papers, func(c certificate) bool { return !c.Feminine }) {
			verb = " sont établies"
		}
	}
	return capped(n.Papers()) + verb
}

func (n printedName) Papers() string {
	var list []string
	for _, c := range n.papers {
		list = append(list, strings.ToLower(c.Subject[:1])+c.Subject[1:])
	}
	return together(list)
}

// Names are the names on papers of identity and civil status that the letter explains: those that
// differ from the profile's, then one that does not, if there is one. A birth certificate with
// another birth name is a mistake to correct first, and leaves nothing to explain.
func (f letterFacts) Names() []printedName {
	var names []printedName
	var agreeing *rule.Comparison
	all := f.Case.Names()
	for i, x := range all {
		switch kind := f.Documents[x.Doc].Kind; {
		case subjects[kind].Subject == "":
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
func (f letterFacts) Certified() bool {
	return !slices.ContainsFunc(f.Case.Names(), func(x rule.Comparison) bool {
		return f.Documents[x.Doc].Kind == profile.BirthCertificate && x.SurnameDiffers()
	})
}

// CivilName is the name of the birth certificate where no paper listed among Names shows it.
func (f letterFacts) CivilName() string {
	if slices.ContainsFunc(f.Case.Names(), func(x rule.Comparison) bool {
		return x.Is == rule.Agrees && subjects[f.Documents[x.Doc].Kind].Subject != ""
	}) {
		return ""
	}
	return f.Name.Birth + " " + f.Name.FirstNames()
}

// Link is the paper that ties the other surname to the birth name, as the end of a sentence.
func (f letterFacts) Link() string {
	for _, x := range f.Case.Names() {
		if x.Link < 0 || !explained(x.Is) {
			continue
		}
		switch d := f.Documents[x.Link]; d.Kind {
		case profile.MarriageCertificate:
			return "l’acte de mariage joint en fait foi"
		case profile.DivorceJudgment:
			return "le jugement de divorce joint en fait foi"
		case profile.BirthCertificate:
			return "l’acte de naissance joint, avec filiation, en fait foi"
		default:
			return "les deux noms figurent sur la pièce jointe « " + d.French() + " »"
		}
	}
	return ""
}

// Minors are the names of the children to be attached.
func (f letterFacts) Minors() []string {
	var names []string
	for _, ch := range f.Children {
		if ch.Date.IsZero() || ch.Date.Age(f.Case.Signed) < 18 {
			names = append(names, strings.TrimSpace(strings.Join(ch.First, " ")+" "+ch.Birth))
		}
	}
	return names
}

// Together is "A, B et C".
func (f letterFacts) Together(names []string) string { return together(names) }

func together(names []string) string {
	texts := make([]rule.Text, len(names))
	for i, n := range names {
		texts[i].FR = n
	}
	return rule.Series(texts).FR
}

// Host is the person who houses the applicant and since when, empty for others.
func (f letterFacts) Host() profile.Address {
	if home, i := f.Address(f.Case.Signed); i >= 0 && home.Kind == profile.Hosted {
		return home
	}
	return profile.Address{}
}

// Domiciliation is the organisation that gives the address, empty for others.
func (f letterFacts) Domiciliation() profile.Address {
	if home, i := f.Address(f.Case.Signed); i >= 0 && home.Kind == profile.Domiciliation {
		return home
	}
	return profile.Address{}
}

// SpouseName is the spouse as the letter names them.
func (f letterFacts) SpouseName() string {
	last := f.Spouse.Usage
	if last == "" {
		last = f.Spouse.Birth
	}
	return strings.TrimSpace(strings.Join(f.Spouse.First, " ") + " " + last)
}

// Encloses says whether a paper of a kind is in the envelope.
func (f letterFacts) Encloses(kind string) bool {
	return f.Case.Enclosed(profile.Kind(kind)) != nil
}

// Translated says whether a paper of this kind is enclosed with its translation.
func (f letterFacts) Translated(kind string) bool {
	return slices.ContainsFunc(f.Documents, func(d profile.Document) bool {
		return string(d.Kind) == kind && d.Translation.File != ""
	})
}
