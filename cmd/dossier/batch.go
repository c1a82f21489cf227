package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) batchCommand() *cli.Command {
	return &cli.Command{
		Name:      "batch",
		Usage:     "make the dossiers of many applicants",
		ArgsUsage: "SOURCE... -o DIR",
		Description: `Batch makes DIR/<id>/ for every profile given, or found in the folders given, as build does;
id is the file's name without .toml. A file that others extend is no profile of its own.
One bad profile does not stop the others, and a second run does only what changed.
DIR/report.csv has a row for each, without names; DIR/ledger.jsonl remembers what was done,
a line as each ends and in order of id once all have: the same bytes for any --jobs. Exit
status is 0 when all can be posted once signed, 1 when one could not be made, 3 when a rule
stops one.`,
		Flags: append(envelopeFlags(),
			&cli.IntFlag{Name: "jobs", Value: runtime.NumCPU(), Usage: "make `N` dossiers at a time"}),
		Action: p.batch,
	}
}

// mostJobs is how many dossiers may be made at a time: each takes tens of megabytes.
const mostJobs = 256

func (p *program) batch(c *cli.Context) error {
	dir, err := folder(c)
	if err != nil {
		return err
	}
	if c.NArg() == 0 {
		return &usageError{"batch takes folders or profiles", "dossier batch clients/ -o out"}
	}
	day, l, err := p.settings(c)
	if err != nil {
		return err
	}
	jobs := c.Int("jobs")
	if jobs < 1 || jobs > mostJobs {
		return &usageError{fmt.Sprintf("--jobs is from 1 to %d", mostJobs), "leave it out for one a core"}
	}
	frugal(jobs)
	if _, err := p.job(c, &profile.Applicant{}, day); err != nil {
		return err // a blank that cannot be used would fail every record
	}
	b := &batchRun{program: p, c: c, dir: dir, day: day, lang: l, profiles: map[string]string{}}
	records, err := b.records()
	if err != nil {
		return err
	}
	return b.run(records)
}

// A batchRun is one call of batch.
type batchRun struct {
	*program
	c        *cli.Context
	dir      string
	day      profile.Date
	lang     string
	profiles map[string]string // file by record id
	talk     sync.Mutex        // one record's errors at a time
}

// records finds the profiles and gives each the hash of all that goes into it.
func (b *batchRun) records() ([]batch.Record, error) {
	files, err := b.sources()
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range files {
		id := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		ids = append(ids, id)
		b.profiles[id] = name
	}
	if err := batch.CheckIDs(ids); err != nil {
		return nil, errors.Join(err, &hinted{"nothing was made", "rename these files; each id is a folder of the output"})
	}
	records := make([]batch.Record, len(ids))
	for i, id := range ids {
		records[i] = batch.Record{ID: id, Key: b.key(files[i])}
	}
	return records, nil
}

// sources are the profiles named on the command line and those in its folders, in order of name,
// without files that others extend.
func (b *batchRun) sources() ([]string, error) {
	var files []string
	for _, arg := range b.c.Args().Slice() {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, &hinted{fmt.Sprintf("%s: %v", arg, plain(err)), "batch takes folders and profiles"}
		}
		if !info.IsDir() {
			files = append(files, arg)
			continue
		}
		found, err := profilesIn(arg)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	sort.Strings(files)
	return b.withoutShared(files), nil
}

// profilesIn are the profiles in a folder, in order of name.
func profilesIn(dir string) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*.toml"))
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(name string) bool {
		return strings.HasPrefix(filepath.Base(name), ".") // of the system, not of a person
	})
	if len(found) == 0 {
		return nil, &hinted{dir + " has no profile", "profiles end in .toml"}
	}
	return found, nil
}

// withoutShared leaves out the files that others of them extend.
func (p *program) withoutShared(files []string) []string {
	shared := map[string]bool{}
	for _, name := range files {
		if base := profile.Base(name, p.readText); base != "" {
			shared[filepath.Clean(base)] = true
		}
	}
	return slices.DeleteFunc(files, func(name string) bool { return shared[filepath.Clean(name)] })
}

func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}

// key hashes the profile, the files it stands on, its attachments, the form, the day and the
// program's version; empty when the profile cannot be read, so that it is tried again.
func (b *batchRun) key(name string) string {
	h := sha256.New()
	note := func(what string, data []byte) { fmt.Fprintf(h, "%s %d\n%s\n", what, len(data), data) }
	note("version", []byte(version))
	note("day", []byte(b.day.String()))
	note("lang", []byte(b.lang))
	for _, f := range b.c.Command.Flags { // all but those that change no paper, and the blank, which is noted below
		if name := f.Names()[0]; !slices.Contains([]string{"output", "jobs", "blank"}, name) {
			note(name, fmt.Append(nil, b.c.Value(name)))
		}
	}
	a, err := profile.Load(name, func(name string) ([]byte, error) {
		data, err := b.readText(name)
		note("profile", data)
		return data, err
	})
	if err != nil {
		return ""
	}
	j, err := b.job(b.c, a, b.day)
	if err != nil {
		return ""
	}
	note("blank", j.Blank)
	for _, piece := range dossier.Pieces(a) {
		data, err := b.read(piece.Path)
		sum := sha256.Sum256(data)
		note(piece.Key(), fmt.Appendf(nil, "%x %v", sum, err == nil))
		if _, err := pdf.OpenWith(data, ""); errors.Is(err, pdf.ErrPassword) { // the password itself is noted nowhere
			_, err = pdf.OpenWith(data, j.Password(piece))
			note("opens", fmt.Append(nil, err == nil))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (b *batchRun) run(records []batch.Record) error {
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return unwritten("make the folder", b.dir, err)
	}
	ledgerName := filepath.Join(b.dir, "ledger.jsonl")
	old, err := os.ReadFile(ledgerName)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("read the ledger: %w", err)
	}
	ledger, err := os.OpenFile(ledgerName, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open the ledger: %w", err)
	}
	defer ledger.Close()
	if len(old) > 0 && !bytes.HasSuffix(old, []byte("\n")) {
		fmt.Fprintln(ledger) // a line torn by a crash must not swallow the next
	}
	// A first Ctrl-C lets what is in flight end, a second stops at once.
	ctx, stop := signal.NotifyContext(b.c.Context, os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop)
	var torn error
	lines := batch.Run(ctx, records, b.make, batch.Options{
		Jobs: b.c.Int("jobs"), Ledger: batch.ReadLedger(old), Kept: b.kept,
		Done: func(l batch.Line) { torn = errors.Join(torn, remember(ledger, l)) },
	})
	if torn != nil {
		return fmt.Errorf("write the ledger: %w", torn)
	}
	if err := tidyLedger(ledgerName); err != nil {
		return fmt.Errorf("put the ledger in order: %w", err)
	}
	if err := writeFile(filepath.Join(b.dir, "report.csv"), batch.Report(lines)); err != nil {
		return err
	}
	return b.outcome(records, lines)
}

func remember(ledger *os.File, l batch.Line) error {
	if l.Kept {
		return nil
	}
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if _, err = ledger.Write(append(data, '\n')); err != nil {
		return err
	}
	return ledger.Sync()
}

// tidyLedger puts the lines that were appended as records ended in order, one a record.
func tidyLedger(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return plain(err)
	}
	tidy, err := batch.ReadLedger(data).JSON()
	if err != nil || bytes.Equal(tidy, data) {
		return err
	}
	return writeFile(name, tidy)
}

// kept says whether the papers of an earlier run are all there, as they were made.
func (b *batchRun) kept(l batch.Line) bool {
	data, err := os.ReadFile(filepath.Join(b.dir, l.ID, "manifest.json"))
	var m dossier.Manifest
	if err != nil || json.Unmarshal(data, &m) != nil || m.Kind != dossier.Application { // a reply may have taken their place
		return false
	}
	for name, want := range m.Outputs {
		data, err := os.ReadFile(filepath.Join(b.dir, l.ID, name))
		if sum := sha256.Sum256(data); err != nil || hex.EncodeToString(sum[:]) != want {
			return false
		}
	}
	return len(m.Outputs) > 0
}

// make builds one dossier. The reason of a failure goes to standard error in full; the line, which
// is kept, has only a word for it.
func (b *batchRun) make(_ context.Context, r batch.Record) (batch.Line, error) {
	failed := func(reason string, err error) (batch.Line, error) {
		b.talk.Lock()
		defer b.talk.Unlock()
		b.complain(err)
		return batch.Line{}, errors.New(reason)
	}
	a, err := profile.Load(b.profiles[r.ID], b.readText)
	if err != nil {
		return failed("the profile cannot be read", err)
	}
	j, err := b.job(b.c, a, b.day)
	if err != nil {
		return failed("the form cannot be used", err)
	}
	b.talk.Lock()
	j.Corrected = b.corrected(filepath.Join(b.dir, r.ID), b.lang)
	b.talk.Unlock()
	d, err := j.Build()
	if err != nil {
		return failed("the papers cannot be made", err)
	}
	if d.Papers == nil {
		return lineOf(d), nil
	}
	wrong := "the papers cannot be written"
	err = b.writeFolder(filepath.Join(b.dir, r.ID), d.Papers, &d.Manifest, buildFiles, func(papers map[string]dossier.Paper) error {
		err := b.prove(b.c, j, &d.Manifest, papers)
		if err != nil {
			wrong = "a paper does not show what was meant"
		}
		return err
	})
	if err != nil {
		return failed(wrong, err)
	}
	return lineOf(d), nil
}

// lineOf sums up a dossier; its reason is the rules that block it, by id, and form-official where
// the official form has still to take the place of the preparation sheet.
func lineOf(d *dossier.Dossier) batch.Line {
	l := batch.Line{Status: batch.Ready}
	var rules []string
	for _, f := range d.Findings {
		switch f.Level {
		case rule.Block:
			l.Blocks++
			l.Status = batch.Blocked
			rules = append(rules, f.Rule)
		case rule.Warn:
			l.Warns++
			if f.Rule == "form-official" {
				rules = append(rules, f.Rule)
			}
		default:
			l.Infos++
		}
	}
	if len(d.Manifest.Differ) > 0 {
		l.Status = batch.Blocked
		rules = append(rules, "page-differs")
	}
	slices.Sort(rules)
	l.Reason = strings.Join(slices.Compact(rules), " ")
	if d.Papers == nil {
		l.Reason += " (nothing made; papers of an earlier run are not of this one)"
	}
	if n := len(d.Manifest.Pages); n > 0 {
		l.Pages = n
	}
	return l
}

func (b *batchRun) outcome(records []batch.Record, lines []batch.Line) error {
	count := map[batch.Status]int{}
	kept := 0
	for _, l := range lines {
		count[l.Status]++
		if l.Kept {
			kept++
		}
	}
	format := rule.Text{
		EN: "%d ready, %d blocked, %d failed (%d unchanged); see %s\n",
		FR: "%d prêts, %d bloqués, %d en échec (%d inchangés) ; voir %s\n",
	}
	fmt.Fprintf(b.err, format.In(b.lang), count[batch.Ready], count[batch.Blocked], count[batch.Failed], kept, filepath.Join(b.dir, "report.csv"))
	switch {
	case len(lines) < len(records):
		return &hinted{"interrupted", "run the same command again: it does what is left"}
	case count[batch.Failed] > 0:
		return errSaid
	case count[batch.Blocked] > 0:
		return errBlocked
	}
	return nil
}
