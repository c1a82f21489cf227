package wasm

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/tetratelabs/wazero"
)

// TestCompile holds that what is kept is cleared where it is damaged, and nothing else is; that a folder which cannot be
// written to, as on a full disk, is left as it is; and that compiling is not tried more often than that takes.
func TestCompile(t *testing.T) {
	damaged, full := errors.New("checksum mismatch"), &fs.PathError{Op: "write", Path: "entry", Err: errors.New("no space left on device")}
	for _, c := range []struct {
		name  string
		fails []error // of each attempt, in turn
		kept  bool    // what was in the folder before
	}{
		{"whole", []error{nil}, true},
		{"damaged", []error{damaged, nil}, false},
		{"damaged on a full disk", []error{damaged, full, nil}, false},
		{"a full disk", []error{full, nil}, true},
		{"no engine", []error{damaged, damaged, damaged}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			entry, own := filepath.Join(dir, "wazero-v0.0.0-amd64-linux", "entry"), filepath.Join(dir, "own")
			if err := os.Mkdir(filepath.Dir(entry), 0o700); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{entry, own} {
				if err := os.WriteFile(name, nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			n := 0
			err := Compile(dir, func(wazero.CompilationCache) error {
				n++
				return c.fails[n-1]
			})
			if last := c.fails[len(c.fails)-1]; err != last || n != len(c.fails) {
				t.Errorf("%v after %d attempts, want %v after %d", err, n, last, len(c.fails))
			}
			if _, err := os.Stat(entry); (err == nil) != c.kept {
				t.Errorf("what was kept: %v", err)
			}
			if _, err := os.Stat(own); err != nil {
				t.Errorf("a file that is not wazero's: %v", err)
			}
		})
	}
}
