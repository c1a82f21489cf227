package main

import (
	"cmp"
	"fmt"

	"github.com/urfave/cli/v2"

	"dossier/internal/correction"
)

// correctFiles are the papers that correct makes, by name.
var correctFiles = []string{"form.pdf", "reply.pdf", "changes.pdf", "dossier.pdf"}

func (p *program) correctCommand() *cli.Command {
	return &cli.Command{
		Name:      "correct",
		Usage:     "answer a letter of the CPAM",
		ArgsUsage: "PROFILE.toml --request REQUEST.toml -o DIR",
		Description: `Correct reads what the fund's letter asks (its date and reference, values to change, papers
to send), and writes DIR/form.pdf, reply.pdf, changes.pdf, dossier.pdf with only what was
asked, and manifest.json. It says until when the letter must be answered, and what it asks
that no text requires. The profile is not touched. Exit status is 0 when the reply can be
posted once signed, 1 when it could not be made, 3 when something asked is missing; without
the date or the reference of the letter nothing is written.`,
		Flags:  append(envelopeFlags(), &cli.StringFlag{Name: "request", Usage: "what the letter asks, `REQUEST.toml`"}),
		Action: p.correct,
	}
}

func (p *program) correct(c *cli.Context) error {
	dir, err := folder(c)
	if err != nil {
		return err
	}
	name, err := one(c, "profile")
	if err != nil {
		return err
	}
	if c.String("request") == "" {
		return &usageError{"the request is missing", "dossier correct " + c.Command.ArgsUsage}
	}
	if name == "-" && c.String("request") == "-" {
		return &usageError{"profile and request cannot both be read from standard input", "name the file of one of them"}
	}
	day, l, err := p.settings(c)
	if err != nil {
		return err
	}
	request, err := p.request(c.String("request"))
	if err != nil {
		return err
	}
	if err := ordinary(name); err != nil {
		return err
	}
	applied, err := request.Apply(name, p.readText)
	if err != nil {
		return err
	}
	j, err := p.job(c, applied.After, day)
	if err != nil {
		return err
	}
	p.line = p.progress(l)
	j.Progress = p.line.measured
	reply, err := request.Make(j, applied)
	if err != nil {
		return err
	}
	say(p.err, serious(reply.Findings, c.String("request")), l)
	if reply.Papers == nil {
		return errBlocked
	}
	if err := p.writeFolder(dir, reply.Papers, &reply.Manifest, correctFiles, p.accept(c, j, &reply.Manifest)); err != nil {
		return err
	}
	if still := stillNeeded(reply.Findings, l); still != "" {
		fmt.Fprintf(p.err, "%s: %s\n", dir, still)
	}
	return cmp.Or(p.differing(dir, &reply.Manifest, l), stop(reply.Findings))
}

func (p *program) request(name string) (*correction.Request, error) {
	src, err := p.readText(name)
	if err != nil {
		return nil, &hinted{"read the request " + name + ": " + plain(err).Error(), "check the name of the file"}
	}
	return correction.Parse(name, src)
}
