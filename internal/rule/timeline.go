package rule

import (
	"cmp"
	"slices"

	"dossier/internal/profile"
)

// A Timeline is the residence to be proven, and what the enclosed papers prove of it. Each day of
// the window is in the Shown of a bar that counts, in Forgiven, or in Gaps, and in one of the three only.
type Timeline struct {
	Needed   bool         // the three months must be proven, and residence has begun
	Window   Span         // see Case.Window
	Arrived  profile.Date // zero if not given
	Earliest profile.Date // first day on which to post; zero without Arrived
	Request  profile.Date // day of the request
	Bars     []Bar        // one for each enclosed proof of residence, by first day, those without days last
	Gaps     []Span
	Forgiven []Forgiven
	Overlaps []Overlap // at most mostOverlaps of two homes, and as many others
	More     More
	Months   []Month
	Patterns []Pattern
	Chase    []Chase
}

// A Standing is what a paper comes to as a proof of residence.
type Standing int

const (
	Counting   Standing = iota // its days are proven
	NameUnsaid                 // they are if it is in the applicant's name, which is not said
	DaysUnsaid                 // which days it covers is not said
	OtherName                  // in a name that nothing ties to the applicant
	HostAlone                  // the host's three papers are not together: see Lacks
	Outside                    // it covers no day of the window
)

// String is the standing in a word or two, for scripts.
func (s Standing) String() string {
	return [...]string{"counts", "name not given", "days not given", "another name", "host's papers incomplete", "outside"}[s]
}

// A Bar is one enclosed proof of residence.
type Bar struct {
	Doc      int // index in Applicant.Documents
	Kind     profile.Kind
	Title    Text
	Days     Span // it covers; zero if that cannot be told. Of a host's paper: those of the host's statement
	Shown    Span // of Days, those in the window
	Standing Standing
	Why      Text           // the standing in words
	Host     bool           // one of a host's three papers
	Lacks    []profile.Kind // of a host's three papers, those not enclosed
}

// Counts says whether the days of a bar are taken for proven.
func (b Bar) Counts() bool { return b.Standing <= NameUnsaid }

// DaysWanted says whether the profile must say which days the paper covers. The days of a host's
// other papers are those of the statement.
func (b Bar) DaysWanted() bool {
	return b.Standing == DaysUnsaid && (!b.Host || b.Kind == profile.HostStatement)
}

// Forgiven is a run of days that no paper covers and that need none.
type Forgiven struct {
	Span
	Why Text
}

// An Overlap is two papers that count for the same days. TwoHomes says that they speak of different
// homes, such as a host's statement and an own lease, for longer than a move takes: the fund may ask
// which it was.
type Overlap struct {
	Span
	Docs     [2]int
	TwoHomes bool
}

// More is how many overlaps there are beyond those listed.
type More struct{ TwoHomes, Others int }

// mostOverlaps is how many are listed: pairs grow with the square of the papers.
const mostOverlaps = 100

// A Month is a calendar month, as far as it lies in the window.
type Month struct {
	Days    Span
	Missing []Span // the gaps in it
}

// State is "covered", "partly" or "none".
func (m Month) State() string {
	missing := 0
	for _, s := range m.Missing {
		missing += s.Days()
	}
	switch missing {
	case 0:
		return "covered"
	case m.Days.Days():
		return "none"
	}
	return "partly"
}

// Extent is the calendar months that a picture of the timeline has: those of the window, and those up
// to the earliest day to post where that is still to come.
func (t Timeline) Extent() Span {
	from, to := t.Window.From, later(t.Window.To, t.Earliest)
	return Span{profile.Date{Year: from.Year, Month: from.Month, Day: 1}, profile.Date{Year: to.Year, Month: to.Month, Day: 1}.AddMonths(1).AddDays(-1)}
}

// Drawn says whether a bar has its place in a picture of the timeline, with days or without.
func (t Timeline) Drawn(b Bar) bool {
	return b.Standing != Outside || b.Days.Within(t.Extent()).Days() > 0
}

// MostDrawn is how many bars a picture of the timeline has, and how many lines of one sort stand beneath:
// more tell a reader nothing.
const MostDrawn = 24

// Clear says whether nothing is left to explain: no gap, no paper that does not count or of which
// something is not known, no two homes on one day.
func (t Timeline) Clear() bool {
	unsettled := func(b Bar) bool { return b.Standing != Counting && b.Standing != Outside }
	return len(t.Gaps) == 0 && !slices.ContainsFunc(t.Bars, unsettled) && !slices.ContainsFunc(t.Overlaps, func(o Overlap) bool { return o.TwoHomes })
}

// Timeline holds the enclosed proofs of residence against the days that must be proven.
func (c *Case) Timeline() Timeline { return once(&c.timeline, c.drawTimeline) }

func (c *Case) drawTimeline() Timeline {
	t := Timeline{Needed: c.Waits() && !c.A.Arrived.After(c.Signed), Window: c.Window(), Arrived: c.A.Arrived, Request: c.Signed}
	if !t.Arrived.IsZero() {
		t.Earliest = EarliestPosting(t.Arrived)
	}
	for i, d := range c.A.Documents {
		if d.Kind.Residence() && d.File != "" {
			t.Bars = append(t.Bars, c.bar(i, t.Window))
		}
	}
	slices.SortStableFunc(t.Bars, func(x, y Bar) int {
		if unknown := (Span{}); x.Days == unknown || y.Days == unknown {
			return cmp.Compare(y.Days.Days(), x.Days.Days())
		}
		return cmp.Or(y.Days.From.DaysTo(x.Days.From), y.Days.To.DaysTo(x.Days.To))
	})
	t.settle()
	t.overlaps()
	t.months()
	t.patterns()
	t.Chase = c.chase(&t)
	return t
}

// Gaps are the runs of days of the window that no enclosed proof of residence covers.
func (c *Case) Gaps() []Span { return c.Timeline().Gaps }

// runsOn says whether a paper is good until it says otherwise: bills and receipts end on a day.
func runsOn(k profile.Kind) bool {
	switch k {
	case profile.Lease, profile.TitleDeed, profile.DomiciliationPaper, profile.HostStatement:
		return true
	}
	return false
}

// undated says whether it cannot be told which days a proof of residence covers. A lease, a deed
// and a domiciliation begin when they were made; a host's statement and a centre's certificate are
// made long after the beginning, and the date of a bill is not its period.
func undated(d profile.Document) bool {
	switch {
	case d.Kind == profile.BenefitNotice:
		return false
	case d.Kind == profile.ReceptionCertificate:
		return d.From.IsZero() || d.To.IsZero() && d.Date.IsZero()
	case runsOn(d.Kind) && d.Kind != profile.HostStatement:
		return d.From.IsZero() && d.Date.IsZero()
	}
	return d.From.IsZero() || d.To.IsZero() && !runsOn(d.Kind)
}

// covers is the span a document proves. To receive a benefit that depends on residence proves the
// three months as such (D160-2 I).
func (c *Case) covers(d profile.Document) Span {
	if d.Kind == profile.BenefitNotice {
		return c.Window()
	}
	s := Span{d.From, d.To}
	if s.From.IsZero() {
		s.From = d.Date
	}
	if s.To.IsZero() {
		s.To = d.Date
		if runsOn(d.Kind) {
			s.To = c.Signed
		}
	}
	return s
}

// Tolerances in days. A day between two papers is the way periods are printed, not a day spent
// elsewhere; and the paper for the running month, or two months for bills, cannot exist yet.
const (
	innerSlip = 3
	oneMonth  = 31
	twoMonths = 62
)

// awaited is how many days may follow a paper at the end of the window.
func (b Bar) awaited() int {
	switch {
	case b.Host: // its days are those of a statement
	case b.Kind == profile.RentReceipt, b.Kind == profile.HotelBill:
		return oneMonth
	case isBill(b.Kind):
		return twoMonths
	}
	return innerSlip
}

func isBill(k profile.Kind) bool {
	return k == profile.EnergyBill || k == profile.WaterBill || k == profile.PhoneBill
}

var (
	forSlip   = Text{"a few days between two papers are the way periods are printed", "quelques jours entre deux pièces tiennent à la façon d’imprimer les périodes"}
	forNext   = Text{"the paper for these days cannot be expected yet", "la pièce pour ces jours ne peut pas encore être attendue"}
	forSeries = Text{"three successive receipts or two successive bills are taken as they are", "trois quittances successives ou deux factures successives sont prises telles quelles"}
)

// settle parts the days that no paper covers into gaps and those that need no paper.
func (t *Timeline) settle() {
	begun, awaits := t.begun(), t.awaits()
	for _, hole := range t.holes() {
		forgive := func(s Span, why Text) {
			if in := hole.Within(s); in.Days() > 0 {
				t.Forgiven = append(t.Forgiven, Forgiven{in, why})
			}
		}
		rest := hole
		if !begun.IsZero() {
			forgive(Span{t.Window.From, begun.AddDays(-1)}, forSeries)
			rest = rest.Within(Span{begun, t.Window.To})
		}
		if !awaits.IsZero() {
			rest = rest.Within(Span{t.Window.From, awaits.AddDays(-1)})
		}
		switch n := rest.Days(); {
		case n > innerSlip || n > 0 && hole == t.Window:
			t.Gaps = append(t.Gaps, rest)
		default:
			forgive(rest, forSlip)
		}
		if !awaits.IsZero() {
			forgive(Span{later(awaits, begun), t.Window.To}, forNext)
		}
	}
}

// holes are the runs of days of the window in no bar that counts.
func (t *Timeline) holes() []Span {
	var holes []Span
	at := t.Window.From // the first day not yet looked at
	for _, b := range t.shown() {
		if before := (Span{at, b.Shown.From.AddDays(-1)}); before.Days() > 0 {
			holes = append(holes, before)
		}
		at = later(at, b.Shown.To.AddDays(1))
	}
	if after := (Span{at, t.Window.To}); after.Days() > 0 {
		holes = append(holes, after)
	}
	return holes
}

// shown are the bars that count on a day of the window, by first day.
func (t *Timeline) shown() []Bar {
	var found []Bar
	for _, b := range t.Bars {
		if b.Counts() && b.Shown.Days() > 0 {
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(x, y Bar) int { return y.Shown.From.DaysTo(x.Shown.From) })
	return found
}

// begun is the day on which the papers of a series begin, if that is in the first month of the
// window: three rent receipts or two bills are taken as they are, even if they begin some days late
// (complementaire-sante-solidaire.gouv.fr, 11 December 2018). Zero if there is none.
func (t *Timeline) begun() profile.Date {
	var day profile.Date
	for _, k := range []profile.Kind{profile.RentReceipt, profile.EnergyBill, profile.WaterBill, profile.PhoneBill} {
		if t.series(k) == nil {
			continue
		}
		for _, b := range t.shown() {
			if b.Kind == k && !b.Host && t.Window.From.DaysTo(b.Shown.From) <= oneMonth {
				day = later(day, b.Shown.From)
			}
		}
	}
	return day
}

// awaits is the first day for which the next paper of a kind need not be there; zero if there is none.
func (t *Timeline) awaits() profile.Date {
	var day profile.Date
	for _, b := range t.shown() {
		next := b.Shown.To.AddDays(1)
		if next.DaysTo(t.Window.To) <= b.awaited() && (day.IsZero() || next.Before(day)) {
			day = next
		}
	}
	return day
}

func (t *Timeline) overlaps() {
	type paper struct {
		*Bar
		home     profile.Housing
		from, to int // days of the window
	}
	shown := t.shown()
	papers := make([]paper, len(shown))
	for i := range shown {
		b := &shown[i]
		papers[i] = paper{b, home(*b), t.Window.From.DaysTo(b.Shown.From), t.Window.From.DaysTo(b.Shown.To)}
	}
	twoHomes, others := 0, 0
	for i, x := range papers {
		for _, y := range papers[i+1:] {
			if y.from > x.to {
				break // those behind it begin later still
			}
			if x.Host && y.Host {
				continue
			}
			two := x.home != "" && y.home != "" && x.home != y.home && min(x.to, y.to)-y.from+1 > innerSlip
			n := &others
			if two {
				n = &twoHomes
			}
			if *n++; *n <= mostOverlaps {
				t.Overlaps = append(t.Overlaps, Overlap{x.Shown.Within(y.Shown), [2]int{x.Doc, y.Doc}, two})
			}
		}
	}
	t.More = More{max(0, twoHomes-mostOverlaps), max(0, others-mostOverlaps)}
}

// home is the kind of home that a paper speaks of; two papers of different kinds cannot mean the same
// home. Empty if the paper does not say.
func home(b Bar) profile.Housing {
	switch {
	case b.Host:
		return profile.Hosted
	case b.Kind == profile.HotelBill:
		return profile.Hotel
	case b.Kind == profile.ReceptionCertificate:
		return profile.ReceptionHouse
	case b.Kind == profile.Lease, b.Kind == profile.TitleDeed, b.Kind == profile.RentReceipt, isBill(b.Kind):
		return profile.OwnLease
	}
	return ""
}

func (t *Timeline) months() {
	for _, first := range t.Window.Months() {
		m := Month{Days: Span{first, first.AddMonths(1).AddDays(-1)}.Within(t.Window)}
		for _, g := range t.Gaps {
			if s := g.Within(m.Days); s.Days() > 0 {
				m.Missing = append(m.Missing, s)
			}
		}
		t.Months = append(t.Months, m)
	}
}

// A Pattern is one of the ways to prove three months that are known to be accepted.
type Pattern struct {
	ID   string // stable, for scripts
	Name Text
	Docs []int // it rests on: indexes in Applicant.Documents; none if it is not met
}

// Met says whether the papers enclosed make the pattern.
func (p Pattern) Met() bool { return len(p.Docs) > 0 }

// patterns are the examples of complementaire-sante-solidaire.gouv.fr (11 December 2018), the host's
// papers of service-public F33052, and the benefits of D160-2 I.
func (t *Timeline) patterns() {
	add := func(id string, name Text, docs []int) {
		t.Patterns = append(t.Patterns, Pattern{id, name, docs})
	}
	older := func(b Bar) bool {
		own := (b.Kind == profile.Lease || b.Kind == profile.TitleDeed) && !b.Host
		return own && !EarliestPosting(b.Days.From).After(t.Request) && !b.Days.To.Before(t.Request)
	}
	add("lease", Text{"a lease or title deed older than three months", "un bail ou un titre de propriété de plus de trois mois"}, t.docs(older))
	add("receipts", Text{"three successive rent receipts", "trois quittances de loyer successives"}, t.recent(profile.RentReceipt))
	var bills []int
	for _, k := range []profile.Kind{profile.EnergyBill, profile.WaterBill, profile.PhoneBill} {
		bills = append(bills, t.recent(k)...)
	}
	add("bills", Text{"two successive bills of the same kind", "deux factures successives de même nature"}, bills)
	add("host", Text{"a host’s statement, identity document and proof of address, for the days it names", "l’attestation, la pièce d’identité et le justificatif de domicile d’un hébergeant, pour les jours indiqués"},
		t.docs(func(b Bar) bool { return b.Kind == profile.HostStatement }))
	add("benefit", Text{"a benefit that depends on residence", "une prestation soumise à condition de résidence"},
		t.docs(func(b Bar) bool { return b.Kind == profile.BenefitNotice }))
}

// docs are the documents of the bars shown of which something is true.
func (t *Timeline) docs(is func(Bar) bool) []int {
	var docs []int
	for _, b := range t.shown() {
		if is(b) {
			docs = append(docs, b.Doc)
		}
	}
	return docs
}

// recent is the series of a kind, if the next paper of it cannot be expected yet.
func (t *Timeline) recent(k profile.Kind) []int {
	series := t.series(k)
	if len(series) == 0 {
		return nil
	}
	last := series[len(series)-1]
	if last.Days.To.AddDays(1).DaysTo(t.Request) > last.awaited() {
		return nil
	}
	var docs []int
	for _, b := range series {
		docs = append(docs, b.Doc)
	}
	return docs
}

// series are successive papers of a kind, as many as there are, the latest if there are several
// runs; none if they are too few: three rent receipts or two bills. Papers from before the window
// are of it too.
func (t *Timeline) series(k profile.Kind) []Bar {
	enough := 2
	switch {
	case k == profile.RentReceipt:
		enough = 3
	case !isBill(k):
		return nil
	}
	var papers []Bar
	for _, b := range t.Bars {
		if b.Kind == k && !b.Host && (b.Counts() || b.Standing == Outside && b.Days.Days() > 0 && !b.Days.From.After(t.Request)) {
			papers = append(papers, b)
		}
	}
	before, length := make([]int, len(papers)), make([]int, len(papers)) // of the longest run that ends with each
	longest := map[profile.Date]int{}                                    // paper with the longest run, by last day
	latest := -1
	for i, b := range papers {
		before[i] = -1
		for day := b.Days.From.AddDays(-twoMonths); !day.After(b.Days.From.AddDays(innerSlip)); day = day.AddDays(1) {
			j, ok := longest[day]
			if ok && successive(papers[j], b) && (length[j] > length[i] || length[j] == length[i] && j < before[i]) {
				before[i], length[i] = j, length[j]
			}
		}
		length[i]++
		if j, ok := longest[b.Days.To]; !ok || length[i] > length[j] {
			longest[b.Days.To] = i
		}
		if length[i] >= enough && (latest < 0 || !b.Days.To.Before(papers[latest].Days.To)) {
			latest = i
		}
	}
	var run []Bar
	for i := latest; i >= 0; i = before[i] {
		run = append(run, papers[i])
	}
	slices.Reverse(run)
	return run
}

// successive says whether a paper follows another of its kind with none missing between: for rent
// receipts no month, for bills no more than the days that periods are printed apart.
func successive(x, y Bar) bool {
	if apart := x.Days.To.DaysTo(y.Days.From); x.Kind != profile.RentReceipt || apart <= 0 {
		return apart >= -innerSlip && apart <= innerSlip+1 && y.Days.To.After(x.Days.To)
	}
	month := func(d profile.Date) int { return 12*d.Year + int(d.Month) }
	return month(y.Days.From)-month(x.Days.To) <= 1
}
