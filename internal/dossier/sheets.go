package dossier

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"dossier/internal/proof"
	"dossier/internal/rule"
)

// Checks that a manifest names once they have passed.
const (
	checkedAnswers = "every answer on the form is on paper, and nothing else"
	checkedPages   = "dossier.pdf has every page, in order, with its label, its number, its links and its place in the outline"
	checkedInk     = "%d of %d pages of dossier.pdf show what their source shows, by the bytes of its drawing or picture or drawn anew; the others are empty, have form fields, differ or could not be drawn from it"
)

// By how much two drawings of one page may differ, of 255 in the cell that differs most.
const (
	likeDrawing = 20  // of a page that PDFium draws twice in the same place: of 1,700 pages of all kinds none differs by more; a line of text that is lost makes 30
	likeForm    = 255 // of one with form fields, which it may draw by their values and not as they are stored: only that it is not blank
	likePhoto   = 24  // of photographs, which another engine decodes
	likeItself  = 3   // of a page that is drawn again later
	likePrint   = 90  // of pictures in the four inks of print, whose colours engines mix each in its own way
)

// Sources draws what every page of the dossier was made from, and notes in the manifest how dark each part of
// its sheet must be. What PDFium cannot draw in reasonable time is left out.
func (p *Prover) Sources(m *Manifest, papers map[string]Paper) error {
	d, err := p.desk()
	if err != nil {
		return err
	}
	defer d.close()
	return d.sources(m, papers)
}

func (d *desk) sources(m *Manifest, papers map[string]Paper) error {
	for i, part := range m.parts {
		pages := m.Pages[m.Parts[i].From-1 : m.Parts[i].To]
		if pages[0].Print != "" {
			continue
		}
		if err := d.sourceInk(part, papers[part.File], pages); err != nil {
			return fmt.Errorf("compare %s with its source: %w", part.Title, err)
		}
	}
	return nil
}

// repeats finds the parts of the dossier whose pages show what a paper of ours shows, byte for byte, and notes that in
// the manifest. Those of other parts must be drawn.
func (d *desk) repeats(m *Manifest, papers map[string]Paper) {
	for i, part := range m.parts {
		if ours := papers[part.File]; part.Data == nil && ours != nil && papers["dossier.pdf"] != nil {
			first := m.Parts[i].From - 1
			sums, err := d.repeated(part.File, ours, papers["dossier.pdf"], m.Pages[first:m.Parts[i].To], first)
			for k, sum := range sums {
				if err == nil {
					m.Pages[first+k].Print = sum
				}
			}
		}
	}
}

// repeated gives the sums of pages of the dossier, from page first on, if they show what a paper of ours shows.
func (d *desk) repeated(name string, ours, dossier Paper, pages []ManifestPage, first int) ([]string, error) {
	of, err := d.print(name, ours)
	if err != nil {
		return nil, err
	}
	now, err := d.print("dossier.pdf", dossier)
	if err != nil {
		return nil, err
	}
	sums := make([]string, len(pages))
	for i, page := range pages {
		if err := now.Repeats(first+i, of, page.Page-1, page.At, leftFoot.Top); err != nil {
			return nil, err
		}
		if sums[i], err = now.Sum(first + i); err != nil {
			return nil, err
		}
	}
	return sums, nil
}

// sourceInk is the ink of the pages of one part.
func (d *desk) sourceInk(part Part, ours Paper, pages []ManifestPage) error {
	if part.Data == nil {
		if ours == nil {
			return nil
		}
		doc, err := d.open(part.File, ours)
		if err != nil {
			return err
		}
		defer d.shut(part.File)
		return drawnInk(doc, pages)
	}
	if part.Picture {
		return pictureInk(part, pages)
	}
	data, err := part.Data()
	if err != nil {
		return err
	}
	doc, err := d.engine.Open(data) // not in the room of our own papers
	if err != nil {
		return nil // we read more than PDFium does
	}
	defer doc.Close()
	return drawnInk(doc, pages)
}

// pictureInk is the ink of pictures, which are decoded by another library than PDFium.
func pictureInk(part Part, pages []ManifestPage) error {
	if len(part.stills) != len(pages) {
		return fmt.Errorf("%d pictures were looked into, %d pages made", len(part.stills), len(pages))
	}
	for i := range pages {
		if page, st := &pages[i], &part.stills[i]; page.At == st.at && page.Lying == st.lying {
			page.Ink, page.Like, page.Raw = st.ink, st.like, st.raw
		}
	}
	return nil
}

func drawnInk(doc *proof.Document, pages []ManifestPage) error {
	var harm *proof.HarmError
	for i := range pages {
		page := &pages[i]
		ink, exact, err := doc.InkOn(page.Page-1, page.At, page.sheet())
		switch {
		case errors.As(err, &harm):
			return nil
		case err == nil:
			page.Ink, page.Like = ink.Dark, likeForm
			if exact {
				page.Like = likeDrawing
			}
		}
	}
	return nil
}

// sheet is the size of the page, in points.
func (p ManifestPage) sheet() proof.Size {
	if p.Lying {
		return proof.Size{W: 841.89, H: 595.276}
	}
	return proof.Size{W: 595.276, H: 841.89}
}

// Pages holds dossier.pdf against what the manifest says of its pages: how many there are, their order by
// label and number, links and outline, and that each shows what it was made of. The error is a *ProofError
// if something differs; a page of an attachment that merely looks otherwise than its file is noted in Differ.
// Afterwards the manifest has how each page is drawn, for a later look.
func (p *Prover) Pages(m *Manifest, paper Paper) error {
	d, err := p.desk()
	if err != nil {
		return err
	}
	defer d.close()
	return d.pages(m, paper)
}

func (d *desk) pages(m *Manifest, paper Paper) error {
	doc, err := d.open("dossier.pdf", paper)
	if err != nil {
		return fmt.Errorf("read dossier.pdf back: %w", err)
	}
	doc.Allow(time.Duration(len(m.Pages)) * time.Second)
	c := envelopeCheck{m: m, doc: doc, drawn: make([][]byte, len(m.Pages))}
	if err := c.all(); err != nil {
		return fmt.Errorf("read dossier.pdf back: %w", err)
	}
	if len(c.faults) > 0 {
		return &ProofError{"dossier.pdf", c.faults}
	}
	if m.Differ = append(m.Differ, c.differ...); len(c.differ) > 0 {
		m.Ready = false
	}
	for i, ink := range c.drawn { // what is as its source has it is what a later look must find, to a hair
		page := &m.Pages[i]
		if page.Drawn = true; ink != nil {
			page.Ink, page.Like, page.Raw = ink, likeItself, nil
			if doc.Through(i) {
				page.Like = likeDrawing
			}
		}
	}
	return nil
}

// An envelopeCheck looks at the pages of one dossier.
type envelopeCheck struct {
	m      *Manifest
	doc    *proof.Document
	faults []proof.Fault
	drawn  [][]byte // how dark each page is; nil of one whose picture is its file's, byte for byte
	differ []int    // pages that do not look like their source, from 1
}

func (c *envelopeCheck) fault(page int, name, format string, args ...any) {
	c.faults = append(c.faults, proof.Fault{Name: name, Page: page, Kind: proof.Changed, Msg: fmt.Sprintf(format, args...)})
}

func (c *envelopeCheck) all() error {
	if n := c.doc.Pages(); n != len(c.m.Pages) {
		c.fault(0, "pages", "there are %d, %d were made", n, len(c.m.Pages))
		return nil
	}
	for i := range c.m.Pages {
		if err := c.page(i); err != nil {
			return err
		}
		if err := c.doc.Renew(); err != nil {
			return err
		}
	}
	return c.outline()
}

// label is what stands at the foot of a page, counted from 0.
func (m *Manifest) label(page int) string {
	for _, p := range m.Parts {
		if n := page + 1; n >= p.From && n <= p.To {
			return stamp(p.Label, n-p.From+1, p.To-p.From+1)
		}
	}
	return ""
}

func (c *envelopeCheck) page(i int) error {
	want := c.m.Pages[i]
	size, sheet := c.doc.PageSize(i), want.sheet()
	if math.Abs(size.W-sheet.W) > 1 || math.Abs(size.H-sheet.H) > 1 {
		c.fault(i, "sheet", "it is %.0f x %.0f points, not %.0f x %.0f", size.W, size.H, sheet.W, sheet.H)
		return nil
	}
	number := fmt.Sprintf("%d/%d", i+1, len(c.m.Pages))
	if want.Empty {
		number = ""
	}
	if err := c.doc.Turn(i); err != nil {
		return err
	}
	near, err := c.doc.TextsNear(i, leftFoot, rightFoot)
	if err != nil {
		return err
	}
	for k, foot := range []struct {
		name, text string
		rect       proof.Rect
	}{{"page label", c.m.label(i), leftFoot}, {"page number", number, rightFoot}} {
		if strings.Contains(solid(near[k]), solid(foot.text)) {
			continue
		}
		text, err := c.doc.TextIn(i, foot.rect)
		if err != nil {
			return err
		}
		if !strings.Contains(solid(text), solid(foot.text)) { // a page may have more there that its edge cuts off
			c.fault(i, foot.name, "it is not %q", foot.text)
		}
	}
	if err := c.links(i, want); err != nil {
		return err
	}
	return c.ink(i, want)
}

// links are those that lead to other pages of the dossier; of those that a source brought along they are the last.
func (c *envelopeCheck) links(i int, want ManifestPage) error {
	links, err := c.doc.Links(i)
	if err != nil {
		return err
	}
	var to []int
	for _, l := range links {
		to = append(to, l.Page+1)
	}
	if n := len(to) - len(want.Links); n < 0 || !slices.Equal(to[n:], want.Links) {
		c.fault(i, "links", "they lead elsewhere")
	}
	return nil
}

func (c *envelopeCheck) ink(i int, want ManifestPage) error {
	if want.Print != "" {
		if !c.asPrinted(i, want.Print) {
			c.fault(i, "ink", "it is not drawn as %s was", c.m.source(want))
		}
		return nil
	}
	if same, err := c.asStored(i, want); err != nil || same {
		return err
	}
	got, err := c.doc.Ink(i)
	if err != nil {
		return err
	}
	c.drawn[i] = got.Dark
	if want.Empty {
		if !got.Blank() {
			c.fault(i, "ink", "it should be empty and is not")
		}
		return nil
	}
	if want.Ink == nil {
		return nil
	}
	rows := got.Rows
	if !want.Drawn || want.Raw != nil {
		rows-- // label and number stand in the lowest, and not on the source
	}
	body := rows * got.Columns
	if len(want.Ink) != len(got.Dark) {
		c.fault(i, "ink", "the manifest speaks of a sheet of another size")
		return nil
	}
	then := proof.Ink{Columns: got.Columns, Rows: rows, Dark: want.Ink[:body]}
	now := proof.Ink{Columns: got.Columns, Rows: rows, Dark: got.Dark[:body]}
	switch lost, gained := now.Compare(then); {
	case now.Blank() && !then.Blank():
		c.fault(i, "ink", "it is blank, and %s is not", c.m.source(want))
	case lost > want.Like || gained > want.Like:
		if want.Piece > formPiece && !want.Drawn { // a viewer may see more in a file than we do: no reason to throw all away
			c.differ = append(c.differ, i+1)
			break
		}
		c.fault(i, "ink", "it does not look like %s", c.m.source(want))
	}
	return nil
}

// asPrinted says whether a page lies in the file as it was made.
func (c *envelopeCheck) asPrinted(i int, want string) bool {
	p, err := c.doc.Print()
	if err != nil {
		return false
	}
	sum, err := p.Sum(i)
	return err == nil && sum == want
}

// source is what a page was made of, in words.
func (m *Manifest) source(p ManifestPage) string {
	return fmt.Sprintf("page %d of %s", p.Page, p.File)
}

func (c *envelopeCheck) outline() error {
	var want []proof.Bookmark
	section := ""
	for _, p := range c.m.Parts {
		level := 0
		if p.Section != "" {
			if p.Section != section {
				want = append(want, proof.Bookmark{Title: p.Section, Page: p.From - 1})
			}
			level = 1
		}
		section = p.Section
		want = append(want, proof.Bookmark{Title: p.Title, Page: p.From - 1, Level: level})
	}
	got, err := c.doc.Outline()
	if err != nil {
		return err
	}
	if !slices.Equal(got, want) {
		c.fault(0, "outline", "it does not lead to the pieces")
	}
	return nil
}

// Differing says which pages of the dossier do not look like what they were made of.
func (m *Manifest) Differing() []rule.Text {
	var all []rule.Text
	for _, n := range m.Differ {
		p := m.Pages[n-1]
		all = append(all, rule.Text{EN: "page %d does not look like page %d of %s: compare them; if something is missing, print that file to a new PDF and name that one",
			FR: "la page %d ne ressemble pas à la page %d de %s : comparez-les ; s’il manque quelque chose, imprimez ce fichier en un nouveau PDF et nommez celui-là"}.With(n, p.Page, rule.Text{EN: p.File, FR: p.File}))
	}
	return all
}
