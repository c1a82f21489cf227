// Package dossier says what goes in the envelope and in which order: the letter, the checklist,
// the form and the attachments, made into one PDF with its manifest.
package dossier

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/internal/font"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A Job is one applicant on a day, and what is needed to make their papers.
type Job struct {
	Applicant     *profile.Applicant
	Day           profile.Date
	Catalog       *form.Catalog
	Abbreviations func() *form.Abbreviations // for addresses too long for their box; nil abbreviates nothing
	Blank         []byte                     // the official form; nil takes the preparation sheet
	Edition       *form.Edition              // of Blank; nil finds it out
	Read          profile.Reader             // reads attachments by path
	Editable      bool                       // keep the form's fields alive in form.pdf
	Registered    bool                       // the letter says that it is posted as a registered one
	Floor         float64                    // smallest type on the form, in points; 0 is that of package pdf
	Version       string                     // of the program, for the manifest
	Versions      map[string]string          // of what it was built with, likewise
	MaxDPI        int                        // dots an inch that a picture keeps; 0 is 300
	MaxSize       int64                      // of dossier.pdf, in bytes; pictures are made smaller for it, and a finding says if that is not enough. 0 is any
	Duplex        bool                       // both sides will be printed: each part of the dossier begins on a front
	Lang          string                     // of what the applicant alone reads, "en" or "fr"; empty is "en"
	Corrected     []Corrected                // what replies to the fund have changed, in their order

	// Password is asked for that of a piece that opens only with one; "" where there is none. It may be
	// asked for a piece more than once, and for several at once.
	Password func(p Piece) string

	// Progress is told how many of the files to be looked into are done, once for each, one call at a time;
	// nil tells nobody. It may begin anew: papers that must be small are made more than once.
	Progress func(done, total int)

	// Open reads a blank form; nil is pdf.Open. A run over many people gives one that reads each
	// blank once: the file it returns may be shared.
	Open func(blank []byte) (*pdf.File, error)

	// Seen keeps what was learnt of scans, so that one is not measured anew each time; nil keeps nothing. It may
	// be used by several goroutines at once.
	Seen Seen

	// Picture reads a picture; nil is picture.Read.
	Picture func(data []byte) (*picture.Scan, error)
}

// A Corrected is a value that a reply to the fund has changed.
type Corrected struct {
	Key      string // of the profile
	Old, New string // as the profile has them; empty where it has none
	Day      profile.Date
}

// ErrEdition is an official blank that is none of the editions known.
var ErrEdition = errors.New("this PDF is not an edition of S1106 known here")

func (j *Job) rules() *rule.Case { return rule.NewCase(j.Applicant, j.Day) }

// edition is the form that will be filled, and its bytes. Without a blank it is the preparation
// sheet in the language of the profile.
func (j *Job) edition() (*form.Edition, []byte, error) {
	switch {
	case j.Edition != nil:
		return j.Edition, j.Blank, nil
	case j.Blank != nil:
		e, ok := Recognise(j.Catalog, j.Blank, j.open)
		if !ok {
			return nil, nil, ErrEdition
		}
		return e, j.Blank, nil
	}
	lang := "fr"
	if j.Applicant.FormLanguage != "" {
		lang = string(j.Applicant.FormLanguage)
	}
	e := j.Catalog.Sheet(lang)
	return e, e.Blank, nil
}

// A Form is the form filled for an applicant.
type Form struct {
	Edition    *form.Edition
	PDF        []byte // nil if a value cannot be put on paper
	Values     []form.Value
	Placements []pdf.Placement
	Plan       []Fit          // how each text came to fit, in the order of the form
	Continued  []Continued    // the answers on the sheet behind the form, in its order
	Findings   []rule.Finding // edition, and values that cannot be put on paper

	blank []byte
	lost  []string // what the blank had and the filled form has no more
	pages int      // of the form itself
	sheet int      // of the sheet behind it
}

// Form fills the form. A value that does not fit, or has a character that cannot be drawn, is a
// finding that blocks and leaves PDF empty; the error is for a blank that cannot be used.
func (j *Job) Form() (*Form, error) { return j.form(false) }

// form fills the form, or only measures what filling it comes to: then there is no PDF.
func (j *Job) form(measured bool) (*Form, error) {
	e, blank, err := j.edition()
	if err != nil {
		return nil, err
	}
	file, err := j.open(blank)
	if err != nil {
		return nil, fmt.Errorf("open the form: %w", err)
	}
	f := &Form{Edition: e, blank: blank, pages: file.Pages(), Values: j.Catalog.Form.Values(j.Applicant, j.Day), lost: file.Traits().Lost()}
	f.Findings = append(j.aboutEdition(e), j.aboutBlank(f.lost)...)
	if found := j.undrawable(); len(found) > 0 {
		f.Findings = append(f.Findings, found...)
		return f, nil
	}
	x := j.fitting(f, file)
	x.measured = measured
	whole, err := x.fill()
	if err != nil || !whole {
		return f, err
	}
	if found := j.notOnForm(f); len(found) > 0 {
		f.Findings, f.PDF = append(f.Findings, found...), nil
	}
	return f, nil
}

// notOnForm are the answers that the filled form does not show.
func (j *Job) notOnForm(f *Form) []rule.Finding {
	var hidden []rule.Finding
	for _, p := range f.Placements {
		if p.Masked {
			q := j.Catalog.Form.Field(f.idOf(p.Field))
			hidden = append(hidden, rule.New(j.Applicant, "form-hidden", keysOf[q.ID],
				rule.Text{EN: "the field “%s” of this blank prints stars instead of the answer", FR: "le champ « %s » de ce formulaire imprime des astérisques à la place de la réponse"}, rule.Text{EN: q.EN, FR: q.FR}))
		}
	}
	if len(hidden) > 0 {
		return hidden
	}
	return j.lostOnForm(f)
}

func (j *Job) open(blank []byte) (*pdf.File, error) {
	if j.Open != nil {
		return j.Open(blank)
	}
	return pdf.Open(blank)
}

func (j *Job) picture(data []byte) (*picture.Scan, error) {
	if j.Picture != nil {
		return j.Picture(data)
	}
	return picture.Read(data)
}

func (j *Job) aboutEdition(e *form.Edition) []rule.Finding {
	switch {
	case !e.Official:
		return []rule.Finding{rule.New(j.Applicant, "form-official", "form_language",
			rule.Text{EN: "a preparation sheet takes the place of the form; posting needs the official one", FR: "une fiche préparatoire remplace le formulaire ; l’envoi exige le formulaire officiel"})}
	case j.Catalog.Form.Older(e.Edition):
		return []rule.Finding{rule.New(j.Applicant, "form-edition", "form_language",
			rule.Text{EN: "the form is edition %s; the newest known is %s", FR: "le formulaire est l’édition %s ; la plus récente connue est %s"}, e.Edition, j.Catalog.Form.Newest)}
	}
	return nil
}

// aboutBlank says what a blank has that the filled form cannot keep.
func (j *Job) aboutBlank(lost []string) []rule.Finding {
	if len(lost) == 0 {
		return nil
	}
	en, fr := strings.Join(lost, ", "), make([]string, len(lost))
	for i, what := range lost {
		fr[i] = lostInFrench[what]
	}
	return []rule.Finding{rule.New(j.Applicant, rule.FormStripped, "form_language",
		rule.Text{EN: "the filled form is without what the blank came with: %s", FR: "le formulaire rempli n’a plus ce que le formulaire vierge avait : %s"}, rule.Text{EN: en, FR: strings.Join(fr, ", ")})}
}

// lostInFrench are the words of pdf.Traits.Lost.
var lostInFrench = map[string]string{"XFA": "XFA", "usage rights": "droits d’utilisation", "encryption": "chiffrement", "signature": "signature"}

// undrawable are the texts of the profile with a character that the typeface does not have,
// wherever they would be printed.
func (j *Job) undrawable() []rule.Finding {
	var found []rule.Finding
	for _, t := range j.Applicant.Texts() {
		var signs []string
		for _, r := range unprintable(t.Value) {
			signs = append(signs, naming(r))
		}
		switch len(signs) {
		case 0:
		case 1:
			found = append(found, rule.New(j.Applicant, "form-glyph", t.Key,
				rule.Text{EN: "this character cannot be drawn: %s", FR: "ce caractère ne peut pas être dessiné : %s"}, signs[0]))
		default:
			found = append(found, rule.New(j.Applicant, "form-glyph", t.Key,
				rule.Text{EN: "these characters cannot be drawn: %s", FR: "ces caractères ne peuvent pas être dessinés : %s"}, strings.Join(signs, ", ")))
		}
	}
	return found
}

// naming shows a character, and its number for those that show nothing.
func naming(r rune) string {
	if unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r) {
		return fmt.Sprintf("%c (U+%04X)", r, r)
	}
	return fmt.Sprintf("U+%04X", r)
}

// unprintable are the characters of a text that leave no ink as meant: those the typeface lacks, and
// invisible ones (soft hyphen, zero-width space, direction marks), which make two equal names differ.
func unprintable(s string) []rune {
	missing := font.Sans().Missing(s)
	for _, r := range s {
		if unicode.Is(unicode.Cf, r) && !slices.Contains(missing, r) {
			missing = append(missing, r)
		}
	}
	return missing
}

// keysOf is where in the profile the answer to each field comes from, for findings about it.
var keysOf = map[string]string{
	"names": "name", "nir": "nir", "nir_key": "nir", "caf_number": "caf.number", "caf_office": "caf.office",
	"birth_date": "birth.date", "birth_place": "birth.town", "nationality": "nationalities", "address": "address",
	"postal_code": "address", "commune": "address", "phone": "contact.phone", "email": "contact.email",
	"domicile": "address", "domicile_postal_code": "address", "domicile_commune": "address", "working": "situation",
	"working_detail": "activity", "inactive": "situation", "other_detail": "activity", "arrival": "arrived",
	"signed_at": "signature.place", "signed_on": "signature.date",
}

// flatten takes apart what errors.Join put together.
func flatten(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, e := range joined.Unwrap() {
			all = append(all, flatten(e)...)
		}
		return all
	}
	return []error{err}
}

// A Dossier is everything made for an applicant.
type Dossier struct {
	Form     *Form
	Papers   Papers // none if a value cannot be put on paper
	Findings []rule.Finding
	Unused   []Unused // values of the profile that stand on no paper, and why
	Manifest Manifest // complete once the papers are written
}

// Check gives the findings of the rules, of the form and of the attachments, without making papers:
// those of Build. Without scans no picture is decoded, which takes a tenth of the time: what only its pixels
// show is not found then, a damage within (see picture.Inspect) or how a page looks.
func (j *Job) Check(scans bool) ([]rule.Finding, error) {
	f, err := j.form(true)
	if err != nil {
		return nil, err
	}
	var found []rule.Finding
	if scans {
		_, found = j.Examine(Pieces(j.Applicant))
		return j.findings(f, found), nil
	}
	for _, p := range Pieces(j.Applicant) {
		found = append(found, j.about(j.inspect(p))...)
	}
	return j.findings(f, found), nil
}

func (j *Job) findings(f *Form, unread []rule.Finding) []rule.Finding {
	all := slices.Concat(rule.Check(j.Applicant, j.Day), j.uncorrected(), f.Findings, unread)
	rule.Sort(all)
	return all
}

// uncorrected are the values that a reply to the fund has changed and that are again as they were before.
func (j *Job) uncorrected() []rule.Finding {
	same := func(a, b string) bool { return bare(a) == bare(b) }
	var found []rule.Finding
	for i, last := range j.Corrected {
		ofKey := func(c Corrected) bool { return c.Key == last.Key }
		now := j.Applicant.Value(last.Key)
		if slices.ContainsFunc(j.Corrected[i+1:], ofKey) || same(now, last.New) {
			continue
		}
		if !slices.ContainsFunc(j.Corrected[:i+1], func(c Corrected) bool { return ofKey(c) && same(now, c.Old) }) {
			continue // another value again, which is not known to be wrong
		}
		msg := rule.Text{EN: "the reply of %s has changed this value to “%s”, and it is as before", FR: "la réponse du %s a remplacé cette valeur par « %s », et elle est de nouveau comme avant"}.With(last.Day, last.New)
		if last.New == "" {
			msg = rule.Text{EN: "the reply of %s has taken this value away, and it is here again", FR: "la réponse du %s a retiré cette valeur, et elle est de nouveau là"}.With(last.Day)
		}
		found = append(found, rule.New(j.Applicant, "corrected-value", last.Key, msg))
	}
	return found
}

// fewerDots are what pictures are brought down to where the dossier must be small: to the most with which it is.
var fewerDots = []int{100, 120, 150, 200, 250}

// Build makes all papers. A bad attachment is left out and is a finding; the others are there.
func (j *Job) Build() (*Dossier, error) {
	d, err := j.build()
	if err != nil || j.MaxSize == 0 || d.Papers == nil {
		return d, err
	}
	size, err := d.size()
	if err != nil {
		return nil, err
	}
	if size <= j.MaxSize {
		return d, nil
	}
	var best *Dossier
	for _, dpi := range fewerDots {
		if dpi >= cmp.Or(j.MaxDPI, defaultDPI) {
			break
		}
		small := *j // one each: papers are read again with it when they are written
		small.MaxDPI = dpi
		fewer, err := small.build()
		if err != nil {
			return nil, err
		}
		if size, err := fewer.size(); err != nil {
			return nil, err
		} else if size > j.MaxSize {
			break
		}
		best = fewer
	}
	if best == nil { // nothing is made worse for nothing
		return j.tooLarge(d, size)
	}
	return best, nil
}

// tooLarge is the dossier as it is, with a finding that names its largest paper.
func (j *Job) tooLarge(d *Dossier, size int64) (*Dossier, error) {
	key, most := "document", 0
	for _, in := range d.Manifest.Inputs {
		if in.Bytes > most {
			key, most = in.Key, in.Bytes
		}
	}
	return j.build(rule.New(j.Applicant, "dossier-too-large", key,
		rule.Text{EN: "dossier.pdf takes %s MB, more than the %s MB asked for, and would with smaller pictures, too; this paper is the largest, of %s MB", FR: "dossier.pdf pèse %s Mo, plus que les %s Mo demandés, et ce serait le cas avec des images plus petites ; cette pièce est la plus grosse, de %s Mo"},
		megabytes(size), megabytes(j.MaxSize), megabytes(int64(most))))
}

// megabytes is a number of bytes in millions, to a tenth.
func megabytes(n int64) rule.Text {
	s := strconv.FormatFloat(math.Ceil(float64(n)/1e5)/10, 'f', -1, 64)
	return rule.Text{EN: s, FR: strings.Replace(s, ".", ",", 1)}
}

// size is that of the dossier, in bytes.
func (d *Dossier) size() (int64, error) {
	var n counter
	err := d.Papers["dossier.pdf"](&n)
	return int64(n), err
}

// A counter counts what is written to it.
type counter int64

func (n *counter) Write(b []byte) (int, error) {
	*n += counter(len(b))
	return len(b), nil
}

func (j *Job) build(more ...rule.Finding) (*Dossier, error) {
	f, err := j.Form()
	if err != nil {
		return nil, err
	}
	attachments, unread := j.Examine(Pieces(j.Applicant))
	d := &Dossier{Form: f, Findings: j.findings(f, append(unread, more...))}
	if f.PDF == nil { // a value cannot be put on paper: no paper is better than a wrong one
		d.Manifest = j.Record(f, d.Findings, attachments)
		return d, nil
	}
	flat, err := j.Flat(f)
	if err != nil {
		return nil, err
	}
	form, err := FormPart(flat)
	if err != nil {
		return nil, err
	}
	letter, err := j.letter(attachments)
	if err != nil {
		return nil, err
	}
	drawn, layout, err := j.drawLetter(letter)
	if err != nil {
		return nil, err
	}
	e, list, index, err := j.indexed(f, form, drawn, attachments, d.Findings)
	if err != nil {
		return nil, err
	}
	var lost []rule.Finding
	d.Unused, lost = j.Conserve(append(letter.Words(), list.Words()...), "")
	if len(lost) > 0 {
		d.Findings = append(d.Findings, lost...)
		rule.Sort(d.Findings)
		d.Manifest = j.Record(f, d.Findings, attachments)
		return d, nil
	}
	memo, err := j.drawMemo(d.Findings, j.printing(f, e, layout, letter.Recipient))
	if err != nil {
		return nil, err
	}
	d.Manifest = j.Record(f, d.Findings, attachments)
	d.Manifest.Unused = append(d.Manifest.Unused, d.Unused...)
	d.Papers = Papers{
		"form.pdf": Written(f.PDF), "letter.pdf": Written(drawn), "checklist.pdf": Written(index), "before-you-post.pdf": Written(memo),
		"dossier.pdf": func(w io.Writer) error {
			return d.Manifest.Join(w, e.parts, "Demande d’ouverture des droits à l’assurance maladie", j.Day, j.Duplex)
		},
	}
	return d, nil
}

// indexed is the envelope with its index, as it is to be read and as it is drawn.
func (j *Job) indexed(f *Form, form Part, letter []byte, attachments []Attachment, findings []rule.Finding) (*envelope, typeset.Checklist, []byte, error) {
	pieces := make([]Piece, len(attachments))
	for i, a := range attachments {
		pieces[i] = a.Piece
	}
	var list typeset.Checklist
	e, drawn, err := j.envelope(letter, form, attachments, func(where map[int]Pages) typeset.Checklist {
		list = Checklist(j.rules(), pieces, where, findings, f.Edition.Official)
		return list
	})
	return e, list, drawn, err
}

// Flat is the filled form as it goes in the dossier: always flat, since living fields of
// several files would be tied to each other. f must have its PDF.
func (j *Job) Flat(f *Form) ([]byte, error) {
	if !j.Editable {
		return f.PDF, nil
	}
	flat := *j
	flat.Editable = false
	again, err := flat.Form()
	if err != nil {
		return nil, err
	}
	return again.PDF, nil
}

// letter is the cover letter, which speaks of what could be read only.
func (j *Job) letter(attachments []Attachment) (typeset.Letter, error) {
	c, pieces := j.seen(attachments)
	l, err := Letter(c, pieces)
	if j.Registered {
		l.Notice = Registered
	}
	return l, err
}

// seen is the case with what could be read only, and its pieces.
func (j *Job) seen(attachments []Attachment) (*rule.Case, []Piece) {
	seen := *j.Applicant
	seen.Documents = slices.Clone(seen.Documents)
	var pieces []Piece
	for _, a := range attachments {
		switch {
		case a.Err == nil:
			pieces = append(pieces, a.Piece)
		case a.Translation:
			seen.Documents[a.Doc].Translation = profile.Translation{}
		default:
			seen.Documents[a.Doc].File = ""
		}
	}
	return rule.NewCase(&seen, j.Day), pieces
}

func (j *Job) drawLetter(l typeset.Letter) ([]byte, typeset.Layout, error) {
	var out bytes.Buffer
	layout, err := l.Draw(&out, Meta("Lettre d’accompagnement", j.Day))
	if err != nil {
		return nil, layout, fmt.Errorf("draw the letter: %w", err)
	}
	return out.Bytes(), layout, nil
}

// Checklist is the checklist as a PDF, with the findings as for LetterOf. Its pages are those of the dossier
// that Build makes.
func (j *Job) Checklist() ([]byte, []rule.Finding, error) {
	f, err := j.Form()
	if err != nil {
		return nil, nil, err
	}
	if found := j.undrawable(); len(found) > 0 {
		return nil, found, nil
	}
	attachments, unread := j.Attach(Pieces(j.Applicant))
	letter, err := j.letter(attachments)
	if err != nil {
		return nil, nil, err
	}
	drawn, _, err := j.drawLetter(letter)
	if err != nil {
		return nil, nil, err
	}
	form := Part{Piece: formPiece, Pages: f.pages + f.sheet} // whether or not it can be filled
	_, _, index, err := j.indexed(f, form, drawn, attachments, j.findings(f, unread))
	return index, unread, err
}

// Meta is what every paper of ours says of itself.
func Meta(title string, day profile.Date) typeset.Meta {
	return typeset.Meta{Title: title, Lang: "fr-FR", Date: day.Time()}
}
