package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

func (p *program) nextCommand() *cli.Command {
	return &cli.Command{
		Name:      "next",
		Usage:     "say what comes after posting, with dates",
		ArgsUsage: "PROFILE.toml",
		Description: `Next walks from the file to the carte Vitale and beyond, from where the profile stands: what is
done, what can be done now and with which letter, for what the fund is awaited, what is overdue
and what comes later, each with its earliest and latest day and its source. Where one stands
say nir and nir_received, civil_status_asked and the keys beneath it, and the tables [posted],
[refusal] and [done] of the profile. What the page of the ameli account asks for is listed
with the answers. --ics writes the days to come as a calendar, without the person's values.
Exit status is 0, or 1 when the profile cannot be read or the calendar not be written.`,
		Flags:  []cli.Flag{jsonFlag(), icsFlag()},
		Action: p.next,
	}
}

func (p *program) next(c *cli.Context) error {
	name, err := one(c, "profile")
	if err != nil {
		return err
	}
	day, lang, err := p.settings(c)
	if err != nil {
		return err
	}
	if err := icsToFile(c); err != nil {
		return err
	}
	a, err := p.applicant(name)
	if err != nil {
		return err
	}
	w := way{Case: rule.NewCase(a, day), lang: lang}
	w.steps = dossier.Next(w.Case)
	if err := p.writeCalendar(c, stepEvents(a, day, w.steps, lang), day, lang); err != nil {
		return err
	}
	if c.Bool("json") {
		return p.printJSON(w.json())
	}
	return p.write("-", w.text())
}

// A way is the steps of somebody.
type way struct {
	*rule.Case
	steps []dossier.Step
	lang  string
}

func (w *way) say(t rule.Text) string { return t.In(w.lang) }

// command is the one that helps with a step that can be taken, for this profile; empty if there is none.
func (w *way) command(s dossier.Step) string {
	switch {
	case s.Command == "", s.Progress == dossier.Later, s.Progress == dossier.Waiting, s.Progress == dossier.Done:
		return ""
	case s.Progress == dossier.Always && w.A.NIR == "": // nothing goes out before there is a number
		return ""
	}
	return strings.Replace(s.Command, "PROFILE", shellWord(w.A.File()), 1)
}

// shellWord is a name as a shell takes it for one word.
func shellWord(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-") == "" && s != "" && s[0] != '-' {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// text writes the steps as check writes findings: one a line, what helps and the source beneath.
func (w *way) text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, w.say(rule.Text{EN: "%s: %s", FR: "%s : %s"}.With(w.A.File(), dossier.Standing(w.Case))))
	for i, s := range w.steps {
		if i == 0 || s.Stage != w.steps[i-1].Stage {
			fmt.Fprintf(&b, "\n%s\n", w.say(s.Stage.Title()))
		}
		w.step(&b, s)
	}
	fmt.Fprintf(&b, "\n%s\n", w.say(rule.Text{EN: "Telephone: the number on a letter of the fund, or", FR: "Téléphone : le numéro d’un courrier de la caisse, ou"}))
	for _, h := range dossier.Helplines() {
		fmt.Fprintln(&b, w.say(rule.Text{EN: "%s (from abroad %s), %s\n\t%s; read on %s: %s", FR: "%s (depuis l’étranger %s), %s\n\t%s ; lu le %s : %s"}.With(h.Number, h.Abroad, h.What, h.Sure, isoDate(h.Read), h.Source)))
	}
	return b.Bytes()
}

func (w *way) step(b *bytes.Buffer, s dossier.Step) {
	colon := rule.Text{EN: ": ", FR: " : "}
	b.WriteString(w.say(s.Progress.Word()))
	for _, part := range []rule.Text{s.When, s.What} {
		if part.EN != "" {
			b.WriteString(w.say(colon) + w.say(part))
		}
	}
	b.WriteString(" [" + s.ID + "]\n")
	if s.Progress == dossier.Done {
		return
	}
	for _, a := range s.Asked {
		fmt.Fprintf(b, "\t%s%s%s\n", w.say(a.Asked), w.say(colon), w.say(a.Value))
	}
	if command := w.command(s); command != "" {
		fmt.Fprintf(b, "\t%s\n", command)
	}
	fmt.Fprintf(b, "\t%s%s%s\n", w.say(s.Basis.Word()), w.say(colon), w.say(s.Source))
}

// isoDate is a day of our own tables, whose form a test holds.
func isoDate(s string) profile.Date {
	d, _ := profile.ParseDate(s)
	return d
}

// What next says as JSON.
type (
	wayJSON struct {
		Profile   string         `json:"profile"`
		Day       string         `json:"day"`
		Standing  string         `json:"standing"`
		Steps     []stepJSON     `json:"steps"`
		Helplines []helplineJSON `json:"helplines"`
	}
	stepJSON struct {
		ID       string       `json:"id"`
		Stage    string       `json:"stage"`
		Progress string       `json:"progress"` // done, now, waiting, overdue, always or later
		Name     string       `json:"name"`
		When     string       `json:"when"`
		Earliest string       `json:"earliest"` // days as 2027-02-28, empty if there is none
		Latest   string       `json:"latest"`
		Done     string       `json:"done"`
		What     string       `json:"what"`
		Asked    []answerJSON `json:"asked"`
		Command  string       `json:"command"`
		Basis    rule.Basis   `json:"basis"`
		Source   string       `json:"source"`
		Read     string       `json:"read"`
	}
	answerJSON struct {
		Asked string `json:"asked"`
		Value string `json:"value"`
	}
	helplineJSON struct {
		Number string `json:"number"`
		Abroad string `json:"abroad"`
		What   string `json:"what"`
		Sure   string `json:"sure"`
		Source string `json:"source"`
		Read   string `json:"read"`
	}
)

func (w *way) json() wayJSON {
	out := wayJSON{Profile: w.A.File(), Day: w.Day.String(), Standing: w.say(dossier.Standing(w.Case))}
	for _, s := range w.steps {
		asked := []answerJSON{}
		for _, a := range s.Asked {
			asked = append(asked, answerJSON{w.say(a.Asked), w.say(a.Value)})
		}
		out.Steps = append(out.Steps, stepJSON{s.ID, [...]string{"number", "ameli", "card", "after"}[s.Stage], s.Progress.String(), w.say(s.Name), w.say(s.When), s.First.String(), s.Last.String(), s.DoneOn.String(),
			w.say(s.What), asked, w.command(s), s.Basis, w.say(s.Source), s.Read})
	}
	for _, h := range dossier.Helplines() {
		out.Helplines = append(out.Helplines, helplineJSON{h.Number, h.Abroad, w.say(h.What), w.say(h.Sure), w.say(h.Source), h.Read})
	}
	return out
}
