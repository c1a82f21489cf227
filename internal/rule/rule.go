// Package rule knows what makes a fund send an application back. Every rule is a row of Table with
// its source; Check holds an applicant against all of them on a given day.
package rule

import (
	"cmp"
	"encoding/json"
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
// were seen to do or our own look at the papers shows.
type Basis string

const (
	Law      Basis = "law"
	Notice   Basis = "notice"
	Practice Basis = "practice"
)

// Word is the basis as a person reads it.
func (b Basis) Word() Text {
	switch b {
	case Law:
		return Text{"law", "la loi"}
	case Notice:
		return Text{"the form’s notice", "la notice du formulaire"}
	}
	return Text{"practice", "la pratique"}
}

// A Verdict is what a rule comes to about an applicant.
type Verdict int

const (
	Pass       Verdict = iota // nothing that is known breaks the rule
	CannotTell                // a fact is missing that would decide
	Fail
)

func (v Verdict) String() string { return [...]string{"pass", "cannot tell", "fail"}[v] }

// Word is the verdict as a person reads it.
func (v Verdict) Word() Text {
	return [...]Text{{"pass", "conforme"}, {"cannot tell", "indéterminé"}, {"fail", "non conforme"}}[v]
}

// A Rule is one row: what it demands, why, and what to do when it is broken.
type Rule struct {
	ID     string // stable: scripts and clients' notes name rules by it
	Level  Level  // of a failure; what cannot be told never blocks
	Basis  Basis
	What   Text   // what is demanded, in one sentence
	Source Text   // text and article, or who was seen to ask for it; see Articles
	Read   string // the day the source was read, ISO
	Fix    Text   // what to do when it fails
	Ask    Text   // what to do when it cannot be told; empty says to add the key
	Flag   Text   // a few words for the checklist; empty where the finding concerns no paper
	Doubt  Text   // Flag for what cannot be told
	Bad    string // lines of a profile that break the rule, as an example
	Good   string // the same lines when all is well; a key they lack was the mistake

	// Needs makes the row the demand of a paper: when When holds, one document of one of these
	// kinds must be in the envelope. Other rows have Check, or Letter if they are about a letter of the
	// fund, or are found out elsewhere (see New).
	Needs  []profile.Kind
	Called Text // the papers of Needs together; empty where the first one's title will do
	When   func(c *Case) bool
	Check  func(c *Case, report Report)
	Letter func(l *Letter, c *Case, report Report)
}

// Why is the ground of the rule: law, notice or practice, and where it stands.
func (r *Rule) Why(lang string) string {
	return r.Basis.Word().In(lang) + Text{": ", " : "}.In(lang) + r.Source.In(lang)
}

// Articles are the articles of law that the rule rests on.
func (r *Rule) Articles() []Article { return Articles(r.Source.EN) }

// Named is the rule with that ID.
func Named(id string) (Rule, bool) {
	i := slices.IndexFunc(Table, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return Table[i], true
}

// JSON is the rule in the program's own format, words in the given language.
func (r *Rule) JSON(lang string) ([]byte, error) {
	return json.Marshal(struct {
		ID       string        `json:"id"`
		Level    string        `json:"level"`
		Basis    Basis         `json:"basis"`
		What     string        `json:"what"`
		Source   string        `json:"source"`
		Read     string        `json:"read"`
		Articles []jsonArticle `json:"articles"`
		Fix      string        `json:"fix"`
		Ask      string        `json:"ask,omitempty"`
		Bad      string        `json:"bad"`
		Good     string        `json:"good"`
	}{r.ID, r.Level.String(), r.Basis, r.What.In(lang), r.Source.In(lang), r.Read, jsonArticles(r.Source), r.Fix.In(lang), r.Ask.In(lang), r.Bad, r.Good})
}

// A jsonArticle is an article of law in the program's own format.
type jsonArticle struct {
	Article  string `json:"article"`
	LEGIARTI string `json:"legiarti"`
	Since    string `json:"since"`
	Read     string `json:"read"`
}

func jsonArticles(source Text) []jsonArticle {
	all := []jsonArticle{}
	for _, a := range Articles(source.EN) {
		all = append(all, jsonArticle{a.Name(), a.LEGIARTI, a.Since, a.Read})
	}
	return all
}

// A Report takes what a row finds, each with the key it is about, and the message with its
// arguments. Dates and Texts among the arguments are put into the language of the message.
type Report struct {
	rule *Rule
	at   func(key string) profile.Pos
	into *[]Finding
}

// Fail says that the rule is broken.
func (r Report) Fail(key string, msg Text, args ...any) {
	*r.into = append(*r.into, r.rule.finding(r.at(key), key, msg, args))
}

// CannotTell says that the fact at key would decide and is not given.
func (r Report) CannotTell(key string, msg Text, args ...any) {
	f := r.rule.finding(r.at(key), key, msg, args)
	f.Verdict, f.Level, f.Flag = CannotTell, min(Warn, f.Level), r.rule.Doubt
	if f.Fix = r.rule.Ask; f.Fix == (Text{}) {
		f.Fix = Text{"give this key in the profile: it decides", "indiquez cette clé dans le profil : elle décide"}
	}
	*r.into = append(*r.into, f)
}

// on is a report of findings that rest on one of the sources of the rule only.
func (r Report) on(source Text) Report {
	narrow := *r.rule
	narrow.Source = source
	r.rule = &narrow
	return r
}

// with is a report of findings that another way leads out of than that of the rule.
func (r Report) with(fix Text) Report {
	other := *r.rule
	other.Fix = fix
	r.rule = &other
	return r
}

// A Case is an applicant on a day. Signed is the day the request is made: the day of the signature
// if the profile names one, else the day of the check. A Case is for one goroutine, and neither the
// applicant nor a day may change once something was asked of it.
type Case struct {
	A      *profile.Applicant
	Day    profile.Date
	Signed profile.Date

	// What many rules ask for, worked out once.
	names, births *[]Comparison
	people        *[]person
	timeline      *Timeline
	recipient     *recipient
	own           map[string]bool // by a name as printed: see isApplicant
}

// once is what work gives, kept at p from the first time on.
func once[T any](p **T, work func() T) T {
	if *p == nil {
		v := work()
		*p = &v
	}
	return **p
}

// NewCase holds an applicant against a day.
func NewCase(a *profile.Applicant, day profile.Date) *Case {
	c := &Case{A: a, Day: day, Signed: a.Signature.Date}
	if c.Signed.IsZero() {
		c.Signed = day
	}
	return c
}

// A Finding is one rule at one place: broken, or not to be decided.
type Finding struct {
	Rule    string
	Verdict Verdict
	Level   Level
	Basis   Basis
	Source  Text
	Read    string // the day the source was read, ISO
	Pos     profile.Pos
	Key     string
	Message Text
	Fix     Text
	Flag    Text
}

// Said is the message as it is printed: what cannot be told says so.
func (f Finding) Said(lang string) string {
	if f.Verdict != CannotTell {
		return f.Message.In(lang)
	}
	return Text{"cannot tell: ", "indéterminé : "}.In(lang) + f.Message.In(lang)
}

// Why is the ground of the finding: law, notice or practice, and where it stands.
func (f Finding) Why(lang string) string {
	return f.Basis.Word().In(lang) + Text{": ", " : "}.In(lang) + f.Source.In(lang)
}

// A Judgement is what one rule comes to, with its findings: none if it passes.
type Judgement struct {
	Rule     *Rule
	Verdict  Verdict
	Findings []Finding
}

// Passed is what a rule that passes says, as a finding about the whole profile.
func (j Judgement) Passed(a *profile.Applicant) Finding {
	r := j.Rule
	return Finding{Rule: r.ID, Verdict: Pass, Level: Info, Basis: r.Basis, Source: r.Source, Read: r.Read, Pos: a.Pos(""), Message: r.What}
}

// Judge holds an applicant against every rule that looks at the profile, in the order of Table.
func Judge(a *profile.Applicant, day profile.Date) []Judgement {
	c := NewCase(a, day)
	var all []Judgement
	for i := range Table {
		r := &Table[i]
		if r.Check == nil && r.Needs == nil {
			continue
		}
		j := Judgement{Rule: r}
		r.run(c, Report{r, a.Pos, &j.Findings})
		for _, f := range j.Findings {
			j.Verdict = max(j.Verdict, f.Verdict)
		}
		all = append(all, j)
	}
	return all
}

// Check gives all findings, those that block first, then in the order of the file.
func Check(a *profile.Applicant, day profile.Date) []Finding {
	var found []Finding
	for _, j := range Judge(a, day) {
		found = append(found, j.Findings...)
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

func (r *Rule) run(c *Case, report Report) {
	switch {
	case r.missing(c):
		report.Fail("document", notEnclosed, r.Paper())
	case r.Check != nil:
		r.Check(c, report)
	}
}

func (r *Rule) finding(at profile.Pos, key string, msg Text, args []any) Finding {
	return Finding{
		Rule: r.ID, Verdict: Fail, Level: r.Level, Basis: r.Basis, Source: r.Source, Read: r.Read,
		Pos: at, Key: key, Message: msg.With(args...), Fix: r.Fix, Flag: r.Flag,
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

// JSON is the finding in the program's own format, words in the given language. The key of what
// cannot be told is the fact that would decide.
func (f Finding) JSON(lang string) ([]byte, error) {
	return json.Marshal(struct {
		Rule     string        `json:"rule"`
		Verdict  string        `json:"verdict"`
		Level    string        `json:"level"`
		File     string        `json:"file"`
		Line     int           `json:"line"`
		Key      string        `json:"key"`
		Message  string        `json:"message"`
		Fix      string        `json:"fix"`
		Source   string        `json:"source"`
		Read     string        `json:"read"`
		Basis    Basis         `json:"basis"`
		Articles []jsonArticle `json:"articles"`
	}{f.Rule, f.Verdict.String(), f.Level.String(), f.Pos.File, f.Pos.Line, f.Key, f.Message.In(lang), f.Fix.In(lang), f.Source.In(lang), f.Read, f.Basis, jsonArticles(f.Source)})
}
