package rule

import (
	"encoding/json"

	"dossier/internal/profile"
)

// JSON is the timeline in the program's own format, words in the given language. Days are ISO, null
// where they are not known; documents are counted from 0, as in keys.
func (t Timeline) JSON(lang string) ([]byte, error) {
	out := jsonTimeline{
		Needed: t.Needed, jsonSpan: spanOut(t.Window), Arrived: dayOut(t.Arrived), Earliest: dayOut(t.Earliest), Request: dayOut(t.Request),
		Proofs: []jsonProof{}, Gaps: []jsonSpan{}, Forgiven: []jsonForgiven{}, Overlaps: []jsonOverlap{},
		Months: []jsonMonth{}, Patterns: []jsonPattern{}, Chase: []jsonChase{},
	}
	for _, b := range t.Bars {
		out.Proofs = append(out.Proofs, jsonProof{profile.Key("document", b.Doc), b.Kind, b.Title.In(lang), spanOut(b.Days), spanOut(b.Shown), b.Counts(), b.Standing.String(), b.Why.In(lang)})
	}
	for _, g := range t.Gaps {
		out.Gaps = append(out.Gaps, spanOut(g))
	}
	for _, f := range t.Forgiven {
		out.Forgiven = append(out.Forgiven, jsonForgiven{spanOut(f.Span), f.Why.In(lang)})
	}
	for _, o := range t.Overlaps {
		out.Overlaps = append(out.Overlaps, jsonOverlap{spanOut(o.Span), [2]string{profile.Key("document", o.Docs[0]), profile.Key("document", o.Docs[1])}, o.TwoHomes})
	}
	out.More = jsonMore(t.More)
	for _, m := range t.Months {
		month := jsonMonth{m.Days.From.String()[:len("2026-10")], m.State(), []jsonSpan{}}
		for _, s := range m.Missing {
			month.Missing = append(month.Missing, spanOut(s))
		}
		out.Months = append(out.Months, month)
	}
	for _, p := range t.Patterns {
		pattern := jsonPattern{p.ID, p.Name.In(lang), p.Met(), []string{}}
		for _, i := range p.Docs {
			pattern.Rests = append(pattern.Rests, profile.Key("document", i))
		}
		out.Patterns = append(out.Patterns, pattern)
	}
	for _, c := range t.Chase {
		chase := jsonChase{spanOut(c.Days), []string{}, c.Paper.In(lang), dayOut(c.Wait)}
		for _, m := range c.Months {
			chase.Months = append(chase.Months, m.String()[:len("2026-10")])
		}
		out.Chase = append(out.Chase, chase)
	}
	return json.Marshal(out)
}

type (
	jsonTimeline struct {
		Needed bool `json:"needed"`
		jsonSpan
		Arrived  *string        `json:"arrived"`
		Earliest *string        `json:"earliest"`
		Request  *string        `json:"request"`
		Proofs   []jsonProof    `json:"proofs"`
		Gaps     []jsonSpan     `json:"gaps"`
		Forgiven []jsonForgiven `json:"forgiven"`
		Overlaps []jsonOverlap  `json:"overlaps"`
		More     jsonMore       `json:"overlaps_not_listed"`
		Months   []jsonMonth    `json:"months"`
		Patterns []jsonPattern  `json:"patterns"`
		Chase    []jsonChase    `json:"chase"`
	}
	jsonSpan struct {
		From *string `json:"from"`
		To   *string `json:"to"`
		Days int     `json:"days"`
	}
	jsonProof struct {
		Key      string       `json:"key"`
		Kind     profile.Kind `json:"kind"`
		Title    string       `json:"title"`
		Covers   jsonSpan     `json:"covers"`
		Shown    jsonSpan     `json:"shown"`
		Counts   bool         `json:"counts"`
		Standing string       `json:"standing"`
		Why      string       `json:"why"`
	}
	jsonForgiven struct {
		jsonSpan
		Why string `json:"why"`
	}
	jsonOverlap struct {
		jsonSpan
		Proofs   [2]string `json:"proofs"`
		TwoHomes bool      `json:"two_homes"`
	}
	jsonMore struct {
		TwoHomes int `json:"two_homes"`
		Others   int `json:"others"`
	}
	jsonMonth struct {
		Month   string     `json:"month"`
		State   string     `json:"state"`
		Missing []jsonSpan `json:"missing"`
	}
	jsonPattern struct {
		ID    string   `json:"id"`
		Name  string   `json:"name"`
		Met   bool     `json:"met"`
		Rests []string `json:"rests_on"`
	}
	jsonChase struct {
		jsonSpan
		Months []string `json:"months"`
		Paper  string   `json:"paper"`
		Wait   *string  `json:"wait"`
	}
)

func dayOut(d profile.Date) *string {
	if d.IsZero() {
		return nil
	}
	s := d.String()
	return &s
}

func spanOut(s Span) jsonSpan { return jsonSpan{dayOut(s.From), dayOut(s.To), s.Days()} }
