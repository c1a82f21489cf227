package picture

import (
	"fmt"
	"runtime"
	"sync"
)

// Limits on what Read takes. A picture that is passed on as it is may have MaxPixels. What has to be
// decoded may have as many as budget holds: about 80 million of a PNG in RGB, 48 million of a HEIC,
// 44 million of a progressive JPEG, 38 million of a PNG with transparency.
const (
	MaxBytes  = 200_000_000
	MaxPixels = 120_000_000
	MaxPages  = 200 // of a TIFF

	budget = 384 << 20 // bytes that decoding one picture may take, besides the file
)

// affordable refuses a picture that takes more than the budget, at so many bytes a pixel.
func affordable(width, height, bytes int) error {
	most := min(MaxPixels, budget/max(1, bytes))
	if uint64(width)*uint64(height) <= uint64(most) {
		return nil
	}
	return &Error{
		fmt.Sprintf("the picture is %d x %d pixels, more than the %d million allowed", width, height, most/1_000_000),
		"scan the page again at 300 dots per inch",
	}
}

// large lets one picture that takes much memory be decoded at a time.
var large sync.Mutex

// Room waits for room for a picture, and gives back what makes room again.
func Room(width, height, bytes int) (done func()) {
	if width*height*bytes < budget/8 {
		return func() {}
	}
	large.Lock()
	runtime.GC() // for what the one before left
	return large.Unlock
}
