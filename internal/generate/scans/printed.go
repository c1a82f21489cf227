package main

import (
	"bytes"
	"image/color"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// A press is a canvas of PDF: its text can be copied, as in a downloaded bill.
type press struct{ *gofpdf.Fpdf }

// newPDF starts a document measured in millimetres that comes out the same
// every time.
func newPDF() *gofpdf.Fpdf {
	f := gofpdf.New("P", "mm", "A4", "")
	made := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	return f
}

func addSheet(f *gofpdf.Fpdf, s sheet) {
	orientation := "P"
	if s.w > s.h {
		orientation = "L"
	}
	f.AddPageFormat(orientation, gofpdf.SizeType{Wd: min(s.w, s.h), Ht: max(s.w, s.h)})
}

// printed makes a PDF of sheets with real text.
func printed(sheets ...sheet) func() ([]byte, error) {
	return func() ([]byte, error) {
		f := newPDF()
		for _, name := range []string{"sans", "bold", "serif", "mono"} {
			f.AddUTF8FontFromBytes(name, "", faces[name])
		}
		for _, s := range sheets {
			addSheet(f, s)
			s.draw(press{f})
		}
		var b bytes.Buffer
		err := f.Output(&b)
		return b.Bytes(), err
	}
}

func (p press) use(f font) {
	p.SetFont(f.face, "", f.size)
	p.SetTextColor(int(f.ink.R), int(f.ink.G), int(f.ink.B))
}

func (p press) text(x, y float64, f font, s string) {
	p.use(f)
	p.Text(x, y, s)
}

func (p press) width(f font, s string) float64 {
	p.use(f)
	return p.GetStringWidth(s)
}

func (p press) polygon(ink color.RGBA, points ...point) {
	p.SetFillColor(int(ink.R), int(ink.G), int(ink.B))
	list := make([]gofpdf.PointType, len(points))
	for i, q := range points {
		list[i] = gofpdf.PointType{X: q.x, Y: q.y}
	}
	p.Polygon(list, "F")
}

func (p press) stroke(ink color.RGBA, thick float64, points ...point) {
	p.SetDrawColor(int(ink.R), int(ink.G), int(ink.B))
	p.SetLineWidth(thick)
	p.MoveTo(points[0].x, points[0].y)
	for _, q := range points[1:] {
		p.LineTo(q.x, q.y)
	}
	p.DrawPath("D")
}
