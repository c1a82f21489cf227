package profile

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestIBANSound(t *testing.T) {
	for _, c := range []struct {
		iban    IBAN
		country string
		in      bool
	}{
		{"FR76 3000 6000 0112 3456 7890 189", "FR", true},
		{"FR14 2004 1010 0505 0001 3M02 606", "FR", true},
		{"fr14 2004 1010 0505 0001 3m02 606", "FR", true},
		{"FR14\u00a02004\u00a01010\u00a00505\u00a00001\u00a03M02\u00a0606", "FR", true},
		{"FR60 2004 1010 050S 00Z0 A0J0 R18", "FR", true}, // letters of all three rows of the RIB key's table
		{"FR41 2004 1010 05I9 W8K7 H6U5 T54", "FR", true},
		{"DE89 3704 0044 0532 0130 00", "DE", true},
		{"BE68 5390 0754 7034", "BE", true},
		{"NL91ABNA0417164300", "NL", true},
		{"NO93 8601 1117 947", "NO", true},
		{"GB29 NWBK 6016 1331 9268 19", "GB", true},
		{"MC58 1122 2000 0101 2345 6789 030", "MC", true},
		{"BR18 0036 0305 0000 1000 9795 493C 1", "BR", false},
		{"TR33 0006 1005 1978 6457 8413 26", "TR", false},
	} {
		if en, fr := c.iban.Problem(); en != "" || fr != "" {
			t.Errorf("%s: %s / %s", c.iban, en, fr)
		}
		if in, known := c.iban.SEPA(); c.iban.Country() != c.country || in != c.in || !known {
			t.Errorf("%s: country %s, SEPA %v, known %v", c.iban, c.iban.Country(), in, known)
		}
	}
	if in, known := IBAN("RS35260005601001611379").SEPA(); in || known {
		t.Errorf("Serbia joined after the list was made: in %v, known %v", in, known)
	}
}

func TestIBANProblem(t *testing.T) {
	const shape, control = "two letters, two digits", "control digits"
	for _, c := range []struct {
		name string
		iban IBAN
		want string
	}{
		{"mistyped", "FR14 2004 1010 0505 0001 3M03 606", control},
		{"two digits exchanged", "FR76 3000 6000 0112 3456 7809 189", control},
		{"one digit short", "FR76 3000 6000 0112 3456 7890 18", "an IBAN of FR has 27 characters, this one has 26"},
		{"one digit too many", "DE89 3704 0044 0532 0130 000", "an IBAN of DE has 22 characters, this one has 23"},
		{"wrong RIB key, right control digits", reControl("FR00 3000 6000 0112 3456 7890 188"), "RIB key, the last two digits, should be 89"},
		{"wrong RIB key with a letter", reControl("FR00 2004 1010 0505 0001 3M02 607"), "should be 06"},
		{"a letter in the bank's code", reControl("FR00 2OO4 1010 0505 0001 3M02 606"), "characters 5 to 14, should be digits"},
		{"a Saudi one too short", "SA03 8000 0000 6080 1016 751", "an IBAN of SA has 24 characters, this one has 23"},
		{"wrong RIB key in Monaco", reControl("MC00 1122 2000 0101 2345 6789 031"), "should be 30"},
		{"an American account", "021000021 123456789", shape},
		{"no country", "76 3000 6000 0112 3456 7890 189", shape},
		{"country only", "FR", shape},
		{"letters for digits", "FRO6 3000 6000 0112 3456 7890 189", shape},
		{"other signs", "FR76_3000_6000_0112_3456_7890_189", shape},
		{"accents", "ÉÉ76 3000 6000 0112 3456 7890 189", shape},
		{"nothing", "", shape},
	} {
		en, fr := c.iban.Problem()
		if !strings.Contains(en, c.want) || fr == "" || fr == en {
			t.Errorf("%s: English %q, French %q, want %q", c.name, en, fr, c.want)
		}
	}
}

// bigNumber reads letters as 10 to 35 into one whole number, as long as need be.
func bigNumber(s string) *big.Int {
	digits := ""
	for _, r := range s {
		if r >= 'A' {
			digits += fmt.Sprint(10 + r - 'A')
		} else {
			digits += string(r)
		}
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		panic(s)
	}
	return n
}

// bigMod is the remainder of division by 97, apart from this package's own way.
func bigMod(s string) int64 { return new(big.Int).Mod(bigNumber(s), big.NewInt(97)).Int64() }

// reControl gives an account number the control digits that belong to it.
func reControl(s string) IBAN {
	c := compact(s)
	return IBAN(fmt.Sprintf("%s%02d%s", c[:2], 98-bigMod(c[4:]+c[:2]+"00"), c[4:]))
}

// ribLetters is the table of the RIB: what digit each letter stands for.
var ribLetters = strings.NewReplacer("A", "1", "B", "2", "C", "3", "D", "4", "E", "5", "F", "6", "G", "7", "H", "8", "I", "9",
	"J", "1", "K", "2", "L", "3", "M", "4", "N", "5", "O", "6", "P", "7", "Q", "8", "R", "9",
	"S", "2", "T", "3", "U", "4", "V", "5", "W", "6", "X", "7", "Y", "8", "Z", "9")

// bigRIBKey is the key that makes bank, branch, account and key together divisible by 97.
func bigRIBKey(account string) string {
	return fmt.Sprintf("%02d", 97-bigMod(ribLetters.Replace(account)+"00"))
}

func TestIBANGrouped(t *testing.T) {
	for in, want := range map[IBAN]string{
		"fr7630006000011234567890189": "FR76 3000 6000 0112 3456 7890 189",
		"DE89-3704.0044 0532013000":   "DE89 3704 0044 0532 0130 00",
		"BE68":                        "BE68",
		"":                            "",
	} {
		if got := in.Grouped(); got != want {
			t.Errorf("%q grouped = %q, want %q", in, got, want)
		}
	}
}

// accounts are the forms that account numbers have in some countries (npm ibantools 4.5.4).
var accounts = map[string]string{
	"FR": `[0-9]{10}[A-Z0-9]{11}`, "MC": `[0-9]{10}[A-Z0-9]{11}`, // and a key
	"AT": `[0-9]{16}`, "BE": `[0-9]{12}`, "CH": `[0-9]{5}[A-Z0-9]{12}`, "DE": `[0-9]{18}`, "ES": `[0-9]{20}`, "FI": `[0-9]{14}`,
	"GB": `[A-Z]{4}[0-9]{14}`, "IE": `[A-Z]{4}[0-9]{14}`, "IT": `[A-Z][0-9]{10}[A-Z0-9]{12}`, "LT": `[0-9]{16}`, "LU": `[0-9]{3}[A-Z0-9]{13}`,
	"MT": `[A-Z]{4}[0-9]{5}[A-Z0-9]{18}`, "NL": `[A-Z]{4}[0-9]{10}`, "NO": `[0-9]{11}`, "PL": `[0-9]{24}`, "PT": `[0-9]{21}`,
	"RO": `[A-Z]{4}[A-Z0-9]{16}`, "SE": `[0-9]{20}`, "BR": `[0-9]{23}[A-Z][A-Z0-9]`, "SA": `[0-9]{2}[A-Z0-9]{18}`, "TR": `[0-9]{6}[A-Z0-9]{16}`,
}

func soundIBAN(t *rapid.T) IBAN {
	c := rapid.SampledFrom(slices.Sorted(maps.Keys(accounts))).Draw(t, "country")
	account := rapid.StringMatching(accounts[c]).Draw(t, "account")
	if c == "FR" || c == "MC" {
		account += bigRIBKey(account)
	}
	return reControl(c + "00" + account)
}

func TestIBANControlIsThatOfAnotherWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		iban := soundIBAN(t)
		if en, _ := iban.Problem(); en != "" || bigMod(string(iban[4:]+iban[:4])) != 1 {
			t.Fatalf("%s: %s", iban, en)
		}
		other := IBAN(string(iban[:2]) + rapid.StringMatching(`[0-9]{2}`).Draw(t, "control") + string(iban[4:]))
		if got, want := other.ComputedControl(), string(iban[2:4]); got != want {
			t.Fatalf("the control digits of %s are %s, want %s", other, got, want)
		}
		if got, want := other.ControlHolds(), bigMod(string(other[4:]+other[:4])) == 1; got != want {
			t.Fatalf("%s: control holds is %v", other, got)
		}
	})
}

func TestRIBKeyIsThatOfAnotherWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		account := rapid.StringMatching(accounts["FR"]).Draw(t, "account")
		got := FrenchAccount{account[:5], account[5:10], account[10:], ""}.ComputedKey()
		if want := bigRIBKey(account); got != want {
			t.Fatalf("RIB key of %s is %s, want %s", account, got, want)
		}
	})
}

// One digit taken for another, or a letter for another, and two neighbours exchanged are found, with
// one exception that ISO 7064 has: 1B, 2M and 3X leave the same remainder as B1, M2 and X3. In a
// French number the RIB key finds these too.
func TestIBANFindsOneSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sound := soundIBAN(t)
		i := rapid.IntRange(2, len(sound)-1).Draw(t, "at")
		alike := `[0-9]`
		if sound[i] >= 'A' {
			alike = `[A-Z]`
		}
		wrong := IBAN(string(sound[:i]) + rapid.StringMatching(alike).Draw(t, "sign") + string(sound[i+1:]))
		if en, _ := wrong.Problem(); wrong != sound && en == "" {
			t.Fatalf("%s passes for %s", wrong, sound)
		}
		i = min(i, len(sound)-2)
		pair := string(sound[i : i+2])
		exchanged := IBAN(string(sound[:i]) + pair[1:] + pair[:1] + string(sound[i+2:]))
		_, french := sound.FrenchAccount()
		blind := !french && slices.Contains([]string{"1B", "B1", "2M", "M2", "3X", "X3"}, pair)
		if en, _ := exchanged.Problem(); exchanged != sound && en == "" && !blind {
			t.Fatalf("%s passes for %s", exchanged, sound)
		}
	})
}

// registered are the examples that the ISO 13616 registry gives, and Wikipedia after it.
var registered = strings.Split(`AD12 0001 2030 2003 5910 0100
AE07 0331 2345 6789 0123 456
AL47 2121 1009 0000 0002 3569 8741
AT61 1904 3002 3457 3201
AZ21 NABZ 0000 0000 1370 1000 1944
BA39 1290 0794 0102 8494
BE68 5390 0754 7034
BG80 BNBG 9661 1020 3456 78
BH67 BMAG 0000 1299 1234 56
BR18 0036 0305 0000 1000 9795 493C 1
CH93 0076 2011 6238 5295 7
CR05 0152 0200 1026 2840 66
CY17 0020 0128 0000 0012 0052 7600
CZ65 0800 0000 1920 0014 5399
DE89 3704 0044 0532 0130 00
DK50 0040 0440 1162 43
DO28 BAGR 0000 0001 2124 5361 1324
EE38 2200 2210 2014 5685
ES91 2100 0418 4502 0005 1332
FI21 1234 5600 0007 85
FO62 6460 0001 6316 34
FR14 2004 1010 0505 0001 3M02 606
GB29 NWBK 6016 1331 9268 19
GB82 WEST 1234 5698 7654 32
GE29 NB00 0000 0101 9049 17
GI75 NWBK 0000 0000 7099 453
GL89 6471 0001 0002 06
GR16 0110 1250 0000 0001 2300 695
GT82 TRAJ 0102 0000 0012 1002 9690
HR12 1001 0051 8630 0016 0
HU42 1177 3016 1111 1018 0000 0000
IE29 AIBK 9311 5212 3456 78
IL62 0108 0000 0009 9999 999
IS14 0159 2600 7654 5510 7303 39
IT60 X054 2811 1010 0000 0123 456
JO94 CBJO 0010 0000 0000 0131 0003 02
KW81 CBKU 0000 0000 0000 1234 5601 01
KZ86 125K ZT50 0410 0100
LB62 0999 0000 0001 0019 0122 9114
LI21 0881 0000 2324 013A A
LT12 1000 0111 0100 1000
LU28 0019 4006 4475 0000
LV80 BANK 0000 4351 9500 1
MC58 1122 2000 0101 2345 6789 030
MD24 AG00 0225 1000 1310 4168
ME25 5050 0001 2345 6789 51
MK07 2501 2000 0058 984
MR13 0002 0001 0100 0012 3456 753
MT84 MALT 0110 0001 2345 MTLC AST0 01S
MU17 BOMM 0101 1010 3030 0200 000M UR
NL91 ABNA 0417 1643 00
NO93 8601 1117 947
PK36 SCBL 0000 0011 2345 6702
PL61 1090 1014 0000 0712 1981 2874
PS92 PALS 0000 0000 0400 1234 5670 2
PT50 0002 0123 1234 5678 9015 4
QA58 DOHB 0000 1234 5678 90AB CDEF G
RO49 AAAA 1B31 0075 9384 0000
RS35 2600 0560 1001 6113 79
SA03 8000 0000 6080 1016 7519
SE45 5000 0000 0583 9825 7466
SI56 2633 0001 2039 086
SK31 1200 0000 1987 4263 7541
SM86 U032 2509 8000 0000 0270 100
TN59 1000 6035 1835 9847 8831
TR33 0006 1005 1978 6457 8413 26
UA21 3223 1300 0002 6007 2335 6600 1
VA59 0011 2300 0012 3456 78
VG96 VPVG 0000 0123 4567 8901
XK05 1212 0123 4567 8906`, "\n")

func TestIBANRegistered(t *testing.T) {
	for _, s := range registered {
		iban := IBAN(s)
		n, known := iban.Length()
		if en, _ := iban.Problem(); en != "" || !known || n != len(iban.Compact()) || iban.ComputedControl() != s[2:4] {
			t.Errorf("%s: %s, length %d, %v, control digits %s", s, en, n, known, iban.ComputedControl())
		}
		if bigMod(string(iban.Compact()[4:]+iban.Compact()[:4])) != 1 {
			t.Errorf("%s is no sound example", s)
		}
	}
	for c, n := range otherLengths {
		if _, both := sepaLengths[c]; both || n < 15 || n > 34 {
			t.Errorf("%s: %d characters, in both lists %v", c, n, both)
		}
	}
	if n, known := IBAN("US00").Length(); n != 0 || known {
		t.Errorf("an American IBAN has %d characters, %v", n, known)
	}
}

func TestFrenchAccount(t *testing.T) {
	got, ok := IBAN("fr14 2004 1010 0505 0001 3M02 606").FrenchAccount()
	if want := (FrenchAccount{"20041", "01005", "0500013M026", "06"}); !ok || got != want || got.ComputedKey() != "06" || !got.Numeric() {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, i := range []IBAN{"DE89 3704 0044 0532 0130 00", "FR14 2004", "", "FR"} {
		if a, ok := i.FrenchAccount(); ok {
			t.Errorf("%s has %+v", i, a)
		}
	}
}

func TestIBANNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := IBAN(rapid.OneOf(rapid.String(), rapid.StringMatching(`(FR|MC)[0-9]{2}[A-Z0-9]{23}`)).Draw(t, "text"))
		i.Problem()
		i.SEPA()
		if i.WellFormed() {
			i.ControlHolds()
			_ = i.Control() + i.ComputedControl()
		}
		if a, ok := i.FrenchAccount(); ok {
			a.ComputedKey()
		}
		if got := compact(i.Grouped()); got != i.Compact() {
			t.Fatalf("grouping %q loses characters: %q", i, got)
		}
	})
}
