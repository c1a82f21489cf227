// Package picture reads a scan or photograph of a page (JPEG or PNG) into what a PDF image
// needs: samples a PDF viewer decodes by itself, and how to turn them upright. What else the
// file tells about its maker (place, camera, comments, thumbnails) is left behind.
package picture

import "fmt"

// Limits on what Decode takes. Decoding needs 1 to 24 bytes of memory a pixel, most for a
// progressive JPEG in CMYK.
const (
	MaxBytes  = 200_000_000
	MaxPixels = 120_000_000
)

// A Picture is an image as a PDF image XObject holds it (ISO 32000-1, 8.9.5).
type Picture struct {
	Width, Height int       // pixels as stored, before Orientation
	Orientation   int       // 1 to 8, as in EXIF: 1 is upright, 6 is turned a quarter to the left
	ColorSpace    string    // "DeviceGray", "DeviceRGB" or "DeviceCMYK"
	Bits          int       // of a sample: 8, and for grey PNG also 1, 2 or 4
	Filter        string    // "DCTDecode" or "FlateDecode"
	Predictor     bool      // Data needs /DecodeParms << /Predictor 15 /Colors Components() /BitsPerComponent Bits /Columns Width >>
	Decode        []float64 // the array /Decode; nil for the usual sense of samples
	Data          []byte    // the stream, compressed as Filter says
}

// An Error says what is wrong with a picture, and what its owner can do.
type Error struct {
	Msg string
	Fix string
}

func (e *Error) Error() string { return e.Msg }

// Hint is the way out, for the person who has the page.
func (e *Error) Hint() string { return e.Fix }

const again = "photograph or scan the page again, as JPEG or PNG"

// Decode reads a JPEG or PNG file, known by its content. Every pixel is decoded, so that a
// picture cut short or damaged is found here and not by who receives the PDF. Errors are *Error.
func Decode(data []byte) (*Picture, error) {
	switch kind, err := recognised(data); kind {
	case "JPEG":
		return decodeJPEG(data)
	case "PNG":
		return decodePNG(data)
	default:
		return nil, err
	}
}

// Inspect says what Decode would say against a file, without decoding a pixel: it takes a
// thousandth of the time, and no memory. It finds each file that is not a JPEG or PNG, is too
// large, promises more pixels than it can hold, or lacks its end, and a PNG of which any byte has
// changed. What shows only in the pixels it does not find: coded samples of a JPEG that changed or
// were lost between two markers, its tables where they are wrong, and samples of a PNG that were
// packed wrong in the first place.
func Inspect(data []byte) error {
	switch kind, err := recognised(data); kind {
	case "JPEG":
		return inspectJPEG(data)
	case "PNG":
		return inspectPNG(data)
	default:
		return err
	}
}

// recognised is the kind of a picture that can be read; the error is for any other file.
func recognised(data []byte) (kind string, err error) {
	if len(data) > MaxBytes {
		return "", &Error{
			fmt.Sprintf("the picture takes %d MB, more than the %d MB allowed", len(data)/1_000_000, MaxBytes/1_000_000),
			"scan the page again at 300 dots per inch, as JPEG",
		}
	}
	if kind = sniff(data); kind == "JPEG" || kind == "PNG" {
		return kind, nil
	}
	return "", refuse(data)
}

// checkSize refuses dimensions out of range. stored is the number of bytes of compressed
// samples, of which a sound file has at least one for every maxPixels pixels; so a header that
// promises what the file does not hold is refused before memory is set aside for it.
func checkSize(kind string, width, height, stored, maxPixels int) error {
	switch pixels := uint64(width) * uint64(height); {
	case width < 1 || height < 1:
		return damaged(kind)
	case pixels > MaxPixels:
		return &Error{
			fmt.Sprintf("the picture is %d x %d pixels, more than the %d million allowed", width, height, MaxPixels/1_000_000),
			"scan the page again at 300 dots per inch",
		}
	case pixels > uint64(stored)*uint64(maxPixels):
		return cutShort(kind)
	}
	return nil
}

func cutShort(kind string) error {
	return &Error{"the " + kind + " picture is cut short: its end is missing", "copy the whole file again, or " + again}
}

func damaged(kind string) error {
	return &Error{"the " + kind + " picture is damaged and cannot be shown whole", again}
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
