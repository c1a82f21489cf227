// Package correction answers a letter of the CPAM: it reads the request, fills the form again, and
// makes the reply, the table of changes and a dossier of only what was asked.
package correction

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/template"

	"dossier/internal/dossier"
	"dossier/internal/font"
	"dossier/internal/form"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A Request is what the fund's letter asks, as the person copied it.
type Request struct {
	rule.Letter
	Changes []Change `toml:"change"`

	file string
	pos  map[string]profile.Pos
}

// A Change is one value that was wrong on our side.
type Change struct {
	Key string      `toml:"key"` // of the profile: "contact.email"
	Old profile.Raw `toml:"old"`
	New profile.Raw `toml:"new"`
}

// Parse reads a request file. All its mistakes are reported at once; what it may lack is for the rules
// about letters to say.
func Parse(name string, src []byte) (*Request, error) {
	r := &Request{file: name}
	var err error
	if r.pos, err = profile.Parse(name, src, r); err != nil {
		if _, other := profile.Parse(name, src, &profile.Applicant{}); other == nil {
			return nil, &profile.Error{Pos: profile.Pos{File: name}, Msg: "this is a profile, not a request", Fix: "a request has the date and the reference of the fund's letter, and what it asks: [[change]] or [[document]]"}
		}
		return nil, err
	}
	var errs []error
	bad := func(key, msg, fix string) {
		errs = append(errs, &profile.Error{Pos: r.at(key), Key: key, Msg: msg, Fix: fix})
	}
	if !r.Date.IsZero() && r.Date.Year < earliestYear {
		bad("date", fmt.Sprintf("this day is before %d", earliestYear), "copy the date written on the fund's letter: date = 2026-11-22")
	}
	if !written(r.Reference) {
		bad("reference", "it has a character that cannot be drawn", "write it with letters, digits and the usual signs, as on the fund's letter")
	}
	if !r.Received.IsZero() && r.Received.Before(r.Date) {
		bad("received", "the fund's letter came before the day it is dated", "compare date and received with the letter")
	}
	if !r.Deadline.IsZero() && r.Deadline.Before(r.Date) {
		bad("deadline", "the deadline is before the date of the fund's letter", "compare date and deadline with the letter")
	}
	if len(r.Changes)+len(r.Documents) == 0 {
		bad("change", "the request asks for nothing", "add [[change]] for a value or [[document]] for a paper")
	}
	for i, c := range r.Changes {
		if c.Key == "" || c.Old.IsZero() || c.New.IsZero() {
			bad(profile.Key("change", i), "a change needs key, old and new", `key = "contact.email", old = "...", new = "..."; old = "" if there was none`)
		} else if c.Old.String() == c.New.String() {
			bad(profile.Key("change", i, "new"), "old and new are the same", "write what was wrong as old and what is right as new, or leave the change out")
		}
	}
	for i, d := range r.Documents {
		if d.Kind == "" {
			bad(profile.Key("document", i), "what paper is asked has not been said", `kind = "marriage certificate"`)
		}
		if !written(d.Remark) {
			bad(profile.Key("document", i, "remark"), "it has a character that cannot be drawn", "write the remark with letters, digits and the usual signs")
		}
	}
	return r, errors.Join(errs...)
}

// earliestYear is the first in which a letter that is answered today can have been written.
const earliestYear = 2000

// written says whether the reply can have a text, which is of one line.
func written(s string) bool {
	return len(font.Sans().Missing(s)) == 0
}

// at is where a key stands in the request, or its nearest parent.
func (r *Request) at(key string) profile.Pos {
	for key != "" {
		if p, ok := r.pos[key]; ok {
			return p
		}
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
	}
	return profile.Pos{File: r.file}
}

// Applied is an applicant before and after the changes of a request.
type Applied struct {
	Before, After *profile.Applicant
	only          []*profile.Applicant // before, but for one change
}

// Apply makes the changes, whether or not the profile has them already.
func (r *Request) Apply(name string, read profile.Reader) (*Applied, error) {
	undo, do := make([]profile.Change, len(r.Changes)), make([]profile.Change, len(r.Changes))
	for i, c := range r.Changes {
		pos := r.at(profile.Key("change", i))
		do[i] = profile.Change{Key: c.Key, Old: c.Old, New: c.New, Pos: pos}
		undo[i] = profile.Change{Key: c.Key, Old: c.New, New: c.Old, Pos: pos}
	}
	a := &Applied{only: make([]*profile.Applicant, len(do))}
	var err error
	if a.After, err = profile.Load(name, read, do...); err != nil {
		return nil, err
	}
	if a.Before, err = profile.Load(name, read, undo...); err != nil {
		return nil, err
	}
	for i := range do {
		one := slices.Clone(undo)
		one[i] = do[i]
		if a.only[i], err = profile.Load(name, read, one...); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// A Row is one thing that changed: a field of the form, or a key of the profile that the form lacks.
type Row struct {
	Label  rule.Text
	Page   int // of the form; 0 if it is not on it
	Before string
	After  string
}

// labels name the keys that are not on the form and of which the fund keeps the value. Changes of
// others, such as the file of a document, are seen in what is enclosed.
var labels = map[string]rule.Text{
	"bank.iban":           {EN: "IBAN", FR: "IBAN"},
	"bank.bic":            {EN: "BIC", FR: "BIC"},
	"bank.holder":         {EN: "Account holder", FR: "Titulaire du compte"},
	"family.since":        {EN: "Date of marriage or PACS", FR: "Date du mariage ou du PACS"},
	"family.place":        {EN: "Place of marriage or PACS", FR: "Lieu du mariage ou du PACS"},
	"permit.number":       {EN: "Number of the permit", FR: "Numéro du titre de séjour"},
	"permit.from":         {EN: "Permit valid from", FR: "Début de validité du titre de séjour"},
	"permit.until":        {EN: "Permit valid until", FR: "Fin de validité du titre de séjour"},
	"permit.validated_on": {EN: "Visa validated on", FR: "Date de validation du visa"},
	"spouse.first":        {EN: "Spouse’s first names", FR: "Prénoms du conjoint"},
	"spouse.usage":        {EN: "Spouse’s usage name", FR: "Nom d’usage du conjoint"},
	"spouse.birth":        {EN: "Spouse’s birth name", FR: "Nom de naissance du conjoint"},
	"spouse.nir":          {EN: "Spouse’s social security number", FR: "N° de sécurité sociale du conjoint"},
}

// Diff holds the form before against the form after, field by field in the order of the form, then
// the changes that no field shows. A change that could not be told to the fund is an error.
func (r *Request) Diff(f *form.Form, a *Applied, day profile.Date) ([]Row, error) {
	old, now := answers(f, a.Before, day), answers(f, a.After, day)
	var rows []Row
	for i := range f.Fields {
		if q := &f.Fields[i]; old[q.ID] != now[q.ID] {
			rows = append(rows, Row{Label: rule.Text{EN: q.EN, FR: q.Said()}, Page: 1, Before: q.Show(old[q.ID]), After: q.Show(now[q.ID])})
		}
	}
	var errs []error
	for i, c := range r.Changes {
		label, ok := labels[c.Key]
		switch {
		case ok:
			rows = append(rows, Row{Label: label, Before: show(c.Old), After: show(c.New)})
		case maps.Equal(old, answers(f, a.only[i], day)):
			key := profile.Key("change", i, "key")
			errs = append(errs, &profile.Error{Pos: r.at(key), Key: c.Key, Msg: "neither the form nor the reply has a place for this value",
				Fix: "change it in the profile, and tell the fund in the remark of a [[document]]"})
		}
	}
	return rows, errors.Join(errs...)
}

// show is a value as a letter quotes it: a date with its month in letters, others as written.
func show(v profile.Raw) string {
	if d, err := profile.ParseDate(v.String()); err == nil {
		return d.French()
	}
	return v.String()
}

func answers(f *form.Form, a *profile.Applicant, day profile.Date) map[string]string {
	m := map[string]string{}
	for _, v := range f.Values(a, day) {
		m[v.ID] = v.Text
	}
	return m
}

// A Reply is everything made to answer a request: nothing, if the form has no PDF.
type Reply struct {
	Form     *dossier.Form
	Papers   dossier.Papers
	Findings []rule.Finding
	Manifest dossier.Manifest // complete once the papers are written
}

// Make answers the request. job is that of the applicant after the changes.
func (r *Request) Make(job *dossier.Job, a *Applied) (*Reply, error) {
	if err := r.future(job.Day); err != nil {
		return nil, err
	}
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
	f, err := resigned(job, rows).Form()
	if err != nil {
		return nil, err
	}
	asked, findings := r.asked(c, job)
	reply := &Reply{Form: f, Findings: slices.Concat(r.aboutChanges(job), letters, findings, f.Findings)}
	if f.PDF == nil { // a value cannot be put on paper: no paper is better than a wrong one
		rule.Sort(reply.Findings)
		return reply, nil
	}
	letter, err := r.letter(job, a.Before, rows, asked)
	if err != nil {
		return nil, err
	}
	drawnLetter, err := drawn(letter, "Réponse à la CPAM", job.Day)
	if err != nil {
		return nil, fmt.Errorf("draw the reply: %w", err)
	}
	table := r.changes(job, rows)
	drawnTable, err := drawn(table, "Modifications", job.Day)
	if err != nil {
		return nil, fmt.Errorf("draw the changes: %w", err)
	}
	parts, err := r.parts(job, f, drawnLetter, refilled(rows), asked)
	if err != nil {
		return nil, err
	}
	unused, lost := r.unused(job, append(letter.Words(), table.Words()...))
	lost = append(lost, r.unsaid(job, rows, letter)...)
	reply.Findings = append(reply.Findings, lost...)
	rule.Sort(reply.Findings)
	reply.Manifest = job.Record(f, reply.Findings, asked)
	reply.Manifest.Kind, reply.Manifest.Unused = dossier.Reply, append(reply.Manifest.Unused, unused...)
	if len(lost) > 0 {
		return reply, nil
	}
	reply.Papers = dossier.Papers{
		"reply.pdf": dossier.Written(drawnLetter), "changes.pdf": dossier.Written(drawnTable), "form.pdf": dossier.Written(f.PDF),
		"dossier.pdf": func(w io.Writer) error {
			return reply.Manifest.Join(w, parts, "Réponse à la CPAM", job.Day, job.Duplex)
		},
	}
	return reply, nil
}

// future is the mistake of a request that tells of days after the one on which it is answered.
func (r *Request) future(day profile.Date) error {
	var errs []error
	for _, told := range []struct {
		key string
		day profile.Date
	}{{"date", r.Date}, {"received", r.Received}, {"refused", r.Refused}} {
		if day.Before(told.day) {
			errs = append(errs, &profile.Error{Pos: r.at(told.key), Key: told.key, Msg: "this day is after today", Fix: "check it with the letter; --on acts as if today were another day"})
		}
	}
	return errors.Join(errs...)
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
func resigned(job *dossier.Job, rows []Row) *dossier.Job {
	named := slices.ContainsFunc(rows, func(r Row) bool { return r.Label.FR == job.Catalog.Form.Field("signed_on").Said() })
	if !refilled(rows) || named || job.Applicant.Signature.Date.IsZero() {
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

// asked are the papers asked for, with their translations, each once, and a finding for each that
// is not at hand and for which neither remark nor question answers.
func (r *Request) asked(c *rule.Case, job *dossier.Job) ([]dossier.Attachment, []rule.Finding) {
	var wanted []dossier.Piece
	var missing []rule.Finding
	pieces := dossier.Pieces(job.Applicant)
	for i, want := range r.Documents {
		n := 0
		for _, p := range pieces {
			if job.Applicant.Documents[p.Doc].Kind != want.Kind {
				continue
			}
			if n++; !slices.Contains(wanted, p) { // two papers of one kind are asked for in two entries
				wanted = append(wanted, p)
			}
		}
		if n == 0 && want.Remark == "" && r.Question(c, i) == "" {
			f := rule.New(job.Applicant, "asked-missing", "document", rule.Text{EN: "the fund asks for it and the profile does not have it: %s", FR: "demandé par la caisse et absent du profil : %s"},
				rule.Text{EN: want.Kind.English(), FR: want.Kind.French()})
			f.Key = profile.Key("document", i, "kind")
			f.Pos = r.at(f.Key)
			missing = append(missing, f)
		}
	}
	found, unread := job.Examine(wanted)
	return found, append(unread, missing...)
}

//go:embed reply.fr.tmpl
var replyText string

var replyTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("reply").Parse(replyText))
})

// replyFacts is what the reply's template may ask.
type replyFacts struct {
	*Request
	Rows   []Row
	Papers []string // one line each
	Others []string // what is said of papers that are not enclosed

	Questions []string // whether papers are needed that a text spares
}

// Refilled says whether the form is enclosed again.
func (f replyFacts) Refilled() bool { return refilled(f.Rows) }

// Last says whether the i-th paper is the last, which ends the list.
func (f replyFacts) Last(i int) bool { return i == len(f.Papers)-1 }

func (r *Request) letter(job *dossier.Job, before *profile.Applicant, rows []Row, asked []dossier.Attachment) (typeset.Letter, error) {
	c := rule.NewCase(job.Applicant, job.Day)
	c.Signed = job.Day // the reply is written today, whenever the form was signed
	l := dossier.Envelope(c)
	quoted := []string{r.Reference}
	for _, row := range rows {
		quoted = append(quoted, row.Before, row.After)
	}
	french := dossier.FrenchFor(quoted, before, job.Applicant)
	facts := replyFacts{Request: r, Rows: rows, Papers: r.papers(asked, job.Applicant), Others: r.others(asked, job.Applicant), Questions: r.questions(c)}
	var body bytes.Buffer
	if err := replyTemplate().Execute(&body, facts); err != nil {
		return l, fmt.Errorf("write the reply: %w", err)
	}
	if job.Registered {
		l.Notice = dossier.Registered
	}
	l.References = append([]typeset.Pair{{Label: "Vos réf.", Text: r.Reference}}, l.References...)
	l.Subject = typeset.French("Objet : réponse à votre courrier du " + r.Date.French())
	l.Opening, l.Closing = dossier.Opening, typeset.French(dossier.Closing)
	l.Body = french.Paragraphs(body.String())
	l.EnclosuresTitle, l.Enclosures = "Pièces jointes", enclosures(rows, asked, french)
	return l, nil
}

// papers are the documents sent, one line each; what the request remarks of a kind goes with the
// first of it.
func (r *Request) papers(asked []dossier.Attachment, a *profile.Applicant) []string {
	remarks := map[profile.Kind]string{}
	for _, d := range r.Documents {
		if remarks[d.Kind] != "" && d.Remark != "" {
			remarks[d.Kind] += " ; "
		}
		remarks[d.Kind] += d.Remark
	}
	var lines []string
	for _, x := range asked {
		if x.Err != nil {
			continue
		}
		line := fmt.Sprintf("%s (pièce %d)", x.Title.FR, x.Number)
		if kind := a.Documents[x.Doc].Kind; remarks[kind] != "" {
			line += " : " + strings.TrimRight(remarks[kind], " .;")
			remarks[kind] = ""
		}
		lines = append(lines, line)
	}
	return lines
}

// others are the remarks on papers asked for that are not enclosed.
func (r *Request) others(asked []dossier.Attachment, a *profile.Applicant) []string {
	var lines []string
	for _, d := range r.Documents {
		enclosed := slices.ContainsFunc(asked, func(x dossier.Attachment) bool { return x.Err == nil && a.Documents[x.Doc].Kind == d.Kind })
		if !enclosed && d.Remark != "" {
			lines = append(lines, d.Kind.French()+" : "+strings.TrimRight(d.Remark, " .;"))
		}
	}
	return lines
}

// questions are those about papers that a text spares, one for each paper.
func (r *Request) questions(c *rule.Case) []string {
	var lines []string
	for i, d := range r.Documents {
		if q := r.Question(c, i); q != "" {
			lines = append(lines, d.Kind.French()+" : "+q)
		}
	}
	return lines
}

// refilled says whether a value of the form itself changed.
func refilled(rows []Row) bool {
	return slices.ContainsFunc(rows, func(r Row) bool { return r.Page > 0 })
}

func enclosures(rows []Row, asked []dossier.Attachment, french dossier.French) []string {
	var lines []string
	if refilled(rows) {
		lines = append(lines, typeset.French("1. Formulaire S1106 rempli de nouveau"))
	}
	for _, a := range asked {
		if a.Err == nil {
			lines = append(lines, fmt.Sprintf("%d. %s", a.Number, french.Set(a.Title.FR)))
		}
	}
	return lines
}

func (r *Request) changes(job *dossier.Job, rows []Row) typeset.Changes {
	table := typeset.Changes{
		Title: typeset.Bi{FR: "Modifications", EN: "Changes"},
		Facts: []typeset.Pair{
			{Label: "Demandeur", English: "Applicant", Text: strings.TrimSpace(job.Applicant.Name.FirstNames() + " " + job.Applicant.Name.Birth)},
			{Label: "Courrier de la caisse", English: "Letter of the fund", Text: r.Date.French()},
			{Label: "Vos réf.", English: "Your reference", Text: r.Reference},
		},
		Heads: [4]typeset.Bi{{FR: "Champ", EN: "Field"}, {FR: "Où", EN: "Where"}, {FR: "Avant", EN: "Before"}, {FR: "Après", EN: "After"}},
	}
	if len(rows) == 0 {
		table.Intro = []typeset.Bi{{FR: "Aucune valeur du formulaire ne change.", EN: "No value of the form changes."}}
	}
	for _, row := range rows {
		where := "hors formulaire"
		if row.Page > 0 {
			where = fmt.Sprintf("formulaire, p. %d", row.Page)
		}
		table.Rows = append(table.Rows, typeset.Change{
			Field: typeset.Bi{FR: typeset.French(row.Label.FR), EN: row.Label.EN}, Where: typeset.French(where), Before: row.Before, After: row.After,
		})
	}
	return table
}

// parts are the reply, the form if a value changed, and the papers asked for.
func (r *Request) parts(job *dossier.Job, f *dossier.Form, letter []byte, changed bool, asked []dossier.Attachment) ([]dossier.Part, error) {
	first, err := dossier.PartOf(dossier.Part{Title: "Réponse", Label: "Réponse", File: "reply.pdf", Own: true}, letter)
	if err != nil {
		return nil, err
	}
	parts := []dossier.Part{first}
	if changed {
		flat, err := job.Flat(f)
		if err != nil {
			return nil, err
		}
		form, err := dossier.FormPart(flat)
		if err != nil {
			return nil, err
		}
		parts = append(parts, form)
	}
	return append(parts, job.Enclosed(asked)...), nil
}
