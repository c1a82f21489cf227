package rule

import (
	"slices"

	"dossier/internal/profile"
)

// read is the day on which the sources below were read, unless a row says otherwise.
const read = "2026-11-22"

// Table holds every rule. Papers that must be enclosed come from the rows with Needs: checklist
// and letter follow them, in this order.
var Table = slices.Concat(identityRules, residenceRules, stayRules, situationRules, fundRules, paperRules, translationRules, numberRules, afterRules, bankRules, formRules, paperworkRules, scanRules, requestRules)

// FormStripped is the row about what a blank has and no filled copy of it. It is said each time a form is
// made, though it asks for nothing.
const FormStripped = "form-stripped"

// Rows about the files of attachments, which are found out when they are read.
const (
	AttachmentDamaged  = "attachment-damaged"
	AttachmentStripped = "attachment-stripped" // said each time papers are made, too
	AttachmentClipped  = "attachment-clipped"
)

// New is a finding of a rule that has no Check, about a key of the profile.
func New(a *profile.Applicant, id, key string, msg Text, args ...any) Finding {
	i := slices.IndexFunc(Table, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		panic("rule: no row " + id)
	}
	return Table[i].finding(a.Pos(key), key, msg, args)
}
