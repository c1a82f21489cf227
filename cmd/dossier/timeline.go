package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

func timelineFlag() cli.Flag {
	return &cli.BoolFlag{Name: "timeline", Usage: "the three months of residence day by day, even when all is proven; with --json that alone, as an object"}
}

// drawTimeline writes a timeline as a picture of characters, and beneath it what is to be known and
// done. name is that of the profile.
func drawTimeline(w io.Writer, name string, l rule.Timeline, lang string) {
	s := sketch{Timeline: l, lang: lang}
	fmt.Fprintf(w, "\n%s", s.text(name))
}

// Measures of the picture, in characters: a line has no more than 80.
const (
	lineWidth  = 80
	labelWidth = 24
	chartWidth = lineWidth - labelWidth
)

// A sketch is a timeline drawn with characters. A column stands for a few days.
type sketch struct {
	rule.Timeline
	lang string
	out  strings.Builder
	of   rule.Span // whole months
	step int       // days a column
}

// The characters of the picture, one for each thing a day can be.
const (
	proven   = '█'
	counted0 = '░'
	unproven = '×'
	spared   = '·'
)

func (s *sketch) text(name string) string {
	if !s.Needed {
		s.line(name + s.say(rule.Text{EN: ": no three months of residence to prove", FR: " : pas de trois mois de résidence à prouver"}))
		return s.out.String()
	}
	s.of = s.Extent()
	s.step = (s.of.Days() + chartWidth - 1) / chartWidth
	s.line(name + s.say(rule.Text{EN: ": residence to be proven from %s to %s", FR: " : résidence à prouver du %s au %s"}.With(s.Window.From, s.Window.To)))
	s.months()
	s.bars()
	s.unproven()
	s.marks()
	s.legend()
	s.explain()
	return s.out.String()
}

func (s *sketch) say(t rule.Text) string { return t.In(s.lang) }

// line writes a line, broken at spaces where it is too long.
func (s *sketch) line(text string) {
	indent, rest := "", []rune(strings.TrimRight(text, " "))
	for len(rest) > lineWidth-len(indent) {
		cut := lineWidth - len(indent)
		for cut > 0 && !(rest[cut] == ' ' && !strings.ContainsRune(";:!?»", rest[cut+1])) {
			cut--
		}
		if cut == 0 {
			break
		}
		s.out.WriteString(indent + string(rest[:cut]) + "\n")
		indent, rest = "  ", rest[cut+1:]
	}
	s.out.WriteString(indent + string(rest) + "\n")
}

// row writes a label and the cells of the picture.
func (s *sketch) row(label string, cells []rune) {
	l := []rune(label)
	if len(l) > labelWidth-1 {
		l = append(l[:labelWidth-2], '…')
	}
	s.out.WriteString(strings.TrimRight(string(l)+strings.Repeat(" ", labelWidth-len(l))+string(cells), " ") + "\n")
}

func (s *sketch) cells() []rune {
	return []rune(strings.Repeat(" ", (s.of.Days()+s.step-1)/s.step))
}

// column is that of a day.
func (s *sketch) column(d profile.Date) int { return s.of.From.DaysTo(d) / s.step }

// fill draws days: in each column whose middle day is one of them, and at least in one.
func (s *sketch) fill(cells []rune, days rule.Span, with rune) {
	if days = days.Within(s.of); days.Days() == 0 {
		return
	}
	drawn := false
	for i := range cells {
		if days.Has(s.of.From.AddDays(i*s.step + s.step/2)) {
			cells[i], drawn = with, true
		}
	}
	if !drawn {
		cells[s.column(days.From)] = with
	}
}

// write puts a text into the cells, as far as it fits.
func write(cells []rune, at int, text string) {
	copy(cells[min(at, len(cells)):], []rune(text))
}

func (s *sketch) months() {
	cells := s.cells()
	for _, m := range s.of.Months() {
		write(cells, s.column(m), s.say(rule.Text{EN: m.Month.String(), FR: profile.FrenchMonth(m.Month)}))
	}
	s.row("", cells)
}

// bars draws the first proofs, and counts the others.
func (s *sketch) bars() {
	n := 0
	for _, b := range s.Bars {
		if !s.Drawn(b) {
			continue
		}
		if n++; n <= rule.MostDrawn {
			s.bar(b)
		}
	}
	s.more(n-rule.MostDrawn, rule.Text{EN: "… and proofs that are not drawn: %d", FR: "… et justificatifs non représentés : %d"})
}

// more says how many there are beyond what was shown.
func (s *sketch) more(n int, of rule.Text) {
	if n > 0 {
		s.line(s.say(of.With(n)))
	}
}

func (s *sketch) bar(b rule.Bar) {
	cells, with := s.cells(), counted0
	if b.Counts() {
		with = proven
	}
	if b.Days.Days() == 0 {
		write(cells, s.column(s.Window.From), "?")
	}
	s.fill(cells, b.Days, with)
	s.row(s.say(b.Title), cells)
}

func (s *sketch) unproven() {
	if len(s.Gaps)+len(s.Forgiven) == 0 {
		return
	}
	cells := s.cells()
	for _, f := range s.Forgiven {
		s.fill(cells, f.Span, spared)
	}
	for _, g := range s.Gaps {
		s.fill(cells, g, unproven)
	}
	s.row(s.say(rule.Text{EN: "no proof", FR: "sans justificatif"}), cells)
}

// marks are the days that count: each a letter in its column, and what it stands for beneath. Letters
// of one column stand side by side.
func (s *sketch) marks() {
	cells, notes := s.cells(), []string{}
	mark := func(letter rule.Text, d profile.Date, means rule.Text) {
		if d.IsZero() {
			return
		}
		note := s.say(means.With(d))
		if s.of.Has(d) {
			at := s.column(d)
			for at < len(cells) && cells[at] != ' ' {
				at++
			}
			for at == len(cells) || cells[at] != ' ' {
				at--
			}
			write(cells, at, s.say(letter))
			note = s.say(letter) + " " + note
		}
		notes = append(notes, note)
	}
	mark(rule.Text{EN: "A", FR: "A"}, s.Arrived, rule.Text{EN: "arrived %s", FR: "arrivée le %s"})
	mark(rule.Text{EN: "E", FR: "P"}, s.Earliest, rule.Text{EN: "earliest day to post %s", FR: "premier jour d’envoi le %s"})
	mark(rule.Text{EN: "R", FR: "D"}, s.Request, rule.Text{EN: "day of the request %s", FR: "jour de la demande le %s"})
	s.row("", cells)
	s.line(strings.Join(notes, s.say(rule.Text{EN: "; ", FR: " ; "})))
}

// legend says what the characters used stand for.
func (s *sketch) legend() {
	var used []string
	drawn := s.out.String()
	for _, k := range []struct {
		sign  rune
		means rule.Text
	}{
		{proven, rule.Text{EN: "counts", FR: "compte"}},
		{counted0, rule.Text{EN: "does not count", FR: "ne compte pas"}},
		{unproven, rule.Text{EN: "no proof", FR: "sans justificatif"}},
		{spared, rule.Text{EN: "none needed", FR: "aucun exigé"}},
	} {
		if strings.ContainsRune(drawn, k.sign) {
			used = append(used, string(k.sign)+" "+s.say(k.means))
		}
	}
	s.line(strings.Join(used, "   "))
}

// explain says, a line each, which papers do not count and why, which speak of two homes, and what to chase.
func (s *sketch) explain() {
	hidden, open, homes := 0, 0, 0
	for _, b := range s.Bars {
		switch {
		case !s.Drawn(b):
			hidden++
		case b.Standing != rule.Counting:
			if open++; open <= rule.MostDrawn {
				s.line(s.say(rule.Text{EN: "%s (%s): %s", FR: "%s (%s) : %s"}.With(profile.Key("document", b.Doc), b.Title, b.Why)))
			}
		}
	}
	s.more(open-rule.MostDrawn, rule.Text{EN: "… and other proofs with something to settle: %d", FR: "… et autres justificatifs à régler : %d"})
	s.more(hidden, rule.Text{EN: "proofs of other days, not shown: %d", FR: "justificatifs d’autres jours, non représentés : %d"})
	for _, o := range s.Overlaps {
		if !o.TwoHomes {
			continue
		}
		if homes++; homes <= rule.MostDrawn {
			s.line(s.say(rule.Text{EN: "%s and %s: two homes from %s to %s; be ready to say which it was", FR: "%s et %s : deux domiciles du %s au %s ; sachez dire lequel"}.With(
				profile.Key("document", o.Docs[0]), profile.Key("document", o.Docs[1]), o.From, o.To)))
		}
	}
	s.more(homes+s.More.TwoHomes-rule.MostDrawn, rule.Text{EN: "… and other pairs of two homes: %d", FR: "… et autres paires de deux domiciles : %d"})
	for _, c := range s.Chase {
		s.line(s.say(rule.Text{EN: "to chase for %s", FR: "à chercher pour %s"}.With(c.Say())))
	}
}
