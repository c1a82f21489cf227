package adopt

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"dossier/internal/form"
)

// A language is that of the labels on an edition.
type language string

const (
	french  language = "fr"
	english language = "en"
)

// An item is one thing to find on the form: a field by its label, or a box by its word.
type item struct {
	field    *form.Field
	choice   string // of a box
	wordings []wording
	words    []string // of all wordings in the language
	optional bool     // the official form prints no label for it, or one for its boxes alone
}

// A wording is one way to print a label, in letters that count.
type wording struct {
	letters []rune
	guess   bool // likely, and never seen
	foreign bool // in the other language, as labels are in a form that is translated in part
}

// doubt is what a wording takes off the score of a label.
func (w wording) doubt() float64 {
	if w.guess || w.foreign {
		return 0.12
	}
	return 0
}

// items lists what to find, in the order of the form.
func items(f *form.Form, lang language) []item {
	var all []item
	add := func(key string, field *form.Field, choice string) {
		if label, ok := f.Labels[key]; ok {
			all = append(all, item{field, choice, wordings(label, lang), expected(label, lang), len(field.Choice) > 0 && choice == "" || field.ID == keyID})
		}
	}
	for i := range f.Fields {
		field := &f.Fields[i]
		add(field.ID, field, "")
		for _, choice := range field.Choice {
			add(field.ID+"."+choice, field, choice)
		}
	}
	return all
}

// expected are the words that a label may have.
func expected(label form.Label, lang language) []string {
	wordings := label.FR
	if lang == english {
		wordings = slices.Concat(label.EN, label.Guess)
	}
	return wordsOf(strings.Join(wordings, " "))
}

// numberID and keyID are the one pair of fields that share a label: the key stands behind its
// number.
const numberID, keyID = "nir", "nir_key"

func wordings(label form.Label, lang language) []wording {
	seen, other := label.FR, label.EN
	if lang == english {
		seen, other = other, seen
	}
	var all []wording
	for _, s := range seen {
		all = append(all, wording{letters: fold(s)})
	}
	for _, s := range label.Guess {
		if lang == english {
			all = append(all, wording{letters: fold(s), guess: true})
		}
	}
	for _, s := range other {
		all = append(all, wording{letters: fold(s), foreign: true})
	}
	return all
}

// guessed says whether the official form may well print words for it that no list has.
func (it item) guessed() bool {
	return slices.ContainsFunc(it.wordings, func(w wording) bool { return w.guess })
}

// A label is a place on a page where an item's label is printed.
type label struct {
	page  int
	lines []rect // of the label itself
	hints []rect // the lines of explanation under it
	base  float64
	text  string // as printed
	score float64

	follows bool // right after the item before
}

func (l *label) last() rect { return l.lines[len(l.lines)-1] }

// block is the label with its explanations.
func (l *label) block() rect {
	r := l.rect()
	for _, s := range l.hints {
		r = r.union(s)
	}
	return r
}

func (l *label) rect() rect {
	r := l.lines[0]
	for _, s := range l.lines[1:] {
		r = r.union(s)
	}
	return r
}

// A flow is a segment, with those below that may continue it, as the letters that count.
type flow struct {
	letters []rune
	from    []int // the glyph of each letter
	glyphs  []glyph
	seg     []int // the segment of each glyph, counted in the flow
	own     int   // letters that belong to the first segment
	at      []int // the segments
}

// flows gives each segment alone and with one or two lines after it, as labels break.
func flows(s *sheet) []flow {
	var all []flow
	for i := range s.segments {
		chain := []int{i}
		all = append(all, s.flow(chain))
		for len(chain) < 3 {
			next := s.below(chain[len(chain)-1])
			if next < 0 {
				break
			}
			chain = append(chain, next)
			all = append(all, s.flow(chain))
		}
	}
	return all
}

func (s *sheet) flow(chain []int) flow {
	f := flow{at: slices.Clone(chain)}
	for n, i := range chain {
		for _, g := range s.segments[i] {
			for _, r := range g.letters {
				f.letters = append(f.letters, r)
				f.from = append(f.from, len(f.glyphs))
			}
			f.glyphs = append(f.glyphs, g)
			f.seg = append(f.seg, n)
		}
		if n == 0 {
			f.own = len(f.letters)
		}
	}
	return f
}

// below is the segment that continues segment i on the next line; -1 when there is none.
func (s *sheet) below(i int) int {
	a := s.segments[i]
	ra := a.rect()
	for j := i + 1; j < len(s.segments); j++ {
		b := s.segments[j]
		drop := a[0].base - b[0].base
		if drop > 2.8*a[0].size {
			break
		}
		rb := b.rect()
		if drop > 0.6*a[0].size && math.Abs(ra.x0-rb.x0) < 1.2*a[0].size && rb.x0 < ra.x1 {
			return j
		}
	}
	return -1
}

// followers are the fields that continue the address before them.
var followers = []string{"postal_code", "commune", "domicile_postal_code", "domicile_commune"}

// find gives the places where an item's label is printed on a page, the better for wordings that
// are there letter by letter and stand apart from other text.
func (s *sheet) find(it item, all []flow) []label {
	var found []label
	for _, f := range all {
		for _, w := range it.wordings {
			for _, m := range near(w.letters, f.letters) {
				if l, ok := s.label(f, m, w); ok {
					l.follows = it.field != nil && slices.Contains(followers, it.field.ID)
					found = append(found, l)
				}
			}
		}
	}
	return best(found)
}

// best keeps one label of those that share letters.
func best(found []label) []label {
	slices.SortStableFunc(found, func(a, b label) int { return cmp.Compare(b.score, a.score) })
	var kept []label
	for _, l := range found {
		same := func(k label) bool { return k.rect().meets(l.rect()) }
		if !slices.ContainsFunc(kept, same) {
			kept = append(kept, l)
		}
	}
	return kept
}

// A hit is a run of letters that is nearly a wording.
type hit struct {
	start, end int // end is after the last letter
	errors     int
}

// near finds where text holds pattern with few letters changed, missing or added: one in eight.
func near(pattern, text []rune) []hit {
	most := len(pattern) / 8
	if len(pattern) == 0 || len(text)+most < len(pattern) {
		return nil
	}
	type state struct{ errors, start int }
	row := make([]state, len(pattern)+1) // the best match of each beginning of pattern that ends here
	for i := range row {
		row[i] = state{i, 0}
	}
	var hits []hit
	for j, r := range text {
		diagonal := row[0]
		row[0] = state{0, j + 1}
		for i, p := range pattern {
			cost := 1
			if p == r {
				cost = 0
			}
			next := state{diagonal.errors + cost, diagonal.start}
			if n := row[i].errors + 1; n < next.errors {
				next = state{n, row[i].start}
			}
			if n := row[i+1].errors + 1; n < next.errors {
				next = state{n, row[i+1].start}
			}
			diagonal, row[i+1] = row[i+1], next
		}
		if end := row[len(pattern)]; end.errors <= most {
			hits = append(hits, hit{end.start, j + 1, end.errors})
		}
	}
	return slices.DeleteFunc(hits, func(h hit) bool { return h.end-h.start < 1 })
}

// label weighs a hit. A label starts a text, or follows a sign; it is followed by nothing, by a
// sign, or by a gap. A long one may stand in a sentence.
func (s *sheet) label(f flow, h hit, w wording) (label, bool) {
	if h.start >= f.own || len(f.at) > 1 && h.end <= len(f.letters)-len(s.lettersOf(f.at[len(f.at)-1])) {
		return label{}, false // found in a shorter flow too
	}
	first, last := f.from[h.start], f.from[h.end-1]
	if first > 0 && h.start > 0 && f.from[h.start-1] == first || h.end < len(f.from) && f.from[h.end] == last {
		return label{}, false // within one character
	}
	opens, closes := f.opens(first), f.closes(last)
	score := 1 - 1.2*float64(h.errors)/float64(len(w.letters)) + 0.0015*float64(min(len(w.letters), 40))
	if !opens.apart {
		score -= 0.12
	}
	if !closes.apart {
		score -= 0.12
	}
	short := len(w.letters) <= 14
	if !opens.word || !closes.word || short && !(opens.apart && closes.apart) {
		return label{}, false
	}
	score -= w.doubt()
	l := label{page: s.number, score: score, base: f.glyphs[last].base}
	l.lines = f.rects(first, last)
	l.text = segment(f.glyphs[first : last+1]).String()
	l.hints = s.hints(f.at[len(f.at)-1])
	return l, true
}

func (s *sheet) lettersOf(i int) []rune {
	var all []rune
	for _, g := range s.segments[i] {
		all = append(all, g.letters...)
	}
	return all
}

// A bound is how a run of letters begins or ends.
type bound struct {
	word  bool // not inside a word
	apart bool // not in a sentence either
}

func (f flow) opens(i int) bound {
	if i == 0 || f.seg[i-1] != f.seg[i] {
		return bound{true, true}
	}
	before := f.glyphs[i-1]
	if alone := i == 1 || f.seg[i-2] != f.seg[i]; alone && f.glyphs[i].spaced {
		return bound{true, true} // a bullet, which sign fonts may have in the place of a letter
	}
	if len(before.letters) > 0 && before.r < 0x2000 || before.r == '-' || before.r == '\'' || before.r == '’' {
		return bound{f.glyphs[i].spaced, false}
	}
	return bound{true, before.r != ',' && before.r != '/'}
}

func (f flow) closes(i int) bound {
	for i+1 < len(f.glyphs) && len(f.glyphs[i+1].letters) == 0 && unicode.IsPunct(f.glyphs[i+1].r) && closing(f.glyphs[i+1].r) {
		i++ // its own full stop or bracket
	}
	if i+1 == len(f.glyphs) {
		return bound{true, true}
	}
	after := f.glyphs[i+1]
	if f.seg[i+1] != f.seg[i] {
		return bound{true, true}
	}
	if len(after.letters) > 0 {
		return bound{after.spaced, false}
	}
	return bound{after.r != '-' && after.r != '\'' && after.r != '’', true}
}

func closing(r rune) bool { return r == '"' || r == '”' || r == '»' || r == ')' }

// rects are the lines of a run of characters.
func (f flow) rects(first, last int) []rect {
	var lines []rect
	for i := first; i <= last; i++ {
		if i == first || f.seg[i] != f.seg[i-1] {
			lines = append(lines, f.glyphs[i].rect)
		}
		n := len(lines) - 1
		lines[n] = lines[n].union(f.glyphs[i].rect)
	}
	return lines
}

// hints are the explanations under the label that ends in a segment: a line that starts in
// brackets, and those after it that are set in the same size.
func (s *sheet) hints(last int) []rect {
	var lines []rect
	for len(lines) < 3 {
		next := s.below(last)
		if next < 0 || s.segments[next][0].r != '(' && (len(lines) == 0 || s.segments[next][0].size != s.segments[last][0].size) {
			break
		}
		lines = append(lines, s.segments[next].rect())
		last = next
	}
	return lines
}
