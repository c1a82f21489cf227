//go:build conformance

package conformance

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/font"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

var (
	update = flag.Bool("update", false, "rewrite testdata/forms.tsv")
	keep   = flag.String("keep", "", "`FOLDER` for filled forms that show a fault")
	alone  = flag.Bool("alone", false, "judge forms with PDFium alone, which is many times quicker")
)

// The text that every field is filled with: accents, Vietnamese, Greek, Cyrillic, and the euro. Where the
// form has no room for it, shorter ones are tried, so that every field is drawn in once.
const everyScript = "ÉèçñŒ Łğờ Ωж €"

var shorter = []string{"Éğ Ωж", "Éж", "ğ"}

// listed is the table of results for the forms that are at hand by default.
var listed = filepath.Join(root, "testdata", "forms.tsv")

// TestForms fills every field of every form of the folders in FORMS, parted as in PATH, with every
// choice, and proves what it made with PDFium. What is shared with the project must come out as its
// table says; any other folder is good when nothing is wrong with what was filled.
func TestForms(t *testing.T) {
	dirs, others := os.Getenv("FORMS"), true
	if dirs == "" {
		shared := filepath.Join(root, "..", "shared", "forms")
		dirs, others = filepath.Join(shared, "official")+string(filepath.ListSeparator)+filepath.Join(shared, "other"), false
	}
	var files []string
	for _, dir := range filepath.SplitList(dirs) {
		found, err := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no forms in " + dirs)
	}
	p := startProver(t)
	var mu sync.Mutex
	var rows []outcome
	t.Run("form", func(t *testing.T) {
		for _, name := range files {
			t.Run(filepath.Base(name), func(t *testing.T) {
				t.Parallel()
				data, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				r := p.form(t, filepath.Base(name), data)
				mu.Lock()
				defer mu.Unlock()
				rows = append(rows, r)
			})
		}
	})
	slices.SortFunc(rows, func(a, b outcome) int { return cmp.Compare(a.file, b.file) })
	table := header
	for _, r := range rows {
		table += r.String()
	}
	if others {
		t.Logf("\n%s", table)
		return
	}
	compareTable(t, table)
}

func compareTable(t *testing.T, table string) {
	if *update {
		if err := os.WriteFile(listed, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(listed)
	if err != nil {
		t.Fatal(err)
	}
	if table != string(want) {
		t.Errorf("the results are not those of %s; if they are meant, run again with -update:\n%s", listed, table)
	}
}

// An outcome is what came of one form: a line of the table.
type outcome struct {
	file          string
	pages, fields int
	values        int            // asked for: a text, or a state or choice of a field
	placed        int            // drawn whole, and proved unless there is a fault
	short         int            // drawn and proved with a shorter text than was asked
	refused       map[string]int // the value asked for, by reason
	faults        int
}

const header = "file\tpages\tfields\tvalues\tplaced\tshort\tfaults\trefused\n"

func (o outcome) String() string {
	var reasons []string
	for _, why := range slices.Sorted(maps.Keys(o.refused)) {
		reasons = append(reasons, fmt.Sprintf("%s: %d", why, o.refused[why]))
	}
	return fmt.Sprintf("%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n",
		o.file, o.pages, o.fields, o.values, o.placed, o.short, o.faults, strings.Join(reasons, "; "))
}

// A prover has PDFium at hand for all forms.
type prover struct{ engine *proof.Engine }

func startProver(t *testing.T) prover {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := proof.Start(filepath.Join(cache, "dossier"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { engine.Close() })
	return prover{engine}
}

// form fills one form in as many passes as its largest group of states or choices takes.
func (p prover) form(t *testing.T, name string, data []byte) outcome {
	o := outcome{file: name, refused: make(map[string]int)}
	f, err := pdf.Open(data)
	if err != nil {
		if !errors.As(err, new(*pdf.Error)) {
			t.Errorf("no reason a user can act on: %v", err)
		}
		o.refused[err.Error()]++
		return o
	}
	blank, err := p.engine.Open(data)
	if err != nil {
		t.Logf("PDFium does not open the blank: %v", err)
		blank = nil
	} else {
		defer blank.Close()
	}
	o.pages, o.fields = f.Pages(), len(f.Fields())
	if _, err := f.Fill(io.Discard, nil, pdf.FillOptions{}); err != nil {
		if reason(err) == "" {
			t.Errorf("refused without a reason: %v", err)
		}
		o.refused["a value it came with, "+reason(err)]++
		return o
	}
	for i, pass := range passes(f) {
		o.values += len(pass)
		good := o.accepted(t, f, pass)
		if len(good) == 0 {
			continue
		}
		for _, editable := range []bool{false, true} {
			made := filled{name: name, form: f, raw: data, blank: blank, entries: good, editable: editable, pass: i}
			o.faults += p.fill(t, made)
		}
	}
	return o
}

// passes lists every value of every field: all texts and the first choices, then the second
// choices, and so on. A list shows three of its choices at most; a button has each state ticked.
func passes(f *pdf.File) [][]pdf.Entry {
	var all [][]pdf.Entry
	for _, fd := range f.Fields() {
		for i, e := range entriesFor(fd) {
			if i == len(all) {
				all = append(all, nil)
			}
			all[i] = append(all[i], e)
		}
	}
	return all
}

const choicesTried = 3

func entriesFor(fd pdf.Field) (list []pdf.Entry) {
	switch {
	case fd.Type == pdf.Text:
		return []pdf.Entry{{Field: fd.Name, Text: everyScript}}
	case fd.Type == pdf.Choice:
		for _, c := range fd.Choices[:min(choicesTried, len(fd.Choices))] {
			if c.Shown != "" { // nothing to see
				list = append(list, pdf.Entry{Field: fd.Name, Text: c.Shown})
			}
		}
		return list
	}
	seen := make(map[string]bool)
	for _, w := range fd.Widgets {
		for _, s := range w.States {
			if !seen[s] && s != "" {
				seen[s] = true
				list = append(list, pdf.Entry{Field: fd.Name, State: s})
			}
		}
	}
	return list
}

// accepted leaves out what the form cannot take, and counts it under its reason.
func (o *outcome) accepted(t *testing.T, f *pdf.File, entries []pdf.Entry) []pdf.Entry {
	var good []pdf.Entry
	for _, e := range entries {
		err := planned(f, e)
		if err == nil {
			o.placed++
			good = append(good, e)
			continue
		}
		why := reason(err)
		if why == "" {
			t.Errorf("%s: refused without a reason: %v", e.Field, err)
		}
		o.refused[why]++
		if e, ok := shortened(f, e); ok {
			o.short++
			good = append(good, e)
		}
	}
	return good
}

func planned(f *pdf.File, e pdf.Entry) error {
	_, err := f.Plan([]pdf.Entry{e}, pdf.FillOptions{})
	return err
}

// shortened is the entry with the longest of the shorter texts that the form takes.
func shortened(f *pdf.File, e pdf.Entry) (pdf.Entry, bool) {
	if e.Text != everyScript {
		return e, false
	}
	for _, e.Text = range shorter {
		if planned(f, e) == nil {
			return e, true
		}
	}
	return e, false
}

// reason is what kind of refusal an error is, without what differs from field to field.
func reason(err error) string {
	var field *pdf.FieldError
	var overflow *pdf.OverflowError
	var glyph *pdf.GlyphError
	switch {
	case errors.As(err, &field):
		return field.Msg
	case errors.As(err, &overflow):
		return "too many " + overflow.Unit
	case errors.As(err, &glyph):
		return "no glyph"
	}
	return ""
}

// A filled is one filling of a form and what it is made of.
type filled struct {
	name     string
	form     *pdf.File
	raw      []byte          // the blank as it is
	blank    *proof.Document // nil when PDFium does not open it
	entries  []pdf.Entry
	editable bool
	pass     int
	data     []byte
	placed   []pdf.Placement
}

func (m filled) String() string {
	return fmt.Sprintf("%s pass %d editable %v", m.name, m.pass, m.editable)
}

// fill makes and judges one filling and returns how many faults it has.
func (p prover) fill(t *testing.T, m filled) int {
	var b bytes.Buffer
	var err error
	m.placed, err = m.form.Fill(&b, m.entries, pdf.FillOptions{Editable: m.editable})
	if err != nil {
		t.Errorf("%s: each entry alone was accepted, all together: %v", m, err)
		return 1
	}
	m.data = b.Bytes()
	faults := p.prove(t, m)
	if !*alone {
		faults = append(faults, others(t, m)...)
	}
	for _, f := range faults {
		t.Errorf("%s: %s", m, f)
	}
	if len(faults) > 0 && *keep != "" {
		kind := map[bool]string{false: "flat", true: "editable"}[m.editable]
		name := filepath.Join(*keep, fmt.Sprintf("%s.%d.%s.pdf", strings.TrimSuffix(m.name, ".pdf"), m.pass, kind))
		if err := os.WriteFile(name, m.data, 0o600); err != nil {
			t.Error(err)
		}
	}
	return len(faults)
}

// prove has PDFium read every value.
func (p prover) prove(t *testing.T, m filled) (said []string) {
	d, err := p.engine.Open(m.data)
	if err != nil {
		return []string{err.Error()}
	}
	defer d.Close()
	if d.Pages() != m.form.Pages() {
		return []string{fmt.Sprintf("%d pages, want %d", d.Pages(), m.form.Pages())}
	}
	faults, err := d.Check(proof.Blank{Doc: m.blank}, m.marks())
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range faults {
		said = append(said, fmt.Sprintf("page %d: %s: %v: %s", f.Page+1, f.Name, f.Kind, f.Msg))
	}
	return said
}

// smallest is the type below which a value is not easy to read, in points; a form may ask for less.
const smallest = 6.5

func (m filled) marks() []proof.Mark {
	var marks []proof.Mark
	for _, p := range m.placed {
		mark := proof.Mark{
			Name: p.Field, Page: p.Page - 1, Text: p.Text, Cells: p.Cells,
			Rect: proof.Rect{Left: p.Rect.X0, Bottom: p.Rect.Y0, Right: p.Rect.X1, Top: p.Rect.Y1},
			Box:  p.Size == 0, Ticked: p.Ticked, Floor: smallest,
		}
		if p.Asked > 0 {
			mark.Floor = min(mark.Floor, p.Asked)
		}
		if m.editable && !p.Masked {
			mark.Living = p.Field
		}
		marks = append(marks, mark)
	}
	return marks
}

// squeezed is text without its spaces, which readers place as they like.
func squeezed(s string) string { return strings.Join(strings.Fields(font.Compose(s)), "") }
