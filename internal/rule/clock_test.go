package rule

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/profile"
)

func isoDay(t *testing.T, s string) profile.Date {
	t.Helper()
	d, err := profile.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Each clock ends on the day that a civil time limit ends on: that of its first day, or the last one of a month
// that is too short for it.
func TestClockEnds(t *testing.T) {
	seen := map[ClockID]bool{}
	for _, c := range []struct {
		id        ClockID
		from, end string
	}{
		{ClockResidence, "2026-07-01", "2026-10-01"},
		{ClockResidence, "2026-11-30", "2027-02-28"},
		{ClockResidence, "2027-11-30", "2028-02-29"},
		{ClockCall, "2026-12-10", "2027-01-28"},
		{ClockCall, "2028-01-12", "2028-03-01"},
		{ClockPaper, "2026-11-30", "2027-02-28"},
		{ClockPaper, "2026-12-01", "2027-03-01"},
		{ClockNotice, "2028-05-31", "2028-08-31"},
		{ClockNotice, "2028-08-31", "2028-11-30"},
		{ClockSuspended, "2026-08-31", "2027-02-28"},
		{ClockSuspended, "2027-08-31", "2028-02-29"},
		{ClockNumber, "2026-05-31", "2027-02-28"},
		{ClockNumber, "2025-12-10", "2026-09-10"},
		{ClockCNAV, "2026-12-31", "2027-02-28"},
		{ClockCNAV, "2027-12-30", "2028-02-29"},
		{ClockAnswer, "2028-02-29", "2028-02-29"},
		{ClockControl, "2027-01-31", "2027-02-28"},
		{ClockControl, "2028-01-31", "2028-02-29"},
		{ClockControl, "2026-12-04", "2027-01-04"},
		{ClockAppeal, "2026-06-30", "2026-08-30"},
		{ClockAppeal, "2026-12-31", "2027-02-28"},
		{ClockAppeal, "2028-02-29", "2028-04-29"},
		{ClockSilence, "2027-07-31", "2027-09-30"},
		{ClockPermit, "2027-06-19", "2027-12-31"},
		{ClockPermit, "2027-08-31", "2028-02-29"},
		{ClockPermit, "2030-01-01", "2030-07-31"},
		{ClockPermit, "2030-12-31", "2031-06-30"},
		{ClockContribution, "2027-11-30", "2027-12-30"},
		{ClockContribution, "2025-11-28", "2025-12-28"},
		{ClockCardOnline, "2028-02-20", "2028-03-05"},
		{ClockCardByPost, "2027-02-10", "2027-03-03"},
		{ClockCardUpdate, "2028-02-29", "2029-02-28"},
		{ClockCardUpdate, "2027-04-04", "2028-04-04"},
	} {
		seen[c.id] = true
		if got := c.id.End(isoDay(t, c.from)); got.String() != c.end {
			t.Errorf("%s from %s: %s, want %s", c.id, c.from, got, c.end)
		}
	}
	for _, k := range Clocks() {
		if !seen[k.ID] {
			t.Errorf("no case of the clock %s", k.ID)
		}
		if end := k.End(profile.Date{}); !end.IsZero() {
			t.Errorf("%s: from no day to %s", k.ID, end)
		}
	}
}

// A clock has its ground: law by its articles, the rest by who says so, read on a day.
func TestClocksHaveSources(t *testing.T) {
	ids := map[ClockID]bool{}
	for _, k := range Clocks() {
		for _, text := range []Text{k.From, k.What, k.Then, k.Source} {
			if text.EN == "" || text.FR == "" {
				t.Errorf("%s lacks a text", k.ID)
			}
		}
		if ids[k.ID] || k.Months > 0 && k.Days > 0 {
			t.Errorf("%s is there twice, or has months and days", k.ID)
		}
		ids[k.ID] = true
		if articles := Articles(k.Source.EN); k.Basis == Law && len(articles) == 0 {
			t.Errorf("%s: %q names no article", k.ID, k.Source.EN)
		} else if fmt.Sprint(Articles(k.Source.FR)) != fmt.Sprint(articles) {
			t.Errorf("%s: %q and %q name other articles", k.ID, k.Source.EN, k.Source.FR)
		}
		if _, err := profile.ParseDate(k.Read); err != nil {
			t.Errorf("%s: %v", k.ID, err)
		}
	}
}

func dueDays(all []Deadline) string {
	var lines []string
	for _, d := range all {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", d.ID, d.Key, d.From, d.End))
	}
	return strings.Join(lines, "\n")
}

// Which clocks run for whom.
func TestDeadlines(t *testing.T) {
	const temporary = "nir = \"8610299404123\"\nnir_received = 2026-06-30\n"
	running := map[ClockID]bool{}
	for _, c := range []struct{ name, add, want string }{
		{"nothing sent", "", "three-months arrived 2026-07-01 2026-10-01"},
		{"sent", "posted.date = 2026-10-31\n", "call posted.date 2026-10-31 2026-12-19"},
		{"refused soon", "posted.date = 2026-10-31\nrefusal.notified = 2026-11-20\n", "appeal refusal.notified 2026-11-20 2027-01-20"},
		{"receipt had", "posted.date = 2026-10-31\nposted.acknowledged = 2026-11-20\n", ""},
		{"temporary number", temporary, "temporary-number nir_received 2026-06-30 2027-03-30"},
		{"day of the number not given", "nir = \"8610299404123\"\n", ""},
		{"permanent number", "nir = \"2610299404123\"\nnir_received = 2026-06-30\nposted.passed_on = 2026-05-02\n", ""},
		{"paper asked for", temporary + "civil_status_asked = 2026-11-30\n", "civil-status civil_status_asked 2026-11-30 2027-02-28\ntemporary-number nir_received 2026-06-30 2027-03-30"},
		{"paper sent", temporary + "civil_status_asked = 2026-10-30\ncivil_status_sent = 2026-10-30\n", "temporary-number nir_received 2026-06-30 2027-03-30"},
		{"formal notice", "civil_status_asked = 2026-05-30\ncivil_status_notice = 2026-08-31\n", "civil-status-notice civil_status_notice 2026-08-31 2026-11-30\nsuspension civil_status_notice 2026-08-31 2027-02-28"},
		{"sent before the notice only", "civil_status_asked = 2026-05-30\ncivil_status_sent = 2026-06-30\ncivil_status_notice = 2026-08-31\n", "civil-status-notice civil_status_notice 2026-08-31 2026-11-30\nsuspension civil_status_notice 2026-08-31 2027-02-28"},
		{"sent after the notice", "civil_status_notice = 2026-08-31\ncivil_status_sent = 2026-09-01\n", ""},
		{"with the CNAV", temporary + "posted.passed_on = 2026-12-31\n", "cnav posted.passed_on 2026-12-31 2027-02-28\ntemporary-number nir_received 2026-06-30 2027-03-30"},
		{"refused", "refusal.notified = 2026-10-31\n", "appeal refusal.notified 2026-10-31 2026-12-31"},
		{"appealed", "refusal.notified = 2026-10-31\nrefusal.appealed = 2026-11-05\n", "appeal-silence refusal.appealed 2026-11-05 2027-01-05"},
		{"permanent number from elsewhere", "nir = \"2610299404123\"\n", "three-months arrived 2026-07-01 2026-10-01"},
		{"card ordered", "nir = \"2610299404123\"\ndone.card_ordered = 2026-11-02\n", "card-by-post done.card_ordered 2026-11-02 2026-11-23"},
		{"card had", "nir = \"2610299404123\"\ndone.card_ordered = 2026-11-02\ndone.card_received = 2026-11-12\n", "card-update done.card_received 2026-11-12 2027-11-12"},
		{"card updated", "nir = \"2610299404123\"\ndone.card_received = 2025-11-12\ndone.card_updated = 2026-11-20\n", "card-update done.card_updated 2026-11-20 2027-11-20"},
	} {
		all := NewCase(load(t, c.add+sound), today).Deadlines()
		if got := dueDays(all); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		for _, d := range all {
			running[d.ID] = true
		}
	}
	for _, c := range []struct {
		name   string
		letter Letter
		want   string
	}{
		{"a deadline", Letter{Date: isoDay(t, "2026-11-02"), Deadline: isoDay(t, "2026-12-02"), Documents: []Asked{{Kind: profile.BirthCertificate}}}, "answer deadline 2026-12-02 2026-12-02"},
		{"civil status", Letter{Date: isoDay(t, "2026-11-30"), Documents: []Asked{{Kind: profile.Lease}, {Kind: profile.MarriageCertificate}}}, "civil-status document[1].kind 2026-11-30 2027-02-28"},
		{"another paper", Letter{Date: isoDay(t, "2026-11-30"), Documents: []Asked{{Kind: profile.Lease}}}, ""},
		{"control", Letter{Date: isoDay(t, "2026-11-30"), Received: isoDay(t, "2027-01-31"), Control: profile.Yes, Documents: []Asked{{Kind: profile.BirthCertificate}}}, "control received 2027-01-31 2027-02-28"},
		{"refusal", Letter{Date: isoDay(t, "2026-11-30"), Refused: isoDay(t, "2026-12-31")}, "appeal refused 2026-12-31 2027-02-28"},
	} {
		all := c.letter.Deadlines()
		if got := dueDays(all); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		for _, d := range all {
			running[d.ID] = true
		}
	}
	for _, k := range Clocks() {
		if (k.runs != nil || k.asks != nil) && !running[k.ID] {
			t.Errorf("no case above starts the clock %s", k.ID)
		}
	}
}
