package rule

import (
	"maps"
	"slices"

	"dossier/internal/profile"
)

// ceilings are the yearly ceilings of social security (PASS), in euros: 2025 from
// retraitexpertise, 2026 from the legislation tables of mon-entreprise (read 22 November 2026).
var ceilings = map[int]float64{2025: 47_100, 2026: 48_060}

// Ceiling is the yearly ceiling of social security (PASS) of a year, in euros, and the year that it is of: the
// newest known, where that of the year is not.
func Ceiling(year int) (euros, of int) {
	if _, known := ceilings[year]; !known {
		year = slices.Max(slices.Collect(maps.Keys(ceilings)))
	}
	return int(ceilings[year]), year
}

// Contribution is the estimate of the yearly contribution of people without activity, in whole euros, and its
// year; 0 euros if nothing is due, or if a fact is missing.
func (c *Case) Contribution() (year, euros int) {
	euros, open := c.contribution()
	if open != nil {
		return 0, 0
	}
	return c.A.Income.Year.N, euros
}

// A question is about a fact that the profile lacks.
type question struct {
	key string
	ask Text
}

// contribution estimates the cotisation subsidiaire maladie, in whole euros, for the year of
// [income]: 6.5 % × (A − 0.5 PASS) × (1 − R / 0.2 PASS), where A is the income from capital, at
// most 8 PASS, and R that from activity in France (CSS D380-1 I). Nothing is due if the applicant
// or the spouse had a pension, an annuity or unemployment benefit, or earned 20 % of the PASS
// (L380-2). In the year of arrival it is counted for the part of the year lived in France, by days (D380-1 II
// says "au prorata"). Where a fact is missing there is a question, and no estimate.
func (c *Case) contribution() (euros int, open *question) {
	in := c.A.Income
	pass, listed := ceilings[in.Year.N]
	for _, q := range []struct {
		missing bool
		question
	}{
		{!in.Year.Given, question{"income.year", Text{"for which year is this income?", "de quelle année ce revenu est-il ?"}}},
		{!listed, question{"income.year", Text{"what is the ceiling of social security of that year? Known here are 2025 and 2026", "quel est le plafond de la sécurité sociale de cette année ? Seuls 2025 et 2026 sont connus ici"}}},
		{in.Pension == profile.Unsaid, question{"income.pension", Text{"had you or your spouse a pension, an annuity or unemployment benefit?", "avez-vous eu, vous ou votre conjoint, une pension, une rente ou une allocation de chômage ?"}}},
		{in.Pension == profile.No && !in.Capital.Given, question{"income.capital", Text{"how much is the income from capital?", "quel est le montant des revenus du capital ?"}}},
	} {
		if q.missing {
			return 0, &q.question
		}
	}
	earned, spouse := float64(in.Activity.N), float64(in.SpouseActivity.N)
	if c.A.Family.Status == profile.StatusCohabiting {
		spouse = 0 // L380-2 looks at husbands, wives and PACS partners only
	}
	if in.Pension == profile.Yes || earned >= 0.2*pass || spouse >= 0.2*pass {
		return 0, nil
	}
	base := min(float64(in.Capital.N), 8*pass) - 0.5*pass
	due := max(0, 0.065*base*(1-earned/(0.2*pass)))
	if first := (profile.Date{Year: in.Year.N, Month: 1, Day: 1}); c.A.Arrived.After(first) {
		whole, part := first.DaysTo(first.AddMonths(12)), c.A.Arrived.DaysTo(first.AddMonths(12))
		due *= float64(max(0, part)) / float64(whole)
	}
	return int(due + 0.5), nil
}
