// Package rule knows what makes a fund send an application back. Every rule is a row of Table with
// its source; Check holds an applicant against all of them on a given day.
package rule

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"dossier/internal/profile"
)

// A Level says what a finding does: Block stops the application, Warn is likely to cost a letter,
// Info is good to know.
type Level int

const (
	Info Level = iota
	Warn
	Block
)

func (l Level) String() string { return [...]string{"info", "warn", "block"}[l] }

// Word is the level as a person reads it.
func (l Level) Word() Text {
	return [...]Text{{"info", "info"}, {"warn", "attention"}, {"block", "bloquant"}}[l]
}

// A Basis tells apart what a statute says, what the form's own notice asks for, and what counters
// were seen to do.
type Basis string

const (
	Law      Basis = "law"
	Notice   Basis = "notice"
	Practice Basis = "practice"
)

// A Text is said in English to the person and in French to whoever prefers it.
type Text struct{ EN, FR string }

// In is the text in a language, "fr" or else English.
func (t Text) In(lang string) string {
	if lang == "fr" {
		return t.FR
	}
	return t.EN
}

// A Rule is one row: what it demands, why, and what to do when it is broken.
type Rule struct {
	ID     string
	Level  Level
	Basis  Basis
	Source string // text and article, or who was seen to ask for it
	Read   string // the day the source was read, ISO
	Fix    Text
	Flag   Text // a few words for the checklist; empty where the finding concerns no paper

	// Needs makes the row the demand of a paper: when When holds, one document of one of these
	// kinds must be in the envelope. Other rows have Check, or are found out elsewhere (see New).
	Needs  []profile.Kind
	Called Text // the papers of Needs together; empty where the first one's title will do
	When   func(c *Case) bool
	Check  func(c *Case, report Reporter)
}

// A Reporter takes one finding: the key it is about, and the message with its arguments. Dates and
// Texts among the arguments are put into the language of the message.
type Reporter func(key string, msg Text, args ...any)

// A Case is an applicant on a day. Signed is the day the request is made: the day of the signature
// if the profile names one, else the day of the check.
type Case struct {
	A      *profile.Applicant
	Day    profile.Date
	Signed profile.Date
}

// NewCase holds an applicant against a day.
func NewCase(a *profile.Applicant, day profile.Date) *Case {
	c := &Case{A: a, Day: day, Signed: a.Signature.Date}
	if c.Signed.IsZero() {
		c.Signed = day
	}
	return c
}

// A Finding is one broken rule at one place.
type Finding struct {
	Rule    string
	Level   Level
	Basis   Basis
	Source  string
	Read    string // the day the source was read, ISO
	Pos     profile.Pos
	Key     string
	Message Text
	Fix     Text
	Flag    Text
}

// Check gives all findings, those that block first, then in the order of the file.
func Check(a *profile.Applicant, day profile.Date) []Finding {
	c := NewCase(a, day)
	var found []Finding
	for i := range Table {
		r := &Table[i]
		r.run(c, func(key string, msg Text, args ...any) {
			found = append(found, r.finding(a, key, msg, args))
		})
	}
	Sort(found)
	return found
}

// Sort puts findings in the order of Check.
func Sort(found []Finding) {
	slices.SortStableFunc(found, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(y.Level, x.Level), cmp.Compare(x.Pos.File, y.Pos.File), cmp.Compare(x.Pos.Line, y.Pos.Line))
	})
}

// Blocked says whether any finding blocks.
func Blocked(found []Finding) bool {
	return slices.ContainsFunc(found, func(f Finding) bool { return f.Level == Block })
}

func (r *Rule) run(c *Case, report Reporter) {
	switch {
	case r.missing(c):
		report("document", notEnclosed, r.Paper())
	case r.Check != nil:
		r.Check(c, report)
	}
}

func (r *Rule) finding(a *profile.Applicant, key string, msg Text, args []any) Finding {
	return Finding{
		Rule: r.ID, Level: r.Level, Basis: r.Basis, Source: r.Source, Read: r.Read,
		Pos: a.Pos(key), Key: key, Message: format(msg, args), Fix: r.Fix, Flag: r.Flag,
	}
}

// Paper is what a row with Needs demands, in words.
func (r Rule) Paper() Text {
	if r.Called.EN != "" {
		return r.Called
	}
	return Text{r.Needs[0].English(), r.Needs[0].French()}
}

var notEnclosed = Text{"not in the envelope: %s", "absent de l’envoi : %s"}

func (r *Rule) missing(c *Case) bool {
	return r.Needs != nil && r.When(c) && c.Enclosed(r.Needs...) == nil
}

// Missing are the rows that demand a paper which is not enclosed, in the order of Table.
func (c *Case) Missing() []Rule {
	var rows []Rule
	for _, r := range Table {
		if r.missing(c) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Enclosed are the indexes of the documents of these kinds that have a file.
func (c *Case) Enclosed(kinds ...profile.Kind) []int {
	var found []int
	for i, d := range c.A.Documents {
		if d.File != "" && slices.Contains(kinds, d.Kind) {
			found = append(found, i)
		}
	}
	return found
}

func format(msg Text, args []any) Text {
	en, fr := slices.Clone(args), slices.Clone(args)
	for i, arg := range args {
		switch v := arg.(type) {
		case profile.Date:
			en[i], fr[i] = v.English(), v.French()
		case Text:
			en[i], fr[i] = v.EN, v.FR
		}
	}
	return Text{fmt.Sprintf(msg.EN, en...), fmt.Sprintf(msg.FR, fr...)}
}

// JSON is the finding in the program's own format, messages in the given language.
func (f Finding) JSON(lang string) ([]byte, error) {
	return json.Marshal(struct {
		Rule    string `json:"rule"`
		Level   string `json:"level"`
		File    string `json:"file"`
		Line    int    `json:"line"`
		Key     string `json:"key"`
		Message string `json:"message"`
		Fix     string `json:"fix"`
		Source  string `json:"source"`
		Read    string `json:"read"`
		Basis   Basis  `json:"basis"`
	}{f.Rule, f.Level.String(), f.Pos.File, f.Pos.Line, f.Key, f.Message.In(lang), f.Fix.In(lang), f.Source, f.Read, f.Basis})
}
