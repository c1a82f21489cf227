package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"dossier/internal/rule"
)

// A node is a code, a section of it or an article, as the package has them.
type node struct {
	Kind string `json:"type"` // "code", "section", "article"
	Data struct {
		Title    string `json:"title"`     // of a code or section
		Modified day    `json:"dateModif"` // of a code: the day of its last change

		Number string `json:"num"` // of an article: "D160-2"
		ID     string `json:"id"`  // of an article: of the version given here
		State  string `json:"etat"`
		From   day    `json:"dateDebut"`
		Until  day    `json:"dateFin"` // the first day on which it is not in force
		Text   string `json:"texte"`   // without tags
	} `json:"data"`
	Children []node `json:"children"`
}

// A day is in ISO form. The package has days of articles in milliseconds of Unix time, midnight UTC.
type day string

// forever is the last day of what has no end.
const forever day = "2999-01-01"

func (d *day) UnmarshalJSON(source []byte) error {
	if source[0] == '"' || string(source) == "null" {
		return json.Unmarshal(source, (*string)(d))
	}
	var ms int64
	if err := json.Unmarshal(source, &ms); err != nil {
		return err
	}
	*d = day(time.UnixMilli(ms).UTC().Format(time.DateOnly))
	return nil
}

// A law is one code or more.
type law struct {
	articles map[string]node // by name: "CSS D160-2"
	editions []string        // what was read, and how new it is
}

// add reads the JSON of a code into l. Short is the name that sources use.
func (l *law) add(short string, source []byte) error {
	var code node
	if err := json.Unmarshal(source, &code); err != nil {
		return fmt.Errorf("read the %s: %w", short, err)
	}
	if l.articles == nil {
		l.articles = map[string]node{}
	}
	before := len(l.articles)
	l.collect(short, code)
	if len(l.articles) == before {
		return fmt.Errorf("read the %s: there are no articles", short)
	}
	l.editions = append(l.editions, fmt.Sprintf("%s, changed last on %s", code.Data.Title, code.Data.Modified))
	return nil
}

func (l *law) collect(short string, n node) {
	if n.Kind == "article" {
		l.articles[short+" "+n.Data.Number] = n
	}
	for _, child := range n.Children {
		l.collect(short, child)
	}
}

// inForce says whether an article is law on a day. Both what begins and what ends on a day already
// known has a state of its own.
func (n node) inForce(on day) bool {
	switch n.Data.State {
	case "VIGUEUR", "VIGUEUR_DIFF", "ABROGE_DIFF":
		return n.Data.From <= on && on < n.Data.Until
	}
	return false
}

// fingerprint knows a text by its words: the first 16 hexadecimal digits of the SHA-256 of the text
// without white space. Spaces are left out because the package has one wherever a link begins or
// ends: between June 2023 and March 2026 those alone moved in 162 articles of the CSS.
func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(text), "")))
	return hex.EncodeToString(sum[:8])
}

// A finding is about one row of the table of articles.
type finding struct {
	row    rule.Article
	change bool // the row must be read again; else it stands, and this is good to know
	said   string
	now    *rule.Article // the row to write; nil if no version is in force
}

// compare holds the rows against the law on a day. A row without a finding stands as it was read.
func compare(rows []rule.Article, l law, on day) []finding {
	var found []finding
	for _, row := range rows {
		if f := hold(row, l, on); f.said != "" {
			found = append(found, f)
		}
	}
	return found
}

func hold(row rule.Article, l law, on day) finding {
	f := finding{row: row, change: true}
	n, ok := l.articles[row.Name()]
	switch {
	case !ok:
		f.said = "not found"
		return f
	case !n.inForce(on):
		f.said = fmt.Sprintf("no longer in force: %s from %s until %s", n.Data.State, n.Data.From, n.Data.Until)
		return f
	}
	now := rule.Article{Code: row.Code, Number: row.Number, LEGIARTI: n.Data.ID, Since: string(n.Data.From),
		Read: string(on), Text: fingerprint(n.Data.Text)}
	f.now = &now
	switch {
	case now.LEGIARTI != row.LEGIARTI:
		f.said = fmt.Sprintf("changed: another version has been in force since %s", now.Since)
	case now.Text != row.Text:
		f.said = "its text was corrected under the same number"
	case now.Since != row.Since:
		f.said = fmt.Sprintf("in force since %s, not %s", now.Since, row.Since)
	case n.Data.Until != forever:
		f.change, f.now = false, nil
		f.said = fmt.Sprintf("stands, but ends on %s", n.Data.Until)
	}
	return f
}
