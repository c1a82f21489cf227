package dossier

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/meter"
	"dossier/internal/pdf"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// manyPoor is the sound person with n papers more, and what is found when each is scanned badly: two things
// of each on average, half of them copies of another page.
func manyPoor(t *testing.T, n int) (*Job, []rule.Finding) {
	t.Helper()
	var b strings.Builder
	b.WriteString(sound)
	for i := range n {
		fmt.Fprintf(&b, "[[document]]\nkind = \"other\"\ntitle = \"Document d’exemple %d\"\nfile = \"%d.jpg\"\n", i+1, i+1)
	}
	j := jobOf(t, b.String())
	found := rule.Check(j.Applicant, today)
	pieces := Pieces(j.Applicant)
	pieces = pieces[len(pieces)-n:]
	kinds := []meter.Defect{
		{Kind: meter.Coarse, Value: 75}, {Kind: meter.Blurred}, {Kind: meter.Faint, Value: 14}, {Kind: meter.Light, Value: 13}, {Kind: meter.Dark, Value: 70},
		{Kind: meter.Askew, Value: 7}, {Kind: meter.Turned, Value: 180}, {Kind: meter.Cut, Side: meter.Left}, {Kind: meter.Blank},
	}
	for i, p := range pieces {
		at := meter.Place{Title: p.Title, Page: 1}
		found = append(found, kinds[i%len(kinds)].Finding(j.Applicant, p.Key(), at, at))
		if i >= len(kinds) {
			first := pieces[i%len(kinds)]
			found = append(found, meter.Defect{Kind: meter.Twin}.Finding(j.Applicant, p.Key(), at, meter.Place{Title: numberedTitle(first.Title, first.Number), Page: 1}))
		}
		if i%9 == 3 {
			found = append(found, rule.New(j.Applicant, rule.AttachmentDamaged, p.Key(), rule.Text{EN: "%s: %s", FR: "%s : %s"}, p.Title, inFrench("the JPEG picture is cut short: its end is missing")))
		}
	}
	rule.Sort(found)
	return j, found
}

// Many bad scans take few pages, and each thing found of them is said: what to do about it once.
func TestMemoOfManyScans(t *testing.T) {
	engine := started(t)
	for lang, most := range map[string]int{"en": 6, "fr": 7} {
		j, found := manyPoor(t, 71)
		j.Lang = lang
		pages := []int{2, 6, 2}
		for range Pieces(j.Applicant) {
			pages = append(pages, 1)
		}
		data, err := j.drawMemo(found, paper(pages...))
		if err != nil {
			t.Fatal(err)
		}
		if n := opened(t, data).Pages(); len(found) < 140 || n > most {
			t.Errorf("%s: %d findings take %d pages", lang, len(found), n)
		}
		text := bare(readAll(t, engine, data))
		for _, f := range found {
			for _, s := range []string{f.Fix.In(lang)[1:], f.Why(lang), f.Rule, f.Pos.String()} {
				if !strings.Contains(text, bare(s)) {
					t.Errorf("%s: %s: the memo does not say %q", lang, f.Said(lang), s)
				}
			}
		}
		for says, n := range map[rule.Text]int{
			{EN: "the page looks the same as piece", FR: "la page semble la même que la pièce"}:                           62,
			{EN: "the JPEG picture is cut short: its end is missing", FR: "l’image JPEG est tronquée : il manque sa fin"}: 8,
			{EN: "the picture is blurred", FR: "l’image est floue"}:                                                       8,
			{EN: "Scan it again with all four edges", FR: "Numérisez-la de nouveau, les quatre bords"}:                    1,
			{EN: "Compare the two", FR: "Comparez les deux"}:                                                              1,
			{EN: "For 62 papers: compare the two", FR: "Pour 62 pièces : comparez les deux"}:                              1,
		} {
			if got := strings.Count(strings.ToLower(text), strings.ToLower(bare(says.In(lang)))); got != n {
				t.Errorf("%s: %q is said %d times, want %d", lang, says.In(lang), got, n)
			}
		}
	}
}

// What is found of one paper stands under its title, the worst first, and is said for what it is once where
// many papers share it.
func TestMemoGroups(t *testing.T) {
	j, found := manyPoor(t, 40)
	m := memoir{lang: "en", c: j.rules(), french: FrenchFor(nil, j.Applicant), piece: map[int]int{}}
	for _, p := range Pieces(j.Applicant) {
		m.piece[p.Doc] = p.Number
	}
	var lines []string
	level := 4
	for _, n := range m.toSettle(found).Notes {
		if n.Level > level {
			t.Errorf("%q comes after what is less bad", n.Title)
		}
		level = n.Level
		if strings.HasPrefix(n.Title, "Document d’exemple 13 (") {
			for _, l := range append([]typeset.Note{{Level: n.Level, Title: n.Title, Small: n.Small}}, n.Lines...) {
				lines = append(lines, fmt.Sprintf("%d %s|%s|%s", l.Level, l.Title, l.Text, l.Small))
			}
		}
	}
	want := []string{
		"3 Document d’exemple 13 (piece 19)||me.toml:105",
		"3 The JPEG picture is cut short: its end is missing||",
		"2 Page 1: the picture is too light: the writing is darker than the paper by 13\u00a0% only||",
		"2 Page 1: the page looks the same as piece 10, page 1||",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("%q", lines)
	}
}

// Findings that differ only in their page are one, which has all pages; others stay as they are.
func TestOnPages(t *testing.T) {
	j := jobOf(t, sound)
	at := func(n int) meter.Place { return meter.Place{Title: rule.Text{EN: "Lease", FR: "Bail"}, Page: n} }
	blank := func(n int) rule.Finding {
		return meter.Defect{Kind: meter.Blank}.Finding(j.Applicant, "document[3].file", at(n), at(n))
	}
	twin := func(n, other int) rule.Finding {
		return meter.Defect{Kind: meter.Twin}.Finding(j.Applicant, "document[3].file", at(n), meter.Place{Title: rule.Text{EN: "RIB (piece 9)", FR: "RIB (pièce 9)"}, Page: other})
	}
	clip := func(n int, field string) rule.Finding {
		return j.about(Attachment{Piece: Pieces(j.Applicant)[3], condition: condition{clipped: []pdf.Clip{{Page: n, Field: field}}}})[0]
	}
	worse := blank(9)
	worse.Level = rule.Block
	for name, c := range map[string]struct {
		found  []rule.Finding
		en, fr []string
	}{
		"one":       {[]rule.Finding{blank(2)}, []string{"page 2: the page is blank"}, []string{"page 2 : la page est vide"}},
		"several":   {[]rule.Finding{blank(2), blank(4), blank(3), blank(10)}, []string{"pages 2–4, 10: the page is blank"}, []string{"pages 2–4, 10 : la page est vide"}},
		"two kinds": {[]rule.Finding{blank(2), clip(2, "a"), blank(3)}, []string{"pages 2–3: the page is blank", "on page 2 the value of the field “a” does not fit its box"}, nil},
		"fields": {[]rule.Finding{clip(1, "a"), clip(2, "a"), clip(2, "b")},
			[]string{"on pages 1–2 the value of the field “a” does not fit its box", "on page 2 the value of the field “b” does not fit its box"},
			[]string{"aux pages 1–2, la valeur du champ « a » ne tient pas dans sa case", "à la page 2, la valeur du champ « b » ne tient pas dans sa case"}},
		"levels": {[]rule.Finding{worse, blank(2)}, []string{"page 9: the page is blank", "page 2: the page is blank"}, nil},
		"copies": {[]rule.Finding{twin(3, 1), twin(4, 2), twin(5, 3), twin(6, 1)}, []string{"pages 3–5: the page looks the same as RIB (piece 9), pages 1–3", "page 6: the page looks the same as RIB (piece 9), page 1"},
			[]string{"pages 3–5 : la page semble la même que RIB (pièce 9), pages 1–3", "page 6 : la page semble la même que RIB (pièce 9), page 1"}},
	} {
		for lang, want := range map[string][]string{"en": c.en, "fr": c.fr} {
			m := memoir{lang: lang, c: j.rules(), piece: map[int]int{}}
			var got []string
			for _, f := range m.grouped(c.found)[0].lines {
				got = append(got, f.Said(lang))
			}
			if want != nil && !slices.Equal(got, want) {
				t.Errorf("%s, %s: %q, want %q", name, lang, got, want)
			}
		}
	}
}
