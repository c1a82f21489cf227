package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
)

func (p *program) verifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "look again at papers that were made",
		ArgsUsage: "DIR|FILE.pdf",
		Description: `Verify holds the papers of a folder, or one of them, against the manifest beside them: every
byte, every page, and every answer on the form, read back with another engine. The blank
form is found as for fill. Exit status is 0 when all is as it was made, 1 when a paper
changed, is missing or does not show what was meant.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "blank", Usage: "the official form that was filled, `OFFICIAL.pdf`"},
			&cli.BoolFlag{Name: "json", Usage: "one verdict a paper, as a JSON array"},
		},
		Action: p.verify,
	}
}

func (p *program) verify(c *cli.Context) error {
	if c.NArg() != 1 {
		return &usageError{fmt.Sprintf("verify takes one folder or one paper, %d given", c.NArg()), "dossier verify " + c.Command.ArgsUsage}
	}
	dir, names, err := papersAt(c.Args().First())
	if err != nil {
		return err
	}
	manifest := filepath.Join(dir, "manifest.json")
	data, err := p.read(manifest)
	if err != nil {
		return &hinted{manifest + ": " + plain(err).Error(), "papers are verified by the manifest that build wrote beside them"}
	}
	m, err := dossier.ReadManifest(data)
	if err != nil {
		return &hinted{manifest + ": " + err.Error(), "make the papers again: dossier build"}
	}
	blank, err := p.blankOf(m, c.String("blank"))
	if err != nil {
		return err
	}
	read := func(name string) ([]byte, error) { return p.read(filepath.Join(dir, name)) }
	verdicts, err := m.Verify(p.prover, names, read, blank)
	if err != nil {
		return err
	}
	return p.sayVerdicts(verdicts, c.Bool("json"))
}

// papersAt is the folder of papers, and which of them is meant; none is all.
func papersAt(name string) (dir string, names []string, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("%s: %w", name, plain(err))
	case info.IsDir():
		return name, nil, nil
	}
	return filepath.Dir(name), []string{filepath.Base(name)}, nil
}

// blankOf is the blank that was filled: the one given, a preparation sheet of ours, or one in the
// user's data folder; nil if none is it.
func (p *program) blankOf(m *dossier.Manifest, name string) ([]byte, error) {
	if name != "" {
		data, err := p.read(name)
		if err != nil {
			return nil, fmt.Errorf("read the blank form: %w", err)
		}
		return data, nil
	}
	for _, e := range p.catalog().Editions {
		if e.Blank != nil && e.ID() == m.Form.Edition {
			return e.Blank, nil
		}
	}
	return p.blankWith(m.Form.SHA256), nil
}

func (p *program) sayVerdicts(verdicts []dossier.Verdict, asJSON bool) error {
	var err error
	for _, v := range verdicts {
		if v.State != dossier.Unchanged {
			err = errSaid
		}
	}
	if asJSON {
		return errors.Join(p.printJSON(verdicts), err)
	}
	for _, v := range verdicts {
		line := v.File + ": " + string(v.State)
		if v.Pages > 0 {
			line += fmt.Sprintf(", %d page(s)", v.Pages)
		}
		if v.Proof != "" {
			line += ", proof: " + v.Proof
		}
		fmt.Fprintln(p.out, line)
		if v.Says != "" {
			fmt.Fprintln(p.out, "\t"+v.Says)
		}
	}
	return err
}
