package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/calendar"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) checkCommand() *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "say what would make the fund send the file back",
		ArgsUsage: "PROFILE.toml|DIR|TABLE...",
		Description: `Check lists what is wrong, one finding a line with what to do beneath, and writes nothing.
A folder stands for the profiles in it, in order of name; a file that others in it extend is
none. A table, CSV or XLSX, stands for its rows, read by --map as batch does. Findings block, warn or inform, and are said profile by profile. Where three months of
residence must be proven and the papers leave something open, a picture of them follows: a line
a proof, the days without proof, and what to chase. Of a scan check sees whether it is whole;
with --scans it measures each page, as build does. The password of a PDF is taken from the variable
that password_env names, or asked for on a terminal. --ics writes the time limits that run for
the people of the profiles as a calendar. Exit status is 0 when all can go, 1 when a
profile cannot be read, 3 when a rule stops one.`,
		Flags: append(formFlags(), mapFlag(),
			&cli.BoolFlag{Name: "json", Usage: "findings as a JSON array"},
			&cli.BoolFlag{Name: "all", Usage: "say which rules pass, too"},
			&cli.BoolFlag{Name: "scans", Usage: "measure the pages enclosed, too: blurred, dark, askew, blank, twice; takes longer"},
			timelineFlag(), icsFlag()),
		Action: p.check,
	}
}

func (p *program) check(c *cli.Context) error {
	if c.NArg() == 0 {
		return &usageError{"check takes one profile or more", "dossier check me.toml"}
	}
	day, l, err := p.settings(c)
	if err != nil {
		return err
	}
	if err := icsToFile(c); err != nil {
		return err
	}
	p.writesNothing, p.asks = !c.IsSet("ics"), true
	if _, err := p.job(c, &profile.Applicant{}, day); err != nil {
		return err // a blank that cannot be used would fail every profile
	}
	var failed error
	clients, err, stop := p.checkClients(c)
	if stop != nil {
		return stop
	}
	if err != nil {
		p.complain(err)
		failed = errSaid
	}
	if c.Bool("timeline") && c.Bool("json") && len(clients) > 1 {
		return &usageError{"--timeline --json takes one profile", "check the profiles one by one, or leave out --json"}
	}
	if !c.Bool("json") {
		p.line = p.progress(l)
	}
	jobs := runtime.NumCPU()
	if c.Bool("scans") { // of one profile they are measured side by side
		jobs = 1
	}
	files := make([]scratch, jobs)
	for i := range files {
		files[i].program = p
	}
	var events []calendar.Event
	r := &report{w: p.out, lang: l, json: c.Bool("json"), all: c.Bool("all"), timeline: c.Bool("timeline")}
	err = batch.InOrder(len(clients), jobs, func(worker, i int) checked {
		return p.checkOne(c, clients[i], day, files[worker].read)
	}, func(seen checked) error {
		if seen.err != nil {
			p.complain(seen.err)
			failed = errSaid
			return nil
		}
		events = append(events, clockEvents(seen.Case, l, len(clients) > 1)...)
		return r.add(seen)
	})
	if err != nil {
		return err
	}
	if err := p.writeCalendar(c, events, day, l); err != nil {
		p.complain(err)
		failed = errSaid
	}
	return errors.Join(failed, r.end(), r.stop)
}

// profilesOf are the profiles that an argument names: a folder stands for those in it.
func (p *program) profilesOf(arg string) ([]string, error) {
	if info, err := os.Stat(arg); err != nil || !info.IsDir() {
		return []string{arg}, nil
	}
	found, err := profilesIn(arg)
	return p.withoutShared(found), err
}

// A checked is one profile with what was found.
type checked struct {
	*rule.Case
	found []rule.Finding
	err   error // why it could not be checked
}

func (p *program) checkOne(c *cli.Context, cl client, day profile.Date, attachments profile.Reader) (seen checked) {
	defer func() {
		if recover() != nil { // as in run: no stack, whose values may be personal
			seen = checked{err: &hinted{fmt.Sprintf("%s: a mistake in the program%s stopped it", cl.id, batch.Where(debug.Stack())), "the other profiles are not concerned"}}
		}
	}()
	a, err := cl.load(p.readText)
	if err != nil {
		return checked{err: err}
	}
	j, err := p.job(c, a, day)
	if err != nil {
		return checked{err: err}
	}
	if !c.Bool("scans") {
		j.Read = attachments
	}
	j.Progress = p.line.measured
	found, err := j.Check(c.Bool("scans"))
	return checked{rule.NewCase(a, day), found, err}
}

// A scratch reads files one after the other into the same memory: what it gives is good until the
// next.
type scratch struct {
	*program
	room []byte
}

func (s *scratch) read(name string) ([]byte, error) {
	info, err := readable(name)
	if err != nil {
		return nil, err
	}
	data, err := contentOf(name, info.Size(), maxFile, s.room)
	if err == nil {
		s.room = data
		return s.decrypted(name, data, maxFile)
	}
	return nil, err
}

// A report is the findings of one profile after the other, written as they come.
type report struct {
	w        io.Writer
	lang     string
	json     bool
	all      bool  // rules that pass too
	timeline bool  // residence day by day even if it leaves nothing open; of JSON that alone
	n        int   // findings so far
	stop     error // errBlocked once a finding blocks
}

func (r *report) add(seen checked) error {
	found := seen.found
	if rule.Blocked(found) {
		r.stop = errBlocked
	}
	if r.all {
		for _, j := range rule.Judge(seen.A, seen.Day) {
			if j.Verdict == rule.Pass {
				found = append(found, j.Passed(seen.A))
			}
		}
	}
	var b bytes.Buffer
	switch {
	case r.json && r.timeline:
		data, err := seen.Timeline().JSON(r.lang)
		if err != nil {
			return err
		}
		return writeJSON(r.w, json.RawMessage(data))
	case r.json:
		if err := r.array(&b, found); err != nil {
			return err
		}
	default:
		say(&b, found, r.lang)
		if l := seen.Timeline(); r.timeline || l.Needed && !l.Clear() {
			drawTimeline(&b, seen.A.File(), l, r.lang)
		}
	}
	_, err := r.w.Write(b.Bytes())
	return err
}

// array adds findings to the array that was begun with the first.
func (r *report) array(b *bytes.Buffer, found []rule.Finding) error {
	for _, f := range found {
		data, err := f.JSON(r.lang)
		if err != nil {
			return err
		}
		if r.n++; r.n == 1 {
			b.WriteString("[\n  ")
		} else {
			b.WriteString(",\n  ")
		}
		if err := json.Indent(b, data, "  ", "  "); err != nil {
			return err
		}
	}
	return nil
}

// end closes the array of JSON.
func (r *report) end() error {
	var end string
	switch {
	case !r.json || r.timeline:
		return nil
	case r.n == 0:
		end = "[]\n"
	default:
		end = "\n]\n"
	}
	_, err := io.WriteString(r.w, end)
	return err
}
