package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/history"
)

func (p *program) mergeCommand() *cli.Command {
	return &cli.Command{
		Name:      "merge",
		Usage:     "join what the parts of a batch did",
		ArgsUsage: "DIR... [-o ALL]",
		Description: `Merge joins the ledgers and the reports of batch --shard into one ledger.jsonl and one report,
as a run over all applicants would have written them. The parts of one DIR are joined where they
are. Several are joined into ALL: the applicants' folders are copied there, and DIR... stay as
they are. A part that is missing, or an applicant who is in two folders with other papers, is
named, and nothing is joined. Every paper is held against its manifest as it is copied.`,
		Flags:  []cli.Flag{reportJSONFlag(), folderFlag()},
		Action: p.merge,
	}
}

func (p *program) merge(c *cli.Context) error {
	dirs := c.Args().Slice()
	into := c.String("output")
	switch {
	case len(dirs) == 0:
		return &usageError{"merge takes the folders of batch --shard", "dossier batch merge " + c.Command.ArgsUsage}
	case into == "-":
		return &usageError{"a folder of papers cannot go to standard output", "name a folder: -o all"}
	case into == "" && len(dirs) > 1:
		return &usageError{"where to write is missing", "several folders are joined into another: dossier batch merge " + strings.Join(dirs[:2], " ") + " -o all"}
	case into == "":
		into = dirs[0]
	}
	day, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	m := &merging{batchRun: &batchRun{program: p, c: c, dir: into, day: day, lang: lang, reports: reportName}, at: map[string]string{}}
	return m.join(dirs)
}

// A merging joins runs into one.
type merging struct {
	*batchRun
	at  map[string]string // the folder of the run that an applicant is from, by id
	all batch.Ledger
}

func (m *merging) join(dirs []string) error {
	if err := os.MkdirAll(m.dir, 0o700); err != nil {
		return unwritten("make the folder", m.dir, err)
	}
	unlock, err := lock(m.dir, batch.Shard{})
	if err != nil {
		return err
	}
	defer unlock()
	parts := map[batch.Shard]bool{}
	for _, dir := range dirs {
		if !sameFile(dir, m.dir) {
			unlock, err := lock(dir, batch.Shard{})
			if err != nil {
				return err
			}
			defer unlock()
		}
		if err := m.read(dir, parts); err != nil {
			return err
		}
	}
	if err := complete(parts); err != nil {
		return err
	}
	for line, err := range m.all.Lines(m.all.IDs()) {
		if err != nil {
			return unreadLedger(m.dir, err)
		}
		if err := errors.Join(m.bring(line), m.bringMail(line.ID)); err != nil {
			return err
		}
	}
	name := filepath.Join(m.dir, ledgerName+".jsonl")
	if err := writeBeside(name, m.all.Write); err != nil {
		return err
	}
	all, err := readLedgers(name)
	if err != nil {
		return err
	}
	ended, ids, err := m.ended(all)
	if err != nil {
		return err
	}
	lines := all.Lines(ids)
	if err := m.report(lines); err != nil {
		return err
	}
	if err := m.print(lines); err != nil {
		return err
	}
	if err := m.clear(parts); err != nil {
		return err
	}
	return m.outcome(m.c.Context, ended)
}

// ended is how the applicants of a ledger ended, in order of id, but for those whose papers were purged.
func (m *merging) ended(all *batch.Ledger) (ended []batch.Outcome, ids []string, err error) {
	for l, err := range all.Lines(all.IDs()) {
		if err != nil {
			return nil, nil, unreadLedger(m.dir, err)
		}
		if l.Status != "" {
			ended, ids = append(ended, batch.Outcome{ID: l.ID, Status: l.Status}), append(ids, l.ID)
		}
	}
	return ended, ids, nil
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}

// read adds the ledgers of a folder.
func (m *merging) read(dir string, parts map[batch.Shard]bool) error {
	names, err := ledgers(dir, ledgerName)
	if err != nil {
		return &hinted{fmt.Sprintf("%s: %v", dir, plain(err)), "merge takes the folders that dossier batch wrote"}
	}
	found := false
	for _, name := range names {
		if _, err := os.Stat(name); err == nil {
			found = true
		}
		if s, ok := batch.ShardOf(strings.TrimSuffix(filepath.Base(name), ".jsonl")); ok {
			parts[s] = true
		}
	}
	if !found {
		return &hinted{dir + ": there is no ledger of dossier batch in it", "merge takes the folders that dossier batch wrote"}
	}
	known, err := readLedgers(names...)
	if err != nil {
		return err
	}
	for l, err := range known.Lines(known.IDs()) {
		if err != nil {
			return unreadLedger(dir, err)
		}
		if m.at[l.ID] == "" {
			m.at[l.ID] = dir
			continue
		}
		old, err := m.all.Line(l.ID)
		if err != nil {
			return unreadLedger(m.at[l.ID], err)
		}
		if old.Key != l.Key || old.Status != l.Status {
			return &hinted{fmt.Sprintf("%s and %s both have the applicant %q, with other papers", m.at[l.ID], dir, l.ID), "leave one of them out, or run batch on that applicant once more in both"}
		}
		m.at[l.ID] = dir
	}
	m.all.Join(known)
	return nil
}

// complete refuses parts of one whole of which some are missing.
func complete(parts map[batch.Shard]bool) error {
	var missing []string
	of := map[int]bool{}
	for s := range parts {
		if of[s.N] {
			continue
		}
		of[s.N] = true
		for i := range s.N {
			if !parts[batch.Shard{I: i + 1, N: s.N}] {
				missing = append(missing, fmt.Sprintf("%d/%d", i+1, s.N))
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return &hinted{"parts of the whole are missing: " + strings.Join(missing, ", "), "run each with dossier batch --shard, then merge again"}
}

// bring copies the papers of an applicant to where all are to be. They are there already, or not, whenever it stops.
func (m *merging) bring(line batch.Line) error {
	id := line.ID
	from, to := filepath.Join(m.at[id], id), filepath.Join(m.dir, id)
	if sameFile(m.at[id], m.dir) {
		return nil
	}
	if err := m.bringSeen(id); err != nil {
		return err
	}
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil // nothing was made
	}
	if _, err := os.Lstat(to); err == nil {
		return same(from, to, id)
	}
	temp, err := os.MkdirTemp(m.dir, ".dossier-*.tmp") // 0700
	if err != nil {
		return unwritten("make a folder in", m.dir, err)
	}
	defer os.RemoveAll(temp)
	if err := copyTree(from, temp); err != nil {
		return err
	}
	if err := whole(temp, from, line.Files); err != nil {
		return err
	}
	if err := os.Rename(temp, to); err != nil {
		return unwritten("write", to, err)
	}
	syncDir(m.dir)
	return nil
}

// bringSeen copies what was learnt of an applicant's scans, unless it is there.
func (m *merging) bringSeen(id string) error {
	from, to := filepath.Join(m.at[id], seenName, id), filepath.Join(m.dir, seenName, id)
	if _, err := os.Lstat(from); err != nil {
		return nil
	}
	if _, err := os.Lstat(to); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return unwritten("make the folder", filepath.Dir(to), err)
	}
	temp, err := os.MkdirTemp(m.dir, ".dossier-*.tmp") // 0700
	if err != nil {
		return unwritten("make a folder in", m.dir, err)
	}
	defer os.RemoveAll(temp)
	if err := copyTree(from, temp); err != nil {
		return err
	}
	if err := os.Rename(temp, to); err != nil {
		return unwritten("write", to, err)
	}
	return nil
}

// same refuses papers that are there already and are others.
func same(from, to, id string) error {
	a, err := os.ReadFile(vault{dir: from}.path(history.Manifest))
	b, err2 := os.ReadFile(vault{dir: to}.path(history.Manifest))
	if err != nil || err2 != nil || string(a) != string(b) {
		return &hinted{fmt.Sprintf("%s is there already, with other papers than %s", to, from), "join into a new folder: -o all"}
	}
	return nil
}

// copyTree copies files and folders. What is neither is left out: no run of ours makes it.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("read %s: %w", name, plain(err))
		}
		rel, err := filepath.Rel(from, name)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case e.IsDir() && rel == ".":
			return nil
		case e.IsDir():
			return os.Mkdir(target, 0o700)
		case !e.Type().IsRegular():
			return nil
		}
		return copyFile(name, target)
	})
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("read %s: %w", from, plain(err))
	}
	defer in.Close()
	temp, err := stage(to, func(w io.Writer) error { _, err := io.Copy(w, in); return err })
	if err != nil {
		return err
	}
	return temp.publish()
}

// whole holds copied papers against their manifest, encrypted ones against the hash in the ledger.
func whole(dir, from, files string) error {
	if files != "" && standing(dir) != files {
		return &hinted{from + ": the encrypted papers are not as they were made", "run dossier batch again for this applicant, then merge"}
	}
	m, err := readManifest(filepath.Join(dir, history.Manifest))
	if err != nil {
		return nil // of a run that was stopped: its ledger has no line of it as done
	}
	if name := changedOutput(dir, m); name != "" {
		return &hinted{filepath.Join(from, name) + ": the file is not as it was made", "run dossier batch again for this applicant, then merge"}
	}
	return nil
}

// clear removes the ledgers and reports of parts, which are in those of the whole.
func (m *merging) clear(parts map[batch.Shard]bool) error {
	for s := range parts {
		for _, name := range []string{ledgerName + s.Suffix() + ".jsonl", reportName + s.Suffix() + ".csv", reportName + s.Suffix() + ".html", lockName + s.Suffix()} {
			if err := os.Remove(filepath.Join(m.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return unwritten("remove", filepath.Join(m.dir, name), err)
			}
		}
	}
	return nil
}
