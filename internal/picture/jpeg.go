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
	bare, exif, err := strip(data)
	if err != nil {
		return nil, err
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(bare))
	if err != nil {
		return nil, explainJPEG(err)
	}
	if err := checkSize("JPEG", config.Width, config.Height, len(bare), jpegPixelsPerByte); err != nil {
		return nil, err
	}
	if _, err := jpeg.Decode(bytes.NewReader(bare)); err != nil {
		return nil, explainJPEG(err)
	}
	p := &Picture{
		Width: config.Width, Height: config.Height, Orientation: orientation(exif),
		Bits: 8, Filter: "DCTDecode", Data: bare,
	}
	p.setColor(config)
	return p, nil
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

// strip copies a JPEG from its start to its end marker without the segments that tell about
// the picture; what decides the pixels stays byte for byte. What follows the end marker, where
// telephones keep more pictures and films, is dropped. exif is the body of the first EXIF block.
func strip(data []byte) (bare, exif []byte, err error) {
	bare = append(make([]byte, 0, len(data)), 0xFF, soi)
	inScan := false
	for rest := data[2:]; ; {
		i := nextMarker(rest)
		if i < 0 {
			return nil, nil, cutShort("JPEG")
		}
		if inScan {
			bare = append(bare, rest[:i]...)
		}
		marker := rest[i+1]
		rest = rest[i+2:]
		if marker == eoi {
			return append(bare, 0xFF, eoi), exif, nil
		}
		if len(rest) < 2 || len(rest) < int(binary.BigEndian.Uint16(rest)) {
			return nil, nil, cutShort("JPEG")
		}
		length := max(2, int(binary.BigEndian.Uint16(rest)))
		body := rest[2:length]
		rest = rest[length:]
		if kept := keep(marker, body); kept != nil {
			bare = append(bare, 0xFF, marker)
			bare = binary.BigEndian.AppendUint16(bare, uint16(len(kept)+2))
			bare = append(bare, kept...)
		}
		if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == app1 && exif == nil {
			exif = tiff
		}
		inScan = marker == sos
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
