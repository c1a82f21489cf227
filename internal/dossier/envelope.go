package dossier

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"

	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/typeset"
)

// Papers are what a run makes, by the name each has on disk. Each writes itself when it is asked to, so that
// the largest, the dossier, need never be in memory.
type Papers map[string]func(io.Writer) error

// Written is a paper that was drawn already.
func Written(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// A Paper is one that was written, to be read back.
type Paper interface {
	io.ReaderAt
	Size() int64
}

// A Part is a run of pages to be joined: pages of ours, or an attachment.
type Part struct {
	Title   string // in the outline
	Section string // above it there
	Label   string // on each page: "Pièce 3"
	Piece   int    // 0 for pages of ours
	File    string // where the pages come from, as the manifest names it
	SHA256  string
	Own     bool // drawn by us, with a free foot
	Pages   int
	Open    func() (pdf.Source, error)
	Data    func() ([]byte, error) // the file of an attachment; nil for a paper of ours, and for a file that others see otherwise
	Done    func(int) []string     // to the pictures of a page, from 0, once it is joined; nil for papers of ours
	Picture bool                   // each page is a picture
	Links   []pdf.Link
	Back    *pdf.Target
	stills  []still // of each page that is a picture
}

// PartOf is a part whose pages were drawn already.
func PartOf(p Part, data []byte) (Part, error) {
	f, err := pdf.Open(data)
	if err != nil {
		return p, fmt.Errorf("read our own %s: %w", p.Title, err)
	}
	p.SHA256, p.Pages = Hash(data), f.Pages()
	p.Open = func() (pdf.Source, error) { return pdf.Source{File: f}, nil }
	return p, nil
}

// FormPart is the form as a part: data is flat, as the dossier shows it.
func FormPart(data []byte) (Part, error) {
	return PartOf(Part{Title: "1. Formulaire S1106", Label: "Pièce 1", Piece: formPiece, File: "form.pdf", Section: sectionForm.FR}, data)
}

// formPiece is the number of the form among the pieces.
const formPiece = 1

// Enclosed are the attachments that could be read, as parts.
func (j *Job) Enclosed(attachments []Attachment) []Part {
	var parts []Part
	for _, a := range attachments {
		if a.Err != nil {
			continue
		}
		part := Part{
			Title: fmt.Sprintf("%d. %s", a.Number, a.Title.FR), Section: sections[a.Section].title.FR, Label: fmt.Sprintf("Pièce %d", a.Number),
			Piece: a.Number, File: a.Path, SHA256: a.SHA256, Pages: a.Pages, Done: a.done, Picture: a.Changed != nil,
			stills: a.stills, Open: func() (pdf.Source, error) { return a.open(j) }, Data: func() ([]byte, error) { return a.data(j) },
		}
		if a.mended() {
			part.Data = nil
		}
		parts = append(parts, part)
	}
	return parts
}

// Join writes parts as one PDF with an outline, each page marked "Pièce 3 · page 1/2" and with its number in
// the whole, and notes in the manifest which page came from where.
func (m *Manifest) Join(w io.Writer, parts []Part, title string, day profile.Date, duplex bool) error {
	in := make([]pdf.Part, len(parts))
	for i, p := range parts {
		in[i] = pdf.Part{Title: p.Title, Section: p.Section, Own: p.Own, Pages: p.Pages, Open: p.Open, Links: p.Links, Back: p.Back}
	}
	where, err := pdf.Join(w, in, pdf.JoinOptions{
		Title: title, Date: day.Time(), Duplex: duplex,
		Stamp: func(part, page, pages int) string { return stamp(parts[part].Label, page, pages) },
	})
	if err != nil {
		return fmt.Errorf("join the dossier: %w", err)
	}
	m.parts, m.Parts, m.Pages = parts, make([]ManifestPart, len(parts)), nil
	lead := func(t pdf.Target) int { return where[t.Part].First + t.Page }
	for i, r := range where {
		p := parts[i]
		m.Parts[i] = ManifestPart{Title: p.Title, Section: p.Section, Label: p.Label, Piece: p.Piece, From: r.First, To: r.First + r.Count - 1}
		for n := range r.Count {
			page := ManifestPage{Piece: p.Piece, File: p.File, SHA256: p.SHA256, Page: n + 1, At: rounded(r.At[n]), Lying: r.Lying[n]}
			if p.Done != nil {
				page.Done = slices.Clone(p.Done(n))
			}
			page.Done = append(page.Done, p.placed(page.At)...)
			for _, l := range p.Links {
				if l.Page == n {
					page.Links = append(page.Links, lead(l.To))
				}
			}
			if p.Back != nil && n == 0 {
				page.Links = append(page.Links, lead(*p.Back))
			}
			m.Pages = append(m.Pages, page)
		}
		if r.Empty {
			m.Pages = append(m.Pages, ManifestPage{Empty: true})
		}
	}
	return nil
}

// placed says how a page was put on its sheet.
func (p Part) placed(at [6]float64) []string {
	if p.Picture { // whose size on paper the matrix tells
		return nil
	}
	var done []string
	if at[1] != 0 || at[0] < 0 {
		done = append(done, "turned upright")
	}
	if scale := math.Hypot(at[0], at[1]); math.Abs(scale-1) > 1e-3 {
		done = append(done, fmt.Sprintf("scaled to %.0f %%", 100*scale))
	}
	return done
}

// rounded is a matrix without what floating point adds: to a millionth of a point.
func rounded(m [6]float64) [6]float64 {
	for i, v := range m {
		m[i] = math.Round(v*1e6) / 1e6
	}
	return m
}

// stamp is the label at the foot of a page.
func stamp(label string, page, pages int) string {
	return fmt.Sprintf("%s · page %d/%d", label, page, pages)
}

// refLetter is the letter where pieces go by their numbers.
const refLetter = -1

// An envelope is the dossier with its index, whose pages are known before it is written.
type envelope struct {
	parts []Part // letter, index, form, attachments
	where []pdf.PartPages
	index int // of the index among parts
}

// span says where the parts go.
func (e *envelope) span(duplex bool) {
	counts := make([]int, len(e.parts))
	for i, p := range e.parts {
		counts[i] = p.Pages
	}
	e.where, _ = pdf.Span(counts, duplex)
}

// refChanges is the table of what changed, where pieces go by their numbers.
const refChanges = -2

// ref is what a line of the index calls a part: the number of a piece; 0 is the letter.
func (p Part) ref() int {
	if p.File == changesFile {
		return refChanges
	}
	return p.Piece
}

// changesFile is the name of the table of what changed.
const changesFile = "changes.pdf"

// pages is where each piece stands in the whole, by number; the letter is 0.
func (e *envelope) pages() map[int]Pages {
	all := map[int]Pages{}
	for i, p := range e.parts {
		if i != e.index {
			all[p.ref()] = Pages{e.where[i].First, e.where[i].First + e.where[i].Count - 1}
		}
	}
	return all
}

// envelope draws the index once the pages of all parts are known: its own length among them, for which it is
// laid out until that stands.
func (j *Job) envelope(letter []byte, form Part, attachments []Attachment, list func(map[int]Pages) typeset.Checklist) (*envelope, []byte, error) {
	first, err := PartOf(Part{Title: "Lettre d’accompagnement", Label: "Lettre", File: "letter.pdf", Own: true}, letter)
	if err != nil {
		return nil, nil, err
	}
	return j.withIndex(first, append([]Part{form}, j.Enclosed(attachments)...), list)
}

// withIndex puts the index between the letter and the other parts.
func (j *Job) withIndex(first Part, others []Part, list func(map[int]Pages) typeset.Checklist) (*envelope, []byte, error) {
	index := Part{Title: "Bordereau des pièces", Label: "Bordereau", File: "checklist.pdf", Own: true, Pages: 1}
	e := &envelope{parts: append([]Part{first, index}, others...), index: 1}
	var now typeset.Checklist
	for range 5 { // numbers hardly change how a list is set, so the second time is the last
		e.span(j.Duplex)
		now = list(e.pages())
		pages := now.Pages()
		if pages == e.parts[e.index].Pages {
			break
		}
		e.parts[e.index].Pages = pages
	}
	var out bytes.Buffer
	layout, err := now.Draw(&out, Meta("Bordereau des pièces", j.Day))
	if err != nil {
		return nil, nil, fmt.Errorf("draw the checklist: %w", err)
	}
	if e.parts[e.index], err = PartOf(index, out.Bytes()); err != nil {
		return nil, nil, err
	}
	e.link(layout)
	return e, out.Bytes(), nil
}

// link leads from each line of the index to its piece, and from the first page of each piece back.
func (e *envelope) link(layout typeset.Layout) {
	for _, r := range layout.Refs {
		to := slices.IndexFunc(e.parts, func(p Part) bool { return p.ref() == r.Ref || p.ref() == 0 && r.Ref == refLetter })
		if to < 0 || to == e.index {
			continue
		}
		e.parts[e.index].Links = append(e.parts[e.index].Links, pdf.Link{
			Page: r.Page, Rect: pdf.Rect{X0: r.Box[0], Y0: r.Box[1], X1: r.Box[2], Y1: r.Box[3]}, To: pdf.Target{Part: to},
		})
		if e.parts[to].Back == nil {
			e.parts[to].Back = &pdf.Target{Part: e.index, Page: r.Page}
		}
	}
}
