package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"
)

// scanJPEG is a page of 4 megapixels, 1700 x 2338 at 200 dots an inch, in about 0.9 MB: lines of dark
// strokes on paper with grain.
func scanJPEG(t testing.TB) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 1700, 2338))
	grain := uint32(1)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			grain = grain*1664525 + 1013904223
			v := 225 + int(grain>>24)%20
			if y%40 < 22 && y/40%8 > 0 && x > 150 && x < 1550 && (x*7+y/40*13)%23 < 6+(y+x/9)%5 {
				v = 40 + int(grain>>24)%16
			}
			c := img.Pix[y*img.Stride+4*x:]
			c[0], c[1], c[2], c[3] = byte(v), byte(v), byte(v-8), 255
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 68}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func BenchmarkJPEG(b *testing.B) {
	data := scanJPEG(b)
	b.Run("Read", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := Read(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Inspect", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := Inspect(data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("image/jpeg", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
