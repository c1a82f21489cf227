package dossier

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

const birthPaper = "country = \"Canada\"\nlanguage = \"French\"\nshows_parents = true\n"

// ambiguous is a birth certificate of New York, day and month in digits.
func ambiguous(date, printed string) []string {
	return []string{"date = 1980-05-17", "date = " + date,
		birthPaper, birthPaper + "birth_date_as_printed = \"" + printed + "\"\n"}
}

// passport is a passport in a name.
func passport(holder string) []string {
	return []string{"expires = 2032-05-15\n", "expires = 2032-05-15\nholder = \"" + holder + "\"\n"}
}

// roy is a person with a usage name, the names on passport and birth certificate, and one more paper.
func roy(reason, onPassport, onCertificate, paper string) []string {
	changes := append(passport(onPassport), "birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\n"+reason)
	if onCertificate != "" {
		changes = append(changes, birthPaper, birthPaper+"holder = \""+onCertificate+"\"\n")
	}
	if paper != "" {
		changes = append(changes, "", "[[document]]\nfile = \"m.pdf\"\n"+paper)
	}
	return changes
}

// letterCases say what the letter must and must not contain when the sound profile is changed.
var letterCases = []struct {
	name      string
	changes   []string
	want, not []string
}{
	{"not working", nil,
		[]string{"Je réside en France de manière stable depuis le 1er février 2026 et je n’y exerce pas d’activité professionnelle.", "L. 160-1, L. 160-5 et D. 160-2",
			"depuis plus de trois mois sans interruption ; les justificatifs joints en apportent la preuve", "Je suis titulaire d’une carte de résident, valable jusqu’au 1er janvier 2030."},
		[]string{"activité professionnelle (", "ne m’est", "né le", "née le", "nom d’usage", "SEPA", "enfant", "héberge", "traduit"}},
	{"not yet three months", []string{"arrived = 2026-02-01", "arrived = 2026-08-22"}, []string{"depuis le 22 août 2026"}, []string{"plus de trois mois"}},
	{"three months and a day", []string{"arrived = 2026-02-01", "arrived = 2026-08-21"}, []string{"plus de trois mois"}, nil},
	{"three months, not proven", []string{"kind = \"lease\"\nfile = \"lease.pdf\"\n", "kind = \"lease\"\n"}, []string{"plus de trois mois"}, []string{"la preuve"}},
	{"no day of arrival", []string{"arrived = 2026-02-01\n", ""}, []string{"Je réside en France de manière stable et je n’y"}, []string{"plus de trois mois", "depuis le 1er"}},

	{"employee", []string{`"not working"`, `"employee"`},
		[]string{"J’exerce en France une activité professionnelle et j’y réside depuis le 1er février 2026.", "au titre de cette activité (article L. 160-1"}, []string{"trois mois", "D. 160-2", "de manière stable"}},
	{"self-employed", []string{`"not working"`, "\"self-employed\"\nactivity = \"professeure de piano\""}, []string{"une activité professionnelle (professeure de piano) et"}, []string{"trois mois"}},
	{"language assistant", []string{`"not working"`, `"language assistant"`}, []string{"au titre de cette activité"}, []string{"trois mois"}},
	{"student", []string{`"not working"`, `"student"`}, []string{"de manière stable"}, []string{"trois mois", "pas d’activité"}},
	{"job-seeker", []string{`"not working"`, `"job-seeker"`}, []string{" et j’y recherche un emploi.", "plus de trois mois"}, nil},
	{"pensioner, a woman", []string{`"not working"`, `"pensioner"`}, []string{"Retraitée, je réside en France"}, nil},
	{"pensioner, a man", []string{`"not working"`, `"pensioner"`, `sex = "F"`, `sex = "M"`}, []string{"Retraité, je réside en France"}, []string{"Retraitée"}},
	{"pensioner, sex not given", []string{`"not working"`, `"pensioner"`, "sex = \"F\"\n", ""}, []string{"Retraité(e), je réside en France"}, nil},
	{"S1 holder", []string{`"not working"`, `"S1 holder"`}, []string{"de manière stable"}, []string{"trois mois"}},
	{"refugee", []string{`"not working"`, `"refugee"`}, []string{"la qualité de réfugié ou la protection subsidiaire m’y a été reconnue", "ne m’est pas opposable", "II, 1°"}, []string{"plus de trois mois"}},
	{"asylum seeker", []string{`"not working"`, `"asylum seeker"`}, []string{"; j’y ai demandé l’asile."}, []string{"opposable"}},
	{"returning French citizen", []string{`"not working"`, `"returning French citizen"`, `"Canada"]`, `"France"]`}, []string{"pas d’activité professionnelle"}, []string{"titulaire"}},
	{"family member of an insured person", []string{`"not working"`, `"family member"`, "", "[spouse]\nbirth = \"Roy\"\nusage = \"Morin\"\nfirst = [\"Luc\", \"Paul\"]\ninsured_in_france = true\nnir = \"1 59 11 99 404 123 70\""},
		[]string{"Je rejoins en France Luc Paul Morin, membre de ma famille déjà assuré sous le n° 1 59 11 99 404 123 70 :", "II, 3°"}, []string{"plus de trois mois"}},
	{"family member, no number", []string{`"not working"`, `"family member"`, "", "[spouse]\nbirth = \"Roy\"\nfirst = [\"Luc\"]\ninsured_in_france = true"}, []string{"Luc Roy, membre de ma famille déjà assuré en France :"}, nil},
	{"family member, no name", []string{`"not working"`, `"family member"`, "", "[spouse]\ninsured_in_france = true"}, []string{"Je rejoins en France un membre de ma famille déjà assuré"}, nil},
	{"family member, spouse not insured", []string{`"not working"`, `"family member"`, "", "[spouse]\nbirth = \"Roy\"\ninsured_in_france = false"}, []string{"plus de trois mois"}, []string{"déjà assuré", "opposable"}},
	{"family member, cover not said", []string{`"not working"`, `"family member"`}, nil, []string{"déjà assuré", "opposable"}},

	{"back from a volontariat", []string{`situation = "not working"`, "situation = \"not working\"\nexemption = \"volunteer abroad\""}, []string{"De retour d’un volontariat international à l’étranger, je suis dispensée", "II, 2°"}, []string{"plus de trois mois"}},
	{"in care of child welfare", []string{`situation = "not working"`, "situation = \"not working\"\nexemption = \"care establishment\""},
		[]string{"Prise en charge au titre de l’aide sociale à l’enfance ou de la protection judiciaire de la jeunesse, je suis dispensée", "II, 4°"}, []string{"plus de trois mois", "médico-social"}},

	{"permit in full", []string{"kind = \"resident card\"\n", "kind = \"VLS-TS\"\nmention = \"visiteur\"\nnumber = \"000000001\"\nfrom = 2026-01-15\nvalidated_on = 2026-02-10\n"},
		[]string{"d’un visa de long séjour valant titre de séjour portant la mention « visiteur », n° 000000001, valable du 15 janvier 2026 au 1er janvier 2030, validé le 10 février 2026."}, nil},
	{"permit without an end", []string{"until = 2030-01-01\n", "from = 2026-01-15\n"}, []string{", valable du 15 janvier 2026."}, []string{" au 1er"}},
	{"European, permit in the profile", []string{`"Canada"]`, `"Germany"]`}, nil, []string{"titulaire"}},
	{"nationality not given", []string{"nationalities = [\"Canada\"]\n", ""}, nil, []string{"titulaire"}},
	{"no permit", []string{"kind = \"resident card\"\n", ""}, nil, []string{"titulaire", "valable"}},

	{"hosted", []string{"kind = \"own lease\"\n", "kind = \"hosted\"\nhost = \"Solène Kervadec\"\n"},
		[]string{"Solène Kervadec m’héberge à son domicile depuis le 1er février 2026 ; son attestation et ses justificatifs sont joints.", "chez Solène Kervadec"}, nil},
	{"domiciled, certificate missing", []string{"kind = \"own lease\"\n", "kind = \"domiciliation\"\norganisation = \"CCAS de Tours\"\n"},
		[]string{"j’ai élu domicile auprès de l’organisme CCAS de Tours depuis le 1er février 2026."}, []string{"attestation"}},
	{"domiciled", []string{"kind = \"own lease\"\n", "kind = \"domiciliation\"\norganisation = \"CCAS de Tours\"\n", "", "[[document]]\nkind = \"domiciliation certificate\"\nfile = \"ccas.pdf\"\n"},
		[]string{"auprès de l’organisme CCAS de Tours depuis le 1er février 2026 ; son attestation est jointe."}, nil},
	{"hosted, host not named", []string{"kind = \"own lease\"\n", "kind = \"hosted\"\n"}, nil, []string{"héberge", "chez"}},

	{"usage name by marriage", []string{"birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\nusage_reason = \"marriage\"\n"},
		[]string{"Mon nom de naissance, celui de mon acte de naissance, est Tremblay ; Roy est mon nom d’usage depuis mon mariage.", "Nom de naissance Tremblay", "Maude Roy"}, []string{"comme le montre"}},
	{"usage name, marriage certificate enclosed", []string{"birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\nusage_reason = \"marriage\"\n", "", "[[document]]\nkind = \"marriage certificate\"\nfile = \"m.pdf\"\nlanguage = \"French\""},
		[]string{"une seule et même personne, comme le montre l’acte de mariage joint."}, nil},
	{"both names", []string{"birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Tremblay-Roy\"\nusage_reason = \"both names\"\n"}, []string{"formé de deux noms accolés."}, nil},
	{"widowed", []string{"birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\nusage_reason = \"widowed\"\n"}, []string{"que je conserve depuis mon veuvage."}, nil},
	{"divorced, a woman", []string{"birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\nusage_reason = \"divorced with permission\"\n"}, []string{"que je suis autorisée à conserver après mon divorce."}, nil},
	{"divorced, a man", []string{`sex = "F"`, `sex = "M"`, "birth = \"Tremblay\"\n", "birth = \"Tremblay\"\nusage = \"Roy\"\nusage_reason = \"divorced with permission\"\n"}, []string{"que je suis autorisé à conserver"}, nil},
	{"usage name without a birth name", []string{"birth = \"Tremblay\"\n", "usage = \"Roy\"\n"}, nil, []string{"Mon nom de naissance"}},

	{"passport in the usage name", roy("usage_reason = \"marriage\"\n", "ROY MAUDE ÉLISE", "Maude Élise Tremblay", "kind = \"marriage certificate\"\nlanguage = \"French\""),
		[]string{"Tremblay ; Roy est mon nom d’usage depuis mon mariage. Mon passeport est établi au nom de « ROY MAUDE ÉLISE », mon acte de naissance au nom de « Maude Élise Tremblay » : " +
			"il s’agit d’une seule et même personne ; l’acte de mariage joint en fait foi."}, []string{"l’un ou l’autre", "inscrite", "comme le montre"}},
	{"passport in the usage name, nothing ties it", roy("usage_reason = \"marriage\"\n", "ROY MAUDE ÉLISE", "Maude Élise Tremblay", ""),
		[]string{"« Maude Élise Tremblay » : il s’agit d’une seule et même personne."}, []string{"fait foi", "l’un ou l’autre"}},
	{"passport in the usage name, certificate not copied", roy("usage_reason = \"marriage\"\n", "ROY MAUDE ÉLISE", "", ""),
		[]string{"Mon passeport est établi au nom de « ROY MAUDE ÉLISE » ; à l’état civil, je suis inscrite sous les nom et prénoms « Tremblay Maude Élise » : il s’agit"}, nil},
	{"passport in the usage name, a man", append(roy("usage_reason = \"marriage\"\n", "ROY MAUDE ÉLISE", "", ""), `sex = "F"`, `sex = "M"`), []string{"je suis inscrit sous"}, nil},
	{"passport in the usage name, sex not given", append(roy("usage_reason = \"marriage\"\n", "ROY MAUDE ÉLISE", "", ""), "sex = \"F\"\n", ""), []string{"je suis inscrit(e) sous"}, nil},
	{"certificate in the usage name", roy("usage_reason = \"marriage\"\n", "ROY MAUDE ÉLISE", "Maude Élise Roy", ""), []string{"Mon nom de naissance est Tremblay ; Roy", "l’un ou l’autre de ces noms"}, []string{"ROY", "Maude Élise Roy"}},
	{"passport in the usage name, divorced", append(roy("usage_reason = \"divorced with permission\"\n", "ROY MAUDE ÉLISE", "Maude Élise Tremblay", "kind = \"divorce judgment\"\nlanguage = \"French\""), "", ""),
		[]string{"après mon divorce. Mon passeport est établi", "; le jugement de divorce joint en fait foi."}, nil},
	{"name of both parents", roy("usage_reason = \"both names\"\n", "ROY MAUDE ÉLISE", "Maude Élise Tremblay", ""), []string{"; l’acte de naissance joint, avec filiation, en fait foi."}, nil},
	{"deed", append(passport("KOWALSKA MAUDE ÉLISE"), "", "[[document]]\nkind = \"other\"\ntitle = \"Décret de changement de nom\"\nfile = \"m.pdf\"\nprinted = [\"Maude Kowalska\", \"Maude Tremblay\"]"),
		[]string{"; les deux noms figurent sur la pièce jointe « Décret de changement de nom »."}, []string{"usage"}},
	{"all papers agree", append(passport("TREMBLAY MAUDE ELISE"), birthPaper, birthPaper+"holder = \"Maude Élise Tremblay\"\n"), nil, []string{"personne", "au nom de"}},
	{"one first name", append(passport("TREMBLAY MAUDE"), birthPaper, birthPaper+"holder = \"Maude Élise Tremblay\"\n"),
		[]string{"Mon passeport est établi au nom de « TREMBLAY MAUDE », mon acte de naissance au nom de « Maude Élise Tremblay » : il s’agit d’une seule et même personne."}, []string{"fait foi", "usage"}},
	{"one first name on the permit, the passport is as the certificate", append(passport("TREMBLAY MAUDE ELISE"), "file = \"visa.jpg\"\n", "file = \"visa.jpg\"\nholder = \"TREMBLAY MAUDE\"\n", birthPaper, birthPaper+"holder = \"Maude Élise Tremblay\"\n"),
		[]string{"Mon titre de séjour est établi au nom de « TREMBLAY MAUDE », mon acte de naissance au nom de « Maude Élise Tremblay » : il s’agit"}, []string{"passeport est"}},
	{"two papers with one first name", append(passport("TREMBLAY MAUDE"), "file = \"visa.jpg\"\n", "file = \"visa.jpg\"\nholder = \"TREMBLAY MAUDE\"\n"),
		[]string{"Mon passeport et mon titre de séjour sont établis au nom de « TREMBLAY MAUDE » ; à l’état civil"}, nil},
	{"identity card, an apostrophe of its own", append(passport("L’ÉPÉE MAUDE ÉLISE"), `kind = "passport"`, `kind = "identity card"`), []string{"Ma carte d’identité est établie au nom de « L’ÉPÉE MAUDE ÉLISE »"}, nil},
	{"one of two names on a paper", append(passport("L’ÉPÉE MAUDE ÉLISE et D’AUTRES JEAN"), `kind = "passport"`, `kind = "identity card"`), []string{"« L’ÉPÉE MAUDE ÉLISE »"}, []string{"AUTRES"}},
	{"passport of another", passport("DUPONT JEAN"), nil, []string{"DUPONT", "personne"}},
	{"not enclosed", append(passport("ROY MAUDE ÉLISE"), "file = \"passport.jpg\"\n", ""), nil, []string{"ROY", "personne"}},

	{"date in digits, month first", ambiguous("1961-02-04", "02/04/1961"),
		[]string{"Je suis née le 4 février 1961 (quatre février mille neuf cent soixante et un) à Montréal (Canada). L’acte de naissance porte « 02/04/1961 » : le mois y précède le jour. Il ne s’agit pas du 2 avril 1961."}, []string{"traduction"}},
	{"date in digits, day first", ambiguous("1961-02-04", "04/02/1961"), []string{"porte « 04/02/1961 ». Il ne s’agit pas du 2 avril 1961."}, []string{"précède"}},
	{"date in digits, months 8 and 9", ambiguous("1961-08-09", "08/09/1961"), []string{"porte « 08/09/1961 » : le mois y précède le jour. Il ne s’agit pas du 8 septembre 1961."}, nil},
	{"date in digits with dots", ambiguous("1961-02-04", "2.4.1961"), []string{"« 2.4.1961 » : le mois y précède le jour"}, nil},
	{"date in digits that can be read in one way", ambiguous("1961-02-24", "02/24/1961"), nil, []string{"née le", "précède"}},
	{"date in letters", ambiguous("1961-02-04", "February 4, 1961"), nil, []string{"née le", "précède"}},
	{"date, year first", ambiguous("1961-02-04", "1961-02-04"), nil, []string{"née le"}},
	{"date of a man", append(ambiguous("1961-02-04", "02/04/1961"), `sex = "F"`, `sex = "M"`), []string{"Je suis né le 4 février"}, []string{"née"}},
	{"date, sex not given", append(ambiguous("1961-02-04", "02/04/1961"), "sex = \"F\"\n", ""), []string{"Je suis né(e) le 4 février"}, nil},
	{"date in letters in the profile, in digits on the certificate", append(ambiguous("1961-02-04", "02/04/1961"), "town = ", "date_as_written = \"February 4, 1961\"\ntown = "), []string{"porte « 02/04/1961 » : le mois"}, []string{"February"}},
	{"date, translation enclosed", append(ambiguous("1961-02-04", "02/04/1961"), "shows_parents = true", "shows_parents = true\ntranslation.file = \"y.pdf\""), []string{"Il ne s’agit pas du 2 avril 1961 ; la traduction de l’acte est jointe."}, nil},
	{"date, town not given", append(ambiguous("1961-02-04", "02/04/1961"), "town = \"Montréal\"\n", ""), []string{"soixante et un) à (Canada)."}, nil},

	{"born in France", []string{`country = "Canada"
[contact]`, `country = "France"
[contact]`}, []string{"Née en France, j’ai sans doute déjà un numéro de sécurité sociale : je vous remercie de le rechercher"}, nil},
	{"born in France, a man", []string{`sex = "F"`, `sex = "M"`, `country = "Canada"
[contact]`, `country = "France"
[contact]`}, []string{"Né en France"}, nil},
	{"born in France, number given", []string{`arrived = `, "nir = \"2 80 05 99 401 123 05\"\narrived = ", `country = "Canada"
[contact]`, `country = "France"
[contact]`}, []string{"N° de sécurité sociale 2 80 05 99 401 123 05"}, []string{"née en France", "Née en France"}},
	{"temporary number", []string{`arrived = `, "nir = \"7 80 05 99 401 123 05\"\narrived = "}, []string{"N° provisoire 7 80"}, []string{"N° de sécurité sociale"}},
	{"CAF number", []string{"", "[caf]\nnumber = \"1234567\""}, []string{"N° d’allocataire 1234567"}, nil},

	{"certificate of a member state", []string{birthPaper, "country = \"Germany\"\nlanguage = \"German\"\n"},
		[]string{"Mon acte de naissance a été délivré par les autorités d’un État de l’Espace économique européen ou de la Suisse (Allemagne) et n’a pas à être traduit (article R. 114-7"}, []string{"multilingue"}},
	{"EU form", []string{birthPaper, "country = \"Germany\"\nlanguage = \"German\"\nformat = \"EU form\"\n"}, []string{"formulaire multilingue (règlement (UE) 2016/1191) et se lit sans traduction."}, []string{"convention de Vienne", "Espace économique"}},
	{"plurilingual extract", []string{birthPaper, "country = \"Turkey\"\nlanguage = \"Turkish\"\nformat = \"plurilingual extract\"\n"}, []string{"(convention de Vienne du 8 septembre 1976)"}, []string{"2016/1191"}},
	{"certificate in French", nil, nil, []string{"n’a pas à être traduit", "sans traduction"}},
	{"certificate that needs a translation", []string{birthPaper, "country = \"Japan\"\nlanguage = \"Japanese\"\n"}, nil, []string{"n’a pas à être traduit"}},

	{"British account", []string{"FR76 3000 6000 0112 3456 7890 189", "GB29 NWBK 6016 1331 9268 19"}, []string{"tenu hors de France, dans la zone SEPA"}, []string{"260/2012"}},
	{"foreign SEPA account", []string{"FR76 3000 6000 0112 3456 7890 189", "DE89 3704 0044 0532 0130 00"}, []string{"tenu hors de France, dans la zone SEPA", "n° 260/2012"}, nil},
	{"account outside SEPA", []string{"FR76 3000 6000 0112 3456 7890 189", "TR33 0006 1005 1978 6457 8413 26"}, nil, []string{"SEPA"}},
	{"foreign account, wrong digit", []string{"FR76 3000 6000 0112 3456 7890 189", "DE89 3704 0044 0532 0130 01"}, nil, []string{"SEPA"}},

	{"one child", []string{"", "[[child]]\nbirth = \"Roy\"\nfirst = [\"Joe\"]\ndate = 2015-09-30\n[[document]]\nkind = \"S3705\"\nfile = \"s3705.pdf\""}, []string{"le rattachement de mon enfant, Joe Roy, par le formulaire S3705 joint."}, []string{"mes enfants"}},
	{"one child, form missing", []string{"", "[[child]]\nbirth = \"Roy\"\nfirst = [\"Joe\"]\ndate = 2015-09-30"}, []string{"le rattachement de mon enfant, Joe Roy."}, []string{"S3705"}},
	{"three children, one of age", []string{"", "[[child]]\nbirth = \"Roy\"\nfirst = [\"Joe\", \"Max\"]\ndate = 2015-09-30\n[[child]]\nbirth = \"Roy\"\nfirst = [\"Ève\"]\ndate = 2008-11-22\n[[child]]\nbirth = \"Roy\"\nfirst = [\"Léa\"]\ndate = 2008-11-23"},
		[]string{"le rattachement de mes enfants mineurs, Joe Max Roy et Léa Roy."}, []string{"Ève"}},
	{"children without a date", []string{"", "[[child]]\nfirst = [\"A\"]\n[[child]]\nfirst = [\"B\"]\n[[child]]\nfirst = [\"C\"]"}, []string{"mineurs, A, B et C."}, nil},

	{"fund whose address is not known", []string{`postal_code = "37000"`, `postal_code = "00000"`, `"Tours"
from`, `"Nulle-Part"
from`}, []string{"Caisse primaire d’assurance maladie", "(adresse à compléter)"}, []string{"CPAM"}},
	{"address of one's own", []string{"", "[cpam]\nname = \"CPAM de Test\"\naddress = [\"9 quai de l’Été\"]\npostal_code = \"37999\"\ncity = \"Tours Cedex 1\""}, []string{"CPAM de Test", "9 QUAI DE L ETE", "37999 TOURS CEDEX 1"}, []string{"compléter"}},
	{"no place of signature", []string{"place = \"Tours\"\n", ""}, []string{"Tours, le 22 novembre 2026"}, nil},
	{"no place and no address", []string{"place = \"Tours\"\n", "", "commune = \"Tours\"\n", ""}, []string{"le 22 novembre 2026"}, []string{", le"}},
	{"no day of signature", []string{"date = 2026-11-22\n", ""}, []string{"Tours, le 22 novembre 2026"}, nil},
}

func TestLetter(t *testing.T) {
	for _, c := range letterCases {
		t.Run(c.name, func(t *testing.T) {
			l := letterOf(t, applicant(t, changed(t, c.changes...)))
			text := wordsOf(l)
			for _, s := range c.want {
				if !strings.Contains(plain(text), s) {
					t.Errorf("the letter lacks %q", s)
				}
			}
			for _, s := range c.not {
				if strings.Contains(plain(text), s) {
					t.Errorf("the letter has %q", s)
				}
			}
			wellSet(t, l)
			if t.Failed() {
				t.Log(text)
			}
		})
	}
}

func TestLettersOfPeople(t *testing.T) {
	for name, j := range people(t) {
		t.Run(name, func(t *testing.T) { wellSet(t, letterOf(t, j.Applicant)) })
	}
}

// wordsOf is all that a letter says, a line each.
func wordsOf(l typeset.Letter) string {
	lines := slices.Concat(l.Sender, l.Recipient, []string{l.PlaceDate})
	for _, r := range l.References {
		lines = append(lines, r.Label+" "+r.Text)
	}
	lines = append(lines, l.Subject, l.Opening)
	lines = append(append(lines, l.Body...), l.Closing, l.Signer, l.EnclosuresTitle)
	return strings.Join(append(lines, l.Enclosures...), "\n")
}

// faults are what a template or a missing value leaves behind.
var faults = map[string]*regexp.Regexp{
	"a value that is not there":       regexp.MustCompile(`<no value>|%!|<nil>|\{\{|\}\}|\[\]`),
	"two spaces":                      regexp.MustCompile(`[ \x{a0}\x{202f}]{2}|(?m)^ | $`),
	"a space before a stop":           regexp.MustCompile(`[ \x{a0}\x{202f}][.,)]`),
	"nothing between brackets":        regexp.MustCompile(`\(\)|«[ \x{a0}\x{202f}]*»`),
	"two stops":                       regexp.MustCompile(`\.\.|,,|,\.|;\.`),
	"an ordinary space before a sign": regexp.MustCompile(` [:;!?»]`),
	"no space before a sign":          regexp.MustCompile(`\pL[;!?»]`),
	"an ordinary space after «":       regexp.MustCompile(`«[^\x{a0}\x{202f}]`),
	"a straight apostrophe":           regexp.MustCompile(`\pL'\pL`),
}

// wellSet holds the words of a letter of ours against the rules of French setting.
func wellSet(t *testing.T, l typeset.Letter) {
	t.Helper()

	for what, fault := range faults {
		if s := fault.FindString(wordsOf(l)); s != "" {
			t.Errorf("%s: %q", what, s)
		}
	}
	if len(l.Body) < 2 || l.Subject == "" || l.Opening == "" || l.Closing == "" || l.Signer == "" {
		t.Errorf("an empty part: %+v", l)
	}
}

func TestLetterCasesMeetEverySituation(t *testing.T) {
	met := map[profile.Situation]bool{}
	for _, c := range letterCases {
		met[applicant(t, changed(t, c.changes...)).Situation] = true
	}
	for _, s := range profile.Situation("").Words() {
		if !met[profile.Situation(s)] {
			t.Errorf("no case has the situation %q", s)
		}
	}
}

func TestEveryPermitHasAName(t *testing.T) {
	words := profile.PermitKind("").Words()
	for _, w := range words {
		l := letterOf(t, applicant(t, changed(t, `"resident card"`, `"`+w+`"`)))
		if !regexp.MustCompile(`Je suis titulaire d’une? .* valable`).MatchString(plain(wordsOf(l))) {
			t.Errorf("%s is not named:\n%s", w, wordsOf(l))
		}
		wellSet(t, l)
	}
	if len(permitNames) != len(words) {
		t.Errorf("%d names for %d permits", len(permitNames), len(words))
	}
}

func TestLetterEnclosures(t *testing.T) {
	l := letterOf(t, applicant(t, sound))
	want := []string{"1. Formulaire S1106 (Cerfa n° 15763), rempli et signé", "2. Passeport", "3. Titre de séjour",
		"4. Acte de naissance avec filiation", "5. Bail", "6. Relevé d’identité bancaire (RIB)"}
	for i, line := range l.Enclosures {
		if i >= len(want) || plain(line) != want[i] {
			t.Errorf("enclosures %q, want %q", l.Enclosures, want)
			break
		}
	}
	if len(l.Enclosures) != len(want) {
		t.Errorf("enclosures %q", l.Enclosures)
	}
}

// An address too wide for the window of an envelope is said, not printed.
func TestLetterAddressTooWide(t *testing.T) {
	a := applicant(t, changed(t, "", "[cpam]\nname = \"CPAM de Test\"\naddress = [\""+strings.Repeat("quai ", 20)+"\"]\npostal_code = \"37999\"\ncity = \"Tours\""))
	j := &Job{Applicant: a, Day: today, Catalog: catalog, Read: fromScans}
	d := build(t, j)
	if _, ok := findingAt(d.Findings, "fund-block", "cpam"); !ok || !rule.Blocked(d.Findings) {
		t.Errorf("a line of 100 characters is not stopped: %v", d.Findings)
	}
	if text := strings.Join(Envelope(rule.NewCase(a, today)).Recipient, " "); strings.Contains(text, "quai") {
		t.Errorf("a line of 100 characters went into the window: %s", text)
	}
}

// A person's values stay as they were given, whatever French spacing would make of them.
func TestFrenchKeepsValues(t *testing.T) {
	a := applicant(t, changed(t, `"Tremblay"`, `"O'Brien"`, `town = "Montréal"`, `town = "St. John's: Newfoundland"`))
	text := strings.Join(letterOf(t, a).Body, "\n")
	a2 := applicant(t, changed(t, passport("L'ÉPÉE MAUDE ÉLISE et D'AUTRES JEAN")...))
	if text := strings.Join(letterOf(t, a2).Body, "\n"); !strings.Contains(text, "«\u00a0L'ÉPÉE MAUDE ÉLISE\u00a0»") {
		t.Errorf("the letter does not quote the passport:\n%s", text)
	}
	french := FrenchFor([]string{"l'eau!"}, a)
	for _, c := range []struct{ in, want string }{
		{"L'acte de O'Brien : voir", "L’acte de O'Brien\u00a0: voir"},
		{"né à St. John's: Newfoundland (l'ouest)", "né à St. John's: Newfoundland (l’ouest)"},
		{"« l'eau! » ; l'eau", "«\u00a0l'eau!\u00a0»\u202f; l’eau"},
	} {
		if got := french.Set(c.in); got != c.want {
			t.Errorf("%q is set as %q, want %q", c.in, got, c.want)
		}
	}
	if strings.Contains(text, "O’Brien") {
		t.Errorf("the letter has another apostrophe:\n%s", text)
	}
}

func TestParagraphs(t *testing.T) {
	got := FrenchFor(nil).Paragraphs("\n\nun\n  deux :\n\n \n\n\n« trois »\n")
	if want := []string{"un deux\u00a0:", "«\u00a0trois\u00a0»"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := FrenchFor(nil).Paragraphs(" \n\n "); got != nil {
		t.Errorf("got %q of nothing", got)
	}
}
