package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/correction"
	"dossier/internal/dossier"
	"dossier/internal/overview"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

// chaseName is the folder of the e-mails to the applicants, beside theirs.
const chaseName = "chase"

func reportJSONFlag() cli.Flag {
	return &cli.BoolFlag{Name: "json", Usage: "the report as a JSON object, too: day, program, counts, rules, applicants"}
}

// reportFlags are those of what a batch reports.
func reportFlags() []cli.Flag {
	return []cli.Flag{
		reportJSONFlag(),
		&cli.BoolFlag{Name: "with-names", Usage: "names of the applicants in the reports; the ledger has none"},
	}
}

// mailFlag is that of the e-mails to the applicants.
func mailFlag() cli.Flag {
	return &cli.StringFlag{Name: "mail-lang", Usage: "language of the e-mails to the applicants, `en|fr`; else form_language of each profile, else --lang"}
}

// mailLangOf checks --mail-lang.
func mailLangOf(c *cli.Context) error {
	if l := c.String("mail-lang"); l != "" && l != "en" && l != "fr" {
		return &usageError{fmt.Sprintf("--mail-lang: %q is neither en nor fr", l), "write --mail-lang en or --mail-lang fr"}
	}
	return nil
}

// overview is the report on the lines.
func (b *batchRun) overview(lines iter.Seq2[batch.Line, error]) (*overview.Report, error) {
	r := &overview.Report{Lines: lines, Program: "dossier " + version, Lang: b.lang, Replies: b.kind == dossier.Reply}
	if !b.c.Bool("with-names") {
		return r, nil
	}
	var err error
	r.Names, err = b.names(lines)
	return r, err
}

// report writes what the lines say.
func (b *batchRun) report(lines iter.Seq2[batch.Line, error]) error {
	r, err := b.overview(lines)
	if err != nil {
		return err
	}
	for l, err := range lines {
		if err != nil {
			return unreadLedger(b.dir, err)
		}
		if l.Status == batch.Failed && !r.Replies { // what is missing is not known
			if err := b.unchase(l.ID); err != nil {
				return err
			}
		}
	}
	if err := writeBeside(b.reportFile(), r.CSV); err != nil {
		return err
	}
	return writeBeside(b.reportPage(), r.HTML)
}

// print puts the report on standard output, if that is asked for.
func (b *batchRun) print(lines iter.Seq2[batch.Line, error]) error {
	if !b.c.Bool("json") {
		return nil
	}
	r, err := b.overview(lines)
	if err != nil {
		return err
	}
	data, err := r.JSON()
	if err != nil {
		return err
	}
	return b.printJSON(json.RawMessage(data))
}

// reportPage is the report to read.
func (b *batchRun) reportPage() string {
	return filepath.Join(b.dir, b.reports+b.shard.Suffix()+".html")
}

// names are those of the applicants, by id; of profiles that cannot be read there are none.
func (b *batchRun) names(lines iter.Seq2[batch.Line, error]) (map[string]string, error) {
	names := map[string]string{}
	for l, err := range lines {
		if err != nil {
			return nil, unreadLedger(b.dir, err)
		}
		cl, ok := b.clients[l.ID]
		if !ok {
			continue
		}
		if a, err := cl.load(b.readText); err == nil {
			names[l.ID] = a.Name.Formal()
		}
	}
	return names, nil
}

// mailLang is the language of the e-mail to an applicant, form being that of the profile.
func (b *batchRun) mailLang(form profile.FormLanguage) string {
	switch l := b.c.String("mail-lang"); {
	case l != "":
		return l
	case form != "":
		return string(form)
	}
	return b.lang
}

func (b *batchRun) mailFile(id string) string { return filepath.Join(b.dir, chaseName, id+".txt") }

// chase writes the e-mail to an applicant, or takes an earlier one away if nothing is asked of them any more.
func (b *batchRun) chase(id string, c *rule.Case, found []rule.Finding, lang string) error {
	mail := dossier.ChaseMail(c, found, lang)
	if mail == nil {
		return b.unchase(id)
	}
	if err := os.MkdirAll(filepath.Join(b.dir, chaseName), 0o700); err != nil {
		return unwritten("make the folder", filepath.Join(b.dir, chaseName), err)
	}
	return b.writeMail(id, mail)
}

// writeMail writes the e-mail, encrypted if papers are to be; the other kind of an earlier run goes. What a crash left
// in the folder, which may have thousands, is gone since the run began.
func (b *batchRun) writeMail(id string, mail []byte) error {
	name := b.mailFile(id)
	other := name + seal.Ext
	if b.to != nil {
		other = name
	}
	if err := os.Remove(other); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritten("remove", other, err)
	}
	temp, err := stage(name+b.ext(), b.encrypted(dossier.Written(mail)))
	if err != nil {
		return err
	}
	return temp.publish()
}

// told sums up a dossier, and writes what its applicant is asked for.
func (b *batchRun) told(id string, a *profile.Applicant, d *dossier.Dossier, lang string) (batch.Line, error) {
	c := rule.NewCase(a, b.day)
	if err := b.chase(id, c, d.Findings, lang); err != nil {
		return b.failed("the e-mail to the client cannot be written", err)
	}
	return overview.Line(c, d.Findings, &d.Manifest, d.Papers != nil), nil
}

// answered sums up a reply.
func (b *batchRun) answered(a *profile.Applicant, r *correction.Reply) batch.Line {
	l := overview.Line(rule.NewCase(a, b.day), r.Findings, &r.Manifest, r.Papers != nil)
	l.Chase = nil // they are asked for nothing while the answer is on its way
	return l
}

// unchase takes the e-mail to an applicant away.
func (b *batchRun) unchase(id string) error {
	for _, name := range []string{b.mailFile(id), b.mailFile(id) + seal.Ext} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritten("remove", name, err)
		}
	}
	return nil
}

// bringMail copies the e-mail to an applicant to where all are to be, unless there is one.
func (m *merging) bringMail(id string) error {
	for _, ext := range []string{"", seal.Ext} {
		from, to := filepath.Join(m.at[id], chaseName, id+".txt"+ext), m.mailFile(id)+ext
		if _, err := os.Stat(from); err != nil || sameFile(m.at[id], m.dir) {
			continue
		}
		if _, err := os.Stat(to); err == nil {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return unwritten("make the folder", filepath.Dir(to), err)
		}
		if err := copyFile(from, to); err != nil {
			return err
		}
	}
	return nil
}

// chased says whether the e-mail of an earlier run is there, if there is to be one.
func (b *batchRun) chased(l batch.Line) bool {
	_, err := os.Stat(b.mailFile(l.ID) + b.ext())
	return (err == nil) == (len(l.Chase) > 0)
}
