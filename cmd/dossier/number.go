package main

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"dossier/internal/number"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// numberFlags are those of the commands that read a number.
func numberFlags() []cli.Flag {
	return []cli.Flag{jsonFlag(), &cli.StringFlag{Name: "profile", Usage: "hold the number against `PROFILE.toml`"}}
}

// What is longer is no number, however it is grouped: characters, and bytes of standard input.
const (
	longestNumber = 100
	mostInput     = 1 << 10
)

// numberGiven is the number on the command line, in groups or not, or on standard input for "-". Looks
// is an example of one.
func (p *program) numberGiven(c *cli.Context, looks string) (string, error) {
	s := strings.Join(c.Args().Slice(), " ")
	if s == "-" {
		if c.String("profile") == "-" {
			return "", &usageError{"number and profile cannot both be read from standard input", "write the number on the command line, or name the profile's file"}
		}
		data, err := p.begin(s, mostInput+1)
		if err != nil {
			return "", fmt.Errorf("read the number: %w", err)
		}
		if len(data) > mostInput {
			return "", &hinted{"standard input holds more than a number", "give the number alone"}
		}
		s = string(data)
	}
	switch s = strings.TrimSpace(s); {
	case utf8.RuneCountInString(s) > longestNumber:
		return "", &usageError{c.Command.Name + ": what was given is too long for a number", "dossier " + c.Command.Name + " " + c.Command.ArgsUsage}
	case s == "":
		return "", &usageError{c.Command.Name + ": no number was given", "dossier " + c.Command.Name + " " + c.Command.ArgsUsage}
	case !strings.ContainsFunc(s, unicode.IsDigit):
		return "", &usageError{c.Command.Name + ": that is no number: it has no digit", "it looks like this: " + looks}
	}
	return s, nil
}

// A heldNumber is a number held against a profile.
type heldNumber struct {
	applicant   *profile.Applicant // nil if no profile was named
	differences []rule.Difference
	held        []string // keys of the profile that say something of the number
}

// hold reads the profile of --profile, if there is one, and compares.
func (p *program) hold(c *cli.Context, compare func(*profile.Applicant) ([]rule.Difference, []string)) (*heldNumber, error) {
	name := c.String("profile")
	if name == "" {
		return &heldNumber{}, nil
	}
	a, err := p.applicant(name)
	if err != nil {
		return nil, err
	}
	h := &heldNumber{applicant: a}
	h.differences, h.held = compare(a)
	return h, nil
}

// headed is the word on a number that is sound by itself; one that is not what the profile says has it
// said at once.
func (h *heldNumber) headed(word rule.Text) rule.Text {
	if len(h.differences) == 0 {
		return word
	}
	return rule.Text{EN: word.EN + ", but it differs from the profile", FR: word.FR + ", mais il diffère du profil"}
}

// stop is errBlocked if the number is wrong by itself or differs from the profile.
func (h *heldNumber) stop(problem rule.Text) error {
	if problem.EN != "" || len(h.differences) > 0 {
		return errBlocked
	}
	return nil
}

// numberText is what is said of a number: a line that sums it up, a table of its parts, and what else
// is to be known.
type numberText struct {
	bytes.Buffer
	lang string
}

func (t *numberText) in(x rule.Text) string { return x.In(t.lang) }

// parts writes the table.
func (t *numberText) parts(parts []number.Part, characters rule.Text) {
	if len(parts) == 0 {
		return
	}
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", "POSITION", t.in(characters), t.in(rule.Text{EN: "MEANING", FR: "SENS"}), t.in(rule.Text{EN: "HERE", FR: "ICI"}))
	for _, part := range parts {
		position := fmt.Sprint(part.From)
		if part.To > part.From {
			position += "-" + fmt.Sprint(part.To)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", position, cmp.Or(part.Text, "-"), t.in(part.Meaning), t.in(part.Here))
	}
	w.Flush() // into memory
	t.WriteString("\n")
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(t, strings.TrimRight(line, " \n"))
	}
}

// lines writes one text a line, below an empty line.
func (t *numberText) lines(texts []rule.Text) {
	for i, x := range texts {
		if i == 0 {
			t.WriteString("\n")
		}
		fmt.Fprintln(t, t.in(x))
	}
}

// sources writes where it is known from.
func (t *numberText) sources(sources []rule.Text) {
	if len(sources) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s\n", t.in(rule.Text{EN: "sources:", FR: "sources :"}))
	for _, x := range sources {
		fmt.Fprintf(t, "    %s\n", t.in(x))
	}
}

// held writes what came of the comparison: the differences as check writes findings, or with what
// the number agrees.
func (t *numberText) held(h *heldNumber) {
	if h.applicant == nil {
		return
	}
	t.WriteString("\n")
	for _, d := range h.differences {
		fmt.Fprintf(t, "%s: %s: %s\n\t%s\n", h.applicant.Pos(d.Key), d.Key, t.in(d.Message), t.in(d.Fix))
	}
	switch file := h.applicant.File(); {
	case len(h.differences) > 0:
	case len(h.held) == 0:
		fmt.Fprintf(t, t.in(rule.Text{EN: "%s: says nothing to hold the number against\n", FR: "%s : ne dit rien qui se compare au numéro\n"}), file)
	default:
		fmt.Fprintf(t, t.in(rule.Text{EN: "%s: agrees (%s)\n", FR: "%s : concorde (%s)\n"}), file, strings.Join(h.held, ", "))
	}
}

// The parts of a number, and its differences from a profile, in JSON.
type (
	partLine struct {
		ID      string `json:"id"`
		From    int    `json:"from"` // position of the first character, counted from 1
		To      int    `json:"to"`
		Text    string `json:"text"`
		Meaning string `json:"meaning"`
		Here    string `json:"here"`
	}
	differenceLine struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Key     string `json:"key"`
		Message string `json:"message"`
		Fix     string `json:"fix"`
	}
)

func partLines(parts []number.Part, lang string) []partLine {
	lines := []partLine{}
	for _, x := range parts {
		lines = append(lines, partLine{x.ID, x.From, x.To, x.Text, x.Meaning.In(lang), x.Here.In(lang)})
	}
	return lines
}

func (h *heldNumber) lines(lang string) []differenceLine {
	lines := []differenceLine{}
	for _, d := range h.differences {
		pos := h.applicant.Pos(d.Key)
		lines = append(lines, differenceLine{pos.File, pos.Line, d.Key, d.Message.In(lang), d.Fix.In(lang)})
	}
	return lines
}

// allIn are texts in a language.
func allIn(texts []rule.Text, lang string) []string {
	all := []string{}
	for _, x := range texts {
		all = append(all, x.In(lang))
	}
	return all
}
