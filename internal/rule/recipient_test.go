package rule

import (
	"fmt"
	"strings"
	"testing"
)

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
