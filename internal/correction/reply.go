package correction

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/template"
	"unicode"
	"unicode/utf8"

	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

//go:embed reply.fr.tmpl
var replyText string

var replyTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("reply").Option("missingkey=error").Parse(replyText))
})

// A writer writes the reply.
type writer struct {
	r       *Request
	job     *dossier.Job
	c       *rule.Case
	applied *Applied
	past    Past
	rows    []Row
	asked   []dossier.Attachment
	form    bool // it is enclosed
}

// formPiece is the number of the form among the pieces.
const formPiece = 1

// replyFacts is what the reply's template may ask.
type replyFacts struct {
	*Request
	Points    []point
	Kept      string // the deadline of the letter, if the reply is in time
	Others    string // what changed and no item asked
	FormPiece int    // 0 if the form is not enclosed for a change
	Table     bool   // that of the changes is enclosed
}

// A point is the paragraph of one item.
type point struct {
	Number int
	Text   string
}

// Several says whether the points are numbered.
func (f replyFacts) Several() bool { return len(f.Points) > 1 }

// Asks says whether the letter asked for something, and did not only have something wrong.
func (f replyFacts) Asks() bool {
	return len(f.Documents)+len(f.Changes)+len(f.Forms)+len(f.Questions) > 0
}

func (w *writer) letter() (typeset.Letter, error) {
	r, job := w.r, w.job
	c := rule.NewCase(job.Applicant, job.Day)
	c.Signed = job.Day // the reply is written today, whenever the form was signed
	l := dossier.Envelope(c)
	quoted := []string{r.Reference, r.Own, r.Service, r.Signatory}
	for _, row := range w.rows {
		quoted = append(quoted, row.Before, row.After)
	}
	for i, rec := range r.Records {
		quoted = append(quoted, shown(rec.Key, rec.Wrote), shown(rec.Key, w.applied.right[i]))
	}
	french := dossier.FrenchFor(quoted, w.applied.Before, job.Applicant)
	body, err := w.body()
	if err != nil {
		return l, err
	}
	if job.Registered {
		l.Notice = dossier.Registered
	}
	l.References = append(w.references(), l.References...)
	if r.Number != "" && job.Applicant.NIR == "" {
		label := "N° de sécurité sociale"
		if r.Number.Temporary() {
			label = "N° provisoire"
		}
		l.References = append(l.References, typeset.Pair{Label: label, Text: r.Number.Grouped()})
	}
	l.Subject = typeset.French("Objet : réponse à votre courrier du " + r.Date.French())
	l.Opening, l.Closing = dossier.Opening, typeset.French(dossier.Closing)
	l.Body = french.Paragraphs(body)
	l.EnclosuresTitle, l.Enclosures = "Pièces jointes", w.enclosures(french)
	return l, nil
}

// references are whom the reply is for, and how both sides call the matter.
func (w *writer) references() []typeset.Pair {
	var refs []typeset.Pair
	for _, p := range []typeset.Pair{
		{Label: "À l’attention de", Text: strings.Trim(w.r.Signatory+", "+w.r.Service, ", ")},
		{Label: "Vos réf.", Text: w.r.Reference},
		{Label: "Nos réf.", Text: w.r.Own},
	} {
		if p.Text != "" {
			refs = append(refs, p)
		}
	}
	return refs
}

func (w *writer) body() (string, error) {
	facts := replyFacts{Request: w.r, Table: len(w.rows) > 0}
	for _, it := range w.r.items {
		text, err := w.paragraph(it)
		if err != nil {
			return "", err
		}
		if text != "" {
			facts.Points = append(facts.Points, point{len(facts.Points) + 1, text})
		}
	}
	if d := w.r.Deadline; !d.IsZero() && !d.Before(w.job.Day) {
		facts.Kept = d.French()
	}
	if refilled(w.rows) {
		facts.FormPiece = formPiece
	}
	facts.Others = told(slices.DeleteFunc(slices.Clone(w.rows), func(row Row) bool { return row.change >= 0 }))
	var body bytes.Buffer
	if err := replyTemplate().Execute(&body, facts); err != nil {
		return "", fmt.Errorf("write the reply: %w", err)
	}
	return body.String(), nil
}

// paragraph is what the reply says of one item; nothing for a change that another tells of.
func (w *writer) paragraph(it item) (string, error) {
	var facts any
	switch it.kind {
	case "document":
		facts = w.document(it.i)
	case "change":
		change := w.change(it.i)
		if change.Rows == "" {
			return "", nil
		}
		facts = change
	case "record":
		facts = w.recordFacts(it.i)
	case "form":
		f := w.r.Forms[it.i]
		facts = formFacts{formPiece, f.What == Redo, sentence(f.Remark)}
	case "question":
		q := w.r.Questions[it.i]
		facts = Question{q.Asked, ended(q.Answer)}
	case "refusal":
		facts = w.r.Refusals[it.i]
	}
	var out bytes.Buffer
	if err := replyTemplate().ExecuteTemplate(&out, it.kind, facts); err != nil {
		return "", fmt.Errorf("write the reply: %w", err)
	}
	return out.String(), nil
}

// documentFacts are what the reply says of a paper asked for.
type documentFacts struct {
	Title       string
	Reason      rule.Reason
	Sent        []dossier.Attachment // without translations
	Where       string               // their numbers and pages
	Translation string               // the same of translations
	Translator  string               // who made them
	Own         bool                 // it is in the applicant's name
	Holder      string               // in whose name it is
	Again       bool                 // the same file as before
	Before      string               // when it was sent before
	Remark      string               // as a sentence
	RemarkHere  string               // as it goes on after a colon
	Question    string
}

func (w *writer) document(i int) documentFacts {
	want, a := w.r.Documents[i], w.job.Applicant
	f := documentFacts{Title: want.Kind.French(), Reason: want.Reason, Question: w.r.Question(w.c, i), Own: true, Remark: sentence(want.Remark), RemarkHere: ended(want.Remark)}
	var where, translations []string
	for _, x := range w.asked {
		d := a.Documents[x.Doc]
		if x.Err != nil || d.Kind != want.Kind {
			continue
		}
		if x.Translation {
			translations = append(translations, numbered(x.Number, x.Pages))
			f.Translator = translators[d.Translation.Translator]
			continue
		}
		f.Sent, where = append(f.Sent, x), append(where, numbered(x.Number, x.Pages))
		if d.Holder != "" {
			f.Holder = d.Holder
			f.Own = f.Own && w.owns(d.Holder)
		}
	}
	f.Where, f.Translation = strings.Join(where, " ; "), strings.Join(translations, " ; ")
	if len(f.Sent) == 1 {
		f.Before, f.Again = w.sentBefore(f.Sent[0], want.Kind)
	}
	return f
}

// owns says whether a name is the applicant's: it has the birth name or the usage name in it.
func (w *writer) owns(holder string) bool {
	n := w.job.Applicant.Name
	for _, name := range []string{n.Birth, n.Usage} {
		if name != "" && strings.Contains(strings.ToLower(holder), strings.ToLower(name)) && strings.Contains(strings.ToLower(holder), strings.ToLower(first(n.First))) {
			return true
		}
	}
	return false
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// translators say who made a translation, as in "faite …".
var translators = map[profile.Translator]string{
	profile.SwornInFrance: "par un expert près une cour d’appel",
	profile.Consulate:     "par le consulat ou l’ambassade",
	profile.Abroad:        "par un traducteur à l’étranger",
}

// sentBefore says when a paper was sent before, and what is different now; again is that nothing is.
func (w *writer) sentBefore(x dossier.Attachment, kind profile.Kind) (said string, again bool) {
	before := w.past.of(x, kind)
	if len(before) == 0 {
		return "", false
	}
	var days []string
	for _, s := range before {
		days = append(days, s.Said())
	}
	last := before[len(before)-1].Piece
	said = "Cette pièce vous a été adressée " + strings.Join(days, ", puis ")
	if last.SHA256 == x.SHA256 {
		return said + ".", true
	}
	return said + fmt.Sprintf(" ; la présente copie remplace la pièce %d.", last.Piece), false
}

// sameFiles are findings about papers that the fund could not use and that go out as they were.
func (w *writer) sameFiles() []rule.Finding {
	var found []rule.Finding
	for i, want := range w.r.Documents {
		if !slices.Contains([]rule.Reason{rule.Illegible, rule.Incomplete, rule.Outdated, rule.NotOwnName, rule.Uncertified}, want.Reason) || want.Remark != "" || w.r.Question(w.c, i) != "" {
			continue
		}
		for _, x := range w.asked {
			if x.Err != nil || x.Translation || w.job.Applicant.Documents[x.Doc].Kind != want.Kind {
				continue
			}
			if _, again := w.sentBefore(x, want.Kind); again {
				f := rule.New(w.job.Applicant, "request-same-file", x.Key(), rule.Text{EN: "%s: this is the file that was sent before", FR: "%s : c’est le fichier déjà envoyé"}, x.Title)
				found = append(found, f)
			}
		}
	}
	return found
}

// replaced are the numbers of the pieces whose place others take.
func (w *writer) replaced() map[int]int {
	m := map[int]int{}
	for _, x := range w.asked {
		if x.Err != nil {
			continue
		}
		if was, ok := w.past.replaced(x, w.job.Applicant.Documents[x.Doc].Kind); ok && was.SHA256 != x.SHA256 && was.Piece != x.Number {
			m[x.Number] = was.Piece
		}
	}
	if w.form && len(w.past) > 0 {
		m[formPiece] = formPiece
	}
	return m
}

// changeFacts are what the reply says of a change.
type changeFacts struct{ Rows, Before string }

func (w *writer) change(i int) changeFacts {
	var mine []Row
	for _, row := range w.rows {
		if row.change == i {
			mine = append(mine, row)
		}
	}
	return changeFacts{told(mine), repeated(w.past.told("change", w.r.Changes[i].Key), "Cette correction vous a été adressée")}
}

// told is what changed, in sentences.
func told(rows []Row) string {
	var said []string
	for _, row := range rows {
		s := row.Label.FR + " : "
		switch {
		case row.After == "":
			s += "la mention « " + row.Before + " » est retirée"
		case row.Before == "":
			s += "il faut lire « " + row.After + " »"
		default:
			s += "au lieu de « " + row.Before + " », il faut lire « " + row.After + " »"
		}
		if row.Words != "" {
			s += " (" + row.Words + ")"
		}
		said = append(said, s+".")
	}
	return strings.Join(said, " ")
}

// repeated says that something was said before, and when.
func repeated(before []Sending, what string) string {
	var days []string
	for _, s := range before {
		if s.Letter != nil {
			days = append(days, fmt.Sprintf("le %s, en réponse à votre courrier du %s", s.Day.French(), french(s.Letter.Date)))
		}
	}
	if len(days) == 0 {
		return ""
	}
	return what + " " + strings.Join(days, ", puis ") + " ; je vous la renouvelle."
}

// recordFacts are what the reply says of a value that the fund has wrong.
type recordFacts struct {
	Title, Wrote, At, Right, Words, Differences, Proof, Before, Remark string
	Swapped                                                            bool
}

func (w *writer) recordFacts(i int) recordFacts {
	rec, right := w.r.Records[i], w.applied.right[i]
	t, _ := topicOf(rec.Key)
	f := recordFacts{
		Title: t.label.FR, Wrote: quoted(rec.Key, rec.Wrote), Right: quoted(rec.Key, right), At: "dans votre fichier", Remark: sentence(rec.Remark), Proof: w.proof(t),
		Before: repeated(w.past.told("record", rec.Key), "Cette demande de correction vous a été adressée"),
	}
	for _, p := range papers {
		if p.paper == rec.Paper {
			f.At = p.at
			if strings.Contains(p.at, "%s") {
				f.At = fmt.Sprintf(p.at, w.r.Date.French())
			}
		}
	}
	d, isDate := right.Date()
	switch wrote, dated := rec.Wrote.Date(); {
	case right.IsZero():
		f.Right, f.Differences = "", w.differences(profile.NIR(rec.Wrote.String()))
	case isDate:
		f.Words = "soit le " + d.FrenchWords()
		f.Swapped = dated && d.Ambiguous() && d.Swapped() == wrote
	default:
		f.Words = differing(shown(rec.Key, rec.Wrote), shown(rec.Key, right))
	}
	return f
}

// quoted is a value as a sentence has it: a day with its article, others in quotation marks.
func quoted(key string, v profile.Raw) string {
	if _, ok := v.Date(); ok {
		return "le " + shown(key, v)
	}
	return "« " + shown(key, v) + " »"
}

// differences are what in a number cannot be, in French.
func (w *writer) differences(n profile.NIR) string {
	var said []string
	for _, d := range differences(string(n), w.job.Applicant) {
		text := d.Message.FR
		switch d.Key {
		case "sex":
			text = "son premier chiffre ne correspond pas à mon sexe"
		case "birth.country":
			text = strings.ReplaceAll(text, "et le profil dit la France", "et je suis né(e) en France")
		}
		said = append(said, text)
	}
	return strings.Join(said, " ; ")
}

// proof says which paper establishes a value: one enclosed, else one sent before.
func (w *writer) proof(t topic) string {
	for _, kind := range t.proofs {
		for _, x := range w.asked {
			if x.Err == nil && !x.Translation && w.job.Applicant.Documents[x.Doc].Kind == kind {
				return fmt.Sprintf("La pièce %d ci-jointe (%s) l’établit.", x.Number, lowered(x.Title.FR))
			}
		}
	}
	if s, ok := w.past.proof(t.proofs); ok {
		return fmt.Sprintf("La pièce %d (%s), que je vous ai adressée %s, l’établit.", s.Piece.Piece, lowered(s.Piece.Title), s.when())
	}
	return ""
}

// when is the day of an envelope and what it was.
func (s sentBefore) when() string {
	if s.Letter != nil {
		return "le " + s.Day.French()
	}
	return "le " + s.Day.French() + " avec ma demande"
}

// unproven are findings about what the fund has wrong and no paper establishes.
func (w *writer) unproven() []rule.Finding {
	var found []rule.Finding
	for i, rec := range w.r.Records {
		t, _ := topicOf(rec.Key)
		if len(t.proofs) == 0 || w.proof(t) != "" {
			continue
		}
		f := rule.New(w.job.Applicant, "request-unproven", rec.Key, rule.Text{EN: "%s: no paper that was sent or is enclosed proves it; it would be: %s", FR: "%s : aucune pièce envoyée ou jointe ne l’établit ; ce serait : %s"},
			t.label, rule.Text{EN: t.proofs[0].English(), FR: t.proofs[0].French()})
		f.Key = profile.Key("record", i, "key")
		f.Pos = w.r.at(f.Key)
		found = append(found, f)
	}
	return found
}

// formFacts are what the reply says of the form.
type formFacts struct {
	Piece  int
	Redo   bool
	Remark string
}

// sentence is a remark as a sentence of its own.
func sentence(s string) string {
	if s = ended(s); s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// ended is a text with a point at its end, if it has none.
func ended(s string) string {
	if s = strings.TrimRight(s, " .;"); s == "" || strings.ContainsAny(s[len(s)-1:], "?!") {
		return s
	}
	return s + "."
}

// lowered begins with a small letter, as within a sentence.
func lowered(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

func (w *writer) enclosures(french dossier.French) []string {
	var lines []string
	if len(w.rows) > 0 {
		lines = append(lines, typeset.French("Tableau des modifications"))
	}
	if w.form {
		line := fmt.Sprintf("%d. Formulaire S1106", formPiece)
		if refilled(w.rows) || slices.ContainsFunc(w.r.Forms, func(f FormItem) bool { return f.What == Redo }) {
			line += " rempli de nouveau"
		}
		lines = append(lines, line)
	}
	replaces := w.replaced()
	for _, a := range w.asked {
		if a.Err != nil {
			continue
		}
		line := fmt.Sprintf("%d. %s", a.Number, french.Set(a.Title.FR))
		if n := replaces[a.Number]; n > 0 {
			line += typeset.French(fmt.Sprintf(" (remplace la pièce %d)", n))
		}
		lines = append(lines, line)
	}
	return lines
}

// record is the request and its answer as the manifest keeps them.
func (w *writer) record() *dossier.ManifestRequest {
	r := w.r
	m := &dossier.ManifestRequest{Date: r.Date.String(), Received: r.Received.String(), Reference: r.Reference, Deadline: r.Deadline.String(), SHA256: r.sum}
	for _, it := range r.items {
		m.Items = append(m.Items, w.recordOf(it))
	}
	return m
}

func (w *writer) recordOf(it item) dossier.ManifestItem {
	rec := dossier.ManifestItem{Kind: it.kind}
	switch it.kind {
	case "document":
		d := w.r.Documents[it.i]
		rec.Key, rec.Remark = string(d.Kind), d.Remark
		for _, x := range w.asked {
			if x.Err == nil && w.job.Applicant.Documents[x.Doc].Kind == d.Kind {
				rec.Pieces = append(rec.Pieces, dossier.ManifestSent{Piece: x.Number, File: x.Path, SHA256: x.SHA256, Pages: x.Pages, Title: x.Title.FR})
			}
		}
	case "change":
		c := w.r.Changes[it.i]
		rec.Key, rec.Old, rec.New = c.Key, c.Old.String(), c.New.String()
	case "record":
		c := w.r.Records[it.i]
		rec.Key, rec.Paper, rec.Old, rec.New, rec.Remark = c.Key, string(c.Paper), c.Wrote.String(), w.applied.right[it.i].String(), c.Remark
	case "form":
		rec.Key, rec.Remark = string(w.r.Forms[it.i].What), w.r.Forms[it.i].Remark
	case "question":
		rec.Old, rec.New = w.r.Questions[it.i].Asked, w.r.Questions[it.i].Answer
	case "refusal":
		rec.Key, rec.Remark = w.r.Refusals[it.i].Notified.String(), w.r.Refusals[it.i].Grounds
	}
	return rec
}
