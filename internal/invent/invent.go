// Package invent makes up people, for tests and measurements that need many.
package invent

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

var (
	birthNames = []string{"Martin", "Łukasiewicz", "O’Connor", "Nguyễn", "García-López", "Weiß", "Παπαδόπουλος", "Dupré de la Tour", "Ionescu", "Åkesson", "Silva"}
	firstNames = []string{"Élodie-Anne", "Patrick", "Friederike", "Thị Mai", "Zoë", "Søren", "Camille", "João", "Anna", "Bogdan", "Siobhán", "Ngọc", "Iris"}
	homes      = []struct{ street, code, commune string }{
		{"rue des Lilas", "37000", "Tours"}, {"avenue du Général de Gaulle", "69003", "Lyon"}, {"quai des Pêcheurs", "67000", "Strasbourg"},
		{"boulevard de la Libération", "13001", "Marseille"}, {"chemin de l’Église", "01200", "Éloise"}, {"impasse du Moulin", "59000", "Lille"},
	}
	origins = []struct{ country, town, language string }{
		{"United States", "Albany", "English"}, {"Germany", "Lübeck", "German"}, {"Vietnam", "Huế", "Vietnamese"}, {"Brazil", "São Paulo", "Portuguese"},
		{"Ireland", "Cork", "English"}, {"Canada", "Montréal", "French"}, {"Japan", "Ōsaka", "Japanese"},
	}
	situations = []string{"not working", "employee", "not working", "student", "not working", "family member", "job-seeker", "self-employed"}
	papers     = []struct{ kind, file, more string }{
		{"passport", "passport.jpg", "expires = 2033-05-15\n"},
		{"visa", "visa.jpg", ""},
		{"visa validation", "visa-validation.pdf", "date = 2026-07-17\n"},
		{"birth certificate", "birth-certificate.pdf", "date = 2026-03-18\nshows_parents = true\n"},
		{"lease", "lease.pdf", "date = 2026-06-24\nfrom = 2026-07-01\n"},
		{"energy bill", "electricity-2026-08.pdf", "from = 2026-07-01\nto = 2026-08-31\n"},
		{"energy bill", "electricity-2026-10.png", "from = 2026-09-01\nto = 2026-10-31\n"},
		{"RIB", "rib.pdf", ""},
	}
)

// Profile is the profile of the i-th person, the same each time: nobody real. Its papers are those of
// the folder scans, testdata/scans; it has none if scans is empty.
func Profile(i int, scans string) string {
	home, from := homes[i%len(homes)], origins[i%len(origins)]
	var b strings.Builder
	fmt.Fprintf(&b, "situation = %q\nsex = %q\nnationalities = [%q]\narrived = 2026-%02d-%02d\n\n", situations[i%len(situations)], "FM"[i%2:i%2+1], from.country, 1+i%9, 1+i%28)
	fmt.Fprintf(&b, "[name]\nbirth = %q\nfirst = [%q, %q]\n\n", birthNames[i%len(birthNames)], firstNames[i%len(firstNames)], firstNames[i/len(firstNames)%len(firstNames)])
	fmt.Fprintf(&b, "[birth]\ndate = %d-%02d-%02d\ntown = %q\ncountry = %q\n\n", 1950+i%50, 1+i%12, 1+i%28, from.town, from.country)
	fmt.Fprintf(&b, "[contact]\nphone = \"06 39 98 %02d %02d\"\nemail = \"personne.%d@courriel.example\"\n\n", i/100%100, i%100, i)
	fmt.Fprintf(&b, "[[address]]\nkind = \"own lease\"\nstreet = \"%d %s\"\npostal_code = %q\ncommune = %q\nfrom = 2026-07-01\n\n", 1+i%200, home.street, home.code, home.commune)
	b.WriteString("[permit]\nkind = \"VLS-TS\"\nmention = \"visiteur\"\nfrom = 2026-06-20\nuntil = 2027-06-19\nvalidated_on = 2026-07-17\n\n")
	fmt.Fprintf(&b, "[signature]\nplace = %q\n", home.commune)
	if scans == "" {
		return b.String()
	}
	for _, p := range papers {
		fmt.Fprintf(&b, "\n[[document]]\nkind = %q\nfile = %q\ncountry = %q\nlanguage = %q\n%s", p.kind, filepath.ToSlash(filepath.Join(scans, p.file)), from.country, from.language, p.more)
	}
	return b.String()
}

// Folder writes the profiles of the first n people into a folder, in the order of their names.
func Folder(dir string, n int, scans string) error {
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("person-%06d.toml", i)), []byte(Profile(i, scans)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Headings are those of a table of invented people, an applicant a row; Map says what they are.
var Headings = []string{"Dossier", "Situation", "Sexe", "Nationalité", "Arrivée", "Nom de naissance", "Prénom 1", "Prénom 2", "Né(e) le", "Ville de naissance",
	"Pays de naissance", "Tél.", "E-mail", "Adresse", "Code postal", "Commune", "Langue des actes", "Fait à", "Depuis"}

// Row is the i-th person as a row of a table: all that differs from one person to the next. Days are as 2026-07-01.
func Row(i int) []string {
	home, from := homes[i%len(homes)], origins[i%len(origins)]
	return []string{
		fmt.Sprintf("person-%06d", i), situations[i%len(situations)], "FM"[i%2 : i%2+1], from.country, fmt.Sprintf("2026-%02d-%02d", 1+i%9, 1+i%28),
		birthNames[i%len(birthNames)], firstNames[i%len(firstNames)], firstNames[i/len(firstNames)%len(firstNames)], fmt.Sprintf("%d-%02d-%02d", 1950+i%50, 1+i%12, 1+i%28), from.town,
		from.country, fmt.Sprintf("06 39 98 %02d %02d", i/100%100, i%100), fmt.Sprintf("personne.%d@courriel.example", i),
		fmt.Sprintf("%d %s", 1+i%200, home.street), home.code, home.commune, from.language, home.commune, "2026-07-01",
	}
}

// Map says how rows become the profiles that Profile writes, but for what all have in common: that is Defaults,
// whose file is called firm.toml. Papers are those of the folder scans, as seen from the table.
func Map(scans string) string {
	var b strings.Builder
	b.WriteString("id = \"Dossier\"\ndefaults = \"firm.toml\"\n\n[columns]\n")
	for i, key := range []string{"", "situation", "sex", "nationalities", "arrived", "name.birth", "name.first[0]", "name.first[1]", "birth.date", "birth.town",
		"birth.country", "contact.phone", "contact.email", "address[0].street", "address[0].postal_code", "address[0].commune", "", "signature.place", "address[0].from"} {
		if key != "" {
			fmt.Fprintf(&b, "%q = %q\n", Headings[i], key)
		}
	}
	b.WriteString("\n[separators]\n\"Nationalité\" = \"comma\"\n\n[values]\n\"address[0].kind\" = \"own lease\"\n")
	for _, p := range papers {
		fmt.Fprintf(&b, "\n[[document]]\nkind = %q\nfile = %q\ncountry = \"{Pays de naissance}\"\nlanguage = \"{Langue des actes}\"\n%s", p.kind, filepath.ToSlash(filepath.Join(scans, p.file)), p.more)
	}
	return b.String()
}

// Defaults is the profile beneath all rows.
const Defaults = "[permit]\nkind = \"VLS-TS\"\nmention = \"visiteur\"\nfrom = 2026-06-20\nuntil = 2027-06-19\nvalidated_on = 2026-07-17\n"
