package dossier

import (
	"slices"
	"strings"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// An Errand is something that the applicant has to do about a finding: send a paper, say what only they know. It
// holds no value of theirs, so that it can be kept and counted.
type Errand struct {
	Rule  string
	Level rule.Level
	Key   string       // of the profile
	Kind  profile.Kind // of the paper it is about, empty if it is about none
	Doubt bool         // a fact is asked for that would decide
}

// Errands are those of an applicant, each once, in the order of the findings. What is only good to know asks
// nothing of them, and what the firm alone can settle neither.
func Errands(a *profile.Applicant, found []rule.Finding) []Errand {
	var all []Errand
	for _, f := range found {
		e := Errand{Rule: f.Rule, Level: f.Level, Key: f.Key, Kind: kindOf(a, f), Doubt: f.Verdict == rule.CannotTell}
		if f.Level >= rule.Warn && e.Fix() != (rule.Text{}) && !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	return all
}

// kindOf is the kind of the paper that a finding is about: the first of those that would do, where one is missing.
func kindOf(a *profile.Applicant, f rule.Finding) profile.Kind {
	if r, ok := rule.Named(f.Rule); ok && r.Needs != nil && f.Key == "document" {
		return r.Needs[0]
	}
	for i, d := range a.Documents {
		if rest, ok := strings.CutPrefix(f.Key, profile.Key("document", i)); ok && (rest == "" || rest[0] == '.') {
			return d.Kind
		}
	}
	return ""
}

// Fix is what the applicant is asked to do, beginning with a small letter; empty where that is not for them.
func (e Errand) Fix() rule.Text {
	if e.Doubt {
		return errandRows[e.Rule].doubt
	}
	return errandRows[e.Rule].fix
}

// missing is the rule of a paper that is not there at all.
func (e Errand) missing() (rule.Rule, bool) {
	r, ok := rule.Named(e.Rule)
	return r, ok && r.Needs != nil && e.Key == "document"
}

// Subject is what it is about, in a few words: a paper, or a part of what is known of the applicant.
func (e Errand) Subject() rule.Text {
	if r, ok := e.missing(); ok {
		return r.Paper()
	}
	switch root, _, _ := strings.Cut(strings.ReplaceAll(e.Key, "[", "."), "."); {
	case e.Kind != "" && strings.Contains(e.Key, "].translation"):
		return translated(rule.Text{EN: e.Kind.English(), FR: e.Kind.French()})
	case e.Kind != "":
		return rule.Text{EN: e.Kind.English(), FR: e.Kind.French()}
	case e.Key == "document": // what the papers enclosed leave open together
		r, _ := rule.Named("residence-proof")
		return r.Paper()
	default:
		if i := slices.IndexFunc(subjectRows, func(s subjectRow) bool { return s.key == root }); i >= 0 {
			return subjectRows[i].name
		}
	}
	return otherSubject
}
