package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"sort"
)

// Markers of JPEG segments (ITU-T T.81, table B.1).
const (
	sof0  = 0xC0
	sof1  = 0xC1
	sof2  = 0xC2
	dht   = 0xC4
	rst0  = 0xD0
	rst7  = 0xD7
	soi   = 0xD8
	eoi   = 0xD9
	sos   = 0xDA
	dqt   = 0xDB
	dri   = 0xDD
	app0  = 0xE0
	app1  = 0xE1
	app14 = 0xEE
	app15 = 0xEF
	com   = 0xFE
)

// jpegPixelsPerByte bounds how far JPEG compresses: every block of 8 x 8 pixels of the
// finest component takes at least one bit.
const jpegPixelsPerByte = 8 * 64

// maxScans bounds the passes over all blocks that a progressive JPEG may ask for. Encoders make 10.
const maxScans = 64

// A jpegFile is what matters of a JPEG file.
type jpegFile struct {
	data     []byte        // the file
	segments []jpegSegment // without those that tell about the picture
	ended    bool          // there is an end marker
	told     bool          // something told about the picture, or followed its end
	exif     []byte        // the body of the first EXIF block
	density  density       // of JFIF
	adobe    bool
	coded    int // bytes of coded samples
	scans    int
	config   image.Config
}

type jpegSegment struct {
	marker byte
	body   []byte
	coded  []byte // the samples that follow the header of a scan, with restart markers
}

func readJPEG(data []byte) (*Scan, error) {
	f, err := openJPEG(data)
	if err != nil {
		return nil, err
	}
	if err := affordable(f.config.Width, f.config.Height, f.memory()); err != nil {
		return nil, err
	}
	return pictureOf(f).decodeJPEG(f)
}

// pictureOf is what is known of a JPEG before its samples are looked at.
func pictureOf(f *jpegFile) *Picture {
	p := &Picture{
		Width: f.config.Width, Height: f.config.Height, Orientation: orientation(f.exif),
		Bits: 8, Filter: "DCTDecode", density: f.density.or(resolution(f.exif)),
	}
	p.setColor(f)
	if f.told {
		p.change(MetadataRemoved)
	}
	return p
}

// Again is the page of a JPEG file that Read has looked at before and found whole, with the sharpness that it had: its
// samples are left alone, so it has no Thumb. It is an error if the file is no JPEG that goes into a PDF as it is.
func Again(data []byte, sharp float64) (*Picture, error) {
	if kind, err := recognised(data); err != nil || kind != "JPEG" {
		return nil, damaged("JPEG")
	}
	f, err := openJPEG(data)
	if err != nil {
		return nil, err
	}
	if err := affordable(f.config.Width, f.config.Height, f.memory()); err != nil {
		return nil, err
	}
	p := pictureOf(f)
	p.Data, p.Sharp = f.bytes(), sharp
	if !f.ended {
		p.change(Closed)
	}
	return p, nil
}

// decodeJPEG sets what p takes of the samples of f: all of them, if they are there.
func (p *Picture) decodeJPEG(f *jpegFile) (*Scan, error) {
	scan := &Scan{Kind: "JPEG", Pages: []*Picture{p}}
	walk := newWalk(f)
	whole := walk != nil && walk.run()
	if whole && walk.thumb != nil && f.config.ColorModel != color.RGBAModel {
		p.Data = f.bytes()
		p.Thumb, p.Sharp = walk.thumbnail(p.Orientation), walk.sharp.value()
	} else if err := p.decodePixels(f); err == nil {
		whole = whole || f.ended || walk != nil
	} else if walk == nil {
		return p.decodeScans(scan, f, err)
	} else if err := p.cutJPEG(f, walk); err != nil {
		return nil, err
	}
	if !whole {
		scan.Damage = f.lost()
	} else if !f.ended {
		p.change(Closed)
	}
	return scan, nil
}

// decodePixels has image/jpeg decode f.
func (p *Picture) decodePixels(f *jpegFile) error {
	if err := checkSize("JPEG", p.Width, p.Height, f.coded, jpegPixelsPerByte); err != nil {
		return err
	}
	if f.scans > maxScans {
		return damaged("JPEG")
	}
	defer Room(p.Width, p.Height, max(4, f.memory()))()
	img, err := f.decode()
	if err != nil {
		return explainJPEG(err)
	}
	p.Data = f.bytes()
	p.measure(img)
	return nil
}

// cutJPEG keeps the rows that the walk found whole. A JPEG of that height is made of their samples as
// they are.
func (p *Picture) cutJPEG(f *jpegFile, w *walk) error {
	rows := w.wholeRows()
	if rows*100 < p.Height || rows == 0 {
		return f.lost()
	}
	cut := *f
	cut.segments = slices.Clone(f.segments)
	for i := range cut.segments {
		switch s := &cut.segments[i]; s.marker {
		case sof0, sof1:
			s.body = bytes.Clone(s.body)
			binary.BigEndian.PutUint16(s.body[1:], uint16(rows))
		case sos:
			s.coded = w.whole()
		}
	}
	cut.config.Height, p.Height = rows, rows
	p.change(Cut)
	return p.decodePixels(&cut)
}

// decodeScans keeps what the whole scans of a progressive JPEG show, which refine the picture one
// after the other. cause is why all of them cannot be decoded.
func (p *Picture) decodeScans(scan *Scan, f *jpegFile, cause error) (*Scan, error) {
	var starts []int // of the scans
	for i, s := range f.segments {
		if s.marker == sos {
			starts = append(starts, i)
		}
	}
	first := func(scans int) *jpegFile { // the file with so many of its scans
		less := *f
		less.segments = f.segments[:starts[scans]]
		return &less
	}
	if !f.progressive() || f.scans > maxScans {
		starts = nil
	}
	dropped := 1 + sort.Search(max(0, len(starts)-1), func(i int) bool { return p.decodePixels(first(len(starts)-1-i)) == nil })
	if kept := len(starts) - dropped; kept > 0 && first(kept).allMeans() && p.decodePixels(first(kept)) == nil {
		p.change(Cut)
		scan.Damage = f.lost()
		return scan, nil
	}
	if !f.ended {
		cause = cutShort("JPEG")
	}
	return nil, cause
}

// lost says that a part of the file is.
func (f *jpegFile) lost() *Error {
	if f.ended {
		return damaged("JPEG")
	}
	return cutShort("JPEG")
}

// inspectJPEG reports whether a file looks whole: it does not look at samples.
func inspectJPEG(data []byte) bool {
	f, err := openJPEG(data)
	return err == nil && f.ended && f.scans <= maxScans &&
		affordable(f.config.Width, f.config.Height, f.memory()) == nil &&
		checkSize("JPEG", f.config.Width, f.config.Height, f.coded, jpegPixelsPerByte) == nil
}

// memory is how many bytes decoding takes a pixel: 1 where the samples are walked over, else one for each
// sample, 4 more for each in a progressive picture, which keeps the coefficients, and 4 for
// colours that are put together.
func (f *jpegFile) memory() int {
	sum, first := 1, 1 // sampling factors
	for _, s := range f.segments {
		if s.marker >= sof0 && s.marker <= sof2 && len(s.body) > 7 {
			sum, first = 0, max(1, int(s.body[7]>>4)*int(s.body[7]&15))
			for i := 7; i < len(s.body); i += 3 {
				sum += int(s.body[i]>>4) * int(s.body[i]&15)
			}
		}
	}
	bytes := 1
	if f.progressive() {
		bytes += (5*sum + first - 1) / first
	}
	if f.config.ColorModel != color.YCbCrModel && f.config.ColorModel != color.GrayModel {
		bytes = max(bytes, (sum+first-1)/first) + 4
	}
	return bytes
}

func (w *walk) thumbnail(orientation int) *image.Gray {
	factor := max(1, reduction(w.width, w.height)/8)
	cells := image.Rect(0, 0, (w.width*w.cells+7)/8, (w.height*w.cells+7)/8)
	return turned(reduce(w.thumb, cells.Dx(), cells.Dy(), factor), orientation)
}

// setColor names the colour space. Adobe writes CMYK so that 255 means no ink, the reverse of PDF.
func (p *Picture) setColor(f *jpegFile) {
	switch f.config.ColorModel {
	case color.GrayModel:
		p.ColorSpace = "DeviceGray"
	case color.CMYKModel:
		p.ColorSpace = "DeviceCMYK"
		if f.adobe {
			p.Decode = []float64{1, 0, 1, 0, 1, 0, 1, 0}
		}
	default:
		p.ColorSpace = "DeviceRGB"
	}
}

func explainJPEG(err error) *Error {
	var unsupported jpeg.UnsupportedError
	if errors.As(err, &unsupported) {
		return unusual("JPEG")
	}
	return damaged("JPEG")
}

// openJPEG takes a file apart and reads its header.
func openJPEG(data []byte) (*jpegFile, error) {
	f := splitJPEG(data)
	if f.scans == 0 && !f.ended {
		return nil, cutShort("JPEG")
	}
	var head []byte
	for _, s := range f.segments {
		head = s.append(head)
	}
	var err error
	f.config, err = jpeg.DecodeConfig(bytes.NewReader(slices.Concat([]byte{0xFF, soi}, head, []byte{0xFF, eoi})))
	switch {
	case err != nil:
		return nil, explainJPEG(err)
	case f.scans == 0 || f.config.Width < 1 || f.config.Height < 1:
		return nil, damaged("JPEG")
	}
	return f, nil
}

// splitJPEG splits a JPEG from its start to its end marker and drops the segments that tell about
// the picture; what decides the pixels stays byte for byte. What follows the end marker, where
// telephones keep more pictures and films, is dropped, as is a segment that is cut.
func splitJPEG(data []byte) *jpegFile {
	f := &jpegFile{data: data}
	for rest, scan := data[2:], false; ; {
		i := nextMarker(rest)
		if scan {
			coded := rest[:max(i, 0)]
			if i < 0 {
				coded = withoutTail(rest)
			}
			f.segments[len(f.segments)-1].coded = coded
			f.coded += len(coded)
		}
		if i < 0 {
			return f
		}
		marker := rest[i+1]
		rest = rest[i+2:]
		if marker == eoi {
			f.ended = true
			f.told = f.told || len(bytes.Trim(rest, "\x00")) > 0
			return f
		}
		if len(rest) < 2 || len(rest) < int(binary.BigEndian.Uint16(rest)) {
			return f
		}
		length := max(2, int(binary.BigEndian.Uint16(rest)))
		scan = f.add(marker, rest[2:length])
		rest = rest[length:]
	}
}

// withoutTail is coded samples that no marker follows, without half a marker and without the zeros that an
// interrupted copy leaves where there would be more.
func withoutTail(coded []byte) []byte {
	const most = 16 // zero bytes in a row that a picture may end in
	if less := bytes.TrimRight(coded, "\x00"); len(coded)-len(less) > most {
		coded = less
	}
	return bytes.TrimSuffix(coded, []byte{0xFF})
}

// add takes a segment, and reports whether samples follow it.
func (f *jpegFile) add(marker byte, body []byte) bool {
	if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok && marker == app1 && f.exif == nil {
		f.exif = tiff
	}
	kept := keep(marker, body)
	if kept == nil {
		f.told = true
		return false
	}
	switch marker {
	case app0:
		f.density.jfif(kept)
		f.told = f.told || len(body) > len(kept)
	case app14:
		f.adobe = true
	case sos:
		f.scans++
	}
	f.segments = append(f.segments, jpegSegment{marker: marker, body: kept})
	return marker == sos
}

// nextMarker finds 0xFF before a marker that starts a segment or ends the file; -1 if there
// is none. 0xFF00 and restart markers belong to the coded samples, a second 0xFF is filling.
func nextMarker(b []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(b[at:], 0xFF)
		if i < 0 || at+i+1 >= len(b) {
			return -1
		}
		at += i
		if m := b[at+1]; m != 0 && m != 0xFF && (m < rst0 || m > rst7) {
			return at
		}
	}
}

// keep is the body of a segment to copy, nil to drop it. Of the application segments only two
// say how to read the colours: JFIF, here without its thumbnail, and Adobe.
func keep(marker byte, body []byte) []byte {
	switch {
	case marker == app0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 14:
		return append(append([]byte{}, body[:12]...), 0, 0)
	case marker == app14 && bytes.HasPrefix(body, []byte("Adobe")) && len(body) >= 12:
		return body[:12]
	case marker >= app0 && marker <= app15, marker == com:
		return nil
	}
	return body
}

func (s *jpegSegment) append(b []byte) []byte {
	b = append(b, 0xFF, s.marker)
	b = binary.BigEndian.AppendUint16(b, uint16(len(s.body)+2))
	return append(b, s.body...)
}

// bytes is the file without what tells about the picture, closed by an end marker: its own bytes where those are the same.
func (f *jpegFile) bytes() []byte {
	size := 4
	for _, s := range f.segments {
		size += 4 + len(s.body) + len(s.coded)
	}
	if f.bare(size) {
		return f.data
	}
	b := append(make([]byte, 0, size), 0xFF, soi)
	for _, s := range f.segments {
		b = append(s.append(b), s.coded...)
	}
	return append(b, 0xFF, eoi)
}

// bare says whether the file is the size bytes that are wanted of it, and nothing else.
func (f *jpegFile) bare(size int) bool {
	if len(f.data) != size {
		return false
	}
	at := 0
	same := func(b []byte) bool {
		at += len(b)
		return bytes.Equal(f.data[at-len(b):at], b)
	}
	all := same([]byte{0xFF, soi})
	var head []byte
	for _, s := range f.segments {
		head = s.append(head[:0])
		all = all && same(head) && same(s.coded) // which lies there: it is not gone through
	}
	return all && same([]byte{0xFF, eoi})
}

// decode has image/jpeg decode the pixels. It takes CMYK with an Adobe segment alone, which turns
// the inks over.
func (f *jpegFile) decode() (image.Image, error) {
	if f.adobe || f.config.ColorModel != color.CMYKModel {
		return jpeg.Decode(bytes.NewReader(f.bytes()))
	}
	marked := *f
	marked.segments = slices.Insert(slices.Clone(f.segments), 0, jpegSegment{marker: app14, body: []byte("Adobe\x00\x64\x00\x00\x00\x00\x00")})
	img, err := jpeg.Decode(bytes.NewReader(marked.bytes()))
	if inks, ok := img.(*image.CMYK); ok {
		for i := range inks.Pix {
			inks.Pix[i] ^= 0xFF
		}
	}
	return img, err
}

func (f *jpegFile) progressive() bool {
	return slices.ContainsFunc(f.segments, func(s jpegSegment) bool { return s.marker == sof2 })
}

// allMeans reports whether each component has its first scan, that of the means: without it
// the colours are false.
func (f *jpegFile) allMeans() bool {
	var have []byte
	components := 0
	for _, s := range f.segments {
		switch {
		case s.marker == sof2 && len(s.body) >= 6:
			components = int(s.body[5])
		case s.marker == sos && len(s.body) > 4 && s.body[len(s.body)-3] == 0 && s.body[len(s.body)-1]>>4 == 0:
			for i := 1; i+4 < len(s.body); i += 2 {
				if !slices.Contains(have, s.body[i]) {
					have = append(have, s.body[i])
				}
			}
		}
	}
	return components > 0 && len(have) == components
}
