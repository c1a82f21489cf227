// Package picture reads a scan or photograph of pages (JPEG, PNG, TIFF, WebP or HEIC) into what a
// PDF image needs: samples a PDF viewer decodes by itself, and how to turn them upright. What else the
// file tells about its maker (place, camera, comments, thumbnails) is left behind.
package picture

import (
	"fmt"
	"image"
	"slices"

	"dossier/internal/picture/heif"
)

// A Scan is what a file holds.
type Scan struct {
	Kind   string // "JPEG", "PNG", "TIFF", "WebP" or "HEIC"
	Pages  []*Picture
	Damage *Error // what of the file could not be read, nil for a whole one; Pages holds what could
}

// A Picture is an image as a PDF image XObject holds it (ISO 32000-1, 8.9.5).
type Picture struct {
	Width, Height int       // pixels as stored, before Orientation
	Orientation   int       // 1 to 8, as in EXIF: 1 is upright, 6 is turned a quarter to the left
	ColorSpace    string    // "DeviceGray", "DeviceRGB" or "DeviceCMYK"
	Bits          int       // of a sample: 8, and for grey also 1, 2 or 4
	Filter        string    // "DCTDecode", "FlateDecode" or "CCITTFaxDecode"
	Predictor     bool      // Data needs /DecodeParms << /Predictor 15 /Colors Components() /BitsPerComponent Bits /Columns Width >>
	BlackIs1      bool      // for CCITTFaxDecode, which needs /DecodeParms << /K -1 /Columns Width /Rows Height /BlackIs1 BlackIs1 >>
	Decode        []float64 // the array /Decode; nil for the usual sense of samples
	Data          []byte    // the stream, compressed as Filter says; of a JPEG it may be the file's own bytes

	Thumb   *image.Gray // upright and small: a power of two smaller, its long side 500 to 999 pixels unless the picture is smaller
	Sharp   float64     // 0 to 1 at full resolution, -1 where it cannot be told: no contrast, or ink and paper alone (see sharpness)
	Changed []Change    // what was done to the file's own data, in the order of the constants

	density density // as the file says, where that can be trusted
}

// A Change is something done to the data of a file on its way into a Picture.
type Change string

const (
	MetadataRemoved Change = "metadata removed" // what tells about the picture: place, camera, author, comments, thumbnails, colour profile
	Reencoded       Change = "re-encoded"       // decoded and written anew
	Flattened       Change = "flattened"        // transparency put on white
	Cut             Change = "cut"              // the rest of it could not be read
	Closed          Change = "closed"           // its end mark was missing and is set
	Reduced         Change = "reduced"          // fewer pixels, by Scaled
)

var changes = []Change{MetadataRemoved, Reencoded, Flattened, Cut, Closed, Reduced}

// change notes c, once.
func (p *Picture) change(c Change) {
	if slices.Contains(p.Changed, c) {
		return
	}
	p.Changed = append(p.Changed, c)
	slices.SortFunc(p.Changed, func(a, b Change) int { return slices.Index(changes, a) - slices.Index(changes, b) })
}

// An Error says what is wrong with a picture, and what its owner can do.
type Error struct {
	Msg string
	Fix string
}

func (e *Error) Error() string { return e.Msg }

// Hint is the way out, for the person who has the page.
func (e *Error) Hint() string { return e.Fix }

const again = "photograph or scan the page again, as PDF or JPEG"

// A format is a kind of picture that is read.
type format struct {
	read func(r *Reader, data []byte) (*Scan, error)
	// inspect looks at a file without its samples: how many pages it has, and whether it looks whole.
	inspect func(data []byte) (pages int, whole bool)
}

var formats = map[string]format{
	"JPEG": {alone(readJPEG), single(inspectJPEG)},
	"PNG":  {alone(readPNG), single(inspectPNG)},
	"TIFF": {alone(readTIFF), inspectTIFF},
	"WebP": {alone(readWebP), single(inspectWebP)},
	"HEIC": {(*Reader).readHEIC, single(inspectHEIC)},
}

// alone is a format that needs nothing but the file.
func alone(read func([]byte) (*Scan, error)) func(*Reader, []byte) (*Scan, error) {
	return func(_ *Reader, data []byte) (*Scan, error) { return read(data) }
}

func single(whole func([]byte) bool) func([]byte) (int, bool) {
	return func(data []byte) (int, bool) { return 1, whole(data) }
}

// A Reader reads files. It may be used by several goroutines at once.
type Reader struct{ heic *heif.Decoder }

// NewReader is a reader that keeps the compiled decoder of HEIC in the folder cacheDir, made when it is missing;
// without a name, or where the folder cannot be used, it is compiled when the first such picture comes.
func NewReader(cacheDir string) *Reader { return &Reader{heif.New(cacheDir)} }

// plain has no folder.
var plain = NewReader("")

// Read is that of a reader without a folder.
func Read(data []byte) (*Scan, error) { return plain.Read(data) }

// Read reads a file, known by its content. Every sample is decoded or walked over, so that a
// picture cut short or damaged is found here and not by who receives the PDF. Errors are *Error: they
// are for a file of which not one row in a hundred can be read, or that is no picture.
func (r *Reader) Read(data []byte) (*Scan, error) {
	kind, err := recognised(data)
	if err != nil {
		return nil, err
	}
	return formats[kind].read(r, data)
}

// Inspect says what Read would say of a file. Where the file looks whole it decodes no pixel, takes a
// thousandth of the time and no memory; only a file that is visibly damaged is read. It finds each file that is
// not a picture, is too large, promises more pixels than it can hold, or lacks its end, and a PNG of
// which any byte has changed. What shows only in the pixels it does not find: coded samples that
// changed or were lost between two markers of a JPEG, its tables where they are wrong, samples of a
// PNG that were packed wrong in the first place, and samples of a TIFF, WebP or HEIC picture.
func Inspect(data []byte) (pages int, damage *Error, err error) {
	kind, err := recognised(data)
	if err != nil {
		return 0, nil, err
	}
	if pages, whole := formats[kind].inspect(data); whole {
		return pages, nil, nil
	}
	s, err := formats[kind].read(plain, data)
	if err != nil {
		return 0, nil, err
	}
	return len(s.Pages), s.Damage, nil
}

// recognised is the kind of a picture that can be read; the error is for any other file.
func recognised(data []byte) (kind string, err error) {
	if len(data) > MaxBytes {
		return "", &Error{
			fmt.Sprintf("the picture takes %d MB, more than the %d MB allowed", len(data)/1_000_000, MaxBytes/1_000_000),
			"scan the page again at 300 dots per inch, as JPEG",
		}
	}
	kind, fix := recognise(data)
	if _, ok := formats[kind]; ok {
		return kind, nil
	}
	return "", refuse(data, kind, fix)
}

// checkSize refuses dimensions out of range. stored is the number of bytes of compressed
// samples, of which a sound file has at least one for every maxPixels pixels; so a header that
// promises what the file does not hold is refused before memory is set aside for it.
func checkSize(kind string, width, height, stored, maxPixels int) error {
	if width < 1 || height < 1 {
		return damaged(kind)
	}
	if err := affordable(width, height, 1); err != nil {
		return err
	}
	if uint64(width)*uint64(height) > uint64(stored)*uint64(maxPixels) {
		return cutShort(kind)
	}
	return nil
}

func cutShort(kind string) *Error {
	return &Error{"the " + kind + " picture is cut short: its end is missing", "copy the whole file again, or " + again}
}

func damaged(kind string) *Error {
	return &Error{"the " + kind + " picture is damaged and cannot be shown whole", again}
}

func unusual(kind string) *Error {
	return &Error{"this is an unusual kind of " + kind + " picture that cannot be read", "open it in a picture program and save it as an ordinary JPEG"}
}

// Components is the number of samples a pixel has: 1, 3 or 4.
func (p *Picture) Components() int {
	switch p.ColorSpace {
	case "DeviceGray":
		return 1
	case "DeviceCMYK":
		return 4
	}
	return 3
}

// Upright is the size in pixels once the picture is turned upright.
func (p *Picture) Upright() (w, h int) {
	if p.Orientation >= 5 {
		return p.Height, p.Width
	}
	return p.Width, p.Height
}

// Natural is the size of the upright page in points, as the density in the file has it. ok only for
// a density that a scanner writes, 100 to 1200 dots an inch both ways, or that of a fax: cameras and
// screens write 72 or 96, which mean nothing.
func (p *Picture) Natural() (w, h float64, ok bool) {
	if p.density.x == 0 {
		return 0, 0, false
	}
	w, h = float64(p.Width)/p.density.x*72, float64(p.Height)/p.density.y*72
	if p.Orientation >= 5 {
		w, h = h, w
	}
	return w, h, true
}

// Matrix is [a b c d e f] for the PDF operator cm, so that the image painted next stands
// upright and fills the box w wide and h high with its lower left corner at x, y, in points.
// The box gives the proportions; Upright has those of the picture.
func (p *Picture) Matrix(x, y, w, h float64) [6]float64 {
	// A PDF image is painted on the unit square with its first stored row along the top; EXIF
	// says which sides of the upright picture the first row and the first column are.
	switch p.Orientation {
	case 2: // top, right
		return [6]float64{-w, 0, 0, h, x + w, y}
	case 3: // bottom, right
		return [6]float64{-w, 0, 0, -h, x + w, y + h}
	case 4: // bottom, left
		return [6]float64{w, 0, 0, -h, x, y + h}
	case 5: // left, top
		return [6]float64{0, -h, -w, 0, x + w, y + h}
	case 6: // right, top
		return [6]float64{0, -h, w, 0, x, y + h}
	case 7: // right, bottom
		return [6]float64{0, h, w, 0, x, y}
	case 8: // left, bottom
		return [6]float64{0, h, -w, 0, x + w, y}
	}
	return [6]float64{w, 0, 0, h, x, y}
}
