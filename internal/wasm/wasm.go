// Package wasm is what PDFium and libheif, which are compiled to WebAssembly and run by wazero, have in common:
// where the machine's code that is made of them is kept, and the memory they run in.
package wasm

import (
	"sync"

	"github.com/tetratelabs/wazero"
)

// Cache keeps what is compiled in the folder dir, made when it is missing, for later processes; without a name it
// is kept in memory only.
func Cache(dir string) (wazero.CompilationCache, error) {
	if dir == "" {
		return wazero.NewCompilationCache(), nil
	}
	return wazero.NewCompilationCacheWithDir(dir)
}

var large sync.Mutex

// Alone waits until nothing else is done that takes a hundred megabytes and more: PDFium is compiled, or libheif
// decodes a picture. The function it returns lets the next begin.
func Alone() (done func()) {
	large.Lock()
	return large.Unlock
}
