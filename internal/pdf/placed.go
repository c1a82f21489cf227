package pdf

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"

	"golang.org/x/image/ccitt"

	"dossier/internal/picture"
)

// errChecksum is data that is whole, but for the sum that follows it.
var errChecksum = zlib.ErrChecksum

// A PlacedPicture is a picture as it stands on a page.
type PlacedPicture struct {
	Rect               Rect    // what the page shows of it, in points from the lower left of the page as shown
	Share              float64 // of the page that Rect covers, from 0 to 1
	PrintedW, PrintedH float64 // the sides of the picture on paper, in points, along its own rows and columns
	Turn               int     // how its rows run on the page: 0, 90, 180 or 270 degrees counter-clockwise
	Mirrored           bool

	Width, Height int    // in pixels
	Bits          int    // of a sample
	Filter        string // that packs its samples: "DCTDecode", "FlateDecode", "CCITTFaxDecode", "" for none
	ColorSpace    string // "DeviceGray", "DeviceRGB", "DeviceCMYK", "Indexed", or another that is named
	Components    int    // samples of a pixel; 0 if unknown
	Stencil       bool   // ink where its samples are 0, and nothing elsewhere
	Inline        bool   // stands in the drawing itself

	file    *File
	stream  *stream
	palette []byte // of Indexed, the grey of each sample
}

// DPI is how many pixels there are to an inch on paper, along rows and columns.
func (p *PlacedPicture) DPI() (x, y float64) {
	if p.PrintedW <= 0 || p.PrintedH <= 0 {
		return 0, 0
	}
	return float64(p.Width) * 72 / p.PrintedW, float64(p.Height) * 72 / p.PrintedH
}

// placed reads what a picture says of itself.
func (f *File) placed(s *stream, inline bool, resources object) PlacedPicture {
	p := PlacedPicture{file: f, stream: s, Inline: inline}
	p.Width, _ = f.int(s.dict["Width"])
	p.Height, _ = f.int(s.dict["Height"])
	p.Bits, _ = f.int(s.dict["BitsPerComponent"])
	if p.Stencil, _ = f.resolve(s.dict["ImageMask"]).(bool); p.Stencil {
		p.Bits, p.ColorSpace, p.Components = 1, "DeviceGray", 1
	} else {
		space := s.dict["ColorSpace"]
		if n := f.name(space); n != "" {
			if named := f.dict(f.dict(resources)["ColorSpace"])[n]; named != nil {
				space = named
			}
		}
		f.space(&p, space, 0)
	}
	if filters := f.list(s.dict["Filter"]); len(filters) > 0 {
		p.Filter = imageFilterName(f.name(filters[len(filters)-1]))
	}
	return p
}

// imageFilterName knows the short names of the filters of pictures, too.
func imageFilterName(n name) string {
	switch n {
	case "DCT":
		return "DCTDecode"
	case "CCF":
		return "CCITTFaxDecode"
	}
	return longFilterName(n)
}

// space reads a colour space (ISO 32000-1, 8.6) as far as a grey can be made of it.
func (f *File) space(p *PlacedPicture, space object, level int) {
	if n := f.name(space); n != "" {
		switch n {
		case "G", "CalGray":
			n = "DeviceGray"
		case "RGB", "CalRGB":
			n = "DeviceRGB"
		case "CMYK":
			n = "DeviceCMYK"
		}
		p.ColorSpace = string(n)
		p.Components = map[name]int{"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}[n]
		return
	}
	a, _ := f.resolve(space).(array)
	if len(a) == 0 || level > 2 {
		return
	}
	switch kind := f.name(a[0]); {
	case kind == "ICCBased" && len(a) > 1:
		n, _ := f.int(f.dict(a[1])["N"])
		p.ColorSpace = map[int]string{1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}[n]
		p.Components = n
	case (kind == "Indexed" || kind == "I") && len(a) > 3:
		var base PlacedPicture
		f.space(&base, a[1], level+1)
		p.ColorSpace, p.Components = "Indexed", 1
		p.palette = greysOf(f.lookup(a[3]), base.Components)
	case kind == "CalGray", kind == "CalRGB":
		f.space(p, kind, level+1)
	default:
		p.ColorSpace = string(kind)
	}
}

// lookup is the table of an Indexed colour space.
func (f *File) lookup(o object) []byte {
	switch t := f.resolve(o).(type) {
	case text:
		return []byte(t)
	case *stream:
		left := 1 << 16
		data, _ := f.unpack(t, &left)
		return data
	}
	return nil
}

// greysOf makes pixels grey.
func greysOf(samples []byte, components int) []byte {
	if components < 1 {
		return nil
	}
	greys := make([]byte, 0, len(samples)/components)
	for ; len(samples) >= components; samples = samples[components:] {
		greys = append(greys, greyOf(samples[:components]))
	}
	return greys
}

// greyOf is the grey of a pixel of 1, 3 or 4 samples, by the weights of ITU-R BT.601.
func greyOf(c []byte) byte {
	switch len(c) {
	case 3:
		return byte((299*int(c[0]) + 587*int(c[1]) + 114*int(c[2])) / 1000)
	case 4:
		grey := 255 - (299*int(c[0])+587*int(c[1])+114*int(c[2]))/1000
		return byte(max(0, grey-int(c[3])))
	}
	return c[0]
}

// Data is what is stored of the picture, in the format of Filter: the bytes of a JPEG file for
// "DCTDecode". Other filters put on that are taken off.
func (p *PlacedPicture) Data() ([]byte, error) {
	filters := p.file.list(p.stream.dict["Filter"])
	if len(filters) < 2 {
		return p.stream.raw, nil
	}
	left := maxDecoded
	parms := p.file.list(p.stream.dict["DecodeParms"])
	around := &stream{dict: dict{"Filter": filters[:len(filters)-1], "DecodeParms": parms[:min(len(parms), len(filters)-1)]}, raw: p.stream.raw}
	return p.file.unpack(around, &left)
}

// ErrKind is a picture that Gray does not read: JPEG 2000, JBIG2, rare colours and depths.
var ErrKind = errors.New("this kind of picture is not read here")

// maxGray is the most pixels that Gray makes.
const maxGray = picture.MaxPixels / 2

// Gray decodes the picture as it is stored, neither turned nor scaled: JPEG, Group 3 and 4 fax, and samples
// of grey, RGB, CMYK and Indexed, plain or packed. What a damaged picture lacks is white, and comes with an
// error; an ErrKind comes without a picture.
func (p *PlacedPicture) Gray() (m *image.Gray, err error) {
	defer recovered(&err)
	if p.Width < 1 || p.Height < 1 || p.Width > maxGray/p.Height {
		return nil, errSize
	}
	switch p.Filter {
	case "DCTDecode":
		return p.fromJPEG()
	case "CCITTFaxDecode":
		return p.fromFax()
	case "FlateDecode", "LZWDecode", "RunLengthDecode", "ASCII85Decode", "ASCIIHexDecode", "":
		return p.fromSamples()
	}
	return nil, ErrKind
}

func (p *PlacedPicture) fromJPEG() (*image.Gray, error) {
	data, err := p.Data()
	if err != nil {
		return nil, err
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxGray/config.Height {
		return nil, errSize
	}
	defer picture.Room(config.Width, config.Height, 3)()
	decoded, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	size := image.Rect(0, 0, decoded.Bounds().Dx(), decoded.Bounds().Dy())
	switch d := decoded.(type) {
	case *image.Gray:
		return d, nil
	case *image.YCbCr:
		return &image.Gray{Pix: d.Y, Stride: d.YStride, Rect: size}, nil
	case *image.CMYK: // where 255 is full ink, once the decoder has turned over what Adobe turned over
		m := image.NewGray(size)
		turned := byte(255)
		if p.inverted() {
			turned = 0
		}
		for y := range size.Dy() {
			for x := range size.Dx() {
				c := d.Pix[y*d.Stride+4*x:][:4]
				m.Pix[y*m.Stride+x] = greyOf([]byte{turned ^ c[0], turned ^ c[1], turned ^ c[2], turned ^ c[3]})
			}
		}
		return m, nil
	}
	return nil, ErrKind
}

func (p *PlacedPicture) fromFax() (*image.Gray, error) {
	data, err := p.Data()
	if err != nil {
		return nil, err
	}
	f := p.file
	var parms dict
	if list := f.list(p.stream.dict["DecodeParms"]); len(list) > 0 {
		parms = f.dict(list[len(list)-1])
	}
	k, _ := f.int(parms["K"])
	columns, ok := f.int(parms["Columns"])
	if !ok {
		columns = 1728 // ISO 32000-1, table 11
	}
	if k > 0 || columns != p.Width {
		return nil, ErrKind
	}
	format := ccitt.Group3
	if k < 0 {
		format = ccitt.Group4
	}
	align, _ := f.resolve(parms["EncodedByteAlign"]).(bool)
	black1, _ := f.resolve(parms["BlackIs1"]).(bool)
	m := white8(p.Width, p.Height)
	err = ccitt.DecodeIntoGray(m, bytes.NewReader(data), ccitt.MSB, format, &ccitt.Options{Align: align})
	if black1 != p.inverted() {
		for i, v := range m.Pix {
			m.Pix[i] = 255 - v
		}
	}
	return m, err
}

func white8(w, h int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	return m
}

// inverted reports a Decode array that turns the sense of samples round.
func (p *PlacedPicture) inverted() bool {
	d, ok := p.file.numbers(p.stream.dict["Decode"], 2)
	return ok && d[0] > d[1]
}

// fromSamples reads row after row.
func (p *PlacedPicture) fromSamples() (*image.Gray, error) {
	if p.Components == 0 || p.ColorSpace == "Indexed" && p.palette == nil || p.Components > 1 && p.Bits != 8 {
		return nil, ErrKind
	}
	switch p.Bits {
	case 1, 2, 4, 8, 16:
	default:
		return nil, ErrKind
	}
	rows, err := p.rows()
	if err != nil {
		return nil, err
	}
	m := white8(p.Width, p.Height)
	row := make([]byte, (p.Width*p.Bits*p.Components+7)/8)
	for y := range p.Height {
		if err := rows(row); err != nil {
			return m, fmt.Errorf("row %d of %d: %w", y+1, p.Height, err)
		}
		p.grey(m.Pix[y*m.Stride:][:p.Width], row)
	}
	return m, nil
}

// grey makes a row of samples grey.
func (p *PlacedPicture) grey(dst, row []byte) {
	inverted := p.inverted()
	most := 1<<min(p.Bits, 8) - 1
	for x := range dst {
		var v byte
		switch {
		case p.Components > 1:
			v = greyOf(row[x*p.Components:][:p.Components])
		case p.Bits == 8:
			v = row[x]
		case p.Bits == 16:
			v = row[2*x]
		default:
			at := x * p.Bits
			v = row[at/8] >> (8 - p.Bits - at%8) & byte(most)
		}
		switch {
		case p.ColorSpace == "Indexed":
			if int(v) < len(p.palette) {
				v = p.palette[v]
			}
		case p.Bits < 8:
			v = byte(int(v) * 255 / most)
		}
		if inverted && p.ColorSpace != "Indexed" {
			v = 255 - v
		}
		dst[x] = v
	}
}

// rows gives the rows of samples one after the other. Those packed by Flate alone, as nearly all are, are
// never in memory together.
func (p *PlacedPicture) rows() (func(row []byte) error, error) {
	f := p.file
	filters := f.list(p.stream.dict["Filter"])
	if len(filters) != 1 || p.Filter != "FlateDecode" {
		left := 4 * maxDecoded
		data, err := f.unpack(p.stream, &left)
		if err != nil && len(data) == 0 {
			return nil, err
		}
		r := bytes.NewReader(data)
		return func(row []byte) error { _, err := io.ReadFull(r, row); return err }, nil
	}
	z, err := zlib.NewReader(bytes.NewReader(p.stream.raw))
	if err != nil {
		return nil, err
	}
	var parms dict
	if list := f.list(p.stream.dict["DecodeParms"]); len(list) > 0 {
		parms = f.dict(list[0])
	}
	predictor, _ := f.int(parms["Predictor"])
	if predictor < 2 {
		return func(row []byte) error { _, err := io.ReadFull(z, row); return err }, nil
	}
	columns, ok := f.int(parms["Columns"])
	if !ok {
		columns = 1
	}
	colours, ok := f.int(parms["Colors"])
	if !ok {
		colours = 1
	}
	bits, ok := f.int(parms["BitsPerComponent"])
	if !ok {
		bits = 8
	}
	if columns != p.Width || colours != p.Components || bits != p.Bits || predictor == 2 && bits != 8 {
		return nil, ErrKind
	}
	before := make([]byte, (columns*colours*bits+7)/8)
	return func(row []byte) error { return predicted(z, row, before, predictor, max(1, colours*bits/8)) }, nil
}

// predicted reads a row of which the samples were written as differences (ISO 32000-1, 7.4.4.4); before is
// the row above, which becomes this one.
func predicted(r io.Reader, row, before []byte, predictor, size int) error {
	kind := []byte{1} // to the left, as TIFF has it
	if predictor >= 10 {
		if _, err := io.ReadFull(r, kind); err != nil {
			return err
		}
	}
	if _, err := io.ReadFull(r, row); err != nil {
		return err
	}
	for i := range row {
		var left, above, corner int
		above = int(before[i])
		if i >= size {
			left, corner = int(row[i-size]), int(before[i-size])
		}
		switch kind[0] {
		case 1:
			row[i] += byte(left)
		case 2:
			row[i] += byte(above)
		case 3:
			row[i] += byte((left + above) / 2)
		case 4:
			row[i] += paeth(left, above, corner)
		}
	}
	copy(before, row)
	return nil
}

// paeth is the one of three neighbours that is nearest to what they promise (PNG, 9.4).
func paeth(left, above, corner int) byte {
	p := left + above - corner
	a, b, c := abs(p-left), abs(p-above), abs(p-corner)
	switch {
	case a <= b && a <= c:
		return byte(left)
	case b <= c:
		return byte(above)
	}
	return byte(corner)
}

func abs(n int) int { return max(n, -n) }
