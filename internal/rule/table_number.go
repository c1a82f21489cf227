package rule

import "dossier/internal/profile"

var numberRules = []Rule{
	{
		ID: "nir", Level: Block, Basis: Practice, Read: read,
		What:   Text{"A social security number has 13 digits and a key that agrees with them", "Un numéro de sécurité sociale a 13 chiffres et une clé qui leur correspond"},
		Source: Text{"key = 97 − (N mod 97), with 2A read as 19 and 2B as 18: service-public F33078, publimath", "clé = 97 − (N mod 97), 2A lu 19 et 2B lu 18 : service-public F33078, publimath"},
		Fix:    Text{"copy the number again from the letter or attestation", "recopiez le numéro depuis le courrier ou l’attestation"},
		Bad:    "nir = \"2 61 02 99 404 123 68\"",
		Good:   "nir = \"2 61 02 99 404 123 69\"",
		Check: func(c *Case, report Report) {
			for _, n := range []struct {
				key string
				nir profile.NIR
			}{{"nir", c.A.NIR}, {"spouse.nir", c.A.Spouse.NIR}} {
				if en, fr := n.nir.Problem(); n.nir != "" && en != "" {
					report.Fail(n.key, Text{"%s", "%s"}, Text{en, fr})
				}
			}
		},
	},
	{
		ID: "nir-profile", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The digits of the number agree with sex, month, year and country of birth", "Les chiffres du numéro correspondent au sexe, au mois, à l’année et au pays de naissance"},
		Source: Text{"service-public F33078 (what the digits mean); ma French Life, a month read as a day (Janice)", "service-public F33078 (sens des chiffres) ; ma French Life, un mois lu comme un jour (Janice)"},
		Fix:    Text{"if the fund wrote it so, ask for a correction at once, with the birth certificate and its sworn translation: the card would repeat the mistake", "si la caisse l’a écrit ainsi, demandez aussitôt une correction, avec l’acte de naissance et sa traduction assermentée : la carte répéterait l’erreur"},
		Bad:    "nir = \"2 61 04 99 404 123\"",
		Good:   "nir = \"2 61 02 99 404 123\"",
		Check: func(c *Case, report Report) {
			if en, _ := c.A.NIR.Problem(); c.A.NIR == "" || en != "" {
				return
			}
			found, _ := NIRDifferences(c.A.NIR, c.A)
			for _, d := range found {
				report.Fail("nir", d.Message)
			}
		},
	},
	{
		ID: "nir-temporary", Level: Info, Basis: Practice, Read: read,
		What:   Text{"A temporary number opens neither an ameli account nor a carte Vitale", "Un numéro d’attente n’ouvre ni compte ameli ni carte Vitale"},
		Source: Text{"ameli.fr, 14 April 2025; CSS R161-1, R114-7 (the number), R161-33-1 III (the card holds the permanent one)", "ameli.fr, 14 avril 2025 ; CSS R161-1, R114-7 (le numéro), R161-33-1 III (la carte porte le numéro définitif)"},
		Fix:    Text{"use it for reimbursements, with feuilles de soins sent by post; wait for the permanent one for ameli and the card", "il sert aux remboursements, par feuilles de soins envoyées par la poste ; attendez le numéro définitif pour ameli et la carte"},
		Bad:    "nir = \"8 61 02 99 404 123\"",
		Good:   "nir = \"2 61 02 99 404 123\"",
		Check: func(c *Case, report Report) {
			due := ClockNumber.End(c.A.NIRSince)
			switch {
			case !c.A.NIR.Temporary():
			case c.A.NIRSince.IsZero() || due.Before(c.Day): // see nir-stalled
				report.Fail("nir", Text{"this is a temporary number: it opens neither an ameli account nor a carte Vitale", "ce numéro est provisoire : il ne permet ni compte ameli ni carte Vitale"})
			default:
				report.Fail("nir", Text{"this is a temporary number: it opens neither an ameli account nor a carte Vitale; the permanent one is announced within nine months, by %s", "ce numéro est provisoire : il ne permet ni compte ameli ni carte Vitale ; le numéro définitif est annoncé sous neuf mois, d’ici au %s"}, due)
			}
		},
	},
	{
		ID: "nir-stalled", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A temporary number is less than nine months old", "Un numéro d’attente a moins de neuf mois"},
		Source: Text{"ameli.fr, 14 April 2025 (nine months announced); CSS R114-7 VI (the CNAV decides in two months); CRPA L114-5 (the fund names what is missing)", "ameli.fr, 14 avril 2025 (neuf mois annoncés) ; CSS R114-7 VI (la Cnav se prononce en deux mois) ; CRPA L114-5 (la caisse indique ce qui manque)"},
		Fix:    Text{"remind the fund in writing, by registered post: say when the papers were sent, ask which is missing (it has to tell you) and on what day the file went to the CNAV, which has two months", "relancez la caisse par lettre recommandée : rappelez la date d’envoi des pièces, demandez laquelle manque (elle doit l’indiquer) et quel jour le dossier est parti à la Cnav, qui a deux mois"},
		Ask:    Text{"give nir_received, the day on which the letter with the number came", "indiquez nir_received, le jour où la lettre portant le numéro est arrivée"},
		Bad:    "nir = \"8 61 02 99 404 123\"\nnir_received = 2025-12-15",
		Good:   "nir = \"8 61 02 99 404 123\"\nnir_received = 2026-10-15",
		Check: func(c *Case, report Report) {
			switch since := c.A.NIRSince; {
			case !c.A.NIR.Temporary():
			case since.IsZero():
				report.CannotTell("nir_received", Text{"is this temporary number older than nine months?", "ce numéro d’attente a-t-il plus de neuf mois ?"})
			case ClockNumber.End(since).Before(c.Day):
				report.Fail("nir_received", Text{"the nine months of the temporary number ended on %s: the file has stalled", "les neuf mois du numéro d’attente ont pris fin le %s : le dossier n’avance plus"}, ClockNumber.End(since))
			}
		},
	},
	{
		ID: "civil-status-due", Level: Warn, Basis: Law, Read: read,
		What:   Text{"A civil-status paper that the fund asked for is sent within three months, and three more after formal notice", "Un acte d’état civil réclamé est envoyé dans les trois mois, puis trois mois après la mise en demeure"},
		Source: same("CSS R114-7 III, IV"),
		Fix:    Text{"send the paper now and write civil_status_sent; three months after the fund’s letter comes a formal notice, and three months after that reimbursements are suspended", "envoyez la pièce maintenant et indiquez civil_status_sent ; trois mois après le courrier de la caisse vient une mise en demeure, et trois mois après elle les remboursements sont suspendus"},
		Bad:    "civil_status_asked = 2026-09-10",
		Good:   "civil_status_asked = 2026-09-10\ncivil_status_sent = 2026-10-02",
		Check: func(c *Case, report Report) {
			key, from, clock := "civil_status_asked", c.A.CivilStatusAsked, ClockPaper
			if notice := c.A.CivilStatusNotice; !notice.IsZero() {
				key, from, clock = "civil_status_notice", notice, ClockNotice
			}
			due := clock.End(from)
			switch sent := c.A.CivilStatusSent; {
			case from.IsZero() || !sent.IsZero() && !sent.Before(from) && !sent.After(due):
			case !sent.IsZero() && sent.After(due):
				report.Fail("civil_status_sent", Text{"the paper was due on %s: it was sent late", "la pièce était attendue le %s : elle a été envoyée en retard"}, due)
			case due.Before(c.Day):
				report.Fail(key, Text{"the paper asked for was due on %s", "la pièce réclamée était attendue le %s"}, due)
			default:
				report.Fail(key, Text{"the paper asked for is due on %s", "la pièce réclamée est attendue le %s"}, due)
			}
		},
	},
}
