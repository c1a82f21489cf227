package dossier

import (
	"time"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Step is something that comes after posting, or is done then.
type Step struct {
	ID     string
	When   rule.Text      // in words
	Days   []profile.Date // those that When names; none where it hangs on a letter of the fund
	What   rule.Text
	Basis  rule.Basis
	Source rule.Text
	Read   string // the day the source was read, ISO
	Far    bool   // too far off to be told before posting
}

// Posting is the day from which steps are counted: that of the request, as if it were posted then, or the
// first day on which it may be.
func Posting(c *rule.Case) profile.Date {
	if c.Waits() && !c.A.Arrived.IsZero() {
		return latest(c.Signed, rule.EarliestPosting(c.A.Arrived))
	}
	return c.Signed
}

// Steps are those that concern an applicant, in the order in which they come; see Posting for their days.
func Steps(c *rule.Case) []Step {
	var all []Step
	for _, row := range steps {
		if row.applies != nil && !row.applies(c) {
			continue
		}
		s := row.Step
		if row.days != nil {
			s.Days = row.days(c)
			s.When = s.When.With(asArgs(s.Days)...)
		}
		if row.names != nil {
			s.What = s.What.With(row.names(c)...)
		}
		s.Read = stepsRead
		all = append(all, s)
	}
	return all
}

func asArgs(days []profile.Date) []any {
	args := make([]any, len(days))
	for i, d := range days {
		args[i] = d
	}
	return args
}

// stepsRead is the day on which the sources of steps were read.
const stepsRead = "2026-11-22"

// weeksToCall is after how many weeks without a letter an applicant was advised to call: handed in on 10
// December, call around the end of January (ma French Life, answer to Valerie).
const weeksToCall = 7

// monthsToNumber is how many months ameli.fr announces from the temporary number to the permanent one, and
// monthsToPaper how many a civil-status paper may take, then again after a formal notice (CSS R114-7 III, IV).
const (
	monthsToNumber = 9
	monthsToPaper  = 3
)

// A stepRow is a step, whom it concerns, and the days it names.
type stepRow struct {
	Step
	applies func(c *rule.Case) bool           // nil is everybody
	days    func(c *rule.Case) []profile.Date // for the verbs of When
	names   func(c *rule.Case) []any          // for the verbs of What
}

// steps are all steps: a new one is a row.
var steps = []stepRow{
	{
		Step: Step{
			ID: "receipt", Basis: rule.Law,
			When:   rule.Text{EN: "the first letter", FR: "le premier courrier"},
			What:   rule.Text{EN: "A receipt: the day it arrived, the service and its telephone, what is missing and by when. Quote its reference in every letter.", FR: "Un accusé de réception : date d’arrivée, service, téléphone, pièces manquantes et délai. Rappelez sa référence à chaque lettre."},
			Source: rule.Text{EN: "CRPA L112-3, R112-5, L114-5", FR: "CRPA L112-3, R112-5, L114-5"},
		},
		applies: unnumbered,
	},
	{
		Step: Step{
			ID: "call", Basis: rule.Practice,
			When:   rule.Text{EN: "from %s", FR: "à partir du %s"},
			What:   rule.Text{EN: "No letter yet: call 36 46. An applicant was advised to do so after some seven weeks.", FR: "Toujours rien : appelez le 36 46. C’est le conseil donné à une demandeuse, après sept semaines environ."},
			Source: rule.Text{EN: "reported by applicants: ma French Life, Valerie; service-public F34308", FR: "rapporté par des demandeurs : ma French Life, Valerie ; service-public F34308"},
		},
		applies: unnumbered,
		days:    func(c *rule.Case) []profile.Date { return []profile.Date{Posting(c).AddDays(7 * weeksToCall)} },
	},
	{
		Step: Step{
			ID: "temporary-number", Basis: rule.Law,
			When:   rule.Text{EN: "then", FR: "ensuite"},
			What:   rule.Text{EN: "A temporary number (NIA). It serves for reimbursements, and most mutuelles take it; not for an ameli account or a carte Vitale.", FR: "Un numéro d’attente (NIA), pour les remboursements ; la plupart des mutuelles l’acceptent. Ni compte ameli, ni carte Vitale."},
			Source: rule.Text{EN: "CSS R114-7 II, III; ameli.fr, 14 April 2025; ma French Life", FR: "CSS R114-7 II, III ; ameli.fr, 14 avril 2025 ; ma French Life"},
		},
		applies: func(c *rule.Case) bool { return unnumbered(c) && !c.A.BornInFrance() },
	},
	{
		Step: Step{
			ID: "number-of-birth", Basis: rule.Law,
			When:   rule.Text{EN: "then", FR: "ensuite"},
			What:   rule.Text{EN: "The number you have had since your birth in France, and no new one: see that it is the same on each letter.", FR: "Le numéro que vous avez depuis votre naissance en France, et pas un nouveau : vérifiez qu’il est le même sur chaque courrier."},
			Source: rule.Text{EN: "CSS R161-1", FR: "CSS R161-1"},
		},
		applies: func(c *rule.Case) bool { return unnumbered(c) && c.A.BornInFrance() },
	},
	{
		Step: Step{
			ID: "civil-status", Basis: rule.Law,
			When:   rule.Text{EN: "%s, then %s", FR: "%s, puis %s"},
			What:   rule.Text{EN: "If a civil-status paper is asked for: three months, then three more after a formal notice, before payments stop. Earliest days.", FR: "Si une pièce d’état civil est demandée : trois mois, puis trois après mise en demeure, avant l’arrêt des versements. Dates au plus tôt."},
			Source: rule.Text{EN: "CSS R114-7 III, IV", FR: "CSS R114-7 III, IV"},
		},
		applies: func(c *rule.Case) bool {
			return waitsForNumber(c) && c.A.Situation != profile.Refugee && c.A.CivilStatusAsked.IsZero() && c.A.CivilStatusNotice.IsZero()
		},
		days: func(c *rule.Case) []profile.Date {
			return []profile.Date{Posting(c).AddMonths(monthsToPaper), Posting(c).AddMonths(2 * monthsToPaper)}
		},
	},
	{
		Step: Step{
			ID: "civil-status-due", Basis: rule.Law,
			When:   rule.Text{EN: "by %s", FR: "pour le %s"},
			What:   rule.Text{EN: "The civil-status paper that the fund asked for is due. Three months after a formal notice payments stop.", FR: "La pièce d’état civil demandée par la caisse est due. Trois mois après une mise en demeure, les versements cessent."},
			Source: rule.Text{EN: "CSS R114-7 III, IV", FR: "CSS R114-7 III, IV"},
		},
		applies: func(c *rule.Case) bool {
			asked := latest(c.A.CivilStatusAsked, c.A.CivilStatusNotice)
			return !asked.IsZero() && (c.A.CivilStatusSent.IsZero() || c.A.CivilStatusSent.Before(asked))
		},
		days: func(c *rule.Case) []profile.Date {
			return []profile.Date{latest(c.A.CivilStatusAsked, c.A.CivilStatusNotice).AddMonths(monthsToPaper)}
		},
	},
	{
		Step: Step{
			ID: "permanent-number", Basis: rule.Practice,
			When:   rule.Text{EN: "announced by %s", FR: "annoncé pour le %s"},
			What:   rule.Text{EN: "The permanent number (NIR), nine months after the temporary one. Applicants report three months to five years. Read it with dossier nir.", FR: "Le numéro définitif (NIR), neuf mois après le numéro d’attente. Des demandeurs rapportent trois mois à cinq ans. Lisez-le avec dossier nir."},
			Source: rule.Text{EN: "ameli.fr, 14 April 2025; reported by applicants: ma French Life", FR: "ameli.fr, 14 avril 2025 ; rapporté par des demandeurs : ma French Life"},
		},
		applies: waitsForNumber,
		days: func(c *rule.Case) []profile.Date {
			since := Posting(c)
			if c.A.NIR.Temporary() && !c.A.NIRSince.IsZero() {
				since = c.A.NIRSince
			}
			return []profile.Date{since.AddMonths(monthsToNumber)}
		},
	},
	{
		Step: Step{
			ID: "care", Basis: rule.Practice,
			When:   rule.Text{EN: "from %s", FR: "à partir du %s"},
			What:   rule.Text{EN: "Keep every feuille de soins, and post them once you have a number. From which day care is paid for, no text known here says.", FR: "Gardez chaque feuille de soins, à envoyer dès que vous avez un numéro. Aucun texte connu ici ne dit dès quand les soins sont payés."},
			Source: rule.Text{EN: "reported by applicants: ma French Life, answer to Valerie", FR: "rapporté par des demandeurs : ma French Life, réponse à Valerie"},
		},
		days: func(c *rule.Case) []profile.Date { return []profile.Date{Posting(c)} },
	},
	{
		Step: Step{
			ID: "check-letters", Basis: rule.Practice,
			When:   rule.Text{EN: "with each letter", FR: "à chaque courrier"},
			What:   rule.Text{EN: "Hold name, date of birth and number against your papers: a mistake passes from one letter to the next, and into the number.", FR: "Comparez nom, date de naissance et numéro à vos papiers : une erreur passe d’un courrier à l’autre, et dans le numéro."},
			Source: rule.Text{EN: "reported by applicants: ma French Life, Janice", FR: "rapporté par des demandeurs : ma French Life, Janice"},
		},
	},
	{
		Step: Step{
			ID: "carte-vitale", Basis: rule.Practice,
			When:   rule.Text{EN: "with the permanent number", FR: "avec le numéro définitif"},
			What:   rule.Text{EN: "The ameli account, in the birth name. There, or by a form, the carte Vitale: photo of 35 × 45 mm, identity paper under ten years old.", FR: "Le compte ameli, au nom de naissance. Là, ou par formulaire, la carte Vitale : photo de 35 × 45 mm, pièce d’identité de moins de dix ans."},
			Source: rule.Text{EN: "CSS R161-33-1; arrêté of 14 March 2007, art. 1; ma French Life", FR: "CSS R161-33-1 ; arrêté du 14 mars 2007, art. 1 ; ma French Life"},
		},
	},
	{
		Step: Step{
			ID: "doctor", Basis: rule.Practice,
			When:   rule.Text{EN: "once covered", FR: "une fois les droits ouverts"},
			What:   rule.Text{EN: "A médecin traitant (form S3704, or online by the doctor): without one less is paid back. A mutuelle, if you want one.", FR: "Un médecin traitant (formulaire S3704, ou en ligne par le médecin) : sans lui, on rembourse moins. Une mutuelle, si vous en voulez une."},
			Source: rule.Text{EN: "service-public F163; ma French Life", FR: "service-public F163 ; ma French Life"},
		},
	},
	{
		Step: Step{
			ID: "refusal", Basis: rule.Law,
			When:   rule.Text{EN: "within two months of a refusal", FR: "dans les deux mois d’un refus"},
			What:   rule.Text{EN: "The commission de recours amiable can be asked, in writing and with proof of the day.", FR: "La commission de recours amiable peut être saisie, par écrit et avec preuve de la date."},
			Source: rule.Text{EN: "CSS R142-1, R142-1-A III", FR: "CSS R142-1, R142-1-A III"},
		},
	},
	{
		Step: Step{
			ID: "permit", Basis: rule.Law,
			When:   rule.Text{EN: "on %s", FR: "le %s"},
			What:   rule.Text{EN: "Your permit ends. Rights are not closed for this before %s, if you stay in France.", FR: "Votre titre expire. Les droits ne sont pas fermés pour cela avant le %s, si vous restez en France."},
			Source: rule.Text{EN: "CSS R111-4", FR: "CSS R111-4"},
		},
		applies: func(c *rule.Case) bool {
			return (&letterFacts{Applicant: c.A, Case: c}).Foreigner() && c.A.Permit.Until.After(Posting(c))
		},
		days:  func(c *rule.Case) []profile.Date { return []profile.Date{c.A.Permit.Until} },
		names: func(c *rule.Case) []any { return []any{sixthMonthAfter(c.A.Permit.Until)} },
	},
	{
		Step: Step{
			ID: "contribution", Basis: rule.Law, Far: true,
			When:   rule.Text{EN: "by %s", FR: "pour le %s"},
			What:   rule.Text{EN: "Whoever lived on income from capital in %d may be asked for the yearly contribution, to be paid within thirty days.", FR: "Qui a vécu de revenus du capital en %d peut être appelé à la cotisation annuelle, à payer sous trente jours."},
			Source: rule.Text{EN: "CSS L380-2, R380-4", FR: "CSS L380-2, R380-4"},
		},
		applies: func(c *rule.Case) bool {
			switch c.A.Situation {
			case profile.NotWorking, profile.JoiningFamily, profile.ReturningFrench:
				return true
			}
			return false
		},
		days:  func(c *rule.Case) []profile.Date { return []profile.Date{lastWorkdayOfNovember(Posting(c).Year + 1)} },
		names: func(c *rule.Case) []any { return []any{Posting(c).Year} },
	},
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

// sixthMonthAfter is the end of the sixth month that follows a day (CSS R111-4).
func sixthMonthAfter(d profile.Date) profile.Date {
	return profile.Date{Year: d.Year, Month: d.Month, Day: 1}.AddMonths(7).AddDays(-1)
}

// lastWorkdayOfNovember is the last Monday to Friday of the month (CSS R380-4 I); it has no holiday so late.
func lastWorkdayOfNovember(year int) profile.Date {
	d := profile.Date{Year: year, Month: time.November, Day: 30}
	for day := d.Time().Weekday(); day == time.Saturday || day == time.Sunday; day = d.Time().Weekday() {
		d = d.AddDays(-1)
	}
	return d
}
