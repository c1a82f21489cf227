package rule

import "dossier/internal/profile"

// requestRules are about answering a letter of the fund: see Letter. In their examples the lines of
// the request file stand behind "# request: ", those of the profile as they are.
var requestRules = []Rule{
	{
		ID: "request-reference", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The reply quotes the date and the reference of the fund’s letter", "La réponse rappelle la date et la référence du courrier de la caisse"},
		Source: Text{"our own check: a reply without them finds no file; CRPA L112-3, R112-5 2° (a service is in charge of the file, and the acknowledgement names it)", "notre contrôle : sans elles, une réponse ne trouve pas son dossier ; CRPA L112-3, R112-5 2° (un service est chargé du dossier, l’accusé de réception le désigne)"},
		Bad:    "# request: date = 2026-11-16\n# request: reference = \"\"",
		Good:   "# request: date = 2026-11-16\n# request: reference = \"2026-37-004211\"",
		Fix:    Text{"copy both from the letter: date = 2026-12-02, reference = \"...\" (what stands after \"Nos réf.\", else the number that the letter gives your file)", "recopiez les deux du courrier : date = 2026-12-02, reference = \"...\" (ce qui suit « Nos réf. », sinon le numéro que le courrier donne à votre dossier)"},
		Letter: func(l *Letter, c *Case, report Report) {
			if l.Date.IsZero() {
				report.Fail("date", Text{"the date of the fund’s letter is missing", "la date du courrier de la caisse manque"})
			}
			if l.Reference == "" {
				report.Fail("reference", Text{"the reference of the fund’s letter is missing", "la référence du courrier de la caisse manque"})
			}
		},
	},
	{
		ID: "request-late", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The reply goes out before the fund’s deadline", "La réponse part avant la fin du délai de la caisse"},
		Source: together(deadlineSource, civilSource, controlSource),
		Bad:    "# request: date = 2026-11-02\n# request: deadline = 2026-11-30",
		Good:   "# request: date = 2026-11-02\n# request: deadline = 2026-12-31",
		Fix: Text{"post it at once, what you have now and the rest later, with proof of the day; if you need longer, ask for it before the deadline",
			"envoyez-la sans attendre, avec ce que vous avez et le reste ensuite, en gardant la preuve de la date ; s’il vous faut plus de temps, demandez-le avant la fin du délai"},
		Ask: Text{"copy it from the letter: deadline = 2026-12-20; in a check of residence, the day on which the letter came decides: control = true, received = 2026-12-04",
			"recopiez-le du courrier : deadline = 2026-12-20 ; dans un contrôle de la résidence, c’est le jour où le courrier est arrivé : control = true, received = 2026-12-04"},
		Letter: (*Letter).late,
	},
	{
		ID: "request-repeated", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Of a paper asked for a second time the reply says what changed", "D’une pièce demandée une seconde fois, la réponse dit ce qui a changé"},
		Source: Text{"connexionfrance.com 717740 (a paper is asked for again, without saying why)", "connexionfrance.com 717740 (une pièce est demandée de nouveau, sans dire pourquoi)"},
		Bad:    "# request: [[document]]\n# request: kind = \"birth certificate\"\n# request: again = true",
		Good:   "# request: [[document]]\n# request: kind = \"birth certificate\"\n# request: again = true\n# request: remark = \"la traduction assermentée est maintenant jointe\"",
		Fix:    Text{"say it in one sentence, in French: remark = \"la traduction assermentée est maintenant jointe\"", "dites-le en une phrase : remark = \"la traduction assermentée est maintenant jointe\""},
		Letter: func(l *Letter, c *Case, report Report) {
			for i, d := range l.Documents {
				if d.Again == profile.Yes && d.Remark == "" && !d.Told && l.Question(c, i) == "" {
					report.Fail(profile.Key("document", i, "again"), Text{"%s: asked for again, and the reply does not say what changed", "%s : demandé de nouveau, et la réponse ne dit pas ce qui a changé"}, d.title())
				}
			}
		},
	},
	{
		ID: "request-not-required", Level: Info, Basis: Law, Read: read,
		What: Text{"The fund asks for what a text requires", "La caisse demande ce qu’un texte exige"},
		Source: together(Text{"CRPA L114-5 (a fund asks for papers that law and regulations require)", "CRPA L114-5 (une caisse demande les pièces exigées par les textes)"},
			translationSource, ageSource, copySource, ribSource, accountSource),
		Bad:  "# request: [[document]]\n# request: kind = \"birth certificate\"\n# request: reason = \"translation\"\n[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"Germany\"\nlanguage = \"German\"\nshows_parents = true",
		Good: "# request: [[document]]\n# request: kind = \"birth certificate\"\n# request: reason = \"translation\"\n[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true",
		Fix:  Text{"sending it is often quicker; to ask whether it is needed, add contest = true to this [[document]]: the reply then says so", "l’envoyer est souvent plus rapide ; pour demander si elle est nécessaire, ajoutez contest = true à ce [[document]] : la réponse le dira"},
		Ask:  Text{"give the country and the language of the paper in the profile, or bank.iban for an account", "indiquez dans le profil le pays et la langue de la pièce, ou bank.iban pour un compte"},
		Letter: func(l *Letter, c *Case, report Report) {
			for i, d := range l.Documents {
				key := profile.Key("document", i, "reason")
				p, verdict := c.plea(d)
				switch report := report.on(p.source); {
				case verdict == CannotTell:
					report.CannotTell(key, Text{"%s: %s", "%s : %s"}, d.title(), p.why)
				case verdict == Fail && d.Contest == profile.Yes:
					report.with(Text{"nothing to do for the question; sending the paper is often quicker", "rien à faire pour la question ; envoyer la pièce est souvent plus rapide"}).Fail(key, Text{"%s: %s; the reply asks: %s", "%s : %s ; la réponse demande : %s"}, d.title(), p.why, p.question)
				case verdict == Fail:
					report.Fail(key, Text{"%s: %s; the reply could ask: %s", "%s : %s ; la réponse pourrait demander : %s"}, d.title(), p.why, p.question)
				}
			}
		},
	},
	{
		ID: "request-contest", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The reply questions only what a text spares", "La réponse ne conteste que ce dont un texte dispense"},
		Source: Text{"CSS L161-1-4 (funds ask for all papers useful to verify identity and rights)", "CSS L161-1-4 (les organismes demandent toutes pièces utiles pour vérifier l’identité et les droits)"},
		Bad:    "# request: [[document]]\n# request: kind = \"lease\"\n# request: contest = true",
		Good:   "# request: [[document]]\n# request: kind = \"birth certificate\"\n# request: reason = \"outdated\"\n# request: contest = true",
		Fix:    Text{"give the reason of the fund, if it is one of those known here: reason = \"outdated\"; else send the paper, or answer in your own words: remark = \"...\"", "indiquez le motif de la caisse, s’il est de ceux connus ici : reason = \"outdated\" ; sinon, envoyez la pièce ou répondez à votre façon : remark = \"...\""},
		Letter: func(l *Letter, c *Case, report Report) {
			for i, d := range l.Documents {
				if d.Contest == profile.Yes && l.Question(c, i) == "" {
					report.Fail(profile.Key("document", i, "contest"), Text{"%s: no text known here spares it, so the reply does not question it", "%s : aucun texte connu ici n’en dispense, la réponse ne le conteste donc pas"}, d.title())
				}
			}
		},
	},
	{
		ID: "refusal", Level: Info, Basis: Law, Read: read,
		What:   Text{"A refusal is brought before the commission de recours amiable within two months", "Un refus se conteste devant la commission de recours amiable dans les deux mois"},
		Source: Text{"CSS R142-1 (two months from the notification), R142-1-A III (only if the notification names them and the way of appeal), R142-6 (no answer within two months is a rejection)", "CSS R142-1 (deux mois à compter de la notification), R142-1-A III (s’ils y sont mentionnés, avec les voies de recours), R142-6 (sans réponse dans les deux mois, la demande est rejetée)"},
		Bad:    "# request: refused = 2026-11-16",
		Good:   "# request: date = 2026-11-16 # a letter that refuses nothing",
		Fix:    Text{"this reply is no appeal: write to the commission at the fund’s address, with proof of the day; no answer two months after it has your letter counts as a rejection", "cette réponse n’est pas un recours : écrivez à la commission, à l’adresse de la caisse, en gardant la preuve de la date ; deux mois de silence après réception valent rejet"},
		Letter: func(l *Letter, c *Case, report Report) {
			if !l.Refused.IsZero() {
				refused("refused", l.Refused, c, report)
			}
			for i, r := range l.Refusals {
				refused(profile.Key("refusal", i, "notified"), r.Notified, c, report)
			}
		},
	},
	{
		ID: "request-number", Level: Info, Basis: Practice, Read: read,
		What:   Text{"The number by which the fund calls you is in the profile", "Le numéro par lequel la caisse vous désigne est dans le profil"},
		Source: Text{"CSS R114-7 II, III (a provisional number is given until the identity is certified); our own check: a number that disagrees with your civil status is corrected at once, or goes into the next", "CSS R114-7 II, III (un numéro d’attente est attribué jusqu’à la certification de l’identité) ; notre contrôle : un numéro contraire à votre état civil se corrige sans attendre, sinon il passe dans le suivant"},
		Bad:    "# request: number = \"8 80 04 99 404 123\"",
		Good:   "nir = \"2 80 02 99 404 123\"",
		Fix:    Text{"compare it with the letter, and add it to the profile as nir; if the fund has it wrong, add [[record]] with key = \"nir\" and wrote = the number", "comparez-le avec le courrier et ajoutez-le au profil sous nir ; s’il est faux chez la caisse, ajoutez [[record]] avec key = \"nir\" et wrote = le numéro"},
		Letter: func(l *Letter, c *Case, report Report) {
			if l.Number == "" {
				return
			}
			if c.A.NIR == "" {
				report.Fail("number", Text{"the letter gives a number, and the profile has none", "le courrier donne un numéro, et le profil n’en a pas"})
			} else if c.A.NIR.Body() != l.Number.Body() {
				report.Fail("number", Text{"the profile has another number than the letter", "le profil a un autre numéro que le courrier"})
			}
			found, _ := NIRDifferences(l.Number, c.A)
			for _, d := range found {
				report.Fail("number", Text{"%s: %s", "%s : %s"}, same(d.Key), d.Message)
			}
		},
	},
}

// refused says until when a decision can be brought before the commission.
func refused(key string, notified profile.Date, c *Case, report Report) {
	end := ClockAppeal.End(notified)
	if days := c.Day.DaysTo(end); days >= 0 {
		report.Fail(key, Text{"the commission de recours amiable can be asked until %s: %s", "la commission de recours amiable peut être saisie jusqu’au %s : %s"}, end, left(days))
		return
	}
	report.Fail(key, Text{"the two months for the commission de recours amiable ended on %s; they bind you only if the letter named them and the way of appeal", "les deux mois pour saisir la commission de recours amiable ont pris fin le %s ; ils ne vous sont opposables que si le courrier les mentionnait, avec les voies de recours"}, end)
}

// title is what a paper asked for is called.
func (a Asked) title() Text { return Text{a.Kind.English(), a.Kind.French()} }

// What the time for an answer rests on.
var (
	deadlineSource = Text{"CRPA L114-5 (the fund sets a time for the answer)", "CRPA L114-5 (la caisse fixe un délai de réponse)"}
	civilSource    = Text{"CSS R114-7 III, IV (three months for a civil-status paper, then a formal notice of three more)", "CSS R114-7 III, IV (trois mois pour une pièce d’état civil, puis une mise en demeure de trois mois encore)"}
	controlSource  = Text{"CSS R114-10, R114-10-1 I (one month from the day the letter came), L114-10-3 II (without an answer cover ends), L114-17-1 II 5° (a penalty is possible)",
		"CSS R114-10, R114-10-1 I (un mois à compter de la réception), L114-10-3 II (sans réponse, les droits prennent fin), L114-17-1 II 5° (une pénalité est possible)"}
)

// late says whether the time for an answer is over or nearly so: the deadline of the letter, or else
// that of the law.
func (l *Letter) late(c *Case, report Report) {
	until := func(source Text, key string, end profile.Date, msg Text, args ...any) {
		if days := c.Day.DaysTo(end); days < near {
			report.on(source).Fail(key, msg, append(args, end, left(days))...)
		}
	}
	civil := l.civil()
	switch control := l.Control == profile.Yes; {
	case !l.Deadline.IsZero():
		source := deadlineSource
		if control {
			source = controlSource
		}
		until(source, "deadline", l.Deadline, Text{"the fund wants the answer by %s: %s", "la caisse attend la réponse pour le %s : %s"})
	case control && l.Received.IsZero():
		report.on(controlSource).CannotTell("received", Text{"until when can this check be answered? One month, from the day on which the letter came", "jusqu’à quand répondre à ce contrôle ? Un mois, à compter du jour où le courrier est arrivé"})
	case control:
		until(controlSource, "received", ClockControl.End(l.Received), Text{"a check of residence is answered within one month of the day the letter came, by %s: %s", "on répond à un contrôle de la résidence dans le mois qui suit la réception, pour le %s : %s"})
	case l.Date.IsZero(): // nothing to count from; see request-reference
	case civil >= 0:
		until(civilSource, profile.Key("document", civil, "kind"), ClockPaper.End(l.Date), Text{"%s: the law gives three months from the letter, until %s: %s", "%s : la loi donne trois mois à compter du courrier, jusqu’au %s : %s"}, l.Documents[civil].title())
	case len(l.Documents) > 0 && l.Date.DaysTo(c.Day) >= near: // a younger one is answered in time as a rule: no need to ask
		report.on(deadlineSource).CannotTell("deadline", Text{"which deadline does the letter give? It is dated %s", "quel délai le courrier donne-t-il ? Il est daté du %s"}, l.Date)
	}
}
