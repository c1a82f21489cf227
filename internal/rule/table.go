package rule

import (
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
)

// read is the day on which the sources below were read, unless a row says otherwise.
const read = "2026-11-22"

// Table holds every rule. Papers that must be enclosed come from the rows with Needs: checklist
// and letter follow them, in this order.
var Table = slices.Concat(identityRules, residenceRules, stayRules, situationRules, fundRules, paperRules, translationRules, numberRules, bankRules, formRules, paperworkRules)

var identityRules = []Rule{
	{
		ID: "identity-incomplete", Level: Block, Basis: Notice, Source: "S1106, part A", Read: read,
		Fix: Text{"add the key to the profile", "ajoutez cette clé au profil"},
		Check: func(c *Case, report Reporter) {
			a := c.A
			for _, f := range []struct {
				key     string
				missing bool
				what    Text
			}{
				{"name.birth", a.Name.Birth == "", Text{"the birth name", "le nom de naissance"}},
				{"name.first", strings.TrimSpace(a.Name.FirstNames()) == "", Text{"the first names", "les prénoms"}},
				{"birth.date", a.Birth.Date.IsZero(), Text{"the date of birth", "la date de naissance"}},
				{"birth.town", a.Birth.Town == "", Text{"the town of birth", "la commune de naissance"}},
				{"birth.country", a.Birth.Country == "", Text{"the country of birth", "le pays de naissance"}},
				{"nationalities", len(a.Nationalities) == 0, Text{"the nationality", "la nationalité"}},
				{"situation", a.Situation == "", Text{"the situation (not working, employee, ...)", "la situation (not working, employee, ...)"}},
				{"address", len(a.Addresses) == 0, Text{"the address in France", "l’adresse en France"}},
			} {
				if f.missing {
					report(f.key, Text{"missing: %s", "information absente : %s"}, f.what)
				}
			}
		},
	},
	{
		ID: "contact-missing", Level: Warn, Basis: Practice, Source: "funds call or write about small things; seen in the guide's stories", Read: read,
		Fix: Text{"give a telephone number or an e-mail address under [contact]", "indiquez un téléphone ou un courriel sous [contact]"},
		Check: func(c *Case, report Reporter) {
			if c.A.Contact.Phone == "" && c.A.Contact.Email == "" {
				report("contact", Text{"neither telephone nor e-mail is given", "ni téléphone ni courriel"})
			}
		},
	},
	{
		ID: "contact-format", Level: Warn, Basis: Practice, Source: "our own check: ITU-T E.164, RFC 5322", Read: read,
		Fix: Text{"write a French number with 10 digits, another with + and its country code; an e-mail as name@domain", "écrivez un numéro français sur 10 chiffres, un autre avec + et l’indicatif ; un courriel sous la forme nom@domaine"},
		Check: func(c *Case, report Reporter) {
			if p := c.A.Contact.Phone; p != "" && !phoneLooksRight(p) {
				report("contact.phone", Text{"this does not look like a telephone number", "ceci ne ressemble pas à un numéro de téléphone"})
			}
			if e := c.A.Contact.Email; e != "" && !emailLooksRight(e) {
				report("contact.email", Text{"this does not look like an e-mail address", "ceci ne ressemble pas à une adresse électronique"})
			}
		},
	},
	{
		ID: "country-unknown", Level: Block, Basis: Notice, Source: "INSEE, code officiel géographique 2025", Read: read,
		Fix: Text{"write the country's name of today in English or French, or its two-letter code", "écrivez le nom actuel du pays en français ou en anglais, ou son code à deux lettres"},
		Check: func(c *Case, report Reporter) {
			check := func(key, name string) {
				if _, ok := country.Find(name); name == "" || ok {
					return
				}
				if near := nearestCountries(name); near.EN != "" {
					report(key, Text{"%q is not a country known here; nearest: %s", "%q n’est pas un pays connu ici ; les plus proches : %s"}, name, near)
					return
				}
				report(key, Text{"%q is not a country known here", "%q n’est pas un pays connu ici"}, name)
			}
			check("birth.country", c.A.Birth.Country)
			check("cover.country", c.A.Cover.Country)
			for i, n := range c.A.Nationalities {
				if !stateless(n) {
					check(profile.Key("nationalities", i), n)
				}
			}
			for i, ch := range c.A.Children {
				check(profile.Key("child", i, "country"), ch.Country)
			}
			for i, d := range c.A.Documents {
				check(profile.Key("document", i, "country"), d.Country)
			}
		},
	},
	{
		ID: "dates", Level: Block, Basis: Practice, Source: "our own check: the order of days", Read: read,
		Fix: Text{"correct the year, month or day", "corrigez l’année, le mois ou le jour"},
		Check: func(c *Case, report Reporter) {
			a := c.A
			born := a.Birth.Date
			switch {
			case !born.IsZero() && (born.After(c.Day) || born.Age(c.Day) > 120):
				report("birth.date", Text{"%s cannot be the date of birth of a living adult", "%s ne peut pas être la date de naissance d’un adulte"}, born)
			case !a.Arrived.IsZero() && a.Arrived.Before(born):
				report("arrived", Text{"the arrival in France comes before the birth", "l’arrivée en France précède la naissance"})
			}
			if !a.Signature.Date.IsZero() && a.Signature.Date.Before(a.Arrived) {
				report("signature.date", Text{"the form is signed before the arrival in France", "le formulaire est signé avant l’arrivée en France"})
			}
			if p := a.Permit; !p.Until.IsZero() && p.Until.Before(p.From) {
				report("permit.until", Text{"the permit ends before it begins", "le titre de séjour finit avant de commencer"})
			}
			for i, ad := range a.Addresses {
				if !ad.To.IsZero() && ad.To.Before(ad.From) {
					report(profile.Key("address", i, "to"), Text{"this address ends before it begins", "cette adresse finit avant de commencer"})
				}
			}
			for i, d := range a.Documents {
				if !d.To.IsZero() && d.To.Before(d.From) {
					report(profile.Key("document", i, "to"), Text{"the period of this paper ends before it begins", "la période de cette pièce finit avant de commencer"})
				}
				if d.Date.After(c.Signed) {
					report(profile.Key("document", i, "date"), Text{"this paper is dated after the request", "cette pièce porte une date postérieure à la demande"})
				}
			}
		},
	},
	{
		ID: "minor", Level: Block, Basis: Law, Source: "CSS L160-2, D160-1", Read: read,
		Fix: Text{"attach the child to a parent with form S3705; from 16 a child may apply alone: ask the fund first", "rattachez l’enfant à un parent par le formulaire S3705 ; dès 16 ans une demande propre est possible : interrogez la caisse"},
		Check: func(c *Case, report Reporter) {
			if b := c.A.Birth.Date; !b.IsZero() && b.Age(c.Signed) >= 0 && b.Age(c.Signed) < 18 {
				report("birth.date", Text{"the applicant is not yet 18", "le demandeur n’a pas 18 ans"})
			}
		},
	},
	{
		ID: "date-ambiguous", Level: Warn, Basis: Practice, Source: "a New York certificate read day first, corrected three times (guide, Janice)", Read: read,
		Fix:  Text{"enclose a translation; the letter gives the date in words; compare the number you receive with it", "joignez une traduction ; la lettre donne la date en toutes lettres ; comparez-la au numéro reçu"},
		Flag: Text{"digits can be read in two ways", "chiffres lisibles de deux façons"},
		Check: func(c *Case, report Reporter) {
			born := c.A.Birth.Date
			if key, digits := c.ambiguousBirth(); key != "" && !dayFirst(digits, born) {
				report(key, Text{"a French reader may take these digits for %s instead of %s", "ces chiffres peuvent être lus comme le %s au lieu du %s"}, born.Swapped(), born)
			}
		},
	},
	{
		ID: "date-differs", Level: Block, Basis: Practice, Source: "a date of birth corrected three times (guide, Janice)", Read: read,
		Fix:  Text{"compare birth.date with the paper, and correct the wrong one", "comparez birth.date avec la pièce et corrigez ce qui est faux"},
		Flag: Text{"date of birth differs", "date de naissance différente"},
		Check: func(c *Case, report Reporter) {
			born := c.A.Birth.Date
			if born.IsZero() {
				return
			}
			if misdated(c.A.Birth.AsWritten, born) {
				report("birth.date_as_written", Text{"these digits are not %s in any order", "ces chiffres ne sont le %s dans aucun ordre"}, born)
			}
			for i, d := range c.A.Documents {
				if d.Kind != profile.ChildBirth && d.Kind != profile.ChildIdentity && misdated(d.BirthDate, born) {
					report(profile.Key("document", i, "birth_date_as_printed"), Text{"these digits are not %s in any order", "ces chiffres ne sont le %s dans aucun ordre"}, born)
				}
			}
		},
	},
	{
		ID: "usage-name", Level: Block, Basis: Law, Source: "service-public F868; name of a PACS partner or cohabitant", Read: read,
		Fix: Text{"leave name.usage empty: only a spouse's name may be used", "laissez name.usage vide : seul le nom de l’époux ou de l’épouse peut être porté"},
		Check: func(c *Case, report Reporter) {
			switch c.A.Name.UsageReason {
			case profile.UsageBoth, profile.UsageWidowed, profile.UsageDivorced:
				return // a name of one's parents, or of a marriage before
			}
			if s := c.A.Family.Status; c.A.Name.Usage != "" && (s == profile.StatusPACS || s == profile.StatusCohabiting) {
				report("name.usage", Text{"the name of a PACS partner or cohabitant cannot be a usage name", "le nom d’un partenaire de PACS ou d’un concubin ne peut pas être un nom d’usage"})
			}
		},
	},
	{
		ID: "birth-name-married", Level: Warn, Basis: Law, Source: "service-public F868, F35060; CSS R114-26", Read: read,
		Fix: Text{"put the name of the birth certificate in name.birth and the married name in name.usage; if they are the same, give the certificate its holder", "mettez le nom de l’acte de naissance dans name.birth et le nom marital dans name.usage ; s’ils sont identiques, indiquez holder pour l’acte"},
		Check: func(c *Case, report Reporter) {
			a := c.A
			same := func(x string) bool { return x != "" && slices.Equal(fold(x), fold(a.Name.Birth)) }
			onCertificate := slices.ContainsFunc(a.Documents, func(d profile.Document) bool {
				return d.Kind == profile.BirthCertificate && names(d.Holder, a.Name.Birth)
			})
			if a.Married() && a.Sex != profile.Male && !onCertificate && (same(a.Name.Usage) || same(a.Spouse.Birth)) {
				report("name.birth", Text{"the birth name is the married name too: is it the one on the birth certificate?", "le nom de naissance est aussi le nom marital : est-ce bien celui de l’acte de naissance ?"})
			}
		},
	},
}

// nearestCountries are the countries with names like this one, empty if there is none.
func nearestCountries(name string) Text {
	var en, fr []string
	for _, n := range country.Nearest(name, 3) {
		en, fr = append(en, n.EN), append(fr, n.FR)
	}
	return Text{strings.Join(en, ", "), strings.Join(fr, ", ")}
}

var residenceRules = []Rule{
	{
		ID: "signed-later", Level: Block, Basis: Law, Source: "CSS R111-3 II, L160-5 (judged on the day of the request)", Read: read,
		Fix: Text{"post on that day; to prepare it now, check with --on that day", "envoyez ce jour-là ; pour préparer l’envoi, vérifiez avec --on à cette date"},
		Check: func(c *Case, report Reporter) {
			if c.Signed.After(c.Day) {
				report("signature.date", Text{"the form is dated %s, which is still to come", "le formulaire est daté du %s, qui n’est pas encore venu"}, c.Signed)
			}
		},
	},
	{
		ID: "arrival-missing", Level: Block, Basis: Notice, Source: "S1106, part B; CSS D160-2", Read: read,
		Fix: Text{"give the first day of this stay in France: arrived = 2026-07-01", "indiquez le premier jour du séjour en France : arrived = 2026-07-01"},
		Check: func(c *Case, report Reporter) {
			if c.A.Arrived.IsZero() && !c.Works() {
				report("arrived", Text{"the day of arrival in France is missing", "la date d’arrivée en France manque"})
			}
		},
	},
	{
		ID: "not-yet-arrived", Level: Block, Basis: Law, Source: "CSS L160-5, D160-2", Read: read,
		Fix: Text{"apply once you live in France", "faites la demande une fois installé en France"},
		Check: func(c *Case, report Reporter) {
			if c.A.Arrived.After(c.Day) {
				report("arrived", Text{"residence in France must already exist; the arrival is on %s", "la résidence en France doit déjà exister ; l’arrivée est le %s"}, c.A.Arrived)
			}
		},
	},
	{
		ID: "three-months", Level: Block, Basis: Law, Source: "CSS D160-2 I", Read: read,
		Fix: Text{"wait until that day, or see the exemptions of D160-2 II", "attendez ce jour, ou voyez les exceptions du D160-2 II"},
		Check: func(c *Case, report Reporter) {
			arrived := c.A.Arrived
			if arrived.IsZero() || arrived.After(c.Day) || arrived.After(c.Signed) || !c.Waits() {
				return // see arrival-missing, not-yet-arrived, dates
			}
			if from := EarliestPosting(arrived); c.Signed.Before(from) {
				report("arrived", Text{"three months of residence are not over: the earliest day to post is %s", "les trois mois de résidence ne sont pas écoulés : envoi possible à partir du %s"}, from)
			}
		},
	},
	{
		ID: "returning-french", Level: Info, Basis: Law, Source: "CSS D160-2 II (closed list)", Read: read,
		Fix: Text{"nothing to do if three months are over", "rien à faire si les trois mois sont écoulés"},
		Check: func(c *Case, report Reporter) {
			if c.A.Situation == profile.ReturningFrench || c.A.French() && c.Waits() {
				report("situation", Text{"French citizens are not exempt from the three months unless they work", "les Français de retour ne sont pas dispensés des trois mois, sauf s’ils travaillent"})
			}
		},
	},
	{
		ID: "family-not-insured", Level: Block, Basis: Law, Source: "CSS D160-2 II 3°, L161-1", Read: read,
		Fix: Text{"set spouse.insured_in_france = true if they are, or wait three months and write situation = \"not working\"", "écrivez spouse.insured_in_france = true si c’est le cas, ou attendez trois mois avec situation = \"not working\""},
		Check: func(c *Case, report Reporter) {
			if c.A.Situation == profile.JoiningFamily && c.A.Spouse.InsuredInFrance != profile.Yes {
				report("spouse.insured_in_france", Text{"the exemption needs a family member who is already insured in France", "la dispense suppose un membre de la famille déjà assuré en France"})
			}
		},
	},
	{
		ID: "residence-proofs", Level: Warn, Basis: Law, Source: "CSS D160-2 I, R111-2 (any means of proof)", Read: read,
		Fix:  Text{"add a lease over three months old, three successive rent receipts, two successive bills, or a host's statement for these days; give each its from and to", "ajoutez un bail de plus de trois mois, trois quittances, deux factures successives ou une attestation d’hébergement pour ces jours ; indiquez from et to pour chacun"},
		Flag: Text{"does not cover the three months", "ne couvre pas les trois mois"},
		Check: func(c *Case, report Reporter) {
			enclosed := func(d profile.Document) bool { return d.Kind.Residence() && d.File != "" }
			if !c.Waits() || c.A.Arrived.After(c.Signed) || !slices.ContainsFunc(c.A.Documents, enclosed) {
				return // nothing to prove yet, or nothing enclosed at all: see residence-proof
			}
			unknown := slices.DeleteFunc(c.residencePapers(), func(i int) bool { return !undated(c.A.Documents[i]) })
			for _, i := range unknown {
				report(profile.Key("document", i, "from"), Text{"the days that this proof covers are not given", "les jours couverts par ce justificatif ne sont pas indiqués"})
			}
			if len(unknown) > 0 {
				return
			}
			for _, g := range c.Gaps() {
				report("document", Text{"no proof of residence from %s to %s", "aucun justificatif de résidence du %s au %s"}, g.From, g.To)
			}
		},
	},
	{
		ID: "residence-proof", Level: Block, Basis: Law, Source: "CSS D160-2 I; S1106, page 2", Read: read,
		Fix: Text{"enclose a lease, rent receipts, bills, or a host's statement", "joignez un bail, des quittances, des factures ou une attestation d’hébergement"},
		Needs: []profile.Kind{profile.Lease, profile.TitleDeed, profile.RentReceipt, profile.EnergyBill, profile.WaterBill, profile.PhoneBill,
			profile.HotelBill, profile.HostStatement, profile.DomiciliationPaper, profile.ReceptionCertificate, profile.BenefitNotice, profile.EnrolmentCertificate},
		Called: Text{"Proof of three months of residence", "Justificatif de trois mois de résidence"},
		When:   func(c *Case) bool { return c.Waits() && !c.housedAs(profile.Domiciliation) },
	},
	{
		ID: "residence-holder", Level: Warn, Basis: Practice, Source: "our own reading of CSS D160-2: it is the applicant's residence that is proven", Read: read,
		Fix:  Text{"add the marriage certificate or a host's statement", "ajoutez l’acte de mariage ou une attestation d’hébergement"},
		Flag: Text{"in another name", "à un autre nom"},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if d.Kind.Residence() && d.Kind != profile.HostStatement && d.Holder != "" && !isApplicant(c.A, d.Holder) && !c.ofHost(d) && !c.ofProvenSpouse(d) {
					report(profile.Key("document", i, "holder"), Text{"this proof of residence is in another name", "ce justificatif de résidence est à un autre nom"})
				}
			}
		},
	},
	hostPaper("host-statement", profile.HostStatement),
	hostPaper("host-identity", profile.HostIdentity),
	hostPaper("host-address", profile.HostAddressProof, profile.Lease, profile.TitleDeed, profile.RentReceipt,
		profile.EnergyBill, profile.WaterBill, profile.PhoneBill),
	{
		ID: "domiciliation", Level: Block, Basis: Notice, Source: "S1106, page 2", Read: read,
		Fix:   Text{"enclose the organisation's certificate covering more than three months", "joignez l’attestation de l’organisme, couvrant plus de trois mois"},
		Needs: []profile.Kind{profile.DomiciliationPaper},
		When:  func(c *Case) bool { return c.Waits() && c.housedAs(profile.Domiciliation) },
	},
}

// hostPaper is one of the three papers of a person housed by somebody during the three months.
func hostPaper(id string, kinds ...profile.Kind) Rule {
	return Rule{
		ID: id, Level: Warn, Basis: Notice, Source: "S1106, page 2; service-public F33052, R39697", Read: read,
		Fix:   Text{"ask the host for it: statement with the day since when, identity, and bills or rent receipts in the host's name", "demandez-le à l’hébergeant : attestation indiquant depuis quand, identité, factures ou quittances à son nom"},
		Needs: kinds,
		When:  (*Case).hostedInWindow,
	}
}

// identityKinds prove who somebody is: R114-7 I 1° takes "a document of identity or of stay", and
// those under protection have no passport.
var identityKinds = []profile.Kind{profile.Passport, profile.IdentityCard, profile.ResidencePermit, profile.AsylumAttestation}

var stayRules = []Rule{
	{
		ID: "identity-paper", Level: Block, Basis: Notice, Source: "S1106, page 2; CSS R114-7 I 1°", Read: read,
		Fix:    Text{"enclose a copy of the passport (pages with identity and stamps), of the identity card or of the residence permit", "joignez la copie du passeport (pages d’identité et tampons), de la carte d’identité ou du titre de séjour"},
		Needs:  identityKinds,
		Called: Text{"Passport or identity card", "Passeport ou carte d’identité"},
		When:   func(*Case) bool { return true },
	},
	{
		ID: "identity-expired", Level: Block, Basis: Practice, Source: "S1106, page 2 (permits \"en cours de validité\"); our own reading for passports", Read: read,
		Fix:  Text{"renew it, or enclose another identity document", "renouvelez-la ou joignez une autre pièce d’identité"},
		Flag: Text{"expired", "périmé"},
		Check: func(c *Case, report Reporter) {
			expired := func(d profile.Document) bool { return !d.Expires.IsZero() && d.Expires.Before(c.Signed) }
			for _, i := range c.Enclosed(identityKinds...) {
				if !expired(c.A.Documents[i]) {
					return // an old passport may go with the new one: it can hold the visa
				}
			}
			for i, d := range c.A.Documents {
				if (d.Kind == profile.Passport || d.Kind == profile.IdentityCard) && expired(d) {
					report(profile.Key("document", i, "expires"), Text{"this identity document expired on %s", "cette pièce d’identité a expiré le %s"}, d.Expires)
				}
			}
		},
	},
	{
		ID: "permit-missing", Level: Block, Basis: Law, Source: "CSS R111-3; arrêté of 10 May 2017", Read: read,
		Fix: Text{"fill in [permit]: kind, number, from, until", "remplissez [permit] : kind, number, from, until"},
		Check: func(c *Case, report Reporter) {
			if c.foreigner() && c.A.Permit.Kind == "" {
				report("permit.kind", Text{"a person from outside the EU, EEA and Switzerland needs a visa or permit", "une personne hors UE, EEE et Suisse doit avoir un visa ou un titre de séjour"})
			}
		},
	},
	{
		ID: "permit-paper", Level: Block, Basis: Notice, Source: "S1106, page 2; CSS R111-3", Read: read,
		Fix:    Text{"enclose a copy of the visa or permit, both sides", "joignez la copie du visa ou du titre, recto et verso"},
		Needs:  []profile.Kind{profile.Visa, profile.ResidencePermit, profile.AsylumAttestation, profile.RefugeeDecision},
		Called: Text{"Visa or residence permit", "Visa ou titre de séjour"},
		When:   (*Case).foreigner,
	},
	{
		ID: "permit-kind", Level: Block, Basis: Law, Source: "arrêté of 10 May 2017 (list of permits)", Read: read,
		Fix: Text{"ask the préfecture which permit you can have; this one does not open cover", "demandez à la préfecture quel titre obtenir ; celui-ci n’ouvre pas de droits"},
		Check: func(c *Case, report Reporter) {
			if k := c.A.Permit.Kind; c.foreigner() && (k == profile.VLST || k == profile.ShortStay) {
				report("permit.kind", Text{"a %s is not on the list of permits that open cover", "un titre « %s » n’est pas sur la liste de ceux qui ouvrent des droits"}, string(k))
			}
		},
	},
	{
		ID: "visa-validation", Level: Block, Basis: Law, Source: "arrêté of 10 May 2017; CESEDA on the validation of the VLS-TS", Read: read,
		Fix: Text{"validate the visa on line, then set permit.validated_on", "validez le visa en ligne, puis indiquez permit.validated_on"},
		Check: func(c *Case, report Reporter) {
			// Language assistants may send the proof later (forum-assures.ameli.fr 3424984).
			if c.foreigner() && c.A.Situation != profile.LanguageAssistant && c.A.Permit.Kind == profile.VLSTS && c.A.Permit.ValidatedOn.IsZero() {
				report("permit.validated_on", Text{"a VLS-TS counts as a permit once it has been validated", "un VLS-TS vaut titre de séjour une fois validé"})
			}
		},
	},
	{
		ID: "visa-validation-paper", Level: Warn, Basis: Law, Source: "arrêté of 10 May 2017", Read: read,
		Fix:   Text{"enclose the confirmation received when the visa was validated", "joignez la confirmation reçue lors de la validation du visa"},
		Needs: []profile.Kind{profile.VisaValidation},
		When:  func(c *Case) bool { return c.foreigner() && c.A.Permit.Kind == profile.VLSTS },
	},
	{
		ID: "permit-expired", Level: Block, Basis: Law, Source: "CSS R111-3 II (permit judged on the day of the request)", Read: read,
		Fix: Text{"enclose the renewal receipt, or wait for the new permit", "joignez le récépissé de renouvellement ou attendez le nouveau titre"},
		Check: func(c *Case, report Reporter) {
			if u := c.A.Permit.Until; c.foreigner() && !u.IsZero() && u.Before(c.Signed) {
				report("permit.until", Text{"the permit expired on %s", "le titre de séjour a expiré le %s"}, u)
			}
		},
	},
	{
		ID: "permit-expiring", Level: Warn, Basis: Law, Source: "CSS R111-3 II", Read: read,
		Fix: Text{"post soon: the permit is judged on the day of the request", "envoyez vite : le titre s’apprécie au jour de la demande"},
		Check: func(c *Case, report Reporter) {
			if u := c.A.Permit.Until; c.foreigner() && !u.IsZero() && !u.Before(c.Signed) && c.Signed.DaysTo(u) < 60 {
				report("permit.until", Text{"the permit expires soon, on %s", "le titre de séjour expire bientôt, le %s"}, u)
			}
		},
	},
	{
		ID: "permit-until", Level: Warn, Basis: Law, Source: "CSS R111-3 II", Read: read,
		Fix: Text{"give permit.until, as printed on it", "indiquez permit.until, comme imprimé"},
		Check: func(c *Case, report Reporter) {
			if c.foreigner() && c.A.Permit.Kind != "" && c.A.Permit.Until.IsZero() {
				report("permit.until", Text{"it cannot be told whether the permit is valid", "la validité du titre ne peut pas être vérifiée"})
			}
		},
	},
	{
		ID: "visitor", Level: Warn, Basis: Practice, Source: "refusals reported by visitors; R111-3 and the arrêté of 10 May 2017 do not exclude them", Read: read,
		Fix: Text{"keep private insurance until the attestation de droits arrives", "gardez une assurance privée jusqu’à l’attestation de droits"},
		Check: func(c *Case, report Reporter) {
			if m := fold(c.A.Permit.Mention); c.foreigner() && (slices.Contains(m, "VISITEUR") || slices.Contains(m, "VISITOR")) {
				report("permit.mention", Text{"some funds refuse visitors, although no text excludes them", "certaines caisses refusent les visiteurs, bien qu’aucun texte ne les exclue"})
			}
		},
	},
}

var situationRules = []Rule{
	{
		ID: "activity-unused", Level: Warn, Basis: Notice, Source: "S1106, part B (\"sans activité\" has no line to fill in)", Read: read,
		Fix: Text{"take activity out, or choose another situation", "retirez activity ou choisissez une autre situation"},
		Check: func(c *Case, report Reporter) {
			if s := c.A.Situation; c.A.Activity != "" && (s == profile.NotWorking || s == profile.ReturningFrench) {
				report("activity", Text{"this will be on no paper: the situation is without activity", "ceci ne figurera sur aucun papier : la situation est sans activité"})
			}
		},
	},
	{
		ID: "student", Level: Block, Basis: Notice, Source: "service-public F675, F12859", Read: read,
		Fix: Text{"register on etudiant-etranger.ameli.fr", "inscrivez-vous sur etudiant-etranger.ameli.fr"},
		Check: func(c *Case, report Reporter) {
			if c.A.Situation == profile.Student {
				report("situation", Text{"students from abroad register on line, not with S1106", "les étudiants étrangers s’inscrivent en ligne, sans S1106"})
			}
		},
	},
	{
		ID: "s1-holder", Level: Block, Basis: Law, Source: "CSS R111-3 I; S1106, page 1", Read: read,
		Fix: Text{"register the S1 form with the fund instead of S1106", "enregistrez le formulaire S1 auprès de la caisse au lieu du S1106"},
		Check: func(c *Case, report Reporter) {
			switch {
			case c.A.Situation == profile.S1Holder:
				report("situation", Text{"a person with an S1 is covered by another state and does not fill in S1106", "le titulaire d’un S1 relève d’un autre État et ne remplit pas le S1106"})
			case c.A.Cover.S1 == profile.S1Held:
				report("cover.s1", Text{"a person with an S1 is covered by another state and does not fill in S1106", "le titulaire d’un S1 relève d’un autre État et ne remplit pas le S1106"})
			}
		},
	},
	{
		ID: "eu-inactive", Level: Warn, Basis: Practice, Source: "cleiss.fr (EU, EEA, Swiss without activity); forum-assures.ameli.fr 3425025", Read: read,
		Fix:   Text{"enclose the former fund's statement that no S1 is due, and proof of resources; the fund decides case by case", "joignez l’attestation de non-droit au S1 et des justificatifs de ressources ; la caisse décide au cas par cas"},
		Needs: []profile.Kind{profile.S1Refusal},
		When: func(c *Case) bool {
			inactive := c.A.Situation == profile.NotWorking || c.A.Situation == profile.Pensioner
			return c.A.Free() && !c.A.French() && inactive || c.pensionFrom()
		},
	},
	{
		ID: "cover-open", Level: Warn, Basis: Practice, Source: "survivefrance 18596 and others: proof that the former cover has ended is asked for", Read: read,
		Fix: Text{"close it, or expect to be asked", "mettez-y fin, ou attendez-vous à une demande"},
		Check: func(c *Case, report Reporter) {
			if c.A.Cover.Closed == profile.No {
				report("cover.closed", Text{"the cover of the former country is still open", "la couverture du pays précédent est toujours ouverte"})
			}
		},
	},
	need("spouse-cover", Warn, Law, "CSS D160-2 II 3°", profile.SpouseCover,
		Text{"enclose the spouse's attestation de droits", "joignez l’attestation de droits du conjoint"},
		func(c *Case) bool { return c.A.Situation == profile.JoiningFamily }),
	need("work-contract", Block, Notice, "S1106, page 2", profile.WorkContract,
		Text{"enclose the work contract or a payslip", "joignez le contrat de travail ou un bulletin de paie"},
		func(c *Case) bool {
			return c.A.Situation == profile.Employee || c.A.Situation == profile.LanguageAssistant
		}, profile.Payslip, profile.AppointmentOrder),
	need("business", Block, Notice, "S1106, page 2", profile.BusinessRegistration,
		Text{"enclose the proof that the activity is registered", "joignez la preuve d’immatriculation de l’activité"},
		func(c *Case) bool { return c.A.Situation == profile.SelfEmployed }),
	need("appointment", Warn, Practice, "forum-assures.ameli.fr 3424984", profile.AppointmentOrder,
		Text{"enclose the stamped arrêté de nomination; without it the fund of the home is competent", "joignez l’arrêté de nomination visé ; sans lui, la caisse du domicile est compétente"},
		func(c *Case) bool { return c.A.Situation == profile.LanguageAssistant }),
	need("refugee", Block, Law, "CSS D160-2 II 1°", profile.RefugeeDecision,
		Text{"enclose the decision, or the permit that states the protection", "joignez la décision, ou le titre qui mentionne la protection"},
		func(c *Case) bool { return c.A.Situation == profile.Refugee }, profile.ResidencePermit),
	need("asylum", Block, Law, "arrêté of 10 May 2017", profile.AsylumAttestation,
		Text{"enclose the attestation de demande d’asile", "joignez l’attestation de demande d’asile"},
		func(c *Case) bool { return c.A.Situation == profile.AsylumSeeker }),
	need("job-seeker", Warn, Practice, "cleiss.fr (job-seekers)", profile.JobSeekerNotice,
		Text{"enclose the France Travail registration", "joignez l’attestation d’inscription à France Travail"},
		func(c *Case) bool { return c.A.Situation == profile.JobSeeker }),
	{
		ID: "adult-child", Level: Block, Basis: Law, Source: "CSS L160-2", Read: read,
		Fix: Text{"remove the child here and write a profile of their own", "retirez cet enfant d’ici et faites-lui un profil"},
		Check: func(c *Case, report Reporter) {
			for i, ch := range c.A.Children {
				if !ch.Date.IsZero() && ch.Date.Age(c.Signed) >= 18 {
					report(profile.Key("child", i, "date"), Text{"a child of 18 or more applies with a form of their own", "un enfant majeur fait sa propre demande"})
				}
			}
		},
	},
	childPaper("child-form", profile.ChildForm),
	childPaper("child-birth", profile.ChildBirth),
	childPaper("child-identity", profile.ChildIdentity),
}

// need is a row that asks for one paper.
func need(id string, level Level, basis Basis, source string, kind profile.Kind, fix Text, when func(*Case) bool, or ...profile.Kind) Rule {
	return Rule{ID: id, Level: level, Basis: basis, Source: source, Read: read, Fix: fix,
		Needs: append([]profile.Kind{kind}, or...), When: when}
}

func childPaper(id string, kind profile.Kind) Rule {
	return need(id, Warn, Notice, "S1106, page 2; CSS L160-2", kind,
		Text{"add S3705, the child's birth certificate and identity document", "ajoutez le S3705, l’acte de naissance et la pièce d’identité de l’enfant"},
		func(c *Case) bool {
			return slices.ContainsFunc(c.A.Children, func(ch profile.Child) bool {
				return ch.Date.IsZero() || ch.Date.Age(c.Signed) < 18
			})
		})
}

var fundRules = []Rule{
	{
		ID: "address-incomplete", Level: Block, Basis: Notice, Source: "S1106, part A", Read: read,
		Fix: Text{"add the key to [[address]]", "ajoutez cette clé à [[address]]"},
		Check: func(c *Case, report Reporter) {
			ad, i := c.A.Address(c.Signed)
			if i < 0 {
				return
			}
			if ad.Street == "" && ad.Kind != profile.Domiciliation {
				report(profile.Key("address", i, "street"), Text{"the street is missing", "la voie manque"})
			}
			if ad.PostalCode == "" {
				report(profile.Key("address", i, "postal_code"), Text{"the postal code is missing", "le code postal manque"})
			}
			if ad.Commune == "" {
				report(profile.Key("address", i, "commune"), Text{"the commune is missing", "la commune manque"})
			}
			if ad.Kind == profile.Domiciliation && ad.Organisation == "" {
				report(profile.Key("address", i, "organisation"), Text{"the organisation that gives the address is missing", "l’organisme de domiciliation manque"})
			}
			if ad.Kind == profile.Hosted && ad.Host == "" {
				report(profile.Key("address", i, "host"), Text{"the host's name is missing", "le nom de l’hébergeant manque"})
			}
		},
	},
	{
		ID: "postal-code", Level: Block, Basis: Practice, Source: "@etalab/decoupage-administratif 6.0.0", Read: read,
		Fix: Text{"correct the postal code or the commune", "corrigez le code postal ou la commune"},
		Check: func(c *Case, report Reporter) {
			ad, i := c.A.Address(c.Signed)
			_, answer := Recipient(c.A, c.Signed)
			if i < 0 || ad.PostalCode == "" || ad.Commune == "" || answer.Known {
				return
			}
			near := ""
			for _, p := range answer.Near[:min(4, len(answer.Near))] {
				near += ", " + p.PostalCode + " " + p.Commune
			}
			if near == "" {
				report(profile.Key("address", i, "postal_code"), Text{"%s is not the postal code of a home in France", "%s n’est pas le code postal d’un domicile en France"}, ad.PostalCode)
				return
			}
			report(profile.Key("address", i, "commune"), Text{"%s is not in %s; near: %s", "%s n’est pas un code postal de %s ; proches : %s"}, ad.PostalCode, ad.Commune, near[2:])
		},
	},
	{
		ID: "postal-prefix", Level: Info, Basis: Practice, Source: "@etalab/decoupage-administratif 6.0.0", Read: read,
		Fix: Text{"nothing to do: the letter goes to the right fund", "rien à faire : la lettre part à la bonne caisse"},
		Check: func(c *Case, report Reporter) {
			_, i := c.A.Address(c.Signed)
			if fund, answer := Recipient(c.A, c.Signed); answer.Known && answer.PrefixDiffers {
				report(profile.Key("address", i, "postal_code"), Text{"this commune is in département %s: %s", "cette commune est dans le département %s : %s"}, answer.Place.Departement, fund.Name)
			}
		},
	},
	{
		ID: "fund-outside", Level: Warn, Basis: Law, Source: "CSS R111-2", Read: read,
		Fix: Text{"ask that territory's own fund before posting", "interrogez la caisse de ce territoire avant l’envoi"},
		Check: func(c *Case, report Reporter) {
			_, i := c.A.Address(c.Signed)
			if _, answer := Recipient(c.A, c.Signed); answer.Outside != "" {
				report(profile.Key("address", i, "postal_code"), Text{"%s is not in the list of R111-2", "%s n’est pas dans la liste du R111-2"}, answer.Outside)
			}
		},
	},
	{
		ID: "fund-choice", Level: Block, Basis: Law, Source: "CSS R312-1 (the fund of the habitual residence)", Read: read,
		Fix: Text{"choose one under [cpam]: fund = \"...\"", "choisissez-en une sous [cpam] : fund = \"...\""},
		Check: func(c *Case, report Reporter) {
			fund, answer := Recipient(c.A, c.Signed)
			if fund.Name != "" || len(answer.Funds) < 2 {
				return
			}
			var all []string
			for _, f := range answer.Funds {
				all = append(all, f.Name)
			}
			report("cpam.fund", Text{"several funds serve this département: %s", "plusieurs caisses desservent ce département : %s"}, strings.Join(all, "; "))
		},
	},
	{
		ID: "fund-unknown", Level: Block, Basis: Practice, Source: "DILA, Annuaire de l'administration", Read: read,
		Fix: Text{"find it on ameli.fr and write it under [cpam]: name, address, postal_code, city", "trouvez-la sur ameli.fr et écrivez-la sous [cpam] : name, address, postal_code, city"},
		Check: func(c *Case, report Reporter) {
			fund, answer := Recipient(c.A, c.Signed)
			by := c.A.CPAM
			switch {
			case (len(by.Address) > 0 || by.PostalCode != "" || by.City != "") && (by.PostalCode == "" || by.City == ""):
				report("cpam", Text{"an address under [cpam] needs postal_code and city", "une adresse sous [cpam] doit avoir postal_code et city"})
			case fund.Name == "" && c.A.CPAM.Fund != "":
				report("cpam.fund", Text{"%q names no fund, or more than one", "%q ne désigne aucune caisse, ou plusieurs"}, c.A.CPAM.Fund)
			case fund.Name == "" && len(answer.Funds) < 2 && answer.Known:
				report("cpam", Text{"no fund is known for this address", "aucune caisse connue pour cette adresse"})
			case fund.Name != "" && !fund.HasAddress():
				report("cpam", Text{"the postal address of %s is not known here", "l’adresse postale de %s n’est pas connue ici"}, fund.Name)
			}
		},
	},
	{
		ID: "fund-block", Level: Block, Basis: Practice, Source: "NF Z 10-011: 6 lines of 38 characters", Read: read,
		Fix: Text{"shorten the lines under [cpam]", "raccourcissez les lignes sous [cpam]"},
		Check: func(c *Case, report Reporter) {
			fund, _ := Recipient(c.A, c.Signed)
			if !fund.HasAddress() {
				return
			}
			if _, err := fund.Block(); err != nil {
				report("cpam", Text{"the fund's address does not fit an envelope: %s", "l’adresse de la caisse ne tient pas sur l’enveloppe : %s"}, err.Error())
			}
		},
	},
	{
		ID: "fund-address-age", Level: Warn, Basis: Practice, Source: "DILA, Annuaire de l'administration; two lists disagree on 11 funds", Read: read,
		Fix: Text{"compare with ameli.fr, Adresses et contacts; write the right one under [cpam]", "comparez avec ameli.fr, Adresses et contacts ; écrivez la bonne sous [cpam]"},
		Check: func(c *Case, report Reporter) {
			fund, _ := Recipient(c.A, c.Signed)
			day, err := profile.ParseDate(fund.SourceDate)
			switch {
			case err != nil || !fund.HasAddress():
			case day.AddMonths(12).Before(c.Signed):
				report("cpam", Text{"the address of %s was read more than a year ago, on %s", "l’adresse de %s a été relevée il y a plus d’un an, le %s"}, fund.Name, day)
			case fund.Confidence != "high":
				report("cpam", Text{"the address of %s was found in one list only (%s)", "l’adresse de %s ne figure que dans une liste (%s)"}, fund.Name, day)
			}
		},
	},
}

var paperRules = []Rule{
	{
		ID: "birth-certificate", Level: Block, Basis: Law, Source: "CSS R114-7 I 2°; S1106, page 2", Read: read,
		Fix:   Text{"enclose a full copy, or an extract with the parents", "joignez une copie intégrale ou un extrait avec filiation"},
		Needs: []profile.Kind{profile.BirthCertificate},
		When:  (*Case).needsBirthCertificate,
	},
	{
		ID: "birth-parents", Level: Block, Basis: Notice, Source: "S1106, page 2 (\"avec filiation\")", Read: read,
		Fix:  Text{"order the long form, which names both parents", "demandez la copie intégrale, qui nomme les deux parents"},
		Flag: Text{"parents not shown", "sans filiation"},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if c.needsBirthCertificate() && d.Kind == profile.BirthCertificate && d.ShowsParents == profile.No {
					report(profile.Key("document", i, "shows_parents"), Text{"this birth certificate does not name the parents", "cet acte de naissance ne nomme pas les parents"})
				}
			}
		},
	},
	{
		ID: "birth-parents-unsaid", Level: Warn, Basis: Notice, Source: "S1106, page 2 (\"avec filiation\")", Read: read,
		Fix:  Text{"look at it and write shows_parents = true or false", "regardez-le et écrivez shows_parents = true ou false"},
		Flag: Text{"parents to be checked", "filiation à vérifier"},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if c.needsBirthCertificate() && d.Kind == profile.BirthCertificate && d.ShowsParents == profile.Unsaid {
					report(profile.Key("document", i, "shows_parents"), Text{"does this birth certificate name both parents?", "cet acte de naissance nomme-t-il les deux parents ?"})
				}
			}
		},
	},
	{
		ID: "born-in-france", Level: Info, Basis: Law, Source: "CSS R161-1", Read: read,
		Fix: Text{"give the number you have, or ask for it at a counter; the letter asks that none be created anew", "donnez votre numéro, ou demandez-le à un guichet ; la lettre demande de ne pas en créer un second"},
		Check: func(c *Case, report Reporter) {
			if c.A.BornInFrance() && c.A.NIR == "" {
				report("birth.country", Text{"a person born in France already has a number", "une personne née en France a déjà un numéro"})
			}
		},
	},
	{
		ID: "marriage-certificate", Level: Warn, Basis: Practice, Source: "forum-assures.ameli.fr 3425037; asked for by post later (guide, Gina)", Read: read,
		Fix:   Text{"enclose it now, with its translation: asked for later, it costs weeks", "joignez-le dès maintenant, avec sa traduction : réclamé plus tard, il coûte des semaines"},
		Needs: []profile.Kind{profile.MarriageCertificate},
		When: func(c *Case) bool {
			return c.A.Family.Status == profile.StatusMarried || c.A.Name.Usage != "" && c.A.Married()
		},
	},
	{
		ID: "originals", Level: Warn, Basis: Practice, Source: "doczz.fr 6459181; letter guides", Read: read,
		Fix:  Text{"send a copy and keep the original", "envoyez une copie et gardez l’original"},
		Flag: Text{"original: send a copy", "original : envoyer une copie"},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if d.Copy == profile.Original {
					report(profile.Key("document", i, "copy"), Text{"this paper is an original", "cette pièce est un original"})
				}
			}
		},
	},
	{
		ID: "document-kind", Level: Block, Basis: Practice, Source: "our own check: the list of enclosures needs it", Read: read,
		Fix: Text{"add kind = \"...\" (and title for the kind \"other\")", "ajoutez kind = \"...\" (et title pour le type \"other\")"},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if d.Kind == "" {
					report(profile.Key("document", i, "kind"), Text{"what this paper is has not been said", "la nature de cette pièce n’est pas indiquée"})
				} else if d.Kind == profile.OtherDocument && d.Title == "" {
					report(profile.Key("document", i, "title"), Text{"a paper of the kind \"other\" needs a title", "une pièce de type « other » doit avoir un titre"})
				}
			}
		},
	},
	{
		ID: "document-file", Level: Warn, Basis: Practice, Source: "our own check: the dossier is made of files", Read: read,
		Fix: Text{"scan it and add file = \"...\"", "numérisez-la et ajoutez file = \"...\""},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if d.File == "" {
					report(profile.Key("document", i, "file"), Text{"%s is listed without a file, so it will not be in the envelope", "%s est sans fichier : cette pièce ne sera pas dans l’envoi"}, Text{d.English(), d.French()})
				}
			}
		},
	},
}

var translationRules = []Rule{
	translationRule("translation-required", Block, Law, "CSS R114-7 I 2°", TranslationRequired, "country",
		Text{"%s: a translation by a sworn translator is required", "%s : traduction par un traducteur assermenté exigée"},
		Text{"have it translated by an expert of a French court of appeal, or by the consulate", "faites-le traduire par un expert près une cour d’appel ou par le consulat"}),
	translationRule("translation-recommended", Warn, Law, "CSS R114-7 I 2°; older CNAM list of languages (seen 2018, 2023)", TranslationRecommended, "language",
		Text{"%s: a translation is recommended; some funds do without, others ask", "%s : traduction recommandée ; certaines caisses s’en passent, d’autres la demandent"},
		Text{"enclose a sworn translation, or expect a letter asking for it", "joignez une traduction assermentée, ou attendez-vous à une demande"}),
	translationRule("translator", Warn, Practice, "forum-assures.ameli.fr 1696940, 3425037; service-public F12956", TranslationNotAcceptable, "translation.translator",
		Text{"%s: a translator abroad is refused in practice", "%s : un traducteur à l’étranger est refusé en pratique"},
		Text{"use an expert of a French court of appeal, or the consulate", "adressez-vous à un expert près une cour d’appel ou au consulat"}),
	translationRule("translation-unknown", Warn, Law, "CSS R114-7 I 2°", TranslationUnknown, "country",
		Text{"%s: it cannot be told whether a translation is needed", "%s : impossible de dire si une traduction est nécessaire"},
		Text{"give the issuing country and the language of the paper", "indiquez le pays d’émission et la langue de la pièce"}),
	{
		ID: "translation-not-required", Level: Info, Basis: Law, Source: "CSS R114-7 I 2°", Read: read,
		Fix: Text{"nothing to do: the letter quotes the text", "rien à faire : la lettre cite le texte"},
		Check: func(c *Case, report Reporter) {
			for _, i := range c.ExemptCertificates() {
				d := c.A.Documents[i]
				report(profile.Key("document", i, "country"), Text{"%s: no translation is required", "%s : aucune traduction n’est exigée"}, Text{d.English(), d.French()})
			}
		},
	},
	{
		ID: "document-language", Level: Warn, Basis: Practice, Source: "a name of a language, or its ISO 639-1 code", Read: read,
		Fix: Text{"write it in English or French, or as a code: \"en\"", "écrivez-la en français ou en anglais, ou son code : \"en\""},
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if d.Language != "" && len(profile.LanguageCodes(d.Language)) == 0 {
					report(profile.Key("document", i, "language"), Text{"%q is not a language known here", "%q n’est pas une langue connue ici"}, d.Language)
				}
			}
		},
	},
}

func translationRule(id string, level Level, basis Basis, source string, is Translation, key string, msg, fix Text) Rule {
	return Rule{
		ID: id, Level: level, Basis: basis, Source: source, Read: read, Fix: fix,
		Check: func(c *Case, report Reporter) {
			for i, d := range c.A.Documents {
				if TranslationOf(d) == is {
					report(profile.Key("document", i, key), msg, Text{d.English(), d.French()})
				}
			}
		},
	}
}

var numberRules = []Rule{
	{
		ID: "nir", Level: Block, Basis: Law, Source: "NIR: key = 97 − (N mod 97)", Read: read,
		Fix: Text{"copy the number again from the letter or attestation", "recopiez le numéro depuis le courrier ou l’attestation"},
		Check: func(c *Case, report Reporter) {
			for _, n := range []struct {
				key string
				nir profile.NIR
			}{{"nir", c.A.NIR}, {"spouse.nir", c.A.Spouse.NIR}} {
				if en, fr := n.nir.Problem(); n.nir != "" && en != "" {
					report(n.key, Text{"%s", "%s"}, Text{en, fr})
				}
			}
		},
	},
	{
		ID: "nir-profile", Level: Warn, Basis: Practice, Source: "service-public F33078 (what the digits mean)", Read: read,
		Fix: Text{"if the number is as the fund wrote it, ask the fund to correct its record", "si le numéro est bien celui de la caisse, demandez-lui de corriger son fichier"},
		Check: func(c *Case, report Reporter) {
			if en, _ := c.A.NIR.Problem(); c.A.NIR == "" || en != "" {
				return
			}
			for _, d := range nirDifferences(c.A) {
				report("nir", d)
			}
		},
	},
	{
		ID: "nir-temporary", Level: Info, Basis: Law, Source: "CSS R161-1, R114-7; ameli.fr, 14 April 2025", Read: read,
		Fix: Text{"use it for reimbursements; wait for the permanent one for ameli and the card", "il sert aux remboursements ; attendez le numéro définitif pour ameli et la carte"},
		Check: func(c *Case, report Reporter) {
			if c.A.NIR.Temporary() {
				report("nir", Text{"this is a temporary number: it opens neither an ameli account nor a carte Vitale", "ce numéro est provisoire : il ne permet ni compte ameli ni carte Vitale"})
			}
		},
	},
}

var bankRules = []Rule{
	{
		ID: "rib", Level: Warn, Basis: Notice, Source: "S1106, page 2; not a condition (Cass. 21 June 2018)", Read: read,
		Fix:   Text{"enclose a RIB in your own name; the fund may not refuse the application without it", "joignez un RIB à votre nom ; la caisse ne peut refuser la demande faute de RIB"},
		Needs: []profile.Kind{profile.RIB},
		When:  func(*Case) bool { return true },
	},
	{
		ID: "iban", Level: Block, Basis: Practice, Source: "ISO 13616, ISO 7064; RIB key", Read: read,
		Fix:  Text{"copy the IBAN again from the RIB your bank gives you", "recopiez l’IBAN depuis le RIB de votre banque"},
		Flag: Text{"IBAN not valid", "IBAN non valable"},
		Check: func(c *Case, report Reporter) {
			if en, fr := c.A.Bank.IBAN.Problem(); c.A.Bank.IBAN != "" && en != "" {
				report("bank.iban", Text{"%s", "%s"}, Text{en, fr})
			}
		},
	},
	{
		ID: "iban-missing", Level: Warn, Basis: Practice, Source: "our own check: the RIB cannot be judged without it", Read: read,
		Fix:  Text{"copy it from the RIB into bank.iban", "recopiez-le du RIB dans bank.iban"},
		Flag: Text{"IBAN not checked", "IBAN non vérifié"},
		Check: func(c *Case, report Reporter) {
			if c.A.Bank.IBAN == "" && len(c.Enclosed(profile.RIB)) > 0 {
				report("bank.iban", Text{"the IBAN of the enclosed RIB is not given, so it cannot be checked", "l’IBAN du RIB joint n’est pas indiqué et n’a pu être vérifié"})
			}
		},
	},
	{
		ID: "iban-not-sepa", Level: Warn, Basis: Law, Source: "CSS L114-10-2-1 (accounts in France or the SEPA area)", Read: read,
		Fix:  Text{"open an account in France or the SEPA area; you may apply without a RIB meanwhile", "ouvrez un compte en France ou dans la zone SEPA ; la demande peut partir sans RIB"},
		Flag: Text{"account outside SEPA: cannot be paid", "compte hors zone SEPA : paiement impossible"},
		Check: func(c *Case, report Reporter) {
			en, _ := c.A.Bank.IBAN.Problem()
			if in, known := c.A.Bank.IBAN.SEPA(); c.A.Bank.IBAN != "" && en == "" && !in && known {
				report("bank.iban", Text{"an account in %s cannot be paid by the fund", "la caisse ne peut pas payer sur un compte domicilié en %s"}, c.A.Bank.IBAN.Country())
			}
		},
	},
	{
		ID: "iban-sepa-unverified", Level: Warn, Basis: Law, Source: "CSS L114-10-2-1; the list known here dates from before 2024", Read: read,
		Fix:  Text{"ask the bank whether the account can receive SEPA credit transfers", "demandez à la banque si le compte reçoit les virements SEPA"},
		Flag: Text{"SEPA to be checked", "SEPA à vérifier"},
		Check: func(c *Case, report Reporter) {
			en, _ := c.A.Bank.IBAN.Problem()
			if in, known := c.A.Bank.IBAN.SEPA(); c.A.Bank.IBAN != "" && en == "" && !in && !known {
				report("bank.iban", Text{"it is not known here whether %s is in the SEPA area", "on ignore ici si le pays %s est dans la zone SEPA"}, c.A.Bank.IBAN.Country())
			}
		},
	},
	{
		ID: "iban-not-french", Level: Warn, Basis: Practice, Source: "CSS L114-10-2-1; Regulation (EU) 260/2012 art. 9; CPAM du Gard refused, then accepted", Read: read,
		Fix:  Text{"the letter quotes the text; a French account avoids the question", "la lettre cite le texte ; un compte français évite la question"},
		Flag: Text{"account outside France, within SEPA", "compte hors de France, zone SEPA"},
		Check: func(c *Case, report Reporter) {
			if c.ForeignSEPA() {
				report("bank.iban", Text{"an account outside France is legally payable, yet some counters refuse it", "un compte hors de France est légalement payable, mais des guichets le refusent"})
			}
		},
	},
	{
		ID: "rib-holder", Level: Warn, Basis: Practice, Source: "forum-assures.ameli.fr 2703700 (\"in your name\")", Read: read,
		Fix:  Text{"use an account in your own name; on a joint account both names must show", "utilisez un compte à votre nom ; sur un compte joint les deux noms doivent figurer"},
		Flag: Text{"holder is another person", "titulaire différent"},
		Check: func(c *Case, report Reporter) {
			for _, h := range c.ribHolders() {
				if !isApplicant(c.A, h.name) {
					report(h.key, Text{"the holder printed on the RIB is not the applicant", "le titulaire imprimé sur le RIB n’est pas le demandeur"})
				}
			}
		},
	},
	{
		ID: "rib-holder-unsaid", Level: Info, Basis: Practice, Source: "forum-assures.ameli.fr 2703700", Read: read,
		Fix:  Text{"copy the holder's name from the RIB into bank.holder", "recopiez le titulaire du RIB dans bank.holder"},
		Flag: Text{"holder to be checked", "titulaire à vérifier"},
		Check: func(c *Case, report Reporter) {
			if len(c.ribHolders()) == 0 && len(c.Enclosed(profile.RIB)) > 0 {
				report("bank.holder", Text{"whose name the RIB bears has not been said", "le nom porté par le RIB n’est pas indiqué"})
			}
		},
	},
	{
		ID: "rib-screenshot", Level: Warn, Basis: Practice, Source: "a RIB shows holder, IBAN, BIC and bank (guide, Eldo)", Read: read,
		Fix:  Text{"download the bank's own RIB document", "téléchargez le RIB officiel de la banque"},
		Flag: Text{"screenshot: not a RIB", "capture d’écran : pas un RIB"},
		Check: func(c *Case, report Reporter) {
			if c.A.Bank.Proof == profile.ProofScreenshot {
				report("bank.proof", Text{"a screenshot is not a RIB", "une capture d’écran n’est pas un RIB"})
			}
		},
	},
}

var formRules = []Rule{
	{
		ID: "signing-place", Level: Warn, Basis: Notice, Source: "S1106, part C", Read: read,
		Fix: Text{"give signature.place, or write it by hand", "indiquez signature.place, ou écrivez-le à la main"},
		Check: func(c *Case, report Reporter) {
			if c.A.Signature.Place == "" {
				report("signature.place", Text{"the place of signature is missing", "le lieu de signature manque"})
			}
		},
	},
	{
		ID: "sign-by-hand", Level: Info, Basis: Notice, Source: "S1106, part C", Read: read,
		Fix: Text{"sign form and letter by hand once printed", "signez à la main le formulaire et la lettre une fois imprimés"},
		Check: func(c *Case, report Reporter) {
			report("signature", Text{"the form must be signed by hand; a file without signature comes back", "le formulaire doit être signé à la main ; sans signature, il revient"})
		},
	},
}

// paperworkRules are found out while the papers are made, not by looking at the profile: they have
// no Check, and their findings come from New.
var paperworkRules = []Rule{
	{
		ID: "form-official", Level: Warn, Basis: Notice, Source: "service-public, Cerfa 15763", Read: read,
		Fix: Text{"download S1106 from ameli.fr or service-public.fr and give it with --blank", "téléchargez le S1106 sur ameli.fr ou service-public.fr et donnez-le avec --blank"},
	},
	{
		ID: "form-edition", Level: Warn, Basis: Notice, Source: "service-public, R45084 (15763*02 seen in January 2020)", Read: read,
		Fix: Text{"download the current form and give it with --blank", "téléchargez le formulaire actuel et donnez-le avec --blank"},
	},
	{
		ID: FormStripped, Level: Info, Basis: Practice, Source: "our own check: PDF 32000-1, 12.7.8 (XFA), 12.8.2.3 (usage rights), 7.6 (encryption); a change to the file ends them", Read: read,
		Fix: Text{"nothing to do: what is printed is the same", "rien à faire : ce qui s’imprime est le même"},
	},
	{
		ID: "form-overflow", Level: Block, Basis: Practice, Source: "our own check: the size of the box on the form", Read: read,
		Fix: Text{"shorten it if your papers allow it, or leave it out and write it by hand on the form", "raccourcissez-le si vos papiers le permettent, ou laissez-le vide et écrivez-le à la main sur le formulaire"},
	},
	{
		ID: "form-glyph", Level: Block, Basis: Practice, Source: "our own check: the signs of the typeface (Latin, Greek, Cyrillic)", Read: read,
		Fix: Text{"write it in Latin letters, as in the passport, without invisible characters", "écrivez-le en lettres latines, comme sur le passeport, sans caractère invisible"},
	},
	{
		ID: "form-hidden", Level: Block, Basis: Practice, Source: "our own check: PDF 32000-1, table 228 (a field of passwords shows stars)", Read: read,
		Fix: Text{"download the form again from ameli.fr or service-public.fr: this copy was changed", "téléchargez de nouveau le formulaire sur ameli.fr ou service-public.fr : cet exemplaire a été modifié"},
	},
	{
		ID: "form-continued", Level: Warn, Basis: Practice, Source: "our own check: the size of the box on the form", Read: read,
		Fix: Text{"sign the sheet added behind the form too; a shorter wording would do without it", "signez aussi la feuille jointe au formulaire ; une formulation plus courte l’éviterait"},
	},
	{
		ID: "form-abbreviated", Level: Warn, Basis: Practice, Source: "our own check: the size of the box on the form; abbreviations of NF Z 10-011", Read: read,
		Fix: Text{"compare it with your proof of address; write the address shorter yourself if you prefer other words", "comparez avec votre justificatif de domicile ; abrégez vous-même l’adresse si vous préférez d’autres mots"},
	},
	{
		ID: "form-fit", Level: Info, Basis: Practice, Source: "our own check: the size of the box on the form", Read: read,
		Fix: Text{"nothing to do; a shorter wording stands in larger type", "rien à faire ; une formulation plus courte s’écrit plus gros"},
	},
	{
		ID: "form-lost", Level: Block, Basis: Practice, Source: "our own check: every value of the profile against the papers made", Read: read,
		Fix: Text{"this is a mistake of the program, not yours: report it with the name of the key, without the value", "c’est une erreur du programme, non de vous : signalez-la avec le nom de la clé, sans la valeur"},
	},
	{
		ID: "attachment-missing", Level: Block, Basis: Practice, Source: "our own check: the file named in the profile", Read: read,
		Fix:  Text{"check the file name, or scan the paper again", "vérifiez le nom du fichier ou numérisez de nouveau la pièce"},
		Flag: Text{"file cannot be read", "fichier illisible"},
	},
	{
		ID: "asked-missing", Level: Block, Basis: Practice, Source: "the fund's letter", Read: read,
		Fix: Text{"add it to the profile as [[document]] with its file", "ajoutez-la au profil sous [[document]], avec son fichier"},
	},
}

// FormStripped is the row about what a blank has and no filled copy of it. It is said each time a form is
// made, though it asks for nothing.
const FormStripped = "form-stripped"

// New is a finding of a rule that has no Check, about a key of the profile.
func New(a *profile.Applicant, id, key string, msg Text, args ...any) Finding {
	i := slices.IndexFunc(Table, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		panic("rule: no row " + id)
	}
	return Table[i].finding(a, key, msg, args)
}
