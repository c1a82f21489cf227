package proof

import (
	"fmt"
	"strings"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// A Field is a living form field on a page. A check box field drawn in several
// places is listed once for each place.
type Field struct {
	Page    int
	Name    string
	Value   string // text fields and lists; several choices are joined by "\n"
	Checked bool   // check boxes and radio buttons
}

// HasForm says whether the document has a form that can still be filled.
func (d *Document) HasForm() (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	form, err := d.pdf.FPDF_GetFormType(&requests.FPDF_GetFormType{Document: d.ref})
	if err != nil {
		return false, fmt.Errorf("look for a form: %w", plain(err))
	}
	return form.FormType != enums.FPDF_FORMTYPE_NONE, nil
}

// Fields lists the form fields, page by page in the order of their annotations.
func (d *Document) Fields() ([]Field, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var fields []Field
	for i := range d.sizes {
		p, err := d.page(i)
		if err != nil {
			return nil, err
		}
		form, err := d.pdf.GetForm(&requests.GetForm{Page: p})
		if err != nil {
			return nil, fmt.Errorf("read the form fields of page %d: %w", i+1, plain(err))
		}
		for _, f := range form.Fields {
			fields = append(fields, field(i, f))
		}
	}
	return fields, nil
}

func field(page int, f responses.FormField) Field {
	out := Field{Page: page, Name: f.Name, Value: strings.Join(f.Values, "\n")}
	if f.Value != nil {
		out.Value = *f.Value
	}
	if f.IsChecked != nil {
		out.Checked = *f.IsChecked
	}
	return out
}
