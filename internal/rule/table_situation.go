package rule

import (
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
)

var situationRules = []Rule{
	{
		ID: "activity-unused", Level: Warn, Basis: Notice, Read: read,
		What:   Text{"An activity is given only where the form has a line for it", "L’activité n’est indiquée que si le formulaire lui réserve une ligne"},
		Source: Text{"S1106, part B (\"sans activité\" has no line to fill in)", "S1106, cadre B (« sans activité » n’a pas de ligne à remplir)"},
		Fix:    Text{"take activity out, or choose another situation", "retirez activity ou choisissez une autre situation"},
		Bad:    "situation = \"not working\"\nactivity = \"pianist\"",
		Good:   "situation = \"not working\"",
		Check: func(c *Case, report Report) {
			if s := c.A.Situation; c.A.Activity != "" && (s == profile.NotWorking || s == profile.ReturningFrench) {
				report.Fail("activity", Text{"this will be on no paper: the situation is without activity", "ceci ne figurera sur aucun papier : la situation est sans activité"})
			}
		},
	},
	{
		ID: "works", Level: Info, Basis: Law, Read: read,
		What:   Text{"Work in France opens cover without three months of residence, and the employer declares it", "Le travail en France ouvre les droits sans trois mois de résidence, et l’employeur le déclare"},
		Source: Text{"CSS L160-1; service-public F16467", "CSS L160-1 ; service-public F16467"},
		Fix:    Text{"ask the employer whether the hiring was declared; apply yourself if it was not, or with several employers or one abroad", "demandez à l’employeur si l’embauche a été déclarée ; faites la demande vous-même sinon, ou avec plusieurs employeurs ou un employeur à l’étranger"},
		Bad:    "situation = \"employee\"",
		Good:   "situation = \"not working\"",
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.Employee {
				report.Fail("situation", Text{"no three months to wait; the employer should have declared this person", "pas de trois mois à attendre ; l’employeur devrait avoir déclaré cette personne"})
			}
		},
	},
	{
		ID: "own-business", Level: Info, Basis: Practice, Read: read,
		What:   Text{"The registration of a business opens cover by itself, without three months of residence", "L’immatriculation d’une activité ouvre d’elle-même les droits, sans trois mois de résidence"},
		Source: Text{"ma French Life, Apply for carte Vitale in 3 steps; CSS L160-1", "ma French Life, Apply for carte Vitale in 3 steps ; CSS L160-1"},
		Fix:    Text{"ask the fund whether the registration has reached it; apply yourself if it has not", "demandez à la caisse si l’immatriculation lui est parvenue ; faites la demande vous-même sinon"},
		Bad:    "situation = \"self-employed\"",
		Good:   "situation = \"not working\"",
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.SelfEmployed {
				report.Fail("situation", Text{"no three months to wait; the registration of the business should have opened the cover", "pas de trois mois à attendre ; l’immatriculation de l’activité devrait avoir ouvert les droits"})
			}
		},
	},
	{
		ID: "student", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Students from abroad register on line, without S1106", "Les étudiants étrangers s’inscrivent en ligne, sans S1106"},
		Source: same("service-public F675, F12859"),
		Fix:    Text{"register on etudiant-etranger.ameli.fr", "inscrivez-vous sur etudiant-etranger.ameli.fr"},
		Bad:    "situation = \"student\"\n[birth]\ndate = 2004-02-24\ndate_as_written = \"02/24/2004\"",
		Good:   "situation = \"not working\"\n[birth]\ndate = 2004-02-24\ndate_as_written = \"02/24/2004\"",
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.Student && !c.seniorDoctoral() {
				report.Fail("situation", Text{"students from abroad register on line, not with S1106", "les étudiants étrangers s’inscrivent en ligne, sans S1106"})
			}
		},
	},
	{
		ID: "student-doctoral", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A doctoral student over 28 asks which way to take", "Un doctorant de plus de 28 ans demande quelle voie suivre"},
		Source: Text{"doczz.fr 6459181 (a university’s list for doctoral students over 28)", "doczz.fr 6459181 (liste d’une université pour les doctorants de plus de 28 ans)"},
		Fix:    Text{"ask the fund; enclose contract or first payslip, enrolment certificate and a RIB in your own name", "interrogez la caisse ; joignez le contrat ou le premier bulletin de paie, le certificat de scolarité et un RIB à votre nom"},
		Ask:    Text{"if it is a doctorate, write activity = \"doctorant\" or \"doctorante\"", "s’il s’agit d’un doctorat, écrivez activity = \"doctorant\" ou \"doctorante\""},
		Bad:    "situation = \"student\"\nactivity = \"doctorante\"\n[birth]\ndate = 1994-02-24",
		Good:   "situation = \"student\"\nactivity = \"étudiante en licence\"\n[birth]\ndate = 1994-02-24",
		Check: func(c *Case, report Report) {
			switch {
			case c.seniorDoctoral():
				report.Fail("situation", Text{"a doctoral student over 28 was asked for a file on paper", "un doctorant de plus de 28 ans s’est vu demander un dossier papier"})
			case c.A.Situation == profile.Student && c.over28() && c.A.Activity == "":
				report.CannotTell("activity", Text{"is this student over 28 preparing a doctorate?", "cet étudiant de plus de 28 ans prépare-t-il un doctorat ?"})
			}
		},
	},
	{
		ID: "s1-holder", Level: Block, Basis: Law, Read: read,
		What:   Text{"Whoever holds an S1, or may have one, is covered by another state and does not use S1106", "Le titulaire d’un S1, ou qui peut l’obtenir, relève d’un autre État et n’utilise pas le S1106"},
		Source: Text{"CSS R111-3 I; S1106, page 1", "CSS R111-3 I ; S1106, page 1"},
		Fix:    Text{"register the S1 form with the fund instead of S1106, one S1 for each member of the family", "enregistrez le formulaire S1 auprès de la caisse au lieu du S1106, un S1 par membre de la famille"},
		Ask:    Text{"ask the body that pays the pension, then write cover.s1 = \"holder\", \"refused\" or \"none\"", "demandez à l’organisme qui verse la pension, puis écrivez cover.s1 = \"holder\", \"refused\" ou \"none\""},
		Bad:    "[cover]\ns1 = \"holder\"",
		Good:   "[cover]\ns1 = \"none\"",
		Check: func(c *Case, report Report) {
			switch {
			case c.A.Situation == profile.S1Holder:
				report.Fail("situation", Text{"a person with an S1 is covered by another state and does not fill in S1106", "le titulaire d’un S1 relève d’un autre État et ne remplit pas le S1106"})
			case c.A.Cover.S1 == profile.S1Held:
				report.Fail("cover.s1", Text{"a person with an S1 is covered by another state and does not fill in S1106", "le titulaire d’un S1 relève d’un autre État et ne remplit pas le S1106"})
			case c.A.Cover.S1 == "" && c.pensionFrom():
				report.CannotTell("cover.s1", Text{"does the state that pays the pension owe an S1?", "l’État qui verse la pension doit-il un S1 ?"})
			}
		},
	},
	{
		ID: "eu-inactive", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"EU, EEA and Swiss people without activity, in France for less than five years, and whoever has a pension from there or from the United Kingdom, show that no S1 is due", "Les ressortissants de l’UE, de l’EEE et suisses sans activité, en France depuis moins de cinq ans, et les retraités de ces États ou du Royaume-Uni montrent qu’aucun S1 n’est dû"},
		Source: Text{"cleiss.fr (EU, EEA, Swiss without activity); forum-assures.ameli.fr 3425025", "cleiss.fr (UE, EEE, suisses sans activité) ; forum-assures.ameli.fr 3425025"},
		Fix:    Text{"ask the health fund of the former country for a statement that no S1 is due, and enclose it", "demandez à la caisse maladie du pays précédent une attestation de non-droit au S1 et joignez-la"},
		Bad:    "nationalities = [\"Italy\"]\nsituation = \"not working\"\n[cover]\ncountry = \"Italy\"",
		Good:   "nationalities = [\"Italy\"]\nsituation = \"not working\"\n[cover]\ncountry = \"Italy\"\n[[document]]\nkind = \"S1 refusal\"\nfile = \"s1-refusal.pdf\"",
		Needs:  []profile.Kind{profile.S1Refusal},
		When: func(c *Case) bool {
			from, known := country.Find(c.A.Cover.Country)
			return c.A.Cover.S1 != profile.S1Held && (c.inactiveEU() && (!known || issuesS1(from)) || c.pensionFrom())
		},
	},
	need("eu-resources", Warn, Practice, Text{"cleiss.fr (EU, EEA, Swiss without activity: sufficient resources; not automatic, case by case)", "cleiss.fr (UE, EEE, suisses sans activité : ressources suffisantes ; pas automatique, au cas par cas)"}, profile.ResourcesProof,
		Text{"EU, EEA and Swiss people without activity, in France for less than five years, show that they have sufficient resources", "Les ressortissants de l’UE, de l’EEE et suisses sans activité, en France depuis moins de cinq ans, montrent des ressources suffisantes"},
		Text{"enclose a proof of income or savings; the fund decides case by case", "joignez un justificatif de revenus ou d’épargne ; la caisse décide au cas par cas"},
		"nationalities = [\"Italy\"]\nsituation = \"not working\"",
		func(c *Case) bool { return c.A.Cover.S1 != profile.S1Held && c.inactiveEU() }),
	{
		ID: "british", Level: Info, Basis: Practice, Read: read,
		What:   Text{"British people who came after 2020 are under the rules for third countries", "Les Britanniques arrivés après 2020 relèvent des règles des pays tiers"},
		Source: Text{"service-public F34308; remaininfrance.fr", "service-public F34308 ; remaininfrance.fr"},
		Fix:    Text{"visa or permit, three months and translations are needed; if you lived here before 2021, enclose the withdrawal agreement card", "visa ou titre, trois mois et traductions sont nécessaires ; si vous viviez ici avant 2021, joignez la carte de l’accord de retrait"},
		Bad:    "nationalities = [\"United Kingdom\"]\narrived = 2026-07-01",
		Good:   "nationalities = [\"United Kingdom\"]\narrived = 2026-07-01\n[permit]\nkind = \"withdrawal agreement card\"",
		Check: func(c *Case, report Report) {
			since := profile.Date{Year: 2020, Month: 12, Day: 31}
			if c.hasNationality("GB") && c.foreigner() && c.A.Arrived.After(since) && c.A.Permit.Kind != profile.WithdrawalCard {
				report.Fail("nationalities", Text{"the rules for people from outside the EU apply", "les règles des pays hors UE s’appliquent"})
			}
		},
	},
	{
		ID: "cover-open", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The health cover of the former country has ended", "La couverture maladie du pays précédent a pris fin"},
		Source: Text{"survivefrance.com 18596 and others: proof that the former cover has ended is asked for", "survivefrance.com 18596 et d’autres : la preuve de la fin de l’ancienne couverture est demandée"},
		Fix:    Text{"expect to be asked for the proof that it has ended (kind = \"end of cover\"); before you end it, see that you are insured until the attestation de droits arrives", "attendez-vous à ce que la preuve de sa fin soit demandée (kind = \"end of cover\") ; avant d’y mettre fin, assurez-vous d’être couvert jusqu’à l’attestation de droits"},
		Bad:    "[cover]\ncountry = \"Canada\"\nclosed = false",
		Good:   "[cover]\ncountry = \"Canada\"\nclosed = true",
		Check: func(c *Case, report Report) {
			// The cover behind an S1 has to stay open: see s1-holder.
			if c.A.Cover.Closed == profile.No && c.A.Situation != profile.S1Holder && c.A.Cover.S1 != profile.S1Held {
				report.Fail("cover.closed", Text{"the cover of the former country is still open", "la couverture du pays précédent est toujours ouverte"})
			}
		},
	},
	{
		ID: "second-adult", Level: Block, Basis: Notice, Read: read,
		What:   Text{"Each adult files a form of their own, with their own papers", "Chaque adulte dépose son propre formulaire, avec ses propres pièces"},
		Source: Text{"S1106, page 1; service-public F34308; CSS L160-2 (only minors are covered through another)", "S1106, page 1 ; service-public F34308 ; CSS L160-2 (seuls les mineurs sont ayants droit)"},
		Fix:    Text{"take this paper out and write a profile for that person; extends = \"household.toml\" shares what is common", "retirez cette pièce et faites un profil pour cette personne ; extends = \"household.toml\" partage ce qui est commun"},
		Flag:   Text{"paper of another adult", "pièce d’un autre adulte"},
		Bad:    "[spouse]\nbirth = \"Novak\"\nfirst = [\"Peter\"]\n[[document]]\nkind = \"birth certificate\"\nfile = \"birth-peter.pdf\"\nholder = \"Peter NOVAK\"\ncountry = \"Slovenia\"\nshows_parents = true",
		Good:   "[spouse]\nbirth = \"Novak\"\nfirst = [\"Peter\"]\n[[document]]\nkind = \"birth certificate\"\nfile = \"birth.pdf\"\nholder = \"Élodie-Anne Marie ŁUKASIEWICZ\"\ncountry = \"Slovenia\"\nshows_parents = true",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if personal(d.Kind) && c.ofSpouseAlone(d) && !(c.A.Situation == profile.JoiningFamily && d.Kind != profile.BirthCertificate) {
					report.Fail(profile.Key("document", i, "holder"), Text{"%s: this is a paper of another adult", "%s : cette pièce est celle d’un autre adulte"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "spouse-own-form", Level: Info, Basis: Notice, Read: read,
		What:   Text{"A spouse who is not insured in France applies with a form of their own", "Un conjoint qui n’est pas assuré en France fait sa propre demande"},
		Source: Text{"S1106, page 1; service-public F34308", "S1106, page 1 ; service-public F34308"},
		Fix:    Text{"make a profile for the spouse too; both may share household.toml", "faites aussi un profil pour le conjoint ; household.toml peut servir aux deux"},
		Bad:    "[spouse]\nbirth = \"Novak\"\ninsured_in_france = false",
		Good:   "[spouse]\nbirth = \"Novak\"\ninsured_in_france = true",
		Check: func(c *Case, report Report) {
			switch s := c.A.Spouse; {
			case s.InsuredInFrance == profile.No:
				report.Fail("spouse.insured_in_france", Text{"this application does not cover the spouse", "cette demande ne couvre pas le conjoint"})
			case s.InsuredInFrance == profile.Unsaid && (s.Birth != "" || s.Usage != "") && c.A.Situation != profile.JoiningFamily:
				report.CannotTell("spouse.insured_in_france", Text{"is the spouse covered in France already? This application does not do it", "le conjoint est-il déjà couvert en France ? Cette demande ne le fait pas"})
			}
		},
	},
	need("spouse-cover", Warn, Law, same("CSS D160-2 II 3°"), profile.SpouseCover,
		Text{"Whoever joins an insured person encloses that person’s certificate of cover", "La personne qui rejoint un assuré joint l’attestation de droits de celui-ci"},
		Text{"enclose the spouse’s attestation de droits", "joignez l’attestation de droits du conjoint"},
		"situation = \"family member\"\n[spouse]\ninsured_in_france = true",
		(*Case).joinsInsured),
	need("family-tie", Warn, Law, Text{"CSS D160-2 II 3° (\"un justificatif démontrant\"), L161-1 1°", "CSS D160-2 II 3° (« un justificatif démontrant »), L161-1 1°"}, profile.MarriageCertificate,
		Text{"Whoever joins an insured person proves the tie: marriage, PACS or life together", "La personne qui rejoint un assuré prouve le lien : mariage, PACS ou vie commune"},
		Text{"enclose the marriage certificate, the PACS certificate or a proof of living together", "joignez l’acte de mariage, l’attestation de PACS ou un justificatif de vie commune"},
		"situation = \"family member\"\n[family]\nstatus = \"PACS\"\n[spouse]\ninsured_in_france = true",
		func(c *Case) bool {
			return c.joinsInsured() && c.A.Family.Status != profile.StatusMarried // else see marriage-certificate
		}, profile.PACSCertificate, profile.CohabitationProof, profile.ChildBirth),
	{
		ID: "exemption-care", Level: Block, Basis: Notice, Read: read,
		What:   Text{"The exemption of those in care is for people under 21, in child welfare (ASE) or the judicial protection of youth (PJJ)", "La dispense des personnes prises en charge vaut pour les moins de 21 ans, au titre de l’aide sociale à l’enfance (ASE) ou de la protection judiciaire de la jeunesse (PJJ)"},
		Source: Text{"S1106, page 2 (under 21, in an establishment or service of the ASE or PJJ); CSS D160-2 II 4°", "S1106, page 2 (moins de 21 ans, établissement ou service de l’ASE ou de la PJJ) ; CSS D160-2 II 4°"},
		Fix:    Text{"take exemption out: a care home or a hospital gives none, and the three months apply", "retirez exemption : une maison de retraite ou un hôpital n’en donne pas, et les trois mois s’appliquent"},
		Bad:    "exemption = \"care establishment\"\n[birth]\ndate = 1961-02-24",
		Good:   "exemption = \"care establishment\"\n[birth]\ndate = 2006-02-24\ndate_as_written = \"02/24/2006\"",
		Check: func(c *Case, report Report) {
			if b := c.A.Birth.Date; c.A.Exemption == profile.CareHome && !b.IsZero() && b.Age(c.Signed) >= 21 {
				report.Fail("exemption", Text{"from 21 on nobody has this exemption", "à partir de 21 ans, personne n’a cette dispense"})
			}
		},
	},
	need("exemption-proof", Block, Law, same("CSS D160-2 II 2°, 4°"), profile.ExemptionProof,
		Text{"An exemption from the three months is proven by a paper", "Une dispense des trois mois est prouvée par une pièce"},
		Text{"enclose the certificate of the volontariat international, or of the establishment or service of child welfare", "joignez l’attestation du volontariat international, ou de l’établissement ou du service de l’aide sociale à l’enfance"},
		"exemption = \"volunteer abroad\"",
		func(c *Case) bool { return c.A.Exemption != "" }),
	need("work-contract", Block, Notice, same("S1106, page 2"), profile.WorkContract,
		Text{"An employee encloses the work contract or a payslip", "Un salarié joint le contrat de travail ou un bulletin de paie"},
		Text{"enclose the work contract or a payslip", "joignez le contrat de travail ou un bulletin de paie"},
		"situation = \"employee\"",
		func(c *Case) bool {
			return c.A.Situation == profile.Employee || c.A.Situation == profile.LanguageAssistant
		}, profile.Payslip, profile.AppointmentOrder),
	need("business", Block, Notice, same("S1106, page 2"), profile.BusinessRegistration,
		Text{"A self-employed person encloses the proof of registration", "Un indépendant joint la preuve d’immatriculation"},
		Text{"enclose the proof that the activity is registered", "joignez la preuve d’immatriculation de l’activité"},
		"situation = \"self-employed\"",
		func(c *Case) bool { return c.A.Situation == profile.SelfEmployed }),
	need("appointment", Warn, Practice, same("forum-assures.ameli.fr 3424984"), profile.AppointmentOrder,
		Text{"A language assistant encloses the stamped arrêté de nomination", "Un assistant de langue joint l’arrêté de nomination visé"},
		Text{"enclose the stamped arrêté de nomination; without it the fund of the home is competent", "joignez l’arrêté de nomination visé ; sans lui, la caisse du domicile est compétente"},
		"situation = \"language assistant\"",
		func(c *Case) bool { return c.A.Situation == profile.LanguageAssistant }),
	need("refugee", Block, Law, same("CSS D160-2 II 1°"), profile.RefugeeDecision,
		Text{"A refugee encloses the decision, or the permit that states the protection", "Un réfugié joint la décision, ou le titre qui mentionne la protection"},
		Text{"enclose the decision, or the permit that states the protection", "joignez la décision, ou le titre qui mentionne la protection"},
		"situation = \"refugee\"",
		func(c *Case) bool { return c.A.Situation == profile.Refugee }, profile.ResidencePermit),
	need("asylum", Block, Law, Text{"arrêté of 10 May 2017; CSS R111-3 I", "arrêté du 10 mai 2017 ; CSS R111-3 I"}, profile.AsylumAttestation,
		Text{"An asylum seeker encloses the attestation de demande d’asile", "Un demandeur d’asile joint l’attestation de demande d’asile"},
		Text{"enclose the attestation de demande d’asile", "joignez l’attestation de demande d’asile"},
		"situation = \"asylum seeker\"",
		func(c *Case) bool { return c.A.Situation == profile.AsylumSeeker }),
	need("job-seeker", Warn, Practice, Text{"cleiss.fr (a job-seeker is not without activity); our own reading of what shows it", "cleiss.fr (un demandeur d’emploi n’est pas inactif) ; notre lecture de ce qui le montre"}, profile.JobSeekerNotice,
		Text{"A job-seeker encloses the registration with France Travail", "Un demandeur d’emploi joint l’inscription à France Travail"},
		Text{"enclose the France Travail registration", "joignez l’attestation d’inscription à France Travail"},
		"situation = \"job-seeker\"",
		func(c *Case) bool { return c.A.Situation == profile.JobSeeker }),
	{
		ID: "adult-child", Level: Block, Basis: Law, Read: read,
		What:   Text{"A child of 18 or more applies with a form of their own", "Un enfant majeur fait sa propre demande"},
		Source: same("CSS L160-2, D160-1"),
		Fix:    Text{"remove the child here and write a profile of their own", "retirez cet enfant d’ici et faites-lui un profil"},
		Bad:    "[[child]]\nfirst = [\"Zoé\"]\ndate = 2008-03-01",
		Good:   "[[child]]\nfirst = [\"Zoé\"]\ndate = 2015-03-01",
		Check: func(c *Case, report Report) {
			for i, ch := range c.A.Children {
				switch {
				case ch.Date.IsZero():
					report.CannotTell(profile.Key("child", i, "date"), Text{"is this child under 18?", "cet enfant a-t-il moins de 18 ans ?"})
				case ch.Date.Age(c.Signed) >= 18:
					report.Fail(profile.Key("child", i, "date"), Text{"a child of 18 or more applies with a form of their own", "un enfant majeur fait sa propre demande"})
				}
			}
		},
	},
	childPaper("child-form", Notice, Text{"S1106, page 2; CSS L160-2", "S1106, page 2 ; CSS L160-2"}, profile.ChildForm,
		Text{"A child under 18 is attached to a parent with form S3705", "Un enfant mineur est rattaché à un parent par le formulaire S3705"},
		Text{"download S3705 from ameli.fr, fill it in and enclose it", "téléchargez le S3705 sur ameli.fr, remplissez-le et joignez-le"}),
	childPaper("child-birth", Practice, Text{"forum-assures.ameli.fr 3425037; CSS L160-2 (the descent is established by law)", "forum-assures.ameli.fr 3425037 ; CSS L160-2 (la filiation est légalement établie)"}, profile.ChildBirth,
		Text{"The birth certificate of a child to be attached is enclosed", "L’acte de naissance de l’enfant à rattacher est joint"},
		Text{"enclose the birth certificate of each child, with the parents and with a translation if it needs one", "joignez l’acte de naissance de chaque enfant, avec sa filiation, et sa traduction s’il en faut une"}),
	childPaper("child-identity", Practice, same("forum-assures.ameli.fr 3425037"), profile.ChildIdentity,
		Text{"The identity document of a child to be attached is enclosed", "La pièce d’identité de l’enfant à rattacher est jointe"},
		Text{"enclose a copy of the passport or identity card of each child", "joignez la copie du passeport ou de la carte d’identité de chaque enfant"}),
	{
		ID: "child-of-insured", Level: Info, Basis: Law, Read: read,
		What:   Text{"A child under 18 need not wait for the application of one parent where the other is insured", "Un enfant mineur n’a pas à attendre la demande d’un parent si l’autre est déjà assuré"},
		Source: Text{"CSS L160-2 (a minor is covered through an insured parent)", "CSS L160-2 (l’enfant mineur est ayant droit d’un parent assuré)"},
		Fix:    Text{"if the spouse is a parent of the child, send S3705 for that parent to their fund now, with the child’s certificate and identity document", "si le conjoint est un parent de l’enfant, envoyez dès maintenant le S3705 pour ce parent à sa caisse, avec l’acte et la pièce d’identité de l’enfant"},
		Bad:    "[spouse]\ninsured_in_france = true\n[[child]]\nfirst = [\"Noé\"]\ndate = 2015-03-01",
		Good:   "[spouse]\ninsured_in_france = false\n[[child]]\nfirst = [\"Noé\"]\ndate = 2015-03-01",
		Check: func(c *Case, report Report) {
			if i := slices.IndexFunc(c.A.Children, c.minor); i >= 0 && c.A.Spouse.InsuredInFrance == profile.Yes {
				report.Fail(profile.Key("child", i), Text{"the spouse is insured already: a child of theirs can be attached to them, without waiting for this application", "le conjoint est déjà assuré : son enfant peut lui être rattaché sans attendre cette demande"})
			}
		},
	},
	{
		ID: "child-of-asylum-seeker", Level: Info, Basis: Law, Read: read,
		What:   Text{"A child under 18 of an asylum seeker does not wait three months", "L’enfant mineur d’un demandeur d’asile n’attend pas trois mois"},
		Source: Text{"CSS D160-2 II 1° (minors in the charge of a registered asylum seeker)", "CSS D160-2 II 1° (mineurs à la charge d’un demandeur d’asile enregistré)"},
		Fix:    Text{"ask the fund now for the cover of the child, with the attestation de demande d’asile and what shows that the child is yours", "demandez dès maintenant à la caisse les droits de l’enfant, avec l’attestation de demande d’asile et ce qui montre qu’il est à votre charge"},
		Bad:    "situation = \"asylum seeker\"\n[[child]]\nfirst = [\"Noé\"]\ndate = 2015-03-01",
		Good:   "situation = \"not working\"\n[[child]]\nfirst = [\"Noé\"]\ndate = 2015-03-01",
		Check: func(c *Case, report Report) {
			if i := slices.IndexFunc(c.A.Children, c.minor); i >= 0 && c.A.Situation == profile.AsylumSeeker {
				report.Fail(profile.Key("child", i), Text{"a child of an asylum seeker is covered without the three months that the parent may have to wait", "l’enfant d’un demandeur d’asile a ses droits sans les trois mois que le parent peut avoir à attendre"})
			}
		},
	},
	{
		ID: "contribution", Level: Info, Basis: Law, Read: read,
		What:   Text{"Whoever lives on capital may owe the yearly contribution (CSM)", "Qui vit de revenus du capital peut devoir la cotisation subsidiaire maladie"},
		Source: Text{"CSS L380-2, D380-1, R380-4; ceilings of social security 2025 and 2026", "CSS L380-2, D380-1, R380-4 ; plafonds de la sécurité sociale 2025 et 2026"},
		Fix:    Text{"nothing to do now; put the sum aside, and check the figure with Urssaf: this is an estimate", "rien à faire maintenant ; mettez la somme de côté et vérifiez auprès de l’Urssaf : ceci est une estimation"},
		Ask:    Text{"complete [income] to have an estimate", "complétez [income] pour obtenir une estimation"},
		Bad:    "[income]\nyear = 2026\nactivity = 0\ncapital = 60000\npension = false",
		Good:   "[income]\nyear = 2026\nactivity = 0\ncapital = 18000\npension = false",
		Check: func(c *Case, report Report) {
			in := c.A.Income
			switch amount, open := c.contribution(); {
			case in == profile.Income{}:
			case open != nil:
				report.CannotTell(open.key, open.ask)
			case amount > 0:
				report.Fail("income", Text{"about %d € may be due for %d, called by the end of November %d", "environ %d € peuvent être dus pour %d, appelés d’ici à fin novembre %d"}, amount, in.Year.N, in.Year.N+1)
			}
		},
	},
}

// need is a row that asks for one paper. example are the lines of a person of whom it is asked.
func need(id string, level Level, basis Basis, source Text, kind profile.Kind, what, fix Text, example string, when func(*Case) bool, or ...profile.Kind) Rule {
	return Rule{ID: id, Level: level, Basis: basis, What: what, Source: source, Read: read, Fix: fix, Bad: example, Good: withPaper(example, kind),
		Needs: append([]profile.Kind{kind}, or...), When: when}
}

// withPaper adds a paper to the lines of a profile.
func withPaper(lines string, kind profile.Kind) string {
	return strings.TrimSpace(lines + "\n[[document]]\nkind = \"" + string(kind) + "\"\nfile = \"scan.pdf\"")
}

func childPaper(id string, basis Basis, source Text, kind profile.Kind, what, fix Text) Rule {
	return need(id, Warn, basis, source, kind, what, fix,
		"[[child]]\nfirst = [\"Noé\"]\ndate = 2015-03-01",
		func(c *Case) bool { return slices.ContainsFunc(c.A.Children, c.minor) })
}

// minor says whether a child is under 18, or may be.
func (c *Case) minor(ch profile.Child) bool { return ch.Date.IsZero() || ch.Date.Age(c.Signed) < 18 }

// joinsInsured says whether somebody joins a family member of whom it is not said that they are not insured.
func (c *Case) joinsInsured() bool {
	return c.A.Situation == profile.JoiningFamily && c.A.Spouse.InsuredInFrance != profile.No // else see family-not-insured
}

// inactiveEU says whether an EU, EEA or Swiss person, not French, has no activity and has been here for
// less than five years.
func (c *Case) inactiveEU() bool {
	inactive := c.A.Situation == profile.NotWorking || c.A.Situation == profile.Pensioner
	settled := !c.A.Arrived.IsZero() && !c.Signed.Before(c.A.Arrived.AddMonths(5*12))
	return c.A.Free() && !c.A.French() && inactive && !settled
}

func (c *Case) over28() bool { b := c.A.Birth.Date; return !b.IsZero() && b.Age(c.Signed) > 28 }

// seniorDoctoral says whether a student over 28 prepares a doctorate, as the activity has it.
func (c *Case) seniorDoctoral() bool {
	doctorate := slices.ContainsFunc(fold(c.A.Activity), func(w string) bool {
		return strings.HasPrefix(w, "DOCTOR") || w == "THESE" || w == "PHD"
	})
	return c.A.Situation == profile.Student && c.over28() && doctorate
}

func (c *Case) hasNationality(iso2 string) bool {
	return slices.ContainsFunc(c.A.Nationalities, func(n string) bool {
		found, ok := country.Find(n)
		return ok && found.ISO2 == iso2
	})
}

// personal are the papers that each adult encloses of themselves.
func personal(k profile.Kind) bool {
	switch k {
	case profile.BirthCertificate, profile.Passport, profile.IdentityCard, profile.Visa, profile.ResidencePermit:
		return true
	}
	return false
}

// ofSpouseAlone says whether a paper is in the name of the spouse and cannot be the applicant's.
func (c *Case) ofSpouseAlone(d profile.Document) bool { return c.isSpouseAlone(d.Holder) }

// isSpouseAlone says the same of a name as printed.
func (c *Case) isSpouseAlone(printed string) bool {
	s := c.A.Spouse
	if printed == "" || len(s.First) == 0 || c.isApplicant(printed) {
		return false
	}
	last := s.Birth != "" && names(printed, s.Birth) || s.Usage != "" && names(printed, s.Usage)
	return last && hasFirst(printed, s.First[0])
}
