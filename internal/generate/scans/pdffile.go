package main

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
)

// A pdfFile is a PDF to write: its objects are numbered from 1, the catalog.
type pdfFile struct {
	version string
	objects []string
	trailer string // further entries
}

// head is the file up to its table, and where each object begins.
func (f pdfFile) head() ([]byte, []int) {
	var b bytes.Buffer
	b.WriteString("%PDF-" + f.version + "\n%\xe2\xe3\xcf\xd3\n")
	var at []int
	for i, o := range f.objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return b.Bytes(), at
}

// bytes is the file with a table of objects. An object that is empty is free: what refers to it leads nowhere.
func (f pdfFile) bytes() []byte {
	b, at := f.head()
	table := "0000000000 65535 f \n"
	for i, n := range at {
		if f.objects[i] == "" {
			table += "0000000000 00001 f \n"
			continue
		}
		table += fmt.Sprintf("%010d 00000 n \n", n)
	}
	return fmt.Appendf(b, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n",
		len(at)+1, table, len(at)+1, f.trailer, len(b))
}

// packed is the file with all objects that are no streams in one, and the table in another.
func (f pdfFile) packed() []byte {
	var index, body strings.Builder
	var rows []byte
	row := func(kind, where, rest int) { rows = append(rows, byte(kind), byte(where>>8), byte(where), byte(rest)) }
	b := []byte("%PDF-" + f.version + "\n%\xe2\xe3\xcf\xd3\n")
	holder, count := len(f.objects)+1, 0
	row(0, 0, 255)
	for i, o := range f.objects {
		if strings.HasSuffix(o, "endstream") {
			row(1, len(b), 0)
			b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", i+1, o)
			continue
		}
		row(2, holder, count)
		fmt.Fprintf(&index, "%d %d ", i+1, body.Len())
		body.WriteString(o + "\n")
		count++
	}
	row(1, len(b), 0)
	b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", holder,
		stream(fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", count, index.Len()), deflated(index.String()+body.String())))
	start := len(b)
	row(1, start, 0)
	b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", holder+1,
		stream(fmt.Sprintf("/Type /XRef /W [1 2 1] /Size %d /Root 1 0 R %s /Filter /FlateDecode", holder+2, f.trailer), deflated(string(rows))))
	return fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", start)
}

func deflated(data string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(data)) // a buffer takes all
	z.Close()
	return b.String()
}

// invented is the drawing of a page that says that it is invented, and one line more.
func invented(line string) string {
	return "BT /F 24 Tf 60 760 Td (SPECIMEN - invented) Tj /F 12 Tf 0 -40 Td (" + line + ") Tj ET"
}

// onPage gives the objects of a file of one page of A4: catalog, tree, page, drawing and font, with further entries of
// the catalog and the page. More follow from 6 on. A page that brings its resources has its own.
func onPage(catalog, page, content string, more ...string) []string {
	if !strings.Contains(page, "/Resources") {
		page += " /Resources << /Font << /F 5 0 R >> >>"
	}
	return append([]string{
		"<< /Type /Catalog /Pages 2 0 R " + catalog + " >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + page + " >>",
		stream("", content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	}, more...)
}

// pages are the objects of a file of several pages, each with a line of its own: page i, from 1, is object
// 2+2i, its drawing the one after it.
func pages(lines ...string) []string {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
	kids := ""
	for _, line := range lines {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>", n+1),
			stream("/Filter /FlateDecode", deflated(invented(line))))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [ %s] /Count %d /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> >>", kids, len(lines))
	return objects
}

// asFile is a file of these objects in PDF 1.7.
func asFile(objects []string) func() ([]byte, error) {
	return func() ([]byte, error) { return pdfFile{version: "1.7", objects: objects}.bytes(), nil }
}
