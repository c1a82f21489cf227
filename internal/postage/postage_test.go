package postage

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWeigh(t *testing.T) {
	for _, c := range []struct {
		sheets     int
		registered bool
		envelope   string
		folds      int
		grams      int
		class      int
		near       int
	}{
		{1, false, "DL", 2, 10, 20, 0},
		{2, false, "DL", 2, 15, 20, 20},  // within a sheet of the limit
		{3, false, "DL", 2, 20, 20, 20},  // 19.97 g
		{4, false, "DL", 2, 25, 100, 20}, // above, and thinner paper would be below
		{5, false, "DL", 2, 30, 100, 0},
		{6, false, "DL", 2, 35, 100, 0},
		{7, false, "C5", 1, 43, 100, 0},
		{7, true, "C5", 1, 43, 50, 0},
		{8, true, "C5", 1, 48, 50, 50},
		{9, true, "C5", 1, 53, 100, 50},
		{10, false, "C5", 1, 58, 100, 0},
		{11, false, "C4", 0, 72, 100, 0},
		{16, false, "C4", 0, 97, 100, 100},
		{17, false, "C4", 0, 102, 250, 100},
		{20, false, "C4", 0, 117, 250, 0},
		{45, false, "C4", 0, 242, 250, 250},
		{97, false, "C4", 0, 501, 1000, 500},
		{200, false, "C4", 0, 1015, 2000, 1000},
		{300, false, "C4", 0, 1514, 2000, 0},
		{397, true, "C4", 0, 1998, 2000, 2000},
		{450, false, "C4", 0, 2263, 0, 0},
	} {
		m := Weigh(c.sheets, c.registered)
		if m.Envelope.Name != c.envelope || m.Envelope.Folds != c.folds || m.Grams != c.grams || m.Class.Grams != c.class || m.Near != c.near {
			t.Errorf("%d sheets, registered %v: %+v", c.sheets, c.registered, m)
		}
		if m.TooThick != (c.sheets > 300) || m.Envelope.Window != (c.envelope == "DL") {
			t.Errorf("%d sheets: too thick %v, window %v", c.sheets, m.TooThick, m.Envelope.Window)
		}
	}
}

// One sheet more never weighs less nor falls in a lighter class, and no class is lighter than what it takes.
func TestMoreSheetsWeighMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		registered := rapid.Bool().Draw(t, "registered")
		n := rapid.IntRange(1, 350).Draw(t, "sheets")
		less, more := Weigh(n, registered), Weigh(n+1, registered)
		if more.Grams <= less.Grams || more.Class.Grams < less.Class.Grams || less.Class.Grams < less.Grams || less.Envelope.Folds < more.Envelope.Folds {
			t.Errorf("%+v, then %+v", less, more)
		}
	})
}

// The tables ascend, and say where they are from.
func TestTables(t *testing.T) {
	for _, registered := range []bool{false, true} {
		all := Classes(registered)
		for i, c := range all {
			if _, err := time.Parse(time.DateOnly, c.Read); err != nil || c.Source == "" || c.Of < 2000 || i > 0 && c.Grams <= all[i-1].Grams {
				t.Errorf("class %+v: %v", c, err)
			}
		}
		if len(all) < 6 {
			t.Errorf("%d classes", len(all))
		}
	}
	for i, e := range envelopes() {
		faces := 2 * float64(e.Width*e.Height) / 1e6
		if g := float64(e.Grams); g < faces*80 || g > faces*120 || i > 0 && e.Sheets <= envelopes()[i-1].Sheets {
			t.Errorf("envelope %+v", e)
		}
	}
}
