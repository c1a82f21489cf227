package rule

import (
	"strings"

	"dossier/internal/profile"
)

var fundRules = []Rule{
	{
		ID: "address-incomplete", Level: Block, Basis: Notice, Source: same("S1106, part A"), Read: read,
		Fix: Text{"add the key to [[address]]", "ajoutez cette clé à [[address]]"},
		Check: func(c *Case, report Report) {
			ad, i := c.A.Address(c.Signed)
			if i < 0 {
				return
			}
			if ad.Street == "" && ad.Kind != profile.Domiciliation {
				report.Fail(profile.Key("address", i, "street"), Text{"the street is missing", "la voie manque"})
			}
			if ad.PostalCode == "" {
				report.Fail(profile.Key("address", i, "postal_code"), Text{"the postal code is missing", "le code postal manque"})
			}
			if ad.Commune == "" {
				report.Fail(profile.Key("address", i, "commune"), Text{"the commune is missing", "la commune manque"})
			}
			if ad.Kind == profile.Domiciliation && ad.Organisation == "" {
				report.Fail(profile.Key("address", i, "organisation"), Text{"the organisation that gives the address is missing", "l’organisme de domiciliation manque"})
			}
			if ad.Kind == profile.Hosted && ad.Host == "" {
				report.Fail(profile.Key("address", i, "host"), Text{"the host's name is missing", "le nom de l’hébergeant manque"})
			}
		},
	},
	{
		ID: "postal-code", Level: Block, Basis: Practice, Source: same("@etalab/decoupage-administratif 6.0.0"), Read: read,
		Fix: Text{"correct the postal code or the commune", "corrigez le code postal ou la commune"},
		Check: func(c *Case, report Report) {
			ad, i := c.A.Address(c.Signed)
			_, answer := Recipient(c.A, c.Signed)
			if i < 0 || ad.PostalCode == "" || ad.Commune == "" || answer.Known {
				return
			}
			near := ""
			for _, p := range answer.Near[:min(4, len(answer.Near))] {
				near += ", " + p.PostalCode + " " + p.Commune
			}
			if near == "" {
				report.Fail(profile.Key("address", i, "postal_code"), Text{"%s is not the postal code of a home in France", "%s n’est pas le code postal d’un domicile en France"}, ad.PostalCode)
				return
			}
			report.Fail(profile.Key("address", i, "commune"), Text{"%s is not in %s; near: %s", "%s n’est pas un code postal de %s ; proches : %s"}, ad.PostalCode, ad.Commune, near[2:])
		},
	},
	{
		ID: "postal-prefix", Level: Info, Basis: Practice, Source: same("@etalab/decoupage-administratif 6.0.0"), Read: read,
		Fix: Text{"nothing to do: the letter goes to the right fund", "rien à faire : la lettre part à la bonne caisse"},
		Check: func(c *Case, report Report) {
			_, i := c.A.Address(c.Signed)
			if fund, answer := Recipient(c.A, c.Signed); answer.Known && answer.PrefixDiffers {
				report.Fail(profile.Key("address", i, "postal_code"), Text{"this commune is in département %s: %s", "cette commune est dans le département %s : %s"}, answer.Place.Departement, fund.Name)
			}
		},
	},
	{
		ID: "fund-outside", Level: Warn, Basis: Law, Source: same("CSS R111-2"), Read: read,
		Fix: Text{"ask that territory's own fund before posting", "interrogez la caisse de ce territoire avant l’envoi"},
		Check: func(c *Case, report Report) {
			_, i := c.A.Address(c.Signed)
			if _, answer := Recipient(c.A, c.Signed); answer.Outside != "" {
				report.Fail(profile.Key("address", i, "postal_code"), Text{"%s is not in the list of R111-2", "%s n’est pas dans la liste du R111-2"}, answer.Outside)
			}
		},
	},
	{
		ID: "fund-choice", Level: Block, Basis: Law, Source: same("CSS R312-1 (the fund of the habitual residence)"), Read: read,
		Fix: Text{"choose one under [cpam]: fund = \"...\"", "choisissez-en une sous [cpam] : fund = \"...\""},
		Check: func(c *Case, report Report) {
			fund, answer := Recipient(c.A, c.Signed)
			if fund.Name != "" || len(answer.Funds) < 2 {
				return
			}
			var all []string
			for _, f := range answer.Funds {
				all = append(all, f.Name)
			}
			report.Fail("cpam.fund", Text{"several funds serve this département: %s", "plusieurs caisses desservent ce département : %s"}, strings.Join(all, "; "))
		},
	},
	{
		ID: "fund-unknown", Level: Block, Basis: Practice, Source: same("DILA, Annuaire de l'administration"), Read: read,
		Fix: Text{"find it on ameli.fr and write it under [cpam]: name, address, postal_code, city", "trouvez-la sur ameli.fr et écrivez-la sous [cpam] : name, address, postal_code, city"},
		Check: func(c *Case, report Report) {
			fund, answer := Recipient(c.A, c.Signed)
			by := c.A.CPAM
			switch {
			case (len(by.Address) > 0 || by.PostalCode != "" || by.City != "") && (by.PostalCode == "" || by.City == ""):
				report.Fail("cpam", Text{"an address under [cpam] needs postal_code and city", "une adresse sous [cpam] doit avoir postal_code et city"})
			case fund.Name == "" && c.A.CPAM.Fund != "":
				report.Fail("cpam.fund", Text{"%q names no fund, or more than one", "%q ne désigne aucune caisse, ou plusieurs"}, c.A.CPAM.Fund)
			case fund.Name == "" && len(answer.Funds) < 2 && answer.Known:
				report.Fail("cpam", Text{"no fund is known for this address", "aucune caisse connue pour cette adresse"})
			case fund.Name != "" && !fund.HasAddress():
				report.Fail("cpam", Text{"the postal address of %s is not known here", "l’adresse postale de %s n’est pas connue ici"}, fund.Name)
			}
		},
	},
	{
		ID: "fund-block", Level: Block, Basis: Practice, Source: same("NF Z 10-011: 6 lines of 38 characters"), Read: read,
		Fix: Text{"shorten the lines under [cpam]", "raccourcissez les lignes sous [cpam]"},
		Check: func(c *Case, report Report) {
			fund, _ := Recipient(c.A, c.Signed)
			if !fund.HasAddress() {
				return
			}
			if _, err := fund.Block(); err != nil {
				report.Fail("cpam", Text{"the fund's address does not fit an envelope: %s", "l’adresse de la caisse ne tient pas sur l’enveloppe : %s"}, err.Error())
			}
		},
	},
	{
		ID: "fund-address-age", Level: Warn, Basis: Practice, Source: same("DILA, Annuaire de l'administration; two lists disagree on 11 funds"), Read: read,
		Fix: Text{"compare with ameli.fr, Adresses et contacts; write the right one under [cpam]", "comparez avec ameli.fr, Adresses et contacts ; écrivez la bonne sous [cpam]"},
		Check: func(c *Case, report Report) {
			fund, _ := Recipient(c.A, c.Signed)
			day, err := profile.ParseDate(fund.SourceDate)
			switch {
			case err != nil || !fund.HasAddress():
			case day.AddMonths(12).Before(c.Signed):
				report.Fail("cpam", Text{"the address of %s was read more than a year ago, on %s", "l’adresse de %s a été relevée il y a plus d’un an, le %s"}, fund.Name, day)
			case fund.Confidence != "high":
				report.Fail("cpam", Text{"the address of %s was found in one list only (%s)", "l’adresse de %s ne figure que dans une liste (%s)"}, fund.Name, day)
			}
		},
	},
}
