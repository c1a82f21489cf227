// Package overview says how the dossiers of a firm's applicants stand, as a table for a spreadsheet, a page to read
// and print, and JSON. All of it follows from the lines of a ledger, so that what an earlier run did is told like
// what this one did; names alone come from elsewhere, and only if they are asked for.
package overview

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/url"
	"slices"
	"strings"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Report is a run over many applicants.
type Report struct {
	Lines   iter.Seq2[batch.Line, error] // may be gone through more than once
	Names   map[string]string            // by id; nil where no names are wanted
	Program string                       // that made it, with its version
	Lang    string                       // of its words, "en" or "fr"
	Replies bool                         // to letters of the fund, not applications: nothing is asked of the applicants
}

// Line sums up what was found while the papers of m were made, or not made. Its reason is the rules that block, by id,
// and form-official where the official form has still to take the place of the preparation sheet.
func Line(c *rule.Case, found []rule.Finding, m *dossier.Manifest, made bool) batch.Line {
	l := batch.Line{Status: batch.Ready, Day: c.Day.String(), Found: counted(found), Pages: len(m.Pages)}
	var reasons []string
	for _, f := range found {
		switch f.Level {
		case rule.Block:
			l.Blocks++
			l.Status = batch.Blocked
			reasons = append(reasons, f.Rule)
		case rule.Warn:
			l.Warns++
			if f.Rule == "form-official" {
				reasons = append(reasons, f.Rule)
			}
		default:
			l.Infos++
		}
	}
	if n := len(m.Differ); n > 0 {
		l.Status = batch.Blocked
		reasons = append(reasons, pageDiffers)
		l.Found = slices.Insert(l.Found, 0, batch.Found{Rule: pageDiffers, Level: rule.Block.String(), N: n})
	}
	slices.Sort(reasons)
	l.Reason = strings.Join(slices.Compact(reasons), " ")
	if !made {
		l.Reason += " (nothing made; papers of an earlier run are not of this one)"
	}
	for _, e := range dossier.Errands(c.A, found) {
		l.Chase = append(l.Chase, batch.Chase{Rule: e.Rule, Level: e.Level.String(), Key: e.Key, Kind: string(e.Kind), Doubt: e.Doubt})
	}
	for _, d := range dossier.Dues(c) {
		l.Due = append(l.Due, batch.Due{Day: d.Day.String(), What: d.What, Kind: string(d.Kind)})
	}
	return l
}

// counted is how often each rule found something, those that block first.
func counted(findings []rule.Finding) []batch.Found {
	type key struct {
		level rule.Level
		rule  string
	}
	n := map[key]int{}
	var keys []key
	for _, f := range findings {
		k := key{f.Level, f.Rule}
		if n[k]++; n[k] == 1 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y key) int { return cmp.Or(cmp.Compare(y.level, x.level), strings.Compare(x.rule, y.rule)) })
	var all []batch.Found
	for _, k := range keys {
		all = append(all, batch.Found{Rule: k.rule, Level: k.level.String(), N: n[k]})
	}
	return all
}

// errand is what a line has to chase, with its words.
func errand(c batch.Chase) dossier.Errand {
	return dossier.Errand{Rule: c.Rule, Level: level(c.Level), Key: c.Key, Kind: profile.Kind(c.Kind), Doubt: c.Doubt}
}

func due(d batch.Due) dossier.Due {
	day, _ := profile.ParseDate(d.Day) // one that cannot be read is the zero day
	return dossier.Due{Day: day, What: d.What, Kind: profile.Kind(d.Kind)}
}

// level is that of a word; what no run writes is only good to know.
func level(word string) rule.Level {
	for _, l := range []rule.Level{rule.Block, rule.Warn} {
		if l.String() == word {
			return l
		}
	}
	return rule.Info
}

// next is the first day of a line that is not over on its day, and how many are over.
func next(l batch.Line) (first batch.Due, over int) {
	for i := len(l.Due) - 1; i >= 0; i-- {
		if l.Due[i].Day < l.Day { // of one form: as words they are in order
			return first, i + 1
		}
		first = l.Due[i]
	}
	return first, 0
}

// CSV has a row for each applicant. Its first columns and their order are a contract. Rules are by id, with how often
// they found something where that is more than once; what to chase is a rule and the key of the profile. Cells that a
// spreadsheet would take for a formula are made text by an apostrophe.
func (r *Report) CSV(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("id,status,blocks,warns,infos,pages,reason,rules,chase,next_deadline,deadline,overdue")
	if r.Names != nil {
		b.WriteString(",name")
	}
	b.WriteString("\n")
	for l, err := range r.Lines {
		if err != nil {
			return err
		}
		var rules, chase []string
		for _, f := range l.Found {
			word := f.Rule
			if f.N > 1 {
				word = fmt.Sprintf("%s:%d", f.Rule, f.N)
			}
			rules = append(rules, word)
		}
		for _, c := range l.Chase {
			chase = append(chase, c.Rule+"@"+c.Key)
		}
		first, over := next(l)
		fmt.Fprintf(b, "%s,%s,%d,%d,%d,%d,%s,%s,%s,%s,%s,%d", cell(l.ID), cell(string(l.Status)), l.Blocks, l.Warns, l.Infos, l.Pages, cell(l.Reason),
			cell(strings.Join(rules, " ")), cell(strings.Join(chase, " ")), cell(first.Day), cell(first.What), over)
		if r.Names != nil {
			b.WriteString("," + cell(r.Names[l.ID]))
		}
		b.WriteString("\n")
	}
	return b.Flush()
}

// formula is what begins one in some spreadsheet; spaces before it are passed over by some, and the full-width signs
// are taken for the others where Chinese or Japanese is written.
const formula = "=+-@\t\r\n＝＋－＠"

func cell(s string) string {
	if bare := strings.TrimLeft(s, " \u00a0"); bare != "" && strings.ContainsRune(formula, []rune(bare)[0]) {
		s = "'" + s
	}
	if strings.ContainsAny(s, ",;\"\r\n\t") { // a spreadsheet in French parts cells at semicolons
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// A ruleSum is what a rule came to for the firm.
type ruleSum struct {
	id         string
	level      rule.Level
	applicants int
	findings   int
}

// A sum is what all lines come to.
type sum struct {
	day   string // of the latest line, ISO; empty if no line has one
	total int
	count map[batch.Status]int
	rules []*ruleSum // those that found something, the worst and the most frequent first
}

func (r *Report) sum() (*sum, error) {
	s := &sum{count: map[batch.Status]int{}}
	byID := map[string]*ruleSum{}
	for l, err := range r.Lines {
		if err != nil {
			return nil, err
		}
		s.day = max(s.day, l.Day)
		s.total++
		s.count[l.Status]++
		counted := map[string]bool{} // a rule that found something of two levels counts an applicant once
		for _, f := range l.Found {
			x := byID[f.Rule]
			if x == nil {
				x = &ruleSum{id: f.Rule}
				byID[f.Rule] = x
				s.rules = append(s.rules, x)
			}
			x.level = max(x.level, level(f.Level))
			x.findings += f.N
			if !counted[f.Rule] {
				counted[f.Rule] = true
				x.applicants++
			}
		}
	}
	slices.SortFunc(s.rules, func(x, y *ruleSum) int {
		return cmp.Or(cmp.Compare(y.level, x.level), cmp.Compare(y.applicants, x.applicants), cmp.Compare(y.findings, x.findings), strings.Compare(x.id, y.id))
	})
	return s, nil
}

// Folder is the address of an applicant's folder from where the report stands.
func folder(id string) string { return "./" + url.PathEscape(id) + "/" }

// mail is that of the e-mail to an applicant.
func mail(id string) string { return "./chase/" + url.PathEscape(id+".txt") }

// What the report comes to as JSON.
type (
	reportJSON struct {
		Day        string          `json:"day"`
		Program    string          `json:"program"`
		Counts     countsJSON      `json:"counts"`
		Rules      []ruleJSON      `json:"rules"`
		Applicants []applicantJSON `json:"applicants"`
	}
	countsJSON struct {
		Applicants int `json:"applicants"`
		Ready      int `json:"ready"`
		Blocked    int `json:"blocked"`
		Failed     int `json:"failed"`
	}
	ruleJSON struct {
		Rule       string `json:"rule"`
		Level      string `json:"level"` // the worst of its findings
		Applicants int    `json:"applicants"`
		Findings   int    `json:"findings"`
		What       string `json:"what"`
		Source     string `json:"source"`
	}
	applicantJSON struct {
		ID        string        `json:"id"`
		Name      string        `json:"name,omitempty"`
		Status    batch.Status  `json:"status"`
		Blocks    int           `json:"blocks"`
		Warns     int           `json:"warns"`
		Infos     int           `json:"infos"`
		Pages     int           `json:"pages"`
		Reason    string        `json:"reason"`
		Day       string        `json:"day"`
		Findings  []batch.Found `json:"findings"`
		Chase     []chaseJSON   `json:"chase"`
		Deadlines []dueJSON     `json:"deadlines"`
	}
	chaseJSON struct {
		Rule    string `json:"rule"`
		Level   string `json:"level"`
		Key     string `json:"key"`
		Kind    string `json:"kind"`
		Subject string `json:"subject"`
		Fix     string `json:"fix"`
	}
	dueJSON struct {
		Day  string `json:"day"`
		What string `json:"what"`
		Kind string `json:"kind"`
		Name string `json:"name"`
		Fund bool   `json:"fund"` // it is the fund that has to act
		Over bool   `json:"over"`
	}
)

// JSON is the report in the program's own format.
func (r *Report) JSON() ([]byte, error) {
	all, err := r.sum()
	if err != nil {
		return nil, err
	}
	out := reportJSON{
		Day: all.day, Program: r.Program, Counts: countsJSON{all.total, all.count[batch.Ready], all.count[batch.Blocked], all.count[batch.Failed]},
		Rules: []ruleJSON{}, Applicants: []applicantJSON{},
	}
	for _, s := range all.rules {
		what, why := explained(s.id)
		out.Rules = append(out.Rules, ruleJSON{s.id, s.level.String(), s.applicants, s.findings, what.In(r.Lang), why.In(r.Lang)})
	}
	for l, err := range r.Lines {
		if err != nil {
			return nil, err
		}
		a := applicantJSON{ID: l.ID, Name: r.Names[l.ID], Status: l.Status, Blocks: l.Blocks, Warns: l.Warns, Infos: l.Infos, Pages: l.Pages, Reason: l.Reason, Day: l.Day,
			Findings: append([]batch.Found{}, l.Found...), Chase: []chaseJSON{}, Deadlines: []dueJSON{}}
		for _, c := range l.Chase {
			e := errand(c)
			a.Chase = append(a.Chase, chaseJSON{c.Rule, c.Level, c.Key, c.Kind, e.Subject().In(r.Lang), e.Fix().In(r.Lang)})
		}
		for _, d := range l.Due {
			x := due(d)
			a.Deadlines = append(a.Deadlines, dueJSON{d.Day, d.What, d.Kind, x.Name().In(r.Lang), x.Fund(), d.Day < l.Day})
		}
		out.Applicants = append(out.Applicants, a)
	}
	return json.Marshal(out)
}
