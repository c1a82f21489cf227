package calendar

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

// A component is what stands between BEGIN and END, as a strict reader of RFC 5545 sees it.
type component struct {
	name  string
	lines map[string]string
	parts []*component
}

// parse reads a file and refuses what the format does not allow: other ends of line, lines of more than 75
// bytes, a character cut by a fold, a property that is there twice, components that are not closed.
func parse(data []byte) (*component, error) {
	if !bytes.HasSuffix(data, []byte("\r\n")) {
		return nil, fmt.Errorf("the last line has no end")
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		switch {
		case len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n"):
			return nil, fmt.Errorf("%d bytes: %q", len(l), l)
		case strings.HasPrefix(l, " ") && len(lines) > 0:
			lines[len(lines)-1] += l[1:]
		default:
			lines = append(lines, l)
		}
	}
	root := &component{lines: map[string]string{}}
	stack := []*component{root}
	for _, l := range lines {
		name, value, ok := strings.Cut(l, ":")
		at := stack[len(stack)-1]
		switch {
		case !ok:
			return nil, fmt.Errorf("no value in %q", l)
		case name == "BEGIN":
			c := &component{name: value, lines: map[string]string{}}
			at.parts = append(at.parts, c)
			stack = append(stack, c)
		case name == "END":
			if value != at.name || len(stack) == 1 {
				return nil, fmt.Errorf("%q ends %q", l, at.name)
			}
			stack = stack[:len(stack)-1]
		default:
			if _, twice := at.lines[name]; twice {
				return nil, fmt.Errorf("%s has %s twice", at.name, name)
			}
			at.lines[name] = value
		}
	}
	if len(stack) != 1 || len(root.parts) != 1 {
		return nil, fmt.Errorf("%d components are open, %d at the top", len(stack)-1, len(root.parts))
	}
	return root.parts[0], nil
}

// unescape is the text that a value of type TEXT stands for.
func unescape(t interface{ Fatalf(string, ...any) }, value string) string {
	var b strings.Builder
	for rest := value; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		rest = rest[n:]
		switch {
		case r == ';' || r == ',':
			t.Fatalf("%q has a bare %q", value, r)
		case r != '\\':
			b.WriteRune(r)
			continue
		case rest == "":
			t.Fatalf("%q ends in a backslash", value)
		}
		switch rest[0] {
		case 'n':
			b.WriteByte('\n')
		case '\\', ';', ',':
			b.WriteByte(rest[0])
		default:
			t.Fatalf("%q escapes %q", value, rest[0])
		}
		rest = rest[1:]
	}
	return b.String()
}

var made = profile.Date{Year: 2026, Month: 11, Day: 22}

func TestCalendar(t *testing.T) {
	c := Calendar{Program: "dossier 1", Lang: "fr", Made: made, Alarms: []int{7, 1}, Events: []Event{
		{ID("appeal", "me.toml"), profile.Date{Year: 2028, Month: 2, Day: 29}, "Dernier jour : saisir la commission de recours amiable ; après, le refus est définitif", "la loi : CSS R142-1,\nR142-1-A III \\ fin"},
		{ID("card-update", "me.toml"), profile.Date{Year: 2026, Month: 12, Day: 31}, "Mise à jour", ""},
	}}
	got, err := parse(c.Bytes())
	if err != nil {
		t.Fatalf("%v\n%s", err, c.Bytes())
	}
	if got.name != "VCALENDAR" || got.lines["VERSION"] != "2.0" || got.lines["PRODID"] != "-//dossier//dossier 1//FR" || len(got.parts) != 2 {
		t.Errorf("%+v", got)
	}
	for i, want := range []map[string]string{
		{"UID": c.Events[0].ID + "@dossier.invalid", "DTSTAMP": "20261122T000000Z", "DTSTART;VALUE=DATE": "20280229", "DTEND;VALUE=DATE": "20280301", "SUMMARY": c.Events[0].Summary, "DESCRIPTION": c.Events[0].Description},
		{"UID": c.Events[1].ID + "@dossier.invalid", "DTSTAMP": "20261122T000000Z", "DTSTART;VALUE=DATE": "20261231", "DTEND;VALUE=DATE": "20270101", "SUMMARY": "Mise à jour"},
	} {
		event := got.parts[i]
		for name, value := range want {
			if read := unescape(t, event.lines[name]); read != value {
				t.Errorf("event %d: %s is %q, want %q", i, name, read, value)
			}
		}
		if _, has := event.lines["DESCRIPTION"]; has != (want["DESCRIPTION"] != "") {
			t.Errorf("event %d: description %q", i, event.lines["DESCRIPTION"])
		}
		var triggers []string
		for _, a := range event.parts {
			if a.name != "VALARM" || a.lines["ACTION"] != "DISPLAY" || unescape(t, a.lines["DESCRIPTION"]) != want["SUMMARY"] {
				t.Errorf("event %d: alarm %+v", i, a)
			}
			triggers = append(triggers, a.lines["TRIGGER"])
		}
		if !slices.Equal(triggers, []string{"-P7D", "-P1D"}) {
			t.Errorf("event %d: alarms %q", i, triggers)
		}
	}
	if !bytes.Equal(c.Bytes(), c.Bytes()) {
		t.Error("other bytes the second time")
	}
}

// Whatever is said of an event, the file can be read, and says it.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zé€,;:\\"“🚑 \n]{1,200}`).Draw(t, "text")
		c := Calendar{Program: "p", Lang: "en", Made: made, Events: []Event{{"x-1", made, text, text}}}
		got, err := parse(c.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"SUMMARY", "DESCRIPTION"} {
			if read := unescape(t, got.parts[0].lines[name]); read != text {
				t.Fatalf("%s is %q, want %q", name, read, text)
			}
		}
	})
}

// What is no text is left out, and no line is broken by it.
func TestControls(t *testing.T) {
	c := Calendar{Events: []Event{{"x", made, "a\x00b\r\nc\rd\xff\u0085", ""}}}
	got, err := parse(c.Bytes())
	if err != nil || unescape(t, got.parts[0].lines["SUMMARY"]) != "ab\ncd\uFFFD" {
		t.Errorf("%q, %v", c.Bytes(), err)
	}
}

// An event keeps its ID, people with profiles of other names have others, and the name is not in it.
func TestID(t *testing.T) {
	x, y := ID("appeal", "jane.toml"), ID("appeal", "john.toml")
	if x != ID("appeal", "jane.toml") || x == y || x == ID("answer", "jane.toml") || strings.Contains(x, "jane") || !strings.HasPrefix(x, "appeal-") {
		t.Error(x, y)
	}
}
