package dossier

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/invent"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// checklistOf is the checklist of a profile of which each piece has one page.
func checklistOf(t *testing.T, text string) typeset.Checklist {
	t.Helper()
	a := applicant(t, text)
	pages := map[int]Pages{0: {1, 2}, 1: {4, 4}}
	for _, p := range Pieces(a) {
		pages[p.Number] = Pages{p.Number + 3, p.Number + 3}
	}
	return Checklist(rule.NewCase(a, today), Pieces(a), pages, rule.Check(a, today), true)
}

// itemOf is the item of a title; it must be there once.
func itemOf(t *testing.T, list typeset.Checklist, title string) typeset.Item {
	t.Helper()
	var found []typeset.Item
	for _, s := range list.Sections {
		for _, item := range s.Items {
			if plain(item.Title.FR) == title {
				found = append(found, item)
			}
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d items are called %q", len(found), title)
	}
	return found[0]
}

// flagsOf are an item's flags as "level label: text".
func flagsOf(item typeset.Item) []string {
	var flags []string
	for _, f := range item.Flags {
		flags = append(flags, fmt.Sprintf("%d %s: %s", f.Level, f.Label.FR, plain(f.Text.FR)))
	}
	return flags
}

const birthTitle = "Acte de naissance avec filiation"

func TestChecklistTranslation(t *testing.T) {
	seen := map[rule.Translation]bool{}
	for _, c := range []struct{ paper, want string }{
		{`country = "Canada"
language = "French"`, "0 Traduction: non exigée"},
		{`country = "Germany"
language = "German"`, "0 Traduction: non exigée"},
		{`country = "United States"
language = "English"`, "2 Traduction: recommandée, absente"},
		{`country = "China"
language = "Chinese"`, "3 Traduction: exigée, absente"},
		{`country = "China"
language = "Chinese"
translation = { file = "y.pdf", translator = "sworn in France" }`, "0 Traduction: jointe, pièce 5"},
		{`country = "China"
language = "Chinese"
translation = { file = "y.pdf", translator = "abroad" }`, "2 Traduction: traducteur non admis"},
		{`language = "Chinese"`, "2 Traduction: à vérifier, pays ou langue inconnus"},
	} {
		text := changed(t, birthPaper, "shows_parents = true\n"+c.paper+"\n")
		got := flagsOf(itemOf(t, checklistOf(t, text), birthTitle))
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%q: flags %q, want %q first", c.paper, got, c.want)
		}
		seen[rule.TranslationOf(applicant(t, text).Documents[2])] = true
	}
	for tr := range translationTexts {
		if !seen[tr] {
			t.Errorf("no case above meets translation answer %d", tr)
		}
	}
	if len(translationTexts) != int(rule.TranslationUnknown)+1 {
		t.Errorf("%d texts for the answers of rule.TranslationOf", len(translationTexts))
	}
}

// Papers that are no civil-status papers speak of a translation only where there is something to do.
func TestChecklistTranslationOfOtherPapers(t *testing.T) {
	list := checklistOf(t, changed(t, "", "[[document]]\nkind = \"proof of resources\"\nfile = \"x.pdf\"\ncountry = \"United States\"\nlanguage = \"English\""))
	if got := flagsOf(itemOf(t, list, "Justificatif de ressources")); len(got) != 1 || got[0] != "2 Traduction: recommandée, absente" {
		t.Errorf("a paper in English: %q", got)
	}
	if got := flagsOf(itemOf(t, list, "Passeport")); got != nil {
		t.Errorf("a passport: %q", got)
	}
}

func TestChecklistTranslator(t *testing.T) {
	for _, c := range []struct{ translation, want string }{
		{`translator = "sworn in France"`, "de la pièce 4, par un expert près une cour d’appel"},
		{`translator = "consulate"`, "de la pièce 4, par le consulat ou l’ambassade"},
		{`translator = "abroad"`, "de la pièce 4, par un traducteur à l’étranger"},
		{`file = "y.pdf"`, "de la pièce 4, traducteur non précisé"},
	} {
		translation := "[document.translation]\nfile = \"y.pdf\"\n" + c.translation + "\n"
		if strings.HasPrefix(c.translation, "file") {
			translation = "[document.translation]\n" + c.translation + "\n"
		}
		list := checklistOf(t, changed(t, birthPaper, "country = \"China\"\nlanguage = \"zh\"\n"+translation))
		item := itemOf(t, list, birthTitle+", traduction")
		if len(item.Details) != 1 || plain(item.Details[0].FR) != c.want || item.Details[0].EN == "" {
			t.Errorf("%s: details %+v", c.translation, item.Details)
		}
	}
	if words := profile.Translator("").Words(); len(translators) != len(words) {
		t.Errorf("%d texts for %d translators", len(translators), len(words))
	}
}

func TestChecklistRIB(t *testing.T) {
	const iban, holder = "FR76 3000 6000 0112 3456 7890 189", "holder = \"MME MAUDE TREMBLAY\"\n[signature]"
	for _, c := range []struct {
		name    string
		changes []string
		want    []string
	}{
		{"sound", nil, []string{"0 RIB: IBAN vérifié (clés exactes), compte en France, au nom du demandeur"}},
		{"wrong digit", []string{iban, "FR76 3000 6000 0112 3456 7890 188"}, []string{"3 RIB: IBAN non valable"}},
		{"no IBAN", []string{"iban = \"" + iban + "\"\n", ""}, []string{"2 RIB: IBAN non vérifié"}},
		{"foreign, SEPA", []string{iban, "DE89 3704 0044 0532 0130 00"}, []string{"2 RIB: compte hors de France, zone SEPA"}},
		{"outside SEPA", []string{iban, "TR33 0006 1005 1978 6457 8413 26"}, []string{"2 RIB: compte hors zone SEPA : paiement impossible"}},
		{"SEPA not known", []string{iban, "RS35 2600 0560 1001 6113 79"}, []string{"2 RIB: SEPA à vérifier"}},
		{"another holder", []string{holder, "holder = \"M LUC ROY\"\n[signature]", "file = \"rib.pdf\"\nholder = \"MME MAUDE TREMBLAY\"", "file = \"rib.pdf\""}, []string{"2 RIB: titulaire différent"}},
		{"another holder on the paper", []string{"file = \"rib.pdf\"\nholder = \"MME MAUDE TREMBLAY\"", "file = \"rib.pdf\"\nholder = \"M LUC ROY\""}, []string{"2 À voir: titulaire différent"}},
		{"holder not said", []string{holder, "[signature]", "file = \"rib.pdf\"\nholder = \"MME MAUDE TREMBLAY\"", "file = \"rib.pdf\""}, []string{"2 RIB: titulaire à vérifier"}},
		{"screenshot", []string{iban + "\"", iban + "\"\nproof = \"screenshot\""}, []string{"2 RIB: capture d’écran : pas un RIB"}},
	} {
		got := flagsOf(itemOf(t, checklistOf(t, changed(t, c.changes...)), "Relevé d’identité bancaire (RIB)"))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestChecklistFlagsOfPapers(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []string
		title   string
		want    []string
	}{
		{"expired", []string{"expires = 2032-05-15", "expires = 2026-05-15", "file = \"visa.jpg\"\n", ""}, "Passeport", []string{"3 À voir: périmé"}},
		{"parents not shown", []string{"shows_parents = true", "shows_parents = false"}, birthTitle, []string{"0 Traduction: non exigée", "3 À voir: sans filiation"}},
		{"ambiguous date", ambiguous("1980-05-07", "05/07/1980"), birthTitle, []string{"0 Traduction: non exigée", "2 Date de naissance: chiffres lisibles de deux façons"}},
		{"ambiguous date in the profile only", []string{"date = 1980-05-17", "date = 1980-05-07\ndate_as_written = \"05/07/1980\""}, birthTitle, []string{"0 Traduction: non exigée", "2 Date de naissance: chiffres lisibles de deux façons"}},
	} {
		got := flagsOf(itemOf(t, checklistOf(t, changed(t, c.changes...)), c.title))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestChecklistMissing(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []string
		section string
		title   string
	}{
		{"identity", []string{"file = \"passport.jpg\"\n", "", "file = \"visa.jpg\"\n", ""}, "Identité et séjour", "Passeport, carte d’identité ou titre de séjour"},
		{"birth certificate", []string{"file = \"birth-certificate.pdf\"\n", ""}, "État civil", birthTitle},
		{"residence", []string{"file = \"lease.pdf\"\n", ""}, "Résidence en France", "Justificatif de trois mois de résidence"},
		{"bank", []string{"file = \"rib.pdf\"\n", ""}, "Compte bancaire", "Relevé d’identité bancaire (RIB)"},
		{"children", []string{"", "[[child]]\nbirth = \"Roy\"\nfirst = [\"Joe\"]\ndate = 2015-09-30\ncountry = \"Canada\""}, "Enfants", "Formulaire S3705 (rattachement des enfants)"},
	} {
		list := checklistOf(t, changed(t, c.changes...))
		item := itemOf(t, list, c.title)
		if item.State != typeset.Missing || item.StateText.FR != "manquante" || item.Number != "–" || item.Pages != "–" {
			t.Errorf("%s: %+v", c.name, item)
		}
		i := slices.IndexFunc(list.Sections, func(s typeset.Section) bool { return s.Title.FR == c.section })
		if i < 0 || !slices.ContainsFunc(list.Sections[i].Items, func(x typeset.Item) bool { return plain(x.Title.FR) == c.title }) {
			t.Errorf("%s does not stand under %q", c.title, c.section)
		}
	}
}

func TestChecklistItems(t *testing.T) {
	a := applicant(t, sound)
	pages := map[int]Pages{0: {1, 2}, 1: {4, 4}, 2: {5, 7}, 3: {8, 8}, 5: {9, 9}, 6: {10, 10}} // piece 4 could not be read
	list := Checklist(rule.NewCase(a, today), Pieces(a), pages, nil, true)
	for _, c := range []struct {
		title, number, pages, state string
		is                          typeset.State
	}{
		{"Formulaire S1106 (Cerfa n° 15763)", "1", "4", "à signer", typeset.ToDo},
		{"Lettre d’accompagnement", "–", "1–2", "à signer", typeset.ToDo},
		{"Passeport", "2", "5–7", "jointe", typeset.Present},
		{birthTitle, "4", "–", "illisible", typeset.Missing},
		{"Bail", "5", "9", "jointe", typeset.Present},
	} {
		item := itemOf(t, list, c.title)
		if item.Number != c.number || item.Pages != c.pages || item.StateText.FR != c.state || item.State != c.is {
			t.Errorf("%s: %+v", c.title, item)
		}
	}
	if got := flagsOf(itemOf(t, list, "Formulaire S1106 (Cerfa n° 15763)")); got != nil {
		t.Errorf("the official form, dated: flags %q", got)
	}
}

// What cannot be read is not said to be enclosed, nor its account to be sound, and a file that is not
// there is not called unreadable.
func TestChecklistUnread(t *testing.T) {
	src := changed(t, "file = \"birth-certificate.pdf\"\n", "file = \"birth-certificate.pdf\"\ntranslation = { file = \"gone.pdf\", translator = \"sworn in France\" }\n")
	a := applicant(t, src)
	pieces, pages := Pieces(a), map[int]Pages{0: {1, 1}, 1: {3, 3}}
	var findings []rule.Finding
	for _, p := range pieces {
		if p.Translation {
			findings = append(findings, (&Job{Applicant: a}).Unread(Attachment{Piece: p, Err: fs.ErrNotExist}))
		}
	}
	list := Checklist(rule.NewCase(a, today), pieces, pages, findings, true)
	for title, want := range map[string]string{
		birthTitle:                         "illisible; 3 Traduction: fichier absent",
		birthTitle + ", traduction":        "fichier absent; 3 À voir: fichier absent",
		"Relevé d’identité bancaire (RIB)": "illisible",
	} {
		item := itemOf(t, list, title)
		if got := strings.Join(append([]string{item.StateText.FR}, flagsOf(item)...), "; "); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestChecklistForm(t *testing.T) {
	a := applicant(t, changed(t, "place = \"Tours\"\n", ""))
	list := Checklist(rule.NewCase(a, today), nil, nil, nil, false)
	want := []string{"2 Formulaire: fiche préparatoire, à remplacer par le formulaire officiel", "1 Cadre C: lieu et date à compléter à la main"}
	if got := flagsOf(itemOf(t, list, "Formulaire S1106 (Cerfa n° 15763)")); !slices.Equal(got, want) {
		t.Errorf("flags %q, want %q", got, want)
	}
}

func TestChecklistFacts(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []string
		want    string
	}{
		{"all", nil, "Demandeur=Maude Élise Tremblay; Naissance=17 mai 1980, Montréal (Canada); Caisse=CPAM d’Indre-et-Loire; Date=22 novembre 2026"},
		{"usage name", []string{"first = ", "usage = \"Roy\"\nfirst = "}, "Demandeur=Maude Élise Tremblay; Nom d’usage=Roy; Naissance=17 mai 1980, Montréal (Canada); Caisse=CPAM d’Indre-et-Loire; Date=22 novembre 2026"},
		{"no place of birth", []string{"town = \"Montréal\"\ncountry = \"Canada\"\n", ""}, "Demandeur=Maude Élise Tremblay; Naissance=17 mai 1980; Caisse=CPAM d’Indre-et-Loire; Date=22 novembre 2026"},
		{"no town of birth", []string{"town = \"Montréal\"\n", ""}, "Demandeur=Maude Élise Tremblay; Naissance=17 mai 1980, (Canada); Caisse=CPAM d’Indre-et-Loire; Date=22 novembre 2026"},
		{"no fund", []string{`postal_code = "37000"`, `postal_code = "00000"`, "commune = \"Tours\"\n", ""}, "Demandeur=Maude Élise Tremblay; Naissance=17 mai 1980, Montréal (Canada); Date=22 novembre 2026"},
	} {
		var got []string
		for _, p := range checklistOf(t, changed(t, c.changes...)).Facts {
			got = append(got, plain(p.Label+"="+p.Text))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, s, c.want)
		}
	}
}

func TestDetails(t *testing.T) {
	for _, c := range []struct{ document, fr, en string }{
		{`kind = "passport"`, "", ""},
		{`kind = "passport"
holder = "TREMBLAY MAUDE"
country = "Canada"
language = "French"`, "titulaire : TREMBLAY MAUDE · Canada · en français", "holder: TREMBLAY MAUDE · Canada · in French"},
		{`kind = "passport"
country = "Ruritania"
language = "Ruritanian"`, "", ""},
		{`kind = "visa"
from = 2026-06-20
to = 2027-06-19`, "du 20 juin 2026 au 19 juin 2027", "20 June 2026 to 19 June 2027"},
		{`kind = "lease"
from = 2026-07-01`, "depuis le 1er juillet 2026", "from 1 July 2026"},
		{`kind = "energy bill"
from = 2026-07-01
to = 2026-08-31`, "", ""}, // its days stand in its title
	} {
		var fr, en string
		if got := details(applicant(t, "[[document]]\n"+c.document+"\n").Documents[0], FrenchFor(nil)); len(got) == 1 {
			fr, en = plain(got[0].FR), got[0].EN
		}
		if fr != c.fr || en != c.en {
			t.Errorf("%q: %q, %q", c.document, fr, en)
		}
	}
}

// Every piece and every missing paper of the invented people stands in the checklist once, and all
// French in it is set as French.
func TestChecklistsOfPeople(t *testing.T) {
	for name, j := range people(t) {
		c := rule.NewCase(j.Applicant, today)
		pieces := Pieces(j.Applicant)
		list := Checklist(c, pieces, nil, rule.Check(j.Applicant, today), false)
		n := 0
		for _, s := range list.Sections {
			n += len(s.Items)
			for _, item := range s.Items {
				frenchItem(t, name, item)
			}
		}
		if want := 2 + len(pieces) + len(c.Missing()); n != want {
			t.Errorf("%s: %d items, want %d", name, n, want)
		}
	}
}

func frenchItem(t *testing.T, name string, item typeset.Item) {
	t.Helper()
	texts := []typeset.Bi{item.Title, item.StateText}
	texts = append(texts, item.Details...)
	for _, f := range item.Flags {
		texts = append(texts, f.Label, f.Text)
	}
	for _, b := range texts {
		if b.FR == "" || b.EN == "" {
			t.Errorf("%s: %s: one language is missing: %+v", name, item.Title.EN, b)
		}
		if typeset.French(b.FR) != b.FR {
			t.Errorf("%s: %q is not set as French", name, b.FR)
		}
	}
}

// A list tells the pages of what stands behind it, which its own length shifts: however many pages it takes, each line
// names the page that bears the label of its piece.
func TestChecklistCountsItself(t *testing.T) {
	engine := started(t)
	scan := scanOf(t, 1)
	line := regexp.MustCompile(`(?:Relevé nº ([0-9]+)|Part C: place and date to be completed by hand)\s+([0-9]+)\s`)
	taken := map[int]bool{} // 3 is any more
	for _, n := range []int{0, 12, 45} {
		text := invent.Profile(1, "")
		for i := range n {
			text += fmt.Sprintf("[[document]]\nkind = \"other\"\nfile = \"%d.pdf\"\ntitle = \"Relevé nº %d\"\n", i+1, i+1)
		}
		j := jobOf(t, text)
		j.Read = func(string) ([]byte, error) { return scan, nil }
		files := papersOf(t, build(t, j))
		list, whole := textsOf(t, engine, files["checklist.pdf"]), textsOf(t, engine, files["dossier.pdf"])
		taken[min(len(list), 3)] = true
		told := line.FindAllStringSubmatch(strings.Join(list, " "), -1)
		if len(told) != n+1 {
			t.Errorf("%d documents: %d lines in\n%s", n, len(told), list)
		}
		for i, l := range told {
			at, _ := strconv.Atoi(l[2])
			if label := fmt.Sprintf("Pièce %d · page 1/1", i+1); l[1] != strings.TrimLeft(strconv.Itoa(i), "0") || at > len(whole) || !strings.Contains(whole[at-1], label) {
				t.Errorf("%d documents: the list of %d pages says that %q is on page %d, which is not %s", n, len(list), l[0], at, label)
			}
		}
	}
	if len(taken) != 3 {
		t.Errorf("not one, two and more pages, but %v", taken)
	}
}
