package rule

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

// oddTexts are what any key may hold.
var oddTexts = []string{"", "x", "-", "'", "<", "P<FRA<<", "É", "ʻ", "東京", "Ангела", "France", "US", "Atlantis", "English, French", "37000", "97", "2A", "Paris 18e (75)",
	"02/04/1961", "31 février", "2 61 02 2A 404 123 69", "FR76 3000 6000 0112 3456 7890 189", "ZZ00", "+33", "x@", "M et Mme Tremblay", "%s %d %!", strings.Repeat("A ", 200)}

var oddDays = []profile.Date{{}, {Year: 0, Month: 1, Day: 1}, {Year: 1, Month: 1, Day: 1}, {Year: 1960, Month: 2, Day: 4}, {Year: 2026, Month: 8, Day: 22}, today.AddDays(-1), today, today.AddDays(1), {Year: 9999, Month: 12, Day: 31}}

// draw fills a value of a profile, of whatever kind, with what its type can hold.
func draw(t *rapid.T, v reflect.Value, key string) {
	switch x := v.Addr().Interface().(type) {
	case *profile.Date:
		*x = rapid.SampledFrom(oddDays).Draw(t, key)
		return
	case *profile.YesNo:
		*x = rapid.SampledFrom([]profile.YesNo{profile.Unsaid, profile.Yes, profile.No}).Draw(t, key)
		return
	case *profile.Number:
		x.N, x.Given = rapid.SampledFrom([]int{0, 1, 2025, 2026, 999_999_999}).Draw(t, key), rapid.Bool().Draw(t, key+" given")
		return
	}
	switch v.Kind() {
	case reflect.String:
		texts := oddTexts
		if w, ok := v.Interface().(interface{ Words() []string }); ok {
			texts = append([]string{""}, w.Words()...)
		}
		v.SetString(rapid.SampledFrom(texts).Draw(t, key))
	case reflect.Slice:
		n := rapid.IntRange(0, 3).Draw(t, key)
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			draw(t, v.Index(i), profile.Key(key, i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				draw(t, v.Field(i), key+"."+f.Name)
			}
		}
	}
}

// Whatever a profile says, on whatever day, it can be checked, and what is said is said whole.
func TestAnyProfileCanBeChecked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &profile.Applicant{}
		draw(t, reflect.ValueOf(a).Elem(), "profile")
		on := rapid.SampledFrom(oddDays[1:]).Draw(t, "on")
		found := Check(a, on)
		l := Letter{}
		draw(t, reflect.ValueOf(&l).Elem(), "letter")
		c := NewCase(a, on)
		found = append(found, l.Check(c, a.Pos)...)
		for _, f := range found {
			for _, s := range []string{f.Message.EN, f.Message.FR, f.Fix.EN, f.Fix.FR, f.Source.EN, f.Source.FR} {
				if s == "" || strings.Contains(strings.ReplaceAll(s, "%s %d %!", ""), "%!") {
					t.Fatalf("%s: %+v", f.Rule, f)
				}
			}
			if _, err := f.JSON("fr"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := c.Timeline().JSON("en"); err != nil {
			t.Fatal(err)
		}
		for _, ch := range c.Timeline().Chase {
			ch.Say()
		}
	})
}
