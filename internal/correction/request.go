package correction

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/dossier"
	"dossier/internal/font"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Request is what the fund's letter asks, as the person copied it.
type Request struct {
	rule.Letter
	Changes   []Change   `toml:"change"`
	Records   []Record   `toml:"record"`
	Forms     []FormItem `toml:"form"`
	Questions []Question `toml:"question"`

	file  string
	sum   string // sha256 of the file
	pos   map[string]profile.Pos
	items []item
}

// A Change is one value that was wrong on our side.
type Change struct {
	Key string      `toml:"key"` // of the profile: "contact.email"
	Old profile.Raw `toml:"old"`
	New profile.Raw `toml:"new"`
}

// A Record is one value that the fund has wrong.
type Record struct {
	Key    string      `toml:"key"`   // of the profile: "birth.date"
	Wrote  profile.Raw `toml:"wrote"` // by the fund
	Right  profile.Raw `toml:"right"` // as in the profile, which is taken where it is not given
	Paper  Paper       `toml:"paper"` // on which the fund has it wrong
	Remark string      `toml:"remark"`
}

// A FormItem is what is to be done with the form itself.
type FormItem struct {
	What   FormTask `toml:"what"`
	Remark string   `toml:"remark"`
}

// A Question is one that the fund asks, with the answer in French.
type Question struct {
	Asked  string `toml:"asked"`
	Answer string `toml:"answer"`
}

type (
	Paper    string // of the fund
	FormTask string
)

const (
	Sign FormTask = "sign"
	Redo FormTask = "redo"
)

// papers of the fund, and where a mistake in each stands.
var papers = []struct {
	paper Paper
	at    string // behind "vous avez inscrit …"; %s is the day of the letter
}{
	{"letter", "dans votre courrier du %s"},
	{"attestation de droits", "sur l’attestation de droits"},
	{"temporary number", "dans le numéro d’attente que vous m’avez attribué"},
	{"permanent number", "dans le numéro définitif que vous m’avez attribué"},
	{"carte Vitale", "sur la carte Vitale"},
	{"ameli account", "dans mon compte ameli"},
}

// Words are all papers, in the order in which they are offered.
func (Paper) Words() []string {
	words := make([]string, len(papers))
	for i, p := range papers {
		words[i] = string(p.paper)
	}
	return words
}

func (FormTask) Words() []string { return []string{string(Sign), string(Redo)} }

// An item is one thing asked: the i-th of its kind.
type item struct {
	kind string // the name of its table: "document"
	i    int
}

func (it item) key(below ...string) string { return profile.Key(it.kind, it.i, below...) }

// Template is a request with every key explained; all items but one are comments.
//
//go:embed request.toml
var Template []byte

// Parse reads a request file. All its mistakes are reported at once; what it may lack is for the rules
// about letters to say.
func Parse(name string, src []byte) (*Request, error) {
	r := &Request{file: name, sum: dossier.Hash(src)}
	var err error
	if r.pos, err = profile.Parse(name, src, r); err != nil {
		if _, other := profile.Parse(name, src, &profile.Applicant{}); other == nil {
			return nil, &profile.Error{Pos: profile.Pos{File: name}, Msg: "this is a profile, not a request", Fix: "a request has the date and the reference of the fund's letter, and what it asks: dossier correct --template shows one"}
		}
		return nil, err
	}
	r.order()
	p := problems{r: r}
	p.head()
	p.documents()
	p.values()
	p.others()
	slices.SortStableFunc(p.errs, func(a, b error) int { return cmp.Compare(lineOf(a), lineOf(b)) })
	return r, errors.Join(p.errs...)
}

func lineOf(err error) int {
	var e *profile.Error
	errors.As(err, &e)
	return e.Pos.Line
}

// order notes the items in the order in which they stand in the file.
func (r *Request) order() {
	for _, kind := range []struct {
		name string
		n    int
	}{{"change", len(r.Changes)}, {"document", len(r.Documents)}, {"record", len(r.Records)}, {"form", len(r.Forms)}, {"question", len(r.Questions)}, {"refusal", len(r.Refusals)}} {
		for i := range kind.n {
			r.items = append(r.items, item{kind.name, i})
		}
	}
	slices.SortStableFunc(r.items, func(a, b item) int { return cmp.Compare(r.at(a.key()).Line, r.at(b.key()).Line) })
}

// A problems collects the mistakes of a request.
type problems struct {
	r    *Request
	errs []error
}

func (p *problems) bad(key, msg, fix string) {
	p.errs = append(p.errs, &profile.Error{Pos: p.r.at(key), Key: key, Msg: msg, Fix: fix})
}

// earliestYear is the first in which a letter that is answered today can have been written.
const earliestYear = 2000

func (p *problems) head() {
	r := p.r
	if !r.Date.IsZero() && r.Date.Year < earliestYear {
		p.bad("date", fmt.Sprintf("this day is before %d", earliestYear), "copy the date written on the fund's letter: date = 2026-11-22")
	}
	for _, t := range []struct{ key, text string }{{"reference", r.Reference}, {"your_reference", r.Own}, {"service", r.Service}, {"signatory", r.Signatory}} {
		p.drawn(t.key, t.text)
	}
	if !r.Received.IsZero() && r.Received.Before(r.Date) {
		p.bad("received", "the fund's letter came before the day it is dated", "compare date and received with the letter")
	}
	if !r.Deadline.IsZero() && r.Deadline.Before(r.Date) {
		p.bad("deadline", "the deadline is before the date of the fund's letter", "compare date and deadline with the letter")
	}
	if en, _ := r.Number.Problem(); r.Number != "" && en != "" {
		p.bad("number", en, "compare it with the letter: dossier nir reads it digit by digit")
	}
	if len(r.items) == 0 {
		p.bad("change", "the request asks for nothing", "add [[change]] for a value or [[document]] for a paper; dossier correct --template shows all that a letter can ask")
	}
}

// drawn refuses a text that the reply cannot have, which is of one line.
func (p *problems) drawn(key, text string) {
	if len(font.Sans().Missing(text)) > 0 {
		p.bad(key, "it has a character that cannot be drawn", "write it with letters, digits and the usual signs, as on the fund’s letter")
	}
}

func (p *problems) documents() {
	for i, d := range p.r.Documents {
		if d.Kind == "" {
			p.bad(profile.Key("document", i), "what paper is asked has not been said", `kind = "marriage certificate"`)
		}
		p.drawn(profile.Key("document", i, "remark"), d.Remark)
	}
}

// values are those of [[change]] and [[record]].
func (p *problems) values() {
	for i, c := range p.r.Changes {
		if c.Key == "" || c.Old.IsZero() || c.New.IsZero() {
			p.bad(profile.Key("change", i), "a change needs key, old and new", `key = "contact.email", old = "...", new = "..."; old = "" if there was none`)
		} else if c.Old.String() == c.New.String() {
			p.bad(profile.Key("change", i, "new"), "old and new are the same", "write what was wrong as old and what is right as new, or leave the change out")
		}
	}
	for i, rec := range p.r.Records {
		switch at := profile.Key("record", i); {
		case rec.Key == "" || rec.Wrote.String() == "":
			p.bad(at, "a record needs key and wrote", `key = "birth.date", wrote = what the fund has; what is right is in the profile`)
		case !known(rec.Key):
			p.bad(at+".key", "neither the form nor the reply has a place for this value", keyHint(rec.Key))
		}
		p.drawn(profile.Key("record", i, "wrote"), rec.Wrote.String())
		p.drawn(profile.Key("record", i, "remark"), rec.Remark)
	}
}

func keyHint(key string) string {
	if near := profile.Nearest(key, topicKeys()); near != "" {
		return "did you mean " + near + "?"
	}
	return "the keys here are " + strings.Join(topicKeys(), ", ")
}

func (p *problems) others() {
	for i, f := range p.r.Forms {
		if f.What == "" {
			p.bad(profile.Key("form", i), "what is to be done with the form has not been said", `what = "sign", or "redo"`)
		}
		p.drawn(profile.Key("form", i, "remark"), f.Remark)
	}
	for i, q := range p.r.Questions {
		if q.Asked == "" || q.Answer == "" {
			p.bad(profile.Key("question", i), "a question needs asked and answer", `asked = "..." as in the letter, answer = "..." in French`)
		}
		p.drawn(profile.Key("question", i, "asked"), q.Asked)
		p.drawn(profile.Key("question", i, "answer"), q.Answer)
	}
	for i, f := range p.r.Refusals {
		if f.Notified.IsZero() {
			p.bad(profile.Key("refusal", i), "the day on which the refusal was notified is missing", "notified = 2026-11-30: the day on which the letter came")
		}
		p.drawn(profile.Key("refusal", i, "grounds"), f.Grounds)
	}
}

// at is where a key stands in the request, or its nearest parent.
func (r *Request) at(key string) profile.Pos {
	for key != "" {
		if p, ok := r.pos[key]; ok {
			return p
		}
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
	}
	return profile.Pos{File: r.file}
}
