package dossier

import (
	"cmp"
	"slices"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Due is a day to keep in mind for an applicant: it follows from what the profile says, and holds nothing else
// of it.
type Due struct {
	Day  profile.Date
	What string       // the id of a clock (see rule.Clocks), or one of those below
	Kind profile.Kind // of the paper that expires
}

// What is due besides the clocks of package rule.
const (
	DuePermit  = "permit-end"     // last day of the permit
	DueExpires = "paper-expires"  // last day of a paper that is enclosed
	DueUnasked = "proof-unneeded" // first day on which days without proof need none any more
)

// Dues are the days that concern an applicant, by day: the clocks that run, over or not, the end of the permit, and
// of other papers those that are still valid.
func Dues(c *rule.Case) []Due {
	var all []Due
	add := func(d profile.Date, what string, kind profile.Kind) {
		if !d.IsZero() {
			all = append(all, Due{d, what, kind})
		}
	}
	for _, d := range c.Deadlines() {
		if d.ID != rule.ClockResidence || d.Due().After(c.Day) { // once they are over nothing is to be waited for
			add(d.Due(), string(d.ID), "")
		}
	}
	until := c.A.Permit.Until
	if f := (&letterFacts{Applicant: c.A, Case: c}); f.Foreigner() {
		add(until, DuePermit, "")
	}
	for _, d := range c.A.Documents {
		if d.File != "" && !d.Expires.Before(c.Day) && d.Expires != until {
			add(d.Expires, DueExpires, d.Kind)
		}
	}
	if t := c.Timeline(); t.Needed {
		for _, ch := range t.Chase {
			add(ch.Wait, DueUnasked, "")
		}
	}
	slices.SortFunc(all, func(x, y Due) int {
		return cmp.Or(y.Day.DaysTo(x.Day), cmp.Compare(x.What, y.What), cmp.Compare(x.Kind, y.Kind))
	})
	return slices.Compact(all)
}

// Name is what the day is, as a heading; what is not known here is said by its id.
func (d Due) Name() rule.Text {
	switch d.What {
	case DuePermit:
		return rule.Text{EN: "End of the permit", FR: "Expiration du titre de séjour"}
	case DueExpires:
		return rule.Text{EN: "%s (end of validity)", FR: "%s (fin de validité)"}.With(rule.Text{EN: d.Kind.English(), FR: d.Kind.French()})
	case DueUnasked:
		return rule.Text{EN: "From this day the days without proof need none", FR: "À partir de ce jour, les jours sans justificatif n’en demandent plus"}
	case string(rule.ClockResidence):
		return rule.Text{EN: "First day on which the file can be posted", FR: "Premier jour où le dossier peut partir"}
	}
	for _, k := range rule.Clocks() {
		if string(k.ID) == d.What {
			return k.What
		}
	}
	return rule.Text{EN: d.What, FR: d.What}
}

// Fund says whether it is the fund, or another body, that has to act by that day.
func (d Due) Fund() bool {
	return slices.ContainsFunc(rule.Clocks(), func(k rule.Clock) bool { return string(k.ID) == d.What && k.Fund })
}
