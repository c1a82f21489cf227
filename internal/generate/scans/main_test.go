package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const committed = "../../../testdata/scans"

// TestCommitted holds that the committed files are what the source draws. Of those that a tool makes,
// whose versions differ, it holds that they are there.
func TestCommitted(t *testing.T) {
	if _, err := os.Stat(committed); err != nil {
		t.Skip("no committed files: ", err)
	}
	if !strings.HasPrefix(runtime.Version(), "go1.26") {
		t.Skip("other versions of Go compress otherwise")
	}
	for _, f := range files {
		want, err := os.ReadFile(filepath.Join(committed, f.name))
		if err != nil {
			t.Error(err)
		}
		if err != nil || tools[f.name] != "" {
			continue
		}
		if got, err := f.make(); err != nil {
			t.Fatalf("%s: %v", f.name, err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s differs: run make testdata and look at it", f.name)
		}
	}
}

func TestWriteAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folder")
	if err := writeAll(dir); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := os.Stat(filepath.Join(dir, f.name))
		if _, missing := exec.LookPath(tools[f.name]); tools[f.name] != "" && missing != nil {
			continue
		}
		if err != nil {
			t.Error(err)
		} else if info.Size() > 120_000 && f.name != "large-400dpi.jpg" {
			t.Errorf("%s has %d bytes, want at most 120,000", f.name, info.Size())
		}
	}
}

// orientationOf reads the tag at the place where a plain EXIF segment has it.
func orientationOf(t *testing.T, data []byte) int {
	t.Helper()
	const lead = "\xFF\xD8\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"
	rest, ok := bytes.CutPrefix(data, []byte(lead))
	if !ok {
		t.Fatal("no EXIF segment at the start")
	}
	return int(rest[0])
}

// upright turns a stored picture as the words of the EXIF standard say: where
// row 0 and column 0 of the stored picture lie on the upright one.
func upright(m image.Image, orientation int) func(x, y int) color.Color {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	switch orientation {
	case 2: // row 0 top, column 0 right
		return func(x, y int) color.Color { return m.At(w-1-x, y) }
	case 3: // bottom, right
		return func(x, y int) color.Color { return m.At(w-1-x, h-1-y) }
	case 4: // bottom, left
		return func(x, y int) color.Color { return m.At(x, h-1-y) }
	case 5: // left, top
		return func(x, y int) color.Color { return m.At(y, x) }
	case 6: // right, top
		return func(x, y int) color.Color { return m.At(y, h-1-x) }
	case 7: // right, bottom
		return func(x, y int) color.Color { return m.At(w-1-y, h-1-x) }
	case 8: // left, bottom
		return func(x, y int) color.Color { return m.At(w-1-y, x) }
	}
	return m.At
}

func TestOrientations(t *testing.T) {
	for orientation := 1; orientation <= 8; orientation++ {
		data, err := corners(orientation)()
		if err != nil {
			t.Fatal(err)
		}
		if got := orientationOf(t, data); got != orientation {
			t.Errorf("the tag says %d, want %d", got, orientation)
		}
		m, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		at := upright(m, orientation)
		for i, p := range []image.Point{{2, 2}, {29, 2}, {29, 21}, {2, 21}} {
			if !alike(at(p.X, p.Y), cornerInks[i]) {
				t.Errorf("orientation %d: %v at %v, want %v", orientation, at(p.X, p.Y), p, cornerInks[i])
			}
		}
	}
}

// alike allows for what JPEG changes.
func alike(a, b color.Color) bool {
	const most = 40 << 8
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) < most }
	r0, g0, b0, _ := a.RGBA()
	r1, g1, b1, _ := b.RGBA()
	return near(r0, r1) && near(g0, g1) && near(b0, b1)
}

func TestPassportIsStoredOnItsSide(t *testing.T) {
	data, err := photo(passport, 6)()
	if err != nil {
		t.Fatal(err)
	}
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width >= c.Height {
		t.Errorf("%d x %d, %v, want higher than wide", c.Width, c.Height, err)
	}
	if got := orientationOf(t, data); got != 6 {
		t.Errorf("orientation %d, want 6", got)
	}
}

func TestTruncated(t *testing.T) {
	data, err := truncated()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jpeg.DecodeConfig(bytes.NewReader(data)); err != nil {
		t.Error("not even the head of the picture is whole: ", err)
	}
	if _, err := jpeg.Decode(bytes.NewReader(data)); err == nil {
		t.Error("the picture is whole")
	}
}

// TestGreys holds that paper stays white and ink black in a scan.
func TestGreys(t *testing.T) {
	m := greys(render(sheet{20, 10, func(c canvas) { box(c, black, 10, 0, 10, 10) }}, 72))
	if got := m.ColorIndexAt(2, 2); got != 15 {
		t.Errorf("paper is level %d, want 15", got)
	}
	if got := m.ColorIndexAt(50, 20); got > 2 {
		t.Errorf("ink is level %d, want 2 at most", got)
	}
}

func TestNibbles(t *testing.T) {
	if got := nibbles([]byte{1, 2, 15}); !bytes.Equal(got, []byte{0x12, 0xF0}) {
		t.Errorf("% x, want 12 f0", got)
	}
}
