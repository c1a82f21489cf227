package dossier

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/forms"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
	"dossier/internal/rule"
)

var postal = sync.OnceValue(func() *form.Abbreviations {
	a, err := form.ReadAbbreviations(forms.FS)
	if err != nil {
		panic(err)
	}
	return a
})

// editions are jobs of one profile on each blank at hand.
func editions(t *testing.T, text string) map[string]*Job {
	t.Helper()
	jobs := map[string]*Job{}
	for _, name := range []string{"sheet-fr", "sheet-en", "official"} {
		j := jobOf(t, text)
		j.Abbreviations, j.Open = postal, once(t)
		switch name {
		case "sheet-en":
			j.Applicant.FormLanguage = "en"
		case "official":
			if j.Blank = official(t); j.Blank == nil {
				continue
			}
		}
		jobs[name] = j
	}
	return jobs
}

// once opens the first blank it is given, and gives that file ever after.
func once(t *testing.T) func([]byte) (*pdf.File, error) {
	var file *pdf.File
	return func(blank []byte) (*pdf.File, error) {
		if file == nil {
			file = opened(t, blank)
		}
		return file, nil
	}
}

func filled(t *testing.T, j *Job) *Form {
	t.Helper()
	f, err := j.Form()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// fitAt is how the answer to a field came to fit, in a form that was filled.
func fitAt(t *testing.T, f *Form, id string) Fit {
	t.Helper()
	fit, ok := f.fit(id)
	if !ok || f.PDF == nil {
		t.Fatalf("%s: no plan for %s, findings %v", f.Edition.ID(), id, f.Findings)
	}
	return fit
}

// The longer an answer, the further the means: each of them is used where those before it do not do,
// abbreviations for addresses alone.
func TestFitInOrder(t *testing.T) {
	ranks := []How{FormSize, Smaller, Wrapped, Abbreviated, OnSheet}
	for _, c := range []struct {
		id, old, word string
		uses, never   []How
	}{
		{"address", "3 rue des Tanneurs", "avenue du ", []How{FormSize, Abbreviated, OnSheet}, nil},
		{"names", "Tremblay", "Place Avenue ", []How{FormSize, OnSheet}, []How{Abbreviated}},
		{"email", "maude@courriel.example", "a@", []How{FormSize, OnSheet}, []How{Abbreviated}},
		{"birth_place", "Montréal", "Place ", []How{FormSize, OnSheet}, []How{Abbreviated}},
	} {
		for name, j := range editions(t, sound) {
			seen := map[How]bool{}
			last, lastSize := 0, 100.0
			for _, n := range []int{0, 6, 9, 12, 18, 24, 30, 36, 70} {
				j.Applicant = applicant(t, changed(t, c.old, strings.Repeat(c.word, n)+c.old))
				if name == "sheet-en" {
					j.Applicant.FormLanguage = "en"
				}
				fit := fitAt(t, filled(t, j), c.id)
				rank := slices.Index(ranks, fit.How)
				if rank < last || rank == last && rank < 2 && fit.Size > lastSize || fit.Size < 6.5 || fit.Lines < 1 {
					t.Errorf("%s: %s with %d words more: %+v after %s in %v pt", name, c.id, n, fit, ranks[last], lastSize)
				}
				seen[fit.How], last, lastSize = true, rank, fit.Size
			}
			for _, how := range c.uses {
				if !seen[how] {
					t.Errorf("%s: %s is never %s", name, c.id, how)
				}
			}
			for _, how := range c.never {
				if seen[how] {
					t.Errorf("%s: %s is %s", name, c.id, how)
				}
			}
		}
	}
}

// textOfPages is what another program reads on the pages of a file.
func textOfPages(t *testing.T, data []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not at hand")
	}
	name := filepath.Join(t.TempDir(), "form.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

// Answers too long for their boxes stand in full on a sheet behind the form, numbered in the order of
// the form, and each box says where.
func TestSheetBehindTheForm(t *testing.T) {
	long := strings.Repeat("Bartholomäus Łukasiewicz ", 18) + "Ωmega Żółć"
	work := strings.Repeat("professeure de piano et de solfège ", 14) + "à domicile"
	text := changed(t, `"Tremblay"`, `"`+long+`"`, `situation = "not working"`, "situation = \"student\"\nactivity = \""+work+`"`)
	for name, j := range editions(t, text) {
		for _, editable := range []bool{false, true} {
			j.Editable = editable
			f := filled(t, j)
			if len(f.Continued) != 2 || f.Continued[0].ID != "names" || f.Continued[1].ID != "other_detail" || f.Continued[1].Text != work {
				t.Fatalf("%s: on the sheet are %v", name, f.Continued)
			}
			for i, c := range f.Continued {
				if fit := fitAt(t, f, c.ID); fit.How != OnSheet || fit.Sheet != i+1 || c.Number != i+1 {
					t.Errorf("%s: %+v, plan %+v", name, c, fit)
				}
				if found, ok := findingAt(f.Findings, "form-continued", keysOf[c.ID]); !ok || found.Level != rule.Warn || strings.Contains(found.Message.EN, "Bartholom") {
					t.Errorf("%s: findings %v", name, f.Findings)
				}
				if !slices.ContainsFunc(f.Placements, func(p pdf.Placement) bool {
					return f.idOf(p.Field) == c.ID && p.Text == fmt.Sprintf("voir feuille jointe, n° %d", i+1)
				}) {
					t.Errorf("%s: the box of %s does not refer to the sheet", name, c.ID)
				}
			}
			sheetSays(t, name, j, f, long, work)
		}
	}
}

func sheetSays(t *testing.T, name string, j *Job, f *Form, values ...string) {
	t.Helper()
	_, blank, err := j.edition()
	if err != nil {
		t.Fatal(err)
	}
	pages := textOfPages(t, f.PDF)
	own := opened(t, blank).Pages()
	if len(pages) <= own || len(pages) > own+2 {
		t.Fatalf("%s: %d pages, %d of them the form's own", name, len(pages), own)
	}
	sheet := bare(strings.Join(pages[own:], ""))
	for _, want := range append(values, "Feuille jointe au formulaire S1106", "Maude Élise", "17 mai 1980", "Identification du demandeur",
		"Situation du demandeur au regard de l’emploi", "Vos nom et prénoms", "n° 1", "n° 2", "Fait à Tours, le 22 novembre 2026", "Signature") {
		if !strings.Contains(sheet, bare(want)) {
			t.Errorf("%s: the sheet does not have %q:\n%s", name, want, sheet)
		}
	}
	if english := strings.Contains(sheet, bare("Your last and first names")); english != (f.Edition.Language == "en") {
		t.Errorf("%s: English on the sheet: %v", name, english)
	}
}

// The pages of the sheet count as those of the form, in the checklist and in the dossier, and the
// manifest has the answer in full.
func TestBuildWithSheet(t *testing.T) {
	long := strings.Repeat("Bartholomäus ", 30) + "Tremblay"
	j := jobOf(t, changed(t, `"Tremblay"`, `"`+long+`"`))
	d := build(t, j)
	if rule.Blocked(d.Findings) || len(d.Papers) != 5 {
		t.Fatalf("findings %v", d.Findings)
	}
	pagesAddUp(t, d)
	form := d.Manifest.Parts[2]
	if form.To-form.From != 1 {
		t.Errorf("the form has pages %d to %d", form.From, form.To)
	}
	names := d.Manifest.Form.Fields[0]
	if names.ID != "names" || names.Fit != OnSheet || names.Sheet != 1 || names.Text != reference(1) || names.Whole != long+", Maude Élise" {
		t.Errorf("the manifest says %+v", names)
	}
	again := build(t, j)
	if !bytes.Equal(papersOf(t, d)["dossier.pdf"], papersOf(t, again)["dossier.pdf"]) || !bytes.Equal(d.Form.PDF, again.Form.PDF) {
		t.Error("other bytes the second time")
	}
	j.Editable = true
	alive := build(t, j)
	if !bytes.Equal(papersOf(t, d)["dossier.pdf"], papersOf(t, alive)["dossier.pdf"]) {
		t.Error("dossier.pdf is another one because form.pdf can be edited")
	}
	if n := opened(t, alive.Form.PDF).Pages(); n != 2 {
		t.Errorf("the form that can be edited has %d pages", n)
	}
}

// crowded is the form with the street made longer until its box cannot hold it as it is.
func crowded(t *testing.T, j *Job, street string) *Form {
	t.Helper()
	for n := range 40 {
		j.Applicant.Addresses[0].Street = street + strings.Repeat(", escalier 12", n)
		f := filled(t, j)
		if f.PDF == nil || slices.Contains([]How{Abbreviated, OnSheet}, fitAt(t, f, "address").How) {
			return f
		}
	}
	t.Fatal("the box of the address holds anything")
	return nil
}

func TestAbbreviated(t *testing.T) {
	const street = "125 boulevard du Maréchal de Lattre de Tassigny, résidence les Terrasses de la Fontaine"
	for name, j := range editions(t, sound) {
		f := crowded(t, j, street)
		fit := fitAt(t, f, "address")
		if fit.How != Abbreviated || len(fit.Words) == 0 {
			t.Fatalf("%s: %+v", name, fit)
		}
		found, ok := findingAt(f.Findings, "form-abbreviated", "address")
		if !ok || found.Level != rule.Warn || !strings.Contains(found.Message.EN, fit.Words[0].Long+" → "+fit.Words[0].Short) {
			t.Errorf("%s: findings %v", name, f.Findings)
		}
		j.Abbreviations = nil
		if fit := fitAt(t, filled(t, j), "address"); fit.How != OnSheet {
			t.Errorf("%s: without a table of abbreviations %+v", name, fit)
		}
	}
}

// The name of a host is no kind of street.
func TestHostIsNotAbbreviated(t *testing.T) {
	host := strings.Repeat("Résidence Place ", 3) + "Marchand"
	for name, j := range editions(t, changed(t, `kind = "own lease"`, "kind = \"hosted\"\nhost = \""+host+`"`)) {
		f := crowded(t, j, "125 boulevard du Maréchal de Lattre de Tassigny")
		if fit := fitAt(t, f, "address"); fit.How != Abbreviated {
			t.Errorf("%s: %+v", name, fit)
		}
		for _, p := range f.Placements {
			if f.idOf(p.Field) == "address" && !strings.HasPrefix(p.Text, "chez "+host+", ") {
				t.Errorf("%s: the host became %q", name, p.Text)
			}
		}
	}
}

// A number or a date in cells is never shortened, and the finding says how much there is room for.
func TestCellsBlock(t *testing.T) {
	for name, j := range editions(t, changed(t, `"37000"`, `"F-37000-1234"`)) {
		j.Abbreviations = postal
		f := filled(t, j)
		found, ok := findingAt(f.Findings, "form-overflow", "address")
		if !ok || !strings.Contains(found.Message.EN, "5 characters") || f.PDF != nil || len(f.Continued) != 0 {
			t.Errorf("%s: findings %v", name, f.Findings)
		}
		if _, ok := f.fit("names"); !ok {
			t.Errorf("%s: the plan of what fits is missing: %v", name, f.Plan)
		}
	}
}

// Where not even the reference fits, the box stops the application.
func TestNoRoomForTheReference(t *testing.T) {
	j := jobOf(t, changed(t, `"Tremblay"`, `"`+strings.Repeat("Tremblay ", 90)+`"`))
	var narrow []*form.Edition
	for _, e := range catalog.Editions() {
		c := *e
		c.Fields = slices.Clone(e.Fields)
		c.Fields[0].Rect, c.Fields[0].Inset = []float64{100, 700, 130, 712}, true
		narrow = append(narrow, &c)
	}
	j.Catalog = form.NewCatalog(catalog.Form, narrow...)
	f := filled(t, j)
	if found, ok := findingAt(f.Findings, "form-overflow", "name"); !ok || found.Level != rule.Block || f.PDF != nil || len(f.Continued) != 0 {
		t.Errorf("findings %v, on the sheet %v", f.Findings, f.Continued)
	}
}

// A floor that is higher sends to the sheet what could be written smaller.
func TestFloor(t *testing.T) {
	for name, j := range editions(t, sound) {
		small := Fit{}
		for n := 6; small.How != Smaller || small.Size > 7.5; n++ {
			j.Applicant = applicant(t, changed(t, `"Tremblay"`, `"`+strings.Repeat("Tremblay ", n)+`"`))
			if small = fitAt(t, filled(t, j), "names"); small.How == OnSheet {
				t.Fatalf("%s: never smaller", name)
			}
		}
		j.Floor = 8
		if large := fitAt(t, filled(t, j), "names"); large.How == Smaller || large.Size < 8 {
			t.Errorf("%s: %+v, with a floor %+v", name, small, large)
		}
	}
}

func TestFitWords(t *testing.T) {
	for _, c := range []struct {
		fit  Fit
		want rule.Text
	}{
		{Fit{How: FormSize, Asked: 9, Size: 9, Lines: 1}, rule.Text{}},
		{Fit{How: Smaller, Asked: 9, Size: 7.5, Lines: 1}, rule.Text{EN: "in 7.5 pt instead of 9 pt", FR: "en 7,5 pt au lieu de 9 pt"}},
		{Fit{How: Smaller, Size: 7, Lines: 1}, rule.Text{EN: "in 7 pt", FR: "en 7 pt"}},
		{Fit{How: Wrapped, Asked: 9, Size: 8, Lines: 2}, rule.Text{EN: "on 2 lines in 8 pt", FR: "sur 2 lignes en 8 pt"}},
	} {
		if got := c.fit.text(); got != c.want {
			t.Errorf("%+v: %q", c.fit, got)
		}
	}
}

// A blank is opened as the job says, so that a run over many people reads it once.
func TestOpenOnce(t *testing.T) {
	j := jobOf(t, sound)
	want := filled(t, j)
	e, blank, err := j.edition()
	if err != nil || e == nil {
		t.Fatal(err)
	}
	shared, calls := opened(t, blank), 0
	j.Open = func(b []byte) (*pdf.File, error) {
		calls++
		if !bytes.Equal(b, blank) {
			t.Error("another blank is opened")
		}
		return shared, nil
	}
	for range 3 {
		if f := filled(t, j); !bytes.Equal(f.PDF, want.PDF) {
			t.Error("a shared blank gives other bytes")
		}
	}
	if calls != 3 {
		t.Errorf("%d calls", calls)
	}
}

// A place on the page that is no PDF field goes by our own id, in the fill and in the manifest.
func TestNamelessPlace(t *testing.T) {
	j := jobOf(t, sound)
	_, blank, err := j.edition()
	if err != nil {
		t.Fatal(err)
	}
	var flat bytes.Buffer
	if _, err := opened(t, blank).Fill(&flat, nil, pdf.FillOptions{}); err != nil {
		t.Fatal(err)
	}
	places := map[string]pdf.Field{}
	for _, f := range opened(t, blank).Fields() {
		places[f.Name] = f
	}
	var adopted []*form.Edition
	for _, e := range catalog.Editions() {
		c := *e
		c.Blank = flat.Bytes()
		c.Fields = slices.Clone(e.Fields)
		for i := range c.Fields {
			if f := &c.Fields[i]; len(f.States) == 0 {
				w := places[f.ID].Widgets
				if len(w) == 0 {
					continue
				}
				f.Name, f.Page, f.Rect = "", w[0].Page, []float64{w[0].Rect.X0, w[0].Rect.Y0, w[0].Rect.X1, w[0].Rect.Y1}
			}
		}
		adopted = append(adopted, &c)
	}
	j.Catalog = form.NewCatalog(catalog.Form, adopted...)
	in := j.fitting(&Form{Edition: j.Catalog.Sheet("fr"), Values: []form.Value{{ID: "names", Text: "Tremblay, Maude"}}}, opened(t, flat.Bytes()))
	if whole, err := in.fill(); err != nil || !whole {
		t.Fatal(whole, err)
	}
	if p := in.form.Placements; len(p) != 1 || p[0].Text != "Tremblay, Maude" || in.form.idOf(p[0].Field) != "names" {
		t.Errorf("%+v", p)
	}
	if fit, ok := in.form.fit("names"); !ok || fit.How != FormSize {
		t.Errorf("plan %+v", in.form.Plan)
	}
}

// An answer higher than a page goes on on the next, and is whole when the paper is read back.
func TestAnswerHigherThanAPage(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("Maria Dolores ", 71))
	j := jobOf(t, changed(t, `birth = "Tremblay"`, `birth = "`+long+`"
usage = "`+long+`"
usage_reason = "marriage"
pseudonym = "`+long+`"`, `"Maude", "Élise"`, `"`+strings.Repeat("W", 999)+`"`))
	d := build(t, j)
	if d.Form.sheet < 2 {
		t.Fatalf("a sheet of %d pages, findings %v", d.Form.sheet, d.Findings)
	}
	engine := started(t)
	if err := j.Prove(NewProver(func() (*proof.Engine, error) { return engine, nil }), &d.Manifest, readable(papersOf(t, d))); err != nil {
		t.Error(err)
	}
}

func TestWhole(t *testing.T) {
	for _, c := range []struct {
		text  string
		pages []string
		want  bool
	}{
		{"abc", []string{"head abc foot"}, true},
		{"abc", []string{"head foot", "abc"}, true},
		{"abcdef", []string{"head abc foot", "head def foot"}, true},
		{"abcfxy", []string{"head abc foot", "head fxy foot"}, true}, // the f at the foot is not that of the text
		{"abcdefghi", []string{"abc foot", "head def", "ghi"}, true},
		{"abcdef", []string{"abc", "foot", "def"}, false},
		{"abcdef", []string{"abc", "de"}, false},
		{"abcdef", []string{"def", "abc"}, false},
		{"abc", nil, false},
	} {
		if got := whole(solid(c.text), solids(c.pages)); got != c.want {
			t.Errorf("%q in %q: %v", c.text, c.pages, got)
		}
	}
}

func solids(pages []string) (all []string) {
	for _, p := range pages {
		all = append(all, solid(p))
	}
	return all
}
