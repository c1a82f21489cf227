package adopt

import "dossier/internal/form"

// samples are the answers of an invented person, one for each field so that every place shows.
var samples = map[string]string{
	"names":                "MARTIN O’BRIEN, Élodie-Anne Thérèse",
	"nir":                  "2800399404123",
	"nir_key":              "27",
	"caf_number":           "1234567",
	"caf_office":           "Lyon",
	"birth_date":           "14031980",
	"birth_place":          "Springfield, États-Unis",
	"nationality":          "other",
	"address":              "12 rue de l’Église, bâtiment C, 3e étage",
	"postal_code":          "69003",
	"commune":              "Lyon",
	"phone":                "0612345678",
	"email":                "elodie.martin@courrier.example",
	"domicile":             "Centre communal d’action sociale, 1 place de la Mairie",
	"domicile_postal_code": "69100",
	"domicile_commune":     "Villeurbanne",
	"working":              "yes",
	"working_detail":       "traductrice",
	"inactive":             "none",
	"other_detail":         "étudiante",
	"arrival":              "23102025",
	"signed_at":            "Lyon",
	"signed_on":            "02032026",
}

// Samples are answers of an invented person to fill an edition with, so that its picture shows
// where each would go. The second box of a field is ticked by nobody: give another choice for it.
func Samples(f *form.Form, e *form.Edition) []form.Value {
	var values []form.Value
	for _, q := range f.Fields {
		if text := samples[q.ID]; text != "" && e.Field(q.ID) != nil {
			values = append(values, form.Value{ID: q.ID, Text: text})
		}
	}
	return values
}
