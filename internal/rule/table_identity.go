package rule

import (
	"slices"
	"strings"
	"unicode"

	"dossier/internal/country"
	"dossier/internal/profile"
)

var identityRules = []Rule{
	{
		ID: "identity-incomplete", Level: Block, Basis: Notice, Read: read,
		What:   Text{"Names, birth, nationality, situation and address are given", "Noms, naissance, nationalité, situation et adresse sont indiqués"},
		Source: Text{"S1106, parts A and B", "S1106, cadres A et B"},
		Bad:    "[birth]\ntown = \"\"",
		Good:   "[birth]\ntown = \"Albany\"",
		Fix:    Text{"add the key to the profile", "ajoutez cette clé au profil"},
		Check: func(c *Case, report Report) {
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
					report.Fail(f.key, Text{"missing: %s", "information absente : %s"}, f.what)
				}
			}
		},
	},
	{
		ID: "contact-missing", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A telephone number or an e-mail address is given", "Un téléphone ou un courriel est indiqué"},
		Source: Text{"funds call or write about small things (stories in ma French Life)", "les caisses appellent ou écrivent pour des détails (récits de ma French Life)"},
		Bad:    "[contact]\nphone = \"\"\nemail = \"\"",
		Good:   "[contact]\nphone = \"\"\nemail = \"elodie@example.fr\"",
		Fix:    Text{"give a telephone number or an e-mail address under [contact]", "indiquez un téléphone ou un courriel sous [contact]"},
		Check: func(c *Case, report Report) {
			if c.A.Contact.Phone == "" && c.A.Contact.Email == "" {
				report.Fail("contact", Text{"neither telephone nor e-mail is given", "ni téléphone ni courriel"})
			}
		},
	},
	{
		ID: "contact-format", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Telephone number and e-mail address are written as such", "Le téléphone et le courriel ont la forme attendue"},
		Source: Text{"our own check: ITU-T E.164, RFC 5322", "notre contrôle : UIT-T E.164, RFC 5322"},
		Bad:    "[contact]\nphone = \"02 47 00 00 0\"",
		Good:   "[contact]\nphone = \"02 47 00 00 00\"",
		Fix:    Text{"write a French number with 10 digits, another with + and its country code; an e-mail as name@domain", "écrivez un numéro français sur 10 chiffres, un autre avec + et l’indicatif ; un courriel sous la forme nom@domaine"},
		Check: func(c *Case, report Report) {
			if p := c.A.Contact.Phone; p != "" && !phoneLooksRight(p) {
				report.Fail("contact.phone", Text{"this does not look like a telephone number", "ceci ne ressemble pas à un numéro de téléphone"})
			}
			if e := c.A.Contact.Email; e != "" && !emailLooksRight(e) {
				report.Fail("contact.email", Text{"this does not look like an e-mail address", "ceci ne ressemble pas à une adresse électronique"})
			}
		},
	},
	{
		ID: "country-unknown", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Countries have a name or a code that is known", "Les pays ont un nom ou un code connu"},
		Source: Text{"our own check: INSEE, code officiel géographique 2025", "notre contrôle : Insee, code officiel géographique 2025"},
		Bad:    "[birth]\ncountry = \"Untied States\"",
		Good:   "[birth]\ncountry = \"United States\"",
		Fix:    Text{"write the country’s name of today in English or French, or its two-letter code; for a state that is no more, that of the place today", "écrivez le nom actuel du pays en français ou en anglais, ou son code à deux lettres ; pour un État disparu, celui du lieu aujourd’hui"},
		Check: func(c *Case, report Report) {
			check := func(key, name string) {
				if _, ok := country.Find(name); name == "" || ok {
					return
				}
				if near := nearestCountries(name); near.EN != "" {
					report.Fail(key, Text{"%q is not a country known here; nearest: %s", "%q n’est pas un pays connu ici ; les plus proches : %s"}, name, near)
					return
				}
				report.Fail(key, Text{"%q is not a country known here", "%q n’est pas un pays connu ici"}, name)
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
		ID: "dates", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Dates stand in the order in which things happen", "Les dates se suivent dans l’ordre des choses"},
		Source: Text{"our own check: the order of days", "notre contrôle : l’ordre des jours"},
		Bad:    "[permit]\nfrom = 2027-06-20\nuntil = 2027-06-19",
		Good:   "[permit]\nfrom = 2026-06-20\nuntil = 2027-06-19",
		Fix:    Text{"correct the year, month or day", "corrigez l’année, le mois ou le jour"},
		Check: func(c *Case, report Report) {
			a := c.A
			born := a.Birth.Date
			switch {
			case !born.IsZero() && (born.After(c.Day) || born.Age(c.Day) > 120):
				report.Fail("birth.date", Text{"%s cannot be the date of birth of a living adult", "%s ne peut pas être la date de naissance d’un adulte"}, born)
			case !a.Arrived.IsZero() && a.Arrived.Before(born):
				report.Fail("arrived", Text{"the arrival in France comes before the birth", "l’arrivée en France précède la naissance"})
			}
			if !a.Signature.Date.IsZero() && a.Signature.Date.Before(a.Arrived) {
				report.Fail("signature.date", Text{"the form is signed before the arrival in France", "le formulaire est signé avant l’arrivée en France"})
			}
			if v := a.Permit.ValidatedOn; v.After(c.Day) {
				report.Fail("permit.validated_on", Text{"the visa was validated on a day still to come", "le visa est validé un jour qui n’est pas encore venu"})
			} else if !v.IsZero() && v.Before(a.Permit.From) {
				report.Fail("permit.validated_on", Text{"the visa was validated before it began", "le visa est validé avant de commencer"})
			}
			if since := a.Family.Since; since.After(c.Day) || !since.IsZero() && since.Before(born) {
				report.Fail("family.since", Text{"the marriage or PACS is dated before the birth, or on a day still to come", "le mariage ou le PACS est daté d’avant la naissance, ou d’un jour qui n’est pas encore venu"})
			}
			if p := a.Permit; !p.Until.IsZero() && p.Until.Before(p.From) {
				report.Fail("permit.until", Text{"the permit ends before it begins", "le titre de séjour finit avant de commencer"})
			}
			for i, ad := range a.Addresses {
				if !ad.To.IsZero() && ad.To.Before(ad.From) {
					report.Fail(profile.Key("address", i, "to"), Text{"this address ends before it begins", "cette adresse finit avant de commencer"})
				}
			}
			for i, d := range a.Documents {
				if !d.To.IsZero() && d.To.Before(d.From) {
					report.Fail(profile.Key("document", i, "to"), Text{"the period of this paper ends before it begins", "la période de cette pièce finit avant de commencer"})
				}
				billed := isBill(d.Kind) || d.Kind == profile.RentReceipt || d.Kind == profile.HotelBill
				if billed && !d.From.IsZero() && d.From.AddMonths(13).Before(d.To) {
					report.Fail(profile.Key("document", i, "to"), Text{"a bill or receipt of more than a year: are its days right?", "une facture ou quittance de plus d’un an : ses dates sont-elles justes ?"})
				}
				if d.Date.After(c.Signed) {
					report.Fail(profile.Key("document", i, "date"), Text{"this paper is dated after the request", "cette pièce porte une date postérieure à la demande"})
				}
			}
		},
	},
	{
		ID: "minor", Level: Block, Basis: Law, Read: read,
		What:   Text{"The applicant is 18 or older, or works", "Le demandeur a 18 ans ou plus, ou travaille"},
		Source: Text{"CSS L160-2, D160-1 (a minor without work is covered through a parent)", "CSS L160-2, D160-1 (l’enfant mineur sans activité est ayant droit d’un parent)"},
		Bad:    "[birth]\ndate = 2009-02-24\ndate_as_written = \"02/24/2009\"",
		Good:   "[birth]\ndate = 2004-02-24\ndate_as_written = \"02/24/2004\"",
		Fix:    Text{"attach the child to a parent with form S3705; from 16 a child may apply alone: ask the fund first", "rattachez l’enfant à un parent par le formulaire S3705 ; dès 16 ans une demande propre est possible : interrogez la caisse"},
		Check: func(c *Case, report Report) {
			if b := c.A.Birth.Date; !b.IsZero() && b.Age(c.Signed) >= 0 && b.Age(c.Signed) < 18 && !c.Works() {
				report.Fail("birth.date", Text{"the applicant is not yet 18", "le demandeur n’a pas 18 ans"})
			}
		},
	},
	{
		ID: "date-ambiguous", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The certificate, or its sworn translation, writes the date of birth so that day and month cannot be exchanged", "L’acte, ou sa traduction assermentée, écrit la date de naissance sans confusion possible du jour et du mois"},
		Source: Text{"a New York certificate read day first, corrected three times (ma French Life, Janice)", "un acte de New York lu jour d’abord, corrigé trois fois (ma French Life, Janice)"},
		Bad:    onPaper(profile.BirthCertificate, "country = \"United States\"\nlanguage = \"English\"\nbirth_date_as_printed = \"02/04/1961\"\n[birth]\ndate = 1961-02-04\ndate_as_written = \"02/04/1961\""),
		Good:   onPaper(profile.BirthCertificate, "country = \"United States\"\nlanguage = \"English\"\nbirth_date_as_printed = \"02/04/1961\"\ntranslation = { file = \"fr.pdf\", translator = \"sworn in France\" }\n[birth]\ndate = 1961-02-04\ndate_as_written = \"02/04/1961\""),
		Fix:    Text{"enclose a sworn translation, which has the month in letters; the letter gives the date in words; compare the number you receive with it", "joignez une traduction assermentée, où le mois est en lettres ; la lettre donne la date en toutes lettres ; comparez-la au numéro reçu"},
		Flag:   Text{"digits can be read in two ways", "chiffres lisibles de deux façons"},
		Check: func(c *Case, report Report) {
			born := c.A.Birth.Date
			if key, digits := c.AmbiguousBirth(); key != "" && !dayFirst(digits, born) && !c.birthTranslated() {
				report.Fail(key, Text{"a French reader may take these digits for %s instead of %s", "ces chiffres peuvent être lus comme le %s au lieu du %s"}, born.Swapped(), born)
			}
		},
	},
	{
		ID: "date-differs", Level: Block, Basis: Practice, Read: read,
		What:   Text{"All papers have the same date of birth", "Toutes les pièces ont la même date de naissance"},
		Source: Text{"a date of birth corrected three times (ma French Life, Janice)", "une date de naissance corrigée trois fois (ma French Life, Janice)"},
		Bad:    "[[document]]\nkind = \"passport\"\nfile = \"scan.pdf\"\nbirth_date_as_printed = \"25 FEB 1961\"",
		Good:   "[[document]]\nkind = \"passport\"\nfile = \"scan.pdf\"\nbirth_date_as_printed = \"24 FEB 1961\"",
		Fix:    Text{"compare birth.date with the paper, and correct the wrong one", "comparez birth.date avec la pièce et corrigez ce qui est faux"},
		Ask:    Text{"copy the date as the paper prints it", "recopiez la date telle que la pièce la porte"},
		Flag:   Text{"date of birth differs", "date de naissance différente"},
		Check: func(c *Case, report Report) {
			born := c.A.Birth.Date
			differs := Text{"this date is not %s, in whatever order it is read", "cette date n’est pas le %s, dans quelque ordre qu’on la lise"}
			if w := c.A.Birth.AsWritten; w != "" && !strings.ContainsFunc(w, unicode.IsDigit) {
				report.CannotTell("birth.date_as_written", Text{"no date can be read here", "aucune date ne se lit ici"})
			}
			if !born.IsZero() && misdated(c.A.Birth.AsWritten, born) {
				report.Fail("birth.date_as_written", differs, born)
			}
			for _, x := range c.Births() {
				if x.Is == OtherDate {
					report.Fail(x.Key, differs, born)
				}
			}
		},
	},
	{
		ID: "usage-name", Level: Block, Basis: Law, Read: read,
		What:   Text{"A usage name is that of a spouse or of both parents, not of a PACS partner or cohabitant; after a divorce it needs permission", "Le nom d’usage est celui de l’époux ou des deux parents, non celui d’un partenaire de PACS ou d’un concubin ; après un divorce, il suppose une autorisation"},
		Source: Text{"service-public F868 (the name of a spouse, of a former one with their permission or by judgment; not of a PACS partner or cohabitant)", "service-public F868 (nom du conjoint, d’un ancien conjoint avec son accord ou par jugement ; pas d’un partenaire de PACS ou d’un concubin)"},
		Bad:    "[name]\nusage = \"O’Brien\"\n[family]\nstatus = \"PACS\"",
		Good:   "[name]\nusage = \"\"\n[family]\nstatus = \"PACS\"",
		Fix:    Text{"leave name.usage empty; if it is a name of your parents or of a marriage before, say so in name.usage_reason", "laissez name.usage vide ; si c’est un nom de vos parents ou d’un mariage antérieur, indiquez-le dans name.usage_reason"},
		Ask:    Text{"write name.usage_reason (\"marriage\", \"widowed\", \"divorced with permission\", or \"both names\" for those of your parents) and the right family.status; else leave name.usage empty", "écrivez name.usage_reason (\"marriage\", \"widowed\", \"divorced with permission\", ou \"both names\" pour ceux de vos parents) et le bon family.status ; sinon, laissez name.usage vide"},
		Check: func(c *Case, report Report) {
			switch c.A.Name.UsageReason {
			case profile.UsageBoth, profile.UsageWidowed, profile.UsageDivorced:
				return // a name of one's parents, or of a marriage before
			}
			switch s := c.A.Family.Status; {
			case c.A.Name.Usage == "":
			case s == profile.StatusPACS || s == profile.StatusCohabiting:
				report.Fail("name.usage", Text{"the name of a PACS partner or cohabitant cannot be a usage name", "le nom d’un partenaire de PACS ou d’un concubin ne peut pas être un nom d’usage"})
			case s == profile.StatusDivorced:
				report.CannotTell("name.usage_reason", Text{"did the former spouse or the judgment permit to keep this name?", "l’ancien conjoint ou le jugement a-t-il autorisé à garder ce nom ?"})
			case s == profile.StatusSingle:
				report.CannotTell("name.usage_reason", Text{"the status is single: where does the usage name come from?", "le statut est célibataire : d’où vient le nom d’usage ?"})
			case s == "" && c.A.Name.UsageReason == "":
				report.CannotTell("name.usage_reason", Text{"where does the usage name come from?", "d’où vient le nom d’usage ?"})
			}
		},
	},
	{
		ID: "birth-name-married", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The birth name is that of the birth certificate, not the married name", "Le nom de naissance est celui de l’acte de naissance, non le nom marital"},
		Source: Text{"service-public F868, F35060; CSS R114-26", "service-public F868, F35060 ; CSS R114-26"},
		Bad:    "[name]\nbirth = \"O’Brien\"\nusage = \"O’Brien\"",
		Good:   "[name]\nbirth = \"Łukasiewicz\"\nusage = \"O’Brien\"",
		Fix:    Text{"put the name of the birth certificate in name.birth and the married name in name.usage; if they are the same, give the certificate its holder", "mettez le nom de l’acte de naissance dans name.birth et le nom marital dans name.usage ; s’ils sont identiques, indiquez holder pour l’acte"},
		Check: func(c *Case, report Report) {
			a := c.A
			same := func(x string) bool { return x != "" && slices.Equal(fold(x), fold(a.Name.Birth)) }
			onCertificate := slices.ContainsFunc(a.Documents, func(d profile.Document) bool {
				return d.Kind == profile.BirthCertificate && d.Holder != "" // compared with it: see birth-name-differs
			})
			if a.Married() && a.Sex != profile.Male && !onCertificate && (same(a.Name.Usage) || same(a.Spouse.Birth)) {
				report.Fail("name.birth", Text{"the birth name is the married name too: is it the one on the birth certificate?", "le nom de naissance est aussi le nom marital : est-ce bien celui de l’acte de naissance ?"})
			}
		},
	},
	{
		ID: "birth-name-differs", Level: Block, Basis: Law, Read: read,
		What:   Text{"The birth certificate has the birth name that the form gives", "L’acte de naissance porte le nom de naissance indiqué sur le formulaire"},
		Source: Text{"service-public F868, F35060; CSS R114-26", "service-public F868, F35060 ; CSS R114-26"},
		Bad:    onPaper(profile.BirthCertificate, "holder = \"Élodie-Anne Marie LUKASIEWITZ\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true"),
		Good:   onPaper(profile.BirthCertificate, "holder = \"Élodie-Anne Marie LUKASIEWICZ\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true"),
		Fix:    Text{"copy the name of the certificate into name.birth and put a married name into name.usage; a name changed by deed or judgment needs that paper, with both names in printed", "recopiez le nom de l’acte dans name.birth et mettez un nom marital dans name.usage ; un nom changé par décision demande cette décision, ses deux noms dans printed"},
		Flag:   Text{"birth name differs", "nom de naissance différent"},
		Check: func(c *Case, report Report) {
			for _, x := range c.Names() {
				if c.onCertificate(x) && x.SurnameDiffers() && x.Link < 0 {
					report.Fail(x.Key, Text{"this birth certificate is not in the birth name of the profile", "cet acte de naissance n’est pas au nom de naissance du profil"})
				}
			}
		},
	},
	{
		ID: "name-differs", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A paper in another name than the birth name comes with the paper that ties the two", "Une pièce à un autre nom que le nom de naissance est accompagnée de celle qui relie les deux"},
		Source: Text{"FEI, guide of language assistants 2023-24, p. 26; doczz.fr 6459181 (names agree, or a paper links them)", "FEI, guide des assistants de langue 2023-2024, p. 26 ; doczz.fr 6459181 (noms identiques, ou un document les relie)"},
		Bad:    onPaper(profile.Passport, "holder = \"O’BRIEN Élodie-Anne Marie\"") + "\n# no document of the kind \"marriage certificate\"",
		Good:   onPaper(profile.Passport, "holder = \"O’BRIEN Élodie-Anne Marie\"") + "\n" + withPaper("", profile.MarriageCertificate),
		Fix:    Text{"correct the name that is wrong (a spouse’s name goes into name.usage), or enclose the paper that ties the two: marriage certificate, judgment, deed with both names in printed", "corrigez le nom qui est faux (le nom du conjoint va dans name.usage), ou joignez la pièce qui relie les deux : acte de mariage, jugement, décision avec les deux noms dans printed"},
		Flag:   Text{"name differs", "nom différent"},
		Check: func(c *Case, report Report) {
			said := map[Agreement]Text{
				UsageName:    {"%s: in the usage name, and no enclosed paper ties it to the birth name", "%s : au nom d’usage, qu’aucune pièce jointe ne relie au nom de naissance"},
				SpouseName:   {"%s: with the spouse’s name, which name.usage does not give", "%s : avec le nom du conjoint, que name.usage n’indique pas"},
				OtherSurname: {"%s: another surname than in the profile", "%s : un autre nom de famille que dans le profil"},
				OtherFirst:   {"%s: another first name than in the profile", "%s : un autre prénom que dans le profil"},
				OtherPerson:  {"%s: this is not a name of the applicant", "%s : ce n’est pas un nom du demandeur"},
			}
			for _, x := range c.Names() {
				differs := x.Is == OtherFirst || x.Is == SpouseName || x.SurnameDiffers() && x.Link < 0
				if differs && !(c.onCertificate(x) && x.SurnameDiffers()) {
					report.Fail(x.Key, said[x.Is], c.paper(x))
				}
			}
		},
	},
	{
		ID: "name-linked", Level: Info, Basis: Practice, Read: read,
		What:   Text{"A paper in another name is tied to the birth name, and the letter says that it is one person", "Une pièce à un autre nom est reliée au nom de naissance, et la lettre dit qu’il s’agit d’une seule personne"},
		Source: Text{"FEI, guide of language assistants 2023-24, p. 26; a file moved to the birth name (ma French Life, Gina); CSS R161-33-6 II (the usage name on the card)", "FEI, guide des assistants de langue 2023-2024, p. 26 ; un dossier passé au nom de naissance (ma French Life, Gina) ; CSS R161-33-6 II (le nom d’usage sur la carte)"},
		Bad:    onPaper(profile.Passport, "holder = \"O’BRIEN Élodie-Anne Marie\"") + "\n" + withPaper("", profile.MarriageCertificate),
		Good:   onPaper(profile.Passport, "holder = \"ŁUKASIEWICZ Élodie-Anne Marie\"") + "\n" + withPaper("", profile.MarriageCertificate),
		Fix:    Text{"nothing to do; letters of the fund may bear the birth name, and you may ask for the usage name on the carte Vitale", "rien à faire ; les courriers de la caisse peuvent porter le nom de naissance, et vous pouvez demander le nom d’usage sur la carte Vitale"},
		Check: func(c *Case, report Report) {
			for _, x := range c.Names() {
				if x.Link >= 0 && x.Is != SpouseName {
					report.Fail(x.Key, Text{"%s: in another name, which is tied to the birth name by this paper: %s", "%s : à un autre nom, que cette pièce relie au nom de naissance : %s"},
						c.paper(x), Text{c.A.Documents[x.Link].English(), c.A.Documents[x.Link].French()})
				}
			}
		},
	},
	{
		ID: "first-names", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Identity and civil-status papers have all first names, in the same order", "Les pièces d’identité et d’état civil ont tous les prénoms, dans le même ordre"},
		Source: Text{"FEI, guide of language assistants 2023-24, p. 25 (\"identical on all documents\")", "FEI, guide des assistants de langue 2023-2024, p. 25 (« identiques sur tous vos documents »)"},
		Bad:    onPaper(profile.Passport, "holder = \"ŁUKASIEWICZ Élodie-Anne\""),
		Good:   onPaper(profile.Passport, "holder = \"ŁUKASIEWICZ Élodie-Anne Marie\""),
		Fix:    Text{"name.first has all of them, in the order of the birth certificate; if the paper is as issued, the letter says that it is one person", "name.first les contient tous, dans l’ordre de l’acte de naissance ; si la pièce a été délivrée ainsi, la lettre dit qu’il s’agit d’une seule personne"},
		Flag:   Text{"first names differ", "prénoms différents"},
		Check: func(c *Case, report Report) {
			said := map[Agreement]Text{
				FewerFirst: {"%s: first names are missing or abbreviated", "%s : des prénoms manquent ou sont abrégés"},
				MoreFirst:  {"%s: more names than in the profile", "%s : plus de noms que dans le profil"},
				MovedFirst: {"%s: the first names stand in another order", "%s : les prénoms sont dans un autre ordre"},
			}
			for _, x := range c.Names() {
				if msg, ok := said[x.Is]; ok {
					report.Fail(x.Key, msg, c.paper(x))
				}
			}
		},
	},
	{
		ID: "name-script", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A name in other than Latin letters is spelt as in the passport", "Un nom qui n’est pas en lettres latines s’écrit comme sur le passeport"},
		Source: Text{"our own reading: no French text on the spelling of such names was found", "notre lecture : aucun texte français sur la graphie de ces noms n’a été trouvé"},
		Bad:    onPaper(profile.BirthCertificate, "holder = \"王小明\"\ncountry = \"Slovenia\"\nshows_parents = true"),
		Good:   onPaper(profile.BirthCertificate, "holder = \"Élodie-Anne Marie Łukasiewicz\" # as in the translation\ncountry = \"Slovenia\"\nshows_parents = true"),
		Fix:    Text{"write it as the passport does, in Latin letters", "écrivez-le comme le passeport, en lettres latines"},
		Ask:    Text{"compare the translation with the passport, and write its Latin letters in holder; if they differ, ask the translator for the passport’s", "comparez la traduction avec le passeport et écrivez ses lettres latines dans holder ; si elles diffèrent, demandez au traducteur celles du passeport"},
		Doubt:  Text{"Latin spelling to be compared with the passport", "graphie latine à comparer au passeport"},
		Check: func(c *Case, report Report) {
			for _, n := range []printedName{{"name.birth", c.A.Name.Birth}, {"name.first", c.A.Name.FirstNames()}} {
				if strings.TrimSpace(n.name) != "" && !comparable(n.name) {
					report.Fail(n.key, Text{"this name is not in Latin letters: no paper can be held against it", "ce nom n’est pas en lettres latines : aucune pièce ne peut lui être comparée"})
					return
				}
			}
			said := map[int]bool{}
			for _, x := range c.Concordance() {
				if x.Is == OtherScript && !said[x.Doc] {
					report.CannotTell(x.Key, Text{"%s: does the translation spell it as the passport does?", "%s : la traduction l’écrit-elle comme le passeport ?"}, c.paper(x))
					said[x.Doc] = true
				}
			}
		},
	},
	{
		ID: "birth-place-differs", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"All papers have the same place of birth", "Toutes les pièces ont le même lieu de naissance"},
		Source: Text{"doczz.fr 6459181; FEI, guide of language assistants 2023-24, p. 26 (a birth certificate shows the place)", "doczz.fr 6459181 ; FEI, guide des assistants de langue 2023-2024, p. 26 (l’acte de naissance indique le lieu)"},
		Bad:    onPaper(profile.BirthCertificate, "birth_place_as_printed = \"Buffalo, New York\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true"),
		Good:   onPaper(profile.BirthCertificate, "birth_place_as_printed = \"Albany, New York\"\ncountry = \"United States\"\nlanguage = \"English\"\nshows_parents = true"),
		Fix:    Text{"write birth.town as the birth certificate has it; the same town may have had another name", "écrivez birth.town comme l’acte de naissance ; la même commune a pu porter un autre nom"},
		Ask:    Text{"if it is another town, correct the wrong one; some passports have the region instead", "si c’est une autre commune, corrigez ce qui est faux ; certains passeports donnent la région"},
		Flag:   Text{"place of birth differs", "lieu de naissance différent"},
		Doubt:  Text{"place of birth to be checked", "lieu de naissance à vérifier"},
		Check: func(c *Case, report Report) {
			for _, x := range c.Births() {
				switch x.Is {
				case OtherPlace:
					report.Fail(x.Key, Text{"%s: another place of birth than in the profile", "%s : un autre lieu de naissance que dans le profil"}, c.paper(x))
				case UnclearPlace:
					report.CannotTell(x.Key, Text{"%s: is this the region of the town of birth, or another town?", "%s : est-ce la région de la commune de naissance, ou une autre commune ?"}, c.paper(x))
				}
			}
		},
	},
}

// onPaper are the lines of an example about one paper.
func onPaper(kind profile.Kind, lines string) string { return withPaper("", kind) + "\n" + lines }

// nearestCountries are the countries with names like this one, empty if there is none.
func nearestCountries(name string) Text {
	var en, fr []string
	for _, n := range country.Nearest(name, 3) {
		en, fr = append(en, n.EN), append(fr, n.FR)
	}
	return Text{strings.Join(en, ", "), strings.Join(fr, ", ")}
}
