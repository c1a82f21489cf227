package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/picture"
)

// lookAt says what is seen on the first page of a made file.
func lookAt(t *testing.T, name string) PageLook {
	t.Helper()
	f, err := OpenWith(attachedFile(t, name), "")
	if err != nil {
		t.Fatal(err)
	}
	return f.Look(1)
}

func TestLook(t *testing.T) {
	for name, want := range map[string]string{
		"look-scan.pdf":        "scan; 1 picture turned 0; letters [17 0 0 0], 17 unseen",
		"look-scan-turned.pdf": "scan; 1 picture turned 90; letters [0 17 0 0], 17 unseen",
		"look-turned.pdf":      "letters [0 17 0 0]",
		"look-blank.pdf":       "blank; letters [0 0 0 0]",
		"look-nested.pdf":      "1 picture turned 90; letters [0 40 0 0]",
		"look-pictures.pdf":    "8 pictures turned 0; letters [35 0 0 0]",
		"lost-drawing.pdf":     "letters [25 0 0 0]",
		"layers.pdf":           "letters [31 0 0 0]", // and not what is hidden
		"form.pdf":             "letters [41 0 0 0]", // its value among them
		"notes.pdf":            "letters [38 0 0 0]",
		"version-1.7.pdf":      "letters [23 0 0 0]",
	} {
		l := lookAt(t, name)
		got := fmt.Sprintf("letters %v", l.Glyphs)
		if l.Unseen > 0 {
			got += fmt.Sprintf(", %d unseen", l.Unseen)
		}
		if n := len(l.Pictures); n > 0 {
			got = fmt.Sprintf("%s turned %d; ", counted(n, "picture", "pictures"), l.Largest().Turn) + got
		}
		if l.Scan() {
			got = "scan; " + got
		}
		if l.Blank() {
			got = "blank; " + got
		}
		if got != want || l.Partial || l.Slanted > 0 {
			t.Errorf("%s: %s, want %s; %+v", name, got, want, l)
		}
	}
}

func TestLookDirection(t *testing.T) {
	for _, c := range []struct {
		page, matrix string
		degrees      int
	}{
		{"", "1 0 0 1 300 400", 0},
		{"", "0 1 -1 0 300 400", 90},
		{"", "-1 0 0 -1 300 400", 180},
		{"", "0 -1 1 0 300 400", 270},
		{"/Rotate 90", "0 1 -1 0 300 400", 0}, // turned clockwise, it is upright
		{"/Rotate 180", "1 0 0 1 300 400", 180},
		{"", "-1 0 0 1 300 400", 180},
	} {
		f := mustOpen(t, onePage(c.page, "BT /F0 9 Tf "+c.matrix+" Tm (base) Tj ET"))
		if degrees, part := f.Look(1).Direction(); degrees != c.degrees || part != 1 {
			t.Errorf("%s %s: %d of %g, want %d", c.page, c.matrix, degrees, part, c.degrees)
		}
	}
	f := mustOpen(t, onePage("", "q 0 1 -1 0 600 0 cm BT /F0 -9 Tf 1 0 0 1 300 400 Tm (base) Tj ET Q BT /F0 9 Tf .7 .7 -.7 .7 300 400 Tm (ab) Tj 1 0 0 1 900 0 Tm (beside) Tj ET"))
	if l := f.Look(1); l.Glyphs != [4]int{0, 0, 0, 4} || l.Slanted != 2 {
		t.Errorf("type of a size below nothing, turned: %+v", l)
	}
	if degrees, part := mustOpen(t, onePage("", "")).Look(1).Direction(); degrees != 0 || part != 0 {
		t.Errorf("no letters read at %d, %g", degrees, part)
	}
}

func TestLookColours(t *testing.T) {
	for drawing, want := range map[string]int{
		"1 g 0 0 9 9 re f": 0, "0.9 g 0 0 9 9 re f": 1, "1 1 1 rg 0 0 9 9 re f": 0, "0 0 0 0 k 0 0 9 9 re f*": 0,
		"1 G 0 0 m 9 9 l S": 0, "0 0 m 9 9 l S": 1, "1 g 0 0 9 9 re B": 1, "1 g q 0 g 0 0 9 9 re f Q 0 0 9 9 re f": 1,
		"/DeviceGray cs 1 sc 0 0 9 9 re f": 0, "/DeviceRGB cs 1 1 1 scn 0 0 9 9 re f": 0, "0 0 9 9 re W n": 0,
	} {
		if l := mustOpen(t, onePage("", drawing)).Look(1); l.Vectors != want || l.Blank() != (want == 0) {
			t.Errorf("%s: %d shapes, want %d", drawing, l.Vectors, want)
		}
	}
}

// box is what all pictures of look-pictures.pdf show.
func box(m *image.Gray) bool {
	if m.Rect != image.Rect(0, 0, 64, 32) {
		return false
	}
	for i, v := range m.Pix {
		x, y := i%64, i/64
		black := x >= 16 && x < 48 && y >= 8 && y < 24
		if black && v != 0 || !black && v != 255 {
			return false
		}
	}
	return true
}

func TestPicturesAreGrey(t *testing.T) {
	l := lookAt(t, "look-pictures.pdf")
	for i := range l.Pictures {
		p := &l.Pictures[i]
		m, err := p.Gray()
		if err != nil || !box(m) {
			t.Errorf("picture %d (%s, %s, %d bits): %v, or other pixels", i+1, p.Filter, p.ColorSpace, p.Bits, err)
		}
		if x, y := p.DPI(); math.Abs(x-72) > 0.1 || math.Abs(y-72) > 0.1 {
			t.Errorf("picture %d has %g × %g dpi", i+1, x, y)
		}
	}
	if p := l.Pictures[7]; !p.Inline || !l.Pictures[5].Stencil || l.Pictures[3].ColorSpace != "Indexed" {
		t.Errorf("%+v", l.Pictures)
	}
}

// A JPEG on a page can be given to package picture, and is the same there.
func TestPictureData(t *testing.T) {
	l := lookAt(t, "look-scan.pdf")
	p := l.Largest()
	data, err := p.Data()
	if err != nil {
		t.Fatal(err)
	}
	read, err := picture.Read(data)
	if err != nil || read.Damage != nil || read.Pages[0].Width != p.Width || read.Pages[0].Height != p.Height || p.Share < 0.99 {
		t.Errorf("%v: %+v", err, p)
	}
	m, err := p.Gray()
	if err != nil || m.Rect.Dx() != p.Width {
		t.Errorf("%v", err)
	}
	cut := lookAt(t, "cut-picture.pdf").Largest()
	if m, err := cut.Gray(); err == nil || m != nil {
		t.Errorf("half a JPEG: %v", m)
	}
	packed := lookAt(t, "traces.pdf").Pictures[1]
	if data, err := packed.Data(); err != nil || !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		t.Errorf("a JPEG packed once more: %v", err)
	}
}

// The inks of a JPEG as Adobe writes them are what they seem with a Decode array that turns them over, and a
// negative without one, as other engines show them.
func TestPictureInks(t *testing.T) {
	data, err := os.ReadFile("../../testdata/scans/cmyk.jpg")
	if err != nil {
		t.Fatal(err)
	}
	read, err := picture.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want, err := read.Pages[0].Gray()
	if err != nil {
		t.Fatal(err)
	}
	for decode, most := range map[string]int{"/Decode[1 0 1 0 1 0 1 0]": 40, "": 255} {
		entries := "/Subtype/Image/Width 320/Height 240/BitsPerComponent 8/ColorSpace/DeviceCMYK/Filter/DCTDecode" + decode
		f := mustOpen(t, onePage("/Resources<</XObject<</P 5 0 R>>>>", "9 0 0 9 0 0 cm /P Do", streamObject(entries, string(data))))
		got, err := f.Look(1).Pictures[0].Gray()
		if err != nil {
			t.Fatal(err)
		}
		far := 0
		for i := range got.Pix {
			far = max(far, abs(int(got.Pix[i])-int(want.Pix[i])))
		}
		if far > most || decode == "" && far < 200 {
			t.Errorf("%q: %d levels from what package picture reads", decode, far)
		}
	}
}

func TestPictureKinds(t *testing.T) {
	for entries, want := range map[string]error{
		"/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray": nil,
		"/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /Lab":        ErrKind,
		"/Width 2 /Height 2 /Filter /JPXDecode":                          ErrKind,
		"/Width 2 /Height 2 /BitsPerComponent 3 /ColorSpace /DeviceGray": ErrKind,
		"/Width 99999 /Height 99999 /BitsPerComponent 8":                 errSize,
	} {
		f := mustOpen(t, onePage("/Resources<</XObject<</P 5 0 R>>>>", "9 0 0 9 0 0 cm /P Do", streamObject("/Subtype/Image"+entries, "abcd")))
		l := f.Look(1)
		if _, err := l.Pictures[0].Gray(); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", entries, err, want)
		}
	}
}

// papersAndPages are all made papers that are PDFs, and the made files that open.
func papersAndPages(t *testing.T) map[string]*File {
	t.Helper()
	names, err := filepath.Glob("../../testdata/scans/*.pdf")
	more, err2 := filepath.Glob(attachedFolder + "/look-*.pdf")
	if err != nil || err2 != nil || len(names) < 8 || len(more) < 5 {
		t.Fatal(names, more, err, err2)
	}
	files := map[string]*File{}
	for _, name := range append(names, more...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = mustOpen(t, data)
	}
	return files
}

// TestLookIsWhatPopplerSees holds pictures against pdfimages: how many pixels, how packed, how many to the
// inch.
func TestLookIsWhatPopplerSees(t *testing.T) {
	filters := map[string]string{"jpeg": "DCTDecode", "ccitt": "CCITTFaxDecode", "jp2": "JPXDecode", "jbig2": "JBIG2Decode"}
	for name, f := range papersAndPages(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var theirs, ours []string
		for _, line := range strings.Split(tool(t, data, "pdfimages", []string{"-list"}), "\n") {
			if c := strings.Fields(line); len(c) > 13 && (c[2] == "image" || c[2] == "stencil") {
				theirs = append(theirs, fmt.Sprintf("page %s: %s × %s, %q, %s × %s dpi", c[0], c[3], c[4], filters[c[8]], c[len(c)-4], c[len(c)-3]))
			}
		}
		for i := range f.Pages() {
			l := f.Look(i + 1)
			for k := range l.Pictures {
				p := &l.Pictures[k]
				x, y := p.DPI()
				filter := p.Filter
				if filter == "FlateDecode" || filter == "ASCIIHexDecode" {
					filter = ""
				}
				ours = append(ours, fmt.Sprintf("page %d: %d × %d, %q, %.0f × %.0f dpi", i+1, p.Width, p.Height, filter, x, y))
			}
		}
		if got, want := strings.Join(ours, "\n"), strings.Join(theirs, "\n"); got != want {
			t.Errorf("%s:\n%s\npdfimages:\n%s", name, got, want)
		}
	}
}

var wordBox = regexp.MustCompile(`<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</word>`)

// TestLookReadsLikePoppler holds the number of letters, and whether words lie or stand, against pdftotext.
func TestLookReadsLikePoppler(t *testing.T) {
	for name, f := range papersAndPages(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		letters, lying, standing := 0, 0, 0
		for _, m := range wordBox.FindAllStringSubmatch(tool(t, data, "pdftotext", []string{"-bbox"}, "-"), -1) {
			var n [4]float64
			for i := range n {
				n[i], _ = strconv.ParseFloat(m[i+1], 64)
			}
			count := len([]rune(m[5]))
			if letters += count; count < 4 {
				continue
			}
			if n[2]-n[0] > n[3]-n[1] {
				lying += count
			} else {
				standing += count
			}
		}
		all, across := 0, 0
		for i := range f.Pages() {
			g := f.Look(i + 1).Glyphs
			all += g[0] + g[1] + g[2] + g[3]
			across += g[1] + g[3]
		}
		if math.Abs(float64(all-letters)) > 0.25*float64(letters) { // spaces of composite fonts count here
			t.Errorf("%s: %d letters, pdftotext finds %d", name, all, letters)
		}
		if (across > all/2) != (standing > lying) {
			t.Errorf("%s: %d of %d letters stand, pdftotext has %d and %d", name, across, all, standing, lying)
		}
	}
}

// A page that asks for more than it should get is looked at in part.
func TestLookIsBounded(t *testing.T) {
	forms := []string{}
	for i := range 5 {
		forms = append(forms, streamObject(fmt.Sprintf("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>", i+6), strings.Repeat("/X Do ", 1000)))
	}
	forms = append(forms, streamObject("/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "a"))
	f := mustOpen(t, onePage("/Resources<</XObject<</X 5 0 R>>>>", "/X Do", forms...))
	if l := f.Look(1); !l.Partial || len(l.Pictures) > maxPictures {
		t.Errorf("%d pictures, partial %v", len(l.Pictures), l.Partial)
	}
	f = mustOpen(t, onePage("/Resources<</XObject<</X 5 0 R>>>>", "/X Do", streamObject("/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>", "/X Do")))
	if l := f.Look(1); !l.Partial {
		t.Error("a drawing in itself is not bounded")
	}
}
