package batch

import (
	"fmt"
	"testing"
)

func TestParseShard(t *testing.T) {
	for s, want := range map[string]Shard{"1/1": {1, 1}, "3/8": {3, 8}, "8/8": {8, 8}} {
		if got, err := ParseShard(s); err != nil || got != want {
			t.Errorf("%q: %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "3", "/", "0/8", "9/8", "-1/8", "3/8/9", "a/b", "1/10001", "3 / 8"} {
		if got, err := ParseShard(s); err == nil {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

// Each record is in one shard, and shards are of about one size.
func TestShardHas(t *testing.T) {
	count := map[int]int{}
	for i := range 8000 {
		id, in := fmt.Sprintf("client-%d", i), 0
		for k := range 8 {
			if (Shard{k + 1, 8}).Has(id) {
				in++
				count[k]++
			}
		}
		if in != 1 || !(Shard{}).Has(id) {
			t.Fatalf("%s is in %d shards", id, in)
		}
	}
	for k, n := range count {
		if n < 850 || n > 1150 {
			t.Errorf("shard %d has %d of 8000", k+1, n)
		}
	}
}

func TestShardOf(t *testing.T) {
	for _, s := range []Shard{{1, 1}, {3, 8}, {12, 100}} {
		if got, ok := ShardOf("ledger" + s.Suffix()); !ok || got != s {
			t.Errorf("%v is read as %v, %v", s, got, ok)
		}
	}
	for _, name := range []string{"", "ledger", "ledger-3", "ledger-3-of", "ledger-3-of-x", "ledger-03-of-8", "3-of-8-x"} {
		if got, ok := ShardOf(name); ok {
			t.Errorf("%q is read as %v", name, got)
		}
	}
}
