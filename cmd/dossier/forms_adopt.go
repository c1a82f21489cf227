package main

import (
	"bytes"
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"dossier/internal/adopt"
	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

func (p *program) adoptCommand() *cli.Command {
	return &cli.Command{
		Name:      "adopt",
		Usage:     "learn an edition of S1106 from the blank form",
		ArgsUsage: "BLANK.pdf",
		Description: `Adopt finds where each answer goes by the words printed on the form, French or English, with
or without fields in the file. It fills the form with invented answers, reads them back, and
keeps the edition's table, the blank and a picture of each page in the user's data folder
(or the folder of -o); fill and build use the edition from then on. Look at the pictures
before you trust it. What it matched, and how surely, goes to standard output. Exit status
is 0 when the edition was learnt or is known already, 1 when the file is not S1106 or an
answer could not be placed.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "edition", Usage: "what the form calls itself, `15763*02`, where that cannot be read off it"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "keep table, blank and pictures in `DIR` instead"},
			&cli.BoolFlag{Name: "force", Usage: "learn an edition that is known already"},
			&cli.BoolFlag{Name: "json", Usage: "the matches as JSON"},
		},
		Action: p.adopt,
	}
}

// learnt is an edition read off a blank, with what is kept of it, by file name.
type learnt struct {
	*adopt.Learned
	files map[string][]byte
}

func (p *program) adopt(c *cli.Context) error {
	name, err := one(c)
	if err != nil {
		return err
	}
	dir := c.String("output")
	if dir == "" {
		dir = p.formsDir()
	}
	if dir == "" || dir == "-" {
		return &usageError{"where to keep the edition is missing", "dossier forms adopt BLANK.pdf -o DIR"}
	}
	blank, err := p.read(name)
	if err != nil {
		return fmt.Errorf("read the blank form: %w", err)
	}
	switch e, ok := p.recognise(blank); {
	case ok && !e.Official:
		return &hinted{fmt.Sprintf("%s is our own preparation sheet (%s), not the form", name, e.ID()), "download S1106 from ameli.fr or service-public.fr"}
	case ok && !c.Bool("force"):
		fmt.Fprintf(p.err, "%s is %s, known already\n", name, e.ID())
		return nil
	}
	l, err := p.learn(blank, c.String("edition"))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := p.keep(dir, l); err != nil {
		return err
	}
	return p.sayLearnt(l, dir, c.Bool("json"))
}

// learn finds the answers' places, and proves them on a form filled with invented ones.
func (p *program) learn(blank []byte, edition string) (*learnt, error) {
	file, err := pdf.Open(blank)
	if err != nil {
		return nil, err
	}
	engine, err := p.engine()
	if err != nil {
		return nil, err
	}
	doc, err := engine.Open(blank)
	if err != nil {
		return nil, err
	}
	defer doc.Close()
	f := p.catalog().Form
	l, err := adopt.Learn(f, blank, file, doc, adopt.Options{Edition: edition})
	if err != nil {
		return nil, err
	}
	filled, err := dossier.Trial(l.Edition, file, blank, adopt.Samples(f, l.Edition), p.prover)
	if err != nil {
		return nil, fmt.Errorf("the form was read, but invented answers do not come back from it: %w", err)
	}
	stem := fileStem(l.Edition)
	k := &learnt{Learned: l, files: map[string][]byte{stem + ".toml": l.Edition.Encode(), stem + ".pdf": blank}}
	return k, pictures(engine, filled, stem, k.files)
}

// pictures adds one of each page that the form has, with the invented answers in place.
func pictures(engine *proof.Engine, filled []byte, stem string, files map[string][]byte) error {
	doc, err := engine.Open(filled)
	if err != nil {
		return err
	}
	defer doc.Close()
	for i := range doc.Pages() {
		m, err := doc.Image(i, 110)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := png.Encode(&b, m.RGBA); err != nil {
			return err
		}
		files[fmt.Sprintf("%s-page-%d.png", stem, i+1)] = b.Bytes()
	}
	return nil
}

// fileStem is an edition's name as part of a file's: "s1106-15763-02-fr".
func fileStem(e *form.Edition) string {
	return "s1106-" + strings.ReplaceAll(e.ID(), "*", "-")
}

// keep writes all files, the table last: without it the others mean nothing.
func (p *program) keep(dir string, l *learnt) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, plain(err))
	}
	table := fileStem(l.Edition) + ".toml"
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if name == table {
			continue
		}
		if err := p.write(filepath.Join(dir, name), l.files[name]); err != nil {
			return err
		}
	}
	return p.write(filepath.Join(dir, table), l.files[table])
}

// A matchLine is what adopt says of a place.
type matchLine struct {
	ID         string     `json:"id"`
	Label      string     `json:"label"` // as printed
	Page       int        `json:"page"`
	Rect       [4]float64 `json:"rect"`
	How        string     `json:"found_by"`
	Name       string     `json:"pdf_name"` // empty on a form without fields
	Confidence float64    `json:"confidence"`
}

func (p *program) sayLearnt(l *learnt, dir string, asJSON bool) error {
	if asJSON {
		lines := make([]matchLine, len(l.Matches))
		for i, m := range l.Matches {
			lines[i] = matchLine(m)
		}
		return p.printJSON(struct {
			Edition  string      `json:"edition"`
			Language string      `json:"language"`
			Folder   string      `json:"folder"`
			Matches  []matchLine `json:"matches"`
		}{l.Edition.ID(), l.Edition.Language, dir, lines})
	}
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "answer\tprinted label\tpage\tfound by\tsure")
	for _, m := range l.Matches {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%.0f %%\n", m.ID, m.Label, m.Page, m.How, 100*m.Confidence)
	}
	w.Flush()
	fmt.Fprintf(&b, "\n%s is learnt; look at %s\n", l.Edition.ID(), filepath.Join(dir, fileStem(l.Edition)+"-page-*.png"))
	return p.write("-", b.Bytes())
}
