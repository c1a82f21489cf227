package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A codedJPEG is a baseline JPEG made of random coefficients: image/jpeg writes two samplings alone
// and no restart markers.
type codedJPEG struct {
	width, height int
	samplings     [][2]int // h and v of each component
	restart       int
}

// huffmanCodes are the codes of a table as image/jpeg writes it, by value.
func huffmanCodes(table []byte) map[byte]string {
	codes, code, at := map[byte]string{}, 0, 17
	for length := 1; length <= 16; length++ {
		for range table[length] {
			bits := make([]byte, length)
			for i := range bits {
				bits[i] = '0' + byte(code>>(length-1-i)&1)
			}
			codes[table[at]] = string(bits)
			at, code = at+1, code+1
		}
		code <<= 1
	}
	return codes
}

// file draws coefficients with number, which gives a whole number from 0 to less than n.
func (c codedJPEG) file(number func(n int) int) []byte {
	var b bytes.Buffer
	jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil) // to memory
	grey := b.Bytes()
	tables := between(grey, dht, sos)
	dc := huffmanCodes(tables[4:])
	ac := huffmanCodes(tables[4+17+12:])
	frame := []byte{8, byte(c.height >> 8), byte(c.height), byte(c.width >> 8), byte(c.width), byte(len(c.samplings))}
	scan := []byte{byte(len(c.samplings))}
	for i, s := range c.samplings {
		frame = append(frame, byte(i+1), byte(s[0]<<4|s[1]), 0)
		scan = append(scan, byte(i+1), 0)
	}
	file := slices.Concat([]byte{0xFF, soi}, between(grey, dqt, sof0), segment(sof0, frame), tables)
	if c.restart > 0 {
		file = append(file, segment(dri, []byte{byte(c.restart >> 8), byte(c.restart)})...)
	}
	if len(c.samplings) == 4 {
		file = append(file, segment(app14, []byte("Adobe\x00\x64\x00\x00\x00\x00\x00"))...)
	}
	file = append(file, segment(sos, append(scan, 0, 63, 0))...)
	var bits []byte
	flush := func() {
		for len(bits)%8 > 0 {
			bits = append(bits, '1')
		}
		for ; len(bits) > 0; bits = bits[8:] {
			b := byte(0)
			for _, bit := range bits[:8] {
				b = b<<1 | (bit - '0')
			}
			if file = append(file, b); b == 0xFF {
				file = append(file, 0)
			}
		}
	}
	some := func(n int) {
		for range n {
			bits = append(bits, '0'+byte(number(2)))
		}
	}
	block := func() {
		size := number(6)
		bits = append(bits, dc[byte(size)]...)
		some(size)
		k := 1
		for number(4) > 0 {
			run, size := number(3), 1+number(5)
			if number(12) == 0 && k+16 < 64 {
				bits = append(bits, ac[0xF0]...)
				k += 16
			}
			if k+run > 63 {
				break
			}
			bits = append(bits, ac[byte(run<<4|size)]...)
			some(size)
			k += run + 1
		}
		if k < 64 {
			bits = append(bits, ac[0]...)
		}
	}
	h, v := c.samplings[0][0], c.samplings[0][1]
	mcus := (c.width + 8*h - 1) / (8 * h) * ((c.height + 8*v - 1) / (8 * v))
	for mcu := range mcus {
		if c.restart > 0 && mcu > 0 && mcu%c.restart == 0 {
			flush()
			file = append(file, 0xFF, rst0+byte(mcu/c.restart-1)%8)
		}
		for _, s := range c.samplings {
			for range s[0] * s[1] {
				block()
			}
		}
	}
	flush()
	return append(file, 0xFF, eoi)
}

var samplings = map[string][][2]int{
	"grey": {{1, 1}}, "4:4:4": {{1, 1}, {1, 1}, {1, 1}}, "4:2:2": {{2, 1}, {1, 1}, {1, 1}}, "4:4:0": {{1, 2}, {1, 1}, {1, 1}},
	"4:2:0": {{2, 2}, {1, 1}, {1, 1}}, "CMYK": {{1, 1}, {1, 1}, {1, 1}, {1, 1}}, "CMYK 4:2:0": {{2, 2}, {1, 1}, {1, 1}, {2, 2}},
}

// TestWalk holds that the walk knows every sampling, with restart markers and without, and that its
// thumbnail is the picture, whatever part of the coefficients it takes.
func TestWalk(t *testing.T) {
	seed := uint32(7)
	number := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for name, s := range samplings {
		for _, width := range []int{1100, 2100, 4300} {
			for _, restart := range []int{0, 7} {
				data := codedJPEG{width, 43, s, restart}.file(number)
				img, err := jpeg.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatalf("%s: image/jpeg: %v", name, err)
				}
				f, err := openJPEG(data)
				if err != nil {
					t.Fatal(err)
				}
				w := newWalk(f)
				if w == nil || !w.run() || w.wholeRows() != 43 {
					t.Errorf("%s, %d wide, restart %d: the walk stops", name, width, restart)
					continue
				}
				if !bytes.Equal(w.whole(), f.segments[len(f.segments)-1].coded) {
					t.Errorf("%s: closed otherwise than it was", name)
				}
				if w.thumb == nil {
					continue
				}
				want := reduce(luma(img), width, 43, reduction(width, 43))
				got := w.thumbnail(1)
				if got.Rect != want.Rect {
					t.Fatalf("%s: thumbnail %v, want %v", name, got.Rect, want.Rect)
				}
				sum, n := 0.0, want.Stride*(want.Rect.Dy()-1) // the last row may have pixels outside
				for i := range n {
					sum += math.Abs(float64(got.Pix[i]) - float64(want.Pix[i]))
				}
				if sum > 20*float64(n) { // two random pictures differ by 60 or more
					t.Errorf("%s, %d wide: the thumbnail is another picture, by %.0f levels", name, width, sum/float64(n))
				}
			}
		}
	}
}

// TestThumb holds the thumbnail of a smooth picture against the mean of its pixels, for each part of the
// coefficients that is taken, and turned.
func TestThumb(t *testing.T) {
	for _, c := range []struct{ w, h, factor int }{{700, 400, 1}, {1203, 901, 2}, {2400, 1811, 4}, {4800, 1211, 8}, {8200, 1000, 16}} {
		img := image.NewGray(image.Rect(0, 0, c.w, c.h))
		for i := range img.Pix {
			x, y := i%img.Stride, i/img.Stride
			img.Pix[i] = byte(128 + 60*math.Sin(float64(x)/90)*math.Cos(float64(y)/70) + 50*float64(x)/float64(c.w))
		}
		data := withSegments(encodeJPEG(t, img), segment(app1, exif(6, true)))
		p, err := only(data)
		if err != nil {
			t.Fatal(err)
		}
		small := reduce(img, c.w, c.h, c.factor)
		want := turned(small, 6)
		if p.Thumb.Rect != want.Rect {
			t.Errorf("%d x %d: thumbnail %v, want %v", c.w, c.h, p.Thumb.Rect, want.Rect)
			continue
		}
		for i := range want.Pix {
			if d := int(p.Thumb.Pix[i]) - int(want.Pix[i]); d < -6 || d > 6 {
				t.Errorf("%d x %d: thumbnail pixel %d is %d, want %d", c.w, c.h, i, p.Thumb.Pix[i], want.Pix[i])
				break
			}
		}
		if at := stored(small, 6); at.Bounds() != want.Rect {
			t.Errorf("turned to %v, want %v", want.Rect, at.Bounds())
		}
	}
}

// TestWalkAgrees changes coded samples at random: what the walk calls whole image/jpeg decodes, and a
// file is read without damage exactly if image/jpeg decodes it.
func TestWalkAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"grey", "4:4:4", "4:2:2", "4:4:0", "4:2:0", "CMYK", "CMYK 4:2:0"}).Draw(t, "sampling")
		seed := rapid.Uint32().Draw(t, "seed")
		number := func(n int) int {
			seed = seed*1664525 + 1013904223
			return int(seed>>8) % n
		}
		c := codedJPEG{rapid.IntRange(1, 60).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height"), samplings[name], rapid.IntRange(0, 5).Draw(t, "restart")}
		agree(t, changedSamples(t, c.file(number)))
	})
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// changedSamples changes, drops or doubles a few bytes after the header of the scan.
func changedSamples(t *rapid.T, data []byte) []byte {
	from := bytes.Index(data, []byte{0xFF, sos}) + 2
	for range rapid.IntRange(0, 3).Draw(t, "changes") {
		if len(data) < from+3 {
			break
		}
		at := rapid.IntRange(from, len(data)-3).Draw(t, "at")
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			data[at] = rapid.Byte().Draw(t, "byte")
		case 1:
			data = slices.Delete(data, at, at+1)
		case 2:
			data = slices.Insert(data, at, data[at])
		}
	}
	return data
}

func agree(t fataler, data []byte) {
	t.Helper()
	f, err := openJPEG(data)
	if err != nil || affordable(f.config.Width, f.config.Height, f.memory()) != nil {
		return
	}
	_, theirs := f.decode()
	if w := newWalk(f); w != nil && w.run() && theirs != nil {
		t.Fatalf("the walk finds all, image/jpeg says %v", theirs)
	}
	if s, err := Read(data); f.ended && f.scans <= maxScans && (err == nil && s.Damage == nil) != (theirs == nil) {
		t.Fatalf("Read says %v, %v; image/jpeg says %v", s, err, theirs)
	}
}

// FuzzWalk asks the same of any bytes.
func FuzzWalk(f *testing.F) {
	for _, s := range samplings {
		f.Add(codedJPEG{40, 40, s, 2}.file(func(n int) int { return n / 2 }))
	}
	f.Add(encodeJPEG(f, quarters(40, 24)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !bytes.HasPrefix(data, []byte("\xff\xd8\xff")) {
			return
		}
		if f, err := openJPEG(data); err != nil || f.config.Width*f.config.Height > 1<<20 {
			return
		}
		agree(t, data)
	})
}

// TestCutJPEG cuts a picture of colour bands: the rows that are there are kept byte for byte.
func TestCutJPEG(t *testing.T) {
	for name, s := range samplings {
		data := codedJPEG{64, 96, s, 3}.file(func(n int) int { return n / 2 })
		whole, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		from := bytes.Index(data, []byte{0xFF, sos})
		for cut := len(data) - 3; cut > from+20; cut -= 29 {
			scan, err := Read(data[:cut])
			if err != nil {
				continue // less than a row of blocks
			}
			p := scan.Pages[0]
			if p.Height == 96 && scan.Damage == nil && slices.Contains(p.Changed, Closed) {
				continue
			}
			if scan.Damage == nil || scan.Damage.Msg != cutShort("JPEG").Msg || !slices.Contains(p.Changed, Cut) || p.Height >= 96 {
				t.Errorf("%s cut at %d: %d rows, changed %v, damage %v", name, cut, p.Height, p.Changed, scan.Damage)
				continue
			}
			filled, err := Read(append(bytes.Clone(data[:cut]), make([]byte, 500)...)) // as an interrupted copy may leave it
			if err != nil || filled.Damage == nil || filled.Pages[0].Height != p.Height {
				t.Errorf("%s cut at %d and filled with zeros: %v", name, cut, err)
			}
			img, err := jpeg.Decode(bytes.NewReader(p.Data))
			if err != nil || img.Bounds().Dy() != p.Height {
				t.Fatalf("%s cut at %d: %v", name, cut, err)
			}
			for y := range p.Height - 8 { // what lies below has its part in the last row of blocks, where chroma is smaller
				for x := 0; x < 64; x += 5 {
					if img.At(x, y) != whole.At(x, y) {
						t.Fatalf("%s cut at %d: pixel %d, %d is %v, was %v", name, cut, x, y, img.At(x, y), whole.At(x, y))
					}
				}
			}
		}
	}
}
