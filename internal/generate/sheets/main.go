// Command sheets draws the preparation sheets that stand in for form S1106 where the official form is not at
// hand: our own design, with the facts of the form as fields under our own names.
//
//	go run ./internal/generate/sheets -out forms
//
// It is run from the root of the project and writes standin-fr.pdf and standin-en.pdf in the folder. The
// same program gives the same bytes.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"dossier/internal/pdf"
	"dossier/internal/typeset"
)

// edition is the date written in the files; it moves when the drawing does.
var edition = time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)

func main() {
	out := flag.String("out", "forms", "`FOLDER` that holds the forms")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "sheets:", err)
		os.Exit(1)
	}
}

// run makes every sheet in memory first, so that one that cannot be drawn leaves the present files as they are.
func run(folder string) error {
	made := make([]bytes.Buffer, len(both))
	for i, w := range both {
		if err := draw(&made[i], w); err != nil {
			return fmt.Errorf("draw %s: %w", w.name, err)
		}
	}
	for i, w := range both {
		if err := os.WriteFile(filepath.Join(folder, w.name), made[i].Bytes(), 0o644); err != nil {
			return fmt.Errorf("write %s: %w", w.name, err)
		}
	}
	return nil
}

// draw writes one sheet with its fields.
func draw(out io.Writer, w words) error {
	var page bytes.Buffer
	slots, err := sheet(w).Draw(&page, typeset.Meta{Title: w.banner, Author: "dossier", Lang: w.lang, Date: edition})
	if err != nil {
		return err
	}
	base, err := pdf.Open(page.Bytes())
	if err != nil {
		return err
	}
	return pdf.AddFields(out, base, fields(slots))
}

// fields makes a form field of each place on the sheet.
func fields(slots []typeset.Slot) []pdf.NewField {
	out := make([]pdf.NewField, len(slots))
	for i, s := range slots {
		out[i] = pdf.NewField{
			Name: s.Field, Tooltip: s.Label, Page: 1, State: s.State,
			Rect:   pdf.Rect{X0: s.Rect[0], Y0: s.Rect[1], X1: s.Rect[2], Y1: s.Rect[3]},
			MaxLen: s.Cells, Comb: s.Cells > 0,
		}
	}
	return out
}
