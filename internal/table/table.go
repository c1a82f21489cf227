// Package table reads the tables that are part of the program.
package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
)

// Rows are the rows of a CSV file below its heading; lines that begin with # are comments. The file is
// embedded, so that a fault in it is our own mistake and panics.
func Rows(data []byte) [][]string {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		panic(fmt.Sprintf("read an embedded table: %v", err))
	}
	if len(rows) == 0 {
		panic("read an embedded table: it has no heading")
	}
	return rows[1:]
}
