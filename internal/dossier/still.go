package dossier

import (
	"encoding/hex"
	"math"

	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/proof"
)

// A still is what is known of a page that will be a picture.
type still struct {
	at    [6]float64 // where it will stand, as the manifest has it
	lying bool
	ink   []byte // see ManifestPage
	like  int    // likewise
	raw   *Raw   // nil where more than the data says how it looks
}

// standing is where a picture will stand on its sheet: also as a rectangle.
func standing(m *picture.Picture) (at [6]float64, lying bool, on proof.Rect) {
	at, lying = pdf.PictureAt(m)
	at = rounded(at)
	w, h := m.Upright()
	return at, lying, proof.Rect{Left: at[4], Bottom: at[5], Right: at[4] + at[0]*float64(w), Top: at[5] + at[3]*float64(h)}
}

// stillOf looks at a picture as it will stand on its sheet. Sum is that of its data, ink what is known of it, nil for
// nothing.
func stillOf(m *picture.Picture, sum string, ink []byte) (still, error) {
	at, lying, on := standing(m)
	s := still{at: at, lying: lying, ink: ink, like: likePhoto}
	if m.ColorSpace == "DeviceCMYK" {
		s.like = likePrint
	}
	if ink == nil {
		drawn, err := proof.InkOf(m.Thumb, on, ManifestPage{Lying: lying}.sheet())
		if err != nil {
			return s, err
		}
		s.ink = drawn.Dark
	}
	if m.Filter == "DCTDecode" && m.Decode == nil && m.ColorSpace != "DeviceCMYK" {
		s.raw = &Raw{sum, m.Width, m.Height, rounded(unitOf(m.Orientation, on))}
	}
	return s, nil
}

// unitOf is the matrix that puts the unit square of a picture on a rectangle: orientation says on which sides of what
// is seen its first row and its first column are (Exif 2.32, tag 0x0112).
func unitOf(orientation int, on proof.Rect) [6]float64 {
	type corner struct{ x, y float64 }
	nw, ne, sw, se := corner{on.Left, on.Top}, corner{on.Right, on.Top}, corner{on.Left, on.Bottom}, corner{on.Right, on.Bottom}
	// The corners where its last row begins, where that ends, and where the first row begins.
	var from, to, up corner
	switch orientation {
	case 2: // first row on top, first column on the right
		from, to, up = se, sw, ne
	case 3: // bottom, right
		from, to, up = ne, nw, se
	case 4: // bottom, left
		from, to, up = nw, ne, sw
	case 5: // left, top
		from, to, up = ne, se, nw
	case 6: // right, top
		from, to, up = nw, sw, ne
	case 7: // right, bottom
		from, to, up = sw, nw, se
	case 8: // left, bottom
		from, to, up = se, ne, sw
	default:
		from, to, up = sw, se, nw
	}
	return [6]float64{to.x - from.x, to.y - from.y, up.x - from.x, up.y - from.y, from.x, from.y}
}

// asStored says whether a page shows the picture of its file, byte for byte, where it must stand, and nothing else but
// label and number: then it need not be drawn.
func (c *envelopeCheck) asStored(i int, want ManifestPage) (bool, error) {
	const near = 0.05 // points
	raw := want.Raw
	if raw == nil {
		return false, nil
	}
	got, ok, err := c.doc.Still(i, leftFoot.Top, len(want.Links))
	if err != nil || !ok || got.Filter != "DCTDecode" || got.Width != raw.Width || got.Height != raw.Height || hex.EncodeToString(got.SHA256[:]) != raw.SHA256 {
		return false, err
	}
	for k, v := range raw.Unit {
		if math.Abs(got.At[k]-v) > near {
			return false, nil
		}
	}
	return true, nil
}
