package main

import (
	"bytes"
	"testing"
	"time"

	"dossier/internal/batch"
)

// A batch says how far it has come: now and then where nobody sits at a terminal.
func TestTally(t *testing.T) {
	var said bytes.Buffer
	at := time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
	p := &program{err: &said, now: func() time.Time { return at }}
	for _, c := range []struct{ lang, want string }{
		{"en", "dossier: 30 of 100, 1 failed, 1.0 a second, 70 s left\ndossier: 60 of 100, 2 failed, 1.0 a second, 40 s left\ndossier: 90 of 100, 3 failed, 1.0 a second, 10 s left\n"},
		{"fr", "dossier: 30 sur 100, 1 en échec, 1,0 par seconde, reste 70 s\ndossier: 60 sur 100, 2 en échec, 1,0 par seconde, reste 40 s\ndossier: 90 sur 100, 3 en échec, 1,0 par seconde, reste 10 s\n"},
	} {
		said.Reset()
		b := &batchRun{program: p, lang: c.lang}
		b.count = b.counting(100)
		for i := range 100 {
			at = at.Add(time.Second)
			l := batch.Line{Status: batch.Ready}
			if i%30 == 7 {
				l.Status = batch.Failed
			}
			b.count.one(l)
		}
		b.count.end()
		if said.String() != c.want {
			t.Errorf("%s: said\n%s", c.lang, said.String())
		}
	}
}

func TestTallyBar(t *testing.T) {
	at := time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
	b := &batchRun{program: &program{err: &bytes.Buffer{}, now: func() time.Time { return at }}, lang: "en"}
	c := b.counting(3000)
	at = at.Add(50 * time.Second)
	c.done = 250
	if got, want := c.text(true), "[##----------------------] 250 of 3000, 5.0 a second, 9 min left"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	at = at.Add(5000 * time.Second)
	if got, want := c.text(true), "[##----------------------] 250 of 3000, 3.0 a minute, 15 h left"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
