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
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A Manifest says what was made, from what, and what was found: the memory of a dossier.
type Manifest struct {
	Program  string            `json:"program"`            // "dossier 0.1.0"
	Versions map[string]string `json:"versions,omitempty"` // of Go and of the libraries that read and write papers
	Kind     Kind              `json:"kind"`
	Day      string            `json:"day"`   // on which the program acted, ISO
	Ready    bool              `json:"ready"` // nothing blocks posting
	Profile  []ManifestSource  `json:"profile"`
	Form     ManifestForm      `json:"form"`
	Inputs   []ManifestInput   `json:"inputs"`
	Parts    []ManifestPart    `json:"parts"`
	Pages    []ManifestPage    `json:"pages"`  // of dossier.pdf, in order
	Unused   []Unused          `json:"unused"` // what the profile says and no paper does
	Findings []json.RawMessage `json:"findings"`
	Proof    string            `json:"proof"`             // Proved, or Unproved
	Differ   []int             `json:"differ,omitempty"`  // pages of dossier.pdf that do not look like their source: to be looked at
	Checks   []string          `json:"checks"`            // what was held against the papers as they are on the disk
	Outputs  map[string]string `json:"outputs"`           // file name to sha256
	Request  *ManifestRequest  `json:"request,omitempty"` // of the fund, that a reply answers

	Recipients []string `json:"recipients,omitempty"` // of age, who can read the papers; none where they are in clear

	Version  int    `json:"version,omitempty"`  // of the papers of its folder, from 1
	Previous string `json:"previous,omitempty"` // sha256 of the manifest of the version before, as a file; of the first none

	Sum string `json:"sum"` // sha256 of the manifest as it is written, with nothing here

	parts []Part // that dossier.pdf was joined from, in the run that did
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
	ID     string     `json:"id"`
	Name   string     `json:"name,omitempty"` // of the PDF field
	Page   int        `json:"page"`
	Rect   [4]float64 `json:"rect"`
	Text   string     `json:"text,omitempty"`
	State  string     `json:"state,omitempty"`
	Box    bool       `json:"box,omitempty"` // to tick; On if it is
	On     bool       `json:"on,omitempty"`
	Choice string     `json:"choice,omitempty"` // the answer that a box which is on stands for
	Size   float64    `json:"size,omitempty"`
	Cells  int        `json:"cells,omitempty"`
	Lines  int        `json:"lines,omitempty"`
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

	Damage  string     `json:"damage,omitempty"`  // what of its pages is lost
	Dropped []pdf.Drop `json:"dropped,omitempty"` // what it has and its pages in dossier.pdf have not, or not as it was
}

// A ManifestRequest is a letter of the fund that a reply answers. Its days are ISO.
type ManifestRequest struct {
	Date      string         `json:"date,omitempty"`
	Received  string         `json:"received,omitempty"`
	Reference string         `json:"reference,omitempty"` // of the fund
	Deadline  string         `json:"deadline,omitempty"`
	SHA256    string         `json:"sha256,omitempty"` // of the request file
	Items     []ManifestItem `json:"items,omitempty"`  // in the order of the request file
}

// A ManifestItem is one thing that the fund asked for or has wrong, and what answered it.
type ManifestItem struct {
	Kind   string         `json:"kind"`            // "document", "change", "record", "form", "question" or "refusal"
	Key    string         `json:"key,omitempty"`   // of the profile; of a document what it is
	Paper  string         `json:"paper,omitempty"` // of the fund, on which a record is wrong
	Old    string         `json:"old,omitempty"`
	New    string         `json:"new,omitempty"`
	Remark string         `json:"remark,omitempty"`
	Pieces []ManifestSent `json:"pieces,omitempty"` // enclosed for it
}

// A ManifestSent is one piece that a reply encloses.
type ManifestSent struct {
	Piece  int    `json:"piece,omitempty"`
	File   string `json:"file,omitempty"`
	SHA256 string `json:"sha256,omitempty"`
	Pages  int    `json:"pages,omitempty"`
	Title  string `json:"title,omitempty"`
}

// A ManifestPart is a run of pages of dossier.pdf, pages counted from 1.
type ManifestPart struct {
	Title   string `json:"title"`
	Section string `json:"section,omitempty"` // above it in the outline
	Label   string `json:"label"`             // on each page: "Pièce 3"
	Piece   int    `json:"piece,omitempty"`
	From    int    `json:"from"`
	To      int    `json:"to"`
}

// A ManifestPage is one page of dossier.pdf: where it comes from.
type ManifestPage struct {
	Piece  int        `json:"piece,omitempty"`
	File   string     `json:"file,omitempty"`   // as the profile names it; of pages of ours the paper they are also in
	SHA256 string     `json:"sha256,omitempty"` // of that file
	Page   int        `json:"page,omitempty"`   // of that file, from 1
	At     [6]float64 `json:"at"`               // the matrix from its own space, a picture's in pixels, to the sheet's in points
	Lying  bool       `json:"lying,omitempty"`  // the sheet is A4 lying on its side
	Done   []string   `json:"done,omitempty"`   // to the page on its way: "turned upright", "scaled to 97 %", "metadata removed", "re-encoded" and so on
	Links  []int      `json:"links,omitempty"`  // pages of the dossier that links of ours lead to, in the order of the file
	Ink    []byte     `json:"ink,omitempty"`    // how dark each part of the sheet is, as its source says: see proof.Ink
	Like   int        `json:"like,omitempty"`   // by how much, of 255, another drawing of the page may differ from Ink
	Print  string     `json:"print,omitempty"`  // of a page of ours, the sum of all that it shows as it lies in the file, which is what its paper shows: see proof.Print
	Raw    *Raw       `json:"raw,omitempty"`    // the page shows a JPEG as it lies in its file, of which Ink is
	Drawn  bool       `json:"drawn,omitempty"`  // Ink is that of dossier.pdf itself, which was held against its source
	Empty  bool       `json:"empty,omitempty"`  // ours, that the next piece begin on the front of a sheet
}

// A Raw is a JPEG that went into dossier.pdf as it was.
type Raw struct {
	SHA256 string     `json:"sha256"` // of the stream
	Width  int        `json:"width"`  // pixels, as stored
	Height int        `json:"height"`
	Unit   [6]float64 `json:"unit"` // the matrix that puts it on the sheet
}

// JSON is the manifest as it is written to disk.
func (m Manifest) JSON() ([]byte, error) {
	m.Sum = ""
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	data = append(data, '\n')
	return bytes.Replace(data, []byte(noSum), fmt.Appendf(nil, "%s%s\"", noSum[:len(noSum)-1], Hash(data)), 1), nil
}

// noSum is the last entry of a manifest before its sum is known.
const noSum = "\n  \"sum\": \"\""

// sound says whether not one byte of a written manifest has changed.
func (m *Manifest) sound(data []byte) bool {
	entry := noSum[:len(noSum)-1] + m.Sum + "\""
	return m.Sum != "" && Hash(bytes.Replace(data, []byte(entry), []byte(noSum), 1)) == m.Sum
}

// Record is the manifest of papers to be made: the form, what was found, what goes in. Which pages come of it
// Join says, and the sums of the files who writes them.
func (j *Job) Record(f *Form, findings []rule.Finding, attachments []Attachment) Manifest {
	return Manifest{
		Program: "dossier " + j.Version, Versions: j.Versions, Kind: Application, Day: j.Day.String(), Ready: !rule.Blocked(findings),
		Profile:  sourceRecords(j.Applicant),
		Form:     formRecord(f, j.Editable),
		Inputs:   inputRecords(attachments),
		Parts:    []ManifestPart{}, // a list in JSON even if empty
		Pages:    []ManifestPage{},
		Unused:   []Unused{},
		Findings: findingRecords(findings),
		Proof:    Unproved,
		Checks:   []string{},
		Outputs:  map[string]string{},
	}
}

func formRecord(f *Form, editable bool) ManifestForm {
	rec := ManifestForm{
		Edition: f.Edition.ID(), SHA256: Hash(f.blank), Official: f.Edition.Official, Editable: editable,
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
	if p.Ticked {
		rec.Choice = f.choice(rec.ID, p)
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
		records = append(records, ManifestSource{s.File, Hash(s.Text)})
	}
	return records
}

// Hash is the sum by which a manifest knows a file.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func inputRecords(attachments []Attachment) []ManifestInput {
	records := []ManifestInput{}
	for _, a := range attachments {
		rec := ManifestInput{Piece: a.Number, Key: a.Key(), File: a.Path, SHA256: a.SHA256, Bytes: a.Bytes, Pages: a.Pages, Damage: a.damage.EN, Dropped: a.dropped}
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
