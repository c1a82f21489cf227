package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"strings"
)

// place is a mark that must not be in any paper made of traces.pdf.
const place = "GPS 48.8566 N 2.3522 E (invented)"

var pdfFiles = []file{
	{"pdf/version-1.3.pdf", version("1.3", pdfFile.bytes)},
	{"pdf/version-1.4.pdf", version("1.4", pdfFile.bytes)},
	{"pdf/version-1.5.pdf", version("1.5", pdfFile.packed)},
	{"pdf/version-1.6.pdf", newerThanHeader},
	{"pdf/version-1.7.pdf", version("1.7", pdfFile.bytes)},
	{"pdf/version-2.0.pdf", version("2.0", pdfFile.packed)},
	{"pdf/upper-case.PDF", version("1.7", pdfFile.bytes)},
	{"pdf/named.jpg", version("1.7", pdfFile.bytes)},
	{"pdf/after-mail-lines.pdf", afterMailLines},
	{"pdf/message.eml", message},

	{"pdf/scripts.pdf", asFile(onPage("/Names << /JavaScript << /Names [(s) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >>", "", invented("A file that runs a script")))},
	{"pdf/scripts-hidden.pdf", asFile(onPage("", "/Annots [6 0 R]", invented("A script hides behind an annotation"),
		"<< /Type /Annot /Subtype /Link /Rect [60 600 160 620] /AA << /E << /S /URI /URI (https://example.org) /Next [ << /S /JavaScript /JS (app.alert\\(1\\)) >> ] >> >> >>"))},
	{"pdf/actions.pdf", asFile(onPage("/OpenAction << /S /Launch /F (invented.exe) >>", "/Annots [6 0 R]", invented("It starts a program, and has a link to the web"),
		"<< /Type /Annot /Subtype /Link /Rect [60 600 160 620] /A << /S /URI /URI (https://example.org/invented) >> >>"))},
	{"pdf/files.pdf", asFile(onPage("/Names << /EmbeddedFiles << /Names [(letter.pdf) 6 0 R] >> >>", "", invented("Another paper is inside"), attached, attachedBytes))},
	{"pdf/files-note.pdf", asFile(onPage("", "/Annots [8 0 R]", invented("Another paper hangs on a note"), attached, attachedBytes,
		"<< /Type /Annot /Subtype /FileAttachment /Rect [60 600 80 620] /FS 6 0 R >>"))},
	{"pdf/files-associated.pdf", asFile(onPage("", "/AF [6 0 R]", invented("Another paper belongs to the page"), attached, attachedBytes))},
	{"pdf/portfolio.pdf", asFile(onPage("/Collection << /Type /Collection /View /T >> /Names << /EmbeddedFiles << /Names [(letter.pdf) 6 0 R] >> >>", "", invented("Open it in a newer viewer"), attached, attachedBytes))},
	{"pdf/xfa.pdf", asFile(onPage("/AcroForm << /Fields [6 0 R] /XFA [(template) 7 0 R] >>", "/Annots [6 0 R]", invented("A form with an XFA twin"), textField("(Tours)", "/AP << /N 8 0 R >>"), stream("", "<template/>"), appearance("Tours")))},
	{"pdf/xfa-only.pdf", asFile(onPage("/NeedsRendering true /AcroForm << /Fields [] /XFA [(template) 6 0 R] >>", "", invented("Please wait..."), stream("", "<template/>")))},
	{"pdf/media.pdf", asFile(onPage("", "/Annots [<< /Type /Annot /Subtype /RichMedia /Rect [60 600 160 700] >> << /Type /Annot /Subtype /Sound /Rect [200 600 220 620] >>]", invented("A film is to be seen here")))},
	{"pdf/form.pdf", asFile(onPage("/AcroForm << /Fields [6 0 R] >>", "/Annots [6 0 R]", invented("A form that is filled in"), textField("(Tours)", "/AP << /N 7 0 R >>"), appearance("Tours")))},
	{"pdf/notes.pdf", asFile(onPage("", "/Annots [<< /Type /Annot /Subtype /FreeText /Rect [60 600 260 640] /Contents (seen) /DA (/F 12 Tf) /AP << /N 6 0 R >> >>]", invented("Somebody wrote on it"), appearance("seen")))},
	{"pdf/signed.pdf", asFile(onPage("/AcroForm << /Fields [6 0 R] /SigFlags 3 >>", "/Annots [6 0 R]", invented("It is signed"),
		"<< /Type /Annot /Subtype /Widget /FT /Sig /T (signature) /Rect [60 600 260 640] /F 4 /V << /Type /Sig /Filter /Adobe.PPKLite /Contents <00> /ByteRange [0 1 2 3] >> >>"))},
	{"pdf/layers.pdf", asFile(onPage("/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>", "/Resources << /Font << /F 5 0 R >> /Properties << /L 6 0 R >> >>",
		invented("A layer is hidden")+" /OC /L BDC BT /F 12 Tf 60 500 Td (hidden) Tj ET EMC", "<< /Type /OCG /Name (draft) >>"))},
	{"pdf/traces.pdf", traces},
	{"pdf/clipped.pdf", asFile(onPage("/AcroForm << /Fields [6 0 R 7 0 R 8 0 R 9 0 R] /DA (/F 12 Tf 0 g) /DR << /Font << /F 5 0 R >> >> >>", "/Annots [6 0 R 7 0 R 8 0 R 9 0 R]", invented("Its boxes are too small"),
		textField("("+strings.Repeat("far too long ", 60)+")", ""),
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (comb) /V (1234567) /MaxLen 4 /Ff 16777216 /Rect [60 500 160 520] /F 4 /DA (/F 12 Tf 0 g) >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (foreign) /V <feff6771> /Rect [60 400 160 420] /F 4 /DA (/F 12 Tf 0 g) >>",
		"<< /Type /Annot /Subtype /Widget /FT /Tx /T (short) /V (Tours) /Rect [60 300 160 320] /F 4 /DA (/F 12 Tf 0 g) >>"))},

	{"pdf/cut.pdf", cutFile},
	{"pdf/cut-to-nothing.pdf", func() ([]byte, error) { return []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Cat"), nil }},
	{"pdf/cut-update.pdf", cutUpdate},
	{"pdf/wrong-table.pdf", wrongTable},
	{"pdf/lost-drawing.pdf", lostDrawing},
	{"pdf/lost-picture.pdf", asFile(onPage("", "/Resources << /Font << /F 5 0 R >> /XObject << /P 6 0 R >> >>", invented("Its picture is lost")+" q 100 0 0 100 60 500 cm /P Do Q", ""))},
	{"pdf/bad-drawing.pdf", badDrawing},
	{"pdf/cut-picture.pdf", cutPicture},
	{"pdf/hole.pdf", hole},
	{"pdf/count-lies.pdf", countLies},
	{"pdf/page-twice.pdf", pageTwice},
	{"pdf/no-page.pdf", asFile([]string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"})},

	{"pdf/look-scan.pdf", lookScan(0, 0)},
	{"pdf/look-scan-turned.pdf", lookScan(90, 180)},
	{"pdf/look-turned.pdf", asFile(onPage("", "/Rotate 90", "BT /F 24 Tf -1 0 0 -1 500 700 Tm (SPECIMEN - invented) Tj ET"))},
	{"pdf/look-pictures.pdf", lookPictures},
	{"pdf/look-blank.pdf", asFile(onPage("", "", "1 g 0 0 595 842 re f"))},
	{"pdf/look-nested.pdf", asFile(onPage("", "/Resources << /XObject << /A 6 0 R >> >>", "q .5 0 0 .5 0 0 cm /A Do Q",
		stream("/Type /XObject /Subtype /Form /BBox [0 0 850 850] /Matrix [0 1 -1 0 850 0] /Resources << /XObject << /B 7 0 R >> >>", "/B Do"),
		stream("/Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources << /Font << /F 5 0 R >> /XObject << /P 8 0 R >> >>", invented("One drawing inside another")+" q 200 0 0 100 60 500 cm /P Do Q"),
		stream("/Type /XObject /Subtype /Image /Width 4 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", "\x00\x40\x80\xc0\xff\xc0\x80\x40")))},
}

// version is a plain paper in a version of the format.
func version(v string, write func(pdfFile) []byte) func() ([]byte, error) {
	return func() ([]byte, error) { return write(pdfFile{version: v, objects: pages("PDF "+v, "Page 2")}), nil }
}

// newerThanHeader says in its catalog that it is PDF 1.6.
func newerThanHeader() ([]byte, error) {
	objects := pages("PDF 1.6", "Page 2")
	objects[0] = "<< /Type /Catalog /Version /1.6 /Pages 2 0 R >>"
	return pdfFile{version: "1.4", objects: objects}.bytes(), nil
}

const mailLines = "Received: from mail.example (invented)\r\nContent-Type: application/pdf; name=\"paper.pdf\"\r\n"

// afterMailLines has lines before its header that its table does not count.
func afterMailLines() ([]byte, error) {
	lines := mailLines + "X-Filler: " + strings.Repeat("-", 700) + "\r\n\r\n"
	return append([]byte(lines), pdfFile{version: "1.4", objects: pages("Mail left its lines before it")}.bytes()...), nil
}

// message is an e-mail saved whole.
func message() ([]byte, error) {
	var b strings.Builder
	b.WriteString("From: nobody@example.org\r\nMIME-Version: 1.0\r\n" + mailLines + "Content-Transfer-Encoding: base64\r\n\r\n")
	text := base64.StdEncoding.EncodeToString(pdfFile{version: "1.4", objects: pages("Inside a message")}.bytes())
	for line := range slices.Chunk([]byte(text), 76) {
		b.Write(line)
		b.WriteString("\r\n")
	}
	return []byte(b.String()), nil
}

const attached = "<< /Type /Filespec /F (letter.pdf) /UF (letter.pdf) /EF << /F 7 0 R >> >>"

var attachedBytes = stream("/Type /EmbeddedFile /Subtype /application#2Fpdf", "%PDF-1.4 an invented letter")

func textField(value, entries string) string {
	return "<< /Type /Annot /Subtype /Widget /FT /Tx /T (town) /V " + value + " /Rect [60 600 160 620] /F 4 /DA (/F 12 Tf 0 g) " + entries + " >>"
}

func appearance(text string) string {
	return stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 5 0 R >> >>", "/Tx BMC BT /F 12 Tf 2 5 Td ("+text+") Tj ET EMC")
}

// traces has the mark wherever a maker may leave it.
func traces() ([]byte, error) {
	packet := stream("/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"+place+"</x:xmpmeta>")
	photo, err := smallPhoto()
	if err != nil {
		return nil, err
	}
	segment := func(marker byte, body string) string {
		return string([]byte{0xFF, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}) + body
	}
	told := photo[:2] +
		segment(0xE1, "Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00"+place) +
		segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+place) +
		segment(0xED, "Photoshop 3.0\x008BIM"+place) +
		segment(0xFE, place) + photo[2:] + place
	const size = "/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB /BitsPerComponent 8"
	objects := onPage("/Metadata 6 0 R /PieceInfo << /App << /Private ("+place+") >> >>",
		"/Metadata 6 0 R /Thumb 7 0 R /LastModified ("+place+") /PieceInfo << /App << /Private ("+place+") >> >> "+
			"/Resources << /Font << /F 10 0 R >> /XObject << /Metadata 8 0 R /AF 9 0 R /Packed 11 0 R >> /Properties << /MC << /Metadata 6 0 R >> >> /Pattern << /Metadata 13 0 R >> >>",
		invented("It tells where it was made")+" /Span /MC BDC q 100 0 0 100 60 500 cm /Metadata Do Q q /AF Do Q q 100 0 0 100 300 500 cm /Packed Do Q /Pattern cs /Metadata scn 60 300 100 100 re f EMC",
		packet,
		stream("/Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Comment ("+place+")", "\x00"),
		stream(size+" /Filter /DCTDecode /Metadata 6 0 R /OPI << /2.0 << /F ("+place+") >> >>", told),
		stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Metadata 6 0 R /LastModified ("+place+") /PieceInfo << /App << /Private 6 0 R >> >>", "60 60 20 20 re f"),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /Metadata 6 0 R >>",
		stream(size+" /Filter [/FlateDecode /DCTDecode]", deflated(told)),
		"<< /Title ("+place+") /Author ("+place+") >>",
		stream("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources << >> /Metadata 6 0 R /PieceInfo << /App << /Private ("+place+") >> >>", "0 0 4 4 re f"))
	return pdfFile{version: "1.7", objects: objects, trailer: "/Info 12 0 R"}.bytes(), nil
}

// smallPhoto is a JPEG of 16 × 16 pixels, dark above and light below.
func smallPhoto() (string, error) {
	m := image.NewRGBA(image.Rect(0, 0, 16, 16))
	for i := range 16 * 16 {
		m.SetRGBA(i%16, i/16, color.RGBA{uint8(i), uint8(i), uint8(i), 255})
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90})
	return b.String(), err
}

// cutFile stopped in a word of its second page of three.
func cutFile() ([]byte, error) {
	objects := pages("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")
	objects[6] = stream("", invented("Page 2 of 3")+" BT /F 12 Tf 60 600 Td (and here it stopped) Tj ET")
	b := pdfFile{version: "1.7", objects: objects}.bytes()
	return b[:bytes.Index(b, []byte(" it stopped"))], nil
}

// cutUpdate has a second page since it was last saved, which did not arrive.
func cutUpdate() ([]byte, error) {
	b := pdfFile{version: "1.7", objects: pages("Page 1 of 2")}.bytes()
	b = fmt.Appendf(b, "2 0 obj\n<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> >>\nendobj\n")
	return append(b, "6 0 obj\n<< /Type /Page /Parent 2 0 R /Cont"...), nil
}

// wrongTable is off by one everywhere, which everybody mends.
func wrongTable() ([]byte, error) {
	b := pdfFile{version: "1.7", objects: pages("Its table is wrong by one", "Page 2")}.bytes()
	i := bytes.LastIndex(b, []byte("%\xe2"))
	return slices.Concat(b[:i], []byte("%"), b[i:]), nil
}

func lostDrawing() ([]byte, error) {
	objects := pages("Page 1 of 2", "Page 2 of 2")
	objects[6] = ""
	return pdfFile{version: "1.7", objects: objects}.bytes(), nil
}

// badDrawing has a second page whose drawing does not unpack.
func badDrawing() ([]byte, error) {
	objects := pages("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")
	objects[6] = stream("/Filter /FlateDecode", "x\x9c"+strings.Repeat("\xff", 60))
	return pdfFile{version: "1.7", objects: objects}.bytes(), nil
}

func cutPicture() ([]byte, error) {
	photo, err := smallPhoto()
	if err != nil {
		return nil, err
	}
	return pdfFile{version: "1.7", objects: onPage("", "/Resources << /Font << /F 5 0 R >> /XObject << /P 6 0 R >> >>",
		invented("Half of its picture is lost")+" q 100 0 0 100 60 500 cm /P Do Q",
		stream("/Type /XObject /Subtype /Image /Width 16 /Height 16 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", photo[:len(photo)-20]))}.bytes(), nil
}

// hole lists a page that is not there.
func hole() ([]byte, error) {
	objects := pages("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")
	objects[5] = ""
	return pdfFile{version: "1.7", objects: objects}.bytes(), nil
}

// countLies says that it has more pages than it lists.
func countLies() ([]byte, error) {
	objects := pages("Page 1 of 2", "Page 2 of 2")
	objects[1] = strings.Replace(objects[1], "/Count 2", "/Count 7", 1)
	return pdfFile{version: "1.7", objects: objects}.bytes(), nil
}

func pageTwice() ([]byte, error) {
	objects := pages("Page 1, and again", "Page 2")
	objects[1] = strings.Replace(objects[1], "6 0 R ] /Count 2", "6 0 R 4 0 R ] /Count 3", 1)
	return pdfFile{version: "1.7", objects: objects}.bytes(), nil
}

// lookScan is a page of which a scanner took a picture and a reader the words: those lie unseen under the
// picture. Both may be turned on a page that is turned itself.
func lookScan(rotate, picture int) func() ([]byte, error) {
	return func() ([]byte, error) {
		m := render(sheet{210, 297, func(c canvas) { c.text(25, 30, title, "SPECIMEN - invented") }}, 30)
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 60}); err != nil {
			return nil, err
		}
		at, words := "595 0 0 842 0 0", "1 0 0 1 70 730"
		if picture == 180 {
			at, words = "-595 0 0 -842 595 842", "-1 0 0 -1 525 112"
		}
		return pdfFile{version: "1.7", objects: onPage("", fmt.Sprintf("/Rotate %d /Resources << /Font << /F 5 0 R >> /XObject << /P 6 0 R >> >>", rotate),
			"q "+at+" cm /P Do Q BT 3 Tr /F 18 Tf "+words+" Tm (SPECIMEN - invented) Tj ET",
			stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode", m.Rect.Dx(), m.Rect.Dy()), b.String()))}.bytes(), nil
	}
}

// lookPictures has pictures of many kinds, all of 64 × 32 pixels, white with a black box in the middle half.
func lookPictures() ([]byte, error) {
	const w, h = 64, 32
	black := func(x, y int) bool { return x >= 16 && x < 48 && y >= 8 && y < 24 }
	var bits, greys, colours, indexed, rows string
	for y := range h {
		row := make([]byte, w/8)
		before := byte(0)
		rows += "\x01" // each sample as the difference from the one to the left
		for x := range w {
			v, index := byte(255), "\x01"
			if black(x, y) {
				v, index = 0, "\x00"
			} else {
				row[x/8] |= 0x80 >> (x % 8)
			}
			greys += string([]byte{v})
			colours += string([]byte{v, v, v})
			indexed += index
			rows += string([]byte{v - before})
			before = v
		}
		bits += string(row)
	}
	const size = "/Type /XObject /Subtype /Image /Width 64 /Height 32 "
	kinds := []string{
		stream(size+"/ColorSpace /DeviceGray /BitsPerComponent 1", bits),
		stream(size+"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", deflated(greys)),
		stream(size+"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode", deflated(colours)),
		stream(size+"/ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /BitsPerComponent 8 /Filter /FlateDecode", deflated(indexed)),
		stream(size+"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 64 >>", deflated(rows)),
		stream(size+"/ImageMask true", bits),
		stream(size+"/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 64 /Rows 32 >>", fax()),
	}
	content, names := invented("Pictures of all kinds"), ""
	for i := range kinds {
		content += fmt.Sprintf(" q 64 0 0 32 %d %d cm /P%d Do Q", 60+150*(i%3), 600-100*(i/3), i)
		names += fmt.Sprintf("/P%d %d 0 R ", i, i+6)
	}
	content += " q 64 0 0 32 60 300 cm BI /W 64 /H 32 /CS /G /BPC 1 /F /AHx ID " + fmt.Sprintf("%X>", bits) + " EI Q"
	return pdfFile{version: "1.7", objects: onPage("", "/Resources << /Font << /F 5 0 R >> /XObject << "+names+">> >>", content, kinds...)}.bytes(), nil
}

// fax is the box in Group 4 (ITU-T T.6): white rows are one bit, as the row above; the first row with black
// has it in runs of 16 and 32; the next are as the row above; and the white row after it passes over it.
func fax() string {
	const (
		same  = "1"
		black = "001" + "101010" + "000001101010" // 16 white, 32 black
		pass  = "0001"
		end   = "000000000001000000000001"
	)
	code := strings.Repeat(same, 8) + black + same + strings.Repeat(same+same+same, 15) + pass + same + strings.Repeat(same, 7) + end
	code += strings.Repeat("0", (8-len(code)%8)%8)
	var b []byte
	for i := 0; i < len(code); i += 8 {
		var v byte
		for _, c := range code[i : i+8] {
			v = v<<1 | byte(c-'0')
		}
		b = append(b, v)
	}
	return string(b)
}
