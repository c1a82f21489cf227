package profile

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// anyDate draws a day of the years 1 to 9999, which are those TOML can write.
func anyDate(t *rapid.T, label string) Date {
	const days = 3652058 // from 1 January 1 to 31 December 9999
	return Date{1, time.January, 1}.AddDays(rapid.IntRange(0, days).Draw(t, label))
}

func TestParseDate(t *testing.T) {
	for _, bad := range []string{"", "2026-02-29", "2026-13-01", "2026-7-1", "01/07/2026", "2026-07-01T00:00:00Z"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", bad, d)
		}
	}
	if got := day(t, "2024-02-29"); got != (Date{2024, time.February, 29}) {
		t.Errorf("got %#v", got)
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-07-01", 3, "2026-10-01"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2027-11-30", 3, "2028-02-29"},
		{"2026-08-31", 1, "2026-09-30"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"1999-11-30", 3, "2000-02-29"},
		{"1899-11-30", 3, "1900-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-01-31", 0, "2026-01-31"},
		{"2026-05-31", -18, "2024-11-30"},
	} {
		if got := day(t, c.from).AddMonths(c.n); got.String() != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestAddMonthsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "day"), rapid.IntRange(-600, 600).Draw(t, "months")
		got := d.AddMonths(n)
		if want := (d.Year*12 + int(d.Month) - 1) + n; got.Year*12+int(got.Month)-1 != want {
			t.Fatalf("%v + %d months = %v: wrong month", d, n, got)
		}
		if got != DateOf(got.Time()) {
			t.Fatalf("%v + %d months = %v: no such day", d, n, got)
		}
		if next := got.AddDays(1); got.Day != d.Day && (got.Day > d.Day || next.Day != 1) {
			t.Fatalf("%v + %d months = %v: neither the same day nor the last of the month", d, n, got)
		}
	})
}

func TestDatesAgreeWithTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, e := anyDate(t, "d"), anyDate(t, "e")
		n := d.DaysTo(e)
		if back := d.AddDays(n); back != e {
			t.Fatalf("%v + DaysTo = %v, want %v", d, back, e)
		}
		if n != -e.DaysTo(d) {
			t.Fatalf("DaysTo is not symmetric for %v and %v", d, e)
		}
		if d.Before(e) != (n > 0) || d.After(e) != (n < 0) {
			t.Fatalf("order of %v and %v does not follow DaysTo %d", d, e, n)
		}
		if s := d.Time().Format(time.DateOnly); d.String() != s {
			t.Fatalf("String = %q, want %q", d, s)
		}
		if again, err := ParseDate(d.String()); err != nil || again != d {
			t.Fatalf("ParseDate(%q) = %v, %v", d, again, err)
		}
		if s := d.Time().Format("02012006"); d.Digits() != s {
			t.Fatalf("Digits = %q, want %q", d.Digits(), s)
		}
		if s := d.Time().Format("2 January "); !strings.HasPrefix(d.English(), s) {
			t.Fatalf("English = %q, want %q before the year", d.English(), s)
		}
	})
}

func TestAge(t *testing.T) {
	for _, c := range []struct {
		born, on string
		want     int
	}{
		{"1961-02-04", "2026-02-03", 64},
		{"1961-02-04", "2026-02-04", 65},
		{"2008-02-29", "2026-02-28", 17},
		{"2008-02-29", "2026-03-01", 18},
		{"2026-11-22", "2026-11-22", 0},
		{"2026-11-23", "2026-11-22", -1},
	} {
		if got := day(t, c.born).Age(day(t, c.on)); got != c.want {
			t.Errorf("age of %s on %s = %d, want %d", c.born, c.on, got, c.want)
		}
	}
}

func TestAmbiguous(t *testing.T) {
	for s, want := range map[string]bool{"1961-02-04": true, "1961-04-04": false, "1961-02-13": false, "1961-12-12": false, "1961-12-01": true} {
		if got := day(t, s).Ambiguous(); got != want {
			t.Errorf("%s ambiguous = %v, want %v", s, got, want)
		}
	}
	if got := day(t, "1961-02-04").Swapped().String(); got != "1961-04-02" {
		t.Errorf("swapped = %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		if d := anyDate(t, "day"); d.Ambiguous() {
			s := d.Swapped()
			if s == d || s.Swapped() != d || s != DateOf(s.Time()) {
				t.Fatalf("%v swapped is %v", d, s)
			}
		}
	})
}

func TestDateWords(t *testing.T) {
	d := day(t, "1961-02-04")
	if d.French() != "4 février 1961" || d.English() != "4 February 1961" {
		t.Errorf("got %q, %q", d.French(), d.English())
	}
	if got := day(t, "2026-05-01").French(); got != "1er mai 2026" {
		t.Errorf("got %q", got)
	}
	if got := d.FrenchWords(); got != "quatre février mille neuf cent soixante et un" {
		t.Errorf("got %q", got)
	}
	if got := day(t, "2000-08-01").FrenchWords(); got != "premier août deux mille" {
		t.Errorf("got %q", got)
	}
	var zero Date
	if s := zero.String() + zero.French() + zero.English() + zero.Digits() + zero.FrenchWords(); s != "" {
		t.Errorf("the zero Date is written %q, want nothing", s)
	}
}

func TestFrenchNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "zéro", 1: "un", 16: "seize", 17: "dix-sept", 20: "vingt", 21: "vingt et un", 22: "vingt-deux",
		31: "trente et un", 61: "soixante et un", 69: "soixante-neuf", 70: "soixante-dix", 71: "soixante et onze",
		72: "soixante-douze", 79: "soixante-dix-neuf", 80: "quatre-vingts", 81: "quatre-vingt-un",
		90: "quatre-vingt-dix", 91: "quatre-vingt-onze", 99: "quatre-vingt-dix-neuf",
		100: "cent", 101: "cent un", 180: "cent quatre-vingts", 200: "deux cents", 201: "deux cent un", 999: "neuf cent quatre-vingt-dix-neuf",
		1000: "mille", 1100: "mille cent", 1900: "mille neuf cents", 1961: "mille neuf cent soixante et un",
		1971: "mille neuf cent soixante et onze", 1980: "mille neuf cent quatre-vingts", 1981: "mille neuf cent quatre-vingt-un",
		1999: "mille neuf cent quatre-vingt-dix-neuf", 2000: "deux mille", 2001: "deux mille un", 2026: "deux mille vingt-six",
		2200: "deux mille deux cents", 9999: "neuf mille neuf cent quatre-vingt-dix-neuf",
	} {
		if got := frenchNumber(n); got != want {
			t.Errorf("%d = %q, want %q", n, got, want)
		}
	}
}

// Two numbers must never be spelled alike, or a date in words could be read as another.
func TestFrenchNumbersDiffer(t *testing.T) {
	seen := map[string]int{}
	for n := range 10000 {
		s := frenchNumber(n)
		if m, ok := seen[s]; ok {
			t.Fatalf("%d and %d are both %q", m, n, s)
		}
		if s != strings.Join(strings.Fields(s), " ") {
			t.Fatalf("%d = %q: stray spaces", n, s)
		}
		seen[s] = n
	}
}
