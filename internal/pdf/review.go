package pdf

import (
	"image"
	"maps"
	"math"
	"slices"
	"strings"

	"dossier/internal/picture"
)

// A Review is what the pictures of a file are, and what takes the place of some of them where Join is given
// it. It holds for each File that was read from the same bytes, and has none of these.
type Review struct {
	Torn []int // pages, from 1, with a JPEG of which samples are lost

	looks    []PageLook
	pictures map[ref]*painted              // those that Join may write otherwise
	kept     map[*stream]float64           // of those to be made smaller, the part of the pixels along a row
	read     map[*stream]*picture.Picture  // JPEGs
	done     []map[picture.Change]struct{} // of each page, from 0: what Join did to its pictures
}

// A painted picture, and where.
type painted struct {
	PlacedPicture
	at    ref
	pages []int   // from 0, in order
	dpi   float64 // where it is largest on paper
	part  float64 // of its pixels each way that it may have; over 1 if more
	dense bool    // it is to be made smaller
	cut   bool    // part of it is lost
}

// Review looks at every picture of the file. One of more dots an inch than dpi, on its page and where that is
// largest, is to be brought down to dpi on the sheet it will stand on. A JPEG that is cut short gets white in the
// place of what it lacks: as it is, each program would show something else there. What stays as it is: pictures
// of black and white alone, whose dots are what makes them legible; those in the inks of print, with a palette, a
// mask or in formats not read here; and those that would take more bytes.
func (f *File) Review(dpi float64) *Review {
	r := &Review{
		pictures: map[ref]*painted{}, kept: map[*stream]float64{}, read: map[*stream]*picture.Picture{},
		done: make([]map[picture.Change]struct{}, len(f.pages)),
	}
	for _, p := range f.painted(r, dpi) {
		p.dense = p.dpi > dpi*rounding && p.whole() && (p.Filter == "DCTDecode" || p.smooth())
		if p.Filter == "DCTDecode" {
			r.walk(p)
		}
		if !p.dense && !p.cut {
			continue
		}
		if p.dense {
			w, _ := p.size()
			r.kept[p.stream] = float64(w) / float64(p.Width)
		}
		// The file is kept by nobody else for so long, and names are parts of its text.
		p.file, p.stream = nil, nil
		p.Filter, p.ColorSpace = strings.Clone(p.Filter), strings.Clone(p.ColorSpace)
		r.pictures[p.at] = p
	}
	slices.Sort(r.Torn)
	r.Torn = slices.Compact(r.Torn)
	return r
}

// rounding is by how much a picture may have more dots: a page of 300 an inch is rarely a whole number of points
// wide.
const rounding = 1.005

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
		for _, pic := range look.Pictures {
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

// walk looks at every sample of a JPEG: whether they are all there, and how the picture looks from afar.
func (r *Review) walk(p *painted) {
	scan, err := p.scan()
	switch {
	case err != nil: // not a row of it is there, or it is of a kind that viewers may know
		p.cut = !endsJPEG(p.stream.raw)
	case scan.Damage != nil:
		p.cut = true
	default:
		r.read[p.stream] = &picture.Picture{Thumb: scan.Pages[0].Thumb, Sharp: scan.Pages[0].Sharp}
	}
	if p.cut {
		for _, page := range p.pages {
			r.Torn = append(r.Torn, page+1)
		}
	}
	plain := p.Components == 1 || p.Components == 3
	if !plain || p.file.transformed(p.stream) || err == nil && (scan.Pages[0].Width != p.Width || scan.Pages[0].Components() != p.Components) {
		p.dense, p.cut = false, false
	}
}

// scan reads a JPEG, as if it said nothing of how it was held: no viewer of PDF asks.
func (p *PlacedPicture) scan() (*picture.Scan, error) {
	data, err := p.Data()
	if err != nil {
		return nil, err
	}
	scan, err := picture.Read(data)
	if err != nil || scan.Pages[0].Orientation <= 1 {
		return scan, err
	}
	if bare, err := picture.Bare(data); err == nil {
		return picture.Read(bare)
	}
	scan.Pages[0].Orientation = 1 // a cut one, of which no thumb is asked
	return scan, nil
}

// instead is what Join writes in the place of an object of a file; nil where it stays.
func (r *Review) instead(f *File, at ref) object {
	if r == nil || r.pictures[at] == nil {
		return nil
	}
	p := *r.pictures[at]
	s, ok := f.objects[at].(*stream)
	if !ok {
		return nil
	}
	p.file, p.stream = f, s
	pic := p.anew()
	if pic == nil {
		return nil
	}
	for _, page := range p.pages {
		if r.done[page] == nil {
			r.done[page] = map[picture.Change]struct{}{}
		}
		for _, c := range pic.Changed {
			r.done[page][c] = struct{}{}
		}
	}
	return p.packedAs(pic)
}

// anew is a picture as it goes into the joined file; nil if it stays as it is.
func (p *painted) anew() *picture.Picture {
	switch {
	case p.Filter != "DCTDecode":
		return p.reduced()
	case p.cut:
		return p.mended()
	}
	data, err := p.Data()
	if err != nil {
		return nil
	}
	pic, err := picture.Known(data)
	if err != nil {
		return nil
	}
	small, err := pic.Scaled(p.size())
	if err != nil || len(small.Data) >= len(p.stream.raw) {
		return nil
	}
	return small
}

// mended is a JPEG of which part is lost, with white in its place.
func (p *painted) mended() *picture.Picture {
	scan, err := p.scan()
	if err != nil {
		return p.nothing()
	}
	pic, err := scan.Pages[0].OnWhite(p.Height)
	if err == nil && p.dense {
		pic, err = pic.Scaled(p.size())
	}
	if err != nil {
		return nil
	}
	return pic
}

// nothing is white paper, for a picture of which nothing is left.
func (p *painted) nothing() *picture.Picture {
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
	return pic
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

// Done is what Join did to the pictures of a page, from 0, in the order of the alphabet.
func (r *Review) Done(page int) []picture.Change {
	return slices.Sorted(maps.Keys(r.done[page]))
}

// Forget lets go of all but what Join needs.
func (r *Review) Forget() { r.looks, r.read, r.kept = nil, nil, nil }
