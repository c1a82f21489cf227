package dossier

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/font"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// A memoir writes what the applicant is told and nobody else, in their language.
type memoir struct {
	lang   string
	c      *rule.Case
	french French
	piece  map[int]int // number in the envelope, by index of the document

	translation map[int]int // that of its translation
}

// drawMemo is before-you-post.pdf: what is to be settled, how far residence is proven, what to do with what
// is printed, and what comes after.
func (j *Job) drawMemo(findings []rule.Finding, p Printing) ([]byte, error) {
	lang := j.Lang
	if lang == "" {
		lang = "en"
	}
	m := memoir{lang: lang, c: j.rules(), french: FrenchFor(nil, j.Applicant), piece: map[int]int{}, translation: map[int]int{}}
	for _, p := range Pieces(j.Applicant) {
		if p.Translation {
			m.translation[p.Doc] = p.Number
		} else {
			m.piece[p.Doc] = p.Number
		}
	}
	memo := m.memo(findings, p)
	var out bytes.Buffer
	meta := typeset.Meta{Title: memo.Title, Lang: map[string]string{"en": "en-GB", "fr": "fr-FR"}[lang], Date: j.Day.Time()}
	if _, err := memo.Draw(&out, meta); err != nil {
		return nil, fmt.Errorf("draw what is to be done before posting: %w", err)
	}
	return out.Bytes(), nil
}

func (m memoir) memo(findings []rule.Finding, p Printing) typeset.Memo {
	memo := typeset.Memo{
		Title:   m.say(rule.Text{EN: "Before you post", FR: "Avant l’envoi"}),
		Private: m.say(rule.Text{EN: "Private: for you alone. Do not post this sheet.", FR: "Privé : pour vous seulement. N’envoyez pas cette feuille."}),
		Intro:   m.say(rule.Text{EN: "%s, request of %s", FR: "%s, demande du %s"}, m.c.A.Name.Formal(), m.c.Signed),
	}
	memo.Sections = append(memo.Sections, m.toSettle(findings))
	if t := m.c.Timeline(); t.Needed {
		memo.Sections = append(memo.Sections, m.residence(t))
		if !t.Clear() { // else a list of what else would do reads like a refusal
			memo.Sections = append(memo.Sections, m.accepted(t))
		}
	}
	memo.Sections = append(memo.Sections, m.posting(p)...)
	memo.Sections = append(memo.Sections, m.next())
	return memo
}

// say is a text with arguments (see Text.With) in the language of the memo, set as that language wants
// it. What the typeface cannot draw, which only a file's name or a library's error can bring here,
// becomes a question mark.
func (m memoir) say(t rule.Text, args ...any) string {
	s := t.With(args...).In(m.lang)
	if m.lang == "fr" {
		s = m.french.Set(s)
	} else {
		s = strings.ReplaceAll(s, " %", "\u00a0%")
	}
	missing := font.Sans().Missing(s)
	return strings.Map(func(r rune) rune {
		if slices.Contains(missing, r) {
			return '?'
		}
		return r
	}, s)
}

// capped begins with a capital, as a sentence does.
func capped(s string) string {
	if s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// residence is the picture of the three months and what to chase.
func (m memoir) residence(t rule.Timeline) typeset.MemoSection {
	s := typeset.MemoSection{
		Title: m.say(rule.Text{EN: "Residence to be proven", FR: "Résidence à prouver"}),
		Intro: m.say(rule.Text{EN: "Each day from %s to %s needs a proof.", FR: "Chaque jour du %s au %s demande un justificatif."}, t.Window.From, t.Window.To),
	}
	chart, hidden, more := m.chart(t)
	s.Chart = &chart
	if hidden > 0 {
		s.Intro += " " + m.say(rule.Text{EN: "Proofs of other days, not shown: %d.", FR: "Justificatifs d’autres jours, non représentés : %d."}, hidden)
	}
	if more > 0 {
		s.Intro += " " + m.say(rule.Text{EN: "Proofs that are not drawn, for there are too many: %d.", FR: "Justificatifs non représentés, car trop nombreux : %d."}, more)
	}
	if !t.Arrived.IsZero() && !t.Extent().Has(t.Arrived) {
		s.Intro += " " + m.say(rule.Text{EN: "You arrived on %s, and could post from %s.", FR: "Arrivée le %s, envoi possible à partir du %s."}, t.Arrived, t.Earliest)
	}
	for _, c := range t.Chase {
		s.Items = append(s.Items, typeset.Pair{
			Label: m.say(rule.Text{EN: "To chase for ", FR: "À chercher pour "}) + m.say(c.MonthNames()), Text: m.say(c.What()),
		})
	}
	homes := 0
	for _, o := range t.Overlaps {
		if !o.TwoHomes {
			continue
		}
		if homes++; homes <= rule.MostDrawn {
			s.Items = append(s.Items, typeset.Pair{
				Label: m.say(rule.Text{EN: "Two homes", FR: "Deux domiciles"}),
				Text: m.say(rule.Text{EN: "pieces %d and %d speak of two homes from %s to %s: be ready to say which it was", FR: "les pièces %d et %d parlent de deux domiciles du %s au %s : sachez dire lequel"},
					m.piece[o.Docs[0]], m.piece[o.Docs[1]], o.From, o.To),
			})
		}
	}
	if n := homes + t.More.TwoHomes - rule.MostDrawn; n > 0 {
		s.Items = append(s.Items, typeset.Pair{Label: m.say(rule.Text{EN: "Two homes", FR: "Deux domiciles"}), Text: m.say(rule.Text{EN: "other pairs of pieces: %d", FR: "autres paires de pièces : %d"}, n)})
	}
	return s
}

// chart is the timeline as a picture, how many proofs have no day in it, and how many are more than it
// takes.
func (m memoir) chart(t rule.Timeline) (c typeset.Chart, hidden, more int) {
	all := t.Extent()
	at := func(d profile.Date) int { return all.From.DaysTo(d) }
	c = typeset.Chart{Days: all.Days(), From: at(t.Window.From), To: at(t.Window.To), Marks: m.marks(t)}
	for _, first := range all.Months() {
		c.Months = append(c.Months, typeset.ChartMark{Day: at(first), Label: m.say(rule.Text{EN: first.EnglishMonth(), FR: first.FrenchMonth()})})
	}
	bar := func(s rule.Span, look typeset.Look, text string) typeset.ChartBar {
		s = s.Within(all)
		return typeset.ChartBar{From: at(s.From), To: at(s.To), Look: look, Text: text}
	}
	for _, b := range t.Bars {
		if !t.Drawn(b) {
			hidden++
			continue
		}
		if len(c.Rows) == rule.MostDrawn {
			more++
			continue
		}
		r := typeset.ChartRow{Label: fmt.Sprintf("%d. %s", m.piece[b.Doc], m.say(b.Title))}
		if b.Why != rule.PlainlyCounts {
			r.Note = m.say(b.Why)
		}
		look := typeset.Outline
		if b.Counts() {
			look = typeset.Solid
		}
		if b.Days.Within(all).Days() > 0 {
			r.Bars = append(r.Bars, bar(b.Days, look, m.days(b)))
		}
		c.Rows = append(c.Rows, r)
	}
	if len(t.Gaps)+len(t.Forgiven) > 0 {
		r := typeset.ChartRow{Label: m.say(rule.Text{EN: "No proof", FR: "Sans justificatif"}), Strong: true}
		for _, f := range t.Forgiven {
			r.Bars = append(r.Bars, bar(f.Span, typeset.Faint, ""))
		}
		for _, g := range t.Gaps {
			r.Bars = append(r.Bars, bar(g, typeset.Hatched, m.say(g.Length())))
		}
		c.Rows = append(c.Rows, r)
	}
	c.Key = m.key(c.Rows)
	return c, hidden, more
}

// marks are the days of note, those that fall on one day under one label.
func (m memoir) marks(t rule.Timeline) []typeset.ChartMark {
	var marks []typeset.ChartMark
	all := t.Extent()
	for _, d := range []struct {
		day  profile.Date
		name rule.Text
	}{
		{t.Arrived, rule.Text{EN: "arrival", FR: "arrivée"}},
		{t.Earliest, rule.Text{EN: "earliest day to post", FR: "premier jour d’envoi"}},
		{t.Request, rule.Text{EN: "day of the request", FR: "jour de la demande"}},
	} {
		if d.day.IsZero() || !all.Has(d.day) {
			continue
		}
		at, name := all.From.DaysTo(d.day), m.say(d.name)
		if n := len(marks); n > 0 && marks[n-1].Day == at {
			marks[n-1].Label = name + ", " + marks[n-1].Label
			continue
		}
		marks = append(marks, typeset.ChartMark{Day: at, Label: name + " " + m.short(d.day)})
	}
	return marks
}

// key says what the looks of the rows stand for.
func (m memoir) key(rows []typeset.ChartRow) []typeset.ChartKey {
	var key []typeset.ChartKey
	for _, k := range []struct {
		look typeset.Look
		text rule.Text
	}{
		{typeset.Solid, rule.Text{EN: "counts", FR: "compte"}},
		{typeset.Outline, rule.Text{EN: "does not count", FR: "ne compte pas"}},
		{typeset.Hatched, rule.Text{EN: "no proof", FR: "sans justificatif"}},
		{typeset.Faint, rule.Text{EN: "no paper needed", FR: "pas de pièce exigée"}},
	} {
		if slices.ContainsFunc(rows, func(r typeset.ChartRow) bool {
			return slices.ContainsFunc(r.Bars, func(b typeset.ChartBar) bool { return b.Look == k.look })
		}) {
			key = append(key, typeset.ChartKey{Look: k.look, Text: m.say(k.text)})
		}
	}
	return key
}

// days are the days of a paper as it has them.
func (m memoir) days(b rule.Bar) string {
	if d := m.c.A.Documents[b.Doc]; d.To.IsZero() && b.Days.To == m.c.Signed {
		return m.say(rule.Text{EN: "since %s", FR: "depuis le %s"}, b.Days.From)
	}
	return m.say(rule.Text{EN: "%s to %s", FR: "du %s au %s"}, m.short(b.Days.From), m.short(b.Days.To))
}

var shortMonths = [...]rule.Text{{}, {EN: "Jan", FR: "janv."}, {EN: "Feb", FR: "févr."}, {EN: "Mar", FR: "mars"}, {EN: "Apr", FR: "avr."}, {EN: "May", FR: "mai"},
	{EN: "Jun", FR: "juin"}, {EN: "Jul", FR: "juil."}, {EN: "Aug", FR: "août"}, {EN: "Sep", FR: "sept."}, {EN: "Oct", FR: "oct."}, {EN: "Nov", FR: "nov."}, {EN: "Dec", FR: "déc."}}

// short is "24 Jan", a day of a year that is plain from the months of the chart.
func (m memoir) short(d profile.Date) string {
	day := fmt.Sprint(d.Day)
	if m.lang == "fr" && d.Day == 1 {
		day = "1er"
	}
	return day + "\u00a0" + shortMonths[d.Month].In(m.lang)
}

// accepted are the ways to prove residence that are known to be accepted, and the pieces that make them.
func (m memoir) accepted(t rule.Timeline) typeset.MemoSection {
	s := typeset.MemoSection{
		Title: m.say(rule.Text{EN: "Accepted as they are", FR: "Accepté tel quel"}),
		Intro: m.say(rule.Text{EN: "Any means of proof will do; these are known to be accepted.", FR: "La preuve se fait par tout moyen ; ces justificatifs sont connus pour être acceptés."}),
	}
	for _, p := range t.Patterns {
		text := p.Name
		var pieces []string
		for _, i := range p.Docs[:min(len(p.Docs), rule.MostDrawn)] {
			pieces = append(pieces, fmt.Sprint(m.piece[i]))
		}
		if len(p.Docs) > rule.MostDrawn {
			pieces = append(pieces, "…")
		}
		switch len(pieces) {
		case 0:
		case 1:
			text = rule.Text{EN: "%s: piece %s", FR: "%s : pièce %s"}.With(text, pieces[0])
		default:
			text = rule.Text{EN: "%s: pieces %s", FR: "%s : pièces %s"}.With(text, strings.Join(pieces, ", "))
		}
		tick := typeset.Tick{State: typeset.Missing, Text: capped(m.say(text))}
		if p.Met() {
			tick.State = typeset.Present
		}
		s.Ticks = append(s.Ticks, tick)
	}
	return s
}
