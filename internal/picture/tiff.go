package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"slices"

	"golang.org/x/image/tiff"
)

// Tags of TIFF 6.0 and their values.
const (
	tagSubfile      = 254
	tagWidth        = 256
	tagHeight       = 257
	tagBits         = 258
	tagCompression  = 259
	tagPhotometric  = 262
	tagFillOrder    = 266
	tagStripOffsets = 273
	tagSamples      = 277
	tagRowsPerStrip = 278
	tagPlanar       = 284
	tagStripBytes   = 279
	tagG3Options    = 292
	tagG4Options    = 293
	tagTileWidth    = 322
	tagJPEGTables   = 347
	tagDNG          = 50706

	tiffNone       = 1
	tiffG3         = 3
	tiffG4         = 4
	tiffLZW        = 5
	tiffJPEG       = 7
	tiffDeflate    = 8
	tiffDeflateOld = 32946
	tiffPackBits   = 32773

	whiteIsZero = 0
	rgb         = 2
)

// maxTIFF bounds the pixels of all pages of a TIFF, so that it takes seconds: 34 sheets in colour at 300 dots
// an inch, or four times as many in black and white.
const maxTIFF = 300_000_000

// A tiffPage is a page of a TIFF.
type tiffPage struct {
	directory
	at             uint32 // where its directory stands
	width, height  int
	bits, samples  int
	compression    int
	photometric    int
	fillOrder      int
	rowsPerStrip   int
	tiled          bool
	offsets, sizes []uint32 // of the strips
}

// splitTIFF finds the pages of a TIFF; lost says that there are others. Smaller copies of a page and
// masks are no pages.
func splitTIFF(data []byte) (pages []*tiffPage, lost *Error) {
	order, at, ok := openTIFF(data)
	if !ok {
		return nil, cutShort("TIFF")
	}
	seen := map[uint32]bool{}
	for at != 0 {
		if len(pages) == MaxPages {
			return pages, &Error{fmt.Sprintf("the TIFF picture has more than the %d pages allowed", MaxPages), "scan the pages in parts, each a file of its own"}
		}
		if seen[at] {
			return pages, damaged("TIFF")
		}
		seen[at] = true
		d, whole := readDirectory(data, order, at)
		if !whole {
			return pages, cutShort("TIFF")
		}
		if d.number(tagSubfile, 0)&(1|4) == 0 {
			pages = append(pages, newTIFFPage(d, at))
		}
		at = d.next
	}
	return pages, nil
}

func newTIFFPage(d directory, at uint32) *tiffPage {
	t := &tiffPage{directory: d, at: at}
	t.width, t.height = int(d.number(tagWidth, 0)), int(d.number(tagHeight, 0))
	t.bits, t.samples = int(d.number(tagBits, 1)), int(d.number(tagSamples, 1))
	t.compression, t.photometric = int(d.number(tagCompression, tiffNone)), int(d.number(tagPhotometric, whiteIsZero))
	t.fillOrder, t.tiled = int(d.number(tagFillOrder, 1)), d.number(tagTileWidth, 0) > 0
	t.rowsPerStrip = int(min(d.number(tagRowsPerStrip, 1<<31), uint32(t.height)))
	if t.rowsPerStrip == 0 {
		t.rowsPerStrip = t.height
	}
	if t.rowsPerStrip > 0 {
		strips := (t.height + t.rowsPerStrip - 1) / t.rowsPerStrip
		t.offsets, t.sizes = d.numbers(tagStripOffsets, strips), d.numbers(tagStripBytes, strips)
	}
	return t
}

// strip is the coded samples of a strip, as far as they are in the file.
func (t *tiffPage) strip(i int) []byte {
	if i >= len(t.sizes) || uint64(t.offsets[i]) > uint64(len(t.data)) {
		return nil
	}
	rest := t.data[t.offsets[i]:]
	return rest[:min(uint64(len(rest)), uint64(t.sizes[i]))]
}

// telling are the tags for description, maker, model, software, date, artist, computer, XMP, copyright,
// IPTC, Photoshop, EXIF, colour profile and GPS.
var telling = []uint16{270, 271, 272, 305, 306, 315, 316, 700, 33432, 33723, 34377, tagExif, 34675, 34853}

func (t *tiffPage) tells() bool {
	return slices.ContainsFunc(telling, func(tag uint16) bool { return t.has(tag) })
}

// tiffPixelsPerByte bounds how far the kinds of compression go that are not for black and white: LZW has
// strings of up to 3838 bytes for a code of 12 bits.
const tiffPixelsPerByte = 2560

// stored is how many bytes of coded samples the file can hold.
func (t *tiffPage) stored() int {
	if t.tiled {
		return len(t.data)
	}
	n := 0
	for _, size := range t.sizes {
		n += int(min(uint64(size), uint64(len(t.data))))
	}
	return n
}

// isBilevel reports whether the page is black and white in strips, which are unpacked here.
func (t *tiffPage) isBilevel() bool {
	if t.bits != 1 || t.samples != 1 || t.photometric > 1 || t.tiled {
		return false
	}
	switch t.compression {
	case tiffG3:
		return t.number(tagG3Options, 0)&2 == 0
	case tiffG4:
		return t.number(tagG4Options, 0)&2 == 0
	case tiffNone, tiffLZW, tiffDeflate, tiffDeflateOld, tiffPackBits:
		return true
	}
	return false
}

// memory is how many bytes decoding takes a pixel: of a picture in colour or grey as package tiff has it, in
// grey, on white, and a strip three times, as it grows.
func (t *tiffPage) memory() int {
	switch {
	case t.isBilevel():
		return 2
	case t.isJPEG():
		return 9
	}
	pixel := max(1, t.samples) * max(8, t.bits) / 8
	if t.samples >= 3 {
		pixel = 4 * max(8, t.bits) / 8
	}
	memory := pixel + 1
	if t.photometric > rgb || t.bits > 8 || t.samples > 3 {
		memory += 4
	}
	if !t.tiled {
		memory += 3 * pixel * t.rowsPerStrip / max(1, t.height)
	}
	return memory
}

// check says what can be said of a page without its samples.
func (t *tiffPage) check() error {
	if t.width < 1 || t.height < 1 {
		return damaged("TIFF")
	}
	if err := affordable(t.width, t.height, t.memory()); err != nil {
		return err
	}
	if t.has(tagDNG) {
		return refusal("a raw photograph (DNG)", asJPEG)
	}
	if !t.tiled {
		if n := (t.height + t.rowsPerStrip - 1) / t.rowsPerStrip; len(t.offsets) < n || len(t.sizes) < n {
			return damaged("TIFF")
		}
		for i := range t.offsets {
			if uint64(t.offsets[i])+uint64(t.sizes[i]) > uint64(len(t.data)) {
				return cutShort("TIFF")
			}
		}
	}
	if t.isBilevel() {
		return nil
	}
	if t.samples > 1 && t.number(tagPlanar, 1) != 1 {
		return unusual("TIFF") // package tiff would mix the colours
	}
	if t.width*t.height > t.stored()*tiffPixelsPerByte {
		return cutShort("TIFF")
	}
	if t.isJPEG() {
		return nil
	}
	if _, err := tiff.DecodeConfig(t.overlaid()); err != nil {
		return explainTIFF(err)
	}
	switch t.compression {
	case tiffNone, tiffLZW, tiffDeflate, tiffDeflateOld, tiffPackBits:
		return nil
	}
	return unusual("TIFF")
}

func explainTIFF(err error) error {
	if unsupported := tiff.UnsupportedError(""); errors.As(err, &unsupported) {
		return unusual("TIFF")
	}
	return damaged("TIFF")
}

// work counts towards maxTIFF.
func (t *tiffPage) work() int {
	if t.isBilevel() {
		return t.width * t.height / 4
	}
	return t.width * t.height
}

func inspectTIFF(data []byte) (int, bool) {
	pages, lost := splitTIFF(data)
	work := 0
	for _, t := range pages {
		if t.check() != nil {
			return 0, false
		}
		work += t.work()
	}
	return len(pages), len(pages) > 0 && lost == nil && work <= maxTIFF
}

// readTIFF reads the pages that can be read. The error, if there is none, is that of the first.
func readTIFF(data []byte) (*Scan, error) {
	pages, lost := splitTIFF(data)
	scan := &Scan{Kind: "TIFF", Damage: lost}
	var first error
	work, whole := 0, 0
	for _, t := range pages {
		p, err := t.readWithin(&work)
		switch {
		case err == nil:
			whole++
		case first == nil:
			first = err
		}
		if p != nil {
			scan.Pages = append(scan.Pages, p)
		}
	}
	switch {
	case len(scan.Pages) == 0 && first != nil:
		return nil, first
	case len(scan.Pages) == 0 && lost != nil:
		return nil, lost
	case len(scan.Pages) == 0:
		return nil, damaged("TIFF")
	case first == errWork:
		scan.Damage = errWork
	case lost != nil && lost.Msg == cutShort("TIFF").Msg:
		scan.Damage = &Error{fmt.Sprintf("the TIFF picture is cut short: pages that can be read: %d, of a number that is not known", whole), "copy the whole file again, or " + again}
	case first != nil && lost == nil && len(pages) > 1:
		scan.Damage = &Error{fmt.Sprintf("a part of the TIFF picture is damaged: %d of its %d pages can be read whole", whole, len(pages)), again}
	case first != nil && lost == nil:
		scan.Damage = &Error{"a part of the TIFF picture is damaged and cannot be read", again}
	}
	return scan, nil
}

var errWork = &Error{"the pages of the TIFF picture have more pixels than the 300 million allowed, 1200 million in black and white", "scan the pages again at 300 dots per inch"}

// readWithin reads a page as long as work does not grow beyond maxTIFF. What is left of a page of black and
// white that is cut short is read too.
func (t *tiffPage) readWithin(work *int) (*Picture, error) {
	err := t.check()
	if err != nil && !(t.isBilevel() && err.Error() == cutShort("TIFF").Msg) {
		return nil, err
	}
	if *work += t.work(); *work > maxTIFF {
		return nil, errWork
	}
	return t.read()
}

// read reads a page. One that breaks off is there with an error, if a hundredth of its rows is.
func (t *tiffPage) read() (*Picture, error) {
	p := &Picture{Orientation: t.orientation(), density: t.density()}
	if t.tells() {
		p.change(MetadataRemoved)
	}
	if t.isJPEG() && len(t.offsets) == 1 {
		return t.passJPEG(p)
	}
	defer Room(t.width, t.height, t.memory())()
	switch {
	case t.isBilevel():
		return t.readBilevel(p)
	case t.isJPEG():
		return t.joinJPEG(p)
	}
	img, err := tiff.Decode(t.overlaid())
	if err != nil {
		return nil, explainTIFF(err)
	}
	flat, changed := flatten(img)
	p.change(Reencoded)
	if changed {
		p.change(Flattened)
	}
	return p, p.packAnew(flat, t.photometric <= rgb)
}

func (t *tiffPage) readBilevel(p *Picture) (*Picture, error) {
	m, rows := t.bilevel()
	switch {
	case rows == 0 || rows*100 < t.height:
		return nil, damaged("TIFF")
	case rows < t.height:
		p.change(Reencoded)
		p.change(Cut)
		p.setBilevel(m)
		return p, damaged("TIFF")
	case t.compression == tiffG4 && len(t.offsets) == 1:
		p.setFax(m, bytes.Clone(t.ordered(t.strip(0))), t.photometric != whiteIsZero)
		return p, nil
	}
	p.change(Reencoded)
	p.setBilevel(m)
	return p, nil
}

// overlaid is the file with a header that leads to this page, since package tiff reads the first.
func (t *tiffPage) overlaid() *overlay {
	o := &overlay{Reader: bytes.NewReader(t.data)}
	copy(o.header[:], t.data)
	t.order.PutUint32(o.header[4:], t.at)
	return o
}

type overlay struct {
	*bytes.Reader
	header [8]byte
}

func (o *overlay) ReadAt(p []byte, at int64) (int, error) {
	n, err := o.Reader.ReadAt(p, at)
	if at < 8 {
		copy(p[:n], o.header[at:])
	}
	return n, err
}

// isJPEG reports whether the strips are JPEGs, which share their tables (TIFF technical note 2).
func (t *tiffPage) isJPEG() bool {
	return t.compression == tiffJPEG && t.bits == 8 && (t.samples == 1 || t.samples == 3) && !t.tiled
}

// jpeg is a strip as a file of its own.
func (t *tiffPage) jpeg(i int) []byte {
	file := []byte{0xFF, soi}
	if t.photometric == rgb {
		file = append(file, 0xFF, app14, 0, 14)
		file = append(file, "Adobe\x00\x64\x00\x00\x00\x00\x00"...)
	}
	if tables, _, _ := t.value(tagJPEGTables); len(tables) > 4 {
		file = append(file, tables[2:len(tables)-2]...)
	}
	if coded := t.strip(i); len(coded) > 2 {
		file = append(file, coded[2:]...)
	}
	return file
}

// passJPEG passes a single strip on.
func (t *tiffPage) passJPEG(p *Picture) (*Picture, error) {
	one, err := readJPEG(t.jpeg(0))
	if err != nil {
		return nil, damaged("TIFF")
	}
	q := one.Pages[0]
	q.Orientation, q.density, q.Thumb = p.Orientation, p.density, turned(q.Thumb, p.Orientation)
	if t.tells() {
		q.change(MetadataRemoved)
	}
	if one.Damage != nil {
		return q, damaged("TIFF")
	}
	return q, nil
}

// joinJPEG puts strips together.
func (t *tiffPage) joinJPEG(p *Picture) (*Picture, error) {
	paper := image.NewRGBA(image.Rect(0, 0, t.width, t.height))
	rows := 0
	for i := range t.offsets {
		strip, err := jpeg.DecodeConfig(bytes.NewReader(t.jpeg(i)))
		if err != nil || strip.Width != t.width || strip.Height > t.rowsPerStrip+16 {
			break
		}
		img, err := jpeg.Decode(bytes.NewReader(t.jpeg(i)))
		if err != nil {
			break
		}
		draw.Draw(paper, image.Rect(0, rows, t.width, t.height), img, image.Point{}, draw.Src)
		rows = min(t.height, rows+t.rowsPerStrip)
	}
	if rows == 0 || rows*100 < t.height {
		return nil, damaged("TIFF")
	}
	p.change(Reencoded)
	var err error
	if rows < t.height {
		p.change(Cut)
		err = damaged("TIFF")
	}
	flat := greyed(paper.SubImage(image.Rect(0, 0, t.width, rows)).(*image.RGBA))
	if err := p.packAnew(flat, true); err != nil {
		return nil, err
	}
	return p, err
}

// packAnew writes an opaque picture: a photograph as a JPEG, what has few colours without loss.
func (p *Picture) packAnew(img image.Image, photograph bool) error {
	p.measure(img)
	if !photograph {
		return p.packFlate(img)
	}
	return p.packJPEG(img, 92)
}
