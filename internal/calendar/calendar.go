// Package calendar writes days to remember as an iCalendar file (RFC 5545), which every calendar program
// takes in. The same days give the same bytes.
package calendar

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/profile"
)

// A Calendar is a file of events.
type Calendar struct {
	Program string       // that makes it, with its version
	Lang    string       // of its texts: "en" or "fr"
	Made    profile.Date // the day of the run: a calendar program takes the later of two files
	Alarms  []int        // how many days before each event it reminds
	Events  []Event
}

// An Event is a whole day on which something begins or ends. Its ID tells it apart: a calendar program that
// takes the file in a second time moves the event of that ID, and makes no second one.
type Event struct {
	ID          string // letters, digits and hyphens
	Day         profile.Date
	Summary     string // one line
	Description string
}

// ID is that of an event of somebody. It says who that is to nobody: of the name given, which is that of a
// file, there is a part of its sha256.
func ID(what, of string) string {
	sum := sha256.Sum256([]byte("dossier calendar\x00" + of))
	return what + "-" + hex.EncodeToString(sum[:6])
}

// Bytes is the file.
func (c *Calendar) Bytes() []byte {
	w := &writer{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.text("PRODID", fmt.Sprintf("-//dossier//%s//%s", c.Program, strings.ToUpper(c.Lang)))
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	for _, e := range c.Events {
		c.event(w, e)
	}
	w.line("END", "VCALENDAR")
	return w.Bytes()
}

func (c *Calendar) event(w *writer, e Event) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", e.ID+"@dossier.invalid")
	w.line("DTSTAMP", basic(c.Made)+"T000000Z")
	w.line("DTSTART;VALUE=DATE", basic(e.Day))
	w.line("DTEND;VALUE=DATE", basic(e.Day.AddDays(1)))
	w.text("SUMMARY", e.Summary)
	if e.Description != "" {
		w.text("DESCRIPTION", e.Description)
	}
	w.line("CLASS", "PRIVATE")
	w.line("TRANSP", "TRANSPARENT")
	for _, days := range c.Alarms {
		w.line("BEGIN", "VALARM")
		w.line("ACTION", "DISPLAY")
		w.text("DESCRIPTION", e.Summary)
		w.line("TRIGGER", fmt.Sprintf("-P%dD", days))
		w.line("END", "VALARM")
	}
	w.line("END", "VEVENT")
}

// basic is a day as the format has it, "20270228".
func basic(d profile.Date) string {
	return fmt.Sprintf("%04d%02d%02d", d.Year, int(d.Month), d.Day)
}

// A writer writes content lines.
type writer struct{ bytes.Buffer }

// text writes a property of type TEXT (RFC 5545, 3.3.11).
func (w *writer) text(name, value string) { w.line(name, escape(value)) }

// foldAt is how many bytes a line has at most, its end not counted (RFC 5545, 3.1).
const foldAt = 75

// line writes a property, folded so that no character is cut.
func (w *writer) line(name, value string) {
	room := foldAt
	for _, r := range name + ":" + value {
		n := utf8.RuneLen(r)
		if n > room {
			w.WriteString("\r\n ")
			room = foldAt - 1
		}
		w.WriteRune(r)
		room -= n
	}
	w.WriteString("\r\n")
}

// escape marks what has a meaning in a text, and leaves out what a text may not have.
func escape(s string) string {
	var b strings.Builder
	for _, r := range strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n") {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r != '\t' && unicode.IsControl(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
