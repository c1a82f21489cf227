package form

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/spelling"
)

// Abbreviations are the short forms that the post knows, for addresses alone.
type Abbreviations struct {
	Norm   string         `toml:"norm"`
	Source string         `toml:"source"`
	URL    string         `toml:"url"`
	Read   string         `toml:"read"` // the day the source was read, ISO
	Words  []Abbreviation `toml:"word"`

	phrases [][]string // the words of each, folded
}

// An Abbreviation is one word or several, and what may stand for them.
type Abbreviation struct {
	Long  string `toml:"long" json:"long"`
	Short string `toml:"short" json:"short"`
}

// A Shortened is a text of which some words are abbreviated, and which: as they stood, and as they
// stand now.
type Shortened struct {
	Text  string
	Words []Abbreviation
}

// ReadAbbreviations reads abbreviations.toml. An abbreviation that is no shorter than its words, or
// given twice, is an error.
func ReadAbbreviations(fsys fs.FS) (*Abbreviations, error) {
	const name = "abbreviations.toml"
	a := &Abbreviations{}
	if err := decode(fsys, name, a); err != nil {
		return nil, err
	}
	var errs []error
	seen := map[string]bool{}
	for _, w := range a.Words {
		phrase := strings.Fields(folded(w.Long))
		key := strings.Join(phrase, " ")
		switch {
		case seen[key]:
			errs = append(errs, fmt.Errorf("%s: %q is given twice", name, w.Long))
		case w.Short == "" || length(w.Short) >= length(w.Long):
			errs = append(errs, fmt.Errorf("%s: %q is no shorter than %q", name, w.Short, w.Long))
		}
		seen[key] = true
		a.phrases = append(a.phrases, phrase)
	}
	return a, errors.Join(errs...)
}

func folded(s string) string { return strings.ToLower(spelling.Bare(s)) }

func length(s string) int { return utf8.RuneCountInString(s) }

// Shorter gives an address with one word abbreviated, with two, and so on: those that save most come
// first, and of two that save as much the one that stands first. The beginning of the text that is
// keep stays as it is (a person's name may be a word of the table), and so does the last word
// between commas, by which a street is told from its neighbours.
func (a *Abbreviations) Shorter(text, keep string) []Shortened {
	if a == nil || !strings.HasPrefix(text, keep) {
		return nil
	}
	cuts := a.cuts(text, len(keep))
	slices.SortStableFunc(cuts, func(x, y cut) int { return cmp.Compare(y.saves(), x.saves()) })
	var all []Shortened
	for n := range cuts {
		all = append(all, apply(text, cuts[:n+1]))
	}
	return all
}

// A cut is a run of a text, in bytes, and what it becomes.
type cut struct {
	from, to int
	Abbreviation
}

func (c cut) saves() int { return length(c.Long) - length(c.Short) }

func apply(text string, cuts []cut) Shortened {
	cuts = slices.Clone(cuts)
	slices.SortFunc(cuts, func(x, y cut) int { return cmp.Compare(x.from, y.from) })
	var s Shortened
	at := 0
	for _, c := range cuts {
		s.Text += text[at:c.from] + c.Short
		s.Words = append(s.Words, c.Abbreviation)
		at = c.to
	}
	s.Text += text[at:]
	return s
}

// cuts are the words after the first skip bytes that may be abbreviated, in the order of the text.
// Where several entries begin at a word, the longest counts.
func (a *Abbreviations) cuts(text string, skip int) []cut {
	var found []cut
	for _, words := range segments(text, skip) {
		for i := 0; i < len(words); {
			w, n := a.at(words[i:])
			if n == 0 {
				i++
				continue
			}
			first, last := words[i], words[i+n-1]
			i += n
			if i == len(words) {
				break
			}
			long := text[first.from:last.to]
			found = append(found, cut{first.from, last.to, Abbreviation{long, inCaseOf(long, w.Short)}})
		}
	}
	return found
}

// at is the longest entry whose words the text begins with, and how many words they are.
func (a *Abbreviations) at(words []word) (best Abbreviation, n int) {
	for i, phrase := range a.phrases {
		if len(phrase) <= n || len(phrase) > len(words) {
			continue
		}
		if slices.EqualFunc(phrase, words[:len(phrase)], func(p string, w word) bool { return p == w.folded }) {
			best, n = a.Words[i], len(phrase)
		}
	}
	return best, n
}

// inCaseOf is a short form in the letters of the words it stands for; capitals of its own stay.
func inCaseOf(long, short string) string {
	first, size := utf8.DecodeRuneInString(long)
	switch {
	case strings.ToUpper(long) == long:
		return strings.ToUpper(short)
	case unicode.IsUpper(first) && size > 0:
		r, n := utf8.DecodeRuneInString(short)
		return string(unicode.ToUpper(r)) + short[n:]
	}
	return short
}

// A word is a run of letters and figures in a text, in bytes.
type word struct {
	from, to int
	folded   string
}

// segments are the words between commas, from byte skip on.
func segments(text string, skip int) [][]word {
	all := [][]word{nil}
	from := -1
	end := func(to int) {
		if from >= 0 {
			last := &all[len(all)-1]
			*last = append(*last, word{from, to, folded(text[from:to])})
		}
		from = -1
	}
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case i < skip:
		case inside && from < 0:
			from = i
		case !inside:
			end(i)
			if r == ',' {
				all = append(all, nil)
			}
		}
	}
	end(len(text))
	return all
}

// Holds says whether a text has a part of an address in it, be it abbreviated, accents and case
// aside.
func (a *Abbreviations) Holds(text, part string) bool {
	return strings.Contains(" "+a.short(text)+" ", " "+a.short(part)+" ")
}

// short is a text with every entry in its short form, folded, and nothing of the signs but commas.
func (a *Abbreviations) short(text string) string {
	var parts []string
	for _, words := range segments(text, 0) {
		var out []string
		for i := 0; i < len(words); {
			if w, n := a.at(words[i:]); n > 0 {
				out = append(out, strings.ToLower(w.Short))
				i += n
				continue
			}
			out = append(out, words[i].folded)
			i++
		}
		parts = append(parts, strings.Join(out, " "))
	}
	return strings.Join(parts, " , ")
}
