package profiles_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

var update = flag.Bool("update", false, "rewrite testdata/findings.txt")

// A story is a reader on a day: what stops the file, what must not be said and why, and words that a
// finding must have because they answer what the reader asked.
type story struct {
	file, on string
	stops    string  // the one rule that blocks; empty if the file can go
	never    reasons // why the rule would be wrong here
	tells    []said
}

// reasons are by rule.
type reasons map[string]string

// said are words that a rule says: in a message, in what to do, or in its ground.
type said struct{ rule, words string }

// Readers of the guide, each with the question they asked.
var stories = []story{
	// A certificate of any age will do, as it is.
	{file: "stories/isabel.toml", on: "2026-11-22",
		never: reasons{
			"birth-certificate":       "she has the long form, of whatever date",
			"date-ambiguous":          "the month on her certificate is in letters",
			"translation-recommended": "its translation is enclosed",
			"translator":              "the translator is sworn in France",
		},
		tells: []said{
			{"certificate-age", "do not order a new one"},
			{"certificate-age", "one of the United States is not altered by later events"},
			{"apostille", "send it as it is"},
		}},

	// Nothing to do but wait before nine months are over, and a letter to write afterwards.
	{file: "stories/bikash.toml", on: "2026-06-01",
		never: reasons{
			"nir-stalled":          "six months are a usual wait",
			"three-months":         "he has been here for years",
			"permit-expired":       "the resident card runs until 2035",
			"translation-required": "the translation from Nepali is enclosed",
			"civil-status-due":     "nobody has asked him for a paper",
		},
		tells: []said{
			{"nir-temporary", "by 10 September 2026"},
			{"nir-temporary", "feuilles de soins sent by post"},
		}},
	{file: "stories/bikash.toml", on: "2026-11-22",
		never: reasons{"three-months": "he has been here for years"},
		tells: []said{
			{"nir-stalled", "ended on 10 September 2026"},
			{"nir-stalled", "remind the fund in writing"},
		}},

	// Five years: a reminder that the fund has to answer, and the likeliest thing that is missing.
	{file: "stories/five-years.toml", on: "2026-11-22",
		never: reasons{
			"nir":         "the temporary number is sound",
			"eu-inactive": "South Africa gives no S1",
		},
		tells: []said{
			{"nir-stalled", "ended on 15 August 2022"},
			{"nir-stalled", "ask which is missing (it has to tell you)"},
			{"translation-recommended", "sworn translation"},
		}},

	// The certificate that will be asked for, and the name that the fund will use.
	{file: "stories/gina.toml", on: "2026-12-28", stops: "birth-name-differs",
		never: reasons{
			"translation-recommended": "her birth certificate is French",
			"apostille":               "a French certificate has none",
			"returning-french":        "to be born in France did not make her French",
			"residence-holder":        "the lease has the name she goes by",
		},
		tells: []said{
			{"marriage-certificate", "asked for later, it costs weeks"},
			{"birth-name-differs", "copy the name of the certificate into name.birth"},
			{"born-in-france", "already has a number"},
		}},
	{file: "stories/gina-number.toml", on: "2027-03-13",
		never: reasons{
			"birth-name-married":   "both names are where they belong",
			"marriage-certificate": "it is enclosed, with its translation",
			"rib-holder":           "the married name on the RIB is hers",
			"residence-holder":     "the married name on the lease is hers",
			"usage-name":           "a husband’s name may be used",
			"born-in-france":       "she gives the number now",
			"nir-profile":          "the digits are those of her birth, in Châteauroux",
			"birth-name-differs":   "the certificate has the name in name.birth",
			"name-differs":         "the marriage certificate ties the passport to the birth name",
			"nir-temporary":        "the number is the permanent one",
		},
		tells: []said{{"name-linked", "letters of the fund may bear the birth name"}}},

	// Neither before landing nor in the three months after, French or not.
	{file: "stories/maureen.toml", on: "2026-11-22", stops: "not-yet-arrived",
		never: reasons{
			"residence-proofs": "there is nothing to prove yet",
			"permit-missing":   "she is French",
			"child-form":       "the papers of both children are there",
			"child-of-insured": "her husband is not insured either",
		},
		tells: []said{
			{"not-yet-arrived", "residence in France must already exist"},
			{"returning-french", "to be French is no exemption from the three months"},
			{"spouse-own-form", "does not cover the spouse"},
		}},
	{file: "stories/maureen.toml", on: "2027-04-15", stops: "three-months",
		tells: []said{{"three-months", "the earliest day to post is 16 April 2027"}}},
	{file: "stories/maureen.toml", on: "2027-04-16",
		never: reasons{
			"residence-proofs":        "the lease covers the three months to the day",
			"translation-recommended": "France has made her certificates, as it does for its people abroad",
		}},

	// Nothing is wrong with the file, neither when it was handed in nor seven weeks later.
	{file: "stories/valerie.toml", on: "2026-12-10"},
	{file: "stories/valerie.toml", on: "2027-01-28",
		never: reasons{
			"nir-stalled":     "she has no number yet, so none that is late",
			"certificate-age": "the certificate was new when she handed it in",
			"apostille":       "it has one",
			"signed-long-ago": "the file was handed in that day",
		}},

	// Two accounts, each with its weakness; neither stops the application.
	{file: "stories/eldo.toml", on: "2027-03-03",
		never: reasons{
			"three-months":       "she joins a husband who is insured",
			"family-not-insured": "he is insured",
			"residence-holder":   "the lease is her husband’s, and the marriage certificate ties her to him",
			"second-adult":       "the papers are hers; his are those that prove the tie",
			"spouse-own-form":    "he needs no form: he is insured",
		},
		tells: []said{
			{"rib-holder", "in the spouse’s name alone"},
			{"rib-holder", "the application may go meanwhile"},
			{"child-of-insured", "without waiting for this application"},
		}},
	{file: "stories/eldo-wise.toml", on: "2027-03-03",
		never: reasons{
			"rib-holder":    "this account is her own",
			"iban-not-sepa": "Belgium is in the SEPA area",
			"iban":          "the number is sound",
		},
		tells: []said{
			{"iban-not-french", "legally payable"},
			{"rib-screenshot", "with holder, IBAN, BIC and bank"},
		}},

	// Three months must be over, and each day of them proven: the lease proves its own days alone.
	{file: "stories/laura.toml", on: "2027-01-20", stops: "three-months",
		never: reasons{"residence-proof": "the lease is a proof, for its days"},
		tells: []said{
			{"three-months", "the earliest day to post is 24 January 2027"},
			{"residence-proofs", "from 23 October 2026 to 30 November 2026"},
			{"host-statement", "ask the host for a signed statement"},
		}},
	{file: "stories/laura.toml", on: "2027-01-26",
		never: reasons{"residence-proof": "the lease is a proof, for its days"},
		tells: []said{
			{"residence-proofs", "from 26 October 2026 to 30 November 2026"},
			{"residence-proofs", "or post from 2 March 2027"},
			{"host-address", "ask the host for rent receipts or energy bills"},
			{"proof-language", "attach a translation"},
			{"host-identity", "ask the host for a copy of their identity card"},
		}},
	{file: "stories/laura-hosted.toml", on: "2027-01-26",
		never: reasons{
			"residence-proofs": "the friend’s statement covers the weeks before the lease",
			"residence-holder": "the statement is the friend’s, as it has to be",
			"host-statement":   "enclosed",
			"host-identity":    "enclosed",
			"host-address":     "enclosed",
			"proof-language":   "the lease has its translation",
			"rib-joint":        "both names are on the RIB",
		}},

	// The day is read as the month unless a translation says otherwise, and the number repeats it.
	{file: "stories/janice.toml", on: "2026-11-22",
		never: reasons{"date-differs": "the digits are her date of birth, month first"},
		tells: []said{
			{"date-ambiguous", "2 April 1953 instead of 4 February 1953"},
			{"date-ambiguous", "enclose a sworn translation"},
			{"translation-recommended", "sworn translation"},
		}},
	{file: "stories/janice-number.toml", on: "2027-02-15",
		never: reasons{
			"nir":           "its key agrees with its digits, wrong as they are",
			"nir-temporary": "the number is a permanent one",
		},
		tells: []said{
			{"nir-profile", "digits 4 and 5 should be 02, the month of birth: day and month were exchanged"},
			{"nir-profile", "ask for a correction at once, with the birth certificate and its sworn translation"},
			{"translation-recommended", "sworn translation"},
		}},
}

// A sound profile is one whose papers are in order for its situation. The warnings it gets all the
// same are listed with their reason; any other would be noise.
type sound struct {
	file  string
	stops string  // the rule that blocks the situation by nature, whatever the papers
	warns reasons // why it is said of papers that are in order
}

// posting is the day on which the sound profiles are looked at.
const posting = "2026-11-22"

const (
	aVisitor = "the permit says visiteur, and some funds refuse visitors"
	oneList  = "the fund’s address stands in one list only"
)

var soundProfiles = []sound{
	{file: "demo.toml", warns: reasons{
		"visitor": aVisitor,
	}},
	{file: "employee.toml"},
	{file: "self-employed.toml"},
	{file: "student.toml", stops: "student"},
	{file: "language-assistant.toml", warns: reasons{"fund-address-age": "the address of the service in Paris comes from a forum alone"}},
	{file: "job-seeker.toml"},
	{file: "pensioner.toml", warns: reasons{"visitor": aVisitor, "fund-address-age": oneList}},
	{file: "s1-holder.toml", stops: "s1-holder"},
	{file: "refugee.toml"},
	{file: "asylum-seeker.toml"},
	{file: "family-joining.toml"},
	{file: "french-returning.toml"},
	{file: "eu-inactive.toml", warns: reasons{"iban-not-french": "her account is in Germany"}},
	{file: "hosted.toml", warns: reasons{"visitor": aVisitor}},
	{file: "domiciliation.toml"},
	{file: "couple-anna.toml", warns: reasons{"visitor": aVisitor}},
	{file: "couple-bruno.toml", warns: reasons{"visitor": aVisitor}},
}

func check(t *testing.T, file, on string) []rule.Finding {
	t.Helper()
	a, err := profile.Load(file, os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	day, err := profile.ParseDate(on)
	if err != nil {
		t.Fatal(err)
	}
	return rule.Check(a, day)
}

// blocking are the rules that block, each once.
func blocking(found []rule.Finding) []string {
	rules := map[string]bool{}
	for _, f := range found {
		if f.Level == rule.Block {
			rules[f.Rule] = true
		}
	}
	return slices.Sorted(maps.Keys(rules))
}

func checkStops(t *testing.T, found []rule.Finding, name, stops string) {
	t.Helper()
	var want []string
	if stops != "" {
		want = []string{stops}
	}
	if got := blocking(found); !slices.Equal(got, want) {
		t.Errorf("%s is stopped by %q, want %q", name, got, want)
	}
}

func TestStories(t *testing.T) {
	for _, s := range stories {
		name := s.file + " on " + s.on
		found := check(t, s.file, s.on)
		checkStops(t, found, name, s.stops)
		words := map[string]string{}
		for _, f := range found {
			if why, wrong := s.never[f.Rule]; wrong {
				t.Errorf("%s: %s: %s is found, yet %s", name, f.Pos, f.Rule, why)
			}
			words[f.Rule] += f.Message.EN + "\n" + f.Fix.EN + "\n" + f.Source.EN + "\n"
		}
		for _, tell := range s.tells {
			if got := words[tell.rule]; !strings.Contains(got, tell.words) {
				t.Errorf("%s: %s does not say %q, but\n%s", name, tell.rule, tell.words, got)
			}
		}
		for id := range s.never {
			if _, ok := rule.Named(id); !ok {
				t.Errorf("%s: there is no rule %s", name, id)
			}
		}
	}
}

func TestSoundProfiles(t *testing.T) {
	for _, p := range soundProfiles {
		found := check(t, p.file, posting)
		checkStops(t, found, p.file, p.stops)
		said := map[string]bool{}
		for _, f := range found {
			if f.Level != rule.Warn {
				continue
			}
			said[f.Rule] = true
			if p.warns[f.Rule] == "" {
				t.Errorf("%s: %s: %s: noise, or a paper that is not in order: %s", f.Pos, f.Key, f.Rule, f.Said("en"))
			}
		}
		for id, why := range p.warns {
			if !said[id] {
				t.Errorf("%s: %s is not said any more, yet %s", p.file, id, why)
			}
		}
	}
}

// findings are what is found about each profile on each day, one a line: level, place, key and rule,
// with a question mark where it cannot be told.
func findings(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	section := func(file, on string) {
		fmt.Fprintf(&b, "\n%s on %s\n", file, on)
		for _, f := range check(t, file, on) {
			doubt := ""
			if f.Verdict == rule.CannotTell {
				doubt = "?"
			}
			fmt.Fprintf(&b, "    %-5s %s %s %s%s\n", f.Level, place(f.Pos), f.Key, f.Rule, doubt)
		}
	}
	for _, s := range stories {
		section(s.file, s.on)
	}
	for _, p := range soundProfiles {
		section(p.file, posting)
	}
	return b.String()
}

// place is the file with its line; without, where a key that is nowhere in the file is meant.
func place(p profile.Pos) string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Exactly these findings and no others: go test ./profiles -update writes them anew.
func TestFindings(t *testing.T) {
	const golden = "testdata/findings.txt"
	text, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "\n\n")
	got := head + "\n" + findings(t)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := strings.Split(string(text), "\n\n")
	now := strings.Split(got, "\n\n")
	for i, section := range now {
		if !slices.Contains(want, section) && strings.TrimSpace(section) != "" {
			old := "nothing"
			if i < len(want) {
				old = want[i]
			}
			t.Errorf("found\n%s\n\nwant\n%s", section, old)
		}
	}
	if len(want) != len(now) {
		t.Errorf("%s has %d sections, want %d", golden, len(want)-1, len(now)-1)
	}
}

// Each profile but the template and what a couple shares is looked at above.
func TestEveryProfileIsLookedAt(t *testing.T) {
	names, err := filepath.Glob("*.toml")
	more, err2 := filepath.Glob("stories/*.toml")
	if err != nil || err2 != nil || len(more) < 12 {
		t.Fatal(names, more, err, err2)
	}
	seen := map[string]bool{"template.toml": true, "household.toml": true}
	for _, s := range stories {
		seen[s.file] = true
	}
	for _, p := range soundProfiles {
		seen[p.file] = true
	}
	for _, name := range append(names, more...) {
		if !seen[filepath.ToSlash(name)] {
			t.Errorf("%s is in no table above", name)
		}
	}
}

// Every situation that a profile can name has a sound profile.
func TestEverySituationHasAProfile(t *testing.T) {
	have := map[string]bool{}
	for _, p := range soundProfiles {
		a, err := profile.Load(p.file, os.ReadFile)
		if err != nil {
			t.Fatal(err)
		}
		have[string(a.Situation)] = true
	}
	for _, s := range profile.Situation("").Words() {
		if !have[s] {
			t.Errorf("no profile is that of a %s", s)
		}
	}
}
