package proof

import (
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
	sums, row := make([]float64, len(k.Dark)), make([]float64, k.Columns)
	b := m.Bounds()
	across := spread(b.Dx(), on.Left, on.Right, k.Columns)
	down := spread(b.Dy(), sheet.H-on.Top, sheet.H-on.Bottom, k.Rows)
	dark := make([]byte, b.Dx())
	for y, rows := range down {
		if len(rows) == 0 {
			continue
		}
		darkRow(dark, m, b.Min.Y+y)
		clear(row)
		for x, v := range dark {
			if v == 0 {
				continue
			}
			for _, c := range across[x] {
				row[c.cell] += float64(v) * c.share
			}
		}
		for _, r := range rows {
			for c, v := range row {
				sums[r.cell*k.Columns+c] += v * r.share
			}
		}
	}
	for i, s := range sums {
		k.Dark[i] = byte(math.Round(min(s, 255)))
	}
	return k, nil
}

// A part is the share of a cell's side that a pixel takes.
type part struct {
	cell  int
	share float64
}

// spread says which cells each of n pixels lies in that fill the way from a to b, in points.
func spread(n int, a, b float64, cells int) [][]part {
	all := make([][]part, n)
	for i := range all {
		from, to := a+(b-a)*float64(i)/float64(n), a+(b-a)*float64(i+1)/float64(n)
		for cell := max(0, int(from/inkCell)); cell < cells && float64(cell)*inkCell < to; cell++ {
			share := min(to, float64(cell+1)*inkCell) - max(from, float64(cell)*inkCell)
			if share > 0 {
				all[i] = append(all[i], part{cell, share / inkCell})
			}
		}
	}
	return all
}

// darkRow is the darkness of each pixel of a row, 0 to 255.
func darkRow(dark []byte, m image.Image, y int) {
	left := m.Bounds().Min.X
	switch m := m.(type) {
	case *image.Gray:
		for x, v := range m.Pix[m.PixOffset(left, y):][:len(dark)] {
			dark[x] = 255 - v
		}
	case *Image:
		for x := range dark {
			dark[x] = 255 - byte(luminance(m.Pix[m.PixOffset(left+x, y):]))
		}
	default:
		for x := range dark {
			dark[x] = 255 - color.GrayModel.Convert(m.At(left+x, y)).(color.Gray).Y
		}
	}
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
