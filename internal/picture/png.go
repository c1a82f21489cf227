package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
)

// Colour types of PNG that have neither palette nor alpha (PNG specification, 11.2.2).
const (
	pngGrey = 0
	pngRGB  = 2
)

// pngPixelsPerByte bounds how far PNG compresses: Deflate makes at most 1032 bytes of one, and
// a byte holds at most eight pixels.
const pngPixelsPerByte = 8 * 1032

// pngParts are the chunks of a PNG file that matter here.
type pngParts struct {
	width, height int
	depth         int  // bits of a sample, 1 to 16
	color         byte // colour type
	interlaced    bool
	transparent   bool // one colour stands for transparent
	samples       []byte
	size          int // of the samples, in bytes
	exif          []byte
	changed       bool // a checksum does not hold; told only of what is not decoded
}

// plain reports whether PDF reads the samples as they are: it knows the compression and the
// row filters of PNG, which Predictor 15 stands for, but no interlacing and no alpha.
func (p *pngParts) plain() bool {
	return (p.color == pngGrey || p.color == pngRGB) && p.depth <= 8 && !p.interlaced && !p.transparent
}

func decodePNG(data []byte) (*Picture, error) {
	parts, err := readPNG(data, true)
	if err != nil {
		return nil, err
	}
	turn := orientation(parts.exif)
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("PNG")
	}
	if !parts.plain() {
		if parts, err = repack(img); err != nil {
			return nil, err
		}
	}
	p := &Picture{
		Width: parts.width, Height: parts.height, Orientation: turn, ColorSpace: "DeviceRGB",
		Bits: parts.depth, Filter: "FlateDecode", Predictor: true, Data: parts.samples,
	}
	if parts.color == pngGrey {
		p.ColorSpace = "DeviceGray"
	}
	return p, nil
}

// inspectPNG holds every chunk against its checksum, which the samples have too: those of a PNG that
// was sound once are so still.
func inspectPNG(data []byte) error {
	parts, err := readPNG(data, false)
	if err != nil {
		return err
	}
	if _, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || parts.changed {
		return damaged("PNG")
	}
	return nil
}

// repack lays a picture on white paper and packs it as a plain PNG of 8 bits a sample.
func repack(img image.Image) (*pngParts, error) {
	var file bytes.Buffer
	if err := png.Encode(&file, flatten(img)); err != nil {
		return nil, fmt.Errorf("pack picture: %w", err)
	}
	return readPNG(file.Bytes(), true)
}

// flatten is img on white: an *image.Gray if it shows nothing but greys, else an *image.RGBA
// that is opaque.
func flatten(img image.Image) image.Image {
	paper := image.NewRGBA(img.Bounds())
	draw.Draw(paper, paper.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(paper, paper.Rect, img, paper.Rect.Min, draw.Over)
	grey := &image.Gray{Pix: make([]byte, len(paper.Pix)/4), Stride: paper.Stride / 4, Rect: paper.Rect}
	for i := range grey.Pix {
		c := paper.Pix[4*i : 4*i+3]
		if c[0] != c[1] || c[1] != c[2] {
			return paper
		}
		grey.Pix[i] = c[0]
	}
	return grey
}

// readPNG reads the chunks of data, which starts with the signature of PNG, up to the last. It
// checks the size. With samples it keeps those, and leaves the content of chunks for image/png to
// check; without, it holds each chunk against its checksum.
func readPNG(data []byte, samples bool) (*pngParts, error) {
	p := &pngParts{}
	for rest, last := data[8:], false; !last; {
		if len(rest) < 12 || uint64(len(rest)-12) < uint64(binary.BigEndian.Uint32(rest)) {
			return nil, cutShort("PNG")
		}
		end := 8 + int(binary.BigEndian.Uint32(rest))
		kind, body := string(rest[4:8]), rest[8:end]
		p.add(kind, body)
		switch {
		case !samples:
			p.changed = p.changed || crc32.ChecksumIEEE(rest[4:end]) != binary.BigEndian.Uint32(rest[end:])
		case kind == "IDAT":
			p.samples = append(p.samples, body...)
		}
		last, rest = kind == "IEND", rest[end+4:]
	}
	if err := checkSize("PNG", p.width, p.height, p.size, pngPixelsPerByte); err != nil {
		return nil, err
	}
	return p, nil
}

// add notes one chunk. A header of the wrong length leaves the size 0, which is refused.
func (p *pngParts) add(kind string, body []byte) {
	switch {
	case kind == "IHDR" && len(body) == 13:
		p.width, p.height = int(binary.BigEndian.Uint32(body)), int(binary.BigEndian.Uint32(body[4:]))
		p.depth, p.color, p.interlaced = int(body[8]), body[9], body[12] != 0
	case kind == "tRNS":
		p.transparent = true
	case kind == "IDAT":
		p.size += len(body)
	case kind == "eXIf":
		p.exif = body
	}
}
