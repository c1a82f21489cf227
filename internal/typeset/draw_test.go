package typeset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"pgregory.net/rapid"
)

type drawer interface {
	Draw(w io.Writer, m Meta) (Layout, error)
}

// a sheetDrawer draws a sheet as the other documents are drawn.
type sheetDrawer struct{ Sheet }

func (s sheetDrawer) Draw(w io.Writer, m Meta) (Layout, error) {
	_, err := s.Sheet.Draw(w, m)
	return Layout{Pages: 1}, err
}

func sampleSheet() Sheet {
	return Sheet{Banner: "FICHE", Title: Bi{"Titre", "sous-titre"}, Foot: "Pied", Groups: []Group{{Title: "A", Note: "Note", Rows: [][]Box{
		{{Field: "names", Label: Bi{"Nom", "de naissance"}}},
		{{Field: "birth", Label: Bi{"Né le", ""}, Cells: []int{2, 2, 4}}, {Field: "sex", Label: Bi{"Sexe", ""}, Choices: []Choice{{"f", "F"}, {"m", "M"}}}},
		{{Label: Bi{"Signature", ""}, Height: 20}},
	}}}}
}

func samples() map[string]drawer {
	reading := sampleLetter(3)
	reading.Watermark = "COPIE DE LECTURE"
	return map[string]drawer{
		"letter": sampleLetter(0), "statement": Letter{Title: "Attestation"}, "long letter": sampleLetter(7), "watermark": reading,
		"checklist": sampleChecklist(), "changes": sampleChanges(30), "sheet": sheetDrawer{sampleSheet()},
		"memo": sampleMemo(3), "long memo": sampleMemo(70), "empty memo": Memo{Sections: []MemoSection{{Chart: &Chart{}}}}, "empty letter": Letter{}, "empty checklist": Checklist{}, "empty changes": Changes{},
	}
}

func draw(t *testing.T, d drawer) ([]byte, Layout) {
	t.Helper()
	var b bytes.Buffer
	l, err := d.Draw(&b, sampleMeta)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), l
}

func TestPagesAndSameBytes(t *testing.T) {
	model.ConfigPath = "disable"
	for name, d := range samples() {
		data, l := draw(t, d)
		n, err := api.PageCount(bytes.NewReader(data), nil)
		if err != nil || n != l.Pages {
			t.Errorf("%s: %d pages drawn, %d said (%v)", name, n, l.Pages, err)
		}
		if again, _ := draw(t, d); !bytes.Equal(data, again) {
			t.Errorf("%s: other bytes the second time", name)
		}
	}
}

func TestMeta(t *testing.T) {
	model.ConfigPath = "disable"
	data, _ := draw(t, sampleLetter(0))
	ctx, err := api.ReadContext(bytes.NewReader(data), model.NewDefaultConfiguration())
	if err != nil {
		t.Fatal(err)
	}
	if ctx.Read.FileSize != int64(len(data)) || ctx.XRefTable.RootDict == nil {
		t.Error("the file is not whole")
	}
	lang, err := ctx.RootDict.StringEntryBytes("Lang")
	if err != nil || string(lang) != "fr-FR" {
		t.Errorf("language %q (%v)", lang, err)
	}
	info, err := ctx.DereferenceDict(*ctx.Info)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"Title": "Essai", "Author": "Élodie Łukasiewicz", "CreationDate": "D:20260302000000Z", "Producer": "dossier"} {
		if got, err := ctx.DereferenceStringEntryBytes(info, key); err != nil || decoded(got) != want {
			t.Errorf("%s: %q, want %q (%v)", key, decoded(got), want, err)
		}
	}
}

// decoded is a text of a PDF file.
func decoded(b []byte) string {
	if !bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return string(b)
	}
	var units []uint16
	for b = b[2:]; len(b) > 1; b = b[2:] {
		units = append(units, uint16(b[0])<<8|uint16(b[1]))
	}
	return string(utf16.Decode(units))
}

// Pages counts without drawing what is drawn.
func TestChecklistPages(t *testing.T) {
	seen := map[int]bool{}
	whole := sampleChecklist()
	for n := range 40 {
		c := whole
		c.Sections = nil
		for i := range n {
			s := whole.Sections[i%3]
			s.Items = s.Items[:1+i%len(s.Items)]
			c.Sections = append(c.Sections, s)
		}
		_, l := draw(t, c)
		if got := c.Pages(); got != l.Pages {
			t.Errorf("%d sections: %d pages told, %d drawn", n, got, l.Pages)
		}
		seen[l.Pages] = true
	}
	if !seen[1] || !seen[2] || !seen[5] {
		t.Errorf("not lists of one, two and many pages, but of %v", seen)
	}
}

func TestMissingGlyph(t *testing.T) {
	letter := func(change func(*Letter)) drawer { l := sampleLetter(0); change(&l); return l }
	memo := func(change func(*Memo)) drawer { m := sampleMemo(1); change(&m); return m }
	chart := func(change func(*Chart)) drawer {
		return memo(func(m *Memo) { change(m.Sections[1].Chart) })
	}
	list := func(change func(*Checklist)) drawer { c := sampleChecklist(); change(&c); return c }
	for name, d := range map[string]drawer{
		"sender":      letter(func(l *Letter) { l.Sender[1] += "中" }),
		"recipient":   letter(func(l *Letter) { l.Recipient[1] += "中" }),
		"notice":      letter(func(l *Letter) { l.Notice += "中" }),
		"date":        letter(func(l *Letter) { l.PlaceDate += "中" }),
		"reference":   letter(func(l *Letter) { l.References[0].Label += "中" }),
		"subject":     letter(func(l *Letter) { l.Subject += "中" }),
		"opening":     letter(func(l *Letter) { l.Opening += "中" }),
		"paragraph":   letter(func(l *Letter) { l.Body[0] += "中" }),
		"list item":   letter(func(l *Letter) { l.Body[2] += "中" }),
		"closing":     letter(func(l *Letter) { l.Closing += "中" }),
		"signer":      letter(func(l *Letter) { l.Signer += "中" }),
		"enclosure":   letter(func(l *Letter) { l.Enclosures[6] += "中" }),
		"letter mark": letter(func(l *Letter) { l.Mark += "中" }),
		"statement":   letter(func(l *Letter) { l.Title += "中" }),
		"watermark":   letter(func(l *Letter) { l.Watermark += "中" }),
		"title":       list(func(c *Checklist) { c.Title.EN += "中" }),
		"intro":       list(func(c *Checklist) { c.Intro[0].FR += "中" }),
		"fact":        list(func(c *Checklist) { c.Facts[3].Text += "中" }),
		"head":        list(func(c *Checklist) { c.Heads[1].FR += "中" }),
		"item":        list(func(c *Checklist) { c.Sections[1].Items[0].Title.FR += "中" }),
		"state":       list(func(c *Checklist) { c.Sections[1].Items[0].StateText.EN += "中" }),
		"pages":       list(func(c *Checklist) { c.Sections[1].Items[0].Pages += "中" }),
		"detail":      list(func(c *Checklist) { c.Sections[0].Items[3].Details[0].EN += "中" }),
		"flag":        list(func(c *Checklist) { c.Sections[0].Items[3].Flags[1].Text.FR += "中" }),
		"foot":        list(func(c *Checklist) { c.Foot.FR += "中" }),
		"memo":        memo(func(m *Memo) { m.Private += "中" }),
		"note":        memo(func(m *Memo) { m.Sections[0].Notes[0].Small += "中" }),
		"heading":     memo(func(m *Memo) { m.Sections[0].Notes[4].Small += "中" }),
		"line":        memo(func(m *Memo) { m.Sections[0].Notes[4].Lines[1].Title += "中" }),
		"line under":  memo(func(m *Memo) { m.Sections[0].Notes[5].Lines[1].Small += "中" }),
		"tick":        memo(func(m *Memo) { m.Sections[2].Ticks[1].Text += "中" }),
		"chart row":   chart(func(c *Chart) { c.Rows[0].Note += "中" }),
		"bar":         chart(func(c *Chart) { c.Rows[0].Bars[0].Text += "中" }),
		"month":       chart(func(c *Chart) { c.Months[0].Label += "中" }),
		"mark":        chart(func(c *Chart) { c.Marks[0].Label += "中" }),
		"key":         chart(func(c *Chart) { c.Key[0].Text += "中" }),
		"change":      Changes{Rows: []Change{{Before: "中"}}},
		"where":       Changes{Rows: []Change{{Where: "中"}}},
		"label":       sheetDrawer{Sheet{Groups: []Group{{Rows: [][]Box{{{Label: Bi{"中", ""}}}}}}}},
		"sheet foot":  sheetDrawer{Sheet{Foot: "中"}},
		"point":       memo(func(m *Memo) { m.Sections[5].Points[1] += "中" }),
		"address":     memo(func(m *Memo) { m.Sections[4].Address[0] += "中" }),
		"small":       memo(func(m *Memo) { m.Sections[4].Small += "中" }),
		"cell":        memo(func(m *Memo) { m.Sections[6].Table.Rows[8][2] += "中" }),
		"cell head":   memo(func(m *Memo) { m.Sections[6].Table.Columns[3].Head += "中" }),
	} {
		var b bytes.Buffer
		_, err := d.Draw(&b, sampleMeta)
		var glyph *GlyphError
		if !errors.As(err, &glyph) || glyph.Rune != '中' || !strings.Contains(err.Error(), "中") {
			t.Errorf("%s: error %v", name, err)
		}
		if b.Len() > 0 {
			t.Errorf("%s: something was written", name)
		}
	}
}

// A word is a word of a page as poppler finds it, in points from the upper left.
type word struct {
	X0   float64 `xml:"xMin,attr"`
	Y0   float64 `xml:"yMin,attr"`
	X1   float64 `xml:"xMax,attr"`
	Y1   float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// read returns the words of each page, by a program that is not ours.
func read(t *testing.T, data []byte) [][]word {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	cmd := exec.Command("pdftotext", "-bbox", "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	dec := xml.NewDecoder(bytes.NewReader(out))
	dec.Strict, dec.Entity = false, xml.HTMLEntity
	if err := dec.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	pages := make([][]word, len(doc.Pages))
	for i, p := range doc.Pages {
		pages[i] = p.Words
	}
	return pages
}

func joinWords(words []word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text + " ")
	}
	return b.String()
}

func TestTextIsRead(t *testing.T) {
	data, _ := draw(t, sampleLetter(0))
	text := joinWords(read(t, data)[0])
	for _, want := range []string{"née ŁUKASIEWICZ", "O’BRIEN", "RELATIONS INTERNATIONALES", "l’assurance maladie", "Pièces jointes (7)", "7. RIB"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter does not say %q", want)
		}
	}
}

func TestRecipientInTheWindow(t *testing.T) {
	line38 := "RESIDENCE DES GRANDS MARRONNIERS BAT W"
	for name, c := range map[string]struct {
		lines []string
		fits  bool
	}{
		"one line":              {[]string{"CPAM"}, true},
		"six of 38":             {[]string{line38, line38, line38, line38, line38, line38}, true},
		"three of wide letters": {slices.Repeat([]string{strings.Repeat("W", 28)}, 3), true},
		"six of an address":     {[]string{"CPAM de Rouen-Elbeuf-Dieppe-Seine-", "Maritime", "Relations internationales", "128 BD DU MARECHAL JEAN MARIE DELADIER", "CS 76039", "76039 ROUEN CEDEX 1"}, true},
		"more than it can be":   {strings.Split(strings.Repeat(line38+"\n", 14), "\n"), false},
	} {
		l := sampleLetter(0)
		l.Recipient = c.lines
		data, out := draw(t, l)
		if out.WindowFits != c.fits {
			t.Errorf("%s: in the window %v, want %v", name, out.WindowFits, c.fits)
		}
		if c.fits {
			inWindow(t, name, read(t, data)[0], c.lines)
		}
	}
}

// inWindow holds that the address is in the window of the envelope, 8.5 × 3.3 cm and 11 cm from the left, be it
// 5.5 or 5 cm from the top, and that nothing else shows in it wherever the sheet lies in a DL envelope.
func inWindow(t *testing.T, name string, words []word, address []string) {
	t.Helper()
	text := " " + strings.Join(address, " ") + " "
	found := 0
	for _, w := range words {
		x0, x1, y0, y1 := w.X0*pointMM, w.X1*pointMM, w.Y0*pointMM, w.Y1*pointMM
		inside := x0 >= 110-0.1 && x1 <= 195 && y0 >= 55 && y1 <= 83
		switch shows := x1 > 110-10 && y1 > 50-11 && y0 < 88+11; {
		case inside && strings.Contains(text, " "+w.Text+" "):
			found++
		case shows:
			t.Errorf("%s: %q shows in the window or lies over its edge, at %.1f–%.1f × %.1f–%.1f mm", name, w.Text, x0, x1, y0, y1)
		}
	}
	if want := len(strings.Fields(text)); found < want {
		t.Errorf("%s: %d words of the address in the window, of %d", name, found, want)
	}
}

// Of a sender with many lines nothing comes near the window, and nothing of a notice does.
func TestSenderOutsideTheWindow(t *testing.T) {
	l := sampleLetter(0)
	l.Sender = append(l.Sender, "Foyer de jeunes travailleurs des Grands Marronniers de la Rive-Haute", "bâtiment W, escalier M, porte 1234", strings.Repeat("W", 60))
	data, _ := draw(t, l)
	inWindow(t, "long sender", read(t, data)[0], l.Recipient)
}

func TestLinesWithTheSignature(t *testing.T) {
	ends := map[int]bool{}
	for n := 1; n < 200; n += 4 {
		l := sampleLetter(0)
		l.Body = append(l.Body, strings.Repeat("ligne ", n)+"fin.")
		data, out := draw(t, l)
		words := read(t, data)[out.SignaturePage-1]
		before, closing := map[int]bool{}, false
		for _, w := range words {
			closing = closing || w.Text == "prie" && strings.Contains(joinWords(words), "Je vous prie d’agréer")
			if w.Text == "d’agréer," {
				break
			}
			if w.Y0 > letterNext/pointMM {
				before[int(w.Y0)] = true
			}
		}
		if !closing {
			t.Fatalf("%d words: no closing on the page with the signature", n)
		}
		if len(before) < 3 { // the closing's own line is one of them
			t.Errorf("%d words: %d lines on the page of the signature before the name", n, len(before))
		}
		ends[out.SignaturePage] = true
	}
	if !ends[1] || !ends[2] {
		t.Errorf("the letters end on pages %v: none is near the foot of a page", ends)
	}
}

func TestOnePageWhenItCanBe(t *testing.T) {
	l := sampleLetter(0)
	for n := 0; ; n++ {
		l.Body = append(l.Body, French("Une ligne de plus, assez courte pour tenir dans la largeur."))
		_, out := draw(t, l)
		if out.Pages == 2 {
			if n < 2 {
				t.Errorf("two pages with %d lines more: no closer setting was taken", n)
			}
			return
		}
	}
}

// The first page of a letter that goes on is full but for what stays with the closing.
func TestFirstPageIsFull(t *testing.T) {
	for n := range 40 {
		l := sampleLetter(0)
		l.Body = append(l.Body, strings.Repeat("mot ", 20*n)+"fin.", French("Deux lignes d’un paragraphe qui va en principe avec la formule de politesse, et dont la seconde est courte."))
		data, out := draw(t, l)
		if out.Pages == 1 {
			continue
		}
		last := 0.0
		for _, w := range read(t, data)[0] {
			if y := w.Y1 * pointMM; y < 283 { // the number of the page stands below
				last = max(last, y)
			}
		}
		if last < 240 {
			t.Errorf("%d words: the first page ends at %.0f mm", 20*n, last)
		}
	}
}

// Enclosures too many for the first page go over together, and leave closing and signature on it.
func TestEnclosuresGoOver(t *testing.T) {
	l := sampleLetter(0)
	l.Body = append(l.Body, strings.Repeat("mot ", 60)+"fin.")
	for n := range 8 {
		l.Enclosures = append(l.Enclosures, fmt.Sprintf("%d. Facture d’énergie", 8+n))
	}
	data, out := draw(t, l)
	if out.Pages != 2 || out.SignaturePage != 1 {
		t.Errorf("%+v", out)
	}
	if text := joinWords(read(t, data)[1]); strings.Contains(text, "agréer") || !strings.Contains(text, "1. Formulaire") || !strings.Contains(text, "15. Facture") {
		t.Errorf("the second page has not just the enclosures: %s", text)
	}
	for n := range 60 {
		l.Enclosures = append(l.Enclosures, fmt.Sprintf("%d. Facture d’énergie", 16+n))
	}
	if _, out := draw(t, l); out.Pages != 3 {
		t.Errorf("%d pages with 75 enclosures", out.Pages)
	}
}

// However many the enclosures and long the text: the title stands over the first two, no enclosure is torn,
// none stands alone on the last page, and only a list higher than a page is parted.
func TestEnclosuresAreNotTorn(t *testing.T) {
	parted, over := 0, 0
	for n := 1; n < 90; n += 2 {
		l := sampleLetter(n % 3)
		l.Enclosures = nil
		for i := range n {
			text := fmt.Sprintf("E%d. Facture d’énergie", i)
			if i%4 == 3 {
				text += strings.Repeat(" du logement que nous louons ensemble", 5) + " fin."
			}
			l.Enclosures = append(l.Enclosures, text)
		}
		data, out := draw(t, l)
		on := map[int]int{} // how many begin on a page
		for i, words := range read(t, data) {
			for _, w := range words {
				if strings.HasPrefix(w.Text, "E") && strings.HasSuffix(w.Text, ".") {
					on[i+1]++
				}
			}
			text := joinWords(words)
			if strings.Contains(text, l.EnclosuresTitle) && !strings.Contains(text, "E0.") || n > 1 && strings.Contains(text, "E0.") != strings.Contains(text, "E1.") {
				t.Errorf("%d enclosures, page %d: the title or the first stands alone:\n%s", n, i+1, text)
			}
			if long := strings.Count(text, "du logement que nous louons ensemble du logement que nous louons ensemble"); strings.Count(text, " fin.") != strings.Count(text, "énergie du") || long != 2*strings.Count(text, " fin.") {
				t.Errorf("%d enclosures, page %d: one is torn:\n%s", n, i+1, text)
			}
		}
		if n > 1 && on[out.Pages] == 1 {
			t.Errorf("%d enclosures: one stands alone on page %d", n, out.Pages)
		}
		if len(on) > 1 {
			parted++
			if n < 35 {
				t.Errorf("%d enclosures are parted: %v", n, on)
			}
		} else if out.SignaturePage < out.Pages {
			over++
		}
	}
	if parted == 0 || over == 0 {
		t.Errorf("%d lists are parted, %d go over", parted, over)
	}
}

// The note at the end of a list never stands alone on its last page.
func TestClosingNoteHasCompany(t *testing.T) {
	pages := map[int]bool{}
	for n := range 60 {
		c := Checklist{Title: Bi{FR: "Bordereau"}, Sections: []Section{{Title: Bi{FR: "Pièces"}}}, Foot: Bi{FR: "Gardez les originaux."}}
		ch := Changes{Title: Bi{FR: "Modifications"}, Foot: Bi{FR: "Gardez les originaux."}}
		for i := range n + 1 {
			c.Sections[0].Items = append(c.Sections[0].Items, Item{Number: fmt.Sprint(i), Title: Bi{FR: "Facture"}, StateText: Bi{FR: "jointe"}})
			ch.Rows = append(ch.Rows, Change{Field: Bi{FR: "Facture"}, Before: "jointe"})
		}
		for name, d := range map[string]drawer{"checklist": c, "changes": ch} {
			data, out := draw(t, d)
			pages[out.Pages] = true
			if text := joinWords(read(t, data)[out.Pages-1]); !strings.Contains(text, "Gardez") || !strings.Contains(text, "jointe") {
				t.Errorf("%s of %d: the last page has just %q", name, n+1, text)
			}
		}
	}
	if !pages[1] || !pages[2] || !pages[3] {
		t.Errorf("pages: %v", pages)
	}
}

// A statement has its title in the middle, no address, and is dated over the signature.
func TestStatement(t *testing.T) {
	l := Letter{Sender: []string{"Sylvie Marchetaux"}, Title: "Attestation d’hébergement", Body: []string{"Je soussignée atteste."},
		PlaceDate: "Fait à ____\nle ____", Signer: "Sylvie Marchetaux", EnclosuresTitle: "Pièces jointes", Enclosures: []string{"1. Copie"}, Mark: "Copie de lecture"}
	data, out := draw(t, l)
	if out.Pages != 1 || out.SignaturePage != 1 {
		t.Errorf("%+v", out)
	}
	at := map[string]word{}
	for _, w := range read(t, data)[0] {
		at[w.Text] = w
	}
	if mid := (at["Attestation"].X0 + at["d’hébergement"].X1) / 2 * pointMM; mid < 104.5 || mid > 105.5 {
		t.Errorf("the middle of the title is at %.1f mm", mid)
	}
	var order []float64
	for _, w := range []string{"Copie", "Attestation", "soussignée", "Fait", "le"} {
		order = append(order, at[w].Y0)
	}
	order[0] = 0 // of the list below as well
	if !slices.IsSorted(order) {
		t.Errorf("title, text, place and day stand at %v", order)
	}
}

// Each page of a marked letter says what it is.
func TestMarkOnEachPage(t *testing.T) {
	l := sampleLetter(7)
	l.Mark = "Copie de lecture : " + strings.Repeat("à ne pas poster, ", 12)
	data, out := draw(t, l)
	pages := read(t, data)
	if out.Pages < 2 {
		t.Fatal("one page")
	}
	for i, page := range pages {
		if text := joinWords(page); !strings.Contains(text, "Copie de lecture") {
			t.Errorf("page %d is not marked", i+1)
		}
		for _, w := range page {
			if w.Text == "poster," && w.X1*pointMM > letterLeft+letterWidth {
				t.Errorf("page %d: the mark is wider than the text", i+1)
			}
		}
	}
	inWindow(t, "marked", pages[0], l.Recipient)
}

func TestNothingOverflowsOrOverlaps(t *testing.T) {
	l := sampleLetter(2)
	l.Sender = append(l.Sender, longWord, strings.Repeat("W", 999))
	l.Recipient = append(l.Recipient, longWord)
	l.Notice, l.PlaceDate, l.Subject, l.Signer, l.Closing = longWord, longWord, longWord, longWord, longWord
	l.References = append(l.References, Pair{Label: longWord, Text: longWord})
	l.Body = append(l.Body, longWord, "– "+longWord)
	l.Enclosures = append(l.Enclosures, longWord)
	c := sampleChecklist()
	long := Bi{longWord, longWord}
	c.Title, c.Foot, c.Heads, c.Facts[0] = long, long, [2]Bi{long, long}, Pair{Label: longWord, Text: longWord}
	c.Sections[0].Title = long
	c.Sections[0].Items[3] = Item{Number: "1234567890", Title: long, StateText: long, Pages: longWord, Details: []Bi{long}, Flags: []Flag{{long, long, 2}}}
	for i := range 30 { // an item higher than a page
		c.Sections[1].Items[0].Details = append(c.Sections[1].Items[0].Details, Bi{fmt.Sprint(i, longWord), longWord})
	}
	ch := sampleChanges(3)
	ch.Rows[1] = Change{Field: long, Where: longWord, Before: longWord, After: strings.Repeat(longWord+" ", 20)}
	m := sampleMemo(30)
	m.Title, m.Private, m.Intro = longWord, longWord, longWord
	m.Sections[0].Title, m.Sections[0].Intro = longWord, longWord
	m.Sections[0].Notes[1] = Note{Level: 2, Title: longWord, Text: longWord, Small: strings.Repeat(longWord+" ", 80)} // higher than a page
	m.Sections[0].Notes[4] = Note{Title: longWord, Small: longWord, Lines: []Note{{Title: strings.Repeat(longWord+" ", 80)}, {Level: 2, Title: longWord}}}
	m.Sections[0].Notes[5] = Note{Title: longWord, Small: longWord, Lines: []Note{{Title: longWord, Text: longWord, Small: strings.Repeat(longWord+" ", 80)}, {Level: 2, Title: longWord}}}
	m.Sections[3].Title, m.Sections[4].Address[1], m.Sections[5].Points[0], m.Sections[6].Small = longWord, longWord, longWord, longWord
	m.Sections[6].Table.Rows[3] = []string{longWord, longWord, longWord, longWord}
	m.Sections[1].Items[0], m.Sections[2].Ticks[0].Text = Pair{Label: longWord, Text: longWord}, longWord
	m.Sections[1].Chart.Rows[2] = ChartRow{Label: longWord, Note: longWord, Bars: []ChartBar{{3, 9, Outline, longWord}}}
	m.Sections[1].Chart.Rows[3].Label = strings.Repeat(longWord+" ", 30) // higher than a page
	m.Sections[1].Chart.Key[1].Text = longWord
	for name, d := range map[string]drawer{"letter": l, "checklist": c, "changes": ch, "memo": m} {
		data, _ := draw(t, d)
		for i, page := range read(t, data) {
			apart(t, fmt.Sprintf("%s, page %d", name, i+1), page)
		}
	}
}

// apart reports words outside the margins, of 14 mm, and words that lie on one another.
func apart(t *testing.T, where string, words []word) {
	t.Helper()
	const margin = 14 / pointMM
	for i, a := range words {
		if a.X0 < margin || a.X1 > sheetWidth/pointMM-margin || a.Y0 < 10/pointMM || a.Y1 > (sheetHeight-8)/pointMM {
			t.Errorf("%s: %.20q… is in the margin", where, a.Text)
		}
		for _, b := range words[i+1:] {
			wide := min(a.X1, b.X1) - max(a.X0, b.X0)
			high := min(a.Y1, b.Y1) - max(a.Y0, b.Y0)
			if wide > 1 && high > 0.4*min(a.Y1-a.Y0, b.Y1-b.Y0) {
				t.Errorf("%s: %.20q… lies on %.20q…", where, a.Text, b.Text)
			}
		}
	}
}

// Wherever the days of note fall, each name stands whole on the page, none lies on another, and no line
// goes through a name.
func TestNamesOfDaysStandApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Chart{Days: rapid.IntRange(28, 160).Draw(t, "days")}
		for i := range rapid.IntRange(0, 3).Draw(t, "marks") {
			c.Marks = append(c.Marks, ChartMark{rapid.IntRange(0, c.Days-1).Draw(t, "day"), []string{"arrivée 23 oct.", "premier jour d’envoi 24 janv.", "jour de la demande 22 janv."}[i]})
		}
		c.Marks = slices.CompactFunc(c.Marks, func(x, y ChartMark) bool { return x.Day == y.Day })
		if len(c.Marks) == 3 && c.Marks[0].Day == c.Marks[2].Day {
			return // one label for both
		}
		placed := newPaper(sampleMeta).flags(c)
		for i, f := range placed {
			if f.from < listLeft-slack || f.to > listRight+slack || f.x < f.from-3 || f.x > f.to+3 {
				t.Fatalf("%q stands from %.1f to %.1f for a line at %.1f", f.text, f.from, f.to, f.x)
			}
			for _, g := range placed[:i] {
				if f.touches(g) {
					t.Fatalf("%+v lies on %+v", f, g)
				}
			}
		}
		if len(placed) != len(c.Marks) {
			t.Fatalf("%d of %d", len(placed), len(c.Marks))
		}
	})
}

// The months stand above the rows on every page of a long chart, and nothing private goes without its mark.
func TestLongMemo(t *testing.T) {
	data, out := draw(t, sampleMemo(70))
	if out.Pages < 4 {
		t.Fatalf("%d pages", out.Pages)
	}
	for i, page := range read(t, data) {
		text := joinWords(page)
		if strings.Contains(text, "Quittance") && !strings.Contains(text, "novembre 2026") {
			t.Errorf("page %d has rows without months", i+1)
		}
		if !strings.Contains(text, "n’envoyez pas cette feuille") {
			t.Errorf("page %d does not say that it is private", i+1)
		}
		apart(t, fmt.Sprint("page ", i+1), page)
	}
}

// Sections stand beside each other where they are short, and one under the other where they are not; rows
// abreast stay on one page, in parts if they are many.
func TestMemoBeside(t *testing.T) {
	at := func(words []word, text string) word {
		i := slices.IndexFunc(words, func(w word) bool { return w.Text == text })
		if i < 0 {
			t.Fatalf("no page has %q", text)
		}
		return words[i]
	}
	many := strings.Split(strings.Repeat("Point à garder ", 40), " ")
	for _, c := range []struct {
		points []string
		beside bool
	}{{[]string{"Point à garder"}, true}, {many, false}} {
		m := Memo{Sections: []MemoSection{{Title: "Gauche"}, {Title: "Adresse", Address: []string{"CPAM"}, Beside: true}, {Title: "Preuve", Points: c.points, Beside: true}}}
		data, _ := draw(t, m)
		words := slices.Concat(read(t, data)...)
		left, address, proof := at(words, "Gauche"), at(words, "Adresse"), at(words, "Preuve")
		if beside := left.Y0 == address.Y0 && left.X1 < address.X0 && address.X0 == proof.X0 && address.Y1 < proof.Y0; beside != c.beside {
			t.Errorf("%d points: beside %v: %v, %v, %v", len(c.points), beside, left, address, proof)
		}
	}
	for n, c := range map[int]struct{ pages, beside int }{20: {1, 11}, 100: {2, 7}, 1000: {22, 9}} { // beside the first stands which
		data, l := draw(t, Memo{Title: "Avant l’envoi", Private: "Privé", Sections: []MemoSection{{Title: "Imprimer", Table: sampleTable(n)}}})
		words := slices.Concat(read(t, data)...)
		first, second := at(words, "Reçu1"), at(words, fmt.Sprintf("Reçu%d", c.beside))
		if l.Pages != c.pages || first.Y0 != second.Y0 || first.X0 >= second.X0 {
			t.Errorf("%d rows: %d pages, at %v and %v", n, l.Pages, first, second)
		}
		rows := 0
		for _, w := range words {
			if strings.HasPrefix(w.Text, "Reçu") {
				rows++
			}
		}
		if rows != n {
			t.Errorf("%d of %d rows are there", rows, n)
		}
	}
}

// Wherever a page ends, the title of a section stands over its first line.
func TestMemoTitleStaysWithItsSection(t *testing.T) {
	for n := range 24 {
		first := MemoSection{Title: "À régler"}
		for range n {
			first.Notes = append(first.Notes, Note{Level: 1, Title: "Une pièce manque", Text: "joignez-la"})
		}
		for _, second := range []MemoSection{
			{Title: "Titre", Intro: "Début", Ticks: []Tick{{Text: "Case"}, {Text: "autre"}}},
			{Title: "Titre", Notes: []Note{{Title: "Début", Text: "joignez-la"}}},
		} {
			data, _ := draw(t, Memo{Title: "Avant l’envoi", Private: "Privé", Sections: []MemoSection{first, second}})
			for i, page := range read(t, data) {
				text := joinWords(page)
				if strings.Contains(text, "Titre") != strings.Contains(text, "Début") || second.Intro != "" && strings.Contains(text, "Titre") != strings.Contains(text, "Case") {
					t.Errorf("%d notes, page %d: the title stands alone:\n%s", n, i+1, text)
				}
			}
		}
	}
}

func TestSheetSlots(t *testing.T) {
	slots, err := sampleSheet().Draw(io.Discard, sampleMeta)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range slots {
		got = append(got, fmt.Sprintf("%s/%s/%d", s.Field, s.State, s.Cells))
		if s.Rect[0] < 0 || s.Rect[2] > 595.3 || s.Rect[1] < 0 || s.Rect[3] > 842 || s.Rect[0] >= s.Rect[2] || s.Rect[1] >= s.Rect[3] {
			t.Errorf("%s lies at %v", s.Field, s.Rect)
		}
	}
	if want := "names//0 birth//8 sex/f/0 sex/m/0"; strings.Join(got, " ") != want {
		t.Errorf("slots %v, want %s", got, want)
	}
	high := Sheet{Groups: []Group{{Rows: [][]Box{{{Height: 400}}}}}}
	if _, err := high.Draw(io.Discard, sampleMeta); err == nil {
		t.Error("a box of 400 mm is taken")
	}
}
