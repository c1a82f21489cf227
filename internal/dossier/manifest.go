package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

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
	Findings []json.RawMessage `json:"findings"`
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
	Fields   []ManifestField `json:"fields"`
}

// A ManifestField is one answer as it stands on paper: rectangles in points from the lower left.
type ManifestField struct {
	ID    string     `json:"id"`
	Page  int        `json:"page"`
	Rect  [4]float64 `json:"rect"`
	Text  string     `json:"text,omitempty"`
	State string     `json:"state,omitempty"`
	On    bool       `json:"on,omitempty"`
	Size  float64    `json:"size,omitempty"`
	Cells int        `json:"cells,omitempty"`
	Lines int        `json:"lines,omitempty"`
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
		Findings: findingRecords(findings),
		Outputs:  map[string]string{},
	}
	for name, data := range files {
		m.Outputs[name] = hash(data)
	}
	return m
}

func formRecord(f *Form, editable bool) ManifestForm {
	rec := ManifestForm{Edition: f.Edition.ID(), SHA256: f.blank, Official: f.Edition.Official, Editable: editable, Fields: []ManifestField{}}
	for _, p := range f.Placements {
		rec.Fields = append(rec.Fields, fieldRecord(f, p))
	}
	return rec
}

func fieldRecord(f *Form, p pdf.Placement) ManifestField {
	rec := ManifestField{
		ID: p.Field, Page: p.Page, Rect: [4]float64{p.Rect.X0, p.Rect.Y0, p.Rect.X1, p.Rect.Y1},
		Text: p.Text, Size: p.Size, Cells: p.Cells, Lines: len(p.Lines), On: p.Ticked, State: p.State,
	}
	for _, e := range f.Edition.Fields {
		if e.Name == p.Field {
			rec.ID = e.ID
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
		"form.pdf": d.Form.PDF, "letter.pdf": d.Letter, "checklist.pdf": d.Checklist, "dossier.pdf": d.PDF,
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
	return Part{Title: "1. Formulaire S1106", Label: "Pièce 1", Piece: 1, File: f}
}

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
			return fmt.Sprintf("%s · page %d sur %d", parts[part].Label, page, pages)
		},
	})
	if err != nil {
		return nil, nil, fmt.Errorf("join the dossier: %w", err)
	}
	records := make([]ManifestPart, len(parts))
	for i, r := range ranges {
		records[i] = ManifestPart{Title: parts[i].Title, Piece: parts[i].Piece, From: r.First, To: r.First + r.Count - 1}
	}
	return out.Bytes(), records, nil
}
