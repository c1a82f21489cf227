package rule

import (
	"dossier/internal/profile"
)

var paperRules = []Rule{
	{
		ID: "birth-certificate", Level: Block, Basis: Law, Source: same("CSS R114-7 I 2°; S1106, page 2"), Read: read,
		Fix:   Text{"enclose a full copy, or an extract with the parents", "joignez une copie intégrale ou un extrait avec filiation"},
		Needs: []profile.Kind{profile.BirthCertificate},
		When:  (*Case).needsBirthCertificate,
	},
	{
		ID: "birth-parents", Level: Block, Basis: Notice, Source: same("S1106, page 2 (\"avec filiation\")"), Read: read,
		Fix:   Text{"order the long form, which names both parents", "demandez la copie intégrale, qui nomme les deux parents"},
		Flag:  Text{"parents not shown", "sans filiation"},
		Ask:   Text{"look at it and write shows_parents = true or false", "regardez-le et écrivez shows_parents = true ou false"},
		Doubt: Text{"parents to be checked", "filiation à vérifier"},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				switch key := profile.Key("document", i, "shows_parents"); {
				case !c.needsBirthCertificate() || d.Kind != profile.BirthCertificate:
				case d.ShowsParents == profile.No:
					report.Fail(key, Text{"this birth certificate does not name the parents", "cet acte de naissance ne nomme pas les parents"})
				case d.ShowsParents == profile.Unsaid:
					report.CannotTell(key, Text{"does this birth certificate name both parents?", "cet acte de naissance nomme-t-il les deux parents ?"})
				}
			}
		},
	},
	{
		ID: "born-in-france", Level: Info, Basis: Law, Source: same("CSS R161-1"), Read: read,
		Fix: Text{"give the number you have, or ask for it at a counter; the letter asks that none be created anew", "donnez votre numéro, ou demandez-le à un guichet ; la lettre demande de ne pas en créer un second"},
		Check: func(c *Case, report Report) {
			if c.A.BornInFrance() && c.A.NIR == "" {
				report.Fail("birth.country", Text{"a person born in France already has a number", "une personne née en France a déjà un numéro"})
			}
		},
	},
	{
		ID: "marriage-certificate", Level: Warn, Basis: Practice, Source: same("forum-assures.ameli.fr 3425037; asked for by post later (guide, Gina)"), Read: read,
		Fix:   Text{"enclose it now, with its translation: asked for later, it costs weeks", "joignez-le dès maintenant, avec sa traduction : réclamé plus tard, il coûte des semaines"},
		Needs: []profile.Kind{profile.MarriageCertificate},
		When: func(c *Case) bool {
			return c.A.Family.Status == profile.StatusMarried || c.A.Name.Usage != "" && c.A.Married()
		},
	},
	{
		ID: "originals", Level: Warn, Basis: Practice, Source: same("doczz.fr 6459181; letter guides"), Read: read,
		Fix:  Text{"send a copy and keep the original", "envoyez une copie et gardez l’original"},
		Flag: Text{"original: send a copy", "original : envoyer une copie"},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.Copy == profile.Original {
					report.Fail(profile.Key("document", i, "copy"), Text{"this paper is an original", "cette pièce est un original"})
				}
			}
		},
	},
	{
		ID: "document-kind", Level: Block, Basis: Practice, Source: same("our own check: the list of enclosures needs it"), Read: read,
		Fix: Text{"add kind = \"...\" (and title for the kind \"other\")", "ajoutez kind = \"...\" (et title pour le type \"other\")"},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.Kind == "" {
					report.Fail(profile.Key("document", i, "kind"), Text{"what this paper is has not been said", "la nature de cette pièce n’est pas indiquée"})
				} else if d.Kind == profile.OtherDocument && d.Title == "" {
					report.Fail(profile.Key("document", i, "title"), Text{"a paper of the kind \"other\" needs a title", "une pièce de type « other » doit avoir un titre"})
				}
			}
		},
	},
	{
		ID: "document-file", Level: Warn, Basis: Practice, Source: same("our own check: the dossier is made of files"), Read: read,
		Fix: Text{"scan it and add file = \"...\"", "numérisez-la et ajoutez file = \"...\""},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.File == "" {
					report.Fail(profile.Key("document", i, "file"), Text{"%s is listed without a file, so it will not be in the envelope", "%s est sans fichier : cette pièce ne sera pas dans l’envoi"}, Text{d.English(), d.French()})
				}
			}
		},
	},
}

var translationRules = []Rule{
	{
		ID: "translation-required", Level: Block, Basis: Law, Source: same("CSS R114-7 I 2°"), Read: read,
		Fix: Text{"have it translated by an expert of a French court of appeal, or by the consulate", "faites-le traduire par un expert près une cour d’appel ou par le consulat"},
		Ask: Text{"give the issuing country and the language of the paper", "indiquez le pays d’émission et la langue de la pièce"},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				switch TranslationOf(d) {
				case TranslationRequired:
					report.Fail(profile.Key("document", i, "country"), Text{"%s: a translation by a sworn translator is required", "%s : traduction par un traducteur assermenté exigée"}, Text{d.English(), d.French()})
				case TranslationUnknown:
					report.CannotTell(profile.Key("document", i, deciding(d)), Text{"%s: is a translation needed?", "%s : une traduction est-elle nécessaire ?"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	translationRule("translation-recommended", Warn, Law, same("CSS R114-7 I 2°; older CNAM list of languages (seen 2018, 2023)"), TranslationRecommended, "language",
		Text{"%s: a translation is recommended; some funds do without, others ask", "%s : traduction recommandée ; certaines caisses s’en passent, d’autres la demandent"},
		Text{"enclose a sworn translation, or expect a letter asking for it", "joignez une traduction assermentée, ou attendez-vous à une demande"}),
	translationRule("translator", Warn, Practice, same("forum-assures.ameli.fr 1696940, 3425037; service-public F12956"), TranslationNotAcceptable, "translation.translator",
		Text{"%s: a translator abroad is refused in practice", "%s : un traducteur à l’étranger est refusé en pratique"},
		Text{"use an expert of a French court of appeal, or the consulate", "adressez-vous à un expert près une cour d’appel ou au consulat"}),
	{
		ID: "translation-not-required", Level: Info, Basis: Law, Source: same("CSS R114-7 I 2°"), Read: read,
		Fix: Text{"nothing to do: the letter quotes the text", "rien à faire : la lettre cite le texte"},
		Check: func(c *Case, report Report) {
			for _, i := range c.ExemptCertificates() {
				d := c.A.Documents[i]
				report.Fail(profile.Key("document", i, "country"), Text{"%s: no translation is required", "%s : aucune traduction n’est exigée"}, Text{d.English(), d.French()})
			}
		},
	},
	{
		ID: "document-language", Level: Warn, Basis: Practice, Source: same("a name of a language, or its ISO 639-1 code"), Read: read,
		Fix: Text{"write it in English or French, or as a code: \"en\"", "écrivez-la en français ou en anglais, ou son code : \"en\""},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.Language != "" && len(profile.LanguageCodes(d.Language)) == 0 {
					report.Fail(profile.Key("document", i, "language"), Text{"%q is not a language known here", "%q n’est pas une langue connue ici"}, d.Language)
				}
			}
		},
	},
}

func translationRule(id string, level Level, basis Basis, source Text, is Translation, key string, msg, fix Text) Rule {
	return Rule{
		ID: id, Level: level, Basis: basis, Source: source, Read: read, Fix: fix,
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if TranslationOf(d) == is {
					report.Fail(profile.Key("document", i, key), msg, Text{d.English(), d.French()})
				}
			}
		},
	}
}
