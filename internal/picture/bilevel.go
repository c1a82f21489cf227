package picture

import (
	"bytes"
	"compress/zlib"
	"image"
	"io"
	"math/bits"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff/lzw"
)

// A bilevel is a page of black and white, a bit a pixel and each row at a new byte; 1 is white.
type bilevel struct {
	width, height, stride int
	pix                   []byte
}

func newBilevel(width, height int) *bilevel {
	stride := (width + 7) / 8
	return &bilevel{width, height, stride, make([]byte, stride*height)}
}

func (m *bilevel) invert() {
	for i := range m.pix {
		m.pix[i] ^= 0xFF
	}
}

// grey has a byte for a pixel.
func (m *bilevel) grey() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, m.width, m.height))
	for y := range m.height {
		row := m.pix[y*m.stride:]
		to := img.Pix[y*img.Stride:][:m.width]
		for x := range to {
			to[x] = -(row[x/8] >> (7 - x%8) & 1)
		}
	}
	return img
}

// packed is m of a picture that is black and white alone.
func packed(img *image.Gray) *bilevel {
	m := newBilevel(img.Rect.Dx(), img.Rect.Dy())
	for y := range m.height {
		for x, v := range img.Pix[y*img.Stride:][:m.width] {
			m.pix[y*m.stride+x/8] |= v & 0x80 >> (x % 8)
		}
	}
	return m
}

// setBilevel takes the pixels of m, as a fax.
func (p *Picture) setBilevel(m *bilevel) {
	var f fax
	for y := range m.height {
		f.row(m.pix[y*m.stride:][:m.stride], m.width)
	}
	p.setFax(m, f.close(), false)
}

// setFax takes the pixels of m, of which data is the Group 4 code.
func (p *Picture) setFax(m *bilevel, data []byte, blackIs1 bool) {
	p.Width, p.Height, p.Bits, p.ColorSpace = m.width, m.height, 1, "DeviceGray"
	p.Filter, p.Predictor, p.Decode, p.BlackIs1, p.Data = "CCITTFaxDecode", false, nil, blackIs1, data
	grey := m.grey()
	p.Thumb = turned(reduce(grey, m.width, m.height, reduction(m.width, m.height)), p.Orientation)
	p.Sharp = -1
}

// bilevel decodes a page of black and white, and says how many rows there are before it
// breaks off.
func (t *tiffPage) bilevel() (m *bilevel, rows int) {
	m = newBilevel(t.width, t.height)
	for i := range t.offsets {
		height := min(t.rowsPerStrip, t.height-rows)
		part := m.pix[rows*m.stride:][:height*m.stride]
		n, _ := io.ReadFull(t.unpack(i, height), part)
		rows += n / max(1, m.stride)
		if n < len(part) {
			break
		}
	}
	if t.inverted() {
		m.invert()
	}
	m.height, m.pix = rows, m.pix[:rows*m.stride]
	return m, rows
}

// inverted reports whether unpacked samples have 1 for black.
func (t *tiffPage) inverted() bool {
	fax := t.compression == tiffG3 || t.compression == tiffG4
	return (t.photometric == whiteIsZero) != fax
}

// unpack are the samples of a strip of so many rows. A fax has 1 for white here.
func (t *tiffPage) unpack(i, height int) io.Reader {
	coded := t.strip(i)
	switch t.compression {
	case tiffG3:
		return bytes.NewReader(group3Rows(t.ordered(coded), t.width, height, t.number(tagG3Options, 0)&1 == 1))
	case tiffG4:
		return ccitt.NewReader(bytes.NewReader(t.ordered(coded)), ccitt.MSB, ccitt.Group4, t.width, height, nil)
	case tiffLZW:
		return lzw.NewReader(bytes.NewReader(coded), lzw.MSB, 8)
	case tiffDeflate, tiffDeflateOld:
		z, err := zlib.NewReader(bytes.NewReader(coded))
		if err != nil {
			return bytes.NewReader(nil)
		}
		return z
	case tiffPackBits:
		return bytes.NewReader(unpackBits(coded, height*((t.width+7)/8)))
	}
	return bytes.NewReader(t.ordered(coded))
}

// ordered are samples with the first in the highest bit.
func (t *tiffPage) ordered(coded []byte) []byte {
	if t.fillOrder == 2 {
		return reversed(coded)
	}
	return coded
}

// reversed has the bits of each byte in reverse.
func reversed(b []byte) []byte {
	r := make([]byte, len(b))
	for i, v := range b {
		r[i] = bits.Reverse8(v)
	}
	return r
}

// unpackBits unpacks at most so many bytes (TIFF 6.0, section 9).
func unpackBits(b []byte, most int) []byte {
	var out []byte
	for len(b) > 1 && len(out) < most {
		n := int(int8(b[0]))
		b = b[1:]
		switch {
		case n >= 0:
			n = min(n+1, len(b))
			out = append(out, b[:n]...)
			b = b[n:]
		case n > -128:
			out = append(out, bytes.Repeat(b[:1], 1-n)...)
			b = b[1:]
		}
	}
	return out
}
