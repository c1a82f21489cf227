package rule

import (
	"strings"

	"dossier/internal/profile"
)

// What the row on accounts outside France rests on.
var (
	gardSource       = Text{"CPAM du Gard refused a Belgian account, then accepted (maison-europe-nimes.eu); CSS L114-10-2-1", "la CPAM du Gard a refusé un compte belge, puis accepté (maison-europe-nimes.eu) ; CSS L114-10-2-1"}
	regulationSource = Text{"Regulation (EU) 260/2012 art. 9", "règlement (UE) 260/2012 art. 9"}
)

var bankRules = []Rule{
	{
		ID: "rib", Level: Warn, Basis: Notice, Read: read,
		What:   Text{"A RIB is enclosed", "Un RIB est joint"},
		Source: Text{"S1106, page 2; not a condition (Cour de cassation, 21 June 2018)", "S1106, page 2 ; pas une condition (Cour de cassation, 21 juin 2018)"},
		Fix:    Text{"enclose a RIB in your own name; the fund may not refuse the application without it", "joignez un RIB à votre nom ; la caisse ne peut refuser la demande faute de RIB"},
		Bad:    "# no document of the kind RIB",
		Good:   withPaper("", profile.RIB),
		Needs:  []profile.Kind{profile.RIB},
		When:   func(*Case) bool { return true },
	},
	{
		ID: "iban", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The IBAN has the length of its country and its control digits agree", "L’IBAN a la longueur de son pays et ses chiffres de contrôle sont justes"},
		Source: Text{"ISO 13616, ISO 7064 (mod 97); key of the French RIB", "ISO 13616, ISO 7064 (mod 97) ; clé RIB"},
		Fix:    Text{"copy the IBAN again from the RIB your bank gives you", "recopiez l’IBAN depuis le RIB de votre banque"},
		Ask:    Text{"copy it from the RIB into bank.iban", "recopiez-le du RIB dans bank.iban"},
		Flag:   Text{"IBAN not valid", "IBAN non valable"},
		Doubt:  Text{"IBAN not checked", "IBAN non vérifié"},
		Bad:    "[bank]\niban = \"FR76 3000 6000 0112 3456 7890 188\"",
		Good:   "[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"",
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
		ID: "iban-not-sepa", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The account is in France or elsewhere in the SEPA area", "Le compte est en France ou ailleurs dans la zone SEPA"},
		Source: Text{"CSS L114-10-2-1; a RIB is no condition (Cour de cassation, 21 June 2018)", "CSS L114-10-2-1 ; un RIB n’est pas une condition (Cour de cassation, 21 juin 2018)"},
		Fix:    Text{"open an account in France or the SEPA area; you may apply without a RIB meanwhile", "ouvrez un compte en France ou dans la zone SEPA ; la demande peut partir sans RIB"},
		Flag:   Text{"account outside SEPA: cannot be paid", "compte hors zone SEPA : paiement impossible"},
		Ask:    Text{"ask the bank whether the account can receive SEPA credit transfers", "demandez à la banque si le compte reçoit les virements SEPA"},
		Doubt:  Text{"SEPA to be checked", "SEPA à vérifier"},
		Bad:    "[bank]\niban = \"SA03 8000 0000 6080 1016 7519\"",
		Good:   "[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"",
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
		ID: "iban-not-french", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"An account outside France is payable, yet some counters refuse it", "Un compte hors de France est payable, mais des guichets le refusent"},
		Source: together(gardSource, regulationSource),
		Fix:    Text{"the letter quotes the text; a French account avoids the question", "la lettre cite le texte ; un compte français évite la question"},
		Flag:   Text{"account outside France, within SEPA", "compte hors de France, zone SEPA"},
		Bad:    "[bank]\niban = \"BE68 5390 0754 7034\"",
		Good:   "[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"",
		Check: func(c *Case, report Report) {
			if !c.EUAccount() { // Regulation 260/2012 is for the Union and the EEA
				report = report.on(gardSource)
			}
			if c.ForeignSEPA() {
				report.Fail("bank.iban", Text{"an account outside France is legally payable, yet some counters refuse it", "un compte hors de France est légalement payable, mais des guichets le refusent"})
			}
		},
	},
	{
		ID: "rib-holder", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The RIB is in the applicant’s own name", "Le RIB est au nom du demandeur"},
		Source: Text{"forum-assures.ameli.fr 2703700 (\"in your name\"); a RIB is no condition (Cour de cassation, 21 June 2018)", "forum-assures.ameli.fr 2703700 (« à votre nom ») ; un RIB n’est pas une condition (Cour de cassation, 21 juin 2018)"},
		Fix:    Text{"use an account in your own name, or a joint one whose RIB shows both names; the application may go meanwhile", "utilisez un compte à votre nom, ou un compte joint dont le RIB porte les deux noms ; la demande peut partir entre-temps"},
		Flag:   Text{"holder is another person", "titulaire différent"},
		Ask:    Text{"copy the holder’s name from the RIB into bank.holder", "recopiez le titulaire du RIB dans bank.holder"},
		Doubt:  Text{"holder to be checked", "titulaire à vérifier"},
		Bad:    "[bank]\nholder = \"M PETER NOVAK\"",
		Good:   "[bank]\nholder = \"MME ELODIE-ANNE LUKASIEWICZ\"",
		Check: func(c *Case, report Report) {
			for _, h := range c.ribHolders() {
				switch {
				case c.isApplicant(h.name):
				case c.isSpouseAlone(h.name):
					report.Fail(h.key, Text{"the RIB is in the spouse’s name alone", "le RIB est au seul nom du conjoint"})
				default:
					report.Fail(h.key, Text{"the holder printed on the RIB is not the applicant", "le titulaire imprimé sur le RIB n’est pas le demandeur"})
				}
			}
			if len(c.ribHolders()) == 0 && len(c.Enclosed(profile.RIB)) > 0 {
				report.CannotTell("bank.holder", Text{"whose name is on the RIB?", "quel nom porte le RIB ?"})
			}
		},
	},
	{
		ID: "rib-joint", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The RIB of a joint account shows both names", "Le RIB d’un compte joint porte les deux noms"},
		Source: Text{"our own reading: an account in your name (forum-assures.ameli.fr 2703700) shows it; no text on joint accounts was found", "notre lecture : un compte à votre nom (forum-assures.ameli.fr 2703700) le porte ; aucun texte sur les comptes joints n’a été trouvé"},
		Fix:    Text{"ask the bank for a RIB with both names, or correct bank.joint", "demandez à la banque un RIB aux deux noms, ou corrigez bank.joint"},
		Flag:   Text{"joint account: one name shown", "compte joint : un seul nom"},
		Bad:    "[bank]\njoint = true\nholder = \"MME ELODIE-ANNE LUKASIEWICZ\"",
		Good:   "[bank]\njoint = true\nholder = \"MME ELODIE-ANNE LUKASIEWICZ OU M PETER NOVAK\"",
		Check: func(c *Case, report Report) {
			for _, h := range c.ribHolders() {
				if c.A.Bank.Joint == profile.Yes && c.isApplicant(h.name) && c.alone(h.name) {
					report.Fail(h.key, Text{"the account is joint, and the RIB shows one name", "le compte est joint et le RIB ne porte qu’un nom"})
				}
			}
		},
	},
	{
		ID: "rib-screenshot", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The proof of the account is the bank’s own RIB, with holder, IBAN, BIC and bank", "La preuve du compte est le RIB de la banque, avec titulaire, IBAN, BIC et banque"},
		Source: Text{"ma French Life, question of Eldo (a screenshot of an application); what a RIB holds: wikipedia, Basic Bank Account Number", "ma French Life, question d’Eldo (capture d’une application) ; contenu d’un RIB : wikipédia, Basic Bank Account Number"},
		Fix:    Text{"download the bank’s own document, a RIB or a statement of the account, with holder, IBAN, BIC and bank", "téléchargez le document de la banque, RIB ou relevé d’identité du compte, avec titulaire, IBAN, BIC et banque"},
		Flag:   Text{"screenshot: not a RIB", "capture d’écran : pas un RIB"},
		Bad:    "[bank]\nproof = \"screenshot\"",
		Good:   "[bank]\nproof = \"RIB\"",
		Check: func(c *Case, report Report) {
			if c.A.Bank.Proof == profile.ProofScreenshot {
				report.Fail("bank.proof", Text{"a screenshot is not a RIB", "une capture d’écran n’est pas un RIB"})
			}
		},
	},
	{
		ID: "livret", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The account is a current account, not a savings account", "Le compte est un compte courant, pas un livret"},
		Source: Text{"gisti 5243, on code monétaire et financier R221-5 (operations on a livret A are limited)", "gisti 5243, sur le code monétaire et financier R221-5 (opérations limitées sur un livret A)"},
		Fix:    Text{"give the RIB of a current account", "donnez le RIB d’un compte courant"},
		Flag:   Text{"savings account", "livret d’épargne"},
		Bad:    "[bank]\nlivret = true",
		Good:   "[bank]\nlivret = false",
		Check: func(c *Case, report Report) {
			if c.A.Bank.Livret == profile.Yes {
				report.Fail("bank.livret", Text{"a savings account may not take the fund’s payments", "un livret peut ne pas recevoir les paiements de la caisse"})
			}
		},
	},
}

// alone says whether a printed holder is the applicant and nobody else: no word but theirs is left.
func (c *Case) alone(printed string) bool {
	n := c.A.Name
	own := fold(strings.Join([]string{n.Birth, n.Usage, n.FirstNames()}, " "))
	words, sexes := untitled(fold(printed))
	for _, w := range words {
		mine := false
		for _, o := range own {
			mine = mine || w == o || w == initial(o)
		}
		if !mine {
			return false
		}
	}
	return len(sexes) < 2
}
