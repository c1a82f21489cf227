package rule

import (
	"slices"

	"dossier/internal/profile"
)

// identityKinds prove who somebody is: R114-7 I 1° takes "a document of identity or of stay", and
// those under protection have no passport.
var identityKinds = []profile.Kind{profile.Passport, profile.IdentityCard, profile.ResidencePermit, profile.AsylumAttestation}

var stayRules = []Rule{
	{
		ID: "identity-paper", Level: Block, Basis: Notice, Source: same("S1106, page 2; CSS R114-7 I 1°"), Read: read,
		Fix:    Text{"enclose a copy of the passport (pages with identity and stamps), of the identity card or of the residence permit", "joignez la copie du passeport (pages d’identité et tampons), de la carte d’identité ou du titre de séjour"},
		Needs:  identityKinds,
		Called: Text{"Passport or identity card", "Passeport ou carte d’identité"},
		When:   func(*Case) bool { return true },
	},
	{
		ID: "identity-expired", Level: Block, Basis: Practice, Source: same("S1106, page 2 (permits \"en cours de validité\"); our own reading for passports"), Read: read,
		Fix:  Text{"renew it, or enclose another identity document", "renouvelez-la ou joignez une autre pièce d’identité"},
		Flag: Text{"expired", "périmé"},
		Check: func(c *Case, report Report) {
			expired := func(d profile.Document) bool { return !d.Expires.IsZero() && d.Expires.Before(c.Signed) }
			for _, i := range c.Enclosed(identityKinds...) {
				if !expired(c.A.Documents[i]) {
					return // an old passport may go with the new one: it can hold the visa
				}
			}
			for i, d := range c.A.Documents {
				if (d.Kind == profile.Passport || d.Kind == profile.IdentityCard) && expired(d) {
					report.Fail(profile.Key("document", i, "expires"), Text{"this identity document expired on %s", "cette pièce d’identité a expiré le %s"}, d.Expires)
				}
			}
		},
	},
	{
		ID: "permit-missing", Level: Block, Basis: Law, Source: same("CSS R111-3; arrêté of 10 May 2017"), Read: read,
		Fix: Text{"fill in [permit]: kind, number, from, until", "remplissez [permit] : kind, number, from, until"},
		Check: func(c *Case, report Report) {
			if c.foreigner() && c.A.Permit.Kind == "" {
				report.Fail("permit.kind", Text{"a person from outside the EU, EEA and Switzerland needs a visa or permit", "une personne hors UE, EEE et Suisse doit avoir un visa ou un titre de séjour"})
			}
		},
	},
	{
		ID: "permit-paper", Level: Block, Basis: Notice, Source: same("S1106, page 2; CSS R111-3"), Read: read,
		Fix:    Text{"enclose a copy of the visa or permit, both sides", "joignez la copie du visa ou du titre, recto et verso"},
		Needs:  []profile.Kind{profile.Visa, profile.ResidencePermit, profile.AsylumAttestation, profile.RefugeeDecision},
		Called: Text{"Visa or residence permit", "Visa ou titre de séjour"},
		When:   (*Case).foreigner,
	},
	{
		ID: "permit-kind", Level: Block, Basis: Law, Source: same("arrêté of 10 May 2017 (list of permits)"), Read: read,
		Fix: Text{"ask the préfecture which permit you can have; this one does not open cover", "demandez à la préfecture quel titre obtenir ; celui-ci n’ouvre pas de droits"},
		Check: func(c *Case, report Report) {
			if k := c.A.Permit.Kind; c.foreigner() && (k == profile.VLST || k == profile.ShortStay) {
				report.Fail("permit.kind", Text{"a %s is not on the list of permits that open cover", "un titre « %s » n’est pas sur la liste de ceux qui ouvrent des droits"}, string(k))
			}
		},
	},
	{
		ID: "visa-validation", Level: Block, Basis: Law, Source: same("arrêté of 10 May 2017; CESEDA on the validation of the VLS-TS"), Read: read,
		Fix: Text{"validate the visa on line, then set permit.validated_on", "validez le visa en ligne, puis indiquez permit.validated_on"},
		Check: func(c *Case, report Report) {
			// Language assistants may send the proof later (forum-assures.ameli.fr 3424984).
			if c.foreigner() && c.A.Situation != profile.LanguageAssistant && c.A.Permit.Kind == profile.VLSTS && c.A.Permit.ValidatedOn.IsZero() {
				report.Fail("permit.validated_on", Text{"a VLS-TS counts as a permit once it has been validated", "un VLS-TS vaut titre de séjour une fois validé"})
			}
		},
	},
	{
		ID: "visa-validation-paper", Level: Warn, Basis: Law, Source: same("arrêté of 10 May 2017"), Read: read,
		Fix:   Text{"enclose the confirmation received when the visa was validated", "joignez la confirmation reçue lors de la validation du visa"},
		Needs: []profile.Kind{profile.VisaValidation},
		When:  func(c *Case) bool { return c.foreigner() && c.A.Permit.Kind == profile.VLSTS },
	},
	{
		ID: "permit-expired", Level: Block, Basis: Law, Source: same("CSS R111-3 II (permit judged on the day of the request)"), Read: read,
		Fix: Text{"enclose the renewal receipt, or wait for the new permit", "joignez le récépissé de renouvellement ou attendez le nouveau titre"},
		Ask: Text{"give permit.until, as printed on it", "indiquez permit.until, comme imprimé"},
		Check: func(c *Case, report Report) {
			switch u := c.A.Permit.Until; {
			case !c.foreigner() || c.A.Permit.Kind == "": // see permit-missing
			case u.IsZero():
				report.CannotTell("permit.until", Text{"is the permit valid on the day of the request?", "le titre de séjour est-il valable au jour de la demande ?"})
			case u.Before(c.Signed):
				report.Fail("permit.until", Text{"the permit expired on %s", "le titre de séjour a expiré le %s"}, u)
			}
		},
	},
	{
		ID: "permit-expiring", Level: Warn, Basis: Law, Source: same("CSS R111-3 II"), Read: read,
		Fix: Text{"post soon: the permit is judged on the day of the request", "envoyez vite : le titre s’apprécie au jour de la demande"},
		Check: func(c *Case, report Report) {
			if u := c.A.Permit.Until; c.foreigner() && !u.IsZero() && !u.Before(c.Signed) && c.Signed.DaysTo(u) < 60 {
				report.Fail("permit.until", Text{"the permit expires soon, on %s", "le titre de séjour expire bientôt, le %s"}, u)
			}
		},
	},
	{
		ID: "visitor", Level: Warn, Basis: Practice, Source: same("refusals reported by visitors; R111-3 and the arrêté of 10 May 2017 do not exclude them"), Read: read,
		Fix: Text{"keep private insurance until the attestation de droits arrives", "gardez une assurance privée jusqu’à l’attestation de droits"},
		Check: func(c *Case, report Report) {
			if m := fold(c.A.Permit.Mention); c.foreigner() && (slices.Contains(m, "VISITEUR") || slices.Contains(m, "VISITOR")) {
				report.Fail("permit.mention", Text{"some funds refuse visitors, although no text excludes them", "certaines caisses refusent les visiteurs, bien qu’aucun texte ne les exclue"})
			}
		},
	},
}
