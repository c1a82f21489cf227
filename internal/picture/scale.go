package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"

	"golang.org/x/image/ccitt"
)

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
	img, err := p.image()
	if err != nil {
		return nil, err
	}
	small := *p
	small.Changed = append([]Change{}, p.Changed...)
	small.change(Reencoded)
	small.change(Reduced)
	small.density = density{p.density.x * float64(w) / float64(p.Width), p.density.y * float64(h) / float64(p.Height)}
	scaled := averaged(img, w, h)
	if p.ColorSpace != "DeviceGray" {
		return &small, small.packJPEG(scaled, 90)
	}
	grey := image.NewGray(scaled.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = scaled.Pix[4*i]
	}
	if p.Bits > 1 {
		return &small, small.packJPEG(grey, 90)
	}
	small.setSize(grey)
	small.Filter, small.Predictor, small.BlackIs1, small.Decode = "FlateDecode", true, false, nil
	for i, v := range grey.Pix {
		grey.Pix[i] = byte((int(v) + 8) / 17 * 17)
	}
	small.Bits, small.Data = 4, packRows(grey)
	return &small, nil
}

// averaged is a picture of w x h pixels, no more than there are, each the mean of what it covers. It takes the
// memory of a row besides: a filter over the whole of a large scan takes hundreds of megabytes.
func averaged(img image.Image, w, h int) *image.RGBA {
	from := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	across, down := portions(from.Dx(), w), portions(from.Dy(), h)
	line, row := make([]byte, 3*from.Dx()), make([]float32, 3*w+3)
	sum, next := make([]float32, 3*w+3), make([]float32, 3*w+3) // of the row that is being made, and of the one after it
	whole := float32(w) / float32(from.Dx()) * float32(h) / float32(from.Dy())
	colours := rowsOf(img)
	for y := range from.Dy() {
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
		if y+1 == from.Dy() || down[y+1].to != part.to {
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
