package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestViewersPaintThePicture puts pictures in a PDF and has poppler and mupdf paint it: the
// four corners must come out in their colours and the page around must stay white.
func TestViewersPaintThePicture(t *testing.T) {
	photo := quarters(64, 48)
	grey := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range grey.Pix {
		grey.Pix[i] = byte(40 + 160*(i/64/24))
	}
	red := color.RGBA{255, 0, 0, 255}
	colours := [4]color.RGBA{cornerColor(false, false), cornerColor(true, false), cornerColor(false, true), cornerColor(true, true)}
	cases := map[string]struct {
		file []byte
		want [4]color.RGBA
	}{
		"png":     {encodePNG(t, photo), colours},
		"grey":    {encodePNG(t, grey), [4]color.RGBA{{40, 40, 40, 255}, {40, 40, 40, 255}, {200, 200, 200, 255}, {200, 200, 200, 255}}},
		"one bit": {makePNG(t, 8, 2, 1, pngGrey, []byte{0, 0xF0, 0, 0x0F}), [4]color.RGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {0, 0, 0, 255}, {255, 255, 255, 255}}},
		"cmyk":    {cmykJPEG(t), [4]color.RGBA{red, red, red, red}},
	}
	for o := 1; o <= 8; o++ {
		c := cases["png"]
		c.file = withSegments(encodeJPEG(t, stored(photo, o)), segment(app1, exif(uint16(o), true)))
		cases[fmt.Sprintf("jpeg turned %d", o)] = c
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			p, err := only(c.file)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "page.pdf")
			if err := os.WriteFile(file, pdfOf(p), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, viewer := range []string{"pdftoppm", "mutool"} {
				checkCorners(t, viewer, paint(t, viewer, file), c.want)
			}
		})
	}
}

// pdfOf is a page of 100 by 80 points with p in a box from 10, 10 to 90, 70.
func pdfOf(p *Picture) []byte {
	m := p.Matrix(10, 10, 80, 60)
	content := fmt.Sprintf("%g %g %g %g %g %g cm /I Do", m[0], m[1], m[2], m[3], m[4], m[5])
	more := ""
	if p.Predictor {
		more = fmt.Sprintf("/DecodeParms << /Predictor 15 /Colors %d /BitsPerComponent %d /Columns %d >>", p.Components(), p.Bits, p.Width)
	}
	if p.Filter == "CCITTFaxDecode" {
		more = fmt.Sprintf("/DecodeParms << /K -1 /Columns %d /Rows %d /BlackIs1 %v >>", p.Width, p.Height, p.BlackIs1)
	}
	if p.Decode != nil {
		more += fmt.Sprintf("/Decode %g", p.Decode)
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 80] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /%s /BitsPerComponent %d /Filter /%s %s /Length %d >>\nstream\n%s\nendstream",
			p.Width, p.Height, p.ColorSpace, p.Bits, p.Filter, more, len(p.Data), p.Data),
	}
	var b, xref bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&xref, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", &xref, start)
	return b.Bytes()
}

// paint has a viewer draw the page of file at 72 dots an inch, so that a pixel is a point.
func paint(t *testing.T, viewer, file string) image.Image {
	t.Helper()
	if _, err := exec.LookPath(viewer); err != nil {
		t.Skipf("%s is not installed", viewer)
	}
	out := filepath.Join(t.TempDir(), "page")
	args := []string{"-r", "72", "-png", "-singlefile", file, out}
	if viewer == "mutool" {
		args = []string{"draw", "-q", "-r", "72", "-o", out + ".png", file}
	}
	if said, err := exec.Command(viewer, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", viewer, err, said)
	}
	f, err := os.Open(out + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func checkCorners(t *testing.T, viewer string, page image.Image, want [4]color.RGBA) {
	t.Helper()
	for i, at := range []image.Point{{20, 18}, {80, 18}, {20, 62}, {80, 62}} {
		if got := page.At(at.X, at.Y); !near(got, want[i]) {
			t.Errorf("%s paints %v at %v, want %v", viewer, got, at, want[i])
		}
	}
	for _, at := range []image.Point{{5, 40}, {95, 40}, {50, 5}, {50, 75}} {
		if got := page.At(at.X, at.Y); !near(got, color.RGBA{255, 255, 255, 255}) {
			t.Errorf("%s paints %v outside the box at %v", viewer, got, at)
		}
	}
}

// near allows for JPEG and for the ink models of viewers, whose pure red may be 237, 28, 36.
func near(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	r2, g2, bl2, _ := b.RGBA()
	close := func(x, y uint32) bool { return max(x, y)-min(x, y) < 48*257 }
	return close(r, r2) && close(g, g2) && close(bl, bl2)
}
