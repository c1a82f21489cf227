package picture

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"
)

// tiffEntries are what a page of makeTIFF says of itself.
type tiffEntries struct {
	width, height, bits, photometric, compression, rows int
	fill, orientation                                   int // 0 for none
	more                                                [][2]uint32
}

// makeTIFF is a TIFF of one page.
func makeTIFF(e tiffEntries, strips ...[]byte) []byte {
	return makePages(binary.LittleEndian, "II*\x00", tiffSheet{e, strips})
}

type tiffSheet struct {
	tiffEntries
	strips [][]byte
}

// makePages lays pages out one after the other: strips, tables of them, directory.
func makePages(order binary.AppendByteOrder, mark string, sheets ...tiffSheet) []byte {
	file := order.AppendUint32([]byte(mark), 0)
	link := 4 // where the offset of the next directory goes
	for _, s := range sheets {
		var offsets, sizes []byte
		for _, strip := range s.strips {
			offsets = order.AppendUint32(offsets, uint32(len(file)))
			sizes = order.AppendUint32(sizes, uint32(len(strip)))
			file = append(file, strip...)
		}
		n := uint32(len(s.strips))
		at := uint32(len(file))
		file = append(append(file, offsets...), sizes...)
		first, second := at, at+4*n
		if n == 1 {
			first, second = order.(binary.ByteOrder).Uint32(offsets), order.(binary.ByteOrder).Uint32(sizes)
		}
		entries := [][3]uint32{
			{tagWidth, 1, uint32(s.width)}, {tagHeight, 1, uint32(s.height)}, {tagBits, 1, uint32(s.bits)},
			{tagCompression, 1, uint32(s.compression)}, {tagPhotometric, 1, uint32(s.photometric)},
		}
		if s.fill > 0 {
			entries = append(entries, [3]uint32{tagFillOrder, 1, uint32(s.fill)})
		}
		entries = append(entries, [3]uint32{tagStripOffsets, n, first})
		if s.orientation > 0 {
			entries = append(entries, [3]uint32{tagOrientation, 1, uint32(s.orientation)})
		}
		entries = append(entries, [3]uint32{tagRowsPerStrip, 1, uint32(s.rows)}, [3]uint32{tagStripBytes, n, second})
		for _, m := range s.more {
			entries = append(entries, [3]uint32{m[0], 1, m[1]})
		}
		slices.SortFunc(entries, func(a, b [3]uint32) int { return int(a[0]) - int(b[0]) })
		order.(binary.ByteOrder).PutUint32(file[link:], uint32(len(file)))
		file = order.AppendUint16(file, uint16(len(entries)))
		for _, e := range entries {
			file = order.AppendUint16(file, uint16(e[0]))
			kind := uint16(4)
			if e[0] == tagOrientation {
				kind = 3
			}
			file = order.AppendUint32(order.AppendUint16(file, kind), e[1])
			if kind == 3 {
				file = append(order.AppendUint16(file, uint16(e[2])), 0, 0)
			} else {
				file = order.AppendUint32(file, e[2])
			}
		}
		link = len(file)
		file = order.AppendUint32(file, 0)
	}
	return file
}

// strokes is a page of black and white whose corners are black, white, white, black, as checkCorners has
// them.
func strokes() *bilevel {
	m := newBilevel(90, 60)
	for y := range m.height {
		for x := range m.width {
			if (x < 45) != (y < 30) || x%11 == 5 && y > 8 && x > 30 && x < 60 {
				m.pix[y*m.stride+x/8] |= 0x80 >> (x % 8)
			}
		}
	}
	return m
}

func faxOf(m *bilevel, from, to int) []byte {
	var f fax
	for y := from; y < to; y++ {
		f.row(m.pix[y*m.stride:][:m.stride], m.width)
	}
	return f.close()
}

// group3Of codes a page as T.4 has it: each row by itself, or with mixed most of them against the one
// above; with fill, marks end at a byte.
func group3Of(m *bilevel, mixed, fill bool) []byte {
	var f fax
	for y := range m.height {
		row := m.pix[y*m.stride:][:m.stride]
		for fill && f.n != 4 {
			f.write("0")
		}
		f.write("000000000001")
		alone := !mixed || y%4 == 0
		if mixed && alone {
			f.write("1")
		} else if mixed {
			f.write("0")
		}
		if !alone {
			f.row(row, m.width)
			continue
		}
		f.above = edgesOf(row, m.width)
		at := 0
		for i := 0; at < m.width; i++ {
			f.run(f.above[i]-at, i%2 == 1)
			at = f.above[i]
		}
	}
	for range 6 {
		f.write("000000000001")
		if mixed {
			f.write("1")
		}
	}
	for f.n > 0 {
		f.write("0")
	}
	return f.out
}

func zlibOf(b []byte) []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(b) // to memory
	z.Close()
	return packed.Bytes()
}

// packBitsOf packs without finding runs, but for one, which unpackBits has to know too.
func packBitsOf(b []byte) []byte {
	out := []byte{byte(0x101 - 2), b[0]}
	if b[1] != b[0] {
		out = []byte{1, b[0], b[1]}
	}
	out = append(out, 0x80) // says nothing
	for b = b[2:]; len(b) > 0; {
		n := min(128, len(b))
		out = append(append(out, byte(n-1)), b[:n]...)
		b = b[n:]
	}
	return out
}

// TestBilevelTIFF holds that black stays black in each way to write a page of it.
func TestBilevelTIFF(t *testing.T) {
	m := strokes()
	dark := newBilevel(m.width, m.height) // as stored when 1 is black
	for i := range m.pix {
		dark.pix[i] = ^m.pix[i]
	}
	fax, half := faxOf(m, 0, 60), [][]byte{faxOf(m, 0, 32), faxOf(m, 32, 60)}
	e := tiffEntries{width: 90, height: 60, bits: 1, rows: 60}
	with := func(change func(e *tiffEntries)) tiffEntries {
		e := e
		change(&e)
		return e
	}
	for name, c := range map[string]struct {
		file    []byte
		changed []Change
	}{
		"plain, 1 is black":    {makeTIFF(with(func(e *tiffEntries) { e.compression = tiffNone }), dark.pix), []Change{Reencoded}},
		"plain, 1 is white":    {makeTIFF(with(func(e *tiffEntries) { e.compression, e.photometric = tiffNone, 1 }), m.pix), []Change{Reencoded}},
		"plain, bits reversed": {makeTIFF(with(func(e *tiffEntries) { e.compression, e.fill = tiffNone, 2 }), reversed(dark.pix)), []Change{Reencoded}},
		"deflate":              {makeTIFF(with(func(e *tiffEntries) { e.compression = tiffDeflate }), zlibOf(dark.pix)), []Change{Reencoded}},
		"PackBits":             {makeTIFF(with(func(e *tiffEntries) { e.compression = tiffPackBits }), packBitsOf(dark.pix)), []Change{Reencoded}},
		"G3":                   {makeTIFF(with(func(e *tiffEntries) { e.compression = tiffG3 }), group3Of(m, false, false)), []Change{Reencoded}},
		"G3, filled":           {makeTIFF(with(func(e *tiffEntries) { e.compression = tiffG3 }), group3Of(m, false, true)), []Change{Reencoded}},
		"G3, mixed":            {makeTIFF(with(func(e *tiffEntries) { e.compression, e.more = tiffG3, [][2]uint32{{tagG3Options, 1}} }), group3Of(m, true, false)), []Change{Reencoded}},
		"G3, mixed and filled": {makeTIFF(with(func(e *tiffEntries) { e.compression, e.more = tiffG3, [][2]uint32{{tagG3Options, 5}} }), group3Of(m, true, true)), []Change{Reencoded}},
		"G4":                   {makeTIFF(with(func(e *tiffEntries) { e.compression = tiffG4 }), fax), nil},
		"G4, bits reversed":    {makeTIFF(with(func(e *tiffEntries) { e.compression, e.fill = tiffG4, 2 }), reversed(fax)), nil},
		"G4 of the negative":   {makeTIFF(with(func(e *tiffEntries) { e.compression, e.photometric = tiffG4, 1 }), faxOf(dark, 0, 60)), nil},
		"G4 in two strips":     {makeTIFF(with(func(e *tiffEntries) { e.compression, e.rows = tiffG4, 32 }), half...), []Change{Reencoded}},
		"Motorola order":       {makePages(binary.BigEndian, "MM\x00*", tiffSheet{with(func(e *tiffEntries) { e.compression = tiffG4 }), [][]byte{fax}}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := only(c.file)
			if err != nil {
				t.Fatal(err)
			}
			img, err := p.image()
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(img.(*image.Gray).Pix, m.grey().Pix) || !bytes.Equal(p.Thumb.Pix, m.grey().Pix) {
				t.Error("other pixels")
			}
			if p.Bits != 1 || p.Filter != "CCITTFaxDecode" || p.Sharp != -1 || !slices.Equal(p.Changed, c.changed) {
				t.Errorf("%d bits, %s, sharpness %v, changed %v", p.Bits, p.Filter, p.Sharp, p.Changed)
			}
			black, white := color.RGBA{A: 255}, color.RGBA{255, 255, 255, 255}
			paintAll(t, p, [4]color.RGBA{black, white, white, black})
		})
	}
}

func encodeTIFF(t *testing.T, img image.Image, o *tiff.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := tiff.Encode(&b, img, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestColourTIFF reads what package tiff writes, and pages of JPEG.
func TestColourTIFF(t *testing.T) {
	photo := quarters(96, 64)
	palette := image.NewPaletted(photo.Rect, color.Palette{color.Black, color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}, color.RGBA{0, 0, 255, 255}})
	deep := image.NewRGBA64(photo.Rect)
	for y := range 64 {
		for x := range 96 {
			palette.Set(x, y, photo.At(x, y))
			deep.Set(x, y, photo.At(x, y))
		}
	}
	half := encodeJPEG(t, photo.SubImage(image.Rect(0, 0, 96, 32)))
	lower := encodeJPEG(t, photo.SubImage(image.Rect(0, 32, 96, 64)))
	jpegs := tiffEntries{width: 96, height: 64, bits: 8, photometric: 6, compression: tiffJPEG, rows: 64, more: [][2]uint32{{tagSamples, 3}}}
	two := jpegs
	two.rows = 32
	for name, file := range map[string][]byte{
		"RGB": encodeTIFF(t, photo, nil), "deflate": encodeTIFF(t, photo, &tiff.Options{Compression: tiff.Deflate, Predictor: true}),
		"palette": encodeTIFF(t, palette, nil), "16 bits": encodeTIFF(t, deep, nil),
		"JPEG": makeTIFF(jpegs, encodeJPEG(t, photo)), "two JPEGs": makeTIFF(two, half, lower),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := only(file)
			if err != nil {
				t.Fatal(err)
			}
			if w, h := p.Upright(); w != 96 || h != 64 {
				t.Errorf("%d x %d upright, want 96 x 64", w, h)
			}
			paintAll(t, p, [4]color.RGBA{cornerColor(false, false), cornerColor(true, false), cornerColor(false, true), cornerColor(true, true)})
		})
	}
}

// TestTurnedTIFF has a page of greys stored on its side.
func TestTurnedTIFF(t *testing.T) {
	side := luma(stored(quarters(96, 64), 6))
	p, err := only(makeTIFF(tiffEntries{width: 64, height: 96, bits: 8, photometric: 1, compression: tiffNone, rows: 96, orientation: 6}, side.Pix))
	if err != nil {
		t.Fatal(err)
	}
	if w, h := p.Upright(); w != 96 || h != 64 || p.Thumb.Rect.Dx() != 96 {
		t.Errorf("%d x %d upright, thumbnail %v", w, h, p.Thumb.Rect)
	}
	var want [4]color.RGBA
	for i := range want {
		y := color.GrayModel.Convert(cornerColor(i%2 == 1, i > 1)).(color.Gray).Y
		want[i] = color.RGBA{y, y, y, 255}
	}
	paintAll(t, p, want)
}

// TestPagesOfTIFF says which pages of a file are kept.
func TestPagesOfTIFF(t *testing.T) {
	m := strokes()
	fax := faxOf(m, 0, 60)
	page := tiffSheet{tiffEntries{width: 90, height: 60, bits: 1, compression: tiffG4, rows: 60}, [][]byte{fax}}
	broken, half, mask, large := page, page, page, page
	broken.strips = [][]byte{{0, 0, 0}}
	half.strips = [][]byte{fax[:len(fax)/2]}
	mask.more = [][2]uint32{{tagSubfile, 1}}
	large.width, large.height, large.rows = 12000, 12000, 12000
	file := func(sheets ...tiffSheet) []byte { return makePages(binary.LittleEndian, "II*\x00", sheets...) }
	loop := file(page, page)
	binary.LittleEndian.PutUint32(loop[len(loop)-4:], binary.LittleEndian.Uint32(loop[4:]))
	lost := file(page, page)
	binary.LittleEndian.PutUint32(lost[len(lost)-4:], uint32(len(lost)+100))
	for name, c := range map[string]struct {
		file    []byte
		pages   int
		message string // of the damage, or the error if there is no page
	}{
		"three":                        {file(page, page, page), 3, ""},
		"a smaller copy":               {file(page, mask, page), 2, ""},
		"a broken one":                 {file(page, broken, page), 2, "a part of the TIFF picture is damaged: 2 of its 3 pages can be read whole"},
		"half a page":                  {file(page, half), 2, "a part of the TIFF picture is damaged: 1 of its 2 pages can be read whole"},
		"half a page alone":            {file(half), 1, "a part of the TIFF picture is damaged and cannot be read"},
		"none but a broken one":        {file(broken), 0, "the TIFF picture is damaged"},
		"a loop":                       {loop, 2, "the TIFF picture is damaged"},
		"a page that is not there":     {lost, 2, "the TIFF picture is cut short: pages that can be read: 2, of a number that is not known"},
		"more pixels than are allowed": {file(large), 0, "12000 x 12000 pixels, more than the 120 million allowed"},
		"more pages than are read":     {file(slices.Repeat([]tiffSheet{page}, MaxPages+1)...), MaxPages, "the TIFF picture has more than the 200 pages allowed"},
	} {
		s, err := Read(c.file)
		message, pages := "", 0
		if err != nil {
			message = err.Error()
		} else if pages = len(s.Pages); s.Damage != nil {
			message = s.Damage.Error()
		}
		if pages != c.pages || !strings.Contains(message, c.message) || (message == "") != (c.message == "") {
			t.Errorf("%s: %d pages, %q; want %d, %q", name, pages, message, c.pages, c.message)
		}
		seen := inspected(c.file)
		if c.pages > 0 && c.message == "" && seen != read(c.file) || seen.pages < pages {
			t.Errorf("%s: Inspect says %v", name, seen)
		}
	}
	s, err := Read(file(page, half))
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Pages[1]; p.Height < 10 || p.Height >= 60 || !slices.Contains(p.Changed, Cut) {
		t.Errorf("half a page has %d rows, changed %v", p.Height, p.Changed)
	}
}
