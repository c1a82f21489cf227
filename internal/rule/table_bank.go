package rule

import (
	"dossier/internal/profile"
)

var bankRules = []Rule{
	{
		ID: "rib", Level: Warn, Basis: Notice, Source: same("S1106, page 2; not a condition (Cass. 21 June 2018)"), Read: read,
		Fix:   Text{"enclose a RIB in your own name; the fund may not refuse the application without it", "joignez un RIB à votre nom ; la caisse ne peut refuser la demande faute de RIB"},
		Needs: []profile.Kind{profile.RIB},
		When:  func(*Case) bool { return true },
	},
	{
		ID: "iban", Level: Block, Basis: Practice, Source: same("ISO 13616, ISO 7064; RIB key"), Read: read,
		Fix:   Text{"copy the IBAN again from the RIB your bank gives you", "recopiez l’IBAN depuis le RIB de votre banque"},
		Flag:  Text{"IBAN not valid", "IBAN non valable"},
		Ask:   Text{"copy it from the RIB into bank.iban", "recopiez-le du RIB dans bank.iban"},
		Doubt: Text{"IBAN not checked", "IBAN non vérifié"},
		Check: func(c *Case, report Report) {
			switch en, fr := c.A.Bank.IBAN.Problem(); {
			case c.A.Bank.IBAN != "" && en != "":
				report.Fail("bank.iban", Text{"%s", "%s"}, Text{en, fr})
			case c.A.Bank.IBAN == "" && len(c.Enclosed(profile.RIB)) > 0:
				report.CannotTell("bank.iban", Text{"is the IBAN of the enclosed RIB sound?", "l’IBAN du RIB joint est-il valable ?"})
			}
		},
	},
	{
		ID: "iban-not-sepa", Level: Warn, Basis: Law, Source: same("CSS L114-10-2-1 (accounts in France or the SEPA area)"), Read: read,
		Fix:   Text{"open an account in France or the SEPA area; you may apply without a RIB meanwhile", "ouvrez un compte en France ou dans la zone SEPA ; la demande peut partir sans RIB"},
		Flag:  Text{"account outside SEPA: cannot be paid", "compte hors zone SEPA : paiement impossible"},
		Ask:   Text{"ask the bank whether the account can receive SEPA credit transfers", "demandez à la banque si le compte reçoit les virements SEPA"},
		Doubt: Text{"SEPA to be checked", "SEPA à vérifier"},
		Check: func(c *Case, report Report) {
			iban := c.A.Bank.IBAN
			if en, _ := iban.Problem(); iban == "" || en != "" {
				return
			}
			switch in, known := iban.SEPA(); {
			case !known:
				report.CannotTell("bank.iban", Text{"is %s in the SEPA area? The list known here dates from before 2024", "%s est-il dans la zone SEPA ? La liste connue ici est antérieure à 2024"}, iban.Country())
			case !in:
				report.Fail("bank.iban", Text{"an account in %s cannot be paid by the fund", "la caisse ne peut pas payer sur un compte domicilié en %s"}, iban.Country())
			}
		},
	},
	{
		ID: "iban-not-french", Level: Warn, Basis: Practice, Source: same("CSS L114-10-2-1; Regulation (EU) 260/2012 art. 9; CPAM du Gard refused, then accepted"), Read: read,
		Fix:  Text{"the letter quotes the text; a French account avoids the question", "la lettre cite le texte ; un compte français évite la question"},
		Flag: Text{"account outside France, within SEPA", "compte hors de France, zone SEPA"},
		Check: func(c *Case, report Report) {
			if c.ForeignSEPA() {
				report.Fail("bank.iban", Text{"an account outside France is legally payable, yet some counters refuse it", "un compte hors de France est légalement payable, mais des guichets le refusent"})
			}
		},
	},
	{
		ID: "rib-holder", Level: Warn, Basis: Practice, Source: same("forum-assures.ameli.fr 2703700 (\"in your name\")"), Read: read,
		Fix:   Text{"use an account in your own name; on a joint account both names must show", "utilisez un compte à votre nom ; sur un compte joint les deux noms doivent figurer"},
		Flag:  Text{"holder is another person", "titulaire différent"},
		Ask:   Text{"copy the holder's name from the RIB into bank.holder", "recopiez le titulaire du RIB dans bank.holder"},
		Doubt: Text{"holder to be checked", "titulaire à vérifier"},
		Check: func(c *Case, report Report) {
			for _, h := range c.ribHolders() {
				if !isApplicant(c.A, h.name) {
					report.Fail(h.key, Text{"the holder printed on the RIB is not the applicant", "le titulaire imprimé sur le RIB n’est pas le demandeur"})
				}
			}
			if len(c.ribHolders()) == 0 && len(c.Enclosed(profile.RIB)) > 0 {
				report.CannotTell("bank.holder", Text{"whose name is on the RIB?", "quel nom porte le RIB ?"})
			}
		},
	},
	{
		ID: "rib-screenshot", Level: Warn, Basis: Practice, Source: same("a RIB shows holder, IBAN, BIC and bank (guide, Eldo)"), Read: read,
		Fix:  Text{"download the bank's own RIB document", "téléchargez le RIB officiel de la banque"},
		Flag: Text{"screenshot: not a RIB", "capture d’écran : pas un RIB"},
		Check: func(c *Case, report Report) {
			if c.A.Bank.Proof == profile.ProofScreenshot {
				report.Fail("bank.proof", Text{"a screenshot is not a RIB", "une capture d’écran n’est pas un RIB"})
			}
		},
	},
}
