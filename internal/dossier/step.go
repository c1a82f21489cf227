package dossier

import (
	"slices"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Step is something that comes after posting, or is done then.
type Step struct {
	ID      string
	Stage   Stage
	Name    rule.Text      // in a few words, without anything of the person
	When    rule.Text      // in words
	Days    []profile.Date // those that When names; none where it hangs on a letter of the fund
	What    rule.Text
	Command string       // that helps with it, PROFILE in the place of the profile; empty if there is none
	Clock   rule.ClockID // whose end is the last day, or the first one if there is no last; empty if none
	Basis   rule.Basis
	Source  rule.Text
	Read    string // the day the source was read, ISO
	Far     bool   // not told before posting: too far off, or said in fewer words by another step
	Brief   bool   // told before posting only: afterwards other steps say it at length

	Progress Progress
	DoneOn   profile.Date // the day on which it was done, zero if it is not known
	First    profile.Date // the earliest day, zero if there is none
	Last     profile.Date // the latest day, or that by which it is announced
	Asked    []Answer     // what is asked for then, with what to answer: values of the person
}

// A Stage is one of the three steps of the guide to the carte Vitale, or what comes after them.
type Stage int

// The stages, in their order.
const (
	StageNumber Stage = iota
	StageAmeli
	StageCard
	StageAfter
)

// Title is what the stage is about.
func (s Stage) Title() rule.Text {
	return [...]rule.Text{
		{EN: "1. Assurance Maladie and the social security number", FR: "1. L’Assurance Maladie et le numéro de sécurité sociale"},
		{EN: "2. The ameli account", FR: "2. Le compte ameli"},
		{EN: "3. The carte Vitale", FR: "3. La carte Vitale"},
		{EN: "Afterwards", FR: "Ensuite"},
	}[s]
}

// A Progress is how far a step is.
type Progress int

// How far steps are.
const (
	Later   Progress = iota // it is not its time yet, or it may never come
	Now                     // it can be done
	Waiting                 // the fund has to act
	Overdue                 // its last day is over
	Always                  // it goes for the whole way
	Done
)

func (s Progress) String() string {
	return [...]string{"later", "now", "waiting", "overdue", "always", "done"}[s]
}

// Word is the progress as a person reads it.
func (s Progress) Word() rule.Text {
	return [...]rule.Text{
		{EN: "later", FR: "plus tard"}, {EN: "now", FR: "maintenant"}, {EN: "waiting", FR: "attente"},
		{EN: "overdue", FR: "en retard"}, {EN: "always", FR: "toujours"}, {EN: "done", FR: "fait"},
	}[s]
}

// An Answer is what somebody is asked for, and what they answer.
type Answer struct {
	Asked rule.Text
	Value rule.Text
}

// Posting is the day from which steps are counted: that on which the file was posted, else that of the
// request, as if it were posted then, or the first day on which it may be.
func Posting(c *rule.Case) profile.Date {
	switch {
	case !c.A.Posted.Date.IsZero():
		return c.A.Posted.Date
	case c.Waits() && !c.A.Arrived.IsZero():
		return latest(c.Signed, rule.EarliestPosting(c.A.Arrived))
	}
	return c.Signed
}

// Steps are those that concern an applicant and are still to come, as they are told before posting, in the
// order in which they come; see Posting for their days.
func Steps(c *rule.Case) []Step {
	return slices.DeleteFunc(told(c), func(s Step) bool { return s.Far || s.Progress == Done })
}

// Next are the steps of the guide for an applicant, stage by stage, those that are done too.
func Next(c *rule.Case) []Step {
	all := slices.DeleteFunc(told(c), func(s Step) bool { return s.Brief })
	slices.SortStableFunc(all, func(x, y Step) int { return int(x.Stage - y.Stage) })
	return all
}

// told are all steps that concern an applicant.
func told(c *rule.Case) []Step {
	var all []Step
	for _, row := range steps {
		if row.applies != nil && !row.applies(c) {
			continue
		}
		s := row.Step
		s.Read = stepsRead
		if row.days != nil {
			s.Days = row.days(c)
			s.When = s.When.With(asArgs(s.Days)...)
		}
		if row.names != nil {
			s.What = s.What.With(row.names(c)...)
		}
		if row.span != nil {
			s.First, s.Last = row.span(c)
		}
		if row.asked != nil {
			s.Asked = row.asked(c)
		}
		if s.Progress, s.DoneOn = row.progress(c, s); s.Progress == Done {
			s.When, s.What = rule.Text{}, s.Name
			if !s.DoneOn.IsZero() {
				s.When = rule.Text{EN: "on %s", FR: "le %s"}.With(s.DoneOn)
			}
		}
		all = append(all, s)
	}
	return all
}

// progress is how far a step is on the day of the case, and the day on which it was done.
func (row stepRow) progress(c *rule.Case, s Step) (Progress, profile.Date) {
	if row.done != nil {
		if done, day := row.done(c); done {
			return Done, day
		}
	}
	switch {
	case row.Progress == Always:
		return Always, profile.Date{}
	case row.open != nil && !row.open(c):
		return Later, profile.Date{}
	case !s.Last.IsZero() && s.Last.Before(c.Day):
		return Overdue, profile.Date{}
	case row.Progress == Now && s.First.After(c.Day):
		return Later, profile.Date{}
	}
	return row.Progress, profile.Date{}
}

func asArgs(days []profile.Date) []any {
	args := make([]any, len(days))
	for i, d := range days {
		args[i] = d
	}
	return args
}

// stepsRead is the day on which the sources of steps were read.
const stepsRead = "2026-11-22"

// Standing is where an applicant stands on the way, in one line.
func Standing(c *rule.Case) rule.Text {
	on := func(t rule.Text, d profile.Date) rule.Text {
		if d.IsZero() {
			return t
		}
		return rule.Text{EN: "%s on %s", FR: "%s le %s"}.With(t, d)
	}
	switch a := c.A; {
	case cardCame(c):
		return on(rule.Text{EN: "the carte Vitale came", FR: "la carte Vitale est arrivée"}, a.Done.CardReceived)
	case !a.Done.CardOrdered.IsZero():
		return on(rule.Text{EN: "the carte Vitale was ordered", FR: "la carte Vitale a été commandée"}, a.Done.CardOrdered)
	case !a.Done.Ameli.IsZero():
		return on(rule.Text{EN: "the ameli account was opened", FR: "le compte ameli a été ouvert"}, a.Done.Ameli)
	case hasPermanent(c) && c.Filed():
		return on(rule.Text{EN: "the permanent number came", FR: "le numéro définitif est arrivé"}, a.NIRSince)
	case !a.Refusal.Appealed.IsZero():
		return on(rule.Text{EN: "an appeal reached the commission de recours amiable", FR: "un recours est parvenu à la commission de recours amiable"}, a.Refusal.Appealed)
	case !a.Refusal.Notified.IsZero():
		return on(rule.Text{EN: "a refusal came", FR: "un refus est arrivé"}, a.Refusal.Notified)
	case a.NIR.Temporary():
		return on(rule.Text{EN: "a temporary number came", FR: "un numéro d’attente est arrivé"}, a.NIRSince)
	case c.Filed():
		return on(rule.Text{EN: "the file was posted", FR: "le dossier a été envoyé"}, a.Posted.Date)
	}
	return rule.Text{EN: "the file is not posted yet, as far as the profile says", FR: "le dossier n’est pas encore envoyé, d’après le profil"}
}

// A Helpline is a telephone number of Assurance Maladie.
type Helpline struct {
	Number string
	Abroad string // from other countries
	What   rule.Text
	Source rule.Text
	Read   string // the day it was read, ISO
	Sure   rule.Text
}

// Helplines are those known. A number on a letter of the fund comes before them.
func Helplines() []Helpline { return slices.Clone(helplines) }

var helplines = []Helpline{
	{
		Number: "36 46", Abroad: "+33 1 84 90 36 46", Read: stepsRead,
		What:   rule.Text{EN: "in French, at the price of a call", FR: "en français, au prix d’un appel"},
		Source: rule.Text{EN: "service-public F34308, of October 2020; ma French Life", FR: "service-public F34308, d’octobre 2020 ; ma French Life"},
		Sure:   rule.Text{EN: "official; the number from abroad stands in the sheet of 2020 only", FR: "officiel ; le numéro depuis l’étranger n’est que dans la fiche de 2020"},
	},
	{
		Number: "09 74 75 36 46", Abroad: "+33 9 74 75 36 46", Read: stepsRead,
		What:   rule.Text{EN: "in English", FR: "en anglais"},
		Source: rule.Text{EN: "ma French Life", FR: "ma French Life"},
		Sure:   rule.Text{EN: "reported by a guide, not confirmed on an official page", FR: "donné par un guide, non confirmé sur une page officielle"},
	},
}
