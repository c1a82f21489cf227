package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
)

// letterUS is a sheet of 8.5 × 11 inches, as papers from America are.
var letterUS = marked(215.9, 279.4, func(c canvas) {
	f := &flow{c, 25, 30, 165}
	f.line(title, "A page of US Letter size")
	f.para(plain, "It is wider and shorter than A4: whoever joins it to A4 pages has to fit it in.")
	frame(c, black, 0.3, 5, 5, 205.9, 269.4)
})

var landscape = marked(297, 210, func(c canvas) {
	f := &flow{c, 25, 30, 240}
	f.line(title, "A page that is wider than high")
	f.para(plain, "Its text runs along the long side.")
	frame(c, black, 0.3, 5, 5, 287, 200)
})

// rotated is a page stored on its side that /Rotate turns upright, as many
// scanners write it.
func rotated() ([]byte, error) {
	content := "0.87 g 0 1 -1 0 841.89 0 cm BT /F 30 Tf 120 500 Td (SPECIMEN - invented) Tj ET " +
		"0 g BT /F 15 Tf 70 760 Td (A page turned by its /Rotate entry) Tj ET 14 14 567 814 re S"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 841.89 595.28] /Rotate 90 /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
		stream("", content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}
	return assemble(objects), nil
}

// The corners of the small pictures, clockwise from the top left.
var cornerInks = [4]color.RGBA{
	{0xE0, 0x10, 0x10, 0xFF}, // red
	{0x10, 0xA0, 0x10, 0xFF}, // green
	{0xF0, 0xE0, 0x10, 0xFF}, // yellow
	{0x10, 0x10, 0xE0, 0xFF}, // blue
}

// cornered is an upright picture of 32 × 24 pixels, no corner like another.
func cornered() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, 32, 24))
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	for i, at := range []image.Point{{0, 0}, {22, 0}, {22, 16}, {0, 16}} {
		patch := image.Rect(0, 0, 10, 8).Add(at)
		draw.Draw(m, patch, image.NewUniform(cornerInks[i]), image.Point{}, draw.Src)
	}
	return m
}

func corners(orientation int) func() ([]byte, error) {
	return func() ([]byte, error) { return orientedJPEG(cornered(), orientation, 95) }
}

// alpha is a red disc that fades out to full transparency.
func alpha() ([]byte, error) {
	const size = 64
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			dx, dy := 2*x-size+1, 2*y-size+1
			m.SetNRGBA(x, y, color.NRGBA{0xD0, 0x20, 0x20, uint8(255 - min(255, (dx*dx+dy*dy)/14))})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

// truncated is a picture whose transfer stopped halfway.
func truncated() ([]byte, error) {
	whole, err := photo(visa, 1)()
	return whole[:len(whole)/8], err
}

// zipHeader is how a .docx file starts, and no more.
func zipHeader() ([]byte, error) {
	name := "[Content_Types].xml"
	head := []byte("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00\x21\x00")
	head = append(head, make([]byte, 12)...) // checksum and sizes
	head = append(head, byte(len(name)), 0, 0, 0)
	return append(head, name...), nil
}
