package overview

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

var (
	//go:embed page.tmpl
	pageText string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string

	pageTemplate = template.Must(template.New("page").Parse(pageText))
)

// policy lets a browser run the style and the script of the page, known by their hashes, and nothing else: no picture,
// no font, no address is fetched, whatever an applicant is called.
func policy() string {
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return "default-src 'none'; style-src " + hash(pageStyle) + "; script-src " + hash(pageScript) + "; base-uri 'none'; form-action 'none'"
}

// A page is what the template sees.
type page struct {
	Lang, Title, Program, Policy string
	Ready                        string // what it means
	Style                        template.CSS
	Script                       template.JS
	W                            map[string]string // words, by name
	Named                        bool
	Intro                        string
	Filters                      []filter
	Rows                         iter.Seq[row] // nil if there is none
	Rules                        []ruleRow
}

type filter struct {
	ID, Word string
	N        int
}

// A row is an applicant.
type row struct {
	ID, Name             string
	Status, Word         string
	Rank                 int // of the status, for sorting
	Blocks, Warns, Infos int
	Pages                int
	Next                 *dueRow
	Over                 int
	Sum                  string // beside the mark that opens it
	Reason, Note         string
	Folder, Mail         string
	Chase                []chaseRow
	Found                []foundRow
	Due                  []dueRow
}

type chaseRow struct{ Level, Subject, Fix string }

type foundRow struct {
	Level, Rule, What string
	N                 int
}

type dueRow struct {
	ISO, Day, Name string
	Over           bool
}

type ruleRow struct {
	ID, Level, Word, What, Why string
	Applicants, Findings, Bar  int // Bar in hundredths
}

// HTML is the report as a page: one file, which loads nothing and holds no day but that of the run. Without its
// script it cannot be sorted and is otherwise whole.
func (r *Report) HTML(w io.Writer) error {
	p := page{Lang: r.Lang, Program: r.Program, Policy: policy(), Style: template.CSS(pageStyle), Script: template.JS(pageScript), W: map[string]string{}, Named: r.Names != nil}
	s := &speech{lang: r.Lang, set: map[string]string{}}
	for name, w := range words {
		p.W[name] = s.say(w)
	}
	p.Title, p.Ready = p.W["undated"], p.W["unsigned"]
	title := words["title"]
	if r.Replies {
		title, p.Ready = words["replies"], p.W["unsent"]
	}
	all, err := r.sum()
	if err != nil {
		return err
	}
	if day, err := profile.ParseDate(all.day); err == nil {
		p.Title = s.say(title.With(day))
	}
	p.Filters = []filter{{"all", p.W["all"], all.total}}
	for _, st := range []batch.Status{batch.Ready, batch.Blocked, batch.Failed} {
		p.Filters = append(p.Filters, filter{string(st), p.W[string(st)], all.count[st]})
	}
	for _, x := range all.rules {
		what, why := explained(x.id)
		p.Rules = append(p.Rules, ruleRow{x.id, x.level.String(), s.say(x.level.Word()), s.say(what), s.say(why), x.applicants, x.findings, max(1, 100*x.applicants/all.total)})
	}
	if all.total > 0 {
		p.Rows = func(yield func(row) bool) {
			for l, wrong := range r.Lines {
				if err = wrong; err != nil || !yield(r.row(l, s)) {
					return
				}
			}
		}
	}
	b := bufio.NewWriter(w)
	if err := pageTemplate.Execute(b, p); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	if err != nil { // of a line
		return err
	}
	return b.Flush()
}

func (r *Report) row(l batch.Line, s *speech) row {
	rank := map[batch.Status]int{batch.Failed: 0, batch.Blocked: 1, batch.Ready: 2}
	x := row{ID: l.ID, Name: r.Names[l.ID], Status: string(l.Status), Word: s.say(statusWords[l.Status]), Rank: rank[l.Status],
		Blocks: l.Blocks, Warns: l.Warns, Infos: l.Infos, Pages: l.Pages}
	if _, known := statusWords[l.Status]; !known {
		x.Status = "other"
	}
	if l.Pages > 0 {
		x.Folder = folder(l.ID)
	}
	if len(l.Chase) > 0 && l.Files == "" { // encrypted, no browser shows it
		x.Mail = mail(l.ID)
	}
	var subjects []string
	for _, c := range l.Chase {
		e := errand(c)
		subject := s.say(e.Subject())
		x.Chase = append(x.Chase, chaseRow{c.Level, subject, capped(s.say(e.Fix()))})
		if !slices.Contains(subjects, subject) {
			subjects = append(subjects, subject)
		}
	}
	for _, f := range l.Found {
		what, _ := explained(f.Rule)
		x.Found = append(x.Found, foundRow{f.Level, f.Rule, s.say(what), f.N})
	}
	for _, d := range l.Due {
		x.Due = append(x.Due, s.due(due(d), d.Day < l.Day))
	}
	first, over := next(l)
	x.Over = over
	if first.Day != "" {
		d := s.due(due(first), false)
		x.Next = &d
	}
	x.Reason = failure(l.Reason, r.Lang)
	switch {
	case l.Status == batch.Failed:
		x.Sum = capped(s.set1(x.Reason))
	case len(subjects) > 0:
		x.Sum = s.say(words["chased"]) + " " + listed(subjects)
	case l.Blocks > 0:
		x.Sum = s.say(words["tosettle"])
	default:
		x.Sum = s.say(words["nochase"])
	}
	if l.Status == batch.Blocked && l.Pages == 0 {
		x.Note = s.say(words["nothingmade"])
	}
	return x
}

// mostListed is how many papers stand in a line; the others are counted.
const mostListed = 4

func listed(subjects []string) string {
	if n := len(subjects) - mostListed; n > 1 {
		return strings.Join(subjects[:mostListed], " · ") + fmt.Sprintf(" · +%d", n)
	}
	return strings.Join(subjects, " · ")
}

// speech says texts in one language, each set once.
type speech struct {
	lang string
	set  map[string]string
}

func (s *speech) say(t rule.Text) string { return s.set1(t.In(s.lang)) }

func (s *speech) set1(text string) string {
	if s.lang != "fr" {
		return text
	}
	set, ok := s.set[text]
	if !ok {
		set = typeset.French(text)
		s.set[text] = set
	}
	return set
}

func (s *speech) due(d dossier.Due, over bool) dueRow {
	return dueRow{d.Day.String(), s.say(rule.Day(d.Day)), s.say(d.Name()), over}
}

func capped(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[n:]
}
