package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"dossier/internal/rule"
)

// patience is how long a run may be silent where somebody sits at a terminal.
const patience = 2 * time.Second

// A progress is a line on the terminal that says how far a run has come which takes longer than patience. It
// goes when that is done. A nil one says nothing.
type progress struct {
	w     io.Writer
	lang  string
	turn  *sync.Mutex // held by whoever speaks on the terminal
	late  func() bool // the run takes longer than patience
	text  string
	shown int // characters on the terminal
}

// progress begins the clock of a run; it is nil where nobody sees the line.
func (p *program) progress(lang string) *progress {
	if !onTerminal(p.err) {
		return nil
	}
	begun := p.now()
	g := &progress{w: p.err, lang: lang, turn: &p.asking, late: func() bool { return p.now().Sub(begun) >= patience }}
	time.AfterFunc(patience, func() { g.say(func() {}) })
	return g
}

// onTerminal says whether what is read or written there is seen by somebody.
func onTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// measured is told of each file that was looked into.
func (g *progress) measured(done, total int) {
	if g == nil {
		return
	}
	g.say(func() {
		g.text = ""
		if done < total {
			g.text = rule.Text{EN: "measuring scans: %d of %d files", FR: "mesure des images : %d fichiers sur %d"}.With(done, total).In(g.lang)
		}
	})
}

// reading says that the papers are read back, until the end that it gives is called.
func (g *progress) reading() (end func()) {
	if g == nil {
		return func() {}
	}
	g.say(func() { g.text = rule.Text{EN: "reading the papers back", FR: "relecture des documents"}.In(g.lang) })
	return func() { g.say(func() { g.text = "" }) }
}

// say changes the text, and the line after it.
func (g *progress) say(change func()) {
	g.turn.Lock()
	defer g.turn.Unlock()
	change()
	g.clear()
	if g.text != "" && g.late() {
		fmt.Fprint(g.w, g.text)
		g.shown = utf8.RuneCountInString(g.text)
	}
}

// clear takes the line away.
func (g *progress) clear() {
	if g != nil && g.shown > 0 {
		fmt.Fprintf(g.w, "\r%s\r", strings.Repeat(" ", g.shown))
		g.shown = 0
	}
}
