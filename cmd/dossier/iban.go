package main

import (
	"cmp"
	"fmt"

	"github.com/urfave/cli/v2"

	"dossier/internal/number"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) ibanCommand() *cli.Command {
	return &cli.Command{
		Name:      "iban",
		Usage:     "read an account number character by character",
		ArgsUsage: "IBAN",
		Description: `Iban says of an account number its country and length, whether its control digits are right,
for France and Monaco bank, branch, account and RIB key, and whether the fund may pay to it.
When it is not sound, the check that fails says where to look. Spaces do not matter, and -
reads the number from standard input. With --profile it is held against bank.iban. Exit
status is 0 when the number is sound, 2 when none was given, 3 when it cannot be right or
differs from the profile.`,
		Flags:  numberFlags(),
		Action: p.iban,
	}
}

// An ibanReading is what iban says as JSON.
type ibanReading struct {
	IBAN            string           `json:"iban"`
	Sound           bool             `json:"sound"`
	Problem         string           `json:"problem"`
	Country         string           `json:"country"` // ISO code
	CountryName     string           `json:"country_name"`
	Length          int              `json:"length"`
	ExpectedLength  int              `json:"expected_length"` // 0: not known here
	Control         string           `json:"control"`         // empty when the length is wrong
	ExpectedControl string           `json:"expected_control"`
	RIB             *ribReading      `json:"rib"` // of France and Monaco, null elsewhere
	SEPA            string           `json:"sepa"`
	French          bool             `json:"french"`
	Parts           []partLine       `json:"parts"`
	Notes           []string         `json:"notes"`
	Held            []string         `json:"held_against"` // keys of the profile
	Differences     []differenceLine `json:"differences"`
	Sources         []string         `json:"sources"`
}

type ribReading struct {
	Bank        string `json:"bank"`
	Branch      string `json:"branch"`
	Account     string `json:"account"`
	Key         string `json:"key"`
	ExpectedKey string `json:"expected_key"`
}

func (p *program) iban(c *cli.Context) error {
	_, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	given, err := p.numberGiven(c, "FR76 3000 6000 0112 3456 7890 189, two letters and what the RIB shows behind them")
	if err != nil {
		return err
	}
	i := profile.IBAN(given)
	r := number.ReadIBAN(i)
	h, err := p.hold(c, func(a *profile.Applicant) ([]rule.Difference, []string) { return number.IBANDifferences(i, a) })
	if err != nil {
		return err
	}
	if c.Bool("json") {
		err = p.printJSON(ibanJSON(r, h, lang))
	} else {
		err = p.write("-", ibanText(r, h, lang))
	}
	return cmp.Or(err, h.stop(r.Problem))
}

func ibanJSON(r *number.IBAN, h *heldNumber, lang string) ibanReading {
	out := ibanReading{r.Number, r.Problem.EN == "", r.Problem.In(lang), r.Country, r.Name.In(lang), r.Length, r.ExpectedLength,
		r.Control, r.ExpectedControl, nil, string(r.SEPA), r.French(), partLines(r.Parts, lang), allIn(r.Notes, lang),
		append([]string{}, h.held...), h.lines(lang), allIn(r.Sources, lang)}
	if a := r.Account; a != nil {
		out.RIB = &ribReading{a.Bank, a.Branch, a.Account, a.Key, r.ExpectedRIBKey}
	}
	return out
}

func ibanText(r *number.IBAN, h *heldNumber, lang string) []byte {
	t := &numberText{lang: lang}
	summary := rule.Text{EN: "sound", FR: "cohérent"}
	if r.Problem.EN != "" {
		summary = r.Problem
	}
	summary = h.headed(summary)
	fmt.Fprintln(t, t.in(rule.Text{EN: "%s: %s", FR: "%s : %s"}.With(r.Number, summary)))
	t.parts(r.Parts, rule.Text{EN: "CHARACTERS", FR: "CARACTÈRES"})
	if r.Country != "" {
		t.lines(ibanFacts(r))
	}
	t.lines(r.Notes)
	t.held(h)
	t.sources(r.Sources)
	return t.Bytes()
}

// ibanFacts are what concerns the number as a whole.
func ibanFacts(r *number.IBAN) []rule.Text {
	length := rule.Text{EN: "length: %d characters, and it is not known here how many an IBAN of %s has", FR: "longueur : %d caractères ; on ignore ici combien en compte un IBAN %s"}.With(r.Length, r.Country)
	switch {
	case r.ExpectedLength == r.Length:
		length = rule.Text{EN: "length: %d characters, as expected for %s", FR: "longueur : %d caractères, comme attendu pour %s"}.With(r.Length, r.Country)
	case r.ExpectedLength > 0:
		length = rule.Text{EN: "length: %d characters, but %d for %s", FR: "longueur : %d caractères, mais %d pour %s"}.With(r.Length, r.ExpectedLength, r.Country)
	}
	sepa := map[number.SEPA]rule.Text{
		number.InSEPA:      {EN: "SEPA area: yes", FR: "zone SEPA : oui"},
		number.OutsideSEPA: {EN: "SEPA area: no", FR: "zone SEPA : non"},
		number.Unverified:  {EN: "SEPA area: not verified", FR: "zone SEPA : non vérifié"},
	}[r.SEPA]
	french := rule.Text{EN: "French account: no", FR: "compte français : non"}
	if r.French() {
		french = rule.Text{EN: "French account: yes", FR: "compte français : oui"}
	}
	return []rule.Text{length, sepa, french}
}
