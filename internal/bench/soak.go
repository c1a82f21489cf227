package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dossier/internal/invent"
)

// soakParts is in how many parts a soak is looked at.
const soakParts = 5

// A soak may take a fifth more memory and a few more files in its last part than in its second.
const (
	soakGrowth = 1.2
	soakFiles  = 4
)

// soaking runs batch over many applicants and prints how much memory and how many open files it has as it goes on. That
// they do not grow is held: the error says so. It reads /proc, as Linux has it.
func soaking(out io.Writer, date, blank string, n int) error {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		fmt.Fprintln(out, "Nothing was soaked: this system has no /proc.")
		return nil
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	defer os.RemoveAll(dir)
	program, err := buildProgram(dir)
	if err != nil {
		return err
	}
	people, made := filepath.Join(dir, "people"), filepath.Join(dir, "out")
	if err := small(people, n); err != nil {
		return err
	}
	args := []string{"batch", people, "-o", made, "--on", "2026-11-22", "--no-proof"}
	if _, err := os.Stat(blank); err == nil {
		args = append(args, "--blank", blank)
	}
	cmd := exec.Command(program, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	parts, err := watched(cmd.Process.Pid, filepath.Join(made, "ledger.jsonl"), n, ended)
	if err != nil {
		return err
	}
	if cmd.ProcessState.ExitCode() != ruleStops {
		return fmt.Errorf("exit status %d\n%s", cmd.ProcessState.ExitCode(), said.Bytes())
	}
	fmt.Fprintf(out, "%s, %s.\n\n`dossier batch` over %d applicants with two small papers each, no proof, looked at every 50 ms.\n\n", machine(), date, n)
	fmt.Fprintln(out, "| applicants done | most memory, MB | most open files |")
	fmt.Fprintln(out, "| --- | --: | --: |")
	for i, p := range parts {
		fmt.Fprintf(out, "| up to %d | %d | %d |\n", n*(i+1)/soakParts, p.memory>>20, p.files)
	}
	second, last := parts[1], parts[soakParts-1]
	if float64(last.memory) > soakGrowth*float64(second.memory) || last.files > second.files+soakFiles {
		return errors.New("memory or open files grow with the number of applicants")
	}
	return nil
}

// small writes n profiles with two small papers each.
func small(dir string, n int) error {
	scans, err := filepath.Abs("testdata/scans")
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("make a folder of profiles: %w", err)
	}
	for i := range n {
		text := invent.Profile(i, "")
		for _, paper := range [][2]string{{"passport", "passport.jpg"}, {"RIB", "rib.pdf"}} {
			text += fmt.Sprintf("\n[[document]]\nkind = %q\nfile = %q\n", paper[0], filepath.ToSlash(filepath.Join(scans, paper[1])))
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("person-%06d.toml", i)), []byte(text), 0o600); err != nil {
			return fmt.Errorf("write a profile: %w", err)
		}
	}
	return nil
}

// A burden is the most that a process has had for some time.
type burden struct {
	memory int64 // bytes
	files  int
}

// watched looks at a process until it ends, by how many lines its ledger has.
func watched(pid int, ledger string, n int, ended <-chan error) (parts [soakParts]burden, err error) {
	for {
		select {
		case err := <-ended:
			if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
				return parts, err
			}
			return parts, nil
		case <-time.After(50 * time.Millisecond):
		}
		lines, err := os.ReadFile(ledger)
		if err != nil {
			continue // not begun
		}
		part := &parts[min(soakParts-1, bytes.Count(lines, []byte("\n"))*soakParts/n)]
		memory, files, err := burdenOf(pid)
		if err != nil {
			continue // it has ended
		}
		part.memory, part.files = max(part.memory, memory), max(part.files, files)
	}
}

// burdenOf is the memory and the number of open files of a process.
func burdenOf(pid int) (memory int64, files int, err error) {
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0, 0, err
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	if _, err := fmt.Sscanf(rest, "%d kB", &memory); err != nil {
		return 0, 0, fmt.Errorf("read the memory of a process: %w", err)
	}
	return memory << 10, len(open), nil
}
