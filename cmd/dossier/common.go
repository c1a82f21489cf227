package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

// smallestType is the type, in points, under which no value is written unless asked.
const smallestType = 6.5

// maxFile is the largest file read whole, in bytes; scans of a family stay far below.
const maxFile = 512 << 20

var errTooLarge = fmt.Errorf("the file is larger than %d MB", maxFile>>20)

func nearestCommand(app *cli.App, name string) string {
	var known []string
	for _, c := range app.Commands {
		known = append(known, c.Name)
	}
	if near := profile.Nearest(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "the commands are " + strings.Join(known, ", ")
}

// settings are the day to act on and the language of messages.
func (p *program) settings(c *cli.Context) (day profile.Date, lang string, err error) {
	if lang = c.String("lang"); lang != "en" && lang != "fr" {
		return day, "", &usageError{fmt.Sprintf("--lang: %q is neither en nor fr", lang), "write --lang en or --lang fr"}
	}
	s := c.String("on")
	if s == "" {
		return profile.DateOf(p.now()), lang, nil
	}
	if day, err = profile.ParseDate(s); err != nil {
		return day, "", &usageError{"--on: " + err.Error(), "write it as --on 2026-11-22"}
	}
	return day, lang, nil
}

// read gives a file's bytes, standard input for "-". What is read so is never written over.
func (p *program) read(name string) ([]byte, error) {
	if name != "-" {
		return p.begin(name, maxFile)
	}
	data, err := p.begin(name, maxFile+1)
	if len(data) > maxFile {
		return nil, errTooLarge
	}
	return data, err
}

// readText is read for a profile or a request: of a file that is too large for one, only as much as
// shows it.
func (p *program) readText(name string) ([]byte, error) { return p.begin(name, profile.MaxSize+1) }

// begin gives the first bytes of a file, at most so many; standard input for "-". Of an encrypted file it gives what
// is in it.
func (p *program) begin(name string, most int64) ([]byte, error) {
	data, err := p.raw(name, most)
	if err == nil && seal.Is(data) && int64(len(data)) == most && name != "-" {
		data, err = p.raw(name, maxFile) // nothing can be told from a part of it
	}
	if err != nil {
		return data, err
	}
	return p.decrypted(name, data, most)
}

// raw gives the first bytes of a file as they are.
func (p *program) raw(name string, most int64) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(p.in, most))
	}
	info, err := readable(name)
	if err != nil {
		return nil, err
	}
	p.protect(info)
	makeRoom(info.Size())
	return contentOf(name, info.Size(), most, nil)
}

// contentOf reads a file that is said to have size bytes into room, or new memory: at most so many. One that
// goes on is refused, for it is not whole yet, or endless as those of Linux's /proc.
func contentOf(name string, size, most int64, room []byte) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := slices.Grow(room[:0], int(min(size, most)))[:min(size, most)]
	n, err := io.ReadFull(f, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) { // it may have become shorter
		return nil, err
	}
	if size > most {
		return data[:n], nil
	}
	if more, _ := f.Read(make([]byte, 512)); more > 0 {
		return nil, unreadableFor(name, "the file has more bytes than it is said to have", "wait until it is whole, or save it elsewhere and name that")
	}
	return data[:n], nil
}

// readOwn gives the bytes of a file that the program keeps for itself, and may replace.
func readOwn(name string) ([]byte, error) {
	if _, err := readable(name); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// readable refuses what cannot be read whole.
func readable(name string) (os.FileInfo, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &unreadable{name, "there is no such file", "check the name", err}
	case errors.Is(err, fs.ErrPermission):
		return nil, &unreadable{name, "the file may not be read", "check its permissions and those of its folder", err}
	case err != nil:
		return nil, &unreadable{name, plain(err).Error(), "check the name", err}
	case info.IsDir():
		return nil, unreadableFor(name, "this is a folder, not a file", "name a file in it")
	case !info.Mode().IsRegular():
		return nil, unreadableFor(name, "this is not a regular file", "save it as a file, and name that")
	case info.Size() > maxFile:
		return nil, unreadableFor(name, errTooLarge.Error(), "scan it again in a lower resolution")
	}
	return info, nil
}

// An unreadable is a file that cannot be read whole, with the way out.
type unreadable struct {
	name, what, fix string
	err             error
}

func unreadableFor(name, what, fix string) error {
	return &unreadable{name, what, fix, &fs.PathError{Op: "read", Path: name, Err: errors.New(what)}}
}

func (e *unreadable) Error() string { return e.name + ": " + e.what }
func (e *unreadable) Hint() string  { return e.fix }
func (e *unreadable) Unwrap() error { return e.err }

// ordinary refuses what is no profile by its look: a folder, a pipe, a device.
func ordinary(name string) error {
	info, err := os.Stat(name)
	switch {
	case name == "-" || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission): // see profile.Load
		return nil
	case err != nil:
		return &hinted{fmt.Sprintf("%s: %v", name, plain(err)), "check the name"}
	case info.Mode().IsRegular():
		return nil
	case info.IsDir():
		return &hinted{name + " is a folder, not a profile", "name one profile in it; for all of them: dossier batch " + name + " -o out"}
	}
	return &hinted{name + " is no ordinary file", "give a profile that comes from elsewhere on standard input, named -"}
}

// applicant reads a profile; of those it extends p.read says what is wrong.
func (p *program) applicant(name string) (*profile.Applicant, error) {
	if err := ordinary(name); err != nil {
		return nil, err
	}
	a, err := profile.Load(name, p.readText)
	if err == nil && a.Empty() {
		return nil, &hinted{name + ": the profile is empty", "begin with dossier init -o me.toml, which explains every key"}
	}
	return a, err
}

// one is the only file of a command line, a profile or a PDF.
func one(c *cli.Context, what string) (string, error) {
	if c.NArg() != 1 {
		command := strings.TrimPrefix(c.Command.HelpName, "dossier ")
		return "", &usageError{fmt.Sprintf("%s takes one %s, %d given", command, what, c.NArg()), "dossier " + command + " " + c.Command.ArgsUsage}
	}
	return c.Args().First(), nil
}

// output is where -o says to write; there is no default, so that nothing is written by surprise.
func output(c *cli.Context) (string, error) {
	if o := c.String("output"); o != "" {
		return o, nil
	}
	return "", &usageError{"where to write is missing", "dossier " + c.Command.Name + " " + c.Command.ArgsUsage}
}

func outputFlag(what string) cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `" + what + "`; - is standard output"}
}

func folderFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write into the folder `DIR`, made if it is not there"}
}

// formFlags are those of the commands that fill the form.
func formFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "blank", Usage: "the official form, `OFFICIAL.pdf`, as downloaded"},
		&cli.StringFlag{Name: "form-lang", Usage: "language of the form, `fr|en`; else form_language of the profile"},
		&cli.Float64Flag{Name: "floor", Value: smallestType, Usage: "smallest type on the form, in `POINTS`"},
	}
}

// fillFlags are those of the commands that write it; where says that it was not read back.
func fillFlags(where string) []cli.Flag {
	return append(formFlags(),
		&cli.BoolFlag{Name: "editable", Usage: "keep the fields of form.pdf alive"},
		&cli.BoolFlag{Name: "no-proof", Usage: "do not read the papers back with another engine; " + where + " says so"})
}

func duplexFlag() cli.Flag {
	return &cli.BoolFlag{Name: "duplex", Usage: "for printing on both sides: each piece begins on the front of a sheet"}
}

// envelopeFlags are those of the commands that make a dossier.
func envelopeFlags() []cli.Flag {
	return append(fillFlags("manifest.json"),
		append(encryptFlags(),
			duplexFlag(),
			&cli.IntFlag{Name: "max-dpi", Value: 300, Usage: "scale pictures down to `N` dots an inch on their page; those under it stay as they are"},
			&cli.Float64Flag{Name: "max-size", Usage: "make pictures smaller until dossier.pdf takes no more than `MB` million bytes"},
			registeredFlag(), folderFlag())...)
}

// job prepares the making of one applicant's papers.
func (p *program) job(c *cli.Context, a *profile.Applicant, day profile.Date) (*dossier.Job, error) {
	catalog := p.catalog()
	switch l := c.String("form-lang"); l {
	case "":
	case "fr", "en":
		a.FormLanguage = profile.FormLanguage(l)
	default:
		return nil, &usageError{fmt.Sprintf("--form-lang: %q is neither fr nor en", l), "write --form-lang fr or --form-lang en"}
	}
	if floor := c.Float64("floor"); c.IsSet("floor") && !(floor >= 4 && floor <= 12) {
		return nil, &usageError{"--floor is a size of type from 4 to 12 points", "leave it out for " + strconv.FormatFloat(smallestType, 'f', -1, 64)}
	}
	j := &dossier.Job{
		Applicant: a, Day: day, Catalog: catalog, Abbreviations: abbreviations, Read: p.read, Open: p.opened, Picture: p.picture,
		Editable: c.Bool("editable"), Floor: c.Float64("floor"), Version: version, Versions: builtWith(), Lang: c.String("lang"), Duplex: c.Bool("duplex"), Registered: c.Bool("registered"),
	}
	j.Password = p.passwordsOf(a, c.String("lang"))
	if err := sized(c, j); err != nil {
		return nil, err
	}
	if !p.writesNothing {
		p.protectPieces(a)
	}
	b, err := p.blank(c.String("blank"), catalog, string(a.FormLanguage))
	if err != nil {
		return nil, err
	}
	j.Blank, j.Edition = b.data, b.edition
	if e := b.edition; e != nil && c.String("form-lang") != "" && e.Language != c.String("form-lang") {
		return nil, &hinted{fmt.Sprintf("--form-lang %s: the blank given is the edition %s", c.String("form-lang"), e.ID()), "leave out --form-lang, or give the blank in that language"}
	}
	return j, nil
}

// sized reads how large pictures and the dossier may be.
func sized(c *cli.Context, j *dossier.Job) error {
	if j.MaxDPI = c.Int("max-dpi"); c.IsSet("max-dpi") && (j.MaxDPI < 75 || j.MaxDPI > 1200) {
		return &usageError{"--max-dpi is a number of dots an inch from 75 to 1200", "leave it out for 300"}
	}
	size := c.Float64("max-size")
	if c.IsSet("max-size") && !(size >= 0.1 && size <= 1000) {
		return &usageError{"--max-size is a number of million bytes from 0.1 to 1000", "write --max-size 10 for 10 MB"}
	}
	j.MaxSize = int64(size * 1e6)
	return nil
}

// protectPieces keeps attachments from being written over, whether or not the command reads them.
func (p *program) protectPieces(a *profile.Applicant) {
	for _, piece := range dossier.Pieces(a) {
		if info, err := os.Stat(piece.Path); err == nil {
			p.protect(info)
		}
	}
}

// sizeOfPieces is how large all attachments are, in bytes.
func sizeOfPieces(a *profile.Applicant) (size int64) {
	for _, piece := range dossier.Pieces(a) {
		if info, err := os.Stat(piece.Path); err == nil {
			size += info.Size()
		}
	}
	return size
}

// blank is the official form: the file given, or the newest edition in the user's data folder in
// the language of the form; none if there is none. It is looked for once.
func (p *program) blank(name string, catalog *form.Catalog, language string) (blank, error) {
	if language == "" {
		language = "fr"
	}
	asked := name + "\x00" + language
	if b, ok := p.shelved(asked); ok {
		return b, nil
	}
	if name == "" {
		return p.shelve(asked, p.foundBlank(language)), nil
	}
	b, err := p.givenBlank(name, catalog)
	if err != nil {
		return b, err
	}
	return p.shelve(asked, b), nil
}

// foundBlank is the newest edition in the user's data folder.
func (p *program) foundBlank(language string) (best blank) {
	for _, name := range p.ownForms() {
		data, err := p.read(name)
		if err != nil {
			continue
		}
		if e, ok := p.recognise(data); ok && e.Language == language && (best.edition == nil || e.Edition > best.edition.Edition) {
			best = blank{data, e}
		}
	}
	return best
}

func (p *program) givenBlank(name string, catalog *form.Catalog) (blank, error) {
	data, err := p.read(name)
	if err != nil {
		return blank{}, fmt.Errorf("read the blank form: %w", err)
	}
	if e, ok := p.recognise(data); ok {
		return blank{data, e}, nil
	}
	if _, err := p.opened(data); err != nil {
		return blank{}, fmt.Errorf("read the blank form %s: %w", name, err)
	}
	if e := p.filledIn(data); e != nil {
		return blank{}, alreadyFilled(name, e)
	}
	var known []string
	for _, e := range catalog.Editions() {
		if e.Official {
			known = append(known, e.ID())
		}
	}
	return blank{}, &hinted{fmt.Sprintf("%s is not an edition of S1106 known here", name),
		"known: " + strings.Join(known, ", ") + "; learn this one: dossier forms adopt " + name}
}

// recognise finds the edition of a blank.
func (p *program) recognise(blank []byte) (*form.Edition, bool) {
	return dossier.Recognise(p.catalog(), blank, p.opened)
}

// A hinted is an error with its way out.
type hinted struct{ msg, hint string }

func (e *hinted) Error() string { return e.msg }
func (e *hinted) Hint() string  { return e.hint }

// prepared is what every command on one profile begins with.
func (p *program) prepared(c *cli.Context) (*dossier.Job, string, error) {
	name, err := one(c, "profile")
	if err != nil {
		return nil, "", err
	}
	day, l, err := p.settings(c)
	if err != nil {
		return nil, "", err
	}
	a, err := p.applicant(name)
	if err != nil {
		return nil, "", err
	}
	if proves(c) && sizeOfPieces(a) < largeFile { // to compile the engine takes as much memory as large scans
		p.warm()
	}
	j, err := p.job(c, a, day)
	return j, l, err
}

// proves says whether a command reads back what it makes.
func proves(c *cli.Context) bool {
	return slices.ContainsFunc(c.Command.Flags, func(f cli.Flag) bool { return f.Names()[0] == "no-proof" }) && !c.Bool("no-proof")
}

// say writes findings as text, one a line with what to do beneath, and on what ground.
func say(w io.Writer, findings []rule.Finding, lang string) {
	for _, f := range findings {
		if f.Verdict == rule.Pass {
			fmt.Fprintf(w, "%s: %s: %s [%s]\n\t%s\n", f.Verdict.Word().In(lang), f.Pos, f.Message.In(lang), f.Rule, f.Why(lang))
			continue
		}
		fmt.Fprintf(w, "%s: %s: %s: %s [%s]\n\t%s\n\t%s\n", f.Level.Word().In(lang), f.Pos, f.Key, f.Said(lang), f.Rule, f.Fix.In(lang), f.Why(lang))
	}
}

// serious are the findings worth a line when papers were made: what was left out of the form and of
// attachments is among them, and all that is about the files named.
func serious(findings []rule.Finding, about ...string) []rule.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f rule.Finding) bool {
		return f.Level == rule.Info && f.Rule != rule.FormStripped && f.Rule != rule.AttachmentStripped && !slices.Contains(about, f.Pos.File)
	})
}

// stop is errBlocked if a finding blocks.
func stop(findings []rule.Finding) error {
	if rule.Blocked(findings) {
		return errBlocked
	}
	return nil
}

// builtWith is Go and the libraries that read or write papers, with their versions.
var builtWith = sync.OnceValue(func() map[string]string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	versions := map[string]string{"go": info.GoVersion}
	for _, d := range info.Deps {
		switch d.Path {
		case "github.com/pdfcpu/pdfcpu", "github.com/jung-kurt/gofpdf", "github.com/klippa-app/go-pdfium", "github.com/gen2brain/heic", "golang.org/x/image":
			versions[d.Path] = d.Version
		}
	}
	return versions
})
