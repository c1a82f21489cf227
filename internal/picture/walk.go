package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// A walk goes over the coded samples of a baseline JPEG without transforming them: it holds that
// every block is there and can be decoded, and on the way takes the thumbnail and the sharpness from
// the coefficients of the luma. It knows the common kind alone, one scan of all components coded by
// Huffman with 8-bit tables; what is rarer, and each oddity that image/jpeg lets pass in coded samples
// (an end of block with a length, coefficients past the last), it leaves to that package. So
// what it calls whole image/jpeg decodes too, and what it does not is to be asked of image/jpeg.
type walk struct {
	width, height int // pixels
	components    []walkComponent
	restart       int // MCUs between two restart markers, 0 for none
	mcusX, mcusY  int
	coded         []byte // with restart markers, as in the file

	cells   int // thumbnail pixels along the side of a block: 0 for none, 1, 2 or 4
	thumb   *image.Gray
	sharp   sharpness
	weights [64]weight // of the luma, in coded order

	// After run: the rows of MCUs that are whole, where in coded the samples start of the restart
	// interval in which the last of them ends, and how many bits of it belong to them.
	rows, from, bits int
}

type walkComponent struct {
	id, h, v, quantizer int
	dc, ac              *huffman
	last                int32 // the mean of the block before
}

// zigzag is the natural place, row by row, of each coefficient in coded order (T.81, figure A.6).
var zigzag = [64]uint8{
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
}

// A huffman is a table of codes. fast has an entry for each beginning of fastBits bits, 0 where the code
// is longer; then end and first find it.
type huffman struct {
	fast  [1 << fastBits]entry
	end   [17]uint32 // by length: the first 16-bit beginning past the codes of that length
	first [17]int32  // by length: what to add to the code for its place in values
	value []byte
}

const fastBits = 11

// An entry is a code and the number after it: their length together in the low byte, then how far the
// code leads on among coefficients, the value of the code, and the number itself in
// the high 16 bits, if it lies within the beginning; else 0.
type entry uint64

// endOfBlock is how far the code for it leads on: further than any other.
const endOfBlock = 128

func newEntry(value byte, length int, after uint32, left int) entry {
	run, size := int(value>>4), int(value&15)
	onward := run + 1
	if value == 0 {
		onward = endOfBlock
	}
	e := entry(length+size) | entry(onward)<<8 | entry(value)<<16
	if size > 0 && size <= left {
		e |= entry(uint16(signed(after>>(left-size), uint(size)))) << 48
	}
	return e
}

func (e entry) length() uint  { return uint(e & 63) } // 31 at most; so masked, a shift by it needs no test
func (e entry) onward() int   { return int(e >> 8 & 0xFF) }
func (e entry) value() byte   { return byte(e >> 16) }
func (e entry) number() int32 { return int32(int64(e) >> 48) }

// newHuffman reads a table as DHT has it: sixteen counts and the values. nil if more codes are
// asked for than there are.
func newHuffman(counts, values []byte) *huffman {
	h := &huffman{value: values}
	code, place := uint32(0), int32(0)
	for length := 1; length <= 16; length++ {
		n := uint32(counts[length-1])
		h.first[length] = place - int32(code)
		if code+n > 1<<length {
			return nil
		}
		for range n {
			if left := fastBits - length; left >= 0 {
				for after := range uint32(1) << left {
					h.fast[code<<left|after] = newEntry(values[place], length, after, left)
				}
			}
			code, place = code+1, place+1
		}
		h.end[length] = code << (16 - length)
		code <<= 1
	}
	return h
}

// long finds a code longer than fastBits at the start of the 16 bits; 0 if there is none.
func (h *huffman) long(bits uint32) entry {
	for length := fastBits + 1; length <= 16; length++ {
		if bits < h.end[length] {
			return newEntry(h.value[h.first[length]+int32(bits>>(16-length))], length, 0, 0)
		}
	}
	return 0
}

// newWalk prepares a walk over a file; nil if it is not of the common kind.
func newWalk(f *jpegFile) *walk {
	w := &walk{}
	var quantizers [4][]byte
	var tables [2][4]*huffman
	for i, s := range f.segments {
		switch {
		case s.marker == sos:
			if i != len(f.segments)-1 || !w.selectTables(s.body, tables) {
				return nil
			}
			w.coded = s.coded
		case s.marker == sof0 || s.marker == sof1:
			if w.components != nil || !w.frame(s.body) {
				return nil
			}
		case s.marker == dqt:
			for b := s.body; len(b) > 0; b = b[65:] {
				if len(b) < 65 || b[0] > 3 {
					return nil
				}
				quantizers[b[0]] = b[1:65]
			}
		case s.marker == dht:
			if !readTables(s.body, &tables) {
				return nil
			}
		case s.marker == dri && len(s.body) == 2:
			w.restart = int(binary.BigEndian.Uint16(s.body))
		case s.marker < app0 || s.marker > app15:
			return nil
		}
	}
	if w.coded == nil {
		return nil
	}
	for _, c := range w.components {
		if quantizers[c.quantizer] == nil {
			return nil
		}
	}
	w.measures(quantizers[w.components[0].quantizer])
	return w
}

// measures sets what is taken of the luma.
func (w *walk) measures(quantizer []byte) {
	for k := range w.weights {
		at := zigzag[k]
		w.weights[k] = weight{quantizer: int32(quantizer[k]), low: 16}
		if at&7 < 4 && at < 4*8 {
			w.weights[k].low = at>>3<<2 | at&7
		}
		if at&7 < 3 && at < 3*8 {
			w.weights[k].smooth = -1
		}
	}
	factor := reduction(w.width, w.height)
	w.cells = max(1, 8/factor)
	if factor == 1 || len(w.components) == 4 {
		w.cells = 0 // so small, or so rare, that the pixels are decoded
		return
	}
	c := w.components[0]
	w.thumb = image.NewGray(image.Rect(0, 0, w.mcusX*c.h*w.cells, w.mcusY*c.v*w.cells))
}

// frame reads the frame header. Which samplings there may be is what image/jpeg reads.
func (w *walk) frame(b []byte) bool {
	if len(b) < 6 || b[0] != 8 || len(b) != 6+3*int(b[5]) {
		return false
	}
	w.height, w.width = int(binary.BigEndian.Uint16(b[1:])), int(binary.BigEndian.Uint16(b[3:]))
	for b = b[6:]; len(b) > 0; b = b[3:] {
		w.components = append(w.components, walkComponent{id: int(b[0]), h: int(b[1] >> 4), v: int(b[1] & 15), quantizer: int(b[2] & 3)})
		if b[2] > 3 {
			return false
		}
	}
	first := &w.components[0]
	switch len(w.components) {
	case 1:
		first.h, first.v = 1, 1
	case 3, 4:
		for i, c := range w.components {
			full := i == 0 || i == 3
			if full && (c.h != first.h || c.v != first.v) || !full && (c.h != 1 || c.v != 1) {
				return false
			}
		}
		if first.h < 1 || first.h > 2 || first.v < 1 || first.v > 2 || len(w.components) == 4 && first.h != first.v {
			return false
		}
	default:
		return false
	}
	w.mcusX, w.mcusY = (w.width+8*first.h-1)/(8*first.h), (w.height+8*first.v-1)/(8*first.v)
	return w.width > 0 && w.height > 0
}

func readTables(b []byte, tables *[2][4]*huffman) bool {
	for len(b) > 0 {
		if len(b) < 17 || b[0]>>4 > 1 || b[0]&15 > 1 {
			return false
		}
		n := 0
		for _, count := range b[1:17] {
			n += int(count)
		}
		if n == 0 || n > 256 || len(b) < 17+n {
			return false
		}
		table := newHuffman(b[1:17], b[17:17+n])
		if table == nil {
			return false
		}
		tables[b[0]>>4][b[0]&15] = table
		b = b[17+n:]
	}
	return true
}

// selectTables reads the scan header, which has to name each component, in order.
func (w *walk) selectTables(b []byte, tables [2][4]*huffman) bool {
	n := len(w.components)
	if n == 0 || len(b) != 4+2*n || int(b[0]) != n {
		return false
	}
	for i := range w.components {
		c, id, t := &w.components[i], int(b[1+2*i]), b[2+2*i]
		for _, other := range w.components[:i] {
			if other.id == c.id {
				return false
			}
		}
		if id != c.id || t>>4 > 1 || t&15 > 1 {
			return false
		}
		c.dc, c.ac = tables[0][t>>4], tables[1][t&15]
		if c.dc == nil || c.ac == nil {
			return false
		}
	}
	return true
}

// A bitReader reads coded samples between two markers, without the zeros that follow a byte 0xFF. acc holds
// n bits, the next on top; past the end there are zeros.
type bitReader struct {
	data []byte // with room for a block past end
	end  int
	pos  int
	acc  uint64
	n    uint
}

// slack is more than a block can take (64 codes of 16 bits, each with 15 more) and what is read ahead.
const slack = 64*4 + 64

// used is how many bits were taken.
func (b *bitReader) used() int { return b.pos*8 - int(b.n) }

func (b *bitReader) over() bool { return b.used() > b.end*8 }

// unstuffed copies coded samples up to the next marker to dst, and says where that is.
func unstuffed(dst, coded []byte) ([]byte, int) {
	dst = dst[:0]
	for at := 0; ; {
		i := bytes.IndexByte(coded[at:], 0xFF)
		if i < 0 {
			return append(dst, coded[at:]...), len(coded)
		}
		if at+i+1 >= len(coded) || coded[at+i+1] != 0 {
			return append(dst, coded[at:at+i]...), at + i
		}
		dst = append(dst, coded[at:at+i+1]...)
		at += i + 2
	}
}

// run walks, and reports whether everything is there.
func (w *walk) run() bool {
	var b bitReader
	buffer := make([]byte, 0, len(w.coded)+slack)
	from, end, marker := 0, 0, byte(rst0) // where the samples in b stand in coded; the marker after them
	start := func(at int) {
		var n int
		buffer, n = unstuffed(buffer, w.coded[at:])
		from, end = at, at+n
		b = bitReader{data: append(buffer, make([]byte, slack)...), end: len(buffer)}
		for i := range w.components {
			w.components[i].last = 0
		}
	}
	start(0)
	for y := range w.mcusY {
		for x := range w.mcusX {
			if n := y*w.mcusX + x; w.restart > 0 && n > 0 && n%w.restart == 0 {
				at := pastMarker(w.coded, end, marker)
				if at < 0 {
					return false
				}
				start(at)
				marker = rst0 + (marker+1)&7
			}
			if !w.mcu(&b, x, y) || b.over() {
				return false
			}
		}
		w.rows, w.from, w.bits = y+1, from, b.used()
	}
	return true
}

// pastMarker is where coded goes on after the restart marker that has to come next; -1 without it.
func pastMarker(coded []byte, at int, marker byte) int {
	for {
		i := bytes.IndexByte(coded[at:], 0xFF)
		if i < 0 || at+i+1 >= len(coded) {
			return -1
		}
		at += i
		switch coded[at+1] {
		case marker:
			return at + 2
		case 0:
			at += 2
		case 0xFF:
			at++
		default:
			return -1
		}
	}
}

// whole are the coded samples of the rows that are whole, closed with ones as T.81, F.1.2.3 has it.
func (w *walk) whole() []byte {
	tail, _ := unstuffed(nil, w.coded[w.from:])
	tail = tail[:(w.bits+7)/8]
	if part := w.bits % 8; part > 0 {
		tail[len(tail)-1] |= 0xFF >> part
	}
	tail = bytes.ReplaceAll(tail, []byte{0xFF}, []byte{0xFF, 0})
	return append(bytes.Clone(w.coded[:w.from]), tail...)
}

// wholeRows is how many rows of pixels are whole.
func (w *walk) wholeRows() int { return min(w.height, w.rows*8*w.components[0].v) }

// mcu reads the blocks of all components at one place.
func (w *walk) mcu(b *bitReader, x, y int) bool {
	for i := range w.components {
		c := &w.components[i]
		for j := range c.h * c.v {
			if i > 0 || w.cells == 0 {
				if !b.skip(c) {
					return false
				}
				continue
			}
			if !w.luma(b, c, c.h*x+j%c.h, c.v*y+j/c.h) {
				return false
			}
		}
	}
	return true
}

// fill makes acc hold 56 bits at least.
func (b *bitReader) fill() {
	b.acc |= binary.BigEndian.Uint64(b.data[b.pos:]) >> (b.n & 63)
	b.pos += int(63-b.n) >> 3
	b.n |= 56
}

// signed is a number of n bits as T.81, F.2.2.1 has it: without a leading one it is negative. Which
// of the two cannot be guessed, so there is no branch.
func signed(v uint32, n uint) int32 {
	return int32(v) - int32(v>>((n-1)&31)-1)&(1<<(n&31)-1)
}

// mean takes the mean of a block. A DC table has the sizes 0 to 16, which an entry has as its value.
func (b *bitReader) mean(c *walkComponent) bool {
	b.fill()
	e := c.dc.fast[b.acc>>(64-fastBits)]
	if e == 0 {
		e = c.dc.long(uint32(b.acc >> 48))
	}
	size := uint(e.value())
	if e == 0 || size > 15 {
		return false
	}
	length := e.length() - size
	if size > 0 {
		c.last += signed(uint32(b.acc<<(length&63)>>((64-size)&63)), size)
	}
	b.acc <<= (length + size) & 63
	b.n -= length + size
	return b.pos <= b.end+16
}

// skip takes a block and keeps its mean alone.
func (b *bitReader) skip(c *walkComponent) bool {
	if !b.mean(c) {
		return false
	}
	acc, n, pos, fast := b.acc, b.n, b.pos, &c.ac.fast
	k := 1
	for k < 64 {
		acc |= binary.BigEndian.Uint64(b.data[pos:]) >> (n & 63)
		pos += int(63-n) >> 3
		n |= 56
		e := fast[acc>>(64-fastBits)]
		if e == 0 {
			if e = c.ac.long(uint32(acc >> 48)); e == 0 {
				return false
			}
		}
		if e.value()&15 == 0 && e.value() != 0 && e.value() != 0xF0 {
			return false
		}
		k += e.onward()
		acc <<= e.length()
		n -= e.length()
	}
	b.acc, b.n, b.pos = acc, n, pos
	return k == 64 || k >= endOfBlock
}

// luma takes a block of the luma, at column x and row y of blocks, and measures it.
func (w *walk) luma(b *bitReader, c *walkComponent, x, y int) bool {
	if !b.mean(c) {
		return false
	}
	acc, n, pos, fast := b.acc, b.n, b.pos, &c.ac.fast
	var low [17]int32 // of the 4 x 4 lowest coefficients, row by row, and one for the others
	low[0] = c.last * w.weights[0].quantizer
	var all, smooth int64
	for k := 0; k < 63; {
		acc |= binary.BigEndian.Uint64(b.data[pos:]) >> (n & 63)
		pos += int(63-n) >> 3
		n |= 56
		e := fast[acc>>(64-fastBits)]
		v := e.number()
		if v == 0 {
			if e == 0 {
				if e = c.ac.long(uint32(acc >> 48)); e == 0 {
					return false
				}
			}
			size := uint(e.value() & 15)
			if size == 0 {
				if e.value() == 0 {
					acc <<= e.length()
					n -= e.length()
					break
				}
				if k += 16; e.value() != 0xF0 || k > 63 {
					return false
				}
				acc <<= e.length()
				n -= e.length()
				continue
			}
			v = signed(uint32(acc<<((e.length()-size)&63)>>((64-size)&63)), size)
		}
		acc <<= e.length()
		n -= e.length()
		if k += e.onward(); k > 63 {
			return false
		}
		weight := &w.weights[k&63]
		v *= weight.quantizer
		energy := int64(v) * int64(v)
		all += energy
		smooth += energy & weight.smooth
		low[min(weight.low, 16)] = v
	}
	b.acc, b.n, b.pos = acc, n, pos
	w.sharp.add(all, smooth)
	w.paint(&low, x, y)
	return true
}

// A weight is what is done with a coefficient of the luma.
type weight struct {
	quantizer int32
	low       uint8 // its place among the 4 x 4 lowest, 16 for none
	smooth    int64 // a mask: whether it counts as smooth
}

// paint sets the pixels of a block in the thumbnail: a transform of the lowest coefficients alone.
func (w *walk) paint(low *[17]int32, x, y int) {
	pix := w.thumb.Pix[y*w.cells*w.thumb.Stride+x*w.cells:]
	switch w.cells {
	case 1:
		pix[0] = level(low[0])
	case 2:
		mean, across, down, both := low[0], low[1], low[4], low[5]
		pix[0], pix[1] = level(mean+across+down+both), level(mean-across+down-both)
		pix = pix[w.thumb.Stride:]
		pix[0], pix[1] = level(mean+across-down-both), level(mean-across-down+both)
	case 4:
		var t [16]int // eightfold, column by column
		for i := range 4 {
			a, b, c, d := inverse4(int(low[4*i]), int(low[4*i+1]), int(low[4*i+2]), int(low[4*i+3]))
			t[i], t[4+i], t[8+i], t[12+i] = a>>9, b>>9, c>>9, d>>9
		}
		for i := range 4 {
			at := pix[i:]
			a, b, c, d := inverse4(t[4*i], t[4*i+1], t[4*i+2], t[4*i+3])
			at[0], at[w.thumb.Stride], at[2*w.thumb.Stride], at[3*w.thumb.Stride] = level(int32(a>>13)), level(int32(b>>13)), level(int32(c>>13)), level(int32(d>>13))
		}
	}
}

// inverse4 is the orthonormal inverse cosine transform of four values, in 1/4096.
func inverse4(a, b, c, d int) (int, int, int, int) {
	const c1, c3 = 2676, 1108 // the cosines of 22.5 and 67.5 degrees over the root of 2
	even, odd := (a+c)*2048, (a-c)*2048
	return even + c1*b + c3*d, odd + c3*b - c1*d, odd - c3*b + c1*d, even - c1*b - c3*d
}

// level is the grey of a sample, which is given eightfold.
func level(v int32) byte { return byte(min(max((v+128*8+4)>>3, 0), 255)) }
