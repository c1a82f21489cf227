package picture

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
)

// setSize notes the pixels that img has.
func (p *Picture) setSize(img image.Image) {
	p.Width, p.Height, p.Bits = img.Bounds().Dx(), img.Bounds().Dy(), 8
	p.ColorSpace = "DeviceRGB"
	if _, grey := img.(*image.Gray); grey {
		p.ColorSpace = "DeviceGray"
	}
}

// packJPEG writes img, which is opaque, as a JPEG.
func (p *Picture) packJPEG(img image.Image, quality int) error {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return fmt.Errorf("pack picture: %w", err)
	}
	p.setSize(img)
	p.Filter, p.Predictor, p.BlackIs1, p.Decode, p.Data = "DCTDecode", false, false, nil, b.Bytes()
	return nil
}

// packFlate writes img, an *image.Gray or an opaque *image.RGBA, without loss: as a fax if it
// is black and white alone.
func (p *Picture) packFlate(img image.Image) error {
	p.setSize(img)
	p.Filter, p.Predictor, p.BlackIs1, p.Decode = "FlateDecode", true, false, nil
	if grey, ok := img.(*image.Gray); ok && blackAndWhite(grey) {
		p.setBilevel(packed(grey))
		return nil
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		return fmt.Errorf("pack picture: %w", err)
	}
	p.Data = splitPNG(file.Bytes()).joined()
	return nil
}

func blackAndWhite(img *image.Gray) bool {
	for y := range img.Rect.Dy() {
		for _, v := range img.Pix[y*img.Stride:][:img.Rect.Dx()] {
			if v != 0 && v != 255 {
				return false
			}
		}
	}
	return true
}

// packRows packs greys in 4 bits each, as a PNG does without filters.
func packRows(img *image.Gray) []byte {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	row := make([]byte, 1+(img.Rect.Dx()+1)/2)
	for y := range img.Rect.Dy() {
		clear(row)
		for x, v := range img.Pix[y*img.Stride:][:img.Rect.Dx()] {
			row[1+x/2] |= v >> 4 << (4 * (1 - x%2))
		}
		z.Write(row) // to memory
	}
	z.Close()
	return b.Bytes()
}

// flatten is img on white: an *image.Gray if it shows nothing but greys, else an *image.RGBA
// that is opaque, or an *image.YCbCr. changed reports whether anything was transparent.
func flatten(img image.Image) (flat image.Image, changed bool) {
	switch img := img.(type) {
	case *image.Gray, *image.YCbCr:
		return img, false
	case *image.RGBA:
		if img.Opaque() {
			return greyed(img), false
		}
	}
	size := img.Bounds()
	at := pixels(img)
	paper := image.NewRGBA(image.Rect(0, 0, size.Dx(), size.Dy()))
	for y := range size.Dy() {
		row := paper.Pix[y*paper.Stride:]
		for x := range size.Dx() {
			r, g, b, a := at(x, y)
			white := 0xFFFF - a
			changed = changed || white > 0
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = byte((r+white)>>8), byte((g+white)>>8), byte((b+white)>>8), 255
		}
	}
	return greyed(paper), changed
}

// pixels gives the colour at a place counted from the top left, as color.Color has it.
func pixels(img image.Image) func(x, y int) (r, g, b, a uint32) {
	switch img := img.(type) {
	case *image.NRGBA:
		return func(x, y int) (r, g, b, a uint32) {
			c := img.Pix[y*img.Stride+4*x:]
			a = uint32(c[3])
			return uint32(c[0]) * a * 257 / 255, uint32(c[1]) * a * 257 / 255, uint32(c[2]) * a * 257 / 255, a * 257
		}
	case *image.Paletted:
		var colours [256][4]uint32
		for i, c := range img.Palette {
			colours[i][0], colours[i][1], colours[i][2], colours[i][3] = c.RGBA()
		}
		return func(x, y int) (r, g, b, a uint32) {
			c := &colours[img.Pix[y*img.Stride+x]]
			return c[0], c[1], c[2], c[3]
		}
	}
	from := img.Bounds().Min
	return func(x, y int) (r, g, b, a uint32) { return img.At(from.X+x, from.Y+y).RGBA() }
}

// greyed is a picture in grey if it shows nothing else.
func greyed(img *image.RGBA) image.Image {
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		for i := 0; i < len(row); i += 4 {
			if row[i] != row[i+1] || row[i+1] != row[i+2] {
				return img
			}
		}
	}
	grey := image.NewGray(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()))
	for y := range img.Rect.Dy() {
		for x := range grey.Rect.Dx() {
			grey.Pix[y*grey.Stride+x] = img.Pix[y*img.Stride+4*x]
		}
	}
	return grey
}
