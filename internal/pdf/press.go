package pdf

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"dossier/internal/font"
)

// A Press makes a file of pages that another program draws. That program sets its texts in the standard fonts, in
// the codes that Code gives for them; Print puts our typefaces in the place of those fonts. So it need not read,
// cut down and write a typeface for each file, which took it longer than all it draws.
type Press struct {
	doc   *document
	fonts *typefaces
}

// NewPress is for one file.
func NewPress() *Press {
	p := &Press{doc: newDocument(0)}
	p.fonts = &typefaces{doc: p.doc, tag: pressTag, ready: true}
	return p
}

// Code is a text as a string of the drawing: two bytes a character, to be shown in the standard font that has the
// style for its Twin.
func (p *Press) Code(style font.Style, text string) string {
	t := p.fonts.of(style)
	b := make([]byte, 0, 2*len(text))
	for _, r := range text {
		c := t.code(r)
		b = append(b, byte(c>>8), byte(c))
	}
	return string(b)
}

// An About is what a file says of itself.
type About struct {
	Title, Author string
	Lang          string    // RFC 3066 tag of the text
	Date          time.Time // creation date; only the day counts, the zero time records none
}

// Print writes the file that was drawn to w. It may be called once.
func (p *Press) Print(w io.Writer, drawn []byte, about About) error {
	f, err := Open(drawn)
	if err != nil {
		return fmt.Errorf("read what was drawn: %w", err)
	}
	c := p.doc.copier(f)
	for _, r := range slices.Sorted(maps.Keys(f.objects)) {
		if d, ok := f.objects[r].(dict); ok && f.name(d["Type"]) == "Font" {
			c.numbers[r] = p.fonts.of(font.Twin(string(f.name(d["BaseFont"])))).at
		}
	}
	for _, page := range f.pages {
		if r, ok := page.dict["Contents"].(ref); ok {
			if s, ok := f.objects[r].(*stream); ok && s.dict["Filter"] == nil {
				c.instead[r] = compressed(s.dict, s.raw)
			}
		}
	}
	root, pages := p.doc.reserve(), p.doc.reserve()
	c.pageTree(pages)
	p.doc.write(root, dict{"Type": name("Catalog"), "Pages": pages, "Lang": text(about.Lang)}, nil)
	c.drain()
	p.fonts.write()
	return p.doc.finish(w, root, docInfo{title: about.Title, author: about.Author, date: day(about.Date)})
}
