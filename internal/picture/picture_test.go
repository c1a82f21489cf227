package picture

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// quarters is a picture w by h of four colours: red and green above, blue and black below.
func quarters(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, cornerColor(2*x >= w, 2*y >= h))
		}
	}
	return img
}

func cornerColor(right, below bool) color.RGBA {
	switch {
	case !right && !below:
		return color.RGBA{255, 0, 0, 255}
	case !below:
		return color.RGBA{0, 255, 0, 255}
	case !right:
		return color.RGBA{0, 0, 255, 255}
	}
	return color.RGBA{0, 0, 0, 255}
}

// stored is how a camera that writes orientation o keeps the upright picture: the table of
// EXIF 2.32, 4.6.5, tag 0x0112, which names the sides of row 0 and column 0.
func stored(upright image.Image, o int) image.Image {
	w, h := upright.Bounds().Dx(), upright.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if o >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	img := image.NewRGBA(size)
	for r := range size.Dy() {
		for c := range size.Dx() {
			from := map[int]image.Point{
				1: {c, r}, 2: {w - 1 - c, r}, 3: {w - 1 - c, h - 1 - r}, 4: {c, h - 1 - r},
				5: {r, c}, 6: {w - 1 - r, c}, 7: {w - 1 - r, h - 1 - c}, 8: {r, h - 1 - c},
			}[o]
			img.Set(c, r, upright.At(from.X, from.Y))
		}
	}
	return img
}

// TestMatrixTurnsUpright paints pixel by pixel as a PDF viewer does: each point of the box is
// led back through the matrix to the unit square, and from there to a stored pixel.
func TestMatrixTurnsUpright(t *testing.T) {
	const w, h = 6, 4
	const x, y, width, height = 30.0, 50.0, 120.0, 80.0
	upright := quarters(w, h)
	for o := 1; o <= 8; o++ {
		img := stored(upright, o)
		p := &Picture{Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Orientation: o}
		if gotW, gotH := p.Upright(); gotW != w || gotH != h {
			t.Errorf("orientation %d: upright size %d x %d, want %d x %d", o, gotW, gotH, w, h)
		}
		m := p.Matrix(x, y, width, height)
		for row := range h {
			for col := range w {
				px := x + width*(float64(col)+.5)/w
				py := y + height*(1-(float64(row)+.5)/h)
				u, v := invert(m, px, py)
				got := img.At(int(math.Floor(u*float64(p.Width))), int(math.Floor((1-v)*float64(p.Height))))
				if got != upright.At(col, row) {
					t.Errorf("orientation %d: pixel %d,%d is %v, want %v", o, col, row, got, upright.At(col, row))
				}
			}
		}
	}
}

// invert leads a point of the page back to the unit square.
func invert(m [6]float64, px, py float64) (u, v float64) {
	det := m[0]*m[3] - m[1]*m[2]
	dx, dy := px-m[4], py-m[5]
	return (dx*m[3] - dy*m[2]) / det, (dy*m[0] - dx*m[1]) / det
}

func TestDecode(t *testing.T) {
	photo := encodeJPEG(t, quarters(32, 16))
	for _, c := range []struct {
		name string
		data []byte
		want Picture // without Data
	}{
		{"JPEG", photo, Picture{Width: 32, Height: 16, Orientation: 1, ColorSpace: "DeviceRGB", Bits: 8, Filter: "DCTDecode"}},
		{"grey JPEG", encodeJPEG(t, image.NewGray(image.Rect(0, 0, 9, 7))), Picture{Width: 9, Height: 7, Orientation: 1, ColorSpace: "DeviceGray", Bits: 8, Filter: "DCTDecode"}},
		{"CMYK JPEG", cmykJPEG(t), Picture{Width: 8, Height: 8, Orientation: 1, ColorSpace: "DeviceCMYK", Bits: 8, Filter: "DCTDecode", Decode: []float64{1, 0, 1, 0, 1, 0, 1, 0}}},
		{"progressive JPEG", progressiveJPEG(t), Picture{Width: 8, Height: 8, Orientation: 1, ColorSpace: "DeviceGray", Bits: 8, Filter: "DCTDecode"}},
		{"turned JPEG", withSegments(photo, segment(app1, exif(6, false))), Picture{Width: 32, Height: 16, Orientation: 6, ColorSpace: "DeviceRGB", Bits: 8, Filter: "DCTDecode"}},
		{"turned JPEG, Motorola order", withSegments(photo, segment(app1, exif(8, true))), Picture{Width: 32, Height: 16, Orientation: 8, ColorSpace: "DeviceRGB", Bits: 8, Filter: "DCTDecode"}},
		{"orientation 9 is none", withSegments(photo, segment(app1, exif(9, true))), Picture{Width: 32, Height: 16, Orientation: 1, ColorSpace: "DeviceRGB", Bits: 8, Filter: "DCTDecode"}},
		{"PNG", encodePNG(t, quarters(8, 6)), Picture{Width: 8, Height: 6, Orientation: 1, ColorSpace: "DeviceRGB", Bits: 8, Filter: "FlateDecode", Predictor: true}},
		{"turned PNG", withChunk(encodePNG(t, quarters(8, 6)), "eXIf", exif(3, true)[6:]), Picture{Width: 8, Height: 6, Orientation: 3, ColorSpace: "DeviceRGB", Bits: 8, Filter: "FlateDecode", Predictor: true}},
	} {
		p, err := Decode(c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := *p
		got.Data = nil
		if !equal(got, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func equal(a, b Picture) bool {
	return a.Width == b.Width && a.Height == b.Height && a.Orientation == b.Orientation && a.Bits == b.Bits &&
		a.ColorSpace == b.ColorSpace && a.Filter == b.Filter && a.Predictor == b.Predictor && slices.Equal(a.Decode, b.Decode)
}

func TestRefused(t *testing.T) {
	photo, scan := encodeJPEG(t, noise(64, 64)), encodePNG(t, noise(64, 64))
	twelveBits := bytes.Clone(photo)
	twelveBits[bytes.Index(photo, []byte{0xFF, 0xC0})+4] = 12
	wrongByte := bytes.Clone(scan)
	wrongByte[len(scan)/2] ^= 1
	for _, c := range []struct {
		name      string
		data      []byte
		want, fix string
	}{
		{"nothing", nil, "the picture is empty", "copy the file again"},
		{"too many bytes", make([]byte, MaxBytes+1), "takes 200 MB, more than the 200 MB", "300 dots"},
		{"a text", []byte("Bonjour"), "neither a PDF nor a JPEG or PNG picture", "photograph or scan the page again"},
		{"JPEG cut in its samples", photo[:len(photo)/2], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG without its last byte", photo[:len(photo)-1], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG cut in its header", photo[:30], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG with samples missing", slices.Concat(photo[:len(photo)/2], photo[len(photo)-2:]), "the JPEG picture is damaged", "scan the page again"},
		{"progressive JPEG cut", progressiveJPEG(t)[:100], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG with nothing in it", []byte{0xFF, soi, 0xFF, eoi, 0xFF}, "the JPEG picture is damaged", "scan the page again"},
		{"JPEG without any samples", withoutSamples(photo), "the JPEG picture is damaged", "scan the page again"},
		{"JFIF without any samples", withoutSamples(withSegments(photo, segment(app0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")))), "the JPEG picture is damaged", "scan the page again"},
		{"JPEG of no size", bytes.Replace(photo, []byte{0xFF, 0xC0, 0, 17, 8, 0, 64}, []byte{0xFF, 0xC0, 0, 17, 8, 0, 0}, 1), "the JPEG picture is damaged", "scan the page again"},
		{"JPEG of 12 bits", twelveBits, "unusual kind of JPEG", "save it as an ordinary JPEG"},
		{"JPEG bomb", resized(photo, 65000, 65000), "65000 x 65000 pixels, more than the 120 million", "300 dots"},
		{"JPEG that promises more than it holds", resized(photo, 10000, 10000), "the JPEG picture is cut short", "scan the page again"},
		{"PNG cut in its samples", scan[:len(scan)/2], "the PNG picture is cut short", "scan the page again"},
		{"PNG without its last byte", scan[:len(scan)-1], "the PNG picture is cut short", "scan the page again"},
		{"PNG with a wrong byte", wrongByte, "the PNG picture is damaged", "scan the page again"},
		{"PNG without samples", scan[:8], "the PNG picture is cut short", "scan the page again"},
		{"PNG bomb", withSize(scan, 0xFFFFFFFF, 0xFFFFFFFF), "more than the 120 million", "300 dots"},
		{"PNG that promises more than it holds", withSize(encodePNG(t, quarters(2, 2)), 10000, 10000), "the PNG picture is cut short", "scan the page again"},
		{"PNG of no size", withSize(scan, 0, 64), "the PNG picture is damaged", "scan the page again"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "this is a HEIC picture", "export it as JPEG"},
		{"AVIF", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"), "this is an AVIF picture", "export it as JPEG"},
		{"TIFF", []byte("II*\x00\x08\x00\x00\x00"), "this is a TIFF picture", "export it as JPEG"},
		{"TIFF, Motorola order", []byte("MM\x00*\x00\x00\x00\x08"), "this is a TIFF picture", "export it as JPEG"},
		{"WebP", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "this is a WebP picture", "export it as JPEG"},
		{"GIF", []byte("GIF89a"), "this is a GIF picture", "export it as JPEG"},
		{"old Word", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "this is a Word document", "as PDF"},
		{"new Word", []byte("PK\x03\x04....word/document.xml"), "this is a Word document", "as PDF"},
		{"OpenDocument", []byte("PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text"), "an OpenDocument file", "as PDF"},
		{"zip", []byte("PK\x03\x04....scan.jpg"), "this is a zip archive", "take the pictures out"},
		{"film", []byte("\x00\x00\x00\x14ftypqt  "), "this is a video", "photograph or scan"},
		{"PDF", []byte("%PDF-1.7"), "this is a PDF file", "PDF document"},
	} {
		p, err := Decode(c.data)
		var refusal *Error
		if !errors.As(err, &refusal) || p != nil {
			t.Errorf("%s: error %v, want an *Error", c.name, err)
			continue
		}
		if !strings.Contains(refusal.Error(), c.want) || !strings.Contains(refusal.Hint(), c.fix) {
			t.Errorf("%s: %q, hint %q; want %q, hint %q", c.name, refusal.Error(), refusal.Hint(), c.want, c.fix)
		}
		seen := Inspect(c.data)
		if onlyDecoded := c.name == "JPEG with samples missing"; onlyDecoded && seen != nil || !onlyDecoded && !reflect.DeepEqual(seen, err) {
			t.Errorf("%s: Inspect says %v, Decode %v", c.name, seen, err)
		}
	}
}

func withoutSamples(photo []byte) []byte {
	return append(bytes.Clone(photo[:bytes.Index(photo, []byte{0xFF, sos})]), 0xFF, eoi)
}

// TestInspectAgrees cuts pictures of every kind at each byte and changes each: Inspect says what Decode
// says, but for the samples of a JPEG and the tables by which they are read.
func TestInspectAgrees(t *testing.T) {
	sources := map[string][]byte{
		"JPEG": encodeJPEG(t, noise(24, 16)), "progressive JPEG": progressiveJPEG(t), "CMYK JPEG": cmykJPEG(t), "JPEG with restarts": restartJPEG(t),
		"turned JPEG": withSegments(encodeJPEG(t, quarters(9, 9)), segment(app1, exif(6, false))),
		"PNG":         encodePNG(t, noise(9, 7)), "PNG with a palette": encodePNG(t, image.NewPaletted(image.Rect(0, 0, 5, 3), color.Palette{color.White, color.Black})),
		"transparent PNG": encodePNG(t, image.NewNRGBA(image.Rect(0, 0, 5, 3))), "PNG in parts": withChunk(encodePNG(t, noise(9, 7)), "tEXt", []byte("Comment\x00a")),
	}
	for name, data := range sources {
		if err := Inspect(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for i := range data {
			changed := bytes.Clone(data)
			changed[i] ^= 0x11
			for how, c := range map[string][]byte{"cut": data[:i], "changed": changed} {
				_, err := Decode(c)
				if seen := Inspect(c); !reflect.DeepEqual(seen, err) && (seen != nil || how == "cut" || !strings.Contains(name, "JPEG")) {
					t.Errorf("%s, %s at byte %d: Inspect says %v, Decode %v", name, how, i, seen, err)
				}
			}
		}
	}
}

// FuzzDecode also asks that what is accepted can be decoded again from what goes to the PDF, and that
// Inspect accepts it.
func FuzzDecode(f *testing.F) {
	f.Add(encodeJPEG(f, quarters(9, 9)))
	f.Add(cmykJPEG(f))
	f.Add(progressiveJPEG(f))
	f.Add(withSegments(encodeJPEG(f, quarters(9, 9)), segment(app1, exif(6, false))))
	f.Add(encodePNG(f, quarters(5, 5)))
	f.Add(encodePNG(f, image.NewNRGBA(image.Rect(0, 0, 3, 3))))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Decode(data)
		if err != nil {
			return
		}
		if err := Inspect(data); err != nil {
			t.Errorf("Inspect refuses what Decode accepts: %v", err)
		}
		if p.Orientation < 1 || p.Orientation > 8 || p.Width < 1 || p.Height < 1 {
			t.Errorf("orientation %d, %d x %d pixels", p.Orientation, p.Width, p.Height)
		}
		if p.Filter == "DCTDecode" {
			if again, err := Decode(p.Data); err != nil || !bytes.Equal(again.Data, p.Data) {
				t.Errorf("what is passed on is not accepted unchanged: %v", err)
			}
		}
	})
}

func encodeJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
