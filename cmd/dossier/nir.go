package main

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/urfave/cli/v2"

	"dossier/internal/number"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) nirCommand() *cli.Command {
	return &cli.Command{
		Name:      "nir",
		Usage:     "read a social security number digit by digit",
		ArgsUsage: "NUMBER",
		Description: `Nir says what each digit of a French social security number means, and whether its key is
right; spaces do not matter, and - reads the number from standard input. With --profile the
digits are held against what the profile says of the person's sex and birth, and each
difference is named with its line and what to do. --request then begins the request file with
which dossier correct asks the fund to correct the number, never over a file that exists; date
and reference of the letter are for you to complete. Exit status is 0 when the number is sound,
a temporary one too, 1 when the request could not be written or nothing differs, 2 when no
number was given, 3 when it cannot be right or differs from the profile.`,
		Flags:  append(numberFlags(), &cli.StringFlag{Name: "request", Usage: "begin the request for a correction in `FILE.toml`; needs --profile"}),
		Action: p.nir,
	}
}

// A nirReading is what nir says as JSON.
type nirReading struct {
	Number      string           `json:"number"`
	Sound       bool             `json:"sound"`
	Problem     string           `json:"problem"`
	Temporary   bool             `json:"temporary"`
	Key         string           `json:"key"` // as given
	ExpectedKey string           `json:"expected_key"`
	Parts       []partLine       `json:"parts"`
	Notes       []string         `json:"notes"`
	Held        []string         `json:"held_against"` // keys of the profile
	Differences []differenceLine `json:"differences"`
	Request     string           `json:"request"` // the file written, if any
	Sources     []string         `json:"sources"`
}

func (p *program) nir(c *cli.Context) error {
	day, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	given, err := p.numberGiven(c, "2 61 02 99 404 123 69, 13 digits and a key of two")
	if err != nil {
		return err
	}
	n := profile.NIR(given)
	r := number.ReadNIR(n, day)
	h, err := p.hold(c, func(a *profile.Applicant) ([]rule.Difference, []string) { return number.NIRDifferences(n, a) })
	if err != nil {
		return err
	}
	q := &nirRequest{c.String("request"), n, h.applicant, h.differences, day, lang, bytes.Buffer{}}
	if err := q.asked(c); err != nil {
		return err
	}
	if c.Bool("json") {
		err = p.printJSON(nirReading{r.Number, r.Problem.EN == "", r.Problem.In(lang), r.Temporary, r.Key, r.ExpectedKey,
			partLines(r.Parts, lang), allIn(r.Notes, lang), append([]string{}, h.held...), h.lines(lang), q.file, allIn(r.Sources, lang)})
	} else {
		err = p.write("-", nirText(r, h, q, lang))
	}
	return cmp.Or(err, h.stop(r.Problem))
}

func nirText(r *number.NIR, h *heldNumber, q *nirRequest, lang string) []byte {
	t := &numberText{lang: lang}
	fmt.Fprintln(t, t.in(nirSummary(r, h)))
	t.parts(r.Parts, rule.Text{EN: "DIGITS", FR: "CHIFFRES"})
	t.lines(r.Notes)
	t.held(h)
	t.lines(q.offer())
	t.sources(r.Sources)
	return t.Bytes()
}

// nirSummary is the number with a word on it. What is not 13 digits is not repeated.
func nirSummary(r *number.NIR, h *heldNumber) rule.Text {
	var s rule.Text
	switch {
	case r.ExpectedKey == "":
		return r.Problem
	case r.Problem.EN != "":
		s = r.Problem
	case r.Key == "":
		s = rule.Text{EN: "sound as far as 13 digits tell; the key is %s", FR: "cohérent, pour autant que 13 chiffres le disent ; la clé est %s"}.With(r.ExpectedKey)
	default:
		s = rule.Text{EN: "sound", FR: "cohérent"}
	}
	if r.Temporary {
		s = rule.Text{EN: "%s; a temporary number", FR: "%s ; numéro provisoire"}.With(s)
	}
	s = h.headed(s)
	return rule.Text{EN: "%s: %s", FR: "%s : %s"}.With(r.Number, s)
}
