package picture

import (
	"bytes"
	"encoding/binary"
	"image"

	"golang.org/x/image/webp"
)

// A webpFile is what matters of a WebP file (RFC 9649).
type webpFile struct {
	width, height                          int
	whole, told, lossless, alpha, animated bool
	exif                                   []byte
}

// splitWebP reads the chunks. The size in the header counts from its ninth byte.
func splitWebP(data []byte) (f webpFile) {
	size := uint64(binary.LittleEndian.Uint32(data[4:])) + 8
	f.whole = size <= uint64(len(data))
	f.told = size < uint64(len(data))
	samples := false
	for rest := data[12:min(uint64(len(data)), max(12, size))]; len(rest) >= 8; {
		n := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if n > uint64(len(rest)-8) {
			f.whole = false
			break
		}
		body := rest[8 : 8+n]
		switch string(rest[:4]) {
		case "VP8 ":
			samples = true
		case "VP8L":
			samples, f.lossless = true, true
		case "ANIM":
			f.animated = true
		case "EXIF":
			f.told, f.exif = true, bytes.TrimPrefix(body, []byte("Exif\x00\x00"))
		case "ALPH":
			f.alpha = true
		case "VP8X", "ANMF":
		default:
			f.told = true
		}
		rest = rest[min(uint64(len(rest)), 8+n+n%2):]
	}
	f.whole = f.whole && samples
	return f
}

// webpPixelsPerByte is further than WebP compresses but for a picture of one colour, which may have
// webpBlank pixels.
const (
	webpPixelsPerByte = 1 << 16
	webpBlank         = 16 << 20
)

// headWebP reads what is known without the samples.
func headWebP(data []byte) (f webpFile, err error) {
	if len(data) < 20 {
		return f, cutShort("WebP")
	}
	f = splitWebP(data)
	switch {
	case f.animated:
		return f, refusal("an animated WebP picture", asJPEG)
	case !f.whole:
		return f, cutShort("WebP")
	}
	config, err := webp.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return f, damaged("WebP")
	}
	f.width, f.height = config.Width, config.Height
	if pixels := f.width * f.height; pixels > webpBlank && pixels > len(data)*webpPixelsPerByte {
		return f, cutShort("WebP")
	}
	return f, affordable(f.width, f.height, f.memory())
}

// memory is how many bytes decoding takes a pixel.
func (f *webpFile) memory() int {
	if f.lossless || f.alpha {
		return 10
	}
	return 4
}

func inspectWebP(data []byte) bool {
	_, err := headWebP(data)
	return err == nil
}

func readWebP(data []byte) (*Scan, error) {
	f, err := headWebP(data)
	if err != nil {
		return nil, err
	}
	defer Room(f.width, f.height, f.memory())()
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("WebP")
	}
	p := &Picture{Orientation: orientation(f.exif), density: resolution(f.exif)}
	if f.told {
		p.change(MetadataRemoved)
	}
	switch img := img.(type) {
	case *image.YCbCr:
		widen(img)
	case *image.NYCbCrA:
		widen(&img.YCbCr)
	}
	flat, changed := flatten(img)
	p.change(Reencoded)
	if changed {
		p.change(Flattened)
	}
	return &Scan{Kind: "WebP", Pages: []*Picture{p}}, p.packAnew(flat, !f.lossless)
}

// widen turns samples of video range (ITU-R BT.601: black is 16, white 235) into those of JPEG, 0 to
// 255, which package image expects.
func widen(img *image.YCbCr) {
	var luma, chroma [256]byte
	for i := range 256 {
		luma[i] = byte(min(max((i-16)*255*2+219, 0)/(219*2), 255))
		chroma[i] = byte(min(max((i-128)*255+128*224+112, 0)/224, 255))
	}
	for i, v := range img.Y {
		img.Y[i] = luma[v]
	}
	for i := range img.Cb {
		img.Cb[i], img.Cr[i] = chroma[img.Cb[i]], chroma[img.Cr[i]]
	}
}
