package picture

import (
	"bytes"
	"strings"
)

const (
	asJPEG = "export it as JPEG"
	asPDF  = "save or print it as PDF"
)

// signatures tell formats by bytes at a fixed place, the first that fits. JPEG and PNG have no
// article: they are the two that are read.
var signatures = []struct {
	at    int
	magic string
	name  string // with its article, for the error
	fix   string
}{
	{0, "\xff\xd8\xff", "JPEG", ""},
	{0, "\x89PNG\r\n\x1a\n", "PNG", ""},
	{4, "ftyphei", "a HEIC picture", asJPEG},
	{4, "ftyphev", "a HEIC picture", asJPEG},
	{4, "ftypmif1", "a HEIC picture", asJPEG},
	{4, "ftypmsf1", "a HEIC picture", asJPEG},
	{4, "ftypavi", "an AVIF picture", asJPEG},
	{4, "ftyp", "a video", again},
	{4, "moov", "a video", again},
	{0, "\x1aE\xdf\xa3", "a video", again},
	{8, "AVI LIST", "a video", again},
	{0, "II*\x00", "a TIFF picture", asJPEG},
	{0, "MM\x00*", "a TIFF picture", asJPEG},
	{8, "WEBP", "a WebP picture", asJPEG},
	{0, "GIF8", "a GIF picture", asJPEG},
	{0, "BM", "a BMP picture", asJPEG},
	{4, "jP  \r\n\x87\n", "a JPEG 2000 picture", asJPEG},
	{4, "JXL \r\n\x87\n", "a JPEG XL picture", asJPEG},
	{0, "\xff\x0a", "a JPEG XL picture", asJPEG},
	{0, "%PDF-", "a PDF file", "give it as a PDF document, not as a picture"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word document or another office file", asPDF},
	{0, "{\\rtf", "a text document (RTF)", asPDF},
	{0, "PK\x03\x04", "a zip archive", "take the pictures out of it"},
}

// zipped are the marks of documents that are zip archives within, in their first bytes.
var zipped = []struct{ mark, name string }{
	{"word/", "a Word document"},
	{"[Content_Types].xml", "a Word document or another office file"},
	{"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file"},
}

// sniff is the name of the format, empty when unknown.
func sniff(data []byte) string {
	name, _ := recognise(data)
	return name
}

func recognise(data []byte) (name, fix string) {
	for _, s := range signatures {
		if len(data) >= s.at && bytes.HasPrefix(data[s.at:], []byte(s.magic)) {
			if strings.HasPrefix(s.magic, "PK") {
				return recogniseZip(data, s.name, s.fix)
			}
			return s.name, s.fix
		}
	}
	return "", ""
}

// recogniseZip looks for a document in the first 8 kB, which name the first files within.
func recogniseZip(data []byte, name, fix string) (string, string) {
	start := data[:min(len(data), 8192)]
	for _, z := range zipped {
		if bytes.Contains(start, []byte(z.mark)) {
			return z.name, asPDF
		}
	}
	return name, fix
}

// refuse is the error for data that is neither JPEG nor PNG.
func refuse(data []byte) error {
	if len(data) == 0 {
		return &Error{"the picture is empty: it has no bytes", "copy the file again, or " + again}
	}
	name, fix := recognise(data)
	if name == "" && message(data) {
		return &Error{"this is an e-mail message, not a paper", "save the attachment out of it in the mail program, as a file of its own"}
	}
	if name == "" {
		return &Error{"this is neither a PDF nor a JPEG or PNG picture", again}
	}
	return &Error{"this is " + name + ", not a JPEG or PNG picture", fix}
}

// message reports an e-mail saved whole, by a line that its head has (RFC 2045).
func message(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 8192)])
	return bytes.Contains(head, []byte("\nmime-version:")) || bytes.Contains(head, []byte("\ncontent-transfer-encoding:")) ||
		bytes.HasPrefix(head, []byte("mime-version:"))
}
