// Package adopt learns where the answers to S1106 go on an edition that the program does not know:
// it finds each field by its printed label, then the place beside it that is made to be filled in.
//
// Names of PDF fields are never trusted, as they mislead on the edition that is known. Labels are
// compared without case, accents and blanks, with a few letters of tolerance; the order of the form
// tells labels that are printed twice apart, and a label that no list knows is found by what is left.
// The cells, boxes and lines that are drawn say where each answer belongs, in files with fields and
// without; the fields of a file are then paired with them, wherever they were moved. A pair that
// could as well be another is not made: the answer goes where it is printed.
package adopt

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/proof"
)

// Options are what the file itself may not say.
type Options struct {
	Edition string // "15763*02"; asked for only when no number is printed
}

// Learned is an edition, and how each field was found.
type Learned struct {
	Edition  *form.Edition
	Matches  []Match // in the order of the form, one for each box to tick
	Language string  // of the labels, fr or en
}

// A Match is one field or box that was found.
type Match struct {
	ID         string     // of the field, and after a dot the choice
	Label      string     // as printed
	Page       int        // from 1
	Rect       [4]float64 // left, bottom, right, top in points of the page's own space
	How        string     // "field", "cells", "box", "dotted line" or "gap"
	Name       string     // of the PDF field; empty when the file has none there
	Confidence float64    // from 0 to 1
}

// Threshold is the confidence below which a field counts as not found.
const Threshold = 0.6

// A WrongForm is a file that is another document.
type WrongForm struct {
	Number string // of the Cerfa form it is, with its edition; may be empty
	Title  string // as printed; may be empty
	Found  int    // labels of the form that are on it
	Asked  int    // labels looked for
	Form   string // what was looked for: "S1106 (Cerfa 15763)"
}

func (e *WrongForm) Error() string {
	switch {
	case e.Number != "" && e.Title != "":
		return fmt.Sprintf("this is Cerfa %s, “%s”, not %s", e.Number, e.Title, e.Form)
	case e.Number != "":
		return fmt.Sprintf("this is Cerfa %s, not %s", e.Number, e.Form)
	case e.Title != "":
		return fmt.Sprintf("this is “%s”, not %s: it has %d of its %d labels", e.Title, e.Form, e.Found, e.Asked)
	}
	return fmt.Sprintf("this is not %s: it has %d of its %d labels", e.Form, e.Found, e.Asked)
}

// Hint says where the right file is.
func (e *WrongForm) Hint() string {
	return "download " + e.Form + " from ameli.fr or service-public.fr"
}

// Unplaced are fields whose place was not found with enough confidence.
type Unplaced struct {
	Fields []string // ids, and after a dot the choice of a box
}

func (e *Unplaced) Error() string {
	return "no sure place was found for: " + strings.Join(e.Fields, ", ")
}

// Hint says what can be done.
func (e *Unplaced) Hint() string {
	return "take the PDF as it was downloaded, not a scan or a copy that is filled in"
}

// A NoEdition is a form whose number is not printed where it can be read.
type NoEdition struct{}

func (e *NoEdition) Error() string { return "no number of a Cerfa edition is printed on the form" }

// Hint says what can be done.
func (e *NoEdition) Hint() string { return "say which it is: --edition 15763*02" }

// A Gathered is a form that does not have a sheet to itself.
type Gathered struct{ Page int }

func (e *Gathered) Error() string {
	return fmt.Sprintf("page %d holds several pages of a form, or one made small", e.Page)
}

// Hint says what can be done.
func (e *Gathered) Hint() string {
	return "take the PDF as it was downloaded, one page of it on each page"
}

// Learn finds the place of every field of the form on a blank. The file and the document are the
// same blank, opened by the two engines. The error is a *WrongForm, a *Gathered, an *Unplaced or a
// *NoEdition, or says that a page cannot be read.
func Learn(f *form.Form, blank []byte, file *pdf.File, doc *proof.Document, o Options) (*Learned, error) {
	sheets, err := readSheets(doc, file)
	if err != nil {
		return nil, err
	}
	r := read(f, sheets)
	number, err := r.judge(f)
	if err != nil {
		return nil, err
	}
	if number == "" {
		number = o.Edition
	}
	finds := r.place(f)
	if err := r.gathered(finds); err != nil {
		return nil, err
	}
	if err := unplaced(finds); err != nil {
		return nil, err
	}
	if number == "" {
		return nil, &NoEdition{}
	}
	sum := sha256.Sum256(blank)
	e := &form.Edition{
		Edition: number, FormCode: f.Code, Language: string(r.language), Official: true, Adopted: true,
		SHA256: hex.EncodeToString(sum[:]), Sign: r.sign(f), Fields: r.editionFields(f, finds), Print: r.print(finds),
	}
	return &Learned{e, r.matches(finds), string(r.language)}, nil
}

// maxPages is how many pages of a file are looked at; the form has two.
const maxPages = 24

// readSheets reads page after page. One that cannot be read, as damaged as it is or as full of lines
// as a map, does not stand in the way of the others.
func readSheets(doc *proof.Document, file *pdf.File) ([]*sheet, error) {
	var sheets []*sheet
	var errs []error
	for n := 1; n <= min(doc.Pages(), file.Pages(), maxPages); n++ {
		s, err := readSheet(doc, file, n)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		sheets = append(sheets, s)
	}
	if len(sheets) == 0 {
		return nil, errors.Join(errs...)
	}
	return sheets, nil
}

// A reading is the labels of one language on one page, or on two that follow each other.
type reading struct {
	reader
	language language
	items    []item
	all      []*sheet  // of the file
	pages    []*sheet  // those with the form
	found    [][]label // on them, for each item; labels has those that were chosen
}

// read takes the language and the pages on which most of the form is found.
func read(f *form.Form, sheets []*sheet) *reading {
	var best *reading
	for _, lang := range []language{french, english} {
		wanted := items(f, lang)
		found := make([][][]label, len(sheets))
		for i, s := range sheets {
			all := flows(s)
			for _, it := range wanted {
				found[i] = append(found[i], s.find(it, all))
			}
		}
		for i := range sheets {
			for n := 1; n <= 2 && i+n <= len(sheets); n++ {
				r := newReading(lang, wanted, found[i:i+n], sheets[i:i+n])
				if best == nil || r.score() > best.score()+0.3*float64(n-1) {
					best = r
				}
			}
		}
	}
	best.all = sheets
	return best
}

func newReading(lang language, wanted []item, found [][][]label, pages []*sheet) *reading {
	r := &reading{language: lang, items: wanted, pages: pages}
	candidates := make([][]label, len(wanted))
	for _, page := range found {
		for i := range wanted {
			candidates[i] = append(candidates[i], page[i]...)
		}
	}
	r.found, r.labels = candidates, choose(candidates)
	r.sheets = map[int]*sheet{}
	for _, s := range pages {
		r.sheets[s.number] = s
	}
	return r
}

func (r *reading) score() float64 {
	sum := 0.0
	for _, l := range r.labels {
		if l != nil {
			sum += l.score
		}
	}
	return sum
}

// gathered says whether the form shares its sheet: with itself, when most of its long labels are
// there twice, or with another page, when it leaves half of the width to it.
func (r *reading) gathered(finds []find) error {
	const long, half = 40, 0.55 // of a label, in points; of the page
	labels, twice := 0, 0
	for i, l := range r.labels {
		if l == nil || l.rect().width() < long {
			continue
		}
		labels++
		again := func(x label) bool { return x.page == l.page && !x.rect().meets(l.rect()) && x.score > l.score-0.05 }
		if slices.ContainsFunc(r.found[i], again) {
			twice++
		}
	}
	for _, s := range r.pages {
		if 2*twice > labels || s.share(finds) < half {
			return &Gathered{s.number}
		}
	}
	return nil
}

// share is how much of a page's width has labels and places of the form; 1 when there are few.
func (s *sheet) share(finds []find) float64 {
	const few = 8
	var all []rect
	for i := range finds {
		if l := finds[i].label; l != nil && l.page == s.number {
			all = append(all, l.rect())
		}
		if p := finds[i].at(); p != nil && p.page == s.number {
			all = append(all, p.rect)
		}
	}
	if len(all) < few {
		return 1
	}
	whole := all[0]
	for _, x := range all {
		whole = whole.union(x)
	}
	return whole.width() / s.width
}

// cerfa is the number of a form of the State with its edition: "15763*01".
var cerfa = regexp.MustCompile(`(?:^|\D)(\d{5})[*∗⁎＊](\d{2})(?:\D|$)`)

// judge says which edition the file is, from the number printed on it, or that it is another form.
// Without a number, half of the labels make it ours.
func (r *reading) judge(f *form.Form) (number string, err error) {
	found, asked := 0, 0
	for i, l := range r.labels {
		if !r.items[i].optional {
			asked++
			if l != nil {
				found++
			}
		}
	}
	wrong := &WrongForm{Title: title(r.all), Found: found, Asked: asked, Form: f.Code + " (Cerfa " + f.Cerfa + ")"}
	for _, s := range append(slices.Clone(r.pages), r.all...) {
		ours, other := s.numbers(f)
		if ours != "" && 3*found >= asked {
			return ours, nil
		}
		if wrong.Number == "" {
			wrong.Number = other
		}
	}
	if wrong.Number != "" || 2*found < asked {
		return "", wrong
	}
	return "", nil
}

// numbers are the first number of the form itself that is printed on a page, and the first of
// another form. Some files hold it in a field.
func (s *sheet) numbers(f *form.Form) (ours, other string) {
	var texts []string
	for _, seg := range s.segments {
		texts = append(texts, seg.solid())
	}
	for _, w := range s.widgets {
		texts = append(texts, w.field.Value)
	}
	for _, text := range texts {
		for _, m := range cerfa.FindAllStringSubmatch(text, -1) {
			number := m[1] + "*" + m[2]
			switch mine := slices.Contains(f.Numbers(), m[1]); {
			case mine && ours == "":
				ours = number
			case !mine && other == "":
				other = number
			}
		}
	}
	return ours, other
}

// title is the largest text on the first page, of three lines at most.
func title(sheets []*sheet) string {
	const longest = 90
	if len(sheets) == 0 {
		return ""
	}
	largest := 0.0
	for _, s := range sheets[0].segments {
		if len(s) >= 6 {
			largest = max(largest, s[0].size)
		}
	}
	var lines []string
	for _, s := range sheets[0].segments {
		if len(s) >= 6 && s[0].size > 0.95*largest && len(lines) < 3 {
			lines = append(lines, s.String())
		}
	}
	words := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
	if r := []rune(words); len(r) > longest {
		words = string(r[:longest]) + "…"
	}
	return words
}

// A find is what was found for an item.
type find struct {
	item       item
	label      *label
	printed    *place // nil when nothing is drawn for it
	field      *place // nil when the file has no field for it
	aside      bool   // the field is in the way of another answer: this one is written where printed
	confidence float64
}

// at is where the answer goes: in the field, else where it is printed.
func (f *find) at() *place {
	if f.field != nil {
		return f.field
	}
	return f.printed
}

// writing is where the answer stands on paper.
func (f *find) writing() *place {
	if f.aside {
		return f.printed
	}
	return f.at()
}

// place finds the place of each item: first what is printed beside its label, then the field that
// is at the same place, or near it and of the same size. Neither is taken twice.
func (r *reading) place(f *form.Form) []find {
	finds := make([]find, len(r.items))
	for i, it := range r.items {
		finds[i] = find{item: it, label: r.labels[i]}
	}
	var printed, fields []place
	for _, s := range r.pages {
		printed = append(printed, s.printed(lengths(f))...)
		fields = append(fields, s.fields()...)
	}
	r.placePrinted(finds, printed)
	r.placeKey(finds, printed)
	r.placeRest(finds, printed)
	r.placeFields(finds, printed, fields)
	r.placeRest(finds, fields)
	setAside(finds)
	r.doubt(finds, printed)
	return finds
}

// doubt takes the confidence of labels that are printed more often than the form asks, if something
// that it did not ask before stands between the label and the question it belongs to: the postal code
// under a new address may be that of either.
func (r *reading) doubt(finds []find, printed []place) {
	for i := range finds {
		l, before, after := r.labels[i], r.lone(i, -1), r.lone(i, 1)
		if l == nil || before == nil || after == nil || r.twins(i) == nil {
			continue
		}
		between := func(y float64) bool { return after.base < y && y < before.base }
		asked := 1
		for _, j := range r.twins(i) {
			if t := r.labels[j]; t != nil && t.page == l.page && between(t.base) {
				asked++
			}
		}
		for _, c := range r.found[i] {
			if c.page == l.page && between(c.base) && c.score > l.score-0.1 {
				asked--
			}
		}
		if asked < 0 && r.strangers(finds, printed, before, l) {
			finds[i].confidence = 0
		}
	}
}

// twins are the other items with the same label.
func (r *reading) twins(i int) []int {
	var list []int
	for j, it := range r.items {
		w, v := it.wordings, r.items[i].wordings
		if j != i && len(w) > 0 && len(v) > 0 && slices.Equal(w[0].letters, v[0].letters) {
			list = append(list, j)
		}
	}
	return list
}

// lone is the nearest label before item i, or after it, that no other item has, on its page; nil when
// there is none.
func (r *reading) lone(i, way int) *label {
	for k := i + way; k >= 0 && k < len(r.items); k += way {
		if l := r.labels[k]; l != nil && r.labels[i] != nil && l.page == r.labels[i].page && r.twins(k) == nil {
			return l
		}
	}
	return nil
}

// strangers says whether a place that none of the finds has, with words of its own, is printed between
// two labels.
func (r *reading) strangers(finds []find, printed []place, above, below *label) bool {
	return slices.ContainsFunc(r.slots(finds, printed), func(s slot) bool {
		if s.find != nil || s.printed == nil || s.printed.page != below.page {
			return false
		}
		_, y := s.printed.center()
		return below.last().y1 < y && y < above.last().y0
	})
}

func lengths(f *form.Form) []int {
	var all []int
	for _, q := range f.Fields {
		if q.Digits > 0 {
			all = append(all, q.Digits)
		}
	}
	return all
}

// wanting says that the item is a title over boxes, which have their own labels.
func (it item) wanting() bool { return it.choice == "" && len(it.field.Choice) > 0 }

// placePrinted tries boxes before their words and after them: a form has one habit.
func (r *reading) placePrinted(finds []find, printed []place) {
	const otherSide = 14
	least := math.Inf(1)
	for _, before := range []bool{false, true} {
		total, chosen := r.match(finds, printed, func(i int, p place) float64 {
			cost := r.cost(finds[i].label, p) + suits(finds[i].item, p)
			if l := finds[i].label; p.tick && l != nil && (p.x0 < l.rect().x0) != before {
				cost += otherSide
			}
			return cost
		})
		if total >= least {
			continue
		}
		least = total
		for i := range finds {
			finds[i].printed, finds[i].confidence = nil, 0
			if j := chosen[i].column; j >= 0 {
				finds[i].printed = &printed[j]
				finds[i].confidence = confidence(finds[i].label, chosen[i].cost)
			}
		}
	}
}

type choice struct {
	column int
	cost   float64
}

// match gives each find a place of its own at the least cost in all.
func (r *reading) match(finds []find, places []place, cost func(i int, p place) float64) (total float64, chosen []choice) {
	table := make([][]float64, len(finds))
	for i := range finds {
		table[i] = make([]float64, len(places))
		for j, p := range places {
			table[i][j] = never
			if !finds[i].item.wanting() {
				table[i][j] = min(never, cost(i, p))
			}
		}
	}
	chosen = make([]choice, len(finds))
	for i, j := range assign(table, giveUp) {
		chosen[i] = choice{j, giveUp}
		if j >= 0 {
			chosen[i].cost = table[i][j]
		}
		total += chosen[i].cost
	}
	return total, chosen
}

// confidence is that of a label whose place costs so much.
func confidence(l *label, cost float64) float64 {
	score := 1.0
	if l != nil {
		score = min(1, l.score)
	}
	return score * (1 - 0.4*min(1, cost/giveUp))
}

// placeKey takes the two cells behind those of the number.
func (r *reading) placeKey(finds []find, printed []place) {
	number, key := byID(finds, numberID), byID(finds, keyID)
	if number == nil || key == nil || key.printed != nil || number.printed == nil || number.printed.cells == 0 {
		return
	}
	n := number.printed
	for i := range printed {
		p := &printed[i]
		if gap := p.x0 - n.x1; p.cells == key.item.field.Digits && p.page == n.page && gap > -3 && gap < 40 && math.Abs(p.y0-n.y0) < 6 {
			key.printed, key.confidence = p, number.confidence*0.98
			return
		}
	}
}

func byID(finds []find, id string) *find {
	for i := range finds {
		if finds[i].item.field.ID == id && finds[i].item.choice == "" {
			return &finds[i]
		}
	}
	return nil
}

// unplaced lists what was not found, or is too uncertain.
func unplaced(finds []find) error {
	e := &Unplaced{}
	for _, f := range finds {
		if !f.item.wanting() && (f.at() == nil || f.confidence < Threshold) {
			e.Fields = append(e.Fields, f.item.id())
		}
	}
	if len(e.Fields) > 0 {
		return e
	}
	return nil
}

func (it item) id() string {
	if it.choice != "" {
		return it.field.ID + "." + it.choice
	}
	return it.field.ID
}
