package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"io"
)

// Colour types of PNG that have neither palette nor alpha (PNG specification, 11.2.2).
const (
	pngGrey = 0
	pngRGB  = 2
)

// pngPixelsPerByte bounds how far PNG compresses: Deflate makes at most 1032 bytes of one, and
// a byte holds at most eight pixels.
const pngPixelsPerByte = 8 * 1032

const pngSignature = "\x89PNG\r\n\x1a\n"

// A pngFile is the chunks of a PNG file that matter here.
type pngFile struct {
	header        []byte // the body of IHDR
	width, height int
	depth         int  // bits of a sample, 1 to 16
	color         byte // colour type
	interlaced    bool
	palette       []byte
	transparent   []byte // what colour, or how much of each entry of the palette
	samples       [][]byte
	size          int // of the samples, in bytes
	exif          []byte
	density       density
	ended         bool
	changed       bool // a checksum does not hold
	told          bool // something told about the picture, or followed its end
}

// plain reports whether PDF reads the samples as they are: it knows the compression and the
// row filters of PNG, which Predictor 15 stands for, but no interlacing and no alpha.
func (f *pngFile) plain() bool {
	return (f.color == pngGrey || f.color == pngRGB) && f.depth <= 8 && !f.interlaced && f.transparent == nil
}

func readPNG(data []byte) (*Scan, error) {
	f := splitPNG(data)
	switch {
	case f.header == nil && !f.ended:
		return nil, cutShort("PNG")
	case f.header == nil || f.width < 1 || f.height < 1:
		return nil, damaged("PNG")
	}
	if err := affordable(f.width, f.height, f.memory()); err != nil {
		return nil, err
	}
	defer Room(f.width, f.height, f.memory())()
	p := &Picture{Orientation: orientation(f.exif), density: f.density.or(resolution(f.exif))}
	if f.told {
		p.change(MetadataRemoved)
	}
	if f.sound() {
		if img, err := png.Decode(bytes.NewReader(data)); err == nil {
			return &Scan{Kind: "PNG", Pages: []*Picture{p}}, p.setPNG(f, img)
		} else if unsupported := png.UnsupportedError(""); errors.As(err, &unsupported) {
			return nil, unusual("PNG")
		}
	}
	return p.rescuePNG(f)
}

// setPNG takes the samples of f, which are those of img.
func (p *Picture) setPNG(f *pngFile, img image.Image) error {
	flat, changed := flatten(img)
	p.measure(flat)
	if f.plain() {
		p.Width, p.Height, p.Bits, p.ColorSpace = f.width, f.height, f.depth, "DeviceRGB"
		p.Filter, p.Predictor, p.Data = "FlateDecode", true, f.joined()
		if f.color == pngGrey {
			p.ColorSpace = "DeviceGray"
		}
	} else {
		p.change(Reencoded)
		if err := p.packFlate(flat); err != nil {
			return err
		}
	}
	if changed {
		p.change(Flattened)
	}
	if p.Bits == 1 {
		p.Sharp = -1
	}
	return nil
}

// rescuePNG makes a PNG of the rows that can be unpacked, whatever the checksums say.
func (p *Picture) rescuePNG(f *pngFile) (*Scan, error) {
	sound, rows, whole := f.rescued()
	if f.interlaced { // of which all rows are in the last pass
		sound, rows, whole = f, f.height, true
	}
	if rows*100 < f.height || rows == 0 {
		return nil, f.lost()
	}
	img, err := png.Decode(bytes.NewReader(sound.file()))
	if err != nil {
		return nil, f.lost()
	}
	scan := &Scan{Kind: "PNG", Pages: []*Picture{p}}
	if whole {
		p.change(Closed)
	} else {
		p.change(Cut)
		scan.Damage = f.lost()
	}
	return scan, p.setPNG(sound, img)
}

// memory is how many bytes decoding takes a pixel: as package png has it, in grey, and on white.
func (f *pngFile) memory() int {
	switch {
	case f.depth == 16:
		return 14
	case !f.plain():
		return 10
	case f.color == pngGrey:
		return 2
	}
	return 5
}

// lost says that a part of the file is.
func (f *pngFile) lost() *Error {
	if f.ended {
		return damaged("PNG")
	}
	return cutShort("PNG")
}

// rescued is a sound file of the first rows of f, how many these are, and whether they are all of
// them with nothing against them.
func (f *pngFile) rescued() (sound *pngFile, rows int, whole bool) {
	raw := f.rowBytes()
	if raw == 0 {
		return nil, 0, false
	}
	var parts []io.Reader
	for _, s := range f.samples {
		parts = append(parts, bytes.NewReader(s))
	}
	z, err := zlib.NewReader(io.MultiReader(parts...))
	if err != nil {
		return nil, 0, false
	}
	var b bytes.Buffer
	packed := zlib.NewWriter(&b)
	row := make([]byte, 1+raw)
	for whole = true; rows < f.height; rows++ {
		if _, err := io.ReadFull(z, row); err != nil || row[0] > 4 {
			whole = false
			break
		}
		packed.Write(row) // to memory
	}
	packed.Close()
	if whole {
		_, err := z.Read(row) // which holds all rows against their checksum
		whole = !errors.Is(err, zlib.ErrChecksum)
	}
	s := *f
	s.height, s.samples, s.ended = rows, [][]byte{b.Bytes()}, true
	s.header = bytes.Clone(f.header)
	binary.BigEndian.PutUint32(s.header[4:], uint32(rows))
	return &s, rows, whole
}

// rowBytes is what a row takes unpacked, without its filter; 0 for a header that is not sound, and
// for an interlaced picture.
func (f *pngFile) rowBytes() int {
	samples, ok := map[byte]int{0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[f.color]
	if !ok || f.interlaced || f.depth > 16 {
		return 0
	}
	return (f.width*samples*f.depth + 7) / 8
}

// inspectPNG holds every chunk against its checksum, which the samples have too: those of a PNG that
// was sound once are so still.
func inspectPNG(data []byte) bool {
	f := splitPNG(data)
	if !f.sound() || affordable(f.width, f.height, f.memory()) != nil {
		return false
	}
	_, err := png.DecodeConfig(bytes.NewReader(data))
	return err == nil
}

// sound reports whether the file looks whole and holds what its header promises.
func (f *pngFile) sound() bool {
	return f.ended && !f.changed && f.header != nil && checkSize("PNG", f.width, f.height, f.size, pngPixelsPerByte) == nil
}

// splitPNG reads the chunks of data, which starts with the signature of PNG, up to the last. One that
// is cut short counts as far as it goes if it holds samples.
func splitPNG(data []byte) *pngFile {
	f := &pngFile{}
	for rest := data[len(pngSignature):]; len(rest) >= 8 && !f.ended; {
		size, kind := uint64(binary.BigEndian.Uint32(rest)), string(rest[4:8])
		if uint64(len(rest)-8) < size+4 {
			if kind == "IDAT" {
				f.add(kind, rest[8:min(uint64(len(rest)), 8+size)])
			}
			return f
		}
		end := 8 + int(size)
		f.changed = f.changed || crc32.ChecksumIEEE(rest[4:end]) != binary.BigEndian.Uint32(rest[end:])
		f.add(kind, rest[8:end])
		rest = rest[end+4:]
		f.told = f.told || f.ended && len(rest) > 0
	}
	return f
}

// add notes one chunk. A header of the wrong length is none.
func (f *pngFile) add(kind string, body []byte) {
	switch kind {
	case "IHDR":
		if len(body) == 13 && f.header == nil {
			f.header = body
			f.width, f.height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
			f.depth, f.color, f.interlaced = int(body[8]), body[9], body[12] != 0
		}
	case "PLTE":
		f.palette = body
	case "tRNS":
		f.transparent = append([]byte{}, body...)
	case "IDAT":
		f.samples = append(f.samples, body)
		f.size += len(body)
	case "IEND":
		f.ended = true
	case "pHYs":
		if len(body) == 9 && body[8] == 1 { // dots a metre
			x, y := binary.BigEndian.Uint32(body), binary.BigEndian.Uint32(body[4:])
			f.density = density{float64(x) * 0.0254, float64(y) * 0.0254}.sensible()
		}
	case "sRGB", "gAMA", "cHRM", "sBIT", "bKGD", "hIST": // numbers about the colours
	default:
		f.told = true
		if kind == "eXIf" {
			f.exif = body
		}
	}
}

// joined are the samples in one piece.
func (f *pngFile) joined() []byte { return bytes.Join(f.samples, nil) }

// file is a PNG of what matters.
func (f *pngFile) file() []byte {
	b := appendChunk([]byte(pngSignature), "IHDR", f.header)
	if f.palette != nil {
		b = appendChunk(b, "PLTE", f.palette)
	}
	if f.transparent != nil {
		b = appendChunk(b, "tRNS", f.transparent)
	}
	return appendChunk(appendChunk(b, "IDAT", f.joined()), "IEND", nil)
}

// pngHeader is the body of IHDR for grey or RGB.
func pngHeader(width, height, depth, components int) []byte {
	color := byte(pngGrey)
	if components == 3 {
		color = pngRGB
	}
	b := binary.BigEndian.AppendUint32(nil, uint32(width))
	return append(binary.BigEndian.AppendUint32(b, uint32(height)), byte(depth), color, 0, 0, 0)
}

func appendChunk(b []byte, kind string, body []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(body)))
	start := len(b)
	b = append(append(b, kind...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}
