package rule

import (
	"slices"

	"dossier/internal/profile"
)

var situationRules = []Rule{
	{
		ID: "activity-unused", Level: Warn, Basis: Notice, Source: same("S1106, part B (\"sans activité\" has no line to fill in)"), Read: read,
		Fix: Text{"take activity out, or choose another situation", "retirez activity ou choisissez une autre situation"},
		Check: func(c *Case, report Report) {
			if s := c.A.Situation; c.A.Activity != "" && (s == profile.NotWorking || s == profile.ReturningFrench) {
				report.Fail("activity", Text{"this will be on no paper: the situation is without activity", "ceci ne figurera sur aucun papier : la situation est sans activité"})
			}
		},
	},
	{
		ID: "student", Level: Block, Basis: Notice, Source: same("service-public F675, F12859"), Read: read,
		Fix: Text{"register on etudiant-etranger.ameli.fr", "inscrivez-vous sur etudiant-etranger.ameli.fr"},
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.Student {
				report.Fail("situation", Text{"students from abroad register on line, not with S1106", "les étudiants étrangers s’inscrivent en ligne, sans S1106"})
			}
		},
	},
	{
		ID: "s1-holder", Level: Block, Basis: Law, Source: same("CSS R111-3 I; S1106, page 1"), Read: read,
		Fix: Text{"register the S1 form with the fund instead of S1106", "enregistrez le formulaire S1 auprès de la caisse au lieu du S1106"},
		Check: func(c *Case, report Report) {
			switch {
			case c.A.Situation == profile.S1Holder:
				report.Fail("situation", Text{"a person with an S1 is covered by another state and does not fill in S1106", "le titulaire d’un S1 relève d’un autre État et ne remplit pas le S1106"})
			case c.A.Cover.S1 == profile.S1Held:
				report.Fail("cover.s1", Text{"a person with an S1 is covered by another state and does not fill in S1106", "le titulaire d’un S1 relève d’un autre État et ne remplit pas le S1106"})
			}
		},
	},
	{
		ID: "eu-inactive", Level: Warn, Basis: Practice, Source: same("cleiss.fr (EU, EEA, Swiss without activity); forum-assures.ameli.fr 3425025"), Read: read,
		Fix:   Text{"enclose the former fund's statement that no S1 is due, and proof of resources; the fund decides case by case", "joignez l’attestation de non-droit au S1 et des justificatifs de ressources ; la caisse décide au cas par cas"},
		Needs: []profile.Kind{profile.S1Refusal},
		When: func(c *Case) bool {
			inactive := c.A.Situation == profile.NotWorking || c.A.Situation == profile.Pensioner
			return c.A.Free() && !c.A.French() && inactive || c.pensionFrom()
		},
	},
	{
		ID: "cover-open", Level: Warn, Basis: Practice, Source: same("survivefrance 18596 and others: proof that the former cover has ended is asked for"), Read: read,
		Fix: Text{"close it, or expect to be asked", "mettez-y fin, ou attendez-vous à une demande"},
		Check: func(c *Case, report Report) {
			if c.A.Cover.Closed == profile.No {
				report.Fail("cover.closed", Text{"the cover of the former country is still open", "la couverture du pays précédent est toujours ouverte"})
			}
		},
	},
	need("spouse-cover", Warn, Law, same("CSS D160-2 II 3°"), profile.SpouseCover,
		Text{"enclose the spouse's attestation de droits", "joignez l’attestation de droits du conjoint"},
		func(c *Case) bool { return c.A.Situation == profile.JoiningFamily }),
	need("work-contract", Block, Notice, same("S1106, page 2"), profile.WorkContract,
		Text{"enclose the work contract or a payslip", "joignez le contrat de travail ou un bulletin de paie"},
		func(c *Case) bool {
			return c.A.Situation == profile.Employee || c.A.Situation == profile.LanguageAssistant
		}, profile.Payslip, profile.AppointmentOrder),
	need("business", Block, Notice, same("S1106, page 2"), profile.BusinessRegistration,
		Text{"enclose the proof that the activity is registered", "joignez la preuve d’immatriculation de l’activité"},
		func(c *Case) bool { return c.A.Situation == profile.SelfEmployed }),
	need("appointment", Warn, Practice, same("forum-assures.ameli.fr 3424984"), profile.AppointmentOrder,
		Text{"enclose the stamped arrêté de nomination; without it the fund of the home is competent", "joignez l’arrêté de nomination visé ; sans lui, la caisse du domicile est compétente"},
		func(c *Case) bool { return c.A.Situation == profile.LanguageAssistant }),
	need("refugee", Block, Law, same("CSS D160-2 II 1°"), profile.RefugeeDecision,
		Text{"enclose the decision, or the permit that states the protection", "joignez la décision, ou le titre qui mentionne la protection"},
		func(c *Case) bool { return c.A.Situation == profile.Refugee }, profile.ResidencePermit),
	need("asylum", Block, Law, same("arrêté of 10 May 2017"), profile.AsylumAttestation,
		Text{"enclose the attestation de demande d’asile", "joignez l’attestation de demande d’asile"},
		func(c *Case) bool { return c.A.Situation == profile.AsylumSeeker }),
	need("job-seeker", Warn, Practice, same("cleiss.fr (job-seekers)"), profile.JobSeekerNotice,
		Text{"enclose the France Travail registration", "joignez l’attestation d’inscription à France Travail"},
		func(c *Case) bool { return c.A.Situation == profile.JobSeeker }),
	{
		ID: "adult-child", Level: Block, Basis: Law, Source: same("CSS L160-2"), Read: read,
		Fix: Text{"remove the child here and write a profile of their own", "retirez cet enfant d’ici et faites-lui un profil"},
		Check: func(c *Case, report Report) {
			for i, ch := range c.A.Children {
				if !ch.Date.IsZero() && ch.Date.Age(c.Signed) >= 18 {
					report.Fail(profile.Key("child", i, "date"), Text{"a child of 18 or more applies with a form of their own", "un enfant majeur fait sa propre demande"})
				}
			}
		},
	},
	childPaper("child-form", profile.ChildForm),
	childPaper("child-birth", profile.ChildBirth),
	childPaper("child-identity", profile.ChildIdentity),
}

// need is a row that asks for one paper.
func need(id string, level Level, basis Basis, source Text, kind profile.Kind, fix Text, when func(*Case) bool, or ...profile.Kind) Rule {
	return Rule{ID: id, Level: level, Basis: basis, Source: source, Read: read, Fix: fix,
		Needs: append([]profile.Kind{kind}, or...), When: when}
}

func childPaper(id string, kind profile.Kind) Rule {
	return need(id, Warn, Notice, same("S1106, page 2; CSS L160-2"), kind,
		Text{"add S3705, the child's birth certificate and identity document", "ajoutez le S3705, l’acte de naissance et la pièce d’identité de l’enfant"},
		func(c *Case) bool {
			return slices.ContainsFunc(c.A.Children, func(ch profile.Child) bool {
				return ch.Date.IsZero() || ch.Date.Age(c.Signed) < 18
			})
		})
}
