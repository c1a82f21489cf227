package dossier

import (
	"slices"

	"dossier/internal/profile"
	"dossier/internal/rule"
)

// sections is the order of the envelope: which papers stand together, and under which heading.
// Every kind stands in one of them (kept by a test).
var sections = []struct {
	title rule.Text
	kinds []profile.Kind
}{
	{rule.Text{EN: "Identity and stay", FR: "Identité et séjour"}, []profile.Kind{
		profile.Passport, profile.IdentityCard, profile.Visa, profile.VisaValidation, profile.ResidencePermit,
		profile.RefugeeDecision, profile.AsylumAttestation}},
	{rule.Text{EN: "Civil status", FR: "État civil"}, []profile.Kind{
		profile.BirthCertificate, profile.MarriageCertificate, profile.PACSCertificate, profile.CohabitationProof, profile.DivorceJudgment}},
	{rule.Text{EN: "Residence in France", FR: "Résidence en France"}, []profile.Kind{
		profile.Lease, profile.TitleDeed, profile.RentReceipt, profile.EnergyBill, profile.WaterBill, profile.PhoneBill, profile.HotelBill,
		profile.HostStatement, profile.HostIdentity, profile.HostAddressProof, profile.DomiciliationPaper, profile.ReceptionCertificate,
		profile.BenefitNotice}},
	{rule.Text{EN: "Situation and former cover", FR: "Situation et couverture antérieure"}, []profile.Kind{
		profile.WorkContract, profile.Payslip, profile.BusinessRegistration, profile.AppointmentOrder, profile.EnrolmentCertificate,
		profile.JobSeekerNotice, profile.SpouseCover, profile.S1Form, profile.S1Refusal, profile.CoverEnded, profile.ResourcesProof, profile.ExemptionProof}},
	{rule.Text{EN: "Bank", FR: "Compte bancaire"}, []profile.Kind{profile.RIB}},
	{rule.Text{EN: "Children", FR: "Enfants"}, []profile.Kind{profile.ChildForm, profile.ChildBirth, profile.ChildIdentity}},
	{rule.Text{EN: "Other papers", FR: "Autres pièces"}, []profile.Kind{profile.CPAMLetter, profile.OtherDocument}},
}

// sectionForm is what the form stands under.
var sectionForm = rule.Text{EN: "Application", FR: "Demande"}

// place is where a kind stands: its section, and its rank in it. A document whose kind was not
// given is an other paper.
func place(k profile.Kind) (section, rank int) {
	for i, s := range sections {
		if j := slices.Index(s.kinds, k); j >= 0 {
			return i, j
		}
	}
	return len(sections) - 1, 0
}

// A Piece is one attachment: a document of the profile, or the translation that follows it.
type Piece struct {
	Number      int // on the index and on each page; the form is piece 1
	Doc         int // index in Applicant.Documents
	Translation bool
	Title       rule.Text
	Path        string
	Section     int
}

// Key is the key of the profile that names the piece's file.
func (p Piece) Key() string {
	if p.Translation {
		return profile.Key("document", p.Doc, "translation", "file")
	}
	return profile.Key("document", p.Doc, "file")
}

// firstAttachment is the number of the first attachment: the form is piece 1.
const firstAttachment = 2

// Pieces are the attachments in the order of the envelope: by section, within it by kind, within
// that as the profile lists them; a translation follows its original.
func Pieces(a *profile.Applicant) []Piece {
	order := make([]int, len(a.Documents))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		sx, rx := place(a.Documents[x].Kind)
		sy, ry := place(a.Documents[y].Kind)
		return (sx-sy)*1000 + rx - ry
	})
	var pieces []Piece
	add := func(p Piece) {
		p.Number = firstAttachment + len(pieces)
		p.Section, _ = place(a.Documents[p.Doc].Kind)
		pieces = append(pieces, p)
	}
	for _, i := range order {
		d := a.Documents[i]
		title := titleOf(d)
		if d.File != "" {
			add(Piece{Doc: i, Title: title, Path: d.Path()})
		}
		if d.Translation.File != "" {
			add(Piece{Doc: i, Translation: true, Path: d.Translation.Path(),
				Title: translated(title)})
		}
	}
	return pieces
}

// translated is what the translation of a paper is called.
func translated(title rule.Text) rule.Text {
	return rule.Text{EN: title.EN + ", translation", FR: title.FR + ", traduction"}
}

// titleOf is what a paper is called on the index and in the outline; several bills are told apart
// by the days they cover.
func titleOf(d profile.Document) rule.Text {
	t := rule.Text{EN: d.English(), FR: d.French()}
	if d.Kind.Residence() && !d.From.IsZero() && !d.To.IsZero() {
		t.EN += ", " + d.From.English() + " to " + d.To.English()
		t.FR += " du " + d.From.French() + " au " + d.To.French()
	}
	return t
}
