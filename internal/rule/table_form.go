package rule

import "slices"

// samples are values of the template that are nobody's.
var samples = []string{"SAMPLE-ONLY", "INVENTED", "Jane SAMPLE-ONLY", "MME JANE SAMPLE-ONLY", "jane@sample.example", "12 rue de l’Exemple", "FR14 2004 1010 0505 0001 3M02 606"}

var formRules = []Rule{
	{
		ID: "sample-value", Level: Block, Basis: Practice, Read: read,
		What:   Text{"No value of the template is left in the profile", "Aucune valeur du modèle ne reste dans le profil"},
		Source: Text{"our own check: profiles/template.toml", "notre contrôle : profiles/template.toml"},
		Bad:    "[permit]\nnumber = \"SAMPLE-ONLY\"",
		Good:   "[permit]\nnumber = \"750123456\"",
		Fix:    Text{"put your own, as your papers have it, or take the line out", "mettez la vôtre, telle que vos papiers la portent, ou retirez la ligne"},
		Check: func(c *Case, report Report) {
			for _, t := range c.A.Texts() {
				if slices.Contains(samples, t.Value) {
					report.Fail(t.Key, Text{"this is a sample of the template", "ceci est un exemple du modèle"})
				}
			}
		},
	},
	{
		ID: "corrected-value", Level: Block, Basis: Practice, Read: read,
		What:   Text{"A value that was corrected for the fund is not as it was before", "Une valeur corrigée auprès de la caisse n’est pas redevenue ce qu’elle était"},
		Source: Text{"our own check: the history of the folder, where a reply changed it; ma French Life, Janice (one date, corrected three times)", "notre contrôle : l’historique du dossier, où une réponse l’a modifiée ; ma French Life, Janice (une date, corrigée trois fois)"},
		Bad:    "[birth]\ndate = 1961-04-02 # and a reply to the fund has changed it to 1961-02-04",
		Good:   "[birth]\ndate = 1961-02-04 # as in the reply",
		Fix:    Text{"write it into the profile as the fund now has it; if it is wrong after all, tell the fund with another request: dossier correct", "mettez dans le profil la valeur que la caisse a désormais ; si elle est fausse malgré tout, dites-le à la caisse par une nouvelle demande : dossier correct"},
	},
	{
		ID: "signed-long-ago", Level: Info, Basis: Practice, Read: read,
		What:   Text{"The form is dated within the last month", "Le formulaire est daté de moins d’un mois"},
		Source: Text{"our own reading: the request is judged on the day it is made (CSS R111-3 II), and a form of long ago was not posted on it", "notre lecture : la demande s’apprécie au jour où elle est faite (CSS R111-3 II), et un formulaire ancien n’est pas parti ce jour-là"},
		Bad:    "[signature]\nplace = \"Tours\"\ndate = 2026-10-15",
		Good:   "[signature]\nplace = \"Tours\"\ndate = 2026-11-20",
		Fix:    Text{"if it is not posted yet, write the day on which you will sign; then permit and proofs are judged anew; if it is, give the day in posted.date", "s’il n’est pas encore parti, indiquez le jour où vous signerez ; titre et justificatifs sont alors réexaminés ; s’il est parti, indiquez le jour dans posted.date"},
		Check: func(c *Case, report Report) {
			if s := c.A.Signature.Date; !s.IsZero() && s.AddMonths(1).Before(c.Day) && c.A.NIR == "" && !c.Filed() { // else it was posted
				report.Fail("signature.date", Text{"the form is dated %s, more than a month ago", "le formulaire est daté du %s, il y a plus d’un mois"}, s)
			}
		},
	},
	{
		ID: "signing-place", Level: Warn, Basis: Notice, Read: read,
		What:   Text{"The form says where it is signed", "Le formulaire indique où il est signé"},
		Source: Text{"S1106, part C", "S1106, cadre C"},
		Bad:    "[signature]\ndate = 2026-11-22",
		Good:   "[signature]\nplace = \"Tours\"\ndate = 2026-11-22",
		Fix:    Text{"give signature.place, or write it by hand", "indiquez signature.place, ou écrivez-le à la main"},
		Check: func(c *Case, report Report) {
			if c.A.Signature.Place == "" {
				report.Fail("signature.place", Text{"the place of signature is missing", "le lieu de signature manque"})
			}
		},
	},
	{
		ID: "sign-by-hand", Level: Info, Basis: Notice, Read: read,
		What:   Text{"Form and letter are signed by hand", "Le formulaire et la lettre sont signés à la main"},
		Source: Text{"S1106, part C; a forgotten signature is among the causes that applicants report", "S1106, cadre C ; la signature oubliée est parmi les causes que des demandeurs rapportent"},
		Bad:    "# said of every application",
		Good:   "# said of every application",
		Fix:    Text{"sign form and letter by hand once printed", "signez à la main le formulaire et la lettre une fois imprimés"},
		Check: func(c *Case, report Report) {
			report.Fail("signature", Text{"the form must be signed by hand; a file without signature comes back", "le formulaire doit être signé à la main ; sans signature, il revient"})
		},
	},
}

// paperworkRules are found out while the papers are made, not by looking at the profile: they have
// no Check, and their findings come from New.
var paperworkRules = []Rule{
	{
		ID: "form-official", Level: Warn, Basis: Notice, Read: read,
		What:   Text{"The official form is filled", "Le formulaire officiel est rempli"},
		Source: Text{"S1106, page 1; service-public, Cerfa 15763", "S1106, page 1 ; service-public, Cerfa 15763"},
		Bad:    "form_language = \"fr\" # and no --blank: a preparation sheet takes its place",
		Good:   "form_language = \"fr\" # with --blank S1106.pdf, as downloaded",
		Fix:    Text{"download S1106 from ameli.fr or service-public.fr and give it with --blank", "téléchargez le S1106 sur ameli.fr ou service-public.fr et donnez-le avec --blank"},
	},
	{
		ID: "form-edition", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The form is of the newest edition", "Le formulaire est de la dernière édition"},
		Source: Text{"service-public, R45084 (15763*02 seen in January 2020)", "service-public, R45084 (15763*02 vu en janvier 2020)"},
		Bad:    "form_language = \"fr\" # with a blank of 15763*01",
		Good:   "form_language = \"fr\" # with a blank of 15763*02",
		Fix:    Text{"download the current form and give it with --blank", "téléchargez le formulaire actuel et donnez-le avec --blank"},
	},
	{
		ID: FormStripped, Level: Info, Basis: Practice, Read: read,
		What:   Text{"The filled form keeps what the blank came with", "Le formulaire rempli garde ce que le formulaire vierge avait"},
		Source: Text{"our own check: PDF 32000-1, 12.7.8 (XFA), 12.8.2.3 (usage rights), 7.6 (encryption); a change to the file ends them", "notre contrôle : PDF 32000-1, 12.7.8 (XFA), 12.8.2.3 (droits d’utilisation), 7.6 (chiffrement) ; une modification y met fin"},
		Bad:    "form_language = \"fr\" # with a blank that is encrypted",
		Good:   "form_language = \"fr\" # with a blank of plain fields",
		Fix:    Text{"nothing to do: what is printed is the same", "rien à faire : ce qui s’imprime est le même"},
	},
	{
		ID: "form-overflow", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each answer fits its place on the form", "Chaque réponse tient à sa place sur le formulaire"},
		Source: Text{"our own check: the size of the box on the form", "notre contrôle : la taille de la case sur le formulaire"},
		Bad:    "[caf]\nnumber = \"12345678901234567890\"",
		Good:   "[caf]\nnumber = \"1234567\"",
		Fix:    Text{"shorten it if your papers allow it, or leave it out and write it by hand on the form", "raccourcissez-le si vos papiers le permettent, ou laissez-le vide et écrivez-le à la main sur le formulaire"},
	},
	{
		ID: "form-glyph", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each character can be drawn and seen", "Chaque caractère peut être dessiné et vu"},
		Source: Text{"our own check: the signs of the typeface (Latin, Greek, Cyrillic)", "notre contrôle : les signes de la police (latin, grec, cyrillique)"},
		Bad:    "[birth]\ntown = \"東京\"",
		Good:   "[birth]\ntown = \"Tokyo\"",
		Fix:    Text{"write it in Latin letters, as in the passport or the translation, without invisible characters", "écrivez-le en lettres latines, comme sur le passeport ou la traduction, sans caractère invisible"},
	},
	{
		ID: "form-hidden", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The blank shows what is written on it", "Le formulaire montre ce qui y est écrit"},
		Source: Text{"our own check: PDF 32000-1, table 228 (a field of passwords shows stars)", "notre contrôle : PDF 32000-1, tableau 228 (un champ de mot de passe montre des astérisques)"},
		Bad:    "form_language = \"fr\" # with a blank that somebody changed",
		Good:   "form_language = \"fr\" # with the blank as downloaded",
		Fix:    Text{"download the form again from ameli.fr or service-public.fr: this copy was changed", "téléchargez de nouveau le formulaire sur ameli.fr ou service-public.fr : cet exemplaire a été modifié"},
	},
	{
		ID: "form-continued", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"No answer goes on to a sheet behind the form", "Aucune réponse ne se poursuit sur une feuille jointe"},
		Source: Text{"our own check: the size of the box on the form", "notre contrôle : la taille de la case sur le formulaire"},
		Bad:    "activity = \"a wording of five lines\"",
		Good:   "activity = \"professeure de piano\"",
		Fix:    Text{"sign the sheet added behind the form too; a shorter wording would do without it", "signez aussi la feuille jointe au formulaire ; une formulation plus courte l’éviterait"},
	},
	{
		ID: "form-abbreviated", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"No address is abbreviated on the form", "Aucune adresse n’est abrégée sur le formulaire"},
		Source: Text{"our own check: the size of the box on the form; abbreviations of NF Z 10-011", "notre contrôle : la taille de la case ; abréviations de NF Z 10-011"},
		Bad:    "[[address]]\nstreet = \"1128 boulevard du Maréchal-Jean-Marie-de-Lattre-de-Tassigny\"",
		Good:   "[[address]]\nstreet = \"12 rue des Lilas\"",
		Fix:    Text{"compare it with your proof of address; write the address shorter yourself if you prefer other words", "comparez avec votre justificatif de domicile ; abrégez vous-même l’adresse si vous préférez d’autres mots"},
	},
	{
		ID: "form-fit", Level: Info, Basis: Practice, Read: read,
		What:   Text{"Answers stand in the usual type", "Les réponses sont dans le corps habituel"},
		Source: Text{"our own check: the size of the box on the form", "notre contrôle : la taille de la case sur le formulaire"},
		Bad:    "[name]\nfirst = [\"Maria\", \"Concepción\", \"Guadalupe\", \"Esperanza\", \"Milagros\"]",
		Good:   "[name]\nfirst = [\"Maria\"]",
		Fix:    Text{"nothing to do; a shorter wording stands in larger type", "rien à faire ; une formulation plus courte s’écrit plus gros"},
	},
	{
		ID: "form-lost", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each value of the profile is on the paper", "Chaque valeur du profil est sur le papier"},
		Source: Text{"our own check: every value of the profile against the papers made", "notre contrôle : chaque valeur du profil contre les papiers faits"},
		Bad:    "# a mistake of the program",
		Good:   "# every value found",
		Fix:    Text{"this is a mistake of the program, not yours: report it with the name of the key, without the value", "c’est une erreur du programme, non de vous : signalez-la avec le nom de la clé, sans la valeur"},
	},
	{
		ID: "attachment-missing", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each file named can be read", "Chaque fichier nommé est lisible"},
		Source: Text{"our own check: the file named in the profile", "notre contrôle : le fichier nommé dans le profil"},
		Bad:    "[[document]]\nkind = \"passport\"\nfile = \"scans/pasport.jpg\" # no such file",
		Good:   "[[document]]\nkind = \"passport\"\nfile = \"scans/passport.jpg\"",
		Fix:    Text{"check the file name, or scan the paper again", "vérifiez le nom du fichier ou numérisez de nouveau la pièce"},
		Flag:   Text{"file cannot be read", "fichier illisible"},
	},
	{
		ID: "letter-blank", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"The letter has no line to complete by hand", "La lettre n’a aucune ligne à compléter à la main"},
		Source: Text{"our own check: a letter never invents a fact", "notre contrôle : une lettre n’invente aucun fait"},
		Bad:    "[[address]]\nkind = \"hosted\" # with letter --kind host",
		Good:   "[[address]]\nkind = \"hosted\"\nhost = \"Solène Kervadec\"",
		Fix:    Text{"give it in the profile and write the letter again, or complete the line by hand", "indiquez-le dans le profil et refaites la lettre, ou complétez la ligne à la main"},
	},
	{
		ID: AttachmentDamaged, Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each file named can be read whole", "Chaque fichier nommé est lisible en entier"},
		Source: Text{"our own check: the pages of the file, and what is drawn on them", "notre contrôle : les pages du fichier et ce qui y est dessiné"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # the download stopped halfway",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # as it was sent",
		Fix:    Text{"download or scan it again; until then what can be read of it is in the dossier", "téléchargez-le ou numérisez-le de nouveau ; d’ici là, ce qui en est lisible est dans le dossier"},
		Flag:   Text{"file damaged, not whole", "fichier endommagé, incomplet"},
	},
	{
		ID: AttachmentStripped, Level: Info, Basis: Practice, Read: read,
		What:   Text{"The pages of the dossier have all that the files came with", "Les pages du dossier ont tout ce que les fichiers contenaient"},
		Source: Text{"our own check: PDF 32000-1, 7.11.4 (files inside), 12.6 (actions and scripts), 12.8 (signatures), 13 (multimedia)", "notre contrôle : PDF 32000-1, 7.11.4 (fichiers joints), 12.6 (actions et scripts), 12.8 (signatures), 13 (multimédia)"},
		Bad:    "[[document]]\nkind = \"RIB\"\nfile = \"scans/rib.pdf\" # with another file inside it",
		Good:   "[[document]]\nkind = \"RIB\"\nfile = \"scans/rib.pdf\" # pages alone",
		Fix:    Text{"nothing to do: what is printed is the same", "rien à faire : ce qui s’imprime est le même"},
	},
	{
		ID: AttachmentClipped, Level: Warn, Basis: Practice, Read: read,
		What:   Text{"What was typed into a form that is enclosed can be read whole", "Ce qui a été saisi dans un formulaire joint est lisible en entier"},
		Source: Text{"our own check: the size of the field on its page", "notre contrôle : la taille du champ sur sa page"},
		Bad:    "[[document]]\nkind = \"host statement\"\nfile = \"scans/host.pdf\" # a form with more typed into a field than it shows",
		Good:   "[[document]]\nkind = \"host statement\"\nfile = \"scans/host.pdf\" # printed to a new PDF, all of it to be read",
		Fix:    Text{"open the file, shorten what the field holds or print it larger, and save it again", "ouvrez le fichier, raccourcissez ce que le champ contient ou imprimez-le plus grand, puis enregistrez-le de nouveau"},
	},
	{
		ID: "dossier-too-large", Level: Block, Basis: Practice, Read: read,
		What:   Text{"The dossier is no larger than was asked for", "Le dossier ne dépasse pas la taille demandée"},
		Source: Text{"your own limit: --max-size", "votre propre limite : --max-size"},
		Bad:    "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # 40 pages of photographs, and --max-size 1",
		Good:   "[[document]]\nkind = \"lease\"\nfile = \"scans/lease.pdf\" # and --max-size 10",
		Fix:    Text{"give a higher limit, or scan the largest papers again at 150 dots an inch in grey", "donnez une limite plus haute, ou numérisez de nouveau les plus grosses pièces à 150 points par pouce en gris"},
	},
	{
		ID: "asked-missing", Level: Block, Basis: Practice, Read: read,
		What:   Text{"Each paper that the fund asks for is in the profile", "Chaque pièce réclamée par la caisse est dans le profil"},
		Source: Text{"the fund’s letter", "le courrier de la caisse"},
		Bad:    "# request: kind = \"marriage certificate\"; the profile has none",
		Good:   "[[document]]\nkind = \"marriage certificate\"\nfile = \"scans/marriage.pdf\"",
		Fix:    Text{"add it to the profile as [[document]] with its file", "ajoutez-la au profil sous [[document]], avec son fichier"},
	},
	{
		ID: "request-same-file", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A paper that the fund could not use is sent in another copy", "Une pièce que la caisse n’a pas pu utiliser est envoyée dans un autre exemplaire"},
		Source: Text{"our own check: the same scan is sent back for the same reason", "notre contrôle : la même numérisation revient pour le même motif"},
		Bad:    "# request: reason = \"illegible\"; the file is the one sent with the application",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scans/birth-again.pdf\"",
		Fix:    Text{"scan the paper again and name the new file in the profile, or say in the remark why the same copy goes again", "numérisez de nouveau la pièce et nommez le nouveau fichier dans le profil, ou dites dans remark pourquoi la même copie repart"},
	},
	{
		ID: "request-unproven", Level: Info, Basis: Practice, Read: read,
		What:   Text{"What the fund has wrong is corrected with a paper that proves it", "Une erreur de la caisse se corrige avec une pièce qui l’établit"},
		Source: Text{"reported by applicants: ma French Life, Janice", "rapporté par des demandeurs : ma French Life, Janice"},
		Bad:    "# request: [[record]] key = \"birth.date\", and no birth certificate was sent",
		Good:   "[[document]]\nkind = \"birth certificate\"\nfile = \"scans/birth.pdf\"",
		Fix:    Text{"enclose it: add the paper to the profile, and [[document]] with its kind to the request", "joignez-la : ajoutez la pièce au profil, et [[document]] avec son kind à la demande"},
	},
	{
		ID: "profile-not-saved", Level: Warn, Basis: Practice, Read: read,
		What:   Text{"A corrected value is written into the profile", "Une valeur corrigée est écrite dans le profil"},
		Source: Text{"our own check: the next papers are made from the profile", "notre contrôle : les prochains papiers sont faits à partir du profil"},
		Bad:    "# request: [[change]] of a value that stands on several lines of the profile",
		Good:   "[birth]\ntown = \"Laval\"",
		Fix:    Text{"write it there yourself, so that the next papers have it", "écrivez-la vous-même, pour que les prochains papiers l’aient"},
	},
}
