package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dossier/internal/dossier"
)

// deltaRequest asks for a picture and a paper of several pages.
const deltaRequest = `date = 2026-11-21
reference = "AB 12"
[[document]]
kind = "lease"
[[document]]
kind = "passport"
`

// What is sent again is byte for byte what was sent first, as another program finds it: all that is drawn on each
// page, but for its label, and every picture and font. Nothing else is enclosed.
func TestDeltaRepeatsPages(t *testing.T) {
	d := newDesk(t)
	put(t, filepath.Join(d.dir, "asked.toml"), deltaRequest, 0o600)
	first := d.made(t, "build", "out", dayOld)
	then := d.made(t, "correct", "out", dayNew)
	old, now := drawnPages(t, first), drawnPages(t, then)
	if len(now) < 4 {
		t.Fatalf("pages of papers: %d", len(now))
	}
	for at, page := range now {
		if len(page) < 2 || !slices.Equal(page, old[at]) {
			t.Errorf("%s: %v, first %v", at, page, old[at])
		}
	}
	pages := map[string]int{}
	for at := range now {
		file, _, _ := strings.Cut(at, " ")
		pages[file]++
	}
	var m dossier.Manifest
	if err := json.Unmarshal([]byte(first["manifest.json"]), &m); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for _, in := range m.Inputs {
		if strings.HasSuffix(in.File, "lease.pdf") || strings.HasSuffix(in.File, "passport.jpg") {
			want[in.File] = in.Pages
		}
	}
	if fmt.Sprint(pages) != fmt.Sprint(want) || len(want) != 2 {
		t.Errorf("enclosed %v, asked for %v", pages, want)
	}
}

// drawnPages are the sums of the streams of each page of a paper enclosed, without that of its label, by file and
// page, label and piece.
func drawnPages(t *testing.T, papers map[string]string) map[string][]string {
	t.Helper()
	var m dossier.Manifest
	if err := json.Unmarshal([]byte(papers["manifest.json"]), &m); err != nil {
		t.Fatal(err)
	}
	ctx, err := api.ReadAndValidate(strings.NewReader(papers["dossier.pdf"]), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string][]string{}
	for i, p := range m.Pages {
		if p.Piece < 2 {
			continue // letters, lists and the form
		}
		page, _, _, err := ctx.PageDict(i+1, false)
		if err != nil {
			t.Fatal(err)
		}
		contents, err := ctx.Dereference(page["Contents"])
		if err != nil {
			t.Fatal(err)
		}
		var sums []string
		switch c := contents.(type) {
		case types.Array: // the last has the label
			sums = streams(t, ctx, c[:len(c)-1], 0)
		case types.StreamDict: // of a picture, with the label behind it
			if err := c.Decode(); err != nil {
				t.Fatal(err)
			}
			drawn, _, labelled := bytes.Cut(c.Content, []byte("BT"))
			if !labelled {
				t.Errorf("page %d has no label", i+1)
			}
			sums = []string{string(drawn)}
		}
		pages[fmt.Sprintf("%s page %d, piece %d", p.File, p.Page, p.Piece)] = append(sums, streams(t, ctx, page["Resources"], 0)...)
	}
	return pages
}

// streams are the sums of all streams below an object, in the order of the names that lead there.
func streams(t *testing.T, ctx *model.Context, o types.Object, depth int) []string {
	t.Helper()
	o, err := ctx.Dereference(o)
	if err != nil || depth > 8 {
		t.Fatal(err, depth)
	}
	var sums []string
	switch o := o.(type) {
	case types.StreamDict:
		sums = append(sums, fmt.Sprintf("%x", sha256.Sum256(o.Raw)))
		sums = append(sums, streams(t, ctx, o.Dict, depth+1)...)
	case types.Dict:
		for _, k := range slices.Sorted(maps.Keys(o)) {
			if fonts, ok := o[k].(types.Dict); ok && k == "Font" { // that of the label has the letters of all labels
				maps.DeleteFunc(fonts, func(name string, _ types.Object) bool { return strings.HasPrefix(name, "Dossier") })
			}
			if k != "Parent" {
				sums = append(sums, streams(t, ctx, o[k], depth+1)...)
			}
		}
	case types.Array:
		for _, x := range o {
			sums = append(sums, streams(t, ctx, x, depth+1)...)
		}
	}
	return sums
}
