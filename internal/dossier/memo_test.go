package dossier

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// late begins a month before the lease of the sound profile does, with a friend.
func late(t *testing.T) *Job {
	return jobOf(t, changed(t, "arrived = 2026-02-01", "arrived = 2026-08-10", "from = 2026-02-01\n[[document]]", "from = 2026-10-01\n[[address]]\nkind = \"hosted\"\nhost = \"Marie Dupont\"\nfrom = 2026-08-10\nto = 2026-09-30\n[[document]]",
		"file = \"lease.pdf\"\nfrom = 2026-02-01", "file = \"lease.pdf\"\nholder = \"Maude Tremblay\"\nfrom = 2026-10-01"))
}

// The memo says every finding with what to do, where and why, and how far residence is proven; it is in
// one language, and no page of it is in the dossier.
func TestMemo(t *testing.T) {
	engine := started(t)
	for lang, want := range map[string][]string{
		"en": {"Before you post", "Private: for you alone. Do not post this sheet.", "Residence to be proven", "5. Lease", "since 1 October 2026", "40 days", "September 2026",
			"arrival 10 Aug", "earliest day to post 11 Nov", "day of the request 22 Nov", "To chase for August and September 2026", "or post from 2 January 2027", "A lease or title deed older than three months"},
		"fr": {"Avant l’envoi", "Privé : pour vous seulement. N’envoyez pas cette feuille.", "Résidence à prouver", "5. Bail", "depuis le 1er octobre 2026", "40 jours", "septembre 2026",
			"arrivée 10 août", "premier jour d’envoi 11 nov.", "À chercher pour août et septembre 2026", "ou envoyez à partir du 2 janvier 2027", "Trois quittances de loyer successives"},
	} {
		j := late(t)
		j.Lang = lang
		d := build(t, j)
		text := bare(readAll(t, engine, papersOf(t, d)["before-you-post.pdf"]))
		for _, f := range d.Findings {
			want = append(want, f.Fix.In(lang)[1:], f.Why(lang), f.Key, f.Message.In(lang)[3:], f.Pos.String())
		}
		for _, s := range want {
			if !strings.Contains(text, bare(s)) {
				t.Errorf("%s: the memo does not say %q", lang, s)
			}
		}
		if strings.Contains(bare(readAll(t, engine, papersOf(t, d)["dossier.pdf"])), bare(want[1])) {
			t.Errorf("%s: the memo is in the dossier", lang)
		}
		pagesAddUp(t, d)
	}
}

func TestMemoLanguage(t *testing.T) {
	for lang, want := range map[string]string{"": "en-GB", "en": "en-GB", "fr": "fr-FR"} {
		j := jobOf(t, sound)
		j.Lang = lang
		data, err := j.drawMemo(nil, Printing{})
		if err != nil || !strings.Contains(string(data), "/Lang ("+want+")") {
			t.Errorf("%q: not in %s, %v", lang, want, err)
		}
	}
}

// The parts of the chart, as the memo has them before they are drawn.
func TestMemoChart(t *testing.T) {
	j := late(t)
	m := memoir{lang: "en", c: j.rules(), french: FrenchFor(nil), piece: map[int]int{3: 5}}
	memo := m.memo(nil, Printing{})
	if len(memo.Sections) != 4 {
		t.Fatalf("%d sections", len(memo.Sections))
	}
	c := memo.Sections[1].Chart
	if c.Days != 122 || c.From != 21 || c.To != 113 || len(c.Months) != 4 || c.Months[3] != (typeset.ChartMark{Day: 92, Label: "November 2026"}) {
		t.Errorf("%+v", c)
	}
	for i, want := range []string{"5. Lease: {61 113 0 since 1 October 2026}", "No proof: {21 60 2 40 days}"} {
		if got := fmt.Sprintf("%s: %v", c.Rows[i].Label, c.Rows[i].Bars[0]); got != want {
			t.Errorf("row %d is %s, want %s", i, got, want)
		}
	}
	if got := fmt.Sprint(c.Marks); plain(got) != "[{9 arrival 10 Aug} {102 earliest day to post 11 Nov} {113 day of the request 22 Nov}]" {
		t.Error(got)
	}
	if c.Rows[0].Note != "" {
		t.Errorf("a lease in the applicant's name is remarked on: %q", c.Rows[0].Note)
	}
	if got := fmt.Sprint(c.Key); got != "[{0 counts} {2 no proof}]" {
		t.Error(got)
	}
}

// More proofs than a reader takes in are counted, not drawn.
func TestMemoOfManyProofs(t *testing.T) {
	j := late(t)
	for i := range 200 {
		d := profile.Document{Kind: profile.HotelBill, File: "x.pdf", From: profile.Date{Year: 2026, Month: 10, Day: 1}, To: profile.Date{Year: 2026, Month: 10, Day: 28}}
		if i%2 == 0 {
			d.Kind = profile.HostStatement
			d.To = profile.Date{}
		}
		j.Applicant.Documents = append(j.Applicant.Documents, d)
	}
	m := memoir{lang: "en", c: j.rules(), french: FrenchFor(nil), piece: map[int]int{}}
	s := m.memo(nil, Printing{}).Sections[1]
	if n := len(s.Chart.Rows); n > rule.MostDrawn+1 {
		t.Errorf("%d rows", n)
	}
	if !strings.Contains(s.Intro, "Proofs that are not drawn, for there are too many: 1") {
		t.Error(s.Intro)
	}
	if last := s.Items[len(s.Items)-1]; !strings.Contains(last.Text, "other pairs of pieces: ") {
		t.Error(last)
	}
	if data, err := j.drawMemo(nil, Printing{}); err != nil || len(data) == 0 {
		t.Error(err)
	}
}

// Whoever has no three months to prove is shown none.
func TestMemoWithoutResidence(t *testing.T) {
	for name, j := range people(t) {
		data, err := j.drawMemo(rule.Check(j.Applicant, today), Printing{})
		if err != nil || len(data) == 0 {
			t.Errorf("%s: %v", name, err)
		}
		m := memoir{lang: "fr", c: j.rules(), french: FrenchFor(nil, j.Applicant)}
		want := 2 // what is to be settled, and what comes next
		switch l := m.c.Timeline(); {
		case l.Needed && l.Clear(): // what else would do is not said
			want = 3
		case l.Needed:
			want = 4
		}
		if n := len(m.memo(nil, Printing{}).Sections); n != want {
			t.Errorf("%s: %d sections, want %d", name, n, want)
		}
	}
}

// A finding about a paper has its title and its number in the envelope.
func TestMemoNamesPapers(t *testing.T) {
	j := jobOf(t, sound)
	m := memoir{lang: "en", c: j.rules(), piece: map[int]int{0: 2, 2: 4}, translation: map[int]int{2: 5}}
	for _, c := range []struct{ key, says, want string }{
		{"document[2].date", "some counters ask for one of less than three months", "Birth certificate with parents (piece 4): some counters ask for one of less than three months"},
		{"document[3].language", "Lease: this paper is not in French", "Lease: this paper is not in French"},
		{"document[3].file", "Lease, page 1: the page is blank", "Lease: page 1: the page is blank"},
		{"document[2].file", "Birth certificate with parents: there is no file x.pdf", "Birth certificate with parents (piece 4): there is no file x.pdf"},
		{"document[2].translation.translator", "who translated it?", "Birth certificate with parents, translation (piece 5): who translated it?"},
		{"document[2].translation.file", "Birth certificate with parents, translation, page 2: the page is blank", "Birth certificate with parents, translation (piece 5): page 2: the page is blank"},
		{"document[1]", "has no file", "Residence permit: has no file"},
		{"document[22].date", "of no paper", "Of no paper"},
		{"birth.date", "of no paper", "Of no paper"},
	} {
		f := rule.New(j.Applicant, "document-file", c.key, rule.Text{EN: c.says, FR: c.says})
		notes := m.toSettle([]rule.Finding{f}).Notes
		if len(notes) != 1 || notes[0].Title != c.want || len(notes[0].Lines) > 0 {
			t.Errorf("%s: %+v, want %q", c.key, notes, c.want)
		}
	}
}

// Days that fall together have one name, and what cannot be drawn does not stop the memo.
func TestMemoWords(t *testing.T) {
	j := jobOf(t, changed(t, "arrived = 2026-02-01", "arrived = 2026-08-21"))
	m := memoir{lang: "fr", c: j.rules(), french: FrenchFor(nil, j.Applicant)}
	if got := plain(fmt.Sprint(m.marks(m.c.Timeline()))); got != "[{20 arrivée 21 août} {113 jour de la demande, premier jour d’envoi 22 nov.}]" {
		t.Error(got)
	}
	if got := plain(m.say(rule.Text{FR: "李.toml : l'acte"})); got != "?.toml : l’acte" {
		t.Error(got)
	}
	j.Applicant.Name.First = []string{"Maude"}
	found := rule.New(j.Applicant, "attachment-missing", "document[0].file", rule.Text{EN: "%s", FR: "%s"}, "李")
	if _, err := j.drawMemo([]rule.Finding{found}, Printing{}); err != nil {
		t.Error(err)
	}
}
