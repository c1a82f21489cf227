package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/rule"
)

// cover is the kind of letter that is written unless another is asked for.
const cover = "cover"

func (p *program) letterCommand() *cli.Command {
	return &cli.Command{
		Name:      "letter",
		Usage:     "write the cover letter to the CPAM, or one for a later step",
		ArgsUsage: "PROFILE.toml -o LETTER.pdf",
		Description: `Letter writes, in French, who asks, on what ground, what needs explaining and what is
enclosed, to the fund of the address, which stands in the window of a DL envelope. --kind
names a letter for another step; --kind help lists them. A fact that the profile lacks
leaves a line to complete by hand, and is said. With --lang en the letter is a reading copy
in English, marked so on every page and not to be posted: what is posted is the one in
French. Exit status is 0 when it was written, 1 when it could not be, 2 when there is no
such kind, 3 when an attachment cannot be read or a value cannot be put on paper.`,
		Flags: append(encryptFlags(),
			&cli.StringFlag{Name: "kind", Value: cover, Usage: "which letter, `NAME`: cover, reminder, vitale, care-sheets, recourse, host"},
			registeredFlag(), outputFlag("LETTER.pdf")),
		Action: p.letter,
	}
}

func registeredFlag() cli.Flag {
	return &cli.BoolFlag{Name: "registered", Usage: "the letter says that it is posted as a registered one"}
}

func (p *program) letter(c *cli.Context) error {
	if c.String("kind") == "help" {
		_, lang, err := p.settings(c)
		if err == nil {
			listLetters(p.out, lang)
		}
		return err
	}
	kind, err := letterKind(c)
	if err != nil {
		return err
	}
	lang := "fr"
	if c.IsSet("lang") {
		lang = c.String("lang")
	}
	return p.paper(func(j *dossier.Job) ([]byte, []rule.Finding, error) { return j.LetterOf(kind, lang) })(c)
}

// letterKind is the kind named on the command line.
func letterKind(c *cli.Context) (dossier.LetterKind, error) {
	name := c.String("kind")
	kind, ok := dossier.KindOfLetter(name)
	if ok && kind.ByHost() && c.Bool("registered") {
		return kind, &usageError{"--registered: the statement of a host is not posted by itself", "leave --registered out; it goes with the papers of the file"}
	}
	if ok {
		return kind, nil
	}
	var list strings.Builder
	listLetters(&list, c.String("lang"))
	return kind, &usageError{fmt.Sprintf("--kind: there is no letter %q", name), strings.ReplaceAll(strings.TrimSpace(list.String()), "\n", "\n\t")}
}

// listLetters writes the kinds of letter, one a line.
func listLetters(w io.Writer, lang string) {
	for _, k := range dossier.LetterKinds() {
		fmt.Fprintf(w, "%-12s %s\n", k.Name, k.What.In(lang))
	}
}
