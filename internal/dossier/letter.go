package dossier

import (
	"bytes"
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"

	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A LetterKind is a letter for one step on the way: its words are the template of its name in letters/, one
// in French and one in English that says the same, paragraph by paragraph.
type LetterKind struct {
	Name  string
	What  rule.Text // what it is for, in one line
	Title rule.Text // of the file

	byHost bool
	later  bool // written after the form was signed, and dated on the day
	appeal bool // to the commission de recours amiable, at the fund's address
}

// ByHost says whether it is a statement that the host signs, addressed to nobody.
func (k LetterKind) ByHost() bool { return k.byHost }

// LetterKinds are all letters, the cover letter first.
func LetterKinds() []LetterKind { return slices.Clone(letterKinds) }

var letterKinds = []LetterKind{
	{Name: "cover", Title: rule.Text{EN: "Cover letter", FR: "Lettre d’accompagnement"},
		What: rule.Text{EN: "goes with form S1106 and its papers", FR: "accompagne le formulaire S1106 et ses pièces"}},
	{Name: "reminder", later: true, Title: rule.Text{EN: "Reminder", FR: "Lettre de relance"},
		What: rule.Text{EN: "asks what became of a file without answer, or of the permanent number", FR: "demande ce que devient un dossier sans réponse, ou le numéro définitif"}},
	{Name: "vitale", later: true, Title: rule.Text{EN: "Order of the carte Vitale", FR: "Commande de la carte Vitale"},
		What: rule.Text{EN: "goes with the form for the carte Vitale that the fund sent, in the envelope that came with it", FR: "accompagne le formulaire de carte Vitale envoyé par la caisse, dans l’enveloppe fournie"}},
	{Name: "care-sheets", later: true, Title: rule.Text{EN: "Care sheets", FR: "Envoi de feuilles de soins"},
		What: rule.Text{EN: "goes with feuilles de soins, as long as there is no carte Vitale", FR: "accompagne des feuilles de soins, tant qu’il n’y a pas de carte Vitale"}},
	{Name: "recourse", later: true, appeal: true, Title: rule.Text{EN: "Appeal to the commission de recours amiable", FR: "Recours devant la commission de recours amiable"},
		What: rule.Text{EN: "asks the commission de recours amiable to annul a refusal, within two months", FR: "demande à la commission de recours amiable d’annuler un refus, dans les deux mois"}},
	{Name: "host", byHost: true, Title: rule.Text{EN: "Statement of accommodation", FR: "Attestation d’hébergement"},
		What: rule.Text{EN: "the statement that your host signs: who lives there, and since when", FR: "l’attestation que signe votre hébergeant : qui habite chez lui, et depuis quand"}},
}

// KindOfLetter is the letter of a name.
func KindOfLetter(name string) (LetterKind, bool) {
	i := slices.IndexFunc(letterKinds, func(k LetterKind) bool { return k.Name == name })
	if i < 0 {
		return LetterKind{}, false
	}
	return letterKinds[i], true
}

//go:embed letters/*.tmpl
var letterFiles embed.FS

// letterTemplates are the words of each letter by kind and language: "cover.fr.tmpl". Each defines subject,
// body and enclosed; a blank line ends a paragraph, and a line of enclosed is one enclosure.
var letterTemplates = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	for _, k := range letterKinds {
		for _, lang := range []string{"fr", "en"} {
			name := k.Name + "." + lang + ".tmpl"
			all[name] = template.Must(template.New(name).Option("missingkey=error").ParseFS(letterFiles, "letters/"+name))
		}
	}
	return all
})

// A French letter's closing repeats its opening.
const (
	Opening = "Madame, Monsieur,"
	Closing = "Je vous prie d’agréer, Madame, Monsieur, l’expression de mes salutations distinguées."
)

// Registered is how a registered letter says so.
const Registered = "Lettre recommandée avec avis de réception"

// The words that all letters have.
var (
	letterOpening    = rule.Text{EN: "Dear Sir or Madam,", FR: Opening}
	letterClosing    = rule.Text{EN: "Yours faithfully,", FR: Closing}
	letterRegistered = rule.Text{EN: "Registered letter with acknowledgement of receipt", FR: Registered}
	letterEnclosures = rule.Text{EN: "Enclosures", FR: "Pièces jointes"}
)

// Those of a letter to the commission de recours amiable, whose president may be either.
var (
	appealService = "Commission de recours amiable"
	appealOpening = rule.Text{EN: "Dear President,", FR: "Madame la Présidente, Monsieur le Président,"}
	appealClosing = rule.Text{EN: "Yours faithfully,", FR: "Je vous prie d’agréer, Madame la Présidente, Monsieur le Président, l’expression de mes salutations distinguées."}
)

// What a letter in English says of itself: papers for the fund are in French.
const (
	readingLetter    = "Reading copy in English. Not to be signed or posted: what is posted is the letter in French."
	readingStatement = "Reading copy in English. Not to be signed or posted: what the host signs is the statement in French."
	readingWatermark = "READING COPY"
)

// Letter is the cover letter to the fund: who asks, on what ground, what needs explaining, what is
// enclosed. It is in French whatever the person's language.
func Letter(c *rule.Case, pieces []Piece) (typeset.Letter, error) {
	l, _, err := letterKinds[0].write(c, pieces, "fr")
	return l, err
}

// write is the letter in a language, with a finding for each fact that is left to be completed by hand.
func (k LetterKind) write(c *rule.Case, pieces []Piece, lang string) (typeset.Letter, []rule.Finding, error) {
	if k.later {
		c = rule.NewCase(c.A, c.Day)
		c.Signed = c.Day
	}
	facts := &letterFacts{Applicant: c.A, Case: c, Pieces: pieces, lang: lang}
	part := func(name string) (string, error) {
		var out bytes.Buffer
		err := letterTemplates()[k.Name+"."+lang+".tmpl"].ExecuteTemplate(&out, name, facts)
		return out.String(), err
	}
	var texts [3]string
	for i, name := range []string{"subject", "body", "enclosed"} {
		var err error
		if texts[i], err = part(name); err != nil {
			return typeset.Letter{}, nil, fmt.Errorf("write the letter: %w", err)
		}
	}
	set := setIn(lang, facts)
	l := letterFrame(c, lang)
	opening, closing := letterOpening, letterClosing
	if k.appeal {
		l, opening, closing = letterFrame(c, lang, appealService), appealOpening, appealClosing
	}
	l.Subject, l.Body = strings.Join(set(texts[0]), " "), set(texts[1])
	l.Opening, l.Closing = opening.In(lang), typeset.French(closing.In(lang))
	for line := range strings.Lines(texts[2]) {
		l.Enclosures = append(l.Enclosures, set(line)...)
	}
	l.EnclosuresTitle = letterEnclosures.In(lang)
	mark := readingLetter
	if k.byHost {
		l, mark = facts.statement(l, k), readingStatement
	}
	if lang != "fr" {
		l.Mark, l.Watermark = mark, readingWatermark
	}
	return l, facts.blanks, nil
}

// setIn sets the paragraphs of a text in a language; values of the person and quoted names stay as they are.
func setIn(lang string, f *letterFacts) func(text string) []string {
	if lang != "fr" {
		return english
	}
	var quoted []string
	for _, n := range f.Names() {
		quoted = append(quoted, n.Printed)
	}
	return FrenchFor(quoted, f.Applicant).Paragraphs
}

// english sets the paragraphs of a text, and holds a number to the word before it, and a month to its day.
func english(text string) []string {
	out := paragraphs(text)
	for i, p := range out {
		p = heldNumber.ReplaceAllString(heldNumber.ReplaceAllString(p, "$1\u00a0$2"), "$1\u00a0$2") // the second time behind "article R."
		out[i] = heldDay.ReplaceAllString(p, "$1\u00a0$2")
	}
	return out
}

var (
	heldNumber = regexp.MustCompile(`\b([LRD]\.|[Nn]o\.|articles?) ([0-9LRD])`)
	heldDay    = regexp.MustCompile(`\b([0-9]{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)\b`)
)

// Envelope is the frame of any letter to the applicant's fund: sender, recipient, place and date,
// references, signer.
func Envelope(c *rule.Case) typeset.Letter { return letterFrame(c, "fr") }

// letterFrame is the frame of a letter to a service of the fund; to the fund itself if none is named.
func letterFrame(c *rule.Case, lang string, service ...string) typeset.Letter {
	a := c.A
	fund, _ := c.Recipient()
	recipient := []string{"Caisse primaire d’assurance maladie", "(adresse à compléter)"}
	if block, err := fund.Block(service...); err == nil { // else a finding blocks: no address, or one too long
		recipient = block
	}
	for i, line := range recipient {
		recipient[i] = strings.ReplaceAll(line, "'", "’") // the name's; lines for machines have none
	}
	return typeset.Letter{
		Sender:     sender(c),
		Recipient:  recipient,
		PlaceDate:  placeDate(c, lang),
		References: references(a, lang),
		Signer:     a.Name.Formal(),
	}
}

func sender(c *rule.Case) []string {
	home, _ := c.A.Address(c.Signed)
	lines := append([]string{c.A.Name.Formal()}, addressLines(home)...)
	for _, l := range []string{prefix("Tél. ", c.A.Contact.Phone), c.A.Contact.Email} {
		if l != "" {
			lines = append(lines, l)
		}
	}
	return lines
}

// addressLines are those of an address that say something.
func addressLines(ad profile.Address) []string {
	return slices.DeleteFunc([]string{ad.Organisation, prefix("chez ", ad.Host), ad.Street, ad.Extra,
		strings.TrimSpace(ad.PostalCode + " " + ad.Commune)}, func(l string) bool { return l == "" })
}

func prefix(p, s string) string {
	if s == "" {
		return ""
	}
	return p + s
}

func placeDate(c *rule.Case, lang string) string {
	place := c.A.Signature.Place
	if place == "" {
		home, _ := c.A.Address(c.Signed)
		place = home.Commune
	}
	return strings.TrimPrefix(rule.Text{EN: "%s, %s", FR: "%s, le %s"}.With(place, c.Signed).In(lang), ", ")
}

// The labels of the references.
var (
	refBirthName = rule.Text{EN: "Birth name", FR: "Nom de naissance"}
	refBirthDate = rule.Text{EN: "Date of birth", FR: "Date de naissance"}
	refNIR       = rule.Text{EN: "Social security no.", FR: "N° de sécurité sociale"}
	refTemporary = rule.Text{EN: "Temporary no.", FR: "N° provisoire"}
	refCAF       = rule.Text{EN: "CAF no.", FR: "N° d’allocataire"}
)

func references(a *profile.Applicant, lang string) []typeset.Pair {
	var refs []typeset.Pair
	add := func(label rule.Text, text string) {
		if text != "" {
			refs = append(refs, typeset.Pair{Label: label.In(lang), Text: text})
		}
	}
	if a.Name.Usage != "" {
		add(refBirthName, a.Name.Birth)
	}
	add(refBirthDate, rule.Text{EN: a.Birth.Date.English(), FR: typeset.French(a.Birth.Date.French())}.In(lang))
	if a.NIR.Temporary() {
		add(refTemporary, string(a.NIR))
	} else {
		add(refNIR, string(a.NIR))
	}
	add(refCAF, a.CAF.Number)
	return refs
}

// statement turns a letter of the applicant into one of the person who houses them. A host who is not known
// writes the name in the text.
func (f *letterFacts) statement(l typeset.Letter, k LetterKind) typeset.Letter {
	home, _ := f.hosted()
	s := typeset.Letter{
		Title: k.Title.In(f.lang), Body: l.Body, Signer: home.Host, EnclosuresTitle: l.EnclosuresTitle, Enclosures: l.Enclosures,
		PlaceDate: rule.Text{EN: "Signed at %s\non %s", FR: "Fait à %s\nle %s"}.With(shortBlank, shortBlank).In(f.lang),
	}
	if home.Host != "" {
		s.Sender = []string{home.Host}
		home.Host = ""
		s.Sender = append(s.Sender, addressLines(home)...)
	}
	return s
}

// LetterOf is a letter as a PDF, in French or as a reading copy in English, with the findings about it:
// attachments that cannot be read, facts to be completed by hand, and texts that cannot be drawn, with
// which there is no letter.
func (j *Job) LetterOf(k LetterKind, lang string) ([]byte, []rule.Finding, error) {
	if found := j.undrawable(); len(found) > 0 {
		return nil, found, nil
	}
	var attachments []Attachment
	var found []rule.Finding
	if !k.later && !k.byHost || k.appeal {
		attachments, found = j.Attach(Pieces(j.Applicant))
	}
	c, pieces := j.seen(attachments)
	l, blanks, err := k.write(c, pieces, lang)
	if err != nil {
		return nil, nil, err
	}
	if k.appeal {
		blanks = append(blanks, lateAppeal(c)...)
	}
	if j.Registered && !k.byHost {
		l.Notice = letterRegistered.In(lang)
	}
	meta := Meta(k.Title.In(lang), j.Day)
	if lang != "fr" {
		meta.Lang, meta.Title = "en-GB", meta.Title+" (reading copy)"
	}
	var out bytes.Buffer
	if _, err := l.Draw(&out, meta); err != nil {
		return nil, nil, fmt.Errorf("draw the letter: %w", err)
	}
	return out.Bytes(), append(found, blanks...), nil
}

// lateAppeal says of an appeal whose two months are over that they are.
func lateAppeal(c *rule.Case) []rule.Finding {
	if end := rule.ClockAppeal.End(c.A.Refusal.Notified); end.IsZero() || !end.Before(c.Day) {
		return nil
	}
	return slices.DeleteFunc(rule.Check(c.A, c.Day), func(f rule.Finding) bool { return f.Rule != "appeal-due" })
}
