package rule

import (
	"testing"

	"dossier/internal/profile"
)

func TestIsApplicant(t *testing.T) {
	elodie := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Łukasiewicz", Usage: "O’Brien", First: []string{"Élodie-Anne", "Marie"}}}
	thi := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Nguyễn", First: []string{"Thị", "Hương"}}}
	juergen := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "Müller-Groß", First: []string{"Jürgen"}}}
	marie := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Ou", First: []string{"Marie"}}}
	unknown := profile.Applicant{Name: profile.Name{Birth: "de la Cruz"}}
	garcia := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "García Lorca", First: []string{"Federico"}}}
	devries := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "van Vries", First: []string{"Jan"}}}
	olena := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Шевченко", First: []string{"Олена"}}}
	jean := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "Roy", First: []string{"Jean", "Marie"}}, Spouse: profile.Spouse{First: []string{"Marie"}}}
	for _, c := range []struct {
		who     profile.Applicant
		printed string
		want    bool
	}{
		{elodie, "MME ELODIE-ANNE O BRIEN", true},
		{elodie, "MME ELODIE ANNE OBRIEN", true},
		{elodie, "Élodie-Anne Łukasiewicz", true},
		{elodie, "LUKASIEWICZ E", true},
		{elodie, "O'BRIEN ELODIE", true},
		{elodie, "MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN", true},
		{elodie, "M OU MME O BRIEN", true},
		{elodie, "Mme Lukasiewicz", true},
		{elodie, "M O BRIEN", false},
		{elodie, "M PATRICK O BRIEN", false},
		{elodie, "PATRICK O BRIEN", false},
		{elodie, "ELODIE-ANNE MARTIN", false},
		{elodie, "SCI DES LILAS", false},
		{elodie, "", false},
		{elodie, "MARIE LUKASIEWICZ", true}, // any first name may be the one in use
		{elodie, "M MARIE O BRIEN", false},
		{jean, "MARIE ROY", false}, // his wife
		{jean, "JEAN ROY", true},
		{garcia, "M FEDERICO GARCIA", true}, // one of two surnames
		{garcia, "F GARCIA", false},
		{garcia, "M JOSE GARCIA", false},
		{devries, "JAN VAN DIJK", false},
		{olena, "OLENA SHEVCHENKO", true}, // cannot be compared
		{thi, "MLLE HUONG NGUYEN", true},
		{thi, "Nguyen Thi", true},
		{thi, "NGUYEN THI HUONG", true},
		{thi, "NGUYEN VAN MINH", false},
		{juergen, "MUELLER-GROSS JUERGEN", true},
		{juergen, "Herr Jürgen Müller-Groß", true},
		{juergen, "JURGEN MULLER GROSS", true},
		{juergen, "JURGEN GROSS", false},
		{marie, "MME OU MARIE", true},
		{marie, "OU M", true},
		{marie, "M OU", false},
		{marie, "M OU MME MARTIN", false},
		{profile.Applicant{Name: elodie.Name}, "M O BRIEN", true}, // sex not said
		{unknown, "DE LA CRUZ PABLO", true},
		{unknown, "CRUZ", false},
		{profile.Applicant{}, "ANYBODY", true},
	} {
		if got := NewCase(&c.who, today).isApplicant(c.printed); got != c.want {
			t.Errorf("%q is %s %s: %v", c.printed, c.who.Name.FirstNames(), c.who.Name.Birth, got)
		}
	}
}
