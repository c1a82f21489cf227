package cpam

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dossier/internal/table"
)

// LineLength is how many characters a line of an address has at most, with spaces (NF Z 10-011).
const LineLength = 38

// blockLines is how many lines an address has at most (NF Z 10-011).
const blockLines = 6

// Block returns the lines to print in the window of an envelope: the name, the service if any,
// the address, the postal code with the city; at most 6 lines of 38 characters (NF Z 10-011).
// The address and the last three lines but the name are in capitals without accents or
// punctuation, for the sorting machines (La Poste, "les 6 règles d'or").
// A long name goes over two lines and other long lines are abbreviated as the norm has it. The
// error says which line is too long still, or that there are too many, or no address.
func (f Fund) Block(service ...string) ([]string, error) {
	if !f.HasAddress() {
		return nil, fmt.Errorf("no postal address is known for %s", f.Name)
	}
	block, err := wrap(f.Name)
	if err != nil {
		return nil, err
	}
	names := len(block)
	service, address := written(service), written(f.Address)
	block = slices.Concat(block, service, address, []string{f.PostalCode + " " + f.City})
	if len(block) > blockLines {
		return nil, fmt.Errorf("the address of %s takes %d lines, and an envelope has room for %d", f.Name, len(block), blockLines)
	}
	capitals := min(names+len(service), max(names, len(block)-3))
	for i := names; i < len(block); i++ {
		if i >= capitals {
			block[i] = strings.ToUpper(plain(block[i]))
		}
		if block[i], err = fit(block[i]); err != nil {
			return nil, err
		}
	}
	return block, nil
}

// written leaves out the lines without a letter or a digit: the norm has no blank lines.
func written(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return plain(s) == "" })
}

// wrap breaks a name into at most two lines, after a hyphen or at a space, the first as long as
// it can be.
func wrap(name string) ([]string, error) {
	if fits(name) {
		return []string{name}, nil
	}
	for at := len(name) - 1; at > 0; at-- {
		if name[at-1] != ' ' && name[at-1] != '-' {
			continue
		}
		first, second := strings.TrimSpace(name[:at]), strings.TrimSpace(name[at:])
		if first != "" && fits(first) && fits(second) {
			return []string{first, second}, nil
		}
	}
	return nil, fmt.Errorf("the name %q does not fit in two lines of %d characters", name, LineLength)
}

func fits(line string) bool { return utf8.RuneCountInString(line) <= LineLength }

// fit abbreviates the words of a line, in the order of the table, until it is short enough.
func fit(line string) (string, error) {
	short := line
	for _, a := range abbreviations() {
		if fits(short) {
			return short, nil
		}
		short = a.apply(short)
	}
	if !fits(short) {
		return "", fmt.Errorf("the address line %q is longer than %d characters even when abbreviated", line, LineLength)
	}
	return short, nil
}

//go:embed abbreviations.csv
var abbreviationsCSV []byte

// An abbreviation is one or more words in plain lower case and their short form.
type abbreviation struct {
	words []string
	short string
}

var abbreviations = sync.OnceValue(func() []abbreviation {
	var all []abbreviation
	for _, row := range table.Rows(abbreviationsCSV) {
		all = append(all, abbreviation{strings.Fields(fold(row[0])), row[1]})
	}
	return all
})

// apply replaces the words where the line has them, but leaves its last word whole: it is the
// one that tells a street or a service from its neighbours (the "mot directeur" of the norm).
func (a abbreviation) apply(line string) string {
	words := strings.Fields(line)
	for i := 0; i+len(a.words) < len(words); i++ {
		if strings.Join(a.words, " ") == fold(strings.Join(words[i:i+len(a.words)], " ")) {
			words = slices.Replace(words, i, i+len(a.words), a.short)
		}
	}
	return strings.Join(words, " ")
}
