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

// pagesSeen is what the meter has to know of the pages of an attachment. Sums are those of the data of its pictures,
// l is that of Job.pictures.
func (j *Job) pagesSeen(a Attachment, s pdf.Source, sums []string, l *learnt) []meter.Page {
	var pages []meter.Page
	for i, m := range s.Pictures {
		p := pictured(m, sums[i])
		p.Detail = func() *image.Gray { return j.detail(a, i) }
		if l != nil {
			p.Glance, p.Again = l.Glance, func() *image.Gray { return j.thumb(a) }
			p.Known = fmt.Sprintf("%s at %g", a.SHA256, j.dpi())
		}
		pages = append(pages, p)
	}
	if s.File != nil {
		for i := range s.File.Pages() {
			pages = append(pages, j.printed(a, s, i))
		}
	}
	for i := range pages { // here, where several files are looked into at once
		pages[i].Look()
	}
	return pages
}

// pictured is a page that is a picture.
func pictured(m *picture.Picture, sum string) meter.Page {
	w, h := m.Upright()
	on, _ := pdf.PictureOn(m)
	scale := 0.0
	if natural, _, ok := m.Natural(); ok {
		scale = on / natural
	}
	return meter.Page{Scale: scale,
		Thumb: m.Thumb, Width: w, Height: h, DPI: float64(w) / on * 72, Sharp: m.Sharp,
		Painted: true, Scan: true, Hash: sum,
	}
}

// thumb reads the picture of an attachment once more, for its thumb; nil if it cannot be read.
func (j *Job) thumb(a Attachment) *image.Gray {
	data, err := a.data(j)
	if err != nil {
		return nil
	}
	scan, err := j.picture(data)
	if err != nil {
		return nil
	}
	return scan.Pages[0].Thumb
}

// printed is a page of a PDF, with its picture if one covers it.
func (j *Job) printed(a Attachment, s pdf.Source, page int) meter.Page {
	f, look := s.File, s.Review.Look(page+1)
	p := meter.Page{Text: look.Glyphs, Scale: f.PageOn(page), Painted: !look.Blank(), Sharp: -1, Hash: fmt.Sprintf("%s page %d", a.SHA256, page+1)}
	if look.Partial || slices.Contains(f.Torn().And(s.Review.Torn).Pages, page+1) {
		p.Painted = true // there is more on it, or was
		return p
	}
	if !look.Scan() {
		return p
	}
	pic := look.Largest()
	var err error
	if p.Thumb, p.Sharp, err = thumbOf(s.Review, pic); err != nil {
		return p
	}
	across, _ := pic.DPI()
	across *= s.Review.Kept(pic)
	p.Width, p.Height = pic.Width, pic.Height
	if pic.Turn%180 != 0 {
		p.Width, p.Height = p.Height, p.Width
	}
	p.DPI, p.Scan = across/f.PageOn(page), true
	p.Detail = func() *image.Gray { return j.detail(a, page) }
	return p
}

// thumbOf is a small picture of what stands on a page, upright, and its sharpness. A JPEG was walked over, which
// takes a fifth of the time of decoding it.
func thumbOf(r *pdf.Review, p *pdf.PlacedPicture) (*image.Gray, float64, error) {
	if thumb, sharp := r.Thumb(p); thumb != nil {
		return upright(thumb, p), sharp, nil
	}
	grey, err := uprightOf(p)
	if err != nil {
		return nil, 0, err
	}
	thumb, sharp := picture.Measured(grey)
	return thumb, sharp, nil
}

func uprightOf(p *pdf.PlacedPicture) (*image.Gray, error) {
	grey, err := p.Gray()
	if err != nil {
		return nil, err
	}
	return upright(grey, p), nil
}

// upright is a picture as it stands on its page.
func upright(m *image.Gray, p *pdf.PlacedPicture) *image.Gray {
	quarters := p.Turn / 90
	if p.Mirrored {
		quarters += 2 // mirrored left for right, its rows run the other way
	}
	return picture.Upright(m, quarters, p.Mirrored)
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
	var at, numbered []meter.Place // with the number of the piece, where another one is spoken of
	var keys []string
	var found []rule.Finding
	for _, a := range all {
		var of []rule.Finding // of this piece
		var kinds []meter.Defect
		also := map[int][]string{}
		for i := range a.seen {
			p := &a.seen[i]
			place := meter.Place{Title: a.Title, Page: i + 1}
			for _, d := range meter.Measure(p) {
				f := d.Finding(j.Applicant, a.Key(), place, meter.Place{})
				n := slices.IndexFunc(kinds, func(k meter.Defect) bool { return k.Kind == d.Kind && k.Side == d.Side && k.Level() == d.Level() })
				if n >= 0 {
					also[n] = append(also[n], strconv.Itoa(i+1))
					continue
				}
				of, kinds = append(of, f), append(kinds, d)
			}
			pages, at, keys = append(pages, *p), append(at, place), append(keys, a.Key())
			place.Title = rule.Text{EN: "%s (piece %d)", FR: "%s (pièce %d)"}.With(a.Title, a.Number)
			numbered = append(numbered, place)
		}
		if page := shrunk(a.seen); page > 0 {
			of = append(of, rule.New(j.Applicant, "page-shrunk", a.Key(), rule.Text{EN: "%s, page %d: it is far longer or larger than A4, and its print becomes too small to be read", FR: "%s, page %d : elle est bien plus longue ou plus grande que A4, et ses caractères deviennent trop petits pour être lus"}, a.Title, page))
		}
		for n, list := range also {
			numbers := strings.Join(list, ", ")
			of[n].Message.EN += "; also page " + numbers
			of[n].Message.FR += " ; de même page " + numbers
		}
		found = append(found, of...)
	}
	var known meter.Verdicts
	if j.Seen != nil {
		known = verdicts{j}
	}
	for _, pair := range meter.Duplicates(pages, known) {
		first, later := pair[0], pair[1]
		found = append(found, meter.Defect{Kind: meter.Twin, Other: first}.Finding(j.Applicant, keys[later], at[later], numbered[first]))
	}
	return found
}

// shrunk is the first page, from 1, that loses too much by standing on one sheet; 0 if none does. Of a picture
// whose size is not known the shape says so: a till receipt, the picture of a whole page of the web.
func shrunk(pages []meter.Page) int {
	const (
		least = 0.6 // A3 comes to 0.66
		long  = 3.0 // times as long as wide
	)
	for i, p := range pages {
		w, h := float64(p.Width), float64(p.Height)
		if p.Scale > 0 && p.Scale < least || p.Scale == 0 && max(w, h) > long*min(w, h) && max(w, h) > 2000 {
			return i + 1
		}
	}
	return 0
}
