package dossier

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// Checklist lists every paper expected for the situation, in French with English beneath: what is
// enclosed, with its pages, holder, language, translation and bank flags, and what is missing. It is the
// index of the dossier as well: pages is where each piece stands, by its number, the letter being 0; one
// that is absent could not be read.
func Checklist(c *rule.Case, pieces []Piece, pages map[int]Pages, findings []rule.Finding, official bool) typeset.Checklist {
	l := lister{c: c, pieces: pieces, pages: pages, findings: findings, french: FrenchFor(nil, c.A)}
	list := typeset.Checklist{
		Title: typeset.Bi{FR: "Bordereau des pièces", EN: "Checklist of attachments"},
		Facts: l.facts(),
		Heads: [2]typeset.Bi{{FR: "Pages"}, {FR: "État", EN: "State"}},
		Sections: []typeset.Section{{
			Title: bi(sectionForm),
			Items: []typeset.Item{l.form(official), l.letter()},
		}},
		Foot: typeset.Bi{
			FR: "Copies uniquement : gardez les originaux. Signez à la main le formulaire et la lettre.",
			EN: "Copies only: keep the originals. Sign the form and the letter by hand.",
		},
	}
	missing := c.Missing()
	for i, s := range sections {
		section := typeset.Section{Title: bi(s.title), Items: l.section(i, missing)}
		if len(section.Items) > 0 {
			list.Sections = append(list.Sections, section)
		}
	}
	return list
}

func bi(t rule.Text) typeset.Bi { return typeset.Bi{FR: typeset.French(t.FR), EN: t.EN} }

var (
	stateEnclosed   = typeset.Bi{FR: "jointe", EN: "enclosed"}
	stateMissing    = typeset.Bi{FR: "manquante", EN: "missing"}
	stateDamaged    = typeset.Bi{FR: "endommagée", EN: "damaged"}
	stateUnreadable = typeset.Bi{FR: "illisible", EN: "unreadable"}
	stateNoFile     = typeset.Bi{FR: noFile.FR, EN: noFile.EN}
	stateToSign     = typeset.Bi{FR: "à signer", EN: "to sign"}
)

// A lister writes the items of one checklist.
type lister struct {
	c        *rule.Case
	pieces   []Piece
	pages    map[int]Pages
	findings []rule.Finding
	french   French
}

func (l lister) facts() []typeset.Pair {
	a := l.c.A
	facts := []typeset.Pair{{Label: "Demandeur", English: "Applicant", Text: strings.TrimSpace(a.Name.FirstNames() + " " + a.Name.Birth)}}
	if a.Name.Usage != "" {
		facts = append(facts, typeset.Pair{Label: typeset.French("Nom d’usage"), English: "Usage name", Text: a.Name.Usage})
	}
	if !a.Birth.Date.IsZero() {
		born := strings.TrimSuffix(a.Birth.Date.French()+", "+(&letterFacts{Applicant: a, Case: l.c, lang: "fr"}).Birthplace(), ", ")
		facts = append(facts, typeset.Pair{Label: "Naissance", English: "Birth", Text: born})
	}
	if f, _ := l.c.Recipient(); f.Name != "" {
		facts = append(facts, typeset.Pair{Label: "Caisse", English: "Fund", Text: typeset.French(f.Name)})
	}
	return append(facts, typeset.Pair{Label: "Date", English: "Day signed", Text: l.c.Signed.French()})
}

func (l lister) form(official bool) typeset.Item {
	item := typeset.Item{
		Number: "1", State: typeset.ToDo, StateText: stateToSign,
		Title: typeset.Bi{FR: typeset.French("Formulaire S1106 (Cerfa n° 15763)"), EN: "Form S1106 (Cerfa 15763)"},
		Pages: l.count(formPiece), Ref: l.ref(formPiece),
	}
	if !official {
		item.Flags = []typeset.Flag{{
			Label: typeset.Bi{FR: "Formulaire", EN: "Form"}, Level: 2,
			Text: typeset.Bi{FR: "fiche préparatoire, à remplacer par le formulaire officiel", EN: "preparation sheet, to be replaced by the official form"},
		}}
	}
	if p := l.c.A.Signature; p.Place == "" || p.Date.IsZero() {
		item.Flags = append(item.Flags, typeset.Flag{
			Label: typeset.Bi{FR: "Cadre C", EN: "Part C"}, Level: 1,
			Text: typeset.Bi{FR: "lieu et date à compléter à la main", EN: "place and date to be completed by hand"},
		})
	}
	return item
}

func (l lister) letter() typeset.Item {
	return typeset.Item{
		Number: "–", State: typeset.ToDo, StateText: stateToSign, Pages: l.count(0), Ref: refLetter,
		Title: typeset.Bi{FR: "Lettre d’accompagnement", EN: "Cover letter"},
	}
}

// Pages are those of a piece in the dossier, from 1; the zero value is a piece that is not there.
type Pages struct{ From, To int }

// count is where a piece stands; the letter counts as piece 0, the form is 1.
func (l lister) count(number int) string {
	switch p := l.pages[number]; {
	case p.From == 0:
		return "–"
	case p.From == p.To:
		return fmt.Sprint(p.From)
	default:
		return fmt.Sprintf("%d–%d", p.From, p.To)
	}
}

// ref is what the line of a piece leads to; nothing if the piece is not there.
func (l lister) ref(number int) int {
	if l.pages[number].From == 0 {
		return 0
	}
	return number
}

// section are the papers of one section: those enclosed in order, then those missing.
func (l lister) section(i int, missing []rule.Rule) []typeset.Item {
	var items []typeset.Item
	for _, p := range l.pieces {
		if p.Section == i {
			items = append(items, l.item(p))
		}
	}
	for _, r := range missing {
		if s, _ := place(r.Needs[0]); s == i {
			items = append(items, absent(r))
		}
	}
	return items
}

func absent(r rule.Rule) typeset.Item {
	return typeset.Item{
		Number: "–", State: typeset.Missing, StateText: stateMissing, Pages: "–", Title: bi(r.Paper()),
	}
}

func (l lister) item(p Piece) typeset.Item {
	d := l.c.A.Documents[p.Doc]
	item := typeset.Item{
		Number: fmt.Sprint(p.Number), State: typeset.Present, StateText: stateEnclosed, Title: typeset.Bi{FR: l.french.Set(p.Title.FR), EN: p.Title.EN}, Pages: l.count(p.Number), Ref: l.ref(p.Number),
	}
	unread := l.pages[p.Number].From == 0
	if unread {
		item.State, item.StateText = typeset.Missing, l.unread(p)
	} else if slices.ContainsFunc(l.findings, func(f rule.Finding) bool { return f.Rule == rule.AttachmentDamaged && f.Key == p.Key() }) {
		item.State, item.StateText = typeset.Missing, stateDamaged
	}
	if p.Translation {
		item.Details = l.translatorOf(p.Doc)
		item.Flags = l.flags(p, true)
		return item
	}
	item.Details = details(d, l.french)
	if flag, ok := l.translationFlag(p.Doc); ok {
		item.Flags = append(item.Flags, flag)
	}
	if d.Kind == profile.RIB && !unread {
		item.Flags = append(item.Flags, l.bankFlags()...)
	}
	item.Flags = append(item.Flags, l.flags(p, false)...)
	return item
}

// unread says of a piece that has no page whether its file is there.
func (l lister) unread(p Piece) typeset.Bi {
	for _, f := range l.findings {
		if f.Rule == "attachment-missing" && f.Key == p.Key() && f.Flag == noFile {
			return stateNoFile
		}
	}
	return stateUnreadable
}

// details say whose paper it is, where it comes from, its language, and the days it covers.
func details(d profile.Document, french French) []typeset.Bi {
	var fr, en []string
	if d.Holder != "" {
		fr, en = append(fr, "titulaire : "+d.Holder), append(en, "holder: "+d.Holder)
	}
	if c, ok := country.Find(d.Country); ok {
		fr, en = append(fr, c.FR), append(en, c.EN)
	}
	for _, code := range profile.LanguageCodes(d.Language) {
		f, e := profile.LanguageNames(code)
		fr, en = append(fr, "en "+f), append(en, "in "+e)
	}
	switch {
	case d.From.IsZero(), d.Kind.Residence() && !d.To.IsZero(): // not known, or in the title
	case !d.To.IsZero():
		fr, en = append(fr, "du "+d.From.French()+" au "+d.To.French()), append(en, d.From.English()+" to "+d.To.English())
	default:
		fr, en = append(fr, "depuis le "+d.From.French()), append(en, "from "+d.From.English())
	}
	if len(fr) == 0 {
		return nil
	}
	return []typeset.Bi{{FR: french.Set(strings.Join(fr, " · ")), EN: strings.Join(en, " · ")}}
}

var translators = map[profile.Translator]typeset.Bi{
	profile.SwornInFrance: {FR: "par un expert près une cour d’appel", EN: "by an expert of a French court of appeal"},
	profile.Consulate:     {FR: "par le consulat ou l’ambassade", EN: "by the consulate or embassy"},
	profile.Abroad:        {FR: "par un traducteur à l’étranger", EN: "by a translator abroad"},
}

// translatorOf says what a translation translates, and who made it.
func (l lister) translatorOf(doc int) []typeset.Bi {
	by, ok := translators[l.c.A.Documents[doc].Translation.Translator]
	if !ok {
		by = typeset.Bi{FR: "traducteur non précisé", EN: "translator not named"}
	}
	if n := l.number(doc, false); n > 0 {
		by = typeset.Bi{FR: fmt.Sprintf("de la pièce %d, %s", n, by.FR), EN: fmt.Sprintf("of piece %d, %s", n, by.EN)}
	}
	return []typeset.Bi{{FR: typeset.French(by.FR), EN: by.EN}}
}

// number is that of a paper or of its translation; 0 if it is not enclosed or cannot be read.
func (l lister) number(doc int, translation bool) int {
	for _, p := range l.pieces {
		if p.Doc == doc && p.Translation == translation && l.pages[p.Number].From > 0 {
			return p.Number
		}
	}
	return 0
}

var translationLabel = typeset.Bi{FR: "Traduction", EN: "Translation"}

// translationTexts says each answer of rule.TranslationOf on paper.
var translationTexts = map[rule.Translation]typeset.Flag{
	rule.TranslationNotRequired:   {Text: typeset.Bi{FR: "non exigée", EN: "not required"}, Level: 0},
	rule.TranslationRecommended:   {Text: typeset.Bi{FR: "recommandée, absente", EN: "recommended, not enclosed"}, Level: 2},
	rule.TranslationRequired:      {Text: typeset.Bi{FR: "exigée, absente", EN: "required, not enclosed"}, Level: 3},
	rule.TranslationAttached:      {Text: typeset.Bi{FR: "jointe", EN: "enclosed"}, Level: 0},
	rule.TranslationNotAcceptable: {Text: typeset.Bi{FR: "traducteur non admis", EN: "translator not acceptable"}, Level: 2},
	rule.TranslationUnknown:       {Text: typeset.Bi{FR: "à vérifier, pays ou langue inconnus", EN: "to be checked, country or language unknown"}, Level: 2},
}

// translationFlag is shown on civil-status papers always, on others only where there is something to do.
func (l lister) translationFlag(doc int) (typeset.Flag, bool) {
	d := l.c.A.Documents[doc]
	t := rule.TranslationOf(d)
	flag := translationTexts[t]
	for _, p := range l.pieces {
		if p.Doc == doc && p.Translation && l.pages[p.Number].From == 0 {
			flag = typeset.Flag{Text: l.unread(p), Level: 3}
		}
	}
	if n := l.number(doc, true); n > 0 && t == rule.TranslationAttached {
		flag.Text = typeset.Bi{FR: fmt.Sprintf("jointe, pièce %d", n), EN: fmt.Sprintf("enclosed, piece %d", n)}
	}
	flag.Label = translationLabel
	flag.Text.FR = typeset.French(flag.Text.FR)
	return flag, d.Kind.CivilStatus() || t != rule.TranslationNotRequired
}

var bankLabel = typeset.Bi{FR: "RIB", EN: "RIB"}

// bankFlags are the findings about the account, or that it is sound. A holder found on the RIB
// itself has a flag among those of that paper.
func (l lister) bankFlags() []typeset.Flag {
	var flags []typeset.Flag
	for _, f := range l.findings {
		if strings.HasPrefix(f.Key, "bank.") && f.Flag.FR != "" {
			flags = append(flags, flag(bankLabel, f))
		}
	}
	other := slices.ContainsFunc(l.findings, func(f rule.Finding) bool { return f.Rule == "rib-holder" })
	if iban := l.c.A.Bank.IBAN; len(flags) == 0 && !other && iban != "" {
		flags = append(flags, typeset.Flag{Label: bankLabel, Text: typeset.Bi{
			FR: "IBAN vérifié (clés exactes), compte en France, au nom du demandeur",
			EN: "IBAN checked (keys right), account in France, in the applicant’s name",
		}})
	}
	return flags
}

// flags are the other findings about a piece.
func (l lister) flags(p Piece, translation bool) []typeset.Flag {
	at := profile.Key("document", p.Doc)
	var flags []typeset.Flag
	for _, f := range l.findings {
		ofTranslation := strings.HasPrefix(f.Key, at+".translation")
		if f.Flag.FR == "" || !strings.HasPrefix(f.Key, at+".") || ofTranslation != translation {
			continue
		}
		label := typeset.Bi{FR: "À voir", EN: "Note"}
		if f.Rule == "date-ambiguous" {
			label = birthLabel
		}
		flags = append(flags, flag(label, f))
	}
	if !translation && l.c.A.Documents[p.Doc].Kind == profile.BirthCertificate {
		flags = append(flags, l.birthFlags()...)
	}
	return flags
}

var birthLabel = typeset.Bi{FR: "Date de naissance", EN: "Date of birth"}

// birthFlags are the findings about the date of birth: they concern the certificate that bears it.
func (l lister) birthFlags() []typeset.Flag {
	var flags []typeset.Flag
	for _, f := range l.findings {
		if f.Rule == "date-ambiguous" && strings.HasPrefix(f.Key, "birth.") {
			flags = append(flags, flag(birthLabel, f))
		}
	}
	return flags
}

func flag(label typeset.Bi, f rule.Finding) typeset.Flag {
	return typeset.Flag{Label: label, Text: bi(f.Flag), Level: int(f.Level) + 1}
}
