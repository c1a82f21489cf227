package form

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/forms"
	"dossier/internal/pdf"
	"dossier/internal/profile"
)

func catalog(t *testing.T) *Catalog {
	t.Helper()
	c, err := Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLoad(t *testing.T) {
	c := catalog(t)
	if c.Form.Code != "S1106" || len(c.Form.Fields) != 23 {
		t.Errorf("form %s has %d fields, the printed one has 23", c.Form.Code, len(c.Form.Fields))
	}
	var ids []string
	for _, e := range c.Editions() {
		ids = append(ids, e.ID())
		if e.FormCode != c.Form.Code || e.Official == (e.SHA256 == "") || e.Official == (e.File != "") {
			t.Errorf("%s: form %s, official %v, hash %q, file %q", e.ID(), e.FormCode, e.Official, e.SHA256, e.File)
		}
	}
	if got := strings.Join(ids, " "); got != "15763*01-fr sheet-en sheet-fr" {
		t.Errorf("editions are %s", got)
	}
	for _, lang := range []string{"fr", "en"} {
		if e := c.Sheet(lang); e == nil || e.ID() != "sheet-"+lang {
			t.Errorf("no sheet in %s", lang)
		}
	}
	if c.Sheet("de") != nil {
		t.Error("there is a sheet in German")
	}
}

// What is read when it is needed is what is read at once, whoever asks first.
func TestOpen(t *testing.T) {
	whole := catalog(t)
	c, err := Open(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Recognise([]byte("%PDF-1.4")); ok {
		t.Error("anything is a blank")
	}
	for _, l := range c.leaves {
		if l.edition != nil {
			t.Errorf("%s is read and nobody needs it", l.name)
		}
	}
	for _, lang := range []string{"en", "fr", "de"} {
		if got, want := c.Sheet(lang), whole.Sheet(lang); !reflect.DeepEqual(got, want) {
			t.Errorf("the sheet in %s is %+v, want %+v", lang, got, want)
		}
	}
	if got := c.Editions(); !reflect.DeepEqual(got, whole.Editions()) {
		t.Errorf("editions %v", got)
	}
}

// Every field is asked in both languages, and placed once in every edition.
func TestFields(t *testing.T) {
	c := catalog(t)
	for i, f := range c.Form.Fields {
		if f.FR == "" || f.EN == "" || !strings.Contains("ABC", f.Section) || f.Section == "" {
			t.Errorf("field %s: %q %q in part %q", f.ID, f.FR, f.EN, f.Section)
		}
		if got := c.Form.Field(f.ID); got != &c.Form.Fields[i] {
			t.Errorf("the name %s is taken twice", f.ID)
		}
	}
	if c.Form.Field("nobody") != nil {
		t.Error("found a field that is not there")
	}
	for _, e := range c.Editions() {
		places := map[string]string{}
		for _, f := range e.Fields {
			if other := places[f.Name]; other != "" || f.Name == "" {
				t.Errorf("%s: %s and %s are both %q", e.ID(), other, f.ID, f.Name)
			}
			places[f.Name] = f.ID
			if states := len(f.States); states != len(c.Form.Field(f.ID).Choice) {
				t.Errorf("%s: %s has %d states for %d choices", e.ID(), f.ID, states, len(c.Form.Field(f.ID).Choice))
			}
		}
	}
}

// holds tells what an edition says against the PDF it is about.
func holds(t *testing.T, e *Edition, blank []byte) {
	t.Helper()
	f, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	inPDF := map[string]pdf.Field{}
	for _, field := range f.Fields() {
		inPDF[field.Name] = field
	}
	for _, ef := range e.Fields {
		field, ok := inPDF[ef.Name]
		if !ok {
			t.Errorf("%s: the PDF has no field %q", e.ID(), ef.Name)
			continue
		}
		delete(inPDF, ef.Name)
		if want := map[bool]pdf.Type{true: pdf.Button, false: pdf.Text}[len(ef.States) > 0]; field.Type != want {
			t.Errorf("%s: %q is a %s, want %s", e.ID(), ef.Name, field.Type, want)
		}
		if ef.Cells > 0 && field.MaxLen != 0 && field.MaxLen != ef.Cells {
			t.Errorf("%s: %q has %d cells, the PDF says %d", e.ID(), ef.Name, ef.Cells, field.MaxLen)
		}
		var states []string
		for _, w := range field.Widgets {
			states = append(states, w.States...)
			if at := placed(ef, w); !near(at, w.Rect, ef.Inset) || ef.Page != w.Page {
				t.Errorf("%s: %q is on page %d at %v, the table says page %d at %v", e.ID(), ef.Name, w.Page, w.Rect, ef.Page, at)
			}
		}
		for choice, state := range ef.States {
			if !slices.Contains(states, state) {
				t.Errorf("%s: %q cannot be %q for %s, only %q", e.ID(), ef.Name, state, choice, states)
			}
		}
		for _, state := range states {
			if !slices.Contains(mapValues(ef.States), state) {
				t.Errorf("%s: nothing ticks %q of %q", e.ID(), state, ef.Name)
			}
		}
	}
	for name := range inPDF {
		t.Errorf("%s: nothing is written in %q", e.ID(), name)
	}
}

// placed is where the table says a widget is: a text, or the box of the choice it stands for.
func placed(ef EditionField, w pdf.Widget) []float64 {
	for choice, state := range ef.States {
		if slices.Contains(w.States, state) {
			return ef.Boxes[choice]
		}
	}
	return ef.Rect
}

// near compares to the tenth of a point that is written down; inside is enough for a part.
func near(at []float64, r pdf.Rect, inside bool) bool {
	if len(at) != 4 {
		return false
	}
	if inside {
		return at[0] >= r.X0-0.1 && at[1] >= r.Y0-0.1 && at[2] <= r.X1+0.1 && at[3] <= r.Y1+0.1
	}
	return slices.EqualFunc(at, []float64{r.X0, r.Y0, r.X1, r.Y1}, func(a, b float64) bool { return math.Abs(a-b) < 0.11 })
}

func mapValues(m map[string]string) []string {
	var all []string
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

func TestSheets(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		t.Run(lang, func(t *testing.T) {
			e := catalog(t).Sheet(lang)
			if len(e.Blank) == 0 {
				t.Skip("the sheet has not been drawn: make forms")
			}
			holds(t, e, e.Blank)
		})
	}
}

func TestOfficialEdition(t *testing.T) {
	blank, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "forms", "official", "s1106-15763-01-fr.pdf"))
	if err != nil {
		t.Skip("the official form is not at hand: ", err)
	}
	c := catalog(t)
	e, ok := c.Recognise(blank)
	if !ok || e.ID() != "15763*01-fr" {
		t.Fatalf("the official form is taken for %v", e)
	}
	holds(t, e, blank)

	// The three boxes of the nationality stand in the order of the printed words.
	f, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range f.Fields() {
		states := e.Field("nationality").States
		if field.Name != e.Field("nationality").Name {
			continue
		}
		x := map[string]float64{}
		for _, w := range field.Widgets {
			x[w.States[0]] = w.Rect.X0
		}
		if !(x[states["french"]] < x[states["eea"]] && x[states["eea"]] < x[states["other"]]) {
			t.Errorf("the boxes stand at %v", x)
		}
	}
	if e, ok := c.Recognise(append(blank, '\n')); ok {
		t.Errorf("a changed file is taken for %s", e.ID())
	}
}

func TestRecognise(t *testing.T) {
	blank := []byte("%PDF-1.7 invented")
	sum := sha256.Sum256(blank)
	c := NewCatalog(nil, &Edition{Edition: "x", SHA256: "00"}, &Edition{Edition: "y", Language: "en", Official: true, SHA256: hex.EncodeToString(sum[:])})
	if e, ok := c.Recognise(blank); !ok || e.ID() != "y-en" {
		t.Errorf("taken for %v", e)
	}
	if _, ok := c.Recognise([]byte("%PDF-1.7 other")); ok {
		t.Error("another file is taken for it")
	}
	if _, ok := catalog(t).Recognise(nil); ok {
		t.Error("nothing is taken for an edition")
	}
}

// What is wrong with a table is said when it is loaded, and where.
func TestLoadErrors(t *testing.T) {
	read := func(name string) string {
		src, err := fs.ReadFile(forms.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(src)
	}
	const edition = "s1106-15763-01-fr.toml"
	const names = `  { id = "names", name = "N ET P", page = 1, rect = [155.0, 574.4, 551.2, 587.9] },`
	for _, c := range []struct{ name, file, old, new, want string }{
		{"unknown fact", "s1106.toml", `from = "nir key"`, `from = "shoe size"`, `s1106.toml: field nir_key: there is no fact "shoe size"`},
		{"words missing", "s1106.toml", `shown = ["sans activité", "autre"]`, `shown = ["autre"]`, "s1106.toml: field inactive: 2 choices and 1 words for them"},
		{"situation missing", "s1106.toml", `"student" =`, `"pupil" =`, `s1106.toml: situation "student" has no box of the form: ""`},
		{"box misspelt", "s1106.toml", `"not working" = { box = "none" }`, `"not working" = { box = "nine" }`, `s1106.toml: situation "not working" has no box of the form: "nine"`},
		{"unknown key", edition, `id = "names", name`, `id = "names", size = 1, name`, edition + ": unknown key field.size"},
		{"not TOML", edition, `[`, `]`, edition + ": toml:"},
		{"field not placed", edition, names + "\n", ``, edition + ": field names is not placed"},
		{"field placed twice", edition, names, names + names, edition + ": 24 fields are placed, the form has 23"},
		{"state missing", edition, `eea = "NON", `, ``, edition + ": field nationality: choice eea has no state"},
		{"no page", edition, `"N ET P", page = 1`, `"N ET P"`, edition + ": field names: page 0, want 1 or more"},
		{"no rectangle", edition, `rect = [155.0, 574.4, 551.2, 587.9]`, `rect = [155.0, 574.4, 551.2]`, edition + ": field names: rect is not left, bottom, right, top"},
		{"rectangle upside down", edition, `rect = [155.0, 574.4, 551.2, 587.9]`, `rect = [155.0, 587.9, 551.2, 574.4]`, edition + ": field names: rect is not left, bottom, right, top"},
		{"box missing", edition, `yes = [141.0, 319.3, 149.2, 327.9]`, ``, edition + ": field working: choice yes has no box"},
		{"no rectangle to sign in", edition, `rect = [355.0, 153.0, 540.0, 191.0]`, `rect = []`, edition + ": the place to sign is no rectangle"},
		{"label of nothing", "s1106.toml", `caf_office = { fr`, `caf_ofice = { fr`, "s1106.toml: label caf_ofice is of no field"},
		{"box without label", "s1106.toml", `"working.yes" = {`, `working = {`, "s1106.toml: box working.yes has no label"},
		{"free without digits", "s1106.toml", `digits = 10, free`, `free`, "s1106.toml: field phone: free says that digits are not a must, and it has none"},
		{"sheet missing", "standin-fr.toml", `"standin-fr.pdf"`, `"standin-de.pdf"`, "open standin-de.pdf:"},
	} {
		fsys := fstest.MapFS{"standin-fr.pdf": {}, "standin-en.pdf": {}}
		for _, name := range []string{"s1106.toml", edition, "standin-fr.toml", "standin-en.toml"} {
			fsys[name] = &fstest.MapFile{Data: []byte(read(name))}
		}
		src := string(fsys[c.file].Data)
		if !strings.Contains(src, c.old) {
			t.Fatalf("%s: %s has no %q", c.name, c.file, c.old)
		}
		fsys[c.file].Data = []byte(strings.Replace(src, c.old, c.new, 1))
		if _, err := Load(fsys); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("an empty folder is a catalog")
	}
}

func TestShow(t *testing.T) {
	f := catalog(t).Form
	for _, c := range []struct{ id, answer, want string }{
		{"birth_date", "04021961", "4 février 1961"},
		{"signed_on", "01052026", "1er mai 2026"},
		{"birth_date", "99021961", "99021961"},
		{"nir", "04021961", "04021961"},
		{"nationality", "eea", "UE/EEE/Suisse"},
		{"inactive", "none", "sans activité"},
		{"names", "french", "french"},
	} {
		if got := f.Field(c.id).Show(c.answer); got != c.want {
			t.Errorf("%s %s shows as %q, want %q", c.id, c.answer, got, c.want)
		}
	}
}

// Each situation of a profile ticks a box, and says what it is where the box asks for it.
func TestSituations(t *testing.T) {
	f := catalog(t).Form
	for _, s := range profile.Situation("").Words() {
		words := f.Situation[s]
		if asks := words.Box != "none"; asks == (words.M == "" || words.F == "" || words.Any == "") {
			t.Errorf("%s: box %q, words %q %q %q", s, words.Box, words.M, words.F, words.Any)
		}
	}
	if len(f.Situation) != len(profile.Situation("").Words()) {
		t.Errorf("%d situations have a box, a profile knows %d", len(f.Situation), len(profile.Situation("").Words()))
	}
}
