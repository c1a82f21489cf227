package dossier

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// A Verdict is what a second look says of one paper.
type Verdict struct {
	File  string `json:"file"`
	State State  `json:"state"`
	Pages int    `json:"pages,omitempty"`
	Proof string `json:"proof,omitempty"` // of the paper with the form: Proved, or why not
	Says  string `json:"says,omitempty"`  // what is wrong, in words
}

// A State is how a paper compares with what was made.
type State string

const (
	Unchanged State = "unchanged"
	Changed   State = "changed"
	Absent    State = "missing"
	Wrong     State = "wrong"    // unchanged since it was made, and not as meant
	Unproven  State = "unproven" // unchanged, but the proof that the manifest records could not be done again
	AsMeant   State = "as meant" // it shows what a profile says; how it was made is not known
)

// Why a manifest cannot be relied on.
var (
	ErrNoManifest = errors.New("this is not a manifest of dossier")
	ErrUnfinished = errors.New("the manifest is unfinished: the run that wrote it was interrupted")
	ErrEdited     = errors.New("the manifest was changed since it was written")
)

// ReadManifest reads the record of papers that were made. Its errors are those above; one that is unfinished
// or was edited is given all the same.
func ReadManifest(data []byte) (*Manifest, error) {
	m := &Manifest{}
	if err := json.Unmarshal(data, m); err != nil || m.Program == "" {
		return nil, ErrNoManifest
	}
	if len(m.Outputs) == 0 {
		return m, ErrUnfinished
	}
	if !m.sound(data) {
		return m, ErrEdited
	}
	return m, nil
}

// A Shelf opens a paper by its name; the caller closes it.
type Shelf func(name string) (ShelvedPaper, error)

// A ShelvedPaper is a paper where it lies.
type ShelvedPaper interface {
	Paper
	io.Closer
}

// Verify holds papers against their manifest: every byte, every page, and every answer on the form
// read back with another engine. names are the papers to look at, all of them if there are none;
// blank is what was filled, nil if it is not at hand.
func (m *Manifest) Verify(p *Prover, names []string, open Shelf, blank []byte) ([]Verdict, error) {
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(m.Outputs))
	}
	var verdicts []Verdict
	for _, name := range names {
		v, err := m.verify(p, name, open, blank)
		if err != nil {
			return nil, err
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, nil
}

func (m *Manifest) verify(p *Prover, name string, open Shelf, blank []byte) (Verdict, error) {
	v := Verdict{File: name, State: Unchanged}
	want, ok := m.Outputs[name]
	if !ok {
		v.State, v.Says = Absent, "the manifest knows no such paper"
		return v, nil
	}
	file, err := open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.State, v.Says = Absent, "it is not there any more"
		return v, nil
	case err != nil:
		return v, fmt.Errorf("read %s: %w", name, err)
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, file.Size())); err != nil {
		return v, fmt.Errorf("read %s: %w", name, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != want {
		v.State, v.Says = Changed, "its bytes are not those that were made"
	}
	if v.Pages, err = p.count(file); err != nil {
		v.State, v.Says = worse(v.State), "it does not open: "+err.Error()
		return v, nil
	}
	if want := m.pages(name); want > 0 && v.Pages != want {
		v.State, v.Says = worse(v.State), fmt.Sprintf("it has %d pages, %d were made", v.Pages, want)
		return v, nil
	}
	if name == "dossier.pdf" {
		var wrong *ProofError
		switch err := p.Pages(m, file); {
		case errors.As(err, &wrong):
			v.State, v.Says = worse(v.State), err.Error()
			return v, nil
		case err != nil:
			return v, err
		}
	}
	return m.proveAgain(p, v, file, blank)
}

// count is how many pages PDFium sees.
func (p *Prover) count(file Paper) (int, error) {
	engine, err := p.engine()
	if err != nil {
		return 0, err
	}
	doc, err := engine.OpenAt(file, file.Size())
	if err != nil {
		return 0, err
	}
	defer doc.Close()
	return doc.Pages(), nil
}

// worse is the state of a paper in which something is wrong.
func worse(s State) State {
	if s == Unchanged {
		return Wrong
	}
	return s
}

// pages is how many a paper has; 0 if the manifest does not say.
func (m *Manifest) pages(name string) int {
	switch {
	case name == "form.pdf":
		return m.Form.Pages + m.Form.Sheet
	case name == "dossier.pdf":
		return len(m.Pages)
	}
	return 0
}

// proveAgain reads the form back where the paper holds it.
func (m *Manifest) proveAgain(p *Prover, v Verdict, file Paper, blank []byte) (Verdict, error) {
	if v.File != "form.pdf" && v.File != "dossier.pdf" {
		return v, nil
	}
	if blank == nil {
		v.Proof = "left out: the blank form is not at hand"
		if m.Proof == Unproved {
			v.Proof = "left out, as when it was made: the blank form is not at hand"
		} else if v.State == Unchanged {
			v.State = Unproven
		}
		return v, nil
	}
	if Hash(blank) != m.Form.SHA256 {
		return v, errors.New("the blank form is not the one that was filled")
	}
	var wrong *ProofError
	err := p.Papers(m, map[string]Paper{v.File: file}, blank)
	switch {
	case errors.As(err, &wrong):
		v.State, v.Proof, v.Says = worse(v.State), "failed", err.Error()
	case err != nil:
		return v, err
	default:
		v.Proof = Proved
	}
	return v, nil
}
