package dossier

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/rule"
)

// mailWidth is how many characters a line of an e-mail has at most, so that it can be quoted in a reply.
const mailWidth = 72

// ChaseMail is the e-mail of a firm to the applicant whose file it prepares: what is missing or wrong, what to do
// about each, and the days to keep in mind. It is plain text, its address and subject before the first empty line,
// and is signed by whoever sends it. Nil if nothing is asked of the applicant. lang is "en" or "fr".
func ChaseMail(c *rule.Case, found []rule.Finding, lang string) []byte {
	errands := Errands(c.A, found)
	if len(errands) == 0 {
		return nil
	}
	m := chaser{memoir: memoir{lang: lang, c: c, french: FrenchFor(nil, c.A)}}
	m.head()
	for _, part := range []struct {
		level rule.Level
		intro rule.Text
	}{
		{rule.Block, rule.Text{EN: "Without this the file cannot be posted:", FR: "Sans cela, le dossier ne peut pas partir :"}},
		{rule.Warn, rule.Text{EN: "This would spare you a letter of the fund, and weeks:", FR: "Ceci vous éviterait un courrier de la caisse, et des semaines :"}},
	} {
		items := slices.DeleteFunc(m.items(found), func(i mailItem) bool { return i.level != part.level })
		if len(items) == 0 {
			continue
		}
		m.paragraph(m.say(part.intro))
		for _, i := range items {
			m.item(i)
		}
	}
	m.days()
	m.paragraph(m.say(rule.Text{EN: "Send copies or scans only, and keep the originals: whole pages, sharp, both sides.", FR: "N’envoyez que des copies ou des scans et gardez les originaux : pages entières, nettes, recto et verso."}))
	m.paragraph(m.say(rule.Text{EN: "Kind regards,", FR: "Bien cordialement,"}))
	return m.Bytes()
}

// A chaser writes an e-mail line by line.
type chaser struct {
	bytes.Buffer
	memoir
	number int // of the last item
}

// say is a text with arguments in the language of the mail: unlike on paper every character can be shown.
func (m *chaser) say(t rule.Text, args ...any) string {
	s := t.With(args...).In(m.lang)
	if m.lang == "fr" {
		s = m.french.Set(s)
	}
	return s
}

// oneLine is a value that must not begin a line of its own, such as a further recipient.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }), " ")
}

func (m *chaser) head() {
	if to := oneLine(m.c.A.Contact.Email); to != "" {
		fmt.Fprintf(m, "To: %s\n", to)
	}
	fmt.Fprintf(m, "Subject: %s\n", m.say(rule.Text{EN: "Your application to the CPAM: what we still need", FR: "Votre demande à la CPAM : ce qu’il nous manque"}))
	hello := rule.Text{EN: "Hello %s,", FR: "Bonjour %s,"}.With(oneLine(m.c.A.Name.Formal()))
	if strings.TrimSpace(m.c.A.Name.Formal()) == "" {
		hello = rule.Text{EN: "Hello,", FR: "Bonjour,"}
	}
	m.paragraph(m.say(hello))
	intro := rule.Text{EN: "We are preparing your application to the Assurance Maladie (form S1106), and need your help to complete it.", FR: "Nous préparons votre demande à l’Assurance Maladie (formulaire S1106), et avons besoin de vous pour la compléter."}
	if m.c.Filed() {
		intro = rule.Text{EN: "We are looking after your application to the Assurance Maladie (form S1106), and need your help to complete it.", FR: "Nous suivons votre demande à l’Assurance Maladie (formulaire S1106), et avons besoin de vous pour la compléter."}
	}
	m.paragraph(m.say(intro))
}

// A mailItem is what is asked about one subject, its level that of the worst of it.
type mailItem struct {
	level   rule.Level
	subject rule.Text
	lines   []mailLine
}

// A mailLine is what is wrong, in sentences, and what to do about all of it.
type mailLine struct {
	said []string
	fix  rule.Text
}

// items are the errands by what they are about, in the order of the first of each.
func (m *chaser) items(found []rule.Finding) []mailItem {
	asked := slices.DeleteFunc(m.residenceByPart(found), func(f rule.Finding) bool { return len(Errands(m.c.A, []rule.Finding{f})) == 0 })
	var items []mailItem
	for _, g := range m.grouped(asked) {
		first := g.lines[0]
		subject := g.named
		if subject.EN == "" {
			subject = Errands(m.c.A, []rule.Finding{first})[0].Subject()
		}
		at := slices.IndexFunc(items, func(i mailItem) bool { return i.subject == subject })
		if at < 0 {
			at = len(items)
			items = append(items, mailItem{subject: subject})
		}
		for _, f := range g.lines {
			items[at].add(f, Errands(m.c.A, []rule.Finding{f})[0], m)
		}
	}
	return items
}

func (i *mailItem) add(f rule.Finding, e Errand, m *chaser) {
	i.level = max(i.level, f.Level)
	said := f.Message
	if _, ok := e.missing(); ok {
		said = rule.Text{EN: "we do not have it yet", FR: "nous ne l’avons pas encore"}
	}
	line := sentence(m.say(said))
	at := slices.IndexFunc(i.lines, func(l mailLine) bool { return l.fix == e.Fix() })
	if at < 0 {
		at = len(i.lines)
		i.lines = append(i.lines, mailLine{fix: e.Fix()})
	}
	if l := &i.lines[at]; !slices.Contains(l.said, line) {
		l.said = append(l.said, line)
	}
}

// residenceByPart says of the days without proof what would prove each part of them, to the person who has to find it.
func (m *chaser) residenceByPart(found []rule.Finding) []rule.Finding {
	all := slices.Clone(found)
	chase := m.c.Timeline().Chase
	for i, f := range all {
		if f.Rule == "residence-proofs" && f.Verdict == rule.Fail && len(chase) > 0 {
			ch := chase[0]
			chase = chase[1:]
			all[i].Message = rule.Text{EN: "nothing proves the days from %s to %s (%s). Please look for: %s", FR: "rien ne prouve les jours du %s au %s (%s). À chercher : %s"}.With(ch.Days.From, ch.Days.To, ch.Days.Length(), ch.What())
		}
	}
	return all
}

// sentence begins with a capital and ends.
func sentence(s string) string {
	s = capped(s)
	if !strings.ContainsAny(s[max(0, len(s)-1):], ".?!") {
		s += "."
	}
	return s
}

func (m *chaser) item(i mailItem) {
	m.number++
	mark := fmt.Sprintf("%d. ", m.number)
	m.WriteString("\n")
	m.wrapped(mark, capped(m.say(i.subject)))
	for _, l := range i.lines {
		m.wrapped(strings.Repeat(" ", len(mark)), strings.Join(append(l.said, sentence(m.say(l.fix))), " "))
	}
}

// days are those that are still to come.
func (m *chaser) days() {
	begun := false
	for _, d := range Dues(m.c) {
		if d.Day.Before(m.c.Day) {
			continue
		}
		if !begun {
			m.paragraph(m.say(rule.Text{EN: "Days to keep in mind:", FR: "Dates à retenir :"}))
			m.WriteString("\n")
			begun = true
		}
		m.wrapped("- ", m.say(rule.Text{EN: "%s: %s", FR: "%s : %s"}, d.Day, lowered(d.Name())))
	}
}

// lowered begins with a small letter, as what follows a colon does; a word in capitals stays.
func lowered(t rule.Text) rule.Text {
	low := func(s string) string {
		first, n := utf8.DecodeRuneInString(s)
		if next, _ := utf8.DecodeRuneInString(s[n:]); unicode.IsUpper(next) {
			return s
		}
		return string(unicode.ToLower(first)) + s[n:]
	}
	return rule.Text{EN: low(t.EN), FR: low(t.FR)}
}

func (m *chaser) paragraph(s string) {
	m.WriteString("\n")
	m.wrapped("", s)
}

// wrapped writes words in lines, the first after a mark and the others under it. Only an ordinary space parts
// words; a word that is too long has a line of its own.
func (m *chaser) wrapped(mark, s string) {
	room := mailWidth - utf8.RuneCountInString(mark)
	under := strings.Repeat(" ", utf8.RuneCountInString(mark))
	line := ""
	for _, word := range strings.Split(oneLine(s), " ") {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > room:
			fmt.Fprintln(m, mark+line)
			mark, line = under, word
		default:
			line += " " + word
		}
	}
	fmt.Fprintln(m, mark+line)
}
