package rule

// afterRules are about the time after the file was sent: see clocks.
var afterRules = []Rule{
	{
		ID: "appeal-due", Level: Warn, Basis: Law, Read: read,
		What:   Text{"An appeal against a refusal reaches the commission de recours amiable within two months", "Le recours contre un refus parvient à la commission de recours amiable dans les deux mois"},
		Source: Text{"CSS R142-1 (two months from the notification), R142-1-A III (only if the notification names them and the way of appeal)", "CSS R142-1 (deux mois à compter de la notification), R142-1-A III (s’ils y sont mentionnés, avec les voies de recours)"},
		Fix: Text{"write to the commission: dossier letter --kind recourse --registered; once it has the letter, give the day in refusal.appealed",
			"écrivez à la commission : dossier letter --kind recourse --registered ; quand elle a reçu la lettre, indiquez le jour dans refusal.appealed"},
		Ask:  Text{"give refusal.notified, the day on which the decision came", "indiquez refusal.notified, le jour où la décision est arrivée"},
		Bad:  "[refusal]\nnotified = 2026-09-14",
		Good: "[refusal]\nnotified = 2026-09-14\nappealed = 2026-10-02",
		Check: func(c *Case, report Report) {
			r := c.A.Refusal
			end := ClockAppeal.End(r.Notified)
			switch days := c.Day.DaysTo(end); {
			case r.Notified.IsZero() && r.Appealed.IsZero() && r.Reference+r.Grounds != "":
				report.CannotTell("refusal.notified", Text{"until when can the commission de recours amiable be asked? Two months from the day the decision came", "jusqu’à quand saisir la commission de recours amiable ? Deux mois à compter de la réception de la décision"})
			case r.Notified.IsZero(), !r.Appealed.IsZero() && !r.Appealed.After(end):
			case !r.Appealed.IsZero():
				report.Fail("refusal.appealed", lateAppeal, end)
			case days < 0:
				report.Fail("refusal.notified", lateAppeal, end)
			default:
				report.Fail("refusal.notified", Text{"the commission de recours amiable can be asked until %s: %s", "la commission de recours amiable peut être saisie jusqu’au %s : %s"}, end, left(days))
			}
		},
	},
	{
		ID: "appeal-silence", Level: Info, Basis: Law, Read: read,
		What:   Text{"The commission de recours amiable answers within two months", "La commission de recours amiable répond dans les deux mois"},
		Source: Text{"CSS R142-6 (no answer within two months of the day it came is a rejection; papers sent later start them anew)", "CSS R142-6 (sans réponse dans les deux mois de la réception, la demande est rejetée ; des pièces produites ensuite les font repartir)"},
		Fix:    Text{"keep the proof of that day; the decision, or the receipt for your appeal, says where to go after a rejection, and until when", "gardez la preuve de ce jour ; la décision, ou l’accusé de réception de votre recours, dit où s’adresser après un rejet, et jusqu’à quand"},
		Bad:    "[refusal]\nnotified = 2026-08-10\nappealed = 2026-09-14",
		Good:   "[refusal]\nnotified = 2026-08-10 # and no appeal yet",
		Check: func(c *Case, report Report) {
			if appealed := c.A.Refusal.Appealed; !appealed.IsZero() {
				report.Fail("refusal.appealed", Text{"without an answer of the commission by %s the appeal counts as rejected: %s", "sans réponse de la commission d’ici au %s, le recours est considéré comme rejeté : %s"}, ClockSilence.End(appealed), left(c.Day.DaysTo(ClockSilence.End(appealed))))
			}
		},
	},
	{
		ID: "cnav-late", Level: Warn, Basis: Law, Read: read,
		What:   Text{"The CNAV decides on the number within two months", "La Cnav se prononce sur le numéro dans les deux mois"},
		Source: same("CSS R114-7 VI"),
		Fix:    Text{"ask the fund in writing what the CNAV has decided: dossier letter --kind reminder --registered", "demandez par écrit à la caisse ce que la Cnav a décidé : dossier letter --kind reminder --registered"},
		Bad:    "nir = \"8 61 02 99 404 123\"\n[posted]\npassed_on = 2026-09-14",
		Good:   "nir = \"2 61 02 99 404 123\"\n[posted]\npassed_on = 2026-09-14",
		Check: func(c *Case, report Report) {
			waits := c.A.NIR == "" || c.A.NIR.Temporary()
			if on := c.A.Posted.PassedOn; waits && !on.IsZero() && ClockCNAV.End(on).Before(c.Day) {
				report.Fail("posted.passed_on", Text{"the two months of the CNAV ended on %s, and no permanent number has come", "les deux mois de la Cnav ont pris fin le %s, et aucun numéro définitif n’est arrivé"}, ClockCNAV.End(on))
			}
		},
	},
}

var lateAppeal = Text{
	"the two months for the commission de recours amiable ended on %s; they bind you only if the decision named them and the way of appeal",
	"les deux mois pour saisir la commission de recours amiable ont pris fin le %s ; ils ne vous sont opposables que si la décision les mentionnait, avec les voies de recours"}
