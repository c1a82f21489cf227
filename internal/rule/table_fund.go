package rule

import (
	"strings"
	"unicode/utf8"

	"dossier/internal/cpam"
	"dossier/internal/profile"
)

// nearest are places that a postal code and a commune may have been meant for.
func nearest(answer cpam.Answer) string {
	var near []string
	for _, p := range answer.Near[:min(4, len(answer.Near))] {
		near = append(near, p.PostalCode+" "+p.Commune)
	}
	return strings.Join(near, ", ")
}

// strayCode says whether an address is given whole, with a postal code that no commune has.
func (c *Case) strayCode() bool {
	ad, _ := c.A.Address(c.Signed)
	return ad.PostalCode != "" && ad.Commune != "" && len(cpam.Places(ad.PostalCode)) == 0
}

// where is the town that a fund has its post in, as far as it is known.
func where(f cpam.Fund) Text {
	if !f.HasAddress() {
		return Text{"address not known here", "adresse inconnue ici"}
	}
	return same(f.PostalCode + " " + f.City)
}

// Where the addresses of the funds were found, and that of the service for language assistants.
var (
	directorySource = Text{"DILA, Annuaire de l’administration; two lists disagree on 11 funds", "DILA, Annuaire de l’administration ; deux listes diffèrent pour 11 caisses"}
	assistantSource = same("forum-assures.ameli.fr 3424984")
)

var fundRules = []Rule{
	{
		ID: "address-incomplete", Level: Block, Basis: Notice, Read: read,
		What:   Text{"The address has street, postal code and commune, and the host or the organisation if there is one", "L’adresse a une voie, un code postal et une commune, et l’hébergeant ou l’organisme s’il y en a un"},
		Source: Text{"S1106, part A", "S1106, cadre A"},
		Bad:    "[[address]]\nkind = \"own lease\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"add the key to [[address]]", "ajoutez cette clé à [[address]]"},
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
				report.Fail(profile.Key("address", i, "host"), Text{"the host’s name is missing", "le nom de l’hébergeant manque"})
			}
		},
	},
	{
		ID: "address-current", Level: Block, Basis: Notice, Read: read,
		What:   Text{"One address is the home on the day of the request", "Une adresse est le domicile au jour de la demande"},
		Source: Text{"S1106, part A", "S1106, cadre A"},
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"\nfrom = 2026-07-01\nto = 2026-10-31",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"\nfrom = 2026-07-01",
		Fix:    Text{"add the [[address]] of that day, or correct its from and to", "ajoutez l’[[address]] de ce jour, ou corrigez from et to"},
		Ask:    Text{"give the one you have left its to, the last day there", "indiquez to, le dernier jour, pour celle que vous avez quittée"},
		Check: func(c *Case, report Report) {
			var homes []int
			for i, ad := range c.A.Addresses {
				if !ad.From.After(c.Signed) && (ad.To.IsZero() || !ad.To.Before(c.Signed)) {
					homes = append(homes, i)
				}
			}
			switch n := len(c.A.Addresses); {
			case n > 0 && len(homes) == 0 && !c.A.Arrived.After(c.Signed):
				report.Fail(profile.Key("address", n-1, "from"), Text{"no address is given for the day of the request, %s", "aucune adresse n’est indiquée pour le jour de la demande, le %s"}, c.Signed)
			case len(homes) > 1:
				report.CannotTell(profile.Key("address", homes[0], "to"), Text{"which of these addresses is the home?", "laquelle de ces adresses est le domicile ?"})
			}
		},
	},
	{
		ID: "postal-code", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The postal code serves the commune", "Le code postal dessert la commune"},
		Source: same("@etalab/decoupage-administratif 6.0.0 (2026)"),
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"75018\"\ncommune = \"Tours\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"correct the postal code or the commune", "corrigez le code postal ou la commune"},
		Check: func(c *Case, report Report) {
			ad, i := c.A.Address(c.Signed)
			_, answer := c.Recipient()
			if i < 0 || ad.PostalCode == "" || ad.Commune == "" || answer.Known || len(cpam.Places(ad.PostalCode)) == 0 {
				return // see address-incomplete, postal-cedex
			}
			report.Fail(profile.Key("address", i, "commune"), Text{"%s is not in %s; near: %s", "%s n’est pas un code postal de %s ; proches : %s"}, ad.PostalCode, ad.Commune, nearest(answer))
		},
	},
	{
		ID: "postal-cedex", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The postal code is that of a home, not of a company or a sorting office", "Le code postal est celui d’un domicile, pas d’une entreprise ou d’un CEDEX"},
		Source: same("@etalab/decoupage-administratif 6.0.0 (2026)"),
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37206\"\ncommune = \"Tours Cedex 3\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"write the code that the street has, without CEDEX", "écrivez le code de la rue, sans CEDEX"},
		Check: func(c *Case, report Report) {
			ad, i := c.A.Address(c.Signed)
			if i < 0 || ad.PostalCode == "" || len(cpam.Places(ad.PostalCode)) > 0 {
				return
			}
			key, near := profile.Key("address", i, "postal_code"), nearest(cpam.For(ad.PostalCode, ad.Commune))
			if near == "" {
				report.Fail(key, Text{"no commune has the postal code %s: a typing error, or a CEDEX code", "aucune commune n’a le code postal %s : faute de frappe, ou code CEDEX"}, ad.PostalCode)
				return
			}
			report.Fail(key, Text{"no commune has the postal code %s: a typing error, or a CEDEX code; near: %s", "aucune commune n’a le code postal %s : faute de frappe, ou code CEDEX ; proches : %s"}, ad.PostalCode, near)
		},
	},
	{
		ID: "address-length", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"Each line of the home address has at most 38 characters", "Chaque ligne de l’adresse du domicile a au plus 38 caractères"},
		Source: same("NF Z 10-011 (La Poste, SNA 148)"),
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"128 boulevard du Maréchal-Jean-Marie-Deladier\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"abbreviate it as your bills do (boulevard: BD, avenue: AV), or part it into street and extra", "abrégez-la comme sur vos factures (boulevard : BD, avenue : AV), ou répartissez-la entre street et extra"},
		Check: func(c *Case, report Report) {
			ad, i := c.A.Address(c.Signed)
			for _, l := range []struct{ key, line string }{{"street", ad.Street}, {"extra", ad.Extra}, {"commune", strings.TrimSpace(ad.PostalCode + " " + ad.Commune)}} {
				if n := utf8.RuneCountInString(l.line); i >= 0 && n > cpam.LineLength {
					report.Fail(profile.Key("address", i, l.key), Text{"this line has %d characters, an envelope has room for %d", "cette ligne a %d caractères, une enveloppe en prend %d"}, n, cpam.LineLength)
				}
			}
		},
	},
	{
		ID: "fund-assistants", Level: Info, Basis: Practice, Read: read,
		What:   Text{"A language assistant with an arrêté de nomination writes to the service in Paris, wherever they live", "Un assistant de langue muni d’un arrêté de nomination écrit au service de Paris, où qu’il habite"},
		Source: assistantSource,
		Bad:    "situation = \"language assistant\"\n[[document]]\nkind = \"appointment order\"\nfile = \"order.pdf\"",
		Good:   "situation = \"language assistant\"",
		Fix:    Text{"nothing to do: the letter is addressed there", "rien à faire : la lettre y est adressée"},
		Check: func(c *Case, report Report) {
			if c.A.Situation == profile.LanguageAssistant && c.A.CPAM.Fund == "" && c.A.CPAM.Name == "" && c.Enclosed(profile.AppointmentOrder) != nil {
				report.Fail("situation", Text{"the application goes to the service for language assistants in Paris", "la demande part au service des assistants de langue à Paris"})
			}
		},
	},
	{
		ID: "postal-prefix", Level: Info, Basis: Practice, Read: read,
		What:   Text{"The fund follows from the commune, even where the postal code begins like another département", "La caisse dépend de la commune, même si le code postal commence comme un autre département"},
		Source: Text{"@etalab/decoupage-administratif 6.0.0 (2026); CSS R312-1", "@etalab/decoupage-administratif 6.0.0 (2026) ; CSS R312-1"},
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"94390\"\ncommune = \"Paray-Vieille-Poste\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"nothing to do: the letter goes to the right fund", "rien à faire : la lettre part à la bonne caisse"},
		Check: func(c *Case, report Report) {
			_, i := c.A.Address(c.Signed)
			if fund, answer := c.Recipient(); answer.Known && answer.PrefixDiffers {
				report.Fail(profile.Key("address", i, "postal_code"), Text{"this commune is in département %s: %s", "cette commune est dans le département %s : %s"}, answer.Place.Departement, fund.Name)
			}
		},
	},
	{
		ID: "fund-outside", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The home is in a territory that R111-2 names, where residence opens cover", "Le domicile est dans un territoire que nomme le R111-2, où la résidence ouvre des droits"},
		Source: same("CSS R111-2"),
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"97600\"\ncommune = \"Mamoudzou\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"ask the territory’s own fund before posting (in Mayotte the CSSM)", "interrogez la caisse du territoire avant l’envoi (à Mayotte, la CSSM)"},
		Check: func(c *Case, report Report) {
			_, i := c.A.Address(c.Signed)
			if _, answer := c.Recipient(); answer.Outside != "" {
				report.Fail(profile.Key("address", i, "postal_code"), Text{"%s: R111-2 does not name it among the territories where residence opens cover", "%s : le R111-2 ne nomme pas ce territoire parmi ceux où la résidence ouvre des droits"}, answer.Outside)
			}
		},
	},
	{
		ID: "fund-choice", Level: Block, Basis: Law, Read: read,
		What:   Text{"Where several funds serve a département, the profile names one", "Si plusieurs caisses desservent un département, le profil en nomme une"},
		Source: Text{"CSS R312-1 (the fund of the habitual residence); CRPA L114-2 (a fund that is not competent passes the request on); no public list of their shares was found", "CSS R312-1 (caisse de la résidence habituelle) ; CRPA L114-2 (une caisse incompétente transmet la demande) ; aucune liste publique du partage n’a été trouvée"},
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"64000\"\ncommune = \"Pau\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"64000\"\ncommune = \"Pau\"\n[cpam]\nfund = \"Pau-Pyrénées\"",
		Fix:    Text{"look yours up on ameli.fr with your postal code, and name it under [cpam]: fund = \"...\"", "cherchez la vôtre sur ameli.fr avec votre code postal et nommez-la sous [cpam] : fund = \"...\""},
		Check: func(c *Case, report Report) {
			fund, answer := c.Recipient()
			if fund.Name != "" || len(answer.Funds) < 2 {
				return
			}
			var all []Text
			for _, f := range answer.Funds {
				all = append(all, Text{"%s (%s)", "%s (%s)"}.With(f.Name, where(f)))
			}
			report.Fail("cpam.fund", Text{"several funds serve this département: %s", "plusieurs caisses desservent ce département : %s"}, together(all...))
		},
	},
	{
		ID: "fund-unknown", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The postal address of the fund is known", "L’adresse postale de la caisse est connue"},
		Source: Text{"DILA, Annuaire de l’administration, September 2026: eleven funds have no address there", "DILA, Annuaire de l’administration, septembre 2026 : onze caisses n’y ont pas d’adresse"},
		Bad:    "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"05000\"\ncommune = \"Gap\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"05000\"\ncommune = \"Gap\"\n[cpam]\nname = \"CPAM des Hautes-Alpes\"\npostal_code = \"00000\" # these two as found on ameli.fr\ncity = \"VILLE CEDEX\"",
		Fix:    Text{"find it on ameli.fr, or ask the territory’s own fund, and write it under [cpam]: name, address, postal_code, city", "trouvez-la sur ameli.fr, ou auprès de la caisse du territoire, et écrivez-la sous [cpam] : name, address, postal_code, city"},
		Check: func(c *Case, report Report) {
			fund, answer := c.Recipient()
			by := c.A.CPAM
			switch {
			case (len(by.Address) > 0 || by.PostalCode != "" || by.City != "") && (by.PostalCode == "" || by.City == ""):
				report.Fail("cpam", Text{"an address under [cpam] needs postal_code and city", "une adresse sous [cpam] doit avoir postal_code et city"})
			case fund.Name == "" && c.A.CPAM.Fund != "":
				report.Fail("cpam.fund", Text{"%q names no fund, or more than one", "%q ne désigne aucune caisse, ou plusieurs"}, c.A.CPAM.Fund)
			case fund.Name == "" && len(answer.Funds) < 2 && (answer.Known || c.strayCode()):
				report.Fail("cpam", Text{"no fund is known for this address", "aucune caisse connue pour cette adresse"})
			case fund.Name != "" && !fund.HasAddress():
				report.Fail("cpam", Text{"%s: its postal address is not known here", "%s : adresse postale inconnue ici"}, fund.Name)
			}
		},
	},
	{
		ID: "fund-block", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The fund’s address fits an envelope: 6 lines of 38 characters", "L’adresse de la caisse tient sur l’enveloppe : 6 lignes de 38 caractères"},
		Source: same("NF Z 10-011 (La Poste, SNA 148)"),
		Bad:    "[cpam]\nname = \"CPAM\"\naddress = [\"Service\", \"Bâtiment A\", \"Entrée 2\", \"1 rue Haute\", \"BP 1\", \"CS 2\"]\npostal_code = \"37000\"\ncity = \"TOURS\"",
		Good:   "[cpam]\nname = \"CPAM\"\naddress = [\"1 rue Haute\"]\npostal_code = \"37000\"\ncity = \"TOURS\"",
		Fix:    Text{"shorten the lines under [cpam]", "raccourcissez les lignes sous [cpam]"},
		Check: func(c *Case, report Report) {
			fund, _ := c.Recipient()
			if !fund.HasAddress() {
				return
			}
			if _, err := fund.Block(); err != nil {
				report.Fail("cpam", Text{"the fund’s address has too many lines, or one too long even when abbreviated", "l’adresse de la caisse a trop de lignes, ou une ligne trop longue même abrégée"})
			}
		},
	},
	{
		ID: "fund-address-age", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The fund’s address was read within a year, in two lists", "L’adresse de la caisse a été relevée depuis moins d’un an, dans deux listes"},
		Source: together(directorySource, assistantSource),
		Bad:    "situation = \"language assistant\"\n[[document]]\nkind = \"appointment order\"\nfile = \"order.pdf\"",
		Good:   "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		Fix:    Text{"compare with ameli.fr, Adresses et contacts; write the right one under [cpam]", "comparez avec ameli.fr, Adresses et contacts ; écrivez la bonne sous [cpam]"},
		Check: func(c *Case, report Report) {
			fund, _ := c.Recipient()
			day, err := profile.ParseDate(fund.SourceDate)
			assistants := fund.Departement == ""
			report = report.on(directorySource)
			if assistants {
				report = report.on(assistantSource)
			}
			switch {
			case err != nil || !fund.HasAddress():
			case day.AddMonths(12).Before(c.Signed):
				report.Fail("cpam", Text{"%s: its address was read more than a year ago, on %s", "%s : adresse relevée il y a plus d’un an, le %s"}, fund.Name, day)
			case assistants:
				report.Fail("cpam", Text{"%s: its address is known from a forum alone (%s)", "%s : adresse connue par un forum seulement (%s)"}, fund.Name, day)
			case fund.Confidence != "high":
				report.Fail("cpam", Text{"%s: its address was found in one list only (%s)", "%s : adresse relevée dans une seule liste (%s)"}, fund.Name, day)
			}
		},
	},
}
