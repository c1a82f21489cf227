package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/invent"
)

// faulty are ways in which the profile of an applicant or a paper of theirs is no good: what is added to the profile,
// and how the run ends for them. The first words of the reason are given, or the rule that is among those that block.
var faulty = []struct{ kind, change, status, reason string }{
	{"a key that is none", "situaton = \"x\"\n%s", "failed", "the profile cannot be read"},
	{"no TOML", "[name\n%s", "failed", "the profile cannot be read"},
	{"no such day", "arrived = 2026-02-30\n%s", "failed", "the profile cannot be read"},
	{"no file", "%s\n[[document]]\nkind = \"RIB\"\nfile = \"scans/nothing.pdf\"\n", "blocked", "attachment-missing"},
	{"an empty file", "%s\n[[document]]\nkind = \"RIB\"\nfile = \"scans/empty.jpg\"\n", "blocked", "attachment-missing"},
	{"half a picture", "%s\n[[document]]\nkind = \"RIB\"\nfile = \"scans/broken-truncated.jpg\"\n", "blocked", "attachment-damaged"},
	{"a folder", "%s\n[[document]]\nkind = \"RIB\"\nfile = \"scans\"\n", "blocked", "attachment-missing"},
	{"a Word file", "%s\n[[document]]\nkind = \"RIB\"\nfile = \"scans/note.docx\"\n", "blocked", "attachment-missing"},
	{"no PDF", "%s\n[[document]]\nkind = \"RIB\"\nfile = \"torn.pdf\"\n", "blocked", "attachment-missing"},
	{"a household that is not there", "extends = \"nowhere.toml\"\n%s", "failed", "the profile cannot be read"},
}

// clients writes n profiles, a tenth of them faulty, and gives the fault of each by id, -1 for none.
func (d desk) clients(t *testing.T, n int) map[string]int {
	t.Helper()
	if err := os.Mkdir(filepath.Join(d.dir, "clients"), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(d.dir, "clients", "torn.pdf"), "%PDF-1.7\n1 0 obj<</Type/Catalog", 0o600)
	if err := os.Symlink(filepath.Join(d.dir, "scans"), filepath.Join(d.dir, "clients", "scans")); err != nil {
		t.Fatal(err)
	}
	faults := map[string]int{}
	for i := range n {
		id, text, fault := fmt.Sprintf("client-%03d", i), invent.Profile(i, ""), -1
		text += "\n[[document]]\nkind = \"passport\"\nfile = \"scans/passport.jpg\"\n"
		if i%10 == 7 {
			fault = i / 10 % len(faulty)
			text = fmt.Sprintf(faulty[fault].change, text)
		}
		put(t, filepath.Join(d.dir, "clients", id+".toml"), text, 0o600)
		faults[id] = fault
	}
	return faults
}

// A run over 300 applicants, a tenth of them faulty in different ways, is killed twice. What the third run leaves is what
// one run leaves that nobody disturbs, with the right counts and reasons.
func TestKilledBatch(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 600 dossiers")
	}
	t.Parallel()
	const n = 300
	d := newDesk(t)
	faults := d.clients(t, n)
	args := func(out string) []string {
		return []string{"batch", "clients", "-o", out, "--on", "2026-11-22", "--no-proof"}
	}
	code, said := d.finish(t, args("quiet"))
	if code != couldNot {
		t.Fatalf("exit status %d, %s", code, said)
	}
	for _, lines := range []int{70, 180} {
		d.killedAt(t, args("disturbed"), lines)
	}
	code, said = d.finish(t, args("disturbed"))
	if code != couldNot || !strings.Contains(said, " failed (") {
		t.Fatalf("exit status %d, %s", code, said)
	}
	counts := said[strings.LastIndex(strings.TrimSpace(said), "\n")+1:]
	var ready, blocked, failed, kept int
	if _, err := fmt.Sscanf(counts, "%d ready, %d blocked, %d failed (%d unchanged)", &ready, &blocked, &failed, &kept); err != nil {
		t.Fatalf("%q: %v", counts, err)
	}
	if ready+blocked+failed != n || failed != 12 || kept < 150 {
		t.Errorf("the counts are %s", counts)
	}
	quiet, disturbed := contents(t, filepath.Join(d.dir, "quiet")), contents(t, filepath.Join(d.dir, "disturbed"))
	if !maps.Equal(quiet, disturbed) {
		for name := range quiet {
			if disturbed[name] != quiet[name] {
				t.Errorf("%s is not as in the undisturbed run", name)
			}
		}
		t.Errorf("%d files, %d in the undisturbed run", len(disturbed), len(quiet))
	}
	rows, err := csv.NewReader(strings.NewReader(disturbed["report.csv"])).ReadAll()
	if err != nil || len(rows) != n+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		fault := faults[row[0]]
		switch {
		case fault < 0 && row[1] == "failed":
			t.Errorf("%q: nothing is wrong", row)
		case fault >= 0 && (row[1] != faulty[fault].status || !strings.Contains(row[6], faulty[fault].reason)):
			t.Errorf("%s: %q", faulty[fault].kind, row)
		}
	}
}

// finish runs a command to its end.
func (d desk) finish(t *testing.T, args []string) (int, string) {
	t.Helper()
	c, said := d.begin(t, args)
	c.Wait()
	return c.ProcessState.ExitCode(), said.String()
}

func (d desk) begin(t *testing.T, args []string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "dossier", args...)
	var said bytes.Buffer
	c.Dir, c.Env, c.Stderr = d.dir, d.env, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, &said
}

// killedAt runs a command until its ledger has so many lines.
func (d desk) killedAt(t *testing.T, args []string, lines int) {
	t.Helper()
	c, said := d.begin(t, args)
	d.waitFor(t, args, lines)
	c.Process.Kill()
	if err := c.Wait(); err == nil || c.ProcessState.ExitCode() != -1 {
		t.Fatalf("ended before it was killed: %v, %s", err, said)
	}
}

// waitFor waits until the ledger of a run has so many lines.
func (d desk) waitFor(t *testing.T, args []string, lines int) {
	t.Helper()
	ledger := filepath.Join(d.dir, args[slices.Index(args, "-o")+1], "ledger.jsonl")
	for {
		data, err := os.ReadFile(ledger)
		if err == nil && bytes.Count(data, []byte("\n")) >= lines {
			return
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the run came to no end")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// While a run is at work in a folder no other may begin there. Told to stop it ends what it has begun and writes the report;
// the next run does what is left.
func TestInterruptedBatch(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.clients(t, 60)
	args := []string{"batch", "clients", "-o", "out", "--on", "2026-11-22", "--no-proof", "--jobs", "2"}
	c, said := d.begin(t, args)
	d.waitFor(t, args, 5)
	if code, other := d.finish(t, args); code != couldNot || !strings.Contains(other, "out: another run of dossier batch is at work in this folder") {
		t.Errorf("two runs at once: exit status %d, %s", code, other)
	}
	c.Process.Signal(os.Interrupt)
	c.Wait()
	if code := c.ProcessState.ExitCode(); code != couldNot || !strings.Contains(said.String(), "interrupted\n\trun the same command again") {
		t.Fatalf("exit status %d, %s", code, said)
	}
	files := contents(t, filepath.Join(d.dir, "out"))
	rows := strings.Count(files["report.csv"], "\n") - 1
	if lines := strings.Count(files["ledger.jsonl"], "\n"); rows < 5 || rows >= 60 || lines != rows {
		t.Errorf("%d rows and %d lines when interrupted", rows, lines)
	}
	code, again := d.finish(t, args)
	if code != couldNot || !strings.Contains(again, "unchanged") {
		t.Errorf("exit status %d, %s", code, again)
	}
	if rows := strings.Count(contents(t, filepath.Join(d.dir, "out"))["report.csv"], "\n") - 1; rows != 60 {
		t.Errorf("%d rows in the end", rows)
	}
}
