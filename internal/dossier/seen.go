package dossier

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/binary"
	"image"
	"io"
	"math"
	"reflect"

	"dossier/internal/picture"
)

// A Seen keeps, by the sum of a file (see Hash), what was learnt of it. It is as personal as the file: a small picture
// of the page is in it. What it gives may be of an earlier version or damaged; then it counts as nothing.
type Seen interface {
	Get(sum string) []byte // nil if nothing is kept
	Put(sum string, learnt []byte)
}

// scan reads a picture, or remembers it: of a JPEG that was whole the samples are not looked at again.
func (j *Job) scan(data []byte) (*picture.Scan, error) {
	if j.Seen == nil {
		return j.picture(data)
	}
	sum := Hash(data)
	if p := j.again(data, j.Seen.Get(sum)); p != nil {
		return &picture.Scan{Kind: "JPEG", Pages: []*picture.Picture{p}}, nil
	}
	scan, err := j.picture(data)
	if err != nil || scan.Kind != "JPEG" || scan.Damage != nil || len(scan.Pages) != 1 {
		return scan, err
	}
	learnt := j.learnt(scan.Pages[0])
	if p := j.again(data, learnt); p != nil && reflect.DeepEqual(p, scan.Pages[0]) { // else it went in as another than it was
		j.Seen.Put(sum, learnt)
	}
	return scan, nil
}

// mostThumb is the longest side of a thumb, in pixels, see picture.Picture.
const mostThumb = 1000

// learnt is how a thumb and the sharpness are kept: the sum of what follows and of the version of the program, the
// sharpness, width and height, and the packed pixels.
func (j *Job) learnt(p *picture.Picture) []byte {
	var b bytes.Buffer
	b.Write(make([]byte, sha256.Size))
	for _, n := range []uint64{math.Float64bits(p.Sharp), uint64(p.Thumb.Rect.Dx()), uint64(p.Thumb.Rect.Dy())} {
		binary.Write(&b, binary.BigEndian, n) // a bytes.Buffer takes everything
	}
	z, _ := flate.NewWriter(&b, flate.BestSpeed) // a level that there is
	for y := range p.Thumb.Rect.Dy() {
		z.Write(p.Thumb.Pix[y*p.Thumb.Stride:][:p.Thumb.Rect.Dx()])
	}
	z.Close()
	sum := j.sumOf(b.Bytes()[sha256.Size:])
	copy(b.Bytes(), sum[:])
	return b.Bytes()
}

func (j *Job) sumOf(body []byte) [sha256.Size]byte {
	h := sha256.New()
	io.WriteString(h, "thumb and sharpness, dossier "+j.Version+"\n")
	h.Write(body)
	return [sha256.Size]byte(h.Sum(nil))
}

// again is the picture of a file of which something was learnt; nil if that is nothing or not sound.
func (j *Job) again(data, learnt []byte) *picture.Picture {
	const head = sha256.Size + 3*8
	if len(learnt) < head || j.sumOf(learnt[sha256.Size:]) != [sha256.Size]byte(learnt[:sha256.Size]) {
		return nil
	}
	number := func(i int) uint64 { return binary.BigEndian.Uint64(learnt[sha256.Size+8*i:]) }
	w, h := number(1), number(2)
	if w < 1 || h < 1 || w > mostThumb || h > mostThumb {
		return nil
	}
	thumb := image.NewGray(image.Rect(0, 0, int(w), int(h)))
	if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(learnt[head:])), thumb.Pix); err != nil {
		return nil
	}
	p, err := picture.Again(data, thumb, math.Float64frombits(number(0)))
	if err != nil {
		return nil
	}
	return p
}
