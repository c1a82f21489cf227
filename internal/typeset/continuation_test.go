package typeset

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// sampleContinuation has n answers, the text of each of so many words.
func sampleContinuation(n, words int) Continuation {
	c := Continuation{
		Title:     Bi{"Feuille jointe au formulaire", "Sheet added to the form"},
		Intro:     []Bi{{"Ces réponses ne tiennent pas dans les cases.", "These answers are too long for the boxes."}},
		Facts:     []Pair{{Label: "Demandeur", Text: "Élodie-Anne ŁUKASIEWICZ"}, {Label: "Naissance", Text: "4 février 1958"}},
		PlaceDate: "Fait à Lyon, le 2 mars 2026",
		Signature: Bi{"Signature", ""},
	}
	for _, title := range []string{"A – Identification", "B – Situation"} {
		s := ContinuedSection{Title: Bi{title, "Part"}}
		for i := range n {
			text := ""
			for w := range words {
				text += fmt.Sprintf("mot%s%dx%d ", title[:1], i, w)
			}
			s.Answers = append(s.Answers, Continued{fmt.Sprintf("n° %d", i+1), Bi{"Votre adresse", "Your address"}, strings.TrimSpace(text)})
		}
		c.Sections = append(c.Sections, s)
	}
	return c
}

// pagesOf is the text of each page as another program reads it; the test is skipped without one.
func pagesOf(t *testing.T, data []byte) []string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not at hand")
	}
	name := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(out), "\f")
	return pages[:len(pages)-1]
}

// However much there is, every word is on paper once, an answer that fits a page stands on one, and
// the place to sign stands with an answer.
func TestContinuation(t *testing.T) {
	for _, c := range []struct{ answers, words, most int }{{1, 3, 1}, {3, 30, 2}, {9, 60, 6}, {1, 800, 6}, {20, 5, 5}} {
		data, layout := draw(t, sampleContinuation(c.answers, c.words))
		pages := pagesOf(t, data)
		if layout.Pages != len(pages) || layout.SignaturePage != len(pages) || len(pages) > c.most {
			t.Errorf("%+v: %d pages said, signed on %d, %d there", c, layout.Pages, layout.SignaturePage, len(pages))
		}
		words := 0
		on := map[string]map[int]bool{} // the pages of each answer
		for n, page := range pages {
			for _, f := range strings.Fields(page) {
				answer, _, found := strings.Cut(f, "x")
				if !found || !strings.HasPrefix(f, "mot") {
					continue
				}
				words++
				if on[answer] == nil {
					on[answer] = map[int]bool{}
				}
				on[answer][n] = true
			}
		}
		for answer, where := range on {
			if len(where) > 1 && c.words < 500 {
				t.Errorf("%+v: %s is divided between pages %v", c, answer, where)
			}
		}
		if last := pages[len(pages)-1]; !strings.Contains(last, "Fait à Lyon") || !strings.Contains(last, "mot") {
			t.Errorf("%+v: the last page is\n%s", c, last)
		}
		if want := 2 * c.answers; len(on) != want || words != want*c.words {
			t.Errorf("%+v: %d words of %d answers on paper, want %d of %d", c, words, len(on), want*c.words, want)
		}
	}
}

func TestContinuationSameBytes(t *testing.T) {
	one, _ := draw(t, sampleContinuation(3, 30))
	two, _ := draw(t, sampleContinuation(3, 30))
	if !bytes.Equal(one, two) {
		t.Error("other bytes the second time")
	}
}

func TestContinuationGlyph(t *testing.T) {
	for name, change := range map[string]func(*Continuation){
		"answer": func(c *Continuation) { c.Sections[1].Answers[0].Text += "中" },
		"label":  func(c *Continuation) { c.Sections[0].Answers[0].Label.EN += "中" },
		"place":  func(c *Continuation) { c.PlaceDate += "中" },
		"fact":   func(c *Continuation) { c.Facts[0].Text += "中" },
	} {
		c := sampleContinuation(1, 3)
		change(&c)
		var b bytes.Buffer
		_, err := c.Draw(&b, sampleMeta)
		var glyph *GlyphError
		if !errors.As(err, &glyph) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
	}
}
