//go:build conformance

package conformance

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"dossier/internal/calendar"
	"dossier/internal/profile"
)

// readCalendar prints what icalendar finds in a file: of each event the day, the summary, the description and
// the days of its alarms.
const readCalendar = `
import icalendar, sys
c = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
for e in c.walk("VEVENT"):
    assert not e.errors and e["DTEND"].dt - e["DTSTART"].dt == e["DTEND"].dt.resolution, e.errors
    print(e["UID"], e["DTSTART"].dt, repr(str(e["SUMMARY"])), repr(str(e["DESCRIPTION"])), [a["TRIGGER"].dt.days for a in e.walk("VALARM")])
`

// Another reader finds in a calendar what was written, folded and escaped.
func TestCalendar(t *testing.T) {
	python := pythonWith("icalendar")
	if python == "" {
		t.Skip("python3-icalendar is not installed")
	}
	day := profile.Date{Year: 2028, Month: 2, Day: 29}
	c := calendar.Calendar{Program: "dossier", Lang: "fr", Made: day, Alarms: []int{7, 1}, Events: []calendar.Event{{
		ID: "appeal-0a", Day: day,
		Summary:     "Dernier jour : commission de recours amiable ; c’est écrit, daté, signé \\ et gardé",
		Description: "Avec preuve de la date.\nla loi : CSS R142-1, R142-1-A III",
	}}}
	name := filepath.Join(t.TempDir(), "days.ics")
	if err := os.WriteFile(name, c.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python, "-c", readCalendar, name).CombinedOutput()
	const want = `appeal-0a@dossier.invalid 2028-02-29 'Dernier jour : commission de recours amiable ; c’est écrit, daté, signé \\ et gardé' 'Avec preuve de la date.\nla loi : CSS R142-1, R142-1-A III' [-7, -1]` + "\n"
	if err != nil || string(out) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, out, want)
	}
}
