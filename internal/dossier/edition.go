package dossier

import (
	"dossier/internal/form"
	"dossier/internal/pdf"
)

// Recognise finds the edition of a blank: by its bytes, else by its fields and where they are, since
// other programs save the same form with other bytes. A form that is filled already is not a blank.
func Recognise(c *form.Catalog, blank []byte, open func([]byte) (*pdf.File, error)) (*form.Edition, bool) {
	if e, ok := c.Recognise(blank); ok {
		return e, true
	}
	file, err := open(blank)
	if err != nil || Answered(file) {
		return nil, false
	}
	return c.Resembles(Printed(file))
}

// Printed are the places of a file's fields, as the tables of editions have them.
func Printed(file *pdf.File) []form.Printed {
	var list []form.Printed
	for _, f := range file.Fields() {
		for _, w := range f.Widgets {
			list = append(list, form.Printed{
				Name: f.Name, Page: w.Page, Rect: [4]float64{w.Rect.X0, w.Rect.Y0, w.Rect.X1, w.Rect.Y1}, Button: f.Type == pdf.Button, States: w.States,
			})
		}
	}
	return list
}

// Answered says whether a field of a file has a value already.
func Answered(file *pdf.File) bool {
	for _, f := range file.Fields() {
		if f.Value != "" && f.Value != "Off" {
			return true
		}
	}
	return false
}
