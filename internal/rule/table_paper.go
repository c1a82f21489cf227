package rule

import (
	"dossier/internal/country"
	"dossier/internal/profile"
)

var paperRules = []Rule{
	{
		ID: "birth-certificate", Level: Block, Basis: Law, Read: read,
		What:   Text{"A birth certificate with the parents is enclosed", "Un acte de naissance avec filiation est joint"},
		Source: Text{"CSS R114-7 I 2°, III, R114-8 3° (not of refugees); S1106, page 2", "CSS R114-7 I 2°, III, R114-8 3° (pas des réfugiés) ; S1106, page 2"},
		Bad:    "# no document of the kind \"birth certificate\"",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"",
		Fix:    Text{"enclose a full copy, or an extract with the parents; without it the fund gives a temporary number and three months to send one", "joignez une copie intégrale ou un extrait avec filiation ; sans lui, la caisse donne un numéro d’attente et trois mois pour l’envoyer"},
		Needs:  []profile.Kind{profile.BirthCertificate},
		When:   func(c *Case) bool { return c.needsBirthCertificate() && c.A.Situation != profile.AsylumSeeker },
	},
	need("birth-certificate-asylum", Warn, Law, same("CSS R114-7 III, V"), profile.BirthCertificate,
		Text{"An asylum seeker who has a birth certificate encloses it; whoever cannot have one is not refused for it", "Un demandeur d’asile qui a un acte de naissance le joint ; celui qui ne peut en avoir n’est pas refusé pour cela"},
		Text{"enclose it if you have it; if it cannot be had, say so when the fund asks: after three months and a reminder it has to decide, and an impossibility counts", "joignez-le si vous l’avez ; s’il est impossible à obtenir, dites-le quand la caisse le demande : après trois mois et une mise en demeure elle doit décider, et l’impossibilité compte"},
		"situation = \"asylum seeker\"",
		func(c *Case) bool { return c.needsBirthCertificate() && c.A.Situation == profile.AsylumSeeker }),
	{
		ID: "birth-parents", Level: Block, Basis: Notice, Read: read,
		What:   Text{"The birth certificate names both parents", "L’acte de naissance nomme les deux parents"},
		Source: Text{"S1106, page 2 (\"avec filiation\")", "S1106, page 2 (« avec filiation »)"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = false # the short form",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true",
		Fix:    Text{"order the long form, which names both parents; if the record itself has one only, write shows_parents = true", "demandez la copie intégrale, qui nomme les deux parents ; si l’acte lui-même n’en nomme qu’un, écrivez shows_parents = true"},
		Flag:   Text{"parents not shown", "sans filiation"},
		Ask:    Text{"look at it and write shows_parents = true or false", "regardez-le et écrivez shows_parents = true ou false"},
		Doubt:  Text{"parents to be checked", "filiation à vérifier"},
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
		ID: "born-in-france", Level: Info, Basis: Law, Read: read,
		What:   Text{"A person born in France gives the number they have had since birth", "Une personne née en France donne le numéro qu’elle a depuis sa naissance"},
		Source: same("CSS R161-1"),
		Bad:    "[birth]\ncountry = \"France\"",
		Good:   "nir = \"2 61 02 75 114 123\"\n[birth]\ncountry = \"France\"",
		Fix:    Text{"give the number you have, or ask for it at a counter; the letter asks that none be created anew", "donnez votre numéro, ou demandez-le à un guichet ; la lettre demande de ne pas en créer un second"},
		Check: func(c *Case, report Report) {
			if c.A.BornInFrance() && c.A.NIR == "" {
				report.Fail("birth.country", Text{"a person born in France already has a number", "une personne née en France a déjà un numéro"})
			}
		},
	},
	{
		ID: "marriage-certificate", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A married person, and whoever uses a married name, encloses the marriage certificate", "Une personne mariée, ou qui porte un nom marital, joint l’acte de mariage"},
		Source: Text{"forum-assures.ameli.fr 3425037; asked for by post later (ma French Life, Gina)", "forum-assures.ameli.fr 3425037 ; réclamé plus tard par courrier (ma French Life, Gina)"},
		Bad:    "[family]\nstatus = \"married\"",
		Good:   "[family]\nstatus = \"married\"\n" + withPaper("", profile.MarriageCertificate),
		Fix:    Text{"enclose it now, with its translation: asked for later, it costs weeks", "joignez-le dès maintenant, avec sa traduction : réclamé plus tard, il coûte des semaines"},
		Needs:  []profile.Kind{profile.MarriageCertificate},
		When: func(c *Case) bool {
			married := c.A.Name.Usage != "" && c.A.Name.UsageReason != profile.UsageBoth && c.A.Married()
			judged := c.A.Family.Status == profile.StatusDivorced && c.Enclosed(profile.DivorceJudgment) != nil
			return c.A.Family.Status == profile.StatusMarried || married && !judged
		},
	},
	{
		ID: "certificate-age", Level: Info, Basis: Law, Read: read,
		What:   Text{"A birth certificate has no age limit", "Un acte de naissance n’a pas de date limite"},
		Source: together(ageSource, americanSource),
		Fix:    Text{"do not order a new one up front; if one is refused for its age alone, quote these texts", "n’en commandez pas un nouveau d’avance ; s’il est refusé pour sa seule date, citez ces textes"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true\ndate = 1999-03-01",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true\ndate = 2026-10-01",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				// What is younger no counter has been seen to refuse.
				if d.File == "" || !c.needsBirthCertificate() || d.Kind != profile.BirthCertificate || d.Date.IsZero() || !d.Date.AddMonths(3).Before(c.Signed) {
					continue
				}
				key := profile.Key("document", i, "date")
				if issuer, _ := country.Find(d.Country); issuer.ISO2 == "US" {
					report.Fail(key, Text{"some counters ask for one of less than three months, no text does; one of the United States is not altered by later events, as a French one is: tell them", "des guichets en demandent un de moins de trois mois, aucun texte ne l’exige ; un acte américain ne reçoit pas de mentions ultérieures, à la différence d’un acte français : dites-le"})
					continue
				}
				report.on(ageSource).Fail(key, Text{"some counters ask for one of less than three months, no text does", "des guichets en demandent un de moins de trois mois, aucun texte ne l’exige"})
			}
		},
	},
	{
		ID: "apostille", Level: Info, Basis: Practice, Read: read,
		What:   Text{"An apostille or legalisation may be asked for on a birth certificate from outside the EU, yet is no condition", "Une apostille ou une légalisation peut être demandée pour un acte de naissance hors UE, sans être une condition"},
		Source: Text{"CSS R114-7 II (\"garanties d’authenticité suffisantes\"); service-public F1402; rws-relocation.com; pvtistes.net", "CSS R114-7 II (« garanties d’authenticité suffisantes ») ; service-public F1402 ; rws-relocation.com ; pvtistes.net"},
		Fix:    Text{"send it as it is; have it apostilled if the fund asks", "envoyez-le tel quel ; faites-le apostiller si la caisse le demande"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true\napostille = true",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.File != "" && d.Kind == profile.BirthCertificate && d.Apostille != profile.Yes && c.needsBirthCertificate() && legalised(d) {
					report.Fail(profile.Key("document", i, "apostille"), Text{"some funds ask for an apostille or a legalisation", "certaines caisses demandent une apostille ou une légalisation"})
				}
			}
		},
	},
	{
		ID: "originals", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Copies are sent, never originals", "On envoie des copies, jamais d’originaux"},
		Source: Text{"doczz.fr 6459181 (\"ne pas envoyer d’originaux\"); CRPA R113-10, R113-11", "doczz.fr 6459181 (« ne pas envoyer d’originaux ») ; CRPA R113-10, R113-11"},
		Bad:    "[[document]]\nkind = \"passport\"\nfile = \"scan.pdf\"\ncopy = \"original\"",
		Good:   "[[document]]\nkind = \"passport\"\nfile = \"scan.pdf\"\ncopy = \"copy\"",
		Fix:    Text{"send a copy and keep the original", "envoyez une copie et gardez l’original"},
		Flag:   Text{"original: send a copy", "original : envoyer une copie"},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.Copy == profile.Original {
					report.Fail(profile.Key("document", i, "copy"), Text{"this paper is an original", "cette pièce est un original"})
				}
			}
		},
	},
	{
		ID: "document-kind", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each paper says what it is", "La nature de chaque pièce est indiquée"},
		Source: Text{"our own check: the list of enclosures needs it", "notre contrôle : le bordereau en a besoin"},
		Bad:    "[[document]]\nfile = \"scan.pdf\"",
		Good:   "[[document]]\nkind = \"other\"\nfile = \"scan.pdf\"\ntitle = \"Attestation du consulat\"",
		Fix:    Text{"add kind = \"...\" (and title for the kind \"other\")", "ajoutez kind = \"...\" (et title pour le type \"other\")"},
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
		ID: "document-file", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each paper has a file", "Chaque pièce a un fichier"},
		Source: Text{"our own check: the dossier is made of files", "notre contrôle : le dossier se compose de fichiers"},
		Bad:    "[[document]]\nkind = \"title deed\"",
		Good:   "[[document]]\nkind = \"title deed\"\nfile = \"scan.pdf\"",
		Fix:    Text{"scan it and add file = \"...\"", "numérisez-la et ajoutez file = \"...\""},
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.File == "" {
					report.Fail(profile.Key("document", i, "file"), Text{"%s is listed without a file, so it will not be in the envelope", "%s est sans fichier : cette pièce ne sera pas dans l’envoi"}, Text{d.English(), d.French()})
				}
			}
		},
	},
}

// americanSource is on what stands on a certificate of the United States.
var americanSource = Text{"certificates of the United States: ma French Life, answer to Isabel", "actes américains : ma French Life, réponse à Isabel"}

var translationRules = []Rule{
	{
		ID: "translation-required", Level: Block, Basis: Law, Read: read,
		What:   Text{"A civil-status paper from outside the EU, EEA and Switzerland has its translation into French", "Un acte d’état civil hors UE, EEE et Suisse a sa traduction en français"},
		Source: Text{"CSS R114-7 I 2° (a translation); forum-assures.ameli.fr 3425037 (marriage certificates too; by a translator registered with a French court, or a consulate)", "CSS R114-7 I 2° (une traduction) ; forum-assures.ameli.fr 3425037 (l’acte de mariage aussi ; par un traducteur près une juridiction française, ou un consulat)"},
		Fix:    Text{"have it translated by an expert of a French court of appeal, or by the consulate", "faites-le traduire par un expert près une cour d’appel ou par le consulat"},
		Ask:    Text{"give the issuing country and the language of the paper", "indiquez le pays d’émission et la langue de la pièce"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"India\"\nlanguage = \"Hindi\"\nshows_parents = true",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"India\"\nlanguage = \"Hindi\"\nshows_parents = true\ntranslation = { file = \"fr.pdf\", translator = \"sworn in France\" }",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				switch TranslationOf(d) {
				case TranslationRequired:
					report.Fail(profile.Key("document", i, "country"), Text{"%s: a translation into French is required", "%s : une traduction en français est exigée"}, Text{d.English(), d.French()})
				case TranslationUnknown:
					report.CannotTell(profile.Key("document", i, deciding(d)), Text{"%s: is a translation needed?", "%s : une traduction est-elle nécessaire ?"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "translation-recommended", Level: Warn, Basis: Law, Read: read,
		What:   Text{"A civil-status paper in a language that funds used to read is translated too: the law lets them ask", "Un acte d’état civil dans une langue que les caisses lisaient est traduit aussi : la loi leur permet de le demander"},
		Source: Text{"CSS R114-7 I 2° (the country decides, not the language), against an older CNAM list of 20 languages (seen 2018, 2023)", "CSS R114-7 I 2° (le pays décide, pas la langue), contre une ancienne liste Cnam de 20 langues (vue en 2018, 2023)"},
		Fix:    Text{"enclose a sworn translation, or expect a letter asking for it", "joignez une traduction assermentée, ou attendez-vous à une demande"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true\ntranslation = { file = \"fr.pdf\", translator = \"sworn in France\" }",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if TranslationOf(d) == TranslationRecommended && d.Kind.CivilStatus() { // else see proof-language
					report.Fail(profile.Key("document", i, "language"), Text{"%s: a translation is recommended: the law asks for it, though some funds read this language", "%s : traduction recommandée : la loi la demande, bien que certaines caisses lisent cette langue"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "translator", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The translation is by an expert of a French court, or by a consulate", "La traduction est d’un expert près une cour d’appel, ou d’un consulat"},
		Source: Text{"forum-assures.ameli.fr 1696940 (one made in China refused), 3425037; service-public F12956", "forum-assures.ameli.fr 1696940 (une traduction faite en Chine refusée), 3425037 ; service-public F12956"},
		Fix:    Text{"use an expert of a French court of appeal, or the consulate", "adressez-vous à un expert près une cour d’appel ou au consulat"},
		Ask:    Text{"write translation.translator: sworn in France, consulate or abroad", "indiquez translation.translator : sworn in France, consulate ou abroad"},
		Flag:   Text{"translator abroad", "traducteur à l’étranger"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true\ntranslation = { file = \"fr.pdf\", translator = \"abroad\" }",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true\ntranslation = { file = \"fr.pdf\", translator = \"consulate\" }",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				switch key := profile.Key("document", i, "translation.translator"); {
				case TranslationOf(d) == TranslationNotAcceptable:
					report.Fail(key, Text{"%s: translated abroad; a fund has refused such a translation", "%s : traduction faite à l’étranger ; une caisse a déjà refusé une telle traduction"}, Text{d.English(), d.French()})
				case d.Translation.File != "" && d.Translation.Translator == "" && d.Kind.CivilStatus() && translationNeeded(d) != TranslationNotRequired:
					report.CannotTell(key, Text{"%s: who made the translation?", "%s : qui a fait la traduction ?"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "translation-not-required", Level: Info, Basis: Law, Read: read,
		What:   Text{"A civil-status paper from the EU, EEA or Switzerland needs no translation", "Un acte d’état civil de l’UE, de l’EEE ou de Suisse n’a pas à être traduit"},
		Source: Text{"CSS R114-7 I 2°; asked for wrongly all the same (daysontheclaise.blogspot.com, 2015)", "CSS R114-7 I 2° ; demandé à tort malgré tout (daysontheclaise.blogspot.com, 2015)"},
		Fix:    Text{"nothing to do: the letter quotes the text", "rien à faire : la lettre cite le texte"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"Poland\"\nlanguage = \"Polish\"\nshows_parents = true",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"Belgium\"\nlanguage = \"French\"\nshows_parents = true",
		Check: func(c *Case, report Report) {
			for _, i := range c.ExemptCertificates() {
				if d := c.A.Documents[i]; d.Format == "" {
					report.Fail(profile.Key("document", i, "country"), Text{"%s: no translation is required", "%s : aucune traduction n’est exigée"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "plurilingual", Level: Info, Basis: Law, Read: read,
		What:   Text{"A plurilingual extract or an EU standard form takes the place of a translation", "Un extrait plurilingue ou un formulaire type de l’UE tient lieu de traduction"},
		Source: Text{"CIEC Convention no. 16 (Vienna, 1976); Regulation (EU) 2016/1191", "convention CIEC n° 16 (Vienne, 1976) ; règlement (UE) 2016/1191"},
		Fix:    Text{"an extract stands alone; an EU form goes with its certificate, and counts for nothing without it", "un extrait se suffit à lui-même ; un formulaire de l’UE accompagne son acte, et seul ne vaut rien"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"Germany\"\nlanguage = \"German\"\nformat = \"EU form\"\nshows_parents = true",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"France\"\nshows_parents = true",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.File != "" && d.Format != "" && formatExempts(d) {
					report.Fail(profile.Key("document", i, "format"), Text{"%s: no translation is needed with this form", "%s : aucune traduction n’est nécessaire sous cette forme"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "format-country", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The country that issued a plurilingual extract or an EU form is a party to its convention", "L’État qui a délivré un extrait plurilingue ou un formulaire de l’UE est partie à sa convention"},
		Source: Text{"CIEC Convention no. 16 (23 states and Cape Verde, as listed in 2015); Regulation (EU) 2016/1191", "convention CIEC n° 16 (23 États et le Cap-Vert, liste de 2015) ; règlement (UE) 2016/1191"},
		Fix:    Text{"look at the title of the paper; without the convention it needs a translation like any other", "regardez l’intitulé de la pièce ; hors convention, elle doit être traduite comme une autre"},
		Bad:    "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"Brazil\"\nlanguage = \"Portuguese\"\nformat = \"plurilingual extract\"\nshows_parents = true",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scan.pdf\"\ncountry = \"Portugal\"\nlanguage = \"Portuguese\"\nformat = \"plurilingual extract\"\nshows_parents = true",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if _, known := country.Find(d.Country); d.Format != "" && known && !formatExempts(d) {
					report.Fail(profile.Key("document", i, "format"), Text{"%s: this country is not known to issue papers of this form", "%s : ce pays n’est pas connu pour délivrer des pièces sous cette forme"}, Text{d.English(), d.French()})
				}
			}
		},
	},
	{
		ID: "document-language", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The language of a paper is a name or code of a language", "La langue d’une pièce est un nom ou un code de langue"},
		Source: Text{"our own check: ISO 639-1", "notre contrôle : ISO 639-1"},
		Fix:    Text{"write it in English or French, or as a code: \"en\"", "écrivez-la en français ou en anglais, ou son code : \"en\""},
		Bad:    "[[document]]\nkind = \"other\"\nfile = \"scan.pdf\"\ntitle = \"Attestation\"\nlanguage = \"Klingon\"",
		Good:   "[[document]]\nkind = \"other\"\nfile = \"scan.pdf\"\ntitle = \"Attestation\"\nlanguage = \"French\"",
		Check: func(c *Case, report Report) {
			for i, d := range c.A.Documents {
				if d.Language != "" && len(profile.LanguageCodes(d.Language)) == 0 {
					report.Fail(profile.Key("document", i, "language"), Text{"%q is not a language known here", "%q n’est pas une langue connue ici"}, d.Language)
				}
			}
		},
	},
}
