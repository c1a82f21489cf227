package rule

import (
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
)

var identityRules = []Rule{
	{
		ID: "identity-incomplete", Level: Block, Basis: Notice, Source: same("S1106, part A"), Read: read,
		Fix: Text{"add the key to the profile", "ajoutez cette clé au profil"},
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
		ID: "contact-missing", Level: Warn, Basis: Practice, Source: same("funds call or write about small things; seen in the guide's stories"), Read: read,
		Fix: Text{"give a telephone number or an e-mail address under [contact]", "indiquez un téléphone ou un courriel sous [contact]"},
		Check: func(c *Case, report Report) {
			if c.A.Contact.Phone == "" && c.A.Contact.Email == "" {
				report.Fail("contact", Text{"neither telephone nor e-mail is given", "ni téléphone ni courriel"})
			}
		},
	},
	{
		ID: "contact-format", Level: Warn, Basis: Practice, Source: same("our own check: ITU-T E.164, RFC 5322"), Read: read,
		Fix: Text{"write a French number with 10 digits, another with + and its country code; an e-mail as name@domain", "écrivez un numéro français sur 10 chiffres, un autre avec + et l’indicatif ; un courriel sous la forme nom@domaine"},
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
		ID: "country-unknown", Level: Block, Basis: Notice, Source: same("INSEE, code officiel géographique 2025"), Read: read,
		Fix: Text{"write the country's name of today in English or French, or its two-letter code", "écrivez le nom actuel du pays en français ou en anglais, ou son code à deux lettres"},
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
		ID: "dates", Level: Block, Basis: Practice, Source: same("our own check: the order of days"), Read: read,
		Fix: Text{"correct the year, month or day", "corrigez l’année, le mois ou le jour"},
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
				if d.Date.After(c.Signed) {
					report.Fail(profile.Key("document", i, "date"), Text{"this paper is dated after the request", "cette pièce porte une date postérieure à la demande"})
				}
			}
		},
	},
	{
		ID: "minor", Level: Block, Basis: Law, Source: same("CSS L160-2, D160-1"), Read: read,
		Fix: Text{"attach the child to a parent with form S3705; from 16 a child may apply alone: ask the fund first", "rattachez l’enfant à un parent par le formulaire S3705 ; dès 16 ans une demande propre est possible : interrogez la caisse"},
		Check: func(c *Case, report Report) {
			if b := c.A.Birth.Date; !b.IsZero() && b.Age(c.Signed) >= 0 && b.Age(c.Signed) < 18 {
				report.Fail("birth.date", Text{"the applicant is not yet 18", "le demandeur n’a pas 18 ans"})
			}
		},
	},
	{
		ID: "date-ambiguous", Level: Warn, Basis: Practice, Source: same("a New York certificate read day first, corrected three times (guide, Janice)"), Read: read,
		Fix:  Text{"enclose a translation; the letter gives the date in words; compare the number you receive with it", "joignez une traduction ; la lettre donne la date en toutes lettres ; comparez-la au numéro reçu"},
		Flag: Text{"digits can be read in two ways", "chiffres lisibles de deux façons"},
		Check: func(c *Case, report Report) {
			born := c.A.Birth.Date
			if key, digits := c.ambiguousBirth(); key != "" && !dayFirst(digits, born) {
				report.Fail(key, Text{"a French reader may take these digits for %s instead of %s", "ces chiffres peuvent être lus comme le %s au lieu du %s"}, born.Swapped(), born)
			}
		},
	},
	{
		ID: "date-differs", Level: Block, Basis: Practice, Source: same("a date of birth corrected three times (guide, Janice)"), Read: read,
		Fix:  Text{"compare birth.date with the paper, and correct the wrong one", "comparez birth.date avec la pièce et corrigez ce qui est faux"},
		Flag: Text{"date of birth differs", "date de naissance différente"},
		Check: func(c *Case, report Report) {
			born := c.A.Birth.Date
			if born.IsZero() {
				return
			}
			if misdated(c.A.Birth.AsWritten, born) {
				report.Fail("birth.date_as_written", Text{"these digits are not %s in any order", "ces chiffres ne sont le %s dans aucun ordre"}, born)
			}
			for i, d := range c.A.Documents {
				if d.Kind != profile.ChildBirth && d.Kind != profile.ChildIdentity && misdated(d.BirthDate, born) {
					report.Fail(profile.Key("document", i, "birth_date_as_printed"), Text{"these digits are not %s in any order", "ces chiffres ne sont le %s dans aucun ordre"}, born)
				}
			}
		},
	},
	{
		ID: "usage-name", Level: Block, Basis: Law, Source: same("service-public F868; name of a PACS partner or cohabitant"), Read: read,
		Fix: Text{"leave name.usage empty: only a spouse's name may be used", "laissez name.usage vide : seul le nom de l’époux ou de l’épouse peut être porté"},
		Check: func(c *Case, report Report) {
			switch c.A.Name.UsageReason {
			case profile.UsageBoth, profile.UsageWidowed, profile.UsageDivorced:
				return // a name of one's parents, or of a marriage before
			}
			if s := c.A.Family.Status; c.A.Name.Usage != "" && (s == profile.StatusPACS || s == profile.StatusCohabiting) {
				report.Fail("name.usage", Text{"the name of a PACS partner or cohabitant cannot be a usage name", "le nom d’un partenaire de PACS ou d’un concubin ne peut pas être un nom d’usage"})
			}
		},
	},
	{
		ID: "birth-name-married", Level: Warn, Basis: Law, Source: same("service-public F868, F35060; CSS R114-26"), Read: read,
		Fix: Text{"put the name of the birth certificate in name.birth and the married name in name.usage; if they are the same, give the certificate its holder", "mettez le nom de l’acte de naissance dans name.birth et le nom marital dans name.usage ; s’ils sont identiques, indiquez holder pour l’acte"},
		Check: func(c *Case, report Report) {
			a := c.A
			same := func(x string) bool { return x != "" && slices.Equal(fold(x), fold(a.Name.Birth)) }
			onCertificate := slices.ContainsFunc(a.Documents, func(d profile.Document) bool {
				return d.Kind == profile.BirthCertificate && names(d.Holder, a.Name.Birth)
			})
			if a.Married() && a.Sex != profile.Male && !onCertificate && (same(a.Name.Usage) || same(a.Spouse.Birth)) {
				report.Fail("name.birth", Text{"the birth name is the married name too: is it the one on the birth certificate?", "le nom de naissance est aussi le nom marital : est-ce bien celui de l’acte de naissance ?"})
			}
		},
	},
}

// nearestCountries are the countries with names like this one, empty if there is none.
func nearestCountries(name string) Text {
	var en, fr []string
	for _, n := range country.Nearest(name, 3) {
		en, fr = append(en, n.EN), append(fr, n.FR)
	}
	return Text{strings.Join(en, ", "), strings.Join(fr, ", ")}
}
