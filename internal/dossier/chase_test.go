package dossier

import (
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// chaseOf is the e-mail about a profile, without its scans.
func chaseOf(t *testing.T, a *profile.Applicant, day profile.Date, lang string) string {
	t.Helper()
	return string(ChaseMail(rule.NewCase(a, day), rule.Check(a, day), lang))
}

// The e-mails stand in testdata/chase to be read: to somebody housed by a host, some of whose papers are missing, to a
// family member about whom not all is known, and to somebody of whom the fund has asked a paper.
func TestChaseMail(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []string
	}{
		{"hosted", []string{"validated_on = 2026-07-01", "", "kind = \"host identity\"", "kind = \"other\"\ntitle = \"x\"", "phone =", "# phone ="}},
		{"family-joining", []string{"kind = \"birth certificate\"", "kind = \"other\"\ntitle = \"x\"", "insured_in_france = true", "", "town = ", "# town = ", "until = 2027-10-09", "", "commune = ", "# commune = "}},
		{"job-seeker", []string{"arrived =", "nir = \"7 95 08 99 122 314\"\nnir_received = 2026-05-04\ncivil_status_asked = 2026-10-12\narrived ="}},
	} {
		a, err := profile.Load("../../profiles/"+c.name+".toml", func(name string) ([]byte, error) {
			data, err := os.ReadFile(name)
			text := string(data)
			for i := 0; i < len(c.changes); i += 2 {
				if !strings.Contains(text, c.changes[i]) {
					t.Errorf("%s has no %q", name, c.changes[i])
				}
				text = strings.Replace(text, c.changes[i], c.changes[i+1], 1)
			}
			return []byte(text), err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "fr"} {
			got := chaseOf(t, a, today, lang)
			file := filepath.Join("testdata", "chase", c.name+"."+lang+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if want, err := os.ReadFile(file); err != nil || got != string(want) {
				t.Errorf("%s says something else (-update rewrites it): %v\n%s", file, err, got)
			}
		}
	}
}

// Nobody is written to who has nothing to do, whatever the firm has to settle.
func TestNoChaseMail(t *testing.T) {
	a := applicant(t, changed(t))
	for _, found := range [][]rule.Finding{nil, {
		{Rule: "form-official", Level: rule.Warn, Verdict: rule.Fail},
		{Rule: "three-months", Level: rule.Block, Verdict: rule.Fail},
		{Rule: "apostille", Level: rule.Info, Verdict: rule.Fail, Key: "document[0].apostille"},
	}} {
		if got := ChaseMail(rule.NewCase(a, today), found, "en"); got != nil {
			t.Errorf("%s", got)
		}
	}
}

// A value of the profile neither adds a line to the head of the e-mail nor breaks one of its body.
func TestChaseMailInjection(t *testing.T) {
	a := applicant(t, changed(t))
	a.Contact.Email = "a@b.example\r\nBcc: all@evil.example\u2028X: y\u0085Z: z"
	a.Name.First, a.Name.Birth, a.Name.Usage = []string{"Ann\nSubject: no"}, "O\x00Neill\r\n\r\n.\r\n", ""
	found := []rule.Finding{rule.New(a, "iban", "bank.iban", rule.Text{EN: "a\nb: c\r\n.\r\n"})}
	got := string(ChaseMail(rule.NewCase(a, today), found, "en"))
	msg, err := mail.ReadMessage(strings.NewReader(got))
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if len(msg.Header) != 2 || msg.Header.Get("Subject") == "no" || msg.Header.Get("To") != "a@b.example Bcc: all@evil.example X: y Z: z" {
		t.Errorf("%q", msg.Header)
	}
	if strings.ContainsAny(got, "\r\x00\u2028\u0085") || !strings.Contains(got, "\nHello Ann Subject: no O Neill .,\n") || !strings.Contains(got, "A b: c .") {
		t.Errorf("%q", got)
	}
}

// Whatever the rules say of the people in the profiles, it is said to somebody who has no profile before them, in
// lines that a reply can quote.
func TestChaseMailOfEverybody(t *testing.T) {
	n := 0
	for _, glob := range []string{"../../profiles/*.toml", "../../profiles/stories/*.toml"} {
		names, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			a, err := profile.Load(name, os.ReadFile)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range []string{"en", "fr"} {
				text := chaseOf(t, a, today, lang)
				if text == "" {
					continue
				}
				n++
				if bad := keyLike.FindString(strings.ReplaceAll(text, a.Contact.Email, "")); bad != "" || strings.Contains(text, "%!") {
					t.Errorf("%s speaks of %q:\n%s", name, bad, text)
				}
				for _, line := range strings.Split(text, "\n") {
					if utf8.RuneCountInString(line) > mailWidth && strings.Contains(strings.TrimSpace(line), " ") && !strings.HasPrefix(line, "Subject: ") && !strings.HasPrefix(line, "To: ") {
						t.Errorf("%s: a line of %d characters: %q", name, utf8.RuneCountInString(line), line)
					}
				}
			}
		}
	}
	if n < 10 {
		t.Errorf("%d e-mails", n)
	}
}
