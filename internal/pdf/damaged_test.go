package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// mostDamage bounds what is spent on one damaged file: it waits for other tests, too.
const mostDamage = 5 * time.Second

// TestDamaged cuts files short, changes bytes in them and takes objects and tables away. What is
// left is read or refused, in time.
func TestDamaged(t *testing.T) {
	sources := map[string][]byte{"sample": sample(), "packed": packed(), "hybrid": hybrid()}
	for _, name := range []string{official, filepath.Join(filepath.Dir(corpus), "calibrae__sample-cerfa.pdf")} {
		if data, err := os.ReadFile(name); err == nil {
			sources[filepath.Base(name)] = data
		}
	}
	for name, data := range sources {
		t.Run(name, func(t *testing.T) {
			opened, all := 0, damagedCopies(data)
			for _, c := range all {
				if survives(t, c) {
					opened++
				}
			}
			t.Logf("%d of %d damaged files can still be used", opened, len(all))
			if opened == 0 {
				t.Error("no damaged file can be used")
			}
		})
	}
}

type damagedCopy struct {
	how  string
	data []byte
}

var objectWord = regexp.MustCompile(`(?s)\d+ 0 obj.*?endobj`)

// damagedCopies are the same ones each time; a large file has fewer.
func damagedCopies(data []byte) []damagedCopy {
	rnd := rand.New(rand.NewPCG(uint64(len(data)), 3))
	count := min(60, 3<<20/len(data))
	var list []damagedCopy
	for i := range count {
		at := len(data) * (i + 1) / (count + 1)
		list = append(list, damagedCopy{fmt.Sprintf("cut at %d", at), data[:at]})
	}
	for i := range count {
		b := bytes.Clone(data)
		for range 1 + i {
			b[rnd.IntN(len(b))] = byte(rnd.IntN(256))
		}
		list = append(list, damagedCopy{fmt.Sprintf("%d bytes changed (%d)", 1+i, i), b})
	}
	objects := objectWord.FindAllIndex(data, -1)
	for i := range min(count, len(objects)) {
		o := objects[i*len(objects)/min(count, len(objects))]
		b := append(bytes.Clone(data[:o[0]]), data[o[1]:]...)
		list = append(list, damagedCopy{fmt.Sprintf("without the object at %d", o[0]), b})
	}
	for _, word := range []string{"xref", "trailer", "startxref", "endstream", "endobj", "/Root", "/Pages", "/Kids", "/Length", "/Type"} {
		list = append(list, damagedCopy{"without " + word, bytes.ReplaceAll(data, []byte(word), nil)})
	}
	return list
}

// survives uses a damaged file, and reports that it could be used.
func survives(t *testing.T, c damagedCopy) bool {
	t.Helper()
	start := time.Now()
	err := exhaust(c.data)
	if took := time.Since(start); took > mostDamage {
		t.Errorf("%s: took %v", c.how, took)
	}
	if err != nil && !errors.As(err, new(*Error)) && !own(err) {
		t.Errorf("%s: not an error of ours: %v", c.how, err)
	}
	return err == nil
}
