package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"

	"golang.org/x/image/ccitt"
)

// quality is that of a JPEG which is written anew, of 100.
const quality = 90

// Scaled is the picture with at most w x h pixels, upright, written anew: in JPEG, or where it is black
// and white alone in 16 greys, which read better at that size than dots. It is p itself if that is
// small enough. It is never made larger, and keeps its proportions and its Natural size.
func (p *Picture) Scaled(w, h int) (*Picture, error) {
	if p.Orientation >= 5 {
		w, h = h, w
	}
	if p.Width <= w && p.Height <= h || w < 1 || h < 1 {
		return p, nil
	}
	factor := min(float64(w)/float64(p.Width), float64(h)/float64(p.Height))
	w, h = max(1, int(float64(p.Width)*factor+1e-6)), max(1, int(float64(p.Height)*factor+1e-6))
	defer Room(p.Width, p.Height, p.Components())()
	img, err := p.image()
	if err != nil {
		return nil, err
	}
	small := *p
	small.Changed = append([]Change{}, p.Changed...)
	small.change(Reencoded)
	small.change(Reduced)
	small.density = density{p.density.x * float64(w) / float64(p.Width), p.density.y * float64(h) / float64(p.Height)}
	if colours, ok := img.(*image.YCbCr); ok && p.ColorSpace != "DeviceGray" {
		if planes := planesOf(colours, w, h); planes != nil {
			return &small, small.packJPEG(planes, quality)
		}
	}
	from := img.Bounds()
	scaled := averaged(from.Dx(), from.Dy(), rowsOf(img), w, h)
	if p.ColorSpace != "DeviceGray" {
		return &small, small.packJPEG(scaled, quality)
	}
	grey := firstOf(scaled)
	if p.Bits > 1 {
		return &small, small.packJPEG(grey, quality)
	}
	small.setSize(grey)
	small.Filter, small.Predictor, small.BlackIs1, small.Decode = "FlateDecode", true, false, nil
	for i, v := range grey.Pix {
		grey.Pix[i] = byte((int(v) + 8) / 17 * 17)
	}
	small.Bits, small.Data = 4, packRows(grey)
	return &small, nil
}

// Averaged is a picture of width x height pixels brought down to w x h, no more than these, as a JPEG. row gives
// its rows from the top, in red, green and blue, or in three times the same where it is grey.
func Averaged(width, height int, row func(y int, line []byte), grey bool, w, h int) (*Picture, error) {
	p := &Picture{Orientation: 1, Changed: []Change{Reencoded, Reduced}}
	small := averaged(width, height, row, w, h)
	if grey {
		return p, p.packJPEG(firstOf(small), quality)
	}
	return p, p.packJPEG(small, quality)
}

// OnWhite is the upper part of a picture on white paper, height rows high, as a JPEG: what was cut off is empty,
// and what is there keeps its place.
func (p *Picture) OnWhite(height int) (*Picture, error) {
	img, err := p.image()
	if err != nil {
		return nil, err
	}
	whole := *p
	whole.Changed = append([]Change{}, p.Changed...)
	whole.change(Reencoded)
	colours, size := rowsOf(img), img.Bounds()
	paper := averaged(size.Dx(), height, func(y int, line []byte) {
		if y < size.Dy() {
			colours(y, line)
			return
		}
		for i := range line {
			line[i] = 255
		}
	}, size.Dx(), height)
	if p.ColorSpace == "DeviceGray" {
		return &whole, whole.packJPEG(firstOf(paper), quality)
	}
	return &whole, whole.packJPEG(paper, quality)
}

// firstOf is the red of a picture, which is its grey where it has nothing else.
func firstOf(m *image.RGBA) *image.Gray {
	grey := image.NewGray(m.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = m.Pix[4*i]
	}
	return grey
}

// averaged is a picture of w x h pixels, no more than there are, each the mean of what it covers. It takes the
// memory of a row besides: a filter over the whole of a large scan takes hundreds of megabytes.
func averaged(width, height int, colours func(y int, line []byte), w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	across, down := portions(width, w), portions(height, h)
	line, row := make([]byte, 3*width), make([]float32, 3*w+3)
	sum, next := make([]float32, 3*w+3), make([]float32, 3*w+3) // of the row that is being made, and of the one after it
	whole := float32(w) / float32(width) * float32(h) / float32(height)
	for y := range height {
		colours(y, line)
		clear(row)
		for x, part := range across {
			c, in, beyond := 3*part.to, part.share, 1-part.share
			for k := range 3 {
				v := float32(line[3*x+k])
				row[c+k] += in * v
				row[c+3+k] += beyond * v
			}
		}
		part := down[y]
		for i, v := range row {
			sum[i] += part.share * v
			next[i] += (1 - part.share) * v
		}
		if y+1 == height || down[y+1].to != part.to {
			pix := out.Pix[part.to*out.Stride:]
			for x := range w {
				for k := range 3 {
					pix[4*x+k] = byte(min(255, sum[3*x+k]*whole+0.5))
				}
				pix[4*x+3] = 255
			}
			sum, next = next, sum
			clear(next)
		}
	}
	return out
}

// planesOf is averaged for a picture as JPEG has it, each plane by itself, which takes half the time; nil where that
// does not have enough of its colours.
func planesOf(m *image.YCbCr, w, h int) *image.YCbCr {
	size := m.Rect.Size()
	out := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	cw, ch := (w+1)/2, (h+1)/2
	fw, fh := chroma(m)
	if cw > fw || ch > fh || m.Rect.Min != (image.Point{}) {
		return nil
	}
	averagedPlane(out.Y, out.YStride, w, h, m.Y, m.YStride, size.X, size.Y)
	averagedPlane(out.Cb, out.CStride, cw, ch, m.Cb, m.CStride, fw, fh)
	averagedPlane(out.Cr, out.CStride, cw, ch, m.Cr, m.CStride, fw, fh)
	return out
}

// chroma is the size of the planes of colour.
func chroma(m *image.YCbCr) (w, h int) {
	across, down := 1, 1
	switch m.SubsampleRatio {
	case image.YCbCrSubsampleRatio422:
		across = 2
	case image.YCbCrSubsampleRatio420:
		across, down = 2, 2
	case image.YCbCrSubsampleRatio440:
		down = 2
	case image.YCbCrSubsampleRatio411:
		across = 4
	case image.YCbCrSubsampleRatio410:
		across, down = 4, 2
	}
	return (m.Rect.Dx() + across - 1) / across, (m.Rect.Dy() + down - 1) / down
}

// averagedPlane fills out, of w x h samples, from those of from, which are no fewer each way.
func averagedPlane(out []byte, outStride, w, h int, from []byte, stride, fromW, fromH int) {
	across, down := portions(fromW, w), portions(fromH, h)
	row, sum, next := make([]float32, w+1), make([]float32, w+1), make([]float32, w+1)
	whole := float32(w) / float32(fromW) * float32(h) / float32(fromH)
	for y := range fromH {
		clear(row)
		line := from[y*stride:][:fromW]
		for x, part := range across {
			v := float32(line[x])
			in := part.share * v
			row[part.to] += in
			row[part.to+1] += v - in
		}
		part := down[y]
		for i, v := range row {
			in := part.share * v
			sum[i] += in
			next[i] += v - in
		}
		if y+1 == fromH || down[y+1].to != part.to {
			to := out[part.to*outStride:][:w]
			for x := range to {
				to[x] = byte(min(255, sum[x]*whole+0.5))
			}
			sum, next = next, sum
			clear(next)
		}
	}
}

// A portion is where a pixel goes: a share of it to one, the rest to the one after.
type portion struct {
	to    int
	share float32
}

func portions(n, most int) []portion {
	all := make([]portion, n)
	for i := range all {
		start, end := float64(i)*float64(most)/float64(n), float64(i+1)*float64(most)/float64(n)
		to := min(int(start), most-1)
		all[i] = portion{to, 1}
		if over := end - float64(to+1); over > 1e-9 && to+1 < most {
			all[i].share = float32(1 - over/(end-start))
		}
	}
	return all
}

// rowsOf gives the colours of a row counted from the top.
func rowsOf(img image.Image) func(y int, line []byte) {
	from := img.Bounds()
	switch img := img.(type) {
	case *image.Gray:
		return func(y int, line []byte) {
			for x, v := range img.Pix[y*img.Stride:][:from.Dx()] {
				line[3*x], line[3*x+1], line[3*x+2] = v, v, v
			}
		}
	case *image.YCbCr:
		return func(y int, line []byte) {
			for x := range from.Dx() {
				at := img.COffset(from.Min.X+x, from.Min.Y+y)
				line[3*x], line[3*x+1], line[3*x+2] = color.YCbCrToRGB(img.Y[y*img.YStride+x], img.Cb[at], img.Cr[at])
			}
		}
	}
	colour := pixels(img)
	return func(y int, line []byte) {
		for x := range from.Dx() {
			r, g, b, _ := colour(x, y)
			line[3*x], line[3*x+1], line[3*x+2] = byte(r>>8), byte(g>>8), byte(b>>8)
		}
	}
}

// image decodes the picture.
func (p *Picture) image() (image.Image, error) {
	switch p.Filter {
	case "DCTDecode":
		f, err := openJPEG(p.Data)
		if err != nil {
			return nil, err
		}
		img, err := f.decode()
		if err != nil {
			return nil, explainJPEG(err)
		}
		return img, nil
	case "CCITTFaxDecode":
		m := newBilevel(p.Width, p.Height)
		if _, err := io.ReadFull(ccitt.NewReader(bytes.NewReader(p.Data), ccitt.MSB, ccitt.Group4, p.Width, p.Height, nil), m.pix); err != nil {
			return nil, damaged("TIFF")
		}
		if p.BlackIs1 {
			m.invert()
		}
		return m.grey(), nil
	}
	f := &pngFile{header: pngHeader(p.Width, p.Height, p.Bits, p.Components()), samples: [][]byte{p.Data}}
	img, err := png.Decode(bytes.NewReader(f.file()))
	if err != nil {
		return nil, damaged("PNG")
	}
	return img, nil
}
