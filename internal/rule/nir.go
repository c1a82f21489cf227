package rule

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/cpam"
	"dossier/internal/profile"
)

// A Difference is what a social security number says otherwise than a key of the profile.
type Difference struct {
	Key     string
	Message Text
	Fix     Text
}

var (
	askFund = Text{"if the number is as the fund wrote it, ask the fund to correct its record", "si le numéro est bien celui de la caisse, demandez-lui de corriger son fichier"}
	askDate = Text{"ask the fund to correct it: the date of birth is %s; enclose the birth certificate and its translation", "demandez à la caisse de corriger : la date de naissance est le %s ; joignez l’acte de naissance et sa traduction"}
)

// NIRDifferences holds the 13 digits of a number against the profile. Held are the keys that say
// enough to be held against it, whether or not they differ; there are none for what is no number.
func NIRDifferences(n profile.NIR, a *profile.Applicant) (found []Difference, held []string) {
	if n.ComputedKey() == "" {
		return nil, nil
	}
	if a.Sex != "" {
		held = append(held, "sex")
		if n.Sex() != a.Sex {
			found = append(found, Difference{"sex", Text{"its first digit does not match the sex in the profile", "son premier chiffre ne correspond pas au sexe du profil"}, askFund})
		}
	}
	if !a.Birth.Date.IsZero() {
		held = append(held, "birth.date")
		found = append(found, dateDifferences(n, a.Birth.Date)...)
	}
	if c, ok := country.Find(a.Birth.Country); ok && (c.ISO2 == "FR" || !noMore(n)) {
		held = append(held, "birth.country")
		found = append(found, countryDifference(n, c, a.Birth.Date)...)
	}
	if ds := birthDepartements(a); a.BornInFrance() && len(ds) > 0 && !strings.HasPrefix(n.Place(), "99") {
		held = append(held, "birth.town")
		found = append(found, departementDifference(n, ds)...)
	}
	return found, held
}

func dateDifferences(n profile.NIR, born profile.Date) []Difference {
	var found []Difference
	if want := fmt.Sprintf("%02d", born.Year%100); n.Year() != want {
		found = append(found, Difference{"birth.date", Text{"digits 2 and 3 should be %s, the year of birth", "les chiffres 2 et 3 devraient être %s, l’année de naissance"}.With(want), askFund})
	}
	want := fmt.Sprintf("%02d", int(born.Month))
	switch {
	case n.Month() == want, n.Incomplete():
	case born.Ambiguous() && n.Month() == fmt.Sprintf("%02d", born.Day):
		found = append(found, Difference{"birth.date", Text{
			"digits 4 and 5 should be %s, the month of birth: day and month were exchanged, %s was read as %s",
			"les chiffres 4 et 5 devraient être %s, le mois de naissance : jour et mois ont été échangés, le %s a été lu comme le %s"}.With(want, born, born.Swapped()), askDate.With(born)})
	default:
		found = append(found, Difference{"birth.date", Text{"digits 4 and 5 should be %s, the month of birth", "les chiffres 4 et 5 devraient être %s, le mois de naissance"}.With(want), askFund})
	}
	return found
}

// noMore says whether a number has the code of a country that is not in today's list. People born in
// a state that is no more keep its code, which says nothing of the country that is there today.
func noMore(n profile.NIR) bool {
	_, today := country.ByINSEE(n.Place())
	return strings.HasPrefix(n.Place(), "99") && !today
}

// countryDifference is about a birth abroad or in France.
func countryDifference(n profile.NIR, c country.Country, born profile.Date) []Difference {
	foreign, abroad := c.ISO2 != "FR", strings.HasPrefix(n.Place(), "99")
	var message Text
	switch {
	case foreign && abroad && n.Place() != c.INSEE:
		message = Text{"digits 6 to 10 should be %s, the country of birth", "les chiffres 6 à 10 devraient être %s, le pays de naissance"}.With(c.INSEE)
	case foreign && !abroad && !slices.Contains(FormerlyFrench(n.Place()[:2], born), c.INSEE):
		message = Text{"digits 6 and 7 should be 99, a birth abroad", "les chiffres 6 et 7 devraient être 99, une naissance à l’étranger"}
	case !foreign && abroad:
		message = Text{"digits 6 and 7 are 99, a birth abroad, and the profile says France", "les chiffres 6 et 7 sont 99, une naissance à l’étranger, et le profil dit la France"}
	default:
		return nil
	}
	return []Difference{{"birth.country", message, askFund}}
}

// FormerlyFrench are the INSEE codes of the countries that a département of old may stand for in the
// number of a person born on a day: 91 to 94 Algeria before 3 July 1962, 95 Morocco before 1964, 96
// Tunisia (service-public F33078). The zero day is any day.
func FormerlyFrench(departement string, born profile.Date) []string {
	const algeria, morocco, tunisia = "99352", "99350", "99351"
	before := func(d profile.Date) bool { return born.Before(d) } // the zero Date is before any
	switch {
	case departement >= "91" && departement <= "94" && before(profile.Date{Year: 1962, Month: 7, Day: 3}):
		return []string{algeria}
	case departement == "95" && before(profile.Date{Year: 1964, Month: 1, Day: 1}):
		return []string{morocco}
	case departement == "96":
		return []string{tunisia}
	}
	return nil
}

var inBrackets = regexp.MustCompile(`\((2[ABab]|9[78][0-9]|[0-9]{2})\)\s*$`)

// splitSince is the year from which a town's département of today is taken for that of the birth:
// Corsica was one département until 1976, and those around Paris changed in the years before.
const splitSince = 1976

// birthDepartements are those in which the profile says the person was born: what stands in brackets
// behind the town, "Tours (37)", or else where the only town of that name is today.
func birthDepartements(a *profile.Applicant) []string {
	if m := inBrackets.FindStringSubmatch(a.Birth.Town); m != nil {
		return []string{strings.ToUpper(m[1])}
	}
	if a.Birth.Date.Year < splitSince {
		return nil
	}
	return cpam.Departements(a.Birth.Town)
}

// departementDifference is silent where the number has the département of old of one of today.
func departementDifference(n profile.NIR, born []string) []Difference {
	if slices.ContainsFunc(born, func(d string) bool { return strings.HasPrefix(n.Place(), d) || wasIn(d, n.Place()[:2]) }) {
		return nil
	}
	message := Text{"digits 6 and 7 should be %s, the département of birth", "les chiffres 6 et 7 devraient être %s, le département de naissance"}
	if len(born[0]) == 3 {
		message = Text{"digits 6 to 8 should be %s, the département of birth", "les chiffres 6 à 8 devraient être %s, le département de naissance"}
	}
	or := Text{strings.Join(born, " or "), strings.Join(born, " ou ")}
	return []Difference{{"birth.town", message.With(or), askFund}}
}

// wasIn says whether the number may have an older département than the profile, or a newer one: 75
// and 78 for those that are 91 to 95 today, 20 for Corsica (service-public F33078).
func wasIn(departement, number string) bool {
	corsica := []string{"20", "2A", "2B"}
	return departement >= "91" && departement <= "95" && (number == "75" || number == "78") ||
		slices.Contains(corsica, departement) && slices.Contains(corsica, number) && (departement == "20" || number == "20")
}
