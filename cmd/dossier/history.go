package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/history"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) historyCommand() *cli.Command {
	return &cli.Command{
		Name:      "history",
		Usage:     "show what was made into a folder, version by version",
		ArgsUsage: "PROFILE.toml|DIR",
		Description: `History shows the versions of the papers in a folder: when each was made, of what kind it is,
what changed, which letter of the fund it answers and until when. Of a profile it looks into
its folder and those in it, for papers made from that profile, and adds the days to come.
build, correct and batch keep the manifest of each version in DIR/history/, each with the sum
of the one before, and the papers that a later version replaced in DIR/history/0001/ and so
on: nothing is lost. A manifest that was edited or taken away, and a paper that is nowhere to
be found as it was made, is named. Exit status is 0 when all is there, 1 when there are no
papers, 3 when the history is broken.`,
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "one object a folder, as a JSON array"}, icsFlag()},
		Action: p.history,
	}
}

func (p *program) history(c *cli.Context) error {
	name, err := one(c, "profile or folder")
	if err != nil {
		return err
	}
	day, l, err := p.settings(c)
	if err != nil {
		return err
	}
	if err := icsToFile(c); err != nil {
		return err
	}
	found, err := p.histories(name)
	if err != nil {
		return err
	}
	var days []rule.Deadline
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		a, err := p.applicant(name)
		if err != nil {
			return err
		}
		of := rule.NewCase(a, day)
		days = toCome(of.Deadlines(), day)
		if err := p.writeCalendar(c, clockEvents(of, l, false), day, l); err != nil {
			return err
		}
	} else if c.String("ics") != "" {
		return &usageError{"--ics goes with a profile, which says what runs", "dossier history PROFILE.toml --ics days.ics"}
	}
	var broken error
	told := []toldHistory{}
	for _, h := range found {
		if h.tell(p.catalog().Form, l); len(h.faults) > 0 {
			broken = errBlocked
		}
		for _, d := range days {
			h.told.Deadlines = append(h.told.Deadlines, toldDeadline{string(d.ID), d.Due().String(), d.What.In(l), d.From.String(), d.Clock.From.In(l), d.Source.In(l)})
		}
		told = append(told, h.told)
	}
	if c.Bool("json") {
		if err := p.printJSON(told); err != nil {
			return err
		}
		return broken
	}
	for i, h := range found {
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		h.print(p.out, l)
		if h.chain.Unfinished != "" {
			fmt.Fprintf(p.err, "%s: %s\n", h.dir, interrupted.In(l))
		}
		p.sayFaults(h.dir, h.faults, l)
	}
	if len(days) > 0 {
		fmt.Fprintf(p.out, "\n%s\n", rule.Text{EN: "days to come:", FR: "jours à venir :"}.In(l))
	}
	for _, d := range days {
		line := rule.Text{EN: "%s: %s\n\tcounted from %s, %s; %s\n", FR: "%s : %s\n\tcompté depuis %s, le %s ; %s\n"}
		fmt.Fprint(p.out, line.With(d.Due(), d.What, d.Clock.From, d.From, d.Source).In(l))
	}
	return broken
}

var interrupted = rule.Text{
	EN: "a run was interrupted: run the same command again; the versions above are whole",
	FR: "une exécution a été interrompue : relancez la même commande ; les versions ci-dessus sont entières",
}

// A folderHistory is the chain of a folder, with what is wrong.
type folderHistory struct {
	dir    string
	chain  *history.Chain
	faults []history.Fault
	told   toldHistory
}

// readHistory reads the chain of a folder, and looks for the papers of each version.
func (p *program) readHistory(dir string) (*history.Chain, []history.Fault, error) {
	fsys := p.vault(dir)
	chain, err := history.Read(fsys)
	if err != nil {
		return nil, nil, unwritten("read the history", filepath.Join(dir, history.Dir), err)
	}
	lost, err := chain.Lost(fsys)
	if err != nil {
		return nil, nil, unwritten("read the papers of", dir, err)
	}
	return chain, slices.Concat(chain.Faults, lost), nil
}

// histories are those of a folder, or of the folders beside a profile that hold papers made from it.
func (p *program) histories(name string) ([]*folderHistory, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, &hinted{fmt.Sprintf("%s: %v", name, plain(err)), "name a profile, or the folder that build or correct made"}
	}
	dirs, of := []string{name}, ""
	if !info.IsDir() {
		of = filepath.Base(name)
		if dirs, err = foldersBeside(name); err != nil {
			return nil, err
		}
	}
	var found []*folderHistory
	for _, dir := range dirs {
		chain, faults, err := p.readHistory(dir)
		if err != nil && of == "" {
			return nil, err
		}
		if err != nil || len(chain.Versions)+len(chain.Faults) == 0 || of != "" && !madeFrom(chain, of) {
			continue // beside a profile stands what has nothing to do with it
		}
		found = append(found, &folderHistory{dir: dir, chain: chain, faults: faults})
	}
	switch {
	case len(found) > 0:
		return found, nil
	case of == "":
		return nil, &hinted{name + " has no papers of dossier", "name the folder that build or correct made"}
	}
	return nil, &hinted{name + ": no folder beside it has papers made from it", "name the folder that build or correct made: dossier history out"}
}

// foldersBeside are the folder of a file and those in it.
func foldersBeside(name string) ([]string, error) {
	dir := filepath.Dir(name)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unwritten("read the folder", dir, err)
	}
	dirs := []string{dir}
	for _, e := range entries {
		sub := filepath.Join(dir, e.Name())
		if info, err := os.Stat(sub); err == nil && info.IsDir() && e.Name() != history.Dir {
			dirs = append(dirs, sub)
		}
	}
	return dirs, nil
}

// madeFrom says whether a version was made from a profile of that name.
func madeFrom(chain *history.Chain, name string) bool {
	return slices.ContainsFunc(chain.Versions, func(v history.Version) bool {
		return len(v.Manifest.Profile) > 0 && filepath.Base(v.Manifest.Profile[0].File) == name
	})
}

// A toldHistory is a folderHistory in the program's own format.
type toldHistory struct {
	Folder     string         `json:"folder"`
	Unfinished dossier.Kind   `json:"unfinished,omitempty"`
	Versions   []toldVersion  `json:"versions"`
	Deadlines  []toldDeadline `json:"deadlines"` // of the applicant, from today on; none where only a folder is known
	Faults     []toldFault    `json:"faults"`
}

type toldVersion struct {
	Version int                      `json:"version"`
	File    string                   `json:"file"`
	SHA256  string                   `json:"sha256"`
	Day     string                   `json:"day"`
	Kind    dossier.Kind             `json:"kind"`
	Ready   bool                     `json:"ready"`
	Program string                   `json:"program"`
	Edition string                   `json:"edition"`
	Changes []toldChange             `json:"changes"`
	Request *dossier.ManifestRequest `json:"request,omitempty"`

	official bool // the form is
}

type toldDeadline struct {
	ID     string `json:"id"`
	Day    string `json:"day"`
	What   string `json:"what"`
	From   string `json:"from"`
	Since  string `json:"since"` // what the day it is counted from is
	Source string `json:"source"`
}

type toldChange struct {
	What   history.What `json:"what"`
	Key    string       `json:"key,omitempty"`
	Label  string       `json:"label"`
	Before string       `json:"before"`
	After  string       `json:"after"`
}

type toldFault struct {
	File  string        `json:"file"`
	State dossier.State `json:"state"`
	Says  string        `json:"says"`
}

// tell says what each version changed.
func (h *folderHistory) tell(f *form.Form, lang string) {
	h.told = toldHistory{Folder: h.dir, Unfinished: h.chain.Unfinished, Versions: []toldVersion{}, Deadlines: []toldDeadline{}, Faults: []toldFault{}}
	var before, sent *dossier.Manifest
	for _, v := range h.chain.Versions {
		m := v.Manifest
		t := toldVersion{v.Number, v.File, v.Sum, m.Day, m.Kind, m.Ready, m.Program, m.Form.Edition, []toldChange{}, m.Request, m.Form.Official}
		var changes []history.Change
		if before != nil {
			changes = append(history.Answers(f, before, m), history.Making(before, m)...)
		}
		if m.Kind == dossier.Application { // what a reply encloses is what was asked, not all there is
			if sent != nil {
				changes = append(changes, history.Enclosed(sent, m)...)
			}
			sent = m
		}
		for _, c := range changes {
			t.Changes = append(t.Changes, toldChange{c.What, c.Key, c.Label.In(lang), c.Before.In(lang), c.After.In(lang)})
		}
		before = m
		h.told.Versions = append(h.told.Versions, t)
	}
	for _, f := range h.faults {
		h.told.Faults = append(h.told.Faults, toldFault{f.File, f.State, f.Msg.In(lang)})
	}
}

// print writes a history as text, each version with what changed beneath.
func (h *folderHistory) print(w io.Writer, lang string) {
	say := func(t rule.Text, args ...any) { fmt.Fprint(w, t.With(args...).In(lang)) }
	say(rule.Text{EN: "%s: %d version(s)\n", FR: "%s : %d version(s)\n"}, h.dir, len(h.told.Versions))
	for i, v := range h.told.Versions {
		say(rule.Text{EN: "version %d, %s: %s\n", FR: "version %d, %s : %s\n"}, v.Version, dayOf(v.Day), v.about())
		lines := v.lines()
		if len(lines) == 0 && i > 0 {
			lines = append(lines, rule.Text{EN: "the same answers and papers", FR: "mêmes réponses et mêmes pièces"})
		}
		for _, line := range lines {
			say(rule.Text{EN: "\t%s\n", FR: "\t%s\n"}, line)
		}
	}
}

// dayOf is a day of a manifest with its month in letters, or as it is.
func dayOf(iso string) rule.Text {
	d, err := profile.ParseDate(iso)
	if err != nil {
		return rule.Text{EN: iso, FR: iso}
	}
	return rule.Day(d)
}

// about says what a version is.
func (v *toldVersion) about() rule.Text {
	ready := rule.Text{EN: "ready to post once signed", FR: "prête à envoyer une fois signée"}
	switch {
	case !v.Ready:
		ready = rule.Text{EN: "not ready to post", FR: "pas prête à envoyer"}
	case !v.official:
		ready = rule.Text{EN: "on the preparation sheet", FR: "sur la fiche préparatoire"}
	}
	switch r := v.Request; {
	case v.Kind == dossier.Application:
		return rule.Text{EN: "application, %s", FR: "demande, %s"}.With(ready)
	case r == nil:
		return rule.Text{EN: "reply, %s", FR: "réponse, %s"}.With(ready)
	case r.Deadline == "":
		return rule.Text{EN: "reply to the letter of %s (%s), %s", FR: "réponse au courrier du %s (%s), %s"}.With(dayOf(r.Date), r.Reference, ready)
	default:
		return rule.Text{EN: "reply to the letter of %s (%s), awaited by %s, %s", FR: "réponse au courrier du %s (%s), attendue pour le %s, %s"}.With(dayOf(r.Date), r.Reference, dayOf(r.Deadline), ready)
	}
}

// lines are what changed, and what a reply answers.
func (v *toldVersion) lines() []rule.Text {
	var lines []rule.Text
	line := func(en, fr string, args ...any) { lines = append(lines, rule.Text{EN: en, FR: fr}.With(args...)) }
	for _, c := range v.Changes {
		switch {
		case c.What != history.Paper:
			line("%s: %s → %s", "%s : %s → %s", c.Label, orEmpty(c.Before), orEmpty(c.After))
		case c.Before == "":
			line("paper added: %s (%s)", "pièce ajoutée : %s (%s)", c.Label, c.After)
		case c.After == "":
			line("paper taken out: %s (%s)", "pièce retirée : %s (%s)", c.Label, c.Before)
		default:
			line("another file: %s (%s → %s)", "autre fichier : %s (%s → %s)", c.Label, c.Before, c.After)
		}
	}
	if v.Request == nil {
		return lines
	}
	for _, item := range v.Request.Items {
		switch item.Kind {
		case "change":
			line("corrected, %s: %s → %s", "corrigé, %s : %s → %s", item.Key, orEmpty(item.Old), orEmpty(item.New))
		case "record":
			line("for the fund to correct, %s: %s → %s", "à corriger par la caisse, %s : %s → %s", item.Key, orEmpty(item.Old), orEmpty(item.New))
		case "document":
			line("asked for: %s; %s", "demandé : %s ; %s", wordOf(item.Key), sent(item.Pieces))
		case "form":
			line("the form was sent again", "le formulaire a été renvoyé")
		case "question":
			line("a question was answered", "une question a reçu sa réponse")
		case "refusal":
			line("a refusal, which goes to the commission de recours amiable", "un refus, qui relève de la commission de recours amiable")
		}
	}
	return lines
}

func orEmpty(s string) rule.Text {
	if s == "" {
		return rule.Text{EN: "(empty)", FR: "(vide)"}
	}
	return rule.Text{EN: s, FR: s}
}

// wordOf is what a paper is called, or the word for it where none is known.
func wordOf(key string) rule.Text {
	if kind := profile.Kind(key); slices.Contains(kind.Words(), key) {
		return rule.Text{EN: kind.English(), FR: kind.French()}
	}
	return rule.Text{EN: key, FR: key}
}

// sent are the pieces that a reply enclosed for what was asked.
func sent(pieces []dossier.ManifestSent) rule.Text {
	if len(pieces) == 0 {
		return rule.Text{EN: "answered without a paper", FR: "réponse sans pièce"}
	}
	var en, fr []string
	for _, s := range pieces {
		t := rule.Text{EN: "piece %d (%s, %d page(s))", FR: "pièce %d (%s, %d page(s))"}.With(s.Piece, s.Title, s.Pages)
		en, fr = append(en, t.EN), append(fr, t.FR)
	}
	return rule.Text{EN: "sent: " + strings.Join(en, ", "), FR: "envoyé : " + strings.Join(fr, ", ")}
}
