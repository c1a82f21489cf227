package rule

import (
	"fmt"
	"testing"

	"dossier/internal/profile"
)

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

// Of which foreign acts a legalisation or an apostille may be asked.
func TestLegalised(t *testing.T) {
	for country, want := range map[string]bool{"United States": true, "Brazil": true, "Germany": false, "Switzerland": false, "Turkey": false, "France": false, "Atlantis": false, "": false} {
		if got := legalised(profile.Document{Kind: profile.BirthCertificate, Country: country}); got != want {
			t.Errorf("an act of %q is legalised: %v", country, got)
		}
	}
	if legalised(profile.Document{Kind: profile.BirthCertificate, Country: "Serbia", Format: profile.Plurilingual}) {
		t.Error("a plurilingual extract is legalised")
	}
}
