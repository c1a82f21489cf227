package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/invent"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/proof"
)

// A scanned page is one of an attachment, with what it is known by: a word that stands on no other page, and where,
// or a colour.
type scanned struct {
	word string
	at   [4]float64 // around the word, in the space of its page
	ink  color.RGBA // of a picture
	w, h float64    // of a picture, in pixels
}

// An enclosure is a file of a random dossier.
type enclosure struct {
	data   []byte
	err    error // of reading it
	sheets []scanned
	bad    bool // it cannot go in
}

// A pile makes files of which each page is known by what no other has.
type pile struct {
	*rapid.T
	words, colours int
}

// sizes are those of paper in points: A4, A4 lying, A3, US Letter, a slip, a till receipt, and what a printer
// calls A4.
var sizes = [][2]float64{{595.276, 841.89}, {841.89, 595.276}, {841.89, 1190.55}, {612, 792}, {595, 280}, {165, 600}, {597, 843}}

// pdf is a PDF of one to five pages, of any sizes, turned and cropped.
func (p *pile) pdf() enclosure {
	var e enclosure
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	var kids strings.Builder
	for range rapid.IntRange(1, 5).Draw(p.T, "pages") {
		size := rapid.SampledFrom(sizes).Draw(p.T, "sheet")
		x, y := float64(rapid.IntRange(-50, 50).Draw(p.T, "x")), float64(rapid.IntRange(-50, 50).Draw(p.T, "y"))
		crop := ""
		media := [4]float64{x, y, x + size[0], y + size[1]}
		if rapid.IntRange(0, 3).Draw(p.T, "crop") == 0 {
			crop = fmt.Sprintf("/CropBox[%g %g %g %g]", x, y, x+size[0], y+size[1])
			media = [4]float64{x - 100, y - 30, x + size[0] + 20, y + size[1] + 200}
		}
		p.words++
		l := scanned{word: fmt.Sprintf("Mot%dx", p.words)}
		left, base := x+20, y+size[1]/2
		l.at = [4]float64{left - 2, base - 5, left + 90, base + 14}
		content := fmt.Sprintf("%g %g 60 30 re f BT /F0 12 Tf %g %g Td (%s) Tj ET", x+15, y+30, left, base, l.word)
		n := len(objects) + 1
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[%g %g %g %g]%s/Rotate %d/Contents %d 0 R/Resources<</Font<</F0 3 0 R>>>>>>",
				media[0], media[1], media[2], media[3], crop, 90*rapid.IntRange(0, 3).Draw(p.T, "quarters"), n+1),
			fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
		fmt.Fprintf(&kids, "%d 0 R ", n)
		e.sheets = append(e.sheets, l)
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(e.sheets), kids.String())
	e.data = pdfOf(objects)
	return e
}

// pdfOf is a PDF of these objects, numbered from 1.
func pdfOf(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// picture is a JPEG or PNG of one colour, of any aspect.
func (p *pile) picture() enclosure {
	i := p.colours
	p.colours++
	level := func(i int) byte { return byte(20 + 40*(i%6)) }
	ink := color.RGBA{level(i), level(i / 6), level(i / 36), 255}
	w, h := rapid.IntRange(8, 150).Draw(p.T, "width"), rapid.IntRange(8, 150).Draw(p.T, "height")
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Bounds(), image.NewUniform(ink), image.Point{}, draw.Src)
	var b bytes.Buffer
	if rapid.Bool().Draw(p.T, "jpeg") {
		jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}) // a bytes.Buffer takes everything
	} else {
		png.Encode(&b, m)
	}
	return enclosure{data: b.Bytes(), sheets: []scanned{{ink: ink, w: float64(w), h: float64(h)}}}
}

// file is any file.
func (p *pile) file() enclosure {
	switch rapid.IntRange(0, 11).Draw(p.T, "file") {
	case 0:
		return enclosure{err: fs.ErrNotExist, bad: true}
	case 1:
		return enclosure{err: errors.New("the disk is broken"), bad: true}
	case 2:
		e := p.pdf()
		return enclosure{data: e.data[:60], bad: true} // of what has all its pages something can be read
	case 3:
		return enclosure{data: []byte("no picture"), bad: true}
	case 4, 5, 6:
		return p.picture()
	}
	return p.pdf()
}

// A bundle is a random person with random files.
type bundle struct {
	text  string // the profile
	files map[string]enclosure
}

func randomBundle(t *rapid.T) bundle {
	p := &pile{T: t}
	b := bundle{files: map[string]enclosure{}}
	b.text, _, _ = strings.Cut(sound, "[[document]]")
	if rapid.Bool().Draw(t, "invented") {
		b.text = invent.Profile(rapid.IntRange(0, 5000).Draw(t, "person"), "")
	}
	most := 8
	if rapid.IntRange(0, 11).Draw(t, "many") == 0 {
		most = 60
	}
	add := func(key, name string) string {
		b.files[name] = p.file()
		return fmt.Sprintf("%s = %q\n", key, name)
	}
	kinds := profile.Kind("").Words()
	var text strings.Builder
	for i := range rapid.IntRange(most/2-4, most).Draw(t, "documents") {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		fmt.Fprintf(&text, "[[document]]\nkind = %q\n%s", kind, add("file", fmt.Sprintf("%d.scan", i)))
		if long := rapid.IntRange(0, 90).Draw(t, "title"); long > 30 && kind == string(profile.OtherDocument) {
			fmt.Fprintf(&text, "title = %q\n", strings.TrimSpace(strings.Repeat("relevé des cotisations versées ", long/12)))
		}
		switch rapid.IntRange(0, 5).Draw(t, "more") {
		case 0:
			text.WriteString("from = 2026-07-01\nto = 2026-08-31\n")
		case 1:
			text.WriteString("country = \"Japan\"\nlanguage = \"Japanese\"\nholder = \"MME MAUDE TREMBLAY, ÉPOUSE ROY DE LA DURANTAYE\"\n")
		}
		if rapid.IntRange(0, 3).Draw(t, "translated") == 0 {
			fmt.Fprintf(&text, "[document.translation]\n%stranslator = \"sworn in France\"\n", add("file", fmt.Sprintf("%d-fr.scan", i)))
		}
	}
	b.text += text.String()
	return b
}

func (b bundle) read(name string) ([]byte, error) {
	if name == "me.toml" {
		return []byte(b.text), nil
	}
	f := b.files[name]
	return f.data, f.err
}

func (b bundle) job(t *rapid.T, duplex bool) *Job {
	a, err := profile.Load("me.toml", b.read)
	if err != nil {
		t.Fatalf("%v\n%s", err, b.text)
	}
	return &Job{Applicant: a, Day: today, Catalog: catalog, Read: b.read, Version: "test", Duplex: duplex}
}

// Whatever is enclosed: every page goes in once and in its place, is known by the manifest, bears its label
// and its number, and index, outline and links lead to it; what cannot be read shifts nothing else; and the same
// makes the same bytes.
func TestRandomDossiers(t *testing.T) {
	engine := started(t)
	prover := NewProver(func() (*proof.Engine, error) { return engine, nil })
	for _, duplex := range []bool{false, true} { // rapid makes a hundred of each
		t.Run(fmt.Sprintf("duplex %v", duplex), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				b := randomBundle(t)
				j := b.job(t, duplex)
				d, files := made(t, j)
				if rapid.IntRange(0, 2).Draw(t, "again") == 0 { // making them is what takes the time
					again, twice := made(t, b.job(t, duplex))
					if !maps.EqualFunc(files, twice, bytes.Equal) {
						t.Error("papers differ from run to run")
					}
					one, _ := d.Manifest.JSON()
					if two, _ := again.Manifest.JSON(); !bytes.Equal(one, two) {
						t.Error("the manifest differs from run to run")
					}
				}
				doc, err := engine.Open(files["dossier.pdf"])
				if err != nil {
					t.Fatal(err)
				}
				defer doc.Close()
				e := opening{T: t, Dossier: d, bundle: b, doc: doc}
				e.runs(files, Pieces(j.Applicant), duplex)
				for i := range e.Manifest.Pages {
					e.page(i)
				}
				e.outline()
				e.index(Pieces(j.Applicant))
				if rapid.IntRange(0, 4).Draw(t, "prove") == 0 && len(e.Manifest.Pages) < 20 { // it takes a while
					if err := j.Prove(prover, &d.Manifest, readable(files)); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}

func made(t *rapid.T, j *Job) (*Dossier, map[string][]byte) {
	d, err := j.Build()
	if err != nil {
		t.Fatal(err)
	}
	if d.Papers == nil {
		t.Fatalf("no papers: %v", d.Findings)
	}
	return d, papersOf(t, d)
}

// An opening is a dossier that is looked through.
type opening struct {
	*rapid.T
	*Dossier
	bundle
	doc *proof.Document
}

// runs holds the pages that the manifest tells against what was enclosed, in its order.
func (o *opening) runs(files map[string][]byte, pieces []Piece, duplex bool) {
	type run struct {
		piece int
		file  string
		sum   string
		pages int
	}
	var want []run
	for _, name := range []string{"letter.pdf", "checklist.pdf", "form.pdf"} {
		piece := 0
		if name == "form.pdf" {
			piece = formPiece
		}
		doc, err := pdfPages(files[name])
		if err != nil {
			o.Fatal(err)
		}
		want = append(want, run{piece, name, Hash(files[name]), doc})
	}
	for _, p := range pieces {
		f := o.files[p.Path]
		unread, flagged := findingAt(o.Findings, "attachment-missing", p.Key())
		if flagged != f.bad {
			o.Errorf("%s: bad %v, found %v", p.Path, f.bad, unread)
		}
		if !f.bad {
			want = append(want, run{p.Number, p.Path, Hash(f.data), len(f.sheets)})
		}
	}
	var pages []ManifestPage
	for i, r := range want {
		if duplex && len(pages)%2 == 1 {
			pages = append(pages, ManifestPage{Empty: true})
		}
		if got := o.Manifest.Parts[min(i, len(o.Manifest.Parts)-1)]; got.Piece != r.piece || got.From != len(pages)+1 || got.To != len(pages)+r.pages {
			o.Errorf("part %d is %+v, want %+v from %d", i, got, r, len(pages)+1)
		}
		for n := range r.pages {
			pages = append(pages, ManifestPage{Piece: r.piece, File: r.file, SHA256: r.sum, Page: n + 1})
		}
	}
	if len(o.Manifest.Parts) != len(want) || o.doc.Pages() != len(pages) || len(o.Manifest.Pages) != len(pages) {
		o.Fatalf("%d parts and %d pages, the manifest tells %d, want %d and %d", len(o.Manifest.Parts), o.doc.Pages(), len(o.Manifest.Pages), len(want), len(pages))
	}
	for i, w := range pages {
		if got := o.Manifest.Pages[i]; got.Piece != w.Piece || got.File != w.File || got.SHA256 != w.SHA256 || got.Page != w.Page || got.Empty != w.Empty {
			o.Errorf("page %d is %+v, want %+v", i+1, got, w)
		}
	}
}

// page holds one page against the page it was made of, and its foot.
func (o *opening) page(i int) {
	p := o.Manifest.Pages[i]
	text, err := o.doc.Text(i)
	if err != nil {
		o.Fatal(err)
	}
	if p.Empty {
		if strings.TrimSpace(text) != "" {
			o.Errorf("the empty page %d says %q", i+1, text)
		}
		return
	}
	part := o.part(i)
	label := fmt.Sprintf("Pièce %d", part.Piece)
	switch p.File {
	case "letter.pdf":
		label = "Lettre"
	case "checklist.pdf":
		label = "Bordereau"
	}
	for rect, want := range map[proof.Rect]string{
		leftFoot:  fmt.Sprintf("%s · page %d/%d", label, i+2-part.From, part.To-part.From+1),
		rightFoot: fmt.Sprintf("%d/%d", i+1, o.doc.Pages()),
	} {
		if got := o.in(i, rect); solid(got) != solid(want) {
			o.Errorf("page %d bears %q, want %q", i+1, got, want)
		}
	}
	if f, ok := o.files[p.File]; ok {
		o.scanned(i, p, f.sheets[p.Page-1], text)
	}
}

// part is the run of pages that page i is of.
func (o *opening) part(i int) ManifestPart {
	for _, p := range o.Manifest.Parts {
		if i+1 >= p.From && i+1 <= p.To {
			return p
		}
	}
	o.Fatalf("page %d is of no part", i+1)
	panic("not reached")
}

func (o *opening) in(page int, r proof.Rect) string {
	text, err := o.doc.TextIn(page, r)
	if err != nil {
		o.Fatal(err)
	}
	return text
}

// scanned finds what a page of an attachment is known by where the manifest says that it came to stand.
func (o *opening) scanned(i int, p ManifestPage, l scanned, text string) {
	m := p.At
	moved := func(x, y float64) (float64, float64) { return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5] }
	if l.word == "" {
		picture, err := o.doc.Image(i, 24)
		if err != nil {
			o.Fatal(err)
		}
		x, y := moved(l.w/2, l.h/2)
		got := picture.RGBAAt(int(x/3), picture.Rect.Dy()-1-int(y/3))
		if off := max(apart(got.R, l.ink.R), apart(got.G, l.ink.G), apart(got.B, l.ink.B)); off > 12 {
			o.Errorf("page %d, %s: in the middle of the picture is %v, want %v", i+1, p.File, got, l.ink)
		}
		return
	}
	x0, y0 := moved(l.at[0], l.at[1])
	x1, y1 := moved(l.at[2], l.at[3])
	r := proof.Rect{Left: min(x0, x1), Bottom: min(y0, y1), Right: max(x0, x1), Top: max(y0, y1)}
	found := 0
	for _, word := range strings.Fields(text) {
		if strings.HasPrefix(word, "Mot") {
			found++
		}
	}
	chars, err := o.doc.Chars(i)
	if err != nil {
		o.Fatal(err)
	}
	var there strings.Builder
	for _, c := range chars { // TextIn would read the letters of a turned word from left to right
		if x, y := (c.Box.Left+c.Box.Right)/2, (c.Box.Bottom+c.Box.Top)/2; x > r.Left && x < r.Right && y > r.Bottom && y < r.Top {
			there.WriteRune(c.Rune)
		}
	}
	if got := strings.TrimSpace(there.String()); got != l.word || found > 1 {
		o.Errorf("page %d, %s page %d: in %+v stands %q, want %q; in all %q", i+1, p.File, p.Page, r, got, l.word, text)
	}
}

func apart(a, b uint8) int { return int(math.Abs(float64(a) - float64(b))) }

// outline holds the bookmarks: sections with their pieces below, each on the first page of what it names.
func (o *opening) outline() {
	want := []proof.Bookmark{}
	section := ""
	for _, p := range o.Manifest.Parts {
		level := 0
		if above := o.above(p.Piece); above != "" {
			if level = 1; above != section {
				want = append(want, proof.Bookmark{Title: above, Page: p.From - 1})
			}
			section = above
		}
		want = append(want, proof.Bookmark{Title: p.Title, Page: p.From - 1, Level: level})
	}
	got, err := o.doc.Outline()
	if err != nil || !slices.Equal(got, want) {
		o.Errorf("%v, outline %v, want %v", err, got, want)
	}
}

// above is the section of a piece.
func (o *opening) above(piece int) string {
	switch piece {
	case 0:
		return ""
	case formPiece:
		return sectionForm.FR
	}
	for _, in := range o.Manifest.Inputs {
		if in.Piece == piece {
			var doc int
			fmt.Sscanf(in.Key, "document[%d]", &doc)
			s, _ := place(o.kind(doc))
			return sections[s].title.FR
		}
	}
	o.Fatalf("no input is piece %d", piece)
	return ""
}

// kind is that of a document, as the profile has it.
func (o *opening) kind(doc int) profile.Kind {
	_, after, _ := strings.Cut(strings.Split(o.text, "[[document]]")[doc+1], "kind = \"")
	kind, _, _ := strings.Cut(after, `"`)
	return profile.Kind(kind)
}

// index holds that the line of each piece leads to it, from where the line stands, and that its pages are
// right; and that the first page of the piece leads back to that line's page.
func (o *opening) index(pieces []Piece) {
	titles := map[int]string{0: "Lettre d’accompagnement", formPiece: "Formulaire S1106"}
	for _, p := range pieces {
		titles[p.Number] = p.Title.FR
	}
	list := o.Manifest.Parts[1]
	led := map[int]int{} // by page of the dossier, that of the index that leads there
	for i := list.From - 1; i < list.To; i++ {
		links := o.links(i)
		if i == list.From-1 {
			links = slices.DeleteFunc(links, func(l proof.Link) bool { return l.Rect.Top < 26 })
		}
		for _, l := range links {
			part := o.part(l.Page)
			said := solid(o.in(i, l.Rect))
			pages := fmt.Sprint(part.From)
			if part.To > part.From {
				pages = fmt.Sprintf("%d–%d", part.From, part.To)
			}
			begins := fmt.Sprint(part.Piece)
			if part.Piece == 0 {
				begins = "–"
			}
			title := solid(titles[part.Piece])
			if whole := begins + title; l.Page != part.From-1 || !strings.HasPrefix(said, begins) || led[l.Page] == 0 && (!near(said, whole) || !strings.Contains(said, pages)) {
				o.Errorf("page %d of the index: %q leads to page %d, %q, pages %s", i+1, said, l.Page+1, part.Title, pages)
			}
			if led[l.Page] == 0 {
				led[l.Page] = i + 1
			}
		}
	}
	for _, p := range o.Manifest.Parts {
		if p == list {
			continue
		}
		if led[p.From-1] == 0 {
			o.Errorf("nothing in the index leads to %q", p.Title)
		}
		back := o.links(p.From - 1)
		if len(back) != 1 || back[0].Page != led[p.From-1]-1 || !strings.HasPrefix(solid(o.in(p.From-1, back[0].Rect)), solid(p.Label)) {
			o.Errorf("%q leads back to %v, want page %d", p.Title, back, led[p.From-1])
		}
	}
	if len(led) != len(o.Manifest.Parts)-1 {
		o.Errorf("the index leads to %d pages for %d parts", len(led), len(o.Manifest.Parts))
	}
}

// near says whether a line of the index has a text: its title may be broken into lines, between which stands
// what is beside it.
func near(line, text string) bool {
	at := 0
	runes := []rune(line)
	for _, r := range text {
		next := slices.Index(runes[at:], r)
		if next < 0 {
			return false
		}
		at += next + 1
	}
	return true
}

func (o *opening) links(page int) []proof.Link {
	links, err := o.doc.Links(page)
	if err != nil {
		o.Fatal(err)
	}
	return links
}

func pdfPages(data []byte) (int, error) {
	f, err := pdf.Open(data)
	if err != nil {
		return 0, err
	}
	return f.Pages(), nil
}
