package pdf

import (
	"image"
	"math"
	"slices"

	"dossier/internal/picture"
)

// A Review is what the pictures of a file are, and what takes the place of some of them where Join is given
// it. It holds for each File that was read from the same bytes.
type Review struct {
	Done [][]picture.Change // of each page, from 0: what is done to its pictures
	Torn []int              // pages, from 1, with a JPEG of which samples are lost

	looks   []PageLook
	instead map[ref]object      // pictures as they are written
	kept    map[*stream]float64 // of those made smaller, the part of the pixels along a row
	read    map[*stream]*picture.Picture
}

// A painted picture, and where.
type painted struct {
	*PlacedPicture
	at    ref
	pages []int   // from 0, in order
	dpi   float64 // where it is largest on paper
	part  float64 // of its pixels each way that it may have; over 1 if more
}

// Review looks at every picture of the file. One of more dots an inch than dpi, on its page and where that is
// largest, is brought down to dpi on the sheet it will stand on. A JPEG that is cut short has white in the place of what
// it lacks: as it is, each program would show something else there. What stays as it is: pictures of black
// and white alone, whose dots are what makes them legible; those in the inks of print, with a palette, a mask
// or in formats not read here; and those that would take more bytes.
func (f *File) Review(dpi float64) *Review {
	r := &Review{Done: make([][]picture.Change, len(f.pages)), instead: map[ref]object{}, kept: map[*stream]float64{}, read: map[*stream]*picture.Picture{}}
	for _, p := range f.painted(r, dpi) {
		pic := f.review(p, r, dpi)
		if pic == nil {
			continue
		}
		r.instead[p.at] = p.packedAs(pic)
		r.kept[p.stream] = float64(pic.Width) / float64(p.Width)
		for _, page := range p.pages {
			r.Done[page] = append(r.Done[page], pic.Changed...)
		}
	}
	for i, done := range r.Done {
		slices.Sort(done)
		r.Done[i] = slices.Compact(done)
	}
	slices.Sort(r.Torn)
	r.Torn = slices.Compact(r.Torn)
	return r
}

// painted are the pictures of all pages, each once, in the order in which they are met.
func (f *File) painted(r *Review, dpi float64) []*painted {
	numbers := make(map[*stream]ref)
	for n, o := range f.objects {
		if s, ok := o.(*stream); ok && f.name(s.dict["Subtype"]) == "Image" {
			numbers[s] = n
		}
	}
	var all []*painted
	met := make(map[*stream]*painted)
	for i := range f.pages {
		look := f.Look(i + 1)
		r.looks = append(r.looks, look)
		scale := f.PageOn(i)
		for k := range look.Pictures {
			pic := &look.Pictures[k]
			number, ok := numbers[pic.stream]
			if !ok {
				continue // stands in the drawing itself
			}
			p := met[pic.stream]
			if p == nil {
				p = &painted{PlacedPicture: pic, at: number, dpi: math.Inf(1)}
				met[pic.stream] = p
				all = append(all, p)
			}
			if x, y := pic.DPI(); min(x, y) > 0 {
				p.dpi = min(p.dpi, x, y)
			}
			p.part = max(p.part, pic.PrintedW*scale*dpi/72/float64(max(1, p.Width)), pic.PrintedH*scale*dpi/72/float64(max(1, p.Height)))
			if !slices.Contains(p.pages, i) {
				p.pages = append(p.pages, i)
			}
		}
	}
	return all
}

// size is how many pixels it may have.
func (p *painted) size() (w, h int) {
	part := func(n int) int { return min(n, int(math.Ceil(float64(n)*p.part-1e-6))) }
	return part(p.Width), part(p.Height)
}

// review is what takes the place of a picture; nil if it stays.
func (f *File) review(p *painted, r *Review, dpi float64) *picture.Picture {
	const rounding = 1.005 // a page of 300 dots an inch is rarely a whole number of points wide
	dense := p.dpi > dpi*rounding && p.whole()
	if p.Filter != "DCTDecode" {
		if dense && p.smooth() {
			return p.reduced()
		}
		return nil
	}
	data, err := p.Data()
	if err != nil {
		return nil
	}
	if bare, err := picture.Bare(data); err == nil {
		data = bare
	}
	scan, err := picture.Read(data)
	switch {
	case err == nil:
	case endsJPEG(p.stream.raw): // of a kind that viewers may know
		return nil
	case p.Components == 1 || p.Components == 3: // not a row of it is there
		white := func(_ int, line []byte) {
			for i := range line {
				line[i] = 255
			}
		}
		pic, err := picture.Averaged(1, 1, white, p.Components == 1, 1, 1)
		if err != nil {
			return nil
		}
		pic.Changed = []picture.Change{picture.Cut}
		r.tear(p)
		return pic
	default:
		return nil
	}
	pic := scan.Pages[0]
	pic.Orientation = 1 // no viewer of PDF asks EXIF
	if scan.Damage != nil {
		r.tear(p)
	} else {
		r.read[p.stream] = &picture.Picture{Thumb: pic.Thumb, Sharp: pic.Sharp}
	}
	if pic.Width != p.Width || pic.Components() != p.Components || p.Components > 3 || f.transformed(p.stream) {
		return nil
	}
	if scan.Damage != nil {
		if pic, err = pic.OnWhite(p.Height); err != nil {
			return nil
		}
	}
	if !dense {
		if scan.Damage == nil {
			return nil
		}
		return pic
	}
	small, err := pic.Scaled(p.size())
	if err != nil || scan.Damage == nil && (small == pic || len(small.Data) >= len(p.stream.raw)) {
		return nil
	}
	return small
}

// tear notes the pages of a picture that is not whole.
func (r *Review) tear(p *painted) {
	for _, page := range p.pages {
		r.Torn = append(r.Torn, page+1)
	}
}

// transformed reports a JPEG of which the file says itself how its colours are meant, which may be otherwise
// than a JPEG alone would have it.
func (f *File) transformed(s *stream) bool {
	for _, parms := range f.list(s.dict["DecodeParms"]) {
		if f.dict(parms)["ColorTransform"] != nil {
			return true
		}
	}
	return false
}

// whole reports a picture that is all there is to see of it: no mask, and samples in their usual sense.
func (p *PlacedPicture) whole() bool {
	d := p.stream.dict
	return !p.Stencil && d["Mask"] == nil && d["SMask"] == nil && d["SMaskInData"] == nil && d["Decode"] == nil
}

// smooth reports samples of grey or colour that can be averaged.
func (p *PlacedPicture) smooth() bool {
	return p.ColorSpace == "DeviceGray" && (p.Bits == 8 || p.Bits == 16) || p.ColorSpace == "DeviceRGB" && p.Bits == 8
}

// reduced is the picture of samples with the pixels it may have, as a JPEG; nil if that takes more, or they cannot be read.
func (p *painted) reduced() (pic *picture.Picture) {
	var err error
	defer func() {
		if err != nil {
			pic = nil
		}
	}()
	defer recovered(&err)
	w, h := p.size()
	if p.Width < 1 || p.Height < 1 || p.Width > maxGray/p.Height {
		return nil
	}
	rows, err := p.rows()
	if err != nil {
		return nil
	}
	samples := make([]byte, p.Width*p.Components*p.Bits/8)
	row := func(_ int, line []byte) {
		if err == nil {
			err = rows(samples)
		}
		switch {
		case p.Components == 3:
			copy(line, samples)
		default:
			step := p.Bits / 8
			for x := range p.Width {
				v := samples[x*step]
				line[3*x], line[3*x+1], line[3*x+2] = v, v, v
			}
		}
	}
	pic, packing := picture.Averaged(p.Width, p.Height, row, p.Components == 1, w, h)
	if err != nil || packing != nil || len(pic.Data) >= len(p.stream.raw) {
		return nil
	}
	return pic
}

// packedAs is the picture with other samples, in the colours it had.
func (p *painted) packedAs(pic *picture.Picture) *stream {
	return &stream{dict: p.stream.dict.with(dict{
		"Width": pic.Width, "Height": pic.Height, "BitsPerComponent": pic.Bits, "Filter": name(pic.Filter), "DecodeParms": nil,
	}), raw: pic.Data}
}

// Look is what File.Look says of page i, from 1.
func (r *Review) Look(i int) PageLook { return r.looks[i-1] }

// Thumb is the picture of a JPEG, small, as it is stored, and its sharpness (see picture.Picture); nil for others.
func (r *Review) Thumb(p *PlacedPicture) (*image.Gray, float64) {
	if pic := r.read[p.stream]; pic != nil {
		return pic.Thumb, pic.Sharp
	}
	return nil, 0
}

// Kept is the part of the pixels along a row of a picture that it keeps, up to 1.
func (r *Review) Kept(p *PlacedPicture) float64 {
	if part, ok := r.kept[p.stream]; ok {
		return part
	}
	return 1
}

// Size is how many bytes the pictures take that take the place of others.
func (r *Review) Size() int {
	n := 0
	for _, o := range r.instead {
		n += len(o.(*stream).raw)
	}
	return n
}

// Forget lets go of all but what Join needs.
func (r *Review) Forget() { r.looks, r.read, r.kept = nil, nil, nil }
