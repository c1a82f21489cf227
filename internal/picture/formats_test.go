package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/ccitt"
)

const scans = "../../testdata/scans"

func fileOf(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(scans, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestFiles says what comes of each made file, and what is said of what cannot be read.
func TestFiles(t *testing.T) {
	for name, want := range map[string]string{
		"grey.jpg":               "JPEG: 320x240 DeviceGray 8 DCTDecode",
		"cmyk.jpg":               "JPEG: 320x240 DeviceCMYK 8 DCTDecode",
		"gps.jpg":                "JPEG: 320x240 DeviceRGB 8 DCTDecode metadata removed",
		"passport.jpg":           "JPEG: 520x738 turned 6 DeviceRGB 8 DCTDecode metadata removed 125x88 mm",
		"receipt-slip.jpg":       "JPEG: 630x1575 DeviceGray 8 DCTDecode 80x200 mm",
		"large-400dpi.jpg":       "JPEG: 3307x4677 DeviceGray 8 DCTDecode 210x297 mm",
		"progressive.jpg":        "JPEG: 492x413 DeviceRGB 8 DCTDecode",
		"broken-progressive.jpg": "JPEG: 492x413 DeviceRGB 8 DCTDecode cut; the JPEG picture is cut short: its end is missing",
		"broken-truncated.jpg":   "JPEG: 738x96 DeviceRGB 8 DCTDecode metadata removed cut 125x16 mm; the JPEG picture is cut short: its end is missing",
		"empty.jpg":              "the picture is empty: it has no bytes",
		"a-jpeg.png":             "JPEG: 32x24 DeviceRGB 8 DCTDecode metadata removed",
		"alpha.png":              "PNG: 64x64 DeviceRGB 8 FlateDecode re-encoded flattened",
		"palette.png":            "PNG: 320x240 DeviceRGB 8 FlateDecode re-encoded",
		"alpha-16-bits.png":      "PNG: 320x240 DeviceRGB 8 FlateDecode re-encoded flattened",
		"interlaced.png":         "PNG: 320x240 DeviceRGB 8 FlateDecode re-encoded",
		"broken-truncated.png":   "PNG: 295x128 DeviceRGB 8 FlateDecode cut; the PNG picture is cut short: its end is missing",
		"grey.tif":               "TIFF: 320x240 DeviceGray 8 DCTDecode re-encoded 81x61 mm",
		"fax-g4.tif":             "TIFF: 827x1169 DeviceGray 1 CCITTFaxDecode 210x297 mm, 827x1169 DeviceGray 1 CCITTFaxDecode 210x297 mm, 827x1169 DeviceGray 1 CCITTFaxDecode 210x297 mm",
		"broken-fax.tif":         "TIFF: 827x1169 DeviceGray 1 CCITTFaxDecode 210x297 mm; the TIFF picture is cut short: pages that can be read: 1, of a number that is not known",
		"photo.webp":             "WebP: 738x620 DeviceRGB 8 DCTDecode re-encoded",
		"corners.webp":           "WebP: 320x240 DeviceRGB 8 FlateDecode re-encoded",
		"alpha.webp":             "WebP: 64x64 DeviceRGB 8 DCTDecode re-encoded flattened",
		"photo.heic":             "HEIC: 320x240 DeviceRGB 8 DCTDecode metadata removed re-encoded",
		"photo-turned.heic":      "HEIC: 320x240 DeviceRGB 8 DCTDecode metadata removed re-encoded",
		"archive.zip":            "this is a zip archive, and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read",
		"letter.pages":           "this is an Apple document (Pages, Numbers or Keynote), and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read",
		"letter.odt":             "this is an OpenDocument text, and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read",
		"note.docx":              "this is a Word document or another office file, and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read",
		"clip.mp4":               "this is a video, and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read",
	} {
		if got := said(fileOf(t, name)); got != want {
			t.Errorf("%s:\n\t%s, want\n\t%s", name, got, want)
		}
	}
}

// said tells of a file what TestFiles holds.
func said(data []byte) string {
	s, err := Read(data)
	if err != nil {
		return err.Error()
	}
	var pages []string
	for _, p := range s.Pages {
		line := fmt.Sprintf("%dx%d", p.Width, p.Height)
		if p.Orientation != 1 {
			line += fmt.Sprintf(" turned %d", p.Orientation)
		}
		line += fmt.Sprintf(" %s %d %s", p.ColorSpace, p.Bits, p.Filter)
		for _, c := range p.Changed {
			line += " " + string(c)
		}
		if w, h, ok := p.Natural(); ok {
			line += fmt.Sprintf(" %.0fx%.0f mm", w/72*25.4, h/72*25.4)
		}
		pages = append(pages, line)
	}
	line := s.Kind + ": " + strings.Join(pages, ", ")
	if s.Damage != nil {
		line += "; " + s.Damage.Error()
	}
	return line
}

// TestNothingTold holds that no word of the metadata is in what goes on.
func TestNothingTold(t *testing.T) {
	data := fileOf(t, "gps.jpg")
	p, err := only(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Invented Phone", "Brien", "rue des Lilas", "Exif"} {
		if !bytes.Contains(data, []byte(word)) || bytes.Contains(p.Data, []byte(word)) {
			t.Errorf("%q: in the file %v, in the picture %v", word, bytes.Contains(data, []byte(word)), bytes.Contains(p.Data, []byte(word)))
		}
	}
}

// TestViewersPaintEveryFormat has poppler and mupdf paint the charts, whose corners differ.
func TestViewersPaintEveryFormat(t *testing.T) {
	corners := [4]color.RGBA{{0xE0, 0x10, 0x10, 255}, {0x10, 0xA0, 0x10, 255}, {0x10, 0x10, 0xE0, 255}, {0xF0, 0xE0, 0x10, 255}}
	greys := [4]color.RGBA{}
	for i, c := range corners {
		y := color.GrayModel.Convert(c).(color.Gray).Y
		greys[i] = color.RGBA{y, y, y, 255}
	}
	for name, want := range map[string][4]color.RGBA{
		"grey.jpg": greys, "gps.jpg": corners, "palette.png": corners, "alpha-16-bits.png": corners,
		"interlaced.png": corners, "grey.tif": greys, "corners.webp": corners, "photo.heic": corners, "photo-turned.heic": corners,
	} {
		t.Run(name, func(t *testing.T) {
			p, err := only(fileOf(t, name))
			if err != nil {
				t.Fatal(err)
			}
			paintAll(t, p, want)
			small, err := p.Scaled(100, 60)
			if err != nil {
				t.Fatal(err)
			}
			if w, h := small.Upright(); w != 80 || h != 60 || !slices.Contains(small.Changed, Reduced) {
				t.Errorf("scaled to %d x %d, changed %v", w, h, small.Changed)
			}
			paintAll(t, small, want)
		})
	}
}

func paintAll(t *testing.T, p *Picture, want [4]color.RGBA) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdfOf(p), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, viewer := range []string{"pdftoppm", "mutool"} {
		checkCorners(t, viewer, paint(t, viewer, file), want)
	}
}

// TestSameColours holds colours closer than viewers do: what is written anew is what was there.
func TestSameColours(t *testing.T) {
	chart := [4]color.RGBA{{0xE0, 0x10, 0x10, 255}, {0x10, 0xA0, 0x10, 255}, {0x10, 0x10, 0xE0, 255}, {0xF0, 0xE0, 0x10, 255}}
	for name, most := range map[string]int{"cmyk.jpg": 12, "palette.png": 0, "interlaced.png": 0, "corners.webp": 0, "photo.heic": 12, "photo-turned.heic": 12} {
		p, err := only(fileOf(t, name))
		if err != nil {
			t.Fatal(err)
		}
		img, err := p.image()
		if err != nil {
			t.Fatal(err)
		}
		for i, at := range []image.Point{{40, 30}, {280, 30}, {40, 210}, {280, 210}} {
			got := color.RGBAModel.Convert(img.At(at.X, at.Y)).(color.RGBA)
			if d := distance(got, chart[i]); d > most {
				t.Errorf("%s: %v at %v, want %v", name, got, at, chart[i])
			}
		}
		if got := color.RGBAModel.Convert(img.At(160, 120)).(color.RGBA); distance(got, color.RGBA{255, 255, 255, 255}) > most/4 {
			t.Errorf("%s: paper is %v", name, got)
		}
	}
	visa, err := only(fileOf(t, "visa.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	lossy, err := only(fileOf(t, "photo.webp"))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, v := range visa.Thumb.Pix {
		sum += math.Abs(float64(v) - float64(lossy.Thumb.Pix[i]))
	}
	if mean := sum / float64(len(visa.Thumb.Pix)); mean > 2 {
		t.Errorf("the thumbnail of the WebP differs by %.1f levels from that of its source", mean)
	}
}

func distance(a, b color.RGBA) int {
	d := func(x, y uint8) int { return max(int(x), int(y)) - min(int(x), int(y)) }
	return max(d(a.R, b.R), d(a.G, b.G), d(a.B, b.B))
}

// TestInspectAgreesOnFiles holds Inspect against Read on every made file and on its beginnings.
func TestInspectAgreesOnFiles(t *testing.T) {
	entries, err := os.ReadDir(scans)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		data := fileOf(t, e.Name())
		lengths := []int{len(data), len(data) - 1, len(data) - 3}
		steps := 16
		if len(data) > 100_000 {
			steps = 2
		}
		for i := range steps {
			lengths = append(lengths, len(data)*i/steps, i*7)
		}
		for _, n := range lengths {
			if n < 0 || n > len(data) {
				continue
			}
			if read, seen := read(data[:n]), inspected(data[:n]); read != seen {
				t.Errorf("%s, first %d bytes of %d: Inspect says %v, Read %v", e.Name(), n, len(data), seen, read)
			}
		}
	}
}

// TestNatural says which densities count.
func TestNatural(t *testing.T) {
	photo := encodeJPEG(t, quarters(300, 600))
	jfif := func(unit, x, y byte) []byte {
		return segment(app0, []byte{'J', 'F', 'I', 'F', 0, 1, 1, unit, 0, x, 0, y, 0, 0})
	}
	phys := func(perMetre uint32) []byte {
		b := binary.BigEndian.AppendUint32(nil, perMetre)
		return append(binary.BigEndian.AppendUint32(b, perMetre), 1)
	}
	for _, c := range []struct {
		name string
		data []byte
		w, h float64 // points, 0 for unknown
	}{
		{"no density", photo, 0, 0},
		{"200 dots an inch", withSegments(photo, jfif(1, 200, 200)), 108, 216},
		{"turned", withSegments(photo, jfif(1, 200, 200), segment(app1, exif(6, true))), 216, 108},
		{"100 dots a centimetre", withSegments(photo, jfif(2, 100, 100)), 300 * 72 / 254.0, 600 * 72 / 254.0},
		{"72", withSegments(photo, jfif(1, 72, 72)), 0, 0},
		{"96", withSegments(photo, jfif(1, 96, 96)), 0, 0},
		{"proportions alone", withSegments(photo, jfif(0, 200, 200)), 0, 0},
		{"one way alone", withSegments(photo, jfif(1, 200, 0)), 0, 0},
		{"fax", withSegments(photo, jfif(1, 204, 98)), 300 / 204.0 * 72, 600 / 98.0 * 72},
		{"EXIF", withSegments(photo, segment(app1, resolutionEXIF(300, false))), 72, 144},
		{"EXIF of a camera", withSegments(photo, segment(app1, resolutionEXIF(300, true))), 0, 0},
		{"PNG", withChunk(encodePNG(t, quarters(30, 60)), "pHYs", phys(7874)), 10.8, 21.6},
		{"PNG of a screen", withChunk(encodePNG(t, quarters(30, 60)), "pHYs", phys(2835)), 0, 0},
	} {
		p, err := only(c.data)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		w, h, ok := p.Natural()
		if ok != (c.w > 0) || math.Abs(w-c.w) > .01 || math.Abs(h-c.h) > .01 {
			t.Errorf("%s: %v x %v, %v; want %v x %v", c.name, w, h, ok, c.w, c.h)
		}
		if small, err := p.Scaled(20, 20); err != nil || !ok {
			continue
		} else if sw, sh, ok := small.Natural(); !ok || math.Abs(sw-w) > w/100 || math.Abs(sh-h) > h/100 {
			t.Errorf("%s: scaled to %v x %v points from %v x %v", c.name, sw, sh, w, h)
		}
	}
}

// resolutionEXIF is an EXIF block with a density and, of a camera, the time of exposure.
func resolutionEXIF(dpi uint32, camera bool) []byte {
	b := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x03" +
		"\x01\x1A\x00\x05\x00\x00\x00\x01\x00\x00\x00\x32\x01\x1B\x00\x05\x00\x00\x00\x01\x00\x00\x00\x32" +
		"\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x3A\x00\x00\x00\x00")
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, dpi), 1)
	if camera {
		b = append(b, "\x00\x01\x82\x9A\x00\x05\x00\x00\x00\x01\x00\x00\x00\x32\x00\x00\x00\x00"...)
	}
	return b
}

// TestRescuedPNG breaks a PNG of rows that differ, in three ways.
func TestRescuedPNG(t *testing.T) {
	var parts bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.NoCompression}).Encode(&parts, noise(40, 100)); err != nil {
		t.Fatal(err)
	}
	whole := parts.Bytes()
	want, err := only(whole)
	if err != nil {
		t.Fatal(err)
	}
	wrongSum := bytes.Clone(whole)
	wrongSum[len(whole)-13] ^= 1 // of the last IDAT
	text := withChunk(whole, "tEXt", []byte("Comment\x00a"))
	text[33+8] ^= 1
	for name, data := range map[string][]byte{"wrong checksum of the samples": wrongSum, "wrong checksum of a comment": text} {
		p, err := only(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if img, err := p.image(); err != nil || img.At(39, 99) != noise(40, 100).At(39, 99) || p.Height != want.Height {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, n := range []int{len(whole) / 2, len(whole) * 9 / 10} {
		s, err := Read(whole[:n])
		if err != nil {
			t.Fatal(err)
		}
		p := s.Pages[0]
		if s.Damage == nil || p.Height >= 100 || p.Height < n*100/len(whole)-3 {
			t.Errorf("cut at %d of %d: %d rows, damage %v", n, len(whole), p.Height, s.Damage)
		}
		img, err := p.image()
		if err != nil {
			t.Fatal(err)
		}
		for y := range p.Height {
			if img.At(20, y) != noise(40, 100).At(20, y) {
				t.Fatalf("cut at %d: row %d changed", n, y)
			}
		}
	}
}

// TestFax holds the writer of Group 4 against a reader that is not ours.
func TestFax(t *testing.T) {
	seed := uint32(3)
	for _, width := range []int{1, 7, 8, 9, 64, 130, 2600, 5300} {
		for _, density := range []uint32{2, 10, 60, 4000} {
			m := newBilevel(width, 20)
			white := true
			for y := range m.height {
				for x := range width {
					seed = seed*1664525 + 1013904223
					if seed>>8%density == 0 {
						white = !white
					}
					if y > 0 && seed>>4%3 > 0 { // mostly as above
						white = m.pix[(y-1)*m.stride+x/8]<<(x%8)&0x80 != 0
					}
					if white {
						m.pix[y*m.stride+x/8] |= 0x80 >> (x % 8)
					}
				}
			}
			p := &Picture{}
			p.setBilevel(m)
			got := image.NewGray(image.Rect(0, 0, width, m.height))
			if err := ccitt.DecodeIntoGray(got, bytes.NewReader(p.Data), ccitt.MSB, ccitt.Group4, nil); err != nil {
				t.Fatalf("%d wide, one change in %d: %v", width, density, err)
			}
			if !bytes.Equal(got.Pix, m.grey().Pix) {
				t.Errorf("%d wide, one change in %d: other pixels", width, density)
			}
			for _, mixed := range []bool{false, true} {
				if rows := group3Rows(group3Of(m, mixed, true), width, m.height, mixed); !bytes.Equal((&bilevel{width, m.height, m.stride, padded(rows, m)}).grey().Pix, got.Pix) {
					t.Errorf("%d wide, one change in %d, mixed %v: other pixels in Group 3", width, density, mixed)
				}
			}
		}
	}
}

// padded are rows with white for those that lack.
func padded(rows []byte, m *bilevel) []byte {
	return append(rows, bytes.Repeat([]byte{0xFF}, len(m.pix)-len(rows))...)
}

// TestSharp holds the sharpness of a page of strokes: it falls with blur, alike for samples of JPEG and
// for pixels, and depends on neither exposure nor quality.
func TestSharp(t *testing.T) {
	page := image.NewGray(image.Rect(0, 0, 1200, 800))
	for i := range page.Pix {
		page.Pix[i] = 235
		if x, y := i%1200, i/1200; y%50 > 15 && (x+y/50*11)%17 < 4 && y%50 < 45 || y%50 == 30 {
			page.Pix[i] = 30
		}
	}
	blurred := page
	for range 9 { // nine times a mean of three pixels: a Gaussian of 2.4
		blurred = softened(blurred)
	}
	dim := image.NewGray(page.Rect)
	for i, v := range page.Pix {
		dim.Pix[i] = 60 + v/3
	}
	crisp := sharpnessOf(page)
	if crisp < 0.8 {
		t.Errorf("crisp page: %.2f", crisp)
	}
	if soft := sharpnessOf(blurred); soft < 0 || soft > crisp/2 {
		t.Errorf("blurred page: %.2f, crisp %.2f", soft, crisp)
	}
	if got := sharpnessOf(dim); math.Abs(got-crisp) > 0.05 {
		t.Errorf("dim page: %.2f, bright %.2f", got, crisp)
	}
	for _, quality := range []int{60, 75, 95} {
		for name, img := range map[string]*image.Gray{"crisp": page, "blurred": blurred} {
			var b bytes.Buffer
			if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
				t.Fatal(err)
			}
			p, err := only(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if want := sharpnessOf(img); math.Abs(p.Sharp-want) > 0.1 {
				t.Errorf("%s at quality %d: %.2f from the samples, %.2f from the pixels", name, quality, p.Sharp, want)
			}
		}
	}
	blank, err := only(encodeJPEG(t, image.NewGray(image.Rect(0, 0, 1200, 800))))
	if err != nil || blank.Sharp != -1 {
		t.Errorf("blank page: %v, %v", blank.Sharp, err)
	}
}

// softened is the mean of each pixel and its neighbours, both ways.
func softened(m *image.Gray) *image.Gray {
	out := image.NewGray(m.Rect)
	for y := 1; y < m.Rect.Dy()-1; y++ {
		for x := 1; x < m.Rect.Dx()-1; x++ {
			sum := 0
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					sum += int(m.Pix[(y+dy)*m.Stride+x+dx])
				}
			}
			out.Pix[y*out.Stride+x] = byte(sum / 9)
		}
	}
	return out
}
