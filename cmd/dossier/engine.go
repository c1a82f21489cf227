package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dossier/internal/picture"
	"dossier/internal/proof"
)

// engine is PDFium, started when it is first needed: compiled once, kept in the user's cache folder.
func (p *program) engine() (*proof.Engine, error) {
	p.startOnce.Do(func() {
		defer compiling()()
		engine, err := proof.Start(p.cacheDir())
		if p.startErr = err; err == nil {
			p.started.Store(engine)
		}
	})
	if p.startErr != nil {
		return nil, fmt.Errorf("start the reader of finished papers: %w", p.startErr)
	}
	return p.started.Load(), nil
}

// warm starts the engine while the papers are made.
func (p *program) warm() {
	go p.engine() // whoever needs it asks again and gets the error
}

// close ends the engine. One that is still starting is left to the end of the process: what needed
// it has been given up.
func (p *program) close() {
	if engine := p.started.Load(); engine != nil {
		engine.Close()
	}
}

// picture reads a picture. The decoder of HEIC is kept as PDFium is.
func (p *program) picture(data []byte) (*picture.Scan, error) {
	p.readerOnce.Do(func() { p.reader = picture.NewReader(p.cacheDir()) })
	return p.reader.Read(data)
}

// cacheDir is where compiled PDFium and libheif are kept; empty where the system names no such folder.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "dossier")
}
