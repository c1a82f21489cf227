package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
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
(or the folder of -o), all of them or none; fill and build use the edition from then on.
Look at the pictures before you trust it. What it matched, and how surely, goes to standard
output. Another layout of an edition known already stands beside it, under a name of its
own. Exit status is 0 when the edition was learnt or is known already, 1 when the file is
not S1106, is filled in already or an answer could not be placed, 2 when the command line is
wrong or --edition is not what is printed on the form.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "edition", Usage: "what the form calls itself, `15763*02`, where that cannot be read off it"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "keep table, blank and pictures in `DIR` instead"},
			&cli.BoolFlag{Name: "force", Usage: "learn it again if it is known already"},
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
	name, err := one(c, "PDF")
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
	asked, err := p.askedEdition(c.String("edition"))
	if err != nil {
		return err
	}
	blank, err := p.read(name)
	if err != nil {
		return fmt.Errorf("read the blank form: %w", err)
	}
	e, known := p.recognise(blank)
	switch {
	case known && !e.Official:
		return &hinted{fmt.Sprintf("%s is our own preparation sheet (%s), not the form", name, e.ID()), "download S1106 from ameli.fr or service-public.fr"}
	case known && asked != "" && asked != e.Edition:
		return fmt.Errorf("%s: %w", name, contradicts(asked, e.Edition))
	case known && !c.Bool("force"):
		fmt.Fprintf(p.err, "%s is %s, known already\n", name, e.ID())
		return nil
	case !known:
		if e := p.filledIn(blank); e != nil {
			return alreadyFilled(name, e)
		}
	}
	l, err := p.learn(blank, asked, dir)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := p.keep(dir, l); err != nil {
		return err
	}
	return p.sayLearnt(l, dir, c.Bool("json"))
}

var editionNumber = regexp.MustCompile(`^(\d{5})\*\d{2}$`)

// askedEdition is the edition that the command line names; empty if it names none.
func (p *program) askedEdition(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	f := p.catalog().Form
	if m := editionNumber.FindStringSubmatch(s); m == nil || !slices.Contains(f.Numbers(), m[1]) {
		return "", &usageError{fmt.Sprintf("--edition: %q is no edition of S1106", s), "write it as it is printed: --edition '" + f.Newest + "'"}
	}
	return s, nil
}

func contradicts(asked, printed string) error {
	return &usageError{fmt.Sprintf("--edition %s: this form is %s", asked, printed), "leave out --edition: the number is read off the form"}
}

func alreadyFilled(name string, e *form.Edition) error {
	return &hinted{fmt.Sprintf("%s is already filled in (edition %s)", name, e.ID()), "download a blank one from ameli.fr or service-public.fr"}
}

// learn finds the answers' places, and proves them on a form filled with invented ones.
func (p *program) learn(blank []byte, asked, dir string) (*learnt, error) {
	file, err := p.opened(blank)
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
	l, err := adopt.Learn(f, blank, file, doc, adopt.Options{Edition: asked})
	if err != nil {
		return nil, err
	}
	e := l.Edition
	if asked != "" && asked != e.Edition {
		return nil, contradicts(asked, e.Edition)
	}
	if changed(e, file) {
		return nil, &hinted{"this form is already filled in", "download a blank one from ameli.fr or service-public.fr"}
	}
	filled, err := dossier.Trial(e, file, blank, adopt.Samples(f, e), p.prover)
	if err != nil {
		return nil, fmt.Errorf("the form was read, but invented answers do not come back from it: %w", err)
	}
	if p.catalog().Distinguish(e); !free(dir, e, blank) {
		e.Vary()
	}
	stem := fileStem(e)
	k := &learnt{Learned: l, files: map[string][]byte{stem + ".toml": e.Encode(), stem + ".pdf": blank}}
	return k, pictures(engine, filled, stem, k.files)
}

// changed says whether a field that takes an answer holds something else than the form's reset
// button writes.
func changed(e *form.Edition, file *pdf.File) bool {
	places := e.Takers()
	return slices.ContainsFunc(file.Fields(), func(f pdf.Field) bool {
		return slices.Contains(places, f.Name) && f.Value != "" && f.Value != "Off" && f.Value != f.Default
	})
}

// free says whether an edition may have its files in a folder without taking the place of another
// blank.
func free(dir string, e *form.Edition, blank []byte) bool {
	there, err := readOwn(filepath.Join(dir, fileStem(e)+".pdf"))
	return errors.Is(err, fs.ErrNotExist) || bytes.Equal(there, blank)
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

// keep writes all files: each is on the disk before the first takes its name, and the table comes
// last, for without it the others mean nothing. Older tables of the same blank go.
func (p *program) keep(dir string, l *learnt) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritten("make the folder", dir, err)
	}
	table := fileStem(l.Edition) + ".toml"
	files := slices.DeleteFunc(slices.Sorted(maps.Keys(l.files)), func(file string) bool { return file == table })
	staged := staged{dir: dir}
	defer staged.discard()
	for _, file := range append(files, table) {
		name := filepath.Join(dir, file)
		if there, err := readOwn(name); err == nil && bytes.Equal(there, l.files[file]) {
			continue // the blank may be given from this very folder
		}
		if err := p.mayStand(name); err != nil {
			return err
		}
		if _, err := staged.stage(file, dossier.Written(l.files[file])); err != nil {
			return err
		}
	}
	if err := staged.publish(); err != nil {
		return err
	}
	return p.forget(dir, l, filepath.Join(dir, table))
}

// mayStand refuses a name that a file cannot be given, or that a file of this run has.
func (p *program) mayStand(name string) error {
	if err := p.spare(name); err != nil {
		return err
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return &hinted{name + " is there already, and is no file", "keep the edition in another folder: -o DIR"}
	}
	return nil
}

// forget removes the tables of a blank but the newest.
func (p *program) forget(dir string, l *learnt, newest string) error {
	names, _ := filepath.Glob(filepath.Join(escapeGlob(dir), "*.toml")) // the pattern is ours, and sound
	for _, name := range names {
		if name == newest || !p.outdated(name, l) {
			continue
		}
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove the outdated %s: %w", name, plain(err))
		}
	}
	return nil
}

// outdated says whether a table is of the blank that was learnt now: by what it says, or, where it is
// broken, by the blank beside it.
func (p *program) outdated(name string, l *learnt) bool {
	src, err := readOwn(name)
	if err != nil {
		return false
	}
	if e, err := form.ReadEdition(p.catalog().Form, src); err == nil {
		return e.Adopted && e.SHA256 == l.Edition.SHA256
	}
	beside, err := readOwn(strings.TrimSuffix(name, ".toml") + ".pdf")
	return err == nil && bytes.Equal(beside, l.files[fileStem(l.Edition)+".pdf"])
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
