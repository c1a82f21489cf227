package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"strings"
)

// scanned makes a PDF whose pages are pictures of 16 greys, as a scanner does.
// It is written here because gofpdf puts pictures of one width in any order.
func scanned(sheets ...sheet) func() ([]byte, error) {
	return func() ([]byte, error) {
		objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", ""}
		var kids strings.Builder
		for _, s := range sheets {
			picture, err := pictureObject(greys(render(s, scanDPI)))
			if err != nil {
				return nil, err
			}
			page := len(objects) + 1
			fmt.Fprintf(&kids, "%d 0 R ", page)
			w, h := s.w/mmPerPoint, s.h/mmPerPoint
			objects = append(objects,
				fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources << /XObject << /P %d 0 R >> >> >>", w, h, page+1, page+2),
				stream("", fmt.Sprintf("q %.2f 0 0 %.2f 0 0 cm /P Do Q", w, h)),
				picture)
		}
		objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [ %s] /Count %d >>", kids.String(), len(sheets))
		return assemble(objects), nil
	}
}

func pictureObject(m *image.Paletted) (string, error) {
	var packed bytes.Buffer
	z, err := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	if err != nil {
		return "", err
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		if _, err := z.Write(nibbles(m.Pix[y*m.Stride : y*m.Stride+w])); err != nil {
			return "", err
		}
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	head := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 4 /Filter /FlateDecode", w, h)
	return stream(head, packed.String()), nil
}

// nibbles packs a row of levels from 0 to 15, two in a byte.
func nibbles(row []byte) []byte {
	out := make([]byte, (len(row)+1)/2)
	for i, level := range row {
		out[i/2] |= level << (4 * (1 - i%2))
	}
	return out
}

// stream makes a stream object with the given entries in its dictionary.
func stream(entries, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data)
}

// assemble numbers objects from 1, the catalog, and adds the table of their places.
func assemble(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	table := "0000000000 65535 f \n"
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start, size := b.Len(), len(objects)+1
	fmt.Fprintf(&b, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", size, table, size, start)
	return b.Bytes()
}
