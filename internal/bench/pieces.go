package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"

	"dossier/internal/pdf"
)

// A piece is one paper of the dossier that is assembled. All are invented.
type piece struct {
	title string // in the outline
	label string // at the foot of its pages
	name  string // of its file
	pages int
	jpeg  bool
	data  []byte
}

// A sheet of A4 as scanners give it, at 200 dots an inch, and how strong its noise is for a page to take
// some 0.9 MB.
const (
	scanWidth, scanHeight = 1654, 2339
	scanNoise             = 30
)

// allPages is how many a dossier has.
const allPages = 15

// pieces are a dossier of 15 pages: letter, filled form, three scans and three PDFs, the last of two scans. The
// form is the blank with a value in every field, which stay alive.
func pieces(blank []byte) ([]piece, error) {
	f, err := pdf.Open(blank)
	if err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	var form bytes.Buffer
	if _, err := f.Fill(&form, record(f, 0), pdf.FillOptions{Editable: true, Date: day}); err != nil {
		return nil, fmt.Errorf("fill the form: %w", err)
	}
	list := []piece{
		{title: "Lettre d’accompagnement", label: "Lettre", name: "letter.pdf", pages: 1},
		{title: "1. Formulaire S1106", label: "Pièce 1", name: "form.pdf", pages: f.Pages(), data: form.Bytes()},
		{title: "2. Passeport", label: "Pièce 2", name: "passport.jpg", pages: 1, jpeg: true},
		{title: "3. Visa", label: "Pièce 3", name: "visa.jpg", pages: 1, jpeg: true},
		{title: "4. Acte de naissance", label: "Pièce 4", name: "birth.jpg", pages: 1, jpeg: true},
		{title: "5. Bail", label: "Pièce 5", name: "lease.pdf", pages: allPages - 9 - f.Pages()},
		{title: "6. Relevé", label: "Pièce 6", name: "statement.pdf", pages: 3},
		{title: "7. Acte de mariage", label: "Pièce 7", name: "marriage.pdf", pages: 2},
	}
	for i := range list {
		p := &list[i]
		var err error
		switch {
		case p.data != nil:
		case p.jpeg:
			p.data, err = scanned(scanWidth, scanHeight, scanNoise, uint64(i))
		case p.name == "marriage.pdf":
			p.data, err = scansAsPDF(p.pages, scanWidth*3/4, scanHeight*3/4)
		default:
			p.data, err = printed(p.title, p.pages)
		}
		if err != nil {
			return nil, fmt.Errorf("make %s: %w", p.name, err)
		}
	}
	return list, nil
}

// scanned is a page of lines of writing as a scanner of so many pixels sees it, with noise on the paper.
func scanned(w, h, noise int, seed uint64) ([]byte, error) {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	r := rand.New(rand.NewPCG(seed, 15763))
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = byte(126+r.IntN(4)), byte(127+r.IntN(4))
	}
	for y := range h {
		for x, bits := 0, uint64(0); x < w; x, bits = x+1, bits>>8 {
			if x%8 == 0 {
				bits = r.Uint64()
			}
			paper := 222
			if y*70/h%2 == 1 && x > w/10 && x < w*9/10 && written(x*90/w, y*70/h, seed) && (x*720/w)%3 > 0 {
				paper = 70
			}
			m.Y[m.YOffset(x, y)] = byte(paper + int(bits&0xFF)*noise>>8)
		}
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 75})
	return b.Bytes(), err
}

// written says whether a word stands in a place of the text of a page: no two pages have the same.
func written(column, line int, seed uint64) bool {
	h := (uint64(column)*0x9E3779B97F4A7C15 + uint64(line)*0xBF58476D1CE4E5B9) ^ seed*0x94D049BB133111EB
	return (h^h>>29)*0xBF58476D1CE4E5B9>>60 > 3
}

// printed is a text of so many pages, with its typeface in it.
func printed(title string, pages int) ([]byte, error) {
	f := newPDF()
	f.AddUTF8FontFromBytes("Sans", "", liberationsansregular.TTF)
	for page := range pages {
		f.AddPage()
		f.SetFont("Sans", "", 14)
		f.Text(60, 70, title)
		f.SetFont("Sans", "", 9)
		for line := range 48 {
			f.Text(60, 100+14*float64(line), fmt.Sprintf("%d.%02d Les parties inventées conviennent de ce qui suit à l’alinéa %d : ni lieu ni personne n’existe.", page+1, line+1, line*7))
		}
	}
	return output(f)
}

// scansAsPDF is a PDF as a scanner makes it: a picture a page.
func scansAsPDF(pages, w, h int) ([]byte, error) {
	f := newPDF()
	for page := range pages {
		data, err := scanned(w, h, scanNoise, uint64(100+page))
		if err != nil {
			return nil, err
		}
		addScan(f, fmt.Sprint(page), data)
	}
	return output(f)
}

// addScan puts a JPEG on a page of its own.
func addScan(f *gofpdf.Fpdf, name string, data []byte) {
	o := gofpdf.ImageOptions{ImageType: "JPEG"}
	f.AddPage()
	f.RegisterImageOptionsReader(name, o, bytes.NewReader(data))
	f.ImageOptions(name, 0, 0, 595.28, 841.89, false, o, 0, "")
}

func newPDF() *gofpdf.Fpdf {
	f := gofpdf.New("P", "pt", "A4", "")
	f.SetCreationDate(day)
	f.SetModificationDate(day)
	f.SetCatalogSort(true)
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	return f
}

func output(f *gofpdf.Fpdf) ([]byte, error) {
	var b bytes.Buffer
	err := f.Output(&b)
	return b.Bytes(), err
}
