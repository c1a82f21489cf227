package proof

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/picture"
)

// TestRenew goes through more scans than a sandbox may hold at one time, and reads the same off the pages.
func TestRenew(t *testing.T) {
	const side, pages = 2900, 12 // 8 MB a page
	var packed bytes.Buffer
	z, err := zlib.NewWriterLevel(&packed, zlib.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	z.Write(bytes.Repeat([]byte{200}, side*side)) // a bytes.Buffer takes everything
	z.Close()
	var parts []pdf.Part
	for range pages {
		parts = append(parts, pdf.Part{Pages: 1, Open: func() (pdf.Source, error) {
			return pdf.Source{Pictures: []*picture.Picture{{
				Width: side, Height: side, Orientation: 1, ColorSpace: "DeviceGray", Bits: 8, Filter: "FlateDecode", Data: packed.Bytes(),
			}}}, nil
		}})
	}
	var b bytes.Buffer
	stamp := func(part, _, _ int) string { return fmt.Sprintf("scan %d", part) }
	if _, err := pdf.Join(&b, parts, pdf.JoinOptions{Stamp: stamp}); err != nil {
		t.Fatal(err)
	}
	d := open(t, b.Bytes())
	first, most := d.pdf, 0
	for page := range pages {
		ink, err := d.Ink(page)
		if err != nil || ink.Blank() {
			t.Fatalf("page %d is blank, or %v", page+1, err)
		}
		most = max(most, d.pdf.(*sandbox).memory.taken())
		if err := d.Renew(); err != nil {
			t.Fatal(err)
		}
		text, err := d.TextIn(page, Rect{Left: 0, Bottom: 0, Right: 297, Top: 25})
		if want := stamp(page, 0, 0); err != nil || text != want {
			t.Errorf("page %d is marked %q, %v, want %q", page+1, text, err, want)
		}
	}
	if d.pdf == first || d.Pages() != pages {
		t.Errorf("%d pages, and the sandbox of the beginning: %v", d.Pages(), d.pdf == first)
	}
	if bound := renewAt + 40<<20; most > bound {
		t.Errorf("%d MB were taken, more than %d", most>>20, bound>>20)
	}
}
