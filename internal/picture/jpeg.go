package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
)

// Markers of JPEG segments (ITU-T T.81, table B.1).
const (
	app0  = 0xE0
	app1  = 0xE1
	app14 = 0xEE
	app15 = 0xEF
	com   = 0xFE
	soi   = 0xD8
	eoi   = 0xD9
	sos   = 0xDA
	rst0  = 0xD0
	rst7  = 0xD7
)

// jpegPixelsPerByte bounds how far JPEG compresses: every block of 8 x 8 pixels of the
// finest component takes at least one bit.
const jpegPixelsPerByte = 8 * 64

func decodeJPEG(data []byte) (*Picture, error) {
	parts, config, err := readJPEG(data, true)
	if err != nil {
		return nil, err
	}
	if _, err := jpeg.Decode(bytes.NewReader(parts.bare)); err != nil {
		return nil, explainJPEG(err)
	}
	p := &Picture{
		Width: config.Width, Height: config.Height, Orientation: orientation(parts.exif),
		Bits: 8, Filter: "DCTDecode", Data: parts.bare,
	}
	p.setColor(config)
	return p, nil
}

func inspectJPEG(data []byte) error {
	parts, _, err := readJPEG(data, false)
	if err == nil && !parts.scanned {
		return damaged("JPEG")
	}
	return err
}

// readJPEG takes a file apart and reads its header, which it holds against its size.
func readJPEG(data []byte, samples bool) (*jpegParts, image.Config, error) {
	parts, err := strip(data, samples)
	if err != nil {
		return nil, image.Config{}, err
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(parts.bare))
	if err != nil {
		return nil, config, explainJPEG(err)
	}
	return parts, config, checkSize("JPEG", config.Width, config.Height, parts.size, jpegPixelsPerByte)
}

// setColor names the colour space. Of CMYK, image/jpeg reads only what has an Adobe segment,
// and there 255 means no ink, the reverse of PDF.
func (p *Picture) setColor(config image.Config) {
	switch config.ColorModel {
	case color.GrayModel:
		p.ColorSpace = "DeviceGray"
	case color.CMYKModel:
		p.ColorSpace = "DeviceCMYK"
		p.Decode = []float64{1, 0, 1, 0, 1, 0, 1, 0}
	default:
		p.ColorSpace = "DeviceRGB"
	}
}

func explainJPEG(err error) error {
	var unsupported jpeg.UnsupportedError
	if errors.As(err, &unsupported) {
		return &Error{"this is an unusual kind of JPEG picture that cannot be read", "open it in a picture program and save it as an ordinary JPEG"}
	}
	return damaged("JPEG")
}

// jpegParts are what matters of a JPEG file.
type jpegParts struct {
	bare    []byte // the file without what tells about the picture
	size    int    // of bare with its coded samples, in bytes
	scanned bool   // there are coded samples
	exif    []byte // the body of the first EXIF block
}

// strip copies a JPEG from its start to its end marker without the segments that tell about
// the picture; what decides the pixels stays byte for byte, but without samples the coded ones
// are passed over. What follows the end marker, where telephones keep more pictures and films, is
// dropped.
func strip(data []byte, samples bool) (*jpegParts, error) {
	p := &jpegParts{}
	if samples {
		p.bare = make([]byte, 0, len(data))
	}
	p.bare = append(p.bare, 0xFF, soi)
	inScan, passed := false, 0
	for rest := data[2:]; ; {
		i := nextMarker(rest)
		if i < 0 {
			return nil, cutShort("JPEG")
		}
		switch {
		case inScan && samples:
			p.bare = append(p.bare, rest[:i]...)
		case inScan:
			passed += i
		}
		marker := rest[i+1]
		rest = rest[i+2:]
		if marker == eoi {
			p.bare = append(p.bare, 0xFF, eoi)
			p.size = len(p.bare) + passed
			return p, nil
		}
		if len(rest) < 2 || len(rest) < int(binary.BigEndian.Uint16(rest)) {
			return nil, cutShort("JPEG")
		}
		length := max(2, int(binary.BigEndian.Uint16(rest)))
		body := rest[2:length]
		rest = rest[length:]
		if kept := keep(marker, body); kept != nil {
			p.bare = append(p.bare, 0xFF, marker)
			p.bare = binary.BigEndian.AppendUint16(p.bare, uint16(len(kept)+2))
			p.bare = append(p.bare, kept...)
		}
		if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == app1 && p.exif == nil {
			p.exif = tiff
		}
		inScan = marker == sos
		p.scanned = p.scanned || inScan
	}
}

// nextMarker finds 0xFF before a marker that starts a segment or ends the file; -1 if there
// is none. 0xFF00 and restart markers belong to the coded samples, a second 0xFF is filling.
func nextMarker(b []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(b[at:], 0xFF)
		if i < 0 || at+i+1 >= len(b) {
			return -1
		}
		at += i
		if m := b[at+1]; m != 0 && m != 0xFF && (m < rst0 || m > rst7) {
			return at
		}
	}
}

// keep is the body of a segment to copy, nil to drop it. Of the application segments only two
// say how to read the colours: JFIF, here without its thumbnail, and Adobe.
func keep(marker byte, body []byte) []byte {
	switch {
	case marker == app0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 14:
		return append(append([]byte{}, body[:12]...), 0, 0)
	case marker == app14 && bytes.HasPrefix(body, []byte("Adobe")) && len(body) >= 12:
		return body[:12]
	case marker >= app0 && marker <= app15, marker == com:
		return nil
	}
	return body
}

// Bare is a JPEG without the segments that tell about the picture (EXIF with the place and the camera,
// XMP, Photoshop's, comments, thumbnails) and without what follows its end; what decides the pixels
// stays byte for byte. The error is for one that cannot be taken apart.
func Bare(data []byte) ([]byte, error) {
	if sniff(data) != "JPEG" {
		return nil, refuse(data)
	}
	parts, err := strip(data, true)
	if err != nil {
		return nil, err
	}
	return parts.bare, nil
}
