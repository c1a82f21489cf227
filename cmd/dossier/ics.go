package main

import (
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"dossier/internal/calendar"
	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func icsFlag() cli.Flag {
	return &cli.StringFlag{Name: "ics", Usage: "write the days to come to the calendar `FILE.ics`, too"}
}

// icsToFile refuses a calendar on standard output, where the result goes.
func icsToFile(c *cli.Context) error {
	if c.String("ics") == "-" {
		return &usageError{"--ics: the calendar cannot go to standard output, where the list goes", "write it to a file: --ics days.ics"}
	}
	return nil
}

// alarms are how many days before each event a calendar reminds.
var alarms = []int{7, 1}

// writeCalendar writes the events to the file of --ics, if it is given; in the order of their days.
func (p *program) writeCalendar(c *cli.Context, events []calendar.Event, day profile.Date, lang string) error {
	name := c.String("ics")
	if name == "" {
		return nil
	}
	slices.SortStableFunc(events, func(x, y calendar.Event) int { return y.Day.DaysTo(x.Day) })
	k := calendar.Calendar{Program: "dossier " + version, Lang: lang, Made: day, Alarms: alarms, Events: events}
	return p.writePaper(name, k.Bytes())
}

// stepEvents are the days of steps that are still to come.
func stepEvents(a *profile.Applicant, day profile.Date, steps []dossier.Step, lang string) []calendar.Event {
	var events []calendar.Event
	for _, s := range steps {
		if s.Progress == dossier.Done || s.Progress == dossier.Always {
			continue
		}
		id := s.ID
		if s.Clock != "" {
			id = string(s.Clock)
		}
		about := rule.Text{EN: "%s: %s\n%s: %s", FR: "%s : %s\n%s : %s"}.With(s.When, s.What, s.Basis.Word(), s.Source)
		add := func(id string, on profile.Date, name rule.Text) {
			if !on.IsZero() && !on.Before(day) {
				events = append(events, calendar.Event{ID: eventID(id, a), Day: on, Summary: name.In(lang), Description: about.In(lang)})
			}
		}
		from, by := rule.Text{EN: "From today: %s", FR: "À partir d’aujourd’hui : %s"}, rule.Text{EN: "Last day: %s", FR: "Dernier jour : %s"}
		if s.Clock != "" && s.Clock.Row().Fund {
			by = rule.Text{EN: "Expected by today: %s", FR: "Attendu pour aujourd’hui : %s"}
		}
		if s.First == s.Last {
			by = rule.Text{EN: "Today: %s", FR: "Aujourd’hui : %s"}
		} else if s.Last.IsZero() {
			add(id, s.First, from.With(s.Name))
		} else {
			add(id+"-from", s.First, from.With(s.Name))
		}
		add(id, s.Last, by.With(s.Name))
	}
	return events
}

// clockEvents are the last days of the clocks that run for an applicant and are not over. Where there are
// several people, each event says of which profile it is.
func clockEvents(c *rule.Case, lang string, several bool) []calendar.Event {
	return deadlineEvents(c.Deadlines(), c, lang, several)
}

func deadlineEvents(deadlines []rule.Deadline, c *rule.Case, lang string, several bool) []calendar.Event {
	var events []calendar.Event
	for _, d := range toCome(deadlines, c.Day) {
		on, id := d.Due(), string(d.ID)
		about := rule.Text{EN: "%s\nCounted from %s, %s.\n%s: %s", FR: "%s\nCompté depuis %s, le %s.\n%s : %s"}.With(d.Then, d.Clock.From, d.From, d.Basis.Word(), d.Source)
		what := d.What
		if several {
			what = rule.Text{EN: "%s (%s)", FR: "%s (%s)"}.With(what, filepath.Base(c.A.File()))
		}
		events = append(events, calendar.Event{ID: eventID(id, c.A), Day: on, Summary: what.In(lang), Description: about.In(lang)})
	}
	return events
}

// toCome are the deadlines that are not over.
func toCome(deadlines []rule.Deadline, day profile.Date) []rule.Deadline {
	return slices.DeleteFunc(slices.Clone(deadlines), func(d rule.Deadline) bool { return d.Due().Before(day) })
}

// eventID is that of an event of an applicant, wherever the profile stands.
func eventID(id string, a *profile.Applicant) string {
	return calendar.ID(id, filepath.Base(a.File()))
}
