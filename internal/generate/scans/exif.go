package main

import (
	"image"
	"slices"
)

// origins says for each EXIF orientation which pixel of an upright picture of
// w × h is stored at column a, row b (EXIF 2.32, tag 0x0112).
var origins = [9]func(a, b, w, h int) (x, y int){
	1: func(a, b, w, h int) (int, int) { return a, b },
	2: func(a, b, w, h int) (int, int) { return w - 1 - a, b },
	3: func(a, b, w, h int) (int, int) { return w - 1 - a, h - 1 - b },
	4: func(a, b, w, h int) (int, int) { return a, h - 1 - b },
	5: func(a, b, w, h int) (int, int) { return b, a },
	6: func(a, b, w, h int) (int, int) { return w - 1 - b, a },
	7: func(a, b, w, h int) (int, int) { return w - 1 - b, h - 1 - a },
	8: func(a, b, w, h int) (int, int) { return b, h - 1 - a },
}

// stored lays the pixels of an upright picture as the orientation has them.
func stored(upright *image.RGBA, orientation int) *image.RGBA {
	w, h := upright.Rect.Dx(), upright.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	m := image.NewRGBA(size)
	for b := range size.Dy() {
		for a := range size.Dx() {
			x, y := origins[orientation](a, b, w, h)
			m.SetRGBA(a, b, upright.RGBAAt(x, y))
		}
	}
	return m
}

// withEXIF puts an APP1 segment that holds the orientation and nothing else
// after the first marker of a JPEG.
func withEXIF(jpeg []byte, orientation int) []byte {
	tiff := []byte("MM\x00\x2A\x00\x00\x00\x08")      // big endian, directory at 8
	tiff = append(tiff, 0, 1)                         // one entry:
	tiff = append(tiff, 0x01, 0x12, 0, 3, 0, 0, 0, 1) // orientation, one SHORT,
	tiff = append(tiff, 0, byte(orientation), 0, 0)   // its value
	tiff = append(tiff, 0, 0, 0, 0)                   // and no directory after
	segment := append([]byte("Exif\x00\x00"), tiff...)
	length := len(segment) + 2 // counts itself
	head := []byte{0xFF, 0xE1, byte(length >> 8), byte(length)}
	return slices.Concat(jpeg[:2], head, segment, jpeg[2:])
}
