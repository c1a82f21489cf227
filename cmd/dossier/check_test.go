package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"dossier/internal/invent"
)

// invented is a folder of so many profiles, with their papers or without.
func invented(t testing.TB, n int, papers bool) string {
	t.Helper()
	t.Setenv("XDG_DATA_HOME", t.TempDir()) // no official form
	scans := ""
	if papers {
		var err error
		if scans, err = filepath.Abs("../../testdata/scans"); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	if err := invent.Folder(dir, n, scans); err != nil {
		t.Fatal(err)
	}
	return dir
}

func checkAll(t testing.TB, out io.Writer, args ...string) {
	t.Helper()
	var errw strings.Builder
	code := run(context.Background(), append([]string{"dossier", "check", "--on", "2026-11-22"}, args...), nil, out, &errw)
	if code != ruleStops || errw.Len() > 0 {
		t.Fatalf("exit status %d: %s", code, errw.String())
	}
}

// A weighing is a place to write to that weighs the heap when so many profiles have been written.
type weighing struct {
	at      map[int]bool
	written int
	heap    []uint64 // bytes alive
}

func (w *weighing) Write(b []byte) (int, error) {
	if w.written++; w.at[w.written] {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		w.heap = append(w.heap, m.HeapAlloc)
	}
	return len(b), nil
}

// However many profiles there are, nothing of one is kept once its findings are said.
func TestCheckKeepsNothing(t *testing.T) {
	const most = 256 << 10 // bytes of growth, for what the runtime does beside
	for name, c := range map[string]struct {
		n      int
		papers bool
		args   []string
	}{
		"as text":     {n: 1000},
		"as JSON":     {n: 300, args: []string{"--json"}},
		"with papers": {n: 250, papers: true},
	} {
		t.Run(name, func(t *testing.T) {
			n := c.n
			w := &weighing{at: map[int]bool{n: true, 4 * n: true}}
			checkAll(t, w, append(c.args, invented(t, 4*n, c.papers))...)
			if len(w.heap) != 2 {
				t.Fatalf("%d profiles were written one by one", w.written)
			}
			if w.heap[1] > w.heap[0]+most {
				t.Errorf("%d KB after %d profiles, %d KB after %d", w.heap[0]>>10, n, w.heap[1]>>10, 4*n)
			}
		})
	}
}

// A run over many says what runs over each say, in the order of the profiles.
func TestCheckManyIsCheckOfEach(t *testing.T) {
	dir := invented(t, 30, true)
	var all, each strings.Builder
	checkAll(t, &all, dir)
	for i := range 30 {
		run(context.Background(), []string{"dossier", "check", "--on", "2026-11-22", filepath.Join(dir, fmt.Sprintf("person-%06d.toml", i))}, nil, &each, io.Discard)
	}
	if all.String() != each.String() || all.Len() == 0 {
		t.Error("the findings of a folder are not those of its profiles, one after the other")
	}
}

// What one file leaves in memory is not taken for the end of a shorter one.
func TestScratch(t *testing.T) {
	dir := t.TempDir()
	var s scratch
	for _, text := range []string{"a long text", "short", "", strings.Repeat("much longer ", 5000), "x"} {
		name := filepath.Join(dir, "file")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := s.read(name); err != nil || string(got) != text {
			t.Errorf("read %.20q, %v, want %.20q", got, err, text)
		}
	}
	if _, err := s.read(dir); err == nil {
		t.Error("a folder was read")
	}
	if _, err := s.read(filepath.Join(dir, "nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{100, 1000, 10_000} {
		for _, papers := range []bool{false, true} {
			name := fmt.Sprintf("%d profiles", n)
			if papers {
				name += " with papers"
			}
			b.Run(name, func(b *testing.B) {
				dir := invented(b, n, papers)
				for b.Loop() {
					checkAll(b, io.Discard, dir)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/profile")
			})
		}
	}
}
