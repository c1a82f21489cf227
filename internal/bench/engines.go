package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/form"

	"dossier/internal/pdf"
)

// engines in the order of the table. The first two are ours; speed is compared with the second,
// because the others leave the fields alive as it does.
var engines = []engine{
	{name: "dossier, flat", how: "parsed once", open: ours(pdf.FillOptions{Date: day})},
	{name: "dossier, editable", how: "parsed once", open: ours(pdf.FillOptions{Editable: true, Date: day})},
	{name: "copy of the form's bytes", how: "the floor", open: copying},
	{name: "pikepdf", how: "one process, opened once", open: pikepdf},
	{name: "pdfcpu `api.FillForm`", how: "in process", most: 50, open: pdfcpu},
	{name: "pdftk-java", how: "one JVM", most: 50, open: pdftk},
	{name: "qpdf", how: "a command each, values through JSON", most: 25, open: qpdf},
}

// day is the date our files carry.
var day = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

func ours(o pdf.FillOptions) func(*job) (filler, error) {
	return func(j *job) (filler, error) {
		return inProcess(func(w *bytes.Buffer, i int) error {
			_, err := j.form.Fill(w, j.records[i], o)
			return err
		}), nil
	}
}

func copying(j *job) (filler, error) {
	fill := inProcess(func(w *bytes.Buffer, _ int) error {
		_, err := w.Write(j.blank)
		return err
	})
	return func(from, to int) (cost, []byte, error) {
		c, _, err := fill(from, to)
		return c, nil, err // nothing was filled, so there is nothing to judge
	}, nil
}

// pdfcpu reads its inputs from JSON, which is made before the clock starts.
func pdfcpu(j *job) (filler, error) {
	api.DisableConfigDir()
	group, err := api.ExportForm(bytes.NewReader(j.blank), j.name, nil)
	if err != nil {
		return nil, fmt.Errorf("export the form: %w", err)
	}
	inputs := make([][]byte, len(j.records))
	for i, r := range j.records {
		setAll(group.Forms, r)
		if inputs[i], err = json.Marshal(group); err != nil {
			return nil, fmt.Errorf("write record %d: %w", i, err)
		}
	}
	return inProcess(func(w *bytes.Buffer, i int) error {
		return api.FillForm(bytes.NewReader(j.blank), bytes.NewReader(inputs[i]), w, nil)
	}), nil
}

// setAll puts a record in the forms as pdfcpu exports them.
func setAll(forms []form.Form, r []pdf.Entry) {
	for _, e := range r {
		for _, f := range forms {
			for _, t := range f.TextFields {
				if t.Name == e.Field {
					t.Value = e.Text
				}
			}
			for _, d := range f.DateFields {
				if d.Name == e.Field {
					d.Value = e.Text
				}
			}
			for _, c := range f.CheckBoxes {
				if c.Name == e.Field {
					c.Value = true
				}
			}
			for _, g := range f.RadioButtonGroups {
				if g.Name == e.Field && slices.Contains(g.Options, e.State) {
					g.Value = e.State
				}
			}
		}
	}
}

// write makes a file for an engine that reads files.
func (j *job) write(name string, data []byte) (string, error) {
	name = j.dir + string(os.PathSeparator) + name
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return "", fmt.Errorf("write the input: %w", err)
	}
	return name, nil
}
