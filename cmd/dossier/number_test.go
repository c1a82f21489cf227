package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/cpam"
	"dossier/internal/profile"
)

// What goes to stderr ends in logs: a number is shown on stdout only.
func TestNumbersStayOffStderr(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("me.toml", []byte("nir = \"2 61 04 99 404 777\"\n[bank]\niban = \"FR76 3000 6000 0112 3456 7777 189\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("broken.toml", []byte("nir = \"2 61 04 99 404 777\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{
		"nir 2610499404777", "nir 777", "nir 2610499404777 --profile me.toml", "nir 2610499404777 --profile broken.toml", "nir 2610499404777 --profile nowhere.toml",
		"nir 2610499404777 --lang de", "nir - --profile -", "nir --jsn 2610499404777", "iban FR7630006000011234567777189", "iban 7777", "iban FR7630006000011234567777189 --profile me.toml",
		"iban FR7630006000011234567777189 --profile nowhere.toml", "iban FR7630006000011234567777189 --on 1.1.2026", "cpam 77777 Markstreet", "cpam Markstreet",
	} {
		var out, errw bytes.Buffer
		run(context.Background(), append([]string{"dossier"}, strings.Fields(args)...), strings.NewReader("2610499404777"), &out, &errw)
		for _, value := range regexp.MustCompile(`(?i)[^\s"]*(mark|777)[^\s"]*`).FindAllString(errw.String(), -1) {
			t.Errorf("dossier %s: stderr holds %q", args, value)
		}
	}
}

// Whatever is asked, cpam says something in both languages, with a status that fits, and never breaks.
func TestCPAMAlwaysAnswers(t *testing.T) {
	day := profile.Date{Year: 2026, Month: 11, Day: 22}
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.OneOf(rapid.StringMatching(`[0-9]{5}`), rapid.StringMatching(`(01|20|48|59|62|64|75|76|94|97|98)[0-9]{2}0`), rapid.String()).Draw(t, "code")
		commune := rapid.OneOf(rapid.Just(""), rapid.StringMatching(`[A-Za-zÉé' -]{1,12}`), rapid.String()).Draw(t, "commune")
		if served := cpam.Places(code); len(served) > 0 && rapid.Bool().Draw(t, "of the code") {
			commune = rapid.SampledFrom(served).Draw(t, "place").Commune
		}
		said(t, code, commune, day)
	})
}

func said(t interface{ Fatalf(string, ...any) }, code, commune string, day profile.Date) *fundAnswer {
	var a *fundAnswer
	for _, lang := range []string{"fr", "en"} {
		a = answerFor(cpam.For(code, commune), day, lang)
		text := a.String()
		if a.Message == "" || strings.ContainsAny(a.Message+a.Fix, "{}%") || (a.Fix == "") != (a.stop() == nil) || strings.Contains(text, "\n\n\n") {
			t.Fatalf("cpam %q %q says\n%s", code, commune, text)
		}
		if a.stop() == nil && (len(a.Funds) != 1 || len(a.Funds[0].Block) == 0) {
			t.Fatalf("cpam %q %q has no address:\n%s", code, commune, text)
		}
	}
	return a
}

// Every postal code of some regions with the communes it serves, named and not: an answer, or a question.
func TestCPAMWholeRegions(t *testing.T) {
	seen := map[string]bool{}
	day := profile.Date{Year: 2026, Month: 11, Day: 22}
	for _, region := range []string{"05", "20", "48", "76", "94", "97", "98"} {
		for n := range 1000 {
			code := region + fmt.Sprintf("%03d", n)
			places := cpam.Places(code)
			if len(places) == 0 {
				continue
			}
			seen[said(t, code, "", day).Status] = true
			a := said(t, code, places[n%len(places)].Commune, day)
			if a.Commune == "" || a.Status == string(cpam.NameCommune) || a.Status == string(cpam.WrongCommune) {
				t.Errorf("%+v is not known: %s", places[0], a.Status)
			}
		}
	}
	for _, status := range []cpam.Verdict{cpam.OneFund, cpam.NoAddress, cpam.ChooseFund, cpam.NameCommune, cpam.OutsideLaw} {
		if !seen[string(status)] {
			t.Errorf("no postal code is %q", status)
		}
	}
}

// What a fund to choose from is called leads to that fund and no other.
func TestCPAMChoiceIsUnderstood(t *testing.T) {
	for _, departement := range []string{"59", "62", "64", "76"} {
		for _, f := range cpam.Named(departement) {
			choice := fundLineOf(f, profile.Date{Year: 2026, Month: 11, Day: 22}, "en").Choose
			if named := cpam.Named(choice); len(named) != 1 || named[0].Name != f.Name {
				t.Errorf("fund = %q names %d funds, not %s", choice, len(named), f.Name)
			}
		}
	}
}

// Each postal code that begins like another département's says so, and goes to the fund of the commune.
func TestCPAMExceptions(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "internal", "cpam", "testdata", "postal_exceptions.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(string(data)), "\n")[1:]
	for _, row := range rows {
		cells := strings.Split(strings.TrimSpace(row), ",")
		a := said(t, cells[0], cells[2], profile.Date{Year: 2026, Month: 11, Day: 22})
		if !a.Prefix || a.Code != cells[3] || len(a.Notes) != 1 || !strings.Contains(a.Notes[0], "begins with "+cells[0][:len(cells[3])]+", yet the place is in the ") || !strings.Contains(a.Notes[0], " "+cells[3]+" (") {
			t.Errorf("%s: %q", row, a.Notes)
		}
	}
	if len(rows) != 26 {
		t.Errorf("%d exceptions", len(rows))
	}
}
