package proof

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// inkCell is the side of a cell of an Ink, in points: a centimetre.
const inkCell = 72 / 2.54

// inkDPI is at which pages are drawn for it: 14 pixels to a cell.
const inkDPI = 96

// An Ink is how dark a sheet is, cell by cell: the mean of its pixels, 0 for white and 255 for black, row by
// row from the top. It tells pages apart, and what a page has lost, and can be kept without keeping the page.
type Ink struct {
	Columns, Rows int
	Dark          []byte
}

func newInk(sheet Size) (Ink, error) {
	k := Ink{Columns: int(math.Ceil(sheet.W/inkCell - 0.01)), Rows: int(math.Ceil(sheet.H/inkCell - 0.01))}
	if k.Columns < 1 || k.Rows < 1 || k.Columns > 1000 || k.Rows > 1000 {
		return Ink{}, fmt.Errorf("a sheet of %.0f x %.0f points is none", sheet.W, sheet.H)
	}
	k.Dark = make([]byte, k.Columns*k.Rows)
	return k, nil
}

// Ink is that of a page.
func (d *Document) Ink(page int) (Ink, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return Ink{}, err
	}
	f, err := d.frame(p)
	if err != nil {
		return Ink{}, fmt.Errorf("measure page %d: %w", page+1, err)
	}
	w, h := f.size()
	return d.inkOn(page, p, f, f.matrix(), Size{w, h})
}

// InkOn is that of a sheet on which a page stands, at being the matrix from its own space to the sheet's.
// Exact says whether the page is drawn for the sheet as it is: one with form fields is drawn by itself and
// made to fit, since PDFium draws fields on whole pages only.
func (d *Document) InkOn(page int, at [6]float64, sheet Size) (k Ink, exact bool, err error) {
	form, err := d.HasForm()
	if err != nil {
		return Ink{}, false, err
	}
	if form {
		on, err := d.placed(page, at)
		if err != nil {
			return Ink{}, false, err
		}
		m, err := d.Image(page, inkDPI)
		if err != nil {
			return Ink{}, false, err
		}
		k, err = InkOf(m, on, sheet)
		return k, false, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return Ink{}, false, err
	}
	f, err := d.frame(p)
	if err != nil {
		return Ink{}, false, fmt.Errorf("measure page %d: %w", page+1, err)
	}
	k, err = d.inkOn(page, p, f, matrix(at), sheet)
	return k, true, err
}

// inkOn lets PDFium draw a page where it stands on the sheet.
func (d *Document) inkOn(number int, page requests.Page, f frame, at matrix, sheet Size) (Ink, error) {
	const scale = inkDPI / 72.0
	w, h := int(math.Ceil(sheet.W*scale)), int(math.Ceil(sheet.H*scale))
	if w < 1 || h < 1 || w*h > maxPixels {
		return Ink{}, fmt.Errorf("a sheet of %.0f x %.0f points is none", sheet.W, sheet.H)
	}
	grey, err := d.grey(page, f, at, sheet, w, h, enums.FPDF_RENDER_FLAG_ANNOT)
	if err != nil {
		return Ink{}, fmt.Errorf("draw page %d: %w", number+1, plain(err))
	}
	if on, laid, hidden := d.veil.hides(number); hidden {
		under, err := d.veil.Doc.greyOn(on, laid.then(at), sheet, w, h)
		if err != nil {
			return Ink{}, err
		}
		onto(grey, under)
	}
	top := float64(h)/scale - sheet.H // the last row of pixels may reach beyond the sheet
	return InkOf(&image.Gray{Pix: grey, Stride: w, Rect: image.Rect(0, 0, w, h)}, Rect{0, -top, float64(w) / scale, sheet.H}, sheet)
}

// grey draws a page on the pixels of a sheet.
func (d *Document) grey(page requests.Page, f frame, at matrix, sheet Size, w, h int, flags enums.FPDF_RENDER_FLAG) ([]byte, error) {
	const scale = inkDPI / 72.0
	m := f.display().inverse().then(at).then(matrix{scale, 0, 0, -scale, 0, sheet.H * scale})
	on := at.then(matrix{scale, 0, 0, -scale, 0, sheet.H * scale}).rect(f.crop) // what is cropped away is not shown
	clip := structs.FPDF_FS_RECTF{Left: float32(on.Left), Top: float32(on.Bottom), Right: float32(on.Right), Bottom: float32(on.Top)}
	return d.render(page, m, w, h, enums.FPDF_BITMAP_FORMAT_GRAY, 1, clip, flags)
}

// An inkKey names a page drawn on a sheet for the ink of another document.
type inkKey struct {
	page  int
	at    matrix
	sheet Size
}

// mostInks bounds how many such drawings are kept, of a megabyte each.
const mostInks = 12

// greyOn draws a page, without its annotations, on the pixels of a sheet, and keeps that.
func (d *Document) greyOn(page int, at matrix, sheet Size, w, h int) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := inkKey{page, at, sheet}
	if grey, ok := d.inks[key]; ok {
		return grey, nil
	}
	p, err := d.page(page)
	if err != nil {
		return nil, err
	}
	f, err := d.frame(p)
	if err != nil {
		return nil, fmt.Errorf("measure page %d: %w", page+1, err)
	}
	grey, err := d.grey(p, f, at, sheet, w, h, 0)
	if err != nil {
		return nil, fmt.Errorf("draw page %d: %w", page+1, plain(err))
	}
	if d.inks == nil || len(d.inks) >= mostInks {
		d.inks = map[inkKey][]byte{}
	}
	d.inks[key] = grey
	return grey, nil
}

// InkOf is that of a sheet on which a picture fills a rectangle.
func InkOf(m image.Image, on Rect, sheet Size) (Ink, error) {
	k, err := newInk(sheet)
	if err != nil || m.Bounds().Empty() {
		return k, err
	}
	sums := make([]float64, len(k.Dark))
	b := m.Bounds()
	across := bands(b.Dx(), on.Left, on.Right, k.Columns)
	down := bands(b.Dy(), sheet.H-on.Top, sheet.H-on.Bottom, k.Rows)
	row, light := make([]float64, k.Columns), make([]byte, b.Dx())
	for y := range b.Dy() {
		pixels := lightRow(light, m, b.Min.Y+y)
		for c, s := range across {
			row[c] = s.dark(pixels)
		}
		for r, s := range down {
			if share := s.share(y); share > 0 {
				for c, v := range row {
					sums[r*k.Columns+c] += v * share
				}
			}
		}
	}
	for i, s := range sums {
		k.Dark[i] = byte(math.Round(min(s, 255)))
	}
	return k, nil
}

// A band is the pixels from and up to, but not including, to that lie in a cell. Each takes a share of the cell's
// side: the first and the last may lie in it in part.
type band struct {
	from, to          int
	first, full, last float64
}

// bands says which pixels lie in each cell, of n that fill the way from a to b, in points.
func bands(n int, a, b float64, cells int) []band {
	all := make([]band, cells)
	edge := func(i int) float64 { return a + (b-a)*float64(i)/float64(n) }
	for c := range all {
		low, high := float64(c)*inkCell, float64(c+1)*inkCell
		share := func(i int) float64 { return max(0, min(edge(i+1), high)-max(edge(i), low)) / inkCell }
		at := func(x float64) int { return int(max(0, min(float64(n), (x-a)/(b-a)*float64(n)))) }
		s := band{from: at(low), to: min(n, at(high)+1)}
		for s.from < s.to && share(s.from) == 0 {
			s.from++
		}
		for s.from < s.to && share(s.to-1) == 0 {
			s.to--
		}
		if s.from < s.to {
			s.first, s.full, s.last = share(s.from), (b-a)/float64(n)/inkCell, share(s.to-1)
		}
		all[c] = s
	}
	return all
}

// share is that of a pixel, 0 of one that lies elsewhere.
func (s band) share(i int) float64 {
	switch {
	case i < s.from || i >= s.to:
		return 0
	case i == s.from:
		return s.first
	case i == s.to-1:
		return s.last
	}
	return s.full
}

// dark is how dark a row of pixels makes the cell.
func (s band) dark(light []byte) float64 {
	switch s.to - s.from {
	case 0:
		return 0
	case 1:
		return s.first * float64(255-light[s.from])
	}
	inner := light[s.from+1 : s.to-1]
	return s.first*float64(255-light[s.from]) + s.full*float64(255*len(inner)-sumOfBytes(inner)) + s.last*float64(255-light[s.to-1])
}

// sumOfBytes adds bytes up, eight at a time.
func sumOfBytes(b []byte) int {
	const even = 0x00FF00FF00FF00FF
	n := 0
	for ; len(b) >= 8; b = b[8:] {
		v := binary.LittleEndian.Uint64(b)
		n += int((v&even + v>>8&even) * 0x0001000100010001 >> 48)
	}
	for _, v := range b {
		n += int(v)
	}
	return n
}

// lightRow is a row of pixels, 0 black to 255 white: those of the picture itself, or made grey in a buffer.
func lightRow(buffer []byte, m image.Image, y int) []byte {
	left := m.Bounds().Min.X
	switch m := m.(type) {
	case *image.Gray:
		return m.Pix[m.PixOffset(left, y):][:len(buffer)]
	case *Image:
		for x := range buffer {
			buffer[x] = byte(luminance(m.Pix[m.PixOffset(left+x, y):]))
		}
	default:
		for x := range buffer {
			buffer[x] = color.GrayModel.Convert(m.At(left+x, y)).(color.Gray).Y
		}
	}
	return buffer
}

// Blank says whether there is nothing on the sheet.
func (k Ink) Blank() bool {
	for _, v := range k.Dark {
		if v > 1 {
			return false
		}
	}
	return true
}

// Lost is by how much the cell that differs most is lighter here than in other, and Gained by how much the one
// that differs most is darker; of inks of other sizes both are 255.
func (k Ink) Compare(other Ink) (lost, gained int) {
	if k.Columns != other.Columns || k.Rows != other.Rows || len(k.Dark) != len(other.Dark) {
		return 255, 255
	}
	for i, v := range k.Dark {
		lost, gained = max(lost, int(other.Dark[i])-int(v)), max(gained, int(v)-int(other.Dark[i]))
	}
	return lost, gained
}

// placed is the rectangle that a page fills on a sheet, at being the matrix from its own space.
func (d *Document) placed(page int, at [6]float64) (Rect, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, err := d.page(page)
	if err != nil {
		return Rect{}, err
	}
	f, err := d.frame(p)
	if err != nil {
		return Rect{}, fmt.Errorf("measure page %d: %w", page+1, err)
	}
	return matrix(at).rect(f.crop), nil
}
