package typeset

import (
	"fmt"
	"strings"
	"time"
)

var sampleMeta = Meta{Title: "Essai", Author: "Élodie Łukasiewicz", Lang: "fr-FR", Date: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}

func french(texts ...string) []string {
	for i := range texts {
		texts[i] = French(texts[i])
	}
	return texts
}

// sampleLetter has a body of about n paragraphs of three lines each.
func sampleLetter(n int) Letter {
	body := french(
		"J'ai l'honneur de demander l'ouverture de mes droits à l'assurance maladie au titre de ma résidence stable et régulière en France, où je vis depuis le 23 octobre 2025 : plus de trois mois se sont écoulés sans interruption.",
		"Vous trouverez dans ce dossier le formulaire S1106 rempli et signé, ainsi que les pièces justificatives dont la liste figure ci-dessous. Toutes sont des copies ; je tiens les originaux à votre disposition. J'attire votre attention sur trois points :",
		"– ma date de naissance est le 4 février 1958 (quatre février) ; l'acte d'origine l'écrit à l'américaine, le mois avant le jour ;",
		"– mon nom de naissance est Łukasiewicz, mon nom d'usage O'Brien ;",
		"– le RIB joint est celui d'un compte ouvert à mon seul nom en France.")
	for i := range n {
		body = append(body, French(fmt.Sprintf("Paragraphe %d : la présente demande est accompagnée de toutes les pièces utiles, de la première à la dernière, afin que vous puissiez la traiter sans avoir à m'écrire ; si toutefois il en manquait une, je vous prie de me le faire savoir par le moyen le plus rapide, et je vous l'adresserai aussitôt.", i+1)))
	}
	return Letter{
		Sender:          []string{"Élodie-Anne O’BRIEN", "née ŁUKASIEWICZ", "12 rue de l’Église", "69003 LYON", "06 12 34 56 78", "elodie.obrien@exemple.fr"},
		Recipient:       []string{"CPAM DU RHONE", "SERVICE DES AFFILIATIONS", "RELATIONS INTERNATIONALES", "69907 LYON CEDEX 20"},
		Notice:          "Lettre recommandée avec avis de réception",
		PlaceDate:       French("Lyon, le 2 mars 2026"),
		References:      []Pair{{Label: "Née le", Text: "4 février 1958 à Springfield (États-Unis)"}, {Label: "N° de sécurité sociale", Text: "aucun à ce jour"}},
		Subject:         French("Objet : demande d'ouverture des droits à l'assurance maladie (formulaire S1106, Cerfa n° 15763)"),
		Opening:         "Madame, Monsieur,",
		Body:            body,
		Closing:         "Je vous prie d’agréer, Madame, Monsieur, l’expression de mes salutations distinguées.",
		Signer:          "Élodie-Anne O’BRIEN",
		EnclosuresTitle: "Pièces jointes (7)",
		Enclosures: []string{"1. Formulaire S1106 rempli et signé", "2. Passeport et titre de séjour", "3. Acte de naissance intégral, avec filiation",
			"4. Traduction de l’acte par une traductrice assermentée près la cour d’appel de Lyon", "5. Bail et trois quittances de loyer", "6. Acte de mariage et sa traduction", "7. RIB"},
	}
}

func sampleChecklist() Checklist {
	flags := []Flag{
		{Bi{"Traduction", "Translation"}, Bi{"exigée, absente", "required, missing"}, 3},
		{Bi{"RIB", "Bank details"}, Bi{"compte hors de France, dans la zone SEPA : payable en droit, parfois refusé au guichet", "account outside France, inside SEPA: payable by law, sometimes refused at the counter"}, 2},
		{Bi{"Apostille", ""}, Bi{"peut être demandée", "may be asked for"}, 1},
		{Bi{"Traduction", "Translation"}, Bi{"non exigée", "not required"}, 0},
	}
	states := []Bi{{"jointe", "enclosed"}, {"manquante", "missing"}, {"à faire à la main", "to do by hand"}, {"non nécessaire", "not needed"}}
	titles := []Bi{{"Formulaire S1106 signé", "Form S1106, signed"}, {"Passeport, page d’identité", "Passport, identity page"}, {"Titre de séjour (VLS-TS) et confirmation de validation", "Long-stay visa and proof of validation"},
		{"Acte de naissance intégral avec filiation", "Long-form birth certificate naming the parents"}, {"Traduction de l’acte de naissance", "Translation of the birth certificate"},
		{"Acte de mariage", "Marriage certificate"}, {"Bail de location", "Lease"}}
	item := func(i, s int, fl ...Flag) Item {
		it := Item{Number: fmt.Sprint(i + 1), Title: titles[i%7], State: State(s), StateText: states[s], Flags: fl}
		if s == 0 {
			it.Pages = fmt.Sprintf("p. %d–%d", 2*i+3, 2*i+4)
		}
		return it
	}
	first := item(0, 0)
	second := item(3, 1, flags[0], flags[2])
	second.Details = []Bi{{"Délivré par l’État de l’Illinois (États-Unis), en anglais", "Issued by the State of Illinois, in English"}, {"Doit montrer les deux parents, le tampon et la signature de l’officier d’état civil", "Must show both parents, the stamp and the registrar’s signature"}}
	return Checklist{
		Title: Bi{"Liste de contrôle du dossier", "Checklist of the file"},
		Intro: []Bi{{"Cochez chaque pièce au moment de fermer l’enveloppe. Envoyez des copies, jamais les originaux.", "Tick each document as you close the envelope. Send copies, never originals."}},
		Facts: []Pair{{Label: "Demandeur", Text: "Élodie-Anne O’BRIEN, née ŁUKASIEWICZ"}, {Label: "Né(e) le", Text: "4 février 1958, Springfield (États-Unis)"}, {Label: "Dossier du", Text: "2 mars 2026"}, {Label: "Caisse", Text: "CPAM du Rhône, 69907 LYON CEDEX 20"}},
		Heads: [2]Bi{{"Pages", ""}, {"État", "State"}},
		Sections: []Section{
			{Bi{"Identité et séjour", "Identity and stay"}, []Item{first, item(1, 0), item(2, 0), second, item(4, 1, flags[0]), item(5, 3)}},
			{Bi{"Résidence stable depuis plus de trois mois", "Stable residence for more than three months"}, []Item{item(6, 0, flags[3]), item(7, 0), item(8, 2), item(9, 0)}},
			{Bi{"Versement des prestations", "Payment of benefits"}, []Item{item(10, 0, flags[1]), item(11, 1), item(12, 3), item(13, 2)}},
		},
		Foot: Bi{"Adresse de la caisse : annuaire de l’administration (DILA), septembre 2026. Vérifiez-la sur ameli.fr avant l’envoi.", "Address of the fund: DILA directory, September 2026. Check it on ameli.fr before posting."},
	}
}

func sampleChanges(n int) Changes {
	c := Changes{
		Title: Bi{"Modifications du dossier", "Changes to the file"},
		Intro: []Bi{{"Les informations ci-dessous remplacent celles du dossier envoyé le 2 mars 2026.", "The information below replaces that of the file sent on 2 March 2026."}},
		Facts: []Pair{{Label: "Demandeur", Text: "Élodie-Anne O’BRIEN"}, {Label: "Vos références", Text: "2026-LY-004512"}},
		Heads: [4]Bi{{"Information", "Field"}, {"Où", "Where"}, {"Avant", "Before"}, {"Maintenant", "Now"}},
	}
	rows := []Change{
		{Bi{"Date de naissance", "Date of birth"}, "formulaire, cadre A", "02/04/1958", "04/02/1958"},
		{Bi{"Courriel", "E-mail"}, "formulaire, cadre A", "", "elodie-anne.lukasiewicz-obrien@exemple-de-domaine-assez-long.fr"},
		{Bi{"Adresse", "Address"}, "formulaire et lettre", "12 rue de l’Église, 69003 LYON", "4 bis quai des Célestins, bâtiment C, 69002 LYON"},
		{Bi{"N° d’allocataire", "Claimant number"}, "formulaire, cadre A", "1234567", ""},
	}
	for i := range n {
		c.Rows = append(c.Rows, rows[i%len(rows)])
	}
	return c
}

// sampleMemo has a chart with n rows.
func sampleMemo(n int) Memo {
	chart := Chart{
		Days: 123, From: 23, To: 115, Months: []ChartMark{{0, "octobre 2026"}, {31, "novembre 2026"}, {61, "décembre 2026"}, {92, "janvier 2027"}},
		Marks: []ChartMark{{22, "arrivée 23 oct."}, {113, "jour de la demande 22 janv."}, {115, "premier jour d’envoi 24 janv."}},
		Key:   []ChartKey{{Solid, "compte"}, {Outline, "ne compte pas"}, {Hatched, "sans justificatif"}, {Faint, "pas de pièce exigée"}},
	}
	for i := range n {
		chart.Rows = append(chart.Rows, ChartRow{Label: fmt.Sprintf("%d. Quittance de loyer", i+2), Note: strings.Repeat("à un autre nom, que rien ne relie à vous ", i%3),
			Bars: []ChartBar{{From: i % 100, To: i%100 + i%40, Look: Look(i % 2), Text: fmt.Sprintf("du %d au %d", i, i+9)}}})
	}
	chart.Rows = append(chart.Rows, ChartRow{Label: "Sans justificatif", Strong: true, Bars: []ChartBar{{23, 60, Hatched, "38 jours"}, {113, 115, Faint, ""}}})
	return Memo{
		Title: "Avant l’envoi", Private: "Privé : n’envoyez pas cette feuille.", Intro: "Ce qui reste à faire.",
		Sections: []MemoSection{
			{Title: "À régler", Intro: "1 risque de coûter un courrier.", Notes: []Note{
				{Level: 3, Title: "Le titre de séjour est périmé", Text: "Renouvelez-le", Small: "bloquant · profil.toml:12 : permit.until · la loi : CSS R111-3"},
				{Level: 2, Title: "Absent de l’envoi : Acte de mariage", Text: "Joignez-le", Small: "attention · profil.toml:3"}, {Level: 1, Title: "Bon à savoir"}, {Title: "En ordre"},
				{Level: 2, Title: "Passeport (pièce 4)", Small: "profil.toml:9", Lines: []Note{{Level: 2, Title: "Page 1 : l’image est floue"}, {Level: 1, Title: "Pages 2, 4–6 : la page est vide"}}},
				{Level: 2, Title: "Bail (pièce 5)", Small: "profil.toml:14", Lines: []Note{{Level: 2, Title: "Page 1 : l’image est floue"}, {Level: 1, Title: "Titulaire inconnu", Text: "Donnez-le", Small: "profil.toml:15"}}},
			}},
			{Title: "Résidence à prouver", Intro: "Chaque jour demande un justificatif.", Chart: &chart, Items: []Pair{{Label: "À chercher pour octobre et novembre 2026", Text: "l’attestation de votre hébergeant"}}},
			{Title: "Accepté tel quel", Ticks: []Tick{{Present, "Trois quittances de loyer successives : pièces 3, 4, 5"}, {Missing, "Un bail de plus de trois mois"}}},
			{Title: "Signer", Intro: "À la main :", Ticks: []Tick{{ToDo, "la lettre"}}, Items: []Pair{{Label: "Enveloppe C4", Text: "sans plier"}}},
			{Title: "Adresse", Address: []string{"CPAM DU RHONE", "SERVICE DES AFFILIATIONS", "69907 LYON CEDEX 20"}, Small: "annuaire", Beside: true},
			{Title: "Preuve", Points: []string{"Gardez un double de tout, et notez le jour de l’envoi.", "La photo viendra plus tard."}, Beside: true},
			{Title: "Imprimer", Table: sampleTable(9)},
		},
	}
}

// sampleTable has n rows, two abreast.
func sampleTable(n int) *Table {
	t := &Table{Abreast: 2, Columns: []TableColumn{{Head: "N°", Share: 0.1, Look: StrongCell}, {Share: 0.6}, {Head: "Source", Share: 0.2, Look: SmallCell}, {Head: "Pages", Share: 0.1, Look: NumberCell}}}
	for i := range n {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("Reçu%d d’un mois entier", i+1), "CSS D160-2", fmt.Sprint(2*i + 1)})
	}
	return t
}

var longWord = strings.Repeat("anticonstitutionnellement", 12) // 300 letters
