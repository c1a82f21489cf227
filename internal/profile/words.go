package profile

// The words a profile may use. Each type lists its own in Words, in the order they are offered;
// a word that is none of them is an error of the file.

type (
	FormLanguage string
	Situation    string
	Sex          string
	UsageReason  string
	Status       string
	Housing      string
	PermitKind   string
	S1           string
	Exemption    string
	BankProof    string
	Format       string
	Copy         string
	Translator   string
)

const (
	Female Sex = "F"
	Male   Sex = "M"
)

const (
	NotWorking        Situation = "not working"
	Employee          Situation = "employee"
	SelfEmployed      Situation = "self-employed"
	Student           Situation = "student"
	LanguageAssistant Situation = "language assistant"
	JobSeeker         Situation = "job-seeker"
	Pensioner         Situation = "pensioner"
	S1Holder          Situation = "S1 holder"
	Refugee           Situation = "refugee"
	AsylumSeeker      Situation = "asylum seeker"
	JoiningFamily     Situation = "family member"
	ReturningFrench   Situation = "returning French citizen"
)

const (
	UsageMarriage UsageReason = "marriage"
	UsageBoth     UsageReason = "both names"
	UsageWidowed  UsageReason = "widowed"
	UsageDivorced UsageReason = "divorced with permission"
)

const (
	StatusSingle     Status = "single"
	StatusMarried    Status = "married"
	StatusPACS       Status = "PACS"
	StatusCohabiting Status = "cohabiting"
	StatusDivorced   Status = "divorced"
	StatusWidowed    Status = "widowed"
)

const (
	OwnLease       Housing = "own lease"
	Owner          Housing = "owner"
	Hosted         Housing = "hosted"
	Hotel          Housing = "hotel"
	Domiciliation  Housing = "domiciliation"
	ReceptionHouse Housing = "reception centre"
)

const (
	VLSTS          PermitKind = "VLS-TS"
	VLST           PermitKind = "VLS-T"
	ShortStay      PermitKind = "short-stay visa"
	TemporaryCard  PermitKind = "temporary card"
	MultiYearCard  PermitKind = "multi-year card"
	ResidentCard   PermitKind = "resident card"
	TalentCard     PermitKind = "talent card"
	RetiredCard    PermitKind = "retired card"
	EUFamilyCard   PermitKind = "EU family card"
	WithdrawalCard PermitKind = "withdrawal agreement card"
	AlgerianCert   PermitKind = "Algerian certificate"
	RenewalReceipt PermitKind = "renewal receipt"
	AsylumPaper    PermitKind = "asylum attestation"
	APS            PermitKind = "provisional authorisation"
	OtherPermit    PermitKind = "other"
)

const (
	S1Held    S1 = "holder"
	S1Refused S1 = "refused"
	S1None    S1 = "none"
)

// The exemptions from the three months that no situation says (CSS D160-2 II 2°, 4°).
const (
	VolunteerAbroad Exemption = "volunteer abroad"
	CareHome        Exemption = "care establishment"
)

const (
	ProofRIB        BankProof = "RIB"
	ProofScreenshot BankProof = "screenshot"
)

const (
	Plurilingual Format = "plurilingual extract"
	EUForm       Format = "EU form"
)

const (
	Original  Copy = "original"
	Photocopy Copy = "copy"
)

const (
	SwornInFrance Translator = "sworn in France"
	Consulate     Translator = "consulate"
	Abroad        Translator = "abroad"
)

func (FormLanguage) Words() []string { return []string{"fr", "en"} }
func (Sex) Words() []string          { return []string{"F", "M"} }
func (Situation) Words() []string {
	return []string{"not working", "employee", "self-employed", "student", "language assistant", "job-seeker",
		"pensioner", "S1 holder", "refugee", "asylum seeker", "family member", "returning French citizen"}
}
func (UsageReason) Words() []string {
	return []string{"marriage", "both names", "widowed", "divorced with permission"}
}
func (Status) Words() []string {
	return []string{"single", "married", "PACS", "cohabiting", "divorced", "widowed"}
}
func (Housing) Words() []string {
	return []string{"own lease", "owner", "hosted", "hotel", "domiciliation", "reception centre"}
}
func (PermitKind) Words() []string {
	return []string{"VLS-TS", "VLS-T", "short-stay visa", "temporary card", "multi-year card", "resident card",
		"talent card", "retired card", "EU family card", "withdrawal agreement card", "Algerian certificate",
		"renewal receipt", "asylum attestation", "provisional authorisation", "other"}
}
func (S1) Words() []string         { return []string{"holder", "refused", "none"} }
func (Exemption) Words() []string  { return []string{"volunteer abroad", "care establishment"} }
func (BankProof) Words() []string  { return []string{"RIB", "screenshot"} }
func (Format) Words() []string     { return []string{"plurilingual extract", "EU form"} }
func (Copy) Words() []string       { return []string{"copy", "original"} }
func (Translator) Words() []string { return []string{"sworn in France", "consulate", "abroad"} }

// YesNo is a TOML boolean that may be absent.
type YesNo int8

const (
	Unsaid YesNo = iota
	Yes
	No
)
