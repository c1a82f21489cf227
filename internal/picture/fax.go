package picture

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// Codes of runs (ITU-T T.4, tables 2 and 3): of 0 to 63 pixels, then of 64, 128 and so on to 2560.
var (
	whiteRuns = strings.Fields("00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010 " +
		"101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 " +
		"00000011 00011010 00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 " +
		"00101010 00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 " +
		"01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 " +
		"00110100 11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 " +
		"011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010 " +
		"011011011 010011000 010011001 010011010 011000 010011011 00000001000 00000001100 00000001101 " +
		"000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 000000011100 000000011101 " +
		"000000011110 000000011111")
	blackRuns = strings.Fields("0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 " +
		"000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 " +
		"00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 " +
		"000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 " +
		"000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 " +
		"000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 " +
		"000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111 " +
		"0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 " +
		"0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 " +
		"0000001110100 0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 " +
		"0000001010101 0000001011010 0000001011011 0000001100100 0000001100101 00000001000 00000001100 " +
		"00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 000000011100 " +
		"000000011101 000000011110 000000011111")
)

// vertical are the codes (T.6, table 1) for an edge 3 pixels left of the one above, to 3 right of it.
var vertical = [...]string{"0000010", "000010", "010", "1", "011", "000011", "0000011"}

const (
	pass       = "0001"
	horizontal = "001"
	endOfPage  = "000000000001000000000001"
)

// A fax writes rows of black and white as ITU-T T.6 has it, Group 4.
type fax struct {
	out   []byte
	bits  uint32
	n     int
	above []int // where the colour changes in the row above, white first; closed by its width
}

func (f *fax) write(code string) {
	for i := range len(code) {
		f.bits = f.bits<<1 | uint32(code[i]-'0')
		if f.n++; f.n == 8 {
			f.out = append(f.out, byte(f.bits))
			f.n = 0
		}
	}
}

func (f *fax) run(length int, black bool) {
	codes := whiteRuns
	if black {
		codes = blackRuns
	}
	for ; length >= 2560+64; length -= 2560 {
		f.write(codes[63+40])
	}
	if length >= 64 {
		f.write(codes[63+length/64])
		length %= 64
	}
	f.write(codes[length])
}

// row writes a row of width pixels, of which those set in packed are white.
func (f *fax) row(packed []byte, width int) {
	edges := edgesOf(packed, width)
	if f.above == nil {
		f.above = []int{width, width, width}
	}
	at, edge, b := -1, 0, 0 // at -1 is before the row; even edges lead to black
	for at < width {
		// b is the first edge above that lies right of here and leads away from this colour.
		for b > 0 && f.above[b-1] > at {
			b--
		}
		for f.above[b] <= at && f.above[b] < width || b%2 != edge%2 {
			b++
		}
		next := edges[edge]
		switch d := next - f.above[b]; {
		case f.above[b+1] < next:
			f.write(pass)
			at = f.above[b+1]
		case d >= -3 && d <= 3:
			f.write(vertical[d+3])
			at, edge = next, edge+1
		default:
			after := edges[edge+1]
			f.write(horizontal)
			f.run(next-max(at, 0), edge%2 == 1)
			f.run(after-next, edge%2 == 0)
			at, edge = after, edge+2
		}
	}
	f.above = edges
}

// edgesOf is where the colour changes in a row, white first, closed by its width.
func edgesOf(packed []byte, width int) []int {
	var edges []int
	white := byte(0x80)
	for x := 0; x < width; x++ {
		if x%8 == 0 && (packed[x/8] == 0xFF && white != 0 || packed[x/8] == 0 && white == 0) {
			x += 7
			continue
		}
		if packed[x/8]<<(x%8)&0x80 != white {
			edges = append(edges, x)
			white ^= 0x80
		}
	}
	return append(edges, width, width, width, width)
}

// close is all rows and the mark after the last.
func (f *fax) close() []byte {
	f.write(endOfPage)
	for f.n > 0 {
		f.write("0")
	}
	return f.out
}

// A group3 reads rows as ITU-T T.4 has them, with marks between rows: each row by itself, or
// with mixed also against the row above. Past the end there are zeros.
type group3 struct {
	data  []byte
	at    int // in bits
	width int
	mixed bool
	above []int // as in fax
}

// group3Rows decodes up to so many rows, packed with 1 for white, and stops where they break off.
func group3Rows(data []byte, width, height int, mixed bool) []byte {
	g := &group3{data: data, width: width, mixed: mixed, above: []int{width, width, width, width}}
	m := newBilevel(width, height)
	for y := range height {
		if !g.row() {
			return m.pix[:y*m.stride]
		}
		row := m.pix[y*m.stride:][:m.stride]
		for i := range row {
			row[i] = 0xFF
		}
		for i := 0; g.above[i] < width; i += 2 {
			for x := g.above[i]; x < g.above[i+1]; x++ {
				row[x/8] &^= 0x80 >> (x % 8)
			}
		}
	}
	return m.pix
}

// peek is the next n bits, 16 at most.
func (g *group3) peek(n int) uint32 {
	var v uint32
	for i := range 3 {
		v <<= 8
		if at := g.at/8 + i; at < len(g.data) {
			v |= uint32(g.data[at])
		}
	}
	return v << (8 + g.at%8) >> (32 - n)
}

// mark passes the zeros and the one that may stand before a row, and says whether they did. No code
// starts with eleven zeros.
func (g *group3) mark() bool {
	if g.peek(11) != 0 {
		return false
	}
	for g.at += 11; g.at < 8*len(g.data); g.at++ {
		for g.at%8 == 0 && g.at < 8*len(g.data) && g.data[g.at/8] == 0 {
			g.at += 8
		}
		if g.peek(1) == 1 {
			g.at++
			return true
		}
	}
	return false
}

// row reads the edges of a row. Two marks in a row end the page.
func (g *group3) row() bool {
	alone := true
	if g.mark() && g.mixed {
		alone = g.peek(1) == 1
		g.at++
	}
	if g.at >= 8*len(g.data) || g.peek(11) == 0 {
		return false
	}
	var edges []int
	ok := false
	if alone {
		edges, ok = g.runs()
	} else {
		edges, ok = g.against()
	}
	g.above = append(edges, g.width, g.width, g.width, g.width)
	return ok
}

// run reads the length of a run: codes for multiples of 64, and one for the rest.
func (g *group3) run(black bool) (length int, ok bool) {
	table := &runTables()[0]
	if black {
		table = &runTables()[1]
	}
	for {
		code := table[g.peek(13)]
		if code.bits == 0 {
			return 0, false
		}
		g.at += code.bits
		length += code.length
		if code.length < 64 || length > g.width {
			return length, length <= g.width
		}
	}
}

// runs reads a row by itself.
func (g *group3) runs() (edges []int, ok bool) {
	for x := 0; x < g.width; {
		n, ok := g.run(len(edges)%2 == 1)
		if x += n; !ok || x > g.width || len(edges) > g.width {
			return edges, false
		}
		edges = append(edges, x)
	}
	return edges, true
}

// against reads a row as fax.row writes it.
func (g *group3) against() (edges []int, ok bool) {
	at, b := -1, 0
	for at < g.width {
		for b > 0 && g.above[b-1] > at {
			b--
		}
		for g.above[b] <= at && g.above[b] < g.width || b%2 != len(edges)%2 {
			b++
		}
		mode := modes()[g.peek(7)]
		g.at += len(mode.code)
		switch {
		case mode.code == pass:
			at = g.above[b+1]
		case mode.code == horizontal:
			first, ok := g.run(len(edges)%2 == 1)
			second, ok2 := g.run(len(edges)%2 == 0)
			middle := max(at, 0) + first
			if at = middle + second; !ok || !ok2 || at > g.width || len(edges) > g.width {
				return edges, false
			}
			edges = append(edges, middle, at)
		default:
			next := g.above[b] + mode.shift
			if mode.code == "" || next <= at || next > g.width {
				return edges, false
			}
			edges = append(edges, next)
			at = next
		}
	}
	return edges, true
}

// A mode is how an edge lies to those above, for vertical by how much.
type mode struct {
	code  string
	shift int
}

// modes have the mode by the next seven bits; its code is empty if there is none.
var modes = sync.OnceValue(func() *[1 << 7]mode {
	var table [1 << 7]mode
	for bits := range table {
		next := fmt.Sprintf("%07b", bits)
		for i, code := range append([]string{pass, horizontal}, vertical[:]...) {
			if strings.HasPrefix(next, code) {
				table[bits] = mode{code, i - 2 - 3}
			}
		}
	}
	return &table
})

type runCode struct{ bits, length int }

// runTables have the code of a run, white and black, by the next 13 bits.
var runTables = sync.OnceValue(func() *[2][1 << 13]runCode {
	var tables [2][1 << 13]runCode
	for i, codes := range [][]string{whiteRuns, blackRuns} {
		for n, code := range codes {
			length := n
			if n >= 64 {
				length = (n - 63) * 64
			}
			value, _ := strconv.ParseUint(code, 2, 16) // of our own
			from, count := value<<(13-len(code)), uint64(1)<<(13-len(code))
			for at := range count {
				tables[i][from+at] = runCode{len(code), length}
			}
		}
	}
	return &tables
})
