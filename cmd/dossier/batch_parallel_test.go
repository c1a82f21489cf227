package main

import (
	"maps"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Eight parts that GNU parallel runs side by side, each in a folder of its own, join to what one run makes.
func TestPartsInParallel(t *testing.T) {
	t.Parallel()
	parallel, err := exec.LookPath("parallel")
	if err != nil {
		t.Skip("GNU parallel is not installed")
	}
	d := newDesk(t)
	d.clients(t, 40)
	if code, said := d.finish(t, []string{"batch", "clients", "-o", "one", "--on", "2026-11-22", "--no-proof"}); code != couldNot {
		t.Fatalf("exit status %d, %s", code, said)
	}
	// Exit statuses 1 and 3 are of applicants who failed or are blocked, which parallel counts.
	parts := func(command string, numbers ...string) {
		t.Helper()
		c := exec.CommandContext(t.Context(), parallel, append([]string{"--will-cite", "-j2", "dossier batch clients --on 2026-11-22 --no-proof " + command, ":::"}, numbers...)...)
		c.Dir, c.Env = d.dir, d.env
		if said, err := c.CombinedOutput(); err != nil && c.ProcessState.ExitCode() > 8 {
			t.Fatalf("%v\n%s", err, said)
		}
	}
	parts("-o part{} --shard {}/8", "1", "2", "3", "4", "5", "6", "7", "8")
	code, said := d.finish(t, strings.Fields("batch merge part1 part2 part3 part4 part5 part6 part7 part8 -o all"))
	if code != couldNot || !strings.Contains(said, "3 failed") {
		t.Errorf("exit status %d, %s", code, said)
	}
	one, all := contents(t, filepath.Join(d.dir, "one")), contents(t, filepath.Join(d.dir, "all"))
	if len(one) < 40*5 || !maps.Equal(one, all) {
		t.Errorf("%d files of eight parts, %d of one run, or other bytes", len(all), len(one))
	}

	// Into one folder, side by side; and once more in other parts, which find the applicants in ledgers not their own,
	// while those are put in order.
	parts("-o together --shard {}/3", "1", "2", "3")
	parts("-o together --shard {}/5", "1", "2", "3", "4", "5")
	again := 0
	for name, text := range contents(t, filepath.Join(d.dir, "together")) {
		if strings.HasSuffix(name, "-of-5.jsonl") {
			again += strings.Count(text, "\n")
		}
	}
	if again != 3 {
		t.Errorf("%d applicants were done again, 3 of whom failed", again)
	}
	if code, said := d.finish(t, strings.Fields("batch merge together")); code != couldNot || !strings.Contains(said, "3 failed") {
		t.Errorf("exit status %d, %s", code, said)
	}
	if together := contents(t, filepath.Join(d.dir, "together")); !maps.Equal(one, together) {
		t.Errorf("%d files of parts in one folder, %d of one run, or other bytes", len(together), len(one))
	}
}
