package number

import (
	"fmt"
	"strconv"
	"time"

	"dossier/internal/country"
	"dossier/internal/cpam"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A NIR is a social security number as it was read.
type NIR struct {
	Number      string    // in the groups of the attestation
	Problem     rule.Text // what is wrong with it by itself; empty when it is sound
	Temporary   bool
	Key         string // as given; empty if only the 13 digits were
	ExpectedKey string // empty for what is not 13 digits
	Parts       []Part // none for what is not 13 digits
	Notes       []rule.Text
	Sources     []rule.Text
}

// ReadNIR reads a number on a day, which says the centuries that a year of birth can be of.
func ReadNIR(n profile.NIR, on profile.Date) *NIR {
	r := &NIR{Number: n.Grouped(), Key: n.Key(), ExpectedKey: n.ComputedKey(), Temporary: n.Temporary()}
	var problem rule.Text
	problem.EN, problem.FR = n.Problem()
	if r.ExpectedKey == "" {
		r.Problem = problem
		return r
	}
	r.sex(n)
	r.Parts = after(r.Parts, "year", n.Year(), rule.Text{EN: "year of birth", FR: "année de naissance"}, years(n, on))
	r.month(n)
	r.place(n)
	r.Parts = after(r.Parts, "order", n.Order(), rule.Text{EN: "order number", FR: "numéro d’ordre"},
		rule.Text{EN: "tells apart those born in that place that month", FR: "distingue les personnes nées en ce lieu ce mois-là"})
	r.key()
	r.wrong(problem) // behind what no key could mend
	r.Sources = append(r.Sources, keySource)
	return r
}

var (
	digitsSource    = rule.Text{EN: "what the digits mean: service-public.fr, F33078; first digits and months: npm french-ssn 4.1.0", FR: "sens des chiffres : service-public.fr, F33078 ; premiers chiffres et mois : npm french-ssn 4.1.0"}
	communeSource   = rule.Text{EN: "communes of today: @etalab/decoupage-administratif 6.0.0, 2026", FR: "communes d’aujourd’hui : @etalab/decoupage-administratif 6.0.0, 2026"}
	countrySource   = rule.Text{EN: "countries of today: INSEE, code officiel géographique 2025", FR: "pays d’aujourd’hui : INSEE, code officiel géographique 2025"}
	keySource       = rule.Text{EN: "key: 97 − (the 13 digits mod 97), 2A read as 19 and 2B as 18", FR: "clé : 97 − (les 13 chiffres modulo 97), 2A se lit 19 et 2B se lit 18"}
	temporarySource = rule.Text{EN: "temporary numbers: CSS R161-1 and R114-7; ameli.fr, 14 April 2025", FR: "numéros d’attente : CSS R161-1 et R114-7 ; ameli.fr, 14 avril 2025"}
)

// wrong notes what is wrong with a number, the first such thing only.
func (r *NIR) wrong(problem rule.Text) {
	if r.Problem.EN == "" {
		r.Problem = problem
	}
}

func (r *NIR) sex(n profile.NIR) {
	r.Sources = append(r.Sources, digitsSource)
	here := map[profile.Sex]rule.Text{profile.Male: {EN: "male", FR: "homme"}, profile.Female: {EN: "female", FR: "femme"}}[n.Sex()]
	switch {
	case n.Sex() == "":
		here = rule.Text{EN: "no meaning: numbers begin with 1 to 4, 7 or 8", FR: "aucun sens : un numéro commence par 1 à 4, 7 ou 8"}
		r.wrong(rule.Text{EN: "no number begins with this digit", FR: "aucun numéro ne commence par ce chiffre"})
	case n.Temporary():
		here = rule.Text{EN: "%s; a temporary number", FR: "%s ; numéro provisoire"}.With(here)
		r.Sources = append(r.Sources, temporarySource)
		r.Notes = append(r.Notes, rule.Text{
			EN: "a temporary number (NIA) serves for reimbursements, for nine months; it opens neither an ameli account nor a carte Vitale",
			FR: "un numéro d’attente (NIA) sert aux remboursements, pendant neuf mois ; il ne permet ni compte ameli ni carte Vitale"})
	}
	r.Parts = after(r.Parts, "sex", n.Body()[:1], rule.Text{EN: "sex", FR: "sexe"}, here)
}

// years says both centuries, and which of them has not come.
func years(n profile.NIR, on profile.Date) rule.Text {
	yy, _ := strconv.Atoi(n.Year())
	old, young := same(fmt.Sprint(1900+yy)), same(fmt.Sprint(2000+yy))
	if 2000+yy > on.Year {
		return rule.Text{EN: "%s (%s is still to come)", FR: "%s (%s est à venir)"}.With(old, young)
	}
	return rule.Text{EN: "%s or %s", FR: "%s ou %s"}.With(old, young)
}

func (r *NIR) month(n profile.NIR) {
	m, _ := strconv.Atoi(n.Month())
	var here rule.Text
	switch {
	case m >= 1 && m <= 12:
		here = rule.Text{EN: time.Month(m).String(), FR: profile.FrenchMonth(time.Month(m))}
	case n.Incomplete():
		here = rule.Text{EN: "no month: the civil status is incomplete", FR: "pas de mois : l’état civil est incomplet"}
	default:
		here = rule.Text{EN: "no meaning: no month, and no number that stands for an unknown one", FR: "aucun sens : ni un mois, ni un nombre qui tient lieu d’un mois inconnu"}
		r.wrong(rule.Text{EN: "digits 4 and 5 are no month", FR: "les chiffres 4 et 5 ne sont pas un mois"})
	}
	r.Parts = after(r.Parts, "month", n.Month(), rule.Text{EN: "month of birth", FR: "mois de naissance"}, here)
}

var (
	departement = rule.Text{EN: "département of birth", FR: "département de naissance"}
	commune     = rule.Text{EN: "commune of birth", FR: "commune de naissance"}
)

func (r *NIR) place(n profile.NIR) {
	place := n.Place()
	code, rest := place[:2], place[2:]
	if code == "97" || code == "98" {
		code, rest = place[:3], place[3:]
	}
	if code == "99" {
		r.abroad(place)
		return
	}
	name, where := cpam.DepartementName(code), rule.Text{}
	former := rule.FormerlyFrench(code, earliest(n))
	switch {
	case len(former) > 0:
		where = formerly(former[0], code, name)
	case code == "20":
		where = rule.Text{EN: "Corsica, one département until 1976, since then 2A and 2B", FR: "Corse, un seul département jusqu’en 1976, depuis 2A et 2B"}
	case code == "75" || code == "78":
		where = rule.Text{EN: "%s; in older numbers also places now in 91 to 95", FR: "%s ; dans les numéros anciens aussi des lieux aujourd’hui dans 91 à 95"}.With(name)
	case name != "":
		where = same(name)
	case len(code) == 3: // overseas, where codes of old are not known here
		where = rule.Text{EN: "not known here: no territory has this number today", FR: "inconnu ici : aucun territoire n’a ce numéro aujourd’hui"}
	default:
		where = rule.Text{EN: "no département has this number", FR: "aucun département n’a ce numéro"}
		r.wrong(rule.Text{EN: "digits 6 and 7 are no département", FR: "les chiffres 6 et 7 ne sont pas un département"})
	}
	r.Parts = after(r.Parts, "departement", code, departement, where)
	r.Parts = after(r.Parts, "commune", rest, commune, communeOf(place, len(former) > 0, name))
	r.Sources = append(r.Sources, communeSource)
}

// earliest is the first day on which a person with this number can have been born.
func earliest(n profile.NIR) profile.Date {
	born, err := profile.ParseDate("19" + n.Year() + "-" + n.Month() + "-01")
	if err != nil { // the month is not known
		born, _ = profile.ParseDate("19" + n.Year() + "-01-01")
	}
	return born
}

// formerly says for which country a département of old stands, and what else the number can mean.
func formerly(insee, code, name string) rule.Text {
	c, _ := country.ByINSEE(insee)
	is := rule.Text{EN: c.EN, FR: c.FR}
	switch {
	case name == "":
		return is
	case code == "95":
		return rule.Text{EN: "%s if the birth was there before 1964, else %s", FR: "%s si la naissance y a eu lieu avant 1964, sinon %s"}.With(is, name)
	}
	return rule.Text{EN: "%s if the birth was there before 3 July 1962, else %s", FR: "%s si la naissance y a eu lieu avant le 3 juillet 1962, sinon %s"}.With(is, name)
}

// communeOf names the commune that has a code today, if it may be the one.
func communeOf(insee string, former bool, name string) rule.Text {
	c, ok := cpam.Commune(insee)
	switch {
	case ok && former:
		return rule.Text{EN: "%s, if it was in %s", FR: "%s, si c’était dans le département %s"}.With(c.Commune, name)
	case ok:
		return rule.Text{EN: "%s (INSEE code %s)", FR: "%s (code INSEE %s)"}.With(c.Commune, insee)
	}
	return rule.Text{EN: "not known here: no commune has the INSEE code %s today; the number keeps that of the day of birth",
		FR: "inconnue ici : aucune commune n’a aujourd’hui le code INSEE %s ; le numéro garde celui du jour de naissance"}.With(insee)
}

func (r *NIR) abroad(insee string) {
	r.Parts = after(r.Parts, "departement", "99", departement, rule.Text{EN: "none: born abroad", FR: "aucun : naissance à l’étranger"})
	where := rule.Text{EN: "not known here: %s is not in the list of today’s countries; a state that is no more keeps its code",
		FR: "inconnu ici : %s n’est pas dans la liste des pays d’aujourd’hui ; un État disparu garde son code"}.With(insee)
	if c, ok := country.ByINSEE(insee); ok {
		where = rule.Text{EN: "%s (INSEE code %s)", FR: "%s (code INSEE %s)"}.With(rule.Text{EN: c.EN, FR: c.FR}, insee)
	}
	r.Parts = after(r.Parts, "country", insee[2:], rule.Text{EN: "country of birth", FR: "pays de naissance"}, where)
	r.Sources = append(r.Sources, countrySource)
}

func (r *NIR) key() {
	var here rule.Text
	switch r.Key {
	case "":
		here = rule.Text{EN: "not given; it is %s", FR: "non donnée ; c’est %s"}
	case r.ExpectedKey:
		here = rule.Text{EN: "right: the 13 digits give %s", FR: "juste : les 13 chiffres donnent %s"}
	default:
		here = rule.Text{EN: "wrong: the 13 digits give %s", FR: "fausse : les 13 chiffres donnent %s"}
		r.Notes = append(r.Notes, rule.Text{EN: "as a rule one digit is wrong, or two changed places, among the 13 or in the key: compare it with the letter or attestation",
			FR: "en général un chiffre est faux, ou deux sont échangés, parmi les 13 ou dans la clé : comparez avec le courrier ou l’attestation"})
	}
	r.Parts = after(r.Parts, "key", r.Key, rule.Text{EN: "key", FR: "clé"}, here.With(r.ExpectedKey))
	if last := &r.Parts[len(r.Parts)-1]; r.Key == "" {
		last.To = last.From + 1 // where it would be
	}
}

// NIRDifferences holds a number against all that a profile says of it: its digits, and the number
// that the profile has. Held are the keys that say something.
func NIRDifferences(n profile.NIR, a *profile.Applicant) (found []rule.Difference, held []string) {
	found, held = rule.NIRDifferences(n, a)
	if n.ComputedKey() == "" || a.NIR == "" {
		return found, held
	}
	held = append(held, "nir")
	if n.Body() != a.NIR.Body() || n.Key() != "" && a.NIR.Key() != "" && n.Key() != a.NIR.Key() {
		found = append(found, rule.Difference{Key: "nir", Message: rule.Text{EN: "the profile has another number", FR: "le profil a un autre numéro"}, Fix: rule.Text{
			EN: "keep the one of the latest letter or attestation; a temporary number gives way to the permanent one",
			FR: "gardez celui du dernier courrier ou de l’attestation ; un numéro provisoire cède la place au définitif"}})
	}
	return found, held
}
