package typeset

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Two underscores stand for U+202F and one tilde for U+00A0, so that the table can be read.
var frenchTable = []struct{ in, want string }{
	{"", ""},
	{"Bonjour", "Bonjour"},
	{"Objet : demande", "Objet~: demande"},
	{"Objet: demande", "Objet~: demande"},
	{"Attention!", "Attention__!"},
	{"Vraiment ?!", "Vraiment__?!"},
	{"Quoi?!", "Quoi__?!"},
	{"le bail ; les quittances", "le bail__; les quittances"},
	{"«annexe»", "«~annexe~»"},
	{"« annexe »", "«~annexe~»"},
	{"voir « l'annexe » ;", "voir «~l’annexe~»__;"},
	{"dit-il : « Non ! »", "dit-il~: «~Non__!~»"},
	{"(voir la liste ?)", "(voir la liste__?)"},
	{"(?)", "(?)"},
	{"l'État d'origine, aujourd'hui", "l’État d’origine, aujourd’hui"},
	{"O'Brien", "O’Brien"},
	{"rock 'n' roll", "rock 'n' roll"},
	{"n° 12", "n°~12"},
	{"n° V1234567", "n°~V1234567"},
	{"n°12", "n°~12"},
	{"(n°12)", "(n°~12)"},
	{"le 1er mars 2026", "le~1er~mars 2026"},
	{"Lyon, le 2 mars 2026", "Lyon, le~2~mars 2026"},
	{"à 14:30 précises", "à 14:30 précises"},
	{"à 14 h 30", "à 14~h~30"},
	{"50%", "50__%"},
	{"50 % des cas", "50__% des cas"},
	{"12 500 €", "12~500~€"},
	{"100€.", "100~€."},
	{"depuis 3 mois.", "depuis 3~mois."},
	{"écrire à o'neil@exemple.fr : merci", "écrire à o'neil@exemple.fr~: merci"},
	{"https://exemple.fr/a?b=c'd:e", "https://exemple.fr/a?b=c'd:e"},
	{"sur ameli.fr/recherche?x=1.", "sur ameli.fr/recherche?x=1."},
	{"article L. 160-1", "article~L.~160-1"},
	{"M. Dupont et Mme Élodie", "M.~Dupont et Mme~Élodie"},
	{"06 12 34 56 78", "06~12~34~56~78"},
	{"en 2025. 3 pièces", "en 2025. 3 pièces"},
	{"de 2,5 km", "de 2,5~km"},
	{"75019 PARIS", "75019 PARIS"},
	{"12 rue de l'Église", "12~rue de l’Église"},
	{"fin ;\nDébut !", "fin__;\nDébut__!"},
	{"a  b", "a  b"},
	{"– le bail", "– le bail"},
}

func visible(s string) string {
	out := ""
	for _, r := range s {
		switch r {
		case wide:
			out += "~"
		case narrow:
			out += "__"
		default:
			out += string(r)
		}
	}
	return out
}

func TestFrench(t *testing.T) {
	for _, c := range frenchTable {
		once := French(c.in)
		if got := visible(once); got != c.want {
			t.Errorf("French(%q) = %q, want %q", c.in, got, c.want)
		}
		if twice := French(once); twice != once {
			t.Errorf("French twice of %q = %q, once %q", c.in, visible(twice), visible(once))
		}
	}
}

func TestFrenchTwiceIsFrenchOnce(t *testing.T) {
	signs := rapid.SampledFrom([]string{" ", " ", " ", "\u00a0", "\u202f", ":", ";", "!", "?", "%", "«", "»", "'", "’", "n°", "1", "12",
		"a", ".", ",", "h", "€", "@", "(", ")", "/", "L.", "M.", "A", "1er", "mars", "rue", "x.fr", "https://", "–", "\n", "…", "°"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(signs, 0, 12).Draw(t, "text"), "")
		once := French(s)
		if twice := French(once); twice != once {
			t.Fatalf("%q: once %q, twice %q", s, visible(once), visible(twice))
		}
	})
}
