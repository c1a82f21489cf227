package rule

import (
	"strings"
	"testing"
)

// The sums are worked out by hand from D380-1 I with the ceilings 47,100 € (2025) and 48,060 € (2026).
func TestContribution(t *testing.T) {
	for _, c := range []struct {
		name, income string
		arrived      string
		want         int
	}{
		{"all year", "year = 2026\ncapital = 60000\npension = false", "2025-07-01", 2338},
		{"the year before", "year = 2025\ncapital = 60000\npension = false", "2024-07-01", 2369},
		{"from July, 184 days of 365", "year = 2026\ncapital = 60000\npension = false", "2026-07-01", 1179},
		{"on the last day of the year", "year = 2026\ncapital = 60000\npension = false", "2026-12-31", 6},
		{"only in the year after", "year = 2025\ncapital = 60000\npension = false", "2026-07-01", 0},
		{"half a ceiling of capital", "year = 2026\ncapital = 24030\npension = false", "2025-07-01", 0},
		{"100 € more", "year = 2026\ncapital = 24130\npension = false", "2025-07-01", 7},
		{"at most eight ceilings", "year = 2026\ncapital = 5000000\npension = false", "2025-07-01", 23429},
		{"some work", "year = 2026\nactivity = 4806\ncapital = 60000\npension = false", "2025-07-01", 1169},
		{"a fifth of a ceiling of work", "year = 2026\nactivity = 9612\ncapital = 60000\npension = false", "2025-07-01", 0},
		{"the spouse works", "year = 2026\nspouse_activity = 9612\ncapital = 60000\npension = false", "2025-07-01", 0},
		{"the spouse works a little", "year = 2026\nspouse_activity = 9611\ncapital = 60000\npension = false", "2025-07-01", 2338},
		{"a pension", "year = 2026\ncapital = 60000\npension = true", "2025-07-01", 0},
	} {
		src := strings.Replace(sound, "arrived = 2026-07-01", "arrived = "+c.arrived, 1) + "[income]\n" + c.income + "\n"
		if got, open := NewCase(load(t, src), today).contribution(); open != nil || got != c.want {
			t.Errorf("%s: %d € (asks %v), want %d €", c.name, got, open, c.want)
		}
	}
}

// L380-2 looks at the work of a husband, wife or PACS partner, not of a cohabitant.
func TestContributionOfCohabitants(t *testing.T) {
	for status, want := range map[string]int{"married": 0, "PACS": 0, "cohabiting": 1179} {
		src := strings.Replace(sound, `"married"`, `"`+status+`"`, 1) + "[income]\nyear = 2026\nspouse_activity = 30000\ncapital = 60000\npension = false\n"
		if got, open := NewCase(load(t, src), today).contribution(); open != nil || got != want {
			t.Errorf("%s: %d € (asks %v), want %d €", status, got, open, want)
		}
	}
}
