package number

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// An IBAN is an account number as it was read.
type IBAN struct {
	Number          string    // in groups of four
	Problem         rule.Text // the first thing wrong with it by itself; empty when it is sound
	Country         string    // ISO code; empty if it does not begin with two letters
	Name            rule.Text // of the country; empty if no country has the code
	Length          int       // characters
	ExpectedLength  int       // of an IBAN of that country; 0 if not known here
	Control         string    // as given; empty, like ExpectedControl, when the length is wrong
	ExpectedControl string    // what ISO 7064 gives for the rest
	Account         *profile.FrenchAccount
	ExpectedRIBKey  string
	SEPA            SEPA
	Parts           []Part // none when the length is wrong
	Notes           []rule.Text
	Sources         []rule.Text
}

// SEPA says whether a country is in the area in which the fund may pay.
type SEPA string

const (
	InSEPA      SEPA = "yes"
	OutsideSEPA SEPA = "no"
	Unverified  SEPA = "not verified"
)

// French says whether the account is in France.
func (r *IBAN) French() bool { return r.Country == "FR" }

var (
	controlSource = rule.Text{EN: "control digits: ISO 7064, mod 97; lengths and SEPA: npm ibantools 4.5.4", FR: "chiffres de contrôle : ISO 7064, modulo 97 ; longueurs et SEPA : npm ibantools 4.5.4"}
	ribSource     = rule.Text{EN: "RIB key: 97 − ((89 × bank + 15 × branch + 3 × account) mod 97)", FR: "clé RIB : 97 − ((89 × banque + 15 × guichet + 3 × compte) modulo 97)"}
	payingSource  = rule.Text{EN: "accounts that the fund may pay: CSS L114-10-2-1", FR: "comptes que la caisse peut payer : CSS L114-10-2-1"}
)

// ReadIBAN reads an account number.
func ReadIBAN(i profile.IBAN) *IBAN {
	r := &IBAN{Number: i.Grouped(), Country: i.Country(), Length: len(i.Compact()), Sources: []rule.Text{controlSource}}
	r.Problem.EN, r.Problem.FR = i.Problem()
	r.ExpectedLength, _ = i.Length()
	if c, ok := country.Find(r.Country); ok && r.Country != "" {
		r.Name = rule.Text{EN: c.EN, FR: c.FR}
	}
	r.sepa(i)
	if !i.WellFormed() {
		r.shapeless(i)
		return r
	}
	if r.ExpectedLength == 0 {
		r.Problem = rule.Text{EN: "%s has no IBAN known here; take the RIB of an account in France or the SEPA area",
			FR: "%s n’a pas d’IBAN connu ici ; prenez le RIB d’un compte en France ou dans la zone SEPA"}.With(r.Country)
	}
	r.Control, r.ExpectedControl = i.Control(), i.ComputedControl()
	r.Parts = after(nil, "country", r.Country, rule.Text{EN: "country", FR: "pays"}, r.name())
	r.Parts = after(r.Parts, "control", r.Control, rule.Text{EN: "control digits", FR: "chiffres de contrôle"}, control(i))
	if account, ok := i.FrenchAccount(); ok {
		r.Account, r.ExpectedRIBKey = &account, account.ComputedKey()
		r.Sources = append(r.Sources, ribSource)
		r.rib()
	} else {
		r.Parts = after(r.Parts, "account", i.Compact()[4:], rule.Text{EN: "bank and account", FR: "banque et compte"},
			rule.Text{EN: "in the form of that country, which is not read here", FR: "dans la forme de ce pays, qui n’est pas lue ici"})
	}
	r.look(i)
	return r
}

// shapeless says of what is not even built like an IBAN what it may be, and where an IBAN is found.
func (r *IBAN) shapeless(i profile.IBAN) {
	s := i.Compact()
	odd := slices.IndexFunc([]rune(s), func(c rune) bool { return (c < '0' || c > '9') && (c < 'A' || c > 'Z') })
	switch {
	case odd >= 0:
		r.Notes = append(r.Notes, rule.Text{EN: "character %s, spaces not counted, is none of A to Z and 0 to 9", FR: "le caractère %s, sans compter les espaces, n’est ni une lettre de A à Z ni un chiffre de 0 à 9"}.With(fmt.Sprint(odd+1)))
	case strings.Trim(s, "0123456789") == "" && len(s) == 9:
		r.Notes = append(r.Notes, rule.Text{EN: "nine digits are the routing number of a US bank, not an IBAN", FR: "neuf chiffres sont le numéro d’acheminement d’une banque américaine, pas un IBAN"})
	}
	if r.ExpectedLength == 0 {
		r.Notes = append(r.Notes, rule.Text{EN: "the RIB of an account in France or the SEPA area shows the IBAN", FR: "le RIB d’un compte en France ou dans la zone SEPA porte l’IBAN"})
	}
}

// name is the country as a person calls it.
func (r *IBAN) name() rule.Text {
	if r.Name.EN == "" {
		return rule.Text{EN: "no country has this code", FR: "aucun pays n’a ce code"}
	}
	return r.Name
}

func control(i profile.IBAN) rule.Text {
	if i.ControlHolds() {
		return rule.Text{EN: "right (ISO 7064)", FR: "justes (ISO 7064)"}
	}
	return rule.Text{EN: "wrong (ISO 7064): the rest as it stands would have %s", FR: "faux (ISO 7064) : le reste, tel quel, aurait %s"}.With(i.ComputedControl())
}

func (r *IBAN) rib() {
	a := r.Account
	digits := rule.Text{}
	if !a.Numeric() {
		digits = rule.Text{EN: "bank and branch should be digits", FR: "banque et guichet devraient être des chiffres"}
	}
	r.Parts = after(r.Parts, "bank", a.Bank, rule.Text{EN: "bank", FR: "banque"}, digits)
	r.Parts = after(r.Parts, "branch", a.Branch, rule.Text{EN: "branch", FR: "guichet"}, digits)
	r.Parts = after(r.Parts, "account", a.Account, rule.Text{EN: "account", FR: "compte"}, rule.Text{})
	key := rule.Text{EN: "right", FR: "juste"}
	if a.Key != r.ExpectedRIBKey {
		key = rule.Text{EN: "wrong: the rest as it stands would have %s", FR: "fausse : le reste, tel quel, aurait %s"}.With(r.ExpectedRIBKey)
	}
	r.Parts = after(r.Parts, "rib_key", a.Key, rule.Text{EN: "RIB key", FR: "clé RIB"}, key)
}

// look says where to look for what is wrong, by which of the checks fail.
func (r *IBAN) look(i profile.IBAN) {
	rib := r.Account != nil && r.Account.Key == r.ExpectedRIBKey
	switch holds := i.ControlHolds(); {
	case holds && (r.Account == nil || rib):
	case holds:
		r.Notes = append(r.Notes, rule.Text{EN: "ISO 7064 holds, the RIB key does not: compare characters 5 to 27 with the bank’s RIB",
			FR: "ISO 7064 est respectée, pas la clé RIB : comparez les caractères 5 à 27 avec le RIB de la banque"})
	case rib:
		r.Notes = append(r.Notes, rule.Text{EN: "the RIB key holds, ISO 7064 does not: look at the first four characters before the others",
			FR: "la clé RIB est respectée, pas ISO 7064 : regardez d’abord les quatre premiers caractères"})
	case r.Account != nil:
		r.Notes = append(r.Notes, rule.Text{EN: "neither ISO 7064 nor the RIB key holds: compare characters 5 to 27 with the bank’s RIB",
			FR: "ni ISO 7064 ni la clé RIB ne sont respectées : comparez les caractères 5 à 27 avec le RIB de la banque"})
	default:
		r.Notes = append(r.Notes, rule.Text{EN: "ISO 7064 does not hold: compare every character with the bank’s paper",
			FR: "ISO 7064 n’est pas respectée : comparez chaque caractère avec le document de la banque"})
	}
}

func (r *IBAN) sepa(i profile.IBAN) {
	in, known := i.SEPA()
	switch {
	case r.Country == "":
		return
	case in && r.French():
		r.SEPA = InSEPA
	case in:
		r.SEPA = InSEPA
		r.Notes = append(r.Notes, rule.Text{EN: "an account outside France is legally payable, yet some counters refuse it", FR: "un compte hors de France est légalement payable, mais des guichets le refusent"})
		r.Sources = append(r.Sources, rule.Text{EN: "any SEPA country will do: Regulation (EU) 260/2012, art. 9", FR: "tout pays SEPA convient : règlement (UE) 260/2012, art. 9"})
	case r.Name.EN == "":
		r.SEPA = OutsideSEPA
	case known:
		r.SEPA = OutsideSEPA
		r.Notes = append(r.Notes, rule.Text{EN: "the fund may not pay to an account outside the SEPA area; you may apply without a RIB",
			FR: "la caisse ne peut pas payer sur un compte hors de la zone SEPA ; la demande peut partir sans RIB"})
		r.Sources = append(r.Sources, rule.Text{EN: "no RIB is a condition: Cour de cassation, 21 June 2018", FR: "le RIB n’est pas une condition : Cour de cassation, 21 juin 2018"})
	default:
		r.SEPA = Unverified
		var names []rule.Text
		for _, code := range profile.UnverifiedSEPA() {
			c, _ := country.Find(code)
			names = append(names, rule.Text{EN: c.EN, FR: c.FR})
		}
		r.Notes = append(r.Notes, rule.Text{EN: "said to have joined SEPA in 2024 and 2025, which was not verified here: %s; ask the bank whether the account receives SEPA transfers",
			FR: "dits entrés dans SEPA en 2024 et 2025, ce qui n’a pas été vérifié ici : %s ; demandez à la banque si le compte reçoit les virements SEPA"}.With(rule.Series(names)))
	}
	r.Sources = append(r.Sources, payingSource)
}

// IBANDifferences holds an account number against the one of a profile. Held are the keys that say
// something.
func IBANDifferences(i profile.IBAN, a *profile.Applicant) (found []rule.Difference, held []string) {
	const key = "bank.iban"
	here, there := i.Compact(), a.Bank.IBAN.Compact()
	if there == "" {
		return nil, nil
	}
	var differs rule.Text
	switch places := differing(here, there); {
	case here == there:
		return nil, []string{key}
	case len(here) != len(there):
		differs = rule.Text{EN: "the profile has an IBAN of %d characters, this one has %d",
			FR: "le profil a un IBAN de %d caractères, celui-ci en compte %d"}.With(len(there), len(here))
	case len(places) == 1:
		differs = rule.Text{EN: "the profile has another IBAN: character %s differs", FR: "le profil a un autre IBAN : le caractère %s diffère"}.With(places[0])
	case len(places) <= 4:
		differs = rule.Text{EN: "the profile has another IBAN: characters %s differ", FR: "le profil a un autre IBAN : les caractères %s diffèrent"}.With(rule.Series(places))
	default:
		differs = rule.Text{EN: "the profile has another IBAN", FR: "le profil a un autre IBAN"}
	}
	fix := rule.Text{EN: "copy the IBAN again from the RIB your bank gives you", FR: "recopiez l’IBAN depuis le RIB de votre banque"}
	return []rule.Difference{{Key: key, Message: differs, Fix: fix}}, []string{key}
}

// differing are the places, counted from 1, at which two numbers of one length differ.
func differing(a, b string) []rule.Text {
	var places []rule.Text
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			places = append(places, same(fmt.Sprint(i+1)))
		}
	}
	return places
}
