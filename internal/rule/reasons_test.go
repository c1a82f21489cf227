package rule

import "testing"

// Why files come back, and which rules speak of it. Each reason has a rule at least; a rule that is
// renamed or goes must leave no reason without one.
func TestReasons(t *testing.T) {
	for reason, ids := range map[string][]string{
		"three months are not over and nothing exempts":     {"three-months", "exemption-proof"},
		"to be French is taken for an exemption":            {"returning-french"},
		"joins a spouse who is insured, or is not yet":      {"family-not-insured", "spouse-cover", "family-tie"},
		"applies before living here":                        {"not-yet-arrived", "arrival-missing"},
		"works in France":                                   {"works", "work-contract", "business"},
		"is a student":                                      {"student", "student-doctoral"},
		"an exemption claimed by somebody who has none":     {"exemption-care"},
		"children who need not wait with a parent":          {"child-of-insured", "child-of-asylum-seeker"},
		"has a pension or an S1 from another state":         {"s1-holder"},
		"EU citizen without work and without an S1 refusal": {"eu-inactive", "eu-resources"},
		"British, arrived after 2020":                       {"british"},
		"permit outside the decree":                         {"permit-kind", "permit-missing", "permit-paper"},
		"visa not validated":                                {"visa-validation", "visa-validation-paper"},
		"visitor":                                           {"visitor"},
		"permit expired, or about to":                       {"permit-expired", "permit-expiring"},
		"passport expired":                                  {"identity-expired", "identity-paper"},
		"days without proof of residence":                   {"residence-proofs", "residence-proof"},
		"housed by somebody without the three papers":       {"host-statement", "host-identity", "host-address"},
		"proof of residence in another name":                {"residence-holder"},
		"proof of residence in another language":            {"proof-language"},
		"postal code and commune do not agree":              {"postal-code"},
		"CEDEX or unknown postal code":                      {"postal-cedex"},
		"postal code of another département":                {"postal-prefix"},
		"several funds in a département":                    {"fund-choice"},
		"address of the fund old or doubtful":               {"fund-address-age"},
		"address of the fund not known":                     {"fund-unknown"},
		"territory outside the scheme":                      {"fund-outside"},
		"language assistant with a decree":                  {"fund-assistants", "appointment"},
		"address that does not fit an envelope":             {"address-length", "fund-block"},
		"birth certificate without parents":                 {"birth-parents", "birth-certificate"},
		"translation required":                              {"translation-required"},
		"translation recommended":                           {"translation-recommended"},
		"translation not required":                          {"translation-not-required"},
		"translator abroad":                                 {"translator"},
		"plurilingual extract or EU form":                   {"plurilingual", "format-country"},
		"date in digits that can be read in two ways":       {"date-ambiguous"},
		"date of birth that differs between papers":         {"date-differs"},
		"apostille":              {"apostille"},
		"age of the certificate": {"certificate-age"},
		"married, without the marriage certificate":            {"marriage-certificate"},
		"married name given as birth name":                     {"birth-name-married"},
		"another name on the passport":                         {"name-differs"},
		"usage name from a PACS":                               {"usage-name"},
		"first names missing or in another order":              {"first-names"},
		"born in France":                                       {"born-in-france"},
		"key of the social security number":                    {"nir"},
		"number that does not agree with the person":           {"nir-profile"},
		"temporary number used for ameli or the card":          {"nir-temporary"},
		"temporary number older than nine months, or no paper": {"nir-stalled", "civil-status-due"},
		"IBAN or RIB key wrong":                                {"iban"},
		"account outside SEPA":                                 {"iban-not-sepa"},
		"account in SEPA, not French":                          {"iban-not-french"},
		"account of another, or joint":                         {"rib-holder", "rib-joint"},
		"screenshot in place of a RIB":                         {"rib-screenshot", "rib"},
		"savings account":                                      {"livret"},
		"no signature or date":                                 {"sign-by-hand", "signing-place", "signed-later"},
		"originals sent":                                       {"originals"},
		"child of 18, or without S3705":                        {"adult-child", "child-form", "child-birth", "child-identity"},
		"second adult in one envelope":                         {"second-adult", "spouse-own-form"},
		"former cover still open":                              {"cover-open"},
		"reply without date or reference":                      {"request-reference"},
		"reply late":                                           {"request-late"},
		"same paper asked twice":                               {"request-repeated"},
		"paper asked that no text demands":                     {"request-not-required"},
		"refusal":                                              {"refusal"},
		"contribution on income from capital":                  {"contribution"},
		"domiciled":                                            {"domiciliation"},
	} {
		for _, id := range ids {
			if _, ok := Named(id); !ok {
				t.Errorf("%s: there is no rule %s", reason, id)
			}
		}
	}
}
