package dossier

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/proof"
)

// cornered is a JPEG that is dark in one corner; another quality is other bytes.
func cornered(t *testing.T, quality int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 400, 600))
	for y := range 600 {
		for x := range 400 {
			m.Set(x, y, color.Gray{240})
			if x < 150 && y < 200 {
				m.Set(x, y, color.Gray{30})
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictureAs is a part that is one picture, turned as EXIF says.
func pictureAs(t *testing.T, data []byte, orientation int) Part {
	t.Helper()
	s, err := picture.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Pages[0]
	if orientation > 1 { // of a file that says so, the thumb is upright
		grey, err := p.Gray()
		if err != nil {
			t.Fatal(err)
		}
		quarters, mirrored := [9]int{3: 2, 4: 2, 5: 1, 6: 3, 7: 3, 8: 1}[orientation], slices.Contains([]int{2, 4, 5, 7}, orientation)
		p.Thumb, p.Orientation = picture.Upright(grey, quarters, mirrored), orientation
	}
	st, err := stillOf(p, Hash(p.Data), nil)
	if err != nil {
		t.Fatal(err)
	}
	return Part{Title: "photo", Label: "Pièce 2", Piece: 2, File: "photo.jpg", Pages: 1, Picture: true, stills: []still{st},
		Data: func() ([]byte, error) { return data, nil },
		Open: func() (pdf.Source, error) { return pdf.Source{Pictures: []*picture.Picture{p}}, nil }}
}

// negative is a part whose picture the dossier shows with every sample turned round.
func negative(part Part) Part {
	open := part.Open
	part.Open = func() (pdf.Source, error) {
		s, err := open()
		if err == nil {
			p := *s.Pictures[0]
			p.Decode = []float64{1, 0, 1, 0, 1, 0}
			s.Pictures = []*picture.Picture{&p}
		}
		return s, err
	}
	return part
}

// A JPEG that went into the dossier as it was is known by its bytes and its place, whichever way up it was stored;
// another picture there, the same one the other way up, or something over it is noticed.
func TestPictureIsKnownByItsBytes(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	data := cornered(t, 80)
	for orientation := 1; orientation <= 8; orientation++ {
		for _, c := range []struct {
			name  string
			there Part
			known bool // by its bytes
			like  bool // what is meant
		}{
			{"as it is", pictureAs(t, data, orientation), true, true},
			{"in other bytes", pictureAs(t, cornered(t, 81), orientation), false, true},
			{"in negative", negative(pictureAs(t, data, orientation)), false, false},
			{"the other way up", pictureAs(t, data, [9]int{0, 3, 4, 1, 2, 7, 8, 5, 6}[orientation]), false, false},
		} {
			m := &Manifest{Ready: true}
			joinedOf(t, m, []Part{pictureAs(t, data, orientation)}, false)
			if err := p.Sources(m, nil); err != nil {
				t.Fatal(err)
			}
			if m.Pages[0].Ink == nil || m.Pages[0].Raw == nil {
				t.Fatalf("orientation %d: nothing is known of the page", orientation)
			}
			there := joinedOf(t, &Manifest{}, []Part{c.there}, false)
			if err := p.Pages(m, bytes.NewReader(there)); err != nil {
				t.Fatal(err)
			}
			if known, like := m.Pages[0].Raw != nil, m.Differ == nil; known != c.known || like != c.like || !m.Pages[0].Drawn {
				t.Errorf("orientation %d, %s: known by its bytes %v, as meant %v", orientation, c.name, known, like)
			}
		}
	}
}

// A picture that something is drawn over is not known by its bytes alone.
func TestPictureUnderSomethingIsDrawn(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	data := cornered(t, 80)
	m := &Manifest{Ready: true}
	whole := joinedOf(t, m, []Part{pictureAs(t, data, 1)}, false)
	for name, more := range map[string]string{
		"a box over it":   "1 g 50 300 400 400 re f",
		"a frame over it": "50 300 400 400 re S",
	} {
		if err := p.Sources(m, nil); err != nil {
			t.Fatal(err)
		}
		doc, err := engine.Open(drawnOver(t, whole, more))
		if err != nil {
			t.Fatal(err)
		}
		c := envelopeCheck{m: m, doc: doc, drawn: make([][]byte, 1)}
		if same, err := c.asStored(0, m.Pages[0]); err != nil || same {
			t.Errorf("%s: taken for the picture alone (%v)", name, err)
		}
		doc.Close()
	}
	doc, err := engine.Open(drawnOver(t, whole, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	c := envelopeCheck{m: m, doc: doc, drawn: make([][]byte, 1)}
	if same, err := c.asStored(0, m.Pages[0]); err != nil || !same {
		t.Errorf("with nothing over it: not known (%v)", err)
	}
}

// drawnOver adds a stream to the contents of the first page, as an update of the file.
func drawnOver(t *testing.T, data []byte, content string) []byte {
	t.Helper()
	at := bytes.Index(data, []byte("/Type /Page\n"))
	if at < 0 {
		t.Fatal("there is no page")
	}
	begin := bytes.LastIndex(data[:at], []byte(" 0 obj"))
	line := bytes.LastIndexByte(data[:begin], '\n') + 1
	page := data[line : at+bytes.Index(data[at:], []byte("endobj"))]
	was := bytes.Index(page, []byte("/Contents "))
	end := was + len("/Contents ") + bytes.IndexByte(page[was+len("/Contents "):], 'R') + 1
	size := bytes.LastIndex(data, []byte("/Size "))
	var number, root int
	if _, err := fmt.Sscanf(string(data[size:]), "/Size %d", &number); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(string(data[bytes.LastIndex(data, []byte("/Root ")):]), "/Root %d", &root); err != nil {
		t.Fatal(err)
	}
	var object int
	fmt.Sscanf(string(page), "%d", &object)
	out := slices.Clone(data)
	stream := len(out)
	out = fmt.Appendf(out, "%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", number, len(content), content)
	changed := len(out)
	out = append(out, page[:was]...)
	out = fmt.Appendf(out, "/Contents [%s %d 0 R]", page[was+len("/Contents "):end], number)
	out = append(out, page[end:]...)
	out = append(out, "endobj\n"...)
	xref := len(out)
	prev := bytes.LastIndex(data, []byte("startxref"))
	var before int
	fmt.Sscanf(string(data[prev:]), "startxref\n%d", &before)
	head := fmt.Sprintf("xref\n0 %d\n", number)
	table, ok := bytes.CutPrefix(data[before:], []byte(head))
	if !ok {
		t.Fatal("the table of objects is not as expected")
	}
	table = slices.Clone(table[:20*number])
	copy(table[20*object:], fmt.Sprintf("%010d", changed))
	out = fmt.Appendf(out, "xref\n0 %d\n%s%010d 00000 n \n", number+1, table, stream)
	return fmt.Appendf(out, "trailer\n<</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", number+1, root, xref)
}
