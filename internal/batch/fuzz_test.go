package batch

import (
	"testing"
)

// FuzzLedger holds that any bytes are read as a ledger, and that what was read is the same once it is written.
func FuzzLedger(f *testing.F) {
	f.Add([]byte("{\"id\":\"a\",\"key\":\"1\",\"status\":\"ready\",\"pages\":4}\n{\"id\":\"b\",\"key\":\"2\",\"sta"))
	f.Add([]byte("{\"id\":\"\\u00e9\",\"status\":\"blocked\",\"blocks\":-1,\"reason\":\"\\ud800\"}\r\n\n[1]\nnull\x00"))
	f.Add([]byte(`{"id":"c","day":"2026-12-10","found":[{"rule":"rib","level":"warn","n":2}],"chase":[],"due":[{"day":"x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		read := ledgerOf(t, data)
		for l, err := range read.Lines(read.IDs()) {
			if err != nil || l.ID == "" || l.Kept {
				t.Fatalf("%+v, %v", l, err)
			}
		}
		once := written(t, read)
		if again := written(t, ledgerOf(t, []byte(once))); again != once {
			t.Fatalf("%s is written again as %s", once, again)
		}
	})
}

// FuzzShard holds that a part that can be read has a name that can be read.
func FuzzShard(f *testing.F) {
	f.Add("3/8")
	f.Add("+1/008")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseShard(text)
		if err != nil {
			return
		}
		if got, ok := ShardOf("ledger" + s.Suffix()); !ok || got != s {
			t.Errorf("%q is %v, its name that of %v", text, s, got)
		}
	})
}
