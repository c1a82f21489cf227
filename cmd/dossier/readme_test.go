package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/cpam"
	"dossier/internal/rule"
	"dossier/profiles"
)

// TestReadmeCounts holds what the README counts against what there is.
func TestReadmeCounts(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(regexp.MustCompile(`(?m)^[a-z_.]+ = `).FindAll(profiles.Template, -1)); n < 45 || n > 54 || !bytes.Contains(readme, []byte("about 50 lines to fill in")) {
		t.Errorf("the template has %d lines to fill in; the README rounds to 50", n)
	}
	without := 0
	for _, f := range cpam.Funds() {
		if !f.HasAddress() {
			without++
		}
	}
	r, _ := rule.Named("fund-unknown")
	if without != 11 || !bytes.Contains(readme, []byte("eleven funds have none here")) || !strings.Contains(r.Source.EN, "eleven funds") || !strings.Contains(r.Source.FR, "onze caisses") {
		t.Errorf("%d funds have no address; the README and rule %s say eleven", without, r.ID)
	}
}

// TestReadme runs each "$ bin/dossier ..." of the README's console blocks in a copy of the
// project's examples and holds the lines beneath against what it prints; -update rewrites them.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(root, "README.md")
	readme, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, sub := range []string{"profiles", "testdata/scans"} {
		if err := os.CopyFS(filepath.Join(dir, sub), os.DirFS(filepath.Join(root, sub))); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	t.Setenv("XDG_DATA_HOME", filepath.Join(dir, "data"))
	block := regexp.MustCompile("(?s)```console\n\\$ bin/(dossier [^\n]*)\n(.*?)```")
	if n := len(block.FindAll(readme, -1)); n < 2 {
		t.Fatalf("%d examples found in the README", n)
	}
	now := block.ReplaceAllFunc(readme, func(b []byte) []byte {
		m := block.FindSubmatch(b)
		var out bytes.Buffer
		run(context.Background(), strings.Fields(string(m[1])), strings.NewReader(""), &out, &out)
		return []byte("```console\n$ bin/" + string(m[1]) + "\n" + out.String() + "```")
	})
	if bytes.Equal(now, readme) {
		return
	}
	if !*update {
		t.Fatalf("the README's examples print something else now; go test ./cmd/dossier -update writes:\n%s", now)
	}
	if err := os.WriteFile(name, now, 0o644); err != nil {
		t.Fatal(err)
	}
}
