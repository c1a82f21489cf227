package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A spring gives the same byte as often as it is asked, and counts.
type spring struct {
	of    byte
	given int
}

func (s *spring) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = s.of
	}
	s.given += len(b)
	return len(b), nil
}

// TestStandardInputWithoutEnd gives each command that reads a text much more than it may be.
func TestStandardInputWithoutEnd(t *testing.T) {
	request := filepath.Join(t.TempDir(), "request.toml")
	if err := os.WriteFile(request, []byte("date = 2026-12-02\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const profile, number = "the file is too large: more than 256 kB", "standard input holds more than a number"
	for _, c := range []struct {
		args string
		most int // bytes that may be taken from it
		want string
	}{
		{"check -", 1 << 20, profile},
		{"fill - -o -", 1 << 20, profile},
		{"build - -o out", 1 << 20, profile},
		{"correct ../../profiles/demo.toml --request - -o out", 1 << 20, profile},
		{"correct - --request " + request + " -o out", 1 << 20, "asks for nothing"},
		{"nir 261029940412369 --profile -", 1 << 20, profile},
		{"nir -", 4 << 10, number},
		{"iban -", 4 << 10, number},
	} {
		in := &spring{of: '1'}
		var said strings.Builder
		code := run(context.Background(), append([]string{"dossier"}, strings.Fields(c.args)...), io.LimitReader(in, 8<<20), &said, &said)
		if code != couldNot || in.given > c.most || !strings.Contains(said.String(), c.want) || said.Len() > 300 {
			t.Errorf("dossier %s: exit status %d, %d bytes read, says %.300q", c.args, code, in.given, said.String())
		}
	}
}

// TestLongArguments holds that what cannot be a number or a place is not repeated.
func TestLongArguments(t *testing.T) {
	long := strings.Repeat("9", 10_000)
	for _, args := range [][]string{
		{"nir", long}, {"iban", "FR" + long}, {"iban", "--json", "FR" + long}, {"cpam", long}, {"cpam", "37000", strings.Repeat("Tours ", 2000)},
	} {
		var said strings.Builder
		code := run(context.Background(), append([]string{"dossier"}, args...), strings.NewReader(""), &said, &said)
		if code != badCommand || said.Len() > 300 || said.Len() == 0 {
			t.Errorf("dossier %s: exit status %d, %d characters: %.200s", args[0], code, said.Len(), said.String())
		}
	}
}
