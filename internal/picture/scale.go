package picture

import (
	"bytes"
	"image"
	"image/png"
	"io"

	"golang.org/x/image/ccitt"
	"golang.org/x/image/draw"
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
	scaled := image.NewRGBA(image.Rect(0, 0, w, h)) // the kind that package draw is quick with
	img = halved(img, min(p.Width/w, p.Height/h))
	draw.CatmullRom.Scale(scaled, scaled.Rect, img, img.Bounds(), draw.Src, nil)
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

// halved is a picture made smaller by the largest power of two up to most, each pixel a mean. That
// takes little time, and leaves less to the filter that does the rest.
func halved(img image.Image, most int) image.Image {
	factor := 1
	for factor*2 <= most {
		factor *= 2
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	size := image.Rect(0, 0, (w+factor-1)/factor, (h+factor-1)/factor)
	switch img := img.(type) {
	case *image.Gray:
		return reduce(img, w, h, factor)
	case *image.YCbCr:
		sampling, ok := map[image.YCbCrSubsampleRatio]image.Point{
			image.YCbCrSubsampleRatio444: {1, 1}, image.YCbCrSubsampleRatio422: {2, 1},
			image.YCbCrSubsampleRatio440: {1, 2}, image.YCbCrSubsampleRatio420: {2, 2},
		}[img.SubsampleRatio]
		if !ok || factor == 1 {
			return img
		}
		chroma := func(plane []byte) []byte {
			return means(plane, img.CStride, (w+sampling.X-1)/sampling.X, (h+sampling.Y-1)/sampling.Y, factor/sampling.X, factor/sampling.Y)
		}
		return &image.YCbCr{
			Y: means(img.Y, img.YStride, w, h, factor, factor), Cb: chroma(img.Cb), Cr: chroma(img.Cr),
			YStride: size.Dx(), CStride: size.Dx(), SubsampleRatio: image.YCbCrSubsampleRatio444, Rect: size,
		}
	}
	return img
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
