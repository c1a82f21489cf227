package dossier

import (
	"strconv"
	"strings"
	"time"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A stepRow is a step, whom it concerns, and the days it names. Its Progress is that of its time: Now, Waiting
// or Always, or Later if it may never come.
type stepRow struct {
	Step
	applies func(c *rule.Case) bool           // nil is everybody
	days    func(c *rule.Case) []profile.Date // for the verbs of When
	names   func(c *rule.Case) []any          // for the verbs of What
	span    func(c *rule.Case) (first, last profile.Date)
	open    func(c *rule.Case) bool                 // whether its time has come, besides its first day; nil is always
	done    func(c *rule.Case) (bool, profile.Date) // nil is never
	asked   func(c *rule.Case) []Answer
}

// steps are all steps: a new one is a row.
var steps = []stepRow{
	{
		Step: Step{
			ID: "post", Progress: Now, Clock: rule.ClockResidence, Command: "dossier build PROFILE -o DIR", Basis: rule.Notice, Far: true,
			Name:   rule.Text{EN: "Posting of the file", FR: "Envoi du dossier"},
			When:   rule.Text{EN: "from %s", FR: "à partir du %s"},
			What:   rule.Text{EN: "Sign form and letter by hand, post the file with copies only, keep a double and the proof, and give the day in posted.date.", FR: "Signez à la main le formulaire et la lettre, envoyez le dossier avec des copies seulement, gardez un double et la preuve, et indiquez le jour dans posted.date."},
			Source: rule.Text{EN: "S1106, part C; CSS D160-2 (three months, unless exempt)", FR: "S1106, cadre C ; CSS D160-2 (trois mois, sauf dispense)"},
		},
		days: func(c *rule.Case) []profile.Date { return []profile.Date{Posting(c)} },
		span: func(c *rule.Case) (first, last profile.Date) { return Posting(c), profile.Date{} },
		done: func(c *rule.Case) (bool, profile.Date) { return c.Filed(), c.A.Posted.Date },
	},
	{
		Step: Step{
			ID: "receipt", Progress: Waiting, Basis: rule.Law,
			Name:   rule.Text{EN: "Receipt of the fund", FR: "Accusé de réception"},
			When:   rule.Text{EN: "the first letter", FR: "le premier courrier"},
			What:   rule.Text{EN: "A receipt: the day it arrived, the service and its telephone, what is missing and by when. Quote its reference in every letter.", FR: "Un accusé de réception : date d’arrivée, service, téléphone, pièces manquantes et délai. Rappelez sa référence à chaque lettre."},
			Source: rule.Text{EN: "CRPA L112-3, R112-5, L114-5", FR: "CRPA L112-3, R112-5, L114-5"},
		},
		applies: func(c *rule.Case) bool { return !c.Heard() || !c.A.Posted.Acknowledged.IsZero() },
		open:    (*rule.Case).Filed,
		done: func(c *rule.Case) (bool, profile.Date) {
			return !c.A.Posted.Acknowledged.IsZero(), c.A.Posted.Acknowledged
		},
	},
	{
		Step: Step{
			ID: "call", Progress: Now, Clock: rule.ClockCall, Command: "dossier letter PROFILE --kind reminder --registered -o reminder.pdf", Basis: rule.Practice,
			Name:   rule.Text{EN: "No letter yet: call the fund", FR: "Toujours aucun courrier : appeler la caisse"},
			When:   rule.Text{EN: "from %s", FR: "à partir du %s"},
			What:   rule.Text{EN: "No letter yet: call 36 46. An applicant was advised to do so after some seven weeks.", FR: "Toujours rien : appelez le 36 46. C’est le conseil donné à une demandeuse, après sept semaines environ."},
			Source: rule.Text{EN: "reported by applicants: ma French Life, Valerie; service-public F34308", FR: "rapporté par des demandeurs : ma French Life, Valerie ; service-public F34308"},
		},
		applies: func(c *rule.Case) bool { return !c.Heard() },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{rule.ClockCall.End(Posting(c))} },
		span:    func(c *rule.Case) (first, last profile.Date) { return rule.ClockCall.End(Posting(c)), profile.Date{} },
		open:    (*rule.Case).Filed,
	},
	{
		Step: Step{
			ID: "temporary-number", Progress: Waiting, Basis: rule.Law,
			Name:   rule.Text{EN: "Temporary number (NIA)", FR: "Numéro d’attente (NIA)"},
			When:   rule.Text{EN: "then", FR: "ensuite"},
			What:   rule.Text{EN: "A temporary number (NIA). It serves for reimbursements, and most mutuelles take it; not for an ameli account or a carte Vitale.", FR: "Un numéro d’attente (NIA), pour les remboursements ; la plupart des mutuelles l’acceptent. Ni compte ameli, ni carte Vitale."},
			Source: rule.Text{EN: "CSS R114-7 II, III; ameli.fr, 14 April 2025; ma French Life", FR: "CSS R114-7 II, III ; ameli.fr, 14 avril 2025 ; ma French Life"},
		},
		applies: func(c *rule.Case) bool { return !c.A.BornInFrance() && (unnumbered(c) || c.A.NIR.Temporary()) },
		open:    awaited,
		done:    numberCame,
	},
	{
		Step: Step{
			ID: "number-of-birth", Progress: Waiting, Basis: rule.Law,
			Name:   rule.Text{EN: "The number you have had since birth", FR: "Le numéro que vous avez depuis votre naissance"},
			When:   rule.Text{EN: "then", FR: "ensuite"},
			What:   rule.Text{EN: "The number you have had since your birth in France, and no new one: see that it is the same on each letter.", FR: "Le numéro que vous avez depuis votre naissance en France, et pas un nouveau : vérifiez qu’il est le même sur chaque courrier."},
			Source: rule.Text{EN: "CSS R161-1", FR: "CSS R161-1"},
		},
		applies: func(c *rule.Case) bool { return c.A.BornInFrance() },
		open:    awaited,
		done:    numberCame,
	},
	{
		Step: Step{
			ID: "civil-status", Basis: rule.Law,
			Name:   rule.Text{EN: "Civil-status paper, if one is asked for", FR: "Pièce d’état civil, si elle est demandée"},
			When:   rule.Text{EN: "%s, then %s", FR: "%s, puis %s"},
			What:   rule.Text{EN: "If a civil-status paper is asked for: three months, then three more after a formal notice, before payments stop. Earliest days.", FR: "Si une pièce d’état civil est demandée : trois mois, puis trois après mise en demeure, avant l’arrêt des versements. Dates au plus tôt."},
			Source: rule.Text{EN: "CSS R114-7 III, IV", FR: "CSS R114-7 III, IV"},
		},
		applies: func(c *rule.Case) bool {
			return waitsForNumber(c) && c.A.Situation != profile.Refugee && c.A.CivilStatusAsked.IsZero() && c.A.CivilStatusNotice.IsZero()
		},
		days: func(c *rule.Case) []profile.Date {
			from := Posting(c)
			if c.Filed() {
				from = latest(from, c.Day)
			}
			due := rule.ClockPaper.End(from)
			return []profile.Date{due, rule.ClockNotice.End(due)}
		},
	},
	{
		Step: Step{
			ID: "civil-status-due", Progress: Now, Clock: rule.ClockPaper, Basis: rule.Law,
			Name:   rule.Text{EN: "Civil-status paper due", FR: "Pièce d’état civil attendue"},
			When:   rule.Text{EN: "by %s", FR: "pour le %s"},
			What:   rule.Text{EN: "The civil-status paper that the fund asked for is due. Three months after a formal notice payments stop.", FR: "La pièce d’état civil demandée par la caisse est due. Trois mois après une mise en demeure, les versements cessent."},
			Source: rule.Text{EN: "CSS R114-7 III, IV", FR: "CSS R114-7 III, IV"},
		},
		applies: func(c *rule.Case) bool { return !c.A.CivilStatusAsked.IsZero() && c.A.CivilStatusNotice.IsZero() },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{rule.ClockPaper.End(c.A.CivilStatusAsked)} },
		span: func(c *rule.Case) (first, last profile.Date) {
			return c.A.CivilStatusAsked, rule.ClockPaper.End(c.A.CivilStatusAsked)
		},
		done: func(c *rule.Case) (bool, profile.Date) {
			return c.SuppliedAfter(c.A.CivilStatusAsked), c.A.CivilStatusSent
		},
	},
	{
		Step: Step{
			ID: "civil-status-notice", Progress: Now, Clock: rule.ClockNotice, Basis: rule.Law,
			Name:   rule.Text{EN: "Civil-status paper due after formal notice", FR: "Pièce d’état civil attendue après mise en demeure"},
			When:   rule.Text{EN: "by %s", FR: "pour le %s"},
			What:   rule.Text{EN: "The civil-status paper of the formal notice is due. After this day payments stop.", FR: "La pièce d’état civil de la mise en demeure est due. Passé ce jour, les versements cessent."},
			Source: rule.Text{EN: "CSS R114-7 IV", FR: "CSS R114-7 IV"},
		},
		applies: func(c *rule.Case) bool { return !c.A.CivilStatusNotice.IsZero() },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{rule.ClockNotice.End(c.A.CivilStatusNotice)} },
		span: func(c *rule.Case) (first, last profile.Date) {
			return c.A.CivilStatusNotice, rule.ClockNotice.End(c.A.CivilStatusNotice)
		},
		done: func(c *rule.Case) (bool, profile.Date) {
			return c.SuppliedAfter(c.A.CivilStatusNotice), c.A.CivilStatusSent
		},
	},
	{
		Step: Step{
			ID: "suspension", Progress: Waiting, Clock: rule.ClockSuspended, Basis: rule.Law, Far: true,
			Name:   rule.Text{EN: "The fund decides on suspended payments", FR: "La caisse décide des versements suspendus"},
			When:   rule.Text{EN: "from %s, by %s", FR: "à partir du %s, pour le %s"},
			What:   rule.Text{EN: "Without the paper payments are suspended from the first of these days; until the second the fund decides. If it does not, payments resume and the file goes to the CNAV.", FR: "Sans la pièce, les versements sont suspendus à partir du premier de ces jours ; d’ici au second, la caisse décide. À défaut, les versements reprennent et le dossier part à la Cnav."},
			Source: rule.Text{EN: "CSS R114-7 IV, V", FR: "CSS R114-7 IV, V"},
		},
		applies: func(c *rule.Case) bool {
			return !c.A.CivilStatusNotice.IsZero() && !c.SuppliedAfter(c.A.CivilStatusNotice)
		},
		days: func(c *rule.Case) []profile.Date {
			return []profile.Date{rule.ClockNotice.End(c.A.CivilStatusNotice), rule.ClockSuspended.End(c.A.CivilStatusNotice)}
		},
		span: func(c *rule.Case) (first, last profile.Date) {
			return rule.ClockNotice.End(c.A.CivilStatusNotice), rule.ClockSuspended.End(c.A.CivilStatusNotice)
		},
		open: func(c *rule.Case) bool { return rule.ClockNotice.End(c.A.CivilStatusNotice).Before(c.Day) },
	},
	{
		Step: Step{
			ID: "cnav", Progress: Waiting, Clock: rule.ClockCNAV, Basis: rule.Law, Far: true,
			Command: "dossier letter PROFILE --kind reminder --registered -o reminder.pdf",
			Name:    rule.Text{EN: "The CNAV decides on the number", FR: "La Cnav se prononce sur le numéro"},
			When:    rule.Text{EN: "by %s", FR: "pour le %s"},
			What:    rule.Text{EN: "The CNAV, to which the fund passed the file on, decides on the permanent number within two months.", FR: "La Cnav, à qui la caisse a transmis le dossier, se prononce sur le numéro définitif dans les deux mois."},
			Source:  rule.Text{EN: "CSS R114-7 VI", FR: "CSS R114-7 VI"},
		},
		applies: func(c *rule.Case) bool { return waitsForNumber(c) && !c.A.Posted.PassedOn.IsZero() },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{rule.ClockCNAV.End(c.A.Posted.PassedOn)} },
		span: func(c *rule.Case) (first, last profile.Date) {
			return c.A.Posted.PassedOn, rule.ClockCNAV.End(c.A.Posted.PassedOn)
		},
	},
	{
		Step: Step{
			ID: "permanent-number", Progress: Waiting, Clock: rule.ClockNumber, Command: "dossier letter PROFILE --kind reminder --registered -o reminder.pdf", Basis: rule.Practice,
			Name:   rule.Text{EN: "Permanent number (NIR)", FR: "Numéro définitif (NIR)"},
			When:   rule.Text{EN: "announced by %s", FR: "annoncé pour le %s"},
			What:   rule.Text{EN: "The permanent number (NIR), nine months after the temporary one. Applicants report three months to five years. Read it with dossier nir.", FR: "Le numéro définitif (NIR), neuf mois après le numéro d’attente. Des demandeurs rapportent trois mois à cinq ans. Lisez-le avec dossier nir."},
			Source: rule.Text{EN: "ameli.fr, 14 April 2025; reported by applicants: ma French Life", FR: "ameli.fr, 14 avril 2025 ; rapporté par des demandeurs : ma French Life"},
		},
		applies: func(c *rule.Case) bool { return !c.A.BornInFrance() },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{announced(c)} },
		span:    func(c *rule.Case) (first, last profile.Date) { return profile.Date{}, announced(c) },
		open:    awaited,
		done:    permanentCame,
	},
	{
		Step: Step{
			ID: "care", Progress: Always, Command: "dossier letter PROFILE --kind care-sheets -o care-sheets.pdf", Basis: rule.Practice,
			Name:   rule.Text{EN: "Feuilles de soins by post", FR: "Feuilles de soins par la poste"},
			When:   rule.Text{EN: "from %s", FR: "à partir du %s"},
			What:   rule.Text{EN: "Keep every feuille de soins, and post them once you have a number. From which day care is paid for, no text known here says.", FR: "Gardez chaque feuille de soins, à envoyer dès que vous avez un numéro. Aucun texte connu ici ne dit dès quand les soins sont payés."},
			Source: rule.Text{EN: "reported by applicants: ma French Life, answer to Valerie", FR: "rapporté par des demandeurs : ma French Life, réponse à Valerie"},
		},
		days: func(c *rule.Case) []profile.Date { return []profile.Date{Posting(c)} },
		span: func(c *rule.Case) (first, last profile.Date) { return Posting(c), profile.Date{} },
		done: func(c *rule.Case) (bool, profile.Date) { return cardCame(c), c.A.Done.CardReceived },
	},
	{
		Step: Step{
			ID: "check-letters", Progress: Always, Command: "dossier nir NUMBER --profile PROFILE", Basis: rule.Practice,
			Name:   rule.Text{EN: "Check each letter", FR: "Vérifier chaque courrier"},
			When:   rule.Text{EN: "with each letter", FR: "à chaque courrier"},
			What:   rule.Text{EN: "Hold name, date of birth and number against your papers: a mistake passes from one letter to the next, and into the number.", FR: "Comparez nom, date de naissance et numéro à vos papiers : une erreur passe d’un courrier à l’autre, et dans le numéro."},
			Source: rule.Text{EN: "reported by applicants: ma French Life, Janice", FR: "rapporté par des demandeurs : ma French Life, Janice"},
		},
	},
	{
		Step: Step{
			ID: "carte-vitale", Stage: StageCard, Brief: true, Basis: rule.Practice,
			Name:   rule.Text{EN: "ameli account and carte Vitale", FR: "Compte ameli et carte Vitale"},
			When:   rule.Text{EN: "with the permanent number", FR: "avec le numéro définitif"},
			What:   rule.Text{EN: "The ameli account, in the birth name. There, or by a form, the carte Vitale: photo of 35 × 45 mm, identity paper under ten years old.", FR: "Le compte ameli, au nom de naissance. Là, ou par formulaire, la carte Vitale : photo de 35 × 45 mm, pièce d’identité de moins de dix ans."},
			Source: rule.Text{EN: "CSS R161-33-1; arrêté of 14 March 2007, art. 1; ma French Life", FR: "CSS R161-33-1 ; arrêté du 14 mars 2007, art. 1 ; ma French Life"},
		},
	},
	{
		Step: Step{
			ID: "doctor", Stage: StageAfter, Brief: true, Basis: rule.Practice,
			Name:   rule.Text{EN: "Médecin traitant and mutuelle", FR: "Médecin traitant et mutuelle"},
			When:   rule.Text{EN: "once covered", FR: "une fois les droits ouverts"},
			What:   rule.Text{EN: "A médecin traitant (form S3704, or online by the doctor): without one less is paid back. A mutuelle, if you want one.", FR: "Un médecin traitant (formulaire S3704, ou en ligne par le médecin) : sans lui, on rembourse moins. Une mutuelle, si vous en voulez une."},
			Source: rule.Text{EN: "service-public F163; ma French Life", FR: "service-public F163 ; ma French Life"},
		},
	},
	{
		Step: Step{
			ID: "refusal", Basis: rule.Law,
			Name:   rule.Text{EN: "Appeal against a refusal", FR: "Recours contre un refus"},
			When:   rule.Text{EN: "within two months of a refusal", FR: "dans les deux mois d’un refus"},
			What:   rule.Text{EN: "The commission de recours amiable can be asked, in writing and with proof of the day.", FR: "La commission de recours amiable peut être saisie, par écrit et avec preuve de la date."},
			Source: rule.Text{EN: "CSS R142-1, R142-1-A III", FR: "CSS R142-1, R142-1-A III"},
		},
		applies: func(c *rule.Case) bool { return c.A.Refusal.Notified.IsZero() && !hasPermanent(c) },
	},
	{
		Step: Step{
			ID: "recourse", Progress: Now, Clock: rule.ClockAppeal, Basis: rule.Law, Far: true,
			Command: "dossier letter PROFILE --kind recourse --registered -o recourse.pdf",
			Name:    rule.Text{EN: "Appeal against the refusal", FR: "Recours contre le refus"},
			When:    rule.Text{EN: "by %s", FR: "pour le %s"},
			What:    rule.Text{EN: "The commission de recours amiable is asked in writing, with proof of the day. The two months bind you only if the decision named them and the way of appeal.", FR: "La commission de recours amiable est saisie par écrit, avec preuve de la date. Les deux mois ne vous sont opposables que si la décision les mentionnait, avec les voies de recours."},
			Source:  rule.Text{EN: "CSS R142-1, R142-1-A III", FR: "CSS R142-1, R142-1-A III"},
		},
		applies: func(c *rule.Case) bool { return !c.A.Refusal.Notified.IsZero() },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{rule.ClockAppeal.End(c.A.Refusal.Notified)} },
		span: func(c *rule.Case) (first, last profile.Date) {
			return c.A.Refusal.Notified, rule.ClockAppeal.End(c.A.Refusal.Notified)
		},
		done: func(c *rule.Case) (bool, profile.Date) { return !c.A.Refusal.Appealed.IsZero(), c.A.Refusal.Appealed },
	},
	{
		Step: Step{
			ID: "recourse-answer", Progress: Waiting, Clock: rule.ClockSilence, Basis: rule.Law, Far: true,
			Name:   rule.Text{EN: "Answer of the commission de recours amiable", FR: "Réponse de la commission de recours amiable"},
			When:   rule.Text{EN: "by %s", FR: "pour le %s"},
			What:   rule.Text{EN: "Without an answer by then the appeal counts as rejected; papers sent later start the two months anew. Where to go then, the letters of the fund say.", FR: "Sans réponse d’ici là, le recours est considéré comme rejeté ; des pièces produites ensuite font repartir les deux mois. Les courriers de la caisse disent où s’adresser alors."},
			Source: rule.Text{EN: "CSS R142-6", FR: "CSS R142-6"},
		},
		applies: func(c *rule.Case) bool { return !c.A.Refusal.Appealed.IsZero() && !hasPermanent(c) },
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{rule.ClockSilence.End(c.A.Refusal.Appealed)} },
		span: func(c *rule.Case) (first, last profile.Date) {
			return c.A.Refusal.Appealed, rule.ClockSilence.End(c.A.Refusal.Appealed)
		},
	},
	{
		Step: Step{
			ID: "ameli", Stage: StageAmeli, Progress: Now, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "ameli account", FR: "Compte ameli"},
			When:   rule.Text{EN: "with the permanent number", FR: "avec le numéro définitif"},
			What:   rule.Text{EN: "On ameli.fr: Compte ameli, Je crée mon compte. Only a permanent number opens one; a temporary number, which begins with 7 or 8, is refused. You are then asked for the carte Vitale and the RIB that the fund has, or for a code by telephone; FranceConnect is another way in. On an error, call: a provisional code is given.", FR: "Sur ameli.fr : Compte ameli, Je crée mon compte. Seul un numéro définitif l’ouvre ; un numéro d’attente, qui commence par 7 ou 8, est refusé. On vous demande ensuite la carte Vitale et le RIB connu de la caisse, ou un code par téléphone ; FranceConnect est une autre voie. En cas d’erreur, appelez : un code provisoire est donné."},
			Source: rule.Text{EN: "ameli.fr, 14 April 2025; ma French Life; ESSEC", FR: "ameli.fr, 14 avril 2025 ; ma French Life ; ESSEC"},
		},
		span:  sinceNumber,
		open:  hasPermanent,
		done:  func(c *rule.Case) (bool, profile.Date) { return !c.A.Done.Ameli.IsZero(), c.A.Done.Ameli },
		asked: askedByAmeli,
	},
	{
		Step: Step{
			ID: "card-online", Stage: StageCard, Progress: Now, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "Order of the carte Vitale", FR: "Commande de la carte Vitale"},
			When:   rule.Text{EN: "on line, with the ameli account", FR: "en ligne, avec le compte ameli"},
			What:   rule.Text{EN: "Mes démarches, Commander une carte Vitale. A photo in colour, of 35 × 45 mm, recent, of the whole face, bareheaded; a copy of an identity paper with photo, valid and issued less than ten years ago. Both as JPEG or PDF of 50 to 2,000 KB, as a blog has it.", FR: "Mes démarches, Commander une carte Vitale. Une photo en couleur, de 35 × 45 mm, récente, de face, tête nue ; la copie d’une pièce d’identité avec photo, valide et délivrée depuis moins de dix ans. Le tout en JPEG ou PDF de 50 à 2 000 Ko, selon un blog."},
			Source: rule.Text{EN: "CSS R161-33-1; arrêté of 14 March 2007, art. 1; ma French Life", FR: "CSS R161-33-1 ; arrêté du 14 mars 2007, art. 1 ; ma French Life"},
		},
		span: func(c *rule.Case) (first, last profile.Date) { return c.A.Done.Ameli, profile.Date{} },
		open: func(c *rule.Case) bool { return !c.A.Done.Ameli.IsZero() },
		done: ordered,
	},
	{
		Step: Step{
			ID: "card-by-post", Stage: StageCard, Progress: Now, Basis: rule.Practice, Far: true,
			Command: "dossier letter PROFILE --kind vitale -o vitale.pdf",
			Name:    rule.Text{EN: "Order of the carte Vitale by post", FR: "Commande de la carte Vitale par la poste"},
			When:    rule.Text{EN: "or by post, with the form “Ma nouvelle carte Vitale” that the fund sends after the permanent number", FR: "ou par la poste, avec le formulaire « Ma nouvelle carte Vitale » que la caisse envoie après le numéro définitif"},
			What:    rule.Text{EN: "See that what is printed on it is right, glue the photo of 35 × 45 mm on, enclose the copy of the identity paper. A form that is not complete is sent back.", FR: "Vérifiez ce qui y est imprimé, collez la photo de 35 × 45 mm, joignez la copie de la pièce d’identité. Un formulaire incomplet est renvoyé."},
			Source:  rule.Text{EN: "arrêté of 14 March 2007, art. 1; ma French Life", FR: "arrêté du 14 mars 2007, art. 1 ; ma French Life"},
		},
		applies: func(c *rule.Case) bool { is, _ := ordered(c); return !is },
		span:    sinceNumber,
		open:    hasPermanent,
	},
	{
		Step: Step{
			ID: "card", Stage: StageCard, Progress: Waiting, Clock: rule.ClockCardByPost, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "The carte Vitale comes", FR: "La carte Vitale arrive"},
			When:   rule.Text{EN: "two weeks after an order on line, three by post", FR: "deux semaines après une commande en ligne, trois par la poste"},
			What:   rule.Text{EN: "Follow it in the ameli account: Mes démarches, Suivre ma commande de carte Vitale. Until then the attestation de droits (Télécharger) proves your cover. Once it is there, hold the sheet that comes with it against your papers, and report a mistake at once.", FR: "Suivez-la dans le compte ameli : Mes démarches, Suivre ma commande de carte Vitale. D’ici là, l’attestation de droits (Télécharger) prouve vos droits. Dès qu’elle est là, comparez à vos papiers la feuille qui l’accompagne, et signalez aussitôt une erreur."},
			Source: rule.Text{EN: "ma French Life; service-public F265", FR: "ma French Life ; service-public F265"},
		},
		span: func(c *rule.Case) (first, last profile.Date) {
			return rule.ClockCardOnline.End(c.A.Done.CardOrdered), rule.ClockCardByPost.End(c.A.Done.CardOrdered)
		},
		open: func(c *rule.Case) bool { is, _ := ordered(c); return is },
		done: func(c *rule.Case) (bool, profile.Date) { return cardCame(c), c.A.Done.CardReceived },
	},
	{
		Step: Step{
			ID: "card-update", Stage: StageCard, Progress: Now, Clock: rule.ClockCardUpdate, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "Update the carte Vitale", FR: "Mettre à jour la carte Vitale"},
			When:   rule.Text{EN: "every year, and after a change of médecin traitant or mutuelle", FR: "chaque année, et après un changement de médecin traitant ou de mutuelle"},
			What:   rule.Text{EN: "Most pharmacies have a machine for it (borne multi-services).", FR: "La plupart des pharmacies ont une borne multi-services."},
			Source: rule.Text{EN: "service-public F265; ma French Life", FR: "service-public F265 ; ma French Life"},
		},
		span: func(c *rule.Case) (first, last profile.Date) {
			return rule.ClockCardUpdate.End(latest(c.A.Done.CardReceived, c.A.Done.CardUpdated)), profile.Date{}
		},
		open: cardCame,
	},
	{
		Step: Step{
			ID: "medecin-traitant", Stage: StageAfter, Progress: Now, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "Médecin traitant", FR: "Médecin traitant"},
			When:   rule.Text{EN: "once you have a number; begin to ask around before", FR: "dès que vous avez un numéro ; commencez à chercher avant"},
			What:   rule.Text{EN: "Form S3704 (Cerfa 12485), signed by the doctor and by you, or declared on line by the doctor. Without one less is paid back.", FR: "Formulaire S3704 (Cerfa 12485), signé par le médecin et par vous, ou déclaration en ligne par le médecin. Sans lui, on rembourse moins."},
			Source: rule.Text{EN: "service-public F163, R10884; ma French Life, Gina", FR: "service-public F163, R10884 ; ma French Life, Gina"},
		},
		span: sinceNumber,
		open: func(c *rule.Case) bool { return !unnumbered(c) },
		done: func(c *rule.Case) (bool, profile.Date) { return !c.A.Done.Doctor.IsZero(), c.A.Done.Doctor },
	},
	{
		Step: Step{
			ID: "complementary", Stage: StageAfter, Progress: Now, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "Complementary insurance (mutuelle)", FR: "Complémentaire santé (mutuelle)"},
			When:   rule.Text{EN: "if you want one, once you have a number", FR: "si vous en voulez une, dès que vous avez un numéro"},
			What:   rule.Text{EN: "It pays what Assurance Maladie does not. Most take the temporary number. Keep the private insurance you have until the attestation de droits is there.", FR: "Elle paie ce que l’Assurance Maladie ne paie pas. La plupart acceptent le numéro d’attente. Gardez votre assurance privée jusqu’à l’attestation de droits."},
			Source: rule.Text{EN: "ma French Life", FR: "ma French Life"},
		},
		span: sinceNumber,
		open: func(c *rule.Case) bool { return !unnumbered(c) },
		done: func(c *rule.Case) (bool, profile.Date) {
			return !c.A.Done.Complementary.IsZero(), c.A.Done.Complementary
		},
	},
	{
		Step: Step{
			ID: "permit", Stage: StageAfter, Progress: Now, Basis: rule.Law,
			Name:   rule.Text{EN: "End of the permit", FR: "Expiration du titre de séjour"},
			When:   rule.Text{EN: "on %s", FR: "le %s"},
			What:   rule.Text{EN: "Your permit ends. Rights are not closed for this before %s, if you stay in France.", FR: "Votre titre expire. Les droits ne sont pas fermés pour cela avant le %s, si vous restez en France."},
			Source: rule.Text{EN: "CSS R111-4", FR: "CSS R111-4"},
		},
		applies: func(c *rule.Case) bool {
			return (&letterFacts{Applicant: c.A, Case: c}).Foreigner() && c.A.Permit.Until.After(Posting(c))
		},
		days:  func(c *rule.Case) []profile.Date { return []profile.Date{c.A.Permit.Until} },
		names: func(c *rule.Case) []any { return []any{rule.ClockPermit.End(c.A.Permit.Until)} },
		span:  func(c *rule.Case) (first, last profile.Date) { return c.A.Permit.Until, c.A.Permit.Until },
	},
	{
		Step: Step{
			ID: "contribution", Stage: StageAfter, Progress: Now, Clock: rule.ClockContribution, Basis: rule.Law, Far: true,
			Name:   rule.Text{EN: "Contribution to Urssaf (CSM)", FR: "Cotisation à l’Urssaf (CSM)"},
			When:   rule.Text{EN: "by %s", FR: "pour le %s"},
			What:   rule.Text{EN: "Whoever lived on income from capital in %d may be called for the yearly contribution (CSM), to be paid within thirty days: at most 6.5 %% of what exceeds %s (50 %% of the ceiling of social security, PASS, of %d), the less the more was earned. Nothing is due from %s of earnings in France (20 %%), one’s own or the spouse’s, or with a pension, an annuity or unemployment benefit.", FR: "Qui a vécu de revenus du capital en %d peut être appelé à la cotisation annuelle (CSM), à payer sous trente jours : au plus 6,5 %% de ce qui dépasse %s (50 %% du plafond de la sécurité sociale, PASS, de %d), d’autant moins qu’on a travaillé. Rien n’est dû à partir de %s de revenus d’activité en France (20 %%), les siens ou ceux du conjoint, ni avec une pension, une rente ou une allocation de chômage."},
			Source: rule.Text{EN: "CSS L380-2, D380-1, R380-4; ceilings of social security 2025 and 2026", FR: "CSS L380-2, D380-1, R380-4 ; plafonds de la sécurité sociale 2025 et 2026"},
		},
		applies: func(c *rule.Case) bool {
			switch c.A.Situation {
			case profile.NotWorking, profile.JoiningFamily, profile.ReturningFrench:
				return true
			}
			return false
		},
		days: func(c *rule.Case) []profile.Date {
			return []profile.Date{lastWorkdayOfNovember(contributionYear(c) + 1)}
		},
		span: func(c *rule.Case) (first, last profile.Date) {
			called := lastWorkdayOfNovember(contributionYear(c) + 1)
			return called, rule.ClockContribution.End(called)
		},
		names: func(c *rule.Case) []any {
			pass, of := rule.Ceiling(contributionYear(c))
			return []any{contributionYear(c), euros(pass / 2), of, euros(pass / 5)}
		},
		asked: func(c *rule.Case) []Answer {
			year, due := c.Contribution()
			if due == 0 || year != contributionYear(c) {
				return nil
			}
			return []Answer{{rule.Text{EN: "estimate for %d, from [income]", FR: "estimation pour %d, d’après [income]"}.With(year), euros(due)}}
		},
	},
	{
		Step: Step{
			ID: "keep", Stage: StageAfter, Progress: Always, Basis: rule.Practice, Far: true,
			Name:   rule.Text{EN: "What to keep", FR: "Ce qu’il faut garder"},
			When:   rule.Text{EN: "all the way", FR: "tout du long"},
			What:   rule.Text{EN: "A double of all that was sent, with the proof of posting; each letter of the fund; feuilles de soins until they are paid; the sheet that came with the card; the originals. If you use another name than that of birth, a paper with both.", FR: "Un double de tout ce qui est parti, avec la preuve d’envoi ; chaque courrier de la caisse ; les feuilles de soins jusqu’à leur remboursement ; la feuille arrivée avec la carte ; les originaux. Si vous portez un autre nom que celui de naissance, un document avec les deux."},
			Source: rule.Text{EN: "modele-lettre.com; ma French Life, answer to Gina", FR: "modele-lettre.com ; ma French Life, réponse à Gina"},
		},
	},
}

// announced is the day by which a permanent number is announced.
func announced(c *rule.Case) profile.Date {
	if c.A.NIR.Temporary() && !c.A.NIRSince.IsZero() {
		return rule.ClockNumber.End(c.A.NIRSince)
	}
	return rule.ClockNumber.End(Posting(c))
}

// hasPermanent says whether the person has a permanent number.
func hasPermanent(c *rule.Case) bool { return c.A.NIR != "" && !c.A.NIR.Temporary() }

// awaited says whether the fund is to give a number: it has the file, and has not refused.
func awaited(c *rule.Case) bool { return c.Filed() && c.A.Refusal.Notified.IsZero() }

// numberCame says whether there is a number, and since when.
func numberCame(c *rule.Case) (bool, profile.Date) { return !unnumbered(c), c.A.NIRSince }

// sinceNumber begins with the day on which the number came.
func sinceNumber(c *rule.Case) (first, last profile.Date) { return c.A.NIRSince, profile.Date{} }

func permanentCame(c *rule.Case) (bool, profile.Date) {
	if !hasPermanent(c) {
		return false, profile.Date{}
	}
	return true, c.A.NIRSince
}

// ordered says whether the carte Vitale was ordered, and when.
func ordered(c *rule.Case) (bool, profile.Date) {
	return !c.A.Done.CardOrdered.IsZero() || cardCame(c), c.A.Done.CardOrdered
}

// cardCame says whether the carte Vitale is there.
func cardCame(c *rule.Case) bool {
	return !c.A.Done.CardReceived.IsZero() || !c.A.Done.CardUpdated.IsZero()
}

// askedByAmeli is what the page that opens an account asks for, with the answers of the profile.
func askedByAmeli(c *rule.Case) []Answer {
	var all []Answer
	add := func(asked rule.Text, value string, why rule.Text) {
		if value != "" {
			all = append(all, Answer{asked, rule.Text{EN: value + why.EN, FR: value + why.FR}})
		}
	}
	if hasPermanent(c) {
		add(rule.Text{EN: "social security number, 13 digits", FR: "numéro de sécurité sociale, 13 chiffres"}, profile.NIR(c.A.NIR.Body()).Grouped(), rule.Text{})
	}
	not := rule.Text{}
	if u := c.A.Name.Usage; u != "" {
		not = rule.Text{EN: ", not %s", FR: ", non %s"}.With(u)
	}
	add(rule.Text{EN: "birth name", FR: "nom de naissance"}, c.A.Name.Birth, not)
	if d := c.A.Birth.Date; !d.IsZero() {
		add(rule.Text{EN: "date of birth, dd/mm/yyyy", FR: "date de naissance, jj/mm/aaaa"}, d.Time().Format("02/01/2006"), rule.Text{EN: ", %s", FR: ", %s"}.With(d))
	}
	home, _ := c.A.Address(c.Day)
	add(rule.Text{EN: "postal code of your home", FR: "code postal de votre domicile"}, home.PostalCode, rule.Text{})
	return all
}

// contributionYear is the year of the income for which the next contribution is called: that of posting, or a
// later one, until thirty days after the call.
func contributionYear(c *rule.Case) int {
	year := max(Posting(c).Year, c.Day.Year-2)
	for rule.ClockContribution.End(lastWorkdayOfNovember(year + 1)).Before(c.Day) {
		year++
	}
	return year
}

// euros is a sum, its thousands apart as each language has it.
func euros(n int) rule.Text {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return rule.Text{EN: s + " €", FR: strings.ReplaceAll(s, ",", "\u202f") + " €"}
}

// unnumbered says whether the person has no number yet.
func unnumbered(c *rule.Case) bool { return c.A.NIR == "" }

// waitsForNumber says whether a permanent number is still to come.
func waitsForNumber(c *rule.Case) bool {
	return !c.A.BornInFrance() && (c.A.NIR == "" || c.A.NIR.Temporary())
}

func latest(x, y profile.Date) profile.Date {
	if x.After(y) {
		return x
	}
	return y
}

// lastWorkdayOfNovember is the last Monday to Friday of the month (CSS R380-4 I); it has no holiday so late.
func lastWorkdayOfNovember(year int) profile.Date {
	d := profile.Date{Year: year, Month: time.November, Day: 30}
	for day := d.Time().Weekday(); day == time.Saturday || day == time.Sunday; day = d.Time().Weekday() {
		d = d.AddDays(-1)
	}
	return d
}
