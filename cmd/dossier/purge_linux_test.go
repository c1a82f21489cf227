package main

import (
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A purge is killed, or the disk fails, at every file that it deletes and as it writes the ledger: what is left can
// still be told to be old, the next purge deletes it, and nobody else's papers change.
func TestPurgeStopped(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil || exec.Command(strace, "-f", "-o", "/dev/null", "true").Run() != nil {
		t.Skip("strace is not installed, or may not be used")
	}
	d := newDesk(t)
	put(t, filepath.Join(d.dir, "you.toml"), me, 0o600)
	all := filepath.Join(d.dir, "all")
	for _, args := range []string{"me.toml you.toml --on 2024-03-10", "me.toml you.toml --on 2024-03-11", "you.toml --on 2026-03-11"} {
		if code, said, _ := d.run(t, append([]string{"dossier", "batch", "-o", "all", "--no-proof"}, strings.Fields(args)...)...); code != done && code != ruleStops {
			t.Fatalf("%s: exit status %d, %s", args, code, said)
		}
	}
	before := contents(t, all)
	purge := []string{"dossier", "purge", "all", "--older-than", "24mo", "--on", dayOld, "--yes"}
	after := maps.Clone(before)
	maps.DeleteFunc(after, func(name, _ string) bool {
		return strings.HasPrefix(name, "me/") || strings.HasPrefix(name, ".seen/me/") || name == "chase/me.txt"
	})
	whole := func(what string) {
		t.Helper()
		if code, said, _ := d.run(t, purge...); code != done {
			t.Errorf("%s: the next purge: exit status %d, %s", what, code, said)
		}
		got := contents(t, all)
		if !strings.Contains(got["ledger.jsonl"], `"purged":"`+dayOld+`"`) || strings.Count(got["ledger.jsonl"], "\n") != 2 {
			t.Errorf("%s: the ledger is %q", what, got["ledger.jsonl"])
		}
		if strings.Contains(got["report.csv"], "me,") || strings.Contains(got["report.html"], "./me/") || !strings.Contains(got["report.html"], "./you/") {
			t.Errorf("%s: the report is %q", what, got["report.csv"])
		}
		for _, m := range []map[string]string{got, after} {
			delete(m, "ledger.jsonl")
			delete(m, "report.csv")
			delete(m, "report.html")
		}
		if !maps.Equal(got, after) {
			t.Errorf("%s: the next purge leaves %v", what, slices.Sorted(maps.Keys(got)))
		}
	}
	seen := map[int]int{}
	for _, how := range []string{"unlinkat:signal=KILL", "unlinkat:error=EIO", "fsync:signal=KILL", "fsync:error=EIO", "renameat:signal=KILL"} {
		call, _, _ := strings.Cut(how, ":")
		for k := 1; ; k += 2 {
			lay(t, all, before)
			what := fmt.Sprintf("%s at %d", how, k)
			code, said, _ := d.run(t, append([]string{strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", fmt.Sprintf("inject=%s:when=%d", how, k)}, purge...)...)
			seen[code]++
			if code == couldNot && !strings.Contains(said, "input/output error\n\t") {
				t.Errorf("%s: %s", what, said)
			}
			whole(what)
			if code == done && k > 1 || k > 40 {
				break
			}
		}
	}
	if seen[-1] < 8 || seen[couldNot] < 5 {
		t.Errorf("the runs ended with %v", seen)
	}
	t.Log(seen)
}
