package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"io"
	"slices"
	"testing"
)

// TestPNGColours decodes the stream as a PDF viewer does and looks at the first pixel.
func TestPNGColours(t *testing.T) {
	fill := func(img interface {
		image.Image
		Set(x, y int, c color.Color)
	}, c color.Color) image.Image {
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				img.Set(x, y, c)
			}
		}
		return img
	}
	box := image.Rect(0, 0, 5, 3)
	for _, c := range []struct {
		name  string
		img   image.Image
		space string
		bits  int
		first []byte
	}{
		{"grey", fill(image.NewGray(box), color.Gray{77}), "DeviceGray", 8, []byte{77}},
		{"grey of 16 bits", fill(image.NewGray16(box), color.Gray16{0x4DFF}), "DeviceGray", 8, []byte{0x4D}},
		{"RGB", fill(image.NewRGBA(box), color.RGBA{10, 20, 30, 255}), "DeviceRGB", 8, []byte{10, 20, 30}},
		{"RGB of 16 bits", fill(image.NewRGBA64(box), color.RGBA64{0x0A80, 0x1480, 0x1E80, 0xFFFF}), "DeviceRGB", 8, []byte{10, 20, 30}},
		{"half transparent red", fill(image.NewNRGBA(box), color.NRGBA{255, 0, 0, 128}), "DeviceRGB", 8, []byte{255, 127, 127}},
		{"half transparent black", fill(image.NewNRGBA64(box), color.NRGBA64{0, 0, 0, 0x8080}), "DeviceGray", 8, []byte{127}},
		{"palette", fill(image.NewPaletted(box, color.Palette{color.White, color.RGBA{10, 20, 30, 255}}), color.RGBA{10, 20, 30, 255}), "DeviceRGB", 8, []byte{10, 20, 30}},
		{"palette with a hole", fill(image.NewPaletted(box, color.Palette{color.White, color.NRGBA{0, 0, 0, 128}}), color.NRGBA{0, 0, 0, 128}), "DeviceGray", 8, []byte{127}},
	} {
		p, err := only(encodePNG(t, c.img))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if p.ColorSpace != c.space || p.Bits != c.bits || !p.Predictor {
			t.Errorf("%s: %s of %d bits, predictor %v", c.name, p.ColorSpace, p.Bits, p.Predictor)
		}
		rows := inflate(t, p)
		if want := 3 * (1 + 5*p.Components()); len(rows) != want {
			t.Errorf("%s: %d bytes, want %d", c.name, len(rows), want)
		} else if got := firstPixel(t, rows, p.Components()); !bytes.Equal(got, c.first) {
			t.Errorf("%s: first pixel %v, want %v", c.name, got, c.first)
		}
	}
}

func TestPNGOfOneBit(t *testing.T) {
	// Two rows of ten pixels, black but for the first pixel of each.
	p, err := only(makePNG(t, 10, 2, 1, pngGrey, []byte{0, 0x80, 0, 0, 0x80, 0}))
	if err != nil {
		t.Fatal(err)
	}
	if p.Bits != 1 || p.ColorSpace != "DeviceGray" || !bytes.Equal(inflate(t, p), []byte{0, 0x80, 0, 0, 0x80, 0}) {
		t.Errorf("%s of %d bits: %v", p.ColorSpace, p.Bits, inflate(t, p))
	}
}

func TestPNGKeyColourIsPaper(t *testing.T) {
	// Two grey pixels of value 9, which tRNS declares transparent, and 77.
	p, err := only(withChunk(makePNG(t, 2, 1, 8, pngGrey, []byte{0, 9, 77}), "tRNS", []byte{0, 9}))
	if err != nil {
		t.Fatal(err)
	}
	if got := firstPixel(t, inflate(t, p), 1); got[0] != 255 {
		t.Errorf("the transparent colour is %d, want white", got[0])
	}
}

// What turns out black and white alone is packed as a fax.
func TestPNGOfPaperAlone(t *testing.T) {
	p, err := only(encodePNG(t, image.NewNRGBA(image.Rect(0, 0, 5, 3))))
	if err != nil {
		t.Fatal(err)
	}
	if p.Filter != "CCITTFaxDecode" || p.Bits != 1 || !slices.Equal(p.Changed, []Change{Reencoded, Flattened}) {
		t.Errorf("%s of %d bits, changed %v", p.Filter, p.Bits, p.Changed)
	}
	if img, err := p.image(); err != nil || img.At(2, 1) != (color.Gray{255}) {
		t.Errorf("%v, error %v, want white", img, err)
	}
}

func TestPNGInterlacedIsRepacked(t *testing.T) {
	file := makePNG(t, 1, 1, 8, pngGrey, []byte{0, 9})
	file[28] = 1 // Adam7; a picture of one pixel has the first pass alone
	fixCRC(file[8:])
	p, err := only(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := firstPixel(t, inflate(t, p), 1); got[0] != 9 || bytes.Contains(file, p.Data) {
		t.Errorf("pixel %d, want 9 in a stream packed anew", got[0])
	}
}

func TestPNGTellsNothingElse(t *testing.T) {
	plain := encodePNG(t, noise(6, 6))
	p, err := only(append(withChunk(plain, "tEXt", []byte("Comment\x00GPS 48.85 N")), "GPS 48.85 N"...))
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := only(plain); !bytes.Equal(p.Data, want.Data) || bytes.Contains(p.Data, []byte("GPS")) {
		t.Error("the stream depends on more than the pixels")
	}
}

func TestReadIsDeterministic(t *testing.T) {
	file := encodePNG(t, image.NewNRGBA(image.Rect(0, 0, 50, 50)))
	first, err := only(file)
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := only(file); !bytes.Equal(first.Data, second.Data) {
		t.Error("the same file gives other bytes the second time")
	}
}

func inflate(t *testing.T, p *Picture) []byte {
	t.Helper()
	r, err := zlib.NewReader(bytes.NewReader(p.Data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// firstPixel is the first pixel of the first row. With no pixel before or above it, each of the
// five row filters leaves it as it is.
func firstPixel(t *testing.T, rows []byte, components int) []byte {
	t.Helper()
	if rows[0] > 4 {
		t.Fatalf("row filter %d", rows[0])
	}
	return rows[1 : 1+components]
}

func chunk(kind string, body []byte) []byte {
	c := slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(len(body))), []byte(kind), body, make([]byte, 4))
	fixCRC(c)
	return c
}

// fixCRC sets the checksum of the chunk that b starts with.
func fixCRC(b []byte) {
	end := 8 + binary.BigEndian.Uint32(b)
	binary.BigEndian.PutUint32(b[end:], crc32.ChecksumIEEE(b[4:end]))
}

// withChunk puts a chunk after the header of a PNG, which takes 33 bytes.
func withChunk(file []byte, kind string, body []byte) []byte {
	return slices.Concat(file[:33], chunk(kind, body), file[33:])
}

// withSize changes the size in the header.
func withSize(file []byte, w, h uint32) []byte {
	file = bytes.Clone(file)
	binary.BigEndian.PutUint32(file[16:], w)
	binary.BigEndian.PutUint32(file[20:], h)
	fixCRC(file[8:])
	return file
}

// makePNG is a PNG of the given header and rows, each a filter byte and samples.
func makePNG(t *testing.T, w, h uint32, depth, color byte, rows []byte) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return slices.Concat([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(header, depth, color, 0, 0, 0)),
		chunk("IDAT", packed.Bytes()), chunk("IEND", nil))
}
