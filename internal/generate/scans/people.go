package main

// peoplePapers are papers of the people in profiles/, so that no two papers of a dossier are one scan.
// A file is named by the paper and the person.
var peoplePapers = []file{
	{"people/host-identity-kervadec.png", scan(identityCard("République française", "KERVADEC", "Solène", "08.05.1985", "Quimper", "F", "12.03.2031"))},
	{"people/host-statement-kervadec.png", scan(hostStatement("Solène Kervadec", "14 rue des Olivettes, 44000 Nantes", "Margaux Bélanger", "depuis le 12 juin 2026", "Nantes, le 18 novembre 2026", 8))},
	{"people/electricity-kervadec.png", scan(hostBill("SOLÈNE KERVADEC", "14 RUE DES OLIVETTES", "44000 NANTES", "2026-10-007731", "412 kWh", "104,30 €"))},

	{"people/host-identity-marchetaux.png", scan(identityCard("République française", "MARCHETAUX", "Sylvie", "19.11.1962", "Sète", "F", "30.06.2029"))},
	{"people/host-statement-marchetaux.png", scan(hostStatement("Sylvie Marchetaux", "2 impasse de l’Exemple, 34000 Montpellier", "Laura Lee Drayholt, née Pemberwick, et Martin Drayholt", "du 23 octobre 2026 au 30 novembre 2026", "Montpellier, le 12 janvier 2027", 15))},
	{"people/electricity-marchetaux.png", scan(hostBill("SYLVIE MARCHETAUX", "2 IMPASSE DE L’EXEMPLE", "34000 MONTPELLIER", "2026-10-002958", "276 kWh", "73,85 €"))},
	{"people/lease-translation-drayholt.png", scan(record{
		from: []string{"Hélène Vasseur", "Expert près la cour d’appel d’Orléans"},
		name: "Traduction de l’anglais : bail meublé",
		rows: [][2]string{
			{"Bailleur", "Agence des Garrigues (inventée)"},
			{"Locataires", "Laura et Martin Drayholt"},
			{"Logement", "36 rue de l’Exemple, 34000 Montpellier"},
			{"Durée", "du 1er décembre 2026 au 30 juin 2027"},
			{"Signé le", "20 novembre 2026"},
		},
		text: []string{"Traduction certifiée conforme à l’original en langue anglaise."},
		done: "Orléans, le 14 décembre 2026", seal: []string{"H. VASSEUR", "EXPERT"},
	}.sheet())},

	{"people/rent-2026-08-moreau.png", scan(moreau.receipt("31 août 2026", "du 1er au 31 août 2026"))},
	{"people/rent-2026-09-moreau.png", scan(moreau.receipt("30 septembre 2026", "du 1er au 30 septembre 2026"))},
	{"people/rent-2026-10-moreau.png", scan(moreau.receipt("31 octobre 2026", "du 1er au 31 octobre 2026"))},
	{"people/rent-2026-08-wierzbowiec.png", scan(wierzbowiec.receipt("31 août 2026", "du 1er au 31 août 2026"))},
	{"people/rent-2026-09-wierzbowiec.png", scan(wierzbowiec.receipt("30 septembre 2026", "du 1er au 30 septembre 2026"))},
	{"people/rent-2026-10-wierzbowiec.png", scan(wierzbowiec.receipt("31 octobre 2026", "du 1er au 31 octobre 2026"))},
	{"people/end-of-cover-moreau.png", scan(endOfCover("Camille Jeanne Moreau", "30 juin 2026", "8 juillet 2026", 21))},
	{"people/end-of-cover-wierzbowiec.png", scan(endOfCover("Tomasz Wierzbowiec", "31 juillet 2026", "17 août 2026", 22))},
	{"people/job-seeker-notice-wierzbowiec.png", scan(record{
		from: []string{"Service de l’emploi de l’Exemple (inventé)", "63000 Clermont-Ferrand"},
		name: "Avis de situation",
		rows: [][2]string{
			{"Personne", "Tomasz Wierzbowiec"},
			{"Adresse", "16 rue de l’Exemple, 63000 Clermont-Ferrand"},
			{"Situation", "inscrit comme demandeur d’emploi"},
			{"Allocation", "aucune"},
		},
		done: "Clermont-Ferrand, le 14 septembre 2026", hand: 23,
	}.sheet())},

	{"people/water-2026-10-pettifer.png", scan(record{
		from: []string{"Eaux de l’Exemple (inventées)"},
		name: "Facture d’eau",
		rows: [][2]string{
			{"Abonné", "Graham Pettifer"},
			{"Période", "du 20 mai au 31 octobre 2026"},
			{"Consommation", "38 m³"},
			{"Total à payer", "151,60 €"},
		},
		done: "Facture du 31 octobre 2026",
	}.sheet())},
	{"people/title-deed-pettifer.png", scan(titleDeed("Graham Pettifer", "une maison et son jardin", "20 mai 2026"))},
	{"people/title-deed-achterveld.png", scan(titleDeed("Pieter Jan Achterveld", "un appartement de deux pièces et une cave", "29 juin 2026"))},
	{"people/s1-achterveld.png", scan(record{
		from: []string{"Instelling van het Voorbeeld (verzonnen)"},
		name: "S1 – Inschrijving met het oog op zorg",
		rows: [][2]string{
			{"Naam", "Achterveld"},
			{"Voornamen", "Pieter Jan"},
			{"Geboortedatum", "26-04-1957"},
			{"Woonland", "Frankrijk"},
		},
		done: "15-07-2026", seal: []string{"VOORBEELD", "SPECIMEN"},
	}.sheet())},

	{"people/work-contract-azevedo.png", scan(workContract("Rafael Azevedo da Luz", "Menuiserie de l’Exemple (inventée)", "menuisier", "Bordeaux, le 18 septembre 2026", 27))},
	{"people/work-contract-winterbrook.png", scan(workContract("Caleb James Winterbrook", "Lycée de l’Exemple (inventé)", "assistant de langue vivante", "Le Mans, le 28 septembre 2026", 28))},
	{"people/appointment-order-winterbrook.png", scan(record{
		from: []string{"Rectorat de l’Exemple (inventé)"},
		name: "Arrêté de nomination",
		rows: [][2]string{
			{"Nommé", "Caleb James Winterbrook"},
			{"Fonction", "assistant de langue vivante étrangère"},
			{"Établissement", "lycée de l’Exemple, Le Mans"},
		},
		done: "Fait le 10 juillet 2026", seal: []string{"RECTORAT", "SPECIMEN"},
	}.sheet())},

	{"people/s1-refusal-weiss.png", scan(record{
		from: []string{"Krankenkasse des Beispiels (erfunden)", "23552 Lübeck"},
		name: "Ihr Antrag auf ein Formular S1",
		rows: [][2]string{
			{"Antragstellerin", "Friederike Weiß"},
			{"Wohnort", "Straßburg, Frankreich"},
		},
		text: []string{"Sehr geehrte Frau Weiß, ein Formular S1 können wir Ihnen nicht ausstellen: Sie sind bei uns nicht mehr versichert."},
		done: "Lübeck, 24.08.2026", hand: 30,
	}.sheet())},
	{"people/resources-weiss.png", scan(record{
		from: []string{"Bank des Beispiels (erfunden)", "Filiale Lübeck"},
		name: "Bestätigung des Guthabens",
		rows: [][2]string{
			{"Kontoinhaberin", "Friederike Weiß"},
			{"Guthaben am 30.10.2026", "48.215,00 €"},
			{"Monatlicher Eingang aus Vermietung", "1.420,00 €"},
		},
		done: "Lübeck, 30.10.2026", seal: []string{"BEISPIEL", "SPECIMEN"},
	}.sheet())},

	{"people/spouse-cover-subramanian.png", scan(spouseCover("Karthik Subramanian", "10 novembre 2026"))},
	{"people/spouse-cover-wirayodha.png", scan(spouseCover("Eldo Wirayodha", "22 février 2027"))},

	{"people/asylum-attestation-kourouwel.png", scan(record{
		from: []string{"Préfecture de l’Exemple (inventée)"},
		name: "Attestation de demande d’asile",
		rows: [][2]string{
			{"Nom", "KOUROUWEL"},
			{"Prénom", "Aminata"},
			{"Née le", "17 décembre 2001 à Kindia"},
			{"Demande enregistrée le", "20 juillet 2026"},
		},
		done: "Délivrée le 20 juillet 2026", seal: []string{"PRÉFECTURE", "SPECIMEN"},
	}.sheet())},
	{"people/domiciliation-kourouwel.png", scan(domiciliation("Structure d’accueil de l’Exemple", "9 rue de l’Exemple, 45000 Orléans", "Aminata Kourouwel", "du 20 juillet 2026 au 19 juillet 2027", 32))},
	{"people/domiciliation-berrada.png", scan(domiciliation("CCAS de Marseille (exemple inventé)", "50 rue de l’Exemple, 13002 Marseille", "Youssef Berrada", "du 4 mai 2026 au 3 mai 2027", 33))},
	{"people/refugee-decision-haddad.png", scan(record{
		from: []string{"Exemple inventé : n’émane d’aucun office"},
		name: "Décision de reconnaissance",
		rows: [][2]string{
			{"Nom", "HADDAD"},
			{"Prénom", "Samir"},
			{"Né le", "29 janvier 1998 à Homs"},
		},
		text: []string{"La qualité de réfugié est reconnue à la personne nommée ci-dessus."},
		done: "Le 21 septembre 2026", hand: 34,
	}.sheet())},
	{"people/reception-centre-haddad.png", scan(record{
		from: []string{"Centre d’accueil de l’Exemple (inventé)"},
		name: "Attestation d’hébergement",
		rows: [][2]string{
			{"Hébergé", "Samir Haddad"},
			{"Présent depuis le", "20 février 2026"},
		},
		text: []string{"Le directeur du centre atteste que l’intéressé y demeure sans interruption."},
		done: "Le 16 novembre 2026", seal: []string{"CENTRE", "SPECIMEN"},
	}.sheet())},

	{"people/business-registration-minazuki.png", scan(record{
		from: []string{"Registre de l’Exemple (inventé)"},
		name: "Attestation d’inscription",
		rows: [][2]string{
			{"Entrepreneure", "Haruka Minazuki"},
			{"Activité", "illustration"},
			{"Adresse", "4 rue de l’Exemple, 16000 Angoulême"},
			{"Numéro", "000 000 000 (inventé)"},
		},
		done: "Délivrée le 8 octobre 2026",
	}.sheet())},
	{"people/enrolment-teixedo.png", scan(record{
		from: []string{"Université de l’Exemple (inventée)", "Scolarité"},
		name: "Certificat de scolarité",
		rows: [][2]string{
			{"Étudiante", "Mariana Teixedo"},
			{"Année", "du 1er septembre 2026 au 31 août 2027"},
			{"Diplôme", "master, première année"},
		},
		done: "Rennes, le 4 septembre 2026", seal: []string{"UNIVERSITÉ", "SPECIMEN"},
	}.sheet())},

	{"people/s3705-wirayodha.png", scan(attachment("Ayu Lestari Kusumaratri", "Bima Wirayodha, né le 19 mai 2023", 37))},
	{"people/birth-certificate-bima-wirayodha.png", scan(record{
		from: []string{"Kantor Catatan Sipil Contoh (karangan)"},
		name: "KUTIPAN AKTA KELAHIRAN",
		rows: [][2]string{
			{"Nama", "Bima Wirayodha"},
			{"Tanggal lahir", "19 Mei 2023"},
			{"Ayah", "Eldo Wirayodha"},
			{"Ibu", "Ayu Lestari Kusumaratri"},
		},
		done: "Nomor 000-SPECIMEN", seal: []string{"CONTOH", "SPECIMEN"},
	}.sheet())},
	{"people/birth-translation-bima-wirayodha.png", scan(record{
		from: []string{"Ratna Delmas", "Traductrice (inventée)"},
		name: "Traduction de l’indonésien : acte de naissance",
		rows: [][2]string{
			{"Nom de l’enfant", "Bima Wirayodha"},
			{"Né le", "19 mai 2023 (dix-neuf mai)"},
			{"Père", "Eldo Wirayodha"},
			{"Mère", "Ayu Lestari Kusumaratri"},
		},
		text: []string{"Traduction certifiée conforme à l’original en langue indonésienne."},
		done: "Toulouse, le 2 février 2027", seal: []string{"R. DELMAS", "EXPERT"},
	}.sheet())},
	{"people/identity-bima-wirayodha.png", scan(identityCard("Republik Indonesia", "WIRAYODHA", "Bima", "19.05.2023", "Surabaya", "L / M", "18.05.2028"))},
	{"people/account-screen-kusumaratri.png", scan(accountScreen)},

	{"people/s3705-ashgrove.png", scan(attachment("Maureen Anne Ashgrove, née Kerlévan", "Nora Ashgrove, née le 18 mars 2014 ; Theo Ashgrove, né le 29 octobre 2017", 40))},
	{"people/birth-certificate-nora-ashgrove.png", scan(record{
		from: []string{"Service de l’état civil de l’Exemple (inventé)"},
		name: "Acte de naissance – copie intégrale",
		rows: [][2]string{
			{"Enfant", "Nora Ashgrove, sexe féminin"},
			{"Née le", "18 mars 2014 (dix-huit mars)"},
			{"Père", "Owen Ashgrove"},
			{"Mère", "Maureen Anne Kerlévan"},
		},
		done: "Copie délivrée le 12 octobre 2026", seal: []string{"ÉTAT CIVIL", "SPECIMEN"},
	}.sheet())},
	{"people/identity-nora-ashgrove.png", scan(identityCard("République française", "ASHGROVE", "Nora", "18.03.2014", "Baltimore", "F", "20.09.2030"))},

	{"people/identity-weiss.png", scan(identityCard("Bundesrepublik Deutschland", "WEISS", "Friederike Ilse", "28.10.1972", "Lübeck", "F", "04.02.2033"))},
	{"people/identity-moreau.png", scan(identityCard("République française", "MOREAU", "Camille Jeanne", "17.05.1978", "Lyon", "F", "11.01.2032"))},
	{"people/identity-wierzbowiec.png", scan(identityCard("Rzeczpospolita Polska", "WIERZBOWIEC", "Tomasz", "30.08.1995", "Lublin", "M", "25.07.2031"))},
	{"people/identity-achterveld.png", scan(identityCard("Koninkrijk der Nederlanden", "ACHTERVELD", "Pieter Jan", "26.04.1957", "Zwolle", "M", "08.12.2034"))},
	{"people/permit-berrada.png", scan(residencePermit("BERRADA", "Youssef", "26.07.1989", "Fès", "M", "VIE PRIVÉE ET FAMILIALE"))},
	{"people/permit-haddad.png", scan(residencePermit("HADDAD", "Samir", "29.01.1998", "Homs", "M", "RÉFUGIÉ"))},
	{"people/permit-tamrakoti.png", scan(residencePermit("TAMRAKOTI", "Bikash", "19.04.1991", "Pokhara", "M", "VIE PRIVÉE ET FAMILIALE"))},
	{"people/permit-hathersage.png", scan(residencePermit("HATHERSAGE", "Philippa Joan", "30.09.1952", "Durban", "F", "VIE PRIVÉE ET FAMILIALE"))},
}

// A record is a paper of one page: who made it, what it is, what it says, and when.
type record struct {
	from []string
	name string
	rows [][2]string
	text []string
	done string
	seal []string // none without
	hand int      // whose signature; 0 for none
}

func (r record) sheet() sheet {
	print := font{"sans", 9, black}
	return sheet{210, 297, func(c canvas) {
		specimen(c, font{"bold", 20, pale}, 105, 22)
		f := &flow{c, 25, 38, 160}
		f.lines(print, r.from...)
		f.skip(12)
		f.center(font{"bold", 13, black}, r.name)
		f.skip(8)
		for _, row := range r.rows {
			f.row(print, row[0], 65, print, row[1])
		}
		f.skip(8)
		for _, s := range r.text {
			f.para(print, s)
		}
		f.skip(4)
		f.line(print, r.done)
		if r.hand != 0 {
			signature(c, 27, f.y+14, 45, r.hand)
		}
		if len(r.seal) > 0 {
			seal(c, blue, 150, f.y+16, 14, r.seal...)
		}
	}}
}

// A tenant is one who gets rent receipts.
type tenant struct {
	name, home, landlord, rent, charges, total string
	hand                                       int
}

var (
	moreau      = tenant{"Mlle Camille MOREAU", "5 rue du Vercors, 38000 Grenoble", "Josette Brunel", "610,00 €", "55,00 €", "665,00 €", 42}
	wierzbowiec = tenant{"Tomasz Wierzbowiec", "16 rue de l’Exemple, 63000 Clermont-Ferrand", "Régie de l’Exemple (inventée)", "480,00 €", "40,00 €", "520,00 €", 43}
)

func (t tenant) receipt(day, period string) sheet {
	return record{
		from: []string{t.landlord, "Bailleur"},
		name: "Quittance de loyer",
		rows: [][2]string{
			{"Locataire", t.name}, {"Logement", t.home}, {"Période", period},
			{"Loyer", t.rent}, {"Charges", t.charges}, {"Total reçu", t.total},
		},
		done: "Fait le " + day, hand: t.hand,
	}.sheet()
}

func hostStatement(host, home, guest, time, done string, hand int) sheet {
	return record{
		name: "Attestation d’hébergement",
		text: []string{
			"Je soussignée " + host + " certifie sur l’honneur héberger à mon domicile, " + home + ", " + guest + ", " + time + ".",
		},
		done: "Fait à " + done, hand: hand,
	}.sheet()
}

func hostBill(holder, street, town, number, used, total string) sheet {
	return record{
		from: []string{"Lumière de l’Ouest, fournisseur inventé"},
		name: "Facture d’électricité",
		rows: [][2]string{
			{"Titulaire", holder}, {"Adresse", street + ", " + town}, {"Facture n°", number},
			{"Période", "du 1er septembre au 31 octobre 2026"}, {"Consommation", used}, {"Total à payer", total},
		},
		done: "Facture du 31 octobre 2026",
	}.sheet()
}

func endOfCover(who, last, day string, hand int) sheet {
	return record{
		from: []string{"Caisse de l’Exemple (inventée)"},
		name: "Fin de la couverture",
		rows: [][2]string{{"Personne", who}, {"Couverte jusqu’au", last}},
		done: "Le " + day, hand: hand,
	}.sheet()
}

func titleDeed(who, what, day string) sheet {
	return record{
		from: []string{"Maître Odile Garance (inventée), notaire"},
		name: "Attestation de propriété",
		rows: [][2]string{{"Acquéreur", who}, {"Bien", what}, {"Acte signé le", day}},
		text: []string{"La vente a été reçue par le notaire soussigné ; le prix est payé et les clés sont remises."},
		done: "Le " + day, seal: []string{"NOTAIRE", "SPECIMEN"},
	}.sheet()
}

func workContract(who, employer, work, done string, hand int) sheet {
	return record{
		name: "Contrat de travail",
		rows: [][2]string{{"Employeur", employer}, {"Salarié", who}, {"Emploi", work}},
		text: []string{"Les parties ont lu le contrat et en gardent chacune un exemplaire."},
		done: "Fait à " + done, hand: hand,
	}.sheet()
}

func spouseCover(who, day string) sheet {
	return record{
		from: []string{"Exemple inventé : n’émane d’aucune caisse"},
		name: "Attestation de droits",
		rows: [][2]string{{"Assuré", who}, {"Droits", "ouverts"}},
		done: "Éditée le " + day,
	}.sheet()
}

func domiciliation(body, home, who, time string, hand int) sheet {
	return record{
		from: []string{body, home},
		name: "Attestation d’élection de domicile",
		rows: [][2]string{{"Personne domiciliée", who}, {"Adresse", home}, {"Valable", time}},
		done: "Pour la structure", hand: hand,
	}.sheet()
}

// attachment stands for the form by which children are attached to a parent.
func attachment(parent, children string, hand int) sheet {
	return record{
		from: []string{"Tient lieu du formulaire S3705 dans cet exemple"},
		name: "Rattachement des enfants",
		text: []string{"Parent : " + parent + ".", "Enfants : " + children + "."},
		done: "Signé par le parent", hand: hand,
	}.sheet()
}

// accountScreen is what a telephone shows of an account.
var accountScreen = sheet{75, 150, func(c canvas) {
	box(c, sky, 0, 0, 75, 150)
	specimen(c, font{"bold", 16, darker(sky)}, 37.5, 30)
	specimen(c, font{"bold", 16, darker(sky)}, 37.5, 140)
	f := &flow{c, 8, 50, 60}
	f.line(strong, "Banque de l’Exemple")
	f.skip(6)
	f.lines(small, "Titulaire")
	f.line(plain, "Ayu Lestari Kusumaratri")
	f.skip(4)
	f.lines(small, "IBAN")
	f.line(font{"mono", 10, black}, "BE17 9991 2345 6721")
}}

func identityCard(state, surname, given, born, place, sex, until string) sheet {
	return card(state, "IDENTITY CARD / CARTE D’IDENTITÉ", surname, given, born, place, sex, "Expires / Expire le", until)
}

func residencePermit(surname, given, born, place, sex, mention string) sheet {
	return card("RÉPUBLIQUE FRANÇAISE", "TITRE DE SÉJOUR", surname, given, born, place, sex, "Mention", mention)
}

// card has the size of ISO/IEC 7810 ID-2.
func card(state, kind, surname, given, born, place, sex, last, v string) sheet {
	return tinted(105, 74, sky, []float64{66}, func(c canvas) {
		c.text(8, 9, font{"bold", 10, blue}, state)
		c.text(8, 14, font{"sans", 8, blue}, kind)
		portrait(c, 8, 19, 26, 34)
		entry(c, 40, 22, "Surname / Nom", surname)
		entry(c, 40, 31, "Given names / Prénoms", given)
		entry(c, 40, 40, "Born / Naissance", born)
		entry(c, 72, 40, "Sex / Sexe", sex)
		entry(c, 40, 49, "Place / Lieu", place)
		entry(c, 40, 58, last, v)
	})
}
