package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/seal"
)

func (p *program) batchCommand() *cli.Command {
	return &cli.Command{
		Name:      "batch",
		Usage:     "make the dossiers of many applicants",
		ArgsUsage: "SOURCE... -o DIR",
		Description: `Batch makes DIR/<id>/ for every profile given, or found in the folders given, as build does;
id is the file's name without .toml. A source in quotes may be a pattern such as 'clients/2026-*.toml'.
A file that others extend is no profile of its own. A table, CSV or XLSX, has an applicant a row, and
--map says which column is what; --make-map TABLE writes a first map.

One bad profile does not stop the others, and a second run does only what changed or failed: all
that goes into an applicant's papers is compared, not the time of files. --only failed does no
more than what failed, --force all. DIR/ledger.jsonl remembers what was done, a line as each ends and
in order of id once all have: the same bytes for any --jobs. Two runs at a time into one DIR are refused.

DIR/report.html is the report to read and print: for each applicant what was found, what to chase and
the days to keep in mind, and for all what each rule found. It is one file that loads nothing. DIR/report.csv
has a row for each, --json prints the same as one object. Names are in them with --with-names only.
DIR/chase/<id>.txt is an e-mail to the applicant who has to send or say something, to be signed by you, in the
language of --mail-lang, else of form_language in the profile, else of --lang. It is made again when the
applicant's papers are, and taken away once nothing is asked any more.

Ctrl-C lets the dossiers in the making end, then the report is written; once more stops at once.
Whenever a run is stopped, the next one goes on from there, to the same papers.

With --encrypt-to papers are encrypted as build does; the folders' names are ids, and stay in clear,
as do the report and the ledger: give the files names that say nobody's. What has not changed is
known without --identity; to make papers anew takes it.

--shard 3/8 does the third of eight parts, which ids alone decide: for several machines, each with
a DIR of its own or all with the same. dossier batch merge then joins what they did.

Exit status is 0 when all can be posted once signed, 1 when one could not be made or the run was
interrupted, 3 when a rule stops one.`,
		Flags: append(append(envelopeFlags(), reportFlags()...), mailFlag(), mapFlag(),
			&cli.StringFlag{Name: "make-map", Usage: "write a first map for `TABLE` and make nothing else; -o names the map"},
			&cli.IntFlag{Name: "jobs", Value: runtime.NumCPU(), Usage: "make `N` dossiers at a time"},
			&cli.BoolFlag{Name: "force", Usage: "make those that have not changed, too"},
			&cli.StringSliceFlag{Name: "only", Usage: "only those that ended so in the last run: `failed|blocked|ready`"},
			&cli.StringFlag{Name: "shard", Usage: "only the `I/N`th part of all applicants"}),
		Action:      p.batch,
		Subcommands: []*cli.Command{p.batchCorrectCommand(), p.mergeCommand()},
	}
}

// mostJobs is how many dossiers may be made at a time: each takes tens of megabytes.
const mostJobs = 256

func (p *program) batch(c *cli.Context) error {
	if c.IsSet("make-map") {
		return p.makeMap(c)
	}
	b, err := p.batchRun(c)
	if err != nil {
		return err
	}
	b.do, b.kind, b.ledger, b.reports = b.make, dossier.Application, ledgerName, reportName
	if c.NArg() == 0 {
		return &usageError{"batch takes folders, profiles or tables", "dossier batch clients/ -o out"}
	}
	if b.shard, err = shardOf(c); err != nil {
		return err
	}
	if b.only, err = onlyOf(c); err != nil {
		return err
	}
	if err := mailLangOf(c); err != nil {
		return err
	}
	frugal(c.Int("jobs"))
	keepBusy()
	if _, err := p.job(c, &profile.Applicant{}, b.day); err != nil {
		return err // a blank that cannot be used would fail every record
	}
	records, err := b.records()
	if err != nil {
		return err
	}
	return b.run(records)
}

// A batchRun is one call of batch.
type batchRun struct {
	*program
	c       *cli.Context
	dir     string
	day     profile.Date
	lang    string
	shard   batch.Shard
	only    []batch.Status
	clients map[string]client // by id
	desks   chan struct{}     // as many as --jobs, one for each dossier that is worked on
	ahead   sync.Map          // by id, of those whose key is made: *ahead
	blanks  sync.Map          // sums of blank forms, by the first byte

	do              batch.Job // what is done for each
	kind            dossier.Kind
	ledger, reports string // names of what is written beside the folders
	count           *tally // how far it has come
}

// A client is an applicant of a batch.
type client struct {
	id      string
	profile string // the file that is the applicant's own; empty if there is none
	load    func(profile.Reader) (*profile.Applicant, error)
}

// idOf is the name of a file without .toml, or .toml.age.
func idOf(name string) string {
	name = strings.TrimSuffix(filepath.Base(name), seal.Ext)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// ofProfile is the client of a profile.
func ofProfile(name string) client {
	id := idOf(name)
	return client{id, name, func(read profile.Reader) (*profile.Applicant, error) { return profile.Load(name, read) }}
}

// batchRun reads what all runs over many applicants are told.
func (p *program) batchRun(c *cli.Context) (*batchRun, error) {
	dir, err := folder(c)
	if err != nil {
		return nil, err
	}
	if p.to != nil && c.Bool("with-names") {
		return nil, &usageError{"the reports are not encrypted, and would have the names in clear", "leave out --with-names"}
	}
	day, l, err := p.settings(c)
	if err != nil {
		return nil, err
	}
	if jobs := c.Int("jobs"); jobs < 1 || jobs > mostJobs {
		return nil, &usageError{fmt.Sprintf("--jobs is from 1 to %d", mostJobs), "leave it out for one a core"}
	}
	return &batchRun{program: p, c: c, dir: dir, day: day, lang: l, clients: map[string]client{}}, nil
}

func shardOf(c *cli.Context) (batch.Shard, error) {
	if c.String("shard") == "" {
		return batch.Shard{}, nil
	}
	s, err := batch.ParseShard(c.String("shard"))
	if err != nil {
		return s, &usageError{"--shard: " + err.Error(), "the third of eight parts is --shard 3/8; parts are counted from 1"}
	}
	return s, nil
}

func onlyOf(c *cli.Context) (list []batch.Status, err error) {
	for _, word := range c.StringSlice("only") {
		s := batch.Status(word)
		if !slices.Contains([]batch.Status{batch.Ready, batch.Blocked, batch.Failed}, s) {
			return nil, &usageError{fmt.Sprintf("--only: %q is not how a dossier ends", word), "write --only failed, or --only failed,blocked"}
		}
		list = append(list, s)
	}
	return list, nil
}

// records are the applicants of the sources that are in this part, in order of id.
func (b *batchRun) records() ([]batch.Record, error) {
	clients, err := b.sources(b.c.Args().Slice())
	if err != nil {
		return nil, err
	}
	var records []batch.Record
	for _, cl := range clients {
		if b.shard.Has(cl.id) {
			b.clients[cl.id] = cl
			records = append(records, batch.Record{ID: cl.id, Key: func() string { return b.key(cl) }})
		}
	}
	slices.SortFunc(records, func(x, y batch.Record) int { return strings.Compare(x.ID, y.ID) })
	return records, nil
}

// sources are the applicants of the sources named, whose ids can each name a folder.
func (b *batchRun) sources(args []string) ([]client, error) {
	files, err := b.profiles(args)
	if err != nil {
		return nil, err
	}
	var all []client
	tables := 0
	for _, name := range files {
		if !isTable(name) {
			all = append(all, ofProfile(name))
			continue
		}
		rows, err := b.rows(b.c, name)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
		tables++
	}
	if err := needless(b.c, tables); err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, cl := range all {
		ids[i] = cl.id
	}
	if err := batch.CheckIDs(ids); err != nil {
		return nil, errors.Join(err, &hinted{"nothing was made", "rename these files, or give these rows other ids; each id is a folder of the output"})
	}
	return all, nil
}

// profiles are the profiles named, those that match a pattern and those in folders, each once, in order of
// name, without files that others extend.
func (b *batchRun) profiles(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		found, err := profilesOf(arg)
		if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	sort.Strings(files)
	return b.withoutShared(slices.Compact(files)), nil
}

// profilesOf are the profiles that an argument names.
func profilesOf(arg string) ([]string, error) {
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		return profilesIn(arg)
	case err == nil:
		return []string{arg}, nil
	case !strings.ContainsAny(arg, "*?["):
		return nil, &hinted{fmt.Sprintf("%s: %v", arg, plain(err)), "batch takes folders, profiles and tables"}
	}
	found, err := filepath.Glob(arg)
	if err != nil {
		return nil, &usageError{arg + ": this is no pattern", "write it as 'clients/2026-*.toml'"}
	}
	found = slices.DeleteFunc(found, func(name string) bool {
		info, err := os.Stat(name)
		return err != nil || info.IsDir()
	})
	if len(found) == 0 {
		return nil, &hinted{arg + ": no file is called so", "a pattern is taken as the shell would: * is any name, ? any letter"}
	}
	return found, nil
}

// profilesIn are the profiles in a folder, in order of name.
func profilesIn(dir string) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(escapeGlob(dir), "*.toml"))
	encrypted, err2 := filepath.Glob(filepath.Join(escapeGlob(dir), "*.toml"+seal.Ext))
	if err := cmp.Or(err, err2); err != nil {
		return nil, err
	}
	found = append(found, encrypted...)
	slices.Sort(found)
	found = slices.DeleteFunc(found, func(name string) bool {
		return strings.HasPrefix(filepath.Base(name), ".") // of the system, not of a person
	})
	if len(found) == 0 {
		return nil, &hinted{dir + " has no profile", "profiles end in .toml, or .toml.age"}
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
