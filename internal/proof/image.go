package proof

import (
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// maxPixels bounds one picture: A4 at 600 dpi has 35 million pixels.
const maxPixels = 40_000_000

// dark is the luminance, of 255, under which a pixel counts as ink: black
// text and its soft edges do, the pale tints that forms are printed on do not.
const dark = 160

// An Image is a picture of a page, as it is shown on white paper.
type Image struct {
	*image.RGBA
	frame frame
	scale float64 // pixels a point
}

// Image draws a page with its annotations and form fields, at dpi pixels an inch.
func (d *Document) Image(page int, dpi float64) (*Image, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return nil, err
	}
	m, err := d.draw(p, d.sizes[page], dpi/72)
	if err != nil {
		return nil, fmt.Errorf("draw page %d: %w", page+1, plain(err))
	}
	return m, nil
}

func (d *Document) draw(page requests.Page, size Size, scale float64) (*Image, error) {
	w, h := math.Ceil(size.W*scale), math.Ceil(size.H*scale)
	if !(w >= 1 && h >= 1) || w*h > maxPixels {
		return nil, errors.New("the picture would be empty or too large")
	}
	f, err := d.frame(page)
	if err != nil {
		return nil, err
	}
	m, err := d.paint(page, int(w), int(h))
	if err != nil {
		return nil, err
	}
	return &Image{m, f, scale}, nil
}

// paint draws a page over the whole of a white bitmap and copies it out of
// PDFium's memory.
func (d *Document) paint(page requests.Page, w, h int) (*image.RGBA, error) {
	created, err := d.pdf.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: w, Height: h})
	if err != nil {
		return nil, err
	}
	bitmap := created.Bitmap
	defer d.pdf.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: bitmap})
	white := &requests.FPDFBitmap_FillRect{Bitmap: bitmap, Width: w, Height: h, Color: 0xFFFFFFFF}
	if _, err := d.pdf.FPDFBitmap_FillRect(white); err != nil {
		return nil, err
	}
	content := &requests.FPDF_RenderPageBitmap{Bitmap: bitmap, Page: page, SizeX: w, SizeY: h, Flags: renderFlags}
	if _, err := d.pdf.FPDF_RenderPageBitmap(content); err != nil {
		return nil, err
	}
	if err := d.paintFields(bitmap, page, w, h); err != nil {
		return nil, err
	}
	pixels, err := d.pdf.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: bitmap})
	if err != nil {
		return nil, err
	}
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	if copy(m.Pix, pixels.Buffer) != len(m.Pix) {
		return nil, errors.New("the picture is incomplete")
	}
	opaque(m)
	return m, nil
}

// renderFlags ask for annotations, and for red first as Go has it.
const renderFlags = enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_REVERSE_BYTE_ORDER

// paintFields adds the form fields, which PDFium leaves to its form filler.
func (d *Document) paintFields(bitmap references.FPDF_BITMAP, page requests.Page, w, h int) error {
	form, err := d.pdf.FPDFDOC_InitFormFillEnvironment(&requests.FPDFDOC_InitFormFillEnvironment{
		Document:     d.ref,
		FormFillInfo: nobody(),
	})
	if err != nil {
		return err
	}
	defer d.pdf.FPDFDOC_ExitFormFillEnvironment(&requests.FPDFDOC_ExitFormFillEnvironment{FormHandle: form.FormHandle})
	_, err = d.pdf.FPDF_FFLDraw(&requests.FPDF_FFLDraw{
		FormHandle: form.FormHandle,
		Bitmap:     bitmap,
		Page:       page,
		SizeX:      w,
		SizeY:      h,
		Flags:      renderFlags,
	})
	return err
}

// nobody is a form filler without screen, mouse, clock or scripts.
func nobody() structs.FPDF_FORMFILLINFO {
	return structs.FPDF_FORMFILLINFO{
		FFI_Invalidate:         func(references.FPDF_PAGE, float64, float64, float64, float64) {},
		FFI_SetCursor:          func(enums.FXCT) {},
		FFI_SetTimer:           func(int, func(int)) int { return 0 },
		FFI_KillTimer:          func(int) {},
		FFI_GetLocalTime:       func() structs.FPDF_SYSTEMTIME { return structs.FPDF_SYSTEMTIME{} },
		FFI_GetPage:            func(references.FPDF_DOCUMENT, int) *references.FPDF_PAGE { return nil },
		FFI_GetRotation:        func(references.FPDF_PAGE) enums.FPDF_PAGE_ROTATION { return enums.FPDF_PAGE_ROTATION_NONE },
		FFI_ExecuteNamedAction: func(string) {},
	}
}

// opaque fills the fourth byte of each pixel, which PDFium leaves undefined.
func opaque(m *image.RGBA) {
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 0xFF
	}
}

// Ink is the share, 0 to 1, of dark pixels in a rectangle of the page; 0 when
// the rectangle lies outside it.
func (m *Image) Ink(r Rect) float64 {
	box := m.pixels(r).Intersect(m.Rect)
	if box.Empty() {
		return 0
	}
	count := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if luminance(m.Pix[m.PixOffset(x, y):]) < dark {
				count++
			}
		}
	}
	return float64(count) / float64(box.Dx()*box.Dy())
}

// pixels is the part of the picture that a rectangle of the page covers.
func (m *Image) pixels(r Rect) image.Rectangle {
	s := m.frame.shownRect(r)
	at := func(v float64) int { return int(math.Round(v * m.scale)) }
	return image.Rect(at(s.Left), m.Rect.Dy()-at(s.Top), at(s.Right), m.Rect.Dy()-at(s.Bottom))
}

// luminance weighs red, green and blue as ITU-R BT.601 does.
func luminance(rgb []byte) int {
	return (299*int(rgb[0]) + 587*int(rgb[1]) + 114*int(rgb[2])) / 1000
}
