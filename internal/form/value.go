package form

import (
	"strings"

	"dossier/internal/country"
	"dossier/internal/profile"
)

// A Value is the answer to one field. Text is what is written; for a box to tick it is the choice.
type Value struct {
	ID   string
	Text string
}

// Values gives the answers of an applicant in the order of the form; fields without answer are left out.
func (f *Form) Values(a *profile.Applicant, day profile.Date) []Value {
	when := a.Signature.Date
	if when.IsZero() {
		when = day
	}
	w := writer{a: a, situation: f.Situation[string(a.Situation)]}
	w.home, _ = a.Address(when)
	var values []Value
	for _, field := range f.Fields {
		if text := facts[field.From](w); text != "" {
			values = append(values, Value{field.ID, text})
		}
	}
	return values
}

// A writer answers for one applicant.
type writer struct {
	a         *profile.Applicant
	home      profile.Address
	situation situationText
}

// facts are the answers that a form can ask for, by the name its table uses.
var facts = map[string]func(w writer) string{
	"names":       writer.names,
	"nir":         func(w writer) string { return w.a.NIR.Body() },
	"nir key":     writer.nirKey,
	"caf number":  func(w writer) string { return w.a.CAF.Number },
	"caf office":  func(w writer) string { return w.a.CAF.Office },
	"birth date":  func(w writer) string { return w.a.Birth.Date.Digits() },
	"birth place": writer.birthPlace,
	"nationality": writer.nationality,
	"address":     writer.address,
	"postal code": func(w writer) string { return w.own(w.postalCode()) },
	"commune":     func(w writer) string { return w.own(w.home.Commune) },
	"phone":       writer.phone,
	"email":       func(w writer) string { return w.a.Contact.Email },
	"domicile": func(w writer) string {
		return w.organisation(list(w.home.Organisation, w.home.Street, w.home.Extra))
	},
	"domicile postal code": func(w writer) string { return w.organisation(w.postalCode()) },
	"domicile commune":     func(w writer) string { return w.organisation(w.home.Commune) },
	"working":              func(w writer) string { return w.box("working", "yes") },
	"working detail":       func(w writer) string { return w.box("working", w.detail()) },
	"inactive":             func(w writer) string { return w.box("none", "none") + w.box("other", "other") },
	"other detail":         func(w writer) string { return w.box("other", w.detail()) },
	"arrival":              writer.arrival,
	"signed at":            func(w writer) string { return w.a.Signature.Place },
	"signed on":            func(w writer) string { return w.a.Signature.Date.Digits() },
}

// names is the birth name, the pseudonym of an artist-author after it, the usage name, then all
// first names in order, as the form's own hint asks.
func (w writer) names() string {
	n := w.a.Name
	birth := n.Birth
	if n.Pseudonym != "" {
		birth += " (pseudonyme " + n.Pseudonym + ")"
	}
	usage := n.Usage
	if usage != "" {
		usage = "nom d’usage " + usage
	}
	return list(birth, usage, n.FirstNames())
}

// nirKey is the key as given, or the one that belongs to the number.
func (w writer) nirKey() string {
	if key := w.a.NIR.Key(); key != "" {
		return key
	}
	return w.a.NIR.ComputedKey()
}

func (w writer) birthPlace() string {
	place := w.a.Birth.Country
	if c, ok := country.Find(place); ok {
		place = c.FR
	}
	return list(w.a.Birth.Town, place)
}

func (w writer) nationality() string {
	switch {
	case len(w.a.Nationalities) == 0:
		return ""
	case w.a.French():
		return "french"
	case w.a.Free():
		return "eea"
	}
	return "other"
}

func (w writer) address() string {
	host := w.home.Host
	if host != "" {
		host = "chez " + host
	}
	return w.own(list(host, w.home.Street, w.home.Extra))
}

// own is s for a home of one's own, organisation is s for an address given by an organisation.
func (w writer) own(s string) string {
	if w.home.Kind == profile.Domiciliation {
		return ""
	}
	return s
}

func (w writer) organisation(s string) string {
	if w.home.Kind != profile.Domiciliation {
		return ""
	}
	return s
}

// postalCode is the five digits without what people write between them ("75 018", "F-75018"), and
// anything else as the person wrote it.
func (w writer) postalCode() string {
	if d := digits(w.home.PostalCode); len(d) == 5 {
		return d
	}
	return w.home.PostalCode
}

// phone is a French number as its ten digits, and any other as the person wrote it.
func (w writer) phone() string {
	d := digits(w.a.Contact.Phone)
	if len(d) == 10 && d[0] == '0' && strings.Trim(w.a.Contact.Phone, "0123456789 .-/()\u00a0\u202f") == "" {
		return d
	}
	return w.a.Contact.Phone
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func (w writer) box(box, s string) string {
	if w.situation.Box != box {
		return ""
	}
	return s
}

func (w writer) detail() string {
	if w.a.Activity != "" {
		return w.a.Activity
	}
	switch w.a.Sex {
	case profile.Female:
		return w.situation.F
	case profile.Male:
		return w.situation.M
	}
	return w.situation.Any
}

// arrival is asked of those who do not work: the brace on the form spans these two rows only.
func (w writer) arrival() string {
	if w.situation.Box == "working" {
		return ""
	}
	return w.a.Arrived.Digits()
}

// list joins what is not empty with commas.
func list(parts ...string) string {
	var given []string
	for _, p := range parts {
		if p != "" {
			given = append(given, p)
		}
	}
	return strings.Join(given, ", ")
}
