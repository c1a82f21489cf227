package adopt

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/jung-kurt/gofpdf"

	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// official is the form as the State publishes it, when it is at hand.
func official(t *testing.T) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "forms", "official", "s1106-15763-01-fr.pdf"))
	if err != nil {
		t.Skip("the official form is not at hand: ", err)
	}
	return data
}

// A print is the official form taken apart, so that it can be printed again in another way.
type print struct {
	rules  []proof.Rule
	boxes  []proof.Box
	texts  []text
	fields []truth
	size   gofpdf.SizeType // of the page; none is that of the form
	flat   bool            // without fields
	paper  []byte          // the form as it was drawn, to be used instead
}

type text struct {
	x, base, size float64
	width         float64 // that it may take
	words         string
}

// A truth is where an answer goes.
type truth struct {
	id     string // as Match.ID
	name   string
	state  string
	cells  int
	maxLen int
	rect   pdf.Rect
	home   pdf.Rect // where the form is printed for it, wherever its field is moved
	gone   bool     // the file has no field for it
}

// takeApart reads the official form: its drawing with PDFium, its fields from the table that other
// tests hold against the file.
func takeApart(t *testing.T) print {
	t.Helper()
	blank := official(t)
	file, err := pdf.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := engine.Open(blank)
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	s, err := readSheet(doc, file, 1)
	if err != nil {
		t.Fatal(err)
	}
	shapes, err := doc.Shapes(0)
	if err != nil {
		t.Fatal(err)
	}
	p := print{rules: shapes.Rules, boxes: shapes.Boxes}
	for _, seg := range s.segments {
		start := 0
		for i := range seg { // an arrow or a brace is set apart from the words
			if i+1 == len(seg) || seg[i+1].size < 0.8*seg[i].size || seg[i+1].x0-seg[i].x1 > 4 {
				part := seg[start : i+1]
				p.texts = append(p.texts, text{part[0].x0, part[0].base, part[len(part)-1].size, part.rect().width(), part.String()})
				start = i + 1
			}
		}
	}
	e, ok := catalog(t).Recognise(blank)
	if !ok {
		t.Fatal("the official form is not recognised")
	}
	p.fields = truths(e, file)
	return p
}

func truths(e *form.Edition, file *pdf.File) []truth {
	maxLen := map[string]int{}
	whole := map[string]pdf.Rect{}
	for _, f := range file.Fields() {
		maxLen[f.Name] = f.MaxLen
		whole[f.Name] = f.Widgets[0].Rect
	}
	var all []truth
	for _, f := range e.Fields {
		if len(f.Boxes) == 0 {
			all = append(all, truth{id: f.ID, name: f.Name, cells: f.Cells, maxLen: maxLen[f.Name], rect: whole[f.Name], home: whole[f.Name]})
		}
		for _, choice := range []string{"french", "eea", "yes", "none", "other"} {
			if r := f.Boxes[choice]; r != nil {
				at := pdf.Rect{X0: r[0], Y0: r[1], X1: r[2], Y1: r[3]}
				all = append(all, truth{id: f.ID + "." + choice, name: f.Name, state: f.States[choice], rect: at, home: at})
			}
		}
	}
	return all
}

// blank prints it, with its fields unless flat.
func (p print) blank(t *testing.T, flat bool) []byte {
	t.Helper()
	drawn := p.draw(t)
	if flat {
		return drawn
	}
	base, err := pdf.Open(drawn)
	if err != nil {
		t.Fatal(err)
	}
	var fields []pdf.NewField
	for _, f := range p.fields {
		if f.gone {
			continue
		}
		fields = append(fields, pdf.NewField{Name: f.name, Page: 1, Rect: f.rect, MaxLen: f.maxLen, Comb: f.maxLen > 0, State: f.state})
	}
	var out bytes.Buffer
	if err := pdf.AddFields(&out, base, fields); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (p print) draw(t *testing.T) []byte {
	t.Helper()
	if p.paper != nil {
		return p.paper
	}
	w, h := 595.22, 842.0
	if p.size.Wd != 0 {
		w, h = p.size.Wd, p.size.Ht
	}
	doc := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: w, Ht: h}})
	doc.SetAutoPageBreak(false, 0)
	doc.SetMargins(0, 0, 0)
	doc.AddUTF8FontFromBytes("serif", "", liberationserifregular.TTF)
	doc.AddPage()
	// The large tints first: what is painted later hides what was before.
	for _, b := range p.boxes {
		style := ""
		if b.Filled {
			doc.SetFillColor(int(b.Fill[0]), int(b.Fill[1]), int(b.Fill[2]))
			style += "F"
		}
		if b.Stroked {
			doc.SetDrawColor(int(b.Line[0]), int(b.Line[1]), int(b.Line[2]))
			style += "D"
		}
		doc.SetLineWidth(0.5)
		doc.Rect(b.Left, h-b.Top, b.Right-b.Left, b.Top-b.Bottom, style)
	}
	for _, r := range p.rules {
		doc.SetDrawColor(int(r.Ink[0]), int(r.Ink[1]), int(r.Ink[2]))
		if r.Dashed {
			doc.SetDashPattern([]float64{1, 1.5}, 0)
		} else {
			doc.SetDashPattern(nil, 0)
		}
		x, y := (r.Left+r.Right)/2, h-(r.Bottom+r.Top)/2
		if r.Upright {
			doc.SetLineWidth(r.Right - r.Left)
			doc.Line(x, h-r.Top, x, h-r.Bottom)
		} else {
			doc.SetLineWidth(r.Top - r.Bottom)
			doc.Line(r.Left, y, r.Right, y)
		}
	}
	for _, s := range p.texts {
		doc.SetFont("serif", "", s.size)
		if w := doc.GetStringWidth(s.words); w > s.width {
			doc.SetFont("serif", "", s.size*s.width/w)
		}
		doc.Text(s.x, h-s.base, s.words)
	}
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// inEnglish puts English labels where the French ones were, each word from where the French
// starts. A line that has no translation is left out: the rest of the form was not seen in English.
func (p print) inEnglish(words map[string]string) print {
	out := p
	out.texts, out.paper = nil, nil
	for _, s := range p.texts {
		en := words[s.words]
		for fr, other := range words {
			if en == "" && string(fold(s.words)) == string(fold(fr)) {
				en = other
			}
		}
		if s.words = en; en != "" {
			out.texts = append(out.texts, s)
		}
	}
	return out
}

// seen are the labels as far as the English version was quoted.
var seen = map[string]string{
	"N° 15763*01":                                  "N° 15993*01",
	"Demande d'ouverture des droits":               "Application for membership",
	"à l'assurance maladie":                        "in the French health care system",
	"A":                                            "A",
	"Identification du demandeur":                  "Applicant's personal information",
	"VOS NOM ET PRENOMS":                           "Your last and first names",
	"Votre n° de sécurité sociale":                 "Your social security number",
	"(si vous en avez un)":                         "(if you have one)",
	"Votre n° d'allocataire":                       "Your benefits claimant number",
	"(allocations familiales, si vous en avez un)": "(for family benefits, if you have one).",
	"CAF de":                       "\"Caf de\"",
	"Votre date de naissance":      "Your date of birth",
	"Commune et pays de naissance": "Town and country of birth",
	"Votre nationalité":            "Your nationality",
	"française":                    "French",
	"UE/EEE/Suisse":                "EU/EEA/Switzerland",
	"((1) - cf. liste au verso)":   "((1) – see list on back)",
	"autre":                        "other",
	"Votre adresse":                "Your address",
	"Code Postal":                  "Postal code",
	"Commune":                      "Town",
	"Votre n° de téléphone":        "Your telephone number",
	"Votre courriel":               "Your e-mail",
	"Si vous n’avez pas d’adresse personnelle, nom et adresse de l’organisme auprès duquel vous avez élu domicile": "If you do not have a personal address, enter the name and address of the organization you are using as your home address",
	"(Par exemple : un Centre Communal d’Action Sociale, une association agréée)":                                  "(This can be a \"Centre Communal d'Action Sociale\" or an approved organization)",
	"Situation du demandeur au regard de l'emploi":                                                                 "Applicant's employment circumstances",
	"Activité professionnelle": "Employed",
	"précisez laquelle :":      "specify :",
	"Sans activité":            "Not employed",
	"Autre":                    "Other",
	"précisez :":               "specify :",
	"date d'arrivée en France": "date of arrival in France",
	"Attestation sur l'honneur à compléter par le demandeur": "Signed statement to be completed by the applicant",
	"Fait à":    "Signed at",
	"Le":        "On",
	"Signature": "Applicant's signature",
	"S1106":     "S1106",
}

// inOtherWords is seen with other words for some labels.
func inOtherWords(changes ...string) map[string]string {
	words := map[string]string{}
	for fr, en := range seen {
		words[fr] = en
	}
	for i := 0; i < len(changes); i += 2 {
		words[changes[i]] = changes[i+1]
	}
	return words
}

// withRow adds a row that the form did not have under a height, and moves the rest down.
func (p print) withRow(y float64) print {
	const row = 18.0
	down := func(v float64) float64 {
		if v < y {
			return v - row
		}
		return v
	}
	out := print{flat: p.flat}
	for _, r := range p.rules {
		r.Bottom, r.Top = down(r.Bottom), down(r.Top)
		out.rules = append(out.rules, r)
	}
	for _, b := range p.boxes {
		b.Bottom, b.Top = down(b.Bottom), down(b.Top)
		out.boxes = append(out.boxes, b)
	}
	for _, s := range p.texts {
		s.base = down(s.base)
		out.texts = append(out.texts, s)
	}
	for _, f := range p.fields {
		height := f.rect.Height()
		f.rect.Y0 = down(f.rect.Y0+2) - 2
		f.rect.Y1 = f.rect.Y0 + height
		f.home.Y0 = down(f.home.Y0+2) - 2
		f.home.Y1 = f.home.Y0 + height
		out.fields = append(out.fields, f)
	}
	out.texts = append(out.texts, text{49.5, y - 14, 8, 60, "Votre profession"})
	out.rules = append(out.rules, proof.Rule{Rect: proof.Rect{Left: 49.5, Bottom: y - 16, Right: 551, Top: y - 15}, Dashed: true, Ink: proof.Color{159, 177, 215}})
	at := pdf.Rect{X0: 112, Y0: y - 15, X1: 551, Y1: y - 2}
	out.fields = append(out.fields, truth{name: "profession", rect: at, home: at})
	return out
}

// shuffled gives the fields each other's names.
func (p print) shuffled(r *rand.Rand) print {
	var names []string
	index := map[string]int{}
	for _, f := range p.fields {
		if _, ok := index[f.name]; !ok {
			index[f.name] = len(names)
			names = append(names, f.name)
		}
	}
	other := r.Perm(len(names))
	out := p
	out.fields = nil
	for _, f := range p.fields {
		f.name = names[other[index[f.name]]]
		out.fields = append(out.fields, f)
	}
	return out
}

// moved moves each field by up to so many points, not onto the label of another.
func (p print) moved(r *rand.Rand, most float64) print {
	out := p
	out.fields = nil
	for _, f := range p.fields {
		for range 100 {
			dx, dy := most*(2*r.Float64()-1), most*(2*r.Float64()-1)
			at := pdf.Rect{X0: f.rect.X0 + dx, Y0: f.rect.Y0 + dy, X1: f.rect.X1 + dx, Y1: f.rect.Y1 + dy}
			if !p.onText(at) && !onField(out.fields, at) {
				f.rect = at
				break
			}
		}
		out.fields = append(out.fields, f)
	}
	return out
}

func (p print) onText(r pdf.Rect) bool {
	for _, s := range p.texts {
		end := s.x + 0.4*s.size*float64(len(s.words))
		if s.x < r.X1 && end > r.X0 && s.base < r.Y1-2 && s.base+s.size/2 > r.Y0+2 {
			return true
		}
	}
	return false
}

func onField(fields []truth, r pdf.Rect) bool {
	for _, f := range fields {
		if f.rect.X0 < r.X1 && f.rect.X1 > r.X0 && f.rect.Y0 < r.Y1 && f.rect.Y1 > r.Y0 {
			return true
		}
	}
	return false
}

// mistakes says what was learnt wrongly: an answer whose middle is not in its field, a box with
// another state, a number in the wrong cells.
func mistakes(l *Learned, truths []truth, page int, flat bool) []string {
	var wrong []string
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, want := range truths {
		if want.id == "" {
			continue
		}
		id, choice, _ := strings.Cut(want.id, ".")
		f := l.Edition.Field(id)
		r, name := f.Rect, f.Name
		if choice != "" {
			r = f.Boxes[choice]
			if n, ok := f.Names[choice]; ok {
				name = n
			}
		}
		x, y := (r[0]+r[2])/2, (r[1]+r[3])/2
		if x < want.rect.X0 || x > want.rect.X1 || y < want.rect.Y0 || y > want.rect.Y1 || f.Page != page {
			bad("%s is at %.0f, want in %.0f", want.id, r, want.rect)
		}
		if flat {
			want.name = ""
		}
		if name != want.name || choice != "" && !flat && f.States[choice] != want.state {
			bad("%s is %q in %q, want %q in %q", want.id, f.States[choice], name, want.state, want.name)
		}
		if f.Cells != want.cells {
			bad("%s has %d cells, want %d", want.id, f.Cells, want.cells)
		}
		if choice == "" && (r[3]-r[1] < 7.5 || r[2]-r[0] < 18) {
			bad("%s has %.1f by %.1f points", want.id, r[2]-r[0], r[3]-r[1])
		}
	}
	return wrong
}

func TestVariants(t *testing.T) {
	p := takeApart(t)
	r := rand.New(rand.NewPCG(15763, 1))
	en := p.inEnglish(seen)
	strange := p.inEnglish(inOtherWords("VOS NOM ET PRENOMS", "What people call you", "Votre courriel", "Electronic post",
		"Activité professionnelle", "Has a trade", "date d'arrivée en France", "In France since", "Le", "This day", "Autre", "Another case"))
	onlyOne := p.inEnglish(inOtherWords("précisez laquelle :", "which one"))
	for _, c := range []struct {
		name     string
		print    print
		flat     bool
		language string
	}{
		{"printed again", p, false, "fr"},
		{"flat", p, true, "fr"},
		{"names shuffled", p.shuffled(r), false, "fr"},
		{"names shuffled again", p.shuffled(r), false, "fr"},
		{"moved", p.moved(r, 20), false, "fr"},
		{"moved and shuffled", p.shuffled(r).moved(r, 20), false, "fr"},
		{"English", en, false, "en"},
		{"English and flat", en, true, "en"},
		{"English, shuffled", en.shuffled(r), false, "en"},
		{"English, shuffled and moved", en.shuffled(r).moved(r, 20), false, "en"},
		{"English words nobody has seen", strange, false, "en"},
		{"English words nobody has seen, flat", strange, true, "en"},
		{"English, one row does not say specify", onlyOne, true, "en"},
		{"a row more", p.withRow(456), false, "fr"},
		{"a row more, flat", p.withRow(456), true, "fr"},
		{"a row more at the top, shuffled", p.withRow(535).shuffled(r), false, "fr"},
		{"a row more at the foot, flat", p.withRow(314), true, "fr"},
		{"English, a row more, flat", en.withRow(456), true, "en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			blank := c.print.blank(t, c.flat)
			l, err := learn(t, blank, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if l.Language != c.language {
				t.Errorf("language %s, want %s", l.Language, c.language)
			}
			for _, m := range mistakes(l, c.print.fields, 1, c.flat) {
				t.Error(m)
			}
		})
	}
}

// Two pages of the form on one sheet, or one beside another text, are not taken for the form.
func TestGathered(t *testing.T) {
	p := takeApart(t)
	left, right := p.at(0.7, 0), p.at(0.7, 421)
	left.size = gofpdf.SizeType{Wd: 842, Ht: 595.22}
	other := left
	for i, s := range left.texts {
		other.texts = append(slices.Clip(other.texts), text{462, s.base, 7, 300, fmt.Sprintf("Pièce justificative n° %d : une photocopie du document", i)})
	}
	twice := left
	twice.texts = append(slices.Clip(left.texts), right.texts...)
	twice.rules = append(slices.Clip(left.rules), right.rules...)
	twice.boxes = append(slices.Clip(left.boxes), right.boxes...)
	for name, blank := range map[string]print{"twice": twice, "beside another page": other} {
		_, err := learn(t, blank.blank(t, true), Options{})
		var gathered *Gathered
		if !errors.As(err, &gathered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file without the label of a field, or without its place, is refused and says which.
func TestUnplaced(t *testing.T) {
	p := takeApart(t)
	noLabel, noPlace := p, p
	noLabel.texts = slices.DeleteFunc(slices.Clone(p.texts), func(s text) bool { return strings.Contains(s.words, "courriel") })
	noPlace.rules = slices.DeleteFunc(slices.Clone(p.rules), func(r proof.Rule) bool { return r.Bottom > 270 && r.Top < 300 })
	noPlace.boxes = slices.DeleteFunc(slices.Clone(p.boxes), func(b proof.Box) bool { return b.Bottom > 270 && b.Top < 300 })
	for _, c := range []struct {
		name  string
		print print
		want  []string
	}{
		{"no label for the e-mail", noLabel, []string{"email"}},
		{"no cells for the arrival", noPlace, []string{"inactive.other", "other_detail", "arrival"}},
	} {
		_, err := learn(t, c.print.blank(t, true), Options{})
		var missing *Unplaced
		if !errors.As(err, &missing) || !slices.Equal(missing.Fields, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// plain is a form as a typist would make it: labels, dots, strokes for cells, a sign for boxes.
const plain = `N° 15763*02
Demande d'ouverture des droits à l'assurance maladie
Vos nom et prénoms ........................................................................
Votre n° de sécurité sociale (si vous en avez un) |__|__|__|__|__|__|__|__|__|__|__|__|__|   |__|__|
Votre n° d’allocataire (si vous en avez un) ..............................      CAF de ....................
Votre date de naissance |__|__| |__|__| |__|__|__|__|      Commune et pays de naissance ______________
Votre nationalité      □ française      □ UE/EEE/Suisse      □ autre
Votre adresse ______________________________________________________________
Code Postal |__|__|__|__|__|      Commune ______________________________________
Votre n° de téléphone ________________      Votre courriel ______________________________
Si vous n'avez pas d'adresse personnelle, nom et adresse de l'organisme
auprès duquel vous avez élu domicile : ______________________________________
Code Postal |__|__|__|__|__|      Commune ______________________________________
□ Activité professionnelle      précisez laquelle : ________________________________
□ Sans activité
□ Autre      précisez : ____________________      date d'arrivée en France |__|__| |__|__| |__|__|__|__|
Fait à ____________________      Le |__|__|__|__|__|__|__|__|`

func TestTyped(t *testing.T) {
	doc := gofpdf.New("P", "pt", "A4", "")
	doc.AddUTF8FontFromBytes("sans", "", liberationsansregular.TTF)
	doc.SetFont("sans", "", 9)
	doc.AddPage()
	for i, line := range strings.Split(plain, "\n") {
		x := 40.0
		for _, part := range strings.SplitAfter(line, "      ") {
			doc.Text(x, 60+24*float64(i), part)
			x += doc.GetStringWidth(part)
		}
	}
	var blank bytes.Buffer
	if err := doc.Output(&blank); err != nil {
		t.Fatal(err)
	}
	l, err := learn(t, blank.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	last := -1.0
	for _, m := range l.Matches {
		line := 842 - 60 - m.Rect[1]
		if line < last-24 {
			t.Errorf("%s is at %.0f, above the field before it", m.ID, m.Rect)
		}
		last = line
	}
	for id, cells := range map[string]int{"nir": 13, "nir_key": 2, "birth_date": 8, "postal_code": 5, "domicile_postal_code": 5, "arrival": 8, "signed_on": 8} {
		if got := l.Edition.Field(id).Cells; got != cells {
			t.Errorf("%s has %d cells, want %d", id, got, cells)
		}
	}
	boxes := l.Edition.Field("nationality").Boxes
	if !(boxes["french"][0] < boxes["eea"][0] && boxes["eea"][0] < boxes["other"][0]) {
		t.Errorf("the boxes stand at %v", boxes)
	}
}
