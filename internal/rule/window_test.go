package rule

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

func day(t *testing.T, s string) profile.Date {
	t.Helper()
	d, err := profile.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEarliestPosting(t *testing.T) {
	for arrived, want := range map[string]string{
		"2026-10-23": "2027-01-24",
		"2026-08-31": "2026-12-01", // November has no 31st
		"2025-11-30": "2026-03-01", // nor February a 30th
		"2027-11-30": "2028-03-01",
		"2027-11-29": "2028-03-01",
		"2027-11-28": "2028-02-29", // a leap year
		"2026-09-30": "2026-12-31",
		"2026-10-01": "2027-01-02",
	} {
		if got := EarliestPosting(day(t, arrived)); got.String() != want {
			t.Errorf("arrived %s: may post on %s, want %s", arrived, got, want)
		}
	}
}

// The day is the first on which more than three months have gone by: counted here on the calendar,
// without adding months.
func TestEarliestPostingIsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
		arrived := profile.DateOf(start.AddDate(0, 0, rapid.IntRange(0, 366*100).Draw(t, "days")))
		over := func(d profile.Date) bool {
			months := (d.Year-arrived.Year)*12 + int(d.Month-arrived.Month)
			return months > 3 || months == 3 && d.Day > arrived.Day
		}
		got := EarliestPosting(arrived)
		if !over(got) || over(got.AddDays(-1)) {
			t.Fatalf("arrived %s: %s is not the first day", arrived, got)
		}
	})
}

func TestWindow(t *testing.T) {
	for _, c := range []struct{ arrived, want string }{
		{"arrived = 2020-01-01", "2026-08-22"},
		{"arrived = 2026-10-01", "2026-10-01"},
		{"arrived = 2026-12-01", "2026-08-22"},
		{"", "2026-08-22"},
	} {
		w := NewCase(load(t, c.arrived+"\n"), today).Window()
		if w.From.String() != c.want || w.To != today {
			t.Errorf("%s: window %v, want from %s", c.arrived, w, c.want)
		}
	}
}

func TestWaits(t *testing.T) {
	for situation, want := range map[profile.Situation]bool{
		profile.NotWorking: true, profile.JobSeeker: true, profile.Pensioner: true, profile.AsylumSeeker: true,
		profile.ReturningFrench: true, profile.JoiningFamily: true, "": true,
		profile.Employee: false, profile.SelfEmployed: false, profile.LanguageAssistant: false,
		profile.Refugee: false, profile.Student: false, profile.S1Holder: false,
	} {
		if c := NewCase(&profile.Applicant{Situation: situation}, today); c.Waits() != want {
			t.Errorf("%q waits: %v", situation, c.Waits())
		}
	}
	insured := &profile.Applicant{Situation: profile.JoiningFamily, Spouse: profile.Spouse{InsuredInFrance: profile.Yes}}
	if NewCase(insured, today).Waits() {
		t.Error("the family of an insured person waits")
	}
}
