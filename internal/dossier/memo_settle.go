package dossier

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// manyPapers share what is to be done: then it is said once for all of them.
const manyPapers = 4

// toSettle are the findings, those that block first: of one paper together under its title, each other one by
// itself.
func (m memoir) toSettle(findings []rule.Finding) typeset.MemoSection {
	s := typeset.MemoSection{Title: m.say(rule.Text{EN: "To settle first", FR: "À régler d’abord"}), Intro: m.tally(findings)}
	groups := m.grouped(findings)
	many := m.shared(groups)
	for _, level := range []rule.Level{rule.Block, rule.Warn, rule.Info} {
		for _, share := range many {
			if share.level == level {
				s.Notes = append(s.Notes, m.forMany(share))
			}
		}
		for _, g := range groups {
			if g.lines[0].Level == level {
				s.Notes = append(s.Notes, m.noteOf(g, many))
			}
		}
	}
	return s
}

// tally is how many findings there are of each level.
func (m memoir) tally(findings []rule.Finding) string {
	count := map[rule.Level]int{}
	for _, f := range findings {
		count[f.Level]++
	}
	var parts []string
	for _, p := range []struct {
		level      rule.Level
		one, other rule.Text
	}{
		{rule.Block, rule.Text{EN: "1 stops the application", FR: "1 point arrête la demande"}, rule.Text{EN: "%d stop the application", FR: "%d points arrêtent la demande"}},
		{rule.Warn, rule.Text{EN: "1 is likely to cost a letter", FR: "1 risque de coûter un courrier"}, rule.Text{EN: "%d are likely to cost a letter", FR: "%d risquent de coûter un courrier"}},
		{rule.Info, rule.Text{EN: "1 is good to know", FR: "1 est bon à savoir"}, rule.Text{EN: "%d are good to know", FR: "%d sont bons à savoir"}},
	} {
		switch n := count[p.level]; n {
		case 0:
		case 1:
			parts = append(parts, m.say(p.one))
		default:
			parts = append(parts, m.say(p.other, n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + "."
}

// A group is what is found about one paper, or one finding about none.
type group struct {
	named rule.Text // the paper, with its number in the envelope; empty for none
	lines []rule.Finding
}

// grouped puts findings together by the paper they are about, in the order of the first of each, their
// messages without its title. Those that differ only in the page they name are one.
func (m memoir) grouped(findings []rule.Finding) []group {
	var groups []group
	at := map[int]int{} // by the paper
	for _, f := range findings {
		id, named, bare := m.ofPaper(f)
		if i, ok := at[id]; ok && id >= 0 {
			groups[i].lines = append(groups[i].lines, bare)
			continue
		}
		at[id] = len(groups)
		groups = append(groups, group{named, []rule.Finding{bare}})
	}
	for i := range groups {
		groups[i].lines = onPages(groups[i].lines, m.lang)
	}
	return groups
}

// ofPaper is the paper a finding is about, which no other has the id of, by its title, and its number in the
// envelope if it goes there; and the finding without that title. A finding about no paper is given back, with
// an id below 0.
func (m memoir) ofPaper(f rule.Finding) (id int, named rule.Text, bare rule.Finding) {
	for i, d := range m.c.A.Documents {
		rest, ok := strings.CutPrefix(f.Key, profile.Key("document", i))
		if !ok || rest != "" && rest[0] != '.' || d.Kind == "" {
			continue
		}
		id, title, number := 2*i, titleOf(d), m.piece[i]
		if strings.HasPrefix(rest, ".translation") && m.translation[i] > 0 {
			id, title, number = id+1, translated(title), m.translation[i]
		}
		f.Message.EN = untitled(f.Message.EN, ": ", title.EN, titleOf(d).EN, d.English())
		f.Message.FR = untitled(f.Message.FR, " : ", title.FR, titleOf(d).FR, d.French())
		if number > 0 {
			title = numberedTitle(title, number)
		}
		return id, title, f
	}
	return -1, named, f
}

// untitled is what is said of a paper without the title before it, which is the first of some that fits.
func untitled(said, colon string, titles ...string) string {
	for _, title := range titles {
		rest, ok := strings.CutPrefix(said, title)
		if !ok {
			continue
		}
		if text, ok := strings.CutPrefix(rest, colon); ok {
			return text
		}
		if strings.HasPrefix(rest, ", page ") {
			return rest[len(", "):]
		}
	}
	return said
}

// onPage is what is said of a page: before its number, the number, after it, and the number of another page
// that it repeats.
var onPage = regexp.MustCompile(`^(|on |à la )page (\d+)(\D.*?)(?:, page (\d+))?$`)

// severalPages stand in the place of what comes before the number of one.
var severalPages = map[string]string{"": "pages ", "on ": "on pages ", "à la ": "aux pages "}

// onPages makes one of the findings that say the same of several pages; their messages are then in one
// language.
func onPages(all []rule.Finding, lang string) []rule.Finding {
	type same struct {
		rule, key, before, after string
		level                    rule.Level
		repeats                  bool
		ahead                    int // from a page to the one it repeats
	}
	pages := map[same][]int{}
	var order []rule.Finding
	var of []same
	for _, f := range all {
		parts := onPage.FindStringSubmatch(f.Message.In(lang))
		if parts == nil {
			order, of = append(order, f), append(of, same{})
			continue
		}
		page, _ := strconv.Atoi(parts[2])
		s := same{rule: f.Rule, key: f.Key, before: parts[1], after: parts[3], level: f.Level, repeats: parts[4] != ""}
		if s.repeats {
			other, _ := strconv.Atoi(parts[4])
			s.ahead = other - page
		}
		if pages[s] = append(pages[s], page); len(pages[s]) == 1 {
			order, of = append(order, f), append(of, s)
		}
	}
	for i, s := range of {
		if len(pages[s]) < 2 {
			continue
		}
		text := severalPages[s.before] + runs(pages[s], 0) + s.after
		if s.repeats {
			text += ", pages " + runs(pages[s], s.ahead)
		}
		order[i].Message = rule.Text{EN: text, FR: text}
	}
	return order
}

// runs writes numbers, each more by ahead: "1, 3–5".
func runs(numbers []int, ahead int) string {
	numbers = slices.Sorted(slices.Values(numbers))
	var list []string
	for i := 0; i < len(numbers); {
		first := numbers[i]
		for i++; i < len(numbers) && numbers[i] == numbers[i-1]+1; i++ {
		}
		if last := numbers[i-1]; last > first {
			list = append(list, fmt.Sprintf("%d–%d", first+ahead, last+ahead))
		} else {
			list = append(list, strconv.Itoa(first+ahead))
		}
	}
	return strings.Join(list, ", ")
}

// A remedy is what is to be done about a finding, and on what ground.
type remedy struct {
	rule string
	fix  rule.Text
	why  string
}

func (m memoir) remedy(f rule.Finding) remedy { return remedy{f.Rule, f.Fix, f.Why(m.lang)} }

// A share is a remedy of many papers, with the worst of its findings.
type share struct {
	remedy
	level  rule.Level
	papers int
}

// shared are the remedies of so many papers that each is said once.
func (m memoir) shared(groups []group) []*share {
	all := map[remedy]*share{}
	var order []*share
	for _, g := range groups {
		if g.named.EN == "" {
			continue
		}
		here := map[remedy]bool{}
		for _, f := range g.lines {
			r := m.remedy(f)
			if all[r] == nil {
				all[r] = &share{remedy: r}
				order = append(order, all[r])
			}
			all[r].level = max(all[r].level, f.Level)
			if !here[r] {
				here[r] = true
				all[r].papers++
			}
		}
	}
	return slices.DeleteFunc(order, func(s *share) bool { return s.papers < manyPapers })
}

// forMany is a remedy as a note of its own.
func (m memoir) forMany(s *share) typeset.Note {
	row, _ := rule.Named(s.rule)
	return typeset.Note{
		Level: int(s.level) + 1, Title: m.say(rule.Text{EN: "For %d papers: %s", FR: "Pour %d pièces : %s"}, s.papers, s.fix),
		Small: m.say(rule.Text{EN: "%s · %s · rule %s", FR: "%s · %s · règle %s"}, row.What, s.why, s.rule),
	}
}

// noteOf is a group as a note: one finding by itself, or several under the title of their paper. What is said
// for many papers is not said again.
func (m memoir) noteOf(g group, many []*share) typeset.Note {
	said := func(f rule.Finding) bool {
		return g.named.EN != "" && slices.ContainsFunc(many, func(s *share) bool { return s.remedy == m.remedy(f) })
	}
	if first := g.lines[0]; len(g.lines) == 1 && !said(first) {
		note := m.note(first)
		if g.named.EN != "" {
			note.Title = m.say(rule.Text{EN: "%s: %s", FR: "%s : %s"}, g.named, first.Said(m.lang))
		}
		return note
	}
	head := typeset.Note{Level: int(g.lines[0].Level) + 1, Title: capped(m.say(g.named))}
	for _, f := range g.lines {
		once := said(f)
		if once {
			f.Message = m.numbered(f.Message)
		}
		note := m.note(f)
		if once {
			note.Text, note.Small = "", m.say(rule.Text{EN: f.Pos.String(), FR: f.Pos.String()})
			if head.Small == "" {
				head.Small = note.Small
			}
			if note.Small == head.Small {
				note.Small = ""
			}
		}
		head.Lines = append(head.Lines, note)
	}
	return head
}

// numbered is a message in which papers go by their numbers alone.
func (m memoir) numbered(msg rule.Text) rule.Text {
	for i, d := range m.c.A.Documents {
		if n := m.piece[i]; n > 0 {
			msg = byNumber(msg, titleOf(d), n)
		}
		if n := m.translation[i]; n > 0 {
			msg = byNumber(msg, translated(titleOf(d)), n)
		}
	}
	return msg
}

func byNumber(msg, title rule.Text, number int) rule.Text {
	long, short := numberedTitle(title, number), rule.Text{EN: "piece %d", FR: "la pièce %d"}.With(number)
	return rule.Text{EN: strings.ReplaceAll(msg.EN, long.EN, short.EN), FR: strings.ReplaceAll(msg.FR, long.FR, short.FR)}
}

// numberedTitle is a title with the number of the piece.
func numberedTitle(title rule.Text, number int) rule.Text {
	return rule.Text{EN: "%s (piece %d)", FR: "%s (pièce %d)"}.With(title, number)
}

// note is a finding with what to do, where it stands and on what ground.
func (m memoir) note(f rule.Finding) typeset.Note {
	return typeset.Note{
		Level: int(f.Level) + 1, Title: capped(m.say(rule.Text{EN: f.Said("en"), FR: f.Said("fr")})), Text: capped(m.say(f.Fix)),
		Small: m.say(rule.Text{EN: "%s: %s · %s · rule %s", FR: "%s : %s · %s · règle %s"}, f.Pos, f.Key, f.Why(m.lang), f.Rule),
	}
}
