package rule

import (
	"strings"
	"testing"

	"dossier/internal/profile"
)

const janice = `sex = "F"
[birth]
date = 1961-02-04
town = "Albany"
country = "United States"
`

func TestNIRDifferences(t *testing.T) {
	abroad := func(date, place string) string {
		return "sex = \"F\"\n[birth]\ndate = " + date + "\ncountry = \"" + place + "\"\n"
	}
	french := func(date, town string) string {
		return "sex = \"F\"\n[birth]\ndate = " + date + "\ntown = \"" + town + "\"\ncountry = \"France\"\n"
	}
	const all, home = "sex birth.date birth.country", "sex birth.date birth.country birth.town"
	for _, c := range []struct {
		name, profile string
		nir           profile.NIR
		held, want    string // keys; "key: message" in English, one a line
	}{
		{"agrees", janice, "2 61 02 99 404 123 69", all, ""},
		{"temporary", janice, "8 61 02 99 404 123", all, ""},
		{"day and month exchanged", janice, "2 61 04 99 404 123", all,
			"birth.date: digits 4 and 5 should be 02, the month of birth: day and month were exchanged, 4 February 1961 was read as 2 April 1961"},
		{"another month", janice, "2 61 05 99 404 123", all, "birth.date: digits 4 and 5 should be 02, the month of birth"},
		{"a month that is the day, which is no month", abroad("1961-02-14", "US"), "2 61 14 99 404 123", all, "birth.date: digits 4 and 5 should be 02, the month of birth"},
		{"incomplete civil status", janice, "2 61 31 99 404 123", all, ""},
		{"no month at all", janice, "2 61 00 99 404 123", all, "birth.date: digits 4 and 5 should be 02, the month of birth"},
		{"a first digit that says no sex", janice, "5 61 02 99 404 123", all, "sex: its first digit does not match the sex in the profile"},
		{"everything else", janice, "1 62 04 99 216 123", all, "sex: its first digit does not match the sex in the profile\n" +
			"birth.date: digits 2 and 3 should be 61, the year of birth\n" +
			"birth.date: digits 4 and 5 should be 02, the month of birth: day and month were exchanged, 4 February 1961 was read as 2 April 1961\n" +
			"birth.country: digits 6 to 10 should be 99404, the country of birth"},
		{"born in France by the number", janice, "2 61 02 37 261 123", all, "birth.country: digits 6 and 7 should be 99, a birth abroad"},
		{"born abroad by the number", french("1980-05-17", "Tours"), "2 80 05 99 404 123", all, "birth.country: digits 6 and 7 are 99, a birth abroad, and the profile says France"},
		{"a state that is no more", abroad("1961-02-04", "Czechia"), "2 61 02 99 115 123", "sex birth.date", ""},
		{"a state that is no more, and France", french("1960-05-17", "Tours"), "2 60 05 99 115 123", all, "birth.country: digits 6 and 7 are 99, a birth abroad, and the profile says France"},
		{"Algeria, as a département", abroad("1961-02-04", "Algeria"), "2 61 02 92 123 123", all, ""},
		{"Algeria, as a country", abroad("1961-02-04", "Algeria"), "2 61 02 99 352 123", all, ""},
		{"Algeria, the last day of the départements", abroad("1962-07-02", "Algeria"), "2 62 07 91 123 123", all, ""},
		{"Algeria, too late", abroad("1962-07-03", "Algeria"), "2 62 07 91 123 123", all, "birth.country: digits 6 and 7 should be 99, a birth abroad"},
		{"Morocco", abroad("1963-12-31", "Morocco"), "2 63 12 95 123 123", all, ""},
		{"Morocco, too late", abroad("1964-01-01", "Morocco"), "2 64 01 95 123 123", all, "birth.country: digits 6 and 7 should be 99, a birth abroad"},
		{"Morocco is not Algeria", abroad("1961-02-04", "Morocco"), "2 61 02 92 123 123", all, "birth.country: digits 6 and 7 should be 99, a birth abroad"},
		{"Tunisia", abroad("1961-02-04", "Tunisia"), "2 61 02 96 123 123", all, ""},
		{"the town agrees", french("1980-05-17", "Tours"), "2 80 05 37 261 123", home, ""},
		{"another département", french("1980-05-17", "Tours"), "2 80 05 69 383 123", home, "birth.town: digits 6 and 7 should be 37, the département of birth"},
		{"a town that several départements have", french("1980-05-17", "Saint-Denis"), "2 80 05 37 261 123", home, "birth.town: digits 6 and 7 should be 11 or 30 or 93 or 974, the département of birth"},
		{"one of them", french("1980-05-17", "Saint-Denis"), "2 80 05 974 11 123", home, ""},
		{"a town overseas", french("1980-05-17", "Saint-Denis (974)"), "2 80 05 93 066 123", home, "birth.town: digits 6 to 8 should be 974, the département of birth"},
		{"a town nobody knows", french("1980-05-17", "Atlantide"), "2 80 05 69 383 123", all, ""},
		{"a town before départements changed", french("1960-05-17", "Tours"), "2 60 05 69 383 123", all, ""},
		{"a town in the year in which they were as today", french("1976-05-17", "Tours"), "2 76 05 69 383 123", home, "birth.town: digits 6 and 7 should be 37, the département of birth"},
		{"a town in the year before", french("1975-05-17", "Tours"), "2 75 05 69 383 123", all, ""},
		{"its département in brackets", french("1960-05-17", "Tours (37)"), "2 60 05 69 383 123", home, "birth.town: digits 6 and 7 should be 37, the département of birth"},
		{"Seine-et-Oise", french("1960-05-17", "Corbeil (91)"), "2 60 05 78 174 123", home, ""},
		{"Corsica, one then", french("1960-05-17", "Bastia (2B)"), "2 60 05 20 033 123", home, ""},
		{"Corsica, one in the profile", french("1980-05-17", "Bastia (20)"), "2 80 05 2B 033 123", home, ""},
		{"Corsica, the other half", french("1980-05-17", "Bastia"), "2 80 05 2A 004 123", home, "birth.town: digits 6 and 7 should be 2B, the département of birth"},
		{"a profile that says nothing", "situation = \"not working\"\n", "2 61 02 99 404 123", "", ""},
		{"a country nobody knows", "[birth]\ncountry = \"Atlantis\"\n", "2 61 02 99 404 123", "", ""},
		{"a country without a date", "[birth]\ncountry = \"Algeria\"\n", "2 61 02 92 123 123", "birth.country", ""},
		{"no number", janice, "2 61 02", "", ""},
	} {
		found, held := NIRDifferences(c.nir, load(t, c.profile))
		var got []string
		for _, d := range found {
			got = append(got, d.Key+": "+d.Message.EN)
			if d.Fix.EN == "" || d.Fix.FR == "" || d.Message.FR == "" || strings.Contains(d.Message.FR+d.Fix.FR, "%!") {
				t.Errorf("%s: %+v", c.name, d)
			}
		}
		if strings.Join(got, "\n") != c.want || strings.Join(held, " ") != c.held {
			t.Errorf("%s: held against %q:\n%s\nwant %q:\n%s", c.name, held, strings.Join(got, "\n"), c.held, c.want)
		}
	}
}

// An exchanged date is the error that comes again and again: what to do says the date.
func TestNIRExchangedDateSaysWhatToAsk(t *testing.T) {
	found, _ := NIRDifferences("2 61 04 99 404 123", load(t, janice))
	want := Text{"ask the fund to correct it: the date of birth is 4 February 1961; enclose the birth certificate and its translation",
		"demandez à la caisse de corriger : la date de naissance est le 4 février 1961 ; joignez l’acte de naissance et sa traduction"}
	if len(found) != 1 || found[0].Fix != want {
		t.Errorf("%+v", found)
	}
}
