package main

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// pictureFiles have every kind of picture that is read, broken ones, and files that are none.
var pictureFiles = []file{
	{"grey.jpg", greyJPEG},
	{"cmyk.jpg", cmyk},
	{"gps.jpg", gps},
	{"receipt-slip.jpg", receipt},
	{"large-400dpi.jpg", large},
	{"palette.png", palette},
	{"alpha-16-bits.png", deepAlpha},
	{"interlaced.png", interlaced},
	{"grey.tif", greyTIFF},
	{"a-jpeg.png", corners(1)},
	{"broken-truncated.png", cut(func() ([]byte, error) { return pngOf(render(visa, 60)) }, 60)},
	{"archive.zip", zipped([2]string{"scan.txt", "A page that is not here"})},
	{"letter.pages", zipped([2]string{"Index/Document.iwa", "invented"}, [2]string{"preview.jpg", ""})},
	{"letter.odt", zipped([2]string{"mimetype", "application/vnd.oasis.opendocument.text"})},
	{"clip.mp4", clip},
	{"progressive.jpg", progressive},
	{"broken-progressive.jpg", cut(progressive, 70)},
	{"fax-g4.tif", faxed},
	{"broken-fax.tif", cut(faxed, 60)},
	{"photo.webp", webp(photo(visa, 1), "-q", "50")},
	{"corners.webp", webp(palette, "-lossless")},
	{"alpha.webp", webp(alpha, "-q", "80")},
	{"photo.heic", heic(1)},
	{"photo-turned.heic", turnedHEIC},
}

// tools make these files, in versions of their own.
var tools = map[string]string{
	"progressive.jpg": "jpegtran", "broken-progressive.jpg": "jpegtran", "fax-g4.tif": "tiffcp", "broken-fax.tif": "tiffcp",
	"photo.webp": "cwebp", "corners.webp": "cwebp", "alpha.webp": "cwebp", "photo.heic": "heif-enc", "photo-turned.heic": "heif-enc",
}

// chart is an upright picture of 320 × 240 pixels with the corners of cornered.
func chart() *image.RGBA {
	small := cornered()
	m := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			m.SetRGBA(x, y, small.RGBAAt(x/10, y/10))
		}
	}
	return m
}

func greyOf(m image.Image) *image.Gray {
	grey := image.NewGray(m.Bounds())
	draw.Draw(grey, grey.Rect, m, m.Bounds().Min, draw.Src)
	return grey
}

// jpegOf codes a picture as one of quality 85.
func jpegOf(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 85})
	return b.Bytes(), err
}

func pngOf(m image.Image) ([]byte, error) {
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}

func greyJPEG() ([]byte, error) { return jpegOf(greyOf(chart())) }

// segment is a segment of a JPEG, whose length counts itself.
func segment(marker byte, body string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(body)+2)), body...)
}

// withSegment puts a segment after the start of a JPEG.
func withSegment(jpeg, segment []byte) []byte { return slices.Concat(jpeg[:2], segment, jpeg[2:]) }

// withDensity adds a JFIF segment with dots per inch.
func withDensity(jpeg []byte, dpi byte) []byte {
	return withSegment(jpeg, segment(0xE0, "JFIF\x00\x01\x01\x01\x00"+string([]byte{dpi, 0, dpi})+"\x00\x00"))
}

// cmyk is the chart in four inks, as Photoshop writes them: 255 is no ink. Each ink is coded as a
// grey picture, whose samples become one scan of four.
func cmyk() ([]byte, error) {
	m := chart()
	file := slices.Concat([]byte{0xFF, 0xD8}, segment(0xEE, "Adobe\x00\x64\x00\x00\x00\x00\x00"))
	frame := "\x08\x00\xF0\x01\x40\x04"
	var scans []byte
	for ink := range 4 {
		plane := image.NewGray(m.Rect)
		for i := range plane.Pix {
			c := m.Pix[4*i:]
			inks := [4]uint8{}
			inks[0], inks[1], inks[2], inks[3] = color.RGBToCMYK(c[0], c[1], c[2])
			plane.Pix[i] = 255 - inks[ink]
		}
		grey, err := jpegOf(plane)
		if err != nil {
			return nil, err
		}
		at := func(marker byte) int { return bytes.Index(grey, []byte{0xFF, marker}) }
		if ink == 0 {
			file = slices.Concat(file, grey[at(0xDB):at(0xC0)], grey[at(0xC4):at(0xDA)])
		}
		id := string([]byte{byte(ink + 1)})
		frame += id + "\x11\x00"
		scans = slices.Concat(scans, segment(0xDA, "\x01"+id+"\x00\x00\x3F\x00"), grey[at(0xDA)+10:len(grey)-2])
	}
	return slices.Concat(file, segment(0xC0, frame), scans, []byte{0xFF, 0xD9}), nil
}

// gps is a photograph whose EXIF names its maker, its owner and a place.
func gps() ([]byte, error) {
	photo, err := jpegOf(chart())
	if err != nil {
		return nil, err
	}
	tiff := "MM\x00\x2A\x00\x00\x00\x08\x00\x03" +
		"\x01\x0F\x00\x02\x00\x00\x00\x0E\x00\x00\x00\x32" + // maker, 14 letters at 50
		"\x01\x3B\x00\x02\x00\x00\x00\x10\x00\x00\x00\x40" + // artist, 16 letters at 64
		"\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x50" + // GPS, at 80
		"\x00\x00\x00\x00" +
		"Invented Phone" + "Élodie O'Brien\x00" +
		"\x00\x02" +
		"\x00\x01\x00\x02\x00\x00\x00\x02N\x00\x00\x00" +
		"\x00\x02\x00\x05\x00\x00\x00\x03\x00\x00\x00\x6E" + // latitude, three fractions at 110
		"\x00\x00\x00\x00" +
		"\x00\x00\x00\x2F\x00\x00\x00\x01\x00\x00\x00\x17\x00\x00\x00\x01\x00\x00\x00\x2A\x00\x00\x00\x01"
	photo = withSegment(photo, segment(0xFE, "taken at home, 12 rue des Lilas"))
	return withSegment(photo, segment(0xE1, "Exif\x00\x00"+tiff)), nil
}

// slip is the ticket of a till, 80 × 200 mm.
var slip = sheet{80, 200, func(c canvas) {
	specimen(c, font{"bold", 13, faint}, 40, 60)
	specimen(c, font{"bold", 13, faint}, 40, 140)
	f := &flow{c, 6, 14, 68}
	f.center(strong, "LA POSTE (invented)")
	f.center(small, "37000 Tours")
	f.skip(4)
	for _, r := range [][2]string{{"Lettre recommandée R1", "5,74 €"}, {"Avis de réception", "1,20 €"}, {"Total", "6,94 €"}} {
		f.row(plain, r[0], 50, plain, r[1])
	}
	f.skip(4)
	f.line(small, "Paid in cash on 23 November 2026")
	frame(c, black, 0.3, 2, 2, 76, 196)
}}

// receipt is the ticket as a scanner gives it, with its 200 dots an inch.
func receipt() ([]byte, error) {
	data, err := jpegOf(greyOf(render(slip, 200)))
	return withDensity(data, 200), err
}

// large is a sheet at 400 dots an inch, more than a dossier needs.
func large() ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, greyOf(render(a4(letterUS.draw), 400)), &jpeg.Options{Quality: 20})
	data := b.Bytes()
	jfif := segment(0xE0, "JFIF\x00\x01\x01\x01\x01\x90\x01\x90\x00\x00")
	return withSegment(data, jfif), err
}

func palette() ([]byte, error) {
	m := image.NewPaletted(image.Rect(0, 0, 320, 240), color.Palette{color.White, cornerInks[0], cornerInks[1], cornerInks[2], cornerInks[3]})
	draw.Draw(m, m.Rect, chart(), image.Point{}, draw.Src)
	return pngOf(m)
}

// deepAlpha has 16 bits a sample: the corners are opaque, the rest is half transparent black.
func deepAlpha() ([]byte, error) {
	from := chart()
	m := image.NewNRGBA64(from.Rect)
	for y := range 240 {
		for x := range 320 {
			c := from.RGBAAt(x, y)
			if c == white {
				m.SetNRGBA64(x, y, color.NRGBA64{A: 0x8000})
			} else {
				m.Set(x, y, c)
			}
		}
	}
	return pngOf(m)
}

// interlaced is the chart in the seven passes of Adam7, which package png does not write.
func interlaced() ([]byte, error) {
	m := chart()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for _, p := range []struct{ x, y, dx, dy int }{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}} {
		for y := p.y; y < 240; y += p.dy {
			row := []byte{0}
			for x := p.x; x < 320; x += p.dx {
				c := m.RGBAAt(x, y)
				row = append(row, c.R, c.G, c.B)
			}
			if _, err := z.Write(row); err != nil {
				return nil, err
			}
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	file := []byte("\x89PNG\r\n\x1a\n")
	for _, c := range []struct{ kind, body string }{
		{"IHDR", "\x00\x00\x01\x40\x00\x00\x00\xF0\x08\x02\x00\x00\x01"}, {"IDAT", packed.String()}, {"IEND", ""},
	} {
		file = binary.BigEndian.AppendUint32(file, uint32(len(c.body)))
		start := len(file)
		file = append(file, c.kind+c.body...)
		file = binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(file[start:]))
	}
	return file, nil
}

// cut makes the first part of a file, so many hundredths of it.
func cut(make func() ([]byte, error), hundredths int) func() ([]byte, error) {
	return func() ([]byte, error) {
		data, err := make()
		return data[:len(data)*hundredths/100], err
	}
}

// An ifd is a page of a TIFF: numbers by tag, and one strip.
type ifd struct {
	tags  [][2]uint32 // tag and value, in the order of tags
	strip []byte
}

// tiff lays pages out one after the other, each directory before its strip.
func tiff(order binary.AppendByteOrder, mark string, pages ...ifd) []byte {
	file := order.AppendUint32([]byte(mark), 8)
	for i, p := range pages {
		// The strip's offset and the resolution, a fraction, stand behind the directory.
		end := uint32(len(file) + 2 + 12*(len(p.tags)+5) + 4)
		strip := end + 8
		entries := append(slices.Clone(p.tags), [2]uint32{273, strip}, [2]uint32{279, uint32(len(p.strip))}, [2]uint32{282, end}, [2]uint32{283, end}, [2]uint32{296, 2})
		slices.SortFunc(entries, func(a, b [2]uint32) int { return int(a[0]) - int(b[0]) })
		file = order.AppendUint16(file, uint16(len(entries)))
		for _, e := range entries {
			kind := uint16(4)
			if e[0] == 282 || e[0] == 283 {
				kind = 5
			}
			file = order.AppendUint16(file, uint16(e[0]))
			file = order.AppendUint16(file, kind)
			file = order.AppendUint32(file, 1)
			file = order.AppendUint32(file, e[1])
		}
		next := strip + uint32(len(p.strip)+len(p.strip)%2)
		if i == len(pages)-1 {
			next = 0
		}
		file = order.AppendUint32(file, next)
		file = order.AppendUint32(order.AppendUint32(file, 100), 1)
		file = append(file, p.strip...)
		file = append(file, make([]byte, len(p.strip)%2)...)
	}
	return file
}

func greyTIFF() ([]byte, error) {
	m := greyOf(chart())
	return tiff(binary.BigEndian, "MM\x00*", ifd{[][2]uint32{{256, 320}, {257, 240}, {258, 8}, {259, 1}, {262, 1}, {277, 1}, {278, 240}}, m.Pix}), nil
}

// blackAndWhite is a page of a TIFF, a bit a pixel, in which 1 is black.
func blackAndWhite(s sheet) ifd {
	m := greyOf(render(s, 100))
	w, h := m.Rect.Dx(), m.Rect.Dy()
	var strip []byte
	for y := range h {
		row := make([]byte, (w+7)/8)
		for x, v := range m.Pix[y*m.Stride:][:w] {
			if v < 150 {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		strip = append(strip, row...)
	}
	return ifd{[][2]uint32{{256, uint32(w)}, {257, uint32(h)}, {258, 1}, {259, 1}, {262, 0}, {277, 1}, {278, uint32(h)}}, strip}
}

// faxed is a document of three pages that a copier sent, in Group 4.
func faxed() ([]byte, error) {
	pages := tiff(binary.LittleEndian, "II*\x00", blackAndWhite(leaseParties), blackAndWhite(leaseTerms), blackAndWhite(leaseSignatures))
	return through("in.tif", pages, "out.tif", "tiffcp", "-c", "g4", "-r", "100000", "in.tif", "out.tif")
}

// through has a tool of Debian make a file of another.
func through(in string, data []byte, out string, command ...string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "scans")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := os.WriteFile(filepath.Join(dir, in), data, 0o600); err != nil {
		return nil, err
	}
	run := exec.Command(command[0], command[1:]...)
	run.Dir = dir
	if said, err := run.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%v: %w\n%s", command, err, said)
	}
	return os.ReadFile(filepath.Join(dir, out))
}

func progressive() ([]byte, error) {
	photo, err := orientedJPEG(render(visa, 100), 1, 70)
	if err != nil {
		return nil, err
	}
	return through("in.jpg", photo, "out.jpg", "jpegtran", "-copy", "none", "-progressive", "-outfile", "out.jpg", "in.jpg")
}

func webp(m func() ([]byte, error), options ...string) func() ([]byte, error) {
	return func() ([]byte, error) {
		data, err := m()
		if err != nil {
			return nil, err
		}
		return through("in", data, "out.webp", append(append([]string{"cwebp", "-quiet"}, options...), "in", "-o", "out.webp")...)
	}
}

// heic has the chart as a telephone held that way writes it.
func heic(orientation int) func() ([]byte, error) {
	return func() ([]byte, error) {
		data, err := orientedJPEG(chart(), orientation, 95)
		if err != nil {
			return nil, err
		}
		return through("in.jpg", data, "out.heic", "heif-enc", "-q", "60", "-o", "out.heic", "in.jpg")
	}
}

// turnedHEIC is stored on its side. Both its EXIF and a property of the picture say so; the property, which
// heif-enc does not write, stands in the place of the one that tells the bits of a sample.
func turnedHEIC() ([]byte, error) {
	data, err := heic(6)()
	const quarters = 3 // turns to the left
	return bytes.Replace(data, []byte("pixi\x00\x00\x00\x00\x03\x08\x08\x08"), []byte("irot"+string(rune(quarters))+"\x00\x00\x00\x00\x00\x00\x00"), 1), err
}

// zipped is an archive of files that are stored as they are.
func zipped(files ...[2]string) func() ([]byte, error) {
	return func() ([]byte, error) {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, f := range files {
			w, err := z.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Store})
			if err != nil {
				return nil, err
			}
			if _, err := w.Write([]byte(f[1])); err != nil {
				return nil, err
			}
		}
		err := z.Close()
		return b.Bytes(), err
	}
}

// clip is how a film starts, and no more.
func clip() ([]byte, error) {
	return []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08mdat"), nil
}
