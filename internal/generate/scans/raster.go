package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"slices"

	"github.com/go-fonts/liberation/liberationmonoregular"
	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifregular"
	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// faces are the fonts a paper may use: the Liberation family, whose licence
// (SIL OFL 1.1) lets anyone draw with it.
var faces = map[string][]byte{
	"sans":  liberationsansregular.TTF,
	"bold":  liberationsansbold.TTF,
	"serif": liberationserifregular.TTF,
	"mono":  liberationmonoregular.TTF,
}

// A raster is a canvas of pixels, as a scanner or a camera gives.
type raster struct {
	*image.RGBA
	dpi    float64
	opened map[font]xfont.Face
}

// render draws a sheet on white paper at dpi pixels an inch.
func render(s sheet, dpi float64) *image.RGBA {
	px := func(mm float64) int { return int(math.Round(mm / 25.4 * dpi)) }
	r := &raster{image.NewRGBA(image.Rect(0, 0, px(s.w), px(s.h))), dpi, map[font]xfont.Face{}}
	draw.Draw(r.RGBA, r.Rect, image.White, image.Point{}, draw.Src)
	s.draw(r)
	return r.RGBA
}

func (r *raster) px(mm float64) float32 { return float32(mm / 25.4 * r.dpi) }

// face opens a font. Those here are fixed, so one that does not open is a
// mistake in this program.
func (r *raster) face(f font) xfont.Face {
	f.ink = color.RGBA{}
	if face, ok := r.opened[f]; ok {
		return face
	}
	parsed, err := opentype.Parse(faces[f.face])
	if err != nil {
		panic(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.size, DPI: r.dpi, Hinting: xfont.HintingNone})
	if err != nil {
		panic(err)
	}
	r.opened[f] = face
	return face
}

func (r *raster) text(x, y float64, f font, s string) {
	d := xfont.Drawer{Dst: r.RGBA, Src: image.NewUniform(f.ink), Face: r.face(f)}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(r.px(x) * 64), Y: fixed.Int26_6(r.px(y) * 64)}
	d.DrawString(s)
}

func (r *raster) width(f font, s string) float64 {
	return float64(xfont.MeasureString(r.face(f), s)) / 64 / r.dpi * 25.4
}

func (r *raster) polygon(ink color.RGBA, points ...point) {
	v := vector.NewRasterizer(r.Rect.Dx(), r.Rect.Dy())
	v.MoveTo(r.px(points[0].x), r.px(points[0].y))
	for _, p := range points[1:] {
		v.LineTo(r.px(p.x), r.px(p.y))
	}
	v.ClosePath()
	v.Draw(r.RGBA, r.Rect, image.NewUniform(ink), image.Point{})
}

// stroke draws each part of the line as a thin quadrilateral.
func (r *raster) stroke(ink color.RGBA, thick float64, points ...point) {
	v := vector.NewRasterizer(r.Rect.Dx(), r.Rect.Dy())
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		dx, dy := -(b.y-a.y)/length*thick/2, (b.x-a.x)/length*thick/2
		v.MoveTo(r.px(a.x+dx), r.px(a.y+dy))
		v.LineTo(r.px(b.x+dx), r.px(b.y+dy))
		v.LineTo(r.px(b.x-dx), r.px(b.y-dy))
		v.LineTo(r.px(a.x-dx), r.px(a.y-dy))
		v.ClosePath()
	}
	v.Draw(r.RGBA, r.Rect, image.NewUniform(ink), image.Point{})
}

// scanDPI keeps fine print readable and a page under 120 KB.
const scanDPI = 150

// scan makes a PNG of 16 greys, as an office scanner gives.
func scan(s sheet) func() ([]byte, error) {
	return func() ([]byte, error) {
		var b bytes.Buffer
		err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, greys(render(s, scanDPI)))
		return withPHYs(b.Bytes(), scanDPI), err
	}
}

// withPHYs says in a PNG how many dots an inch it has: the chunk goes behind the header, of 33 bytes with
// the signature, and gives dots a metre (PNG 1.2, 11.3.5.3).
func withPHYs(png []byte, dpi float64) []byte {
	if len(png) < 33 {
		return png
	}
	perMetre := uint32(math.Round(dpi / 0.0254))
	chunk := binary.BigEndian.AppendUint32(nil, 9)
	body := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("pHYs"), perMetre), perMetre), 1)
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))
	return slices.Concat(png[:33], chunk, png[33:])
}

// greys reduces a picture to 16 levels, which a palette of as many holds.
func greys(m *image.RGBA) *image.Paletted {
	levels := make(color.Palette, 16)
	for i := range levels {
		levels[i] = color.Gray{Y: uint8(i * 17)}
	}
	out := image.NewPaletted(m.Rect, levels)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			luma := color.GrayModel.Convert(m.RGBAAt(x, y)).(color.Gray).Y
			out.SetColorIndex(x, y, uint8((int(luma)+8)/17))
		}
	}
	return out
}

// photo makes a colour JPEG whose pixels lie as a camera held that way stores
// them; the EXIF orientation, 1 to 8, says how to turn them back.
func photo(s sheet, orientation int) func() ([]byte, error) {
	return func() ([]byte, error) {
		data, err := storedJPEG(render(s, 150), orientation, 60)
		return withEXIF(withDensity(data, 150), orientation), err
	}
}

func orientedJPEG(upright *image.RGBA, orientation, quality int) ([]byte, error) {
	data, err := storedJPEG(upright, orientation, quality)
	return withEXIF(data, orientation), err
}

// storedJPEG has the pixels as they lie in the camera.
func storedJPEG(upright *image.RGBA, orientation, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, stored(upright, orientation), &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}
