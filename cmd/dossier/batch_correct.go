package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/dossier"
)

func (p *program) batchCorrectCommand() *cli.Command {
	return &cli.Command{
		Name:      "correct",
		Usage:     "answer the letters of the CPAM to many applicants",
		ArgsUsage: "REQUESTS SOURCE... -o DIR",
		Description: `Correct makes DIR/<id>/ for every request in the folder REQUESTS, as dossier correct does. A request
answers for the applicant whose profile has the same name: REQUESTS/anna.toml for anna.toml among the
sources, which are those of batch. A request that is nobody's stops everything before it begins. DIR
is that of batch, so that pieces keep the numbers of the dossier that was sent. DIR/corrections.csv
has a row for each, DIR/corrections.html is the same to read; a second run does only what changed or
failed.`,
		Flags: append(append(envelopeFlags(), reportFlags()...), mapFlag(),
			&cli.BoolFlag{Name: "refill", Usage: "enclose the form, filled anew, even if the request does not touch it"},
			&cli.IntFlag{Name: "jobs", Value: runtime.NumCPU(), Usage: "make `N` replies at a time"},
			&cli.BoolFlag{Name: "force", Usage: "make those that have not changed, too"}),
		Action: p.batchCorrect,
	}
}

func (p *program) batchCorrect(c *cli.Context) error {
	run, err := p.batchRun(c)
	if err != nil {
		return err
	}
	if c.NArg() < 2 {
		return &usageError{"batch correct takes a folder of requests, and folders or profiles", "dossier batch correct requests/ clients/ -o out"}
	}
	b := &correctionsRun{batchRun: run, requests: map[string]string{}}
	b.do, b.kind, b.ledger, b.reports = b.reply, dossier.Reply, correctionsName, correctionsName
	frugal(c.Int("jobs"))
	keepBusy()
	records, err := b.pairs(c.Args().First(), c.Args().Tail())
	if err != nil {
		return err
	}
	return b.run(records)
}

// A correctionsRun is one call of batch correct.
type correctionsRun struct {
	*batchRun
	requests map[string]string // the file of each, by id
}

// pairs finds the profile of each request.
func (b *correctionsRun) pairs(requests string, sources []string) ([]batch.Record, error) {
	files, err := profilesOf(requests)
	if err != nil {
		return nil, err
	}
	clients, err := b.sources(sources)
	if err != nil {
		return nil, err
	}
	for _, cl := range clients {
		b.clients[cl.id] = cl
	}
	var records []batch.Record
	var errs []error
	for _, name := range files {
		id := idOf(name)
		cl, ok := b.clients[id]
		switch {
		case !ok:
			errs = append(errs, &hinted{fmt.Sprintf("%s: no applicant of the sources is called %q", name, id), "give the request the name of the profile that it is about"})
			continue
		case cl.profile == "":
			errs = append(errs, &hinted{fmt.Sprintf("%s: %q has no profile of their own, in which to put what is corrected", name, id), "correct it where it stands, or make a profile of it and name that as a source"})
			continue
		}
		b.requests[id] = name
		records = append(records, batch.Record{ID: id, Key: func() string { return b.replyKey(id) }})
	}
	if len(errs) > 0 {
		return nil, errors.Join(append(errs, errors.New("nothing was made"))...)
	}
	return records, nil
}

// correcting reads what the reply to one applicant's letter is made from.
func (b *correctionsRun) correcting(id string) (x *correctionRun, err error) {
	b.aside(func() {
		x, err = b.correction(b.c, b.clients[id].profile, b.requests[id], filepath.Join(b.dir, id), b.day, b.lang)
	})
	return x, err
}

// replyKey hashes what goes into a reply: the profile as it is once the corrected values are in it, which is what the
// next run finds.
func (b *correctionsRun) replyKey(id string) string {
	x, err := b.correcting(id)
	if err != nil {
		return ""
	}
	request, err := b.readText(b.requests[id])
	if err != nil {
		return ""
	}
	h := b.hashing()
	h.note("request", request)
	h.note("profile", x.is)
	for _, s := range x.plain.Sources()[1:] {
		h.note("shared", s.Text)
	}
	return h.job(x.job)
}

// reply makes one reply, as correct does.
func (b *correctionsRun) reply(_ context.Context, r batch.Record) (batch.Line, error) {
	x, err := b.correcting(r.ID)
	if err != nil {
		return b.failed("the profile or the request cannot be read", err)
	}
	reply, err := x.request.Make(x.job, x.applied, x.past, b.c.Bool("refill"))
	if err != nil {
		return b.failed("the reply cannot be made", err)
	}
	reply.Findings = append(reply.Findings, x.unsaved...)
	if reply.Papers == nil {
		return b.answered(x.job.Applicant, reply), nil
	}
	wrong := "the reply cannot be written"
	err = b.writeFolder(x.dir, reply.Papers, &reply.Manifest, correctFiles, func(papers map[string]dossier.Paper) error {
		err := b.prove(b.c, x.job, &reply.Manifest, papers)
		if err != nil {
			wrong = "a paper does not show what was meant"
		}
		return err
	})
	if err != nil {
		return b.failed(wrong, err)
	}
	if err := x.save(); err != nil {
		return b.failed("what was corrected cannot be put into the profile", err)
	}
	return b.answered(x.job.Applicant, reply), nil
}
