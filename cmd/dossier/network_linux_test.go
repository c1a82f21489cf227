package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// ran are command lines that work, at least one a command, from a desk; each may use what those before it made.
var ran = []string{
	"init -o new.toml",
	"check me.toml --scans --timeline",
	"check me.toml --json --ics days.ics",
	"fill me.toml -o filled.pdf --json",
	"letter me.toml -o letter.pdf",
	"checklist me.toml -o checklist.pdf",
	"build me.toml -o out --on " + dayOld,
	"verify out",
	"fill me.toml -o form.pdf.age --encrypt-to age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
	"verify filled.pdf --profile me.toml",
	"history me.toml",
	"history out --json",
	"read filled.pdf",
	"next me.toml --ics next.ics",
	"correct me.toml --request asked.toml -o out",
	"batch clients -o batch --jobs 2 --on " + dayOld,
	"batch correct requests clients -o batch",
	"batch clients -o parts --shard 1/1",
	"batch merge parts",
	"purge batch --older-than 90d --yes --on 2027-06-01",
	"forms list",
	"forms show sheet-fr",
	"forms inspect filled.pdf",
	"forms adopt --force -o learnt OFFICIAL",
	"rules",
	"rules nir",
	"cpam 37000 Tours",
	"nir 280059940177793",
	"nir 280059940177793 --profile me.toml",
	"iban FR7630006000011234567890189",
	"--help",
	"build --help",
	"--version",
	"--generate-bash-completion",
}

// Nothing leaves the machine: every command runs under strace, and no call of the network is seen. A new
// command needs a line above.
func TestNoNetwork(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if err := os.Mkdir(filepath.Join(d.dir, "clients"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(d.dir, "requests"), 0o700); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(d.dir, "requests", "anna.toml"), asked, 0o600)
	for _, name := range []string{"anna", "bruno"} {
		put(t, filepath.Join(d.dir, "clients", name+".toml"), strings.ReplaceAll(me, `"scans/`, `"../scans/`), 0o600)
	}
	official, err := filepath.Abs("../../../shared/forms/official/s1106-15763-01-fr.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, missing := os.Stat(official)
	if calls := d.calls(t, "caller"); !strings.Contains(calls, "connect(") {
		t.Fatalf("strace does not see a connection that is made: %q", calls)
	}
	untried := commandLines((&program{}).app().Commands, "")
	for _, line := range ran {
		words := strings.Fields(line)
		untried = slices.DeleteFunc(untried, func(command string) bool { return command == line || strings.HasPrefix(line, command+" ") })
		if i := slices.Index(words, "OFFICIAL"); i >= 0 {
			if words[i] = official; missing != nil {
				t.Log("not tried without the official form: ", line)
				continue
			}
		}
		if !strings.HasPrefix(line, "-") && !slices.Contains(words, "--on") {
			words = append(words, "--on", dayNew)
		}
		if calls := d.calls(t, append([]string{"dossier"}, words...)...); calls != "" {
			t.Errorf("dossier %s calls the network:\n%.1000s", line, calls)
		}
	}
	if len(untried) > 0 {
		t.Errorf("no line above runs %q", untried)
	}
}

// calls runs a command to its end under strace, and gives what it asked of the network. It skips where there
// is no strace, or it may not be used.
func (d desk) calls(t *testing.T, args ...string) string {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	trace := filepath.Join(t.TempDir(), "trace")
	code, said, _ := d.run(t, append([]string{strace, "-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o", trace}, args...)...)
	calls, err := os.ReadFile(trace)
	switch {
	case err != nil || strings.Contains(said, "ptrace("):
		t.Skip("strace may not be used here: ", said)
	case code != done && code != ruleStops:
		t.Errorf("%q: exit status %d, %s", args[1:], code, said)
	}
	return ended.ReplaceAllString(string(calls), "")
}

// ended is what strace says of a thread whose process ends.
var ended = regexp.MustCompile(`(?m)^\d+ +\?\?\?\( <detached \.\.\.>\n`)

// commandLines are the commands and those below them, as they are called.
func commandLines(commands []*cli.Command, above string) (lines []string) {
	for _, c := range commands {
		if c.Name != "forms" { // which does nothing without a word more
			lines = append(lines, above+c.Name)
		}
		lines = append(lines, commandLines(c.Subcommands, above+c.Name+" ")...)
	}
	return lines
}
