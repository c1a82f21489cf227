package main

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/urfave/cli/v2"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "say what would make the fund send the file back",
		ArgsUsage: "PROFILE.toml...",
		Description: `Check lists what is wrong, one finding a line with what to do beneath, and writes nothing.
Findings block, warn or inform. Where three months of residence must be proven and the
papers leave something open, a picture of them follows: a line a proof, the days without
proof, and what to chase. Exit status is 0 when the file can go, 1 when a profile
cannot be read, 3 when a rule stops it.`,
		Flags:  append(formFlags(), &cli.BoolFlag{Name: "json", Usage: "findings as a JSON array"}, timelineFlag()),
		Action: p.check,
	}
}

func (p *program) check(c *cli.Context) error {
	if c.NArg() == 0 {
		return &usageError{"check takes one profile or more", "dossier check me.toml"}
	}
	day, l, err := p.settings(c)
	if err != nil {
		return err
	}
	lines, err := newTimelines(c, l)
	if err != nil {
		return err
	}
	all := []rule.Finding{}
	var failed error
	for _, name := range c.Args().Slice() {
		found, err := p.checkOne(c, name, day, lines)
		var usage *usageError
		if errors.As(err, &usage) {
			return err
		}
		if err != nil {
			p.complain(err)
			failed = errSaid
		}
		all = append(all, found...)
	}
	switch {
	case c.Bool("json") && c.Bool("timeline"):
		err = lines.json(p)
	case c.Bool("json"):
		err = p.sayJSON(all, l)
	default:
		say(p.out, all, l)
		lines.say(p.out)
	}
	if err != nil {
		return err
	}
	return errors.Join(failed, stop(all))
}

func (p *program) checkOne(c *cli.Context, name string, day profile.Date, lines *timelines) ([]rule.Finding, error) {
	a, err := profile.Load(name, p.read)
	if err != nil {
		return nil, err
	}
	j, err := p.job(c, a, day)
	if err != nil {
		return nil, err
	}
	lines.add(a, day)
	return j.Check()
}

func (p *program) sayJSON(findings []rule.Finding, lang string) error {
	list := make([]json.RawMessage, len(findings))
	for i, f := range findings {
		data, err := f.JSON(lang)
		if err != nil {
			return err
		}
		list[i] = data
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(list); err != nil {
		return err
	}
	return p.write("-", b.Bytes())
}
