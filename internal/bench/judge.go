package main

import (
	"bytes"
	"fmt"

	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// A verdict is how many of a record's values a file made for it holds in its fields, and how many it
// shows, as "40 of 41".
type verdict struct{ held, shown string }

func judgeAll(j *job, rows []row) error {
	engine, err := proof.Start("")
	if err != nil {
		return err
	}
	defer engine.Close()
	for i, r := range rows {
		if r.last == nil {
			continue
		}
		if rows[i].verdict, err = judge(engine, j, r.n, r.last); err != nil {
			return fmt.Errorf("judge %s: %w", r.name, err)
		}
	}
	return nil
}

// judge looks at the file made for the last of n records: our reader says what its fields hold, and
// PDFium what is on the page.
func judge(engine *proof.Engine, j *job, n int, made []byte) (verdict, error) {
	r := j.records[n-1]
	f, err := pdf.Open(made)
	if err != nil {
		return verdict{held: "cannot be read"}, nil
	}
	shown, err := shown(engine, j, r, made)
	return verdict{held(r, f), shown}, err
}

func held(r []pdf.Entry, f *pdf.File) string {
	fields := make(map[string]string)
	for _, fd := range f.Fields() {
		fields[fd.Name] = fd.Value
	}
	if len(fields) == 0 {
		return "no fields left"
	}
	good := 0
	for _, e := range r {
		if fields[e.Field] == e.Text+e.State {
			good++
		}
	}
	return fmt.Sprintf("%d of %d", good, len(r))
}

// shown counts the values that stand whole in their rectangles, as large as may be.
func shown(engine *proof.Engine, j *job, r []pdf.Entry, made []byte) (string, error) {
	placed, err := j.form.Fill(new(bytes.Buffer), r, pdf.FillOptions{})
	if err != nil {
		return "", err
	}
	blank, err := engine.Open(j.blank)
	if err != nil {
		return "", err
	}
	defer blank.Close()
	d, err := engine.Open(made)
	if err != nil {
		return "PDFium cannot open it", nil
	}
	defer d.Close()
	faults, err := d.Check(proof.Blank{Doc: blank}, marks(placed))
	if err != nil {
		return "", err
	}
	wrong := make(map[string]bool)
	for _, f := range faults {
		wrong[f.Name] = true
	}
	good := 0
	for _, e := range r {
		if !wrong[e.Field] {
			good++
		}
	}
	return fmt.Sprintf("%d of %d", good, len(r)), nil
}

// marks is what must be seen, wherever in its rectangle and at whatever size.
func marks(placed []pdf.Placement) []proof.Mark {
	list := make([]proof.Mark, len(placed))
	for i, p := range placed {
		list[i] = proof.Mark{
			Name: p.Field, Page: p.Page - 1, Text: p.Text, Cells: p.Cells,
			Rect: proof.Rect{Left: p.Rect.X0, Bottom: p.Rect.Y0, Right: p.Rect.X1, Top: p.Rect.Y1},
			Box:  p.Size == 0, Ticked: p.Ticked,
		}
	}
	return list
}
