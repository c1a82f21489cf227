package profile

// A Kind is what a document is, in the words of the profile.
type Kind string

const (
	Passport             Kind = "passport"
	IdentityCard         Kind = "identity card"
	Visa                 Kind = "visa"
	VisaValidation       Kind = "visa validation"
	ResidencePermit      Kind = "residence permit"
	BirthCertificate     Kind = "birth certificate"
	MarriageCertificate  Kind = "marriage certificate"
	PACSCertificate      Kind = "PACS certificate"
	CohabitationProof    Kind = "cohabitation proof"
	DivorceJudgment      Kind = "divorce judgment"
	Lease                Kind = "lease"
	TitleDeed            Kind = "title deed"
	RentReceipt          Kind = "rent receipt"
	EnergyBill           Kind = "energy bill"
	WaterBill            Kind = "water bill"
	PhoneBill            Kind = "phone bill"
	HotelBill            Kind = "hotel bill"
	HostStatement        Kind = "host statement"
	HostIdentity         Kind = "host identity"
	HostAddressProof     Kind = "host proof of address"
	DomiciliationPaper   Kind = "domiciliation certificate"
	ReceptionCertificate Kind = "reception centre certificate"
	RIB                  Kind = "RIB"
	S1Form               Kind = "S1"
	S1Refusal            Kind = "S1 refusal"
	CoverEnded           Kind = "end of cover"
	SpouseCover          Kind = "spouse's cover"
	WorkContract         Kind = "work contract"
	Payslip              Kind = "payslip"
	BusinessRegistration Kind = "business registration"
	AppointmentOrder     Kind = "appointment order"
	EnrolmentCertificate Kind = "enrolment certificate"
	JobSeekerNotice      Kind = "job-seeker notice"
	BenefitNotice        Kind = "benefit notice"
	RefugeeDecision      Kind = "refugee decision"
	AsylumAttestation    Kind = "asylum attestation"
	ResourcesProof       Kind = "proof of resources"
	ExemptionProof       Kind = "proof of exemption"
	ChildForm            Kind = "S3705"
	ChildBirth           Kind = "child's birth certificate"
	ChildIdentity        Kind = "child's identity"
	CPAMLetter           Kind = "CPAM letter"
	OtherDocument        Kind = "other"
)

// kinds says, once, what each kind is called on paper and what it can prove.
var kinds = []struct {
	kind        Kind
	fr, en      string
	civilStatus bool // R114-7: needs a French translation unless exempt
	residence   bool // can prove that somebody lived in France on given days
}{
	{Passport, "Passeport", "Passport", false, false},
	{IdentityCard, "Carte d’identité", "Identity card", false, false},
	{Visa, "Visa de long séjour", "Long-stay visa", false, false},
	{VisaValidation, "Confirmation de validation du visa", "Confirmation that the visa was validated", false, false},
	{ResidencePermit, "Titre de séjour", "Residence permit", false, false},
	{BirthCertificate, "Acte de naissance avec filiation", "Birth certificate with parents", true, false},
	{MarriageCertificate, "Acte de mariage", "Marriage certificate", true, false},
	{PACSCertificate, "Attestation de PACS", "PACS certificate", true, false},
	{CohabitationProof, "Justificatif de vie commune", "Proof of living together", false, false},
	{DivorceJudgment, "Jugement de divorce", "Divorce judgment", true, false},
	{Lease, "Bail", "Lease", false, true},
	{TitleDeed, "Titre de propriété", "Title deed", false, true},
	{RentReceipt, "Quittance de loyer", "Rent receipt", false, true},
	{EnergyBill, "Facture d’énergie", "Energy bill", false, true},
	{WaterBill, "Facture d’eau", "Water bill", false, true},
	{PhoneBill, "Facture de téléphone fixe", "Landline bill", false, true},
	{HotelBill, "Facture d’hôtel", "Hotel bill", false, true},
	{HostStatement, "Attestation d’hébergement", "Statement of the host", false, true},
	{HostIdentity, "Pièce d’identité de l’hébergeant", "Identity document of the host", false, false},
	{HostAddressProof, "Justificatif de domicile de l’hébergeant", "Proof of address of the host", false, false},
	{DomiciliationPaper, "Attestation de domiciliation", "Certificate of domiciliation", false, true},
	{ReceptionCertificate, "Certificat d’hébergement du centre", "Certificate of the reception centre", false, true},
	{RIB, "Relevé d’identité bancaire (RIB)", "Bank details (RIB)", false, false},
	{S1Form, "Formulaire S1", "S1 form", false, false},
	{S1Refusal, "Attestation de non-droit au formulaire S1", "S1 refusal", false, false},
	{CoverEnded, "Attestation de fin de droits du pays précédent", "Proof that the former cover has ended", false, false},
	{SpouseCover, "Attestation de droits du conjoint assuré", "Certificate of cover of the insured spouse", false, false},
	{WorkContract, "Contrat de travail", "Work contract", false, false},
	{Payslip, "Bulletin de paie", "Payslip", false, false},
	{BusinessRegistration, "Justificatif d’immatriculation de l’activité", "Proof of business registration", false, false},
	{AppointmentOrder, "Arrêté de nomination", "Appointment order", false, false},
	{EnrolmentCertificate, "Certificat de scolarité", "Enrolment certificate", false, true},
	{JobSeekerNotice, "Attestation d’inscription à France Travail", "France Travail registration", false, false},
	{BenefitNotice, "Notification de prestation (CAF)", "Benefit notice (CAF)", false, true},
	{RefugeeDecision, "Décision de protection (OFPRA ou CNDA)", "Protection decision (OFPRA or CNDA)", false, false},
	{AsylumAttestation, "Attestation de demande d’asile", "Asylum application certificate", false, false},
	{ResourcesProof, "Justificatif de ressources", "Proof of resources", false, false},
	{ExemptionProof, "Justificatif de dispense des trois mois", "Proof of the exemption from three months", false, false},
	{ChildForm, "Formulaire S3705 (rattachement des enfants)", "Form S3705 (attachment of children)", false, false},
	{ChildBirth, "Acte de naissance de l’enfant", "Child’s birth certificate", true, false},
	{ChildIdentity, "Pièce d’identité de l’enfant", "Child’s identity document", false, false},
	{CPAMLetter, "Courrier de la CPAM", "Letter of the CPAM", false, false},
	{OtherDocument, "Autre document", "Other document", false, false},
}

// Words are all kinds, in the order in which they are offered.
func (Kind) Words() []string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k.kind)
	}
	return words
}

// French and English are the kind's title on paper; CivilStatus and Residence say what it can prove.
func (k Kind) French() string    { return kinds[k.row()].fr }
func (k Kind) English() string   { return kinds[k.row()].en }
func (k Kind) CivilStatus() bool { return kinds[k.row()].civilStatus }
func (k Kind) Residence() bool   { return kinds[k.row()].residence }

// row is the kind's row, that of "other" for a kind not given.
func (k Kind) row() int {
	for i := range kinds {
		if kinds[i].kind == k {
			return i
		}
	}
	return len(kinds) - 1
}

// French and English title a document on paper: its own title if it has one, else its kind's.
func (d Document) French() string {
	if d.Title != "" {
		return d.Title
	}
	return d.Kind.French()
}

func (d Document) English() string {
	if d.Title != "" {
		return d.Title
	}
	return d.Kind.English()
}
