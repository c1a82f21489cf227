package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"weak"

	"dossier/internal/picture"
)

// grained is a picture with a black box in its upper left quarter, on paper with grain, as scans have it.
func grained(n int) *image.RGBA {
	m, r := image.NewRGBA(image.Rect(0, 0, n, n)), rand.New(rand.NewPCG(1, 2))
	for y := range n {
		for x := range n {
			v := byte(200 + r.IntN(50))
			if min(x, y) > n/8 && max(x, y) < n*3/8 {
				v = byte(r.IntN(20))
			}
			m.SetRGBA(x, y, color.RGBA{v, v, max(v, 10) - 10, 255})
		}
	}
	return m
}

// samplesOf packs the samples of a picture as Flate, rows begun by filter where there is one.
func samplesOf(m *image.RGBA, filter string, pixel func(c color.RGBA) []byte) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	for y := range m.Rect.Dy() {
		z.Write([]byte(filter))
		for x := range m.Rect.Dx() {
			z.Write(pixel(m.RGBAAt(x, y)))
		}
	}
	z.Close()
	return b.String()
}

func jpegOf(t *testing.T, m image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestReview(t *testing.T) {
	const n = 600 // pixels to an inch, unless drawn larger
	m := grained(n)
	grey := image.NewGray(m.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = m.Pix[4*i]
	}
	size := fmt.Sprintf("/Subtype/Image/Width %d/Height %d", n, n)
	red := func(c color.RGBA) []byte { return []byte{c.R} }
	rgb := func(c color.RGBA) []byte { return []byte{c.R, c.G, c.B} }
	colour, plain := jpegOf(t, m), jpegOf(t, grey)
	cut := colour[:len(colour)*3/4]
	for name, c := range map[string]struct {
		entries, data string
		inch          float64 // the side of it on the page
		width         int     // in the joined file; n stays, byte for byte, unless done says something
		done          string
	}{
		"JPEG":                     {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", colour, 1, 300, "[re-encoded reduced]"},
		"JPEG in grey":             {"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode", plain, 1, 300, "[re-encoded reduced]"},
		"JPEG in calibrated grey":  {"/BitsPerComponent 8/ColorSpace[/CalGray<</WhitePoint[1 1 1]>>]/Filter/DCTDecode", plain, 1, 300, "[re-encoded reduced]"},
		"few dots":                 {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", colour, 2, n, "[]"},
		"samples":                  {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", samplesOf(m, "", rgb), 1, 300, "[re-encoded reduced]"},
		"samples in grey":          {"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", samplesOf(m, "", red), 1, 300, "[re-encoded reduced]"},
		"filtered samples":         {fmt.Sprintf("/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/Columns %d>>", n), samplesOf(m, "\x00", rgb), 1, 300, "[re-encoded reduced]"},
		"deep samples":             {"/BitsPerComponent 16/ColorSpace/DeviceGray/Filter/FlateDecode", samplesOf(m, "", func(c color.RGBA) []byte { return []byte{c.R, 7} }), 1, 300, "[re-encoded reduced]"},
		"few samples":              {"/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", samplesOf(m, "", red), 3, n, "[]"},
		"black and white":          {"/BitsPerComponent 1/ColorSpace/DeviceGray", strings.Repeat("\x55", n*n/8), 1, n, "[]"},
		"palette":                  {"/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1<000000FFFFFF>]/Filter/FlateDecode", samplesOf(m, "", func(c color.RGBA) []byte { return []byte{c.R >> 7} }), 1, n, "[]"},
		"masked":                   {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode/Mask[0 1 0 1 0 1]", colour, 1, n, "[]"},
		"turned over":              {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode/Decode[1 0 1 0 1 0]", colour, 1, n, "[]"},
		"colours of its own":       {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode/DecodeParms<</ColorTransform 0>>", colour, 1, n, "[]"},
		"cut short":                {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", cut, 2, n, "[cut re-encoded]"},
		"cut short, and many dots": {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", cut, 1, 300, "[cut re-encoded reduced]"},
		"cut samples":              {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", samplesOf(m, "", rgb)[:9999], 1, n, "[]"},
		"cut short to nothing":     {"/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", colour[:700], 1, 1, "[cut]"},
	} {
		t.Run(name, func(t *testing.T) {
			data := onePage("/Resources<</XObject<</P 5 0 R>>>>", fmt.Sprintf("q %g 0 0 %[1]g 100 200 cm /P Do Q q 9 0 0 9 0 0 cm /P Do Q", 72*c.inch), streamObject(size+c.entries, c.data))
			f := mustOpen(t, data)
			r := f.Review(300 / f.PageOn(0)) // as if the sheet were as large as the page
			if torn := strings.HasPrefix(name, "cut short"); torn != slices.Contains(r.Torn, 1) {
				t.Errorf("torn: %v", r.Torn)
			}
			part := func(r *Review) Part {
				return Part{Pages: 1, Open: func() (Source, error) { return Source{File: f, Review: r}, nil }}
			}
			var out, as bytes.Buffer
			if _, err := Join(&out, []Part{part(r)}, JoinOptions{}); err != nil {
				t.Fatal(err)
			}
			if _, err := Join(&as, []Part{part(nil)}, JoinOptions{}); err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprint(r.Done(0)); got != c.done {
				t.Errorf("done: %s, want %s", got, c.done)
			}
			look := mustOpen(t, out.Bytes()).Look(1)
			if len(look.Pictures) != 2 || look.Pictures[0].Width != c.width || look.Pictures[0].Height != c.width {
				t.Fatalf("%+v", look.Pictures)
			}
			if kept := bytes.Contains(out.Bytes(), []byte(c.data)); kept != (c.done == "[]") {
				t.Errorf("the samples are those of the file: %v", kept)
			}
			if c.width == 300 && (len(look.Pictures[0].stream.raw) >= len(c.data)) {
				t.Errorf("%d bytes were made %d", len(c.data), len(look.Pictures[0].stream.raw))
			}
			if c.done == "[]" {
				return
			}
			within := image.Rect(0, 0, 612, 780) // without the small one
			if got, want := dark(t, out.Bytes(), within), dark(t, as.Bytes(), within); got != want || got.Empty() != (c.width == 1) {
				t.Errorf("the box stands at %v, and at %v as it was", got, want)
			}
			quiet(t, out.Bytes())
		})
	}
}

// quiet has other programs read a file, and none may complain.
func quiet(t *testing.T, data []byte) {
	t.Helper()
	name := onDisk(t, data)
	for _, args := range [][]string{{"qpdf", "--check", name}, {"pdftoppm", "-r", "30", name, name}, {"mutool", "draw", "-q", "-r", "30", "-o", name + ".png", name}} {
		if _, err := exec.LookPath(args[0]); err != nil {
			continue
		}
		cmd := exec.Command(args[0], args[1:]...)
		var said bytes.Buffer
		cmd.Stderr = &said
		err := cmd.Run()
		for line := range strings.Lines(said.String()) {
			if !strings.Contains(line, "ICC support is not available") { // which is how Debian builds mutool
				t.Errorf("%s: %v: %s", args[0], err, line)
			}
		}
	}
}

// Every file that opens, damaged or not, makes a dossier that no program complains about.
func TestJoinedIsQuiet(t *testing.T) {
	files := papersAndPages(t)
	more, err := filepath.Glob(attachedFolder + "/*.pdf")
	if err != nil || len(more) < 40 {
		t.Fatal(err, more)
	}
	for _, name := range more {
		if f, err := OpenWith(attachedFile(t, filepath.Base(name)), ""); err == nil {
			files[name] = f
		}
	}
	for name, f := range files {
		var out bytes.Buffer
		part := Part{Pages: f.Pages(), Open: func() (Source, error) { return Source{File: f, Review: f.Review(300)}, nil }}
		if _, err := Join(&out, []Part{part}, JoinOptions{}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		t.Run(name, func(t *testing.T) { quiet(t, out.Bytes()) })
	}
}

// What is white below a cut picture was never there: the rows above are as they were.
func TestReviewKeepsRows(t *testing.T) {
	m := grained(400)
	whole := jpegOf(t, m)
	f := mustOpen(t, onePage("/Resources<</XObject<</P 5 0 R>>>>", "400 0 0 400 100 200 cm /P Do",
		streamObject("/Subtype/Image/Width 400/Height 400/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", whole[:len(whole)/2])))
	r := f.Review(300)
	s, ok := r.instead(f, 5).(*stream)
	if !ok {
		t.Fatal("nothing takes its place")
	}
	read, err := picture.Read(s.raw)
	if err != nil || read.Damage != nil {
		t.Fatal(err, read)
	}
	got, err := read.Pages[0].Gray()
	if err != nil || got.Rect.Dy() != 400 {
		t.Fatal(err)
	}
	if v := got.GrayAt(100, 100).Y; v > 60 {
		t.Errorf("the box is %d", v)
	}
	if v := got.GrayAt(100, 395).Y; v < 250 {
		t.Errorf("what is missing is %d", v)
	}
}

// What Join needs of a review holds nothing of the file that it was made of.
func TestReviewLetsGo(t *testing.T) {
	data := onePage("/Resources<</XObject<</P 5 0 R>>>>", "72 0 0 72 100 200 cm /P Do",
		streamObject("/Subtype/Image/Width 600/Height 600/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", string(jpegOf(t, grained(600)))))
	file := weak.Make(&data[0])
	r := mustOpen(t, data).Review(300)
	if r.pictures[5] == nil {
		t.Fatal("the picture is not to be made smaller")
	}
	r.Forget()
	data = nil
	runtime.GC()
	if file.Value() != nil {
		t.Error("the file is still held")
	}
	runtime.KeepAlive(r)
}
