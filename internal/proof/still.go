package proof

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"image/color"
	"image/jpeg"
	"io"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// A Still is a page that shows one picture and below it nothing but text, as far as can be told without a
// pixel decoded.
type Still struct {
	SHA256        [32]byte   // of the picture's data, as it lies in the file
	Filter        string     // the one that the data is compressed with, such as "DCTDecode"
	Width, Height int        // pixels, as stored
	At            [6]float64 // the matrix from the unit square to the page
}

// mostStill bounds how many objects a page may have to be looked at so.
const mostStill = 50

// Still reads such a page. The error is nil and ok false where there is more on it: several pictures, one that
// is cut or see-through, text above the height foot (in points), lines, and annotations other than so many links.
func (d *Document) Still(page int, foot float64, links int) (s Still, ok bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return s, false, err
	}
	if s, ok, err = d.still(p, foot, links); err != nil {
		return s, false, fmt.Errorf("read the picture of page %d: %w", page+1, plain(err))
	}
	return s, ok && d.plainly(page, &s), nil
}

// plainly sums the data of a JPEG, and says whether the file shows it as it is by itself: in grey or in colours,
// according to its components, every sample in its usual sense, nothing masked. PDFium does not tell, and would copy the
// data twice. Where it cannot be told the page must be drawn.
func (d *Document) plainly(number int, s *Still) bool {
	f, err := d.layout()
	if err != nil {
		return false
	}
	picture, data, err := f.picture(number)
	if err != nil {
		return false
	}
	config, err := jpeg.DecodeConfig(bufio.NewReader(data))
	if err != nil {
		return false
	}
	space := map[color.Model]atom{color.GrayModel: "/DeviceGray", color.YCbCrModel: "/DeviceRGB"}[config.ColorModel]
	if space == "" || config.Width != s.Width || config.Height != s.Height {
		return false
	}
	for key, v := range picture {
		switch key {
		case "Type", "Subtype", "Width", "Height", "Length", "Filter", "Interpolate":
		case "BitsPerComponent":
			if v != atom("8") {
				return false
			}
		case "ColorSpace":
			if v != space {
				return false
			}
		default:
			return false
		}
	}
	h := sha256.New()
	if _, err := data.Seek(0, io.SeekStart); err != nil {
		return false
	}
	if _, err := io.CopyBuffer(h, data, make([]byte, 2*pieceSize)); err != nil {
		return false
	}
	h.Sum(s.SHA256[:0])
	return true
}

// layout reads how the file is laid out, once.
func (d *Document) layout() (f *file, err error) {
	if d.laid == nil {
		d.laid, err = readFile(d.from, d.size)
	}
	return d.laid, err
}

func (d *Document) still(page requests.Page, foot float64, links int) (s Still, ok bool, err error) {
	if _, err := d.frame(page); err != nil { // reads the page, within bounds
		return s, false, err
	}
	notes, err := d.pdf.FPDFPage_GetAnnotCount(&requests.FPDFPage_GetAnnotCount{Page: page})
	if err != nil || notes.Count != links {
		return s, false, err
	}
	count, err := d.pdf.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	if err != nil || count.Count > mostStill {
		return s, false, err
	}
	found := false
	for i := range count.Count {
		o, err := d.pdf.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: page, Index: i})
		if err != nil {
			return s, false, err
		}
		it := d.item(o.PageObject)
		switch {
		case it.kind == enums.FPDF_PAGEOBJ_TEXT && float64(it.bounds.Top) <= foot:
		case it.kind == enums.FPDF_PAGEOBJ_IMAGE && !found:
			if s, found, err = d.picture(o.PageObject); err != nil || !found {
				return s, false, err
			}
		default:
			return s, false, nil
		}
	}
	return s, found, nil
}

// picture reads a picture that is whole and solid.
func (d *Document) picture(o references.FPDF_PAGEOBJECT) (s Still, ok bool, err error) {
	clear, err := d.pdf.FPDFPageObj_HasTransparency(&requests.FPDFPageObj_HasTransparency{PageObject: o})
	if err != nil || clear.HasTransparency {
		return s, false, err
	}
	if clip, err := d.pdf.FPDFPageObj_GetClipPath(&requests.FPDFPageObj_GetClipPath{PageObject: o}); err == nil { // without one it fails
		if n, err := d.pdf.FPDFClipPath_CountPaths(&requests.FPDFClipPath_CountPaths{ClipPath: clip.ClipPath}); err == nil && n.Count > 0 {
			return s, false, nil
		}
	}
	filters, err := d.pdf.FPDFImageObj_GetImageFilterCount(&requests.FPDFImageObj_GetImageFilterCount{ImageObject: o})
	if err != nil || filters.Count != 1 {
		return s, false, err
	}
	filter, err := d.pdf.FPDFImageObj_GetImageFilter(&requests.FPDFImageObj_GetImageFilter{ImageObject: o})
	if err != nil {
		return s, false, err
	}
	size, err := d.pdf.FPDFImageObj_GetImagePixelSize(&requests.FPDFImageObj_GetImagePixelSize{ImageObject: o})
	if err != nil {
		return s, false, err
	}
	m, err := d.pdf.FPDFPageObj_GetMatrix(&requests.FPDFPageObj_GetMatrix{PageObject: o})
	if err != nil {
		return s, false, err
	}
	return Still{Filter: filter.ImageFilter, Width: int(size.Width), Height: int(size.Height), At: transformOf(m.Matrix)}, true, nil
}
