package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/history"
	"dossier/internal/profile"
	"dossier/internal/seal"
)

func (p *program) verifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "look again at papers that were made",
		ArgsUsage: "DIR|FILE.pdf",
		Description: `Verify holds the papers of a folder, or one of them, against the manifest beside them: every
byte, every page of the dossier in its order, with its label, its links and what it shows, and
every answer on the form, read back with another engine. Of a folder it looks at the history,
too: the manifest of each version, and its papers. The blank
form is found as for fill; without it the answers cannot be read back, and the form counts
as unproven, unless its manifest says that the proof was left out when it was made. With
--profile one form, such as fill makes, is held against a profile instead: verify reads
back every answer that fill would write on that day. Exit status is 0 when all is as it was
made or meant, 1 when a paper changed, is missing, is unproven or does not show what was
meant.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "profile", Usage: "hold one form against `PROFILE.toml`, not against a manifest"},
			&cli.StringFlag{Name: "blank", Usage: "the official form that was filled, `OFFICIAL.pdf`"},
			&cli.Float64Flag{Name: "floor", Value: smallestType, Usage: "with --profile: smallest type on the form, in `POINTS`"},
			&cli.BoolFlag{Name: "json", Usage: "one verdict a paper, as a JSON array"},
		},
		Action: p.verify,
	}
}

func (p *program) verify(c *cli.Context) error {
	if c.NArg() != 1 {
		return &usageError{fmt.Sprintf("verify takes one folder or one paper, %d given", c.NArg()), "dossier verify " + c.Command.ArgsUsage}
	}
	if c.String("profile") != "" {
		return p.verifyForm(c, c.Args().First())
	}
	dir, names, err := papersAt(c.Args().First())
	if err != nil {
		return err
	}
	manifest := p.vault(dir).path(history.Manifest)
	data, err := p.read(manifest)
	if err != nil {
		return noManifest(manifest, c.Args().First(), names, err)
	}
	m, err := dossier.ReadManifest(data)
	if err != nil {
		return &hinted{manifest + ": " + err.Error(), "make the papers again, with the command that made them: dossier build, or dossier correct for a reply"}
	}
	blank, err := p.blankOf(m, c.String("blank"))
	if err != nil {
		return err
	}
	verdicts, err := m.Verify(p.prover, names, p.vault(dir).shelf, blank)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		links, err := p.verifyHistory(dir)
		if err != nil {
			return err
		}
		verdicts = append(verdicts, links...)
	}
	return p.sayVerdicts(verdicts, c.Bool("json"))
}

// verifyHistory names what is wrong with the versions of a folder: the newest papers apart, which are held
// against their manifest.
func (p *program) verifyHistory(dir string) ([]dossier.Verdict, error) {
	chain, faults, err := p.readHistory(dir)
	if err != nil {
		return nil, err
	}
	var verdicts []dossier.Verdict
	for _, f := range faults {
		if last := chain.Last(); last == nil || last.Manifest.Outputs[f.File] == "" {
			verdicts = append(verdicts, dossier.Verdict{File: f.File, State: f.State, Says: f.Msg.EN})
		}
	}
	return verdicts, nil
}

type onDisk struct {
	*io.SectionReader
	io.Closer
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// noManifest says how papers are verified that have none: fill writes none.
func noManifest(manifest, asked string, names []string, err error) error {
	way := "papers are verified by the manifest that build wrote beside them"
	if len(names) > 0 {
		way = fmt.Sprintf("hold a form against its profile: dossier verify %s --profile PROFILE.toml", asked)
	}
	return &hinted{manifest + ": " + plain(err).Error(), way}
}

// verifyForm holds a form against a profile: it is filled anew, and every answer looked for on paper.
func (p *program) verifyForm(c *cli.Context, name string) error {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return &usageError{"--profile goes with one form, and " + name + " is a folder", "dossier verify FORM.pdf --profile PROFILE.toml"}
	}
	day, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	r, err := p.knownForm(name, c.String("blank"))
	if err != nil {
		return err
	}
	defer r.close()
	a, err := p.applicant(c.String("profile"))
	if err != nil {
		return err
	}
	j, err := p.job(c, a, day)
	if err != nil {
		return err
	}
	a.FormLanguage, j.Editable = profile.FormLanguage(r.edition.Language), !r.flat
	blank, err := p.blankFor(r.edition, j.Blank)
	if err != nil {
		return err
	}
	if j.Blank = blank; r.edition.Blank != nil {
		j.Blank = nil
	}
	f, err := j.Form()
	if err != nil {
		return err
	}
	if f.PDF == nil {
		say(p.err, serious(f.Findings), lang)
		return errSaid
	}
	const form = "form.pdf"
	m := j.Record(f, f.Findings, nil)
	m.Outputs[form] = dossier.Hash(r.data)
	verdicts, err := m.Verify(p.prover, []string{form}, func(string) (dossier.ShelvedPaper, error) { return inMemory{bytes.NewReader(r.data)}, nil }, blank)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	v := &verdicts[0]
	v.File, v.Says = name, strings.ReplaceAll(v.Says, form, name)
	if v.State == dossier.Unchanged {
		v.State = dossier.AsMeant
	}
	return p.sayVerdicts(verdicts, c.Bool("json"))
}

// blankFor is the blank of an edition: the one given if it is that, else the program's or the user's.
func (p *program) blankFor(e *form.Edition, given []byte) ([]byte, error) {
	if e.Blank != nil {
		return e.Blank, nil
	}
	if is, ok := p.recognise(given); ok && is.ID() == e.ID() {
		return given, nil
	}
	if name := p.blanks()[e.ID()]; name != "" {
		return p.read(name)
	}
	return nil, &hinted{"the blank form of edition " + e.ID() + " is not at hand", "give the one that was filled: --blank OFFICIAL.pdf"}
}

// papersAt is the folder of papers, and which of them is meant; none is all.
func papersAt(name string) (dir string, names []string, err error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return "", nil, &hinted{fmt.Sprintf("%s: %v", name, plain(err)), "name the folder that build or correct made, or a paper in it"}
	case info.IsDir():
		return name, nil, nil
	}
	return filepath.Dir(name), []string{strings.TrimSuffix(filepath.Base(name), seal.Ext)}, nil
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
	for _, e := range p.catalog().Editions() {
		if e.Blank != nil && e.ID() == m.Form.Edition {
			return e.Blank, nil
		}
	}
	return p.blankWith(m.Form.SHA256), nil
}

func (p *program) sayVerdicts(verdicts []dossier.Verdict, asJSON bool) error {
	var err error
	for _, v := range verdicts {
		switch v.State {
		case dossier.Unchanged, dossier.AsMeant:
		case dossier.Unproven:
			if err == nil {
				err = &hinted{"the answers on the form were not read back: its blank is not at hand", "give the one that was filled: --blank OFFICIAL.pdf"}
			}
		default:
			err = errSaid
		}
	}
	if asJSON {
		return cmp.Or(p.printJSON(verdicts), err)
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
			fmt.Fprintln(p.out, "\t"+strings.ReplaceAll(v.Says, "\n", "\n\t"))
		}
	}
	return err
}
