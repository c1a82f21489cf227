package rule

import ()

var formRules = []Rule{
	{
		ID: "signing-place", Level: Warn, Basis: Notice, Source: same("S1106, part C"), Read: read,
		Fix: Text{"give signature.place, or write it by hand", "indiquez signature.place, ou écrivez-le à la main"},
		Check: func(c *Case, report Report) {
			if c.A.Signature.Place == "" {
				report.Fail("signature.place", Text{"the place of signature is missing", "le lieu de signature manque"})
			}
		},
	},
	{
		ID: "sign-by-hand", Level: Info, Basis: Notice, Source: same("S1106, part C"), Read: read,
		Fix: Text{"sign form and letter by hand once printed", "signez à la main le formulaire et la lettre une fois imprimés"},
		Check: func(c *Case, report Report) {
			report.Fail("signature", Text{"the form must be signed by hand; a file without signature comes back", "le formulaire doit être signé à la main ; sans signature, il revient"})
		},
	},
}

// paperworkRules are found out while the papers are made, not by looking at the profile: they have
// no Check, and their findings come from New.
var paperworkRules = []Rule{
	{
		ID: "form-official", Level: Warn, Basis: Notice, Source: same("service-public, Cerfa 15763"), Read: read,
		Fix: Text{"download S1106 from ameli.fr or service-public.fr and give it with --blank", "téléchargez le S1106 sur ameli.fr ou service-public.fr et donnez-le avec --blank"},
	},
	{
		ID: "form-edition", Level: Warn, Basis: Notice, Source: same("service-public, R45084 (15763*02 seen in January 2020)"), Read: read,
		Fix: Text{"download the current form and give it with --blank", "téléchargez le formulaire actuel et donnez-le avec --blank"},
	},
	{
		ID: FormStripped, Level: Info, Basis: Practice, Source: same("our own check: PDF 32000-1, 12.7.8 (XFA), 12.8.2.3 (usage rights), 7.6 (encryption); a change to the file ends them"), Read: read,
		Fix: Text{"nothing to do: what is printed is the same", "rien à faire : ce qui s’imprime est le même"},
	},
	{
		ID: "form-overflow", Level: Block, Basis: Practice, Source: same("our own check: the size of the box on the form"), Read: read,
		Fix: Text{"shorten it if your papers allow it, or leave it out and write it by hand on the form", "raccourcissez-le si vos papiers le permettent, ou laissez-le vide et écrivez-le à la main sur le formulaire"},
	},
	{
		ID: "form-glyph", Level: Block, Basis: Practice, Source: same("our own check: the signs of the typeface (Latin, Greek, Cyrillic)"), Read: read,
		Fix: Text{"write it in Latin letters, as in the passport, without invisible characters", "écrivez-le en lettres latines, comme sur le passeport, sans caractère invisible"},
	},
	{
		ID: "form-hidden", Level: Block, Basis: Practice, Source: same("our own check: PDF 32000-1, table 228 (a field of passwords shows stars)"), Read: read,
		Fix: Text{"download the form again from ameli.fr or service-public.fr: this copy was changed", "téléchargez de nouveau le formulaire sur ameli.fr ou service-public.fr : cet exemplaire a été modifié"},
	},
	{
		ID: "form-continued", Level: Warn, Basis: Practice, Source: same("our own check: the size of the box on the form"), Read: read,
		Fix: Text{"sign the sheet added behind the form too; a shorter wording would do without it", "signez aussi la feuille jointe au formulaire ; une formulation plus courte l’éviterait"},
	},
	{
		ID: "form-abbreviated", Level: Warn, Basis: Practice, Source: same("our own check: the size of the box on the form; abbreviations of NF Z 10-011"), Read: read,
		Fix: Text{"compare it with your proof of address; write the address shorter yourself if you prefer other words", "comparez avec votre justificatif de domicile ; abrégez vous-même l’adresse si vous préférez d’autres mots"},
	},
	{
		ID: "form-fit", Level: Info, Basis: Practice, Source: same("our own check: the size of the box on the form"), Read: read,
		Fix: Text{"nothing to do; a shorter wording stands in larger type", "rien à faire ; une formulation plus courte s’écrit plus gros"},
	},
	{
		ID: "form-lost", Level: Block, Basis: Practice, Source: same("our own check: every value of the profile against the papers made"), Read: read,
		Fix: Text{"this is a mistake of the program, not yours: report it with the name of the key, without the value", "c’est une erreur du programme, non de vous : signalez-la avec le nom de la clé, sans la valeur"},
	},
	{
		ID: "attachment-missing", Level: Block, Basis: Practice, Source: same("our own check: the file named in the profile"), Read: read,
		Fix:  Text{"check the file name, or scan the paper again", "vérifiez le nom du fichier ou numérisez de nouveau la pièce"},
		Flag: Text{"file cannot be read", "fichier illisible"},
	},
	{
		ID: "asked-missing", Level: Block, Basis: Practice, Source: same("the fund's letter"), Read: read,
		Fix: Text{"add it to the profile as [[document]] with its file", "ajoutez-la au profil sous [[document]], avec son fichier"},
	},
}
