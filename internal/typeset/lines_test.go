package typeset

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// letters measures a text by its characters.
func letters(s string) float64 { return float64(utf8.RuneCountInString(s)) }

func TestBreakLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"empty", "", 10, nil},
		{"spaces only", "   ", 10, nil},
		{"fits exactly", "deux mots", 9, []string{"deux mots"}},
		{"one too many", "deux mots", 8, []string{"deux", "mots"}},
		{"spaces run together", "un  deux", 20, []string{"un deux"}},
		{"no-break space holds", "prix 12\u00a0€", 8, []string{"prix", "12\u00a0€"}},
		{"narrow one too", "vrai oui\u202f!", 8, []string{"vrai", "oui\u202f!"}},
		{"long word", "un abcdefghij fin", 4, []string{"un", "abcd", "efgh", "ij", "fin"}},
		{"cut after a sign", "abc@def.gh", 6, []string{"abc@", "def.gh"}},
		{"sign too early", "a@bcdefghijk", 6, []string{"a@bcde", "fghijk"}},
		{"rest of a cut word takes more", "abcdef gh", 4, []string{"abcd", "ef", "gh"}},
		{"rest and next on one line", "abcdef g", 4, []string{"abcd", "ef g"}},
		{"narrower than a letter", "ab", 0.5, []string{"a", "b"}},
	} {
		if got := breakLines(c.text, c.width, letters); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBreakLinesLosesNothing(t *testing.T) {
	signs := rapid.SampledFrom([]rune("  abéW.-@\u00a0"))
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(signs, 0, 60).Draw(t, "text"))
		width := rapid.Float64Range(1, 20).Draw(t, "width")
		lines := breakLines(text, width, letters)
		for _, l := range lines {
			if letters(l) > width+slack {
				t.Fatalf("%q is wider than %g", l, width)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got, want := bare(strings.Join(lines, "")), bare(text); got != want {
			t.Fatalf("set %q, given %q", got, want)
		}
	})
}
