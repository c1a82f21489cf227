package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"weak"

	"pgregory.net/rapid"

	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Every answer stands on paper whole, or its box is ticked, on each edition at hand.
func TestFormLosesNothing(t *testing.T) {
	blank := official(t)
	if blank == nil {
		t.Log("the official form is not at hand: only the preparation sheets are filled")
	}
	for name, j := range people(t) {
		t.Run(name, func(t *testing.T) {
			for _, lang := range []profile.FormLanguage{"fr", "en"} {
				j.Applicant.FormLanguage = lang
				holdsAll(t, j)
			}
			if blank != nil {
				j.Blank = blank
				holdsAll(t, j)
			}
		})
	}
}

func holdsAll(t *testing.T, j *Job) {
	t.Helper()
	f, err := j.Form()
	if err != nil || f.PDF == nil {
		t.Fatalf("%v, findings %v", err, f.Findings)
	}
	if len(f.Values) < 10 {
		t.Errorf("only %d answers", len(f.Values))
	}
	for _, v := range f.Values {
		i := slices.IndexFunc(f.Edition.Fields, func(e form.EditionField) bool { return e.ID == v.ID })
		if i < 0 {
			t.Fatalf("edition %s has no field %s", f.Edition.ID(), v.ID)
		}
		if !onPaper(f, f.Edition.Fields[i], v) {
			t.Errorf("%s: %s is not on paper as %q", f.Edition.ID(), v.ID, v.Text)
		}
	}
	written := 0
	for _, p := range f.Placements {
		if p.Ticked || p.Text != "" {
			written++
		}
	}
	if written != len(f.Values) {
		t.Errorf("%s: %d answers, %d places written on", f.Edition.ID(), len(f.Values), written)
	}
}

// onPaper says whether one place has the answer whole: in its text and lines, or as a ticked box.
func onPaper(f *Form, e form.EditionField, v form.Value) bool {
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	return slices.ContainsFunc(f.Placements, func(p pdf.Placement) bool {
		if len(e.States) > 0 {
			return p.Field == e.Name && p.Ticked && p.State == e.States[v.Text]
		}
		whole := p.Cells > 0 || bare(strings.Join(p.Lines, "")) == bare(v.Text)
		return p.Field == e.Name && p.Text == v.Text && whole && p.Size > 0
	})
}

func TestFormEdition(t *testing.T) {
	j := jobOf(t, sound)
	for lang, want := range map[profile.FormLanguage]string{"": "sheet-fr", "fr": "sheet-fr", "en": "sheet-en"} {
		j.Applicant.FormLanguage = lang
		f, err := j.Form()
		if err != nil || f.Edition.ID() != want {
			t.Errorf("%q: edition %v, %v", lang, f.Edition, err)
		}
		if _, ok := findingAt(f.Findings, "form-official", "form_language"); !ok {
			t.Errorf("%q: nothing says that the sheet is not the form", lang)
		}
	}
	j.Blank = scanOf(t, 1)
	if _, err := j.Form(); !errors.Is(err, ErrEdition) {
		t.Errorf("a scan in the place of the form: %v", err)
	}
	if _, err := j.Build(); !errors.Is(err, ErrEdition) {
		t.Errorf("build with a scan in the place of the form: %v", err)
	}
	if j.Blank = official(t); j.Blank == nil {
		t.Skip("the official form is not at hand")
	}
	f, err := j.Form()
	if err != nil || !f.Edition.Official {
		t.Fatalf("%v", err)
	}
	if _, ok := findingAt(f.Findings, "form-edition", "form_language"); !ok {
		t.Errorf("an older edition: findings %v", f.Findings)
	}
	if _, ok := findingAt(f.Findings, "form-official", "form_language"); ok {
		t.Error("the official form is taken for a sheet")
	}
}

func TestKeysOfEveryField(t *testing.T) {
	for _, q := range catalog.Form.Fields {
		if keysOf[q.ID] == "" {
			t.Errorf("nothing says where in the profile %s comes from", q.ID)
		}
	}
	if len(keysOf) != len(catalog.Form.Fields) {
		t.Errorf("%d keys for %d fields", len(keysOf), len(catalog.Form.Fields))
	}
}

// A value that no paper can hold gives findings at its key, which do not repeat it, and no paper.
func TestBuildUnfit(t *testing.T) {
	for _, c := range []struct{ name, old, new, id, key, value string }{
		{"too long a key", `sex = "F"`, "sex = \"F\"\nnir = \"2 80 05 99 404 123 0707\"", "form-overflow", "nir", "0707"},
		{"too many cells", `"37000"`, `"F-37000-1234"`, "form-overflow", "address", "1234"},
		{"a sign without a glyph", `town = "Montréal"`, `town = "北京市"`, "form-glyph", "birth.town", "北京"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := build(t, jobOf(t, changed(t, c.old, c.new)))
			f, ok := findingAt(d.Findings, c.id, c.key)
			if !ok || f.Level != rule.Block {
				t.Fatalf("no %s at %s: %v", c.id, c.key, d.Findings)
			}
			if strings.Contains(f.Message.EN+f.Message.FR, c.value) {
				t.Errorf("the value is repeated: %q", f.Message.EN)
			}
			if f.Pos.Line == 0 {
				t.Errorf("no line: %v", f.Pos)
			}
			if len(d.Papers) != 0 || len(d.Manifest.Outputs) != 0 || d.Manifest.Ready {
				t.Errorf("papers were made: %v", d.Manifest.Outputs)
			}
			if len(d.Manifest.Inputs) != 5 {
				t.Errorf("inputs %v", d.Manifest.Inputs)
			}
		})
	}
}

// What stands on our own pages only and cannot be drawn stops the papers too, at its key; the
// letter alone says the same as an error.
func TestBuildGlyphOfOurPages(t *testing.T) {
	for _, c := range []struct {
		changes []string
		key     string
	}{
		{[]string{"file = \"rib.pdf\"\nholder = \"MME MAUDE TREMBLAY\"", "file = \"rib.pdf\"\nholder = \"李娜\""}, "document[4].holder"},
		{[]string{"kind = \"resident card\"", "kind = \"resident card\"\nmention = \"访客\""}, "permit.mention"},
	} {
		j := jobOf(t, changed(t, c.changes...))
		d := build(t, j)
		f, ok := findingAt(d.Findings, "form-glyph", c.key)
		if !ok || f.Level != rule.Block || f.Pos.Line == 0 || len(d.Papers) != 0 {
			t.Errorf("%s: %v, %d papers", c.key, d.Findings, len(d.Papers))
		}
		if data, found, err := j.LetterOf(letterKinds[0], "fr"); data != nil || err != nil || len(found) == 0 || found[0].Key != c.key {
			t.Errorf("%s: the letter says %v, %v", c.key, found, err)
		}
	}
}

func TestBuild(t *testing.T) {
	d := build(t, jobOf(t, sound))
	if rule.Blocked(d.Findings) || !d.Manifest.Ready {
		t.Errorf("the sound profile is stopped: %v", d.Findings)
	}
	if got := slices.Sorted(maps.Keys(d.Papers)); !slices.Equal(got, []string{"before-you-post.pdf", "checklist.pdf", "dossier.pdf", "form.pdf", "letter.pdf"}) {
		t.Errorf("files %v", got)
	}
	pagesAddUp(t, d)
}

// pagesAddUp holds that dossier.pdf has the pages of its parts, in runs that follow each other and
// that the manifest gives.
func pagesAddUp(t interface {
	Errorf(string, ...any)
	Fatal(...any)
}, d *Dossier) {
	pages := func(data []byte) int {
		f, err := pdf.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		return f.Pages()
	}
	files := papersOf(t, d)
	want := []int{pages(files["letter.pdf"]), pages(files["checklist.pdf"]), pages(d.Form.PDF)}
	for _, in := range d.Manifest.Inputs {
		if in.Error == "" {
			want = append(want, in.Pages)
		}
	}
	parts := d.Manifest.Parts
	if len(parts) != len(want) {
		t.Errorf("%d parts, want %d", len(parts), len(want))
		return
	}
	next := 1
	for i, p := range parts {
		if p.From != next || p.To-p.From+1 != want[i] {
			t.Errorf("part %q has pages %d to %d; %d pages from %d expected", p.Title, p.From, p.To, want[i], next)
		}
		next = p.To + 1
	}
	if n := pages(files["dossier.pdf"]); n != next-1 {
		t.Errorf("dossier.pdf has %d pages, its parts %d", n, next-1)
	}
}

// badFiles are attachments that cannot go in, by the name they have for the reader.
var badFiles = map[string]struct {
	read   func() ([]byte, error)
	reason string
}{
	"missing.pdf": {func() ([]byte, error) { return os.ReadFile("no/such/file") }, "there is no file missing.pdf"},
	"forbidden.pdf": {func() ([]byte, error) {
		return nil, &fs.PathError{Op: "open", Path: "/secret/place", Err: fs.ErrPermission}
	}, "the file may not be read"},
	"folder":        {func() ([]byte, error) { return os.ReadFile(os.TempDir()) }, "is a directory"},
	"empty.pdf":     {func() ([]byte, error) { return nil, nil }, "the file is empty"},
	"header.pdf":    {func() ([]byte, error) { return []byte("%PDF-1.7\n"), nil }, ""},
	"torn.pdf":      {func() ([]byte, error) { return fromScans("pdf/cut-to-nothing.pdf") }, "parts of its pages are missing"},
	"no-page.pdf":   {func() ([]byte, error) { return fromScans("pdf/no-page.pdf") }, "has no page"},
	"locked.pdf":    {func() ([]byte, error) { return fromScans("pdf/locked.pdf") }, "locked with a password"},
	"portfolio.pdf": {func() ([]byte, error) { return fromScans("pdf/portfolio.pdf") }, "a portfolio"},
	"xfa-only.pdf":  {func() ([]byte, error) { return fromScans("pdf/xfa-only.pdf") }, "in Adobe Reader only"},
	"message.eml":   {func() ([]byte, error) { return fromScans("pdf/message.eml") }, "an e-mail message"},
	"torn.jpg":      {func() ([]byte, error) { return []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), nil }, "cut short"},
	"note.docx":     {func() ([]byte, error) { return fromScans("note.docx") }, ""},
	"noise.bin":     {func() ([]byte, error) { return bytes.Repeat([]byte{0, 255, 7}, 4096), nil }, ""},
}

// A bad attachment is named and left out; the others keep their numbers and are there.
func TestBuildBadAttachments(t *testing.T) {
	for name, bad := range badFiles {
		t.Run(name, func(t *testing.T) {
			j := jobOf(t, changed(t, "birth-certificate.pdf", name))
			j.Read = func(file string) ([]byte, error) {
				if file == name {
					return bad.read()
				}
				return fromScans(file)
			}
			d := build(t, j)
			f, ok := findingAt(d.Findings, "attachment-missing", "document[2].file")
			if !ok || f.Level != rule.Block || !strings.Contains(f.Message.EN, bad.reason) {
				t.Fatalf("findings %v", d.Findings)
			}
			if m := f.Message.EN; strings.Contains(m, "no/such") || strings.Contains(m, "/secret") || strings.Contains(m, os.TempDir()+":") {
				t.Errorf("the message has a path of the machine: %q", m)
			}
			leftOut(t, d, 4)
			pagesAddUp(t, d)
		})
	}
}

// Of a photograph that lost samples between its first and last marker Check sees nothing wrong: only
// its pixels show that, and Build.
func TestCheckDecodesNoPixel(t *testing.T) {
	j := jobOf(t, changed(t, "birth-certificate.pdf", "patched.jpg"))
	j.Read = func(name string) ([]byte, error) {
		if name != "patched.jpg" {
			return fromScans(name)
		}
		data, err := fromScans("passport.jpg")
		return slices.Concat(data[:len(data)/2], data[len(data)-2:]), err
	}
	d := build(t, j)
	f, ok := findingAt(d.Findings, rule.AttachmentDamaged, "document[2].file")
	if !ok || !strings.Contains(f.Message.EN, "damaged") {
		t.Errorf("build finds %v", d.Findings)
	}
	found, err := j.Check(false)
	if _, ok := findingAt(found, rule.AttachmentDamaged, "document[2].file"); ok || err != nil || len(found) != len(d.Findings)-1 {
		t.Errorf("%v: check finds %v, build %v", err, found, d.Findings)
	}
}

// Each file that is looked into is told of once, in its turn, whether it can be read or not.
func TestProgressCountsFiles(t *testing.T) {
	for name, run := range map[string]func(*Job) error{
		"check": func(j *Job) error { _, err := j.Check(true); return err },
		"build": func(j *Job) error { _, err := j.Build(); return err },
	} {
		j := jobOf(t, changed(t, "lease.pdf", "there-is-none.pdf", "passport.jpg", "empty.jpg"))
		var got []int
		j.Progress = func(done, total int) { got = append(got, done, total) }
		if err := run(j); err != nil {
			t.Fatal(err)
		}
		if want := []int{1, 5, 2, 5, 3, 5, 4, 5, 5, 5}; !slices.Equal(got, want) {
			t.Errorf("%s: told %v, want %v", name, got, want)
		}
	}
}

// leftOut holds that piece n is in the manifest with its error and nowhere else.
func leftOut(t *testing.T, d *Dossier, n int) {
	t.Helper()
	var numbers []int
	for _, p := range d.Manifest.Parts {
		numbers = append(numbers, p.Piece)
	}
	if want := slices.DeleteFunc([]int{0, 0, 1, 2, 3, 4, 5, 6}, func(i int) bool { return i == n }); !slices.Equal(numbers, want) {
		t.Errorf("pieces %v, want %v", numbers, want)
	}
	for _, in := range d.Manifest.Inputs {
		if (in.Error != "") != (in.Piece == n) || (in.Pages == 0) != (in.Piece == n) {
			t.Errorf("input %+v", in)
		}
	}
	if d.Manifest.Ready {
		t.Error("ready without it")
	}
}

// Only the living form of form.pdf has fields; in the dossier it is flat, with the same answers.
func TestBuildEditable(t *testing.T) {
	flat := build(t, jobOf(t, sound))
	if n := len(opened(t, flat.Form.PDF).Fields()); n != 0 {
		t.Errorf("the flat form has %d fields", n)
	}
	j := jobOf(t, sound)
	j.Editable = true
	d := build(t, j)
	fields := opened(t, d.Form.PDF).Fields()
	if len(fields) == 0 {
		t.Error("the editable form has no fields")
	}
	filled := 0
	for _, f := range fields {
		if f.Value != "" && f.Value != "Off" {
			filled++
		}
	}
	if filled < 10 {
		t.Errorf("%d fields have a value", filled)
	}
	if n := len(opened(t, papersOf(t, d)["dossier.pdf"]).Fields()); n != 0 {
		t.Errorf("dossier.pdf has %d fields", n)
	}
	if !bytes.Equal(papersOf(t, d)["dossier.pdf"], papersOf(t, flat)["dossier.pdf"]) {
		t.Error("dossier.pdf is another one because form.pdf can be edited")
	}
	if !d.Manifest.Form.Editable || flat.Manifest.Form.Editable {
		t.Error("the manifest does not say which form can be edited")
	}
}

func TestBuildSameBytes(t *testing.T) {
	for name, j := range people(t) {
		one, two := build(t, j), build(t, j)
		again := papersOf(t, two)
		for file, data := range papersOf(t, one) {
			if !bytes.Equal(data, again[file]) {
				t.Errorf("%s: %s differs from run to run", name, file)
			}
		}
		a, _ := one.Manifest.JSON()
		b, _ := two.Manifest.JSON()
		if !bytes.Equal(a, b) {
			t.Errorf("%s: the manifest differs from run to run", name)
		}
		manifestHolds(t, j, one)
		pagesAddUp(t, one)
	}
}

// manifestHolds checks what a manifest says against the files and the inputs.
func manifestHolds(t *testing.T, j *Job, d *Dossier) {
	t.Helper()
	m := d.Manifest
	sum := func(data []byte) string {
		h := sha256.Sum256(data)
		return hex.EncodeToString(h[:])
	}
	for i, p := range Pieces(j.Applicant) {
		data, err := j.Read(p.Path)
		if err != nil {
			t.Fatal(err)
		}
		in := m.Inputs[i]
		if in.Piece != p.Number || in.Key != p.Key() || in.File != p.Path || in.SHA256 != sum(data) || in.Bytes != len(data) || in.Pages < 1 {
			t.Errorf("input %+v", in)
		}
	}
	text, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if home, _ := os.UserHomeDir(); bytes.Contains(text, []byte(here)) || home != "" && bytes.Contains(text, []byte(`"`+home)) {
		t.Errorf("the manifest has a path of the machine:\n%s", text)
	}
}

// The manifest reads back as it was, and lists are lists even when nothing is in them.
func TestManifestJSON(t *testing.T) {
	d := build(t, jobOf(t, changed(t, `"Tremblay"`, `"王"`)))
	data, err := d.Manifest.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(data, []byte("null")) {
		t.Errorf("a list is null: parts %v, inputs %v, fields %v, findings %v", d.Manifest.Parts, d.Manifest.Inputs, d.Manifest.Form.Fields, d.Manifest.Findings)
	}
	var back Manifest
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if again, _ := back.JSON(); !bytes.Equal(again, data) {
		t.Errorf("read back:\n%s", again)
	}
	var finding struct{ Rule, Level, Message string }
	if err := json.Unmarshal(back.Findings[0], &finding); err != nil || finding.Rule == "" || finding.Level != "block" || finding.Message == "" {
		t.Errorf("first finding %+v, %v", finding, err)
	}
}

func TestManifestForm(t *testing.T) {
	d := build(t, jobOf(t, sound))
	m := d.Manifest
	if m.Program != "dossier test" || m.Day != "2026-11-22" || m.Form.Edition != "sheet-fr" || m.Form.Official {
		t.Errorf("%+v", m)
	}
	byID := map[string]ManifestField{}
	for _, f := range m.Form.Fields {
		if f.On || f.Text != "" {
			byID[f.ID] = f
		}
		if f.Page < 1 || f.Rect[0] >= f.Rect[2] || f.Rect[1] >= f.Rect[3] {
			t.Errorf("field %+v stands nowhere", f)
		}
	}
	for _, v := range d.Form.Values {
		f, ok := byID[v.ID]
		if q := catalog.Form.Field(v.ID); !ok || len(q.Choice) == 0 && f.Text != v.Text || len(q.Choice) > 0 && !f.On {
			t.Errorf("%s is %+v, want %q", v.ID, f, v.Text)
		}
	}
}

func TestSinglePapersAreThoseOfTheDossier(t *testing.T) {
	j := jobOf(t, changed(t, "lease.pdf", "nowhere.pdf"))
	d := build(t, j)
	cover := func() ([]byte, []rule.Finding, error) { return j.LetterOf(letterKinds[0], "fr") }
	for name, make := range map[string]func() ([]byte, []rule.Finding, error){"letter": cover, "checklist": j.Checklist} {
		data, found, err := make()
		want := papersOf(t, d)[name+".pdf"]
		if err != nil || !bytes.Equal(data, want) || len(found) != 1 {
			t.Errorf("%s made alone differs from that of the dossier, or does not name the lease: %v, %v", name, found, err)
		}
	}
	found, err := j.Check(true)
	if err != nil || len(found) != len(d.Findings) {
		t.Errorf("check finds %d, build %d: %v", len(found), len(d.Findings), err)
	}
}

// A PDF whose header does not stand first is one all the same.
func TestAttachHeaderNotFirst(t *testing.T) {
	data, err := fromScans("lease.pdf")
	if err != nil {
		t.Fatal(err)
	}
	j := &Job{Read: func(string) ([]byte, error) { return append([]byte("\xef\xbb\xbf\r\n"), data...), nil }}
	all, _ := j.Attach([]Piece{{Path: "x"}})
	if a := all[0]; a.Err != nil || a.Pages != opened(t, data).Pages() {
		t.Errorf("%+v", a)
	}
}

// However many attachments of however many pages: the dossier has letter, checklist, form and all of them.
func TestBuildPagesOfAnyAttachments(t *testing.T) {
	scan := map[int][]byte{}
	for n := 1; n <= 5; n++ {
		scan[n] = scanOf(t, n)
	}
	kinds := profile.Kind("").Words()
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		if runs++; runs > 20 { // a build takes a tenth of a second
			return
		}
		var text strings.Builder
		files := map[string][]byte{}
		for i, n := range rapid.SliceOfN(rapid.IntRange(1, 5), 0, 8).Draw(t, "pages") {
			name := fmt.Sprintf("%d.pdf", i)
			files[name] = scan[n]
			fmt.Fprintf(&text, "[[document]]\nkind = %q\nfile = %q\n", rapid.SampledFrom(kinds).Draw(t, "kind"), name)
		}
		read := func(name string) ([]byte, error) {
			if name == "me.toml" {
				return []byte(text.String()), nil
			}
			return files[name], nil
		}
		a, err := profile.Load("me.toml", read)
		if err != nil {
			t.Fatal(err)
		}
		d, err := (&Job{Applicant: a, Day: today, Catalog: catalog, Read: read}).Build()
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Manifest.Inputs) != len(files) {
			t.Errorf("%d inputs of %d files", len(d.Manifest.Inputs), len(files))
		}
		pagesAddUp(t, d)
	})
}

// On the official form the organisation's field reaches into its caption: a text that would need a
// second line there goes on the sheet behind the form, one that fits stays below.
func TestDomicileStaysOffItsCaption(t *testing.T) {
	blank := official(t)
	if blank == nil {
		t.Skip("the official form is not at hand")
	}
	for organisation, fits := range map[string]bool{
		"CCAS de Tours": true,
		"Association d’aide aux sans-abri et aux personnes en grande précarité des Bouches-du-Rhône (antenne des Grands-Carmes)": false,
	} {
		j := jobOf(t, changed(t, "kind = \"own lease\"\n", "kind = \"domiciliation\"\norganisation = \""+organisation+"\"\n"))
		j.Blank = blank
		f := filled(t, j)
		if fit := fitAt(t, f, "domicile"); (fit.How == OnSheet) == fits {
			t.Errorf("%s: %+v", organisation, fit)
		}
		for _, p := range f.Placements {
			if p.Field == "AD CCAS" && (len(p.Lines) > 1 || p.Rect.Y1 > 393.5) {
				t.Errorf("%s stands in %v, %d lines", organisation, p.Rect, len(p.Lines))
			}
		}
	}
}

// What a real form comes with and its filled copy has no more is said, in both languages, and recorded.
func TestLostWithTheBlank(t *testing.T) {
	j := jobOf(t, changed(t))
	for name, want := range map[string]rule.Text{
		"IRS-Public__f1040_2024.pdf":      {EN: "XFA, usage rights", FR: "XFA, droits d’utilisation"},
		"MalikAza__cerfa_16216_01.pdf":    {EN: "usage rights", FR: "droits d’utilisation"},
		"annaswims-vets-api__21-4142.pdf": {},
	} {
		data, err := os.ReadFile("../../../shared/forms/other/" + name)
		if err != nil {
			t.Skip("the form is not at hand: ", err)
		}
		file, err := pdf.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		found := j.aboutBlank(file.Traits().Lost())
		if (len(found) == 0) != (want == rule.Text{}) {
			t.Errorf("%s: findings %v, want one: %v", name, found, want)
		}
		for _, f := range found {
			if f.Rule != rule.FormStripped || !strings.HasSuffix(f.Message.EN, ": "+want.EN) || !strings.HasSuffix(f.Message.FR, " : "+want.FR) {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if got := formRecord(&Form{Edition: &form.Edition{}, lost: file.Traits().Lost()}, false).Lost; strings.Join(got, ", ") != want.EN {
			t.Errorf("%s: recorded %v, want %s", name, got, want.EN)
		}
	}
}

// A blank whose field prints stars is no place for an answer, and the program is not to blame.
func TestHiddenAnswer(t *testing.T) {
	j := jobOf(t, changed(t))
	f := filled(t, j)
	for i := range f.Placements {
		f.Placements[i].Masked = f.idOf(f.Placements[i].Field) == "phone"
	}
	found := j.notOnForm(f)
	if len(found) != 1 || found[0].Rule != "form-hidden" || found[0].Key != "contact.phone" || found[0].Level != rule.Block {
		t.Errorf("found %+v", found)
	}
}

// What a reply has changed may not be as before again: three corrections of one date, as Janice made them.
func TestCorrectedValues(t *testing.T) {
	j := jobOf(t, sound)
	first, second := profile.Date{Year: 2026, Month: 12, Day: 10}, profile.Date{Year: 2027, Month: 1, Day: 15}
	for _, c := range []struct {
		name      string
		corrected []Corrected
		want      string // key and message of what is found
	}{
		{"nothing corrected", nil, ""},
		{"as corrected", []Corrected{{"birth.date", "1980-05-07", "1980-05-17", first}}, ""},
		{"as before", []Corrected{{"birth.date", "1980-05-17", "1980-05-07", first}},
			"birth.date the reply of 10 December 2026 has changed this value to “1980-05-07”, and it is as before"},
		{"another again", []Corrected{{"birth.date", "1980-05-07", "1980-05-27", first}}, ""},
		{"corrected twice", []Corrected{{"birth.date", "1980-05-17", "1980-05-07", first}, {"birth.date", "1980-05-07", "1980-05-17", second}}, ""},
		{"as before the first", []Corrected{{"birth.date", "1980-05-17", "1980-05-07", first}, {"birth.date", "1980-05-07", "1980-05-27", second}},
			"birth.date the reply of 15 January 2027 has changed this value to “1980-05-27”, and it is as before"},
		{"taken away, and here", []Corrected{{"contact.email", "maude@courriel.example", "", first}},
			"contact.email the reply of 10 December 2026 has taken this value away, and it is here again"},
		{"added, and gone", []Corrected{{"caf.number", "", "1234567", first}},
			"caf.number the reply of 10 December 2026 has changed this value to “1234567”, and it is as before"},
		{"written with other spaces", []Corrected{{"contact.phone", "0612345678", "0612345679", first}},
			"contact.phone the reply of 10 December 2026 has changed this value to “0612345679”, and it is as before"},
		{"of another key", []Corrected{{"contact.email", "a@x.example", "b@x.example", first}, {"birth.town", "Montréal", "Québec", second}},
			"birth.town the reply of 15 January 2027 has changed this value to “Québec”, and it is as before"},
	} {
		j.Corrected = c.corrected
		found, err := j.Check(false)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range found {
			if f.Rule == "corrected-value" {
				got = append(got, f.Key+" "+f.Message.EN)
				if f.Level != rule.Block || f.Pos != j.Applicant.Pos(f.Key) || strings.Contains(f.Message.EN+f.Message.FR, "%!") || f.Message.FR == f.Message.EN {
					t.Errorf("%s: %+v", c.name, f)
				}
			}
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// TestAttachKeepsItsBudget attaches 160 MB, and never has more of them than may be looked into and kept, and the
// file that is read next.
func TestAttachKeepsItsBudget(t *testing.T) {
	const each, files = 4 << 20, 40
	page := scanOf(t, 1)
	var mu sync.Mutex
	var read []weak.Pointer[byte]
	j := &Job{Read: func(string) ([]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		runtime.GC()
		held := 0
		for _, p := range read {
			if p.Value() != nil {
				held += each
			}
		}
		if held > inFlight+keptMost+each {
			t.Errorf("%d MB are held when file %d is read", held>>20, len(read))
		}
		data := append(append(make([]byte, 0, each), page...), bytes.Repeat([]byte("%\n"), (each-len(page))/2)...)
		read = append(read, weak.Make(&data[0]))
		return data, nil
	}}
	pieces := make([]Piece, files)
	for i := range pieces {
		pieces[i] = Piece{Number: i, Path: fmt.Sprint(i)}
	}
	attachments, unread := j.Attach(pieces)
	kept := 0
	for _, a := range attachments {
		if pagesOf(a.kept) > 0 {
			kept += a.Bytes
		}
	}
	if len(unread) > 0 || kept > keptMost || kept <= keptMost-2*each {
		t.Errorf("%d files are kept from being read again, %d were not read", kept/each, len(unread))
	}
}
