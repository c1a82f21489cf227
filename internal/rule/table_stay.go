package rule

import (
	"slices"

	"dossier/internal/profile"
)

// identityKinds prove who somebody is: R114-7 I 1° takes "a document of identity or of stay", and
// those under protection have no passport.
var identityKinds = []profile.Kind{profile.Passport, profile.IdentityCard, profile.ResidencePermit, profile.AsylumAttestation}

// permitList is the source of the rows about the kinds of permits.
var permitList = Text{"CSS R111-3 I; arrêté of 10 May 2017 (list of permits)", "CSS R111-3 I ; arrêté du 10 mai 2017 (liste des titres)"}

var stayRules = []Rule{
	{
		ID: "identity-paper", Level: Block, Basis: Law, Read: read,
		What:   Text{"A document of identity or of stay is enclosed", "Un titre d’identité ou de séjour est joint"},
		Source: Text{"CSS L160-5, R114-7 I 1°; S1106, page 2", "CSS L160-5, R114-7 I 1° ; S1106, page 2"},
		Fix:    Text{"enclose a copy of the passport (pages with identity and stamps), of the identity card, or of the residence permit or its receipt (kind = \"residence permit\")", "joignez la copie du passeport (pages d’identité et tampons), de la carte d’identité, ou du titre de séjour ou de son récépissé (kind = \"residence permit\")"},
		Bad:    "# no passport, identity card or residence permit",
		Good:   withPaper("", profile.Passport),
		Needs:  identityKinds,
		Called: Text{"Passport, identity card or residence permit", "Passeport, carte d’identité ou titre de séjour"},
		When:   func(*Case) bool { return true },
	},
	{
		ID: "identity-expired", Level: Block, Basis: Practice, Read: read,
		What:   Text{"An identity document is valid on the day of the request", "Une pièce d’identité est en cours de validité au jour de la demande"},
		Source: Text{"S1106, page 2 (permits \"en cours de validité\"); our own reading for passports", "S1106, page 2 (titres « en cours de validité ») ; notre lecture pour les passeports"},
		Fix:    Text{"renew it, or enclose another identity document", "renouvelez-la ou joignez une autre pièce d’identité"},
		Flag:   Text{"expired", "périmé"},
		Bad:    withPaper("", profile.Passport) + "\nexpires = 2026-01-31",
		Good:   withPaper("", profile.Passport) + "\nexpires = 2032-01-31",
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
		ID: "permit-missing", Level: Block, Basis: Law, Read: read,
		What:   Text{"Whoever is not French, EU, EEA or Swiss has a visa or permit", "La personne qui n’est ni française, ni ressortissante de l’UE, de l’EEE ou de la Suisse a un visa ou un titre de séjour"},
		Source: permitList,
		Fix:    Text{"fill in [permit]: kind, number, from, until", "remplissez [permit] : kind, number, from, until"},
		Bad:    "nationalities = [\"Brazil\"]\n[permit]",
		Good:   "nationalities = [\"Brazil\"]\n[permit]\nkind = \"resident card\"",
		Check: func(c *Case, report Report) {
			if c.foreigner() && c.A.Permit.Kind == "" {
				report.Fail("permit.kind", Text{"a person from outside the EU, EEA and Switzerland needs a visa or permit", "une personne hors UE, EEE et Suisse doit avoir un visa ou un titre de séjour"})
			}
		},
	},
	{
		ID: "permit-paper", Level: Block, Basis: Notice, Read: read,
		What:   Text{"A copy of the visa or permit is enclosed", "La copie du visa ou du titre de séjour est jointe"},
		Source: Text{"S1106, page 2; CSS R111-3 I, L114-10-2 (the fund looks at it when it opens the file)", "S1106, page 2 ; CSS R111-3 I, L114-10-2 (la caisse le vérifie à l’ouverture du dossier)"},
		Fix:    Text{"enclose a copy of the visa or permit, both sides", "joignez la copie du visa ou du titre, recto et verso"},
		Bad:    "nationalities = [\"Brazil\"]",
		Good:   withPaper("nationalities = [\"Brazil\"]", profile.Visa),
		Needs:  []profile.Kind{profile.Visa, profile.ResidencePermit, profile.AsylumAttestation, profile.RefugeeDecision},
		Called: Text{"Visa or residence permit", "Visa ou titre de séjour"},
		When:   (*Case).foreigner,
	},
	{
		ID: "permit-kind", Level: Block, Basis: Law, Read: read,
		What:   Text{"The permit is on the list of those that open cover", "Le titre de séjour est sur la liste de ceux qui ouvrent des droits"},
		Source: permitList,
		Fix:    Text{"ask the préfecture which permit you can have; this one does not open cover", "demandez à la préfecture quel titre obtenir ; celui-ci n’ouvre pas de droits"},
		Ask:    Text{"compare it with the list of the arrêté of 10 May 2017, or choose the kind that it is", "comparez-le à la liste de l’arrêté du 10 mai 2017, ou choisissez son type exact"},
		Bad:    "[permit]\nkind = \"VLS-T\"",
		Good:   "[permit]\nkind = \"temporary card\"",
		Check: func(c *Case, report Report) {
			switch k := c.A.Permit.Kind; {
			case !c.foreigner():
			case k == profile.VLST || k == profile.ShortStay:
				report.Fail("permit.kind", Text{"a %s is not on the list of permits that open cover", "un titre « %s » n’est pas sur la liste de ceux qui ouvrent des droits"}, string(k))
			case k == profile.OtherPermit:
				report.CannotTell("permit.kind", Text{"is this permit on the list of those that open cover?", "ce titre est-il sur la liste de ceux qui ouvrent des droits ?"})
			}
		},
	},
	{
		ID: "visa-validation", Level: Block, Basis: Law, Read: read,
		What:   Text{"A VLS-TS has been validated on line", "Le VLS-TS a été validé en ligne"},
		Source: Text{"arrêté of 10 May 2017; CESEDA R311-3 17°", "arrêté du 10 mai 2017 ; CESEDA R311-3 17°"},
		Fix:    Text{"validate the visa on line, then set permit.validated_on", "validez le visa en ligne, puis indiquez permit.validated_on"},
		Bad:    "[permit]\nkind = \"VLS-TS\"",
		Good:   "[permit]\nkind = \"VLS-TS\"\nvalidated_on = 2026-07-17",
		Check: func(c *Case, report Report) {
			// Language assistants may send the proof later (forum-assures.ameli.fr 3424984).
			if c.foreigner() && c.A.Situation != profile.LanguageAssistant && c.A.Permit.Kind == profile.VLSTS && c.A.Permit.ValidatedOn.IsZero() {
				report.Fail("permit.validated_on", Text{"a VLS-TS counts as a permit once it has been validated", "un VLS-TS vaut titre de séjour une fois validé"})
			}
		},
	},
	{
		ID: "visa-validation-paper", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The confirmation that the VLS-TS was validated is enclosed", "La confirmation de validation du VLS-TS est jointe"},
		Source: Text{"arrêté of 10 May 2017; CESEDA R311-3 17°", "arrêté du 10 mai 2017 ; CESEDA R311-3 17°"},
		Fix:    Text{"enclose the confirmation received when the visa was validated", "joignez la confirmation reçue lors de la validation du visa"},
		Bad:    "[permit]\nkind = \"VLS-TS\"",
		Good:   withPaper("[permit]\nkind = \"VLS-TS\"", profile.VisaValidation),
		Needs:  []profile.Kind{profile.VisaValidation},
		When:   func(c *Case) bool { return c.foreigner() && c.A.Permit.Kind == profile.VLSTS },
	},
	{
		ID: "permit-expired", Level: Block, Basis: Law, Read: read,
		What:   Text{"The permit is valid on the day of the request", "Le titre de séjour est valable au jour de la demande"},
		Source: Text{"CSS R111-3 II (permit judged on the day of the request)", "CSS R111-3 II (titre apprécié au jour de la demande)"},
		Fix:    Text{"enclose the renewal receipt, or wait for the new permit", "joignez le récépissé de renouvellement ou attendez le nouveau titre"},
		Ask:    Text{"give permit.until, as printed on it; if the form is not posted yet, write the day on which you will sign", "indiquez permit.until, comme imprimé ; si le formulaire n’est pas encore parti, indiquez le jour où vous signerez"},
		Bad:    "[permit]\nkind = \"temporary card\"\nuntil = 2026-10-31",
		Good:   "[permit]\nkind = \"temporary card\"\nuntil = 2027-10-31",
		Check: func(c *Case, report Report) {
			switch u := c.A.Permit.Until; {
			case !c.foreigner() || c.A.Permit.Kind == "": // see permit-missing
			case u.IsZero():
				report.CannotTell("permit.until", Text{"is the permit valid on the day of the request?", "le titre de séjour est-il valable au jour de la demande ?"})
			case u.Before(c.Signed):
				report.Fail("permit.until", Text{"the permit expired on %s", "le titre de séjour a expiré le %s"}, u)
			case u.Before(c.Day):
				report.CannotTell("permit.until", Text{"the permit expired on %s, after the day on the form: was the form posted before?", "le titre a expiré le %s, après la date du formulaire : celui-ci est-il parti avant ?"}, u)
			case c.A.Permit.From.After(c.Signed):
				report.Fail("permit.from", Text{"the permit begins on %s, after the request", "le titre de séjour commence le %s, après la demande"}, c.A.Permit.From)
			}
		},
	},
	{
		ID: "permit-expiring", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The permit has 60 days or more to run", "Le titre de séjour court encore 60 jours ou plus"},
		Source: Text{"our own margin of 60 days; CSS R111-3 II (judged on the day of the request), R111-4 (rights last six months after the permit)", "notre marge de 60 jours ; CSS R111-3 II (apprécié au jour de la demande), R111-4 (droits maintenus six mois après le titre)"},
		Fix:    Text{"post soon: the permit is judged on the day of the request, even if it expires while the file is read", "envoyez vite : le titre s’apprécie au jour de la demande, même s’il expire pendant l’instruction"},
		Bad:    "[permit]\nkind = \"temporary card\"\nuntil = 2026-12-31",
		Good:   "[permit]\nkind = \"temporary card\"\nuntil = 2027-10-31",
		Check: func(c *Case, report Report) {
			k := c.A.Permit.Kind
			if u := c.A.Permit.Until; c.foreigner() && k != profile.VLST && k != profile.ShortStay && !u.IsZero() && !u.Before(c.Signed) && c.Signed.DaysTo(u) < 60 {
				report.Fail("permit.until", Text{"the permit expires soon, on %s", "le titre de séjour expire bientôt, le %s"}, u)
			}
		},
	},
	{
		ID: "visitor", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A visitor is ready for a refusal: some funds refuse visitors, although no text does", "Un visiteur se prépare à un refus : certaines caisses refusent les visiteurs, bien qu’aucun texte ne le fasse"},
		Source: Text{"mafrenchlife.com/french-visitor-visa (refusals reported); CSS R111-3 and the arrêté of 10 May 2017 exclude nobody for it", "mafrenchlife.com/french-visitor-visa (refus signalés) ; CSS R111-3 et l’arrêté du 10 mai 2017 n’excluent personne à ce titre"},
		Fix:    Text{"keep private insurance until the attestation de droits arrives", "gardez une assurance privée jusqu’à l’attestation de droits"},
		Bad:    "[permit]\nmention = \"visiteur\"",
		Good:   "[permit]\nmention = \"vie privée et familiale\"",
		Check: func(c *Case, report Report) {
			if m := fold(c.A.Permit.Mention); c.foreigner() && (slices.Contains(m, "VISITEUR") || slices.Contains(m, "VISITOR")) {
				report.Fail("permit.mention", Text{"some funds refuse visitors, although no text excludes them", "certaines caisses refusent les visiteurs, bien qu’aucun texte ne les exclue"})
			}
		},
	},
}
