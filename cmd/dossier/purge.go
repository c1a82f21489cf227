package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/history"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

func (p *program) purgeCommand() *cli.Command {
	return &cli.Command{
		Name:      "purge",
		Usage:     "delete the papers of long ago",
		ArgsUsage: "DIR --older-than 24mo",
		Description: `Purge lists the applicants in a folder of batch, or the one of a folder of build, whose newest papers
were made more than so long before today, or the day of --on: days (90d), months (24mo) or years
(2y). Then it deletes all of them that the program made, once that is confirmed, on a terminal or
with --yes: papers, their history and what is to be chased. What it did not make, or was changed
since, stays with its folder and is named; a link is not followed. Papers of which it cannot be
told when they were made are named and stay. DIR/ledger.jsonl says who was purged and when, and
the reports of batch are written anew without them. Profiles and scans are yours: they stay where
they are. A purge that is interrupted goes on the next time. A disk may keep what was deleted on
it until the place is used again.

Exit status is 0 when all was deleted, or listed with --dry-run, 1 when something could not be
deleted or read, 2 when nobody can be asked and --yes is not given.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "older-than", Usage: "papers made longer ago than `TIME`: 90d, 24mo, 2y"},
			&cli.BoolFlag{Name: "dry-run", Usage: "list what would be deleted, and delete nothing"},
			&cli.BoolFlag{Name: "yes", Usage: "delete without asking"},
			&cli.BoolFlag{Name: "json", Usage: "one object an applicant, as a JSON array"},
		},
		Action: p.purge,
	}
}

func (p *program) purge(c *cli.Context) error {
	dir, err := one(c, "folder")
	if err != nil {
		return err
	}
	day, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	before, err := longAgo(c.String("older-than"), day)
	if err != nil {
		return err
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return &hinted{dir + ": there is no such folder", "name the folder that build or batch made"}
	}
	x := &purging{program: p, c: c, dir: dir, day: day, lang: lang, many: !isPapers(dir), known: map[string]*batch.Ledger{}}
	if x.many && !c.Bool("dry-run") {
		unlock, err := lock(dir, batch.Shard{})
		if err != nil {
			return err
		}
		defer unlock()
		if err := removeAllTemporary(dir); err != nil {
			return err
		}
	}
	all, err := x.find(before)
	if err != nil {
		return err
	}
	if err := x.list(all, c.Bool("json")); err != nil {
		return err
	}
	switch {
	case len(all) == 0:
		said := rule.Text{EN: "%s: no papers were made before %s", FR: "%s : aucun document n’a été fait avant le %s"}
		fmt.Fprintln(p.err, said.With(dir, rule.Day(before)).In(lang))
		if c.Bool("dry-run") {
			return x.unread
		}
		return errors.Join(x.unread, x.forget())
	case c.Bool("dry-run"):
		return x.unread
	case c.Bool("yes"):
	case !onTerminal(p.in):
		return &usageError{"nothing was deleted: nobody can be asked here", "look at the list, then give --yes"}
	case !x.confirmed(len(all)):
		fmt.Fprintln(p.err, rule.Text{EN: "nothing was deleted", FR: "rien n’a été supprimé"}.In(lang))
		return nil
	}
	return errors.Join(x.unread, x.delete(all))
}

var ages = regexp.MustCompile(`^([1-9][0-9]{0,4})(d|mo|y)$`)

// longAgo is the day that lies so long before another.
func longAgo(age string, day profile.Date) (profile.Date, error) {
	if age == "" {
		return day, &usageError{"how old papers must be is missing", "dossier purge DIR --older-than 24mo"}
	}
	m := ages.FindStringSubmatch(age)
	if m == nil {
		return day, &usageError{fmt.Sprintf("--older-than: %q is no time", age), "write days, months or years: 90d, 24mo, 2y"}
	}
	n, _ := strconv.Atoi(m[1]) // five digits at most
	switch m[2] {
	case "d":
		day = day.AddDays(-n)
	case "mo":
		day = day.AddMonths(-n)
	default:
		day = day.AddMonths(-12 * n)
	}
	if day.Year < 1 {
		return day, &usageError{fmt.Sprintf("--older-than: %q is before there were days", age), "write days, months or years: 90d, 24mo, 2y"}
	}
	return day, nil
}

// isPapers says whether a folder holds papers of one applicant.
func isPapers(dir string) bool {
	for _, name := range []string{history.Manifest, history.Dir} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

// A purging is one run of purge.
type purging struct {
	*program
	c      *cli.Context
	dir    string // of batch if there are many applicants in it, or of build
	many   bool
	day    profile.Date
	lang   string
	unread error                    // errSaid once papers were named that cannot be read
	known  map[string]*batch.Ledger // by name, once they were read
}

// A toPurge is an applicant whose papers are to be deleted.
type toPurge struct {
	ID     string   `json:"id"`
	Folder string   `json:"folder"`
	Day    string   `json:"day"`   // of the newest version
	Files  []string `json:"files"` // that go, in the folder
	Stays  []string `json:"stays"` // in the folder, as the program did not make it

	record string // of Files the one that says how old the papers are: it goes after the others
	number int    // of the newest version
}

// find gives the applicants whose newest papers were made before a day, in order of id. Those that cannot be read are
// named.
func (x *purging) find(before profile.Date) ([]*toPurge, error) {
	ids := []string{"."}
	if x.many {
		entries, err := os.ReadDir(x.dir)
		if err != nil {
			return nil, unwritten("read the folder", x.dir, err)
		}
		ids = nil
		for _, e := range entries {
			if e.IsDir() && !isTemporary(e.Name()) && isPapers(filepath.Join(x.dir, e.Name())) { // a link is none
				ids = append(ids, e.Name())
			}
		}
		if len(ids) == 0 {
			if _, err := os.Stat(filepath.Join(x.dir, ledgerName+".jsonl")); err != nil {
				return nil, &hinted{x.dir + " has no papers of dossier", "name the folder that build or batch made"}
			}
		}
	}
	var all []*toPurge
	for _, id := range ids {
		t, err := x.papers(id, before)
		if err != nil {
			x.complain(err)
			x.unread = errSaid
		} else if t != nil {
			all = append(all, t)
		}
	}
	return all, nil
}

// papers looks at one applicant; nil if the papers are not old enough.
func (x *purging) papers(id string, limit profile.Date) (*toPurge, error) {
	dir := filepath.Join(x.dir, id)
	before, err := x.readPast(dir)
	if err != nil {
		return nil, err
	}
	made, err := madeLast(dir, before.chain)
	if err != nil || !made.Before(limit) {
		return nil, err
	}
	t := &toPurge{ID: id, Folder: dir, Day: made.String(), number: before.last.Number, Files: []string{}, Stays: []string{}}
	if !x.many {
		t.ID = filepath.Base(dir)
	}
	return t, t.sort(before)
}

// madeLast is the day on which the newest papers of a folder were made.
func madeLast(dir string, chain *history.Chain) (made profile.Date, err error) {
	last := chain.Last()
	unsure := func(file, what string) error {
		return &hinted{filepath.Join(dir, filepath.FromSlash(file)) + ": " + what + ": nobody can tell how old the papers are", "they stay; make them again, or remove the folder yourself"}
	}
	switch {
	case chain.Unfinished != "":
		return made, unsure(history.Manifest, "a run was interrupted")
	case last == nil:
		return made, unsure(history.Manifest, "it is no manifest of dossier, or only a part of one")
	}
	for _, f := range chain.Faults {
		if f.State == dossier.Changed && (f.File == last.File || f.File == history.Manifest) {
			return made, unsure(f.File, f.Msg.EN)
		}
	}
	for _, v := range chain.Versions {
		day, err := profile.ParseDate(v.Manifest.Day)
		if err != nil {
			return made, unsure(v.File, "it has no day")
		}
		if day.After(made) {
			made = day
		}
	}
	return made, nil
}

// sort tells the files of a folder that the program made from all others.
func (t *toPurge) sort(before *past) error {
	ours := map[string]string{} // what a file must be: its sha256 by its name in the folder
	for _, v := range before.chain.Versions {
		if v.File != history.Manifest {
			ours[v.File] = v.Sum
		}
		for name, sum := range v.Manifest.Outputs {
			ours[path.Join(history.Papers(v.Number), name)] = sum
		}
	}
	last := before.last
	for name, sum := range last.Manifest.Outputs {
		ours[name] = sum
	}
	ours[history.Manifest] = last.Sum
	record := last.File
	if sum, err := before.sum(history.Manifest); err != nil || sum == last.Sum {
		record = history.Manifest // its entry in the history is no more than its second name
	}
	return filepath.WalkDir(t.Folder, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return unwritten("read", file, err)
		}
		rel, err := filepath.Rel(t.Folder, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch {
		case e.IsDir() && (name == "." || name == history.Dir || kept.MatchString(name)):
			return nil
		case e.IsDir():
			t.Stays = append(t.Stays, name+"/")
			return fs.SkipDir
		case !e.Type().IsRegular():
			t.Stays = append(t.Stays, name)
			return nil
		case isTemporary(e.Name()):
			return nil
		}
		paper := strings.TrimSuffix(name, seal.Ext)
		inHistory := kept.MatchString(path.Dir(name))
		if ours[paper] == "" && !inHistory {
			t.Stays = append(t.Stays, name)
			return nil
		}
		sum, err := before.sumOfFile(file)
		switch {
		case err != nil:
			return err
		case ours[paper] != sum && !(inHistory && keptAside(path.Base(paper), sum)):
			t.Stays = append(t.Stays, name)
			return nil
		case paper == record:
			t.record = name
		}
		t.Files = append(t.Files, name)
		return nil
	})
}

// kept matches the folders of papers in a history.
var kept = regexp.MustCompile(`^` + history.Dir + `/\d{4,6}$`)

// keptAside says whether a file bears the name that the history gives to a paper which somebody had changed.
func keptAside(name, sum string) bool {
	ext := filepath.Ext(name)
	return strings.HasSuffix(strings.TrimSuffix(name, ext), "-"+sum[:8])
}

// list says what is to be deleted.
func (x *purging) list(all []*toPurge, asJSON bool) error {
	if asJSON {
		return x.printJSON(append([]*toPurge{}, all...))
	}
	for _, t := range all {
		line := rule.Text{EN: "%s: papers of %s, %d file(s)", FR: "%s : documents du %s, %d fichier(s)"}
		fmt.Fprintln(x.out, line.With(t.Folder, dayOf(t.Day), len(t.Files)).In(x.lang))
		for _, name := range t.Stays {
			fmt.Fprintln(x.out, rule.Text{EN: "\tstays, as the program did not make it: %s", FR: "\treste, car le programme ne l’a pas fait : %s"}.With(name).In(x.lang))
		}
	}
	return nil
}

// confirmed asks whoever sits at the terminal.
func (x *purging) confirmed(n int) bool {
	ask := rule.Text{EN: "delete the papers of %d applicant(s)? (yes/no) ", FR: "supprimer les documents de %d personne(s) ? (oui/non) "}
	fmt.Fprint(x.err, ask.With(n).In(x.lang))
	answer, _ := bufio.NewReader(x.in).ReadString('\n')
	return slices.Contains([]string{"yes", "y", "oui", "o"}, strings.ToLower(strings.TrimSpace(answer)))
}

// delete deletes the papers of all, one after the other. What cannot be deleted does not stop the rest.
func (x *purging) delete(all []*toPurge) error {
	var failed error
	for _, t := range all {
		if err := x.deleteOne(t); err != nil {
			x.complain(err)
			failed = errSaid
		}
	}
	if err := x.forget(); err != nil {
		return err
	}
	return failed
}

// deleteOne deletes what the program made for an applicant. What says how old it is goes last, after the line in
// the ledger: whenever it stops, the next purge finds what is left.
func (x *purging) deleteOne(t *toPurge) error {
	in, err := os.OpenRoot(t.Folder)
	if err != nil {
		return unwritten("open the folder", t.Folder, err)
	}
	defer in.Close()
	remove := func(name string) error {
		if err := in.Remove(filepath.FromSlash(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritten("delete", filepath.Join(t.Folder, filepath.FromSlash(name)), err)
		}
		return nil
	}
	before := &past{vault: x.vault(t.Folder), last: &history.Version{Number: t.number}}
	if err := before.clear(); err != nil {
		return err
	}
	for _, name := range t.Files {
		if name != t.record {
			if err := remove(name); err != nil {
				return err
			}
		}
	}
	emptied := func() {
		folders, _ := fs.Glob(in.FS(), history.Dir+"/*") // the pattern is ours, and sound
		for _, name := range append(folders, history.Dir) {
			if info, err := in.Lstat(name); err == nil && info.IsDir() {
				_ = in.Remove(name) // only if nothing is in it
			}
		}
	}
	emptied()
	if x.many {
		if err := x.deleteBeside(t.ID); err != nil {
			return err
		}
		syncDir(t.Folder)
		if err := x.note(t); err != nil {
			return err
		}
	}
	if err := remove(t.record); err != nil {
		return err
	}
	emptied()
	if len(t.Stays) > 0 {
		return nil
	}
	if err := os.Remove(t.Folder); err != nil && x.many { // the folder of one may be where the user stands
		return unwritten("delete the folder", t.Folder, err)
	}
	syncDir(filepath.Dir(t.Folder))
	return nil
}

// deleteBeside deletes what batch keeps of an applicant outside their folder.
func (x *purging) deleteBeside(id string) error {
	in, err := os.OpenRoot(x.dir)
	if err != nil {
		return unwritten("open the folder", x.dir, err)
	}
	defer in.Close()
	for _, name := range []string{filepath.Join(chaseName, id+".txt"), filepath.Join(chaseName, id+".txt"+seal.Ext), filepath.Join(seenName, id)} {
		if err := in.RemoveAll(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return unwritten("delete", filepath.Join(x.dir, name), err)
		}
	}
	return nil
}

// seenName is the folder in that of a batch for what was learnt of the scans of each applicant.
const seenName = ".seen"

// ledgers are those of dossiers, of all applicants first, and those of replies.
func (x *purging) ledgers() ([]string, error) {
	made, err := ledgers(x.dir, ledgerName)
	if err != nil {
		return nil, err
	}
	replies, err := ledgers(x.dir, correctionsName)
	return append(made, replies...), err
}

// note adds a line on an applicant to the ledgers that know them, or to that of all: on the disk before it returns.
func (x *purging) note(t *toPurge) error {
	names, err := x.ledgers()
	if err != nil {
		return err
	}
	var in []string
	for _, name := range names {
		if x.known[name] == nil {
			known, err := readLedgers(name)
			if err != nil {
				return err
			}
			x.known[name] = known
		}
		if x.known[name].Has(t.ID) {
			in = append(in, name)
		}
	}
	if len(in) == 0 {
		in = names[:1]
	}
	for _, name := range in {
		l, err := openLedger(name)
		if err != nil {
			return err
		}
		if err := errors.Join(l.add(batch.Line{ID: t.ID, Purged: x.day.String()}), l.file.Close()); err != nil {
			return unwritten("write", name, err)
		}
	}
	return nil
}

// forget takes those who were purged out of the reports, and then older lines on them out of the ledgers: one that is
// in order has been through all of this.
func (x *purging) forget() error {
	if !x.many {
		return nil
	}
	in, err := os.OpenRoot(x.dir) // an id in a ledger may be anything
	if err != nil {
		return unwritten("open the folder", x.dir, err)
	}
	defer in.Close()
	names, err := x.ledgers()
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		known, err := readLedgers(name)
		if err != nil {
			return err
		}
		ordered, err := inOrder(name, known)
		if err != nil {
			return err
		}
		if ordered {
			continue
		}
		var ids []string
		for l, err := range known.Lines(known.IDs()) {
			if err != nil {
				return unreadLedger(x.dir, err)
			}
			if l.Purged == "" {
				ids = append(ids, l.ID)
				continue
			}
			for _, dir := range []string{filepath.Join(l.ID, history.Dir), l.ID} {
				_ = in.Remove(dir) // of a purge that was stopped: only if nothing is in it
			}
		}
		shard, _ := batch.ShardOf(strings.TrimSuffix(filepath.Base(name), ".jsonl"))
		b := &batchRun{program: x.program, c: x.c, dir: x.dir, day: x.day, lang: x.lang, shard: shard, reports: reportName}
		if strings.HasPrefix(filepath.Base(name), correctionsName) {
			b.reports, b.kind = correctionsName, dossier.Reply
		}
		if _, err := os.Stat(b.reportFile()); err == nil {
			if err := b.report(known.Lines(ids)); err != nil {
				return err
			}
		}
		if err := putInOrder(name); err != nil {
			return err
		}
	}
	return nil
}
