package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// benchmarked are forms to measure by: the official one, and one of two pages and 59 fields.
var benchmarked = []string{official, filepath.Join(filepath.Dir(corpus), "MalikAza__cerfa_16216_01.pdf")}

func eachBenchmarked(b *testing.B, run func(b *testing.B, data []byte)) {
	for _, file := range benchmarked {
		b.Run(filepath.Base(file), func(b *testing.B) {
			data, err := os.ReadFile(file)
			if err != nil {
				b.Skip("the form is not here")
			}
			run(b, data)
		})
	}
}

// BenchmarkFill fills all fields of a form that is read once.
func BenchmarkFill(b *testing.B) {
	eachBenchmarked(b, func(b *testing.B, data []byte) {
		f := mustOpen(b, data)
		var entries []Entry
		for _, e := range everything(f) {
			if _, err := f.Plan([]Entry{e}, FillOptions{}); err == nil {
				entries = append(entries, e)
			}
		}
		for name, editable := range map[string]bool{"flat": false, "editable": true} {
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				var w bytes.Buffer
				for b.Loop() {
					w.Reset()
					if _, err := f.Fill(&w, entries, FillOptions{Editable: editable}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(entries)), "fields")
			})
		}
	})
}

// BenchmarkCopy copies the bytes of the blank, which is the least a filler has to do.
func BenchmarkCopy(b *testing.B) {
	eachBenchmarked(b, func(b *testing.B, data []byte) {
		for b.Loop() {
			new(bytes.Buffer).Write(data)
		}
	})
}
