// Package correction answers a letter of the CPAM: it reads the request, fills the form again, and
// makes the reply, the table of changes and a dossier of only what was asked.
package correction

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A Reply is everything made to answer a request: nothing, if the form has no PDF.
type Reply struct {
	Form     *dossier.Form
	Rows     []Row
	Enclosed []dossier.Attachment
	Refilled bool // the form is enclosed
	Papers   dossier.Papers
	Findings []rule.Finding
	Manifest dossier.Manifest // complete once the papers are written
}

// Make answers the request. job is that of the applicant after the changes; past is what was sent before.
// With refill the form is enclosed whether or not the request touches it.
func (r *Request) Make(job *dossier.Job, a *Applied, past Past, refill bool) (*Reply, error) {
	if err := r.days(job.Day, past); err != nil {
		return nil, err
	}
	past = past.before(r).posted(job.Applicant.Posted.Date)
	r.remember(past)
	c := rule.NewCase(job.Applicant, job.Day)
	letters := r.Letter.Check(c, r.at)
	if rule.Blocked(letters) { // a reply to an unknown letter
		rule.Sort(letters)
		return &Reply{Form: &dossier.Form{}, Findings: letters}, nil
	}
	rows, err := r.Diff(job.Catalog.Form, a, job.Day)
	if err != nil {
		return nil, err
	}
	enclosed := refilled(rows) || refill || len(r.Forms) > 0
	f, err := resigned(job, rows, enclosed).Form()
	if err != nil {
		return nil, err
	}
	paged(rows, f.Edition)
	asked := r.examine(job, past)
	w := &writer{r: r, job: job, c: c, applied: a, past: past, rows: rows, asked: asked.found, form: enclosed}
	reply := &Reply{Form: f, Rows: rows, Enclosed: asked.found, Refilled: enclosed, Findings: slices.Concat(r.aboutChanges(job), letters, asked.findings, w.unproven(), w.sameFiles(), f.Findings)}
	if f.PDF == nil { // a value cannot be put on paper: no paper is better than a wrong one
		rule.Sort(reply.Findings)
		return reply, nil
	}
	if !enclosed {
		reply.Findings = slices.DeleteFunc(reply.Findings, func(f rule.Finding) bool { return f.Rule == "form-official" || f.Rule == "form-edition" })
	}
	letter, err := w.letter()
	if err != nil {
		return nil, err
	}
	drawnLetter, err := drawn(letter, "Réponse à la CPAM", job.Day)
	if err != nil {
		return nil, fmt.Errorf("draw the reply: %w", err)
	}
	table := r.table(job, rows)
	drawnTable, err := drawn(table, "Modifications", job.Day)
	if err != nil {
		return nil, fmt.Errorf("draw the changes: %w", err)
	}
	in := dossier.Response{Letter: drawnLetter, Attachments: asked.found, Facts: r.facts(), Replaces: w.replaced(), Findings: reply.Findings}
	if len(rows) > 0 {
		in.Changes = drawnTable
	}
	if enclosed {
		in.Form = f
	}
	parts, err := job.ResponseParts(in)
	if err != nil {
		return nil, err
	}
	appeal, found, err := r.recourse(job)
	if err != nil {
		return nil, err
	}
	reply.Findings = append(reply.Findings, found...)
	unused, lost := r.unused(job, append(letter.Words(), table.Words()...))
	lost = append(lost, r.unsaid(job, rows, letter)...)
	reply.Findings = append(reply.Findings, lost...)
	rule.Sort(reply.Findings)
	reply.Manifest = job.Record(f, reply.Findings, asked.found)
	reply.Manifest.Kind, reply.Manifest.Unused = dossier.Reply, append(reply.Manifest.Unused, unused...)
	reply.Manifest.Request = w.record()
	if len(lost) > 0 {
		return reply, nil
	}
	reply.Papers = dossier.Papers{
		"reply.pdf": dossier.Written(drawnLetter), "changes.pdf": dossier.Written(drawnTable),
		"dossier.pdf": func(w io.Writer) error {
			return reply.Manifest.Join(w, parts, "Réponse à la CPAM", job.Day, job.Duplex)
		},
	}
	if appeal != nil {
		reply.Papers["recourse.pdf"] = dossier.Written(appeal)
	}
	if enclosed {
		reply.Papers["form.pdf"] = dossier.Written(f.PDF)
	}
	return reply, nil
}

// recourse is the letter against the last decision that the request tells of; nil if there is none.
func (r *Request) recourse(job *dossier.Job) ([]byte, []rule.Finding, error) {
	if len(r.Refusals) == 0 {
		return nil, nil, nil
	}
	last := r.Refusals[len(r.Refusals)-1]
	refused, a := *job, *job.Applicant
	a.Refusal = profile.Refusal{Notified: last.Notified, Reference: r.Reference, Grounds: last.Grounds, Appealed: a.Refusal.Appealed}
	refused.Applicant = &a
	kind, ok := dossier.KindOfLetter("recourse")
	if !ok {
		return nil, nil, errors.New("there is no letter of the kind recourse")
	}
	data, found, err := refused.LetterOf(kind, "fr")
	return data, slices.DeleteFunc(found, func(f rule.Finding) bool { return f.Rule != "letter-blank" && f.Rule != "appeal-due" }), err
}

// days are the mistakes of a request that tells of days after the one on which it is answered, or of a
// letter older than the first papers.
func (r *Request) days(day profile.Date, past Past) error {
	var errs []error
	bad := func(key, msg, fix string) {
		errs = append(errs, &profile.Error{Pos: r.at(key), Key: key, Msg: msg, Fix: fix})
	}
	type told struct {
		key string
		day profile.Date
	}
	all := []told{{"date", r.Date}, {"received", r.Received}, {"refused", r.Refused}}
	for i, f := range r.Refusals {
		all = append(all, told{profile.Key("refusal", i, "notified"), f.Notified})
	}
	for _, t := range all {
		switch {
		case day.Before(t.day):
			bad(t.key, "this day is after today", "check it with the letter; --on acts as if today were another day")
		case !t.day.IsZero() && t.day.Before(past.begun()):
			bad(t.key, "this day is before the dossier was made, on "+past.begun().String(), "check it with the letter; a letter about another dossier is answered in a folder of its own: -o reply")
		}
	}
	return errors.Join(errs...)
}

// remember marks the papers that were asked for before.
func (r *Request) remember(past Past) {
	for i := range r.Documents {
		if d := &r.Documents[i]; d.Again == profile.Unsaid && len(past.told("document", string(d.Kind))) > 0 {
			d.Again = profile.Yes
			if d.Remark == "" {
				d.Told = true // the reply tells of it from the history
			}
		}
	}
}

// facts are those of the letter, at the head of the index.
func (r *Request) facts() []typeset.Pair {
	return []typeset.Pair{
		{Label: "Courrier de la caisse", English: "Letter of the fund", Text: r.Date.French()},
		{Label: "Vos réf.", English: "Your reference", Text: r.Reference},
	}
}

// unused are the values of the profile that no paper of the reply shows: it says what the fund asked,
// and no more.
func (r *Request) unused(job *dossier.Job, said []string) ([]dossier.Unused, []rule.Finding) {
	list, lost := job.Conserve(said, "a reply says only what the fund asked")
	return slices.DeleteFunc(list, func(u dossier.Unused) bool { return r.touches(u.Key) }), lost
}

// unsaid are the changes of which the letter does not have both values whole. A finding is our own
// mistake, caught before it is posted.
func (r *Request) unsaid(job *dossier.Job, rows []Row, letter typeset.Letter) []rule.Finding {
	said := strings.Join(strings.Fields(strings.Join(letter.Body, " ")), "")
	var found []rule.Finding
	for _, row := range rows {
		for _, v := range []string{row.Before, row.After} {
			if !strings.Contains(said, strings.Join(strings.Fields(v), "")) {
				found = append(found, rule.New(job.Applicant, "form-lost", "change", rule.Text{
					EN: "a value of this change is not whole in the reply: nothing was written",
					FR: "une valeur de cette modification ne figure pas en entier dans la réponse : rien n’a été écrit",
				}))
			}
		}
	}
	return found
}

// A page is a paper of ours.
type page interface {
	Draw(io.Writer, typeset.Meta) (typeset.Layout, error)
}

func drawn(p page, title string, day profile.Date) ([]byte, error) {
	var out bytes.Buffer
	_, err := p.Draw(&out, dossier.Meta(title, day))
	return out.Bytes(), err
}

// resigned is the job with the day of the reply on the form, if it is signed again and the request
// does not name the day itself.
func resigned(job *dossier.Job, rows []Row, enclosed bool) *dossier.Job {
	named := slices.ContainsFunc(rows, func(r Row) bool { return r.field == "signed_on" })
	if !enclosed || named || job.Applicant.Signature.Date.IsZero() {
		return job
	}
	again, a := *job, *job.Applicant
	a.Signature.Date = job.Day
	again.Applicant = &a
	return &again
}

// aboutChanges are the findings of the rules about the values that change, and about the fund that
// the reply goes to.
func (r *Request) aboutChanges(job *dossier.Job) []rule.Finding {
	return slices.DeleteFunc(rule.Check(job.Applicant, job.Day), func(f rule.Finding) bool {
		return !strings.HasPrefix(f.Rule, "fund-") && !r.touches(f.Key)
	})
}

// touches says whether the request changes a key of the profile, or one above it.
func (r *Request) touches(key string) bool {
	return slices.ContainsFunc(r.Changes, func(c Change) bool {
		return key == c.Key || strings.HasPrefix(key, c.Key+".") || strings.HasPrefix(key, c.Key+"[")
	})
}

// An examined is what is at hand of what was asked for.
type examined struct {
	found    []dossier.Attachment
	findings []rule.Finding
}

// examine reads the papers asked for, with their translations, each once. There is a finding for each
// that is not at hand and for which neither remark nor question answers.
func (r *Request) examine(job *dossier.Job, past Past) examined {
	c := rule.NewCase(job.Applicant, job.Day)
	var wanted []dossier.Piece
	var missing []rule.Finding
	pieces := dossier.Pieces(job.Applicant)
	for _, it := range r.items {
		if it.kind != "document" {
			continue
		}
		want := r.Documents[it.i]
		n, translated := 0, false
		for _, p := range pieces {
			if job.Applicant.Documents[p.Doc].Kind != want.Kind {
				continue
			}
			translated = translated || p.Translation
			if n++; !slices.Contains(wanted, p) { // two papers of one kind are asked for in two entries
				wanted = append(wanted, p)
			}
		}
		if want.Remark != "" || r.Question(c, it.i) != "" {
			continue
		}
		msg := rule.Text{EN: "the fund asks for it and the profile does not have it: %s", FR: "demandé par la caisse et absent du profil : %s"}
		if n > 0 && want.Reason == rule.Untranslated && !translated {
			msg = rule.Text{EN: "the fund asks for its translation and the profile does not have it: %s", FR: "traduction demandée par la caisse et absente du profil : %s"}
		} else if n > 0 {
			continue
		}
		f := rule.New(job.Applicant, "asked-missing", "document", msg, rule.Text{EN: want.Kind.English(), FR: want.Kind.French()})
		f.Key = it.key("kind")
		f.Pos = r.at(f.Key)
		missing = append(missing, f)
	}
	past.numbered(wanted, func(p dossier.Piece) string {
		data, err := job.Read(p.Path)
		if err != nil {
			return ""
		}
		return dossier.Hash(data)
	})
	found, unread := job.Examine(wanted)
	return examined{found, append(unread, missing...)}
}
