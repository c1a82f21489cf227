package dossier

import (
	"fmt"
	"image"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/meter"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/rule"
)

// pagesSeen is what the meter has to know of the pages of an attachment.
func (j *Job) pagesSeen(a Attachment, s pdf.Source) []meter.Page {
	var pages []meter.Page
	for i, m := range s.Pictures {
		pages = append(pages, pictured(m, func() *image.Gray { return j.detail(a, i) }))
	}
	if s.File != nil {
		for i := range s.File.Pages() {
			pages = append(pages, j.printed(a, s.File, i))
		}
	}
	return pages
}

// pictured is a page that is a picture.
func pictured(m *picture.Picture, detail func() *image.Gray) meter.Page {
	w, h := m.Upright()
	on, _ := pdf.PictureOn(m)
	return meter.Page{
		Thumb: m.Thumb, Width: w, Height: h, DPI: float64(w) / on * 72, Sharp: m.Sharp,
		Painted: true, Scan: true, Hash: Hash(m.Data), Detail: detail,
	}
}

// printed is a page of a PDF, with its picture if one covers it.
func (j *Job) printed(a Attachment, f *pdf.File, page int) meter.Page {
	look := f.Look(page + 1)
	p := meter.Page{Text: look.Glyphs, Painted: !look.Blank(), Sharp: -1, Hash: fmt.Sprintf("%s page %d", a.SHA256, page+1)}
	if look.Partial || slices.Contains(f.Torn().Pages, page+1) {
		p.Painted = true // there is more on it, or was
		return p
	}
	if !look.Scan() {
		return p
	}
	pic := look.Largest()
	grey, err := uprightOf(pic)
	if err != nil {
		return p
	}
	p.Thumb, p.Sharp = picture.Measured(grey)
	across, _ := pic.DPI()
	p.Width, p.Height, p.DPI, p.Scan = grey.Rect.Dx(), grey.Rect.Dy(), across/f.PageOn(page), true
	p.Detail = func() *image.Gray { return j.detail(a, page) }
	return p
}

func uprightOf(p *pdf.PlacedPicture) (*image.Gray, error) {
	grey, err := p.Gray()
	if err != nil {
		return nil, err
	}
	quarters := p.Turn / 90
	if p.Mirrored {
		quarters += 2 // mirrored left for right, its rows run the other way
	}
	return picture.Upright(grey, quarters, p.Mirrored), nil
}

// detail reads a page of an attachment once more, in full; nil if it cannot be read.
func (j *Job) detail(a Attachment, page int) *image.Gray {
	s, err := a.open(j)
	if err != nil {
		return nil
	}
	var grey *image.Gray
	switch {
	case s.File != nil && page < s.File.Pages():
		look := s.File.Look(page + 1)
		if pic := look.Largest(); pic != nil {
			grey, err = uprightOf(pic)
		}
	case page < len(s.Pictures):
		grey, err = s.Pictures[page].Gray()
	}
	if err != nil {
		return nil
	}
	return grey
}

// measured are the findings about how the pages of all attachments look; one that several pages of a piece
// share is said once.
func (j *Job) measured(all []Attachment) []rule.Finding {
	var pages []meter.Page
	var at []meter.Place
	var keys []string
	var found []rule.Finding
	for _, a := range all {
		var of []rule.Finding // of this piece
		also := map[int][]string{}
		for i, p := range a.seen {
			place := meter.Place{Title: a.Title, Page: i + 1}
			for _, d := range meter.Measure(p) {
				f := d.Finding(j.Applicant, a.Key(), place, meter.Place{})
				if n := slices.IndexFunc(of, func(o rule.Finding) bool { return o.Rule == f.Rule && o.Level == f.Level }); n >= 0 {
					also[n] = append(also[n], strconv.Itoa(i+1))
					continue
				}
				of = append(of, f)
			}
			pages, at, keys = append(pages, p), append(at, place), append(keys, a.Key())
		}
		for n, list := range also {
			numbers := strings.Join(list, ", ")
			of[n].Message.EN += "; also page " + numbers
			of[n].Message.FR += " ; de même page " + numbers
		}
		found = append(found, of...)
	}
	for _, pair := range meter.Duplicates(pages) {
		first, later := pair[0], pair[1]
		found = append(found, meter.Defect{Kind: meter.Twin, Other: first}.Finding(j.Applicant, keys[later], at[later], at[first]))
	}
	return found
}
