package main

import (
	"bytes"
	"os"
	"strings"
	"sync"
	"testing"
)

// shown is what a terminal shows after an output: a return goes to the left, and what follows is written over.
func shown(out string) string {
	var line []rune
	at := 0
	for _, r := range out {
		if r == '\r' {
			at = 0
			continue
		}
		if at == len(line) {
			line = append(line, r)
		} else {
			line[at] = r
		}
		at++
	}
	return strings.TrimRight(string(line), " ")
}

// How far a run has come is said once it takes long, in one line, of which nothing is left at the end.
func TestProgress(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"measuring scans: 98 of 120 files", "measuring scans: 7 of 120 files", "reading the papers back"},
		"fr": {"mesure des images : 98 fichiers sur 120", "mesure des images : 7 fichiers sur 120", "relecture des documents"},
	} {
		var out bytes.Buffer
		late := false
		g := &progress{w: &out, lang: lang, turn: new(sync.Mutex), late: func() bool { return late }}
		step := func(what, want string) {
			t.Helper()
			if got := shown(out.String()); got != want {
				t.Errorf("%s: %s: the terminal shows %q, want %q", lang, what, got, want)
			}
		}
		g.measured(97, 120)
		if out.Len() > 0 {
			t.Errorf("%s: a short run says %q", lang, out.String())
		}
		late = true
		g.measured(98, 120)
		step("late", want[0])
		g.measured(7, 120) // made anew, smaller
		step("anew", want[1])
		g.measured(120, 120)
		step("measured", "")
		end := g.reading()
		step("proof", want[2])
		end()
		step("end", "")
		if strings.Contains(out.String(), "\n") {
			t.Errorf("%s: more than one line: %q", lang, out.String())
		}
	}
}

// Where no terminal is, nothing is said.
func TestProgressIsForTerminals(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/err")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if (&program{err: file}).progress("en") != nil || (&program{err: new(bytes.Buffer)}).progress("en") != nil {
		t.Error("a file is taken for a terminal")
	}
	var g *progress
	g.measured(1, 2)
	g.reading()()
	g.clear()
}
