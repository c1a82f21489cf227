package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"dossier/internal/seal"
)

// A run that encrypts is killed at every step: nothing of what it makes is ever in clear, not in a temporary file
// either; what was in clear before is there, in clear or encrypted; and the next run comes to the same end.
func TestKilledWhileEncrypting(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil || exec.Command(strace, "-f", "-o", "/dev/null", "true").Run() != nil {
		t.Skip("strace is not installed, or may not be used")
	}
	d := newDesk(t)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(d.dir, "key.txt"), id.String(), 0o600)
	out := filepath.Join(d.dir, "out")
	encrypting := append(dossierArgs("build", "out", dayNew), "--identity", "key.txt", "--encrypt-to", id.Recipient().String())
	before := map[string]map[string]string{"nothing": {}, "clear": d.made(t, "build", "out", dayOld)}
	lay(t, out, nil)
	if code, said, _ := d.run(t, append(dossierArgs("build", "out", dayOld), "--encrypt-to", id.Recipient().String())...); code != ruleStops && code != done {
		t.Fatalf("exit status %d, %s", code, said)
	}
	before["encrypted"] = contents(t, out)
	killed := 0
	for was, old := range before {
		for _, step := range []struct {
			call string
			gap  int
		}{{"renameat", 3}, {"linkat", 4}, {"unlinkat", 4}, {"fsync", 7}} {
			for k := 1; k < 60; k += step.gap {
				lay(t, out, old)
				args := []string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + step.call, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", step.call, k)}
				code, said, _ := d.run(t, append(args, encrypting...)...)
				what := fmt.Sprintf("after %s, killed at %s %d", was, step.call, k)
				if code == couldNot {
					t.Errorf("%s: %s", what, said)
				}
				for name, text := range contents(t, out) {
					if text != "" && !seal.Is([]byte(text)) && (was != "clear" || text != old[strings.TrimPrefix(name, "history/0001/")]) {
						t.Errorf("%s: %s is in clear", what, name)
					}
				}
				if code != -1 {
					break
				}
				killed++
				d.goesOn(t, what, encrypting, was != "nothing")
			}
		}
	}
	if killed < 12 {
		t.Errorf("only %d runs were killed", killed)
	}
	t.Log(killed, " runs were killed")
}

// goesOn runs a command that was killed once more, and holds that all is encrypted, and whole.
func (d desk) goesOn(t *testing.T, what string, encrypting []string, twice bool) {
	t.Helper()
	if code, said, _ := d.run(t, encrypting...); code != done && code != ruleStops {
		t.Errorf("%s: the next run: exit status %d, %s", what, code, said)
	}
	out := filepath.Join(d.dir, "out")
	got := contents(t, out)
	for name, text := range got {
		if !strings.HasSuffix(name, seal.Ext) || !seal.Is([]byte(text)) {
			t.Errorf("%s: after the next run %s is there in clear", what, name)
		}
	}
	if _, err := os.Stat(filepath.Join(out, "history", "0002.json.age")); (err == nil) != twice {
		t.Errorf("%s: the history has %d files", what, len(names(t, filepath.Join(out, "history"))))
	}
	if code, said, _ := d.run(t, "dossier", "history", "out", "--identity", "key.txt"); code != done {
		t.Errorf("%s: history: exit status %d, %s", what, code, said)
	}
}
