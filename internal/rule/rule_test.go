package rule

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/profile"
)

var today = profile.Date{Year: 2026, Month: time.November, Day: 22}

// sound can be posted on 22 November 2026 as it is. Cases change a line of it or add some.
const sound = `situation = "not working"
sex = "F"
nationalities = ["United States"]
arrived = 2026-07-01
[name]
birth = "Łukasiewicz"
usage = "O’Brien"
usage_reason = "marriage"
first = ["Élodie-Anne", "Marie"]
[birth]
date = 1961-02-24
date_as_written = "02/24/1961"
town = "Albany"
country = "United States"
[contact]
phone = "+1 518 555 0142"
email = "elodie@example.fr"
[family]
status = "married"
[cover]
country = "United States"
closed = true
[permit]
kind = "VLS-TS"
mention = "vie privée et familiale"
from = 2026-06-20
until = 2027-06-19
validated_on = 2026-07-17
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN"
[signature]
place = "Tours"
date = 2026-11-22
[[address]]
kind = "own lease"
street = "12 rue des Lilas"
postal_code = "37000"
commune = "Tours"
[[document]]
kind = "passport"
file = "passport.jpg"
expires = 2032-05-15
[[document]]
kind = "visa"
file = "visa.jpg"
[[document]]
kind = "visa validation"
file = "validation.pdf"
[[document]]
kind = "birth certificate"
file = "birth.pdf"
country = "United States"
language = "English"
shows_parents = true
translation = { file = "birth-fr.pdf", translator = "sworn in France" }
[[document]]
kind = "marriage certificate"
file = "marriage.pdf"
country = "United States"
language = "English"
translation = { file = "marriage-fr.pdf", translator = "consulate" }
[[document]]
kind = "lease"
file = "lease.pdf"
holder = "Mme LUKASIEWICZ Élodie"
date = 2026-06-24
from = 2026-07-01
[[document]]
kind = "RIB"
file = "rib.pdf"
`

// Other people whose papers are in order.
const (
	german = `situation = "pensioner"
sex = "M"
nationalities = ["Germany"]
arrived = 2026-02-01
[name]
birth = "Müller"
first = ["Jürgen"]
[birth]
date = 1958-02-04
date_as_written = "04.02.1958"
town = "Köln"
country = "Germany"
[contact]
phone = "02 47 00 00 00"
[cover]
country = "Germany"
closed = true
s1 = "refused"
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "M JUERGEN MUELLER"
[signature]
place = "Tours"
[[address]]
kind = "owner"
street = "3 rue des Roses"
postal_code = "37000"
commune = "Tours"
[[document]]
kind = "identity card"
file = "id.pdf"
[[document]]
kind = "birth certificate"
file = "birth.pdf"
country = "Germany"
language = "German"
shows_parents = true
[[document]]
kind = "title deed"
file = "deed.pdf"
holder = "MULLER Jurgen"
date = 2026-01-12
[[document]]
kind = "S1 refusal"
file = "s1.pdf"
country = "Germany"
language = "German"
[[document]]
kind = "end of cover"
file = "end.pdf"
country = "Germany"
language = "German"
[[document]]
kind = "proof of resources"
file = "pension.pdf"
[[document]]
kind = "RIB"
file = "rib.pdf"
`
	hosted = `situation = "not working"
sex = "M"
nationalities = ["Canada"]
arrived = 2026-06-15
[name]
birth = "Tremblay"
first = ["Luc"]
[birth]
date = 1990-05-17
town = "Québec"
country = "Canada"
[contact]
email = "luc@example.ca"
[permit]
kind = "temporary card"
until = 2027-09-01
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "TREMBLAY L"
[signature]
place = "Tours"
[[address]]
kind = "hosted"
host = "Marie Dupont"
street = "3 rue des Roses"
postal_code = "37000"
commune = "Tours"
from = 2026-06-15
[[document]]
kind = "residence permit"
file = "card.pdf"
[[document]]
kind = "birth certificate"
file = "birth.pdf"
country = "Canada"
language = "anglais et français"
shows_parents = true
[[document]]
kind = "host statement"
file = "statement.pdf"
holder = "Marie Dupont"
date = 2026-11-20
from = 2026-06-15
[[document]]
kind = "host identity"
file = "host-id.pdf"
[[document]]
kind = "lease"
file = "host-lease.pdf"
holder = "MME DUPONT MARIE"
date = 2015-03-01
[[document]]
kind = "RIB"
file = "rib.pdf"
`
	employee = `situation = "employee"
sex = "M"
nationalities = ["India"]
arrived = 2026-11-02
[name]
birth = "Sharma"
first = ["Arjun"]
[birth]
date = 1991-08-16
town = "Pune"
country = "India"
[contact]
phone = "06 12 34 56 78"
[permit]
kind = "talent card"
until = 2030-11-01
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "M ARJUN SHARMA"
[signature]
place = "Tours"
[[address]]
kind = "hosted"
host = "Priya Sharma"
street = "3 rue des Roses"
postal_code = "37000"
commune = "Tours"
[[document]]
kind = "passport"
file = "passport.pdf"
[[document]]
kind = "residence permit"
file = "card.pdf"
[[document]]
kind = "birth certificate"
file = "birth.pdf"
country = "India"
language = "Hindi"
shows_parents = true
translation = { file = "birth-fr.pdf", translator = "sworn in France" }
[[document]]
kind = "work contract"
file = "contract.pdf"
[[document]]
kind = "RIB"
file = "rib.pdf"
`
	refugee = `situation = "refugee"
sex = "F"
nationalities = ["stateless"]
arrived = 2026-10-12
[name]
birth = "Haidari"
first = ["Laila"]
[birth]
date = 1996-07-19
town = "Herat"
country = "Afghanistan"
[contact]
phone = "06 12 34 56 78"
[permit]
kind = "renewal receipt"
until = 2027-04-30
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "MME HAIDARI"
[signature]
place = "Tours"
[[address]]
kind = "domiciliation"
organisation = "Entraide et Solidarités"
postal_code = "37000"
commune = "Tours"
[[document]]
kind = "refugee decision"
file = "decision.pdf"
[[document]]
kind = "residence permit"
file = "receipt.pdf"
[[document]]
kind = "birth certificate"
file = "birth.pdf"
country = "France"
shows_parents = true
[[document]]
kind = "RIB"
file = "rib.pdf"
`
	assistant = `situation = "language assistant"
sex = "F"
nationalities = ["Ireland"]
arrived = 2026-10-01
[name]
birth = "Byrne"
first = ["Aoife"]
[birth]
date = 2003-04-02
date_as_written = "02/04/2003"
town = "Cork"
country = "Ireland"
[contact]
phone = "06 12 34 56 78"
[bank]
iban = "FR76 3000 6000 0112 3456 7890 189"
holder = "MLLE A BYRNE"
[signature]
place = "Tours"
[[address]]
kind = "own lease"
street = "3 rue des Roses"
postal_code = "37000"
commune = "Tours"
[[document]]
kind = "passport"
file = "passport.pdf"
[[document]]
kind = "birth certificate"
file = "birth.pdf"
country = "Ireland"
language = "en"
shows_parents = true
[[document]]
kind = "work contract"
file = "contract.pdf"
[[document]]
kind = "RIB"
file = "rib.pdf"
`
)

func load(t *testing.T, src string) *profile.Applicant {
	t.Helper()
	a, err := profile.Load("p.toml", func(string) ([]byte, error) { return []byte(src), nil })
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// lines are findings as "line: key: rule", with a question mark where it cannot be told, and without
// the reminders that every application gets, or every one with a certificate from outside the EU.
func lines(found []Finding) []string {
	var all []string
	for _, f := range found {
		if f.Rule == "sign-by-hand" || f.Rule == "apostille" {
			continue
		}
		mark := ""
		if f.Verdict == CannotTell {
			mark = "?"
		}
		all = append(all, fmt.Sprintf("%d: %s: %s%s", f.Pos.Line, f.Key, f.Rule, mark))
	}
	return all
}

func TestSoundProfiles(t *testing.T) {
	for _, p := range people {
		found := Check(load(t, p.src), today)
		if got := strings.Join(lines(found), "\n"); got != p.want {
			t.Errorf("%s: found\n%s\nwant\n%s", p.name, got, p.want)
		}
	}
}

type breaking struct {
	name     string
	old, new string // new stands in the place of old, or at the end
	want     string // findings, one a line
}

// another adds a document at the end of a profile.
func another(text string) string { return "[[document]]\nfile = \"x.pdf\"\n" + text + "\n" }

// as is the sound profile in another situation, with more papers.
func as(situation string, papers ...string) string {
	src := strings.Replace(sound, "not working", situation, 1)
	for _, p := range papers {
		src += another(`kind = "` + p + `"`)
	}
	return src
}

const child = "[[child]]\nfirst = [\"Noé\"]\ndate = 2015-03-01\n"

var domiciled = strings.NewReplacer(`kind = "own lease"`, "kind = \"domiciliation\"\norganisation = \"CCAS de Tours\"",
	`kind = "lease"`, `kind = "domiciliation certificate"`).Replace(sound)

var untranslated = strings.Replace(sound, "translation = { file = \"birth-fr.pdf\", translator = \"sworn in France\" }\n", "", 1)

var partner = strings.NewReplacer(`usage = "O’Brien"`, "", `"married"`, "\"cohabiting\"\n[spouse]\ninsured_in_france = true", `"marriage certificate"`, `"cohabitation proof"`,
	"ELODIE-ANNE O BRIEN", "ELODIE-ANNE LUKASIEWICZ").Replace(as("family member", "spouse's cover"))

// people have their papers in order; what is said of them is for information, or advice.
var people = []struct{ name, src, want string }{
	{"not working", sound, ""},
	{"German", german, "35: document[1].country: translation-not-required"},
	{"hosted", hosted, ""},
	{"employee", employee, "1: situation: works"},
	{"refugee", refugee, ""},
	// Her appointment would send her papers to Paris; without it the fund of Tours is competent.
	{"assistant", assistant, "25: document: appointment\n31: document[1].country: translation-not-required"},
	{"appointed", assistant + another(`kind = "appointment order"`),
		"0: cpam: fund-address-age\n1: situation: fund-assistants\n31: document[1].country: translation-not-required"},
	{"own business", as("self-employed", "business registration"), "1: situation: own-business"},
	{"job-seeker", as("job-seeker", "job-seeker notice"), ""},
	{"asylum seeker", as("asylum seeker", "asylum attestation"), ""},
	{"domiciled", domiciled, ""},
	{"joins her husband", strings.Replace(as("family member", "spouse's cover"), "[contact]", "[spouse]\ninsured_in_france = true\n[contact]", 1), ""},
	{"mother", as("not working", "S3705", "child's identity") + child +
		another("kind = \"child's birth certificate\"\ncountry = \"US\"\nlanguage = \"en\"\ntranslation = { file = \"y.pdf\", translator = \"consulate\" }"), ""},
}

var breakings = []breaking{
	{"no first name", `first = ["Élodie-Anne", "Marie"]`, `first = [" "]`, "9: name.first: identity-incomplete"},
	{"no birth name", `birth = "Łukasiewicz"`, ``, "5: name.birth: identity-incomplete"},
	{"no situation", `situation = "not working"`, ``, "0: situation: identity-incomplete"},
	{"no nationality", `nationalities = ["United States"]`, `nationalities = []`, "3: nationalities: identity-incomplete"},
	{"no place of birth", `town = "Albany"`, ``, "10: birth.town: identity-incomplete"},
	{"no way to reach her", "phone = \"+1 518 555 0142\"\nemail = \"elodie@example.fr\"", ``, "15: contact: contact-missing"},
	{"only a telephone", `email = "elodie@example.fr"`, ``, ""},
	{"a digit too few", `"+1 518 555 0142"`, `"02 47 00 00 0"`, "16: contact.phone: contact-format"},
	{"telephone in words", `"+1 518 555 0142"`, `"ask my son"`, "16: contact.phone: contact-format"},
	{"trunk zero in brackets", `"+1 518 555 0142"`, `"+33 (0)2 47 00 00 00"`, ""},
	{"address without domain", `elodie@example.fr`, `elodie@example`, "17: contact.email: contact-format"},
	{"country misspelt", "town = \"Albany\"\ncountry = \"United States\"", "town = \"Albany\"\ncountry = \"Untied States\"", "14: birth.country: country-unknown"},
	{"no such nationality", `["United States"]`, `["Narnia"]`, "3: nationalities[0]: country-unknown"},
	{"without nationality by law", `["United States"]`, `["apatride"]`, ""},
	{"born tomorrow", `date = 1961-02-24`, `date = 2061-02-24`, "11: birth.date: dates\n12: birth.date_as_written: date-differs"},
	{"arrived before birth", `arrived = 2026-07-01`, `arrived = 1926-07-01`, "4: arrived: dates"},
	{"activity without a place", "arrived = ", "activity = \"pianist\"\narrived = ", "4: activity: activity-unused"},
	{"dated in the future", "place = \"Tours\"\ndate = 2026-11-22", "place = \"Tours\"\ndate = 2026-11-23", "34: signature.date: signed-later"},
	{"signed before arrival", "place = \"Tours\"\ndate = 2026-11-22", "place = \"Tours\"\ndate = 2026-06-22", "34: signature.date: dates\n67: document[5].date: dates\n34: signature.date: signed-long-ago"},
	{"permit backwards", `from = 2026-06-20`, `from = 2028-06-20`, "26: permit.from: permit-expired\n27: permit.until: dates\n28: permit.validated_on: dates"},
	{"address backwards", `commune = "Tours"`, "commune = \"Tours\"\nfrom = 2026-07-01\nto = 2026-06-01", "40: address[0].from: address-current\n41: address[0].to: dates"},
	{"visa validated tomorrow", `validated_on = 2026-07-17`, `validated_on = 2026-11-23`, "28: permit.validated_on: dates"},
	{"lease backwards", `from = 2026-07-01`, "from = 2026-07-01\nto = 2026-06-30", "69: document[5].to: dates\n40: document: residence-proofs"},
	{"lease of tomorrow", `date = 2026-06-24`, `date = 2026-11-23`, "67: document[5].date: dates"},
	{"seventeen", `date = 1961-02-24`, `date = 2008-11-23`, "11: birth.date: minor\n12: birth.date_as_written: date-differs"},
	{"eighteen today", `date = 1961-02-24`, `date = 2008-11-22`, "12: birth.date_as_written: date-differs"},
	{"day first", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04\ndate_as_written = \"04.02.1961\"", ""},
	{"month in letters", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04\ndate_as_written = \"Feb 4, 1961\"", ""},
	{"name of a PACS partner", `status = "married"`, `status = "PACS"`, "7: name.usage: usage-name"},
	{"name of a former husband", `status = "married"`, `status = "divorced"`, "8: name.usage_reason: usage-name?"},
	{"name kept after a marriage", "usage_reason = \"marriage\"", `usage_reason = "widowed"`, ""},
	{"born with the name of her husband", "[contact]", "[spouse]\nbirth = \"Lukasiewicz\"\n[contact]", "6: name.birth: birth-name-married\n15: spouse.insured_in_france: spouse-own-form?"},
	{"no arrival", `arrived = 2026-07-01`, ``, "0: arrived: arrival-missing"},
	{"arrives tomorrow", `arrived = 2026-07-01`, `arrived = 2026-11-23`, "4: arrived: not-yet-arrived\n34: signature.date: dates"},
	{"joins a family a month ago, insured or not", "\"not working\"\nsex = \"F\"\nnationalities = [\"United States\"]\narrived = 2026-07-01", "\"family member\"\nsex = \"F\"\nnationalities = [\"United States\"]\narrived = 2026-10-22", "0: spouse.insured_in_france: family-not-insured?\n40: document: spouse-cover"},
	{"three months to the day", `arrived = 2026-07-01`, `arrived = 2026-08-22`, "4: arrived: three-months"},
	{"three months and a day", `arrived = 2026-07-01`, `arrived = 2026-08-21`, ""},
	{"French as well", `["United States"]`, `["United States", "France"]`, ""},
	{"French as well, and here for a month", "nationalities = [\"United States\"]\narrived = 2026-07-01", "nationalities = [\"United States\", \"France\"]\narrived = 2026-10-22", "4: arrived: three-months\n1: situation: returning-french"},
	{"comes home", "\"not working\"\nsex = \"F\"\nnationalities = [\"United States\"]", "\"returning French citizen\"\nsex = \"F\"\nnationalities = [\"France\"]", ""},
	{"joins a family, insured or not", `"not working"`, `"family member"`, "0: spouse.insured_in_france: family-not-insured?\n40: document: spouse-cover"},
	{"lease too young", "date = 2026-06-24\nfrom = 2026-07-01", "date = 2026-09-24\nfrom = 2026-10-01", "40: document: residence-proofs"},
	{"lease without a day", "date = 2026-06-24\nfrom = 2026-07-01", "", "63: document[5].from: residence-proofs?"},
	{"bill without its period", "kind = \"lease\"", "kind = \"energy bill\"", "68: document[5].from: residence-proofs?"},
	{"no lease", "kind = \"lease\"", "kind = \"other\"\ntitle = \"Club\"", "40: document: residence-proof"},
	{"lease of another", "Mme LUKASIEWICZ Élodie", "M PATRICK O BRIEN", "40: document: residence-proofs\n66: document[5].holder: residence-holder"},
	{"a bill of another beside the lease", "", another("kind = \"energy bill\"\nholder = \"SCI des Lilas\""), "75: document[7].holder: residence-holder"},
	{"whose lease is not said", "holder = \"Mme LUKASIEWICZ Élodie\"", "", "63: document[5].holder: residence-holder?"},
	{"whose papers are not said", "", another(`kind = "energy bill"`+"\nfrom = 2026-09-01\nto = 2026-10-31") + another(`kind = "energy bill"`+"\nfrom = 2026-11-01\nto = 2026-11-20"), "72: document[7].holder: residence-holder?"},
	{"whose old bill is not said", "", another(`kind = "energy bill"` + "\nfrom = 2026-03-01\nto = 2026-04-30"), ""},
	{"lease in French and English", `date = 2026-06-24`, "date = 2026-06-24\nlanguage = \"English, French\"", ""},
	{"lease in English, translated by herself abroad", `date = 2026-06-24`, "date = 2026-06-24\nlanguage = \"English\"\ntranslation = { file = \"y.pdf\", translator = \"abroad\" }", ""},
	{"end of cover in Japanese", "", another("kind = \"end of cover\"\ncountry = \"Japan\"\nlanguage = \"Japanese\""), "76: document[7].language: proof-language"},
	{"PACS of no stated country", "", another(`kind = "PACS certificate"`), ""},
	{"partnership made in London", "", another("kind = \"PACS certificate\"\ncountry = \"UK\"\nlanguage = \"en\""), "76: document[7].language: translation-recommended"},
	{"lease in English, translated", `date = 2026-06-24`, "date = 2026-06-24\nlanguage = \"English\"\ntranslation = { file = \"y.pdf\", translator = \"consulate\" }", ""},
	{"statement without the rest", "", another("kind = \"host statement\"\nfrom = 2026-09-01"), "40: document: host-identity\n40: document: host-address"},
	{"statement without days", "", another("kind = \"host statement\""), "40: document: host-identity\n40: document: host-address"},
	{"statement of another year", "", another("kind = \"host statement\"\nfrom = 2025-09-01\nto = 2025-12-31"), ""},
	{"housed without papers", `kind = "own lease"`, "kind = \"hosted\"\nhost = \"Marie Dupont\"", "41: document: host-statement\n41: document: host-identity\n41: document: host-address"},
	{"domiciled without papers", `kind = "own lease"`, "kind = \"domiciliation\"\norganisation = \"CCAS de Tours\"", "41: document: domiciliation"},
	{"no passport", `kind = "passport"`, `kind = "RIB"`, "40: document: identity-paper"},
	{"passport expired", `expires = 2032-05-15`, `expires = 2026-11-21`, "43: document[0].expires: identity-expired"},
	{"passport of today", `expires = 2032-05-15`, `expires = 2026-11-22`, ""},
	{"an old passport beside the new", "", another("kind = \"passport\"\nexpires = 2022-01-01"), ""},
	{"no permit", `kind = "VLS-TS"`, ``, "23: permit.kind: permit-missing"},
	{"no visa enclosed", `kind = "visa"`, `kind = "CPAM letter"`, "40: document: permit-paper"},
	{"temporary visa", `kind = "VLS-TS"`, `kind = "VLS-T"`, "24: permit.kind: permit-kind"},
	{"short-stay visa about to end", "kind = \"VLS-TS\"\nmention = \"vie privée et familiale\"\nfrom = 2026-06-20\nuntil = 2027-06-19", "kind = \"short-stay visa\"\nuntil = 2026-12-19", "24: permit.kind: permit-kind"},
	{"visa not validated", `validated_on = 2026-07-17`, ``, "23: permit.validated_on: visa-validation"},
	{"validation not enclosed", `kind = "visa validation"`, `kind = "proof of resources"`, "40: document: visa-validation-paper"},
	{"permit expired", `until = 2027-06-19`, `until = 2026-11-21`, "27: permit.until: permit-expired"},
	{"permit expires soon", `until = 2027-06-19`, `until = 2027-01-20`, "27: permit.until: permit-expiring"},
	{"permit expires in sixty days", `until = 2027-06-19`, `until = 2027-01-21`, ""},
	{"no end of the permit", `until = 2027-06-19`, ``, "23: permit.until: permit-expired?"},
	{"visitor", `"vie privée et familiale"`, `"Visiteur"`, "25: permit.mention: visitor"},
	{"student", `"not working"`, `"student"`, "1: situation: student\n0: activity: student-doctoral?"},
	{"S1 situation", `"not working"`, `"S1 holder"`, "1: situation: s1-holder"},
	{"S1 held", `closed = true`, "closed = true\ns1 = \"holder\"", "23: cover.s1: s1-holder"},
	{"Italian without activity, from Boston", `["United States"]`, `["Italy"]`, "40: document: eu-resources"},
	{"Italian here since long", "nationalities = [\"United States\"]\narrived = 2026-07-01", "nationalities = [\"Italy\"]\narrived = 2021-11-22", ""},
	{"former cover open behind an S1", `closed = true`, "closed = false\ns1 = \"holder\"", "23: cover.s1: s1-holder"},
	{"former cover open", `closed = true`, `closed = false`, "22: cover.closed: cover-open"},
	{"employee without contract", `"not working"`, `"employee"`, "40: document: work-contract\n1: situation: works"},
	{"own business", `"not working"`, `"self-employed"`, "40: document: business\n1: situation: own-business"},
	{"assistant", `"not working"`, `"language assistant"`, "40: document: work-contract\n40: document: appointment"},
	{"refugee", `"not working"`, `"refugee"`, "40: document: refugee"},
	{"asylum seeker", `"not working"`, `"asylum seeker"`, "40: document: asylum"},
	{"job-seeker", `"not working"`, `"job-seeker"`, "40: document: job-seeker"},
	{"children", "", "[[child]]\nfirst = [\"Zoé\"]\ndate = 2008-11-22\n[[child]]\nfirst = [\"Noé\"]\ndate = 2008-11-23\n", "74: child[0].date: adult-child\n40: document: child-form\n40: document: child-birth\n40: document: child-identity"},
	{"child without a date", "", "[[child]]\nfirst = [\"Noé\"]\n", "40: document: child-form\n40: document: child-birth\n40: document: child-identity\n72: child[0].date: adult-child?"},
	{"no street", `street = "12 rue des Lilas"`, ``, "35: address[0].street: address-incomplete"},
	{"no postal code", `postal_code = "37000"`, ``, "35: address[0].postal_code: address-incomplete"},
	{"no commune", `commune = "Tours"`, ``, "35: address[0].commune: address-incomplete"},
	{"no host", `kind = "own lease"`, `kind = "hosted"`, "35: address[0].host: address-incomplete\n40: document: host-statement\n40: document: host-identity\n40: document: host-address"},
	{"no organisation", `kind = "own lease"`, `kind = "domiciliation"`, "35: address[0].organisation: address-incomplete\n40: document: domiciliation"},
	{"another postal code", `"37000"`, `"75018"`, "39: address[0].commune: postal-code"},
	{"no postal code at all", "\"37000\"\ncommune = \"Tours\"", "\"00000\"\ncommune = \"Nulle-Part\"", "0: cpam: fund-unknown\n38: address[0].postal_code: postal-cedex"},
	{"other département", "\"37000\"\ncommune = \"Tours\"", "\"94390\"\ncommune = \"Paray-Vieille-Poste\"", "38: address[0].postal_code: postal-prefix"},
	{"Mayotte", "\"37000\"\ncommune = \"Tours\"", "\"97600\"\ncommune = \"Mamoudzou\"", "0: cpam: fund-address-age\n38: address[0].postal_code: fund-outside"},
	{"Nord", "\"37000\"\ncommune = \"Tours\"", "\"59300\"\ncommune = \"Valenciennes\"", "0: cpam.fund: fund-choice"},
	{"Nord, fund chosen", "[[address]]\nkind = \"own lease\"\nstreet = \"12 rue des Lilas\"\npostal_code = \"37000\"\ncommune = \"Tours\"",
		"[cpam]\nfund = \"Hainaut\"\n[[address]]\nstreet = \"1 rue X\"\npostal_code = \"59300\"\ncommune = \"Valenciennes\"", "35: cpam: fund-address-age"},
	{"fund nobody knows", "[signature]", "[cpam]\nfund = \"Moon\"\n[signature]", "33: cpam.fund: fund-unknown"},
	{"fund without address", "\"37000\"\ncommune = \"Tours\"", "\"90000\"\ncommune = \"Belfort\"", "0: cpam: fund-unknown"},
	{"half an address of the fund", "[signature]", "[cpam]\naddress = [\"1 rue X\"]\n[signature]", "32: cpam: fund-unknown"},
	{"address of the fund too long", "[signature]", "[cpam]\naddress = [\"Service des nouveaux assurés venus de tous les pays\"]\npostal_code = \"37035\"\ncity = \"Tours Cedex\"\n[signature]", "32: cpam: fund-block"},
	{"address of the fund from one list", "\"37000\"\ncommune = \"Tours\"", "\"39000\"\ncommune = \"Lons-le-Saunier\"", "0: cpam: fund-address-age"},
	{"no birth certificate", `kind = "birth certificate"`, `kind = "PACS certificate"`, "40: document: birth-certificate"},
	{"short form", `shows_parents = true`, `shows_parents = false`, "55: document[3].shows_parents: birth-parents"},
	{"parents not said", `shows_parents = true`, ``, "50: document[3].shows_parents: birth-parents?"},
	{"born in Tours", "town = \"Albany\"\ncountry = \"United States\"", "town = \"Tours\"\ncountry = \"France\"", "14: birth.country: born-in-france"},
	{"no marriage certificate", `kind = "marriage certificate"`, `kind = "divorce judgment"`, "40: document: marriage-certificate"},
	{"original", `file = "visa.jpg"`, "file = \"visa.jpg\"\ncopy = \"original\"", "47: document[1].copy: originals"},
	{"paper without a kind", "", another(``), "72: document[7].kind: document-kind"},
	{"other paper without a title", "", another(`kind = "other"`), "72: document[7].title: document-kind"},
	{"paper without a file", "", "[[document]]\nkind = \"payslip\"\n", "72: document[7].file: document-file"},
	{"Chinese certificate", "", another("kind = \"divorce judgment\"\ncountry = \"China\"\nlanguage = \"Chinese\""), "75: document[7].country: translation-required"},
	{"lease in English", `date = 2026-06-24`, "date = 2026-06-24\nlanguage = \"English\"", "68: document[5].language: proof-language"},
	{"no translation", `translation = { file = "marriage-fr.pdf", translator = "consulate" }`, ``, "61: document[4].language: translation-recommended"},
	{"translated abroad", `"consulate"`, `"abroad"`, "62: document[4].translation.translator: translator"},
	{"language not said", "language = \"English\"\ntranslation = { file = \"marriage-fr.pdf\", translator = \"consulate\" }", "", "57: document[4].language: translation-required?"},
	{"language unknown", "", another("kind = \"other\"\ntitle = \"Club\"\nlanguage = \"Klingon\""), "76: document[7].language: document-language"},
	{"wrong key", "[name]", "nir = \"2 61 02 99 404 123 68\"\n[name]", "5: nir: nir"},
	{"wrong number of the spouse", "[contact]", "[spouse]\nnir = \"123\"\n[contact]", "16: spouse.nir: nir"},
	{"month wrong in the number", "[name]", "nir = \"2610499404123\"\n[name]", "5: nir: nir-profile"},
	{"everything wrong in the number", "[name]", "nir = \"1620499216123\"\n[name]", "5: nir: nir-profile\n5: nir: nir-profile\n5: nir: nir-profile\n5: nir: nir-profile"},
	{"temporary number", "[name]", "nir = \"8610299404123\"\n[name]", "0: nir_received: nir-stalled?\n5: nir: nir-temporary"},
	{"no RIB", `kind = "RIB"`, `kind = "S1 refusal"`, "40: document: rib"},
	{"digit wrong in the IBAN", `7890 189"`, `7890 188"`, "30: bank.iban: iban"},
	{"no IBAN", `iban = "FR76 3000 6000 0112 3456 7890 189"`, ``, "29: bank.iban: iban?"},
	{"account in Riyadh", `FR76 3000 6000 0112 3456 7890 189`, `SA03 8000 0000 6080 1016 7519`, "30: bank.iban: iban-not-sepa"},
	{"account in Belgrade", `FR76 3000 6000 0112 3456 7890 189`, `RS35 2600 0560 1001 6113 79`, "30: bank.iban: iban-not-sepa?"},
	{"account in Berlin", `FR76 3000 6000 0112 3456 7890 189`, `DE89 3704 0044 0532 0130 00`, "30: bank.iban: iban-not-french"},
	{"account of the husband", `MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN`, `M PATRICK O BRIEN`, "31: bank.holder: rib-holder"},
	{"holder not said", `holder = "MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN"`, ``, "29: bank.holder: rib-holder?"},
	{"screenshot", `[signature]`, "proof = \"screenshot\"\n[signature]", "32: bank.proof: rib-screenshot"},
	{"child of a husband who is covered", "", "[spouse]\ninsured_in_france = true\n[[child]]\nfirst = [\"Zoé\"]\ndate = 2008-11-22\n[[child]]\nfirst = [\"Noé\"]\ndate = 2008-11-23\n",
		"76: child[0].date: adult-child\n40: document: child-form\n40: document: child-birth\n40: document: child-identity\n77: child[1]: child-of-insured"},
	{"adult child only", "", "[[child]]\nfirst = [\"Zoé\"]\ndate = 2008-11-22\n", "74: child[0].date: adult-child"},
	{"plus sign in the middle", `"+1 518 555 0142"`, `"02 47 00+00 01"`, "16: contact.phone: contact-format"},
	{"year first", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04\ndate_as_written = \"1961-02-04\"", ""},
	{"year and month only", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04\ndate_as_written = \"02/1961\"", ""},
	{"identity card expired", "kind = \"passport\"\nfile = \"passport.jpg\"\nexpires = 2032-05-15", "kind = \"identity card\"\nfile = \"id.jpg\"\nexpires = 2026-01-01", "43: document[0].expires: identity-expired"},
	{"city of the fund without its code", "[signature]", "[cpam]\ncity = \"Tours\"\n[signature]", "32: cpam: fund-unknown"},
	{"British, no withdrawal agreement", `["United States"]`, `["UK"]`, "3: nationalities: british"},
	{"British since before", "[\"United States\"]\narrived = 2026-07-01", "[\"UK\"]\narrived = 2019-07-01", ""},
	{"husband who is not covered", "[contact]", "[spouse]\ninsured_in_france = false\n[contact]", "16: spouse.insured_in_france: spouse-own-form"},
	{"volunteer without proof", "[name]", "exemption = \"volunteer abroad\"\n[name]", "41: document: exemption-proof"},
	{"lives on capital", "[signature]", "[income]\nyear = 2026\ncapital = 60000\npension = false\n[signature]", "32: income: contribution"},
	{"has a pension", "[signature]", "[income]\nyear = 2026\ncapital = 60000\npension = true\n[signature]", ""},
	{"income of an unknown year", "[signature]", "[income]\nyear = 2031\ncapital = 60000\npension = false\n[signature]", "33: income.year: contribution?"},
	{"nothing said of pensions", "[signature]", "[income]\nyear = 2026\ncapital = 60000\n[signature]", "32: income.pension: contribution?"},
	{"street of 44 characters", "12 rue des Lilas", "128 boulevard du Maréchal-Jean-Marie-Deladier", "37: address[0].street: address-length"},
	{"certificate of long ago", "shows_parents = true", "shows_parents = true\ndate = 1999-03-01", "56: document[3].date: certificate-age"},
	{"two on one account, one shown", "holder = \"MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN\"", "holder = \"MME ELODIE-ANNE O BRIEN\"\njoint = true", "31: bank.holder: rib-joint"},
	{"two on one account, both shown", "[signature]", "joint = true\n[signature]", ""},
	{"savings account", "[signature]", "livret = true\n[signature]", "32: bank.livret: livret"},
	{"permit of another kind", `kind = "VLS-TS"`, `kind = "other"`, "24: permit.kind: permit-kind?"},
	{"translator not said", "translation = { file = \"marriage-fr.pdf\", translator = \"consulate\" }", "translation = { file = \"marriage-fr.pdf\" }", "62: document[4].translation.translator: translator?"},
	{"civil status asked, time left", "[name]", "civil_status_asked = 2026-09-10\n[name]", "5: civil_status_asked: civil-status-due"},
	{"civil status asked, time over", "[name]", "civil_status_asked = 2026-08-10\n[name]", "5: civil_status_asked: civil-status-due"},
	{"civil status sent in time", "[name]", "civil_status_asked = 2026-08-10\ncivil_status_sent = 2026-11-10\n[name]", ""},
	{"civil status sent too late", "[name]", "civil_status_asked = 2026-08-10\ncivil_status_sent = 2026-11-11\n[name]", "6: civil_status_sent: civil-status-due"},
	{"formal notice after a late paper", "[name]", "civil_status_asked = 2026-03-10\ncivil_status_notice = 2026-09-30\n[name]", "6: civil_status_notice: civil-status-due"},
	{"temporary number of nine months", "[name]", "nir = \"8610299404123\"\nnir_received = 2026-02-22\n[name]", "5: nir: nir-temporary"},
	{"temporary number of nine months and a day", "[name]", "nir = \"8610299404123\"\nnir_received = 2026-02-21\n[name]", "6: nir_received: nir-stalled\n5: nir: nir-temporary"},
	{"refused, time left", "[signature]", "[refusal]\nnotified = 2026-09-22\n[signature]", "33: refusal.notified: appeal-due"},
	{"refused, time over", "[signature]", "[refusal]\nnotified = 2026-09-21\n[signature]", "33: refusal.notified: appeal-due"},
	{"refused, day not given", "[signature]", "[refusal]\ngrounds = \"séjour\"\n[signature]", "32: refusal.notified: appeal-due?"},
	{"appealed in time", "[signature]", "[refusal]\nnotified = 2026-08-31\nappealed = 2026-10-31\n[signature]", "34: refusal.appealed: appeal-silence"},
	{"appealed too late", "[signature]", "[refusal]\nnotified = 2026-08-31\nappealed = 2026-11-01\n[signature]", "34: refusal.appealed: appeal-due\n34: refusal.appealed: appeal-silence"},
	{"with the CNAV for two months", "[signature]", "[posted]\npassed_on = 2026-09-22\n[signature]", ""},
	{"with the CNAV for longer", "[signature]", "[posted]\npassed_on = 2026-09-21\n[signature]", "33: posted.passed_on: cnav-late"},
	{"doctorate at 65", `"not working"`, "\"student\"\nactivity = \"Doctorante en histoire\"", "1: situation: student-doctoral"},
	{"CEDEX of a company", "37000", "37206", "0: cpam: fund-unknown\n38: address[0].postal_code: postal-cedex"},
	{"plurilingual from Portugal", "", another("kind = \"divorce judgment\"\ncountry = \"Portugal\"\nlanguage = \"pt\"\nformat = \"plurilingual extract\""), "77: document[7].format: plurilingual"},
	{"plurilingual from Brazil", "", another("kind = \"divorce judgment\"\ncountry = \"Brazil\"\nlanguage = \"pt\"\nformat = \"plurilingual extract\""), "76: document[7].language: translation-recommended\n77: document[7].format: format-country"},
	{"EU form from Switzerland", "", another("kind = \"divorce judgment\"\ncountry = \"Switzerland\"\nlanguage = \"de\"\nformat = \"EU form\""), "77: document[7].format: format-country"},
	{"sample of the template", `town = "Albany"`, "town = \"INVENTED\"", "13: birth.town: sample-value"},
	{"signed two months ago, not posted", "place = \"Tours\"\ndate = 2026-11-22", "place = \"Tours\"\ndate = 2026-10-21", "34: signature.date: signed-long-ago"},
	{"permit that ran out since", "until = 2027-06-19\nvalidated_on = 2026-07-17\n[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"\nholder = \"MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN\"\n[signature]\nplace = \"Tours\"\ndate = 2026-11-22",
		"until = 2026-11-20\nvalidated_on = 2026-07-17\n[bank]\niban = \"FR76 3000 6000 0112 3456 7890 189\"\nholder = \"MME ELODIE-ANNE O BRIEN OU M PATRICK O BRIEN\"\n[signature]\nplace = \"Tours\"\ndate = 2026-11-15",
		"27: permit.until: permit-expired?\n27: permit.until: permit-expiring"},
	{"permit that begins later", "from = 2026-06-20\nuntil = 2027-06-19\nvalidated_on = 2026-07-17", "from = 2026-12-20\nuntil = 2027-12-19\nvalidated_on = 2026-12-20", "26: permit.from: permit-expired\n28: permit.validated_on: dates"},
	{"validated before it began", "validated_on = 2026-07-17", "validated_on = 2026-06-01", "28: permit.validated_on: dates"},
	{"married tomorrow", `status = "married"`, "status = \"married\"\nsince = 2026-11-23", "20: family.since: dates"},
	{"single with a married name", `status = "married"`, `status = "single"`, "8: name.usage_reason: usage-name?"},
	{"bill of ten years", "kind = \"lease\"", "kind = \"energy bill\"\nto = 2036-06-30", "65: document[5].to: dates"},
	{"two years in a centre", "", another("kind = \"reception centre certificate\"\nfrom = 2024-09-01\nto = 2026-11-01"), ""},
	{"date in no digits", `"02/24/1961"`, `"banana"`, "12: birth.date_as_written: date-differs?"},
	{"left the only home", "commune = \"Tours\"", "commune = \"Tours\"\nfrom = 2026-07-01\nto = 2026-11-21", "40: address[0].from: address-current"},
	{"two homes", "[[document]]\nkind = \"passport\"", "[[address]]\nkind = \"owner\"\nstreet = \"1 rue Neuve\"\npostal_code = \"37000\"\ncommune = \"Tours\"\n[[document]]\nkind = \"passport\"", "35: address[0].to: address-current?"},
	{"no place", `place = "Tours"`, ``, "32: signature.place: signing-place"},
	{"passport in the usage name", `expires = 2032-05-15`, `holder = "O'BRIEN ELODIE-ANNE MARIE"`, "43: document[0].holder: name-linked"},
	{"passport in the usage name, one first name", `expires = 2032-05-15`, `holder = "O'BRIEN ELODIE-ANNE"`, "43: document[0].holder: first-names\n43: document[0].holder: name-linked"},
	{"passport in another name", `expires = 2032-05-15`, `holder = "MARTIN ELODIE-ANNE MARIE"`, "43: document[0].holder: name-differs"},
	{"passport of another", `expires = 2032-05-15`, `holder = "MARTIN PAUL"`, "43: document[0].holder: name-differs"},
	{"passport with another first name", `expires = 2032-05-15`, `holder = "LUKASIEWICZ ELOISE MARIE"`, "43: document[0].holder: name-differs"},
	{"passport in the spouse's name, no usage name", "usage = \"O’Brien\"\nusage_reason = \"marriage\"\nfirst = [\"Élodie-Anne\", \"Marie\"]",
		"first = [\"Élodie-Anne\", \"Marie\"]\n[[document]]\nkind = \"visa\"\nfile = \"v.jpg\"\nholder = \"NOVAK ELODIE-ANNE MARIE\"\n[spouse]\nbirth = \"Novak\"", "11: document[0].holder: name-differs\n35: bank.holder: rib-holder\n12: spouse.insured_in_france: spouse-own-form?"},
	{"certificate in the married name", "shows_parents = true", "shows_parents = true\nholder = \"Élodie-Anne Marie O’Brien\"", "56: document[3].holder: birth-name-differs"},
	{"certificate with another letter", "shows_parents = true", "shows_parents = true\nholder = \"Élodie-Anne Marie Łukaszewicz\"", "56: document[3].holder: birth-name-differs"},
	{"certificate as it should be", "shows_parents = true", "shows_parents = true\nholder = \"Łukasiewicz, Elodie Anne Marie\"\nbirth_place_as_printed = \"City of Albany, N.Y.\"\nbirth_date_as_printed = \"February 24, 1961\"", ""},
	{"certificate with another month", "shows_parents = true", "shows_parents = true\nbirth_date_as_printed = \"March 24, 1961\"", "56: document[3].birth_date_as_printed: date-differs"},
	{"certificate of another town", "shows_parents = true", "shows_parents = true\nbirth_place_as_printed = \"Troy, New York\"", "56: document[3].birth_place_as_printed: birth-place-differs"},
	{"passport with State and country", `expires = 2032-05-15`, `birth_place_as_printed = "NEW YORK, U.S.A."`, ""},
	{"passport with a place alone", `expires = 2032-05-15`, `birth_place_as_printed = "NEW YORK"`, "43: document[0].birth_place_as_printed: birth-place-differs?"},
	{"passport with another country", `expires = 2032-05-15`, `birth_place_as_printed = "LYON, FRANCE"`, "43: document[0].birth_place_as_printed: birth-place-differs"},
	{"certificate in other letters", "shows_parents = true", "shows_parents = true\nholder = \"王小明\"\nbirth_place_as_printed = \"上海\"", "56: document[3].holder: name-script?"},
	{"profile in Cyrillic letters", "birth = \"Łukasiewicz\"\nusage = \"O’Brien\"\nusage_reason = \"marriage\"\nfirst = [\"Élodie-Anne\", \"Marie\"]", "birth = \"Шевченко\"\nfirst = [\"Олена\"]", "6: name.birth: name-script"},
	{"certificate in other letters, translation copied", "shows_parents = true", "shows_parents = true\nholder = \"王小明\"\nprinted = [\"LUKASIEWICZ Elodie-Anne Marie\"]", ""},
	{"first names in another order", "kind = \"visa\"\nfile = \"visa.jpg\"", "kind = \"visa\"\nfile = \"visa.jpg\"\nholder = \"LUKASIEWICZ MARIE ELODIE-ANNE\"", "47: document[1].holder: first-names"},
	{"one first name too many", "kind = \"visa\"\nfile = \"visa.jpg\"", "kind = \"visa\"\nfile = \"visa.jpg\"\nholder = \"LUKASIEWICZ ELODIE-ANNE MARIE JEANNE\"", "47: document[1].holder: first-names"},
	{"not in the envelope", "kind = \"visa\"\nfile = \"visa.jpg\"", "kind = \"visa\"\nfile = \"visa.jpg\"\n[[document]]\nkind = \"identity card\"\nholder = \"MARTIN PAUL\"", "47: document[2].file: document-file"},
}

// breakingOthers break profiles that are not the sound one.
var breakingOthers = []struct {
	base string
	breaking
}{
	{strings.Replace(sound, "shows_parents", "birth_date_as_printed = \"2/4/61\"\nshows_parents", 1), breaking{"month first on the certificate, in letters in its translation", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04", ""}},
	{strings.Replace(untranslated, "shows_parents", "birth_date_as_printed = \"2/4/61\"\nshows_parents", 1), breaking{"month first on the certificate", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04",
		"53: document[3].language: translation-recommended\n54: document[3].birth_date_as_printed: date-ambiguous"}},
	{untranslated, breaking{"month first", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 1961-02-04\ndate_as_written = \"02/04/1961\"", "12: birth.date_as_written: date-ambiguous\n54: document[3].language: translation-recommended"}},
	{strings.Replace(sound, "shows_parents", "holder = \"Elodie-Anne Marie Lukasiewicz\"\nshows_parents", 1), breaking{"both born with the same name", "[contact]", "[spouse]\nbirth = \"Lukasiewicz\"\n[contact]", "15: spouse.insured_in_france: spouse-own-form?"}},
	{sound + another("kind = \"birth certificate\"\nholder = \"M Peter NOVAK\"\ncountry = \"France\"\nshows_parents = true"), breaking{"papers of the husband", "[contact]", "[spouse]\nbirth = \"Novak\"\nfirst = [\"Peter\"]\n[contact]", "78: document[7].holder: second-adult\n15: spouse.insured_in_france: spouse-own-form?"}},
	{partner, breaking{"joins her partner", "", "", ""}},
	{partner, breaking{"joins her partner, who is not insured", "insured_in_france = true", "insured_in_france = false", "21: spouse.insured_in_france: family-not-insured\n21: spouse.insured_in_france: spouse-own-form"}},
	{as("family member"), breaking{"joins her husband, who is not insured: nothing of his is asked", "[contact]", "[spouse]\ninsured_in_france = false\n[contact]", "16: spouse.insured_in_france: family-not-insured\n16: spouse.insured_in_france: spouse-own-form"}},
	{partner, breaking{"joins her partner, without the tie", `"cohabitation proof"`, `"RIB"`, "42: document: family-tie"}},
	{"exemption = \"care establishment\"\n" + sound, breaking{"in a care home, which exempts nobody", "", another("kind = \"proof of exemption\""), "1: exemption: exemption-care"}},
	{"exemption = \"care establishment\"\n" + sound + another("kind = \"proof of exemption\""), breaking{"twenty, with child welfare", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 2005-11-23", ""}},
	{"exemption = \"volunteer abroad\"\n" + sound, breaking{"exempt, with the proof", "", another("kind = \"proof of exemption\""), ""}},
	{as("self-employed", "business registration"), breaking{"seventeen, and at work", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 2008-11-23", "1: situation: own-business"}},
	{as("asylum seeker", "asylum attestation"), breaking{"arrived a month ago, asylum sought", "arrived = 2026-07-01", "arrived = 2026-10-15", "4: arrived: three-months"}},
	{strings.Replace(as("asylum seeker", "asylum attestation"), "arrived = 2026-07-01", "arrived = 2026-10-15", 1), breaking{"a minor who seeks asylum does not wait", "date = 1961-02-24\ndate_as_written = \"02/24/1961\"", "date = 2010-02-24", "11: birth.date: minor"}},
	{as("asylum seeker", "asylum attestation", "S3705", "child's identity") + another("kind = \"child's birth certificate\"\ncountry = \"France\""), breaking{"mother who seeks asylum", "", child, "85: child[0]: child-of-asylum-seeker"}},
	{strings.NewReplacer("usage_reason = \"marriage\"", "usage_reason = \"divorced with permission\"", `"married"`, `"divorced"`).Replace(sound), breaking{"divorced, the judgment in place of the marriage certificate", `kind = "marriage certificate"`, `kind = "divorce judgment"`, ""}},
	{employee, breaking{"at work, arrival not said", "arrived = 2026-11-02", "", "1: situation: works"}},
	{hosted, breaking{"host without papers", "kind = \"lease\"\nfile = \"host-lease.pdf\"", "kind = \"CPAM letter\"", "29: document: residence-proofs\n29: document: host-address\n47: document[4].file: document-file"}},
	{hosted, breaking{"host without statement", `kind = "host statement"`, `kind = "CPAM letter"`, "29: document: residence-proofs\n29: document: host-statement"}},
	{hosted, breaking{"host said nothing of the beginning", "from = 2026-06-15\n[[document]]\nkind = \"host identity\"", "[[document]]\nkind = \"host identity\"", "38: document[2].from: residence-proofs?"}},
	{strings.Replace(sound, "from = 2026-07-01", "from = 2026-09-01", 1), breaking{"housed at first, then in an own lease", "[[address]]", "[[address]]\nkind = \"hosted\"\nhost = \"Marie Dupont\"\nfrom = 2026-07-01\nto = 2026-08-31\n[[address]]\nfrom = 2026-09-01", "46: document: residence-proofs\n46: document: host-statement\n46: document: host-identity\n46: document: host-address"}},
	{as("asylum seeker", "asylum attestation"), breaking{"asylum seeker without certificate", `kind = "birth certificate"`, `kind = "PACS certificate"`, "40: document: birth-certificate-asylum"}},
	{hosted, breaking{"host with a proof of address", `kind = "lease"`, `kind = "host proof of address"`, ""}},
	{hosted, breaking{"host's bill beside the rest", `kind = "RIB"`, "kind = \"energy bill\"\nfile = \"edf.pdf\"\nholder = \"DUPONT Marie\"\n[[document]]\nkind = \"RIB\"", ""}},
	{hosted, breaking{"identity of somebody else", `file = "host-id.pdf"`, "file = \"host-id.pdf\"\nholder = \"Paul Martin\"", "29: document: residence-proofs"}},
	{employee, breaking{"at work, lease of another", "", another("kind = \"lease\"\nholder = \"SCI des Lilas\""), "1: situation: works"}},
	{strings.Replace(sound, "Mme LUKASIEWICZ Élodie", "M PATRICK O BRIEN", 1), breaking{"lease of her husband", "[contact]", "[spouse]\nusage = \"O’Brien\"\n[contact]", "15: spouse.insured_in_france: spouse-own-form?"}},
	{strings.Replace(strings.Replace(sound, "Mme LUKASIEWICZ Élodie", "M PATRICK O BRIEN", 1), "[contact]", "[spouse]\nusage = \"O’Brien\"\n[contact]", 1),
		breaking{"lease of her husband, marriage not proven", `kind = "marriage certificate"`, `kind = "divorce judgment"`, "42: document: residence-proofs\n42: document: marriage-certificate\n68: document[5].holder: residence-holder\n15: spouse.insured_in_france: spouse-own-form?"}},
	{german, breaking{"German who has an S1", `s1 = "refused"`, `s1 = "holder"`, "18: cover.s1: s1-holder\n35: document[1].country: translation-not-required"}},
	{german, breaking{"German of whom nothing is said", "[cover]\ncountry = \"Germany\"\nclosed = true\ns1 = \"refused\"\n", "", "31: document[1].country: translation-not-required"}},
	{german, breaking{"German without resources", `kind = "proof of resources"`, `kind = "CPAM letter"`, "29: document: eu-resources\n35: document[1].country: translation-not-required"}},
	{german, breaking{"German without S1 refusal", "kind = \"S1 refusal\"", "kind = \"CPAM letter\"\ntranslation = { file = \"y.pdf\" }", "29: document: eu-inactive\n35: document[1].country: translation-not-required"}},
	{as("pensioner"), breaking{"pension from London", "[cover]\ncountry = \"United States\"", "[cover]\ncountry = \"UK\"", "20: cover.s1: s1-holder?\n40: document: eu-inactive"}},
	{as("pensioner"), breaking{"pension from Boston", "", "", ""}},
	{"nir = \"2 61 02 99 404 123\"\n" + sound, breaking{"number known", `kind = "birth certificate"`, `kind = "PACS certificate"`, ""}},
	{"nir = \"2 61 04 99 404 123\"\n" + sound, breaking{"number to be corrected", `kind = "birth certificate"`, `kind = "PACS certificate"`, "41: document: birth-certificate\n1: nir: nir-profile"}},
	{"nir = \"8 61 02 99 404 123\"\n" + sound, breaking{"temporary number only", `kind = "birth certificate"`, `kind = "PACS certificate"`, "41: document: birth-certificate\n0: nir_received: nir-stalled?\n1: nir: nir-temporary"}},
	{assistant + another(`kind = "appointment order"`), breaking{"appointed, another address given", "[signature]", "[cpam]\nname = \"Assurance Maladie de Paris\"\npostal_code = \"75948\"\ncity = \"Paris Cedex 19\"\n[signature]", "35: document[1].country: translation-not-required"}},
	{"nir = \"2 61 02 99 404 123\"\n" + sound, breaking{"old certificate of somebody whose number is known", "shows_parents = true", "shows_parents = true\ndate = 1999-03-01", ""}},
	{german, breaking{"translated in Germany for nothing", "language = \"German\"\nshows_parents = true", "language = \"German\"\nshows_parents = true\ntranslation = { file = \"y.pdf\", translator = \"abroad\" }", "35: document[1].country: translation-not-required"}},
}

func TestEveryRow(t *testing.T) {
	broken, passed := map[string]bool{}, map[string]bool{}
	run := func(src string) []Finding {
		a := load(t, src)
		found := Check(a, today)
		c := NewCase(a, today)
		for i := range Table {
			r := &Table[i]
			hit := slices.ContainsFunc(found, func(f Finding) bool { return f.Rule == r.ID })
			broken[r.ID] = broken[r.ID] || hit
			passed[r.ID] = passed[r.ID] || !hit && (r.Needs == nil || r.When(c))
		}
		return found
	}
	for _, p := range people {
		run(p.src)
	}
	cases := breakingOthers
	for _, b := range breakings {
		cases = append(cases, struct {
			base string
			breaking
		}{sound, b})
	}
	for _, b := range cases {
		src := b.base
		if n := strings.Count(src, b.old); b.old != "" && n != 1 {
			t.Fatalf("%s: the profile has %q %d times", b.name, b.old, n)
		}
		if b.old == "" {
			src += b.new
		} else {
			src = strings.Replace(src, b.old, b.new, 1)
		}
		found := run(src)
		if got := strings.Join(lines(found), "\n"); got != b.want {
			t.Errorf("%s: found\n%s\nwant\n%s", b.name, got, b.want)
		}
		for _, f := range found {
			checkWords(t, f)
		}
	}
	for _, r := range Table {
		if r.Check == nil && r.Needs == nil {
			continue // see TestNew
		}
		if !broken[r.ID] {
			t.Errorf("no case above breaks rule %s", r.ID)
		}
		if !passed[r.ID] && r.ID != "sign-by-hand" {
			t.Errorf("no profile above satisfies rule %s", r.ID)
		}
	}
}

func checkWords(t *testing.T, f Finding) {
	t.Helper()
	m := f.Message
	if m.EN == "" || m.FR == "" || m.EN == m.FR || strings.Contains(m.EN+m.FR, "%!") {
		t.Errorf("%s says %q, %q", f.Rule, m.EN, m.FR)
	}
	var out struct{ Rule, Verdict, Level, File, Key, Message, Fix, Source, Basis string }
	for lang, want := range map[string]string{"en": m.EN, "fr": m.FR} {
		text, err := f.JSON(lang)
		if err != nil || json.Unmarshal(text, &out) != nil || out.Message != want || out.Level != f.Level.String() || out.Verdict != f.Verdict.String() || out.File != "p.toml" {
			t.Errorf("%s in JSON is %s, %v", f.Rule, text, err)
		}
	}
}

// Every row can be explained: who says so, when it was read, what to do, in both languages.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Table {
		if seen[r.ID] || r.ID == "" || strings.ToLower(r.ID) != r.ID || strings.ContainsAny(r.ID, " _") {
			t.Errorf("the name %q is taken twice or badly formed", r.ID)
		}
		seen[r.ID] = true
		if _, err := profile.ParseDate(r.Read); err != nil || r.Source.EN == "" || r.Source.FR == "" {
			t.Errorf("%s: source %q, read %q", r.ID, r.Source, r.Read)
		}
		if r.Fix.EN == "" || r.Fix.FR == "" || r.Fix.EN == r.Fix.FR {
			t.Errorf("%s: fix %q", r.ID, r.Fix)
		}
		for _, text := range []Text{r.What, r.Source, r.Ask, r.Flag, r.Doubt, r.Called} {
			if (text.EN == "") != (text.FR == "") {
				t.Errorf("%s: words in one language only: %q", r.ID, text)
			}
		}
		if r.What.EN == "" || r.What.EN == r.What.FR || strings.HasSuffix(r.What.EN, ".") {
			t.Errorf("%s does not say what it demands in both languages: %q", r.ID, r.What)
		}
		if (r.Flag.EN == "") != (r.Flag.FR == "") || (r.Called.EN == "") != (r.Called.FR == "") {
			t.Errorf("%s: words in one language only: %q %q", r.ID, r.Flag, r.Called)
		}
		if r.Basis != Law && r.Basis != Notice && r.Basis != Practice {
			t.Errorf("%s: basis %q", r.ID, r.Basis)
		}
		if (r.Needs == nil) != (r.When == nil) || r.Needs != nil && r.Check != nil {
			t.Errorf("%s: Needs goes with When and without Check", r.ID)
		}
	}
}

// A source that names a code of law names articles of it that were read, the same in both languages,
// and no article is kept that no rule rests on.
func TestArticlesOfTheTable(t *testing.T) {
	used := map[string]bool{}
	for _, r := range Table {
		for _, source := range []string{r.Source.EN, r.Source.FR} {
			if unknown := unread(source); unknown != nil {
				t.Errorf("%s rests on %q, which the table of articles does not have", r.ID, unknown)
			}
		}
		en, fr := r.Articles(), Articles(r.Source.FR)
		if !slices.Equal(en, fr) {
			t.Errorf("%s rests on %v in English and on %v in French", r.ID, en, fr)
		}
		for _, a := range en {
			used[a.Name()] = true
		}
	}
	for _, a := range AllArticles() {
		if !used[a.Name()] {
			t.Errorf("no rule rests on %s", a.Name())
		}
	}
}

func TestNew(t *testing.T) {
	a := load(t, sound)
	corrected, _ := Named("corrected-value")
	for _, r := range slices.Concat(paperworkRules, scanRules, []Rule{corrected}) {
		if r.Check != nil || r.Needs != nil {
			t.Errorf("%s would be found twice", r.ID)
		}
		f := New(a, r.ID, "document[3].file", Text{"%s on %s", "%s le %s"}, Text{"birth certificate", "acte"}, today)
		checkWords(t, f)
		if f.Pos.Line != 52 || f.Level != r.Level || f.Message != (Text{"birth certificate on 22 November 2026", "acte le 22 novembre 2026"}) {
			t.Errorf("%s: %+v", r.ID, f)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a rule that is not in the table has a finding")
		}
	}()
	New(a, "nothing-of-the-kind", "", Text{})
}

func TestOrder(t *testing.T) {
	src := strings.Replace(sound, "expires = 2032-05-15", "expires = 2026-05-15", 1)
	src = strings.Replace(src, `closed = true`, `closed = false`, 1)
	src = strings.Replace(src, `arrived = 2026-07-01`, `arrived = 2026-09-01`, 1)
	found := Check(load(t, src), today)
	var got []string
	for _, f := range found {
		got = append(got, fmt.Sprint(f.Level, " ", f.Pos.Line))
	}
	if want := "block 4,block 43,warn 22,info 32,info 50"; strings.Join(got, ",") != want {
		t.Errorf("order is %s, want %s", strings.Join(got, ","), want)
	}
	if !Blocked(found) || Blocked(Check(load(t, sound), today)) {
		t.Error("Blocked does not follow the levels")
	}
}

// The day of the signature is the day of the request; without one, the day of the check.
func TestSigned(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"date = 2026-10-01", "2026-10-01"}, {"date = 2026-10-02", "2026-10-02"}, {"", "2026-11-22"},
	} {
		a := load(t, strings.Replace(sound, "date = 2026-11-22", c.line, 1))
		k := NewCase(a, today)
		waiting := slices.ContainsFunc(Check(a, today), func(f Finding) bool { return f.Rule == "three-months" })
		if k.Signed.String() != c.want || waiting != (c.want == "2026-10-01") {
			t.Errorf("%q: signed on %s, still waiting %v", c.line, k.Signed, waiting)
		}
	}
}

func TestMissing(t *testing.T) {
	c := NewCase(load(t, "situation = \"not working\"\nnationalities = [\"Japan\"]\n"), today)
	var got []string
	for _, r := range c.Missing() {
		got = append(got, r.Paper().EN)
	}
	want := "Proof of three months of residence; Passport, identity card or residence permit; Visa or residence permit; " +
		"Birth certificate with parents; Bank details (RIB)"
	if strings.Join(got, "; ") != want {
		t.Errorf("missing are %s", strings.Join(got, "; "))
	}
}
