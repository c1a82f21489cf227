package main

import (
	"fmt"
	"strings"
	"time"

	"dossier/internal/batch"
	"dossier/internal/rule"
)

// everySoOften is how long a batch is silent where no terminal shows how far it has come.
const everySoOften = 30 * time.Second

// A tally says how far a batch has come: with a bar that moves on a terminal, a line now and then elsewhere.
type tally struct {
	*batchRun
	bar               *progress // nil without a terminal
	begun, said       time.Time
	total, done, kept int
	failed            int
}

func (b *batchRun) counting(total int) *tally {
	now := b.now()
	return &tally{batchRun: b, bar: b.progress(b.lang), begun: now, said: now, total: total}
}

// one is told of each applicant as their line ends, one call at a time.
func (c *tally) one(l batch.Line) {
	c.done++
	switch {
	case l.Kept:
		c.kept++
	case l.Status == batch.Failed:
		c.failed++
	}
	if c.bar != nil {
		c.bar.say(func() { c.bar.text = c.text(true) })
		return
	}
	if now := c.now(); now.Sub(c.said) >= everySoOften && c.done < c.total {
		c.said = now
		c.aside(func() { fmt.Fprintln(c.err, "dossier: "+c.text(false)) })
	}
}

// end takes the bar away.
func (c *tally) end() {
	if c.bar != nil {
		c.bar.say(func() { c.bar.text = "" })
	}
}

// text is how many are done, how many a second, and how long the rest takes if it goes on like that.
func (c *tally) text(bar bool) string {
	t := rule.Text{EN: "%d of %d", FR: "%d sur %d"}.With(c.done, c.total).In(c.lang)
	if c.failed > 0 {
		t += rule.Text{EN: ", %d failed", FR: ", %d en échec"}.With(c.failed).In(c.lang)
	}
	if each := c.now().Sub(c.begun).Seconds() / float64(c.done); each > 0 {
		rate, unit := 1/each, rule.Text{EN: "a second", FR: "par seconde"}
		if rate < 0.5 {
			rate, unit = 60*rate, rule.Text{EN: "a minute", FR: "par minute"}
		}
		number, left := fmt.Sprintf("%.1f", rate), c.duration(time.Duration(each*float64(c.total-c.done)*float64(time.Second)))
		if c.lang == "fr" {
			number = strings.Replace(number, ".", ",", 1)
		}
		t += fmt.Sprintf(rule.Text{EN: ", %s %s, %s left", FR: ", %s %s, reste %s"}.In(c.lang), number, unit.In(c.lang), left)
	}
	if !bar {
		return t
	}
	const width = 24
	full := width * c.done / max(1, c.total)
	return "[" + strings.Repeat("#", full) + strings.Repeat("-", width-full) + "] " + t
}

// duration is how long something takes, in words a person would use.
func (c *tally) duration(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()+0.5))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%d h", int(d.Hours()+0.5))
}

// aside says something on the terminal, where the bar is not meanwhile.
func (b *batchRun) aside(say func()) {
	b.asking.Lock()
	defer b.asking.Unlock()
	if b.count != nil {
		b.count.bar.clear()
	}
	say()
}
