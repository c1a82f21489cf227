package dossier

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// sheetParts are a page of ours that lists two pieces, and the pieces.
func sheetParts(t *testing.T) []Part {
	t.Helper()
	list, err := fromScans("visa-validation.pdf")
	if err != nil {
		t.Fatal(err)
	}
	index, err := PartOf(Part{Title: "Bordereau", Label: "Bordereau", File: "checklist.pdf", Own: true}, list)
	if err != nil {
		t.Fatal(err)
	}
	index.Links = []pdf.Link{{Page: 0, Rect: pdf.Rect{X0: 50, Y0: 500, X1: 500, Y1: 520}, To: pdf.Target{Part: 1}}, {Page: 0, Rect: pdf.Rect{X0: 50, Y0: 450, X1: 500, Y1: 470}, To: pdf.Target{Part: 2}}}
	parts := []Part{index}
	for i, name := range []string{"lease.pdf", "rib.pdf"} {
		parts = append(parts, attached(t, name, i+2))
	}
	return parts
}

func attached(t *testing.T, name string, number int) Part {
	t.Helper()
	data, err := fromScans(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := PartOf(Part{Title: name, Section: "Pièces", Label: "Pièce " + string(rune('0'+number)), Piece: number, File: name}, data)
	if err != nil {
		t.Fatal(err)
	}
	p.Data = func() ([]byte, error) { return data, nil }
	p.Back = &pdf.Target{Part: 0}
	return p
}

func joinedOf(t *testing.T, m *Manifest, parts []Part, duplex bool) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := m.Join(&out, parts, "Dossier", today, duplex); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A dossier that was made in another way than its manifest says is found, and what is wrong is named.
func TestPagesNamesWhatIsWrong(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	for _, c := range []struct {
		name   string
		change func(parts []Part) []Part
		duplex bool
		want   string // the first fault
		differ int    // or the page of an attachment that is not what it was made of
	}{
		{"nothing", func(parts []Part) []Part { return parts }, false, "", 0},
		{"two pieces change places", func(parts []Part) []Part { parts[1], parts[2] = parts[2], parts[1]; return parts }, false, "page 1, links", 0},
		{"another paper in the place of a piece", func(parts []Part) []Part {
			parts[2].Open = attached(t, "electricity-2026-08.pdf", 3).Open
			return parts
		}, false, "", 5},
		{"another title", func(parts []Part) []Part { parts[1].Title = "Facture"; return parts }, false, "page 1, outline", 0},
		{"another label", func(parts []Part) []Part { parts[1].Label = "Pièce 9"; return parts }, false, "page 2, page label", 0},
		{"no way back", func(parts []Part) []Part { parts[1].Back = nil; return parts }, false, "page 2, links", 0},
		{"a piece is missing", func(parts []Part) []Part { parts[0].Links = parts[0].Links[:1]; return parts[:2] }, false, "page 1, pages: there are 4, 5 were made", 0},
		{"a piece without its drawing", func(parts []Part) []Part {
			f, err := pdf.Open(empty(t))
			if err != nil {
				t.Fatal(err)
			}
			parts[2].Open = func() (pdf.Source, error) { return pdf.Source{File: f}, nil }
			return parts
		}, false, "page 5, ink: it is blank, and page 1 of rib.pdf is not", 0},
		{"empty pages that are none", func(parts []Part) []Part { return parts }, true, "", 0},
	} {
		m := &Manifest{Ready: true}
		joinedOf(t, m, sheetParts(t), c.duplex)
		list, err := fromScans("visa-validation.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Sources(m, readable(map[string][]byte{"checklist.pdf": list})); err != nil {
			t.Fatal(err)
		}
		for i, page := range m.Pages {
			if len(page.Ink) == 0 && !page.Empty {
				t.Errorf("%s: page %d was not drawn from its source", c.name, i+1)
			}
		}
		err = p.Pages(m, bytes.NewReader(joinedOf(t, &Manifest{}, c.change(sheetParts(t)), c.duplex)))
		var wrong *ProofError
		switch {
		case c.differ > 0:
			if err != nil || !slices.Equal(m.Differ, []int{c.differ}) || m.Ready || len(m.Differing()) != 1 {
				t.Errorf("%s: %v, pages that differ %v", c.name, err, m.Differ)
			}
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && !errors.As(err, &wrong):
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && !slices.ContainsFunc(strings.Split(err.Error(), "\n"), func(s string) bool {
			return strings.Contains(s, c.want)
		}):
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// empty is a PDF of one page with nothing on it.
func empty(t *testing.T) []byte {
	t.Helper()
	const head = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
	return []byte(head + "trailer<</Root 1 0 R/Size 4>>\n%%EOF\n")
}
