package dossier

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dossier/internal/profile"
	"dossier/internal/rule"
	"dossier/internal/typeset"
)

// Papers that are said to be missing, by a short name: the section and title they have on the index.
var missingPapers = map[string]string{
	"identity":    "Identité et séjour: Passeport, carte d’identité ou titre de séjour",
	"stay":        "Identité et séjour: Visa ou titre de séjour",
	"validation":  "Identité et séjour: Confirmation de validation du visa",
	"protection":  "Identité et séjour: Décision de protection (OFPRA ou CNDA)",
	"asylum":      "Identité et séjour: Attestation de demande d’asile",
	"birth":       "État civil: Acte de naissance avec filiation",
	"marriage":    "État civil: Acte de mariage",
	"residence":   "Résidence en France: Justificatif de trois mois de résidence",
	"host":        "Résidence en France: Attestation d’hébergement",
	"host’s id":   "Résidence en France: Pièce d’identité de l’hébergeant",
	"host’s home": "Résidence en France: Justificatif de domicile de l’hébergeant",
	"address":     "Résidence en France: Attestation de domiciliation",
	"contract":    "Situation et couverture antérieure: Contrat de travail",
	"appointment": "Situation et couverture antérieure: Arrêté de nomination",
	"business":    "Situation et couverture antérieure: Justificatif d’immatriculation de l’activité",
	"job seeker":  "Situation et couverture antérieure: Attestation d’inscription à France Travail",
	"spouse":      "Situation et couverture antérieure: Attestation de droits du conjoint assuré",
	"S1 refusal":  "Situation et couverture antérieure: Attestation de non-droit au formulaire S1",
	"resources":   "Situation et couverture antérieure: Justificatif de ressources",
	"RIB":         "Compte bancaire: Relevé d’identité bancaire (RIB)",
}

// missingOf are the papers that the index of an applicant calls missing, in its order.
func missingOf(a *profile.Applicant) []string {
	c := rule.NewCase(a, today)
	pages := map[int]Pages{}
	for _, p := range Pieces(a) {
		pages[p.Number] = Pages{1, 1}
	}
	got := []string{}
	for _, s := range Checklist(c, Pieces(a), pages, rule.Check(a, today), true).Sections {
		for _, item := range s.Items {
			if item.StateText == stateMissing {
				got = append(got, plain(s.Title.FR+": "+item.Title.FR))
			}
		}
	}
	return got
}

// Of each invented person: with no paper the index asks for those of their situation, under the heading where
// they are to stand; with theirs it asks for none.
func TestMissingFollowsTheSituation(t *testing.T) {
	seen := map[string]bool{}
	all := people(t)
	for name, want := range map[string]string{
		"asylum-seeker.toml":      "identity, stay, asylum, birth, address, RIB",
		"couple-anna.toml":        "identity, stay, validation, birth, marriage, residence, RIB",
		"couple-bruno.toml":       "identity, stay, validation, birth, marriage, residence, RIB",
		"demo.toml":               "identity, stay, validation, birth, marriage, residence, RIB",
		"domiciliation.toml":      "identity, stay, birth, address, RIB",
		"employee.toml":           "identity, stay, validation, birth, contract, RIB",
		"eu-inactive.toml":        "identity, birth, residence, S1 refusal, resources, RIB",
		"family-joining.toml":     "identity, stay, validation, birth, marriage, spouse, RIB",
		"french-returning.toml":   "identity, residence, RIB",
		"hosted.toml":             "identity, stay, validation, birth, residence, host, host’s id, host’s home, RIB",
		"job-seeker.toml":         "identity, birth, residence, job seeker, RIB",
		"language-assistant.toml": "identity, stay, validation, birth, contract, appointment, RIB",
		"pensioner.toml":          "identity, stay, validation, birth, residence, RIB",
		"refugee.toml":            "identity, stay, protection, RIB",
		"s1-holder.toml":          "identity, birth, RIB",
		"self-employed.toml":      "identity, stay, validation, birth, business, RIB",
		"student.toml":            "identity, stay, validation, birth, RIB",
	} {
		j := all[name]
		if j == nil {
			t.Errorf("there is no %s", name)
			continue
		}
		delete(all, name)
		if got := missingOf(j.Applicant); len(got) > 0 {
			t.Errorf("%s with all papers: missing %q", name, got)
		}
		bare := *j.Applicant
		bare.Documents = nil
		var papers []string
		for _, short := range strings.Split(want, ", ") {
			papers, seen[short] = append(papers, missingPapers[short]), true
		}
		if got := missingOf(&bare); !slices.Equal(got, papers) {
			t.Errorf("%s without papers: missing\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(papers, "\n"))
		}
	}
	for name := range all {
		t.Errorf("nothing says what is missing of %s", name)
	}
	for short := range missingPapers {
		if !seen[short] {
			t.Errorf("nobody above misses %s", short)
		}
	}
}

// A paper that is asked for is missing until it has a file, and no other paper takes its place.
func TestMissingOneByOne(t *testing.T) {
	for name, j := range people(t) {
		for i, d := range j.Applicant.Documents {
			if d.File == "" {
				continue
			}
			less := *j.Applicant
			less.Documents = slices.Clone(less.Documents)
			less.Documents[i].File = ""
			c := rule.NewCase(&less, today)
			var asks []string // by the rules that a document of this kind would satisfy
			for _, r := range c.Missing() {
				if !slices.Contains(r.Needs, d.Kind) {
					t.Errorf("%s without its %s: %s is asked for", name, d.Kind, r.ID)
				}
				s, _ := place(r.Needs[0])
				asks = append(asks, plain(sections[s].title.FR+": "+r.Paper().FR))
			}
			if got := missingOf(&less); !slices.Equal(got, asks) && len(got)+len(asks) > 0 {
				t.Errorf("%s without its %s: missing %q, want %q", name, d.Kind, got, asks)
			}
		}
	}
}

// The three papers of a host stand together, whatever else is there, and those that are missing behind them.
func TestHostPapersStandTogether(t *testing.T) {
	ofHost := []profile.Kind{profile.HostStatement, profile.HostIdentity, profile.HostAddressProof}
	rapid.Check(t, func(t *rapid.T) {
		docs := randomDocuments(t)
		given := rapid.SliceOfNDistinct(rapid.SampledFrom(ofHost), 0, 3, rapid.ID).Draw(t, "host")
		for _, k := range given {
			docs = append(docs, profile.Document{Kind: k, File: string(k) + ".pdf"})
		}
		docs = rapid.Permutation(docs).Draw(t, "order")
		a := &profile.Applicant{Documents: docs}
		first, last := -1, -1
		pieces := Pieces(a)
		for i, p := range pieces {
			if slices.Contains(ofHost, docs[p.Doc].Kind) {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		for i := max(first, 0); i <= last; i++ {
			if kind := docs[pieces[i].Doc].Kind; !slices.Contains(ofHost, kind) {
				t.Errorf("a %s stands among the papers of the host", kind)
			}
			if i > first && slices.Index(ofHost, docs[pieces[i].Doc].Kind) < slices.Index(ofHost, docs[pieces[i-1].Doc].Kind) {
				t.Errorf("a %s stands behind a %s", docs[pieces[i].Doc].Kind, docs[pieces[i-1].Doc].Kind)
			}
		}
	})
	hosted := *people(t)["hosted.toml"].Applicant
	for _, kind := range ofHost {
		a := hosted
		a.Documents = slices.Clone(a.Documents)
		for i, d := range a.Documents {
			if slices.Contains(ofHost, d.Kind) && d.Kind != kind {
				a.Documents[i].File = ""
			}
		}
		c := rule.NewCase(&a, today)
		section := Checklist(c, Pieces(&a), map[int]Pages{}, nil, true).Sections
		i := slices.IndexFunc(section, func(s typeset.Section) bool { return s.Title.FR == "Résidence en France" })
		if i < 0 {
			t.Fatal("no section of residence")
		}
		var lines []string
		for _, item := range section[i].Items {
			if strings.Contains(item.Title.FR, "héberge") {
				lines = append(lines, item.Number+" "+item.StateText.FR)
			}
		}
		if len(lines) != 3 || !strings.HasSuffix(lines[0], stateUnreadable.FR) || lines[1] != "– manquante" || lines[2] != "– manquante" {
			t.Errorf("only the %s is there: %q", kind, lines)
		}
	}
}
