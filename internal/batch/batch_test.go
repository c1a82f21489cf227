package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// records are r0, r1, ... each with a key of its own.
func records(n int) []Record {
	all := make([]Record, n)
	for i := range all {
		all[i] = record(fmt.Sprintf("r%d", i), fmt.Sprintf("k%d", i))
	}
	return all
}

func record(id, key string) Record { return Record{id, func() string { return key }} }

// run is Run with the lines that Done heard, in the order of the outcomes; one that was passed over has that of the
// ledger.
func run(t *testing.T, ctx context.Context, records []Record, job Job, o Options) (lines []Line) {
	t.Helper()
	heard := map[string]Line{}
	done := o.Done
	o.Done = func(l Line) {
		heard[l.ID] = l
		if done != nil {
			done(l)
		}
	}
	for _, x := range Run(ctx, records, job, o) {
		l, ok := heard[x.ID]
		if !ok {
			l, _ = o.old(x.ID)
			l.Kept = true
		}
		if x != l.outcome() {
			t.Errorf("%+v of %+v", x, l)
		}
		lines = append(lines, l)
	}
	return lines
}

// ledger is one of some lines.
func ledger(t *testing.T, lines ...Line) *Ledger {
	t.Helper()
	var data bytes.Buffer
	for _, l := range lines {
		if err := json.NewEncoder(&data).Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	return ledgerOf(t, data.Bytes())
}

func ledgerOf(t testing.TB, data []byte) *Ledger {
	t.Helper()
	var l Ledger
	if err := l.Read(bytes.NewReader(data), int64(len(data))); err != nil {
		t.Fatal(err)
	}
	return &l
}

// written is a ledger as it is written.
func written(t testing.TB, l *Ledger) string {
	t.Helper()
	var b bytes.Buffer
	if err := l.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func ready(context.Context, Record) (Line, error) { return Line{Status: Ready, Pages: 3}, nil }

func TestRunOrder(t *testing.T) {
	all := records(50)
	var once sync.WaitGroup
	once.Add(1)
	var ended atomic.Int32
	lines := run(t, t.Context(), all, func(_ context.Context, r Record) (Line, error) {
		if r.ID == "r0" {
			once.Wait() // the first is the last to end
		} else if ended.Add(1) == 49 {
			once.Done()
		}
		return Line{Status: Ready, ID: "the job's own words", Key: "do not count"}, nil
	}, Options{Jobs: 4})
	if len(lines) != 50 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, l := range lines {
		if l.ID != all[i].ID || l.Key != all[i].Key() || l.Status != Ready || l.Kept {
			t.Errorf("line %d is %+v", i, l)
		}
	}
}

func TestRunNothing(t *testing.T) {
	for _, jobs := range []int{-1, 0, 1, 8} {
		if lines := run(t, t.Context(), nil, ready, Options{Jobs: jobs}); len(lines) != 0 {
			t.Errorf("%d workers: %v", jobs, lines)
		}
		if lines := run(t, t.Context(), records(3), ready, Options{Jobs: jobs}); len(lines) != 3 {
			t.Errorf("%d workers: %v", jobs, lines)
		}
	}
}

// A thing panics in a method, explode in a function, with a value that must not be told.
type thing struct{ name string }

func (x *thing) explode(secret string) { panic("secret " + secret + x.name) }

func explode(secret string) { panic(errors.New("secret " + secret)) }

// Workers without work would only take room.
func TestRunWorkers(t *testing.T) {
	before := runtime.NumGoroutine()
	var most atomic.Int64
	job := func(context.Context, Record) (Line, error) {
		most.Store(max(most.Load(), int64(runtime.NumGoroutine())))
		return Line{Status: Ready}, nil
	}
	lines := run(t, context.Background(), []Record{{ID: "a"}, {ID: "b"}, {ID: "c"}}, job, Options{Jobs: 5000})
	if got := int(most.Load()) - before; len(lines) != 3 || got > 3 {
		t.Errorf("%d lines, %d workers for 3 records", len(lines), got)
	}
}

func TestRunPanic(t *testing.T) {
	all := records(5)
	lines := run(t, t.Context(), all, func(_ context.Context, r Record) (Line, error) {
		var none map[string]int
		switch r.ID {
		case "r0":
			(&thing{"Maude"}).explode("Tremblay")
		case "r1":
			explode("Tremblay")
		case "r2":
			none[r.ID] = 1
		case "r3":
			return Line{Pages: 7, Blocks: 1, Status: Blocked}, errors.New("the disk is full")
		}
		return Line{Status: Ready}, nil
	}, Options{Jobs: 2})
	const stopped = "the program stopped in this record "
	for i, want := range []Line{
		{Status: Failed, Reason: stopped + "(batch.(*thing).explode)"},
		{Status: Failed, Reason: stopped + "(batch.explode)"},
		{Status: Failed, Reason: stopped + "(batch.TestRunPanic.func1)"},
		{Status: Failed, Reason: "the disk is full", Pages: 7, Blocks: 1},
		{Status: Ready},
	} {
		want.ID, want.Key = all[i].ID, all[i].Key()
		if !reflect.DeepEqual(lines[i], want) {
			t.Errorf("got %+v, want %+v", lines[i], want)
		}
	}
}

func TestWhereOfNoStack(t *testing.T) {
	for _, s := range []string{"", "goroutine 1 [running]:", "panic(0x1)", "panic(0x1)\n\t/x.go:1\n", "panic(0x1)\ncreated by x.y in goroutine 1\n"} {
		if got := Where([]byte(s)); got != "" {
			t.Errorf("%q: %q", s, got)
		}
	}
}

func TestRunCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	lines := run(t, ctx, records(10), func(context.Context, Record) (Line, error) {
		t.Error("a record was begun")
		return Line{}, nil
	}, Options{Jobs: 3})
	if len(lines) != 0 {
		t.Errorf("%d lines", len(lines))
	}
}

// Those in flight finish, and nothing is begun after the end of the context.
func TestRunCancelledOnTheWay(t *testing.T) {
	for range 200 {
		ctx, cancel := context.WithCancel(t.Context())
		var begun atomic.Int32
		lines := run(t, ctx, records(20), func(_ context.Context, r Record) (Line, error) {
			begun.Add(1)
			if r.ID == "r4" {
				cancel()
			}
			return Line{Status: Ready}, nil
		}, Options{Jobs: 1})
		if n := begun.Load(); n != 5 || len(lines) != 5 || lines[4].ID != "r4" || lines[4].Status != Ready {
			t.Fatalf("%d begun, %d lines", n, len(lines))
		}
	}
}

// Done hears of each record once, one call at a time, kept ones and failed ones too.
func TestRunDone(t *testing.T) {
	all := records(40)
	busy, heard := false, map[string]int{}
	lines := run(t, t.Context(), all, func(_ context.Context, r Record) (Line, error) {
		if strings.HasSuffix(r.ID, "7") {
			panic("no")
		}
		return Line{Status: Ready}, nil
	}, Options{
		Jobs: 8, Ledger: ledger(t, Line{ID: "r3", Key: "k3", Status: Ready}),
		Done: func(l Line) {
			if busy {
				t.Error("two calls at a time")
			}
			busy = true
			heard[l.ID]++
			busy = false
		},
	})
	for _, l := range lines {
		if heard[l.ID] != 1 {
			t.Errorf("%s was told %d times", l.ID, heard[l.ID])
		}
	}
	if len(heard) != 40 {
		t.Errorf("%d records were told", len(heard))
	}
}

func TestRunKept(t *testing.T) {
	old := Line{ID: "r0", Key: "k0", Status: Blocked, Blocks: 2, Pages: 9}
	there := func(Line) bool { return true }
	gone := func(Line) bool { return false }
	for _, c := range []struct {
		name   string
		record Record
		old    Line
		kept   func(Line) bool
		want   bool
	}{
		{"unchanged", record("r0", "k0"), old, there, true},
		{"unchanged, nobody looks", record("r0", "k0"), old, nil, true},
		{"outputs gone", record("r0", "k0"), old, gone, false},
		{"key changed", record("r0", "k1"), old, there, false},
		{"key unknown", record("r0", ""), Line{ID: "r0", Status: Ready}, there, false},
		{"failed before", record("r0", "k0"), Line{ID: "r0", Key: "k0", Status: Failed}, there, false},
		{"not in the ledger", record("r1", "k0"), old, there, false},
	} {
		lines := run(t, t.Context(), []Record{c.record}, ready, Options{Ledger: ledger(t, c.old), Kept: c.kept})
		if len(lines) != 1 || lines[0].Kept != c.want {
			t.Errorf("%s: %+v", c.name, lines)
		}
		if c.want && (lines[0].Pages != 9 || lines[0].Blocks != 2 || lines[0].Status != Blocked) {
			t.Errorf("%s: the old line is not told: %+v", c.name, lines[0])
		}
	}
}

// A panic while the key is found is one record's, too.
func TestRunKeyPanics(t *testing.T) {
	lines := run(t, t.Context(), []Record{{"r0", func() string { panic("secret") }}, record("r1", "k1")}, ready, Options{})
	if len(lines) != 2 || lines[0].Status != Failed || strings.Contains(lines[0].Reason, "secret") || lines[1].Status != Ready {
		t.Errorf("%+v", lines)
	}
}

func TestRunForce(t *testing.T) {
	known := ledger(t, Line{ID: "r0", Key: "k0", Status: Ready})
	if lines := run(t, t.Context(), records(1), ready, Options{Ledger: known, Force: true}); len(lines) != 1 || lines[0].Kept || lines[0].Pages != 3 {
		t.Errorf("%+v", lines)
	}
}

// Only does those that ended so, tells what is known of the others, and leaves out what no run has done.
func TestRunOnly(t *testing.T) {
	known := ledger(t, Line{ID: "r0", Key: "old", Status: Ready, Pages: 9}, Line{ID: "r1", Key: "k1", Status: Failed}, Line{ID: "r2", Key: "old", Status: Blocked}, Line{ID: "r4"})
	for _, c := range []struct {
		only []Status
		want string
	}{
		{[]Status{Failed}, "r0 kept, r1 done, r2 kept"},
		{[]Status{Failed, Blocked}, "r0 kept, r1 done, r2 done"},
		{[]Status{Ready}, "r0 done, r1 kept, r2 kept"},
		{nil, "r0 done, r1 done, r2 done, r3 done, r4 done"},
	} {
		var got []string
		for _, l := range run(t, t.Context(), records(5), ready, Options{Jobs: 2, Ledger: known, Only: c.only}) {
			got = append(got, l.ID+map[bool]string{true: " kept", false: " done"}[l.Kept])
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%v: %s, want %s", c.only, s, c.want)
		}
	}
}

func TestLedgerRead(t *testing.T) {
	a, b := `{"id":"a","key":"1","status":"ready","pages":4}`, `{"id":"b","key":"2","status":"blocked","blocks":1}`
	for _, c := range []struct {
		name, data string
		want       []string // ids with keys
	}{
		{"empty", "", nil},
		{"two", a + "\n" + b + "\n", []string{"a1", "b2"}},
		{"no line end", a + "\n" + b, []string{"a1", "b2"}},
		{"Windows line ends", a + "\r\n" + b + "\r\n", []string{"a1", "b2"}},
		{"torn at the end", a + "\n" + b[:20], []string{"a1"}},
		{"torn in the middle", a[:20] + "\n" + b + "\n", []string{"b2"}},
		{"torn and glued", a[:20] + b + "\n" + a + "\n", []string{"a1"}},
		{"the last line of an id counts", a + "\n" + strings.Replace(a, `"1"`, `"9"`, 1) + "\n", []string{"a9"}},
		{"foreign", "hello\n[1]\nnull\n{}\n{\"id\":7}\n\x00\n" + a + "\n", []string{"a1"}},
		{"a foreign line of 2 MB", strings.Repeat("x", 2<<20) + "\n" + b + "\n", []string{"b2"}},
	} {
		var got []string
		known := ledgerOf(t, []byte(c.data))
		for _, id := range known.IDs() {
			l, err := known.Line(id)
			if err != nil || l.ID != id || l.Kept {
				t.Errorf("%s: %q holds %+v, %v", c.name, id, l, err)
			}
			got = append(got, id+l.Key)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What is written as JSON lines is what a later run reads, without the mark of a kept line.
func TestLedgerRoundTrip(t *testing.T) {
	line := Line{ID: "é \"x\"", Key: "k", Status: Blocked, Blocks: 1, Warns: 2, Infos: 3, Pages: 4, Reason: "r", Kept: true,
		Day: "2026-12-10", Found: []Found{{"rib", "warn", 2}}, Chase: []Chase{{"rib", "warn", "document", "RIB", true}}, Due: []Due{{"2027-01-01", "appeal", ""}}}
	data, err := json.Marshal(line)
	if err != nil {
		t.Fatal(err)
	}
	line.Kept = false
	if got, err := ledgerOf(t, data).Line(line.ID); err != nil || !reflect.DeepEqual(got, line) {
		t.Errorf("got %+v, %v, want %+v", got, err, line)
	}
}

// The ledger is the same bytes in whatever order its lines were appended, and each id stands in it once.
func TestLedgerOrder(t *testing.T) {
	a, b, old := `{"id":"a","key":"1","status":"ready","blocks":0,"warns":0,"infos":0,"pages":4}`,
		`{"id":"b","key":"2","status":"blocked","blocks":1,"warns":0,"infos":0,"pages":0,"reason":"r"}`, `{"id":"a","key":"0","status":"failed"}`
	want := a + "\n" + b + "\n"
	for _, data := range []string{want, b + "\n" + a + "\n", old + "\n" + b + "\n" + a[:9] + "\n" + a + "\n"} {
		if got := written(t, ledgerOf(t, []byte(data))); got != want {
			t.Errorf("%s\nis written as\n%s", data, got)
		}
	}
	if got := written(t, &Ledger{}); got != "" {
		t.Errorf("nothing is written as %q", got)
	}
}

// A ledger reads files again and again: a line that was added is known, one that is no more is an error.
func TestLedgerFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ledger.jsonl")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	add := func(text string) { fmt.Fprintln(f, text) }
	add(`{"id":"a","key":"1","status":"ready"}`)
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	var l Ledger
	if err := l.Read(f, info.Size()); err != nil {
		t.Fatal(err)
	}
	const later = `{"id":"b","key":"2","status":"failed"}`
	add(later)
	if l.Has("b") || !l.Has("a") {
		t.Errorf("%q", l.IDs())
	}
	if _, err := l.Line("b"); err == nil {
		t.Error("a line that it does not know")
	}
	l.Note("b", f, info.Size(), len(later))
	if line, err := l.Line("b"); err != nil || line.Key != "2" {
		t.Errorf("%+v, %v", line, err)
	}
	var both Ledger
	both.Join(ledger(t, Line{ID: "a", Key: "0"}, Line{ID: "c", Key: "3"}))
	both.Join(&l)
	if got, want := written(t, &both), `{"id":"a","key":"1","status":"ready","blocks":0,"warns":0,"infos":0,"pages":0}
{"id":"b","key":"2","status":"failed","blocks":0,"warns":0,"infos":0,"pages":0}
{"id":"c","key":"3","blocks":0,"warns":0,"infos":0,"pages":0}
`; got != want {
		t.Errorf("%s", got)
	}
	for n, lost := range []string{strings.Replace(later, "b", "x", 1), strings.Repeat("x", len(later)), ""} {
		if err := f.Truncate(info.Size()); err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, lost)
		if _, err := l.Line("b"); err == nil {
			t.Errorf("%d: a line that is not there any more", n)
		}
		if err := l.Write(io.Discard); err == nil {
			t.Errorf("%d: a ledger is written without a line", n)
		}
		if line, err := l.Line("a"); err != nil || line.Key != "1" {
			t.Errorf("%d: %+v, %v", n, line, err)
		}
	}
}

func TestCheckIDs(t *testing.T) {
	const device, sign, dots, ends = "device", "character", "only dots", "ends with"
	for _, c := range []struct {
		ids  []string
		want string // in the error; empty for names that will do
	}{
		{nil, ""},
		{[]string{"anna", "bruno", "Élodie-Anne", "zoé.2026", "a b", "comte", "coma", "console", "lpt", "com", "com10", "null", "o'brien", "chase-riboud", "reporter"}, ""},
		{[]string{"chase"}, "such names"}, {[]string{"Chase"}, "such names"}, {[]string{"report"}, "such names"}, {[]string{"ledger-1-of-3"}, "such names"},
		{[]string{strings.Repeat("a", 120)}, ""},
		{[]string{strings.Repeat("a", 121)}, "120"},
		{[]string{strings.Repeat("é", 61)}, "120"},
		{[]string{""}, dots}, {[]string{"."}, dots}, {[]string{".."}, dots}, {[]string{"..."}, dots}, {[]string{" "}, dots}, {[]string{". ."}, dots},
		{[]string{"../x"}, sign}, {[]string{"a/b"}, sign}, {[]string{"/etc/passwd"}, sign}, {[]string{`a\b`}, sign}, {[]string{`C:\x`}, sign}, {[]string{"C:"}, sign},
		{[]string{"a*"}, sign}, {[]string{"a?"}, sign}, {[]string{`a"`}, sign}, {[]string{"<a>"}, sign}, {[]string{"a|b"}, sign}, {[]string{"a\nb"}, sign}, {[]string{"a\x00"}, sign}, {[]string{"caf\xe9"}, "UTF-8"},
		{[]string{"CON"}, device}, {[]string{"con"}, device}, {[]string{"con.txt"}, device}, {[]string{"Con.a.b"}, device}, {[]string{"con .txt"}, device}, {[]string{"prn"}, device},
		{[]string{"aux"}, device}, {[]string{"nul"}, device}, {[]string{"COM1"}, device}, {[]string{"com9.toml"}, device}, {[]string{"lpt1"}, device}, {[]string{"com²"}, device},
		{[]string{"a."}, ends}, {[]string{"a "}, ends}, {[]string{"-rf"}, "hyphen"}, {[]string{".hidden"}, "dot"}, {[]string{"..a"}, "dot"},
		{[]string{"anna", "bruno", "anna"}, "two records"},
		{[]string{"anna", "ANNA"}, "two records"},
		{[]string{"Élodie", "élodie"}, "two records"},
		{[]string{"\u00e9lodie", "e\u0301lodie"}, "two records"}, // é as one sign and as two
		{[]string{"anna", "a/b"}, sign},
	} {
		err := CheckIDs(c.ids)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.ids, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%q: %v, want %q", c.ids, err, c.want)
		}
	}
}
