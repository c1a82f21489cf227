package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"
)

func TestJPEGKeepsPixelsAndDropsTheRest(t *testing.T) {
	photo := encodeJPEG(t, noise(40, 24))
	secrets := [][]byte{
		segment(app1, append(exif(1, false), "GPS 48.85 N"...)),
		segment(app1, []byte("http://ns.adobe.com/xap/1.0/\x00GPS 48.85 N")),
		segment(0xED, []byte("Photoshop 3.0\x00GPS 48.85 N")),
		segment(0xE2, []byte("MPF\x00GPS 48.85 N")),
		segment(app0, []byte("JFXX\x00\x10GPS 48.85 N")),
		segment(com, []byte("GPS 48.85 N")),
	}
	for i, secret := range secrets {
		data := append(withSegments(photo, secret), "film after the end, GPS 48.85 N"...)
		p, err := only(data)
		if err != nil {
			t.Errorf("segment %d: %v", i, err)
		} else if !bytes.Equal(p.Data, photo) {
			t.Errorf("segment %d is not dropped, or more than it", i)
		}
	}
}

// A file that tells nothing is not copied; one that tells something, or has anything else than its picture, lends nothing.
func TestBareJPEGIsNotCopied(t *testing.T) {
	photo := encodeJPEG(t, noise(40, 24))
	for _, c := range []struct {
		name string
		data []byte
		own  bool
	}{
		{"bare", photo, true},
		{"with a comment", withSegments(photo, segment(com, []byte("x"))), false},
		{"with a thumbnail", withSegments(photo, segment(app0, []byte("JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x01\x01red"))), false},
		{"with zeros after its end", append(bytes.Clone(photo), 0, 0), false},
		{"with nothing at its end", photo[:len(photo)-2], false},
	} {
		p, err := only(c.data)
		if err != nil {
			t.Fatal(c.name, err)
		}
		again, err := Again(c.data, p.Sharp)
		if err != nil || !bytes.Equal(again.Data, p.Data) || again.Thumb != nil || again.Sharp != p.Sharp {
			t.Errorf("%s: another picture again (%v)", c.name, err)
		}
		for _, got := range [][]byte{p.Data, again.Data} {
			if own := &got[0] == &c.data[0]; own != c.own || own && len(got) != len(c.data) {
				t.Errorf("%s: the file's own bytes: %v", c.name, own)
			}
		}
	}
}

func TestJPEGKeepsWhatDecidesColours(t *testing.T) {
	photo := encodeJPEG(t, noise(16, 16))
	adobe := segment(app14, []byte("Adobe\x00\x64\x00\x00\x00\x00\x01"))
	jfif := segment(app0, []byte("JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x01\x01red"))
	bareJFIF := segment(app0, []byte("JFIF\x00\x01\x01\x01\x00\x48\x00\x48\x00\x00"))
	for _, c := range []struct {
		name       string
		data, want []byte
	}{
		{"Adobe", withSegments(photo, adobe), withSegments(photo, adobe)},
		{"JFIF loses its thumbnail", withSegments(photo, jfif), withSegments(photo, bareJFIF)},
		{"stray bytes between segments", withSegments(photo, adobe, []byte{7, 0xFF, 0, 9}), withSegments(photo, adobe)},
		{"a filled marker", withSegments(photo, append([]byte{0xFF}, adobe...)), withSegments(photo, adobe)},
	} {
		p, err := only(c.data)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !bytes.Equal(p.Data, c.want) {
			t.Errorf("%s: bytes differ", c.name)
		}
	}
}

func TestFirstEXIFBlockCounts(t *testing.T) {
	photo := withSegments(encodeJPEG(t, quarters(8, 8)), segment(app1, exif(6, true)), segment(app1, exif(3, true)))
	if p, err := only(photo); err != nil || p.Orientation != 6 {
		t.Errorf("picture %+v, error %v; want orientation 6", p, err)
	}
}

func TestOrientationOfBrokenEXIF(t *testing.T) {
	whole := exif(6, true)[6:]
	for n := range whole[:len(whole)-4] { // the last four bytes, the next directory, are not read
		if o := orientation(whole[:n]); o != 1 {
			t.Errorf("cut after %d bytes: orientation %d", n, o)
		}
	}
	outside := bytes.Clone(whole)
	binary.BigEndian.PutUint32(outside[4:], 0xFFFFFFFF)
	asLong := bytes.Clone(whole)
	binary.BigEndian.PutUint16(asLong[12:], 4)
	for name, tiff := range map[string][]byte{"directory outside": outside, "not a short number": asLong, "no byte order": []byte("XX*\x00aaaaaaaaaa")} {
		if o := orientation(tiff); o != 1 {
			t.Errorf("%s: orientation %d", name, o)
		}
	}
}

// noise is a picture that does not compress to nothing.
func noise(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = byte(seed >> 24)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func segment(marker byte, body []byte) []byte {
	return slices.Concat([]byte{0xFF, marker}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2)), body)
}

// withSegments puts segments after the start marker.
func withSegments(photo []byte, segments ...[]byte) []byte {
	return slices.Concat(photo[:2], slices.Concat(segments...), photo[2:])
}

// exif is an EXIF segment's body whose only entry is the orientation.
func exif(orientation uint16, motorola bool) []byte {
	b := []byte("Exif\x00\x00")
	if motorola {
		b = append(b, "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01"...)
		return append(binary.BigEndian.AppendUint16(b, orientation), 0, 0, 0, 0, 0, 0)
	}
	b = append(b, "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"...)
	return append(binary.LittleEndian.AppendUint16(b, orientation), 0, 0, 0, 0, 0, 0)
}

// resized changes the size in the header of a baseline JPEG.
func resized(photo []byte, w, h uint16) []byte {
	photo = bytes.Clone(photo)
	at := bytes.Index(photo, []byte{0xFF, 0xC0}) + 5
	binary.BigEndian.PutUint16(photo[at:], h)
	binary.BigEndian.PutUint16(photo[at+2:], w)
	return photo
}

// resizedProgressive does so of a progressive one.
func resizedProgressive(photo []byte, w, h uint16) []byte {
	photo = bytes.Clone(photo)
	at := bytes.Index(photo, []byte{0xFF, sof2}) + 5
	binary.BigEndian.PutUint16(photo[at:], h)
	binary.BigEndian.PutUint16(photo[at+2:], w)
	return photo
}

// between is what stands in a JPEG from the first start to the first end, both markers.
func between(photo []byte, start, end byte) []byte {
	i := bytes.Index(photo, []byte{0xFF, start})
	return photo[i : i+bytes.Index(photo[i:], []byte{0xFF, end})]
}

// inks are the parts of cyan, magenta, yellow and black in every pixel of cmykJPEG.
var inks = [4]uint8{0, 255, 255, 0}

// cmykJPEG is a red square of 8 x 8 pixels as Photoshop writes CMYK: 255 is no ink. Each ink
// is a grey JPEG, whose coded samples become one scan of four.
func cmykJPEG(t testing.TB) []byte {
	t.Helper()
	file := slices.Concat([]byte{0xFF, soi}, segment(app14, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")))
	frame := []byte{8, 0, 8, 0, 8, 4}
	var scans []byte
	for i, ink := range inks {
		plane := image.NewGray(image.Rect(0, 0, 8, 8))
		for p := range plane.Pix {
			plane.Pix[p] = 255 - ink
		}
		grey := encodeJPEG(t, plane)
		if i == 0 {
			file = slices.Concat(file, between(grey, 0xDB, 0xC0), between(grey, 0xC4, sos))
		}
		id := byte(i + 1)
		frame = append(frame, id, 0x11, 0)
		coded := between(grey, sos, eoi)[10:]
		scans = slices.Concat(scans, segment(sos, []byte{1, id, 0, 0, 63, 0}), coded)
	}
	return slices.Concat(file, segment(0xC0, frame), scans, []byte{0xFF, eoi})
}

// progressiveJPEG is a grey square of 8 x 8 pixels in one scan that sends the mean alone: the
// code of no difference is 00, and ones fill the byte.
func progressiveJPEG(t testing.TB) []byte {
	t.Helper()
	grey := encodeJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	return slices.Concat([]byte{0xFF, soi}, between(grey, 0xDB, 0xC0),
		segment(0xC2, []byte{8, 0, 8, 0, 8, 1, 1, 0x11, 0}), between(grey, 0xC4, sos),
		segment(sos, []byte{1, 1, 0, 0, 0, 0}), []byte{0x3F, 0xFF, eoi})
}

// restartJPEG is a mid-grey picture of two blocks with a restart marker between. A block is the
// code of no difference, 00, that of the end of the block, 1010, and ones that fill the byte.
func restartJPEG(t testing.TB) []byte {
	t.Helper()
	grey := encodeJPEG(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	return slices.Concat([]byte{0xFF, soi}, between(grey, 0xDB, 0xC0),
		segment(0xC0, []byte{8, 0, 8, 0, 16, 1, 1, 0x11, 0}), between(grey, 0xC4, sos), segment(0xDD, []byte{0, 1}),
		segment(sos, []byte{1, 1, 0, 0, 63, 0}), []byte{0x2B, 0xFF, rst0, 0x2B, 0xFF, eoi})
}

func TestJPEGKeepsRestartMarkers(t *testing.T) {
	photo := restartJPEG(t)
	if p, err := only(photo); err != nil || !bytes.Equal(p.Data, photo) {
		t.Errorf("picture changed, or error %v", err)
	}
}

// TestJPEGSamplesAreWhatTheyClaim guards the makers above.
func TestJPEGSamplesAreWhatTheyClaim(t *testing.T) {
	img, err := jpeg.Decode(bytes.NewReader(cmykJPEG(t)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := img.At(4, 4), (color.CMYK{inks[0], inks[1], inks[2], inks[3]}); got != want {
		t.Errorf("CMYK pixel %v, want %v", got, want)
	}
	img, err = jpeg.Decode(bytes.NewReader(progressiveJPEG(t)))
	if err != nil || img.At(0, 0) != (color.Gray{128}) {
		t.Errorf("progressive picture is not mid-grey: %v", err)
	}
}
