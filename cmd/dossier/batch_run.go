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
	"slices"
	"strings"
	"syscall"

	"github.com/gofrs/flock"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/rule"
)

// Names of what a run writes beside the folders of the applicants, without their endings; a part of all has
// them with its Suffix. Corrections have a ledger and a report of their own.
const (
	ledgerName      = "ledger"
	reportName      = "report"
	correctionsName = "corrections"
	lockName        = ".lock"
)

func (b *batchRun) run(records []batch.Record) error {
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return unwritten("make the folder", b.dir, err)
	}
	unlock, err := lock(b.dir, b.shard)
	if err != nil {
		return err
	}
	defer unlock()
	if err := b.places(records); err != nil {
		return err
	}
	if err := removeAllTemporary(b.dir); err != nil {
		return err
	}
	own := filepath.Join(b.dir, b.ledger+b.shard.Suffix()+".jsonl")
	l, err := openLedger(own)
	if err != nil {
		return err
	}
	defer l.file.Close()
	known, err := b.known(l)
	if err != nil {
		return err
	}
	// A first Ctrl-C lets what is in flight end, a second stops at once.
	ctx, stop := signal.NotifyContext(b.c.Context, os.Interrupt, syscall.SIGTERM)
	defer stop()
	end := context.AfterFunc(ctx, func() {
		stop()
		b.aside(func() {
			fmt.Fprintln(b.err, rule.Text{
				EN: "dossier: the dossiers in the making are brought to their end; press Ctrl-C once more to stop at once",
				FR: "dossier : les dossiers en cours sont menés à leur fin ; Ctrl-C encore une fois arrête tout de suite",
			}.In(b.lang))
		})
	})
	b.count = b.counting(len(records))
	going, giveUp := context.WithCancel(ctx)
	defer giveUp()
	b.desks = make(chan struct{}, b.c.Int("jobs"))
	var torn error
	ended := batch.Run(going, records, b.filed, batch.Options{
		Jobs: b.underWay(), Ledger: known, Kept: b.kept, Force: b.c.Bool("force"), Only: b.only,
		Done: func(line batch.Line) {
			if err := l.add(line); err != nil && torn == nil {
				torn = err
				giveUp() // what is made from here on would not be remembered
			}
			b.count.one(line)
		},
	})
	end()
	b.count.end()
	b.prover.Rest() // the report of many applicants is large, too
	if torn != nil {
		return fmt.Errorf("write the ledger: %w", torn)
	}
	ids := make([]string, len(ended))
	for i, x := range ended {
		ids[i] = x.ID
	}
	lines := known.Lines(ids)
	if err := b.report(lines); err != nil {
		return err
	}
	if err := b.print(lines); err != nil {
		return err
	}
	if err := l.file.Close(); err != nil { // Windows renames nothing onto a file that is open
		return fmt.Errorf("write the ledger: %w", err)
	}
	if err := putInOrder(own); err != nil {
		return err
	}
	return b.outcome(ctx, ended)
}

// underWay is how many records are under way at a time: as many as are worked on, and some that only wait for the disk.
func (b *batchRun) underWay() int {
	jobs := cap(b.desks)
	if b.kind == dossier.Application {
		jobs += (jobs + 1) / 2
	}
	return jobs
}

// filed does one record, and notes the files that came of it where nobody could read them without an identity.
func (b *batchRun) filed(ctx context.Context, r batch.Record) (batch.Line, error) {
	line, err := b.do(ctx, r)
	if err == nil && b.to != nil {
		line.Files = standing(filepath.Join(b.dir, r.ID))
	}
	return line, err
}

// places refuses folders of applicants that are links: two could be written to one place, or outside.
func (b *batchRun) places(records []batch.Record) error {
	var errs []error
	for _, r := range records {
		name := filepath.Join(b.dir, r.ID)
		if info, err := os.Lstat(name); err == nil && !info.IsDir() {
			errs = append(errs, &hinted{name + " is no folder, and the papers of an applicant are to stand there", "move it elsewhere, or write to another folder with -o"})
		}
	}
	if len(errs) > 0 {
		return errors.Join(append(errs, errors.New("nothing was made"))...)
	}
	return nil
}

func (b *batchRun) reportFile() string {
	return filepath.Join(b.dir, b.reports+b.shard.Suffix()+".csv")
}

// lock keeps other runs out of a folder until unlock is called: those over all applicants and those over the same
// part of them. It goes with the process, however that ends.
func lock(dir string, s batch.Shard) (unlock func(), err error) {
	whole := flock.New(filepath.Join(dir, lockName), flock.SetPermissions(0o600))
	held, err := whole.TryLock()
	if s.N > 0 {
		if err == nil && held {
			whole.Unlock()
		}
		held, err = whole.TryRLock()
	}
	if err != nil {
		return nil, unwritten("lock the folder", dir, err)
	}
	if !held {
		return nil, &hinted{dir + ": another run of dossier batch is at work in this folder", "wait until it ends, or name another folder with -o"}
	}
	if s.N == 0 {
		return func() { whole.Unlock() }, nil
	}
	part := flock.New(filepath.Join(dir, lockName+s.Suffix()), flock.SetPermissions(0o600))
	if held, err = part.TryLock(); err != nil || !held {
		whole.Unlock()
	}
	if err != nil {
		return nil, unwritten("lock the folder", dir, err)
	}
	if !held {
		return nil, &hinted{fmt.Sprintf("%s: another run of dossier batch is at work on part %d of %d", dir, s.I, s.N), "wait until it ends, or give each machine another part"}
	}
	return func() { part.Unlock(); whole.Unlock() }, nil
}

// ledgers are the ledgers of a name in a folder: that of all applicants first, then those of parts.
func ledgers(dir, name string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	var parts []string
	for _, e := range entries {
		stem, ok := strings.CutSuffix(e.Name(), ".jsonl")
		if s, part := batch.ShardOf(stem); ok && part && stem == name+s.Suffix() {
			parts = append(parts, filepath.Join(dir, e.Name()))
		}
	}
	return slices.Insert(parts, 0, filepath.Join(dir, name+".jsonl")), nil
}

// known is what is known of earlier runs, and of this one as it goes on.
func (b *batchRun) known(own *ledger) (*batch.Ledger, error) {
	names, err := ledgers(b.dir, b.ledger)
	if err != nil {
		return nil, err
	}
	known := &batch.Ledger{}
	for i, name := range names {
		switch {
		case name == own.name:
			err = known.Read(own.file, own.size)
		case i > 0 && b.shard.N > 0: // another part may be at work, and put its lines in order
			err = copyLedger(known, name)
		default:
			err = readLedger(known, name)
		}
		if err != nil {
			return nil, unreadLedger(b.dir, err)
		}
	}
	own.known = known
	return known, nil
}

// unreadLedger is why the ledger of a folder cannot be read, with the way out.
func unreadLedger(dir string, err error) error {
	return &hinted{fmt.Sprintf("%s: the ledger cannot be read: %v", dir, err), "let no other program write there, and run the same command again"}
}

// readLedgers is what is known of ledgers that are this run's alone; a later one goes before an earlier one.
func readLedgers(names ...string) (*batch.Ledger, error) {
	known := &batch.Ledger{}
	for _, name := range names {
		if err := readLedger(known, name); err != nil {
			return nil, unreadLedger(filepath.Dir(name), err)
		}
	}
	return known, nil
}

// readLedger adds the lines of a file, which stay there; it need not exist.
func readLedger(known *batch.Ledger, name string) error {
	info, err := os.Stat(name)
	if err == nil {
		err = known.Read(shut(name), info.Size())
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// copyLedger adds the lines of a file as they are now.
func copyLedger(known *batch.Ledger, name string) error {
	data, err := os.ReadFile(name)
	if err == nil {
		err = known.Read(bytes.NewReader(data), int64(len(data)))
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// A shut is a file that is open only while some of it is read: there may be many of them.
type shut string

func (s shut) ReadAt(b []byte, at int64) (int, error) {
	f, err := os.Open(string(s))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return f.ReadAt(b, at)
}

// A ledger is the file of lines that a run adds to.
type ledger struct {
	name  string
	file  *os.File
	size  int64
	known *batch.Ledger // is told of what is added, unless it is nil
}

func openLedger(name string) (*ledger, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	l := &ledger{name: name, file: f}
	if l.size, err = lineEnded(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("open the ledger: %w", err)
	}
	return l, nil
}

// lineEnded is the size of a file of lines: a line torn by a crash is ended, so that it does not swallow the next.
func lineEnded(f *os.File) (size int64, err error) {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return 0, err
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return info.Size(), err
	}
	n, err := f.WriteString("\n")
	return info.Size() + int64(n), err
}

// add puts a line on the disk before it returns.
func (l *ledger) add(line batch.Line) error {
	if line.Kept {
		return nil
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	n, err := l.file.Write(append(data, '\n'))
	if err == nil {
		err = l.file.Sync()
	}
	if err == nil && l.known != nil {
		l.known.Note(line.ID, l.file, l.size, n)
	}
	l.size += int64(n)
	return err
}

// putInOrder puts the lines of a ledger that were added as records ended in order, one a record.
func putInOrder(name string) error {
	known, err := readLedgers(name)
	if err != nil {
		return err
	}
	if in, err := inOrder(name, known); err != nil || in {
		return err
	}
	if err := writeBeside(name, known.Write); err != nil {
		return fmt.Errorf("put the ledger in order: %w", err)
	}
	return nil
}

// inOrder says whether a file is a ledger as putInOrder leaves it.
func inOrder(name string, known *batch.Ledger) (bool, error) {
	is, err := sumOf(name)
	h := sha256.New()
	if err == nil {
		err = known.Write(h)
	}
	if err != nil {
		return false, unreadLedger(filepath.Dir(name), err)
	}
	return is == hex.EncodeToString(h.Sum(nil)), nil
}

func (b *batchRun) outcome(ctx context.Context, ended []batch.Outcome) error {
	count := map[batch.Status]int{}
	kept := 0
	for _, x := range ended {
		count[x.Status]++
		if x.Kept {
			kept++
		}
	}
	format := rule.Text{
		EN: "%d ready, %d blocked, %d failed (%d unchanged); see %s\n",
		FR: "%d prêts, %d bloqués, %d en échec (%d inchangés) ; voir %s\n",
	}
	fmt.Fprintf(b.err, format.In(b.lang), count[batch.Ready], count[batch.Blocked], count[batch.Failed], kept, b.reportFile())
	switch {
	case ctx.Err() != nil:
		return &hinted{"interrupted", "run the same command again: it does what is left"}
	case count[batch.Failed] > 0:
		return errSaid
	case count[batch.Blocked] > 0:
		return errBlocked
	}
	return nil
}
