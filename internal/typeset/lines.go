package typeset

import (
	"strings"
)

// slack forgives rounding when a text is set in exactly the width it was measured to need, in mm.
const slack = 1e-6

// breakLines sets text in lines no wider than width, in the unit of measure. A line ends at an ordinary
// space only: a no-break space holds. A word wider than a whole line is cut where the line is full.
func breakLines(text string, width float64, measure func(string) float64) []string {
	var lines []string
	space, line, used := measure(" "), "", 0.0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		w := measure(word)
		if line != "" && used+space+w <= width+slack {
			line, used = line+" "+word, used+space+w
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		pieces := cutWord(word, width, measure)
		last := len(pieces) - 1
		lines = append(lines, pieces[:last]...)
		line, used = pieces[last], measure(pieces[last])
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cutWord cuts a word in pieces no wider than width, of one character at least: after a sign that e-mail and web
// addresses divide at, when there is one in the second half of the piece, else where it is full.
func cutWord(word string, width float64, measure func(string) float64) []string {
	var pieces []string
	start, used := 0, 0.0
	sign, after := 0, 0.0 // where the last sign ends, and the width of what follows it
	for i, r := range word {
		w := measure(string(r))
		if i > start && used+w > width+slack {
			if sign > (start+i)/2 {
				pieces, start, used = append(pieces, word[start:sign]), sign, after
			} else {
				pieces, start, used = append(pieces, word[start:i]), i, 0
			}
		}
		used, after = used+w, after+w
		if strings.ContainsRune("-@./_", r) {
			sign, after = i+1, 0
		}
	}
	return append(pieces, word[start:])
}
