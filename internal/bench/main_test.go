package main

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dossier/internal/pdf"
)

const sheet = "../../forms/standin-fr.pdf"

func testJob(t *testing.T) *job {
	t.Helper()
	j, err := newJob(sheet, t.TempDir(), rounds)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// TestEnginesFill holds that each engine at hand gets the values into the fields, where it leaves any.
// An engine that loses some is measured all the same; ours must not.
func TestEnginesFill(t *testing.T) {
	j := testJob(t)
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			if testing.Short() && e.how == "one JVM" {
				t.Skip("slow")
			}
			fill, err := e.open(j)
			if errors.As(err, new(*missingError)) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			c, made, err := fill(1, 3)
			if err != nil || c.wall <= 0 {
				t.Fatalf("took %v, %v", c.wall, err)
			}
			if e.name == engines[2].name {
				return // a copy holds nothing
			}
			f, err := pdf.Open(made)
			if err != nil {
				t.Fatal(err)
			}
			got := held(j.records[2], f)
			if e.name == engines[compared].name && !even(got) {
				t.Errorf("%s values are held", got)
			}
			t.Log(got)
		})
	}
}

// even reports "n of n".
func even(s string) bool {
	a, b, ok := strings.Cut(s, " of ")
	return ok && a == b
}

func TestRecordsDiffer(t *testing.T) {
	j := testJob(t)
	texts, boxes := 0, 0
	for i, e := range j.records[1] {
		switch {
		case e.State != "":
			boxes++
		case e.Text == j.records[0][i].Text:
			t.Errorf("%s holds %q in two records", e.Field, e.Text)
		default:
			texts++
		}
	}
	if texts < 10 || boxes < 2 {
		t.Errorf("%d texts and %d boxes in a record", texts, boxes)
	}
}

func TestHeldCountsWhatIsLost(t *testing.T) {
	j := testJob(t)
	var b bytes.Buffer
	if _, err := j.form.Fill(&b, j.records[0][1:], pdf.FillOptions{Editable: true}); err != nil {
		t.Fatal(err)
	}
	f, err := pdf.Open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got := held(j.records[0], f); even(got) || !strings.Contains(got, " of ") {
		t.Errorf("%s, and one value was left out", got)
	}
}

func TestFDF(t *testing.T) {
	got := string(fdf([]pdf.Entry{{Field: "é", Text: "a€"}, {Field: "b", State: "Oui 1"}}))
	for _, want := range []string{"<< /T <FEFF00E9> /V <FEFF006120AC> >>", "<< /T <FEFF0062> /V /Oui#201 >>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestQpdfUpdate(t *testing.T) {
	if _, err := exec.LookPath("qpdf"); err != nil {
		t.Skip("qpdf is not installed")
	}
	o, err := readObjects(sheet)
	if err != nil {
		t.Fatal(err)
	}
	j := testJob(t)
	got, err := o.update(j.records[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range j.records[0] {
		if e.Text != "" && !strings.Contains(string(got), e.Text) {
			t.Errorf("the update lacks the value of %s", e.Field)
		}
	}
	if !strings.Contains(string(got), `"/NeedAppearances":true`) {
		t.Error("the update does not ask for appearances")
	}
}

func TestMissingEngineIsSaid(t *testing.T) {
	var b bytes.Buffer
	printEngines(&b, testJob(t), []row{
		{engine: engines[0], n: 5, each: cost{time.Millisecond, 2 * time.Millisecond}, verdict: verdict{"no fields left", "9 of 9"}},
		{engine: engines[1], n: 5, each: cost{2 * time.Millisecond, 0}, last: []byte{1}},
		{engine: engines[3], n: 5, each: cost{50 * time.Millisecond, time.Second}, last: []byte{1}, verdict: verdict{"9 of 9", "4 of 9"}},
		{engine: engines[5], trouble: (&missingError{"pdftk-java"}).Error()},
	})
	for _, want := range []string{
		"| dossier, flat | parsed once | 5 | 1000 | 2.00 |  | no fields left | 9 of 9 |\n",
		"| dossier, editable | parsed once | 5 | 500 | – |  |  |  |\n",
		"| pikepdf | one process, opened once | 5 | 20.0 | 1000 | 25.0 times | 9 of 9 | 4 of 9 |\n",
		"| pdftk-java | not installed: pdftk-java | | | | | | |\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func TestMedianAndFigure(t *testing.T) {
	if m := median([]time.Duration{9, 1, 5}); m != 5 {
		t.Errorf("median %d, want 5", m)
	}
	for f, want := range map[float64]string{1234.5: "1234", 12.34: "12.3", 0.456: "0.46"} {
		if got := figure(f); got != want {
			t.Errorf("figure(%v) = %s, want %s", f, got, want)
		}
	}
}

func TestBadForms(t *testing.T) {
	for _, name := range []string{"nowhere.pdf", "main.go"} {
		if _, err := newJob(name, t.TempDir(), rounds); err == nil {
			t.Errorf("%s was taken for a form", name)
		}
	}
	if err := run(&bytes.Buffer{}, "", 200, "", "", ""); err == nil {
		t.Error("a run without a form")
	}
}

// A table of checks has a row for each command that ran, whether or not a rule stopped it, and ends at
// the first that could not.
func TestCheckedRow(t *testing.T) {
	var out bytes.Buffer
	c := checked{out: &out}
	c.row("version", 0, 3, "go", "version")
	c.row("stopped", 4, 1, "sh", "-c", "exit 3")
	c.row("broken", 1, 2, "sh", "-c", "exit 1")
	c.row("after", 1, 1, "go", "version")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if c.err == nil || len(lines) != 2 || !strings.HasPrefix(lines[0], "| version |  | ") || !strings.HasPrefix(lines[1], "| stopped | 4 | ") {
		t.Errorf("%v\n%s", c.err, out.String())
	}
}
