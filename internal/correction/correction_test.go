package correction

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/forms"
	"dossier/internal/dossier"
	"dossier/internal/form"
	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

var today = profile.Date{Year: 2026, Month: 12, Day: 10}

const head = "date = 2026-12-02\nreference = \"2026-37-004211\"\n"

func TestParseErrors(t *testing.T) {
	change := head + "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Albany\"\n"
	for _, c := range []struct{ name, src, want string }{
		{"sound", change, ""},
		{"a document is enough", head + "[[document]]\nkind = \"lease\"\n", ""},
		{"an empty new value", head + "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"\"\n", ""},
		{"nothing", "", "r.toml: change: the request asks for nothing"},
		{"no date, no reference", strings.Replace(change, head, "", 1), ""}, // for a rule to say
		{"all that a letter can say", head + "received = 2026-12-04\ndeadline = 2026-12-20\ncontrol = true\nrefused = 2026-11-30\n[[document]]\nkind = \"RIB\"\nreason = \"Foreign account\"\nagain = true\ncontest = false\n", ""},
		{"come before it was written", head + "received = 2026-12-01\n" + change[len(head):], "r.toml:3: received: the fund's letter came before the day it is dated"},
		{"a deadline before the letter", head + "deadline = 2026-12-01\n" + change[len(head):], "r.toml:3: deadline: the deadline is before the date of the fund's letter"},
		{"unknown reason", head + "[[document]]\nkind = \"lease\"\nreason = \"too old\"\n", "r.toml:5: document[0].reason: this is not a word known here"},
		{"nothing asked", head, "r.toml: change: the request asks for nothing"},
		{"a change without new", change + "[[change]]\nkey = \"nir\"\n", "r.toml:7: change[1]: a change needs key, old and new"},
		{"a change without key", head + "[[change]]\nnew = \"x\"\n", "r.toml:3: change[0]: a change needs key, old and new"},
		{"a document without kind", change + "\n[[document]]\nremark = \"x\"\n", "r.toml:8: document[0]: what paper is asked has not been said"},
		{"two mistakes", change + "[[change]]\nkey = \"nir\"\n[[document]]\n", "r.toml:7: change[1]: a change needs key, old and new\nr.toml:9: document[0]: what paper is asked has not been said"},
		{"unknown kind", head + "[[document]]\nkind = \"leese\"\n", "r.toml:4: document[0].kind: this is not a word known here"},
		{"unknown key", change + "old_value = \"x\"\n", "r.toml:7: change[0].old_value: there is no such key"},
		{"a date in quotes", strings.Replace(change, "2026-12-02", "\"2 December\"", 1), "r.toml:1: date: expected a date, found text"},
		{"one bracket", head + "[change]\nkey = \"nir\"\nnew = \"1\"\n", "r.toml:3: change: expected a list, found a table"},
		{"a date of another century", strings.Replace(change, "2026-12-02", "1926-12-02", 1), "r.toml:1: date: this day is before 2000"},
		{"nothing changes", head + "[[change]]\nkey = \"birth.town\"\nold = \"Albany\"\nnew = \"Albany\"\n", "r.toml:6: change[0].new: old and new are the same"},
		{"a reference that no typeface has", strings.Replace(change, "reference = \"", "reference = \"😀", 1), "r.toml:2: reference: it has a character that cannot be drawn"},
		{"a remark that no typeface has", head + "[[document]]\nkind = \"lease\"\nremark = \"voir 😀\"\n", "r.toml:5: document[0].remark: it has a character that cannot be drawn"},
		{"the profile itself", person, "r.toml: this is a profile, not a request"},
		{"no TOML", "date = \n", "r.toml:1: "},
	} {
		r, err := Parse("r.toml", []byte(c.src))
		switch {
		case c.want == "" && (err != nil || r == nil):
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want) || !strings.HasSuffix(c.want, " ") && err.Error() != c.want):
			t.Errorf("%s:\n%v\nwant\n%s", c.name, err, c.want)
		}
	}
}

func parsed(t *testing.T, src string) *Request {
	t.Helper()
	r, err := Parse("r.toml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const person = `situation = "not working"
sex = "F"
nationalities = ["Canada"]
arrived = 2026-02-01
[name]
birth = "Tremblay"
usage = "Roy"
first = ["Maude", "Élise"]
[birth]
date = 1980-05-07
town = "Montréal"
country = "Canada"
[contact]
phone = "06 12 34 56 78"
email = "maude@courriel.example"
[permit]
kind = "resident card"
number = "AB1"
until = 2030-01-01
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
[[address]]
kind = "own lease"
street = "3 rue des Tanneurs"
postal_code = "37000"
commune = "Tours"
[[document]]
kind = "passport"
file = "passport.jpg"
[[document]]
kind = "birth certificate"
file = "birth-certificate.pdf"
country = "United States"
language = "English"
translation = { file = "birth-certificate-translation.pdf", translator = "sworn in France" }
[[document]]
kind = "energy bill"
file = "electricity-2026-08.pdf"
[[document]]
kind = "energy bill"
file = "electricity-2026-10.png"
`

// reading reads text as the profile me.toml and anything else from the scans.
func reading(text string) profile.Reader {
	return func(name string) ([]byte, error) {
		if name == "me.toml" {
			return []byte(text), nil
		}
		return os.ReadFile(filepath.Join("../../testdata/scans", name))
	}
}

var catalog = func() *form.Catalog {
	c, err := form.Load(forms.FS)
	if err != nil {
		panic(err)
	}
	return c
}()

// said are rows as lines: "page label: before > after".
func said(rows []Row) []string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%d %s: %s > %s", r.Page, r.Label.FR, r.Before, r.After))
	}
	return lines
}

func TestDiff(t *testing.T) {
	change := func(key, old, new string) string {
		return "[[change]]\nkey = \"" + key + "\"\nold = " + old + "\nnew = " + new + "\n"
	}
	for _, c := range []struct {
		name, changes string
		want          []string
	}{
		{"a text", change("birth.town", `"Montréal"`, `"Laval"`), []string{"1 Commune et pays de naissance: Montréal, Canada > Laval, Canada"}},
		{"a date in words", change("birth.date", "1980-05-07", "1980-07-05"), []string{"1 Date de naissance: 7 mai 1980 > 5 juillet 1980"}},
		{"a box by its label", change("nationalities", `["Canada"]`, `["Canada", "Germany"]`), []string{"1 Nationalité: autre > UE/EEE/Suisse"}},
		{"a value taken away", change("contact.phone", `"06 12 34 56 78"`, `""`), []string{"1 N° de téléphone: 0612345678 > "}},
		{"a value added", change("caf.number", `""`, `"1234567"`), []string{"1 N° d’allocataire:  > 1234567"}},
		{"an element of a list", change("address[0].street", `"3 rue des Tanneurs"`, `"4 rue des Tanneurs"`), []string{"1 Adresse: 3 rue des Tanneurs > 4 rue des Tanneurs"}},
		{"several fields of one change", change("situation", `"not working"`, `"employee"`), []string{"1 Activité professionnelle:  > oui", "1 Activité professionnelle exercée:  > salariée",
			"1 Situation: sans activité > ", "1 Date d’arrivée en France: 1er février 2026 > "}},
		{"order of the form, not of the request", change("contact.email", `"maude@courriel.example"`, `"m@courriel.example"`) + change("name.usage", `"Roy"`, `"Royer"`),
			[]string{"1 Nom et prénoms: Tremblay, nom d’usage Roy, Maude Élise > Tremblay, nom d’usage Royer, Maude Élise", "1 Courriel: maude@courriel.example > m@courriel.example"}},
		{"not on the form", change("bank.iban", `"FR76 3000 6000 0112 3456 7890 189"`, `"DE89 3704 0044 0532 0130 00"`), []string{"0 IBAN: FR76 3000 6000 0112 3456 7890 189 > DE89 3704 0044 0532 0130 00"}},
		{"not on the form, a date", change("permit.until", "2030-01-01", "2031-01-01"), []string{"0 Fin de validité du titre de séjour: 1er janvier 2030 > 1er janvier 2031"}},
		{"not on the form, new", change("bank.bic", `""`, `"AGRIFRPP"`), []string{"0 BIC:  > AGRIFRPP"}},
	} {
		r := parsed(t, head+c.changes)
		a, err := r.Apply("me.toml", reading(person))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		rows, err := r.Diff(catalog.Form, a, today)
		if got := said(rows); !slices.Equal(got, c.want) || err != nil {
			t.Errorf("%s: %v\n%q\nwant\n%q", c.name, err, got, c.want)
		}
	}
}

// A change that neither the form nor the reply can show must not be lost without a word.
func TestDiffCannotTell(t *testing.T) {
	r := parsed(t, head+"[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n"+
		"[[change]]\nkey = \"document[0].file\"\nold = \"passport.jpg\"\nnew = \"visa.jpg\"\n")
	a, err := r.Apply("me.toml", reading(person))
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Diff(catalog.Form, a, today)
	if err == nil || !strings.Contains(err.Error(), "r.toml:8: document[0].file: neither the form nor the reply has a place for this value") {
		t.Errorf("the lost change is reported as %v", err)
	}
}

func TestApply(t *testing.T) {
	const change = "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n"
	corrected := strings.Replace(person, `"Montréal"`, `"Laval"`, 1)
	for _, c := range []struct{ name, profile, request, before, after, err string }{
		{"not yet corrected", person, change, "Montréal", "Laval", ""},
		{"corrected already", corrected, change, "Montréal", "Laval", ""},
		{"neither value", strings.Replace(person, `"Montréal"`, `"Québec"`, 1), change, "", "", "r.toml:5: birth.town: the profile has neither this old value nor the new one"},
		{"unknown key", person, strings.Replace(change, "birth.town", "birth.twon", 1), "", "", "birth.twon"},
		{"no such element", person, "[[change]]\nkey = \"address[3].street\"\nold = \"\"\nnew = \"x\"\n", "", "", "r.toml:3: address[3].street: the profile has no such element"},
		{"a word of none offered", person, "[[change]]\nkey = \"sex\"\nold = \"F\"\nnew = \"X\"\n", "", "", "r.toml:6: sex: "},
		{"a wrong type", person, "[[change]]\nkey = \"birth.date\"\nold = 1980-05-07\nnew = \"1980\"\n", "", "", "r.toml:6: birth.date: expected a date, found text"},
	} {
		a, err := parsed(t, head+c.request).Apply("me.toml", reading(c.profile))
		switch {
		case c.err != "":
			if err == nil || !strings.Contains(err.Error(), c.err) || a != nil {
				t.Errorf("%s: %v, want %s", c.name, err, c.err)
			}
		case err != nil || a.Before.Birth.Town != c.before || a.After.Birth.Town != c.after:
			t.Errorf("%s: %v, applied %+v", c.name, err, a)
		}
	}
}

// made answers a request for the person.
func made(t *testing.T, src string, read profile.Reader) *Reply {
	t.Helper()
	r := parsed(t, src)
	a, err := r.Apply("me.toml", read)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := r.Make(&dossier.Job{Applicant: a.After, Day: today, Catalog: catalog, Read: read, Version: "test"}, a, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	filesOf(t, reply) // which completes the manifest
	return reply
}

// pieces are the numbers of the pieces in the reply's dossier, behind the pages of ours; 1 is the form.
func pieces(r *Reply) []int {
	var numbers []int
	for _, p := range r.Manifest.Parts {
		if p.Piece > 0 {
			numbers = append(numbers, p.Piece)
		}
	}
	return numbers
}

func TestMake(t *testing.T) {
	const town = "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n"
	ask := func(kind string) string { return "[[document]]\nkind = \"" + kind + "\"\n" }
	for _, c := range []struct {
		name, asked string
		pieces      []int
		finding     string // "rule key" of the finding that blocks
	}{
		{"a value", town, []int{1}, ""},
		{"a value that no field shows", "[[change]]\nkey = \"bank.bic\"\nold = \"\"\nnew = \"AGRIFRPP\"\n", []int(nil), ""},
		{"a paper", ask("passport"), []int{2}, ""},
		{"a paper with its translation", ask("birth certificate"), []int{3, 4}, ""},
		{"two of a kind", ask("energy bill"), []int{5, 6}, ""},
		{"two of a kind, asked twice", ask("energy bill") + ask("energy bill"), []int{5, 6}, ""},
		{"in the order of the letter", ask("energy bill") + ask("passport") + town, []int{1, 5, 6, 2}, ""},
		{"a paper that is not there", ask("passport") + ask("lease"), []int{2}, "asked-missing document[1].kind"},
	} {
		t.Run(c.name, func(t *testing.T) {
			reply := made(t, head+c.asked, reading(person))
			if got := pieces(reply); !slices.Equal(got, c.pieces) {
				t.Errorf("pieces %v, want %v", got, c.pieces)
			}
			var blocks []string
			for _, f := range reply.Findings {
				if f.Level == rule.Block {
					blocks = append(blocks, f.Rule+" "+f.Key)
				}
			}
			if strings.Join(blocks, ", ") != c.finding || reply.Manifest.Ready != (c.finding == "") {
				t.Errorf("blocked by %q, want %q", blocks, c.finding)
			}
			soundReply(t, reply)
		})
	}
}

// filesOf writes all papers of a reply.
func filesOf(t *testing.T, r *Reply) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for name, write := range r.Papers {
		var out bytes.Buffer
		if err := write(&out); err != nil {
			t.Fatal(err)
		}
		files[name] = out.Bytes()
	}
	return files
}

// soundReply holds that the files are PDFs, and that the parts of the dossier follow each other.
func soundReply(t *testing.T, r *Reply) {
	t.Helper()
	pages := map[string]int{}
	for name, data := range filesOf(t, r) {
		f, err := pdf.Open(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		pages[name] = f.Pages()
	}
	next := 1
	for _, p := range r.Manifest.Parts {
		if p.From != next || p.To < p.From {
			t.Errorf("part %+v begins elsewhere than on page %d", p, next)
		}
		next = p.To + 1
	}
	made := 3
	if r.Refilled {
		made++
	}
	if len(pages) != made || pages["dossier.pdf"] != next-1 || r.Manifest.Parts[0].To != pages["reply.pdf"] {
		t.Errorf("pages %v, parts %+v", pages, r.Manifest.Parts)
	}
}

// What no paper of the reply shows is listed with its reason; what it corrects is not.
func TestMakeUnused(t *testing.T) {
	reply := made(t, head+"[[change]]\nkey = \"bank.bic\"\nold = \"\"\nnew = \"AGRIFRPP\"\n", reading(person))
	listed := map[string]string{}
	for _, u := range reply.Manifest.Unused {
		listed[u.Key] = u.Reason
	}
	for _, key := range []string{"bank.iban", "sex", "document[2].kind"} {
		if listed[key] == "" {
			t.Errorf("%s is not listed: %v", key, listed)
		}
	}
	for _, key := range []string{"bank.bic", "name.birth", "birth.town", "address[0].street"} {
		if listed[key] != "" {
			t.Errorf("%s is listed as unused: %s", key, listed[key])
		}
	}
}

// A letter that lost a value of a change stops the reply.
func TestUnsaid(t *testing.T) {
	r := parsed(t, head+"[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n")
	a, err := r.Apply("me.toml", reading(person))
	if err != nil {
		t.Fatal(err)
	}
	job, rows := &dossier.Job{Applicant: a.After, Day: today, Catalog: catalog}, []Row{{Before: "Mont Réal", After: "Laval"}}
	for body, lost := range map[string]int{"au lieu de « Mont\u00a0Réal », il faut lire « Laval »": 0, "il faut lire « Laval »": 1, "Mont Réal": 1, "": 2} {
		if got := r.unsaid(job, rows, typeset.Letter{Body: []string{body}}); len(got) != lost {
			t.Errorf("%q: %d values lost, want %d", body, len(got), lost)
		}
	}
}

func TestMakeUnreadable(t *testing.T) {
	read := reading(strings.Replace(person, "passport.jpg", "empty.jpg", 1))
	reply := made(t, head+"[[document]]\nkind = \"passport\"\n", read)
	if got := pieces(reply); !slices.Equal(got, []int(nil)) {
		t.Errorf("pieces %v", got)
	}
	if !slices.ContainsFunc(reply.Findings, func(f rule.Finding) bool {
		return f.Rule == "attachment-missing" && f.Key == "document[0].file" && f.Level == rule.Block
	}) {
		t.Errorf("findings %v", reply.Findings)
	}
}

// A new value that the form cannot hold: no paper is better than a wrong one.
func TestMakeUnfit(t *testing.T) {
	reply := made(t, head+"[[change]]\nkey = \"nir\"\nold = \"\"\nnew = \"2 80 05 99 404 123 0707\"\n", reading(person))
	if len(reply.Papers) != 0 {
		t.Errorf("%d files", len(reply.Papers))
	}
	if !rule.Blocked(reply.Findings) || reply.Manifest.Ready {
		t.Errorf("findings %v", reply.Findings)
	}
}

// The form is signed again on the day of the reply, unless the request itself names the day.
func TestMakeSignedAgain(t *testing.T) {
	signed := person + "[signature]\nplace = \"Tours\"\ndate = 2026-09-01\n"
	for _, c := range []struct{ request, want string }{
		{"[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n", "10122026"},
		{"[[change]]\nkey = \"signature.date\"\nold = 2026-09-01\nnew = 2026-10-01\n", "01102026"},
		{"[[document]]\nkind = \"birth certificate\"\n", "01092026"},
	} {
		reply := made(t, head+c.request, reading(signed))
		got := ""
		for _, v := range reply.Form.Values {
			if v.ID == "signed_on" {
				got = v.Text
			}
		}
		if got != c.want {
			t.Errorf("%s: signed on %s, want %s", c.request, got, c.want)
		}
	}
}

// A value that the rules refuse is found when it is corrected, not when the fund answers.
func TestMakeHoldsChangesAgainstRules(t *testing.T) {
	for key, request := range map[string]string{
		"bank.iban":        "[[change]]\nkey = \"bank.iban\"\nold = \"FR76 3000 6000 0112 3456 7890 189\"\nnew = \"FR76 3000 6000 0112 3456 7890 188\"\n",
		"nationalities[1]": "[[change]]\nkey = \"nationalities\"\nold = [\"Canada\"]\nnew = [\"Germany\", \"Atlantis\"]\n",
		"cpam.fund":        "[[change]]\nkey = \"address[0].postal_code\"\nold = \"37000\"\nnew = \"59000\"\n[[change]]\nkey = \"address[0].commune\"\nold = \"Tours\"\nnew = \"Lille\"\n",
	} {
		reply := made(t, head+request, reading(person))
		if !slices.ContainsFunc(reply.Findings, func(f rule.Finding) bool { return f.Key == key && f.Level == rule.Block }) {
			t.Errorf("%s: findings %v", key, reply.Findings)
		}
	}
	if reply := made(t, head+"[[document]]\nkind = \"payslip\"\nremark = \"je n'ai pas d'employeur.\"\n", reading(person)); rule.Blocked(reply.Findings) {
		t.Errorf("a paper answered for by a remark: %v", reply.Findings)
	}
}

// What is said of the letter itself: that nothing is written without its date and reference, until
// when it is answered, and what it asks for nothing.
func TestMakeAboutTheLetter(t *testing.T) {
	ask := func(kind, lines string) string { return "[[document]]\nkind = \"" + kind + "\"\n" + lines }
	passport := ask("passport", "")
	for _, c := range []struct {
		name, request string
		want          []string // "level rule line" of what is found in the request
		made          bool
	}{
		{"sound", head + passport, nil, true},
		{"no date", "reference = \"X\"\n" + passport, []string{"block request-reference 0"}, false},
		{"an empty reference, and again late", "date = 2026-12-02\nreference = \"\"\ndeadline = 2026-12-11\n" + passport, []string{"block request-reference 2", "warn request-late 3"}, false},
		{"nearly late", head + "deadline = 2026-12-11\n" + passport, []string{"warn request-late 3"}, true},
		{"refused", head + "refused = 2026-12-02\n" + passport, []string{"info refusal 3"}, true},
		{"again", head + ask("passport", "again = true\n"), []string{"warn request-repeated 5"}, true},
		{"a paper that is not there and must not be", head + ask("marriage certificate", "reason = \"outdated\"\n"), []string{"block asked-missing 4", "info request-not-required 5"}, true},
		{"and that the reply questions", head + ask("marriage certificate", "reason = \"outdated\"\ncontest = true\n"), []string{"info request-not-required 5"}, true},
		{"questioned without a text", head + ask("marriage certificate", "contest = true\n"), []string{"block asked-missing 4", "warn request-contest 5"}, true},
	} {
		reply := made(t, c.request, reading(person))
		var got []string
		for _, f := range reply.Findings {
			if f.Pos.File == "r.toml" {
				got = append(got, fmt.Sprint(f.Level, " ", f.Rule, " ", f.Pos.Line))
			}
		}
		if !slices.Equal(got, c.want) || (len(reply.Papers) > 0) != c.made || (reply.Form.PDF != nil) != c.made {
			t.Errorf("%s: found %q, want %q; %d files", c.name, got, c.want, len(reply.Papers))
		}
	}
}

// Days after the one of the reply are mistakes of the request, all at once.
func TestMakeFuture(t *testing.T) {
	r := parsed(t, "date = 2026-12-11\nreference = \"X\"\nreceived = 2026-12-12\nrefused = 2026-12-11\ndeadline = 2027-01-01\n[[document]]\nkind = \"passport\"\n")
	a, err := r.Apply("me.toml", reading(person))
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Make(&dossier.Job{Applicant: a.After, Day: today, Catalog: catalog, Read: reading(person)}, a, nil, false)
	want := "r.toml:1: date: this day is after today\nr.toml:3: received: this day is after today\nr.toml:4: refused: this day is after today"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// The request that README.md shows can be copied as it is.
func TestReadmeRequest(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```toml\n(date = .*?)```").FindSubmatch(readme)
	if block == nil {
		t.Fatal("README.md shows no request")
	}
	r := parsed(t, string(block[1]))
	if len(r.Changes) == 0 || len(r.Documents) == 0 {
		t.Errorf("it asks for nothing: %+v", r)
	}
	found := r.Letter.Check(rule.NewCase(&profile.Applicant{}, r.Date.AddDays(1)), r.at)
	if slices.ContainsFunc(found, func(f rule.Finding) bool { return f.Level > rule.Info }) {
		t.Errorf("the day after, %+v", found)
	}
}

func TestMakeSameBytes(t *testing.T) {
	src := head + "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n[[document]]\nkind = \"birth certificate\"\nremark = \"copie : lisible\"\n"
	one, two := made(t, src, reading(person)), made(t, src, reading(person))
	again := filesOf(t, two)
	for name, data := range filesOf(t, one) {
		if !bytes.Equal(data, again[name]) {
			t.Errorf("%s differs from run to run", name)
		}
	}
}

// FuzzParse reads any bytes: what is refused is refused with errors of the file, what is taken asks
// for something, and any change it makes can be tried on a profile.
func FuzzParse(f *testing.F) {
	for _, src := range []string{"", head, head + "[[document]]\nkind = \"lease\"\n",
		head + "[[change]]\nkey = \"birth.town\"\nold = \"Montréal\"\nnew = \"Laval\"\n",
		head + "[[change]]\nkey = \"address[0]\"\nnew = {street = [1, {}]}\n",
		head + "[[change]]\nkey = \"a..b[-1].c[\"\nnew = []\n", "change = [1]\ndocument = 2\n",
		"deadline = 9999-12-31\nrefused = 0001-01-01\n[[document]]\nkind = \"RIB\"\nreason = \"condition\"\ncontest = true\n"} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		r, err := Parse("r.toml", src)
		if err != nil {
			var e *profile.Error
			if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), "r.toml:") {
				t.Fatalf("not an error of the file: %v", err)
			}
			return
		}
		if len(r.Changes)+len(r.Documents) == 0 {
			t.Fatalf("taken: %+v", r)
		}
		a, err := r.Apply("me.toml", reading(person))
		if err == nil {
			r.Letter.Check(rule.NewCase(a.After, today), r.at)
			r.Diff(catalog.Form, a, today)
		}
	})
}
