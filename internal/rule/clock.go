package rule

import (
	"slices"

	"dossier/internal/profile"
)

// A Clock is a period that runs from one day to another: one that a text sets, or one that was announced
// or observed. Each stands here and nowhere else.
type Clock struct {
	ID     ClockID
	Months int
	Days   int  // besides the months; a clock has one of the two, or neither where the last day is given itself
	Closes bool // it ends with the calendar month in which its months end
	From   Text // what starts it, within a sentence
	What   Text // what its end is, as a heading
	Then   Text // what its end brings, in a sentence
	Fund   bool // it is the fund, or another body, that has to act before its end
	Basis  Basis
	Source Text
	Read   string // the day the source was read, ISO

	runs func(c *Case) (key string, from profile.Date)   // from the profile; the zero day if it does not run
	asks func(l *Letter) (key string, from profile.Date) // from a letter of the fund
}

// A ClockID names a clock; scripts and calendars know it by this.
type ClockID string

// All clocks.
const (
	ClockResidence    ClockID = "three-months"
	ClockCall         ClockID = "call"
	ClockPaper        ClockID = "civil-status"
	ClockNotice       ClockID = "civil-status-notice"
	ClockSuspended    ClockID = "suspension"
	ClockNumber       ClockID = "temporary-number"
	ClockCNAV         ClockID = "cnav"
	ClockAnswer       ClockID = "answer"
	ClockControl      ClockID = "control"
	ClockAppeal       ClockID = "appeal"
	ClockSilence      ClockID = "appeal-silence"
	ClockPermit       ClockID = "permit"
	ClockContribution ClockID = "contribution"
	ClockCardOnline   ClockID = "card-online"
	ClockCardByPost   ClockID = "card-by-post"
	ClockCardUpdate   ClockID = "card-update"
)

// Row is the clock itself.
func (id ClockID) Row() Clock {
	i := slices.IndexFunc(clocks, func(k Clock) bool { return k.ID == id })
	if i < 0 {
		panic("rule: no clock " + string(id))
	}
	return clocks[i]
}

// End is the last day of the period that starts on a day. A month too short for the day ends it on its
// last one. The zero day has no end: it gives the zero day.
func (id ClockID) End(from profile.Date) profile.Date { return id.Row().End(from) }

// End is that of ClockID.
func (k Clock) End(from profile.Date) profile.Date {
	switch end := from.AddMonths(k.Months).AddDays(k.Days); {
	case from.IsZero():
		return from
	case k.Closes:
		return profile.Date{Year: end.Year, Month: end.Month, Day: 1}.AddMonths(1).AddDays(-1)
	default:
		return end
	}
}

// Clocks are all clocks, in the order in which they are met.
func Clocks() []Clock { return slices.Clone(clocks) }

// A Deadline is a clock that runs for somebody.
type Deadline struct {
	Clock
	Key       string       // of the profile or of the request that starts it
	From, End profile.Date // its first and last day
}

// Due is the day on which something can or must be done.
func (d Deadline) Due() profile.Date {
	if d.ID == ClockResidence {
		return d.End.AddDays(1) // the first on which the file can go
	}
	return d.End
}

// Deadlines are the clocks that run for an applicant, over or not, by their last day. What was done in time
// stops one.
func (c *Case) Deadlines() []Deadline {
	return running(func(k Clock) (string, profile.Date) {
		if k.runs == nil {
			return "", profile.Date{}
		}
		return k.runs(c)
	})
}

// Deadlines are the clocks that a letter of the fund starts, by their last day. The keys are those of the
// request file.
func (l *Letter) Deadlines() []Deadline {
	return running(func(k Clock) (string, profile.Date) {
		if k.asks == nil {
			return "", profile.Date{}
		}
		return k.asks(l)
	})
}

func running(starts func(Clock) (string, profile.Date)) []Deadline {
	var all []Deadline
	for _, k := range clocks {
		if key, from := starts(k); !from.IsZero() {
			all = append(all, Deadline{k, key, from, k.End(from)})
		}
	}
	slices.SortStableFunc(all, func(x, y Deadline) int { return y.End.DaysTo(x.End) })
	return all
}

var clocks = []Clock{
	{
		ID: ClockResidence, Months: 3, Basis: Law, Read: read,
		From:   Text{"the first day of residence", "le premier jour de résidence"},
		What:   Text{"Three months of residence are over", "Trois mois de résidence accomplis"},
		Then:   Text{"Once they are over the file can be posted.", "Une fois ce délai passé, le dossier peut partir."},
		Source: same("CSS D160-2 I"),
		runs: func(c *Case) (string, profile.Date) {
			if c.Waits() && !c.Filed() {
				return "arrived", c.A.Arrived
			}
			return "", profile.Date{}
		},
	},
	{
		ID: ClockCall, Days: 7 * 7, Basis: Practice, Read: read, Fund: true,
		From:   Text{"the day of posting", "le jour de l’envoi"},
		What:   Text{"No letter yet: call the fund", "Toujours aucun courrier : appeler la caisse"},
		Then:   Text{"An applicant who handed in her file on 10 December was advised to call around the end of January.", "À une demandeuse qui avait déposé son dossier le 10 décembre, on a conseillé d’appeler vers la fin de janvier."},
		Source: Text{"reported by applicants: ma French Life, answer to Valerie", "rapporté par des demandeurs : ma French Life, réponse à Valerie"},
		runs: func(c *Case) (string, profile.Date) {
			if c.Heard() {
				return "", profile.Date{}
			}
			return "posted.date", c.A.Posted.Date
		},
	},
	{
		ID: ClockPaper, Months: 3, Basis: Law, Read: read,
		From:   Text{"the letter that asks for a civil-status paper", "le courrier qui réclame une pièce d’état civil"},
		What:   Text{"Civil-status paper due", "Pièce d’état civil attendue"},
		Then:   Text{"After it comes a formal notice, with three months more.", "Ensuite vient une mise en demeure, avec trois mois de plus."},
		Source: same("CSS R114-7 III, IV"),
		runs: func(c *Case) (string, profile.Date) {
			asked, notice, sent := c.A.CivilStatusAsked, c.A.CivilStatusNotice, c.A.CivilStatusSent
			if !notice.IsZero() || !sent.IsZero() && !sent.Before(asked) {
				return "", profile.Date{}
			}
			return "civil_status_asked", asked
		},
		asks: func(l *Letter) (string, profile.Date) {
			if i := l.civil(); i >= 0 && l.Deadline.IsZero() && l.Control != profile.Yes {
				return profile.Key("document", i, "kind"), l.Date
			}
			return "", profile.Date{}
		},
	},
	{
		ID: ClockNotice, Months: 3, Basis: Law, Read: read,
		From:   Text{"the formal notice", "la mise en demeure"},
		What:   Text{"Civil-status paper due after formal notice", "Pièce d’état civil attendue après mise en demeure"},
		Then:   Text{"After it the fund suspends payments.", "Ensuite la caisse suspend les versements."},
		Source: same("CSS R114-7 IV"),
		runs: func(c *Case) (string, profile.Date) {
			if notice := c.A.CivilStatusNotice; !c.SuppliedAfter(notice) {
				return "civil_status_notice", notice
			}
			return "", profile.Date{}
		},
	},
	{
		ID: ClockSuspended, Months: 6, Basis: Law, Read: read, Fund: true,
		From:   Text{"the formal notice: three months, then three more for the fund", "la mise en demeure : trois mois, puis trois pour la caisse"},
		What:   Text{"The fund decides on suspended payments", "La caisse décide des versements suspendus"},
		Then:   Text{"Without a decision by then payments resume, and the file goes to the CNAV.", "À défaut de décision, les versements reprennent et le dossier part à la Cnav."},
		Source: same("CSS R114-7 V"),
		runs: func(c *Case) (string, profile.Date) {
			if notice := c.A.CivilStatusNotice; !c.SuppliedAfter(notice) {
				return "civil_status_notice", notice
			}
			return "", profile.Date{}
		},
	},
	{
		ID: ClockNumber, Months: 9, Basis: Practice, Read: read, Fund: true,
		From:   Text{"the temporary number", "le numéro d’attente"},
		What:   Text{"Permanent number announced", "Numéro définitif annoncé"},
		Then:   Text{"A temporary number is said to be good for nine months, the permanent one to take as long.", "Un numéro d’attente servirait neuf mois, et le numéro définitif prendrait autant."},
		Source: Text{"ameli.fr, 14 April 2025", "ameli.fr, 14 avril 2025"},
		runs: func(c *Case) (string, profile.Date) {
			if c.A.NIR.Temporary() {
				return "nir_received", c.A.NIRSince
			}
			return "", profile.Date{}
		},
	},
	{
		ID: ClockCNAV, Months: 2, Basis: Law, Read: read, Fund: true,
		From:   Text{"the day on which the fund passes the file on", "le jour où la caisse transmet le dossier"},
		What:   Text{"The CNAV decides on the number", "La Cnav se prononce sur le numéro"},
		Then:   Text{"Ask the fund what the CNAV has decided.", "Demandez à la caisse ce que la Cnav a décidé."},
		Source: same("CSS R114-7 VI"),
		runs: func(c *Case) (string, profile.Date) {
			if c.A.NIR == "" || c.A.NIR.Temporary() {
				return "posted.passed_on", c.A.Posted.PassedOn
			}
			return "", profile.Date{}
		},
	},
	{
		ID: ClockAnswer, Basis: Law, Read: read,
		From:   Text{"the fund’s letter, which sets it", "le courrier de la caisse, qui le fixe"},
		What:   Text{"The fund wants the answer", "La caisse attend la réponse"},
		Then:   Text{"The file is examined as it is, or left.", "Le dossier est examiné en l’état, ou laissé."},
		Source: deadlineSource,
		asks:   func(l *Letter) (string, profile.Date) { return "deadline", l.Deadline },
	},
	{
		ID: ClockControl, Months: 1, Basis: Law, Read: read,
		From:   Text{"the day on which the letter of a check came", "la réception du courrier de contrôle"},
		What:   Text{"Proof of residence due in a check", "Preuve de la résidence attendue, contrôle"},
		Then:   Text{"Without an answer cover ends.", "Sans réponse, les droits prennent fin."},
		Source: controlSource,
		asks: func(l *Letter) (string, profile.Date) {
			if l.Control != profile.Yes || !l.Deadline.IsZero() {
				return "", profile.Date{}
			}
			return "received", l.Received
		},
	},
	{
		ID: ClockAppeal, Months: 2, Basis: Law, Read: read,
		From:   Text{"the notification of a refusal", "la notification d’un refus"},
		What:   Text{"Last day for the commission de recours amiable", "Dernier jour pour saisir la commission de recours amiable"},
		Then:   Text{"After it the refusal stands, if it named the time limit and the way of appeal.", "Ensuite le refus est définitif, s’il mentionnait le délai et les voies de recours."},
		Source: Text{"CSS R142-1, R142-1-A III", "CSS R142-1, R142-1-A III"},
		runs: func(c *Case) (string, profile.Date) {
			if !c.A.Refusal.Appealed.IsZero() {
				return "", profile.Date{}
			}
			return "refusal.notified", c.A.Refusal.Notified
		},
		asks: func(l *Letter) (string, profile.Date) {
			if last := len(l.Refusals) - 1; last >= 0 {
				return profile.Key("refusal", last, "notified"), l.Refusals[last].Notified
			}
			return "refused", l.Refused
		},
	},
	{
		ID: ClockSilence, Months: 2, Basis: Law, Read: read, Fund: true,
		From:   Text{"the day on which the commission received the appeal", "la réception du recours par la commission"},
		What:   Text{"Silence of the commission counts as a rejection", "Le silence de la commission vaut rejet"},
		Then:   Text{"Papers sent later start the two months anew. Where to go then, the fund’s letters say.", "Des pièces produites ensuite font repartir les deux mois. Les courriers de la caisse disent où s’adresser alors."},
		Source: same("CSS R142-6"),
		runs:   func(c *Case) (string, profile.Date) { return "refusal.appealed", c.A.Refusal.Appealed },
	},
	{
		ID: ClockPermit, Months: 6, Closes: true, Basis: Law, Read: read, Fund: true,
		From:   Text{"the end of the permit", "l’expiration du titre"},
		What:   Text{"Rights may be closed", "Les droits peuvent être fermés"},
		Then:   Text{"Not before, if you stay in France.", "Pas avant, si vous restez en France."},
		Source: same("CSS R111-4"),
	},
	{
		ID: ClockContribution, Days: 30, Basis: Law, Read: read,
		From:   Text{"the call of Urssaf", "l’appel de l’Urssaf"},
		What:   Text{"Contribution to be paid", "Cotisation à payer"},
		Then:   Text{"Within the same thirty days you can pay what you think is due, with proof.", "Dans ces mêmes trente jours, vous pouvez payer ce que vous estimez devoir, preuves à l’appui."},
		Source: Text{"CSS R380-4 I, II", "CSS R380-4 I, II"},
	},
	{
		ID: ClockCardOnline, Days: 14, Basis: Practice, Read: read, Fund: true,
		From:   Text{"an order on line", "une commande en ligne"},
		What:   Text{"The carte Vitale comes, ordered on line", "La carte Vitale arrive, commandée en ligne"},
		Then:   Text{"Follow the order in the ameli account.", "Suivez la commande dans le compte ameli."},
		Source: Text{"ma French Life", "ma French Life"},
	},
	{
		ID: ClockCardByPost, Days: 21, Basis: Practice, Read: read, Fund: true,
		From:   Text{"an order by post", "une commande par la poste"},
		What:   Text{"The carte Vitale comes, ordered by post", "La carte Vitale arrive, commandée par la poste"},
		Then:   Text{"Follow the order in the ameli account, or call.", "Suivez la commande dans le compte ameli, ou appelez."},
		Source: Text{"ma French Life", "ma French Life"},
		runs: func(c *Case) (string, profile.Date) {
			if !c.A.Done.CardReceived.IsZero() {
				return "", profile.Date{}
			}
			return "done.card_ordered", c.A.Done.CardOrdered
		},
	},
	{
		ID: ClockCardUpdate, Months: 12, Basis: Practice, Read: read,
		From:   Text{"the card, or its last update", "la carte, ou sa dernière mise à jour"},
		What:   Text{"Update the carte Vitale", "Mettre à jour la carte Vitale"},
		Then:   Text{"In most pharmacies there is a machine for it.", "La plupart des pharmacies ont une borne."},
		Source: Text{"service-public F265; ma French Life", "service-public F265 ; ma French Life"},
		runs: func(c *Case) (string, profile.Date) {
			if since := c.A.Done.CardUpdated; !since.IsZero() {
				return "done.card_updated", since
			}
			return "done.card_received", c.A.Done.CardReceived
		},
	},
}

// Filed says whether the file is with the fund: the profile says so, or something that came of it.
func (c *Case) Filed() bool {
	a := c.A
	return !a.Posted.Date.IsZero() || a.Posted.Registered != "" || !a.Posted.Acknowledged.IsZero() || !a.Posted.PassedOn.IsZero() ||
		!a.CivilStatusAsked.IsZero() || !a.CivilStatusNotice.IsZero() || !a.Refusal.Notified.IsZero() || a.NIR.Temporary() || !a.NIRSince.IsZero() || a.Done != (profile.Done{})
}

// Heard says whether anything came from the fund: a number, a receipt, a demand, a refusal.
func (c *Case) Heard() bool {
	a := c.A
	return a.NIR != "" || !a.Posted.Acknowledged.IsZero() || !a.CivilStatusAsked.IsZero() || !a.CivilStatusNotice.IsZero() || !a.Refusal.Notified.IsZero()
}

// SuppliedAfter says whether the civil-status paper that the fund asked for was sent on or after a day.
func (c *Case) SuppliedAfter(d profile.Date) bool {
	sent := c.A.CivilStatusSent
	return !sent.IsZero() && !sent.Before(d)
}

// civil is the first civil-status paper among those that a letter asks for, -1 if there is none.
func (l *Letter) civil() int {
	return slices.IndexFunc(l.Documents, func(d Asked) bool {
		return d.Kind == profile.BirthCertificate || d.Kind == profile.MarriageCertificate
	})
}
