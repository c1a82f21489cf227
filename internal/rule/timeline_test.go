package rule

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

// paper is a document with its period, "energy bill 2026-08-15 2026-10-14"; "-" leaves a day out.
func paper(t *testing.T, s string) string {
	t.Helper()
	words := strings.Fields(s)
	n := len(words)
	text := another(`kind = "` + strings.Join(words[:n-2], " ") + `"`)
	for i, key := range []string{"from", "to"} {
		if w := words[n-2+i]; w != "-" {
			text += key + " = " + w + "\n"
		}
	}
	return text
}

func TestGaps(t *testing.T) {
	const all = "2026-08-22 to 2026-11-22"
	for _, c := range []struct {
		name   string
		papers []string
		want   string
	}{
		{"nothing", nil, all},
		{"lease", []string{"lease 2026-07-01 -"}, ""},
		{"title deed of long ago", []string{"title deed 2009-07-01 -"}, ""},
		{"lease that ended", []string{"lease 2026-07-01 2026-10-31"}, "2026-11-01 to 2026-11-22"},
		{"lease that begins late", []string{"lease 2026-09-15 -"}, "2026-08-22 to 2026-09-14"},
		{"lease over before", []string{"lease 2025-07-01 2026-06-30"}, all},
		{"lease to come", []string{"lease 2026-12-01 -"}, all},
		{"three receipts", []string{"rent receipt 2026-08-01 2026-08-31", "rent receipt 2026-09-01 2026-09-30", "rent receipt 2026-10-01 2026-10-31"}, ""},
		{"three receipts, the last of this month", []string{"rent receipt 2026-09-01 2026-09-30", "rent receipt 2026-10-01 2026-10-31", "rent receipt 2026-11-01 2026-11-30"}, ""},
		{"two receipts", []string{"rent receipt 2026-09-01 2026-09-30", "rent receipt 2026-10-01 2026-10-31"}, "2026-08-22 to 2026-08-31"},
		{"old receipts", []string{"rent receipt 2026-07-01 2026-07-31", "rent receipt 2026-08-01 2026-08-31", "rent receipt 2026-09-01 2026-09-30"}, "2026-10-01 to 2026-11-22"},
		{"hole in the middle", []string{"rent receipt 2026-08-01 2026-08-31", "rent receipt 2026-10-01 2026-10-31", "rent receipt 2026-11-01 2026-11-30"}, "2026-09-01 to 2026-09-30"},
		{"two successive bills", []string{"energy bill 2026-06-15 2026-08-14", "energy bill 2026-08-15 2026-10-14"}, ""},
		{"bills with a day between", []string{"phone bill 2026-08-01 2026-09-30", "phone bill 2026-10-02 2026-10-31"}, ""},
		{"two bills of a month", []string{"energy bill 2026-10-01 2026-10-31", "energy bill 2026-11-01 2026-11-20"}, "2026-08-22 to 2026-09-30"},
		{"hotel to the day", []string{"hotel bill 2026-08-20 2026-11-21"}, ""},
		{"host for a month, then lease", []string{"host statement 2026-08-01 2026-09-30", "host identity - -", "host proof of address - -", "lease 2026-10-01 -"}, ""},
		{"host without identity", []string{"host statement 2026-08-01 2026-09-30", "host proof of address - -", "lease 2026-10-01 -"}, "2026-08-22 to 2026-09-30"},
		{"lease after a month with a host who says nothing", []string{"lease 2026-10-01 -"}, "2026-08-22 to 2026-09-30"},
		{"overlapping and out of order", []string{"lease 2026-10-01 -", "energy bill 2026-09-01 2026-10-14", "hotel bill 2026-08-01 2026-09-20"}, ""},
		{"long one hides a short one", []string{"reception centre certificate 2026-08-01 2026-11-22", "phone bill 2026-09-01 2026-09-02"}, ""},
		{"two holes", []string{"hotel bill 2026-09-01 2026-09-10", "hotel bill 2026-10-01 2026-10-10"},
			"2026-08-22 to 2026-08-31; 2026-09-11 to 2026-09-30; 2026-10-11 to 2026-11-22"},
		{"benefit", []string{"benefit notice - -"}, ""},
		{"a paper from before the three receipts", []string{"hotel bill 2026-08-22 2026-08-24", "rent receipt 2026-09-01 2026-09-30", "rent receipt 2026-10-01 2026-10-31", "rent receipt 2026-11-01 2026-11-30"}, ""},
		{"a lease that ends after the last bill", []string{"energy bill 2026-06-15 2026-08-14", "energy bill 2026-08-15 2026-10-14", "lease 2026-07-01 2026-10-15"}, ""},
		{"three receipts, the first of a few days", []string{"rent receipt 2026-08-23 2026-08-26", "rent receipt 2026-09-05 2026-09-30", "rent receipt 2026-10-01 2026-10-31"}, ""},
		{"a receipt after a bill whose next is awaited", []string{"energy bill 2026-07-26 2026-09-25", "rent receipt 2026-11-01 2026-11-10"}, ""},
		{"bills three days apart", []string{"phone bill 2026-08-01 2026-09-30", "phone bill 2026-10-04 2026-10-31"}, ""},
		{"bills four days apart", []string{"lease 2026-08-01 2026-09-10", "hotel bill 2026-09-15 2026-11-22"}, "2026-09-11 to 2026-09-14"},
		{"three receipts, the first after 31 days", []string{"rent receipt 2026-09-22 2026-09-30", "rent receipt 2026-10-01 2026-10-31", "rent receipt 2026-11-01 2026-11-30"}, ""},
		{"three receipts, the first after 32 days", []string{"rent receipt 2026-09-23 2026-09-30", "rent receipt 2026-10-01 2026-10-31", "rent receipt 2026-11-01 2026-11-30"}, "2026-08-22 to 2026-09-22"},
		{"receipts with a month missing are no series", []string{"rent receipt 2026-07-01 2026-07-31", "rent receipt 2026-09-15 2026-09-30", "rent receipt 2026-11-01 2026-11-22"},
			"2026-08-22 to 2026-09-14; 2026-10-01 to 2026-10-31"},
		{"certificate of a centre", []string{"reception centre certificate 2026-08-01 -"}, all}, // its own date is not given
		{"bill without an end", []string{"energy bill 2026-08-01 -"}, all},
		{"paper of another kind", []string{"payslip 2026-01-01 2026-11-22"}, all},
	} {
		src := "arrived = 2026-07-01\n"
		for _, p := range c.papers {
			src += paper(t, p)
		}
		var got []string
		for _, g := range NewCase(load(t, src), today).Gaps() {
			got = append(got, fmt.Sprintf("%s to %s", g.From, g.To))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: gaps are %q, want %q", c.name, strings.Join(got, "; "), c.want)
		}
	}
}

// laura came to a friend on 23 October 2026 and has a lease from 1 December; she signs on the first day
// that the law allows. Cases add papers at the end.
const laura = `situation = "not working"
nationalities = ["United States"]
arrived = 2026-10-23
[name]
birth = "Drucker"
first = ["Laura", "Lee"]
[spouse]
birth = "Whitfield"
first = ["John"]
[signature]
date = 2027-01-24
[[address]]
kind = "hosted"
host = "Marie Dupont"
from = 2026-10-23
to = 2026-11-30
[[address]]
kind = "own lease"
from = 2026-12-01
[[document]]
kind = "lease"
file = "lease.pdf"
holder = "Mme Laura DRUCKER"
date = 2026-11-20
from = 2026-12-01
`

// timelineOf is the timeline of a profile with more documents, each as "kind, holder, from, to".
func timelineOf(t *testing.T, src string, papers ...string) Timeline {
	t.Helper()
	return NewCase(load(t, src+documents(papers...)), today).Timeline()
}

// documents are [[document]] blocks of "kind, holder, from, to"; what is empty is left out.
func documents(papers ...string) string {
	var b strings.Builder
	for _, p := range papers {
		part := strings.Split(p+",,,", ",")
		for i := range part {
			part[i] = strings.TrimSpace(part[i])
		}
		fmt.Fprintf(&b, "[[document]]\nfile = \"x.pdf\"\nkind = %q\n", part[0])
		if part[1] != "" {
			fmt.Fprintf(&b, "holder = %q\n", part[1])
		}
		for i, key := range []string{"from", "to"} {
			if part[2+i] != "" {
				fmt.Fprintf(&b, "%s = %s\n", key, part[2+i])
			}
		}
	}
	return b.String()
}

func spans(list []Span) string {
	var all []string
	for _, s := range list {
		all = append(all, fmt.Sprintf("%s to %s", s.From, s.To))
	}
	return strings.Join(all, "; ")
}

func TestTimelineOfLaura(t *testing.T) {
	l := timelineOf(t, laura)
	if !l.Needed || l.Window != (Span{day(t, "2026-10-24"), day(t, "2027-01-24")}) || l.Earliest.String() != "2027-01-24" || l.Request != l.Earliest {
		t.Errorf("%+v", l)
	}
	if got := spans(l.Gaps); got != "2026-10-24 to 2026-11-30" {
		t.Errorf("gaps %s", got)
	}
	var months []string
	for _, m := range l.Months {
		months = append(months, fmt.Sprintf("%s %s %s", m.Days.From.EnglishMonth(), m.State(), spans(m.Missing)))
	}
	if got := strings.Join(months, ", "); got != "October 2026 none 2026-10-24 to 2026-10-31, November 2026 none 2026-11-01 to 2026-11-30, December 2026 covered , January 2027 covered " {
		t.Error(got)
	}
	if len(l.Chase) != 1 {
		t.Fatalf("chase %+v", l.Chase)
	}
	want := Text{"October and November 2026: your host’s signed statement with the days, identity document and proof of address; or post from 2 March 2027",
		"octobre et novembre 2026 : l’attestation signée de votre hébergeant avec les jours, sa pièce d’identité et son justificatif de domicile ; ou envoyez à partir du 2 mars 2027"}
	if got := l.Chase[0].Say(); got != want {
		t.Errorf("chase %q\n%q", got.EN, got.FR)
	}
	if l.Clear() {
		t.Error("nothing is said to be missing")
	}

	whole := timelineOf(t, laura, "host statement, Marie Dupont, 2026-10-23, 2026-11-30", "host identity, DUPONT Marie", "energy bill, Mme M. DUPONT Marie")
	if len(whole.Gaps) != 0 || !whole.Clear() {
		t.Errorf("with the host's papers: gaps %s, %+v", spans(whole.Gaps), whole.Bars)
	}

	later := timelineOf(t, strings.Replace(laura, "2027-01-24", "2027-03-02", 1))
	if len(later.Gaps) != 0 || !later.Patterns[0].Met() {
		t.Errorf("three months after the lease: gaps %s, %+v", spans(later.Gaps), later.Patterns[0])
	}
	if day := timelineOf(t, strings.Replace(laura, "2027-01-24", "2027-03-01", 1)); day.Patterns[0].Met() {
		t.Error("the lease is older than three months on its three months' day")
	}
}

// What each paper comes to, and why. Laura's lease is the first bar unless a paper is older.
func TestBars(t *testing.T) {
	const set = "host identity, Marie Dupont"
	for _, c := range []struct {
		name   string
		papers []string
		want   string // standing of the last document that is a proof of residence
		why    string // part of it, in English
		shown  string
	}{
		{"own", []string{"energy bill, DRUCKER Laura, 2026-11-01, 2026-12-31"}, "counts", "counts", "2026-11-01 to 2026-12-31"},
		{"own, clipped at both ends", []string{"hotel bill, DRUCKER Laura, 2026-10-01, 2027-02-28"}, "counts", "counts", "2026-10-24 to 2027-01-24"},
		{"no name", []string{"energy bill, , 2026-11-01, 2026-12-31"}, "name not given", "counts if it is in your name", "2026-11-01 to 2026-12-31"},
		{"no days", []string{"energy bill, DRUCKER Laura"}, "days not given", "cannot tell", ""},
		{"no end", []string{"water bill, DRUCKER Laura, 2026-11-01"}, "days not given", "cannot tell", ""},
		{"a stranger", []string{"energy bill, Paul Martin, 2026-11-01, 2026-12-31"}, "another name", "nothing ties to you", "2026-11-01 to 2026-12-31"},
		{"a stranger, no days", []string{"energy bill, Paul Martin"}, "another name", "nothing ties to you", ""},
		{"the spouse", []string{"energy bill, M. John WHITFIELD, 2026-11-01, 2026-12-31"}, "another name", "in your spouse’s name, without", "2026-11-01 to 2026-12-31"},
		{"the spouse, with the certificate", []string{"marriage certificate", "energy bill, M. John WHITFIELD, 2026-11-01, 2026-12-31"}, "counts", "in your spouse’s name, with", "2026-11-01 to 2026-12-31"},
		{"both", []string{"energy bill, M et Mme WHITFIELD DRUCKER Laura, 2026-11-01, 2026-12-31"}, "counts", "counts", "2026-11-01 to 2026-12-31"},
		{"statement alone", []string{"host statement, Marie Dupont, 2026-10-23, 2026-11-30"}, "host's papers incomplete", "not enclosed: identity document of the host, proof of address of the host", "2026-10-24 to 2026-11-30"},
		{"statement with identity", []string{set, "host statement, Marie Dupont, 2026-10-23, 2026-11-30"}, "host's papers incomplete", "not enclosed: proof of address of the host", "2026-10-24 to 2026-11-30"},
		{"statement with another's papers", []string{"host identity, Paul Martin", "host proof of address, Paul Martin", "host statement, Marie Dupont, 2026-10-23, 2026-11-30"}, "host's papers incomplete",
			"identity document of the host, proof of address", "2026-10-24 to 2026-11-30"},
		{"statement with the applicant's own lease", []string{set, "rent receipt, Laura Drucker, 2026-12-01, 2026-12-31", "host statement, Marie Dupont, 2026-10-23, 2026-11-30"}, "host's papers incomplete",
			"not enclosed: proof of address", "2026-10-24 to 2026-11-30"},
		{"all three", []string{set, "host proof of address", "host statement, Marie Dupont, 2026-10-23, 2026-11-30"}, "counts", "with the host’s identity", "2026-10-24 to 2026-11-30"},
		{"all three, without names", []string{"host identity", "host proof of address", "host statement, , 2026-10-23, 2026-11-30"}, "counts", "with the host’s identity", "2026-10-24 to 2026-11-30"},
		{"all three, no days", []string{set, "host proof of address", "host statement, Marie Dupont"}, "days not given", "cannot tell", ""},
		{"all three, by somebody of no address", []string{"host identity, Paul Martin", "lease, Paul MARTIN, 2010-01-01", "host statement, Paul Martin, 2026-10-23, 2026-11-30"}, "counts", "with the host’s identity", "2026-10-24 to 2026-11-30"},
		{"the host's bill without a statement", []string{set, "energy bill, Marie Dupont, 2026-11-01, 2026-12-31"}, "host's papers incomplete", "not enclosed: statement of the host", ""},
		{"the host's bill", []string{set, "host statement, Marie Dupont, 2026-10-23, 2026-11-30", "energy bill, Marie Dupont, 2026-11-01, 2026-12-31"}, "counts", "for the days it names", "2026-10-24 to 2026-11-30"},
		{"the host's lease", []string{set, "host statement, Marie Dupont, 2026-10-23, 2026-11-30", "lease, Marie Dupont, 2012-05-01"}, "counts", "for the days it names", "2026-10-24 to 2026-11-30"},
		{"a bill in both names of a couple who each sign, one with an identity document", []string{"host identity, Marie MARTIN", "host statement, Marie Dupont, 2026-10-23, 2026-10-31", "host statement, Marie Martin, 2026-11-01, 2026-11-30",
			"energy bill, Marie DUPONT MARTIN, 2026-11-01, 2026-12-31"}, "counts", "for the days it names", "2026-11-01 to 2026-11-30"},
		{"too early", []string{"energy bill, DRUCKER Laura, 2026-06-01, 2026-07-31"}, "outside", "too early", ""},
		{"too late", []string{"lease, DRUCKER Laura, 2027-02-01, 2028-01-31"}, "outside", "too late", ""},
		{"backwards", []string{"energy bill, DRUCKER Laura, 2026-12-31, 2026-11-01"}, "outside", "ends before it begins", ""},
		{"benefit", []string{"benefit notice, DRUCKER Laura"}, "counts", "three months as such", "2026-10-24 to 2027-01-24"},
	} {
		l := timelineOf(t, laura, c.papers...)
		last := slices.MaxFunc(l.Bars, func(x, y Bar) int { return x.Doc - y.Doc })
		got := ""
		if last.Shown.Days() > 0 {
			got = spans([]Span{last.Shown})
		}
		if last.Standing.String() != c.want || !strings.Contains(last.Why.EN, c.why) || last.Why.FR == "" || got != c.shown {
			t.Errorf("%s: %s, %q, %s", c.name, last.Standing, last.Why.EN, got)
		}
		if counts := c.want == "counts" || c.want == "name not given"; last.Counts() != counts {
			t.Errorf("%s: counts %v", c.name, last.Counts())
		}
	}
}

// The days of a host's bill are those of the statement: no next bill is waited for.
func TestHostsBillIsNotAwaited(t *testing.T) {
	l := timelineOf(t, laura[:strings.Index(laura, "[[document]]")], "host identity, Marie Dupont", "host statement, Marie Dupont, 2026-10-23, 2026-12-10", "energy bill, Marie Dupont, 2026-10-01, 2026-12-10")
	if got := spans(l.Gaps); got != "2026-12-11 to 2027-01-24" {
		t.Errorf("gaps %s, %+v", got, l.Bars)
	}
	l = timelineOf(t, laura[:strings.Index(laura, "[[document]]")], "host identity, Marie Dupont", "host statement, Marie Dupont, 2026-10-23, 2026-12-10", "lease, Marie Dupont, 2012-05-01")
	if len(l.Chase) != 1 || !l.Chase[0].Wait.IsZero() {
		t.Errorf("the host's own lease goes on, the statement does not: %+v", l.Chase)
	}
}

func TestChase(t *testing.T) {
	const nobody = "a lease, rent receipts or a bill; or, if somebody housed you, that person’s statement, identity document and proof of address"
	home := func(kind string) string { return strings.Replace(laura, `"hosted"`, `"`+kind+`"`, 1) }
	plain := laura[:strings.Index(laura, "[[address]]")]
	rents := plain + "[[address]]\nkind = \"own lease\"\n"
	for _, c := range []struct {
		name, src string
		papers    []string
		want      string // "from to: paper", one after the other
	}{
		{"hosted", laura, nil, "10-24 11-30: your host’s signed statement with the days, identity document and proof of address"},
		{"hotel", home("hotel"), nil, "10-24 11-30: the hotel’s bill"},
		{"centre", home("reception centre"), nil, "10-24 11-30: the centre’s certificate"},
		{"domiciliation", home("domiciliation"), nil, "10-24 11-30: the organisation’s certificate, from its first day"},
		{"owner", home("owner"), nil, "10-24 11-30: the title deed, or a bill in your name"},
		{"no home said", plain, nil, "10-24 01-24: " + nobody},
		{"rents", rents, nil, "10-24 01-24: the lease of those days, or a rent receipt for each month"},
		{"a receipt missing", rents, []string{"rent receipt, Laura Drucker, 2026-10-01, 2026-10-31", "rent receipt, Laura Drucker, 2026-12-01, 2026-12-31"}, "11-01 11-30: the rent receipt of each month, as for the others"},
		{"a bill missing", rents, []string{"energy bill, Laura Drucker, 2026-11-15, 2027-01-14"}, "10-24 11-14: another energy bill, as for other days"},
		{"receipts of a lease that began later", plain, []string{"lease, Laura Drucker, 2026-12-01", "rent receipt, Laura Drucker, 2026-12-01, 2026-12-31"}, "10-24 11-30: " + nobody},
		{"hosted, identity missing", laura, []string{"host statement, Marie Dupont, 2026-10-23, 2026-11-30", "host proof of address"}, "10-24 11-30: what the host’s statement needs to count: identity document of the host"},
		{"hosted, a statement from the day after", laura, []string{"host statement, Marie Dupont, 2026-10-25, 2026-11-29", "host proof of address"}, "10-24 11-30: what the host’s statement needs to count: identity document of the host"},
		{"hosted, a statement three days short at both ends", laura, []string{"host statement, Marie Dupont, 2026-10-27, 2026-11-27", "host proof of address"}, "10-24 11-30: what the host’s statement needs to count: identity document of the host"},
		{"hosted, too short a statement", laura, []string{"host statement, Marie Dupont, 2026-11-10, 2026-11-30", "host proof of address"},
			"10-24 11-09: your host’s signed statement with the days, identity document and proof of address; 11-10 11-30: what the host’s statement needs to count: identity document of the host"},
		{"the spouse's lease", plain, []string{"lease, John Whitfield, 2026-10-23, 2026-12-31"},
			"10-24 12-31: the marriage or PACS certificate, which ties your spouse’s paper to you (lease); 01-01 01-24: " + nobody},
		{"the lease of whom she lives with", plain + "[family]\nstatus = \"cohabiting\"\n", []string{"lease, John Whitfield, 2026-10-23"},
			"10-24 01-24: your partner’s signed statement that you live there and identity document, with the paper in their name (lease)"},
		{"the same, with the statement and identity", plain + "[family]\nstatus = \"cohabiting\"\n", []string{"lease, John Whitfield, 2026-10-23", "host statement, John Whitfield, 2026-10-23", "host identity, John Whitfield"}, ""},
		{"a stranger's lease", plain, []string{"lease, Paul Martin, 2026-10-23"}, "10-24 01-24: if the person named on a paper enclosed (lease) housed you: that person’s signed statement and identity document"},
		{"no days", laura, []string{"hotel bill, Laura Drucker"}, "10-24 11-30: first the days that a paper enclosed covers (hotel bill): write its from and to"},
		{"two homes, one after the other", strings.Replace(laura, "to = 2026-11-30", "to = 2026-11-12\n[[address]]\nkind = \"hotel\"\nfrom = 2026-11-13\nto = 2026-11-30", 1), nil,
			"10-24 11-12: your host’s signed statement with the days, identity document and proof of address; 11-13 11-30: the hotel’s bill"},
		{"two homes, three days in the first", strings.Replace(laura, "to = 2026-11-30", "to = 2026-10-26\n[[address]]\nkind = \"hotel\"\nfrom = 2026-10-27\nto = 2026-11-30", 1), nil,
			"10-24 11-30: your host’s signed statement with the days, identity document and proof of address"},
		{"two gaps", rents, []string{"hotel bill, Laura Drucker, 2026-11-05, 2026-11-20"}, "10-24 11-04: the lease of those days, or a rent receipt for each month; 11-21 01-24: the lease of those days, or a rent receipt for each month"},
	} {
		var got []string
		for _, ch := range timelineOf(t, c.src, c.papers...).Chase {
			got = append(got, fmt.Sprintf("%s %s: %s", ch.Days.From.String()[5:], ch.Days.To.String()[5:], ch.Paper.EN))
			if ch.Paper.FR == "" || strings.Contains(ch.Paper.EN+ch.Paper.FR, "%!") {
				t.Errorf("%s: in French %q", c.name, ch.Paper.FR)
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, s, c.want)
		}
	}
}

func TestPatterns(t *testing.T) {
	const set = "host identity, Marie Dupont; host proof of address"
	for _, c := range []struct {
		name, signed string
		papers       string
		want         string // patterns met and the documents they rest on
	}{
		{"young lease", "2027-01-24", "", ""},
		{"lease of three months", "2027-03-02", "", "lease [0]"},
		{"lease that ended", "2027-06-01", "lease, Laura Drucker, 2026-10-23, 2026-11-30", "lease [0]"},
		{"lease that ended a month ago", "2027-01-24", "lease, Laura Drucker, 2026-09-01, 2026-12-31", ""},
		{"title deed", "2027-01-24", "title deed, Laura Drucker, 2026-10-01", "lease [1]"},
		{"lease of the host", "2027-01-24", "lease, Marie Dupont, 2010-10-01; host statement, Marie Dupont, 2026-10-23, 2026-11-30; host identity", "host [2]"},
		{"three receipts", "2027-01-24", "rent receipt, Laura Drucker, 2026-11-01, 2026-11-30; rent receipt, Laura Drucker, 2026-12-01, 2026-12-31; rent receipt, Laura Drucker, 2027-01-01, 2027-01-31", "receipts [1 2 3]"},
		{"three receipts in no order, two of one month", "2027-01-24", "rent receipt, Laura Drucker, 2027-01-01, 2027-01-31; rent receipt, Laura Drucker, 2026-11-01, 2026-11-30; rent receipt, Laura Drucker, 2026-12-01, 2026-12-31; rent receipt, Laura Drucker, 2026-12-01, 2026-12-31", "receipts [2 3 1]"},
		{"two receipts", "2027-01-24", "rent receipt, Laura Drucker, 2026-12-01, 2026-12-31; rent receipt, Laura Drucker, 2027-01-01, 2027-01-31", ""},
		{"a month missing", "2027-01-24", "rent receipt, Laura Drucker, 2026-10-01, 2026-10-31; rent receipt, Laura Drucker, 2026-12-01, 2026-12-31; rent receipt, Laura Drucker, 2027-01-01, 2027-01-31", ""},
		{"old receipts", "2027-03-10", "rent receipt, Laura Drucker, 2026-11-01, 2026-11-30; rent receipt, Laura Drucker, 2026-12-01, 2026-12-31; rent receipt, Laura Drucker, 2027-01-01, 2027-01-31", "lease [0]"},
		{"receipts of a stranger", "2027-01-24", "rent receipt, Paul Martin, 2026-11-01, 2026-11-30; rent receipt, Laura Drucker, 2026-12-01, 2026-12-31; rent receipt, Laura Drucker, 2027-01-01, 2027-01-31", ""},
		{"two bills, the first from before", "2027-01-24", "energy bill, Laura Drucker, 2026-08-15, 2026-10-14; energy bill, Laura Drucker, 2026-10-15, 2026-12-14", "bills [1 2]"},
		{"two bills, the next one awaited for 62 days", "2027-01-24", "energy bill, Laura Drucker, 2026-09-01, 2026-10-10; energy bill, Laura Drucker, 2026-10-11, 2026-11-22", "bills [1 2]"},
		{"two bills, the next one awaited for 63 days", "2027-01-24", "energy bill, Laura Drucker, 2026-09-01, 2026-10-10; energy bill, Laura Drucker, 2026-10-11, 2026-11-21", ""},
		{"two bills of two kinds", "2027-01-24", "water bill, Laura Drucker, 2026-10-15, 2026-11-30; energy bill, Laura Drucker, 2026-12-01, 2027-01-15", ""},
		{"a bill between is missing", "2027-01-24", "energy bill, Laura Drucker, 2026-10-15, 2026-11-14; energy bill, Laura Drucker, 2026-12-15, 2027-01-14", ""},
		{"two kinds of bills", "2027-01-24", "phone bill, Laura Drucker, 2026-11-01, 2026-11-30; phone bill, Laura Drucker, 2026-12-01, 2026-12-31; water bill, Laura Drucker, 2026-06-01, 2026-11-30; water bill, Laura Drucker, 2026-12-01, 2027-01-15", "bills [3 4 1 2]"},
		{"host", "2027-01-24", set + "; host statement, Marie Dupont, 2026-10-23", "host [3]"},
		{"benefit", "2027-01-24", "benefit notice, Laura Drucker", "benefit [1]"},
	} {
		var papers []string
		if c.papers != "" {
			papers = strings.Split(c.papers, ";")
		}
		var got []string
		for _, p := range timelineOf(t, strings.Replace(laura, "2027-01-24", c.signed, 1), papers...).Patterns {
			if p.Met() {
				got = append(got, fmt.Sprint(p.ID, " ", p.Docs))
			}
			if p.Name.EN == "" || p.Name.FR == "" {
				t.Errorf("%s has no name", p.ID)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: met are %q, want %q", c.name, s, c.want)
		}
	}
}

func TestOverlaps(t *testing.T) {
	host := []string{"host statement, Marie Dupont, 2026-10-23, 2026-12-05", "host identity", "lease, Marie Dupont, 2012-01-01"}
	for _, c := range []struct {
		name   string
		papers []string
		want   string
		clear  bool
	}{
		{"a bill under the lease", []string{"energy bill, Laura Drucker, 2026-12-10, 2027-01-10", "benefit notice, Laura Drucker"},
			"[2 0] 2026-12-01 to 2027-01-24 false, [2 1] 2026-12-10 to 2027-01-10 false, [0 1] 2026-12-10 to 2027-01-10 false", true},
		{"hosted and at home on the same days", host, "[1 0] 2026-12-01 to 2026-12-05 true, [3 0] 2026-12-01 to 2026-12-05 true", false},
		{"hosted until three days after the move", append([]string{"host statement, Marie Dupont, 2026-10-23, 2026-12-03"}, host[1:]...), "[1 0] 2026-12-01 to 2026-12-03 false, [3 0] 2026-12-01 to 2026-12-03 false", true},
		{"a stranger's bill", append([]string{"energy bill, Paul Martin, 2026-12-10, 2027-01-10"}, "benefit notice, Laura Drucker"), "[2 0] 2026-12-01 to 2027-01-24 false", false},
	} {
		l := timelineOf(t, laura, c.papers...)
		var got []string
		for _, o := range l.Overlaps {
			got = append(got, fmt.Sprintf("%v %s %v", o.Docs, spans([]Span{o.Span}), o.TwoHomes))
		}
		if s := strings.Join(got, ", "); s != c.want || l.Clear() != c.clear {
			t.Errorf("%s: %s, clear %v", c.name, s, l.Clear())
		}
	}
}

// As many papers as a profile can hold: what is listed is bounded, what is counted is not, and memory
// grows with the papers, not with their pairs.
func TestTimelineOfManyPapers(t *testing.T) {
	const papers = 3000
	of := func(from, to func(i int) profile.Date, kinds ...profile.Kind) Timeline {
		a := &profile.Applicant{Arrived: profile.Date{Year: 2026, Month: 8, Day: 1}, Signature: profile.Signature{Date: profile.Date{Year: 2026, Month: 11, Day: 22}}}
		for i := range papers {
			a.Documents = append(a.Documents, profile.Document{Kind: kinds[i%len(kinds)], File: "x.pdf", From: from(i), To: to(i)})
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		l := NewCase(a, a.Signature.Date).Timeline()
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 100<<20 {
			t.Errorf("%v: %d MB were asked for", kinds, used>>20)
		}
		return l
	}
	first, last := profile.Date{Year: 2026, Month: 8, Day: 25}, profile.Date{Year: 2026, Month: 11, Day: 20}
	same := func(d profile.Date) func(int) profile.Date { return func(int) profile.Date { return d } }

	l := of(same(first), same(last), profile.Lease, profile.HotelBill)
	two, others := papers/2*papers/2, papers/2*(papers/2-1)
	if want := (More{two - mostOverlaps, others - mostOverlaps}); len(l.Overlaps) != 2*mostOverlaps || l.More != want {
		t.Errorf("%d overlaps and %+v more, want %d and %+v", len(l.Overlaps), l.More, 2*mostOverlaps, want)
	}
	l = of(same(first), same(last), profile.Lease)
	if len(l.Overlaps) != mostOverlaps || l.Overlaps[0].TwoHomes || l.More.TwoHomes != 0 {
		t.Errorf("one home: %d overlaps and %+v more", len(l.Overlaps), l.More)
	}
	bill := func(i int) profile.Date { return last.AddDays(i - papers) }
	l = of(bill, bill, profile.EnergyBill)
	if i := slices.IndexFunc(l.Patterns, func(p Pattern) bool { return p.ID == "bills" }); len(l.Patterns[i].Docs) != papers {
		t.Errorf("a series of %d bills, want %d", len(l.Patterns[i].Docs), papers)
	}
}

// The longest run of successive papers is that found by trying every pair.
func TestSeries(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]profile.Kind{profile.RentReceipt, profile.WaterBill}).Draw(t, "kind")
		var l Timeline
		l.Request = profile.Date{Year: 2027, Month: 1, Day: 1}
		for i := range rapid.IntRange(0, 12).Draw(t, "papers") {
			from := l.Request.AddDays(-rapid.IntRange(30, 330).Draw(t, "ago"))
			l.Bars = append(l.Bars, Bar{Doc: i, Kind: kind, Days: Span{from, from.AddDays(rapid.IntRange(0, 62).Draw(t, "length"))}})
		}
		slices.SortStableFunc(l.Bars, func(x, y Bar) int { return y.Days.From.DaysTo(x.Days.From) })
		var best []Bar
		runs := make([][]Bar, len(l.Bars))
		for i, b := range l.Bars {
			for j := range i {
				if successive(l.Bars[j], b) && len(runs[j]) > len(runs[i]) {
					runs[i] = runs[j]
				}
			}
			runs[i] = append(slices.Clip(runs[i]), b)
			enough := map[profile.Kind]int{profile.RentReceipt: 3, profile.WaterBill: 2}[kind]
			if len(runs[i]) >= enough && (best == nil || !b.Days.To.Before(best[len(best)-1].Days.To)) {
				best = runs[i]
			}
		}
		docs := func(bars []Bar) (docs []int) {
			for _, b := range bars {
				docs = append(docs, b.Doc)
			}
			return docs
		}
		if got, want := docs(l.series(kind)), docs(best); !slices.Equal(got, want) {
			t.Fatalf("series %v, want %v", got, want)
		}
	})
}

func TestTimelineJSON(t *testing.T) {
	var out struct {
		Needed                      bool
		From, To, Earliest, Request string
		Arrived                     *string
		Proofs                      []struct{ Key, Standing, Why string }
		Gaps                        []struct {
			From, To string
			Days     int
		}
		Forgiven, Overlaps []any
		Months             []struct{ Month, State string }
		Patterns           []struct {
			ID  string
			Met bool
		}
		Chase []struct {
			Months      []string
			Paper, Wait string
		}
	}
	data, err := timelineOf(t, laura).JSON("fr")
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	if !out.Needed || out.From != "2026-10-24" || out.To != "2027-01-24" || out.Earliest != "2027-01-24" || *out.Arrived != "2026-10-23" || out.Request != "2027-01-24" ||
		len(out.Proofs) != 1 || out.Proofs[0].Key != "document[0]" || out.Proofs[0].Standing != "counts" || out.Proofs[0].Why != "compte" ||
		len(out.Gaps) != 1 || out.Gaps[0].From != "2026-10-24" || out.Gaps[0].Days != 38 || out.Forgiven == nil || out.Overlaps == nil ||
		len(out.Months) != 4 || out.Months[0].Month != "2026-10" || out.Months[1].State != "none" || len(out.Patterns) != 5 || out.Patterns[0].Met ||
		len(out.Chase) != 1 || strings.Join(out.Chase[0].Months, " ") != "2026-10 2026-11" || !strings.HasPrefix(out.Chase[0].Paper, "l’attestation signée") || out.Chase[0].Wait != "2027-03-02" {
		t.Errorf("%s", data)
	}
	data, err = (&Case{A: &profile.Applicant{}, Day: today, Signed: today}).Timeline().JSON("en")
	if err != nil || !strings.Contains(string(data), `"arrived":null,"earliest":null`) {
		t.Errorf("%s, %v", data, err)
	}
}

// anyPaper draws a document that may prove residence, or help another to: of any name, dated or not.
func anyPaper(t *rapid.T) profile.Document {
	kinds := []profile.Kind{profile.Lease, profile.TitleDeed, profile.RentReceipt, profile.RentReceipt, profile.EnergyBill, profile.EnergyBill, profile.WaterBill, profile.PhoneBill,
		profile.HotelBill, profile.HostStatement, profile.HostIdentity, profile.HostAddressProof, profile.ReceptionCertificate, profile.DomiciliationPaper,
		profile.EnrolmentCertificate, profile.BenefitNotice, profile.MarriageCertificate, profile.Payslip}
	d := profile.Document{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), File: rapid.SampledFrom([]string{"x.pdf", "x.pdf", "x.pdf", ""}).Draw(t, "file"),
		Holder: rapid.SampledFrom([]string{"Laura Drucker", "Laura Drucker", "", "Marie Dupont", "Paul Martin", "Jean Petit", "John Whitfield"}).Draw(t, "holder")}
	if rapid.IntRange(0, 4).Draw(t, "dated") > 0 {
		d.From = signing.AddDays(-rapid.IntRange(-20, 160).Draw(t, "ago"))
		if rapid.IntRange(0, 4).Draw(t, "ended") > 0 {
			d.To = d.From.AddDays(rapid.IntRange(-3, 70).Draw(t, "length"))
		}
	}
	if rapid.Bool().Draw(t, "made") {
		d.Date = signing.AddDays(-rapid.IntRange(0, 160).Draw(t, "made ago"))
	}
	return d
}

// plainPaper draws one in the applicant's name whose days are known.
func plainPaper(t *rapid.T) profile.Document {
	kinds := []profile.Kind{profile.RentReceipt, profile.RentReceipt, profile.EnergyBill, profile.EnergyBill, profile.HotelBill, profile.Lease}
	from := signing.AddDays(-rapid.IntRange(0, 130).Draw(t, "ago"))
	return profile.Document{
		Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), File: "x.pdf", Holder: "Laura Drucker",
		From: from, To: from.AddDays(rapid.IntRange(0, 40).Draw(t, "length")),
	}
}

// signing is the last day of a leap year's February: the window begins in November.
var signing = profile.Date{Year: 2028, Month: time.February, Day: 29}

// anyCase draws an applicant with some such papers.
func anyCase(t *rapid.T) *profile.Applicant {
	a := &profile.Applicant{
		Name: profile.Name{Birth: "Drucker", First: []string{"Laura"}}, Spouse: profile.Spouse{Birth: "Whitfield"},
		Arrived:   signing.AddDays(-rapid.SampledFrom([]int{0, 1, 3, 4, 20, 31, 62, 91, 92, 93, 400}).Draw(t, "stay")),
		Addresses: []profile.Address{{Kind: profile.Hosted, Host: "Marie Dupont"}}, Signature: profile.Signature{Date: signing},
	}
	for range rapid.IntRange(0, 4).Draw(t, "papers") {
		a.Documents = append(a.Documents, anyPaper(t))
	}
	for range rapid.IntRange(0, 5).Draw(t, "plain papers") {
		a.Documents = append(a.Documents, plainPaper(t))
	}
	return a
}

// daysOf walks the days of the window and gives those of which something is true.
func daysOf(l Timeline, is func(profile.Date) bool) map[profile.Date]bool {
	days := map[profile.Date]bool{}
	for d := l.Window.From; !d.After(l.Window.To); d = d.AddDays(1) {
		if is(d) {
			days[d] = true
		}
	}
	return days
}

func inGap(l Timeline) func(profile.Date) bool {
	return func(d profile.Date) bool {
		return slices.ContainsFunc(l.Gaps, func(s Span) bool { return s.Has(d) })
	}
}

// Whatever the papers, each day of the window is proven, or forgiven, or in a gap, and the months say
// the same as the gaps.
func TestTimelinePartsTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyCase(t)
		l := NewCase(a, signing).Timeline()
		days := 0
		for d := l.Window.From; !d.After(l.Window.To); d = d.AddDays(1) {
			days++
			proven := slices.ContainsFunc(l.Bars, func(b Bar) bool { return b.Counts() && b.Days.Has(d) })
			gap := inGap(l)(d)
			missing := slices.ContainsFunc(l.Months, func(m Month) bool {
				return m.Days.Has(d) && slices.ContainsFunc(m.Missing, func(s Span) bool { return s.Has(d) })
			})
			chased := slices.ContainsFunc(l.Chase, func(c Chase) bool { return c.Days.Has(d) && len(c.Months) > 0 })
			n := 0 // also of forgiven days a day is one once
			for _, is := range []bool{proven, gap} {
				if is {
					n++
				}
			}
			for _, f := range l.Forgiven {
				if f.Has(d) {
					n++
				}
			}
			if n != 1 || gap != missing || gap != chased {
				t.Fatalf("%s: %d times, proven %v, gap %v, missing in its month %v, chased %v\n%+v", d, n, proven, gap, missing, chased, l)
			}
		}
		for _, m := range l.Months {
			days -= m.Days.Days()
		}
		if days != 0 {
			t.Errorf("the months have %d days too few", days)
		}
	})
}

// A day is forgiven for a reason that is stated, counted here day by day.
func TestForgivenDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := NewCase(anyCase(t), signing).Timeline()
		counted := func(is func(Bar) bool) bool {
			return slices.ContainsFunc(l.Bars, func(b Bar) bool { return b.Counts() && b.Shown.Days() > 0 && is(b) })
		}
		for _, f := range l.Forgiven {
			for d := f.From; !d.After(f.To); d = d.AddDays(1) {
				next := counted(func(b Bar) bool {
					limit := map[profile.Kind]int{profile.RentReceipt: 31, profile.HotelBill: 31, profile.EnergyBill: 62, profile.WaterBill: 62, profile.PhoneBill: 62}[b.Kind]
					if b.Host {
						limit = 0
					}
					return b.Shown.To.Before(d) && b.Shown.To.DaysTo(l.Window.To) <= max(limit, 3)+1
				})
				series := l.Window.From.DaysTo(d) < 31 && counted(func(b Bar) bool {
					return d.Before(b.Shown.From) && l.Window.From.DaysTo(b.Shown.From) <= 31 && (b.Kind == profile.RentReceipt || isBill(b.Kind))
				})
				ok := map[Text]bool{forNext: next, forSeries: series, forSlip: f.Days() <= 3 && len(l.shown()) > 0}
				if !ok[f.Why] {
					t.Fatalf("%s is forgiven because %s\n%+v", d, f.Why.EN, l)
				}
			}
		}
		for _, g := range l.Gaps {
			if g.Days() <= 3 && len(l.shown()) > 0 {
				t.Fatalf("a gap of %d days", g.Days())
			}
		}
	})
}

// One more paper in the envelope, whatever it is, never takes a day away from what is proven.
func TestMorePapersNoMoreGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyCase(t)
		before := NewCase(a, signing).Timeline()
		at := rapid.IntRange(0, len(a.Documents)).Draw(t, "at")
		draw := rapid.SampledFrom([]func(*rapid.T) profile.Document{anyPaper, plainPaper}).Draw(t, "what")
		a.Documents = slices.Insert(a.Documents, at, draw(t))
		after := NewCase(a, signing).Timeline()
		gaps := daysOf(before, inGap(before))
		for d := range daysOf(after, inGap(after)) {
			if !gaps[d] {
				t.Fatalf("with %+v there is no proof of %s any more\n%+v\n%+v", a.Documents[at], d, before, after)
			}
		}
		for i, p := range before.Patterns {
			if p.Met() && !after.Patterns[i].Met() {
				t.Fatalf("with %+v there is no %s any more", a.Documents[at], p.ID)
			}
		}
	})
}

// Three months and more, counted on the calendar day by day, from any instant in any zone: the window of
// the first day to post begins on the arrival or later, and a lease from the arrival fills it.
func TestThreeMonthsDayByDay(t *testing.T) {
	fixed := []time.Time{
		time.Date(2026, 10, 31, 23, 59, 0, 0, time.UTC), time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC), time.Date(2027, 11, 30, 12, 0, 0, 0, time.UTC),
		time.Date(2028, 2, 29, 1, 0, 0, 0, time.UTC), time.Date(2027, 11, 29, 1, 0, 0, 0, time.UTC),
	}
	rapid.Check(t, func(t *rapid.T) {
		instant := time.Unix(rapid.Int64Range(9e8, 4.2e9).Draw(t, "instant"), 0)
		if i := rapid.IntRange(-20, len(fixed)-1).Draw(t, "fixed"); i >= 0 {
			instant = fixed[i]
		}
		zone := time.FixedZone("", rapid.IntRange(-12*3600, 14*3600).Draw(t, "seconds east"))
		arrived := profile.DateOf(instant.In(zone))
		if want := instant.In(zone).Format(time.DateOnly); arrived.String() != want {
			t.Fatalf("%s falls on %s", instant.In(zone), arrived)
		}
		passed := func(d profile.Date) int { // full months from the arrival: a shorter month ends with its last day
			n := 0
			for e := arrived; e != d; {
				e = e.AddDays(1)
				same := e.Day == arrived.Day || e.Day < arrived.Day && e.AddDays(1).Day == 1
				if same && (e.Month != arrived.Month || e.Year != arrived.Year) {
					n++
				}
			}
			return n
		}
		first := arrived.AddDays(1)
		for passed(first.AddDays(-1)) < 3 {
			first = first.AddDays(1)
		}
		if got := EarliestPosting(arrived); got != first {
			t.Fatalf("arrived %s: %s, counted day by day %s", arrived, got, first)
		}
		window := func(signed profile.Date) Span {
			return (&Case{A: &profile.Applicant{Arrived: arrived}, Signed: signed}).Window()
		}
		if w := window(first); w.From.Before(arrived) || w.From.AddDays(-1).AddMonths(3).After(first) {
			t.Fatalf("arrived %s: the window of %s begins on %s", arrived, first, w.From)
		}
		lease := &profile.Applicant{Arrived: arrived, Documents: []profile.Document{{Kind: profile.Lease, File: "x.pdf", From: arrived}}}
		for signed, met := range map[profile.Date]bool{first: true, first.AddDays(-1): false} {
			if l := (&Case{A: lease, Signed: signed}).Timeline(); l.Patterns[0].Met() != met || len(l.Gaps) > 0 {
				t.Fatalf("a lease of %s on %s: older than three months %v, gaps %v", arrived, signed, l.Patterns[0].Met(), l.Gaps)
			}
		}
	})
}
