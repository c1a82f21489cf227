package dossier

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Each step says when, whom it concerns and on what ground; every day is computed.
func TestSteps(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range []struct {
		name   string
		change []string
		id     string
		when   string // as said in English; empty if the step does not concern the person
		days   string
		what   string
	}{
		{"receipt", nil, "receipt", "the first letter", "", "Quote its reference"},
		{"receipt had", []string{"sex = \"F\"", "sex = \"F\"\nnir = \"2 80 05 99 401 123\""}, "receipt", "", "", ""},
		{"seven weeks", nil, "call", "from 10 January 2027", "2027-01-10", "36 46"},
		{"seven weeks of another day", []string{"date = 2026-11-22", "date = 2026-12-10"}, "call", "from 28 January 2027", "2027-01-28", ""},
		{"before three months are over", []string{"arrived = 2026-02-01", "arrived = 2026-10-01"}, "call", "from 20 February 2027", "2027-02-20", ""},
		{"no three months", []string{"arrived = 2026-02-01", "arrived = 2026-10-01", "situation = \"not working\"", "situation = \"employee\""}, "call", "from 10 January 2027", "2027-01-10", ""},
		{"arrival not given", []string{"arrived = 2026-02-01\n", ""}, "call", "from 10 January 2027", "2027-01-10", ""},
		{"called in vain", []string{"sex = \"F\"", "sex = \"F\"\nnir = \"8 80 05 99 401 123\""}, "call", "", "", ""},
		{"temporary number", nil, "temporary-number", "then", "", "not for an ameli account"},
		{"born in France", []string{"country = \"Canada\"\n[contact]", "country = \"France\"\n[contact]"}, "temporary-number", "", "", ""},
		{"number of birth", []string{"country = \"Canada\"\n[contact]", "country = \"France\"\n[contact]"}, "number-of-birth", "then", "", "no new one"},
		{"born abroad", nil, "number-of-birth", "", "", ""},
		{"three and three months", nil, "civil-status", "22 February 2027, then 22 May 2027", "2027-02-22 2027-05-22", "three more after a formal notice"},
		{"end of a short month", []string{"date = 2026-11-22", "date = 2026-11-30"}, "civil-status", "28 February 2027, then 28 May 2027", "2027-02-28 2027-05-28", ""},
		{"asked already", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-10-12"}, "civil-status", "", "", ""},
		{"refugee", []string{"situation = \"not working\"", "situation = \"refugee\""}, "civil-status", "", "", ""},
		{"asked", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-10-12"}, "civil-status-due", "by 12 January 2027", "2027-01-12", ""},
		{"formal notice", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-08-12\ncivil_status_notice = 2026-11-13"}, "civil-status-due", "by 13 February 2027", "2027-02-13", ""},
		{"sent before the notice", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-08-12\ncivil_status_sent = 2026-09-01\ncivil_status_notice = 2026-11-13"}, "civil-status-due", "by 13 February 2027", "2027-02-13", ""},
		{"sent", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-10-12\ncivil_status_sent = 2026-10-12"}, "civil-status-due", "", "", ""},
		{"not asked", nil, "civil-status-due", "", "", ""},
		{"nine months", nil, "permanent-number", "announced by 22 August 2027", "2027-08-22", "three months to five years"},
		{"nine months from the letter", []string{"sex = \"F\"", "sex = \"F\"\nnir = \"8 80 05 99 401 123\"\nnir_received = 2026-05-31"}, "permanent-number", "announced by 28 February 2027", "2027-02-28", ""},
		{"permanent", []string{"sex = \"F\"", "sex = \"F\"\nnir = \"2 80 05 99 401 123\""}, "permanent-number", "", "", ""},
		{"care", nil, "care", "from 22 November 2026", "2026-11-22", "feuille de soins"},
		{"letters", nil, "check-letters", "with each letter", "", ""},
		{"card", nil, "carte-vitale", "with the permanent number", "", "35 × 45 mm"},
		{"doctor", nil, "doctor", "once covered", "", "S3704"},
		{"refusal", nil, "refusal", "within two months of a refusal", "", ""},
		{"permit", nil, "permit", "on 1 January 2030", "2030-01-01", "before 31 July 2030"},
		{"permit in June", []string{"until = 2030-01-01", "until = 2027-06-19"}, "permit", "on 19 June 2027", "2027-06-19", "before 31 December 2027"},
		{"permit in August", []string{"until = 2030-01-01", "until = 2027-08-31"}, "permit", "on 31 August 2027", "2027-08-31", "before 29 February 2028"},
		{"permit over", []string{"until = 2030-01-01", "until = 2026-11-22"}, "permit", "", "", ""},
		{"no permit needed", []string{`nationalities = ["Canada"]`, `nationalities = ["Italy"]`}, "permit", "", "", ""},
		{"contribution", nil, "contribution", "by 30 November 2027", "2027-11-30", "capital in 2026"},
		{"November ends on a Saturday", []string{"arrived = 2026-02-01", "arrived = 2023-02-01", "date = 2026-11-22", "date = 2023-11-22"}, "contribution", "by 29 November 2024", "2024-11-29", "capital in 2023"},
		{"November ends on a Sunday", []string{"arrived = 2026-02-01", "arrived = 2023-02-01", "date = 2026-11-22", "date = 2024-11-22"}, "contribution", "by 28 November 2025", "2025-11-28", "capital in 2024"},
		{"works", []string{"situation = \"not working\"", "situation = \"employee\""}, "contribution", "", "", ""},
	} {
		a := applicant(t, changed(t, c.change...))
		day := today
		if signed := a.Signature.Date; signed.Before(today) {
			day = signed
		}
		steps := told(rule.NewCase(a, day))
		if !slices.ContainsFunc(steps, func(s Step) bool { return s.ID == c.id && s.Far }) {
			steps = Steps(rule.NewCase(a, day))
		}
		i := slices.IndexFunc(steps, func(s Step) bool { return s.ID == c.id })
		if c.when == "" {
			if i >= 0 {
				t.Errorf("%s: there is a step %s", c.name, c.id)
			}
			continue
		}
		if i < 0 {
			t.Errorf("%s: there is no step %s", c.name, c.id)
			continue
		}
		seen[c.id] = true
		s := steps[i]
		var days []string
		for _, d := range s.Days {
			days = append(days, d.String())
			if !strings.Contains(s.When.FR, d.French()) {
				t.Errorf("%s: %q does not say %s", c.name, s.When.FR, d)
			}
		}
		if s.When.EN != c.when || strings.Join(days, " ") != c.days || !strings.Contains(s.What.EN, c.what) {
			t.Errorf("%s: %q on %v: %q", c.name, s.When.EN, days, s.What.EN)
		}
		for _, text := range []rule.Text{s.When, s.What} {
			if strings.Contains(text.EN+text.FR, "%s") || strings.Contains(text.EN+text.FR, "%d") || strings.Contains(text.EN+text.FR, "%!") {
				t.Errorf("%s: a day is missing in %q", c.name, text)
			}
		}
	}
	for _, row := range steps {
		if !seen[row.ID] && !row.Far { // see TestNext
			t.Errorf("no case above has step %s", row.ID)
		}
	}
}

// A step has its ground: law by its articles, the rest by who says so, read on a day.
func TestStepsHaveSources(t *testing.T) {
	ids := map[string]bool{}
	for _, row := range steps {
		if ids[row.ID] || row.What.EN == "" || row.What.FR == "" || row.Source.EN == "" || row.Source.FR == "" {
			t.Errorf("%+v", row.Step)
		}
		ids[row.ID] = true
		if articles := rule.Articles(row.Source.EN); row.Basis == rule.Law && len(articles) == 0 {
			t.Errorf("%s: %q names no article", row.ID, row.Source.EN)
		} else if fmt.Sprint(rule.Articles(row.Source.FR)) != fmt.Sprint(articles) {
			t.Errorf("%s: %q and %q name other articles", row.ID, row.Source.EN, row.Source.FR)
		}
		if strings.Contains(row.What.EN, "pplicants report") != (strings.Contains(row.What.FR, "Des demandeurs rapportent")) || strings.Contains(row.What.EN, "pplicants report") && !strings.Contains(row.Source.EN, "reported by applicants") {
			t.Errorf("%s: what applicants report has no source", row.ID)
		}
	}
	if _, err := profile.ParseDate(stepsRead); err != nil {
		t.Error(err)
	}
}

// Every step stands in the order of its day where it has one of ours, and no profile breaks one.
func TestStepsOfEverybody(t *testing.T) {
	for name, j := range people(t) {
		for _, s := range Steps(j.rules()) {
			for _, d := range s.Days {
				if d.Before(j.rules().Signed) || d.Time().Weekday() == time.Sunday && s.ID == "contribution" {
					t.Errorf("%s: %s on %s", name, s.ID, d)
				}
			}
		}
	}
}
