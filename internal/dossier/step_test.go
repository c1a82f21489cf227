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
		{"formal notice", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-08-12\ncivil_status_notice = 2026-11-13"}, "civil-status-notice", "by 13 February 2027", "2027-02-13", ""},
		{"sent before the notice", []string{"sex = \"F\"", "sex = \"F\"\ncivil_status_asked = 2026-08-12\ncivil_status_sent = 2026-09-01\ncivil_status_notice = 2026-11-13"}, "civil-status-notice", "by 13 February 2027", "2027-02-13", ""},
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

// Where somebody stands, each step is done, to do, awaited, overdue or to come, with its first and last day.
func TestNext(t *testing.T) {
	const (
		temporary = "nir = \"8 80 05 99 401 123\"\nnir_received = 2027-01-31\n"
		permanent = "nir = \"2 80 05 99 401 123\"\nnir_received = 2027-06-02\n"
	)
	seen := map[string]bool{}
	for _, c := range []struct {
		name, day string
		add, end  string   // lines before the first table of the sound profile, and at its end
		want      []string // "step progress first last"; "step -" is that the step does not concern the person
	}{
		{"before posting", "2026-11-21", "", "", []string{"post later 2026-11-22 ", "receipt later  ", "call later 2027-01-10 ", "temporary-number later  ", "permanent-number later  2027-08-22",
			"care always 2026-11-22 ", "refusal later  ", "recourse -", "ameli later  ", "card-online later  ", "card-by-post later  ", "card later  ", "card-update later  ", "medecin-traitant later  ", "complementary later  ", "keep always  ", "carte-vitale -", "doctor -"}},
		{"on the day", "2026-11-22", "", "", []string{"post now 2026-11-22 "}},
		{"long after, not posted", "2028-11-22", "", "", []string{"post now 2026-11-22 ", "permanent-number later  2027-08-22"}},
		{"posted", "2027-01-19", "", "[posted]\ndate = 2026-12-01\n", []string{"post done 2026-12-01 ", "receipt waiting  ", "call now 2027-01-19 ", "temporary-number waiting  ", "permanent-number waiting  2027-09-01", "civil-status later  "}},
		{"posted the day before", "2027-01-18", "", "[posted]\ndate = 2026-12-01\n", []string{"call later 2027-01-19 "}},
		{"receipt had", "2027-01-19", "", "[posted]\ndate = 2026-12-01\nacknowledged = 2026-12-20\n", []string{"receipt done  ", "call -"}},
		{"nine months without anything", "2027-09-02", "", "[posted]\ndate = 2026-12-01\n", []string{"permanent-number overdue  2027-09-01"}},
		{"temporary number", "2027-10-31", temporary, "", []string{"post done 2026-11-22 ", "receipt -", "call -", "temporary-number done  ", "permanent-number waiting  2027-10-31", "ameli later 2027-01-31 ", "card-by-post later 2027-01-31 ", "medecin-traitant now 2027-01-31 ", "complementary now 2027-01-31 ", "cnav -"}},
		{"temporary number for longer", "2027-11-01", temporary, "", []string{"permanent-number overdue  2027-10-31"}},
		{"passed on", "2027-08-31", temporary, "[posted]\npassed_on = 2027-06-30\n", []string{"cnav overdue 2027-06-30 2027-08-30", "permanent-number waiting  2027-10-31"}},
		{"passed on, two months", "2027-08-30", temporary, "[posted]\npassed_on = 2027-06-30\n", []string{"cnav waiting 2027-06-30 2027-08-30"}},
		{"paper asked for", "2027-02-28", temporary + "civil_status_asked = 2026-11-30\n", "", []string{"civil-status -", "civil-status-due now 2026-11-30 2027-02-28", "suspension -"}},
		{"paper not sent", "2027-03-01", temporary + "civil_status_asked = 2026-11-30\n", "", []string{"civil-status-due overdue 2026-11-30 2027-02-28"}},
		{"paper sent", "2027-03-01", temporary + "civil_status_asked = 2026-11-30\ncivil_status_sent = 2026-12-04\n", "", []string{"civil-status-due done 2026-11-30 2027-02-28"}},
		{"formal notice", "2027-05-31", temporary + "civil_status_notice = 2027-02-28\n", "", []string{"civil-status-notice overdue 2027-02-28 2027-05-28", "suspension waiting 2027-05-28 2027-08-28"}},
		{"formal notice, time left", "2027-05-28", temporary + "civil_status_notice = 2027-02-28\n", "", []string{"civil-status-notice now 2027-02-28 2027-05-28", "civil-status-due -", "suspension later 2027-05-28 2027-08-28"}},
		{"formal notice, the fund is late", "2027-08-29", temporary + "civil_status_notice = 2027-02-28\n", "", []string{"suspension overdue 2027-05-28 2027-08-28"}},
		{"refused", "2027-02-28", "", "[refusal]\nnotified = 2026-12-31\n", []string{"receipt -", "call -", "temporary-number later  ", "permanent-number later  2027-08-22", "refusal -", "recourse now 2026-12-31 2027-02-28", "recourse-answer -"}},
		{"refused, two months over", "2027-03-01", "", "[refusal]\nnotified = 2026-12-31\n", []string{"recourse overdue 2026-12-31 2027-02-28"}},
		{"appealed", "2027-03-01", "", "[refusal]\nnotified = 2026-12-31\nappealed = 2027-01-05\n", []string{"recourse done 2026-12-31 2027-02-28", "recourse-answer waiting 2027-01-05 2027-03-05"}},
		{"commission silent", "2027-03-06", "", "[refusal]\nnotified = 2026-12-31\nappealed = 2027-01-05\n", []string{"recourse-answer overdue 2027-01-05 2027-03-05"}},
		{"permanent number", "2027-06-02", permanent, "", []string{"temporary-number -", "permanent-number done  2027-08-22", "refusal -", "ameli now 2027-06-02 ", "card-online later  ", "card-by-post now 2027-06-02 ", "card later  "}},
		{"ameli account", "2027-06-09", permanent, "[done]\nameli = 2027-06-09\n", []string{"ameli done 2027-06-02 ", "card-online now 2027-06-09 ", "card-by-post now 2027-06-02 "}},
		{"card ordered", "2027-06-30", permanent, "[done]\nameli = 2027-06-09\ncard_ordered = 2027-06-09\n", []string{"card-online done 2027-06-09 ", "card-by-post -", "card waiting 2027-06-23 2027-06-30", "care always 2026-11-22 "}},
		{"card does not come", "2027-07-01", permanent, "[done]\ncard_ordered = 2027-06-09\n", []string{"card overdue 2027-06-23 2027-06-30"}},
		{"card there", "2028-06-19", permanent, "[done]\ncard_ordered = 2027-06-09\ncard_received = 2027-06-20\ndoctor = 2027-07-01\ncomplementary = 2027-07-02\n", []string{"care done 2026-11-22 ", "card done 2027-06-23 2027-06-30", "card-update later 2028-06-20 ", "medecin-traitant done 2027-06-02 ", "complementary done 2027-06-02 "}},
		{"card to be updated", "2028-06-20", permanent, "[done]\ncard_received = 2027-06-20\n", []string{"card-update now 2028-06-20 "}},
		{"card updated", "2029-06-20", permanent, "[done]\ncard_received = 2027-06-20\ncard_updated = 2028-07-01\n", []string{"card-update later 2029-07-01 "}},
		{"contribution called", "2027-12-30", permanent, "", []string{"contribution now 2027-11-30 2027-12-30"}},
		{"contribution of the year after", "2027-12-31", permanent, "", []string{"contribution later 2028-11-30 2028-12-30"}},
		{"permit over", "2030-01-02", permanent, "", []string{"permit overdue 2030-01-01 2030-01-01"}},
	} {
		a := applicant(t, changed(t, "[name]", c.add+"[name]", "", c.end))
		day, err := profile.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		all := Next(rule.NewCase(a, day))
		for i, s := range all {
			if i > 0 && s.Stage < all[i-1].Stage {
				t.Errorf("%s: %s stands behind %s", c.name, s.ID, all[i-1].ID)
			}
			if s.Progress == Done && (s.What != s.Name || !s.DoneOn.IsZero() && s.When.EN != "on "+s.DoneOn.English()) {
				t.Errorf("%s: %s is done: %q %q", c.name, s.ID, s.When.EN, s.What.EN)
			}
			if text := fmt.Sprint(s.When, s.What, s.Asked); strings.Contains(text, "%!") || strings.Contains(text, "%s") || strings.Contains(text, "%d") {
				t.Errorf("%s: %s: a value is missing in %s", c.name, s.ID, text)
			}
		}
		for _, want := range c.want {
			id, rest, _ := strings.Cut(want, " ")
			seen[id] = seen[id] || rest != "-"
			got := "-"
			if i := slices.IndexFunc(all, func(s Step) bool { return s.ID == id }); i >= 0 {
				got = fmt.Sprintf("%s %s %s", all[i].Progress, all[i].First, all[i].Last)
			}
			if got != rest {
				t.Errorf("%s: %s is %q, want %q", c.name, id, got, rest)
			}
		}
	}
	for _, row := range steps {
		if row.Far && !seen[row.ID] {
			t.Errorf("no case above has step %s", row.ID)
		}
		if row.Name.EN == "" || row.Name.FR == "" || row.Far && row.Brief {
			t.Errorf("%s: %+v", row.ID, row.Name)
		}
	}
}

// What the ameli account asks for is answered from the profile, and a temporary number is no answer.
func TestAskedByAmeli(t *testing.T) {
	asked := func(change ...string) string {
		var lines []string
		for _, a := range askedByAmeli(rule.NewCase(applicant(t, changed(t, change...)), today)) {
			lines = append(lines, a.Asked.EN+": "+a.Value.EN)
		}
		return strings.Join(lines, "\n")
	}
	const rest = "birth name: Tremblay, not Roy\ndate of birth, dd/mm/yyyy: 17/05/1980, 17 May 1980\npostal code of your home: 37000"
	usage := []string{"birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\n"}
	if got, want := asked(append(usage, "arrived = ", "nir = \"2 80 05 99 401 123 05\"\narrived = ")...), "social security number, 13 digits: 2 80 05 99 401 123\n"+rest; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := asked(append(usage, "arrived = ", "nir = \"7 80 05 99 401 123 05\"\narrived = ")...); got != rest {
		t.Errorf("%s\nwant\n%s", got, rest)
	}
}

// A helpline has its source, the day on which it was read, and how sure it is.
func TestHelplines(t *testing.T) {
	for _, h := range Helplines() {
		if _, err := profile.ParseDate(h.Read); err != nil || h.Sure.EN == "" || h.Sure.FR == "" || h.Source.EN == "" || h.Source.FR == "" || !strings.HasPrefix(h.Abroad, "+33 ") {
			t.Errorf("%+v", h)
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
