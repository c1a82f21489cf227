package main

import (
	"fmt"

	"dossier/internal/pdf"
)

// A job is what all engines are given.
type job struct {
	name    string // of the form's file
	blank   []byte
	form    *pdf.File
	records [][]pdf.Entry
	dir     string // to work in; each engine keeps to names of its own
}

// record is the i-th filling: a text in every text field, the longest of a few that fits, and the
// first state of every box and group of boxes. Lists stay as they are. The texts keep to Latin-1, the most
// that all engines draw.
func record(f *pdf.File, i int) []pdf.Entry {
	texts := []string{
		fmt.Sprintf("Élodie-Anne Dupré, dossier %05d", i), fmt.Sprintf("Élodie %05d", i),
		fmt.Sprintf("%05d", i), fmt.Sprint(i % 10),
	}
	var entries []pdf.Entry
	for _, fd := range f.Fields() {
		if e, ok := entry(f, fd, texts); ok {
			entries = append(entries, e)
		}
	}
	return entries
}

func entry(f *pdf.File, fd pdf.Field, texts []string) (pdf.Entry, bool) {
	switch {
	case fd.Type == pdf.Button && len(fd.Widgets) > 0 && len(fd.Widgets[0].States) > 0:
		return planned(f, pdf.Entry{Field: fd.Name, State: fd.Widgets[0].States[0]})
	case fd.Type == pdf.Text:
		for _, s := range texts {
			if fd.MaxLen > 0 && len([]rune(s)) > fd.MaxLen {
				continue
			}
			if e, ok := planned(f, pdf.Entry{Field: fd.Name, Text: s}); ok {
				return e, true
			}
		}
	}
	return pdf.Entry{}, false
}

func planned(f *pdf.File, e pdf.Entry) (pdf.Entry, bool) {
	_, err := f.Plan([]pdf.Entry{e}, pdf.FillOptions{})
	return e, err == nil
}
