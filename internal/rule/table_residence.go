package rule

import (
	"slices"

	"dossier/internal/profile"
)

var residenceRules = []Rule{
	{
		ID: "signed-later", Level: Block, Basis: Law, Source: same("CSS R111-3 II, L160-5 (judged on the day of the request)"), Read: read,
		Fix: Text{"post on that day; to prepare it now, check with --on that day", "envoyez ce jour-là ; pour préparer l’envoi, vérifiez avec --on à cette date"},
		Check: func(c *Case, report Report) {
			if c.Signed.After(c.Day) {
				report.Fail("signature.date", Text{"the form is dated %s, which is still to come", "le formulaire est daté du %s, qui n’est pas encore venu"}, c.Signed)
			}
		},
	},
	{
		ID: "arrival-missing", Level: Block, Basis: Notice, Source: same("S1106, part B; CSS D160-2"), Read: read,
		Fix: Text{"give the first day of this stay in France: arrived = 2026-07-01", "indiquez le premier jour du séjour en France : arrived = 2026-07-01"},
		Check: func(c *Case, report Report) {
			if c.A.Arrived.IsZero() && !c.Works() {
				report.Fail("arrived", Text{"the day of arrival in France is missing", "la date d’arrivée en France manque"})
			}
		},
	},
	{
		ID: "not-yet-arrived", Level: Block, Basis: Law, Source: same("CSS L160-5, D160-2"), Read: read,
		Fix: Text{"apply once you live in France", "faites la demande une fois installé en France"},
		Check: func(c *Case, report Report) {
			if c.A.Arrived.After(c.Day) {
				report.Fail("arrived", Text{"residence in France must already exist; the arrival is on %s", "la résidence en France doit déjà exister ; l’arrivée est le %s"}, c.A.Arrived)
			}
		},
	},
	{
		ID: "three-months", Level: Block, Basis: Law, Source: same("CSS D160-2 I"), Read: read,
		Fix: Text{"wait until that day, or see the exemptions of D160-2 II", "attendez ce jour, ou voyez les exceptions du D160-2 II"},
		Check: func(c *Case, report Report) {
			arrived := c.A.Arrived
			if arrived.IsZero() || arrived.After(c.Day) || arrived.After(c.Signed) || !c.Waits() {
				return // see arrival-missing, not-yet-arrived, dates
			}
			if from := EarliestPosting(arrived); c.Signed.Before(from) {
				report.Fail("arrived", Text{"three months of residence are not over: the earliest day to post is %s", "les trois mois de résidence ne sont pas écoulés : envoi possible à partir du %s"}, from)
			}
		},
	},
	{
		ID: "returning-french", Level: Info, Basis: Law, Source: same("CSS D160-2 II (closed list)"), Read: read,
		Fix: Text{"nothing to do if three months are over", "rien à faire si les trois mois sont écoulés"},
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.ReturningFrench || c.A.French() && c.Waits() {
				report.Fail("situation", Text{"French citizens are not exempt from the three months unless they work", "les Français de retour ne sont pas dispensés des trois mois, sauf s’ils travaillent"})
			}
		},
	},
	{
		ID: "family-not-insured", Level: Block, Basis: Law, Source: same("CSS D160-2 II 3°, L161-1"), Read: read,
		Fix: Text{"set spouse.insured_in_france = true if they are, or wait three months and write situation = \"not working\"", "écrivez spouse.insured_in_france = true si c’est le cas, ou attendez trois mois avec situation = \"not working\""},
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.JoiningFamily && c.A.Spouse.InsuredInFrance != profile.Yes {
				report.Fail("spouse.insured_in_france", Text{"the exemption needs a family member who is already insured in France", "la dispense suppose un membre de la famille déjà assuré en France"})
			}
		},
	},
	{
		ID: "residence-proofs", Level: Warn, Basis: Law, Source: same("CSS D160-2 I, R111-2 (any means of proof)"), Read: read,
		Fix:   Text{"add a lease over three months old, three successive rent receipts, two successive bills, or a host's statement for these days; give each its from and to", "ajoutez un bail de plus de trois mois, trois quittances, deux factures successives ou une attestation d’hébergement pour ces jours ; indiquez from et to pour chacun"},
		Ask:   Text{"give from and to, as the paper has them", "indiquez from et to, tels que la pièce les donne"},
		Flag:  Text{"does not cover the three months", "ne couvre pas les trois mois"},
		Doubt: Text{"days covered to be given", "période à préciser"},
		Check: func(c *Case, report Report) {
			enclosed := func(d profile.Document) bool { return d.Kind.Residence() && d.File != "" }
			if !c.Waits() || c.A.Arrived.After(c.Signed) || !slices.ContainsFunc(c.A.Documents, enclosed) {
				return // nothing to prove yet, or nothing enclosed at all: see residence-proof
			}
			unknown := slices.DeleteFunc(c.residencePapers(), func(i int) bool { return !undated(c.A.Documents[i]) })
			for _, i := range unknown {
				report.CannotTell(profile.Key("document", i, "from"), Text{"which days does this proof cover?", "quels jours ce justificatif couvre-t-il ?"})
			}
			if len(unknown) > 0 {
				return
			}
			for _, g := range c.Gaps() {
				report.Fail("document", Text{"no proof of residence from %s to %s", "aucun justificatif de résidence du %s au %s"}, g.From, g.To)
			}
		},
	},
	{
		ID: "residence-proof", Level: Block, Basis: Law, Source: same("CSS D160-2 I; S1106, page 2"), Read: read,
		Fix: Text{"enclose a lease, rent receipts, bills, or a host's statement", "joignez un bail, des quittances, des factures ou une attestation d’hébergement"},
		Needs: []profile.Kind{profile.Lease, profile.TitleDeed, profile.RentReceipt, profile.EnergyBill, profile.WaterBill, profile.PhoneBill,
			profile.HotelBill, profile.HostStatement, profile.DomiciliationPaper, profile.ReceptionCertificate, profile.BenefitNotice, profile.EnrolmentCertificate},
		Called: Text{"Proof of three months of residence", "Justificatif de trois mois de résidence"},
		When:   func(c *Case) bool { return c.Waits() && !c.housedAs(profile.Domiciliation) },
	},
	{
		ID: "residence-holder", Level: Warn, Basis: Practice, Source: same("our own reading of CSS D160-2: it is the applicant's residence that is proven"), Read: read,
		Fix:  Text{"add the marriage certificate or a host's statement", "ajoutez l’acte de mariage ou une attestation d’hébergement"},
		Flag: Text{"in another name", "à un autre nom"},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.Kind.Residence() && d.Kind != profile.HostStatement && d.Holder != "" && !isApplicant(c.A, d.Holder) && !c.ofHost(d) && !c.ofProvenSpouse(d) {
					report.Fail(profile.Key("document", i, "holder"), Text{"this proof of residence is in another name", "ce justificatif de résidence est à un autre nom"})
				}
			}
		},
	},
	hostPaper("host-statement", profile.HostStatement),
	hostPaper("host-identity", profile.HostIdentity),
	hostPaper("host-address", profile.HostAddressProof, profile.Lease, profile.TitleDeed, profile.RentReceipt,
		profile.EnergyBill, profile.WaterBill, profile.PhoneBill),
	{
		ID: "domiciliation", Level: Block, Basis: Notice, Source: same("S1106, page 2"), Read: read,
		Fix:   Text{"enclose the organisation's certificate covering more than three months", "joignez l’attestation de l’organisme, couvrant plus de trois mois"},
		Needs: []profile.Kind{profile.DomiciliationPaper},
		When:  func(c *Case) bool { return c.Waits() && c.housedAs(profile.Domiciliation) },
	},
}

// hostPaper is one of the three papers of a person housed by somebody during the three months.
func hostPaper(id string, kinds ...profile.Kind) Rule {
	return Rule{
		ID: id, Level: Warn, Basis: Notice, Source: same("S1106, page 2; service-public F33052, R39697"), Read: read,
		Fix:   Text{"ask the host for it: statement with the day since when, identity, and bills or rent receipts in the host's name", "demandez-le à l’hébergeant : attestation indiquant depuis quand, identité, factures ou quittances à son nom"},
		Needs: kinds,
		When:  (*Case).hostedInWindow,
	}
}
