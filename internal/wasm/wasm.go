// Package wasm is what PDFium and libheif, which are compiled to WebAssembly and run by wazero, have in common:
// where the machine's code that is made of them is kept, and the memory they run in.
package wasm

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
)

// Compile calls compile with a cache that keeps its result in the folder dir, made when it is missing, for later
// processes; without a name it is kept in memory only. Where a disk has damaged what is kept, the folder is cleared and
// filled anew; where it cannot be used, the result is kept in memory. The cache is open when compile has succeeded, and
// closed when it has not.
func Compile(dir string, compile func(wazero.CompilationCache) error) error {
	if dir != "" {
		err := compileIn(dir, compile)
		if err != nil && !unusable(err) && forget(dir) == nil {
			err = compileIn(dir, compile)
		}
		if err == nil {
			return nil
		}
	}
	return attempt(wazero.NewCompilationCache(), compile)
}

func compileIn(dir string, compile func(wazero.CompilationCache) error) error {
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return err
	}
	return attempt(cache, compile)
}

// unusable says whether a file could not be opened or written, for which no file that is there need be at fault: wazero
// tells damage in its own words alone.
func unusable(err error) bool {
	var file *fs.PathError
	var link *os.LinkError
	return errors.As(err, &file) || errors.As(err, &link)
}

func attempt(cache wazero.CompilationCache, compile func(wazero.CompilationCache) error) error {
	err := compile(cache)
	if err != nil {
		cache.Close(context.Background())
	}
	return err
}

// forget removes what wazero keeps in a folder, and nothing else that may be there.
func forget(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), "wazero-") {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

var large sync.Mutex

// Alone waits until nothing else is done that takes a hundred megabytes and more: PDFium is compiled, or libheif
// decodes a picture. The function it returns lets the next begin.
func Alone() (done func()) {
	large.Lock()
	return large.Unlock
}
