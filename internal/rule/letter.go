package rule

import (
	"fmt"
	"slices"

	"dossier/internal/country"
	"dossier/internal/profile"
)

// A Letter is a letter of the fund, as the person copied it into a request file.
type Letter struct {
	Date      profile.Date  `toml:"date"`           // written on it
	Reference string        `toml:"reference"`      // what stands after "Nos réf."
	Own       string        `toml:"your_reference"` // what stands after "Vos réf.": ours
	Service   string        `toml:"service"`        // of the fund, that wrote it
	Signatory string        `toml:"signatory"`      // who signed it
	Number    profile.NIR   `toml:"number"`         // the one by which it calls the person, provisional as a rule
	Received  profile.Date  `toml:"received"`       // the day on which it came
	Deadline  profile.Date  `toml:"deadline"`       // the last day for an answer, where the letter gives one
	Control   profile.YesNo `toml:"control"`        // it checks the residence of somebody already insured (CSS R114-10)
	Refused   profile.Date  `toml:"refused"`        // the day on which a refusal was notified
	Documents []Asked       `toml:"document"`
	Refusals  []Refusal     `toml:"refusal"`
}

// A Refusal is a decision against the person, which a reply does not answer: a commission does, that is
// asked in a letter of its own.
type Refusal struct {
	Notified profile.Date `toml:"notified"`
	Grounds  string       `toml:"grounds"` // in the words of the decision
}

// Asked is one paper the fund wants.
type Asked struct {
	Kind    profile.Kind  `toml:"kind"`
	Reason  Reason        `toml:"reason"`
	Again   profile.YesNo `toml:"again"`   // it was asked for before
	Contest profile.YesNo `toml:"contest"` // the reply asks whether the paper is needed, if a text spares it
	Remark  string        `toml:"remark"`  // what is said of it in the reply, in French

	Told bool // the reply tells when it was sent before, and what is different now
}

// A Reason is what the fund finds wanting in a paper.
type Reason string

const (
	Missing        Reason = "missing"
	Incomplete     Reason = "incomplete" // pages of it
	Illegible      Reason = "illegible"
	Untranslated   Reason = "translation"
	Outdated       Reason = "outdated"
	NotOwnName     Reason = "not own name"
	Uncertified    Reason = "certified copy" // the photocopy is not certified
	Condition      Reason = "condition"      // nothing is done without the paper
	ForeignAccount Reason = "foreign account"
)

// Words are all reasons, in the order in which they are offered.
func (Reason) Words() []string {
	return []string{"missing", "incomplete", "illegible", "outdated", "translation", "not own name", "certified copy", "condition", "foreign account"}
}

// Check holds a letter against the rules about answering one. The day of c is that of the answer; at
// is where a key of the request file stands. The findings are in the order of Table.
func (l *Letter) Check(c *Case, at func(key string) profile.Pos) []Finding {
	var found []Finding
	for i := range Table {
		if r := &Table[i]; r.Letter != nil {
			r.Letter(l, c, Report{r, at, &found})
		}
	}
	return found
}

// Question is what the reply asks about the i-th paper, in French: whether it is needed, since a text
// spares it. It is empty unless the person wants it and there is such a text.
func (l *Letter) Question(c *Case, i int) string {
	if l.Documents[i].Contest != profile.Yes {
		return ""
	}
	if p, verdict := c.plea(l.Documents[i]); verdict == Fail {
		return p.question
	}
	return ""
}

// near is how many days before its end a time limit is worth a warning.
const near = 14

// left says how far the end of a time limit is.
func left(days int) Text {
	switch {
	case days < -1:
		return Text{fmt.Sprintf("that was %d days ago", -days), fmt.Sprintf("c’était il y a %d jours", -days)}
	case days == -1:
		return Text{"that was yesterday", "c’était hier"}
	case days == 0:
		return Text{"today is the last day", "c’est le dernier jour"}
	case days == 1:
		return Text{"one day is left", "il reste un jour"}
	}
	return Text{fmt.Sprintf("%d days are left", days), fmt.Sprintf("il reste %d jours", days)}
}

// A plea is why a paper that the fund asks for may be spared. Where it cannot be told, why says what
// would decide. The question is for the reply: French, whole sentences, the words of the law, and no
// more than a question, since a fund may ask for all that is useful to verify an identity (CSS L161-1-4).
type plea struct {
	source   Text
	why      Text
	question string
}

// What pleas rest on.
var (
	translationSource = Text{"CSS R114-7 I 2° (no translation of what an EU, EEA or Swiss authority issued)", "CSS R114-7 I 2° (pas de traduction de ce qu’une autorité de l’UE, de l’EEE ou de la Suisse a délivré)"}
	ageSource         = Text{"CRPA R113-7 (papers of any age); CSS R114-7 I (a newer one where identity needs it)", "CRPA R113-7 (pièces de toute date) ; CSS R114-7 I (une plus récente si l’identité l’exige)"}
	copySource        = Text{"CRPA R113-10 (photocopies of what an administration issued are not certified), R113-11 (the original is shown where there is a doubt)", "CRPA R113-10 (pas de certification des photocopies de documents administratifs), R113-11 (présentation de l’original en cas de doute)"}
	ribSource         = Text{"Cour de cassation, 21 June 2018; CRPA L114-5-1", "Cour de cassation, 21 juin 2018 ; CRPA L114-5-1"}
	accountSource     = Text{"CSS L114-10-2-1; Regulation (EU) 260/2012 art. 9", "CSS L114-10-2-1 ; règlement (UE) 260/2012 art. 9"}
)

// plea fails if a text spares the paper, and passes if none is known.
func (c *Case) plea(asked Asked) (plea, Verdict) {
	d := profile.Document{Kind: asked.Kind}
	if i := slices.IndexFunc(c.A.Documents, func(d profile.Document) bool { return d.Kind == asked.Kind }); i >= 0 {
		d = c.A.Documents[i]
	}
	switch record := slices.Contains(civilRecords, asked.Kind); {
	case asked.Reason == Untranslated && record:
		return translationPlea(d)
	case asked.Reason == Outdated && record:
		return agePlea, Fail
	case asked.Reason == Uncertified:
		return copyPlea(asked.Kind, d)
	case asked.Reason == Condition && asked.Kind == profile.RIB && c.Enclosed(profile.RIB) == nil:
		return ribPlea, Fail
	case asked.Reason == ForeignAccount && asked.Kind == profile.RIB:
		return c.accountPlea()
	}
	return plea{}, Pass
}

// civilRecords are the "pièces d'état civil" of the law: not a PACS, nor a judgment.
var civilRecords = []profile.Kind{profile.BirthCertificate, profile.MarriageCertificate, profile.ChildBirth}

func translationPlea(d profile.Document) (plea, Verdict) {
	issuer, known := country.Find(d.Country)
	switch TranslationOf(d) {
	case TranslationUnknown:
		return plea{source: translationSource, why: Text{"does the law ask for this translation? The country that issued the paper decides", "la loi demande-t-elle cette traduction ? L’État qui a délivré la pièce décide"}}, CannotTell
	case TranslationNotRequired:
	default:
		return plea{}, Pass
	}
	p := plea{source: translationSource, why: Text{"the law asks for no translation of this paper", "la loi ne demande pas la traduction de cette pièce"}}
	said := ""
	switch {
	case slices.Contains(profile.LanguageCodes(d.Language), "fr") || issuer.ISO2 == "FR":
		p.question = "ce document comporte déjà le texte en langue française. Vous serait-il possible de l’examiner sans traduction ?"
		return p, Fail
	case known && issuer.EEA:
		said = "Celui-ci émane des autorités de l’un de ces États (" + issuer.FR + ")."
	case d.Format == profile.Plurilingual:
		said = "Celui-ci est un extrait plurilingue de la convention de Vienne du 8 septembre 1976."
	default:
		said = "Celui-ci est accompagné du formulaire type multilingue du règlement (UE) 2016/1191."
	}
	p.question = "l’article R. 114-7 (I, 2°) du Code de la sécurité sociale demande qu’un document d’état civil soit accompagné de sa traduction en langue française, " +
		"« sauf si le document émane des autorités d’un État membre de l’Union européenne, de l’Espace économique européen ou de la Confédération suisse " +
		"ou si un accord international en dispense le demandeur ». " + said + " Vous serait-il possible de l’examiner sans traduction ?"
	return p, Fail
}

var agePlea = plea{
	ageSource,
	Text{"the law sets no age for this paper, yet the fund may ask for a newer one where your identity needs it", "la loi ne fixe pas d’âge à cette pièce, mais la caisse peut en demander une plus récente si votre identité l’exige"},
	"selon l’article R. 113-7 du Code des relations entre le public et l’administration, « sauf dispositions législatives ou réglementaires contraires, " +
		"les pièces d’état civil sont prises en compte quelle que soit la date de leur délivrance ». Une pièce plus récente est-elle nécessaire à la certification " +
		"de mon identité (article R. 114-7, I, du Code de la sécurité sociale) ? Si tel est le cas, je vous l’adresserai ; sinon, je vous remercie de prendre en compte celle que vous avez reçue.",
}

// What an administration issued: the first are always from a French one.
var (
	frenchIssued = []profile.Kind{profile.Visa, profile.ResidencePermit, profile.AsylumAttestation}
	stateIssued  = append([]profile.Kind{profile.Passport, profile.IdentityCard, profile.HostIdentity, profile.ChildIdentity}, civilRecords...)
)

// copyPlea is doubtful for a paper from abroad: an administration, in this code, is a French one (CRPA L100-3).
func copyPlea(kind profile.Kind, d profile.Document) (plea, Verdict) {
	issuer, known := country.Find(d.Country)
	p := plea{
		copySource,
		Text{"a photocopy of what an administration issued need not be certified", "la photocopie d’un document délivré par une administration n’a pas à être certifiée"},
		"l’article R. 113-10 du Code des relations entre le public et l’administration prévoit que « l’administration ne peut exiger, dans les procédures administratives qu’elle instruit, " +
			"la certification conforme à l’original des photocopies de documents délivrés par une administration ». ",
	}
	const end = "En cas de doute sur sa validité, je peux vous présenter l’original (article R. 113-11 du même code)."
	switch {
	case slices.Contains(frenchIssued, kind) || slices.Contains(stateIssued, kind) && issuer.ISO2 == "FR":
		p.question += "Une simple photocopie vous suffit-elle ? " + end
	case !slices.Contains(stateIssued, kind):
		return plea{}, Pass
	case !known:
		return plea{source: copySource, why: Text{"must this copy be certified? The country that issued the paper decides", "cette copie doit-elle être certifiée ? L’État qui a délivré la pièce décide"}}, CannotTell
	default:
		p.why = Text{"a photocopy of what a French administration issued need not be certified; whether that goes for a foreign one too is open",
			"la photocopie d’un document délivré par une administration française n’a pas à être certifiée ; pour une administration étrangère, la question est ouverte"}
		p.question += "Cette pièce a été délivrée à l’étranger (" + issuer.FR + ") : une simple photocopie vous suffit-elle aussi ? " + end
	}
	return p, Fail
}

var ribPlea = plea{
	ribSource,
	Text{"neither affiliation nor payment depends on a RIB, and one paper that is missing does not suspend the examination of a file unless it is indispensable",
		"ni l’affiliation ni le paiement ne dépendent d’un RIB, et une pièce manquante ne suspend pas l’examen d’un dossier si elle n’est pas indispensable"},
	"je n’en ai pas à vous adresser à ce jour. Selon l’article L. 114-5-1 du Code des relations entre le public et l’administration, l’absence d’une pièce « ne peut conduire l’administration " +
		"à suspendre l’instruction de ce dossier dans l’attente de la transmission de la pièce manquante », sauf si elle est indispensable, et la Cour de cassation a jugé le 21 juin 2018 " +
		"que l’affiliation et le paiement ne sont pas subordonnés à la production d’un RIB. Vous serait-il possible de poursuivre l’examen de ma demande ?",
}

func (c *Case) accountPlea() (plea, Verdict) {
	iban := c.A.Bank.IBAN
	problem, _ := iban.Problem()
	if _, known := iban.SEPA(); iban == "" || problem == "" && !known {
		return plea{source: accountSource, why: Text{"can the fund pay on this account? The IBAN decides", "la caisse peut-elle payer sur ce compte ? L’IBAN décide"}}, CannotTell
	}
	if !c.ForeignSEPA() {
		return plea{}, Pass
	}
	where, regulation := "", ""
	if at, ok := country.Find(iban.Country()); ok {
		where = " (" + at.FR + ")"
	}
	if c.EUAccount() {
		regulation = " et relève de l’article 9 du règlement (UE) n° 260/2012"
	}
	return plea{
		accountSource,
		Text{"the fund can pay on an account of the SEPA area outside France", "la caisse peut payer sur un compte de la zone SEPA hors de France"},
		"l’article L. 114-10-2-1 du Code de la sécurité sociale prévoit que les prestations soumises à condition de résidence sont versées « sur des comptes domiciliés en France ou dans l’espace unique " +
			"de paiement en euros de l’Union européenne et identifiés par un numéro national ou international de compte bancaire ». Le compte indiqué est domicilié dans cet espace" + where + regulation +
			". Vous serait-il possible de le retenir ?",
	}, Fail
}
