package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/pdf"
	"dossier/internal/profile"
)

// TestAssemblersMakeTheDossier holds that each engine at hand makes all pages of it, the same for ours every time.
func TestAssemblersMakeTheDossier(t *testing.T) {
	e, err := newEnvelope(t.TempDir(), sheet)
	if err != nil || e.total != allPages {
		t.Fatalf("%d pages, %v", e.total, err)
	}
	for _, a := range assemblers {
		t.Run(a.name, func(t *testing.T) {
			makes, err := a.open(e)
			if errors.As(err, new(*missingError)) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			c, made, err := makes(0, 1)
			if err != nil || c.wall <= 0 {
				t.Fatalf("took %v, %v", c.wall, err)
			}
			f, err := pdf.Open(made)
			if err != nil || f.Pages() != allPages {
				t.Errorf("not %d pages, or %v", allPages, err)
			}
			if _, again, err := makes(0, 1); strings.HasPrefix(a.name, "dossier") && (err != nil || !bytes.Equal(made, again)) {
				t.Errorf("other bytes the second time, or %v", err)
			}
		})
	}
}

func TestAssembledTable(t *testing.T) {
	e, err := newEnvelope(t.TempDir(), sheet)
	if err != nil {
		t.Fatal(err)
	}
	took := func(name string, wall, cpu time.Duration) assembled {
		return assembled{assembler: assembler{name: name, how: "so"}, walls: []time.Duration{wall}, cpus: []time.Duration{cpu}, pages: 15, stamps: 2}
	}
	var b bytes.Buffer
	printAssembled(&b, e, []assembled{
		took("a", 20*time.Millisecond, 30*time.Millisecond), took("b", 5*time.Millisecond, 10*time.Millisecond), took("c", time.Millisecond, time.Millisecond),
		took("x", 100*time.Millisecond, 90*time.Millisecond), {assembler: assembler{name: "y"}, trouble: "not installed: y"},
	}, 1)
	for _, want := range []string{
		"| a | so | 50.0 | 30.0 |  |  |  | 15 | 0 | 2 |\n",
		"| x | so | 10.0 | 90.0 | 5.00 times | 3.00 times | 9.00 times | 15 | 0 | 2 |\n",
		"| y | not installed: y | | | | | | | | |\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}

func TestPicturesAsPDF(t *testing.T) {
	scan, err := scanned(160, 230, scanNoise, 1)
	if err != nil {
		t.Fatal(err)
	}
	f, err := pdf.Open(picturesAsPDF([][]byte{scan, scan}, 5))
	if err != nil || f.Pages() != 5 {
		t.Errorf("not 5 pages, or %v", err)
	}
}

// TestLoadIsAProfile holds that what is built for memory names its files.
func TestLoadIsAProfile(t *testing.T) {
	var l load
	dir := t.TempDir()
	for _, name := range []string{"a.jpg", "b.pdf"} {
		if err := l.add(dir, name, []byte("12345")); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(dir, "person.toml")
	a, err := profile.Load(name, func(string) ([]byte, error) { return []byte(l.profile()), nil })
	if err != nil || len(a.Documents) != 2 || a.Documents[1].Path() != l.files[1] || l.bytes != 10 {
		t.Errorf("%d bytes, %v", l.bytes, err)
	}
}

func TestTimed(t *testing.T) {
	timer, err := os.Stat("/usr/bin/time")
	if err != nil {
		t.Skip("GNU time is not installed")
	}
	if got, err := timed("/usr/bin/"+timer.Name(), []string{"sh", "-c", "echo said >&2; exit 3"}); err != nil || got.peak < 1<<19 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := timed("/usr/bin/time", []string{"sh", "-c", "exit 1"}); err == nil {
		t.Error("a command that could not was taken for one that did")
	}
}

// BenchmarkAssemble makes the dossier as ours do.
func BenchmarkAssemble(b *testing.B) {
	e, err := newEnvelope(b.TempDir(), sheet)
	if err != nil {
		b.Fatal(err)
	}
	for _, a := range assemblers {
		if !strings.HasPrefix(a.name, "dossier") {
			continue
		}
		makes, err := a.open(e)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(a.name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := makes(0, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
