package main

import (
	"os"
	"path/filepath"
	"testing"

	"dossier/internal/batch"
)

// What another part did is known as it was, while that part puts its lines in order; what this one adds is known, too,
// after a line that a crash tore.
func TestLedgersOfParts(t *testing.T) {
	dir := t.TempDir()
	write := func(part, text string) string {
		return put(t, filepath.Join(dir, "ledger"+part+".jsonl"), text, 0o600)
	}
	const z, a = `{"id":"z","key":"1","status":"ready","blocks":0,"warns":0,"infos":0,"pages":4}` + "\n", `{"id":"a","key":"22","status":"blocked","blocks":1,"warns":0,"infos":0,"pages":4}` + "\n"
	other := write("-1-of-2", z+a)
	own := write("-2-of-2", `{"id":"b","key":"3","status":"ready"}`+"\n"+`{"id":"c","ke`)
	b := &batchRun{dir: dir, ledger: "ledger", shard: batch.Shard{I: 2, N: 2}}
	l, err := openLedger(own)
	if err != nil {
		t.Fatal(err)
	}
	defer l.file.Close()
	known, err := b.known(l)
	if err != nil {
		t.Fatal(err)
	}
	if err := putInOrder(other); err != nil {
		t.Fatal(err)
	}
	holds(t, other, a+z)
	for _, id := range []string{"y", "c", "y"} {
		if err := l.add(batch.Line{ID: id, Key: "k" + id, Status: batch.Ready, Pages: len(id)}); err != nil {
			t.Fatal(err)
		}
	}
	for id, key := range map[string]string{"z": "1", "a": "22", "b": "3", "c": "kc", "y": "ky"} {
		if line, err := known.Line(id); err != nil || line.Key != key {
			t.Errorf("%s: %+v, %v", id, line, err)
		}
	}
	if err := putInOrder(own); err != nil {
		t.Fatal(err)
	}
	const rest = `,"status":"ready","blocks":0,"warns":0,"infos":0,"pages":`
	const want = `{"id":"b","key":"3"` + rest + "0}\n" + `{"id":"c","key":"kc"` + rest + "1}\n" + `{"id":"y","key":"ky"` + rest + "1}\n"
	holds(t, own, want)
	before, err := os.Stat(own)
	if err != nil {
		t.Fatal(err)
	}
	if err := putInOrder(own); err != nil {
		t.Fatal(err)
	}
	if after, err := os.Stat(own); err != nil || !os.SameFile(before, after) {
		t.Errorf("what is in order was written again, or %v", err)
	}
}
