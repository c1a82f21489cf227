package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A run of correct is killed at every step by which it gives a file its name, that of the profile among them:
// the profile is the old one or the new one whole, and the next run comes to the same end.
func TestKilledWhileCorrecting(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if err := exec.Command(strace, "-f", "-o", "/dev/null", "true").Run(); err != nil {
		t.Skip("strace may not be used here: ", err)
	}
	d := newDesk(t)
	profile, out := filepath.Join(d.dir, "me.toml"), filepath.Join(d.dir, "out")
	corrected := strings.Replace(me, "06 12 34 56 78", "06 12 34 56 79", 1)
	sent := d.made(t, "build", "out", dayOld)
	reply := d.made(t, "correct", "out", dayNew)
	holds(t, profile, corrected)
	seen := map[string]int{}
	for k := 1; ; k++ {
		put(t, profile, me, 0o600)
		lay(t, out, sent)
		args := []string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=renameat", "-e", fmt.Sprintf("inject=renameat:signal=KILL:when=%d", k)}
		code, said, _ := d.run(t, append(args, dossierArgs("correct", "out", dayNew)...)...)
		if code == done || code == ruleStops {
			break
		}
		if code == couldNot || k > 20 {
			t.Fatalf("step %d: exit status %d, %s", k, code, said)
		}
		data, err := os.ReadFile(profile)
		switch {
		case err == nil && string(data) == me:
			seen["old"]++
		case err == nil && string(data) == corrected:
			seen["new"]++
		default:
			t.Errorf("step %d: the profile is neither: %v", k, err)
		}
		if again := d.made(t, "correct", "out", dayNew); !maps.Equal(again, reply) {
			t.Errorf("step %d: the next run makes other papers", k)
		}
		holds(t, profile, corrected)
		for _, name := range names(t, d.dir) {
			if strings.HasPrefix(name, ".dossier-") {
				t.Errorf("step %d: %s was left", k, name)
			}
		}
	}
	if seen["old"] < 3 {
		t.Errorf("the runs left %v", seen)
	}
	t.Log(seen)
}
