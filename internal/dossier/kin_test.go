package dossier

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"testing"

	"dossier/internal/proof"
)

// Papers that are proved after others of the same form have the manifest that they have when they are alone, and what a
// later look at them finds is the same.
func TestProofAfterOthers(t *testing.T) {
	engine := started(t)
	start := func() (*proof.Engine, error) { return engine, nil }
	blank := official(t)
	if blank == nil {
		t.Skip("the official form is not at hand")
	}
	jobs, after := people(t), NewProver(start)
	names := slices.Sorted(maps.Keys(jobs))[:6]
	for _, name := range names {
		j := jobs[name]
		j.Blank = blank
		proved := func(p *Prover) ([]byte, *Manifest, map[string]Paper) {
			d, err := j.Build()
			if err != nil || d.Papers == nil {
				t.Fatalf("%s: %v, %v", name, err, d)
			}
			files := readable(papersOf(t, d))
			if err := j.Prove(p, &d.Manifest, files); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			written, err := d.Manifest.JSON()
			if err != nil {
				t.Fatal(err)
			}
			return written, &d.Manifest, files
		}
		alone, _, _ := proved(NewProver(start))
		together, m, files := proved(after)
		if !bytes.Equal(alone, together) {
			t.Errorf("%s: the manifest is another after others", name)
		}
		later := NewProver(start)
		if err := later.Pages(m, files["dossier.pdf"]); err != nil {
			t.Errorf("%s, later: %v", name, err)
		}
	}
	for file, kin := range after.kin {
		if len(kin) != 1 {
			t.Errorf("%s: papers of %d kinds", file, len(kin))
		}
	}
	if len(after.kin) != 2 {
		t.Errorf("kin of %d papers, want form.pdf and dossier.pdf", len(after.kin))
	}
}

// An answer that is changed on the form of the second applicant is found as on that of the first.
func TestProofAfterOthersFindsWhatIsWrong(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	blank := official(t)
	if blank == nil {
		t.Skip("the official form is not at hand")
	}
	jobs := people(t)
	for i, name := range slices.Sorted(maps.Keys(jobs))[:3] {
		j := jobs[name]
		j.Blank = blank
		d, err := j.Build()
		if err != nil || d.Papers == nil {
			t.Fatal(name, err)
		}
		files := readable(papersOf(t, d))
		if i > 0 {
			for n := range d.Manifest.Form.Fields {
				wrong := d.Manifest
				wrong.Form.Fields = slices.Clone(wrong.Form.Fields)
				if f := &wrong.Form.Fields[n]; f.Box {
					f.On = !f.On
				} else {
					f.Text, f.Wrapped = f.Text+"x", nil
				}
				if n%5 == i && j.Prove(p, &wrong, files) == nil { // each is read in full then
					t.Errorf("%s: %s is not as meant, and nothing is said", name, wrong.Form.Fields[n].ID)
				}
			}
		}
		if err := j.Prove(p, &d.Manifest, files); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Pages of ours are known by the bytes of all that they show: a later look finds each that is another. PDFium may not see
// it, as of a typeface that is damaged.
func TestPrintedPagesAreKnownByTheirBytes(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	j := people(t)["demo.toml"]
	d, err := j.Build()
	if err != nil || d.Papers == nil {
		t.Fatal(err)
	}
	files := readable(papersOf(t, d))
	if err := j.Prove(p, &d.Manifest, files); err != nil {
		t.Fatal(err)
	}
	for i, page := range d.Manifest.Pages {
		if ours := page.File == "letter.pdf" || page.File == "checklist.pdf" || page.File == "form.pdf"; ours != (page.Print != "") || ours && page.Ink != nil {
			t.Errorf("page %d, of %s: known by its bytes %v", i+1, page.File, page.Print != "")
		}
	}
	whole := bytesOf(t, files["dossier.pdf"])
	changed := 0
	for _, name := range []string{"letter.pdf", "checklist.pdf"} {
		for i, raw := range streamsOf(bytesOf(t, files[name])) {
			at := bytes.Index(whole, raw)
			if at < 0 {
				continue
			}
			other := slices.Clone(whole)
			other[at+len(raw)/2] ^= 1
			var wrong *ProofError
			if err := p.Pages(&d.Manifest, bytes.NewReader(other)); !errors.As(err, &wrong) {
				t.Errorf("%s, stream %d is another in the dossier: %v", name, i+1, err)
			}
			changed++
		}
	}
	if changed < 8 { // drawing, typefaces and what belongs to them
		t.Errorf("%d streams of our papers are in the dossier", changed)
	}
	if err := p.Pages(&d.Manifest, bytes.NewReader(whole)); err != nil {
		t.Error("as it was made:", err)
	}
}

func bytesOf(t *testing.T, paper Paper) []byte {
	t.Helper()
	data, err := io.ReadAll(io.NewSectionReader(paper, 0, paper.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// streamsOf is the data of the streams of a file of ours.
func streamsOf(file []byte) (all [][]byte) {
	for {
		_, after, ok := bytes.Cut(file, []byte("\nstream\n"))
		if !ok {
			return all
		}
		raw, rest, _ := bytes.Cut(after, []byte("\nendstream\n"))
		all, file = append(all, raw), rest
	}
}
