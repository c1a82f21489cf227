package typeset

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The spaces that French typography asks for: the wide one before a colon and inside guillemets and
// between what belongs together, the narrow one before ; ! ? and % (Imprimerie nationale, Lexique). Liberation Sans has both.
const (
	wide   = '\u00a0'
	narrow = '\u202f'
)

// address matches what is not prose: an e-mail address, a URL or the name of a site.
var address = regexp.MustCompile(`^[(«“"]*(\S+@\S+|[A-Za-z][A-Za-z0-9+.-]*://\S+|([A-Za-z0-9-]+\.)+[a-z]{2,}(/\S*)?)[.,;:!?)»”"]*$`)

// number matches a number, with no stop after it.
var number = regexp.MustCompile(`^[+-]?[0-9]+([.,-][0-9]+)*$`)

// heap matches several spaces in a row of which one at least is a no-break space.
var heap = regexp.MustCompile(` *[\x{a0}\x{202f}][ \x{a0}\x{202f}]+| +[\x{a0}\x{202f}][ \x{a0}\x{202f}]*`)

// The short words that are held to the figure or the capital that follows, or to the figure before.
var (
	beforeFigure  = set("n°", "N°", "p.", "pp.", "art.", "page", "pages", "pièce", "pièces", "article", "articles", "L.", "R.", "D.", "le")
	beforeCode    = set("article", "articles")
	codes         = set("L", "R", "D") // the letter that an article's number begins with
	beforeCapital = set("M.", "MM.", "Mme", "Mlle", "Mmes", "Dr", "Me")
	afterFigure   = set("€", "%", "$", "£", "°", "°C", "ko", "Ko", "Mo", "k€", "EUR", "USD", "g", "kg", "mm", "cm", "m", "km", "m²", "pt",
		"h", "min", "s", "an", "ans", "mois", "jour", "jours", "semaine", "semaines", "heures", "page", "pages", "fois",
		"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
		"rue", "avenue", "boulevard", "bis", "ter")
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// French sets the spaces and apostrophes of French prose: a no-break space before : ; ! ? % € and », after « and
// n°, between a figure and its unit, between groups of figures and between a day and its month; ’ for '. Addresses of
// the net and times such as 14:30 stay as they are. French of a text it has already set is that text.
func French(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = frenchLine(heap.ReplaceAllString(l, string(wide)))
	}
	return strings.Join(lines, "\n")
}

// frenchLine sets word after word, and the space before each.
func frenchLine(l string) string {
	w, space, rest := nextWord(l)
	text, run := w, w // run is the end of text since its last ordinary space
	for space != 0 {
		before := space
		w, space, rest = nextWord(rest)
		if s := between(run, w); s != ' ' {
			before = s
		}
		text += string(before) + w
		run += string(before) + w
		if before == ' ' {
			run = w
		}
	}
	return text
}

// nextWord sets the first word of a line, and returns the space after it, 0 at the end, and what follows.
func nextWord(l string) (word string, space rune, rest string) {
	word = l
	if end := strings.IndexFunc(l, isSpace); end >= 0 {
		var size int
		space, size = utf8.DecodeRuneInString(l[end:])
		word, rest = l[:end], l[end+size:]
	}
	if !address.MatchString(word) {
		word = punctuate(curl(word))
	}
	return word, space, rest
}

// curl turns the straight apostrophe after a letter into ’, when a letter, a figure or a quotation follows.
func curl(w string) string {
	runes := []rune(w)
	for i, r := range runes {
		if r != '\'' || i == 0 || i+1 == len(runes) || !unicode.IsLetter(runes[i-1]) {
			continue
		}
		if next := runes[i+1]; unicode.IsLetter(next) || unicode.IsDigit(next) || strings.ContainsRune("«“\"", next) {
			runes[i] = '’'
		}
	}
	return string(runes)
}

// punctuate puts the spaces that are missing between the signs and letters of a word.
func punctuate(w string) string {
	runes := []rune(w)
	var out []rune
	for i, r := range runes {
		if i > 0 {
			if space := inside(runes, i); space != 0 {
				out = append(out, space)
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// inside is the space that French wants before the rune at i of a word, or 0.
func inside(w []rune, i int) rune {
	before, figure := w[i-1], unicode.IsDigit(w[i-1])
	text := figure || unicode.IsLetter(before) || strings.ContainsRune(")]»”\"’'…°%€.²", before)
	switch w[i] {
	case '»':
		if text || strings.ContainsRune("!?;,", before) {
			return wide
		}
	case ':':
		if text && endsThere(w, i) {
			return wide
		}
	case ';', '!', '?':
		if text && endsThere(w, i) {
			return narrow
		}
	case '%':
		if figure && endsThere(w, i) {
			return narrow
		}
	case '€':
		if figure {
			return wide
		}
	}
	if before == '«' || before == '°' && i > 1 && unicode.ToLower(w[i-2]) == 'n' && unicode.IsDigit(w[i]) {
		return wide
	}
	return 0
}

// endsThere reports whether the sign at i ends a clause: nothing but other signs stands between it and the
// end of the word or a guillemet. Else it is part of a time, a path or a code.
func endsThere(w []rune, i int) bool {
	for _, r := range w[i+1:] {
		switch {
		case r == '«', r == '»':
			return true
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("/=&_", r):
			return false
		}
	}
	return true
}

func isSpace(r rune) bool { return r == ' ' || r == wide || r == narrow }

// between is the space that belongs between a run of words held together and the next word.
func between(run, next string) rune {
	if run == "" || next == "" {
		return ' '
	}
	last, first := lastPart(run), firstPart(next)
	r := []rune(next)[0]
	digit := unicode.IsDigit(r)
	switch {
	case strings.HasSuffix(run, "«"), r == ':', r == '»':
		return wide
	case strings.ContainsRune(";!?%", r):
		return narrow
	case beforeFigure[last] && digit, last == "n°", last == "N°",
		beforeCode[last] && codes[first],
		beforeCapital[last] && unicode.IsUpper(r),
		isFigure(last) && (digit || afterFigure[first]),
		last == "h" && digit && strings.ContainsFunc(run, unicode.IsDigit):
		return wide
	}
	return ' '
}

// lastPart is what follows the last no-break space, opening sign or elision of a run.
func lastPart(run string) string {
	parts := strings.FieldsFunc(run, func(r rune) bool { return isSpace(r) || strings.ContainsRune("(«“’", r) })
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}

// firstPart is the first word of a run, without the signs that close it.
func firstPart(run string) string {
	end := strings.IndexFunc(run, isSpace)
	if end < 0 {
		end = len(run)
	}
	return strings.TrimRight(run[:end], ".,;:!?)")
}

// isFigure reports whether a word is a number or the first of a month.
func isFigure(w string) bool {
	return w == "1er" || number.MatchString(w)
}
