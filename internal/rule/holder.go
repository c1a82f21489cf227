package rule

import (
	"slices"

	"dossier/internal/profile"
)

// bar is what the proof of residence at index i of the documents comes to.
func (c *Case) bar(i int, w Span) Bar {
	d := c.A.Documents[i]
	b := Bar{Doc: i, Kind: d.Kind, Title: Text{d.English(), d.French()}, Host: d.Kind == profile.HostStatement || c.tie(d) == ofHost}
	if !undated(d) {
		b.Days = c.covers(d)
	}
	if b.Host && d.Kind != profile.HostStatement {
		b.Days, b.Lacks = c.underStatement(d)
	} else if b.Host {
		b.Lacks = c.lacks(d)
	}
	b.Shown = b.Days.Within(w)
	b.Standing = c.standing(b)
	b.Why = c.why(b, w)
	return b
}

func (c *Case) standing(b Bar) Standing {
	tie := c.tie(c.A.Documents[b.Doc])
	switch {
	case tie == ofNobodyKnown, tie == ofSpouseAlone:
		return OtherName
	case len(b.Lacks) > 0:
		return HostAlone
	case b.Days == Span{}:
		return DaysUnsaid
	case b.Shown.Days() == 0:
		return Outside
	case tie == unsaid:
		return NameUnsaid
	}
	return Counting
}

// A tie is what binds the name on a proof of residence to the applicant.
type tie int

const (
	ofApplicant   tie = iota // the applicant's own, alone or with another
	unsaid                   // not given: taken for the applicant's
	ofSpouse                 // the spouse's, with the certificate that binds both
	ofSpouseAlone            // the spouse's, without it
	ofHost                   // the host's: good with the host's statement
	ofNobodyKnown
)

// tie reads the name on a proof of residence. A host's statement is about the applicant, whoever signs it.
func (c *Case) tie(d profile.Document) tie {
	switch {
	case d.Kind == profile.HostStatement:
		return ofApplicant
	case d.Holder == "" && (d.Kind == profile.DomiciliationPaper || d.Kind == profile.ReceptionCertificate):
		return ofApplicant // there is nobody else they could be about
	case d.Holder == "":
		return unsaid
	case c.isApplicant(d.Holder):
		return ofApplicant
	case c.namesSpouse(d) && c.Enclosed(profile.MarriageCertificate, profile.PACSCertificate) != nil:
		return ofSpouse
	case c.namesHost(d):
		return ofHost
	case c.namesSpouse(d):
		return ofSpouseAlone
	}
	return ofNobodyKnown
}

func (c *Case) namesSpouse(d profile.Document) bool {
	spouse := c.A.Spouse
	return spouse.Birth != "" && names(d.Holder, spouse.Birth) || spouse.Usage != "" && names(d.Holder, spouse.Usage)
}

// namesHost says whether the name is that of a host under [[address]], or of who signed a statement.
func (c *Case) namesHost(d profile.Document) bool {
	return slices.ContainsFunc(c.A.Addresses, func(ad profile.Address) bool {
		return ad.Kind == profile.Hosted && ad.Host != "" && alike(d.Holder, ad.Host)
	}) || slices.ContainsFunc(c.statements(), func(s profile.Document) bool {
		return s.Holder != "" && alike(d.Holder, s.Holder)
	})
}

// alike says whether two names as printed can be one person's: each word of one is in the other, or
// one is not given.
func alike(x, y string) bool { return x == "" || y == "" || names(x, y) || names(y, x) }

// statements are the hosts' statements enclosed.
func (c *Case) statements() []profile.Document {
	var found []profile.Document
	for _, i := range c.Enclosed(profile.HostStatement) {
		found = append(found, c.A.Documents[i])
	}
	return found
}

// lacks are those of the host's two other papers that are not enclosed with a statement. Papers in
// the name of another host do not serve.
func (c *Case) lacks(statement profile.Document) []profile.Kind {
	var lacks []profile.Kind
	has := func(is func(profile.Document) bool) bool {
		return slices.ContainsFunc(c.A.Documents, func(d profile.Document) bool {
			return d.File != "" && alike(d.Holder, statement.Holder) && is(d)
		})
	}
	if !has(func(d profile.Document) bool { return d.Kind == profile.HostIdentity }) {
		lacks = append(lacks, profile.HostIdentity)
	}
	if !has(c.housesHost) {
		lacks = append(lacks, profile.HostAddressProof)
	}
	return lacks
}

// housesHost says whether a paper shows where a host lives: one said to, or a proof of residence in
// the host's name.
func (c *Case) housesHost(d profile.Document) bool {
	return d.Kind == profile.HostAddressProof || d.Kind.Residence() && c.tie(d) == ofHost
}

// underStatement are the days of a paper in a host's name: those of the statement it belongs to,
// one that needs nothing more if there are several.
func (c *Case) underStatement(d profile.Document) (days Span, lacks []profile.Kind) {
	lacks = []profile.Kind{profile.HostStatement}
	for _, s := range c.statements() {
		if !alike(s.Holder, d.Holder) {
			continue
		}
		of, need := Span{}, c.lacks(s)
		if !undated(s) {
			of = c.covers(s)
		}
		if days == (Span{}) || len(need) == 0 && len(lacks) > 0 {
			days, lacks = of, need
		}
	}
	return days, lacks
}

// why says a bar's standing in words.
func (c *Case) why(b Bar, w Span) Text {
	switch b.Standing {
	case NameUnsaid:
		return Text{"counts if it is in your name, which is not said", "compte si la pièce est à votre nom, ce qui n’est pas indiqué"}
	case DaysUnsaid:
		return Text{"cannot tell: the days it covers are not given", "indéterminé : les jours couverts ne sont pas indiqués"}
	case OtherName:
		switch tie := c.tie(c.A.Documents[b.Doc]); {
		case tie == ofSpouseAlone && c.A.Family.Status == profile.StatusCohabiting:
			return Text{"does not count yet: in your partner’s name, without their statement that you live there", "ne compte pas encore : au nom de la personne avec qui vous vivez, sans son attestation d’hébergement"}
		case tie == ofSpouseAlone:
			return Text{"does not count: in your spouse’s name, without the marriage or PACS certificate", "ne compte pas : au nom de votre conjoint, sans acte de mariage ni attestation de PACS"}
		}
		return Text{"does not count: in another name, which nothing ties to you", "ne compte pas : à un autre nom, que rien ne relie à vous"}
	case HostAlone:
		return Text{"does not count yet: not enclosed: %s", "ne compte pas encore : absent de l’envoi : %s"}.With(listed(b.Lacks))
	case Outside:
		return outside(b, w)
	}
	return c.whyCounting(b)
}

func (c *Case) whyCounting(b Bar) Text {
	switch {
	case b.Kind == profile.BenefitNotice:
		return Text{"counts for the three months as such (D160-2 I)", "compte pour les trois mois à elle seule (D160-2 I)"}
	case b.Kind == profile.HostStatement:
		return Text{"counts, with the host’s identity document and proof of address", "compte, avec la pièce d’identité et le justificatif de domicile de l’hébergeant"}
	case b.Host:
		return Text{"counts with the host’s statement, for the days it names", "compte avec l’attestation d’hébergement, pour les jours qu’elle indique"}
	case c.tie(c.A.Documents[b.Doc]) == ofSpouse:
		return Text{"counts: in your spouse’s name, with the certificate that ties you", "compte : au nom de votre conjoint, avec l’acte qui vous lie"}
	}
	return PlainlyCounts
}

// PlainlyCounts is why a paper counts of which nothing more is to be said.
var PlainlyCounts = Text{"counts", "compte"}

func outside(b Bar, w Span) Text {
	switch {
	case b.Days.Days() == 0:
		return Text{"covers no day: it ends before it begins", "ne couvre aucun jour : la fin précède le début"}
	case b.Days.To.Before(w.From):
		return Text{"too early: it ends before the days to be proven", "trop ancien : il finit avant les jours à prouver"}
	}
	return Text{"too late: it begins after the day of the request", "trop récent : il commence après le jour de la demande"}
}

// listed are kinds of papers in one phrase.
func listed(kinds []profile.Kind) Text {
	var all Text
	for i, k := range kinds {
		if i > 0 {
			all = Text{all.EN + ", ", all.FR + ", "}
		}
		all = Text{all.EN + uncapped(k.English()), all.FR + uncapped(k.French())}
	}
	return all
}
