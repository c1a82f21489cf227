package rule

import "dossier/internal/profile"

// EarliestPosting is the first day after three full months of residence.
func EarliestPosting(arrived profile.Date) profile.Date {
	return ClockResidence.End(arrived).AddDays(1)
}

// Waits says whether the three months of D160-2 apply. Work opens rights without them (L160-1),
// D160-2 II exempts refugees, minors who seek asylum, volunteers back from abroad, the family who join
// an insured person, those in care of child welfare and those enrolled in a school, and the holder of an
// S1 relies on another state's cover.
func (c *Case) Waits() bool {
	if c.A.Exemption != "" {
		return false
	}
	switch c.A.Situation {
	case profile.Employee, profile.SelfEmployed, profile.LanguageAssistant, profile.Refugee, profile.Student, profile.S1Holder:
		return false
	case profile.JoiningFamily:
		return c.A.Spouse.InsuredInFrance != profile.Yes
	case profile.AsylumSeeker:
		b := c.A.Birth.Date
		return b.IsZero() || b.Age(c.Signed) >= 18
	}
	return true
}

// Window is the time that proofs of residence must cover: the three months before the request, or
// the stay so far if it is shorter.
func (c *Case) Window() Span {
	from := c.Signed.AddMonths(-3)
	if c.A.Arrived.After(from) && !c.A.Arrived.After(c.Signed) {
		from = c.A.Arrived
	}
	return Span{from, c.Signed}
}

// A Span is a run of days, both ends included. The zero Span is no day at all.
type Span struct{ From, To profile.Date }

// Days is how many days it has.
func (s Span) Days() int {
	if s.From.IsZero() || s.To.Before(s.From) {
		return 0
	}
	return s.From.DaysTo(s.To) + 1
}

// Has says whether a day is one of its days.
func (s Span) Has(d profile.Date) bool { return s.Days() > 0 && !d.Before(s.From) && !d.After(s.To) }

// Within is the part of the span that lies in another.
func (s Span) Within(w Span) Span {
	if s.Days() == 0 || w.Days() == 0 {
		return Span{}
	}
	in := Span{later(s.From, w.From), earlier(s.To, w.To)}
	if in.Days() == 0 {
		return Span{}
	}
	return in
}

func later(x, y profile.Date) profile.Date {
	if x.After(y) {
		return x
	}
	return y
}

func earlier(x, y profile.Date) profile.Date {
	if x.Before(y) {
		return x
	}
	return y
}

// Months are the first days of the calendar months that a span touches.
func (s Span) Months() []profile.Date {
	var months []profile.Date
	for first := (profile.Date{Year: s.From.Year, Month: s.From.Month, Day: 1}); s.Days() > 0 && !first.After(s.To); first = first.AddMonths(1) {
		months = append(months, first)
	}
	return months
}
