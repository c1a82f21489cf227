package picture

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const (
	asJPEG  = "export it as JPEG"
	asPDF   = "save or print it as PDF"
	unpack  = "take the pages out of it and give them one by one"
	fromMac = "open it and choose File > Export To > PDF"
)

// signatures tell formats by bytes at a fixed place, the first that fits. Those that are read have no
// article.
var signatures = []struct {
	at    int
	magic string
	name  string // with its article, for the error
	fix   string
}{
	{0, "\xff\xd8\xff", "JPEG", ""},
	{0, pngSignature, "PNG", ""},
	{0, "II*\x00\x10\x00\x00\x00CR", "a raw photograph", asJPEG},
	{0, "II*\x00", "TIFF", ""},
	{0, "MM\x00*", "TIFF", ""},
	{0, "II+\x00", "a BigTIFF picture", asJPEG},
	{0, "MM\x00+", "a BigTIFF picture", asJPEG},
	{8, "WEBP", "WebP", ""},
	{4, "ftypavi", "an AVIF picture", asJPEG},
	{4, "ftyphe", "HEIC", ""},
	{4, "ftypmif1", "HEIC", ""},
	{4, "ftypmsf1", "HEIC", ""},
	{4, "ftypcrx ", "a raw photograph", asJPEG},
	{4, "ftypqt  ", "a video, perhaps that of a Live Photo", "give the photograph itself: export it as JPEG"},
	{4, "ftyp", "a video", again},
	{4, "moov", "a video", again},
	{4, "wide", "a video", again},
	{0, "\x1aE\xdf\xa3", "a video", again},
	{8, "AVI LIST", "a video", again},
	{0, "\x00\x00\x01\xba", "a video", again},
	{0, "ID3", "a sound recording", again},
	{8, "WAVE", "a sound recording", again},
	{0, "GIF8", "a GIF picture", asJPEG},
	{0, "BM", "a BMP picture", asJPEG},
	{0, "8BPS", "a Photoshop document", asPDF},
	{0, "IIRO", "a raw photograph", asJPEG},
	{0, "IIU\x00", "a raw photograph", asJPEG},
	{0, "FUJIFILMCCD-RAW", "a raw photograph", asJPEG},
	{4, "jP  \r\n\x87\n", "a JPEG 2000 picture", asJPEG},
	{0, "\xff\x4f\xff\x51", "a JPEG 2000 picture", asJPEG},
	{4, "JXL \r\n\x87\n", "a JPEG XL picture", asJPEG},
	{0, "\xff\x0a", "a JPEG XL picture", asJPEG},
	{0, "AT&TFORM", "a DjVu document", asPDF},
	{0, "%!PS", "a PostScript document", asPDF},
	{0, "%PDF-", "a PDF file", "give it as a PDF document, not as a picture"},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word document or another office file", asPDF},
	{0, "{\\rtf", "a text document (RTF)", asPDF},
	{0, "PK\x03\x04", "a zip archive", unpack},
	{0, "PK\x05\x06", "an empty zip archive", unpack},
	{0, "Rar!\x1a\x07", "a RAR archive", unpack},
	{0, "7z\xbc\xaf\x27\x1c", "a 7z archive", unpack},
	{0, "\x1f\x8b", "a gzip archive", unpack},
	{0, "BZh", "a bzip2 archive", unpack},
	{0, "\xfd7zXZ\x00", "an xz archive", unpack},
	{257, "ustar", "a tar archive", unpack},
	{0, "bplist", "a settings file of an Apple computer", again},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", "a shortcut, not the file itself", "copy the file that the shortcut leads to"},
	{0, "[InternetShortcut]", "a shortcut to a page of the web", "open the page and print it as PDF"},
}

// zipped are the marks of documents that are zip archives within, in their first bytes.
var zipped = []struct{ mark, name, fix string }{
	{"word/", "a Word document", asPDF},
	{"xl/", "an Excel workbook", asPDF},
	{"ppt/", "a PowerPoint presentation", asPDF},
	{"mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text", asPDF},
	{"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet", asPDF},
	{"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file", asPDF},
	{"mimetypeapplication/epub", "an electronic book", asPDF},
	{"Index/Tables/", "an Apple document (Numbers or Pages)", fromMac},
	{"Index/Document.iwa", "an Apple document (Pages, Numbers or Keynote)", fromMac},
	{"FixedDocSeq", "an XPS document", asPDF},
	{"FixedDocumentSequence", "an XPS document", asPDF},
	{"[Content_Types].xml", "a Word document or another office file", asPDF},
}

// texts are beginnings of files that are text, in lower case and without what is blank before.
var texts = []struct{ start, name, fix string }{
	{"<!doctype html", "a page of the web (HTML)", "open it in a browser and print it as PDF"},
	{"<html", "a page of the web (HTML)", "open it in a browser and print it as PDF"},
	{"<svg", "an SVG drawing", asPDF},
	{"return-path:", mail, mailed},
	{"received:", mail, mailed},
	{"delivered-to:", mail, mailed},
	{"from:", mail, mailed},
	{"mime-version:", mail, mailed},
	{"message-id:", mail, mailed},
	{"x-", mail, mailed},
}

const (
	mail   = "an e-mail message"
	mailed = "save the attachment out of it in the mail program, as a file of its own"
)

// recognise is the name of the format, empty when unknown, and the way out.
func recognise(data []byte) (name, fix string) {
	for _, s := range signatures {
		if len(data) >= s.at && bytes.HasPrefix(data[s.at:], []byte(s.magic)) {
			switch {
			case strings.HasPrefix(s.magic, "PK\x03"):
				return recogniseZip(data, s.name, s.fix)
			case s.name == "HEIC":
				return recogniseHEIF(data)
			case strings.HasPrefix(s.magic, "\xd0\xcf") && contains(data, "_\x00_\x00s\x00u\x00b\x00s\x00t\x00g\x00"):
				return mail, mailed
			}
			return s.name, s.fix
		}
	}
	if message(data) {
		return mail, mailed
	}
	return recogniseText(data)
}

// recogniseZip looks for a document in the first 8 kB, which name the first files within.
func recogniseZip(data []byte, name, fix string) (string, string) {
	start := data[:min(len(data), 8192)]
	for _, z := range zipped {
		if contains(start, z.mark) {
			return z.name, z.fix
		}
	}
	return name, fix
}

// recogniseHEIF looks for AVIF among the formats that a file says it is compatible with.
func recogniseHEIF(data []byte) (string, string) {
	brands := data[:min(len(data), 8+number(data, 0, 4)%256)]
	if contains(brands, "avif") && !contains(brands, "heic") {
		return "an AVIF picture", asJPEG
	}
	return "HEIC", ""
}

// recogniseText looks at the first kB.
func recogniseText(data []byte) (name, fix string) {
	start := bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\uFEFF"))
	for len(start) > 0 && len(data) > 1024 && !utf8.Valid(start) && len(start) > 1020 {
		start = start[:len(start)-1] // a character cut in two
	}
	if len(start) == 0 || !utf8.Valid(start) || bytes.ContainsFunc(start, func(r rune) bool {
		return r < ' ' && !strings.ContainsRune("\t\n\r\f", r)
	}) {
		return "", ""
	}
	lower := bytes.ToLower(bytes.TrimSpace(start))
	for _, t := range texts {
		if bytes.HasPrefix(lower, []byte(t.start)) {
			return t.name, t.fix
		}
	}
	if bytes.HasPrefix(lower, []byte("<?xml")) && contains(lower, "<svg") {
		return "an SVG drawing", asPDF
	}
	return "plain text", asPDF
}

func contains(b []byte, mark string) bool { return bytes.Contains(b, []byte(mark)) }

const readable = "PDF, JPEG, PNG, TIFF, WebP and HEIC"

// refuse is the error for data that is no picture that is read.
func refuse(data []byte, name, fix string) error {
	if len(data) == 0 {
		return &Error{"the picture is empty: it has no bytes", "copy the file again, or " + again}
	}
	if name == "" {
		return &Error{"this is no file that can be read: " + readable + " can", again}
	}
	return refusal(name, fix)
}

func refusal(name, fix string) *Error {
	if name == mail {
		return &Error{"this is " + mail + ", not a paper", fix}
	}
	return &Error{"this is " + name + ", and only " + readable + " can be read", fix}
}

// message reports an e-mail saved whole, by a line that its head has (RFC 2045).
func message(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 8192)])
	return bytes.Contains(head, []byte("\nmime-version:")) || bytes.Contains(head, []byte("\ncontent-transfer-encoding:")) ||
		bytes.HasPrefix(head, []byte("mime-version:"))
}
