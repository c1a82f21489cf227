package rule

import (
	"dossier/internal/profile"
)

var numberRules = []Rule{
	{
		ID: "nir", Level: Block, Basis: Law, Source: same("NIR: key = 97 − (N mod 97)"), Read: read,
		Fix: Text{"copy the number again from the letter or attestation", "recopiez le numéro depuis le courrier ou l’attestation"},
		Check: func(c *Case, report Report) {
			for _, n := range []struct {
				key string
				nir profile.NIR
			}{{"nir", c.A.NIR}, {"spouse.nir", c.A.Spouse.NIR}} {
				if en, fr := n.nir.Problem(); n.nir != "" && en != "" {
					report.Fail(n.key, Text{"%s", "%s"}, Text{en, fr})
				}
			}
		},
	},
	{
		ID: "nir-profile", Level: Warn, Basis: Practice, Source: same("service-public F33078 (what the digits mean)"), Read: read,
		Fix: Text{"if the number is as the fund wrote it, ask the fund to correct its record", "si le numéro est bien celui de la caisse, demandez-lui de corriger son fichier"},
		Check: func(c *Case, report Report) {
			if en, _ := c.A.NIR.Problem(); c.A.NIR == "" || en != "" {
				return
			}
			for _, d := range nirDifferences(c.A) {
				report.Fail("nir", d)
			}
		},
	},
	{
		ID: "nir-temporary", Level: Info, Basis: Law, Source: same("CSS R161-1, R114-7; ameli.fr, 14 April 2025"), Read: read,
		Fix: Text{"use it for reimbursements; wait for the permanent one for ameli and the card", "il sert aux remboursements ; attendez le numéro définitif pour ameli et la carte"},
		Check: func(c *Case, report Report) {
			if c.A.NIR.Temporary() {
				report.Fail("nir", Text{"this is a temporary number: it opens neither an ameli account nor a carte Vitale", "ce numéro est provisoire : il ne permet ni compte ameli ni carte Vitale"})
			}
		},
	},
}
