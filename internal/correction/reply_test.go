package correction

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"dossier/internal/dossier"
	"dossier/internal/profile"
	"dossier/internal/rule"
)

// pasts are envelopes as their manifests record them: made with a person's papers on a day.
func pasts(t *testing.T, read profile.Reader, replies ...*Reply) Past {
	t.Helper()
	a, err := profile.Load("me.toml", read)
	if err != nil {
		t.Fatal(err)
	}
	day := profile.Date{Year: 2026, Month: 9, Day: 5}
	d, err := (&dossier.Job{Applicant: a, Day: day, Catalog: catalog, Read: read, Version: "test"}).Build()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := d.Papers["dossier.pdf"](&out); err != nil {
		t.Fatal(err)
	}
	manifests := []*dossier.Manifest{&d.Manifest}
	for _, r := range replies {
		manifests = append(manifests, &r.Manifest)
	}
	return Sent(manifests)
}

// answered is made with a past.
func answered(t *testing.T, src string, read profile.Reader, past Past, refill bool) *Reply {
	t.Helper()
	r := parsed(t, src)
	a, err := r.Apply("me.toml", read)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := r.Make(&dossier.Job{Applicant: a.After, Day: today, Catalog: catalog, Read: read, Version: "test"}, a, past, refill)
	if err != nil {
		t.Fatal(err)
	}
	filesOf(t, reply)
	return reply
}

// spoken is the text of the reply that a request comes to, with plain spaces, a paragraph a line.
func spoken(t *testing.T, src string, read profile.Reader, past Past) string {
	t.Helper()
	r := parsed(t, src)
	a, err := r.Apply("me.toml", read)
	if err != nil {
		t.Fatal(err)
	}
	job := &dossier.Job{Applicant: a.After, Day: today, Catalog: catalog, Read: read}
	rows, err := r.Diff(catalog.Form, a, today)
	if err != nil {
		t.Fatal(err)
	}
	past = past.before(r)
	w := &writer{r: r, job: job, c: rule.NewCase(a.After, today), applied: a, past: past, rows: rows, asked: r.examine(job, past).found}
	l, err := w.letter()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(l.Body, "\n")
	for _, s := range []string{" :", " ;", " »", "« ", "<no value>", "..", " ."} {
		if strings.Contains(text, s) {
			t.Errorf("%q in\n%s", s, text)
		}
	}
	for _, p := range l.References {
		text = p.Label + " " + p.Text + "\n" + text
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}

// textOf is the text of a PDF, its lines joined.
func textOf(t *testing.T, data []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not at hand")
	}
	c := exec.Command("pdftotext", "-", "-")
	c.Stdin = bytes.NewReader(data)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// What is said of each kind of item.
func TestParagraphs(t *testing.T) {
	ask := func(kind, lines string) string { return "[[document]]\nkind = \"" + kind + "\"\n" + lines }
	swapped := strings.Replace(person, "1980-05-07", "1980-07-05", 1)
	numbered := strings.Replace(person, "[name]", "nir = \"2 80 05 99 401 123\"\n[name]", 1)
	for _, c := range []struct{ name, profile, request, want string }{
		{"a paper", person, ask("passport", ""), "Passeport : vous en trouverez ci-joint la copie (pièce 2, 1 page)."},
		{"missing", person, ask("passport", "reason = \"missing\"\n"), "Passeport : vous en trouverez ci-joint la copie (pièce 2, 1 page)."},
		{"incomplete", person, ask("passport", "reason = \"incomplete\"\n"), "Passeport : vous en trouverez ci-joint une copie complète (pièce 2, 1 page)."},
		{"illegible", person, ask("passport", "reason = \"illegible\"\nremark = \"numérisé en couleur\"\n"), "Passeport : vous en trouverez ci-joint une copie plus nette (pièce 2, 1 page). Numérisé en couleur."},
		{"outdated", person, ask("energy bill", "reason = \"outdated\"\n"), "Facture d’énergie : vous en trouverez ci-joint un exemplaire plus récent (pièce 5, 1 page ; pièce 6, 1 page)."},
		{"its translation", person, ask("birth certificate", "reason = \"translation\"\n"), "Acte de naissance avec filiation : vous en trouverez ci-joint la copie (pièce 3, 2 pages) et la traduction en français (pièce 4, 2 pages), faite par un expert près une cour d’appel."},
		{"in another name", strings.Replace(person, "file = \"passport.jpg\"", "file = \"passport.jpg\"\nholder = \"Luc Roy\"", 1), ask("passport", "reason = \"not own name\"\nremark = \"mon conjoint\"\n"), "Passeport : ce document est établi au nom de Luc Roy ; vous en trouverez ci-joint la copie (pièce 2, 1 page). Mon conjoint."},
		{"in the own name", strings.Replace(person, "file = \"passport.jpg\"", "file = \"passport.jpg\"\nholder = \"ROY Maude\"", 1), ask("passport", "reason = \"not own name\"\n"), "Passeport : vous en trouverez ci-joint une copie établie à mon nom (pièce 2, 1 page)."},
		{"uncertified", person, ask("energy bill", "reason = \"certified copy\"\n"), "Facture d’énergie : vous en trouverez ci-joint les copies (pièce 5, 1 page ; pièce 6, 1 page). Je tiens l’original à votre disposition."},
		{"two of a kind", person, ask("energy bill", ""), "Facture d’énergie : vous en trouverez ci-joint les copies (pièce 5, 1 page ; pièce 6, 1 page)."},
		{"answered for", person, ask("payslip", "remark = \"je n’ai pas d’employeur\"\n"), "Bulletin de paie : je n’ai pas d’employeur."},
		{"questioned", person, ask("RIB", "reason = \"condition\"\ncontest = true\n"), "Relevé d’identité bancaire (RIB) : je n’en ai pas à vous adresser à ce jour. Selon l’article L. 114-5-1 du Code"},
		{"sent and questioned", person, ask("birth certificate", "reason = \"outdated\"\ncontest = true\n"), "(pièce 4, 2 pages), faite par un expert près une cour d’appel. Permettez-moi une question à ce sujet : selon l’article R. 113-7"},

		{"a text", person, "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n", "Commune et pays de naissance : au lieu de « Montréal, Canada », il faut lire « Laval, Canada »."},
		{"a date in words", person, "[[change]]\nkey = \"birth.date\"\nold = 1980-05-07\nnew = 1980-07-05\n", "Date de naissance : au lieu de « 7 mai 1980 », il faut lire « 5 juillet 1980 » (cinq juillet mille neuf cent quatre-vingts)."},
		{"a number in words", person, "[[change]]\nkey = \"contact.phone\"\nold = \"06 12 34 56 78\"\nnew = \"06 12 34 56 87\"\n", "N° de téléphone : au lieu de « 0612345678 », il faut lire « 0612345687 » (le 9e chiffre est « huit » et non « sept », le 10e chiffre est « sept » et non « huit »)."},
		{"taken away", person, "[[change]]\nkey = \"contact.email\"\nold = \"maude@courriel.example\"\nnew = \"\"\n", "Courriel : la mention « maude@courriel.example » est retirée."},
		{"added", person, "[[change]]\nkey = \"bank.bic\"\nold = \"\"\nnew = \"AGRIFRPP\"\n", "BIC : il faut lire « AGRIFRPP »."},

		{"a date of theirs", swapped, "[[record]]\nkey = \"birth.date\"\nwrote = 1980-05-07\npaper = \"letter\"\n", "Date de naissance : vous avez inscrit le 7 mai 1980 (07/05/1980) dans votre courrier du 2 décembre 2026 ; il faut lire le 5 juillet 1980 (05/07/1980), soit le cinq juillet mille neuf cent quatre-vingts. Le jour et le mois ont été échangés. Je vous remercie de corriger votre fichier."},
		{"a date of theirs, with the paper", swapped, "[[record]]\nkey = \"birth.date\"\nwrote = \"7/5/80\"\npaper = \"carte Vitale\"\n" + ask("birth certificate", ""), "Date de naissance : vous avez inscrit « 7/5/80 » sur la carte Vitale ; il faut lire le 5 juillet 1980 (05/07/1980), soit le cinq juillet mille neuf cent quatre-vingts. La pièce 3 ci-jointe (acte de naissance avec filiation) l’établit. Je vous remercie"},
		{"a name of theirs", person, "[[record]]\nkey = \"name.birth\"\nwrote = \"Roy\"\nright = \"Tremblay\"\nremark = \"c’est mon nom d’usage\"\n", "Nom de naissance : vous avez inscrit « Roy » dans votre fichier ; il faut lire « Tremblay ». C’est mon nom d’usage. Je vous remercie de corriger votre fichier."},
		{"a country of theirs", person, "[[record]]\nkey = \"birth.country\"\nwrote = \"United States\"\npaper = \"ameli account\"\n", "vous avez inscrit « États-Unis » dans mon compte ameli ; il faut lire « Canada »."},
		{"a number of theirs", numbered, "[[record]]\nkey = \"nir\"\nwrote = \"280059940112428\"\n", "Numéro de sécurité sociale : vous avez inscrit « 2 80 05 99 401 124 28 » dans votre fichier ; il faut lire « 2 80 05 99 401 123 »."},
		{"a number that cannot be", swapped, "[[record]]\nkey = \"nir\"\nwrote = \"2 80 05 99 401 123\"\npaper = \"permanent number\"\n", "vous avez inscrit « 2 80 05 99 401 123 » dans le numéro définitif que vous m’avez attribué. Ce numéro ne correspond pas à mon état civil : les chiffres 4 et 5 devraient être 07, le mois de naissance : jour et mois ont été échangés, le 5 juillet 1980 a été lu comme le 7 mai 1980. Je vous remercie de faire rectifier ce numéro"},

		{"a number that cannot be, and the profile has a provisional one", strings.Replace(swapped, "[name]", "nir = \"8 80 07 99 401 123\"\n[name]", 1), "[[record]]\nkey = \"nir\"\nwrote = \"2 80 05 99 401 123\"\n", "dans votre fichier. Ce numéro ne correspond pas à mon état civil"},

		{"to sign", person, "[[form]]\nwhat = \"sign\"\n", "Formulaire S1106 : vous le trouverez ci-joint (pièce 1), rempli et signé."},
		{"to do again", person, "[[form]]\nwhat = \"redo\"\nremark = \"sur la nouvelle édition\"\n", "Formulaire S1106 : vous le trouverez ci-joint (pièce 1), rempli de nouveau et signé. Sur la nouvelle édition."},
		{"a question", person, "[[question]]\nasked = \"Depuis quand ?\"\nanswer = \"depuis le 1er février 2026\"\n", "À votre question « Depuis quand ? », ma réponse est la suivante : depuis le 1er février 2026."},
		{"a refusal", person, "[[refusal]]\nnotified = 2026-12-01\n", "Décision de refus notifiée le 1er décembre 2026 : je la conteste par un recours distinct"},

		{"whom it is for", person, "service = \"PRS\"\nsignatory = \"Mme Leroy\"\nyour_reference = \"ma lettre\"\nnumber = \"8 80 05 99 401 025\"\n" + ask("passport", ""), "À l’attention de Mme Leroy, PRS"},
		{"our reference", person, "your_reference = \"ma lettre\"\n" + ask("passport", ""), "Nos réf. ma lettre"},
		{"the number of the letter", person, "number = \"8 80 05 99 401 025\"\n" + ask("passport", ""), "N° provisoire 8 80 05 99 401 025"},
		{"in time", person, "deadline = 2026-12-10\n" + ask("passport", ""), "Je vous réponds avant l’échéance du 10 décembre 2026"},
		{"come on a day", person, "received = 2026-12-05\n" + ask("passport", ""), "(réf. 2026-37-004211), reçu le 5 décembre 2026, vous m’avez demandé"},
	} {
		got := spoken(t, head+c.request, reading(c.profile), nil)
		if !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
		if late := "échéance"; c.name != "in time" && strings.Contains(got, late) {
			t.Errorf("%s: %s in\n%s", c.name, late, got)
		}
	}
	if got := spoken(t, head+"deadline = 2026-12-09\n"+ask("passport", ""), reading(person), nil); strings.Contains(got, "échéance") {
		t.Errorf("late, and said to be in time:\n%s", got)
	}
}

// The points stand in the order of the letter, numbered where there are several.
func TestOrder(t *testing.T) {
	got := spoken(t, head+"[[question]]\nasked = \"A ?\"\nanswer = \"oui\"\n[[document]]\nkind = \"passport\"\n[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n[[document]]\nkind = \"energy bill\"\n", reading(person), nil)
	at := -1
	for _, begin := range []string{"point par point", "\n1° À votre question", "\n2° Passeport", "\n3° Commune", "\n4° Facture"} {
		i := strings.Index(got, begin)
		if i <= at {
			t.Errorf("%q stands at %d, behind %d, in\n%s", begin, i, at, got)
		}
		at = i
	}
	if got := spoken(t, head+"[[document]]\nkind = \"passport\"\n", reading(person), nil); strings.Contains(got, "1°") || strings.Contains(got, "point par point") {
		t.Errorf("one point is numbered:\n%s", got)
	}
}

// Two changes that one field of the form shows are told once, whole.
func TestChangesTogether(t *testing.T) {
	got := spoken(t, head+"[[change]]\nkey = \"name.birth\"\nold = \"Tremblay\"\nnew = \"Trembley\"\n[[change]]\nkey = \"name.usage\"\nold = \"Roy\"\nnew = \"Royer\"\n", reading(person), nil)
	if n := strings.Count(got, "il faut lire"); n != 1 || !strings.Contains(got, "« Trembley, nom d’usage Royer, Maude Élise »") {
		t.Errorf("%d times:\n%s", n, got)
	}
}

func TestRecordErrors(t *testing.T) {
	for _, c := range []struct{ record, want string }{
		{"key = \"birth.twon\"\nwrote = \"x\"\n", "r.toml:4: record[0].key: neither the form nor the reply has a place for this value"},
		{"key = \"document[0].file\"\nwrote = \"x\"\n", "r.toml:4: record[0].key: neither the form nor the reply has a place for this value"},
		{"key = \"birth.town\"\n", "r.toml:3: record[0]: a record needs key and wrote"},
		{"key = \"birth.town\"\nwrote = \"x\"\npaper = \"fax\"\n", "r.toml:6: record[0].paper: this is not a word known here"},
		{"key = \"birth.town\"\nwrote = \"Montréal\"\n", "r.toml:5: record[0].wrote: the fund has what the profile has"},
		{"key = \"birth.town\"\nwrote = \"x\"\nright = \"y\"\n", "r.toml:6: record[0].right: the profile says otherwise"},
		{"key = \"bank.bic\"\nwrote = \"x\"\n", "r.toml:4: record[0].key: the profile does not have this value"},
		{"key = \"nir\"\nwrote = \"2 80 05 99 401 123\"\n", "r.toml:5: record[0].wrote: nothing in the profile disagrees with this number"},
		{"key = \"birth.town\"\nwrote = \"😀\"\n", "r.toml:5: record[0].wrote: it has a character that cannot be drawn"},
	} {
		r, err := Parse("r.toml", []byte(head+"[[record]]\n"+c.record))
		if err == nil {
			_, err = r.Apply("me.toml", reading(person))
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.record, err, c.want)
		}
	}
}

// A paper keeps the number it was sent under, byte for byte, and another gets the next that is free; the
// reply says what was sent when, and what is different now.
func TestPast(t *testing.T) {
	read := reading(person)
	other := reading(strings.Replace(person, "passport.jpg", "visa.jpg", 1))
	first := pasts(t, read)
	ask := func(date, kind, lines string) string {
		return "date = " + date + "\nreference = \"X " + date + "\"\n[[document]]\nkind = \"" + kind + "\"\n" + lines
	}
	one := answered(t, ask("2026-10-01", "energy bill", ""), read, first, false)
	if got := pieces(one); !slices.Equal(got, []int{5, 6}) {
		t.Errorf("the same files: pieces %v", got)
	}
	two := answered(t, ask("2026-10-02", "passport", "reason = \"illegible\"\n"), other, first, false)
	if got := pieces(two); !slices.Equal(got, []int{7}) {
		t.Errorf("another file: pieces %v", got)
	}
	three := answered(t, ask("2026-11-02", "passport", "reason = \"illegible\"\n")+"[[document]]\nkind = \"birth certificate\"\n", other, pasts(t, read, one, two), false)
	if got := pieces(three); !slices.Equal(got, []int{7, 3, 4}) {
		t.Errorf("asked twice: pieces %v", got)
	}
	if !slices.ContainsFunc(three.Findings, func(f rule.Finding) bool { return f.Rule == "request-same-file" && f.Key == "document[0].file" }) {
		t.Errorf("the same scan again: %v", three.Findings)
	}
	again := answered(t, ask("2026-10-02", "passport", "reason = \"illegible\"\n"), other, pasts(t, read, one, two), false)
	if got := pieces(again); !slices.Equal(got, []int{7}) || slices.ContainsFunc(again.Findings, func(f rule.Finding) bool { return f.Rule == "request-same-file" }) {
		t.Errorf("the same letter answered anew: pieces %v, %v", got, again.Findings)
	}
	for _, c := range []struct {
		past Past
		want string
	}{
		{first, "Passeport : vous en trouverez ci-joint une copie plus nette (pièce 7, 1 page). Cette pièce vous a été adressée le 5 septembre 2026, avec ma demande (pièce 2, 1 page) ; la présente copie remplace la pièce 2."},
		{pasts(t, read, two), "Passeport : vous en trouverez de nouveau ci-joint la copie (pièce 7, 1 page). Cette pièce vous a été adressée le 5 septembre 2026, avec ma demande (pièce 2, 1 page), puis le 10 décembre 2026, en réponse à votre courrier du 2 octobre 2026 (pièce 7, 1 page)."},
	} {
		if got := spoken(t, ask("2026-11-02", "passport", "reason = \"illegible\"\n"), other, c.past); !strings.Contains(got, c.want) {
			t.Errorf("%s\nwant\n%s", got, c.want)
		}
	}
	// The day of posting counts, where the profile has it.
	if reply := answered(t, ask("2026-10-02", "passport", ""), reading(person+"[posted]\ndate = 2026-09-08\n"), first, false); !strings.Contains(textOf(t, filesOf(t, reply)["reply.pdf"]), "8 septembre 2026") {
		t.Error("the reply does not name the day of posting")
	}
	// What proves a record may have been sent.
	record := "[[record]]\nkey = \"birth.date\"\nwrote = 1980-07-05\n"
	if got := spoken(t, head+record, read, first); !strings.Contains(got, "La pièce 3 (acte de naissance avec filiation), que je vous ai adressée le 5 septembre 2026 avec ma demande, l’établit.") {
		t.Errorf("no proof in\n%s", got)
	}
	told := answered(t, "date = 2026-10-03\nreference = \"Y\"\n"+record, read, first, false)
	if got := spoken(t, head+record, read, pasts(t, read, told)); !strings.Contains(got, "Cette demande de correction vous a été adressée le 10 décembre 2026, en réponse à votre courrier du 3 octobre 2026 ; je vous la renouvelle.") {
		t.Errorf("not said again in\n%s", got)
	}
	// A letter that came before the application is about another.
	r := parsed(t, ask("2026-08-01", "passport", ""))
	a, err := r.Apply("me.toml", read)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Make(&dossier.Job{Applicant: a.After, Day: today, Catalog: catalog, Read: read}, a, first, false); err == nil || err.Error() != "r.toml:1: date: this day is before the dossier was made, on 2026-09-05" {
		t.Errorf("a letter before the dossier: %v", err)
	}
}

// What the fund had when it wrote: not an application that was made again since, nor one before another, nor
// the reply that is being made again.
func TestPastBefore(t *testing.T) {
	on := func(day string, letter string) *dossier.Manifest {
		m := &dossier.Manifest{Kind: dossier.Application, Day: day}
		if letter != "" {
			m.Kind, m.Request = dossier.Reply, &dossier.ManifestRequest{Date: letter, Reference: "2026-37-004211"}
		}
		return m
	}
	made := []*dossier.Manifest{on("2026-08-01", ""), on("2026-09-05", ""), on("2026-10-10", "2026-10-01"), on("2026-12-05", ""), on("2026-12-06", "2026-12-02")}
	for _, c := range []struct {
		manifests []*dossier.Manifest
		want      string
	}{
		{made, "2026-09-05 2026-10-10"},
		{made[:1], "2026-08-01"},
		{made[2:3], "2026-10-10"},
		{made[3:], "2026-12-05"}, // made after the letter, and there is no other
		{append(made[:2:2], &dossier.Manifest{Kind: dossier.Reply, Day: "2026-10-10"}), "2026-09-05 2026-10-10"},
		{append(made[:1:1], &dossier.Manifest{Day: "soon"}), "2026-08-01"},
		{nil, ""},
	} {
		var days []string
		for _, s := range Sent(c.manifests).before(parsed(t, head+"[[form]]\nwhat = \"sign\"\n")) {
			days = append(days, s.Day.String())
		}
		if got := strings.Join(days, " "); got != c.want {
			t.Errorf("before the letter: %s, want %s", got, c.want)
		}
	}
}

// The pages of a paper that did not change are those of the first dossier, stream for stream.
func TestSamePages(t *testing.T) {
	read := reading(person)
	a, err := profile.Load("me.toml", read)
	if err != nil {
		t.Fatal(err)
	}
	d, err := (&dossier.Job{Applicant: a, Day: profile.Date{Year: 2026, Month: 9, Day: 5}, Catalog: catalog, Read: read}).Build()
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	if err := d.Papers["dossier.pdf"](&whole); err != nil {
		t.Fatal(err)
	}
	reply := answered(t, head+"[[document]]\nkind = \"passport\"\n[[document]]\nkind = \"birth certificate\"\n", read, Sent([]*dossier.Manifest{&d.Manifest}), false)
	now := filesOf(t, reply)["dossier.pdf"]
	compared := 0
	for _, p := range reply.Manifest.Parts {
		if p.Piece == 0 {
			continue
		}
		i := slices.IndexFunc(d.Manifest.Parts, func(q dossier.ManifestPart) bool { return q.Piece == p.Piece })
		was := d.Manifest.Parts[i]
		if p.Title != was.Title || p.Label != was.Label || p.To-p.From != was.To-was.From {
			t.Errorf("%+v was %+v", p, was)
		}
		for n := range p.To - p.From + 1 {
			x, y := streams(t, whole.Bytes(), was.From+n), streams(t, now, p.From+n)
			if len(x) == 0 || !slices.Equal(x, y) {
				t.Errorf("%s, page %d: %d streams, were %d", p.Title, n+1, len(y), len(x))
			}
			compared++
		}
	}
	if compared != 5 {
		t.Errorf("%d pages compared", compared)
	}
}

// The template is a request once its values are there, with and without its comments.
func TestTemplate(t *testing.T) {
	r := parsed(t, string(Template))
	if len(r.items) != 1 || r.items[0].kind != "document" {
		t.Errorf("items %v", r.items)
	}
	var lines []string
	for line := range strings.Lines(string(Template)) {
		body, commented := strings.CutPrefix(line, "# ")
		if strings.Contains(body, " = ") && !strings.Contains(body, ", for:") || strings.HasPrefix(body, "[[") || !commented {
			line = body
		}
		lines = append(lines, line)
	}
	whole := parsed(t, strings.Join(lines, ""))
	var kinds []string
	for _, it := range whole.items {
		kinds = append(kinds, it.kind)
	}
	if want := []string{"document", "change", "record", "form", "question", "refusal"}; !slices.Equal(kinds, want) {
		t.Errorf("items %v, want %v", kinds, want)
	}
}

// streams are the sums of the streams that a page of a PDF shows of its source: what it draws, and its pictures.
func streams(t *testing.T, data []byte, page int) []string {
	t.Helper()
	conf := model.NewDefaultConfiguration()
	ctx, err := api.ReadValidateAndOptimize(bytes.NewReader(data), conf)
	if err != nil {
		t.Fatal(err)
	}
	d, _, _, err := ctx.PageDict(page, false)
	if err != nil {
		t.Fatal(err)
	}
	var sums []string
	var walk func(o types.Object, in string)
	seen := map[types.Object]bool{}
	walk = func(o types.Object, in string) {
		if ref, ok := o.(types.IndirectRef); ok {
			if seen[ref] {
				return
			}
			seen[ref] = true
			o, _ = ctx.Dereference(ref)
		}
		switch o := o.(type) {
		case types.StreamDict:
			if strings.Contains(in, "/XObject/") {
				sums = append(sums, dossier.Hash(o.Raw))
			}
			walk(o.Dict, in)
		case types.Dict:
			for k, v := range o {
				if k != "Parent" && k != "Annots" && k != "StructParents" {
					walk(v, in+"/"+k)
				}
			}
		case types.Array:
			for _, v := range o {
				walk(v, in)
			}
		}
	}
	walk(d, "")
	slices.Sort(sums)
	return sums
}
