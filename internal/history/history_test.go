package history

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/forms"
	"dossier/internal/dossier"
	"dossier/internal/form"
)

// folder is one into which papers were made n times, as the program leaves it; each version has its own form
// and all have the letter in common.
func folder(t *testing.T, n int) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{"letter.pdf": file("the letter")}
	previous := ""
	for v := 1; v <= n; v++ {
		form := fmt.Sprint("form ", v)
		data := written(t, &dossier.Manifest{
			Program: "dossier test", Kind: dossier.Application, Day: "2026-11-22", Version: v, Previous: previous,
			Outputs: map[string]string{"form.pdf": dossier.Hash([]byte(form)), "letter.pdf": dossier.Hash([]byte("the letter"))},
		})
		previous = dossier.Hash(data)
		fsys[Entry(v)] = file(string(data))
		fsys[Manifest] = fsys[Entry(v)]
		if v < n {
			fsys[Papers(v)+"/form.pdf"] = file(form)
		} else {
			fsys["form.pdf"] = file(form)
		}
	}
	return fsys
}

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func written(t *testing.T, m *dossier.Manifest) []byte {
	t.Helper()
	data, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// again writes a manifest once more, changed, with a sum that holds.
func again(t *testing.T, f *fstest.MapFile, change func(m *dossier.Manifest)) *fstest.MapFile {
	t.Helper()
	m, err := dossier.ReadManifest(f.Data)
	if err != nil {
		t.Fatal(err)
	}
	change(m)
	return file(string(written(t, m)))
}

func replaced1(f *fstest.MapFile, old, new string) *fstest.MapFile {
	return file(strings.Replace(string(f.Data), old, new, 1))
}

const unfinished = `{"program": "dossier test", "kind": "reply", "unfinished": true}`

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name     string
		n        int
		spoil    func(fsys fstest.MapFS)
		versions string // number and file of each
		faults   string // file, state and what is said
	}{
		{"nothing", 0, func(f fstest.MapFS) {}, "", ""},
		{"one", 1, func(f fstest.MapFS) {}, "1 history/0001.json", ""},
		{"three", 3, func(f fstest.MapFS) {}, "1 history/0001.json, 2 history/0002.json, 3 history/0003.json", ""},
		{"other files", 1, func(f fstest.MapFS) {
			f["history/notes.txt"], f["history/1.json"], f["history/00001.json"], f["history/.dossier-1.tmp"] = file("x"), file("x"), file("x"), file("x")
		}, "1 history/0001.json", ""},
		{"before histories", 0, func(f fstest.MapFS) {
			f[Manifest] = file(string(written(t, &dossier.Manifest{Program: "dossier test", Outputs: map[string]string{"form.pdf": "x"}})))
		}, "1 manifest.json", ""},
		{"before histories, adopted", 0, func(f fstest.MapFS) {
			old := written(t, &dossier.Manifest{Program: "dossier test", Outputs: map[string]string{"form.pdf": "x"}})
			f[Entry(1)] = file(string(old))
			f[Entry(2)] = file(string(written(t, &dossier.Manifest{Program: "dossier test", Version: 2, Previous: dossier.Hash(old), Outputs: map[string]string{"form.pdf": "x"}})))
			f[Manifest] = f[Entry(2)]
		}, "1 history/0001.json, 2 history/0002.json", ""},
		{"not ours", 0, func(f fstest.MapFS) { f[Manifest] = file(`{"name": "another"}`) }, "", ""},

		{"edited", 3, func(f fstest.MapFS) { f[Entry(2)] = replaced1(f[Entry(2)], "2026-11-22", "2026-11-23") },
			"1 history/0001.json, 2 history/0002.json, 3 history/0003.json", "history/0002.json changed: it was changed since it was written"},
		{"edited, with a sum of its own", 3, func(f fstest.MapFS) {
			f[Entry(2)] = again(t, f[Entry(2)], func(m *dossier.Manifest) { m.Day = "2026-11-23" })
		}, "1 history/0001.json, 2 history/0002.json, 3 history/0003.json", "history/0002.json changed: it is not the file that version 3 was made after"},
		{"the newest edited, with a sum of its own", 2, func(f fstest.MapFS) {
			f[Entry(2)] = again(t, f[Entry(2)], func(m *dossier.Manifest) { m.Day = "2026-11-23" })
		}, "1 history/0001.json, 2 history/0002.json", "manifest.json changed: it is not the manifest that history has for version 2"},
		{"one space more", 3, func(f fstest.MapFS) { f[Entry(1)] = file(string(f[Entry(1)].Data) + " ") },
			"1 history/0001.json, 2 history/0002.json, 3 history/0003.json", "history/0001.json changed: it was changed since it was written"},
		{"removed", 4, func(f fstest.MapFS) { delete(f, Entry(2)) },
			"1 history/0001.json, 3 history/0003.json, 4 history/0004.json", "history/0002.json missing: it is not there any more"},
		{"the first removed", 2, func(f fstest.MapFS) { delete(f, Entry(1)) },
			"2 history/0002.json", "history/0001.json missing: it is not there any more"},
		{"the newest removed", 2, func(f fstest.MapFS) { delete(f, Entry(2)) },
			"1 history/0001.json, 2 manifest.json", "history/0002.json missing: it is not there any more"},
		{"all removed", 3, func(f fstest.MapFS) {
			maps.DeleteFunc(f, func(name string, _ *fstest.MapFile) bool { return strings.HasPrefix(name, Dir) })
		}, "3 manifest.json", "history/0001.json missing: the manifests of versions 1 to 3 are not there any more"},
		{"swapped", 3, func(f fstest.MapFS) { f[Entry(1)], f[Entry(2)] = f[Entry(2)], f[Entry(1)] },
			"1 history/0001.json, 2 history/0002.json, 3 history/0003.json",
			"history/0001.json changed: it says version 2: another manifest stands in its place, history/0002.json changed: it says version 1: another manifest stands in its place"},
		{"truncated", 3, func(f fstest.MapFS) { f[Entry(2)].Data = f[Entry(2)].Data[:100] },
			"1 history/0001.json, 3 history/0003.json", "history/0002.json changed: it is no manifest of dossier, or only a part of one"},
		{"empty", 3, func(f fstest.MapFS) { f[Entry(1)] = file("") },
			"2 history/0002.json, 3 history/0003.json", "history/0001.json changed: it is no manifest of dossier, or only a part of one"},
		{"the newest truncated", 2, func(f fstest.MapFS) { f[Entry(2)] = file(string(f[Entry(2)].Data[:100])) },
			"1 history/0001.json, 2 manifest.json", "history/0002.json changed: it is no manifest of dossier, or only a part of one"},
		{"a manifest of another folder", 2, func(f fstest.MapFS) {
			f[Entry(1)] = again(t, f[Entry(1)], func(m *dossier.Manifest) { m.Day = "2020-01-01" })
		}, "1 history/0001.json, 2 history/0002.json", "history/0001.json changed: it is not the file that version 2 was made after"},

		{"manifest.json edited", 2, func(f fstest.MapFS) { f[Manifest] = replaced1(f[Manifest], "2026-11-22", "2026-11-23") },
			"1 history/0001.json, 2 history/0002.json", "manifest.json changed: it was changed since it was written"},
		{"manifest.json edited to a far version", 2, func(f fstest.MapFS) { f[Manifest] = replaced1(f[Manifest], `"version": 2`, `"version": 2000000000`) },
			"1 history/0001.json, 2 history/0002.json, 3 manifest.json", "history/0003.json missing: it is not there any more, manifest.json changed: it was changed since it was written"},
		{"manifest.json truncated", 2, func(f fstest.MapFS) { f[Manifest] = file("{") },
			"1 history/0001.json, 2 history/0002.json", "manifest.json changed: it is no manifest of dossier, or only a part of one"},
		{"manifest.json removed", 2, func(f fstest.MapFS) { delete(f, Manifest) },
			"1 history/0001.json, 2 history/0002.json", "manifest.json missing: it is not there any more"},
		{"interrupted", 2, func(f fstest.MapFS) { f[Manifest] = file(unfinished) }, "1 history/0001.json, 2 history/0002.json, unfinished reply", ""},
		{"interrupted the first time", 0, func(f fstest.MapFS) { f[Manifest] = file(unfinished) }, "unfinished reply", ""},
		{"interrupted late", 2, func(f fstest.MapFS) { f[Manifest] = f[Entry(1)] }, "1 history/0001.json, 2 history/0002.json, unfinished application", ""},
	} {
		fsys := folder(t, c.n)
		if c.n == 0 {
			clear(fsys)
		}
		c.spoil(fsys)
		chain, err := Read(fsys)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var versions, faults []string
		for _, v := range chain.Versions {
			versions = append(versions, fmt.Sprint(v.Number, " ", v.File))
			if v.Sum != dossier.Hash(fsys[v.File].Data) {
				t.Errorf("%s: %s has sum %s", c.name, v.File, v.Sum)
			}
		}
		if chain.Unfinished != "" {
			versions = append(versions, "unfinished "+string(chain.Unfinished))
		}
		for _, f := range chain.Faults {
			faults = append(faults, fmt.Sprintf("%s %s: %s", f.File, f.State, f.Msg.EN))
			if f.Msg.FR == "" || f.Msg.FR == f.Msg.EN || strings.Contains(f.Msg.EN+f.Msg.FR, "%!") {
				t.Errorf("%s: says %q", c.name, f.Msg)
			}
		}
		if got := strings.Join(versions, ", "); got != c.versions {
			t.Errorf("%s: versions %s, want %s", c.name, got, c.versions)
		}
		if got := strings.Join(faults, ", "); got != c.faults {
			t.Errorf("%s: faults\n%s\nwant\n%s", c.name, got, c.faults)
		}
	}
}

// What comes next has the number and the sum after the newest file, whether or not it can be read.
func TestNext(t *testing.T) {
	fsys := folder(t, 2)
	for _, c := range []struct {
		name  string
		spoil func()
		want  int
		of    string
	}{
		{"whole", func() {}, 3, Entry(2)},
		{"interrupted", func() { fsys[Manifest] = file(unfinished) }, 3, Entry(2)},
		{"newest not readable", func() { fsys[Entry(2)] = file("{") }, 3, Entry(2)},
	} {
		c.spoil()
		chain, err := Read(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if n, sum := chain.Next(); n != c.want || sum != dossier.Hash(fsys[c.of].Data) {
			t.Errorf("%s: %d after %s", c.name, n, sum)
		}
	}
	if n, sum := (&Chain{}).Next(); n != 1 || sum != "" {
		t.Errorf("the first is %d after %q", n, sum)
	}
}

// Papers are found by their sum, wherever they stand; one that is nowhere is named.
func TestLost(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(fsys fstest.MapFS)
		want  string
	}{
		{"all there", func(fstest.MapFS) {}, ""},
		{"kept under another version", func(f fstest.MapFS) {
			f["history/0002/old.pdf"] = f["history/0001/form.pdf"]
			delete(f, "history/0001/form.pdf")
		}, ""},
		{"interrupted", func(f fstest.MapFS) { // the newest are kept already
			f[Manifest], f["history/0003/form.pdf"], f["form.pdf"] = file(unfinished), f["form.pdf"], file("form 4")
		}, ""},
		{"one gone", func(f fstest.MapFS) { delete(f, "history/0001/form.pdf") }, "history/0001/form.pdf missing"},
		{"one changed", func(f fstest.MapFS) { f["history/0002/form.pdf"] = file("x") }, "history/0002/form.pdf changed"},
		{"the newest changed", func(f fstest.MapFS) { f["form.pdf"] = file("x") }, "form.pdf changed"},
		{"common to all, gone", func(f fstest.MapFS) { delete(f, "letter.pdf") }, "history/0001/letter.pdf missing, history/0002/letter.pdf missing, letter.pdf missing"},
	} {
		fsys := folder(t, 3)
		c.spoil(fsys)
		chain, err := Read(fsys)
		if err != nil || len(chain.Faults) > 0 {
			t.Fatal(err, chain.Faults)
		}
		lost, err := chain.Lost(fsys)
		var got []string
		for _, f := range lost {
			got = append(got, fmt.Sprint(f.File, " ", f.State))
		}
		if err != nil || strings.Join(got, ", ") != c.want {
			t.Errorf("%s: lost %v, %v; want %s", c.name, got, err, c.want)
		}
	}
}

func TestLatest(t *testing.T) {
	c := &Chain{}
	if c.Sent() != nil || c.Last() != nil {
		t.Error("a version of nothing")
	}
	for i, kind := range []dossier.Kind{dossier.Application, dossier.Application, dossier.Reply} {
		c.Versions = append(c.Versions, Version{Number: i + 1, Manifest: &dossier.Manifest{Kind: kind}})
	}
	if c.Sent().Number != 2 || c.Last().Number != 3 || c.Latest(dossier.Reply).Number != 3 || c.Latest("another") != nil {
		t.Errorf("sent is version %d, last %d", c.Sent().Number, c.Last().Number)
	}
}

func TestCorrected(t *testing.T) {
	c := &Chain{Versions: []Version{
		{Manifest: &dossier.Manifest{Day: "2026-11-22"}},
		{Manifest: &dossier.Manifest{Day: "2026-12-10", Request: &dossier.ManifestRequest{Items: []dossier.ManifestItem{
			{Kind: "document", Key: "passport"}, {Kind: "change", Key: "birth.date", Old: "1960-04-02", New: "1960-02-04"}, {Kind: "record", Key: "nir", Old: "1"},
		}}}},
	}}
	got := c.Corrected()
	if len(got) != 1 || got[0].Key != "birth.date" || got[0].Old != "1960-04-02" || got[0].New != "1960-02-04" || got[0].Day.String() != "2026-12-10" {
		t.Errorf("%+v", got)
	}
}

// What changed is said with the words of the form, a date and a box as a person reads them.
func TestAnswers(t *testing.T) {
	catalog, err := form.Load(forms.FS)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(id, text string) dossier.ManifestField { return dossier.ManifestField{ID: id, Text: text} }
	box := func(choice string, on bool) dossier.ManifestField {
		f := dossier.ManifestField{ID: "nationality", Box: true, On: on}
		if on {
			f.Choice = choice
		}
		return f
	}
	m := func(fields ...dossier.ManifestField) *dossier.Manifest {
		return &dossier.Manifest{Form: dossier.ManifestForm{Fields: fields}}
	}
	long := answer("address", "12 av du Gal Leclerc")
	long.Whole = "12 avenue du Général Leclerc"
	got := Answers(catalog.Form,
		m(answer("names", "DUPONT"), answer("birth_date", "02041960"), box("french", false), box("eea", true), box("other", false), answer("email", ""), answer("address", long.Whole), answer("phone", "1")),
		m(answer("names", "DUPONT"), answer("birth_date", "04021960"), box("french", true), box("eea", false), box("other", false), answer("email", "a@example.org"), long))
	want := []string{
		"birth_date | Your date of birth: 2 April 1960, 4 February 1960 | Date de naissance : 2 avril 1960, 4 février 1960",
		"nationality | Your nationality: EU/EEA/Switzerland, French | Nationalité : UE/EEE/Suisse, française",
		"phone | Your telephone number: 1,  | N° de téléphone : 1, ",
		"email | Your e-mail: , a@example.org | Courriel : , a@example.org",
	}
	var lines []string
	for _, c := range got {
		lines = append(lines, fmt.Sprintf("%s | %s: %s, %s | %s : %s, %s", c.Key, c.Label.EN, c.Before.EN, c.After.EN, c.Label.FR, c.Before.FR, c.After.FR))
	}
	if !slices.Equal(lines, want) {
		t.Errorf("%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

// A paper is the same under another key, and another under the same; one that could not be read was not there.
func TestEnclosed(t *testing.T) {
	enclosed := func(papers ...string) *dossier.Manifest { // title, file, sum
		m := &dossier.Manifest{}
		for i := 0; i < len(papers); i += 3 {
			n := i/3 + 2
			m.Parts = append(m.Parts, dossier.ManifestPart{Piece: n, Title: fmt.Sprintf("%d. %s", n, papers[i])})
			m.Inputs = append(m.Inputs, dossier.ManifestInput{Piece: n, Key: fmt.Sprintf("document[%d].file", i/3), File: papers[i+1], SHA256: papers[i+2], Pages: 1})
		}
		return m
	}
	before := enclosed("Passeport", "p.jpg", "1", "Bail", "b.pdf", "2", "RIB", "r.pdf", "3")
	after := enclosed("Bail", "c.pdf", "4", "Passeport", "p.jpg", "1", "Acte de mariage", "m.pdf", "5")
	after.Inputs = append(after.Inputs, dossier.ManifestInput{Key: "document[9].file", File: "lost.pdf", Error: "there is no such file"})
	var got []string
	for _, c := range Enclosed(before, after) {
		got = append(got, fmt.Sprintf("%s %s: %s, %s", c.Key, c.Label.FR, c.Before.EN, c.After.EN))
	}
	want := []string{"document[2].file RIB: r.pdf, 1 page(s), ", "document[0].file Bail: b.pdf, 1 page(s), c.pdf, 1 page(s)", "document[2].file Acte de mariage: , m.pdf, 1 page(s)"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if same := Enclosed(after, after); len(same) > 0 {
		t.Errorf("a version differs from itself in %v", same)
	}
}

func TestMaking(t *testing.T) {
	before := &dossier.Manifest{Program: "dossier 0.1.0", Versions: map[string]string{"go": "1.26.1"}, Form: dossier.ManifestForm{Edition: "15763*01-fr", SHA256: "0123456789"}}
	after := &dossier.Manifest{Program: "dossier 0.2.0", Versions: map[string]string{"go": "1.26.2", "more": "1"}, Form: dossier.ManifestForm{Edition: "15763*02-fr", SHA256: "abcdef0123"}}
	var got []string
	for _, c := range append(Making(before, after), Making(after, after)...) {
		got = append(got, fmt.Sprintf("%s %s: %s, %s", c.What, c.Label.EN, c.Before.EN, c.After.EN))
	}
	want := []string{"edition edition of the form: 15763*01-fr, 15763*02-fr", "program program: dossier 0.1.0, dossier 0.2.0", "program program: go 1.26.1, go 1.26.2"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	after.Form.Edition = before.Form.Edition
	if got := Making(before, after); got[0].Before.EN != "01234567" || got[0].After.FR != "abcdef01" {
		t.Errorf("another file of the same edition: %v", got[0])
	}
}
