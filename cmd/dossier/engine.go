package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dossier/internal/proof"
)

// engine is PDFium, started when it is first needed: compiled once, kept in the user's cache folder.
func (p *program) engine() (*proof.Engine, error) {
	p.startOnce.Do(func() { p.started, p.startErr = proof.Start(p.cacheDir()) })
	if p.startErr != nil {
		return nil, fmt.Errorf("start the reader of finished papers: %w", p.startErr)
	}
	return p.started, nil
}

// cacheDir is where compiled PDFium is kept; empty where the system names no such folder.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "dossier")
}
