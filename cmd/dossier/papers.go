package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/proof"
	"dossier/internal/rule"
)

func (p *program) fillCommand() *cli.Command {
	return &cli.Command{
		Name:      "fill",
		Usage:     "fill form S1106",
		ArgsUsage: "PROFILE.toml -o FORM.pdf",
		Description: `Fill writes the official form given with --blank, or found in the user's data folder, with
every value whole; without one it fills a preparation sheet of our own and says so. Values
become part of the page unless --editable is given. A text too long for its box is made
smaller down to --floor, broken into lines, abbreviated if it is an address, or put on a
sheet behind the form; --json says which, field by field. The form is then read back with
another engine, and kept only if every answer is there. Exit status is 0 when the form was
written, 1 when it could not be, 3 when a value cannot be put on paper whole.`,
		Flags:  append(append(fillFlags("--json"), encryptFlags()...), &cli.BoolFlag{Name: "json", Usage: "what stands where, as JSON on standard output"}, outputFlag("FORM.pdf")),
		Action: p.fill,
	}
}

func (p *program) fill(c *cli.Context) error {
	out, err := output(c)
	if err != nil {
		return err
	}
	if c.Bool("json") && out == "-" {
		return &usageError{"--json and the form cannot both go to standard output", "write the form to a file: -o form.pdf"}
	}
	j, l, err := p.prepared(c)
	if err != nil {
		return err
	}
	f, err := j.Form()
	if err != nil {
		return err
	}
	say(p.err, serious(f.Findings), l)
	if f.PDF == nil {
		return errBlocked
	}
	m := j.Record(f, f.Findings, nil)
	m.Unused, _ = j.Conserve(nil, "letter and checklist say it, which fill does not make") // what was lost has stopped the form
	if err := p.prove(c, j, &m, map[string]dossier.Paper{"form.pdf": bytes.NewReader(f.PDF)}); err != nil {
		return err
	}
	if err := p.writePaper(out, f.PDF); err != nil || !c.Bool("json") {
		return err
	}
	return p.printJSON(struct {
		dossier.ManifestForm
		Unused []dossier.Unused `json:"unused"`
		Proof  string           `json:"proof"`
	}{m.Form, m.Unused, m.Proof})
}

// prove reads the papers back before they are kept, unless the command line leaves that out.
func (p *program) prove(c *cli.Context, j *dossier.Job, m *dossier.Manifest, files map[string]dossier.Paper) error {
	if !proves(c) {
		return nil
	}
	for _, paper := range files {
		makeRoom(paper.Size()) // what it was made of is done with
	}
	defer p.line.reading()()
	proved := make(chan error, 1)
	go func() {
		defer func() {
			if recover() != nil { // as in run: no stack, whose values may be personal
				proved <- &hinted{"a mistake in the program stopped the proof" + batch.Where(debug.Stack()), "leave it out with --no-proof and look at the pages yourself"}
			}
		}()
		proved <- j.Prove(p.prover, m, files)
	}()
	select {
	case err := <-proved:
		return blamed(c, err)
	case <-time.After(proofTime):
		p.started.Store(nil) // an engine that hangs cannot be closed either
		return &hinted{fmt.Sprintf("the papers were not read back within %v", proofTime), "leave the proof out with --no-proof and look at the pages yourself"}
	}
}

// accept is prove for papers that are written.
func (p *program) accept(c *cli.Context, j *dossier.Job, m *dossier.Manifest) func(map[string]dossier.Paper) error {
	return func(papers map[string]dossier.Paper) error { return p.prove(c, j, m, papers) }
}

// blamed names the blank of a form that was too much to read back: what is on the form besides is ours.
func blamed(c *cli.Context, err error) error {
	var harm *proof.HarmError
	blank := c.String("blank")
	if blank == "" || !errors.As(err, &harm) || strings.HasPrefix(err.Error(), "read dossier.pdf") {
		return err
	}
	return &hinted{harm.Of(blank), harm.Hint()}
}

// proofTime is more than any paper takes; PDFium has been seen to hang.
const proofTime = 2 * time.Minute

func (p *program) checklistCommand() *cli.Command {
	return &cli.Command{
		Name:      "checklist",
		Usage:     "write the checklist of attachments with translation and RIB flags",
		ArgsUsage: "PROFILE.toml -o CHECKLIST.pdf",
		Description: `Checklist writes every paper expected for the situation, in French with English beneath:
enclosed or missing, holder, language, translation, bank, and the pages it has in the
dossier that build makes, with the same --duplex. Exit status is 0 when it was
written, 1 when it could not be, 3 when an attachment cannot be read or a value cannot be
put on paper.`,
		Flags:  append(append(formFlags(), encryptFlags()...), duplexFlag(), outputFlag("CHECKLIST.pdf")),
		Action: p.paper((*dossier.Job).Checklist),
	}
}

// paper is the action of a command that writes one PDF.
func (p *program) paper(draw func(*dossier.Job) ([]byte, []rule.Finding, error)) cli.ActionFunc {
	return func(c *cli.Context) error {
		out, err := output(c)
		if err != nil {
			return err
		}
		j, l, err := p.prepared(c)
		if err != nil {
			return err
		}
		data, findings, err := draw(j)
		if err != nil {
			return err
		}
		say(p.err, findings, l)
		if data != nil {
			if err := p.writePaper(out, data); err != nil {
				return err
			}
		}
		return stop(findings)
	}
}

// buildFiles are the papers that build makes, by name.
var buildFiles = []string{"form.pdf", "letter.pdf", "checklist.pdf", "dossier.pdf", "before-you-post.pdf"}

func (p *program) buildCommand() *cli.Command {
	return &cli.Command{
		Name:      "build",
		Usage:     "make form, letter, checklist and the dossier in one PDF",
		ArgsUsage: "PROFILE.toml -o DIR",
		Description: `Build writes DIR/form.pdf, letter.pdf, checklist.pdf, dossier.pdf, before-you-post.pdf and
manifest.json. dossier.pdf is what is posted: letter, checklist, form and every paper enclosed,
on sheets of A4, each marked with its piece, its page and its number in the whole. PDF, JPEG,
PNG, TIFF, WebP and HEIC files are taken by their content. Pictures are turned upright and kept
as they are up to --max-dpi. A bad attachment is left out, a damaged one is there as far as it
can be read; both are named and do not stop the rest. Each page is measured: what is blurred,
dark, askew, cut, blank or there twice is said.

What should be settled before posting goes to standard error and into before-you-post.pdf, with
where to sign, how to print, weigh and post it, and what comes next: that one is for you alone,
in the language of --lang, and never part of the dossier. A value that cannot be put on paper
whole stops everything: nothing is written. What stood in DIR before goes into DIR/history: see
dossier history. A value that a reply in it corrected may not be as before again. Then all is read back with another engine, and kept
only if every answer and every page is there.

With --encrypt-to each file, the history's too, is encrypted with age and has .age at the end of
its name: dossier.pdf.age. Then the next version needs --identity, as what was made before says
what comes after it. Papers that stood there in clear are encrypted, too; those of earlier
versions stay for whom they were encrypted then. Encrypted profiles and scans are read with
--identity, and never stand in clear on the disk.

Exit status is 0 when it can be posted once signed, on the official form, 1 when it could not be
made, 3 when a rule stops it.`,
		Flags:  envelopeFlags(),
		Action: p.build,
	}
}

func (p *program) build(c *cli.Context) error {
	dir, err := folder(c)
	if err != nil {
		return err
	}
	p.asks = true
	j, l, err := p.prepared(c)
	if err != nil {
		return err
	}
	j.Corrected = p.corrected(dir, l)
	p.line = p.progress(l)
	j.Progress = p.line.measured
	d, err := j.Build()
	if err != nil {
		return err
	}
	say(p.err, serious(d.Findings), l)
	if d.Papers == nil {
		return errBlocked // what was made before stays as it was
	}
	if err := p.writeFolder(dir, d.Papers, &d.Manifest, buildFiles, p.accept(c, j, &d.Manifest)); err != nil {
		return err
	}
	if still := stillNeeded(d.Findings, l); still != "" {
		fmt.Fprintf(p.err, "%s: %s\n", dir, still)
	}
	return cmp.Or(p.differing(dir, &d.Manifest, l), stop(d.Findings))
}

// differing says which pages do not look like what they were made of: the papers are kept, and are not ready.
func (p *program) differing(dir string, m *dossier.Manifest, lang string) error {
	for _, said := range m.Differing() {
		fmt.Fprintf(p.err, "%s: %s\n", filepath.Join(dir, "dossier.pdf"), said.In(lang))
	}
	if len(m.Differ) > 0 {
		return errBlocked
	}
	return nil
}

func folder(c *cli.Context) (string, error) {
	dir, err := output(c)
	if err == nil && dir == "-" {
		return "", &usageError{"a folder of papers cannot go to standard output", "name a folder: -o out"}
	}
	return dir, err
}

// stillNeeded is what stands between the papers and the post, in one line; empty if only the
// signature does.
func stillNeeded(findings []rule.Finding, lang string) string {
	var needs []string
	blocks := 0
	for _, f := range findings {
		if f.Level == rule.Block {
			blocks++
		}
	}
	if blocks > 0 {
		needs = append(needs, rule.Text{EN: "%d blocking finding(s) to settle", FR: "%d point(s) bloquant(s) à régler"}.With(blocks).In(lang))
	}
	if slices.ContainsFunc(findings, func(f rule.Finding) bool { return f.Rule == "form-official" }) {
		needs = append(needs, rule.Text{EN: "the official form S1106 (--blank)", FR: "le formulaire S1106 officiel (--blank)"}.In(lang))
	}
	if len(needs) == 0 {
		return ""
	}
	needs = append(needs, rule.Text{EN: "your signature on form and letter", FR: "votre signature sur le formulaire et la lettre"}.In(lang))
	return rule.Text{EN: "made; still needed before posting: ", FR: "fait ; reste à fournir avant l’envoi : "}.In(lang) + strings.Join(needs, ", ")
}
