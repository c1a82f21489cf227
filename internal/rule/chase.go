package rule

import (
	"fmt"
	"slices"

	"dossier/internal/profile"
)

// A Chase is what to look for so that some days without proof get one.
type Chase struct {
	Days   Span           // a gap, or the part of one with one answer
	Months []profile.Date // they lie in, by their first days
	Paper  Text           // the cheapest paper that proves them
	Wait   profile.Date   // the day from which they need no proof, where the papers enclosed go on by themselves until then; else zero
}

// Say is the months and what to look for.
func (c Chase) Say() Text { return Text{"%s: %s", "%s : %s"}.With(c.MonthNames(), c.What()) }

// What is the paper, and the day to wait for where that will do.
func (c Chase) What() Text {
	if c.Wait.IsZero() {
		return c.Paper
	}
	return Text{"%s; or post from %s", "%s ; ou envoyez à partir du %s"}.With(c.Paper, c.Wait)
}

// MonthNames is "October and November 2026".
func (c Chase) MonthNames() Text {
	names := make([]Text, len(c.Months))
	for i, m := range c.Months {
		names[i] = Text{m.EnglishMonth(), m.FrenchMonth()}
		if i+1 < len(c.Months) && c.Months[i+1].Year == m.Year { // the year stands once
			names[i] = Text{m.Month.String(), profile.FrenchMonth(m.Month)}
		}
	}
	return Series(names)
}

// Length is "38 days".
func (s Span) Length() Text {
	n := s.Days()
	if n == 1 {
		return Text{"1 day", "1 jour"}
	}
	return Text{fmt.Sprintf("%d days", n), fmt.Sprintf("%d jours", n)}
}

// chase says for each gap what would close it, in parts where one paper would not do: where the
// home changed, or a paper enclosed that does not count begins or ends.
func (c *Case) chase(t *Timeline) []Chase {
	var all []Chase
	for _, g := range t.Gaps {
		for i, part := range c.parts(t, g) {
			paper := c.paperFor(t, part)
			if n := len(all); i > 0 && all[n-1].Paper == paper {
				all[n-1].Days.To = part.To
				continue
			}
			all = append(all, Chase{Days: part, Paper: paper})
		}
	}
	for i := range all {
		all[i].Months = all[i].Days.Months()
	}
	if n := len(all); n > 0 {
		all[n-1].Wait = c.wait(t, t.Gaps[len(t.Gaps)-1])
	}
	return all
}

// parts cuts a gap where something changes, but not into parts that are forgiven.
func (c *Case) parts(t *Timeline, gap Span) []Span {
	cuts := c.changes(t)
	slices.SortFunc(cuts, func(x, y profile.Date) int { return y.DaysTo(x) })
	var parts []Span
	at := gap.From
	for _, d := range cuts {
		before, after := Span{at, d.AddDays(-1)}, Span{d, gap.To}
		if before.Days() > innerSlip && after.Days() > innerSlip {
			parts, at = append(parts, before), d
		}
	}
	return append(parts, Span{at, gap.To})
}

// changes are the days on which a home, or a paper that does not count, begins or is over.
func (c *Case) changes(t *Timeline) []profile.Date {
	var days []profile.Date
	add := func(s Span) {
		if !s.From.IsZero() {
			days = append(days, s.From)
		}
		if !s.To.IsZero() {
			days = append(days, s.To.AddDays(1))
		}
	}
	for _, ad := range c.A.Addresses {
		add(Span{ad.From, ad.To})
	}
	for _, b := range t.Bars {
		if !b.Counts() {
			add(b.Shown)
		}
	}
	return days
}

// paperFor is the cheapest paper that proves some days: first what only completes a paper that is
// enclosed, then what the home of those days gives, then more of what is enclosed already.
func (c *Case) paperFor(t *Timeline, days Span) Text {
	for _, b := range t.Bars {
		if open := days.Days() - b.Days.Within(days).Days(); open <= 2*innerSlip && open < days.Days() {
			if paper := c.completing(b); paper != (Text{}) {
				return paper
			}
		}
	}
	for _, b := range t.Bars {
		if b.DaysWanted() {
			return Text{"first the days that a paper enclosed covers (%s): write its from and to", "d’abord les jours couverts par une pièce jointe (%s) : indiquez from et to"}.With(b.named())
		}
	}
	if paper := ofHome(c.homeOn(days.From)); paper != (Text{}) {
		return paper
	}
	return c.oneMore(t, days)
}

// completing is the paper that makes one that is enclosed count; none if it counts or cannot.
func (c *Case) completing(b Bar) Text {
	switch {
	case b.Standing == HostAlone && b.Kind == profile.HostStatement:
		return Text{"what the host’s statement needs to count: %s", "ce qui manque pour que l’attestation d’hébergement compte : %s"}.With(listed(b.Lacks))
	case b.Standing == OtherName && c.tie(c.A.Documents[b.Doc]) == ofSpouseAlone && c.A.Family.Status == profile.StatusCohabiting:
		return Text{"your partner’s signed statement that you live there and identity document, with the paper in their name (%s)", "l’attestation d’hébergement signée de la personne avec qui vous vivez et sa pièce d’identité, avec la pièce à son nom (%s)"}.With(b.named())
	case b.Standing == OtherName && c.tie(c.A.Documents[b.Doc]) == ofSpouseAlone:
		return Text{"the marriage or PACS certificate, which ties your spouse’s paper to you (%s)", "l’acte de mariage ou l’attestation de PACS, qui vous relie à la pièce de votre conjoint (%s)"}.With(b.named())
	case b.Standing == OtherName:
		return Text{"if the person named on a paper enclosed (%s) housed you: that person’s signed statement and identity document", "si la personne nommée sur une pièce jointe (%s) vous hébergeait : son attestation signée et sa pièce d’identité"}.With(b.named())
	}
	return Text{}
}

func (b Bar) named() Text { return Text{uncapped(b.Title.EN), uncapped(b.Title.FR)} }

// homeOn is where the person says they lived on a day; false if the profile does not say.
func (c *Case) homeOn(day profile.Date) (profile.Housing, bool) {
	ad, i := c.A.Address(day)
	lived := i >= 0 && !ad.From.After(day) && (ad.To.IsZero() || !ad.To.Before(day))
	return ad.Kind, lived
}

// ofHome is the paper that somebody gives who houses the person; none for those who rent or own.
func ofHome(h profile.Housing, known bool) Text {
	if !known {
		return Text{}
	}
	switch h {
	case profile.Hosted:
		return Text{"your host’s signed statement with the days, identity document and proof of address", "l’attestation signée de votre hébergeant avec les jours, sa pièce d’identité et son justificatif de domicile"}
	case profile.Hotel:
		return Text{"the hotel’s bill", "la facture de l’hôtel"}
	case profile.ReceptionHouse:
		return Text{"the centre’s certificate", "le certificat du centre"}
	case profile.Domiciliation:
		return Text{"the organisation’s certificate, from its first day", "l’attestation de l’organisme, depuis son premier jour"}
	case profile.Owner:
		return Text{"the title deed, or a bill in your name", "le titre de propriété, ou une facture à votre nom"}
	}
	return Text{}
}

// oneMore is a paper of a kind that is enclosed for other days, if there can be one; else what is accepted.
func (c *Case) oneMore(t *Timeline, days Span) Text {
	has := func(is func(Bar) bool) bool {
		return slices.ContainsFunc(t.Bars, func(b Bar) bool { return (b.Counts() || b.Standing == Outside) && !b.Host && is(b) })
	}
	moved := has(func(b Bar) bool { return b.Kind == profile.Lease && b.Days.From.After(days.From) })
	if !moved && has(func(b Bar) bool { return b.Kind == profile.RentReceipt }) {
		return Text{"the rent receipt of each month, as for the others", "la quittance de chaque mois, comme pour les autres"}
	}
	for _, k := range []profile.Kind{profile.EnergyBill, profile.WaterBill, profile.PhoneBill} {
		if !moved && has(func(b Bar) bool { return b.Kind == k }) {
			return Text{"another %s, as for other days", "une autre %s, comme pour d’autres jours"}.With(Text{uncapped(k.English()), uncapped(k.French())})
		}
	}
	if h, known := c.homeOn(days.From); known && h == profile.OwnLease {
		return Text{"the lease of those days, or a rent receipt for each month", "le bail de ces jours, ou une quittance par mois"}
	}
	return Text{"a lease, rent receipts or a bill; or, if somebody housed you, that person’s statement, identity document and proof of address",
		"un bail, des quittances ou une facture ; ou, si quelqu’un vous hébergeait, son attestation, sa pièce d’identité et son justificatif de domicile"}
}

// wait is the day from which the last gap needs no proof any more, if a paper enclosed runs on until
// then: three months and a day after the gap.
func (c *Case) wait(t *Timeline, gap Span) profile.Date {
	day := EarliestPosting(gap.To.AddDays(1))
	for _, b := range t.shown() {
		d := c.A.Documents[b.Doc]
		if runsOn(b.Kind) && b.Shown.To == t.Window.To && (d.To.IsZero() || !d.To.Before(day)) {
			return day
		}
	}
	return profile.Date{}
}
