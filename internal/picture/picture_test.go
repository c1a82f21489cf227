package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
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

func TestRead(t *testing.T) {
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
		p, err := only(c.data)
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
		{"nothing known", []byte("\x00\x01\x02"), "this is no file that can be read", "photograph or scan the page again"},
		{"JPEG cut in its samples", photo[:len(photo)/2], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG cut in its first samples", photo[:bytes.Index(photo, []byte{0xFF, sos})+20], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG cut in its header", photo[:30], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG with samples missing", slices.Concat(photo[:len(photo)/2], photo[len(photo)-2:]), "the JPEG picture is damaged", "scan the page again"},
		{"progressive JPEG cut", progressiveJPEG(t)[:100], "the JPEG picture is cut short", "scan the page again"},
		{"JPEG with nothing in it", []byte{0xFF, soi, 0xFF, eoi, 0xFF}, "the JPEG picture is damaged", "scan the page again"},
		{"JPEG without any samples", withoutSamples(photo), "the JPEG picture is damaged", "scan the page again"},
		{"JFIF without any samples", withoutSamples(withSegments(photo, segment(app0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")))), "the JPEG picture is damaged", "scan the page again"},
		{"JPEG of no size", bytes.Replace(photo, []byte{0xFF, 0xC0, 0, 17, 8, 0, 64}, []byte{0xFF, 0xC0, 0, 17, 8, 0, 0}, 1), "the JPEG picture is damaged", "scan the page again"},
		{"JPEG of 12 bits", twelveBits, "unusual kind of JPEG", "save it as an ordinary JPEG"},
		{"JPEG bomb", resized(photo, 65000, 65000), "65000 x 65000 pixels, more than the 120 million", "300 dots"},
		{"JPEG that promises more than it holds", resized(photo, 10000, 10000), "the JPEG picture is damaged", "scan the page again"},
		{"large progressive JPEG", resizedProgressive(progressiveJPEG(t), 10000, 10000), "more than the 67 million", "300 dots"},
		{"progressive JPEG that promises more than it holds", resizedProgressive(progressiveJPEG(t), 7000, 7000), "the JPEG picture is cut short", "scan the page again"},
		{"PNG cut in its samples", scan[:len(scan)/2], "the PNG picture is cut short", "scan the page again"},
		{"PNG with a wrong byte", wrongByte, "the PNG picture is damaged", "scan the page again"},
		{"PNG without samples", scan[:8], "the PNG picture is cut short", "scan the page again"},
		{"PNG bomb", withSize(scan, 0xFFFFFFFF, 0xFFFFFFFF), "more than the 80 million", "300 dots"},
		{"large PNG with a palette", withSize(encodePNG(t, image.NewPaletted(image.Rect(0, 0, 2, 2), color.Palette{color.White, color.Black})), 10000, 10000), "more than the 40 million", "300 dots"},
		{"PNG that promises more than it holds", withSize(encodePNG(t, quarters(2, 2)), 8000, 10000), "the PNG picture is damaged", "scan the page again"},
		{"PNG of no size", withSize(scan, 0, 64), "the PNG picture is damaged", "scan the page again"},
		{"HEIC cut", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "the HEIC picture is cut short", "copy the whole file again"},
		{"AVIF", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"), "this is an AVIF picture", "export it as JPEG"},
		{"AVIF under a general name", []byte("\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf"), "this is an AVIF picture", "export it as JPEG"},
		{"TIFF cut", []byte("II*\x00\x08\x00\x00\x00"), "the TIFF picture is cut short", "copy the whole file again"},
		{"TIFF of no pages", []byte("MM\x00*\x00\x00\x00\x00"), "the TIFF picture is damaged", "scan the page again"},
		{"BigTIFF", []byte("II+\x00\x08\x00\x00\x00"), "this is a BigTIFF picture", "export it as JPEG"},
		{"WebP cut", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), "the WebP picture is cut short", "copy the whole file again"},
		{"WebP that promises more than it holds", withWebPSize(fileOf(t, "photo.webp"), 10000, 8000, 900), "the WebP picture is cut short", "copy the whole file again"},
		{"animated WebP", []byte("RIFF\x14\x00\x00\x00WEBPANIM\x00\x00\x00\x00\x00\x00\x00\x00"), "this is an animated WebP picture", "export it as JPEG"},
		{"GIF", []byte("GIF89a"), "this is a GIF picture", "export it as JPEG"},
		{"BMP", []byte("BM\x00\x00"), "this is a BMP picture", "export it as JPEG"},
		{"JPEG 2000", []byte("\x00\x00\x00\x0cjP  \r\n\x87\n"), "this is a JPEG 2000 picture", "export it as JPEG"},
		{"JPEG XL", []byte("\xff\x0a\x00"), "this is a JPEG XL picture", "export it as JPEG"},
		{"raw", []byte("II*\x00\x10\x00\x00\x00CR\x02"), "this is a raw photograph", "export it as JPEG"},
		{"old Word", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "this is a Word document", "as PDF"},
		{"Outlook", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1.._\x00_\x00s\x00u\x00b\x00s\x00t\x00g\x001\x00"), "this is an e-mail message, not a paper", "save the attachment"},
		{"new Word", []byte("PK\x03\x04....word/document.xml"), "this is a Word document", "as PDF"},
		{"Excel", []byte("PK\x03\x04[Content_Types].xml....xl/workbook.xml"), "this is an Excel workbook", "as PDF"},
		{"OpenDocument", []byte("PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text"), "an OpenDocument text", "as PDF"},
		{"Pages", []byte("PK\x03\x04....Index/Document.iwa"), "this is an Apple document (Pages", "File > Export To > PDF"},
		{"Numbers", []byte("PK\x03\x04....Index/Document.iwa....Index/Tables/Tile.iwa"), "this is an Apple document (Numbers", "File > Export To > PDF"},
		{"zip", []byte("PK\x03\x04....scan.jpg"), "this is a zip archive, and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read", "take the pages out"},
		{"RAR", []byte("Rar!\x1a\x07\x01"), "this is a RAR archive", "take the pages out"},
		{"7z", []byte("7z\xbc\xaf\x27\x1c"), "this is a 7z archive", "take the pages out"},
		{"gzip", []byte("\x1f\x8b\x08"), "this is a gzip archive", "take the pages out"},
		{"tar", append(make([]byte, 257), "ustar\x0000"...), "this is a tar archive", "take the pages out"},
		{"Live Photo", []byte("\x00\x00\x00\x14ftypqt  "), "this is a video, perhaps that of a Live Photo", "give the photograph itself"},
		{"film", []byte("\x00\x00\x00\x14ftypisom"), "this is a video", "photograph or scan"},
		{"RTF", []byte("{\\rtf1"), "a text document (RTF)", "as PDF"},
		{"HTML", []byte("\n <!DOCTYPE html><p>Élodie"), "this is a page of the web", "print it as PDF"},
		{"SVG", []byte("<?xml version=\"1.0\"?><svg>"), "this is an SVG drawing", "as PDF"},
		{"e-mail", []byte("Return-Path: <a@example.org>\r\nSubject: x"), "this is an e-mail message, not a paper", "save the attachment"},
		{"text", []byte("Bonjour Élodie"), "this is plain text", "as PDF"},
		{"PDF", []byte("%PDF-1.7"), "this is a PDF file", "PDF document"},
	} {
		p, err := only(c.data)
		var refusal *Error
		if !errors.As(err, &refusal) || p != nil {
			t.Errorf("%s: error %v, want an *Error", c.name, err)
			continue
		}
		if !strings.Contains(refusal.Error(), c.want) || !strings.Contains(refusal.Hint(), c.fix) {
			t.Errorf("%s: %q, hint %q; want %q, hint %q", c.name, refusal.Error(), refusal.Hint(), c.want, c.fix)
		}
		seen, read := inspected(c.data), read(c.data)
		if onlyDecoded := c.name == "JPEG with samples missing"; onlyDecoded && seen != (verdict{pages: 1}) || !onlyDecoded && seen != read {
			t.Errorf("%s: Inspect says %v, Read %v", c.name, seen, read)
		}
	}
}

// A verdict is what Read and Inspect have to agree on.
type verdict struct {
	pages       int
	damage, err string
}

func read(data []byte) (v verdict) {
	s, err := Read(data)
	if err != nil {
		return verdict{err: err.Error()}
	}
	if s.Damage != nil {
		v.damage = s.Damage.Error()
	}
	v.pages = len(s.Pages)
	return v
}

func inspected(data []byte) (v verdict) {
	pages, damage, err := Inspect(data)
	if err != nil {
		v.err = err.Error()
	}
	if damage != nil {
		v.damage = damage.Error()
	}
	v.pages = pages
	return v
}

// TestEndMarkAlone holds that nothing is damaged where only the mark after the samples is lost.
func TestEndMarkAlone(t *testing.T) {
	for name, data := range map[string][]byte{"JPEG": encodeJPEG(t, noise(64, 64)), "PNG": encodePNG(t, noise(64, 64))} {
		whole, err := only(data)
		if err != nil {
			t.Fatal(err)
		}
		for cut := 1; cut <= 2; cut++ {
			p, err := only(data[:len(data)-cut])
			if err != nil || p.Height != 64 || !slices.Equal(p.Changed, []Change{Closed}) {
				t.Errorf("%s: %v, %+v", name, err, p)
			} else if name == "JPEG" && !bytes.Equal(p.Data, whole.Data) {
				t.Errorf("%s is not closed as it was", name)
			}
		}
	}
}

// withWebPSize changes the size in the header of a lossy WebP and keeps so many bytes of the samples.
func withWebPSize(file []byte, w, h uint16, samples uint32) []byte {
	file = bytes.Clone(file[:20+samples])
	binary.LittleEndian.PutUint32(file[4:], 12+samples)
	binary.LittleEndian.PutUint32(file[16:], samples)
	binary.LittleEndian.PutUint16(file[26:], w)
	binary.LittleEndian.PutUint16(file[28:], h)
	return file
}

func withoutSamples(photo []byte) []byte {
	return append(bytes.Clone(photo[:bytes.Index(photo, []byte{0xFF, sos})]), 0xFF, eoi)
}

// TestInspectAgrees cuts pictures of every kind at each byte and changes each: Inspect says what Read
// says, but for the samples of a JPEG and the tables by which they are read.
func TestInspectAgrees(t *testing.T) {
	sources := map[string][]byte{
		"JPEG": encodeJPEG(t, noise(24, 16)), "progressive JPEG": progressiveJPEG(t), "CMYK JPEG": cmykJPEG(t), "JPEG with restarts": restartJPEG(t),
		"turned JPEG": withSegments(encodeJPEG(t, quarters(9, 9)), segment(app1, exif(6, false))),
		"PNG":         encodePNG(t, noise(9, 7)), "PNG with a palette": encodePNG(t, image.NewPaletted(image.Rect(0, 0, 5, 3), color.Palette{color.White, color.Black})),
		"transparent PNG": encodePNG(t, image.NewNRGBA(image.Rect(0, 0, 5, 3))), "PNG in parts": withChunk(encodePNG(t, noise(9, 7)), "tEXt", []byte("Comment\x00a")),
	}
	for name, data := range sources {
		if v := inspected(data); v != (verdict{pages: 1}) {
			t.Errorf("%s: %v", name, v)
		}
		for i := range data {
			changed := bytes.Clone(data)
			changed[i] ^= 0x11
			for how, c := range map[string][]byte{"cut": data[:i], "changed": changed} {
				read, seen := read(c), inspected(c)
				if seen != read && (seen != verdict{pages: 1} || how == "cut" || !strings.Contains(name, "JPEG")) {
					t.Errorf("%s, %s at byte %d: Inspect says %v, Read %v", name, how, i, seen, read)
				}
			}
		}
	}
}

// FuzzRead also asks that what is accepted can be decoded again from what goes to the PDF, and that
// Inspect says the same unless only samples tell.
func FuzzRead(f *testing.F) {
	f.Add(encodeJPEG(f, quarters(9, 9)))
	f.Add(cmykJPEG(f))
	f.Add(progressiveJPEG(f))
	f.Add(withSegments(encodeJPEG(f, quarters(9, 9)), segment(app1, exif(6, false))))
	f.Add(encodePNG(f, quarters(5, 5)))
	f.Add(encodePNG(f, image.NewNRGBA(image.Rect(0, 0, 3, 3))))
	page := tiffEntries{width: 90, height: 60, bits: 1, compression: tiffG4, rows: 60}
	f.Add(makePages(binary.BigEndian, "MM\x00*", tiffSheet{page, [][]byte{faxOf(strokes(), 0, 60)}}, tiffSheet{page, [][]byte{faxOf(strokes(), 0, 9)}}))
	page.compression, page.more = tiffG3, [][2]uint32{{tagG3Options, 1}}
	f.Add(makeTIFF(page, group3Of(strokes(), true, false)))
	f.Add(fileOf(f, "alpha.webp"))
	f.Add(fileOf(f, "photo-turned.heic")[:700])
	f.Fuzz(func(t *testing.T, data []byte) {
		if kind, _ := recognise(data); kind == "HEIC" && len(data) > 1000 {
			t.Skip("takes a second")
		}
		s, err := Read(data)
		if read, seen := read(data), inspected(data); seen != read && (seen.err != "" || seen.damage != "") {
			t.Errorf("Inspect says %v, Read %v", seen, read)
		}
		if err != nil {
			return
		}
		for _, p := range s.Pages {
			if p.Orientation < 1 || p.Orientation > 8 || p.Width < 1 || p.Height < 1 || p.Thumb == nil || p.Sharp > 1 {
				t.Errorf("orientation %d, %d x %d pixels, thumbnail %v, sharpness %v", p.Orientation, p.Width, p.Height, p.Thumb, p.Sharp)
			}
			if _, err := p.image(); err != nil {
				t.Errorf("what is passed on cannot be decoded: %v", err)
			}
			if p.Filter == "DCTDecode" {
				if again, err := only(p.Data); err != nil || !bytes.Equal(again.Data, p.Data) {
					t.Errorf("what is passed on is not accepted unchanged: %v", err)
				}
			}
		}
	})
}

// only is the picture of a file that is whole and has one page.
func only(data []byte) (*Picture, error) {
	s, err := Read(data)
	switch {
	case err != nil:
		return nil, err
	case s.Damage != nil:
		return nil, s.Damage
	case len(s.Pages) != 1:
		return nil, fmt.Errorf("%d pages", len(s.Pages))
	}
	return s.Pages[0], nil
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
