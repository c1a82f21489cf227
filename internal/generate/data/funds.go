package main

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

//go:embed extra.csv
var extraFunds []byte

const fundHeader = `# Health funds that receive form S1106. Made by internal/generate/data: do not edit.
# Source and its date are given row by row; DILA is the directory of public services
# of the Direction de l'information légale et administrative (Licence Ouverte 2.0).
# confidence: high = confirmed by a second list, medium = one list, none = no address may be shipped.
# A row without a département is chosen by what the sender does and not by where they live.
`

var fundColumns = []string{"code", "name", "departement", "address_line1", "address_line2",
	"postal_code", "city", "source", "source_date", "confidence"}

// fundTable is the directory followed by our own rows.
func fundTable(source []byte) ([]byte, error) {
	rows, err := fundRows(source)
	if err != nil {
		return nil, err
	}
	extra, err := fundRows(extraFunds)
	if err != nil {
		return nil, fmt.Errorf("extra.csv: %w", err)
	}
	var out bytes.Buffer
	out.WriteString(fundHeader)
	w := csv.NewWriter(&out)
	if err := w.WriteAll(slices.Concat([][]string{fundColumns}, rows, extra)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// fundRows reads a CSV file with exactly the columns of ours and leaves out the heading.
func fundRows(source []byte) ([][]string, error) {
	r := csv.NewReader(bytes.NewReader(source))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !slices.Equal(rows[0], fundColumns) {
		return nil, fmt.Errorf("the first row is not %s", strings.Join(fundColumns, ","))
	}
	return rows[1:], nil
}
