package rule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dossier/internal/profile"
)

func day(t *testing.T, s string) profile.Date {
	t.Helper()
	d, err := profile.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEarliestPosting(t *testing.T) {
	for arrived, want := range map[string]string{
		"2026-10-23": "2027-01-24",
		"2026-08-31": "2026-12-01", // November has no 31st
		"2025-11-30": "2026-03-01", // nor February a 30th
		"2027-11-30": "2028-03-01",
		"2027-11-29": "2028-03-01",
		"2027-11-28": "2028-02-29", // a leap year
		"2026-09-30": "2026-12-31",
		"2026-10-01": "2027-01-02",
	} {
		if got := EarliestPosting(day(t, arrived)); got.String() != want {
			t.Errorf("arrived %s: may post on %s, want %s", arrived, got, want)
		}
	}
}

// The day is the first on which more than three months have gone by: counted here on the calendar,
// without adding months.
func TestEarliestPostingIsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
		arrived := profile.DateOf(start.AddDate(0, 0, rapid.IntRange(0, 366*100).Draw(t, "days")))
		over := func(d profile.Date) bool {
			months := (d.Year-arrived.Year)*12 + int(d.Month-arrived.Month)
			return months > 3 || months == 3 && d.Day > arrived.Day
		}
		got := EarliestPosting(arrived)
		if !over(got) || over(got.AddDays(-1)) {
			t.Fatalf("arrived %s: %s is not the first day", arrived, got)
		}
	})
}

func TestWindow(t *testing.T) {
	for _, c := range []struct{ arrived, want string }{
		{"arrived = 2020-01-01", "2026-08-22"},
		{"arrived = 2026-10-01", "2026-10-01"},
		{"arrived = 2026-12-01", "2026-08-22"},
		{"", "2026-08-22"},
	} {
		w := NewCase(load(t, c.arrived+"\n"), today).Window()
		if w.From.String() != c.want || w.To != today {
			t.Errorf("%s: window %v, want from %s", c.arrived, w, c.want)
		}
	}
}

func TestWaits(t *testing.T) {
	for situation, want := range map[profile.Situation]bool{
		profile.NotWorking: true, profile.JobSeeker: true, profile.Pensioner: true, profile.AsylumSeeker: true,
		profile.ReturningFrench: true, profile.JoiningFamily: true, "": true,
		profile.Employee: false, profile.SelfEmployed: false, profile.LanguageAssistant: false,
		profile.Refugee: false, profile.Student: false, profile.S1Holder: false,
	} {
		if c := NewCase(&profile.Applicant{Situation: situation}, today); c.Waits() != want {
			t.Errorf("%q waits: %v", situation, c.Waits())
		}
	}
	insured := &profile.Applicant{Situation: profile.JoiningFamily, Spouse: profile.Spouse{InsuredInFrance: profile.Yes}}
	if NewCase(insured, today).Waits() {
		t.Error("the family of an insured person waits")
	}
}

func TestTranslationOf(t *testing.T) {
	sworn := profile.Translation{File: "t.pdf", Translator: profile.SwornInFrance}
	abroad := profile.Translation{File: "t.pdf", Translator: profile.Abroad}
	for _, c := range []struct {
		doc  profile.Document
		want Translation
	}{
		{profile.Document{Kind: profile.BirthCertificate, Country: "United States", Language: "English"}, TranslationRecommended},
		{profile.Document{Kind: profile.BirthCertificate, Country: "United Kingdom", Language: "en"}, TranslationRecommended},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Turquie", Language: "turc"}, TranslationRecommended},
		{profile.Document{Kind: profile.BirthCertificate, Country: "China", Language: "Chinese"}, TranslationRequired},
		{profile.Document{Kind: profile.MarriageCertificate, Country: "Japan", Language: "ja"}, TranslationRequired},
		{profile.Document{Kind: profile.DivorceJudgment, Country: "Russia", Language: "русский"}, TranslationRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Germany", Language: "German"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Greece", Language: "Greek"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Germany"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "CH", Language: "it"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Iceland", Language: "Icelandic"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Canada", Language: "English, French"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Canada", Language: "anglais et français"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Canada", Language: "English"}, TranslationRecommended},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Senegal", Language: "French"}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "France"}, TranslationNotRequired},
		{profile.Document{Kind: profile.Lease, Country: "France", Language: "en"}, TranslationRecommended},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Serbia", Language: "Serbian", Format: profile.Plurilingual}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Bulgaria", Language: "bg", Format: profile.EUForm}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Serbia", Language: "Serbian"}, TranslationRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "China", Language: "Chinese", Translation: sworn}, TranslationAttached},
		{profile.Document{Kind: profile.BirthCertificate, Country: "China", Language: "Chinese", Translation: abroad}, TranslationNotAcceptable},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Germany", Language: "German", Translation: abroad}, TranslationNotRequired},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Germany", Language: "German", Translation: sworn}, TranslationAttached},
		{profile.Document{Kind: profile.BirthCertificate, Country: "China", Language: "Chinese",
			Translation: profile.Translation{Translator: profile.SwornInFrance}}, TranslationRequired}, // no file, no translation
		{profile.Document{Kind: profile.BirthCertificate, Country: "China"}, TranslationUnknown},
		{profile.Document{Kind: profile.BirthCertificate, Country: "China", Language: "Klingon"}, TranslationUnknown},
		{profile.Document{Kind: profile.BirthCertificate, Country: "Narnia", Language: "English"}, TranslationUnknown},
		{profile.Document{Kind: profile.BirthCertificate}, TranslationUnknown},
		{profile.Document{Kind: profile.Lease}, TranslationNotRequired},
		{profile.Document{Kind: profile.Lease, Language: "French"}, TranslationNotRequired},
		{profile.Document{Kind: profile.Lease, Language: "English"}, TranslationRecommended},
		{profile.Document{Kind: profile.Passport, Country: "China", Language: "Chinese"}, TranslationNotRequired},
		{profile.Document{Kind: profile.S1Refusal, Country: "Germany", Language: "German"}, TranslationNotRequired},
		{profile.Document{Kind: profile.CoverEnded, Country: "Germany", Language: "German"}, TranslationNotRequired},
		{profile.Document{Kind: profile.CoverEnded, Country: "United States", Language: "English"}, TranslationRecommended},
	} {
		if got := TranslationOf(c.doc); got != c.want {
			t.Errorf("%s of %s in %q: %d, want %d", c.doc.Kind, c.doc.Country, c.doc.Language, got, c.want)
		}
	}
}

// The letter says of these papers that an EU, EEA or Swiss authority issued them, or why else they
// need no translation: a paper that holds French is not among them.
func TestExemptCertificates(t *testing.T) {
	src := another("kind = \"birth certificate\"\ncountry = \"Canada\"\nlanguage = \"English, French\"") +
		another("kind = \"birth certificate\"\ncountry = \"Germany\"\nlanguage = \"German\"") +
		another("kind = \"marriage certificate\"\ncountry = \"Germany\"") +
		another("kind = \"lease\"\ncountry = \"Germany\"\nlanguage = \"German\"") +
		another("kind = \"marriage certificate\"\ncountry = \"Germany\"\nlanguage = \"de\"\ntranslation = { file = \"t.pdf\" }")
	if got := fmt.Sprint(NewCase(load(t, src), today).ExemptCertificates()); got != "[1]" {
		t.Errorf("exempt are documents %s", got)
	}
}

func TestIsApplicant(t *testing.T) {
	elodie := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Łukasiewicz", Usage: "O’Brien", First: []string{"Élodie-Anne", "Marie"}}}
	thi := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Nguyễn", First: []string{"Thị", "Hương"}}}
	juergen := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "Müller-Groß", First: []string{"Jürgen"}}}
	marie := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Ou", First: []string{"Marie"}}}
	unknown := profile.Applicant{Name: profile.Name{Birth: "de la Cruz"}}
	garcia := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "García Lorca", First: []string{"Federico"}}}
	devries := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "van Vries", First: []string{"Jan"}}}
	olena := profile.Applicant{Sex: profile.Female, Name: profile.Name{Birth: "Шевченко", First: []string{"Олена"}}}
	jean := profile.Applicant{Sex: profile.Male, Name: profile.Name{Birth: "Roy", First: []string{"Jean", "Marie"}}, Spouse: profile.Spouse{First: []string{"Marie"}}}
	for _, c := range []struct {
		who     profile.Applicant
		printed string
		want    bool
	}{
		{elodie, "MME ELODIE-ANNE O BRIEN", true},
		{elodie, "MME ELODIE ANNE OBRIEN", true},
		{elodie, "Élodie-Anne Łukasiewicz", true},
		{elodie, "LUKASIEWICZ E", true},
		{elodie, "O'BRIEN ELODIE", true},
		{elodie, "MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN", true},
		{elodie, "M OU MME O BRIEN", true},
		{elodie, "Mme Lukasiewicz", true},
		{elodie, "M O BRIEN", false},
		{elodie, "M PATRICK O BRIEN", false},
		{elodie, "PATRICK O BRIEN", false},
		{elodie, "ELODIE-ANNE MARTIN", false},
		{elodie, "SCI DES LILAS", false},
		{elodie, "", false},
		{elodie, "MARIE LUKASIEWICZ", true}, // any first name may be the one in use
		{elodie, "M MARIE O BRIEN", false},
		{jean, "MARIE ROY", false}, // his wife
		{jean, "JEAN ROY", true},
		{garcia, "M FEDERICO GARCIA", true}, // one of two surnames
		{garcia, "F GARCIA", false},
		{garcia, "M JOSE GARCIA", false},
		{devries, "JAN VAN DIJK", false},
		{olena, "OLENA SHEVCHENKO", true}, // cannot be compared
		{thi, "MLLE HUONG NGUYEN", true},
		{thi, "Nguyen Thi", true},
		{thi, "NGUYEN THI HUONG", true},
		{thi, "NGUYEN VAN MINH", false},
		{juergen, "MUELLER-GROSS JUERGEN", true},
		{juergen, "Herr Jürgen Müller-Groß", true},
		{juergen, "JURGEN MULLER GROSS", true},
		{juergen, "JURGEN GROSS", false},
		{marie, "MME OU MARIE", true},
		{marie, "OU M", true},
		{marie, "M OU", false},
		{marie, "M OU MME MARTIN", false},
		{profile.Applicant{Name: elodie.Name}, "M O BRIEN", true}, // sex not said
		{unknown, "DE LA CRUZ PABLO", true},
		{unknown, "CRUZ", false},
		{profile.Applicant{}, "ANYBODY", true},
	} {
		if got := NewCase(&c.who, today).isApplicant(c.printed); got != c.want {
			t.Errorf("%q is %s %s: %v", c.printed, c.who.Name.FirstNames(), c.who.Name.Birth, got)
		}
	}
}

func TestRecipient(t *testing.T) {
	address := func(code, commune string) string {
		return fmt.Sprintf("[[address]]\npostal_code = %q\ncommune = %q\n", code, commune)
	}
	order := another(`kind = "appointment order"`)
	for _, c := range []struct{ name, src, want, line string }{
		{"Tours", address("37000", "Tours"), "CPAM d'Indre-et-Loire", "37035"},
		{"prefix of another département", address("94390", "Paray-Vieille-Poste"), "CPAM de l'Essonne", "91040"},
		{"Valenciennes", address("59300", "Valenciennes"), "", ""},
		{"Valenciennes, chosen", "[cpam]\nfund = \"Hainaut\"\n" + address("59300", "Valenciennes"), "CPAM du Hainaut", "59321"},
		{"two funds named", "[cpam]\nfund = \"Lille\"\n" + address("59000", "Lille"), "", ""},
		{"address read elsewhere", "[cpam]\nname = \"CPAM 37\"\naddress = [\"1 rue X\"]\npostal_code = \"37099\"\ncity = \"Tours\"\n" + address("37000", "Tours"), "CPAM 37", "37099"},
		{"half an address", "[cpam]\naddress = [\"1 rue X\"]\n" + address("37000", "Tours"), "CPAM d'Indre-et-Loire", "37035"},
		{"appointed assistant", "situation = \"language assistant\"\n" + address("37000", "Tours") + order, "Assurance Maladie de Paris", "75948"},
		{"assistant in the Nord", "situation = \"language assistant\"\n" + address("59300", "Valenciennes") + order, "Assurance Maladie de Paris", "75948"},
		{"assistant without order", "situation = \"language assistant\"\n" + address("37000", "Tours"), "CPAM d'Indre-et-Loire", "37035"},
		{"order of somebody else", "situation = \"employee\"\n" + address("37000", "Tours") + order, "CPAM d'Indre-et-Loire", "37035"},
		{"moved", strings.ReplaceAll(address("75018", "Paris")+"to = 2026-08-31\n"+address("37000", "Tours")+"from = 2026-09-01\n", "\n\n", "\n"), "CPAM d'Indre-et-Loire", "37035"},
		{"nowhere", "sex = \"F\"\n", "", ""},
	} {
		fund, _ := NewCase(load(t, c.src), today).Recipient()
		if fund.Name != c.want || fund.PostalCode != c.line {
			t.Errorf("%s: %s %s, want %s %s", c.name, fund.Name, fund.PostalCode, c.want, c.line)
		}
	}
}
