package dossier

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/cpam"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// everybody are the invented people of profiles/ and those of the stories.
func everybody(t *testing.T) map[string]*profile.Applicant {
	t.Helper()
	all := map[string]*profile.Applicant{}
	for name, j := range people(t) {
		all[name] = j.Applicant
	}
	stories, err := filepath.Glob("../../profiles/stories/*.toml")
	if err != nil || len(stories) < 12 {
		t.Fatalf("stories %q, %v", stories, err)
	}
	for _, name := range stories {
		a, err := profile.Load(name, os.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		all["stories/"+filepath.Base(name)] = a
	}
	return all
}

// ofKind is a letter of a kind with all pieces, and the keys it leaves to be completed by hand.
func ofKind(t *testing.T, a *profile.Applicant, kind, lang string, day profile.Date) (typeset.Letter, []string) {
	t.Helper()
	k, ok := KindOfLetter(kind)
	if !ok {
		t.Fatalf("no letter %s", kind)
	}
	l, blanks, err := k.write(rule.NewCase(a, day), Pieces(a), lang)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, b := range blanks {
		if b.Rule != "letter-blank" || b.Level != rule.Warn {
			t.Errorf("%+v", b)
		}
		keys = append(keys, b.Key)
	}
	return l, keys
}

// A reminder that is not later than the form says which days do not go together, and what to do.
func TestReminderOnTheDayOfTheForm(t *testing.T) {
	a := applicant(t, sound)
	k, _ := KindOfLetter("reminder")
	for _, day := range []profile.Date{today, {Year: 2026, Month: 11, Day: 21}} {
		_, blanks, err := k.write(rule.NewCase(a, day), Pieces(a), "fr")
		if err != nil || len(blanks) != 1 {
			t.Fatal(blanks, err)
		}
		for lang, want := range map[string][]string{
			"en": {"and the form 22 November 2026", "dated " + day.English(), "write the reminder on the day you post it, or for that day with --on"},
			"fr": {"le formulaire du 22 novembre 2026", "datée du " + day.French(), "faites la relance le jour de son envoi, ou pour ce jour avec --on"},
		} {
			said := plain(blanks[0].Said(lang) + "\n" + blanks[0].Fix.In(lang))
			for _, s := range want {
				if !strings.Contains(said, plain(s)) {
					t.Errorf("%s: not %q in %q", lang, s, said)
				}
			}
		}
	}
}

var figure = regexp.MustCompile(`[0-9]+`)

// quoted are the words of others in a text, in the marks of either language.
var quoted = regexp.MustCompile(`[«“]\s*([^»”]*?)\s*[»”]`)

// facts are the figures and quotations of a paragraph, in order of size.
func factsOf(paragraph string) []string {
	var all []string
	for _, q := range quoted.FindAllStringSubmatch(plain(paragraph), -1) {
		all = append(all, q[1])
	}
	all = append(all, figure.FindAllString(paragraph, -1)...)
	slices.Sort(all)
	return all
}

// Every letter of everybody can be drawn, is well set, and has in English the paragraphs it has in French, with
// the same figures and quotations in each.
func TestEveryLetterOfEverybody(t *testing.T) {
	day := profile.Date{Year: 2027, Month: 4, Day: 22}
	for name, a := range everybody(t) {
		for _, k := range LetterKinds() {
			t.Run(name+" "+k.Name, func(t *testing.T) {
				fr, keys := ofKind(t, a, k.Name, "fr", day)
				en, keysEN := ofKind(t, a, k.Name, "en", day)
				if !slices.Equal(keys, keysEN) {
					t.Errorf("left to complete: %q in French, %q in English", keys, keysEN)
				}
				if !slices.Equal(fr.Sender, en.Sender) || !slices.Equal(fr.Recipient, en.Recipient) || fr.Signer != en.Signer {
					t.Error("another sender, recipient or signer in English")
				}
				sameParagraphs(t, "references", texts(fr.References), texts(en.References))
				sameParagraphs(t, "head", []string{fr.PlaceDate, fr.Subject}, []string{en.PlaceDate, en.Subject})
				sameParagraphs(t, "text", fr.Body, en.Body)
				sameParagraphs(t, "enclosures", fr.Enclosures, en.Enclosures)
				if en.Mark == "" || en.Watermark == "" || fr.Mark != "" || fr.Watermark != "" {
					t.Error("it is the English letter alone that says it is a reading copy")
				}
				for what, fault := range faults {
					if s := fault.FindString(wordsOf(fr)); s != "" {
						t.Errorf("%s: %q", what, s)
					}
				}
				for _, fault := range []string{"a value that is not there", "two spaces", "a space before a stop", "nothing between brackets", "two stops"} {
					if s := faults[fault].FindString(wordsOf(en)); s != "" {
						t.Errorf("in English %s: %q", fault, s)
					}
				}
				for _, l := range []typeset.Letter{fr, en} {
					if out, err := l.Draw(io.Discard, Meta("", day)); err != nil || out.Pages > 3 || !out.WindowFits {
						t.Errorf("%+v, %v", out, err)
					}
				}
			})
		}
	}
}

func texts(pairs []typeset.Pair) []string {
	var all []string
	for _, p := range pairs {
		all = append(all, p.Text)
	}
	return all
}

func sameParagraphs(t *testing.T, what string, fr, en []string) {
	t.Helper()
	if len(fr) != len(en) {
		t.Errorf("%s: %d paragraphs in French, %d in English:\n%s\n%s", what, len(fr), len(en), strings.Join(fr, "\n"), strings.Join(en, "\n"))
		return
	}
	for i := range fr {
		if !slices.Equal(factsOf(fr[i]), factsOf(en[i])) {
			t.Errorf("%s: other figures or quotations:\n%s\n%s", what, fr[i], en[i])
		}
	}
}

// The letter of each situation and each case of the cover letter has the same paragraphs in both languages.
func TestCoverInEnglish(t *testing.T) {
	for _, c := range letterCases {
		a := applicant(t, changed(t, c.changes...))
		fr, _ := ofKind(t, a, "cover", "fr", today)
		en, _ := ofKind(t, a, "cover", "en", today)
		sameParagraphs(t, c.name, fr.Body, en.Body)
		sameParagraphs(t, c.name, fr.Enclosures, en.Enclosures)
	}
}

const (
	refusedBy = "[refusal]\nnotified = 2026-12-22\nreference = \"R-2026/118\"\ngrounds = \"résidence non prouvée.\"\n"
	temporary = "nir = \"7 80 05 99 401 123 05\"\nnir_received = 2026-10-05\narrived = "
	permanent = "nir = \"2 80 05 99 401 123 05\"\nnir_received = 2026-10-05\narrived = "
)

// kindCases say what the other letters must and must not contain when the sound profile is changed, and which
// keys they leave to be completed by hand.
var kindCases = []struct {
	kind, name string
	changes    []string
	want, not  []string
	keys       []string
}{
	{"reminder", "no answer", nil, []string{"Tours, le 22 février 2027", "Objet : ma demande d’ouverture des droits, restée sans réponse",
		"(formulaire S1106) signée le 22 novembre 2026.", "L. 112-3 et R. 112-5", "L. 114-2 du même code", "L. 114-5 du même code"}, []string{"recommandée", "provisoire", "R. 114-7", "____"}, nil},
	{"reminder", "registered", []string{"", "[posted]\nregistered = \"1A 234 567 8901 2\""}, []string{"signée le 22 novembre 2026, par la lettre recommandée n° 1A 234 567 8901 2."}, nil, nil},
	{"reminder", "day not given", []string{"date = 2026-11-22\n", ""}, []string{"signée le ________________________."}, nil, []string{"signature.date"}},
	{"reminder", "signed on the day itself", []string{"date = 2026-11-22\n", "date = 2027-02-22\n"}, []string{"signée le ________________________."}, []string{"22 novembre"}, []string{"signature.date"}},
	{"reminder", "temporary number", []string{"arrived = ", temporary}, []string{"Objet : attribution de mon numéro de sécurité sociale définitif",
		"le numéro provisoire 7 80 05 99 401 123 05, par un courrier que j’ai reçu le 5 octobre 2026.", "R. 114-7 du Code de la sécurité sociale", "L. 114-5 du Code des relations"}, []string{"L. 112-3", "même code", "état civil"}, nil},
	{"reminder", "temporary number, civil status sent", []string{"arrived = ", "civil_status_asked = 2026-10-05\ncivil_status_sent = 2026-10-20\n" + temporary},
		[]string{"Je vous ai envoyé le 20 octobre 2026 la pièce d’état civil que vous m’aviez demandée par votre courrier du 5 octobre 2026."}, nil, nil},
	{"reminder", "permanent number", []string{"arrived = ", permanent}, []string{"restée sans réponse", "N° de sécurité sociale 2 80"}, []string{"provisoire"}, nil},

	{"vitale", "permanent number", []string{"arrived = ", permanent}, []string{"le numéro de sécurité sociale 2 80 05 99 401 123 05, par un courrier que j’ai reçu le 5 octobre 2026.", "35 × 45 mm",
		"La copie de mon passeport, valable jusqu’au 15 mai 2032, est jointe.", "je suis inscrite sous les nom et prénoms Tremblay Maude Élise ; je suis née le 17 mai 1980 à Montréal (Canada).", "2. Copie de mon passeport"}, []string{"____", "usage"}, nil},
	{"vitale", "usage name", []string{"arrived = ", permanent, "birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\n"}, []string{"Roy est mon nom d’usage."}, nil, nil},
	{"vitale", "temporary number", []string{"arrived = ", temporary}, []string{"le numéro de sécurité sociale ________________________. Je"}, []string{"sociale 7 80", "reçu le"}, []string{"nir"}},
	{"vitale", "no number", nil, []string{"le numéro de sécurité sociale ________________________. Je"}, nil, []string{"nir"}},
	{"vitale", "passport expired", []string{"arrived = ", permanent, "expires = 2032-05-15", "expires = 2027-01-15"}, []string{"La copie de ma pièce d’identité est jointe.", "2. Copie de ma pièce d’identité"}, []string{"passeport"}, nil},

	{"care-sheets", "temporary number", []string{"arrived = ", temporary}, []string{"le numéro provisoire 7 80 05 99 401 123 05, par un courrier que j’ai reçu le 5 octobre 2026 ; le numéro définitif ne m’est pas encore parvenu.\nJe vous remercie",
		"sous ce numéro, sur le compte dont le relevé d’identité bancaire est joint", "Feuilles de soins (nombre : ________________)"}, nil, nil},
	{"care-sheets", "permanent number, no RIB", []string{"arrived = ", permanent, `file = "rib.pdf"`, `title = "RIB"`}, []string{"Mon numéro de sécurité sociale est le 2 80 05 99 401 123 05 ; le courrier qui me l’attribue m’est parvenu le 5 octobre 2026.\nJe", "sous ce numéro."}, []string{"provisoire", "compte"}, nil},
	{"care-sheets", "no number", nil, []string{"est le ________________________.\nJe"}, nil, []string{"nir"}},

	{"recourse", "in time", []string{"", refusedBy}, []string{"CPAM d’Indre-et-Loire\nCOMMISSION DE RECOURS AMIABLE\n36 RUE", "Objet : recours contre la décision notifiée le 22 décembre 2026 (réf. R-2026/118)\n",
		"Madame la Présidente, Monsieur le Président,", "la décision portant la référence R-2026/118, qui m’a été notifiée le 22 décembre 2026 et par laquelle la caisse a refusé de m’ouvrir des droits à l’assurance maladie ; ma demande (formulaire S1106) est du 22 novembre 2026.",
		"dans le délai de deux mois à compter de la notification (article R. 142-1 du", "motivée ainsi : « résidence non prouvée ».", "réside en France de manière stable et régulière, dès qu’elle justifie de son identité et de cette résidence (article L. 160-5).", "depuis le 1er février 2026. Les trois mois de l’article D. 160-2 sont accomplis", "annuler cette décision",
		"La régularité du séjour s’apprécie au jour de la demande (article R. 111-3 du même code).", "L. 114-5 du Code", "L. 112-3 du même code", "Copie de la décision contestée\nCopie du formulaire S1106", "Je vous prie d’agréer, Madame la Présidente, Monsieur le Président, l’"},
		[]string{"____", "opposable", "Madame, Monsieur"}, nil},
	{"recourse", "late", []string{"", strings.Replace(refusedBy, "2026-12-22", "2026-12-21", 1)}, []string{"notifiée le 21 décembre 2026", "n’est opposable qu’à la condition d’avoir été mentionné, ainsi que les voies de recours, dans la notification de la décision (article R. 142-1-A, III, du Code de la sécurité sociale)."}, []string{"dans le délai de deux mois"}, nil},
	{"recourse", "nothing known of the decision", nil, []string{"Objet : recours contre la décision notifiée le ________________________\n", "la décision portant la référence ________________________, qui m’a été notifiée le ________________________ et", "motivée ainsi : « ________________________ »."},
		[]string{"R. 142-1"}, []string{"refusal.notified", "refusal.reference", "refusal.grounds"}},
	{"recourse", "works", []string{"", refusedBy, "situation = \"not working\"", "situation = \"employee\""}, []string{"à toute personne travaillant en France. J’exerce en France une activité professionnelle et j’y réside"}, []string{"stable et régulière", "D. 160-2"}, nil},
	{"recourse", "three months not over", []string{"", refusedBy, "arrived = 2026-02-01", "arrived = 2026-12-01"}, []string{"Je réside en France de manière stable depuis le 1er décembre 2026."}, []string{"D. 160-2", "accomplis"}, nil},
	{"recourse", "refugee", []string{"", refusedBy, "situation = \"not working\"", "situation = \"refugee\""}, []string{"m’a été reconnue : la condition de trois mois de résidence ne m’est pas opposable (article D. 160-2, II, 1° du même code)."}, nil, nil},
	{"recourse", "joins an insured person", []string{"", refusedBy + "[spouse]\nbirth = \"Roy\"\nfirst = [\"Paul\"]\ninsured_in_france = true\n", "situation = \"not working\"", "situation = \"family member\""}, []string{"Je rejoins en France Paul Roy, membre de ma famille déjà assuré en France : la condition"}, nil, nil},
	{"recourse", "form signed after the refusal", []string{"", refusedBy, "date = 2026-11-22\n", "date = 2027-01-05\n"}, []string{"l’assurance maladie. Ce recours"}, []string{"5 janvier"}, nil},

	{"host", "hosted", []string{"kind = \"own lease\"\n", "kind = \"hosted\"\nhost = \"Solène Kervadec\"\n"}, []string{"Solène Kervadec\n3 rue des Tanneurs\n37000 Tours\n", "Je soussigné(e) Solène Kervadec, demeurant 3 rue des Tanneurs, 37000 Tours,",
		"atteste héberger à mon domicile Maude Élise Tremblay, née le 17 mai 1980 à Montréal (Canada), depuis le 1er février 2026 et jusqu’à ce jour.", "auprès de la CPAM d’Indre-et-Loire", "Fait à ________________\nle ________________"}, []string{"chez", "Madame", "TOURS CEDEX"}, nil},
	{"host", "hosted before", []string{"kind = \"own lease\"\n", "kind = \"hosted\"\nhost = \"Solène Kervadec\"\nto = 2026-03-31\n", "[[document]]", "[[address]]\nkind = \"own lease\"\nstreet = \"5 rue Neuve\"\npostal_code = \"37000\"\ncommune = \"Tours\"\nfrom = 2026-04-01\n[[document]]"},
		[]string{"atteste avoir hébergé à mon domicile", "du 1er février 2026 au 31 mars 2026."}, []string{"rue Neuve", "à ce jour"}, nil},
	{"host", "host not named", []string{"kind = \"own lease\"\n", "kind = \"hosted\"\n", "from = 2026-02-01\n[[document]]", "[[document]]"}, []string{"Je soussigné(e) ________________________, demeurant 3 rue", "depuis le ________________________ et"}, nil, []string{"address[0].host", "address[0].from"}},
	{"host", "not hosted", nil, []string{"demeurant ________________________________________________,"}, []string{"Tanneurs"}, []string{"address"}},
	{"host", "fund of another name", []string{"", "[cpam]\nname = \"Assurance Maladie de Test\"\npostal_code = \"37999\"\ncity = \"Tours\""}, []string{"auprès de la caisse primaire d’assurance maladie."}, nil, []string{"address"}},
}

func TestLettersForOtherSteps(t *testing.T) {
	day := profile.Date{Year: 2027, Month: 2, Day: 22}
	met := map[string]bool{}
	for _, c := range kindCases {
		met[c.kind] = true
		t.Run(c.kind+", "+c.name, func(t *testing.T) {
			a := applicant(t, changed(t, c.changes...))
			l, keys := ofKind(t, a, c.kind, "fr", day)
			text := plain(wordsOf(l))
			for _, s := range c.want {
				if !strings.Contains(text, s) {
					t.Errorf("the letter lacks %q", s)
				}
			}
			for _, s := range c.not {
				if strings.Contains(text, s) {
					t.Errorf("the letter has %q", s)
				}
			}
			if !slices.Equal(keys, c.keys) {
				t.Errorf("left to complete by hand: %q, want %q", keys, c.keys)
			}
			en, keysEN := ofKind(t, a, c.kind, "en", day)
			sameParagraphs(t, "text", l.Body, en.Body)
			sameParagraphs(t, "enclosures", l.Enclosures, en.Enclosures)
			if !slices.Equal(keys, keysEN) {
				t.Errorf("in English %q", keysEN)
			}
			if t.Failed() {
				t.Log(text)
			}
		})
	}
	for _, k := range LetterKinds()[1:] {
		if !met[k.Name] {
			t.Errorf("no case of the letter %s", k.Name)
		}
	}
	if _, ok := KindOfLetter("covers"); ok {
		t.Error("there is a letter that is in no list")
	}
}

func TestRegisteredLetter(t *testing.T) {
	j := jobOf(t, sound)
	j.Registered = true
	engine := started(t)
	for _, c := range []struct {
		kind, lang, want string
		is               bool
	}{
		{"cover", "fr", "Lettre recommandée avec avis de réception", true},
		{"reminder", "fr", "Lettre recommandée avec avis de réception", true},
		{"cover", "en", "Registered letter with acknowledgement of receipt", true},
		{"host", "fr", "recommandée", false},
	} {
		k, _ := KindOfLetter(c.kind)
		data, _, err := j.LetterOf(k, c.lang)
		if err != nil {
			t.Fatal(err)
		}
		if text := readAll(t, engine, data); strings.Contains(text, c.want) != c.is {
			t.Errorf("%s in %s, registered:\n%s", c.kind, c.lang, text)
		}
	}
	if d := build(t, j); !strings.Contains(readAll(t, engine, papersOf(t, d)["letter.pdf"]), "Lettre recommandée") {
		t.Error("the letter of the dossier is not registered")
	}
}

// The address of every fund has room for the commission that an appeal is written to.
func TestEveryFundTakesAppeals(t *testing.T) {
	for _, f := range append(cpam.Funds(), cpam.ParisLanguageAssistants()) {
		if !f.HasAddress() {
			continue
		}
		if block, err := f.Block(appealService); err != nil || !slices.ContainsFunc(block, func(l string) bool { return strings.EqualFold(l, appealService) }) {
			t.Errorf("%s: %q, %v", f.Name, block, err)
		}
	}
}

// An appeal whose two months are over says so; one on their last day says nothing.
func TestLateAppeal(t *testing.T) {
	for day, want := range map[string]string{"2027-02-22": "", "2027-02-23": "ended on 22 February 2027"} {
		j := jobOf(t, changed(t, "", refusedBy))
		j.Day, _ = profile.ParseDate(day)
		k, _ := KindOfLetter("recourse")
		_, found, err := j.LetterOf(k, "fr")
		switch {
		case err != nil, want == "" && len(found) > 0:
			t.Errorf("%s: %+v, %v", day, found, err)
		case want != "" && (len(found) != 1 || found[0].Rule != "appeal-due" || !strings.Contains(found[0].Message.EN, want)):
			t.Errorf("%s: %+v", day, found)
		}
	}
}

// The address of every fund lies in the window of the envelope, read back with another engine: 11 cm from the left,
// 8.5 cm wide, from 5.5 cm down, where one source has the frame, to 8.3 cm, where that of another ends. Nothing else
// shows, wherever the sheet lies in a DL envelope: 10 mm to each side, 11 mm up or down.
func TestEveryFundInTheWindow(t *testing.T) {
	const mm = 72 / 25.4
	engine := started(t)
	for _, f := range append(cpam.Funds(), cpam.ParisLanguageAssistants()) {
		if !f.HasAddress() {
			continue
		}
		lines := make([]string, len(f.Address))
		for i, l := range f.Address {
			lines[i] = fmt.Sprintf("%q", l)
		}
		j := jobOf(t, changed(t, "", fmt.Sprintf("[cpam]\nname = %q\naddress = [%s]\npostal_code = %q\ncity = %q", f.Name, strings.Join(lines, ", "), f.PostalCode, f.City)))
		j.Registered = true
		data, _, err := j.LetterOf(letterKinds[1], "fr")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := engine.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		chars, err := doc.Chars(0)
		if err != nil {
			t.Fatal(err)
		}
		high := doc.PageSize(0).H
		var shown strings.Builder
		for _, c := range chars {
			left, right, top, bottom := c.Box.Left/mm, c.Box.Right/mm, (high-c.Box.Top)/mm, (high-c.Box.Bottom)/mm
			switch {
			case c.Generated, c.Rune == ' ':
			case left >= 110-0.1 && right <= 195 && top >= 55 && bottom <= 83:
				shown.WriteRune(c.Rune)
			case right > 110-10 && bottom > 50-11 && top < 88+11:
				t.Errorf("%s: %q shows in the window, or lies over its edge, at %.1f–%.1f × %.1f–%.1f mm", f.Name, c.Rune, left, right, top, bottom)
			}
		}
		block, err := f.Block()
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.NewReplacer(" ", "", "'", "’").Replace(strings.Join(block, "")); shown.String() != want {
			t.Errorf("%s: the window shows %q, want %q", f.Name, shown.String(), want)
		}
		doc.Close()
	}
}

func TestReadingCopyIsEnglish(t *testing.T) {
	j := jobOf(t, sound)
	data, found, err := j.LetterOf(letterKinds[0], "en")
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if !bytes.Contains(data, []byte("/Lang (en-GB)")) {
		t.Error("the language of the reading copy is not English")
	}
}
