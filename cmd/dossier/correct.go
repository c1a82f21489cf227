package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"dossier/internal/correction"
	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/history"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

// correctFiles are the papers that correct makes, by name.
var correctFiles = []string{"form.pdf", "reply.pdf", "changes.pdf", "dossier.pdf", "recourse.pdf"}

func (p *program) correctCommand() *cli.Command {
	return &cli.Command{
		Name:      "correct",
		Usage:     "answer a letter of the CPAM",
		ArgsUsage: "PROFILE.toml --request REQUEST.toml -o DIR",
		Description: `Correct reads what the fund's letter asks, item by item, and writes DIR/reply.pdf with a
paragraph for each, changes.pdf, dossier.pdf with only what was asked, manifest.json, and
form.pdf where the request touches the form. No reply answers a refusal: with [[refusal]]
the letter to the commission de recours amiable is written too, DIR/recourse.pdf. A request
with all that a letter can ask is printed by --template. Corrected values are written into the profile, each in its place:
nothing else of the file changes. Pieces keep the numbers that they have in the dossier sent
before, if its folder is DIR or named by --sent, and the reply says what was sent when.
--dry-run tells all of it and writes nothing. Exit status is 0 when the reply can be posted
once signed, 1 when it could not be made, 3 when something asked is missing; without the
date or the reference of the letter nothing is written.`,
		Flags: append(envelopeFlags(),
			&cli.StringFlag{Name: "request", Usage: "what the letter asks, `REQUEST.toml`"},
			&cli.BoolFlag{Name: "template", Usage: "print a request to fill in, and no more"},
			&cli.BoolFlag{Name: "dry-run", Usage: "say what would change, and write nothing"},
			&cli.BoolFlag{Name: "refill", Usage: "enclose the form, filled anew, even if the request does not touch it"},
			&cli.StringFlag{Name: "from", Usage: "a form made earlier, here or elsewhere, is what was before: `OLD-FORM.pdf`"},
			&cli.StringFlag{Name: "sent", Usage: "the folder of the dossier sent before, `DIR`, if it is not that of -o"},
			icsFlag()),
		Action: p.correct,
	}
}

func (p *program) correct(c *cli.Context) error {
	if c.Bool("template") {
		return p.write("-", correction.Template)
	}
	if err := icsToFile(c); err != nil {
		return err
	}
	x, err := p.correcting(c)
	if err != nil {
		return err
	}
	p.line = p.progress(x.lang)
	x.job.Progress = p.line.measured
	reply, err := x.request.Make(x.job, x.applied, x.past, c.Bool("refill"))
	if err != nil {
		return err
	}
	reply.Findings = append(reply.Findings, x.unsaved...)
	say(p.err, serious(reply.Findings, c.String("request")), x.lang)
	if reply.Papers == nil {
		return errBlocked
	}
	if c.Bool("dry-run") {
		x.tell(reply)
		return stop(reply.Findings)
	}
	cases := rule.NewCase(x.applied.After, x.job.Day)
	if err := p.writeCalendar(c, deadlineEvents(x.request.Deadlines(), cases, x.lang, false), x.job.Day, x.lang); err != nil {
		return err
	}
	if err := p.writeFolder(x.dir, reply.Papers, &reply.Manifest, correctFiles, p.accept(c, x.job, &reply.Manifest)); err != nil {
		return err
	}
	if err := x.save(); err != nil {
		return err
	}
	if still := stillNeeded(reply.Findings, x.lang); still != "" {
		fmt.Fprintf(p.err, "%s: %s\n", x.dir, still)
	}
	return cmp.Or(p.differing(x.dir, &reply.Manifest, x.lang), stop(reply.Findings))
}

// A correctionRun is what one run of correct works on.
type correctionRun struct {
	*program
	dir, name, lang string
	request         *correction.Request
	applied         *correction.Applied
	job             *dossier.Job
	past            correction.Past
	was, is         []byte             // the text of the profile
	saved           []byte             // is, as it goes to the disk: encrypted if the profile is
	plain           *profile.Applicant // as it is written there
	unsaved         []rule.Finding
}

func (p *program) correcting(c *cli.Context) (*correctionRun, error) {
	dir, err := folder(c)
	if err != nil && !c.Bool("dry-run") {
		return nil, err
	}
	name, err := one(c, "profile")
	if err != nil {
		return nil, err
	}
	if c.String("request") == "" {
		return nil, &usageError{"the request is missing", "dossier correct " + c.Command.ArgsUsage}
	}
	if name == "-" && c.String("request") == "-" {
		return nil, &usageError{"profile and request cannot both be read from standard input", "name the file of one of them"}
	}
	day, lang, err := p.settings(c)
	if err != nil {
		return nil, err
	}
	return p.correction(c, name, c.String("request"), dir, day, lang)
}

// correction reads a profile, a request, and what stands in the folder for the reply or was sent before.
func (p *program) correction(c *cli.Context, name, request, dir string, day profile.Date, lang string) (*correctionRun, error) {
	x := &correctionRun{program: p, dir: dir, name: name, lang: lang}
	var err error
	if x.request, err = p.request(request); err != nil {
		return nil, err
	}
	if err := ordinary(name); err != nil {
		return nil, err
	}
	if err := x.apply(); err != nil {
		return nil, err
	}
	if x.applied.Paper, err = p.before(c.String("from")); err != nil {
		return nil, err
	}
	if x.past, err = p.sentFrom(cmp.Or(c.String("sent"), dir), c.String("sent") != "", lang); err != nil {
		return nil, err
	}
	x.job, err = p.job(c, x.applied.After, day)
	return x, err
}

// apply makes the changes of the request, and the text of the profile that has them. The papers are made
// from that text, so that a run that is killed before it is saved makes the same papers the next time.
func (x *correctionRun) apply() error {
	read := func(name string) ([]byte, error) {
		if name == x.name && x.was != nil {
			return x.is, nil
		}
		src, err := x.readText(name)
		if name == x.name && err == nil {
			x.was, x.is = src, src
		}
		return src, err
	}
	var err error
	if x.applied, err = x.request.Apply(x.name, read); err != nil {
		return err
	}
	if x.plain, err = profile.Load(x.name, read); err != nil {
		return err
	}
	if x.is, x.unsaved = x.request.Save(x.was, x.plain); bytes.Equal(x.is, x.was) {
		return nil
	}
	if x.applied, err = x.request.Apply(x.name, read); err != nil {
		return err
	}
	return x.encryptProfile()
}

// encryptProfile encrypts the text of a profile that is encrypted, so that who reads it here can do so again.
func (x *correctionRun) encryptProfile() error {
	x.saved = x.is
	if x.name == "-" {
		return nil
	}
	raw, err := readOwn(x.name)
	if err != nil || !seal.Is(raw) {
		return err
	}
	if x.to == nil {
		return &hinted{x.name + ": the profile is encrypted, and its corrections are to be saved", "say who shall read it from now on, you among them: --encrypt-to RECIPIENT"}
	}
	var b bytes.Buffer
	if err := x.encrypted(dossier.Written(x.is))(&b); err != nil {
		return fmt.Errorf("encrypt %s: %w", x.name, err)
	}
	if again, err := x.decrypted(x.name, b.Bytes(), maxFile); err != nil || !bytes.Equal(again, x.is) {
		return &hinted{x.name + ": the identities given could not read it any more", "give your own recipient, too: --encrypt-to RECIPIENT"}
	}
	x.saved = b.Bytes()
	return nil
}

// save puts the corrected text in the place of the profile, if that is as it was read.
func (x *correctionRun) save() error {
	if bytes.Equal(x.is, x.was) {
		return nil
	}
	now, err := readOwn(x.name)
	if err == nil {
		now, err = x.decrypted(x.name, now, maxFile)
	}
	if err != nil {
		return err
	}
	if !bytes.Equal(now, x.was) {
		return &hinted{x.name + ": the profile was changed while the reply was made", "run it again: the reply is made from the profile as it is then"}
	}
	info, err := os.Stat(x.name)
	if err != nil {
		return unwritten("write", x.name, err)
	}
	name := x.name
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if err := removeTemporary(filepath.Dir(name)); err != nil { // of a run that was killed while it wrote the profile
		return err
	}
	temp, err := stage(name, dossier.Written(x.saved))
	if err != nil {
		return err
	}
	if err := os.Chmod(temp.temp, info.Mode().Perm()); err != nil {
		temp.discard()
		return unwritten("write", x.name, err)
	}
	return temp.publish()
}

// before are the answers of a form made earlier; nil if none is named.
func (p *program) before(name string) ([]form.Value, error) {
	if name == "" {
		return nil, nil
	}
	r, err := p.knownForm(name, "")
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err := r.answers(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return append([]form.Value{}, r.values...), nil
}

// sentFrom is what the fund was sent before, as the history of a folder has it. One that is named must
// have papers; one to be written to may be new. What is wrong with the history is said.
func (p *program) sentFrom(dir string, named bool, lang string) (correction.Past, error) {
	if dir == "" {
		return nil, nil
	}
	before, err := p.readPast(dir)
	if err != nil {
		return nil, err
	}
	if named && before.last == nil {
		return nil, &hinted{dir + ": there are no papers of ours in it", "name the folder that dossier build made: --sent DIR"}
	}
	p.sayFaults(dir, before.chain.Faults, lang)
	var manifests []*dossier.Manifest
	for _, v := range before.chain.Versions {
		manifests = append(manifests, v.Manifest)
	}
	return correction.Sent(manifests), nil
}

// tell says what the run would do.
func (x *correctionRun) tell(reply *correction.Reply) {
	said := func(t rule.Text, args ...any) { fmt.Fprintln(x.out, t.With(args...).In(x.lang)) }
	same := func(s string) rule.Text { return rule.Text{EN: s, FR: s} }
	for _, row := range reply.Rows {
		said(rule.Text{EN: "%s: “%s” becomes “%s”", FR: "%s : « %s » devient « %s »"}, row.Label, same(row.Before), same(row.After))
	}
	for _, pos := range x.request.Places(x.plain) {
		said(rule.Text{EN: "in the profile: %s", FR: "dans le profil : %s"}, same(pos))
	}
	for _, a := range reply.Enclosed {
		if a.Err == nil {
			said(rule.Text{EN: "enclosed: piece %d, %s, pages: %d", FR: "jointe : pièce %d, %s, pages : %d"}, a.Number, a.Title, a.Pages)
		}
	}
	for _, name := range append(slices.Sorted(maps.Keys(reply.Papers)), history.Manifest) {
		said(rule.Text{EN: "would be written: %s", FR: "serait écrit : %s"}, same(filepath.Join(x.dir, name)))
	}
	if !bytes.Equal(x.is, x.was) {
		said(rule.Text{EN: "would be written: %s", FR: "serait écrit : %s"}, same(x.name))
	}
}

func (p *program) request(name string) (*correction.Request, error) {
	src, err := p.readText(name)
	if err != nil {
		return nil, &hinted{"read the request " + name + ": " + plain(err).Error(), "check the name of the file"}
	}
	return correction.Parse(name, src)
}
