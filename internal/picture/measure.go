package picture

import (
	"image"
	"image/color"
	"math"
	"math/bits"
)

// reduction is by how much a picture is made smaller for its thumbnail: the largest power of two
// that leaves 500 pixels of the long side.
func reduction(w, h int) int {
	factor := 1
	for max(w, h)/(2*factor) >= 500 {
		factor *= 2
	}
	return factor
}

// reduce is the mean of each square of factor x factor pixels; those at the right and lower edge may
// be smaller. It takes w x h pixels of img.
func reduce(img *image.Gray, w, h, factor int) *image.Gray {
	small := image.NewGray(image.Rect(0, 0, (w+factor-1)/factor, (h+factor-1)/factor))
	if factor == 1 {
		for y := range h {
			copy(small.Pix[y*w:(y+1)*w], img.Pix[y*img.Stride:])
		}
		return small
	}
	small.Pix = means(img.Pix, img.Stride, w, h, factor, factor)
	return small
}

// means are those of rectangles of across x down samples of a plane of w x h, row by row.
func means(plane []byte, stride, w, h, across, down int) []byte {
	sums := make([]uint32, (w+across-1)/across)
	small := make([]byte, 0, len(sums)*((h+down-1)/down))
	for y := 0; y < h; y += down {
		clear(sums)
		rows := min(down, h-y)
		for i := range rows {
			row := plane[(y+i)*stride:][:w]
			for x := range sums {
				for _, v := range row[x*across : min(w, (x+1)*across)] {
					sums[x] += uint32(v)
				}
			}
		}
		for x, sum := range sums {
			n := uint32(rows * min(across, w-x*across))
			small = append(small, byte((sum+n/2)/n))
		}
	}
	return small
}

// turned is a picture stored with an EXIF orientation, upright.
func turned(img *image.Gray, orientation int) *image.Gray {
	if orientation <= 1 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	upright := image.NewGray(size)
	at := func(x, y int) int { // where in img a pixel is
		p := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y},
			5: {y, x}, 6: {y, h - 1 - x}, 7: {w - 1 - y, h - 1 - x}, 8: {w - 1 - y, x}}[orientation]
		return p.Y*img.Stride + p.X
	}
	onward := at(1, 0) - at(0, 0)
	for y := range size.Dy() {
		i := at(0, y)
		for x := range size.Dx() {
			upright.Pix[y*upright.Stride+x] = img.Pix[i]
			i += onward
		}
	}
	return upright
}

// Gray is the picture in full, in grey and upright.
func (p *Picture) Gray() (*image.Gray, error) {
	defer Room(p.Width, p.Height, p.Components())()
	img, err := p.image()
	if err != nil {
		return nil, err
	}
	return turned(luma(img), p.Orientation), nil
}

// Measured are Thumb and Sharp of a picture that comes from elsewhere.
func Measured(img *image.Gray) (thumb *image.Gray, sharp float64) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	return reduce(img, w, h, reduction(w, h)), sharpnessOf(img)
}

// Upright is a picture that is mirrored if asked, left for right, and then turned counter-clockwise by a number of quarters.
func Upright(img *image.Gray, quarters int, mirrored bool) *image.Gray {
	orientation := [...]int{1, 8, 3, 6}[(quarters%4+4)%4]
	if mirrored {
		orientation = [...]int{2, 5, 4, 7}[(quarters%4+4)%4]
	}
	return turned(img, orientation)
}

// measure sets what the pixels show: the thumbnail and the sharpness.
func (p *Picture) measure(img image.Image) {
	grey := luma(img)
	w, h := grey.Rect.Dx(), grey.Rect.Dy()
	p.Thumb = turned(reduce(grey, w, h, reduction(w, h)), p.Orientation)
	p.Sharp = sharpnessOf(grey)
}

// luma is a picture in grey, which may share its samples.
func luma(img image.Image) *image.Gray {
	size := image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy())
	grey := &image.Gray{Stride: size.Dx(), Rect: size}
	switch img := img.(type) {
	case *image.Gray:
		grey.Pix, grey.Stride = img.Pix, img.Stride
		return grey
	case *image.YCbCr:
		grey.Pix, grey.Stride = img.Y, img.YStride
		return grey
	}
	grey.Pix = make([]byte, size.Dx()*size.Dy())
	for y := range size.Dy() {
		row := grey.Pix[y*grey.Stride:][:size.Dx()]
		switch img := img.(type) {
		case *image.RGBA:
			for x := range row {
				c := img.Pix[y*img.Stride+4*x:]
				row[x] = byte((299*uint32(c[0]) + 587*uint32(c[1]) + 114*uint32(c[2]) + 500) / 1000)
			}
		default:
			for x := range row {
				row[x] = color.GrayModel.Convert(img.At(img.Bounds().Min.X+x, img.Bounds().Min.Y+y)).(color.Gray).Y
			}
		}
	}
	return grey
}

// A sharpness adds up, over the blocks of 8 x 8 pixels of a picture in grey, what the cosine transform
// of JPEG tells of them: the energy of all coefficients but the mean, and that of the smooth ones, up
// to one full wave across or down the block. Its value is the root of the share that the others have,
// measured by that of a crisp scan. A blur takes those away first: at 300 dots an inch text
// has 0.9 to 1, with a Gaussian blur of 1 pixel about 0.6, of 3 pixels 0.2, whatever the exposure and the
// quality of JPEG. Only the blocks of most contrast count, so that paper, its grain and the light do not.
type sharpness struct {
	blocks  int
	classes [48]struct { // by the binary logarithm of the energy
		blocks      int
		all, smooth float64
	}
}

func (s *sharpness) add(all, smooth int64) {
	s.blocks++
	if all == 0 {
		return
	}
	c := &s.classes[min(bits.Len64(uint64(all)), len(s.classes)-1)]
	c.blocks++
	c.all += float64(all)
	c.smooth += float64(smooth)
}

const (
	contrast  = 13  // the class of blocks that deviate from their mean by 8 to 11 levels of 255
	edges     = 16  // blocks with contrast below which nothing is said
	strongest = 200 // one block in so many tells what contrast the picture has
	crisp     = 0.2 // the share of energy beyond the smooth in a crisp scan of text at 300 dots an inch
)

// value is the sharpness, 0 to 1, or -1 of a picture that shows too little.
func (s *sharpness) value() float64 {
	top, seen := len(s.classes), 0
	for seen < max(edges, s.blocks/strongest) {
		if top--; top < contrast {
			return -1
		}
		seen += s.classes[top].blocks
	}
	var all, smooth float64
	for i := max(contrast, top-4); i < len(s.classes); i++ {
		all += s.classes[i].all
		smooth += s.classes[i].smooth
	}
	return min(1, math.Sqrt(max(0, 1-smooth/all)/crisp))
}

// cosines has the three smoothest waves of the transform over eight samples, orthonormal; the first
// is the mean.
var cosines = func() (c [3][8]float32) {
	for u := range c {
		for x := range c[u] {
			c[u][x] = float32(math.Cos(float64((2*x+1)*u)*math.Pi/16) / 2)
			if u == 0 {
				c[u][x] = float32(math.Sqrt(1.0 / 8))
			}
		}
	}
	return c
}()

// sharpnessOf measures decoded pixels.
func sharpnessOf(img *image.Gray) float64 {
	var s sharpness
	for y := 0; y+8 <= img.Rect.Dy(); y += 8 {
		for x := 0; x+8 <= img.Rect.Dx(); x += 8 {
			s.add(energies(img.Pix[y*img.Stride+x:], img.Stride))
		}
	}
	return s.value()
}

// energies transforms a block as far as sharpness needs it: the energy of all coefficients is the
// sum of squares of the samples.
func energies(pix []byte, stride int) (all, smooth int64) {
	var sum, squares int64
	for y := range 8 {
		for _, v := range pix[y*stride:][:8] {
			sum += int64(v)
			squares += int64(v) * int64(v)
		}
	}
	if all = squares - sum*sum/64; all < 1<<(contrast-1) {
		return all, all
	}
	var rows [3][8]float32
	for y := range 8 {
		row := pix[y*stride:][:8]
		for u := range 3 {
			for x, v := range row {
				rows[u][y] += float32(v) * cosines[u][x]
			}
		}
	}
	var energy float32
	for v := range 3 {
		for u := range 3 {
			var c float32
			for y := range 8 {
				c += rows[u][y] * cosines[v][y]
			}
			if u+v > 0 {
				energy += c * c
			}
		}
	}
	return all, int64(energy)
}
