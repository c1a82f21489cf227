package main

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// More proofs than a reader takes in are counted, not drawn: in each language, of each sort.
func TestSketchOfManyProofs(t *testing.T) {
	signed := profile.Date{Year: 2026, Month: 11, Day: 22}
	a := &profile.Applicant{Arrived: signed.AddDays(-120), Signature: profile.Signature{Date: signed}}
	for i := range 300 {
		d := profile.Document{Kind: []profile.Kind{profile.Lease, profile.HotelBill, profile.PhoneBill}[i%3], File: "x.pdf", From: signed.AddDays(-60), To: signed.AddDays(-30)}
		if d.Kind == profile.PhoneBill {
			d.From, d.To = profile.Date{}, profile.Date{} // days not said
		}
		a.Documents = append(a.Documents, d)
	}
	l := rule.NewCase(a, signed).Timeline()
	for lang, wants := range map[string][]string{
		"en": {"… and proofs that are not drawn: 276\n", "… and other proofs with something to settle: 276\n", "… and other pairs of two homes: 9976\n"},
		"fr": {"… et justificatifs non représentés : 276\n", "… et autres justificatifs à régler : 276\n", "… et autres paires de deux domiciles : 9976\n"},
	} {
		text := (&sketch{Timeline: l, lang: lang}).text("me.toml")
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", lang, want, text)
			}
		}
		if n := strings.Count(text, "\n"); n > 150 {
			t.Errorf("%s: %d lines", lang, n)
		}
	}
}

// Whatever the days, the picture is no wider than 80 characters, each day of note in it has its letter,
// and there is a sign for every gap and every proof.
func TestSketch(t *testing.T) {
	kinds := []profile.Kind{profile.Lease, profile.RentReceipt, profile.EnergyBill, profile.HostStatement, profile.ReceptionCertificate}
	rapid.Check(t, func(t *rapid.T) {
		signed := profile.DateOf(time.Unix(rapid.Int64Range(17e8, 19e8).Draw(t, "signed"), 0).UTC())
		a := &profile.Applicant{Arrived: signed.AddDays(-rapid.IntRange(0, 200).Draw(t, "stay")), Signature: profile.Signature{Date: signed}}
		for range rapid.IntRange(0, 4).Draw(t, "papers") {
			from := signed.AddDays(-rapid.IntRange(-5, 120).Draw(t, "ago"))
			a.Documents = append(a.Documents, profile.Document{
				Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), File: "x.pdf", From: from, To: from.AddDays(rapid.IntRange(0, 40).Draw(t, "length")),
				Title: strings.Repeat("é ", rapid.IntRange(0, 60).Draw(t, "title")),
			})
		}
		l := rule.NewCase(a, signed).Timeline()
		lang := rapid.SampledFrom([]string{"en", "fr"}).Draw(t, "language")
		text := (&sketch{Timeline: l, lang: lang}).text("me.toml")
		for line := range strings.Lines(text) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > lineWidth {
				t.Fatalf("a line of %d characters:\n%s", n, text)
			}
		}
		letters := 0
		for _, d := range []profile.Date{l.Arrived, l.Earliest, l.Request} {
			if l.Extent().Has(d) {
				letters++
			}
		}
		lines := strings.Split(text, "\n")
		i := slices.IndexFunc(lines, func(s string) bool { return s != "" && strings.Trim(s, " AERPD") == "" })
		if i < 0 || len(strings.ReplaceAll(lines[i], " ", "")) != letters {
			t.Fatalf("%d days of note:\n%s", letters, text)
		}
		if strings.ContainsRune(text, unproven) != (len(l.Gaps) > 0) {
			t.Fatalf("%d gaps:\n%s", len(l.Gaps), text)
		}
	})
}
