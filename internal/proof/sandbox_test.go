package proof

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// onePage is a PDF whose only page has this content, and Helvetica as /F.
func onePage(content string) []byte {
	var packed bytes.Buffer
	w, _ := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	w.Write([]byte(content))
	w.Close()
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
		fmt.Sprintf("<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream", packed.Len(), packed.String()),
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj%s endobj\n", i+1, o)
	}
	table := b.Len()
	b.WriteString("xref\n0 6\n0000000000 65535 f \n")
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table)
	return b.Bytes()
}

// smallType writes so many runs of a hundred characters side by side.
func smallType(runs int) string {
	var b strings.Builder
	b.WriteString("BT /F 1 Tf ")
	for i := range runs {
		fmt.Fprintf(&b, "1 0 0 1 %d %d Tm (%s) Tj ", 20+60*(i/400), 20+2*(i%400), strings.Repeat("a", 100))
	}
	return b.String() + "ET"
}

// TestHarm holds what a hostile page can make PDFium take.
func TestHarm(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want          error
	}{
		{"an honest page", "BT /F 9 Tf 20 20 Td (a) Tj ET", nil},
		{"boxes", strings.Repeat("0 0 1 1 re f ", 1_500_000), errMemory},
		{"saved states", strings.Repeat("q ", 5_000_000), errMemory},
		{"one long path", "0 0 m " + strings.Repeat("1 1 l 2 2 l ", 10_000_000) + "f", errMemory},
		{"texts", "BT /F 9 Tf " + strings.Repeat("(a) Tj ", 2_000_000) + "ET", errMemory},
		{"small type", smallType(3000), errChars},
	} {
		t.Run(c.name, func(t *testing.T) {
			own, err := Start(testCache)
			if err != nil {
				t.Fatal(err)
			}
			defer own.Close()
			data := onePage(c.content)
			now, blank := openIn(t, own, data), openIn(t, own, data)
			_, err = now.Check(Blank{Doc: blank}, []Mark{{Name: "x", Rect: Rect{10, 10, 50, 50}}})
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if most := own.memories.most; most > Budget {
				t.Errorf("PDFium took %d MB, want %d at most", most>>20, Budget>>20)
			}
			now.Close()
			blank.Close()
			if held := own.memories.held; held != 0 {
				t.Errorf("%d bytes were not given back", held)
			}
		})
	}
}

func openIn(t *testing.T, e *Engine, data []byte) *Document {
	t.Helper()
	d, err := e.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestBudget(t *testing.T) {
	all := &memories{}
	var list []*memory
	for range 2 {
		m := all.Allocate(0, 0).(*memory)
		if b := m.Reallocate(1 << 20); len(b) != 1<<20 {
			t.Fatalf("%d bytes, want 1 MB", len(b))
		}
		list = append(list, m)
	}
	a, b := list[0], list[1]
	before := a.Reallocate(Budget / 2)
	before[0] = 7
	after := a.Reallocate(Budget - 1<<20)
	if after == nil || &after[0] != &before[0] || after[Budget-1<<20-1] != 0 {
		t.Error("the memory did not grow in place")
	}
	if b.Reallocate(2<<20) != nil || !b.exhausted() || a.exhausted() {
		t.Error("two documents got more than the budget")
	}
	third := all.Allocate(0, 0).(*memory)
	if b.Reallocate(Budget/2) == nil {
		t.Error("a third document did not bring its share")
	}
	for _, m := range []*memory{a, b, third} {
		m.Free()
	}
	if all.held != 0 || all.open != 0 || all.most > 3*Budget/2 {
		t.Errorf("%+v after all was given back", all)
	}
}

// A slow PDFium counts until it is let go.
type slow struct {
	pdfium.Pdfium
	stop   atomic.Bool
	closed chan bool
}

func (s *slow) FPDF_GetPageCount(*requests.FPDF_GetPageCount) (*responses.FPDF_GetPageCount, error) {
	for !s.stop.Load() {
	}
	return &responses.FPDF_GetPageCount{PageCount: 1}, nil
}

func (s *slow) Close() error {
	s.closed <- true
	return nil
}

func TestGivenUp(t *testing.T) {
	p := &slow{closed: make(chan bool, 2)}
	e := &Engine{}
	s := &sandbox{Pdfium: p, memory: &memory{from: &memories{}}, engine: e, limit: 20 * time.Millisecond}
	for range 2 {
		if _, err := s.FPDF_GetPageCount(nil); err != errTime {
			t.Errorf("%v, want %v", err, errTime)
		}
	}
	if err := s.Close(); err != nil || len(p.closed) > 0 {
		t.Errorf("closed while it runs: %v", err)
	}
	if e.Close() != errTime {
		t.Error("an engine was closed while it runs")
	}
	p.stop.Store(true)
	<-p.closed // once it came back
}
