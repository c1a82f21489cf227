package dossier

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// A Prover reads finished papers back with PDFium, which shares no code with what wrote them, and
// holds every answer against what was meant. It may be used by several goroutines.
type Prover struct {
	engine func() (*proof.Engine, error)

	mu     sync.Mutex
	blanks map[string]*proof.Document // by sha256: many forms are filled from one blank
	kin    map[string][]*proof.Kin    // of papers that were read in full, by blank and name
	tried  map[string]bool            // one of that name was read in full, whatever was learnt
	rooms  []*proof.Room              // emptied, for the next desks

	learning sync.Mutex // while the first is
}

// NewProver takes what starts the engine; that happens when the first paper is read back.
func NewProver(engine func() (*proof.Engine, error)) *Prover {
	return &Prover{engine: engine, blanks: map[string]*proof.Document{}, kin: map[string][]*proof.Kin{}, tried: map[string]bool{}}
}

// Proofs of a manifest.
const (
	Proved   = "every answer was read back with PDFium"
	Unproved = "left out"
)

// A ProofError is a paper that does not show what was meant. It quotes no value.
type ProofError struct {
	File   string
	Faults []proof.Fault
}

func (e *ProofError) Error() string {
	said := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		said[i] = fmt.Sprintf("%s does not show what was meant: page %d, %s: %s", e.File, f.Page+1, f.Name, f.Msg)
	}
	return strings.Join(said, "\n")
}

// Hint says how to get on.
func (e *ProofError) Hint() string {
	return "the paper was read back with PDFium and is not kept; write the answer shorter or plainer, or leave the proof out with --no-proof and look at the page yourself"
}

// Papers proves the form of a run wherever it stands: as a paper of its own and in the dossier.
// files are the papers by name, blank is what was filled; nil judges what stands in the places of
// the answers alone. The error is a *ProofError if a paper is not as meant.
func (p *Prover) Papers(m *Manifest, files map[string]Paper, blank []byte) error {
	d, err := p.desk()
	if err != nil {
		return err
	}
	defer d.close()
	return d.papers(m, files, blank)
}

func (d *desk) papers(m *Manifest, files map[string]Paper, blank []byte) error {
	var places []sighting
	if file := files["form.pdf"]; file != nil {
		places = append(places, sighting{file: "form.pdf", paper: file, form: &m.Form, first: 1, living: m.Form.Editable})
	}
	i := slices.IndexFunc(m.Parts, func(x ManifestPart) bool { return x.Piece == formPiece })
	if file := files["dossier.pdf"]; file != nil && i >= 0 {
		places = append(places, sightingIn(file, m, m.Parts[i]))
	}
	if len(places) == 2 && m.repeated(formPiece) && d.together(places[0], places[1], blank) {
		return nil
	}
	for _, s := range places {
		if err := d.prove(s, blank); err != nil {
			return err
		}
	}
	return nil
}

// sightingIn is where the form stands in the dossier.
func sightingIn(file Paper, m *Manifest, part ManifestPart) sighting {
	s := sighting{file: "dossier.pdf", paper: file, form: &m.Form, first: part.From}
	for page := part.From; page <= part.To; page++ {
		s.at = append(s.at, m.Pages[page-1].At)
		s.stamps = append(s.stamps, stamp(fmt.Sprintf("Pièce %d", part.Piece), page-part.From+1, part.To-part.From+1))
		s.numbers = append(s.numbers, fmt.Sprintf("%d/%d", page, len(m.Pages)))
	}
	for i, page := range m.Pages {
		if page.Print != "" && page.Piece != formPiece {
			s.held = append(s.held, i)
		}
	}
	return s
}

// repeated says whether all pages of a piece were found to show what their paper shows, byte for byte.
func (m *Manifest) repeated(piece int) bool {
	return !slices.ContainsFunc(m.Pages, func(p ManifestPage) bool { return p.Piece == piece && p.Print == "" })
}

// together says whether the form is as meant in the dossier, where form.pdf shows the same pages. If not, each must be
// read by itself.
func (d *desk) together(alone, joined sighting, blank []byte) bool {
	if !d.many || alone.living || blank == nil || len(d.p.kinOf(joined)) == 0 {
		return false
	}
	doc, err := d.p.blank(d.engine, alone.form.SHA256, blank)
	if err != nil {
		return false
	}
	print, err := d.print(alone.file, alone.paper)
	if err != nil || !slices.ContainsFunc(d.p.kinOf(alone), func(k *proof.Kin) bool { return k.Knows(print, proof.Blank{Doc: doc}) }) {
		return false
	}
	if n, err := print.Pages(); err != nil || n != len(joined.at) {
		return false
	}
	was := proof.Blank{Doc: doc, First: joined.first - 1, At: joined.at}
	return slices.ContainsFunc(d.p.kinOf(joined), func(k *proof.Kin) bool { return d.through(k, joined, was) })
}

// print is how a paper is laid out, which is read once.
func (d *desk) print(name string, paper Paper) (*proof.Print, error) {
	if p := d.prints[name]; p != nil {
		return p, nil
	}
	p, err := proof.ReadPrint(paper, paper.Size())
	if err == nil {
		d.prints[name] = p
	}
	return p, err
}

// Prove reads the papers of a job back, and notes in the manifest that it did.
func (j *Job) Prove(p *Prover, m *Manifest, files map[string]Paper) error {
	_, blank, err := j.edition()
	if err != nil {
		return err
	}
	d, err := p.desk()
	if err != nil {
		return err
	}
	defer d.close()
	d.many = files["dossier.pdf"] != nil
	d.repeats(m, files)
	if err := d.papers(m, files, blank); err != nil {
		return err
	}
	m.Proof, m.Checks = Proved, []string{checkedAnswers}
	if files["dossier.pdf"] == nil {
		return nil
	}
	if err := d.sources(m, files); err != nil {
		return err
	}
	compared := 0
	for _, page := range m.Pages {
		if page.Print != "" || page.Ink != nil && page.Like < likeForm {
			compared++
		}
	}
	if err := d.pages(m, files["dossier.pdf"]); err != nil {
		return err
	}
	m.Checks = append(m.Checks, checkedPages, fmt.Sprintf(checkedInk, compared-len(m.Differ), len(m.Pages)))
	return nil
}

// A sighting is one place where the form stands.
type sighting struct {
	file    string // as errors call it
	paper   Paper
	form    *ManifestForm
	first   int          // page on which the form begins, from 1
	at      [][6]float64 // where each page of the form stands on its page; nil is in place
	stamps  []string     // at the foot of each page, on the left
	numbers []string     // likewise, on the right
	living  bool         // the form's fields are alive
	held    []int        // other pages, from 0, of which nothing but label and number need be read
}

// prove reads one place of the form back. The paper stays open on the desk.
func (d *desk) prove(s sighting, blank []byte) error {
	was := proof.Blank{First: s.first - 1, At: s.at}
	if blank == nil {
		return d.inFull(s, was)
	}
	var err error
	if was.Doc, err = d.p.blank(d.engine, s.form.SHA256, blank); err != nil {
		return fmt.Errorf("read the blank of %s: %w", s.file, err)
	}
	many := d.many && !s.living
	if many {
		defer d.p.inTurn(s)()
	}
	if many && slices.ContainsFunc(d.p.kinOf(s), func(k *proof.Kin) bool { return d.through(k, s, was) }) {
		return nil
	}
	if err := d.inFull(s, was); err != nil || !many {
		return err
	}
	if k, err := proof.Learn(s.paper, s.paper.Size(), was, blank); err == nil && d.through(k, s, was) {
		d.p.remember(s, k)
	}
	return nil
}

// inFull reads a paper as anybody would.
func (d *desk) inFull(s sighting, was proof.Blank) error {
	doc, err := d.open(s.file, s.paper)
	if err != nil {
		return fmt.Errorf("read %s back: %w", s.file, err)
	}
	faults, err := s.check(doc, was)
	if err != nil {
		return fmt.Errorf("read %s back: %w", s.file, err)
	}
	if len(faults) > 0 {
		return &ProofError{s.file, faults}
	}
	return nil
}

// through reads a paper of a kin, whose print was read in full elsewhere, and says whether all is as meant. If not, or
// if it is no such paper, it must be read in full.
func (d *desk) through(k *proof.Kin, s sighting, was proof.Blank) bool {
	if d.enter() != nil {
		return false
	}
	print, err := d.print(s.file, s.paper)
	if err != nil {
		return false
	}
	doc, err := d.room.OpenAs(k, print, s.paper, s.paper.Size(), was, s.held)
	if err != nil {
		return false
	}
	if faults, err := s.check(doc, was); err != nil || len(faults) > 0 {
		doc.Close()
		return false
	}
	d.put(s.file, doc)
	return true
}

// check lists what is not as meant.
func (s sighting) check(doc *proof.Document, was proof.Blank) ([]proof.Fault, error) {
	faults, err := doc.Check(was, s.marks())
	if err != nil {
		return nil, err
	}
	lost, err := s.lost(doc)
	return append(faults, lost...), err
}

// mostKin is how many kinds of papers are kept in mind of one blank: all are of one, but for odd pages.
const mostKin = 4

func (s sighting) kinName() string { return s.form.SHA256 + " " + s.file }

func (p *Prover) kinOf(s sighting) []*proof.Kin {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.kin[s.kinName()])
}

// inTurn waits while a paper of this name is the first to be read in full: what is learnt of it spares the others the
// time and the memory. The function it returns ends the turn.
func (p *Prover) inTurn(s sighting) func() {
	tried := func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.tried[s.kinName()]
	}
	if tried() {
		return func() {}
	}
	p.learning.Lock()
	if tried() {
		p.learning.Unlock()
		return func() {}
	}
	return func() {
		p.mu.Lock()
		p.tried[s.kinName()] = true
		p.mu.Unlock()
		p.learning.Unlock()
	}
}

func (p *Prover) remember(s sighting, k *proof.Kin) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if name := s.kinName(); len(p.kin[name]) < mostKin {
		p.kin[name] = append(p.kin[name], k)
	}
}

// A desk is where the papers of one proof lie open, by name.
type desk struct {
	p      *Prover
	engine *proof.Engine
	room   *proof.Room // nil until it is needed
	docs   map[string]*proof.Document
	prints map[string]*proof.Print // of papers of ours, by name
	many   bool                    // papers of one kin are known by each other: not in a later look, which is at these alone
}

func (p *Prover) desk() (*desk, error) {
	engine, err := p.engine()
	if err != nil {
		return nil, err
	}
	return &desk{p: p, engine: engine, docs: map[string]*proof.Document{}, prints: map[string]*proof.Print{}}, nil
}

// open opens a paper, unless it lies open.
func (d *desk) open(name string, paper Paper) (*proof.Document, error) {
	if doc := d.docs[name]; doc != nil {
		return doc, nil
	}
	if err := d.enter(); err != nil {
		return nil, err
	}
	doc, err := d.room.OpenAt(paper, paper.Size())
	if err == nil {
		d.docs[name] = doc
	}
	return doc, err
}

// enter makes the room in which the papers of ours lie.
func (d *desk) enter() (err error) {
	if d.room != nil {
		return nil
	}
	d.p.mu.Lock()
	if n := len(d.p.rooms); n > 0 {
		d.room, d.p.rooms = d.p.rooms[n-1], d.p.rooms[:n-1]
	}
	d.p.mu.Unlock()
	if d.room == nil {
		d.room, err = d.engine.Room()
	}
	return err
}

// put lays a paper in the place of another.
func (d *desk) put(name string, doc *proof.Document) {
	d.shut(name)
	d.docs[name] = doc
}

func (d *desk) shut(name string) {
	if doc := d.docs[name]; doc != nil {
		doc.Close()
		delete(d.docs, name)
	}
}

func (d *desk) close() {
	for name := range d.docs {
		d.shut(name)
	}
	if d.room == nil {
		return
	}
	if !d.room.Again() {
		d.room.Close()
		return
	}
	d.p.mu.Lock()
	defer d.p.mu.Unlock()
	d.p.rooms = append(d.p.rooms, d.room)
}

func (p *Prover) blank(engine *proof.Engine, hash string, data []byte) (*proof.Document, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.blanks[hash]; d != nil {
		return d, nil
	}
	d, err := engine.Open(data)
	if err == nil {
		p.blanks[hash] = d
	}
	return d, err
}

// Rest gives back the memory of papers that are done with. What was learnt of them stays; no proof may be under way.
func (p *Prover) Rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.rooms {
		r.Close()
	}
	for _, d := range p.blanks {
		d.Close()
	}
	p.rooms, p.blanks = nil, map[string]*proof.Document{}
}

// marks are what the proof looks for.
func (s sighting) marks() []proof.Mark {
	var marks []proof.Mark
	for _, f := range s.form.Fields {
		marks = append(marks, s.mark(f))
	}
	for i, line := range s.stamps {
		marks = append(marks,
			proof.Mark{Name: "page label", Page: s.first - 1 + i, Rect: leftFoot, Text: line},
			proof.Mark{Name: "page number", Page: s.first - 1 + i, Rect: rightFoot, Text: s.numbers[i]})
	}
	return marks
}

// leftFoot and rightFoot are where Join writes the label and the number, on a sheet of A4 upright or lying.
var (
	leftFoot  = proof.Rect{Left: 0, Bottom: 0, Right: 297, Top: 25}
	rightFoot = proof.Rect{Left: 297, Bottom: 0, Right: 842, Top: 25}
)

func (s sighting) mark(f ManifestField) proof.Mark {
	m := proof.Mark{
		Name: f.ID, Page: s.first - 1 + f.Page - 1, Rect: s.stands(f.Page, f.Rect),
		Text: f.Text, Cells: f.Cells, Floor: s.floor(f), Box: f.Box, Ticked: f.On,
	}
	if len(f.Wrapped) > 0 {
		m.Text, m.Held = strings.Join(f.Wrapped, "\n"), f.Text
	}
	if s.living {
		m.Living = f.Name
	}
	return m
}

// floor is the smallest type that is right, in points: what the plan says, as it is scaled here.
func (s sighting) floor(f ManifestField) float64 {
	if s.at == nil {
		return f.Size
	}
	m := s.at[f.Page-1]
	return f.Size * max(math.Abs(m[0]), math.Abs(m[1]))
}

// stands is where a rectangle of a page of the form is here.
func (s sighting) stands(page int, r [4]float64) proof.Rect {
	if s.at == nil {
		return proof.Rect{Left: r[0], Bottom: r[1], Right: r[2], Top: r[3]}
	}
	m := s.at[page-1]
	x0, y0 := m[0]*r[0]+m[2]*r[1]+m[4], m[1]*r[0]+m[3]*r[1]+m[5]
	x1, y1 := m[0]*r[2]+m[2]*r[3]+m[4], m[1]*r[2]+m[3]*r[3]+m[5]
	return proof.Rect{Left: min(x0, x1), Bottom: min(y0, y1), Right: max(x0, x1), Top: max(y0, y1)}
}

// lost are the answers sent to the sheet behind the form that are not whole there.
func (s sighting) lost(doc *proof.Document) ([]proof.Fault, error) {
	var sheet []string
	begins := s.first - 1 + s.form.Pages
	if s.form.Sheet > 0 {
		for i := range s.form.Sheet {
			text, err := doc.Text(begins + i)
			if err != nil {
				return nil, err
			}
			sheet = append(sheet, solid(text))
		}
	}
	var lost []proof.Fault
	for _, f := range s.form.Fields {
		if f.Sheet > 0 && !whole(solid(f.Whole), sheet) {
			lost = append(lost, proof.Fault{Name: f.ID, Page: begins, Kind: "missing", Msg: "the answer is not whole on the sheet behind the form"})
		}
	}
	return lost, nil
}

// whole says whether a text stands on successive pages, beginning on one of them.
func whole(text string, pages []string) bool {
	for i := range pages {
		if goesOn(text, pages[i:]) {
			return true
		}
	}
	return false
}

// byChance is how many bytes of a text may by chance also be those that stand at a page's foot.
const byChance = 32

// goesOn says whether a text stands on the first of pages, or begins there and goes on on those after
// it; between its parts stands what is on every page.
func goesOn(text string, pages []string) bool {
	if len(pages) == 0 {
		return false
	}
	n := sort.Search(len(text), func(n int) bool { return !strings.Contains(pages[0], text[:n+1]) }) // bytes of it on this page
	if n == len(text) {
		return true
	}
	for least := max(1, n-byChance); n >= least; n-- {
		if goesOn(text[n:], pages[1:]) {
			return true
		}
	}
	return false
}

// solid is a text without its blanks and line ends, which a line break may have added or taken.
func solid(s string) string {
	return norm.NFC.String(strings.Join(strings.Fields(s), ""))
}

// Trial fills a blank with values and proves it: a check that an edition's table is right.
func Trial(e *form.Edition, file *pdf.File, blank []byte, values []form.Value, p *Prover) ([]byte, error) {
	var entries []pdf.Entry
	for _, x := range e.Entries(values) {
		entries = append(entries, entryOf(x))
	}
	f := &Form{Edition: e, Values: values, blank: blank, pages: file.Pages()}
	var out bytes.Buffer
	var err error
	if f.Placements, err = file.Fill(&out, entries, pdf.FillOptions{}); err != nil {
		return nil, err
	}
	m := &Manifest{Form: formRecord(f, false)}
	if err := p.Papers(m, map[string]Paper{"form.pdf": bytes.NewReader(out.Bytes())}, blank); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
