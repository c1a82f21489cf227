package picture

import (
	"encoding/binary"
	"image"
)

// A box is a part of a file of the ISO base media format (ISO/IEC 14496-12, 4.2).
type box struct {
	kind string
	body []byte
}

// boxes splits b; whole reports whether the last box ends where b does.
func boxes(b []byte) (list []box, whole bool) {
	for len(b) >= 8 {
		size, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case size == 1 && len(b) >= 16:
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		case size == 0:
			size = uint64(len(b))
		}
		if size < head || size > uint64(len(b)) {
			return list, false
		}
		list = append(list, box{string(b[4:8]), b[head:size]})
		b = b[size:]
	}
	return list, len(b) == 0
}

// find is the body of the first box of a kind; nil without one.
func find(list []box, kind string) []byte {
	for _, b := range list {
		if b.kind == kind {
			return b.body
		}
	}
	return nil
}

// A heicFile is what the boxes of a HEIC file tell of its primary picture (ISO/IEC 23008-12).
type heicFile struct {
	width, height int  // of the coded picture; 0 if nothing tells
	video         bool // samples are of video range
	told          bool // there is EXIF, XMP or a smaller copy
}

// heicMemory is how many bytes decoding takes a pixel: libheif keeps four copies.
const heicMemory = 8

// headHEIC reads what is known without the samples.
func headHEIC(data []byte) (f heicFile, err error) {
	top, whole := boxes(data)
	meta := find(top, "meta")
	if !whole || len(meta) < 4 {
		return f, cutShort("HEIC")
	}
	inner, whole := boxes(meta[4:])
	if !whole || find(top, "mdat") == nil && find(inner, "idat") == nil {
		return f, damaged("HEIC")
	}
	f.properties(inner)
	if f.width < 1 || f.height < 1 {
		return f, damaged("HEIC")
	}
	return f, affordable(f.width, f.height, heicMemory)
}

// properties reads those of the primary item: which they are is in ipma, they in ipco.
func (f *heicFile) properties(meta []box) {
	pitm := find(meta, "pitm")
	primary := number(pitm, 4, 2)
	if len(pitm) > 0 && pitm[0] > 0 {
		primary = number(pitm, 4, 4)
	}
	iprp, _ := boxes(find(meta, "iprp"))
	all, _ := boxes(find(iprp, "ipco"))
	for _, b := range meta {
		f.told = f.told || b.kind == "iinf" && (contains(b.body, "Exif") || contains(b.body, "mime"))
	}
	for _, i := range associated(find(iprp, "ipma"), primary) {
		if i < 1 || i > len(all) {
			continue
		}
		switch p := all[i-1]; p.kind {
		case "ispe":
			f.width, f.height = number(p.body, 4, 4), number(p.body, 8, 4)
		case "colr":
			if len(p.body) >= 11 && string(p.body[:4]) == "nclx" {
				f.video = p.body[10]&0x80 == 0
			}
		}
	}
}

// associated are the numbers, from 1, of the properties of an item (ISO/IEC 23008-12, 9.3.1).
func associated(ipma []byte, item int) []int {
	if len(ipma) < 8 {
		return nil
	}
	idSize, wide := 2, ipma[3]&1 == 1
	if ipma[0] > 0 {
		idSize = 4
	}
	rest := ipma[8:]
	for len(rest) > idSize {
		id, count := number(rest, 0, idSize), int(rest[idSize])
		rest = rest[idSize+1:]
		size := 1
		if wide {
			size = 2
		}
		if len(rest) < count*size {
			return nil
		}
		if id == item {
			var list []int
			for i := range count {
				n := number(rest, i*size, size)
				list = append(list, n&(1<<(8*size-1)-1)) // without the bit for essential ones
			}
			return list
		}
		rest = rest[count*size:]
	}
	return nil
}

// number is a whole number of so many bytes; 0 if b is too short.
func number(b []byte, at, size int) int {
	if len(b) < at+size {
		return 0
	}
	n := 0
	for _, v := range b[at : at+size] {
		n = n<<8 | int(v)
	}
	return n
}

func inspectHEIC(data []byte) bool {
	_, err := headHEIC(data)
	return err == nil
}

// readHEIC has libheif decode the primary picture. It turns it as the file asks for; the orientation
// in the EXIF of a HEIC repeats that and counts no more.
func (r *Reader) readHEIC(data []byte) (*Scan, error) {
	f, err := headHEIC(data)
	if err != nil {
		return nil, err
	}
	defer Room(f.width, f.height, heicMemory)()
	img, err := r.heic.Decode(data)
	if err != nil {
		return nil, damaged("HEIC")
	}
	if coded, ok := img.(*image.YCbCr); ok && f.video {
		widen(coded)
	}
	p := &Picture{Orientation: 1}
	if f.told {
		p.change(MetadataRemoved)
	}
	flat, changed := flatten(img)
	p.change(Reencoded)
	if changed {
		p.change(Flattened)
	}
	return &Scan{Kind: "HEIC", Pages: []*Picture{p}}, p.packAnew(flat, true)
}
