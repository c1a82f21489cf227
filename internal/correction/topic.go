package correction

import (
	"regexp"
	"slices"
	"strings"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// A topic is a value of which the fund keeps a record.
type topic struct {
	key    string // "address[].street"
	label  rule.Text
	form   bool           // a field of the form shows it
	proofs []profile.Kind // what establishes it, the best first
}

var (
	ofBirth    = []profile.Kind{profile.BirthCertificate, profile.Passport, profile.IdentityCard}
	ofIdentity = []profile.Kind{profile.Passport, profile.IdentityCard}
	ofMarriage = []profile.Kind{profile.MarriageCertificate, profile.PACSCertificate}
	ofPermit   = []profile.Kind{profile.ResidencePermit, profile.Visa, profile.VisaValidation}
	ofHome     = []profile.Kind{profile.Lease, profile.TitleDeed, profile.EnergyBill, profile.HostStatement, profile.DomiciliationPaper}
	ofAccount  = []profile.Kind{profile.RIB}
)

// topics are all that a reply can speak of by name. Changes of other keys, such as the file of a
// document, are seen in what is enclosed.
var topics = []topic{
	{"name.birth", rule.Text{EN: "Birth name", FR: "Nom de naissance"}, true, ofBirth},
	{"name.usage", rule.Text{EN: "Usage name", FR: "Nom d’usage"}, true, ofMarriage},
	{"name.first", rule.Text{EN: "First names", FR: "Prénoms"}, true, ofBirth},
	{"sex", rule.Text{EN: "Sex", FR: "Sexe"}, true, ofBirth},
	{"birth.date", rule.Text{EN: "Date of birth", FR: "Date de naissance"}, true, ofBirth},
	{"birth.town", rule.Text{EN: "Town of birth", FR: "Commune de naissance"}, true, ofBirth},
	{"birth.country", rule.Text{EN: "Country of birth", FR: "Pays de naissance"}, true, ofBirth},
	{"nationalities", rule.Text{EN: "Nationality", FR: "Nationalité"}, true, ofIdentity},
	{"nir", rule.Text{EN: "Social security number", FR: "Numéro de sécurité sociale"}, true, ofBirth},
	{"activity", rule.Text{EN: "Activity", FR: "Activité"}, true, []profile.Kind{profile.WorkContract, profile.BusinessRegistration}},
	{"arrived", rule.Text{EN: "Day of arrival in France", FR: "Date d’arrivée en France"}, true, []profile.Kind{profile.Visa, profile.Passport}},
	{"address[].street", rule.Text{EN: "Address", FR: "Adresse"}, true, ofHome},
	{"address[].extra", rule.Text{EN: "Address, second line", FR: "Complément d’adresse"}, true, ofHome},
	{"address[].postal_code", rule.Text{EN: "Postal code", FR: "Code postal"}, true, ofHome},
	{"address[].commune", rule.Text{EN: "Commune", FR: "Commune"}, true, ofHome},
	{"contact.phone", rule.Text{EN: "Telephone", FR: "Téléphone"}, true, nil},
	{"contact.email", rule.Text{EN: "E-mail", FR: "Courriel"}, true, nil},
	{"caf.number", rule.Text{EN: "CAF number", FR: "Numéro d’allocataire"}, true, []profile.Kind{profile.BenefitNotice}},
	{"bank.iban", rule.Text{EN: "IBAN", FR: "IBAN"}, false, ofAccount},
	{"bank.bic", rule.Text{EN: "BIC", FR: "BIC"}, false, ofAccount},
	{"bank.holder", rule.Text{EN: "Account holder", FR: "Titulaire du compte"}, false, ofAccount},
	{"family.since", rule.Text{EN: "Date of marriage or PACS", FR: "Date du mariage ou du PACS"}, false, ofMarriage},
	{"family.place", rule.Text{EN: "Place of marriage or PACS", FR: "Lieu du mariage ou du PACS"}, false, ofMarriage},
	{"permit.number", rule.Text{EN: "Number of the permit", FR: "Numéro du titre de séjour"}, false, ofPermit},
	{"permit.from", rule.Text{EN: "Permit valid from", FR: "Début de validité du titre de séjour"}, false, ofPermit},
	{"permit.until", rule.Text{EN: "Permit valid until", FR: "Fin de validité du titre de séjour"}, false, ofPermit},
	{"permit.validated_on", rule.Text{EN: "Visa validated on", FR: "Date de validation du visa"}, false, ofPermit},
	{"spouse.first", rule.Text{EN: "Spouse’s first names", FR: "Prénoms du conjoint"}, false, ofMarriage},
	{"spouse.usage", rule.Text{EN: "Spouse’s usage name", FR: "Nom d’usage du conjoint"}, false, ofMarriage},
	{"spouse.birth", rule.Text{EN: "Spouse’s birth name", FR: "Nom de naissance du conjoint"}, false, ofMarriage},
	{"spouse.nir", rule.Text{EN: "Spouse’s social security number", FR: "N° de sécurité sociale du conjoint"}, false, nil},
}

var anyIndex = regexp.MustCompile(`\[[0-9]+\]`)

// topicOf is what a key of the profile is about.
func topicOf(key string) (topic, bool) {
	row := anyIndex.ReplaceAllString(key, "[]")
	i := slices.IndexFunc(topics, func(t topic) bool { return t.key == row })
	if i < 0 {
		return topic{}, false
	}
	return topics[i], true
}

func known(key string) bool {
	_, ok := topicOf(key)
	return ok
}

// topicKeys are the keys of all topics, as a request has them.
func topicKeys() []string {
	keys := make([]string, len(topics))
	for i, t := range topics {
		keys[i] = indexes.Replace(t.key)
	}
	return keys
}

var indexes = strings.NewReplacer("[]", "[0]")
