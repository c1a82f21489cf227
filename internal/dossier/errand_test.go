package dossier

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// Whoever adds a rule that can block or warn says whether the applicant or the firm settles it.
func TestEveryRuleIsSomebodys(t *testing.T) {
	for _, r := range rule.Table {
		row, asked := errandRows[r.ID]
		firm := slices.Contains(ofFirm, r.ID)
		switch {
		case r.Level >= rule.Warn && asked == firm:
			t.Errorf("%s: asked of the applicant %v, of the firm %v", r.ID, asked, firm)
		case r.Level == rule.Info && (asked || firm):
			t.Errorf("%s is only good to know", r.ID)
		case r.Needs != nil && row.fix == rule.Text{}:
			t.Errorf("%s demands a paper, and nobody is asked for it", r.ID)
		}
	}
	for _, id := range ofFirm {
		if _, ok := rule.Named(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
	}
	for id, row := range errandRows {
		if _, ok := rule.Named(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
		for _, text := range []rule.Text{row.fix, row.doubt} {
			if (text.EN == "") != (text.FR == "") {
				t.Errorf("%s: %q is in one language", id, text)
			}
			for _, s := range []string{text.EN, text.FR} {
				first, _ := utf8.DecodeRuneInString(s)
				if s != "" && (unicode.IsUpper(first) || strings.HasSuffix(s, ".") || strings.Contains(s, "'")) || keyLike.MatchString(s) {
					t.Errorf("%s: %q", id, s)
				}
			}
		}
	}
}

// keyLike matches what is said to whoever has the profile before them.
var keyLike = regexp.MustCompile(`[a-z]_[a-z]| = |\[|--|\.toml|\bfrom and to\b`)

// Each key of a finding that the applicant is asked about has words for what it is about.
func TestErrandSubjects(t *testing.T) {
	for _, c := range []struct {
		e      Errand
		en, fr string
	}{
		{Errand{Rule: "birth-certificate", Key: "document", Kind: profile.BirthCertificate}, "Birth certificate with parents", "Acte de naissance avec filiation"},
		{Errand{Rule: "identity-paper", Key: "document", Kind: profile.Passport}, "Passport, identity card or residence permit", "Passeport, carte d’identité ou titre de séjour"},
		{Errand{Rule: "scan-blurred", Key: "document[3].file", Kind: profile.RIB}, "Bank details (RIB)", "Relevé d’identité bancaire (RIB)"},
		{Errand{Rule: "translator", Key: "document[3].translation.translator", Kind: profile.BirthCertificate}, "Birth certificate with parents, translation", "Acte de naissance avec filiation, traduction"},
		{Errand{Rule: "residence-proofs", Key: "document"}, "Proof of three months of residence", "Justificatif de trois mois de résidence"},
		{Errand{Rule: "address-incomplete", Key: "address[0].street"}, "Address", "Adresse"},
		{Errand{Rule: "identity-incomplete", Key: "birth.town"}, "Birth", "Naissance"},
		{Errand{Rule: "s1-holder", Key: "cover.s1"}, "Former health cover", "Ancienne couverture maladie"},
		{Errand{Rule: "student", Key: "situation"}, "Situation", "Situation"},
	} {
		if got := c.e.Subject(); got.EN != c.en || got.FR != c.fr {
			t.Errorf("%+v: %q", c.e, got)
		}
	}
}

func TestErrands(t *testing.T) {
	a := applicant(t, changed(t))
	found := []rule.Finding{
		{Rule: "iban", Level: rule.Block, Verdict: rule.Fail, Key: "bank.iban"},
		{Rule: "form-official", Level: rule.Warn, Verdict: rule.Fail, Key: "form_language"},
		{Rule: "scan-dark", Level: rule.Warn, Verdict: rule.Fail, Key: "document[0].file", Message: rule.Text{EN: "page 1"}},
		{Rule: "scan-dark", Level: rule.Warn, Verdict: rule.Fail, Key: "document[0].file", Message: rule.Text{EN: "page 2"}},
		{Rule: "birth-parents", Level: rule.Warn, Verdict: rule.CannotTell, Key: "document[1].shows_parents"}, // on the paper, which the firm has
		{Rule: "permit-expired", Level: rule.Warn, Verdict: rule.CannotTell, Key: "permit.until"},
		{Rule: "rib", Level: rule.Info, Verdict: rule.Fail, Key: "document"},
	}
	want := []Errand{
		{"iban", rule.Block, "bank.iban", "", false},
		{"scan-dark", rule.Warn, "document[0].file", a.Documents[0].Kind, false},
		{"permit-expired", rule.Warn, "permit.until", "", true},
	}
	if got := Errands(a, found); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := want[2].Fix().EN; !strings.HasPrefix(got, "tell us until when") {
		t.Errorf("%q", got)
	}
}

func TestDues(t *testing.T) {
	for _, c := range []struct {
		name, day string
		change    []string
		want      string
	}{
		{"nothing yet", "2026-11-22", nil, "2030-01-01 permit-end ,2032-05-15 paper-expires passport"},
		{"the three months run", "2026-11-22", []string{"arrived = 2026-02-01", "arrived = 2026-10-01"}, "2027-01-02 three-months ,2030-01-01 permit-end ,2032-05-15 paper-expires passport"},
		{"they are over on that day", "2027-01-02", []string{"arrived = 2026-02-01", "arrived = 2026-10-01"}, "2030-01-01 permit-end ,2032-05-15 paper-expires passport"},
		{"Canadians who are Italian", "2026-11-22", []string{`nationalities = ["Canada"]`, `nationalities = ["Italy"]`}, "2032-05-15 paper-expires passport"},
		{"a refusal, over", "2027-03-01", []string{"", "[refusal]\nnotified = 2026-12-31\n"}, "2027-02-28 appeal ,2030-01-01 permit-end ,2032-05-15 paper-expires passport"},
		{"a temporary number, and the paper asked for", "2026-11-22", []string{"[name]", "nir = \"8 80 05 99 401 123\"\nnir_received = 2026-05-31\ncivil_status_asked = 2026-10-12\n[name]"}, "2027-01-12 civil-status ,2027-02-28 temporary-number ,2030-01-01 permit-end ,2032-05-15 paper-expires passport"},
		{"papers expire", "2026-11-22", []string{"", "[[document]]\nkind = \"passport\"\nfile = \"p.jpg\"\nexpires = 2026-11-22\n[[document]]\nkind = \"identity card\"\nfile = \"i.jpg\"\nexpires = 2026-11-21\n[[document]]\nkind = \"visa\"\nfile = \"v.jpg\"\nexpires = 2030-01-01\n[[document]]\nkind = \"other\"\ntitle = \"x\"\nexpires = 2027-01-01\n"}, "2026-11-22 paper-expires passport,2030-01-01 permit-end ,2032-05-15 paper-expires passport"},
	} {
		day, err := profile.ParseDate(c.day)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range Dues(rule.NewCase(applicant(t, changed(t, c.change...)), day)) {
			got = append(got, d.Day.String()+" "+d.What+" "+string(d.Kind))
			if name := d.Name(); name.EN == "" || name.FR == "" || name.EN == d.What {
				t.Errorf("%s: %s is called %q", c.name, d.What, name)
			}
		}
		if s := strings.Join(got, ","); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// A day of a later version is told by its word, and days without proof end where papers run on.
func TestDueNames(t *testing.T) {
	if got := (Due{What: "no-such-clock"}).Name(); got.EN != "no-such-clock" {
		t.Errorf("%q", got)
	}
	for _, k := range rule.Clocks() {
		if d := (Due{What: string(k.ID)}); d.Fund() != k.Fund {
			t.Errorf("%s: %v", k.ID, d.Fund())
		}
	}
}
