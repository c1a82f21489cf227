package rule

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/profile"
)

// letter reads the lines of a request file.
func letter(t *testing.T, src string) (*Letter, func(string) profile.Pos) {
	t.Helper()
	l := &Letter{}
	pos, err := profile.Parse("r.toml", []byte(src), l)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	return l, func(key string) profile.Pos { return profile.Pos{File: "r.toml", Line: pos[key].Line} }
}

// certificate is a birth certificate as the only document of its kind: lines take the place of those
// of the sound profile's own.
func certificate(lines string) string {
	own := "country = \"United States\"\nlanguage = \"English\"\nshows_parents = true\ntranslation = { file = \"birth-fr.pdf\", translator = \"sworn in France\" }\n"
	return strings.Replace(sound, own, lines, 1)
}

func account(iban string) string {
	return strings.Replace(sound, "FR76 3000 6000 0112 3456 7890 189", iban, 1)
}

func TestLetter(t *testing.T) {
	const head = "date = 2026-11-16\nreference = \"2026-37-004211\"\n"
	ask := func(kind, lines string) string { return head + "[[document]]\nkind = \"" + kind + "\"\n" + lines }
	dated := func(date, lines string) string { return "date = " + date + "\nreference = \"X\"\n" + lines }
	lease := "[[document]]\nkind = \"lease\"\n"
	without := strings.Replace(sound, "[[document]]\nkind = \"RIB\"\nfile = \"rib.pdf\"\n", "", 1)
	tests := []struct{ name, profile, request, want string }{
		{"a letter just come", sound, head + lease, ""},
		{"nothing to quote", sound, lease, "0: date: request-reference\n0: reference: request-reference"},
		{"no date", sound, "reference = \"X\"\n" + lease, "0: date: request-reference"},
		{"an empty reference", sound, "date = 2026-11-16\nreference = \"\"\n", "2: reference: request-reference"},

		{"a deadline in two weeks", sound, head + "deadline = 2026-12-06\n", ""},
		{"a day less", sound, head + "deadline = 2026-12-05\n", "3: deadline: request-late"},
		{"the last day", sound, head + "deadline = 2026-11-22\n", "3: deadline: request-late"},
		{"a deadline gone by", sound, head + "deadline = 2026-11-21\n", "3: deadline: request-late"},
		{"a check of residence", sound, head + "control = true\n" + lease, "0: received: request-late?"},
		{"no check", sound, head + "control = false\nreceived = 2026-10-22\n" + lease, ""},
		{"a check that came weeks ago", sound, head + "control = true\nreceived = 2026-11-05\n", "4: received: request-late"},
		{"a check that came two weeks ago", sound, head + "control = true\nreceived = 2026-11-06\n", ""},
		{"a check with a deadline of its own", sound, head + "control = true\ndeadline = 2026-12-31\n", ""},
		{"a birth certificate, three months less a few days", sound, dated("2026-09-05", "[[document]]\nkind = \"birth certificate\"\n"), "4: document[0].kind: request-late"},
		{"a birth certificate, three months less two weeks", sound, dated("2026-09-06", "[[document]]\nkind = \"birth certificate\"\n"), ""},
		{"behind another paper", sound, dated("2026-09-01", lease+"[[document]]\nkind = \"marriage certificate\"\n"), "6: document[1].kind: request-late"},
		{"a birth certificate by the letter's own deadline", sound, dated("2026-08-01", "deadline = 2027-01-15\n[[document]]\nkind = \"birth certificate\"\n"), ""},
		{"an old letter without a deadline", sound, dated("2026-11-08", lease), "0: deadline: request-late?"},
		{"a letter of thirteen days", sound, dated("2026-11-09", lease), ""},
		{"an old letter that asks for no paper", sound, dated("2026-01-08", ""), ""},

		{"a paper asked for again", sound, ask("lease", "again = true\n"), "5: document[0].again: request-repeated"},
		{"and what changed is said", sound, ask("lease", "again = true\nremark = \"copie lisible\"\n"), ""},
		{"and the reply asks why", sound, ask("birth certificate", "again = true\nreason = \"outdated\"\ncontest = true\n"), "6: document[0].reason: request-not-required"},
		{"not asked for again", sound, ask("lease", "again = false\n"), ""},

		{"translation from Germany", certificate("country = \"Germany\"\nlanguage = \"German\"\n"), ask("birth certificate", "reason = \"translation\"\n"), "5: document[0].reason: request-not-required"},
		{"translation from Québec", certificate("country = \"Canada\"\nlanguage = \"French\"\n"), ask("birth certificate", "reason = \"translation\"\n"), "5: document[0].reason: request-not-required"},
		{"translation of an extract from Serbia", certificate("country = \"Serbia\"\nlanguage = \"Serbian\"\nformat = \"plurilingual extract\"\n"), ask("birth certificate", "reason = \"translation\"\n"), "5: document[0].reason: request-not-required"},
		{"translation from the United States", certificate("country = \"United States\"\nlanguage = \"English\"\n"), ask("birth certificate", "reason = \"translation\"\n"), ""},
		{"translation that is there", sound, ask("birth certificate", "reason = \"translation\"\n"), ""},
		{"translation of who knows what", certificate(""), ask("birth certificate", "reason = \"translation\"\n"), "5: document[0].reason: request-not-required?"},
		{"translation of a paper that the profile lacks", sound, ask("child's birth certificate", "reason = \"translation\"\n"), "5: document[0].reason: request-not-required?"},
		{"translation of a judgment", sound, ask("divorce judgment", "reason = \"translation\"\n"), ""},
		{"an old certificate", sound, ask("marriage certificate", "reason = \"outdated\"\n"), "5: document[0].reason: request-not-required"},
		{"an old lease", sound, ask("lease", "reason = \"outdated\"\n"), ""},
		{"a visa uncertified", sound, ask("visa", "reason = \"certified copy\"\n"), "5: document[0].reason: request-not-required"},
		{"a certificate from abroad uncertified", sound, ask("birth certificate", "reason = \"certified copy\"\n"), "5: document[0].reason: request-not-required"},
		{"a passport of who knows where", sound, ask("passport", "reason = \"certified copy\"\n"), "5: document[0].reason: request-not-required?"},
		{"a lease uncertified", sound, ask("lease", "reason = \"certified copy\"\n"), ""},
		{"no RIB, no answer", without, ask("RIB", "reason = \"condition\"\n"), "5: document[0].reason: request-not-required"},
		{"a RIB that is there", sound, ask("RIB", "reason = \"condition\"\n"), ""},
		{"no lease, no answer", sound, ask("lease", "reason = \"condition\"\n"), ""},
		{"a Belgian account", account("BE68 5390 0754 7034"), ask("RIB", "reason = \"foreign account\"\n"), "5: document[0].reason: request-not-required"},
		{"a Swiss account", account("CH93 0076 2011 6238 5295 7"), ask("RIB", "reason = \"foreign account\"\n"), "5: document[0].reason: request-not-required"},
		{"a French account", sound, ask("RIB", "reason = \"foreign account\"\n"), ""},
		{"a Saudi account", account("SA03 8000 0000 6080 1016 7519"), ask("RIB", "reason = \"foreign account\"\n"), ""},
		{"an account of a state that joined late", account("RS35 2600 0560 1001 6113 79"), ask("RIB", "reason = \"foreign account\"\n"), "5: document[0].reason: request-not-required?"},
		{"an account not given", account(""), ask("RIB", "reason = \"foreign account\"\n"), "5: document[0].reason: request-not-required?"},

		{"contested for no reason", sound, ask("lease", "contest = true\n"), "5: document[0].contest: request-contest"},
		{"contested against the law", certificate("country = \"India\"\nlanguage = \"Hindi\"\n"), ask("birth certificate", "reason = \"translation\"\ncontest = true\n"), "6: document[0].contest: request-contest"},
		{"contested before it can be told", certificate(""), ask("birth certificate", "reason = \"translation\"\ncontest = true\n"), "5: document[0].reason: request-not-required?\n6: document[0].contest: request-contest"},
		{"not contested", sound, ask("lease", "contest = false\n"), ""},

		{"refused", sound, head + "refused = 2026-11-20\n", "3: refused: refusal"},
		{"refused long ago", sound, head + "refused = 2026-09-20\n", "3: refused: refusal"},
		{"refused, in a table of its own", sound, head + "[[refusal]]\nnotified = 2026-11-20\n", "4: refusal[0].notified: refusal"},
		{"a number that the profile lacks", sound, head + "number = \"8 61 02 99 404 123\"\n", "3: number: request-number"},
	}
	broken, passed := map[string]bool{}, map[string]bool{}
	for _, test := range tests {
		l, at := letter(t, test.request)
		found := l.Check(NewCase(load(t, test.profile), today), at)
		if got := strings.Join(lines(found), "\n"); got != test.want {
			t.Errorf("%s: found\n%s\nwant\n%s", test.name, got, test.want)
		}
		for _, f := range found {
			if f.Pos.File != "r.toml" || f.Message.EN == f.Message.FR || strings.Contains(f.Message.EN+f.Message.FR, "%!") {
				t.Errorf("%s: %+v", test.name, f)
			}
			// A finding rests on some of what its rule rests on.
			rule, _ := Named(f.Rule)
			for _, a := range Articles(f.Source.EN) {
				if !slices.Contains(rule.Articles(), a) || !slices.Contains(Articles(f.Source.FR), a) {
					t.Errorf("%s: %s rests on %s: %q", test.name, f.Rule, a.Name(), f.Source)
				}
			}
			if f.Source.EN == "" || unread(f.Source.EN) != nil || unread(f.Source.FR) != nil {
				t.Errorf("%s: %s rests on %q", test.name, f.Rule, f.Source)
			}
		}
		for _, r := range requestRules {
			hit := slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == r.ID })
			broken[r.ID], passed[r.ID] = broken[r.ID] || hit, passed[r.ID] || !hit
		}
	}
	for _, r := range requestRules {
		if r.Letter == nil || r.Check != nil || r.Needs != nil {
			t.Errorf("%s is not about a letter alone", r.ID)
		}
		if !broken[r.ID] || !passed[r.ID] {
			t.Errorf("%s: broken %v, passed %v", r.ID, broken[r.ID], passed[r.ID])
		}
	}
}

// What a row about letters gives as a bad example breaks it, and the good one does not.
func TestLetterExamples(t *testing.T) {
	request := regexp.MustCompile(`(?m)^# request: (.*)$`)
	for _, r := range requestRules {
		breaks := func(example string) bool {
			src := ""
			for _, line := range request.FindAllStringSubmatch(example, -1) {
				src += line[1] + "\n"
			}
			l, at := letter(t, src)
			found := l.Check(NewCase(laid(t, example, r.Good), today), at)
			return slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == r.ID })
		}
		if !breaks(r.Bad) || breaks(r.Good) {
			t.Errorf("%s: the bad example breaks it: %v, the good one: %v", r.ID, breaks(r.Bad), breaks(r.Good))
		}
	}
}

// The words that tell until when, in both languages.
func TestLetterDays(t *testing.T) {
	for _, test := range []struct{ request, en, fr string }{
		{"deadline = 2026-12-01", "the fund wants the answer by 1 December 2026: 9 days are left", "la caisse attend la réponse pour le 1er décembre 2026 : il reste 9 jours"},
		{"deadline = 2026-11-23", "the fund wants the answer by 23 November 2026: one day is left", "la caisse attend la réponse pour le 23 novembre 2026 : il reste un jour"},
		{"deadline = 2026-11-22", "the fund wants the answer by 22 November 2026: today is the last day", "la caisse attend la réponse pour le 22 novembre 2026 : c’est le dernier jour"},
		{"deadline = 2026-11-21", "the fund wants the answer by 21 November 2026: that was yesterday", "la caisse attend la réponse pour le 21 novembre 2026 : c’était hier"},
		{"deadline = 2026-11-12", "the fund wants the answer by 12 November 2026: that was 10 days ago", "la caisse attend la réponse pour le 12 novembre 2026 : c’était il y a 10 jours"},
		{"control = true\nreceived = 2026-10-31", "a check of residence is answered within one month of the day the letter came, by 30 November 2026: 8 days are left",
			"on répond à un contrôle de la résidence dans le mois qui suit la réception, pour le 30 novembre 2026 : il reste 8 jours"},
		{"[[document]]\nkind = \"birth certificate\"", "Birth certificate with parents: the law gives three months from the letter, until 30 November 2026: 8 days are left",
			"Acte de naissance avec filiation : la loi donne trois mois à compter du courrier, jusqu’au 30 novembre 2026 : il reste 8 jours"},
		{"refused = 2026-11-20", "the commission de recours amiable can be asked until 20 January 2027: 59 days are left", "la commission de recours amiable peut être saisie jusqu’au 20 janvier 2027 : il reste 59 jours"},
		{"refused = 2026-09-22", "the commission de recours amiable can be asked until 22 November 2026: today is the last day", "la commission de recours amiable peut être saisie jusqu’au 22 novembre 2026 : c’est le dernier jour"},
		{"refused = 2026-09-21", "the two months for the commission de recours amiable ended on 21 November 2026; they bind you only if the letter named them and the way of appeal",
			"les deux mois pour saisir la commission de recours amiable ont pris fin le 21 novembre 2026 ; ils ne vous sont opposables que si le courrier les mentionnait, avec les voies de recours"},
	} {
		l, at := letter(t, "date = 2026-08-30\nreference = \"X\"\n"+test.request)
		found := l.Check(NewCase(load(t, sound), today), at)
		if len(found) != 1 || found[0].Message != (Text{test.en, test.fr}) {
			t.Errorf("%s: %+v", test.request, found)
		}
	}
}

// Each question quotes its text, is asked only when the person wants it, and forbids the fund nothing.
func TestQuestion(t *testing.T) {
	without := strings.Replace(sound, "[[document]]\nkind = \"RIB\"\nfile = \"rib.pdf\"\n", "", 1)
	for _, test := range []struct {
		profile, kind, reason string
		want                  []string
	}{
		{certificate("country = \"Germany\"\nlanguage = \"German\"\n"), "birth certificate", "translation", []string{"R. 114-7 (I, 2°)", "« sauf si le document émane des autorités d’un État membre", "l’un de ces États (Allemagne)"}},
		{certificate("country = \"Serbia\"\nlanguage = \"Serbian\"\nformat = \"plurilingual extract\"\n"), "birth certificate", "translation", []string{"si un accord international en dispense le demandeur »", "convention de Vienne du 8 septembre 1976"}},
		{certificate("format = \"EU form\"\n"), "birth certificate", "translation", []string{"règlement (UE) 2016/1191"}},
		{certificate("country = \"Canada\"\nlanguage = \"French\"\n"), "birth certificate", "translation", []string{"comporte déjà le texte en langue française"}},
		{sound, "birth certificate", "outdated", []string{"R. 113-7", "quelle que soit la date de leur délivrance »", "à la certification de mon identité (article R. 114-7, I,"}},
		{sound, "visa", "certified copy", []string{"R. 113-10", "vous suffit-elle ?", "R. 113-11"}},
		{sound, "birth certificate", "certified copy", []string{"R. 113-10", "délivrée à l’étranger (États-Unis)", "vous suffit-elle aussi ?"}},
		{without, "RIB", "condition", []string{"L. 114-5-1", "« ne peut conduire l’administration à suspendre l’instruction de ce dossier", "sauf si elle est indispensable", "21 juin 2018"}},
		{account("BE68 5390 0754 7034"), "RIB", "foreign account", []string{"L. 114-10-2-1", "(Belgique)", "article 9 du règlement (UE) n° 260/2012"}},
		{account("CH93 0076 2011 6238 5295 7"), "RIB", "foreign account", []string{"L. 114-10-2-1", "(Suisse)."}},
	} {
		c := NewCase(load(t, test.profile), today)
		src := "[[document]]\nkind = \"" + test.kind + "\"\nreason = \"" + test.reason + "\"\n"
		l, _ := letter(t, src)
		if q := l.Question(c, 0); q != "" {
			t.Errorf("%s, %s: asked without being wanted: %s", test.kind, test.reason, q)
		}
		l, _ = letter(t, src+"contest = true\n")
		for _, f := range l.Check(c, func(string) profile.Pos { return profile.Pos{} }) {
			if strings.Contains(f.Fix.EN+f.Fix.FR, "contest = true") {
				t.Errorf("%s, %s: told to add what is there: %s", test.kind, test.reason, f.Fix.EN)
			}
		}
		q := l.Question(c, 0)
		for _, want := range test.want {
			if !strings.Contains(q, want) {
				t.Errorf("%s, %s: %q is missing in\n%s", test.kind, test.reason, want, q)
			}
		}
		if !strings.Contains(q, "?") || strings.Contains(q, "vous ne pouvez") || strings.Contains(q, "'") || strings.Contains(q, "  ") {
			t.Errorf("%s, %s: %s", test.kind, test.reason, q)
		}
	}
	for name, src := range map[string]string{"translated": sound, "from Brazil": certificate("country = \"Brazil\"\nlanguage = \"Portuguese\"\n")} {
		l, _ := letter(t, "[[document]]\nkind = \"birth certificate\"\nreason = \"translation\"\ncontest = true\n")
		if q := l.Question(NewCase(load(t, src), today), 0); q != "" {
			t.Errorf("%s: no text spares it, and the reply asks: %s", name, q)
		}
	}
}
