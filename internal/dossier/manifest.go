package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"

	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/picture"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Manifest says what was made, from what, and what was found: the memory of a dossier.
type Manifest struct {
	Program  string            `json:"program"` // "dossier 0.1.0"
	Kind     Kind              `json:"kind"`
	Day      string            `json:"day"`   // on which the program acted, ISO
	Ready    bool              `json:"ready"` // nothing blocks posting
	Profile  []ManifestSource  `json:"profile"`
	Form     ManifestForm      `json:"form"`
	Inputs   []ManifestInput   `json:"inputs"`
	Parts    []ManifestPart    `json:"parts"`
	Unused   []Unused          `json:"unused"` // what the profile says and no paper does
	Findings []json.RawMessage `json:"findings"`
	Proof    string            `json:"proof"`   // Proved, or Unproved
	Outputs  map[string]string `json:"outputs"` // file name to sha256
}

// A Kind is what was made: one folder holds papers of one kind.
type Kind string

const (
	Application Kind = "application"
	Reply       Kind = "reply"
)

// ManifestForm is the edition filled and its answers.
type ManifestForm struct {
	Edition  string          `json:"edition"` // "15763*01-fr"
	SHA256   string          `json:"sha256"`  // of the blank
	Official bool            `json:"official"`
	Editable bool            `json:"editable"`
	Pages    int             `json:"pages"`           // of the form itself
	Sheet    int             `json:"sheet,omitempty"` // pages of the sheet behind it
	Lost     []string        `json:"lost,omitempty"`  // what the blank had and the filled form has no more: XFA, usage rights
	Fields   []ManifestField `json:"fields"`
}

// A ManifestField is one answer as it stands on paper, or a place left empty: rectangles in points
// from the lower left.
type ManifestField struct {
	ID    string     `json:"id"`
	Name  string     `json:"name,omitempty"` // of the PDF field
	Page  int        `json:"page"`
	Rect  [4]float64 `json:"rect"`
	Text  string     `json:"text,omitempty"`
	State string     `json:"state,omitempty"`
	Box   bool       `json:"box,omitempty"` // to tick; On if it is
	On    bool       `json:"on,omitempty"`
	Size  float64    `json:"size,omitempty"`
	Cells int        `json:"cells,omitempty"`
	Lines int        `json:"lines,omitempty"`
	// Wrapped is Text as it is broken into lines, where it is.
	Wrapped []string `json:"wrapped,omitempty"`
	Asked   float64  `json:"asked,omitempty"` // size the form asks for, in points; none where it leaves it open
	Fit     How      `json:"fit,omitempty"`   // of a text: what it took to make it fit
	Sheet   int      `json:"sheet,omitempty"` // number under which Whole stands on the sheet behind the form
	Whole   string   `json:"whole,omitempty"` // the answer, where Text is not all of it
}

// A ManifestSource is the profile, or a file that it extends.
type ManifestSource struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
}

// A ManifestInput is one attachment as it was read; Error says why it is not in the dossier.
type ManifestInput struct {
	Piece  int    `json:"piece,omitempty"`
	Key    string `json:"key"`
	File   string `json:"file"`
	SHA256 string `json:"sha256,omitempty"`
	Bytes  int    `json:"bytes,omitempty"`
	Pages  int    `json:"pages,omitempty"`
	Error  string `json:"error,omitempty"`
}

// A ManifestPart is a run of pages of dossier.pdf, pages counted from 1.
type ManifestPart struct {
	Title string `json:"title"`
	Piece int    `json:"piece,omitempty"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	// At is where each page of the form stands: the matrix from its own space to the sheet's.
	At [][6]float64 `json:"at,omitempty"`
}

// JSON is the manifest as it is written to disk.
func (m Manifest) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(m, "", "  ")
	return append(data, '\n'), err
}

// Record is the manifest of papers made: the form, what was found, what went in, which pages came
// of it, and the files written.
func (j *Job) Record(f *Form, findings []rule.Finding, attachments []Attachment, parts []ManifestPart, files map[string][]byte) Manifest {
	m := Manifest{
		Program: "dossier " + j.Version, Kind: Application, Day: j.Day.String(), Ready: !rule.Blocked(findings),
		Profile:  sourceRecords(j.Applicant),
		Form:     formRecord(f, j.Editable),
		Inputs:   inputRecords(attachments),
		Parts:    append([]ManifestPart{}, parts...), // a list in JSON even if empty
		Unused:   []Unused{},
		Findings: findingRecords(findings),
		Proof:    Unproved,
		Outputs:  map[string]string{},
	}
	for name, data := range files {
		m.Outputs[name] = hash(data)
	}
	return m
}

func formRecord(f *Form, editable bool) ManifestForm {
	rec := ManifestForm{
		Edition: f.Edition.ID(), SHA256: hash(f.blank), Official: f.Edition.Official, Editable: editable,
		Pages: f.pages, Sheet: f.sheet, Lost: f.lost, Fields: []ManifestField{},
	}
	for _, p := range f.Placements {
		rec.Fields = append(rec.Fields, fieldRecord(f, p))
	}
	for _, e := range f.Edition.Fields {
		for _, empty := range places(&e) {
			if !slices.ContainsFunc(rec.Fields, empty.same) {
				rec.Fields = append(rec.Fields, empty)
			}
		}
	}
	return rec
}

// places are those of a question, each left empty.
func places(e *form.EditionField) []ManifestField {
	var list []ManifestField
	if len(e.Rect) == 4 {
		list = append(list, ManifestField{ID: e.ID, Name: e.Name, Page: e.Page, Rect: [4]float64(e.Rect)})
	}
	for _, choice := range slices.Sorted(maps.Keys(e.Boxes)) {
		name, ok := e.Names[choice]
		if !ok {
			name = e.Name
		}
		list = append(list, ManifestField{ID: e.ID, Name: name, Page: e.Page, Rect: [4]float64(e.Boxes[choice]), Box: true})
	}
	return list
}

// same says whether two records are of one place: for boxes, the one that is a few points away.
func (f ManifestField) same(g ManifestField) bool {
	const near = 4.0 // points; boxes of one question are farther apart
	if f.ID != g.ID || f.Page != g.Page || f.Box != g.Box {
		return false
	}
	return !f.Box || math.Abs(f.Rect[0]-g.Rect[0]) < near && math.Abs(f.Rect[1]-g.Rect[1]) < near
}

func fieldRecord(f *Form, p pdf.Placement) ManifestField {
	rec := ManifestField{
		ID: f.idOf(p.Field), Page: p.Page, Rect: [4]float64{p.Rect.X0, p.Rect.Y0, p.Rect.X1, p.Rect.Y1},
		Text: p.Text, Size: p.Size, Cells: p.Cells, Lines: len(p.Lines), On: p.Ticked, State: p.State, Asked: p.Asked,
	}
	if e := f.Edition.Field(rec.ID); e != nil {
		rec.Box = len(e.Boxes) > 0
	}
	if rec.Name = p.Field; rec.Name == rec.ID { // a place without a PDF field goes by our own id
		rec.Name = ""
	}
	if len(p.Lines) > 1 {
		rec.Wrapped = p.Lines
	}
	if fit, ok := f.fit(rec.ID); ok {
		rec.Fit, rec.Sheet = fit.How, fit.Sheet
		if fit.How == Abbreviated || fit.How == OnSheet {
			rec.Whole = f.value(rec.ID)
		}
	}
	return rec
}

func sourceRecords(a *profile.Applicant) []ManifestSource {
	records := []ManifestSource{}
	for _, s := range a.Sources() {
		records = append(records, ManifestSource{s.File, hash(s.Text)})
	}
	return records
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func inputRecords(attachments []Attachment) []ManifestInput {
	records := []ManifestInput{}
	for _, a := range attachments {
		rec := ManifestInput{Piece: a.Number, Key: a.Key(), File: a.Path, SHA256: a.SHA256, Bytes: a.Bytes, Pages: a.Pages}
		if a.Err != nil {
			rec.Error = cause(a.Err)
		}
		records = append(records, rec)
	}
	return records
}

func findingRecords(findings []rule.Finding) []json.RawMessage {
	records := []json.RawMessage{}
	for _, f := range findings {
		data, err := f.JSON("en")
		if err != nil {
			panic("dossier: a finding is not JSON: " + err.Error()) // strings and numbers only
		}
		records = append(records, data)
	}
	return records
}

// cause is the reason alone, without the path that package os puts before it.
func cause(err error) string {
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "the file may not be read"
	case errors.As(err, &pe):
		return pe.Err.Error()
	}
	return err.Error()
}

// Files are the papers by the name each has on disk; the manifest is not among them.
func (d *Dossier) Files() map[string][]byte {
	files := map[string][]byte{}
	for name, data := range map[string][]byte{
		"form.pdf": d.Form.PDF, "letter.pdf": d.Letter, "checklist.pdf": d.Checklist, "dossier.pdf": d.PDF, "before-you-post.pdf": d.Memo,
	} {
		if data != nil {
			files[name] = data
		}
	}
	return files
}

// A Part is a run of pages to be joined: pages of ours, or an attachment.
type Part struct {
	Title   string // in the outline
	Label   string // on each page: "Pièce 3"
	Piece   int    // 0 for pages of ours
	Own     bool   // drawn by us, with a free foot
	File    *pdf.File
	Picture *picture.Picture // set when File is not
}

func (j *Job) assemble(d *Dossier, form *pdf.File, attachments []Attachment) error {
	parts, err := ours(d)
	if err != nil {
		return err
	}
	parts = append(parts, FormPart(form))
	parts = append(parts, Enclosed(attachments)...)
	var records []ManifestPart
	d.PDF, records, err = Join(parts, "Demande d’ouverture des droits à l’assurance maladie", j.Day)
	if err != nil {
		return err
	}
	d.Manifest = j.Record(d.Form, d.Findings, attachments, records, d.Files())
	d.Manifest.Unused = append(d.Manifest.Unused, d.Unused...)
	return nil
}

// ours are the letter and the checklist as parts.
func ours(d *Dossier) ([]Part, error) {
	parts := []Part{{Title: "Lettre d’accompagnement", Label: "Lettre", Own: true}, {Title: "Bordereau des pièces", Label: "Bordereau", Own: true}}
	for i, data := range [][]byte{d.Letter, d.Checklist} {
		var err error
		if parts[i].File, err = pdf.Open(data); err != nil {
			return nil, fmt.Errorf("read our own %s: %w", parts[i].Title, err)
		}
	}
	return parts, nil
}

// FormPart is the form as a part.
func FormPart(f *pdf.File) Part {
	return Part{Title: "1. Formulaire S1106", Label: "Pièce 1", Piece: formPiece, File: f}
}

// formPiece is the number of the form among the pieces.
const formPiece = 1

// Enclosed are the attachments that could be read, as parts.
func Enclosed(attachments []Attachment) []Part {
	var parts []Part
	for _, a := range attachments {
		if a.Err != nil {
			continue
		}
		parts = append(parts, Part{
			Title: fmt.Sprintf("%d. %s", a.Number, a.Title.FR), Label: fmt.Sprintf("Pièce %d", a.Number),
			Piece: a.Number, File: a.File, Picture: a.Picture,
		})
	}
	return parts
}

// Join makes one PDF of parts, each page marked "Pièce 3 · page 1 sur 2", with an outline.
func Join(parts []Part, title string, day profile.Date) ([]byte, []ManifestPart, error) {
	in := make([]pdf.Part, len(parts))
	for i, p := range parts {
		in[i] = pdf.Part{Title: p.Title, Own: p.Own, Sources: []pdf.Source{{File: p.File, Picture: p.Picture}}}
	}
	var out bytes.Buffer
	ranges, err := pdf.Join(&out, in, pdf.JoinOptions{
		Title: title, Date: day.Time(),
		Stamp: func(part, page, pages int) string {
			return stamp(parts[part].Label, page, pages)
		},
	})
	if err != nil {
		return nil, nil, fmt.Errorf("join the dossier: %w", err)
	}
	records := make([]ManifestPart, len(parts))
	for i, r := range ranges {
		records[i] = ManifestPart{Title: parts[i].Title, Piece: parts[i].Piece, From: r.First, To: r.First + r.Count - 1}
		if parts[i].Piece == formPiece {
			records[i].At = r.At
		}
	}
	return out.Bytes(), records, nil
}

// stamp is the label at the foot of a page.
func stamp(label string, page, pages int) string {
	return fmt.Sprintf("%s · page %d sur %d", label, page, pages)
}
