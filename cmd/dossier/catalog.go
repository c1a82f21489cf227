package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"sync"

	"dossier/forms"
	"dossier/internal/form"
	"dossier/internal/pdf"
)

// A shelf is the editions known and the blanks at hand, read once however many forms are filled.
type shelf struct {
	catalogOnce sync.Once
	catalog     *form.Catalog

	mu     sync.Mutex
	blanks map[string]blank  // by what was asked for
	open   map[at]openedForm // files, by where their bytes are
}

// A blank is an official form, and which edition it is; without data there is none.
type blank struct {
	data    []byte
	edition *form.Edition
}

// At is where the bytes of a file are in memory, by which it is known again: they stay there and do
// not change.
type at struct {
	first *byte
	size  int
}

// An openedForm is what came of opening a file.
type openedForm struct {
	file *pdf.File
	err  error
}

// catalog is the editions that the program brings and those learnt on this machine. A table of the
// latter that is broken is named and left out: it must not stop commands that do not need it.
func (p *program) catalog() *form.Catalog {
	p.shelf.catalogOnce.Do(func() {
		var err error
		if p.shelf.catalog, err = form.Open(forms.FS); err != nil {
			panic("the embedded forms are not sound: " + err.Error())
		}
		p.addAdopted(p.shelf.catalog)
	})
	return p.shelf.catalog
}

// abbreviations are those that the program brings, read when an address is first too long.
var abbreviations = sync.OnceValue(func() *form.Abbreviations {
	a, err := form.ReadAbbreviations(forms.FS)
	if err != nil {
		panic("the embedded abbreviations are not sound: " + err.Error())
	}
	return a
})

// formsDir is where the user's official blanks and learnt editions are; empty where the system
// names no such folder.
func (p *program) formsDir() string {
	if dir := p.dataDir(); dir != "" {
		return filepath.Join(dir, "forms")
	}
	return ""
}

// ownForms are the PDF files in that folder.
func (p *program) ownForms() []string {
	if p.formsDir() == "" {
		return nil
	}
	names, _ := filepath.Glob(filepath.Join(escapeGlob(p.formsDir()), "*.pdf")) // the pattern is ours, and sound
	return names
}

func (p *program) addAdopted(c *form.Catalog) {
	if p.formsDir() == "" {
		return
	}
	names, err := filepath.Glob(filepath.Join(escapeGlob(p.formsDir()), "*.toml"))
	if err != nil {
		return
	}
	for _, name := range names {
		if err := p.addEdition(c, name); err != nil {
			p.complain(&hinted{fmt.Sprintf("%s: %v; this edition is left out", name, plain(err)), "learn it again: dossier forms adopt BLANK.pdf --force"})
		}
	}
}

func (p *program) addEdition(c *form.Catalog, name string) error {
	src, err := readOwn(name) // adopt may write it anew
	if err != nil {
		return err
	}
	e, err := form.ReadEdition(c.Form, src)
	if err != nil {
		return err
	}
	return c.Add(e)
}

// blankWith is the file of the user's data folder with these bytes; nil if there is none.
func (p *program) blankWith(sum string) []byte {
	for _, name := range p.ownForms() {
		data, err := p.read(name)
		if got := sha256.Sum256(data); err == nil && hex.EncodeToString(got[:]) == sum {
			return data
		}
	}
	return nil
}

// opened reads a file once, and fails on a broken one once: it may take long to find out.
func (p *program) opened(data []byte) (*pdf.File, error) {
	if len(data) == 0 {
		return pdf.Open(data)
	}
	s, where := &p.shelf, at{&data[0], len(data)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if o, ok := s.open[where]; ok {
		return o.file, o.err
	}
	f, err := pdf.Open(data)
	if s.open == nil {
		s.open = map[at]openedForm{}
	}
	s.open[where] = openedForm{f, err}
	return f, err
}

func (p *program) shelved(asked string) (blank, bool) {
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	b, ok := p.shelf.blanks[asked]
	return b, ok
}

func (p *program) shelve(asked string, b blank) blank {
	p.shelf.mu.Lock()
	defer p.shelf.mu.Unlock()
	if p.shelf.blanks == nil {
		p.shelf.blanks = map[string]blank{}
	}
	p.shelf.blanks[asked] = b
	return b
}
