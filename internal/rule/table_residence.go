package rule

import (
	"slices"

	"dossier/internal/profile"
)

var residenceRules = []Rule{
	{
		ID: "signed-later", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The day on the form is not later than the day of posting: residence and permit are judged on the day of the request", "La date du formulaire n’est pas postérieure à l’envoi : résidence et titre sont appréciés le jour de la demande"},
		Source: Text{"our own reading: a form dated later is no request of today; CSS R111-3 II (stay judged on the day of the request)", "notre lecture : un formulaire daté d’un autre jour n’est pas une demande d’aujourd’hui ; CSS R111-3 II (séjour apprécié au jour de la demande)"},
		Fix:    Text{"post on that day; to prepare it now, check with --on that day", "envoyez ce jour-là ; pour préparer l’envoi, vérifiez avec --on à cette date"},
		Bad:    "[signature]\ndate = 2026-12-24\n",
		Good:   "[signature]\ndate = 2026-11-22\n",
		Check: func(c *Case, report Report) {
			if c.Signed.After(c.Day) {
				report.Fail("signature.date", Text{"the form is dated %s, which is still to come", "le formulaire est daté du %s, qui n’est pas encore venu"}, c.Signed)
			}
		},
	},
	{
		ID: "arrival-missing", Level: Block, Basis: Notice, Read: read,
		What:   Text{"Whoever does not work says on which day this stay in France began", "La personne qui ne travaille pas indique le premier jour de son séjour en France"},
		Source: Text{"S1106, part B; CSS D160-2", "S1106, cadre B ; CSS D160-2"},
		Fix:    Text{"give the first day of this stay in France: arrived = 2026-07-01", "indiquez le premier jour du séjour en France : arrived = 2026-07-01"},
		Bad:    "situation = \"not working\"\n",
		Good:   "situation = \"not working\"\narrived = 2026-07-01\n",
		Check: func(c *Case, report Report) {
			if c.A.Arrived.IsZero() && !c.Works() {
				report.Fail("arrived", Text{"the day of arrival in France is missing", "la date d’arrivée en France manque"})
			}
		},
	},
	{
		ID: "not-yet-arrived", Level: Block, Basis: Law, Source: same("CSS L160-5, D160-2"), Read: read,
		What: Text{"Nobody applies before living in France", "La demande se fait une fois installé en France, pas avant"},
		Fix:  Text{"apply once you live in France, and keep private cover until then", "faites la demande une fois installé en France, et gardez une couverture privée d’ici là"},
		Bad:  "arrived = 2027-01-05\n",
		Good: "arrived = 2026-07-01\n",
		Check: func(c *Case, report Report) {
			if c.A.Arrived.After(c.Day) {
				report.Fail("arrived", Text{"residence in France must already exist; the arrival is on %s%s", "la résidence en France doit déjà exister ; l’arrivée est le %s%s"}, c.A.Arrived, c.postable())
			}
		},
	},
	{
		ID: "three-months", Level: Block, Basis: Law, Source: same("CSS D160-2 I"), Read: read,
		What: Text{"On the day of the request, residence in France has lasted more than three months without a break, unless an exemption of D160-2 II applies", "Le jour de la demande, la résidence en France dure depuis plus de trois mois sans interruption, sauf exception du D160-2 II"},
		Fix:  Text{"wait until that day, with private cover; sooner only if you work, join a family member insured in France (situation = \"family member\"), are a refugee, or have an exemption (exemption = \"...\")", "attendez ce jour, avec une assurance privée ; plus tôt seulement si vous travaillez, rejoignez un membre de votre famille assuré en France (situation = \"family member\"), êtes réfugié ou avez une dispense (exemption = \"...\")"},
		Bad:  "arrived = 2026-10-23\n",
		Good: "arrived = 2026-07-01\n",
		Check: func(c *Case, report Report) {
			arrived := c.A.Arrived
			if arrived.IsZero() || arrived.After(c.Day) || arrived.After(c.Signed) || !c.Waits() || c.undecided() {
				return // see arrival-missing, not-yet-arrived, dates, family-not-insured
			}
			if from := EarliestPosting(arrived); c.Signed.Before(from) {
				report.Fail("arrived", Text{"three months of residence are not over: the earliest day to post is %s", "les trois mois de résidence ne sont pas écoulés : envoi possible à partir du %s"}, from)
			}
		},
	},
	{
		ID: "returning-french", Level: Info, Basis: Law, Read: read,
		What:   Text{"French citizens who come home without working wait three months like everybody else", "Les Français qui reviennent sans travailler attendent trois mois comme tout le monde"},
		Source: Text{"CSS D160-2 II (closed list)", "CSS D160-2 II (liste limitative)"},
		Fix:    Text{"wait for them, with private cover until then", "attendez qu’ils soient écoulés, avec une assurance privée d’ici là"},
		Bad:    "situation = \"returning French citizen\"\nnationalities = [\"France\"]\narrived = 2026-10-23\n",
		Good:   "situation = \"returning French citizen\"\nnationalities = [\"France\"]\narrived = 2026-07-01\n",
		Check: func(c *Case, report Report) {
			over := !c.A.Arrived.IsZero() && !c.Signed.Before(EarliestPosting(c.A.Arrived))
			if (c.A.Situation == profile.ReturningFrench || c.A.French()) && c.Waits() && !over {
				report.Fail("situation", Text{"to be French is no exemption from the three months; work in France and the cases of the closed list are", "la nationalité française ne dispense pas des trois mois ; un travail en France et les cas de la liste en dispensent"})
			}
		},
	},
	{
		ID: "family-not-insured", Level: Block, Basis: Law, Source: same("CSS D160-2 II 3°, L161-1"), Read: read,
		What: Text{"To join a family member spares the three months only if that person is insured in France", "Rejoindre un membre de sa famille ne dispense des trois mois que si celui-ci est assuré en France"},
		Fix:  Text{"set spouse.insured_in_france = true once they are, or wait three months and write situation = \"not working\"", "écrivez spouse.insured_in_france = true dès que c’est le cas, ou attendez trois mois avec situation = \"not working\""},
		Ask:  Text{"write spouse.insured_in_france = true or false: it decides whether the three months must pass first", "écrivez spouse.insured_in_france = true ou false : la réponse décide si les trois mois doivent d’abord passer"},
		Bad:  "situation = \"family member\"\n[spouse]\ninsured_in_france = false\n",
		Good: "situation = \"family member\"\n[spouse]\ninsured_in_france = true\n",
		Check: func(c *Case, report Report) {
			switch insured := c.A.Spouse.InsuredInFrance; {
			case c.A.Situation != profile.JoiningFamily || insured == profile.Yes:
			case insured == profile.Unsaid:
				report.CannotTell("spouse.insured_in_france", Text{"is the person joined insured in France? Else the three months apply%s", "la personne rejointe est-elle assurée en France ? Sinon, les trois mois s’appliquent%s"}, c.postable())
			default:
				report.Fail("spouse.insured_in_france", Text{"the exemption needs a family member who is insured in France", "la dispense suppose un membre de la famille assuré en France"})
			}
		},
	},
	{
		ID: "residence-proofs", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The proofs enclosed cover every day of the three months before the request, or of the stay so far", "Les justificatifs joints couvrent chaque jour des trois mois qui précèdent la demande, ou du séjour s’il est plus court"},
		Source: Text{"CSS D160-2 I, R111-2 (any means of proof)", "CSS D160-2 I, R111-2 (preuve par tout moyen)"},
		Fix:    Text{"add that paper, or any other that shows you lived in France on these days, with its from and to", "ajoutez cette pièce, ou toute autre qui montre que vous viviez en France ces jours-là, avec from et to"},
		Ask:    Text{"give from and to, as the paper has them", "indiquez from et to, tels que la pièce les donne"},
		Flag:   Text{"does not cover the three months", "ne couvre pas les trois mois"},
		Doubt:  Text{"days covered to be given", "période à préciser"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nholder = \"Élodie-Anne O’Brien\"\nfrom = 2026-10-01\n",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nholder = \"Élodie-Anne O’Brien\"\nfrom = 2026-07-01\n",
		Check: func(c *Case, report Report) {
			t := c.Timeline()
			if !t.Needed || len(t.Bars) == 0 {
				return // nothing to prove yet, or nothing enclosed at all: see residence-proof
			}
			told := true
			for _, b := range t.Bars {
				if b.DaysWanted() {
					told = false
					report.CannotTell(profile.Key("document", b.Doc, "from"), Text{"which days does this proof cover?", "quels jours ce justificatif couvre-t-il ?"})
				}
			}
			if !told {
				return
			}
			for _, ch := range t.Chase {
				report.Fail("document", Text{"no proof of residence from %s to %s (%s); chase %s", "aucun justificatif de résidence du %s au %s (%s) ; à chercher pour %s"},
					ch.Days.From, ch.Days.To, ch.Days.Length(), ch.Say())
			}
		},
	},
	{
		ID: "residence-proof", Level: Block, Basis: Law, Read: read,
		What:   Text{"Whoever must prove three months encloses at least one proof of residence", "La personne qui doit prouver trois mois de résidence joint au moins un justificatif"},
		Source: Text{"CSS D160-2 I; S1106, page 2", "CSS D160-2 I ; S1106, page 2"},
		Fix:    Text{"enclose a lease, rent receipts, bills, or a host’s statement", "joignez un bail, des quittances, des factures ou une attestation d’hébergement"},
		Bad:    "situation = \"not working\"\n",
		Good:   "situation = \"not working\"\n[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nfrom = 2026-07-01\n",
		Needs: []profile.Kind{profile.Lease, profile.TitleDeed, profile.RentReceipt, profile.EnergyBill, profile.WaterBill, profile.PhoneBill,
			profile.HotelBill, profile.HostStatement, profile.DomiciliationPaper, profile.ReceptionCertificate, profile.BenefitNotice, profile.EnrolmentCertificate},
		Called: Text{"Proof of three months of residence", "Justificatif de trois mois de résidence"},
		When:   func(c *Case) bool { return c.Waits() && !c.undecided() && !c.housedAs(profile.Domiciliation) },
	},
	{
		ID: "residence-holder", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A proof of residence bears the applicant’s name, that of the spouse or PACS partner with the certificate that ties them, or that of a host with the host’s statement", "Un justificatif de résidence est au nom du demandeur, à celui du conjoint ou du partenaire de PACS avec l’acte qui les lie, ou à celui d’un hébergeant avec son attestation"},
		Source: Text{"our own reading of CSS D160-2: it is the applicant’s residence that is proven", "notre lecture du CSS D160-2 : c’est la résidence du demandeur qui est prouvée"},
		Fix:    Text{"enclose what ties it to you: the marriage or PACS certificate if it is your spouse’s or partner’s, else that person’s signed statement that they house you, and their identity document", "joignez ce qui le relie à vous : l’acte de mariage ou l’attestation de PACS s’il est au nom de votre conjoint ou partenaire, sinon l’attestation d’hébergement signée de cette personne et sa pièce d’identité"},
		Ask:    Text{"give holder, the name printed on the paper", "indiquez holder, le nom imprimé sur la pièce"},
		Flag:   Text{"in another name", "à un autre nom"},
		Doubt:  Text{"name to be given", "nom à préciser"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nfrom = 2026-07-01\nholder = \"SCI des Lilas\"\n",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nfrom = 2026-07-01\nholder = \"Élodie-Anne O’Brien\"\n",
		Check: func(c *Case, report Report) {
			t := c.Timeline()
			if !t.Needed {
				return
			}
			var unsaid []int
			for _, b := range t.Bars {
				switch b.Standing {
				case OtherName:
					report.Fail(profile.Key("document", b.Doc, "holder"), Text{"this proof of residence is in another name: its days do not count", "ce justificatif de résidence est à un autre nom : ses jours ne comptent pas"})
				case NameUnsaid:
					unsaid = append(unsaid, b.Doc)
				}
			}
			switch n := len(unsaid); {
			case n == 1:
				report.CannotTell(profile.Key("document", unsaid[0], "holder"), Text{"in whose name is this proof of residence?", "à quel nom est ce justificatif de résidence ?"})
			case n > 1:
				report.CannotTell(profile.Key("document", slices.Min(unsaid), "holder"), Text{"in whose name are the %d proofs of residence without holder?", "à quel nom sont les %d justificatifs de résidence sans holder ?"}, n)
			}
		},
	},
	{
		ID: "proof-language", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A lease, contract or other paper that is not of civil status and not in French comes with a translation", "Un bail, un contrat ou une autre pièce, hors état civil, qui n’est pas en français est joint avec sa traduction"},
		Source: Text{"CRPA L111-1 (French is the language of exchanges with the administration); ma French Life, Laura", "CRPA L111-1 (les échanges avec l’administration se font en français) ; ma French Life, Laura"},
		Fix:    Text{"attach a translation: translation.file under its [[document]]", "joignez une traduction : translation.file sous son [[document]]"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nfrom = 2026-07-01\nlanguage = \"English\"\n",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"lease.pdf\"\nfrom = 2026-07-01\nlanguage = \"English\"\ntranslation = { file = \"lease-fr.pdf\", translator = \"sworn in France\" }\n",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.File != "" && !d.Kind.CivilStatus() && TranslationOf(d) == TranslationRecommended { // else see translation-recommended
					report.Fail(profile.Key("document", i, "language"), Text{"%s: this paper is not in French", "%s : cette pièce n’est pas en français"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	hostPaper("host-statement", Notice, Text{"S1106, page 2; service-public R39697 (a model)", "S1106, page 2 ; service-public R39697 (un modèle)"}, profile.HostStatement, (*Case).hostedInWindow,
		Text{"Whoever is housed by somebody during the three months encloses that person’s signed statement, with the day since when", "La personne hébergée pendant les trois mois joint l’attestation signée de l’hébergeant, qui dit depuis quand"},
		Text{"ask the host for a signed statement with the day since when you live there", "demandez à l’hébergeant une attestation signée, qui dit depuis quel jour vous vivez chez lui"}),
	hostPaper("host-identity", Practice, Text{"service-public F33052 (proof of address for a residence permit); the form’s notice does not name it", "service-public F33052 (justificatif de domicile pour un titre de séjour) ; la notice du formulaire ne la mentionne pas"}, profile.HostIdentity, (*Case).hostedInWindow,
		Text{"A host’s statement comes with the host’s identity document", "L’attestation d’hébergement est jointe avec la pièce d’identité de l’hébergeant"},
		Text{"ask the host for a copy of their identity card, passport or residence permit", "demandez à l’hébergeant une copie de sa carte d’identité, de son passeport ou de son titre de séjour"}),
	hostPaper("host-address", Notice, Text{"S1106, page 2 (rent receipts or energy bills of the three months); service-public F33052 (title deed, lease or bill)", "S1106, page 2 (quittances de loyer ou factures d’énergie des trois mois) ; service-public F33052 (titre de propriété, bail ou facture)"}, profile.HostAddressProof, (*Case).needsHostAddress,
		Text{"A host’s statement comes with a proof of address in the host’s name", "L’attestation d’hébergement est jointe avec un justificatif de domicile au nom de l’hébergeant"},
		Text{"ask the host for rent receipts or energy bills of the three months, in the host’s name", "demandez à l’hébergeant des quittances de loyer ou des factures d’énergie des trois mois, à son nom"}),
	{
		ID: "domiciliation", Level: Block, Basis: Law, Source: Text{"CSS L160-5 (who has no stable home elects one); S1106, page 2", "CSS L160-5 (qui n’a pas de domicile stable en élit un) ; S1106, page 2"}, Read: read,
		What:  Text{"Whoever has no home and receives post at an organisation encloses its certificate", "La personne sans domicile stable joint l’attestation de l’organisme auprès duquel elle est domiciliée"},
		Fix:   Text{"enclose the organisation’s certificate covering more than three months", "joignez l’attestation de l’organisme, couvrant plus de trois mois"},
		Bad:   "[[address]]\nkind = \"domiciliation\"\norganisation = \"CCAS de Tours\"\npostal_code = \"37000\"\ncommune = \"Tours\"\n",
		Good:  "[[address]]\nkind = \"domiciliation\"\norganisation = \"CCAS de Tours\"\npostal_code = \"37000\"\ncommune = \"Tours\"\n[[document]]\nkind = \"domiciliation certificate\"\nfile = \"ccas.pdf\"\ndate = 2026-07-01\n",
		Needs: []profile.Kind{profile.DomiciliationPaper},
		When:  func(c *Case) bool { return c.Waits() && c.housedAs(profile.Domiciliation) },
	},
}

// hostPaper is one of the three papers of a person housed by somebody during the three months.
func hostPaper(id string, basis Basis, source Text, kind profile.Kind, when func(*Case) bool, what, fix Text) Rule {
	const hosted = "[[address]]\nkind = \"hosted\"\nhost = \"Marie Dupont\"\nstreet = \"3 rue des Roses\"\npostal_code = \"37000\"\ncommune = \"Tours\"\n"
	return Rule{
		ID: id, Level: Warn, Basis: basis, Read: read, What: what, Source: source, Fix: fix,
		Bad:   hosted,
		Good:  hosted + "[[document]]\nkind = \"" + string(kind) + "\"\nfile = \"host.pdf\"\nholder = \"Marie Dupont\"\nfrom = 2026-07-01\n",
		Needs: []profile.Kind{kind},
		When:  when,
	}
}

// undecided says whether somebody joins a family member of whom it is not said whether they are insured
// in France: then it cannot be told whether the three months apply.
func (c *Case) undecided() bool {
	return c.A.Situation == profile.JoiningFamily && c.A.Spouse.InsuredInFrance == profile.Unsaid
}

// postable says from which day on to post; empty where no three months are to be waited for.
func (c *Case) postable() Text {
	if !c.Waits() || c.A.Arrived.IsZero() {
		return Text{}
	}
	return Text{"; the earliest day to post is %s", " ; envoi possible à partir du %s"}.With(EarliestPosting(c.A.Arrived))
}
