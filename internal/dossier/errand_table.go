package dossier

import "dossier/internal/rule"

// An errandRow is what an applicant is asked to do about a finding, said to somebody who has no profile before
// them: the fix of the rule speaks to whoever writes it. Doubt is for what cannot be told.
type errandRow struct{ fix, doubt rule.Text }

// copyOf is what is asked where a paper is missing and nothing more needs to be said of it.
var copyOf = errandRow{fix: rule.Text{EN: "send us a copy or a scan, all pages and both sides", FR: "envoyez-nous une copie ou un scan, toutes les pages, recto et verso"}}

// errandRows are the rules about which the applicant can do something: papers they have to send, facts that only
// they know, steps that only they can take. All others are for whoever prepares the file (see ofFirm).
var errandRows = map[string]errandRow{
	// Who they are.
	"identity-incomplete": {fix: rule.Text{EN: "tell us what is missing, as your papers have it", FR: "dites-nous ce qui manque, tel que vos papiers l’indiquent"}},
	"contact-missing":     {fix: rule.Text{EN: "tell us a telephone number or an e-mail address at which the fund can reach you", FR: "donnez-nous un numéro de téléphone ou une adresse e-mail où la caisse peut vous joindre"}},
	"contact-format":      {fix: rule.Text{EN: "tell us your number again: 10 digits if it is French, else with + and the code of the country; an e-mail address as name@domain", FR: "redonnez-nous votre numéro : 10 chiffres s’il est français, sinon avec + et l’indicatif du pays ; une adresse e-mail sous la forme nom@domaine"}},
	"date-ambiguous":      {fix: rule.Text{EN: "send us a sworn translation, which has the month in letters", FR: "envoyez-nous une traduction assermentée, qui donne le mois en lettres"}},
	"usage-name":          {doubt: rule.Text{EN: "tell us where this name comes from: a marriage, or both names of your parents", FR: "dites-nous d’où vient ce nom : d’un mariage, ou des deux noms de vos parents"}},
	"birth-name-differs":  {fix: rule.Text{EN: "tell us which name your birth certificate has; if it was changed by deed or judgment, send us that paper", FR: "dites-nous quel nom porte votre acte de naissance ; s’il a été changé par acte ou jugement, envoyez-nous cette pièce"}},
	"name-differs":        {fix: rule.Text{EN: "tell us which name is right, or send us the paper that ties the two: marriage certificate, judgment, deed", FR: "dites-nous quel nom est le bon, ou envoyez-nous la pièce qui relie les deux : acte de mariage, jugement, acte"}},
	"nir":                 {fix: rule.Text{EN: "send us the letter or attestation that shows the number", FR: "envoyez-nous le courrier ou l’attestation où figure le numéro"}},

	// Their stay.
	"arrival-missing":       {fix: rule.Text{EN: "tell us the first day of your present stay in France", FR: "dites-nous le premier jour de votre séjour actuel en France"}},
	"family-not-insured":    {doubt: rule.Text{EN: "tell us whether the family member you join is insured in France, and send us their attestation de droits if so: it decides whether the three months must pass first", FR: "dites-nous si le membre de la famille que vous rejoignez est assuré en France et, si oui, envoyez-nous son attestation de droits : cela décide si les trois mois s’appliquent"}},
	"identity-paper":        {fix: rule.Text{EN: "send us a copy of your passport (pages with identity and stamps), of your identity card, or of your residence permit or its receipt", FR: "envoyez-nous une copie de votre passeport (pages d’identité et tampons), de votre carte d’identité, ou de votre titre de séjour ou de son récépissé"}},
	"identity-expired":      {fix: rule.Text{EN: "renew it, or send us another identity document that is valid", FR: "renouvelez-la, ou envoyez-nous une autre pièce d’identité en cours de validité"}},
	"permit-missing":        {fix: rule.Text{EN: "send us a copy of your visa or residence permit, both sides", FR: "envoyez-nous une copie de votre visa ou titre de séjour, recto et verso"}},
	"permit-paper":          {fix: rule.Text{EN: "send us a copy of your visa or residence permit, both sides", FR: "envoyez-nous une copie de votre visa ou titre de séjour, recto et verso"}},
	"permit-kind":           {fix: rule.Text{EN: "ask the préfecture which permit you can have, and tell us its answer: this one does not open cover", FR: "demandez à la préfecture quel titre vous pouvez obtenir, et dites-nous sa réponse : celui-ci n’ouvre pas de droits"}},
	"visa-validation":       {fix: rule.Text{EN: "validate the visa on line, and send us the confirmation", FR: "validez le visa en ligne, et envoyez-nous la confirmation"}},
	"visa-validation-paper": {fix: rule.Text{EN: "send us the confirmation received when the visa was validated", FR: "envoyez-nous la confirmation reçue lors de la validation du visa"}},
	"permit-expired":        {fix: rule.Text{EN: "send us the receipt of its renewal; without one, the new permit once you have it", FR: "envoyez-nous le récépissé de renouvellement ; à défaut, le nouveau titre dès que vous l’avez"}, doubt: rule.Text{EN: "tell us until when it is valid, as printed on it, or send us the new one", FR: "dites-nous jusqu’à quand il est valable, comme imprimé dessus, ou envoyez-nous le nouveau"}},

	// Their residence.
	"residence-proofs": {fix: rule.Text{EN: "send us that paper, or any other that shows that you lived in France on these days", FR: "envoyez-nous cette pièce, ou toute autre qui montre que vous viviez en France ces jours-là"}, doubt: rule.Text{EN: "tell us from which day to which it is, or send us a copy on which that can be read", FR: "dites-nous de quel jour à quel jour, ou envoyez-nous une copie où cela se lit"}},
	"residence-proof":  {fix: rule.Text{EN: "send us a lease, rent receipts, bills, or the statement of the person who houses you, for the last three months", FR: "envoyez-nous un bail, des quittances, des factures ou l’attestation de la personne qui vous héberge, pour les trois derniers mois"}},
	"residence-holder": {fix: rule.Text{EN: "send us what ties it to you: the marriage or PACS certificate if it is your spouse’s or partner’s, else that person’s signed statement that they house you, and their identity document", FR: "envoyez-nous ce qui la relie à vous : l’acte de mariage ou l’attestation de PACS si elle est au nom de votre conjoint ou partenaire, sinon l’attestation signée par laquelle cette personne dit vous héberger, et sa pièce d’identité"}},
	"proof-language":   {fix: rule.Text{EN: "send us a translation into French", FR: "envoyez-nous une traduction en français"}},
	"host-statement":   {fix: rule.Text{EN: "ask the person who houses you for a signed statement with the day since when you live there", FR: "demandez à la personne qui vous héberge une attestation signée, avec le jour depuis lequel vous vivez chez elle"}},
	"host-identity":    {fix: rule.Text{EN: "ask the person who houses you for a copy of their identity card, passport or residence permit", FR: "demandez à la personne qui vous héberge une copie de sa carte d’identité, de son passeport ou de son titre de séjour"}},
	"host-address":     {fix: rule.Text{EN: "ask the person who houses you for rent receipts or energy bills of the three months, in their name", FR: "demandez à la personne qui vous héberge des quittances ou des factures d’énergie des trois mois, à son nom"}},
	"domiciliation":    {fix: rule.Text{EN: "send us the organisation’s certificate, covering more than three months", FR: "envoyez-nous l’attestation de l’organisme, couvrant plus de trois mois"}},

	"address-incomplete": {fix: rule.Text{EN: "tell us your whole address", FR: "donnez-nous votre adresse complète"}},
	"address-current":    {fix: rule.Text{EN: "tell us where you live now, and since when", FR: "dites-nous où vous vivez maintenant, et depuis quand"}, doubt: rule.Text{EN: "tell us which home you have left, and on what day", FR: "dites-nous quel logement vous avez quitté, et quel jour"}},

	// Their situation.
	"student":          {fix: rule.Text{EN: "register on etudiant-etranger.ameli.fr, and tell us when it is done", FR: "inscrivez-vous sur etudiant-etranger.ameli.fr, et dites-nous quand c’est fait"}},
	"student-doctoral": {fix: rule.Text{EN: "send us your contract or first payslip, the certificate of enrolment and a RIB in your own name", FR: "envoyez-nous votre contrat ou premier bulletin de paie, le certificat de scolarité et un RIB à votre nom"}, doubt: rule.Text{EN: "tell us whether you are preparing a doctorate", FR: "dites-nous si vous préparez un doctorat"}},
	"s1-holder":        {doubt: rule.Text{EN: "ask the body that pays your pension whether it gives you an S1 form, and tell us its answer", FR: "demandez à l’organisme qui verse votre pension s’il vous délivre un formulaire S1, et dites-nous sa réponse"}},
	"eu-inactive":      {fix: rule.Text{EN: "ask the health fund of your former country for a statement that no S1 is due, and send it to us", FR: "demandez à la caisse de votre ancien pays une attestation qu’aucun S1 n’est dû, et envoyez-la-nous"}},
	"eu-resources":     {fix: rule.Text{EN: "send us a proof of income or savings", FR: "envoyez-nous un justificatif de revenus ou d’épargne"}},
	"cover-open":       {fix: rule.Text{EN: "be ready to prove that your former cover has ended; before you end it, see that you are insured until the attestation de droits arrives", FR: "préparez-vous à prouver que votre ancienne couverture a pris fin ; avant d’y mettre fin, veillez à être assuré jusqu’à l’attestation de droits"}},
	"spouse-cover":     {fix: rule.Text{EN: "send us your spouse’s attestation de droits", FR: "envoyez-nous l’attestation de droits de votre conjoint"}},
	"family-tie":       {fix: rule.Text{EN: "send us the marriage certificate, the PACS certificate or a proof that you live together", FR: "envoyez-nous l’acte de mariage, l’attestation de PACS ou une preuve de vie commune"}},
	"exemption-proof":  {fix: rule.Text{EN: "send us the certificate of the volontariat international, or of the establishment or service of child welfare", FR: "envoyez-nous l’attestation du volontariat international, ou de l’établissement ou service de l’aide à l’enfance"}},
	"work-contract":    {fix: rule.Text{EN: "send us your work contract or a payslip", FR: "envoyez-nous votre contrat de travail ou un bulletin de paie"}},
	"business":         {fix: rule.Text{EN: "send us the proof that your activity is registered", FR: "envoyez-nous le justificatif d’immatriculation de votre activité"}},
	"appointment":      {fix: rule.Text{EN: "send us the stamped arrêté de nomination", FR: "envoyez-nous l’arrêté de nomination tamponné"}},
	"refugee":          {fix: rule.Text{EN: "send us the decision, or the permit that states the protection", FR: "envoyez-nous la décision, ou le titre de séjour qui mentionne la protection"}},
	"asylum":           {fix: rule.Text{EN: "send us the attestation de demande d’asile", FR: "envoyez-nous l’attestation de demande d’asile"}},
	"job-seeker":       {fix: rule.Text{EN: "send us your France Travail registration", FR: "envoyez-nous votre avis d’inscription à France Travail"}},

	// Their children.
	"child-form":     {fix: rule.Text{EN: "download form S3705 from ameli.fr, fill it in and send it to us", FR: "téléchargez le formulaire S3705 sur ameli.fr, remplissez-le et envoyez-le-nous"}},
	"child-birth":    {fix: rule.Text{EN: "send us the birth certificate of each child, with the parents, and with a translation if it needs one", FR: "envoyez-nous l’acte de naissance de chaque enfant, avec filiation, et sa traduction s’il en faut une"}},
	"child-identity": {fix: rule.Text{EN: "send us a copy of the passport or identity card of each child", FR: "envoyez-nous une copie du passeport ou de la carte d’identité de chaque enfant"}},

	// Civil status.
	"birth-certificate":        {fix: rule.Text{EN: "send us a full copy, or an extract that names your parents; without it the fund gives a temporary number and three months to send one", FR: "envoyez-nous une copie intégrale, ou un extrait avec filiation ; sans lui, la caisse donne un numéro d’attente et trois mois pour l’envoyer"}},
	"birth-certificate-asylum": {fix: rule.Text{EN: "send it to us if you have it; if it cannot be had, tell us why", FR: "envoyez-le-nous si vous l’avez ; s’il est impossible à obtenir, dites-nous pourquoi"}},
	"birth-parents":            {fix: rule.Text{EN: "order the long form, which names both parents, and send it to us; if the record itself has one only, tell us", FR: "demandez la copie intégrale, qui nomme les deux parents, et envoyez-la-nous ; si l’acte lui-même n’en nomme qu’un, dites-le-nous"}},
	"marriage-certificate":     {fix: rule.Text{EN: "send it to us now, with its translation: asked for later, it costs weeks", FR: "envoyez-le-nous dès maintenant, avec sa traduction : réclamé plus tard, il coûte des semaines"}},
	"translation-required":     {fix: rule.Text{EN: "have it translated by an expert of a French court of appeal, or by the consulate, and send us the translation", FR: "faites-le traduire par un expert près une cour d’appel ou par le consulat, et envoyez-nous la traduction"}},
	"translation-recommended":  {fix: rule.Text{EN: "send us a sworn translation, or expect a letter of the fund that asks for it", FR: "envoyez-nous une traduction assermentée, ou attendez-vous à un courrier de la caisse qui la demande"}},
	"translator":               {fix: rule.Text{EN: "have it translated by an expert of a French court of appeal, or by the consulate, and send us the translation", FR: "faites-le traduire par un expert près une cour d’appel ou par le consulat, et envoyez-nous la traduction"}, doubt: rule.Text{EN: "tell us who has translated it: a translator sworn in France, a consulate, or somebody abroad", FR: "dites-nous qui l’a traduit : un traducteur assermenté en France, un consulat, ou quelqu’un à l’étranger"}},
	"originals":                {fix: rule.Text{EN: "send us a copy, and keep the original", FR: "envoyez-nous une copie, et gardez l’original"}},
	"document-file":            copyOf,
	"civil-status-due":         {fix: rule.Text{EN: "send us the paper that the fund has asked for now: after a formal notice reimbursements are suspended", FR: "envoyez-nous maintenant la pièce réclamée par la caisse : après une mise en demeure, les remboursements sont suspendus"}},

	// Their bank.
	"rib":            {fix: rule.Text{EN: "send us a RIB in your own name", FR: "envoyez-nous un RIB à votre nom"}},
	"iban":           {fix: rule.Text{EN: "send us the RIB that your bank gives you", FR: "envoyez-nous le RIB que votre banque vous donne"}, doubt: rule.Text{EN: "send us the RIB that your bank gives you", FR: "envoyez-nous le RIB que votre banque vous donne"}},
	"iban-not-sepa":  {fix: rule.Text{EN: "open an account in France or in the SEPA area, and send us its RIB; you may apply without one meanwhile", FR: "ouvrez un compte en France ou dans la zone SEPA, et envoyez-nous son RIB ; la demande peut partir sans RIB en attendant"}, doubt: rule.Text{EN: "ask the bank whether the account can receive SEPA credit transfers, and tell us its answer", FR: "demandez à la banque si le compte peut recevoir des virements SEPA, et dites-nous sa réponse"}},
	"rib-holder":     {fix: rule.Text{EN: "send us the RIB of an account in your own name, or of a joint one that shows both names; the application may go meanwhile", FR: "envoyez-nous le RIB d’un compte à votre nom, ou d’un compte joint qui montre les deux noms ; la demande peut partir en attendant"}},
	"rib-joint":      {fix: rule.Text{EN: "ask the bank for a RIB with both names, and send it to us; or tell us that the account is yours alone", FR: "demandez à la banque un RIB avec les deux noms, et envoyez-le-nous ; ou dites-nous que le compte est à vous seul"}},
	"rib-screenshot": {fix: rule.Text{EN: "download the bank’s own document, a RIB or a statement of the account with holder, IBAN, BIC and bank, and send it to us", FR: "téléchargez le document de la banque, un RIB ou un relevé avec titulaire, IBAN, BIC et banque, et envoyez-le-nous"}},
	"livret":         {fix: rule.Text{EN: "send us the RIB of a current account", FR: "envoyez-nous le RIB d’un compte courant"}},

	// Files and scans.
	"attachment-missing":   {fix: rule.Text{EN: "send us this paper again: we cannot read its file", FR: "renvoyez-nous cette pièce : nous ne pouvons pas lire son fichier"}},
	rule.AttachmentDamaged: {fix: rule.Text{EN: "download or scan it again, and send it to us", FR: "téléchargez-la ou numérisez-la de nouveau, et envoyez-la-nous"}},
	rule.AttachmentClipped: {fix: rule.Text{EN: "open the file, shorten what the field holds or print it larger, and send it to us again", FR: "ouvrez le fichier, raccourcissez ce que le champ contient ou imprimez-le plus grand, et renvoyez-le-nous"}},
	"scan-resolution":      {fix: rule.Text{EN: "scan it again at 300 dots an inch, or photograph it from nearer", FR: "numérisez-la de nouveau à 300 points par pouce, ou photographiez-la de plus près"}},
	"page-shrunk":          {fix: rule.Text{EN: "send it to us over several pages, or photograph it in parts", FR: "envoyez-la-nous sur plusieurs pages, ou photographiez-la par parties"}},
	"scan-blurred":         {fix: rule.Text{EN: "scan it again, or photograph it with a steady hand and wait until the picture is sharp", FR: "numérisez-la de nouveau, ou photographiez-la d’une main ferme après la mise au point"}},
	"scan-contrast":        {fix: rule.Text{EN: "scan it again with more contrast, or darker", FR: "numérisez-la de nouveau avec plus de contraste, ou plus foncée"}},
	"scan-dark":            {fix: rule.Text{EN: "scan it again, or photograph it by daylight without a flash", FR: "numérisez-la de nouveau, ou photographiez-la à la lumière du jour, sans flash"}},
	"scan-skewed":          {fix: rule.Text{EN: "lay it straight and scan it again", FR: "posez-la droite et numérisez-la de nouveau"}},
	"scan-cut":             {fix: rule.Text{EN: "scan it again with all four edges in the picture", FR: "numérisez-la de nouveau, avec les quatre bords dans l’image"}},
	"scan-blank":           {fix: rule.Text{EN: "send us the other side, if that was meant", FR: "envoyez-nous l’autre face, si c’est elle qui était voulue"}},
	"scan-duplicate":       {fix: rule.Text{EN: "send us the page that is missing in its place, if there is one", FR: "envoyez-nous la page qui manque à sa place, s’il y en a une"}},
}

// ofFirm are the rules that ask nothing of the applicant: whoever prepares the file compares it with the papers,
// downloads the form, waits for a day or writes to the fund. Every rule that can block or warn is here or in
// errandRows (kept by a test).
var ofFirm = []string{
	"country-unknown", "dates", "minor", "date-differs", "birth-name-married", "first-names", "name-script", "birth-place-differs",
	"signed-later", "not-yet-arrived", "three-months", "permit-expiring", "visitor", "activity-unused", "second-adult", "exemption-care", "adult-child",
	"postal-code", "postal-cedex", "address-length", "fund-outside", "fund-choice", "fund-unknown", "fund-block", "fund-address-age",
	"document-kind", "format-country", "document-language", "nir-profile", "nir-stalled", "appeal-due", "cnav-late", "iban-not-french",
	"sample-value", "corrected-value", "signing-place", "form-official", "form-edition", "form-overflow", "form-glyph", "form-hidden",
	"form-continued", "form-abbreviated", "form-lost", "letter-blank", "dossier-too-large", "scan-upside-down",
	"asked-missing", "request-same-file", "profile-not-saved", "request-reference", "request-late", "request-repeated", "request-contest",
}

// A subjectRow is what the keys under a table or of a name of the profile are about.
type subjectRow struct {
	key  string
	name rule.Text
}

var subjectRows = []subjectRow{
	{"name", rule.Text{EN: "Name", FR: "Nom"}},
	{"birth", rule.Text{EN: "Birth", FR: "Naissance"}},
	{"nationalities", rule.Text{EN: "Nationality", FR: "Nationalité"}},
	{"contact", rule.Text{EN: "Telephone and e-mail", FR: "Téléphone et e-mail"}},
	{"address", rule.Text{EN: "Address", FR: "Adresse"}},
	{"arrived", rule.Text{EN: "Arrival in France", FR: "Arrivée en France"}},
	{"permit", rule.Text{EN: "Visa or residence permit", FR: "Visa ou titre de séjour"}},
	{"spouse", rule.Text{EN: "Spouse or partner", FR: "Conjoint ou partenaire"}},
	{"family", rule.Text{EN: "Family", FR: "Famille"}},
	{"child", rule.Text{EN: "Children", FR: "Enfants"}},
	{"cover", rule.Text{EN: "Former health cover", FR: "Ancienne couverture maladie"}},
	{"bank", rule.Text{EN: "Bank account", FR: "Compte bancaire"}},
	{"nir", rule.Text{EN: "Social security number", FR: "Numéro de sécurité sociale"}},
	{"civil_status_asked", rule.Text{EN: "Civil-status paper that the fund asked for", FR: "Pièce d’état civil réclamée par la caisse"}},
	{"civil_status_notice", rule.Text{EN: "Civil-status paper that the fund asked for", FR: "Pièce d’état civil réclamée par la caisse"}},
}

// otherSubject is what a finding is about that is of no paper and of none of these.
var otherSubject = rule.Text{EN: "Situation", FR: "Situation"}
