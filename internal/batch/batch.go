// Package batch runs one job over many records: workers, a ledger that lets a second run do only
// what changed, and a report. It knows nothing of applicants.
package batch

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Record is one unit of work. ID names its output folder; Key gives a hash of all that goes into
// it, empty if that cannot be told. Key is called by the worker that does the record.
type Record struct {
	ID  string
	Key func() string
}

// A Line is how a record ended. It holds no personal value: reasons come from the program's own
// words or are left out.
type Line struct {
	ID     string `json:"id"`
	Key    string `json:"key"`
	Status Status `json:"status,omitempty"` // none once the papers were purged
	Blocks int    `json:"blocks"`
	Warns  int    `json:"warns"`
	Infos  int    `json:"infos"`
	Pages  int    `json:"pages"`
	Reason string `json:"reason,omitempty"`

	Day   string  `json:"day,omitempty"`   // on which it was looked at, ISO
	Found []Found `json:"found,omitempty"` // in order of level and rule
	Chase []Chase `json:"chase,omitempty"`
	Due   []Due   `json:"due,omitempty"` // in order of day

	Files  string `json:"files,omitempty"`  // hash of encrypted outputs as they are on the disk
	Purged string `json:"purged,omitempty"` // the day on which the papers were deleted, ISO
	Kept   bool   `json:"-"`                // from an earlier run: nothing had changed
}

// A Found is how often a rule found something, of one level.
type Found struct {
	Rule  string `json:"rule"`
	Level string `json:"level"`
	N     int    `json:"n"`
}

// A Chase is what somebody has to be asked for: by a rule, at a key, about a kind of paper if it is about one.
type Chase struct {
	Rule  string `json:"rule"`
	Level string `json:"level"`
	Key   string `json:"key"`
	Kind  string `json:"kind,omitempty"`
	Doubt bool   `json:"doubt,omitempty"` // a fact is asked for that would decide
}

// A Due is a day to keep in mind, ISO, by the word of what it is.
type Due struct {
	Day  string `json:"day"`
	What string `json:"what"`
	Kind string `json:"kind,omitempty"` // of a paper
}

// A Status says whether the dossier can be posted.
type Status string

const (
	Ready   Status = "ready"
	Blocked Status = "blocked" // made, and not ready to post
	Failed  Status = "failed"  // not made
)

// A Job does one record.
type Job func(ctx context.Context, r Record) (Line, error)

// Options say how a run goes.
type Options struct {
	Jobs   int             // workers, at least 1; never more than there are records
	Ledger *Ledger         // of earlier runs; nil for none
	Kept   func(Line) bool // whether the outputs of an unchanged record are still there; nil believes so
	Force  bool            // do records that have not changed, too
	Only   []Status        // do only records that ended so before, and keep the lines of the others; empty for all
	Done   func(Line)      // called as each record ends, one call at a time
}

// An Outcome is how a record ended, without what was found.
type Outcome struct {
	ID     string
	Status Status
	Kept   bool // as an earlier run left it
}

// Run does every record whose key is not in the ledger, and tells how each ended, in the order given; its line goes to
// Done alone. A record that fails or panics does not stop the others. Left out are records that Only passes over and
// that no run has done, and once the context is cancelled those that are not in flight, which finish.
func Run(ctx context.Context, records []Record, job Job, o Options) []Outcome {
	records, outcomes := o.chosen(records)
	var mu sync.Mutex
	next := make(chan int)
	var workers sync.WaitGroup
	for range max(1, min(o.Jobs, len(records))) {
		workers.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					continue // handed out while the context ended
				}
				line := o.do(ctx, records[i], job)
				mu.Lock()
				outcomes[i] = line.outcome()
				if o.Done != nil {
					o.Done(line)
				}
				mu.Unlock()
			}
		})
	}
	for i := range records {
		if ctx.Err() != nil {
			break
		}
		if outcomes[i].ID == "" {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	return slices.DeleteFunc(outcomes, func(x Outcome) bool { return x.ID == "" })
}

func (l Line) outcome() Outcome { return Outcome{l.ID, l.Status, l.Kept} }

// chosen are the records that Only asks for, and those it passes over with how they had ended.
func (o Options) chosen(records []Record) ([]Record, []Outcome) {
	if len(o.Only) == 0 {
		return records, make([]Outcome, len(records))
	}
	var all []Record
	var outcomes []Outcome
	for _, r := range records {
		old, err := o.old(r.ID)
		switch {
		case err == nil && old.Status == "":
		case err != nil || slices.Contains(o.Only, old.Status): // what cannot be told is done again
			all, outcomes = append(all, r), append(outcomes, Outcome{})
		default:
			old.Kept = true
			all, outcomes = append(all, r), append(outcomes, old.outcome())
		}
	}
	return all, outcomes
}

// old is the line of an earlier run on a record; without a status if there is none.
func (o Options) old(id string) (Line, error) {
	if o.Ledger == nil || !o.Ledger.Has(id) {
		return Line{}, nil
	}
	return o.Ledger.Line(id)
}

func (o Options) do(ctx context.Context, r Record, job Job) (line Line) {
	var key string
	defer func() {
		if v := recover(); v != nil {
			line = Line{ID: r.ID, Key: key, Status: Failed, Reason: "the program stopped in this record" + Where(debug.Stack())}
		}
	}()
	if r.Key != nil {
		key = r.Key()
	}
	if !o.Force {
		if old, err := o.old(r.ID); err == nil && o.unchanged(old, key) {
			old.Kept = true
			return old
		}
	}
	line, err := job(ctx, r)
	line.ID, line.Key = r.ID, key
	if err != nil {
		line.Status, line.Reason = Failed, err.Error()
	}
	return line
}

// unchanged reports a record that was done before, with the same key, and of which the outputs are there.
func (o Options) unchanged(old Line, key string) bool {
	return key != "" && old.Key == key && (old.Status == Ready || old.Status == Blocked) && (o.Kept == nil || o.Kept(old))
}

// Where is the function in which a panic began, in brackets after a space, read off a stack; without
// its arguments, which may be personal. Empty if it cannot be told.
func Where(stack []byte) string {
	after := false
	for _, l := range strings.Split(string(stack), "\n") {
		switch {
		case strings.HasPrefix(l, "panic("):
			after = true
		case after && strings.HasSuffix(l, ")") && !strings.HasPrefix(l, "runtime."):
			name := l[:max(0, strings.LastIndex(l, "("))] // the arguments are the last brackets: "form.(*T).Fill(0x1)"
			return fmt.Sprintf(" (%s)", name[strings.LastIndex(name, "/")+1:])
		}
	}
	return ""
}

// CheckIDs refuses what cannot be a folder's name, and names that would fall on one folder: all of
// them at once.
func CheckIDs(ids []string) error {
	var errs []error
	seen := map[string]bool{}
	for _, id := range ids {
		fold := norm.NFC.String(strings.ToLower(id)) // folders of macOS and Windows do not tell these apart
		switch reason := badID(id); {
		case reason != "":
			errs = append(errs, fmt.Errorf("%q cannot name a folder: %s", id, reason))
		case seen[fold]:
			errs = append(errs, fmt.Errorf("two records are called %q", id))
		}
		seen[fold] = true
	}
	return errors.Join(errs...)
}

// device matches what Windows reserves, whatever the extension (Naming Files, Paths, and
// Namespaces, learn.microsoft.com).
var device = regexp.MustCompile(`^(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]) *$`)

// ours matches the names of what a run writes beside the folders.
var ours = regexp.MustCompile(`^((REPORT|LEDGER|CORRECTIONS)(-|$)|CHASE$)`)

func badID(id string) string {
	base, _, _ := strings.Cut(strings.ToUpper(id), ".")
	switch {
	case id == "" || strings.Trim(id, ". ") == "":
		return "it is empty or only dots"
	case !utf8.ValidString(id):
		return "its letters are not in UTF-8"
	case strings.ContainsAny(id, `/\:*?"<>|`) || strings.ContainsFunc(id, func(r rune) bool { return r < ' ' }):
		return "it holds a character that folders may not have"
	case len(id) > 120:
		return "it is longer than 120 bytes"
	case device.MatchString(base):
		return "Windows keeps this name for a device"
	case ours.MatchString(base):
		return "the report, the ledger and what is chased have such names"
	case strings.HasSuffix(id, ".") || strings.HasSuffix(id, " ") || strings.HasPrefix(id, "-") || strings.HasPrefix(id, "."):
		return "it ends with a dot or a space, or begins with a hyphen or a dot"
	}
	return ""
}
