package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"dossier/internal/wasm"
)

// Settings of the collector of garbage. Papers and profiles leave little behind, so it may come half as often as it
// would by itself; where scans are large it comes before they add up. The first bound is for one dossier at a time,
// in bytes; each further job adds the second. GOGC and GOMEMLIMIT of the environment go before.
const (
	collectAt = 200 // percent of what is in use
	softLimit = 128 << 20
	eachJob   = 24 << 20
)

// frugal sets the collector for so many dossiers at a time.
func frugal(jobs int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softLimit + int64(jobs-1)*eachJob)
	}
}

// keepBusy lets one thread more than there are cores run at a time: Go notices only after a while that one waits for the
// disk, and leaves its core idle until then. GOMAXPROCS of the environment goes before.
var keepBusy = sync.OnceFunc(func() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
})

// largeFile is one that is read only once what was read before is given back, in bytes: both would be there at the
// same time.
const largeFile = 32 << 20

// makeRoom gives back what is not in use, for a file of so many bytes.
func makeRoom(size int64) {
	if size >= largeFile {
		debug.FreeOSMemory()
	}
}

// compiling waits until no picture is decoded that takes much memory, and raises the bound while PDFium is compiled, in
// bytes: that takes this much the first time on a machine, and twice as long with less. The function it returns ends
// that.
func compiling() (end func()) {
	const enough = 256 << 20
	done := wasm.Alone()
	limit := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(max(limit, enough))
	return func() {
		debug.SetMemoryLimit(limit)
		done()
	}
}
