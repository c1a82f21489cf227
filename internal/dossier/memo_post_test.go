package dossier

import (
	flags "flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

var update = flags.Bool("update", false, "rewrite testdata/memo")

// fromRoot reads a file as it is named from the top of the repository.
func fromRoot(name string) ([]byte, error) { return os.ReadFile(filepath.Join("../..", name)) }

// personOn is the job of a profile of the repository on a day.
func personOn(t *testing.T, name string, day profile.Date) *Job {
	t.Helper()
	a, err := profile.Load(name, fromRoot)
	if err != nil {
		t.Fatal(err)
	}
	return &Job{Applicant: a, Day: day, Catalog: catalog, Read: fromRoot, Version: "test"}
}

// What the sheet says, word by word: of the demo, of a story that is complete and of one with much to settle.
func TestMemoGolden(t *testing.T) {
	engine := started(t)
	for _, c := range []struct {
		name, profile string
		day           profile.Date
	}{
		{"demo", "profiles/demo.toml", today},
		{"laura", "profiles/stories/laura.toml", profile.Date{Year: 2027, Month: 1, Day: 20}},
		{"laura-hosted", "profiles/stories/laura-hosted.toml", profile.Date{Year: 2027, Month: 1, Day: 26}},
	} {
		for _, lang := range []string{"en", "fr"} {
			j := personOn(t, c.profile, c.day)
			j.Lang = lang
			doc, err := engine.Open(papersOf(t, build(t, j))["before-you-post.pdf"])
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for i := range doc.Pages() {
				text, err := doc.Text(i)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&got, "[page %d]\n%s\n", i+1, strings.TrimSpace(strings.ReplaceAll(plain(text), "\r", "")))
				if !strings.Contains(plain(text), rule.Text{EN: "Private: for you alone", FR: "Privé : pour vous seulement"}.In(lang)) {
					t.Errorf("%s, %s: page %d does not say that it is private", c.name, lang, i+1)
				}
			}
			doc.Close()
			name := filepath.Join("testdata/memo", c.name+"."+lang+".txt")
			if *update {
				if err := os.WriteFile(name, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil || got.String() != string(want) {
				t.Errorf("%s says something else (-update rewrites it): %v\n%s", name, err, got.String())
			}
		}
	}
}

// The pages that the sheet names are those of dossier.pdf, on one side and on both.
func TestPrintingIsTheDossier(t *testing.T) {
	for name, j := range people(t) {
		for _, j.Duplex = range []bool{false, true} {
			d := build(t, j)
			p, total := printingOf(t, j, d), opened(t, papersOf(t, d)["dossier.pdf"]).Pages()
			var want, got []string
			for _, m := range d.Manifest.Parts {
				want = append(want, fmt.Sprint(m.Piece, m.From, m.To))
			}
			for _, part := range p.Parts {
				got = append(got, fmt.Sprint(part.Piece, part.From, part.To))
			}
			sheets := total
			if j.Duplex {
				sheets = (total + 1) / 2
			}
			if !slices.Equal(got, want) || p.pages() != total || p.sheets() != sheets || p.Duplex != j.Duplex {
				t.Errorf("%s: %v, %d sheets, want %v, %d", name, got, p.sheets(), want, sheets)
			}
			if p.SignForm != p.page(formPiece) || p.SignLetter < 1 || p.SignLetter > p.Parts[0].To {
				t.Errorf("%s: form signed on page %d, letter on %d", name, p.SignForm, p.SignLetter)
			}
		}
	}
}

// printingOf is the printing of a dossier that was built.
func printingOf(t *testing.T, j *Job, d *Dossier) Printing {
	t.Helper()
	attachments, _ := j.Attach(Pieces(j.Applicant))
	l, err := j.letter(attachments)
	if err != nil {
		t.Fatal(err)
	}
	drawn, layout, err := j.drawLetter(l)
	if err != nil {
		t.Fatal(err)
	}
	flat, err := j.Flat(d.Form)
	if err != nil {
		t.Fatal(err)
	}
	form, err := FormPart(flat)
	if err != nil {
		t.Fatal(err)
	}
	e, _, _, err := j.indexed(d.Form, form, drawn, attachments, d.Findings)
	if err != nil {
		t.Fatal(err)
	}
	return j.printing(d.Form, e, layout, l.Recipient)
}

// paper is a printing of a letter, a checklist, a form and pieces of so many pages.
func paper(pages ...int) Printing {
	p := Printing{Official: true, Recipient: []string{"CPAM d’Indre-et-Loire", "37035 TOURS CEDEX 9"}}
	for i, n := range pages {
		p.Parts = append(p.Parts, PrintedPart{Title: rule.Text{EN: fmt.Sprint("part ", i), FR: fmt.Sprint("partie ", i)}, Piece: max(0, i-1), From: p.pages() + 1, To: p.pages() + n})
	}
	p.SignLetter, p.SignForm = 1, p.page(formPiece)
	return p
}

func TestSheets(t *testing.T) {
	for _, c := range []struct {
		pages     []int
		one, both int
	}{
		{[]int{1, 1, 1}, 3, 3},
		{[]int{2, 2, 2, 4}, 10, 5},
		{[]int{1, 2, 3, 4}, 10, 6},
		{[]int{2, 2, 4, 4}, 12, 6}, // the same with the blank pages counted
	} {
		p := paper(c.pages...)
		one := p.sheets()
		p.Duplex = true
		if both := p.sheets(); one != c.one || both != c.both {
			t.Errorf("%v: %d and %d sheets", c.pages, one, both)
		}
	}
}

// sectionOf is the section under a title, as one text of ordinary spaces.
func sectionOf(t *testing.T, memo typeset.Memo, title string) string {
	t.Helper()
	for _, s := range memo.Sections {
		if plain(s.Title) != title {
			continue
		}
		texts := []string{s.Intro}
		for _, it := range s.Items {
			texts = append(texts, it.Label+": "+it.Text)
		}
		for _, tick := range s.Ticks {
			texts = append(texts, tick.Text)
		}
		texts = slices.Concat(texts, s.Points, s.Address)
		if s.Table != nil {
			for _, row := range s.Table.Rows {
				texts = append(texts, strings.Join(row, " | "))
			}
		}
		return plain(strings.TrimSpace(strings.Join(append(texts, s.Small), "\n")))
	}
	t.Fatalf("no section %q", title)
	return ""
}

// What the sheet says of paper, by what is printed and by what the profile says.
func TestMemoOfPaper(t *testing.T) {
	for name, c := range map[string]struct {
		change   []string
		pages    []int
		printing func(p *Printing)
		section  string
		says     string
		not      string
	}{
		"official form":      {nil, []int{2, 1, 4}, nil, "Sign by hand", "page 4: the form, part C", "preparation"},
		"page of the letter": {nil, []int{2, 1, 4}, func(p *Printing) { p.SignLetter = 2 }, "Sign by hand", "page 2 of dossier.pdf: the letter", ""},
		"sheet":              {nil, []int{2, 1, 1}, func(p *Printing) { p.Official = false }, "Sign by hand", "page 4: the official form, part C, once it takes the place", ""},
		"place unknown":      {nil, []int{2, 1, 1}, func(p *Printing) { p.SignForm = 0 }, "Sign by hand", "\nthe form, part C", "page 0"},
		"place and day":      {nil, []int{1, 1, 1}, nil, "Sign by hand", "on 22 November 2026: form and letter bear this date", "the day on"},
		"no place":           {[]string{"place = \"Tours\"\n", ""}, []int{1, 1, 1}, nil, "Sign by hand", "the place on the form\non 22 November 2026: form and letter bear this date", "the day on"},
		"no day":             {[]string{"date = 2026-11-22\n", ""}, []int{1, 1, 1}, nil, "Sign by hand", "the day on the form, as on the letter: 22 November 2026", ""},
		"neither":            {[]string{"place = \"Tours\"\ndate = 2026-11-22\n", ""}, []int{1, 1, 1}, nil, "Sign by hand", "place and day on the form, as on the letter: 22 November 2026", ""},
		"host": {[]string{"", "[[document]]\nkind = \"host statement\"\nfile = \"lease.pdf\""}, []int{1, 1, 1, 1, 1, 2, 1, 3, 1}, nil,
			"Sign by hand", "page 9: piece 6, signed and dated by your host, not by you", ""},
		"host, not in the dossier": {[]string{"", "[[document]]\nkind = \"host statement\"\nfile = \"lease.pdf\""}, []int{1, 1, 1}, nil, "Sign by hand", "the letter", "your host, not"},
		"photo":                    {nil, []int{1, 1, 1}, nil, "Keep back", "The photo of 35 × 45 mm", "You have an original"},
		"original":                 {[]string{"kind = \"birth certificate\"\n", "kind = \"birth certificate\"\ncopy = \"original\"\n"}, []int{1, 1, 1}, nil, "Keep back", "You have an original of piece 4, Birth certificate with parents: do not post it.", ""},
		"original without a file":  {[]string{"", "[[document]]\nkind = \"marriage certificate\"\ncopy = \"original\""}, []int{1, 1, 1}, nil, "Keep back", "You have an original, Marriage certificate: do not post it.", ""},
		"one side":                 {nil, []int{1, 2, 4, 1}, nil, "Print, in this order", "on one side of A4: 8 pages", "Blank"},
		"both sides": {nil, []int{2, 2, 4, 2}, func(p *Printing) { p.Duplex = true }, "Print, in this order",
			"on both sides of A4: 10 pages. Blank pages were added, so that each part begins on a front.", ""},
		"order":        {nil, []int{1, 2, 4, 1}, nil, "Print, in this order", "– | part 0 | 1\n– | part 1 | 2–3\n1 | part 2 | 4–7\n2 | part 3 | 8", ""},
		"one envelope": {nil, []int{1, 1, 1}, nil, "Envelope and weight", "3 sheets, about 20 g: 3 × 4.99 g (A4 of 80 g/m²) and 5 g of envelope\nEnvelope DL, 220 × 110 mm: with a window; fold twice, in three", "preparation"},
		"near":         {nil, []int{1, 1, 1}, nil, "Envelope and weight", "Letter up to 20 g: the price is on laposte.fr; near the limit of 20 g: weigh it", ""},
		"in two":       {nil, []int{1, 2, 4}, nil, "Envelope and weight", "Envelope C5, 229 × 162 mm: without a window; fold once, in two, and write the address on it\nLetter up to 100 g: the price is on laposte.fr\n", ""},
		"duplex sheets": {nil, []int{2, 2, 4, 2}, func(p *Printing) { p.Duplex = true }, "Envelope and weight",
			"5 sheets, about 30 g", ""},
		"registered":      {nil, []int{1, 2, 4}, func(p *Printing) { p.Registered = true }, "Envelope and weight", "Registered letter up to 50 g", ""},
		"too much":        {nil, []int{1, 2, 500}, nil, "Envelope and weight", "too much for one envelope of 30 mm: ask at the counter\nMore than 2 kg: too heavy for a letter: ask at the counter", "weigh it"},
		"sheet's pages":   {nil, []int{1, 1, 1}, func(p *Printing) { p.Official = false }, "Envelope and weight", "Counted with the preparation sheet", ""},
		"address":         {nil, []int{1, 1, 1}, nil, "Address, as on the letter", "CPAM d’Indre-et-Loire\n37035 TOURS CEDEX 9", ""},
		"proof":           {nil, []int{1, 1, 1}, nil, "Proof of posting", "Registered post is not required; it proves the day.", "It goes registered"},
		"registered slip": {nil, []int{1, 1, 1}, func(p *Printing) { p.Registered = true }, "Proof of posting", "It goes registered: keep the slip, then the notice.", "not required"},
	} {
		j := jobOf(t, changed(t, c.change...))
		p := paper(c.pages...)
		if c.printing != nil {
			c.printing(&p)
		}
		m := memoir{lang: "en", c: j.rules(), french: FrenchFor(nil, j.Applicant), piece: map[int]int{}}
		for _, piece := range Pieces(j.Applicant) {
			m.piece[piece.Doc] = piece.Number
		}
		got := "\n" + sectionOf(t, m.memo(nil, p), c.section)
		if !strings.Contains(got, c.says) || c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%s: not %q but %q in:%s", name, c.not, c.says, got)
		}
	}
}

// The address is that of the letter to the letter, whatever language the sheet is in.
func TestMemoAddress(t *testing.T) {
	engine := started(t)
	for _, lang := range []string{"en", "fr"} {
		j := personOn(t, "profiles/demo.toml", today)
		j.Lang = lang
		papers := papersOf(t, build(t, j))
		l := letterOf(t, j.Applicant)
		memo := readAll(t, engine, papers["before-you-post.pdf"])
		for _, line := range l.Recipient {
			if !strings.Contains(bare(memo), bare(line)) || !strings.Contains(bare(readAll(t, engine, papers["letter.pdf"])), bare(line)) {
				t.Errorf("%s: %q is not on both", lang, line)
			}
		}
	}
}
