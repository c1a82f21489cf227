// Command dossier fills form S1106, writes the letter to the CPAM and puts the papers of a request
// for health cover into one PDF.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/urfave/cli/v2"

	"dossier/internal/batch"
	"dossier/internal/dossier"
	"dossier/internal/picture"
	"dossier/internal/proof"
	"dossier/internal/seal"
)

// version is written into manifests: papers of one version are the same bytes every time.
const version = "0.1.0"

// Exit statuses, a contract with scripts.
const (
	done       = 0
	couldNot   = 1
	badCommand = 2
	ruleStops  = 3
)

func main() {
	frugal(1)
	os.Exit(run(context.Background(), os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// run is the program: what it reads and writes is given, and the exit status comes back.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	p := &program{in: in, out: out, err: errw, now: time.Now, dataDir: dataDir, cacheDir: cacheDir, getenv: os.Getenv}
	return p.run(ctx, args)
}

func (p *program) run(ctx context.Context, args []string) (code int) {
	// A mistake of ours must not print a stack, whose values may be personal.
	defer func() {
		if recover() != nil {
			fmt.Fprintf(p.err, "dossier: a mistake in the program%s stopped it; nothing half made was left\n", batch.Where(debug.Stack()))
			code = couldNot
		}
	}()
	sink := &sink{Writer: p.out}
	p.out = sink
	p.prover = dossier.NewProver(p.engine)
	defer p.close()
	app := p.app()
	arranged, err := arrange(app, args)
	if err == nil {
		err = app.RunContext(ctx, arranged)
	}
	if sink.err != nil {
		err = &hinted{fmt.Sprintf("write to standard output: %v", plain(sink.err)), "the output is not whole: make room, or send it elsewhere"}
	}
	return p.status(err)
}

// A sink remembers that something could not be written, so that no result is lost in silence.
type sink struct {
	io.Writer
	err error
}

func (s *sink) Write(b []byte) (int, error) {
	n, err := s.Writer.Write(b)
	s.err = errors.Join(s.err, err)
	return n, err
}

// A program is what commands need of the world.
type program struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	dataDir  func() string
	cacheDir func() string
	getenv   func(string) string

	lang string // of messages, once the command line is read

	asks      bool              // for the passwords of files, where somebody sits at a terminal
	asking    sync.Mutex        // held by whoever speaks on the terminal
	line      *progress         // how far a long run has come; nil where nobody sees it
	passwords map[string]string // by the file they were asked for

	keys seal.Keys        // that open encrypted files
	to   *seal.Recipients // who can read what is written; nil where it is in clear

	writesNothing bool // so that no input needs to be kept from being written over
	mu            sync.Mutex
	inputs        map[look][]os.FileInfo // what goes into this run: never written over

	shelf  shelf
	prover *dossier.Prover

	startOnce sync.Once
	started   atomic.Pointer[proof.Engine]
	startErr  error

	readerOnce sync.Once
	reader     *picture.Reader
}

// errBlocked is a rule that stops the application; what it is has been said already.
var errBlocked = errors.New("not ready to post")

// errSaid is a failure that has been reported already.
var errSaid = errors.New("reported")

// A usageError is a wrong command line.
type usageError struct{ msg, hint string }

func (e *usageError) Error() string { return e.msg }
func (e *usageError) Hint() string  { return e.hint }

func (p *program) status(err error) int {
	var usage *usageError
	switch {
	case err == nil:
		return done
	case errors.Is(err, errSaid):
		return couldNot
	case errors.Is(err, errBlocked):
		return ruleStops
	case errors.As(err, &usage):
		p.complain(err)
		return badCommand
	}
	p.complain(err)
	return couldNot
}

// complain writes an error, or each of several, with its hint on a line of its own.
func (p *program) complain(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			p.complain(e)
		}
		return
	}
	msg, hint := err.Error(), ""
	var hinted interface{ Hint() string }
	if errors.As(err, &hinted) {
		hint = hinted.Hint()
	}
	if p.lang == "fr" {
		msg, hint, _ = inFrench(msg, hint)
	}
	fmt.Fprintf(p.err, "dossier: %s\n", msg)
	if hint != "" {
		fmt.Fprintf(p.err, "\t%s\n", hint)
	}
}

func (p *program) app() *cli.App {
	app := &cli.App{
		Name:      "dossier",
		Usage:     "ask a CPAM for health cover: form S1106, letter, checklist and papers in one PDF",
		UsageText: "dossier COMMAND [flags] PROFILE.toml",
		Description: `A profile is a TOML file about one person; begin one with "dossier init".
Everything happens on this machine. Exit status is 0 when done, 1 when something could
not be done, 2 when the command line is wrong, 3 when a rule stops the application.`,
		Version:              version,
		HideHelpCommand:      true,
		EnableBashCompletion: true,
		Reader:               p.in,
		Writer:               p.out,
		ErrWriter:            p.err,
		ExitErrHandler:       func(*cli.Context, error) {},
		Commands: []*cli.Command{
			p.initCommand(), p.checkCommand(), p.fillCommand(), p.letterCommand(), p.checklistCommand(),
			p.buildCommand(), p.correctCommand(), p.batchCommand(), p.historyCommand(), p.purgeCommand(), p.verifyCommand(), p.readCommand(), p.formsCommand(),
			p.rulesCommand(), p.cpamCommand(), p.nirCommand(), p.ibanCommand(), p.nextCommand(),
		},
	}
	app.OnUsageError = onUsage
	app.Action = func(c *cli.Context) error {
		switch name := c.Args().First(); {
		case name == "help":
			return &usageError{"there is no command \"help\"", "see dossier --help, or dossier COMMAND --help"}
		case name != "" || c.NArg() > 0:
			return &usageError{fmt.Sprintf("there is no command %q", name), nearestCommand(app, name)}
		}
		cli.HelpPrinter(p.err, cli.AppHelpTemplate, app)
		return &usageError{"no command given", "begin with dossier init -o me.toml"}
	}
	for _, c := range allCommands(app.Commands) {
		c.OnUsageError = onUsage
		c.Flags = append(c.Flags, everywhere()...)
		c.HideHelpCommand = true
		c.Before = func(c *cli.Context) error {
			p.lang = c.String("lang")
			return p.unlock(c)
		}
	}
	return app
}

func onUsage(c *cli.Context, err error, _ bool) error {
	name := "dossier"
	if c.Command != nil && c.Command.HelpName != "" {
		name = c.Command.HelpName
	}
	return &usageError{err.Error(), "see " + name + " --help"}
}

// everywhere are the flags that every command takes.
func everywhere() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "on", Usage: "act as if today were `YYYY-MM-DD`"},
		identityFlag(),
		&cli.StringFlag{Name: "lang", Value: "en", Usage: "language of messages, `en|fr`; papers for the CPAM are in French"},
	}
}

// arrange puts flags before files, where the flag parser wants them, so that they may stand
// anywhere on the command line.
func arrange(app *cli.App, args []string) ([]string, error) {
	if len(args) > 0 && args[len(args)-1] == "--generate-bash-completion" {
		return args, nil
	}
	takesValue := map[string]bool{}
	for _, c := range allCommands(app.Commands) {
		for _, f := range c.Flags {
			_, isBool := f.(*cli.BoolFlag)
			for _, name := range f.Names() {
				takesValue[name] = !isBool
			}
		}
	}
	var flags, rest []string
	for i := 1; i < len(args); i++ {
		a := args[i]
		name := strings.TrimLeft(a, "-")
		switch {
		case a == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case a == "-" || !strings.HasPrefix(a, "-"):
			rest = append(rest, a)
		case takesValue[name] && i+1 == len(args):
			return nil, &usageError{a + " needs a value", "see dossier --help"}
		case takesValue[name] && args[i+1] == "":
			return nil, emptyValue(a)
		case takesValue[name]:
			flags = append(flags, a, args[i+1])
			i++
		case strings.HasSuffix(a, "=") && takesValue[name[:len(name)-1]]:
			return nil, emptyValue(strings.TrimSuffix(a, "="))
		default:
			flags = append(flags, a)
		}
	}
	switch {
	case slices.Contains(rest, ""):
		return nil, &usageError{"an empty name was given", "name a file or a value; an unset variable of a shell gives nothing"}
	case len(rest) == 0 && slices.ContainsFunc(flags, func(f string) bool { return takesValue[strings.TrimLeft(f, "-")] }):
		return nil, &usageError{"no command given", "see dossier --help"}
	case len(rest) == 0:
		return append(args[:1:1], flags...), nil
	}
	n := commandWords(app.Commands, rest)
	return slices.Concat(args[:1], rest[:n], flags, []string{"--"}, rest[n:]), nil
}

// emptyValue is the mistake of a flag with nothing behind it, as an unset variable of a shell gives.
func emptyValue(flag string) error {
	return &usageError{flag + " has an empty value", "give it a value, or leave " + flag + " out"}
}

// allCommands are commands and those below them.
func allCommands(commands []*cli.Command) []*cli.Command {
	all := slices.Clone(commands)
	for _, c := range commands {
		all = append(all, allCommands(c.Subcommands)...)
	}
	return all
}

// commandWords counts the words that name the command: two for "forms list". The first is one in
// any case.
func commandWords(commands []*cli.Command, words []string) int {
	n := 1
	for _, c := range commands {
		if len(words) > 1 && c.HasName(words[0]) && slices.ContainsFunc(c.Subcommands, func(sub *cli.Command) bool { return sub.HasName(words[1]) }) {
			n += commandWords(c.Subcommands, words[1:])
		}
	}
	return n
}

// dataDir is the user's folder for this program: official forms are looked for in its "forms".
func dataDir() string {
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "dossier")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "dossier")
	case "windows":
		return filepath.Join(home, "AppData", "Local", "dossier")
	}
	return filepath.Join(home, ".local", "share", "dossier")
}
