package dossier

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"testing"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// strokes is a page of 4 megapixels at 200 dots an inch in about 0.9 MB: lines of dark strokes on paper with grain,
// another page for each n.
func strokes(t testing.TB, n int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1654, 2339))
	grain := uint32(n)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			grain = grain*1664525 + 1013904223
			v := 225 + int(grain>>24)%20
			if line := y / 40; y%40 < 22 && (line*7+n*11)%9 > 2 && x > 150 && x < 1550-(line*131+n*71)%600 && (x*7+line*13*n)%23 < 6+(y+x/9)%5 {
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

// BenchmarkExamine is of three scans that are not known, and of the same when they are.
func BenchmarkExamine(b *testing.B) {
	var pieces []Piece
	files := map[string][]byte{}
	for i := 1; i <= 3; i++ {
		name := fmt.Sprintf("%d.jpg", i)
		title := rule.Text{EN: name, FR: name}
		pieces = append(pieces, Piece{Number: i + 1, Path: name, Title: title})
		files[name] = strokes(b, i)
	}
	j := &Job{Applicant: &profile.Applicant{}, Day: today, Catalog: catalog, Version: "test"}
	j.Read = func(name string) ([]byte, error) { return bytes.Clone(files[name]), nil }
	examine := func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if all, _ := j.Examine(pieces); all[2].Err != nil || all[2].Pages != 1 {
				b.Fatal(all[2].Err)
			}
		}
	}
	b.Run("cold", examine)
	j.Seen = &memory{kept: map[string][]byte{}}
	j.Examine(pieces)
	b.Run("warm", examine)
}
