package proof

import (
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Print is a file of ours read as it lies on the disk, without PDFium (see file): it tells which pages of two files are
// the same, byte for byte, so that they need not be drawn to be compared. It is for one goroutine.
type Print struct{ f *file }

// ReadPrint reads how a file is laid out. The error says that it is laid out otherwise than ours are.
func ReadPrint(r io.ReaderAt, size int64) (*Print, error) {
	f, err := readFile(r, size)
	if err != nil {
		return nil, err
	}
	return &Print{f}, nil
}

// Print is that of the document's own file.
func (d *Document) Print() (*Print, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := d.layout()
	if err != nil {
		return nil, err
	}
	return &Print{f}, nil
}

// Pages is the number of pages.
func (p *Print) Pages() (int, error) {
	kids, err := p.f.kids()
	return len(kids), err
}

// Sum is one of all that a page shows: of its drawing, and of all that this uses, as they are in the file. Links
// are not in it; with other notes on it a page has none.
func (p *Print) Sum(page int) (string, error) {
	d, err := p.f.page(page)
	if err == nil {
		err = p.f.onlyLinks(d)
	}
	if err != nil {
		return "", err
	}
	all := maps.Clone(d)
	delete(all, "Parent")
	delete(all, "Annots")
	s, err := p.f.sumOf(all)
	return hex.EncodeToString(s[:]), err
}

// errElse is a page that shows something else, or may.
var errElse = errors.New("it may show something else")

// Repeats says whether a page shows what page number of other shows, moved by at (a PDF matrix), all of it and nothing
// more but links and text no higher than foot, in points. The error says no more than that this cannot be told.
func (p *Print) Repeats(page int, other *Print, number int, at [6]float64, foot float64) error {
	now, err := p.f.page(page)
	if err != nil {
		return err
	}
	then, err := other.f.page(number)
	if err != nil {
		return err
	}
	for key := range now {
		if !slices.Contains([]string{"Type", "Parent", "MediaBox", "Resources", "Contents", "Annots", "Group"}, key) {
			return errElse
		}
	}
	if err := p.f.onlyLinks(now); err != nil {
		return err
	}
	if then["Annots"] != nil || then["UserUnit"] != nil || then["Rotate"] != nil && then["Rotate"] != atom("0") {
		return errElse
	}
	groupNow, err1 := p.f.sumOf(now["Group"])
	groupThen, err2 := other.f.sumOf(then["Group"])
	if err1 != nil || err2 != nil || groupNow != groupThen {
		return errElse
	}
	var a, b kinPage
	if err := errors.Join(p.f.drawing(now, &a), other.f.drawing(then, &b), p.f.resources(now, &a), other.f.resources(then, &b)); err != nil {
		return err
	}
	for key, s := range b.resources {
		if a.resources[key] != s {
			return errElse
		}
	}
	for key := range a.resources { // the typeface of the text at the foot
		if _, ok := b.resources[key]; !ok && !strings.HasPrefix(key, "Font ") {
			return errElse
		}
	}
	n := len(a.drawing)
	if n != len(b.drawing)+2 || !slices.EqualFunc(a.drawing[1:n-1], b.drawing, func(x, y stretch) bool { return x.sum == y.sum }) {
		return errElse
	}
	crop := then["CropBox"]
	if crop == nil {
		crop = then["MediaBox"]
	}
	if !a.drawing[0].places(at, crop) || !a.drawing[n-1].writesBelow(foot) {
		return errElse
	}
	return nil
}

// onlyLinks refuses a page with notes that show something.
func (f *file) onlyLinks(page dict) error {
	v, err := f.resolved(page["Annots"])
	if err != nil {
		return err
	}
	notes, ok := v.(list)
	if !ok && v != nil {
		return errLayout
	}
	for _, n := range notes {
		if n, err = f.resolved(n); err != nil {
			return err
		}
		d, _ := n.(dict)
		border, _ := d["Border"].(list)
		if asAtom(d["Subtype"]) != "/Link" || d["AP"] != nil || len(border) != 3 || border[2] != atom("0") {
			return errElse
		}
	}
	return nil
}

// words are those of a drawing without strings.
func (s stretch) words() []string {
	b, ok := s.plain()
	if !ok {
		return nil
	}
	return strings.Fields(string(b))
}

// By how much numbers may be off that are written with few digits: points, and factors.
const (
	nearPoint  = 0.01
	nearFactor = 1e-4
)

func isNear(word string, want, near float64) bool {
	v, err := strconv.ParseFloat(word, 64)
	return err == nil && math.Abs(v-want) < near
}

// places says whether a drawing does no more than to move what follows by at, and to cut it to a box.
func (s stretch) places(at [6]float64, box any) bool {
	w := s.words()
	l, ok := box.(list)
	if len(w) != 15 || !ok || len(l) != 4 {
		return false
	}
	var edge [4]float64
	for i, v := range l {
		var err error
		if edge[i], err = strconv.ParseFloat(string(asAtom(v)), 64); err != nil {
			return false
		}
	}
	for i, v := range at {
		near := nearFactor
		if i >= 4 {
			near = nearPoint
		}
		if !isNear(w[1+i], v, near) {
			return false
		}
	}
	for i, v := range []float64{edge[0], edge[1], edge[2] - edge[0], edge[3] - edge[1]} {
		if !isNear(w[8+i], v, nearPoint) {
			return false
		}
	}
	return w[0] == "q" && w[7] == "cm" && w[12] == "re" && w[13] == "W" && w[14] == "n"
}

// writesBelow says whether a drawing ends what was moved, and then writes nothing but lines of text no higher than
// foot, in points, upright on the page.
func (s stretch) writesBelow(foot float64) bool {
	w := s.words()
	if len(w) == 0 || w[0] != "Q" {
		return false
	}
	var operands []string
	size := 0.0 // of the type
	number := func(i int) float64 {
		v, err := strconv.ParseFloat(operands[i], 64)
		if err != nil {
			return math.NaN()
		}
		return v
	}
	upright := func() bool {
		return len(operands) == 6 && number(0) == 1 && number(1) == 0 && number(2) == 0 && number(3) == 1
	}
	for _, word := range w[1:] {
		ok := false
		switch word {
		case "q", "Q", "BT", "ET":
			ok = len(operands) == 0
		case "cm":
			ok = upright() && number(4) == 0 && number(5) == 0
		case "g":
			ok = len(operands) == 1
		case "Tf":
			if ok = len(operands) == 2; ok {
				size = number(1)
			}
		case "Tm":
			ok = upright() && number(5) >= 0 && size > 0 && number(5)+size <= foot
		case "Tj":
			ok = len(operands) == 1 && strings.HasPrefix(operands[0], "<") && strings.HasSuffix(operands[0], ">")
		default:
			if operands = append(operands, word); len(operands) > 6 {
				return false
			}
			continue
		}
		if !ok {
			return false
		}
		operands = operands[:0]
	}
	return len(operands) == 0
}
