package picture

import "encoding/binary"

// Tags of TIFF directories (TIFF 6.0, section 8) and of EXIF, which is laid out as one (EXIF 2.32, 4.6).
const (
	tagOrientation  = 0x0112
	tagXResolution  = 0x011A
	tagYResolution  = 0x011B
	tagUnit         = 0x0128
	tagExif         = 0x8769 // where the directory of what the camera did stands
	tagExposureTime = 0x829A
)

// A directory is the entries of one TIFF directory, 12 bytes each, in the file it stands in.
type directory struct {
	data    []byte
	order   binary.ByteOrder
	entries []byte
	next    uint32 // where the next one stands, 0 for none
}

// openTIFF reads the header: the byte order and where the first directory stands.
func openTIFF(data []byte) (order binary.ByteOrder, first uint32, ok bool) {
	if len(data) < 8 {
		return nil, 0, false
	}
	switch string(data[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, 0, false
	}
	return order, order.Uint32(data[4:]), true
}

// readDirectory reads a directory; of one that is cut short, what is there. ok if it is all there.
func readDirectory(data []byte, order binary.ByteOrder, at uint32) (d directory, ok bool) {
	d = directory{data: data, order: order}
	if uint64(at)+2 > uint64(len(data)) {
		return d, false
	}
	count, rest := int(order.Uint16(data[at:])), data[at+2:]
	if len(rest) < 12*count+4 {
		d.entries = rest[:min(count, len(rest)/12)*12]
		return d, false
	}
	d.entries, d.next = rest[:12*count], order.Uint32(rest[12*count:])
	return d, true
}

// sizes of a value by the type of an entry; 0 for those that have no meaning here.
var sizes = [...]int{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}

// value is the bytes of an entry and its type; nil if it is not there or lies outside the file.
func (d directory) value(tag uint16) (b []byte, kind, count int) {
	for e := d.entries; len(e) >= 12; e = e[12:] {
		if d.order.Uint16(e) != tag {
			continue
		}
		kind, count = int(d.order.Uint16(e[2:])), int(d.order.Uint32(e[4:]))
		if kind >= len(sizes) || sizes[kind] == 0 || count > len(d.data) {
			return nil, 0, 0
		}
		size := count * sizes[kind]
		if size <= 4 {
			return e[8 : 8+size], kind, count
		}
		at := uint64(d.order.Uint32(e[8:]))
		if at+uint64(size) > uint64(len(d.data)) {
			return nil, 0, 0
		}
		return d.data[at : at+uint64(size)], kind, count
	}
	return nil, 0, 0
}

// has reports whether there is an entry, of whatever type.
func (d directory) has(tag uint16) bool {
	for e := d.entries; len(e) >= 12; e = e[12:] {
		if d.order.Uint16(e) == tag {
			return true
		}
	}
	return false
}

// numbers are the whole numbers of an entry, at most so many.
func (d directory) numbers(tag uint16, most int) []uint32 {
	b, kind, count := d.value(tag)
	var list []uint32
	for i := range min(count, most) {
		switch kind {
		case 1:
			list = append(list, uint32(b[i]))
		case 3:
			list = append(list, uint32(d.order.Uint16(b[2*i:])))
		case 4:
			list = append(list, d.order.Uint32(b[4*i:]))
		}
	}
	return list
}

// number is the first of them, or what counts if there is none.
func (d directory) number(tag uint16, otherwise uint32) uint32 {
	if list := d.numbers(tag, 1); len(list) > 0 {
		return list[0]
	}
	return otherwise
}

// ratio is a fraction; 0 if there is none.
func (d directory) ratio(tag uint16) float64 {
	b, kind, count := d.value(tag)
	if kind != 5 || count != 1 || d.order.Uint32(b[4:]) == 0 {
		return 0
	}
	return float64(d.order.Uint32(b)) / float64(d.order.Uint32(b[4:]))
}

func (d directory) orientation() int {
	if b, kind, _ := d.value(tagOrientation); kind == 3 && len(b) >= 2 {
		if v := int(d.order.Uint16(b)); v >= 1 && v <= 8 {
			return v
		}
	}
	return 1
}

// density is that of the directory. Where a camera tells how long it exposed, it tells of no paper.
func (d directory) density() density {
	if at := d.number(tagExif, 0); at > 0 {
		if camera, _ := readDirectory(d.data, d.order, at); camera.ratio(tagExposureTime) > 0 {
			return density{}
		}
	}
	found := density{d.ratio(tagXResolution), d.ratio(tagYResolution)}
	switch d.number(tagUnit, 2) {
	case 2:
		return found.sensible()
	case 3: // dots a centimetre
		return density{found.x * 2.54, found.y * 2.54}.sensible()
	}
	return density{}
}

// exifDirectory is the first directory of an EXIF block; empty if there is none.
func exifDirectory(exif []byte) directory {
	order, first, ok := openTIFF(exif)
	if !ok {
		return directory{order: binary.BigEndian}
	}
	d, _ := readDirectory(exif, order, first)
	return d
}

// orientation of an EXIF block: 1, upright, when it says nothing sensible.
func orientation(exif []byte) int { return exifDirectory(exif).orientation() }

func resolution(exif []byte) density { return exifDirectory(exif).density() }

// A density is in dots an inch across and down the stored picture; 0 when nothing is known.
type density struct{ x, y float64 }

// sensible is d if a scanner may have written it. 72 and 96 are what telephones and screens write
// whatever they show. A fax has 204 dots across and 98 lines down.
func (d density) sensible() density {
	fax := d.x > 200 && d.x < 206 && d.y > 95 && d.y < 99
	if fax || d.x >= 100 && d.x <= 1200 && d.y >= 100 && d.y <= 1200 {
		return d
	}
	return density{}
}

func (d density) or(other density) density {
	if d.x > 0 {
		return d
	}
	return other
}

// jfif takes the density of a JFIF segment.
func (d *density) jfif(body []byte) {
	x, y := float64(binary.BigEndian.Uint16(body[8:])), float64(binary.BigEndian.Uint16(body[10:]))
	switch body[7] {
	case 1:
		*d = density{x, y}.sensible()
	case 2: // dots a centimetre
		*d = density{x * 2.54, y * 2.54}.sensible()
	}
}
