package dossier

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"dossier/internal/proof"
)

type lying struct{ *bytes.Reader }

func (lying) Close() error { return nil }

// One byte that changes anywhere, in a paper or in the manifest, is found, and the file is named.
func TestVerifyFindsAnyChangedByte(t *testing.T) {
	engine := started(t)
	p := NewProver(func() (*proof.Engine, error) { return engine, nil })
	j := jobOf(t, sound)
	d := build(t, j)
	files := papersOf(t, d)
	if err := j.Prove(p, &d.Manifest, readable(files)); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		d.Manifest.Outputs[name] = Hash(data)
	}
	written, err := d.Manifest.JSON()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadManifest(written)
	if err != nil {
		t.Fatal(err)
	}
	states := func(changed string, at int) map[string]State {
		verdicts, err := m.Verify(p, nil, func(name string) (ShelvedPaper, error) {
			data := files[name]
			if name == changed {
				data = slices.Clone(data)
				data[at] ^= 0x10
			}
			return lying{bytes.NewReader(data)}, nil
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]State{}
		for _, v := range verdicts {
			said[v.File] = v.State
		}
		return said
	}
	if said := states("", 0); said["dossier.pdf"] != Unproven || said["letter.pdf"] != Unchanged { // the blank was not given
		t.Errorf("nothing changed: %v", said)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for name, data := range files {
		for _, at := range []int{0, random.IntN(len(data)), random.IntN(len(data)), len(data) - 1} {
			for file, state := range states(name, at) {
				if (file == name) != (state == Changed) {
					t.Errorf("byte %d of %s changed: %s is %s", at, name, file, state)
				}
			}
		}
	}
	for range 200 {
		bad := slices.Clone(written)
		at := random.IntN(len(bad))
		bad[at] ^= 0x10
		if _, err := ReadManifest(bad); err == nil {
			t.Errorf("byte %d of the manifest changed, and nothing is said", at)
		}
	}
}
