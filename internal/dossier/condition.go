package dossier

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/pdf"
	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/seal"
)

// A condition is what the dossier has otherwise than the file of an attachment.
type condition struct {
	damage  rule.Text // the same in words; empty for a whole file
	dropped []pdf.Drop
	clipped []pdf.Clip
}

// conditionOf looks at a file; a picture, which is none, has none. What the review of its pictures found is
// part of it, if there was one.
func conditionOf(s pdf.Source) condition {
	f := s.File
	if f == nil {
		return condition{}
	}
	torn := f.Torn()
	if s.Review != nil {
		torn = torn.And(s.Review.Torn)
	}
	return condition{damage: damageOf(torn, f.Pages()), dropped: f.Dropped(), clipped: f.Clipped()}
}

// mended reports a file of which other programs show something else than its pages in the dossier.
func (c condition) mended() bool { return c.damage.EN != "" || len(c.clipped) > 0 }

// Files that open and are no papers.
var (
	errPortfolio error = &pdf.Error{
		Msg: "the PDF is a portfolio: its page is a cover, and the papers are files inside it",
		Fix: "export its files as PDF from Adobe Reader, and name each as a document of its own",
	}
	errNotice error = &pdf.Error{
		Msg: "the PDF shows its pages in Adobe Reader only (XFA); in other programs a notice takes their place",
		Fix: "open it in Adobe Reader and print it to a new PDF",
	}
)

// paper opens the PDF of a piece, with its password if it has one.
func (j *Job) paper(p Piece, data []byte) (*pdf.File, error) {
	f, err := pdf.OpenWith(data, "")
	if errors.Is(err, pdf.ErrPassword) && j.Password != nil {
		if password := j.Password(p); password != "" {
			f, err = pdf.OpenWith(data, password)
		}
	}
	if err != nil {
		return nil, err
	}
	switch traits := f.Traits(); {
	case traits.Portfolio:
		return nil, errPortfolio
	case traits.DynamicXFA && f.Pages() == 1:
		return nil, errNotice
	}
	return f, nil
}

// about are the findings about the file of an attachment.
func (j *Job) about(a Attachment) []rule.Finding {
	if a.Err != nil {
		return []rule.Finding{j.Unread(a)}
	}
	var found []rule.Finding
	if a.damage.EN != "" {
		found = append(found, rule.New(j.Applicant, rule.AttachmentDamaged, a.Key(), rule.Text{EN: "%s: %s", FR: "%s : %s"},
			a.Title, a.damage))
	}
	if f, ok := j.stripped(a); ok {
		found = append(found, f)
	}
	for _, c := range a.clipped {
		msg := rule.Text{EN: "%s: on page %d the value of the field “%s” does not fit its box", FR: "%s : à la page %d, la valeur du champ « %s » ne tient pas dans sa case"}
		if c.Lost {
			msg = rule.Text{EN: "%s: on page %d the value of the field “%s” has letters that cannot be drawn, and is not there", FR: "%s : à la page %d, la valeur du champ « %s » a des lettres impossibles à dessiner et n’y est pas"}
		}
		found = append(found, rule.New(j.Applicant, rule.AttachmentClipped, a.Key(), msg, a.Title, c.Page, c.Field))
	}
	return found
}

// stripped is the finding about what is left behind of a file, if anything of it matters.
func (j *Job) stripped(a Attachment) (rule.Finding, bool) {
	var en, fr []string
	for _, d := range a.dropped {
		if !d.Harmless() {
			en, fr = append(en, string(d)), append(fr, dropInFrench[d])
		}
	}
	if len(en) == 0 {
		return rule.Finding{}, false
	}
	f := rule.New(j.Applicant, rule.AttachmentStripped, a.Key(), rule.Text{EN: "%s: its pages in the dossier are without what the file came with: %s", FR: "%s : ses pages dans le dossier n’ont plus ce que le fichier contenait : %s"},
		a.Title, rule.Text{EN: strings.Join(en, ", "), FR: strings.Join(fr, ", ")})
	switch {
	case slices.Contains(a.dropped, pdf.DropFiles):
		f.Level = rule.Warn // a paper may be among them
		f.Fix = rule.Text{EN: "open the file in a PDF viewer; if a paper is attached to it, save that and name it as a document of its own", FR: "ouvrez le fichier dans un lecteur PDF ; si une pièce y est jointe, enregistrez-la et nommez-la comme document à part"}
	case slices.Contains(a.dropped, pdf.DropSignature):
		f.Fix = rule.Text{EN: "keep the file itself: a digital signature is void on a copy, and good only there", FR: "conservez le fichier lui-même : une signature électronique ne vaut pas sur une copie, seulement là"}
	}
	return f, true
}

// dropInFrench are the words of package pdf.
var dropInFrench = map[pdf.Drop]string{
	pdf.DropScript: "scripts", pdf.DropAction: "actions", pdf.DropFiles: "fichiers joints", pdf.DropPortfolio: "porte-documents", pdf.DropXFA: "XFA",
	pdf.DropMedia: "multimédia", pdf.DropSignature: "signature électronique", pdf.DropLayers: "calques masqués", pdf.DropForm: "champs de formulaire",
	pdf.DropNotes: "notes", pdf.DropMetadata: "métadonnées",
}

// damageOf is what of a file with so many pages is lost, in both languages.
func damageOf(t pdf.Torn, pages int) rule.Text {
	if t.Whole() {
		return rule.Text{}
	}
	return rule.Text{EN: t.Says(pages), FR: damageInFrench(t, pages)}
}

// damageInFrench is what is lost of a file with so many pages.
func damageInFrench(t pdf.Torn, pages int) string {
	var lost []string
	if t.Unlisted {
		lost = append(lost, "la liste de ses pages est perdue, "+counted(pages, "page retrouvée", "pages retrouvées"))
	}
	if t.Missing > 0 {
		lost = append(lost, fmt.Sprintf("%d de ses %d pages illisible(s)", t.Missing, pages+t.Missing))
	}
	if len(t.Pages) > 0 {
		var list []string
		for _, p := range t.Pages[:min(len(t.Pages), 8)] {
			list = append(list, strconv.Itoa(p))
		}
		if len(list) < len(t.Pages) {
			list = append(list, "…")
		}
		lost = append(lost, "page(s) incomplète(s) : "+strings.Join(list, ", "))
	}
	return "le PDF est endommagé : " + strings.Join(lost, " ; ")
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// unlocking is the way out for a file that asks for a password: the variable that the profile names, or a
// file without one. What the key says stays unsaid: some write the password itself there.
func unlocking(p Piece, named bool) rule.Text {
	key := profile.Key("document", p.Doc, "password_env")
	if p.Translation {
		key = profile.Key("document", p.Doc, "translation", "password_env")
	}
	if named {
		return rule.Text{
			EN: "give the password of the file in the variable that %s names, which is not set or does not open it; or open the file with its password and print it to a new PDF",
			FR: "donnez le mot de passe du fichier dans la variable que %s nomme, qui n’est pas définie ou ne l’ouvre pas ; ou ouvrez le fichier avec son mot de passe et imprimez-le en un nouveau PDF",
		}.With(key)
	}
	return rule.Text{
		EN: "name an environment variable in %s and give the password in that variable; or open the file with its password and print it to a new PDF",
		FR: "nommez une variable d’environnement dans %s et donnez le mot de passe dans cette variable ; ou ouvrez le fichier avec son mot de passe et imprimez-le en un nouveau PDF",
	}.With(key)
}

// inFrench are the reasons for which files are refused, in both languages; one without a French wording
// stands as it is.
func inFrench(reason string) rule.Text { return rule.Text{EN: reason, FR: french(reason)} }

// wayOut is a hint in both languages; otherwise is the French one where it has no wording.
func wayOut(hint string, otherwise rule.Text) rule.Text {
	if fr := french(hint); fr != hint {
		return rule.Text{EN: hint, FR: fr}
	}
	return rule.Text{EN: hint, FR: otherwise.FR}
}

// InFrench is what is wrong with a file, or the way out, in French; ok is false of other words.
func InFrench(s string) (fr string, ok bool) {
	fr = french(s)
	return fr, fr != s
}

func french(s string) string {
	if fr, ok := refusals[s]; ok {
		return fr
	}
	for _, b := range built {
		parts := b.en.FindStringSubmatch(s)
		if parts == nil {
			continue
		}
		var args []any
		for _, part := range parts[1:] {
			if kind, ok := kinds[part]; ok {
				part = kind
			}
			args = append(args, part)
		}
		return fmt.Sprintf(b.fr, args...)
	}
	return s
}

// built are the words about files that are made of parts: the kind of a file, or numbers.
var built = []struct {
	en *regexp.Regexp
	fr string
}{
	{regexp.MustCompile(`^this is (.+), and only PDF, JPEG, PNG, TIFF, WebP and HEIC can be read$`), "c’est %s, et seuls PDF, JPEG, PNG, TIFF, WebP et HEIC peuvent être lus"},
	{regexp.MustCompile(`^this is an unusual kind of (\w+) picture that cannot be read$`), "c’est une image %s d’un genre inhabituel, qui ne peut pas être lue"},
	{regexp.MustCompile(`^the (\w+) picture is cut short: its end is missing$`), "l’image %s est tronquée : il manque sa fin"},
	{regexp.MustCompile(`^the (\w+) picture is damaged and cannot be shown whole$`), "l’image %s est endommagée et ne peut pas être montrée en entier"},
	{regexp.MustCompile(`^the picture is (\d+) x (\d+) pixels, more than the (\d+) million allowed$`), "l’image fait %s × %s pixels, plus que les %s millions permis"},
	{regexp.MustCompile(`^the picture takes (\d+) MB, more than the (\d+) MB allowed$`), "l’image pèse %s Mo, plus que les %s Mo permis"},
	{regexp.MustCompile(`^the TIFF picture is cut short: pages that can be read: (\d+), of a number that is not known$`), "l’image TIFF est tronquée : pages lisibles : %s, sur un nombre inconnu"},
	{regexp.MustCompile(`^a part of the TIFF picture is damaged: (\d+) of its (\d+) pages can be read whole$`), "une partie de l’image TIFF est endommagée : %s de ses %s pages lisible(s) en entier"},
	{regexp.MustCompile(`^the TIFF picture has more than the (\d+) pages allowed$`), "l’image TIFF compte plus que les %s pages permises"},
	{regexp.MustCompile(`^the PDF has more than (\d+) pages$`), "le PDF compte plus de %s pages"},
}

// kinds are the names that package picture has for files that are no pictures.
var kinds = map[string]string{
	"a raw photograph":                              "une photo brute (RAW)",
	"a BigTIFF picture":                             "une image BigTIFF",
	"an AVIF picture":                               "une image AVIF",
	"a GIF picture":                                 "une image GIF",
	"a BMP picture":                                 "une image BMP",
	"a JPEG 2000 picture":                           "une image JPEG 2000",
	"a JPEG XL picture":                             "une image JPEG XL",
	"a video":                                       "une vidéo",
	"a video, perhaps that of a Live Photo":         "une vidéo, peut-être celle d’une Live Photo",
	"a sound recording":                             "un enregistrement sonore",
	"a Photoshop document":                          "un document Photoshop",
	"a DjVu document":                               "un document DjVu",
	"a PostScript document":                         "un document PostScript",
	"a PDF file":                                    "un fichier PDF",
	"a Word document":                               "un document Word",
	"a Word document or another office file":        "un document Word ou un autre fichier de bureautique",
	"a text document (RTF)":                         "un document de texte (RTF)",
	"an Excel workbook":                             "un classeur Excel",
	"a PowerPoint presentation":                     "un diaporama PowerPoint",
	"an OpenDocument text":                          "un texte OpenDocument",
	"an OpenDocument spreadsheet":                   "un tableur OpenDocument",
	"an OpenDocument file":                          "un fichier OpenDocument",
	"an electronic book":                            "un livre électronique",
	"an Apple document (Numbers or Pages)":          "un document Apple (Numbers ou Pages)",
	"an Apple document (Pages, Numbers or Keynote)": "un document Apple (Pages, Numbers ou Keynote)",
	"an XPS document":                               "un document XPS",
	"a zip archive":                                 "une archive zip",
	"an empty zip archive":                          "une archive zip vide",
	"a RAR archive":                                 "une archive RAR",
	"a 7z archive":                                  "une archive 7z",
	"a gzip archive":                                "une archive gzip",
	"a bzip2 archive":                               "une archive bzip2",
	"an xz archive":                                 "une archive xz",
	"a tar archive":                                 "une archive tar",
	"a settings file of an Apple computer":          "un fichier de réglages d’un ordinateur Apple",
	"a shortcut, not the file itself":               "un raccourci, non le fichier lui-même",
	"a shortcut to a page of the web":               "un raccourci vers une page web",
	"a page of the web (HTML)":                      "une page web (HTML)",
	"an SVG drawing":                                "un dessin SVG",
	"plain text":                                    "du texte brut",
}

// refusals are the words of packages pdf and picture, and of this one, about files that are no papers.
var refusals = map[string]string{
	"the PDF is locked with a password":                                                 "le PDF est protégé par un mot de passe",
	"the PDF is locked, and the password given does not open it":                        "le PDF est protégé, et le mot de passe donné ne l’ouvre pas",
	"the PDF is locked for the owner of a certificate":                                  "le PDF est réservé au titulaire d’un certificat",
	"open it where the certificate is and print it to a new PDF":                        "ouvrez-le là où se trouve le certificat et imprimez-le en un nouveau PDF",
	"the PDF has no page":                                                               "le PDF n’a aucune page",
	"the PDF is damaged or cut off: parts of its pages are missing":                     "le PDF est endommagé ou tronqué : il manque des parties de ses pages",
	"the PDF is damaged and cannot be read":                                             "le PDF est endommagé et illisible",
	"download or scan it again":                                                         "téléchargez-le ou numérisez-le de nouveau",
	"the PDF is larger inside than can be read safely":                                  "le PDF est plus gros à l’intérieur qu’il n’est prudent d’en lire",
	"print it to a new PDF, or split it":                                                "imprimez-le en un nouveau PDF, ou divisez-le",
	"this is an e-mail message with the PDF inside":                                     "c’est un courriel qui contient le PDF",
	"save the attachment out of it in the mail program, as a file of its own":           "enregistrez la pièce jointe depuis la messagerie, comme fichier à part",
	"this is an e-mail message, not a paper":                                            "c’est un courriel, non une pièce",
	"the file is empty":                                                                 "le fichier est vide",
	errPortfolio.Error():                                                                "le PDF est un porte-documents : sa page est une couverture, les pièces sont des fichiers à l’intérieur",
	"export its files as PDF from Adobe Reader, and name each as a document of its own": "exportez ses fichiers en PDF depuis Adobe Reader et nommez chacun comme document à part",
	errNotice.Error():                                                                   "le PDF ne montre ses pages que dans Adobe Reader (XFA) ; ailleurs, un avis les remplace",
	"open it in Adobe Reader and print it to a new PDF":                                 "ouvrez-le dans Adobe Reader et imprimez-le en un nouveau PDF",
	"split it": "divisez-le",
	// Those of package picture; what is made of parts is in built.
	"the picture is empty: it has no bytes":                                                                        "l’image est vide : elle n’a pas un octet",
	"this is no file that can be read: PDF, JPEG, PNG, TIFF, WebP and HEIC can":                                    "ce n’est pas un fichier qui peut être lu : PDF, JPEG, PNG, TIFF, WebP et HEIC le peuvent",
	"a part of the TIFF picture is damaged and cannot be read":                                                     "une partie de l’image TIFF est endommagée et ne peut pas être lue",
	"the pages of the TIFF picture have more pixels than the 300 million allowed, 1200 million in black and white": "les pages de l’image TIFF ont plus de pixels que les 300 millions permis, 1200 millions en noir et blanc",
	"photograph or scan the page again, as PDF or JPEG":                                                            "photographiez ou numérisez la page de nouveau, en PDF ou en JPEG",
	"copy the file again, or photograph or scan the page again, as PDF or JPEG":                                    "copiez le fichier de nouveau, ou photographiez ou numérisez la page de nouveau, en PDF ou en JPEG",
	"copy the whole file again, or photograph or scan the page again, as PDF or JPEG":                              "copiez le fichier entier de nouveau, ou photographiez ou numérisez la page de nouveau, en PDF ou en JPEG",
	"open it in a picture program and save it as an ordinary JPEG":                                                 "ouvrez-la dans un logiciel d’images et enregistrez-la en JPEG ordinaire",
	"scan the page again at 300 dots per inch":                                                                     "numérisez la page de nouveau à 300 points par pouce",
	"scan the page again at 300 dots per inch, as JPEG":                                                            "numérisez la page de nouveau à 300 points par pouce, en JPEG",
	"scan the pages again at 300 dots per inch":                                                                    "numérisez les pages de nouveau à 300 points par pouce",
	"scan the pages in parts, each a file of its own":                                                              "numérisez les pages par parties, chacune dans un fichier à part",
	"export it as JPEG":                                 "exportez-la en JPEG",
	"give the photograph itself: export it as JPEG":     "donnez la photo elle-même : exportez-la en JPEG",
	"save or print it as PDF":                           "enregistrez-le ou imprimez-le en PDF",
	"take the pages out of it and give them one by one": "sortez-en les pages et donnez-les une par une",
	"open it and choose File > Export To > PDF":         "ouvrez-le et choisissez Fichier > Exporter vers > PDF",
	"give it as a PDF document, not as a picture":       "donnez-le comme document PDF, non comme image",
	"copy the file that the shortcut leads to":          "copiez le fichier auquel mène le raccourci",
	"open the page and print it as PDF":                 "ouvrez la page et imprimez-la en PDF",
	"open it in a browser and print it as PDF":          "ouvrez-la dans un navigateur et imprimez-la en PDF",
	// Those of the command, which reads the files, and of this package, which reads them again.
	"there is no such file":                                          "ce fichier n’existe pas",
	"check the name":                                                 "vérifiez le nom",
	"the file is not a PDF":                                          "le fichier n’est pas un PDF",
	"save or print it as a PDF first":                                "enregistrez-le ou imprimez-le d’abord en PDF",
	"open it with its password and print it to a new PDF":            "ouvrez-le avec son mot de passe et imprimez-le en un nouveau PDF",
	"the file was changed while the dossier was made":                "le fichier a été modifié pendant que le dossier était fait",
	"leave it as it is until the dossier is made, and make it again": "laissez-le tel quel jusqu’à ce que le dossier soit fait, et refaites celui-ci",
	"the file may not be read":                                       "le fichier ne peut pas être lu",
	"check its permissions and those of its folder":                  "vérifiez ses droits d’accès et ceux de son dossier",
	"this is a folder, not a file":                                   "c’est un dossier, non un fichier",
	"name a file in it":                                              "nommez un fichier de ce dossier",
	"this is not a regular file":                                     "ce n’est pas un fichier ordinaire",
	"save it as a file, and name that":                               "enregistrez-le comme fichier, et nommez celui-ci",
	"the file is larger than 512 MB":                                 "le fichier dépasse 512 Mo",
	"scan it again in a lower resolution":                            "numérisez-le de nouveau avec une résolution plus basse",
	"the file has more bytes than it is said to have":                "le fichier compte plus d’octets qu’il n’en annonce",
	"wait until it is whole, or save it elsewhere and name that":     "attendez qu’il soit complet, ou enregistrez-le ailleurs et nommez cette copie",
	seal.ErrNoIdentity.Error():                                       "le fichier est chiffré avec age, et aucune identité n’est donnée",
	seal.ErrNoIdentity.Hint():                                        "donnez le fichier qui contient la clé secrète : --identity key.txt",
	seal.ErrIdentity.Error():                                         "le fichier est chiffré avec age, pour d’autres que les identités données",
	seal.ErrIdentity.Hint():                                          "donnez l’identité de l’un de ceux pour qui il a été chiffré : --identity key.txt",
	seal.ErrPassphrase.Error():                                       "le fichier est chiffré avec une phrase de passe, et non pour un destinataire",
	seal.ErrPassphrase.Hint():                                        "déchiffrez-le avec age -d, puis chiffrez-le pour un destinataire : age -r age1… -o FICHIER.age FICHIER",
	seal.ErrDamaged.Error():                                          "le fichier chiffré est endommagé, ou n’est pas entier",
	seal.ErrDamaged.Hint():                                           "reprenez-le d’une copie entière ; rien n’en a été utilisé",
}
